//! Whether a certificate is for a host, by the rules of RFC 6125 and RFC 9525.

use crate::security::name;
use crate::url::ascii_name;
use core::net::IpAddr;
use openssl::nid::Nid;
use openssl::x509::X509Ref;

/// Whether a certificate is for a host: a DNS name, or an address, which may be in brackets.
///
/// Addresses are compared with the addresses of the subject alternative name, and with nothing else. Names are compared
/// with its DNS names, in letters of ASCII as certificates have them; only a certificate that has none of these is taken at the last CN of its subject, as Windows
/// does. A wildcard is a whole first label, stands for exactly one, and leaves at least two behind it.
pub(crate) fn is_for(x509: &X509Ref, host: &str) -> bool {
    let alternatives = x509.subject_alt_names();
    let alternatives = || alternatives.iter().flatten();
    if let Some(address) = address(host) {
        return alternatives().any(|alternative| match (alternative.ipaddress(), address) {
            (Some(bytes), IpAddr::V4(address)) => bytes == address.octets(),
            (Some(bytes), IpAddr::V6(address)) => bytes == address.octets(),
            (None, _) => false,
        });
    }
    let Ok(host) = ascii_name(host) else { return false };
    let host = host.strip_suffix('.').unwrap_or(&host);
    if !is_dns_name(host) {
        return false;
    }
    let mut has_names = false;
    for alternative in alternatives() {
        if let Some(pattern) = alternative.dnsname() {
            has_names = true;
            if matches(pattern, host) {
                return true;
            }
        }
    }
    !has_names
        && x509
            .subject_name()
            .entries_by_nid(Nid::COMMONNAME)
            .last()
            .is_some_and(|entry| name::text(entry.data()).is_some_and(|pattern| matches(&pattern, host)))
}

/// What a certificate is for, for error texts.
pub(crate) fn shown(x509: &X509Ref) -> String {
    const SHOWN: usize = 10;
    let mut names = Vec::new();
    for alternative in x509.subject_alt_names().iter().flatten().take(SHOWN) {
        if let Some(name) = alternative.dnsname() {
            names.push(name.escape_debug().take(255).collect());
        } else if let Some(bytes) = alternative.ipaddress() {
            let address =
                <[u8; 4]>::try_from(bytes).map(IpAddr::from).or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from));
            names.extend(address.map(|address| address.to_string()));
        }
    }
    if names.is_empty() {
        format!("no host, with the subject {}", name::shown(x509.subject_name()))
    } else {
        names.join(", ")
    }
}

fn address(host: &str) -> Option<IpAddr> {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    // A zone says where the address holds, and is no part of it.
    host.split('%').next().unwrap_or(host).parse().ok()
}

fn matches(pattern: &str, host: &str) -> bool {
    let pattern = pattern.strip_suffix('.').unwrap_or(pattern);
    if !pattern.is_ascii() || pattern.contains('\0') {
        return false;
    }
    match pattern.strip_prefix("*.") {
        None => !pattern.contains('*') && pattern.eq_ignore_ascii_case(host),
        Some(rest) => {
            let enough = is_dns_name(rest) && rest.contains('.');
            enough && host.split_once('.').is_some_and(|(_, host)| rest.eq_ignore_ascii_case(host))
        }
    }
}

/// Letters, digits, hyphens and underscores (which Windows' machines have) in labels.
fn is_dns_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 253
        && name.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::test_certs::certificate;

    #[test]
    fn patterns() {
        for (pattern, host) in [
            ("service.com", "service.com"),
            ("Service.COM.", "sERVICE.com"),
            ("*.example.com", "a.example.com"),
            ("*.example.com", "A.EXAMPLE.com"),
            ("localhost", "localhost"),
        ] {
            assert!(matches(pattern, host), "{pattern} {host}");
        }
        for (pattern, host) in [
            ("service.com", "service.co"),
            ("service.com", "a.service.com"),
            ("*.example.com", "example.com"),
            ("*.example.com", "a.b.example.com"),
            ("*.example.com", ".example.com.evil"),
            ("*.com", "example.com"),
            ("*", "localhost"),
            ("*.", "localhost"),
            ("a*.example.com", "ab.example.com"),
            ("*a.example.com", "ba.example.com"),
            ("a.*.com", "a.b.com"),
            ("*.*.com", "a.b.com"),
            ("service.com\0.evil", "service.com"),
            ("s\u{e9}rvice.com", "service.com"),
        ] {
            assert!(!matches(pattern, host), "{pattern} {host}");
        }
    }

    #[test]
    fn certificates() {
        let is = |name: &str, host: &str| is_for(certificate(name).x509(), host);
        for host in ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1"] {
            assert!(is("server", host), "{host}");
        }
        for host in ["localhos", "127.0.0.2", "::2", "", ".", "local host", "localhost\0", "*", "l\u{f6}calhost"] {
            assert!(!is("server", host), "{host}");
        }
        assert!(is("wildcard", "b\u{fc}cher.example.com") && !is("wildcard", "\u{fc}..example.com"));
        assert!(is("wildcard", "a.example.com") && !is("wildcard", "example") && !is("wildcard", "example.com"));
        assert!(!is("wrongname", "localhost"), "a CN does not count beside DNS names");
        assert!(is("nosan", "localhost"), "it counts where there are none");
        assert!(!is("nosan", "127.0.0.1") && !is("noname", "localhost") && !is("noname", ""));
    }

    #[test]
    fn names_are_shown() {
        assert_eq!(shown(certificate("server").x509()), "localhost, 127.0.0.1, ::1");
        assert_eq!(shown(certificate("nosan").x509()), "no host, with the subject O=Test, CN=localhost");
    }
}
