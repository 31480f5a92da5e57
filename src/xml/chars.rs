//! The character classes of XML 1.0, fifth edition, over characters, UTF-8 bytes and UTF-16 units.
//!
//! The reader asks about every byte of its input, so bytes are answered from a table. The table answers for ASCII only:
//! bytes from 0x80 on belong to no class, which sends loops to [`decode_utf8`] and the functions over `char`.

#![allow(dead_code, reason = "the vocabulary of the readers and writers of all encodings; they use the rest")]

use core::ops::Range;

/// Production 3, `S`.
const SPACE: u8 = 1;
/// Production 2, `Char`.
const CHAR: u8 = 2;
/// What an NCName may start with.
const NCNAME_START: u8 = 4;
/// What an NCName may contain.
const NCNAME: u8 = 8;

static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut left: &mut [u8] = &mut table;
    let mut byte = 0;
    // A slice pattern, since constant evaluation knows no iterators.
    while let [class, rest @ ..] = left {
        if byte == 0x80 {
            break;
        }
        *class = (if is_space(byte as u32) { SPACE } else { 0 })
            | (if is_char_code(byte as u32) { CHAR } else { 0 })
            | (if is_ncname_start_code(byte as u32) { NCNAME_START } else { 0 })
            | (if is_ncname_code(byte as u32) { NCNAME } else { 0 });
        byte += 1;
        left = rest;
    }
    table
}

#[inline]
fn has(byte: u8, class: u8) -> bool {
    // There is no way out of bounds, and the compiler sees that: this is one load and one test.
    CLASSES.get(usize::from(byte)).is_some_and(|classes| classes & class != 0)
}

/// Whether a byte is white space.
#[inline]
pub(crate) fn is_space_byte(byte: u8) -> bool {
    has(byte, SPACE)
}

/// Whether a byte is an ASCII character that a document may contain.
#[inline]
pub(crate) fn is_char_byte(byte: u8) -> bool {
    has(byte, CHAR)
}

/// Whether a byte is an ASCII character that starts an NCName.
#[inline]
pub(crate) fn is_ncname_start_byte(byte: u8) -> bool {
    has(byte, NCNAME_START)
}

/// Whether a byte is an ASCII character of an NCName.
#[inline]
pub(crate) fn is_ncname_byte(byte: u8) -> bool {
    has(byte, NCNAME)
}

/// Whether a code point is white space: the same four in every encoding, and none of Unicode's others.
#[inline]
pub(crate) const fn is_space(code: u32) -> bool {
    matches!(code, 0x20 | 0x09 | 0x0D | 0x0A)
}

/// Whether a document may contain a character (production 2, `Char`).
#[inline]
pub(crate) const fn is_char(c: char) -> bool {
    is_char_code(c as u32)
}

const fn is_char_code(code: u32) -> bool {
    matches!(code, 0x20..=0xD7FF | 0x09 | 0x0A | 0x0D | 0xE000..=0xFFFD | 0x1_0000..=0x10_FFFF)
}

/// Whether an NCName may start with a character: production 4, `NameStartChar`, without the colon.
#[inline]
pub(crate) const fn is_ncname_start(c: char) -> bool {
    is_ncname_start_code(c as u32)
}

const fn is_ncname_start_code(code: u32) -> bool {
    matches!(code,
        0x61..=0x7A | 0x41..=0x5A | 0x5F
        | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2FF | 0x370..=0x37D | 0x37F..=0x1FFF
        | 0x200C..=0x200D | 0x2070..=0x218F | 0x2C00..=0x2FEF | 0x3001..=0xD7FF
        | 0xF900..=0xFDCF | 0xFDF0..=0xFFFD | 0x1_0000..=0xE_FFFF)
}

/// Whether an NCName may contain a character: production 4a, `NameChar`, without the colon.
#[inline]
pub(crate) const fn is_ncname(c: char) -> bool {
    is_ncname_code(c as u32)
}

const fn is_ncname_code(code: u32) -> bool {
    is_ncname_start_code(code) || matches!(code, 0x30..=0x39 | 0x2D | 0x2E | 0xB7 | 0x300..=0x36F | 0x203F..=0x2040)
}

/// The first character of UTF-8 text and the number of its bytes, or `None` where the text ends or is not UTF-8
/// (overlong forms and surrogates included).
pub(crate) fn decode_utf8(text: &[u8]) -> Option<(char, usize)> {
    const fn tail(byte: u8) -> u32 {
        byte as u32 & 0x3F
    }
    let (code, least, length) = match *text {
        [a @ 0..=0x7F, ..] => (u32::from(a), 0, 1),
        [a @ 0xC2..=0xDF, b @ 0x80..=0xBF, ..] => ((u32::from(a) & 0x1F) << 6 | tail(b), 0x80, 2),
        [a @ 0xE0..=0xEF, b @ 0x80..=0xBF, c @ 0x80..=0xBF, ..] => {
            ((u32::from(a) & 0x0F) << 12 | tail(b) << 6 | tail(c), 0x800, 3)
        }
        [a @ 0xF0..=0xF4, b @ 0x80..=0xBF, c @ 0x80..=0xBF, d @ 0x80..=0xBF, ..] => {
            ((u32::from(a) & 0x07) << 18 | tail(b) << 12 | tail(c) << 6 | tail(d), 0x1_0000, 4)
        }
        _ => return None,
    };
    if code < least {
        return None;
    }
    char::from_u32(code).map(|c| (c, length))
}

/// The index of the first byte of UTF-8 text that does not begin a character which a document may contain.
pub(crate) fn find_non_char_utf8(text: &[u8]) -> Option<usize> {
    let mut left = text;
    while let [byte, rest @ ..] = left {
        left = if is_char_byte(*byte) {
            rest
        } else {
            match decode_utf8(left) {
                Some((c, length)) if is_char(c) => left.get(length..).unwrap_or_default(),
                _ => return Some(text.len() - left.len()),
            }
        };
    }
    None
}

/// The index of the first unit of UTF-16 text that does not begin a character which a document may contain.
pub(crate) fn find_non_char_utf16(text: &[u16]) -> Option<usize> {
    let mut index = 0;
    for decoded in char::decode_utf16(text.iter().copied()) {
        match decoded {
            Ok(c) if is_char(c) => index += c.len_utf16(),
            _ => return Some(index),
        }
    }
    None
}

/// Where text is without the white space around it; after all of it when there is nothing else. For bytes and for
/// UTF-16 units: white space is one of either.
pub(crate) fn trim<T: Copy + Into<u32>>(text: &[T]) -> Range<usize> {
    let content = |unit: &T| !is_space((*unit).into());
    match (text.iter().position(content), text.iter().rposition(content)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => text.len()..text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all_chars() -> impl Iterator<Item = char> {
        (0..=0x10_FFFF).filter_map(char::from_u32)
    }

    #[test]
    fn bytes_agree_with_characters() {
        for byte in 0..=0xFF_u8 {
            let c = char::from(byte);
            assert_eq!(is_space_byte(byte), byte < 0x80 && is_space(c.into()), "{byte:#x}");
            assert_eq!(is_char_byte(byte), byte < 0x80 && is_char(c), "{byte:#x}");
            assert_eq!(is_ncname_start_byte(byte), byte < 0x80 && is_ncname_start(c), "{byte:#x}");
            assert_eq!(is_ncname_byte(byte), byte < 0x80 && is_ncname(c), "{byte:#x}");
        }
    }

    #[test]
    fn forbidden_characters_are_few() {
        let forbidden: Vec<u32> = all_chars().filter(|&c| !is_char(c)).map(u32::from).collect();
        let controls = (0..0x20).filter(|code| ![9, 10, 13].contains(code));
        assert_eq!(forbidden, controls.chain([0xFFFE, 0xFFFF]).collect::<Vec<u32>>());
    }

    #[test]
    fn white_space_is_four_characters() {
        assert_eq!((0..=0x10_FFFF).filter(|&code| is_space(code)).collect::<Vec<u32>>(), [9, 10, 13, 32]);
    }

    #[test]
    fn every_character_decodes() {
        for c in all_chars() {
            let mut buffer = [0x80; 5];
            let length = c.encode_utf8(&mut buffer).len();
            assert_eq!(decode_utf8(&buffer), Some((c, length)));
            assert_eq!(decode_utf8(&buffer[..length - 1]), None, "{c:?} cut off");
        }
    }

    /// Every lead byte with every second byte, and the third and fourth at the edges of what is allowed.
    #[test]
    fn malformed_utf8_is_refused_as_the_standard_library_does() {
        let edges = [0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF];
        for (a, b) in (0..=0xFF).flat_map(|a| (0..=0xFF).map(move |b| (a, b))) {
            for (c, d) in edges.into_iter().flat_map(|c| edges.map(|d| (c, d))) {
                let bytes = [a, b, c, d];
                let expected = (1..=4)
                    .find_map(|length| core::str::from_utf8(&bytes[..length]).ok())
                    .and_then(|text| text.chars().next());
                assert_eq!(decode_utf8(&bytes).map(|(c, _)| c), expected, "{bytes:x?}");
            }
        }
    }

    #[test]
    fn bad_characters_are_found() {
        for (text, at) in [("", None), ("a\u{FFFE}", Some(1)), ("\u{10FFFF}\u{1}", Some(4)), ("\t\r\n \u{7F}", None)] {
            assert_eq!(find_non_char_utf8(text.as_bytes()), at, "{text:?}");
        }
        assert_eq!(find_non_char_utf8(b"\xC3\xA9\xC3"), Some(2));
        assert_eq!(find_non_char_utf8(b"\xED\xA0\x80"), Some(0));
        assert_eq!(find_non_char_utf16(&[0x61, 0xD83D, 0xDE00, 0xDE00]), Some(3));
        assert_eq!(find_non_char_utf16(&[0xD83D, 0xDE00, 0xFFFD]), None);
        assert_eq!(find_non_char_utf16(&[0xD83D]), Some(0));
        assert_eq!(find_non_char_utf16(&[0x61, 0]), Some(1));
    }

    proptest! {
        #[test]
        fn trim_agrees_with_the_standard_library(text in "[ \t\r\n\u{85}\u{A0}\u{2028}a\u{1F600}]{0,12}") {
            let expected = text.trim_matches(['\t', '\n', '\r', ' ']);
            prop_assert_eq!(&text[trim(text.as_bytes())], expected);
            let utf16: Vec<u16> = text.encode_utf16().collect();
            prop_assert_eq!(String::from_utf16(&utf16[trim(&utf16)]).unwrap(), expected);
            if expected.is_empty() {
                prop_assert_eq!(trim(&utf16), utf16.len()..utf16.len());
            }
        }

        #[test]
        fn bad_characters_are_found_where_they_are(text in any::<String>()) {
            let bad = text.char_indices().find(|&(_, c)| !is_char(c)).map(|(index, _)| index);
            prop_assert_eq!(find_non_char_utf8(text.as_bytes()), bad);
            let units: Vec<u16> = text.encode_utf16().collect();
            let bad = bad.map(|index| text[..index].encode_utf16().count());
            prop_assert_eq!(find_non_char_utf16(&units), bad);
        }
    }
}
