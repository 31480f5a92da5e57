//! Tokens that are signed: by STR-Transform and by their Ids.

use super::attacks::{between, refuse, replace};
use super::*;
use crate::security::crypto::algorithm::Digest;
use crate::security::soap::str_transform;

const STR: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const WSSE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const STYLES: [CertReference; 4] = [
    CertReference::IssuerSerial,
    CertReference::SubjectKeyIdentifier,
    CertReference::Thumbprint,
    CertReference::BinarySecurityToken,
];

/// Both sides sign tokens.
fn protecting(mode: CertMode, encrypts: bool, style: CertReference) -> (Arc<Profile>, Arc<Profile>) {
    sides(mode, |profile| {
        (profile.protects_tokens, profile.encrypts, profile.own_reference) = (true, encrypts, style);
    })
}

#[test]
fn tokens_are_signed_in_every_mode_and_by_every_reference() {
    for style in STYLES {
        for (mode, encrypts) in [
            (CertMode::Symmetric, true),
            (CertMode::Symmetric, false),
            (CertMode::Asymmetric, true),
            (CertMode::Asymmetric, false),
            (CertMode::Endorsing, true),
        ] {
            let (client, server) = protecting(mode, encrypts, style);
            let (message, sent) = sealed(&client, None, BODY);
            let request = open(&server, &message, None).unwrap_or_else(|fault| panic!("{fault:?}\n{message}"));
            check_opened(&request, BODY, &["Timestamp"]);
            // A side that does not ask for it takes it as well.
            let (_, other) = sides(mode, |profile| profile.encrypts = encrypts);
            check_opened(&open(&other, &message, None).unwrap(), BODY, &["Timestamp"]);
            if mode != CertMode::Endorsing {
                let (reply, _) = sealed(&server, Some(&Arc::new(request.exchange)), BODY);
                let opened = open(&client, &reply, Some(&sent));
                check_opened(&opened.unwrap_or_else(|fault| panic!("{fault:?}\n{reply}")), BODY, &["Timestamp"]);
            }
        }
    }
}

#[test]
fn messages_whose_tokens_are_not_signed_are_refused_where_they_have_to_be() {
    for mode in [CertMode::Symmetric, CertMode::Asymmetric, CertMode::Endorsing] {
        let (_, server) = protecting(mode, true, CertReference::Auto);
        let (client, _) = sides(mode, |_| {});
        refuse("token not signed", &server, &sealed(&client, None, BODY).0, None, "does not sign the token");
    }
}

/// A reference to a token in a SignedInfo.
fn token_reference(id: &str, parameters: &str, octets: &[u8]) -> String {
    let digest = openssl::base64::encode_block(Digest::Sha1.of(&[octets]).bytes());
    format!(
        "<Reference URI=\"#{id}\"><Transforms><Transform Algorithm=\"{STR}\">{parameters}</Transform></Transforms>\
         <DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\"></DigestMethod>\
         <DigestValue>{digest}</DigestValue></Reference></SignedInfo>"
    )
}

fn parameters(method: &str) -> String {
    format!(
        "<o:TransformationParameters xmlns:o=\"{WSSE}\"><CanonicalizationMethod Algorithm=\"{method}\">\
         </CanonicalizationMethod></o:TransformationParameters>"
    )
}

/// A signed message to which a reference to the token of `str`, an element of the Security header, is added.
fn with_token(client: &Arc<Profile>, str: &str, parameters: &str, octets: &[u8]) -> String {
    let (message, _) = sealed(client, None, BODY);
    let message = replace(&message, "</o:Security>", &format!("{str}</o:Security>"));
    resigned(
        &message,
        &|info| replace(info, "</SignedInfo>", &token_reference("str", parameters, octets)),
        &client_signs,
    )
}

fn str_of(content: &str) -> String {
    format!(
        "<o:SecurityTokenReference xmlns:o=\"{WSSE}\" xmlns:u=\"{WSU}\" u:Id=\"str\">{content}\
         </o:SecurityTokenReference>"
    )
}

#[test]
fn tokens_that_others_sign() {
    let (client, server) = sides(CertMode::Asymmetric, |profile| profile.encrypts = false);
    let token = |message: &str| between(message, "<o:BinarySecurityToken", "</o:BinarySecurityToken>").to_owned();
    let octets = token(&sealed(&client, None, BODY).0).into_bytes();
    let spec = str_transform::with_default_namespace(&octets);
    assert!(spec.starts_with(b"<o:BinarySecurityToken xmlns=\"\" xmlns:o="));
    let direct = str_of("<o:Reference URI=\"#_wsx-t\"></o:Reference>");
    let good = parameters(EXCLUSIVE);
    for octets in [&octets, &spec] {
        let message = with_token(&client, &direct, &good, octets);
        let opened = open(&server, &message, None).unwrap_or_else(|fault| panic!("{fault:?}\n{message}"));
        check_opened(&opened, BODY, &["Timestamp"]);
    }
    // One that is not in the message: what stands for it says its encoding or not.
    let thumbprint = openssl::base64::encode_block(party("client").certificate().thumbprint());
    let identifier = |value: &str, kind: &str| {
        str_of(&format!(
            "<o:KeyIdentifier ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#{kind}\">\
             {value}</o:KeyIdentifier>"
        ))
    };
    let named = identifier(&thumbprint, "ThumbprintSHA1");
    for has_encoding in [false, true] {
        let octets = str_transform::certificate(&party("client"), b"o", has_encoding).unwrap();
        for octets in [&octets, &str_transform::with_default_namespace(&octets)] {
            open(&server, &with_token(&client, &named, &good, octets), None).unwrap();
        }
    }

    // What is hostile, and what is not to be had.
    let other = str_transform::certificate(&party("server"), b"o", false).unwrap();
    let cases: [(&str, String, String, &[u8], &str); 9] = [
        ("another token", direct.clone(), good.clone(), b"<o:x/>", "digest of the token"),
        ("another's certificate", named.clone(), good.clone(), &other, "digest of the token"),
        ("key of a request", identifier(&thumbprint, "EncryptedKeySHA1"), good.clone(), &octets, "that was not sent"),
        (
            "token that is none",
            str_of("<o:Reference URI=\"#_0\"></o:Reference>"),
            good.clone(),
            &octets,
            "no token with the Id",
        ),
        (
            "token elsewhere",
            str_of("<o:Reference URI=\"http://localhost/\"></o:Reference>"),
            good.clone(),
            &octets,
            "which is outside",
        ),
        ("no parameters", direct.clone(), String::new(), &octets, "no 'TransformationParameters'"),
        (
            "inclusive",
            direct.clone(),
            parameters("http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
            &octets,
            "inclusive",
        ),
        (
            "with comments",
            direct.clone(),
            parameters("http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
            &octets,
            "exclusively without comments",
        ),
        (
            "two references",
            str_of("<o:Reference URI=\"#_wsx-t\"></o:Reference><o:Reference URI=\"#_wsx-t\"></o:Reference>"),
            good.clone(),
            &octets,
            "exactly one reference",
        ),
    ];
    for (name, str, parameters, octets, reason) in cases {
        refuse(name, &server, &with_token(&client, &str, &parameters, octets), None, reason);
    }
    // A reference that is not where the Security header has one.
    let message = with_token(&client, &direct, &good, &octets);
    let elsewhere = replace(&message, &direct, "");
    let elsewhere = replace(&elsewhere, "</s:Header>", &format!("<w xmlns=\"urn:w\">{direct}</w></s:Header>"));
    refuse("reference in a header", &server, &elsewhere, None, "no SecurityTokenReference of this message");
    let elsewhere = replace(&message, &direct, &direct.replace("SecurityTokenReference", "TokenReference"));
    refuse("no reference", &server, &elsewhere, None, "which is not expected");
    // The reference to another token than the signature's does not make the signature's a signed one.
    let (_, strict) = sides(CertMode::Asymmetric, |profile| {
        (profile.encrypts, profile.protects_tokens) = (false, true);
    });
    open(&strict, &message, None).unwrap();
    let service = openssl::base64::encode_block(party("server").certificate().thumbprint());
    let wrong = with_token(&client, &identifier(&service, "ThumbprintSHA1"), &good, &other);
    open(&server, &wrong, None).unwrap();
    refuse("another token signed", &strict, &wrong, None, "does not sign the token");
}

/// RSA 1.5 has no digest; Mono says one.
#[test]
fn a_digest_of_rsa_15_means_nothing() {
    let (client, server) = sides(CertMode::Asymmetric, |profile| {
        profile.suite = Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15).unwrap();
    });
    let (message, _) = sealed(&client, None, BODY);
    let with = |method: &str| {
        let digest = format!("<DigestMethod xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Algorithm=\"{method}\"/>");
        replace(&message, "#rsa-1_5\">", &format!("#rsa-1_5\">{digest}"))
    };
    check_opened(&open(&server, &with("http://www.w3.org/2000/09/xmldsig#sha1"), None).unwrap(), BODY, &["Timestamp"]);
    refuse("digest unknown", &server, &with("urn:x"), None, "is not known");
    let twice = with("http://www.w3.org/2000/09/xmldsig#sha1");
    let digest = between(&twice, "<DigestMethod xmlns", "/>").to_owned();
    refuse("two digests", &server, &replace(&twice, &digest, &digest.repeat(2)), None, "twice");
}
