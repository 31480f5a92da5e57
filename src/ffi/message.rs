//! WS_MESSAGE: its life and its envelope. See `message` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Exclusive, Guard, Handle};
use crate::ffi::message_coding::Coding;
use crate::ffi::message_property::{MessageSettings, Sender, Versions};
use crate::ffi::place::{self, Out};
use crate::ffi::xml_buffer;
use crate::ffi::xml_reader;
use crate::ffi::xml_writer::{self, XmlWriter};
use crate::message::Message;
use crate::message::State;
use crate::message::address::Start;
use crate::message::version::Version;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::security::results::Results;
use crate::security::soap::recode;
use crate::xml::value::utf;
use core::ptr::null_mut;

impl Handle for WS_MESSAGE {
    type Engine = MessageObject;
    const TAG: u32 = u32::from_be_bytes(*b"WSms");
    const NAME: &'static str = "message";
}
impl Exclusive for WS_MESSAGE {}

/// A message with what it has for C. All handles in it are its own and end with it, but for those of the body while it is
/// in a reader or writer of the program.
pub(super) struct MessageObject {
    pub(super) message: Message,
    pub(super) settings: MessageSettings,
    /// What the headers and what is read of them live in.
    pub(super) heap: *mut WS_HEAP,
    /// Made when somebody asks for it; it lives in the heap.
    header_buffer: *mut WS_XML_BUFFER,
    /// What the body is read from, in WS_MESSAGE_STATE_READING.
    body_reader: *mut WS_XML_READER,
    /// What the body is written to, in WS_MESSAGE_STATE_WRITING.
    body_writer: *mut WS_XML_WRITER,
    /// Those of channels: for the body of a message that is sent or received.
    own_reader: *mut WS_XML_READER,
    own_writer: *mut WS_XML_WRITER,
    /// For values of headers.
    header_reader: *mut WS_XML_READER,
    header_writer: *mut WS_XML_WRITER,
    /// The bytes that the own reader was lent.
    input: Vec<u8>,
    /// What a message that is written as text is to become, and the bytes that it may have then.
    recoding: Option<(Coding, u32)>,
    /// Tells the owner of the reader or writer of the body that the message has done with it.
    done: Option<Done>,
    /// Who sent the message, as far as the program has asked or said.
    pub(super) sender: Sender,
    /// Who sent it, as security found out: properties are made of it when somebody asks.
    pub(super) results: Results,
}

/// A WS_MESSAGE_DONE_CALLBACK that is not NULL.
#[derive(Clone, Copy)]
pub(super) struct Done {
    callback: unsafe extern "C" fn(*mut c_void),
    state: *mut c_void,
}

impl Done {
    fn new(callback: WS_MESSAGE_DONE_CALLBACK, state: *mut c_void) -> Option<Self> {
        callback.map(|callback| Done { callback, state })
    }

    fn call(self) {
        // SAFETY: the program's callback with its own state.
        unsafe { (self.callback)(self.state) }
    }
}

/// What was written, and nothing else is until this is dropped.
pub(super) struct Written<'a> {
    writer: Guard<'a, WS_XML_WRITER>,
}

impl Written<'_> {
    /// The bytes of the message.
    pub(super) fn bytes(&self) -> &[u8] {
        self.writer.engine.bytes()
    }
}

impl Drop for MessageObject {
    fn drop(&mut self) {
        // Headers go before the heap that their buffer is in.
        self.message.reset();
        // SAFETY: handles that this object made and that nobody else frees; NULL is left alone.
        unsafe {
            handle::free(self.own_reader);
            handle::free(self.own_writer);
            handle::free(self.header_reader);
            handle::free(self.header_writer);
            handle::free(self.heap);
        }
    }
}

/// How long the text of a message may be that has this many bytes at most in another encoding: binary XML has numbers for
/// the names that headers are made of.
fn text_size(max_size: u32) -> u32 {
    max_size.saturating_mul(4).max(65536)
}

/// Makes a message.
pub(super) fn create(version: Version, settings: MessageSettings) -> Result<*mut WS_MESSAGE> {
    let heap = Heap::new(settings.heap_max_size, settings.heap_trim_size);
    let message = Message::new(version, settings.max_processed_headers, heap.budget());
    let heap = handle::create::<WS_HEAP>(heap)?;
    handle::create::<WS_MESSAGE>(MessageObject {
        message,
        settings,
        heap,
        header_buffer: null_mut(),
        body_reader: null_mut(),
        body_writer: null_mut(),
        own_reader: null_mut(),
        own_writer: null_mut(),
        header_reader: null_mut(),
        header_writer: null_mut(),
        input: Vec::new(),
        recoding: None,
        done: None,
        sender: Sender::default(),
        results: Results::default(),
    })
}

impl MessageObject {
    /// Back to WS_MESSAGE_STATE_EMPTY. What it answers has to be called once the handle is let go of.
    #[must_use]
    pub(super) fn reset(&mut self) -> Option<Done> {
        self.message.reset();
        self.header_buffer = null_mut();
        (self.body_reader, self.body_writer) = (null_mut(), null_mut());
        self.sender = Sender::default();
        self.results = Results::default();
        if !self.own_reader.is_null()
            // SAFETY: this object's own reader; it lets go of the input before that goes.
            && let Ok(mut reader) = unsafe { handle::borrow(self.own_reader) }
        {
            reader.end_input();
        }
        self.input.clear();
        // SAFETY: this object's own heap.
        if let Ok(heap) = unsafe { handle::get(self.heap) } {
            heap.reset();
        }
        self.done.take()
    }

    /// Ends a message that was read up to its body, and whose security could not be verified. Its headers stay, so that
    /// a fault can say which request it answers; nothing says any more that somebody has sent it.
    pub(super) fn refuse(&mut self) {
        self.message.state = State::Done;
        (self.body_reader, self.results) = (null_mut(), Results::default());
        // SAFETY: this object's own reader, or NULL.
        if let Ok(mut reader) = unsafe { handle::borrow(self.own_reader) } {
            reader.end_input();
            self.input = Vec::new();
        }
    }

    /// The header buffer as C has it.
    pub(super) fn header_buffer(&mut self) -> Result<*mut WS_XML_BUFFER> {
        if self.header_buffer.is_null() {
            // SAFETY: this object's own heap.
            let heap = unsafe { handle::get(self.heap)? };
            self.header_buffer = xml_buffer::create(heap, self.message.headers.buffer()?.clone())?;
        }
        Ok(self.header_buffer)
    }

    /// The reader of the body, in the state that has one.
    pub(super) fn body_reader(&self) -> Result<*mut WS_XML_READER> {
        self.message.check_state(State::Reading)?;
        Ok(self.body_reader)
    }

    /// The writer of the body, in the state that has one.
    pub(super) fn body_writer(&self) -> Result<*mut WS_XML_WRITER> {
        self.message.check_state(State::Writing)?;
        Ok(self.body_writer)
    }

    /// The reader of headers; it has no input.
    pub(super) fn header_reader(&mut self) -> Result<*mut WS_XML_READER> {
        if self.header_reader.is_null() {
            self.header_reader = xml_reader::create(self.settings.reader)?;
        }
        Ok(self.header_reader)
    }

    /// The writer of headers; it has no output.
    pub(super) fn header_writer(&mut self) -> Result<*mut WS_XML_WRITER> {
        if self.header_writer.is_null() {
            self.header_writer = xml_writer::create(self.settings.writer)?;
        }
        Ok(self.header_writer)
    }

    /// Begins to write the message, in a writer of its own, which gathers all of it. For channels; followed by
    /// [`MessageObject::finish_writing`].
    ///
    /// max_size: bytes that may be gathered at most.
    pub(super) fn start_writing(&mut self, coding: &Coding, max_size: u32) -> Result<()> {
        self.start_writing_to(coding, xml_writer::Destination::Buffer, max_size)
    }

    /// As [`MessageObject::start_writing`], to a callback, which is called by WsFlushWriter and WsFlushBody only. The
    /// state that it is called with has to live until the message is reset.
    pub(super) fn start_writing_to(
        &mut self,
        coding: &Coding,
        output: xml_writer::Destination,
        max_size: u32,
    ) -> Result<()> {
        self.message.check_state(State::Initialized)?;
        if self.own_writer.is_null() {
            self.own_writer = xml_writer::create(self.settings.writer)?;
        }
        // SAFETY: this object's own writer.
        let mut writer = unsafe { handle::borrow(self.own_writer)? };
        let mut settings = self.settings.writer;
        settings.buffer_max_size = max_size;
        let text = Coding::Text(WS_CHARSET_UTF8);
        let is_recoded = self.message.needs_text() && *coding != text;
        self.recoding = is_recoded.then(|| (coding.clone(), max_size));
        if is_recoded {
            settings.buffer_max_size = text_size(max_size);
        }
        let encoded = if is_recoded { text.for_writer()? } else { coding.for_writer()? };
        encoded.check(&settings)?;
        writer.start(encoded, output, settings);
        self.message.write_start(&mut writer.engine)?;
        drop(writer);
        self.body_writer = self.own_writer;
        Ok(())
    }

    /// Ends what [`MessageObject::start_writing`] began. The message is done, whatever comes of it.
    pub(super) fn finish_writing(&mut self) -> Result<Written<'_>> {
        let recoding = self.recoding.take();
        self.write_end()?;
        // SAFETY: this object's own writer.
        let mut writer = unsafe { handle::borrow(self.own_writer)? };
        writer.engine.complete()?;
        if let Some((coding, max_size)) = recoding {
            let text = writer.engine.bytes().to_vec();
            let mut settings = self.settings.writer;
            settings.buffer_max_size = max_size;
            let encoded = coding.for_writer()?;
            encoded.check(&settings)?;
            writer.start(encoded, xml_writer::Destination::Buffer, settings);
            recode::from_text(text, &mut writer.engine)?;
            writer.engine.complete()?;
        }
        writer.engine.complete_package()?;
        Ok(Written { writer })
    }

    /// The text in UTF-8 that a message in another encoding stands for.
    ///
    /// max_size: bytes that a message may have; as text it may have some more.
    pub(super) fn read_as_text(&mut self, coding: &Coding, input: &[u8], max_size: u32) -> Result<Vec<u8>> {
        if self.own_reader.is_null() {
            self.own_reader = xml_reader::create(self.settings.reader)?;
        }
        // SAFETY: this object's own reader.
        let mut reader = unsafe { handle::borrow(self.own_reader)? };
        // SAFETY: the bytes stay where they are until the reader has no input any more, at the end of this function.
        let text = unsafe { coding.set_input(&mut reader, input, self.settings.reader) }
            .and_then(|()| recode::to_text(&mut reader.reader, text_size(max_size)));
        reader.end_input();
        text
    }

    /// Reads the start of a message that is there as a whole, with a reader of its own. For channels.
    ///
    /// input: kept until the message is reset; [`MessageObject::take_input`] gives the memory back.
    pub(super) fn start_reading(&mut self, coding: &Coding, input: Vec<u8>) -> Result<()> {
        self.message.check_state(State::Empty)?;
        if self.own_reader.is_null() {
            self.own_reader = xml_reader::create(self.settings.reader)?;
        }
        // SAFETY: this object's own reader.
        let mut reader = unsafe { handle::borrow(self.own_reader)? };
        // Whatever it read before, it must not see any more.
        reader.end_input();
        self.input = input;
        // SAFETY: the bytes stay where they are until the reader has another input: see `reset`, `take_input` and here.
        let started = unsafe { coding.set_input(&mut reader, &self.input, self.settings.reader) }
            .and_then(|()| self.message.read_start(&mut reader.reader));
        if started.is_err() {
            reader.end_input();
        }
        drop(reader);
        started?;
        self.body_reader = self.own_reader;
        Ok(())
    }

    /// As [`MessageObject::start_reading`], from a stream whose first bytes are there.
    ///
    /// first: the bytes so far. `is_all`: no more follow.
    /// callback, state: give the bytes that follow, when WsFillReader or WsFillBody asks; they have to live until the
    /// message is reset.
    /// Answers false if `first` ends before the start of the message does, or before it can be known whether the body is
    /// a fault: then call it again with more.
    pub(super) fn start_reading_from(
        &mut self,
        coding: &Coding,
        first: &[u8],
        is_all: bool,
        callback: WS_READ_CALLBACK,
        state: *mut c_void,
    ) -> Result<bool> {
        self.message.check_state(State::Empty)?;
        if self.own_reader.is_null() {
            self.own_reader = xml_reader::create(self.settings.reader)?;
        }
        // SAFETY: this object's own reader.
        let mut reader = unsafe { handle::borrow(self.own_reader)? };
        let input = WS_XML_READER_STREAM_INPUT {
            input: WS_XML_READER_INPUT { inputType: WS_XML_READER_INPUT_TYPE_STREAM },
            readCallback: callback,
            readCallbackState: state,
        };
        // SAFETY: the structures are those that their first fields say.
        let started = unsafe { coding.set_stream(&mut reader, &input, self.settings.reader) }
            .and_then(|()| reader.fill_with(first, is_all))
            .and_then(|()| self.message.read_start(&mut reader.reader));
        match started {
            Ok(()) => {
                drop(reader);
                self.body_reader = self.own_reader;
                Ok(true)
            }
            Err(fault) => {
                reader.end_input();
                if crate::xml::reader::input::is_exhausted(&fault) && !is_all { Ok(false) } else { Err(fault) }
            }
        }
    }

    /// Reads the end of the message that [`MessageObject::start_reading`] began. It is done, whatever comes of it.
    pub(super) fn finish_reading(&mut self) -> Result<()> {
        self.read_end()
    }

    /// Reads over what is left of the body, but for the last `enough` bytes of what is there; see
    /// [`Message::pass_over_body`](crate::message::Message::pass_over_body).
    pub(super) fn pass_over_body(&mut self, enough: usize) -> Result<bool> {
        // SAFETY: the body's reader, which has to live as long as the message uses it.
        let mut reader = unsafe { handle::borrow(self.body_reader()?)? };
        self.message.pass_over_body(&mut reader.reader, enough)
    }

    /// The memory of the input, to be used again, after a reset.
    pub(super) fn take_input(&mut self) -> Vec<u8> {
        if self.message.state == State::Empty { core::mem::take(&mut self.input) } else { Vec::new() }
    }

    fn write_end(&mut self) -> Result<()> {
        let writer = self.body_writer()?;
        // A failure of the handle ends it as well.
        self.message.state = State::Done;
        // SAFETY: the body's writer, which has to live as long as the message uses it.
        let mut writer = unsafe { handle::borrow(writer)? };
        self.message.state = State::Writing;
        self.message.write_end(&mut writer.engine)
    }

    fn read_end(&mut self) -> Result<()> {
        let reader = self.body_reader()?;
        self.message.state = State::Done;
        // SAFETY: the body's reader, which has to live as long as the message uses it.
        let mut reader = unsafe { handle::borrow(reader)? };
        self.message.state = State::Reading;
        self.message.read_end(&mut reader.reader)
    }
}

/// Creates a message for a version of the envelope and of addressing. It is in WS_MESSAGE_STATE_EMPTY:
/// WsInitializeMessage makes it one to be sent, WsReadEnvelopeStart reads one.
///
/// envelopeVersion, addressingVersion: WS_ENVELOPE_VERSION_NONE goes with WS_ADDRESSING_VERSION_TRANSPORT only.
/// properties, propertyCount: optional; WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, _XML_READER_PROPERTIES,
/// _XML_WRITER_PROPERTIES and _MAX_PROCESSED_HEADERS. The heap of a message, which bounds what a hostile message can
/// make its headers take, has a maximum size of 65536 bytes and a trim size of 4096 if nothing else is said.
/// message: receives the message, which the caller owns and frees with WsFreeMessage. It may be used for any number of
/// messages, one after the other, which is faster than a new one for each: see WsResetMessage.
///
/// Single threaded: one operation at a time.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY. Source: WsCreateMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateMessage(
    envelopeVersion: WS_ENVELOPE_VERSION,
    addressingVersion: WS_ADDRESSING_VERSION,
    properties: *const WS_MESSAGE_PROPERTY,
    propertyCount: ULONG,
    message: *mut *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(message, "message")? };
        let version = Version::new(envelopeVersion, addressingVersion)?;
        let mut settings = MessageSettings::default();
        // SAFETY: as above.
        unsafe { settings.read(properties, propertyCount, Versions::Refused, "WsCreateMessage")? };
        out.set(create(version, settings)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Makes an empty message one to be sent, with its first headers. On success it is in WS_MESSAGE_STATE_INITIALIZED, and
/// more headers can be added; on failure it is as it was.
///
/// initialization: which headers; see WS_MESSAGE_INITIALIZATION. WS_REPLY_MESSAGE and WS_FAULT_MESSAGE also address the
/// message: WsAddressMessage is not needed, and is an error.
/// sourceMessage: what WS_DUPLICATE_MESSAGE copies and WS_REPLY_MESSAGE and WS_FAULT_MESSAGE answer; in any state but
/// WS_MESSAGE_STATE_EMPTY. A duplicate is of the same versions. NULL for the others.
///
/// The action is not set: whoever sends a message first does that with WsSetHeader, or a channel from the message
/// description.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (message is not empty, or sourceMessage is), WS_E_INVALID_FORMAT (a header of
/// sourceMessage that is needed is malformed, or there more than once), WS_E_QUOTA_EXCEEDED, E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsInitializeMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsInitializeMessage(
    message: *mut WS_MESSAGE,
    initialization: WS_MESSAGE_INITIALIZATION,
    sourceMessage: *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || initialize_message(message, initialization, sourceMessage)) }
}

/// The work of WsInitializeMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn initialize_message(
    message: *mut WS_MESSAGE,
    initialization: WS_MESSAGE_INITIALIZATION,
    source: *mut WS_MESSAGE,
) -> Result<()> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(message)? };
    let start = match initialization {
        WS_BLANK_MESSAGE => Start::Blank,
        WS_DUPLICATE_MESSAGE => Start::Duplicate,
        WS_REQUEST_MESSAGE => Start::Request,
        WS_REPLY_MESSAGE => Start::Reply,
        WS_FAULT_MESSAGE => Start::Fault,
        unknown => return Err(Fault::invalid_arg(format!("The initialization {unknown:?} is not known."))),
    };
    if source.is_null() {
        return object.message.initialize(start, None);
    }
    if !start.has_source() {
        return Err(Fault::invalid_arg(format!("With {initialization:?} the sourceMessage has to be NULL.")));
    }
    // SAFETY: passed on. Where both are one message, it is in use already, and refused.
    let mut source = unsafe { handle::borrow(source) }
        .map_err(|fault| fault.context("The parameter sourceMessage cannot be used."))?;
    object.message.initialize(start, Some(&mut source.message))
}

/// Addresses a message: sets its WS_TO_HEADER and adds the headers that the address demands, which are marked as
/// reference parameters where the addressing version has a mark. WS_MESSAGE_PROPERTY_IS_ADDRESSED becomes TRUE.
///
/// address: optional; NULL adds nothing. A url of length 0 is the anonymous address. Only url and headers are used, and
/// copied.
///
/// A message that was not addressed when a channel sends it gets the address of WsOpenChannel.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (the message has been addressed, or is not in WS_MESSAGE_STATE_INITIALIZED),
/// WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, E_INVALIDARG or E_OUTOFMEMORY; nothing has changed then.
/// Source: WsAddressMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddressMessage(
    message: *mut WS_MESSAGE,
    address: *const WS_ENDPOINT_ADDRESS,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || address_message(message, address)) }
}

/// The work of WsAddressMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn address_message(message: *mut WS_MESSAGE, address: *const WS_ENDPOINT_ADDRESS) -> Result<()> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(message)? };
    if address.is_null() {
        object.message.check_addressable()?;
        object.message.is_addressed = true;
        return Ok(());
    }
    // SAFETY: passed on.
    let address = unsafe { place::required(address, "address")? };
    // SAFETY: passed on.
    let url = unsafe { place::slice(address.url.chars.cast_const(), address.url.length, "url of the address")? };
    let mut text = Vec::with_capacity(url.len());
    utf::utf16_to_utf8(&mut text, url).map_err(|fault| fault.context("This concerns the url of the address."))?;
    super::message_header::check_characters(&text)?;
    let headers = match address.headers.is_null() {
        true => None,
        // SAFETY: passed on.
        false => Some(unsafe { xml_buffer::get(address.headers)? }),
    };
    object.message.address(&text, headers.as_ref())
}

/// Puts a message back to WS_MESSAGE_STATE_EMPTY, from any state, so that it can be used for the next one. Its headers,
/// its properties and what was allocated in its heap go; the done callback of WsReadEnvelopeStart or
/// WsWriteEnvelopeStart is called.
///
/// Returns S_OK, E_INVALIDARG or WS_E_INVALID_OPERATION (an operation of the message is pending).
/// Source: WsResetMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetMessage(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || reset_message(message)) }
}

/// The work of WsResetMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn reset_message(message: *mut WS_MESSAGE) -> Result<()> {
    // SAFETY: passed on.
    let done = unsafe { handle::borrow(message)? }.reset();
    // The callback may use the message.
    if let Some(done) = done {
        done.call();
    }
    Ok(())
}

/// Frees a message. NULL is allowed; a message with a pending operation is left alone. The done callback of
/// WsReadEnvelopeStart or WsWriteEnvelopeStart is called, if WsResetMessage has not called it.
/// Source: WsFreeMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeMessage(message: *mut WS_MESSAGE) {
    call_void(|| {
        // SAFETY: see the contract at the top of `ffi`.
        let done = match unsafe { handle::borrow(message) } {
            Ok(mut object) => object.reset(),
            Err(_) => None,
        };
        // SAFETY: as above.
        unsafe { handle::free(message) };
        if let Some(done) = done {
            done.call();
        }
    });
}

/// Writes the start of a message with its headers to a writer; the content of the body comes next, by WsWriteBody or the
/// writer, and then WsWriteEnvelopeEnd. For messages that go elsewhere than to a channel.
///
/// message: in WS_MESSAGE_STATE_INITIALIZED; on success it is in WS_MESSAGE_STATE_WRITING, on failure as it was.
/// writer: has an output. The message uses it until it is reset or freed, and it must live until then.
/// doneCallback, doneCallbackState: optional; called once when the message has done with the writer, that is, when it is
/// reset or freed. Not called if this function fails.
///
/// Headers that are mapped to the transport are not written, nor To and Action of WS_ADDRESSING_VERSION_TRANSPORT.
///
/// Returns S_OK, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsWriteEnvelopeStart page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEnvelopeStart(
    message: *mut WS_MESSAGE,
    writer: *mut WS_XML_WRITER,
    doneCallback: WS_MESSAGE_DONE_CALLBACK,
    doneCallbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        // SAFETY: as above.
        let mut guard = unsafe { handle::borrow(writer)? };
        let XmlWriter { engine, .. } = &mut *guard;
        object.message.write_start(engine)?;
        object.body_writer = writer;
        object.done = Done::new(doneCallback, doneCallbackState);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes the end of a message. The writer is not flushed.
///
/// message: in WS_MESSAGE_STATE_WRITING, with all elements ended that the program started in the body. It is in
/// WS_MESSAGE_STATE_DONE afterwards, even on failure.
///
/// Returns what WsWriteEndElement returns; WS_E_INVALID_OPERATION also if the writer is not at the end of the body.
/// Source: WsWriteEnvelopeEnd page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEnvelopeEnd(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || handle::borrow(message)?.write_end()) }
}

/// Reads the start of a message from a reader: its headers, which are kept, up to the content of the body. The body is
/// read by WsReadBody or the reader, and then comes WsReadEnvelopeEnd. For messages that come from elsewhere than a
/// channel.
///
/// message: in WS_MESSAGE_STATE_EMPTY; on success it is in WS_MESSAGE_STATE_READING, and addressed. On failure it is
/// empty.
/// reader: has an input; with a stream, the start of the message and of the body's content have been filled in. The
/// message uses it until it is reset or freed, and it must live until then.
/// doneCallback, doneCallbackState: optional; called once when the message has done with the reader, that is, when it is
/// reset or freed. Not called if this function fails.
///
/// The envelope has to be of the version of the message, and to be made as SOAP has it: an optional Header, one Body,
/// and nothing else. Headers count against the heap of the message.
///
/// Returns S_OK, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsReadEnvelopeStart page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEnvelopeStart(
    message: *mut WS_MESSAGE,
    reader: *mut WS_XML_READER,
    doneCallback: WS_MESSAGE_DONE_CALLBACK,
    doneCallbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        // SAFETY: as above.
        let mut guard = unsafe { handle::borrow(reader)? };
        object.message.read_start(&mut guard.reader)?;
        object.body_reader = reader;
        object.done = Done::new(doneCallback, doneCallbackState);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Reads the end of a message, and over what is left of the body. Where the reader's input is there as a whole, nothing
/// may follow.
///
/// message: in WS_MESSAGE_STATE_READING; it is in WS_MESSAGE_STATE_DONE afterwards, even on failure.
///
/// Returns S_OK, WS_E_INVALID_FORMAT, WS_E_INVALID_OPERATION (also if the reader was moved out of the body),
/// WS_E_QUOTA_EXCEEDED (also for a stream that was filled in too little), WS_E_OBJECT_FAULTED or E_INVALIDARG.
/// Source: WsReadEnvelopeEnd page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEnvelopeEnd(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || handle::borrow(message)?.read_end()) }
}
