//! Headers of WS_MESSAGE: the standard ones, those of programs, and those that must be understood.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::message::MessageObject;
use crate::ffi::message_body::{Completed, Destination, missing, read_described};
use crate::ffi::place::{self, Out};
use crate::ffi::typed_write;
use crate::ffi::xml_buffer;
use crate::message::State;
use crate::message::headers;
use crate::message::understood;
use crate::message::version::{ADDRESSING_0_9, ADDRESSING_1_0, Envelope, Header, SOAP_1_1, SOAP_1_2};
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::Memory;
use crate::serialize::read::text_value;
use crate::serialize::write::{Characters, Source, text_of};
use crate::xml::buffer::tree::Position;
use crate::xml::chars;

/// Attributes of these are no part of a header's value: mustUnderstand, role and relay of SOAP, the mark of reference
/// parameters, and the ids that signatures refer to.
const FOREIGN: &[&[u8]] = &[
    SOAP_1_1,
    SOAP_1_2,
    ADDRESSING_0_9,
    ADDRESSING_1_0,
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
];

/// Refuses text that no XML document can hold: better when a header is set than when the message is sent.
pub(super) fn check_characters(text: &[u8]) -> Result<()> {
    match chars::find_non_char_utf8(text) {
        None => Ok(()),
        Some(offset) => Err(Fault::invalid_format(format!(
            "The text of a header has a character at byte {offset} that XML does not allow."
        ))),
    }
}

/// Refuses a type that a standard header cannot be read or written as.
fn check_type(header: Header, kind: WS_TYPE) -> Result<()> {
    let is_allowed = match kind {
        WS_ENDPOINT_ADDRESS_TYPE => header.is_address(),
        WS_STRING_TYPE | WS_XML_STRING_TYPE | WS_WSZ_TYPE => !header.is_address(),
        WS_UNIQUE_ID_TYPE => matches!(header, Header::MessageId | Header::RelatesTo),
        _ => false,
    };
    if is_allowed {
        return Ok(());
    }
    Err(Fault::invalid_arg(format!("The header {:?} cannot be of the type {kind:?}.", header.to_c())))
}

fn check_write_option(option: WS_WRITE_OPTION) -> Result<()> {
    if matches!(option, WS_WRITE_NILLABLE_VALUE | WS_WRITE_NILLABLE_POINTER) {
        return Err(Fault::invalid_arg(format!("{option:?} cannot be used: standard headers are never nil.")));
    }
    Ok(())
}

fn check_read_option(option: WS_READ_OPTION) -> Result<()> {
    if matches!(option, WS_READ_NILLABLE_VALUE | WS_READ_NILLABLE_POINTER) {
        return Err(Fault::invalid_arg(format!("{option:?} cannot be used: standard headers are never nil.")));
    }
    Ok(())
}

impl MessageObject {
    /// Writes an element at the end of the headers; on failure they are as they were.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn write_header(
        &mut self,
        description: &WS_ELEMENT_DESCRIPTION,
        source: Source,
        error: *mut WS_ERROR,
    ) -> Result<Option<Position>> {
        let before = self.message.headers.last()?;
        let (buffer, end) = self.message.headers.end()?;
        let handle = self.header_writer()?;
        let settings = self.settings.writer;
        {
            // SAFETY: this object's own writer.
            let mut writer = unsafe { handle::borrow(handle)? };
            writer.engine.set_output_to_buffer(&buffer, settings)?;
            writer.engine.set_position(&buffer, end)?;
        }
        // SAFETY: passed on.
        let written = unsafe {
            typed_write::with_engine(handle, error, |engine, memory| {
                engine.write_element(memory.at(description, "The description of the header")?, source)
            })
        };
        // SAFETY: this object's own writer.
        if let Ok(mut writer) = unsafe { handle::borrow(handle) } {
            writer.engine.set_output(None, settings);
        }
        match written {
            Ok(()) => self.message.headers.last(),
            Err(fault) => {
                self.message.headers.undo(before)?;
                Err(fault.context("A header of a message could not be written."))
            }
        }
    }

    /// Reads a header as what a description says.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn read_header(
        &mut self,
        header: Position,
        description: &WS_ELEMENT_DESCRIPTION,
        out: &Destination,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let c_buffer = self.header_buffer()?;
        let handle = self.header_reader()?;
        let heap = if out.heap.is_null() { self.heap } else { out.heap };
        let settings = self.settings.reader;
        {
            let buffer = self.message.headers.buffer()?;
            // SAFETY: this object's own reader.
            let mut reader = unsafe { handle::borrow(handle)? };
            reader.reader.set_buffer(buffer, settings);
            reader.buffer = c_buffer;
            reader.reader.movable()?.set_position(buffer, header)?;
        }
        // SAFETY: passed on.
        let read = unsafe { read_described(FOREIGN, handle, error, description, &Destination { heap, ..*out }) };
        // SAFETY: this object's own reader.
        if let Ok(mut reader) = unsafe { handle::borrow(handle) } {
            reader.end_input();
        }
        read.map_err(|fault| fault.context("A header of a message could not be read."))
    }

    /// Stores text as a value, or that there is none.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn store_text(
        &self,
        text: Option<&[u8]>,
        kind: WS_TYPE,
        local: &[u8],
        out: &Destination,
    ) -> Result<()> {
        let heap = if out.heap.is_null() { self.heap } else { out.heap };
        // SAFETY: passed on.
        let (heap, memory) = unsafe { (handle::get(heap)?, Memory::promised()) };
        let kind = Type::of(memory, kind, core::ptr::null())?;
        let place = memory.place(out.value, out.size as usize, 1, "The parameter value")?;
        let stored = text_value(memory, heap, text, &kind, out.option, place)?;
        if stored { Ok(()) } else { Err(missing(local)) }
    }
}

/// The text that a value stands for.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn text_from(kind: WS_TYPE, source: Source) -> Result<Characters> {
    // SAFETY: passed on.
    let memory = unsafe { Memory::promised() };
    let text = text_of(memory, &Type::of(memory, kind, core::ptr::null())?, source)?;
    if let Characters::Utf8(text) = &text {
        check_characters(text)?;
    }
    Ok(text)
}

/// Sets a standard header: adds it, or replaces the one that is there. Headers for other roles than the ultimate receiver
/// do not count.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY; only before WsWriteEnvelopeStart what is set is sent.
/// headerType, valueType: see WS_HEADER_TYPE for the types of each header.
/// writeOption: WS_WRITE_REQUIRED_VALUE or WS_WRITE_REQUIRED_POINTER.
/// value, valueSize: the value, or a pointer to it, and its size.
///
/// Action and To are written with mustUnderstand.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the header is there more than once, or the value has no form in XML),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED, E_INVALIDARG or E_OUTOFMEMORY; on failure nothing has changed.
/// Source: WsSetHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetHeader(
    message: *mut WS_MESSAGE,
    headerType: WS_HEADER_TYPE,
    valueType: WS_TYPE,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        let header = Header::from_c(headerType)?;
        object.message.transport_slot(header)?;
        check_type(header, valueType)?;
        check_write_option(writeOption)?;
        let source = Source { option: writeOption, value, size: valueSize };
        if !header.is_address() {
            // SAFETY: as above.
            return match unsafe { text_from(valueType, source)? } {
                Characters::Utf8(text) => object.message.set_header_text(header, &text),
                Characters::UniqueId(id) => object.message.set_header_id(header, id),
            };
        }
        let old = object.message.headers.standard(header)?;
        let mut completed = Completed::header(header, object.message.version);
        // SAFETY: as above.
        unsafe { object.write_header(completed.get(), source, error)? };
        object.message.headers.remove(old)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a standard header. Headers for other roles than the ultimate receiver do not count.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerType, valueType: see WS_HEADER_TYPE for the types of each header. White space around text is left out.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, or WS_READ_OPTIONAL_POINTER, which stores NULL if the
/// message does not have the header.
/// heap: optional; where the value goes. NULL stands for the heap of the message.
/// value, valueSize: receive the value or the pointer.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the header is not there and required, is there more than once, or is malformed),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED (of a heap, or WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS), E_INVALIDARG or
/// E_OUTOFMEMORY. Source: WsGetHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetHeader(
    message: *mut WS_MESSAGE,
    headerType: WS_HEADER_TYPE,
    valueType: WS_TYPE,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        let header = Header::from_c(headerType)?;
        object.message.transport_slot(header)?;
        check_type(header, valueType)?;
        check_read_option(readOption)?;
        let out = Destination { option: readOption, heap, value, size: valueSize };
        if !header.is_address() {
            let text = object.message.header_text(header)?;
            // SAFETY: as above.
            return unsafe { object.store_text(text.as_deref(), valueType, header.local(), &out) };
        }
        let mut completed = Completed::header(header, object.message.version);
        match object.message.headers.standard(header)? {
            // SAFETY: as above.
            Some(position) => unsafe { object.read_header(position, completed.get(), &out, error) },
            // SAFETY: as above.
            None => unsafe { store_absent(completed.get(), header.local(), &out) },
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Stores that there is no value, where that is allowed.
unsafe fn store_absent(description: &WS_ELEMENT_DESCRIPTION, local: &[u8], out: &Destination) -> Result<()> {
    // SAFETY: see the contract at the top of `ffi`.
    let memory = unsafe { Memory::promised() };
    let kind = Type::of(memory, description.r#type, description.typeDescription)?;
    let place = memory.place(out.value, out.size as usize, 1, "The parameter value")?;
    if crate::serialize::read::absent_value(&kind, out.option, place)? { Ok(()) } else { Err(missing(local)) }
}

/// Removes a standard header, if it is there. Headers for other roles than the ultimate receiver stay.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the header is there more than once), WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED or
/// E_INVALIDARG. Source: WsRemoveHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveHeader(
    message: *mut WS_MESSAGE,
    headerType: WS_HEADER_TYPE,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        object.message.remove_header(Header::from_c(headerType)?)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Adds a header of the program's own, for the ultimate receiver. Others of its name stay: to replace them, call
/// WsRemoveCustomHeader first.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY; only before WsWriteEnvelopeStart what is added is sent.
/// headerDescription: name and type of the header's element. SOAP demands a namespace.
/// writeOption, value, valueSize: as with WsWriteElement.
/// headerAttributes: WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE and, with SOAP 1.2, WS_RELAY_HEADER_ATTRIBUTE, or 0.
///
/// Returns what WsWriteElement returns; WS_E_QUOTA_EXCEEDED also for the heap of the message. On failure nothing has
/// changed. Source: WsAddCustomHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddCustomHeader(
    message: *mut WS_MESSAGE,
    headerDescription: *const WS_ELEMENT_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    headerAttributes: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        let known = match object.message.version.envelope {
            Envelope::Soap12 => WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE,
            _ => WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE,
        };
        if headerAttributes & !known != 0 {
            return Err(Fault::invalid_arg(format!(
                "The headerAttributes 0x{headerAttributes:X} are not all known in {:?}.",
                object.message.version.envelope.to_c()
            )));
        }
        // SAFETY: the description is the caller's for the call.
        let description = unsafe { place::required(headerDescription, "headerDescription")? };
        // SAFETY: as above.
        unsafe {
            place::xml_string(description.elementLocalName, "elementLocalName")?;
            place::xml_string(description.elementNs, "elementNs")?;
        }
        let before = object.message.headers.last()?;
        let source = Source { option: writeOption, value, size: valueSize };
        // SAFETY: as above.
        let added = unsafe { object.write_header(description, source, error)? };
        if headerAttributes == 0 {
            return Ok(());
        }
        let Some(added) = added else { return Ok(()) };
        let done = object.message.headers.set_attributes(added, headerAttributes);
        if done.is_err() {
            object.message.headers.undo(before)?;
        }
        done
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a header of the program's own, and takes note that it has been understood. Headers for other roles than the
/// ultimate receiver do not count.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// customHeaderDescription: name and type of the header's element.
/// repeatingOption, headerIndex: WS_REPEATING_HEADER gets the header of this index, from 0, among those of the name.
/// With WS_SINGLETON_HEADER the index is 0, and more than one is an error.
/// readOption: as with WsReadElement; WS_READ_OPTIONAL_POINTER stores NULL if there is no such header.
/// heap: optional; where the value goes. NULL stands for the heap of the message.
/// value, valueSize: receive the value or the pointer.
/// headerAttributes: optional; receives WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE and WS_RELAY_HEADER_ATTRIBUTE as they are
/// set, and 0 if there is no such header.
///
/// Returns what WsReadElement returns; WS_E_INVALID_FORMAT also if the header is required and not there, or there more
/// than once; WS_E_QUOTA_EXCEEDED also for WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS. Source: WsGetCustomHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetCustomHeader(
    message: *mut WS_MESSAGE,
    customHeaderDescription: *const WS_ELEMENT_DESCRIPTION,
    repeatingOption: WS_REPEATING_HEADER_OPTION,
    headerIndex: ULONG,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    headerAttributes: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        let flags_out = match headerAttributes.is_null() {
            true => None,
            // SAFETY: as above.
            false => Some(unsafe { Out::new(headerAttributes, "headerAttributes")? }),
        };
        // SAFETY: as above.
        let description = unsafe { place::required(customHeaderDescription, "customHeaderDescription")? };
        // SAFETY: as above.
        let (local, ns) = unsafe {
            (
                place::xml_string(description.elementLocalName, "elementLocalName")?,
                place::xml_string(description.elementNs, "elementNs")?,
            )
        };
        let found = match check_repeating(repeatingOption, headerIndex)? {
            Repeating::Any => object.message.headers.nth(local, ns, headerIndex)?,
            Repeating::Once => object.message.headers.single(local, ns)?,
        };
        let out = Destination { option: readOption, heap, value, size: valueSize };
        let flags = match found {
            Some(position) => {
                let flags = object.message.headers.attributes_of(position)?;
                // SAFETY: as above.
                unsafe { object.read_header(position, description, &out, error)? };
                object.message.headers.understand(position)?;
                flags
            }
            None => {
                // SAFETY: as above.
                unsafe { store_absent(description, local, &out)? };
                0
            }
        };
        if let Some(out) = flags_out {
            out.set(flags);
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// What a WS_REPEATING_HEADER_OPTION says.
pub(super) enum Repeating {
    Any,
    Once,
}

pub(super) fn check_repeating(option: WS_REPEATING_HEADER_OPTION, index: ULONG) -> Result<Repeating> {
    match option {
        WS_REPEATING_HEADER => Ok(Repeating::Any),
        WS_SINGLETON_HEADER if index == 0 => Ok(Repeating::Once),
        WS_SINGLETON_HEADER => {
            Err(Fault::invalid_arg(format!("With WS_SINGLETON_HEADER the headerIndex is 0, not {index}.")))
        }
        unknown => Err(Fault::invalid_arg(format!("The repeatingOption {unknown:?} is not known."))),
    }
}

/// Removes a header of the program's own, if it is there. Headers for other roles than the ultimate receiver stay.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName, headerNs: local name and namespace of the header.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (there is more than one), WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED or
/// E_INVALIDARG. Source: WsRemoveCustomHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveCustomHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    headerNs: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        // SAFETY: as above.
        let local = unsafe { place::xml_string(headerName, "headerName")? };
        // SAFETY: as above.
        let ns = unsafe { place::xml_string(headerNs, "headerNs")? };
        let found = object.message.headers.single(local, ns)?;
        object.message.headers.remove(found)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets the SOAP attributes of the header that a reader is on.
///
/// message: says the version of the envelope; in any state but WS_MESSAGE_STATE_EMPTY.
/// reader: on the start of a header's element, for instance in WS_MESSAGE_PROPERTY_HEADER_BUFFER.
/// headerAttributes: receives WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE and WS_RELAY_HEADER_ATTRIBUTE as they are set.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the value of an attribute is not a boolean), WS_E_INVALID_OPERATION (also if the
/// reader is not on an element), WS_E_OBJECT_FAULTED or E_INVALIDARG. Source: WsGetHeaderAttributes page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetHeaderAttributes(
    message: *mut WS_MESSAGE,
    reader: *mut WS_XML_READER,
    headerAttributes: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        // SAFETY: as above.
        let mut guard = unsafe { handle::borrow(reader)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(headerAttributes, "headerAttributes")? };
        let reader = &mut guard.reader;
        reader.check_ready()?;
        if reader.kind() != crate::xml::node::NodeKind::Element || reader.in_attribute() {
            return Err(Fault::invalid_operation("The reader is not on the start of an element."));
        }
        out.set(headers::attributes(reader.node(), object.message.version.envelope)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Checks that all headers have been understood that must be: those with mustUnderstand whose role is the ultimate
/// receiver or next, but for the standard headers (WS_HEADER_TYPE), those that WsGetCustomHeader has read, and those that
/// WsMarkHeaderAsUnderstood has marked. To be called when all headers have been read, by all but intermediaries.
///
/// message: in WS_MESSAGE_STATE_READING.
/// error: on failure it gets what a fault for the sender is made from; see WsCreateFaultFromError.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (a header has not been understood, or its attribute is malformed),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED (WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS) or E_INVALIDARG.
/// Source: WsCheckMustUnderstandHeaders page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCheckMustUnderstandHeaders(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || check_must_understand(message)) }
}

/// The work of WsCheckMustUnderstandHeaders.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn check_must_understand(message: *mut WS_MESSAGE) -> Result<()> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(message)? };
    let names = object.message.not_understood()?;
    if names.is_empty() { Ok(()) } else { Err(understood::refusal(object.message.version, &names)) }
}

/// Marks a header as understood, which the program has read by other means than WsGetHeader and WsGetCustomHeader. See
/// WsCheckMustUnderstandHeaders.
///
/// message: in WS_MESSAGE_STATE_READING.
/// headerPosition: the position of the header's element in WS_MESSAGE_PROPERTY_HEADER_BUFFER, from WsGetReaderPosition.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (another state, or the header was removed) or E_INVALIDARG (also for a position
/// that is not one of a header). Source: WsMarkHeaderAsUnderstood page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsMarkHeaderAsUnderstood(
    message: *mut WS_MESSAGE,
    headerPosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_state(State::Reading)?;
        // SAFETY: as above.
        let position = unsafe { place::required(headerPosition, "headerPosition")? };
        if position.buffer != object.header_buffer()? {
            return Err(Fault::invalid_arg("The headerPosition is not in the header buffer of the message."));
        }
        // SAFETY: as above.
        let (_, position) = unsafe { xml_buffer::position_from_c(position)? };
        object.message.headers.understand(position)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
