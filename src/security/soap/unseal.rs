//! A secured message as it was received, to the message without protection.
//!
//! [`header`] has what is in the Security header and what can be referred to, [`signatures`] verifies, [`policy`] says
//! whether that is enough, [`facts`] what is told of it.

mod facts;
mod header;
mod policy;
mod signatures;

use super::body::{Ids, clear_body, encrypted_body};
use super::encryption::{Elements, Encrypted, Fragment, read_data, read_list};
use super::keys::Keys;
use super::names::Ns;
use super::party::Party;
use super::profile::Profile;
use super::scan::{self, is_for_receiver};
use super::signature::SignedPart;
use super::tree::{Doc, El};
use super::{Exchange, refused, steps};
use crate::abi::*;
use crate::message::version::Addressing;
use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::Algorithm;
use crate::trace::{self, Kind, trace};
use crate::xml::reader::settings::{MESSAGE_NAMESPACE, Settings};
use crate::xml::value::trim;
use facts::bits;
use header::{Header, Hidden, Item, Places};

pub(crate) use facts::Facts;
pub(super) use header::is_addressing;

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

/// What a message was.
#[derive(Debug)]
pub(crate) enum Outcome {
    Unsealed(Unsealed),
    /// It has no Security header for the ultimate receiver: anybody may have sent it. Its bytes.
    NotSecured(Vec<u8>),
}

/// What was found in the headers.
struct Opened<'a> {
    keys: Keys<'a>,
    /// The Security header is not made as it has to be, perhaps where it was encrypted. It is told before all else.
    wrong: Option<Fault>,
    /// The first failure that depends on what is secret. It is told at the end only, so that how long it takes says
    /// nothing.
    failed: Option<Fault>,
    /// The encrypted content of the body.
    cipher: Option<Encrypted>,
    signed_body: Option<SignedPart>,
    /// Ids of what may be referred to.
    ids: Ids,
    /// What the message begins with, up to the content of the body.
    head: Vec<u8>,
    exchange: Exchange,
    peer: Option<Party>,
    facts: Facts,
}

/// Verifies and decrypts a message.
///
/// addressing: of the channel. Where the transport carries what there is, headers of WS-Addressing are as those of the
/// program: nothing acts on them.
/// request: on a client what was sent, on a server `None`.
pub(crate) fn unseal(
    profile: &Profile,
    settings: Settings,
    addressing: Addressing,
    bytes: Vec<u8>,
    request: Option<&Exchange>,
) -> Result<Outcome> {
    let wire = trace::is_on().then(|| bytes.clone());
    let opened = read_sealed_message(profile, settings, addressing, bytes, request);
    if let (Some(wire), Err(fault)) = (wire, &opened) {
        trace!(Security, "refused: {}", trace::refusal(fault, &wire));
    }
    opened.map_err(|fault| {
        let fault =
            if fault.code() == E_OUTOFMEMORY { fault } else { fault.translated(WS_E_SECURITY_VERIFICATION_FAILURE) };
        fault.context("The security of a received message could not be verified.")
    })
}

fn read_sealed_message(
    profile: &Profile,
    settings: Settings,
    addressing: Addressing,
    bytes: Vec<u8>,
    request: Option<&Exchange>,
) -> Result<Outcome> {
    let settings = Settings { max_namespace_size: MESSAGE_NAMESPACE, ..settings };
    let mut scan = scan::scan(bytes, settings)?;
    let Some(security) = scan.security()? else { return Ok(Outcome::NotSecured(scan::take(scan.reader))) };
    let (version, header, envelope, body) = (scan.version, scan.header, scan.envelope, scan.body);
    let is_addressed = addressing != Addressing::Transport;
    let places = Places { version, envelope, header, security, body, is_addressed };
    let opened = open(profile, settings, scan.doc(), places, request)?;
    let Opened { keys, wrong, mut failed, cipher, mut signed_body, ids, head, exchange, peer, mut facts } = opened;
    if cipher.is_some() {
        facts.encryption = Some(Algorithm::Cipher(profile.suite.cipher).uri());
        facts.encrypted_parts |= bits(WSX_MESSAGE_PART_BODY);
    }
    if signed_body.is_none() && (failed.is_some() || wrong.is_some()) {
        // The signature that would say so may be what failed.
        signed_body = Some(SignedPart::stand_in(profile.suite.digest));
    }
    let part = signed_body.as_ref();
    let bytes = match &cipher {
        Some(cipher) => encrypted_body(profile, scan, &keys, cipher, part, &head, &ids, &mut failed),
        None => clear_body(scan, part, &head, &ids, &mut failed),
    };
    if let Some(fault) = wrong {
        return Err(fault);
    }
    match (bytes, failed) {
        (Err(fault), _) | (Ok(_), Some(fault)) => Err(fault),
        (Ok(bytes), None) => {
            if trace::is_on() {
                steps::accepted(&facts, peer.as_ref());
                trace::record(Kind::ReceivedPlain, &bytes);
            }
            Ok(Outcome::Unsealed(Unsealed { bytes, exchange, peer, facts }))
        }
    }
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
    let mut elements = None;
    for &el in &children {
        match (doc.ns(el), doc.local(el)) {
            (Ns::Wsse, b"BinarySecurityToken") | (Ns::Xenc, b"EncryptedKey" | b"ReferenceList") => {}
            (Ns::Sc, b"DerivedKeyToken") => {}
            // Something to refer to for an STR-Transform; it says nothing by itself.
            (Ns::Wsse, b"SecurityTokenReference") => {}
            (Ns::Xenc, b"EncryptedData") => {
                let id = doc.id(el)?;
                let Some(at) = parts.iter().position(|part: &Encrypted| Some(&*part.id) == id) else {
                    return Err(refused("An EncryptedData is in no ReferenceList."));
                };
                let part = parts.swap_remove(at);
                let sealed = read_data(profile, &keys, doc, el, part.key.as_ref())?;
                let elements = match &mut elements {
                    Some(elements) => elements,
                    None => elements.insert(Elements::new(doc, places.security, settings)?),
                };
                match elements.decrypt(&sealed) {
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
    let hidden = open_headers(&keys, settings, doc, places, &mut parts, &mut fragments, &mut failed)?;
    if parts.len() > 1 {
        return Err(refused("The ReferenceList has parts that are not in the message where encrypted parts can be."));
    }
    let header = Header { profile, doc, places, fragments, items, hidden, is_reply: request.is_some() };
    // What is in an element that was encrypted is nobody's business: the body is dealt with all the same.
    let mut wrong = None;
    let targets = header.targets().unwrap_or_else(|fault| {
        wrong = Some(fault);
        Vec::new()
    });
    let mut result = Opened {
        keys,
        wrong,
        failed,
        cipher: parts.pop(),
        signed_body: None,
        ids: targets.iter().map(|(id, _)| *id).collect(),
        head: Vec::new(),
        exchange: Exchange::default(),
        peer: None,
        facts: Facts::default(),
    };
    if let Err(fault) = header.verify(&targets, request, &mut result) {
        result.wrong.get_or_insert(fault);
    }
    result.head = header.head();
    Ok(result)
}

/// Decrypts the headers for this receiver that are each a wsse11:EncryptedHeader.
fn open_headers(
    keys: &Keys<'_>,
    settings: Settings,
    doc: Doc<'_>,
    places: Places,
    parts: &mut Vec<Encrypted>,
    fragments: &mut Vec<Fragment>,
    failed: &mut Option<Fault>,
) -> Result<Vec<Hidden>> {
    let mut found = Vec::new();
    let mut elements = None;
    let Some(header) = places.header else { return Ok(found) };
    let soap = Ns::of(places.version.ns());
    let must_understand = |el| doc.attribute(el, soap, b"mustUnderstand").is_some_and(is_true);
    let relay = |el| doc.attribute(el, soap, b"relay").is_some_and(is_true);
    for carrier in doc.children(header) {
        if !doc.is(carrier, Ns::Wsse11, b"EncryptedHeader") || !is_for_receiver(doc, carrier, places.version) {
            continue;
        }
        // 9.3: whoever has to understand the Security header has to understand this one, and nobody else.
        let is_same =
            must_understand(carrier) == must_understand(places.security) && relay(carrier) == relay(places.security);
        if !is_same {
            return Err(refused("An EncryptedHeader is marked otherwise than the Security header is."));
        }
        doc.check_only_elements(carrier)?;
        let mut children = doc.children(carrier);
        let (Some(el), None) = (children.next(), children.next()) else {
            return Err(refused("An EncryptedHeader is not exactly one EncryptedData."));
        };
        // It would be dropped without a word.
        if doc.has_comment(carrier) {
            return Err(refused("There is a comment beside the EncryptedData of an EncryptedHeader."));
        }
        let id = doc.id(el)?;
        let Some(at) = parts.iter().position(|part| Some(&*part.id) == id) else {
            return Err(refused("The EncryptedData of an EncryptedHeader is in no ReferenceList."));
        };
        let part = parts.swap_remove(at);
        let sealed = read_data(keys.profile(), keys, doc, el, part.key.as_ref())?;
        let elements = match &mut elements {
            Some(elements) => elements,
            None => elements.insert(Elements::new(doc, header, settings)?),
        };
        match elements.decrypt(&sealed).and_then(check_header) {
            Ok(fragment) => {
                found.push(Hidden { fragment: fragments.len(), el: fragment.root, carrier });
                fragments.push(fragment);
            }
            Err(fault) => {
                failed.get_or_insert(fault.context("An encrypted header is refused."));
            }
        }
    }
    Ok(found)
}

fn is_true(value: &[u8]) -> bool {
    matches!(trim(value), b"1" | b"true")
}

/// Refuses headers that decide what a message is, and cannot be hidden in it.
fn check_header(fragment: Fragment) -> Result<Fragment> {
    let doc = fragment.doc();
    let is_special = matches!(
        (doc.ns(fragment.root), doc.local(fragment.root)),
        (Ns::Wsse, b"Security") | (Ns::Wsse11, b"EncryptedHeader") | (Ns::Xenc | Ns::Dsig, _)
    );
    if is_special {
        return Err(refused(format!("An encrypted header is a '{}'.", doc.name(fragment.root))));
    }
    Ok(fragment)
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
