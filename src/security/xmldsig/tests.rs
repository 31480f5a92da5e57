//! Signatures that are made are right, and each change of one is refused for its own reason.

use super::verify::Key;
use super::write::{Part, SigningKey, Tap, attribute, inclusive, start, write};
use super::*;
use crate::security::crypto::agree::generate;
use crate::security::crypto::digest::{Digester, HmacKey};
use crate::security::crypto::keys::{Curve, PrivateKey, PublicKey};
use crate::security::names::{SAML_2_0, WSU};
use crate::security::settings::Secret;
use crate::security::tree::{Ids, Parsed};
use crate::security::xmldsig::vectors::find;
use crate::xml::c14n::{Canonicalizer, Options};
use crate::xml::reader::settings::Settings;
use crate::xml::writer::{Charset, Encoding, Settings as WriterSettings, Way, Writer};
use openssl::base64::encode_block;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;

fn key() -> Secret {
    Secret::new(b"a key that both sides know".to_vec())
}

fn public(key: &PrivateKey) -> PublicKey {
    PublicKey::new(PKey::public_key_from_der(&key.pkey().public_key_to_der().unwrap()).unwrap()).unwrap()
}

fn no_token(_: El) -> Result<El> {
    Err(refused("There are no tokens."))
}

fn rules() -> Rules<'static> {
    Rules { allows_enveloped: true, allows_str: true, ..Rules::default() }
}

/// Two parts that are digested as they are written, and a signature over them.
fn signed(key: SigningKey<'_>, digest: Digest) -> String {
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), WriterSettings::default());
    writer.start_element(Some(b"x"), b"root"[..].into(), b"urn:x"[..].into()).unwrap();
    let mut values = Vec::new();
    for id in ["one", "two"] {
        let tap = Tap::new(digest).unwrap();
        writer.start_canonicalization(Options::default(), Box::new(tap.clone())).unwrap();
        writer.start_element(None, b"part"[..].into(), b"urn:part"[..].into()).unwrap();
        writer.start_attribute(Some(b"u"), b"Id"[..].into(), WSU.into(), false).unwrap();
        writer.utf8(id.as_bytes().into(), Way::Utf8Text).unwrap();
        writer.end_attribute().unwrap();
        writer.utf8(b"what <is> signed"[..].into(), Way::Utf8Text).unwrap();
        writer.end_element().unwrap();
        writer.end_canonicalization().unwrap();
        values.push((id, tap.finish()));
    }
    let parts: Vec<Part<'_>> = values
        .iter()
        .map(|(id, value)| Part { id: id.as_bytes(), is_str: false, digest, value: value.bytes() })
        .collect();
    write(&mut writer, Some(b"s"), &parts, key, &mut |writer| {
        start(writer, b"KeyName")?;
        writer.utf8(b"name"[..].into(), Way::Utf8Text)?;
        writer.end_element()
    })
    .unwrap();
    writer.end_element().unwrap();
    String::from_utf8(writer.bytes().to_vec()).unwrap()
}

fn by_secret() -> String {
    signed(SigningKey::Secret(&HmacKey::new(Digest::Sha256, key().bytes()).unwrap()), Digest::Sha256)
}

fn verify(xml: &str, key: Key<'_>, rules: &Rules<'_>) -> Result<Vec<String>> {
    let parsed = Parsed::new(xml.as_bytes().to_vec(), Settings { max_depth: 100, ..Settings::default() })?;
    let doc = parsed.doc();
    let signature = read(doc, find(doc, Ns::Dsig, b"Signature").unwrap(), rules)?;
    let ids = Ids::new(doc)?;
    let token_of = |el: El| match doc.child(el, Ns::Wsse, b"Reference")? {
        Some(reference) => ids.find(fragment(doc.attribute(reference, Ns::None, b"URI"))?),
        None => no_token(el),
    };
    let signed = signature.verify(doc, &ids, key, &token_of)?;
    Ok(signed.iter().map(|signed| doc.name(signed.el)).collect())
}

fn refusal(xml: &str) -> String {
    verify(xml, Key::Secret(&key()), &rules()).unwrap_err().texts().join(" | ")
}

#[test]
fn what_is_signed_verifies() {
    let secret = key();
    for digest in [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512] {
        let xml = signed(SigningKey::Secret(&HmacKey::new(digest, secret.bytes()).unwrap()), digest);
        assert_eq!(verify(&xml, Key::Secret(&secret), &Rules::default()).unwrap(), ["part", "part"]);
    }
    let mut keys = vec![PrivateKey::new(PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()).unwrap()];
    keys.extend([Curve::P256, Curve::P384].map(|curve| generate(curve).unwrap()));
    for private in &keys {
        let algorithm = [algorithm::Signature::Rsa(Digest::Sha256), algorithm::Signature::Ecdsa(Digest::Sha256)]
            .into_iter()
            .find(|algorithm| private.kind().signs(*algorithm))
            .unwrap();
        let xml = signed(SigningKey::Private(algorithm, private), Digest::Sha1);
        assert_eq!(verify(&xml, Key::Public(&public(private)), &Rules::default()).unwrap().len(), 2);
        // The key of another, and the certificate's bytes as a shared key.
        let other = generate(Curve::P256).unwrap();
        assert!(verify(&xml, Key::Public(&public(&other)), &Rules::default()).is_err());
        let fault = verify(&xml, Key::Secret(&secret), &Rules::default()).unwrap_err();
        assert!(fault.texts()[0].contains("by a private key"));
    }
    let fault = verify(&by_secret(), Key::Public(&public(&keys[0])), &Rules::default()).unwrap_err();
    assert!(fault.texts()[0].contains("by a shared key"));
}

#[test]
fn nothing_to_sign_is_refused() {
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), WriterSettings::default());
    let key = HmacKey::new(Digest::Sha1, b"k").unwrap();
    assert!(write(&mut writer, None, &[], SigningKey::Secret(&key), &mut |_| Ok(())).is_err());
}

#[test]
fn changes_are_refused() {
    let xml = by_secret();
    let sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    let hmac = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    let reference = &xml[xml.find("<Reference").unwrap()..xml.find("<Reference URI=\"#two\"").unwrap()];
    let c14n = "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
    let value_at = xml.find("<SignatureValue>").unwrap() + "<SignatureValue>".len();
    let value = &xml[value_at..value_at + 44];
    let other_value = encode_block(&[7; 32]);
    let many: String = (0..70).map(|index| reference.replace("#one", &format!("#r{index}"))).collect();
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str, &str)] = &[
        ("a signed part", "what &lt;is", "what &lt;was", "digest of the signed part 'one' is wrong"),
        ("an attribute of it", "u:Id=\"one\"", "a=\"b\" u:Id=\"one\"", "digest of the signed part 'one'"),
        ("the Id of a part", "u:Id=\"two\"", "u:Id=\"too\"", "no element with the Id 'two'"),
        ("the Id twice", "u:Id=\"two\"", "u:Id=\"one\"", "Two elements have the Id 'one'"),
        ("another part by the same Id", "</x:root>", "<y xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" u:Id=\"one\"/></x:root>", "Two elements have the Id 'one'"),
        ("two Ids on one element", "<Signature ", "<Signature xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" u:Id=\"q\" ", "has two Ids"),
        ("the value", value, &other_value, "signature value is wrong"),
        ("no base64", value, "?", "is no base64"),
        ("no value", value, "", "signature value is wrong"),
        ("a value that is too long", value, &"A".repeat(5000), "more than 4096 characters"),
        ("a reference less", reference, "", "signature value is wrong"),
        ("a reference twice", reference, &[reference, reference].concat(), "refers to 'one' twice"),
        ("many references", reference, &many, "more than 64 references"),
        ("another digest algorithm", sha256, "http://www.w3.org/2000/09/xmldsig#sha1", "A DigestValue has 32 bytes"),
        ("an algorithm of another kind", sha256, hmac, "cannot be used for digests"),
        ("MD5", sha256, "http://www.w3.org/2001/04/xmldsig-more#md5", "MD5 protects nothing"),
        ("a digest for a signature", hmac, sha256, "cannot be used for signatures"),
        ("DSA", hmac, "http://www.w3.org/2000/09/xmldsig#dsa-sha1", "DSA is not supported"),
        ("a truncated code", &format!("{hmac}\"/>"), &format!("{hmac}\"><HMACOutputLength>8</HMACOutputLength></SignatureMethod>"), "'HMACOutputLength'"),
        ("text in the method", &format!("{hmac}\"/>"), &format!("{hmac}\">8</SignatureMethod>"), "text between the elements"),
        ("no canonicalization", c14n, "", "does not begin with CanonicalizationMethod"),
        ("no algorithm", c14n, "<CanonicalizationMethod/>", "no attribute Algorithm"),
        ("another form", "xml-exc-c14n#\"/><Sig", "xml-exc-c14n#WithComments\"/><Sig", "signature value is wrong"),
        ("the inclusive form", "http://www.w3.org/2001/10/xml-exc-c14n#\"/><Sig", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/><Sig", "inclusive canonicalization depends"),
        ("no transform", "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></Transforms>", "", "exactly Transforms"),
        ("two of them", "/></Transforms>", "/><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></Transforms>", "exactly one transform"),
        ("XPath", "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"", "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"", "XPath is not evaluated"),
        ("XSLT", "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"", "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"", "style sheets of others are not run"),
        ("a part around the signature", "<Transforms>", "<Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>", "signature value is wrong"),
        ("a parameter", "xml-exc-c14n#\"/></Transforms>", "xml-exc-c14n#\"><XPath/></Transform></Transforms>", "the parameter 'XPath'"),
        ("another document", "URI=\"#one\"", "URI=\"http://other/\"", "which is outside"),
        ("a file", "URI=\"#one\"", "URI=\"file:///etc/passwd\"", "which is outside"),
        ("an attachment", "URI=\"#one\"", "URI=\"cid:1\"", "which is outside"),
        ("the whole document", "URI=\"#one\"", "URI=\"\"", "the whole document"),
        ("no URI", "URI=\"#one\"", "", "has no URI"),
        ("an empty Id", "URI=\"#one\"", "URI=\"#\"", "which is outside"),
        ("XPointer", "URI=\"#one\"", "URI=\"#xpointer(/)\"", "XPointer"),
        ("an object", "</Signature>", "<Object Id=\"o\"/></Signature>", "but an element 'Object'"),
        ("two SignedInfos", "<SignatureValue>", "<SignedInfo/><SignatureValue>", "begins with something else"),
        ("something first", "<SignedInfo>", "<Object/><SignedInfo>", "begins with something else"),
        ("text in the signature", "<SignedInfo>", "text<SignedInfo>", "text between the elements"),
        ("an element in the value", value, "<x/>", "where text has to be"),
        ("a manifest", "<Reference URI=\"#two\"", "<Manifest/><Reference URI=\"#two\"", "'Manifest' where it must not"),
    ];
    for (what, from, to, expected) in cases {
        assert!(xml.contains(from), "{what}: {from}");
        let text = refusal(&xml.replacen(from, to, 1));
        assert!(text.contains(expected), "{what}: {text}");
    }
    // All references at once.
    let start = xml.find("<Reference").unwrap();
    let end = xml.rfind("</SignedInfo>").unwrap();
    assert!(refusal(&[&xml[..start], &xml[end..]].concat()).contains("signs nothing"));
    assert!(
        refusal(
            &xml.replace("xmldsig#\"", "xmldsigx#\"")
                .replace("<Signature ", "<d:Signature xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\" ")
                .replace("</Signature>", "</d:Signature>")
        )
        .contains("SignedInfo")
    );
}

/// What a canonical form leaves out changes neither what is signed nor what is read.
#[test]
fn comments_and_prefixes_do_not_matter() {
    let xml = by_secret();
    for (from, to) in [
        ("what &lt;is", "what<!-- not --> &lt;is"),
        ("<SignedInfo>", "<!-- x --><SignedInfo>"),
        ("<x:root ", "<x:root xmlns:unused=\"urn:unused\" "),
        ("<Signature ", "\n<Signature "),
    ] {
        assert_eq!(verify(&xml.replacen(from, to, 1), Key::Secret(&key()), &rules()).unwrap().len(), 2, "{to}");
    }
    let value = &xml[xml.find("<DigestValue>").unwrap() + 13..][..44];
    // In SignedInfo, too.
    let with_comment = xml.replacen(value, &format!("{}<!-- c -->{}", &value[..9], &value[9..]), 1);
    assert_eq!(verify(&with_comment, Key::Secret(&key()), &rules()).unwrap().len(), 2);
}

#[test]
fn the_suite_says_which_algorithms() {
    use crate::abi::{
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128 as BASIC, WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256 as SHA256,
    };
    let xml = signed(SigningKey::Secret(&HmacKey::new(Digest::Sha1, key().bytes()).unwrap()), Digest::Sha1);
    let (basic, sha256) = (Suite::named(BASIC).unwrap(), Suite::named(SHA256).unwrap());
    let with = |suite| verify(&xml, Key::Secret(&key()), &Rules { suite: Some(suite), ..rules() });
    assert!(with(&basic).is_ok());
    assert!(with(&sha256).unwrap_err().texts()[0].contains("not of the algorithm suite"));
}

/// Fills in the digests and the value of a signature whose algorithms are HMAC-SHA256 and SHA-256.
fn sign(template: &str) -> String {
    let zeros = encode_block(&[0; 32]);
    let mut xml = template.replace("DIGEST", &zeros).replace("VALUE", &zeros);
    let settings = Settings { max_depth: 100, ..Settings::default() };
    let parsed = Parsed::new(xml.clone().into_bytes(), settings).unwrap();
    let doc = parsed.doc();
    let signature = read(doc, find(doc, Ns::Dsig, b"Signature").unwrap(), &rules()).unwrap();
    let ids = Ids::new(doc).unwrap();
    for reference in &signature.references {
        let mut el = ids.find(&reference.id).unwrap();
        if reference.is_str {
            let token = doc.needed(el, Ns::Wsse, b"Reference").unwrap();
            el = ids.find(fragment(doc.attribute(token, Ns::None, b"URI")).unwrap()).unwrap();
        }
        let mut digester = Digester::new(Digest::Sha256);
        let without = reference.is_enveloped.then_some(signature.el);
        doc.canonicalize_as(&mut Canonicalizer::default(), el, &reference.form, without, &mut digester).unwrap();
        xml = xml.replacen(&zeros, &encode_block(digester.finish().bytes()), 1);
    }
    let parsed = Parsed::new(xml.clone().into_bytes(), settings).unwrap();
    let doc = parsed.doc();
    let info = find(doc, Ns::Dsig, b"SignedInfo").unwrap();
    let key = HmacKey::new(Digest::Sha256, key().bytes()).unwrap();
    let mut mac = key.start();
    doc.canonicalize(&mut Canonicalizer::default(), info, &[], &mut mac).unwrap();
    xml.replacen(&zeros, &encode_block(mac.finish().bytes()), 1)
}

fn template(references: &str) -> String {
    format!(
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo><CanonicalizationMethod \
         Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><SignatureMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256\"/>{references}</SignedInfo>\
         <SignatureValue>VALUE</SignatureValue></Signature>"
    )
}

const DIGESTED: &str =
    "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue>DIGEST</DigestValue>";

#[test]
fn a_token_with_its_signature_in_it() {
    let reference = format!(
        "<Reference URI=\"#a\"><Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
         <Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></Transforms>{DIGESTED}</Reference>"
    );
    let saml = String::from_utf8(SAML_2_0.to_vec()).unwrap();
    let signature = template(&reference);
    let xml =
        sign(&format!("<r><a:Assertion xmlns:a=\"{saml}\" ID=\"a\"><a:S>me</a:S>{signature}<a:T/></a:Assertion></r>"));
    assert_eq!(verify(&xml, Key::Secret(&key()), &rules()).unwrap(), ["Assertion"]);
    let strict = verify(&xml, Key::Secret(&key()), &Rules::default()).unwrap_err();
    assert!(strict.texts()[0].contains("not accepted here"));
    assert!(refusal(&xml.replace("<a:S>me", "<a:S>you")).contains("digest of the signed part"));
    // Something else in the assertion.
    assert!(refusal(&xml.replace("<a:T/>", "<a:T/><a:U/>")).contains("digest of the signed part"));
    // The signature moved out of what it signs: whoever looks for an assertion finds another one than was signed.
    let start = xml.find("<Signature").unwrap();
    let end = xml.find("</Signature>").unwrap() + 12;
    let inner = &xml[start..end];
    let moved = [&xml[..start], &xml[end..xml.len() - 4], inner, "</r>"].concat();
    assert!(refusal(&moved).contains("said to be around its signature"));
}

#[test]
fn a_token_by_reference() {
    let reference = format!(
        "<Reference URI=\"#str\"><Transforms><Transform \
         Algorithm=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform\">\
         <wsse:TransformationParameters xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">\
         <CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></wsse:TransformationParameters>\
         </Transform></Transforms>{DIGESTED}</Reference>"
    );
    let wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    let wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    let xml = sign(&format!(
        "<o:Security xmlns:o=\"{wsse}\" xmlns:u=\"{wsu}\"><o:BinarySecurityToken u:Id=\"t\">AAAA</o:BinarySecurityToken>\
         <o:SecurityTokenReference u:Id=\"str\"><o:Reference URI=\"#t\"/></o:SecurityTokenReference>{}</o:Security>",
        template(&reference)
    ));
    assert_eq!(verify(&xml, Key::Secret(&key()), &rules()).unwrap(), ["BinarySecurityToken"]);
    assert!(refusal(&xml.replace(">AAAA<", ">AAAB<")).contains("digest of the signed part 'str'"));
    assert!(verify(&xml, Key::Secret(&key()), &Rules::default()).is_err());
    let other = xml.replace("xml-exc-c14n#\"/></wsse", "xml-exc-c14n#WithComments\"/></wsse");
    assert!(refusal(&other).contains("without comments"));
}

#[test]
fn listed_prefixes_are_canonicalised_with_what_is_around() {
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), WriterSettings::default());
    start(&mut writer, b"T").unwrap();
    attribute(&mut writer, b"a", b"b").unwrap();
    inclusive(&mut writer, b"p q").unwrap();
    writer.end_element().unwrap();
    let parsed = Parsed::new(writer.bytes().to_vec(), Settings::default()).unwrap();
    let doc = parsed.doc();
    let listed = prefixes(doc, doc.root().unwrap()).unwrap();
    assert_eq!(listed, [b"p"[..].into(), b"q"[..].into()] as [Box<[u8]>; 2]);
    let xml = b"<r xmlns:p='urn:p' xmlns:z='urn:z' xml:lang='en'><e>q</e></r>".to_vec();
    let parsed = Parsed::new(xml, Settings::default()).unwrap();
    let doc = parsed.doc();
    let e = doc.children(doc.root().unwrap()).next().unwrap();
    let form = |form: Form| {
        let mut out = Vec::new();
        doc.canonicalize_as(&mut Canonicalizer::default(), e, &form, None, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(form(Form { inclusive_prefixes: listed, ..Form::default() }), "<e xmlns:p=\"urn:p\">q</e>");
    assert_eq!(form(Form::default()), "<e>q</e>");
    let inclusive = Form { is_inclusive: true, ..Form::default() };
    assert_eq!(form(inclusive), "<e xmlns:p=\"urn:p\" xmlns:z=\"urn:z\" xml:lang=\"en\">q</e>");
    let many = format!(
        "<r><T xmlns='urn:t'><i:InclusiveNamespaces xmlns:i='http://www.w3.org/2001/10/xml-exc-c14n#' PrefixList='{}'/></T></r>",
        "p ".repeat(40)
    );
    let parsed = Parsed::new(many.into_bytes(), Settings::default()).unwrap();
    let doc = parsed.doc();
    let t = doc.children(doc.root().unwrap()).next().unwrap();
    assert!(prefixes(doc, t).unwrap_err().texts()[0].contains("more than 32"));
}
