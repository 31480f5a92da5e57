//! WS_FAULT: the content of the Fault element of SOAP 1.1 and SOAP 1.2.

use super::{Engine, WriteHost};
use crate::abi::*;
use crate::runtime::fault::Result;
use crate::serialize::fault::{self, Parts, namespace};
use crate::serialize::place::Place;
use crate::xml::writer::Writer;

impl<'c, H: WriteHost> Engine<'c, '_, H> {
    pub(super) fn fault(&mut self, description: &WS_FAULT_DESCRIPTION, place: Place<'c>) -> Result<()> {
        namespace(description.envelopeVersion)?;
        let fault: WS_FAULT = place.load(0)?;
        let mut parts = Parts { codes: Vec::new(), reasons: Vec::new(), actor: None, node: None };
        let mut code = Some(self.memory.at(fault.code.cast_const(), "The code of the fault")?);
        while let Some(present) = code {
            let name = self.qname(&present.value)?;
            parts.push_code(name)?;
            code = self.memory.optional(present.subCode.cast_const(), "The subCode of a fault code")?;
        }
        let reasons = self.memory.slice(fault.reasons.cast_const(), fault.reasonCount, "The reasons of the fault")?;
        for reason in reasons {
            parts.reasons.push((self.utf16(reason.text)?, self.utf16(reason.lang)?));
        }
        parts.actor = if fault.actor.length != 0 { Some(self.utf16(fault.actor)?) } else { None };
        parts.node = if fault.node.length != 0 { Some(self.utf16(fault.node)?) } else { None };
        let detail = if fault.detail.is_null() { None } else { Some(self.host.buffer(fault.detail)?) };
        let detail = detail.as_ref().map(|detail| |writer: &mut Writer| writer.inside_of(detail));
        fault::write(self.host.writer()?, description.envelopeVersion, &parts, detail)
    }
}
