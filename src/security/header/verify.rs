//! Verifying the Security header of a received message.

use super::WSSE;
use super::parse::{Kind, Parsed, parse};
use crate::abi::*;
use crate::message::Message;
use crate::message::fault::known::{self, SecurityFault};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::security::results::Results;
use crate::security::settings::{MessageBinding, Role, Security};
use crate::xml::buffer::cursor::Cursor;

/// What was found.
#[derive(Debug)]
pub(crate) enum Verification {
    Done,
    /// A fault came without security, which is an error unless the program allows it: this one.
    UnsecuredFault(Fault),
}

/// Who is to blame for a refusal, as far as the peer is told.
#[derive(Clone, Copy)]
enum Blame {
    Credentials,
    Header,
}

type Verified<T = ()> = Result<T, (Blame, Fault)>;

/// Checks a message whose headers have been read, marks the header as understood, and says in `results` who sent it.
pub(crate) async fn verify(
    security: &Security,
    message: &mut Message,
    results: &mut Results,
    now: DateTime,
) -> Result<Verification> {
    if security.message.is_empty() {
        return Ok(Verification::Done);
    }
    let outcome = match read(security, message, now) {
        Ok(parsed)
            if security.role == Role::Client && message.is_fault && parsed.order.is_empty() && !results.is_unsealed =>
        {
            let (blame, fault) = missing("no Security header for the ultimate receiver, or an empty one");
            return Ok(Verification::UnsecuredFault(refusal(security, message, blame, fault)));
        }
        Ok(parsed) => check(security, parsed, results, now).await,
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(()) => Ok(Verification::Done),
        Err((blame, fault)) => Err(refusal(security, message, blame, fault)),
    }
}

/// Reads the header; a message that has none, has an empty one.
fn read(security: &Security, message: &mut Message, now: DateTime) -> Verified<Parsed> {
    let mut read = || {
        let headers = &mut message.headers;
        let Some(position) = headers.single(b"Security", WSSE)? else { return Ok(Parsed::default()) };
        let buffer = headers.buffer()?;
        let mut cursor = Cursor::new(buffer);
        cursor.set_position(buffer, position)?;
        let parsed = parse(&mut cursor)?;
        headers.understand(position)?;
        Ok(parsed)
    };
    let parsed = read().map_err(|fault| (Blame::Header, fault))?;
    check_layout(&parsed.order, security.properties.header_layout)?;
    if let Some(timestamp) = &parsed.timestamp {
        timestamp.check(now, &security.properties).map_err(|fault| (Blame::Header, fault))?;
    }
    Ok(parsed)
}

fn check_layout(order: &[Kind], layout: WS_SECURITY_HEADER_LAYOUT) -> Verified {
    let place = order.iter().position(|kind| *kind == Kind::Timestamp);
    let (is_right, text) = match layout {
        WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST => (place.is_none_or(|place| place == 0), "first"),
        WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST => {
            (place.is_none_or(|place| place + 1 == order.len()), "last")
        }
        _ => (true, ""),
    };
    if is_right {
        return Ok(());
    }
    Err((
        Blame::Header,
        Fault::invalid_format(format!(
            "The Timestamp is not the {text} element of the Security header, as \
             WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT demands."
        )),
    ))
}

async fn check(security: &Security, mut parsed: Parsed, results: &mut Results, now: DateTime) -> Verified {
    let needs_timestamp = match security.properties.timestamp_usage {
        WS_SECURITY_TIMESTAMP_USAGE_NEVER => false,
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY => security.role == Role::Server,
        _ => true,
    };
    if parsed.order.is_empty() && (needs_timestamp || security.role == Role::Server) {
        return Err(missing("no Security header for the ultimate receiver, or an empty one"));
    }
    if needs_timestamp && parsed.timestamp.is_none() {
        return Err(missing("no Timestamp in its Security header"));
    }
    let is_sealed = |binding: &MessageBinding| matches!(binding, MessageBinding::Cert(_));
    if security.message.iter().any(is_sealed) && !results.is_unsealed {
        return Err(missing("no protection by certificates"));
    }
    if security.role == Role::Client {
        return match parsed.order.iter().find(|kind| **kind != Kind::Timestamp) {
            None => Ok(()),
            Some(kind) => Err(unwanted(*kind, "a reply has none")),
        };
    }
    for binding in &security.message {
        match binding {
            MessageBinding::UserName(user) => {
                let token = parsed.user_name.take().ok_or_else(|| missing("no UsernameToken"))?;
                let name = token.authenticate(user, &security.properties, &security.replays, now).await;
                let name = name.map_err(|fault| (Blame::Credentials, fault))?;
                results.user_name = Some(name.into());
            }
            // Verified before the message was read.
            MessageBinding::Cert(_) => {}
            MessageBinding::KerberosApReq(_) | MessageBinding::XmlToken(_) => {
                let fault = Fault::not_supported("This kind of message security is not there yet.");
                return Err((Blame::Header, fault));
            }
        }
    }
    if parsed.user_name.is_some() {
        return Err(unwanted(Kind::UserNameToken, "the security description has no binding for it"));
    }
    Ok(())
}

#[cold]
fn missing(what: &str) -> (Blame, Fault) {
    (
        Blame::Header,
        Fault::invalid_format(format!("The message has {what}, which the security of the channel demands.")),
    )
}

#[cold]
fn unwanted(kind: Kind, why: &str) -> (Blame, Fault) {
    let name = String::from_utf8_lossy(kind.name().0);
    (Blame::Header, Fault::invalid_format(format!("The Security header has an element '{name}', and {why}.")))
}

/// The error for the program, with the fault that a server sends for it.
#[cold]
fn refusal(security: &Security, message: &Message, blame: Blame, fault: Fault) -> Fault {
    let fault =
        if fault.code() == E_OUTOFMEMORY { fault } else { fault.translated(WS_E_SECURITY_VERIFICATION_FAILURE) };
    let fault = fault.context("The security of a received message could not be verified.");
    if security.role == Role::Client {
        return fault;
    }
    let what = match blame {
        Blame::Credentials => SecurityFault::FailedAuthentication,
        Blame::Header => SecurityFault::InvalidSecurity,
    };
    known::security(message.version.envelope.to_c(), what, fault)
}
