//! What authorities say about servers, sent along by these and demanded by clients.

use super::*;
use crate::security::certificate::decode;
use crate::security::test_certs::{certificate, file, folder};

/// Trust in the test's root, with revocation as it is by default.
fn checking() -> Settings {
    let mut wanted = settings(&ROOT);
    wanted.peer.trust_anchors = Some(vec![decode::pem(&file("ca.pem"), None, None).unwrap()]);
    wanted.peer.checks_revocation = true;
    wanted
}

/// A connection to a server with a certificate and what is in a file beside it.
fn connection(settings: &Settings, name: &str, answer: Option<&str>) -> Result<Box<TlsStream>> {
    let shown = certificate(name);
    let shown = answer.map_or(shown.clone(), |answer| shown.with_answer(folder().join(answer)));
    let client = Client::new(settings, None, None).unwrap();
    pair(&client, &server_of(&shown), "localhost").0
}

#[test]
fn answers_are_sent_along() {
    let stream = connection(&checking(), "server", Some("good.ocsp")).unwrap();
    assert_eq!(stream.other_side().unwrap().stapled(), Some(&file("good.ocsp")[..]));
    let fault = connection(&checking(), "revoked", Some("revoked.ocsp")).unwrap_err();
    assert_eq!(fault.code(), CRYPT_E_REVOKED, "{fault:?}");
    // What is about somebody else, no answer at all, or not there.
    for other in ["revoked.ocsp", "server.pem", "nowhere.ocsp", "stores"] {
        let stream = connection(&checking(), "server", Some(other)).unwrap();
        assert_eq!(stream.other_side().unwrap().stapled(), None, "{other}");
    }
    // Nor is it sent to those who do not ask.
    let mut unchecked = checking();
    unchecked.peer.checks_revocation = false;
    assert_eq!(connection(&unchecked, "server", Some("good.ocsp")).unwrap().other_side().unwrap().stapled(), None);
}

#[test]
fn certificates_that_demand_an_answer_have_one() {
    connection(&checking(), "muststaple", Some("muststaple.ocsp")).unwrap();
    for answer in [None, Some("good.ocsp"), Some("nowhere.ocsp")] {
        let fault = connection(&checking(), "muststaple", answer).unwrap_err();
        assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
        assert!(fault.texts().join(" ").contains("RFC 7633"), "{fault:?}");
    }
    let mut unchecked = checking();
    unchecked.peer.checks_revocation = false;
    connection(&unchecked, "muststaple", None).unwrap();
}

/// The answer comes in full handshakes only.
#[test]
fn who_needs_an_answer_resumes_nothing() {
    let mut strict = checking();
    // The issuer as the anchor: about itself it says nothing.
    strict.peer.trust_anchors = Some(vec![decode::pem(&file("inter.pem"), None, None).unwrap()]);
    strict.peer.failures_to_ignore = 0;
    for (settings, name, answer, is_resumed) in [
        (&checking(), "server", "good.ocsp", true),
        (&checking(), "muststaple", "muststaple.ocsp", false),
        (&strict, "server", "good.ocsp", false),
    ] {
        // A profile of its own: sessions of other tests are not offered.
        let client = Client::new(settings, None, Some(Identity::Dns("localhost".into()))).unwrap();
        let port = server_of(&certificate(name).with_answer(folder().join(answer)));
        for round in [false, true] {
            let (listener, place) = listener();
            let connecting = std::thread::spawn({
                let client = client.clone();
                move || {
                    block_on(async {
                        // The same name and port for all, as for one server. Tickets come with the data.
                        let ours = client.profile().connect(connect(&place).await, "localhost", 2).await.unwrap();
                        assert_eq!(ours.read(&mut [0; 9]).await.unwrap(), 1);
                        ours.other_side().unwrap().is_resumed
                    })
                }
            });
            block_on(async {
                let theirs = port.stream(listener.accept().await.unwrap()).unwrap();
                accept(&theirs).await.unwrap();
                theirs.write_both(b"x", b"").await.unwrap();
            });
            assert_eq!(connecting.join().unwrap(), round && is_resumed, "{name}");
        }
    }
}
