//! Hosts: names, addresses, and the wildcards that listeners use.

use crate::runtime::fault::{Fault, Result};
use crate::url::escape::{escape, unescape};
use crate::url::syntax::{Component, Part, ascii, is_unreserved_or_sub_delim, shown};
use crate::url::{MAX_HOST_LENGTH, Output};
use core::net::Ipv6Addr;

/// The longest IPv6 address as text, with an IPv4 address at its end.
const MAX_IPV6_TEXT: usize = 45;

/// Gives the characters of a host to `put`. What stands in brackets is passed on as it is, with them: the contents are
/// not looked into, so that future kinds of addresses work, and the brackets keep it apart from a name.
pub(super) fn decode(host: Part<'_>, wildcards: bool, mut put: impl FnMut(char)) -> Result<()> {
    let mut length = 0;
    let mut last = '\0';
    let count = |character: char| {
        length += character.len_utf8();
        last = character;
        put(character);
    };
    match host.chars.first() {
        Some(first) if *first == u16::from(b'[') => {
            check_literal(host.chars, host.start)?;
            char::decode_utf16(host.chars.iter().copied()).flatten().for_each(count);
        }
        _ => unescape(host, Component::Host, count)?,
    }
    check_length(length)?;
    // Looked at after decoding: an escaped wildcard would be one to whoever uses the result.
    if length == 1 && matches!(last, '+' | '*') && !wildcards {
        return Err(Fault::invalid_format(format!(
            "The host of the URL is the wildcard '{last}', which WS_URL_FLAGS_ALLOW_HOST_WILDCARDS has to allow."
        )));
    }
    Ok(())
}

/// Appends a host in its escaped form. An IPv6 address that comes without brackets gets them.
pub(super) fn encode(host: &[u16], out: &mut Output) -> Result<()> {
    if let [first, .., last] = host
        && *first == u16::from(b'[')
        && *last == u16::from(b']')
    {
        check_length(host.len())?;
        check_literal(host, 0)?;
        return out.copy(host);
    }
    if is_bare_ipv6(host) {
        out.push(b'[')?;
        out.copy(host)?;
        return out.push(b']');
    }
    // An upper bound that is not exact, but keeps a huge host from being looked at; what is left is measured next.
    check_length(host.len())?;
    check_length(char::decode_utf16(host.iter().copied()).flatten().map(char::len_utf8).sum())?;
    escape(host, Component::Host, out)
}

fn check_length(octets: usize) -> Result<()> {
    match octets {
        0 => Err(Fault::invalid_format("The URL has no host.")),
        1..=MAX_HOST_LENGTH => Ok(()),
        _ => Err(Fault::invalid_format(format!(
            "The host of the URL is longer than {MAX_HOST_LENGTH} octets of UTF-8, the most that a host may have."
        ))),
    }
}

/// Checks an address with its brackets. A percent sign may introduce the zone of a link-local one (RFC 6874).
fn check_literal(text: &[u16], start: usize) -> Result<()> {
    let [_, inner @ .., _] = text else { return Ok(()) };
    if inner.is_empty() {
        return Err(Fault::invalid_format(format!("The brackets at index {start}, in the host, are empty.")));
    }
    let allowed = |unit: &u16| ascii(*unit).is_some_and(|b| is_unreserved_or_sub_delim(b) || matches!(b, b':' | b'%'));
    match inner.iter().zip(start + 1..).find(|(unit, _)| !allowed(unit)) {
        Some((unit, at)) => Err(Fault::invalid_format(format!(
            "The host holds {} at index {at}, which cannot stand inside brackets.",
            shown(*unit)
        ))),
        None => Ok(()),
    }
}

fn is_bare_ipv6(host: &[u16]) -> bool {
    host.len() <= MAX_IPV6_TEXT && String::from_utf16(host).is_ok_and(|text| text.parse::<Ipv6Addr>().is_ok())
}
