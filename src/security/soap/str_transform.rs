//! The STR-Transform (SOAP Message Security 1.1, 8.3): the octets of the token that a reference means.

use super::markup::Markup;
use super::names::{BASE64_BINARY, WSSE, X509_V3};
use super::party::Party;
use super::tree::{Doc, El};
use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::Digest;
use crate::xml::c14n::{Canonicalizer, Sink};

/// Octets that are kept: a token is short.
#[derive(Default)]
struct Octets(Vec<u8>);

impl Sink for Octets {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

/// The canonical form of a token as the specification has it: one that is in no default namespace says so.
pub(super) fn with_default_namespace(canonical: &[u8]) -> Vec<u8> {
    let tag = canonical.split(|&byte| byte == b'>').next().unwrap_or_default();
    let name = tag.split(|&byte| byte == b' ').next().unwrap_or_default().len();
    if tag.windows(8).any(|text| text == b" xmlns=\"") {
        return canonical.to_vec();
    }
    let (name, rest) = canonical.split_at_checked(name).unwrap_or_default();
    [name, b" xmlns=\"\"", rest].concat()
}

/// Whether a digest is of a token of the message.
///
/// The form is the specification's, which WSS4J has, too, or what the canonicalisation that is named gives, which WCF
/// has. They differ in the default namespace around the token only, which no token depends on.
pub(super) fn is_token(
    doc: Doc<'_>,
    token: El,
    prefixes: &[Box<[u8]>],
    canonicalizer: &mut Canonicalizer,
    (digest, expected): (Digest, &[u8]),
) -> Result<bool> {
    let mut octets = Octets::default();
    doc.canonicalize(canonicalizer, token, prefixes, &mut octets)?;
    if digest.of(&[&octets.0]).is(expected) {
        return Ok(true);
    }
    let mut prefixes = prefixes.to_vec();
    prefixes.push(b"#default"[..].into());
    octets.0.clear();
    doc.canonicalize(canonicalizer, token, &prefixes, &mut octets)?;
    Ok(digest.of(&[&with_default_namespace(&octets.0)]).is(expected))
}

/// Whether a digest is of a certificate that is not in the message, as a token that stands for it. `prefix`: that of the
/// reference to it.
pub(super) fn is_certificate(party: &Party, prefix: &[u8], (digest, expected): (Digest, &[u8])) -> Result<bool> {
    for has_encoding in [false, true] {
        let token = certificate(party, prefix, has_encoding)?;
        if digest.of(&[&with_default_namespace(&token)]).is(expected) || digest.of(&[&token]).is(expected) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A BinarySecurityToken that stands for a certificate, in canonical form. Whether it says how it is encoded is left
/// open; WSS4J's does not.
pub(super) fn certificate(party: &Party, prefix: &[u8], has_encoding: bool) -> Result<Vec<u8>> {
    let mut xml = Markup::default();
    let (name, declaration) = match prefix {
        b"" => (b"BinarySecurityToken".to_vec(), b"xmlns".to_vec()),
        prefix => ([prefix, b":BinarySecurityToken"].concat(), [b"xmlns:", prefix].concat()),
    };
    xml.put(b"<").put(&name).put(b" ").put(declaration).put(b"=\"").put(WSSE);
    if has_encoding {
        xml.put(b"\" EncodingType=\"").put(BASE64_BINARY);
    }
    xml.put(b"\" ValueType=\"").put(X509_V3).put(b"\">").base64(party.certificate().der())?;
    xml.put(b"</").put(&name).put(b">");
    Ok(xml.0)
}
