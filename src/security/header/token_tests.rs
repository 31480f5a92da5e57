//! Tokens with keys: what is signed, and what of a signature is taken.

use super::Verification;
use super::tests::{V11, V12, noon, received, received_over, security, sent_with, written, written_over};
use crate::abi::*;
use crate::message::Message;
use crate::message::version::{Addressing, Header, Version};
use crate::security::certificate::Certificate;
use crate::security::crypto::keys::PublicKey;
use crate::security::gss::tests::{alice, in_a_realm};
use crate::security::names::Ns;
use crate::security::settings::*;
use crate::security::tree::{Doc, El, Ids, Parsed};
use crate::security::xmldsig::verify::Key;
use crate::security::xmldsig::{self, Rules};
use crate::xml::reader::settings::Settings;
use std::sync::Arc;

const TOKEN: &str = "<t:Token xmlns:t=\"urn:t\" Id=\"me\"><t:Claim>yes</t:Claim></t:Token>";
const REFERENCE: &str = "<r:Str xmlns:r=\"urn:r\"><r:Reference URI=\"#me\"></r:Reference></r:Str>";

fn with_token(key: Option<ProofKey>) -> Security {
    let attached_reference = key.is_some().then(|| Arc::from(REFERENCE.as_bytes()));
    let token = XmlToken { xml: Arc::from(TOKEN.as_bytes()), key, attached_reference, unattached_reference: None };
    security(Role::Client, vec![MessageBinding::XmlToken(token)])
}

fn secret() -> Secret {
    Secret::new((0..32).collect())
}

fn to(message: &mut Message) {
    message.set_header_text(Header::To, b"http://localhost/a&b").unwrap();
}

/// The elements that the one signature of an envelope has signed.
fn signed(xml: &str, key: Key<'_>) -> Vec<String> {
    let parsed = Parsed::new(xml.as_bytes().to_vec(), Settings::default()).unwrap();
    let doc: Doc<'_> = parsed.doc();
    let signature = doc.all().find(|el| doc.is(*el, Ns::Dsig, b"Signature")).unwrap();
    let signature = xmldsig::read(doc, signature, &Rules::default()).unwrap();
    let signed = signature.verify(doc, &Ids::new(doc).unwrap(), key, &|el: El| Ok(el)).expect(xml);
    signed.iter().map(|part| String::from_utf8_lossy(doc.local(part.el)).into_owned()).collect()
}

#[test]
fn a_bearer_token_is_shown_and_no_more() {
    let xml = sent_with(with_token(None), V12, noon(), to);
    assert!(xml.contains(&format!("</u:Timestamp>{TOKEN}</o:Security>")), "{xml}");
}

#[test]
fn a_shared_key_signs_the_timestamp() {
    for version in [V11, V12] {
        let key = ProofKey::Symmetric(secret());
        let xml = sent_with(with_token(Some(key)), version, noon(), |message| {
            if version.addressing != Addressing::Transport {
                to(message);
            }
        });
        assert_eq!(signed(&xml, Key::Secret(&secret())), ["Timestamp"]);
        let key_info = format!("<KeyInfo>{REFERENCE}</KeyInfo></Signature></o:Security>");
        assert!(xml.contains(TOKEN) && xml.contains(&key_info), "{xml}");
        assert!(xml.find(TOKEN) < xml.find("<Signature"));
        assert!(!xml.contains("_to"));
    }
}

#[test]
fn the_timestamp_is_signed_where_it_comes_last() {
    let mut client = with_token(Some(ProofKey::Symmetric(secret())));
    client.properties.header_layout = WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST;
    let xml = sent_with(client, V12, noon(), to);
    assert!(xml.find("<Signature") < xml.find("<u:Timestamp"));
    assert_eq!(signed(&xml, Key::Secret(&secret())), ["Timestamp"]);
}

fn certificate() -> Certificate {
    crate::security::test_certs::certificate("client")
}

#[test]
fn a_private_key_signs_the_address_too() {
    let certificate = certificate();
    let public = PublicKey::of(&certificate).unwrap();
    let client = || with_token(Some(ProofKey::Asymmetric(certificate.clone())));
    // Headers as they are kept in either way, and without To.
    let as_slots = sent_with(client(), V12, noon(), to);
    let as_tree = sent_with(client(), V12, noon(), |message| {
        to(message);
        message.headers.buffer().unwrap();
    });
    for xml in [&as_slots, &as_tree] {
        assert_eq!(signed(xml, Key::Public(&public)), ["Timestamp", "To"]);
        assert!(xml.contains("u:Id=\"_to\">http://localhost/a&amp;b</a:To>"), "{xml}");
    }
    let without = sent_with(client(), V11, noon(), |_| {});
    assert_eq!(signed(&without, Key::Public(&public)), ["Timestamp"]);
    let version = Version { addressing: Addressing::V0_9, ..V12 };
    assert_eq!(signed(&sent_with(client(), version, noon(), to), Key::Public(&public)), ["Timestamp", "To"]);
}

#[test]
fn an_id_that_is_there_is_used() {
    let certificate = certificate();
    let xml = sent_with(with_token(Some(ProofKey::Asymmetric(certificate.clone()))), V12, noon(), |message| {
        to(message);
        message.headers.buffer().unwrap();
        let position = message.headers.standard(Header::To).unwrap().unwrap();
        message.headers.add_attribute(position, b"Id", super::WSU, b"mine").unwrap();
    });
    assert!(xml.contains("URI=\"#mine\"") && !xml.contains("_to"), "{xml}");
    assert_eq!(signed(&xml, Key::Public(&PublicKey::of(&certificate).unwrap())), ["Timestamp", "To"]);
}

#[test]
fn the_suite_is_the_settings() {
    let mut client = with_token(Some(ProofKey::Symmetric(secret())));
    client.properties.algorithms = Algorithms::Suite(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256);
    let xml = sent_with(client, V12, noon(), to);
    assert!(xml.contains("xmlenc#sha256") && xml.contains("hmac-sha256"), "{xml}");
    assert_eq!(signed(&xml, Key::Secret(&secret())), ["Timestamp"]);
    let short = with_token(Some(ProofKey::Symmetric(Secret::new(vec![1; 16]))));
    let fault = written(short, V12, noon(), to).unwrap_err();
    assert_eq!(fault.code(), E_INVALIDARG);
    assert!(fault.texts()[0].contains("has 128 bits"), "{fault:?}");
    let mut without = with_token(Some(ProofKey::Symmetric(secret())));
    without.properties.timestamp_usage = WS_SECURITY_TIMESTAMP_USAGE_NEVER;
    assert!(written(without, V12, noon(), to).unwrap_err().texts()[0].contains("needs a Timestamp"));
}

// ---- Kerberos: in a realm of its own

#[test]
fn in_realm() {
    in_a_realm("security::header::token_tests::realm_");
}

fn kerberos(role: Role, credential: Option<WindowsCredential>) -> Security {
    let binding = MessageBinding::KerberosApReq(KerberosApReq {
        credential,
        impersonation_level: 1,
        allows_anonymous: false,
        credentials: Arc::default(),
    });
    let mut made = security(role, vec![binding]);
    made.properties.algorithms = Algorithms::Suite(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128);
    made
}

/// A message of alice.
fn of_alice() -> String {
    sent_with(kerberos(Role::Client, Some(WindowsCredential::Default)), V12, noon(), to)
}

fn text_of_refusal(server: &Security, xml: &str) -> String {
    let (outcome, results, _) = received(server, V12, xml, noon());
    let fault = outcome.expect_err(xml);
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
    assert!(results.message.is_none());
    fault.texts().join(" ")
}

#[test]
#[ignore = "needs a KDC"]
fn realm_tickets_are_taken_once() {
    let server = kerberos(Role::Server, None);
    for credential in [WindowsCredential::Default, alice(crate::security::gss::tests::PASSWORD)] {
        let xml = sent_with(kerberos(Role::Client, Some(credential)), V12, noon(), to);
        assert!(xml.contains("#GSS_Kerberosv5_AP_REQ") && xml.contains("xmldsig#hmac-sha1"), "{xml}");
        let (outcome, results, mut message) = received(&server, V12, &xml, noon());
        assert!(matches!(outcome.unwrap(), Verification::Done));
        assert_eq!(message.not_understood().unwrap(), []);
        let identity = results.message.unwrap();
        let expected =
            crate::security::results::Identity::new(WSX_IDENTITY_MECHANISM_KERBEROS, "alice", "TEST.WEBSERVICES", &[]);
        assert_eq!(*identity, expected);
        text_of_refusal(&server, &xml);
        text_of_refusal(&server, &framed_anew(&xml));
    }
    let wrong = kerberos(Role::Client, Some(alice("wrong")));
    assert!(written(wrong, V12, noon(), to).is_err());
}

/// The same token in other bytes: the length of its frame has a digit more.
fn framed_anew(xml: &str) -> String {
    let (before, rest) = xml.split_once("#Base64Binary\">").unwrap();
    let (token, after) = rest.split_once('<').unwrap();
    let token = base64_simd::STANDARD.decode_to_vec(token).unwrap();
    assert_eq!(token[..2], [0x60, 0x82]);
    let token = base64_simd::STANDARD.encode_to_string([&[0x60, 0x83, 0], &token[2..]].concat());
    format!("{before}#Base64Binary\">{token}<{after}")
}

#[test]
#[ignore = "needs a KDC"]
fn realm_hostile_headers() {
    let server = kerberos(Role::Server, None);
    let cut = |xml: &str, from: &str, to: &str| {
        let start = xml.find(from).unwrap();
        let end = xml.find(to).unwrap() + to.len();
        (xml[..start].to_owned(), xml[start..end].to_owned(), xml[end..].to_owned())
    };
    let later = |xml: &str| xml.replace("12:05:00.000Z", "12:06:00.000Z");
    assert!(text_of_refusal(&server, &later(&of_alice())).contains("digest"));
    // A signature by another ticket's key.
    let (before, _, after) = {
        let xml = of_alice();
        cut(&xml, "<Signature", "</Signature>")
    };
    let other = of_alice();
    let (_, signature, _) = cut(&other, "<Signature", "</Signature>");
    assert!(text_of_refusal(&server, &format!("{before}{signature}{after}")).contains("signature value is wrong"));
    let without = |from: &str, to: &str| {
        let xml = of_alice();
        let (before, _, after) = cut(&xml, from, to);
        format!("{before}{after}")
    };
    assert!(text_of_refusal(&server, &without("<Signature", "</Signature>")).contains("no Signature"));
    let no_token = without("<o:BinarySecurityToken", "</o:BinarySecurityToken>");
    assert!(text_of_refusal(&server, &no_token).contains("no BinarySecurityToken"));
    assert!(text_of_refusal(&server, &without("<u:Timestamp", "</u:Timestamp>")).contains("no Timestamp"));
    let elsewhere = of_alice().replace("URI=\"#_1\"", "URI=\"#_0\"");
    assert!(text_of_refusal(&server, &elsewhere).contains("does not refer to the token"));
    let foreign = of_alice().replace("URI=\"#_0\"", "URI=\"http://example.org/\"");
    text_of_refusal(&server, &foreign);
    let other_type = of_alice().replacen("#GSS_Kerberosv5_AP_REQ", "#Kerberosv5_AP_REQ", 1);
    assert!(text_of_refusal(&server, &other_type).contains("is not known"));
    let not_a_ticket = of_alice();
    let (before, token, after) = cut(&not_a_ticket, "Base64Binary\">", "</o:BinarySecurityToken>");
    assert!(token.len() > 500);
    text_of_refusal(&server, &format!("{before}Base64Binary\">AAAA</o:BinarySecurityToken>{after}"));
    // The order counts only where it has to.
    let swapped = |xml: &str| {
        let (before, signature, after) = cut(xml, "<Signature", "</Signature>");
        let (start, end) = before.split_once("<o:BinarySecurityToken").unwrap();
        format!("{start}{signature}<o:BinarySecurityToken{end}{after}")
    };
    assert!(text_of_refusal(&server, &swapped(&of_alice())).contains("WS_SECURITY_HEADER_LAYOUT_STRICT"));
    let mut lax = kerberos(Role::Server, None);
    lax.properties.header_layout = WS_SECURITY_HEADER_LAYOUT_LAX;
    let (outcome, ..) = received(&lax, V12, &swapped(&of_alice()), noon());
    outcome.unwrap();
    // Prefixes that are declared outside of the header are part of it.
    let outside = of_alice();
    let declaration = format!(" xmlns:u=\"{}\"", String::from_utf8_lossy(super::WSU));
    let outside = outside.replace(&declaration, "").replacen("<s:Envelope", &format!("<s:Envelope{declaration}"), 1);
    let (outcome, ..) = received(&server, V12, &outside, noon());
    outcome.unwrap();
    // A server that wants other algorithms.
    let mut strict = kerberos(Role::Server, None);
    strict.properties.algorithms = Algorithms::Suite(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256);
    assert!(text_of_refusal(&strict, &of_alice()).contains("not of the algorithm suite"));
}

#[test]
#[ignore = "needs a KDC"]
fn realm_tickets_are_bound_to_the_channel() {
    use WS_EXTENDED_PROTECTION_POLICY_ALWAYS as ALWAYS;
    use WS_EXTENDED_PROTECTION_POLICY_NEVER as NEVER;
    use WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED as WHEN;
    use WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER as BOUND;
    use WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL as TERMINATED;
    let ask = |policy, scenario, service: Option<&str>, [theirs, ours]: [Option<&[u8]>; 2]| {
        let mut server = kerberos(Role::Server, None);
        // As the certificates come, so does TLS.
        server.ssl = ours.map(|_| Ssl {
            own: None,
            peer: PeerCheck { failures_to_ignore: 0, checks_revocation: true, trust_anchors: None, callback: None },
            client_certificate: Requirement::None,
            disallowed_protocols: 0,
        });
        server.properties.extended_protection_policy = policy;
        server.properties.extended_protection_scenario = scenario;
        server.properties.service_identities = service.map(|name| vec![name.to_owned()]);
        let client = kerberos(Role::Client, Some(WindowsCredential::Default));
        let xml = written_over(client, V12, noon(), theirs, to).unwrap();
        let ours = ours.filter(|ours| !ours.is_empty());
        let (outcome, results, _) = received_over(&server, V12, &xml, noon(), ours);
        assert_eq!(outcome.is_ok(), results.message.is_some());
        outcome.map_or_else(|fault| fault.texts().join(" "), |_| String::new())
    };
    let (a, b): (Option<&[u8]>, Option<&[u8]>) = (Some(b"a"), Some(b"b"));
    let not_bound = "is not bound to the channel";
    for (policy, scenario, service, end_points, expected) in [
        (ALWAYS, BOUND, None, [a, a], ""),
        (ALWAYS, BOUND, None, [None, a], not_bound),
        // The certificate has no end point.
        (ALWAYS, BOUND, None, [a, Some(&b""[..])], not_bound),
        (WHEN, BOUND, None, [a, a], ""),
        (WHEN, BOUND, None, [None, a], ""),
        (WHEN, BOUND, None, [b, a], "was not accepted"),
        (NEVER, BOUND, None, [b, a], ""),
        // Without TLS there is nothing to be bound to.
        (ALWAYS, BOUND, None, [None, None], ""),
        (ALWAYS, TERMINATED, Some("host/localhost"), [b, a], ""),
        (ALWAYS, TERMINATED, Some("HOST/localhost"), [b, None], ""),
        (ALWAYS, TERMINATED, Some("host/other"), [a, a], "SERVICE_IDENTITIES does not name"),
        (NEVER, TERMINATED, Some("host/other"), [a, a], ""),
    ] {
        let said = ask(policy, scenario, service, end_points);
        let is_right = if expected.is_empty() { said.is_empty() } else { said.contains(expected) };
        assert!(is_right, "{policy:?} {scenario:?} {service:?} {end_points:?}: {said}");
    }
}
