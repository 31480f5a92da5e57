//! Floating point numbers (XML Schema Part 2, 3.2.4 and 3.2.5).
//!
//! Written with the fewest digits that read back as the same value, laid out as Windows does: plain decimal while the
//! exponent of the scientific form is -1 to 14, otherwise scientific with `E`, a sign and no zeros in front.

use super::{malformed, too_large, trim};
use crate::runtime::fault::Result;
use core::str::FromStr;

/// A floating point type that XML has.
pub(crate) trait Float: Copy + FromStr + zmij::Float {
    /// What error texts call it.
    const NAME: &'static str;
    /// The values that are not numbers.
    const INFINITY: Self;
    const NEG_INFINITY: Self;
    const NAN: Self;

    /// Whether it is neither a NaN nor an infinity.
    fn is_finite(self) -> bool;
    fn is_nan(self) -> bool;
    /// Whether the sign bit is set, also of a zero.
    fn is_negative(self) -> bool;
}

macro_rules! floats {
    ($($type:ident, $name:literal;)*) => {$(
        impl Float for $type {
            const NAME: &'static str = $name;
            const INFINITY: Self = $type::INFINITY;
            const NEG_INFINITY: Self = $type::NEG_INFINITY;
            const NAN: Self = $type::NAN;

            #[inline]
            fn is_finite(self) -> bool {
                $type::is_finite(self)
            }

            #[inline]
            fn is_nan(self) -> bool {
                $type::is_nan(self)
            }

            #[inline]
            fn is_negative(self) -> bool {
                self.is_sign_negative()
            }
        }
    )*};
}

floats! {
    f32, "a 4 byte floating point number (xsd:float)";
    f64, "an 8 byte floating point number (xsd:double)";
}

/// Reads a number, `INF`, `-INF` or `NaN`, rounding to the nearest value, ties to even. A number beyond the largest
/// finite value does not fit: an infinity must have been written as one.
pub(crate) fn parse_float<T: Float>(text: &[u8]) -> Result<T> {
    let trimmed = trim(text);
    // The standard library knows other names of infinities and NaN; whatever else it accepts starts like this.
    let number = match trimmed {
        [b'0'..=b'9' | b'.', ..] | [b'+' | b'-', b'0'..=b'9' | b'.', ..] => core::str::from_utf8(trimmed).ok(),
        b"INF" => return Ok(T::INFINITY),
        b"-INF" => return Ok(T::NEG_INFINITY),
        b"NaN" => return Ok(T::NAN),
        _ => None,
    };
    match number.and_then(|number| number.parse::<T>().ok()) {
        Some(value) if value.is_finite() => Ok(value),
        Some(_) => Err(too_large(text, T::NAME)),
        None => Err(malformed(text, T::NAME)),
    }
}

/// Exponents of the scientific form whose numbers are written without one.
const PLAIN: core::ops::RangeInclusive<i32> = -1..=14;
/// More digits than a shortest form has, and than zmij writes without an exponent.
const MAX_DIGITS: usize = 32;

/// Appends a number, `INF`, `-INF` or `NaN`. Zero is `0` or `-0`.
pub(crate) fn write_float<T: Float>(out: &mut Vec<u8>, value: T) {
    if !value.is_finite() {
        out.extend_from_slice(match (value.is_nan(), value.is_negative()) {
            (true, _) => b"NaN",
            (false, false) => b"INF",
            (false, true) => b"-INF",
        });
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value).as_bytes();
    let text = match text {
        [b'-', rest @ ..] => {
            out.push(b'-');
            rest
        }
        _ => text,
    };
    let point = text.iter().position(|byte| *byte == b'.');
    let exponent = text.iter().rposition(|byte| *byte == b'e');
    match (point, exponent, text) {
        // Most numbers come as they are to be written, but for the `.0` of whole ones.
        (Some(1), None, [b'0', b'.', b'1'..=b'9', ..]) => out.extend_from_slice(text),
        (Some(1..=15), None, [b'1'..=b'9', ..] | b"0.0") => {
            out.extend_from_slice(text.strip_suffix(b".0").unwrap_or(text));
        }
        (_, Some(end), _) => {
            let (mantissa, exponent) = text.split_at_checked(end).unwrap_or_default();
            match exponent {
                [b'e', sign @ (b'+' | b'-'), digits @ ..] if !PLAIN.contains(&signed(exponent)) => {
                    out.extend_from_slice(mantissa);
                    out.extend_from_slice(&[b'E', *sign]);
                    out.extend_from_slice(digits);
                }
                _ => write_digits(out, text, point, Some(end)),
            }
        }
        _ => write_digits(out, text, point, None),
    }
}

/// Lays out anew the digits of a number other than 0, which may have a point and an exponent at the given places.
fn write_digits(out: &mut Vec<u8>, text: &[u8], point: Option<usize>, exponent: Option<usize>) {
    let mantissa = exponent.and_then(|end| text.get(..end)).unwrap_or(text);
    let exponent = exponent.and_then(|start| text.get(start..)).map_or(0, signed);
    let mut buffer = [0_u8; MAX_DIGITS];
    let mut length = 0;
    for (slot, digit) in buffer.iter_mut().zip(mantissa.iter().filter(|byte| **byte != b'.')) {
        *slot = *digit;
        length += 1;
    }
    let digits = buffer.get(..length).unwrap_or_default();
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let end = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    let digits = digits.get(zeros..end).unwrap_or_default();
    // All of these are below 400.
    let exponent = exponent + point.unwrap_or(mantissa.len()) as i32 - zeros as i32 - 1;

    if PLAIN.contains(&exponent) {
        let whole = (exponent + 1) as usize;
        match digits.split_at_checked(whole) {
            Some((whole, rest)) => {
                out.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
                if !rest.is_empty() {
                    out.push(b'.');
                    out.extend_from_slice(rest);
                }
            }
            None => {
                out.extend_from_slice(digits);
                out.extend(core::iter::repeat_n(b'0', whole - digits.len()));
            }
        }
    } else {
        if let [first, rest @ ..] = digits {
            out.push(*first);
            if !rest.is_empty() {
                out.push(b'.');
                out.extend_from_slice(rest);
            }
        }
        out.extend_from_slice(if exponent < 0 { b"E-" } else { b"E+" });
        super::integer::write_integer(out, exponent.unsigned_abs());
    }
}

/// What the few digits of an exponent mean, which starts with its `e`.
fn signed(exponent: &[u8]) -> i32 {
    let (negative, digits) = match exponent {
        [b'e', b'-', digits @ ..] => (true, digits),
        [b'e', b'+', digits @ ..] | [b'e', digits @ ..] | digits => (false, digits),
    };
    let magnitude = digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit.wrapping_sub(b'0')));
    if negative { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
    use core::fmt::LowerExp;
    use proptest::prelude::*;

    fn written<T: Float>(value: T) -> String {
        let mut out = Vec::new();
        write_float(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    /// The layout again, from the standard library's shortest digits, in the simplest way.
    fn expected(value: impl LowerExp) -> String {
        let text = format!("{value:e}");
        let (sign, text) = text.strip_prefix('-').map_or(("", &text[..]), |rest| ("-", rest));
        let (mantissa, exponent) = text.split_once('e').unwrap();
        let digits = mantissa.replace('.', "");
        let exponent: i32 = exponent.parse().unwrap();
        if digits == "0" {
            format!("{sign}0")
        } else if exponent == -1 {
            format!("{sign}0.{digits}")
        } else if (0..15).contains(&exponent) {
            let whole = exponent as usize + 1;
            if digits.len() <= whole {
                format!("{sign}{digits:0<whole$}")
            } else {
                format!("{sign}{}.{}", &digits[..whole], &digits[whole..])
            }
        } else {
            format!("{sign}{mantissa}E{exponent:+}")
        }
    }

    /// Compares with the reference. Of two shortest texts that are equally far from the value, one on each side, the
    /// standard library takes another than zmij: only the last digit may differ then.
    fn check<T: Float + LowerExp>(value: T) {
        let (ours, theirs) = (written(value), expected(value));
        let differing = ours.bytes().zip(theirs.bytes()).filter(|(a, b)| a != b).count();
        assert!(ours.len() == theirs.len() && differing <= 1, "{ours}, not {theirs}");
    }

    #[test]
    fn numbers_as_windows_writes_them() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (0.1, "0.1"),
            (-0.12, "-0.12"),
            (0.01, "1E-2"),
            (0.0012, "1.2E-3"),
            (1.0, "1"),
            (10.5, "10.5"),
            (100_000.0, "100000"),
            (123_456.789, "123456.789"),
            (1e14, "100000000000000"),
            (999_999_999_999_999.9, "999999999999999.9"),
            (1e15, "1E+15"),
            (-1.5e15, "-1.5E+15"),
            (123_456_789_012_345_680.0, "1.2345678901234568E+17"),
            (1e22, "1E+22"),
            (0.000_01, "1E-5"),
            (f64::MAX, "1.7976931348623157E+308"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (5e-324, "5E-324"),
            (core::f64::consts::PI, "3.141592653589793"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
            (f64::NAN, "NaN"),
            (-f64::NAN, "NaN"),
        ] {
            assert_eq!(written(value), text);
        }
        for (value, text) in [
            (0.1_f32, "0.1"),
            (1.1, "1.1"),
            (32.45, "32.45"),
            (16_777_216.0, "16777216"),
            (1e14, "100000000000000"),
            (1e15, "1E+15"),
            (f32::MAX, "3.4028235E+38"),
            (1e-45, "1E-45"),
            (f32::NEG_INFINITY, "-INF"),
            (-0.0, "-0"),
        ] {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn every_power_of_ten_and_its_neighbours() {
        for exponent in -330..=308 {
            let value: f64 = format!("1e{exponent}").parse().unwrap();
            for value in [value, value.next_up(), value.next_down(), value * 1.5, -value] {
                check(value);
            }
        }
        for exponent in -46..=38 {
            let value: f32 = format!("1e{exponent}").parse().unwrap();
            for value in [value, value.next_up(), value.next_down(), -value] {
                check(value);
            }
        }
    }

    #[test]
    fn every_lexical_form() {
        for (text, value) in [
            ("1", 1.0),
            ("+1", 1.0),
            ("-1.5", -1.5),
            (".5", 0.5),
            ("-.5", -0.5),
            ("5.", 5.0),
            ("0001", 1.0),
            ("1E3", 1e3),
            ("1e3", 1e3),
            ("1E+3", 1e3),
            ("1.5e-3", 1.5e-3),
            (".5E1", 5.0),
            ("5.E1", 50.0),
            ("0", 0.0),
            ("1e-999999999999999999999", 0.0),
            ("0e99999999999999999999", 0.0),
            (" \t\r\n12.25\n", 12.25),
            ("INF", f64::INFINITY),
            (" -INF\n", f64::NEG_INFINITY),
        ] {
            assert_eq!(parse_float::<f64>(text.as_bytes()).unwrap(), value, "{text}");
        }
        assert!(parse_float::<f64>(b"NaN").unwrap().is_nan());
        assert!(parse_float::<f64>(b"-0").unwrap().is_sign_negative());
        for text in [
            "", " ", ".", "+", "-", "-.", "e1", ".e1", "1e", "1e+", "1e-", "1e1.5", "1 2", "1,5", "0x10", "1_0",
            "1.2.3", "--1", "+-1", "+INF", "inf", "-inf", "Inf", "infinity", "Infinity", "INFINITY", "-INFx", "nan",
            "NAN", "-NaN", "+NaN", "1f", "1d", "1\0", "1e1e1", "\u{661}", "- 1",
        ] {
            assert_eq!(parse_float::<f64>(text.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{text:?}");
            assert_eq!(parse_float::<f32>(text.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{text:?}");
        }
        assert_eq!(parse_float::<f64>(b"1\xFF").unwrap_err().code(), WS_E_INVALID_FORMAT);
    }

    #[test]
    fn the_ends_of_the_ranges() {
        for text in ["1.7976931348623159E308", "-1E309", "1e99999999999999999999", &"9".repeat(400)] {
            assert_eq!(parse_float::<f64>(text.as_bytes()).unwrap_err().code(), WS_E_NUMERIC_OVERFLOW, "{text}");
        }
        assert_eq!(parse_float::<f64>(b"1.7976931348623158E308").unwrap(), f64::MAX);
        for text in ["3.4028236E38", "-1E39", "1E300"] {
            assert_eq!(parse_float::<f32>(text.as_bytes()).unwrap_err().code(), WS_E_NUMERIC_OVERFLOW, "{text}");
        }
        // Rounded once: by way of a double, the tie would be broken twice.
        assert_eq!(parse_float::<f32>(b"1.00000005960464477540").unwrap(), 1.000_000_1_f32);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn doubles_round_trip(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            let back = parse_float::<f64>(written(value).as_bytes()).unwrap();
            prop_assert!(back.to_bits() == bits || value.is_nan() && back.is_nan());
            if value.is_finite() {
                check(value);
            }
        }

        #[test]
        fn floats_round_trip(bits in any::<u32>()) {
            let value = f32::from_bits(bits);
            let back = parse_float::<f32>(written(value).as_bytes()).unwrap();
            prop_assert!(back.to_bits() == bits || value.is_nan() && back.is_nan());
            if value.is_finite() {
                check(value);
            }
        }

        #[test]
        fn numbers_of_everyday_size(thousandths in -1_000_000_000_000_i64..1_000_000_000_000) {
            let value = thousandths as f64 / 1000.0;
            check(value);
            prop_assert_eq!(parse_float::<f64>(written(value).as_bytes()).unwrap(), value);
        }

        #[test]
        fn any_text_is_taken_without_harm(text in "[-+0-9.eEINFanf ]{0,12}") {
            let number = text.trim_matches(' ');
            let named = ["INF", "-INF", "NaN"].contains(&number);
            let expected = number.parse::<f64>().ok().filter(|value| named || value.is_finite() && !number.contains(['n', 'N']));
            let ours = parse_float::<f64>(text.as_bytes()).ok();
            prop_assert_eq!(ours.map(f64::to_bits), expected.map(f64::to_bits));
        }
    }
}
