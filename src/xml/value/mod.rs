//! The text forms of values, both ways: what stands in elements and attributes on one side, what C's structures hold on
//! the other. XML Schema Part 2 (second edition) rules; a file says where WWSAPI has a form of its own.
//!
//! This is the hot path of typed reading and writing. `parse_*` takes UTF-8 with white space around it (the whiteSpace
//! facet of all these types is `collapse`), `write_*` appends to the caller's buffer; neither allocates otherwise, but for
//! error texts and what a buffer has to grow. All input counts as written by an attacker: time is linear in its length.
//!
//! Two codes, everywhere: `WS_E_INVALID_FORMAT` for text that is no value of the type, `WS_E_NUMERIC_OVERFLOW` for a
//! number that is well-formed and does not fit. Writers refuse what a caller's structure must not hold with
//! `E_INVALIDARG`, and append nothing then.

#![cfg_attr(not(test), expect(dead_code, reason = "the readers and writers of typed values are its users"))]

pub(crate) mod base64;
pub(crate) mod boolean;
pub(crate) mod datetime;
pub(crate) mod decimal;
mod digits;
pub(crate) mod duration;
pub(crate) mod float;
pub(crate) mod guid;
pub(crate) mod integer;
pub(crate) mod qname;
pub(crate) mod timespan;
pub(crate) mod utf;
mod zone;

use crate::runtime::fault::Fault;
use crate::xml::chars::is_space_byte;
use core::fmt::{self, Display, Formatter, Write};

/// How far a conversion came that is fed, or may deliver, piece by piece.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Progress {
    /// How many units of the input are done with.
    pub(crate) read: usize,
    /// How many units of the output were filled.
    pub(crate) written: usize,
}

/// Text without the white space around it (Part 2, 4.3.6).
#[inline]
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_space_byte(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_space_byte(*last)
    {
        text = rest;
    }
    text
}

/// The items of a list: what stands between white space (Part 2, 2.5.1.2).
pub(crate) fn list_items(text: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    text.split(|byte| is_space_byte(*byte)).filter(|item| !item.is_empty())
}

/// How many characters of a text an error repeats: enough to find it, too few to flood a log.
const QUOTED_CHARS: usize = 40;

/// Text of unknown origin inside an error text: cut, and with everything escaped that a log or a terminal might obey.
struct Quoted<'a>(&'a [u8]);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut left = QUOTED_CHARS;
        f.write_char('"')?;
        'cut: for chunk in self.0.utf8_chunks() {
            for c in chunk.valid().chars() {
                match left.checked_sub(1) {
                    Some(rest) => left = rest,
                    None => break 'cut,
                }
                match c {
                    '"' | '\\' => write!(f, "\\{c}")?,
                    ' '..='~' => f.write_char(c)?,
                    _ => write!(f, "{}", c.escape_default())?,
                }
            }
            for byte in chunk.invalid() {
                match left.checked_sub(1) {
                    Some(rest) => left = rest,
                    None => break 'cut,
                }
                write!(f, "\\x{byte:02x}")?;
            }
        }
        f.write_char('"')?;
        // A character has at least one byte, so text that short was shown whole.
        if left == 0 && self.0.len() > QUOTED_CHARS {
            write!(f, "... ({} bytes)", self.0.len())?;
        }
        Ok(())
    }
}

/// Text that is no value of the type `what`.
#[cold]
#[inline(never)]
fn malformed(text: &[u8], what: &str) -> Fault {
    if trim(text).is_empty() {
        return Fault::invalid_format(format!("The text is empty where {what} was expected."));
    }
    Fault::invalid_format(format!("The text {} is not {what}.", Quoted(text)))
}

/// A number that the type `what` cannot hold.
#[cold]
#[inline(never)]
fn too_large(text: &[u8], what: &str) -> Fault {
    Fault::overflow(format!("The number {} is beyond the range of {what}.", Quoted(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
    use proptest::prelude::*;

    #[test]
    fn only_xml_white_space_is_trimmed() {
        for (text, trimmed) in [
            (&b" \t\r\n1 2\r\n"[..], &b"1 2"[..]),
            (b"", b""),
            (b" \t", b""),
            (b"\x0C1\x0B", b"\x0C1\x0B"),
            (b"\xC2\xA01", b"\xC2\xA01"),
        ] {
            assert_eq!(trim(text), trimmed);
        }
    }

    #[test]
    fn lists_have_no_empty_items() {
        let items = |text: &'static str| list_items(text.as_bytes()).map(<[u8]>::to_vec).collect::<Vec<_>>();
        assert_eq!(items(" \n1\t-2  3 "), [&b"1"[..], b"-2", b"3"]);
        assert!(items("").is_empty() && items(" \r\n\t ").is_empty());
    }

    #[test]
    fn quotes_are_short_and_harmless() {
        let quoted = |text: &[u8]| Quoted(text).to_string();
        assert_eq!(quoted(b"12a"), r#""12a""#);
        assert_eq!(quoted(b"a\x1B[31m\"\\\r\n\0"), r#""a\u{1b}[31m\"\\\r\n\u{0}""#);
        assert_eq!(quoted("\u{202E}é".as_bytes()), r#""\u{202e}\u{e9}""#);
        assert_eq!(quoted(b"\xFFa\xC3"), r#""\xffa\xc3""#);
        assert_eq!(quoted(&[b'x'; 40]), format!("\"{}\"", "x".repeat(40)));
        assert_eq!(quoted(&[b'x'; 41]), format!("\"{}\"... (41 bytes)", "x".repeat(40)));
        assert!(quoted(&[0xFF; 1 << 20]).len() < 200);
        assert!(quoted("\u{10FFFF}".repeat(99).as_bytes()).len() < 500);
    }

    #[test]
    fn faults_name_the_text_and_the_type() {
        let fault = malformed(b"x", "an integer");
        assert_eq!((fault.code(), &fault.texts()[0][..]), (WS_E_INVALID_FORMAT, "The text \"x\" is not an integer."));
        assert_eq!(malformed(b" \n", "an integer").texts(), ["The text is empty where an integer was expected."]);
        let fault = too_large(b"300", "a byte");
        assert_eq!(fault.code(), WS_E_NUMERIC_OVERFLOW);
        assert_eq!(fault.texts(), ["The number \"300\" is beyond the range of a byte."]);
    }

    proptest! {
        #[test]
        fn trimming_is_that_of_the_character_classes(text in "[ \t\r\na\u{A0}]{0,12}") {
            let range = crate::xml::chars::trim(text.as_bytes());
            prop_assert_eq!(trim(text.as_bytes()), &text.as_bytes()[range]);
        }
    }
}
