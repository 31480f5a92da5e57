//! What is written is read again, what peers in the field send is taken, and every hostile message is refused for its own
//! reason.

use super::username::write_token;
use super::verify::Verification;
use super::{Peer, WSSE, WSU, protect, verify};
use crate::abi::*;
use crate::message::Message;
use crate::message::address::Start;
use crate::message::version::{Addressing, Envelope, Header, Version};
use crate::runtime::budget::Budget;
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::security::replay::ReplayCache;
use crate::security::results::Results;
use crate::security::settings::*;
use crate::task::block_on;
use crate::xml::reader::input::Input;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{self, Decoder, Reader};
use crate::xml::value::datetime::parse_datetime;
use crate::xml::writer::{self, Charset, Encoding, Writer};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

pub(super) const SECOND: u64 = 10_000_000;
pub(super) const MINUTE: u64 = 60 * SECOND;

pub(super) const V12: Version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
pub(super) const V11: Version = Version { envelope: Envelope::Soap11, addressing: Addressing::Transport };

pub(super) fn at(text: &str) -> DateTime {
    DateTime::from_ticks(parse_datetime(text.as_bytes()).unwrap().ticks).unwrap()
}

/// The present in these tests.
pub(super) fn noon() -> DateTime {
    at("2026-11-21T12:00:00Z")
}

pub(super) fn later(ticks: u64) -> DateTime {
    DateTime::from_ticks(noon().ticks() + ticks).unwrap()
}

fn earlier(ticks: u64) -> DateTime {
    DateTime::from_ticks(noon().ticks() - ticks).unwrap()
}

/// Knows one user, and counts what it is asked.
#[derive(Debug, Default)]
struct Users {
    asked: Mutex<Vec<String>>,
}

impl UserPasswords for Users {
    fn validate<'a>(&'a self, user: &'a str, password: &'a str) -> Asked<'a, bool> {
        self.asked.lock().unwrap().push(format!("{user}/{password}"));
        Box::pin(async move {
            match user {
                "broken" => Err(Fault::new(E_UNEXPECTED, "The database is gone.")),
                user => Ok(user == "alice" && password == "wonder <land>"),
            }
        })
    }

    fn secret(&self, user: &str) -> Result<Option<Secret>> {
        self.asked.lock().unwrap().push(user.to_owned());
        match user {
            "alice" | "ALICE" => Ok(Some(Secret::new(b"wonder <land>".to_vec()))),
            "user" => Ok(Some(Secret::new(b"userpassword".to_vec()))),
            "broken" => Err(Fault::new(E_UNEXPECTED, "The database is gone.")),
            _ => Ok(None),
        }
    }

    fn has_secrets(&self) -> bool {
        true
    }
}

pub(super) fn properties() -> Properties {
    Properties { max_clock_skew: MINUTE, replay_cache_size: 4, ..Properties::default() }
}

pub(super) fn security(role: Role, message: Vec<MessageBinding>) -> Security {
    Security {
        role,
        properties: properties(),
        ssl: None,
        http_auth: Vec::new(),
        message,
        replays: ReplayCache::default(),
        protection: Default::default(),
    }
}

fn client(password_type: PasswordType, name: &str, password: &str) -> Security {
    let credential = Some((name.to_owned(), Secret::new(password.into())));
    let user = UserName { credential, validator: None, password_type, clock_offset: 0, allows_unprotected: false };
    security(Role::Client, vec![MessageBinding::UserName(user)])
}

fn server(password_type: PasswordType) -> Security {
    server_with(password_type, Arc::new(Users::default()))
}

fn server_with(password_type: PasswordType, users: Arc<Users>) -> Security {
    let user = UserName {
        credential: None,
        validator: Some(users),
        password_type,
        clock_offset: 0,
        allows_unprotected: false,
    };
    security(Role::Server, vec![MessageBinding::UserName(user)])
}

pub(super) fn new_message(version: Version) -> Message {
    Message::new(version, 64, &Rc::new(Budget::new(1 << 16)))
}

/// The envelope that is written for a message of somebody with this security.
pub(super) fn sent_with(
    security: Security,
    version: Version,
    now: DateTime,
    prepare: impl FnOnce(&mut Message),
) -> String {
    written(security, version, now, prepare).unwrap()
}

/// As [`sent_with`], of what may fail.
pub(super) fn written(
    security: Security,
    version: Version,
    now: DateTime,
    prepare: impl FnOnce(&mut Message),
) -> Result<String> {
    written_over(security, version, now, None, prepare)
}

/// As [`written`], over a connection with an end point.
pub(super) fn written_over(
    security: Security,
    version: Version,
    now: DateTime,
    end_point: Option<&[u8]>,
    prepare: impl FnOnce(&mut Message),
) -> Result<String> {
    let mut message = new_message(version);
    message.initialize(Start::Blank, None).unwrap();
    if version.addressing != Addressing::Transport {
        message.set_header_text(Header::Action, b"urn:act").unwrap();
    }
    prepare(&mut message);
    let peer = Peer { host: "localhost", identity: None, end_point };
    message.protect(protect(&Arc::new(security), Some(&peer), now)?);
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 20, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    message.write_start(&mut writer)?;
    message.write_end(&mut writer)?;
    writer.complete()?;
    Ok(String::from_utf8(writer.bytes().to_vec()).unwrap())
}

fn sent(security: Security, version: Version, now: DateTime) -> String {
    sent_with(security, version, now, |_| {})
}

/// What becomes of an envelope that is received by somebody with this security.
pub(super) fn received(
    security: &Security,
    version: Version,
    xml: &str,
    now: DateTime,
) -> (Result<Verification>, Results, Message) {
    received_over(security, version, xml, now, None)
}

/// As [`received`], over a connection with an end point.
pub(super) fn received_over(
    security: &Security,
    version: Version,
    xml: &str,
    now: DateTime,
    end_point: Option<&[u8]>,
) -> (Result<Verification>, Results, Message) {
    let mut message = new_message(version);
    let mut reader = Reader::new(reader::settings::Settings::default());
    let input = Input::owned(xml.as_bytes().to_vec());
    reader.set_input(Decoder::Text(TextDecoder::default()), input, reader::settings::Settings::default());
    message.read_start(&mut reader).unwrap();
    let mut results = Results::default();
    let outcome = block_on(verify(security, &mut message, &mut results, end_point, now));
    (outcome, results, message)
}

/// The name of the user whom a server takes an envelope from.
fn accepted(security: &Security, version: Version, xml: &str, now: DateTime) -> String {
    let (outcome, results, mut message) = received(security, version, xml, now);
    assert!(matches!(outcome.expect(xml), Verification::Done));
    assert_eq!(message.not_understood().unwrap(), []);
    results.user_name.unwrap().to_string()
}

/// The first text of the error, and the code that the peer is told.
fn refused(security: &Security, version: Version, xml: &str, now: DateTime) -> (String, String) {
    let (outcome, results, _) = received(security, version, xml, now);
    let fault = outcome.expect_err(xml);
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
    assert!(results.user_name.is_none());
    let told = fault.info().and_then(|info| info.fault.as_ref());
    let code = told.map(|fault| String::from_utf8(fault.codes.last().unwrap().local.clone()).unwrap());
    (fault.texts().join(" "), code.unwrap_or_default())
}

#[test]
fn a_password_in_text_as_it_is_written() {
    let xml = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    let header = xml.split_once("</a:Action>").unwrap().1.split_once("</s:Header>").unwrap().0;
    let wsse = String::from_utf8_lossy(WSSE);
    let wsu = String::from_utf8_lossy(WSU);
    assert_eq!(
        header,
        format!(
            "<o:Security s:mustUnderstand=\"1\" xmlns:o=\"{wsse}\">\
             <u:Timestamp xmlns:u=\"{wsu}\" u:Id=\"_0\"><u:Created>2026-11-21T12:00:00.000Z</u:Created>\
             <u:Expires>2026-11-21T12:05:00.000Z</u:Expires></u:Timestamp>\
             <o:UsernameToken xmlns:u=\"{wsu}\" u:Id=\"_1\"><o:Username>alice</o:Username><o:Password Type=\"\
             http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText\">\
             wonder &lt;land&gt;</o:Password></o:UsernameToken></o:Security>"
        )
    );
}

#[test]
fn what_a_client_writes_a_server_takes() {
    for version in [V11, V12, Version { envelope: Envelope::Soap11, addressing: Addressing::V0_9 }] {
        for kind in [PasswordType::Text, PasswordType::Digest] {
            let xml = sent(client(kind, "alice", "wonder <land>"), version, noon());
            assert_eq!(accepted(&server(kind), version, &xml, noon()), "alice");
            // Headers that are in a tree.
            let with_more = sent_with(client(kind, "alice", "wonder <land>"), version, noon(), |message| {
                message.headers.buffer().unwrap();
            });
            assert_eq!(accepted(&server(kind), version, &with_more, noon()), "alice");
            let (text, told) =
                refused(&server(kind), version, &sent(client(kind, "alice", "x"), version, noon()), noon());
            assert!(text.contains("password is wrong"), "{text}");
            assert_eq!(told, "FailedAuthentication");
        }
    }
}

#[test]
fn each_kind_of_password_is_taken_only_where_it_is_demanded() {
    let text = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    let digest = sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, noon());
    assert!(refused(&server(PasswordType::Digest), V12, &text, noon()).0.contains("a digest is demanded"));
    assert!(refused(&server(PasswordType::Text), V12, &digest, noon()).0.contains("in text is demanded"));
}

#[test]
fn the_program_is_asked_for_each_message() {
    let users = Arc::new(Users::default());
    let server = server_with(PasswordType::Text, users.clone());
    let xml = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    accepted(&server, V12, &xml, noon());
    accepted(&server, V12, &xml, noon());
    assert_eq!(*users.asked.lock().unwrap(), ["alice/wonder <land>"; 2]);
    // Who sends too late is nobody to be asked about.
    refused(&server, V12, &xml, later(11 * MINUTE));
    assert_eq!(users.asked.lock().unwrap().len(), 2);
}

#[test]
fn a_callback_that_fails_refuses_as_a_wrong_password_does() {
    for kind in [PasswordType::Text, PasswordType::Digest] {
        let wrong = sent(client(kind, "mallory", "wonder <land>"), V12, noon());
        let broken = sent(client(kind, "broken", "wonder <land>"), V12, noon());
        let (text, told) = refused(&server(kind), V12, &broken, noon());
        assert!(text.contains("The database is gone."), "{text}");
        assert_eq!(told, refused(&server(kind), V12, &wrong, noon()).1);
    }
}

/// The example of ONVIF's Application Programmer's Guide.
const ONVIF: &str = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>\
    <Security s:mustUnderstand=\"1\" xmlns=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">\
    <UsernameToken><Username>user</Username>\
    <Password Type=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest\">tuOSpGlFlIXsozq4HFNeeGeFLEI=</Password>\
    <Nonce EncodingType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary\">LKqI6G/AikKCQrN0zqZFlg==</Nonce>\
    <Created xmlns=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\">2010-09-16T07:50:45Z</Created>\
    </UsernameToken></Security></s:Header><s:Body/></s:Envelope>";

#[test]
fn a_digest_of_the_field() {
    let mut server = server(PasswordType::Digest);
    server.properties.timestamp_usage = WS_SECURITY_TIMESTAMP_USAGE_NEVER;
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::Transport };
    assert_eq!(accepted(&server, version, ONVIF, at("2010-09-16T07:51:00Z")), "user");
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), writer::Settings::default());
    writer.start_element(Some(b"o"), b"x"[..].into(), WSSE.into()).unwrap();
    let nonce = [0x2c, 0xaa, 0x88, 0xe8, 0x6f, 0xc0, 0x8a, 0x42, 0x82, 0x42, 0xb3, 0x74, 0xce, 0xa6, 0x45, 0x96];
    let password = Secret::new(b"userpassword".to_vec());
    let created = at("2010-09-16T07:50:45Z");
    write_token(&mut writer, PasswordType::Digest, "user", &password, "_1", &nonce, created).unwrap();
    let xml = String::from_utf8_lossy(writer.bytes()).into_owned();
    assert!(
        xml.contains(">LKqI6G/AikKCQrN0zqZFlg==</o:Nonce><u:Created>2010-09-16T07:50:45.000Z</u:Created>"),
        "{xml}"
    );
}

#[test]
fn a_nonce_is_taken_once_by_all_channels_of_a_listener() {
    let server = server(PasswordType::Digest);
    let xml = sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, noon());
    accepted(&server, V12, &xml, noon());
    let (text, told) = refused(&server, V12, &xml, noon());
    assert!(text.contains("was received before"), "{text}");
    assert_eq!(told, "FailedAuthentication");
    // As long as it would be good otherwise.
    let mut lasting = client(PasswordType::Digest, "alice", "wonder <land>");
    lasting.properties.timestamp_validity = 60 * MINUTE;
    let xml = sent(lasting, V12, noon());
    accepted(&server, V12, &xml, later(6 * MINUTE));
    assert!(refused(&server, V12, &xml, later(6 * MINUTE)).0.contains("was received before"));
    assert!(refused(&server, V12, &xml, later(6 * MINUTE + 1)).0.contains("created at"));
}

#[test]
fn who_is_not_authenticated_leaves_nothing_behind() {
    let server = server(PasswordType::Digest);
    for _ in 0..9 {
        refused(&server, V12, &sent(client(PasswordType::Digest, "alice", "guess"), V12, noon()), noon());
    }
    for _ in 0..4 {
        accepted(&server, V12, &sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, noon()), noon());
    }
    // Four is all there is room for, and what is in there stays.
    let more = sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, noon());
    let (text, told) = refused(&server, V12, &more, noon());
    assert!(text.contains("WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE (4)"), "{text}");
    assert_eq!(told, "FailedAuthentication");
    let next = sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, later(7 * MINUTE));
    accepted(&server, V12, &next, later(7 * MINUTE));
}

/// The name is not in the digest: under another one that a program takes for the same user, or for one with the same
/// password, the token is still the one that came before.
#[test]
fn a_digest_is_not_taken_again_under_another_name() {
    let server = server(PasswordType::Digest);
    let xml = sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, noon());
    accepted(&server, V12, &xml, noon());
    let other = xml.replace(">alice<", ">ALICE<");
    assert!(refused(&server, V12, &other, noon()).0.contains("was received before"));
}

/// What is compared for those whom nobody knows is no password of theirs.
#[test]
fn who_is_not_known_has_no_password() {
    let server = server(PasswordType::Digest);
    for password in ["nobody", "", "wonder <land>"] {
        let xml = sent(client(PasswordType::Digest, "mallory", password), V12, noon());
        let (text, told) = refused(&server, V12, &xml, noon());
        assert!(text.contains("is not known, or the password is wrong") && told == "FailedAuthentication", "{text}");
    }
}

/// Nonces are not remembered for longer, whatever age messages may have.
#[test]
fn a_digest_is_no_older_than_nonces_are_remembered() {
    let mut server = server(PasswordType::Digest);
    server.properties.replay_window = MINUTE;
    let digest = || sent(client(PasswordType::Digest, "alice", "wonder <land>"), V12, noon());
    accepted(&server, V12, &digest(), later(2 * MINUTE));
    assert!(refused(&server, V12, &digest(), later(3 * MINUTE)).0.contains("The UsernameToken was created at"));
}

/// A token that nobody looks at must not seem to have been.
#[test]
fn tokens_beside_the_one_that_is_demanded_are_refused() {
    let xml = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    for more in [
        "<o:BinarySecurityToken ValueType=\"x\">AAAA</o:BinarySecurityToken>",
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>",
    ] {
        let xml = xml.replace("</o:Security>", &format!("{more}</o:Security>"));
        assert!(refused(&server(PasswordType::Text), V12, &xml, noon()).0.contains("has no binding for it"), "{more}");
    }
}

#[test]
fn a_clock_that_is_wrong_is_allowed_for() {
    let mut ahead = client(PasswordType::Digest, "alice", "wonder <land>");
    ahead.properties.timestamp_usage = WS_SECURITY_TIMESTAMP_USAGE_NEVER;
    let MessageBinding::UserName(user) = &mut ahead.message[0] else { unreachable!() };
    user.clock_offset = -3_600 * SECOND.cast_signed();
    let xml = sent(ahead, V12, noon());
    assert!(xml.contains("<u:Created>2026-11-21T11:00:00.000Z</u:Created>"), "{xml}");
    let mut server = server(PasswordType::Digest);
    server.properties.timestamp_usage = WS_SECURITY_TIMESTAMP_USAGE_NEVER;
    assert!(refused(&server, V12, &xml, noon()).0.contains("created at 2026-11-21T11:00:00"));
    assert_eq!(accepted(&server, V12, &xml, earlier(3_600 * SECOND)), "alice");
}

#[test]
fn timestamps_and_the_time() {
    let server = server(PasswordType::Text);
    let xml = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    let cases = [
        (earlier(MINUTE), None),
        (earlier(MINUTE + 1), Some("it is only 2026-11-21T11:58:59.9999999")),
        (later(6 * MINUTE - 1), None),
        (later(6 * MINUTE), Some("expired at 2026-11-21T12:05:00")),
    ];
    for (now, text) in cases {
        match text {
            None => drop(accepted(&server, V12, &xml, now)),
            Some(text) => {
                let (found, told) = refused(&server, V12, &xml, now);
                assert!(found.contains(text), "{found}");
                assert_eq!(told, "InvalidSecurity");
            }
        }
    }
    let mut lasting = client(PasswordType::Text, "alice", "wonder <land>");
    lasting.properties.timestamp_validity = 60 * MINUTE;
    let xml = sent(lasting, V12, noon());
    accepted(&server, V12, &xml, later(6 * MINUTE));
    assert!(refused(&server, V12, &xml, later(6 * MINUTE + 1)).0.contains("MAX_ALLOWED_LATENCY"));
}

#[test]
fn the_place_of_the_timestamp() {
    let layouts = [
        WS_SECURITY_HEADER_LAYOUT_STRICT,
        WS_SECURITY_HEADER_LAYOUT_LAX,
        WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST,
        WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST,
    ];
    for from in layouts {
        let mut client = client(PasswordType::Text, "alice", "wonder <land>");
        client.properties.header_layout = from;
        let xml = sent(client, V12, noon());
        let is_last = xml.find("UsernameToken") < xml.find("Timestamp");
        assert_eq!(is_last, from == WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST);
        for to in layouts {
            let mut server = server(PasswordType::Text);
            server.properties.header_layout = to;
            let demanded = match to {
                WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST => Some(false),
                WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST => Some(true),
                _ => None,
            };
            match demanded.is_none_or(|demanded| demanded == is_last) {
                true => drop(accepted(&server, V12, &xml, noon())),
                false => assert!(refused(&server, V12, &xml, noon()).0.contains("SECURITY_HEADER_LAYOUT")),
            }
        }
    }
}

#[test]
fn hostile_headers() {
    let good = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    accepted(&server(PasswordType::Text), V12, &good, noon());
    let part = |from: &str, to: &str| {
        let start = good.find(from).unwrap();
        let end = good.find(to).unwrap() + to.len();
        good[start..end].to_owned()
    };
    let header = part("<o:Security", "</o:Security>");
    let timestamp = part("<u:Timestamp", "</u:Timestamp>");
    let token = part("<o:UsernameToken", "</o:UsernameToken>");
    let password = part("<o:Password", "</o:Password>");
    let name = "<o:Username>alice</o:Username>";
    let created = "<u:Created>2026-11-21T12:00:00.000Z</u:Created>";
    let expires = "<u:Expires>2026-11-21T12:05:00.000Z</u:Expires>";
    let no_token = "<o:Nonce>AAAA</o:Nonce>";
    let edit = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let twice = |what: &str| edit(what, &format!("{what}{what}"));
    let long = format!("<o:Nonce>{}</o:Nonce>{password}", "AAAA".repeat(90));
    let cases = [
        ("no header", edit(&header, ""), "no Security header"),
        (
            "an empty header",
            edit(&header, &format!("{}{}", &header[..header.find('>').unwrap()], "/>")),
            "no Security header",
        ),
        ("two headers", twice(&header), "more than one header 'Security'"),
        ("for another role", edit("<o:Security ", "<o:Security s:role=\"urn:other\" "), "no Security header"),
        (
            "for the next node",
            edit("<o:Security ", "<o:Security s:role=\"http://www.w3.org/2003/05/soap-envelope/role/next\" "),
            "no Security header",
        ),
        ("no timestamp", edit(&timestamp, ""), "no Timestamp"),
        ("two timestamps", twice(&timestamp), "more than one 'Timestamp'"),
        ("no token", edit(&token, ""), "no UsernameToken"),
        ("two tokens", twice(&token), "more than one 'UsernameToken'"),
        (
            "an unknown child",
            edit(&token, &format!("{token}<x xmlns=\"urn:x\"/>")),
            "'x' (namespace 'urn:x') is not allowed",
        ),
        (
            "a token of another namespace",
            edit(&token, &token.replace("o:UsernameToken", "u:UsernameToken")),
            "is not allowed in the Security header",
        ),
        ("text in the header", edit(&token, &format!("{token}text")), "text beside its elements"),
        ("no Created", edit(created, ""), "no element 'Created'"),
        ("two Created", twice(created), "more than one 'Created'"),
        (
            "Expires first",
            edit(&format!("{created}{expires}"), &format!("{expires}{created}")),
            "Created, then Expires",
        ),
        (
            "Expires before Created",
            edit(expires, "<u:Expires>2026-11-21T11:59:59Z</u:Expires>"),
            "expires before it was created",
        ),
        ("a time without a zone", edit("12:00:00.000Z", "12:00:00.000"), "not in which time zone"),
        ("no time", edit("12:00:00.000Z", "noon"), "concerns the element 'Created'"),
        ("an element in a time", edit("2026-11-21T12:00:00.000Z", "<u:Created/>"), "may have text only"),
        (
            "another type of time",
            edit("<u:Created>", "<u:Created ValueType=\"xs:date\">"),
            "'ValueType' is not allowed",
        ),
        (
            "something else in the timestamp",
            edit(expires, &format!("{expires}<u:Received/>")),
            "'Received' is not allowed in a Timestamp",
        ),
        ("no name", edit(name, ""), "no user name"),
        ("an empty name", edit(name, "<o:Username/>"), "no user name"),
        ("two names", twice(name), "more than one 'Username'"),
        ("no password", edit(&password, ""), "no element 'Password'"),
        ("two passwords", twice(&password), "more than one 'Password'"),
        ("a password of an unknown type", edit("#PasswordText", "#PasswordHash"), "'PasswordHash' is not known"),
        ("a digest without its nonce", edit("#PasswordText", "#PasswordDigest"), "has to come with a Nonce"),
        ("something else in the token", edit(name, &format!("{name}<o:Salt/>")), "'Salt' is not allowed"),
        (
            "a nonce that is no base64",
            edit(&password, &format!("<o:Nonce>A*AA</o:Nonce>{password}")),
            "concerns the Nonce",
        ),
        ("an empty nonce", edit(&password, &format!("<o:Nonce/>{password}")), "1 to 256 bytes"),
        ("a long nonce", edit(&password, &long), "1 to 256 bytes"),
        (
            "a nonce in hexadecimal",
            edit(&password, &format!("<o:Nonce EncodingType=\"urn:hex\">AA</o:Nonce>{password}")),
            "encoded as 'urn:hex'",
        ),
        (
            "an old token",
            edit(&password, &format!("{password}<u:Created>2026-11-21T11:00:00Z</u:Created>")),
            "The UsernameToken was created at",
        ),
    ];
    for (case, xml, text) in cases {
        let (found, told) = refused(&server(PasswordType::Text), V12, &xml, noon());
        assert!(found.contains(text), "{case}: {found}");
        let expected = if case == "an old token" { "FailedAuthentication" } else { "InvalidSecurity" };
        assert_eq!(told, expected, "{case}");
    }
    // A nonce beside a password in text is the sender's wish that it counts once.
    let with_nonce = edit(&password, &format!("{password}{no_token}"));
    let server = server(PasswordType::Text);
    accepted(&server, V12, &with_nonce, noon());
    assert!(refused(&server, V12, &with_nonce, noon()).0.contains("was received before"));
}

#[test]
fn a_server_without_a_binding_for_a_token_refuses_it() {
    let xml = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    let binding = MessageBinding::KerberosApReq(KerberosApReq {
        credential: None,
        impersonation_level: 0,
        allows_anonymous: false,
        credentials: Arc::default(),
    });
    refused(&security(Role::Server, vec![binding]), V12, &xml, noon());
}

#[test]
fn without_message_security_nothing_is_written_and_nothing_looked_at() {
    let xml = sent(security(Role::Client, Vec::new()), V12, noon());
    assert!(!xml.contains("Security"), "{xml}");
    let foreign = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    let (outcome, results, mut message) = received(&security(Role::Server, Vec::new()), V12, &foreign, noon());
    assert!(matches!(outcome, Ok(Verification::Done)) && results.user_name.is_none());
    // So a program that demands that all be understood refuses it.
    assert_eq!(message.not_understood().unwrap().len(), 1);
}

#[test]
fn replies() {
    let usages = [
        WS_SECURITY_TIMESTAMP_USAGE_ALWAYS,
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY,
        WS_SECURITY_TIMESTAMP_USAGE_NEVER,
    ];
    for from in usages {
        let mut server = server(PasswordType::Text);
        server.properties.timestamp_usage = from;
        let xml = sent(server, V12, noon());
        assert_eq!(xml.contains("Security"), from == WS_SECURITY_TIMESTAMP_USAGE_ALWAYS);
        assert!(!xml.contains("UsernameToken"), "{xml}");
        for to in usages {
            let mut client = client(PasswordType::Text, "alice", "wonder <land>");
            client.properties.timestamp_usage = to;
            let (outcome, ..) = received(&client, V12, &xml, noon());
            let is_missing = to == WS_SECURITY_TIMESTAMP_USAGE_ALWAYS && from != WS_SECURITY_TIMESTAMP_USAGE_ALWAYS;
            assert_eq!(outcome.is_err(), is_missing, "{from:?} {to:?}");
        }
    }
    let client = || client(PasswordType::Text, "alice", "wonder <land>");
    let reply = sent(server(PasswordType::Text), V12, noon());
    let (text, told) = refused(&client(), V12, &reply, later(6 * MINUTE));
    assert!(text.contains("expired"), "{text}");
    // Nobody is told.
    assert_eq!(told, "");
    let request = sent(client(), V12, noon());
    assert!(refused(&client(), V12, &request, noon()).0.contains("'UsernameToken', and a reply has none"));
}

#[test]
fn faults_without_security_are_told_apart() {
    let fault =
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault/></s:Body></s:Envelope>";
    let client = client(PasswordType::Text, "alice", "wonder <land>");
    let (outcome, ..) = received(&client, V12, fault, noon());
    let Ok(Verification::UnsecuredFault(refusal)) = outcome else { unreachable!("{outcome:?}") };
    assert_eq!(refusal.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
    refused(&server(PasswordType::Text), V12, fault, noon());
    let not_a_fault = fault.replace("Fault", "fault");
    refused(&client, V12, &not_a_fault, noon());
    // One that has a header is a message like others.
    let old = sent(server(PasswordType::Text), V12, earlier(20 * MINUTE));
    let (start, _) = old.split_once("<s:Body").unwrap();
    let old = format!("{start}<s:Body><s:Fault/></s:Body></s:Envelope>");
    let (outcome, ..) = received(&client, V12, &old, noon());
    assert!(outcome.is_err());
}

#[test]
fn a_header_of_the_program_is_not_doubled() {
    let mut message = new_message(V12);
    let xml = sent(client(PasswordType::Text, "alice", "wonder <land>"), V12, noon());
    let mut reader = Reader::new(reader::settings::Settings::default());
    reader.set_input(
        Decoder::Text(TextDecoder::default()),
        Input::owned(xml.into_bytes()),
        reader::settings::Settings::default(),
    );
    message.read_start(&mut reader).unwrap();
    let mut forwarded = new_message(V12);
    forwarded.initialize(Start::Duplicate, Some(&mut message)).unwrap();
    let security = Arc::new(client(PasswordType::Text, "alice", "wonder <land>"));
    forwarded.protect(protect(&security, None, noon()).unwrap());
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), writer::Settings::default());
    let fault = forwarded.write_start(&mut writer).unwrap_err();
    assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
    assert!(fault.texts()[0].contains("WsRemoveCustomHeader"), "{fault:?}");
}
