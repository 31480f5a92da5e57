//! Messages: the envelope with headers and body that a channel carries, with its versions, standard headers, states and
//! properties.

use super::*;

/// Flag for the headerAttributes parameters of the header functions: the header has mustUnderstand, so a receiver that
/// does not know it must answer with a fault.
pub const WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE: ULONG = 1;

/// Flag for the headerAttributes parameters of the header functions: the header has relay, so an intermediary that does
/// not process it must pass it on. SOAP 1.2 only.
pub const WS_RELAY_HEADER_ATTRIBUTE: ULONG = 2;

/// A message: headers, always held in memory, and a body that is written to or read from a stream. WsCreateMessage and
/// WsCreateMessageForChannel make one, WsInitializeMessage and the send functions fill it, the receive functions read
/// into it, WsResetMessage empties it for the next use, WsFreeMessage releases it.
///
/// Single threaded: one operation at a time. A synchronous call is under way until it returns; one that returned
/// WS_S_ASYNC, until its callback has been invoked. Heap, header buffer, body reader and body writer of a message are
/// part of it in this respect, and so is the channel call that is using it.
///
/// Source: WS_MESSAGE and thread-safety pages.
pub struct WS_MESSAGE {
    _private: [u8; 0],
}

ws_enum! {
    /// The SOAP version of an envelope. Message and channel must have the same.
    pub enum WS_ENVELOPE_VERSION {
        /// SOAP 1.1, namespace `http://schemas.xmlsoap.org/soap/envelope/`.
        WS_ENVELOPE_VERSION_SOAP_1_1 = 1,
        /// SOAP 1.2, namespace `http://www.w3.org/2003/05/soap-envelope`.
        WS_ENVELOPE_VERSION_SOAP_1_2 = 2,
        /// No envelope: only the body travels. For WS_ENCODING_RAW.
        WS_ENVELOPE_VERSION_NONE = 3,
    }
}

ws_enum! {
    /// The standard headers, those of WS-Addressing, for WsSetHeader, WsGetHeader and WsRemoveHeader. Namespace and
    /// form follow the addressing version of the message. With WS_ADDRESSING_VERSION_TRANSPORT only WS_ACTION_HEADER
    /// and WS_TO_HEADER exist.
    ///
    /// Source: WS_HEADER_TYPE page.
    pub enum WS_HEADER_TYPE {
        /// Action. Type WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
        WS_ACTION_HEADER = 1,
        /// To. Type WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
        WS_TO_HEADER = 2,
        /// MessageID. Type WS_UNIQUE_ID_TYPE, WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
        WS_MESSAGE_ID_HEADER = 3,
        /// RelatesTo. Type WS_UNIQUE_ID_TYPE, WS_STRING_TYPE, WS_XML_STRING_TYPE or WS_WSZ_TYPE.
        WS_RELATES_TO_HEADER = 4,
        /// From. Type WS_ENDPOINT_ADDRESS_TYPE.
        WS_FROM_HEADER = 5,
        /// ReplyTo. Type WS_ENDPOINT_ADDRESS_TYPE.
        WS_REPLY_TO_HEADER = 6,
        /// FaultTo. Type WS_ENDPOINT_ADDRESS_TYPE.
        WS_FAULT_TO_HEADER = 7,
    }
}

ws_enum! {
    /// Which headers WsInitializeMessage puts into a message.
    ///
    /// Source: WS_MESSAGE_INITIALIZATION page.
    pub enum WS_MESSAGE_INITIALIZATION {
        /// None.
        WS_BLANK_MESSAGE = 0,
        /// A copy of the headers of the source message.
        WS_DUPLICATE_MESSAGE = 1,
        /// With WS_ADDRESSING_VERSION_0_9 and WS_ADDRESSING_VERSION_1_0 a new, unique MessageID; otherwise none.
        WS_REQUEST_MESSAGE = 2,
        /// Those of a reply to the source message: addressed to its ReplyTo, with a RelatesTo made from its MessageID.
        /// For faults use WS_FAULT_MESSAGE.
        WS_REPLY_MESSAGE = 3,
        /// Those of a fault that answers the source message: addressed to its FaultTo or else its ReplyTo, with a
        /// RelatesTo made from its MessageID. Sets WS_MESSAGE_PROPERTY_IS_FAULT.
        WS_FAULT_MESSAGE = 4,
    }
}

ws_enum! {
    /// Identifies a property of a message.
    ///
    /// How to read the notes below: the C type of the value comes first. Create means the property array of
    /// WsCreateMessage and WsCreateMessageForChannel, get is WsGetMessageProperty, set is WsSetMessageProperty. Where
    /// no state is named, the property is available in all states but WS_MESSAGE_STATE_EMPTY. Objects and memory that
    /// get returns belong to the message and are valid until it is reset or freed; the caller must not free them.
    ///
    /// The properties about the sender are filled by the security of the channel on received messages. A custom channel
    /// may set them (custom set); the message keeps a copy of the value.
    ///
    /// Source: WS_MESSAGE_PROPERTY_ID page.
    pub enum WS_MESSAGE_PROPERTY_ID {
        /// WS_MESSAGE_STATE. Get, in every state.
        WS_MESSAGE_PROPERTY_STATE = 0,
        /// WS_HEAP*. Get. The heap of the message. The application may allocate from it, which is undone when the
        /// message is reset or freed, but must not call WsResetHeap on it.
        WS_MESSAGE_PROPERTY_HEAP = 1,
        /// WS_ENVELOPE_VERSION. Get; may also stand in a WS_MESSAGE_PROPERTIES structure. WsCreateMessage takes it as a
        /// parameter instead.
        WS_MESSAGE_PROPERTY_ENVELOPE_VERSION = 2,
        /// WS_ADDRESSING_VERSION. Get; may also stand in a WS_MESSAGE_PROPERTIES structure. WsCreateMessage takes it as
        /// a parameter instead.
        WS_MESSAGE_PROPERTY_ADDRESSING_VERSION = 3,
        /// WS_XML_BUFFER*. Get. The envelope with its headers and the body element, without what is in the body.
        WS_MESSAGE_PROPERTY_HEADER_BUFFER = 4,
        /// WS_XML_NODE_POSITION. Get. The Header element within WS_MESSAGE_PROPERTY_HEADER_BUFFER, as a starting point
        /// for WsSetReaderPosition and WsSetWriterPosition. It always exists: WsInitializeMessage makes it, and reading
        /// a message adds it where it is missing.
        WS_MESSAGE_PROPERTY_HEADER_POSITION = 5,
        /// WS_XML_READER*. Get, in state WS_MESSAGE_STATE_READING only. Reads the content of the body.
        WS_MESSAGE_PROPERTY_BODY_READER = 6,
        /// WS_XML_WRITER*. Get, in state WS_MESSAGE_STATE_WRITING only. Writes the content of the body.
        WS_MESSAGE_PROPERTY_BODY_WRITER = 7,
        /// BOOL. Get. FALSE after creation and reset, TRUE once WsAddressMessage has been called or the message has
        /// been read.
        WS_MESSAGE_PROPERTY_IS_ADDRESSED = 8,
        /// WS_HEAP_PROPERTIES. Create. For the heap of the message, which holds its headers; WS_HEAP_PROPERTY_MAX_SIZE
        /// and WS_HEAP_PROPERTY_TRIM_SIZE may be given.
        WS_MESSAGE_PROPERTY_HEAP_PROPERTIES = 9,
        /// WS_XML_READER_PROPERTIES. Create. For the readers of the message, those that channels make for it included.
        /// Allowed are the WS_XML_READER_PROPERTY_ ids MAX_DEPTH, MAX_ATTRIBUTES, READ_DECLARATION, UTF8_TRIM_SIZE,
        /// STREAM_BUFFER_SIZE, STREAM_MAX_ROOT_MIME_PART_SIZE, STREAM_MAX_MIME_HEADERS_SIZE, MAX_MIME_PARTS,
        /// ALLOW_INVALID_CHARACTER_REFERENCES and MAX_NAMESPACES.
        WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES = 10,
        /// WS_XML_WRITER_PROPERTIES. Create. For the writers of the message, those that channels make for it included.
        /// Allowed are the WS_XML_WRITER_PROPERTY_ ids MAX_DEPTH, MAX_ATTRIBUTES, WRITE_DECLARATION, BUFFER_TRIM_SIZE,
        /// MAX_MIME_PARTS_BUFFER_SIZE, ALLOW_INVALID_CHARACTER_REFERENCES and MAX_NAMESPACES.
        WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES = 11,
        /// BOOL. Get, set. Read message: whether the first element of the body is a fault; WsReadBody with
        /// WS_FAULT_TYPE then reads it. Message to be written: whether the application is going to write a fault, which
        /// makes HTTP send status 500 instead of 200. WsInitializeMessage sets TRUE for WS_FAULT_MESSAGE, FALSE
        /// otherwise.
        WS_MESSAGE_PROPERTY_IS_FAULT = 12,
        /// ULONG, number of headers, default 64. Create. Bounds the search for a header. Only the functions that access
        /// headers (WsGetHeader, WsSetHeader, WsGetCustomHeader, WsGetMappedHeader) enforce it, not direct use of the
        /// header buffer.
        WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS = 13,
        /// WS_STRING. Get, custom set. The user name of the sender, where the security of the channel uses one.
        WS_MESSAGE_PROPERTY_USERNAME = 14,
        /// WS_BYTES. Get, custom set. The certificate of the sender, encoded (DER), where the security of the channel
        /// uses one: the TLS client certificate, or the one of X.509 message security.
        WS_MESSAGE_PROPERTY_ENCODED_CERT = 15,
        /// HANDLE. Get, custom set. The sender as authenticated by transport security, with
        /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING. On Windows a token, also with WS_SSL_TRANSPORT_SECURITY_BINDING
        /// where http.sys maps certificates to accounts. On Linux an opaque handle, valid until the message is reset or
        /// freed. The mechanism, name, realm and known groups of the sender are read from it with
        /// WsxGetIdentityProperty.
        WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN = 16,
        /// HANDLE. Get, custom set. The sender as authenticated by HTTP headers, with
        /// WS_HTTP_HEADER_AUTH_SECURITY_BINDING. On Windows a token; on Linux an opaque handle, valid until the message
        /// is reset or freed. The mechanism, name, realm and known groups of the sender are read from it with
        /// WsxGetIdentityProperty.
        WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN = 17,
        /// HANDLE. Get, custom set. The sender as authenticated by message security, with
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. On Windows a token; on Linux an opaque handle, valid until the
        /// message is reset or freed. The mechanism, name, realm and known groups of the sender are read from it with
        /// WsxGetIdentityProperty.
        WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN = 18,
        /// WS_XML_BUFFER*. Get, custom set. The SAML assertion that represents the sender, on servers with
        /// WS_SAML_MESSAGE_SECURITY_BINDING.
        WS_MESSAGE_PROPERTY_SAML_ASSERTION = 19,
        /// WS_SECURITY_CONTEXT*. Get. The secure conversation that the message belongs to, on servers with
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_MESSAGE_PROPERTY_SECURITY_CONTEXT = 20,
        /// WS_PROTECTION_LEVEL. Get, custom set. The protection of a received message: the level that the application
        /// asked for, or WS_PROTECTION_LEVEL_NONE if the channel has no security or verification failed. The latter
        /// happens to faults that are let through; see WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS and
        /// WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS.
        WS_MESSAGE_PROPERTY_PROTECTION_LEVEL = 21,
    }
}

ws_enum! {
    /// Where a message is in its life. Writing leads from empty over initialized and writing to done, reading from
    /// empty over reading to done; WsResetMessage leads back to empty. A function that the state does not allow fails
    /// with WS_E_INVALID_OPERATION.
    ///
    /// Source: WS_MESSAGE_STATE page.
    pub enum WS_MESSAGE_STATE {
        /// New or reset. Neither headers nor body can be accessed.
        WS_MESSAGE_STATE_EMPTY = 1,
        /// Headers can be accessed, the body cannot: the time to set up the headers of a message to be sent.
        WS_MESSAGE_STATE_INITIALIZED = 2,
        /// Headers can be accessed and the body be read, with WsReadBody or WS_MESSAGE_PROPERTY_BODY_READER.
        WS_MESSAGE_STATE_READING = 3,
        /// Headers can be accessed and the body be written, with WsWriteBody or WS_MESSAGE_PROPERTY_BODY_WRITER.
        WS_MESSAGE_STATE_WRITING = 4,
        /// The end of the body has been read or written. Headers can still be accessed.
        WS_MESSAGE_STATE_DONE = 5,
    }
}

ws_enum! {
    /// Whether a custom or mapped header may appear several times in a message.
    pub enum WS_REPEATING_HEADER_OPTION {
        /// Any number of times; the headerIndex parameter, from 0, chooses one.
        WS_REPEATING_HEADER = 1,
        /// At most once, which the function ensures; reading a header that is there more often fails with
        /// WS_E_INVALID_FORMAT. headerIndex must be 0.
        WS_SINGLETON_HEADER = 2,
    }
}

/// Describes one kind of message: its action and the element in its body. Both pointers must stay valid while the
/// description is in use; wsutil generates static ones.
///
/// Source: WS_MESSAGE_DESCRIPTION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_MESSAGE_DESCRIPTION {
    /// The action of the message; NULL if it has none.
    pub action: *mut WS_XML_STRING,
    /// The element in the body, read and written as by WsReadBody and WsWriteBody; NULL if the body is empty.
    pub bodyElementDescription: *mut WS_ELEMENT_DESCRIPTION,
}

/// A list of message properties, as contained in other structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_MESSAGE_PROPERTIES {
    /// Array of propertyCount items; NULL when the count is 0.
    pub properties: *mut WS_MESSAGE_PROPERTY,
    /// Number of items in properties.
    pub propertyCount: ULONG,
}

/// One property of a message.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_MESSAGE_PROPERTY {
    /// Which property.
    pub id: WS_MESSAGE_PROPERTY_ID,
    /// Its value, of the type given at the id, suitably aligned.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Tells that the message has finished with the XML reader given to WsReadEnvelopeStart, or the XML writer given to
/// WsWriteEnvelopeStart, so that the owner may use or free it again. doneCallbackState is what was given to that
/// function.
///
/// Invoked on the thread that calls WsFreeMessage or WsResetMessage, as a short callback (WS_SHORT_CALLBACK): it must
/// not block.
///
/// Source: WS_MESSAGE_DONE_CALLBACK page.
pub type WS_MESSAGE_DONE_CALLBACK = Option<unsafe extern "C" fn(doneCallbackState: *mut c_void)>;
