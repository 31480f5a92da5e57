//! The faults that specifications define: which errors they are when received, and how they are made.

use crate::abi::*;
use crate::message::fault::written;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::soap_fault::{FaultCode, FaultInfo, FaultReason, SoapFault, Xml};
use crate::serialize::fault as codec;
use crate::xml::writer::{QName, Value, Way, Writer};

/// WS-Addressing 1.0, and that of August 2004.
const WSA_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";
const WSA_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";
/// What WCF puts codes of addressing faults into where messages have no addressing headers.
const WSA_NONE: &[u8] = b"http://schemas.microsoft.com/ws/2005/05/addressing/none";
/// WCF's codes of its own.
const WCF_SECURITY: &[u8] = b"http://schemas.microsoft.com/ws/2006/05/security";
const WSSE: &[u8] = b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const TRUST_2005: &[u8] = b"http://schemas.xmlsoap.org/ws/2005/02/trust";
const TRUST_1_3: &[u8] = b"http://docs.oasis-open.org/ws-sx/ws-trust/200512";
const CONVERSATION_2005: &[u8] = b"http://schemas.xmlsoap.org/ws/2005/02/sc";
const CONVERSATION_1_3: &[u8] = b"http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512";
/// The actions of faults that WS-Addressing 1.0 defines, and of all others (SOAP Binding 6).
const ACTION_WSA_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing/fault";
const ACTION_SOAP_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing/soap/fault";
const ACTION_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing/fault";

/// Names in the text of headers and details have prefixes: not all readers know that the default namespace counts there.
const SOAP_PREFIX: &[u8] = b"s";
const WSA_PREFIX: &[u8] = b"a";

/// The namespaces that a code may be in, its local name, and the error that it is.
type Known = (&'static [&'static [u8]], &'static [u8], HRESULT);

/// The codes that programs can tell apart. In SOAP 1.1 such a code stands alone.
const ERRORS: [Known; 9] = [
    (&[WSA_1_0, WSA_0_9, WSA_NONE], b"ActionNotSupported", WS_E_ENDPOINT_ACTION_NOT_SUPPORTED),
    (&[WSA_1_0, WSA_0_9], b"DestinationUnreachable", WS_E_ENDPOINT_NOT_FOUND),
    (&[WSA_1_0, WSA_0_9], b"EndpointUnavailable", WS_E_ENDPOINT_NOT_AVAILABLE),
    (&[WCF_SECURITY], b"ServerTooBusy", WS_E_ENDPOINT_TOO_BUSY),
    (&[WSSE, TRUST_2005, TRUST_1_3], b"FailedAuthentication", WS_E_ENDPOINT_ACCESS_DENIED),
    (&[TRUST_2005, TRUST_1_3, CONVERSATION_2005, CONVERSATION_1_3], b"RenewNeeded", WS_E_SECURITY_TOKEN_EXPIRED),
    (&[TRUST_2005, TRUST_1_3], b"ExpiredData", WS_E_SECURITY_TOKEN_EXPIRED),
    (&[CONVERSATION_2005, CONVERSATION_1_3], b"BadContextToken", WS_E_SECURITY_TOKEN_EXPIRED),
    (&[WSSE], b"SecurityTokenUnavailable", WS_E_ENDPOINT_ACCESS_DENIED),
];

/// The error that a code stands for, if it is one that programs can tell apart.
pub(super) fn code_of(code: &FaultCode) -> Option<HRESULT> {
    let known = ERRORS.iter().find(|(spaces, local, _)| *local == code.local && spaces.contains(&&*code.ns));
    known.map(|(_, _, error)| *error)
}

/// The action of a fault message that none is given for.
pub(super) fn default_action(fault: &SoapFault, addressing: WS_ADDRESSING_VERSION) -> Result<&'static [u8]> {
    let is_of_addressing = fault.codes.iter().any(|code| code.ns == WSA_1_0);
    match addressing {
        WS_ADDRESSING_VERSION_1_0 if is_of_addressing => Ok(ACTION_WSA_1_0),
        WS_ADDRESSING_VERSION_1_0 => Ok(ACTION_SOAP_1_0),
        WS_ADDRESSING_VERSION_0_9 => Ok(ACTION_0_9),
        other => Err(Fault::invalid_arg(format!("The addressing version {other:?} has no actions for faults."))),
    }
}

/// The versions that a fault is made for: they decide about names and about where the details are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Versions {
    pub(crate) envelope: WS_ENVELOPE_VERSION,
    pub(crate) addressing: WS_ADDRESSING_VERSION,
}

impl Versions {
    fn addressing_namespace(self) -> &'static [u8] {
        match self.addressing {
            WS_ADDRESSING_VERSION_1_0 => WSA_1_0,
            WS_ADDRESSING_VERSION_0_9 => WSA_0_9,
            _ => WSA_NONE,
        }
    }

    fn is_1_1(self) -> bool {
        self.envelope == WS_ENVELOPE_VERSION_SOAP_1_1
    }
}

/// A qualified name that a fault is about: local name and namespace.
pub(crate) type Name<'a> = (&'a [u8], &'a [u8]);

/// The envelope is of a version that the service does not take. `supported`: those that it takes, the best first.
pub(crate) fn version_mismatch(supported: &[WS_ENVELOPE_VERSION]) -> Result<Fault> {
    let upgrade = written(|writer| {
        writer.start_element(Some(SOAP_PREFIX), b"Upgrade"[..].into(), codec::SOAP_1_2.into())?;
        for version in supported {
            writer.start_element(None, b"SupportedEnvelope"[..].into(), codec::SOAP_1_2.into())?;
            qname_attribute(writer, (b"Envelope", codec::namespace(*version)?))?;
            writer.end_element()?;
        }
        writer.end_element()
    })?;
    let text = "The version of the SOAP envelope is not supported.";
    let fault = fault(&[FaultCode::new(b"VersionMismatch", b"")], text);
    Ok(Fault::new(WS_E_INVALID_FORMAT, text).with_info(FaultInfo {
        fault: Some(fault),
        action: Vec::new(),
        headers: vec![upgrade],
    }))
}

/// Headers that must be understood were not.
pub(crate) fn must_understand(versions: Versions, headers: &[Name<'_>]) -> Result<Fault> {
    let mut info = FaultInfo {
        fault: Some(fault(
            &[FaultCode::new(b"MustUnderstand", b"")],
            "One or more mandatory SOAP header blocks were not understood.",
        )),
        ..FaultInfo::default()
    };
    if !versions.is_1_1() {
        for header in headers {
            info.headers.push(written(|writer| {
                writer.start_element(Some(SOAP_PREFIX), b"NotUnderstood"[..].into(), codec::SOAP_1_2.into())?;
                qname_attribute(writer, *header)?;
                writer.end_element()
            })?);
        }
    }
    let name = |(local, ns): &Name<'_>| FaultCode::new(local, ns);
    let names: Vec<String> = headers.iter().map(|header| super::shown(&name(header))).collect();
    let text = format!("Headers that must be understood were not: {}.", names.join(", "));
    Ok(Fault::new(WS_E_INVALID_FORMAT, text).with_info(info))
}

/// The encodingStyle of SOAP 1.2 is one that the service does not take.
pub(crate) fn data_encoding_unknown() -> Fault {
    let text = "The encodingStyle of the message is not supported.";
    let code = FaultCode::new(b"DataEncodingUnknown", b"");
    Fault::new(WS_E_INVALID_FORMAT, text)
        .with_info(FaultInfo { fault: Some(fault(&[code], text)), ..FaultInfo::default() })
}

/// The request is wrong. `reason` is what the client is told, whatever the disclosure.
pub(crate) fn sender(failure: Fault, reason: &str) -> Fault {
    let code = FaultCode::new(b"Sender", b"");
    failure.with_info(FaultInfo { fault: Some(fault(&[code], reason)), ..FaultInfo::default() })
}

/// The service has no operation for an action.
pub(crate) fn action_not_supported(versions: Versions, action: &[u8]) -> Result<Fault> {
    let ns = versions.addressing_namespace();
    let detail = detail(versions, b"ProblemAction", |writer| {
        writer.leaf(b"Action"[..].into(), ns.into(), &Value::Utf8(action.into()))
    })?;
    let text = format!("The action '{}' is not supported.", super::quoted(action));
    let reason = "The message cannot be processed at the receiver, because its action is not supported.";
    Ok(of_addressing(versions, &[b"ActionNotSupported"], reason, detail, Fault::new(WS_E_INVALID_FORMAT, text)))
}

/// There is nothing at the address that a message is for.
pub(crate) fn destination_unreachable(versions: Versions, to: &[u8]) -> Result<Fault> {
    let ns = versions.addressing_namespace();
    let detail = if ns == WSA_1_0 {
        detail(versions, b"ProblemIRI", |writer| writer.value(&Value::Utf8(to.into()), Way::Whole))?
    } else {
        None
    };
    let text = format!("No endpoint has the address '{}'.", super::quoted(to));
    let reason = "No route can be determined to reach the destination.";
    Ok(of_addressing(versions, &[b"DestinationUnreachable"], reason, detail, Fault::new(WS_E_INVALID_FORMAT, text)))
}

/// The service cannot take a request now. `retry_after`: milliseconds after which it is worth to try again.
pub(crate) fn endpoint_unavailable(versions: Versions, retry_after: Option<u64>) -> Result<Fault> {
    let ns = versions.addressing_namespace();
    let detail = match retry_after.filter(|_| versions.addressing != WS_ADDRESSING_VERSION_TRANSPORT) {
        Some(time) => Some(written(|writer| {
            writer.leaf(b"RetryAfter"[..].into(), ns.into(), &Value::Utf8(time.to_string().as_bytes().into()))
        })?),
        None => None,
    };
    let text = "The endpoint is unable to process the message at this time.";
    Ok(of_addressing(versions, &[b"EndpointUnavailable"], text, detail, Fault::new(WS_E_QUOTA_EXCEEDED, text)))
}

/// A header of addressing that must be there is missing.
pub(crate) fn addressing_header_required(versions: Versions, header: Name<'_>) -> Result<Fault> {
    let code: &[u8] = match versions.addressing {
        WS_ADDRESSING_VERSION_0_9 => b"MessageInformationHeaderRequired",
        _ => b"MessageAddressingHeaderRequired",
    };
    let reason = "A required header of addressing is not present.";
    let text = format!("The required header '{}' is not present.", super::quoted(header.0));
    let detail = problem_header(versions, header)?;
    Ok(of_addressing(versions, &[code], reason, detail, Fault::new(WS_E_INVALID_FORMAT, text)))
}

/// What is wrong with a header of addressing: the subcodes of InvalidAddressingHeader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum InvalidHeader {
    Address,
    Epr,
    Cardinality,
    MissingAddressInEpr,
    DuplicateMessageId,
    ActionMismatch,
    OnlyAnonymousAddressSupported,
    OnlyNonAnonymousAddressSupported,
}

/// A header of addressing cannot be processed.
pub(crate) fn invalid_addressing_header(versions: Versions, what: InvalidHeader, header: Name<'_>) -> Result<Fault> {
    let specific: &[u8] = match what {
        InvalidHeader::Address => b"InvalidAddress",
        InvalidHeader::Epr => b"InvalidEPR",
        InvalidHeader::Cardinality => b"InvalidCardinality",
        InvalidHeader::MissingAddressInEpr => b"MissingAddressInEPR",
        InvalidHeader::DuplicateMessageId => b"DuplicateMessageID",
        InvalidHeader::ActionMismatch => b"ActionMismatch",
        InvalidHeader::OnlyAnonymousAddressSupported => b"OnlyAnonymousAddressSupported",
        InvalidHeader::OnlyNonAnonymousAddressSupported => b"OnlyNonAnonymousAddressSupported",
    };
    let codes: &[&[u8]] = match versions.addressing {
        WS_ADDRESSING_VERSION_0_9 => &[b"InvalidMessageInformationHeader"],
        _ => &[b"InvalidAddressingHeader", specific],
    };
    let reason = "A header of addressing is not valid, and the message cannot be processed.";
    let name = String::from_utf8_lossy(specific);
    let text = format!("The header '{}' of the message is not valid ({name}).", super::quoted(header.0));
    let detail = problem_header(versions, header)?;
    Ok(of_addressing(versions, codes, reason, detail, Fault::new(WS_E_INVALID_FORMAT, text)))
}

/// Faults of WS-Security 1.0, 12.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SecurityFault {
    UnsupportedSecurityToken,
    UnsupportedAlgorithm,
    InvalidSecurity,
    InvalidSecurityToken,
    FailedAuthentication,
    FailedCheck,
    SecurityTokenUnavailable,
}

/// Security refuses a message. What failed in detail stays in `failure`: the peer is told the kind only.
pub(crate) fn security(envelope: WS_ENVELOPE_VERSION, what: SecurityFault, failure: Fault) -> Fault {
    let (local, reason): (&[u8], _) = match what {
        SecurityFault::UnsupportedSecurityToken => (b"UnsupportedSecurityToken", "An unsupported token was provided."),
        SecurityFault::UnsupportedAlgorithm => {
            (b"UnsupportedAlgorithm", "An unsupported signature or encryption algorithm was used.")
        }
        SecurityFault::InvalidSecurity => {
            (b"InvalidSecurity", "An error was discovered while the Security header was processed.")
        }
        SecurityFault::InvalidSecurityToken => (b"InvalidSecurityToken", "An invalid security token was provided."),
        SecurityFault::FailedAuthentication => {
            (b"FailedAuthentication", "The security token could not be authenticated or authorized.")
        }
        SecurityFault::FailedCheck => (b"FailedCheck", "The signature or decryption was invalid."),
        SecurityFault::SecurityTokenUnavailable => {
            (b"SecurityTokenUnavailable", "The referenced security token could not be retrieved.")
        }
    };
    let codes = codes(envelope, &[FaultCode::new(local, WSSE)]);
    failure.with_info(FaultInfo { fault: Some(fault(&codes, reason)), ..FaultInfo::default() })
}

fn fault(codes: &[FaultCode], reason: &str) -> SoapFault {
    let reason = FaultReason { text: reason.into(), lang: super::ENGLISH.into() };
    SoapFault { codes: codes.to_vec(), reasons: vec![reason], ..SoapFault::default() }
}

/// The codes of a fault by the client with subcodes. SOAP 1.1 has one code only, for which the most telling one is used.
fn codes(envelope: WS_ENVELOPE_VERSION, specific: &[FaultCode]) -> Vec<FaultCode> {
    match specific.first() {
        // The code that WS-Addressing has for SOAP 1.1 is the first of its own: the others are refinements.
        Some(first) if envelope == WS_ENVELOPE_VERSION_SOAP_1_1 => vec![first.clone()],
        _ => core::iter::once(FaultCode::new(b"Sender", b"")).chain(specific.iter().cloned()).collect(),
    }
}

/// A fault of WS-Addressing. What it is about goes into the detail, but with SOAP 1.1, where that is for bodies, into a
/// header.
fn of_addressing(versions: Versions, locals: &[&[u8]], reason: &str, detail: Option<Xml>, failure: Fault) -> Fault {
    let ns = versions.addressing_namespace();
    let specific: Vec<FaultCode> = locals.iter().map(|local| FaultCode::new(local, ns)).collect();
    let mut fault = fault(&codes(versions.envelope, &specific), reason);
    if locals == [&b"EndpointUnavailable"[..]]
        && let Some(first) = fault.codes.first_mut().filter(|first| first.ns.is_empty())
    {
        first.local = b"Receiver".to_vec();
    }
    let mut info = FaultInfo::default();
    if let Some(detail) = detail {
        let wrapped = |prefix: &[u8], local: &[u8], ns: &[u8]| {
            written(|writer| {
                writer.start_element(Some(prefix), local.into(), ns.into())?;
                super::write_xml(writer, &detail)?;
                writer.end_element()
            })
        };
        if !versions.is_1_1() {
            fault.detail = wrapped(b"", b"Detail", b"").ok();
        } else if versions.addressing == WS_ADDRESSING_VERSION_1_0 {
            info.headers.extend(wrapped(WSA_PREFIX, b"FaultDetail", WSA_1_0));
        }
    }
    info.fault = Some(fault);
    failure.with_info(info)
}

/// An element of addressing that says what a fault is about.
fn detail(versions: Versions, local: &[u8], content: impl FnOnce(&mut Writer) -> Result<()>) -> Result<Option<Xml>> {
    let ns = match versions.addressing {
        WS_ADDRESSING_VERSION_TRANSPORT => return Ok(None),
        WS_ADDRESSING_VERSION_0_9 => return written(content).map(Some),
        _ => versions.addressing_namespace(),
    };
    let element = written(|writer| {
        writer.start_element(Some(WSA_PREFIX), local.into(), ns.into())?;
        content(writer)?;
        writer.end_element()
    })?;
    Ok(Some(element))
}

/// The name of the header that a fault is about. August 2004 has no element for it.
fn problem_header(versions: Versions, header: Name<'_>) -> Result<Option<Xml>> {
    if versions.addressing != WS_ADDRESSING_VERSION_1_0 {
        return Ok(None);
    }
    detail(versions, b"ProblemHeaderQName", |writer| writer.value(&qname(header), Way::Whole))
}

fn qname<'a>((local, ns): Name<'a>) -> Value<'a> {
    let prefix = ns.is_empty().then_some(b""[..].into());
    Value::QName(QName { prefix, local: local.into(), ns: Some(ns.into()) })
}

fn qname_attribute(writer: &mut Writer, name: Name<'_>) -> Result<()> {
    writer.start_attribute(None, b"qname"[..].into(), b""[..].into(), false)?;
    writer.value(&qname(name), Way::Whole)?;
    writer.end_attribute()
}
