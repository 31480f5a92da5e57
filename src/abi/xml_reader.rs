//! The XML reader: a forward cursor over encoded bytes, or one that moves freely in an XML buffer. Here are its handle,
//! properties, encodings (text, binary, MTOM, raw) and inputs (memory or a callback).

use super::*;

/// A cursor over XML, one node at a time. WsCreateReader makes one and WsFreeReader frees it; WsSetInput or
/// WsSetInputToBuffer gives it a document, as often as wanted. Some readers belong to another object, such as a
/// message, and are not freed by the caller. After WsSetInput it only moves forward; after WsSetInputToBuffer,
/// WsMoveReader and the position functions work as well. When an operation fails the reader is faulted: it returns
/// WS_E_OBJECT_FAULTED until a new input is set. E_INVALIDARG and WS_E_INVALID_OPERATION do not fault it: such a call was
/// wrong in itself, and the reader is as it was before. Document type definitions and processing instructions are
/// refused. The reader checks grammar and limits, not meaning: names, content and counts of a document from elsewhere are
/// untrusted, and memory should not be allocated on the strength of a number found in it. Single threaded: one operation
/// at a time, on any thread. Sources: XML Reader and WsCreateReader pages.
pub struct WS_XML_READER {
    _private: [u8; 0],
}

ws_enum! {
    /// Character encoding of a text document. Other encodings are not supported.
    pub enum WS_CHARSET {
        /// For readers only: found from the byte order mark or the first bytes, and the XML declaration if there is
        /// one.
        WS_CHARSET_AUTO = 0,
        /// UTF-8.
        WS_CHARSET_UTF8 = 1,
        /// UTF-16, low byte first.
        WS_CHARSET_UTF16LE = 2,
        /// UTF-16, high byte first.
        WS_CHARSET_UTF16BE = 3,
    }
}

ws_enum! {
    /// Says which structure a WS_XML_READER_ENCODING is the start of.
    pub enum WS_XML_READER_ENCODING_TYPE {
        /// WS_XML_READER_TEXT_ENCODING: XML 1.0 as characters.
        WS_XML_READER_ENCODING_TYPE_TEXT = 1,
        /// WS_XML_READER_BINARY_ENCODING: the .NET binary XML format.
        WS_XML_READER_ENCODING_TYPE_BINARY = 2,
        /// WS_XML_READER_MTOM_ENCODING: text XML in a MIME package, binary data in parts of their own.
        WS_XML_READER_ENCODING_TYPE_MTOM = 3,
        /// WS_XML_READER_RAW_ENCODING: any bytes, seen as base64 text.
        WS_XML_READER_ENCODING_TYPE_RAW = 4,
    }
}

ws_enum! {
    /// Says which structure a WS_XML_READER_INPUT is the start of.
    pub enum WS_XML_READER_INPUT_TYPE {
        /// WS_XML_READER_BUFFER_INPUT: bytes in memory.
        WS_XML_READER_INPUT_TYPE_BUFFER = 1,
        /// WS_XML_READER_STREAM_INPUT: bytes from a callback.
        WS_XML_READER_INPUT_TYPE_STREAM = 2,
    }
}

ws_enum! {
    /// Properties of a reader. Unless marked as read only they are set with WsCreateReader, and for one input, over
    /// those values, with WsSetInput, WsSetInputToBuffer or WsReadXmlBufferFromBytes. WsGetReaderProperty reads them. A
    /// document beyond a limit fails with WS_E_QUOTA_EXCEEDED. Source: WS_XML_READER_PROPERTY_ID page.
    pub enum WS_XML_READER_PROPERTY_ID {
        /// ULONG, default 32: how many elements may be open inside each other. 0 means that no element can be read.
        /// Bounds the memory a document can take per level.
        WS_XML_READER_PROPERTY_MAX_DEPTH = 0,
        /// BOOL, default FALSE: TRUE allows several elements, and text other than whitespace, at the top level. Must
        /// not be TRUE with WS_XML_READER_MTOM_ENCODING; the raw encoding acts as if it were TRUE.
        WS_XML_READER_PROPERTY_ALLOW_FRAGMENT = 1,
        /// ULONG, default 128: attributes of one element. They are checked for duplicates, so a large value invites
        /// denial of service by large documents.
        WS_XML_READER_PROPERTY_MAX_ATTRIBUTES = 2,
        /// BOOL, default TRUE: whether a document may start with an XML declaration. Text encoding.
        WS_XML_READER_PROPERTY_READ_DECLARATION = 3,
        /// WS_CHARSET, read only, text encoding: the document's character encoding. When WS_CHARSET_AUTO was asked for
        /// it is the one that was found; with stream input, first call WsFillReader for enough bytes to see the byte
        /// order mark and the declaration. Otherwise it is the one that was asked for.
        WS_XML_READER_PROPERTY_CHARSET = 4,
        /// ULONGLONG, read only, text encoding: row of the current node, counted from 0.
        WS_XML_READER_PROPERTY_ROW = 5,
        /// ULONGLONG, read only, text encoding: column of the current node, counted from 0.
        WS_XML_READER_PROPERTY_COLUMN = 6,
        /// ULONG, default 4096: bytes of the buffer for converting UTF-16 documents to UTF-8 that the reader keeps.
        /// More saves allocations and takes memory.
        WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE = 7,
        /// ULONG, default 4096: bytes of the buffer for WS_XML_READER_STREAM_INPUT. More means fewer calls of the
        /// WS_READ_CALLBACK and takes memory.
        WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE = 8,
        /// BOOL, read only: TRUE between WsReadStartAttribute and WsReadEndAttribute, while the current node is content
        /// of an attribute.
        WS_XML_READER_PROPERTY_IN_ATTRIBUTE = 9,
        /// ULONG, default 65536: bytes of the MIME part that contains the XML. MTOM with stream input only; otherwise
        /// without effect.
        WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE = 10,
        /// ULONG, default 256: bytes of the headers of any one MIME part. MTOM with stream input only; otherwise
        /// without effect.
        WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE = 11,
        /// ULONG, default 4096: MIME parts of a document. MTOM only; otherwise without effect.
        WS_XML_READER_PROPERTY_MAX_MIME_PARTS = 12,
        /// BOOL, default FALSE, text encoding: TRUE accepts character references to characters that XML 1.0 does not
        /// allow. Other software may refuse such documents.
        WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
        /// ULONG, default 32: different namespace declarations in scope at one place. Prefixes are looked up among
        /// them, so a large value invites denial of service by large documents.
        WS_XML_READER_PROPERTY_MAX_NAMESPACES = 14,
    }
}

/// Input in the .NET binary XML format. Documents name strings by number, so the dictionaries must contain the strings
/// that the writer's had, at the same ids.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_BINARY_ENCODING {
    /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_BINARY.
    pub encoding: WS_XML_READER_ENCODING,
    /// Strings agreed on beforehand, or NULL for none. WsGetDictionary gives the one for SOAP messages. Must stay valid
    /// while this input is being read.
    pub staticDictionary: *mut WS_XML_DICTIONARY,
    /// Strings for which the writer's WS_DYNAMIC_STRING_CALLBACK gave an id, or NULL for none. How they get from writer
    /// to reader is up to the application. Must stay valid while this input is being read.
    pub dynamicDictionary: *mut WS_XML_DICTIONARY,
}

/// The document is in memory.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_BUFFER_INPUT {
    /// Base; inputType is WS_XML_READER_INPUT_TYPE_BUFFER.
    pub input: WS_XML_READER_INPUT,
    /// The encoded bytes. The caller keeps them, valid and unchanged, until the reader is freed or has another input;
    /// the reader does not change them.
    pub encodedData: *mut c_void,
    /// Number of bytes.
    pub encodedDataSize: ULONG,
}

/// Common start of the reader's encoding structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_ENCODING {
    /// Which structure this is.
    pub encodingType: WS_XML_READER_ENCODING_TYPE,
}

/// Common start of the reader's input structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_INPUT {
    /// Which structure this is.
    pub inputType: WS_XML_READER_INPUT_TYPE,
}

/// Input in MTOM: a MIME multipart package with the XML in its root part and binary data in others, to which
/// xop:Include elements refer; the reader shows these as if the data stood in the XML as base64. From memory the parts
/// may come in any order; from a stream the root part must be first and the others in the order in which they are
/// referred to. Source: WS_XML_READER_MTOM_ENCODING page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_MTOM_ENCODING {
    /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_MTOM.
    pub encoding: WS_XML_READER_ENCODING,
    /// Encoding of the XML in the root part.
    pub textEncoding: *mut WS_XML_READER_ENCODING,
    /// TRUE when the input starts with the MIME header, which then supplies startInfo, boundary and startUri; these
    /// must be empty. FALSE when the header was received another way, as in HTTP, and they are given here.
    pub readMimeHeader: BOOL,
    /// Media type of the XML: the start-info parameter of the MIME Content-Type. Empty when readMimeHeader is TRUE.
    pub startInfo: WS_STRING,
    /// What separates the parts: the boundary parameter of the MIME Content-Type. Empty when readMimeHeader is TRUE.
    pub boundary: WS_STRING,
    /// Which part contains the XML: the start parameter of the MIME Content-Type. Empty when readMimeHeader is TRUE.
    pub startUri: WS_STRING,
}

/// A set of reader properties, for objects that create readers of their own, such as messages.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_PROPERTIES {
    /// The properties; may be NULL when propertyCount is 0.
    pub properties: *mut WS_XML_READER_PROPERTY,
    /// Number of properties.
    pub propertyCount: ULONG,
}

/// One property of a reader.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_PROPERTY {
    /// Which property.
    pub id: WS_XML_READER_PROPERTY_ID,
    /// The value, of the type that the id names. It is copied during the call.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Input of any kind, XML or not, presented as base64 text at the top level of a document without elements, as if
/// WS_XML_READER_PROPERTY_ALLOW_FRAGMENT were set. Base64 is made only where it is asked for: WsReadBytes gives the
/// bytes directly and is the efficient way to read; WsReadChars and the others convert.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_RAW_ENCODING {
    /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_RAW.
    pub encoding: WS_XML_READER_ENCODING,
}

/// The document comes from a callback, and only when WsFillReader asks for it: the caller decides how much is fetched
/// at a time and whether asynchronously. Reading past what is buffered fails with WS_E_QUOTA_EXCEEDED. Sources:
/// WsFillReader and WsCreateReader pages.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_STREAM_INPUT {
    /// Base; inputType is WS_XML_READER_INPUT_TYPE_STREAM.
    pub input: WS_XML_READER_INPUT,
    /// Called during WsFillReader; must not be NULL.
    pub readCallback: WS_READ_CALLBACK,
    /// Passed to readCallback as it is; may be NULL.
    pub readCallbackState: *mut c_void,
}

/// Input as XML 1.0 text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_TEXT_ENCODING {
    /// Base; encodingType is WS_XML_READER_ENCODING_TYPE_TEXT.
    pub encoding: WS_XML_READER_ENCODING,
    /// The character encoding, or WS_CHARSET_AUTO. If the document has an XML declaration, the encoding named there
    /// must agree.
    pub charSet: WS_CHARSET,
}

/// Supplies bytes to a reader, from WsFillReader, which calls it until it has enough.
/// callbackState is the readCallbackState of WS_XML_READER_STREAM_INPUT. The callback stores up to maxSize bytes at
/// bytes and their number in actualSize; fewer than maxSize is fine, and 0 means the end of the input.
/// asyncContext is NULL when the caller asked for a synchronous call, which must then block until it is done. Otherwise
/// the callback may return WS_S_ASYNC and later invoke the asyncContext callback once, from another thread or after it
/// has returned; bytes and actualSize stay valid until then, asyncContext itself only during the call, so copy it.
/// error may be NULL; on failure put a text there.
/// Returns S_OK, WS_S_ASYNC, or the error that WsFillReader is to report. It must not use the reader it reads for.
/// Source: WS_READ_CALLBACK page.
pub type WS_READ_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        bytes: *mut c_void,
        maxSize: ULONG,
        actualSize: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
