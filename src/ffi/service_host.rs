//! WS_SERVICE_HOST: endpoints that serve clients. See `service-host` in Microsoft's documentation.

use crate::abi::*;
use crate::channel::property::INFINITE;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::listener;
use crate::ffi::operation::operate;
use crate::ffi::place::{self, Out};
use crate::ffi::property::PropertyOut;
use crate::ffi::service_endpoint::Endpoint;
use crate::ffi::service_host_settings::HostSettings;
use crate::ffi::service_metadata;
use crate::ffi::service_station::recruit;
use crate::runtime::fault::{Fault, Result};
use crate::service::cancel::Registry;
use crate::service::drain::Drain;
use crate::service::lifecycle::Lifecycle;
use crate::service::metadata::Document;
use crate::task::{self, Abort, Deadline};
use core::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

impl Handle for WS_SERVICE_HOST {
    type Engine = Arc<Host>;
    const TAG: u32 = u32::from_be_bytes(*b"WSsh");
    const NAME: &'static str = "service host";
}
/// Free threaded.
impl Shared for WS_SERVICE_HOST {}

/// The engine behind WS_SERVICE_HOST. Whatever runs on its behalf shares it.
pub(super) struct Host {
    life: Mutex<Life>,
    /// Those who wait to be told of an abort.
    pub(super) registry: Arc<Registry>,
    /// What runs for clients.
    pub(super) drain: Arc<Drain>,
    endpoints: Vec<Arc<Endpoint>>,
    pub(super) settings: HostSettings,
    pub(super) documents: Vec<Document>,
}

// SAFETY: the pointers in it are the program's descriptions, which stay as they are until the host is freed, and its user
// state, which is only passed on; handles are of free-threaded kinds.
unsafe impl Send for Host {}
// SAFETY: as above; what changes is behind locks.
unsafe impl Sync for Host {}

struct Life {
    cycle: Lifecycle,
    serving: Serving,
}

/// The time from opening to closing: a new one each time.
#[derive(Clone, Default)]
pub(super) struct Serving {
    /// The host is being aborted.
    pub(super) abort: Abort,
    /// No more clients are accepted.
    end: Abort,
}

impl Serving {
    /// Whether no more clients are accepted.
    pub(super) fn has_ended(&self) -> bool {
        self.end.is_aborted()
    }

    /// Waits for a future, but only as long as clients are accepted.
    pub(super) async fn unless_ended(&self, future: impl Future<Output = ()>) {
        let waited = async {
            future.await;
            Ok(())
        };
        // Either is what the caller waits for.
        let _ = self.end.run(waited).await;
    }
}

impl Host {
    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serving(&self) -> Serving {
        self.life().serving.clone()
    }

    async fn open(self: &Arc<Self>) -> Result<HRESULT> {
        let serving = {
            let mut life = self.life();
            life.cycle.begin_open()?;
            life.serving.clone()
        };
        for endpoint in &self.endpoints {
            let opened = match service_metadata::publish(self, endpoint) {
                // SAFETY: the endpoint owns its listener and its URL.
                Ok(()) => unsafe { listener::open_listener(endpoint.listener.get(), endpoint.url()) }.await,
                Err(fault) => Err(fault),
            };
            if let Err(fault) = opened {
                self.stop_listening();
                let fault = fault.context(format!("The endpoint at {} could not be opened.", endpoint.shown_url()));
                return Err(self.life().cycle.open_failed(fault));
            }
        }
        // All listeners have to be open before any channel is accepted.
        let opened = self.life().cycle.opened();
        let started =
            opened.and_then(|()| self.endpoints.iter().try_for_each(|endpoint| recruit(self, endpoint, &serving)));
        if let Err(fault) = started {
            self.stop(WS_SERVICE_HOST_ABORT);
            self.drain.idle().await;
            return Err(self.life().cycle.open_failed(fault));
        }
        Ok(S_OK)
    }

    async fn close(self: &Arc<Self>) -> Result<HRESULT> {
        self.life().cycle.begin_close()?;
        let deadline = Deadline::after(self.settings.close_timeout);
        self.serving().end.abort();
        // All of them at once: while one is waited for, nothing must come to the next.
        self.endpoints.iter().for_each(|endpoint| endpoint.listener.stop());
        let graceful = async {
            self.close_listeners().await;
            self.drain.idle().await;
            Ok(())
        };
        let in_time = task::within(deadline, "Closing the service host", graceful).await;
        if in_time.is_err() {
            self.stop(WS_SERVICE_HOST_ABORT);
            // Calls are told, but they end when they do.
            self.drain.idle().await;
            self.close_listeners().await;
        }
        self.life().cycle.closed()?;
        in_time.map_err(|fault| fault.context("The service host was aborted, and is closed now."))?;
        Ok(S_OK)
    }

    async fn close_listeners(&self) {
        let (begun, own) = (Instant::now(), self.settings.close_timeout);
        // Their times run together. One that would last as long as the host's ends with that, so that the host knows
        // of the calls that it cuts.
        let left = |listeners: u32| match u32::try_from(begun.elapsed().as_millis()) {
            _ if listeners >= own => INFINITE,
            Ok(passed) => listeners.saturating_sub(passed),
            Err(_) => 0,
        };
        for endpoint in &self.endpoints {
            // The port is given back in any case; there is nothing that the caller could do about the rest.
            // SAFETY: the endpoint owns its listener.
            let _ = unsafe { listener::close_within(endpoint.listener.get(), left) }.await;
        }
    }

    /// WsAbortServiceHost.
    fn abort(&self) {
        if self.life().cycle.abort() {
            self.stop(WS_SERVICE_HOST_ABORT);
        }
    }

    /// Ends all that waits, and tells all that runs.
    fn stop(&self, reason: WS_SERVICE_CANCEL_REASON) {
        let serving = self.serving();
        // What the rest of this does to channels is not to be taken for what clients do.
        self.registry.begin_stop(reason);
        serving.abort.abort();
        serving.end.abort();
        self.stop_listening();
        for endpoint in &self.endpoints {
            endpoint.abort_channels();
        }
        self.registry.stop();
    }

    fn stop_listening(&self) {
        for endpoint in &self.endpoints {
            endpoint.listener.abort();
        }
    }

    fn reset(&self) -> Result<()> {
        self.life().cycle.begin_reset()?;
        for endpoint in &self.endpoints {
            // SAFETY: the endpoint owns its listener.
            unsafe { listener::reset_listener(endpoint.listener.get())? };
        }
        self.registry.restart();
        let mut life = self.life();
        life.serving = Serving::default();
        life.cycle.was_reset();
        Ok(())
    }
}

/// Creates a service host.
///
/// endpoints, endpointCount: what it serves; see WS_SERVICE_ENDPOINT. The endpoints and all that they point to must stay
/// as they are until the host is freed.
/// serviceProperties, servicePropertyCount: optional; see WS_SERVICE_PROPERTY_ID. What the values point to must stay, too.
/// serviceHost: receives the host, which the caller owns and frees with WsFreeServiceHost.
///
/// Contracts, operation descriptions, metadata documents and all properties are checked here.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_FORMAT (a metadata document is not well-formed), WS_E_QUOTA_EXCEEDED or
/// E_OUTOFMEMORY. Source: WsCreateServiceHost page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateServiceHost(
    endpoints: *mut *const WS_SERVICE_ENDPOINT,
    endpointCount: USHORT,
    serviceProperties: *const WS_SERVICE_PROPERTY,
    servicePropertyCount: ULONG,
    serviceHost: *mut *mut WS_SERVICE_HOST,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            let out = Out::new(serviceHost, "serviceHost")?;
            let settings = HostSettings::read(serviceProperties, servicePropertyCount)?;
            let mut made = Vec::new();
            for (index, endpoint) in place::slice(endpoints, endpointCount.into(), "endpoints")?.iter().enumerate() {
                let endpoint = place::required(*endpoint, "endpoint")
                    .and_then(|endpoint| Endpoint::new(endpoint, &settings))
                    .map_err(|fault| fault.context(format!("The service endpoint {index} cannot be used.")))?;
                made.push(Arc::new(endpoint));
            }
            if made.is_empty() {
                return Err(Fault::invalid_arg("A service host needs an endpoint; endpointCount is 0."));
            }
            let documents = service_metadata::prepare(&settings, &made)?;
            let drain: Arc<Drain> = Arc::default();
            out.set(handle::create::<WS_SERVICE_HOST>(Arc::new(Host {
                life: Mutex::new(Life { cycle: Lifecycle::default(), serving: Serving::default() }),
                registry: Arc::new(Registry::new(drain.clone())),
                drain,
                endpoints: made,
                settings,
                documents,
            }))?);
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Opens a service host: all its listeners first, then it begins to serve. The operations and callbacks of the program
/// are called on threads of the library from then on, several at a time.
///
/// serviceHost: in WS_SERVICE_HOST_STATE_CREATED. On success it is in WS_SERVICE_HOST_STATE_OPEN; on failure in
/// WS_SERVICE_HOST_STATE_FAULTED, and has to be closed.
/// asyncContext: optional; see WS_ASYNC_CONTEXT.
///
/// Returns S_OK, WS_S_ASYNC, E_INVALIDARG, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (before or
/// during the call), WS_E_ADDRESS_IN_USE, WS_E_ADDRESS_NOT_AVAILABLE, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED,
/// E_OUTOFMEMORY or what a custom listener returns. Source: WsOpenServiceHost page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenServiceHost(
    serviceHost: *mut WS_SERVICE_HOST,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, open_service_host(serviceHost)) }
}

/// See [`WsOpenServiceHost`].
pub(in crate::ffi) async unsafe fn open_service_host(serviceHost: *mut WS_SERVICE_HOST) -> Result<HRESULT> {
    // SAFETY: passed on.
    let host = unsafe { handle::get(serviceHost)? }.clone();
    host.open().await
}

/// Closes a service host: no more clients are accepted, and calls that have begun are served to their end. An endpoint
/// with sessions serves the sessions to their end.
///
/// serviceHost: in WS_SERVICE_HOST_STATE_OPEN or WS_SERVICE_HOST_STATE_FAULTED. It is in WS_SERVICE_HOST_STATE_CLOSED
/// afterwards, whatever this returns but for a wrong state.
/// asyncContext: optional; see WS_ASYNC_CONTEXT.
///
/// If calls take longer than WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, the host is aborted, as by WsAbortServiceHost; even then
/// the function ends only when all operations of the program have. So an operation must not close its own host and wait
/// for that.
///
/// Returns S_OK, WS_S_ASYNC, E_INVALIDARG, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_TIMED_OUT (calls had to
/// be aborted) or WS_E_OPERATION_ABORTED (by WsAbortServiceHost during the call). Source: WsCloseServiceHost page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseServiceHost(
    serviceHost: *mut WS_SERVICE_HOST,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, close_service_host(serviceHost)) }
}

/// See [`WsCloseServiceHost`].
pub(in crate::ffi) async unsafe fn close_service_host(serviceHost: *mut WS_SERVICE_HOST) -> Result<HRESULT> {
    // SAFETY: passed on.
    let host = unsafe { handle::get(serviceHost)? }.clone();
    host.close().await
}

/// Aborts a service host: its listeners and channels are aborted, calls that registered with
/// WsRegisterOperationForCancel are told. Does not wait; WsCloseServiceHost, which has to follow, does.
///
/// serviceHost: in any state; it comes to WS_SERVICE_HOST_STATE_FAULTED, at once or, if it is being opened, when that has
/// failed. One that is being closed comes to WS_SERVICE_HOST_STATE_CLOSED all the same, only sooner. A closed one stays.
///
/// Returns S_OK or E_INVALIDARG. Source: WsAbortServiceHost page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortServiceHost(serviceHost: *mut WS_SERVICE_HOST, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let host = unsafe { handle::get(serviceHost)? }.clone();
        host.abort();
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Makes a closed service host one that can be opened again, with the same endpoints and properties.
///
/// serviceHost: in WS_SERVICE_HOST_STATE_CLOSED or WS_SERVICE_HOST_STATE_CREATED; afterwards in the latter.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (wrong state) or what a custom listener returns. Source:
/// WsResetServiceHost page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetServiceHost(serviceHost: *mut WS_SERVICE_HOST, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let host = unsafe { handle::get(serviceHost)? }.clone();
        host.reset()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a property of a service host.
///
/// id: WS_SERVICE_PROPERTY_HOST_STATE, WS_SERVICE_PROPERTY_HOST_USER_STATE, WS_SERVICE_PROPERTY_FAULT_DISCLOSURE,
/// WS_SERVICE_PROPERTY_FAULT_LANGID or WS_SERVICE_PROPERTY_CLOSE_TIMEOUT.
/// value, valueSize: receive the value, of the type of the property.
///
/// Returns S_OK, or E_INVALIDARG for another id, a wrong size or a wrong pointer. Source: WsGetServiceHostProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetServiceHostProperty(
    serviceHost: *mut WS_SERVICE_HOST,
    id: WS_SERVICE_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let host = unsafe { handle::get(serviceHost)? };
        let out = PropertyOut::new(id, value, valueSize);
        // SAFETY: as above.
        unsafe {
            match id {
                WS_SERVICE_PROPERTY_HOST_STATE => out.set(host.life().cycle.state()),
                WS_SERVICE_PROPERTY_HOST_USER_STATE => out.set(host.settings.user_state),
                WS_SERVICE_PROPERTY_FAULT_DISCLOSURE => out.set(host.settings.disclosure),
                WS_SERVICE_PROPERTY_FAULT_LANGID => out.set(host.settings.language),
                WS_SERVICE_PROPERTY_CLOSE_TIMEOUT => out.set(host.settings.close_timeout),
                _ => Err(out.refused("WsGetServiceHostProperty")),
            }
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Frees a service host. NULL is allowed.
///
/// serviceHost: closed, or never opened. One that is not is aborted first, and this function waits until all operations
/// and callbacks of the program have ended; so it must not be called from one of them.
/// Source: WsFreeServiceHost page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeServiceHost(serviceHost: *mut WS_SERVICE_HOST) {
    call_void(|| {
        // SAFETY: see the contract at the top of `ffi`.
        if let Ok(host) = unsafe { handle::get(serviceHost) } {
            let host = host.clone();
            host.abort();
            task::block_on(async {
                host.drain.idle().await;
                host.close_listeners().await;
            });
        }
        // SAFETY: as above.
        unsafe { handle::free(serviceHost) }
    });
}
