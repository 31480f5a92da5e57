//!

use super::*;

pub struct WS_OPERATION_CONTEXT {
    _private: [u8; 0],
}

pub struct WS_SERVICE_HOST {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_OPERATION_CONTEXT_PROPERTY_ID {
        WS_OPERATION_CONTEXT_PROPERTY_CHANNEL = 0,
        WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION = 1,
        WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE = 2,
        WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE = 3,
        WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE = 4,
        WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE = 5,
        WS_OPERATION_CONTEXT_PROPERTY_HEAP = 6,
        WS_OPERATION_CONTEXT_PROPERTY_LISTENER = 7,
        WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS = 8,
    }
}

ws_enum! {
    pub enum WS_SERVICE_ENDPOINT_PROPERTY_ID {
        WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK = 0,
        WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK = 1,
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS = 2,
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY = 3,
        WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE = 4,
        WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE = 5,
        WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES = 6,
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE = 7,
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE = 8,
        WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES = 9,
        WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND = 10,
        WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE = 11,
        WS_SERVICE_ENDPOINT_PROPERTY_METADATA = 12,
        WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX = 13,
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS = 14,
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP = 15,
    }
}

ws_enum! {
    pub enum WS_SERVICE_HOST_STATE {
        WS_SERVICE_HOST_STATE_CREATED = 0,
        WS_SERVICE_HOST_STATE_OPENING = 1,
        WS_SERVICE_HOST_STATE_OPEN = 2,
        WS_SERVICE_HOST_STATE_CLOSING = 3,
        WS_SERVICE_HOST_STATE_CLOSED = 4,
        WS_SERVICE_HOST_STATE_FAULTED = 5,
    }
}

ws_enum! {
    pub enum WS_SERVICE_PROPERTY_ID {
        WS_SERVICE_PROPERTY_HOST_USER_STATE = 0,
        WS_SERVICE_PROPERTY_FAULT_DISCLOSURE = 1,
        WS_SERVICE_PROPERTY_FAULT_LANGID = 2,
        WS_SERVICE_PROPERTY_HOST_STATE = 3,
        WS_SERVICE_PROPERTY_METADATA = 4,
        WS_SERVICE_PROPERTY_CLOSE_TIMEOUT = 5,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DISALLOWED_USER_AGENT_SUBSTRINGS {
    pub subStringCount: ULONG,
    pub subStrings: *mut *mut WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_CONTRACT {
    pub contractDescription: *const WS_CONTRACT_DESCRIPTION,
    pub defaultMessageHandlerCallback: WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
    pub methodTable: *const c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT {
    pub address: WS_ENDPOINT_ADDRESS,
    pub channelBinding: WS_CHANNEL_BINDING,
    pub channelType: WS_CHANNEL_TYPE,
    pub securityDescription: *const WS_SECURITY_DESCRIPTION,
    pub contract: *const WS_SERVICE_CONTRACT,
    pub authorizationCallback: WS_SERVICE_SECURITY_CALLBACK,
    pub properties: *const WS_SERVICE_ENDPOINT_PROPERTY,
    pub propertyCount: ULONG,
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT_METADATA {
    pub portName: *mut WS_XML_STRING,
    pub bindingName: *mut WS_XML_STRING,
    pub bindingNs: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT_PROPERTY {
    pub id: WS_SERVICE_ENDPOINT_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_METADATA {
    pub documentCount: ULONG,
    pub documents: *mut *mut WS_SERVICE_METADATA_DOCUMENT,
    pub serviceName: *mut WS_XML_STRING,
    pub serviceNs: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_METADATA_DOCUMENT {
    pub content: *mut WS_XML_STRING,
    pub name: *mut WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY {
    pub id: WS_SERVICE_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY_ACCEPT_CALLBACK {
    pub callback: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY_CLOSE_CALLBACK {
    pub callback: WS_SERVICE_CLOSE_CHANNEL_CALLBACK,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_SECURITY_IDENTITIES {
    pub serviceIdentities: *mut WS_STRING,
    pub serviceIdentityCount: ULONG,
}

pub type WS_SERVICE_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        channelState: *mut *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SERVICE_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(context: *const WS_OPERATION_CONTEXT, asyncContext: *const WS_ASYNC_CONTEXT) -> HRESULT,
>;

pub type WS_SERVICE_MESSAGE_RECEIVE_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SERVICE_SECURITY_CALLBACK = Option<
    unsafe extern "C" fn(context: *const WS_OPERATION_CONTEXT, authorized: *mut BOOL, error: *mut WS_ERROR) -> HRESULT,
>;
