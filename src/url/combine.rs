//! WsCombineUrl: a reference against a base (RFC 3986, section 5.2.2, strict).

use crate::abi::{WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, WS_URL_FLAGS_NO_PATH_COLLAPSE, WS_URL_FLAGS_ZERO_TERMINATE};
use crate::runtime::fault::Result;
use crate::url::escape::unescape;
use crate::url::path::{collapse, escaped_dots};
use crate::url::syntax::{Authority, Component, Part, Reference, absolute, port, reference};
use crate::url::{Output, buffer, check_flags, host};

const FLAGS: u32 = WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE | WS_URL_FLAGS_ZERO_TERMINATE;

/// Resolves a reference. Both texts and the result are in escaped form, and nothing is unescaped or escaped on the way.
pub(crate) fn combine(base: &[u16], relative: &[u16], flags: u32) -> Result<Vec<u16>> {
    check_flags(flags, FLAGS, "WsCombineUrl")?;
    let of = |parameter| format!("The parameter {parameter} is not a valid URL.");
    let parsed = absolute(base).and_then(|(scheme, authority, parts)| {
        check(&parts, Some(&authority), flags)?;
        Ok((scheme, parts))
    });
    let (scheme, base_parts) = parsed.map_err(|fault| fault.context(of("baseUrl")))?;
    let parsed = reference(relative).and_then(|parts| check(&parts, parts.authority.as_ref(), flags).map(|()| parts));
    let parts = parsed.map_err(|fault| fault.context(of("referenceUrl")))?;

    let mut out = Output::new(base.len().saturating_add(relative.len()))?;
    // Everything before the path: with a scheme the reference has all of it, with an authority all but the scheme.
    if parts.authority.is_none() {
        out.copy(base.get(..base_parts.path.start).unwrap_or(base))?;
    } else {
        if parts.scheme.is_none() {
            out.copy(base.get(..=scheme.text().len()).unwrap_or(base))?;
        }
        out.copy(relative.get(..parts.path.start).unwrap_or(relative))?;
    }

    let (directory, rest) = match parts.path.chars {
        _ if parts.authority.is_some() => (&[][..], parts.path.chars),
        [] => (&[][..], base_parts.path.chars),
        [first, ..] if *first == u16::from(b'/') => (&[][..], parts.path.chars),
        relative => (directory(base_parts.path.chars), relative),
    };
    path(directory, rest, flags, &mut out)?;

    // Only a reference of nothing but a query or fragment keeps the base's query.
    let is_same_document = parts.authority.is_none() && parts.path.chars.is_empty();
    let query = parts.query.or(base_parts.query.filter(|_| is_same_document));
    for (mark, part) in [(b'?', query), (b'#', parts.fragment)] {
        if let Some(part) = part {
            out.push(mark)?;
            out.copy(part.chars)?;
        }
    }
    out.finish(flags)
}

/// Checks what the parts hold, so that WsDecodeUrl accepts the result with the same flags.
fn check(parts: &Reference<'_>, authority: Option<&Authority<'_>>, flags: u32) -> Result<()> {
    if let Some(authority) = authority {
        host::decode(authority.host, flags & WS_URL_FLAGS_ALLOW_HOST_WILDCARDS != 0, |_| ())?;
        port(authority.port.map_or(&[], |port| port.chars))?;
    }
    let nothing = Part { chars: &[], start: 0 };
    unescape(parts.path, Component::Path, |_| ())?;
    unescape(parts.query.unwrap_or(nothing), Component::Query, |_| ())?;
    unescape(parts.fragment.unwrap_or(nothing), Component::Fragment, |_| ())
}

/// A path up to its last slash (RFC 3986, 5.2.3); the slash alone where there is no path.
fn directory(path: &[u16]) -> &[u16] {
    const SLASH: &[u16] = &[b'/' as u16];
    let last = path.iter().rposition(|unit| *unit == u16::from(b'/'));
    last.and_then(|last| path.get(..=last)).unwrap_or(SLASH)
}

fn path(directory: &[u16], rest: &[u16], flags: u32, out: &mut Output) -> Result<()> {
    if flags & WS_URL_FLAGS_NO_PATH_COLLAPSE != 0 {
        out.copy(directory)?;
        return out.copy(rest);
    }
    let length = directory.len().saturating_add(rest.len());
    let mut merged = buffer(length)?;
    merged.extend_from_slice(directory);
    merged.extend_from_slice(rest);
    let mut collapsed = buffer(length)?;
    collapse(&merged, escaped_dots, &mut collapsed);
    out.copy(&collapsed)
}
