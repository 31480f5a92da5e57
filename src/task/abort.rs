//! Ending operations from other threads.

use crate::abi::WS_E_OPERATION_ABORTED;
use crate::runtime::fault::{Fault, Result};
use core::future::Future;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};
use pin_project_lite::pin_project;
use slab::Slab;
use std::sync::{Arc, Mutex, PoisonError};

/// Ends all operations that run under it, now and from then on. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Abort(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_aborted: AtomicBool,
    waiting: Mutex<Slab<Waker>>,
}

impl State {
    fn waiting<T>(&self, change: impl FnOnce(&mut Slab<Waker>) -> T) -> T {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The place of one operation among those that wait.
struct Entry<'a> {
    state: &'a State,
    key: Option<usize>,
}

impl Entry<'_> {
    fn wait(&mut self, waker: &Waker) {
        self.state.waiting(|waiting| match self.key.and_then(|key| waiting.get_mut(key)) {
            Some(present) => present.clone_from(waker),
            None => self.key = Some(waiting.insert(waker.clone())),
        });
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.state.waiting(|waiting| waiting.try_remove(key));
        }
    }
}

impl Abort {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Ends what runs under it, on whichever threads that is.
    pub(crate) fn abort(&self) {
        self.0.is_aborted.store(true, Ordering::SeqCst);
        // Woken without the lock: a waker may run code that comes back here.
        let wakers: Vec<Waker> = self.0.waiting(|waiting| waiting.iter().map(|(_, waker)| waker.clone()).collect());
        for waker in wakers {
            waker.wake();
        }
    }

    /// Whether nothing runs under it, and it has not been aborted: nobody could tell it from a new one. True only where
    /// nobody can clone it meanwhile.
    pub(crate) fn is_new(&self) -> bool {
        Arc::strong_count(&self.0) == 1 && !self.is_aborted()
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.0.is_aborted.load(Ordering::SeqCst)
    }

    /// Runs a future that ends with WS_E_OPERATION_ABORTED, at any point where it waits, when it is aborted.
    pub(crate) fn run<T, F: Future<Output = Result<T>>>(&self, future: F) -> Run<'_, F> {
        Run { entry: Entry { state: &self.0, key: None }, future }
    }
}

pin_project! {
    /// See [`Abort::run`].
    pub(crate) struct Run<'a, F> {
        entry: Entry<'a>,
        #[pin]
        future: F,
    }
}

impl<T, F: Future<Output = Result<T>>> Future for Run<'_, F> {
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let this = self.project();
        if this.entry.state.is_aborted.load(Ordering::SeqCst) {
            return Poll::Ready(Err(aborted()));
        }
        let outcome = this.future.poll(context);
        if outcome.is_pending() {
            this.entry.wait(context.waker());
            // An abort that came before the entry was there has not woken it.
            if this.entry.state.is_aborted.load(Ordering::SeqCst) {
                return Poll::Ready(Err(aborted()));
            }
        }
        outcome
    }
}

#[cold]
fn aborted() -> Fault {
    Fault::new(WS_E_OPERATION_ABORTED, "The operation was aborted.")
}
