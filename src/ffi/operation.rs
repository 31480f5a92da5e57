//! Running the future of an export: to its end, or in the background.

use crate::abi::*;
use crate::ffi::call::{Outcome, call};
use crate::ffi::turn::Turn;
use crate::ffi::{fork, place};
use crate::runtime::fault::{Fault, Result};
use crate::task;
use core::cell::Cell;
use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::panic::catch_unwind;
use std::sync::Arc;

/// Runs the body of an export that may wait.
///
/// Without a context, this thread waits until all is done. With one, the body begins on this thread and, where it has
/// to wait, goes on in the background; then WS_S_ASYNC is returned, and the context's callback is called once, after
/// the body has let go of all handles and the texts of a fault are in `error`. If all is done before this returns, it
/// returns the outcome, and the callback is not called.
///
/// # Safety
/// `asyncContext` and `error` follow the contract at the top of [`crate::ffi`]. Everything that the future holds
/// belongs to the operation until it ends, on whichever thread that is.
pub(super) unsafe fn operate<T: Outcome + 'static>(
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
    future: impl Future<Output = Result<T>> + 'static,
) -> HRESULT {
    let body = || {
        fork::watch();
        if asyncContext.is_null() {
            let _scope = ErrorScope::enter(error);
            return task::block_on(future).map(Outcome::hresult);
        }
        // SAFETY: passed on.
        let context = *unsafe { place::required(asyncContext, "asyncContext")? };
        let Some(callback) = context.callback else {
            return Err(Fault::invalid_arg("The callback of the asyncContext is NULL."));
        };
        let turn = Arc::new(Turn::default());
        turn.begin();
        let state = context.callbackState;
        task::begin(Operation { future: Some(future), callback, state, error, turn: turn.clone() })?;
        Ok(turn.returned().unwrap_or(WS_S_ASYNC))
    };
    // SAFETY: passed on.
    unsafe { call(error, body) }
}

/// An operation with a context.
struct Operation<F> {
    future: Option<F>,
    callback: unsafe extern "C" fn(HRESULT, WS_CALLBACK_MODEL, *mut c_void),
    state: *mut c_void,
    error: *mut WS_ERROR,
    /// Whether the export has returned: only then is the callback called.
    turn: Arc<Turn>,
}

// SAFETY: what the future points to belongs to the operation until it ends (the contract of `operate`), and one thread
// at a time polls it. Engines that a single-threaded handle holds do not depend on the thread that made them.
unsafe impl<F> Send for Operation<F> {}

impl<F: Future<Output = Result<T>>, T: Outcome> Future for Operation<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the future stays where it is until it is dropped in place; the other fields are not pinned.
        let this = unsafe { self.get_unchecked_mut() };
        let _scope = ErrorScope::enter(this.error);
        let Some(future) = &mut this.future else { return Poll::Ready(()) };
        // SAFETY: as above.
        let future = unsafe { Pin::new_unchecked(future) };
        let outcome = match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(outcome)) => outcome.map(Outcome::hresult),
            Err(payload) => Err(Fault::panicked(payload.as_ref())),
        };
        // Lets go of handles before anybody is told. A panic here must not keep the callback from being called.
        let _ = catch_unwind(AssertUnwindSafe(|| this.future = None));
        // SAFETY: the error object belongs to the operation until it ends.
        let code = unsafe { call(this.error, || outcome) };
        if this.turn.completed(code) {
            let (callback, state) = (this.callback, this.state);
            // SAFETY: the program's callback with its own state.
            task::long(|| unsafe { callback(code, WS_LONG_CALLBACK, state) });
        }
        Poll::Ready(())
    }
}

thread_local! {
    static ERROR: Cell<*mut WS_ERROR> = const { Cell::new(core::ptr::null_mut()) };
}

/// The WS_ERROR of the operation that runs on this thread, for the program's callbacks; may be NULL.
pub(super) fn current_error() -> *mut WS_ERROR {
    ERROR.get()
}

/// Sets the WS_ERROR that callbacks are given until dropped.
struct ErrorScope(*mut WS_ERROR);

impl ErrorScope {
    fn enter(error: *mut WS_ERROR) -> Self {
        Self(ERROR.replace(error))
    }
}

impl Drop for ErrorScope {
    fn drop(&mut self) {
        ERROR.set(self.0);
    }
}

/// Runs a body whose callbacks are given this WS_ERROR: for exports that never wait.
pub(super) fn with_error_now<T>(error: *mut WS_ERROR, body: impl FnOnce() -> T) -> T {
    let _scope = ErrorScope::enter(error);
    body()
}

/// Runs a future whose callbacks are given this WS_ERROR, such as the part of a server's work that has one of its own.
pub(super) async fn with_error<T>(error: *mut WS_ERROR, future: impl Future<Output = T>) -> T {
    let mut future = core::pin::pin!(future);
    core::future::poll_fn(|context| {
        let _scope = ErrorScope::enter(error);
        future.as_mut().poll(context)
    })
    .await
}

/// Runs a future with the pointers that it holds on the pool: the work of an object and not of a call.
///
/// # Safety
/// What the future points to stays until it ends and is used by it alone, on whichever thread that is.
pub(super) unsafe fn spawn(future: impl Future<Output = ()> + 'static) -> Result<()> {
    /// A future that may go to another thread.
    struct Moved<F>(F);

    // SAFETY: the contract of `spawn`.
    unsafe impl<F> Send for Moved<F> {}

    impl<F: Future<Output = ()>> Future for Moved<F> {
        type Output = ();

        fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
            // SAFETY: the future stays where it is.
            unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll(context)
        }
    }

    fork::watch();
    task::spawn(Moved(future))
}
