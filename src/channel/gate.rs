//! A state under a lock, and who waits for the operations on it to end.

use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A state that counts the operations under way.
pub(crate) trait Busy {
    fn is_busy(&self) -> bool;
}

/// The lock around a state. It is held for the time of one question only: never while something waits, nor while a
/// program's callback runs.
#[derive(Debug)]
pub(crate) struct Gate<S>(Mutex<Inner<S>>);

#[derive(Debug)]
struct Inner<S> {
    state: S,
    waiting: Vec<Waker>,
}

impl<S: Busy> Gate<S> {
    pub(crate) fn new(state: S) -> Self {
        Gate(Mutex::new(Inner { state, waiting: Vec::new() }))
    }

    /// Asks the state something, or changes it. Who waits for the end of all operations is woken if that was it.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&mut S) -> T) -> T {
        let mut inner = self.lock();
        let answer = question(&mut inner.state);
        if !inner.waiting.is_empty() && !inner.state.is_busy() {
            let wake = core::mem::take(&mut inner.waiting);
            drop(inner);
            wake.into_iter().for_each(Waker::wake);
        }
        answer
    }

    /// Waits until no operation is under way.
    pub(crate) async fn idle(&self) {
        poll_fn(|context| {
            let mut inner = self.lock();
            if !inner.state.is_busy() {
                return Poll::Ready(());
            }
            inner.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// A panic in a question is caught at the boundary; what the state is then is what the questions before made it.
    fn lock(&self) -> MutexGuard<'_, Inner<S>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Busy for super::state::Life {
    fn is_busy(&self) -> bool {
        self.is_busy()
    }
}

impl Busy for super::listener::Life {
    fn is_busy(&self) -> bool {
        self.is_busy()
    }
}
