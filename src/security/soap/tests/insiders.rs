//! Hostile messages of those who can encrypt them: what was decrypted is no safer than what was not. And keys that are
//! what they should not be.

use super::attacks::refuse;
use super::*;
use crate::security::crypto::algorithm::Cipher;
use crate::security::crypto::cipher::{decrypt_in_place, encrypt};
use crate::security::crypto::derive::{DEFAULT_LABEL, Derivation, DerivationKey};
use crate::security::settings::Secret;
use crate::xml::value::base64::{Encoder, parse_base64};
use core::ops::Range;
use openssl::bn::BigNum;

const VALUE: &str = "<e:CipherValue>";

fn from_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    parse_base64(&mut bytes, text.as_bytes()).unwrap();
    bytes
}

fn to_base64(bytes: &[u8]) -> String {
    let (mut text, mut encoder) = (Vec::new(), Encoder::default());
    encoder.encode(&mut text, bytes).unwrap();
    encoder.finish(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// The key that the first or second DerivedKeyToken of a message stands for: the one of signatures, and the one of
/// ciphers.
pub(super) fn derived(message: &str, sent: &Exchange, which: usize, length: usize) -> Secret {
    let nonce = message.split("<c:Nonce>").nth(which).unwrap().split('<').next().unwrap();
    let from = DerivationKey::new(&sent.key.as_ref().unwrap().0).unwrap();
    from.derive(&Derivation { label: DEFAULT_LABEL, nonce: &from_base64(nonce), offset: 0, length }).unwrap()
}

/// Where the ciphertext of the part with that Id is, and what it says.
fn opened(message: &str, sent: &Exchange, id: &str) -> (Range<usize>, String) {
    let start = message.find(&format!("Id=\"{id}\"")).unwrap();
    let start = start + message[start..].find(VALUE).unwrap() + VALUE.len();
    let end = start + message[start..].find('<').unwrap();
    let mut bytes = from_base64(&message[start..end]);
    let plain = decrypt_in_place(Cipher::Aes256Cbc, &derived(message, sent, 2, 32), &mut bytes).unwrap();
    (start..end, String::from_utf8(bytes[plain].to_vec()).unwrap())
}

/// The plaintext of the part with that Id.
pub(super) fn plain(message: &str, sent: &Exchange, id: &str) -> String {
    opened(message, sent, id).1
}

/// Encrypts the part with the Id anew, as what its plaintext becomes.
pub(super) fn again(message: &str, sent: &Exchange, id: &str, change: impl Fn(&str) -> Vec<u8>) -> String {
    let (place, plain) = opened(message, sent, id);
    let mut sealed = Vec::new();
    encrypt(Cipher::Aes256Cbc, &derived(message, sent, 2, 32), &change(&plain), &mut sealed).unwrap();
    format!("{}{}{}", &message[..place.start], to_base64(&sealed), &message[place.end..])
}

type Change = fn(&str) -> Vec<u8>;

/// The content of the body.
#[rustfmt::skip]
const BODIES: &[(&str, Change, &str)] = &[
    ("another", |p| p.replace("100", "900").into(), "digest of the body"),
    ("nothing", |_| Vec::new(), "digest of the body"),
    ("ends the body", |p| format!("{p}</s:Body><s:Body>").into(), ""),
    ("ends the envelope", |p| format!("{p}</s:Body></s:Envelope>").into(), ""),
    ("ends the body and begins a header", |p| format!("</s:Body><s:Header/><s:Body>{p}").into(), ""),
    ("open element", |p| format!("{p}<a>").into(), ""),
    ("end of an element", |p| format!("{p}</a>").into(), ""),
    ("half a tag", |p| format!("{p}<a").into(), ""),
    ("open comment", |p| format!("{p}<!--").into(), ""),
    ("open CDATA section", |p| format!("{p}<![CDATA[").into(), ""),
    ("document type", |p| format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{p}").into(), ""),
    ("entity", |p| format!("{p}&evil;").into(), ""),
    ("no UTF-8", |p| [p.as_bytes(), b"\xFF\xFE"].concat(), ""),
    ("a zero", |p| format!("{p}\0").into(), ""),
    ("prefix that is not bound", |p| format!("{p}<q:a/>").into(), ""),
    ("attribute twice", |p| p.replace("<n1>", "<n1 a=\"\" a=\"\">").into(), ""),
    ("Id of a header", |p| p.replace("<n1>", "<n1 xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" u:Id=\"_0\">").into(), "there again in the body"),
    ("too deep", |_| ["<a>".repeat(2000), "</a>".repeat(2000)].concat().into(), ""),
    ("encrypted again", |p| format!("<e:EncryptedData xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\"/>{p}").into(), "digest of the body"),
];

/// The primary signature.
#[rustfmt::skip]
const SIGNATURES: &[(&str, Change, &str)] = &[
    ("nothing", |_| Vec::new(), "no element"),
    ("text", |_| b"text".to_vec(), ""),
    ("text beside", |p| format!("{p} text").into(), ""),
    ("two", |p| format!("{p}{p}").into(), "more than one element"),
    ("another element", |_| b"<x/>".to_vec(), ""),
    ("ends what it is in", |p| format!("{p}</x><x>").into(), ""),
];

#[test]
fn what_is_decrypted_is_looked_at_like_all_else() {
    let (client, server) = sides(CertMode::Symmetric, |_| {});
    let (good, sent) = sealed(&client, None, BODY);
    open(&server, &again(&good, &sent, "_wsx-d0", |plain| plain.into()), None).unwrap();
    for (id, changes) in [("_wsx-d0", BODIES), ("_wsx-d1", SIGNATURES)] {
        for (name, change, reason) in changes {
            refuse(name, &server, &again(&good, &sent, id, change), None, reason);
        }
    }
}

/// A certificate with a key of that size, which nobody has the private one of.
fn of_size(bits: i32) -> Vec<u8> {
    let mut modulus = BigNum::new().unwrap();
    modulus.rand(bits, openssl::bn::MsbOption::TWO_ONES, true).unwrap();
    let key = Rsa::from_public_components(modulus, BigNum::from_u32(65537).unwrap()).unwrap();
    let (key, issuer) = (PKey::from_rsa(key).unwrap(), rogue());
    let issuer = issuer.certificate();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(issuer.x509().subject_name()).unwrap();
    builder.set_issuer_name(issuer.x509().subject_name()).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    builder.sign(issuer.key().unwrap(), MessageDigest::sha256()).unwrap();
    builder.build().to_der().unwrap()
}

#[test]
fn keys_of_other_sizes_are_refused() {
    let (client, server) = sides(CertMode::Asymmetric, |profile| profile.encrypts = false);
    let (good, _) = sealed(&client, None, BODY);
    let token = good.split("<o:BinarySecurityToken").nth(1).unwrap().split('>').nth(1).unwrap();
    let token = token.split('<').next().unwrap();
    for bits in [512, 768, 16384] {
        let message = good.replace(token, &to_base64(&of_size(bits)));
        refuse("key size", &server, &message, None, &format!("{bits} bits"));
    }
}

/// What an attacker learns of an RSA 1.5 padding: nothing. A wrong one is a wrong key.
#[test]
fn wrong_paddings_are_wrong_keys() {
    let rsa_15 = |profile: &mut Profile| {
        profile.suite = Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15).unwrap();
    };
    let (client, server) = sides(CertMode::Symmetric, rsa_15);
    let (good, _) = sealed(&client, None, BODY);
    open(&server, &good, None).unwrap();
    let at = good.find(VALUE).unwrap() + VALUE.len();
    let end = at + good[at..].find('<').unwrap();
    let public = server.own.as_ref().unwrap().certificate().x509().public_key().unwrap().rsa().unwrap();
    let encrypted = |plain: &[u8], padding| {
        let mut out = vec![0; public.size() as usize];
        public.public_encrypt(plain, &mut out, padding).unwrap();
        format!("{}{}{}", &good[..at], to_base64(&out), &good[end..])
    };
    use openssl::rsa::Padding;
    let mut raw = vec![0; public.size() as usize];
    raw[1] = 2;
    let messages = [
        ("another key", encrypted(&[7; 32], Padding::PKCS1)),
        ("a short key", encrypted(&[7; 16], Padding::PKCS1)),
        ("a long key", encrypted(&[7; 48], Padding::PKCS1)),
        ("an empty key", encrypted(&[], Padding::PKCS1)),
        ("another padding", encrypted(&[7; 32], Padding::PKCS1_OAEP)),
        ("no end of the padding", encrypted(&raw, Padding::NONE)),
    ];
    let texts = messages.map(|(name, message)| {
        let fault = open(&server, &message, None).expect_err(name);
        assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
        fault.texts().join(" ")
    });
    // Of random keys, some decrypt to something with a padding that looks right; none tells which key it was.
    assert!(
        texts.iter().all(|text| !text.contains("padding of the key") && !text.contains("encrypted key")),
        "{texts:#?}"
    );
}
