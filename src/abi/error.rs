//! Results: the error object that collects texts and the original code of a failure, and every result code that the API
//! defines, with the condition in which each one is returned.

use super::*;

/// Handle of an error object, made by WsCreateError and freed by WsFreeError. Every call takes one, or NULL when the
/// caller wants the code only; callbacks must expect NULL too. A failing call adds its texts to what is there already,
/// the innermost first, and a succeeding one leaves the object alone. WsResetError empties it; do so after looking at
/// it, or texts pile up. The content may come from an untrusted peer (a received fault), so take no decisions from it
/// without care.
/// Thread rule: single threaded. One call at a time may use it; an asynchronous call uses it until its callback has
/// been invoked.
pub struct WS_ERROR {
    _private: [u8; 0],
}

ws_enum! {
    /// Properties of an error object, read with WsGetErrorProperty and set with WsSetErrorProperty. What belongs to a
    /// fault is in WS_FAULT_ERROR_PROPERTY_ID.
    pub enum WS_ERROR_PROPERTY_ID {
        /// ULONG, read only, 0 at first: how many texts WsGetErrorString can return. If there is an original error
        /// code, its text counts as one more.
        WS_ERROR_PROPERTY_STRING_COUNT = 0,
        /// ULONG, default 0 (NOERROR): the code of the underlying component that was translated into a WS_E_ code, or 0
        /// if nothing was translated. For diagnosis only: the values depend on the component and on its version, and on
        /// Linux they are not those of Windows.
        WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE = 1,
        /// LANGID, not 0, default the user's language: the language in which texts are added. It can be given to
        /// WsCreateError, and set only while the object is new or freshly reset. The library's own texts are in
        /// English; other languages fall back to it.
        WS_ERROR_PROPERTY_LANGID = 2,
    }
}

/// One property of an error object.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ERROR_PROPERTY {
    /// Which property.
    pub id: WS_ERROR_PROPERTY_ID,
    /// Pointer to the value, of the type that the id asks for and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// The local address is taken already, by this process or another one, or no free address is left.
pub const WS_E_ADDRESS_IN_USE: HRESULT = 0x803D000Bu32 as HRESULT;

/// The address asked for cannot be used on this machine.
pub const WS_E_ADDRESS_NOT_AVAILABLE: HRESULT = 0x803D000Cu32 as HRESULT;

/// The remote endpoint answered that access is denied. Returned only when the remote side said so.
pub const WS_E_ENDPOINT_ACCESS_DENIED: HRESULT = 0x803D0005u32 as HRESULT;

/// The remote endpoint answered that it does not know the action of the message; usually the two sides use different
/// contracts. Returned only when the remote side said so.
pub const WS_E_ENDPOINT_ACTION_NOT_SUPPORTED: HRESULT = 0x803D0011u32 as HRESULT;

/// There was a connection, and the remote side ended it or it was lost.
pub const WS_E_ENDPOINT_DISCONNECTED: HRESULT = 0x803D0014u32 as HRESULT;

/// The remote endpoint answered that it could not process the request, for a reason that has no code of its own.
/// Returned only when an answer came.
pub const WS_E_ENDPOINT_FAILURE: HRESULT = 0x803D000Fu32 as HRESULT;

/// A fault came where another message was expected, and no more exact code fits it. The fault is in the error object,
/// as WS_FAULT_ERROR_PROPERTY_FAULT and WS_FAULT_ERROR_PROPERTY_ACTION.
pub const WS_E_ENDPOINT_FAULT_RECEIVED: HRESULT = 0x803D0013u32 as HRESULT;

/// The remote machine answered that the endpoint is not in service at this address, for now or for good. Returned only
/// when software there said so.
pub const WS_E_ENDPOINT_NOT_AVAILABLE: HRESULT = 0x803D000Eu32 as HRESULT;

/// There is no such endpoint: the host name is unknown, or the host was found and nothing listens at the URL.
pub const WS_E_ENDPOINT_NOT_FOUND: HRESULT = 0x803D000Du32 as HRESULT;

/// The remote endpoint, or the server that hosts it, answered that it is too busy, or cannot serve for the moment for
/// some other reason.
pub const WS_E_ENDPOINT_TOO_BUSY: HRESULT = 0x803D0012u32 as HRESULT;

/// There is no network, or no route to the endpoint.
pub const WS_E_ENDPOINT_UNREACHABLE: HRESULT = 0x803D0010u32 as HRESULT;

/// The URL of the endpoint address is not valid for what was asked, such as a scheme that the channel binding does not
/// use.
pub const WS_E_INVALID_ENDPOINT_URL: HRESULT = 0x803D0020u32 as HRESULT;

/// Data is not what its reader expects: XML that is not well formed, an element that the schema does not allow, a value
/// outside its type, a violation of a wire protocol, a URL that does not parse, a policy that does not match although a
/// match was required. Trying again with the same data does not help.
pub const WS_E_INVALID_FORMAT: HRESULT = 0x803D0000u32 as HRESULT;

/// The object is in a state in which the call is not allowed. Like E_INVALIDARG it means wrong use of the API, and is
/// returned for nothing else.
pub const WS_E_INVALID_OPERATION: HRESULT = 0x803D0003u32 as HRESULT;

/// What was asked for is part of the API, but is not available on this platform; the text in the error object names it.
pub const WS_E_NOT_SUPPORTED: HRESULT = 0x803D0017u32 as HRESULT;

/// A text that depends on the language, such as an error string or the reason of a fault, is not there in the language
/// asked for.
pub const WS_E_NO_TRANSLATION_AVAILABLE: HRESULT = 0x803D0009u32 as HRESULT;

/// A numeric result does not fit into its type, as when two 32-bit sizes are added and the sum wraps around.
pub const WS_E_NUMERIC_OVERFLOW: HRESULT = 0x803D0002u32 as HRESULT;

/// The object is in its faulted state because of an earlier failure that it cannot recover from, and starts nothing
/// new. Reset or free it.
pub const WS_E_OBJECT_FAULTED: HRESULT = 0x803D0001u32 as HRESULT;

/// The caller gave up the operation (WsAbandonCall, with the id from WS_CALL_PROPERTY_CALL_ID, or 0 for all calls of
/// the proxy). It still runs to its end in the background; only the caller does not wait for it any more.
pub const WS_E_OPERATION_ABANDONED: HRESULT = 0x803D0007u32 as HRESULT;

/// The object was aborted, before the operation began or while it was under way.
pub const WS_E_OPERATION_ABORTED: HRESULT = 0x803D0004u32 as HRESULT;

/// The operation did not end within the time that a timeout property of the object allows.
pub const WS_E_OPERATION_TIMED_OUT: HRESULT = 0x803D0006u32 as HRESULT;

/// An underlying component failed with a code that has no WS_E_ equivalent. That code is in
/// WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, for diagnosis only.
pub const WS_E_OTHER: HRESULT = 0x803D0021u32 as HRESULT;

/// The HTTP proxy denied access.
pub const WS_E_PROXY_ACCESS_DENIED: HRESULT = 0x803D0016u32 as HRESULT;

/// The HTTP proxy could not process the request.
pub const WS_E_PROXY_FAILURE: HRESULT = 0x803D0015u32 as HRESULT;

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for basic.
pub const WS_E_PROXY_REQUIRES_BASIC_AUTH: HRESULT = 0x803D0018u32 as HRESULT;

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for digest.
pub const WS_E_PROXY_REQUIRES_DIGEST_AUTH: HRESULT = 0x803D0019u32 as HRESULT;

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for
/// negotiate.
pub const WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH: HRESULT = 0x803D001Bu32 as HRESULT;

/// The HTTP proxy refused the HTTP authentication scheme that the client used, or the lack of one, and asks for NTLM.
pub const WS_E_PROXY_REQUIRES_NTLM_AUTH: HRESULT = 0x803D001Au32 as HRESULT;

/// Going on would pass a limit of an object: the size of a heap, the depth or size of a document, the size of a
/// message, the number of documents, channels or the like. The text names the limit; most can be set by a property.
pub const WS_E_QUOTA_EXCEEDED: HRESULT = 0x803D0008u32 as HRESULT;

/// An underlying security component (TLS, GSSAPI, the cryptographic library) failed. Its code is in
/// WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE.
pub const WS_E_SECURITY_SYSTEM_FAILURE: HRESULT = 0x803D0023u32 as HRESULT;

/// The server refused a security token because its lifetime is over. Depending on the server it can be renewed, or a
/// new one can be requested.
pub const WS_E_SECURITY_TOKEN_EXPIRED: HRESULT = 0x803D0022u32 as HRESULT;

/// Security data from the other side is well formed but does not verify or is not trusted: a signature, a timestamp, a
/// token, a certificate, or something that had to be protected and was not.
pub const WS_E_SECURITY_VERIFICATION_FAILURE: HRESULT = 0x803D000Au32 as HRESULT;

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for basic.
pub const WS_E_SERVER_REQUIRES_BASIC_AUTH: HRESULT = 0x803D001Cu32 as HRESULT;

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for digest.
pub const WS_E_SERVER_REQUIRES_DIGEST_AUTH: HRESULT = 0x803D001Du32 as HRESULT;

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for negotiate.
pub const WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH: HRESULT = 0x803D001Fu32 as HRESULT;

/// The server refused the HTTP authentication scheme that the client used, or the lack of one, and asks for NTLM.
pub const WS_E_SERVER_REQUIRES_NTLM_AUTH: HRESULT = 0x803D001Eu32 as HRESULT;

/// Success code: the call goes on after it has returned, and the callback in the WS_ASYNC_CONTEXT reports the end.
/// Until then its parameters must stay valid. Only possible when a WS_ASYNC_CONTEXT was given.
pub const WS_S_ASYNC: HRESULT = 0x003D0000u32 as HRESULT;

/// Success code: the input is at its end. A channel has no further message, because it is a reply channel that has
/// received its one, because the session was shut down, or because the channel filtered the message.
pub const WS_S_END: HRESULT = 0x003D0001u32 as HRESULT;
