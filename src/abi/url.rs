//! URLs in parts: the structures that WsDecodeUrl returns and WsEncodeUrl takes, one per scheme, and the flags of these
//! two and of WsCombineUrl. The syntax is that of RFC 3986.

use super::*;

/// Accept the wildcards + and * as host name, which listeners use for any host. For WsDecodeUrl and WsCombineUrl.
pub const WS_URL_FLAGS_ALLOW_HOST_WILDCARDS: ULONG = 1;

/// Keep the path segments . and .. as they are. Without this flag a . segment is removed, and a .. segment removes
/// itself and the one before it. For WsDecodeUrl and WsCombineUrl.
pub const WS_URL_FLAGS_NO_PATH_COLLAPSE: ULONG = 2;

/// End the returned string with a zero character, which its length counts too. Without this flag there may be none. For
/// WsEncodeUrl and WsCombineUrl.
pub const WS_URL_FLAGS_ZERO_TERMINATE: ULONG = 4;

ws_enum! {
    /// The schemes that WsDecodeUrl, WsEncodeUrl and WsCombineUrl know; any other gives WS_E_INVALID_FORMAT. The value
    /// tells which structure begins with a given WS_URL.
    pub enum WS_URL_SCHEME_TYPE {
        /// http, in WS_HTTP_URL; default port 80.
        WS_URL_HTTP_SCHEME_TYPE = 0,
        /// https, in WS_HTTPS_URL; default port 443.
        WS_URL_HTTPS_SCHEME_TYPE = 1,
        /// net.tcp, in WS_NETTCP_URL; default port 808.
        WS_URL_NETTCP_SCHEME_TYPE = 2,
        /// soap.udp, in WS_SOAPUDP_URL; no default port, so that decoding gives 0xFFFF where none is written.
        WS_URL_SOAPUDP_SCHEME_TYPE = 3,
        /// net.pipe, in WS_NETPIPE_URL. On Linux such an address is a Unix-domain socket under $XDG_RUNTIME_DIR.
        WS_URL_NETPIPE_SCHEME_TYPE = 4,
    }
}

/// The parts of an https URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTPS_URL {
    /// Common beginning; scheme is WS_URL_HTTPS_SCHEME_TYPE.
    pub url: WS_URL,
    /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
    /// URL with user information before the host is not accepted.
    pub host: WS_STRING,
    /// Port number, in host byte order; decoding gives 443 where the URL names none.
    pub port: USHORT,
    /// The port as decimal digits; zero length after decoding a URL that names no port.
    pub portAsString: WS_STRING,
    /// Path, with its leading slash.
    pub path: WS_STRING,
    /// Query, without the question mark; zero length if there is none.
    pub query: WS_STRING,
    /// Fragment, without the number sign; zero length if there is none.
    pub fragment: WS_STRING,
}

/// The parts of an http URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_URL {
    /// Common beginning; scheme is WS_URL_HTTP_SCHEME_TYPE.
    pub url: WS_URL,
    /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
    /// URL with user information before the host is not accepted.
    pub host: WS_STRING,
    /// Port number, in host byte order; decoding gives 80 where the URL names none.
    pub port: USHORT,
    /// The port as decimal digits; zero length after decoding a URL that names no port.
    pub portAsString: WS_STRING,
    /// Path, with its leading slash.
    pub path: WS_STRING,
    /// Query, without the question mark; zero length if there is none.
    pub query: WS_STRING,
    /// Fragment, without the number sign; zero length if there is none.
    pub fragment: WS_STRING,
}

/// The parts of a net.pipe URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NETPIPE_URL {
    /// Common beginning; scheme is WS_URL_NETPIPE_SCHEME_TYPE.
    pub url: WS_URL,
    /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
    /// URL with user information before the host is not accepted.
    pub host: WS_STRING,
    /// Port number, in host byte order. The transport does not use it: a pipe has no port.
    pub port: USHORT,
    /// The port as decimal digits; zero length after decoding a URL that names no port.
    pub portAsString: WS_STRING,
    /// Path, with its leading slash.
    pub path: WS_STRING,
    /// Query, without the question mark; zero length if there is none.
    pub query: WS_STRING,
    /// Fragment, without the number sign; zero length if there is none.
    pub fragment: WS_STRING,
}

/// The parts of a net.tcp URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NETTCP_URL {
    /// Common beginning; scheme is WS_URL_NETTCP_SCHEME_TYPE.
    pub url: WS_URL,
    /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
    /// URL with user information before the host is not accepted.
    pub host: WS_STRING,
    /// Port number, in host byte order; decoding gives 808 where the URL names none.
    pub port: USHORT,
    /// The port as decimal digits; zero length after decoding a URL that names no port.
    pub portAsString: WS_STRING,
    /// Path, with its leading slash.
    pub path: WS_STRING,
    /// Query, without the question mark; zero length if there is none.
    pub query: WS_STRING,
    /// Fragment, without the number sign; zero length if there is none.
    pub fragment: WS_STRING,
}

/// The parts of a soap.udp URL, unescaped; WsEncodeUrl escapes them where needed. After WsDecodeUrl the strings live in
/// the heap that it was given and have no zero at the end.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SOAPUDP_URL {
    /// Common beginning; scheme is WS_URL_SOAPUDP_SCHEME_TYPE.
    pub url: WS_URL,
    /// Host name or address, not empty. What stands in brackets (an IPv6 address) is returned without being checked. A
    /// URL with user information before the host is not accepted.
    pub host: WS_STRING,
    /// Port number, in host byte order; decoding gives 0xFFFF where the URL names none.
    pub port: USHORT,
    /// The port as decimal digits; zero length after decoding a URL that names no port.
    pub portAsString: WS_STRING,
    /// Path, with its leading slash.
    pub path: WS_STRING,
    /// Query, without the question mark; zero length if there is none.
    pub query: WS_STRING,
    /// Fragment, without the number sign; zero length if there is none.
    pub fragment: WS_STRING,
}

/// What every decoded URL begins with. Look at the scheme, then cast the pointer to the structure of that scheme.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_URL {
    /// Which structure this is.
    pub scheme: WS_URL_SCHEME_TYPE,
}
