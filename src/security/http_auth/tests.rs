//! Both sides against each other, without sockets; the schemes of GSSAPI inside a realm.

use super::*;
use crate::abi::*;
use crate::http::Headers;
use crate::http::client::{Authentication, Carrier, Target, Verdict as Answered};
use crate::runtime::fault::Result;
use crate::security::gss::{Mechanism, tests as realm};
use crate::security::results::Identity;
use crate::security::settings::*;
use std::sync::{Arc, Mutex};

const ALL: u32 = WS_HTTP_HEADER_AUTH_SCHEME_BASIC
    | WS_HTTP_HEADER_AUTH_SCHEME_DIGEST
    | WS_HTTP_HEADER_AUTH_SCHEME_NTLM
    | WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE;

/// Knows one user, and who was asked for.
#[derive(Debug)]
struct Accounts {
    kinds: (bool, bool),
    asked: Mutex<Vec<String>>,
}

impl HttpPasswords for Accounts {
    fn validate(&self, user: &str, password: &str, realm: &str) -> Result<bool> {
        self.asked.lock().unwrap().push(format!("{user}@{realm}"));
        match user {
            "broken" => Err(crate::runtime::fault::Fault::invalid_arg("x")),
            _ => Ok((user, password) == ("alice", "s\u{e9}cret")),
        }
    }

    fn secret(&self, user: &str, realm: &str) -> Result<Option<Secret>> {
        self.asked.lock().unwrap().push(format!("{user}@{realm}"));
        match user {
            "alice" => Ok(Some(Secret::new("s\u{e9}cret".into()))),
            "broken" => Err(crate::runtime::fault::Fault::invalid_arg("x")),
            _ => Ok(None),
        }
    }

    fn kinds(&self) -> (bool, bool) {
        self.kinds
    }
}

fn properties() -> Properties {
    Properties { transport_protection_level: WS_PROTECTION_LEVEL_NONE, ..Properties::default() }
}

fn binding(schemes: u32, credential: Option<WindowsCredential>, validator: Option<Arc<dyn HttpPasswords>>) -> HttpAuth {
    HttpAuth {
        schemes,
        target: WS_HTTP_HEADER_AUTH_TARGET_SERVICE,
        credential,
        basic_realm: Some("basic".into()),
        digest_realm: Some("di\"gest".into()),
        digest_domain: Some("/".into()),
        validator,
    }
}

fn named(user: &str, password: &str) -> WindowsCredential {
    WindowsCredential::Name { user: user.to_owned(), password: Secret::new(password.into()), domain: String::new() }
}

fn client_with(schemes: u32, credential: WindowsCredential) -> Arc<ClientAuth> {
    ClientAuth::new(&binding(schemes, Some(credential), None), &properties()).unwrap().unwrap()
}

fn client(schemes: u32, password: &str) -> Arc<ClientAuth> {
    client_with(schemes, named("alice", password))
}

fn accounts(kinds: (bool, bool)) -> Arc<Accounts> {
    Arc::new(Accounts { kinds, asked: Mutex::default() })
}

fn server(schemes: u32) -> Authenticator {
    Authenticator::new(&binding(schemes, None, Some(accounts((true, true)))), &properties(), "machine").unwrap()
}

fn target(is_streamed: bool) -> Target {
    Target { method: "POST".into(), uri: "/a?b".into(), host: "localhost".into(), is_secure: false, is_streamed }
}

/// One request of a client to a server, on one connection. Counts attempts and bodies that were sent.
#[derive(Default)]
struct Wire {
    connection: Connection,
    is_authenticated: bool,
    attempts: u32,
    bodies: u32,
    sent: Vec<String>,
    more: Vec<(&'static str, &'static str)>,
    binding: [Option<&'static [u8]>; 2],
    is_secure: bool,
    is_streamed: bool,
}

impl Wire {
    fn ask(&mut self, client: &Arc<ClientAuth>, server: &Authenticator) -> Result<Option<Arc<Identity>>> {
        let mut talk = client.clone().begin(target(self.is_streamed))?;
        for _ in 0..10 {
            let carrier = Carrier { is_authenticated: self.is_authenticated, binding: self.binding[0] };
            let attempt = talk.next(carrier)?;
            self.attempts += 1;
            self.bodies += u32::from(attempt.is_whole);
            let mut headers = Headers::new();
            self.more.iter().for_each(|(name, value)| headers.push(name, value.as_bytes()).unwrap());
            if let Some(authorization) = attempt.authorization {
                headers.push("Authorization", authorization.bytes()).unwrap();
                self.sent.push(String::from_utf8(authorization.bytes().to_vec()).unwrap());
            }
            let seen = self.seen(&headers);
            let (identity, status, headers) = match server.check(&seen, &mut self.connection) {
                Verdict::Accept(identity, headers) => (Some(identity), 200, headers),
                Verdict::Refuse(status, headers) => (None, status, headers),
            };
            let verdict = talk.answered(status, b"", &headers)?;
            if let Answered::Final { authenticates_connection } = verdict {
                assert!(attempt.is_whole, "a request that only asks is not the last");
                self.is_authenticated |= authenticates_connection;
                return Ok(identity);
            }
        }
        panic!("for ever");
    }

    fn seen<'a>(&self, headers: &'a Headers) -> Seen<'a> {
        Seen {
            method: "POST",
            target: "/a?b",
            path: "/a?b",
            headers,
            is_secure: self.is_secure,
            binding: self.binding[1],
        }
    }
}

fn refused(server: &Authenticator, authorization: &[&str]) -> (u16, Vec<String>) {
    let mut headers = Headers::new();
    authorization.iter().for_each(|value| headers.push("Authorization", value.as_bytes()).unwrap());
    match server.check(&Wire::default().seen(&headers), &mut Connection::default()) {
        Verdict::Accept(identity, _) => panic!("accepted {identity:?}"),
        Verdict::Refuse(status, headers) => {
            (status, headers.all("WWW-Authenticate").map(|value| String::from_utf8_lossy(value).into_owned()).collect())
        }
    }
}

#[test]
fn basic_and_digest() {
    for (schemes, attempts, mechanism, realm) in [
        (WS_HTTP_HEADER_AUTH_SCHEME_BASIC, 1, WSX_IDENTITY_MECHANISM_BASIC, "basic"),
        (WS_HTTP_HEADER_AUTH_SCHEME_DIGEST, 2, WSX_IDENTITY_MECHANISM_DIGEST, "di\"gest"),
        (
            WS_HTTP_HEADER_AUTH_SCHEME_DIGEST | WS_HTTP_HEADER_AUTH_SCHEME_BASIC,
            2,
            WSX_IDENTITY_MECHANISM_DIGEST,
            "di\"gest",
        ),
    ] {
        let (client, server, mut wire) = (client(schemes, "s\u{e9}cret"), server(ALL), Wire::default());
        let identity = wire.ask(&client, &server).unwrap().unwrap();
        assert_eq!(*identity, Identity::new(mechanism, "alice", realm, &[]));
        // The next one knows what it has to say.
        assert_eq!((wire.attempts, wire.bodies), (attempts, 1));
        wire.ask(&client, &server).unwrap().unwrap();
        assert_eq!((wire.attempts, wire.bodies), (attempts + 1, 2));
        if mechanism == WSX_IDENTITY_MECHANISM_DIGEST {
            assert!(wire.sent[0].contains("algorithm=SHA-256, ") && wire.sent[0].contains("nc=00000001"));
            assert!(wire.sent[1].contains("nc=00000002"));
        }
    }
    // Names beyond ASCII, and an account list that only gives passwords.
    let accounts = accounts((false, true));
    let server = binding(ALL, None, Some(accounts.clone()));
    let server = Authenticator::new(&server, &properties(), "machine").unwrap();
    for scheme in [WS_HTTP_HEADER_AUTH_SCHEME_BASIC, WS_HTTP_HEADER_AUTH_SCHEME_DIGEST] {
        assert!(Wire::default().ask(&client(scheme, "s\u{e9}cret"), &server).unwrap().is_some());
        let fault = Wire::default().ask(&client_with(scheme, named("\u{e4}", "b")), &server).unwrap_err();
        assert_eq!(fault.code(), WS_E_ENDPOINT_ACCESS_DENIED);
        assert!(accounts.asked.lock().unwrap().last().unwrap().starts_with("\u{e4}@"));
    }
}

#[test]
fn wrong_passwords() {
    for scheme in [WS_HTTP_HEADER_AUTH_SCHEME_BASIC, WS_HTTP_HEADER_AUTH_SCHEME_DIGEST] {
        for credential in [named("alice", "wrong"), named("mallory", "s\u{e9}cret"), named("alice", "")] {
            let mut wire = Wire::default();
            let fault = wire.ask(&client_with(scheme, credential), &server(ALL)).unwrap_err();
            assert_eq!(fault.code(), WS_E_ENDPOINT_ACCESS_DENIED, "{fault:?}");
            assert!(!fault.texts().concat().contains("s\u{e9}cret") && wire.attempts <= 2);
        }
        // Its own trouble is not the client's.
        assert_eq!(
            Wire::default().ask(&client_with(scheme, named("broken", "x")), &server(ALL)).unwrap(),
            None,
            "500 is no refusal"
        );
    }
    // With passwords alone Basic compares by itself.
    let validator = Some(accounts((false, true)) as Arc<dyn HttpPasswords>);
    let own = binding(WS_HTTP_HEADER_AUTH_SCHEME_BASIC, None, validator);
    let own = Authenticator::new(&own, &properties(), "machine").unwrap();
    for (user, password, is_right) in [
        ("alice", "s\u{e9}cret", true),
        ("alice", "s\u{e9}cres", false),
        ("alice", "s\u{e9}cret ", false),
        ("alice", "", false),
        ("mallory", "s\u{e9}cret", false),
        ("mallory", "", false),
    ] {
        let client = client_with(WS_HTTP_HEADER_AUTH_SCHEME_BASIC, named(user, password));
        let outcome = Wire::default().ask(&client, &own);
        assert_eq!(outcome.is_ok_and(|identity| identity.is_some()), is_right, "{user} {password}");
    }
}

#[test]
fn which_scheme() {
    let code = |ours: u32, theirs: u32| {
        let outcome = Wire::default().ask(&client(ours, "s\u{e9}cret"), &server(theirs));
        outcome.map(|identity| identity.is_some()).map_err(|fault| fault.code())
    };
    use WS_HTTP_HEADER_AUTH_SCHEME_BASIC as BASIC;
    use WS_HTTP_HEADER_AUTH_SCHEME_DIGEST as DIGEST;
    use WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE as NEGOTIATE;
    use WS_HTTP_HEADER_AUTH_SCHEME_NTLM as NTLM;
    assert_eq!(code(BASIC, DIGEST), Err(WS_E_SERVER_REQUIRES_DIGEST_AUTH));
    assert_eq!(code(DIGEST, BASIC), Err(WS_E_SERVER_REQUIRES_BASIC_AUTH));
    assert_eq!(code(BASIC | DIGEST, NTLM), Err(WS_E_SERVER_REQUIRES_NTLM_AUTH));
    assert_eq!(code(BASIC | DIGEST, NTLM | NEGOTIATE), Err(WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH));
    assert_eq!(code(BASIC | DIGEST | NTLM | NEGOTIATE, BASIC), Ok(true));
    assert_eq!(code(BASIC | DIGEST | NTLM | NEGOTIATE, BASIC | DIGEST), Ok(true));
    for (schemes, code) in [
        (WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT, WS_E_NOT_SUPPORTED),
        (WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT | BASIC, WS_E_NOT_SUPPORTED),
    ] {
        let made = ClientAuth::new(&binding(schemes, Some(named("a", "b")), None), &properties());
        assert_eq!(made.unwrap_err().code(), code);
    }
    let none = ClientAuth::new(&binding(WS_HTTP_HEADER_AUTH_SCHEME_NONE, None, None), &properties());
    assert!(none.unwrap().is_none());
    // Basic and Digest do not know the process.
    let fault = Wire::default().ask(&client_with(BASIC, WindowsCredential::Default), &server(BASIC)).unwrap_err();
    assert_eq!(fault.code(), E_INVALIDARG);
}

/// What a server answers who authenticates nobody.
fn open(client: &Arc<ClientAuth>, status: u16) -> Result<u32> {
    let mut talk = client.clone().begin(target(false))?;
    for attempts in 1..9 {
        let carrier = Carrier { is_authenticated: false, binding: None };
        talk.next(carrier)?;
        if talk.answered(status, b"", &Headers::new())? != Answered::Again {
            return Ok(attempts);
        }
    }
    panic!("for ever");
}

#[test]
fn servers_that_ask_for_nothing() {
    use WS_HTTP_HEADER_AUTH_SCHEME_BASIC as BASIC;
    use WS_HTTP_HEADER_AUTH_SCHEME_DIGEST as DIGEST;
    let several = client(BASIC | DIGEST, "x");
    assert_eq!(open(&several, 200).unwrap_err().code(), WS_E_ENDPOINT_ACCESS_DENIED);
    assert_eq!(open(&several, 404).unwrap_err().code(), WS_E_ENDPOINT_NOT_FOUND);
    assert_eq!(open(&several, 503).unwrap_err().code(), WS_E_ENDPOINT_TOO_BUSY);
    let lenient = client(BASIC | DIGEST | WS_HTTP_HEADER_AUTH_SCHEME_NONE, "x");
    assert_eq!(open(&lenient, 400).unwrap(), 2);
    assert_eq!(open(&lenient, 200).unwrap(), 1);
    assert_eq!(open(&client(BASIC, "x"), 200).unwrap(), 1);
    assert_eq!(open(&client(DIGEST, "x"), 200).unwrap(), 2);
    // One that changes its mind is answered.
    let server = server(DIGEST);
    let lenient = client(DIGEST | WS_HTTP_HEADER_AUTH_SCHEME_NONE, "s\u{e9}cret");
    assert_eq!(open(&lenient, 200).unwrap(), 2);
    assert!(Wire::default().ask(&lenient, &server).unwrap().is_some());
}

#[test]
fn nothing_goes_in_the_clear_unless_that_is_said() {
    let mut guarded = properties();
    guarded.transport_protection_level = WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT;
    let made = |target_kind| {
        let binding = HttpAuth { target: target_kind, ..binding(ALL, Some(named("a", "b")), None) };
        ClientAuth::new(&binding, &guarded).unwrap().unwrap()
    };
    let service = made(WS_HTTP_HEADER_AUTH_TARGET_SERVICE);
    assert_eq!(service.clone().begin(target(false)).err().unwrap().code(), WS_E_INVALID_OPERATION);
    assert!(service.begin(Target { is_secure: true, ..target(false) }).is_ok());
    assert!(made(WS_HTTP_HEADER_AUTH_TARGET_PROXY).begin(target(false)).is_ok());
}

#[test]
fn what_is_malformed_or_comes_twice() {
    let server = server(ALL);
    let (status, challenges) = refused(&server, &[]);
    assert_eq!(status, 401);
    let schemes: Vec<&str> = challenges.iter().map(|value| value.split(' ').next().unwrap()).collect();
    assert_eq!(schemes, ["Negotiate", "NTLM", "Digest", "Digest", "Basic"]);
    assert!(challenges[2].contains("SHA-256") && challenges[2].contains("realm=\"di\\\"gest\""), "{challenges:?}");
    assert!(challenges[3].ends_with("algorithm=MD5, charset=UTF-8"));
    assert_eq!(challenges[4], "Basic realm=\"basic\", charset=\"UTF-8\"");
    // "alice:sécret", and right.
    let right = "Basic YWxpY2U6c8OpY3JldA==";
    for wrong in [
        &[right, right][..],
        &[right, "Basic eDp5"],
        &["Basic YWxpY2U6c8OpY3JldA==, Basic eDp5"],
        &["Basic !"],
        &["Basic YQ=="],
        &["Digest username=\"alice\""],
        &["Negotiate"],
        &["NTLM !"],
        &["NTLM YQ=a"],
        &[""],
    ] {
        let (status, challenges) = refused(&server, wrong);
        assert_eq!((status, challenges.len()), (400, 0), "{wrong:?}");
    }
    for unknown in ["Bearer abc", "Basic realm=x", "basic YWxpY2U6c8OpY3Jld"] {
        assert!(matches!(refused(&server, &[unknown]).0, 400 | 401), "{unknown}");
    }
    // Schemes that are not configured are not taken.
    let digest = self::server(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST);
    assert_eq!(refused(&digest, &[right]).0, 401);
}

/// A valid answer to the first challenge.
fn digest_authorization(server: &Authenticator) -> String {
    let mut wire = Wire::default();
    wire.ask(&client(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST, "s\u{e9}cret"), server).unwrap().unwrap();
    wire.sent.pop().unwrap()
}

#[test]
fn digest_answers_count_once() {
    let server = server(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST);
    let sent = digest_authorization(&server);
    let (status, challenges) = refused(&server, &[&sent]);
    assert!(status == 401 && challenges[0].ends_with("stale=true"), "{challenges:?}");
    // The count is part of what was signed.
    let (status, challenges) = refused(&server, &[&sent.replace("nc=00000001", "nc=00000002")]);
    assert!(status == 401 && !challenges[0].contains("stale"), "{challenges:?}");
    for (from, to, expected) in [
        ("uri=\"/a?b\"", "uri=\"/other\"", 400),
        ("qop=auth", "qop=auth-int", 401),
        ("nc=00000001", "nc=1", 400),
        ("nc=00000001", "nc=+0000001", 400),
        ("username=\"alice\"", "username=\"alice\", username*=UTF-8''alice", 400),
        ("username=\"alice\"", "username*=UTF-8''%zz", 400),
        ("SHA-256", "SHA-512-256", 400),
        ("di\\\"gest", "other", 401),
        ("nonce=\"", "nonce=\"A", 401),
    ] {
        let changed = sent.replacen(from, to, 1);
        assert_ne!(changed, sent, "{from}");
        assert_eq!(refused(&server, &[&changed]).0, expected, "{to}");
    }
    // A nonce of another server: right or not, it has to be asked for here.
    let other = self::server(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST);
    let (status, challenges) = refused(&other, &[&sent]);
    assert!(status == 401 && challenges[0].ends_with("stale=true"));
}

#[test]
fn digest_nonces_may_get_stale() {
    let (first, second) = (server(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST), server(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST));
    let client = client(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST, "s\u{e9}cret");
    let mut wire = Wire::default();
    wire.ask(&client, &first).unwrap().unwrap();
    // The server was started anew.
    wire.ask(&client, &second).unwrap().unwrap();
    assert_eq!(wire.attempts, 4);
    // A streamed request asks first, so that its one attempt counts.
    let mut wire = Wire { is_streamed: true, ..Wire::default() };
    wire.ask(&client, &first).unwrap().unwrap();
    assert_eq!((wire.attempts, wire.bodies), (2, 1));
}

/// What a client says to a server that answers by the book, but not by ours.
fn told(client: &Arc<ClientAuth>, answers: &[(u16, &[(&str, &str)])]) -> Result<Vec<String>> {
    let mut talk = client.clone().begin(target(false))?;
    let mut sent = Vec::new();
    for (status, fields) in answers {
        let attempt = talk.next(Carrier { is_authenticated: false, binding: None })?;
        let authorization = attempt.authorization.map(|secret| secret.bytes().to_vec()).unwrap_or_default();
        sent.push(String::from_utf8(authorization).unwrap());
        let mut headers = Headers::new();
        fields.iter().for_each(|(name, value)| headers.push(name, value.as_bytes()).unwrap());
        talk.answered(*status, b"", &headers)?;
    }
    Ok(sent)
}

#[test]
fn foreign_digest_servers() {
    let digest = || client(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST, "x");
    let code = |challenge: &str| {
        let answers = [(401, &[("WWW-Authenticate", challenge)][..]), (200, &[])];
        told(&digest(), &answers).map(|mut sent| sent.pop().unwrap()).map_err(|fault| fault.code())
    };
    assert!(code("Digest realm=r, nonce=n, qop=\"auth-int,auth\", opaque=o").unwrap().contains("opaque=\"o\""));
    assert!(code("Digest realm=r, nonce=n, qop=auth").unwrap().contains("nonce=\"n\", uri=\"/a?b\", qop=auth"));
    assert!(code("Digest realm=r, nonce=n, qop=auth, algorithm=MD5-sess").unwrap().contains("MD5-sess"));
    let both = "Digest realm=r, nonce=a, qop=auth, Digest realm=r, nonce=b, qop=auth, algorithm=SHA-256";
    assert!(code(both).unwrap().contains("nonce=\"b\""));
    for unknown in [
        "Digest realm=r, nonce=n",
        "Digest realm=r, nonce=n, qop=auth-int",
        "Digest realm=r, qop=auth",
        "Digest realm=r, nonce=n, qop=auth, algorithm=X",
    ] {
        assert_eq!(code(unknown), Err(WS_E_NOT_SUPPORTED), "{unknown}");
    }
    assert_eq!(code("Digest realm=r, realm=r"), Err(WS_E_INVALID_FORMAT));
    // A nonce that was never old is refused for good; one that is stale gets one more attempt, and not for ever.
    let challenge = ("WWW-Authenticate", "Digest realm=r, nonce=n, qop=auth");
    let another = ("WWW-Authenticate", "Digest realm=r, nonce=m, qop=auth");
    let fault = told(&digest(), &[(401, &[challenge]), (401, &[another])]).unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_ACCESS_DENIED);
    let stale: Vec<String> = (0..6).map(|n| format!("Digest realm=r, nonce={n}, qop=auth, stale=true")).collect();
    let fields: Vec<[(&str, &str); 1]> = stale.iter().map(|value| [("WWW-Authenticate", value.as_str())]).collect();
    let answers: Vec<(u16, &[(&str, &str)])> = fields.iter().map(|fields| (401, &fields[..])).collect();
    assert_eq!(told(&digest(), &answers).unwrap_err().code(), WS_E_ENDPOINT_ACCESS_DENIED);
    // A server that claims to know the password must know it.
    let wrong = ("Authentication-Info", "rspauth=\"00\", qop=auth");
    let fault = told(&digest(), &[(401, &[challenge]), (200, &[wrong])]).unwrap_err();
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
    // The next nonce is taken.
    let client = digest();
    let next = ("Authentication-Info", "nextnonce=\"later\"");
    told(&client, &[(401, &[challenge]), (200, &[next])]).unwrap();
    assert!(told(&client, &[(200, &[])]).unwrap()[0].contains("nonce=\"later\""));
}

#[test]
fn proxies_have_codes_of_their_own() {
    let proxy = HttpAuth {
        target: WS_HTTP_HEADER_AUTH_TARGET_PROXY,
        ..binding(WS_HTTP_HEADER_AUTH_SCHEME_BASIC, Some(named("a", "b")), None)
    };
    let client = || ClientAuth::new(&proxy, &properties()).unwrap().unwrap();
    let code =
        |status, value| told(&client(), &[(status, &[("Proxy-Authenticate", value)])]).map_err(|fault| fault.code());
    assert_eq!(code(407, "Basic realm=x"), Err(WS_E_PROXY_ACCESS_DENIED));
    assert_eq!(code(407, "Digest realm=x"), Err(WS_E_PROXY_REQUIRES_DIGEST_AUTH));
    assert_eq!(code(407, "NTLM"), Err(WS_E_PROXY_REQUIRES_NTLM_AUTH));
    assert_eq!(code(407, "Negotiate"), Err(WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH));
    assert_eq!(code(401, "Basic realm=x"), Ok(vec!["Basic YTpi".to_owned()]));
}

#[test]
fn identities_of_connections() {
    let of = |schemes, credential| client_with(schemes, credential).identity();
    let one = of(ALL, named("a", "b"));
    assert_eq!(one, of(ALL, named("a", "b")));
    for other in [
        of(ALL, named("a", "c")),
        of(ALL, named("ab", "")),
        of(ALL, named("", "ab")),
        of(ALL, WindowsCredential::Default),
        of(WS_HTTP_HEADER_AUTH_SCHEME_BASIC, named("a", "b")),
    ] {
        assert_ne!(one, other);
    }
}

#[test]
fn validators_have_to_fit() {
    use WS_HTTP_HEADER_AUTH_SCHEME_BASIC as BASIC;
    use WS_HTTP_HEADER_AUTH_SCHEME_DIGEST as DIGEST;
    for (schemes, kinds, is_fine) in [
        (BASIC, (true, false), true),
        (BASIC, (false, true), true),
        (BASIC, (false, false), false),
        (DIGEST, (true, false), false),
        (DIGEST, (false, true), true),
    ] {
        let made = Authenticator::new(&binding(schemes, None, Some(accounts(kinds))), &properties(), "m");
        assert_eq!(made.is_ok(), is_fine, "{schemes} {kinds:?}");
    }
    assert!(Authenticator::new(&binding(BASIC, None, None), &properties(), "m").is_err());
}

#[test]
fn in_realm() {
    realm::in_a_realm("security::http_auth::tests::realm_");
}

#[test]
#[ignore = "needs a realm"]
fn realm_negotiate() {
    let schemes = WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE;
    let server = server(ALL);
    for credential in [WindowsCredential::Default, realm::alice(realm::PASSWORD)] {
        let (client, mut wire) = (client_with(schemes, credential), Wire::default());
        let identity = wire.ask(&client, &server).unwrap().unwrap();
        assert_eq!(*identity, Identity::new(WSX_IDENTITY_MECHANISM_KERBEROS, "alice", "TEST.WEBSERVICES", &[]));
        assert_eq!((wire.attempts, wire.bodies), (1, 1));
        // The connection speaks for its client from now on, unless others may speak on it.
        wire.ask(&client, &server).unwrap().unwrap();
        assert_eq!((wire.attempts, wire.sent.len()), (2, 1));
        // Not to another listener of the same port.
        let mut elsewhere = Wire::default();
        elsewhere.ask(&client, &server).unwrap().unwrap();
        let nothing = Headers::new();
        let seen = elsewhere.seen(&nothing);
        let verdict = self::server(ALL).check(&seen, &mut elsewhere.connection);
        assert!(matches!(verdict, Verdict::Refuse(401, _)), "{verdict:?}");
        wire.more.push(("Via", "1.1 proxy"));
        wire.ask(&client, &server).unwrap().unwrap();
        assert_eq!((wire.attempts, wire.sent.len()), (4, 2));
        // The same token again is refused.
        let (status, _) = refused(&server, &[&wire.sent[0]]);
        assert_eq!(status, 401);
    }
    // A server that proves nothing.
    let client = client_with(schemes, WindowsCredential::Default);
    let fault = told(&client, &[(200, &[])]).unwrap_err();
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
    let fault = told(&client, &[(200, &[("WWW-Authenticate", "Negotiate YWJj")])]).unwrap_err();
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
    assert!(told(&client, &[(200, &[("WWW-Authenticate", "Negotiate !")])]).is_err());
    assert!(told(&client, &[(200, &[("WWW-Authenticate", "Negotiate YQ==, Negotiate YQ==")])]).is_err());
    // An error without a proof is an error all the same, but what comes next on that connection is not proved by it.
    for status in [404, 503] {
        let mut talk = client.clone().begin(target(false)).unwrap();
        talk.next(Carrier { is_authenticated: false, binding: None }).unwrap();
        let verdict = talk.answered(status, b"", &Headers::new()).unwrap();
        assert_eq!(verdict, Answered::Final { authenticates_connection: false }, "{status}");
    }
    assert_eq!(told(&client, &[(401, &[])]).unwrap_err().code(), WS_E_ENDPOINT_ACCESS_DENIED);
}

#[test]
#[ignore = "needs a realm"]
fn realm_ntlm() {
    if Mechanism::Ntlm.check().is_err() {
        return;
    }
    let server = server(ALL);
    let credential = |password: &str| WindowsCredential::Name {
        user: "alice".to_owned(),
        password: Secret::new(password.into()),
        domain: "TEST".to_owned(),
    };
    let (client, mut wire) =
        (client_with(WS_HTTP_HEADER_AUTH_SCHEME_NTLM, credential(realm::PASSWORD)), Wire::default());
    let identity = wire.ask(&client, &server).unwrap().unwrap();
    assert_eq!(*identity, Identity::new(WSX_IDENTITY_MECHANISM_NTLM, "alice", "TEST", &[]));
    assert_eq!((wire.attempts, wire.bodies), (2, 1));
    wire.ask(&client, &server).unwrap().unwrap();
    assert_eq!((wire.attempts, wire.bodies, wire.sent.len()), (3, 2, 2));
    // The last message of a conversation is worth nothing on another connection.
    assert_eq!(refused(&server, &[&wire.sent[1]]).0, 401);
    let client = client_with(WS_HTTP_HEADER_AUTH_SCHEME_NTLM, credential("wrong"));
    let fault = Wire::default().ask(&client, &server).unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_ACCESS_DENIED, "{fault:?}");
    // The connection was lost between two messages.
    let mut talk = client.begin(target(false)).unwrap();
    talk.next(Carrier { is_authenticated: false, binding: None }).unwrap();
    talk.lost().unwrap();
}

#[test]
#[ignore = "needs a realm"]
fn realm_extended_protection() {
    let client = client_with(WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE, WindowsCredential::Default);
    let ask = |policy, scenario, services: Option<&[&str]>, binding: [Option<&'static [u8]>; 2]| {
        let properties = Properties {
            extended_protection_policy: policy,
            extended_protection_scenario: scenario,
            service_identities: services.map(|names| names.iter().map(|name| (*name).to_owned()).collect()),
            ..properties()
        };
        let server = self::binding(WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE, None, None);
        let server = Authenticator::new(&server, &properties, "m").unwrap();
        let is_secure = binding[1].is_some();
        let binding = binding.map(|binding| binding.filter(|binding| !binding.is_empty()));
        let mut wire = Wire { binding, is_secure, ..Wire::default() };
        wire.ask(&client, &server).map(|identity| identity.is_some()).map_err(|fault| fault.code())
    };
    use WS_EXTENDED_PROTECTION_POLICY_ALWAYS as ALWAYS;
    use WS_EXTENDED_PROTECTION_POLICY_NEVER as NEVER;
    use WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED as WHEN;
    use WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER as BOUND;
    use WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL as TERMINATED;
    let (a, b): (Option<&'static [u8]>, Option<&'static [u8]>) = (Some(b"a"), Some(b"b"));
    let denied = Err(WS_E_ENDPOINT_ACCESS_DENIED);
    let (right, wrong) = (Some(&["HTTP/localhost"][..]), Some(&["HTTP/other"][..]));
    for (policy, scenario, services, binding, expected) in [
        (ALWAYS, BOUND, None, [a, a], Ok(true)),
        (ALWAYS, BOUND, None, [None, a], denied),
        (WHEN, BOUND, None, [None, a], Ok(true)),
        (WHEN, BOUND, None, [b, a], denied),
        (NEVER, BOUND, None, [b, a], Ok(true)),
        // A certificate that has no end point: nothing can be bound to it.
        (ALWAYS, BOUND, None, [None, Some(b"")], denied),
        (WHEN, BOUND, None, [None, Some(b"")], Ok(true)),
        (WHEN, BOUND, right, [None, None], Ok(true)),
        (ALWAYS, BOUND, Some(&["http/LOCALHOST"][..]), [None, None], Ok(true)),
        (WHEN, BOUND, wrong, [None, None], denied),
        (NEVER, BOUND, wrong, [None, None], Ok(true)),
        (ALWAYS, TERMINATED, right, [a, b], Ok(true)),
        (ALWAYS, TERMINATED, wrong, [a, b], denied),
    ] {
        assert_eq!(
            ask(policy, scenario, services, binding),
            expected,
            "{policy:?} {scenario:?} {services:?} {binding:?}"
        );
    }
}
