//! Whether the URL that a client used is one that a listener takes as its own: the WS_MATCH_URL_ flags.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::url;
use std::net::{IpAddr, UdpSocket};

/// A listener's URL and what a client's URL must have in common with it.
#[derive(Debug)]
pub(crate) struct Matcher {
    options: u32,
    /// The host that the listener names; `None` where it has a wildcard.
    host: Option<String>,
    port: u16,
    path: Vec<u16>,
    names: Vec<Name>,
}

/// A name of this machine, and the flags that make it one of the listener's.
#[derive(Debug)]
struct Name {
    flags: u32,
    text: String,
}

/// All flags that there are.
const KNOWN: u32 = WS_MATCH_URL_THIS_HOST
    | WS_MATCH_URL_PORT
    | WS_MATCH_URL_EXACT_PATH
    | WS_MATCH_URL_PREFIX_PATH
    | WS_MATCH_URL_NO_QUERY;

/// Refuses flags that there are not, or that exclude each other.
pub(crate) fn check_options(options: u32) -> Result<()> {
    let both = WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PREFIX_PATH;
    if options & !KNOWN != 0 || options & both == both {
        return Err(Fault::invalid_arg(format!(
            "The WS_MATCH_URL_ options 0x{options:X} are not known, or exclude each other."
        )));
    }
    Ok(())
}

impl Matcher {
    /// For the URL that a listener was opened with, wildcards included.
    pub(crate) fn new(listener: &[u16], options: u32) -> Result<Self> {
        let url = url::decode(listener, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS)?;
        let host = String::from_utf16_lossy(part(&url.text, &url.host));
        let wildcard = host == "+" || host == "*";
        let names = if wildcard { names_of_this_machine() } else { Vec::new() };
        Ok(Matcher {
            options,
            host: (!wildcard).then_some(host),
            port: url.port,
            path: part(&url.text, &url.path).to_vec(),
            names,
        })
    }

    /// Whether a URL is one of the listener's.
    pub(crate) fn matches(&self, url: &[u16]) -> bool {
        let Ok(url) = url::decode(url, 0) else { return false };
        let is_set = |flag: u32| self.options & flag != 0;
        if is_set(WS_MATCH_URL_PORT) && url.port != self.port {
            return false;
        }
        if is_set(WS_MATCH_URL_NO_QUERY) && !url.query.is_empty() {
            return false;
        }
        let path = part(&url.text, &url.path);
        if is_set(WS_MATCH_URL_EXACT_PATH) && !same_path(path, &self.path) {
            return false;
        }
        if is_set(WS_MATCH_URL_PREFIX_PATH) && !begins_with(path, &self.path) {
            return false;
        }
        let host = String::from_utf16_lossy(part(&url.text, &url.host));
        self.matches_host(&host)
    }

    fn matches_host(&self, host: &str) -> bool {
        let wanted = self.options & WS_MATCH_URL_THIS_HOST;
        if wanted == 0 {
            return true;
        }
        if let Some(own) = &self.host {
            return own.eq_ignore_ascii_case(host);
        }
        if self.names.iter().any(|name| name.flags & wanted != 0 && name.text.eq_ignore_ascii_case(host)) {
            return true;
        }
        let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let Ok(address) = literal.parse::<IpAddr>() else { return false };
        wanted & WS_MATCH_URL_HOST_ADDRESSES != 0 && is_local(address)
    }
}

fn part<'a>(text: &'a [u16], range: &core::ops::Range<usize>) -> &'a [u16] {
    text.get(range.clone()).unwrap_or(&[])
}

/// No path and the root are the same.
fn same_path(one: &[u16], other: &[u16]) -> bool {
    const ROOT: &[u16] = &[0x2F];
    let full = |path| if <[u16]>::is_empty(path) { ROOT } else { path };
    full(one) == full(other)
}

/// Whole segments only: /a is no prefix of /ab.
fn begins_with(path: &[u16], prefix: &[u16]) -> bool {
    const SLASH: u16 = 0x2F;
    let prefix = prefix.strip_suffix(&[SLASH]).unwrap_or(prefix);
    path.strip_prefix(prefix).is_some_and(|rest| rest.first().is_none_or(|first| *first == SLASH))
}

/// Whether an address is one of this machine's: only those can be bound.
fn is_local(address: IpAddr) -> bool {
    !address.is_unspecified() && !address.is_multicast() && UdpSocket::bind((address, 0)).is_ok()
}

/// What this machine is called: its own name, that with the domains that its resolver completes names with, and those
/// that /etc/hosts gives to its own name.
fn names_of_this_machine() -> Vec<Name> {
    let mut names = vec![Name { flags: WS_MATCH_URL_LOCAL_HOST, text: "localhost".to_owned() }];
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let node = read("/proc/sys/kernel/hostname").trim().to_owned();
    if !node.is_empty() {
        own_names(&node, &read("/etc/resolv.conf"), &read("/etc/hosts"), &mut names);
    }
    names
}

fn own_names(node: &str, resolver: &str, hosts: &str, names: &mut Vec<Name>) {
    let short = node.split('.').next().unwrap_or(node);
    let mut add = |flags: u32, text: String| names.push(Name { flags, text });
    add(WS_MATCH_URL_DNS_HOST | WS_MATCH_URL_NETBIOS_HOST, short.to_owned());
    if short != node {
        add(WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST, node.to_owned());
    }
    for line in resolver.lines() {
        let mut words = line.split_ascii_whitespace();
        if matches!(words.next(), Some("search" | "domain")) {
            for domain in words {
                add(WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST, format!("{short}.{}", domain.trim_end_matches('.')));
            }
        }
    }
    for line in hosts.lines() {
        let line = line.split('#').next().unwrap_or(line);
        let aliases: Vec<&str> = line.split_ascii_whitespace().skip(1).collect();
        if aliases.iter().any(|alias| alias.eq_ignore_ascii_case(node) || alias.eq_ignore_ascii_case(short)) {
            for alias in aliases {
                let full =
                    if alias.contains('.') { WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST } else { WS_MATCH_URL_DNS_HOST };
                add(full, alias.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: u32 = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT | WS_MATCH_URL_NO_QUERY;

    fn text(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    fn matches(listener: &str, options: u32, url: &str) -> bool {
        Matcher::new(&text(listener), options).unwrap().matches(&text(url))
    }

    #[test]
    fn the_default_is_this_machine_and_exactly_the_url() {
        let listener = "http://+:8080/a/b";
        for url in ["http://localhost:8080/a/b", "http://127.0.0.1:8080/a/b", "http://[::1]:8080/a/b"] {
            // A machine without IPv6 has no address ::1.
            if !url.contains("::1") || UdpSocket::bind("[::1]:0").is_ok() {
                assert!(matches(listener, DEFAULT, url), "{url}");
            }
        }
        for url in [
            "http://localhost:8081/a/b",
            "http://localhost/a/b",
            "http://localhost:8080/a/b/c",
            "http://localhost:8080/a",
            "http://localhost:8080/a/b?c",
            "http://example.com:8080/a/b",
            "http://203.0.113.7:8080/a/b",
            "http://0.0.0.0:8080/a/b",
            "not a url",
        ] {
            assert!(!matches(listener, DEFAULT, url), "{url}");
        }
        assert!(matches("http://*/", DEFAULT, "http://localhost"));
    }

    #[test]
    fn a_named_host_is_compared_with_itself() {
        assert!(matches("http://Example.com/a", DEFAULT, "http://example.COM:80/a"));
        assert!(!matches("http://example.com/a", DEFAULT, "http://localhost/a"));
        assert!(matches("http://example.com/a", 0, "http://other:99/b?c"));
    }

    #[test]
    fn prefixes_end_at_a_slash() {
        let prefix = WS_MATCH_URL_PREFIX_PATH;
        assert!(matches("http://+/a", prefix, "http://x/a/b"));
        assert!(matches("http://+/a/", prefix, "http://x/a/b"));
        assert!(matches("http://+/a", prefix, "http://x/a"));
        assert!(!matches("http://+/a", prefix, "http://x/ab"));
        assert!(matches("http://+/", prefix, "http://x/ab"));
    }

    #[test]
    fn names_of_a_machine() {
        let mut names = Vec::new();
        own_names(
            "box",
            "domain one.example\n#\nsearch two.example. three.example",
            "127.0.1.1 box.hosts.example box alias # comment\n10.0.0.1 other",
            &mut names,
        );
        let of = |flag: u32| -> Vec<&str> {
            names.iter().filter(|name| name.flags & flag != 0).map(|name| name.text.as_str()).collect()
        };
        assert_eq!(of(WS_MATCH_URL_NETBIOS_HOST), ["box"]);
        assert_eq!(
            of(WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST),
            ["box.one.example", "box.two.example", "box.three.example", "box.hosts.example"]
        );
        assert_eq!(of(WS_MATCH_URL_DNS_HOST), ["box", "box", "alias"]);
    }

    #[test]
    fn flags_that_exclude_each_other() {
        assert!(check_options(DEFAULT).is_ok());
        assert!(check_options(WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PREFIX_PATH).is_err());
        assert!(check_options(512).is_err());
    }
}
