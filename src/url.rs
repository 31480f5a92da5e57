//! URLs of the API's schemes: into parts, out of parts, and references against a base. The grammar is that of RFC 3986,
//! and nothing beyond it is repaired or guessed: two programs that read one URL differently are how requests end up at
//! a host that nobody checked.
//!
//! All work is linear in the length of the input, which [`MAX_LENGTH`] bounds.

mod combine;
mod decode;
mod encode;
mod escape;
mod host;
mod name;
mod path;
mod syntax;
#[cfg(test)]
mod tests;

pub(crate) use combine::combine;
pub(crate) use decode::{Decoded, decode};
pub(crate) use encode::{Parts, encode};
pub(crate) use name::{ascii_name, with_ascii_host};

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};

/// The longest URL in characters. Microsoft's documentation names no limit; without one, whoever writes the URL decides
/// how much memory a call takes. Request lines and framing records of real services end far below.
pub(crate) const MAX_LENGTH: usize = 0xFFFF;

/// The longest host in octets of UTF-8: what DNS can carry (RFC 3986, 3.2.2).
pub(crate) const MAX_HOST_LENGTH: usize = 255;

/// Stands for the port in a decoded URL whose scheme has no default port: the documented 0xFFFFFFFF in 16 bits.
const NO_PORT: u16 = 0xFFFF;

/// The schemes of the API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scheme {
    Http,
    Https,
    NetTcp,
    SoapUdp,
    NetPipe,
}

impl Scheme {
    pub(crate) const ALL: [Scheme; 5] = [Scheme::Http, Scheme::Https, Scheme::NetTcp, Scheme::SoapUdp, Scheme::NetPipe];

    /// As it is written in a URL, without the colon.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
            Scheme::NetTcp => "net.tcp",
            Scheme::SoapUdp => "soap.udp",
            Scheme::NetPipe => "net.pipe",
        }
    }

    /// What the port of a decoded URL is when the URL names none. A pipe has no port, so net.pipe goes with soap.udp.
    pub(crate) fn default_port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
            Scheme::NetTcp => 808,
            Scheme::SoapUdp | Scheme::NetPipe => NO_PORT,
        }
    }

    /// The API's number.
    pub(crate) fn id(self) -> WS_URL_SCHEME_TYPE {
        match self {
            Scheme::Http => WS_URL_HTTP_SCHEME_TYPE,
            Scheme::Https => WS_URL_HTTPS_SCHEME_TYPE,
            Scheme::NetTcp => WS_URL_NETTCP_SCHEME_TYPE,
            Scheme::SoapUdp => WS_URL_SOAPUDP_SCHEME_TYPE,
            Scheme::NetPipe => WS_URL_NETPIPE_SCHEME_TYPE,
        }
    }

    fn named(name: &[u16]) -> Option<Self> {
        let is_name_of = |scheme: &Scheme| {
            let text = scheme.text().bytes();
            text.len() == name.len()
                && text.zip(name).all(|(byte, unit)| u8::try_from(*unit).is_ok_and(|c| c.eq_ignore_ascii_case(&byte)))
        };
        Self::ALL.into_iter().find(is_name_of)
    }
}

impl TryFrom<WS_URL_SCHEME_TYPE> for Scheme {
    type Error = Fault;

    fn try_from(id: WS_URL_SCHEME_TYPE) -> Result<Self> {
        let unknown = || Fault::invalid_format(format!("The scheme of the URL, {id:?}, is not a known one."));
        Self::ALL.into_iter().find(|scheme| scheme.id() == id).ok_or_else(unknown)
    }
}

fn check_flags(flags: u32, accepted: u32, function: &str) -> Result<()> {
    match flags & !accepted {
        0 => Ok(()),
        refused => Err(Fault::invalid_arg(format!("The flags 0x{refused:X} cannot be used with {function}."))),
    }
}

#[cold]
fn too_long(what: &str) -> Fault {
    Fault::invalid_format(format!("{what} is longer than {MAX_LENGTH} characters, the most that a URL may have."))
}

/// An empty buffer with room for `capacity` characters.
fn buffer(capacity: usize) -> Result<Vec<u16>> {
    let mut buffer = Vec::new();
    let full = |_| Fault::out_of_memory(capacity.saturating_mul(size_of::<u16>()));
    buffer.try_reserve_exact(capacity).map_err(full)?;
    Ok(buffer)
}

/// A URL under construction, which stops growing at [`MAX_LENGTH`].
struct Output {
    text: Vec<u16>,
}

impl Output {
    fn new(expected: usize) -> Result<Self> {
        // One more for the zero of WS_URL_FLAGS_ZERO_TERMINATE.
        Ok(Output { text: buffer(expected.min(MAX_LENGTH) + 1)? })
    }

    fn extend(&mut self, units: impl ExactSizeIterator<Item = u16>) -> Result<()> {
        let more = units.len();
        if more > MAX_LENGTH - self.text.len() {
            return Err(too_long("The resulting URL"));
        }
        self.text.try_reserve(more).map_err(|_| Fault::out_of_memory(more.saturating_mul(size_of::<u16>())))?;
        self.text.extend(units);
        Ok(())
    }

    fn push(&mut self, ascii: u8) -> Result<()> {
        self.extend([u16::from(ascii)].into_iter())
    }

    fn text(&mut self, ascii: &[u8]) -> Result<()> {
        self.extend(ascii.iter().map(|byte| u16::from(*byte)))
    }

    fn copy(&mut self, units: &[u16]) -> Result<()> {
        self.extend(units.iter().copied())
    }

    /// The URL, with a zero at its end if the flags ask for one.
    fn finish(mut self, flags: u32) -> Result<Vec<u16>> {
        if flags & WS_URL_FLAGS_ZERO_TERMINATE != 0 {
            self.text.try_reserve(1).map_err(|_| Fault::out_of_memory(size_of::<u16>()))?;
            self.text.push(0);
        }
        Ok(self.text)
    }
}
