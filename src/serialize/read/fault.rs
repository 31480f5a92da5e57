//! WS_FAULT: the content of the Fault element of SOAP 1.1 and SOAP 1.2.

use super::simple::required;
use super::{Engine, ReadHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::{Items, Place, store_slice};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::reader::{Reader, Wanted};
use crate::xml::scope::XML_NAMESPACE;

const SOAP_1_1: &[u8] = b"http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_1_2: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";
/// More specific codes than this within each other are no fault that anybody sends.
const MAX_CODES: usize = 64;

const NO_TEXT: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: core::ptr::null_mut(), dictionary: core::ptr::null_mut(), id: 0 };
const NO_NAME: WS_XML_QNAME = WS_XML_QNAME { localName: NO_TEXT, ns: NO_TEXT };
const NO_STRING: WS_STRING = WS_STRING { length: 0, chars: core::ptr::null_mut() };

impl<'c, H: ReadHost> Engine<'_, 'c, H> {
    /// Reads a Fault element, from its start to behind its end.
    pub(super) fn read_fault(&mut self, description: &WS_FAULT_DESCRIPTION, place: Place<'_>) -> Result<()> {
        let is_1_1 = match description.envelopeVersion {
            WS_ENVELOPE_VERSION_SOAP_1_1 => true,
            WS_ENVELOPE_VERSION_SOAP_1_2 => false,
            other => {
                return Err(Fault::invalid_arg(format!("The envelope version {other:?} has no form for faults.")));
            }
        };
        self.skip_nil(false)?;
        self.host.reader()?.read_node()?;
        let fault = if is_1_1 { self.read_fault_1_1()? } else { self.read_fault_1_2()? };
        self.read_end()?;
        place.store(0, fault)
    }

    fn read_fault_1_1(&mut self) -> Result<WS_FAULT> {
        self.expect(b"faultcode", b"")?;
        let mut value = self.read_leaf(&Type::XmlQName(None), NO_NAME)?;
        self.make_independent(&mut value, SOAP_1_1)?;
        let code = WS_FAULT_CODE { value, subCode: core::ptr::null_mut() };
        let code = store_slice(required(self.heap)?, &[code])?;
        self.expect(b"faultstring", b"")?;
        let reason = self.read_reason()?;
        let reasons = store_slice(required(self.heap)?, &[reason])?;
        let actor = self.optional_string(b"faultactor", b"")?;
        let detail = self.read_detail(b"detail", b"")?;
        Ok(WS_FAULT { code, reasons, reasonCount: 1, actor, node: NO_STRING, detail })
    }

    fn read_fault_1_2(&mut self) -> Result<WS_FAULT> {
        self.expect(b"Code", SOAP_1_2)?;
        let code = self.read_codes()?;
        self.expect(b"Reason", SOAP_1_2)?;
        self.host.reader()?.read_node()?;
        let mut reasons = Items::default();
        reasons.begin(size_of::<WS_FAULT_REASON>());
        while is_at(self.host.reader()?, b"Text", SOAP_1_2)? {
            let reason = self.read_reason()?;
            reasons.push(self.heap)?.store(0, reason)?;
        }
        if reasons.count() == 0 {
            return Err(self.unexpected("The element Text in the Reason of a fault"));
        }
        self.read_end()?;
        let count = reasons.count() as u32;
        let reasons = reasons.store(required(self.heap)?)?.cast();
        let node = self.optional_string(b"Node", SOAP_1_2)?;
        let actor = self.optional_string(b"Role", SOAP_1_2)?;
        let detail = self.read_detail(b"Detail", SOAP_1_2)?;
        Ok(WS_FAULT { code, reasons, reasonCount: count, actor, node, detail })
    }

    /// Reads the Code element with the Subcode elements in it: from the outside in, and their ends.
    fn read_codes(&mut self) -> Result<*mut WS_FAULT_CODE> {
        let mut values = Vec::new();
        loop {
            self.host.reader()?.read_node()?;
            self.expect(b"Value", SOAP_1_2)?;
            let mut value = self.read_leaf(&Type::XmlQName(None), NO_NAME)?;
            if values.is_empty() {
                self.make_independent(&mut value, SOAP_1_2)?;
            }
            values.push(value);
            if values.len() > MAX_CODES {
                return Err(Fault::quota("subcodes of a fault", MAX_CODES));
            }
            if !is_at(self.host.reader()?, b"Subcode", SOAP_1_2)? {
                break;
            }
        }
        let heap = required(self.heap)?;
        let mut sub_code = core::ptr::null_mut();
        for value in values.into_iter().rev() {
            self.read_end()?;
            sub_code = store_slice(heap, &[WS_FAULT_CODE { value, subCode: sub_code }])?;
        }
        Ok(sub_code)
    }

    /// Takes the namespace of SOAP from one of SOAP's own codes, so that programs see the same ones in all versions.
    fn make_independent(&mut self, value: &mut WS_XML_QNAME, soap: &[u8]) -> Result<()> {
        let memory = self.plans.memory;
        if memory.slice(value.ns.bytes.cast_const(), value.ns.length, "ns")? != soap {
            return Ok(());
        }
        value.ns = NO_TEXT;
        let local = memory.slice(value.localName.bytes.cast_const(), value.localName.length, "localName")?;
        let common: &[u8] = match local {
            b"Client" if soap == SOAP_1_1 => b"Sender",
            b"Server" if soap == SOAP_1_1 => b"Receiver",
            _ => return Ok(()),
        };
        let bytes = store_slice(required(self.heap)?, common)?;
        value.localName = WS_XML_STRING { length: common.len() as u32, bytes, ..NO_TEXT };
        Ok(())
    }

    fn read_reason(&mut self) -> Result<WS_FAULT_REASON> {
        let reader = self.host.reader()?;
        let mut lang = NO_STRING;
        if let Some(index) = reader.find_attribute(b"lang", XML_NAMESPACE)? {
            reader.read_start_attribute(index)?;
            let mut memory = Items::default();
            memory.begin(size_of::<WS_STRING>());
            let place = memory.push(None)?;
            self.read_text(&Type::String(None), super::simple::Target::new(place))?;
            lang = place.load(0)?;
            self.host.reader()?.read_end_attribute()?;
        }
        Ok(WS_FAULT_REASON { text: self.read_leaf_string()?, lang })
    }

    fn optional_string(&mut self, local: &[u8], ns: &[u8]) -> Result<WS_STRING> {
        if is_at(self.host.reader()?, local, ns)? { self.read_leaf_string() } else { Ok(NO_STRING) }
    }

    fn read_detail(&mut self, local: &[u8], ns: &[u8]) -> Result<*mut WS_XML_BUFFER> {
        if !is_at(self.host.reader()?, local, ns)? {
            return Ok(core::ptr::null_mut());
        }
        let heap = required(self.heap)?;
        let buffer = Buffer::new(heap.budget())?;
        self.host.reader()?.copy_to(&mut Point::new(&buffer))?;
        self.host.buffer(heap, buffer)
    }

    fn expect(&mut self, local: &[u8], ns: &[u8]) -> Result<()> {
        let name = Wanted { local: Some(local), ns: Some(ns) };
        let reader = self.host.reader()?;
        if reader.read_to_start_element(name)? { Ok(()) } else { Err(reader.not_found(name)) }
    }
}

fn is_at(reader: &mut Reader, local: &[u8], ns: &[u8]) -> Result<bool> {
    reader.read_to_start_element(Wanted { local: Some(local), ns: Some(ns) })
}
