//! Dates as HTTP has them: written for the Date field (RFC 9110, 5.6.7), read in cookies (RFC 6265, 5.1.1).

use crate::runtime::datetime::{Civil, DateTime};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const TICKS: u64 = 10_000_000;
/// 1970-01-01 in seconds since 0001-01-01.
const EPOCH: u64 = 62_135_596_800;

type Text = [u8; 29];

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The present time as `Sun, 06 Nov 1994 08:49:37 GMT`. Made once per second.
pub(crate) fn text() -> Text {
    static LAST: Mutex<(u64, Text)> = Mutex::new((0, *b"Thu, 01 Jan 1970 00:00:00 GMT"));
    let now = now();
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if last.0 != now {
        *last = (now, written(now).and_then(|text| text.as_bytes().try_into().ok()).unwrap_or(last.1));
    }
    last.1
}

fn written(seconds: u64) -> Option<String> {
    let since_year_1 = seconds.checked_add(EPOCH)?;
    let civil = DateTime::from_ticks(since_year_1.checked_mul(TICKS)?).ok()?.civil();
    // The first day of year 1 was a Monday.
    let name = DAYS.get(usize::try_from(since_year_1 / 86_400 % 7).ok()?)?;
    let month = MONTHS.get(usize::from(civil.month).checked_sub(1)?)?;
    let Civil { year, day, hour, minute, second, .. } = civil;
    Some(format!("{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"))
}

/// Reads the date of a cookie, in whatever order its parts are; seconds since 1970, 0 for what is before.
pub(crate) fn read(text: &[u8]) -> Option<u64> {
    let is_delimiter = |byte: &u8| matches!(byte, b'\t' | b' '..=b'/' | b';'..=b'@' | b'['..=b'`' | b'{'..=b'~');
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        if time.is_none()
            && let Some(found) = time_of_day(token)
        {
            time = Some(found);
        } else if day.is_none()
            && let Some(found) = number(token, 1, 2)
        {
            day = Some(found);
        } else if month.is_none()
            && let Some(found) = month_named(token)
        {
            month = Some(found);
        } else if year.is_none()
            && let Some(found) = number(token, 2, 4)
        {
            year = Some(found);
        }
    }
    let year = match year? {
        short @ 70..=99 => short + 1900,
        short @ 0..=69 => short + 2000,
        year => year,
    };
    let (hour, minute, second) = time?;
    if year < 1601 {
        return None;
    }
    let [month, day] = [month?, day?].map(|part| u8::try_from(part).unwrap_or(0));
    let civil = Civil { year, month, day, hour, minute, second, fraction: 0 };
    Some((DateTime::from_civil(civil)?.ticks() / TICKS).saturating_sub(EPOCH))
}

/// The number that a token begins with, of so many digits.
fn number(token: &[u8], least: usize, most: usize) -> Option<u16> {
    let digits = token.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = token.get(..digits).filter(|_| (least..=most).contains(&digits))?;
    str::from_utf8(text).ok()?.parse().ok()
}

fn time_of_day(token: &[u8]) -> Option<(u8, u8, u8)> {
    let mut parts = token.split(|byte| *byte == b':').map(|part| number(part, 1, 2).and_then(|n| u8::try_from(n).ok()));
    Some((parts.next()??, parts.next()??, parts.next()??))
}

fn month_named(token: &[u8]) -> Option<u16> {
    let name = token.get(..3)?;
    let index = MONTHS.iter().position(|month| month.as_bytes().eq_ignore_ascii_case(name))?;
    u16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written() {
        assert_eq!(written(784_111_777).unwrap(), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(written(0).unwrap(), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(written(951_827_696).unwrap(), "Tue, 29 Feb 2000 12:34:56 GMT");
        assert!(read(&text()).unwrap().abs_diff(now()) < 60);
    }

    #[test]
    fn dates_are_read() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "8:49:37 1994 november 6th",
        ] {
            assert_eq!(read(text.as_bytes()), Some(784_111_777), "{text}");
        }
        assert_eq!(read(b"Thu, 01 Jan 1601 00:00:00 GMT"), Some(0));
        for text in
            ["", "0", "Sun, 31 Feb 1994 08:49:37 GMT", "06 Nov 1994", "06 Nov 1994 24:00:00", "06 Nov 1600 1:1:1"]
        {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
