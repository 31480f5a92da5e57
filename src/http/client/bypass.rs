//! Servers that are reached without the proxy.

use core::net::IpAddr;

#[derive(Default, Debug)]
pub(super) struct Bypass {
    rules: Vec<Rule>,
}

#[derive(Debug)]
enum Rule {
    All,
    /// The entry `<local>`: names without a dot, and this machine.
    Local,
    /// A host with `*` for any characters, and perhaps a port.
    Pattern(String, Option<u16>),
    /// A domain with all that is in it, and perhaps a port.
    Domain(String, Option<u16>),
    /// Addresses that have so many bits in common.
    Network(IpAddr, u32),
}

impl Bypass {
    /// A list of WS_CUSTOM_HTTP_PROXY.
    pub(super) fn custom(list: &str) -> Self {
        let entries = list.split(';').map(str::trim).filter(|entry| !entry.is_empty());
        let rule = |entry: &str| match entry.to_ascii_lowercase() {
            local if local == "<local>" => Rule::Local,
            entry => {
                let (host, port) = with_port(&entry);
                Rule::Pattern(host.to_owned(), port)
            }
        };
        Bypass { rules: entries.map(rule).collect() }
    }

    /// The value of `no_proxy`.
    pub(super) fn system(list: &str) -> Self {
        let entries = list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty());
        Bypass { rules: entries.map(|entry| system_rule(&entry.to_ascii_lowercase())).collect() }
    }

    /// `host` is in lower case and without brackets.
    pub(super) fn covers(&self, host: &str, port: u16) -> bool {
        let address = host.parse::<IpAddr>().ok();
        let is_port = |rule: &Option<u16>| rule.is_none_or(|rule| rule == port);
        self.rules.iter().any(|rule| match rule {
            Rule::All => true,
            Rule::Local => {
                host == "localhost"
                    || address.map_or(!host.contains('.'), |address| address.to_canonical().is_loopback())
            }
            Rule::Pattern(pattern, of_port) => is_port(of_port) && matches(pattern.as_bytes(), host.as_bytes()),
            Rule::Domain(domain, of_port) => {
                let rest = host.strip_suffix(domain.as_str());
                is_port(of_port) && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
            Rule::Network(network, bits) => address.is_some_and(|address| is_in(address, *network, *bits)),
        })
    }
}

fn system_rule(entry: &str) -> Rule {
    if entry == "*" {
        return Rule::All;
    }
    if let Some((network, bits)) = entry.split_once('/')
        && let (Ok(network), Ok(bits)) = (network.parse(), bits.parse())
    {
        return Rule::Network(network, bits);
    }
    let entry = entry.strip_prefix('*').unwrap_or(entry);
    let (host, port) = with_port(entry.strip_prefix('.').unwrap_or(entry));
    Rule::Domain(host.to_owned(), port)
}

/// Takes a port off, and the brackets of an address.
fn with_port(entry: &str) -> (&str, Option<u16>) {
    if let Some((address, rest)) = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (address, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match entry.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, port.parse().ok()),
        _ => (entry, None),
    }
}

fn is_in(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address.to_canonical(), network) {
        (IpAddr::V4(a), IpAddr::V4(n)) => {
            bits <= 32 && (a.to_bits() ^ n.to_bits()).checked_shr(32 - bits).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(n)) => {
            bits <= 128 && (a.to_bits() ^ n.to_bits()).checked_shr(128 - bits).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// Whether a text is what a pattern with `*` describes. Goes back to the last star only, so the time is bounded by the
/// product of the lengths.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(from) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(wanted) if wanted == byte => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((star_at, star_from)) = star else { return false };
                star = Some((star_at, star_from + 1));
                at = star_at + 1;
                from = star_from + 1;
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*", "abc", true),
            ("a*c", "abc", true),
            ("a*c", "abcd", false),
            ("*.x.org", "a.b.x.org", true),
            ("*.x.org", "x.org", false),
            ("10.*", "10.1.2.3", true),
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("a*b*c", "a1b2b3c", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn the_two_lists() {
        let custom = Bypass::custom("a.org:81; 10.*;[::2];<LOCAL>");
        for (host, port, expected) in [
            ("a.org", 81, true),
            ("a.org", 80, false),
            ("10.9.9.9", 1, true),
            ("::2", 1, true),
            ("::3", 1, false),
            ("::1", 1, true),
            ("printer", 1, true),
            ("11.9.9.9", 1, false),
        ] {
            assert_eq!(custom.covers(host, port), expected, "{host}");
        }
        let system = Bypass::system("a.org, .b.org,*.c.org,10.0.0.0/8,fd00::/16,h:81,::2");
        for (host, port, expected) in [
            ("a.org", 1, true),
            ("x.a.org", 1, true),
            ("xa.org", 1, false),
            ("b.org", 1, true),
            ("c.org", 1, true),
            ("10.255.0.1", 1, true),
            ("11.0.0.1", 1, false),
            ("fd00::1", 1, true),
            ("fd01::1", 1, false),
            ("h", 81, true),
            ("h", 80, false),
            ("::2", 1, true),
            ("localhost", 1, false),
        ] {
            assert_eq!(system.covers(host, port), expected, "{host}");
        }
        assert!(Bypass::system("*").covers("x", 1));
        assert!(Bypass::system("0.0.0.0/0").covers("1.2.3.4", 1));
        assert!(!Bypass::system("0.0.0.0/33").covers("1.2.3.4", 1));
    }
}
