//! The server side of the service model: the service host, its endpoints and contracts, the context that operations and
//! callbacks work with, and the metadata that a host publishes. Also two lists that listeners and security descriptions
//! take.

use super::*;

/// What a service operation or callback of a host can learn about the call that it serves, through
/// WsGetOperationContextProperty. Valid, with everything got from it, until the operation completes: when it returns,
/// or when it reports completion if it returned WS_S_ASYNC. Not for use by several threads at the same time. Source:
/// WS_OPERATION_CONTEXT page.
pub struct WS_OPERATION_CONTEXT {
    _private: [u8; 0],
}

/// Runs a service with one or more endpoints in this process. Made by WsCreateServiceHost, opened by WsOpenServiceHost,
/// closed by WsCloseServiceHost, freed by WsFreeServiceHost; after closing, WsResetServiceHost makes it ready to be
/// opened again. It must be closed before it is freed. Operations and callbacks run on threads of the library, several
/// at the same time, never with one of its locks held. Free threaded: any thread may use the handle at any time.
pub struct WS_SERVICE_HOST {
    _private: [u8; 0],
}

ws_enum! {
    /// Properties of a WS_OPERATION_CONTEXT, read by WsGetOperationContextProperty. Which are there depends on who
    /// asks: an operation has all of them, a callback those that are said below. The values belong to the host and live
    /// as long as the context does. Source: WS_OPERATION_CONTEXT_PROPERTY_ID page.
    pub enum WS_OPERATION_CONTEXT_PROPERTY_ID {
        /// WS_CHANNEL*. The channel of the call. In operations, WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
        /// WS_SERVICE_ACCEPT_CHANNEL_CALLBACK and WS_SERVICE_CLOSE_CHANNEL_CALLBACK.
        WS_OPERATION_CONTEXT_PROPERTY_CHANNEL = 0,
        /// WS_CONTRACT_DESCRIPTION*. The contract of the endpoint. In operations, WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
        /// WS_SERVICE_ACCEPT_CHANNEL_CALLBACK and WS_SERVICE_CLOSE_CHANNEL_CALLBACK.
        WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION = 1,
        /// void*. What WS_SERVICE_PROPERTY_HOST_USER_STATE was set to. In operations and all callbacks of the host.
        WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE = 2,
        /// void*. What WS_SERVICE_ACCEPT_CHANNEL_CALLBACK stored for the channel; NULL if nothing. In operations,
        /// WS_SERVICE_MESSAGE_RECEIVE_CALLBACK and WS_SERVICE_CLOSE_CHANNEL_CALLBACK, which is where to free it.
        WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE = 3,
        /// WS_MESSAGE*. The message received. In operations, WS_SERVICE_MESSAGE_RECEIVE_CALLBACK and
        /// WS_SERVICE_SECURITY_CALLBACK.
        WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE = 4,
        /// WS_MESSAGE*. The reply, for adding headers. In operations.
        WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE = 5,
        /// WS_HEAP*. For the memory of out parameters, which the host frees when the call is over. In operations.
        WS_OPERATION_CONTEXT_PROPERTY_HEAP = 6,
        /// WS_LISTENER*. The listener of the endpoint. Windows has it without documenting it.
        WS_OPERATION_CONTEXT_PROPERTY_LISTENER = 7,
        /// WS_ENDPOINT_ADDRESS. The address of the endpoint. Windows has it without documenting it.
        WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS = 8,
    }
}

ws_enum! {
    /// Properties of an endpoint, in the array of its WS_SERVICE_ENDPOINT; given to WsCreateServiceHost, fixed from
    /// then on. The limits among them bound what clients can make the host allocate. Source:
    /// WS_SERVICE_ENDPOINT_PROPERTY_ID page.
    pub enum WS_SERVICE_ENDPOINT_PROPERTY_ID {
        /// WS_SERVICE_PROPERTY_ACCEPT_CALLBACK, default none. Called when a channel is accepted.
        WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK = 0,
        /// WS_SERVICE_PROPERTY_CLOSE_CALLBACK, default none. Called when a channel is about to be closed or aborted.
        WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK = 1,
        /// ULONG, default 1. How many channels wait for new clients at the same time. Must be 1 if the contract has a
        /// defaultMessageHandlerCallback.
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS = 2,
        /// ULONG, default 1. How many calls of one session channel are served at the same time. Must be 1 if the
        /// contract has a defaultMessageHandlerCallback. Without sessions it has no effect.
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY = 3,
        /// SIZE_T, bytes, default 65535. Maximum size of the heap that holds the parameters of one call, in and out.
        WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE = 4,
        /// SIZE_T, bytes, default 4096. How much of that heap's memory is kept for the next call when it is reset.
        WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE = 5,
        /// WS_MESSAGE_PROPERTIES, default none: for the messages of the endpoint. Only
        /// WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES,
        /// WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES and WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS are allowed.
        WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES = 6,
        /// ULONG, default 100. How many call objects are kept for reuse. Without sessions best the same as
        /// WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE.
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE = 7,
        /// ULONG, default 100. How many channels are kept for reuse.
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE = 8,
        /// WS_LISTENER_PROPERTIES, default none: for the listener of the endpoint.
        WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES = 9,
        /// BOOL, default TRUE. Whether requests are checked for headers that are marked mustUnderstand and that nothing
        /// has processed.
        WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND = 10,
        /// WS_METADATA_EXCHANGE_TYPE, default WS_METADATA_EXCHANGE_TYPE_NONE. Whether the endpoint gives out the host's
        /// metadata, by WS-MetadataExchange (WS_METADATA_EXCHANGE_TYPE_MEX) or by HTTP GET
        /// (WS_METADATA_EXCHANGE_TYPE_HTTP_GET). The latter sets WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS and
        /// WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS of the listener to WS_MATCH_URL_PREFIX_PATH; the
        /// application must not give them WS_MATCH_URL_EXACT_PATH.
        WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE = 11,
        /// WS_SERVICE_ENDPOINT_METADATA, default none. The WSDL port of the endpoint; without it the endpoint does not
        /// appear in the metadata.
        WS_SERVICE_ENDPOINT_PROPERTY_METADATA = 12,
        /// WS_STRING, default none. Appended as it is to the endpoint's URL; only a WS-Transfer Get whose To header is
        /// the result is answered with metadata, and others are left to the application. Without it every such request
        /// is answered. Only with WS_METADATA_EXCHANGE_TYPE_MEX. URL matching changes as with
        /// WS_METADATA_EXCHANGE_TYPE_HTTP_GET.
        WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX = 13,
        /// ULONG, default 100. How many channels the endpoint serves at the same time.
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS = 14,
        /// ULONG. How many channels the endpoint serves at the same time for clients of one IP address. Windows has it
        /// without documenting it.
        WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP = 15,
    }
}

ws_enum! {
    /// States of a service host. A call in the wrong state fails with WS_E_INVALID_OPERATION. Source:
    /// WS_SERVICE_HOST_STATE page.
    pub enum WS_SERVICE_HOST_STATE {
        /// Created or reset; can be opened or freed.
        WS_SERVICE_HOST_STATE_CREATED = 0,
        /// WsOpenServiceHost is running and starts the listeners.
        WS_SERVICE_HOST_STATE_OPENING = 1,
        /// Serving clients.
        WS_SERVICE_HOST_STATE_OPEN = 2,
        /// WsCloseServiceHost is running and waits for calls; no new clients are accepted.
        WS_SERVICE_HOST_STATE_CLOSING = 3,
        /// Closed; can be reset or freed.
        WS_SERVICE_HOST_STATE_CLOSED = 4,
        /// Opening failed or the host was aborted. Must be closed.
        WS_SERVICE_HOST_STATE_FAULTED = 5,
    }
}

ws_enum! {
    /// Properties of a service host, given to WsCreateServiceHost; the state is read by WsGetServiceHostProperty.
    /// Source: WS_SERVICE_PROPERTY_ID page.
    pub enum WS_SERVICE_PROPERTY_ID {
        /// void*, default NULL; the value of the property points to that pointer. The application's own state, which
        /// operations and callbacks read as WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE. The library never looks into
        /// it; it must outlive the host.
        WS_SERVICE_PROPERTY_HOST_USER_STATE = 0,
        /// WS_FAULT_DISCLOSURE, default WS_MINIMAL_FAULT_DISCLOSURE. How much of a WS_ERROR goes into a fault that the
        /// host makes from it. More than the default tells clients about the inside of the service.
        WS_SERVICE_PROPERTY_FAULT_DISCLOSURE = 1,
        /// LANGID, default the user's locale. Language of the faults that the host makes. On Linux the library's own
        /// texts are English, and other languages fall back to it.
        WS_SERVICE_PROPERTY_FAULT_LANGID = 2,
        /// WS_SERVICE_HOST_STATE, read only, by WsGetServiceHostProperty. A snapshot that may be out of date when it is
        /// looked at.
        WS_SERVICE_PROPERTY_HOST_STATE = 3,
        /// WS_SERVICE_METADATA, default none. The documents that the host gives out as metadata; without it there is no
        /// metadata exchange. The host adds a wsdl:service with a port for each endpoint that has
        /// WS_SERVICE_ENDPOINT_PROPERTY_METADATA to the document whose namespace is serviceNs, unless a document has a
        /// wsdl:service already.
        WS_SERVICE_PROPERTY_METADATA = 4,
        /// ULONG, milliseconds, default 5000. How long WsCloseServiceHost waits for running calls before the host
        /// aborts itself.
        WS_SERVICE_PROPERTY_CLOSE_TIMEOUT = 5,
    }
}

/// HTTP clients to turn away, by their User-Agent header; value of WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DISALLOWED_USER_AGENT_SUBSTRINGS {
    /// Number of strings in the array.
    pub subStringCount: ULONG,
    /// Array of pointers to strings. A request whose User-Agent contains any of them is refused.
    pub subStrings: *mut *mut WS_STRING,
}

/// What an endpoint does with messages. At least one of contractDescription and defaultMessageHandlerCallback must be
/// set. Must stay valid, with all that it points to, until the host is freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_CONTRACT {
    /// The operations, found by the action of a message; NULL if there are none.
    pub contractDescription: *const WS_CONTRACT_DESCRIPTION,
    /// Called for messages whose action no operation has; for all messages if contractDescription is NULL. NULL is
    /// allowed with a contractDescription only.
    pub defaultMessageHandlerCallback: WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
    /// The structure of function pointers that wsutil declares for the contract, one per operation. Required with a
    /// contractDescription.
    pub methodTable: *const c_void,
}

/// One address of a service, with binding, security and contract; WsCreateServiceHost takes an array of pointers to
/// these. Source: WS_SERVICE_ENDPOINT page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT {
    /// Where to listen: the URL. On Linux, HTTP endpoints of one process may share a port, the longest matching URL
    /// prefix getting the request, and net.pipe URLs are Unix-domain sockets under $XDG_RUNTIME_DIR.
    pub address: WS_ENDPOINT_ADDRESS,
    /// Transport. With WS_UDP_CHANNEL_BINDING only one-way contracts are possible.
    pub channelBinding: WS_CHANNEL_BINDING,
    /// Message exchange pattern, and whether there are sessions.
    pub channelType: WS_CHANNEL_TYPE,
    /// Security of the endpoint; NULL for none. On Linux an HTTPS endpoint without a local certificate takes the one
    /// bound to its host and port in /etc/webservices/sslcert.conf or $WEBSERVICES_SSLCERT; one that is given is used,
    /// which Windows does not allow.
    pub securityDescription: *const WS_SECURITY_DESCRIPTION,
    /// What is done with messages.
    pub contract: *const WS_SERVICE_CONTRACT,
    /// Decides about each message before its body is read; NULL means that all that pass the security description are
    /// served.
    pub authorizationCallback: WS_SERVICE_SECURITY_CALLBACK,
    /// Array of properties of the endpoint; may be NULL if there are none.
    pub properties: *const WS_SERVICE_ENDPOINT_PROPERTY,
    /// Number of properties in the array.
    pub propertyCount: ULONG,
    /// Properties for the channels of the endpoint. The host turns the timeouts of channels off unless they are set
    /// here; short ones make slow clients fail.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// The wsdl:port of an endpoint, for the wsdl:service that the host adds to its metadata; see
/// WS_SERVICE_PROPERTY_METADATA. Not used if a document has a wsdl:service already. All strings must live until the
/// host is freed. The host does not check that the binding exists.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT_METADATA {
    /// Name of the port.
    pub portName: *mut WS_XML_STRING,
    /// Local name of the wsdl:binding of the port.
    pub bindingName: *mut WS_XML_STRING,
    /// Namespace of the wsdl:binding of the port.
    pub bindingNs: *mut WS_XML_STRING,
}

/// One property of an endpoint.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT_PROPERTY {
    /// Which property.
    pub id: WS_SERVICE_ENDPOINT_PROPERTY_ID,
    /// Pointer to the value, of the type that the id names.
    pub value: *mut c_void,
    /// Size of the value, in bytes.
    pub valueSize: ULONG,
}

/// The documents that a host gives out, and the name of the service in them. Everything must live until the host is
/// freed. The host does not check the documents; imports between them must use relative locations. Source:
/// WS_SERVICE_METADATA page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_METADATA {
    /// Number of documents in the array.
    pub documentCount: ULONG,
    /// Array of pointers to the documents.
    pub documents: *mut *mut WS_SERVICE_METADATA_DOCUMENT,
    /// Name of the wsdl:service to add. Set together with serviceNs; both NULL means that none is added.
    pub serviceName: *mut WS_XML_STRING,
    /// Namespace of the wsdl:service, which selects the document that it is added to. Set together with serviceName.
    pub serviceNs: *mut WS_XML_STRING,
}

/// One document: WSDL, XML Schema or WS-Policy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_METADATA_DOCUMENT {
    /// Text of the document; must live until the host is freed.
    pub content: *mut WS_XML_STRING,
    /// Appended to the endpoint's URL path for HTTP GET. May be NULL if only WS-MetadataExchange is used.
    pub name: *mut WS_STRING,
}

/// One property of a service host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY {
    /// Which property.
    pub id: WS_SERVICE_PROPERTY_ID,
    /// Pointer to the value, of the type that the id names.
    pub value: *mut c_void,
    /// Size of the value, in bytes.
    pub valueSize: ULONG,
}

/// Value of WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY_ACCEPT_CALLBACK {
    /// Called when a channel is accepted.
    pub callback: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK,
}

/// Value of WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY_CLOSE_CALLBACK {
    /// Called when a channel is about to be closed or aborted.
    pub callback: WS_SERVICE_CLOSE_CHANNEL_CALLBACK,
}

/// Service principal names that a server accepts in the extended protection of HTTP authentication; value of
/// WS_SECURITY_PROPERTY_SERVICE_IDENTITIES. Server only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_SECURITY_IDENTITIES {
    /// Array of the names, in full; there are no wildcards.
    pub serviceIdentities: *mut WS_STRING,
    /// Number of names in the array.
    pub serviceIdentityCount: ULONG,
}

/// Called when an endpoint has accepted a channel; with a session channel type that is the start of a session. context
/// is the channel's context. What the callback stores in channelState is kept with the channel and read as
/// WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE. Returns S_OK, or a failure; or, if asyncContext is not NULL,
/// WS_S_ASYNC, and then completes through asyncContext. error takes texts about a failure and may be NULL.
///
/// Runs on a thread of the library; may block, and should register for cancellation with WsRegisterOperationForCancel
/// if it does. Source: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK page.
pub type WS_SERVICE_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        channelState: *mut *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Called just before a channel of an endpoint is closed: the client has ended the session, the host is being aborted,
/// or a message could not be processed. The place to free what WS_SERVICE_ACCEPT_CHANNEL_CALLBACK stored; called
/// whether that callback succeeded or not. context is the channel's context. The result has one use: WS_S_ASYNC,
/// allowed if asyncContext is not NULL, means that the callback completes through asyncContext. Failures are ignored.
///
/// Runs on a thread of the library; may block, and should register for cancellation with WsRegisterOperationForCancel
/// if it does. Source: WS_SERVICE_CLOSE_CHANNEL_CALLBACK page.
pub type WS_SERVICE_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(context: *const WS_OPERATION_CONTEXT, asyncContext: *const WS_ASYNC_CONTEXT) -> HRESULT,
>;

/// Handles messages that no operation of the contract takes; see WS_SERVICE_CONTRACT. The message is
/// WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE of context; its headers are read, and the callback must read the body
/// and call WsReadMessageEnd. It sends a reply, if any, itself, on WS_OPERATION_CONTEXT_PROPERTY_CHANNEL. An endpoint
/// with this callback serves the messages of one session channel strictly one after the other.
///
/// Returns S_OK; a failure, which aborts the channel; or, if asyncContext is not NULL, WS_S_ASYNC, and then completes
/// through asyncContext. error takes texts about a failure and may be NULL. Runs on a thread of the library; may block,
/// and should register for cancellation with WsRegisterOperationForCancel if it does. Source:
/// WS_SERVICE_MESSAGE_RECEIVE_CALLBACK page.
pub type WS_SERVICE_MESSAGE_RECEIVE_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Decides whether a message may be served, after its headers are read and its security is verified, before its body is
/// read. The message is WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE of context; its properties tell the sender, such as
/// WS_MESSAGE_PROPERTY_USERNAME. Sets authorized to TRUE to let it pass, to FALSE to refuse it, and returns S_OK; a
/// failure refuses it too and aborts the channel. error takes texts about a failure and may be NULL. Runs on a thread
/// of the library; must not read the body. It is the only authorization that a host does. Source: Service Authorization
/// page.
pub type WS_SERVICE_SECURITY_CALLBACK = Option<
    unsafe extern "C" fn(context: *const WS_OPERATION_CONTEXT, authorized: *mut BOOL, error: *mut WS_ERROR) -> HRESULT,
>;
