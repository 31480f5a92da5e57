//! What only the HTTP binding has: mapping of HTTP headers, verb and status to message headers, cookies, proxies,
//! redirects.

use super::*;

/// Flag of WS_HTTP_HEADER_MAPPING: mapped headers of the same name become one HTTP header, its values separated by
/// commas. For headers that repeat, this or WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR is required.
pub const WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR: ULONG = 1;

/// Flag of WS_HTTP_HEADER_MAPPING: the value stands in quotes in the HTTP header. Required for values with characters
/// that HTTP allows only in quotes.
pub const WS_HTTP_HEADER_MAPPING_QUOTED_VALUE: ULONG = 4;

/// Flag of WS_HTTP_HEADER_MAPPING: mapped headers of the same name become one HTTP header, its values separated by
/// semicolons.
pub const WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR: ULONG = 2;

/// Flag of WS_HTTP_MESSAGE_MAPPING: the HTTP method appears as the mapped header Verb.
pub const WS_HTTP_REQUEST_MAPPING_VERB: ULONG = 2;

/// Flag of WS_HTTP_MESSAGE_MAPPING: the HTTP status code appears as the mapped header StatusCode.
pub const WS_HTTP_RESPONSE_MAPPING_STATUS_CODE: ULONG = 1;

/// Flag of WS_HTTP_MESSAGE_MAPPING: the HTTP reason phrase appears as the mapped header StatusText.
pub const WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT: ULONG = 2;

ws_enum! {
    /// What a client channel does with HTTP cookies (WS_CHANNEL_PROPERTY_COOKIE_MODE).
    pub enum WS_COOKIE_MODE {
        /// The channel ignores cookies: it neither keeps nor sends them. The application can handle them as mapped
        /// headers.
        WS_MANUAL_COOKIE_MODE = 1,
        /// The channel keeps the cookies that the server sets and sends them with later requests; the default.
        WS_AUTO_COOKIE_MODE = 2,
    }
}

ws_enum! {
    /// Where a client channel gets its HTTP proxy from (WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE).
    pub enum WS_HTTP_PROXY_SETTING_MODE {
        /// From the configuration of the user, looked up when the channel is opened; the default.
        WS_HTTP_PROXY_SETTING_MODE_AUTO = 1,
        /// No proxy.
        WS_HTTP_PROXY_SETTING_MODE_NONE = 2,
        /// From WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, which must be given.
        WS_HTTP_PROXY_SETTING_MODE_CUSTOM = 3,
    }
}

/// The HTTP proxies of a client channel, given by the application. Value of WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY, used
/// with WS_HTTP_PROXY_SETTING_MODE_CUSTOM.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_HTTP_PROXY {
    /// Proxies, separated by semicolons, each a host name or address, optionally followed by a colon and a port number.
    pub servers: WS_STRING,
    /// Servers that are reached without proxy, separated by semicolons. The entry `<local>` stands for all servers of
    /// the local machine. May be empty.
    pub bypass: WS_STRING,
}

/// One HTTP header that is exposed as a mapped header of the message; see WS_HTTP_MESSAGE_MAPPING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_MAPPING {
    /// Name of the HTTP header, and local name of the mapped header.
    pub headerName: WS_XML_STRING,
    /// Any of the WS_HTTP_HEADER_MAPPING_ flags, or 0.
    pub headerMappingOptions: ULONG,
}

/// Which parts of HTTP requests and responses are exposed as headers of the message object. Value of
/// WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING.
///
/// A mapped header is an element without namespace among the headers of the message. When a message is received the
/// channel copies the HTTP headers listed here into it, and WsGetMappedHeader reads them. Before a message is sent
/// WsAddMappedHeader adds them (after WsRemoveMappedHeader, to replace one); the channel takes those listed here out of
/// the envelope and sends them as HTTP headers. HTTP headers that are not listed are left alone.
///
/// Source: WS_HTTP_MESSAGE_MAPPING page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_MESSAGE_MAPPING {
    /// WS_HTTP_REQUEST_MAPPING_VERB or 0. Must be 0 unless the encoding is WS_ENCODING_RAW.
    pub requestMappingOptions: ULONG,
    /// Any of WS_HTTP_RESPONSE_MAPPING_STATUS_CODE and WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT, or 0. Must be 0 unless the
    /// encoding is WS_ENCODING_RAW.
    pub responseMappingOptions: ULONG,
    /// Array of pointers to the headers mapped in requests, none of them NULL. The array is NULL when the count is 0.
    pub requestHeaderMappings: *mut *mut WS_HTTP_HEADER_MAPPING,
    /// Number of items in requestHeaderMappings.
    pub requestHeaderMappingCount: ULONG,
    /// Array of pointers to the headers mapped in responses, none of them NULL. The array is NULL when the count is 0.
    pub responseHeaderMappings: *mut *mut WS_HTTP_HEADER_MAPPING,
    /// Number of items in responseHeaderMappings.
    pub responseHeaderMappingCount: ULONG,
}

/// The callback that decides about HTTP redirects, with its state. Value of
/// WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT. What state points to must live as long as the channel.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_REDIRECT_CALLBACK_CONTEXT {
    /// Called before each redirect is followed.
    pub callback: WS_HTTP_REDIRECT_CALLBACK,
    /// Passed to the callback; may be NULL.
    pub state: *mut c_void,
}

/// Decides whether a message may be redirected by HTTP to another URL. state is that of
/// WS_HTTP_REDIRECT_CALLBACK_CONTEXT, originalUrl the URL that the message was sent to, newUrl the one that the server
/// names; both are valid only during the call.
///
/// Return S_OK to follow the redirect, S_FALSE or an error to refuse it. The callback runs within the operation on the
/// channel and should neither block nor compute for long.
///
/// Source: WS_HTTP_REDIRECT_CALLBACK page.
pub type WS_HTTP_REDIRECT_CALLBACK = Option<
    unsafe extern "C" fn(state: *mut c_void, originalUrl: *const WS_STRING, newUrl: *const WS_STRING) -> HRESULT,
>;
