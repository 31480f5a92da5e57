//!

use super::*;

pub const WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST: ULONG = 2;

pub const WS_MATCH_URL_DNS_HOST: ULONG = 1;

pub const WS_MATCH_URL_EXACT_PATH: ULONG = 64;

pub const WS_MATCH_URL_HOST_ADDRESSES: ULONG = 16;

pub const WS_MATCH_URL_LOCAL_HOST: ULONG = 8;

pub const WS_MATCH_URL_NETBIOS_HOST: ULONG = 4;

pub const WS_MATCH_URL_NO_QUERY: ULONG = 256;

pub const WS_MATCH_URL_PORT: ULONG = 32;

pub const WS_MATCH_URL_PREFIX_PATH: ULONG = 128;

pub const WS_MATCH_URL_THIS_HOST: ULONG = 31;

pub struct WS_METADATA {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_METADATA_EXCHANGE_TYPE {
        WS_METADATA_EXCHANGE_TYPE_NONE = 0,
        WS_METADATA_EXCHANGE_TYPE_MEX = 1,
        WS_METADATA_EXCHANGE_TYPE_HTTP_GET = 2,
    }
}

ws_enum! {
    pub enum WS_METADATA_PROPERTY_ID {
        WS_METADATA_PROPERTY_STATE = 1,
        WS_METADATA_PROPERTY_HEAP_PROPERTIES = 2,
        WS_METADATA_PROPERTY_POLICY_PROPERTIES = 3,
        WS_METADATA_PROPERTY_HEAP_REQUESTED_SIZE = 4,
        WS_METADATA_PROPERTY_MAX_DOCUMENTS = 5,
        WS_METADATA_PROPERTY_HOST_NAMES = 6,
        WS_METADATA_PROPERTY_VERIFY_HOST_NAMES = 7,
    }
}

ws_enum! {
    pub enum WS_METADATA_STATE {
        WS_METADATA_STATE_CREATED = 1,
        WS_METADATA_STATE_RESOLVED = 2,
        WS_METADATA_STATE_FAULTED = 3,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HOST_NAMES {
    pub hostNames: *mut WS_STRING,
    pub hostNameCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINT {
    pub endpointAddress: WS_ENDPOINT_ADDRESS,
    pub endpointPolicy: *mut WS_POLICY,
    pub portName: *mut WS_XML_STRING,
    pub serviceName: *mut WS_XML_STRING,
    pub serviceNs: *mut WS_XML_STRING,
    pub bindingName: *mut WS_XML_STRING,
    pub bindingNs: *mut WS_XML_STRING,
    pub portTypeName: *mut WS_XML_STRING,
    pub portTypeNs: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINTS {
    pub endpoints: *mut WS_METADATA_ENDPOINT,
    pub endpointCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_PROPERTY {
    pub id: WS_METADATA_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}
