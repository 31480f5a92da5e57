//! Characters as XML text: what stands for itself is copied in runs, what does not becomes a reference.

use super::output::Output;
use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::{decode_utf8, is_char};

/// Content of elements. `>` is always written as a reference, so that `]]>` cannot come together from two calls; a
/// carriage return too, because a parser would take it for a line end.
pub(super) const TEXT: u8 = 1;
/// An attribute value between double quotes. White space other than blanks would become blanks when read.
pub(super) const DOUBLE_QUOTED: u8 = 2;
/// An attribute value between single quotes.
pub(super) const SINGLE_QUOTED: u8 = 4;
/// Any text of an encoding without references: only what XML does not allow is special.
pub(super) const PLAIN: u8 = 8;
/// A CDATA section: `]` and `>` may end it.
pub(super) const CDATA: u8 = 16;

/// For each byte the contexts in which it does not simply stand for itself.
static SPECIAL: [u8; 256] = special();

const fn special() -> [u8; 256] {
    let mut table = [0; 256];
    let mut left: &mut [u8] = &mut table;
    let mut byte = 0;
    // A slice pattern, since constant evaluation knows no iterators.
    while let [entry, rest @ ..] = left {
        *entry = match byte {
            b'\t' | b'\n' => DOUBLE_QUOTED | SINGLE_QUOTED,
            b'\r' => TEXT | DOUBLE_QUOTED | SINGLE_QUOTED | CDATA,
            0..0x20 | 0x80.. => TEXT | DOUBLE_QUOTED | SINGLE_QUOTED | PLAIN | CDATA,
            b'&' | b'<' => TEXT | DOUBLE_QUOTED | SINGLE_QUOTED,
            b'>' => TEXT | CDATA,
            b'"' => DOUBLE_QUOTED,
            b'\'' => SINGLE_QUOTED,
            b']' => CDATA,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        left = rest;
    }
    table
}

#[inline]
fn is_special<const CONTEXT: u8>(byte: u8) -> bool {
    SPECIAL.get(usize::from(byte)).is_some_and(|contexts| contexts & CONTEXT != 0)
}

/// Whether 16 bytes may hold a special one. Sure when it says no; in this form the compiler makes vector code of it.
#[inline]
fn suspicious<const CONTEXT: u8>(block: &[u8; 16]) -> bool {
    let mut found = 0;
    for &byte in block {
        // Below the blank, or from 0x80 on.
        found |= u8::from(byte.cast_signed() < 0x20);
        if CONTEXT & (TEXT | DOUBLE_QUOTED | SINGLE_QUOTED) != 0 {
            found |= u8::from(byte == b'&') | u8::from(byte == b'<');
        }
        if CONTEXT & (TEXT | CDATA) != 0 {
            found |= u8::from(byte == b'>');
        }
        if CONTEXT & DOUBLE_QUOTED != 0 {
            found |= u8::from(byte == b'"');
        }
        if CONTEXT & SINGLE_QUOTED != 0 {
            found |= u8::from(byte == b'\'');
        }
        if CONTEXT & CDATA != 0 {
            found |= u8::from(byte == b']');
        }
    }
    found != 0
}

/// The high bit of each byte that may be special. It may be wrong about a byte above one that is, never about the lowest
/// but for white space.
#[inline(always)]
fn test<const CONTEXT: u8>(word: u64) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    #[inline(always)]
    fn has_zero(word: u64) -> u64 {
        word.wrapping_sub(LOW) & !word & HIGH
    }
    let mut found = word.wrapping_sub(0x20 * LOW) | word;
    let mut special = |byte: u8| found |= has_zero(word ^ (u64::from(byte) * LOW));
    if CONTEXT & (TEXT | DOUBLE_QUOTED | SINGLE_QUOTED) != 0 {
        special(b'&');
        special(b'<');
    }
    if CONTEXT & (TEXT | CDATA) != 0 {
        special(b'>');
    }
    if CONTEXT & DOUBLE_QUOTED != 0 {
        special(b'"');
    }
    if CONTEXT & SINGLE_QUOTED != 0 {
        special(b'\'');
    }
    if CONTEXT & CDATA != 0 {
        special(b']');
    }
    found & HIGH
}

/// As [`suspicious`], for up to 15 bytes, in one or two words that overlap.
#[inline(always)]
fn suspicious_tail<const CONTEXT: u8>(tail: &[u8]) -> bool {
    match tail.len() {
        8.. => match (tail.first_chunk::<8>(), tail.last_chunk::<8>()) {
            (Some(first), Some(last)) => {
                test::<CONTEXT>(u64::from_ne_bytes(*first)) | test::<CONTEXT>(u64::from_ne_bytes(*last)) != 0
            }
            _ => true,
        },
        4..8 => match (tail.first_chunk::<4>(), tail.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                test::<CONTEXT>(u64::from(u32::from_ne_bytes(*first)) << 32 | u64::from(u32::from_ne_bytes(*last))) != 0
            }
            _ => true,
        },
        _ => tail.iter().any(|&byte| is_special::<CONTEXT>(byte)),
    }
}

/// How many bytes at the start of `text` stand for themselves.
#[inline(always)]
pub(super) fn run<const CONTEXT: u8>(text: &[u8]) -> usize {
    if text.len() < 16 {
        return if suspicious_tail::<CONTEXT>(text) { first_special::<CONTEXT>(text) } else { text.len() };
    }
    long_run::<CONTEXT>(text)
}

fn long_run<const CONTEXT: u8>(text: &[u8]) -> usize {
    let (blocks, tail) = text.as_chunks::<16>();
    let mut done = 0;
    for block in blocks {
        if suspicious::<CONTEXT>(block) {
            let at = first_special::<CONTEXT>(block);
            if at < block.len() {
                return done + at;
            }
        }
        done += block.len();
    }
    done + if suspicious_tail::<CONTEXT>(tail) { first_special::<CONTEXT>(tail) } else { tail.len() }
}

#[inline]
fn first_special<const CONTEXT: u8>(text: &[u8]) -> usize {
    let (words, _) = text.as_chunks::<8>();
    let clean = words.iter().take_while(|word| test::<CONTEXT>(u64::from_le_bytes(**word)) == 0).count() * 8;
    let in_word = words.get(clean / 8).map_or(0, |word| {
        // White space is below the blank and may stand for itself: from the lowest suspect on, the table decides.
        test::<CONTEXT>(u64::from_le_bytes(*word)).trailing_zeros() as usize / 8
    });
    let start = clean + in_word;
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().position(|&byte| is_special::<CONTEXT>(byte)).unwrap_or(rest.len())
}

/// The first character that does not stand for itself.
pub(super) struct Stop {
    /// How many bytes before it stand for themselves.
    pub(super) at: usize,
    pub(super) character: char,
}

/// Finds the first character of UTF-8 text that does not stand for itself. Fails where the text is not UTF-8.
#[inline]
pub(super) fn find<const CONTEXT: u8>(text: &[u8]) -> Result<Option<Stop>> {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += run::<CONTEXT>(rest);
        match text.get(at) {
            None => return Ok(None),
            Some(&byte) if byte < 0x80 => return Ok(Some(Stop { at, character: char::from(byte) })),
            // All of two bytes are allowed, and most of those that are not ASCII have two.
            Some(0xC2..=0xDF) if matches!(text.get(at + 1), Some(0x80..=0xBF)) => at += 2,
            Some(_) => match decode_utf8(text.get(at..).unwrap_or_default()) {
                Some((character, len)) if is_char(character) => at += len,
                Some((character, _)) => return Ok(Some(Stop { at, character })),
                None => return Err(not_utf8(text, at)),
            },
        }
    }
}

/// Appends UTF-8 text in a form that a parser turns back into it. `allow_invalid` writes characters that XML does not
/// allow as references.
#[inline(always)]
pub(super) fn put<const CONTEXT: u8>(output: &mut Output, text: &[u8], allow_invalid: bool) -> Result<()> {
    let clean = run::<CONTEXT>(text);
    if clean == text.len() { output.put(text) } else { put_slowly::<CONTEXT>(output, text, clean, allow_invalid) }
}

/// As [`put`]; the first `clean` bytes stand for themselves.
pub(super) fn put_rest<const CONTEXT: u8>(
    output: &mut Output,
    text: &[u8],
    clean: usize,
    allow_invalid: bool,
) -> Result<()> {
    let clean = clean + run::<CONTEXT>(text.get(clean..).unwrap_or_default());
    put_slowly::<CONTEXT>(output, text, clean, allow_invalid)
}

/// As [`put`]; the first `clean` bytes stand for themselves, and the next does not.
fn put_slowly<const CONTEXT: u8>(output: &mut Output, text: &[u8], clean: usize, allow_invalid: bool) -> Result<()> {
    // What lies between the two stands for itself and was not written yet.
    let (mut written, mut at) = (0, clean);
    while let Some(&byte) = text.get(at) {
        let (character, len) = match byte {
            0..0x80 => (char::from(byte), 1),
            // All of two bytes are allowed, and most of those that are not ASCII have two.
            0xC2..=0xDF if matches!(text.get(at + 1), Some(0x80..=0xBF)) => {
                at += 2;
                at += run::<CONTEXT>(text.get(at..).unwrap_or_default());
                continue;
            }
            _ => decode_utf8(text.get(at..).unwrap_or_default()).ok_or_else(|| not_utf8(text, at))?,
        };
        if byte < 0x80 || !is_char(character) {
            let run = text.get(written..at).unwrap_or_default();
            match named_reference(byte) {
                [] => {
                    output.put(run)?;
                    put_reference(output, character, allow_invalid)?;
                }
                reference => output.put_all([run, reference])?,
            }
            written = at + len;
        }
        at += len;
        at += run::<CONTEXT>(text.get(at..).unwrap_or_default());
    }
    output.put(text.get(written..).unwrap_or_default())
}

/// Appends a character as a reference.
pub(super) fn put_reference(output: &mut Output, character: char, allow_invalid: bool) -> Result<()> {
    match u8::try_from(character).map_or(&[][..], named_reference) {
        reference @ [_, ..] => output.put(reference),
        [] if is_char(character) || allow_invalid => {
            let reference = format!("&#x{:X};", u32::from(character));
            output.put(reference.as_bytes())
        }
        [] => Err(not_allowed(character)),
    }
}

/// The reference to a character that XML itself has a name for.
#[inline(always)]
fn named_reference(byte: u8) -> &'static [u8] {
    match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\'' => b"&apos;",
        _ => b"",
    }
}

/// What was written as an attribute's value, without characters that XML does not allow.
pub(super) fn unescaped(written: &[u8]) -> Vec<u8> {
    const REFERENCES: [(&[u8], u8); 8] = [
        (b"amp;", b'&'),
        (b"lt;", b'<'),
        (b"gt;", b'>'),
        (b"quot;", b'"'),
        (b"apos;", b'\''),
        (b"#x9;", b'\t'),
        (b"#xA;", b'\n'),
        (b"#xD;", b'\r'),
    ];
    let mut text = Vec::with_capacity(written.len());
    let mut pieces = written.split(|byte| *byte == b'&');
    text.extend_from_slice(pieces.next().unwrap_or_default());
    for piece in pieces {
        let known = REFERENCES.iter().find_map(|(name, byte)| Some((piece.strip_prefix(*name)?, *byte)));
        let (rest, byte) = known.unwrap_or((piece, b'&'));
        text.push(byte);
        text.extend_from_slice(rest);
    }
    text
}

/// Refuses UTF-8 text with characters that XML does not allow.
#[inline]
pub(super) fn check(text: &[u8]) -> Result<()> {
    if run::<PLAIN>(text) == text.len() {
        return Ok(());
    }
    match find::<PLAIN>(text)? {
        Some(stop) => Err(not_allowed(stop.character)),
        None => Ok(()),
    }
}

/// Refuses what is not UTF-8.
pub(super) fn check_utf8(text: &[u8]) -> Result<()> {
    match core::str::from_utf8(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(not_utf8(text, error.valid_up_to())),
    }
}

#[cold]
pub(super) fn not_allowed(character: char) -> Fault {
    let code = u32::from(character);
    Fault::invalid_format(format!("The character U+{code:04X} is not allowed in XML."))
}

#[cold]
fn not_utf8(text: &[u8], at: usize) -> Fault {
    let byte = text.get(at).copied().unwrap_or_default();
    Fault::invalid_format(format!("The text is not UTF-8: the byte 0x{byte:02X} at index {at} is out of place."))
}

/// Passes UTF-16 text on as UTF-8, in pieces that hold whole characters.
pub(super) fn utf16_as_utf8(units: &[u16], mut piece: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    const LEAST_ROOM: usize = 4;
    let mut buffer = [0; 512];
    let mut used = 0;
    let mut index = 0;
    for decoded in char::decode_utf16(units.iter().copied()) {
        let character = decoded.map_err(|error| {
            let unit = error.unpaired_surrogate();
            Fault::invalid_format(format!(
                "The text is not UTF-16: the surrogate 0x{unit:04X} at index {index} has no partner."
            ))
        })?;
        index += character.len_utf16();
        if let Some(place) = buffer.get_mut(used..) {
            used += character.encode_utf8(place).len();
        }
        if used > buffer.len() - LEAST_ROOM {
            piece(buffer.get(..used).unwrap_or_default())?;
            used = 0;
        }
    }
    piece(buffer.get(..used).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;
    use proptest::prelude::*;

    fn escaped<const CONTEXT: u8>(text: &[u8], allow_invalid: bool) -> Result<Vec<u8>> {
        let mut output = Output::default();
        output.reset(1 << 20, 0);
        put::<CONTEXT>(&mut output, text, allow_invalid)?;
        Ok(output.bytes().to_vec())
    }

    #[test]
    fn each_context_has_its_references() {
        let text = b"\t\n\r &<>\"'\xC3\xA9]]>";
        assert_eq!(escaped::<TEXT>(text, false).unwrap(), b"\t\n&#xD; &amp;&lt;&gt;\"'\xC3\xA9]]&gt;");
        let double = b"&#x9;&#xA;&#xD; &amp;&lt;>&quot;'\xC3\xA9]]>";
        assert_eq!(escaped::<DOUBLE_QUOTED>(text, false).unwrap(), double);
        let single = b"&#x9;&#xA;&#xD; &amp;&lt;>\"&apos;\xC3\xA9]]>";
        assert_eq!(escaped::<SINGLE_QUOTED>(text, false).unwrap(), single);
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        for (text, part) in [
            (&b"abcdefghijklmnopq\x01"[..], "U+0001"),
            (b"\xEF\xBF\xBE", "U+FFFE"),
            (b"\xED\xA0\x80", "the byte 0xED at index 0"),
            (b"a\xC3", "the byte 0xC3 at index 1"),
        ] {
            for fault in [escaped::<TEXT>(text, false).unwrap_err(), check(text).unwrap_err()] {
                assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
                assert!(fault.texts()[0].contains(part), "{fault:?}");
            }
        }
        assert_eq!(escaped::<TEXT>(b"a\x01\xEF\xBF\xBF", true).unwrap(), b"a&#x1;&#xFFFF;");
        assert!(escaped::<TEXT>(b"\xED\xA0\x80", true).is_err());
    }

    #[test]
    fn lone_surrogates_are_refused() {
        for units in [&[0xD800_u16][..], &[0x61, 0xDC00], &[0xD800, 0x61]] {
            assert_eq!(utf16_as_utf8(units, |_| Ok(())).unwrap_err().code(), WS_E_INVALID_FORMAT);
        }
    }

    proptest! {
        #[test]
        fn runs_agree_with_the_table(text in prop::collection::vec(any::<u8>(), 0..80)) {
            let expected = text.iter().position(|&byte| is_special::<TEXT>(byte)).unwrap_or(text.len());
            prop_assert_eq!(run::<TEXT>(&text), expected);
            let expected = text.iter().position(|&byte| is_special::<CDATA>(byte)).unwrap_or(text.len());
            prop_assert_eq!(run::<CDATA>(&text), expected);
        }

        #[test]
        fn utf16_arrives_as_the_same_text(text in any::<String>(), copies in 1_usize..40) {
            let text = text.repeat(copies);
            let units: Vec<u16> = text.encode_utf16().collect();
            let mut utf8 = Vec::new();
            utf16_as_utf8(&units, |piece| { utf8.extend_from_slice(piece); Ok(()) }).unwrap();
            prop_assert_eq!(utf8, text.as_bytes());
        }
    }
}
