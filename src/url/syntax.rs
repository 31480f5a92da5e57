//! The generic syntax (RFC 3986, sections 3 and 4.1): which component begins where. What the components hold is checked
//! in `host` and `escape`.

use crate::runtime::fault::{Fault, Result};
use crate::url::{MAX_LENGTH, Scheme, too_long};

/// How much of an unknown scheme an error text quotes.
const QUOTED_SCHEME_LENGTH: usize = 32;

/// A piece of a URL that knows where in the URL it stands, for error texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) chars: &'a [u16],
    pub(super) start: usize,
}

impl<'a> Part<'a> {
    /// What precedes index `at`, and the rest.
    fn split(self, at: usize) -> (Self, Self) {
        let (head, tail) = self.chars.split_at_checked(at).unwrap_or((self.chars, &[]));
        (Part { chars: head, start: self.start }, Part { chars: tail, start: self.start + head.len() })
    }

    /// What precedes the first `stop`, and what follows it, if there is one.
    fn cut(self, stop: u8) -> (Self, Option<Self>) {
        match self.find(stop) {
            Some(at) => (self.split(at).0, Some(self.split(at + 1).1)),
            None => (self, None),
        }
    }

    fn find(self, wanted: u8) -> Option<usize> {
        self.chars.iter().position(|unit| *unit == u16::from(wanted))
    }

    fn strip(self, prefix: &[u8]) -> Option<Self> {
        let (head, tail) = self.split(prefix.len());
        head.chars.iter().copied().eq(prefix.iter().map(|byte| u16::from(*byte))).then_some(tail)
    }
}

/// The components that have characters of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Component {
    Host,
    Path,
    Query,
    Fragment,
}

impl Component {
    pub(super) fn name(self) -> &'static str {
        match self {
            Component::Host => "host",
            Component::Path => "path",
            Component::Query => "query",
            Component::Fragment => "fragment",
        }
    }

    /// Whether a character may stand in the component without being escaped.
    pub(super) fn allows(self, unit: u16) -> bool {
        let Some(byte) = ascii(unit) else { return false };
        is_unreserved_or_sub_delim(byte)
            || match self {
                Component::Host => false,
                Component::Path => matches!(byte, b':' | b'@' | b'/'),
                Component::Query | Component::Fragment => matches!(byte, b':' | b'@' | b'/' | b'?'),
            }
    }
}

/// The ASCII character that a UTF-16 unit is.
pub(super) fn ascii(unit: u16) -> Option<u8> {
    u8::try_from(unit).ok().filter(u8::is_ascii)
}

pub(super) fn is_unreserved_or_sub_delim(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~')
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

/// A unit as error texts write it: never raw, since terminals and logs interpret some.
pub(super) fn shown(unit: u16) -> String {
    match ascii(unit).filter(u8::is_ascii_graphic) {
        Some(byte) => format!("'{}'", char::from(byte)),
        None => format!("U+{unit:04X}"),
    }
}

/// Host and port, the port without its colon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Authority<'a> {
    pub(super) host: Part<'a>,
    pub(super) port: Option<Part<'a>>,
}

/// A URL reference in its components; one with a scheme is absolute, and then has an authority.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference<'a> {
    pub(super) scheme: Option<Scheme>,
    pub(super) authority: Option<Authority<'a>>,
    pub(super) path: Part<'a>,
    pub(super) query: Option<Part<'a>>,
    pub(super) fragment: Option<Part<'a>>,
}

/// Splits an absolute or relative reference.
pub(super) fn reference(url: &[u16]) -> Result<Reference<'_>> {
    if url.len() > MAX_LENGTH {
        return Err(too_long("The URL"));
    }
    check_zeros(url)?;
    let (rest, fragment) = Part { chars: url, start: 0 }.cut(b'#');
    let (rest, query) = rest.cut(b'?');
    // A colon before the first slash ends a scheme: the first segment of a relative path has none.
    let (scheme, rest) = match rest.cut(b'/').0.find(b':') {
        Some(colon) => {
            let (name, rest) = rest.split(colon);
            (Some(known_scheme(name)?), rest.split(1).1)
        }
        None => (None, rest),
    };
    let (authority, path) = match rest.strip(b"//") {
        Some(rest) => {
            let (text, path) = rest.split(rest.find(b'/').unwrap_or(rest.chars.len()));
            (Some(authority(text)?), path)
        }
        None if scheme.is_some() => {
            let at = rest.start;
            return Err(Fault::invalid_format(format!(
                "The URL must have // and a host after the scheme, at index {at}."
            )));
        }
        None => (None, rest),
    };
    Ok(Reference { scheme, authority, path, query, fragment })
}

/// Splits a URL that must be absolute.
pub(super) fn absolute(url: &[u16]) -> Result<(Scheme, Authority<'_>, Reference<'_>)> {
    let parts = reference(url)?;
    match (parts.scheme, parts.authority) {
        (Some(scheme), Some(authority)) => Ok((scheme, authority, parts)),
        _ => Err(Fault::invalid_format("The URL does not begin with a scheme such as http:, so it is not absolute.")),
    }
}

/// A zero is not allowed anywhere; the one at the end is worth a text of its own, because its length counts it where
/// WS_URL_FLAGS_ZERO_TERMINATE made it.
fn check_zeros(url: &[u16]) -> Result<()> {
    match url.iter().position(|unit| *unit == 0) {
        None => Ok(()),
        Some(at) if at + 1 == url.len() => Err(Fault::invalid_format(format!(
            "The URL has a zero character at its end, index {at}; the length of a URL must not count a terminator."
        ))),
        Some(at) => Err(Fault::invalid_format(format!("The URL has a zero character at index {at}."))),
    }
}

fn known_scheme(name: Part<'_>) -> Result<Scheme> {
    Scheme::named(name.chars).ok_or_else(|| {
        let quoted: String = name.chars.iter().take(QUOTED_SCHEME_LENGTH).map(|unit| printable(*unit)).collect();
        let dots = if name.chars.len() > QUOTED_SCHEME_LENGTH { "..." } else { "" };
        let known = Scheme::ALL.map(Scheme::text).join(", ");
        Fault::invalid_format(format!("The scheme \"{quoted}{dots}\" of the URL is not one of {known}."))
    })
}

fn printable(unit: u16) -> char {
    ascii(unit).filter(u8::is_ascii_graphic).map_or('?', char::from)
}

fn authority(text: Part<'_>) -> Result<Authority<'_>> {
    if let Some(at) = text.find(b'@') {
        let at = text.start + at;
        return Err(Fault::invalid_format(format!(
            "The URL has user information before the host, up to the '@' at index {at}, which is not supported."
        )));
    }
    if text.strip(b"[").is_none() {
        let (host, port) = text.cut(b':');
        return Ok(Authority { host, port });
    }
    let start = text.start;
    let Some(end) = text.find(b']') else {
        return Err(Fault::invalid_format(format!("The '[' at index {start} of the URL has no ']' in the host.")));
    };
    let (host, rest) = text.split(end + 1);
    if rest.chars.is_empty() {
        return Ok(Authority { host, port: None });
    }
    match rest.strip(b":") {
        port @ Some(_) => Ok(Authority { host, port }),
        None => Err(Fault::invalid_format(format!(
            "After the ']' of the host only a port or the path can follow, at index {} of the URL.",
            rest.start
        ))),
    }
}

/// The number of a port; `None` if there are no digits, which the grammar allows also after a colon.
pub(super) fn port(digits: &[u16]) -> Result<Option<u16>> {
    let mut port: Option<u16> = None;
    for unit in digits {
        let Some(digit) = ascii(*unit).filter(u8::is_ascii_digit).map(|byte| u16::from(byte - b'0')) else {
            return Err(Fault::invalid_format(format!("The port of the URL holds {}, not a digit.", shown(*unit))));
        };
        let next = port.unwrap_or(0).checked_mul(10).and_then(|tens| tens.checked_add(digit));
        if next.is_none() {
            return Err(Fault::invalid_format("The port of the URL is greater than 65535."));
        }
        port = next;
    }
    Ok(port)
}
