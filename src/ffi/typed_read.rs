//! Reading C structures by description.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Guard};
use crate::ffi::xml_buffer;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::serialize::description::Type;
use crate::serialize::place::{Memory, Place};
use crate::serialize::read::{Engine, ReadHost};
use crate::xml::buffer::Buffer;
use crate::xml::reader::{Reader, Wanted};
use core::cmp::Ordering;

/// What a call that reads works with. The reader is let go while a callback of the application runs, which uses it.
pub(super) struct Host<'a> {
    handle: *mut WS_XML_READER,
    guard: Option<Guard<'a, WS_XML_READER>>,
    heap: *mut WS_HEAP,
    error: *mut WS_ERROR,
}

impl<'a> Host<'a> {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; what it makes must not outlive the call.
    pub(super) unsafe fn new(reader: *mut WS_XML_READER, heap: *mut WS_HEAP, error: *mut WS_ERROR) -> Result<Self> {
        // SAFETY: passed on.
        let mut guard = unsafe { handle::borrow(reader)? };
        guard.reader.check_ready()?;
        Ok(Host { handle: reader, guard: Some(guard), heap, error })
    }

    /// Runs something that uses the handle, and takes it up again.
    fn without_reader(&mut self, step: impl FnOnce() -> Result<()>) -> Result<()> {
        self.guard = None;
        let result = step();
        // SAFETY: the handle was good when the call began; what a callback did to it is found out as far as it can be.
        let mut guard = unsafe { handle::borrow(self.handle)? };
        let ready = guard.reader.check_ready();
        self.guard = Some(guard);
        result.and(ready)
    }
}

/// What a callback answered.
fn outcome(code: HRESULT, what: &str) -> Result<()> {
    if code >= 0 {
        return Ok(());
    }
    Err(Fault::new(code, format!("{what} failed with 0x{code:08X}.")))
}

impl ReadHost for Host<'_> {
    #[inline]
    fn reader(&mut self) -> Result<&mut Reader> {
        match &mut self.guard {
            Some(guard) => Ok(&mut guard.reader),
            None => Err(reader_ended()),
        }
    }

    fn custom(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        mapping: WS_TYPE_MAPPING,
        place: Place<'_>,
    ) -> Result<()> {
        let Some(callback) = description.readCallback else {
            return Err(Fault::invalid_arg("The readCallback of a WS_CUSTOM_TYPE_DESCRIPTION is NULL."));
        };
        let (reader, heap, error) = (self.handle, self.heap, self.error);
        let size = place.size() as ULONG;
        self.without_reader(|| {
            // SAFETY: the callback is the application's, and gets what its documentation says.
            let code =
                unsafe { callback(reader, mapping, description.descriptionData, heap, place.start(), size, error) };
            outcome(code, "The readCallback of a custom type")
        })
    }

    fn compare(
        &mut self,
        comparer: WS_DURATION_COMPARISON_CALLBACK,
        duration: &WS_DURATION,
        limit: &WS_DURATION,
    ) -> Result<Ordering> {
        let Some(comparer) = comparer else { return Err(Fault::invalid_arg("The comparer of durations is NULL.")) };
        let mut order = 0;
        // Without the reader, too: the callback may have got hold of it.
        let error = self.error;
        self.without_reader(|| {
            // SAFETY: the callback is the application's, and gets what its documentation says.
            let code = unsafe { comparer(duration, limit, &raw mut order, error) };
            outcome(code, "The comparer of a WS_DURATION_DESCRIPTION")
        })?;
        Ok(order.cmp(&0))
    }

    fn buffer(&mut self, heap: &Heap, buffer: Buffer) -> Result<*mut WS_XML_BUFFER> {
        xml_buffer::create(heap, buffer)
    }
}

#[cold]
fn reader_ended() -> Fault {
    Fault::invalid_operation("A callback ended the XML reader that it was given.")
}

/// Runs an engine on a reader; see [`ReadHost`]. A failure leaves the reader faulted, unless the caller's arguments or
/// order of calls were wrong, which is found before anything is read.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the descriptions and all that they lead to.
pub(super) unsafe fn with_engine(
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    error: *mut WS_ERROR,
    operation: impl for<'c> FnOnce(&mut Engine<'_, 'c, Host<'_>>, Memory<'c>) -> Result<()>,
) -> Result<()> {
    // SAFETY: passed on.
    let arena = if heap.is_null() { None } else { Some(unsafe { handle::get(heap)? }) };
    // SAFETY: passed on.
    let memory = unsafe { Memory::promised() };
    // SAFETY: passed on.
    let mut host = unsafe { Host::new(reader, heap, error)? };
    let mut engine = Engine::new(&mut host, arena, memory);
    let result = operation(&mut engine, memory);
    let has_begun = engine.has_begun();
    if let (Err(fault), Some(guard)) = (&result, &mut host.guard)
        && (has_begun || !matches!(fault.code(), E_INVALIDARG | WS_E_INVALID_OPERATION))
    {
        guard.reader.fault();
    }
    result
}

/// Reads a value of a C type.
///
/// reader: stands where typeMapping says: on the start element (white space and comments before it are passed), in an
/// attribute (WsReadStartAttribute), or in the content of an element (WsReadStartElement).
/// typeMapping: what part of the XML the value is; see WS_TYPE_MAPPING. An element is read up to and including its end.
/// type, typeDescription: the type and the description that goes with it; see WS_TYPE. It must stay unchanged during the
/// call.
/// readOption: WS_READ_REQUIRED_VALUE or WS_READ_REQUIRED_POINTER.
/// heap: where everything goes that the value points to, and the value itself with WS_READ_REQUIRED_POINTER; may be NULL
/// if there is no such thing. What was read stays valid until the heap is reset or freed. Memory that a failed call took
/// is not given back before.
/// value, valueSize: receive the value or the pointer; the size is that of the type, or of a pointer. Written only when
/// the call succeeds.
///
/// The callbacks of custom types run inside the call and use the reader; see WS_READ_TYPE_CALLBACK.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (the XML is not well-formed, or is not what the description says: an element or
/// attribute is missing or not expected, a text is no value of its type, a value or a number of items is outside of the
/// limits of its description, xsi:type names no derived type); WS_E_NUMERIC_OVERFLOW (a number does not fit its C type);
/// WS_E_QUOTA_EXCEEDED (of the reader or the heap); E_OUTOFMEMORY; E_INVALIDARG (also for a description that is wrong);
/// WS_E_INVALID_OPERATION or WS_E_OBJECT_FAULTED; what a callback returned. After a failure the reader is faulted, unless
/// nothing was read because the arguments were wrong. The texts in error name the elements and fields that lead to what
/// failed.
///
/// Source: WsReadType page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadType(
    reader: *mut WS_XML_READER,
    typeMapping: WS_TYPE_MAPPING,
    r#type: WS_TYPE,
    typeDescription: *const c_void,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            with_engine(reader, heap, error, |engine, memory| {
                let kind = Type::of(memory, r#type, typeDescription)?;
                let out = memory.place(value, valueSize as usize, 1, "The parameter value")?;
                engine.read_type(typeMapping, &kind, readOption, out)
            })
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Reads an element of a given name as a value of a C type: moves to the next element, over white space and comments,
/// compares its name, and reads it up to and including its end.
///
/// elementDescription: name and type of the element; the type must support WS_ELEMENT_TYPE_MAPPING.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER or WS_READ_OPTIONAL_POINTER. With the last one the
/// pointer is set to NULL if what follows is no such element.
/// heap, value, valueSize: as with WsReadType.
///
/// Returns what WsReadType returns; WS_E_INVALID_FORMAT also if the element is required and does not follow.
///
/// Source: WsReadElement page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadElement(
    reader: *mut WS_XML_READER,
    elementDescription: *const WS_ELEMENT_DESCRIPTION,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            with_engine(reader, heap, error, |engine, memory| {
                let description = memory.at(elementDescription, "The parameter elementDescription")?;
                let local = memory.xml_string(description.elementLocalName, "elementLocalName")?;
                let ns = memory.xml_string(description.elementNs, "elementNs")?;
                let kind = Type::of(memory, description.r#type, description.typeDescription)?;
                if matches!(readOption, WS_READ_NILLABLE_POINTER | WS_READ_NILLABLE_VALUE) {
                    return Err(Fault::invalid_arg(format!("WsReadElement does not take {readOption:?}.")));
                }
                let out = memory.place(value, valueSize as usize, 1, "The parameter value")?;
                engine.read_element(Wanted { local: Some(local), ns: Some(ns) }, &kind, readOption, out)
            })
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Reads an attribute of the element that the reader is on as a value of a C type. The reader stays on the element.
///
/// attributeDescription: name and type of the attribute; the type must support WS_ATTRIBUTE_TYPE_MAPPING.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER or WS_READ_OPTIONAL_POINTER. With the last one the
/// pointer is set to NULL if there is no such attribute.
/// heap, value, valueSize: as with WsReadType.
///
/// Returns what WsReadType returns; WS_E_INVALID_FORMAT also if the attribute is required and not there;
/// WS_E_INVALID_OPERATION also if the reader is not on the start of an element.
///
/// Source: WsReadAttribute page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadAttribute(
    reader: *mut WS_XML_READER,
    attributeDescription: *const WS_ATTRIBUTE_DESCRIPTION,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            with_engine(reader, heap, error, |engine, memory| {
                let description = memory.at(attributeDescription, "The parameter attributeDescription")?;
                let local = memory.xml_string(description.attributeLocalName, "attributeLocalName")?;
                let ns = memory.xml_string(description.attributeNs, "attributeNs")?;
                let kind = Type::of(memory, description.r#type, description.typeDescription)?;
                let out = memory.place(value, valueSize as usize, 1, "The parameter value")?;
                engine.read_attribute(local, ns, &kind, readOption, out)
            })
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

#[cfg(test)]
mod tests;
