//! The client side of the service model: the service proxy, which turns function calls into messages on channels that
//! it manages, with its properties and those of a single call.

use super::*;

/// A client for one service. Made by WsCreateServiceProxy, opened on an address by WsOpenServiceProxy, closed by
/// WsCloseServiceProxy, freed by WsFreeServiceProxy; after closing, WsResetServiceProxy makes it ready to be opened
/// again.
///
/// With a session channel type all calls share one channel, and a fault of that channel faults the proxy. Otherwise
/// each call has a channel of its own from a pool, which stays open until the proxy is closed; a faulted one is
/// replaced. Free threaded: any thread may use it at any time, and calls run side by side. The WS_HEAP and the WS_ERROR
/// of a call belong to that call alone until it completes.
pub struct WS_SERVICE_PROXY {
    _private: [u8; 0],
}

ws_enum! {
    /// Properties of a single call, in the WS_CALL_PROPERTY array of WsCall and of the functions that wsutil generates.
    /// Values must live until the call completes. Source: WS_CALL_PROPERTY_ID page.
    pub enum WS_CALL_PROPERTY_ID {
        /// BOOL, default TRUE. Whether the reply's headers are checked for ones that are marked mustUnderstand and that
        /// nothing has processed.
        WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND = 0,
        /// WS_PROXY_MESSAGE_CALLBACK_CONTEXT, default none. Called before the request is sent, to add headers to it.
        WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT = 1,
        /// WS_PROXY_MESSAGE_CALLBACK_CONTEXT, default none. Called when the headers of the reply are there, to read
        /// them.
        WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT = 2,
        /// ULONG, default none. Number by which WsAbandonCall finds the call. Calls with the same number are abandoned
        /// together, so it should be unique among the pending calls of the proxy. 0 is no usable number: WsAbandonCall
        /// takes it as all calls.
        WS_CALL_PROPERTY_CALL_ID = 3,
    }
}

ws_enum! {
    /// Properties of a service proxy. All but WS_PROXY_PROPERTY_STATE are given to WsCreateServiceProxy and cannot be
    /// read or changed later. Source: WS_PROXY_PROPERTY_ID page.
    pub enum WS_PROXY_PROPERTY_ID {
        /// ULONG, milliseconds, default 30000; INFINITE means no limit. A call that is pending for longer is abandoned.
        WS_PROXY_PROPERTY_CALL_TIMEOUT = 0,
        /// WS_MESSAGE_PROPERTIES, default none: for the messages that the proxy makes. Only
        /// WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES,
        /// WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES and WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS are allowed.
        WS_PROXY_PROPERTY_MESSAGE_PROPERTIES = 1,
        /// USHORT, default 5. How many call objects are kept for reuse; worth raising if many calls run at the same
        /// time.
        WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE = 2,
        /// WS_SERVICE_PROXY_STATE, read only, by WsGetServiceProxyProperty. A snapshot that may be out of date when it
        /// is looked at.
        WS_PROXY_PROPERTY_STATE = 3,
        /// ULONG, default 100. A call that would exceed it fails with WS_E_QUOTA_EXCEEDED. Guards the client against a
        /// server that is slow to answer.
        WS_PROXY_PROPERTY_MAX_PENDING_CALLS = 4,
        /// ULONG, milliseconds, default 5000. How long WsCloseServiceProxy waits for pending calls before the proxy
        /// aborts itself.
        WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT = 5,
        /// LANGID, default the user's locale. Preferred language of fault texts. On Linux the library's own texts are
        /// English, and other languages fall back to it.
        WS_PROXY_FAULT_LANG_ID = 6,
    }
}

ws_enum! {
    /// States of a service proxy. A call in the wrong state fails with WS_E_INVALID_OPERATION; operations can be called
    /// only in the open state. Source: Service Proxy page.
    pub enum WS_SERVICE_PROXY_STATE {
        /// Created or reset; can be opened or freed.
        WS_SERVICE_PROXY_STATE_CREATED = 0,
        /// WsOpenServiceProxy is running.
        WS_SERVICE_PROXY_STATE_OPENING = 1,
        /// Ready for calls.
        WS_SERVICE_PROXY_STATE_OPEN = 2,
        /// WsCloseServiceProxy is running and waits for pending calls; new ones are refused.
        WS_SERVICE_PROXY_STATE_CLOSING = 3,
        /// Closed; can be reset or freed.
        WS_SERVICE_PROXY_STATE_CLOSED = 4,
        /// Opening failed, WsAbortServiceProxy was called, or the channel of a session faulted. Must be closed.
        WS_SERVICE_PROXY_STATE_FAULTED = 5,
    }
}

/// One property of a call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CALL_PROPERTY {
    /// Which property.
    pub id: WS_CALL_PROPERTY_ID,
    /// Pointer to the value, of the type that the id names.
    pub value: *mut c_void,
    /// Size of the value, in bytes.
    pub valueSize: ULONG,
}

/// A callback for the headers of a request or a reply, with its state; value of WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT
/// and WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PROXY_MESSAGE_CALLBACK_CONTEXT {
    /// Called with the message.
    pub callback: WS_PROXY_MESSAGE_CALLBACK,
    /// Passed to the callback as it is; must live until the call completes.
    pub state: *mut c_void,
}

/// One property of a service proxy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PROXY_PROPERTY {
    /// Which property.
    pub id: WS_PROXY_PROPERTY_ID,
    /// Pointer to the value, of the type that the id names.
    pub value: *mut c_void,
    /// Size of the value, in bytes.
    pub valueSize: ULONG,
}

/// Adds headers to a request before they are sent, or reads those of a reply before its body is read. message is the
/// request or the reply, heap the heap of the call, and state comes from the WS_PROXY_MESSAGE_CALLBACK_CONTEXT. message
/// must not be kept after the callback returns. Returns S_OK, or a failure, which fails the call; error takes texts
/// about a failure and may be NULL. In an asynchronous call it may run on another thread than the one that made the
/// call.
pub type WS_PROXY_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(
        message: *mut WS_MESSAGE,
        heap: *mut WS_HEAP,
        state: *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
