//! Properties of channels: those that are given at creation, and WsGetChannelProperty and WsSetChannelProperty.

use crate::abi::*;
use crate::channel::mapping::{Header, Mapping};
use crate::channel::property::{Access, Form, Numbers};
use crate::ffi::call::call;
use crate::ffi::channel::{self, Transport};
use crate::ffi::custom_channel::{Callbacks, Parameters};
use crate::ffi::operation::with_error_now;
use crate::ffi::place;
use crate::ffi::property::{self, Property, PropertyOut};
use crate::runtime::fault::{Fault, Result};
use crate::security::rules;
use crate::security::settings::Security;
use std::sync::Arc;

/// What a channel is made with.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) numbers: Numbers,
    pub(super) mapping: Mapping,
    pub(super) proxy: Option<Proxies>,
    pub(super) redirect: Option<WS_HTTP_REDIRECT_CALLBACK_CONTEXT>,
    pub(super) encoder: Option<WS_CHANNEL_ENCODER>,
    pub(super) decoder: Option<WS_CHANNEL_DECODER>,
    pub(super) parameters: Parameters,
    callbacks: Option<WS_CUSTOM_CHANNEL_CALLBACKS>,
    /// The security of the channel; that of the listener where one accepts it.
    pub(super) security: Option<Arc<Security>>,
    /// The channel is one of those that a service proxy makes for itself.
    pub(super) is_of_proxy: bool,
}

/// WS_CUSTOM_HTTP_PROXY.
#[derive(Clone, Debug)]
pub(super) struct Proxies {
    pub(super) servers: String,
    pub(super) bypass: String,
}

impl Given {
    /// Reads the properties that WsCreateChannel or WsCreateChannelForListener was given.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn read(
        kind: WS_CHANNEL_TYPE,
        binding: WS_CHANNEL_BINDING,
        accepted: bool,
        properties: *const WS_CHANNEL_PROPERTY,
        count: ULONG,
        security: Option<Arc<Security>>,
    ) -> Result<Self> {
        let mut given = Given {
            numbers: Numbers::new(kind, binding, accepted),
            mapping: Mapping::default(),
            proxy: None,
            redirect: None,
            encoder: None,
            decoder: None,
            parameters: Parameters { data: core::ptr::null(), size: 0 },
            callbacks: None,
            security,
            is_of_proxy: false,
        };
        let access = if accepted { Access::Listener } else { Access::Client };
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties, count)? } {
            let form = given.numbers.check(property.id, access)?;
            // SAFETY: passed on.
            match unsafe { number(&property, form)? } {
                Some(value) => given.numbers.give(property.id, value)?,
                // SAFETY: passed on.
                None => unsafe { given.structure(&property)? },
            }
        }
        given.numbers.complete()?;
        given.mapping.check(given.numbers.encoding())?;
        if let Some(security) = &given.security {
            let numbers = &given.numbers;
            let is_streamed = numbers.streams_input() || numbers.streams_output();
            rules::check_messages(security, numbers.encoding(), numbers.envelope_version(), is_streamed)?;
        }
        let custom_proxy = WS_HTTP_PROXY_SETTING_MODE_CUSTOM.0.cast_unsigned();
        if given.numbers.number(WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE) == custom_proxy && given.proxy.is_none() {
            return Err(Fault::invalid_arg(format!(
                "{WS_HTTP_PROXY_SETTING_MODE_CUSTOM:?} needs the property {WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY:?}."
            )));
        }
        Ok(given)
    }

    /// The callbacks of a custom channel, which must be there.
    pub(super) fn custom_callbacks(&self) -> Result<Callbacks> {
        let callbacks = self.callbacks.ok_or_else(|| {
            Fault::invalid_arg(format!(
                "The property {WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS:?} is required with \
                 {WS_CUSTOM_CHANNEL_BINDING:?}."
            ))
        })?;
        Callbacks::new(callbacks)
    }

    unsafe fn structure(&mut self, property: &Property<'_, WS_CHANNEL_PROPERTY_ID>) -> Result<()> {
        // SAFETY: in each case: passed on; the structures are plain C data.
        unsafe {
            match property.id {
                WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS => self.callbacks = Some(property.read()?),
                WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS => {
                    let (data, size) = property.raw();
                    self.parameters = Parameters { data, size };
                }
                WS_CHANNEL_PROPERTY_ENCODER => self.encoder = Some(property.read()?),
                WS_CHANNEL_PROPERTY_DECODER => self.decoder = Some(property.read()?),
                WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY => self.proxy = Some(proxies(property.read()?)?),
                WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT => {
                    let context: WS_HTTP_REDIRECT_CALLBACK_CONTEXT = property.read()?;
                    if context.callback.is_none() {
                        return Err(Fault::invalid_arg("The callback for HTTP redirects is NULL."));
                    }
                    self.redirect = Some(context);
                }
                WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING => self.mapping = mapping(property.read()?)?,
                _ => return Err(property.refused("this channel")),
            }
        }
        Ok(())
    }
}

/// The value of a property that is a number.
unsafe fn number(property: &Property<'_, WS_CHANNEL_PROPERTY_ID>, form: Form) -> Result<Option<u64>> {
    // SAFETY: passed on.
    unsafe {
        Ok(match form {
            Form::Number => Some(u64::from(property.read::<ULONG>()?)),
            Form::Truth => Some(u64::from(property.read::<BOOL>()? != 0)),
            Form::Large => Some(property.read::<ULONGLONG>()?),
            Form::Structure => None,
        })
    }
}

unsafe fn proxies(proxy: WS_CUSTOM_HTTP_PROXY) -> Result<Proxies> {
    let text = |string: &WS_STRING, name: &str| -> Result<String> {
        // SAFETY: passed on.
        let chars = unsafe { place::string(string, name)? };
        String::from_utf16(chars)
            .map_err(|_| Fault::invalid_arg(format!("The {name} of WS_CUSTOM_HTTP_PROXY are not valid UTF-16.")))
    };
    Ok(Proxies { servers: text(&proxy.servers, "servers")?, bypass: text(&proxy.bypass, "bypass")? })
}

unsafe fn mapping(mapping: WS_HTTP_MESSAGE_MAPPING) -> Result<Mapping> {
    const STATUS: ULONG = WS_HTTP_RESPONSE_MAPPING_STATUS_CODE | WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT;
    let (request, response) = (mapping.requestMappingOptions, mapping.responseMappingOptions);
    if request & !WS_HTTP_REQUEST_MAPPING_VERB != 0 || response & !STATUS != 0 {
        return Err(Fault::invalid_arg(format!(
            "The options 0x{request:X} and 0x{response:X} of WS_HTTP_MESSAGE_MAPPING are not known."
        )));
    }
    let headers = |items: *mut *mut WS_HTTP_HEADER_MAPPING, count: ULONG, name: &str| -> Result<Vec<Header>> {
        // SAFETY: passed on.
        let items = unsafe { place::slice(items.cast_const(), count, name)? };
        let header = |item: &*mut WS_HTTP_HEADER_MAPPING| {
            // SAFETY: passed on.
            let item = unsafe { place::required(item.cast_const(), name)? };
            // SAFETY: passed on.
            Header::new(unsafe { place::xml_string(&raw const item.headerName, name)? }, item.headerMappingOptions)
        };
        items.iter().map(header).collect()
    };
    Ok(Mapping {
        verb: request & WS_HTTP_REQUEST_MAPPING_VERB != 0,
        status_code: response & WS_HTTP_RESPONSE_MAPPING_STATUS_CODE != 0,
        status_text: response & WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT != 0,
        request: headers(mapping.requestHeaderMappings, mapping.requestHeaderMappingCount, "requestHeaderMappings")?,
        response: headers(
            mapping.responseHeaderMappings,
            mapping.responseHeaderMappingCount,
            "responseHeaderMappings",
        )?,
    })
}

/// Gets a property of a channel.
///
/// id: see WS_CHANNEL_PROPERTY_ID for which can be read, and when. Custom channels answer for themselves, but for
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE.
/// value, valueSize: receive the value; the size is that of the property's type, the pointer aligned for it. What a
/// value points to belongs to the channel and stays until it is reset or freed.
///
/// Returns S_OK, E_INVALIDARG (an id that is not known, or not for this channel, a wrong size or pointer),
/// WS_E_INVALID_OPERATION (the property does not exist in the present state), or what the callback of a custom channel
/// returned. Source: WsGetChannelProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetChannelProperty(
    channel: *mut WS_CHANNEL,
    id: WS_CHANNEL_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || get_channel_property(channel, id, value, valueSize))) }
}

/// The work of WsGetChannelProperty.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get_channel_property(
    channel: *mut WS_CHANNEL,
    id: WS_CHANNEL_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
) -> Result<()> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    let out = PropertyOut::new(id, value, valueSize);
    if let Transport::Custom(custom) = &channel.transport {
        return match id {
            // SAFETY: passed on.
            WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE => unsafe { out.set(custom.instance.0) },
            // SAFETY: passed on.
            _ => unsafe { custom.get(id, value, valueSize) },
        };
    }
    let form = channel.numbers.check(id, Access::Get)?;
    // SAFETY: in each case: passed on.
    unsafe {
        match (id, form) {
            (WS_CHANNEL_PROPERTY_STATE, _) => out.set(channel.life(|life| life.state())),
            (WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN, _) => {
                out.set(BOOL::from(channel.life(|life| life.is_shut_down())))
            }
            (WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID, _) => match &channel.transport {
                Transport::Reply(side) => out.set(side.connection_id()?),
                _ => Err(out.refused("this channel")),
            },
            (WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS, _) => match &channel.transport {
                Transport::Reply(side) => out.set(side.remote_address()?),
                _ => Err(out.refused("this channel")),
            },
            (WS_CHANNEL_PROPERTY_TRANSPORT_URL, _) => match &channel.transport {
                Transport::Reply(side) if channel.life(|life| life.was_opened()) => out.set(side.transport_url()),
                _ => Err(Fault::invalid_operation(format!("The property {id:?} exists once a channel is accepted."))),
            },
            // There is no authentication yet that could fail.
            (WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN | WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN, _) => {
                out.set(core::ptr::null_mut::<WCHAR>())
            }
            (_, Form::Number) => out.set(channel.numbers.number(id)),
            (_, Form::Truth) => out.set(BOOL::from(channel.numbers.flag(id))),
            (_, Form::Large) => out.set(channel.numbers.large(id)),
            (_, Form::Structure) => Err(out.refused("this channel")),
        }
    }
}

/// Sets a property of a channel.
///
/// id: WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT, _CONNECT_TIMEOUT, _SEND_TIMEOUT, _RECEIVE_RESPONSE_TIMEOUT,
/// _RECEIVE_TIMEOUT, _FAULTS_AS_ERRORS and _ALLOW_UNSECURED_FAULTS for HTTP request channels; see
/// WS_CHANNEL_PROPERTY_ID for other bindings. Custom channels answer for themselves. In every state; operations that
/// have begun keep the timeout that they began with.
/// value, valueSize: the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG (an id that is not known, cannot be set, or is not for this channel, a wrong size, pointer
/// or value), or what the callback of a custom channel returned. Source: WsSetChannelProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetChannelProperty(
    channel: *mut WS_CHANNEL,
    id: WS_CHANNEL_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || set_channel_property(channel, id, value, valueSize))) }
}

/// The work of WsSetChannelProperty.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn set_channel_property(
    channel: *mut WS_CHANNEL,
    id: WS_CHANNEL_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
) -> Result<()> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    if let Transport::Custom(custom) = &channel.transport {
        // SAFETY: passed on.
        return unsafe { custom.set(id, value, valueSize) };
    }
    let form = channel.numbers.check(id, Access::Set)?;
    let property = Property::new(id, value, valueSize);
    // SAFETY: passed on.
    match unsafe { number(&property, form)? } {
        Some(value) => channel.numbers.set(id, value),
        None => Err(property.refused("WsSetChannelProperty")),
    }
}
