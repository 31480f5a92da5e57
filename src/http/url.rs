//! URLs of requests: what is connected to, and what is asked for.

use crate::abi::{WS_E_INVALID_ENDPOINT_URL, WS_URL_FLAGS_NO_PATH_COLLAPSE};
use crate::runtime::fault::{Fault, Result};
use crate::url::{Scheme, combine, decode, with_ascii_host};

/// An absolute URL of the schemes http and https, in the forms in which a client needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Url {
    pub(crate) is_secure: bool,
    /// For connecting: unescaped, in lower case, an IPv6 address without its brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The URL as it came, without the fragment.
    text: String,
    /// Where path and query begin in it.
    target: usize,
    /// Where the authority begins in it.
    authority: usize,
}

/// The port of URLs that name none.
pub(crate) const fn default_port(is_secure: bool) -> u16 {
    if is_secure { 443 } else { 80 }
}

impl Url {
    /// Takes a URL in its escaped form. A host in another script than Latin may be there as it is.
    pub(crate) fn parse(url: &[u16]) -> Result<Self> {
        Self::parse_any(url).map_err(|fault| {
            let texts = fault.texts().join(" ");
            Fault::new(WS_E_INVALID_ENDPOINT_URL, texts)
        })
    }

    fn parse_any(url: &[u16]) -> Result<Self> {
        let url = &*with_ascii_host(url)?;
        let decoded = decode(url, WS_URL_FLAGS_NO_PATH_COLLAPSE)?;
        let is_secure = match decoded.scheme {
            Scheme::Http => false,
            Scheme::Https => true,
            other => {
                let scheme = other.text();
                return Err(Fault::invalid_format(format!(
                    "The scheme of the URL is {scheme}, and not http or https."
                )));
            }
        };
        if decoded.port == 0 {
            return Err(Fault::invalid_format("The port of the URL is 0."));
        }
        let host = String::from_utf16_lossy(decoded.text.get(decoded.host.clone()).unwrap_or_default());
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host).to_ascii_lowercase();
        let mut text = String::from_utf16_lossy(url);
        text.truncate(text.find('#').unwrap_or(text.len()));
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Fault::invalid_format("The URL has characters that have to be escaped."));
        }
        let authority = text.find("//").map_or(0, |at| at + 2);
        let rest = text.get(authority..).unwrap_or_default();
        let target = authority + rest.find(['/', '?']).unwrap_or(rest.len());
        Ok(Url { is_secure, host, port: decoded.port, text, target, authority })
    }

    /// Resolves the target of a redirect.
    pub(crate) fn join(&self, reference: &str) -> Result<Self> {
        let base: Vec<u16> = self.text.encode_utf16().collect();
        let reference: Vec<u16> = reference.encode_utf16().collect();
        Self::parse(&combine(&base, &reference, 0)?)
    }

    /// The URL as it was given, without a fragment.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Host and port as the Host field has them: as they are in the URL.
    pub(crate) fn authority(&self) -> &str {
        self.text.get(self.authority..self.target).unwrap_or_default()
    }

    /// Path and query as the request line has them; empty or without a slash at its start where the URL has no path.
    fn raw_target(&self) -> &str {
        self.text.get(self.target..).unwrap_or_default()
    }

    /// Writes the target of a request to the server itself.
    pub(crate) fn write_target(&self, out: &mut Vec<u8>) {
        let target = self.raw_target();
        if !target.starts_with('/') {
            out.push(b'/');
        }
        out.extend_from_slice(target.as_bytes());
    }

    /// The same as text.
    pub(crate) fn target(&self) -> String {
        let mut out = Vec::new();
        self.write_target(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    /// Writes the target of a request through a proxy.
    pub(crate) fn write_absolute(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"http://");
        out.extend_from_slice(self.authority().as_bytes());
        self.write_target(out);
    }

    /// The path, for cookies.
    pub(crate) fn path(&self) -> &str {
        let target = self.raw_target();
        match target.split('?').next() {
            None | Some("") => "/",
            Some(path) => path,
        }
    }

    /// Whether both are of one server: what one of them may be told can be told to the other.
    pub(crate) fn has_origin_of(&self, other: &Url) -> bool {
        (self.is_secure, self.port, &self.host) == (other.is_secure, other.port, &other.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Url> {
        Url::parse(&url.encode_utf16().collect::<Vec<_>>())
    }

    #[test]
    fn urls_in_their_forms() {
        for (text, host, port, authority, target, absolute) in [
            ("http://Host/a/b?c#d", "host", 80, "Host", "/a/b?c", "http://Host/a/b?c"),
            ("HTTP://host:8080", "host", 8080, "host:8080", "/", "http://host:8080/"),
            ("http://h?q", "h", 80, "h", "/?q", "http://h/?q"),
            ("http://[::1]:99/x%20y", "::1", 99, "[::1]:99", "/x%20y", "http://[::1]:99/x%20y"),
            ("http://h%41st/", "hast", 80, "h%41st", "/", "http://h%41st/"),
            ("http://B%C3%BCcher:1/", "xn--bcher-kva", 1, "xn--bcher-kva:1", "/", "http://xn--bcher-kva:1/"),
            ("http://b\u{fc}cher/", "xn--bcher-kva", 80, "xn--bcher-kva", "/", "http://xn--bcher-kva/"),
        ] {
            let url = parse(text).unwrap();
            let (mut short, mut long) = (Vec::new(), Vec::new());
            url.write_target(&mut short);
            url.write_absolute(&mut long);
            assert_eq!((url.host.as_str(), url.port, url.authority()), (host, port, authority), "{text}");
            assert_eq!((short, long), (target.into(), absolute.into()), "{text}");
        }
        assert!(parse("https://h/").unwrap().is_secure);
        for text in ["net.tcp://h/", "/a", "http://h:0/", "http://+/", "http://u@h/", "http://h/ä", "http://h/a b", ""]
        {
            assert_eq!(parse(text).unwrap_err().code(), WS_E_INVALID_ENDPOINT_URL, "{text}");
        }
    }

    #[test]
    fn redirects_are_resolved() {
        let base = parse("http://h:81/a/b?c").unwrap();
        for (reference, text) in [
            ("d", "http://h:81/a/d"),
            ("/d?e", "http://h:81/d?e"),
            ("//x/y", "http://x/y"),
            ("https://z/", "https://z/"),
        ] {
            assert_eq!(base.join(reference).unwrap().text(), text);
        }
        assert!(base.join("http://a b/").is_err());
        assert!(base.has_origin_of(&parse("http://H:81").unwrap()));
        assert!(!base.has_origin_of(&parse("https://h:81").unwrap()));
        assert!(!base.has_origin_of(&parse("http://h").unwrap()));
    }
}
