//! Headers that come as a wsse11:EncryptedHeader.

use super::attacks::{between, refuse, replace};
use super::*;
use crate::security::crypto::algorithm::{Cipher, Digest};
use crate::security::crypto::cipher::encrypt;
use crate::security::crypto::digest::HmacKey;
use crate::security::settings::Secret;

const WSSE11: &str = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";

/// In canonical form.
fn plain() -> String {
    format!("<w:Account xmlns:u=\"{WSU}\" xmlns:w=\"urn:w\" u:Id=\"_secret\">12345</w:Account>")
}

/// Keys of a client and a server that have talked, without derived keys: a reply's can be made by hand.
struct Talk {
    client: Arc<Profile>,
    sent: Arc<Exchange>,
    reply: String,
    key: Secret,
}

fn talk() -> Talk {
    let (client, server) = sides(CertMode::Symmetric, |profile| {
        (profile.derives_keys, profile.order) = (false, ProtectionOrder::SignBeforeEncrypt);
    });
    let (request, sent) = sealed(&client, None, BODY);
    let exchange = open(&server, &request, None).unwrap().exchange;
    let key = exchange.key.as_ref().unwrap().0.clone();
    let (reply, _) = sealed(&server, Some(&Arc::new(exchange)), BODY);
    Talk { client, sent, reply, key }
}

impl Talk {
    fn encrypted(&self, plain: &str) -> String {
        let mut bytes = Vec::new();
        encrypt(Cipher::Aes256Cbc, &self.key, plain.as_bytes(), &mut bytes).unwrap();
        let info = between(&self.reply, "<KeyInfo xmlns", "</KeyInfo>");
        format!(
            "<e:EncryptedData xmlns:e=\"{XENC}\" Id=\"_hidden\" Type=\"{XENC}Element\"><e:EncryptionMethod \
             Algorithm=\"{XENC}aes256-cbc\"></e:EncryptionMethod>{info}<e:CipherData><e:CipherValue>{}</e:CipherValue>\
             </e:CipherData></e:EncryptedData>",
            openssl::base64::encode_block(&bytes)
        )
    }

    /// The reply with an encrypted header, which signs `signed` by an Id.
    fn with(&self, header: &str, signed: Option<(&str, &str)>) -> String {
        let message = replace(&self.reply, "</s:Header>", &format!("{header}</s:Header>"));
        let list = "<e:DataReference URI=\"#_hidden\"></e:DataReference></e:ReferenceList>";
        let message = replace(&message, "</e:ReferenceList>", list);
        let Some((id, octets)) = signed else { return message };
        let part = format!("{}</SignedInfo>", reference(id, octets));
        let sign = |info: &[u8]| HmacKey::new(Digest::Sha1, self.key.bytes()).unwrap().of(&[info]).bytes().to_vec();
        resigned(&message, &|info| replace(info, "</SignedInfo>", &part), &sign)
    }

    fn header(&self, attributes: &str, plain: &str) -> String {
        format!(
            "<k:EncryptedHeader xmlns:k=\"{WSSE11}\" xmlns:u=\"{WSU}\" u:Id=\"_carrier\"{attributes}>{}\
             </k:EncryptedHeader>",
            self.encrypted(plain)
        )
    }
}

const UNDERSTOOD: &str = " xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" s:mustUnderstand=\"1\"";

#[test]
fn encrypted_headers_are_opened_where_they_are() {
    let talk = talk();
    let plain = plain();
    let message = talk.with(&talk.header(UNDERSTOOD, &plain), Some(("_secret", &plain)));
    let opened = open(&talk.client, &message, Some(&talk.sent)).unwrap_or_else(|f| panic!("{f:?}\n{message}"));
    check_opened(&opened, BODY, &["Timestamp"]);
    let text = String::from_utf8(opened.bytes).unwrap();
    assert!(text.contains(&format!("{plain}</s:Header>")), "{text}");
    assert!(!text.contains("EncryptedHeader"), "{text}");
    // Before the Security header, too, with names that are declared outside.
    let first = talk.header(UNDERSTOOD, &plain.replace(" xmlns:w=\"urn:w\"", ""));
    let message = talk.with("", Some(("_secret", &plain)));
    let message = replace(&message, "<s:Header>", &format!("<s:Header xmlns:w=\"urn:w\">{first}"));
    let opened = open(&talk.client, &message, Some(&talk.sent)).unwrap_or_else(|f| panic!("{f:?}\n{message}"));
    check_opened(&opened, BODY, &["Timestamp"]);
    // One for another receiver is left as it is.
    let foreign = talk.header(" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" s:role=\"urn:other\"", &plain);
    let message = replace(&talk.reply, "</s:Header>", &format!("{foreign}</s:Header>"));
    let opened = open(&talk.client, &message, Some(&talk.sent)).unwrap();
    assert!(String::from_utf8(opened.bytes).unwrap().contains(&foreign));
}

#[test]
fn encrypted_headers_that_are_not_right_are_refused() {
    let talk = talk();
    let good = plain();
    let signed = Some(("_secret", &*good));
    let header = talk.header(UNDERSTOOD, &good);
    let evil = good.replace("12345", "99999");
    let security =
        "<o:Security xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"/>";
    let address = "<a:To xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:evil</a:To>";
    let data = talk.encrypted(&good);
    // Signed as it is, but for an Id that something else has.
    let repeating = |id: &str| {
        let plain = replace(&good, "12345", &format!("<w:Number u:Id=\"{id}\">12345</w:Number>"));
        talk.with(&talk.header(UNDERSTOOD, &plain), Some(("_secret", &plain)))
    };
    let cases: Vec<(&str, String, &str)> = vec![
        ("not signed", talk.with(&header, None), "encrypted header is not signed"),
        ("address that is not signed", talk.with(&talk.header(UNDERSTOOD, address), None), "header is not signed"),
        ("changed", talk.with(&talk.header(UNDERSTOOD, &evil), signed), "digest of 'Account'"),
        ("not to be understood", talk.with(&talk.header("", &good), signed), "marked otherwise"),
        ("relayed", talk.with(&talk.header(&format!("{UNDERSTOOD} s:relay=\"1\""), &good), signed), "marked otherwise"),
        ("not listed", replace(&talk.reply, "</s:Header>", &format!("{header}</s:Header>")), "in no ReferenceList"),
        (
            "empty",
            talk.with(&replace(&header, between(&header, "<e:EncryptedData", "</e:EncryptedData>"), ""), signed),
            "exactly one EncryptedData",
        ),
        ("more in it", talk.with(&replace(&header, "</k:Enc", "<x/></k:Enc"), signed), "exactly one EncryptedData"),
        ("comment in it", talk.with(&replace(&header, "</k:Enc", "<!--x--></k:Enc"), signed), "comment beside"),
        ("text in it", talk.with(&replace(&header, "</k:Enc", "x</k:Enc"), signed), "text between"),
        ("Security in it", talk.with(&talk.header(UNDERSTOOD, security), None), "encrypted header is a 'Security'"),
        (
            "another in it",
            talk.with(&talk.header(UNDERSTOOD, &format!("<k:EncryptedHeader xmlns:k=\"{WSSE11}\"/>")), None),
            "is a 'EncryptedHeader'",
        ),
        ("nothing in it", talk.with(&talk.header(UNDERSTOOD, ""), None), "no element"),
        ("two in it", talk.with(&talk.header(UNDERSTOOD, "<a/><b/>"), None), "more than one element"),
        ("end of the header in it", talk.with(&talk.header(UNDERSTOOD, "<a/></x><x>"), None), ""),
        ("content of a header", talk.with(&replace(&header, "#Element", "#Content"), signed), "not the whole element"),
        ("as WS-Security 1.0 had it", talk.with(&data, signed), "where encrypted parts can be"),
        ("Id that is there twice", talk.with(&replace(&header, "_carrier", "_secret"), signed), "is there twice"),
        ("Id of a header inside", repeating("_0"), "'_0' is there twice"),
        ("Id of the ciphertext inside", repeating("_hidden"), "'_hidden' is there twice"),
    ];
    for (name, message, reason) in cases {
        refuse(name, &talk.client, &message, Some(&talk.sent), reason);
    }
}

#[test]
fn encrypted_headers_may_be_signed_as_they_are() {
    let talk = talk();
    let header = talk.header(UNDERSTOOD, &plain());
    // The canonical form of what is written: its attributes are in order already, but for the namespaces.
    let written = replace(&header, UNDERSTOOD, "");
    let canonical = replace(
        &written,
        &format!(" xmlns:u=\"{WSU}\" u:Id=\"_carrier\""),
        &format!(
            " xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:u=\"{WSU}\" u:Id=\"_carrier\" s:mustUnderstand=\"1\""
        ),
    );
    let message = talk.with(&header, Some(("_carrier", &canonical)));
    check_opened(&open(&talk.client, &message, Some(&talk.sent)).unwrap(), BODY, &["Timestamp"]);
}
