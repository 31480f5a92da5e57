//! Heads of responses.

use super::{Facts, Framing, fields, malformed, place, store};
use crate::http::{Headers, Violation};

/// A response but for its body.
#[derive(Default, Debug)]
pub(crate) struct ResponseHead {
    headers: Headers,
    reason: (u32, u32),
    status: u16,
    framing: Option<Framing>,
    persists: bool,
    /// The request was one whose response has no body.
    is_of_head: bool,
}

impl ResponseHead {
    /// That of no response.
    pub(crate) const NONE: Self = ResponseHead {
        headers: Headers::new(),
        reason: (0, 0),
        status: 0,
        framing: None,
        persists: false,
        is_of_head: false,
    };

    /// Takes a complete head, with the empty line at its end. `method` is that of the request: it decides whether the
    /// response has a body.
    pub(crate) fn parse(&mut self, head: &[u8], method: &str) -> Result<(), Violation> {
        let mut room = fields();
        let mut response = httparse::Response::new(&mut []);
        match httparse::ParserConfig::default().parse_response_with_uninit_headers(&mut response, head, &mut room) {
            Ok(httparse::Status::Complete(length)) if length == head.len() => {}
            Ok(_) => return Err(Violation::bad("The header of the HTTP response is malformed.")),
            Err(error) => return Err(malformed(error)),
        }
        let (Some(status), Some(minor)) = (response.code, response.version) else {
            return Err(Violation::bad("The first line of the HTTP response is malformed."));
        };
        if !(100..1000).contains(&status) {
            return Err(Violation::bad("The status of the HTTP response has not three digits."));
        }
        let found = &*response.headers;
        let facts = Facts::collect(found)?;
        if facts.chunked && minor == 0 {
            return Err(Violation::bad("The HTTP response has the version 1.0 and a Transfer-Encoding."));
        }
        self.status = status;
        self.is_of_head = method == "HEAD";
        self.persists = facts.persists(minor);
        let is_bodiless = method == "HEAD" || matches!(status, 100..=199 | 204 | 304);
        let framing = match facts.length {
            _ if is_bodiless => Framing::Length(0),
            _ if facts.chunked => Framing::Chunked,
            Some(length) => Framing::Length(length),
            None => Framing::Close,
        };
        // These must not announce a body (RFC 9112, 6.3): a server that does may also send one.
        if matches!(status, 100..=199 | 204) && (facts.chunked || facts.length.is_some_and(|length| length > 0)) {
            self.persists = false;
        }
        self.persists &= framing != Framing::Close;
        self.framing = Some(framing);
        self.reason = place(head, response.reason.unwrap_or_default());
        if self.reason.1 == 0 {
            self.reason.0 = 0;
        }
        store(&mut self.headers, head, found);
        Ok(())
    }

    /// The length of the head that `bytes` begin with, if that is byte for byte this one, in answer to a request of the same
    /// kind: servers repeat themselves, and what was found out holds again.
    pub(crate) fn repeats(&self, bytes: &[u8], method: &str) -> Option<usize> {
        let known = self.headers.source();
        let is_same = self.framing.is_some() && self.is_of_head == (method == "HEAD") && bytes.starts_with(known);
        is_same.then_some(known.len())
    }

    pub(crate) fn headers(&self) -> &Headers {
        &self.headers
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The text after the status. Bytes, since no encoding is promised; without control characters but the tab.
    pub(crate) fn reason(&self) -> &[u8] {
        self.headers.text(self.reason)
    }

    pub(crate) fn framing(&self) -> Framing {
        self.framing.unwrap_or(Framing::Length(0))
    }

    /// Whether the server is willing to take another request on the connection.
    pub(crate) fn persists(&self) -> bool {
        self.persists
    }
}
