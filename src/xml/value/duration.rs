//! Durations (XML Schema Part 2, 3.2.6) as WS_DURATIONs: `[-]PnYnMnDTnHnMnS`, where parts that are zero may be absent and
//! the seconds may have a fraction.
//!
//! No part is carried into another, either way: 90 seconds stay 90 seconds, and a month has no fixed length.

use super::digits::{number, split_digits, split_fraction, write_fraction};
use super::integer::write_integer;
use super::{malformed, too_large, trim};
use crate::abi::WS_DURATION;
use crate::runtime::fault::{Fault, Result};

const NAME: &str = "a duration of parts of 32 bits ([-]PnYnMnDTnHnMnS, xsd:duration)";
const TICKS_PER_MILLISECOND: u32 = 10_000;

/// Reads a duration. What is finer than 100 ns is cut off.
pub(crate) fn parse_duration(text: &[u8]) -> Result<WS_DURATION> {
    let Some(parts) = split(trim(text)) else {
        return Err(malformed(text, NAME));
    };
    let [years, months, days, hours, minutes, seconds] =
        parts.numbers.map(|digits| u32::try_from(number(digits)?).ok());
    match (years, months, days, hours, minutes, seconds) {
        (Some(years), Some(months), Some(days), Some(hours), Some(minutes), Some(seconds)) => Ok(WS_DURATION {
            negative: parts.negative.into(),
            years,
            months,
            days,
            hours,
            minutes,
            seconds,
            milliseconds: parts.units / TICKS_PER_MILLISECOND,
            ticks: parts.units % TICKS_PER_MILLISECOND,
        }),
        _ => Err(too_large(text, NAME)),
    }
}

/// A duration whose numbers were found but not read.
#[derive(Default)]
struct Parts<'a> {
    negative: bool,
    /// The digits of years, months, days, hours, minutes and seconds; none for an absent part.
    numbers: [&'a [u8]; 6],
    /// The fraction of the seconds in 100 ns.
    units: u32,
}

/// The parts of a date and of a time, in the order that they must have.
const DATE: &[u8] = b"YMD";
const TIME: &[u8] = b"HMS";

fn split(text: &[u8]) -> Option<Parts<'_>> {
    let (negative, mut rest) = match text {
        [b'-', b'P', rest @ ..] => (true, rest),
        [b'P', rest @ ..] => (false, rest),
        _ => return None,
    };
    let mut parts = Parts { negative, ..Parts::default() };
    let [years, months, days, hours, minutes, seconds] = &mut parts.numbers;
    let date = [years, months, days];
    let time = [hours, minutes, seconds];
    let mut found = false;
    for (designators, numbers) in [(DATE, date), (TIME, time)] {
        if designators == TIME {
            match rest {
                [] => break,
                // A `T` must be followed by a part.
                [b'T', behind @ ..] if !behind.is_empty() => rest = behind,
                _ => return None,
            }
        }
        for (designator, number) in designators.iter().zip(numbers) {
            let (digits, behind) = split_digits(rest);
            if digits.is_empty() {
                break;
            }
            match behind {
                [found_designator, behind @ ..] if found_designator == designator => rest = behind,
                [b'.', behind @ ..] if *designator == b'S' => {
                    let (units, behind) = split_fraction(behind)?;
                    parts.units = units;
                    rest = behind.strip_prefix(b"S")?;
                }
                // Perhaps the designator of a later part.
                _ => continue,
            }
            *number = digits;
            found = true;
        }
    }
    (found && rest.is_empty()).then_some(parts)
}

/// Appends a duration; parts that are zero are left out, but for the seconds of an empty one.
pub(crate) fn write_duration(out: &mut Vec<u8>, value: WS_DURATION) -> Result<()> {
    let WS_DURATION { negative, years, months, days, hours, minutes, seconds, milliseconds, ticks } = value;
    if milliseconds >= 1_000 {
        return Err(Fault::invalid_arg(format!(
            "The milliseconds of the WS_DURATION are {milliseconds}; they must be less than 1000."
        )));
    }
    if ticks >= TICKS_PER_MILLISECOND {
        return Err(Fault::invalid_arg(format!(
            "The ticks of the WS_DURATION are {ticks}; they must be less than {TICKS_PER_MILLISECOND}."
        )));
    }
    let units = milliseconds * TICKS_PER_MILLISECOND + ticks;
    if negative != 0 {
        out.push(b'-');
    }
    out.push(b'P');
    let part = |out: &mut Vec<u8>, number: u32, designator: u8| {
        if number != 0 {
            write_integer(out, number);
            out.push(designator);
        }
    };
    part(out, years, b'Y');
    part(out, months, b'M');
    part(out, days, b'D');
    let is_empty = years | months | days | hours | minutes == 0;
    let has_seconds = is_empty || seconds != 0 || units != 0;
    if hours != 0 || minutes != 0 || has_seconds {
        out.push(b'T');
    }
    part(out, hours, b'H');
    part(out, minutes, b'M');
    if has_seconds {
        write_integer(out, seconds);
        write_fraction(out, units);
        out.push(b'S');
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{E_INVALIDARG, WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
    use proptest::prelude::*;

    /// All fields, the sign first.
    type Fields = (bool, [u32; 8]);

    fn fields(value: WS_DURATION) -> Fields {
        let WS_DURATION { negative, years, months, days, hours, minutes, seconds, milliseconds, ticks } = value;
        (negative != 0, [years, months, days, hours, minutes, seconds, milliseconds, ticks])
    }

    fn duration((negative, parts): Fields) -> WS_DURATION {
        let [years, months, days, hours, minutes, seconds, milliseconds, ticks] = parts;
        WS_DURATION { negative: negative.into(), years, months, days, hours, minutes, seconds, milliseconds, ticks }
    }

    fn written(value: Fields) -> String {
        let mut out = Vec::new();
        write_duration(&mut out, duration(value)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn both_ways() {
        for (text, value) in [
            ("PT0S", (false, [0; 8])),
            ("-PT0S", (true, [0; 8])),
            ("P1Y2M3DT4H5M6.789S", (false, [1, 2, 3, 4, 5, 6, 789, 0])),
            ("-P1Y", (true, [1, 0, 0, 0, 0, 0, 0, 0])),
            ("P14M", (false, [0, 14, 0, 0, 0, 0, 0, 0])),
            ("P3D", (false, [0, 0, 3, 0, 0, 0, 0, 0])),
            ("-PT5M44S", (true, [0, 0, 0, 0, 5, 44, 0, 0])),
            ("PT3H20M", (false, [0, 0, 0, 3, 20, 0, 0, 0])),
            ("PT90S", (false, [0, 0, 0, 0, 0, 90, 0, 0])),
            ("PT0.0000001S", (false, [0, 0, 0, 0, 0, 0, 0, 1])),
            ("P1YT0.5S", (false, [1, 0, 0, 0, 0, 0, 500, 0])),
            ("P4294967295YT4294967295.9999999S", (false, [u32::MAX, 0, 0, 0, 0, u32::MAX, 999, 9_999])),
        ] {
            assert_eq!(written(value), text);
            assert_eq!(fields(parse_duration(text.as_bytes()).unwrap()), value, "{text}");
        }
        for (text, value) in [
            (" \r\nP0Y0M0DT0H0M0S\t", (false, [0; 8])),
            ("P0Y", (false, [0; 8])),
            ("P1M", (false, [0, 1, 0, 0, 0, 0, 0, 0])),
            ("PT1M", (false, [0, 0, 0, 0, 1, 0, 0, 0])),
            ("P1YT1M", (false, [1, 0, 0, 0, 1, 0, 0, 0])),
            ("P1Y3D", (false, [1, 0, 3, 0, 0, 0, 0, 0])),
            ("PT1H1S", (false, [0, 0, 0, 1, 0, 1, 0, 0])),
            ("P00000000000000000000000000000000000001Y", (false, [1, 0, 0, 0, 0, 0, 0, 0])),
            ("PT1.99999999999S", (false, [0, 0, 0, 0, 0, 1, 999, 9_999])),
        ] {
            assert_eq!(fields(parse_duration(text.as_bytes()).unwrap()), value, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "P",
            "-P",
            "+P1Y",
            "1Y",
            "PT",
            "P1YT",
            "P1",
            "P1Y1",
            "PY",
            "P-1Y",
            "P1.5Y",
            "P1.5D",
            "PT1.5H",
            "PT1.S",
            "PT.5S",
            "PT1.5",
            "P1S",
            "P1H",
            "PT1Y",
            "PT1D",
            "P1M1Y",
            "P1D1M",
            "PT1S1M",
            "PT1M1H",
            "P1Y1Y",
            "PT1S1S",
            "P1YT1D",
            "p1Y",
            "P1y",
            "P 1Y",
            "P1YPT1S",
            "PT1STT1S",
            "PT1HT1M",
            "--P1Y",
            "P1W",
            "1.00:00:00",
            "P1Y\0",
            "PT1.5S5S",
            "PT1,5S",
        ] {
            assert_eq!(parse_duration(text.as_bytes()).err().unwrap().code(), WS_E_INVALID_FORMAT, "{text}");
        }
        for part in ["P#Y", "P#M", "P#D", "PT#H", "PT#M", "PT#S", "-PT#.5S"] {
            for number in ["4294967296", "99999999999999999999999999"] {
                let text = part.replace('#', number);
                assert_eq!(parse_duration(text.as_bytes()).err().unwrap().code(), WS_E_NUMERIC_OVERFLOW, "{text}");
            }
        }
    }

    #[test]
    fn bad_structures_are_refused_and_nothing_is_written() {
        for (parts, text) in [
            ([0, 0, 0, 0, 0, 0, 1000, 0], "The milliseconds of the WS_DURATION are 1000; they must be less than 1000."),
            ([0, 0, 0, 0, 0, 0, 0, 10_000], "The ticks of the WS_DURATION are 10000; they must be less than 10000."),
        ] {
            let mut out = Vec::new();
            let fault = write_duration(&mut out, duration((false, parts))).unwrap_err();
            assert_eq!((fault.code(), &fault.texts()[0][..], out.len()), (E_INVALIDARG, text, 0));
        }
    }

    proptest! {
        #[test]
        fn durations_round_trip(
            negative in any::<bool>(),
            parts in prop::array::uniform6(prop_oneof![Just(0), 1..100_u32, any::<u32>()]),
            milliseconds in prop_oneof![Just(0), 0..1_000_u32],
            ticks in prop_oneof![Just(0), 0..10_000_u32],
        ) {
            let [years, months, days, hours, minutes, seconds] = parts;
            let value = (negative, [years, months, days, hours, minutes, seconds, milliseconds, ticks]);
            prop_assert_eq!(fields(parse_duration(written(value).as_bytes()).unwrap()), value);
        }

        #[test]
        fn any_text_is_taken_without_harm(text in "-?P([0-9]{0,12}[YMDTHS.]){0,8}") {
            let _ = parse_duration(text.as_bytes());
        }
    }
}
