//! What others encrypted: `../shared/vectors/xmlsec`, where that folder is there. Every file has a line in a table.

use super::{KeyKey, Plain, Rules, read_data, read_key};
use crate::runtime::fault::Result;
use crate::security::crypto::keys::PrivateKey;
use crate::security::crypto::refused;
use crate::security::names::Ns;
use crate::security::settings::Secret;
use crate::security::tree::{Doc, El, Parsed};
use crate::security::xmldsig::vectors::{find, folder, names, parse, without_doctype};
use crate::xml::c14n::Canonicalizer;
use crate::xml::reader::settings::Settings;
use openssl::pkey::PKey;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

const LEGACY: Rules<'_> = Rules { suite: None, allows_legacy: true };

/// Who can decrypt.
struct Recipient {
    private: Option<PrivateKey>,
    secrets: HashMap<String, Secret>,
}

impl Recipient {
    fn named(&self, doc: Doc<'_>, key_info: El) -> Result<&Secret> {
        let name = doc.needed(key_info, Ns::Dsig, b"KeyName")?;
        let name = String::from_utf8(doc.text(name)?.to_vec()).unwrap();
        self.secrets.get(name.trim()).ok_or_else(|| refused(format!("No key is called '{name}'.")))
    }

    /// The key that a KeyInfo has encrypted in it, or names.
    fn key(&self, doc: Doc<'_>, key_info: El, size: usize, rules: &Rules<'_>) -> Result<Secret> {
        if let Some(agreement) = doc.child(key_info, Ns::Xenc, b"AgreementMethod")? {
            let agreement = super::agreement::read_agreement(doc, agreement)?;
            return agreement.key(self.private.as_ref().unwrap(), size);
        }
        let Some(el) = doc.child(key_info, Ns::Xenc, b"EncryptedKey")? else {
            return self.named(doc, key_info).cloned();
        };
        let key = read_key(doc, el, rules)?;
        if matches!(key.method, super::KeyMethod::Transport(_)) {
            return key.decrypt(KeyKey::Private(self.private.as_ref().unwrap()), &[size]);
        }
        let key_info = key.key_info.unwrap();
        let size_of_wrap = if let super::KeyMethod::Wrap(wrap) = key.method { wrap.key_size() } else { 0 };
        let outer = self.key(doc, key_info, size_of_wrap, rules)?;
        key.decrypt(KeyKey::Secret(&outer), &[size])
    }

    /// The document with what was encrypted.
    fn decrypt(&self, parsed: &Parsed, rules: &Rules<'_>) -> Result<Vec<u8>> {
        let doc = parsed.doc();
        let el = find(doc, Ns::Xenc, b"EncryptedData").ok_or_else(|| refused("Nothing is encrypted."))?;
        let data = read_data(doc, el, rules)?;
        let key = self.key(doc, data.key_info.unwrap(), data.cipher.key_size(), rules)?;
        let plain = data.decrypt(doc, &key)?;
        if data.plain == Plain::Octets {
            return Ok(plain);
        }
        let whole = doc.whole(el);
        let root = doc.whole(doc.root().unwrap());
        let (before, after) = (doc.bytes(root.start..whole.start), doc.bytes(whole.end..root.end));
        Ok([before, &plain, after].concat())
    }
}

fn canonical(xml: Vec<u8>) -> Vec<u8> {
    let parsed = Parsed::new(xml, Settings::default()).unwrap();
    let doc = parsed.doc();
    let mut out = Vec::new();
    doc.canonicalize(&mut Canonicalizer::default(), doc.root().unwrap(), &[], &mut out).unwrap();
    out
}

/// `None`: it decrypts to its `.data`. Else a part of the text of why it is refused.
type Expected = Option<&'static str>;

fn check_all(path: &Path, recipient: &Recipient, rules: &Rules<'_>, expected: &dyn Fn(&str) -> Expected) {
    let mut wrong = Vec::new();
    for name in names(path) {
        let expected = expected(&name);
        let got = parse(path, &name).and_then(|parsed| recipient.decrypt(&parsed, rules));
        match (got, expected) {
            // Nobody wrote down what it was.
            (Ok(_), None) if !path.join(format!("{name}.data")).exists() => {}
            (Ok(plain), None) => {
                let data = fs::read(path.join(format!("{name}.data"))).unwrap_or_default();
                let is_xml = plain.trim_ascii_start().starts_with(b"<");
                let same = if is_xml { canonical(plain.clone()) == canonical(data) } else { plain == data };
                if !same {
                    wrong.push(format!("{name}: {}", String::from_utf8_lossy(&plain)));
                }
            }
            (Err(fault), Some(part)) if fault.texts().join(" | ").contains(part) => {}
            (got, expected) => wrong.push(format!("{name}: {got:?}, and {expected:?} was expected")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn phaos() {
    let Some(path) = folder("01-phaos-xmlenc-3") else { return };
    let secret = |text: &str| {
        let bytes: Vec<u8> = text.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        Secret::new(bytes)
    };
    let keys = [
        ("my-3des-key", "c8 8f 89 d5 fd e9 b9 80 04 46 32 1c 4f ab df 83 a4 62 b6 62 97 f2 70 f4"),
        ("my-aes128-key", "d3 5f b2 b9 0d a1 b8 f4 b5 f9 0b f4 2c 7f b3 69"),
        ("my-aes192-key", "22 57 ee 4b 8d 0b bd 2b 55 53 43 23 f1 e3 eb ac 61 d5 84 06 f8 f3 2f be"),
        (
            "my-aes256-key",
            "66 16 78 bf 74 65 c1 39 42 10 ea 48 ac 77 cb 29 5c 89 38 10 ed 10 93 8e 40 36 ad ff 8c 51 d5 b0",
        ),
    ];
    let mut secrets: HashMap<String, Secret> = keys.map(|(name, key)| (name.to_owned(), secret(key))).into();
    secrets.insert("my-tripledes-key".into(), secrets["my-3des-key"].clone());
    let der = fs::read(path.join("rsa-priv-key.der")).unwrap();
    let private = PrivateKey::new(PKey::private_key_from_der(&der).unwrap()).unwrap();
    let recipient = Recipient { private: Some(private), secrets };
    let expected = |name: &str| match name {
        "keys" => Some("Nothing is encrypted"),
        "payment" => Some("Nothing is encrypted"),
        "bad-alg-enc-element-aes128-kw-3des" => Some("A key of 24 bytes was sent; [16] are allowed"),
        name if name.ends_with("-ka-dh") => Some("Diffie-Hellman of finite fields is not supported"),
        _ => None,
    };
    check_all(&path, &recipient, &LEGACY, &expected);
    // Without the permission for legacy algorithms.
    check_all(&path, &recipient, &Rules::default(), &|name| match expected(name) {
        None if name.contains("-3des") || name.contains("rsa1_5") => Some("is a legacy one"),
        Some(_) if name.contains("-3des") => Some("is a legacy one"),
        other => other,
    });
}

#[test]
fn merlin_five() {
    let Some(path) = folder("merlin-xmlenc-five") else { return };
    let secrets = [
        ("bob", &b"abcdefghijklmnopqrstuvwx"[..]),
        ("job", b"abcdefghijklmnop"),
        ("jeb", b"abcdefghijklmnopqrstuvwx"),
        ("jed", b"abcdefghijklmnopqrstuvwxyz012345"),
    ];
    let pem = fs::read(path.join("rsapriv.pem")).unwrap();
    let private = PrivateKey::new(PKey::private_key_from_pem(&pem).unwrap()).unwrap();
    let recipient = Recipient {
        private: Some(private),
        secrets: secrets.map(|(name, key)| (name.to_owned(), Secret::new(key.to_vec()))).into(),
    };
    check_all(&path, &recipient, &LEGACY, &|name| match name {
        "keys" | "plaintext" => Some("Nothing is encrypted"),
        name if name.starts_with("encsig-") => Some("Nothing is encrypted"),
        name if name.contains("-dh-") => Some("Diffie-Hellman of finite fields is not supported"),
        "bad-encrypt-content-aes128-cbc-kw-aes192" => Some("An encrypted key was changed, or is for another key"),
        // A key that is elsewhere in the document, by a name that it has only there.
        "encrypt-element-aes256-cbc-carried-kw-aes256" => Some("No key is called 'Foo Key'"),
        "encrypt-content-aes128-cbc-kw-aes192"
        | "encrypt-content-aes256-cbc-prop"
        | "encrypt-content-tripledes-cbc"
        | "encrypt-element-aes128-cbc-rsa-1_5"
        | "encrypt-element-aes192-cbc-ref"
        | "encrypt-element-aes256-cbc-retrieved-kw-aes256"
        | "encrypt-element-tripledes-cbc-kw-aes128" => Some("Document type declarations are not supported"),
        _ => None,
    });
    // Behind the document type, all but two are right, too.
    for name in names(&path) {
        let xml = fs::read_to_string(path.join(format!("{name}.xml"))).unwrap();
        if !xml.contains("<!DOCTYPE") {
            continue;
        }
        let parsed = Parsed::new(without_doctype(&xml).into_bytes(), Settings::default()).unwrap();
        match (recipient.decrypt(&parsed, &LEGACY), &*name) {
            (Ok(plain), _) => {
                let data = fs::read_to_string(path.join(format!("{name}.data"))).unwrap();
                assert_eq!(canonical(plain), canonical(without_doctype(&data).into_bytes()), "{name}");
            }
            (Err(fault), "encrypt-element-aes192-cbc-ref") => assert!(fault.texts()[0].contains("outside of it")),
            (Err(fault), "encrypt-element-aes256-cbc-retrieved-kw-aes256") => {
                assert!(fault.texts()[0].contains("There is no 'KeyName'"));
            }
            (Err(fault), _) => panic!("{name}: {fault:?}"),
        }
    }
}

/// Keys of NIST's vectors: XML of the collection's own.
fn nist_keys(path: &Path) -> HashMap<String, Secret> {
    let xml = fs::read_to_string(path).unwrap();
    let between = |text: &str, start: &str, end: &str| -> String {
        text.split(start).nth(1).and_then(|rest| rest.split(end).next()).unwrap().trim().to_owned()
    };
    let infos = xml.split("<KeyInfo").skip(1);
    infos
        .map(|info| {
            let key = between(info, "<AESKeyValue xmlns=\"http://www.aleksey.com/xmlsec/2002\">", "<");
            (between(info, "<KeyName>", "<"), Secret::new(openssl::base64::decode_block(&key).unwrap()))
        })
        .collect()
}

#[test]
fn nist_aes_gcm() {
    let Some(path) = folder("nist-aesgcm") else { return };
    for bits in ["aes128", "aes192", "aes256"] {
        let recipient = Recipient { private: None, secrets: nist_keys(&path.join(format!("keys-{bits}-gcm.xml"))) };
        let path = path.join(bits);
        let (mut good, mut bad) = (0, 0);
        let mut wrong = Vec::new();
        for name in names(&path) {
            let data = fs::read_to_string(path.join(format!("{name}.data"))).ok();
            let got = parse(&path, &name).and_then(|parsed| recipient.decrypt(&parsed, &Rules::default()));
            match (got, data) {
                (Ok(plain), Some(data)) if openssl::base64::encode_block(&plain) == data.trim() => good += 1,
                (Err(fault), None) if fault.texts()[0].contains("tag is wrong") => bad += 1,
                (got, data) => wrong.push(format!("{name}: {got:?} {data:?}")),
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(good + bad == 60 && bad > 0, "{good} {bad}");
    }
}
