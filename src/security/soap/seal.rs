//! A message that is sent, to the same message secured.
//!
//! Headers and body are digested while they are written. The Security header is made when the body is there, and the
//! body's plaintext is then replaced.

use super::body::{digest_body, digest_element};
use super::markup::{self, ENCRYPTING, Id, KEY, Markup, PRIMARY, References, SIGNING, Str};
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
use crate::security::crypto::digest::{HmacKey, Value};
use crate::security::crypto::keys::Kind as KeyKind;
use crate::security::crypto::random::Random;
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role, Secret};
use crate::security::xmldsig::write::Tap;
use crate::trace::{self, Kind};
use crate::xml::c14n::Options;
use crate::xml::value::base64::encode;
use crate::xml::writer::{Charset, Encoding, Way, Writer};
use core::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Plaintext that is encrypted at a time.
const CHUNK: usize = 24 * 1024;
/// Room for a Security header of the usual size.
const ROOM: usize = 8 * 1024;
/// Bytes of a nonce that a key is derived with.
const NONCE: usize = 16;

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
    parts: Vec<Part>,
    present: Present,
}

/// A header that is signed, or the body.
struct Part {
    /// The Id that it came with. Otherwise it has the one of its number.
    given: Option<Vec<u8>>,
    /// None of a body whose ciphertext is signed.
    digest: Option<Value>,
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
struct Present {
    /// The Id that the part came with.
    given: Option<Vec<u8>>,
    digester: Option<Tap>,
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
        self.present.given = present.map(<[u8]>::to_vec);
        if trace::is_on() {
            let name = if let protection::Part::Header { local, .. } = part { local } else { b"Body" };
            self.present.names.push(String::from_utf8_lossy(name).into_owned());
        }
        Some(match present {
            Some(id) => id.to_vec(),
            None => Id::part(self.parts.len()).bytes().to_vec(),
        })
    }

    fn part_start(&mut self, part: protection::Part<'_>, writer: &mut Writer) -> Result<()> {
        let is_late = part == protection::Part::Body && self.profile.order == ProtectionOrder::EncryptBeforeSign;
        if is_late && self.profile.encrypts {
            return Ok(());
        }
        let digester = Tap::new(self.profile.suite.digest)?;
        self.present.digester = Some(digester.clone());
        let options = Options { output_buffer_size: 4096, ..Options::default() };
        writer.start_canonicalization(options, Box::new(digester))
    }

    fn part_end(&mut self, _part: protection::Part<'_>, writer: &mut Writer) -> Result<()> {
        let digest = match self.present.digester.take() {
            Some(digester) => {
                writer.end_canonicalization()?;
                Some(digester.finish())
            }
            None => None,
        };
        self.parts.push(Part { given: self.present.given.take(), digest });
        Ok(())
    }

    fn part(&mut self, _part: protection::Part<'_>, canonical: &[u8]) -> Result<()> {
        let digest = Some(self.profile.suite.digest.of(&[canonical]));
        self.parts.push(Part { given: self.present.given.take(), digest });
        Ok(())
    }

    fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()> {
        if writer.encoding() != Some(Encoding::Text(Charset::Utf8)) {
            return Err(Fault::not_supported("Messages are protected with certificates in UTF-8 text only."));
        }
        let envelope = version.envelope;
        if writer.takes_elements(1, 2) {
            const END: &[u8] = b"</o:Security>";
            let start = [b"<o:Security ", envelope.prefix(), b":mustUnderstand=\"1\" xmlns:o=\"", WSSE, b"\">", END];
            writer.put_elements(&start.concat())?;
            self.present.security = writer.bytes().len() - END.len();
            return Ok(());
        }
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
#[derive(Default)]
struct Shares<'a> {
    signing: Option<(Secret, Str<'a>)>,
    encrypting: Option<(Secret, Option<Str<'a>>)>,
    sent: Option<(Secret, Vec<u8>)>,
    /// Of the key that is sent, where it is signed.
    token: Option<Value>,
}

/// Who signs with a private key, and the token that goes along.
#[derive(Default)]
struct Signer<'a> {
    key: Option<(&'a Party, Str<'a>)>,
    token: Option<&'a [u8]>,
    /// What its signature signs of it.
    part: Option<Value>,
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
        let confirmed = self.confirmed();

        // Which parts are encrypted, before there are any: their list comes first.
        let mut listed = 0;
        let mut list = |is_encrypted: bool| {
            is_encrypted.then(|| {
                listed += 1;
                Id::data(listed - 1)
            })
        };
        let body = list(encrypts);
        let user_name = list(encrypts && self.user_name.is_some());
        let confirmations: Vec<Option<Id>> = confirmed.iter().map(|made| list(made.is_encrypted && encrypts)).collect();
        let signature = list(hides_signatures);
        let endorsement = list(hides_signatures && endorses);

        let mut random = Random::new();
        let mut security = Markup::with_capacity(ROOM);
        let mut signed = References::new(suite.digest, self.parts.len() + confirmed.len() + 4);
        if let Some(timestamp) = &self.timestamp {
            security.put(timestamp);
            signed.add(b"_0", &suite.digest.of(&[timestamp]))?;
        }
        // Receivers do what is in the header in the order in which it is there, and verifying comes first here.
        let mut behind = Markup::default();
        let is_behind = profile.mode == CertMode::Asymmetric && is_before;
        let shares = self.shares(if is_behind { &mut behind } else { &mut security }, listed, &mut random)?;
        let encrypting = shares.encrypting.as_ref();
        // Otherwise it is in the EncryptedKey.
        let has_list = encrypts && (profile.mode == CertMode::Symmetric || profile.derives_keys);
        if has_list && !is_before {
            markup::reference_list(&mut security, listed);
        }
        let encrypt = |security: &mut Markup, element: usize, id: Option<&Id>, random: &mut Random| match id {
            Some(id) => {
                let end = security.0.len();
                let data = self.data(id, false, end - element, encrypting)?;
                data.replace(&mut security.0, element..end, (element, &[]), random)
            }
            None => Ok(()),
        };
        // Goes on from an element that has been written, with the digest of that.
        let mut sign =
            |security: &mut Markup, element: usize, part: (&[u8], Value), id: Option<&Id>, random: &mut Random| {
                encrypt(security, element, id, random)?;
                match id.filter(|_| is_before) {
                    Some(id) => signed.add(id.bytes(), &suite.digest.of(&[security.since(element)])),
                    None => signed.add(part.0, &part.1),
                }
            };
        if let Some(xml) = &self.user_name {
            let element = security.0.len();
            security.put(xml);
            sign(&mut security, element, (b"_1", digest_element(xml, suite.digest)?), user_name.as_ref(), &mut random)?;
        }
        let signer = self.signer(endorses)?;
        security.put(signer.token.unwrap_or_default());
        for (index, (made, id)) in confirmed.iter().zip(&confirmations).enumerate() {
            let (element, part) = (security.0.len(), Id::confirmation(index));
            markup::confirmation(&mut security, part, &made.value)?;
            let digest = suite.digest.of(&[security.since(element)]);
            sign(&mut security, element, (part.bytes(), digest), id.as_ref(), &mut random)?;
        }

        // The body's ciphertext, where that is what is signed.
        let mut body = match &body {
            Some(id) => Some(self.data(id, true, self.present.body.len(), encrypting)?),
            None => None,
        };
        let sealed = body.take_if(|_| is_before);
        if let Some(data) = &sealed {
            data.replace(bytes, self.present.body.clone(), (0, &[]), &mut random)?;
        }
        for (index, part) in self.parts.iter().enumerate() {
            let digest = match &part.digest {
                Some(digest) => digest,
                None => &digest_body(bytes, suite.digest)?,
            };
            match &part.given {
                Some(id) => signed.add_given(id, digest)?,
                None => signed.add(Id::part(index).bytes(), digest)?,
            }
        }
        if let Some(digest) = signer.part.as_ref().filter(|_| !endorses) {
            signed.add_token(digest)?;
        }
        if let Some(digest) = &shares.token {
            signed.add(KEY, digest)?;
        }

        let element = security.0.len();
        let primary = match &shares.signing {
            Some((key, str)) => {
                let method = Algorithm::Hmac(suite.mac);
                markup::signature(&mut security, PRIMARY, method, &signed, str, |info| {
                    Ok(HmacKey::new(suite.mac, key.bytes())?.of(info).bytes().to_vec())
                })?
            }
            None => self.sign(&mut security, PRIMARY, &signed, &signer)?,
        };
        let mut made = vec![SignatureMade { value: primary, is_encrypted: hides_signatures }];
        if endorses {
            let mut signed = References::new(suite.digest, 2);
            signed.add(PRIMARY, &suite.digest.of(&[security.since(element)]))?;
            if let Some(digest) = &signer.part {
                signed.add_token(digest)?;
            }
            encrypt(&mut security, element, signature.as_ref(), &mut random)?;
            let element = security.0.len();
            let value = self.sign(&mut security, markup::ENDORSING, &signed, &signer)?;
            made.push(SignatureMade { value, is_encrypted: hides_signatures });
            encrypt(&mut security, element, endorsement.as_ref(), &mut random)?;
        } else {
            encrypt(&mut security, element, signature.as_ref(), &mut random)?;
        }
        if has_list && is_before {
            markup::reference_list(&mut security, listed);
        }
        security.put(&behind.0);
        if trace::is_on() {
            self.tell(&shares, endorses, confirmed);
        }

        let at = self.present.security;
        match &body {
            Some(data) => data.replace(bytes, self.present.body.clone(), (at, &security.0), &mut random)?,
            None => {
                make_room(bytes, at, security.0.len())?;
                put_at(bytes, at, &security.0);
            }
        }
        Ok(Exchange { key: shares.sent, signatures: made, ..Exchange::default() })
    }

    /// The signatures of the request that this reply confirms.
    fn confirmed(&self) -> &[SignatureMade] {
        let request = self.request.as_deref().filter(|_| self.profile.confirms);
        request.map_or(&[][..], |request| &request.signatures)
    }

    /// Tells a trace what was done.
    #[cold]
    fn tell(&self, shares: &Shares<'_>, is_endorsed: bool, confirmed: &[SignatureMade]) {
        let profile = &*self.profile;
        let encrypts = profile.encrypts && profile.protects();
        let mut signed: Vec<&str> = Vec::new();
        signed.extend(self.timestamp.as_ref().map(|_| "Timestamp"));
        signed.extend(self.user_name.as_ref().map(|_| "UsernameToken"));
        signed.extend((!confirmed.is_empty()).then_some("SignatureConfirmation"));
        signed.extend(self.present.names.iter().map(String::as_str));
        let mut encrypted: Vec<&str> = Vec::new();
        if encrypts {
            encrypted.push("Body");
            encrypted.extend(self.user_name.as_ref().map(|_| "UsernameToken"));
            let is_hidden = confirmed.iter().any(|made| made.is_encrypted);
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

    /// Makes the shared keys and writes their tokens. `listed`: how many parts are encrypted.
    fn shares(&self, security: &mut Markup, listed: usize, random: &mut Random) -> Result<Shares<'_>> {
        let profile = &*self.profile;
        let suite = &profile.suite;
        let encrypts = profile.encrypts && profile.protects();
        let mut shares = Shares::default();
        let own = Str::ENCRYPTED_KEY;
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
                let listed = if profile.derives_keys { 0 } else { listed };
                let (key, _) = self.send_key(peer, profile.recipient_reference, listed, security, random)?;
                shares.encrypting = Some(if profile.derives_keys {
                    let mut keys = Derived::new(&key, &own, profile.is_sc_13, random)?;
                    (keys.next(ENCRYPTING, suite.key_size(), security)?, Some(Str::ENCRYPTING))
                } else {
                    (key, None)
                });
                return Ok(shares);
            }
            (CertMode::Symmetric, _) => {}
        }
        let request = self.request.as_deref().and_then(|request| request.key.as_ref());
        let (key, base) = match profile.role {
            Role::Client => {
                let style = match profile.recipient_reference {
                    CertReference::Auto => CertReference::Thumbprint,
                    other => other,
                };
                let element = security.0.len();
                let (key, encrypted) = self.send_key(profile.service()?, style, 0, security, random)?;
                if profile.protects_tokens {
                    shares.token = Some(digest_element(security.since(element), suite.digest)?);
                }
                let sha1 = Digest::Sha1.of(&[&encrypted]).bytes().to_vec();
                (&shares.sent.insert((key, sha1)).0, own)
            }
            Role::Server => {
                let request =
                    request.ok_or_else(|| Fault::invalid_operation("The request sent no key for a reply."))?;
                (&request.0, Str::encrypted_key_sha1(&request.1)?)
            }
        };
        if profile.derives_keys {
            let mut keys = Derived::new(key, &base, profile.is_sc_13, random)?;
            shares.signing = Some((keys.next(SIGNING, suite.signature_key_size, security)?, Str::SIGNING));
            if encrypts {
                shares.encrypting = Some((keys.next(ENCRYPTING, suite.key_size(), security)?, Some(Str::ENCRYPTING)));
            }
        } else {
            shares.encrypting = encrypts.then(|| (key.clone(), Some(base.clone())));
            shares.signing = Some((key.clone(), base));
        }
        Ok(shares)
    }

    /// Makes a key and writes it, encrypted for somebody. `listed`: how many parts are listed there. Answers the key, and
    /// what it was encrypted to.
    fn send_key(
        &self,
        recipient: &Party,
        style: CertReference,
        listed: usize,
        security: &mut Markup,
        random: &mut Random,
    ) -> Result<(Secret, Vec<u8>)> {
        let suite = &self.profile.suite;
        let key = random.key(suite.key_size())?;
        let to = Str::certificate(recipient, style)?;
        let encrypted = match recipient.public().kind() {
            KeyKind::Rsa { .. } => {
                let encrypted = recipient.public().encrypt_key(&suite.transport, &key)?;
                markup::encrypted_key(security, &suite.transport, &to, &encrypted, listed)?;
                encrypted
            }
            KeyKind::Ec(_) if suite.has_agreement() => {
                markup::agreed_key(security, suite.key_wrap, (recipient, &to), &key, listed)?
            }
            KeyKind::Ec(_) => {
                return Err(Fault::invalid_arg(
                    "The certificate that a message is to be encrypted for has a key of an elliptic curve, and the \
                     algorithm suite has RSA.",
                ));
            }
        };
        Ok((key, encrypted))
    }

    /// Who signs with a private key, how that is referred to, and the token that goes along.
    fn signer(&self, endorses: bool) -> Result<Signer<'_>> {
        let profile = &*self.profile;
        if profile.mode == CertMode::Symmetric && !endorses {
            return Ok(Signer::default());
        }
        let own = profile.own.as_ref().ok_or_else(no_certificate)?;
        // The token goes along to the recipient; replies refer to what the client knows.
        let is_sent = match profile.own_reference {
            CertReference::Auto => profile.role == Role::Client,
            style => style == CertReference::BinarySecurityToken,
        };
        let token = is_sent.then(|| markup::token(own)).transpose()?;
        let mut str = match is_sent {
            true => Str::TOKEN,
            false => Str::certificate(own, profile.own_reference)?,
        };
        let mut part = None;
        if profile.protects_tokens {
            str = str.with_id();
            // "o" is the prefix of the reference.
            let octets = match token {
                Some(token) => token,
                None => &str_transform::certificate(own, b"o", false)?,
            };
            part = Some(profile.suite.digest.of(&[&str_transform::with_default_namespace(octets)]));
        }
        Ok(Signer { key: Some((own, str)), token, part })
    }

    /// Writes a signature that is made with a private key. Answers its value.
    fn sign(&self, security: &mut Markup, id: &[u8], signed: &References, signer: &Signer<'_>) -> Result<Vec<u8>> {
        let (party, str) = signer.key.as_ref().ok_or_else(no_certificate)?;
        let key = party.private()?;
        let method: Signature = self.profile.suite.signature_for(key.kind())?;
        markup::signature(security, id, Algorithm::Signature(method), signed, str, |info| {
            key.sign(method, method.digest().of(info).bytes())
        })
    }

    /// An EncryptedData for so many bytes.
    fn data<'a>(
        &self,
        id: &'a Id,
        is_content: bool,
        size: usize,
        key: Option<&'a (Secret, Option<Str<'_>>)>,
    ) -> Result<Data<'a>> {
        let cipher = self.profile.suite.cipher;
        let (secret, str) = key.ok_or_else(|| Fault::invalid_operation("There is no key to encrypt with."))?;
        let start = markup::data_start(id, is_content, cipher, str.as_ref());
        let text = cipher.encrypted_size(size).div_ceil(3) * 4;
        Ok(Data { start, text, cipher, secret, plain: size })
    }
}

/// The keys that are derived for one message.
struct Derived<'a> {
    from: DerivationKey,
    base: &'a Str<'a>,
    is_sc_13: bool,
    random: &'a mut Random,
}

impl<'a> Derived<'a> {
    fn new(key: &Secret, base: &'a Str<'a>, is_sc_13: bool, random: &'a mut Random) -> Result<Self> {
        Ok(Derived { from: DerivationKey::new(key)?, base, is_sc_13, random })
    }

    /// Derives a key and writes its token.
    fn next(&mut self, id: &[u8], length: usize, security: &mut Markup) -> Result<Secret> {
        let mut nonce = [0; NONCE];
        self.random.fill(&mut nonce)?;
        let derived = self.from.derive(&Derivation { label: DEFAULT_LABEL, nonce: &nonce, offset: 0, length })?;
        markup::derived_key(security, id, self.is_sc_13, self.base, length, &nonce)?;
        Ok(derived)
    }
}

/// An xenc:EncryptedData that is to be written in the place of what it encrypts.
struct Data<'a> {
    start: [&'a [u8]; 7],
    /// Bytes of the ciphertext in base64.
    text: usize,
    cipher: Cipher,
    secret: &'a Secret,
    /// Bytes of the plaintext.
    plain: usize,
}

impl Data<'_> {
    fn size(&self) -> usize {
        self.start.iter().map(|piece| piece.len()).sum::<usize>() + self.text + markup::DATA_END.len()
    }

    /// Puts the element in the place of the plaintext, and something else, which is shorter than it, before it, moving what
    /// is behind once.
    fn replace(
        &self,
        bytes: &mut Vec<u8>,
        plain: Range<usize>,
        (at, before): (usize, &[u8]),
        random: &mut Random,
    ) -> Result<()> {
        let more = before.len();
        make_room(bytes, plain.start, more + self.size().saturating_sub(plain.len()))?;
        bytes.copy_within(at..plain.start, at + more);
        put_at(bytes, at, before);
        let start = plain.start + more;
        self.fill(bytes.get_mut(start..start + self.size()).unwrap_or_default(), random)
    }

    /// Encrypts the plaintext at the end of the place to all of it. Of every part the ciphertext is longer than the
    /// plaintext, so that what is written never gets to what is still to be read.
    fn fill(&self, place: &mut [u8], random: &mut Random) -> Result<()> {
        let mut at = 0;
        for piece in self.start {
            put_at(place, at, piece);
            at += piece.len();
        }
        let mut piece = Vec::with_capacity(self.plain.min(CHUNK) + 64);
        let mut encryptor = Encryptor::new(self.cipher, self.secret, random, &mut piece)?;
        let mut from = place.len() - self.plain;
        while from < place.len() {
            let next = place.len().min(from + CHUNK);
            encryptor.update(place.get(from..next).unwrap_or_default(), &mut piece)?;
            from = next;
            // What is left of the last group of three bytes waits for more.
            let whole = piece.len() / 3 * 3;
            at += encode(place.get_mut(at..).unwrap_or_default(), piece.get(..whole).unwrap_or_default())?;
            piece.drain(..whole);
        }
        encryptor.finish(&mut piece)?;
        at += encode(place.get_mut(at..).unwrap_or_default(), &piece)?;
        put_at(place, at, markup::DATA_END);
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
