//! Dates with times (XML Schema Part 2, 3.2.7) as WS_DATETIMEs.
//!
//! Text with `Z` becomes WS_DATETIME_FORMAT_UTC, with an offset WS_DATETIME_FORMAT_LOCAL, with neither
//! WS_DATETIME_FORMAT_NONE. The ticks of the first two are UTC, so an offset as such is not kept: LOCAL is written with the
//! offset of this machine's time zone at that time.
//!
//! Choices that the specification leaves: what is finer than 100 ns is cut off; a time that is outside of the years 1 to
//! 9999, as written or in UTC, is refused and never moved to the nearest end.

use super::digits::{pair, split_fraction, two, write_fraction};
use super::{malformed, trim, zone};
use crate::abi::{
    WS_DATETIME, WS_DATETIME_FORMAT, WS_DATETIME_FORMAT_LOCAL, WS_DATETIME_FORMAT_NONE, WS_DATETIME_FORMAT_UTC,
};
use crate::runtime::datetime::{Civil, DateTime};
use crate::runtime::fault::{Fault, Result};

const NAME: &str = "a date and time of the years 1 to 9999 (xsd:dateTime)";
const TICKS_PER_MINUTE: i64 = 60 * 10_000_000;
const TICKS_PER_DAY: u64 = 86_400 * 10_000_000;

/// Reads `yyyy-MM-ddTHH:mm:ss`, with or without a fraction of the seconds and a time zone. 24:00:00 is the start of the
/// next day.
pub(crate) fn parse_datetime(text: &[u8]) -> Result<WS_DATETIME> {
    match parse(trim(text)) {
        Some((ticks, format)) => Ok(WS_DATETIME { ticks, format }),
        None => Err(malformed(text, NAME)),
    }
}

#[inline]
fn parse(text: &[u8]) -> Option<(u64, WS_DATETIME_FORMAT)> {
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2, rest @ ..] = text
    else {
        return None;
    };
    let (units, zone) = match rest {
        [b'.', digits @ ..] => split_fraction(digits)?,
        zone => (0, zone),
    };
    let civil = Civil {
        year: u16::from(two(*y1, *y2)?) * 100 + u16::from(two(*y3, *y4)?),
        month: two(*mo1, *mo2)?,
        day: two(*d1, *d2)?,
        hour: two(*h1, *h2)?,
        minute: two(*mi1, *mi2)?,
        second: two(*s1, *s2)?,
        fraction: units,
    };
    let time = if civil.hour == 24 { end_of_day(civil)? } else { DateTime::from_civil(civil)? };
    match zone {
        [b'Z'] => Some((time.ticks(), WS_DATETIME_FORMAT_UTC)),
        [] => Some((time.ticks(), WS_DATETIME_FORMAT_NONE)),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(*h1, *h2)?, two(*m1, *m2)?);
            if minutes > 59 || hours > 14 || hours == 14 && minutes != 0 {
                return None;
            }
            let offset = (i64::from(hours) * 60 + i64::from(minutes)) * TICKS_PER_MINUTE;
            let utc = time.ticks().checked_add_signed(if *sign == b'-' { offset } else { -offset })?;
            let utc = DateTime::from_ticks(utc).ok()?;
            Some((utc.ticks(), WS_DATETIME_FORMAT_LOCAL))
        }
        _ => None,
    }
}

/// The hour 24, which is allowed when nothing follows it: the first hour of the next day.
fn end_of_day(civil: Civil) -> Option<DateTime> {
    if civil.minute != 0 || civil.second != 0 || civil.fraction != 0 {
        return None;
    }
    let start = DateTime::from_civil(Civil { hour: 0, ..civil })?;
    DateTime::from_ticks(start.ticks() + TICKS_PER_DAY).ok()
}

/// Appends a time in the form that its format says. A local time that the machine's time zone data or the calendar do not
/// have is written as UTC.
pub(crate) fn write_datetime(out: &mut Vec<u8>, value: WS_DATETIME) -> Result<()> {
    let WS_DATETIME { ticks, format } = value;
    let Ok(time) = DateTime::from_ticks(ticks) else {
        return Err(Fault::invalid_arg(format!(
            "The ticks of the WS_DATETIME are {ticks}; they must be 3155378975999999999 (the end of the year 9999) or less."
        )));
    };
    match format {
        WS_DATETIME_FORMAT_UTC => write_utc(out, time),
        WS_DATETIME_FORMAT_LOCAL => write_local(out, time, zone::local_offset(time)),
        WS_DATETIME_FORMAT_NONE => write_clock(out, time),
        WS_DATETIME_FORMAT(format) => {
            return Err(Fault::invalid_arg(format!("The format of the WS_DATETIME is {format}, which is no format.")));
        }
    }
    Ok(())
}

fn write_utc(out: &mut Vec<u8>, time: DateTime) {
    write_clock(out, time);
    out.push(b'Z');
}

/// Appends a time at an offset from UTC in minutes.
fn write_local(out: &mut Vec<u8>, time: DateTime, offset: Option<i16>) {
    let local = offset.and_then(|minutes| {
        let local = time.ticks().checked_add_signed(i64::from(minutes) * TICKS_PER_MINUTE)?;
        Some((DateTime::from_ticks(local).ok()?, minutes))
    });
    let Some((local, offset)) = local else {
        return write_utc(out, time);
    };
    write_clock(out, local);
    let minutes = offset.unsigned_abs();
    // At most 14 hours.
    let ([h1, h2], [m1, m2]) = (pair((minutes / 60) as u8), pair((minutes % 60) as u8));
    out.extend_from_slice(&[if offset < 0 { b'-' } else { b'+' }, h1, h2, b':', m1, m2]);
}

/// Appends date and time without a time zone.
#[inline]
fn write_clock(out: &mut Vec<u8>, time: DateTime) {
    let Civil { year, month, day, hour, minute, second, fraction } = time.civil();
    let ([y1, y2], [y3, y4]) = (pair((year / 100) as u8), pair((year % 100) as u8));
    let ([mo1, mo2], [d1, d2], [h1, h2]) = (pair(month), pair(day), pair(hour));
    let ([mi1, mi2], [s1, s2]) = (pair(minute), pair(second));
    // In place: a text that is put together elsewhere would be read back before its bytes have left the store buffer.
    out.extend_from_slice(b"0000-00-00T00:00:00");
    if let Some(text) = out.last_chunk_mut::<19>() {
        *text = [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2];
    }
    write_fraction(out, fraction);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{E_INVALIDARG, WS_E_INVALID_FORMAT};
    use proptest::prelude::*;

    const LAST: u64 = 3_155_378_975_999_999_999;
    const UTC: i32 = 0;
    const LOCAL: i32 = 1;
    const NONE: i32 = 2;

    fn parsed(text: &str) -> Option<(u64, i32)> {
        match parse_datetime(text.as_bytes()) {
            Ok(value) => Some((value.ticks, value.format.0)),
            Err(fault) => {
                assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
                None
            }
        }
    }

    fn ticks(text: &str) -> u64 {
        parsed(text).unwrap_or_else(|| panic!("{text}")).0
    }

    fn written(ticks: u64, format: i32) -> String {
        let mut out = Vec::new();
        write_datetime(&mut out, WS_DATETIME { ticks, format: WS_DATETIME_FORMAT(format) }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_documented_examples() {
        assert_eq!(written(ticks("2007-09-25T01:30:00Z"), UTC), "2007-09-25T01:30:00Z");
        assert_eq!(written(ticks("2007-09-27T10:30:00"), NONE), "2007-09-27T10:30:00");
        assert_eq!(ticks("2007-09-27T10:30:00-07:00"), ticks("2007-09-27T17:30:00Z"));
        let time = DateTime::from_ticks(ticks("2007-09-27T17:30:00Z")).unwrap();
        let mut out = Vec::new();
        write_local(&mut out, time, Some(-420));
        assert_eq!(out, b"2007-09-27T10:30:00-07:00");
    }

    #[test]
    fn every_lexical_form() {
        for (text, ticks, format) in [
            ("0001-01-01T00:00:00", 0, NONE),
            ("0001-01-01T00:00:00.0000001Z", 1, UTC),
            ("9999-12-31T23:59:59.9999999", LAST, NONE),
            ("9999-12-31T23:59:59.99999999999999999999Z", LAST, UTC),
            ("1970-01-01T00:00:00Z", 621_355_968_000_000_000, UTC),
            (" \t\r\n1970-01-01T00:00:00.000\n", 621_355_968_000_000_000, NONE),
            ("1970-01-01T00:00:00.5Z", 621_355_968_005_000_000, UTC),
            ("1970-01-01T00:00:00.00000019Z", 621_355_968_000_000_001, UTC),
            ("1970-01-01T01:00:00+01:00", 621_355_968_000_000_000, LOCAL),
            ("1969-12-31T10:00:00-14:00", 621_355_968_000_000_000, LOCAL),
            ("1970-01-01T14:00:00+14:00", 621_355_968_000_000_000, LOCAL),
            ("1970-01-01T05:45:00.25+05:45", 621_355_968_002_500_000, LOCAL),
            ("1970-01-01T00:00:00+00:00", 621_355_968_000_000_000, LOCAL),
            ("1970-01-01T00:00:00-00:00", 621_355_968_000_000_000, LOCAL),
            ("1969-12-31T24:00:00Z", 621_355_968_000_000_000, UTC),
            ("1969-12-31T24:00:00.000+00:00", 621_355_968_000_000_000, LOCAL),
            ("0001-01-01T14:00:00+14:00", 0, LOCAL),
        ] {
            assert_eq!(parsed(text), Some((ticks, format)), "{text}");
        }
        assert_eq!(ticks("2000-02-29T00:00:00"), ticks("2000-02-28T24:00:00"));
        assert_eq!(ticks("2004-02-29T24:00:00"), ticks("2004-03-01T00:00:00"));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            " ",
            "2000-01-01",
            "00:00:00",
            "2000-01-01T00:00",
            "2000-01-01 00:00:00",
            "2000-01-01t00:00:00",
            "2000-01-01T00:00:00z",
            "2000-01-01T00:00:00 Z",
            "2000-01-01T00:00:00ZZ",
            "2000-01-01T00:00:00.",
            "2000-01-01T00:00:00.Z",
            "2000-01-01T00:00:00,5",
            "2000-01-01T00:00:00.5x",
            "2000-01-01T00:00:00.12345678x",
            "2000-01-01T24:00:01",
            "2000-01-01T24:01:00",
            "2000-01-01T24:00:00.1",
            "2000-01-01T25:00:00",
            "2000-01-01T00:60:00",
            "2000-01-01T00:00:60",
            "2000-00-01T00:00:00",
            "2000-13-01T00:00:00",
            "2000-01-00T00:00:00",
            "2000-01-32T00:00:00",
            "2000-04-31T00:00:00",
            "2001-02-29T00:00:00",
            "1900-02-29T00:00:00",
            "2100-02-29T24:00:00",
            "0000-01-01T00:00:00",
            "-0001-01-01T00:00:00",
            "+2000-01-01T00:00:00",
            "10000-01-01T00:00:00",
            "02000-01-01T00:00:00",
            "200-01-01T00:00:00",
            "2000-1-1T00:00:00",
            "2000-01-01T0:00:00",
            "2000/01/01T00:00:00",
            "20000101T000000",
            "2000-01-01T00:00:00+14:01",
            "2000-01-01T00:00:00+15:00",
            "2000-01-01T00:00:00-14:30",
            "2000-01-01T00:00:00+01:60",
            "2000-01-01T00:00:00+1:00",
            "2000-01-01T00:00:00+0100",
            "2000-01-01T00:00:00+01",
            "2000-01-01T00:00:00+01:00Z",
            "2000-01-01T00:00:00*01:00",
            "9999-12-31T24:00:00",
            "9999-12-31T23:59:59-00:01",
            "0001-01-01T00:00:00+00:01",
            "200\u{660}-01-01T00:00:00",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
        let fault = parse_datetime(b"soon").err().unwrap();
        let text = "The text \"soon\" is not a date and time of the years 1 to 9999 (xsd:dateTime).";
        assert_eq!(fault.texts(), [text]);
    }

    #[test]
    fn fractions_lose_their_zeros() {
        let second = ticks("2000-01-01T00:00:01");
        for (units, text) in [
            (0, "2000-01-01T00:00:01Z"),
            (1, "2000-01-01T00:00:01.0000001Z"),
            (5_000_000, "2000-01-01T00:00:01.5Z"),
            (1_230_000, "2000-01-01T00:00:01.123Z"),
            (9_999_999, "2000-01-01T00:00:01.9999999Z"),
        ] {
            assert_eq!(written(second + units, UTC), text);
        }
    }

    #[test]
    fn local_times_at_the_ends_of_the_calendar_are_written_as_utc() {
        for (ticks, offset, text) in [
            (0, Some(-60), "0001-01-01T00:00:00Z"),
            (0, Some(60), "0001-01-01T01:00:00+01:00"),
            (LAST, Some(1), "9999-12-31T23:59:59.9999999Z"),
            (LAST, Some(-840), "9999-12-31T09:59:59.9999999-14:00"),
            (LAST, Some(0), "9999-12-31T23:59:59.9999999+00:00"),
            (0, None, "0001-01-01T00:00:00Z"),
        ] {
            let mut out = Vec::new();
            write_local(&mut out, DateTime::from_ticks(ticks).unwrap(), offset);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }

    #[test]
    fn bad_structures_are_refused_and_nothing_is_written() {
        for (ticks, format, text) in [
            (LAST + 1, 0, "The ticks of the WS_DATETIME are 3155378976000000000; they must be"),
            (u64::MAX, 1, "The ticks of the WS_DATETIME are 18446744073709551615; they must be"),
            (0, 3, "The format of the WS_DATETIME is 3, which is no format."),
            (0, -1, "The format of the WS_DATETIME is -1, which is no format."),
        ] {
            let mut out = Vec::new();
            let fault =
                write_datetime(&mut out, WS_DATETIME { ticks, format: WS_DATETIME_FORMAT(format) }).unwrap_err();
            assert_eq!((fault.code(), out.len()), (E_INVALIDARG, 0));
            assert!(fault.texts()[0].starts_with(text), "{fault:?}");
        }
    }

    proptest! {
        #[test]
        fn times_round_trip(ticks in 0..=LAST, coarse in prop::sample::select(vec![1_u64, 10, 10_000, 10_000_000]), format in 0..3) {
            let ticks = ticks / coarse * coarse;
            let (back, found) = parsed(&written(ticks, format)).unwrap();
            prop_assert_eq!(back, ticks);
            // A machine without a time zone writes UTC.
            prop_assert!(found == format || format == LOCAL && found == UTC);
        }

        #[test]
        fn local_times_round_trip_at_every_offset(ticks in 0..=LAST, offset in -840_i16..=840) {
            let mut out = Vec::new();
            write_local(&mut out, DateTime::from_ticks(ticks).unwrap(), Some(offset));
            prop_assert_eq!(parse_datetime(&out).unwrap().ticks, ticks);
        }

        #[test]
        fn any_text_is_taken_without_harm(
            text in r"[0-9]{4}-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{0,9})?(Z|[+-][01][0-9]:[0-6][0-9])?",
            bytes in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            if let Some((ticks, _)) = parsed(&text) {
                prop_assert!(ticks <= LAST);
            }
            let _ = parse_datetime(&bytes);
        }
    }
}
