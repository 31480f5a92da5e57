//! Encrypted elements and keys that are made.

use super::{KeyMethod, Plain, agreement};
use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::{Algorithm, Cipher, Digest, KeyTransport, KeyWrap};
use crate::security::crypto::cipher::encrypt;
use crate::security::crypto::keys::{PublicKey, Transport};
use crate::security::crypto::wrap;
use crate::security::names::{XENC, XENC_CONTENT, XENC_ELEMENT, XENC11};
use crate::security::settings::Secret;
use crate::security::xmldsig::write::{attribute, named, start};
use crate::xml::writer::{Value, Way, Writer};

/// What a KeyInfo has in it.
pub(crate) type KeyInfo<'a> = &'a mut dyn FnMut(&mut Writer) -> Result<()>;

/// Encrypts octets and writes them as an EncryptedData.
pub(crate) fn data(
    writer: &mut Writer,
    id: &[u8],
    plain: (Plain, &[u8]),
    cipher: Cipher,
    key: &Secret,
    key_info: KeyInfo<'_>,
) -> Result<()> {
    let (kind, octets) = plain;
    let mut encrypted = Vec::new();
    encrypt(cipher, key, octets, &mut encrypted)?;
    element(writer, b"EncryptedData")?;
    attribute(writer, b"Id", id)?;
    match kind {
        Plain::Element => attribute(writer, b"Type", XENC_ELEMENT)?,
        Plain::Content => attribute(writer, b"Type", XENC_CONTENT)?,
        Plain::Octets => {}
    }
    method(writer, Algorithm::Cipher(cipher))?;
    writer.end_element()?;
    rest(writer, &encrypted, key_info)?;
    writer.end_element()
}

/// Encrypts a key for the owner of a public one and writes it as an EncryptedKey, with the Ids of the parts that it
/// encrypts. Answers the encrypted key, whose SHA-1 is its name in replies.
pub(crate) fn key(
    writer: &mut Writer,
    id: &[u8],
    secret: &Secret,
    way: (&Transport, &PublicKey),
    key_info: KeyInfo<'_>,
    references: &[&[u8]],
) -> Result<Vec<u8>> {
    let (transport, public) = way;
    let encrypted = public.encrypt_key(transport, secret)?;
    write_key(writer, id, &KeyMethod::Transport(transport.clone()), &encrypted, key_info, references)?;
    Ok(encrypted)
}

/// As [`key`], with a shared key.
pub(crate) fn wrapped_key(
    writer: &mut Writer,
    id: &[u8],
    secret: &Secret,
    way: (KeyWrap, &Secret),
    key_info: KeyInfo<'_>,
    references: &[&[u8]],
) -> Result<Vec<u8>> {
    let encrypted = wrap::wrap(way.0, way.1, secret)?;
    write_key(writer, id, &KeyMethod::Wrap(way.0), &encrypted, key_info, references)?;
    Ok(encrypted)
}

/// As [`key`], with a key that is agreed on with the owner of a public key of an elliptic curve. `recipient` writes whose
/// it is.
pub(crate) fn agreed_key(
    writer: &mut Writer,
    id: &[u8],
    secret: &Secret,
    way: (KeyWrap, &PublicKey),
    recipient: KeyInfo<'_>,
    references: &[&[u8]],
) -> Result<Vec<u8>> {
    let (with, public) = way;
    element(writer, b"EncryptedKey")?;
    attribute(writer, b"Id", id)?;
    method(writer, Algorithm::KeyWrap(with))?;
    writer.end_element()?;
    start(writer, b"KeyInfo")?;
    let agreed = agreement::write(writer, public, Algorithm::KeyWrap(with), with.key_size(), recipient)?;
    writer.end_element()?;
    let encrypted = wrap::wrap(with, &agreed, secret)?;
    cipher_data(writer, &encrypted)?;
    reference_list(writer, references)?;
    writer.end_element()?;
    Ok(encrypted)
}

fn write_key(
    writer: &mut Writer,
    id: &[u8],
    way: &KeyMethod,
    encrypted: &[u8],
    key_info: KeyInfo<'_>,
    references: &[&[u8]],
) -> Result<()> {
    element(writer, b"EncryptedKey")?;
    attribute(writer, b"Id", id)?;
    match way {
        KeyMethod::Wrap(wrap) => method(writer, Algorithm::KeyWrap(*wrap))?,
        KeyMethod::Transport(transport) => {
            method(writer, Algorithm::KeyTransport(transport.algorithm))?;
            oaep(writer, transport)?;
        }
    }
    writer.end_element()?;
    rest(writer, encrypted, key_info)?;
    reference_list(writer, references)?;
    writer.end_element()
}

fn oaep(writer: &mut Writer, transport: &Transport) -> Result<()> {
    if transport.algorithm == KeyTransport::Rsa15 {
        return Ok(());
    }
    if !transport.label.is_empty() {
        element(writer, b"OAEPparams")?;
        writer.value(&Value::Base64(&transport.label), Way::Whole)?;
        writer.end_element()?;
    }
    // Said although it is what saying nothing stands for: WCF says it, too.
    named(writer, b"DigestMethod", Algorithm::Digest(transport.digest))?;
    if transport.algorithm == KeyTransport::RsaOaep && transport.mgf != Digest::Sha1 {
        writer.start_element(Some(b"e11"), b"MGF"[..].into(), XENC11.into())?;
        attribute(writer, b"Algorithm", Algorithm::Mgf1(transport.mgf).uri().as_bytes())?;
        writer.end_element()?;
    }
    Ok(())
}

fn rest(writer: &mut Writer, encrypted: &[u8], key_info: KeyInfo<'_>) -> Result<()> {
    start(writer, b"KeyInfo")?;
    key_info(writer)?;
    writer.end_element()?;
    cipher_data(writer, encrypted)
}

fn cipher_data(writer: &mut Writer, encrypted: &[u8]) -> Result<()> {
    element(writer, b"CipherData")?;
    element(writer, b"CipherValue")?;
    writer.value(&Value::Base64(encrypted), Way::Whole)?;
    writer.end_element()?;
    writer.end_element()
}

/// Writes a ReferenceList, if there is anything to refer to.
pub(crate) fn reference_list(writer: &mut Writer, references: &[&[u8]]) -> Result<()> {
    if references.is_empty() {
        return Ok(());
    }
    element(writer, b"ReferenceList")?;
    for id in references {
        element(writer, b"DataReference")?;
        attribute(writer, b"URI", &[b"#", *id].concat())?;
        writer.end_element()?;
    }
    writer.end_element()
}

fn element(writer: &mut Writer, local: &[u8]) -> Result<()> {
    writer.start_element(Some(b"e"), local.into(), XENC.into())
}

fn method(writer: &mut Writer, algorithm: Algorithm) -> Result<()> {
    element(writer, b"EncryptionMethod")?;
    attribute(writer, b"Algorithm", algorithm.uri().as_bytes())
}
