//! Names of API calls in traces. Tracing itself is switched on with the environment variable WEBSERVICES_TRACE, which
//! names a file or a directory; no function takes a value of this enumeration.

ws_enum! {
    /// Which call a trace event belongs to. Windows writes these numbers into its event log (ETW); on Linux they
    /// identify the call in what WEBSERVICES_TRACE records. For each value, the function and what it does.
    pub enum WS_TRACE_API {
        /// No call: the event belongs to none.
        WS_TRACE_API_NONE = -1,
        /// WsStartReaderCanonicalization: begins to canonicalize what a reader reads.
        WS_TRACE_API_START_READER_CANONICALIZATION = 0,
        /// WsEndReaderCanonicalization: ends the canonicalization of a reader.
        WS_TRACE_API_END_READER_CANONICALIZATION = 1,
        /// WsStartWriterCanonicalization: begins to canonicalize what a writer writes.
        WS_TRACE_API_START_WRITER_CANONICALIZATION = 2,
        /// WsEndWriterCanonicalization: ends the canonicalization of a writer.
        WS_TRACE_API_END_WRITER_CANONICALIZATION = 3,
        /// WsCreateXmlBuffer: makes an XML buffer in a heap.
        WS_TRACE_API_CREATE_XML_BUFFER = 4,
        /// WsRemoveNode: removes a node from an XML buffer.
        WS_TRACE_API_REMOVE_NODE = 5,
        /// WsCreateReader: makes an XML reader.
        WS_TRACE_API_CREATE_READER = 6,
        /// WsSetInput: gives a reader its encoding and its input.
        WS_TRACE_API_SET_INPUT = 7,
        /// WsSetInputToBuffer: lets a reader read an XML buffer.
        WS_TRACE_API_SET_INPUT_TO_BUFFER = 8,
        /// WsFreeReader: frees a reader.
        WS_TRACE_API_FREE_XML_READER = 9,
        /// WsGetReaderProperty: reads a property of a reader.
        WS_TRACE_API_GET_READER_PROPERTY = 10,
        /// WsGetReaderNode: returns the node at which a reader stands.
        WS_TRACE_API_GET_READER_NODE = 11,
        /// WsFillReader: brings input bytes into a reader's buffer.
        WS_TRACE_API_FILL_READER = 12,
        /// WsReadStartElement: moves from a start tag into the element.
        WS_TRACE_API_READ_START_ELEMENT = 13,
        /// WsReadToStartElement: moves to the next start tag and checks its name.
        WS_TRACE_API_READ_TO_START_ELEMENT = 14,
        /// WsReadStartAttribute: moves to the content of an attribute.
        WS_TRACE_API_READ_START_ATTRIBUTE = 15,
        /// WsReadEndAttribute: moves from an attribute back to its element.
        WS_TRACE_API_READ_END_ATTRIBUTE = 16,
        /// WsReadNode: moves to the next node.
        WS_TRACE_API_READ_NODE = 17,
        /// WsSkipNode: moves past a node with all that it contains.
        WS_TRACE_API_SKIP_NODE = 18,
        /// WsReadEndElement: moves past an end tag.
        WS_TRACE_API_READ_END_ELEMENT = 19,
        /// WsFindAttribute: finds an attribute of the current element by name.
        WS_TRACE_API_FIND_ATTRIBUTE = 20,
        /// WsReadValue: reads text as a value of a simple type.
        WS_TRACE_API_READ_ELEMENT_VALUE = 21,
        /// WsReadChars: reads text as UTF-16, piece by piece.
        WS_TRACE_API_READ_CHARS = 22,
        /// WsReadCharsUtf8: reads text as UTF-8, piece by piece.
        WS_TRACE_API_READ_CHARS_UTF8 = 23,
        /// WsReadBytes: reads base64 text as bytes, piece by piece.
        WS_TRACE_API_READ_BYTES = 24,
        /// WsReadArray: reads a row of equal elements as an array.
        WS_TRACE_API_READ_ARRAY = 25,
        /// WsGetReaderPosition: returns the position of a reader in an XML buffer.
        WS_TRACE_API_GET_READER_POSITION = 26,
        /// WsSetReaderPosition: moves a reader to a position in an XML buffer.
        WS_TRACE_API_SET_READER_POSITION = 27,
        /// WsMoveReader: moves a reader to a neighbour node in an XML buffer.
        WS_TRACE_API_MOVE_READER = 28,
        /// WsCreateWriter: makes an XML writer.
        WS_TRACE_API_CREATE_WRITER = 29,
        /// WsFreeWriter: frees a writer.
        WS_TRACE_API_FREE_XML_WRITER = 30,
        /// WsSetOutput: gives a writer its encoding and its output.
        WS_TRACE_API_SET_OUTPUT = 31,
        /// WsSetOutputToBuffer: lets a writer write to an XML buffer.
        WS_TRACE_API_SET_OUTPUT_TO_BUFFER = 32,
        /// WsGetWriterProperty: reads a property of a writer.
        WS_TRACE_API_GET_WRITER_PROPERTY = 33,
        /// WsFlushWriter: passes on what a writer has buffered.
        WS_TRACE_API_FLUSH_WRITER = 34,
        /// WsWriteStartElement: begins an element.
        WS_TRACE_API_WRITE_START_ELEMENT = 35,
        /// WsWriteEndStartElement: ends a start tag.
        WS_TRACE_API_WRITE_END_START_ELEMENT = 36,
        /// WsWriteXmlnsAttribute: declares a namespace on the current element.
        WS_TRACE_API_WRITE_XMLNS_ATTRIBUTE = 37,
        /// WsWriteStartAttribute: begins an attribute.
        WS_TRACE_API_WRITE_START_ATTRIBUTE = 38,
        /// WsWriteEndAttribute: ends an attribute.
        WS_TRACE_API_WRITE_END_ATTRIBUTE = 39,
        /// WsWriteValue: writes a value of a simple type as text.
        WS_TRACE_API_WRITE_VALUE = 40,
        /// WsWriteXmlBuffer: writes the content of an XML buffer.
        WS_TRACE_API_WRITE_XML_BUFFER = 41,
        /// WsReadXmlBuffer: reads a node with all that it contains into a new XML buffer.
        WS_TRACE_API_READ_XML_BUFFER = 42,
        /// WsWriteXmlBufferToBytes: encodes an XML buffer into bytes.
        WS_TRACE_API_WRITE_XML_BUFFER_TO_BYTES = 43,
        /// WsReadXmlBufferFromBytes: decodes bytes into an XML buffer.
        WS_TRACE_API_READ_XML_BUFFER_FROM_BYTES = 44,
        /// WsWriteArray: writes an array as a row of equal elements.
        WS_TRACE_API_WRITE_ARRAY = 45,
        /// WsWriteQualifiedName: writes a qualified name as text.
        WS_TRACE_API_WRITE_QUALIFIED_NAME = 46,
        /// WsWriteChars: writes UTF-16 text.
        WS_TRACE_API_WRITE_CHARS = 47,
        /// WsWriteCharsUtf8: writes UTF-8 text.
        WS_TRACE_API_WRITE_CHARS_UTF8 = 48,
        /// WsWriteBytes: writes bytes as base64 text.
        WS_TRACE_API_WRITE_BYTES = 49,
        /// WsPushBytes: writes bytes that a callback supplies by writing them.
        WS_TRACE_API_PUSH_BYTES = 50,
        /// WsPullBytes: writes bytes that a callback supplies when asked for them.
        WS_TRACE_API_PULL_BYTES = 51,
        /// WsWriteEndElement: ends an element.
        WS_TRACE_API_WRITE_END_ELEMENT = 52,
        /// WsWriteText: writes a text value.
        WS_TRACE_API_WRITE_TEXT = 53,
        /// WsWriteStartCData: begins a CDATA section.
        WS_TRACE_API_WRITE_START_CDATA = 54,
        /// WsWriteEndCData: ends a CDATA section.
        WS_TRACE_API_WRITE_END_CDATA = 55,
        /// WsWriteNode: writes one node.
        WS_TRACE_API_WRITE_NODE = 56,
        /// WsGetPrefixFromNamespace: finds the prefix of a namespace in scope of a writer.
        WS_TRACE_API_PREFIX_FROM_NAMESPACE = 57,
        /// WsGetWriterPosition: returns the position of a writer in an XML buffer.
        WS_TRACE_API_GET_WRITER_POSITION = 58,
        /// WsSetWriterPosition: moves a writer to a position in an XML buffer.
        WS_TRACE_API_SET_WRITER_POSITION = 59,
        /// WsMoveWriter: moves a writer to a neighbour node in an XML buffer.
        WS_TRACE_API_MOVE_WRITER = 60,
        /// WsTrimXmlWhitespace: removes white space at both ends of a string.
        WS_TRACE_API_TRIM_XML_WHITESPACE = 61,
        /// WsVerifyXmlNCName: checks that a string is an XML name without a colon.
        WS_TRACE_API_VERIFY_XML_NCNAME = 62,
        /// WsXmlStringEquals: compares two XML strings.
        WS_TRACE_API_XML_STRING_EQUALS = 63,
        /// WsGetNamespaceFromPrefix: finds the namespace of a prefix in scope of a reader.
        WS_TRACE_API_NAMESPACE_FROM_PREFIX = 64,
        /// WsReadQualifiedName: reads text as a qualified name.
        WS_TRACE_API_READ_QUALIFIED_NAME = 65,
        /// WsGetXmlAttribute: returns the text of an xml: attribute such as xml:lang.
        WS_TRACE_API_GET_XML_ATTRIBUTE = 66,
        /// WsCopyNode: copies a node from a reader to a writer.
        WS_TRACE_API_COPY_NODE = 67,
        /// WsAsyncExecute: runs asynchronous functions one after the other.
        WS_TRACE_API_ASYNC_EXECUTE = 68,
        /// WsCreateChannel: makes a client channel.
        WS_TRACE_API_CREATE_CHANNEL = 69,
        /// WsOpenChannel: opens a channel to an endpoint.
        WS_TRACE_API_OPEN_CHANNEL = 70,
        /// WsSendMessage: sends a message with its body.
        WS_TRACE_API_SEND_MESSAGE = 71,
        /// WsReceiveMessage: receives a message with its body.
        WS_TRACE_API_RECEIVE_MESSAGE = 72,
        /// WsRequestReply: sends a request and receives its reply.
        WS_TRACE_API_REQUEST_REPLY = 73,
        /// WsSendReplyMessage: sends the reply to a request.
        WS_TRACE_API_SEND_REPLY_MESSAGE = 74,
        /// WsSendFaultMessageForError: sends a fault made from an error object.
        WS_TRACE_API_SEND_FAULT_MESSAGE_FOR_ERROR = 75,
        /// WsGetChannelProperty: reads a property of a channel.
        WS_TRACE_API_GET_CHANNEL_PROPERTY = 76,
        /// WsSetChannelProperty: sets a property of a channel.
        WS_TRACE_API_SET_CHANNEL_PROPERTY = 77,
        /// WsWriteMessageStart: sends the headers of a message.
        WS_TRACE_API_WRITE_MESSAGE_START = 78,
        /// WsWriteMessageEnd: ends a message that is being sent.
        WS_TRACE_API_WRITE_MESSAGE_END = 79,
        /// WsReadMessageStart: receives the headers of a message.
        WS_TRACE_API_READ_MESSAGE_START = 80,
        /// WsReadMessageEnd: ends a message that is being received.
        WS_TRACE_API_READ_MESSAGE_END = 81,
        /// WsCloseChannel: closes a channel.
        WS_TRACE_API_CLOSE_CHANNEL = 82,
        /// WsAbortChannel: stops all input and output of a channel.
        WS_TRACE_API_ABORT_CHANNEL = 83,
        /// WsFreeChannel: frees a channel.
        WS_TRACE_API_FREE_CHANNEL = 84,
        /// WsResetChannel: makes a closed channel ready for another use.
        WS_TRACE_API_RESET_CHANNEL = 85,
        /// WsAbandonMessage: gives up the rest of a message.
        WS_TRACE_API_ABANDON_MESSAGE = 86,
        /// WsShutdownSessionChannel: tells the other side of a session that no message follows.
        WS_TRACE_API_SHUTDOWN_SESSION_CHANNEL = 87,
        /// WsGetOperationContextProperty: reads a property of the context of a service operation.
        WS_TRACE_API_GET_CONTEXT_PROPERTY = 88,
        /// WsGetDictionary: returns a built-in dictionary of an encoding.
        WS_TRACE_API_GET_DICTIONARY = 89,
        /// WsReadEndpointAddressExtension: reads an extension of an endpoint address.
        WS_TRACE_API_READ_ENDPOINT_ADDRESS_EXTENSION = 90,
        /// WsCreateError: makes an error object.
        WS_TRACE_API_CREATE_ERROR = 91,
        /// WsAddErrorString: adds a text to an error object.
        WS_TRACE_API_ADD_ERROR_STRING = 92,
        /// WsGetErrorString: returns a text of an error object.
        WS_TRACE_API_GET_ERROR_STRING = 93,
        /// WsCopyError: copies an error object into another one.
        WS_TRACE_API_COPY_ERROR = 94,
        /// WsGetErrorProperty: reads a property of an error object.
        WS_TRACE_API_GET_ERROR_PROPERTY = 95,
        /// WsSetErrorProperty: sets a property of an error object.
        WS_TRACE_API_SET_ERROR_PROPERTY = 96,
        /// WsResetError: empties an error object.
        WS_TRACE_API_RESET_ERROR = 97,
        /// WsFreeError: frees an error object.
        WS_TRACE_API_FREE_ERROR = 98,
        /// WsGetFaultErrorProperty: reads what an error object holds about a fault.
        WS_TRACE_API_GET_FAULT_ERROR_PROPERTY = 99,
        /// WsSetFaultErrorProperty: sets what an error object holds about a fault.
        WS_TRACE_API_SET_FAULT_ERROR_PROPERTY = 100,
        /// WsCreateFaultFromError: makes a fault from an error object.
        WS_TRACE_API_CREATE_FAULT_FROM_ERROR = 101,
        /// WsSetFaultErrorDetail: sets the detail of the fault in an error object.
        WS_TRACE_API_SET_FAULT_ERROR_DETAIL = 102,
        /// WsGetFaultErrorDetail: reads the detail of the fault in an error object.
        WS_TRACE_API_GET_FAULT_ERROR_DETAIL = 103,
        /// WsCreateHeap: makes a heap.
        WS_TRACE_API_CREATE_HEAP = 104,
        /// WsAlloc: allocates memory from a heap.
        WS_TRACE_API_ALLOC = 105,
        /// WsGetHeapProperty: reads a property of a heap.
        WS_TRACE_API_GET_HEAP_PROPERTY = 106,
        /// WsResetHeap: frees all allocations of a heap.
        WS_TRACE_API_RESET_HEAP = 107,
        /// WsFreeHeap: frees a heap.
        WS_TRACE_API_FREE_HEAP = 108,
        /// WsCreateListener: makes a listener.
        WS_TRACE_API_CREATE_LISTENER = 109,
        /// WsOpenListener: begins to listen at a URL.
        WS_TRACE_API_OPEN_LISTENER = 110,
        /// WsAcceptChannel: takes the next incoming channel.
        WS_TRACE_API_ACCEPT_CHANNEL = 111,
        /// WsCloseListener: stops listening.
        WS_TRACE_API_CLOSE_LISTENER = 112,
        /// WsAbortListener: stops all input and output of a listener.
        WS_TRACE_API_ABORT_LISTENER = 113,
        /// WsResetListener: makes a closed listener ready for another use.
        WS_TRACE_API_RESET_LISTENER = 114,
        /// WsFreeListener: frees a listener.
        WS_TRACE_API_FREE_LISTENER = 115,
        /// WsGetListenerProperty: reads a property of a listener.
        WS_TRACE_API_GET_LISTENER_PROPERTY = 116,
        /// WsSetListenerProperty: sets a property of a listener.
        WS_TRACE_API_SET_LISTENER_PROPERTY = 117,
        /// WsCreateChannelForListener: makes a channel that can be accepted from a listener.
        WS_TRACE_API_CREATE_CHANNEL_FOR_LISTENER = 118,
        /// WsCreateMessage: makes a message.
        WS_TRACE_API_CREATE_MESSAGE = 119,
        /// WsCreateMessageForChannel: makes a message that fits a channel.
        WS_TRACE_API_CREATE_MESSAGE_FOR_CHANNEL = 120,
        /// WsInitializeMessage: prepares a message as request, reply, fault or the like.
        WS_TRACE_API_INITIALIZE_MESSAGE = 121,
        /// WsResetMessage: makes a message ready for another use.
        WS_TRACE_API_RESET_MESSAGE = 122,
        /// WsFreeMessage: frees a message.
        WS_TRACE_API_FREE_MESSAGE = 123,
        /// WsGetHeaderAttributes: returns the SOAP attributes of a header.
        WS_TRACE_API_GET_HEADER_ATTRIBUTES = 124,
        /// WsGetHeader: reads a standard header.
        WS_TRACE_API_GET_HEADER = 125,
        /// WsGetCustomHeader: reads an application's header.
        WS_TRACE_API_GET_CUSTOM_HEADER = 126,
        /// WsRemoveHeader: removes a standard header.
        WS_TRACE_API_REMOVE_HEADER = 127,
        /// WsSetHeader: adds or replaces a standard header.
        WS_TRACE_API_SET_HEADER = 128,
        /// WsRemoveCustomHeader: removes an application's header.
        WS_TRACE_API_REMOVE_CUSTOM_HEADER = 129,
        /// WsAddCustomHeader: adds an application's header.
        WS_TRACE_API_ADD_CUSTOM_HEADER = 130,
        /// WsAddMappedHeader: adds a header that the transport carries.
        WS_TRACE_API_ADD_MAPPED_HEADER = 131,
        /// WsRemoveMappedHeader: removes a header that the transport carries.
        WS_TRACE_API_REMOVE_MAPPED_HEADER = 132,
        /// WsGetMappedHeader: reads a header that the transport carries.
        WS_TRACE_API_GET_MAPPED_HEADER = 133,
        /// WsWriteBody: writes a value into the body.
        WS_TRACE_API_WRITE_BODY = 134,
        /// WsReadBody: reads a value from the body.
        WS_TRACE_API_READ_BODY = 135,
        /// WsWriteEnvelopeStart: writes the headers of a message to a writer.
        WS_TRACE_API_WRITE_ENVELOPE_START = 136,
        /// WsWriteEnvelopeEnd: ends an envelope that is being written.
        WS_TRACE_API_WRITE_ENVELOPE_END = 137,
        /// WsReadEnvelopeStart: reads the headers of a message from a reader.
        WS_TRACE_API_READ_ENVELOPE_START = 138,
        /// WsReadEnvelopeEnd: ends an envelope that is being read.
        WS_TRACE_API_READ_ENVELOPE_END = 139,
        /// WsGetMessageProperty: reads a property of a message.
        WS_TRACE_API_GET_MESSAGE_PROPERTY = 140,
        /// WsSetMessageProperty: sets a property of a message.
        WS_TRACE_API_SET_MESSAGE_PROPERTY = 141,
        /// WsAddressMessage: gives a message its destination.
        WS_TRACE_API_ADDRESS_MESSAGE = 142,
        /// WsCheckMustUnderstandHeaders: checks that every header that must be understood was.
        WS_TRACE_API_CHECK_MUST_UNDERSTAND_HEADERS = 143,
        /// WsMarkHeaderAsUnderstood: notes that the application has understood a header.
        WS_TRACE_API_MARK_HEADER_AS_UNDERSTOOD = 144,
        /// WsFillBody: brings a part of a streamed body into memory.
        WS_TRACE_API_FILL_BODY = 145,
        /// WsFlushBody: sends the part of a streamed body that was written.
        WS_TRACE_API_FLUSH_BODY = 146,
        /// WsRequestSecurityToken: requests a token from a security token service.
        WS_TRACE_API_REQUEST_SECURITY_TOKEN = 147,
        /// WsGetSecurityTokenProperty: reads a property of a security token.
        WS_TRACE_API_GET_SECURITY_TOKEN_PROPERTY = 148,
        /// WsCreateXmlSecurityToken: makes a security token from XML and a key.
        WS_TRACE_API_CREATE_XML_SECURITY_TOKEN = 149,
        /// WsFreeSecurityToken: frees a security token.
        WS_TRACE_API_FREE_SECURITY_TOKEN = 150,
        /// WsRevokeSecurityContext: ends a security context, so that it is accepted no more.
        WS_TRACE_API_REVOKE_SECURITY_CONTEXT = 151,
        /// WsGetSecurityContextProperty: reads a property of a security context.
        WS_TRACE_API_GET_SECURITY_CONTEXT_PROPERTY = 152,
        /// WsReadElement: reads an element as a value of a described type.
        WS_TRACE_API_READ_ELEMENT_TYPE = 153,
        /// WsReadAttribute: reads an attribute as a value of a described type.
        WS_TRACE_API_READ_ATTRIBUTE_TYPE = 154,
        /// WsReadType: reads text, an attribute or an element's content as a value of a described type.
        WS_TRACE_API_READ_TYPE = 155,
        /// WsWriteElement: writes a value of a described type as an element.
        WS_TRACE_API_WRITE_ELEMENT_TYPE = 156,
        /// WsWriteAttribute: writes a value of a described type as an attribute.
        WS_TRACE_API_WRITE_ATTRIBUTE_TYPE = 157,
        /// WsWriteType: writes a value of a described type as text, an attribute or an element's content.
        WS_TRACE_API_WRITE_TYPE = 158,
        /// WsRegisterOperationForCancel: registers a callback for the case that a service operation is cancelled.
        WS_TRACE_API_SERVICE_REGISTER_FOR_CANCEL = 159,
        /// WsGetServiceHostProperty: reads a property of a service host.
        WS_TRACE_API_GET_SERVICE_HOST_PROPERTY = 160,
        /// WsCreateServiceHost: makes a service host.
        WS_TRACE_API_CREATE_SERVICE_HOST = 161,
        /// WsOpenServiceHost: opens a service host, so that its endpoints listen.
        WS_TRACE_API_OPEN_SERVICE_HOST = 162,
        /// WsCloseServiceHost: closes a service host after the work in hand.
        WS_TRACE_API_CLOSE_SERVICE_HOST = 163,
        /// WsAbortServiceHost: stops a service host at once.
        WS_TRACE_API_ABORT_SERVICE_HOST = 164,
        /// WsFreeServiceHost: frees a service host.
        WS_TRACE_API_FREE_SERVICE_HOST = 165,
        /// WsResetServiceHost: makes a closed service host ready for another use.
        WS_TRACE_API_RESET_SERVICE_HOST = 166,
        /// WsGetServiceProxyProperty: reads a property of a service proxy.
        WS_TRACE_API_GET_SERVICE_PROXY_PROPERTY = 167,
        /// WsCreateServiceProxy: makes a service proxy.
        WS_TRACE_API_CREATE_SERVICE_PROXY = 168,
        /// WsOpenServiceProxy: opens a service proxy to an endpoint.
        WS_TRACE_API_OPEN_SERVICE_PROXY = 169,
        /// WsCloseServiceProxy: closes a service proxy.
        WS_TRACE_API_CLOSE_SERVICE_PROXY = 170,
        /// WsAbortServiceProxy: stops all calls of a service proxy.
        WS_TRACE_API_ABORT_SERVICE_PROXY = 171,
        /// WsFreeServiceProxy: frees a service proxy.
        WS_TRACE_API_FREE_SERVICE_PROXY = 172,
        /// WsResetServiceProxy: makes a closed service proxy ready for another use.
        WS_TRACE_API_RESET_SERVICE_PROXY = 173,
        /// WsAbandonCall: stops waiting for a call of a service proxy.
        WS_TRACE_API_ABORT_CALL = 174,
        /// WsCall: calls a service operation; generated client functions call it.
        WS_TRACE_API_CALL = 175,
        /// WsDecodeUrl: takes a URL apart.
        WS_TRACE_API_DECODE_URL = 176,
        /// WsEncodeUrl: puts a URL together from its parts.
        WS_TRACE_API_ENCODE_URL = 177,
        /// WsCombineUrl: resolves a URL against a base URL.
        WS_TRACE_API_COMBINE_URL = 178,
        /// WsDateTimeToFileTime: converts WS_DATETIME to FILETIME.
        WS_TRACE_API_DATETIME_TO_FILETIME = 179,
        /// WsFileTimeToDateTime: converts FILETIME to WS_DATETIME.
        WS_TRACE_API_FILETIME_TO_DATETIME = 180,
        /// Internal to Windows; stands for no public function.
        WS_TRACE_API_DUMP_MEMORY = 181,
        /// Internal to Windows; stands for no public function.
        WS_TRACE_API_SET_AUTOFAIL = 182,
        /// WsCreateMetadata: makes a metadata object.
        WS_TRACE_API_CREATE_METADATA = 183,
        /// WsReadMetadata: adds a document to a metadata object.
        WS_TRACE_API_READ_METADATA = 184,
        /// WsFreeMetadata: frees a metadata object.
        WS_TRACE_API_FREE_METADATA = 185,
        /// WsResetMetadata: empties a metadata object.
        WS_TRACE_API_RESET_METADATA = 186,
        /// WsGetMetadataProperty: reads a property of a metadata object.
        WS_TRACE_API_GET_METADATA_PROPERTY = 187,
        /// WsGetMissingMetadataDocumentAddress: tells which document is still needed.
        WS_TRACE_API_GET_MISSING_METADATA_DOCUMENT_ADDRESS = 188,
        /// WsGetMetadataEndpoints: returns the endpoints that the documents describe.
        WS_TRACE_API_GET_METADATA_ENDPOINTS = 189,
        /// WsMatchPolicyAlternative: compares a policy alternative with constraints.
        WS_TRACE_API_MATCH_POLICY_ALTERNATIVE = 190,
        /// WsGetPolicyProperty: reads a property of a policy.
        WS_TRACE_API_GET_POLICY_PROPERTY = 191,
        /// WsGetPolicyAlternativeCount: counts the alternatives of a policy.
        WS_TRACE_API_GET_POLICY_ALTERNATIVE_COUNT = 192,
        /// WsCreateServiceProxyFromTemplate: makes a service proxy from policy and template.
        WS_TRACE_API_WS_CREATE_SERVICE_PROXY_FROM_TEMPLATE = 193,
        /// WsCreateServiceEndpointFromTemplate: makes a service endpoint from policy and template.
        WS_TRACE_API_WS_CREATE_SERVICE_HOST_FROM_TEMPLATE = 194,
    }
}
