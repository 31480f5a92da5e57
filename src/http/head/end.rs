//! Where a head ends.

use crate::http::Violation;
use std::io::BufRead;

/// Looks for the empty line at the end of a head in bytes that come piece by piece. Goes on where it stopped, so that a
/// head of single bytes costs no more than one at once.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct End {
    /// What has been looked at.
    at: usize,
    /// Where the present line begins.
    line: usize,
}

impl End {
    /// Looks at all bytes that there are so far, from the beginning of the head. Gives the length of the head once it is
    /// complete; more than `limit` bytes without an end are too many.
    pub(crate) fn find(&mut self, bytes: &[u8], limit: usize) -> Result<Option<usize>, Violation> {
        let within = bytes.get(..limit).unwrap_or(bytes);
        while let Some(feed) = line_feed(within.get(self.at..).unwrap_or_default()) {
            let feed = self.at + feed;
            let line = within.get(self.line..feed).unwrap_or_default();
            let [line @ .., b'\r'] = line else {
                return Err(Violation::bad("A line in the header of the HTTP message does not end with CR LF."));
            };
            self.at = feed + 1;
            let is_first = self.line == 0;
            self.line = self.at;
            // An empty line before the first one is the rest of what some clients send after a body (RFC 9112, 2.2);
            // [`End::skip`] takes it off, so here it is the end of a head without a first line, which is malformed.
            if line.is_empty() && !is_first {
                return Ok(Some(self.at));
            }
            if line.is_empty() {
                return Err(Violation::bad("The HTTP message begins with an empty line."));
            }
        }
        self.at = within.len();
        if bytes.len() >= limit { Err(Violation::large_head(limit)) } else { Ok(None) }
    }

    /// How many bytes before a request are one empty line, which is ignored. `None` if more bytes are needed to tell.
    pub(crate) fn skip(bytes: &[u8]) -> Option<usize> {
        match bytes {
            [b'\r', b'\n', ..] => Some(2),
            [] | [b'\r'] => None,
            _ => Some(0),
        }
    }
}

/// Where the first line feed is. The standard library looks for it a vector at a time, but says so only of readers.
fn line_feed(mut bytes: &[u8]) -> Option<usize> {
    let all = bytes;
    let count = bytes.skip_until(b'\n').ok()?;
    let last = count.checked_sub(1)?;
    (all.get(last) == Some(&b'\n')).then_some(last)
}
