//! Faults: how they are read and written in messages, which error a received one is, and which one is sent for an error.

pub(crate) mod known;
#[cfg(test)]
mod tests;

use crate::abi::*;
use crate::message::Message;
use crate::message::version::Header;
use crate::runtime::budget::Budget;
use crate::runtime::error::Error;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::runtime::language;
use crate::runtime::soap_fault::{FaultCode, FaultInfo, FaultReason, SoapFault, Xml};
use crate::serialize::fault as codec;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::chars::is_char;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::{MESSAGE_NAMESPACE, Settings as ReaderSettings};
use crate::xml::reader::text::{Charset as InputCharset, TextDecoder};
use crate::xml::reader::{Decoder, Reader, Wanted};
use crate::xml::writer::{Charset, Encoding, Settings as WriterSettings, Writer};
use std::rc::Rc;

/// What a peer is told when nothing may be disclosed.
const GENERAL_REASON: &str = "The service could not process the request because of an internal error.";
/// The language of the library's texts.
const ENGLISH: &str = "en-US";

// ---- In messages

/// Whether the reader is on the Fault element of a version: the first element of a fault message's body.
pub(crate) fn is_at_fault(reader: &mut Reader, version: WS_ENVELOPE_VERSION) -> Result<bool> {
    codec::is_at_fault(reader, version)
}

/// Reads the Fault element that the reader is on, to behind its end.
pub(crate) fn read(reader: &mut Reader, version: WS_ENVELOPE_VERSION) -> Result<SoapFault> {
    let (mut fault, detail) = reader
        .run(|reader| codec::read(reader, version, xml_of_element))
        .map_err(|fault| fault.context("A fault was received that is not in the form that SOAP gives it."))?;
    fault.detail = detail;
    Ok(fault)
}

/// Writes a Fault element.
pub(crate) fn write(writer: &mut Writer, version: WS_ENVELOPE_VERSION, fault: &SoapFault) -> Result<()> {
    let soap = codec::namespace(version)?;
    let detail = fault
        .detail
        .as_ref()
        .map(|xml| |writer: &mut Writer| with_element(xml, |reader| reader.copy_inside_to_writer(writer)));
    writer.start_element(None, b"Fault"[..].into(), soap.into())?;
    codec::write(writer, version, &codec::Parts::of(fault), detail)?;
    writer.end_element()
}

/// Writes an element that is kept as text, such as a header of [`Outgoing`].
pub(crate) fn write_xml(writer: &mut Writer, xml: &[u8]) -> Result<()> {
    with_element(xml, |reader| reader.copy_to_writer(writer))
}

/// Reads the element that is kept as text. There is no buffer in between: in one, each node has its namespace with it, and
/// what a peer sent may be thousands of nodes with one that is very long.
fn with_element(xml: &[u8], read: impl FnOnce(&mut Reader) -> Result<()>) -> Result<()> {
    let mut reader = Reader::new(ReaderSettings::default());
    set_input(&mut reader, xml);
    reader.run(|reader| {
        if !reader.read_to_start_element(Wanted::default())? {
            return Err(reader.not_found(Wanted::default()));
        }
        read(reader)
    })
}

/// The XML that is kept as text, as a buffer that counts against a budget.
pub(crate) fn buffer_of(xml: &[u8], budget: &Rc<Budget>) -> Result<Buffer> {
    let mut reader = Reader::new(ReaderSettings::default());
    set_input(&mut reader, xml);
    let buffer = Buffer::new(budget)?;
    reader.run(|reader| reader.copy_to(&mut Point::new(&buffer)))?;
    Ok(buffer)
}

/// Sets a reader to XML that is kept as text.
pub(crate) fn set_input(reader: &mut Reader, xml: &[u8]) {
    // It was read, or written, under the limits of those who gave it.
    let settings = ReaderSettings {
        max_depth: u32::MAX,
        max_attributes: u32::MAX,
        max_namespaces: u32::MAX,
        allow_invalid_character_references: true,
        ..ReaderSettings::default()
    };
    reader.set_input(Decoder::Text(TextDecoder::default()), Input::owned(xml.to_vec()), settings);
    reader.document().charset = InputCharset::Utf8;
}

/// The one element that a buffer holds, as text.
pub(crate) fn xml_of(buffer: &Buffer) -> Result<Xml> {
    written(|writer| writer.element_of(buffer))
}

/// The element that a reader is on, as text; the reader goes behind it.
fn xml_of_element(reader: &mut Reader) -> Result<Xml> {
    written(|writer| reader.copy_to_writer_within(writer, MESSAGE_NAMESPACE))
}

/// What is written to a writer of text.
pub(crate) fn written(write: impl FnOnce(&mut Writer) -> Result<()>) -> Result<Xml> {
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), ROOMY);
    write(&mut writer)?;
    Ok(writer.bytes().to_vec())
}

/// For what was read, or is the program's own: its limits were those of where it comes from.
const ROOMY: WriterSettings = WriterSettings {
    max_depth: u32::MAX,
    max_attributes: u32::MAX,
    max_namespaces: u32::MAX,
    buffer_max_size: u32::MAX,
    max_mime_parts_buffer_size: u32::MAX,
    allow_invalid_character_references: true,
    allow_fragment: false,
    write_declaration: false,
    indent: 0,
    buffer_trim_size: 0,
    compress_empty_elements: false,
    emit_uncompressed_empty_elements: false,
};

/// Refuses versions that have no form for faults.
pub(crate) fn check_version(version: WS_ENVELOPE_VERSION) -> Result<()> {
    codec::namespace(version).map(|_| ())
}

impl Message {
    /// Makes an initialised message one whose body a fault is written into: its action and its headers.
    pub(crate) fn become_fault(&mut self, outgoing: &Outgoing) -> Result<()> {
        self.is_fault = true;
        if !outgoing.action.is_empty() {
            self.set_header_text(Header::Action, &outgoing.action)?;
        }
        for header in &outgoing.headers {
            let mut reader = Reader::new(ReaderSettings::default());
            set_input(&mut reader, header);
            reader.run(|reader| {
                reader.read_to_start_element(Wanted::default())?;
                reader.copy_to(self.headers.insert_at_end()?)
            })?;
        }
        Ok(())
    }
}

// ---- From a received fault to an error

/// The failure of a call that received a fault in place of what it wanted. `maps_known` is
/// WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS; without it the code is WS_E_ENDPOINT_FAULT_RECEIVED for all faults.
pub(crate) fn received(fault: SoapFault, action: &[u8], maps_known: bool) -> Fault {
    let code = if maps_known { code_of(&fault) } else { WS_E_ENDPOINT_FAULT_RECEIVED };
    let codes: Vec<String> = fault.codes.iter().map(shown).collect();
    let text = format!("The remote endpoint answered with a fault of code {}.", codes.join(", subcode "));
    Fault::new(code, text).with_info(FaultInfo { fault: Some(fault), action: action.to_vec(), headers: Vec::new() })
}

/// Which error a received fault is: WS_E_ENDPOINT_FAULT_RECEIVED if no other one fits.
pub(crate) fn code_of(fault: &SoapFault) -> HRESULT {
    // The most specific code says most.
    let known = fault.codes.iter().rev().find_map(known::code_of);
    known.unwrap_or(WS_E_ENDPOINT_FAULT_RECEIVED)
}

/// A code for an error text: what a peer sent is shortened, and shown without what a terminal could obey.
fn shown(code: &FaultCode) -> String {
    let local = quoted(&code.local);
    if code.ns.is_empty() { format!("'{local}'") } else { format!("'{local}' (namespace '{}')", quoted(&code.ns)) }
}

// ---- From an error to the fault that is sent

/// What a fault message holds beside what every message has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) fault: SoapFault,
    /// Empty where the message has no action: WS_ADDRESSING_VERSION_TRANSPORT.
    pub(crate) action: Vec<u8>,
    /// For [`write_xml`].
    pub(crate) headers: Vec<Xml>,
}

/// What WsCreateFaultFromError makes of an error object: its fault, or one that says that something failed, with a reason
/// in any case. `code` is what the failed function returned.
pub(crate) fn fault_for(error: &Error, code: HRESULT, disclosure: WS_FAULT_DISCLOSURE) -> Result<SoapFault> {
    if code >= 0 {
        return Err(Fault::invalid_arg(format!(
            "The parameter faultErrorCode is 0x{code:08X}, which is the code of a success."
        )));
    }
    let is_full = match disclosure {
        WS_MINIMAL_FAULT_DISCLOSURE => false,
        WS_FULL_FAULT_DISCLOSURE => true,
        other => return Err(Fault::invalid_arg(format!("The disclosure {other:?} is not known."))),
    };
    let mut fault = error.info().fault.clone().unwrap_or_else(general);
    if fault.reasons.is_empty() {
        let reason = if !is_full {
            FaultReason { text: GENERAL_REASON.into(), lang: ENGLISH.into() }
        } else if error.has_texts() {
            FaultReason { text: error.joined_texts(), lang: language::tag(error.language()).into() }
        } else {
            FaultReason { text: text_of(code), lang: ENGLISH.into() }
        };
        fault.reasons.push(reason);
    }
    for reason in &mut fault.reasons {
        reason.text = allowed(&reason.text);
    }
    Ok(fault)
}

/// The fault message for an error object.
pub(crate) fn outgoing(
    error: &Error,
    code: HRESULT,
    disclosure: WS_FAULT_DISCLOSURE,
    addressing: WS_ADDRESSING_VERSION,
) -> Result<Outgoing> {
    let fault = fault_for(error, code, disclosure)?;
    let info = error.info();
    let action = match addressing {
        WS_ADDRESSING_VERSION_TRANSPORT => Vec::new(),
        _ if info.action.is_empty() => known::default_action(&fault, addressing)?.to_vec(),
        _ => info.action.clone(),
    };
    Ok(Outgoing { fault, action, headers: info.headers.clone() })
}

/// The fault message for a failure of an engine, which may carry the fault to be sent.
pub(crate) fn outgoing_for(
    failure: &Fault,
    disclosure: WS_FAULT_DISCLOSURE,
    addressing: WS_ADDRESSING_VERSION,
) -> Result<Outgoing> {
    let mut error = Error::default();
    error.record(failure);
    let code = if failure.code() < 0 { failure.code() } else { E_UNEXPECTED };
    outgoing(&error, code, disclosure, addressing)
}

/// The fault that stands for any failure.
pub(crate) fn general() -> SoapFault {
    SoapFault { codes: vec![FaultCode::new(b"Receiver", b"")], ..SoapFault::default() }
}

/// What is said of a failure that nothing but the code is known of.
fn text_of(code: HRESULT) -> String {
    format!("The request failed with the error 0x{code:08X}.")
}

/// A text without the characters that XML does not allow, so that an error text never keeps a fault from being sent.
fn allowed(text: &str) -> String {
    text.chars().map(|c| if is_char(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
