//! The decimal digits that dates, times and durations are made of.

/// What two digits mean.
#[inline]
pub(super) fn two(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens <= 9 && ones <= 9 { Some(tens * 10 + ones) } else { None }
}

/// The two digits of a number below 100.
#[inline]
pub(super) fn pair(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
}

/// Splits text after the digits that it starts with.
pub(super) fn split_digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or_default()
}

/// What digits mean that may be any number of zeros and then few enough to fit; `None` if they do not. All must be digits.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    digits
        .iter()
        .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit.wrapping_sub(b'0'))))
}

/// The 100 ns units that the digits after a decimal point of seconds mean, and what follows them; `None` if there are none.
///
/// What is finer than 100 ns is cut off, never rounded up: rounding could carry up to the year, past the last time there
/// is, and would make a time later than it was written.
#[inline]
pub(super) fn split_fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let (mut units, mut scale, mut rest) = (0, 1_000_000, text);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        units += scale * u32::from(digit - b'0');
        scale /= 10;
        rest = behind;
    }
    if rest.len() == text.len() { None } else { Some((units, rest)) }
}

/// Appends a decimal point and the digits of 100 ns units (below 10,000,000) without the zeros at their end; nothing for 0.
#[inline]
pub(super) fn write_fraction(out: &mut Vec<u8>, units: u32) {
    if units == 0 {
        return;
    }
    // Each pair comes from the whole number, so that the divisions do not wait for each other.
    let [[_, d1], [d2, d3], [d4, d5], [d6, d7]] =
        [units / 1_000_000, units / 10_000, units / 100, units].map(|start| pair((start % 100) as u8));
    let text = [b'.', d1, d2, d3, d4, d5, d6, d7];
    let length = text.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    out.extend_from_slice(text.get(..length).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pairs() {
        for value in 0..100 {
            let [tens, ones] = pair(value);
            assert_eq!([tens, ones], format!("{value:02}").as_bytes());
            assert_eq!(two(tens, ones), Some(value));
        }
        for bad in [b'/', b':', b' ', b'a', 0, 0xFF] {
            assert_eq!((two(bad, b'0'), two(b'0', bad)), (None, None));
        }
    }

    #[test]
    fn fractions() {
        for (text, units) in [
            ("5", Some((5_000_000, ""))),
            ("0000001Z", Some((1, "Z"))),
            ("00000009", Some((0, ""))),
            ("99999999999999999999999S", Some((9_999_999, "S"))),
            ("1 2", Some((1_000_000, " 2"))),
            ("", None),
            ("Z", None),
            ("-1", None),
        ] {
            let expected = units.map(|(units, rest)| (units, rest.as_bytes()));
            assert_eq!(split_fraction(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(number(b"00000000000000000000018446744073709551615"), Some(u64::MAX));
        assert_eq!(number(b"18446744073709551616"), None);
        assert_eq!(split_digits(b"12D"), (&b"12"[..], &b"D"[..]));
        assert_eq!(split_digits(b"D"), (&b""[..], &b"D"[..]));
    }

    proptest! {
        #[test]
        fn fractions_round_trip(units in 0_u32..10_000_000) {
            let mut out = Vec::new();
            write_fraction(&mut out, units);
            let text = core::str::from_utf8(&out).unwrap();
            prop_assert!(!text.ends_with('0') && !text.ends_with('.'));
            match text.strip_prefix('.') {
                Some(digits) => prop_assert_eq!(split_fraction(digits.as_bytes()), Some((units, &b""[..]))),
                None => prop_assert_eq!(units, 0),
            }
        }
    }
}
