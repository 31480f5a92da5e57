//! Host names in other scripts than Latin: DNS, certificates, TLS and the Host field have them in letters of ASCII
//! (A-labels, RFC 5890), people and programs do not.

use crate::runtime::fault::{Fault, Result};
use core::net::IpAddr;
use idna::AsciiDenyList;
use idna::uts46::verify_dns_length;
use std::borrow::Cow;

/// A host as DNS has it. One in ASCII is left as it is, whether or not it is one.
pub(crate) fn ascii_name(host: &str) -> Result<Cow<'_, str>> {
    if host.is_ascii() {
        return Ok(Cow::Borrowed(host));
    }
    let refused = |what: &str| Fault::invalid_format(format!("The host {} {what}.", host.escape_debug()));
    let name = idna::domain_to_ascii_cow(host.as_bytes(), AsciiDenyList::URL)
        .map_err(|_| refused("has characters that no name of a host may have (UTS 46)"))?;
    if !verify_dns_length(&name, true) {
        return Err(refused("is longer than a name of DNS may be"));
    }
    // Digits of other scripts become those of ASCII: an address must not come about where nobody has seen one.
    if name.parse::<IpAddr>().is_ok() {
        return Err(refused("is an address that is written in other digits"));
    }
    Ok(Cow::Owned(name.into_owned()))
}

/// A URL in escaped form, whose host may be in other scripts, escaped or as it is: the same with the host as DNS has it.
/// What is no URL is left for others to refuse.
pub(crate) fn with_ascii_host(url: &[u16]) -> Result<Cow<'_, [u16]>> {
    let is = |unit: &u16, wanted: u8| *unit == u16::from(wanted);
    let Some(start) = url.windows(2).position(|pair| pair.iter().all(|unit| is(unit, b'/'))).map(|at| at + 2) else {
        return Ok(Cow::Borrowed(url));
    };
    let (before, rest) = url.split_at(start);
    let end = rest.iter().position(|unit| b"/?#".iter().any(|mark| is(unit, *mark))).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let is_plain = |unit: &u16| *unit < 0x80 && !is(unit, b'%');
    if authority.iter().all(is_plain) || authority.iter().any(|unit| is(unit, b'@') || is(unit, b'[')) {
        return Ok(Cow::Borrowed(url));
    }
    let host = authority.iter().position(|unit| is(unit, b':')).unwrap_or(authority.len());
    let (host, port) = authority.split_at(host);
    let Some(host) = unescaped(host) else { return Ok(Cow::Borrowed(url)) };
    if host.is_ascii() {
        return Ok(Cow::Borrowed(url));
    }
    let name = ascii_name(&host)?;
    Ok(Cow::Owned([before, &name.encode_utf16().collect::<Vec<_>>(), port, after].concat()))
}

fn unescaped(host: &[u16]) -> Option<String> {
    let text = String::from_utf16(host).ok()?;
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = after.split_at_checked(2)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        bytes.push(u8::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts() {
        for (host, name) in [
            ("b\u{fc}cher.example", "xn--bcher-kva.example"),
            ("B\u{dc}CHER.example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"),
            ("stra\u{df}e.example", "xn--strae-oqa.example"),
            ("\u{4f8b}\u{5b50}\u{3002}\u{6d4b}\u{8bd5}", "xn--fsqu00a.xn--0zwm56d"),
            ("Plain.example", "Plain.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(ascii_name(host).unwrap(), name, "{host}");
        }
        let long = format!("\u{fc}{}.example", "a".repeat(60));
        // A slash of full width, a right-to-left name with digits in front, an address in other digits, too long a label.
        for host in ["\u{fc}\u{ff0f}a", "1\u{5d0}a", "\u{ff11}27.0.0.1", "\u{fc}@a", "\u{fc}..a", &long] {
            assert!(ascii_name(host).is_err(), "{host}");
        }
    }

    #[test]
    fn urls_with_names_of_all_scripts() {
        let changed = |url: &str| {
            with_ascii_host(&url.encode_utf16().collect::<Vec<_>>()).map(|url| String::from_utf16(&url).unwrap())
        };
        for (url, other) in [
            ("https://b\u{fc}cher.example:8443/a?b", "https://xn--bcher-kva.example:8443/a?b"),
            ("https://b%C3%BCcher.example", "https://xn--bcher-kva.example"),
            ("http://h%41st/%C3%BC", "http://h%41st/%C3%BC"),
            ("http://[fe80::1%25eth0]/", "http://[fe80::1%25eth0]/"),
            ("http://+:80/\u{fc}", "http://+:80/\u{fc}"),
            ("http://%FF/", "http://%FF/"),
            ("http://%", "http://%"),
            ("", ""),
        ] {
            assert_eq!(changed(url).unwrap(), other);
        }
        assert!(changed("http://\u{ff11}27.0.0.1/").unwrap_err().texts()[0].contains("other digits"));
    }
}
