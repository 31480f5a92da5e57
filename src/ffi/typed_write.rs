//! Writing C structures as XML, as descriptions say. See `serialization` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Guard};
use crate::ffi::xml_buffer;
use crate::ffi::xml_writer::XmlWriter;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::{Memory, Place};
use crate::serialize::write::{Engine, Source, WriteHost};
use crate::xml::buffer::Buffer;
use crate::xml::writer::Writer;

/// Runs an engine on a writer; see [`WriteHost`].
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the descriptions, the value and all that they lead to.
pub(super) unsafe fn with_engine(
    writer: *mut WS_XML_WRITER,
    error: *mut WS_ERROR,
    operation: impl for<'c> FnOnce(&mut Engine<'c, '_, Host<'_>>, Memory<'c>) -> Result<()>,
) -> Result<()> {
    // SAFETY: passed on.
    let mut host = unsafe { Host::new(writer, error)? };
    // SAFETY: passed on.
    let memory = unsafe { Memory::promised() };
    operation(&mut Engine::new(&mut host, memory), memory)
}

/// Writes a value into an element or attribute that the caller has started.
///
/// typeMapping: what part of the XML the value is; WS_TYPE says which types support which.
/// type, typeDescription: the type of the value and the description that goes with it.
/// writeOption: WS_WRITE_REQUIRED_VALUE or WS_WRITE_REQUIRED_POINTER. For a nil value use WsWriteElement.
/// value, valueSize: the value, or a pointer to it, and its size in bytes. Values that are out of the limits in their
/// description are written all the same: limits are for reading.
///
/// Structures of a derived type are written with xsi:type, the declared type without it. Fields with WS_FIELD_OPTIONAL
/// that have their default value are left out.
///
/// Returns S_OK, E_INVALIDARG (a description or a pointer is not right), WS_E_INVALID_OPERATION (the writer is not where
/// typeMapping needs it to be, among others), WS_E_INVALID_FORMAT (a value has no form in XML), WS_E_QUOTA_EXCEEDED,
/// WS_E_OBJECT_FAULTED, or what a callback of a custom type returned. A failure after the first of the value was written
/// faults the writer. The error text says at which field or item it happened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteType(
    writer: *mut WS_XML_WRITER,
    typeMapping: WS_TYPE_MAPPING,
    r#type: WS_TYPE,
    typeDescription: *const c_void,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        let source = Source { option: writeOption, value, size: valueSize };
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            with_engine(writer, error, |engine, memory| {
                engine.write_type(typeMapping, &Type::of(memory, r#type, typeDescription)?, source)
            })
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes a value as an element: start tag, attributes, content and end tag.
///
/// elementDescription: the name of the element and the type of the value. With WS_FAULT_TYPE both names may be NULL,
/// for the Fault element of the envelope version.
/// writeOption: any WS_WRITE_OPTION. A nil value becomes an element with xsi:nil="true".
/// value, valueSize: the value, or a pointer to it, and its size in bytes; NULL and 0 stand for a NULL pointer.
///
/// Returns what WsWriteType returns; WS_E_INVALID_FORMAT also for a name that is not valid and for a second root element.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteElement(
    writer: *mut WS_XML_WRITER,
    elementDescription: *const WS_ELEMENT_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        let source = Source { option: writeOption, value, size: valueSize };
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            with_engine(writer, error, |engine, memory| {
                engine.write_element(memory.at(elementDescription, "The parameter elementDescription")?, source)
            })
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes a value as an attribute of the start tag that is open.
///
/// attributeDescription: the name of the attribute and the type of the value, which has to support
/// WS_ATTRIBUTE_TYPE_MAPPING.
/// writeOption: WS_WRITE_REQUIRED_VALUE or WS_WRITE_REQUIRED_POINTER, since an attribute cannot be nil.
/// value, valueSize: the value, or a pointer to it, and its size in bytes.
///
/// Returns what WsWriteType returns; WS_E_INVALID_OPERATION also if no start tag is open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteAttribute(
    writer: *mut WS_XML_WRITER,
    attributeDescription: *const WS_ATTRIBUTE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        let source = Source { option: writeOption, value, size: valueSize };
        // SAFETY: see the contract at the top of `ffi`.
        unsafe {
            with_engine(writer, error, |engine, memory| {
                engine.write_attribute(memory.at(attributeDescription, "The parameter attributeDescription")?, source)
            })
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// The writer's handle, let go of while the application's callbacks run.
pub(super) struct Host<'a> {
    handle: *mut WS_XML_WRITER,
    guard: Option<Guard<'a, WS_XML_WRITER>>,
    error: *mut WS_ERROR,
}

impl Host<'_> {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; what it makes must not outlive the call.
    pub(super) unsafe fn new(handle: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> Result<Self> {
        // SAFETY: passed on.
        let guard = unsafe { handle::borrow(handle)? };
        Ok(Host { handle, guard: Some(guard), error })
    }

    fn object(&mut self) -> Result<&mut XmlWriter> {
        match &mut self.guard {
            Some(guard) => Ok(&mut *guard),
            None => Err(Fault::invalid_operation("A callback left the writer unusable.")),
        }
    }

    /// Runs a callback, which may use the writer.
    fn let_go<T>(&mut self, callback: impl FnOnce(*mut WS_XML_WRITER, *mut WS_ERROR) -> T) -> Result<T> {
        self.guard = None;
        let done = callback(self.handle, self.error);
        // SAFETY: `new` had the handle by contract, and a callback must not free what the call that it runs in uses.
        self.guard = Some(unsafe { handle::borrow(self.handle)? });
        Ok(done)
    }
}

impl WriteHost for Host<'_> {
    #[inline]
    fn writer(&mut self) -> Result<&mut Writer> {
        self.object().map(|object| &mut object.engine)
    }

    fn has_numbers(&self) -> bool {
        self.guard.as_ref().is_some_and(|guard| guard.dictionaries.is_active())
    }

    fn number(&mut self, string: &WS_XML_STRING, is_name: bool) -> Result<Option<u32>> {
        let error = self.error;
        let dictionaries = &mut self.object()?.dictionaries;
        // SAFETY: the string is the caller's, as the contract of `ffi` has it.
        unsafe { dictionaries.number_of(string, is_name, error) }
    }

    fn buffer(&mut self, buffer: *mut WS_XML_BUFFER) -> Result<Buffer> {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { xml_buffer::get(buffer) }
    }

    fn text(&mut self, text: *const WS_XML_TEXT) -> Result<()> {
        let error = self.error;
        let XmlWriter { engine, dictionaries, .. } = self.object()?;
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { dictionaries.with_text(text, error, |value, way| engine.value(value, way)) }
    }

    fn custom(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        mapping: WS_TYPE_MAPPING,
        value: Place<'_>,
    ) -> Result<()> {
        let Some(callback) = description.writeCallback else {
            return Err(Fault::invalid_arg("The writeCallback of the WS_CUSTOM_TYPE_DESCRIPTION is NULL."));
        };
        let (data, start, size) = (description.descriptionData, value.start(), description.size);
        // SAFETY: the callback, its data and the value are the caller's.
        let code = self.let_go(|writer, error| unsafe { callback(writer, mapping, data, start, size, error) })?;
        if code < 0 { Err(Fault::new(code, "The WS_WRITE_TYPE_CALLBACK failed.")) } else { Ok(()) }
    }

    fn is_default(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        value: Place<'_>,
        default: Option<Place<'_>>,
    ) -> Result<bool> {
        let Some(callback) = description.isDefaultValueCallback else { return Ok(false) };
        let (data, start, size) = (description.descriptionData, value.start(), description.size);
        let default = default.map_or(core::ptr::null_mut(), Place::start);
        let mut answer = 0;
        let out = &raw mut answer;
        // SAFETY: the callback, its data and the values are the caller's.
        let code = self.let_go(|_, error| unsafe { callback(data, start, default, size, out, error) })?;
        if code < 0 {
            return Err(Fault::new(code, "The WS_IS_DEFAULT_VALUE_CALLBACK failed."));
        }
        Ok(answer != 0)
    }
}
