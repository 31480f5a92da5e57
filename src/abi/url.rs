//!

use super::*;

pub const WS_URL_FLAGS_ALLOW_HOST_WILDCARDS: ULONG = 1;

pub const WS_URL_FLAGS_NO_PATH_COLLAPSE: ULONG = 2;

pub const WS_URL_FLAGS_ZERO_TERMINATE: ULONG = 4;

ws_enum! {
    pub enum WS_URL_SCHEME_TYPE {
        WS_URL_HTTP_SCHEME_TYPE = 0,
        WS_URL_HTTPS_SCHEME_TYPE = 1,
        WS_URL_NETTCP_SCHEME_TYPE = 2,
        WS_URL_SOAPUDP_SCHEME_TYPE = 3,
        WS_URL_NETPIPE_SCHEME_TYPE = 4,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTPS_URL {
    pub url: WS_URL,
    pub host: WS_STRING,
    pub port: USHORT,
    pub portAsString: WS_STRING,
    pub path: WS_STRING,
    pub query: WS_STRING,
    pub fragment: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_URL {
    pub url: WS_URL,
    pub host: WS_STRING,
    pub port: USHORT,
    pub portAsString: WS_STRING,
    pub path: WS_STRING,
    pub query: WS_STRING,
    pub fragment: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NETPIPE_URL {
    pub url: WS_URL,
    pub host: WS_STRING,
    pub port: USHORT,
    pub portAsString: WS_STRING,
    pub path: WS_STRING,
    pub query: WS_STRING,
    pub fragment: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NETTCP_URL {
    pub url: WS_URL,
    pub host: WS_STRING,
    pub port: USHORT,
    pub portAsString: WS_STRING,
    pub path: WS_STRING,
    pub query: WS_STRING,
    pub fragment: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SOAPUDP_URL {
    pub url: WS_URL,
    pub host: WS_STRING,
    pub port: USHORT,
    pub portAsString: WS_STRING,
    pub path: WS_STRING,
    pub query: WS_STRING,
    pub fragment: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_URL {
    pub scheme: WS_URL_SCHEME_TYPE,
}
