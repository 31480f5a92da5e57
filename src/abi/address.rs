//!

use super::*;

ws_enum! {
    pub enum WS_ADDRESSING_VERSION {
        WS_ADDRESSING_VERSION_0_9 = 1,
        WS_ADDRESSING_VERSION_1_0 = 2,
        WS_ADDRESSING_VERSION_TRANSPORT = 3,
    }
}

ws_enum! {
    pub enum WS_ENDPOINT_ADDRESS_EXTENSION_TYPE {
        WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS = 1,
    }
}

ws_enum! {
    pub enum WS_ENDPOINT_IDENTITY_TYPE {
        WS_DNS_ENDPOINT_IDENTITY_TYPE = 1,
        WS_UPN_ENDPOINT_IDENTITY_TYPE = 2,
        WS_SPN_ENDPOINT_IDENTITY_TYPE = 3,
        WS_RSA_ENDPOINT_IDENTITY_TYPE = 4,
        WS_CERT_ENDPOINT_IDENTITY_TYPE = 5,
        WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE = 6,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub rawCertificateData: WS_BYTES,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DNS_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub dns: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS {
    pub url: WS_STRING,
    pub headers: *mut WS_XML_BUFFER,
    pub extensions: *mut WS_XML_BUFFER,
    pub identity: *mut WS_ENDPOINT_IDENTITY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_IDENTITY {
    pub identityType: WS_ENDPOINT_IDENTITY_TYPE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_RSA_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub modulus: WS_BYTES,
    pub exponent: WS_BYTES,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SPN_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub spn: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNKNOWN_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub element: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UPN_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub upn: WS_STRING,
}
