//!

use super::*;

pub const WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR: ULONG = 1;

pub const WS_HTTP_HEADER_MAPPING_QUOTED_VALUE: ULONG = 4;

pub const WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR: ULONG = 2;

pub const WS_HTTP_REQUEST_MAPPING_VERB: ULONG = 2;

pub const WS_HTTP_RESPONSE_MAPPING_STATUS_CODE: ULONG = 1;

pub const WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT: ULONG = 2;

ws_enum! {
    pub enum WS_COOKIE_MODE {
        WS_MANUAL_COOKIE_MODE = 1,
        WS_AUTO_COOKIE_MODE = 2,
    }
}

ws_enum! {
    pub enum WS_HTTP_PROXY_SETTING_MODE {
        WS_HTTP_PROXY_SETTING_MODE_AUTO = 1,
        WS_HTTP_PROXY_SETTING_MODE_NONE = 2,
        WS_HTTP_PROXY_SETTING_MODE_CUSTOM = 3,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_HTTP_PROXY {
    pub servers: WS_STRING,
    pub bypass: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_MAPPING {
    pub headerName: WS_XML_STRING,
    pub headerMappingOptions: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_MESSAGE_MAPPING {
    pub requestMappingOptions: ULONG,
    pub responseMappingOptions: ULONG,
    pub requestHeaderMappings: *mut *mut WS_HTTP_HEADER_MAPPING,
    pub requestHeaderMappingCount: ULONG,
    pub responseHeaderMappings: *mut *mut WS_HTTP_HEADER_MAPPING,
    pub responseHeaderMappingCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_REDIRECT_CALLBACK_CONTEXT {
    pub callback: WS_HTTP_REDIRECT_CALLBACK,
    pub state: *mut c_void,
}

pub type WS_HTTP_REDIRECT_CALLBACK = Option<
    unsafe extern "C" fn(state: *mut c_void, originalUrl: *const WS_STRING, newUrl: *const WS_STRING) -> HRESULT,
>;
