//! Copying and comparing names. Most are shorter than what a call of memcpy or memcmp pays for, so up to 32 bytes are
//! moved here, in two overlapping pieces.

/// Copies `from` to `to`, which are of the same length.
#[inline(always)]
pub(crate) fn copy(to: &mut [u8], from: &[u8]) {
    macro_rules! overlapping {
        ($size:literal) => {
            if let (Some(first), Some(last)) = (from.first_chunk::<$size>(), from.last_chunk::<$size>()) {
                if let Some(place) = to.first_chunk_mut::<$size>() {
                    *place = *first;
                }
                if let Some(place) = to.last_chunk_mut::<$size>() {
                    *place = *last;
                }
            }
        };
    }
    match from.len() {
        0 => {}
        1 => overlapping!(1),
        2..4 => overlapping!(2),
        4..8 => overlapping!(4),
        8..16 => overlapping!(8),
        16..=32 => overlapping!(16),
        _ if to.len() == from.len() => to.copy_from_slice(from),
        _ => {}
    }
}

/// Appends bytes.
#[inline(always)]
pub(crate) fn append(to: &mut Vec<u8>, bytes: &[u8]) {
    const SHORT: usize = 32;
    if bytes.len() > SHORT {
        to.extend_from_slice(bytes);
        return;
    }
    // Of a length that the compiler knows, so that this is no call.
    let start = to.len();
    to.extend_from_slice(&[0; SHORT]);
    if let Some(place) = to.get_mut(start..start + bytes.len()) {
        copy(place, bytes);
    }
    to.truncate(start + bytes.len());
}

/// Whether two strings are the same.
#[inline(always)]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    macro_rules! overlapping {
        ($type:ty, $size:literal) => {{
            let words = |s: &[u8]| {
                let word = |chunk: &[u8; $size]| <$type>::from_ne_bytes(*chunk);
                (s.first_chunk::<$size>().map(word), s.last_chunk::<$size>().map(word))
            };
            words(a) == words(b)
        }};
    }
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        1 => overlapping!(u8, 1),
        2..4 => overlapping!(u16, 2),
        4..8 => overlapping!(u32, 4),
        8..16 => overlapping!(u64, 8),
        16..=32 => overlapping!(u128, 16),
        _ => a == b,
    }
}

/// Whether a name has ASCII letters only, which makes it an NCName. Says no to long names, and to an empty one.
#[inline(always)]
pub(crate) fn is_short_and_letters(name: &[u8]) -> bool {
    short_letters(name).is_some()
}

/// The bytes of a name that has up to 16 ASCII letters and nothing else, with zeros after them.
#[inline(always)]
pub(crate) fn short_letters(name: &[u8]) -> Option<u128> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// Whether all eight bytes are letters: made lower case, each sum has its highest bit set, or not, as in the range.
    #[inline(always)]
    fn letters(word: u64) -> bool {
        let lower = word | (0x20 * LOW);
        let from_a = (lower & !HIGH) + (0x80 - b'a' as u64) * LOW;
        let past_z = (lower & !HIGH) + (0x80 - b'z' as u64 - 1) * LOW;
        from_a & !past_z & !word & HIGH == HIGH
    }
    // Both ends of the name, which overlap unless it has twice their size.
    let len = name.len();
    match len {
        8..=16 => {
            let first = u64::from_le_bytes(*name.first_chunk()?);
            let last = u64::from_le_bytes(*name.last_chunk()?);
            let both = letters(first) && letters(last);
            let beyond = last.checked_shr(8 * (16 - len as u32)).unwrap_or_default();
            both.then_some(u128::from(beyond) << 64 | u128::from(first))
        }
        4..8 => {
            let first = u64::from(u32::from_le_bytes(*name.first_chunk()?));
            let last = u64::from(u32::from_le_bytes(*name.last_chunk()?));
            letters(first << 32 | last).then_some((last << (8 * (len - 4)) | first).into())
        }
        2..4 => {
            const FILLER: u64 = 0x6161_6161 << 32;
            let first = u64::from(u16::from_le_bytes(*name.first_chunk()?));
            let last = u64::from(u16::from_le_bytes(*name.last_chunk()?));
            letters(FILLER | first << 16 | last).then_some((last << (8 * (len - 2)) | first).into())
        }
        _ => match name {
            &[letter @ (b'a'..=b'z' | b'A'..=b'Z')] => Some(letter.into()),
            _ => None,
        },
    }
}

/// Whether all bytes are characters from the blank to the end of ASCII.
#[inline(always)]
pub(crate) fn is_printable(text: &[u8]) -> bool {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// Nothing but zero if a byte is not. Where the subtraction borrows from the byte above, one is not already.
    #[inline(always)]
    fn others(word: u64) -> u64 {
        (word | word.wrapping_sub(0x20 * LOW)) & HIGH
    }
    let word = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
    match text.len() {
        8.. => {
            let (words, _) = text.as_chunks::<8>();
            let last = text.last_chunk::<8>().map_or(0, word);
            words.iter().fold(others(last), |found, chunk| found | others(word(chunk))) == 0
        }
        4..8 => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                others(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))) == 0
            }
            _ => false,
        },
        _ => text.iter().all(|byte| (0x20..0x80).contains(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_length_is_copied_and_compared() {
        let source: Vec<u8> = (0..100).collect();
        for len in 0..=source.len() {
            let from = &source[..len];
            let mut to = vec![0xFF; len];
            copy(&mut to, from);
            assert_eq!(to, from);
            let mut appended = b"before".to_vec();
            append(&mut appended, from);
            assert_eq!(appended, [b"before", from].concat());
            assert!(same(&to, from) && !same(&to, &source[..len.saturating_sub(1)]) || len == 0);
            for at in 0..len {
                to[at] ^= 0x80;
                assert!(!same(&to, from), "{len} {at}");
                to[at] ^= 0x80;
            }
        }
    }

    #[test]
    fn every_byte_is_a_letter_or_not_at_every_place() {
        for len in 1..=16 {
            for at in 0..len {
                for byte in 0..=0xFF_u8 {
                    let mut name = vec![b'q'; len];
                    name[at] = byte;
                    assert_eq!(is_short_and_letters(&name), byte.is_ascii_alphabetic(), "{name:?}");
                    if let Some(bytes) = short_letters(&name) {
                        let padded = [&name[..], &[0; 16]].concat();
                        assert_eq!(bytes.to_le_bytes(), padded[..16], "{name:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_byte_is_printable_or_not_at_every_place() {
        assert!(is_printable(b""));
        for len in 1..=40 {
            for at in 0..len {
                for byte in 0..=0xFF_u8 {
                    let mut text = vec![b'q'; len];
                    text[at] = byte;
                    assert_eq!(is_printable(&text), (0x20..0x80).contains(&byte), "{text:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn letters_are_letters(name in prop::collection::vec(any::<u8>(), 0..20)) {
            let letters = name.iter().all(u8::is_ascii_alphabetic);
            prop_assert_eq!(is_short_and_letters(&name), letters && (1..=16).contains(&name.len()));
        }
    }
}
