//! Decimal numbers (XML Schema Part 2, 3.2.3) as DECIMALs: a 96 bit integer divided by a power of ten up to 28.
//!
//! The scale is part of a DECIMAL and kept both ways: 1.50 has the scale 2, and is written as 1.50. Digits that a DECIMAL
//! has no room for are rounded off behind the decimal point, to the nearest value (as .NET's `Decimal.Parse` documents, so
//! that both ends of a connection see the same number) and ties to even; in front of it they do not fit.

use super::{malformed, too_large, trim};
use crate::abi::DECIMAL;
use crate::runtime::fault::{Fault, Result};

const NAME: &str = "a decimal number of 96 bits (xsd:decimal)";
const MAX_SCALE: u8 = 28;
const MAX_INTEGER: u128 = (1 << 96) - 1;
/// What `sign` is for negative numbers.
const NEGATIVE: u8 = 0x80;
/// So many digits of any value fit into 64 bits.
const SAFE_DIGITS: usize = 19;

/// Reads a decimal number: a sign or none, digits, and a decimal point or none among, before or after them.
pub(crate) fn parse_decimal(text: &[u8]) -> Result<DECIMAL> {
    let (negative, number) = match trim(text) {
        [b'-', number @ ..] => (true, number),
        [b'+', number @ ..] | number => (false, number),
    };
    let point = number.iter().position(|byte| *byte == b'.').unwrap_or(number.len());
    let (whole, fraction) = number.split_at_checked(point).unwrap_or_default();
    let fraction = fraction.strip_prefix(b".").unwrap_or_default();
    let digits = whole.iter().chain(fraction);
    if whole.len() + fraction.len() == 0 || !digits.clone().all(u8::is_ascii_digit) {
        return Err(malformed(text, NAME));
    }
    let (integer, scale) = if whole.len() + fraction.len() <= SAFE_DIGITS {
        let integer = digits.fold(0_u64, |value, digit| value * 10 + u64::from(digit.wrapping_sub(b'0')));
        (u128::from(integer), fraction.len() as u8)
    } else {
        round(whole, fraction).ok_or_else(|| too_large(text, NAME))?
    };
    Ok(DECIMAL {
        wReserved: 0,
        scale,
        sign: if negative { NEGATIVE } else { 0 },
        Hi32: (integer >> 64) as u32,
        Lo64: integer as u64,
    })
}

/// The integer and the scale of a number of any length; `None` if the digits in front of the point do not fit.
fn round(whole: &[u8], fraction: &[u8]) -> Option<(u128, u8)> {
    // No overflow before the comparison: the value stays below 2^96.
    let append = |value: u128, digit: &u8| {
        let value = value * 10 + u128::from(digit.wrapping_sub(b'0'));
        (value <= MAX_INTEGER).then_some(value)
    };
    let mut integer = whole.iter().try_fold(0, append)?;
    let mut scale = 0;
    let mut rest = fraction;
    while let [digit, behind @ ..] = rest
        && scale < MAX_SCALE
        && let Some(longer) = append(integer, digit)
    {
        (integer, scale, rest) = (longer, scale + 1, behind);
    }
    let up = match rest {
        [b'5', behind @ ..] => integer % 2 == 1 || behind.iter().any(|digit| *digit != b'0'),
        [digit, ..] => *digit > b'5',
        [] => false,
    };
    match (integer + u128::from(up), scale) {
        (integer @ ..=MAX_INTEGER, _) => Some((integer, scale)),
        (_, 0) => None,
        // One place fewer makes room; what falls off, from 2^96 less a half on, is more than a half.
        (_, _) => Some((MAX_INTEGER / 10 + 1, scale - 1)),
    }
}

/// Appends a decimal number with as many digits after the point as its scale says.
pub(crate) fn write_decimal(out: &mut Vec<u8>, value: DECIMAL) -> Result<()> {
    // `wReserved` may hold anything: in a VARIANT, on Windows, the type is kept there.
    let DECIMAL { scale, sign, Hi32: high, Lo64: low, .. } = value;
    if scale > MAX_SCALE {
        return Err(Fault::invalid_arg(format!(
            "The scale of the DECIMAL is {scale}; it must be {MAX_SCALE} or less."
        )));
    }
    if sign & !NEGATIVE != 0 {
        return Err(Fault::invalid_arg(format!("The sign of the DECIMAL is 0x{sign:02X}; it must be 0 or 0x80.")));
    }
    if sign != 0 {
        out.push(b'-');
    }
    let (mut short, mut long) = (itoa::Buffer::new(), itoa::Buffer::new());
    let digits = match high {
        0 => short.format(low),
        _ => long.format(u128::from(high) << 64 | u128::from(low)),
    };
    let digits = digits.as_bytes();
    let scale = usize::from(scale);
    match digits.len().checked_sub(scale) {
        Some(whole @ 1..) => {
            let (whole, fraction) = digits.split_at_checked(whole).unwrap_or_default();
            out.extend_from_slice(whole);
            if !fraction.is_empty() {
                out.push(b'.');
                out.extend_from_slice(fraction);
            }
        }
        _ => {
            out.extend_from_slice(b"0.");
            out.extend(core::iter::repeat_n(b'0', scale - digits.len()));
            out.extend_from_slice(digits);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{E_INVALIDARG, WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
    use proptest::prelude::*;

    fn decimal(negative: bool, integer: u128, scale: u8) -> DECIMAL {
        let sign = if negative { 0x80 } else { 0 };
        DECIMAL { wReserved: 0, scale, sign, Hi32: (integer >> 64) as u32, Lo64: integer as u64 }
    }

    fn written(value: DECIMAL) -> String {
        let mut out = Vec::new();
        write_decimal(&mut out, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_lexical_form() {
        for (text, negative, integer, scale) in [
            ("0", false, 0, 0),
            ("-0.00", true, 0, 2),
            ("1", false, 1, 0),
            ("+1.50", false, 150, 2),
            ("-1.5", true, 15, 1),
            (".5", false, 5, 1),
            ("-.5", true, 5, 1),
            ("5.", false, 5, 0),
            ("000123.4500", false, 1_234_500, 4),
            (" \t\r\n12.25\n", false, 1225, 2),
            ("5.123456", false, 5_123_456, 6),
            ("79228162514264337593543950335", false, MAX_INTEGER, 0),
            ("-7.9228162514264337593543950335", true, MAX_INTEGER, 28),
            ("000000000000000000000000000000000000000000000001.0", false, 10, 1),
            ("0.0000000000000000000000000001", false, 1, 28),
        ] {
            assert_eq!(parse_decimal(text.as_bytes()).unwrap(), decimal(negative, integer, scale), "{text}");
        }
        for text in [
            "",
            " ",
            ".",
            "+",
            "-",
            "-.",
            "1e3",
            "1E3",
            "1.2.3",
            "1,5",
            "--1",
            "1 2",
            "INF",
            "NaN",
            "0x1",
            "1_0",
            "\u{661}",
            "1-",
            "00000000000000000000000000000000x",
            "1.00000000000000000000000000000000000x",
            "99999999999999999999/",
        ] {
            assert_eq!(parse_decimal(text.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{text:?}");
        }
    }

    #[test]
    fn digits_without_room_are_rounded_behind_the_point_only() {
        for (text, integer, scale) in [
            ("3.14159265358979323846264338327950288419716939937510", 31_415_926_535_897_932_384_626_433_833, 28),
            ("0.00000000000000000000000000005", 0, 28),
            ("0.00000000000000000000000000015", 2, 28),
            ("0.000000000000000000000000000050000000001", 1, 28),
            ("0.00000000000000000000000000004999999999", 0, 28),
            ("1.00000000000000000000000000000000000000", 10_u128.pow(28), 28),
            ("79228162514264337593543950334.5", MAX_INTEGER - 1, 0),
            ("79228162514264337593543950335.4999", MAX_INTEGER, 0),
            ("7922816251426433759354395033.5499", MAX_INTEGER, 1),
            ("7922816251426433759354395033.55", MAX_INTEGER / 10 + 1, 0),
            ("7922816251426433759354395033.6", MAX_INTEGER / 10 + 1, 0),
            ("7.92281625142643375935439503355", MAX_INTEGER / 10 + 1, 27),
        ] {
            assert_eq!(parse_decimal(text.as_bytes()).unwrap(), decimal(false, integer, scale), "{text}");
        }
        let nines = "9".repeat(100_000);
        for text in [
            "79228162514264337593543950336",
            "79228162514264337593543950335.5",
            "-79228162514264337593543950336",
            &nines,
        ] {
            assert_eq!(parse_decimal(text.as_bytes()).unwrap_err().code(), WS_E_NUMERIC_OVERFLOW, "{text}");
        }
    }

    #[test]
    fn the_scale_is_written() {
        for (value, text) in [
            (decimal(false, 0, 0), "0"),
            (decimal(false, 0, 2), "0.00"),
            (decimal(true, 0, 0), "-0"),
            (decimal(false, 150, 2), "1.50"),
            (decimal(true, 5, 1), "-0.5"),
            (decimal(false, 5, 3), "0.005"),
            (decimal(false, 1, 28), "0.0000000000000000000000000001"),
            (decimal(false, MAX_INTEGER, 0), "79228162514264337593543950335"),
            (decimal(true, MAX_INTEGER, 28), "-7.9228162514264337593543950335"),
            (decimal(false, 1 << 64, 0), "18446744073709551616"),
        ] {
            assert_eq!(written(value), text);
        }
        assert_eq!(written(DECIMAL { wReserved: 14, ..decimal(false, 7, 0) }), "7");
    }

    #[test]
    fn bad_structures_are_refused_and_nothing_is_written() {
        let good = decimal(false, 1, 0);
        for (bad, text) in [
            (DECIMAL { scale: 29, ..good }, "The scale of the DECIMAL is 29; it must be 28 or less."),
            (DECIMAL { scale: 255, ..good }, "The scale of the DECIMAL is 255; it must be 28 or less."),
            (DECIMAL { sign: 1, ..good }, "The sign of the DECIMAL is 0x01; it must be 0 or 0x80."),
            (DECIMAL { sign: 0x81, ..good }, "The sign of the DECIMAL is 0x81; it must be 0 or 0x80."),
        ] {
            let mut out = Vec::new();
            let fault = write_decimal(&mut out, bad).unwrap_err();
            assert_eq!((fault.code(), &fault.texts()[0][..], out.len()), (E_INVALIDARG, text, 0));
        }
    }

    proptest! {
        #[test]
        fn decimals_round_trip(negative in any::<bool>(), bits in 0..=MAX_INTEGER, shift in 0..96, scale in 0..=MAX_SCALE) {
            let value = decimal(negative, bits >> shift, scale);
            prop_assert_eq!(parse_decimal(written(value).as_bytes()).unwrap(), value);
        }

        /// Rounding again, by arithmetic on numbers that fit into 128 bits.
        #[test]
        fn rounding_is_to_the_nearest(whole in 0_u128..10_000_000, fraction in "[0-9]{20,30}") {
            let text = format!("{whole}.{fraction}");
            let value = parse_decimal(text.as_bytes()).unwrap();
            let integer = u128::from(value.Hi32) << 64 | u128::from(value.Lo64);
            let exact = whole * 10_u128.pow(fraction.len() as u32) + fraction.parse::<u128>().unwrap();
            let unit = 10_u128.pow(fraction.len() as u32 - u32::from(value.scale));
            let off = exact.abs_diff(integer * unit);
            prop_assert!(off * 2 < unit || off * 2 == unit && integer % 2 == 0, "{text} {value:?}");
            // A longer scale must not have been possible.
            let longer = usize::from(value.scale) < fraction.len() && value.scale < MAX_SCALE;
            prop_assert!(!longer || (exact * 10).div_ceil(unit) >= MAX_INTEGER, "{text} {value:?}");
        }

        #[test]
        fn any_text_is_taken_without_harm(text in "[-+0-9. x]{0,40}") {
            let number = text.trim_matches(' ');
            let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
            let valid = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
                && digits.bytes().any(|byte| byte.is_ascii_digit());
            let code = parse_decimal(text.as_bytes()).err().map(|fault| fault.code());
            prop_assert_eq!(code != Some(WS_E_INVALID_FORMAT), valid);
        }
    }
}
