//! Only in builds with the feature `test-hooks`, which are never installed.

use crate::abi::{HRESULT, WS_ERROR};
use crate::ffi::call::call;

/// Panics inside the boundary, so that a C test can see what arrives.
#[unsafe(no_mangle)]
#[allow(clippy::panic, reason = "that is what it is for")]
pub unsafe extern "C" fn WsxTestPanic(error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call::<()>(error, || panic!("on purpose")) }
}
