//! The operations that a proxy has called. What was found out about a description holds for the next call as well, if
//! the description is the same: that is looked at each time, by comparing what it was made of.

use crate::abi::WS_OPERATION_DESCRIPTION;
use crate::runtime::fault::Result;
use crate::serialize::place::{Items, Memory};
use crate::service::parameters::Operation;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many are kept: calls at the same time each have one of their own.
const MOST: usize = 128;

/// See the module.
#[derive(Default)]
pub(super) struct Operations(Mutex<Vec<Kept>>);

struct Kept {
    /// Only compared.
    description: *const WS_OPERATION_DESCRIPTION,
    prepared: Box<Prepared>,
}

// SAFETY: what an operation points to is the program's, for any thread, and not touched before it was compared; one call
// at a time has the operation itself.
unsafe impl Send for Kept {}

/// An operation with memory for the structure of a body.
pub(super) struct Prepared {
    pub(super) operation: Operation<'static>,
    pub(super) body: Items,
}

impl Operations {
    fn all(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The operation of a description, to be given back after the call.
    pub(super) fn take(
        &self,
        memory: Memory<'static>,
        description: *const WS_OPERATION_DESCRIPTION,
    ) -> Result<Box<Prepared>> {
        let mut all = self.all();
        let known = all.iter().rposition(|kept| core::ptr::eq(kept.description, description));
        let known = known.map(|index| all.swap_remove(index));
        drop(all);
        if let Some(kept) = known
            && kept.prepared.operation.still_holds(description)
        {
            return Ok(kept.prepared);
        }
        let operation = Operation::watched(memory, description)?;
        Ok(Box::new(Prepared { operation, body: Items::default() }))
    }

    /// Keeps an operation for the next call.
    pub(super) fn keep(&self, description: *const WS_OPERATION_DESCRIPTION, prepared: Box<Prepared>) {
        let mut all = self.all();
        let oldest = (all.len() >= MOST).then(|| all.remove(0));
        all.push(Kept { description, prepared });
        drop(all);
        drop(oldest);
    }
}
