//! The one way in: every export runs its body through [`call`].

use crate::abi::{HRESULT, S_OK, WS_ERROR};
use crate::ffi::handle;
use crate::runtime::fault::{Fault, Result};
use crate::trace;
use core::any::type_name_of_val;
use core::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// What a body may succeed with.
pub(super) trait Outcome {
    /// The HRESULT that C sees.
    fn hresult(self) -> HRESULT;
}

impl Outcome for () {
    fn hresult(self) -> HRESULT {
        S_OK
    }
}

/// A success code other than `S_OK`.
impl Outcome for HRESULT {
    fn hresult(self) -> HRESULT {
        self
    }
}

/// Runs the body of an export: a fault's texts go into `error`, its code is returned; a panic becomes `E_UNEXPECTED`.
///
/// `error` is looked at before the body runs, so that a call with a bad one does nothing at all.
///
/// # Safety
/// `error` follows the contract at the top of [`crate::ffi`].
#[inline]
pub(super) unsafe fn call<T: Outcome>(error: *mut WS_ERROR, body: impl FnOnce() -> Result<T>) -> HRESULT {
    // What is in a function has its name: that is how a trace knows it.
    let path = type_name_of_val(&body);
    let began = trace::is_on().then(trace::begin);
    if !error.is_null() {
        // SAFETY: passed on.
        if let Err(fault) = unsafe { handle::check(error) } {
            return refused(fault, began, path);
        }
    }
    let fault = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(outcome)) => {
            let code = outcome.hresult();
            if let Some(began) = began {
                trace::ended(&began, path, Some(Ok(code)));
            }
            return code;
        }
        Ok(Err(fault)) => fault,
        Err(payload) => Fault::panicked(payload.as_ref()),
    };
    // SAFETY: passed on.
    unsafe { report(error, fault, began, path) }
}

/// Like [`call`], for the functions that return nothing: a panic stops here.
#[inline]
pub(super) fn call_void(body: impl FnOnce()) {
    let path = type_name_of_val(&body);
    let began = trace::is_on().then(trace::begin);
    // The default panic hook has printed what happened; there is no WS_ERROR to put it into.
    let _ = catch_unwind(AssertUnwindSafe(body));
    if let Some(began) = began {
        trace::ended(&began, path, None);
    }
}

/// The code of a fault that nobody can be told the text of.
#[cold]
#[inline(never)]
fn refused(fault: Fault, began: Option<trace::Began>, path: &str) -> HRESULT {
    if let Some(began) = began {
        trace::ended(&began, path, Some(Err(&fault)));
    }
    fault.code()
}

#[cold]
#[inline(never)]
unsafe fn report(error: *mut WS_ERROR, fault: Fault, began: Option<trace::Began>, path: &str) -> HRESULT {
    if let Some(began) = began {
        trace::ended(&began, path, Some(Err(&fault)));
    }
    if !error.is_null() {
        // SAFETY: passed on.
        if let Ok(mut error) = unsafe { handle::borrow(error) } {
            error.record(&fault);
        }
    }
    fault.code()
}
