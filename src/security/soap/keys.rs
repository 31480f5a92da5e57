//! The keys of one message: what its tokens are, and what a KeyInfo refers to.
//!
//! A key comes from this message, from the request that it answers, or from certificates that this side has. A KeyInfo
//! never gives a bare key: at most a certificate, which has to be trusted as any other that a message brings along.

use super::names::{
    BASE64_BINARY, ENCRYPTED_KEY, ENCRYPTED_KEY_SHA1, Ns, SC_13, SC_2005, THUMBPRINT_SHA1, X509_SKI, X509_V3,
};
use super::party::{Party, Reference};
use super::profile::Profile;
use super::tree::{Doc, El};
use super::{Exchange, refused, steps};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::algorithm::{Algorithm, Digest, KeyWrap};
use crate::security::crypto::derive::{DEFAULT_LABEL, Derivation, DerivationKey};
use crate::security::crypto::keys::Transport;
use crate::security::crypto::random::random_key;
use crate::security::settings::{CertMode, Role, Secret};
use crate::security::xmldsig::{bytes, fragment};
use crate::security::xmlenc::{self, EncryptedKey, KeyKey, KeyMethod, agreement};
use crate::trace::{self, trace};
use crate::xml::value::trim;
use std::rc::Rc;

/// Limits of what a DerivedKeyToken says; WCF's.
const MAX_OFFSET: usize = 64;
const MAX_LABEL: usize = 128;
const NONCE: core::ops::RangeInclusive<usize> = 16..=128;
/// Derived keys in one message; two are usual.
const MAX_DERIVED: usize = 8;
/// A certificate in a message.
const MAX_TOKEN: usize = 64 * 1024;
/// Characters of its base64, with white space.
const MAX_TOKEN_TEXT: usize = 2 * MAX_TOKEN;
/// Characters of what is shorter: nonces, names of keys.
const MAX_TEXT: usize = 1024;

/// What a KeyInfo means.
#[derive(Clone, Debug)]
pub(super) enum Key {
    Secret(Rc<Shared>),
    Certificate(Party),
}

/// A key that both sides know.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) secret: Secret,
    /// What it was derived from.
    base: Option<Rc<Shared>>,
    /// Of a key that was sent encrypted: what it is called outside its message.
    sha1: Option<Vec<u8>>,
}

impl Shared {
    pub(super) fn is_derived(&self) -> bool {
        self.base.is_some()
    }
}

/// What an STR-Transform makes of a reference: the token that the same reference means as a key.
#[derive(Debug)]
pub(super) enum Referred {
    /// In the message.
    Token(El),
    /// It has the certificate, or is looked for elsewhere.
    Certificate(Party),
}

#[derive(Debug)]
struct Token {
    id: Option<Vec<u8>>,
    el: El,
    value_type: Option<&'static [u8]>,
    key: Key,
}

/// See the module.
pub(super) struct Keys<'a> {
    profile: &'a Profile,
    /// The key of the request, and its name.
    request: Option<Rc<Shared>>,
    tokens: Vec<Token>,
    derived: usize,
    encrypted: usize,
}

impl<'a> Keys<'a> {
    pub(super) fn new(profile: &'a Profile, request: Option<&Exchange>) -> Self {
        let request = request.and_then(|request| {
            let (secret, sha1) = request.key.as_ref()?;
            Some(Rc::new(Shared { secret: secret.clone(), base: None, sha1: Some(sha1.to_vec()) }))
        });
        Keys { profile, request, tokens: Vec::new(), derived: 0, encrypted: 0 }
    }

    fn add(&mut self, doc: Doc<'_>, el: El, value_type: Option<&'static [u8]>, key: Key) -> Result<()> {
        self.tokens.push(Token { id: doc.id(el)?.map(<[u8]>::to_vec), el, value_type, key });
        Ok(())
    }

    pub(super) fn profile(&self) -> &'a Profile {
        self.profile
    }

    /// The token that was taken last.
    pub(super) fn last_key(&self) -> Option<Key> {
        self.tokens.last().map(|token| token.key.clone())
    }

    /// The key that was sent encrypted in this message, with its name.
    pub(super) fn sent(&self) -> Option<(Secret, Vec<u8>)> {
        self.tokens.iter().find_map(|token| match &token.key {
            Key::Secret(shared) => Some((shared.secret.clone(), shared.sha1.clone()?)),
            Key::Certificate(_) => None,
        })
    }

    /// Takes a wsse:BinarySecurityToken: a certificate. Whether it is to be trusted is another question.
    pub(super) fn certificate(&mut self, doc: Doc<'_>, el: El) -> Result<()> {
        match doc.attribute(el, Ns::None, b"ValueType") {
            Some(X509_V3) => {}
            other => {
                return Err(refused(format!(
                    "A BinarySecurityToken is of the type '{}'; only an X.509 certificate is supported.",
                    quoted(other.unwrap_or_default())
                )));
            }
        }
        if let Some(encoding) = doc.attribute(el, Ns::None, b"EncodingType")
            && encoding != BASE64_BINARY
        {
            return Err(refused(format!("A BinarySecurityToken is encoded as '{}'.", quoted(encoding))));
        }
        let der = bytes(doc, el, MAX_TOKEN_TEXT)?;
        check_token_size(&der)?;
        let party = self.profile.decoded(&der)?;
        self.add(doc, el, Some(X509_V3), Key::Certificate(party))
    }

    /// Takes an xenc:EncryptedKey, which has to be for this side's certificate. Answers the reason if it cannot be decrypted:
    /// then a random key stands in for it, so that what follows takes the same time.
    pub(super) fn encrypted_key(&mut self, doc: Doc<'_>, el: El) -> Result<Option<Fault>> {
        self.encrypted += 1;
        if self.encrypted > 1 {
            return Err(refused("The message has more than one EncryptedKey."));
        }
        let suite = &self.profile.suite;
        let said = xmlenc::read_key(doc, el, &xmlenc::Rules { suite: Some(suite), allows_legacy: false })?;
        let info = said.key_info.ok_or_else(|| refused("An EncryptedKey does not say whom it is for."))?;
        let mut sizes = vec![suite.key_size()];
        let (least, most) = suite.symmetric_bits;
        sizes.extend([16, 24, 32].iter().filter(|size| (least..=most).contains(&(**size as u32 * 8))));
        let sha1 = Digest::Sha1.of(&[&said.encrypted]).bytes().to_vec();
        let opened = match &said.method {
            KeyMethod::Transport(transport) => {
                self.check_transport(transport)?;
                let own = self.check_own(doc, info)?;
                said.decrypt(KeyKey::Private(own.private()?), &sizes)
            }
            KeyMethod::Wrap(wrap) => self.agreed(doc, info, *wrap, &said, &sizes)?,
        };
        let (secret, failed) = match opened {
            Ok(secret) => (secret, None),
            Err(fault) => (random_key(suite.key_size())?, Some(fault)),
        };
        if trace::is_on() {
            let by = match &said.method {
                KeyMethod::Transport(transport) => steps::transport(transport.algorithm),
                KeyMethod::Wrap(_) => "ECDH-ES",
            };
            let own = self.profile.own.as_ref().map(steps::party).unwrap_or_default();
            let what = if failed.is_none() { "was decrypted" } else { "cannot be decrypted" };
            trace!(Security, "the key of the message, sent by {by} for {own}, {what}");
        }
        let shared = Shared { secret, base: None, sha1: Some(sha1) };
        self.add(doc, el, Some(ENCRYPTED_KEY), Key::Secret(Rc::new(shared)))?;
        Ok(failed)
    }

    /// The certificate of this side, if that is what is named.
    fn check_own(&self, doc: Doc<'_>, info: El) -> Result<&'a Party> {
        let own = self.profile.own_for_decryption()?;
        match self.resolve(doc, info)? {
            Key::Certificate(party) if party.is(own) => {}
            _ => return Err(refused("An EncryptedKey is for another certificate than that of this side.")),
        }
        // Anybody can make one for this certificate: only the key of the request says that the service made the reply.
        if self.profile.mode == CertMode::Symmetric && self.profile.role == Role::Client {
            return Err(refused("The reply brings a key of its own; it has to be protected with that of its request."));
        }
        Ok(own)
    }

    /// Decrypts a key with one that both sides compute. The outer error is for all to see, the inner one not.
    fn agreed(
        &self,
        doc: Doc<'_>,
        info: El,
        wrap: KeyWrap,
        said: &EncryptedKey,
        sizes: &[usize],
    ) -> Result<Result<Secret>> {
        self.profile.suite.check(Algorithm::EcdhEs, "agreeing on keys")?;
        doc.check_only_elements(info)?;
        let mut children = doc.children(info);
        let (Some(method), None) = (children.next(), children.next()) else {
            return Err(refused("The KeyInfo of a wrapped key is not exactly one AgreementMethod."));
        };
        if !doc.is(method, Ns::Xenc, b"AgreementMethod") {
            return Err(refused("A key is wrapped with a key that was not agreed on in its KeyInfo."));
        }
        let agreement = agreement::read_agreement(doc, method)?;
        let recipient =
            agreement.recipient.ok_or_else(|| refused("An AgreementMethod does not say whom it is for."))?;
        let own = self.check_own(doc, recipient)?.private()?;
        let opened = agreement.key(own, wrap.key_size());
        Ok(opened.and_then(|key| said.decrypt(KeyKey::Secret(&key), sizes)))
    }

    /// Refuses parameters of RSA-OAEP that are not those of the suite.
    fn check_transport(&self, transport: &Transport) -> Result<()> {
        if transport.label.len() > 256 {
            return Err(refused("OAEPparams have more than 256 bytes."));
        }
        let own = &self.profile.suite.transport;
        if (transport.digest, transport.mgf) != (own.digest, own.mgf) && transport.digest != Digest::Sha1 {
            self.profile.suite.check(Algorithm::Mgf1(transport.mgf), "masks")?;
        }
        Ok(())
    }

    /// Takes a DerivedKeyToken of WS-SecureConversation, of either version.
    pub(super) fn derived_key(&mut self, doc: Doc<'_>, el: El) -> Result<()> {
        self.derived += 1;
        if self.derived > MAX_DERIVED {
            return Err(refused(format!("The message has more than {MAX_DERIVED} derived keys.")));
        }
        doc.check_only_elements(el)?;
        let version = doc.uri(el);
        if let Some(algorithm) = doc.attribute(el, Ns::None, b"Algorithm") {
            Algorithm::of_kind(algorithm, "deriving keys", |algorithm| match algorithm {
                Algorithm::KeyDerivation(_) => Some(()),
                _ => None,
            })?;
        }
        let mut base = None;
        let (mut offset, mut generation, mut length) = (None, None, 32);
        let (mut label, mut nonce) = (None, None);
        let mut seen: Vec<&[u8]> = Vec::new();
        for child in doc.children(el) {
            let local = doc.local(child);
            if seen.contains(&local) {
                return Err(refused(format!("A DerivedKeyToken has '{}' twice.", quoted(local))));
            }
            seen.push(local);
            match (doc.ns(child), local) {
                (Ns::Wsse, b"SecurityTokenReference") => base = Some(self.reference(doc, child)?.0),
                (Ns::Sc, _) if doc.uri(child) != version => {
                    return Err(refused("A DerivedKeyToken mixes versions of WS-SecureConversation."));
                }
                (Ns::Sc, b"Offset") => offset = Some(number(doc, child)?),
                (Ns::Sc, b"Generation") => generation = Some(number(doc, child)?),
                (Ns::Sc, b"Length") => length = number(doc, child)?,
                (Ns::Sc, b"Label") => label = Some(doc.text(child)?),
                (Ns::Sc, b"Nonce") => nonce = Some(bytes(doc, child, MAX_TEXT)?),
                _ => return Err(refused(format!("A DerivedKeyToken has an element '{}'.", doc.name(child)))),
            }
        }
        let base = match base {
            Some(Key::Secret(shared)) if !shared.is_derived() => shared,
            Some(Key::Secret(_)) => return Err(refused("A key is derived from a derived key.")),
            Some(Key::Certificate(_)) => return Err(refused("A key is derived from a certificate.")),
            None => return Err(refused("A DerivedKeyToken does not say what it is derived from.")),
        };
        let offset = match (offset, generation) {
            (Some(_), Some(_)) => return Err(refused("A DerivedKeyToken has both an Offset and a Generation.")),
            (None, Some(generation)) => generation.saturating_mul(length),
            (offset, None) => offset.unwrap_or(0),
        };
        let label = label.as_deref().unwrap_or(DEFAULT_LABEL);
        let nonce = nonce.unwrap_or_default();
        if offset > MAX_OFFSET || label.len() > MAX_LABEL || !NONCE.contains(&nonce.len()) {
            return Err(refused(format!(
                "A derived key has an offset of {offset}, a label of {} and a nonce of {} bytes; {MAX_OFFSET}, \
                 {MAX_LABEL} and {NONCE:?} are allowed.",
                label.len(),
                nonce.len()
            )));
        }
        let derived = DerivationKey::new(&base.secret)?.derive(&Derivation { label, nonce: &nonce, offset, length })?;
        let value_type = if version == SC_13 { SC_13 } else { SC_2005 };
        let shared = Shared { secret: derived, base: Some(base), sha1: None };
        self.add(doc, el, Some(value_type), Key::Secret(Rc::new(shared)))
    }

    /// What a ds:KeyInfo means: exactly one wsse:SecurityTokenReference.
    pub(super) fn resolve(&self, doc: Doc<'_>, info: El) -> Result<Key> {
        Ok(self.reference(doc, only_reference(doc, info)?)?.0)
    }

    /// What an STR-Transform makes of a wsse:SecurityTokenReference.
    pub(super) fn referred(&self, doc: Doc<'_>, str: El) -> Result<Referred> {
        match self.reference(doc, str)? {
            (_, Some(token)) => Ok(Referred::Token(token)),
            (Key::Certificate(party), None) => Ok(Referred::Certificate(party)),
            (Key::Secret(_), None) => {
                Err(refused("A signature signs a token by an STR-Transform that is no token of this message."))
            }
        }
    }

    /// Whether an element of this message is the token of a key, or of the key that it was derived from.
    pub(super) fn is_token_of(&self, el: El, key: &Key) -> bool {
        let token = self.tokens.iter().find(|token| token.el == el);
        token.is_some_and(|token| match (&token.key, key) {
            (Key::Certificate(token), Key::Certificate(party)) => token.is(party),
            (Key::Secret(token), Key::Secret(shared)) => {
                Rc::ptr_eq(token, shared) || shared.base.as_ref().is_some_and(|base| Rc::ptr_eq(token, base))
            }
            _ => false,
        })
    }

    /// Whether a key is the request's, or was derived from it: then no token of this message has it.
    pub(super) fn is_of_request(&self, key: &Key) -> bool {
        let Key::Secret(shared) = key else { return false };
        let base = shared.base.as_ref().unwrap_or(shared);
        self.request.as_ref().is_some_and(|request| Rc::ptr_eq(request, base))
    }

    /// What a wsse:SecurityTokenReference refers to, and which element of this message that is.
    fn reference(&self, doc: Doc<'_>, str: El) -> Result<(Key, Option<El>)> {
        doc.check_only_elements(str)?;
        let mut children = doc.children(str);
        let (Some(child), None) = (children.next(), children.next()) else {
            return Err(refused("A SecurityTokenReference does not have exactly one reference."));
        };
        match (doc.ns(child), doc.local(child)) {
            (Ns::Wsse, b"Reference") => {
                let id = fragment(doc.attribute(child, Ns::None, b"URI"))?;
                let token = self.tokens.iter().find(|token| token.id.as_deref() == Some(id));
                let token = token.ok_or_else(|| {
                    refused(format!("The message has no token with the Id '{}' that comes before its use.", quoted(id)))
                })?;
                if let (Some(said), Some(is)) = (doc.attribute(child, Ns::None, b"ValueType"), token.value_type)
                    && said != is
                    && said.strip_suffix(b"/dk") != Some(is)
                {
                    return Err(refused(format!(
                        "A reference to the token '{}' says that it is a '{}', which it is not.",
                        quoted(id),
                        quoted(said)
                    )));
                }
                Ok((token.key.clone(), Some(token.el)))
            }
            (Ns::Wsse, b"KeyIdentifier") => {
                if let Some(encoding) = doc.attribute(child, Ns::None, b"EncodingType")
                    && encoding != BASE64_BINARY
                {
                    return Err(refused(format!("A KeyIdentifier is encoded as '{}'.", quoted(encoding))));
                }
                let value_type = doc.attribute(child, Ns::None, b"ValueType");
                let limit = if value_type == Some(X509_V3) { MAX_TOKEN_TEXT } else { MAX_TEXT };
                let value = bytes(doc, child, limit)?;
                let key = match value_type {
                    Some(THUMBPRINT_SHA1) => self.known(&Reference::Thumbprint(value)),
                    Some(X509_SKI) => self.known(&Reference::SubjectKeyIdentifier(value)),
                    Some(ENCRYPTED_KEY_SHA1) => self.shared(&value),
                    // The certificate itself, which WSS4J calls a key identifier, too.
                    Some(X509_V3) => self.carried(&value),
                    other => Err(refused(format!(
                        "A KeyIdentifier is of the type '{}', which is not known.",
                        quoted(other.unwrap_or_default())
                    ))),
                };
                Ok((key?, None))
            }
            (Ns::Dsig, b"X509Data") => {
                doc.check_only_elements(child)?;
                // xmlsec, and with it zeep, brings the certificate along.
                let carried = doc.child(child, Ns::Dsig, b"X509Certificate")?;
                let pair = doc.child(child, Ns::Dsig, b"X509IssuerSerial")?;
                if doc.children(child).count() != usize::from(carried.is_some()) + usize::from(pair.is_some()) {
                    return Err(refused("An X509Data has more than an X509IssuerSerial and an X509Certificate."));
                }
                // Which xmlsec leaves empty where zeep asks for it.
                let is_empty = carried.is_some() && pair.is_some_and(|pair| doc.is_empty(pair));
                let named = pair.filter(|_| !is_empty).map(|pair| issuer_serial(doc, pair)).transpose()?;
                let key = match (carried, named) {
                    (None, None) => Err(refused("An X509Data has neither an X509IssuerSerial nor an X509Certificate.")),
                    (None, Some(named)) => self.known(&named),
                    (Some(carried), named) => match (self.carried(&bytes(doc, carried, MAX_TOKEN_TEXT)?)?, named) {
                        (Key::Certificate(party), Some(named)) if !party.matches(&named) => {
                            Err(refused("An X509Data has another certificate than the one that it names."))
                        }
                        (key, _) => Ok(key),
                    },
                };
                Ok((key?, None))
            }
            _ => Err(refused(format!("A SecurityTokenReference has a '{}', which is not supported.", doc.name(child)))),
        }
    }

    /// A certificate that stands where it is referred to. Whether it is to be trusted is another question.
    fn carried(&self, der: &[u8]) -> Result<Key> {
        check_token_size(der)?;
        self.profile.decoded(der).map(Key::Certificate)
    }

    /// A key that this message or the request has sent.
    fn shared(&self, sha1: &[u8]) -> Result<Key> {
        let sent = self.tokens.iter().filter_map(|token| match &token.key {
            Key::Secret(shared) => Some(shared),
            Key::Certificate(_) => None,
        });
        let found = sent.chain(&self.request).find(|shared| shared.sha1.as_deref() == Some(sha1));
        found
            .cloned()
            .map(Key::Secret)
            .ok_or_else(|| refused("A key is referred to by EncryptedKeySHA1 that was not sent."))
    }

    /// A certificate that this side has, or that the message brought along.
    fn known(&self, reference: &Reference) -> Result<Key> {
        let sent = self.tokens.iter().filter_map(|token| match &token.key {
            Key::Certificate(party) => Some(party),
            Key::Secret(_) => None,
        });
        if let Some(party) = sent.chain(self.profile.certificates()).find(|party| party.matches(reference)) {
            return Ok(Key::Certificate(party.clone()));
        }
        match self.profile.find(reference)? {
            Some(party) => Ok(Key::Certificate(party)),
            None => Err(refused(format!("The certificate {} is not known here.", show(reference)))),
        }
    }
}

fn check_token_size(der: &[u8]) -> Result<()> {
    if der.len() > MAX_TOKEN {
        return Err(refused(format!("A certificate has {} bytes; {MAX_TOKEN} are allowed.", der.len())));
    }
    Ok(())
}

fn issuer_serial(doc: Doc<'_>, pair: El) -> Result<Reference> {
    let text = |local| -> Result<String> {
        let text = doc.text(doc.needed(pair, Ns::Dsig, local)?)?;
        Ok(String::from_utf8_lossy(trim(&text)).into_owned())
    };
    Ok(Reference::IssuerSerial { issuer: text(b"X509IssuerName")?, serial: text(b"X509SerialNumber")? })
}

fn show(reference: &Reference) -> String {
    match reference {
        Reference::Thumbprint(value) => format!("with the thumbprint {}", hex(value)),
        Reference::SubjectKeyIdentifier(value) => format!("with the subject key identifier {}", hex(value)),
        Reference::IssuerSerial { issuer, serial } => {
            format!("with the serial number {} of '{}'", quoted(serial.as_bytes()), quoted(issuer.as_bytes()))
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(32).map(|byte| format!("{byte:02x}")).collect()
}

/// The wsse:SecurityTokenReference that is all of a ds:KeyInfo.
pub(super) fn only_reference(doc: Doc<'_>, info: El) -> Result<El> {
    doc.check_only_elements(info)?;
    let mut children = doc.children(info);
    match (children.next(), children.next()) {
        (Some(child), None) if doc.is(child, Ns::Wsse, b"SecurityTokenReference") => Ok(child),
        (Some(child), None) => {
            Err(refused(format!("A KeyInfo has a '{}'; only a SecurityTokenReference is accepted.", doc.name(child))))
        }
        _ => Err(refused("A KeyInfo does not have exactly one SecurityTokenReference.")),
    }
}

fn number(doc: Doc<'_>, el: El) -> Result<usize> {
    let text = doc.text(el)?;
    let text = trim(&text);
    let digits = core::str::from_utf8(text).ok().filter(|text| (1..=6).contains(&text.len()));
    let value = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok());
    value.ok_or_else(|| refused(format!("The '{}' of a derived key is '{}'.", doc.name(el), quoted(text))))
}
