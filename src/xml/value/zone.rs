//! The machine's time zone: how far its clocks were, or will be, from UTC at a time.

use crate::runtime::datetime::DateTime;
use core::cell::Cell;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::OnceLock;

/// Seconds from 0001-01-01, where our times start, to 1970-01-01, where those of time zone data do.
const SECONDS_TO_1970: i64 = 62_135_596_800;
const TICKS_PER_SECOND: u64 = 10_000_000;
/// XML has no offset beyond 14 hours (Part 2, 3.2.7.3).
const MAX_MINUTES: i32 = 14 * 60;

/// A time during which the offset is the same. Times come in clusters, most often near now: one remembered span answers
/// nearly every call with two comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Span {
    /// Seconds since 1970.
    start: i64,
    /// The first second after it.
    end: i64,
    /// `None` where there is no offset that XML could write.
    minutes: Option<i16>,
}

thread_local! {
    /// Per thread, so that there is no lock.
    static LATEST: Cell<Span> = const { Cell::new(Span { start: 0, end: 0, minutes: None }) };
}

/// The zone as it was when it was first asked for: like most programs' zones, it stays that of the process. `None` if
/// the machine does not tell it.
static ZONE: OnceLock<Option<TimeZone>> = OnceLock::new();

/// The offset of local time from UTC at a time, in minutes; `None` if it is not known, or nothing that XML could write.
#[inline]
pub(super) fn local_offset(time: DateTime) -> Option<i16> {
    let second = (time.ticks() / TICKS_PER_SECOND) as i64 - SECONDS_TO_1970;
    let latest = LATEST.get();
    if (latest.start..latest.end).contains(&second) {
        return latest.minutes;
    }
    look_up(second)
}

#[cold]
fn look_up(second: i64) -> Option<i16> {
    let zone = ZONE.get_or_init(|| TimeZone::try_system().ok().filter(|zone| !zone.is_unknown()));
    let span = match zone {
        Some(zone) => span_around(zone, second),
        None => Span { start: i64::MIN, end: i64::MAX, minutes: None },
    };
    LATEST.set(span);
    span.minutes
}

/// The span of a zone that a second is in.
fn span_around(zone: &TimeZone, second: i64) -> Span {
    // The data end some hours before the year 9999 does: rules are the same on both sides of that.
    let now = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    let next = now.checked_add(jiff::SignedDuration::from_nanos(1)).unwrap_or(Timestamp::MAX);
    let seconds = zone.to_offset(now).seconds();
    // Local mean times of the 19th century have seconds, which XML has not. The nearest minute stands in for them; the
    // time that is written is nevertheless exact, since the same offset is added to it.
    let minutes = (seconds + 30).div_euclid(60);
    Span {
        start: zone.preceding(next).next().map_or(i64::MIN, |change| change.timestamp().as_second()),
        end: zone.following(now).next().map_or(i64::MAX, |change| change.timestamp().as_second()),
        minutes: (-MAX_MINUTES..=MAX_MINUTES).contains(&minutes).then_some(minutes as i16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rules of the United States since 2007, and of Central Europe: no file is needed for them.
    const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";
    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

    fn zone(rule: &str) -> TimeZone {
        TimeZone::posix(rule).unwrap()
    }

    #[test]
    fn daylight_saving_time_starts_and_ends_to_the_second() {
        for (rule, second, minutes) in [
            // 2007-03-11T07:00:00Z and 2007-11-04T06:00:00Z.
            (NEW_YORK, 1_173_596_399, -300),
            (NEW_YORK, 1_173_596_400, -240),
            (NEW_YORK, 1_194_155_999, -240),
            (NEW_YORK, 1_194_156_000, -300),
            // 2024-03-31T01:00:00Z and 2024-10-27T01:00:00Z.
            (BERLIN, 1_711_846_799, 60),
            (BERLIN, 1_711_846_800, 120),
            (BERLIN, 1_729_990_799, 120),
            (BERLIN, 1_729_990_800, 60),
        ] {
            let span = span_around(&zone(rule), second);
            assert_eq!(span.minutes, Some(minutes), "{rule} {second}");
            assert!((span.start..span.end).contains(&second), "{span:?}");
        }
    }

    #[test]
    fn spans_are_as_long_as_the_offset() {
        let summer = span_around(&zone(NEW_YORK), 1_180_000_000);
        assert_eq!(summer, Span { start: 1_173_596_400, end: 1_194_156_000, minutes: Some(-240) });
        for second in [summer.start, summer.end - 1] {
            assert_eq!(span_around(&zone(NEW_YORK), second), summer);
        }
        let fixed = span_around(&zone("IST-5:30"), 0);
        assert_eq!(fixed, Span { start: i64::MIN, end: i64::MAX, minutes: Some(330) });
    }

    #[test]
    fn offsets_that_xml_cannot_write() {
        assert_eq!(span_around(&zone("LMT-0:53:28"), 0).minutes, Some(53));
        assert_eq!(span_around(&zone("LMT4:56:02"), 0).minutes, Some(-296));
        assert_eq!(span_around(&zone("LMT-0:53:30"), 0).minutes, Some(54));
        assert_eq!(span_around(&zone("AAA-14"), 0).minutes, Some(840));
        assert_eq!(span_around(&zone("AAA14"), 0).minutes, Some(-840));
        assert_eq!(span_around(&zone("AAA-15"), 0).minutes, None);
    }

    #[test]
    fn both_ends_of_time() {
        for ticks in [0, 3_155_378_975_999_999_999] {
            let time = DateTime::from_ticks(ticks).unwrap();
            assert_eq!(local_offset(time), local_offset(time));
            let second = (ticks / TICKS_PER_SECOND) as i64 - SECONDS_TO_1970;
            assert_eq!(span_around(&zone(BERLIN), second).minutes, Some(60));
        }
    }

    proptest! {
        #[test]
        fn a_span_is_true_for_all_of_it(second in -62_135_596_800_i64..253_402_300_800, part in 0.0..1.0) {
            for rule in [NEW_YORK, BERLIN, "IST-5:30"] {
                let span = span_around(&zone(rule), second);
                prop_assert!((span.start..span.end).contains(&second), "{span:?}");
                if span.start > i64::MIN && span.end < i64::MAX {
                    let other = span.start + ((span.end - 1 - span.start) as f64 * part) as i64;
                    prop_assert_eq!(span_around(&zone(rule), other), span);
                }
            }
        }
    }
}
