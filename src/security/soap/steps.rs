//! What a trace says of a message's protection: names of parts, algorithms, certificates. Nothing of what was encrypted,
//! and no key.

use super::keys::Key;
use super::party::Party;
use super::profile::Profile;
use super::signature::SignatureSaid;
use super::unseal::Facts;
use crate::abi::*;
use crate::runtime::fault::Fault;
use crate::security::certificate::Certificate;
use crate::security::crypto::algorithm::{Algorithm, KeyTransport};
use crate::security::name;
use crate::trace::{self, trace};

/// A certificate by its subject and its thumbprint.
pub(crate) fn certificate(certificate: &Certificate) -> String {
    format!("{} (thumbprint {})", name::shown(certificate.x509().subject_name()), certificate.thumbprint_text())
}

pub(super) fn party(party: &Party) -> String {
    certificate(party.certificate())
}

/// An algorithm without the namespace of its name.
pub(super) fn short(uri: &str) -> &str {
    uri.rsplit(['#', '/']).next().unwrap_or(uri)
}

pub(super) fn transport(transport: KeyTransport) -> &'static str {
    short(Algorithm::KeyTransport(transport).uri())
}

/// What a message that is sent was made of.
pub(super) struct Sealed<'a> {
    pub(super) profile: &'a Profile,
    /// The parts that the primary signature covers.
    pub(super) signed: Vec<&'a str>,
    pub(super) encrypted: Vec<&'a str>,
    /// The primary signature is by a shared key.
    pub(super) is_shared: bool,
    pub(super) is_endorsed: bool,
    /// Whom a new key was encrypted for.
    pub(super) recipient: Option<&'a Party>,
}

impl Sealed<'_> {
    #[cold]
    pub(super) fn tell(&self) {
        let profile = self.profile;
        let suite = &profile.suite;
        let own = || profile.own.as_ref().map_or_else(String::new, party);
        let by_own = || {
            let key = profile.own.as_ref().and_then(|own| own.private().ok());
            let method = key.and_then(|key| suite.signature_for(key.kind()).ok());
            let method = method.map_or("", |method| short(Algorithm::Signature(method).uri()));
            format!("{method} by {}", own())
        };
        if let Some(recipient) = self.recipient {
            let transport = transport(suite.transport.algorithm);
            trace!(Security, "a new key is sent by {transport} for {}", party(recipient));
        } else if self.is_shared {
            trace!(Security, "the key of the request is used");
        }
        let derived = if profile.derives_keys { "a key derived from it" } else { "that key" };
        let signed = self.signed.join(", ");
        let digest = short(Algorithm::Digest(suite.digest).uri());
        match self.is_shared {
            true => {
                let mac = short(Algorithm::Hmac(suite.mac).uri());
                trace!(Security, "signed {signed} ({digest}) with {mac} by {derived}");
            }
            false => trace!(Security, "signed {signed} ({digest}) with {}", by_own()),
        }
        if self.is_endorsed {
            trace!(Security, "signed the signature ({digest}) with {}", by_own());
        }
        if !self.encrypted.is_empty() {
            let cipher = short(Algorithm::Cipher(suite.cipher).uri());
            let key = if self.is_shared { derived } else { "the new key" };
            trace!(Security, "encrypted {} with {cipher} by {key}", self.encrypted.join(", "));
        }
    }
}

/// A signature that was received, and what came of it.
#[cold]
pub(super) fn verified(said: &SignatureSaid, key: &Key, parts: &[String], failure: Option<&Fault>) {
    let by = match key {
        Key::Secret(shared) if shared.is_derived() => "a derived key".to_owned(),
        Key::Secret(_) => "the shared key".to_owned(),
        Key::Certificate(signer) => party(signer),
    };
    let (method, parts) = (short(said.algorithm()), parts.join(", "));
    match failure {
        None => trace!(Security, "the signature over {parts} with {method} by {by} is right"),
        Some(fault) => {
            // What it quotes are names and Ids of what the signature covers; the end of the story quotes them, too.
            let why = trace::refusal(fault, b"");
            trace!(Security, "the signature over {parts} with {method} by {by} is wrong: {why}");
        }
    }
}

/// A message whose protection was as it has to be.
#[cold]
pub(super) fn accepted(facts: &Facts, peer: Option<&Party>) {
    let cipher = facts.encryption.map_or("nothing", short);
    let signer = peer.map_or_else(|| "somebody without a certificate".to_owned(), party);
    let (signed, encrypted) = (parts(facts.signed_parts), parts(facts.encrypted_parts));
    trace!(Security, "accepted, from {signer}; signed: {signed}; encrypted: {encrypted} ({cipher})");
}

fn parts(bits: u32) -> String {
    let named = [
        (WSX_MESSAGE_PART_BODY, "Body"),
        (WSX_MESSAGE_PART_ADDRESSING, "addressing headers"),
        (WSX_MESSAGE_PART_TIMESTAMP, "Timestamp"),
        (WSX_MESSAGE_PART_TOKEN, "token"),
        (WSX_MESSAGE_PART_SIGNATURE, "Signature"),
    ];
    let has = |part: WSX_MESSAGE_PART| bits & part.0.cast_unsigned() != 0;
    let names: Vec<_> = named.into_iter().filter(|(part, _)| has(*part)).map(|(_, name)| name).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
