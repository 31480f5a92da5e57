//! The asynchronous model: how a caller asks for an operation that may finish later, how it is told the outcome, and
//! the helper WsAsyncExecute for operations made of others.

use super::*;

ws_enum! {
    /// How long a callback may take. The side that makes the call decides which it is, so every callback must cope with
    /// both; one that cannot do its work when called short treats that as a failure for want of resources. For channels
    /// and listeners, WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL and WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL choose the
    /// model. Source: WS_CALLBACK_MODEL page.
    pub enum WS_CALLBACK_MODEL {
        /// Return soon: no long computation and no blocking calls, or other work of the process may have to wait, up to
        /// deadlock. Start further I/O asynchronously.
        WS_SHORT_CALLBACK = 0,
        /// The callback may take its time and may block. Whoever calls it this way has made sure that another thread
        /// can take on other work; where that cannot be had, the call is short instead.
        WS_LONG_CALLBACK = 1,
    }
}

/// Passed to a function to allow it to complete asynchronously; NULL makes the call synchronous. If the function
/// returns WS_S_ASYNC, the callback is called exactly once, when the operation is done. Any other return value is the
/// outcome, and the callback is not called. The structure itself is read only during the call and may be on the stack;
/// everything else passed by pointer, and the WS_ERROR, must stay valid until the callback. Until then the operation
/// also counts as pending for the thread rules of the objects it uses. Source: Asynchronous Model page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_CONTEXT {
    /// Called when the operation completes after WS_S_ASYNC; must not be NULL.
    pub callback: WS_ASYNC_CALLBACK,
    /// Passed to callback as it is; may be NULL.
    pub callbackState: *mut c_void,
}

/// Tells WsAsyncExecute which function comes next.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_OPERATION {
    /// The next WS_ASYNC_FUNCTION to call, or NULL when there is none. It is NULL each time a function is entered.
    pub function: Option<
        unsafe extern "C" fn(
            hr: HRESULT,
            callbackModel: WS_CALLBACK_MODEL,
            callbackState: *mut c_void,
            next: *mut WS_ASYNC_OPERATION,
            asyncContext: *const WS_ASYNC_CONTEXT,
            error: *mut WS_ERROR,
        ) -> HRESULT,
    >,
}

/// Memory that WsAsyncExecute keeps its own state in. The caller provides it, need not initialise it, must not touch
/// it, and keeps it in place until the whole operation is complete; then it may be used again.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_STATE {
    /// For WsAsyncExecute only.
    pub internal0: *mut c_void,
    /// For WsAsyncExecute only.
    pub internal1: *mut c_void,
    /// For WsAsyncExecute only.
    pub internal2: *mut c_void,
    /// For WsAsyncExecute only.
    pub internal3: *mut c_void,
    /// For WsAsyncExecute only.
    pub internal4: *mut c_void,
}

/// Reports that an operation which returned WS_S_ASYNC is complete.
/// errorCode is the outcome: S_OK, another success code, or an error, in which case the WS_ERROR of the operation has
/// been filled before. callbackModel says how long the callback may take. callbackState is that of the
/// WS_ASYNC_CONTEXT.
/// It is called once, on a thread of the library. It is never called on the thread that started the operation before
/// the starting function has returned there, but on another thread it may come before the caller has seen WS_S_ASYNC,
/// so all that it needs must be ready before the call. It may start other operations and free what the operation used.
/// A program that implements asynchronous functions itself, such as a WS_READ_CALLBACK, must keep to the same rules
/// when it calls this. Sources: Asynchronous Model and WS_ASYNC_CALLBACK pages.
pub type WS_ASYNC_CALLBACK =
    Option<unsafe extern "C" fn(errorCode: HRESULT, callbackModel: WS_CALLBACK_MODEL, callbackState: *mut c_void)>;

/// One step of an operation that WsAsyncExecute runs. It usually starts one asynchronous function, sets the step that
/// is to follow it, and returns what that function returned.
/// hr is the outcome of the step before; callbackModel says how long this step may take; callbackState is what was
/// passed to WsAsyncExecute. next is where to name the following step, which is called whether or not this one
/// succeeds, and sees the outcome in its hr; its function is NULL on entry, and left so it makes this step the last.
/// asyncContext goes to the functions that the step calls; it is NULL when the whole operation is synchronous. error
/// may be NULL.
/// Returns the outcome of the step, or WS_S_ASYNC when it completes later through asyncContext. The outcome of the last
/// step is that of the operation. Sources: WS_ASYNC_FUNCTION and WsAsyncExecute pages.
pub type WS_ASYNC_FUNCTION = Option<
    unsafe extern "C" fn(
        hr: HRESULT,
        callbackModel: WS_CALLBACK_MODEL,
        callbackState: *mut c_void,
        next: *mut WS_ASYNC_OPERATION,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
