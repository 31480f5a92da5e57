//! Finding the next byte that matters, eight at a time.

const WIDTH: usize = 8;
/// Up to here, looking at more at a time costs more than it saves: most texts and URIs are not longer.
const SHORT: usize = 8 * WIDTH;
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The high bit of each byte that is zero, and maybe of bytes from 0x80 on. Exact up to the lowest one, which is all that
/// is asked for.
#[inline(always)]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word
}

/// The index of the first byte from `start` on that is below 0x20, above 0x7F, or one of `A`, `B` and `C`; the length
/// of `bytes` if there is none.
///
/// Eight bytes take about a dozen instructions and no branch, which no library does in safe Rust for six classes. Past
/// the length of most texts, 32 take little more.
#[inline(always)]
pub(crate) fn find_special<const A: u8, const B: u8, const C: u8>(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<WIDTH>()) {
        let word = u64::from_le_bytes(*chunk);
        // Bytes from 0x80 on have their high bit set already; for the others, subtracting 0x20 borrows into it exactly
        // when they are below.
        let mut special = word | word.wrapping_sub(LOW * 0x20) | zeros(word ^ (LOW * A as u64));
        if B != A {
            special |= zeros(word ^ (LOW * B as u64));
        }
        if C != B {
            special |= zeros(word ^ (LOW * C as u64));
        }
        let special = special & HIGH;
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += WIDTH;
        if at - start == SHORT {
            at = pass_blocks::<A, B, C>(bytes, at);
        }
    }
    let tail = bytes.get(at..).unwrap_or_default();
    at + tail.iter().position(|&byte| is_special::<A, B, C>(byte)).unwrap_or(tail.len())
}

#[inline(always)]
fn is_special<const A: u8, const B: u8, const C: u8>(byte: u8) -> bool {
    ((byte as i8) < 0x20) | (byte == A) | (byte == B) | (byte == C)
}

/// Passes over blocks without a special byte. Without an exit inside of one, the compiler makes vector code of it.
#[inline(never)]
fn pass_blocks<const A: u8, const B: u8, const C: u8>(bytes: &[u8], start: usize) -> usize {
    let (blocks, _) = bytes.get(start..).unwrap_or_default().as_chunks::<32>();
    let is_plain = |block: &&[u8; 32]| !block.iter().fold(false, |found, &byte| found | is_special::<A, B, C>(byte));
    start + blocks.iter().take_while(is_plain).count() * 32
}

/// How many ASCII letters there are from `start` on, up to eight. None near the end of `bytes`: it is for names, which
/// other characters can go on, so that the caller has to look at what follows in any case.
#[inline(always)]
pub(super) fn letters(bytes: &[u8], start: usize) -> usize {
    let Some(chunk) = bytes.get(start..).and_then(|rest| rest.first_chunk::<WIDTH>()) else { return 0 };
    let word = u64::from_le_bytes(*chunk);
    // Made lower case, each sum has its highest bit set, or not, as in the range; none carries into the next byte.
    let lower = (word | (0x20 * LOW)) & !HIGH;
    let from_a = lower + (0x80 - b'a' as u64) * LOW;
    let past_z = lower + (0x80 - b'z' as u64 - 1) * LOW;
    let others = (!from_a | past_z | word) & HIGH;
    // Of zero, that is 64.
    others.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_letters() {
        for byte in 0..=0xFF_u8 {
            for at in 0..20 {
                let mut name = [b'q'; 40];
                name[3 + at] = byte;
                let expected = if byte.is_ascii_alphabetic() { WIDTH } else { at.min(WIDTH) };
                assert_eq!(letters(&name, 3), expected, "{byte:#x} at {at}");
            }
        }
        assert_eq!((letters(b"abc", 0), letters(&[b'a'; 8], 1), letters(b"", 7)), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn finds_what_a_loop_finds(bytes in prop::collection::vec(prop_oneof![4 => 0x20u8..0x7f, 1 => any::<u8>()], 0..200), start in 0usize..90) {
            let slow = bytes
                .iter()
                .enumerate()
                .skip(start)
                .find(|(_, b)| **b < 0x20 || **b >= 0x80 || b"<&>".contains(b))
                .map_or(bytes.len().max(start), |(index, _)| index);
            prop_assert_eq!(find_special::<b'<', b'&', b'>'>(&bytes, start), slow);
        }
    }
}
