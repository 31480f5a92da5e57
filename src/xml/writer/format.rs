//! The characters of typed values.

use super::value::Value;
use crate::abi::WS_TIMESPAN;
use crate::runtime::fault::Result;
use crate::xml::value::{boolean, datetime, decimal, duration, float, guid, integer, timespan};

/// Appends the characters of a value that is neither a string, nor bytes, nor made of others.
pub(super) fn typed(out: &mut Vec<u8>, value: &Value<'_>) -> Result<()> {
    match *value {
        Value::Bool(value) => boolean::write_bool(out, value),
        Value::Int32(value) => integer::write_integer(out, value),
        Value::Int64(value) => integer::write_integer(out, value),
        Value::UInt64(value) => integer::write_integer(out, value),
        Value::Float(value) => float::write_float(out, value),
        Value::Double(value) => float::write_float(out, value),
        Value::Decimal(value) => decimal::write_decimal(out, value)?,
        Value::Guid(value) => guid::write_guid(out, value),
        Value::UniqueId(value) => guid::write_unique_id(out, value),
        Value::DateTime(value) => datetime::write_datetime(out, value)?,
        Value::TimeSpan(ticks) => timespan::write_timespan(out, WS_TIMESPAN { ticks }),
        Value::Duration(value) => duration::write_duration(out, value)?,
        Value::Utf8(_) | Value::Utf16(_) | Value::Base64(_) | Value::QName(_) | Value::List(_) => {}
    }
    Ok(())
}

/// Refuses what a structure of the caller must not hold, before anything is written.
#[inline]
pub(super) fn check(scratch: &mut Vec<u8>, value: &Value<'_>) -> Result<()> {
    match value {
        Value::Decimal(_) | Value::DateTime(_) | Value::Duration(_) => {
            scratch.clear();
            typed(scratch, value)
        }
        _ => Ok(()),
    }
}
