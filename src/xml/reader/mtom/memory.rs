//! The parts of a package that is in memory as a whole.

use super::delimiter::{Delimiter, Found};
use super::header::{Fields, block_end, parse};
use super::{bad_package, exhausted};
use crate::runtime::fault::{Fault, Result};
use crate::xml::reader::input::Input;
use core::ops::Range;
use std::collections::HashMap;

/// Why a part is not taken.
pub(super) const ENCODED: &str = "has a Content-Transfer-Encoding that is not supported";

/// All parts, and which of them have been taken.
#[derive(Debug, Default)]
pub(super) struct Parts {
    parts: Vec<Part>,
    by_id: HashMap<Vec<u8>, usize>,
}

#[derive(Debug)]
struct Part {
    body: Range<usize>,
    fields: Fields,
    taken: bool,
}

impl Parts {
    /// Looks through the package from the header of its first part on, up to the last delimiter.
    pub(super) fn find(input: &Input, first: usize, delimiter: &Delimiter, limit: u32) -> Result<Self> {
        let bytes = input.bytes();
        let mut found = Parts::default();
        let mut at = first;
        loop {
            if found.parts.len() >= limit as usize {
                return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_MIME_PARTS", limit));
            }
            let rest = bytes.get(at..).unwrap_or_default();
            let Some((end, body)) = block_end(rest) else {
                return Err(exhausted(input, "the header of a MIME part"));
            };
            let fields =
                parse(rest.get(..end).unwrap_or_default()).map_err(|refusal| bad_package(input, at, refusal))?;
            if let Some(id) = &fields.content_id
                && found.by_id.insert(id.clone(), found.parts.len()).is_some()
            {
                let id = String::from_utf8_lossy(id);
                return Err(bad_package(input, at, format!("Two MIME parts have the Content-ID '{id}'.")));
            }
            let start = at + body;
            // A part without content may share the line end before the delimiter with its header.
            let Found::Delimiter { end, next, is_last } = delimiter.find(bytes, start - 2, true) else {
                return Err(exhausted(input, "a MIME part"));
            };
            found.parts.push(Part { body: start..end.max(start), fields, taken: false });
            if is_last {
                return Ok(found);
            }
            at = next;
        }
    }

    /// The part with the XML: that of an identifier, or the first for an empty one.
    pub(super) fn take_root(&mut self, id: &[u8]) -> Option<(Range<usize>, Fields)> {
        let index = if id.is_empty() { 0 } else { *self.by_id.get(id)? };
        let part = self.parts.get_mut(index)?;
        part.taken = true;
        Some((part.body.clone(), core::mem::take(&mut part.fields)))
    }

    /// The bytes of the part that a `cid:` URL stands for, once.
    pub(super) fn take(&mut self, href: &[u8]) -> core::result::Result<Range<usize>, &'static str> {
        let id = href.get(4..).unwrap_or_default();
        let index = self.by_id.get(&decode(id)).or_else(|| self.by_id.get(id));
        let Some(part) = index.and_then(|index| self.parts.get_mut(*index)) else {
            return Err("is not there");
        };
        if part.taken {
            return Err("has been used before");
        }
        if part.fields.is_encoded {
            return Err(ENCODED);
        }
        part.taken = true;
        Ok(part.body.clone())
    }
}

/// Whether a `cid:` URL stands for an identifier (RFC 2392). Some who write URLs leave them as they are.
pub(super) fn names(href: &[u8], id: &[u8]) -> bool {
    let own = href.get(4..).unwrap_or_default();
    decode(own) == id || own == id
}

/// Undoes the percent signs of a URL.
fn decode(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let (byte, after) = match after {
            [high, low, further @ ..] if *first == b'%' => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, further),
                _ => (*first, after),
            },
            _ => (*first, after),
        };
        out.push(byte);
        rest = after;
    }
    out
}
