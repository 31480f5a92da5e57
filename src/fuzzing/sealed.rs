//! Messages that are protected with certificates: any bytes as one, and changes of good ones.

use super::choices::Choices;
use super::events::Octets;
use super::markup::change;
use crate::abi::WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256;
use crate::message::Message;
use crate::message::address::Start;
use crate::message::version::{Addressing, Envelope, Header, Version};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::security::certificate::Certificate;
use crate::security::crypto::suite::Suite;
use crate::security::header::{self, Timestamp};
use crate::security::names::Ns;
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role};
use crate::security::soap::Exchange;
use crate::security::soap::party::Party;
use crate::security::soap::profile::{Cache, Peers, Profile};
use crate::security::soap::seal::Sealing;
use crate::security::soap::unseal::{Outcome, unseal};
use crate::security::tree::{Doc, El, Form, Parsed};
use crate::xml::c14n::Canonicalizer;
use crate::xml::reader::settings::{MESSAGE_NAMESPACE, Settings};
use crate::xml::writer::{self, Charset, Encoding, Writer};
use openssl::asn1::Asn1Time;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509Name};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

/// Everybody is trusted: what is looked at is whether a message says what was signed.
#[derive(Debug)]
struct All;

impl Peers for All {
    fn check(&self, _certificate: &Certificate) -> Result<()> {
        Ok(())
    }

    fn find(&self, _is: &dyn Fn(&Certificate) -> bool) -> Result<Option<Certificate>> {
        Ok(None)
    }
}

/// Short keys, which are quick to make: nothing here is a secret.
fn certificate(name: &str) -> core::result::Result<Certificate, ErrorStack> {
    let key = PKey::from_rsa(Rsa::generate(1024)?)?;
    let mut builder = X509Name::builder()?;
    builder.append_entry_by_text("CN", name)?;
    let name = builder.build();
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_subject_name(&name)?;
    builder.set_issuer_name(&name)?;
    builder.set_pubkey(&key)?;
    let (from, to) = (Asn1Time::days_from_now(0)?, Asn1Time::days_from_now(1)?);
    builder.set_not_before(&from)?;
    builder.set_not_after(&to)?;
    builder.sign(&key, MessageDigest::sha256())?;
    Certificate::new(builder.build(), Some(key), Vec::new()).map_err(|_| ErrorStack::get())
}

const BODY: &[u8] = b"<a xmlns=\"urn:t\"><b>1</b> text</a>";
/// A kind of messages: the mode, whether they are encrypted, the order, whether the client is anonymous.
type Kind = (CertMode, bool, ProtectionOrder, bool);

const KINDS: [Kind; 8] = [
    (CertMode::Symmetric, true, ProtectionOrder::SignBeforeEncryptAndEncryptSignature, false),
    (CertMode::Asymmetric, true, ProtectionOrder::SignBeforeEncryptAndEncryptSignature, false),
    (CertMode::Asymmetric, false, ProtectionOrder::SignBeforeEncrypt, false),
    (CertMode::Symmetric, true, ProtectionOrder::EncryptBeforeSign, true),
    (CertMode::Symmetric, false, ProtectionOrder::SignBeforeEncrypt, true),
    (CertMode::Asymmetric, true, ProtectionOrder::EncryptBeforeSign, false),
    (CertMode::Symmetric, true, ProtectionOrder::SignBeforeEncrypt, false),
    (CertMode::Endorsing, false, ProtectionOrder::SignBeforeEncrypt, false),
];

/// Both sides, with a good message from the one to the other.
pub(super) struct Good {
    pub(super) client: Arc<Profile>,
    pub(super) server: Arc<Profile>,
    pub(super) message: Vec<u8>,
    /// What the application's side sees of it.
    said: Option<Vec<Vec<u8>>>,
}

impl Good {
    fn new((mode, encrypts, order, is_anonymous): Kind, own: &Party, other: &Party) -> Result<Self> {
        let profile = |role| -> Result<Arc<Profile>> {
            Ok(Arc::new(Profile {
                role,
                mode,
                suite: Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256)?,
                encrypts,
                order,
                derives_keys: mode == CertMode::Symmetric,
                protects_tokens: false,
                is_sc_13: false,
                confirms: mode == CertMode::Symmetric,
                has_user_name: false,
                client_certificate: if is_anonymous { Requirement::None } else { Requirement::Required },
                timestamps: (true, true),
                own_reference: CertReference::Auto,
                recipient_reference: CertReference::Auto,
                own: Some(if role == Role::Server { own.clone() } else { other.clone() }),
                service: (role == Role::Client).then(|| own.clone()),
                peers: Arc::new(All),
                cache: Cache::default(),
            }))
        };
        let (client, server) = (profile(Role::Client)?, profile(Role::Server)?);
        let (message, _) = sealed_message(&client, None, BODY)?;
        let mut good = Good { client, server, message, said: None };
        good.said = unsealed(&good.server, good.message.clone(), None).and_then(|bytes| said(&bytes));
        Ok(good)
    }
}

/// A message as one side sends it, with what the other's will refer to.
pub(super) fn sealed_message(
    profile: &Arc<Profile>,
    request: Option<&Arc<Exchange>>,
    body: &[u8],
) -> Result<(Vec<u8>, Option<Arc<Exchange>>)> {
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    let mut message = Message::new(version, 64, &Rc::new(Budget::new(65536)));
    message.initialize(Start::Request, None)?;
    message.set_header_text(Header::Action, b"urn:a")?;
    message.set_header_text(Header::To, b"http://localhost/")?;
    let mut sealing = Sealing::new(profile.clone(), request.cloned());
    sealing.timestamp = Some(Timestamp::new("_0", header::now()?, 3_000_000_000)?.canonical());
    let sent = sealing.sent.clone();
    message.protect(Some(Box::new(sealing)));
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 20, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    message.write_start(&mut writer)?;
    if !body.is_empty() {
        crate::message::fault::write_xml(&mut writer, body)?;
    }
    message.write_end(&mut writer)?;
    Ok((writer.bytes().to_vec(), sent.get()))
}

/// The message without protection, if it is accepted.
pub(super) fn unsealed(profile: &Profile, message: Vec<u8>, request: Option<&Exchange>) -> Option<Vec<u8>> {
    match unseal(profile, Settings::default(), Addressing::V1_0, message, request) {
        Ok(Outcome::Unsealed(unsealed)) => Some(unsealed.bytes),
        _ => None,
    }
}

/// The canonical forms of what a message says: its headers of WS-Addressing and its body. `None` if it is no message.
///
/// A signature covers each header and not where it stands among the others (XML Signature 1.1, 4.4.3): they are sorted.
pub(super) fn said(message: &[u8]) -> Option<Vec<Vec<u8>>> {
    let parsed = Parsed::new(message.to_vec(), Settings::default()).ok()?;
    let doc = parsed.doc();
    let blocks: Vec<El> = doc.children(doc.root()?).collect();
    let headers =
        blocks.iter().filter(|block| doc.local(**block) == b"Header").flat_map(|header| doc.children(*header));
    let parts = headers.filter(|el| doc.ns(*el) == Ns::Addressing);
    let mut said: Vec<Vec<u8>> = parts.map(|el| canonical(doc, el)).collect::<Option<_>>()?;
    said.sort();
    said.push(canonical(doc, *blocks.last()?)?);
    Some(said)
}

pub(super) fn canonical(doc: Doc<'_>, el: El) -> Option<Vec<u8>> {
    let mut octets = Octets::default();
    doc.canonicalize_as(&mut Canonicalizer::default(), el, &Form::default(), None, &mut octets).ok()?;
    Some(octets.take())
}

pub(super) static GOOD: LazyLock<Vec<Good>> = LazyLock::new(|| {
    let party = |name| certificate(name).ok().and_then(|certificate| Party::new(certificate).ok());
    let (Some(own), Some(client)) = (party("server"), party("client")) else { return Vec::new() };
    KINDS.into_iter().filter_map(|kind| Good::new(kind, &own, &client).ok()).collect()
});

/// The first byte chooses a good message; what follows is a message, or changes of that one, or the content of a body,
/// which goes from one side to the other. Whatever is accepted says what was signed.
pub fn sealed(data: &[u8]) {
    let mut choices = Choices::new(data);
    let choice = choices.byte();
    assert_eq!(GOOD.len(), KINDS.len(), "a good message could not be made");
    let Some(good) = GOOD.get(usize::from(choice >> 2) % KINDS.len()) else { return };
    let message = match choice & 3 {
        0 => choices.rest().to_vec(),
        1 => return round_trip(good, choices.rest()),
        _ => {
            let mut message = good.message.clone();
            while !choices.is_empty() && message.len() < 1 << 16 {
                change(&mut message, &mut choices);
            }
            message
        }
    };
    assert!(good.said.is_some(), "the good message is not accepted");
    // Of the endorsing mode only what TLS does not tell is signed.
    if let Some(bytes) = unsealed(&good.server, message, None)
        && good.server.mode != CertMode::Endorsing
    {
        assert_eq!(said(&bytes), good.said, "accepted: {}", bytes.escape_ascii());
    }
}

/// What is refused for its depth, its namespaces or its Ids, which may be those of the message, is not sent.
fn round_trip(good: &Good, body: &[u8]) {
    let has = |what: &[u8]| body.windows(what.len()).filter(|part| *part == what).count();
    if has(b"<") > 48 || has(b"xmlns") > 8 || has(b"Id") > 0 {
        return;
    }
    let settings = Settings { max_depth: 16, max_namespace_size: MESSAGE_NAMESPACE, ..Settings::default() };
    let Ok(parsed) = Parsed::new(body.to_vec(), settings) else { return };
    let Ok((message, sent)) = sealed_message(&good.client, None, body) else { return };
    let fault = |side: &str, message: &[u8]| format!("{side} refuses {}", message.escape_ascii());
    let request = match unseal(&good.server, Settings::default(), Addressing::V1_0, message.clone(), None) {
        Ok(Outcome::Unsealed(request)) => Some(request),
        _ => None,
    };
    assert!(request.is_some(), "{}", fault("the server", &message));
    let Some(request) = request else { return };
    check_body(&request.bytes, &parsed);
    let (true, Some(sent)) = (good.server.protects(), sent) else { return };
    let reply = sealed_message(&good.server, Some(&Arc::new(request.exchange)), body);
    assert!(reply.is_ok(), "a reply cannot be written: {reply:?}");
    let Ok((reply, _)) = reply else { return };
    let opened = unsealed(&good.client, reply.clone(), Some(&sent));
    assert!(opened.is_some(), "{}", fault("the client", &reply));
    check_body(&opened.unwrap_or_default(), &parsed);
}

fn check_body(message: &[u8], sent: &Parsed) {
    let sent = sent.doc();
    let wanted = sent.root().and_then(|root| canonical(sent, root));
    let found = Parsed::new(message.to_vec(), Settings::default()).ok().and_then(|parsed| {
        let doc = parsed.doc();
        let body = doc.children(doc.root()?).last()?;
        canonical(doc, doc.children(body).next()?)
    });
    assert_eq!(found, wanted);
}
