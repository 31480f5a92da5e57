//! WS_OPERATION_CONTEXT: what an operation or a callback of a host can learn about its call. See `context` and
//! `call-cancellation` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::property::PropertyOut;
use crate::ffi::service_watch::{self, Watch};
use crate::runtime::fault::{Fault, Result};
use crate::service::cancel::{Registry, Target, Ticket};
use core::ptr::null_mut;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

impl Handle for WS_OPERATION_CONTEXT {
    type Engine = OperationContext;
    const TAG: u32 = u32::from_be_bytes(*b"WSoc");
    const NAME: &'static str = "operation context";
}
/// Free threaded, as the documentation says.
impl Shared for WS_OPERATION_CONTEXT {}

/// Who is called with the context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Callee {
    Operation,
    /// WS_SERVICE_MESSAGE_RECEIVE_CALLBACK.
    Messages,
    /// WS_SERVICE_ACCEPT_CHANNEL_CALLBACK.
    Accept,
    /// WS_SERVICE_CLOSE_CHANNEL_CALLBACK.
    Close,
    /// WS_SERVICE_SECURITY_CALLBACK.
    Security,
}

/// What the properties of a context are. Pointers are lent for the time of the call.
#[derive(Clone, Copy)]
pub(super) struct ContextValues {
    pub(super) channel: *mut WS_CHANNEL,
    pub(super) contract: *const WS_CONTRACT_DESCRIPTION,
    pub(super) host_state: *mut c_void,
    pub(super) channel_state: *mut c_void,
    pub(super) input: *mut WS_MESSAGE,
    pub(super) output: *mut WS_MESSAGE,
    pub(super) heap: *mut WS_HEAP,
    pub(super) listener: *mut WS_LISTENER,
    pub(super) address: WS_ENDPOINT_ADDRESS,
}

// SAFETY: pointers that are only passed on; whoever follows one keeps to the rules of what it leads to.
unsafe impl Send for ContextValues {}

/// The engine behind WS_OPERATION_CONTEXT. One serves many calls, one after the other.
pub(super) struct OperationContext {
    inner: Mutex<Inner>,
    /// Whom to tell when the host is aborted.
    registry: Arc<Registry>,
}

struct Inner {
    /// None between calls.
    callee: Option<Callee>,
    /// Tells calls apart.
    call: u64,
    values: ContextValues,
    /// The call has registered, or is registering.
    is_registered: bool,
    /// Ends what the call registered, and the watch for it.
    ticket: Option<(Option<Watch>, Ticket)>,
}

impl OperationContext {
    pub(super) fn new(registry: Arc<Registry>, values: ContextValues) -> Self {
        let inner = Inner { callee: None, call: 0, values, is_registered: false, ticket: None };
        OperationContext { inner: Mutex::new(inner), registry }
    }

    /// A call begins.
    pub(super) fn begin(&self, callee: Callee, values: ContextValues) {
        let mut inner = self.lock();
        inner.callee = Some(callee);
        inner.call += 1;
        inner.values = values;
        inner.is_registered = false;
    }

    /// The call is complete: nothing can be had through the context any more, and what it registered is freed.
    pub(super) fn end(&self) {
        let ticket = {
            let mut inner = self.lock();
            inner.callee = None;
            inner.ticket.take()
        };
        // Calls the program, so not under the lock.
        drop(ticket);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> Result<(Callee, ContextValues)> {
        let inner = self.lock();
        match inner.callee {
            Some(callee) => Ok((callee, inner.values)),
            None => Err(over()),
        }
    }

    fn register(&self, registration: Registration) -> Result<()> {
        let (call, channel) = {
            let mut inner = self.lock();
            if inner.callee.is_none() {
                return Err(over());
            }
            if inner.is_registered {
                return Err(Fault::invalid_operation("A cancel callback is registered for this call already."));
            }
            inner.is_registered = true;
            (inner.call, inner.values.channel)
        };
        // May call the program, if the host has been aborted, so not under the lock.
        let ticket = self.registry.register(Box::new(registration));
        // From now on somebody has to watch the client.
        // SAFETY: the channel is there until the call is over.
        let watching = unsafe { service_watch::watch(channel, &ticket) };
        let mut inner = self.lock();
        if inner.callee.is_some() && inner.call == call {
            inner.ticket = Some((watching, ticket));
            return Ok(());
        }
        // The call completed on another thread meanwhile, perhaps because it was told to.
        drop(inner);
        drop((watching, ticket));
        Ok(())
    }
}

#[cold]
fn over() -> Fault {
    Fault::invalid_operation("The call that this operation context belongs to is over.")
}

/// What a program registered.
struct Registration {
    cancel: unsafe extern "C" fn(reason: WS_SERVICE_CANCEL_REASON, state: *mut c_void),
    free: WS_OPERATION_FREE_STATE_CALLBACK,
    state: *mut c_void,
}

// SAFETY: the program registers the pointer for being called with it on any thread, as the API says.
unsafe impl Send for Registration {}
// SAFETY: as above.
unsafe impl Sync for Registration {}

impl Target for Registration {
    fn cancel(&self, reason: WS_SERVICE_CANCEL_REASON) {
        // SAFETY: the program gave the function for this, and the state is freed only later.
        unsafe { (self.cancel)(reason, self.state) }
    }

    fn free(&self) {
        if let Some(free) = self.free {
            // SAFETY: the program gave the function for this; it is called once.
            unsafe { free(self.state) }
        }
    }
}

/// Gets a property of an operation context: what an operation or a callback of a host can learn about its call.
///
/// context: the one that the operation or callback was called with, before it has returned or, after WS_S_ASYNC,
/// completed.
/// id: see WS_OPERATION_CONTEXT_PROPERTY_ID for who has which property. A WS_SERVICE_MESSAGE_RECEIVE_CALLBACK has
/// WS_OPERATION_CONTEXT_PROPERTY_HEAP too, as an operation has.
/// value, valueSize: receive the value, of the type of the property. It belongs to the host and lives as long as the
/// context does.
///
/// Any thread may ask, several at the same time; what the values lead to has thread rules of its own.
///
/// Returns S_OK, E_INVALIDARG (no such property for this callback among others) or WS_E_INVALID_OPERATION (the call is
/// over, where that could be told).
/// Source: WsGetOperationContextProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetOperationContextProperty(
    context: *const WS_OPERATION_CONTEXT,
    id: WS_OPERATION_CONTEXT_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let (callee, values) = unsafe { handle::get(context.cast_mut())? }.read()?;
        let out = PropertyOut::new(id, value, valueSize);
        use Callee::{Accept, Close, Messages, Operation, Security};
        let allowed: &[Callee] = match id {
            WS_OPERATION_CONTEXT_PROPERTY_CHANNEL | WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION => {
                &[Operation, Messages, Accept, Close]
            }
            WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE
            | WS_OPERATION_CONTEXT_PROPERTY_LISTENER
            | WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS => &[Operation, Messages, Accept, Close, Security],
            WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE => &[Operation, Messages, Close],
            WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE => &[Operation, Messages, Security],
            WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE => &[Operation],
            WS_OPERATION_CONTEXT_PROPERTY_HEAP => &[Operation, Messages],
            _ => &[],
        };
        if !allowed.contains(&callee) {
            let who = match callee {
                Operation => "a service operation",
                Messages => "a WS_SERVICE_MESSAGE_RECEIVE_CALLBACK",
                Accept => "a WS_SERVICE_ACCEPT_CHANNEL_CALLBACK",
                Close => "a WS_SERVICE_CLOSE_CHANNEL_CALLBACK",
                Security => "a WS_SERVICE_SECURITY_CALLBACK",
            };
            return Err(out.refused("WsGetOperationContextProperty").context(format!("The context is that of {who}.")));
        }
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            match id {
                WS_OPERATION_CONTEXT_PROPERTY_CHANNEL => out.set(values.channel),
                WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION => out.set(values.contract),
                WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE => out.set(values.host_state),
                WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE => out.set(values.channel_state),
                WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE => out.set(values.input),
                WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE => out.set(values.output),
                WS_OPERATION_CONTEXT_PROPERTY_HEAP => out.set(values.heap),
                WS_OPERATION_CONTEXT_PROPERTY_LISTENER => out.set(values.listener),
                WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS => out.set(values.address),
                _ => Err(out.refused("WsGetOperationContextProperty")),
            }
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Registers an operation or a callback of a host for being told that it should end early, because the host is being
/// aborted or the client has gone.
///
/// context: the one that the operation or callback was called with, which must not be complete. One registration per
/// call.
/// cancelCallback: called at most once, on any thread, from now on: perhaps before this function returns. It passes the
/// word; the call goes on until it completes, and the host waits for that.
/// freestateCallback: called once when the call is complete and cancelCallback does not run; may be NULL.
/// userState: passed to both; may be NULL.
///
/// If this function fails, neither of them is called.
///
/// Returns S_OK, E_INVALIDARG or WS_E_INVALID_OPERATION (there is a registration already, or the call is over).
/// Source: WsRegisterOperationForCancel and Call cancellation pages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRegisterOperationForCancel(
    context: *const WS_OPERATION_CONTEXT,
    cancelCallback: WS_OPERATION_CANCEL_CALLBACK,
    freestateCallback: WS_OPERATION_FREE_STATE_CALLBACK,
    userState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let engine = unsafe { handle::get(context.cast_mut())? };
        let cancel = cancelCallback.ok_or_else(|| Fault::invalid_arg("The parameter cancelCallback is NULL."))?;
        engine.register(Registration { cancel, free: freestateCallback, state: userState })
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

impl Default for ContextValues {
    fn default() -> Self {
        let url = WS_STRING { length: 0, chars: null_mut() };
        let address = WS_ENDPOINT_ADDRESS { url, headers: null_mut(), extensions: null_mut(), identity: null_mut() };
        ContextValues {
            channel: null_mut(),
            contract: core::ptr::null(),
            host_state: null_mut(),
            channel_state: null_mut(),
            input: null_mut(),
            output: null_mut(),
            heap: null_mut(),
            listener: null_mut(),
            address,
        }
    }
}
