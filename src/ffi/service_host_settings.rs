//! The properties of a service host and of its endpoints, checked.

use crate::abi::*;
use crate::ffi::place;
use crate::ffi::property::{self, Property};
use crate::runtime::fault::{Fault, Result};
use core::ptr::null_mut;

/// WS_SERVICE_PROPERTY values.
#[derive(Clone, Copy)]
pub(super) struct HostSettings {
    pub(super) user_state: *mut c_void,
    pub(super) disclosure: WS_FAULT_DISCLOSURE,
    /// 0: that of the library.
    pub(super) language: LANGID,
    pub(super) metadata: Option<WS_SERVICE_METADATA>,
    /// Milliseconds.
    pub(super) close_timeout: ULONG,
}

impl HostSettings {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn read(properties: *const WS_SERVICE_PROPERTY, count: ULONG) -> Result<Self> {
        let mut settings = HostSettings {
            user_state: null_mut(),
            disclosure: WS_MINIMAL_FAULT_DISCLOSURE,
            language: 0,
            metadata: None,
            close_timeout: 5000,
        };
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties, count)? } {
            // SAFETY: as above; plain data all of it.
            unsafe {
                match property.id {
                    WS_SERVICE_PROPERTY_HOST_USER_STATE => settings.user_state = property.read()?,
                    WS_SERVICE_PROPERTY_FAULT_DISCLOSURE => settings.disclosure = disclosure(&property)?,
                    WS_SERVICE_PROPERTY_FAULT_LANGID => settings.language = property.read()?,
                    WS_SERVICE_PROPERTY_METADATA => settings.metadata = Some(property.read()?),
                    WS_SERVICE_PROPERTY_CLOSE_TIMEOUT => settings.close_timeout = property.read()?,
                    _ => return Err(property.refused("WsCreateServiceHost")),
                }
            }
        }
        Ok(settings)
    }
}

unsafe fn disclosure(property: &Property<'_, WS_SERVICE_PROPERTY_ID>) -> Result<WS_FAULT_DISCLOSURE> {
    // SAFETY: passed on.
    let value: WS_FAULT_DISCLOSURE = unsafe { property.read()? };
    match value {
        WS_MINIMAL_FAULT_DISCLOSURE | WS_FULL_FAULT_DISCLOSURE => Ok(value),
        _ => Err(Fault::invalid_arg(format!("{:?} cannot be {value:?}.", property.id))),
    }
}

/// WS_SERVICE_ENDPOINT_PROPERTY values.
#[derive(Clone, Copy)]
pub(super) struct EndpointSettings {
    pub(super) accept: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK,
    pub(super) close: WS_SERVICE_CLOSE_CHANNEL_CALLBACK,
    pub(super) max_accepting: ULONG,
    pub(super) max_concurrency: ULONG,
    pub(super) heap_max: SIZE_T,
    pub(super) heap_trim: SIZE_T,
    pub(super) messages: WS_MESSAGE_PROPERTIES,
    pub(super) max_call_pool: ULONG,
    pub(super) max_channel_pool: ULONG,
    pub(super) listener: WS_LISTENER_PROPERTIES,
    pub(super) check_must_understand: bool,
    pub(super) exchange: WS_METADATA_EXCHANGE_TYPE,
    pub(super) port: Option<WS_SERVICE_ENDPOINT_METADATA>,
    pub(super) suffix: Option<WS_STRING>,
    pub(super) max_channels: ULONG,
    pub(super) max_channels_per_ip: Option<ULONG>,
}

impl EndpointSettings {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn read(endpoint: &WS_SERVICE_ENDPOINT) -> Result<Self> {
        let mut settings = EndpointSettings {
            accept: None,
            close: None,
            max_accepting: 1,
            max_concurrency: 1,
            heap_max: 65535,
            heap_trim: 4096,
            messages: WS_MESSAGE_PROPERTIES { properties: null_mut(), propertyCount: 0 },
            max_call_pool: 100,
            max_channel_pool: 100,
            listener: WS_LISTENER_PROPERTIES { properties: null_mut(), propertyCount: 0 },
            check_must_understand: true,
            exchange: WS_METADATA_EXCHANGE_TYPE_NONE,
            port: None,
            suffix: None,
            max_channels: 100,
            max_channels_per_ip: None,
        };
        // SAFETY: passed on.
        for property in unsafe { property::bag(endpoint.properties, endpoint.propertyCount)? } {
            // SAFETY: as above.
            unsafe { settings.take(&property)? };
        }
        settings.check()?;
        Ok(settings)
    }

    unsafe fn take(&mut self, property: &Property<'_, WS_SERVICE_ENDPOINT_PROPERTY_ID>) -> Result<()> {
        // SAFETY: passed on; plain data all of it, and a callback is a pointer that may be NULL.
        unsafe {
            match property.id {
                WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK => {
                    self.accept = property.read::<WS_SERVICE_PROPERTY_ACCEPT_CALLBACK>()?.callback;
                }
                WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK => {
                    self.close = property.read::<WS_SERVICE_PROPERTY_CLOSE_CALLBACK>()?.callback;
                }
                WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS => self.max_accepting = count(property)?,
                WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY => self.max_concurrency = count(property)?,
                WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE => self.heap_max = property.read()?,
                WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE => self.heap_trim = property.read()?,
                WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES => self.messages = property.read()?,
                WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE => self.max_call_pool = property.read()?,
                WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE => self.max_channel_pool = property.read()?,
                WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES => self.listener = property.read()?,
                WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND => {
                    self.check_must_understand = property.read::<BOOL>()? != 0;
                }
                WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE => {
                    self.exchange = property.read()?;
                    let known = [
                        WS_METADATA_EXCHANGE_TYPE_NONE,
                        WS_METADATA_EXCHANGE_TYPE_MEX,
                        WS_METADATA_EXCHANGE_TYPE_HTTP_GET,
                    ];
                    if !known.contains(&self.exchange) {
                        return Err(Fault::invalid_arg(format!("{:?} cannot be {:?}.", property.id, self.exchange)));
                    }
                }
                WS_SERVICE_ENDPOINT_PROPERTY_METADATA => self.port = Some(property.read()?),
                WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX => self.suffix = Some(property.read()?),
                WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS => self.max_channels = count(property)?,
                WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP => self.max_channels_per_ip = Some(count(property)?),
                _ => return Err(property.refused("WS_SERVICE_ENDPOINT")),
            }
        }
        Ok(())
    }

    /// What properties say of each other.
    fn check(&self) -> Result<()> {
        if self.suffix.is_some() && self.exchange != WS_METADATA_EXCHANGE_TYPE_MEX {
            return Err(Fault::invalid_arg(
                "WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX needs \
                 WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE to be WS_METADATA_EXCHANGE_TYPE_MEX.",
            ));
        }
        Ok(())
    }

    /// What a default message handler demands: one message after the other.
    pub(super) fn check_for_handler(&self) -> Result<()> {
        for (value, name) in [
            (self.max_accepting, "WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS"),
            (self.max_concurrency, "WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY"),
        ] {
            if value != 1 {
                return Err(Fault::invalid_arg(format!(
                    "{name} is {value}, but must be 1 for a contract with a defaultMessageHandlerCallback."
                )));
            }
        }
        Ok(())
    }

    /// The URL matching options of the listener have to let paths behind the endpoint's own pass.
    pub(super) fn needs_prefix_match(&self) -> bool {
        self.exchange == WS_METADATA_EXCHANGE_TYPE_HTTP_GET || self.suffix.is_some()
    }

    /// The message properties, of which only some are allowed.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn check_messages(&self) -> Result<()> {
        let WS_MESSAGE_PROPERTIES { properties, propertyCount } = self.messages;
        // SAFETY: passed on.
        for WS_MESSAGE_PROPERTY { id, .. } in unsafe { place::slice(properties, propertyCount, "properties")? } {
            match *id {
                WS_MESSAGE_PROPERTY_HEAP_PROPERTIES
                | WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES
                | WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES
                | WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS => {}
                other => {
                    return Err(Fault::invalid_arg(format!(
                        "{other:?} cannot be in WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES."
                    )));
                }
            }
        }
        Ok(())
    }
}

/// A number that must not be 0.
unsafe fn count(property: &Property<'_, WS_SERVICE_ENDPOINT_PROPERTY_ID>) -> Result<ULONG> {
    // SAFETY: passed on.
    match unsafe { property.read()? } {
        0 => Err(Fault::invalid_arg(format!("{:?} must not be 0.", property.id))),
        value => Ok(value),
    }
}
