//! A thing that operations use one after the other, each across its waits.

use crate::runtime::fault::{Fault, Result};
use crate::task::Waiters;
use core::future::poll_fn;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One thing, or none. An operation takes it out while it uses it: if the operation is dropped, the thing goes with it,
/// since nobody knows how far it came.
pub(crate) struct Turns<T> {
    place: Mutex<Place<T>>,
    /// Whether the thing is in its place: what is asked most often, and mostly answered with no.
    is_there: AtomicBool,
}

struct Place<T> {
    thing: Option<T>,
    /// It is an operation's turn.
    is_used: bool,
    waiters: Waiters,
}

impl<T> Turns<T> {
    pub(crate) fn new() -> Self {
        let place = Place { thing: None, is_used: false, waiters: Waiters::default() };
        Turns { place: Mutex::new(place), is_there: AtomicBool::new(false) }
    }

    fn place(&self) -> MutexGuard<'_, Place<T>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a thing in, in place of what was there.
    pub(crate) fn put(&self, thing: T) {
        let mut place = self.place();
        let before = place.thing.replace(thing);
        self.is_there.store(true, Ordering::Release);
        drop(place);
        drop(before);
    }

    /// Takes the thing out, if no operation uses it.
    pub(crate) fn take(&self) -> Option<T> {
        if self.is_there.load(Ordering::Acquire) { self.take_from(&mut self.place()) } else { None }
    }

    fn take_from(&self, place: &mut Place<T>) -> Option<T> {
        self.is_there.store(false, Ordering::Release);
        place.thing.take()
    }

    /// Uses the thing when it is this operation's turn. `gone` says that there is none.
    pub(crate) async fn with<R>(
        &self,
        gone: impl FnOnce() -> Fault,
        body: impl AsyncFnOnce(&mut T) -> Result<R>,
    ) -> Result<R> {
        let mut turn = Turn { turns: self, number: None, has_begun: false };
        let thing = poll_fn(|context| turn.begin(context)).await;
        let mut thing = thing.ok_or_else(gone)?;
        let outcome = body(&mut thing).await;
        turn.end(thing);
        outcome
    }

    /// Looks at the thing, if it is there.
    pub(crate) fn look<R>(&self, question: impl FnOnce(&T) -> R) -> Option<R> {
        self.place().thing.as_ref().map(question)
    }
}

/// An operation that waits for its turn, or has it until this is dropped.
struct Turn<'a, T> {
    turns: &'a Turns<T>,
    /// Where it waits.
    number: Option<u64>,
    has_begun: bool,
}

impl<T> Turn<'_, T> {
    fn begin(&mut self, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut place = self.turns.place();
        if place.is_used {
            place.waiters.wait(&mut self.number, context.waker());
            return Poll::Pending;
        }
        if let Some(number) = self.number.take() {
            place.waiters.leave(number);
        }
        place.is_used = true;
        self.has_begun = true;
        Poll::Ready(self.turns.take_from(&mut place))
    }

    /// Puts the thing back, and ends the turn.
    fn end(&mut self, thing: T) {
        let mut place = self.turns.place();
        let before = place.thing.replace(thing);
        self.turns.is_there.store(true, Ordering::Release);
        self.has_begun = false;
        place.is_used = false;
        let next = place.waiters.first();
        drop(place);
        drop(before);
        if let Some(next) = next {
            next.wake();
        }
    }
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        if !self.has_begun && self.number.is_none() {
            return;
        }
        let mut place = self.turns.place();
        if self.has_begun {
            place.is_used = false;
        }
        // Whoever was woken and does not take its turn passes it on.
        let is_next = self.number.is_some_and(|number| !place.waiters.leave(number));
        let next = if (self.has_begun || is_next) && !place.is_used { place.waiters.first() } else { None };
        drop(place);
        if let Some(next) = next {
            next.wake();
        }
    }
}
