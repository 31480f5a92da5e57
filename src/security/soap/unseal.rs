//! A secured message as it was received, to the message without protection.

use super::encryption::{Encrypted, Fragment, decode_in_place, decrypt_element, read_data, read_list};
use super::keys::{Key, Keys};
use super::names::{Ns, WSU};
use super::party::Party;
use super::profile::Profile;
use super::scan::{self, Scan};
use super::signature::{self, SignatureSaid, SignedPart};
use super::tree::{Doc, El, Tree};
use super::{Exchange, SignatureMade, refused};
use crate::abi::{E_OUTOFMEMORY, WS_E_SECURITY_VERIFICATION_FAILURE};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::algorithm::{Digest, Transform};
use crate::security::crypto::digest::{Digester, Value};
use crate::security::crypto::is_equal;
use crate::security::settings::{CertMode, Requirement, Role};
use crate::xml::c14n::{Canonicalizer, Options, Sink};
use crate::xml::node::NodeKind;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::{Reader, Wanted};
use core::ops::Range;
use std::cell::RefCell;
use std::rc::Rc;

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
    pub(crate) was_encrypted: bool,
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
    let Opened { keys, mut failed, cipher, signed_body, ids, head, exchange, peer } = opened;
    let was_encrypted = cipher.is_some();
    let ids = Ids(ids);
    let bytes = match &cipher {
        Some(cipher) => encrypted_body(profile, settings, scan, &keys, cipher, signed_body.as_ref(), &head, &ids, &mut failed)?,
        None => clear_body(scan, signed_body.as_ref(), &head, &ids, &mut failed)?,
    };
    match failed {
        Some(fault) => Err(fault),
        None => Ok(Outcome::Unsealed(Unsealed { bytes, exchange, peer, was_encrypted })),
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
fn open<'a>(profile: &'a Profile, settings: Settings, doc: Doc<'_>, places: Places, request: Option<&Exchange>) -> Result<Opened<'a>> {
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
        result.exchange.key = result.keys.sent();
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

/// Ids that must not be there again.
struct Ids(Vec<Vec<u8>>);

impl Ids {
    fn check(&self, reader: &Reader) -> Result<()> {
        let node = reader.node();
        for attribute in node.node.attributes.iter().filter(|attribute| !attribute.is_xmlns) {
            if node.get(attribute.name.local) != b"Id" || node.get(attribute.name.ns) != WSU {
                continue;
            }
            if let crate::xml::node::Text::Utf8(span) = attribute.value
                && self.0.iter().any(|id| id == node.get(span))
            {
                return Err(refused(format!("The Id '{}' is there again in the body.", quoted(node.get(span)))));
            }
        }
        Ok(())
    }
}

/// A digester that a reader's canonicaliser writes to.
struct Shared(Rc<RefCell<Digester>>);

impl Sink for Shared {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.borrow_mut().update(bytes)
    }
}

/// Begins to digest from the present element on.
fn begin(reader: &mut Reader, part: Option<&SignedPart>) -> Result<Option<Rc<RefCell<Digester>>>> {
    let Some(part) = part else { return Ok(None) };
    let digester = Rc::new(RefCell::new(Digester::new(part.digest)?));
    let options = Options { inclusive_prefixes: part.prefixes.clone(), output_buffer_size: 4096, ..Options::default() };
    reader.start_canonicalization(options, Box::new(Shared(digester.clone())))?;
    Ok(Some(digester))
}

/// From the Body element to its end, which the reader is on then. Answers where that is.
fn through_body(reader: &mut Reader, ids: &Ids) -> Result<Range<usize>> {
    let depth = reader.depth()?;
    loop {
        reader.read_node()?;
        match reader.kind() {
            NodeKind::Element if !reader.node().node.attributes.is_empty() => ids.check(reader)?,
            NodeKind::EndElement if reader.depth()? == depth => {
                let document = reader.document();
                return Ok(document.node_start..document.input.position);
            }
            _ => {}
        }
    }
}

/// Leaves the body and compares its digest.
fn end(
    reader: &mut Reader,
    part: Option<&SignedPart>,
    digester: Option<Rc<RefCell<Digester>>>,
) -> Result<Option<Fault>> {
    reader.read_node()?;
    let Some((part, digester)) = part.zip(digester) else { return Ok(None) };
    reader.end_canonicalization()?;
    let digest: Value = digester.borrow_mut().finish()?;
    Ok((!digest.is(&part.expected))
        .then(|| refused("The digest of the body is wrong: it was changed after it was signed.")))
}

fn clear_body(
    scan: Scan,
    part: Option<&SignedPart>,
    head: &[u8],
    ids: &Ids,
    failed: &mut Option<Fault>,
) -> Result<Vec<u8>> {
    let Scan { mut reader, tree, body, .. } = scan;
    let content = tree.with(&[]).whole(body).end;
    let digester = begin(&mut reader, part)?;
    through_body(&mut reader, ids)?;
    if let Some(fault) = end(&mut reader, part, digester)? {
        failed.get_or_insert(fault);
    }
    scan::finish(&mut reader)?;
    let mut bytes = scan::take(reader);
    let Some(place) = bytes.get_mut(..head.len()).filter(|_| head.len() <= content) else {
        return Err(refused("The headers of the message grew when they were decrypted."));
    };
    place.copy_from_slice(head);
    bytes.copy_within(content.., head.len());
    bytes.truncate(bytes.len() - (content - head.len()));
    Ok(bytes)
}

#[allow(clippy::too_many_arguments, reason = "what was found in the headers")]
fn encrypted_body(
    profile: &Profile,
    settings: Settings,
    scan: Scan,
    keys: &Keys<'_>,
    cipher: &Encrypted,
    part: Option<&SignedPart>,
    head: &[u8],
    ids: &Ids,
    failed: &mut Option<Fault>,
) -> Result<Vec<u8>> {
    let Scan { mut reader, mut tree, body, .. } = scan;
    let is_before = profile.order == crate::security::settings::ProtectionOrder::EncryptBeforeSign;
    let (sealed_part, plain_part) = if is_before { (part, None) } else { (None, part) };
    let digester = begin(&mut reader, sealed_part)?;
    read_sealed(&mut reader, &mut tree, ids)?;
    let tail = reader.document().node_start;
    if let Some(fault) = end(&mut reader, sealed_part, digester)? {
        failed.get_or_insert(fault);
    }
    scan::finish(&mut reader)?;
    let mut bytes = scan::take(reader);
    let doc = tree.with(&bytes);
    let Some(el) = doc.children(body).next() else { return Err(refused("The body has nothing that is encrypted.")) };
    if doc.id(el)? != Some(&cipher.id) {
        return Err(refused(format!(
            "The encrypted part '{}' is neither in the Security header nor the content of the body.",
            quoted(&cipher.id)
        )));
    }
    let sealed = read_data(profile, keys, doc, el, cipher.key.as_ref())?;
    let tail = bytes.get(tail..).unwrap_or_default().to_vec();
    let to = head.len().saturating_sub(sealed.iv_size());
    if to > sealed.text.start {
        return Err(refused("The headers of the message grew when they were decrypted."));
    }
    let opened = decode_in_place(&mut bytes, sealed.text.clone(), to).and_then(|data| {
        let plain = sealed.decrypt(bytes.get_mut(data.clone()).unwrap_or_default())?;
        Ok(data.start + plain.start..data.start + plain.end)
    });
    let plain = match opened {
        Ok(plain) => plain,
        Err(fault) => {
            spend(&bytes, plain_part);
            return Err(failed.take().unwrap_or(fault));
        }
    };
    let Some(place) = bytes.get_mut(..head.len()) else { return Err(refused("The message is too short.")) };
    place.copy_from_slice(head);
    bytes.truncate(plain.end);
    bytes.extend_from_slice(&tail);
    match check_plain(settings, bytes, plain.end, plain_part, ids) {
        Ok((bytes, fault)) => {
            if let Some(fault) = fault {
                failed.get_or_insert(fault);
            }
            Ok(bytes)
        }
        Err(fault) => Err(failed.take().unwrap_or(fault)),
    }
}

/// Takes about the time that digesting a body would have taken: how far a body was decrypted must not be told by how long
/// it took.
#[cold]
fn spend(bytes: &[u8], part: Option<&SignedPart>) {
    let digest = part.map_or(Digest::Sha1, |part| part.digest);
    let _ = core::hint::black_box(digest.of(&[bytes, bytes]));
}

/// Keeps the EncryptedData in the body, but for the ciphertext. The reader goes from the Body element to its end.
fn read_sealed(reader: &mut Reader, tree: &mut Tree, ids: &Ids) -> Result<()> {
    let depth = reader.depth()?;
    let mut in_value = false;
    loop {
        reader.read_node()?;
        let node = reader.node();
        match node.node.kind {
            NodeKind::Element => {
                ids.check(reader)?;
                if in_value {
                    return Err(refused("There is an element in the CipherValue of the body."));
                }
                let name = &node.node.name;
                in_value = node.get(name.local) == b"CipherValue" && Ns::of(node.get(name.ns)) == Ns::Xenc;
                tree.push(reader)?;
            }
            NodeKind::EndElement => {
                in_value = false;
                tree.push(reader)?;
                if reader.depth()? == depth {
                    break;
                }
            }
            NodeKind::Text if !in_value => tree.push(reader)?,
            NodeKind::Text => {}
            _ if in_value => return Err(refused("There is something but text in the CipherValue of the body.")),
            _ => {}
        }
    }
    Ok(())
}

/// Moves to the Body element of an envelope that was looked at before.
fn to_body(reader: &mut Reader) -> Result<()> {
    reader.read_to_start_element(Wanted::default())?;
    reader.read_node()?;
    if reader.read_to_start_element(Wanted { local: Some(b"Header"), ns: None })? {
        reader.skip_node()?;
        reader.read_to_start_element(Wanted::default())?;
    }
    Ok(())
}

/// Reads the message as the application will, and digests its body.
fn check_plain(
    settings: Settings,
    bytes: Vec<u8>,
    content_end: usize,
    part: Option<&SignedPart>,
    ids: &Ids,
) -> Result<(Vec<u8>, Option<Fault>)> {
    let mut reader = scan::open(bytes, settings)?;
    to_body(&mut reader)?;
    let digester = begin(&mut reader, part)?;
    let last = through_body(&mut reader, ids)?;
    // Nothing in the plaintext ended the body.
    if last.start != content_end {
        return Err(refused("The body was decrypted to something that is not well-formed."));
    }
    let fault = end(&mut reader, part, digester)?;
    scan::finish(&mut reader)?;
    Ok((scan::take(reader), fault))
}

/// The digest of an element that is a document of its own.
pub(super) fn digest_element(xml: &[u8], digest: Digest) -> Result<Value> {
    let mut reader = scan::open(xml.to_vec(), Settings::default())?;
    let mut tree = Tree::default();
    loop {
        reader.read_node()?;
        if reader.kind() == NodeKind::Eof {
            break;
        }
        tree.push(&mut reader)?;
    }
    let doc = tree.with(scan::source(&mut reader));
    let mut digester = Digester::new(digest)?;
    if let Some(root) = doc.root() {
        doc.canonicalize(&mut Canonicalizer::default(), root, &[], &mut digester)?;
    }
    digester.finish()
}

/// The digest of a message's body.
pub(super) fn digest_body(message: &[u8], digest: Digest) -> Result<Value> {
    let part = SignedPart {
        id: Vec::new(),
        digest,
        expected: Vec::new(),
        transform: Transform::ExclusiveC14n,
        prefixes: Vec::new(),
    };
    let settings = Settings { max_depth: u32::MAX, max_attributes: u32::MAX, max_namespaces: u32::MAX, ..Settings::default() };
    let mut reader = scan::open(message.to_vec(), settings)?;
    to_body(&mut reader)?;
    let digester = begin(&mut reader, Some(&part))?;
    through_body(&mut reader, &Ids(Vec::new()))?;
    reader.read_node()?;
    reader.end_canonicalization()?;
    match digester {
        Some(digester) => digester.borrow_mut().finish(),
        None => digest.of(&[]),
    }
}
