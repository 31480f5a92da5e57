//! The versions of envelopes and addressing, with the names that are in them.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};

/// The version of the envelope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Envelope {
    Soap11,
    Soap12,
    /// No envelope: the body is all that travels.
    None,
}

/// The version of the addressing headers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Addressing {
    /// WS-Addressing of August 2004.
    V0_9,
    /// WS-Addressing 1.0.
    V1_0,
    /// The transport carries what there is.
    Transport,
}

/// Both versions of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Version {
    pub(crate) envelope: Envelope,
    pub(crate) addressing: Addressing,
}

pub(crate) const SOAP_1_1: &[u8] = b"http://schemas.xmlsoap.org/soap/envelope/";
pub(crate) const SOAP_1_2: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";
pub(crate) const ADDRESSING_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";
pub(crate) const ADDRESSING_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";

impl Version {
    /// What C asks for.
    pub(crate) fn new(envelope: WS_ENVELOPE_VERSION, addressing: WS_ADDRESSING_VERSION) -> Result<Self> {
        let version = Version { envelope: Envelope::from_c(envelope)?, addressing: Addressing::from_c(addressing)? };
        if version.envelope == Envelope::None && version.addressing != Addressing::Transport {
            return Err(Fault::invalid_arg(format!(
                "{envelope:?} has no place for the headers of {addressing:?}: it goes with \
                 WS_ADDRESSING_VERSION_TRANSPORT only."
            )));
        }
        Ok(version)
    }
}

impl Envelope {
    pub(crate) fn from_c(version: WS_ENVELOPE_VERSION) -> Result<Self> {
        match version {
            WS_ENVELOPE_VERSION_SOAP_1_1 => Ok(Envelope::Soap11),
            WS_ENVELOPE_VERSION_SOAP_1_2 => Ok(Envelope::Soap12),
            WS_ENVELOPE_VERSION_NONE => Ok(Envelope::None),
            unknown => Err(Fault::invalid_arg(format!("The envelope version {unknown:?} is not known."))),
        }
    }

    pub(crate) fn to_c(self) -> WS_ENVELOPE_VERSION {
        match self {
            Envelope::Soap11 => WS_ENVELOPE_VERSION_SOAP_1_1,
            Envelope::Soap12 => WS_ENVELOPE_VERSION_SOAP_1_2,
            Envelope::None => WS_ENVELOPE_VERSION_NONE,
        }
    }

    /// The namespace of the envelope's elements.
    pub(crate) fn ns(self) -> &'static [u8] {
        match self {
            Envelope::Soap11 => SOAP_1_1,
            Envelope::Soap12 => SOAP_1_2,
            Envelope::None => b"",
        }
    }

    /// The prefix that is written for it.
    pub(crate) fn prefix(self) -> &'static [u8] {
        if self == Envelope::None { b"" } else { b"s" }
    }

    /// The attribute that says whom a header is for.
    pub(crate) fn role_attribute(self) -> &'static [u8] {
        if self == Envelope::Soap11 { b"actor" } else { b"role" }
    }

    /// Whether a role is that of the ultimate receiver. A header without the attribute is for it, too.
    pub(crate) fn is_ultimate_receiver(self, role: &[u8]) -> bool {
        role.is_empty()
            || self == Envelope::Soap12 && role == b"http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"
    }

    /// Whether a role is that of every node on the way, the ultimate receiver included.
    pub(crate) fn is_next(self, role: &[u8]) -> bool {
        role == match self {
            Envelope::Soap11 => &b"http://schemas.xmlsoap.org/soap/actor/next"[..],
            _ => b"http://www.w3.org/2003/05/soap-envelope/role/next",
        }
    }
}

impl Addressing {
    pub(crate) fn from_c(version: WS_ADDRESSING_VERSION) -> Result<Self> {
        match version {
            WS_ADDRESSING_VERSION_0_9 => Ok(Addressing::V0_9),
            WS_ADDRESSING_VERSION_1_0 => Ok(Addressing::V1_0),
            WS_ADDRESSING_VERSION_TRANSPORT => Ok(Addressing::Transport),
            unknown => Err(Fault::invalid_arg(format!("The addressing version {unknown:?} is not known."))),
        }
    }

    pub(crate) fn to_c(self) -> WS_ADDRESSING_VERSION {
        match self {
            Addressing::V0_9 => WS_ADDRESSING_VERSION_0_9,
            Addressing::V1_0 => WS_ADDRESSING_VERSION_1_0,
            Addressing::Transport => WS_ADDRESSING_VERSION_TRANSPORT,
        }
    }

    /// The namespace of the headers; empty where there are none.
    pub(crate) fn ns(self) -> &'static [u8] {
        match self {
            Addressing::V0_9 => ADDRESSING_0_9,
            Addressing::V1_0 => ADDRESSING_1_0,
            Addressing::Transport => b"",
        }
    }

    /// The address of whoever is at the other end of the connection.
    pub(crate) fn anonymous(self) -> &'static [u8] {
        match self {
            Addressing::V0_9 => b"http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous",
            Addressing::V1_0 => b"http://www.w3.org/2005/08/addressing/anonymous",
            Addressing::Transport => b"",
        }
    }

    /// The relationship of a reply to its request, which need not be said.
    pub(crate) fn reply_relationship(self) -> &'static [u8] {
        b"http://www.w3.org/2005/08/addressing/reply"
    }
}

/// A standard header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Header {
    Action,
    To,
    MessageId,
    RelatesTo,
    From,
    ReplyTo,
    FaultTo,
}

impl Header {
    pub(crate) const ALL: [Header; 7] = [
        Header::Action,
        Header::To,
        Header::MessageId,
        Header::RelatesTo,
        Header::From,
        Header::ReplyTo,
        Header::FaultTo,
    ];

    pub(crate) fn from_c(header: WS_HEADER_TYPE) -> Result<Self> {
        let found = Header::ALL.into_iter().find(|known| known.to_c() == header);
        found.ok_or_else(|| Fault::invalid_arg(format!("The header type {header:?} is not known.")))
    }

    pub(crate) fn to_c(self) -> WS_HEADER_TYPE {
        match self {
            Header::Action => WS_ACTION_HEADER,
            Header::To => WS_TO_HEADER,
            Header::MessageId => WS_MESSAGE_ID_HEADER,
            Header::RelatesTo => WS_RELATES_TO_HEADER,
            Header::From => WS_FROM_HEADER,
            Header::ReplyTo => WS_REPLY_TO_HEADER,
            Header::FaultTo => WS_FAULT_TO_HEADER,
        }
    }

    /// The local name of its element.
    pub(crate) fn local(self) -> &'static [u8] {
        match self {
            Header::Action => b"Action",
            Header::To => b"To",
            Header::MessageId => b"MessageID",
            Header::RelatesTo => b"RelatesTo",
            Header::From => b"From",
            Header::ReplyTo => b"ReplyTo",
            Header::FaultTo => b"FaultTo",
        }
    }

    /// Whether its content is an endpoint address and not text.
    pub(crate) fn is_address(self) -> bool {
        matches!(self, Header::From | Header::ReplyTo | Header::FaultTo)
    }

    /// Whether it is written with mustUnderstand: without these two a receiver cannot know what it was sent, and
    /// WCF writes them so, too.
    pub(crate) fn must_be_understood(self) -> bool {
        matches!(self, Header::Action | Header::To)
    }
}
