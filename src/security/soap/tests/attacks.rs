//! Hostile messages, each made of a good one by a rule that has a name: all are refused, for the reason that is meant,
//! and what a peer is told of them is the same.

use super::*;
use crate::message::fault::known::{self, SecurityFault};
use crate::message::protection::Part;
use crate::runtime::fault::Fault;
use base64_simd::STANDARD as BASE64;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::EcGroup;
use openssl::nid::Nid;

type Edit = fn(&str) -> String;

pub(super) fn replace(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in {text}");
    text.replacen(from, to, 1)
}

/// The text from the first of both up to the end of the other behind it.
pub(super) fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("{from} is not in {text}"));
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

fn body(text: &str) -> &str {
    between(text, "<s:Body", "</s:Body>")
}

fn signature(text: &str) -> &str {
    between(text, "<Signature ", "</Signature>")
}

const EVIL: &str = "<s:Body><Add xmlns=\"urn:calculator\"><n1>1000000</n1></Add></s:Body>";

const SECURITY: &str =
    "<o:Security xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"";
/// An attribute that envelopes of this version do not have.
const OLD_ROLE: &str = " xmlns:s11=\"http://schemas.xmlsoap.org/soap/envelope/\" s11:role";

fn first_transform(text: &str, with: &str) -> String {
    replace(text, between(text, "<Transforms>", "</Transforms>"), with)
}

/// Changes of a signed message in clear text.
#[rustfmt::skip]
const SIGNED: &[(&str, Edit, &str)] = &[
    ("body changed", |m| replace(m, "100", "900"), "digest of the body is wrong"),
    ("body extended", |m| replace(m, "<n1>", "<n0/><n1>"), "digest of the body is wrong"),
    ("body attribute", |m| replace(m, "<Add ", "<Add x=\"1\" "), "digest of the body is wrong"),
    ("action changed", |m| replace(m, "urn:calculator/Add", "urn:calculator/Sub"), "digest of 'Action'"),
    ("address changed", |m| replace(m, "http://localhost/calculator", "http://localhost/bank"), "digest of 'To'"),
    ("message id changed", |m| replace(m, "urn:uuid:", "urn:uuiD:"), "digest of 'MessageID'"),
    ("timestamp changed", |m| replace(m, "<u:Created>2", "<u:Created>3"), "digest of 'Timestamp'"),
    ("second address", |m| replace(m, "<a:To", "<a:To xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:x</a:To><a:To"), "'To' is not signed"),
    ("second address of another version", |m| replace(m, "</s:Header>", "<To xmlns=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">urn:x</To></s:Header>"), "'To' is not signed"),
    ("reply address added", |m| replace(m, "</s:Header>", "<a:ReplyTo xmlns:a=\"http://www.w3.org/2005/08/addressing\"><a:Address>urn:x</a:Address></a:ReplyTo></s:Header>"), "'ReplyTo' is not signed"),
    ("wrapped in a header", |m| { let b = body(m); replace(&replace(m, b, EVIL), "</s:Header>", &format!("<w xmlns=\"urn:w\">{b}</w></s:Header>")) }, "has that Id"),
    ("reply address in a namespace that lies where another did", |m| replace(m, "</s:Header>", &format!("<x xmlns:p=\"urn:example.org:as-long-as-addressin\">{}<p:y/><p:y/></x><p:ReplyTo xmlns:p=\"http://www.w3.org/2005/08/addressing\"><p:Address>urn:x</p:Address></p:ReplyTo></s:Header>", "<n xmlns:q=\"urn:q\"/>".repeat(100))), "'ReplyTo' is not signed"),
    ("namespace without end", |m| replace(m, "</s:Header>", &format!("<x xmlns=\"urn:{}\"/></s:Header>", "x".repeat(1021))), "name of a namespace (1024)"),
    ("namespace without end in the body", |m| replace(m, "<n1>", &format!("<n1 xmlns:x=\"urn:{}\">", "x".repeat(1021))), "name of a namespace (1024)"),
    ("wrapped as a header", |m| { let b = body(m); replace(&replace(m, b, EVIL), "</s:Header>", &format!("{b}</s:Header>")) }, "body is not signed"),
    ("wrapped in Security", |m| { let b = body(m); replace(&replace(m, b, EVIL), "</o:Security>", &format!("{b}</o:Security>")) }, "is not expected"),
    ("wrapped in the body", |m| { let b = body(m); replace(m, b, &EVIL.replace("</s:Body>", &format!("{b}</s:Body>"))) }, "has that Id"),
    ("wrapped in the signature", |m| { let b = body(m); replace(&replace(m, b, EVIL), "</Signature>", &format!("<Object>{b}</Object></Signature>")) }, "exactly SignedInfo"),
    ("wrapped with the same Id", |m| { let b = body(m); let id = "u:Id=\"_wsx-3\""; let evil = EVIL.replace("<s:Body", &format!("<s:Body {id} xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"")); replace(&replace(m, b, &evil), "</s:Header>", &format!("<w xmlns=\"urn:w\">{b}</w></s:Header>")) }, "is there twice"),
    ("same Id in the body", |m| replace(m, "<Add ", "<Add u:Id=\"_0\" xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" "), "there again in the body"),
    ("two bodies", |m| replace(m, "</s:Envelope>", &format!("{EVIL}</s:Envelope>")), "end of the envelope"),
    ("element before the body", |m| replace(m, "<s:Body", "<x/><s:Body"), "'Body'"),
    ("two Security headers", |m| { let s = between(m, "<o:Security", "</o:Security>").to_owned(); replace(m, "</s:Header>", &format!("{s}</s:Header>")) }, "more than one Security header"),
    ("no Security header", |m| replace(m, between(m, "<o:Security", "</o:Security>"), ""), "no Security header"),
    ("another Security with a role of another version", |m| replace(m, "</s:Header>", &format!("{SECURITY}{OLD_ROLE}=\"urn:other\"><u:Timestamp xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"/></o:Security></s:Header>")), "more than one Security header"),
    ("Security with the roles of two versions", |m| { let m = replace(m, "</s:Header>", &format!("{SECURITY}{OLD_ROLE}=\"urn:other\"/></s:Header>")); replace(&m, "<o:Security ", &format!("<o:Security{OLD_ROLE}=\"\" s:role=\"urn:other\" ")) }, "has no signature"),
    ("Security for another role", |m| replace(m, "<o:Security ", "<o:Security s:role=\"urn:other\" "), "no Security header"),
    ("no signature", |m| replace(m, signature(m), ""), "has no signature"),
    ("empty Security header", |m| { let s = between(m, "<o:Security", ">"); let all = between(m, "<o:Security", "</o:Security>"); replace(m, all, &format!("{s}</o:Security>")) }, "has no signature"),
    ("two signatures", |m| { let s = signature(m); let copy = s.replacen("_wsx-s", "_copy", 1); replace(m, s, &format!("{s}{copy}")) }, "none of them signs the other"),
    ("three signatures", |m| { let s = signature(m); let copy = |id| s.replacen("_wsx-s", id, 1); replace(m, s, &format!("{s}{}{}", copy("_1"), copy("_2"))) }, "too many 'Signature'"),
    ("two SignedInfos", |m| { let i = between(m, "<SignedInfo", "</SignedInfo>").to_owned(); replace(m, "</SignedInfo>", &format!("</SignedInfo>{i}")) }, "exactly SignedInfo"),
    ("two timestamps", |m| replace(m, "<o:BinarySecurityToken", "<u:Timestamp xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\"/><o:BinarySecurityToken"), "too many 'Timestamp'"),
    ("no timestamp", |m| replace(m, between(m, "<u:Timestamp", "</u:Timestamp>"), ""), "has that Id"),
    ("unknown element in Security", |m| replace(m, "</o:Security>", "<x xmlns=\"urn:x\"/></o:Security>"), "which is not expected"),
    ("text in Security", |m| replace(m, "</o:Security>", "x</o:Security>"), "text between the elements"),
    ("too much in Security", |m| replace(m, "</o:Security>", &format!("{}</o:Security>", "<x/>".repeat(70))), "more than 64 elements"),
    ("unexpected UsernameToken", |m| replace(m, "</o:Security>", "<o:UsernameToken><o:Username>root</o:Username></o:UsernameToken></o:Security>"), "UsernameToken, which"),
    ("unexpected confirmation", |m| replace(m, "</o:Security>", "<k:SignatureConfirmation xmlns:k=\"http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd\" Value=\"AAAA\"/></o:Security>"), "SignatureConfirmation"),
    ("transform XPath", |m| first_transform(m, "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><XPath>self::x</XPath></Transform></Transforms>"), "XPath"),
    ("transform XSLT", |m| first_transform(m, "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/></Transforms>"), "style sheets"),
    ("transform enveloped", |m| first_transform(m, "<Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/></Transforms>"), "not of the algorithm suite"),
    ("transform base64", |m| first_transform(m, "<Transforms><Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/></Transforms>"), "must be XML"),
    ("transform inclusive", |m| first_transform(m, "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/></Transforms>"), "inclusive canonicalization"),
    ("transform with comments", |m| first_transform(m, "<Transforms><Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"/></Transforms>"), "not of the algorithm suite"),
    ("no transform", |m| first_transform(m, "<Transforms></Transforms>"), "exactly one transform"),
    ("no transforms", |m| first_transform(m, ""), "exactly Transforms"),
    ("two transforms", |m| { let t = between(m, "<Transform ", "</Transform>").to_owned(); replace(m, "</Transforms>", &format!("{t}</Transforms>")) }, "exactly one transform"),
    ("reference to a file", |m| replace(m, "URI=\"#_0\"", "URI=\"file:///etc/passwd\""), "which is outside"),
    ("reference over HTTP", |m| replace(m, "URI=\"#_0\"", "URI=\"http://localhost/\""), "which is outside"),
    ("reference to all", |m| replace(m, "URI=\"#_0\"", "URI=\"\""), "whole document"),
    ("reference without URI", |m| replace(m, " URI=\"#_0\"", ""), "has no URI"),
    ("reference by XPointer", |m| replace(m, "URI=\"#_0\"", "URI=\"#xpointer(/)\""), "is the XPointer"),
    ("reference to nothing", |m| replace(m, "URI=\"#_0\"", "URI=\"#none\""), "signature value is wrong"),
    ("reference twice", |m| { let r = between(m, "<Reference ", "</Reference>").to_owned(); replace(m, "</SignedInfo>", &format!("{r}</SignedInfo>")) }, "refers to '_0' twice"),
    ("reference to itself", |m| replace(m, "URI=\"#_0\"", "URI=\"#_wsx-s\""), "signs itself"),
    ("too many references", |m| { let r = between(m, "<Reference ", "</Reference>").to_owned(); let all: String = (0..70).map(|i| r.replace("#_0", &format!("#x{i}"))).collect(); replace(m, "</SignedInfo>", &format!("{all}</SignedInfo>")) }, "more than 64 references"),
    ("no references", |m| { let first = m.find("<Reference ").unwrap(); let end = m.find("</SignedInfo>").unwrap(); format!("{}{}", &m[..first], &m[end..]) }, "signs nothing"),
    ("digest MD5", |m| replace(m, "DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1", "DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#md5"), "MD5"),
    ("digest that is a cipher", |m| replace(m, "DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1", "DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes256-cbc"), "cannot be used for digests"),
    ("short digest", |m| replace(m, between(m, "<DigestValue>", "</DigestValue>"), "<DigestValue>AAAA</DigestValue>"), "DigestValue has 3 bytes"),
    ("empty digest", |m| replace(m, between(m, "<DigestValue>", "</DigestValue>"), "<DigestValue/>"), "DigestValue has 0 bytes"),
    ("digest that is no base64", |m| replace(m, between(m, "<DigestValue>", "</DigestValue>"), "<DigestValue>*</DigestValue>"), "is no base64"),
    ("signature value changed", |m| { let v = between(m, "<SignatureValue>", "</SignatureValue>"); let changed = if v.contains("<SignatureValue>A") { v.replacen(">A", ">B", 1) } else { format!("<SignatureValue>A{}", &v[17..]) }; replace(m, v, &changed) }, "signature value is wrong"),
    ("signature value empty", |m| replace(m, between(m, "<SignatureValue>", "</SignatureValue>"), "<SignatureValue/>"), "signature value is wrong"),
    ("method DSA", |m| replace(m, "#rsa-sha1", "#dsa-sha1"), "DSA"),
    ("method HMAC with a certificate", |m| replace(m, "#rsa-sha1", "#hmac-sha1"), "shared key refers to a certificate"),
    ("HMACOutputLength", |m| replace(m, "#rsa-sha1\">", "#hmac-sha1\"><HMACOutputLength>0</HMACOutputLength>"), "HMACOutputLength"),
    ("method of another suite", |m| replace(m, "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"), "not of the algorithm suite"),
    ("canonicalisation inclusive", |m| replace(m, "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#", "CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"), "inclusive canonicalization"),
    ("KeyValue", |m| replace(m, between(m, "<KeyInfo>", "</KeyInfo>"), "<KeyInfo><KeyValue><RSAKeyValue/></KeyValue></KeyInfo>"), "KeyInfo has a 'KeyValue'"),
    ("certificate in KeyInfo", |m| replace(m, between(m, "<KeyInfo>", "</KeyInfo>"), "<KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>"), "KeyInfo has a 'X509Data'"),
    ("KeyName", |m| replace(m, between(m, "<KeyInfo>", "</KeyInfo>"), "<KeyInfo><KeyName>x</KeyName></KeyInfo>"), "KeyInfo has a 'KeyName'"),
    ("RetrievalMethod", |m| replace(m, between(m, "<KeyInfo>", "</KeyInfo>"), "<KeyInfo><RetrievalMethod URI=\"http://localhost/\"/></KeyInfo>"), "KeyInfo has a 'RetrievalMethod'"),
    ("empty KeyInfo", |m| replace(m, between(m, "<KeyInfo>", "</KeyInfo>"), "<KeyInfo/>"), "exactly one SecurityTokenReference"),
    ("two references to keys", |m| { let s = between(m, "<o:SecurityTokenReference", "</o:SecurityTokenReference>").to_owned(); replace(m, "</KeyInfo>", &format!("{s}</KeyInfo>")) }, "exactly one SecurityTokenReference"),
    ("embedded token", |m| replace(m, between(m, "<o:Reference ", "</o:Reference>"), "<o:Embedded/>"), "has a 'Embedded'"),
    ("token that is not there", |m| replace(m, "<o:Reference URI=\"#_wsx-t\"", "<o:Reference URI=\"#_wsx-x\""), "no token with the Id"),
    ("token elsewhere", |m| replace(m, "<o:Reference URI=\"#_wsx-t\"", "<o:Reference URI=\"http://localhost/\""), "which is outside"),
    ("token of another type", |m| replace(m, "\"#_wsx-t\" ValueType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3\"", "\"#_wsx-t\" ValueType=\"urn:x\""), "which it is not"),
    ("element as token", |m| replace(m, "<o:Reference URI=\"#_wsx-t\"", "<o:Reference URI=\"#_0\""), "no token with the Id"),
    ("certificate that is none", |m| replace(m, between(m, "<o:BinarySecurityToken", "</o:BinarySecurityToken>"), "<o:BinarySecurityToken u:Id=\"_wsx-t\" xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" ValueType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3\">AAAA</o:BinarySecurityToken>"), "is no certificate"),
    ("token of an unknown type", |m| replace(m, "ValueType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3\" u:Id", "ValueType=\"urn:x\" u:Id"), "only an X.509 certificate"),
    ("encryption that is not there", |m| replace(m, "</o:Security>", "<e:ReferenceList xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\"><e:DataReference URI=\"#a\"/><e:DataReference URI=\"#b\"/></e:ReferenceList></o:Security>"), "not in the message where"),
    ("document type", |m| format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{m}"), "Document type"),
];

/// What a peer is told of a refusal.
fn told(fault: Fault) -> String {
    let fault = known::security(WS_ENVELOPE_VERSION_SOAP_1_2, SecurityFault::InvalidSecurity, fault);
    format!("{:?}", fault.info().unwrap().fault)
}

/// What is wrong with how a message was refused, if anything is.
fn refusal(name: &str, profile: &Profile, message: &str, request: Option<&Exchange>, reason: &str) -> Option<String> {
    match open(profile, message, request) {
        Ok(_) => Some(format!("accepted: {name}")),
        Err(fault) => {
            let text = fault.texts().join(" ");
            let is_right = fault.code() == WS_E_SECURITY_VERIFICATION_FAILURE && text.contains(reason);
            let is_uniform = told(fault) == told(not_secured());
            (!is_right || !is_uniform).then(|| format!("{name}: {text}"))
        }
    }
}

pub(super) fn refuse(name: &str, profile: &Profile, message: &str, request: Option<&Exchange>, reason: &str) {
    assert_eq!(refusal(name, profile, message, request, reason), None, "{message}");
}

#[test]
fn signed_messages_that_were_changed_are_refused() {
    let (client, server) = sides(CertMode::Asymmetric, |profile| profile.encrypts = false);
    let (good, _) = sealed(&client, None, BODY);
    open(&server, &good, None).unwrap();
    let wrong = SIGNED.iter().filter_map(|(name, edit, reason)| refusal(name, &server, &edit(&good), None, reason));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Nobody needs keys to be listened to where clients are anonymous.
#[test]
fn canonical_form_cannot_be_made_much_longer_than_a_message() {
    for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
        for encrypts in [true, false] {
            let (client, server) = sides(mode, |profile| profile.encrypts = encrypts);
            let of_size = |size: usize| {
                let body = format!("<x xmlns:y=\"{}\"><y:z/><y:z/></x>", "y".repeat(size));
                sealed(&client, None, &body).0
            };
            open(&server, &of_size(1024), None).unwrap();
            refuse("a long namespace", &server, &of_size(1025), None, "name of a namespace (1024)");
        }
    }
}

/// Leaves a part out of what is signed.
#[derive(Debug)]
struct Omit(Sealing, &'static [u8]);

impl Protection for Omit {
    fn id(&mut self, part: Part<'_>, present: Option<&[u8]>) -> Option<Vec<u8>> {
        let is_it = match part {
            Part::Body => self.1 == b"Body",
            Part::Header { local, .. } => self.1 == local,
        };
        if is_it { None } else { self.0.id(part, present) }
    }
    fn part_start(&mut self, part: Part<'_>, writer: &mut Writer) -> Result<()> {
        self.0.part_start(part, writer)
    }
    fn part_end(&mut self, part: Part<'_>, writer: &mut Writer) -> Result<()> {
        self.0.part_end(part, writer)
    }
    fn part(&mut self, part: Part<'_>, canonical: &[u8]) -> Result<()> {
        self.0.part(part, canonical)
    }
    fn headers_end(&mut self, version: Version, writer: &mut Writer) -> Result<()> {
        self.0.headers_end(version, writer)
    }
    fn body_start(&mut self, writer: &mut Writer) -> Result<()> {
        self.0.body_start(writer)
    }
    fn body_end(&mut self, writer: &mut Writer) -> Result<()> {
        self.0.body_end(writer)
    }
    fn finish(&mut self, writer: &mut Writer) -> Result<()> {
        self.0.finish(writer)
    }
}

#[test]
fn what_is_not_signed_is_refused() {
    for mode in [CertMode::Symmetric, CertMode::Asymmetric] {
        let (client, server) = sides(mode, |_| {});
        for (part, reason) in [
            (&b"Body"[..], "The body is not signed"),
            (b"To", "'To' is not signed"),
            (b"Action", "'Action' is not signed"),
            (b"MessageID", "'MessageID' is not signed"),
        ] {
            let message = write(Box::new(Omit(sealing(&client, None), part)), BODY);
            refuse(reason, &server, &message, None, reason);
        }
        let mut without = sealing(&client, None);
        without.timestamp = None;
        refuse("no timestamp", &server, &write(Box::new(without), BODY), None, "has no Timestamp");
    }
    let (client, server) = sides(CertMode::Endorsing, |_| {});
    let message = write(Box::new(Omit(sealing(&client, None), b"To")), BODY);
    refuse("endorsed without To", &server, &message, None, "'To' is not signed");
}

fn flip(text: &str, from: &str, at: usize) -> String {
    let start = text.find(from).unwrap_or_else(|| panic!("{from} is not in {text}")) + from.len() + at;
    let other = if &text[start..=start] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &text[..start], &text[start + 1..])
}

/// Changes of an encrypted message in symmetric mode.
#[rustfmt::skip]
const ENCRYPTED: &[(&str, Edit, &str)] = &[
    ("body ciphertext: vector", |m| { let at = m.find("<s:Body").unwrap(); let (a, b) = m.split_at(at); format!("{a}{}", flip(b, "CipherValue>", 3)) }, ""),
    ("body ciphertext: block", |m| { let at = m.find("<s:Body").unwrap(); let (a, b) = m.split_at(at); format!("{a}{}", flip(b, "CipherValue>", 60)) }, ""),
    ("body ciphertext: cut", |m| { let at = m.rfind("</e:CipherValue>").unwrap(); format!("{}{}", &m[..at - 24], &m[at..]) }, ""),
    ("body ciphertext: empty", |m| { let at = m.rfind("<e:CipherValue>").unwrap() + 15; let end = m.rfind("</e:CipherValue>").unwrap(); format!("{}{}", &m[..at], &m[end..]) }, "Encrypted data"),
    ("body ciphertext: no base64", |m| { let at = m.rfind("</e:CipherValue>").unwrap(); format!("{}*{}", &m[..at], &m[at..]) }, "no base64"),
    ("body ciphertext: element", |m| { let at = m.rfind("</e:CipherValue>").unwrap(); format!("{}<x/>{}", &m[..at], &m[at..]) }, "element in the CipherValue"),
    ("body ciphertext: comment", |m| { let at = m.rfind("</e:CipherValue>").unwrap(); format!("{}<!--x-->{}", &m[..at], &m[at..]) }, "something but text"),
    ("body in clear text", |m| replace(m, body(m), EVIL), "encrypted"),
    ("long namespaces around encrypted elements", |m| { let long: String = (b'a'..=b'p').map(|last| format!(" xmlns:{0}{0}=\"{1}{0}\"", last as char, "x".repeat(1023))).collect(); replace(m, "<s:Envelope ", &format!("<s:Envelope{long} ")) }, "namespaces around an encrypted element"),
    ("clear text beside the ciphertext", |m| replace(m, "</s:Body>", "<x/></s:Body>"), "not exactly one EncryptedData"),
    ("comment before the ciphertext", |m| { let at = m.rfind("<e:EncryptedData").unwrap(); format!("{}<!--x-->{}", &m[..at], &m[at..]) }, "comment beside"),
    ("comment behind the ciphertext", |m| replace(m, "</s:Body>", "<!--x--></s:Body>"), "comment beside"),
    ("text beside the ciphertext", |m| replace(m, "</s:Body>", "x</s:Body>"), "text between"),
    ("encrypted key changed", |m| flip(m, "<e:CipherValue>", 7), "encrypted key"),
    ("encrypted key cut", |m| { let v = between(m, "<e:CipherValue>", "</e:CipherValue>"); replace(m, v, "<e:CipherValue>AAAA</e:CipherValue>") }, "encrypted key has 3 bytes"),
    ("encrypted key for another", |m| { let at = m.find("ThumbprintSHA1\">").unwrap() + 16; format!("{}{}{}", &m[..at], "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", &m[at + 28..]) }, "is not known here"),
    ("key transport RSA 1.5", |m| replace(m, "#rsa-oaep-mgf1p", "#rsa-1_5"), "not of the algorithm suite"),
    ("key transport unknown", |m| replace(m, "#rsa-oaep-mgf1p", "#rsa-2"), "is not known"),
    ("two encrypted keys", |m| { let k = between(m, "<e:EncryptedKey", "</e:EncryptedKey>").to_owned(); replace(m, "</e:EncryptedKey>", &format!("</e:EncryptedKey>{}", k.replace("_wsx-k", "_2"))) }, "more than one EncryptedKey"),
    ("encrypted key with more in it", |m| replace(m, "</e:EncryptedKey>", "<e:More/></e:EncryptedKey>"), "an element 'More'"),
    ("key derived from a derived one", |m| m.replacen("<o:Reference URI=\"#_wsx-k\"", "<o:Reference URI=\"#_wsx-h\"", 2).replacen("<o:Reference URI=\"#_wsx-h\"", "<o:Reference URI=\"#_wsx-k\"", 1).replacen("URI=\"#_wsx-h\" ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey\"", "URI=\"#_wsx-h\"", 1), "from a derived key"),
    ("key derived from itself", |m| replace(m, "URI=\"#_wsx-k\" ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey\"", "URI=\"#_wsx-h\""), "no token with the Id"),
    ("key derived from a certificate", |m| replace(m, "URI=\"#_wsx-k\" ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey\"", "URI=\"#_wsx-t\""), "from a certificate"),
    ("derived key too long", |m| replace(m, "<c:Length>24<", "<c:Length>100000<"), "A derived key has 100000 bytes"),
    ("derived key too short", |m| replace(m, "<c:Length>24<", "<c:Length>1<"), "A derived key has 1 bytes"),
    ("derived key of length zero", |m| replace(m, "<c:Length>24<", "<c:Length>0<"), "A derived key has 0 bytes"),
    ("derived key of negative length", |m| replace(m, "<c:Length>24<", "<c:Length>-1<"), "is '-1'"),
    ("derived key far away", |m| replace(m, "<c:Offset>0<", "<c:Offset>99999<"), "an offset of 99999"),
    ("generation far away", |m| replace(m, "<c:Offset>0</c:Offset>", "<c:Generation>9999</c:Generation>"), "an offset of"),
    ("offset and generation", |m| replace(m, "<c:Offset>0</c:Offset>", "<c:Offset>0</c:Offset><c:Generation>0</c:Generation>"), "both an Offset"),
    ("label too long", |m| replace(m, "<c:Nonce>", &format!("<c:Label>{}</c:Label><c:Nonce>", "x".repeat(200))), "a label of 200"),
    ("nonce too short", |m| replace(m, between(m, "<c:Nonce>", "</c:Nonce>"), "<c:Nonce>AAAA</c:Nonce>"), "a nonce of 3"),
    ("no nonce", |m| replace(m, between(m, "<c:Nonce>", "</c:Nonce>"), ""), "a nonce of 0"),
    ("two nonces", |m| { let n = between(m, "<c:Nonce>", "</c:Nonce>").to_owned(); replace(m, &n, &format!("{n}{n}")) }, "'Nonce' twice"),
    ("nonce changed", |m| flip(m, "<c:Nonce>", 1), ""),
    ("derivation unknown", |m| replace(m, "<c:DerivedKeyToken ", "<c:DerivedKeyToken Algorithm=\"urn:x\" "), "is not known"),
    ("too many derived keys", |m| { let d = between(m, "<c:DerivedKeyToken", "</c:DerivedKeyToken>").to_owned(); let all: String = (0..9).map(|i| d.replace("_wsx-h", &format!("_h{i}"))).collect(); replace(m, &d, &format!("{d}{all}")) }, "more than 8 derived keys"),
    ("encrypted part not listed", |m| replace(m, between(m, "<e:DataReference ", "</e:DataReference>"), ""), "body is not encrypted"),
    ("signature not listed", |m| replace(m, "<e:DataReference URI=\"#_wsx-d1\"></e:DataReference>", ""), "in no ReferenceList"),
    ("encrypted part listed twice", |m| { let r = between(m, "<e:DataReference ", "</e:DataReference>").to_owned(); replace(m, &r, &format!("{r}{r}")) }, "listed twice"),
    ("encrypted part elsewhere", |m| replace(m, "<e:DataReference URI=\"#_wsx-d0\"", "<e:DataReference URI=\"http://localhost/\""), "which is outside"),
    ("key in the list of data", |m| replace(m, "<e:DataReference URI=\"#_wsx-d0\"></e:DataReference>", "<e:KeyReference URI=\"#_wsx-d0\"/>"), "has an element 'KeyReference'"),
    ("many encrypted parts", |m| { let all: String = (0..70).map(|i| format!("<e:DataReference URI=\"#x{i}\"/>")).collect(); replace(m, "</e:ReferenceList>", &format!("{all}</e:ReferenceList>")) }, "more than 64 parts"),
    ("CipherReference", |m| replace(m, between(m, "<e:CipherValue>", "</e:CipherValue>"), "<e:CipherReference URI=\"http://localhost/\"/>"), "is outside of it"),
    ("cipher of another suite", |m| m.replace("#aes256-cbc", "#aes128-cbc"), "not of the algorithm suite"),
    ("cipher DES", |m| m.replace("#aes256-cbc", "#des-cbc"), "DES"),
    ("encrypted data of another type", |m| replace(m, "xmlenc#Content\"", "xmlenc#EncryptedKey\""), "only an element"),
    ("content for element", |m| replace(m, "xmlenc#Element\"", "xmlenc#Content\""), "not the whole element"),
    ("encrypted data with a certificate", |m| m.replace("URI=\"#_wsx-e\"", "URI=\"#_wsx-t\""), "encrypted with a certificate"),
    ("encrypted data with the base key", |m| m.replace("URI=\"#_wsx-e\"", "URI=\"#_wsx-k\""), "A key is used that is not derived"),
    ("encrypted data without a key", |m| { let at = m.find("<e:EncryptedData").unwrap(); let (a, b) = m.split_at(at); let info = between(b, "<KeyInfo", "</KeyInfo>"); format!("{a}{}", replace(b, info, "")) }, "with which key"),
    ("signatures exchanged", |m| m.replace("Id=\"_wsx-d1\"", "Id=\"_wsx-dx\"").replace("Id=\"_wsx-d2\"", "Id=\"_wsx-d1\"").replace("Id=\"_wsx-dx\"", "Id=\"_wsx-d2\""), ""),
    ("signature taken away", |m| { let at = m.rfind("<e:EncryptedData xmlns:e=\"http://www.w3.org/2001/04/xmlenc#\" Id=\"_wsx-d2\"").unwrap(); let (a, b) = m.split_at(at); let d = between(b, "<e:EncryptedData", "</e:EncryptedData>"); format!("{}{}", a.replace("<e:DataReference URI=\"#_wsx-d2\"></e:DataReference>", ""), replace(b, d, "")) }, "no endorsing signature"),
    ("signature ciphertext changed", |m| { let at = m.find("Id=\"_wsx-d1\"").unwrap(); let (a, b) = m.split_at(at); format!("{a}{}", flip(b, "CipherValue>", 100)) }, ""),
    ("duplicate Id of encrypted data", |m| m.replace("Id=\"_wsx-d2\"", "Id=\"_wsx-d1\""), ""),
];

#[test]
fn encrypted_messages_that_were_changed_are_refused() {
    let (client, server) = sides(CertMode::Symmetric, |_| {});
    let (good, _) = sealed(&client, None, BODY);
    open(&server, &good, None).unwrap();
    let mut wrong = Vec::new();
    for (name, edit, reason) in ENCRYPTED {
        let message = edit(&good);
        assert_ne!(message, good, "{name}");
        if *name == "signatures exchanged" {
            // Their order means nothing: each is what it is.
            open(&server, &message, None).unwrap();
            continue;
        }
        wrong.extend(refusal(name, &server, &message, None, reason));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The value of an ECDSA signature that is as right as another: anybody can compute it.
fn other_value(text: &str) -> String {
    let value = between(text, "<SignatureValue>", "</SignatureValue>");
    let bytes = BASE64.decode_to_vec(&value[16..value.len() - 17]).unwrap();
    let (r, s) = bytes.split_at(bytes.len() / 2);
    let mut order = BigNum::new().unwrap();
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    group.order(&mut order, &mut BigNumContext::new().unwrap()).unwrap();
    let other = (&order - &BigNum::from_slice(s).unwrap()).to_vec_padded(s.len() as i32).unwrap();
    let other = BASE64.encode_to_string([r, &other].concat());
    replace(text, value, &format!("<SignatureValue>{other}</SignatureValue>"))
}

#[test]
fn a_message_stays_the_same_with_another_value_of_its_signature() {
    let (client, server) = round_trip::curves(CertMode::Asymmetric, |profile| profile.encrypts = false);
    let (message, _) = sealed(&client, None, BODY);
    let changed = other_value(&message);
    assert_ne!(changed, message);
    let [first, again] = [&message, &changed].map(|message| open(&server, message, None).unwrap().exchange);
    assert_ne!(first.signatures, again.signatures);
    // What replays are found by.
    assert_eq!(first.unrepeatable, again.unrepeatable);
    assert!(first.unrepeatable.len() == 32);
    let (another, _) = sealed(&client, None, BODY);
    assert_ne!(open(&server, &another, None).unwrap().exchange.unrepeatable, first.unrepeatable);
}

/// What is strange, the mode, how a side becomes so, and why it is refused.
type Strange = (&'static str, CertMode, fn(&mut Profile), &'static str);

#[test]
fn messages_of_others_are_refused() {
    // A side that does everything right, but is not who it has to be, or not as agreed.
    let strange: [Strange; 10] = [
        ("unknown certificate", CertMode::Asymmetric, |p| p.own = Some(rogue()), "is not trusted"),
        ("unknown endorsement", CertMode::Symmetric, |p| p.own = Some(rogue()), "is not trusted"),
        ("no endorsement", CertMode::Symmetric, |p| p.client_certificate = Requirement::None, "no endorsing signature"),
        ("not encrypted", CertMode::Symmetric, |p| p.encrypts = false, "The body is not encrypted"),
        ("not encrypted", CertMode::Asymmetric, |p| p.encrypts = false, "The body is not encrypted"),
        (
            "signature in clear",
            CertMode::Symmetric,
            |p| p.order = ProtectionOrder::SignBeforeEncrypt,
            "signature is not encrypted",
        ),
        (
            "another order",
            CertMode::Asymmetric,
            |p| p.order = ProtectionOrder::EncryptBeforeSign,
            "signature is not encrypted",
        ),
        ("keys not derived", CertMode::Symmetric, |p| p.derives_keys = false, "not derived"),
        (
            "another suite",
            CertMode::Symmetric,
            |p| p.suite = Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128).unwrap(),
            "not of the algorithm suite",
        ),
        ("for another", CertMode::Symmetric, |p| p.service = Some(rogue()), "is not known here"),
    ];
    for (name, mode, change, reason) in strange {
        let (_, server) = sides(mode, |_| {});
        let (client, _) = sides(mode, |profile| {
            if profile.role == Role::Client {
                change(profile);
            }
        });
        refuse(name, &server, &sealed(&client, None, BODY).0, None, reason);
    }
    // The other mode.
    let (client, _) = sides(CertMode::Symmetric, |_| {});
    let (_, server) = sides(CertMode::Asymmetric, |_| {});
    refuse("symmetric", &server, &sealed(&client, None, BODY).0, None, "derived");
    let (client, _) = sides(CertMode::Asymmetric, |_| {});
    let (_, server) = sides(CertMode::Symmetric, |_| {});
    refuse("asymmetric", &server, &sealed(&client, None, BODY).0, None, "not derived");
    // An endorsement that nobody asked for.
    let (client, _) = sides(CertMode::Symmetric, |_| {});
    let (_, server) = sides(CertMode::Symmetric, |profile| profile.client_certificate = Requirement::None);
    refuse("endorsed", &server, &sealed(&client, None, BODY).0, None, "does not have");
}

#[test]
fn replies_to_something_else_are_refused() {
    let (client, server) = sides(CertMode::Symmetric, |_| {});
    let (request, sent) = sealed(&client, None, BODY);
    let (_, other) = sealed(&client, None, BODY);
    let opened = Arc::new(open(&server, &request, None).unwrap().exchange);
    let (reply, _) = sealed(&server, Some(&opened), BODY);
    open(&client, &reply, Some(&sent)).unwrap();
    refuse("another request", &client, &reply, Some(&other), "EncryptedKeySHA1");
    refuse("the request itself", &client, &request, Some(&sent), "for another certificate");

    let answer = |change: fn(&mut Exchange)| {
        let key = opened.key.clone();
        let mut exchange = Exchange { key, signatures: opened.signatures.clone(), ..Exchange::default() };
        change(&mut exchange);
        sealed(&server, Some(&Arc::new(exchange)), BODY).0
    };
    refuse("unconfirmed", &client, &answer(|e| e.signatures.truncate(1)), Some(&sent), "is not confirmed");
    refuse("not confirmed", &client, &answer(|e| e.signatures.clear()), Some(&sent), "is not confirmed");
    let wrong = answer(|e| e.signatures[0].value[0] ^= 1);
    refuse("confirmed wrongly", &client, &wrong, Some(&sent), "did not have");
    let twice = answer(|e| e.signatures.push(e.signatures[0].clone()));
    refuse("confirmed twice", &client, &twice, Some(&sent), "did not have");
    let clear = answer(|e| e.signatures[0].is_encrypted = false);
    refuse("confirmed in clear", &client, &clear, Some(&sent), "not encrypted, but");
    let (silent, _) = sides(CertMode::Symmetric, |profile| profile.confirms = false);
    refuse("confirmed unasked", &silent, &reply, Some(&sent), "did not have");

    // Anybody can encrypt a key for the certificate of a client: a reply has to be made with the key of its request.
    let (client, _) = sides(CertMode::Symmetric, |profile| (profile.encrypts, profile.confirms) = (false, false));
    let (_, sent) = sealed(&client, None, BODY);
    let (mallory, _) = sides(CertMode::Symmetric, |profile| (profile.encrypts, profile.confirms) = (false, false));
    let mut mallory = Arc::into_inner(mallory).unwrap();
    (mallory.own, mallory.service) = (None, Some(party("client")));
    mallory.client_certificate = Requirement::None;
    let (forged, _) = sealed(&Arc::new(mallory), None, BODY);
    refuse("a key of its own", &client, &forged, Some(&sent), "brings a key of its own");

    // Nor is a request its own reply, though it is made with the very key.
    let (client, server) = sides(CertMode::Symmetric, |profile| (profile.encrypts, profile.confirms) = (false, false));
    let (request, sent) = sealed(&client, None, BODY);
    let opened = Arc::new(open(&server, &request, None).unwrap().exchange);
    let (reply, _) = sealed(&server, Some(&opened), BODY);
    open(&client, &reply, Some(&sent)).unwrap();
    let reference = |message: &'_ str| {
        let token = between(message, "<c:DerivedKeyToken", "</c:DerivedKeyToken>");
        between(token, "<o:SecurityTokenReference", "</o:SecurityTokenReference>").to_owned()
    };
    let reflected = request.replace(&reference(&request), &reference(&reply));
    let reflected = replace(&reflected, between(&reflected, "<e:EncryptedKey", "</e:EncryptedKey>"), "");
    let endorsement = reflected.rfind("<Signature ").unwrap();
    let reflected = format!(
        "{}{}",
        &reflected[..endorsement],
        replace(&reflected[endorsement..], signature(&reflected[endorsement..]), "")
    );
    refuse("the request as its reply", &client, &reflected, Some(&sent), "came back");

    let (client, server) = sides(CertMode::Asymmetric, |_| {});
    let (request, sent) = sealed(&client, None, BODY);
    let opened = Arc::new(open(&server, &request, None).unwrap().exchange);
    refuse("the request itself", &client, &request, Some(&sent), "for another certificate");
    let (mallory, _) = sides(CertMode::Asymmetric, |_| {});
    let mut mallory = Arc::into_inner(mallory).unwrap();
    (mallory.role, mallory.own) = (Role::Server, Some(rogue()));
    let (reply, _) = sealed(&Arc::new(mallory), Some(&opened), BODY);
    refuse("another's reply", &client, &reply, Some(&sent), "is not known here");
}
