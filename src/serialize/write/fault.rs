//! WS_FAULT: the content of the Fault element of SOAP 1.1 and SOAP 1.2.

use super::{Engine, WriteHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::place::Place;
use crate::xml::scope::XML_NAMESPACE;
use crate::xml::writer::{Str, Value, Way};

const SOAP_1_1: &[u8] = b"http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_1_2: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";

/// The namespace of an envelope version that has faults.
pub(super) fn namespace(version: WS_ENVELOPE_VERSION) -> Result<&'static [u8]> {
    match version {
        WS_ENVELOPE_VERSION_SOAP_1_1 => Ok(SOAP_1_1),
        WS_ENVELOPE_VERSION_SOAP_1_2 => Ok(SOAP_1_2),
        other => Err(Fault::invalid_arg(format!("The envelope version {other:?} has no form for faults."))),
    }
}

impl<'c, H: WriteHost> Engine<'c, '_, H> {
    pub(super) fn fault(&mut self, description: &WS_FAULT_DESCRIPTION, place: Place<'c>) -> Result<()> {
        let ns = namespace(description.envelopeVersion)?;
        let fault: WS_FAULT = place.load(0)?;
        let code = self.memory.at(fault.code.cast_const(), "The code of the fault")?;
        let reasons = self.memory.slice(fault.reasons.cast_const(), fault.reasonCount, "The reasons of the fault")?;
        let Some(first) = reasons.first() else {
            return Err(Fault::invalid_arg("A fault has at least one reason."));
        };
        if description.envelopeVersion == WS_ENVELOPE_VERSION_SOAP_1_1 {
            self.fault_1_1(&fault, code, first)
        } else {
            self.fault_1_2(&fault, code, reasons, ns)
        }
    }

    fn fault_1_1(&mut self, fault: &WS_FAULT, code: &'c WS_FAULT_CODE, reason: &WS_FAULT_REASON) -> Result<()> {
        self.code_value(b"faultcode", b"", code, SOAP_1_1)?;
        self.reason(b"faultstring", b"", reason, false)?;
        if fault.actor.length != 0 {
            let actor = self.utf16(fault.actor)?;
            self.host.writer()?.leaf(b"faultactor"[..].into(), Str::default(), &actor)?;
        }
        self.detail(b"detail", b"", fault.detail)
    }

    fn fault_1_2(
        &mut self,
        fault: &WS_FAULT,
        first: &'c WS_FAULT_CODE,
        reasons: &[WS_FAULT_REASON],
        ns: &'static [u8],
    ) -> Result<()> {
        self.host.writer()?.start_element(None, b"Code"[..].into(), ns.into())?;
        self.code_value(b"Value", ns, first, ns)?;
        let (mut code, mut depth) = (first, 1_usize);
        // A list that leads back to itself ends at the writer's limit for depth, or for bytes.
        while let Some(next) = self.memory.optional(code.subCode.cast_const(), "The subCode of a fault code")? {
            self.host.writer()?.start_element(None, b"Subcode"[..].into(), ns.into())?;
            self.code_value(b"Value", ns, next, b"")?;
            code = next;
            depth += 1;
        }
        for _ in 0..depth {
            self.host.writer()?.end_element()?;
        }
        self.host.writer()?.start_element(None, b"Reason"[..].into(), ns.into())?;
        for reason in reasons {
            self.reason(b"Text", ns, reason, true)?;
        }
        self.host.writer()?.end_element()?;
        for (local, uri) in [(&b"Node"[..], fault.node), (&b"Role"[..], fault.actor)] {
            if uri.length != 0 {
                let uri = self.utf16(uri)?;
                self.host.writer()?.leaf(local.into(), ns.into(), &uri)?;
            }
        }
        self.detail(b"Detail", ns, fault.detail)
    }

    /// Writes a code. `soap`: the namespace of a code that has none of its own, empty for those that SOAP does not define.
    fn code_value(&mut self, local: &[u8], ns: &[u8], code: &'c WS_FAULT_CODE, soap: &'static [u8]) -> Result<()> {
        let mut name = self.qname(&code.value)?;
        if !soap.is_empty() && name.ns.is_none_or(|ns| ns.bytes.is_empty()) {
            (name.prefix, name.ns) = (None, Some(soap.into()));
            if soap == SOAP_1_1 {
                name.local = match name.local.bytes {
                    b"Sender" => b"Client"[..].into(),
                    b"Receiver" => b"Server"[..].into(),
                    _ => name.local,
                };
            }
        }
        let writer = self.host.writer()?;
        writer.start_element(None, local.into(), ns.into())?;
        writer.value(&Value::QName(name), Way::Whole)?;
        writer.end_element()
    }

    /// Writes a reason. `is_lang_required`: xml:lang has to be there, whatever it says.
    fn reason(&mut self, local: &[u8], ns: &[u8], reason: &WS_FAULT_REASON, is_lang_required: bool) -> Result<()> {
        let (text, lang) = (self.utf16(reason.text)?, self.utf16(reason.lang)?);
        let writer = self.host.writer()?;
        writer.start_element(None, local.into(), ns.into())?;
        if is_lang_required || reason.lang.length != 0 {
            writer.start_attribute(Some(b"xml"), b"lang"[..].into(), XML_NAMESPACE.into(), false)?;
            writer.value(&lang, Way::Whole)?;
            writer.end_attribute()?;
        }
        writer.value(&text, Way::Whole)?;
        writer.end_element()
    }

    /// Writes the element in the buffer, under the name that the version has for it.
    fn detail(&mut self, local: &[u8], ns: &[u8], detail: *mut WS_XML_BUFFER) -> Result<()> {
        if detail.is_null() {
            return Ok(());
        }
        let detail = self.host.buffer(detail)?;
        let writer = self.host.writer()?;
        writer.start_element(None, local.into(), ns.into())?;
        writer.inside_of(&detail)?;
        writer.end_element()
    }
}
