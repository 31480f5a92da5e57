//! The Fault elements of SOAP 1.1 and SOAP 1.2: between a reader or writer and what a fault says.

use crate::abi::{WS_ENVELOPE_VERSION, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ENVELOPE_VERSION_SOAP_1_2};
use crate::runtime::fault::{Fault, Result};
use crate::runtime::soap_fault::{FaultCode, FaultReason, SoapFault};
use crate::xml::characters::write_text;
use crate::xml::node::{NodeKind, Places};
use crate::xml::reader::{Reader, Value as Text, Wanted};
use crate::xml::scope::XML_NAMESPACE;
use crate::xml::value::qname;
use crate::xml::writer::{QName, Value, Way, Writer};

pub(crate) const SOAP_1_1: &[u8] = b"http://schemas.xmlsoap.org/soap/envelope/";
pub(crate) const SOAP_1_2: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";
/// More specific codes than this within each other are no fault that anybody sends.
const MAX_CODES: usize = 64;
/// Longer names than this are those of no language. Each reason has a copy of its own, also of one that is said once for
/// all of them.
const MAX_LANGUAGE: usize = 256;
/// SOAP's own codes that have another name in SOAP 1.1: there, and in SOAP 1.2.
const RENAMED: [(&[u8], &[u8]); 2] = [(b"Client", b"Sender"), (b"Server", b"Receiver")];

/// The namespace of an envelope version that has faults.
pub(crate) fn namespace(version: WS_ENVELOPE_VERSION) -> Result<&'static [u8]> {
    match version {
        WS_ENVELOPE_VERSION_SOAP_1_1 => Ok(SOAP_1_1),
        WS_ENVELOPE_VERSION_SOAP_1_2 => Ok(SOAP_1_2),
        other => Err(Fault::invalid_arg(format!("The envelope version {other:?} has no form for faults."))),
    }
}

/// Reads a Fault element whose start the reader is on, to behind its end. `read_detail` is called on the start of the
/// detail element and goes behind its end. SOAP's own codes come without a namespace and with the names of SOAP 1.2, so
/// that programs see the same ones in all versions.
pub(crate) fn read<D>(
    reader: &mut Reader,
    version: WS_ENVELOPE_VERSION,
    mut read_detail: impl FnMut(&mut Reader) -> Result<D>,
) -> Result<(SoapFault, Option<D>)> {
    let soap = namespace(version)?;
    reader.read_node()?;
    let read = if soap == SOAP_1_1 { read_1_1(reader, &mut read_detail) } else { read_1_2(reader, &mut read_detail) };
    let (fault, detail) = read?;
    reader.read_end_element()?;
    Ok((fault, detail))
}

/// The parts may come in any order, as some senders have it, and with elements of other namespaces among them.
fn read_1_1<D>(
    reader: &mut Reader,
    read_detail: &mut impl FnMut(&mut Reader) -> Result<D>,
) -> Result<(SoapFault, Option<D>)> {
    let (mut code, mut reason, mut actor, mut detail) = (None, None, None, None);
    while reader.read_to_start_element(Wanted::default())? {
        let node = reader.node();
        let is_foreign = !node.get(node.node.name.ns).is_empty();
        match node.get(node.node.name.local) {
            _ if is_foreign => reader.skip_node()?,
            b"faultcode" if code.is_none() => code = Some(read_code(reader, SOAP_1_1)?),
            b"faultstring" if reason.is_none() => reason = Some(read_reason(reader)?),
            b"faultactor" if actor.is_none() => actor = Some(read_leaf(reader)?),
            b"detail" if detail.is_none() => detail = Some(read_detail(reader)?),
            _ => return Err(reader.unexpected("faultcode, faultstring, faultactor or detail, each once,")),
        }
    }
    let (Some(code), Some(reason)) = (code, reason) else {
        return Err(reader.unexpected("The faultcode and the faultstring of a fault"));
    };
    let fault = SoapFault {
        codes: vec![code],
        reasons: vec![reason],
        actor: actor.unwrap_or_default(),
        ..SoapFault::default()
    };
    Ok((fault, detail))
}

fn read_1_2<D>(
    reader: &mut Reader,
    read_detail: &mut impl FnMut(&mut Reader) -> Result<D>,
) -> Result<(SoapFault, Option<D>)> {
    let mut fault = SoapFault::default();
    expect(reader, b"Code", SOAP_1_2)?;
    // From the outside in, then the ends.
    loop {
        reader.read_node()?;
        expect(reader, b"Value", SOAP_1_2)?;
        let soap: &[u8] = if fault.codes.is_empty() { SOAP_1_2 } else { b"" };
        fault.codes.push(read_code(reader, soap)?);
        if fault.codes.len() > MAX_CODES {
            return Err(Fault::quota("subcodes of a fault", MAX_CODES));
        }
        if !is_at(reader, b"Subcode", SOAP_1_2)? {
            break;
        }
    }
    for _ in &fault.codes {
        reader.read_end_element()?;
    }
    expect(reader, b"Reason", SOAP_1_2)?;
    reader.read_node()?;
    while is_at(reader, b"Text", SOAP_1_2)? {
        fault.reasons.push(read_reason(reader)?);
    }
    if fault.reasons.is_empty() {
        return Err(reader.unexpected("The element Text in the Reason of a fault"));
    }
    reader.read_end_element()?;
    if is_at(reader, b"Node", SOAP_1_2)? {
        fault.node = read_leaf(reader)?;
    }
    if is_at(reader, b"Role", SOAP_1_2)? {
        fault.actor = read_leaf(reader)?;
    }
    let has_detail = is_at(reader, b"Detail", SOAP_1_2)?;
    let detail = if has_detail { Some(read_detail(reader)?) } else { None };
    Ok((fault, detail))
}

/// Reads a code. `soap`: the namespace that is taken off SOAP's own codes; empty where there can be none of them.
fn read_code(reader: &mut Reader, soap: &[u8]) -> Result<FaultCode> {
    reader.read_node()?;
    let (prefix, local) = reader.read_value(|value| {
        with_characters(value, |text| {
            let name = qname::parse_qname(text)?;
            Ok((name.prefix.to_vec(), name.local.to_vec()))
        })
    })?;
    let Some(ns) = reader.namespace_of(&prefix)? else {
        let prefix = String::from_utf8_lossy(&prefix).into_owned();
        return Err(Fault::invalid_format(format!(
            "The prefix '{prefix}' in the code of a fault is not bound to a namespace."
        )));
    };
    let mut code = FaultCode { local, ns: ns.to_vec() };
    if !soap.is_empty() && code.ns == soap {
        code.ns.clear();
        if soap == SOAP_1_1
            && let Some((_, common)) = RENAMED.iter().find(|(name, _)| *name == code.local)
        {
            code.local = common.to_vec();
        }
    }
    reader.read_end_element()?;
    Ok(code)
}

fn read_reason(reader: &mut Reader) -> Result<FaultReason> {
    let lang = reader.xml_attribute(b"lang")?.unwrap_or_default();
    if lang.len() > MAX_LANGUAGE {
        return Err(Fault::quota("bytes of the language of a fault's reason", MAX_LANGUAGE));
    }
    Ok(FaultReason { text: read_leaf(reader)?, lang: String::from_utf8_lossy(&lang).into_owned() })
}

/// The text of an element.
fn read_leaf(reader: &mut Reader) -> Result<String> {
    reader.read_node()?;
    let text = reader.read_value(|value| {
        with_characters(value, |characters| Ok(String::from_utf8_lossy(characters).into_owned()))
    })?;
    reader.read_end_element()?;
    Ok(text)
}

fn with_characters<T>(value: Text<'_>, convert: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
    match value {
        Text::Characters(text) => convert(text),
        Text::Typed(text) => {
            let mut characters = Vec::new();
            write_text(&mut characters, text, Places::default())?;
            convert(&characters)
        }
    }
}

fn expect(reader: &mut Reader, local: &[u8], ns: &[u8]) -> Result<()> {
    let name = Wanted { local: Some(local), ns: Some(ns) };
    if reader.read_to_start_element(name)? { Ok(()) } else { Err(reader.not_found(name)) }
}

fn is_at(reader: &mut Reader, local: &[u8], ns: &[u8]) -> Result<bool> {
    reader.read_to_start_element(Wanted { local: Some(local), ns: Some(ns) })
}

/// What a fault says, in the forms that a writer takes.
pub(crate) struct Parts<'a> {
    /// From the most general to the most specific. A first one without a namespace is one of SOAP's.
    pub(crate) codes: Vec<QName<'a>>,
    /// Texts with their languages; empty where that is not known.
    pub(crate) reasons: Vec<(Value<'a>, Value<'a>)>,
    pub(crate) actor: Option<Value<'a>>,
    pub(crate) node: Option<Value<'a>>,
}

impl<'a> Parts<'a> {
    /// Of a fault that is ours.
    pub(crate) fn of(fault: &'a SoapFault) -> Self {
        let optional = |text: &'a str| (!text.is_empty()).then(|| utf8(text));
        Parts {
            codes: fault.codes.iter().map(|code| name(&code.local, &code.ns)).collect(),
            reasons: fault.reasons.iter().map(|reason| (utf8(&reason.text), utf8(&reason.lang))).collect(),
            actor: optional(&fault.actor),
            node: optional(&fault.node),
        }
    }

    /// Appends a more specific code.
    pub(crate) fn push_code(&mut self, code: QName<'a>) -> Result<()> {
        if self.codes.len() >= MAX_CODES {
            return Err(Fault::quota("subcodes of a fault", MAX_CODES));
        }
        self.codes.push(code);
        Ok(())
    }
}

fn utf8(text: &str) -> Value<'_> {
    Value::Utf8(text.as_bytes().into())
}

fn name<'a>(local: &'a [u8], ns: &'a [u8]) -> QName<'a> {
    QName { prefix: None, local: local.into(), ns: Some(ns.into()) }
}

/// Writes the content of a Fault element, which the caller has started. `detail` writes attributes and content of the
/// detail element, if there is one.
pub(crate) fn write(
    writer: &mut Writer,
    version: WS_ENVELOPE_VERSION,
    parts: &Parts<'_>,
    detail: Option<impl FnOnce(&mut Writer) -> Result<()>>,
) -> Result<()> {
    let soap = namespace(version)?;
    let (Some(first), Some(reason)) = (parts.codes.first(), parts.reasons.first()) else {
        return Err(Fault::invalid_arg("A fault has at least one code and one reason."));
    };
    if soap == SOAP_1_1 {
        write_code(writer, b"faultcode", b"", first, SOAP_1_1)?;
        write_reason(writer, b"faultstring", b"", reason)?;
        if let Some(actor) = &parts.actor {
            writer.leaf(b"faultactor"[..].into(), b""[..].into(), actor)?;
        }
        return write_detail(writer, b"detail", b"", detail);
    }
    writer.start_element(None, b"Code"[..].into(), soap.into())?;
    write_code(writer, b"Value", soap, first, soap)?;
    for code in parts.codes.iter().skip(1) {
        writer.start_element(None, b"Subcode"[..].into(), soap.into())?;
        write_code(writer, b"Value", soap, code, b"")?;
    }
    for _ in &parts.codes {
        writer.end_element()?;
    }
    writer.start_element(None, b"Reason"[..].into(), soap.into())?;
    for reason in &parts.reasons {
        write_reason(writer, b"Text", soap, reason)?;
    }
    writer.end_element()?;
    for (local, uri) in [(&b"Node"[..], &parts.node), (b"Role", &parts.actor)] {
        if let Some(uri) = uri {
            writer.leaf(local.into(), soap.into(), uri)?;
        }
    }
    write_detail(writer, b"Detail", soap, detail)
}

/// Writes a code. `soap`: the namespace of a code that has none of its own; empty for those that SOAP does not define.
fn write_code(writer: &mut Writer, local: &[u8], ns: &[u8], code: &QName<'_>, soap: &[u8]) -> Result<()> {
    let mut name = *code;
    if name.ns.is_none_or(|ns| ns.bytes.is_empty()) {
        if soap.is_empty() {
            name.prefix = Some(b""[..].into());
            return writer.leaf_with_bare_name(local.into(), ns.into(), &Value::QName(name));
        }
        (name.prefix, name.ns) = (None, Some(soap.into()));
        if soap == SOAP_1_1
            && let Some((old, _)) = RENAMED.iter().find(|(_, common)| *common == name.local.bytes)
        {
            name.local = (*old).into();
        }
    }
    writer.leaf(local.into(), ns.into(), &Value::QName(name))
}

/// Writes a reason. SOAP 1.2 requires xml:lang, whatever it says.
fn write_reason(writer: &mut Writer, local: &[u8], ns: &[u8], (text, lang): &(Value<'_>, Value<'_>)) -> Result<()> {
    let is_known = match lang {
        Value::Utf8(lang) => !lang.bytes.is_empty(),
        Value::Utf16(lang) => !lang.is_empty(),
        _ => true,
    };
    writer.start_element(None, local.into(), ns.into())?;
    if is_known || ns == SOAP_1_2 {
        writer.start_attribute(Some(b"xml"), b"lang"[..].into(), XML_NAMESPACE.into(), false)?;
        writer.value(lang, Way::Whole)?;
        writer.end_attribute()?;
    }
    writer.value(text, Way::Whole)?;
    writer.end_element()
}

/// Writes the detail under the name that the version has for it.
fn write_detail(
    writer: &mut Writer,
    local: &[u8],
    ns: &[u8],
    detail: Option<impl FnOnce(&mut Writer) -> Result<()>>,
) -> Result<()> {
    let Some(detail) = detail else { return Ok(()) };
    writer.start_element(None, local.into(), ns.into())?;
    detail(writer)?;
    writer.end_element()
}

/// Whether the reader is on the Fault element of a version.
pub(crate) fn is_at_fault(reader: &mut Reader, version: WS_ENVELOPE_VERSION) -> Result<bool> {
    let Ok(soap) = namespace(version) else { return Ok(false) };
    if reader.kind() != NodeKind::Element {
        return Ok(false);
    }
    is_at(reader, b"Fault", soap)
}
