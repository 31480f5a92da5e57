//! WS_DATETIME from and to FILETIME.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::place::{self, Out};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::Fault;

/// Converts a WS_DATETIME to a FILETIME, exactly: both count 100 nanoseconds, the one since the year 1, the other since
/// 1601.
///
/// dateTime: required. Its ticks are converted as they are, whatever its format is. They count UTC with
/// WS_DATETIME_FORMAT_UTC and with WS_DATETIME_FORMAT_LOCAL, which differ as texts only. With WS_DATETIME_FORMAT_NONE
/// the zone is the caller's to know, and the FILETIME is in that zone too.
/// fileTime: receives the time; written on success only.
///
/// Any thread may call this.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the time is before 1601, or the ticks are beyond the year 9999) or E_INVALIDARG
/// (a parameter is NULL or not aligned, or the format is none of the three).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsDateTimeToFileTime(
    dateTime: *const WS_DATETIME,
    fileTime: *mut FILETIME,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let WS_DATETIME { ticks, format } = *unsafe { place::required(dateTime, "dateTime")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(fileTime, "fileTime")? };
        if format.name().is_none() {
            return Err(Fault::invalid_arg(format!("The format of dateTime ({format:?}) is not known.")));
        }
        let file_time = DateTime::from_ticks(ticks)?.to_file_time()?;
        out.set(FILETIME { dwLowDateTime: file_time as u32, dwHighDateTime: (file_time >> 32) as u32 });
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Converts a FILETIME to a WS_DATETIME, exactly.
///
/// fileTime: required; 100 nanoseconds since 1601, all 64 bits of it unsigned.
/// dateTime: receives the time, with WS_DATETIME_FORMAT_UTC; written on success only.
///
/// Any thread may call this.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (the time is beyond the year 9999) or E_INVALIDARG (a parameter is NULL or not
/// aligned).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFileTimeToDateTime(
    fileTime: *const FILETIME,
    dateTime: *mut WS_DATETIME,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let FILETIME { dwLowDateTime, dwHighDateTime } = *unsafe { place::required(fileTime, "fileTime")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(dateTime, "dateTime")? };
        let time = DateTime::from_file_time(u64::from(dwHighDateTime) << 32 | u64::from(dwLowDateTime))?;
        out.set(WS_DATETIME { ticks: time.ticks(), format: WS_DATETIME_FORMAT_UTC });
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::ptr::{null, null_mut};
    use proptest::prelude::*;

    const EPOCH: u64 = 504_911_232_000_000_000;
    const LAST: u64 = 3_155_378_975_999_999_999;
    const UNTOUCHED: FILETIME = FILETIME { dwLowDateTime: 0x5A5A_5A5A, dwHighDateTime: 0xA5A5_A5A5 };

    fn to_file_time(ticks: u64, format: i32) -> (HRESULT, FILETIME) {
        let (time, mut out) = (WS_DATETIME { ticks, format: WS_DATETIME_FORMAT(format) }, UNTOUCHED);
        // SAFETY: pointers to locals.
        (unsafe { WsDateTimeToFileTime(&time, &mut out, null_mut()) }, out)
    }

    fn from_file_time(dwLowDateTime: u32, dwHighDateTime: u32) -> (HRESULT, u64, WS_DATETIME_FORMAT) {
        let mut out = WS_DATETIME { ticks: 77, format: WS_DATETIME_FORMAT(78) };
        let time = FILETIME { dwLowDateTime, dwHighDateTime };
        // SAFETY: pointers to locals.
        let code = unsafe { WsFileTimeToDateTime(&time, &mut out, null_mut()) };
        (code, out.ticks, out.format)
    }

    #[test]
    fn all_formats_give_the_same_and_unknown_ones_are_refused() {
        for format in 0..3 {
            let expected = FILETIME { dwLowDateTime: 1, dwHighDateTime: 2 };
            assert_eq!(to_file_time(EPOCH + (2 << 32) + 1, format), (S_OK, expected));
        }
        for format in [-1, 3, i32::MIN, i32::MAX] {
            assert_eq!(to_file_time(EPOCH, format), (E_INVALIDARG, UNTOUCHED));
        }
    }

    #[test]
    fn what_is_out_of_range_leaves_the_output_alone() {
        for ticks in [0, EPOCH - 1, LAST + 1, u64::MAX] {
            assert_eq!(to_file_time(ticks, 0), (WS_E_INVALID_FORMAT, UNTOUCHED));
        }
        let refused = (WS_E_INVALID_FORMAT, 77, WS_DATETIME_FORMAT(78));
        let after = LAST - EPOCH + 1;
        assert_eq!(from_file_time(after as u32, (after >> 32) as u32), refused);
        assert_eq!(from_file_time(u32::MAX, u32::MAX), refused);
        assert_eq!(from_file_time(0, 0x8000_0000), refused);
    }

    #[test]
    fn wrong_pointers() {
        let (time, mut file_time) = (WS_DATETIME { ticks: EPOCH, format: WS_DATETIME_FORMAT_UTC }, UNTOUCHED);
        let mut out = time;
        let error = null_mut();
        // SAFETY: locals, NULL, and misaligned pointers, which are not followed.
        unsafe {
            assert_eq!(WsDateTimeToFileTime(null(), &mut file_time, error), E_INVALIDARG);
            assert_eq!(WsDateTimeToFileTime(&time, null_mut(), error), E_INVALIDARG);
            assert_eq!(
                WsDateTimeToFileTime((&raw const time).wrapping_byte_add(4), &mut file_time, error),
                E_INVALIDARG
            );
            assert_eq!(WsDateTimeToFileTime(&time, (&raw mut file_time).wrapping_byte_add(2), error), E_INVALIDARG);
            assert_eq!(WsFileTimeToDateTime(null(), &mut out, error), E_INVALIDARG);
            assert_eq!(WsFileTimeToDateTime(&file_time, null_mut(), error), E_INVALIDARG);
            assert_eq!(
                WsFileTimeToDateTime((&raw const file_time).wrapping_byte_add(1), &mut out, error),
                E_INVALIDARG
            );
            assert_eq!(WsFileTimeToDateTime(&file_time, (&raw mut out).wrapping_byte_add(4), error), E_INVALIDARG);
        }
        assert_eq!((file_time, out.ticks), (UNTOUCHED, EPOCH));
    }

    proptest! {
        #[test]
        fn there_and_back(ticks in EPOCH..=LAST) {
            let (code, file_time) = to_file_time(ticks, 0);
            prop_assert_eq!(code, S_OK);
            let back = from_file_time(file_time.dwLowDateTime, file_time.dwHighDateTime);
            prop_assert_eq!(back, (S_OK, ticks, WS_DATETIME_FORMAT_UTC));
        }
    }
}
