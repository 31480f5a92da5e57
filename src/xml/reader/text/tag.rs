//! Start and end tags.

use super::scan::{find_special, letters};
use super::{bad_character, reference};
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::same;
use crate::xml::chars::{decode_utf8, is_char, is_ncname_byte, is_space_byte};
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
    #[inline(always)]
    fn prefix(self) -> Span {
        Span::new(Place::Input, self.start, self.prefix)
    }

    #[inline(always)]
    fn local(self) -> Span {
        let start = if self.prefix == 0 { self.start } else { self.start + self.prefix + 1 };
        Span::new(Place::Input, start, self.end - start)
    }
}

/// Productions 40 and 44 of XML 1.0, with the names of Namespaces in XML.
pub(super) fn start_tag(document: &mut Document) -> Result<()> {
    let start = document.input.position + 1;
    let Some(name) = qname(document.input.bytes(), start) else {
        return Err(bad_name(&document.input, start, "an element's name"));
    };
    document.open_element(Span::new(Place::Input, name.start, name.end - name.start))?;
    let mut at = name.end;
    let mut plain = 0;
    let mut is_canonical = true;
    let is_empty = loop {
        let bytes = document.input.bytes();
        let Some(&byte) = bytes.get(at) else { return Err(document.input.exhausted("a start tag")) };
        at += 1;
        match byte {
            b'>' => break false,
            b'/' => match bytes.get(at) {
                Some(b'>') => {
                    at += 1;
                    break true;
                }
                None => return Err(document.input.exhausted("a start tag")),
                Some(_) => return Err(document.input.bad_format(at, "A slash stands inside a start tag.")),
            },
            _ if is_space_byte(byte) => {
                let name = skip_space(bytes, at);
                is_canonical &= byte == b' ' && name == at;
                at = name;
                match bytes.get(at) {
                    Some(b'a'..=b'z') => at = attribute(document, at, &mut plain, &mut is_canonical)?,
                    Some(b'>' | b'/') => is_canonical = false,
                    Some(_) => at = attribute(document, at, &mut plain, &mut is_canonical)?,
                    None => return Err(document.input.exhausted("a start tag")),
                }
            }
            _ => return Err(document.input.bad_format(at - 1, "A start tag has an unexpected character.")),
        }
    };
    document.resolve(name.prefix(), name.local(), is_empty)?;
    document.is_canonical = is_canonical;
    document.input.position = at;
    Ok(())
}

/// Production 42. The name must be the one that the innermost element was opened with.
#[inline(always)]
pub(super) fn end_tag(document: &mut Document) -> Result<()> {
    let start = document.input.position;
    if let Some(name) = document.open_name() {
        let bytes = document.input.bytes();
        let end = start + 2 + name.len();
        if bytes.get(end) == Some(&b'>') && bytes.get(start + 2..end).is_some_and(|found| same(found, name)) {
            document.input.position = end + 1;
            document.is_canonical = true;
            document.end_element();
            return Ok(());
        }
    }
    unusual_end_tag(document)
}

/// An end tag with space in it, or one that is wrong.
#[cold]
#[inline(never)]
fn unusual_end_tag(document: &mut Document) -> Result<()> {
    let input = &document.input;
    let start = input.position;
    let rest = input.bytes().get(start + 2..).unwrap_or_default();
    let Some(name) = document.open_name() else {
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
            let end = start + 2 + name.len() + space + 1;
            document.input.position = end;
            document.is_canonical = false;
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

/// Production 41, or a namespace declaration. Returns the index of what follows. `is_canonical` ends as FALSE where the
/// canonical form writes it in another way.
#[inline]
fn attribute(document: &mut Document, at: usize, plain: &mut u32, is_canonical: &mut bool) -> Result<usize> {
    let Document { input, scratch, settings, .. } = &mut *document;
    let input = &*input;
    let bytes = input.bytes();
    let Some(name) = qname(bytes, at) else {
        return Err(bad_name(input, at, "an attribute's name"));
    };
    let quote_at = match bytes.get(name.end..) {
        // No space around the equals sign, as it is nearly always.
        Some([b'=', b'"' | b'\'', ..]) => name.end + 1,
        _ => {
            let equals = skip_space(bytes, name.end);
            match bytes.get(equals) {
                Some(b'=') => skip_space(bytes, equals + 1),
                None => return Err(input.exhausted("an attribute")),
                Some(_) => {
                    let what = "An equals sign was expected after an attribute's name.";
                    return Err(input.bad_format(equals, what));
                }
            }
        }
    };
    // Before the value, since that may change the scratch store.
    let declared = declared(bytes, name);
    let single_quote = match bytes.get(quote_at) {
        Some(b'"') => false,
        Some(b'\'') => true,
        None => return Err(input.exhausted("an attribute")),
        Some(_) => return Err(input.bad_format(quote_at, "An attribute's value must stand in quotes.")),
    };
    let start = quote_at + 1;
    let allow_invalid = settings.allow_invalid_character_references;
    let (value, end) = if single_quote {
        decoded_value::<b'\''>(input, scratch, allow_invalid, start, start)?
    } else {
        // Nearly all are between double quotes and have nothing to decode.
        match find_special::<b'<', b'&', b'"'>(bytes, start) {
            close if bytes.get(close) == Some(&b'"') => (Span::new(Place::Input, start, close - start), close + 1),
            special => decoded_value::<b'"'>(input, scratch, allow_invalid, start, special)?,
        }
    };
    // What is taken as it is has nothing in it that the canonical form escapes.
    *is_canonical &= quote_at == name.end + 1 && !single_quote && value.place == Place::Input;
    match declared {
        Some(prefix) => document.declare(prefix, value, single_quote)?,
        None => {
            *plain += 1;
            document.check_attribute_count(*plain)?;
            let name = Name { prefix: name.prefix(), local: name.local(), ns: Span::default() };
            let value = Text::Utf8(value);
            document.node.attributes.push(Attribute { single_quote, is_xmlns: false, name, value });
        }
    }
    Ok(end)
}

/// The prefix that an attribute declares, if it is a declaration.
#[inline(always)]
fn declared(bytes: &[u8], name: QName) -> Option<Span> {
    const XMLNS: &[u8; 5] = b"xmlns";
    let first = if name.prefix == 0 { name.end - name.start } else { name.prefix };
    if first != XMLNS.len() || bytes.get(name.start..)?.first_chunk() != Some(XMLNS) {
        return None;
    }
    Some(if name.prefix == 0 { Span::default() } else { name.local() })
}

/// Production 10 after section 3.3.3: the value up to its closing quote, as a span, and the index of what follows. From
/// `at` on, where everything before it can be taken as it is.
#[inline(never)]
fn decoded_value<const QUOTE: u8>(
    input: &Input,
    scratch: &mut Vec<u8>,
    allow_invalid: bool,
    start: usize,
    mut at: usize,
) -> Result<(Span, usize)> {
    let bytes = input.bytes();
    // Where the value begins in the scratch store, and the first byte that is not in it yet, once one had to be.
    let mut decoded: Option<(usize, usize)> = None;
    loop {
        at = find_special::<b'<', b'&', QUOTE>(bytes, at);
        let (c, end) = match bytes.get(at) {
            Some(&byte) if byte == QUOTE => break,
            Some(b'&') => match reference::read(input, at, allow_invalid)? {
                Some(found) => found,
                None => return Err(input.exhausted("an attribute")),
            },
            // White space is read as a space; CR LF is one line end and so one space.
            Some(b'\r') => (' ', at + 1 + usize::from(bytes.get(at + 1) == Some(&b'\n'))),
            Some(b'\n' | b'\t') => (' ', at + 1),
            Some(b'<') => return Err(input.bad_format(at, "An attribute's value contains '<'.")),
            Some(0x80..) => {
                let rest = bytes.get(at..).unwrap_or_default();
                match decode_utf8(rest) {
                    Some((c, length)) if is_char(c) => at += length,
                    // The window may end inside of a character.
                    None if rest.len() < 4 && !input.is_complete() => return Err(input.exhausted("an attribute")),
                    _ => return Err(bad_character(input, at)),
                }
                continue;
            }
            Some(_) => return Err(bad_character(input, at)),
            None => return Err(input.exhausted("an attribute")),
        };
        let (from, copied) = decoded.unwrap_or((scratch.len(), start));
        scratch.extend_from_slice(bytes.get(copied..at).unwrap_or_default());
        scratch.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        decoded = Some((from, end));
        at = end;
    }
    let span = match decoded {
        None => Span::new(Place::Input, start, at - start),
        Some((from, copied)) => {
            scratch.extend_from_slice(bytes.get(copied..at).unwrap_or_default());
            Span::new(Place::Scratch, from, scratch.len() - from)
        }
    };
    Ok((span, at + 1))
}

/// Productions 7 to 9 of Namespaces in XML. `None` where there is no such name, or where it does not end in the window.
#[inline(always)]
fn qname(bytes: &[u8], start: usize) -> Option<QName> {
    let (mut prefix, mut part, mut at) = (0, start, start);
    loop {
        let more = letters(bytes, at);
        at += more;
        match bytes.get(at) {
            Some(b' ' | b'>' | b'=' | b'/') if at > part => return Some(QName { start, prefix, end: at }),
            Some(b':') if at > part && prefix == 0 => {
                prefix = at - start;
                at += 1;
                part = at;
            }
            Some(&byte) if at > part && is_ncname_byte(byte) => at += 1,
            _ => return any_qname(bytes, start),
        }
    }
}

/// [`qname`] for names that are not ASCII, stand near the end of the window or in front of something unusual.
#[inline(never)]
fn any_qname(bytes: &[u8], start: usize) -> Option<QName> {
    let name_at = |at: usize| {
        let mut known = 0;
        loop {
            let more = letters(bytes, at + known);
            known += more;
            if more < 8 {
                break;
            }
        }
        // Most names have nothing but letters.
        if known > 0 && bytes.get(at + known).is_some_and(|&byte| byte.is_ascii() && !is_ncname_byte(byte)) {
            return Some(known);
        }
        let rest = bytes.get(at..)?;
        Some(if known > 0 { ncname::rest_utf8(rest, known) } else { ncname::prefix_utf8(rest) })
    };
    let first = name_at(start)?;
    let end = start + first;
    match *bytes.get(end)? {
        _ if first == 0 => None,
        b':' => {
            let local = name_at(end + 1)?;
            let name = QName { start, prefix: first, end: end + 1 + local };
            // A character beyond ASCII that is not part of the name cannot follow it.
            (local > 0 && bytes.get(name.end)?.is_ascii()).then_some(name)
        }
        byte => byte.is_ascii().then_some(QName { start, prefix: 0, end }),
    }
}

/// What is wrong with the name that begins at `start`.
#[cold]
fn bad_name(input: &Input, start: usize, what: &str) -> Fault {
    let bytes = input.bytes();
    let mut at = start + ncname::prefix_utf8(bytes.get(start..).unwrap_or_default());
    if at > start && bytes.get(at) == Some(&b':') {
        at += 1 + ncname::prefix_utf8(bytes.get(at + 1..).unwrap_or_default());
    }
    let rest = bytes.get(at..).unwrap_or_default();
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

#[inline(always)]
fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_space_byte(byte)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The short way to read names against the other one.
        #[test]
        fn names_are_the_same_in_both_ways(text in "[a-zA-Z_0-9.\u{e9}:-]{0,20}(:[a-zA-Z0-9:-]{0,20}|)[ =/>\t:<\u{e9}\u{d7}]?.{0,9}") {
            for start in 0..text.len().min(3) {
                let parts = |name: QName| (name.start, name.prefix, name.end);
                let short = qname(text.as_bytes(), start).map(parts);
                prop_assert_eq!(short, any_qname(text.as_bytes(), start).map(parts));
            }
        }
    }
}
