//! Calling callbacks of the program that may go on in the background.

use crate::abi::*;
use crate::ffi::call::call_void;
use crate::ffi::operation::current_error;
use crate::runtime::fault::{Fault, Result};
use crate::task;
use atomic_waker::AtomicWaker;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::sync::atomic::{AtomicI64, Ordering};
use core::task::{Context, Poll};
use std::sync::Arc;

/// Calls a callback with the WS_ASYNC_CONTEXT that it is to be given, and the operation's WS_ERROR; resolves to what
/// the callback returned or completed with. In a blocking operation the context is NULL.
///
/// What the callback was given must stay where it is until it has completed, and it cannot be stopped: so dropping this
/// future while the callback works blocks until that has ended. Keep it out of `within` and `Abort::run`: objects with
/// callbacks have callbacks to abort them, too.
pub(super) fn call_back<F>(body: F) -> CallBack<F>
where
    F: FnOnce(*const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT,
{
    CallBack { body: Some(body), pending: None }
}

/// The outcome of a callback as a result: failures, and WS_S_ASYNC of one that was not given a context, are faults.
pub(super) fn succeeded(code: HRESULT, what: &str) -> Result<HRESULT> {
    if code >= 0 && code != WS_S_ASYNC {
        return Ok(code);
    }
    let fault = if code < 0 { code } else { WS_E_OTHER };
    Err(Fault::new(fault, format!("The {what} returned 0x{code:08X}.")))
}

/// See [`call_back`].
pub(super) struct CallBack<F> {
    body: Option<F>,
    pending: Option<Arc<Completion>>,
}

/// The body is called by value and never pinned.
impl<F> Unpin for CallBack<F> {}

/// What a callback in the background leaves behind.
struct Completion {
    code: AtomicI64,
    waker: AtomicWaker,
}

/// No HRESULT.
const NOT_YET: i64 = i64::MIN;

impl Completion {
    fn poll(&self, context: &mut Context<'_>) -> Poll<HRESULT> {
        self.waker.register(context.waker());
        match self.code.load(Ordering::Acquire) {
            NOT_YET => Poll::Pending,
            code => Poll::Ready(HRESULT::try_from(code).unwrap_or(E_UNEXPECTED)),
        }
    }

    /// What the program calls when its callback has worked in the background.
    unsafe extern "C" fn completed(code: HRESULT, _: WS_CALLBACK_MODEL, state: *mut c_void) {
        call_void(|| {
            // SAFETY: the state is the reference that `CallBack::poll` gave away, and this is called once.
            let completion = unsafe { Arc::from_raw(state.cast_const().cast::<Completion>()) };
            completion.code.store(code.into(), Ordering::Release);
            completion.waker.wake();
        });
    }
}

impl<F: FnOnce(*const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT> Future for CallBack<F> {
    type Output = HRESULT;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<HRESULT> {
        if let Some(body) = self.body.take() {
            let error = current_error();
            if task::blocking() {
                return Poll::Ready(task::long(|| body(core::ptr::null(), error)));
            }
            let completion = Arc::new(Completion { code: AtomicI64::new(NOT_YET), waker: AtomicWaker::new() });
            let state = Arc::into_raw(completion.clone());
            let lent =
                WS_ASYNC_CONTEXT { callback: Some(Completion::completed), callbackState: state.cast_mut().cast() };
            let code = task::long(|| body(&raw const lent, error));
            if code != WS_S_ASYNC {
                // SAFETY: a callback that returns anything else does not complete later.
                drop(unsafe { Arc::from_raw(state) });
                return Poll::Ready(code);
            }
            self.pending = Some(completion);
        }
        let Some(completion) = &self.pending else { return Poll::Pending };
        let outcome = completion.poll(context);
        if outcome.is_ready() {
            self.pending = None;
        }
        outcome
    }
}

impl<F> Drop for CallBack<F> {
    fn drop(&mut self) {
        if let Some(completion) = self.pending.take() {
            task::long(|| task::block_on(poll_fn(|context| completion.poll(context))));
        }
    }
}
