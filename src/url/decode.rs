//! WsDecodeUrl: a URL into its parts.

use crate::abi::{WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, WS_URL_FLAGS_NO_PATH_COLLAPSE};
use crate::runtime::fault::Result;
use crate::url::escape::unescape;
use crate::url::path::{collapse, decoded_dots};
use crate::url::syntax::{Component, Part, absolute, port};
use crate::url::{Scheme, buffer, check_flags, host};
use core::ops::Range;

/// The flags that decoding knows. Not WS_URL_FLAGS_ZERO_TERMINATE: a caller that believed in it would read too far.
const FLAGS: u32 = WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE;

/// A decoded URL. The parts stand in one text, so that they can be copied at once.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) scheme: Scheme,
    pub(crate) port: u16,
    pub(crate) text: Vec<u16>,
    pub(crate) host: Range<usize>,
    pub(crate) port_digits: Range<usize>,
    pub(crate) path: Range<usize>,
    pub(crate) query: Range<usize>,
    pub(crate) fragment: Range<usize>,
}

/// Takes an absolute URL apart and unescapes the parts.
pub(crate) fn decode(url: &[u16], flags: u32) -> Result<Decoded> {
    check_flags(flags, FLAGS, "WsDecodeUrl")?;
    let (scheme, authority, parts) = absolute(url)?;
    // No part becomes longer: an escape of three characters stands for one UTF-16 unit at most.
    let mut text = buffer(url.len())?;

    host::decode(authority.host, flags & WS_URL_FLAGS_ALLOW_HOST_WILDCARDS != 0, |c| push(&mut text, c))?;
    let host = 0..text.len();

    let digits = authority.port.map_or(&[][..], |part| part.chars);
    let port = port(digits)?.unwrap_or(scheme.default_port());
    text.extend_from_slice(digits);
    let port_digits = host.end..text.len();

    if flags & WS_URL_FLAGS_NO_PATH_COLLAPSE != 0 {
        unescape(parts.path, Component::Path, |c| push(&mut text, c))?;
    } else {
        // On the decoded path: an escaped slash or dot must not bring a dot segment into a path that claims to have
        // none, and decoding what was encoded from the result must give it again.
        let mut path = buffer(parts.path.chars.len())?;
        unescape(parts.path, Component::Path, |c| push(&mut path, c))?;
        collapse(&path, decoded_dots, &mut text);
    }
    let path = port_digits.end..text.len();

    let nothing = Part { chars: &[], start: 0 };
    unescape(parts.query.unwrap_or(nothing), Component::Query, |c| push(&mut text, c))?;
    let query = path.end..text.len();
    unescape(parts.fragment.unwrap_or(nothing), Component::Fragment, |c| push(&mut text, c))?;
    let fragment = query.end..text.len();

    Ok(Decoded { scheme, port, text, host, port_digits, path, query, fragment })
}

fn push(text: &mut Vec<u16>, character: char) {
    text.extend_from_slice(character.encode_utf16(&mut [0; 2]));
}
