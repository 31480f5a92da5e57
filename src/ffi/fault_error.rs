//! What a WS_ERROR holds about a SOAP fault. See `faults` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Exclusive};
use crate::ffi::place::{self, Out};
use crate::ffi::property::{Property, PropertyOut};
use crate::ffi::xml_reader::CharsetAsked;
use crate::ffi::xml_writer::Destination;
use crate::ffi::{typed_read, typed_write, xml_buffer, xml_reader, xml_writer};
use crate::message::fault::{self, buffer_of, xml_of};
use crate::runtime::error::Error;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::soap_fault::{FaultCode, FaultReason, SoapFault, Xml};
use crate::serialize::description::Type;
use crate::serialize::place::{Items, Memory, store_slice};
use crate::serialize::read::fault::store_fault;
use crate::serialize::write::Source;
use crate::xml::chars::find_non_char_utf8;
use crate::xml::ncname::is_ncname_utf8;
use crate::xml::node::NodeKind;
use crate::xml::reader::settings::Settings as ReaderSettings;
use crate::xml::reader::{Reader, Wanted};
use crate::xml::writer::{Charset, Encoding, Settings};

/// More codes within each other than this are a list that leads back to itself.
const MAX_CODES: usize = 64;

/// Makes a fault of an error object, to be sent with WsWriteBody and WS_FAULT_TYPE.
///
/// error: the fault in it (WS_FAULT_ERROR_PROPERTY_FAULT) is taken. If it has none, a general one with the code Receiver
/// is made.
/// faultErrorCode: what the function that failed returned; not a success. It is not part of the fault, and only used for
/// a reason text if there is none else.
/// faultDisclosure: what becomes the reason of a fault that has none. With WS_FULL_FAULT_DISCLOSURE all texts of the
/// error object, the one added last first, separated by blanks, in the language of the object; if there are none, a text
/// with faultErrorCode. With WS_MINIMAL_FAULT_DISCLOSURE a general text. Characters that XML does not allow are replaced
/// by U+FFFD.
/// heap: where everything goes that the fault points to.
/// fault: receives the fault, valid until the heap is reset or freed.
///
/// A reason that the fault in the error object has is sent with both disclosures.
///
/// Returns S_OK, E_INVALIDARG, WS_E_QUOTA_EXCEEDED (of the heap) or E_OUTOFMEMORY.
///
/// Source: WsCreateFaultFromError page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateFaultFromError(
    error: *mut WS_ERROR,
    faultErrorCode: HRESULT,
    faultDisclosure: WS_FAULT_DISCLOSURE,
    heap: *mut WS_HEAP,
    fault: *mut WS_FAULT,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let engine = unsafe { handle::borrow(error)? };
        // SAFETY: as above.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(fault, "fault")? };
        let made = fault::fault_for(&engine, faultErrorCode, faultDisclosure)?;
        let detail = match &made.detail {
            Some(xml) => xml_buffer::create(heap, buffer_of(xml, heap.budget())?)?,
            None => core::ptr::null_mut(),
        };
        out.set(store_fault(heap, &made, detail)?);
        Ok(())
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Sets what an error object says about a fault. Values are copied.
///
/// id, value, valueSize: WS_FAULT_ERROR_PROPERTY_FAULT with a WS_FAULT (one code at least, reasons may be missing; the
/// texts of those in the language of the object are added to its texts, where regions make no difference, and a reason
/// without a language counts as one of them); WS_FAULT_ERROR_PROPERTY_ACTION with a WS_XML_STRING; or
/// WS_FAULT_ERROR_PROPERTY_HEADER with a WS_XML_BUFFER* that holds one element, or is NULL for no header.
///
/// What WsGetFaultErrorProperty returned before stays valid, and as it was, until the object is reset or freed.
///
/// Returns S_OK; E_INVALIDARG (unknown id, wrong size or pointer, a code that is no name, more than 64 codes);
/// WS_E_INVALID_FORMAT (characters that XML does not allow; a buffer that holds no element, or several) or E_OUTOFMEMORY.
///
/// Source: WsSetFaultErrorProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetFaultErrorProperty(
    error: *mut WS_ERROR,
    id: WS_FAULT_ERROR_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut engine = unsafe { handle::borrow(error)? };
        let property = Property::new(id, value, valueSize);
        // SAFETY: as above.
        let memory = unsafe { Memory::promised() };
        match id {
            WS_FAULT_ERROR_PROPERTY_FAULT => {
                // SAFETY: as above.
                let fault: WS_FAULT = unsafe { property.read()? };
                // SAFETY: as above.
                let fault = unsafe { load_fault(memory, &fault)? };
                engine.set_fault(Some(fault));
            }
            WS_FAULT_ERROR_PROPERTY_ACTION => {
                // SAFETY: as above.
                let action: WS_XML_STRING = unsafe { property.read()? };
                engine.info_mut().action = text(memory, &action, "The action")?;
            }
            WS_FAULT_ERROR_PROPERTY_HEADER => {
                // SAFETY: as above.
                let header: *mut WS_XML_BUFFER = unsafe { property.read()? };
                let header = if header.is_null() {
                    None
                } else {
                    // SAFETY: as above.
                    Some(xml_of(&unsafe { xml_buffer::get(header)? })?)
                };
                engine.info_mut().headers = header.into_iter().collect();
            }
            _ => return Err(property.refused("WsSetFaultErrorProperty")),
        }
        Ok(())
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Gets what an error object says about a fault: one that a call has received, or that was set.
///
/// id, buffer, bufferSize: WS_FAULT_ERROR_PROPERTY_FAULT into a WS_FAULT* (NULL for none);
/// WS_FAULT_ERROR_PROPERTY_ACTION into a WS_XML_STRING (length 0 for none); WS_FAULT_ERROR_PROPERTY_HEADER into a
/// WS_XML_BUFFER* (NULL for none). The size is that of the type.
///
/// What is returned belongs to the error object, must not be changed, and stays until WsResetError, WsFreeError or, with
/// this object as destination, WsCopyError. A fault that was received comes from the peer: treat it as untrusted.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
///
/// Source: WsGetFaultErrorProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetFaultErrorProperty(
    error: *mut WS_ERROR,
    id: WS_FAULT_ERROR_PROPERTY_ID,
    buffer: *mut c_void,
    bufferSize: ULONG,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut engine = unsafe { handle::borrow(error)? };
        let out = PropertyOut::new(id, buffer, bufferSize);
        match id {
            // SAFETY: as above.
            WS_FAULT_ERROR_PROPERTY_FAULT => unsafe { out.set(show_fault(&mut engine)?) },
            // SAFETY: as above.
            WS_FAULT_ERROR_PROPERTY_ACTION => unsafe { out.set(show_action(&mut engine)?) },
            // SAFETY: as above.
            WS_FAULT_ERROR_PROPERTY_HEADER => unsafe { out.set(show_header(&mut engine)?) },
            _ => Err(out.refused("WsGetFaultErrorProperty")),
        }
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Writes the detail of the fault in an error object, in place of the one that it had. An object without a fault gets a
/// general one with the code Receiver and no reason, which WsCreateFaultFromError then makes of the texts of the object.
///
/// faultDetailDescription: its action, if there is one, becomes WS_FAULT_ERROR_PROPERTY_ACTION. Its element description
/// says what is written: one element, or, if name and namespace are NULL and the type is WS_STRUCT_TYPE, one or more
/// elements for each field of the structure.
/// writeOption, value, valueSize: as with WsWriteElement; for a structure of several elements WS_WRITE_REQUIRED_VALUE or
/// WS_WRITE_REQUIRED_POINTER.
///
/// Callbacks of custom types run inside the call, with a NULL error object.
///
/// Returns S_OK, what WsWriteElement returns (E_INVALIDARG, WS_E_INVALID_FORMAT and others), or E_OUTOFMEMORY. On failure
/// the error object is as it was.
///
/// Source: WsSetFaultErrorDetail page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetFaultErrorDetail(
    error: *mut WS_ERROR,
    faultDetailDescription: *const WS_FAULT_DETAIL_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::check(error)? };
        // SAFETY: as above.
        let description = unsafe { DetailDescription::read(faultDetailDescription)? };
        let source = Source { option: writeOption, value, size: valueSize };
        // SAFETY: as above.
        let xml = unsafe { write_detail(&description, source)? };
        // Only now, since callbacks may have used the object.
        // SAFETY: as above.
        let mut engine = unsafe { handle::borrow(error)? };
        let info = engine.info_mut();
        info.fault.get_or_insert_with(fault::general).detail = Some(xml);
        if let Some(action) = description.action {
            info.action = action;
        }
        Ok(())
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Reads the detail of the fault in an error object.
///
/// faultDetailDescription: if it has an action and the object has one, too, they have to be the same for the detail to be
/// what is looked for. Its element description says what that is: the first element of its name in the detail, or, if
/// name and namespace are NULL and the type is WS_STRUCT_TYPE, all elements of the detail as one structure.
/// readOption: any that the type allows; for all elements as one structure WS_READ_REQUIRED_VALUE or
/// WS_READ_REQUIRED_POINTER. With WS_READ_OPTIONAL_POINTER the pointer is set to NULL if the detail is not what is looked
/// for or not there: so one kind of detail can be tried after the other.
/// heap: where everything goes that the value points to; may be NULL if there is no such thing.
/// value, valueSize: receive the value or the pointer to it, as with WsReadElement.
///
/// Callbacks of custom types run inside the call, with a NULL error object. What is read may come from a peer: treat it as
/// untrusted.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (the detail is not what is looked for, or not as described); WS_E_QUOTA_EXCEEDED;
/// E_INVALIDARG or E_OUTOFMEMORY.
///
/// Source: WsGetFaultErrorDetail page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetFaultErrorDetail(
    error: *mut WS_ERROR,
    faultDetailDescription: *const WS_FAULT_DETAIL_DESCRIPTION,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let description = unsafe { DetailDescription::read(faultDetailDescription)? };
        // SAFETY: as above.
        let engine = unsafe { handle::borrow(error)? };
        let info = engine.info();
        let is_other = description
            .action
            .as_ref()
            .is_some_and(|action| !action.is_empty() && !info.action.is_empty() && *action != info.action);
        let detail = info.fault.as_ref().and_then(|fault| fault.detail.clone()).filter(|_| !is_other);
        // Callbacks may use the object.
        drop(engine);
        let out = DetailOut { option: readOption, heap, value, size: valueSize };
        // SAFETY: as above.
        unsafe { read_detail(detail.as_deref(), &description, &out) }
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// A WS_FAULT_DETAIL_DESCRIPTION.
struct DetailDescription<'a> {
    action: Option<Vec<u8>>,
    element: &'a WS_ELEMENT_DESCRIPTION,
    /// The type is a structure whose fields are the elements of the detail.
    is_many: bool,
}

impl DetailDescription<'_> {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; what it makes must not outlive the call.
    unsafe fn read(description: *const WS_FAULT_DETAIL_DESCRIPTION) -> Result<Self> {
        // SAFETY: passed on.
        let description = unsafe { place::required(description, "faultDetailDescription")? };
        // SAFETY: passed on.
        let element = unsafe { place::required(description.detailElementDescription, "detailElementDescription")? };
        let action = if description.action.is_null() {
            None
        } else {
            // SAFETY: passed on.
            let (action, memory) = unsafe { (place::required(description.action, "action")?, Memory::promised()) };
            Some(text(memory, action, "The action")?)
        };
        let has_no_name = element.elementLocalName.is_null() && element.elementNs.is_null();
        let is_many = has_no_name && element.r#type == WS_STRUCT_TYPE;
        Ok(DetailDescription { action, element, is_many })
    }
}

/// Frees a handle that is made for one call.
struct Owned<H: Exclusive>(*mut H);

impl<H: Exclusive> Drop for Owned<H> {
    fn drop(&mut self) {
        // SAFETY: made for this owner, and lent to calls that are over.
        unsafe { handle::free(self.0) }
    }
}

/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn write_detail(description: &DetailDescription<'_>, source: Source) -> Result<Xml> {
    let settings = Settings { buffer_max_size: u32::MAX, ..Settings::default() };
    let writer = Owned(xml_writer::create(settings)?);
    {
        // SAFETY: just made.
        let mut object = unsafe { handle::borrow(writer.0)? };
        object.engine.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
        object.output = Destination::Buffer;
        // The name is replaced by that of the version of SOAP.
        object.engine.start_element(None, b"Detail"[..].into(), b""[..].into())?;
    }
    // SAFETY: the writer is live, the rest is passed on.
    unsafe {
        typed_write::with_engine(writer.0, core::ptr::null_mut(), |engine, memory| {
            let element = memory.at(description.element, "detailElementDescription")?;
            if !description.is_many {
                return engine.write_element(element, source);
            }
            let kind = Type::of(memory, element.r#type, element.typeDescription)?;
            engine.write_type(WS_ELEMENT_CONTENT_TYPE_MAPPING, &kind, source)
        })?;
    }
    // SAFETY: as above.
    let mut object = unsafe { handle::borrow(writer.0)? };
    object.engine.end_element()?;
    Ok(object.engine.bytes().to_vec())
}

/// Where a detail is read to.
struct DetailOut {
    option: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    size: ULONG,
}

/// Reads a detail, or finds out that there is none.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn read_detail(detail: Option<&[u8]>, description: &DetailDescription<'_>, to: &DetailOut) -> Result<()> {
    // SAFETY: passed on.
    let memory = unsafe { Memory::promised() };
    let element = description.element;
    let kind = Type::of(memory, element.r#type, element.typeDescription)?;
    let out = memory.place(to.value, to.size as usize, 1, "The parameter value")?;
    let wanted = if description.is_many {
        None
    } else {
        let local = memory.xml_string(element.elementLocalName, "elementLocalName")?;
        let ns = memory.xml_string(element.elementNs, "elementNs")?;
        Some(Wanted { local: Some(local), ns: Some(ns) })
    };
    let reader = Owned(xml_reader::create(ReaderSettings::default())?);
    {
        // SAFETY: just made.
        let mut object = unsafe { handle::borrow(reader.0)? };
        // An empty element stands for none, so that the arguments are checked all the same.
        fault::set_input(&mut object.reader, detail.unwrap_or(b"<none/>"));
        object.charset = Some(CharsetAsked(WS_CHARSET_UTF8));
        object.reader.run(|reader| {
            reader.read_start_element()?;
            wanted.map_or(Ok(()), |wanted| find_entry(reader, wanted))
        })?;
    }
    let mut many = Items::default();
    many.begin(to.size as usize);
    // SAFETY: the reader is live, the rest is passed on.
    unsafe {
        typed_read::with_engine(reader.0, to.heap, core::ptr::null_mut(), |engine, memory| {
            let kind = Type::of(memory, element.r#type, element.typeDescription)?;
            match wanted {
                Some(wanted) => engine.read_element(wanted, &kind, to.option, out),
                // The value goes to the caller when it is known that nothing follows it. What has a wrong size is refused.
                None => {
                    let is_possible = [kind.layout().0, size_of::<*mut c_void>()].contains(&out.size());
                    let place = if is_possible { many.push(None)? } else { out };
                    engine.read_type(WS_ELEMENT_CONTENT_TYPE_MAPPING, &kind, to.option, place)
                }
            }
        })?;
    }
    if wanted.is_some() {
        return Ok(());
    }
    if detail.is_none() {
        return Err(Fault::invalid_format("The error object has no fault detail of this description."));
    }
    if let Type::Struct(composite) = kind
        && composite.description.structOptions & WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT == 0
    {
        // SAFETY: as above.
        let mut object = unsafe { handle::borrow(reader.0)? };
        object.reader.run(Reader::read_end_element)?;
    }
    out.copy_from(many.first()?)
}

/// Goes to the first child element of a name, or to the end of the detail. What peers put beside it is for others.
fn find_entry(reader: &mut Reader, wanted: Wanted<'_>) -> Result<()> {
    while !reader.read_to_start_element(wanted)? && reader.kind() != NodeKind::EndElement {
        reader.skip_node()?;
    }
    Ok(())
}

/// The fault as C sees it; NULL for none.
fn show_fault(error: &mut Error) -> Result<*mut WS_FAULT> {
    let (info, shown) = error.show();
    if let (Some(fault), true) = (&info.fault, shown.fault.is_null()) {
        let detail = match &fault.detail {
            Some(xml) => xml_buffer::create(&shown.heap, buffer_of(xml, shown.heap.budget())?)?,
            None => core::ptr::null_mut(),
        };
        let fault = store_fault(&shown.heap, fault, detail)?;
        shown.fault = store_slice(&shown.heap, &[fault])?;
    }
    Ok(shown.fault)
}

fn show_action(error: &mut Error) -> Result<WS_XML_STRING> {
    let (info, shown) = error.show();
    if shown.action.is_null() && !info.action.is_empty() {
        shown.action = store_slice(&shown.heap, &info.action)?;
    }
    // `text` took it from a structure with a length of 32 bits, or it came in a message, which has less.
    let length = info.action.len() as ULONG;
    Ok(WS_XML_STRING { length, bytes: shown.action, dictionary: core::ptr::null_mut(), id: 0 })
}

/// The first header: only faults that this library makes have several.
fn show_header(error: &mut Error) -> Result<*mut WS_XML_BUFFER> {
    let (info, shown) = error.show();
    if let (Some(xml), true) = (info.headers.first(), shown.header.is_null()) {
        shown.header = xml_buffer::create(&shown.heap, buffer_of(xml, shown.heap.budget())?)?;
    }
    Ok(shown.header)
}

/// Copies a fault of the caller.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn load_fault(memory: Memory<'_>, fault: &WS_FAULT) -> Result<SoapFault> {
    let string = |string: &WS_STRING, name: &str| {
        let units = memory.slice(string.chars.cast_const(), string.length, name)?;
        Ok::<_, Fault>(String::from_utf16_lossy(units))
    };
    let mut codes = Vec::new();
    let mut next = Some(memory.at(fault.code.cast_const(), "The code of the fault")?);
    while let Some(code) = next {
        if codes.len() >= MAX_CODES {
            return Err(Fault::invalid_arg(format!("A fault has at most {MAX_CODES} codes.")));
        }
        let local = text(memory, &code.value.localName, "The localName of a fault code")?;
        if !is_ncname_utf8(&local) {
            return Err(Fault::invalid_arg("The localName of a fault code is not a name without a colon (NCName)."));
        }
        codes.push(FaultCode { local, ns: text(memory, &code.value.ns, "The ns of a fault code")? });
        next = memory.optional(code.subCode.cast_const(), "The subCode of a fault code")?;
    }
    let mut reasons = Vec::new();
    for reason in memory.slice(fault.reasons.cast_const(), fault.reasonCount, "The reasons of the fault")? {
        let text = string(&reason.text, "The text of a reason")?;
        reasons.push(FaultReason { text, lang: string(&reason.lang, "The lang of a reason")? });
    }
    let detail = if fault.detail.is_null() {
        None
    } else {
        // SAFETY: passed on.
        Some(xml_of(&unsafe { xml_buffer::get(fault.detail)? })?)
    };
    let (actor, node) = (string(&fault.actor, "The actor")?, string(&fault.node, "The node")?);
    Ok(SoapFault { codes, reasons, actor, node, detail })
}

/// A text that goes into XML.
fn text(memory: Memory<'_>, string: &WS_XML_STRING, name: &str) -> Result<Vec<u8>> {
    let bytes = memory.slice(string.bytes.cast_const(), string.length, name)?;
    match find_non_char_utf8(bytes) {
        Some(at) => Err(Fault::invalid_format(format!("{name} is not text of XML in UTF-8 at byte {at}."))),
        None => Ok(bytes.to_vec()),
    }
}
