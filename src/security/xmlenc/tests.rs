//! What is encrypted decrypts, and each change is refused for its own reason.

use super::agreement::read_agreement;
use super::*;
use crate::security::crypto::agree::generate;
use crate::security::crypto::keys::{Curve, PublicKey};
use crate::security::crypto::random::random_key;
use crate::security::tree::Parsed;
use crate::security::xmldsig::vectors::find;
use crate::xml::reader::settings::Settings;
use crate::xml::writer::{Charset, Encoding, Settings as WriterSettings, Way, Writer};
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use std::sync::OnceLock;

fn written(write: impl FnOnce(&mut Writer) -> Result<()>) -> String {
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), WriterSettings::default());
    write(&mut writer).unwrap();
    String::from_utf8(writer.bytes().to_vec()).unwrap()
}

fn parse(xml: &str) -> Parsed {
    Parsed::new(xml.as_bytes().to_vec(), Settings::default()).unwrap()
}

fn name(writer: &mut Writer) -> Result<()> {
    crate::security::xmldsig::write::start(writer, b"KeyName")?;
    writer.utf8(b"k"[..].into(), Way::Utf8Text)?;
    writer.end_element()
}

fn public(key: &PrivateKey) -> PublicKey {
    PublicKey::new(PKey::public_key_from_der(&key.pkey().public_key_to_der().unwrap()).unwrap()).unwrap()
}

fn rsa() -> &'static PrivateKey {
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::new(PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()).unwrap())
}

const ALL: Rules<'_> = Rules { suite: None, allows_legacy: true };

fn decrypt_data(xml: &str, key: &Secret, rules: &Rules<'_>) -> Result<(Plain, Vec<u8>)> {
    let parsed = parse(xml);
    let data = read_data(parsed.doc(), parsed.doc().root().unwrap(), rules)?;
    Ok((data.plain, data.decrypt(parsed.doc(), key)?))
}

fn decrypt_key(xml: &str, with: KeyKey<'_>, rules: &Rules<'_>) -> Result<(Vec<Vec<u8>>, Secret)> {
    let parsed = parse(xml);
    let key = read_key(parsed.doc(), parsed.doc().root().unwrap(), rules)?;
    let secret = key.decrypt(with, &[32])?;
    Ok((key.references, secret))
}

#[test]
fn what_is_encrypted_decrypts() {
    for cipher in [Cipher::Aes128Cbc, Cipher::Aes256Cbc, Cipher::TripleDesCbc, Cipher::Aes192Gcm, Cipher::Aes256Gcm] {
        for plain in [Plain::Element, Plain::Content, Plain::Octets] {
            let key = random_key(cipher.key_size()).unwrap();
            let xml = written(|writer| write::data(writer, b"d", (plain, b"<a/>"), cipher, &key, &mut name));
            assert_eq!(decrypt_data(&xml, &key, &ALL).unwrap(), (plain, b"<a/>".to_vec()));
            let other = random_key(cipher.key_size()).unwrap();
            // Without authentication, another key may give something.
            let wrong = decrypt_data(&xml, &other, &ALL);
            assert!(wrong.is_err() || !cipher.is_authenticated() && wrong.unwrap().1 != b"<a/>");
        }
    }
}

#[test]
fn keys_for_public_and_shared_keys() {
    let key = random_key(32).unwrap();
    let mut ways = vec![Transport::new(KeyTransport::RsaOaepMgf1p), Transport::new(KeyTransport::Rsa15)];
    let label = b"label".to_vec();
    ways.push(Transport { label: label.clone(), ..Transport::new(KeyTransport::RsaOaepMgf1p) });
    for (digest, mgf) in
        [(Digest::Sha1, Digest::Sha1), (Digest::Sha256, Digest::Sha256), (Digest::Sha512, Digest::Sha384)]
    {
        ways.push(Transport { algorithm: KeyTransport::RsaOaep, digest, mgf, label: label.clone() });
    }
    for way in &ways {
        let xml = written(|writer| {
            write::key(writer, b"k", &key, (way, &public(rsa())), &mut name, &[b"a", b"b"]).map(|_| ())
        });
        let (references, secret) = decrypt_key(&xml, KeyKey::Private(rsa()), &ALL).unwrap();
        assert_eq!(references, [b"a".to_vec(), b"b".to_vec()]);
        assert_eq!(secret.bytes(), key.bytes());
        assert!(decrypt_key(&xml, KeyKey::Secret(&key), &ALL).unwrap_err().texts()[0].contains("with a public key"));
    }
    let outer = random_key(16).unwrap();
    let xml =
        written(|writer| write::wrapped_key(writer, b"k", &key, (KeyWrap::Aes128, &outer), &mut name, &[]).map(|_| ()));
    assert_eq!(decrypt_key(&xml, KeyKey::Secret(&outer), &Rules::default()).unwrap().1.bytes(), key.bytes());
    assert!(decrypt_key(&xml, KeyKey::Private(rsa()), &ALL).unwrap_err().texts()[0].contains("with a shared key"));
}

#[test]
fn keys_that_are_agreed_on() {
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let (recipient, key) = (generate(curve).unwrap(), random_key(32).unwrap());
        let xml = written(|writer| {
            let way = (KeyWrap::Aes256, &public(&recipient));
            write::agreed_key(writer, b"k", &key, way, &mut name, &[b"d"]).map(|_| ())
        });
        let parsed = parse(&xml);
        let doc = parsed.doc();
        let el = find(doc, Ns::Xenc, b"AgreementMethod").unwrap();
        let outer = read_agreement(doc, el).unwrap().key(&recipient, 32).unwrap();
        assert_eq!(decrypt_key(&xml, KeyKey::Secret(&outer), &Rules::default()).unwrap().1.bytes(), key.bytes());
        let other = read_agreement(doc, el).unwrap().key(&generate(curve).unwrap(), 32).unwrap();
        assert!(decrypt_key(&xml, KeyKey::Secret(&other), &Rules::default()).is_err());
        assert!(read_agreement(doc, el).unwrap().key(rsa(), 32).is_err());
        for (from, to, expected) in [
            ("2009/xmlenc11#ECDH-ES", "2001/04/xmlenc#dh", "finite fields"),
            ("xmlenc11#ConcatKDF", "xmlenc11#pbkdf2", "is not known"),
            ("AlgorithmID=\"00", "AlgorithmID=\"01", "no string of bits"),
            ("AlgorithmID=\"00", "AlgorithmID=\"0g", "no string of bits"),
            ("urn:oid:", "urn:oid:9.", "is not supported"),
        ] {
            let parsed = parse(&xml.replacen(from, to, 1));
            let doc = parsed.doc();
            let fault = read_agreement(doc, find(doc, Ns::Xenc, b"AgreementMethod").unwrap()).unwrap_err();
            assert!(fault.texts()[0].contains(expected), "{fault:?}");
        }
    }
}

#[test]
fn changes_of_encrypted_data_are_refused() {
    let key = random_key(32).unwrap();
    let xml =
        written(|writer| write::data(writer, b"d", (Plain::Element, b"<a/>"), Cipher::Aes256Gcm, &key, &mut name));
    let value = &xml[xml.find("CipherValue>").unwrap() + 12..xml.rfind("</e:CipherValue>").unwrap()];
    let method = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &str)] = &[
        ("ciphertext", value, &value.replacen(|c: char| c.is_ascii_alphanumeric(), "+", 1), "tag is wrong"),
        ("nothing", value, "", "too short"),
        ("no base64", value, "&amp;", "no base64"),
        ("another cipher", method, "http://www.w3.org/2009/xmlenc11#aes128-gcm", "needs 16"),
        ("no cipher", method, "http://www.w3.org/2001/04/xmlenc#kw-aes256", "cannot be used for encryption"),
        ("DES", method, "http://www.w3.org/2001/04/xmlenc#des-cbc", "DES protects nothing"),
        ("a legacy cipher", method, "http://www.w3.org/2001/04/xmlenc#tripledes-cbc", "legacy"),
        ("elsewhere", &format!("<e:CipherValue>{value}</e:CipherValue>"), "<e:CipherReference URI=\"http://x/\"/>", "outside of it"),
        ("two values", "<e:CipherData>", "<e:CipherData><e:CipherValue/>", "not exactly one CipherValue"),
        ("no data", "CipherData>", "Data>", "no CipherData"),
        ("something behind", "</e:EncryptedData>", "<e:X/></e:EncryptedData>", "'X' where it must not"),
        ("a parameter", &format!("{method}\"/>"), &format!("{method}\"><e:X/></e:EncryptionMethod>"), "the parameter 'X'"),
        ("no method", "EncryptionMethod", "Method", "does not begin with an EncryptionMethod"),
        ("text", "<e:CipherData>", "text<e:CipherData>", "text between the elements"),
    ];
    for (what, from, to, expected) in cases {
        assert!(xml.contains(from), "{what}");
        let fault = decrypt_data(&xml.replace(from, to), &key, &Rules::default()).unwrap_err();
        assert!(fault.texts()[0].contains(expected), "{what}: {fault:?}");
    }
}

#[test]
fn changes_of_encrypted_keys_are_refused() {
    let key = random_key(32).unwrap();
    let way = Transport { digest: Digest::Sha256, mgf: Digest::Sha256, ..Transport::new(KeyTransport::RsaOaep) };
    let xml =
        written(|writer| write::key(writer, b"k", &key, (&way, &public(rsa())), &mut name, &[b"a", b"b"]).map(|_| ()));
    let many: String = (0..70).map(|id| format!("<e:DataReference URI=\"#{id}\"/>")).collect();
    let mgf = "<e11:MGF Algorithm=\"http://www.w3.org/2009/xmlenc11#mgf1sha256\" xmlns:e11=\"http://www.w3.org/2009/xmlenc11#\"/>";
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &str)] = &[
        ("another digest", "04/xmlenc#sha256", "04/xmlenc#sha512", "was changed, or is for another key"),
        ("another mask", "mgf1sha256", "mgf1sha1", "was changed, or is for another key"),
        ("a mask that is none", "http://www.w3.org/2009/xmlenc11#mgf1sha256", "http://www.w3.org/2001/04/xmlenc#sha256", "cannot be used for mask generation"),
        ("a mask twice", mgf, &[mgf, mgf].concat(), "'MGF' twice"),
        ("a mask where there is none", "http://www.w3.org/2009/xmlenc11#rsa-oaep", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "the parameter 'MGF'"),
        ("a legacy transport", "http://www.w3.org/2009/xmlenc11#rsa-oaep", "http://www.w3.org/2001/04/xmlenc#rsa-1_5", "legacy"),
        ("a cipher", "http://www.w3.org/2009/xmlenc11#rsa-oaep", "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "cannot be used for encryption of keys"),
        ("a part twice", "URI=\"#b\"", "URI=\"#a\"", "listed twice"),
        ("a part outside", "URI=\"#b\"", "URI=\"b\"", "which is outside"),
        ("a key reference", "<e:DataReference URI=\"#b\"/>", "<e:KeyReference URI=\"#b\"/>", "'KeyReference'"),
        ("many parts", "<e:DataReference URI=\"#b\"/>", &many, "more than 64 parts"),
        ("no parts", "<e:DataReference URI=\"#a\"/><e:DataReference URI=\"#b\"/>", "", "is empty"),
        ("a second list", "</e:EncryptedKey>", "<e:ReferenceList/></e:EncryptedKey>", "'ReferenceList' where it must not"),
    ];
    for (what, from, to, expected) in cases {
        assert!(xml.contains(from), "{what}: {xml}");
        let fault = decrypt_key(&xml.replace(from, to), KeyKey::Private(rsa()), &Rules::default()).unwrap_err();
        assert!(fault.texts()[0].contains(expected), "{what}: {fault:?}");
    }
    let other = written(|writer| {
        write::key(writer, b"k", &random_key(24).unwrap(), (&way, &public(rsa())), &mut name, &[]).map(|_| ())
    });
    assert!(decrypt_key(&other, KeyKey::Private(rsa()), &ALL).unwrap_err().texts()[0].contains("24 bytes"));
}
