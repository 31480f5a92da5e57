//! Who wants to know when an operation or a callback of a host is to end early.

use crate::abi::WS_SERVICE_CANCEL_REASON;
use crate::service::drain::{Drain, Running};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was registered for one call.
pub(crate) trait Target: Send + Sync {
    /// Passes the word. Called at most once, with no lock held.
    fn cancel(&self, reason: WS_SERVICE_CANCEL_REASON);
    /// The call is over. Called once, and not while `cancel` runs.
    fn free(&self);
}

/// All that wait to be told of one host.
#[derive(Default)]
pub(crate) struct Registry {
    inner: Mutex<Inner>,
    /// Counts the registrations: whoever closes waits until nobody can call the program for one any more.
    drain: Arc<Drain>,
}

#[derive(Default)]
struct Inner {
    /// Everything that comes is cancelled at once, for this reason.
    stopped: Option<WS_SERVICE_CANCEL_REASON>,
    next: u64,
    live: HashMap<u64, Arc<Registration>>,
}

struct Registration {
    phase: Mutex<Phase>,
    target: Box<dyn Target>,
    /// The call may be over while `cancel` runs on another thread, which calls `free` then.
    _running: Running,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting,
    /// `cancel` runs.
    Cancelling,
    Cancelled,
    /// The call ended while `cancel` was running: who runs it frees.
    Ended,
}

/// The place of one call in a registry. The call is over when it is dropped.
pub(crate) struct Ticket {
    registry: Arc<Registry>,
    key: u64,
    registration: Arc<Registration>,
}

impl Registration {
    fn cancel(&self, reason: WS_SERVICE_CANCEL_REASON) {
        {
            let mut phase = lock(&self.phase);
            if *phase != Phase::Waiting {
                return;
            }
            *phase = Phase::Cancelling;
        }
        self.target.cancel(reason);
        let ended = {
            let mut phase = lock(&self.phase);
            let ended = *phase == Phase::Ended;
            *phase = Phase::Cancelled;
            ended
        };
        if ended {
            self.target.free();
        }
    }

    fn end(&self) {
        {
            let mut phase = lock(&self.phase);
            if *phase == Phase::Cancelling {
                *phase = Phase::Ended;
                return;
            }
            // Nothing to tell it any more.
            *phase = Phase::Cancelled;
        }
        self.target.free();
    }
}

impl Registry {
    /// Registrations count in `drain` until the last that is to be called for them has been.
    pub(crate) fn new(drain: Arc<Drain>) -> Self {
        Registry { drain, ..Registry::default() }
    }

    /// Takes up a call. If the host has been stopped, it is told at once, before this returns.
    pub(crate) fn register(self: &Arc<Self>, target: Box<dyn Target>) -> Ticket {
        let _running = self.drain.enter();
        let registration = Arc::new(Registration { phase: Mutex::new(Phase::Waiting), target, _running });
        let (key, stopped) = {
            let mut inner = lock(&self.inner);
            let key = inner.next;
            inner.next += 1;
            inner.live.insert(key, Arc::clone(&registration));
            (key, inner.stopped)
        };
        if let Some(reason) = stopped {
            registration.cancel(reason);
        }
        Ticket { registry: Arc::clone(self), key, registration }
    }

    /// Whoever is told from now on is told this reason, and all that come are told at once.
    pub(crate) fn begin_stop(&self, reason: WS_SERVICE_CANCEL_REASON) {
        lock(&self.inner).stopped = Some(reason);
    }

    /// Tells all that are there why the host stops.
    pub(crate) fn stop(&self) {
        let (all, reason) = {
            let inner = lock(&self.inner);
            let Some(reason) = inner.stopped else { return };
            (inner.live.values().cloned().collect::<Vec<Arc<Registration>>>(), reason)
        };
        for registration in all {
            registration.cancel(reason);
        }
    }

    /// The host starts again.
    pub(crate) fn restart(&self) {
        lock(&self.inner).stopped = None;
    }
}

impl Ticket {
    /// Tells this one call: the reason, or that of the host if it stops.
    pub(crate) fn canceller(&self) -> impl Fn(WS_SERVICE_CANCEL_REASON) + Send + Sync + 'static + use<> {
        let (registry, registration) = (Arc::clone(&self.registry), Arc::clone(&self.registration));
        move |reason| {
            let stopped = lock(&registry.inner).stopped;
            registration.cancel(stopped.unwrap_or(reason));
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        lock(&self.registry.inner).live.remove(&self.key);
        self.registration.end();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No program's code runs under these locks, and ours does not panic half way.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_SERVICE_CHANNEL_FAULTED, WS_SERVICE_HOST_ABORT};
    use std::sync::mpsc::{Receiver, Sender, channel};

    struct Log {
        told: Sender<&'static str>,
        /// Waits in `cancel` until there is word.
        held: Option<Mutex<Receiver<()>>>,
    }
    impl Target for Log {
        fn cancel(&self, reason: WS_SERVICE_CANCEL_REASON) {
            let word = if reason == WS_SERVICE_HOST_ABORT { "abort" } else { "gone" };
            self.told.send(word).unwrap();
            if let Some(held) = &self.held {
                held.lock().unwrap().recv().unwrap();
            }
            self.told.send("told").unwrap();
        }
        fn free(&self) {
            self.told.send("free").unwrap();
        }
    }

    fn log() -> (Box<Log>, Receiver<&'static str>) {
        let (told, log) = channel();
        (Box::new(Log { told, held: None }), log)
    }

    fn all(log: &Receiver<&'static str>) -> Vec<&'static str> {
        log.try_iter().collect()
    }

    #[test]
    fn told_once_and_freed_once() {
        let registry = Arc::new(Registry::default());
        let ((first, first_log), (second, second_log)) = (log(), log());
        let (first, second) = (registry.register(first), registry.register(second));
        first.canceller()(WS_SERVICE_CHANNEL_FAULTED);
        first.canceller()(WS_SERVICE_CHANNEL_FAULTED);
        registry.begin_stop(WS_SERVICE_HOST_ABORT);
        registry.stop();
        registry.stop();
        assert_eq!(all(&first_log), ["gone", "told"]);
        assert_eq!(all(&second_log), ["abort", "told"]);
        let late = second.canceller();
        drop((first, second));
        late(WS_SERVICE_CHANNEL_FAULTED);
        assert_eq!((all(&first_log), all(&second_log)), (vec!["free"], vec!["free"]));
    }

    #[test]
    fn a_host_that_stops_is_the_reason() {
        let registry = Arc::new(Registry::default());
        let (target, log_of) = log();
        let ticket = registry.register(target);
        registry.begin_stop(WS_SERVICE_HOST_ABORT);
        ticket.canceller()(WS_SERVICE_CHANNEL_FAULTED);
        assert_eq!(all(&log_of), ["abort", "told"]);
    }

    #[test]
    fn who_comes_too_late_is_told_at_once() {
        let registry = Arc::new(Registry::default());
        registry.stop();
        registry.begin_stop(WS_SERVICE_HOST_ABORT);
        let (target, log_of) = log();
        let ticket = registry.register(target);
        assert_eq!(all(&log_of), ["abort", "told"]);
        drop(ticket);
        registry.restart();
        let (target, log_of) = log();
        drop(registry.register(target));
        assert_eq!(all(&log_of), ["free"]);
    }

    #[test]
    fn the_state_is_not_freed_while_it_is_told_and_both_are_waited_for() {
        let drain = Arc::new(Drain::default());
        let is_idle = || {
            let mut context = core::task::Context::from_waker(core::task::Waker::noop());
            core::pin::pin!(drain.idle()).poll(&mut context).is_ready()
        };
        let registry = Arc::new(Registry::new(drain.clone()));
        let (told, log) = channel();
        let (go_on, held) = channel();
        let ticket = registry.register(Box::new(Log { told, held: Some(Mutex::new(held)) }));
        std::thread::scope(|scope| {
            registry.begin_stop(WS_SERVICE_HOST_ABORT);
            scope.spawn(|| registry.stop());
            assert_eq!(log.recv().unwrap(), "abort");
            drop(ticket);
            assert!(!is_idle());
            go_on.send(()).unwrap();
        });
        assert!(is_idle());
        assert_eq!(all(&log), ["told", "free"]);
    }
}
