//! UTF-8, which documents and this engine use, to and from UTF-16, which C's strings use. Strict both ways: overlong forms,
//! surrogates in UTF-8 and surrogates without a partner in UTF-16 are refused, never replaced.

use super::Progress;
use crate::runtime::fault::{Fault, Result};

/// Converts UTF-8 text to UTF-16 until the text or the room ends, whole characters only: a pair of surrogates is not
/// split, and a sequence of bytes that the text ends inside of is not read, since its rest may be in the next piece.
///
/// So nothing may be read although there is text: then [`incomplete_suffix`] is all of the text, or the room has one unit
/// and the next character needs two.
pub(crate) fn utf8_to_utf16(text: &[u8], out: &mut [u16]) -> Result<Progress> {
    // A unit takes at most three bytes of text (four make two), so what is behind these cannot be needed now.
    let most = out.len().saturating_mul(3).saturating_add(3);
    let text = text.get(..most).unwrap_or(text);
    let (valid, problem) = match core::str::from_utf8(text) {
        Ok(valid) => (valid, None),
        Err(error) => {
            let valid = text.utf8_chunks().next().map_or("", |chunk| chunk.valid());
            (valid, error.error_len().map(|_| error.valid_up_to()))
        }
    };
    let progress = convert(valid, out);
    match problem {
        Some(index) if index == progress.read => Err(not_utf8(text, index)),
        _ => Ok(progress),
    }
}

/// Converts as many characters as there is room for.
fn convert(text: &str, out: &mut [u16]) -> Progress {
    let mut rest = text;
    let mut room = &mut *out;
    loop {
        // ASCII is nearly all there is; a block is looked at as a whole, which the compiler does with few instructions.
        const BLOCK: usize = 16;
        while let (Some(block), Some(target)) =
            (rest.as_bytes().first_chunk::<BLOCK>(), room.first_chunk_mut::<BLOCK>())
            && block.is_ascii()
        {
            *target = block.map(u16::from);
            rest = rest.get(BLOCK..).unwrap_or_default();
            let _ = room.split_off_mut(..BLOCK);
        }
        // Then as many characters as may be in a block, so that the block after is looked at again.
        for _ in 0..BLOCK {
            let mut chars = rest.chars();
            let target = chars.next().and_then(|c| Some((c, room.split_off_mut(..c.len_utf16())?)));
            let Some((c, target)) = target else {
                let unfilled = room.len();
                return Progress { read: text.len() - rest.len(), written: out.len() - unfilled };
            };
            c.encode_utf16(target);
            rest = chars.as_str();
        }
    }
}

/// How many bytes at the end of UTF-8 text begin a character that is not complete: 0 to 3.
pub(crate) fn incomplete_suffix(text: &[u8]) -> usize {
    let tail = text.get(text.len().saturating_sub(3)..).unwrap_or_default();
    let Some(start) = tail.iter().rposition(|byte| *byte >= 0xC0) else {
        return 0;
    };
    let suffix = tail.get(start..).unwrap_or_default();
    match core::str::from_utf8(suffix) {
        Err(error) if error.valid_up_to() == 0 && error.error_len().is_none() => suffix.len(),
        _ => 0,
    }
}

/// The length of the longest start of valid UTF-8 text that has at most `most` bytes and whole characters only. It is 0
/// although there is text when the first character needs more.
pub(crate) fn utf8_prefix(text: &[u8], most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    // A character starts at any byte that is no continuation; there are at most three of those in a row.
    let start =
        (most.saturating_sub(3)..=most).rev().find(|index| text.get(*index).is_some_and(|byte| byte & 0xC0 != 0x80));
    start.unwrap_or(0)
}

/// How many units of UTF-16 valid UTF-8 text takes.
pub(crate) fn utf16_length(text: &[u8]) -> usize {
    // One for each byte that starts a character, and one more for those outside of the Basic Multilingual Plane.
    text.iter().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0)).sum()
}

/// Checks that a whole text is UTF-8.
pub(crate) fn verify_utf8(text: &[u8]) -> Result<&str> {
    core::str::from_utf8(text).map_err(|error| not_utf8(text, error.valid_up_to()))
}

#[cold]
fn not_utf8(text: &[u8], index: usize) -> Fault {
    match text.get(index) {
        Some(byte) => {
            Fault::invalid_format(format!("The byte 0x{byte:02X} at index {index} is not part of UTF-8 text."))
        }
        None => Fault::invalid_format("The text ends inside of a character of UTF-8."),
    }
}

/// Appends UTF-16 text that comes in pieces as UTF-8. A piece may end between the surrogates of a pair.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Utf16Reader {
    /// The first half of a pair that the piece before ended with.
    high: Option<u16>,
}

impl Utf16Reader {
    /// Appends a piece. Nothing is appended, and the state is as before, when it is refused.
    pub(crate) fn append(&mut self, out: &mut Vec<u8>, units: &[u16]) -> Result<()> {
        let start = out.len();
        let result = self.try_append(out, units);
        if result.is_err() {
            out.truncate(start);
        }
        result
    }

    fn try_append(&mut self, out: &mut Vec<u8>, units: &[u16]) -> Result<()> {
        let mut rest = units;
        if let (Some(high), [low, behind @ ..]) = (self.high, rest) {
            push_pair(out, high, *low, 0)?;
            rest = behind;
        }
        let mut held = if units.is_empty() { self.high } else { None };
        loop {
            const BLOCK: usize = 16;
            while let Some((block, behind)) = rest.split_first_chunk::<BLOCK>()
                && block.iter().fold(0, |all, unit| all | unit) < 0x80
            {
                out.extend_from_slice(&block.map(|unit| unit as u8));
                rest = behind;
            }
            let index = units.len() - rest.len();
            match rest {
                [] => break,
                [high @ 0xD800..=0xDBFF] => {
                    held = Some(*high);
                    break;
                }
                [high @ 0xD800..=0xDBFF, low, behind @ ..] => {
                    push_pair(out, *high, *low, index)?;
                    rest = behind;
                }
                [unit, behind @ ..] => {
                    match char::from_u32(u32::from(*unit)) {
                        Some(c) => push(out, c),
                        None => return Err(lone(*unit, index)),
                    }
                    rest = behind;
                }
            }
        }
        self.high = held;
        Ok(())
    }

    /// Says that there is no more text: it must not have ended inside of a pair.
    pub(crate) fn finish(&self) -> Result<()> {
        match self.high {
            Some(high) => Err(Fault::invalid_format(format!(
                "The text ends with the surrogate 0x{high:04X}, without its partner."
            ))),
            None => Ok(()),
        }
    }
}

/// Appends the character of a pair whose first half is at an index.
fn push_pair(out: &mut Vec<u8>, high: u16, low: u16, index: usize) -> Result<()> {
    match char::decode_utf16([high, low]).next() {
        Some(Ok(c)) => {
            push(out, c);
            Ok(())
        }
        _ => Err(lone(high, index)),
    }
}

#[inline]
fn push(out: &mut Vec<u8>, c: char) {
    if c.is_ascii() {
        out.push(c as u8);
    } else {
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

#[cold]
fn lone(unit: u16, index: usize) -> Fault {
    Fault::invalid_format(format!("The surrogate 0x{unit:04X} at index {index} of the UTF-16 text has no partner."))
}

/// Appends a whole UTF-16 text as UTF-8. Nothing is appended when it is refused.
pub(crate) fn utf16_to_utf8(out: &mut Vec<u8>, units: &[u16]) -> Result<()> {
    let start = out.len();
    let mut reader = Utf16Reader::default();
    reader.append(out, units)?;
    reader.finish().inspect_err(|_| out.truncate(start))
}

/// How many bytes of UTF-8 valid UTF-16 text takes.
pub(crate) fn utf8_length(units: &[u16]) -> usize {
    // Four for a pair, two for each half of it.
    let length = |unit: &u16| match unit {
        0..=0x7F => 1,
        0x80..=0x7FF | 0xD800..=0xDFFF => 2,
        _ => 3,
    };
    units.iter().map(length).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;
    use proptest::prelude::*;

    const MIXED: &str =
        "plain ASCII of more than one block, \u{E9}t\u{E9}, \u{20AC}, \u{1F600}\u{1F600}, and plain again";

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    /// Converts text that comes in pieces of one size into rooms of another, as a reader would.
    fn in_pieces(text: &[u8], piece: usize, room: usize) -> Result<Vec<u16>> {
        let mut all = Vec::new();
        let (mut start, mut end) = (0, 0);
        while start < text.len() {
            let mut target = vec![0; room];
            let progress = utf8_to_utf16(&text[start..end], &mut target)?;
            assert!(progress.written <= room);
            all.extend_from_slice(&target[..progress.written]);
            start += progress.read;
            if progress.read == 0 {
                assert_eq!(incomplete_suffix(&text[start..end]), end - start);
                if end == text.len() {
                    return Err(not_utf8(text, end));
                }
                end = text.len().min(end + piece);
            }
        }
        Ok(all)
    }

    #[test]
    fn characters_are_never_split() {
        let mut room = [0; 4];
        for (text, size, read, written) in [
            ("abc", 4, 3, 3),
            ("abcde", 4, 4, 4),
            ("a\u{1F600}", 1, 1, 1),
            ("a\u{1F600}", 2, 1, 1),
            ("a\u{1F600}", 3, 5, 3),
            ("\u{1F600}", 1, 0, 0),
            ("\u{20AC}\u{20AC}", 1, 3, 1),
            ("a", 0, 0, 0),
            ("", 4, 0, 0),
        ] {
            let progress = utf8_to_utf16(text.as_bytes(), &mut room[..size]).unwrap();
            assert_eq!(progress, Progress { read, written }, "{text}");
            assert_eq!(room[..written], units(text)[..written]);
        }
        // The text ends inside of a character.
        assert_eq!(utf8_to_utf16(b"a\xF0\x9F\x98", &mut room).unwrap(), Progress { read: 1, written: 1 });
        assert_eq!(utf8_to_utf16(b"\xE2\x82", &mut room).unwrap(), Progress { read: 0, written: 0 });
    }

    #[test]
    fn malformed_utf8_is_refused_when_it_is_reached() {
        let mut room = [0; 8];
        for text in [
            &b"ab\xFF"[..],
            b"ab\xC0\x80",
            b"ab\xED\xA0\x80",
            b"ab\xF4\x90\x80\x80",
            b"ab\x80",
            b"ab\xE2a",
            b"ab\xC3\xC3",
        ] {
            let fault = utf8_to_utf16(text, &mut room).unwrap_err();
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
            assert!(fault.texts()[0].contains("at index 2"), "{fault:?}");
            assert_eq!(utf8_to_utf16(text, &mut room[..1]).unwrap(), Progress { read: 1, written: 1 });
            assert!(verify_utf8(text).unwrap_err().texts()[0].contains("at index 2"));
        }
    }

    #[test]
    fn lone_surrogates_are_refused() {
        for (text, why) in [
            (&[0x61, 0xDC00][..], "0xDC00 at index 1"),
            (&[0xD800, 0x61], "0xD800 at index 0"),
            (&[0xD800, 0xD800, 0xDC00], "0xD800 at index 0"),
            (&[0x61, 0xDBFF], "ends with the surrogate 0xDBFF"),
        ] {
            let mut out = b"kept".to_vec();
            let fault = utf16_to_utf8(&mut out, text).unwrap_err();
            assert_eq!((fault.code(), &out[..]), (WS_E_INVALID_FORMAT, &b"kept"[..]));
            assert!(fault.texts()[0].contains(why), "{fault:?}");
        }
    }

    #[test]
    fn a_pair_may_come_in_two_pieces() {
        let (mut reader, mut out) = (Utf16Reader::default(), Vec::new());
        reader.append(&mut out, &[0x61, 0xD83D]).unwrap();
        reader.append(&mut out, &[]).unwrap();
        assert!(reader.finish().is_err());
        assert_eq!(reader.append(&mut out, &[0x62]).unwrap_err().code(), WS_E_INVALID_FORMAT);
        reader.append(&mut out, &[0xDE00, 0x62]).unwrap();
        reader.finish().unwrap();
        assert_eq!(out, "a\u{1F600}b".as_bytes());
    }

    #[test]
    fn prefixes_have_whole_characters() {
        for (text, most, length) in [
            ("abc", 2, 2),
            ("abc", 9, 3),
            ("a\u{E9}b", 2, 1),
            ("a\u{E9}b", 3, 3),
            ("\u{1F600}", 3, 0),
            ("\u{1F600}x", 4, 4),
            ("a\u{1F600}", 4, 1),
            ("", 0, 0),
            ("a", 0, 0),
        ] {
            assert_eq!(utf8_prefix(text.as_bytes(), most), length, "{text} {most}");
        }
        for (text, length) in [
            (&b"abc"[..], 0),
            (b"a\xC3", 1),
            (b"a\xE2\x82", 2),
            (b"\xF0\x9F\x98", 3),
            (b"\xF0\x9F", 2),
            (b"a\xC3\xA9", 0),
            (b"\xED\xA0", 0),
            (b"\x80", 0),
            (b"\xC0", 0),
            (b"", 0),
            ("\u{1F600}".as_bytes(), 0),
        ] {
            assert_eq!(incomplete_suffix(text), length, "{text:x?}");
        }
    }

    #[test]
    fn pieces_and_rooms_of_any_size() {
        for piece in 1..20 {
            for room in 2..40 {
                assert_eq!(in_pieces(MIXED.as_bytes(), piece, room).unwrap(), units(MIXED));
            }
        }
    }

    proptest! {
        #[test]
        fn texts_round_trip(text in "([ -~]{0,40}|\\PC{0,5}){0,4}", piece in 1..40_usize, room in 2..40_usize) {
            let utf16 = units(&text);
            prop_assert_eq!(in_pieces(text.as_bytes(), piece, room).unwrap(), &utf16[..]);
            prop_assert_eq!(utf16_length(text.as_bytes()), utf16.len());
            prop_assert_eq!(utf8_length(&utf16), text.len());
            let mut out = Vec::new();
            utf16_to_utf8(&mut out, &utf16).unwrap();
            prop_assert_eq!(&out[..], text.as_bytes());
            let (mut reader, mut out) = (Utf16Reader::default(), Vec::new());
            for part in utf16.chunks(piece) {
                reader.append(&mut out, part).unwrap();
            }
            reader.finish().unwrap();
            prop_assert_eq!(&out[..], text.as_bytes());
            let prefix = utf8_prefix(text.as_bytes(), piece);
            prop_assert!(text.is_char_boundary(prefix) && prefix <= piece);
            prop_assert!(prefix + 4 > piece.min(text.len()));
        }

        #[test]
        fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..40), room in 0..40_usize) {
            let valid = core::str::from_utf8(&bytes);
            match utf8_to_utf16(&bytes, &mut vec![0; room]) {
                Ok(progress) => prop_assert!(core::str::from_utf8(&bytes[..progress.read]).is_ok()),
                Err(_) => prop_assert!(valid.is_err()),
            }
            if room >= 2 {
                prop_assert_eq!(in_pieces(&bytes, 7, room).is_ok(), valid.is_ok());
            }
            if let Err(error) = valid
                && error.error_len().is_none()
            {
                prop_assert_eq!(incomplete_suffix(&bytes), bytes.len() - error.valid_up_to());
            }
            if valid.is_ok() {
                prop_assert_eq!(incomplete_suffix(&bytes), 0);
            }
        }

        #[test]
        fn any_units_are_taken_without_harm(
            units in prop::collection::vec(prop_oneof![any::<u16>(), 0xD7F0..0xE010_u16, 0..0x80_u16], 0..40),
        ) {
            let mut out = Vec::new();
            match String::from_utf16(&units) {
                Ok(text) => {
                    utf16_to_utf8(&mut out, &units).unwrap();
                    prop_assert_eq!(out, text.into_bytes());
                }
                Err(_) => {
                    prop_assert!(utf16_to_utf8(&mut out, &units).is_err());
                    prop_assert!(out.is_empty());
                }
            }
        }
    }
}
