//! Listeners: the server's object that waits at a URL and from which channels are accepted, with its states and
//! properties.

use super::*;

/// A listener: waits at a URL for clients. WsCreateListener makes it for one channel type and binding, WsOpenListener
/// starts listening, WsAcceptChannel hands the next client to a channel made with WsCreateChannelForListener,
/// WsCloseListener stops, WsResetListener makes it fit for another open, WsFreeListener releases it.
///
/// Free threaded: several operations may be under way on one listener at the same time, accepts above all. A
/// synchronous call is under way until it returns; one that returned WS_S_ASYNC, until its callback has been invoked.
///
/// HTTP listeners of one process share a port; a request goes to the listener whose URL is its longest prefix. There is
/// no sharing between processes as http.sys offers it on Windows. An HTTPS listener whose security binding names no
/// certificate takes the one bound to its host and port in /etc/webservices/sslcert.conf or $WEBSERVICES_SSLCERT.
///
/// Source: WS_LISTENER and thread-safety pages.
pub struct WS_LISTENER {
    _private: [u8; 0],
}

ws_enum! {
    /// Identifies a property of a listener. One that is not given to WsCreateListener has its default.
    ///
    /// How to read the notes below: the C type of the value comes first. Create means the property array of
    /// WsCreateListener, get is WsGetListenerProperty, set is WsSetListenerProperty. Timeouts are in milliseconds.
    ///
    /// Source: WS_LISTENER_PROPERTY_ID page.
    pub enum WS_LISTENER_PROPERTY_ID {
        /// ULONG. TCP; create, get. Longest queue of connections that wait to be accepted, as in listen(); SOMAXCONN
        /// asks for a reasonable maximum.
        WS_LISTENER_PROPERTY_LISTEN_BACKLOG = 0,
        /// WS_IP_VERSION, default WS_IP_VERSION_AUTO. TCP, UDP; create, get. Holds for the channels accepted, too.
        WS_LISTENER_PROPERTY_IP_VERSION = 1,
        /// WS_LISTENER_STATE. All bindings; get. A snapshot: another thread may have changed the state by the time the
        /// value is looked at.
        WS_LISTENER_PROPERTY_STATE = 2,
        /// WS_CALLBACK_MODEL, default WS_LONG_CALLBACK. All bindings; create, get. The preferred model for callbacks of
        /// asynchronous operations on the listener and on channels made for it. A service host accepts only
        /// WS_LONG_CALLBACK.
        WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL = 3,
        /// WS_CHANNEL_TYPE. All bindings; get. The type given to WsCreateListener.
        WS_LISTENER_PROPERTY_CHANNEL_TYPE = 4,
        /// WS_CHANNEL_BINDING. All bindings; get. The binding given to WsCreateListener.
        WS_LISTENER_PROPERTY_CHANNEL_BINDING = 5,
        /// ULONG, milliseconds, default 15000, INFINITE for no limit. TCP, named pipe; create, get. Limits the framing
        /// handshake of a client that has connected. The wait for a client to connect has no limit. The client's
        /// counterpart is WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT.
        WS_LISTENER_PROPERTY_CONNECT_TIMEOUT = 6,
        /// BOOL, default FALSE. UDP with WS_CHANNEL_TYPE_DUPLEX; create, get. TRUE says that the URL is a multicast
        /// address and lets other processes listen on the same port; the address itself is not checked.
        /// WS_LISTENER_PROPERTY_MULTICAST_INTERFACES must be given as well.
        WS_LISTENER_PROPERTY_IS_MULTICAST = 7,
        /// Array of ULONG, valueSize = sizeof(ULONG) times the count; default empty. UDP with WS_CHANNEL_TYPE_DUPLEX;
        /// create, set; WS_LISTENER_PROPERTY_IS_MULTICAST must be TRUE. Indexes of the network interfaces on which the
        /// multicast group is joined; on Linux those of if_nametoindex.
        WS_LISTENER_PROPERTY_MULTICAST_INTERFACES = 8,
        /// BOOL, default TRUE. UDP with WS_CHANNEL_TYPE_DUPLEX; create; WS_LISTENER_PROPERTY_IS_MULTICAST must be TRUE.
        /// Whether messages sent over the loopback interface are received.
        WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK = 9,
        /// ULONG, milliseconds, default 5000. HTTP with WS_CHANNEL_TYPE_REPLY; create, get. Time left to clients for
        /// reading their responses before WsCloseListener cuts the connections. It counts from the last response (the
        /// WsWriteMessageEnd that sent it): what has passed since then is taken off, down to zero.
        WS_LISTENER_PROPERTY_CLOSE_TIMEOUT = 10,
        /// ULONG, WS_MATCH_URL_ flags. HTTP, TCP, UDP, named pipe; create. How the To header of received messages is
        /// compared with the listener's URL. Default: WS_MATCH_URL_THIS_HOST, WS_MATCH_URL_EXACT_PATH,
        /// WS_MATCH_URL_PORT and WS_MATCH_URL_NO_QUERY together.
        WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS = 11,
        /// ULONG, WS_MATCH_URL_ flags, same default as WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS. HTTP, TCP;
        /// create. How the transport URL of an accepted channel (WS_CHANNEL_PROPERTY_TRANSPORT_URL) is compared with
        /// the listener's. It checks what has arrived; what arrives follows from the URL given to WsOpenListener.
        WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS = 12,
        /// WS_CUSTOM_LISTENER_CALLBACKS. Custom listeners; create. The code of the listener; required with
        /// WS_CUSTOM_CHANNEL_BINDING.
        WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS = 13,
        /// Data of any type, valueSize bytes; default NULL with size 0. Custom listeners; create. Handed as it is to
        /// WS_CREATE_LISTENER_CALLBACK.
        WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS = 14,
        /// void*. Custom listeners; get. The instance that WS_CREATE_LISTENER_CALLBACK returned, for talking to the
        /// implementation past this API.
        WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE = 15,
        /// WS_DISALLOWED_USER_AGENT_SUBSTRINGS, default one entry, Mozilla. HTTP, but not with WS_ENCODING_RAW; create.
        /// A request is rejected if its User-Agent header contains one of the strings; the default keeps web browsers
        /// out.
        WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT = 16,
    }
}

ws_enum! {
    /// Where a listener is in its life. A function that the state does not allow fails with WS_E_INVALID_OPERATION
    /// (WsFreeListener cannot fail and must not be called then).
    ///
    /// Source: WS_LISTENER_STATE page.
    pub enum WS_LISTENER_STATE {
        /// New or reset; may be opened, reset or freed.
        WS_LISTENER_STATE_CREATED = 0,
        /// WsOpenListener is under way.
        WS_LISTENER_STATE_OPENING = 1,
        /// Listening; channels can be accepted.
        WS_LISTENER_STATE_OPEN = 2,
        /// WsAbortListener was called on the open listener; nothing else leads here. Accepts fail at once with
        /// WS_E_OBJECT_FAULTED, which should end an accept loop. It can only be closed.
        WS_LISTENER_STATE_FAULTED = 3,
        /// WsCloseListener is under way.
        WS_LISTENER_STATE_CLOSING = 4,
        /// Closed; may be reset for another use, or freed.
        WS_LISTENER_STATE_CLOSED = 5,
    }
}

/// A list of listener properties, as contained in other structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_LISTENER_PROPERTIES {
    /// Array of propertyCount items; NULL when the count is 0.
    pub properties: *mut WS_LISTENER_PROPERTY,
    /// Number of items in properties.
    pub propertyCount: ULONG,
}

/// One property of a listener.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_LISTENER_PROPERTY {
    /// Which property.
    pub id: WS_LISTENER_PROPERTY_ID,
    /// Its value, of the type given at the id, suitably aligned.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
