use super::*;
use crate::security::certificate::decode;
use crate::security::test_certs::{certificate, file};

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

#[test]
fn known_peers_are_in_trusted_people() {
    // Nobody is known here, so that what remains is the chain.
    let (client, check) = (certificate("client"), check());
    let verify = |trust| verify_message(&client, &check, trust, Purpose::Sign, None);
    verify(PeerTrust::Chain).unwrap();
    verify(PeerTrust::PeerOrChain).unwrap();
    refused(verify(PeerTrust::Peer), CERT_E_UNTRUSTEDROOT, WS_CERT_FAILURE_UNTRUSTED_ROOT, "TrustedPeople");
}
