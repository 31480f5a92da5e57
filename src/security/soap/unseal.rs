//! A secured message as it was received, to the message without protection.

use super::body::{Ids, clear_body, encrypted_body};
use super::encryption::{Encrypted, Fragment, decrypt_element, read_data, read_list};
use super::keys::{Key, Keys};
use super::names::Ns;
use super::party::Party;
use super::profile::Profile;
use super::scan;
use super::signature::{self, SignatureSaid, SignedPart};
use super::tree::{Doc, El};
use super::{Exchange, SignatureMade, refused};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::certificate::Certificate;
use crate::security::crypto::algorithm::{Algorithm, Transform};
use crate::security::crypto::digest::Digester;
use crate::security::crypto::is_equal;
use crate::security::results::Results;
use crate::security::settings::{CertMode, Requirement, Role};
use crate::xml::c14n::Canonicalizer;
use crate::xml::reader::settings::Settings;

/// Elements that a Security header may have.
const MAX_CHILDREN: usize = 64;

/// A message whose protection was as it has to be.
#[derive(Debug)]
pub(crate) struct Unsealed {
    /// The message without protection, in UTF-8. Of its Security header only Timestamp and UsernameToken are left.
    pub(crate) bytes: Vec<u8>,
    /// For the reply.
    pub(crate) exchange: Exchange,
    /// Who signed it: the owner of a certificate that was checked.
    pub(crate) peer: Option<Party>,
    pub(crate) facts: Facts,
}

/// What was found out about a message's protection.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Facts {
    /// WSX_MESSAGE_PART bits.
    pub(crate) signed_parts: u32,
    pub(crate) encrypted_parts: u32,
    pub(crate) signature: Option<&'static str>,
    pub(crate) encryption: Option<&'static str>,
}

impl Facts {
    pub(crate) fn is_encrypted(&self) -> bool {
        self.encryption.is_some()
    }

    /// Shows it to the program.
    pub(crate) fn tell(self, peer: Option<Certificate>, results: &mut Results) {
        results.is_unsealed = true;
        if peer.is_some() {
            results.token_kind = WSX_SECURITY_TOKEN_KIND_CERT;
            results.certificate = peer;
        }
        let is_body_signed = self.signed_parts & bits(WSX_MESSAGE_PART_BODY) != 0;
        if is_body_signed {
            let is_encrypted = self.is_encrypted();
            let level = if is_encrypted { WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT } else { WS_PROTECTION_LEVEL_SIGN };
            // TLS may have protected more.
            results.protection_level = WS_PROTECTION_LEVEL(results.protection_level.0.max(level.0));
        }
        results.signed_parts |= self.signed_parts;
        results.encrypted_parts |= self.encrypted_parts;
        results.signature_algorithm = self.signature;
        results.encryption_algorithm = self.encryption;
    }
}

fn bits(part: WSX_MESSAGE_PART) -> u32 {
    part.0.cast_unsigned()
}

/// What a message was.
#[derive(Debug)]
pub(crate) enum Outcome {
    Unsealed(Unsealed),
    /// It has no Security header for the ultimate receiver: anybody may have sent it. Its bytes.
    NotSecured(Vec<u8>),
}

/// Something in the Security header.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// The fragment that it was decrypted to; else it is in the message's own tree.
    fragment: Option<usize>,
    el: El,
    /// The EncryptedData that it was.
    carrier: Option<El>,
}

/// What a signature can refer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Target {
    /// A header, or an element of the Security header as it was sent.
    Block(El),
    /// An element of the Security header, by its number.
    Item(usize),
    Body,
}

/// What was found in the headers.
struct Opened<'a> {
    keys: Keys<'a>,
    /// The first failure that depends on what is secret. It is told at the end only, so that how long it takes says
    /// nothing.
    failed: Option<Fault>,
    /// The encrypted content of the body.
    cipher: Option<Encrypted>,
    signed_body: Option<SignedPart>,
    /// Ids of what may be referred to.
    ids: Vec<Vec<u8>>,
    /// What the message begins with, up to the content of the body.
    head: Vec<u8>,
    exchange: Exchange,
    peer: Option<Party>,
    facts: Facts,
}

/// Verifies and decrypts a message.
///
/// request: on a client what was sent, on a server `None`.
pub(crate) fn unseal(
    profile: &Profile,
    settings: Settings,
    bytes: Vec<u8>,
    request: Option<&Exchange>,
) -> Result<Outcome> {
    let opened = read_sealed_message(profile, settings, bytes, request);
    opened.map_err(|fault| {
        let fault =
            if fault.code() == E_OUTOFMEMORY { fault } else { fault.translated(WS_E_SECURITY_VERIFICATION_FAILURE) };
        fault.context("The security of a received message could not be verified.")
    })
}

fn read_sealed_message(
    profile: &Profile,
    settings: Settings,
    bytes: Vec<u8>,
    request: Option<&Exchange>,
) -> Result<Outcome> {
    let mut scan = scan::scan(bytes, settings)?;
    let Some(security) = scan.security()? else { return Ok(Outcome::NotSecured(scan::take(scan.reader))) };
    let (header, envelope, body) = (scan.header, scan.envelope, scan.body);
    let opened = open(profile, settings, scan.doc(), Places { envelope, header, security, body }, request)?;
    let Opened { keys, mut failed, cipher, signed_body, ids, head, exchange, peer, mut facts } = opened;
    if cipher.is_some() {
        facts.encryption = Some(Algorithm::Cipher(profile.suite.cipher).uri());
        facts.encrypted_parts |= bits(WSX_MESSAGE_PART_BODY);
    }
    let ids = Ids(ids);
    let bytes = match &cipher {
        Some(cipher) => {
            encrypted_body(profile, settings, scan, &keys, cipher, signed_body.as_ref(), &head, &ids, &mut failed)?
        }
        None => clear_body(scan, signed_body.as_ref(), &head, &ids, &mut failed)?,
    };
    match failed {
        Some(fault) => Err(fault),
        None => Ok(Outcome::Unsealed(Unsealed { bytes, exchange, peer, facts })),
    }
}

#[derive(Clone, Copy)]
struct Places {
    envelope: El,
    header: Option<El>,
    security: El,
    body: El,
}

/// Reads the Security header and verifies what is in headers.
fn open<'a>(
    profile: &'a Profile,
    settings: Settings,
    doc: Doc<'_>,
    places: Places,
    request: Option<&Exchange>,
) -> Result<Opened<'a>> {
    let mut keys = Keys::new(profile, request);
    let mut failed = None;
    let children: Vec<El> = doc.children(places.security).take(MAX_CHILDREN + 1).collect();
    if children.len() > MAX_CHILDREN {
        return Err(refused(format!("The Security header has more than {MAX_CHILDREN} elements.")));
    }
    doc.check_only_elements(places.security)?;
    let mut parts = Vec::new();
    read_tokens(&mut keys, doc, &children, &mut parts, &mut failed)?;
    let mut fragments = Vec::new();
    let mut items = Vec::new();
    for &el in &children {
        match (doc.ns(el), doc.local(el)) {
            (Ns::Wsse, b"BinarySecurityToken") | (Ns::Xenc, b"EncryptedKey" | b"ReferenceList") => {}
            (Ns::Sc, b"DerivedKeyToken") => {}
            (Ns::Xenc, b"EncryptedData") => {
                let id = doc.id(el)?;
                let Some(at) = parts.iter().position(|part: &Encrypted| Some(&*part.id) == id) else {
                    return Err(refused("An EncryptedData is in no ReferenceList."));
                };
                let part = parts.swap_remove(at);
                let sealed = read_data(profile, &keys, doc, el, part.key.as_ref())?;
                match decrypt_element(doc, el, &sealed, settings) {
                    Ok(fragment) => {
                        items.push(Item { fragment: Some(fragments.len()), el: fragment.root, carrier: Some(el) });
                        fragments.push(fragment);
                    }
                    Err(fault) => {
                        failed.get_or_insert(fault.context("An encrypted element of the Security header is refused."));
                    }
                }
            }
            _ => items.push(Item { fragment: None, el, carrier: None }),
        }
    }
    if parts.len() > 1 {
        return Err(refused("The ReferenceList has parts that are not in the message where encrypted parts can be."));
    }
    let header = Header { profile, doc, places, fragments, items, is_reply: request.is_some() };
    let targets = header.targets()?;
    let mut result = Opened {
        keys,
        failed,
        cipher: parts.pop(),
        signed_body: None,
        ids: targets.iter().map(|(id, _)| id.to_vec()).collect(),
        head: Vec::new(),
        exchange: Exchange::default(),
        peer: None,
        facts: Facts::default(),
    };
    header.verify(&targets, request, &mut result)?;
    result.head = header.head();
    Ok(result)
}

fn read_tokens(
    keys: &mut Keys<'_>,
    doc: Doc<'_>,
    children: &[El],
    parts: &mut Vec<Encrypted>,
    failed: &mut Option<Fault>,
) -> Result<()> {
    for &el in children {
        if doc.is(el, Ns::Wsse, b"BinarySecurityToken") {
            keys.certificate(doc, el)?;
        }
    }
    for &el in children {
        if doc.is(el, Ns::Xenc, b"EncryptedKey") {
            if let Some(fault) = keys.encrypted_key(doc, el)? {
                failed.get_or_insert(fault);
            }
            if let Some(list) = doc.child(el, Ns::Xenc, b"ReferenceList")? {
                let key = keys.last_key();
                read_list(doc, list, key.as_ref(), parts)?;
            }
        }
    }
    for &el in children {
        if doc.is(el, Ns::Sc, b"DerivedKeyToken") {
            keys.derived_key(doc, el)?;
        }
    }
    for &el in children {
        if doc.is(el, Ns::Xenc, b"ReferenceList") {
            read_list(doc, el, None, parts)?;
        }
    }
    Ok(())
}

/// The headers of a message.
struct Header<'a> {
    profile: &'a Profile,
    doc: Doc<'a>,
    places: Places,
    fragments: Vec<Fragment>,
    items: Vec<Item>,
    is_reply: bool,
}

/// The Security header's items by what they are.
#[derive(Default)]
struct Sorted {
    timestamp: Option<usize>,
    user_name: Option<usize>,
    confirmations: Vec<usize>,
    signatures: Vec<usize>,
}

impl Header<'_> {
    fn doc_of(&self, item: &Item) -> Doc<'_> {
        match item.fragment.and_then(|index| self.fragments.get(index)) {
            Some(fragment) => fragment.doc(),
            None => self.doc,
        }
    }

    fn item(&self, index: usize) -> Result<&Item> {
        self.items.get(index).ok_or_else(|| refused("An element of the Security header is missing."))
    }

    /// What can be referred to. All Ids of the headers have to be different.
    fn targets(&self) -> Result<Vec<(&[u8], Target)>> {
        let mut ids: Vec<&[u8]> = Vec::new();
        for doc in core::iter::once(self.doc).chain(self.fragments.iter().map(Fragment::doc)) {
            for el in doc.all() {
                ids.extend(doc.id(el)?);
            }
        }
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair.first() == pair.get(1)).and_then(|pair| pair.first()) {
            return Err(refused(format!("The Id '{}' is there twice.", quoted(twice))));
        }
        let mut targets = Vec::new();
        let blocks = self.places.header.into_iter().flat_map(|header| self.doc.children(header));
        let blocks = blocks.filter(|block| *block != self.places.security);
        for el in blocks.chain(self.doc.children(self.places.security)) {
            let is_item = self.items.iter().any(|item| item.fragment.is_none() && item.el == el);
            if let Some(id) = self.doc.id(el)?.filter(|_| !is_item) {
                targets.push((id, Target::Block(el)));
            }
        }
        for (index, item) in self.items.iter().enumerate() {
            if let Some(id) = self.doc_of(item).id(item.el)? {
                targets.push((id, Target::Item(index)));
            }
        }
        if let Some(id) = self.doc.id(self.places.body)? {
            targets.push((id, Target::Body));
        }
        Ok(targets)
    }

    fn sort(&self) -> Result<Sorted> {
        let mut sorted = Sorted::default();
        for (index, item) in self.items.iter().enumerate() {
            let doc = self.doc_of(item);
            let again = match (doc.ns(item.el), doc.local(item.el)) {
                (Ns::Wsu, b"Timestamp") => sorted.timestamp.replace(index).is_some(),
                (Ns::Wsse, b"UsernameToken") => sorted.user_name.replace(index).is_some(),
                (Ns::Wsse11, b"SignatureConfirmation") => {
                    sorted.confirmations.push(index);
                    false
                }
                (Ns::Dsig, b"Signature") => {
                    sorted.signatures.push(index);
                    sorted.signatures.len() > 2
                }
                _ => {
                    return Err(refused(format!(
                        "The Security header has an element '{}' (namespace '{}'), which is not expected.",
                        doc.name(item.el),
                        quoted(doc.uri(item.el))
                    )));
                }
            };
            if again {
                return Err(refused(format!("The Security header has too many '{}'.", doc.name(item.el))));
            }
        }
        Ok(sorted)
    }

    fn verify(&self, targets: &[(&[u8], Target)], request: Option<&Exchange>, result: &mut Opened<'_>) -> Result<()> {
        let sorted = self.sort()?;
        let mut canonicalizer = Canonicalizer::default();
        let said: Vec<SignatureSaid> = sorted
            .signatures
            .iter()
            .map(|index| {
                let item = self.item(*index)?;
                signature::read(self.profile, self.doc_of(item), item.el)
            })
            .collect::<Result<_>>()?;
        // The one that signs the other endorses it; the other is the primary one.
        let refers_to = |said: &SignatureSaid, index: usize| {
            said.parts.iter().any(|part| targets.contains(&(&part.id, Target::Item(index))))
        };
        let (primary, endorsing) = match (&said[..], &sorted.signatures[..]) {
            ([only], [index]) => ((only, *index), None),
            ([first, second], [i, j]) if refers_to(second, *i) => ((first, *i), Some((second, *j))),
            ([first, second], [i, j]) if refers_to(first, *j) => ((second, *j), Some((first, *i))),
            ([_, _], _) => return Err(refused("There are two signatures, and none of them signs the other.")),
            _ if result.failed.is_some() => return Ok(()),
            _ => return Err(refused("The Security header has no signature.")),
        };
        let mut signed = Vec::new();
        self.verify_one(primary, targets, &mut canonicalizer, &mut signed, result)?;
        if let Some(endorsing) = endorsing {
            self.endorse(endorsing, primary.1, targets, &mut canonicalizer, result)?;
        }
        let made = |(said, index): (&SignatureSaid, usize)| SignatureMade {
            value: said.value.clone(),
            is_encrypted: self.items.get(index).is_some_and(|item| item.carrier.is_some()),
        };
        result.exchange.signatures = core::iter::once(primary).chain(endorsing).map(made).collect();
        let sent = request.map_or(&[][..], |request| &request.signatures);
        if result.exchange.signatures.iter().any(|made| sent.iter().any(|sent| is_equal(&sent.value, &made.value))) {
            return Err(refused("The reply has a signature of its request: the request came back."));
        }
        result.exchange.key = result.keys.sent();
        result.facts = self.facts(&sorted, primary.0, &signed);
        // What has failed before is what is told.
        let checked = self
            .check_signer(primary.0, primary.1, endorsing.is_some(), result)
            .and_then(|()| self.check_parts(&sorted, &signed, result))
            .and_then(|()| self.check_confirmations(&sorted, request));
        result.exchange.peer = result.peer.clone();
        if let Err(fault) = checked {
            result.failed.get_or_insert(fault);
        }
        Ok(())
    }

    /// Verifies a signature and the digests of what it signs in the headers. Answers by what it was made.
    fn verify_one(
        &self,
        (said, index): (&SignatureSaid, usize),
        targets: &[(&[u8], Target)],
        canonicalizer: &mut Canonicalizer,
        signed: &mut Vec<Target>,
        result: &mut Opened<'_>,
    ) -> Result<Key> {
        let item = self.item(index)?;
        let doc = self.doc_of(item);
        let key = result.keys.resolve(doc, said.key_info)?;
        if let Key::Secret(shared) = &key {
            self.profile.check_use(shared.is_derived, shared.secret.bytes().len(), true)?;
        }
        if let Err(fault) = said.verify(doc, canonicalizer, &key) {
            result.failed.get_or_insert(fault);
        }
        for part in &said.parts {
            let Some((_, target)) = targets.iter().find(|(id, _)| *id == part.id) else {
                // What could not be decrypted cannot be found.
                let fault = refused(format!(
                    "A signature refers to '{}', and no header, no element of the Security header and not the body has \
                     that Id.",
                    quoted(&part.id)
                ));
                result.failed.get_or_insert(fault);
                continue;
            };
            if part.transform != Transform::ExclusiveC14n {
                return Err(refused("A signature signs a token by an STR-Transform, which is not supported here."));
            }
            let (doc, el) = match *target {
                Target::Body => {
                    signed.push(Target::Body);
                    result.signed_body = Some(part.clone());
                    continue;
                }
                Target::Block(el) => (self.doc, el),
                Target::Item(signed) if signed == index => return Err(refused("A signature signs itself.")),
                Target::Item(signed) => {
                    let item = self.item(signed)?;
                    (self.doc_of(item), item.el)
                }
            };
            let mut digester = Digester::new(part.digest)?;
            doc.canonicalize(canonicalizer, el, &part.prefixes, &mut digester)?;
            if !digester.finish()?.is(&part.expected) {
                let fault = refused(format!(
                    "The digest of '{}' ('{}') is wrong: it was changed after it was signed.",
                    doc.name(el),
                    quoted(&part.id)
                ));
                result.failed.get_or_insert(fault);
            }
            signed.push(*target);
        }
        Ok(key)
    }

    /// The signature of a client's certificate over the primary signature.
    fn endorse(
        &self,
        endorsing: (&SignatureSaid, usize),
        primary: usize,
        targets: &[(&[u8], Target)],
        canonicalizer: &mut Canonicalizer,
        result: &mut Opened<'_>,
    ) -> Result<()> {
        let mut signed = Vec::new();
        let key = self.verify_one(endorsing, targets, canonicalizer, &mut signed, result)?;
        if signed != [Target::Item(primary)] {
            return Err(refused("The endorsing signature does not sign exactly the primary signature."));
        }
        let profile = self.profile;
        if profile.mode != CertMode::Symmetric
            || profile.role != Role::Server
            || profile.client_certificate == Requirement::None
        {
            return Err(refused("There is an endorsing signature, which the security description does not have."));
        }
        match key {
            Key::Certificate(party) => {
                if result.failed.is_none() {
                    profile.check_peer(&party)?;
                }
                result.peer = Some(party);
                Ok(())
            }
            Key::Secret(_) => Err(refused("The endorsing signature is not by a certificate.")),
        }
    }

    /// Whether the primary signature is by whom it has to be.
    fn check_signer(
        &self,
        said: &SignatureSaid,
        index: usize,
        is_endorsed: bool,
        result: &mut Opened<'_>,
    ) -> Result<()> {
        let profile = self.profile;
        let item = self.item(index)?;
        match (profile.mode, result.keys.resolve(self.doc_of(item), said.key_info)?) {
            (CertMode::Symmetric, Key::Secret(_)) => {
                let is_needed = profile.role == Role::Server && profile.client_certificate == Requirement::Required;
                if is_needed && !is_endorsed {
                    return Err(refused("The message has no endorsing signature by a certificate of the client."));
                }
                // Keys are of this message or of the request: whoever made the one or decrypted the other.
                if profile.role == Role::Client {
                    result.peer = profile.service.clone();
                }
                Ok(())
            }
            (CertMode::Symmetric, Key::Certificate(_)) => {
                Err(refused("The primary signature is by a certificate, and a shared key was agreed on."))
            }
            (CertMode::Asymmetric | CertMode::Endorsing, Key::Certificate(party)) => {
                if is_endorsed {
                    return Err(refused(
                        "There is an endorsing signature, which the security description does not have.",
                    ));
                }
                if profile.own.as_ref().is_some_and(|own| own.is(&party)) {
                    return Err(refused("The message is signed with the certificate of this side: it came back."));
                }
                if result.failed.is_none() {
                    profile.check_peer(&party)?;
                }
                result.peer = Some(party);
                Ok(())
            }
            (CertMode::Asymmetric | CertMode::Endorsing, Key::Secret(_)) => {
                Err(refused("The signature is by a shared key, and a certificate was agreed on."))
            }
        }
    }

    /// Whether all is signed and encrypted that has to be.
    fn check_parts(&self, sorted: &Sorted, signed: &[Target], result: &mut Opened<'_>) -> Result<()> {
        let profile = self.profile;
        let doc = self.doc;
        let is_signed = |index: usize| {
            let carrier = self.items.get(index).and_then(|item| item.carrier);
            signed.contains(&Target::Item(index)) || carrier.is_some_and(|el| signed.contains(&Target::Block(el)))
        };
        match sorted.timestamp {
            Some(index) if !is_signed(index) => return Err(refused("The Timestamp is not signed.")),
            None if profile.is_timestamped(self.is_reply) => {
                return Err(refused("The Security header has no Timestamp."));
            }
            _ => {}
        }
        for block in self.places.header.into_iter().flat_map(|header| doc.children(header)) {
            let local = doc.local(block);
            let has_to = doc.ns(block) == Ns::Addressing
                && if profile.protects() { is_addressing(local) } else { local == b"To" };
            if has_to && !signed.contains(&Target::Block(block)) {
                return Err(refused(format!("The header '{}' is not signed.", doc.name(block))));
            }
        }
        let is_encrypted = |index: usize| self.items.get(index).is_some_and(|item| item.carrier.is_some());
        match sorted.user_name {
            Some(_) if profile.role == Role::Client || !profile.has_user_name => {
                return Err(refused("There is a UsernameToken, which the security description does not have."));
            }
            Some(index) if profile.protects() && !(is_signed(index) && is_encrypted(index)) => {
                return Err(refused("The UsernameToken is not signed and encrypted."));
            }
            None if profile.role == Role::Server && profile.has_user_name && result.failed.is_none() => {
                return Err(refused("The Security header has no UsernameToken."));
            }
            _ => {}
        }
        if let Some(index) = sorted.confirmations.iter().find(|index| !is_signed(**index)) {
            return Err(refused(format!("A SignatureConfirmation ({index}) is not signed.")));
        }
        if !profile.protects() {
            return Ok(());
        }
        if !signed.contains(&Target::Body) {
            return Err(refused("The body is not signed."));
        }
        if profile.encrypts && result.cipher.is_none() && !doc.is_empty(self.places.body) {
            return Err(refused("The body is not encrypted."));
        }
        if profile.encrypts_signatures() && !sorted.signatures.iter().all(|index| is_encrypted(*index)) {
            return Err(refused("A signature is not encrypted."));
        }
        Ok(())
    }

    fn facts(&self, sorted: &Sorted, primary: &SignatureSaid, signed: &[Target]) -> Facts {
        let is_encrypted = |index: &usize| self.items.get(*index).is_some_and(|item| item.carrier.is_some());
        let has = |index: Option<usize>| index.is_some_and(|index| signed.contains(&Target::Item(index)));
        let is_header = |target: &Target| match target {
            Target::Block(el) => self.doc.ns(*el) == Ns::Addressing,
            _ => false,
        };
        let of = |is: bool, part| if is { bits(part) } else { 0 };
        Facts {
            signed_parts: of(signed.contains(&Target::Body), WSX_MESSAGE_PART_BODY)
                | of(signed.iter().any(is_header), WSX_MESSAGE_PART_ADDRESSING)
                | of(has(sorted.timestamp), WSX_MESSAGE_PART_TIMESTAMP)
                | of(has(sorted.user_name), WSX_MESSAGE_PART_TOKEN)
                | of(sorted.signatures.len() > 1, WSX_MESSAGE_PART_SIGNATURE),
            encrypted_parts: of(sorted.user_name.as_ref().is_some_and(is_encrypted), WSX_MESSAGE_PART_TOKEN)
                | of(sorted.signatures.iter().any(is_encrypted), WSX_MESSAGE_PART_SIGNATURE),
            signature: Some(primary.algorithm()),
            encryption: None,
        }
    }

    /// Whether a reply confirms exactly the signatures of its request, as secretly as they were sent.
    fn check_confirmations(&self, sorted: &Sorted, request: Option<&Exchange>) -> Result<()> {
        let expected = request.filter(|_| self.profile.confirms).map_or(&[][..], |request| &request.signatures);
        let mut left: Vec<&SignatureMade> = expected.iter().collect();
        for index in &sorted.confirmations {
            let item = self.item(*index)?;
            let doc = self.doc_of(item);
            let mut value = Vec::new();
            let text = doc.attribute(item.el, Ns::None, b"Value").unwrap_or_default();
            crate::xml::value::base64::parse_base64(&mut value, text)
                .map_err(|_| refused("The value of a SignatureConfirmation is no base64."))?;
            let found = left.iter().position(|made| is_equal(&made.value, &value));
            let Some(found) = found else {
                return Err(refused("A SignatureConfirmation confirms something that the request did not have."));
            };
            if left.swap_remove(found).is_encrypted && item.carrier.is_none() {
                return Err(refused("A SignatureConfirmation is not encrypted, but the signature was."));
            }
        }
        if left.is_empty() { Ok(()) } else { Err(refused("A signature of the request is not confirmed.")) }
    }

    /// What the message begins with when its protection is gone.
    fn head(&self) -> Vec<u8> {
        let doc = self.doc;
        let Places { envelope, security, body, .. } = self.places;
        let security = doc.whole(security);
        let body = doc.whole(body);
        let mut head = doc.bytes(doc.whole(envelope).start..doc.content(self.places.security).start).to_vec();
        for item in &self.items {
            let doc = self.doc_of(item);
            if doc.is(item.el, Ns::Wsu, b"Timestamp") || doc.is(item.el, Ns::Wsse, b"UsernameToken") {
                head.extend_from_slice(doc.raw(item.el));
            }
        }
        head.extend_from_slice(doc.bytes(doc.content(self.places.security).end..security.end));
        head.extend_from_slice(doc.bytes(security.end..body.end));
        head
    }
}

/// The headers that are signed in every message that has them.
pub(super) fn is_addressing(local: &[u8]) -> bool {
    matches!(local, b"To" | b"From" | b"FaultTo" | b"ReplyTo" | b"MessageID" | b"RelatesTo" | b"Action")
}
