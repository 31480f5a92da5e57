//! Start and end tags.

use super::scan::find_special;
use super::{bad_character, reference};
use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::{decode_utf8, is_char, is_space_byte};
use crate::xml::ncname;
use crate::xml::node::{Attribute, Name, Place, Span, Text};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;

/// A qualified name in the input: where its prefix and its local part are.
#[derive(Clone, Copy)]
struct QName {
    start: usize,
    /// Length of the prefix; 0 for none.
    prefix: usize,
    end: usize,
}

impl QName {
    fn prefix(self) -> Span {
        Span::new(Place::Input, self.start, self.prefix)
    }

    fn local(self) -> Span {
        let start = if self.prefix == 0 { self.start } else { self.start + self.prefix + 1 };
        Span::new(Place::Input, start, self.end - start)
    }
}

/// Productions 40 and 44 of XML 1.0, with the names of Namespaces in XML.
pub(super) fn start_tag(document: &mut Document) -> Result<()> {
    let name = qname(&document.input, document.input.position + 1, "an element's name")?;
    document.open_element(Span::new(Place::Input, name.start, name.end - name.start))?;
    let mut at = name.end;
    let mut plain = 0;
    let is_empty = loop {
        let bytes = document.input.bytes();
        let name_end = at;
        at = skip_space(bytes, at);
        match bytes.get(at..).unwrap_or_default() {
            [b'>', ..] => {
                at += 1;
                break false;
            }
            [b'/', b'>', ..] => {
                at += 2;
                break true;
            }
            [] | [b'/'] => return Err(document.input.exhausted("a start tag")),
            _ if at > name_end => at = attribute(document, at, &mut plain)?,
            _ => return Err(document.input.bad_format(at, "A start tag has an unexpected character.")),
        }
    };
    document.resolve(name.prefix(), name.local(), is_empty, plain)?;
    document.input.position = at;
    Ok(())
}

/// Production 42. The name must be the one that the innermost element was opened with.
pub(super) fn end_tag(document: &mut Document) -> Result<()> {
    let input = &document.input;
    let start = input.position;
    let rest = input.bytes().get(start + 2..).unwrap_or_default();
    let Some(name) = document.scope.name() else {
        return Err(input.bad_format(start, "An end tag has no start tag."));
    };
    let after = match rest.strip_prefix(name) {
        Some(after) => after,
        None if rest.len() < name.len() && name.starts_with(rest) => return Err(input.exhausted("an end tag")),
        None => return Err(mismatch(input, start, name)),
    };
    let space = after.iter().take_while(|&&byte| is_space_byte(byte)).count();
    match after.get(space) {
        Some(b'>') => {
            document.input.position = start + 2 + name.len() + space + 1;
            document.end_element();
            Ok(())
        }
        None => Err(input.exhausted("an end tag")),
        Some(_) => Err(mismatch(input, start, name)),
    }
}

#[cold]
fn mismatch(input: &Input, at: usize, name: &[u8]) -> Fault {
    input.bad_format(at, format!("The end tag of '{}' was expected.", String::from_utf8_lossy(name)))
}

/// Production 41, or a namespace declaration. Returns the index of what follows.
fn attribute(document: &mut Document, at: usize, plain: &mut u32) -> Result<usize> {
    let name = qname(&document.input, at, "an attribute's name")?;
    let bytes = document.input.bytes();
    let equals = skip_space(bytes, name.end);
    let quote_at = match bytes.get(equals) {
        Some(b'=') => skip_space(bytes, equals + 1),
        None => return Err(document.input.exhausted("an attribute")),
        Some(_) => {
            return Err(document.input.bad_format(equals, "An equals sign was expected after an attribute's name."));
        }
    };
    let (value, end, single_quote) = match bytes.get(quote_at) {
        Some(b'"') => {
            let (value, end) = value::<b'"'>(document, quote_at + 1)?;
            (value, end, false)
        }
        Some(b'\'') => {
            let (value, end) = value::<b'\''>(document, quote_at + 1)?;
            (value, end, true)
        }
        None => return Err(document.input.exhausted("an attribute")),
        Some(_) => return Err(document.input.bad_format(quote_at, "An attribute's value must stand in quotes.")),
    };
    let bytes = document.input.bytes();
    let whole = bytes.get(name.start..name.end).unwrap_or_default();
    match whole.strip_prefix(b"xmlns") {
        Some([]) => document.declare(Span::default(), value, single_quote)?,
        Some([b':', ..]) if name.prefix == 5 => document.declare(name.local(), value, single_quote)?,
        _ => {
            *plain += 1;
            document.check_attribute_count(*plain)?;
            let name = Name { prefix: name.prefix(), local: name.local(), ns: Span::default() };
            let value = Text::Utf8(value);
            document.node.attributes.push(Attribute { single_quote, is_xmlns: false, name, value });
        }
    }
    Ok(end)
}

/// Production 10 after section 3.3.3: the value up to its closing quote, as a span, and the index of what follows.
fn value<const QUOTE: u8>(document: &mut Document, start: usize) -> Result<(Span, usize)> {
    let mut at = start;
    // Where the value begins in the scratch store, and the first byte that is not in it yet, once one had to be.
    let mut decoded: Option<(usize, usize)> = None;
    loop {
        let bytes = document.input.bytes();
        at = find_special::<b'<', b'&', QUOTE>(bytes, at);
        let (c, end) = match bytes.get(at) {
            Some(&byte) if byte == QUOTE => break,
            Some(b'&') => {
                match reference::read(&document.input, at, document.settings.allow_invalid_character_references)? {
                    Some(found) => found,
                    None => return Err(document.input.exhausted("an attribute")),
                }
            }
            // White space is read as a space; CR LF is one line end and so one space.
            Some(b'\r') => (' ', at + 1 + usize::from(bytes.get(at + 1) == Some(&b'\n'))),
            Some(b'\n' | b'\t') => (' ', at + 1),
            Some(b'<') => return Err(document.input.bad_format(at, "An attribute's value contains '<'.")),
            Some(0x80..) => {
                match decode_utf8(bytes.get(at..).unwrap_or_default()) {
                    Some((c, length)) if is_char(c) => at += length,
                    _ => return Err(bad_character(document, at)),
                }
                continue;
            }
            Some(_) => return Err(bad_character(document, at)),
            None => return Err(document.input.exhausted("an attribute")),
        };
        let (from, copied) = decoded.unwrap_or((document.scratch.len(), start));
        document.scratch.extend_from_slice(document.input.bytes().get(copied..at).unwrap_or_default());
        document.scratch.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        decoded = Some((from, end));
        at = end;
    }
    let span = match decoded {
        None => Span::new(Place::Input, start, at - start),
        Some((from, copied)) => {
            document.scratch.extend_from_slice(document.input.bytes().get(copied..at).unwrap_or_default());
            Span::new(Place::Scratch, from, document.scratch.len() - from)
        }
    };
    Ok((span, at + 1))
}

/// Productions 7 to 9 of Namespaces in XML.
#[inline]
fn qname(input: &Input, start: usize, what: &str) -> Result<QName> {
    let bytes = input.bytes();
    let first = ncname::prefix_utf8(bytes.get(start..).unwrap_or_default());
    let mut name = QName { start, prefix: 0, end: start + first };
    if bytes.get(name.end) == Some(&b':') && first > 0 {
        let local = ncname::prefix_utf8(bytes.get(name.end + 1..).unwrap_or_default());
        name = QName { start, prefix: first, end: name.end + 1 + local };
        if local == 0 {
            return Err(bad_name(input, name.end, what));
        }
    }
    match bytes.get(name.end) {
        Some(&byte) if first > 0 && byte < 0x80 => Ok(name),
        _ => Err(bad_name(input, name.end, what)),
    }
}

#[cold]
fn bad_name(input: &Input, at: usize, what: &str) -> Fault {
    let rest = input.bytes().get(at..).unwrap_or_default();
    match rest.first() {
        None => input.exhausted(what),
        Some(byte) if !byte.is_ascii() && decode_utf8(rest).is_none() => {
            if rest.len() < 4 && !input.is_complete() {
                return input.exhausted(what);
            }
            input.bad_format(at, format!("The byte 0x{byte:02X} is not part of UTF-8 text."))
        }
        Some(_) => input.bad_format(at, format!("A character is not allowed in {what}.")),
    }
}

#[inline]
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_space_byte(byte)) {
        at += 1;
    }
    at
}
