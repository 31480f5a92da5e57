//! Running the future of an export: to its end, or in the background.

use crate::abi::*;
use crate::ffi::call::{Outcome, call};
use crate::ffi::turn::Turn;
use crate::ffi::{place, process};
use crate::runtime::fault::{Fault, Result};
use crate::task;
use crate::trace;
use core::any::type_name_of_val;
use core::cell::Cell;
use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll};
use pin_project_lite::pin_project;
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
    // SAFETY: passed on.
    unsafe { operate_with(asyncContext, error, || future) }
}

/// As [`operate`], with a large future that is made where it stays.
///
/// # Safety
/// As for [`operate`].
pub(super) unsafe fn operate_with<T: Outcome + 'static, F: Future<Output = Result<T>> + 'static>(
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
    make: impl FnOnce() -> F,
) -> HRESULT {
    let body = || {
        process::prepare();
        if asyncContext.is_null() {
            let _scope = ErrorScope::enter(error);
            return task::block_on(make()).map(Outcome::hresult);
        }
        // SAFETY: passed on.
        let context = *unsafe { place::required(asyncContext, "asyncContext")? };
        let Some(callback) = context.callback else {
            return Err(Fault::invalid_arg("The callback of the asyncContext is NULL."));
        };
        let turn = Arc::new(Turn::default());
        turn.begin();
        let state = context.callbackState;
        task::begin(Operation { future: Some(make()), callback, state, error, turn: turn.clone() })?;
        Ok(turn.returned().unwrap_or(WS_S_ASYNC))
    };
    if trace::is_on() {
        trace::begins(type_name_of_val(&body));
    }
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
pub(super) fn with_error<F: Future>(error: *mut WS_ERROR, future: F) -> WithError<F> {
    WithError { error, future }
}

pin_project! {
    /// See [`with_error`].
    pub(super) struct WithError<F> {
        error: *mut WS_ERROR,
        #[pin]
        future: F,
    }
}

impl<F: Future> Future for WithError<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _scope = ErrorScope::enter(*this.error);
        this.future.poll(context)
    }
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

    process::prepare();
    task::spawn(Moved(future))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::callback::{call_back, succeeded};
    use crate::ffi::{WsCreateError, WsFreeError, WsGetErrorProperty};
    use core::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// A context whose callback sends what it was called with.
    struct Caller {
        sender: Sender<(HRESULT, std::thread::ThreadId)>,
        receiver: Receiver<(HRESULT, std::thread::ThreadId)>,
    }

    impl Caller {
        fn new() -> Box<Self> {
            let (sender, receiver) = channel();
            Box::new(Self { sender, receiver })
        }

        fn context(&self) -> WS_ASYNC_CONTEXT {
            unsafe extern "C" fn called(code: HRESULT, model: WS_CALLBACK_MODEL, state: *mut c_void) {
                assert_eq!(model, WS_LONG_CALLBACK);
                // SAFETY: the state is the caller, which waits for this.
                let caller = unsafe { &*state.cast::<Caller>() };
                caller.sender.send((code, std::thread::current().id())).unwrap();
            }
            WS_ASYNC_CONTEXT { callback: Some(called), callbackState: (&raw const *self).cast_mut().cast() }
        }
    }

    fn error() -> *mut WS_ERROR {
        let mut error = core::ptr::null_mut();
        // SAFETY: no properties.
        assert_eq!(unsafe { WsCreateError(core::ptr::null(), 0, &raw mut error) }, S_OK);
        error
    }

    fn texts(error: *mut WS_ERROR) -> ULONG {
        let mut count: ULONG = 0;
        let value = (&raw mut count).cast();
        // SAFETY: the property is a ULONG.
        let hr = unsafe { WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, value, 4) };
        assert_eq!(hr, S_OK);
        count
    }

    fn run<T: Outcome + 'static>(
        context: *const WS_ASYNC_CONTEXT,
        future: impl Future<Output = Result<T>> + 'static,
    ) -> HRESULT {
        // SAFETY: the context is NULL or live, and the futures of these tests own what they hold.
        unsafe { operate(context, core::ptr::null_mut(), future) }
    }

    #[test]
    fn what_is_ready_is_returned_and_not_called_back() {
        let caller = Caller::new();
        let context = caller.context();
        assert_eq!(run(&raw const context, async { Ok(()) }), S_OK);
        assert_eq!(run(&raw const context, async { Ok(S_FALSE) }), S_FALSE);
        assert_eq!(run(&raw const context, async { Result::<()>::Err(Fault::quota("it", 1)) }), WS_E_QUOTA_EXCEEDED);
        assert_eq!(run(core::ptr::null(), async { Ok(S_FALSE) }), S_FALSE);
        let no_callback = WS_ASYNC_CONTEXT { callback: None, callbackState: core::ptr::null_mut() };
        assert_eq!(run(&raw const no_callback, async { Ok(()) }), E_INVALIDARG);
        drop(caller.sender);
        assert!(caller.receiver.recv().is_err());
    }

    #[test]
    fn what_waits_is_called_back_once_with_texts_in_the_error() {
        let caller = Caller::new();
        let context = caller.context();
        for succeeds in [true, false] {
            let error = error();
            let (sender, receiver) = task::oneshot();
            let future = async move {
                match receiver.await {
                    Some(true) => Ok(S_FALSE),
                    _ => Err(Fault::quota("it", 1)),
                }
            };
            // SAFETY: the error is used again after the callback only.
            assert_eq!(unsafe { operate(&raw const context, error, future) }, WS_S_ASYNC);
            sender.send(succeeds).unwrap();
            let (code, thread) = caller.receiver.recv().unwrap();
            assert_eq!(code, if succeeds { S_FALSE } else { WS_E_QUOTA_EXCEEDED });
            assert_ne!(thread, std::thread::current().id());
            assert_eq!(texts(error), u32::from(!succeeds));
            // SAFETY: the operation has ended.
            unsafe { WsFreeError(error) };
        }
        drop(caller.sender);
        assert!(caller.receiver.recv().is_err());
    }

    #[test]
    fn a_panic_is_an_outcome() {
        let caller = Caller::new();
        let context = caller.context();
        let panicking = |receiver: Option<task::OneReceiver<()>>| async move {
            if let Some(receiver) = receiver {
                receiver.await;
            }
            if true {
                panic!("on purpose");
            }
            Ok(())
        };
        assert_eq!(run(core::ptr::null(), panicking(None)), E_UNEXPECTED);
        assert_eq!(run(&raw const context, panicking(None)), E_UNEXPECTED);
        let (sender, receiver) = task::oneshot();
        assert_eq!(run(&raw const context, panicking(Some(receiver))), WS_S_ASYNC);
        sender.send(()).unwrap();
        assert_eq!(caller.receiver.recv().unwrap().0, E_UNEXPECTED);
    }

    /// Sets a flag when it goes.
    struct Held(Arc<AtomicBool>);

    impl Drop for Held {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    #[test]
    fn nothing_is_held_any_more_when_the_callback_comes() {
        let caller = Caller::new();
        let context = caller.context();
        let is_dropped = Arc::new(AtomicBool::new(false));
        let (held, (sender, receiver)) = (Held(is_dropped.clone()), task::oneshot::<()>());
        let future = async move {
            let _held = held;
            receiver.await;
            Ok(())
        };
        assert_eq!(run(&raw const context, future), WS_S_ASYNC);
        drop(sender);
        caller.receiver.recv().unwrap();
        assert!(is_dropped.load(Ordering::SeqCst));
    }

    /// A copy of a context that may go to another thread.
    #[derive(Clone, Copy)]
    struct Sent(WS_ASYNC_CONTEXT);

    // SAFETY: contexts are completed on any thread.
    unsafe impl Send for Sent {}

    impl Sent {
        fn complete(self, code: HRESULT) {
            // SAFETY: a context that the library made, completed once.
            unsafe { self.0.callback.unwrap()(code, WS_SHORT_CALLBACK, self.0.callbackState) }
        }
    }

    #[test]
    fn callbacks_of_blocking_operations_get_no_context() {
        let error = error();
        let future = async move {
            let code = call_back(|context, given| {
                assert!(context.is_null());
                assert_eq!(given, error);
                S_FALSE
            })
            .await;
            Ok(code)
        };
        // SAFETY: the error is live.
        assert_eq!(unsafe { operate(core::ptr::null(), error, future) }, S_FALSE);
        assert!(current_error().is_null());
        // SAFETY: nothing uses it.
        unsafe { WsFreeError(error) };
        let wrong = async { succeeded(call_back(|_, _| WS_S_ASYNC).await, "callback") };
        assert_eq!(run(core::ptr::null(), wrong), WS_E_OTHER);
    }

    #[test]
    fn callbacks_complete_at_once_early_or_late() {
        let caller = Caller::new();
        let context = caller.context();
        assert_eq!(run(&raw const context, async { Ok(call_back(|_, _| S_FALSE).await) }), S_FALSE);
        // It completes before it returns, on the same thread: the operation goes on when it has returned.
        let early = call_back(|context, _| {
            // SAFETY: the library's context.
            Sent(unsafe { *context }).complete(E_FAIL);
            WS_S_ASYNC
        });
        assert_eq!(run(&raw const context, async { succeeded(early.await, "callback") }), E_FAIL);
        let (sender, receiver) = channel();
        let late = call_back(move |context, _| {
            // SAFETY: the library's context.
            sender.send(Sent(unsafe { *context })).unwrap();
            WS_S_ASYNC
        });
        assert_eq!(run(&raw const context, async { Ok(late.await) }), WS_S_ASYNC);
        receiver.recv().unwrap().complete(S_FALSE);
        assert_eq!(caller.receiver.recv().unwrap().0, S_FALSE);
    }

    #[test]
    fn a_callback_that_works_is_waited_for_when_its_operation_goes() {
        let is_complete = Arc::new(AtomicBool::new(false));
        let mut pending = Box::pin(call_back({
            let is_complete = is_complete.clone();
            move |context: *const WS_ASYNC_CONTEXT, _| {
                // SAFETY: the library's context.
                let sent = Sent(unsafe { *context });
                std::thread::spawn(move || {
                    is_complete.store(true, Ordering::SeqCst);
                    sent.complete(S_OK);
                });
                WS_S_ASYNC
            }
        }));
        let _ = pending.as_mut().poll(&mut Context::from_waker(core::task::Waker::noop()));
        drop(pending);
        assert!(is_complete.load(Ordering::SeqCst));
    }
}
