//! Messages that are protected with certificates: any bytes as one, and changes of good ones.

use super::choices::Choices;
use crate::abi::WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256;
use crate::message::Message;
use crate::message::address::Start;
use crate::message::version::{Addressing, Envelope, Header, Version};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::security::certificate::Certificate;
use crate::security::crypto::suite::Suite;
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role};
use crate::security::soap::party::Party;
use crate::security::soap::profile::{Cache, Peers, Profile};
use crate::security::soap::seal::Sealing;
use crate::security::soap::unseal::{Outcome, unseal};
use crate::xml::reader::settings::Settings;
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

/// A server's profile with a good message for it.
struct Good {
    server: Profile,
    message: Vec<u8>,
}

fn good(mode: CertMode, encrypts: bool, own: &Party, client: &Party) -> Result<Good> {
    let profile = |role| -> Result<Profile> {
        Ok(Profile {
            role,
            mode,
            suite: Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256)?,
            encrypts,
            order: ProtectionOrder::SignBeforeEncryptAndEncryptSignature,
            derives_keys: mode == CertMode::Symmetric,
            protects_tokens: false,
            is_sc_13: false,
            confirms: true,
            has_user_name: false,
            client_certificate: Requirement::Required,
            timestamps: (false, false),
            own_reference: CertReference::Auto,
            recipient_reference: CertReference::Auto,
            own: Some(if role == Role::Server { own.clone() } else { client.clone() }),
            service: (role == Role::Client).then(|| own.clone()),
            peers: Arc::new(All),
            cache: Cache::default(),
        })
    };
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    let mut message = Message::new(version, 64, &Rc::new(Budget::new(65536)));
    message.initialize(Start::Request, None)?;
    message.set_header_text(Header::Action, b"urn:a")?;
    message.protect(Some(Box::new(Sealing::new(Arc::new(profile(Role::Client)?), None))));
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 20, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    message.write_start(&mut writer)?;
    crate::message::fault::write_xml(&mut writer, BODY)?;
    message.write_end(&mut writer)?;
    Ok(Good { server: profile(Role::Server)?, message: writer.bytes().to_vec() })
}

static GOOD: LazyLock<Vec<Good>> = LazyLock::new(|| {
    let party = |name| certificate(name).ok().and_then(|certificate| Party::new(certificate).ok());
    let (Some(own), Some(client)) = (party("server"), party("client")) else { return Vec::new() };
    let kinds = [(CertMode::Symmetric, true), (CertMode::Asymmetric, true), (CertMode::Asymmetric, false)];
    kinds.into_iter().filter_map(|(mode, encrypts)| good(mode, encrypts, &own, &client).ok()).collect()
});

/// The first byte chooses a good message; what follows is a message, or changes of that one. Whatever is accepted has
/// the body that was signed.
pub fn sealed(data: &[u8]) {
    let mut choices = Choices::new(data);
    let choice = choices.byte();
    let Some(good) = GOOD.get(usize::from(choice >> 1) % GOOD.len().max(1)) else { return };
    let message = if choice & 1 == 0 {
        choices.rest().to_vec()
    } else {
        let mut message = good.message.clone();
        while !choices.rest().is_empty() {
            let [high, low, how, byte] = [choices.byte(), choices.byte(), choices.byte(), choices.byte()];
            let at = (usize::from(high) << 8 | usize::from(low)) % message.len().max(1);
            let end = message.len().min(at + usize::from(how >> 2));
            match how & 3 {
                0 => message.insert(at, byte),
                1 => drop(message.drain(at..end)),
                2 => {
                    let copy = message.get(at..end).unwrap_or_default().to_vec();
                    let to = (at + usize::from(byte) * 16).min(message.len());
                    drop(message.splice(to..to, copy));
                }
                _ => message.get_mut(at).into_iter().for_each(|place| *place = byte),
            }
        }
        message
    };
    if let Ok(Outcome::Unsealed(unsealed)) = unseal(&good.server, Settings::default(), Addressing::V1_0, message, None)
    {
        // What is not encrypted may be written in another way that means the same.
        let is_same = !good.server.encrypts || unsealed.bytes.windows(BODY.len()).any(|part| part == BODY);
        assert!(is_same, "accepted: {}", String::from_utf8_lossy(&unsealed.bytes));
    }
}
