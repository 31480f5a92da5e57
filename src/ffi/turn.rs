//! Whose turn it is to go on when a callback works in the background.
//!
//! A callback may complete before it returns, on the same thread or another one. Then its caller goes on after it has
//! returned: the stack does not grow with the number of callbacks, only one thread uses the handle, and the program's own
//! completion is never called inside the function that started the operation.

use crate::abi::HRESULT;
use core::sync::atomic::{AtomicI32, AtomicU32, Ordering};

/// The callback has not returned.
const CALLING: u32 = 0;
/// It has completed, but not returned: its caller goes on.
const COMPLETED: u32 = 1;
/// It has returned and will complete later: who completes it goes on.
const PENDING: u32 = 2;

/// The handshake between the caller of a callback and its completion.
#[derive(Debug, Default)]
pub(super) struct Turn {
    state: AtomicU32,
    /// What it completed with.
    code: AtomicI32,
}

impl Turn {
    /// A callback is about to be called.
    pub(super) fn begin(&self) {
        self.state.store(CALLING, Ordering::Relaxed);
    }

    /// The callback has returned and said that it completes, or has completed, by itself. Answers what it completed
    /// with if it has; otherwise the operation belongs to the completion from here on, which may have ended it already.
    pub(super) fn returned(&self) -> Option<HRESULT> {
        (self.state.swap(PENDING, Ordering::AcqRel) == COMPLETED).then(|| self.code.load(Ordering::Relaxed))
    }

    /// The callback has completed. Answers whether the completion is to go on; if not, the operation is not its own.
    pub(super) fn completed(&self, code: HRESULT) -> bool {
        self.code.store(code, Ordering::Relaxed);
        self.state.swap(COMPLETED, Ordering::AcqRel) == PENDING
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_side_goes_on() {
        let turn = Turn::default();
        turn.begin();
        assert!(!turn.completed(5));
        assert_eq!(turn.returned(), Some(5));
        turn.begin();
        assert_eq!(turn.returned(), None);
        assert!(turn.completed(6));
    }
}
