//! Signatures that are made.

use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::{self, Algorithm, Digest, Transform};
use crate::security::crypto::digest::{Digester, HmacKey, Value as DigestValue};
use crate::security::crypto::keys::PrivateKey;
use crate::security::names::{DSIG, EXC_C14N, WSSE};
use crate::xml::c14n::{Options, Sink};
use crate::xml::writer::{Value, Way, Writer};
use std::sync::{Arc, Mutex, PoisonError};

/// One part that is to be signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) id: &'a [u8],
    /// The digest was of the token that the element with the Id refers to.
    pub(crate) is_str: bool,
    pub(crate) digest: Digest,
    pub(crate) value: &'a [u8],
}

/// What signs.
#[derive(Clone, Copy)]
pub(crate) enum SigningKey<'a> {
    Secret(&'a HmacKey),
    Private(algorithm::Signature, &'a PrivateKey),
}

/// Octets that are digested on their way, for a writer or reader that wants to own what it writes to. Clones are the same.
#[derive(Clone)]
pub(crate) struct Tap(Arc<Mutex<Digester>>);

impl Tap {
    pub(crate) fn new(algorithm: Digest) -> Result<Self> {
        Ok(Tap(Arc::new(Mutex::new(Digester::new(algorithm)))))
    }

    /// The digest of what was written.
    pub(crate) fn finish(&self) -> DigestValue {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).finish()
    }
}

impl Sink for Tap {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
}

/// Octets that are kept: a SignedInfo is short.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Sink for Kept {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(())
    }
}

/// Writes a Signature over parts whose digests are known; all are canonicalised exclusively, without comments.
/// `key_info` writes what is in its KeyInfo. Answers the signature value.
pub(crate) fn write(
    writer: &mut Writer,
    id: Option<&[u8]>,
    parts: &[Part<'_>],
    key: SigningKey<'_>,
    key_info: &mut dyn FnMut(&mut Writer) -> Result<()>,
) -> Result<Vec<u8>> {
    if parts.is_empty() {
        return Err(Fault::invalid_arg("There is nothing to be signed."));
    }
    start(writer, b"Signature")?;
    if let Some(id) = id {
        attribute(writer, b"Id", id)?;
    }
    let kept = Kept::default();
    writer.start_canonicalization(Options::default(), Box::new(kept.clone()))?;
    write_signed_info(writer, parts, key)?;
    writer.end_canonicalization()?;
    let octets = core::mem::take(&mut *kept.0.lock().unwrap_or_else(PoisonError::into_inner));
    let value = match key {
        SigningKey::Secret(key) => key.of(&[&octets]).bytes().to_vec(),
        SigningKey::Private(algorithm, key) => key.sign(algorithm, algorithm.digest().of(&[&octets]).bytes())?,
    };
    leaf(writer, b"SignatureValue", &Value::Base64(&value))?;
    start(writer, b"KeyInfo")?;
    key_info(writer)?;
    writer.end_element()?;
    writer.end_element()?;
    Ok(value)
}

fn write_signed_info(writer: &mut Writer, parts: &[Part<'_>], key: SigningKey<'_>) -> Result<()> {
    let exclusive = Algorithm::Transform(Transform::ExclusiveC14n);
    let method = match key {
        SigningKey::Secret(key) => Algorithm::Hmac(key.algorithm()),
        SigningKey::Private(algorithm, _) => Algorithm::Signature(algorithm),
    };
    start(writer, b"SignedInfo")?;
    named(writer, b"CanonicalizationMethod", exclusive)?;
    named(writer, b"SignatureMethod", method)?;
    for part in parts {
        start(writer, b"Reference")?;
        attribute(writer, b"URI", &[b"#", part.id].concat())?;
        start(writer, b"Transforms")?;
        if part.is_str {
            start(writer, b"Transform")?;
            attribute(writer, b"Algorithm", Algorithm::Transform(Transform::Str).uri().as_bytes())?;
            writer.start_element(Some(b"wsse"), b"TransformationParameters"[..].into(), WSSE.into())?;
            named(writer, b"CanonicalizationMethod", exclusive)?;
            writer.end_element()?;
            writer.end_element()?;
        } else {
            named(writer, b"Transform", exclusive)?;
        }
        writer.end_element()?;
        named(writer, b"DigestMethod", Algorithm::Digest(part.digest))?;
        leaf(writer, b"DigestValue", &Value::Base64(part.value))?;
        writer.end_element()?;
    }
    writer.end_element()
}

/// Begins an element of XML Signature, in the default namespace.
pub(crate) fn start(writer: &mut Writer, local: &[u8]) -> Result<()> {
    writer.start_element(Some(b""), local.into(), DSIG.into())
}

/// An element whose only attribute is its algorithm.
pub(crate) fn named(writer: &mut Writer, local: &[u8], algorithm: Algorithm) -> Result<()> {
    start(writer, local)?;
    attribute(writer, b"Algorithm", algorithm.uri().as_bytes())?;
    writer.end_element()
}

/// An element with nothing but text.
pub(crate) fn leaf(writer: &mut Writer, local: &[u8], value: &Value<'_>) -> Result<()> {
    start(writer, local)?;
    writer.value(value, Way::Whole)?;
    writer.end_element()
}

/// An attribute without a namespace.
pub(crate) fn attribute(writer: &mut Writer, local: &[u8], value: &[u8]) -> Result<()> {
    writer.start_attribute(None, local.into(), b""[..].into(), false)?;
    writer.utf8(value.into(), Way::Utf8Text)?;
    writer.end_attribute()
}

/// The InclusiveNamespaces of a canonicalisation that is written.
pub(crate) fn inclusive(writer: &mut Writer, prefixes: &[u8]) -> Result<()> {
    writer.start_element(Some(b"ec"), b"InclusiveNamespaces"[..].into(), EXC_C14N.into())?;
    attribute(writer, b"PrefixList", prefixes)?;
    writer.end_element()
}
