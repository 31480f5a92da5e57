//! Signatures that others made: `../shared/vectors/xmlsec`, where that folder is there. Every file has a line in a table.

use super::verify::Key;
use super::{Rules, read};
use crate::runtime::fault::Result;
use crate::security::crypto::keys::PublicKey;
use crate::security::names::Ns;
use crate::security::settings::Secret;
use crate::security::tree::{Doc, El, Ids, Parsed};
use crate::security::xmldsig::bytes;
use crate::xml::reader::settings::Settings;
use openssl::bn::BigNum;
use openssl::pkey::{PKey, Public};
use openssl::rsa::Rsa;
use openssl::x509::X509;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of the collection.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/xmlsec").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// The names of its XML documents, without what they end in.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files.filter_map(|name| Some(name.strip_suffix(".xml")?.to_owned())).collect();
    names.sort();
    names
}

pub(crate) fn parse(folder: &Path, name: &str) -> Result<Parsed> {
    let settings = Settings { max_depth: 100, ..Settings::default() };
    Parsed::new(fs::read(folder.join(format!("{name}.xml"))).unwrap(), settings)
}

/// The document without its document type, where it has one.
pub(crate) fn without_doctype(xml: &str) -> String {
    let Some((before, rest)) = xml.split_once("<!DOCTYPE") else { return xml.to_owned() };
    [before, rest.split_once("]>").unwrap().1].concat()
}

/// The first element with a name.
pub(crate) fn find(doc: Doc<'_>, ns: Ns, local: &[u8]) -> Option<El> {
    doc.all().find(|el| doc.is(*el, ns, local))
}

/// `None`: right. Else a part of the text of why it is refused.
type Expected = Option<&'static str>;

enum TestKey {
    Secret(&'static [u8]),
    Public(PKey<Public>),
}

fn check(folder: &Path, name: &str, key: &TestKey, rules: &Rules<'_>) -> Result<()> {
    let parsed = parse(folder, name)?;
    let doc = parsed.doc();
    let signature = read(doc, find(doc, Ns::Dsig, b"Signature").unwrap(), rules)?;
    let ids = Ids::new(doc)?;
    let no_token = |_| panic!("no vector has tokens");
    let (public, secret);
    let key = match key {
        TestKey::Secret(bytes) => {
            secret = Secret::new(bytes.to_vec());
            Key::Secret(&secret)
        }
        TestKey::Public(key) => {
            public = PublicKey::new(key.clone())?;
            Key::Public(&public)
        }
    };
    let signed = signature.verify(doc, &ids, key, &no_token)?;
    assert_eq!(signed.len(), signature.references.len());
    // Right, and wrong with any other key.
    let other = Secret::new(b"another key".to_vec());
    assert!(signature.verify(doc, &ids, Key::Secret(&other), &no_token).is_err());
    Ok(())
}

fn check_all(folder: &str, table: &[(&str, Expected)], rules: &Rules<'_>, key: &dyn Fn(&Path, &str) -> TestKey) {
    let Some(path) = self::folder(folder) else { return };
    let names = names(&path);
    let known: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    for name in &names {
        assert!(known.contains(&&**name), "{folder}/{name} is not in the table");
    }
    let mut wrong = Vec::new();
    for (name, expected) in table {
        assert!(names.iter().any(|known| known == name), "{folder}/{name} is not there");
        let got = check(&path, name, &key(&path, name), rules).map_err(|fault| fault.texts().join(" | "));
        match (&got, expected) {
            (Ok(()), None) => {}
            (Err(text), Some(part)) if text.contains(part) => {}
            _ => wrong.push(format!("{name}: {got:?}, and {expected:?} was expected")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const LOOSE: Rules<'_> =
    Rules { suite: None, allows_enveloped: true, allows_str: false, allows_objects: true, allows_inclusive: true };

const NO_DSA: Expected = Some("DSA is not supported");
const UNKNOWN: Expected = Some("is not known");
const TRUNCATED: Expected = Some("HMACOutputLength");
const OUTSIDE: Expected = Some("which is outside");

#[test]
fn interop_of_2012() {
    #[rustfmt::skip]
    let table: &[(&str, Expected)] = &[
        ("signature-enveloping-derencoded-ec", None),
        ("signature-enveloping-derencoded-rsa", None),
        ("signature-enveloping-hmac-sha1-truncated160", TRUNCATED),
        ("signature-enveloping-hmac-sha1-truncated40", TRUNCATED),
        ("signature-enveloping-hmac-sha224", UNKNOWN),
        ("signature-enveloping-hmac-sha256", None),
        ("signature-enveloping-hmac-sha384", None),
        ("signature-enveloping-hmac-sha512", None),
        ("signature-enveloping-keyinforeference-rsa", None),
        ("signature-enveloping-p256_sha1", None),
        ("signature-enveloping-p256_sha1_4050", None),
        ("signature-enveloping-p256_sha224", UNKNOWN),
        ("signature-enveloping-p256_sha256", None),
        ("signature-enveloping-p256_sha256_4050", None),
        ("signature-enveloping-p256_sha384", None),
        ("signature-enveloping-p256_sha384_4050", None),
        ("signature-enveloping-p256_sha512", None),
        ("signature-enveloping-p256_sha512_4050", None),
        ("signature-enveloping-p384_sha1", None),
        ("signature-enveloping-p384_sha1_4050", None),
        ("signature-enveloping-p384_sha224", UNKNOWN),
        ("signature-enveloping-p384_sha256", None),
        ("signature-enveloping-p384_sha256_4050", None),
        ("signature-enveloping-p384_sha384", None),
        ("signature-enveloping-p384_sha384_4050", None),
        ("signature-enveloping-p384_sha512", None),
        ("signature-enveloping-p384_sha512_4050", None),
        ("signature-enveloping-p521_sha1", None),
        ("signature-enveloping-p521_sha1_4050", None),
        ("signature-enveloping-p521_sha224", UNKNOWN),
        ("signature-enveloping-p521_sha256", None),
        ("signature-enveloping-p521_sha256_4050", None),
        ("signature-enveloping-p521_sha384", None),
        ("signature-enveloping-p521_sha384_4050", None),
        ("signature-enveloping-p521_sha512", None),
        ("signature-enveloping-p521_sha512_4050", None),
        ("signature-enveloping-rsa-sha224", UNKNOWN),
        ("signature-enveloping-rsa-sha256", None),
        ("signature-enveloping-rsa_sha384", None),
        ("signature-enveloping-rsa_sha512", None),
        ("signature-enveloping-sha224-rsa_sha256", UNKNOWN),
        ("signature-enveloping-sha256-rsa-sha256", None),
        ("signature-enveloping-sha384-rsa_sha256", None),
        ("signature-enveloping-sha512-rsa_sha256", None),
        ("signature-enveloping-x509digest-rsa", None),
    ];
    let key = |folder: &Path, name: &str| {
        if name.contains("hmac") {
            return TestKey::Secret(b"testkey");
        }
        let of = ["p256", "p384", "p521"].into_iter().find(|of| name.contains(of));
        let of = of.unwrap_or(if name.contains("-ec") { "p256" } else { "rsa" });
        let der = fs::read(folder.join(format!("keys/{of}-key.crt"))).unwrap();
        TestKey::Public(X509::from_der(&der).unwrap().public_key().unwrap())
    };
    check_all("xmldsig11-interop-2012", table, &LOOSE, &key);
    // As messages and tokens may have them, none is acceptable: they are canonicalised inclusively.
    let strict: Vec<(&str, Expected)> = table
        .iter()
        .map(|(name, expected)| {
            (
                *name,
                Some(expected.filter(|_| !name.contains("-sha224-")).unwrap_or("inclusive canonicalization depends")),
            )
        })
        .collect();
    check_all("xmldsig11-interop-2012", &strict, &Rules { allows_objects: true, ..Rules::default() }, &key);
}

#[test]
fn merlin_twenty_three() {
    let table: &[(&str, Expected)] = &[
        ("signature", Some("Document type declarations are not supported")),
        ("signature-enveloped-dsa", NO_DSA),
        ("signature-enveloping-b64-dsa", NO_DSA),
        ("signature-enveloping-dsa", NO_DSA),
        ("signature-enveloping-hmac-sha1", None),
        ("signature-enveloping-hmac-sha1-40", TRUNCATED),
        ("signature-enveloping-rsa", None),
        ("signature-external-b64-dsa", NO_DSA),
        ("signature-external-dsa", NO_DSA),
        ("signature-keyname", NO_DSA),
        ("signature-retrievalmethod-rawx509crt", NO_DSA),
        ("signature-x509-crt", NO_DSA),
        ("signature-x509-crt-crl", NO_DSA),
        ("signature-x509-is", NO_DSA),
        ("signature-x509-ski", NO_DSA),
        ("signature-x509-sn", NO_DSA),
    ];
    check_all("merlin-xmldsig-twenty-three", table, &LOOSE, &|folder, name| {
        if name != "signature-enveloping-rsa" {
            return TestKey::Secret(b"secret");
        }
        // The engine never takes a key from a signature; this is the one place where that is what is wanted.
        let parsed = parse(folder, name).unwrap();
        let doc = parsed.doc();
        let number =
            |local: &[u8]| BigNum::from_slice(&bytes(doc, find(doc, Ns::Dsig, local).unwrap(), 1000).unwrap()).unwrap();
        let key = Rsa::from_public_components(number(b"Modulus"), number(b"Exponent")).unwrap();
        TestKey::Public(PKey::from_rsa(key).unwrap())
    });
}

#[test]
fn other_signatures_of_merlin() {
    let secret = |_: &Path, _: &str| TestKey::Secret(b"secret");
    check_all("merlin-c14n-three", &[("signature", NO_DSA)], &LOOSE, &secret);
    check_all("merlin-exc-c14n-one", &[("exc-signature", NO_DSA)], &LOOSE, &secret);
}

/// Behind algorithms that are refused first, there are references that would be.
#[test]
fn references_that_are_refused() {
    let Some(path) = folder("merlin-xmldsig-twenty-three") else { return };
    let refusal = |path: &Path, name: &str| {
        let xml = fs::read_to_string(path.join(format!("{name}.xml"))).unwrap();
        let xml = without_doctype(&xml).replace("xmldsig#dsa-sha1", "xmldsig#rsa-sha1");
        let parsed = Parsed::new(xml.into_bytes(), Settings { max_depth: 100, ..Settings::default() }).unwrap();
        let doc = parsed.doc();
        read(doc, find(doc, Ns::Dsig, b"Signature").unwrap(), &LOOSE).unwrap_err().texts().join(" | ")
    };
    for (name, part) in [
        ("signature", "which is outside"),
        ("signature-enveloped-dsa", "the whole document"),
        ("signature-enveloping-b64-dsa", "must be XML of this message"),
        ("signature-external-b64-dsa", "which is outside"),
        ("signature-external-dsa", "which is outside"),
        ("signature-x509-crt", "which is outside"),
    ] {
        let text = refusal(&path, name);
        assert!(text.contains(part), "{name}: {text}");
    }
    let three = refusal(&folder("merlin-c14n-three").unwrap(), "signature");
    assert!(three.contains("XPath") || three.contains("whole document"), "{three}");
    assert!(refusal(&folder("merlin-exc-c14n-one").unwrap(), "exc-signature").contains("XPointer"));
    let five = folder("merlin-xmlenc-five").unwrap();
    for name in ["encsig-hmac-sha256-rsa-1_5", "encsig-sha512-hmac-sha512-kw-aes256", "encsig-hmac-sha256-dh"] {
        assert!(refusal(&five, name).contains(OUTSIDE.unwrap()), "{name}");
    }
    let name = "encsig-ripemd160-hmac-ripemd160-kw-tripledes";
    assert!(refusal(&five, name).contains("is not known"), "{}", refusal(&five, name));
}
