//! WS_XML_WRITER: its life, its output and its properties. See `xml-writer` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Exclusive, Handle};
use crate::ffi::place::{self, Out};
use crate::ffi::property::{self, PropertyOut, Record};
use crate::ffi::xml_text::Dictionaries;
use crate::runtime::fault::{Fault, Result};
use crate::xml::writer::{Charset, Encoding, Package, Settings, Writer};

impl Handle for WS_XML_WRITER {
    type Engine = XmlWriter;
    const TAG: u32 = u32::from_be_bytes(*b"WSxw");
    const NAME: &'static str = "XML writer";
    const IS_SUBJECT: bool = false;
}
impl Exclusive for WS_XML_WRITER {}

/// The engine and what only C's side of it needs.
pub(super) struct XmlWriter {
    pub(super) engine: Writer,
    /// The properties that the writer was created with.
    pub(super) defaults: Settings,
    pub(super) output: Destination,
    /// How strings become numbers in the binary encoding.
    pub(super) dictionaries: Dictionaries,
    /// What WsGetWriterProperty lends.
    buffers: WS_BYTES,
    /// What WsGetPrefixFromNamespace lends, and its bytes.
    prefix: WS_XML_STRING,
    prefix_bytes: Vec<u8>,
}

/// Where the bytes go.
#[derive(Clone, Copy)]
pub(super) enum Destination {
    None,
    Buffer,
    Stream(Stream),
    /// For WS_XML_NODE_POSITION; the engine has the buffer itself.
    Tree(*mut WS_XML_BUFFER),
}

/// The caller's function that takes the bytes.
#[derive(Clone, Copy)]
pub(super) struct Stream {
    pub(super) callback: WriteCallback,
    pub(super) state: *mut c_void,
}

/// A WS_WRITE_CALLBACK that is not NULL.
pub(super) type WriteCallback =
    unsafe extern "C" fn(*mut c_void, *const WS_BYTES, ULONG, *const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT;

const NO_BYTES: WS_BYTES = WS_BYTES { length: 0, bytes: core::ptr::null_mut() };
const NO_STRING: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: core::ptr::null_mut(), dictionary: core::ptr::null_mut(), id: 0 };

/// Makes a writer that has no output yet.
pub(super) fn create(defaults: Settings) -> Result<*mut WS_XML_WRITER> {
    handle::create(XmlWriter {
        engine: Writer::default(),
        defaults,
        output: Destination::None,
        dictionaries: Dictionaries::default(),
        buffers: NO_BYTES,
        prefix: NO_STRING,
        prefix_bytes: Vec::new(),
    })
}

/// Creates a writer. It has no output yet: WsSetOutput or WsSetOutputToBuffer comes next.
///
/// properties, propertyCount: optional; the defaults for all outputs of the writer. Those of
/// WS_XML_WRITER_PROPERTY_ID that are not read only.
/// writer: receives the writer, which the caller owns and frees with WsFreeWriter.
///
/// When a call on a writer fails, nothing of what it was to write is written. E_INVALIDARG, WS_E_INVALID_OPERATION and
/// errors of a dynamicStringCallback leave the writer as it was; after any other error it returns WS_E_OBJECT_FAULTED
/// until it gets a new output, and so it does after any error of WsWriteType, WsWriteElement and WsWriteAttribute that is
/// found when a part of the value is written. Single threaded: one call at a time, from any thread; callbacks must not use
/// the writer that calls them, but for those of custom types, which write with it.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateWriter(
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    writer: *mut *mut WS_XML_WRITER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(writer, "writer")? };
        // SAFETY: as above.
        let defaults = unsafe { settings(Settings::default(), properties, propertyCount, "WsCreateWriter")? };
        out.set(create(defaults)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Frees a writer. What was not flushed is lost. NULL is allowed; a writer whose WsFlushWriter has not completed is not
/// freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeWriter(writer: *mut WS_XML_WRITER) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { handle::free(writer) });
}

/// Starts a new document, and says how it is encoded and where it goes. What became of the document before does not
/// matter: this also takes a writer out of the faulted state.
///
/// encoding: WS_XML_WRITER_TEXT_ENCODING, WS_XML_WRITER_BINARY_ENCODING, WS_XML_WRITER_MTOM_ENCODING or
/// WS_XML_WRITER_RAW_ENCODING. NULL leaves the writer without an output, so that all writing fails; output is not looked
/// at then. The structure is copied, and the dictionary that it points to must live as long as this output.
/// output: WS_XML_WRITER_BUFFER_OUTPUT or WS_XML_WRITER_STREAM_OUTPUT; copied.
/// properties, propertyCount: optional; for this output they go before those of WsCreateWriter.
///
/// Text in UTF-16 starts with a byte order mark, as XML 1.0 demands. Only forward from here: WsMoveWriter and the
/// position functions are for WsSetOutputToBuffer. Pointers got from WsGetWriterProperty are no longer valid.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY; the writer is then as it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetOutput(
    writer: *mut WS_XML_WRITER,
    encoding: *const WS_XML_WRITER_ENCODING,
    output: *const WS_XML_WRITER_OUTPUT,
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let settings = unsafe { settings(writer.defaults, properties, propertyCount, "WsSetOutput")? };
        if encoding.is_null() {
            writer.output = Destination::None;
            writer.dictionaries = Dictionaries::default();
            writer.engine.set_output(None, settings);
            return Ok(());
        }
        // SAFETY: as above.
        let encoding = unsafe { read_encoding(encoding)? };
        // SAFETY: as above.
        let output = unsafe { read_output(output)? };
        encoding.check(&settings)?;
        writer.start(encoding, output, settings);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a property of a writer.
///
/// id: any WS_XML_WRITER_PROPERTY_ID but WS_XML_WRITER_PROPERTY_INITIAL_BUFFER.
/// value, valueSize: receive the value, of the type that the id names. Bytes and buffers belong to the writer and stay
/// until it is written to, flushed, given a new output or freed.
///
/// An attribute or start tag that is still open is not part of the bytes; WsWriteEndStartElement completes it.
///
/// Returns S_OK, E_INVALIDARG (unknown id, wrong size or pointer), WS_E_INVALID_OPERATION (the property does not go with
/// the output or encoding) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetWriterProperty(
    writer: *mut WS_XML_WRITER,
    id: WS_XML_WRITER_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let out = PropertyOut::new(id, value, valueSize);
        let settings = *writer.engine.settings();
        let number: ULONG = match id {
            WS_XML_WRITER_PROPERTY_MAX_DEPTH => settings.max_depth,
            WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT => settings.allow_fragment.into(),
            WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES => settings.max_attributes,
            WS_XML_WRITER_PROPERTY_WRITE_DECLARATION => settings.write_declaration.into(),
            WS_XML_WRITER_PROPERTY_INDENT => settings.indent,
            WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE => settings.buffer_trim_size,
            WS_XML_WRITER_PROPERTY_CHARSET => charset_number(writer.engine.encoding())?,
            WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE => settings.buffer_max_size,
            WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE => writer.engine.in_attribute().into(),
            WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE => settings.max_mime_parts_buffer_size,
            WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                settings.allow_invalid_character_references.into()
            }
            WS_XML_WRITER_PROPERTY_MAX_NAMESPACES => settings.max_namespaces,
            WS_XML_WRITER_PROPERTY_BYTES_WRITTEN => {
                writer.check_output(id)?;
                number_of(writer.engine.bytes().len())?
            }
            WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE => {
                writer.check_output(id)?;
                number_of(writer.engine.bytes_to_close())?
            }
            WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS => settings.compress_empty_elements.into(),
            WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS => settings.emit_uncompressed_empty_elements.into(),
            WS_XML_WRITER_PROPERTY_BYTES => {
                let bytes = writer.lend_bytes(id)?;
                // SAFETY: as above.
                return unsafe { out.set(bytes) };
            }
            WS_XML_WRITER_PROPERTY_BUFFERS => {
                writer.buffers = writer.lend_bytes(id)?;
                let buffers = WS_BUFFERS { bufferCount: 1, buffers: &raw mut writer.buffers };
                // SAFETY: as above.
                return unsafe { out.set(buffers) };
            }
            _ => return Err(out.refused("WsGetWriterProperty")),
        };
        // SAFETY: as above.
        unsafe { out.set(number) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Finds a prefix that stands for a namespace. If there are several, any of them may come.
///
/// ns: the namespace URI.
/// required: what to do when there is none: FALSE returns S_FALSE, TRUE fails.
/// prefix: receives the prefix, or NULL when there is none. It belongs to the writer, must not be changed, and stays
/// until the next call on the writer.
///
/// A start tag that is still open does not count: its declarations may not be complete. The namespace of XML itself has
/// the prefix xml, that of declarations xmlns.
///
/// Returns S_OK, S_FALSE, WS_E_INVALID_FORMAT (there is none, and required is TRUE), E_INVALIDARG,
/// WS_E_INVALID_OPERATION (the writer has no output) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetPrefixFromNamespace(
    writer: *mut WS_XML_WRITER,
    ns: *const WS_XML_STRING,
    required: BOOL,
    prefix: *mut *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(prefix, "prefix")? };
        // SAFETY: as above.
        let ns = unsafe { place::required(ns, "ns")? };
        // SAFETY: as above.
        let ns = unsafe { place::slice(ns.bytes, ns.length, "ns")? };
        let writer = &mut *writer;
        let Some(found) = writer.engine.prefix_of(ns)? else {
            if required != 0 {
                let ns = String::from_utf8_lossy(ns).escape_debug().to_string();
                return Err(Fault::invalid_format(format!("No prefix stands for the namespace \"{ns}\".")));
            }
            out.set(core::ptr::null());
            return Ok(S_FALSE);
        };
        writer.prefix_bytes.clear();
        writer.prefix_bytes.extend_from_slice(found);
        writer.prefix = WS_XML_STRING {
            length: number_of(writer.prefix_bytes.len())?,
            bytes: writer.prefix_bytes.as_mut_ptr(),
            ..NO_STRING
        };
        out.set(&raw const writer.prefix);
        Ok(S_OK)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

impl XmlWriter {
    /// Starts a document.
    pub(super) fn start(&mut self, encoding: Encoded, output: Destination, settings: Settings) {
        self.output = output;
        self.dictionaries = Dictionaries::default();
        match encoding {
            Encoded::Plain(encoding) => self.engine.set_output(Some(encoding), settings),
            Encoded::Binary(dictionaries) => {
                self.dictionaries = dictionaries;
                self.engine.set_output(Some(Encoding::Binary), settings);
            }
            Encoded::Mtom(package, charset) => self.engine.set_mtom_output(package, charset, settings),
        }
    }

    /// Refuses properties that need an output in bytes.
    fn check_output(&self, id: WS_XML_WRITER_PROPERTY_ID) -> Result<()> {
        match self.output {
            Destination::None | Destination::Tree(_) => Err(Fault::invalid_operation(format!(
                "The property {id:?} is there for writers with an output in bytes."
            ))),
            Destination::Buffer | Destination::Stream(_) => Ok(()),
        }
    }

    fn lend_bytes(&mut self, id: WS_XML_WRITER_PROPERTY_ID) -> Result<WS_BYTES> {
        if !matches!(self.output, Destination::Buffer) {
            return Err(Fault::invalid_operation(format!(
                "The property {id:?} is there for writers with WS_XML_WRITER_BUFFER_OUTPUT."
            )));
        }
        if self.engine.is_package_incomplete() {
            return Err(Fault::invalid_operation(format!(
                "With WS_XML_WRITER_MTOM_ENCODING, {id:?} is there once the root element is ended."
            )));
        }
        self.engine.complete()?;
        self.engine.complete_package()?;
        let bytes = self.engine.bytes();
        Ok(WS_BYTES { length: number_of(bytes.len())?, bytes: bytes.as_ptr().cast_mut() })
    }
}

fn number_of(len: usize) -> Result<ULONG> {
    ULONG::try_from(len).map_err(|_| Fault::overflow(format!("The number {len} does not fit a ULONG.")))
}

fn charset_number(encoding: Option<Encoding>) -> Result<ULONG> {
    let charset = match encoding {
        Some(Encoding::Text(Charset::Utf8)) => WS_CHARSET_UTF8,
        Some(Encoding::Text(Charset::Utf16Le)) => WS_CHARSET_UTF16LE,
        Some(Encoding::Text(Charset::Utf16Be)) => WS_CHARSET_UTF16BE,
        _ => return Err(Fault::invalid_operation("The writer's encoding has no WS_XML_WRITER_PROPERTY_CHARSET.")),
    };
    Ok(charset.0.cast_unsigned())
}

/// Reads properties over given ones.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn settings(
    mut settings: Settings,
    properties: *const WS_XML_WRITER_PROPERTY,
    count: ULONG,
    function: &str,
) -> Result<Settings> {
    // SAFETY: passed on.
    for property in unsafe { property::bag(properties, count)? } {
        // SAFETY: passed on.
        let number = || unsafe { property.read::<ULONG>() };
        let flag = || number().map(|number| number != 0);
        match property.id {
            WS_XML_WRITER_PROPERTY_MAX_DEPTH => settings.max_depth = number()?,
            WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT => settings.allow_fragment = flag()?,
            WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES => settings.max_attributes = number()?,
            WS_XML_WRITER_PROPERTY_WRITE_DECLARATION => settings.write_declaration = flag()?,
            WS_XML_WRITER_PROPERTY_INDENT => settings.indent = number()?,
            WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE => settings.buffer_trim_size = number()?,
            WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE => settings.buffer_max_size = number()?,
            WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE => settings.max_mime_parts_buffer_size = number()?,
            WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                settings.allow_invalid_character_references = flag()?;
            }
            WS_XML_WRITER_PROPERTY_MAX_NAMESPACES => settings.max_namespaces = number()?,
            WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS => settings.compress_empty_elements = flag()?,
            WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS => {
                settings.emit_uncompressed_empty_elements = flag()?;
            }
            // An offer of memory, which this library does not need: its buffer is one piece and grows in place.
            WS_XML_WRITER_PROPERTY_INITIAL_BUFFER => {
                // SAFETY: passed on.
                let buffer = unsafe { property.read::<WS_BYTES>()? };
                if buffer.bytes.is_null() && buffer.length != 0 {
                    return Err(Fault::invalid_arg("The bytes of WS_XML_WRITER_PROPERTY_INITIAL_BUFFER are NULL."));
                }
            }
            _ => return Err(property.refused(function)),
        }
    }
    Ok(settings)
}

/// What an encoding structure says.
pub(super) enum Encoded {
    Plain(Encoding),
    Binary(Dictionaries),
    Mtom(Package, Charset),
}

impl Encoded {
    /// Refuses properties that do not go with the encoding.
    pub(super) fn check(&self, settings: &Settings) -> Result<()> {
        if matches!(self, Encoded::Mtom(..)) && settings.allow_fragment {
            return Err(Fault::invalid_arg(
                "WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT cannot be TRUE with WS_XML_WRITER_MTOM_ENCODING.",
            ));
        }
        Ok(())
    }
}

pub(super) unsafe fn read_encoding(encoding: *const WS_XML_WRITER_ENCODING) -> Result<Encoded> {
    // SAFETY: see the contract at the top of `ffi`.
    let kind = unsafe { place::required(encoding, "encoding")? }.encodingType;
    match kind {
        WS_XML_WRITER_ENCODING_TYPE_TEXT => {
            // SAFETY: as above.
            unsafe { read_charset(encoding) }.map(|charset| Encoded::Plain(Encoding::Text(charset)))
        }
        WS_XML_WRITER_ENCODING_TYPE_BINARY => {
            // SAFETY: the type says what the structure is.
            let binary = unsafe { place::derived::<WS_XML_WRITER_BINARY_ENCODING>(encoding, "encoding")? };
            // SAFETY: see the contract at the top of `ffi`.
            unsafe { Dictionaries::new(binary) }.map(Encoded::Binary)
        }
        WS_XML_WRITER_ENCODING_TYPE_RAW => Ok(Encoded::Plain(Encoding::Raw)),
        WS_XML_WRITER_ENCODING_TYPE_MTOM => {
            // SAFETY: the type says what the structure is.
            let mtom = unsafe { place::derived::<WS_XML_WRITER_MTOM_ENCODING>(encoding, "encoding")? };
            // SAFETY: see the contract at the top of `ffi`.
            unsafe { read_mtom(mtom) }
        }
        other => Err(Fault::invalid_arg(format!("The encodingType {other:?} is not known."))),
    }
}

unsafe fn read_charset(encoding: *const WS_XML_WRITER_ENCODING) -> Result<Charset> {
    // SAFETY: the caller looked at the type.
    let text = unsafe { place::derived::<WS_XML_WRITER_TEXT_ENCODING>(encoding, "encoding")? };
    match text.charSet {
        WS_CHARSET_UTF8 => Ok(Charset::Utf8),
        WS_CHARSET_UTF16LE => Ok(Charset::Utf16Le),
        WS_CHARSET_UTF16BE => Ok(Charset::Utf16Be),
        other => Err(Fault::invalid_arg(format!("A writer cannot write the charSet {other:?}."))),
    }
}

unsafe fn read_mtom(mtom: &WS_XML_WRITER_MTOM_ENCODING) -> Result<Encoded> {
    // SAFETY: see the contract at the top of `ffi`.
    let kind = unsafe { place::required(mtom.textEncoding, "textEncoding")? }.encodingType;
    if kind != WS_XML_WRITER_ENCODING_TYPE_TEXT {
        return Err(Fault::invalid_arg(format!("The textEncoding of MTOM cannot be {kind:?}.")));
    }
    // SAFETY: as above.
    let charset = unsafe { read_charset(mtom.textEncoding)? };
    // SAFETY: as above.
    let (boundary, start_info, start_uri) = unsafe {
        (
            read_ascii(&mtom.boundary, "boundary")?,
            read_ascii(&mtom.startInfo, "startInfo")?,
            read_ascii(&mtom.startUri, "startUri")?,
        )
    };
    let package = Package {
        write_header: mtom.writeMimeHeader != 0,
        boundary,
        start_info,
        start_uri,
        max_inline: mtom.maxInlineByteCount,
    };
    package.check()?;
    Ok(Encoded::Mtom(package, charset))
}

unsafe fn read_ascii(string: &WS_STRING, name: &str) -> Result<Vec<u8>> {
    // SAFETY: see the contract at the top of `ffi`.
    let chars = unsafe { place::slice(string.chars, string.length, name)? };
    let ascii: Option<Vec<u8>> = chars.iter().map(|&unit| u8::try_from(unit).ok().filter(u8::is_ascii)).collect();
    ascii.ok_or_else(|| Fault::invalid_arg(format!("The {name} of an MTOM encoding must be ASCII.")))
}

unsafe fn read_output(output: *const WS_XML_WRITER_OUTPUT) -> Result<Destination> {
    // SAFETY: see the contract at the top of `ffi`.
    let kind = unsafe { place::required(output, "output")? }.outputType;
    match kind {
        WS_XML_WRITER_OUTPUT_TYPE_BUFFER => Ok(Destination::Buffer),
        WS_XML_WRITER_OUTPUT_TYPE_STREAM => {
            // SAFETY: the type says what the structure is.
            let stream = unsafe { place::derived::<WS_XML_WRITER_STREAM_OUTPUT>(output, "output")? };
            let Some(callback) = stream.writeCallback else {
                return Err(Fault::invalid_arg("The writeCallback of WS_XML_WRITER_STREAM_OUTPUT is NULL."));
            };
            Ok(Destination::Stream(Stream { callback, state: stream.writeCallbackState }))
        }
        other => Err(Fault::invalid_arg(format!("The outputType {other:?} is not known."))),
    }
}

impl Record for WS_XML_WRITER_PROPERTY {
    type Id = WS_XML_WRITER_PROPERTY_ID;
    fn parts(&self) -> (WS_XML_WRITER_PROPERTY_ID, *const c_void, ULONG) {
        (self.id, self.value, self.valueSize)
    }
}
