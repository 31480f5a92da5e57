//! Timers of what runs in the background, and the thread that keeps them.

use crate::task::pool::{self, Pool};
use crate::task::thread::start_thread;
use core::task::Waker;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// All timers of a pool, and what its monitor sleeps on.
#[derive(Default)]
pub(super) struct Timers {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// By time; the number tells those of one time apart.
    timers: BTreeMap<(Instant, u64), Waker>,
    next_number: u64,
    /// Whether the monitor's thread runs.
    is_running: bool,
    /// When it wakes up by itself; `None`: it does not.
    wakes_at: Option<Instant>,
    /// Whether it is to look after the pool's workers.
    is_watching: bool,
}

/// One timer of a task; dropped, it is off.
pub(super) struct Timer {
    pool: &'static Pool,
    key: (Instant, u64),
    waker: Waker,
}

impl Timer {
    /// Wakes at the time. Without threads for it, it wakes at once: a task that spins is better than one that hangs.
    pub(super) fn set(timer: &mut Option<Timer>, at: Instant, waker: &Waker) {
        if timer.as_ref().is_some_and(|present| present.key.0 == at && present.waker.will_wake(waker)) {
            return;
        }
        *timer = None;
        match pool::start() {
            Ok(pool) => {
                let key = pool.timers.add(at, waker);
                *timer = Some(Timer { pool, key, waker: waker.clone() });
            }
            Err(_) => waker.wake_by_ref(),
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if self.pool.is_of_this_process() {
            let waker = self.pool.timers.lock().timers.remove(&self.key);
            // Not under the lock: it may be the last that holds a task.
            drop(waker);
        }
    }
}

/// How often the monitor looks at workers that might all be stuck in callbacks.
const TICK: Duration = Duration::from_millis(4);
/// For how many looks without any callback it goes on to look.
const CALM: u32 = 64;

impl Timers {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, at: Instant, waker: &Waker) -> (Instant, u64) {
        let mut state = self.lock();
        let key = (at, state.next_number);
        state.next_number += 1;
        state.timers.insert(key, waker.clone());
        if state.wakes_at.is_none_or(|wakes_at| at < wakes_at) {
            self.changed.notify_one();
        }
        key
    }

    /// Makes the monitor look after the workers for a while.
    pub(super) fn watch(&self) {
        let mut state = self.lock();
        if !state.is_watching {
            state.is_watching = true;
            self.changed.notify_one();
        }
    }

    /// Starts the monitor, once.
    pub(super) fn start(&self, pool: &'static Pool) -> io::Result<()> {
        let mut state = self.lock();
        if !state.is_running {
            start_thread("ws-timer", move || pool.timers.keep(pool))?;
            state.is_running = true;
        }
        Ok(())
    }

    /// The monitor: fires timers, and adds workers where all are stuck.
    fn keep(&self, pool: &'static Pool) {
        let mut state = self.lock();
        let mut calm = 0;
        loop {
            let now = Instant::now();
            let mut due = Vec::new();
            while let Some(first) = state.timers.first_entry()
                && first.key().0 <= now
            {
                due.push(first.remove());
            }
            if !due.is_empty() {
                drop(state);
                due.into_iter().for_each(Waker::wake);
                state = self.lock();
                continue;
            }
            if state.is_watching {
                drop(state);
                calm = if pool.look_after_workers() { 0 } else { calm + 1 };
                state = self.lock();
                if calm > CALM {
                    calm = 0;
                    state.is_watching = pool.stop_watching();
                }
            }
            let first = state.timers.first_key_value().map(|((at, _), _)| *at);
            let tick = state.is_watching.then(|| now + TICK);
            let wakes_at = match (first, tick) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            state.wakes_at = wakes_at;
            state = match wakes_at {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(at) => {
                    let left = at.saturating_duration_since(Instant::now());
                    self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}
