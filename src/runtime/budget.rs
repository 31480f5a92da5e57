//! The quota of a heap, apart from the heap: what lives in a heap without being made of its bytes (an XML buffer, whose
//! nodes come and go) counts against the same limit.

use crate::runtime::fault::{Fault, Result};
use core::cell::Cell;

/// How much may still be requested. Not thread safe, like the heap that it is of.
#[derive(Debug)]
pub(crate) struct Budget {
    remaining: Cell<usize>,
    /// What objects hold of it at present; the rest that is missing went to allocations.
    charged: Cell<usize>,
    limit: usize,
}

impl Budget {
    pub(crate) fn new(limit: usize) -> Self {
        Budget { remaining: Cell::new(limit), charged: Cell::new(0), limit }
    }

    /// What is left after taking `size` bytes, which [`Budget::set_remaining`] then takes: an allocation that finds no
    /// memory in between costs nothing.
    #[inline]
    pub(crate) fn remaining_after(&self, size: usize) -> Result<usize> {
        match self.remaining.get().checked_sub(size) {
            Some(remaining) => Ok(remaining),
            None => Err(self.exceeded(size)),
        }
    }

    /// See [`Budget::remaining_after`].
    #[inline]
    pub(crate) fn set_remaining(&self, remaining: usize) {
        self.remaining.set(remaining);
    }

    /// Takes `size` bytes for an object, which gives them back with [`Budget::refund`].
    pub(crate) fn charge(&self, size: usize) -> Result<()> {
        self.remaining.set(self.remaining_after(size)?);
        self.charged.set(self.charged.get() + size);
        Ok(())
    }

    /// Gives back what [`Budget::charge`] took; nothing, when a reset came in between.
    pub(crate) fn refund(&self, size: usize) {
        let size = size.min(self.charged.get());
        self.charged.set(self.charged.get() - size);
        self.remaining.set(self.remaining.get() + size);
    }

    /// Back to the whole quota: all that counted is gone.
    pub(crate) fn reset(&self) {
        self.remaining.set(self.limit);
        self.charged.set(0);
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Sum of allocations and of what objects hold.
    pub(crate) fn used(&self) -> usize {
        self.limit - self.remaining.get()
    }

    /// What objects hold.
    pub(crate) fn charged(&self) -> usize {
        self.charged.get()
    }

    #[cold]
    fn exceeded(&self, size: usize) -> Fault {
        Fault::quota("WS_HEAP_PROPERTY_MAX_SIZE", self.limit)
            .context(format!("The heap could not provide {size} more bytes."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_QUOTA_EXCEEDED;

    #[test]
    fn charges_come_back_and_a_reset_forgets_them() {
        let budget = Budget::new(100);
        budget.charge(60).unwrap();
        let fault = budget.charge(41).unwrap_err();
        assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
        assert!(fault.texts()[0].contains("WS_HEAP_PROPERTY_MAX_SIZE (100)"), "{fault:?}");
        assert_eq!((budget.used(), budget.charged()), (60, 60));
        budget.refund(20);
        budget.charge(60).unwrap();
        budget.reset();
        budget.refund(60);
        assert_eq!((budget.used(), budget.charged()), (0, 0));
        budget.charge(100).unwrap();
    }
}
