//! A thing that operations use one after the other, each across its waits.

use crate::runtime::fault::{Fault, Result};
use crate::task::Semaphore;
use std::sync::{Mutex, PoisonError};

/// One thing, or none. An operation takes it out while it uses it: if the operation is dropped, the thing goes with it,
/// since nobody knows how far it came.
pub(crate) struct Turns<T> {
    turn: Semaphore,
    thing: Mutex<Option<T>>,
}

impl<T> Turns<T> {
    pub(crate) fn new() -> Self {
        Turns { turn: Semaphore::new(1), thing: Mutex::new(None) }
    }

    /// Puts a thing in, in place of what was there.
    pub(crate) fn put(&self, thing: T) {
        self.slot(|slot| *slot = Some(thing));
    }

    /// Takes the thing out, if no operation uses it.
    pub(crate) fn take(&self) -> Option<T> {
        self.slot(Option::take)
    }

    /// Uses the thing when it is this operation's turn. `gone` says that there is none.
    pub(crate) async fn with<R>(
        &self,
        gone: impl FnOnce() -> Fault,
        body: impl AsyncFnOnce(&mut T) -> Result<R>,
    ) -> Result<R> {
        let _turn = match self.turn.try_acquire() {
            Some(turn) => turn,
            None => self.turn.acquire().await,
        };
        let mut thing = self.take().ok_or_else(gone)?;
        let outcome = body(&mut thing).await;
        self.put(thing);
        outcome
    }

    /// Looks at the thing, if it is there.
    pub(crate) fn look<R>(&self, question: impl FnOnce(&T) -> R) -> Option<R> {
        self.slot(|slot| slot.as_ref().map(question))
    }

    fn slot<R>(&self, body: impl FnOnce(&mut Option<T>) -> R) -> R {
        body(&mut self.thing.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
