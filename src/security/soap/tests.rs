//! Messages of our own, of WCF, and of attackers.

mod attacks;
mod bench;
mod endorsements;
mod headers;
mod insiders;
mod measure;
mod round_trip;
mod tokens;
mod wcf;

use super::names::Ns;
use super::party::Party;
use super::profile::{Cache, Peers, Profile};
use super::seal::{Sealing, Sent};
use super::unseal::{Outcome, Unsealed, unseal};
use super::{Exchange, not_secured, refused, scan};
use crate::abi::*;
use crate::message::Message;
use crate::message::address::Start;
use crate::message::protection::Protection;
use crate::message::version::{Addressing, Envelope, Header, Version};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::security::certificate::Certificate;
use crate::security::crypto::algorithm::{Digest, Signature};
use crate::security::crypto::suite::Suite;
use crate::security::header::{self, Timestamp};
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role};
use crate::security::test_certs;
use crate::xml::reader::settings::Settings;
use crate::xml::writer::{self, Charset, Encoding, Writer};
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509Name};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

/// Trusts some certificates, and no others.
#[derive(Debug)]
struct Only(Vec<Party>);

impl Peers for Only {
    fn check(&self, certificate: &Certificate) -> Result<()> {
        let is = self.0.iter().any(|party| party.certificate().der() == certificate.der());
        if is { Ok(()) } else { Err(refused("The certificate is not trusted.")) }
    }

    fn find(&self, is: &dyn Fn(&Certificate) -> bool) -> Result<Option<Certificate>> {
        Ok(self.0.iter().map(|party| party.certificate().clone()).find(|certificate| is(certificate)))
    }
}

fn basic256() -> Suite {
    Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256).unwrap()
}

/// As WCF has it.
fn profile(own: Party, other: Party, role: Role, mode: CertMode) -> Profile {
    Profile {
        role,
        mode,
        suite: basic256(),
        encrypts: true,
        order: ProtectionOrder::SignBeforeEncryptAndEncryptSignature,
        derives_keys: mode == CertMode::Symmetric,
        protects_tokens: false,
        is_sc_13: false,
        confirms: mode == CertMode::Symmetric,
        has_user_name: false,
        client_certificate: Requirement::Required,
        timestamps: (true, true),
        own_reference: CertReference::Auto,
        recipient_reference: CertReference::Auto,
        own: Some(own),
        service: (role == Role::Client).then(|| other.clone()),
        peers: Arc::new(Only(vec![other])),
        cache: Cache::default(),
    }
}

fn party(name: &str) -> Party {
    Party::new(test_certs::certificate(name)).unwrap()
}

/// Somebody whom nobody knows.
fn rogue() -> Party {
    static ROGUE: LazyLock<Certificate> = LazyLock::new(|| {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        let mut name = X509Name::builder().unwrap();
        name.append_entry_by_text("CN", "Mallory").unwrap();
        let name = name.build();
        let mut builder = X509::builder().unwrap();
        builder.set_version(2).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_issuer_name(&name).unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        Certificate::new(builder.build(), Some(key), Vec::new()).unwrap()
    });
    Party::new(ROGUE.clone()).unwrap()
}

/// Both sides, each with the same change.
fn sides(mode: CertMode, change: impl Fn(&mut Profile)) -> (Arc<Profile>, Arc<Profile>) {
    let mut client = profile(party("client"), party("server"), Role::Client, mode);
    let mut server = profile(party("server"), party("client"), Role::Server, mode);
    change(&mut client);
    change(&mut server);
    (Arc::new(client), Arc::new(server))
}

const BODY: &str = "<Add xmlns=\"urn:calculator\"><n1>100</n1><n2>15.99 &amp; more</n2></Add>";

fn sealing(profile: &Arc<Profile>, request: Option<&Arc<Exchange>>) -> Sealing {
    let mut sealing = Sealing::new(profile.clone(), request.cloned());
    sealing.timestamp = Some(Timestamp::new("_0", header::now().unwrap(), 3_000_000_000).unwrap().canonical());
    sealing
}

fn write(protection: Box<dyn Protection>, body: &str) -> String {
    let writer = write_with(Some(protection), |writer| match body {
        "" => Ok(()),
        body => crate::message::fault::write_xml(writer, body.as_bytes()),
    });
    String::from_utf8(writer.bytes().to_vec()).unwrap()
}

fn write_with(protection: Option<Box<dyn Protection>>, body: impl FnOnce(&mut Writer) -> Result<()>) -> Writer {
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    let mut message = Message::new(version, 64, &Rc::new(Budget::new(65536)));
    message.initialize(Start::Request, None).unwrap();
    message.set_header_text(Header::Action, b"urn:calculator/Add").unwrap();
    message.set_header_text(Header::To, b"http://localhost/calculator").unwrap();
    message.protect(protection);
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 28, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    message.write_start(&mut writer).unwrap();
    body(&mut writer).unwrap();
    message.write_end(&mut writer).unwrap();
    writer.complete().unwrap();
    writer
}

/// A message whose SignedInfo was changed, signed again.
fn resigned(message: &str, edit: &dyn Fn(&str) -> String, sign: &dyn Fn(&[u8]) -> Vec<u8>) -> String {
    let old = attacks::between(message, "<SignedInfo>", "</SignedInfo>");
    let new = edit(old);
    let canonical = new.replacen("<SignedInfo>", "<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">", 1);
    let value = openssl::base64::encode_block(&sign(canonical.as_bytes()));
    let message = attacks::replace(message, old, &new);
    let old = attacks::between(&message, "<SignatureValue>", "</SignatureValue>");
    attacks::replace(&message, old, &format!("<SignatureValue>{value}</SignatureValue>"))
}

/// A reference in a SignedInfo to what has that Id and this canonical form.
fn reference(id: &str, octets: &str) -> String {
    let digest = openssl::base64::encode_block(Digest::Sha1.of(&[octets.as_bytes()]).bytes());
    format!(
        "<Reference URI=\"#{id}\"><Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">\
         </Transform></Transforms><DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"></DigestMethod>\
         <DigestValue>{digest}</DigestValue></Reference>"
    )
}

/// Signs with a party's key, as the suite Basic256 has it.
fn signed_by(name: &str, info: &[u8]) -> Vec<u8> {
    let digest = Digest::Sha1.of(&[info]);
    party(name).private().unwrap().sign(Signature::Rsa(Digest::Sha1), digest.bytes()).unwrap()
}

fn client_signs(info: &[u8]) -> Vec<u8> {
    signed_by("client", info)
}

/// A message as one side sends it.
fn sealed(profile: &Arc<Profile>, request: Option<&Arc<Exchange>>, body: &str) -> (String, Arc<Exchange>) {
    let sealing = sealing(profile, request);
    let sent: Sent = sealing.sent.clone();
    let message = write(Box::new(sealing), body);
    (message, sent.get().unwrap())
}

fn open(profile: &Profile, message: &str, request: Option<&Exchange>) -> Result<Unsealed> {
    open_addressed(profile, Addressing::V1_0, message, request)
}

fn open_addressed(
    profile: &Profile,
    addressing: Addressing,
    message: &str,
    request: Option<&Exchange>,
) -> Result<Unsealed> {
    match unseal(profile, Settings::default(), addressing, message.as_bytes().to_vec(), request)? {
        Outcome::Unsealed(unsealed) => Ok(unsealed),
        Outcome::NotSecured(bytes) => {
            assert_eq!(bytes, message.as_bytes());
            Err(not_secured())
        }
    }
}

/// The message has this body, and of its Security header what the application's side looks at.
fn check_opened(unsealed: &Unsealed, body: &str, left: &[&str]) {
    let text = std::str::from_utf8(&unsealed.bytes).unwrap();
    assert!(text.ends_with(&format!("{body}</s:Body></s:Envelope>")), "{text}");
    let mut scan = scan::scan(unsealed.bytes.clone(), Settings::default()).unwrap();
    let security = scan.security().unwrap().unwrap();
    let doc = scan.doc();
    let found: Vec<String> = doc.children(security).map(|el| doc.name(el)).collect();
    assert_eq!(found, left);
    assert_eq!(doc.ns(security), Ns::Wsse);
}
