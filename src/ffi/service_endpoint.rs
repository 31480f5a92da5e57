//! One endpoint of a host: its listener, its contract, and how many channels serve it.

use crate::abi::*;
use crate::ffi::service_handles::{OwnChannel, OwnListener};
use crate::ffi::service_host_settings::{EndpointSettings, HostSettings};
use crate::ffi::service_kit::Kit;
use crate::ffi::service_station::Site;
use crate::ffi::{listener, place};
use crate::runtime::fault::{Fault, Result};
use crate::serialize::place::Memory;
use crate::service::contract::{Element, Operations, Signature};
use crate::service::crew::Crew;
use crate::service::parameters::{Direction, Operation};
use slab::Slab;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// An endpoint as WsCreateServiceHost took it over.
pub(super) struct Endpoint {
    pub(super) settings: EndpointSettings,
    pub(super) listener: Arc<OwnListener>,
    /// With a URL of its own, below.
    pub(super) address: WS_ENDPOINT_ADDRESS,
    url: Box<[u16]>,
    pub(super) contract: Contract,
    pub(super) authorization: WS_SERVICE_SECURITY_CALLBACK,
    pub(super) channel_type: WS_CHANNEL_TYPE,
    pub(super) binding: WS_CHANNEL_BINDING,
    channel_properties: WS_CHANNEL_PROPERTIES,
    crew: Mutex<Crew>,
    /// Channels that nobody needs now.
    pool: Mutex<Vec<(OwnChannel, Kit)>>,
    /// The channels of all stations, to be aborted.
    sites: Mutex<Slab<Weak<Site>>>,
    /// How many channels serve clients of an address, where that is limited.
    clients: Mutex<HashMap<IpAddr, u32>>,
}

// SAFETY: as for the host that it is a part of.
unsafe impl Send for Endpoint {}
// SAFETY: as above.
unsafe impl Sync for Endpoint {}

/// A channel in the list of those to be aborted, until dropped.
pub(super) struct Listed {
    endpoint: Arc<Endpoint>,
    key: usize,
}

/// A client that is counted, until dropped.
pub(super) struct Admitted {
    endpoint: Arc<Endpoint>,
    address: IpAddr,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut clients = self.endpoint.clients();
        if let Some(count) = clients.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                clients.remove(&self.address);
            }
        }
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.endpoint.sites().try_remove(self.key);
    }
}

impl Endpoint {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; it holds until the host is freed.
    pub(super) unsafe fn new(endpoint: &WS_SERVICE_ENDPOINT, host: &HostSettings) -> Result<Self> {
        // SAFETY: passed on.
        unsafe {
            let settings = EndpointSettings::read(endpoint)?;
            settings.check_messages()?;
            if settings.exchange != WS_METADATA_EXCHANGE_TYPE_NONE && host.metadata.is_none() {
                return Err(Fault::invalid_arg(
                    "WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE needs the host to have \
                     WS_SERVICE_PROPERTY_METADATA.",
                ));
            }
            if settings.exchange == WS_METADATA_EXCHANGE_TYPE_HTTP_GET
                && endpoint.channelBinding != WS_HTTP_CHANNEL_BINDING
            {
                return Err(Fault::invalid_arg("WS_METADATA_EXCHANGE_TYPE_HTTP_GET needs WS_HTTP_CHANNEL_BINDING."));
            }
            let contract = Contract::new(endpoint)?;
            if contract.handler.is_some() {
                settings.check_for_handler()?;
            }
            let properties = listener_properties(&settings, endpoint.channelBinding, &host.close_timeout)?;
            let count = ULONG::try_from(properties.len()).unwrap_or(ULONG::MAX);
            let made = listener::create_listener(
                endpoint.channelType,
                endpoint.channelBinding,
                properties.as_ptr(),
                count,
                endpoint.securityDescription,
            )?;
            let listener = Arc::new(OwnListener::new(made));
            let url: Box<[u16]> = place::string(&raw const endpoint.address.url, "address.url")?.into();
            let mut address = endpoint.address;
            address.url.chars = url.as_ptr().cast_mut();
            let made = Endpoint {
                settings,
                listener,
                address,
                url,
                contract,
                authorization: endpoint.authorizationCallback,
                channel_type: endpoint.channelType,
                binding: endpoint.channelBinding,
                channel_properties: endpoint.channelProperties,
                crew: Mutex::new(crew(endpoint.channelBinding, &settings)),
                pool: Mutex::default(),
                sites: Mutex::default(),
                clients: Mutex::default(),
            };
            // Tells at once what is wrong with the properties.
            drop(made.channel()?);
            Ok(made)
        }
    }

    /// The URL as WsOpenListener takes it.
    pub(super) fn url(&self) -> *const WS_STRING {
        &raw const self.address.url
    }

    pub(super) fn shown_url(&self) -> String {
        String::from_utf16_lossy(&self.url)
    }

    pub(super) fn url_text(&self) -> &[u16] {
        &self.url
    }

    /// Whether the channels speak SOAP 1.1, which is not the default.
    pub(super) fn is_soap11(&self) -> Result<bool> {
        let WS_CHANNEL_PROPERTIES { properties, propertyCount } = self.channel_properties;
        // SAFETY: the program's properties stay until the host is freed, and the channel took them.
        unsafe {
            let all = place::slice(properties.cast_const(), propertyCount, "channelProperties")?;
            let Some(version) = all.iter().rev().find(|one| one.id == WS_CHANNEL_PROPERTY_ENVELOPE_VERSION) else {
                return Ok(false);
            };
            let version = place::required(version.value.cast_const().cast::<WS_ENVELOPE_VERSION>(), "value")?;
            Ok(*version == WS_ENVELOPE_VERSION_SOAP_1_1)
        }
    }

    /// A channel for the listener.
    pub(super) fn channel(&self) -> Result<OwnChannel> {
        let WS_CHANNEL_PROPERTIES { properties, propertyCount } = self.channel_properties;
        // SAFETY: the program's properties stay until the host is freed.
        let mut all = unsafe { place::slice(properties.cast_const(), propertyCount, "channelProperties")? }.to_vec();
        // A host waits for its clients as long as the transport does, unless it is told not to.
        let no: BOOL = 0;
        let framed = matches!(self.binding, WS_TCP_CHANNEL_BINDING | WS_NAMEDPIPE_CHANNEL_BINDING);
        if framed && !all.iter().any(|property| property.id == WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS) {
            all.push(WS_CHANNEL_PROPERTY {
                id: WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS,
                value: (&raw const no).cast_mut().cast(),
                valueSize: size_of::<BOOL>() as ULONG,
            });
        }
        // SAFETY: as above.
        unsafe { OwnChannel::new(&self.listener, &all) }
    }

    /// Puts a channel into the list of those to be aborted.
    pub(super) fn list(self: &Arc<Self>, site: &Arc<Site>) -> Listed {
        let key = self.sites().insert(Arc::downgrade(site));
        Listed { endpoint: self.clone(), key }
    }

    pub(super) fn abort_channels(&self) {
        // Aborting may call the program, so not under the lock.
        let all: Vec<_> = self.sites().iter().filter_map(|(_, site)| site.upgrade()).collect();
        for site in all {
            site.channel.abort();
        }
    }

    /// Counts one more client of an address, unless there are as many as there may be.
    pub(super) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Admitted> {
        let mut clients = self.clients();
        let count = clients.entry(address).or_default();
        if self.settings.max_channels_per_ip.is_some_and(|most| *count >= most) {
            return None;
        }
        *count += 1;
        Some(Admitted { endpoint: self.clone(), address })
    }

    fn clients(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn crew(&self) -> MutexGuard<'_, Crew> {
        self.crew.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sites(&self) -> MutexGuard<'_, Slab<Weak<Site>>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a channel carries one exchange only.
    pub(super) fn has_sessions(&self) -> bool {
        self.channel_type.0 & WS_CHANNEL_TYPE_SESSION.0 != 0
    }

    /// Whether several messages may come on one channel: all types but those of one exchange each.
    pub(super) fn has_many_messages(&self) -> bool {
        self.channel_type != WS_CHANNEL_TYPE_REPLY
    }

    /// How many calls of one channel are served at the same time.
    pub(super) fn concurrency(&self) -> u32 {
        if self.has_sessions() { self.settings.max_concurrency } else { 1 }
    }

    /// Whether messages can be answered.
    pub(super) fn has_replies(&self) -> bool {
        answers(self.channel_type)
    }

    /// Takes a channel that was used before, with all that goes with it.
    pub(super) fn take_pooled(&self) -> Option<(OwnChannel, Kit)> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// Keeps a channel for later, if there is room.
    pub(super) fn keep_pooled(&self, pooled: (OwnChannel, Kit)) {
        let most = self.settings.max_call_pool.min(self.settings.max_channel_pool) as usize;
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.len() < most {
            pool.push(pooled);
        } else {
            // Freeing may call the program.
            drop(pool);
            drop(pooled);
        }
    }
}

/// How many stations serve the endpoint. Listeners of our own may be asked for clients by all that would be pooled; that
/// is the pool. Those of programs are asked by as many as the property says.
fn crew(binding: WS_CHANNEL_BINDING, settings: &EndpointSettings) -> Crew {
    let pooled = settings.max_call_pool.min(settings.max_channel_pool);
    let most_waiting =
        if binding == WS_CUSTOM_CHANNEL_BINDING { settings.max_accepting } else { settings.max_accepting.max(pooled) };
    Crew::new(settings.max_channels, settings.max_accepting, most_waiting)
}

/// The properties of the listener, with the matching options that metadata need, and the patience of the host.
unsafe fn listener_properties(
    settings: &EndpointSettings,
    binding: WS_CHANNEL_BINDING,
    close_timeout: &ULONG,
) -> Result<Vec<WS_LISTENER_PROPERTY>> {
    static PREFIX: ULONG = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_PORT | WS_MATCH_URL_PREFIX_PATH;

    let WS_LISTENER_PROPERTIES { properties, propertyCount } = settings.listener;
    // SAFETY: passed on.
    let mut all = unsafe { place::slice(properties.cast_const(), propertyCount, "properties")? }.to_vec();
    let waits = all.iter().any(|property| property.id == WS_LISTENER_PROPERTY_CLOSE_TIMEOUT);
    if binding == WS_HTTP_CHANNEL_BINDING && !waits {
        // A listener must not cut off calls that the host still waits for.
        all.push(WS_LISTENER_PROPERTY {
            id: WS_LISTENER_PROPERTY_CLOSE_TIMEOUT,
            value: core::ptr::from_ref(close_timeout).cast_mut().cast(),
            valueSize: size_of::<ULONG>() as ULONG,
        });
    }
    if !settings.needs_prefix_match() {
        return Ok(all);
    }
    for id in [WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS, WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS] {
        match all.iter().find(|property| property.id == id) {
            Some(WS_LISTENER_PROPERTY { value, valueSize, .. }) => {
                let flags = if *valueSize as usize == size_of::<ULONG>() {
                    // SAFETY: as above.
                    *unsafe { place::required(value.cast_const().cast::<ULONG>(), "value")? }
                } else {
                    // Refused by the listener.
                    0
                };
                if flags & WS_MATCH_URL_EXACT_PATH != 0 {
                    return Err(Fault::invalid_arg(format!(
                        "{id:?} must not have WS_MATCH_URL_EXACT_PATH on an endpoint that gives out metadata under \
                         its URL."
                    )));
                }
            }
            None => all.push(WS_LISTENER_PROPERTY {
                id,
                value: (&raw const PREFIX).cast_mut().cast(),
                valueSize: size_of::<ULONG>() as ULONG,
            }),
        }
    }
    Ok(all)
}

/// What an endpoint does with messages.
pub(super) struct Contract {
    pub(super) description: *const WS_CONTRACT_DESCRIPTION,
    pub(super) operations: Operations,
    pub(super) entries: Vec<Entry>,
    pub(super) handler: WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
}

/// One operation.
pub(super) struct Entry {
    pub(super) description: *const WS_OPERATION_DESCRIPTION,
    pub(super) stub: unsafe extern "C" fn(
        *const WS_OPERATION_CONTEXT,
        *mut c_void,
        *const c_void,
        *const WS_ASYNC_CONTEXT,
        *mut WS_ERROR,
    ) -> HRESULT,
    /// The application's function.
    pub(super) method: *const c_void,
}

impl Entry {
    /// The checked description: one is for one call at a time.
    pub(super) fn operation(&self) -> Result<Operation<'static>> {
        // SAFETY: the program's descriptions stay until the host is freed, and the host outlives its calls.
        Operation::new(unsafe { Memory::promised() }, self.description)
    }
}

impl Contract {
    unsafe fn new(endpoint: &WS_SERVICE_ENDPOINT) -> Result<Self> {
        // SAFETY: passed on.
        let contract = unsafe { place::required(endpoint.contract, "contract")? };
        let handler = contract.defaultMessageHandlerCallback;
        let mut made = Contract {
            description: contract.contractDescription,
            operations: Operations::default(),
            entries: Vec::new(),
            handler,
        };
        if contract.contractDescription.is_null() {
            return match handler {
                Some(_) => Ok(made),
                None => Err(Fault::invalid_arg(
                    "The contract has neither a contractDescription nor a defaultMessageHandlerCallback.",
                )),
            };
        }
        // SAFETY: as above.
        let description = unsafe { place::required(contract.contractDescription, "contractDescription")? };
        // SAFETY: as above.
        let operations =
            unsafe { place::slice(description.operations.cast_const(), description.operationCount, "operations")? };
        // The table is a structure of function pointers, one per operation.
        // SAFETY: as above.
        let methods = unsafe {
            let first = place::required(contract.methodTable.cast::<*const c_void>(), "methodTable")?;
            place::slice(core::ptr::from_ref(first), description.operationCount, "methodTable")?
        };
        let mut signatures = Vec::new();
        for (index, (operation, method)) in operations.iter().zip(methods).enumerate() {
            // SAFETY: as above.
            let (entry, signature) = unsafe { entry(*operation, *method, endpoint) }
                .map_err(|fault| fault.context(format!("The operation {index} of the contract cannot be used.")))?;
            made.entries.push(entry);
            signatures.push(signature);
        }
        made.operations = Operations::new(&signatures)?;
        Ok(made)
    }
}

unsafe fn entry(
    operation: *mut WS_OPERATION_DESCRIPTION,
    method: *const c_void,
    endpoint: &WS_SERVICE_ENDPOINT,
) -> Result<(Entry, Signature)> {
    // SAFETY: passed on.
    let description = unsafe { place::required(operation.cast_const(), "operation")? };
    let stub = description.stubCallback.ok_or_else(|| Fault::invalid_arg("The stubCallback is NULL."))?;
    if method.is_null() {
        return Err(Fault::invalid_arg("The methodTable has no function for it."));
    }
    let entry = Entry { description, stub, method };
    let checked = entry.operation()?;
    let can_answer = answers(endpoint.channelType) && endpoint.channelBinding != WS_UDP_CHANNEL_BINDING;
    if !checked.is_one_way() && !can_answer {
        let WS_SERVICE_ENDPOINT { channelType, channelBinding, .. } = endpoint;
        return Err(Fault::invalid_arg(format!(
            "It has a reply, which an endpoint with {channelType:?} and {channelBinding:?} cannot send."
        )));
    }
    let mut signature = Signature::default();
    if let Some(message) = checked.message(Direction::Input) {
        // SAFETY: as above; the description was checked.
        unsafe {
            signature.action = place::optional_xml_string(message.action, "action")?.map(Box::from);
            if let Some(element) = message.bodyElementDescription.as_ref()
                && !element.elementLocalName.is_null()
            {
                signature.element = Some(Element {
                    local: place::xml_string(element.elementLocalName, "elementLocalName")?.into(),
                    ns: place::optional_xml_string(element.elementNs, "elementNs")?.unwrap_or_default().into(),
                });
            }
        }
    }
    Ok((entry, signature))
}

/// Whether channels of a type can answer messages.
fn answers(channel_type: WS_CHANNEL_TYPE) -> bool {
    channel_type == WS_CHANNEL_TYPE_REPLY || channel_type.0 & WS_CHANNEL_TYPE_OUTPUT.0 != 0
}
