//! NCNames: the local names and prefixes of Namespaces in XML 1.0, which are names without a colon.

#![allow(dead_code, reason = "the UTF-8 half is for the readers and writers of all encodings")]

use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::{decode_utf8, is_ncname, is_ncname_byte, is_ncname_start, is_ncname_start_byte};

/// How many bytes of UTF-8 text the NCName has that the text starts with; 0 if it starts with none.
#[inline]
pub(crate) fn prefix_utf8(text: &[u8]) -> usize {
    if !text.first().is_some_and(|&byte| is_ncname_start_byte(byte)) {
        return beyond_ascii(text, 0);
    }
    rest_utf8(text, 0)
}

/// As [`prefix_utf8`], from an index on that is within the name or at its end, behind characters that could start it.
#[inline]
pub(crate) fn rest_utf8(text: &[u8], from: usize) -> usize {
    let more = text.get(from..).unwrap_or_default();
    let end = from + more.iter().position(|&byte| !is_ncname_byte(byte)).unwrap_or(more.len());
    match text.get(end) {
        Some(0x80..) => beyond_ascii(text, end),
        _ => end,
    }
}

/// The same for names with characters beyond ASCII, from an index up to which it is one.
#[cold]
fn beyond_ascii(text: &[u8], mut end: usize) -> usize {
    while let Some((c, length)) = text.get(end..).and_then(decode_utf8) {
        if !(if end == 0 { is_ncname_start(c) } else { is_ncname(c) }) {
            break;
        }
        end += length;
    }
    end
}

/// Whether UTF-8 text is an NCName.
pub(crate) fn is_ncname_utf8(name: &[u8]) -> bool {
    !name.is_empty() && prefix_utf8(name) == name.len()
}

/// Refuses UTF-8 text that is not an NCName, naming the first character that is wrong and its index in bytes.
pub(crate) fn verify_utf8(name: &[u8]) -> Result<()> {
    if is_ncname_utf8(name) {
        return Ok(());
    }
    let index = prefix_utf8(name);
    match name.get(index..) {
        None | Some([]) => Err(empty()),
        Some(bad @ [byte, ..]) => match decode_utf8(bad) {
            Some((c, _)) => Err(misplaced(c, index)),
            None => Err(malformed(format_args!("the byte 0x{byte:02X} at index {index} is not part of UTF-8 text"))),
        },
    }
}

/// Refuses UTF-16 text that is not an NCName, naming the first character that is wrong and its index in units.
pub(crate) fn verify_utf16(name: &[u16]) -> Result<()> {
    if name.is_empty() {
        return Err(empty());
    }
    let mut index = 0;
    for decoded in char::decode_utf16(name.iter().copied()) {
        let c = decoded.map_err(|error| {
            let unit = error.unpaired_surrogate();
            malformed(format_args!("the surrogate 0x{unit:04X} at index {index} has no partner"))
        })?;
        if !(if index == 0 { is_ncname_start(c) } else { is_ncname(c) }) {
            return Err(misplaced(c, index));
        }
        index += c.len_utf16();
    }
    Ok(())
}

#[cold]
fn empty() -> Fault {
    malformed(format_args!("it is empty"))
}

#[cold]
fn misplaced(c: char, index: usize) -> Fault {
    let code = u32::from(c);
    // Others than plain ASCII could make a log line say something else than it does.
    let shown = if c.is_ascii_graphic() { format!(" ({c})") } else { String::new() };
    let verb = if index == 0 && is_ncname(c) { "start" } else { "be in" };
    malformed(format_args!("the character U+{code:04X}{shown} at index {index} cannot {verb} one"))
}

#[cold]
fn malformed(why: core::fmt::Arguments<'_>) -> Fault {
    Fault::invalid_format(format!("The string is not an XML NCName: {why}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;
    use core::ops::RangeInclusive;
    use proptest::prelude::*;

    /// Production 4 as the specification lists it, the colon left out.
    const START: [RangeInclusive<u32>; 15] = [
        0x41..=0x5A,
        0x5F..=0x5F,
        0x61..=0x7A,
        0xC0..=0xD6,
        0xD8..=0xF6,
        0xF8..=0x2FF,
        0x370..=0x37D,
        0x37F..=0x1FFF,
        0x200C..=0x200D,
        0x2070..=0x218F,
        0x2C00..=0x2FEF,
        0x3001..=0xD7FF,
        0xF900..=0xFDCF,
        0xFDF0..=0xFFFD,
        0x10000..=0xEFFFF,
    ];
    /// What production 4a adds.
    const FURTHER: [RangeInclusive<u32>; 6] =
        [0x2D..=0x2D, 0x2E..=0x2E, 0x30..=0x39, 0xB7..=0xB7, 0x300..=0x36F, 0x203F..=0x2040];

    fn starts(c: char) -> bool {
        START.iter().any(|range| range.contains(&c.into()))
    }

    fn continues(c: char) -> bool {
        starts(c) || FURTHER.iter().any(|range| range.contains(&c.into()))
    }

    fn utf16(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn every_character_is_classed_as_the_specification_lists_it() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            assert_eq!((is_ncname_start(c), is_ncname(c)), (starts(c), continues(c)), "{c:?}");
        }
    }

    #[test]
    fn texts_name_the_character_and_its_place() {
        for (name, text) in [
            ("", "it is empty"),
            ("a:b", "the character U+003A (:) at index 1 cannot be in one"),
            (":", "the character U+003A (:) at index 0 cannot be in one"),
            ("1a", "the character U+0031 (1) at index 0 cannot start one"),
            ("\u{B7}", "the character U+00B7 at index 0 cannot start one"),
            ("a\n", "the character U+000A at index 1 cannot be in one"),
            ("\u{F0000}", "the character U+F0000 at index 0 cannot be in one"),
        ] {
            let expected = [format!("The string is not an XML NCName: {text}.")];
            for fault in [verify_utf16(&utf16(name)), verify_utf8(name.as_bytes())].map(Result::unwrap_err) {
                assert_eq!((fault.code(), fault.texts()), (WS_E_INVALID_FORMAT, &expected[..]), "{name:?}");
            }
        }
    }

    #[test]
    fn indices_count_units_of_the_encoding() {
        let name = "\u{20000}\u{E9} ";
        let text = |result: Result<()>| result.unwrap_err().texts()[0].clone();
        assert!(text(verify_utf16(&utf16(name))).contains("index 3"));
        assert!(text(verify_utf8(name.as_bytes())).contains("index 6"));
        assert!(text(verify_utf8(b"a\xFFb")).contains("the byte 0xFF at index 1 is not"));
        for (units, text_part) in [
            (&[0x61, 0xD800, 0x61][..], "0xD800 at index 1"),
            (&[0x61, 0xDC00], "0xDC00 at index 1"),
            (&[0xDBFF], "0xDBFF at index 0"),
            (&[0xDC00, 0xD800], "0xDC00 at index 0"),
        ] {
            assert!(text(verify_utf16(units)).contains(text_part), "{units:x?}");
        }
    }

    #[test]
    fn a_prefix_ends_where_the_name_does() {
        for (text, length) in
            [("a:b", 1), ("soap Envelope", 4), ("", 0), ("-a", 0), ("\u{E9}t\u{E9}=", 5), ("x\u{D7}", 1)]
        {
            assert_eq!(prefix_utf8(text.as_bytes()), length, "{text:?}");
        }
        assert_eq!(prefix_utf8(b"ab\xC3"), 2);
        assert_eq!(prefix_utf8(b"\xC3"), 0);
    }

    proptest! {
        #[test]
        fn names_are_those_of_the_specification(
            text in prop_oneof![
                any::<String>(),
                "[A-Za-z_\u{E9}\u{300}\u{20000}][a-z0-9.:\u{B7}\u{203F}\u{EFFFF}\u{F0000}-]{0,8}",
            ],
        ) {
            let expected = text.chars().next().is_some_and(starts) && text.chars().all(continues);
            prop_assert_eq!(is_ncname_utf8(text.as_bytes()), expected);
            prop_assert_eq!(verify_utf8(text.as_bytes()).is_ok(), expected);
            prop_assert_eq!(verify_utf16(&utf16(&text)).is_ok(), expected);
        }

        #[test]
        fn any_units_are_taken_without_harm(units in prop::collection::vec(any::<u16>(), 0..20)) {
            let expected = String::from_utf16(&units)
                .is_ok_and(|text| text.chars().next().is_some_and(starts) && text.chars().all(continues));
            prop_assert_eq!(verify_utf16(&units).is_ok(), expected);
        }

        #[test]
        fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let expected = core::str::from_utf8(&bytes)
                .is_ok_and(|text| text.chars().next().is_some_and(starts) && text.chars().all(continues));
            prop_assert_eq!(is_ncname_utf8(&bytes), expected);
            prop_assert_eq!(verify_utf8(&bytes).is_ok(), expected);
        }
    }
}
