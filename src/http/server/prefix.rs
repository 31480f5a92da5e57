//! URLs of listeners, and which of them a request belongs to.
//!
//! The order is that of http.sys: `+` before all, then the host by name or address, then `*`; among those of one kind
//! the longest path. Paths are compared in whole segments, unescaped, and without regard to case, as http.sys does.

use crate::abi::{WS_E_INVALID_ENDPOINT_URL, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, WS_URL_FLAGS_NO_PATH_COLLAPSE};
use crate::runtime::fault::{Fault, Result};
use crate::url::{Scheme, decode, with_ascii_host};
use core::net::IpAddr;
use std::borrow::Cow;
use std::net::SocketAddr;

/// Whose requests a listener takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Host {
    /// `+`: those for any host, before all others.
    Strong,
    /// Those that name this host, in lower case.
    Name(String),
    /// Those that name this address, and come to it.
    Address(IpAddr),
    /// `*`: those for any host that nobody else takes.
    Weak,
}

/// The URL of a listener.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Prefix {
    pub(crate) is_secure: bool,
    pub(crate) host: Host,
    pub(crate) port: u16,
    /// Canonical, without a slash at its end; empty for all paths.
    path: String,
}

/// Where a listener is to be, for who chooses its certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) is_secure: bool,
    /// The name in the URL; `None` where any will do.
    pub(crate) host: Option<String>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) port: u16,
}

impl Place {
    /// Of a URL in escaped form.
    pub(crate) fn of(url: &[u16]) -> Result<Self> {
        let Prefix { is_secure, host, port, .. } = Prefix::parse(url)?;
        let (host, address) = match host {
            Host::Name(name) => (Some(name), None),
            Host::Address(address) => (None, Some(address)),
            Host::Strong | Host::Weak => (None, None),
        };
        Ok(Place { is_secure, host, address, port })
    }
}

impl Prefix {
    /// Takes the URL of a listener, in its escaped form.
    pub(crate) fn parse(url: &[u16]) -> Result<Self> {
        let invalid = |text: String| Fault::new(WS_E_INVALID_ENDPOINT_URL, text);
        let flags = WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE;
        let url = with_ascii_host(url).map_err(|fault| invalid(fault.texts().join(" ")))?;
        let decoded = decode(&url, flags).map_err(|fault| invalid(fault.texts().join(" ")))?;
        let is_secure = match decoded.scheme {
            Scheme::Http => false,
            Scheme::Https => true,
            other => {
                let scheme = other.text();
                return Err(invalid(format!("The scheme of the listener's URL is {scheme}, and not http or https.")));
            }
        };
        if !decoded.query.is_empty() || !decoded.fragment.is_empty() {
            return Err(invalid("The URL of a listener must have neither a query nor a fragment.".into()));
        }
        if decoded.port == 0 {
            return Err(invalid("The port of the listener's URL is 0.".into()));
        }
        let host = String::from_utf16_lossy(decoded.text.get(decoded.host.clone()).unwrap_or_default());
        let raw = String::from_utf16_lossy(&url);
        let after = raw.find("//").map_or(0, |at| at + 2);
        let rest = raw.get(after..).unwrap_or_default();
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
        Ok(Prefix { is_secure, host: Host::of(&host), port: decoded.port, path: trimmed(&canonical(path)) })
    }

    /// How far the host takes a request for `host` that came to `local`: lower is before. `None`: not at all.
    fn rank(&self, host: &str, local: impl FnOnce() -> Option<SocketAddr>) -> Option<u8> {
        match &self.host {
            Host::Strong => Some(0),
            // A listener that is bound to this machine must not be reached from outside through a port that another
            // one has opened for all.
            Host::Name(name) if name == "localhost" => {
                (host.eq_ignore_ascii_case(name) && local()?.ip().to_canonical().is_loopback()).then_some(1)
            }
            Host::Name(name) => host.eq_ignore_ascii_case(name).then_some(1),
            Host::Address(address) => {
                let is_named = literal(host) == Some(*address);
                (is_named && local()?.ip().to_canonical() == *address).then_some(1)
            }
            Host::Weak => Some(2),
        }
    }

    /// Whether a canonical path is in what this prefix covers.
    fn covers(&self, path: &str) -> bool {
        match path.split_at_checked(self.path.len()) {
            Some((head, rest)) => {
                head.eq_ignore_ascii_case(&self.path) && (rest.is_empty() || rest.starts_with('/') || head.is_empty())
            }
            None => false,
        }
    }

    /// Whether two listeners would take the same requests.
    pub(crate) fn is_same(&self, other: &Prefix) -> bool {
        self.is_secure == other.is_secure
            && self.port == other.port
            && self.host == other.host
            && self.path.eq_ignore_ascii_case(&other.path)
    }
}

impl Host {
    fn of(host: &str) -> Self {
        match host {
            "+" => Host::Strong,
            "*" => Host::Weak,
            _ => literal(host).map_or_else(|| Host::Name(host.to_ascii_lowercase()), Host::Address),
        }
    }
}

/// An address in numbers, as it stands in a URL.
fn literal(host: &str) -> Option<IpAddr> {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let inner = inner.split('%').next().unwrap_or(inner);
    inner.parse::<IpAddr>().ok()
}

fn trimmed(path: &str) -> String {
    path.strip_suffix('/').unwrap_or(path).to_owned()
}

/// The prefix that a request belongs to, of those that there are. `authority` is its host and port, `target` its path
/// and query.
pub(crate) fn select<'a, T>(
    prefixes: impl Iterator<Item = (&'a Prefix, T)>,
    authority: &str,
    target: &str,
    local: impl Fn() -> Option<SocketAddr>,
) -> Option<T> {
    let path = canonical(target.split('?').next().unwrap_or_default());
    let host = without_port(authority);
    let mut best: Option<(u8, usize, T)> = None;
    for (prefix, item) in prefixes {
        if !prefix.covers(&path) {
            continue;
        }
        let Some(rank) = prefix.rank(host, &local) else { continue };
        let length = prefix.path.len();
        if best.as_ref().is_none_or(|(other, longest, _)| rank < *other || (rank == *other && length > *longest)) {
            best = Some((rank, length, item));
        }
    }
    best.map(|(_, _, item)| item)
}

fn without_port(authority: &str) -> &str {
    match authority.rfind(':') {
        Some(colon) if !authority.ends_with(']') => authority.get(..colon).unwrap_or(authority),
        _ => authority,
    }
}

/// A path as prefixes are compared: unescaped, and without dot segments. What an escape may not become stays escaped: a
/// slash, which would make two segments of one, the percent sign itself, and what cannot be printed.
fn canonical(path: &str) -> Cow<'_, str> {
    if !path.as_bytes().contains(&b'%') && !path.as_bytes().windows(2).any(|pair| pair == b"/.") {
        return Cow::Borrowed(path);
    }
    let mut bytes: Vec<u8> = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match escaped {
            Some(byte) if byte.is_ascii_control() || matches!(byte, b'/' | b'%' | b'\\') => {
                bytes.extend_from_slice(&[b'%', upper(byte >> 4), upper(byte & 15)]);
            }
            Some(byte) => bytes.push(byte),
            None => bytes.push(*first),
        }
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut segments: Vec<&str> = Vec::new();
    let mut is_open = false;
    for segment in text.split('/').skip(1) {
        is_open = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    if is_open {
        segments.push("");
    }
    Cow::Owned(segments.iter().flat_map(|segment| ["/", segment]).collect())
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn upper(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'A' + digit - 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Prefix> {
        Prefix::parse(&url.encode_utf16().collect::<Vec<_>>())
    }

    fn chosen<'a>(urls: &[&'a str], host: &str, target: &str, local: &str) -> Option<&'a str> {
        let prefixes: Vec<_> = urls.iter().map(|url| (parse(url).unwrap(), *url)).collect();
        let local = local.parse().ok();
        select(prefixes.iter().map(|(prefix, url)| (prefix, *url)), host, target, || local)
    }

    #[test]
    fn urls_of_listeners() {
        let of = |url: &str| parse(url).map(|prefix| (prefix.host, prefix.port, prefix.path)).unwrap();
        assert_eq!(of("http://+:80/path"), (Host::Strong, 80, "/path".into()));
        assert_eq!(of("http://*:8080/"), (Host::Weak, 8080, String::new()));
        assert_eq!(of("http://Host/a/B/"), (Host::Name("host".into()), 80, "/a/B".into()));
        assert_eq!(of("http://host:81"), (Host::Name("host".into()), 81, String::new()));
        assert_eq!(of("http://127.0.0.1:81/x"), (Host::Address("127.0.0.1".parse().unwrap()), 81, "/x".into()));
        assert_eq!(of("http://[::1]:81/%41/./b/../c"), (Host::Address("::1".parse().unwrap()), 81, "/A/c".into()));
        assert!(parse("https://+:443/").unwrap().is_secure);
        for url in
            ["http://+:0/", "http://+:80/?a", "http://+:80/#a", "net.tcp://+/", "ftp://+/", "/a", "", "http://+:x/"]
        {
            assert_eq!(parse(url).unwrap_err().code(), WS_E_INVALID_ENDPOINT_URL, "{url}");
        }
        assert!(parse("http://h/a/").unwrap().is_same(&parse("http://H:80/A").unwrap()));
        assert!(!parse("http://h/a").unwrap().is_same(&parse("http://+/a").unwrap()));
    }

    #[test]
    fn the_longest_path_in_whole_segments() {
        let urls = ["http://+:80/a", "http://+:80/a/b/", "http://+:80/"];
        for (target, expected) in [
            ("/a", 0),
            ("/A/x", 0),
            ("/a/", 0),
            ("/a?b", 0),
            ("/ab", 2),
            ("/a/b", 1),
            ("/a/b/c?/a", 1),
            ("/a/bc", 0),
            ("/a/%62/c", 1),
            ("/a%2Fb", 2),
            ("/a%252Fb", 2),
            ("/a/b/../c", 0),
            ("/a/b/%2e%2E", 0),
            ("/../../a/./b", 1),
            ("/", 2),
            ("/a/b%00", 0),
            ("*", 2),
        ] {
            assert_eq!(chosen(&urls, "h", target, "1.1.1.1:80"), Some(urls[expected]), "{target}");
        }
        assert_eq!(chosen(&urls[..2], "h", "/x", "1.1.1.1:80"), None);
        assert_eq!(chosen(&urls[..2], "h", "*", "1.1.1.1:80"), None);
    }

    #[test]
    fn hosts_in_the_order_of_http_sys() {
        let urls = ["http://*:80/a/b/c", "http://host:80/a/b", "http://+:80/a"];
        assert_eq!(chosen(&urls, "host:80", "/a/b/c", "1.1.1.1:80"), Some(urls[2]));
        assert_eq!(chosen(&urls[..2], "HOST", "/a/b/c", "1.1.1.1:80"), Some(urls[1]));
        assert_eq!(chosen(&urls[..2], "other", "/a/b/c", "1.1.1.1:80"), Some(urls[0]));
        assert_eq!(chosen(&urls[1..2], "other", "/a/b/c", "1.1.1.1:80"), None);
        assert_eq!(chosen(&urls[1..2], "", "/a/b/c", "1.1.1.1:80"), None);
    }

    #[test]
    fn addresses_are_where_requests_come_to() {
        let urls = ["http://127.0.0.1:80/", "http://[::1]:80/"];
        assert_eq!(chosen(&urls, "127.0.0.1:80", "/", "127.0.0.1:80"), Some(urls[0]));
        assert_eq!(chosen(&urls, "127.0.0.1", "/", "[::ffff:127.0.0.1]:80"), Some(urls[0]));
        assert_eq!(chosen(&urls, "[::1]:80", "/", "[::1]:80"), Some(urls[1]));
        assert_eq!(chosen(&urls, "127.0.0.1:80", "/", "10.0.0.1:80"), None);
        assert_eq!(chosen(&urls, "localhost", "/", "127.0.0.1:80"), None);
        assert_eq!(chosen(&["http://localhost:80/"], "localhost", "/", "10.0.0.1:80"), None);
        assert_eq!(chosen(&["http://localhost:80/"], "LocalHost:9", "/", "[::1]:80"), Some("http://localhost:80/"));
    }
}
