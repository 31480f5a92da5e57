//! Running a future on the caller's thread, which waits for sockets with poll(2) and for anything else by parking.

use crate::task::mode::{self, Mode, Scope, Waits};
use crate::task::source::Direction;
use crate::task::spin::Spin;
use core::cell::Cell;
use core::future::Future;
use core::pin::pin;
use core::sync::atomic::{AtomicU32, Ordering};
use core::task::{Context, Poll, Waker};
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Wake;
use std::time::{Duration, Instant};

/// Runs a future to its end on this thread. The callback of a blocking call may come here again.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let scope = Scope::enter(Mode::Blocking);
    // A thread that ends has no parker of its own any more.
    let (parker, waker) = PARKER.try_with(Clone::clone).unwrap_or_else(|_| Parker::new());
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    // Until when this wait is awake.
    let mut awake: Option<Instant> = None;
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            if awake.is_some() {
                learn(Spin::won);
            }
            if scope.is_nested() {
                // What was meant for the outer future may have been taken here.
                parker.state.store(WOKEN, Ordering::Release);
            }
            return output;
        }
        let mut waits = mode::take_waits();
        if !waits.sources.is_empty() && is_awake(&mut awake) {
            waits.clear();
            mode::put_waits(waits);
            continue;
        }
        parker.wait(&waits);
        awake = None;
        waits.clear();
        mode::put_waits(waits);
    }
}

/// Whether to look again instead of sleeping; for waits for sockets.
fn is_awake(until: &mut Option<Instant>) -> bool {
    if until.is_none() {
        *until = learn(Spin::begin).flatten();
        if until.is_none() {
            return false;
        }
    }
    let goes_on = until.is_some_and(Spin::goes_on);
    if !goes_on && let Some(until) = until.take() {
        learn(|spin| spin.lost(until.elapsed()));
    }
    goes_on
}

thread_local! {
    static SPIN: Cell<Spin> = const { Cell::new(Spin::new()) };
}

fn learn<T>(body: impl FnOnce(&mut Spin) -> T) -> Option<T> {
    SPIN.try_with(|place| {
        let mut spin = place.get();
        let value = body(&mut spin);
        place.set(spin);
        value
    })
    .ok()
}

thread_local! {
    static PARKER: (Arc<Parker>, Waker) = Parker::new();
}

/// The future is being polled, and nobody has woken it.
const RUNNING: u32 = 0;
/// It is to be polled again.
const WOKEN: u32 = 1;
/// The thread is parked.
const PARKED: u32 = 2;
/// The thread is in poll(2), with the event.
const POLLING: u32 = 3;

/// Wakes one thread, wherever it waits.
struct Parker {
    state: AtomicU32,
    /// For waits without sockets.
    lock: Mutex<()>,
    woken: Condvar,
    /// Ends poll(2). Made when the thread first waits for a socket; `None` when the system gave none.
    event: OnceLock<Option<OwnedFd>>,
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        match self.state.swap(WOKEN, Ordering::AcqRel) {
            PARKED => {
                // Whoever holds the lock has not looked at the state yet, or waits.
                drop(self.lock());
                self.woken.notify_one();
            }
            POLLING => {
                if let Some(Some(event)) = self.event.get() {
                    // It fails only when the counter is full, and then the event is ready anyway.
                    let _ = rustix::io::write(event, &1_u64.to_ne_bytes());
                }
            }
            _ => {}
        }
    }
}

/// How long a thread that has no event of its own waits before it looks whether it was woken.
const WITHOUT_EVENT: Duration = Duration::from_millis(20);

impl Parker {
    fn new() -> (Arc<Self>, Waker) {
        let parker = Arc::new(Self {
            state: AtomicU32::new(RUNNING),
            lock: Mutex::new(()),
            woken: Condvar::new(),
            event: OnceLock::new(),
        });
        (parker.clone(), Waker::from(parker))
    }

    fn wait(&self, waits: &Waits) {
        let waiting = if waits.sources.is_empty() { PARKED } else { POLLING };
        let event = if waiting == POLLING { self.event().as_ref() } else { None };
        if self.state.compare_exchange(RUNNING, waiting, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            if waiting == PARKED {
                self.park(waits.until);
            } else {
                poll_sources(waits, event);
            }
        }
        self.state.swap(RUNNING, Ordering::AcqRel);
    }

    fn event(&self) -> &Option<OwnedFd> {
        self.event.get_or_init(|| eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).ok())
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn park(&self, until: Option<Instant>) {
        let mut guard = self.lock();
        while self.state.load(Ordering::Acquire) != WOKEN {
            guard = match until {
                None => self.woken.wait(guard).unwrap_or_else(PoisonError::into_inner),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return;
                    }
                    self.woken.wait_timeout(guard, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

/// Waits until a source is ready, the time has come, or the event was written. It may return for no reason at all.
fn poll_sources(waits: &Waits, event: Option<&OwnedFd>) {
    let mut left = waits.until.map(|until| until.saturating_duration_since(Instant::now()));
    if event.is_none() {
        left = Some(left.map_or(WITHOUT_EVENT, |left| left.min(WITHOUT_EVENT)));
    }
    let timeout = left.and_then(|left| Timespec::try_from(left).ok());
    // Nearly always it is one socket.
    let mut few: [PollFd<'_>; 2];
    let mut many: Vec<PollFd<'_>>;
    let fds: &mut [PollFd<'_>] = match (waits.sources.as_slice(), event) {
        ([(source, direction)], Some(event)) => {
            few = [PollFd::new(event, PollFlags::IN), PollFd::from_borrowed_fd(source.fd(), flags(*direction))];
            &mut few
        }
        (sources, event) => {
            many = event.into_iter().map(|event| PollFd::new(event, PollFlags::IN)).collect();
            many.extend(
                sources.iter().map(|(source, direction)| PollFd::from_borrowed_fd(source.fd(), flags(*direction))),
            );
            &mut many
        }
    };
    // Interrupted by a signal, or out of memory: either way the future looks again.
    let ready = poll(fds, timeout.as_ref()).unwrap_or(0);
    if ready > 0
        && let Some(event) = event
        && fds.first().is_some_and(|first| !first.revents().is_empty())
    {
        let _ = rustix::io::read(event, &mut [0_u8; 8]);
    }
}

fn flags(direction: Direction) -> PollFlags {
    match direction {
        Direction::Read => PollFlags::IN,
        Direction::Write => PollFlags::OUT,
    }
}
