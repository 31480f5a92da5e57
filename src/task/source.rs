//! Sockets as futures see them: try the call, and be polled again when it may go on.

use crate::task::mode;
use crate::task::pool::{self, Pool};
use atomic_waker::AtomicWaker;
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use core::task::{Context, Poll};
use rustix::event::epoll::EventFlags;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::io::{Errno, Result};
use std::sync::{Arc, OnceLock};

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Read,
    Write,
}

/// What a call on a source did.
pub(crate) struct Done<T> {
    pub(crate) value: T,
    /// It has taken, or filled, all there was: another call now would find nothing.
    pub(crate) is_dry: bool,
}

const READABLE: u32 = 1;
const WRITABLE: u32 = 2;
/// The peer has ended its side, or the connection is broken: reading never waits again.
const ENDED: u32 = 4;
/// Counts events above the flags, so that an event during a call is not forgotten after it.
const EVENT: u32 = 8;

impl Direction {
    fn bit(self) -> u32 {
        match self {
            Direction::Read => READABLE,
            Direction::Write => WRITABLE,
        }
    }
}

/// A descriptor that does not block, for one reader and one writer at a time.
pub(crate) struct Source {
    fd: OwnedFd,
    /// What the pool knows it by. A source that only blocking calls use is never registered.
    registration: OnceLock<Registration>,
    /// What may be tried without being told so, by events: for registered sources.
    state: AtomicU32,
    reader: AtomicWaker,
    writer: AtomicWaker,
}

struct Registration {
    pool: &'static Pool,
    key: AtomicU64,
}

/// Not registered yet.
const NO_KEY: u64 = u64::MAX;

impl Source {
    /// The descriptor must be in non-blocking mode.
    pub(crate) fn new(fd: OwnedFd) -> Arc<Self> {
        Arc::new(Self {
            fd,
            registration: OnceLock::new(),
            state: AtomicU32::new(READABLE | WRITABLE),
            reader: AtomicWaker::new(),
            writer: AtomicWaker::new(),
        })
    }

    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }

    /// Tries a call; if it would block, the task is polled again when it may not. `is_hopeless` says that there can
    /// hardly be anything yet, so that a blocking call waits first. It must be set once at most for each wait.
    pub(crate) fn poll<T>(
        self: &Arc<Self>,
        direction: Direction,
        is_hopeless: bool,
        context: &mut Context<'_>,
        mut call: impl FnMut(BorrowedFd<'_>) -> Result<Done<T>>,
    ) -> Poll<Result<T>> {
        if mode::blocking() {
            if !is_hopeless {
                match retry(&mut call, self.fd()) {
                    Err(Errno::WOULDBLOCK) => {}
                    outcome => return Poll::Ready(outcome.map(|done| done.value)),
                }
            }
            mode::wait_for(self, direction);
            return Poll::Pending;
        }
        let bit = direction.bit();
        loop {
            let state = self.state.load(Ordering::Acquire);
            if state & bit != 0 {
                match retry(&mut call, self.fd()) {
                    Err(Errno::WOULDBLOCK) => self.nothing_left(state, bit),
                    Ok(done) => {
                        if done.is_dry && state & ENDED == 0 && self.key().is_some() {
                            self.nothing_left(state, bit);
                        }
                        return Poll::Ready(Ok(done.value));
                    }
                    Err(errno) => return Poll::Ready(Err(errno)),
                }
            }
            self.wait(direction, context)?;
            // An event between the call and the registration of the waker has woken nobody.
            if self.state.load(Ordering::Acquire) & bit == 0 {
                return Poll::Pending;
            }
        }
    }

    /// Ready when a call may go on, without trying one, so that who waits needs no buffer. Now and then it is wrong. For
    /// tasks in the background.
    pub(crate) fn poll_ready(self: &Arc<Self>, direction: Direction, context: &mut Context<'_>) -> Poll<Result<()>> {
        let bit = direction.bit();
        if self.key().is_none() {
            // Nothing is known yet: the first event says how it is.
            self.nothing_left(self.state.load(Ordering::Acquire), bit);
        } else if self.state.load(Ordering::Acquire) & bit != 0 {
            return Poll::Ready(Ok(()));
        }
        self.wait(direction, context)?;
        if self.state.load(Ordering::Acquire) & bit != 0 { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    /// Has the task polled again at the next event.
    fn wait(self: &Arc<Self>, direction: Direction, context: &mut Context<'_>) -> Result<()> {
        match direction {
            Direction::Read => self.reader.register(context.waker()),
            Direction::Write => self.writer.register(context.waker()),
        }
        if self.key().is_none() { self.register() } else { Ok(()) }
    }

    /// Forgets that the source was ready, unless an event has come since `state` was loaded.
    fn nothing_left(&self, state: u32, bit: u32) {
        let _ = self.state.compare_exchange(state, state & !bit, Ordering::AcqRel, Ordering::Acquire);
    }

    #[cold]
    fn register(self: &Arc<Self>) -> Result<()> {
        let pool = pool::start_io()?;
        let registration = self.registration.get_or_init(|| Registration { pool, key: AtomicU64::new(NO_KEY) });
        registration.pool.register(self)
    }

    /// What the pool knows it by.
    pub(super) fn key(&self) -> Option<u64> {
        let key = self.registration.get()?.key.load(Ordering::Acquire);
        (key != NO_KEY).then_some(key)
    }

    pub(super) fn set_key(&self, key: u64) {
        if let Some(registration) = self.registration.get() {
            registration.key.store(key, Ordering::Release);
        }
    }

    /// The pool tells what it was told.
    pub(super) fn receive(&self, events: EventFlags) {
        let mut bits = 0;
        if events.intersects(EventFlags::IN | EventFlags::HUP | EventFlags::RDHUP | EventFlags::ERR) {
            bits |= READABLE;
        }
        if events.intersects(EventFlags::OUT | EventFlags::HUP | EventFlags::ERR) {
            bits |= WRITABLE;
        }
        if events.intersects(EventFlags::HUP | EventFlags::RDHUP | EventFlags::ERR) {
            bits |= ENDED;
        }
        let _ = self
            .state
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |state| Some((state | bits).wrapping_add(EVENT)));
        if bits & READABLE != 0 {
            self.reader.wake();
        }
        if bits & WRITABLE != 0 {
            self.writer.wake();
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if let (Some(key), Some(registration)) = (self.key(), self.registration.get()) {
            registration.pool.forget(key, self.fd.as_fd());
        }
    }
}

/// Repeats a call that a signal interrupted.
fn retry<T>(call: &mut impl FnMut(BorrowedFd<'_>) -> Result<T>, fd: BorrowedFd<'_>) -> Result<T> {
    loop {
        match call(fd) {
            Err(Errno::INTR) => {}
            outcome => return outcome,
        }
    }
}
