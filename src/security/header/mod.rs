//! The Security header of WS-Security over a transport that protects: a timestamp and tokens that say who sends, with at
//! most a signature over the timestamp. What goes in and what is accepted is Windows' profile of it; message protection
//! with certificates is not here.
//!
//! [`protect`] makes what writes the header, [`verify`] reads it. A server tells the peer as little as possible: one
//! fault for credentials that were refused, one for all else. The local error says what was wrong, and where.

mod kerberos;
mod outgoing;
mod parse;
mod signature;
#[cfg(test)]
mod tests;
mod timestamp;
#[cfg(test)]
mod token_tests;
mod username;
mod verify;

pub(crate) use outgoing::protect;
pub(crate) use timestamp::Timestamp;
pub(crate) use username::token as user_name_token;
pub(crate) use verify::{Verification, verify};

use crate::runtime::datetime::DateTime;
use crate::runtime::fault::Result;
use crate::security::identity::Identity;
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) use crate::message::protection::{WSSE, WSU};

const BASE64_BINARY: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// The clock.
pub(crate) fn now() -> Result<DateTime> {
    /// Ticks from 0001 to 1970.
    const EPOCH: u64 = 621_355_968_000_000_000;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let ticks = u64::try_from(since.as_nanos() / 100).unwrap_or(u64::MAX);
    DateTime::from_ticks(ticks.saturating_add(EPOCH))
}

/// Whom a message is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer<'a> {
    /// Of the URL.
    pub(crate) host: &'a str,
    /// That the address says.
    pub(crate) identity: Option<&'a Identity>,
    /// What tokens are tied to: the end point of the TLS connection that the message goes over (tls-server-end-point of
    /// RFC 5929).
    pub(crate) end_point: Option<&'a [u8]>,
}
