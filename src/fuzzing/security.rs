//! The Security header: any envelope before a server or a client, and any name and password from one to the other.

use super::choices::Choices;
use crate::abi::*;
use crate::message::Message;
use crate::message::address::Start;
use crate::message::version::{Addressing, Envelope, Version};
use crate::runtime::budget::Budget;
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::Result;
use crate::security::header::{Verification, protect, verify};
use crate::security::replay::ReplayCache;
use crate::security::results::Results;
use crate::security::settings::*;
use crate::task::block_on;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::writer::{self, Charset, Encoding, Writer};
use std::rc::Rc;
use std::sync::Arc;

/// 2026-11-21T12:00:00Z, when the seeds are good.
const NOON: u64 = 639_308_592_000_000_000;

/// The one user whom the server knows.
#[derive(Debug)]
struct User {
    name: String,
    password: String,
}

impl UserPasswords for User {
    fn validate<'a>(&'a self, user: &'a str, password: &'a str) -> Asked<'a, bool> {
        let is_right = user == self.name && password == self.password;
        Box::pin(async move { Ok(is_right) })
    }

    fn secret(&self, user: &str) -> Result<Option<Secret>> {
        Ok((user == self.name).then(|| Secret::new(self.password.clone().into_bytes())))
    }

    fn has_secrets(&self) -> bool {
        true
    }
}

fn security(role: Role, options: u8, name: &str, password: &str) -> Security {
    let password_type = if options & 1 == 0 { PasswordType::Text } else { PasswordType::Digest };
    let user = UserName {
        credential: Some((name.to_owned(), Secret::new(password.into()))),
        validator: Some(Arc::new(User { name: name.to_owned(), password: password.to_owned() })),
        password_type,
        clock_offset: 0,
        allows_unprotected: true,
    };
    let properties = Properties {
        transport_protection_level: WS_PROTECTION_LEVEL_NONE,
        timestamp_usage: WS_SECURITY_TIMESTAMP_USAGE(1 + i32::from(options >> 1 & 3) % 3),
        header_layout: WS_SECURITY_HEADER_LAYOUT(1 + i32::from(options >> 3 & 3)),
        replay_cache_size: 10,
        ..Properties::default()
    };
    let message = vec![MessageBinding::UserName(user)];
    Security {
        role,
        properties,
        ssl: None,
        http_auth: Vec::new(),
        message,
        replays: ReplayCache::default(),
        protection: Default::default(),
    }
}

/// Verifies an envelope; the name of the user, if it is one that can be read at all.
fn verified(security: &Security, version: Version, document: &[u8]) -> Option<Result<(Verification, Results)>> {
    let mut message = Message::new(version, 64, &Rc::new(Budget::new(65_536)));
    let mut reader = Reader::new(Settings::default());
    let input = Input::owned(document.to_vec());
    reader.set_input(Decoder::Text(TextDecoder::default()), input, Settings::default());
    message.read_start(&mut reader).ok()?;
    let mut results = Results::default();
    let now = DateTime::from_ticks(NOON).ok()?;
    let outcome = block_on(verify(security, &mut message, &mut results, None, now));
    if outcome.is_err() {
        assert!(results.user_name.is_none(), "nobody has sent what was refused");
    }
    Some(outcome.map(|verification| (verification, results)))
}

/// The rest of the data as an envelope, before a server or a client as the first byte says; and what a client writes
/// for a name and a password, before a server that knows them.
pub fn security_header(data: &[u8]) {
    let mut choices = Choices::new(data);
    let options = choices.byte();
    let envelope = if options & 0x20 == 0 { Envelope::Soap12 } else { Envelope::Soap11 };
    let version = Version { envelope, addressing: Addressing::Transport };
    let role = if options & 0x40 == 0 { Role::Server } else { Role::Client };
    let given = security(role, options, "alice", "rabbit");
    if let Some(outcome) = verified(&given, version, choices.rest()) {
        check(&given, &outcome);
        let is_digest = options & 1 == 1 && role == Role::Server;
        if outcome.is_ok() && is_digest {
            let again = verified(&given, version, choices.rest());
            assert!(again.is_some_and(|again| again.is_err()), "a digest came twice");
        }
    }
    let (name_size, size) = (usize::from(choices.byte() & 15), usize::from(choices.byte() & 63));
    let text = |bytes: &[u8]| -> String {
        String::from_utf8_lossy(bytes).chars().filter(|c| crate::xml::chars::is_char(*c) && *c != '\r').collect()
    };
    let name = format!("x{}", text(choices.bytes(name_size)));
    round_trip(options, version, &name, &text(choices.bytes(size)));
}

fn check(security: &Security, outcome: &Result<(Verification, Results)>) {
    match outcome {
        Ok((Verification::Done, results)) => {
            let name = results.user_name.as_deref();
            assert_eq!(name, (security.role == Role::Server).then_some("alice"));
        }
        Ok((Verification::UnsecuredFault(fault), _)) => {
            assert_eq!(security.role, Role::Client);
            assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
        }
        Err(fault) => {
            assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
            let told = fault.info().and_then(|info| info.fault.as_ref()).and_then(|fault| fault.codes.last());
            let told = told.map(|code| &*code.local);
            let is_known = matches!(told, Some(b"InvalidSecurity" | b"FailedAuthentication"));
            assert_eq!(is_known, security.role == Role::Server);
        }
    }
}

fn round_trip(options: u8, version: Version, name: &str, password: &str) {
    let (Ok(now), client) = (DateTime::from_ticks(NOON), security(Role::Client, options, name, password)) else {
        return;
    };
    let mut message = Message::new(version, 64, &Rc::new(Budget::new(65_536)));
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), writer::Settings::default());
    let written = message.initialize(Start::Blank, None).and_then(|()| {
        message.protect(protect(&Arc::new(client), None, now)?);
        message.write_start(&mut writer)?;
        message.write_end(&mut writer)?;
        writer.complete()
    });
    assert!(written.is_ok(), "{written:?}");
    let server = security(Role::Server, options, name, password);
    let outcome = verified(&server, version, writer.bytes());
    assert!(matches!(&outcome, Some(Ok((Verification::Done, results))) if results.user_name.as_deref() == Some(name)));
}
