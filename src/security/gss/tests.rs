//! Against a real KDC: the tests run once more inside a realm of their own, which c-tests/interop/kdc.sh makes.

use super::*;
use std::process::Command;

/// Runs the ignored tests whose names begin so inside a realm. `false`: there is no KDC on this machine.
pub(crate) fn in_a_realm(tests: &str) -> bool {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/c-tests/interop/kdc.sh");
    let outcome = Command::new(script)
        .arg(std::env::current_exe().unwrap())
        .args([tests, "--ignored", "--test-threads=1"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&outcome.stdout);
    if outcome.status.code() == Some(77) {
        eprintln!("*** SKIPPED: {} ***", String::from_utf8_lossy(&outcome.stderr));
        return false;
    }
    assert!(outcome.status.success(), "{said}{}", String::from_utf8_lossy(&outcome.stderr));
    assert!(!said.contains(" 0 passed"), "{said}");
    true
}

pub(crate) fn alice(password: &str) -> WindowsCredential {
    WindowsCredential::Name {
        user: "alice".to_owned(),
        password: Secret::new(password.as_bytes().to_vec()),
        domain: String::new(),
    }
}

pub(crate) const PASSWORD: &str = "Wonder-4-land";

#[test]
fn in_realm() {
    in_a_realm("security::gss::tests::realm_");
}

/// Lets both sides talk to the end.
fn talk(client: &mut Initiator, server: &mut Acceptor) -> Result<()> {
    let mut token = None;
    for _ in 0..8 {
        let step = client.step(token.as_deref())?;
        if step.token.is_empty() && step.is_complete {
            return Ok(());
        }
        let answer = server.step(&step.token)?;
        if answer.token.is_empty() && answer.is_complete {
            assert!(step.is_complete);
            return Ok(());
        }
        token = Some(answer.token);
    }
    panic!("they talk for ever");
}

fn pair(
    credential: &WindowsCredential,
    mechanism: Mechanism,
    bindings: [Option<&[u8]>; 2],
) -> Result<(Initiator, Acceptor)> {
    let wanted = Flags::MUTUAL.and(Flags::ENCRYPT).and(Flags::SIGN);
    let credentials = Credentials::of(credential, mechanism)?;
    let [ours, theirs] = bindings.map(|binding| binding.map(<[u8]>::to_vec));
    let client = Initiator::new(credentials, Name::service("HTTP", "localhost")?, mechanism, wanted, ours);
    let server = Acceptor::new(Credentials::of_service(None, mechanism)?, theirs);
    Ok((client, server))
}

#[test]
#[ignore = "needs a realm"]
fn realm_peers_and_keys() {
    for (mechanism, credential) in [
        (Mechanism::Kerberos, WindowsCredential::Default),
        (Mechanism::Kerberos, alice(PASSWORD)),
        (Mechanism::Negotiate, WindowsCredential::Default),
        (Mechanism::Negotiate, alice(PASSWORD)),
    ] {
        let (mut client, mut server) = pair(&credential, mechanism, [None, None]).unwrap();
        talk(&mut client, &mut server).unwrap();
        let (client, server) = (client.context(), server.context());
        assert!(server.flags().has(Flags::MUTUAL));
        let peers = server.peers().unwrap();
        assert_eq!(peers.client, "alice@TEST.WEBSERVICES");
        assert_eq!(peers.service.as_deref(), Some("HTTP/localhost@TEST.WEBSERVICES"));
        assert_eq!(peers.mechanism, Mechanism::Kerberos);
        let (key, same) = (client.session_key().unwrap(), server.session_key().unwrap());
        assert_eq!((key.bytes().len(), key.bytes()), (32, same.bytes()));
        let wrapped = client.wrap(b"secret", true).unwrap();
        assert_eq!(server.unwrap(&wrapped, true).unwrap(), b"secret");
        let mut wrapped = client.wrap(b"secret", false).unwrap();
        assert_eq!(server.unwrap(&wrapped, true).unwrap_err().code(), WS_E_SECURITY_VERIFICATION_FAILURE);
        *wrapped.last_mut().unwrap() ^= 1;
        assert_eq!(server.unwrap(&wrapped, false).unwrap_err().code(), WS_E_SECURITY_VERIFICATION_FAILURE);
        let signature = server.sign(b"text").unwrap();
        client.verify(b"text", &signature).unwrap();
        assert_eq!(client.verify(b"tex", &signature).unwrap_err().code(), WS_E_SECURITY_VERIFICATION_FAILURE);
    }
}

#[test]
#[ignore = "needs a realm"]
fn realm_ntlm() {
    if Mechanism::Ntlm.check().is_err() {
        return;
    }
    let credential = WindowsCredential::Name {
        user: "alice".to_owned(),
        password: Secret::new(PASSWORD.into()),
        domain: "TEST".to_owned(),
    };
    let (mut client, mut server) = pair(&credential, Mechanism::Ntlm, [None, None]).unwrap();
    talk(&mut client, &mut server).unwrap();
    let peers = server.context().peers().unwrap();
    assert_eq!((peers.client.as_str(), peers.mechanism), ("TEST\\alice", Mechanism::Ntlm));
    let credential = WindowsCredential::Name {
        user: "alice".to_owned(),
        password: Secret::new(b"wrong".to_vec()),
        domain: "TEST".to_owned(),
    };
    let (mut client, mut server) = pair(&credential, Mechanism::Ntlm, [None, None]).unwrap();
    assert!(talk(&mut client, &mut server).is_err());
}

#[test]
#[ignore = "needs a realm"]
fn realm_bindings() {
    for (bindings, expected) in [
        ([Some(&b"a"[..]), Some(&b"a"[..])], Some(true)),
        ([None, Some(b"a")], Some(false)),
        ([Some(b"a"), Some(b"b")], None),
    ] {
        let (mut client, mut server) = pair(&WindowsCredential::Default, Mechanism::Kerberos, bindings).unwrap();
        match expected {
            Some(is_bound) => {
                talk(&mut client, &mut server).unwrap();
                assert_eq!(server.context().flags().has(Flags::CHANNEL_BOUND), is_bound, "{bindings:?}");
            }
            None => {
                let fault = talk(&mut client, &mut server).unwrap_err();
                assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
            }
        }
    }
}

#[test]
#[ignore = "needs a realm"]
fn realm_refusals() {
    let credentials = Credentials::of(&alice("wrong"), Mechanism::Kerberos);
    let fault = credentials.unwrap_err();
    assert!(fault.texts().iter().all(|text| !text.contains("wrong")), "{fault:?}");
    let (_, mut server) = pair(&WindowsCredential::Default, Mechanism::Kerberos, [None, None]).unwrap();
    let fault = server.step(b"garbage").unwrap_err();
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
    // The same token twice.
    let (mut client, mut server) = pair(&WindowsCredential::Default, Mechanism::Kerberos, [None, None]).unwrap();
    let token = client.step(None).unwrap().token;
    server.step(&token).unwrap();
    let (_, mut again) = pair(&WindowsCredential::Default, Mechanism::Kerberos, [None, None]).unwrap();
    assert!(again.step(&token).is_err());
    // A service that the realm does not know.
    let target = Name::service("HTTP", "elsewhere").unwrap();
    let credentials = Credentials::of(&WindowsCredential::Default, Mechanism::Kerberos).unwrap();
    let mut client = Initiator::new(credentials, target, Mechanism::Kerberos, Flags::MUTUAL, None);
    assert_eq!(client.step(None).unwrap_err().code(), WS_E_SECURITY_SYSTEM_FAILURE);
}

#[test]
fn names() {
    assert_eq!(Name::service("HTTP", "h").unwrap().text().unwrap(), "HTTP@h");
    for text in ["", "a\0b"] {
        assert_eq!(Name::principal(text).unwrap_err().code(), crate::abi::E_INVALIDARG);
    }
}

#[test]
#[ignore = "needs a realm"]
fn realm_credentials_are_kept() {
    let kept = Kept::default();
    let service = kept.of_service(Mechanism::Kerberos).unwrap();
    assert!(Arc::ptr_eq(&service, &kept.of_service(Mechanism::Kerberos).unwrap()));
    let negotiate = kept.of_service(Mechanism::Negotiate).unwrap();
    assert!(!Arc::ptr_eq(&service, &negotiate));
    assert!(Arc::ptr_eq(&negotiate, &kept.of_service(Mechanism::Negotiate).unwrap()));
    kept.forget();
    assert!(!Arc::ptr_eq(&service, &kept.of_service(Mechanism::Kerberos).unwrap()));
    // They serve many conversations.
    let kept = Kept::default();
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let credentials = kept.of(&alice(PASSWORD), Mechanism::Kerberos).unwrap();
        let target = Name::service("HTTP", "localhost").unwrap();
        let mut client = Initiator::new(credentials, target, Mechanism::Kerberos, Flags::MUTUAL, None);
        let mut server = Acceptor::new(service.clone(), None);
        talk(&mut client, &mut server).unwrap();
        tokens.push(server.context().peers().unwrap().client);
    }
    assert_eq!(tokens[0], tokens[1]);
    let again = kept.of(&alice(PASSWORD), Mechanism::Kerberos).unwrap();
    assert!(Arc::ptr_eq(&again, &kept.of(&alice(PASSWORD), Mechanism::Kerberos).unwrap()));
}
