//! Lengths of time in WWSAPI's own form, which is not one of XML Schema: `[+|-][d.]HH:mm:ss[.fffffff]`, as documented with
//! WS_XML_TIMESPAN_TEXT. The xsd:duration form is in [`super::duration`].

use super::digits::{number, pair, split_digits, split_fraction, two, write_fraction};
use super::integer::write_integer;
use super::{malformed, too_large, trim};
use crate::abi::WS_TIMESPAN;
use crate::runtime::fault::Result;

const NAME: &str = "a time span ([-][days.]hours:minutes:seconds[.fraction])";
const TICKS_PER_SECOND: u64 = 10_000_000;
const TICKS_PER_DAY: u64 = 86_400 * TICKS_PER_SECOND;

/// Reads a time span. Hours, minutes and seconds have two digits each, up to 23, 59 and 59; the fraction has up to seven,
/// as documented: what is finer cannot have come from such a value and is refused.
pub(crate) fn parse_timespan(text: &[u8]) -> Result<WS_TIMESPAN> {
    let (negative, span) = match trim(text) {
        [b'-', span @ ..] => (true, span),
        [b'+', span @ ..] | span => (false, span),
    };
    let Some((days, units)) = parse(span) else {
        return Err(malformed(text, NAME));
    };
    let magnitude = number(days).and_then(|days| days.checked_mul(TICKS_PER_DAY)?.checked_add(units));
    let ticks = magnitude.and_then(|magnitude| match negative {
        true => 0_i64.checked_sub_unsigned(magnitude),
        false => i64::try_from(magnitude).ok(),
    });
    match ticks {
        Some(ticks) => Ok(WS_TIMESPAN { ticks }),
        None => Err(too_large(text, NAME)),
    }
}

/// The digits of the days and the ticks of the rest.
fn parse(span: &[u8]) -> Option<(&[u8], u64)> {
    let (days, clock) = match split_digits(span) {
        (days @ [_, ..], [b'.', clock @ ..]) => (days, clock),
        _ => (&[][..], span),
    };
    let [h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = clock else {
        return None;
    };
    let (hours, minutes, seconds) = (two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let units = match rest {
        [] => 0,
        [b'.', digits @ ..] if digits.len() <= 7 => match split_fraction(digits)? {
            (units, []) => units,
            _ => return None,
        },
        _ => return None,
    };
    let seconds = (u64::from(hours) * 60 + u64::from(minutes)) * 60 + u64::from(seconds);
    Some((days, seconds * TICKS_PER_SECOND + u64::from(units)))
}

/// Appends a time span; days and fraction only when there are some.
pub(crate) fn write_timespan(out: &mut Vec<u8>, value: WS_TIMESPAN) {
    let ticks = value.ticks.unsigned_abs();
    if value.ticks < 0 {
        out.push(b'-');
    }
    let days = ticks / TICKS_PER_DAY;
    if days != 0 {
        write_integer(out, days);
        out.push(b'.');
    }
    let seconds = ticks % TICKS_PER_DAY / TICKS_PER_SECOND;
    let [h1, h2] = pair((seconds / 3_600) as u8);
    let [m1, m2] = pair((seconds / 60 % 60) as u8);
    let [s1, s2] = pair((seconds % 60) as u8);
    out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2]);
    write_fraction(out, (ticks % TICKS_PER_SECOND) as u32);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_E_INVALID_FORMAT, WS_E_NUMERIC_OVERFLOW};
    use proptest::prelude::*;

    const SECOND: i64 = 10_000_000;
    const DAY: i64 = 86_400 * SECOND;

    fn written(ticks: i64) -> String {
        let mut out = Vec::new();
        write_timespan(&mut out, WS_TIMESPAN { ticks });
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn both_ways() {
        for (text, ticks) in [
            ("00:00:00", 0),
            ("-1.02:03:04.5", -(DAY + (2 * 3600 + 3 * 60 + 4) * SECOND + 5_000_000)),
            ("23:59:59.9999999", DAY - 1),
            ("1.00:00:00", DAY),
            ("-00:00:00.0000001", -1),
            ("10675199.02:48:05.4775807", i64::MAX),
            ("-10675199.02:48:05.4775808", i64::MIN),
        ] {
            assert_eq!(written(ticks), text);
            assert_eq!(parse_timespan(text.as_bytes()).unwrap().ticks, ticks, "{text}");
        }
        for (text, ticks) in [
            ("+00:00:01", SECOND),
            ("-00:00:00", 0),
            (" \r\n0.00:00:01.50\t", SECOND * 3 / 2),
            ("0000000000000000000000000000001.00:00:00", DAY),
        ] {
            assert_eq!(parse_timespan(text.as_bytes()).unwrap().ticks, ticks, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "-",
            "1",
            "1.",
            "00:00",
            "0:00:00",
            "00:0:00",
            "24:00:00",
            "00:60:00",
            "00:00:60",
            "00:00:00.",
            "00:00:00.x",
            "00:00:00.00000001",
            "100:00:00",
            ".00:00:00",
            "1:00:00:00",
            "--00:00:00",
            "1.-00:00:00",
            "1 .00:00:00",
            "00:00:00 1",
            "PT1S",
            "1.2.00:00:00",
            "00:00:00Z",
            "x.00:00:00",
            "+-00:00:00",
        ] {
            assert_eq!(parse_timespan(text.as_bytes()).err().unwrap().code(), WS_E_INVALID_FORMAT, "{text}");
        }
        for text in [
            "10675199.02:48:05.4775808",
            "-10675199.02:48:05.4775809",
            "10675200.00:00:00",
            "99999999999999999999999999.00:00:00",
            "21350399.00:00:00",
        ] {
            assert_eq!(parse_timespan(text.as_bytes()).err().unwrap().code(), WS_E_NUMERIC_OVERFLOW, "{text}");
        }
    }

    proptest! {
        #[test]
        fn time_spans_round_trip(ticks in any::<i64>(), shift in 0..64_u32) {
            let ticks = ticks >> shift;
            prop_assert_eq!(parse_timespan(written(ticks).as_bytes()).unwrap().ticks, ticks);
        }

        #[test]
        fn any_text_is_taken_without_harm(text in "[-+]?([0-9]{0,12}\\.)?[0-9]{1,3}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,9})?") {
            let _ = parse_timespan(text.as_bytes());
        }
    }
}
