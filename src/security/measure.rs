//! Figures for docs/architecture.md: `cargo test --release measure_security -- --ignored --nocapture`.

use super::crypto::algorithm::{Cipher, Digest, KeyTransport, Signature};
use super::crypto::cipher::{decrypt_in_place, encrypt};
use super::crypto::derive::{DEFAULT_LABEL, Derivation, DerivationKey};
use super::crypto::digest::{Digester, HmacKey};
use super::crypto::keys::{PrivateKey, PublicKey, Transport};
use super::crypto::random::random_key;
use super::names::{Ns, WSU};
use super::settings::Secret;
use super::tree::{Ids, Parsed};
use super::xmldsig::verify::Key;
use super::xmldsig::write::{Part, SigningKey, Tap, start};
use super::xmldsig::{self, Rules, vectors::find};
use super::xmlenc;
use crate::runtime::fault::Result;
use crate::xml::c14n::Options;
use crate::xml::node::NodeKind;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::writer::{Charset, Encoding, Settings as WriterSettings, Way, Writer};
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::sign::Signer;
use openssl::symm;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often a second something can be done: the best of several turns.
fn rate(mut what: impl FnMut()) -> f64 {
    let mut best: f64 = 0.0;
    for _ in 0..5 {
        let (start, mut count) = (Instant::now(), 0_u32);
        while start.elapsed() < Duration::from_millis(150) {
            what();
            count += 1;
        }
        best = best.max(f64::from(count) / start.elapsed().as_secs_f64());
    }
    best
}

fn writer() -> Writer {
    let mut writer = Writer::default();
    let settings = WriterSettings { buffer_max_size: u32::MAX, ..WriterSettings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    writer
}

/// The content of a body: records of short elements.
fn records(size: usize) -> Vec<u8> {
    let mut xml = Vec::new();
    let mut number = 0;
    while xml.len() + 70 < size {
        number += 1;
        xml.extend(format!("<item id=\"{number}\"><name>name {number}</name><price>12.50</price></item>").bytes());
    }
    xml
}

/// One message as the engine sees it: a body that is digested, signed by one derived key and encrypted by another.
fn send(key: &DerivationKey, body: &[u8]) -> Result<Vec<u8>> {
    let nonce = random_key(16)?;
    let derive =
        |offset, length| key.derive(&Derivation { label: DEFAULT_LABEL, nonce: nonce.bytes(), offset, length });
    let (signing, encrypting) = (derive(0, 24)?, derive(24, 32)?);
    let mut writer = writer();
    writer.start_element(Some(b"s"), b"Envelope"[..].into(), b"urn:soap"[..].into())?;
    let tap = Tap::new(Digest::Sha1)?;
    writer.start_canonicalization(Options::default(), Box::new(tap.clone()))?;
    writer.start_element(Some(b"s"), b"Body"[..].into(), b"urn:soap"[..].into())?;
    writer.start_attribute(Some(b"u"), b"Id"[..].into(), WSU.into(), false)?;
    writer.utf8(b"_1"[..].into(), Way::Utf8Text)?;
    writer.end_attribute()?;
    writer.utf8(body.into(), Way::Utf8Text)?;
    writer.end_element()?;
    writer.end_canonicalization()?;
    let digest = tap.finish();
    let part = Part { id: b"_1", is_str: false, digest: Digest::Sha1, value: digest.bytes() };
    let signing = HmacKey::new(Digest::Sha1, signing.bytes())?;
    xmldsig::write::write(&mut writer, None, &[part], SigningKey::Secret(&signing), &mut |_| Ok(()))?;
    let plain = (xmlenc::Plain::Content, body);
    xmlenc::write::data(&mut writer, b"_2", plain, Cipher::Aes256Cbc, &encrypting, &mut |writer| {
        start(writer, b"Nonce")?;
        writer.value(&crate::xml::writer::Value::Base64(nonce.bytes()), Way::Whole)?;
        writer.end_element()
    })?;
    writer.end_element()?;
    Ok(writer.bytes().to_vec())
}

fn receive(key: &DerivationKey, message: Vec<u8>) -> Result<usize> {
    let parsed = Parsed::new(message, Settings { max_depth: 100, ..Settings::default() })?;
    let doc = parsed.doc();
    let nonce = xmldsig::bytes(doc, find(doc, Ns::Dsig, b"Nonce").unwrap(), 100)?;
    let derive = |offset, length| key.derive(&Derivation { label: DEFAULT_LABEL, nonce: &nonce, offset, length });
    let (signing, encrypting) = (derive(0, 24)?, derive(24, 32)?);
    let data = find(doc, Ns::Xenc, b"EncryptedData").unwrap();
    let plain = xmlenc::read_data(doc, data, &xmlenc::Rules::default())?.decrypt(doc, &encrypting)?;
    let signature = xmldsig::read(doc, find(doc, Ns::Dsig, b"Signature").unwrap(), &Rules::default())?;
    let signed = signature.verify(doc, &Ids::new(doc)?, Key::Secret(&signing), &Ok)?;
    Ok(signed.len() + plain.len())
}

#[test]
#[ignore = "a measurement"]
fn measure_security_shared_key() {
    let secret = random_key(32).unwrap();
    let body = vec![b'x'; 1024];
    let key = DerivationKey::new(&secret).unwrap();
    let message = send(&key, &body).unwrap();
    assert!(receive(&key, message.clone()).unwrap() > 1024);
    println!("send, 1 KB: {:.0}/s", rate(|| drop(black_box(send(&key, &body).unwrap()))));
    println!("receive, 1 KB: {:.0}/s", rate(|| _ = black_box(receive(&key, message.clone()).unwrap())));
    let both = rate(|| {
        let key = DerivationKey::new(&secret).unwrap();
        for _ in 0..2 {
            let message = send(&key, &body).unwrap();
            receive(&key, message).unwrap();
        }
    });
    println!("call (request and reply, both sides): {both:.0}/s");
    let derivation = Derivation { label: DEFAULT_LABEL, nonce: &[1; 16], offset: 0, length: 32 };
    println!("derive 32 bytes: {:.0}/s", rate(|| drop(black_box(key.derive(&derivation).unwrap()))));
    let mac = HmacKey::new(Digest::Sha1, secret.bytes()).unwrap();
    println!("HMAC-SHA1 of 1 KB: {:.0}/s", rate(|| _ = black_box(mac.of(&[&body]))));
    let openssl = PKey::hmac(secret.bytes()).unwrap();
    println!(
        "the same by OpenSSL's own: {:.0}/s",
        rate(|| {
            let mut signer = Signer::new(MessageDigest::sha1(), &openssl).unwrap();
            signer.update(&body).unwrap();
            black_box(signer.sign_to_vec().unwrap());
        })
    );
    println!(
        "AES-256-CBC of 1 KB: {:.0}/s",
        rate(|| {
            let mut out = Vec::new();
            encrypt(Cipher::Aes256Cbc, &secret, &body, &mut out).unwrap();
            decrypt_in_place(Cipher::Aes256Cbc, &secret, &mut out).unwrap();
        })
    );
    println!(
        "the same by OpenSSL's own: {:.0}/s",
        rate(|| {
            let cipher = symm::Cipher::aes_256_cbc();
            let out = symm::encrypt(cipher, secret.bytes(), Some(&[1; 16]), &body).unwrap();
            black_box(symm::decrypt(cipher, secret.bytes(), Some(&[1; 16]), &out).unwrap());
        })
    );
}

#[test]
#[ignore = "a measurement"]
fn measure_security_public_keys() {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let public = PKey::public_key_from_der(&key.public_key_to_der().unwrap()).unwrap();
    let (private, public) = (PrivateKey::new(key.clone()).unwrap(), PublicKey::new(public).unwrap());
    let digest = Digest::Sha1.of(&[b"what is signed"]);
    let algorithm = Signature::Rsa(Digest::Sha1);
    let signature = private.sign(algorithm, digest.bytes()).unwrap();
    let secret = Secret::new(vec![7; 32]);
    let transport = Transport::new(KeyTransport::RsaOaepMgf1p);
    let encrypted = public.encrypt_key(&transport, &secret).unwrap();
    println!("sign: {:.0}/s", rate(|| drop(black_box(private.sign(algorithm, digest.bytes()).unwrap()))));
    println!(
        "the same by OpenSSL's own: {:.0}/s",
        rate(|| {
            let mut signer = Signer::new(MessageDigest::sha1(), &key).unwrap();
            signer.update(b"what is signed").unwrap();
            black_box(signer.sign_to_vec().unwrap());
        })
    );
    println!("verify: {:.0}/s", rate(|| public.verify(algorithm, digest.bytes(), &signature).unwrap()));
    println!("encrypt a key: {:.0}/s", rate(|| drop(black_box(public.encrypt_key(&transport, &secret).unwrap()))));
    println!(
        "decrypt a key: {:.0}/s",
        rate(|| drop(black_box(private.decrypt_key(&transport, &encrypted, &[32]).unwrap())))
    );
}

#[test]
#[ignore = "a measurement"]
fn measure_security_canonical_digests() {
    let settings = Settings { max_depth: 100, allow_fragment: true, ..Settings::default() };
    for size in [1024, 100 * 1024, 10 * 1024 * 1024] {
        let xml = records(size);
        let read = |tap: Option<Tap>| {
            let mut reader = Reader::new(settings);
            reader.set_input(Decoder::Text(TextDecoder::default()), Input::owned(xml.clone()), settings);
            let canonicalizes = tap.is_some();
            if let Some(tap) = tap {
                reader.read_node().unwrap();
                reader.start_canonicalization(Options::default(), Box::new(tap)).unwrap();
            }
            while reader.kind() != NodeKind::Eof {
                reader.read_node().unwrap();
            }
            if canonicalizes {
                reader.end_canonicalization().unwrap();
            }
        };
        let megabytes = xml.len() as f64 / 1e6;
        let plain = rate(|| read(None)) * megabytes;
        let digested = [Digest::Sha1, Digest::Sha256].map(|digest| {
            let tapped = rate(|| {
                let tap = Tap::new(digest).unwrap();
                read(Some(tap.clone()));
                black_box(tap.finish());
            });
            tapped * megabytes
        });
        let alone = rate(|| {
            let mut digester = Digester::new(Digest::Sha256);
            digester.update(&xml);
            black_box(digester.finish());
        });
        println!(
            "{} bytes: read {plain:.0} MB/s, with c14n and SHA-1 {:.0}, with c14n and SHA-256 {:.0}, SHA-256 alone {:.0}",
            xml.len(),
            digested[0],
            digested[1],
            alone * megabytes
        );
    }
}
