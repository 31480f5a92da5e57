//! A message that is sent, to the same message secured.
//!
//! Headers and body are digested while they are written. The Security header is made when the body is there, and the
//! body's plaintext is then replaced.

use super::body::{digest_body, digest_element};
use super::markup::{self, Markup, Part, Str};
use super::names::{Ns, WSSE};
use super::party::Party;
use super::profile::Profile;
use super::str_transform;
use super::unseal::is_addressing;
use super::{Exchange, SignatureMade, steps};
use crate::message::protection::{self, Protection};
use crate::message::version::Version;
use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::{Algorithm, Cipher, Digest, Signature};
use crate::security::crypto::cipher::Encryptor;
use crate::security::crypto::derive::{DEFAULT_LABEL, Derivation, DerivationKey};
use crate::security::crypto::digest::{Digester, HmacKey};
use crate::security::crypto::keys::Kind as KeyKind;
use crate::security::crypto::random::{Random, random_key, randomize};
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role, Secret};
use crate::trace::{self, Kind};
use crate::xml::c14n::{Options, Sink};
use crate::xml::value::base64::Encoder;
use crate::xml::writer::{Charset, Encoding, Way, Writer};
use core::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Plaintext that is encrypted at a time.
const CHUNK: usize = 24 * 1024;
/// What all Ids begin with that are made here.
pub(super) const PREFIX: &str = "_wsx-";

/// Protects one message while it is written.
pub(crate) struct Sealing {
    pub(crate) profile: Arc<Profile>,
    /// Of a reply: what the request was.
    pub(crate) request: Option<Arc<Exchange>>,
    /// In canonical form, with the Id `_0`.
    pub(crate) timestamp: Option<Vec<u8>>,
    /// A UsernameToken, with the Id `_1`.
    pub(crate) user_name: Option<Vec<u8>>,
    /// Gets what the reply will refer to.
    pub(crate) sent: Sent,
    pub(crate) parts: Vec<(String, Vec<u8>)>,
    pub(crate) present: Present,
}

/// What was sent, for the reply.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent(Arc<Mutex<Option<Arc<Exchange>>>>);

impl Sent {
    pub(crate) fn get(&self) -> Option<Arc<Exchange>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, exchange: Exchange) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(exchange));
    }
}

/// Where the message is being written.
#[derive(Default)]
pub(crate) struct Present {
    id: String,
    digester: Option<Arc<Mutex<Digester>>>,
    /// Behind the Security header, which is empty.
    security: usize,
    body: Range<usize>,
    /// For a trace: what the parts are called.
    names: Vec<String>,
}

impl core::fmt::Debug for Sealing {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Sealing")
    }
}

/// A digester that a writer's canonicaliser writes to.
struct Shared(Arc<Mutex<Digester>>);

impl Sink for Shared {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
}

impl Sealing {
    pub(crate) fn new(profile: Arc<Profile>, request: Option<Arc<Exchange>>) -> Self {
        Sealing {
            profile,
            request,
            timestamp: None,
            user_name: None,
            sent: Sent::default(),
            parts: Vec::new(),
            present: Present::default(),
        }
    }
}

impl Protection for Sealing {
    fn id(&mut self, part: protection::Part<'_>, present: Option<&[u8]>) -> Option<Vec<u8>> {
        let protects = self.profile.protects();
        let is_part = match part {
            protection::Part::Body => protects,
            protection::Part::Header { local, ns } => {
                Ns::of(ns) == Ns::Addressing && if protects { is_addressing(local) } else { local == b"To" }
            }
        };
        if !is_part {
            return None;
        }
        let id = match present {
            Some(id) => id.to_vec(),
            None => format!("{PREFIX}{}", self.parts.len()).into_bytes(),
        };
        self.present.id = String::from_utf8_lossy(&id).into_owned();
        if trace::is_on() {
            let name = if let protection::Part::Header { local, .. } = part { local } else { b"Body" };
            self.present.names.push(String::from_utf8_lossy(name).into_owned());
        }
        Some(id)
    }

    fn part_start(&mut self, part: protection::Part<'_>, writer: &mut Writer) -> Result<()> {
        let is_late = part == protection::Part::Body && self.profile.order == ProtectionOrder::EncryptBeforeSign;
        if is_late && self.profile.encrypts {
            return Ok(());
        }
        let digester = Arc::new(Mutex::new(Digester::new(self.profile.suite.digest)));
        self.present.digester = Some(digester.clone());
        let options = Options { output_buffer_size: 4096, ..Options::default() };
        writer.start_canonicalization(options, Box::new(Shared(digester)))
    }

    fn part_end(&mut self, _part: protection::Part<'_>, writer: &mut Writer) -> Result<()> {
        let digest = match self.present.digester.take() {
            Some(digester) => {
                writer.end_canonicalization()?;
                digester.lock().unwrap_or_else(PoisonError::into_inner).finish().bytes().to_vec()
            }
            None => Vec::new(),
        };
        self.parts.push((core::mem::take(&mut self.present.id), digest));
        Ok(())
    }

    fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()> {
        if writer.encoding() != Some(Encoding::Text(Charset::Utf8)) {
            return Err(Fault::not_supported("Messages are protected with certificates in UTF-8 text only."));
        }
        let envelope = version.envelope;
        writer.start_element(Some(b"o"), b"Security"[..].into(), WSSE.into())?;
        writer.start_attribute(Some(envelope.prefix()), b"mustUnderstand"[..].into(), envelope.ns().into(), false)?;
        writer.utf8(b"1"[..].into(), Way::CharsUtf8)?;
        writer.end_attribute()?;
        writer.end_start_element()?;
        self.present.security = writer.bytes().len();
        writer.end_element()
    }

    fn body_start(&mut self, writer: &mut Writer) -> Result<()> {
        writer.end_start_element()?;
        self.present.body.start = writer.bytes().len();
        Ok(())
    }

    fn body_end(&mut self, writer: &mut Writer) -> Result<()> {
        self.present.body.end = writer.bytes().len();
        Ok(())
    }

    fn needs_text(&self) -> bool {
        true
    }

    fn finish(&mut self, writer: &mut Writer) -> Result<()> {
        writer.edit_bytes(|bytes| {
            let exchange = self.seal(bytes)?;
            self.sent.set(exchange);
            Ok(())
        })
    }
}

/// The shared keys of a message, and how they are referred to.
struct Shares {
    signing: Option<(Secret, Str)>,
    encrypting: Option<(Secret, Option<Str>)>,
    sent: Option<(Secret, Vec<u8>)>,
    /// Of the key that is sent.
    token: Option<Part>,
}

/// Who signs with a private key, and the token that goes along.
struct Signer {
    key: Option<(Party, Str)>,
    token: Option<Vec<u8>>,
    /// What its signature signs of it.
    part: Option<Part>,
}

/// An element of the Security header that may be encrypted.
struct Element {
    xml: Vec<u8>,
    /// The Id of the EncryptedData.
    encrypted: Option<String>,
}

impl Sealing {
    /// Secures the message where it is. Answers what a reply will refer to.
    fn seal(&self, bytes: &mut Vec<u8>) -> Result<Exchange> {
        if trace::is_on() {
            trace::record(Kind::SentPlain, bytes);
        }
        let profile = &*self.profile;
        let suite = &profile.suite;
        let is_before = profile.order == ProtectionOrder::EncryptBeforeSign;
        let encrypts = profile.encrypts && profile.protects();
        let hides_signatures = profile.encrypts_signatures();
        let endorses = profile.mode == CertMode::Symmetric
            && profile.role == Role::Client
            && profile.client_certificate != Requirement::None
            && profile.own.is_some();

        // Which parts are encrypted, before there are any: their list comes first.
        let mut listed = Vec::new();
        let mut list = |is_encrypted: bool| {
            is_encrypted.then(|| {
                let id = format!("{PREFIX}d{}", listed.len());
                listed.push(id.clone());
                id
            })
        };
        let body = list(encrypts);
        let user_name = self.user_name.as_ref().map(|xml| Element { xml: xml.clone(), encrypted: list(encrypts) });
        let confirmed =
            self.request.as_deref().filter(|_| profile.confirms).map_or(&[][..], |request| &request.signatures);
        let mut confirmations = Vec::new();
        for (index, made) in confirmed.iter().enumerate() {
            let xml = markup::confirmation(&format!("{PREFIX}c{index}"), &made.value)?;
            let encrypted = list(made.is_encrypted && encrypts);
            confirmations.push(Element { xml, encrypted });
        }
        let signature = list(hides_signatures);
        let endorsement = list(hides_signatures && endorses);

        let mut security = Markup::default();
        let mut parts = Vec::new();
        if let Some(timestamp) = &self.timestamp {
            security.put(timestamp);
            parts.push(Part::new("_0", suite.digest.of(&[timestamp]).bytes()));
        }
        // Receivers do what is in the header in the order in which it is there, and verifying comes first here.
        let mut behind = Markup::default();
        let is_behind = profile.mode == CertMode::Asymmetric && is_before;
        let shares = self.shares(if is_behind { &mut behind } else { &mut security }, &listed)?;
        let encrypting = shares.encrypting.as_ref();
        // Otherwise it is in the EncryptedKey.
        let has_list = encrypts && (profile.mode == CertMode::Symmetric || profile.derives_keys);
        if has_list && !is_before {
            security.put(markup::reference_list(&listed));
        }
        let mut put = |element: &Element, part: Option<&str>, parts: &mut Vec<Part>| -> Result<()> {
            let (xml, id) = match &element.encrypted {
                Some(id) => (self.data(id, false, element.xml.len(), encrypting)?.of(&element.xml)?, Some(&**id)),
                None => (element.xml.clone(), part),
            };
            if let Some(part) = part {
                let (id, digest) = match id.filter(|_| is_before) {
                    Some(id) => (id, suite.digest.of(&[&xml])),
                    None => (part, digest_element(&element.xml, suite.digest)?),
                };
                parts.push(Part::new(id, digest.bytes()));
            }
            security.put(xml);
            Ok(())
        };
        if let Some(user_name) = &user_name {
            put(user_name, Some("_1"), &mut parts)?;
        }
        let Signer { key: signer, token: own_token, part: own_part } = self.signer(endorses)?;
        if let Some(token) = own_token {
            put(&Element { xml: token, encrypted: None }, None, &mut parts)?;
        }
        for (index, confirmation) in confirmations.iter().enumerate() {
            put(confirmation, Some(&format!("{PREFIX}c{index}")), &mut parts)?;
        }

        // The body's ciphertext, where that is what is signed.
        let mut body = body.map(|id| self.data(&id, true, self.present.body.len(), encrypting)).transpose()?;
        let sealed = body.take_if(|_| is_before);
        if let Some(data) = &sealed {
            data.replace(bytes, self.present.body.clone(), (0, &[]))?;
        }
        for (id, digest) in &self.parts {
            let digest = match sealed.is_some() && digest.is_empty() {
                true => digest_body(bytes, suite.digest)?.bytes().to_vec(),
                false => digest.clone(),
            };
            parts.push(Part::new(id.clone(), &digest));
        }

        parts.extend(if endorses { None } else { own_part.clone() });
        parts.extend(shares.token.clone());
        let mut made = Vec::new();
        let primary_id = format!("{PREFIX}s");
        let primary = match &shares.signing {
            Some((key, str)) => self.mac(&primary_id, &parts, key, str, &mut made)?,
            None => {
                let (party, str) = signer.as_ref().ok_or_else(no_certificate)?;
                self.sign(&primary_id, &parts, party, str, &mut made)?
            }
        };
        let digest = suite.digest.of(&[&primary]).bytes().to_vec();
        put(&Element { xml: primary, encrypted: signature }, None, &mut Vec::new())?;
        if endorses {
            let (party, str) = signer.as_ref().ok_or_else(no_certificate)?;
            let parts: Vec<Part> = [Part::new(primary_id, &digest)].into_iter().chain(own_part).collect();
            let xml = self.sign(&format!("{PREFIX}n"), &parts, party, str, &mut made)?;
            put(&Element { xml, encrypted: endorsement }, None, &mut Vec::new())?;
        }
        if has_list && is_before {
            security.put(markup::reference_list(&listed));
        }
        security.put(&behind.0);
        if trace::is_on() {
            self.tell(&shares, endorses, confirmations.len());
        }
        let made = made.into_iter().map(|value| SignatureMade { value, is_encrypted: hides_signatures }).collect();
        let exchange = Exchange { key: shares.sent.clone(), signatures: made, ..Exchange::default() };

        let at = self.present.security;
        match &body {
            Some(data) => data.replace(bytes, self.present.body.clone(), (at, &security.0))?,
            None => {
                make_room(bytes, at, security.0.len())?;
                put_at(bytes, at, &security.0);
            }
        }
        Ok(exchange)
    }

    /// Tells a trace what was done.
    #[cold]
    fn tell(&self, shares: &Shares, is_endorsed: bool, confirmations: usize) {
        let profile = &*self.profile;
        let encrypts = profile.encrypts && profile.protects();
        let mut signed: Vec<&str> = Vec::new();
        signed.extend(self.timestamp.as_ref().map(|_| "Timestamp"));
        signed.extend(self.user_name.as_ref().map(|_| "UsernameToken"));
        signed.extend((confirmations > 0).then_some("SignatureConfirmation"));
        signed.extend(self.present.names.iter().map(String::as_str));
        let mut encrypted: Vec<&str> = Vec::new();
        if encrypts {
            encrypted.push("Body");
            encrypted.extend(self.user_name.as_ref().map(|_| "UsernameToken"));
            let confirmed = self.request.as_deref().filter(|_| profile.confirms);
            let is_hidden = confirmed.is_some_and(|request| request.signatures.iter().any(|made| made.is_encrypted));
            encrypted.extend(is_hidden.then_some("SignatureConfirmation"));
        }
        encrypted.extend(profile.encrypts_signatures().then_some("Signature"));
        let recipient = match profile.role {
            Role::Client => profile.service.as_ref().filter(|_| shares.sent.is_some() || encrypts),
            Role::Server if profile.mode == CertMode::Symmetric => None,
            Role::Server => self.request.as_deref().and_then(|request| request.peer.as_ref()).filter(|_| encrypts),
        };
        let is_shared = shares.signing.is_some();
        steps::Sealed { profile, signed, encrypted, is_shared, is_endorsed, recipient }.tell();
    }

    /// Makes the shared keys and writes their tokens.
    fn shares(&self, security: &mut Markup, listed: &[String]) -> Result<Shares> {
        let profile = &*self.profile;
        let suite = &profile.suite;
        let encrypts = profile.encrypts && profile.protects();
        let mut shares = Shares { signing: None, encrypting: None, sent: None, token: None };
        let id = format!("{PREFIX}k");
        let mut token = None;
        let mut send = |recipient: &Party, style, parts: Option<&[String]>, security: &mut Markup| -> Result<_> {
            let key = random_key(suite.key_size())?;
            let to = Str::certificate(recipient, style)?;
            let (xml, encrypted) = match recipient.public().kind() {
                KeyKind::Rsa { .. } => {
                    let encrypted = recipient.public().encrypt_key(&suite.transport, &key)?;
                    (markup::encrypted_key(&id, &suite.transport, &to, &encrypted, parts)?, encrypted)
                }
                KeyKind::Ec(_) if suite.has_agreement() => {
                    markup::agreed_key(&id, suite.key_wrap, (recipient, &to), &key, parts)?
                }
                KeyKind::Ec(_) => {
                    return Err(Fault::invalid_arg(
                        "The certificate that a message is to be encrypted for has a key of an elliptic curve, and the \
                         algorithm suite has RSA.",
                    ));
                }
            };
            if profile.protects_tokens && profile.mode == CertMode::Symmetric {
                token = Some(Part::new(&*id, digest_element(&xml, suite.digest)?.bytes()));
            }
            security.put(xml);
            Ok((key, Digest::Sha1.of(&[&encrypted]).bytes().to_vec()))
        };
        match (profile.mode, profile.role) {
            (CertMode::Endorsing, _) => return Ok(shares),
            (CertMode::Asymmetric, _) if !encrypts => return Ok(shares),
            (CertMode::Asymmetric, role) => {
                let peer = match role {
                    Role::Client => Some(profile.service()?),
                    Role::Server => self.request.as_deref().and_then(|request| request.peer.as_ref()),
                };
                let peer = peer.ok_or_else(|| {
                    Fault::invalid_operation("The certificate that a reply is to be encrypted for is not known.")
                })?;
                if !profile.derives_keys {
                    let (key, _) = send(peer, profile.recipient_reference, Some(listed), security)?;
                    shares.encrypting = Some((key, None));
                    return Ok(shares);
                }
                let (key, _) = send(peer, profile.recipient_reference, None, security)?;
                let from = DerivationKey::new(&key)?;
                shares.encrypting =
                    Some(self.derive(&from, &Str::encrypted_key(&id), "e", suite.key_size(), security)?);
                return Ok(shares);
            }
            (CertMode::Symmetric, _) => {}
        }
        let (key, base) = match profile.role {
            Role::Client => {
                let style = match profile.recipient_reference {
                    CertReference::Auto => CertReference::Thumbprint,
                    other => other,
                };
                let (key, sha1) = send(profile.service()?, style, None, security)?;
                shares.sent = Some((key.clone(), sha1));
                (key, Str::encrypted_key(&id))
            }
            Role::Server => {
                let sent = self.request.as_deref().and_then(|request| request.key.as_ref());
                let (key, sha1) =
                    sent.ok_or_else(|| Fault::invalid_operation("The request sent no key for a reply."))?;
                (key.clone(), Str::encrypted_key_sha1(sha1)?)
            }
        };
        shares.token = token;
        if !profile.derives_keys {
            shares.encrypting = encrypts.then(|| (key.clone(), Some(base.clone())));
            shares.signing = Some((key, base));
            return Ok(shares);
        }
        let from = DerivationKey::new(&key)?;
        let (signing, str) = self.derive(&from, &base, "h", suite.signature_key_size, security)?;
        shares.signing = str.map(|str| (signing, str));
        if encrypts {
            shares.encrypting = Some(self.derive(&from, &base, "e", suite.key_size(), security)?);
        }
        Ok(shares)
    }

    /// Derives a key and writes its token.
    fn derive(
        &self,
        from: &DerivationKey,
        base: &Str,
        name: &str,
        length: usize,
        security: &mut Markup,
    ) -> Result<(Secret, Option<Str>)> {
        let id = format!("{PREFIX}{name}");
        let mut nonce = [0; 16];
        randomize(&mut nonce)?;
        let how = Derivation { label: DEFAULT_LABEL, nonce: &nonce, offset: 0, length };
        let derived = from.derive(&how)?;
        security.put(markup::derived_key(&id, self.profile.is_sc_13, base, length, &nonce)?);
        Ok((derived, Some(Str::derived_key(&id))))
    }

    /// Who signs with a private key, how that is referred to, and the token that goes along.
    fn signer(&self, endorses: bool) -> Result<Signer> {
        let profile = &*self.profile;
        if profile.mode == CertMode::Symmetric && !endorses {
            return Ok(Signer { key: None, token: None, part: None });
        }
        let own = profile.own.clone().ok_or_else(no_certificate)?;
        // The token goes along to the recipient; replies refer to what the client knows.
        let is_sent = match profile.own_reference {
            CertReference::Auto => profile.role == Role::Client,
            style => style == CertReference::BinarySecurityToken,
        };
        let id = format!("{PREFIX}t");
        let token = is_sent.then(|| markup::token(&id, &own)).transpose()?;
        let mut str = match is_sent {
            true => Str::token(&id),
            false => Str::certificate(&own, profile.own_reference)?,
        };
        let mut part = None;
        if profile.protects_tokens {
            let id = format!("{PREFIX}r");
            str = str.with_id(&id);
            // "o" is the prefix of the reference.
            let octets = match &token {
                Some(token) => token.clone(),
                None => str_transform::certificate(&own, b"o", false)?,
            };
            let digest = profile.suite.digest.of(&[&str_transform::with_default_namespace(&octets)]);
            part = Some(Part { is_str: true, ..Part::new(id, digest.bytes()) });
        }
        Ok(Signer { key: Some((own, str)), token, part })
    }

    fn mac(&self, id: &str, parts: &[Part], key: &Secret, str: &Str, made: &mut Vec<Vec<u8>>) -> Result<Vec<u8>> {
        let suite = &self.profile.suite;
        let info = markup::signed_info(Algorithm::Hmac(suite.mac), suite.digest, parts)?;
        let value = HmacKey::new(suite.mac, key.bytes())?.of(&[&info]).bytes().to_vec();
        let xml = markup::signature(id, &info, &value, str)?;
        made.push(value);
        Ok(xml)
    }

    fn sign(&self, id: &str, parts: &[Part], party: &Party, str: &Str, made: &mut Vec<Vec<u8>>) -> Result<Vec<u8>> {
        let suite = &self.profile.suite;
        let key = party.private()?;
        let method: Signature = suite.signature_for(key.kind())?;
        let info = markup::signed_info(Algorithm::Signature(method), suite.digest, parts)?;
        let value = key.sign(method, method.digest().of(&[&info]).bytes())?;
        let xml = markup::signature(id, &info, &value, str)?;
        made.push(value);
        Ok(xml)
    }

    /// An EncryptedData for so many bytes.
    fn data<'a>(
        &self,
        id: &str,
        is_content: bool,
        size: usize,
        key: Option<&'a (Secret, Option<Str>)>,
    ) -> Result<Data<'a>> {
        let cipher = self.profile.suite.cipher;
        let (secret, str) = key.ok_or_else(|| Fault::invalid_operation("There is no key to encrypt with."))?;
        let (start, end) = markup::data(id, is_content, cipher, str.as_ref());
        let text = cipher.encrypted_size(size).div_ceil(3) * 4;
        Ok(Data { start, text, end, cipher, secret, plain: size })
    }
}

/// An xenc:EncryptedData that is to be written in the place of what it encrypts.
struct Data<'a> {
    start: Vec<u8>,
    /// Bytes of the ciphertext in base64.
    text: usize,
    end: &'static [u8],
    cipher: Cipher,
    secret: &'a Secret,
    /// Bytes of the plaintext.
    plain: usize,
}

impl Data<'_> {
    fn size(&self) -> usize {
        self.start.len() + self.text + self.end.len()
    }

    /// The element for something short.
    fn of(&self, plain: &[u8]) -> Result<Vec<u8>> {
        let mut place = plain.to_vec();
        self.replace(&mut place, 0..plain.len(), (0, &[]))?;
        Ok(place)
    }

    /// Puts the element in the place of the plaintext, and something else, which is shorter than it, before it, moving what
    /// is behind once.
    fn replace(&self, bytes: &mut Vec<u8>, plain: Range<usize>, (at, before): (usize, &[u8])) -> Result<()> {
        let more = before.len();
        make_room(bytes, plain.start, more + self.size().saturating_sub(plain.len()))?;
        bytes.copy_within(at..plain.start, at + more);
        put_at(bytes, at, before);
        let start = plain.start + more;
        self.fill(bytes.get_mut(start..start + self.size()).unwrap_or_default())
    }

    /// Encrypts the plaintext at the end of the place to all of it. Of every part the ciphertext is longer than the
    /// plaintext, so that what is written never gets to what is still to be read.
    fn fill(&self, place: &mut [u8]) -> Result<()> {
        let mut at = 0;
        let mut put = |place: &mut [u8], bytes: &[u8]| {
            put_at(place, at, bytes);
            at += bytes.len();
        };
        put(place, &self.start);
        let mut piece = Vec::with_capacity(self.plain.min(CHUNK) + 64);
        let mut text = Vec::with_capacity(piece.capacity().div_ceil(3) * 4);
        let mut encoder = Encoder::default();
        let mut encryptor = Encryptor::new(self.cipher, self.secret, &mut Random::new(), &mut piece)?;
        let mut from = place.len() - self.plain;
        while from < place.len() {
            let next = place.len().min(from + CHUNK);
            encryptor.update(place.get(from..next).unwrap_or_default(), &mut piece)?;
            from = next;
            encoder.encode(&mut text, &piece)?;
            put(place, &text);
            text.clear();
            piece.clear();
        }
        encryptor.finish(&mut piece)?;
        encoder.encode(&mut text, &piece)?;
        encoder.finish(&mut text)?;
        put(place, &text);
        put(place, self.end);
        Ok(())
    }
}

/// Puts room for so many bytes into a buffer; what they are does not matter.
fn make_room(bytes: &mut Vec<u8>, at: usize, size: usize) -> Result<()> {
    let end = bytes.len();
    bytes.try_reserve_exact(size).map_err(|_| Fault::out_of_memory(size))?;
    bytes.resize(end + size, 0);
    bytes.copy_within(at.min(end)..end, at + size);
    Ok(())
}

fn put_at(place: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = place.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

#[cold]
fn no_certificate() -> Fault {
    Fault::invalid_operation("There is no certificate to sign with.")
}
