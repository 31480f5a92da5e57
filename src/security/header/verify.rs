//! Verifying the Security header of a received message.

use super::parse::{Kind, Parsed, parse};
use super::{WSSE, kerberos, signature};
use crate::abi::*;
use crate::message::Message;
use crate::message::fault::known::{self, SecurityFault};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::security::results::Results;
use crate::security::settings::{CertMode, MessageBinding, Role, Security};
use crate::security::tree;
use crate::xml::buffer::cursor::Cursor;
use std::sync::Arc;

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
///
/// `channel`: what ties tokens to the connection that the message came over (tls-server-end-point of RFC 5929).
pub(crate) async fn verify(
    security: &Security,
    message: &mut Message,
    results: &mut Results,
    channel: Option<&[u8]>,
    now: DateTime,
) -> Result<Verification> {
    if security.message.is_empty() {
        return Ok(Verification::Done);
    }
    let outcome = match read(security, message, now) {
        Ok((parsed, _))
            if security.role == Role::Client && message.is_fault && parsed.order.is_empty() && !results.is_unsealed =>
        {
            let (blame, fault) = missing("no Security header for the ultimate receiver, or an empty one");
            return Ok(Verification::UnsecuredFault(refusal(security, message, blame, fault)));
        }
        Ok((parsed, signed)) => check(security, parsed, signed, results, channel, now).await,
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(()) => Ok(Verification::Done),
        Err((blame, fault)) => Err(refusal(security, message, blame, fault)),
    }
}

/// Reads the header; a message that has none, has an empty one.
///
/// The second value is the header once more, as its signature sees it, if one has to be verified.
fn read(security: &Security, message: &mut Message, now: DateTime) -> Verified<(Parsed, Option<tree::Parsed>)> {
    let is_kerberos = |binding: &MessageBinding| matches!(binding, MessageBinding::KerberosApReq(_));
    let expects_signature = security.role == Role::Server && security.message.iter().any(is_kerberos);
    let mut read = || {
        let headers = &mut message.headers;
        let Some(position) = headers.single(b"Security", WSSE)? else { return Ok((Parsed::default(), None)) };
        let buffer = headers.buffer()?;
        let mut cursor = Cursor::new(buffer);
        cursor.set_position(buffer, position)?;
        let parsed = parse(&mut cursor)?;
        let is_signed = expects_signature && parsed.order.contains(&Kind::Signature);
        let signed = if is_signed { Some(signature::document(buffer, position)?) } else { None };
        headers.understand(position)?;
        Ok((parsed, signed))
    };
    let (parsed, signed) = read().map_err(|fault| (Blame::Header, fault))?;
    check_layout(&parsed.order, security.properties.header_layout)?;
    if let Some(timestamp) = &parsed.timestamp {
        timestamp.check(now, &security.properties).map_err(|fault| (Blame::Header, fault))?;
    }
    Ok((parsed, signed))
}

fn check_layout(order: &[Kind], layout: WS_SECURITY_HEADER_LAYOUT) -> Verified {
    let place = |kind| order.iter().position(|other| *other == kind);
    if layout == WS_SECURITY_HEADER_LAYOUT_STRICT
        && let (Some(token), Some(signature)) = (place(Kind::BinaryToken), place(Kind::Signature))
        && signature < token
    {
        return Err((
            Blame::Header,
            Fault::invalid_format(
                "The Signature stands before the token that it refers to, which WS_SECURITY_HEADER_LAYOUT_STRICT forbids.",
            ),
        ));
    }
    let place = place(Kind::Timestamp);
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

async fn check(
    security: &Security,
    mut parsed: Parsed,
    mut signed: Option<tree::Parsed>,
    results: &mut Results,
    channel: Option<&[u8]>,
    now: DateTime,
) -> Verified {
    let needs_timestamp = match security.properties.timestamp_usage {
        WS_SECURITY_TIMESTAMP_USAGE_NEVER => false,
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY => security.role == Role::Server,
        _ => true,
    };
    if parsed.order.is_empty() && !results.is_unsealed && (needs_timestamp || security.role == Role::Server) {
        return Err(missing("no Security header for the ultimate receiver, or an empty one"));
    }
    if needs_timestamp && parsed.timestamp.is_none() {
        return Err(missing("no Timestamp in its Security header"));
    }
    let is_server = security.role == Role::Server;
    let is_sealed = |binding: &MessageBinding| matches!(binding, MessageBinding::Cert(cert) if is_server || cert.mode != CertMode::Endorsing);
    if security.message.iter().any(is_sealed) && !results.is_unsealed {
        return Err(missing("no protection by certificates"));
    }
    if security.role == Role::Client {
        return match parsed.order.iter().find(|kind| **kind != Kind::Timestamp) {
            None => Ok(()),
            Some(kind) => Err(unwanted(*kind, "a reply has none")),
        };
    }
    // Nobody counts as the sender before all is right.
    let mut found = Results::default();
    let expects_signature = signed.is_some();
    for binding in &security.message {
        match binding {
            MessageBinding::UserName(user) => {
                let token = parsed.user_name.take().ok_or_else(|| missing("no UsernameToken"))?;
                let name = token.authenticate(user, &security.properties, &security.replays, now).await;
                let name = name.map_err(|fault| (Blame::Credentials, fault))?;
                found.user_name = Some(name.into());
            }
            MessageBinding::KerberosApReq(kerberos) => {
                let token = parsed.binary.take().ok_or_else(|| missing("no BinarySecurityToken"))?;
                let signed = signed.take().ok_or_else(|| missing("no Signature in its Security header"))?;
                if parsed.timestamp.is_none() {
                    return Err(missing("no Timestamp that its signature could sign"));
                }
                let identity = kerberos::authenticate(kerberos, &token, signed.doc(), security, channel, now);
                found.message = Some(Arc::new(identity.map_err(|fault| (Blame::Credentials, fault))?));
            }
            // Verified before the message was read.
            MessageBinding::Cert(_) => {}
            MessageBinding::XmlToken(_) => {
                let fault = Fault::not_supported("This kind of message security is not there yet.");
                return Err((Blame::Header, fault));
            }
        }
    }
    let foreign = [
        (parsed.user_name.is_some(), Kind::UserNameToken),
        (parsed.binary.is_some(), Kind::BinaryToken),
        (!expects_signature && parsed.order.contains(&Kind::Signature), Kind::Signature),
    ];
    if let Some((_, kind)) = foreign.into_iter().find(|(is_there, _)| *is_there) {
        return Err(unwanted(kind, "the security description has no binding for it"));
    }
    results.user_name = found.user_name.or(results.user_name.take());
    results.message = found.message.or(results.message.take());
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
