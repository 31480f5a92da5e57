//! The body of a WS_MESSAGE.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::callback::{call_back, succeeded};
use crate::ffi::handle;
use crate::ffi::operation::operate;
use crate::ffi::typed_read;
use crate::ffi::typed_write;
use crate::ffi::xml_reader_input::WsFillReader;
use crate::ffi::xml_writer_flush::WsFlushWriter;
use crate::message::version::{Header, Version};
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::Memory;
use crate::serialize::write::Source;
use crate::xml::reader::Wanted;
use core::ptr::null_mut;

/// A WS_XML_STRING of text that stays.
pub(super) const fn fixed(text: &'static [u8]) -> WS_XML_STRING {
    WS_XML_STRING { length: text.len() as ULONG, bytes: text.as_ptr().cast_mut(), dictionary: null_mut(), id: 0 }
}

/// An element description with all that the versions of a message say of it, where the caller left it out.
pub(super) struct Completed {
    description: WS_ELEMENT_DESCRIPTION,
    local: WS_XML_STRING,
    ns: WS_XML_STRING,
    fault: WS_FAULT_DESCRIPTION,
    address: WS_ENDPOINT_ADDRESS_DESCRIPTION,
}

impl Completed {
    pub(super) fn new(description: &WS_ELEMENT_DESCRIPTION, version: Version) -> Self {
        let (local, ns): (&'static [u8], &'static [u8]) = match description.r#type {
            WS_FAULT_TYPE => (b"Fault", version.envelope.ns()),
            _ => (b"EndpointReference", version.addressing.ns()),
        };
        Completed {
            description: *description,
            local: fixed(local),
            ns: fixed(ns),
            fault: WS_FAULT_DESCRIPTION { envelopeVersion: version.envelope.to_c() },
            address: WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion: version.addressing.to_c() },
        }
    }

    /// The description of a standard header that is an address.
    pub(super) fn header(header: Header, version: Version) -> Self {
        let description = WS_ELEMENT_DESCRIPTION {
            elementLocalName: null_mut(),
            elementNs: null_mut(),
            r#type: WS_ENDPOINT_ADDRESS_TYPE,
            typeDescription: null_mut(),
        };
        Completed { local: fixed(header.local()), ..Completed::new(&description, version) }
    }

    /// The description, whose pointers lead into this object.
    pub(super) fn get(&mut self) -> &WS_ELEMENT_DESCRIPTION {
        let is_fault = self.description.r#type == WS_FAULT_TYPE;
        if is_fault || self.description.r#type == WS_ENDPOINT_ADDRESS_TYPE {
            if self.description.elementLocalName.is_null() && self.description.elementNs.is_null() {
                self.description.elementLocalName = &raw mut self.local;
                self.description.elementNs = &raw mut self.ns;
            }
            if self.description.typeDescription.is_null() {
                self.description.typeDescription = match is_fault {
                    true => (&raw mut self.fault).cast(),
                    false => (&raw mut self.address).cast(),
                };
            }
        }
        &self.description
    }
}

/// Whether a description has no name: then its value is not one element, but all that its fields are, or the bytes that
/// WS_ENCODING_RAW has in place of elements.
fn is_content(description: &WS_ELEMENT_DESCRIPTION) -> bool {
    let has_content = matches!(description.r#type, WS_STRUCT_TYPE | WS_BYTES_TYPE);
    description.elementLocalName.is_null() && description.elementNs.is_null() && has_content
}

/// Writes a value into the body of a message.
///
/// message: in WS_MESSAGE_STATE_WRITING, and stays in it: several values are written by several calls.
/// bodyDescription: name and type of the element. For WS_FAULT_TYPE and WS_ENDPOINT_ADDRESS_TYPE, the names and the type
/// description may be NULL: they are those of the versions of the message. For WS_STRUCT_TYPE both names may be NULL: the
/// fields then are the elements of the body.
/// writeOption, value, valueSize: as with WsWriteElement; without names as with WsWriteType.
///
/// Returns what WsWriteElement returns; WS_E_INVALID_OPERATION also in another state. Source: WsWriteBody page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteBody(
    message: *mut WS_MESSAGE,
    bodyDescription: *const WS_ELEMENT_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || write_body(message, bodyDescription, writeOption, value, valueSize, error)) }
}

/// The work of WsWriteBody. `error` is for the callbacks of custom types.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn write_body(
    message: *mut WS_MESSAGE,
    description: *const WS_ELEMENT_DESCRIPTION,
    option: WS_WRITE_OPTION,
    value: *const c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: passed on.
    let object = unsafe { handle::borrow(message)? };
    let writer = object.body_writer()?;
    // SAFETY: the description and the value are the caller's for the call.
    let memory = unsafe { Memory::promised() };
    let given = memory.at(description, "The parameter bodyDescription")?;
    let mut completed = Completed::new(given, object.message.version);
    let description = &raw const *completed.get();
    let source = Source { option, value, size };
    // SAFETY: passed on.
    let write = unsafe {
        typed_write::with_engine(writer, error, |engine, memory| {
            let description = memory.at(description, "The parameter bodyDescription")?;
            if is_content(description) {
                let kind = Type::of(memory, description.r#type, description.typeDescription)?;
                engine.write_type(WS_ELEMENT_CONTENT_TYPE_MAPPING, &kind, source)
            } else {
                engine.write_element(description, source)
            }
        })
    };
    write.map_err(|fault| fault.context("The body of a message could not be written."))
}

/// Reads a value from the body of a message.
///
/// message: in WS_MESSAGE_STATE_READING, and stays in it: several values are read by several calls.
/// bodyDescription: name and type of the element. For WS_FAULT_TYPE and WS_ENDPOINT_ADDRESS_TYPE, the names and the type
/// description may be NULL: they are those of the versions of the message. For WS_STRUCT_TYPE both names may be NULL: the
/// fields then are the elements of the body.
/// readOption, heap, value, valueSize: as with WsReadElement; without names as with WsReadType.
///
/// Returns what WsReadElement returns; WS_E_INVALID_OPERATION also in another state. Source: WsReadBody page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadBody(
    message: *mut WS_MESSAGE,
    bodyDescription: *const WS_ELEMENT_DESCRIPTION,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || read_body(message, bodyDescription, readOption, heap, value, valueSize, error)) }
}

/// The work of WsReadBody. `error` is for the callbacks of custom types.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn read_body(
    message: *mut WS_MESSAGE,
    description: *const WS_ELEMENT_DESCRIPTION,
    option: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: passed on.
    let object = unsafe { handle::borrow(message)? };
    let reader = object.body_reader()?;
    // SAFETY: the description and the value are the caller's for the call.
    let memory = unsafe { Memory::promised() };
    let given = memory.at(description, "The parameter bodyDescription")?;
    let mut completed = Completed::new(given, object.message.version);
    // SAFETY: passed on.
    let read =
        unsafe { read_described(&[], reader, error, completed.get(), &Destination { option, heap, value, size }) };
    read.map_err(|fault| fault.context("The body of a message could not be read."))
}

/// Where a value goes that is read.
#[derive(Clone, Copy)]
pub(super) struct Destination {
    pub(super) option: WS_READ_OPTION,
    pub(super) heap: *mut WS_HEAP,
    pub(super) value: *mut c_void,
    pub(super) size: ULONG,
}

/// Reads what a description says, as an element or as the content of the element that the reader is in.
///
/// ignored: namespaces of attributes that may stand on the element beside those of its type.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; what the description leads to stays for the call.
pub(super) unsafe fn read_described(
    ignored: &'static [&'static [u8]],
    reader: *mut WS_XML_READER,
    error: *mut WS_ERROR,
    description: &WS_ELEMENT_DESCRIPTION,
    to: &Destination,
) -> Result<()> {
    // SAFETY: passed on.
    unsafe {
        typed_read::with_engine(reader, to.heap, error, |engine, memory| {
            engine.ignore_on_root(ignored);
            let kind = Type::of(memory, description.r#type, description.typeDescription)?;
            let out = memory.place(to.value, to.size as usize, 1, "The parameter value")?;
            if is_content(description) {
                return engine.read_type(WS_ELEMENT_CONTENT_TYPE_MAPPING, &kind, to.option, out);
            }
            let local = memory.xml_string(description.elementLocalName, "elementLocalName")?;
            let ns = memory.xml_string(description.elementNs, "elementNs")?;
            engine.read_element(Wanted { local: Some(local), ns: Some(ns) }, &kind, to.option, out)
        })
    }
}

/// Fills the reader of the body: WsFillReader of WS_MESSAGE_PROPERTY_BODY_READER. It is for streams; with input that is
/// there as a whole it does nothing.
///
/// message: in WS_MESSAGE_STATE_READING.
/// minSize, asyncContext: as with WsFillReader.
///
/// Returns what WsFillReader returns; WS_E_INVALID_OPERATION also in another state. Source: WsFillBody page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFillBody(
    message: *mut WS_MESSAGE,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, fill_body(message, minSize)) }
}

/// The work of WsFillBody. The message is in use until it has ended.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn fill_body(message: *mut WS_MESSAGE, minSize: ULONG) -> Result<HRESULT> {
    // SAFETY: passed on.
    let object = unsafe { handle::borrow(message)? };
    let reader = object.body_reader()?;
    // SAFETY: passed on; the reader lives as long as the message uses it.
    let code = call_back(|context, error| unsafe { WsFillReader(reader, minSize, context, error) }).await;
    succeeded(code, "reader of the body")
}

/// Flushes the writer of the body: WsFlushWriter of WS_MESSAGE_PROPERTY_BODY_WRITER. It is for streams; with output that
/// is gathered it does nothing.
///
/// message: in WS_MESSAGE_STATE_WRITING.
/// minSize, asyncContext: as with WsFlushWriter.
///
/// Returns what WsFlushWriter returns; WS_E_INVALID_OPERATION also in another state. Source: WsFlushBody page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFlushBody(
    message: *mut WS_MESSAGE,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, flush_body(message, minSize)) }
}

/// The work of WsFlushBody. The message is in use until it has ended.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn flush_body(message: *mut WS_MESSAGE, minSize: ULONG) -> Result<HRESULT> {
    // SAFETY: passed on.
    let object = unsafe { handle::borrow(message)? };
    let writer = object.body_writer()?;
    // SAFETY: passed on; the writer lives as long as the message uses it.
    let code = call_back(|context, error| unsafe { WsFlushWriter(writer, minSize, context, error) }).await;
    succeeded(code, "writer of the body")
}

/// What to say about a header that is not there, and has to be.
#[cold]
pub(super) fn missing(local: &[u8]) -> Fault {
    let name = String::from_utf8_lossy(local).chars().take(100).collect::<String>();
    Fault::invalid_format(format!("The message has no header '{}', which is required.", name.escape_default()))
}
