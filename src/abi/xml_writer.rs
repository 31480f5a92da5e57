//! The XML writer: emits nodes as encoded bytes, or inserts them into an XML buffer. Here are its handle, properties,
//! encodings (text, binary, MTOM, raw), outputs (memory or a callback) and the callbacks that carry bytes.

use super::*;

/// Emits XML, one node at a time. WsCreateWriter makes one and WsFreeWriter frees it; WsSetOutput or
/// WsSetOutputToBuffer gives it a destination, as often as wanted. Some writers belong to another object, such as a
/// message, and are not freed by the caller. After WsSetOutput it only moves forward; after WsSetOutputToBuffer,
/// WsMoveWriter and the position functions work as well. All output is buffered until WsFlushWriter; WsFreeWriter does
/// not flush. When an operation fails the writer is faulted: it returns WS_E_OBJECT_FAULTED until a new output is set.
/// E_INVALIDARG, WS_E_INVALID_OPERATION and errors of a WS_DYNAMIC_STRING_CALLBACK do not fault it: the writer is as it
/// was before. Single threaded: one operation at a time, on any thread. Sources: WsCreateWriter and WsSetOutput pages.
pub struct WS_XML_WRITER {
    _private: [u8; 0],
}

ws_enum! {
    /// Says which structure a WS_XML_WRITER_ENCODING is the start of.
    pub enum WS_XML_WRITER_ENCODING_TYPE {
        /// WS_XML_WRITER_TEXT_ENCODING: XML 1.0 as characters.
        WS_XML_WRITER_ENCODING_TYPE_TEXT = 1,
        /// WS_XML_WRITER_BINARY_ENCODING: the .NET binary XML format.
        WS_XML_WRITER_ENCODING_TYPE_BINARY = 2,
        /// WS_XML_WRITER_MTOM_ENCODING: text XML in a MIME package, binary data in parts of their own.
        WS_XML_WRITER_ENCODING_TYPE_MTOM = 3,
        /// WS_XML_WRITER_RAW_ENCODING: any bytes, written as base64 text that is decoded.
        WS_XML_WRITER_ENCODING_TYPE_RAW = 4,
    }
}

ws_enum! {
    /// Says which structure a WS_XML_WRITER_OUTPUT is the start of.
    pub enum WS_XML_WRITER_OUTPUT_TYPE {
        /// WS_XML_WRITER_BUFFER_OUTPUT: bytes kept in the writer.
        WS_XML_WRITER_OUTPUT_TYPE_BUFFER = 1,
        /// WS_XML_WRITER_STREAM_OUTPUT: bytes given to a callback.
        WS_XML_WRITER_OUTPUT_TYPE_STREAM = 2,
    }
}

ws_enum! {
    /// Properties of a writer. Unless marked as read only they are set with WsCreateWriter, and for one output, over
    /// those values, with WsSetOutput, WsSetOutputToBuffer or WsWriteXmlBufferToBytes. WsGetWriterProperty reads them.
    /// Writing beyond a limit fails with WS_E_QUOTA_EXCEEDED. Source: WS_XML_WRITER_PROPERTY_ID page.
    pub enum WS_XML_WRITER_PROPERTY_ID {
        /// ULONG, default 32: how many elements may be open inside each other. 0 means that no element can be written.
        WS_XML_WRITER_PROPERTY_MAX_DEPTH = 0,
        /// BOOL, default FALSE: TRUE allows several elements, and text other than whitespace, at the top level. Must
        /// not be TRUE with WS_XML_WRITER_MTOM_ENCODING; the raw encoding acts as if it were TRUE.
        WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT = 1,
        /// ULONG, default 128: attributes of one element.
        WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES = 2,
        /// BOOL, default FALSE, text encoding: TRUE starts the document with an XML declaration that names the
        /// character encoding.
        WS_XML_WRITER_PROPERTY_WRITE_DECLARATION = 3,
        /// ULONG, default 0, text encoding: spaces of indentation per level. 0 writes no whitespace of its own.
        WS_XML_WRITER_PROPERTY_INDENT = 4,
        /// ULONG, default 4096: how many bytes of buffer the writer keeps from one WsSetOutput to the next and, with
        /// stream output, from one WsFlushWriter to the next; the rest is released. Without effect with
        /// WsSetOutputToBuffer.
        WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE = 5,
        /// WS_CHARSET, read only, text encoding: the character encoding being written.
        WS_XML_WRITER_PROPERTY_CHARSET = 6,
        /// WS_BUFFERS, read only: all bytes written so far, in as many pieces as the writer holds them, which spares
        /// the copying that WS_XML_WRITER_PROPERTY_BYTES may need. Buffer output only, not stream output or an XML
        /// buffer. The bytes belong to the writer and are valid until it is written to, flushed, given a new output or
        /// freed. With MTOM no element may be open; the binary MIME parts are added, and writing on then fails with
        /// WS_E_INVALID_OPERATION. Here it is one piece always.
        WS_XML_WRITER_PROPERTY_BUFFERS = 7,
        /// ULONG, default 65536: how many bytes the writer buffers at most: the whole document with buffer output, what
        /// is written between two calls of WsFlushWriter with stream output. Without effect with WsSetOutputToBuffer.
        WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE = 8,
        /// WS_BYTES, read only: all bytes written so far, in one piece, joined if need be. Otherwise as
        /// WS_XML_WRITER_PROPERTY_BUFFERS: buffer output only, owned by the writer, valid until the writer is used
        /// further, and with MTOM the end of the document.
        WS_XML_WRITER_PROPERTY_BYTES = 9,
        /// BOOL, read only: TRUE between WsWriteStartAttribute and WsWriteEndAttribute.
        WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE = 10,
        /// ULONG, default 65536, MTOM only: bytes that may be buffered for the MIME parts that follow the XML.
        /// For WsWriteBytes and WsPullBytes; what WsPushBytes brings is limited by BUFFER_MAX_SIZE, if that is larger.
        WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE = 11,
        /// WS_BYTES, set only: memory of the caller that the writer may use for what it writes. It is accepted and not
        /// used: the bytes are in memory of the library, of any size up to WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, and
        /// WS_XML_WRITER_PROPERTY_BUFFERS and WS_XML_WRITER_PROPERTY_BYTES return that. Programs should keep it valid as
        /// long as the writer all the same.
        WS_XML_WRITER_PROPERTY_INITIAL_BUFFER = 12,
        /// BOOL, default FALSE, text encoding: TRUE writes characters that XML 1.0 does not allow as character
        /// references. Other software may refuse such documents.
        WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
        /// ULONG, default 32: different namespace declarations in scope at one place.
        WS_XML_WRITER_PROPERTY_MAX_NAMESPACES = 14,
        /// ULONG, read only: bytes written so far; with stream output, since the last WsFlushWriter. A start tag that
        /// is still open is not counted. Not available after WsSetOutputToBuffer.
        WS_XML_WRITER_PROPERTY_BYTES_WRITTEN = 15,
        /// ULONG, read only: how many bytes it takes at most to close the open elements. Together with
        /// WS_XML_WRITER_PROPERTY_BYTES_WRITTEN it tells about how much more fits into a limit. Not available after
        /// WsSetOutputToBuffer.
        WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE = 16,
        /// BOOL, default FALSE: what WsCopyNode does with elements that have no content. FALSE keeps the form that the
        /// source has; TRUE writes them all in the empty form, as one tag. Without effect in the binary encoding, which
        /// has no empty form and always writes start and end.
        WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS = 17,
        /// BOOL, default FALSE, text encoding: how WsWriteStartElement followed directly by WsWriteEndElement is
        /// written. FALSE gives one tag in the empty form, TRUE a start tag and an end tag.
        WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS = 18,
    }
}

/// Several runs of bytes that make up one whole, in order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BUFFERS {
    /// Number of buffers.
    pub bufferCount: ULONG,
    /// The buffers. May be NULL when bufferCount is 0.
    pub buffers: *mut WS_BYTES,
}

/// Output in the .NET binary XML format. Strings found in a dictionary are written as numbers, so the reader needs
/// dictionaries with the same strings at the same ids.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_BINARY_ENCODING {
    /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_BINARY.
    pub encoding: WS_XML_WRITER_ENCODING,
    /// Strings agreed on beforehand, or NULL for none: a WS_XML_STRING that refers to this dictionary is written as its
    /// id. WsGetDictionary gives the one for SOAP messages. Must stay valid while this output is being written.
    pub staticDictionary: *mut WS_XML_DICTIONARY,
    /// Asked once for each string that is not in staticDictionary, when it is first written; or NULL, and such strings
    /// are written in full.
    pub dynamicStringCallback: WS_DYNAMIC_STRING_CALLBACK,
    /// Passed to dynamicStringCallback as it is; may be NULL.
    pub dynamicStringCallbackState: *mut c_void,
}

/// The bytes stay in the writer; get them with WS_XML_WRITER_PROPERTY_BYTES or WS_XML_WRITER_PROPERTY_BUFFERS.
/// WsFlushWriter does nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_BUFFER_OUTPUT {
    /// Base; outputType is WS_XML_WRITER_OUTPUT_TYPE_BUFFER.
    pub output: WS_XML_WRITER_OUTPUT,
}

/// Common start of the writer's encoding structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_ENCODING {
    /// Which structure this is.
    pub encodingType: WS_XML_WRITER_ENCODING_TYPE,
}

/// Output in MTOM: a MIME multipart package with the XML in its root part. Bytes that are written go into parts of
/// their own, to which the XML refers, instead of into it as base64. WsFlushWriter with no element open, or getting the
/// buffers, writes these parts; after that, writing on fails with WS_E_INVALID_OPERATION.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_MTOM_ENCODING {
    /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_MTOM.
    pub encoding: WS_XML_WRITER_ENCODING,
    /// Encoding of the XML in the root part.
    pub textEncoding: *mut WS_XML_WRITER_ENCODING,
    /// TRUE to start the output with the MIME header; FALSE when it is sent another way, as in HTTP.
    pub writeMimeHeader: BOOL,
    /// What separates the parts: the boundary parameter of the MIME Content-Type. It must not occur in the data.
    pub boundary: WS_STRING,
    /// Media type of the XML: the start-info parameter of the MIME Content-Type.
    pub startInfo: WS_STRING,
    /// Name of the part that contains the XML: the start parameter of the MIME Content-Type.
    pub startUri: WS_STRING,
    /// Up to how many bytes binary data is written in place as base64; more goes into a MIME part.
    pub maxInlineByteCount: ULONG,
}

/// Common start of the writer's output structures.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_OUTPUT {
    /// Which structure this is.
    pub outputType: WS_XML_WRITER_OUTPUT_TYPE,
}

/// A set of writer properties, for objects that create writers of their own, such as messages.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_PROPERTIES {
    /// The properties; may be NULL when propertyCount is 0.
    pub properties: *mut WS_XML_WRITER_PROPERTY,
    /// Number of properties.
    pub propertyCount: ULONG,
}

/// One property of a writer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_PROPERTY {
    /// Which property.
    pub id: WS_XML_WRITER_PROPERTY_ID,
    /// The value, of the type that the id names. It is copied during the call; the memory that a WS_BYTES value points
    /// to is not.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Output of any kind, XML or not: base64 text written at the top level is decoded and the bytes emitted, as if
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT were set. Elements, comments and other text cannot be written. WsWriteBytes,
/// WsPullBytes and WsPushBytes pass bytes on directly and are the efficient way to write; WsWriteChars and the others
/// take base64 characters and decode them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_RAW_ENCODING {
    /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_RAW.
    pub encoding: WS_XML_WRITER_ENCODING,
}

/// The bytes go to a callback, and only when WsFlushWriter is called: the caller decides how much is sent at a time and
/// whether asynchronously.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_STREAM_OUTPUT {
    /// Base; outputType is WS_XML_WRITER_OUTPUT_TYPE_STREAM.
    pub output: WS_XML_WRITER_OUTPUT,
    /// Called during WsFlushWriter; must not be NULL.
    pub writeCallback: WS_WRITE_CALLBACK,
    /// Passed to writeCallback as it is; may be NULL.
    pub writeCallbackState: *mut c_void,
}

/// Output as XML 1.0 text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_TEXT_ENCODING {
    /// Base; encodingType is WS_XML_WRITER_ENCODING_TYPE_TEXT.
    pub encoding: WS_XML_WRITER_ENCODING,
    /// The character encoding; not WS_CHARSET_AUTO.
    pub charSet: WS_CHARSET,
}

/// Decides whether a binary writer may write a string as a number. It is called during the write functions, the first
/// time a string that is not in the static dictionary is written.
/// callbackState is the dynamicStringCallbackState of WS_XML_WRITER_BINARY_ENCODING; string is valid during the call
/// only. The callback stores TRUE in found and the string's index in the reader's dynamic dictionary in id, or FALSE in
/// found, and the string is written in full. It is up to the application that the reader gets a dynamicDictionary with
/// the same strings. error may be NULL; on failure put a text there.
/// Returns S_OK, or the error that the write function is to report. It must not use the writer. Sources:
/// WS_DYNAMIC_STRING_CALLBACK and WS_XML_WRITER_BINARY_ENCODING pages.
pub type WS_DYNAMIC_STRING_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        string: *const WS_XML_STRING,
        found: *mut BOOL,
        id: *mut ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Supplies binary content to WsPullBytes, which hands it the writer's own buffer to fill and so saves a copy. It may
/// be called within WsPullBytes itself, or later when the bytes are needed.
/// callbackState is what was passed to WsPullBytes and must be valid until the callback has reported the end. It stores
/// up to maxSize bytes at bytes and their number in actualSize; fewer than maxSize is fine, and 0 means that there are
/// no more. asyncContext is NULL for a synchronous call; otherwise the callback may return WS_S_ASYNC and complete as a
/// WS_READ_CALLBACK does. error may be NULL; on failure put a text there.
/// Returns S_OK, WS_S_ASYNC, or the error to report. It must not use the writer. Sources: WsPullBytes and
/// WS_PULL_BYTES_CALLBACK pages.
pub type WS_PULL_BYTES_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        bytes: *mut c_void,
        maxSize: ULONG,
        actualSize: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Writes binary content for WsPushBytes, by calling the function it is given as often as it likes. With MTOM it may be
/// called later, when the MIME part's turn comes, and its bytes are then not buffered; otherwise it is called within
/// WsPushBytes, which then acts as WsWriteBytes. A program must be ready for either.
/// callbackState is what was passed to WsPushBytes and must be valid until the callback has completed. writeCallback
/// takes the bytes and must be given writeCallbackState. asyncContext is NULL for a synchronous call, and NULL is then
/// passed to writeCallback too; otherwise the callback may return WS_S_ASYNC and complete as a WS_READ_CALLBACK does.
/// error may be NULL; pass it on to writeCallback.
/// Returns S_OK when all bytes are written, WS_S_ASYNC, or the error to report. It must not use the writer in any other
/// way. Sources: WsPushBytes and WS_PUSH_BYTES_CALLBACK pages.
pub type WS_PUSH_BYTES_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        writeCallback: WS_WRITE_CALLBACK,
        writeCallbackState: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Takes bytes: from a writer with stream output during WsFlushWriter, and the canonical form from
/// WsStartReaderCanonicalization and WsStartWriterCanonicalization. It is also the type of the function that a
/// WS_PUSH_BYTES_CALLBACK writes through.
/// callbackState is the state that was given along with the callback. buffers are count runs of bytes, to be written in
/// order and completely; they are valid until the call completes, must not be changed and must be copied to be kept.
/// asyncContext is NULL for a synchronous call, as always in canonicalization. Otherwise the callback may return
/// WS_S_ASYNC and complete as a WS_READ_CALLBACK does. error may be NULL; on failure put a text there.
/// Returns S_OK, WS_S_ASYNC, or the error that the calling function is to report. It must not use the reader or writer
/// that calls it. Source: WS_WRITE_CALLBACK page.
pub type WS_WRITE_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        buffers: *const WS_BYTES,
        count: ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
