//! WS_SERVICE_PROXY: its life. See `service-proxy` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::address_copy::OwnedAddress;
use crate::ffi::call::{call, call_void};
use crate::ffi::channel::{self, Transport};
use crate::ffi::channel_blueprint::Blueprint;
use crate::ffi::channel_property::get_channel_property;
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::message_property::{MessageSettings, Versions};
use crate::ffi::operation::{operate, with_error_now};
use crate::ffi::place::Out;
use crate::ffi::property::{self, PropertyOut};
use crate::ffi::service_call::Messages;
use crate::ffi::service_operations::Operations;
use crate::ffi::service_session::Session;
use crate::runtime::fault::{Fault, Result};
use crate::service::proxy::{Proxy, Settings};
use crate::task::{self, Deadline};
use std::sync::{Arc, Mutex, PoisonError};

impl Handle for WS_SERVICE_PROXY {
    /// Counted, since calls that were abandoned go on whatever becomes of the handle.
    type Engine = Arc<ServiceProxy>;
    const TAG: u32 = u32::from_be_bytes(*b"WSsp");
    const NAME: &'static str = "service proxy";
}
impl Shared for WS_SERVICE_PROXY {}

/// A proxy with what its channels and messages are made of.
pub(super) struct ServiceProxy {
    pub(super) core: Arc<Proxy<Line, Messages>>,
    blueprint: Blueprint,
    pub(super) messages: MessageSettings,
    /// What calls share that share one channel.
    pub(super) session: Option<Arc<Session>>,
    pub(super) language: LANGID,
    pub(super) operations: Operations,
    /// Where the channels of this opening lead.
    address: Mutex<Option<OwnedAddress>>,
}

/// A channel of the proxy's own. Clones are the same channel, which ends with the last of them.
#[derive(Clone)]
pub(super) struct Line(Arc<Channel>);

struct Channel(*mut WS_CHANNEL);

// SAFETY: channels are free threaded.
unsafe impl Send for Channel {}
// SAFETY: as above.
unsafe impl Sync for Channel {}

impl Drop for Channel {
    fn drop(&mut self) {
        // SAFETY: made by `ServiceProxy::make_line`, and nobody else frees it.
        unsafe { channel::free_channel(self.0) }
    }
}

impl Line {
    pub(super) fn handle(&self) -> *mut WS_CHANNEL {
        self.0.0
    }

    pub(super) fn abort(&self) {
        // What the abort of a custom channel answers helps nobody here: the operations on it end as they do.
        // SAFETY: the channel lives as long as this.
        let _ = unsafe { channel::abort_channel(self.handle()) };
    }

    /// Whether the program's WS_CERTIFICATE_VALIDATION_CALLBACK has refused the server.
    pub(super) fn is_server_refused(&self) -> bool {
        // SAFETY: the channel lives as long as this.
        unsafe { channel::get(self.handle()) }.is_ok_and(|channel| match &channel.transport {
            Transport::Request(side) => side.is_server_refused(),
            _ => false,
        })
    }

    /// Whether another call can use the channel.
    pub(super) fn is_usable(&self) -> bool {
        let mut state = WS_CHANNEL_STATE_CREATED;
        let (place, size) = ((&raw mut state).cast(), size_of::<WS_CHANNEL_STATE>() as ULONG);
        // SAFETY: the channel lives as long as this; there is room for the state.
        let asked = unsafe { get_channel_property(self.handle(), WS_CHANNEL_PROPERTY_STATE, place, size) };
        asked.is_ok() && state == WS_CHANNEL_STATE_OPEN
    }
}

impl ServiceProxy {
    /// A new channel, not open yet.
    fn make_line(&self) -> Result<Line> {
        Ok(Line(Arc::new(Channel(self.blueprint.create_channel()?))))
    }

    fn set_address(&self, address: Option<OwnedAddress>) {
        let before = core::mem::replace(&mut *self.address.lock().unwrap_or_else(PoisonError::into_inner), address);
        drop(before);
    }

    /// A new channel for one more call at the same time.
    pub(super) fn line_for_call(&self) -> Result<(Line, OwnedAddress)> {
        let address = match &*self.address.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(address) => address.duplicate()?,
            None => return Err(Fault::invalid_operation("The service proxy is not open.")),
        };
        Ok((self.make_line()?, address))
    }
}

/// The proxy of a handle.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get(proxy: *mut WS_SERVICE_PROXY) -> Result<Arc<ServiceProxy>> {
    // SAFETY: passed on.
    Ok(unsafe { handle::get(proxy)? }.clone())
}

/// Creates a service proxy: a client of one service, in WS_SERVICE_PROXY_STATE_CREATED.
///
/// channelType: WS_CHANNEL_TYPE_REQUEST, or WS_CHANNEL_TYPE_DUPLEX_SESSION for calls that share one session.
/// channelBinding: how messages travel; one that has the channel type.
/// securityDescription: NULL for no security; see WS_SECURITY_DESCRIPTION. It is copied, with all that it points to but
/// the states of callbacks.
/// properties, propertyCount: any WS_PROXY_PROPERTY_ID but WS_PROXY_PROPERTY_STATE; see there for types and defaults.
/// channelProperties, channelPropertyCount: as for WsCreateChannel; WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS must be TRUE.
/// All arrays and values need to live during the call only, but for what callbacks in them point to.
/// serviceProxy: receives the proxy, which the caller owns and frees with WsFreeServiceProxy.
///
/// Free threaded; see WS_SERVICE_PROXY.
///
/// Returns S_OK, E_INVALIDARG (a type, binding or property that is wrong, or wrong here; the text names it),
/// WS_E_NOT_SUPPORTED (what is not there yet), E_OUTOFMEMORY, or what the create callback of a custom channel returned.
/// Source: WsCreateServiceProxy page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateServiceProxy(
    channelType: WS_CHANNEL_TYPE,
    channelBinding: WS_CHANNEL_BINDING,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
    properties: *const WS_PROXY_PROPERTY,
    propertyCount: ULONG,
    channelProperties: *const WS_CHANNEL_PROPERTY,
    channelPropertyCount: ULONG,
    serviceProxy: *mut *mut WS_SERVICE_PROXY,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(serviceProxy, "serviceProxy")? };
        if !matches!(channelType, WS_CHANNEL_TYPE_REQUEST | WS_CHANNEL_TYPE_DUPLEX_SESSION) {
            return Err(Fault::invalid_arg(format!(
                "A service proxy cannot use channels of the type {channelType:?}: WS_CHANNEL_TYPE_REQUEST or \
                 WS_CHANNEL_TYPE_DUPLEX_SESSION."
            )));
        }
        // SAFETY: as above.
        let given = unsafe { Given::read(properties, propertyCount)? };
        // SAFETY: as above.
        let blueprint = unsafe {
            Blueprint::read(channelType, channelBinding, channelProperties, channelPropertyCount, securityDescription)?
        };
        if !blueprint.has_faults_as_errors() {
            return Err(Fault::invalid_arg(
                "The property WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS has to be TRUE with WsCreateServiceProxy.",
            ));
        }
        let settings = Settings { is_session: channelType == WS_CHANNEL_TYPE_DUPLEX_SESSION, ..given.settings };
        let proxy = ServiceProxy {
            core: Arc::new(Proxy::new(settings)),
            blueprint,
            messages: given.messages,
            session: settings.is_session.then(|| Session::new(given.messages)),
            language: given.language,
            operations: Operations::default(),
            address: Mutex::default(),
        };
        // Once, so that what is wrong with the channels is found here.
        drop(with_error_now(error, || proxy.make_line())?);
        out.set(handle::create(Arc::new(proxy))?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// What WsCreateServiceProxy is given beside the properties of channels.
struct Given {
    settings: Settings,
    messages: MessageSettings,
    language: LANGID,
}

impl Given {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn read(properties: *const WS_PROXY_PROPERTY, count: ULONG) -> Result<Self> {
        const FUNCTION: &str = "WsCreateServiceProxy";
        let mut given = Given { settings: Settings::default(), messages: MessageSettings::default(), language: 0 };
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties, count)? } {
            // SAFETY: passed on, in each case.
            unsafe {
                match property.id {
                    WS_PROXY_PROPERTY_CALL_TIMEOUT => given.settings.call_timeout = property.read()?,
                    WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE => given.settings.max_call_pool_size = property.read()?,
                    WS_PROXY_PROPERTY_MAX_PENDING_CALLS => given.settings.max_pending_calls = property.read()?,
                    WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT => given.settings.max_close_timeout = property.read()?,
                    WS_PROXY_FAULT_LANG_ID => given.language = property.read()?,
                    WS_PROXY_PROPERTY_MESSAGE_PROPERTIES => {
                        let list: WS_MESSAGE_PROPERTIES = property.read()?;
                        let (list, count) = (list.properties.cast_const(), list.propertyCount);
                        given.messages.read(list, count, Versions::Refused, FUNCTION)?;
                    }
                    _ => return Err(property.refused(FUNCTION)),
                }
            }
        }
        Ok(given)
    }
}

/// Opens a service proxy on the address of a service. With WS_CHANNEL_TYPE_REQUEST nothing is sent yet: whether there is
/// a service is seen by the first call. A session is opened here.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_CREATED; in WS_SERVICE_PROXY_STATE_OPEN afterwards.
/// address: copied; at most 65536 bytes.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// If it fails, the proxy is in WS_SERVICE_PROXY_STATE_FAULTED and has to be closed; if WsAbortServiceProxy ended it, it
/// is in WS_SERVICE_PROXY_STATE_CREATED.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_INVALID_ENDPOINT_URL, WS_E_QUOTA_EXCEEDED (the
/// address is too large), WS_E_OPERATION_ABORTED, E_INVALIDARG, E_OUTOFMEMORY, or why the channel could not be opened.
/// Source: WsOpenServiceProxy page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenServiceProxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    address: *const WS_ENDPOINT_ADDRESS,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, open_service_proxy(serviceProxy, address)) }
}

/// The work of WsOpenServiceProxy.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn open_service_proxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    address: *const WS_ENDPOINT_ADDRESS,
) -> Result<()> {
    // SAFETY: passed on.
    let proxy = unsafe { get(serviceProxy)? };
    // SAFETY: passed on.
    let address = unsafe { OwnedAddress::copy(address)? };
    proxy.core.begin_open()?;
    let open = async {
        let line = proxy.make_line()?;
        proxy.core.opening(line.clone())?;
        // SAFETY: the line keeps the channel; the address is kept by this future.
        unsafe { channel::open_channel(line.handle(), address.get()).await? };
        proxy.set_address(Some(address));
        Ok(())
    };
    let outcome = open.await;
    proxy.core.opened(outcome)
}

/// Closes a service proxy. New calls are refused; those that are pending, abandoned ones among them, are waited for, up
/// to WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT. Then their channels are aborted, so that they end with
/// WS_E_OPERATION_ABORTED, and the function returns WS_E_OPERATION_TIMED_OUT.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_OPEN or WS_SERVICE_PROXY_STATE_FAULTED; in WS_SERVICE_PROXY_STATE_CLOSING
/// meanwhile and in WS_SERVICE_PROXY_STATE_CLOSED afterwards, whatever is returned but WS_E_INVALID_OPERATION.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state: the only answer that means that nothing was closed),
/// WS_E_OPERATION_ABORTED (WsAbortServiceProxy was called meanwhile), WS_E_OPERATION_TIMED_OUT, E_INVALIDARG, or what
/// closing the channel of a session returned. Source: WsCloseServiceProxy page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseServiceProxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, close_service_proxy(serviceProxy)) }
}

/// The work of WsCloseServiceProxy.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn close_service_proxy(serviceProxy: *mut WS_SERVICE_PROXY) -> Result<()> {
    // SAFETY: passed on.
    let proxy = unsafe { get(serviceProxy)? };
    let core = &proxy.core;
    core.begin_close()?;
    let mut outcome = wait_for_calls(core).await;
    while let Some(line) = core.next_to_close() {
        if core.is_cut() {
            continue;
        }
        // SAFETY: the line keeps the channel.
        let closed = unsafe { channel::close_channel(line.handle()).await };
        if core.settings.is_session && outcome.is_ok() {
            outcome = closed.map(|_| ());
        }
    }
    proxy.set_address(None);
    if core.closed() { Err(crate::service::proxy::aborted()) } else { outcome }
}

/// Waits until no call is pending, and sees to it that it comes to that.
async fn wait_for_calls(core: &Proxy<Line, Messages>) -> Result<()> {
    let deadline = Deadline::after(core.settings.max_close_timeout);
    let idle = async {
        core.idle().await;
        Ok(())
    };
    let outcome = task::within(deadline, "Waiting for the pending calls of the service proxy", idle).await;
    if outcome.is_err() {
        for line in core.overdue() {
            line.abort();
        }
        core.idle().await;
    }
    outcome
}

/// Aborts a service proxy from any thread: what is pending on its channels is cancelled and ends with
/// WS_E_OPERATION_ABORTED.
///
/// While it is opening, that fails, and the proxy is in WS_SERVICE_PROXY_STATE_CREATED again. While it is open, it takes
/// no new calls and is in WS_SERVICE_PROXY_STATE_FAULTED; it has to be closed. While it is closing, that ends at once,
/// and it is in WS_SERVICE_PROXY_STATE_CLOSED. In any other state nothing happens.
///
/// Returns S_OK or E_INVALIDARG. Source: WsAbortServiceProxy page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortServiceProxy(serviceProxy: *mut WS_SERVICE_PROXY, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let proxy = unsafe { get(serviceProxy)? };
        with_error_now(error, || {
            for line in proxy.core.abort() {
                line.abort();
            }
        });
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Makes a closed service proxy ready to be opened again, on the same address or another one.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_CLOSED (or WS_SERVICE_PROXY_STATE_CREATED, where nothing happens); in
/// WS_SERVICE_PROXY_STATE_CREATED afterwards.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (wrong state) or E_INVALIDARG. Source: WsResetServiceProxy page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetServiceProxy(serviceProxy: *mut WS_SERVICE_PROXY, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || get(serviceProxy)?.core.reset()) }
}

/// Frees a service proxy. One that is open should be closed before: otherwise its channels are aborted here. No function
/// may be using it. What calls that were abandoned still hold is freed when they end.
///
/// NULL is left alone. Source: WsFreeServiceProxy page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeServiceProxy(serviceProxy: *mut WS_SERVICE_PROXY) {
    call_void(|| {
        // SAFETY: see the contract at the top of `ffi`.
        let Ok(proxy) = (unsafe { get(serviceProxy) }) else { return };
        for line in proxy.core.retire() {
            line.abort();
        }
        // SAFETY: as above; the caller does not use it again.
        unsafe { handle::free(serviceProxy) }
    });
}

/// Gets a property of a service proxy.
///
/// id: WS_PROXY_PROPERTY_STATE; the others are for WsCreateServiceProxy only.
/// value, valueSize: receive a WS_SERVICE_PROXY_STATE. It may have changed when the caller looks at it.
///
/// Returns S_OK or E_INVALIDARG (an id that cannot be asked for, a wrong size or pointer).
/// Source: WsGetServiceProxyProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetServiceProxyProperty(
    serviceProxy: *mut WS_SERVICE_PROXY,
    id: WS_PROXY_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let proxy = unsafe { get(serviceProxy)? };
        let out = PropertyOut::new(id, value, valueSize);
        match id {
            // SAFETY: as above.
            WS_PROXY_PROPERTY_STATE => unsafe { out.set(proxy.core.state()) },
            _ => Err(out.refused("WsGetServiceProxyProperty")),
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
