//! Writing the Security header: it stands behind all other headers, and is complete before the body begins.

use super::kerberos::{self, Ticket};
use super::timestamp::Timestamp;
use super::{Peer, WSSE, signature, username};
use crate::abi::*;
use crate::message::fault::write_xml;
use crate::message::protection::{Part, Protection};
use crate::message::version::{Addressing, Version};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::digest::Value;
use crate::security::crypto::suite::Suite;
use crate::security::settings::{MessageBinding, ProofKey, Role, Security, XmlToken};
use crate::security::xmldsig::write::Tap;
use crate::xml::c14n::Options;
use crate::xml::writer::{Way, Writer};
use std::sync::Arc;

/// Makes what secures one message that is sent; `None` if nothing has to be in it.
///
/// May take long: tickets of Kerberos come over the network. `peer`: of a client, whom the message is for.
pub(crate) fn protect(
    security: &Arc<Security>,
    peer: Option<&Peer<'_>>,
    now: DateTime,
) -> Result<Option<Box<dyn Protection>>> {
    if security.message.is_empty() {
        return Ok(None);
    }
    let properties = &security.properties;
    let has_timestamp = match properties.timestamp_usage {
        WS_SECURITY_TIMESTAMP_USAGE_NEVER => false,
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY => security.role == Role::Client,
        _ => true,
    };
    if !has_timestamp && security.role == Role::Server {
        return Ok(None);
    }
    let timestamp = if has_timestamp { Some(Timestamp::new("_0", now, properties.timestamp_validity)?) } else { None };
    let mut made = Outgoing {
        security: security.clone(),
        now,
        timestamp,
        suite: Suite::new(&properties.algorithms, true)?,
        tickets: Vec::new(),
        to: None,
        tap: None,
        signed: Vec::new(),
    };
    if security.role == Role::Client {
        made.prepare(peer)?;
    }
    Ok(Some(Box::new(made)))
}

/// The header of one message.
struct Outgoing {
    security: Arc<Security>,
    now: DateTime,
    timestamp: Option<Timestamp>,
    suite: Suite,
    tickets: Vec<Ticket>,
    /// The Id of the To header, if it is signed.
    to: Option<Vec<u8>>,
    /// What digests the part that is being written.
    tap: Option<Tap>,
    /// Other parts than the timestamp, with their digests.
    signed: Vec<(Vec<u8>, Value)>,
}

impl core::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Outgoing")
    }
}

impl Protection for Outgoing {
    fn id(&mut self, part: Part<'_>, present: Option<&[u8]>) -> Option<Vec<u8>> {
        let Part::Header { local: b"To", ns } = part else { return None };
        let is_to = [Addressing::V0_9.ns(), Addressing::V1_0.ns()].contains(&ns);
        if !is_to || !self.signs_to() || self.to.is_some() {
            return None;
        }
        self.to = Some(present.unwrap_or(b"_to").to_vec());
        self.to.clone()
    }

    fn part_start(&mut self, _: Part<'_>, writer: &mut Writer) -> Result<()> {
        let tap = Tap::new(self.suite.digest)?;
        writer.start_canonicalization(Options::default(), Box::new(tap.clone()))?;
        self.tap = Some(tap);
        Ok(())
    }

    fn part_end(&mut self, _: Part<'_>, writer: &mut Writer) -> Result<()> {
        writer.end_canonicalization()?;
        if let (Some(tap), Some(id)) = (self.tap.take(), &self.to) {
            self.signed.push((id.clone(), tap.finish()));
        }
        Ok(())
    }

    fn part(&mut self, _: Part<'_>, canonical: &[u8]) -> Result<()> {
        if let Some(id) = &self.to {
            self.signed.push((id.clone(), self.suite.digest.of(&[canonical])));
        }
        Ok(())
    }

    fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()> {
        let envelope = version.envelope;
        writer.start_element(Some(b"o"), b"Security"[..].into(), WSSE.into())?;
        writer.start_attribute(Some(envelope.prefix()), b"mustUnderstand"[..].into(), envelope.ns().into(), false)?;
        writer.utf8(b"1"[..].into(), Way::CharsUtf8)?;
        writer.end_attribute()?;
        // A signature covers the timestamp as it is made, so it can come last.
        let is_last = self.security.properties.header_layout == WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST;
        if !is_last {
            self.write_timestamp(writer)?;
        }
        self.write_tokens(writer)?;
        if is_last {
            self.write_timestamp(writer)?;
        }
        writer.end_element()
    }
}

impl Outgoing {
    /// Gets what has to be there before the message begins.
    fn prepare(&mut self, peer: Option<&Peer<'_>>) -> Result<()> {
        let security = self.security.clone();
        for binding in &security.message {
            match binding {
                MessageBinding::UserName(_) => {}
                MessageBinding::KerberosApReq(kerberos) => {
                    let peer = peer.ok_or_else(|| Fault::invalid_operation("The service has no address."))?;
                    let ticket = Ticket::get(kerberos, peer)?;
                    signature::check_size(&ticket.key, &self.suite, "Kerberos session")?;
                    self.tickets.push(ticket);
                }
                MessageBinding::XmlToken(XmlToken { key: Some(ProofKey::Symmetric(key)), .. }) => {
                    signature::check_size(key, &self.suite, "XML token")?;
                }
                MessageBinding::XmlToken(_) => {}
                MessageBinding::Cert(_) => {
                    return Err(Fault::not_supported("WSX_CERT_MESSAGE_SECURITY_BINDING is not there yet."));
                }
            }
        }
        Ok(())
    }

    /// Whether the message is tied to the service that it is for: whoever got a message that a private key has signed
    /// could show it to another one otherwise. A key that is shared with the service ties it anyway.
    fn signs_to(&self) -> bool {
        let has_private_key = |binding: &MessageBinding| {
            matches!(binding, MessageBinding::XmlToken(XmlToken { key: Some(ProofKey::Asymmetric(_)), .. }))
        };
        self.security.role == Role::Client && self.security.message.iter().any(has_private_key)
    }

    fn write_timestamp(&self, writer: &mut Writer) -> Result<()> {
        let Some(timestamp) = &self.timestamp else { return Ok(()) };
        let xml = timestamp.canonical();
        if writer.takes_elements(2, 2) { writer.put_elements(&xml) } else { write_xml(writer, &xml) }
    }

    /// The tokens of a request, each with its signature. A reply has none.
    fn write_tokens(&self, writer: &mut Writer) -> Result<()> {
        if self.security.role == Role::Server {
            return Ok(());
        }
        let mut tickets = self.tickets.iter();
        for (index, binding) in self.security.message.iter().enumerate() {
            let id = format!("_{}", index + 1);
            match binding {
                MessageBinding::UserName(user) => username::write(writer, user, &id, self.now)?,
                MessageBinding::KerberosApReq(_) => {
                    let Some(ticket) = tickets.next() else { continue };
                    ticket.write(writer, &id)?;
                    let version = self.security.properties.header_version;
                    let key = ProofKey::Symmetric(ticket.key.clone());
                    self.sign(writer, &key, &mut |writer| kerberos::write_reference(writer, &id, version))?;
                }
                MessageBinding::XmlToken(token) => {
                    write_xml(writer, &token.xml)?;
                    if let (Some(key), Some(reference)) = (&token.key, &token.attached_reference) {
                        self.sign(writer, key, &mut |writer| write_xml(writer, reference))?;
                    }
                }
                MessageBinding::Cert(_) => {}
            }
        }
        Ok(())
    }

    fn sign(
        &self,
        writer: &mut Writer,
        key: &ProofKey,
        key_info: &mut dyn FnMut(&mut Writer) -> Result<()>,
    ) -> Result<()> {
        let Some(timestamp) = &self.timestamp else {
            return Err(Fault::invalid_operation(
                "A signature needs a Timestamp: not WS_SECURITY_TIMESTAMP_USAGE_NEVER.",
            ));
        };
        // What is shared with the service needs no more than the timestamp.
        let others = if matches!(key, ProofKey::Asymmetric(_)) { self.signed.as_slice() } else { &[] };
        signature::write(writer, &self.suite, key, timestamp, others, key_info)
    }
}

#[cold]
pub(super) fn no_random() -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, "OpenSSL gave no random bytes.")
}
