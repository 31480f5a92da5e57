//! Waiting until all that runs has ended.

use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts what runs.
#[derive(Debug, Default)]
pub(crate) struct Drain {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    running: usize,
    waiting: Vec<Waker>,
}

/// One that runs, until dropped.
#[derive(Debug)]
pub(crate) struct Running {
    drain: Arc<Drain>,
}

impl Drain {
    /// Counts one more.
    pub(crate) fn enter(self: &Arc<Self>) -> Running {
        self.lock().running += 1;
        Running { drain: Arc::clone(self) }
    }

    /// Ends when nothing runs.
    pub(crate) async fn idle(&self) {
        poll_fn(|context| {
            let mut inner = self.lock();
            if inner.running == 0 {
                return Poll::Ready(());
            }
            if !inner.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                inner.waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing in here panics half way.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let woken = {
            let mut inner = self.drain.lock();
            inner.running -= 1;
            if inner.running == 0 { core::mem::take(&mut inner.waiting) } else { Vec::new() }
        };
        // Not under the lock: whoever wakes may come back here.
        for waker in woken {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::pin::pin;
    use core::task::Context;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    #[derive(Default)]
    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn the_last_one_wakes() {
        let drain = Arc::new(Drain::default());
        let (first, second) = (drain.enter(), drain.enter());
        let count = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&count));
        let mut context = Context::from_waker(&waker);
        let mut idle = pin!(drain.idle());
        assert!(idle.as_mut().poll(&mut context).is_pending());
        assert!(idle.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert_eq!(count.0.load(Ordering::Relaxed), 0);
        drop(second);
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert!(idle.as_mut().poll(&mut context).is_ready());
    }
}
