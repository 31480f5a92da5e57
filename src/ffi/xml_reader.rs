//! WS_XML_READER: creation, inputs, properties and the present node.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Exclusive, Handle};
use crate::ffi::place::{self, Out};
use crate::ffi::property::{self, PropertyOut};
use crate::ffi::xml_node_view::View;
use crate::ffi::xml_reader_input::{self, Feed};
use crate::runtime::fault::{Fault, Result};
use crate::xml::reader::Reader;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::Charset;

/// A reader and what C has been shown of it.
pub(super) struct ReaderObject {
    pub(super) reader: Reader,
    pub(super) view: View,
    /// The callback that supplies the input, where it is a stream.
    pub(super) feed: Option<Feed>,
    /// The XML buffer that is read, for positions in it.
    pub(super) buffer: *mut WS_XML_BUFFER,
    /// For a text input, the charset that was asked for.
    pub(super) charset: Option<CharsetAsked>,
}

/// The charset that the caller asked for.
#[derive(Clone, Copy)]
pub(super) struct CharsetAsked(pub(super) WS_CHARSET);

impl Handle for WS_XML_READER {
    type Engine = ReaderObject;
    const TAG: u32 = u32::from_be_bytes(*b"WSxr");
    const NAME: &'static str = "XML reader";
    const IS_SUBJECT: bool = false;
}
impl Exclusive for WS_XML_READER {}

/// Runs an operation of a reader that has an input.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
#[inline]
pub(super) unsafe fn with_reader<T>(
    reader: *mut WS_XML_READER,
    operation: impl FnOnce(&mut Reader) -> Result<T>,
) -> Result<T> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(reader)? };
    object.reader.run(operation)
}

/// Applies properties to settings. Which ones can be set is the same everywhere; the others are only read.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn settings(
    mut settings: Settings,
    properties: *const WS_XML_READER_PROPERTY,
    count: ULONG,
    function: &str,
) -> Result<Settings> {
    // SAFETY: passed on.
    for property in unsafe { property::bag(properties, count)? } {
        let number = match property.id {
            WS_XML_READER_PROPERTY_MAX_DEPTH => &mut settings.max_depth,
            WS_XML_READER_PROPERTY_MAX_ATTRIBUTES => &mut settings.max_attributes,
            WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE => &mut settings.utf8_trim_size,
            WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE => &mut settings.stream_buffer_size,
            WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE => &mut settings.max_root_mime_part_size,
            WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE => &mut settings.max_mime_headers_size,
            WS_XML_READER_PROPERTY_MAX_MIME_PARTS => &mut settings.max_mime_parts,
            WS_XML_READER_PROPERTY_MAX_NAMESPACES => &mut settings.max_namespaces,
            WS_XML_READER_PROPERTY_ALLOW_FRAGMENT
            | WS_XML_READER_PROPERTY_READ_DECLARATION
            | WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                // SAFETY: passed on.
                let value: BOOL = unsafe { property.read()? };
                let flag = match property.id {
                    WS_XML_READER_PROPERTY_ALLOW_FRAGMENT => &mut settings.allow_fragment,
                    WS_XML_READER_PROPERTY_READ_DECLARATION => &mut settings.read_declaration,
                    _ => &mut settings.allow_invalid_character_references,
                };
                *flag = value != 0;
                continue;
            }
            _ => return Err(property.refused(function)),
        };
        // SAFETY: passed on.
        *number = unsafe { property.read()? };
    }
    Ok(settings)
}

/// Makes a reader that has no input yet.
pub(super) fn create(settings: Settings) -> Result<*mut WS_XML_READER> {
    handle::create(ReaderObject {
        reader: Reader::new(settings),
        view: View::default(),
        feed: None,
        buffer: core::ptr::null_mut(),
        charset: None,
    })
}

/// Creates a reader of XML. It has no input yet: WsSetInput or WsSetInputToBuffer gives it one, as often as wanted.
///
/// properties, propertyCount: optional; they hold for every input for which WsSetInput does not say otherwise. See
/// WS_XML_READER_PROPERTY_ID for ids, types and defaults. The limits among them bound what a hostile document can cost:
/// time grows with WS_XML_READER_PROPERTY_MAX_ATTRIBUTES and WS_XML_READER_PROPERTY_MAX_NAMESPACES for each element.
/// reader: receives the reader, which the caller owns and frees with WsFreeReader.
///
/// Not thread safe. When an operation fails because of the input or a limit, the reader is faulted: until it gets a new
/// input, every operation returns WS_E_OBJECT_FAULTED. A call with wrong arguments, or one that is not allowed at that
/// place (E_INVALIDARG, WS_E_INVALID_OPERATION), changes nothing.
///
/// Returns S_OK or E_INVALIDARG.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateReader(
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    reader: *mut *mut WS_XML_READER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(reader, "reader")? };
        // SAFETY: as above.
        let settings = unsafe { settings(Settings::default(), properties, propertyCount, "WsCreateReader")? };
        out.set(create(settings)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gives a reader its next document and puts it before the first node (WS_XML_NODE_TYPE_BOF). Whatever state the reader
/// was in, also faulted, ends.
///
/// encoding: how the bytes are to be understood. input: where they come from. If both are NULL, the document is empty
/// and the reader at its end; one without the other is refused.
/// With WS_XML_READER_BUFFER_INPUT the bytes are the caller's: they are not copied and not changed, and must stay until
/// the reader gets another input or is freed. With WS_XML_READER_STREAM_INPUT nothing is read before WsFillReader.
/// properties, propertyCount: optional; for this input, over those of WsCreateReader.
///
/// After this call the reader moves forward only: WsMoveReader, WsGetReaderPosition and WsSetReaderPosition are for
/// readers on an XML buffer.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_FORMAT (UTF-16 that is not well-formed) or WS_E_QUOTA_EXCEEDED (the
/// transcoded input is larger than 4 GiB). When it fails, the reader keeps the input it had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetInput(
    reader: *mut WS_XML_READER,
    encoding: *const WS_XML_READER_ENCODING,
    input: *const WS_XML_READER_INPUT,
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(reader)? };
        // SAFETY: as above.
        let settings = unsafe { settings(object.reader.defaults, properties, propertyCount, "WsSetInput")? };
        // SAFETY: as above.
        unsafe { xml_reader_input::set(&mut object, encoding, input, settings) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Frees a reader. NULL is allowed. A reader that WsFillReader is still filling asynchronously is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeReader(reader: *mut WS_XML_READER) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { handle::free(reader) });
}

/// Gets a property of a reader: what was set, or its default, and what can only be read (character set, row, column,
/// whether the reader is in an attribute).
///
/// id: any WS_XML_READER_PROPERTY_ID. value, valueSize: receive the value; the size is that of the property's type.
///
/// Returns S_OK, E_INVALIDARG (unknown id, wrong size or pointer) or WS_E_INVALID_OPERATION (the reader has no text
/// input, which WS_XML_READER_PROPERTY_CHARSET, _ROW and _COLUMN are about, or too little of it has been filled in to
/// know the character set).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetReaderProperty(
    reader: *mut WS_XML_READER,
    id: WS_XML_READER_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(reader)? };
        let out = PropertyOut::new(id, value, valueSize);
        let settings = *object.reader.settings();
        let number = match id {
            WS_XML_READER_PROPERTY_MAX_DEPTH => settings.max_depth,
            WS_XML_READER_PROPERTY_MAX_ATTRIBUTES => settings.max_attributes,
            WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE => settings.utf8_trim_size,
            WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE => settings.stream_buffer_size,
            WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE => settings.max_root_mime_part_size,
            WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE => settings.max_mime_headers_size,
            WS_XML_READER_PROPERTY_MAX_MIME_PARTS => settings.max_mime_parts,
            WS_XML_READER_PROPERTY_MAX_NAMESPACES => settings.max_namespaces,
            WS_XML_READER_PROPERTY_ALLOW_FRAGMENT => u32::from(settings.allow_fragment),
            WS_XML_READER_PROPERTY_READ_DECLARATION => u32::from(settings.read_declaration),
            WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                u32::from(settings.allow_invalid_character_references)
            }
            WS_XML_READER_PROPERTY_IN_ATTRIBUTE => u32::from(object.reader.in_attribute()),
            WS_XML_READER_PROPERTY_ROW | WS_XML_READER_PROPERTY_COLUMN => {
                object.text_charset()?;
                let (row, column) = object.reader.row_and_column();
                let number = if id == WS_XML_READER_PROPERTY_ROW { row } else { column };
                // SAFETY: as above.
                return unsafe { out.set::<ULONGLONG>(number) };
            }
            WS_XML_READER_PROPERTY_CHARSET => {
                let charset = object.charset()?;
                // SAFETY: as above.
                return unsafe { out.set(charset) };
            }
            _ => return Err(out.refused("WsGetReaderProperty")),
        };
        // BOOL and ULONG have one size.
        // SAFETY: as above.
        unsafe { out.set::<ULONG>(number) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

impl ReaderObject {
    /// Lets go of the input.
    pub(super) fn end_input(&mut self) {
        self.reader.end_input();
        self.buffer = core::ptr::null_mut();
        (self.feed, self.charset) = (None, None);
    }

    fn text_charset(&self) -> Result<CharsetAsked> {
        self.charset.ok_or_else(|| Fault::invalid_operation("The reader has no input in the text encoding."))
    }

    fn charset(&mut self) -> Result<WS_CHARSET> {
        match self.text_charset()?.0 {
            WS_CHARSET_AUTO if self.feed.as_ref().is_some_and(Feed::awaits_charset) => {
                Err(Fault::invalid_operation("Too few bytes have been filled in to know the character set."))
            }
            WS_CHARSET_AUTO => Ok(match self.reader.document().charset {
                Charset::Utf8 => WS_CHARSET_UTF8,
                Charset::Utf16Le => WS_CHARSET_UTF16LE,
                Charset::Utf16Be => WS_CHARSET_UTF16BE,
            }),
            asked => Ok(asked),
        }
    }
}

/// Gets the node that the reader is on.
///
/// node: receives the node; its nodeType says to which structure it can be cast: WS_XML_ELEMENT_NODE, WS_XML_TEXT_NODE,
/// WS_XML_COMMENT_NODE. It must not be changed, and it and all that it points to are valid until the reader moves.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetReaderNode(
    xmlReader: *mut WS_XML_READER,
    node: *mut *const WS_XML_NODE,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(xmlReader)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(node, "node")? };
        let ReaderObject { reader, view, .. } = &mut *object;
        out.set(reader.run(|reader| {
            Ok(match reader.plain_document() {
                Some(document) => view.show_plain(document),
                None => view.show(reader.node()),
            })
        })?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Finds the namespace that a prefix is bound to where the reader is. Inside an element, on its start and on its end,
/// the element's own declarations count.
///
/// prefix: required; an empty one stands for the default namespace. xml and xmlns have their fixed namespaces.
/// required: TRUE makes it an error that the prefix is not bound.
/// ns: receives the namespace, which may be empty for the empty prefix, or NULL. It is valid until the reader moves or
/// this function is called again.
///
/// Returns S_OK, S_FALSE (not bound, and not required), WS_E_INVALID_FORMAT (not bound), E_INVALIDARG,
/// WS_E_INVALID_OPERATION or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetNamespaceFromPrefix(
    reader: *mut WS_XML_READER,
    prefix: *const WS_XML_STRING,
    required: BOOL,
    ns: *mut *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(reader)? };
        // SAFETY: as above.
        let prefix = unsafe { place::xml_string(prefix, "prefix")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(ns, "ns")? };
        let ReaderObject { reader, view, .. } = &mut *object;
        let found = reader.run(|reader| match reader.namespace_of(prefix)? {
            Some(uri) => Ok(Some(view.show_namespace(uri))),
            None if required == 0 => Ok(None),
            None => {
                let prefix = String::from_utf8_lossy(prefix);
                Err(Fault::invalid_format(format!("The prefix '{prefix}' is not bound to a namespace.")))
            }
        })?;
        out.set(found.unwrap_or(core::ptr::null()));
        Ok(if found.is_some() { S_OK } else { S_FALSE })
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
