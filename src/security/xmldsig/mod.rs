//! XML Signature: as much of it as messages and tokens need, and no more.
//!
//! A signature refers to elements of its own document by their Ids, canonicalises them exclusively, and its key comes
//! from elsewhere: a KeyInfo is something that the caller looks at, never a source of keys. Whatever else the
//! specification allows is refused by name: other documents, XPointer, XPath, style sheets, truncated codes.
//!
//! [`read`] says what a Signature says, [`Signature::verify`] whether it is right, and [`write`](write::write) makes one.

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod vectors;
pub(crate) mod verify;
pub(crate) mod write;

use crate::runtime::fault::{Result, quoted};
use crate::security::crypto::algorithm::{self, Algorithm, Digest, Transform};
use crate::security::crypto::refused;
use crate::security::crypto::suite::Suite;
use crate::security::names::Ns;
use crate::security::tree::{Doc, El, Form};
use crate::xml::value::base64::parse_base64;

/// Parts that one signature may sign.
const MAX_REFERENCES: usize = 64;
/// Prefixes that a canonicalisation may have listed.
const MAX_PREFIXES: usize = 32;
/// A signature value: that of the largest RSA key.
const MAX_VALUE: usize = 2048;
/// Characters of a base64 text of that size, with white space.
const MAX_TEXT: usize = 2 * MAX_VALUE;

/// What a signature may have that not all have.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Rules<'a> {
    /// The algorithms; `None`: all but legacy ones.
    pub(crate) suite: Option<&'a Suite>,
    /// Parts may have the signature itself in them.
    pub(crate) allows_enveloped: bool,
    /// Security tokens may be signed by a reference to them.
    pub(crate) allows_str: bool,
    /// Objects in the Signature, which it may sign.
    pub(crate) allows_objects: bool,
    /// Canonical XML 1.0, and parts without transforms, which stand for that.
    pub(crate) allows_inclusive: bool,
}

/// How a signature value is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Method {
    Hmac(Digest),
    Key(algorithm::Signature),
}

/// One part that is signed.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) id: Vec<u8>,
    /// It is the token that the element with the Id refers to.
    pub(crate) is_str: bool,
    /// Without the signature.
    pub(crate) is_enveloped: bool,
    pub(crate) form: Form,
    pub(crate) digest: Digest,
    pub(crate) expected: Vec<u8>,
}

/// What a ds:Signature says.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) el: El,
    pub(crate) method: Method,
    pub(crate) references: Vec<Reference>,
    pub(crate) value: Vec<u8>,
    pub(crate) key_info: Option<El>,
    signed_info: El,
    form: Form,
}

/// Reads a Signature as strictly as the schema has it, and more.
pub(crate) fn read(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<Signature> {
    if !doc.is(el, Ns::Dsig, b"Signature") {
        return Err(refused(format!("The element '{}' is no Signature.", doc.name(el))));
    }
    doc.check_only_elements(el)?;
    let mut children = doc.children(el);
    let unusual = |what: &str| {
        refused(format!("A Signature does not have exactly SignedInfo, SignatureValue and KeyInfo, but {what}."))
    };
    let (Some(signed_info), Some(value)) = (children.next(), children.next()) else { return Err(unusual("less")) };
    if !doc.is(signed_info, Ns::Dsig, b"SignedInfo") || !doc.is(value, Ns::Dsig, b"SignatureValue") {
        return Err(unusual("begins with something else"));
    }
    let mut next = children.next();
    let key_info = next.filter(|child| doc.is(*child, Ns::Dsig, b"KeyInfo"));
    if key_info.is_some() {
        next = children.next();
    }
    while let Some(child) = next {
        if !rules.allows_objects || !doc.is(child, Ns::Dsig, b"Object") {
            return Err(unusual(&format!("an element '{}'", doc.name(child))));
        }
        next = children.next();
    }
    let (method, form, references) = read_signed_info(doc, signed_info, rules)?;
    let value = bytes(doc, value, MAX_TEXT)?;
    Ok(Signature { el, method, references, value, key_info, signed_info, form })
}

fn read_signed_info(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<(Method, Form, Vec<Reference>)> {
    doc.check_only_elements(el)?;
    let mut children = doc.children(el);
    let (Some(canonicalization), Some(method)) = (children.next(), children.next()) else {
        return Err(refused("A SignedInfo does not say how it is signed."));
    };
    if !doc.is(canonicalization, Ns::Dsig, b"CanonicalizationMethod") || !doc.is(method, Ns::Dsig, b"SignatureMethod") {
        return Err(refused("A SignedInfo does not begin with CanonicalizationMethod and SignatureMethod."));
    }
    let method = read_method(doc, method, rules)?;
    let form = match read_transform(doc, canonicalization, rules)? {
        Step::Canonical(form) => form,
        _ => return Err(refused("The CanonicalizationMethod of a SignedInfo is no canonicalization.")),
    };
    let mut references: Vec<Reference> = Vec::new();
    for child in children {
        if !doc.is(child, Ns::Dsig, b"Reference") {
            return Err(refused(format!("A SignedInfo has an element '{}' where it must not.", doc.name(child))));
        }
        if references.len() >= MAX_REFERENCES {
            return Err(refused(format!("A signature has more than {MAX_REFERENCES} references.")));
        }
        let reference = read_reference(doc, child, rules)?;
        if references.iter().any(|known| known.id == reference.id) {
            return Err(refused(format!("A signature refers to '{}' twice.", quoted(&reference.id))));
        }
        references.push(reference);
    }
    if references.is_empty() {
        return Err(refused("A signature signs nothing."));
    }
    Ok((method, form, references))
}

fn read_method(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<Method> {
    let (method, named) = Algorithm::of_kind(algorithm(doc, el)?, "signatures", |named| match named {
        Algorithm::Hmac(digest) => Some((Method::Hmac(digest), named)),
        Algorithm::Signature(signature) => Some((Method::Key(signature), named)),
        _ => None,
    })?;
    check(rules, named, "signatures")?;
    // HMACOutputLength would leave it to the sender how little of a value has to be right.
    if let Some(child) = doc.children(el).next() {
        return Err(refused(format!("A SignatureMethod has the parameter '{}'; none is accepted.", doc.name(child))));
    }
    doc.check_only_elements(el)?;
    Ok(method)
}

fn read_reference(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<Reference> {
    doc.check_only_elements(el)?;
    let id = fragment(doc.attribute(el, Ns::None, b"URI"))?.to_vec();
    let mut children = doc.children(el);
    let mut next = children.next();
    let transforms = next.filter(|child| doc.is(*child, Ns::Dsig, b"Transforms"));
    if transforms.is_some() {
        next = children.next();
    }
    let unusual = || refused("A Reference does not have exactly Transforms, DigestMethod and DigestValue.");
    let (Some(method), Some(value), None) = (next, children.next(), children.next()) else { return Err(unusual()) };
    let has_transforms = transforms.is_some() || rules.allows_inclusive;
    if !has_transforms || !doc.is(method, Ns::Dsig, b"DigestMethod") || !doc.is(value, Ns::Dsig, b"DigestValue") {
        return Err(unusual());
    }
    let (mut is_enveloped, mut is_str, mut form) = (false, false, None);
    if let Some(transforms) = transforms {
        doc.check_only_elements(transforms)?;
        for child in doc.children(transforms) {
            if !doc.is(child, Ns::Dsig, b"Transform") {
                return Err(refused(format!("Transforms has an element '{}'.", doc.name(child))));
            }
            if form.is_some() {
                return Err(refused(
                    "A Reference does not have exactly one transform that makes octets of it, the last.",
                ));
            }
            match read_transform(doc, child, rules)? {
                Step::Canonical(canonical) => form = Some(canonical),
                Step::Str(canonical) => (form, is_str) = (Some(canonical), true),
                Step::Enveloped if is_enveloped => return Err(refused("A Reference has one transform twice.")),
                Step::Enveloped => is_enveloped = true,
            }
        }
    }
    let form = match form {
        Some(form) => form,
        None if rules.allows_inclusive => Form { is_inclusive: true, ..Form::default() },
        None => return Err(refused("A Reference does not have exactly one transform that makes octets of it.")),
    };
    if is_str && is_enveloped {
        return Err(refused("A Reference has transforms that do not go together."));
    }
    let digest = Algorithm::digest(algorithm(doc, method)?)?;
    check(rules, Algorithm::Digest(digest), "digests")?;
    if doc.children(method).next().is_some() {
        return Err(refused("A DigestMethod has a parameter; none is accepted."));
    }
    let expected = bytes(doc, value, MAX_TEXT)?;
    if expected.len() != digest.size() {
        return Err(refused(format!(
            "A DigestValue has {} bytes, and {digest:?} gives {}.",
            expected.len(),
            digest.size()
        )));
    }
    Ok(Reference { id, is_str, is_enveloped, form, digest, expected })
}

/// One transform.
enum Step {
    Canonical(Form),
    Str(Form),
    Enveloped,
}

const INCLUSIVE: &[u8] = b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const INCLUSIVE_WITH_COMMENTS: &[u8] = b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";

fn read_transform(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<Step> {
    doc.check_only_elements(el)?;
    let name = algorithm(doc, el)?;
    if rules.allows_inclusive && matches!(name, INCLUSIVE | INCLUSIVE_WITH_COMMENTS) {
        no_parameters(doc, el)?;
        let has_comments = name == INCLUSIVE_WITH_COMMENTS;
        return Ok(Step::Canonical(Form { is_inclusive: true, has_comments, ..Form::default() }));
    }
    let transform = Algorithm::transform(name)?;
    let is_allowed = match transform {
        Transform::Enveloped => rules.allows_enveloped,
        Transform::Str => rules.allows_str,
        Transform::ExclusiveC14n | Transform::ExclusiveC14nWithComments => true,
    };
    if transform != Transform::Enveloped || !is_allowed {
        check(rules, Algorithm::Transform(transform), "transforms")?;
    }
    if !is_allowed {
        return Err(refused(format!("The transform '{}' is not accepted here.", quoted(name))));
    }
    match transform {
        Transform::Enveloped => no_parameters(doc, el).map(|()| Step::Enveloped),
        Transform::Str => read_str_parameters(doc, el).map(Step::Str),
        Transform::ExclusiveC14n => {
            Ok(Step::Canonical(Form { inclusive_prefixes: prefixes(doc, el)?, ..Form::default() }))
        }
        Transform::ExclusiveC14nWithComments => {
            let inclusive_prefixes = prefixes(doc, el)?;
            Ok(Step::Canonical(Form { has_comments: true, inclusive_prefixes, ..Form::default() }))
        }
    }
}

fn no_parameters(doc: Doc<'_>, el: El) -> Result<()> {
    match doc.children(el).next() {
        Some(child) => Err(refused(format!("A transform has the parameter '{}'.", doc.name(child)))),
        None => Ok(()),
    }
}

/// The InclusiveNamespaces of an exclusive canonicalisation.
pub(crate) fn prefixes(doc: Doc<'_>, el: El) -> Result<Vec<Box<[u8]>>> {
    let mut children = doc.children(el);
    let list = match (children.next(), children.next()) {
        (None, _) => return Ok(Vec::new()),
        (Some(child), None) if doc.is(child, Ns::ExcC14n, b"InclusiveNamespaces") => child,
        (Some(child), _) => {
            return Err(refused(format!("A canonicalization has the parameter '{}'.", doc.name(child))));
        }
    };
    no_parameters(doc, list)?;
    let prefixes = doc.attribute(list, Ns::None, b"PrefixList").unwrap_or_default();
    let prefixes = prefixes.split(u8::is_ascii_whitespace).filter(|prefix| !prefix.is_empty());
    let prefixes: Vec<Box<[u8]>> = prefixes.take(MAX_PREFIXES + 1).map(Into::into).collect();
    if prefixes.len() > MAX_PREFIXES {
        return Err(refused(format!("A canonicalization has more than {MAX_PREFIXES} inclusive prefixes.")));
    }
    Ok(prefixes)
}

/// wsse:TransformationParameters: how the token is canonicalised.
fn read_str_parameters(doc: Doc<'_>, el: El) -> Result<Form> {
    let parameters = doc.needed(el, Ns::Wsse, b"TransformationParameters")?;
    let method = doc.needed(parameters, Ns::Dsig, b"CanonicalizationMethod")?;
    if doc.children(el).count() != 1 || doc.children(parameters).count() != 1 {
        return Err(refused("An STR-Transform has parameters that are not known."));
    }
    if Algorithm::transform(algorithm(doc, method)?)? != Transform::ExclusiveC14n {
        return Err(refused("An STR-Transform does not canonicalize exclusively without comments."));
    }
    Ok(Form { inclusive_prefixes: prefixes(doc, method)?, ..Form::default() })
}

/// Refuses an algorithm that is not one of those that may be used.
fn check(rules: &Rules<'_>, algorithm: Algorithm, what: &str) -> Result<()> {
    match rules.suite {
        Some(suite) => suite.check(algorithm, what),
        None if algorithm.is_legacy() => {
            Err(refused(format!("The algorithm '{}' for {what} is a legacy one.", algorithm.uri())))
        }
        None => Ok(()),
    }
}

/// The value of an Algorithm attribute.
pub(crate) fn algorithm<'a>(doc: Doc<'a>, el: El) -> Result<&'a [u8]> {
    let name = doc.attribute(el, Ns::None, b"Algorithm");
    name.ok_or_else(|| refused(format!("The element '{}' has no attribute Algorithm.", doc.name(el))))
}

/// The Id that a URI refers to, which has to be in this document.
pub(crate) fn fragment(uri: Option<&[u8]>) -> Result<&[u8]> {
    match uri {
        None => Err(refused("A reference has no URI.")),
        Some(b"") => {
            Err(refused("A reference is to the whole document; only elements can be referred to, by their Ids."))
        }
        Some([b'#', id @ ..]) if id.starts_with(b"xpointer(") => {
            Err(refused(format!("A reference is the XPointer '{}'; only Ids are accepted.", quoted(id))))
        }
        Some([b'#', id @ ..]) if !id.is_empty() => Ok(id),
        Some(other) => Err(refused(format!(
            "A reference is to '{}', which is outside; only what is in the document can be referred to, by its Id.",
            quoted(other)
        ))),
    }
}

/// The bytes that a text stands for in base64; the text has `limit` characters at most.
pub(crate) fn bytes(doc: Doc<'_>, el: El, limit: usize) -> Result<Vec<u8>> {
    let text = doc.text(el)?;
    if text.len() > limit {
        return Err(refused(format!("The content of '{}' has more than {limit} characters.", doc.name(el))));
    }
    let mut bytes = Vec::new();
    let parsed = parse_base64(&mut bytes, &text);
    parsed.map_err(|_| refused(format!("The content of '{}' is no base64.", doc.name(el))))?;
    Ok(bytes)
}
