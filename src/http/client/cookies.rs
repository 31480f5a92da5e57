//! Cookies of one channel (RFC 6265). They live as long as the channel, and no other one sees them.

use super::call::line;
use crate::http::{Url, date};
use core::net::IpAddr;

/// The most cookies that are kept; the oldest give way (RFC 6265, 6.1 demands 3000 of browsers, which visit more).
const MOST: usize = 300;
/// The most of one server's domain.
const MOST_OF_DOMAIN: usize = 50;
/// The most bytes of a name and its value.
const SIZE: usize = 4096;
/// The most bytes of the field that is sent.
const FIELD: usize = 16 * 1024;

#[derive(Default, Debug)]
pub(super) struct Jar {
    /// The oldest first.
    cookies: Vec<Cookie>,
}

#[derive(Debug)]
struct Cookie {
    name: Vec<u8>,
    value: Vec<u8>,
    domain: String,
    /// Only for the very host that set it.
    is_host_only: bool,
    path: String,
    is_secure: bool,
    /// In seconds since 1970; none lives as long as the jar.
    expires: Option<u64>,
}

impl Jar {
    /// Takes a Set-Cookie field that came from a URL. One that is malformed, or not the server's to set, is ignored.
    pub(super) fn set(&mut self, url: &Url, field: &[u8], now: u64) {
        let Some(cookie) = read(url, field, now) else { return };
        let is_same = |c: &Cookie| c.name == cookie.name && c.domain == cookie.domain && c.path == cookie.path;
        let present = self.cookies.iter().position(is_same);
        // A cookie that was set over TLS is not replaced from where anyone can write.
        if present.and_then(|at| self.cookies.get(at)).is_some_and(|present| present.is_secure && !url.is_secure) {
            return;
        }
        if cookie.expires.is_some_and(|expires| expires <= now) {
            self.cookies.retain(|other| !is_same(other));
            return;
        }
        match present.and_then(|at| self.cookies.get_mut(at)) {
            Some(present) => *present = cookie,
            None => {
                self.cookies.retain(|other| other.expires.is_none_or(|expires| expires > now));
                let of_domain = |c: &Cookie| c.domain == cookie.domain;
                let is_full = self.cookies.iter().filter(|c| of_domain(c)).count() >= MOST_OF_DOMAIN;
                if is_full && let Some(oldest) = self.cookies.iter().position(of_domain) {
                    self.cookies.remove(oldest);
                } else if self.cookies.len() >= MOST {
                    self.cookies.remove(0);
                }
                self.cookies.push(cookie);
            }
        }
    }

    /// Writes the Cookie field for a URL, if there are cookies for it.
    pub(super) fn write(&self, url: &Url, now: impl FnOnce() -> u64, out: &mut Vec<u8>) {
        if self.cookies.is_empty() {
            return;
        }
        let (now, path) = (now(), url.path());
        let mut found: Vec<&Cookie> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.expires.is_none_or(|expires| expires > now))
            .filter(|cookie| !cookie.is_secure || url.is_secure)
            .filter(
                |cookie| if cookie.is_host_only { cookie.domain == url.host } else { is_in(&url.host, &cookie.domain) },
            )
            .filter(|cookie| is_below(path, &cookie.path))
            .collect();
        // The longest path first, and the oldest of equal ones, which the sort keeps in order.
        found.sort_by_key(|cookie| core::cmp::Reverse(cookie.path.len()));
        let mut field = Vec::new();
        for cookie in found {
            if field.len() + cookie.name.len() + cookie.value.len() > FIELD {
                break;
            }
            if !field.is_empty() {
                field.extend_from_slice(b"; ");
            }
            field.extend_from_slice(&cookie.name);
            field.push(b'=');
            field.extend_from_slice(&cookie.value);
        }
        if !field.is_empty() {
            line(out, "Cookie", &field);
        }
    }
}

/// Reads a Set-Cookie field (RFC 6265, 5.2 and 5.3). It has no control characters: the parser of heads refuses them.
fn read(url: &Url, field: &[u8], now: u64) -> Option<Cookie> {
    let mut parts = field.split(|byte| *byte == b';');
    let (name, value) = pair(parts.next()?);
    let value = value?;
    if name.is_empty() || name.len() + value.len() > SIZE {
        return None;
    }
    let mut cookie = Cookie {
        name: name.to_vec(),
        value: value.to_vec(),
        domain: url.host.clone(),
        is_host_only: true,
        path: default_path(url.path()).to_owned(),
        is_secure: false,
        expires: None,
    };
    let mut age: Option<u64> = None;
    for part in parts {
        let (name, value) = pair(part);
        let value = value.unwrap_or_default();
        match name.to_ascii_lowercase().as_slice() {
            b"expires" => cookie.expires = date::read(value).or(cookie.expires),
            b"max-age" => age = max_age(value, now).or(age),
            b"domain" if !value.is_empty() => {
                let domain = str::from_utf8(value).ok()?.to_ascii_lowercase();
                let domain = domain.strip_prefix('.').unwrap_or(&domain);
                set_domain(&mut cookie, domain)?;
            }
            b"path" => {
                let path = str::from_utf8(value).ok().filter(|path| path.starts_with('/'));
                cookie.path = path.unwrap_or_else(|| default_path(url.path())).to_owned();
            }
            b"secure" => cookie.is_secure = true,
            _ => {}
        }
    }
    // What is to be sent over TLS only cannot be set without it.
    (!cookie.is_secure || url.is_secure).then(|| Cookie { expires: age.or(cookie.expires), ..cookie })
}

/// A domain has to have the host in it, and a dot: without the list of those under which anyone can register, the
/// least that can be done is that no cookie is for all of `org`.
fn set_domain(cookie: &mut Cookie, domain: &str) -> Option<()> {
    if domain == cookie.domain {
        cookie.is_host_only = !domain.contains('.') || domain.parse::<IpAddr>().is_ok();
        return Some(());
    }
    if !domain.contains('.') || !is_in(&cookie.domain, domain) {
        return None;
    }
    cookie.is_host_only = false;
    cookie.domain = domain.to_owned();
    Some(())
}

/// Name and value, without the white space around them.
fn pair(part: &[u8]) -> (&[u8], Option<&[u8]>) {
    match part.iter().position(|byte| *byte == b'=') {
        Some(at) => {
            let (name, value) = part.split_at(at);
            (name.trim_ascii(), Some(value.get(1..).unwrap_or_default().trim_ascii()))
        }
        None => (part.trim_ascii(), None),
    }
}

/// When a cookie of this age ends; 0 for one that has ended.
fn max_age(value: &[u8], now: u64) -> Option<u64> {
    let (is_negative, digits) = match value {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // More digits than a number has are more years than there will be.
    let age = str::from_utf8(digits).ok()?.parse::<u64>().unwrap_or(u64::MAX);
    Some(if is_negative || age == 0 { 0 } else { now.saturating_add(age) })
}

/// The path of a cookie that names none (RFC 6265, 5.1.4).
fn default_path(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(at) => path.get(..at).unwrap_or("/"),
    }
}

/// Whether a host is in a domain (RFC 6265, 5.1.3).
fn is_in(host: &str, domain: &str) -> bool {
    let before = host.strip_suffix(domain);
    before.is_some_and(|before| before.is_empty() || (before.ends_with('.') && host.parse::<IpAddr>().is_err()))
}

/// Whether a path is in that of a cookie (RFC 6265, 5.1.4).
fn is_below(path: &str, of_cookie: &str) -> bool {
    let after = path.strip_prefix(of_cookie);
    after.is_some_and(|after| after.is_empty() || of_cookie.ends_with('/') || after.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(&text.encode_utf16().collect::<Vec<_>>()).unwrap()
    }

    fn sent(jar: &Jar, to: &str, now: u64) -> String {
        let mut out = Vec::new();
        jar.write(&url(to), || now, &mut out);
        String::from_utf8(out).unwrap().trim_end().trim_start_matches("Cookie: ").to_owned()
    }

    fn jar(from: &str, fields: &[&str]) -> Jar {
        let mut jar = Jar::default();
        fields.iter().for_each(|field| jar.set(&url(from), field.as_bytes(), 1000));
        jar
    }

    #[test]
    fn cookies_come_back_to_who_set_them() {
        let jar = jar(
            "http://a.x.org/p/q",
            &["a=1", "b=2; Path=/", "c = 3 ; path=/p/q; HttpOnly", "d=4; Domain=.X.org; Path=/"],
        );
        assert_eq!(sent(&jar, "http://a.x.org/p/q", 1000), "c=3; a=1; b=2; d=4");
        assert_eq!(sent(&jar, "http://a.x.org/p/qq", 1000), "a=1; b=2; d=4");
        assert_eq!(sent(&jar, "http://a.x.org:81/?p", 1000), "b=2; d=4");
        assert_eq!(sent(&jar, "http://b.x.org/p", 1000), "d=4");
        assert_eq!(sent(&jar, "http://x.org/p", 1000), "d=4");
        assert_eq!(sent(&jar, "http://ax.org/p", 1000), "");
        assert_eq!(sent(&jar, "http://x.org.evil/p", 1000), "");
    }

    #[test]
    fn cookies_that_are_not_ones_to_set() {
        let jar = jar(
            "http://a.x.org/",
            &[
                "a",
                "=b",
                "a=1; Domain=org",
                "a=1; Domain=y.org",
                "a=1; Domain=b.x.org",
                "a=1; Domain=aa.x.org",
                "a=1; Secure",
            ],
        );
        assert_eq!(sent(&jar, "http://a.x.org/", 1000), "");
        assert_eq!(sent(&jar, "https://a.x.org/", 1000), "");
        let by_number = self::jar("http://10.0.0.1/", &["a=1; Domain=0.0.1", "b=2; Domain=10.0.0.1"]);
        assert_eq!(sent(&by_number, "http://10.0.0.1/", 1000), "b=2");
        let long = format!("a={}", "b".repeat(SIZE));
        assert_eq!(sent(&self::jar("http://h/", &[&long]), "http://h/", 1000), "");
    }

    #[test]
    fn cookies_end() {
        let mut jar = jar(
            "http://h/",
            &[
                "a=1; Max-Age=10",
                "b=2; Expires=Thu, 01 Jan 1970 00:20:00 GMT",
                "c=3; Max-Age=5; Expires=Fri, 01 Jan 2100 00:00:00 GMT",
                "d=4; Max-Age=x",
            ],
        );
        assert_eq!(sent(&jar, "http://h/", 1004), "a=1; b=2; c=3; d=4");
        assert_eq!(sent(&jar, "http://h/", 1009), "a=1; b=2; d=4");
        assert_eq!(sent(&jar, "http://h/", 1100), "b=2; d=4");
        assert_eq!(sent(&jar, "http://h/", 1200), "d=4");
        jar.set(&url("http://h/"), b"d=5", 1200);
        assert_eq!(sent(&jar, "http://h/", 1200), "d=5");
        jar.set(&url("http://h/"), b"d=; max-age=-1", 1200);
        assert_eq!(sent(&jar, "http://h/", 1200), "");
    }

    #[test]
    fn cookies_of_tls_stay_there() {
        let mut jar = jar("https://h/", &["a=1; Secure", "b=2"]);
        assert_eq!(sent(&jar, "http://h/", 1000), "b=2");
        jar.set(&url("http://h/"), b"a=3", 1000);
        assert_eq!(sent(&jar, "https://h/", 1000), "a=1; b=2");
    }

    #[test]
    fn the_jar_has_a_size() {
        let mut jar = Jar::default();
        for number in 0..1000 {
            jar.set(&url(&format!("http://h{}/", number % 20)), format!("a{number}=1").as_bytes(), 1000);
        }
        assert_eq!(jar.cookies.len(), MOST);
        for number in 0..1000 {
            jar.set(&url("http://h/"), format!("a{number}=1").as_bytes(), 1000);
        }
        assert_eq!(jar.cookies.iter().filter(|cookie| cookie.domain == "h").count(), MOST_OF_DOMAIN);
        let large = self::jar(
            "http://h/",
            &(0..20)
                .map(|n| format!("a{n}={}", "b".repeat(2000)))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        );
        assert!(sent(&large, "http://h/", 1000).len() <= FIELD + 100);
    }
}
