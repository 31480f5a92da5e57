use super::*;
use crate::security::certificate::decode;
use crate::security::test_certs::{certificate, file};
use openssl::x509::X509Crl;
use std::path::PathBuf;
use std::{env, fs};

fn anchor(name: &str) -> Certificate {
    decode::pem(&file(name), None, None).unwrap()
}

/// Trust in the test's root, without revocation, and nothing ignored.
fn check() -> PeerCheck {
    PeerCheck {
        failures_to_ignore: 0,
        checks_revocation: false,
        trust_anchors: Some(vec![anchor("ca.pem")]),
        callback: None,
    }
}

fn server(name: &str, check: &PeerCheck) -> Result<(), CertFailure> {
    verify(&certificate(name), check, Purpose::TlsServer, Some("localhost"), None)
}

fn refused(result: Result<(), CertFailure>, code: HRESULT, bits: u32, part: &str) {
    let failure = result.unwrap_err();
    assert!(failure.bits == bits && failure.text.contains(part), "{failure:?}");
    assert_eq!(failure.into_fault().code(), code);
}

#[test]
fn good_ones_are_trusted() {
    for name in ["server", "ec", "eddsa", "both", "nosan"] {
        server(name, &check()).unwrap();
    }
    for name in ["client", "both"] {
        verify(&certificate(name), &check(), Purpose::TlsClient, None, None).unwrap();
    }
    for purpose in [Purpose::Sign, Purpose::Encrypt] {
        verify(&certificate("client"), &check(), purpose, None, None).unwrap();
    }
}

#[test]
fn each_failure_is_refused_and_can_be_ignored() {
    for (name, bit, code, part) in [
        (
            "wrongname",
            WS_CERT_FAILURE_CN_MISMATCH,
            CERT_E_CN_NO_MATCH,
            "it is for other.example.com, and not for localhost",
        ),
        ("noname", WS_CERT_FAILURE_CN_MISMATCH, CERT_E_CN_NO_MATCH, "it is for no host"),
        ("expired", WS_CERT_FAILURE_INVALID_DATE, CERT_E_EXPIRED, "was valid until Jan  1 00:00:00 2021 GMT"),
        ("future", WS_CERT_FAILURE_INVALID_DATE, CERT_E_EXPIRED, "is not valid before"),
        ("other", WS_CERT_FAILURE_UNTRUSTED_ROOT, CERT_E_UNTRUSTEDROOT, "which is not trusted"),
        // Issued by one who is no issuer.
        ("notca", WS_CERT_FAILURE_UNTRUSTED_ROOT, CERT_E_UNTRUSTEDROOT, "which is not trusted"),
        ("selfsigned", WS_CERT_FAILURE_UNTRUSTED_ROOT, CERT_E_UNTRUSTEDROOT, "which is not trusted"),
        ("wrongusage", WS_CERT_FAILURE_WRONG_USAGE, CERT_E_WRONG_USAGE, "is not meant for TLS servers"),
        ("client", WS_CERT_FAILURE_WRONG_USAGE | WS_CERT_FAILURE_CN_MISMATCH, CERT_E_WRONG_USAGE, "O=Test, CN=Alice"),
    ] {
        refused(server(name, &check()), code, bit, part);
        let others = (WS_CERT_FAILURE_CN_MISMATCH
            | WS_CERT_FAILURE_INVALID_DATE
            | WS_CERT_FAILURE_UNTRUSTED_ROOT
            | WS_CERT_FAILURE_WRONG_USAGE
            | WS_CERT_FAILURE_REVOCATION_OFFLINE)
            & !bit;
        refused(server(name, &PeerCheck { failures_to_ignore: others, ..check() }), code, bit, part);
        server(name, &PeerCheck { failures_to_ignore: bit, ..check() }).unwrap();
    }
}

#[test]
fn keys_are_used_for_what_they_are_meant_for() {
    // That of an issuer signs, and encrypts nothing.
    let issuer = |purpose| verify_message(&certificate("inter"), &check(), PeerTrust::Chain, purpose, None);
    issuer(Purpose::Sign).unwrap();
    refused(issuer(Purpose::Encrypt), CERT_E_WRONG_USAGE, WS_CERT_FAILURE_WRONG_USAGE, "not meant for encryption");
}

#[test]
fn some_failures_cannot_be_ignored() {
    for (name, part) in [("weak", "key too weak"), ("small", "key too weak"), ("sha1", "too weak")] {
        refused(server(name, &check()), WS_E_SECURITY_VERIFICATION_FAILURE, 0, part);
        let all = PeerCheck { failures_to_ignore: u32::MAX, ..check() };
        refused(server(name, &all), WS_E_SECURITY_VERIFICATION_FAILURE, 0, part);
        // Nor where the root is nobody's.
        let nobody = PeerCheck { trust_anchors: Some(Vec::new()), ..all };
        refused(server(name, &nobody), WS_E_SECURITY_VERIFICATION_FAILURE, 0, part);
    }
}

/// A certificate with a changed byte is not what was signed.
#[test]
fn forged_ones_are_refused() {
    let good = certificate("server");
    let mut der = good.der().to_vec();
    let at = der.windows(9).position(|bytes| bytes == b"localhost").unwrap();
    der[at] = b'L';
    let forged = Certificate::from_der(&der).unwrap().with_chain(|_| good.chain().to_vec()).unwrap();
    let all = PeerCheck { failures_to_ignore: u32::MAX, ..check() };
    let result = verify(&forged, &all, Purpose::TlsServer, Some("localhost"), None);
    refused(result, WS_E_SECURITY_VERIFICATION_FAILURE, 0, "signature failure");
}

#[test]
fn an_anchor_may_be_the_certificate_itself() {
    for name in ["selfsigned", "server"] {
        let anchors = Some(vec![certificate(name)]);
        server(name, &PeerCheck { trust_anchors: anchors, ..check() }).unwrap();
    }
    let anchors = Some(vec![anchor("inter.pem")]);
    server("server", &PeerCheck { trust_anchors: anchors, ..check() }).unwrap();
    let anchors = Some(vec![certificate("ec")]);
    refused(
        server("server", &PeerCheck { trust_anchors: anchors, ..check() }),
        CERT_E_UNTRUSTEDROOT,
        WS_CERT_FAILURE_UNTRUSTED_ROOT,
        "not trusted",
    );
}

#[test]
fn without_its_issuer_a_chain_is_not_found() {
    let alone = certificate("server").with_chain(|_| Vec::new()).unwrap();
    refused(
        verify(&alone, &check(), Purpose::TlsServer, Some("localhost"), None),
        CERT_E_UNTRUSTEDROOT,
        WS_CERT_FAILURE_UNTRUSTED_ROOT,
        "its chain ends at O=Test, CN=localhost",
    );
}

#[test]
fn without_lists_revocation_is_not_known() {
    let strict = PeerCheck { checks_revocation: true, ..check() };
    refused(server("server", &strict), CRYPT_E_REVOCATION_OFFLINE, WS_CERT_FAILURE_REVOCATION_OFFLINE, "there is no");
    server("server", &PeerCheck { failures_to_ignore: WS_CERT_FAILURE_REVOCATION_OFFLINE, ..strict }).unwrap();
}

#[test]
fn stapled_answers_count() {
    let lax = PeerCheck { checks_revocation: true, failures_to_ignore: WS_CERT_FAILURE_REVOCATION_OFFLINE, ..check() };
    let (good, revoked) = (file("good.ocsp"), file("revoked.ocsp"));
    let with = |name: &str, check: &PeerCheck, answer: &[u8]| {
        verify(&certificate(name), check, Purpose::TlsServer, Some("localhost"), Some(answer))
    };
    with("server", &lax, &good).unwrap();
    refused(with("revoked", &lax, &revoked), CRYPT_E_REVOKED, 0, "O=Test, CN=revoked was revoked");
    with("revoked", &PeerCheck { checks_revocation: false, ..lax.clone() }, &revoked).unwrap();
    // With the issuer as anchor, the first certificate is all that can be revoked.
    let strict = PeerCheck { failures_to_ignore: 0, trust_anchors: Some(vec![anchor("inter.pem")]), ..lax.clone() };
    with("server", &strict, &good).unwrap();
    let mut forged = good.clone();
    // Within what is signed: the name of the responder.
    let at = forged.windows(11).position(|bytes| bytes == b"Test Issuer").unwrap();
    forged[at] = b't';
    for answer in [&revoked[..], b"", b"\x30\x03\x0a\x01\x06", &good[..good.len() - 1], &forged] {
        refused(
            with("server", &strict, answer),
            CRYPT_E_REVOCATION_OFFLINE,
            WS_CERT_FAILURE_REVOCATION_OFFLINE,
            "there is no",
        );
        with("server", &lax, answer).unwrap();
    }
}

/// The element at the start of what is in DER, its content, and what is behind it.
fn element(der: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (start, length) = match der[1] {
        short @ 0..0x80 => (2, usize::from(short)),
        long => {
            let digits = usize::from(long & 0x7f);
            (2 + digits, der[2..2 + digits].iter().fold(0, |length, digit| length << 8 | usize::from(*digit)))
        }
    };
    let (whole, rest) = der.split_at(start + length);
    (whole, &whole[start..], rest)
}

fn in_der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82, length[0], length[1]], &content[..]].concat()
}

/// The answer, signed by its issuer at another time, and perhaps without one when the next is due.
fn answer_of(time: &str, has_next: bool) -> Vec<u8> {
    let good = file("good.ocsp");
    let (_, response, _) = element(&good);
    let (status, _, response) = element(response);
    let (_, response, _) = element(element(response).1);
    let (kind, _, octets) = element(response);
    let (_, basic, _) = element(element(octets).1);
    let (tbs, _, basic) = element(basic);
    let (algorithm, _, basic) = element(basic);
    let (_, _, certificates) = element(basic);
    let mut tbs = tbs.to_vec();
    let next = tbs.windows(4).position(|bytes| bytes == b"\xa0\x11\x18\x0f").unwrap();
    tbs[next - 15..next].copy_from_slice(time.as_bytes());
    if !has_next {
        // An extension of the same length that nobody knows.
        tbs[next..next + 19].copy_from_slice(b"\xa1\x11\x30\x0f\x30\x0d\x06\x03\x2a\x03\x04\x04\x06abcdef");
    }
    let key = openssl::pkey::PKey::private_key_from_pem(&file("inter.key")).unwrap();
    let mut signer = openssl::sign::Signer::new(openssl::hash::MessageDigest::sha256(), &key).unwrap();
    let signature = in_der(3, &[&[0], &signer.sign_oneshot_to_vec(&tbs).unwrap()]);
    let basic = in_der(0x30, &[&tbs, algorithm, &signature, certificates]);
    let response = in_der(0xa0, &[&in_der(0x30, &[kind, &in_der(4, &[&basic])])]);
    in_der(0x30, &[status, &response])
}

/// Who has the key of a certificate that was revoked could send an old answer for ever.
#[test]
fn answers_without_an_end_get_old() {
    let trust_anchors = Some(vec![anchor("inter.pem")]);
    let strict = PeerCheck { checks_revocation: true, trust_anchors, ..check() };
    let with =
        |answer: &[u8]| verify(&certificate("server"), &strict, Purpose::TlsServer, Some("localhost"), Some(answer));
    let now = crate::security::header::now().unwrap().to_string();
    let now: String = now.chars().filter(char::is_ascii_digit).take(14).chain(['Z']).collect();
    with(&answer_of(&now, true)).unwrap();
    with(&answer_of("20200101000000Z", true)).unwrap();
    with(&answer_of(&now, false)).unwrap();
    refused(
        with(&answer_of("20200101000000Z", false)),
        CRYPT_E_REVOCATION_OFFLINE,
        WS_CERT_FAILURE_REVOCATION_OFFLINE,
        "there is no",
    );
}

/// What a peer sends along is what it has chosen to send: a list that says more counts beside it.
#[test]
fn an_earlier_answer_does_not_hide_a_list() {
    let place = Place::new("early", &LISTS);
    let anchors = Anchors::at(std::slice::from_ref(&place.0), None).unwrap();
    let strict = PeerCheck { checks_revocation: true, trust_anchors: None, ..check() };
    let with = |name: &str, answer: &str| {
        let answer = file(answer);
        let name = certificate(name);
        verify_under(&anchors, &name, &strict, Purpose::TlsServer, Some("localhost"), Some(&answer))
    };
    with("server", "good.ocsp").unwrap();
    refused(with("revoked", "early.ocsp"), CRYPT_E_REVOKED, 0, "O=Test, CN=revoked was revoked by its issuer");
    // Where the lists say nothing about the certificate, the answer is what there is.
    fs::remove_file(place.0.join("CA/inter.CRL")).unwrap();
    let anchors = Anchors::at(std::slice::from_ref(&place.0), None).unwrap();
    let revoked = certificate("revoked");
    verify_under(&anchors, &revoked, &strict, Purpose::TlsServer, None, Some(&file("early.ocsp"))).unwrap();
}

/// A location with stores, gone at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let place = Place(env::temp_dir().join(format!("wws-trust-{}-{name}", std::process::id())));
        files.iter().for_each(|(path, from)| place.put(path, &file(from)));
        place
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// With what is there now, and revocation that has to be known.
    fn server(&self, name: &str) -> Result<(), CertFailure> {
        let check = PeerCheck { checks_revocation: true, trust_anchors: None, ..check() };
        let anchors = Anchors::at(std::slice::from_ref(&self.0), None).map_err(|fault| unusable(&fault))?;
        verify_under(&anchors, &certificate(name), &check, Purpose::TlsServer, Some("localhost"), None)
    }

    fn peer(&self, name: &str, trust: PeerTrust) -> Result<(), CertFailure> {
        let anchors = Anchors::at(std::slice::from_ref(&self.0), None).unwrap();
        verify_message_under(&anchors, &certificate(name), &check(), trust, Purpose::Sign, None)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

const LISTS: [(&str, &str); 3] =
    [("root/ca.pem", "ca.pem"), ("CA/root.crl", "crl.pem"), ("CA/inter.CRL", "inter-crl.pem")];

#[test]
fn revocation_lists_count() {
    let place = Place::new("lists", &LISTS);
    place.server("server").unwrap();
    refused(place.server("revoked"), CRYPT_E_REVOKED, 0, "O=Test, CN=revoked was revoked by its issuer");
    // In DER, and without dates having to be right for it to count.
    place.put("CA/inter.CRL", &X509Crl::from_pem(&file("inter-crl.pem")).unwrap().to_der().unwrap());
    place.server("server").unwrap();
    refused(place.server("revoked"), CRYPT_E_REVOKED, 0, "was revoked");
    refused(place.server("expired"), CERT_E_EXPIRED, WS_CERT_FAILURE_INVALID_DATE, "was valid until");
}

#[test]
fn lists_that_do_not_count_leave_it_unknown() {
    let offline = WS_CERT_FAILURE_REVOCATION_OFFLINE;
    for (name, list, part) in [
        ("stale", "stale-crl.pem", "the revocation list for O=Test, CN=localhost is out of date"),
        ("others", "crl.pem", "there is no valid revocation list for O=Test, CN=localhost"),
        ("none", "server.key", "there is no valid revocation list for O=Test, CN=localhost"),
    ] {
        let place = Place::new(name, &LISTS);
        place.put("CA/inter.CRL", &file(list));
        refused(place.server("server"), CRYPT_E_REVOCATION_OFFLINE, offline, part);
    }
    let place = Place::new("no-root-list", &LISTS);
    fs::remove_file(place.0.join("CA/root.crl")).unwrap();
    refused(place.server("server"), CRYPT_E_REVOCATION_OFFLINE, offline, "CN=Test Issuer");
    refused(place.server("revoked"), CRYPT_E_REVOKED, 0, "CN=revoked was revoked");
}

/// That nothing is known about a certificate must not hide that its issuer was revoked.
#[test]
fn a_revoked_issuer_is_seen_behind_an_unknown_certificate() {
    let place = Place::new("issuer", &LISTS);
    place.put("CA/root.crl", &file("revoking-crl.pem"));
    fs::remove_file(place.0.join("CA/inter.CRL")).unwrap();
    refused(place.server("server"), CRYPT_E_REVOKED, 0, "O=Test, CN=Test Issuer was revoked by its issuer");
}

/// A list that somebody else signed in the issuer's name is nobody's.
#[test]
fn forged_lists_do_not_count() {
    let place = Place::new("forged", &LISTS);
    let mut list = X509Crl::from_pem(&file("inter-crl.pem")).unwrap().to_der().unwrap();
    *list.last_mut().unwrap() ^= 1;
    place.put("CA/inter.CRL", &list);
    for name in ["server", "revoked"] {
        refused(
            place.server(name),
            CRYPT_E_REVOCATION_OFFLINE,
            WS_CERT_FAILURE_REVOCATION_OFFLINE,
            "there is no valid revocation list",
        );
    }
}

#[test]
fn issuers_come_from_the_ca_stores() {
    let place = Place::new("issuers", &LISTS);
    let alone = certificate("server").with_chain(|_| Vec::new()).unwrap();
    let verify = || {
        let anchors = Anchors::at(std::slice::from_ref(&place.0), None).unwrap();
        verify_under(&anchors, &alone, &check(), Purpose::TlsServer, None, None)
    };
    refused(verify(), CERT_E_UNTRUSTEDROOT, WS_CERT_FAILURE_UNTRUSTED_ROOT, "not trusted");
    place.put("CA/inter.pem", &file("inter.pem"));
    verify().unwrap();
    // One of the CA stores is no anchor.
    fs::remove_file(place.0.join("root/ca.pem")).unwrap();
    refused(verify(), CERT_E_UNTRUSTEDROOT, WS_CERT_FAILURE_UNTRUSTED_ROOT, "not trusted");
}

#[test]
fn disallowed_certificates_are_refused_whatever_is_ignored() {
    let place = Place::new("disallowed", &LISTS);
    let all = PeerCheck { failures_to_ignore: u32::MAX, ..check() };
    let verify = |given: Option<&[Certificate]>| {
        let anchors = Anchors::at(std::slice::from_ref(&place.0), given).map_err(|fault| unusable(&fault))?;
        verify_under(&anchors, &certificate("server"), &all, Purpose::TlsServer, None, None)
    };
    verify(None).unwrap();
    for name in ["inter.pem", "server.pem", "ca.pem"] {
        place.put("DisAllowed/it.pem", &file(name));
        let part = "is in a Disallowed store";
        refused(verify(None), WS_E_SECURITY_VERIFICATION_FAILURE, 0, part);
        refused(verify(Some(&[anchor("ca.pem")])), WS_E_SECURITY_VERIFICATION_FAILURE, 0, part);
    }
    place.put("DisAllowed/it.pem", &file("other.pem"));
    verify(None).unwrap();
    // What cannot be read must not let anybody in.
    place.put("DisAllowed/it.pem", b"nonsense");
    refused(verify(None), WS_E_SECURITY_SYSTEM_FAILURE, 0, "it.pem was not used");
}

#[test]
fn known_peers_are_in_trusted_people() {
    let place = Place::new("people", &[]);
    let untrusted = WS_CERT_FAILURE_UNTRUSTED_ROOT;
    for trust in [PeerTrust::Chain, PeerTrust::Peer, PeerTrust::PeerOrChain] {
        refused(place.peer("client", trust), CERT_E_UNTRUSTEDROOT, untrusted, "O=Test, CN=Alice");
    }
    for name in ["client", "selfsigned", "weak", "expired"] {
        place.put(&format!("TrustedPeople/{name}.pem"), &certificate(name).x509().to_pem().unwrap());
    }
    for name in ["client", "selfsigned"] {
        place.peer(name, PeerTrust::Peer).unwrap();
        place.peer(name, PeerTrust::PeerOrChain).unwrap();
        refused(place.peer(name, PeerTrust::Chain), CERT_E_UNTRUSTEDROOT, untrusted, "not trusted");
    }
    refused(place.peer("weak", PeerTrust::Peer), WS_E_SECURITY_VERIFICATION_FAILURE, 0, "too weak");
    refused(place.peer("expired", PeerTrust::Peer), CERT_E_EXPIRED, WS_CERT_FAILURE_INVALID_DATE, "was valid until");
    refused(place.peer("server", PeerTrust::Peer), CERT_E_UNTRUSTEDROOT, untrusted, "in no TrustedPeople store");
    place.put("Root/ca.pem", &file("ca.pem"));
    place.peer("server", PeerTrust::PeerOrChain).unwrap();
    place.put("Disallowed/client.pem", &certificate("client").x509().to_pem().unwrap());
    for trust in [PeerTrust::Peer, PeerTrust::PeerOrChain] {
        refused(place.peer("client", trust), WS_E_SECURITY_VERIFICATION_FAILURE, 0, "in a Disallowed store");
    }
}

#[test]
fn only_the_same_question_has_the_same_answer() {
    let place = Place::new("questions", &LISTS);
    let look = || Anchors::at(std::slice::from_ref(&place.0), None).unwrap();
    let (anchors, others, check) = (look(), look(), check());
    let server = certificate("server");
    let question = |anchors: &Anchors, peer: &Certificate, check: &PeerCheck, trust, purpose, name| {
        Question::new(anchors, peer, check, trust, purpose, name).unwrap()
    };
    let (chain, tls) = (PeerTrust::Chain, Purpose::TlsServer);
    let first = question(&anchors, &server, &check, chain, tls, Some("a"));
    assert!(first == question(&anchors, &server, &check, chain, tls, Some("a")));
    let lax = PeerCheck { failures_to_ignore: 1, ..check.clone() };
    let strict = PeerCheck { checks_revocation: true, ..check.clone() };
    let alone = server.with_chain(|_| Vec::new()).unwrap();
    for other in [
        question(&others, &server, &check, chain, tls, Some("a")),
        question(&anchors, &certificate("ec"), &check, chain, tls, Some("a")),
        question(&anchors, &alone, &check, chain, tls, Some("a")),
        question(&anchors, &server, &lax, chain, tls, Some("a")),
        question(&anchors, &server, &strict, chain, tls, Some("a")),
        question(&anchors, &server, &check, PeerTrust::PeerOrChain, tls, Some("a")),
        question(&anchors, &server, &check, chain, Purpose::Sign, Some("a")),
        question(&anchors, &server, &check, chain, tls, Some("b")),
        question(&anchors, &server, &check, chain, tls, Some("")),
        question(&anchors, &server, &check, chain, tls, None),
    ] {
        assert!(first != other);
    }
    // Only what was good is remembered.
    assert!(!first.was_answered());
    let asked = || Some(question(&anchors, &server, &check, chain, tls, Some("a")));
    once(asked(), || Err(CertFailure { bits: 0, code: 0, text: String::new() })).unwrap_err();
    assert!(!first.was_answered());
    once(asked(), || Ok(())).unwrap();
    assert!(first.was_answered());
    once(asked(), || panic!("it was answered")).unwrap();
}
