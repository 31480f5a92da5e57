//! Points in time as WS_DATETIME counts them, and their calendar.
//!
//! Here and not in the XML engine, because texts are one of several users: FILETIMEs, the lifetimes of security tokens
//! and the clock need the count and never its text. The XML engine puts its dateTime texts on [`Civil`]; what is in a
//! text besides the time (`Z`, an offset, nothing) is not here.

use crate::runtime::fault::{Fault, Result};
use core::fmt::{self, Display, Formatter};

const TICKS_PER_SECOND: u64 = 10_000_000;
const TICKS_PER_DAY: u64 = 86_400 * TICKS_PER_SECOND;
/// The last tick of the year 9999.
const LAST: u64 = 3_155_378_975_999_999_999;
/// 1601-01-01, where FILETIMEs start: 584,388 days.
const FILE_TIME_EPOCH: u64 = 584_388 * TICKS_PER_DAY;

/// A point in time: 100 ns ticks since 0001-01-01T00:00:00 in the proleptic Gregorian calendar, up to the end of 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct DateTime(u64);

impl DateTime {
    /// The point that C's `ticks` means.
    pub(crate) fn from_ticks(ticks: u64) -> Result<Self> {
        if ticks > LAST {
            return Err(Fault::invalid_format(format!(
                "The ticks {ticks} are more than {LAST}, which is {}, the last time that a WS_DATETIME has.",
                DateTime(LAST)
            )));
        }
        Ok(DateTime(ticks))
    }

    /// What C's `ticks` has to be.
    pub(crate) fn ticks(self) -> u64 {
        self.0
    }

    /// The point that a count of ticks since 1601 means.
    pub(crate) fn from_file_time(file_time: u64) -> Result<Self> {
        match file_time.checked_add(FILE_TIME_EPOCH) {
            Some(ticks @ ..=LAST) => Ok(DateTime(ticks)),
            _ => Err(Fault::invalid_format(format!(
                "The FILETIME {file_time} is later than {}, the last time that a WS_DATETIME has.",
                DateTime(LAST)
            ))),
        }
    }

    /// Ticks since 1601, which earlier times do not have.
    pub(crate) fn to_file_time(self) -> Result<u64> {
        self.0.checked_sub(FILE_TIME_EPOCH).ok_or_else(|| {
            Fault::invalid_format(format!(
                "The time {self} is earlier than {}, the first time that a FILETIME has.",
                DateTime(FILE_TIME_EPOCH)
            ))
        })
    }

    /// The place in the calendar.
    ///
    /// The arithmetic is Howard Hinnant's (`civil_from_days`): years that start in March have their leap day at the
    /// end, and 400 of them always have the same number of days, so there is no table and no loop.
    pub(crate) fn civil(self) -> Civil {
        let day = self.0 / TICKS_PER_DAY + MARCH_TO_EPOCH;
        let (era, day) = (day / DAYS_OF_400_YEARS, day % DAYS_OF_400_YEARS);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (month, after_february) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        let ticks = self.0 % TICKS_PER_DAY;
        let seconds = ticks / TICKS_PER_SECOND;
        Civil {
            year: (era * 400 + year + after_february) as u16,
            month: month as u8,
            day: day as u8,
            hour: (seconds / 3_600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            fraction: (ticks % TICKS_PER_SECOND) as u32,
        }
    }

    /// The point that a place in the calendar is; `None` if the calendar has no such place. Hour 24 and leap seconds
    /// are for those who read texts to resolve.
    pub(crate) fn from_civil(civil: Civil) -> Option<Self> {
        let Civil { year, month, day, hour, minute, second, fraction } = civil;
        if !(1..=9999).contains(&year)
            || !(1..=12).contains(&month)
            || !(1..=days_of_month(year, month)).contains(&day)
            || hour > 23
            || minute > 59
            || second > 59
            || u64::from(fraction) >= TICKS_PER_SECOND
        {
            return None;
        }
        let (year, month, day) = (u64::from(year), u64::from(month), u64::from(day));
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, year) = (year / 400, year % 400);
        let day = era * DAYS_OF_400_YEARS + 365 * year + year / 4 - year / 100 + (153 * month + 2) / 5 + day - 1;
        let seconds = (u64::from(hour) * 60 + u64::from(minute)) * 60 + u64::from(second);
        let day = day.checked_sub(MARCH_TO_EPOCH)?;
        Some(DateTime(day * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + u64::from(fraction)))
    }
}

/// Days from 0000-03-01, where the calendar's arithmetic starts, to 0001-01-01.
const MARCH_TO_EPOCH: u64 = 306;
const DAYS_OF_400_YEARS: u64 = 146_097;

fn days_of_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A place in the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Civil {
    /// 1 to 9999.
    pub(crate) year: u16,
    /// 1 to 12.
    pub(crate) month: u8,
    /// 1 to 31.
    pub(crate) day: u8,
    /// 0 to 23.
    pub(crate) hour: u8,
    /// 0 to 59.
    pub(crate) minute: u8,
    /// 0 to 59.
    pub(crate) second: u8,
    /// Ticks of 100 ns: 0 to 9,999,999.
    pub(crate) fraction: u32,
}

/// The form of ISO 8601 without a time zone, for error texts.
impl Display for DateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day, hour, minute, second, fraction } = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if fraction != 0 {
            write!(f, ".{fraction:07}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;
    use proptest::prelude::*;

    #[test]
    fn the_ends_of_both_ranges() {
        let last_file_time = LAST - FILE_TIME_EPOCH;
        assert_eq!(FILE_TIME_EPOCH, 504_911_232_000_000_000);
        assert_eq!(DateTime::from_ticks(FILE_TIME_EPOCH).unwrap().to_file_time().unwrap(), 0);
        assert_eq!(DateTime::from_file_time(0).unwrap().ticks(), FILE_TIME_EPOCH);
        assert_eq!(DateTime::from_ticks(LAST).unwrap().to_file_time().unwrap(), last_file_time);
        assert_eq!(DateTime::from_file_time(last_file_time).unwrap().ticks(), LAST);
        for ticks in [LAST + 1, u64::MAX] {
            let fault = DateTime::from_ticks(ticks).unwrap_err();
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
            assert!(fault.texts()[0].contains("9999-12-31T23:59:59.9999999"), "{fault:?}");
        }
        for file_time in [last_file_time + 1, u64::MAX - FILE_TIME_EPOCH, u64::MAX - FILE_TIME_EPOCH + 1, u64::MAX] {
            let fault = DateTime::from_file_time(file_time).unwrap_err();
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
            assert!(fault.texts()[0].contains(&format!("FILETIME {file_time} is later")), "{fault:?}");
        }
        for (ticks, text) in [(0, "0001-01-01T00:00:00"), (FILE_TIME_EPOCH - 1, "1600-12-31T23:59:59.9999999")] {
            let fault = DateTime::from_ticks(ticks).unwrap().to_file_time().unwrap_err();
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
            assert!(fault.texts()[0].contains(&format!("{text} is earlier than 1601-01-01T00:00:00,")), "{fault:?}");
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1, 1, 1);
        for count in 0..=LAST / TICKS_PER_DAY {
            let time = DateTime(count * TICKS_PER_DAY);
            let civil = Civil { year, month, day, hour: 0, minute: 0, second: 0, fraction: 0 };
            assert_eq!(time.civil(), civil);
            assert_eq!(DateTime::from_civil(civil), Some(time));
            day += 1;
            if day > days_of_month(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!((year, month, day), (10_000, 1, 1));
    }

    #[test]
    fn known_times() {
        for (ticks, text) in [
            (621_355_968_000_000_000, "1970-01-01T00:00:00"),
            (630_822_816_000_000_000, "2000-01-01T00:00:00"),
            (630_873_831_045_678_901, "2000-02-29T01:05:04.5678901"),
            (LAST, "9999-12-31T23:59:59.9999999"),
        ] {
            assert_eq!(DateTime(ticks).to_string(), text);
        }
    }

    #[test]
    fn places_that_no_calendar_has() {
        let good = Civil { year: 1900, month: 2, day: 28, hour: 23, minute: 59, second: 59, fraction: 9_999_999 };
        assert!(DateTime::from_civil(good).is_some());
        for bad in [
            Civil { year: 0, ..good },
            Civil { year: 10_000, ..good },
            Civil { month: 0, ..good },
            Civil { month: 13, ..good },
            Civil { day: 0, ..good },
            Civil { day: 29, ..good },
            Civil { hour: 24, ..good },
            Civil { minute: 60, ..good },
            Civil { second: 60, ..good },
            Civil { fraction: 10_000_000, ..good },
        ] {
            assert_eq!(DateTime::from_civil(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn file_times_round_trip(ticks in FILE_TIME_EPOCH..=LAST) {
            let time = DateTime::from_ticks(ticks).unwrap();
            let file_time = time.to_file_time().unwrap();
            prop_assert_eq!(file_time, ticks - 504_911_232_000_000_000);
            prop_assert_eq!(DateTime::from_file_time(file_time).unwrap(), time);
        }

        #[test]
        fn the_calendar_round_trips(ticks in 0..=LAST) {
            prop_assert_eq!(DateTime::from_civil(DateTime(ticks).civil()), Some(DateTime(ticks)));
        }

        #[test]
        fn the_calendar_keeps_the_order(a in 0..=LAST, b in 0..=LAST) {
            prop_assert_eq!(DateTime(a).civil().cmp(&DateTime(b).civil()), a.cmp(&b));
        }

        #[test]
        fn any_count_is_taken_without_harm(count in any::<u64>()) {
            prop_assert_eq!(DateTime::from_ticks(count).is_ok(), count <= LAST);
            prop_assert_eq!(DateTime::from_file_time(count).is_ok(), count <= LAST - FILE_TIME_EPOCH);
        }
    }
}
