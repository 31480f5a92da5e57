//! A ds:Signature that was received: what it says, and whether its value is right.

use super::keys::{Key, algorithm, base64, fragment};
use super::names::Ns;
use super::profile::Profile;
use super::refused;
use super::tree::{Doc, El};
use crate::runtime::fault::{Result, quoted};
use crate::security::crypto::algorithm::{Algorithm, Digest, Signature, Transform};
use crate::security::crypto::digest::{Digester, HmacKey};
use crate::xml::c14n::Canonicalizer;

/// Parts that one signature may sign.
const MAX_REFERENCES: usize = 64;
/// Prefixes that a canonicalisation may have listed.
const MAX_PREFIXES: usize = 32;

/// How a signature is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Method {
    Mac(Digest),
    Key(Signature),
}

/// One ds:Reference.
#[derive(Clone, Debug)]
pub(super) struct SignedPart {
    pub(super) id: Vec<u8>,
    pub(super) digest: Digest,
    pub(super) expected: Vec<u8>,
    pub(super) transform: Transform,
    pub(super) prefixes: Vec<Box<[u8]>>,
}

/// What a Signature says.
#[derive(Debug)]
pub(super) struct SignatureSaid {
    pub(super) method: Method,
    pub(super) parts: Vec<SignedPart>,
    pub(super) value: Vec<u8>,
    signed_info: El,
    prefixes: Vec<Box<[u8]>>,
    pub(super) key_info: El,
}

/// Reads a Signature as strictly as the schema has it, and more.
pub(super) fn read(profile: &Profile, doc: Doc<'_>, el: El) -> Result<SignatureSaid> {
    doc.check_only_elements(el)?;
    let children: Vec<El> = doc.children(el).take(4).collect();
    let [signed_info, value, key_info] = children[..] else {
        return Err(refused("A Signature does not have exactly SignedInfo, SignatureValue and KeyInfo."));
    };
    if !doc.is(signed_info, Ns::Dsig, b"SignedInfo")
        || !doc.is(value, Ns::Dsig, b"SignatureValue")
        || !doc.is(key_info, Ns::Dsig, b"KeyInfo")
    {
        return Err(refused("A Signature does not have exactly SignedInfo, SignatureValue and KeyInfo."));
    }
    doc.check_only_elements(signed_info)?;
    let mut children = doc.children(signed_info);
    let (Some(canonical), Some(method)) = (children.next(), children.next()) else {
        return Err(refused("A SignedInfo does not say how it is signed."));
    };
    if !doc.is(canonical, Ns::Dsig, b"CanonicalizationMethod") || !doc.is(method, Ns::Dsig, b"SignatureMethod") {
        return Err(refused("A SignedInfo does not begin with CanonicalizationMethod and SignatureMethod."));
    }
    let transform = Algorithm::transform(algorithm(doc, canonical)?)?;
    if transform != Transform::ExclusiveC14n {
        return Err(refused("A SignedInfo is not canonicalised by exclusive canonicalization without comments."));
    }
    let prefixes = read_prefixes(doc, canonical)?;
    let method = read_method(profile, doc, method)?;
    let mut parts: Vec<SignedPart> = Vec::new();
    for reference in children {
        let part = read_reference(profile, doc, reference)?;
        if parts.len() >= MAX_REFERENCES {
            return Err(refused(format!("A signature has more than {MAX_REFERENCES} references.")));
        }
        if parts.iter().any(|known| known.id == part.id) {
            return Err(refused(format!("A signature refers to '{}' twice.", quoted(&part.id))));
        }
        parts.push(part);
    }
    if parts.is_empty() {
        return Err(refused("A signature signs nothing."));
    }
    Ok(SignatureSaid { method, parts, value: base64(doc, value)?, signed_info, prefixes, key_info })
}

fn read_method(profile: &Profile, doc: Doc<'_>, el: El) -> Result<Method> {
    // HMACOutputLength would leave the sender to say how little has to be right.
    if let Some(child) = doc.children(el).next() {
        return Err(refused(format!("A SignatureMethod has a '{}'; none is accepted.", doc.name(child))));
    }
    let (method, named) = Algorithm::of_kind(algorithm(doc, el)?, "signatures", |algorithm| match algorithm {
        Algorithm::Hmac(digest) => Some((Method::Mac(digest), algorithm)),
        Algorithm::Signature(signature) => Some((Method::Key(signature), algorithm)),
        _ => None,
    })?;
    profile.suite.check(named, "signatures")?;
    Ok(method)
}

fn read_reference(profile: &Profile, doc: Doc<'_>, el: El) -> Result<SignedPart> {
    if !doc.is(el, Ns::Dsig, b"Reference") {
        return Err(refused(format!("A SignedInfo has a '{}'.", doc.name(el))));
    }
    doc.check_only_elements(el)?;
    let id = fragment(doc.attribute(el, Ns::None, b"URI"))?.to_vec();
    let children: Vec<El> = doc.children(el).take(4).collect();
    let [transforms, method, value] = children[..] else {
        return Err(refused("A Reference does not have exactly Transforms, DigestMethod and DigestValue."));
    };
    if !doc.is(transforms, Ns::Dsig, b"Transforms")
        || !doc.is(method, Ns::Dsig, b"DigestMethod")
        || !doc.is(value, Ns::Dsig, b"DigestValue")
    {
        return Err(refused("A Reference does not have exactly Transforms, DigestMethod and DigestValue."));
    }
    doc.check_only_elements(transforms)?;
    let mut list = doc.children(transforms);
    let (Some(transform), None) = (list.next(), list.next()) else {
        return Err(refused("A Reference does not have exactly one transform."));
    };
    if !doc.is(transform, Ns::Dsig, b"Transform") {
        return Err(refused("A Reference does not have exactly one transform."));
    }
    let named = Algorithm::transform(algorithm(doc, transform)?)?;
    profile.suite.check(Algorithm::Transform(named), "transforms")?;
    let prefixes = match named {
        Transform::ExclusiveC14n => read_prefixes(doc, transform)?,
        Transform::Str => read_str_parameters(doc, transform)?,
        _ => return Err(refused("A Reference has a transform that is not accepted in messages.")),
    };
    if doc.children(method).next().is_some() {
        return Err(refused("A DigestMethod has an element in it."));
    }
    let digest = Algorithm::digest(algorithm(doc, method)?)?;
    profile.suite.check(Algorithm::Digest(digest), "digests")?;
    let expected = base64(doc, value)?;
    if expected.len() != digest.size() {
        return Err(refused(format!("A DigestValue has {} bytes.", expected.len())));
    }
    Ok(SignedPart { id, digest, expected, transform: named, prefixes })
}

/// The InclusiveNamespaces of an exclusive canonicalisation.
fn read_prefixes(doc: Doc<'_>, el: El) -> Result<Vec<Box<[u8]>>> {
    let mut children = doc.children(el);
    let list = match (children.next(), children.next()) {
        (None, _) => return Ok(Vec::new()),
        (Some(child), None) if doc.is(child, Ns::ExcC14n, b"InclusiveNamespaces") => child,
        (Some(child), _) => {
            return Err(refused(format!("A canonicalization has the parameter '{}'.", doc.name(child))));
        }
    };
    let prefixes = doc.attribute(list, Ns::None, b"PrefixList").unwrap_or_default();
    let prefixes = prefixes.split(|byte| byte.is_ascii_whitespace()).filter(|prefix| !prefix.is_empty());
    let prefixes: Vec<Box<[u8]>> = prefixes.take(MAX_PREFIXES + 1).map(Into::into).collect();
    if prefixes.len() > MAX_PREFIXES {
        return Err(refused(format!("A canonicalization has more than {MAX_PREFIXES} inclusive prefixes.")));
    }
    Ok(prefixes)
}

/// wsse:TransformationParameters: how the token is canonicalised.
fn read_str_parameters(doc: Doc<'_>, el: El) -> Result<Vec<Box<[u8]>>> {
    let parameters = doc.needed(el, Ns::Wsse, b"TransformationParameters")?;
    let method = doc.needed(parameters, Ns::Dsig, b"CanonicalizationMethod")?;
    if doc.children(el).count() != 1 || doc.children(parameters).count() != 1 {
        return Err(refused("An STR-Transform has parameters that are not known."));
    }
    if Algorithm::transform(algorithm(doc, method)?)? != Transform::ExclusiveC14n {
        return Err(refused("An STR-Transform does not canonicalise by exclusive canonicalization without comments."));
    }
    read_prefixes(doc, method)
}

impl SignatureSaid {
    /// Whether the value is right for this key.
    pub(super) fn verify(&self, doc: Doc<'_>, canonicalizer: &mut Canonicalizer, key: &Key) -> Result<()> {
        match (self.method, key) {
            (Method::Mac(digest), Key::Secret(shared)) => {
                let key = HmacKey::new(digest, shared.secret.bytes())?;
                let mut mac = key.start();
                doc.canonicalize(canonicalizer, self.signed_info, &self.prefixes, &mut mac)?;
                if mac.finish()?.is(&self.value) {
                    return Ok(());
                }
                Err(refused("A signature value is wrong: what was signed was changed, or by another key."))
            }
            (Method::Key(signature), Key::Certificate(party)) => {
                let mut digester = Digester::new(signature.digest())?;
                doc.canonicalize(canonicalizer, self.signed_info, &self.prefixes, &mut digester)?;
                party.public().verify(signature, digester.finish()?.bytes(), &self.value)
            }
            // The bytes of a certificate are public: as a key of HMAC anybody could have them.
            (Method::Mac(_), Key::Certificate(_)) => {
                Err(refused("A signature by a shared key refers to a certificate."))
            }
            (Method::Key(_), Key::Secret(_)) => Err(refused("A signature by a private key refers to a shared key.")),
        }
    }
}
