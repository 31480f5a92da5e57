//! Integers of 8 to 64 bits (XML Schema Part 2, 3.3.13 to 3.3.24, on the lexical form of `integer`): a sign or none, then
//! digits, with any number of zeros in front.
//!
//! A sign is also taken where the type is unsigned, since its base type nonNegativeInteger has it: `+5` and `-0` are such
//! numbers, `-5` is an integer that does not fit.

use super::{malformed, too_large, trim};
use crate::runtime::fault::Result;

/// An integer type that XML has.
pub(crate) trait Integer: Sized {
    /// What error texts call it.
    const NAME: &'static str;

    /// The number, if the type has it.
    fn from_parts(negative: bool, magnitude: u64) -> Option<Self>;
}

macro_rules! integers {
    ($($type:ty, $name:literal, $from_negative:expr;)*) => {$(
        impl Integer for $type {
            const NAME: &'static str = $name;

            #[inline]
            fn from_parts(negative: bool, magnitude: u64) -> Option<Self> {
                if negative { $from_negative(magnitude) } else { magnitude.try_into().ok() }
            }
        }
    )*};
}

/// The negative number of a magnitude in a signed type.
#[inline]
fn negated<T: TryFrom<i64>>(magnitude: u64) -> Option<T> {
    0_i64.checked_sub_unsigned(magnitude)?.try_into().ok()
}

/// The one number of an unsigned type that may have a minus sign.
#[inline]
fn zero<T: From<u8>>(magnitude: u64) -> Option<T> {
    (magnitude == 0).then(|| T::from(0))
}

integers! {
    i8, "a signed 8 bit integer (xsd:byte)", negated;
    i16, "a signed 16 bit integer (xsd:short)", negated;
    i32, "a signed 32 bit integer (xsd:int)", negated;
    i64, "a signed 64 bit integer (xsd:long)", negated;
    u8, "an unsigned 8 bit integer (xsd:unsignedByte)", zero;
    u16, "an unsigned 16 bit integer (xsd:unsignedShort)", zero;
    u32, "an unsigned 32 bit integer (xsd:unsignedInt)", zero;
    u64, "an unsigned 64 bit integer (xsd:unsignedLong)", zero;
}

/// So many digits of any value fit into 64 bits.
const SAFE_DIGITS: usize = 19;

/// Reads an integer.
#[inline]
pub(crate) fn parse_integer<T: Integer>(text: &[u8]) -> Result<T> {
    let (negative, digits) = match trim(text) {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() {
        return Err(malformed(text, T::NAME));
    }
    let magnitude = if digits.len() <= SAFE_DIGITS {
        // Validity is looked at once, after the loop: there it would be a branch for each digit.
        let mut all_digits = true;
        let mut value = 0_u64;
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            all_digits &= digit <= 9;
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        if !all_digits {
            return Err(malformed(text, T::NAME));
        }
        Some(value)
    } else if digits.iter().all(u8::is_ascii_digit) {
        super::digits::number(digits)
    } else {
        return Err(malformed(text, T::NAME));
    };
    match magnitude.and_then(|magnitude| T::from_parts(negative, magnitude)) {
        Some(value) => Ok(value),
        None => Err(too_large(text, T::NAME)),
    }
}

/// Appends an integer in its canonical form: no zeros in front, a sign only when negative.
#[inline]
pub(crate) fn write_integer(out: &mut Vec<u8>, value: impl itoa::Integer) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{HRESULT, WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
    use core::fmt::{Debug, Display};
    use proptest::prelude::*;

    fn code<T: Integer + Debug>(text: &str) -> HRESULT {
        parse_integer::<T>(text.as_bytes()).unwrap_err().code()
    }

    fn check_type<T>(min: T, max: T)
    where
        T: Integer + itoa::Integer + Copy + Display + Debug + PartialEq + Into<i128>,
    {
        let zeros = "0".repeat(100_000);
        for value in [min, max] {
            let (sign, digits) = match value.to_string().strip_prefix('-') {
                Some(digits) => ("-", digits.to_owned()),
                None => ("", value.to_string()),
            };
            for text in [format!("{sign}{digits}"), format!("{sign}{zeros}{digits}"), format!("\r\n {sign}0{digits}\t")]
            {
                assert_eq!(parse_integer::<T>(text.as_bytes()).unwrap(), value);
            }
            let mut out = Vec::new();
            write_integer(&mut out, value);
            assert_eq!(out, value.to_string().as_bytes());
        }
        let beyond = [max.into() + 1, min.into() - 1, max.into() * 10, min.into() - 1_000_000];
        for number in beyond.iter().map(i128::to_string).chain(["9".repeat(1000), "18446744073709551616".into()]) {
            assert_eq!(code::<T>(&number), WS_E_NUMERIC_OVERFLOW, "{number}");
        }
        for text in ["+7", "007", " 7"] {
            assert_eq!(parse_integer::<T>(text.as_bytes()).unwrap().into(), 7);
        }
        assert_eq!(parse_integer::<T>(b"-0").unwrap().into(), 0);
        for text in [
            "",
            " ",
            "+",
            "-",
            "--1",
            "+-1",
            "- 1",
            "1 2",
            "1.0",
            "1.",
            "1e3",
            "0x1",
            "1_0",
            "a",
            "1a",
            ":",
            "/",
            "\u{661}",
            "1\0",
            "1-",
            "00000000000000000000000x",
            "99999999999999999999999999/",
            "INF",
        ] {
            assert_eq!(code::<T>(text), WS_E_INVALID_FORMAT, "{text:?}");
        }
        assert_eq!(parse_integer::<T>(b"1\xFF").unwrap_err().code(), WS_E_INVALID_FORMAT);
    }

    #[test]
    fn every_type_at_its_ends() {
        check_type(i8::MIN, i8::MAX);
        check_type(i16::MIN, i16::MAX);
        check_type(i32::MIN, i32::MAX);
        check_type(i64::MIN, i64::MAX);
        check_type(u8::MIN, u8::MAX);
        check_type(u16::MIN, u16::MAX);
        check_type(u32::MIN, u32::MAX);
        check_type(u64::MIN, u64::MAX);
    }

    #[test]
    fn faults_name_type_and_text() {
        let fault = parse_integer::<u8>(b"256").unwrap_err();
        assert_eq!(
            fault.texts(),
            ["The number \"256\" is beyond the range of an unsigned 8 bit integer (xsd:unsignedByte)."]
        );
    }

    proptest! {
        #[test]
        fn numbers_round_trip(signed in any::<i64>(), unsigned in any::<u64>(), shift in 0..64_u32) {
            let (signed, unsigned) = (signed >> shift, unsigned >> shift);
            let mut out = Vec::new();
            write_integer(&mut out, signed);
            prop_assert_eq!(parse_integer::<i64>(&out).unwrap(), signed);
            prop_assert_eq!(parse_integer::<i32>(&out).ok(), i32::try_from(signed).ok());
            prop_assert_eq!(parse_integer::<u16>(&out).ok(), u16::try_from(signed).ok());
            out.clear();
            write_integer(&mut out, unsigned);
            prop_assert_eq!(parse_integer::<u64>(&out).unwrap(), unsigned);
            prop_assert_eq!(parse_integer::<i64>(&out).ok(), i64::try_from(unsigned).ok());
        }

        /// The standard library takes the same texts: a sign or none, then ASCII digits.
        #[test]
        fn as_the_standard_library(text in "[+-]?[0-9]{0,22}[x.]?") {
            let ours = parse_integer::<i64>(text.as_bytes());
            match text.parse::<i64>() {
                Ok(value) => prop_assert_eq!(ours.unwrap(), value),
                Err(error) => {
                    use core::num::IntErrorKind::{NegOverflow, PosOverflow};
                    let overflow = matches!(error.kind(), PosOverflow | NegOverflow)
                        && text.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit());
                    let expected = if overflow { WS_E_NUMERIC_OVERFLOW } else { WS_E_INVALID_FORMAT };
                    prop_assert_eq!(ours.unwrap_err().code(), expected);
                }
            }
        }

        #[test]
        fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..30)) {
            let expected = core::str::from_utf8(trim(&bytes)).ok().and_then(|text| text.parse::<i32>().ok());
            prop_assert_eq!(parse_integer::<i32>(&bytes).ok(), expected);
        }
    }
}
