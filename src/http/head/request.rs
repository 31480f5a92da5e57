//! Heads of requests.

use super::{Facts, Framing, fields, malformed, place, store};
use crate::http::headers::{Headers, is_token};
use crate::http::{Violation, limits};

/// A request but for its body. Kept and filled again, so that it allocates only while it grows.
#[derive(Default, Debug)]
pub(crate) struct RequestHead {
    headers: Headers,
    method: (u32, u32),
    target: (u32, u32),
    host: (u32, u32),
    path: (u32, u32),
    /// Whether the target says https; `None` where it has no scheme.
    scheme: Option<bool>,
    minor: u8,
    framing: Option<Framing>,
    persists: bool,
    expects_continue: bool,
}

impl RequestHead {
    /// That of no request.
    pub(crate) const NONE: Self = RequestHead {
        headers: Headers::new(),
        method: (0, 0),
        target: (0, 0),
        host: (0, 0),
        path: (0, 0),
        scheme: None,
        minor: 0,
        framing: None,
        persists: false,
        expects_continue: false,
    };

    /// Takes a complete head, with the empty line at its end.
    pub(crate) fn parse(&mut self, head: &[u8]) -> Result<(), Violation> {
        let mut room = fields();
        let mut request = httparse::Request::new(&mut []);
        match request.parse_with_uninit_headers(head, &mut room) {
            Ok(httparse::Status::Complete(length)) if length == head.len() => {}
            Ok(_) => return Err(Violation::bad("The header of the HTTP request is malformed.")),
            Err(error) => return Err(malformed(error)),
        }
        let (Some(method), Some(target), Some(minor)) = (request.method, request.path, request.version) else {
            return Err(Violation::bad("The first line of the HTTP request is malformed."));
        };
        if !target.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Violation::bad("The target of the HTTP request has characters that are not ASCII."));
        }
        let found = &*request.headers;
        let facts = Facts::collect(found)?;
        if facts.chunked && minor == 0 {
            return Err(Violation::bad("The HTTP request has the version 1.0 and a Transfer-Encoding."));
        }
        let host = host(found, minor)?;
        let (scheme, authority, path) = split(method, target)?;
        let expects_continue = expectation(found, minor)?;
        // From here on nothing fails: what is known is of the same head as the text, always.
        self.minor = minor;
        self.scheme = scheme;
        self.persists = facts.persists(minor);
        self.expects_continue = expects_continue;
        self.framing = Some(match facts.length {
            _ if facts.chunked => Framing::Chunked,
            length => Framing::Length(length.unwrap_or(0)),
        });
        (self.method, self.target, self.path) = (place(head, method), place(head, target), place(head, path));
        // The authority of an absolute target counts, and not the field (RFC 9112, 3.2.2).
        self.host = place(head, authority.unwrap_or(host));
        store(&mut self.headers, head, found);
        Ok(())
    }

    /// The length of the head that `bytes` begin with, if that is byte for byte this one: clients repeat themselves, and
    /// what was found out holds again.
    pub(crate) fn repeats(&self, bytes: &[u8]) -> Option<usize> {
        let known = self.headers.source();
        (self.framing.is_some() && bytes.starts_with(known)).then_some(known.len())
    }

    fn text(&self, place: (u32, u32)) -> &str {
        str::from_utf8(self.headers.text(place)).unwrap_or_default()
    }

    pub(crate) fn headers(&self) -> &Headers {
        &self.headers
    }

    pub(crate) fn method(&self) -> &str {
        self.text(self.method)
    }

    /// Whether this is the method; they differ by case.
    pub(crate) fn has_method(&self, method: &str) -> bool {
        self.headers.text(self.method) == method.as_bytes()
    }

    /// Whether the scheme, the host and the path make this URL.
    pub(crate) fn is_for(&self, url: &str, is_secure: bool) -> bool {
        let (host, path) = (self.headers.text(self.host), self.headers.text(self.path));
        let scheme: &[u8] = if is_secure { b"https://" } else { b"http://" };
        let rest = url.as_bytes().strip_prefix(scheme).and_then(|rest| rest.strip_prefix(host));
        self.host.1 != 0 && rest == Some(if path.is_empty() { b"/" } else { path })
    }

    /// The target as the client wrote it.
    pub(crate) fn target(&self) -> &str {
        self.text(self.target)
    }

    /// The path and the query, without scheme and authority. Begins with a slash, or is `*`.
    pub(crate) fn path(&self) -> &str {
        match self.text(self.path) {
            "" => "/",
            path => path,
        }
    }

    /// Host and port as the client wrote them; empty if it said none, as HTTP/1.0 allows.
    pub(crate) fn host(&self) -> &str {
        if self.host.1 == 0 { "" } else { self.text(self.host) }
    }

    pub(crate) fn minor(&self) -> u8 {
        self.minor
    }

    pub(crate) fn framing(&self) -> Framing {
        self.framing.unwrap_or(Framing::Length(0))
    }

    /// Whether the client is willing to send another request on the connection.
    pub(crate) fn persists(&self) -> bool {
        self.persists
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    pub(crate) fn expects_continue(&self) -> bool {
        self.expects_continue
    }

    /// Whether the target may be asked for on such a connection: its scheme, if it has one, is the connection's.
    pub(crate) fn is_of_scheme(&self, is_secure: bool) -> bool {
        self.scheme.is_none_or(|scheme| scheme == is_secure)
    }

    /// Gives memory back that a large head took.
    pub(crate) fn trim(&mut self) {
        if self.headers.capacity() > limits::HEAD_SIZE / 8 {
            *self = Self::default();
        }
    }
}

/// The Host field, of which a request of HTTP/1.1 has to have exactly one (RFC 9112, 3.2).
fn host<'a>(found: &[httparse::Header<'a>], minor: u8) -> Result<&'a str, Violation> {
    let mut hosts = found.iter().filter(|field| field.name.eq_ignore_ascii_case("host")).map(|field| field.value);
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.trim_ascii(),
        (Some(_), Some(_)) => return Err(Violation::bad("The HTTP request has more than one Host.")),
        (None, _) if minor == 0 => return Ok(""),
        (None, _) => return Err(Violation::bad("The HTTP request has no Host.")),
    };
    // An empty one is allowed for targets without authority.
    let sound = if host.is_empty() { Some("") } else { str::from_utf8(host).ok().filter(|host| is_authority(host)) };
    sound.ok_or_else(|| Violation::bad("The Host of the HTTP request is malformed."))
}

/// Whether a text has the characters of host and port only: above all no user information, whose `@` makes one reader
/// see another host than the next one.
fn is_authority(text: &str) -> bool {
    let allowed = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%' | b':' | b'[' | b']')
            || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
    };
    let (host, port) = match text.rfind(':') {
        Some(colon) if !text.ends_with(']') => text.split_at(colon),
        _ => (text, ""),
    };
    let port = port.strip_prefix(':').unwrap_or_default();
    let is_literal = host.starts_with('[') && host.ends_with(']');
    let is_name = !host.contains(['[', ']', ':']);
    !host.is_empty()
        && text.bytes().all(allowed)
        && (is_literal || is_name)
        && port.len() <= 5
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a target is made of: whether its scheme is https and its authority, if it has them, and path and query.
type Parts<'a> = (Option<bool>, Option<&'a str>, &'a str);

fn split<'a>(method: &str, target: &'a str) -> Result<Parts<'a>, Violation> {
    let bad = || Violation::bad("The target of the HTTP request is malformed.");
    if target.contains('#') {
        return Err(bad());
    }
    if target.starts_with('/') || (target == "*" && method == "OPTIONS") {
        return Ok((None, None, target));
    }
    // The form of CONNECT, which asks for a proxy, is refused with the rest.
    let after = |scheme: &str| {
        let head = target.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme));
        head.and_then(|_| target.get(scheme.len()..))
    };
    let (is_secure, rest) = match (after("https://"), after("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Err(bad()),
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    if !is_authority(authority) || path.starts_with('?') {
        return Err(bad());
    }
    Ok((Some(is_secure), Some(authority), path))
}

fn expectation(found: &[httparse::Header<'_>], minor: u8) -> Result<bool, Violation> {
    let mut expects = false;
    for field in found.iter().filter(|field| field.name.eq_ignore_ascii_case("expect")) {
        if !field.value.trim_ascii().eq_ignore_ascii_case(b"100-continue") {
            return Err(Violation::new(417, "The HTTP request expects something other than 100-continue."));
        }
        expects = true;
    }
    // One from HTTP/1.0 is to be ignored (RFC 9110, 10.1.1).
    Ok(expects && minor > 0)
}

/// Whether a text can be a method.
pub(crate) fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token)
}
