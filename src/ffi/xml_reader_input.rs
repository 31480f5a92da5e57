//! What a reader reads from: the structures of WsSetInput, and WsFillReader with its callback.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle;
use crate::ffi::place;
use crate::ffi::turn::Turn;
use crate::ffi::xml_reader::{CharsetAsked, ReaderObject};
use crate::runtime::fault::{Fault, Result};
use crate::xml::reader::Decoder;
use crate::xml::reader::binary::{BinaryDecoder, Dictionary, Strings};
use crate::xml::reader::input::Input;
use crate::xml::reader::mtom::{MtomDecoder, PackageType};
use crate::xml::reader::raw::RawDecoder;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::stream::{self, Stream};
use crate::xml::reader::text::{Charset, TextDecoder};

/// The caller's source of bytes.
pub(super) struct Feed {
    callback: unsafe extern "C" fn(
        *mut c_void,
        *mut c_void,
        ULONG,
        *mut ULONG,
        *const WS_ASYNC_CONTEXT,
        *mut WS_ERROR,
    ) -> HRESULT,
    state: *mut c_void,
    stream: Stream,
    /// Where the callback puts its bytes.
    buffer: Vec<u8>,
    /// How many it put there.
    filled: ULONG,
}

impl Feed {
    /// Whether the charset is still to be found.
    pub(super) fn awaits_charset(&self) -> bool {
        matches!(self.stream, Stream::Unknown { .. })
    }
}

impl ReaderObject {
    /// Gives a stream bytes that are there already. `is_all`: no more follow.
    pub(super) fn fill_with(&mut self, bytes: &[u8], is_all: bool) -> Result<()> {
        let ReaderObject { reader, feed, .. } = self;
        let Some(feed) = feed else { return Ok(()) };
        reader.run(|reader| {
            feed.stream.receive(bytes, reader.document())?;
            if is_all { feed.stream.finish(reader.document()) } else { Ok(()) }
        })
    }
}

/// The work of WsSetInput.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the structures are of the types that their first fields say.
pub(super) unsafe fn set(
    object: &mut ReaderObject,
    encoding: *const WS_XML_READER_ENCODING,
    input: *const WS_XML_READER_INPUT,
    settings: Settings,
) -> Result<()> {
    if encoding.is_null() && input.is_null() {
        object.reader.set_input(Decoder::Nothing, Input::owned(Vec::new()), settings);
        (object.feed, object.charset) = (None, None);
        return Ok(());
    }
    // SAFETY: passed on.
    let encoding_type = unsafe { place::required(encoding, "encoding")? }.encodingType;
    // SAFETY: passed on.
    let input_type = unsafe { place::required(input, "input")? }.inputType;
    // SAFETY: passed on.
    let encoding = unsafe { read_encoding(encoding, encoding_type, &settings)? };
    let (input, detected, feed) = match input_type {
        WS_XML_READER_INPUT_TYPE_BUFFER => {
            // SAFETY: passed on: the type says that it is this structure.
            let input = unsafe { place::derived::<WS_XML_READER_BUFFER_INPUT>(input, "input")? };
            let bytes = input.encodedData.cast_const().cast::<u8>();
            // SAFETY: the caller keeps these bytes until the reader gets another input or is freed, and no reference
            // to them outlives that: 'static stands for "as long as this input".
            let bytes: &'static [u8] = unsafe { place::slice(bytes, input.encodedDataSize, "encodedData")? };
            match encoding.charset {
                Some(asked) => {
                    let (input, charset) = stream::text_in_memory(bytes, asked.charset()?)?;
                    (input, charset, None)
                }
                None => (Input::lent(bytes), Charset::Utf8, None),
            }
        }
        WS_XML_READER_INPUT_TYPE_STREAM => {
            // SAFETY: passed on: the type says that it is this structure.
            let input = unsafe { place::derived::<WS_XML_READER_STREAM_INPUT>(input, "input")? };
            let Some(callback) = input.readCallback else {
                return Err(Fault::invalid_arg("The readCallback of the input is NULL."));
            };
            let charset = match encoding.charset {
                Some(asked) => asked.charset()?,
                None => None,
            };
            let stream = if encoding.charset.is_some() { Stream::text(charset) } else { Stream::Bytes };
            let feed = Feed { callback, state: input.readCallbackState, stream, buffer: Vec::new(), filled: 0 };
            (Input::stream(), charset.unwrap_or(Charset::Utf8), Some(feed))
        }
        _ => return Err(Fault::invalid_arg(format!("The input type {input_type:?} is not known."))),
    };
    object.reader.set_input(encoding.decoder, input, settings);
    object.reader.document().charset = detected;
    object.view.dictionaries = encoding.dictionaries;
    object.charset = encoding.charset;
    object.feed = feed;
    Ok(())
}

/// What a WS_XML_READER_ENCODING asks for.
struct Encoding {
    decoder: Decoder,
    /// Text: the charset, which the input is transcoded from.
    charset: Option<CharsetAsked>,
    /// Binary: what C knows the dictionaries by.
    dictionaries: [*mut WS_XML_DICTIONARY; 2],
}

/// # Safety
/// See the contract at the top of [`crate::ffi`]; the structure is of the type that its first field says.
unsafe fn read_encoding(
    encoding: *const WS_XML_READER_ENCODING,
    encoding_type: WS_XML_READER_ENCODING_TYPE,
    settings: &Settings,
) -> Result<Encoding> {
    const NONE: [*mut WS_XML_DICTIONARY; 2] = [core::ptr::null_mut(); 2];
    let (decoder, charset, dictionaries) = match encoding_type {
        WS_XML_READER_ENCODING_TYPE_TEXT => {
            // SAFETY: passed on: the type says that it is this structure.
            let text = unsafe { place::derived::<WS_XML_READER_TEXT_ENCODING>(encoding, "encoding")? };
            (Decoder::Text(TextDecoder::default()), Some(CharsetAsked(text.charSet)), NONE)
        }
        WS_XML_READER_ENCODING_TYPE_BINARY => {
            // SAFETY: passed on: the type says that it is this structure.
            let binary = unsafe { place::derived::<WS_XML_READER_BINARY_ENCODING>(encoding, "encoding")? };
            // SAFETY: passed on.
            let fixed = unsafe { dictionary(binary.staticDictionary, "staticDictionary")? };
            let dynamic = if binary.dynamicDictionary.is_null() {
                None
            } else {
                // SAFETY: passed on.
                Some(unsafe { dictionary(binary.dynamicDictionary, "dynamicDictionary")? })
            };
            let decoder = Decoder::Binary(Box::new(BinaryDecoder::new(fixed, dynamic)));
            (decoder, None, [binary.staticDictionary, binary.dynamicDictionary])
        }
        WS_XML_READER_ENCODING_TYPE_MTOM => {
            // SAFETY: passed on: the type says that it is this structure.
            let mtom = unsafe { place::derived::<WS_XML_READER_MTOM_ENCODING>(encoding, "encoding")? };
            // SAFETY: passed on.
            (Decoder::Mtom(Box::new(unsafe { mtom_decoder(mtom, settings)? })), None, NONE)
        }
        WS_XML_READER_ENCODING_TYPE_RAW => (Decoder::Raw(RawDecoder), None, NONE),
        _ => return Err(Fault::invalid_arg(format!("The encoding type {encoding_type:?} is not known."))),
    };
    Ok(Encoding { decoder, charset, dictionaries })
}

impl CharsetAsked {
    /// The charset; `None` where it is to be found out.
    fn charset(self) -> Result<Option<Charset>> {
        match self.0 {
            WS_CHARSET_AUTO => Ok(None),
            WS_CHARSET_UTF8 => Ok(Some(Charset::Utf8)),
            WS_CHARSET_UTF16LE => Ok(Some(Charset::Utf16Le)),
            WS_CHARSET_UTF16BE => Ok(Some(Charset::Utf16Be)),
            unknown => Err(Fault::invalid_arg(format!("The character set {unknown:?} is not known."))),
        }
    }
}

/// The decoder's form of a dictionary; the built-in one is not copied.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn dictionary(pointer: *mut WS_XML_DICTIONARY, name: &str) -> Result<Dictionary> {
    if pointer.is_null() {
        return Ok(Dictionary::default());
    }
    if pointer == crate::ffi::dictionary::builtin() {
        return Ok(Dictionary::builtin());
    }
    // SAFETY: passed on.
    let dictionary = unsafe { place::required(pointer.cast_const(), name)? };
    let mut strings = Strings::default();
    // SAFETY: passed on.
    for string in unsafe { place::slice(dictionary.strings.cast_const(), dictionary.stringCount, name)? } {
        // SAFETY: passed on.
        strings.push(unsafe { place::slice(string.bytes.cast_const(), string.length, name)? });
    }
    Ok(Dictionary::new(strings.into()))
}

/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn mtom_decoder(mtom: &WS_XML_READER_MTOM_ENCODING, settings: &Settings) -> Result<MtomDecoder> {
    // SAFETY: passed on.
    let text = unsafe { place::required(mtom.textEncoding.cast_const(), "textEncoding")? }.encodingType;
    if text != WS_XML_READER_ENCODING_TYPE_TEXT {
        return Err(Fault::invalid_arg(format!(
            "The textEncoding of the MTOM encoding is {text:?}, which is not text."
        )));
    }
    // SAFETY: passed on: the type says that it is this structure.
    let text =
        unsafe { place::derived::<WS_XML_READER_TEXT_ENCODING>(mtom.textEncoding.cast_const(), "textEncoding")? };
    let parameter = |string: &WS_STRING, name: &str| {
        // SAFETY: passed on.
        let chars = unsafe { place::slice(string.chars.cast_const(), string.length, name)? };
        String::from_utf16(chars)
            .map(String::into_bytes)
            .map_err(|_| Fault::invalid_arg(format!("The {name} of the MTOM encoding is not UTF-16.")))
    };
    let package = PackageType {
        boundary: parameter(&mtom.boundary, "boundary")?,
        start: parameter(&mtom.startUri, "startUri")?,
        start_info: parameter(&mtom.startInfo, "startInfo")?,
    };
    let given = [&package.boundary, &package.start, &package.start_info];
    if mtom.readMimeHeader != 0 && given.iter().any(|parameter| !parameter.is_empty()) {
        let what = "With readMimeHeader, the boundary, startUri and startInfo of the MTOM encoding must be empty.";
        return Err(Fault::invalid_arg(what));
    }
    let package = (mtom.readMimeHeader == 0).then_some(package);
    MtomDecoder::new(CharsetAsked(text.charSet).charset()?, package, settings)
}

/// Gets bytes from the callback of WS_XML_READER_STREAM_INPUT until at least as many as asked for are there that have
/// not been read, or until the input ends. For other inputs it does nothing. This is the only function that performs
/// input: reading past what has been filled in fails with WS_E_QUOTA_EXCEEDED and leaves the reader faulted.
///
/// minSize: bytes, in UTF-8 where the document is in UTF-16. How many the next nodes take depends on the document.
/// asyncContext: NULL to wait for the callback. Otherwise the callback may go on in the background: then the function
/// returns WS_S_ASYNC, the reader and the error object must not be used before the context's callback has been called,
/// and that is called once, with the outcome. If all of it is done before the function returns, it returns the outcome
/// itself, and the context's callback is not called.
///
/// Nodes that were gotten from the reader before stay valid.
///
/// Returns S_OK, WS_S_ASYNC, what the callback failed with, WS_E_INVALID_FORMAT (UTF-16 that is not well-formed),
/// WS_E_QUOTA_EXCEEDED (4 GiB unread), E_INVALIDARG, WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFillReader(
    reader: *mut WS_XML_READER,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        if asyncContext.is_null() {
            // SAFETY: see the contract at the top of `ffi`.
            let mut object = unsafe { handle::borrow(reader)? };
            // SAFETY: as above.
            return unsafe { fill(&mut object, minSize, core::ptr::null(), error) }.map(|_| S_OK);
        }
        // SAFETY: as above.
        let user = *unsafe { place::required(asyncContext, "asyncContext")? };
        if user.callback.is_none() {
            return Err(Fault::invalid_arg("The callback of the asyncContext is NULL."));
        }
        // SAFETY: as above.
        let object = unsafe { handle::borrow(reader)? };
        let operation =
            Box::into_raw(Box::new(Filling { reader, min_size: minSize, user, error, turn: Turn::default() }));
        object.stay_busy();
        // SAFETY: `operation` was just made, and the reader is in use on its behalf.
        unsafe { Filling::advance(operation, None) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Calls the callback until enough is there. `Ok(false)`: it goes on in the background.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn fill(
    object: &mut ReaderObject,
    min_size: ULONG,
    context: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> Result<bool> {
    let ReaderObject { reader, feed, .. } = object;
    reader.run(|reader| {
        let Some(feed) = feed else { return Ok(true) };
        loop {
            let document = reader.document();
            let source = document.source();
            let unread = source.rest().len();
            if source.is_complete() || unread >= min_size as usize && !feed.awaits_charset() {
                return Ok(true);
            }
            let wanted = (min_size as usize - unread.min(min_size as usize)).clamp(1, LARGEST_REQUEST);
            let size = wanted.max(document.settings.stream_buffer_size as usize);
            if feed.buffer.len() < size {
                feed.buffer.try_reserve(size).map_err(|_| Fault::out_of_memory(size))?;
                feed.buffer.resize(size, 0);
            }
            feed.filled = 0;
            let capacity = ULONG::try_from(feed.buffer.len()).unwrap_or(ULONG::MAX);
            let bytes = feed.buffer.as_mut_ptr().cast();
            // SAFETY: the caller's callback, with its own state and a buffer of the size that it is told. The buffer
            // and the count stay where they are until the operation has ended: they belong to the reader, which is in
            // use until then.
            let result = unsafe { (feed.callback)(feed.state, bytes, capacity, &raw mut feed.filled, context, error) };
            if result == WS_S_ASYNC && !context.is_null() {
                return Ok(false);
            }
            feed.receive(document, result)?;
        }
    })
}

/// How much the callback is asked for at once beyond the buffer size of the settings: minSize can be anything.
const LARGEST_REQUEST: usize = 1024 * 1024;

impl Feed {
    /// Takes what the callback delivered.
    fn receive(&mut self, document: &mut crate::xml::reader::document::Document, result: HRESULT) -> Result<()> {
        if result != S_OK {
            let code = if result < 0 { result } else { WS_E_OTHER };
            return Err(Fault::new(code, format!("The read callback of the XML reader returned 0x{result:08X}.")));
        }
        if self.filled == 0 {
            return self.stream.finish(document);
        }
        let Some(bytes) = self.buffer.get(..self.filled as usize) else {
            return Err(Fault::new(WS_E_OTHER, "The read callback said that it delivered more than it was asked for."));
        };
        self.stream.receive(bytes, document)
    }
}

/// A WsFillReader that may go on in the background.
struct Filling {
    reader: *mut WS_XML_READER,
    min_size: ULONG,
    user: WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
    /// Who goes on when a background callback has worked.
    turn: Turn,
}

impl Filling {
    /// Goes on until the callback works in the background again or the operation ends. `done` is what a background
    /// callback ended with. Answers what WsFillReader returns, for its first part.
    ///
    /// # Safety
    /// `operation` is live, and the reader is in use on its behalf.
    unsafe fn advance(operation: *mut Filling, mut done: Option<HRESULT>) -> Result<HRESULT> {
        let is_first = done.is_none();
        let outcome = loop {
            // SAFETY: passed on.
            let outcome = unsafe { Self::step(operation, done.take()) };
            if !matches!(outcome, Ok(false)) {
                break outcome;
            }
            // SAFETY: the operation is live: a callback that has completed before this left it alone.
            match unsafe { &*operation }.turn.returned() {
                None => return Ok(WS_S_ASYNC),
                code => done = code,
            }
        };
        // SAFETY: made by `Box::into_raw`, and no callback has it any more.
        let operation = unsafe { Box::from_raw(operation) };
        match outcome {
            _ if is_first => outcome.map(|_| S_OK),
            Ok(_) => {
                operation.complete(S_OK);
                Ok(S_OK)
            }
            Err(fault) => {
                // SAFETY: the error object belongs to the operation until it ends.
                let code = unsafe { call::<()>(operation.error, || Err(fault)) };
                operation.complete(code);
                Ok(code)
            }
        }
    }

    /// Takes what a background callback delivered and calls for more. `Ok(false)`: the callback goes on by itself, and
    /// the reader stays in use.
    ///
    /// # Safety
    /// As for [`Filling::advance`].
    unsafe fn step(operation: *mut Filling, done: Option<HRESULT>) -> Result<bool> {
        // SAFETY: by contract.
        let Filling { reader, min_size, error, turn, .. } = unsafe { &*operation };
        turn.begin();
        let context = WS_ASYNC_CONTEXT { callback: Some(Self::completed), callbackState: operation.cast() };
        // SAFETY: by contract.
        let mut object = unsafe { handle::resume(*reader)? };
        if let Some(result) = done {
            let ReaderObject { reader, feed, .. } = &mut *object;
            reader.run(|reader| match feed {
                Some(feed) => feed.receive(reader.document(), result),
                None => Ok(()),
            })?;
        }
        // SAFETY: by contract.
        let is_filled = unsafe { fill(&mut object, *min_size, &context, *error)? };
        if !is_filled {
            object.stay_busy();
        }
        Ok(is_filled)
    }

    /// What the caller's read callback calls when it has worked in the background.
    unsafe extern "C" fn completed(code: HRESULT, _: WS_CALLBACK_MODEL, state: *mut c_void) {
        call_void(|| {
            let operation = state.cast::<Filling>();
            // SAFETY: the state is the operation that the callback was given, and it is live until this call.
            if unsafe { &*operation }.turn.completed(code) {
                // SAFETY: the caller of the callback has left the operation to this call.
                let _ = unsafe { Self::advance(operation, Some(code)) };
            }
        });
    }

    fn complete(&self, code: HRESULT) {
        if let Some(callback) = self.user.callback {
            // SAFETY: the caller's callback with its own state.
            unsafe { callback(code, WS_SHORT_CALLBACK, self.user.callbackState) }
        }
    }
}
