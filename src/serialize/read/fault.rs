//! WS_FAULT: the content of the Fault element of SOAP 1.1 and SOAP 1.2.

use super::simple::required;
use super::{Engine, ReadHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::runtime::soap_fault::SoapFault;
use crate::serialize::fault;
use crate::serialize::place::{Place, store_slice, store_utf16};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;

impl<H: ReadHost> Engine<'_, '_, H> {
    /// Reads a Fault element, from its start to behind its end.
    pub(super) fn read_fault(&mut self, description: &WS_FAULT_DESCRIPTION, place: Place<'_>) -> Result<()> {
        fault::namespace(description.envelopeVersion)?;
        self.skip_nil(false)?;
        let heap = required(self.heap)?;
        let (fault, detail) = fault::read(self.host.reader()?, description.envelopeVersion, |reader| {
            let buffer = Buffer::new(heap.budget())?;
            reader.copy_to(&mut Point::new(&buffer))?;
            Ok(buffer)
        })?;
        let detail = match detail {
            Some(buffer) => self.host.buffer(heap, buffer)?,
            None => core::ptr::null_mut(),
        };
        place.store(0, store_fault(heap, &fault, detail)?)
    }
}

/// Stores what a fault points to. Its detail is made by the caller.
pub(crate) fn store_fault(heap: &Heap, fault: &SoapFault, detail: *mut WS_XML_BUFFER) -> Result<WS_FAULT> {
    let string = |text: &str| {
        let (chars, length) = store_utf16(heap, text.as_bytes(), false)?;
        Ok::<_, Fault>(WS_STRING { length, chars })
    };
    let optional = |text: &str| {
        if text.is_empty() { Ok(WS_STRING { length: 0, chars: core::ptr::null_mut() }) } else { string(text) }
    };
    let mut code = core::ptr::null_mut();
    for source in fault.codes.iter().rev() {
        let value =
            WS_XML_QNAME { localName: store_xml_string(heap, &source.local)?, ns: store_xml_string(heap, &source.ns)? };
        code = store_slice(heap, &[WS_FAULT_CODE { value, subCode: code }])?;
    }
    let mut reasons = Vec::with_capacity(fault.reasons.len());
    for source in &fault.reasons {
        reasons.push(WS_FAULT_REASON { text: string(&source.text)?, lang: optional(&source.lang)? });
    }
    let count = reasons.len() as u32;
    let reasons = if reasons.is_empty() { core::ptr::null_mut() } else { store_slice(heap, &reasons)? };
    Ok(WS_FAULT {
        code,
        reasons,
        reasonCount: count,
        actor: optional(&fault.actor)?,
        node: optional(&fault.node)?,
        detail,
    })
}

/// Stores a string of XML; an empty one takes nothing.
pub(crate) fn store_xml_string(heap: &Heap, text: &[u8]) -> Result<WS_XML_STRING> {
    let bytes = if text.is_empty() { core::ptr::null_mut() } else { store_slice(heap, text)? };
    let length = u32::try_from(text.len()).map_err(|_| Fault::overflow("A text is longer than a WS_XML_STRING."))?;
    Ok(WS_XML_STRING { length, bytes, dictionary: core::ptr::null_mut(), id: 0 })
}
