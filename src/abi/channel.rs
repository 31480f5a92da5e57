//! Channels: the object that sends and receives messages, with its states, types, bindings, encodings and properties.

use super::*;

/// A channel: one end of a message exchange with a remote endpoint, over HTTP, TCP, UDP, a named pipe or code of the
/// application. A client makes one with WsCreateChannel and opens it with WsOpenChannel; a server makes one with
/// WsCreateChannelForListener and fills it with WsAcceptChannel. WsCloseChannel ends the exchange, WsResetChannel makes
/// the channel fit for another open or accept, WsFreeChannel releases it.
///
/// Free threaded: several operations may be under way on one channel at the same time. A synchronous call is under way
/// until it returns; one that returned WS_S_ASYNC, until its callback has been invoked. An opened or accepted channel
/// must be closed before it is freed, and nothing may be under way when it is freed.
///
/// Source: WS_CHANNEL and thread-safety pages.
pub struct WS_CHANNEL {
    _private: [u8; 0],
}

ws_enum! {
    /// The protocol stack below a channel or listener. The channel types that go with each are given at
    /// WS_CHANNEL_TYPE.
    pub enum WS_CHANNEL_BINDING {
        /// SOAP, or with WS_ENCODING_RAW any content, over HTTP or HTTPS. Sessionless. HTTP listeners of one process
        /// share a port; a request goes to the listener whose URL is the longest prefix of the request's.
        WS_HTTP_CHANNEL_BINDING = 0,
        /// SOAP over TCP with .NET message framing (net.tcp URLs). The connection is the session.
        WS_TCP_CHANNEL_BINDING = 1,
        /// SOAP over UDP (soap.udp URLs), to one receiver or to a multicast group. Sessionless, always buffered, always
        /// UTF-8 text, no security.
        WS_UDP_CHANNEL_BINDING = 2,
        /// A transport implemented by the application; see WS_CUSTOM_CHANNEL_CALLBACKS and
        /// WS_CUSTOM_LISTENER_CALLBACKS.
        WS_CUSTOM_CHANNEL_BINDING = 3,
        /// SOAP over a named pipe with .NET message framing (net.pipe URLs), for programs on one machine. On Linux the
        /// pipe is a Unix-domain socket under $XDG_RUNTIME_DIR.
        WS_NAMEDPIPE_CHANNEL_BINDING = 4,
    }
}

ws_enum! {
    /// Identifies a property of a channel. One that is not given when the channel is created has its default.
    ///
    /// How to read the notes below: the C type of the value comes first. Create means the property array of
    /// WsCreateChannel and WsCreateChannelForListener, client create only that of WsCreateChannel, listener create only
    /// that of WsCreateChannelForListener; get is WsGetChannelProperty, set is WsSetChannelProperty. Timeouts are in
    /// milliseconds, INFINITE (0xFFFFFFFF) means no limit, they can be set in every channel state, and one that runs
    /// out makes the operation fail with WS_E_OPERATION_TIMED_OUT.
    ///
    /// Source: WS_CHANNEL_PROPERTY_ID page.
    pub enum WS_CHANNEL_PROPERTY_ID {
        /// ULONG, bytes, default 65536, at least 1. HTTP, TCP, named pipe; create, get. Largest envelope, counted as
        /// encoded on the wire, that is sent or received while input or output is buffered, and so the bound on the
        /// memory held for one message. May only be given when at least one direction is buffered. UDP has 65536,
        /// fixed.
        WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE = 0,
        /// unsigned __int64 (64 bits), bytes, default 4194304, at least 1. HTTP; create, get. Largest encoded envelope
        /// of a streamed message. May only be given when at least one direction is streamed.
        WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE = 1,
        /// ULONG, bytes, default 16384, at least 1. HTTP with streamed input; create, get. Largest start of a message:
        /// envelope tag, headers and body tag as encoded, which are read into memory before WsReadMessageStart
        /// completes.
        WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE = 2,
        /// ULONG, bytes, default 65536. HTTP with streamed output; create, get. How much body data may pile up before
        /// the application calls WsFlushBody.
        WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE = 3,
        /// WS_ENCODING. HTTP (default WS_ENCODING_XML_UTF8), TCP and named pipe (default
        /// WS_ENCODING_XML_BINARY_SESSION_1); create, get. UDP always uses WS_ENCODING_XML_UTF8.
        WS_CHANNEL_PROPERTY_ENCODING = 4,
        /// WS_ENVELOPE_VERSION, default WS_ENVELOPE_VERSION_SOAP_1_2, but WS_ENVELOPE_VERSION_NONE for HTTP with
        /// WS_ENCODING_RAW. HTTP, TCP, UDP; create, get. Messages used with the channel must have the same version.
        /// Named pipes always use SOAP 1.2 and do not take this property.
        WS_CHANNEL_PROPERTY_ENVELOPE_VERSION = 5,
        /// WS_ADDRESSING_VERSION, default WS_ADDRESSING_VERSION_1_0, but WS_ADDRESSING_VERSION_TRANSPORT for HTTP with
        /// WS_ENCODING_RAW. HTTP, TCP, UDP, named pipe; create, get. Messages used with the channel must have the same
        /// version. WS_ADDRESSING_VERSION_TRANSPORT is for HTTP only.
        WS_CHANNEL_PROPERTY_ADDRESSING_VERSION = 6,
        /// ULONG, bytes, default 2048. TCP, named pipe; create, get. Room for the strings of the session dictionary, in
        /// each direction. A received message that overruns it faults the channel; a sender that would overrun it
        /// writes the string in full instead. Without effect unless the encoding is WS_ENCODING_XML_BINARY_SESSION_1.
        WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE = 7,
        /// WS_CHANNEL_STATE. Get, in every state. A snapshot: another thread may have changed the state by the time the
        /// value is looked at.
        WS_CHANNEL_PROPERTY_STATE = 8,
        /// WS_CALLBACK_MODEL, default WS_LONG_CALLBACK. Client create, get. The preferred model for callbacks of
        /// asynchronous operations. Accepted channels follow WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL. Service proxy
        /// and service host accept only WS_LONG_CALLBACK.
        WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL = 9,
        /// WS_IP_VERSION, default WS_IP_VERSION_AUTO. TCP, UDP; client create, get. Which IP version reaches the remote
        /// endpoint. Accepted channels follow WS_LISTENER_PROPERTY_IP_VERSION.
        WS_CHANNEL_PROPERTY_IP_VERSION = 10,
        /// ULONG, milliseconds, default INFINITE. HTTP request channels; client create, set, get. Limits the DNS lookup
        /// of the host.
        WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT = 11,
        /// ULONG, milliseconds, default 30000; a service proxy's default is INFINITE. Clients over TCP and named pipe:
        /// limits connecting and the framing handshake. HTTP request channels: limits connecting to the server. Client
        /// create, set, get. The server's counterpart is WS_LISTENER_PROPERTY_CONNECT_TIMEOUT.
        WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT = 12,
        /// ULONG, milliseconds, default 30000; INFINITE for service proxy and service host. TCP and named pipe: limits
        /// sending the bytes of a message. HTTP request channels: limits sending HTTP headers and message. Create, set,
        /// get.
        WS_CHANNEL_PROPERTY_SEND_TIMEOUT = 13,
        /// ULONG, milliseconds, default 30000; a service proxy's default is INFINITE. HTTP request channels; client
        /// create, set, get. Limits the wait until all headers of the response are there.
        WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT = 14,
        /// ULONG, milliseconds, default 30000; INFINITE for service proxy and service host. TCP, named pipe, HTTP
        /// request channels; create, set, get. Limits receiving the bytes of a message. It can run out in
        /// WsReadMessageStart and WsReadMessageEnd, and on HTTP in WsWriteMessageEnd too.
        WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT = 15,
        /// ULONG, milliseconds, default 30000; a service proxy's default is INFINITE. TCP, named pipe; create, set,
        /// get. Limits the framing handshake that closes a session.
        WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT = 16,
        /// BOOL, default TRUE. HTTP, TCP, named pipe, UDP: client create. FALSE turns every timeout that is not given
        /// by its own property into INFINITE. Service proxy and service host keep their own time and give FALSE. Custom
        /// channels: get; one that is to be used by a proxy or host must answer FALSE and run without timeouts (see
        /// WS_GET_CHANNEL_PROPERTY_CALLBACK).
        WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS = 17,
        /// WS_TRANSFER_MODE, default WS_BUFFERED_TRANSFER_MODE. HTTP: create; all bindings: get. Bindings other than
        /// HTTP are always buffered. The two sides need not use the same mode. Streamed output on a secured request
        /// channel works with Basic HTTP header authentication only, and message security needs buffered transfer: the
        /// channel is refused at creation otherwise. Service proxies are always buffered; service hosts too, but
        /// operations with message contracts may stream output.
        WS_CHANNEL_PROPERTY_TRANSFER_MODE = 18,
        /// ULONG, default 0. UDP with WS_CHANNEL_TYPE_DUPLEX; client create, set in any state, get. Index of the
        /// network interface that sends to a multicast address (on Linux as if_nametoindex gives it); 0 leaves the
        /// choice to the system, which may be the wrong one where there are several.
        WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE = 19,
        /// ULONG, default 1. UDP with WS_CHANNEL_TYPE_DUPLEX; client create, get. How many hops a message sent to a
        /// multicast address may travel.
        WS_CHANNEL_PROPERTY_MULTICAST_HOPS = 20,
        /// WS_ENDPOINT_ADDRESS. UDP with WS_CHANNEL_TYPE_DUPLEX; get, once the channel has been open. The address of
        /// the other side. What it points to belongs to the channel, must not be changed, and lives until the channel
        /// is reset or freed. It is taken from the sender's IP address, which can be forged.
        WS_CHANNEL_PROPERTY_REMOTE_ADDRESS = 21,
        /// SOCKADDR_STORAGE (the system's struct sockaddr_storage). Types WS_CHANNEL_TYPE_DUPLEX_SESSION,
        /// WS_CHANNEL_TYPE_DUPLEX and WS_CHANNEL_TYPE_REPLY; get, once a message has begun to be read. The IP address
        /// of the other side, as seen on the network; it can be forged.
        WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS = 22,
        /// ULONGLONG. HTTP reply channels; get, once a message has begun to be read. Names the client's connection,
        /// uniquely while the listener is open, so that state can be tied to it. Channels do not belong to connections:
        /// each accept may bring another id.
        WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID = 23,
        /// WS_CUSTOM_CHANNEL_CALLBACKS. Custom channels; create. The code of the channel; required with
        /// WS_CUSTOM_CHANNEL_BINDING.
        WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS = 24,
        /// Data of any type, valueSize bytes; default NULL with size 0. Custom channels; create. Handed as it is to
        /// WS_CREATE_CHANNEL_CALLBACK or WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK.
        WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS = 25,
        /// void*. Custom channels; get. The instance that the create callback returned, for talking to the
        /// implementation past this API.
        WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE = 26,
        /// WS_STRING. Server side over HTTP and TCP; get, after WsAcceptChannel. The complete URL, in encoded form,
        /// that the client used to get here: the request URL of HTTP, the Via of TCP framing. The To header differs
        /// from it where the client used WsAddressMessage. The characters belong to the channel and live until it is
        /// reset or freed.
        WS_CHANNEL_PROPERTY_TRANSPORT_URL = 27,
        /// BOOL, default FALSE. TCP; create, set, get. The socket option TCP_NODELAY: TRUE sends small messages at
        /// once, FALSE lets the system gather them.
        WS_CHANNEL_PROPERTY_NO_DELAY = 28,
        /// BOOL, default FALSE. TCP; create. The socket option SO_KEEPALIVE, which finds out about a peer that has
        /// vanished.
        WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES = 29,
        /// ULONG, milliseconds, default 7200000 (two hours). TCP; create, only together with
        /// WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES TRUE. Idle time before the first probe.
        WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME = 30,
        /// ULONG, milliseconds, default 1000. TCP; create, only together with WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES
        /// TRUE. Time between one unanswered probe and the next.
        WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL = 31,
        /// ULONG, default INFINITE. HTTP; client create. How many connections may be open to one server. Connections
        /// are kept and shared by all channels of the process.
        WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS = 32,
        /// BOOL. TCP and named pipe with WS_CHANNEL_TYPE_DUPLEX_SESSION; get, in states WS_CHANNEL_STATE_OPEN and
        /// WS_CHANNEL_STATE_FAULTED. TRUE after a successful WsShutdownSessionChannel.
        WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN = 33,
        /// WS_CHANNEL_TYPE. Get, in every state. The type given at creation.
        WS_CHANNEL_PROPERTY_CHANNEL_TYPE = 34,
        /// ULONG, bytes, default 65536. HTTP, TCP, named pipe; create, get. How much buffer memory is kept for reuse
        /// when a message is reset: a channel whose messages are smaller hardly allocates. May only be given when at
        /// least one direction is buffered. UDP has 65536, fixed.
        WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE = 35,
        /// WS_CHANNEL_ENCODER. HTTP, TCP, named pipe, not UDP; create. Code that transforms the bytes of messages sent.
        WS_CHANNEL_PROPERTY_ENCODER = 36,
        /// WS_CHANNEL_DECODER. HTTP, TCP, named pipe, not UDP; create. Code that transforms the bytes of messages
        /// received.
        WS_CHANNEL_PROPERTY_DECODER = 37,
        /// WS_PROTECTION_LEVEL. All bindings; get. The protection that the channel gives, which follows from its
        /// security description.
        WS_CHANNEL_PROPERTY_PROTECTION_LEVEL = 38,
        /// WS_COOKIE_MODE, default WS_AUTO_COOKIE_MODE. HTTP; client create.
        WS_CHANNEL_PROPERTY_COOKIE_MODE = 39,
        /// WS_HTTP_PROXY_SETTING_MODE, default WS_HTTP_PROXY_SETTING_MODE_AUTO. HTTP; client create.
        WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE = 40,
        /// WS_CUSTOM_HTTP_PROXY, default none. HTTP; client create. Required when the proxy mode is
        /// WS_HTTP_PROXY_SETTING_MODE_CUSTOM.
        WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY = 41,
        /// WS_HTTP_MESSAGE_MAPPING, default no options and no headers. HTTP; create. Which parts of HTTP requests and
        /// responses appear as headers of the message. Its two option fields must be 0 unless the encoding is
        /// WS_ENCODING_RAW.
        WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING = 42,
        /// BOOL, default FALSE. HTTP request channels; client create. TRUE follows HTTP redirects. Ignored when
        /// WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT is given.
        WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT = 43,
        /// WS_HTTP_REDIRECT_CALLBACK_CONTEXT. HTTP request channels; client create. Enables redirects and names a
        /// callback that allows or refuses each.
        WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT = 44,
        /// BOOL, default TRUE. Clients: HTTP request channels, TCP, named pipe, UDP; client create,
        /// WsCreateServiceProxy (where it must be TRUE), set in any state, get. TRUE: a received fault makes the
        /// function fail, with the WS_E_ENDPOINT_ code that stands for a known fault and with
        /// WS_E_ENDPOINT_FAULT_RECEIVED for any other. FALSE: WsReceiveMessage and WsRequestReply fail with
        /// WS_E_ENDPOINT_FAULT_RECEIVED, other functions deliver the fault as a message whose
        /// WS_MESSAGE_PROPERTY_IS_FAULT is TRUE. Either way WsGetFaultErrorProperty takes the details of the fault from
        /// the error object.
        ///
        /// On a channel, TRUE also lets a known fault pass that lacks the message security asked for, even where
        /// WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS is FALSE; such a fault may come from anyone, and
        /// WS_MESSAGE_PROPERTY_PROTECTION_LEVEL tells. Not so for service proxies.
        WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS = 45,
        /// BOOL, default FALSE. Clients: HTTP request channels, TCP, named pipe; client create, set in any state, get.
        /// TRUE lets faults through that lack the message security the channel asks for, as if they had passed
        /// verification; they may come from anyone, and WS_MESSAGE_PROPERTY_PROTECTION_LEVEL tells. FALSE treats faults
        /// like any message, but see WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS. Transport security is not affected.
        WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS = 46,
        /// WCHAR*. HTTP request channels; get. The service principal name of the server, after a request that failed
        /// because the HTTP authentication schemes did not match and the server offers the scheme Nego2. Often not
        /// available even then.
        WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN = 47,
        /// WCHAR*. HTTP request channels; get. As WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN, for the HTTP proxy.
        WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN = 48,
        /// ULONG, bytes, default 65536. HTTP reply channels; listener create, get. Largest set of HTTP request headers;
        /// they are read into memory as a whole before the request is processed.
        WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE = 49,
    }
}

ws_enum! {
    /// Where a channel is in its life. A function that the state does not allow fails with WS_E_INVALID_OPERATION
    /// (WsFreeChannel cannot fail and must not be called then).
    ///
    /// Source: WS_CHANNEL_STATE page.
    pub enum WS_CHANNEL_STATE {
        /// New or reset; may be opened, accepted, reset or freed.
        WS_CHANNEL_STATE_CREATED = 0,
        /// WsOpenChannel is under way.
        WS_CHANNEL_STATE_OPENING = 1,
        /// WsAcceptChannel is under way.
        WS_CHANNEL_STATE_ACCEPTING = 2,
        /// Messages can be sent and received.
        WS_CHANNEL_STATE_OPEN = 3,
        /// No further use: WsAbortChannel was called on the open channel, or an error made the channel unusable. The
        /// current message can be abandoned and the channel closed; nothing else.
        WS_CHANNEL_STATE_FAULTED = 4,
        /// WsCloseChannel is under way.
        WS_CHANNEL_STATE_CLOSING = 5,
        /// Closed; may be reset for another use, or freed. A channel ends here even if WsCloseChannel returned an
        /// error.
        WS_CHANNEL_STATE_CLOSED = 6,
    }
}

ws_enum! {
    /// The message exchange pattern of a channel: directions, session, request with reply. A set of bits; only the
    /// combinations named here exist.
    ///
    /// HTTP takes WS_CHANNEL_TYPE_REQUEST on the client and WS_CHANNEL_TYPE_REPLY on the server. TCP and named pipe
    /// take WS_CHANNEL_TYPE_DUPLEX_SESSION on both sides. UDP takes WS_CHANNEL_TYPE_DUPLEX, and on the server
    /// WS_CHANNEL_TYPE_INPUT too. A custom channel decides for itself.
    ///
    /// Source: WS_CHANNEL_TYPE page and samples.
    pub enum WS_CHANNEL_TYPE {
        /// Receives only. UDP, with WsCreateChannelForListener.
        WS_CHANNEL_TYPE_INPUT = 1,
        /// Sends only. No built-in binding offers it.
        WS_CHANNEL_TYPE_OUTPUT = 2,
        /// The bit for a session, in which the channel keeps together all messages it sends and receives. Not a type by
        /// itself.
        WS_CHANNEL_TYPE_SESSION = 4,
        /// Receives only, in a session. No built-in binding offers it.
        WS_CHANNEL_TYPE_INPUT_SESSION = 5,
        /// Sends only, in a session. No built-in binding offers it.
        WS_CHANNEL_TYPE_OUTPUT_SESSION = 6,
        /// Sends and receives, without a session.
        WS_CHANNEL_TYPE_DUPLEX = 3,
        /// Sends and receives, in a session.
        WS_CHANNEL_TYPE_DUPLEX_SESSION = 7,
        /// Client side: sends a request, then receives its reply. The channel itself pairs the two; on other types the
        /// MessageID and RelatesTo headers can do it.
        WS_CHANNEL_TYPE_REQUEST = 8,
        /// Server side: receives a request, then sends its reply, paired by the channel itself.
        WS_CHANNEL_TYPE_REPLY = 16,
    }
}

ws_enum! {
    /// How the XML of a message is laid out as bytes. Text and MTOM encodings name the character set that is written;
    /// any WS_CHARSET is understood when reading.
    ///
    /// Source: WS_ENCODING page.
    pub enum WS_ENCODING {
        /// Binary XML (MC-NBFX) with the static dictionary (MC-NBFS). Smaller and faster than text. SOAP 1.2 only.
        WS_ENCODING_XML_BINARY_1 = 0,
        /// Binary XML with a dictionary that grows during the session (MC-NBFSE): a string is sent in full once, later
        /// as a number. The writer chooses the strings by the dictionary and id fields of WS_XML_STRING;
        /// WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE limits them. WS_CHANNEL_TYPE_DUPLEX_SESSION and SOAP 1.2
        /// only.
        WS_ENCODING_XML_BINARY_SESSION_1 = 1,
        /// MTOM: text in UTF-8 in a MIME package, with large binary data in parts of their own instead of base64.
        WS_ENCODING_XML_MTOM_UTF8 = 2,
        /// MTOM with the XML in UTF-16, big endian.
        WS_ENCODING_XML_MTOM_UTF16BE = 3,
        /// MTOM with the XML in UTF-16, little endian.
        WS_ENCODING_XML_MTOM_UTF16LE = 4,
        /// XML 1.0 text in UTF-8.
        WS_ENCODING_XML_UTF8 = 5,
        /// XML 1.0 text in UTF-16, big endian.
        WS_ENCODING_XML_UTF16BE = 6,
        /// XML 1.0 text in UTF-16, little endian.
        WS_ENCODING_XML_UTF16LE = 7,
        /// No XML on the wire: the body of the HTTP message is the bytes of the body element, for requests and
        /// responses that are not SOAP. HTTP only; the defaults are then WS_ENVELOPE_VERSION_NONE and
        /// WS_ADDRESSING_VERSION_TRANSPORT. See WS_HTTP_MESSAGE_MAPPING for verb, status and headers.
        WS_ENCODING_RAW = 8,
    }
}

ws_enum! {
    /// The IP version of a channel (WS_CHANNEL_PROPERTY_IP_VERSION) or listener (WS_LISTENER_PROPERTY_IP_VERSION).
    pub enum WS_IP_VERSION {
        /// IPv4 only.
        WS_IP_VERSION_4 = 1,
        /// IPv6 only.
        WS_IP_VERSION_6 = 2,
        /// Either, as the address and the machine allow; the default.
        WS_IP_VERSION_AUTO = 3,
    }
}

ws_enum! {
    /// What WsReceiveMessage does when the channel has no more messages.
    pub enum WS_RECEIVE_OPTION {
        /// A message must come; the end of the session is an error.
        WS_RECEIVE_REQUIRED_MESSAGE = 1,
        /// A message may come; at the end of the session the function returns WS_S_END.
        WS_RECEIVE_OPTIONAL_MESSAGE = 2,
    }
}

ws_enum! {
    /// Whether whole messages are held in memory or pass through in pieces, for each direction
    /// (WS_CHANNEL_PROPERTY_TRANSFER_MODE). Two bits. Code written for streaming also works buffered: WsFillBody and
    /// WsFlushBody then do nothing.
    ///
    /// Source: WS_TRANSFER_MODE page.
    pub enum WS_TRANSFER_MODE {
        /// Streamed input: WsReadMessageStart completes when envelope tag, headers and body tag are there; the
        /// application calls WsFillBody before it reads each piece of the body, and WsReadMessageEnd reads the end.
        /// Without this bit WsReadMessageStart reads the whole message.
        WS_STREAMED_INPUT_TRANSFER_MODE = 1,
        /// Streamed output: WsWriteMessageStart sends envelope tag, headers and body tag, each WsFlushBody what has
        /// been written since, and WsWriteMessageEnd the rest. Without this bit everything is sent by
        /// WsWriteMessageEnd.
        WS_STREAMED_OUTPUT_TRANSFER_MODE = 2,
        /// Both directions buffered.
        WS_BUFFERED_TRANSFER_MODE = 0,
        /// Both directions streamed.
        WS_STREAMED_TRANSFER_MODE = 3,
    }
}

/// A list of channel properties, as contained in other structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTIES {
    /// Array of propertyCount items; NULL when the count is 0.
    pub properties: *mut WS_CHANNEL_PROPERTY,
    /// Number of items in properties.
    pub propertyCount: ULONG,
}

/// One property of a channel. The array and the values need to live only during the call that takes them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY {
    /// Which property.
    pub id: WS_CHANNEL_PROPERTY_ID,
    /// Its value, of the type given at the id, suitably aligned.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
