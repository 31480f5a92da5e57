//! xenc:AgreementMethod: a key that sender and receiver compute.

use super::MAX_PARAMETER_TEXT;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::agree::{ConcatKdf, agree, from_point, generate, point_of};
use crate::security::crypto::algorithm::{Algorithm, Digest, KeyDerivation};
use crate::security::crypto::keys::{Curve, Kind, PrivateKey, PublicKey};
use crate::security::crypto::refused;
use crate::security::names::{DSIG11, Ns, XENC, XENC11};
use crate::security::settings::Secret;
use crate::security::tree::{Doc, El};
use crate::security::xmldsig::write::{attribute, named, start};
use crate::security::xmldsig::{algorithm, bytes};
use crate::xml::writer::{Value, Way, Writer};

const CURVES: [(Curve, &str); 3] = [
    (Curve::P256, "urn:oid:1.2.840.10045.3.1.7"),
    (Curve::P384, "urn:oid:1.3.132.0.34"),
    (Curve::P521, "urn:oid:1.3.132.0.35"),
];
/// The attributes of ConcatKDFParams, in the order in which they are digested.
const INFO: [&[u8]; 5] = [b"AlgorithmID", b"PartyUInfo", b"PartyVInfo", b"SuppPubInfo", b"SuppPrivInfo"];

/// What an AgreementMethod says.
#[derive(Debug)]
pub(crate) struct Agreement {
    /// The sender's key, for this message only.
    pub(crate) originator: PublicKey,
    pub(crate) kdf: ConcatKdf,
    /// The recipient's, as it is called.
    pub(crate) recipient: Option<El>,
}

/// Reads the AgreementMethod of a KeyInfo.
pub(crate) fn read_agreement(doc: Doc<'_>, el: El) -> Result<Agreement> {
    doc.check_only_elements(el)?;
    Algorithm::of_kind(algorithm(doc, el)?, "key agreement", |named| (named == Algorithm::EcdhEs).then_some(()))?;
    let derivation = doc.needed(el, Ns::Xenc11, b"KeyDerivationMethod")?;
    Algorithm::of_kind(algorithm(doc, derivation)?, "key derivation", |named| {
        (named == Algorithm::KeyDerivation(KeyDerivation::ConcatKdf)).then_some(())
    })?;
    let parameters = doc.needed(derivation, Ns::Xenc11, b"ConcatKDFParams")?;
    let digest = Algorithm::digest(algorithm(doc, doc.needed(parameters, Ns::Dsig, b"DigestMethod")?)?)?;
    let mut other_info = Vec::new();
    for name in INFO {
        if let Some(bits) = doc.attribute(parameters, Ns::None, name) {
            other_info.extend(bit_string(bits)?);
        }
    }
    let originator = doc.needed(el, Ns::Xenc, b"OriginatorKeyInfo")?;
    let value = doc.needed(originator, Ns::Dsig, b"KeyValue")?;
    let value = doc.needed(value, Ns::Dsig11, b"ECKeyValue")?;
    let curve = doc.attribute(doc.needed(value, Ns::Dsig11, b"NamedCurve")?, Ns::None, b"URI").unwrap_or_default();
    let known = CURVES.iter().find(|(_, uri)| uri.as_bytes() == curve);
    let (curve, _) = known.ok_or_else(|| refused(format!("The curve '{}' is not supported.", quoted(curve))))?;
    let point = bytes(doc, doc.needed(value, Ns::Dsig11, b"PublicKey")?, MAX_PARAMETER_TEXT)?;
    Ok(Agreement {
        originator: from_point(*curve, &point)?,
        kdf: ConcatKdf { digest, other_info },
        recipient: doc.child(el, Ns::Xenc, b"RecipientKeyInfo")?,
    })
}

impl Agreement {
    /// The key, of `size` bytes.
    pub(crate) fn key(&self, own: &PrivateKey, size: usize) -> Result<Secret> {
        agree(own, &self.originator, &self.kdf, size)
    }
}

/// Hexadecimal digits of a string of bits; the first byte says how many bits are missing in the last. Only whole bytes are
/// taken: nothing else is in use.
fn bit_string(digits: &[u8]) -> Result<Vec<u8>> {
    let wrong = || refused(format!("'{}' is no string of bits of a key derivation.", quoted(digits)));
    if digits.len() > MAX_PARAMETER_TEXT || !digits.len().is_multiple_of(2) {
        return Err(wrong());
    }
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    for pair in digits.chunks(2) {
        let pair = core::str::from_utf8(pair).ok().filter(|pair| pair.bytes().all(|digit| digit.is_ascii_hexdigit()));
        bytes.push(pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or_else(wrong)?);
    }
    match bytes.split_first() {
        Some((0, bits)) => Ok(bits.to_vec()),
        _ => Err(wrong()),
    }
}

/// Agrees on a key with the owner of a public one, and writes how: an AgreementMethod, in a KeyInfo that is open.
/// `recipient` writes whose key it is for.
pub(super) fn write(
    writer: &mut Writer,
    peer: &PublicKey,
    algorithm: Algorithm,
    size: usize,
    recipient: &mut dyn FnMut(&mut Writer) -> Result<()>,
) -> Result<Secret> {
    let Kind::Ec(curve) = peer.kind() else {
        return Err(Fault::invalid_arg("Keys can be agreed on with keys of elliptic curves only."));
    };
    let own = generate(curve)?;
    // XML Encryption 1.1, 5.4.1, leaves it to applications; the algorithm's name binds the key to its use. What is empty
    // is not there: WSS4J refuses bit strings without bits.
    let id = algorithm.uri().as_bytes();
    let kdf = ConcatKdf { digest: Digest::Sha256, other_info: id.to_vec() };
    writer.start_element(Some(b"e"), b"AgreementMethod"[..].into(), XENC.into())?;
    attribute(writer, b"Algorithm", Algorithm::EcdhEs.uri().as_bytes())?;
    writer.start_element(Some(b"e11"), b"KeyDerivationMethod"[..].into(), XENC11.into())?;
    attribute(writer, b"Algorithm", Algorithm::KeyDerivation(KeyDerivation::ConcatKdf).uri().as_bytes())?;
    writer.start_element(Some(b"e11"), b"ConcatKDFParams"[..].into(), XENC11.into())?;
    let bits: String = core::iter::once(&0).chain(id).map(|byte| format!("{byte:02X}")).collect();
    attribute(writer, b"AlgorithmID", bits.as_bytes())?;
    named(writer, b"DigestMethod", Algorithm::Digest(kdf.digest))?;
    writer.end_element()?;
    writer.end_element()?;
    writer.start_element(Some(b"e"), b"OriginatorKeyInfo"[..].into(), XENC.into())?;
    start(writer, b"KeyValue")?;
    writer.start_element(Some(b"dsig11"), b"ECKeyValue"[..].into(), DSIG11.into())?;
    writer.start_element(Some(b"dsig11"), b"NamedCurve"[..].into(), DSIG11.into())?;
    let uri = CURVES.iter().find(|(known, _)| *known == curve).map_or("", |(_, uri)| uri);
    attribute(writer, b"URI", uri.as_bytes())?;
    writer.end_element()?;
    writer.start_element(Some(b"dsig11"), b"PublicKey"[..].into(), DSIG11.into())?;
    writer.value(&Value::Base64(&point_of(&own)?), Way::Whole)?;
    for _ in 0..4 {
        writer.end_element()?;
    }
    writer.start_element(Some(b"e"), b"RecipientKeyInfo"[..].into(), XENC.into())?;
    recipient(writer)?;
    writer.end_element()?;
    writer.end_element()?;
    agree(&own, peer, &kdf, size)
}
