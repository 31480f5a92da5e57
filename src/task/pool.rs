//! The library's threads. Each runs tasks while there are any and then waits in one epoll for all sockets.

use crate::abi::E_OUTOFMEMORY;
use crate::runtime::fault::{Fault, Result};
use crate::task::fork;
use crate::task::mode::{Mode, Scope};
use crate::task::source::Source;
use crate::task::spin::Spin;
use crate::task::thread::start_thread;
use crate::task::timer::Timers;
use async_task::Runnable;
use core::cell::Cell;
use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use rustix::event::epoll::{self, Event, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use rustix::fd::{BorrowedFd, OwnedFd};
use rustix::io::Errno;
use slab::Slab;
use std::collections::VecDeque;
use std::io;
use std::panic::catch_unwind;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

/// Threads that may exist because all others are stuck in programs' callbacks.
const MOST_WORKERS: usize = 512;
/// How long a worker that is not the last one waits for work before it ends.
const IDLE: Timespec = Timespec { tv_sec: 10, tv_nsec: 0 };
/// How many tasks run before sockets are looked at again.
const TASKS_IN_A_ROW: u32 = 64;
/// The event that wakes a worker for a task; other keys are those of sources.
const WAKE: u64 = u64::MAX;

/// The threads of one process and what they share. There is one pool per generation, made when it is first needed.
pub(super) struct Pool {
    generation: u32,
    epoll: OwnedFd,
    /// Wakes one worker that waits.
    event: OwnedFd,
    sources: Mutex<Slab<Weak<Source>>>,
    run: Mutex<Run>,
    has_threads: AtomicBool,
    /// Workers that are in callbacks of programs.
    in_long: AtomicUsize,
    /// Whether the monitor looks after the workers.
    is_watched: AtomicBool,
    pub(super) timers: Timers,
    /// As many workers as there are processors to use.
    enough: usize,
    /// The pool of the next generation, in a child process.
    next: OnceLock<Box<Pool>>,
}

#[derive(Default)]
struct Run {
    tasks: VecDeque<Runnable>,
    workers: usize,
    /// Workers that wait in epoll.
    idle: usize,
    /// The event was written, and no worker has seen it yet.
    is_notified: bool,
    /// Counts tasks and rounds: whether anything moves.
    picked: u64,
    picked_before: u64,
}

/// What has to follow once the lock is released.
#[derive(PartialEq, Eq)]
enum Help {
    None,
    /// Wake a worker that waits.
    Wake,
    /// Start another one, which is counted already.
    Start,
}

/// What a worker does next.
enum Next {
    Run(Runnable),
    /// Sockets are due although there are tasks.
    Look,
    /// There is nothing to do, and this is the last worker. Whether no other one waits.
    Wait(bool),
    /// There is nothing to do, and others are there. Whether none of them waits.
    WaitAWhile(bool),
}

static FIRST: OnceLock<Pool> = OnceLock::new();

thread_local! {
    /// Whether this is a worker, and how deep in callbacks of programs.
    static WORKER: Cell<Option<u32>> = const { Cell::new(None) };
}

/// The pool of this process, with one worker at least.
pub(super) fn current() -> Result<&'static Pool, io::Error> {
    let generation = fork::generation();
    let mut pool = match FIRST.get() {
        Some(pool) => pool,
        None => {
            // A pool that lost the race is dropped again; it has no threads yet.
            let _ = FIRST.set(Pool::new(generation)?);
            FIRST.get().ok_or(Errno::AGAIN)?
        }
    };
    while pool.generation != generation {
        if pool.next.get().is_none() {
            let _ = pool.next.set(Box::new(Pool::new(generation)?));
        }
        pool = pool.next.get().ok_or(Errno::AGAIN)?;
    }
    pool.ensure_threads()?;
    Ok(pool)
}

/// Makes sure that there are threads; a fault if the system gives none.
pub(super) fn start() -> Result<&'static Pool> {
    current().map_err(|problem| {
        Fault::new(E_OUTOFMEMORY, format!("The threads for asynchronous operations could not be started: {problem}."))
    })
}

/// As [`start`], for those who speak in numbers of errors.
pub(super) fn start_io() -> rustix::io::Result<&'static Pool> {
    current().map_err(|problem| Errno::from_io_error(&problem).unwrap_or(Errno::AGAIN))
}

/// Runs a future on the pool.
pub(crate) fn spawn(future: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let pool = start()?;
    let (runnable, task) = async_task::spawn(future, |runnable| pool.push(runnable));
    task.detach();
    runnable.schedule();
    Ok(())
}

/// Begins a future on this thread, which never waits for it; where it has to wait, the rest runs on the pool.
pub(crate) fn begin(future: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let pool = start()?;
    let (runnable, task) = async_task::spawn(future, |runnable| pool.push(runnable));
    task.detach();
    let _scope = Scope::enter(Mode::Background);
    runnable.run();
    Ok(())
}

/// Runs what may take long or block, such as callbacks of programs: others may have to be started for other work.
pub(crate) fn long<T>(body: impl FnOnce() -> T) -> T {
    /// Leaves again, whatever happens.
    struct Leave {
        depth: u32,
        pool: Option<&'static Pool>,
    }

    impl Drop for Leave {
        fn drop(&mut self) {
            WORKER.set(Some(self.depth));
            if let Some(pool) = self.pool {
                pool.in_long.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    let _leave = match WORKER.get() {
        None => None,
        Some(depth) => {
            let pool = if depth == 0 { current().ok() } else { None };
            WORKER.set(Some(depth + 1));
            if let Some(pool) = pool {
                pool.enter_long();
            }
            Some(Leave { depth, pool })
        }
    };
    body()
}

impl Pool {
    fn new(generation: u32) -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let event = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        epoll::add(&epoll, &event, EventData::new_u64(WAKE), EventFlags::IN | EventFlags::ET)?;
        Ok(Self {
            generation,
            epoll,
            event,
            sources: Mutex::default(),
            run: Mutex::default(),
            has_threads: AtomicBool::new(false),
            in_long: AtomicUsize::new(0),
            is_watched: AtomicBool::new(false),
            timers: Timers::default(),
            enough: std::thread::available_parallelism().map_or(1, usize::from),
            next: OnceLock::new(),
        })
    }

    /// Whether the threads of this pool exist: not in a child process.
    pub(super) fn is_of_this_process(&self) -> bool {
        self.generation == fork::generation()
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sources(&self) -> MutexGuard<'_, Slab<Weak<Source>>> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One worker, which never ends while it is the last one, and the monitor.
    fn ensure_threads(&'static self) -> io::Result<()> {
        if self.has_threads.load(Ordering::Acquire) {
            return Ok(());
        }
        self.start_threads()
    }

    #[cold]
    fn start_threads(&'static self) -> io::Result<()> {
        self.timers.start(self)?;
        let mut run = self.run();
        if run.workers == 0 {
            start_thread("ws-worker", || self.work())?;
            run.workers = 1;
        }
        self.has_threads.store(true, Ordering::Release);
        Ok(())
    }

    /// A task is to run. A worker that runs tasks itself comes to it; otherwise one is woken or started.
    fn push(&'static self, runnable: Runnable) {
        if !self.is_of_this_process() {
            // Woken in a child: its threads are gone. What the task holds stays; it belongs to the parent.
            let _ = core::mem::ManuallyDrop::new(runnable);
            return;
        }
        let mut run = self.run();
        run.tasks.push_back(runnable);
        let help = if WORKER.get() == Some(0) { Help::None } else { run.help(self.enough) };
        drop(run);
        self.give(help);
    }

    fn give(&'static self, help: Help) {
        match help {
            Help::None => {}
            Help::Wake => self.wake(),
            Help::Start => {
                if start_thread("ws-worker", || self.work()).is_err() {
                    self.run().workers -= 1;
                }
            }
        }
    }

    fn wake(&self) {
        // It fails only when the counter is full, and nobody gets there.
        let _ = rustix::io::write(&self.event, &1_u64.to_ne_bytes());
    }

    /// A worker: until there is nothing to do for a while and others are there.
    fn work(&'static self) {
        WORKER.set(Some(0));
        let mut events = Vec::with_capacity(64);
        let (mut in_a_row, mut spin) = (0, Spin::new());
        loop {
            let next = if in_a_row < TASKS_IN_A_ROW { self.take() } else { Next::Look };
            if let Next::Run(task) = next {
                in_a_row += 1;
                // A task that panics ends; what it was doing for a caller has been caught further in.
                let _ = catch_unwind(AssertUnwindSafe(|| task.run()));
                continue;
            }
            in_a_row = 0;
            if !self.wait(&mut events, &next, &mut spin) {
                return;
            }
        }
    }

    /// The next task. Where there are more, another worker is called. Where there is none, the worker counts as idle.
    fn take(&'static self) -> Next {
        let mut run = self.run();
        let Some(task) = run.tasks.pop_front() else {
            run.idle += 1;
            let is_alone = run.idle == 1;
            return if run.workers > 1 { Next::WaitAWhile(is_alone) } else { Next::Wait(is_alone) };
        };
        run.picked = run.picked.wrapping_add(1);
        let help = if run.tasks.is_empty() { Help::None } else { run.help(self.enough) };
        drop(run);
        self.give(help);
        Next::Run(task)
    }

    /// Waits for sockets and passes on what they say. `false`: this worker is not needed any more.
    fn wait(&self, events: &mut Vec<Event>, next: &Next, spin: &mut Spin) -> bool {
        const NOW: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
        let (timeout, is_busy) = match next {
            Next::Wait(_) => (None, false),
            Next::WaitAWhile(_) => (Some(&IDLE), false),
            _ => (Some(&NOW), true),
        };
        events.clear();
        // Others that sleep here would be woken for what this one finds awake.
        let until = if matches!(next, Next::Wait(true) | Next::WaitAWhile(true)) { spin.begin() } else { None };
        let mut outcome = Ok(0);
        if let Some(until) = until {
            while outcome == Ok(0) && Spin::goes_on(until) {
                outcome = epoll::wait(&self.epoll, rustix::buffer::spare_capacity(events), Some(&NOW));
            }
            if outcome == Ok(0) { spin.lost(until.elapsed()) } else { spin.won() }
        }
        if outcome == Ok(0) {
            outcome = epoll::wait(&self.epoll, rustix::buffer::spare_capacity(events), timeout);
        }
        let is_notified = events.iter().any(|event| event.data.u64() == WAKE);
        if !is_busy || is_notified {
            let mut run = self.run();
            run.picked = run.picked.wrapping_add(1);
            if !is_busy {
                run.idle -= 1;
            }
            if is_notified {
                run.is_notified = false;
            }
            if outcome == Ok(0) && !is_busy && run.workers > 1 && run.tasks.is_empty() {
                run.workers -= 1;
                return false;
            }
        }
        for event in events.iter() {
            let key = event.data.u64();
            if key != WAKE {
                let source = usize::try_from(key).ok().and_then(|key| self.sources().get(key).and_then(Weak::upgrade));
                if let Some(source) = source {
                    source.receive(event.flags);
                }
            }
        }
        true
    }

    /// Makes the pool tell a source about its descriptor.
    pub(super) fn register(&self, source: &Arc<Source>) -> rustix::io::Result<()> {
        let mut sources = self.sources();
        if source.key().is_some() {
            // The other direction was faster.
            return Ok(());
        }
        let entry = sources.vacant_entry();
        let key = u64::try_from(entry.key()).map_err(|_| Errno::NOMEM)?;
        let flags = EventFlags::IN | EventFlags::OUT | EventFlags::RDHUP | EventFlags::ET;
        epoll::add(&self.epoll, source.fd(), EventData::new_u64(key), flags)?;
        entry.insert(Arc::downgrade(source));
        source.set_key(key);
        Ok(())
    }

    /// A source ends.
    pub(super) fn forget(&self, key: u64, fd: BorrowedFd<'_>) {
        if !self.is_of_this_process() {
            // The epoll is the parent's as well, and there the source lives.
            return;
        }
        // A copy of the descriptor in a child process would keep the registration alive.
        let _ = epoll::delete(&self.epoll, fd);
        if let Ok(key) = usize::try_from(key) {
            self.sources().try_remove(key);
        }
    }

    fn enter_long(&'static self) {
        self.in_long.fetch_add(1, Ordering::SeqCst);
        if !self.is_watched.swap(true, Ordering::SeqCst) {
            self.timers.watch();
        }
        // This worker does not come to the tasks that it has made soon.
        let mut run = self.run();
        let help = if run.tasks.is_empty() { Help::None } else { run.help(self.enough) };
        drop(run);
        self.give(help);
    }

    /// For the monitor: adds a worker when all are in callbacks of programs and nothing has moved since the last look.
    /// Answers whether there is anything to look after.
    pub(super) fn look_after_workers(&'static self) -> bool {
        let in_long = self.in_long.load(Ordering::SeqCst);
        let mut run = self.run();
        let has_moved = run.picked != run.picked_before;
        run.picked_before = run.picked;
        let mut help = Help::None;
        if !has_moved {
            if in_long >= run.workers && run.idle == 0 && run.workers < MOST_WORKERS {
                run.workers += 1;
                help = Help::Start;
            } else if !run.tasks.is_empty() {
                help = run.help(self.enough);
            }
        }
        let has_work = in_long > 0 || !run.tasks.is_empty();
        drop(run);
        self.give(help);
        has_work
    }

    /// For the monitor: answers whether it must go on to look after all.
    pub(super) fn stop_watching(&self) -> bool {
        self.is_watched.store(false, Ordering::SeqCst);
        self.in_long.load(Ordering::SeqCst) > 0 && !self.is_watched.swap(true, Ordering::SeqCst)
    }
}

impl Run {
    /// What gets a task that waits to run sooner, beside the workers that are busy.
    fn help(&mut self, enough: usize) -> Help {
        if self.idle > 0 {
            if self.is_notified {
                return Help::None;
            }
            self.is_notified = true;
            return Help::Wake;
        }
        if self.workers < enough {
            self.workers += 1;
            return Help::Start;
        }
        Help::None
    }
}
