//! Messages of somebody who has the keys: encrypted and signed as they have to be, with anything in them.

use super::choices::Choices;
use super::markup::change;
use super::sealed::{GOOD, Good, said, sealed_message, unsealed};
use crate::message::version::Addressing;
use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::Cipher;
use crate::security::crypto::cipher::{decrypt_in_place, encrypt};
use crate::security::crypto::derive::{DEFAULT_LABEL, Derivation, DerivationKey};
use crate::security::crypto::digest::HmacKey;
use crate::security::settings::{Requirement, Secret};
use crate::security::soap::Exchange;
use crate::security::soap::unseal::{Outcome, unseal};
use crate::security::tree::Parsed;
use crate::xml::reader::settings::Settings;
use crate::xml::value::base64::{Encoder, parse_base64};
use core::ops::Range;
use std::sync::{Arc, LazyLock};

/// A reply to somebody anonymous: its keys come from the one of the request, and none of it needs a private key.
struct Reply {
    good: &'static Good,
    sent: Arc<Exchange>,
    message: Vec<u8>,
    signing: Secret,
    encrypting: Option<Secret>,
}

/// What is between the n-th of a start and the next of an end.
fn between(text: &[u8], start: &[u8], end: &[u8], n: usize) -> Option<Range<usize>> {
    let find =
        |what: &[u8], from: usize| text.get(from..)?.windows(what.len()).position(|w| w == what).map(|i| from + i);
    let mut at = 0;
    for _ in 0..n {
        at = find(start, at)? + start.len();
    }
    let first = find(start, at)? + start.len();
    Some(first..find(end, first)?)
}

const VALUE: (&[u8], &[u8]) = (b"<e:CipherValue>", b"</e:CipherValue>");

impl Reply {
    fn new(good: &'static Good) -> Option<Self> {
        let (request, sent) = sealed_message(&good.client, None, b"<a/>").ok()?;
        let Ok(Outcome::Unsealed(request)) = unseal(&good.server, Settings::default(), Addressing::V1_0, request, None)
        else {
            return None;
        };
        let (message, _) =
            sealed_message(&good.server, Some(&Arc::new(request.exchange)), b"<a><b c=\"d\">e</b></a>").ok()?;
        let sent = sent?;
        let from = DerivationKey::new(&sent.key.as_ref()?.0).ok()?;
        let derived = |n, length| {
            let text = message.get(between(&message, b"<c:Nonce>", b"</c:Nonce>", n)?)?;
            let mut nonce = Vec::new();
            parse_base64(&mut nonce, text).ok()?;
            from.derive(&Derivation { label: DEFAULT_LABEL, nonce: &nonce, offset: 0, length }).ok()
        };
        let (signing, encrypting) = (derived(0, 24)?, derived(1, 32));
        Some(Reply { good, sent, message, signing, encrypting })
    }

    /// Signs what a signature says, whatever that is now.
    fn sign(&self, xml: &mut Vec<u8>) -> Option<()> {
        let info = between(xml, b"<SignedInfo", b"</SignedInfo>", 0)?;
        let mut info = xml.get(info.start - 11..info.end + 13)?.to_vec();
        let name = b" xmlns=\"http://www.w3.org/2000/09/xmldsig#\"";
        if !info.windows(name.len()).any(|part| part == name) {
            drop(info.splice(11..11, name.iter().copied()));
        }
        let parsed = Parsed::new(info, Settings::default()).ok()?;
        let canonical = super::sealed::canonical(parsed.doc(), parsed.doc().root()?)?;
        let suite = &self.good.server.suite;
        let value = HmacKey::new(suite.mac, self.signing.bytes()).ok()?.of(&[&canonical]);
        let place = between(xml, b"<SignatureValue>", b"</SignatureValue>", 0)?;
        drop(xml.splice(place, base64(value.bytes()).ok()?));
        Some(())
    }

    /// Changes the plaintext of the n-th part, and encrypts it again.
    fn change_plain(&self, message: &mut Vec<u8>, n: usize, choices: &mut Choices<'_>, signs: bool) -> Option<()> {
        let key = self.encrypting.as_ref()?;
        let place = between(message, VALUE.0, VALUE.1, n)?;
        let mut bytes = Vec::new();
        parse_base64(&mut bytes, message.get(place.clone())?).ok()?;
        let plain = decrypt_in_place(Cipher::Aes256Cbc, key, &mut bytes).ok()?;
        let mut plain = bytes.get(plain)?.to_vec();
        for _ in 0..=choices.byte() & 7 {
            change(&mut plain, choices);
        }
        if signs {
            self.sign(&mut plain);
        }
        let mut sealed = Vec::new();
        encrypt(Cipher::Aes256Cbc, key, &plain, &mut sealed).ok()?;
        drop(message.splice(place, base64(&sealed).ok()?));
        Some(())
    }
}

fn base64(bytes: &[u8]) -> Result<Vec<u8>> {
    let (mut text, mut encoder) = (Vec::new(), Encoder::default());
    encoder.encode(&mut text, bytes)?;
    encoder.finish(&mut text)?;
    Ok(text)
}

static REPLIES: LazyLock<Vec<Reply>> = LazyLock::new(|| {
    let anonymous = |good: &&'static Good| good.server.client_certificate == Requirement::None;
    GOOD.iter().filter(anonymous).chain(GOOD.first()).filter_map(Reply::new).collect()
});

/// Changes of a reply in clear text and of what was encrypted, by who can encrypt and sign it. Whatever is accepted is a
/// message.
pub fn insider(data: &[u8]) {
    let mut choices = Choices::new(data);
    assert_eq!(REPLIES.len(), 3, "a good reply could not be made");
    let Some(reply) = REPLIES.get(usize::from(choices.byte()) % REPLIES.len()) else { return };
    let mut message = reply.message.clone();
    while !choices.is_empty() && message.len() < 1 << 16 {
        let how = choices.byte();
        if how & 3 == 0 {
            change(&mut message, &mut choices);
        } else {
            let _ = reply.change_plain(&mut message, usize::from(how >> 3 & 7), &mut choices, how & 4 == 0);
        }
        if reply.encrypting.is_none() {
            let _ = reply.sign(&mut message);
        }
    }
    let is_good = message == reply.message;
    let opened = unsealed(&reply.good.client, message, Some(&reply.sent));
    assert!(opened.is_some() || !is_good, "the good reply is not accepted");
    if let Some(bytes) = opened {
        assert!(said(&bytes).is_some(), "no message: {}", bytes.escape_ascii());
    }
}
