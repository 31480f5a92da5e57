//! WsEncodeUrl: parts into a URL.

use crate::abi::{WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, WS_URL_FLAGS_NO_PATH_COLLAPSE, WS_URL_FLAGS_ZERO_TERMINATE};
use crate::runtime::fault::{Fault, Result};
use crate::url::escape::escape;
use crate::url::syntax::{self, Component};
use crate::url::{MAX_LENGTH, Output, Scheme, check_flags, host, too_long};

/// The flags that encoding accepts. All but the last say something about input that it does not have.
const FLAGS: u32 = WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE | WS_URL_FLAGS_ZERO_TERMINATE;

/// The parts of a URL, unescaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) host: &'a [u16],
    pub(crate) port: u16,
    pub(crate) port_digits: &'a [u16],
    pub(crate) path: &'a [u16],
    pub(crate) query: &'a [u16],
    pub(crate) fragment: &'a [u16],
}

/// Puts a URL together, escaping what has to be escaped.
pub(crate) fn encode(parts: &Parts<'_>, flags: u32) -> Result<Vec<u16>> {
    check_flags(flags, FLAGS, "WsEncodeUrl")?;
    let lengths = [parts.host, parts.port_digits, parts.path, parts.query, parts.fragment].map(<[u16]>::len);
    let least = lengths.into_iter().fold(0, usize::saturating_add);
    if least > MAX_LENGTH {
        return Err(too_long("The resulting URL"));
    }
    let mut out = Output::new(least + "soap.udp://:65535?#".len())?;
    out.text(parts.scheme.text().as_bytes())?;
    out.text(b"://")?;
    host::encode(parts.host, &mut out)?;
    port(parts, &mut out)?;
    if parts.path.first().is_some_and(|first| *first != u16::from(b'/')) {
        // It would become part of the host or the port.
        return Err(Fault::invalid_format("The path does not begin with a slash."));
    }
    escape(parts.path, Component::Path, &mut out)?;
    for (mark, part, component) in [(b'?', parts.query, Component::Query), (b'#', parts.fragment, Component::Fragment)]
    {
        if !part.is_empty() {
            out.push(mark)?;
            escape(part, component, &mut out)?;
        }
    }
    out.finish(flags)
}

/// The digits win where the number is not set; where both are, they have to agree, because either choice would send
/// somebody's request to a port that they did not mean.
fn port(parts: &Parts<'_>, out: &mut Output) -> Result<()> {
    let Parts { scheme, port, port_digits, .. } = *parts;
    match syntax::port(port_digits)? {
        Some(number) if port != 0 && port != number => Err(Fault::invalid_format(format!(
            "The fields port ({port}) and portAsString (\"{number}\") of the URL name different ports."
        ))),
        Some(_) => {
            out.push(b':')?;
            out.copy(port_digits)
        }
        None if port == 0 || port == scheme.default_port() => Ok(()),
        None => out.text(format!(":{port}").as_bytes()),
    }
}
