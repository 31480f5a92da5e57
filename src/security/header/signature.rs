//! The signature that a token's key makes: over the timestamp, and with a private key over To as well.

use super::parse::Leaf;
use super::timestamp::Timestamp;
use super::{BASE64_BINARY, WSSE};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::digest::{HmacKey, Value};
use crate::security::crypto::keys::PrivateKey;
use crate::security::crypto::suite::Suite;
use crate::security::names::Ns;
use crate::security::settings::{ProofKey, Secret};
use crate::security::tree::{Doc, El, Ids, Parsed};
use crate::security::xmldsig::verify::Key;
use crate::security::xmldsig::write::{Part, SigningKey};
use crate::security::xmldsig::{self, Rules};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::content::Content;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::tree::Position;
use crate::xml::node::NodeKind;
use crate::xml::reader::settings::Settings;
use crate::xml::writer::Writer;

/// Refuses a symmetric key of a token whose length the algorithm suite does not allow.
pub(super) fn check_size(key: &Secret, suite: &Suite, what: &str) -> Result<()> {
    let bits = key.bytes().len().saturating_mul(8);
    let (least, most) = suite.symmetric_bits;
    if bits >= least as usize && bits <= most as usize {
        return Ok(());
    }
    Err(Fault::invalid_arg(format!(
        "The key of the {what} has {bits} bits, and the algorithm suite wants {least} to {most}."
    )))
}

/// Writes a signature over a timestamp and other parts, whose Ids and digests are given.
pub(super) fn write(
    writer: &mut Writer,
    suite: &Suite,
    key: &ProofKey,
    timestamp: &Timestamp,
    others: &[(Vec<u8>, Value)],
    key_info: &mut dyn FnMut(&mut Writer) -> Result<()>,
) -> Result<()> {
    let digest = suite.digest.of(&[&timestamp.canonical()]);
    let of = |id: &'_ [u8], value| -> (Vec<u8>, Value) { (id.to_vec(), value) };
    let mut parts = vec![of(timestamp.id.as_deref().unwrap_or_default(), digest)];
    parts.extend(others.iter().cloned());
    let parts: Vec<Part<'_>> = parts
        .iter()
        .map(|(id, value)| Part { id, is_str: false, digest: suite.digest, value: value.bytes() })
        .collect();
    match key {
        ProofKey::Symmetric(secret) => {
            let key = HmacKey::new(suite.mac, secret.bytes())?;
            xmldsig::write::write(writer, None, &parts, SigningKey::Secret(&key), key_info)?;
        }
        ProofKey::Asymmetric(certificate) => {
            let key = PrivateKey::of(certificate)?;
            let algorithm = suite.signature_for(key.kind())?;
            xmldsig::write::write(writer, None, &parts, SigningKey::Private(algorithm, &key), key_info)?;
        }
    }
    Ok(())
}

/// A Security header as a document of its own, in which all prefixes of the envelope are known: they may be part of what
/// was signed.
pub(super) fn document(buffer: &Buffer, position: Position) -> Result<Parsed> {
    let mut cursor = Cursor::new(buffer);
    cursor.set_position(buffer, position)?;
    let mut declared: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let mut is_outer = false;
    loop {
        let node = cursor.present();
        for attribute in node.node.attributes.iter().filter(|attribute| attribute.is_xmlns) {
            let prefix = node.get(attribute.name.prefix);
            if seen.iter().any(|known| known == prefix) {
                continue;
            }
            seen.push(prefix.to_vec());
            if is_outer {
                declared.push((prefix.to_vec(), node.get(attribute.name.ns).to_vec()));
            }
        }
        is_outer = true;
        if !cursor.move_to(MoveTo::ParentElement)? {
            break;
        }
    }
    cursor.set_position(buffer, position)?;
    let declared: Vec<(&[u8], &[u8])> = declared.iter().map(|(prefix, ns)| (&**prefix, &**ns)).collect();
    let root = Content::copy_declaring(cursor.present(), &declared)?;
    let depth = cursor.depth()?;
    let xml = crate::message::fault::written(|writer| {
        writer.node(root.node_ref())?;
        loop {
            let kind = cursor.read()?;
            writer.node(cursor.present())?;
            if kind == NodeKind::EndElement && cursor.depth()? == depth {
                return Ok(());
            }
        }
    })?;
    // It was read under the limits of the message.
    Parsed::new(xml, Settings::default())
}

/// What a signature by the key of a token has to be like, and verifies with.
pub(super) struct Expected<'a> {
    pub(super) suite: &'a Suite,
    pub(super) token: (Ns, &'a [u8]),
    /// Of the reference to the token.
    pub(super) value_type: &'a [u8],
    pub(super) key: &'a Secret,
}

/// Verifies the one signature of a header: by the key of the token in the header, over the timestamp and nothing else.
/// Answers its value, which nobody without the key can make another one of.
pub(super) fn verify(doc: Doc<'_>, expected: &Expected<'_>) -> Result<Vec<u8>> {
    let root = doc.root().ok_or_else(|| Fault::invalid_format("The Security header is empty."))?;
    let only = |ns, local: &[u8]| doc.needed(root, ns, local);
    let (token, signature) = (only(expected.token.0, expected.token.1)?, only(Ns::Dsig, b"Signature")?);
    let timestamp = only(Ns::Wsu, b"Timestamp")?;
    let ids = Ids::new(doc)?;
    let rules = Rules { suite: Some(expected.suite), ..Rules::default() };
    let signature = xmldsig::read(doc, signature, &rules)?;
    let key_info = signature.key_info.ok_or_else(|| Fault::invalid_format("The signature has no KeyInfo."))?;
    if token_of(doc, &ids, key_info, expected.value_type)? != token {
        return Err(Fault::invalid_format("The KeyInfo of the signature does not refer to the token."));
    }
    let no_token = |_: El| Err(Fault::invalid_format("A signed part may not be a reference to a token."));
    let signed = signature.verify(doc, &ids, Key::Secret(expected.key), &no_token)?;
    match signed.as_slice() {
        [only] if only.el == timestamp => Ok(signature.value),
        _ => Err(Fault::invalid_format("The signature has to sign the Timestamp, and nothing else.")),
    }
}

/// The token that a KeyInfo refers to, in the only way that the profile has.
fn token_of(doc: Doc<'_>, ids: &Ids<'_>, key_info: El, value_type: &[u8]) -> Result<El> {
    let only_child = |el, ns, local: &[u8]| {
        doc.check_only_elements(el)?;
        let mut children = doc.children(el);
        match (children.next(), children.next()) {
            (Some(child), None) if doc.is(child, ns, local) => Ok(child),
            _ => Err(Fault::invalid_format(format!(
                "The element '{}' does not have exactly one '{}'.",
                doc.name(el),
                quoted(local)
            ))),
        }
    };
    let reference = only_child(key_info, Ns::Wsse, b"SecurityTokenReference")?;
    let reference = only_child(reference, Ns::Wsse, b"Reference")?;
    if let Some(other) = doc.attribute(reference, Ns::None, b"ValueType").filter(|it| *it != value_type) {
        return Err(Fault::invalid_format(format!("The signature refers to a token of the type '{}'.", quoted(other))));
    }
    ids.find(xmldsig::fragment(doc.attribute(reference, Ns::None, b"URI"))?)
}

/// The content of a BinarySecurityToken of a type.
pub(super) fn binary_token(leaf: &Leaf, value_type: &[u8], most: usize) -> Result<Vec<u8>> {
    leaf.check_attributes(&[b"ValueType", b"EncodingType"])?;
    let given = leaf.attribute(b"ValueType").unwrap_or_default();
    if given != value_type {
        return Err(Fault::invalid_format(format!(
            "A BinarySecurityToken of the type '{}' is not known.",
            quoted(given)
        )));
    }
    if let Some(other) = leaf.attribute(b"EncodingType").filter(|it| *it != BASE64_BINARY) {
        return Err(Fault::invalid_format(format!("A BinarySecurityToken is encoded as '{}'.", quoted(other))));
    }
    let text = leaf.text.bytes();
    let mut bytes = Vec::new();
    if text.len() <= most * 2 {
        crate::xml::value::base64::parse_base64(&mut bytes, text)
            .map_err(|fault| fault.context("This concerns a BinarySecurityToken."))?;
    }
    if bytes.is_empty() || bytes.len() > most {
        return Err(Fault::invalid_format(format!("A BinarySecurityToken has to have 1 to {most} bytes.")));
    }
    debug_assert!(leaf.is(b"BinarySecurityToken", WSSE));
    Ok(bytes)
}
