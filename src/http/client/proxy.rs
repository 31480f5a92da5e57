//! Which proxy a request goes through.

use super::bypass::Bypass;
use crate::abi::{WS_E_NOT_SUPPORTED, WS_E_OPERATION_ABORTED, WS_E_OPERATION_TIMED_OUT, WS_E_PROXY_FAILURE};
use crate::http::Url;
use crate::net::Place;
use crate::runtime::fault::{Fault, Result};
use base64_simd::STANDARD;

/// Where the proxy comes from (WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ProxySetting {
    None,
    /// From the environment, as other programs of the system do: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`.
    System,
    /// From lists separated by semicolons (WS_CUSTOM_HTTP_PROXY).
    Custom {
        servers: String,
        bypass: String,
    },
}

/// A proxy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Server {
    pub(super) place: Place,
    pub(super) authorization: Option<String>,
}

/// The proxies for each scheme.
#[derive(Debug)]
pub(super) struct Proxies {
    plain: Servers,
    secure: Servers,
    bypass: Bypass,
}

/// What a setting says; a wrong one of the environment counts only when a request would go through it.
type Servers = std::result::Result<Vec<Server>, String>;

impl Proxies {
    pub(super) fn new(setting: &ProxySetting) -> Result<Self> {
        match setting {
            ProxySetting::None => Ok(Self { plain: Ok(Vec::new()), secure: Ok(Vec::new()), bypass: Bypass::default() }),
            ProxySetting::Custom { servers, bypass } => {
                let invalid = |entry: &str| {
                    Fault::invalid_arg(format!("\"{}\" is not a proxy server and a port.", entry.escape_default()))
                };
                let entries = servers.split(';').map(str::trim).filter(|entry| !entry.is_empty());
                let list: Vec<Server> = entries
                    .map(|entry| {
                        place(entry).map(|place| Server { place, authorization: None }).ok_or_else(|| invalid(entry))
                    })
                    .collect::<Result<_>>()?;
                if list.is_empty() {
                    return Err(Fault::invalid_arg("WS_CUSTOM_HTTP_PROXY names no server."));
                }
                Ok(Self { plain: Ok(list.clone()), secure: Ok(list), bypass: Bypass::custom(bypass) })
            }
            ProxySetting::System => Ok(Self::system(|name| std::env::var(name).ok())),
        }
    }

    /// As curl and most others read the environment. Not HTTP_PROXY in capitals: in a CGI program, that is what a
    /// client sent as the header Proxy.
    fn system(variable: impl Fn(&str) -> Option<String>) -> Self {
        let first =
            |names: &[&str]| names.iter().find_map(|name| variable(name).filter(|value| !value.trim().is_empty()));
        let servers = |names: &[&str]| match first(names) {
            None => Ok(Vec::new()),
            Some(value) => system_server(value.trim()).map(|server| vec![server]),
        };
        Proxies {
            plain: servers(&["http_proxy", "all_proxy", "ALL_PROXY"]),
            secure: servers(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            bypass: Bypass::system(&first(&["no_proxy", "NO_PROXY"]).unwrap_or_default()),
        }
    }

    /// The proxies for a URL in the order in which they are to be tried; none if it is reached without.
    pub(super) fn servers(&self, url: &Url) -> Result<&[Server]> {
        let servers = if url.is_secure { &self.secure } else { &self.plain };
        if matches!(servers, Ok(list) if list.is_empty()) || self.bypass.covers(&url.host, url.port) {
            return Ok(&[]);
        }
        match servers {
            Ok(list) => Ok(list),
            // Going without a proxy would send to the outside what was to go through it.
            Err(problem) => Err(Fault::new(WS_E_NOT_SUPPORTED, problem.clone())),
        }
    }
}

/// `host`, `host:port`, `[address]:port`; port 80 where there is none.
fn place(text: &str) -> Option<Place> {
    // The colons of an address in brackets are not that of the port.
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (text, 80),
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let inner = address.unwrap_or(host);
    let allowed = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_')
            || (address.is_some() && matches!(byte, b':' | b'%'))
    };
    let is_sound = !inner.is_empty() && inner.bytes().all(allowed);
    (is_sound && port != 0).then(|| Place::new(inner, port))
}

/// A proxy of the environment: perhaps with a scheme, of which only http is there, and perhaps with name and password.
fn system_server(value: &str) -> std::result::Result<Server, String> {
    let rest = match value.split_once("://") {
        None => value,
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
        Some((scheme, _)) => {
            let scheme: String = scheme.escape_default().take(20).collect();
            return Err(format!("The proxy of the environment has the scheme {scheme}; only http is supported."));
        }
    };
    let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, place_text) = match rest.rsplit_once('@') {
        Some((user, place)) => (Some(user), place),
        None => (None, rest),
    };
    // The value may hold a password, so it is not quoted.
    let place = place(place_text).ok_or("The proxy of the environment is not a host and a port.")?;
    let authorization = user.map(|user| format!("Basic {}", STANDARD.encode_to_string(unescape(user))));
    Ok(Server { place, authorization })
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        bytes.extend_from_slice(before.as_bytes());
        let byte = after.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = after.get(if byte.is_some() { 3 } else { 1 }..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// No proxy could be reached: what failed is the proxy, and not the server.
pub(super) fn failed(fault: Fault) -> Fault {
    match fault.code() {
        WS_E_OPERATION_TIMED_OUT | WS_E_OPERATION_ABORTED => fault,
        _ => Fault::new(WS_E_PROXY_FAILURE, fault.texts().join(" ")).context("The HTTP proxy could not be reached."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(&text.encode_utf16().collect::<Vec<_>>()).unwrap()
    }

    fn places(proxies: &Proxies, of: &str) -> Vec<String> {
        proxies.servers(&url(of)).unwrap().iter().map(|server| server.place.to_string()).collect()
    }

    #[test]
    fn custom_lists() {
        let custom = |servers: &str, bypass: &str| {
            Proxies::new(&ProxySetting::Custom { servers: servers.into(), bypass: bypass.into() })
        };
        let proxies = custom("a:8080; b ;[::1]:3128;", "<local>;*.test").unwrap();
        assert_eq!(places(&proxies, "http://example.org/"), ["a:8080", "b:80", "[::1]:3128"]);
        assert_eq!(places(&proxies, "https://example.org/").len(), 3);
        for bypassed in ["http://intranet/", "http://localhost:9/", "http://127.0.0.1/", "http://x.TEST/"] {
            assert_eq!(places(&proxies, bypassed), [""; 0], "{bypassed}");
        }
        for servers in ["", ";", "a:0", "a:x", "a b", "http://a", "u@a:1", "a:1:2", "[::1", "a:65536"] {
            assert_eq!(custom(servers, "").unwrap_err().code(), crate::abi::E_INVALIDARG, "{servers}");
        }
    }

    #[test]
    fn the_environment() {
        let of = |variables: &'static [(&str, &str)]| {
            Proxies::system(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into()))
        };
        assert_eq!(places(&of(&[]), "http://h/"), [""; 0]);
        assert_eq!(places(&of(&[("http_proxy", "http://p:3128/")]), "http://h/"), ["p:3128"]);
        assert_eq!(places(&of(&[("http_proxy", "http://p:3128/")]), "https://h/"), [""; 0]);
        assert_eq!(places(&of(&[("HTTP_PROXY", "p")]), "http://h/"), [""; 0]);
        assert_eq!(places(&of(&[("http_proxy", " "), ("ALL_PROXY", "p")]), "http://h/"), ["p:80"]);
        let proxies = of(&[("http_proxy", "p:1"), ("no_proxy", "h,.x.org")]);
        assert_eq!(places(&proxies, "http://h/"), [""; 0]);
        assert_eq!(places(&proxies, "http://a.x.org/"), [""; 0]);
        assert_eq!(places(&proxies, "http://y.org/"), ["p:1"]);
        let proxies = of(&[("http_proxy", "http://us%65r:p%40ss@p:1"), ("no_proxy", "h")]);
        let server = &proxies.servers(&url("http://y/")).unwrap()[0];
        assert_eq!(server.authorization.as_deref(), Some("Basic dXNlcjpwQHNz"));
        // One that cannot be used must not mean none.
        let proxies = of(&[("http_proxy", "socks5://p:1"), ("no_proxy", "h")]);
        assert_eq!(proxies.servers(&url("http://y/")).unwrap_err().code(), WS_E_NOT_SUPPORTED);
        assert_eq!(places(&proxies, "http://h/"), [""; 0]);
    }
}
