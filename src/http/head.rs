//! Heads of requests and responses: from bytes to fields, and what they say about the body and the connection.
//!
//! httparse takes a head apart. What it lets pass and other readers might understand differently is refused here: lines
//! that end in a bare line feed, targets that are not plain ASCII, and all that leaves open where the message ends.

mod end;
mod request;
mod response;
#[cfg(test)]
mod tests;

pub(crate) use end::End;
pub(crate) use request::{RequestHead, is_method};
pub(crate) use response::ResponseHead;

use crate::http::{Headers, Violation, limits};
use core::mem::MaybeUninit;

/// How a body is delimited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Framing {
    /// Exactly as many bytes, perhaps none.
    Length(u64),
    /// In chunks.
    Chunked,
    /// By the end of the connection; responses only.
    Close,
}

/// What the fields that belong to the protocol say, in one pass.
#[derive(Default)]
struct Facts {
    length: Option<u64>,
    chunked: bool,
    close: bool,
    keep_alive: bool,
}

impl Facts {
    fn collect(fields: &[httparse::Header<'_>]) -> Result<Self, Violation> {
        let mut facts = Facts::default();
        for field in fields {
            let value = field.value.trim_ascii();
            match field.name.len() {
                10 if field.name.eq_ignore_ascii_case("connection") => facts.connection(value),
                14 if field.name.eq_ignore_ascii_case("content-length") => facts.length(value)?,
                17 if field.name.eq_ignore_ascii_case("transfer-encoding") => {
                    if facts.chunked || !value.eq_ignore_ascii_case(b"chunked") {
                        return Err(Violation::bad("The Transfer-Encoding of the HTTP message is not just chunked."));
                    }
                    facts.chunked = true;
                }
                _ => {}
            }
        }
        if facts.chunked && facts.length.is_some() {
            return Err(Violation::bad("The HTTP message has both Content-Length and Transfer-Encoding."));
        }
        Ok(facts)
    }

    fn length(&mut self, value: &[u8]) -> Result<(), Violation> {
        // A second one is refused also where it says the same: someone along the way may have looked at one of them only.
        match self.length.replace(length(value)?) {
            Some(_) => Err(Violation::bad("The HTTP message has more than one Content-Length.")),
            None => Ok(()),
        }
    }

    fn connection(&mut self, value: &[u8]) {
        for option in value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
            self.close |= option.eq_ignore_ascii_case(b"close");
            self.keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
        }
    }

    /// Whether the connection can be used for another message after this one.
    fn persists(&self, minor: u8) -> bool {
        !self.close && (minor > 0 || self.keep_alive)
    }
}

/// Digits only: neither sign nor list nor white space within (RFC 9110, 8.6).
fn length(value: &[u8]) -> Result<u64, Violation> {
    let bad = || Violation::bad("The Content-Length of the HTTP message is not a number.");
    let step = |sum: u64, byte: &u8| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0')).ok_or_else(bad)?;
        let next = sum.checked_mul(10).and_then(|tens| tens.checked_add(digit));
        next.ok_or_else(|| Violation::new(413, "The Content-Length of the HTTP message has more than 64 bits."))
    };
    if value.is_empty() { Err(bad()) } else { value.iter().try_fold(0, step) }
}

/// Room for the fields of a head while it is parsed.
type Fields<'a> = [MaybeUninit<httparse::Header<'a>>; limits::HEADER_COUNT];

fn fields<'a>() -> Fields<'a> {
    [const { MaybeUninit::uninit() }; limits::HEADER_COUNT]
}

#[cold]
fn malformed(error: httparse::Error) -> Violation {
    match error {
        httparse::Error::TooManyHeaders => {
            let most = limits::HEADER_COUNT;
            Violation::new(431, format!("The HTTP message has more than {most} header fields."))
        }
        httparse::Error::Version => Violation::new(505, "The version of the HTTP message is neither 1.0 nor 1.1."),
        httparse::Error::HeaderName => Violation::bad("The name of a header field of the HTTP message is malformed."),
        httparse::Error::HeaderValue => Violation::bad("The value of a header field of the HTTP message is malformed."),
        _ => Violation::bad("The first line of the HTTP message is malformed."),
    }
}

/// Where `part`, which is of `whole`, is in it.
fn place(whole: &[u8], part: &str) -> (u32, u32) {
    (part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr()) as u32, part.len() as u32)
}

/// Recycled storage of a head: the text with the fields.
fn store(headers: &mut Headers, head: &[u8], found: &[httparse::Header<'_>]) {
    headers.take(head, found);
}
