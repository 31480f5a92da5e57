//! Simple values: from text, or the typed value that a binary encoding holds, into the caller's memory.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::runtime::heap::Heap;
use crate::serialize::description::Type;
use crate::serialize::place::{Place, Plain, store_slice, store_utf16};
use crate::serialize::plan::Plans;
use crate::xml::characters::write_text;
use crate::xml::node::Places;
use crate::xml::reader::Value;
use crate::xml::reader::value::{FromValue, Truth};
use crate::xml::value::{base64, guid, trim, utf};
use core::cmp::Ordering;
use core::fmt::Debug;

/// Where a value goes.
#[derive(Clone, Copy)]
pub(super) struct Target<'m> {
    pub(super) place: Place<'m>,
    /// The length of the types that have it elsewhere.
    pub(super) count: Option<Place<'m>>,
}

impl<'m> Target<'m> {
    pub(super) fn new(place: Place<'m>) -> Self {
        Target { place, count: None }
    }
}

/// The heap, where a value cannot do without one.
#[inline]
pub(super) fn required(heap: Option<&Heap>) -> Result<&Heap> {
    heap.ok_or_else(no_heap)
}

#[cold]
fn no_heap() -> Fault {
    Fault::invalid_arg("The parameter heap is NULL, but what is read needs memory.")
}

/// Stores a value of one of the simple types that need nothing but their text. WS_XML_QNAME_TYPE is none of them, nor is
/// WS_DURATION_TYPE, whose limits a callback compares.
#[inline]
pub(super) fn store<'c>(
    kind: &Type<'c>,
    value: Value<'_>,
    heap: Option<&Heap>,
    plans: &Plans<'c>,
    target: Target<'_>,
) -> Result<()> {
    macro_rules! number {
        ($type:ty, $limits:expr) => {{
            let number = <$type>::from_value(value)?;
            if let Some(limits) = $limits {
                in_range(&number, &limits.minValue, &limits.maxValue)?;
            }
            target.place.store(0, number)
        }};
    }
    match kind {
        Type::Bool(only) => {
            let Truth(truth) = Truth::from_value(value)?;
            if let Some(only) = only
                && (only.value != 0) != truth
            {
                return Err(Fault::invalid_format(format!("The value is {truth}, which its description excludes.")));
            }
            target.place.store(0, BOOL::from(truth))
        }
        Type::Int8(limits) => {
            let number = i8::from_value(value)?;
            if let Some(limits) = limits {
                let bound = |limit: CHAR| i8::from_ne_bytes(limit.to_ne_bytes());
                in_range(&number, &bound(limits.minValue), &bound(limits.maxValue))?;
            }
            target.place.store(0, number)
        }
        Type::Int16(limits) => number!(i16, limits),
        Type::Int32(limits) => number!(i32, limits),
        Type::Int64(limits) => number!(i64, limits),
        Type::UInt8(limits) => number!(u8, limits),
        Type::UInt16(limits) => number!(u16, limits),
        Type::UInt32(limits) => number!(u32, limits),
        Type::UInt64(limits) => number!(u64, limits),
        Type::Float(limits) => number!(f32, limits),
        Type::Double(limits) => number!(f64, limits),
        Type::Decimal(limits) => {
            let number = DECIMAL::from_value(value)?;
            if let Some(limits) = limits
                && (compare_decimals(number, limits.minValue) == Ordering::Less
                    || compare_decimals(number, limits.maxValue) == Ordering::Greater)
            {
                return Err(Fault::invalid_format("A decimal number is outside of the limits of its description."));
            }
            target.place.store(0, number)
        }
        Type::DateTime(limits) => {
            let time = WS_DATETIME::from_value(value)?;
            if let Some(limits) = limits {
                in_range(&time.ticks, &limits.minValue.ticks, &limits.maxValue.ticks)?;
            }
            target.place.store(0, time)
        }
        Type::TimeSpan(limits) => {
            let span = WS_TIMESPAN::from_value(value)?;
            if let Some(limits) = limits {
                in_range(&span.ticks, &limits.minValue.ticks, &limits.maxValue.ticks)?;
            }
            target.place.store(0, span)
        }
        Type::Guid(only) => {
            let found = GUID::from_value(value)?;
            if only.is_some_and(|only| only.value != found) {
                return Err(Fault::invalid_format("A GUID is not the one that its description demands."));
            }
            target.place.store(0, found)
        }
        Type::Enum(composite) => {
            let plan = plans.enumeration(composite)?;
            with_characters(value, |text| match plan.value_of(trim(text))? {
                Some(number) => target.place.store(0, number),
                None => Err(Fault::invalid_format(format!(
                    "The text '{}' is no name of a value of the enumeration.",
                    quoted(text)
                ))),
            })
        }
        Type::UniqueId(limits) => with_characters(value, |text| {
            let none = WS_STRING { length: 0, chars: core::ptr::null_mut() };
            let (id, count) = match guid::parse_unique_id(text) {
                guid::UniqueId::Guid(guid) => (WS_UNIQUE_ID { uri: none, guid }, utf::utf16_length(trim(text)) as u32),
                guid::UniqueId::Uri(uri) => {
                    let (chars, length) = store_utf16(required(heap)?, uri, false)?;
                    (WS_UNIQUE_ID { uri: WS_STRING { length, chars }, guid: GUID::default() }, length)
                }
            };
            if let Some(limits) = limits {
                length_in_range(count, limits.minCharCount, limits.maxCharCount)?;
            }
            target.place.store(0, id)
        }),
        Type::String(limits) => with_characters(value, |text| {
            let (chars, length) = store_utf16(required(heap)?, text, false)?;
            if let Some(limits) = limits {
                length_in_range(length, limits.minCharCount, limits.maxCharCount)?;
            }
            target.place.store(0, WS_STRING { length, chars })
        }),
        Type::Wsz(limits) => with_characters(value, |text| {
            if text.contains(&0) {
                return Err(Fault::invalid_format("A zero-terminated string cannot hold a zero character."));
            }
            let (chars, length) = store_utf16(required(heap)?, text, true)?;
            if let Some(limits) = limits {
                length_in_range(length, limits.minCharCount, limits.maxCharCount)?;
            }
            target.place.store(0, chars)
        }),
        Type::CharArray(limits) => with_characters(value, |text| {
            let (chars, length) = store_utf16(required(heap)?, text, false)?;
            if let Some(limits) = limits {
                length_in_range(length, limits.minCharCount, limits.maxCharCount)?;
            }
            store_counted(target, chars, length)
        }),
        Type::XmlString(limits) => with_characters(value, |text| {
            let limits = limits.map(|limits| (limits.minByteCount, limits.maxByteCount));
            let (bytes, length) = store_bytes(heap, text, limits)?;
            target.place.store(0, WS_XML_STRING { length, bytes, dictionary: core::ptr::null_mut(), id: 0 })
        }),
        Type::Utf8Array(limits) => with_characters(value, |text| {
            let limits = limits.map(|limits| (limits.minByteCount, limits.maxByteCount));
            let (bytes, length) = store_bytes(heap, text, limits)?;
            store_counted(target, bytes, length)
        }),
        Type::Bytes(_) | Type::ByteArray(_) => with_characters(value, |text| {
            let mut bytes = Vec::new();
            base64::parse_base64(&mut bytes, text)?;
            store_block(kind, &bytes, heap, target)
        }),
        other => Err(Fault::invalid_arg(format!("{:?} is not a simple type.", other.kind()))),
    }
}

/// Stores a block of bytes as WS_BYTES_TYPE or WS_BYTE_ARRAY_TYPE.
pub(super) fn store_block(kind: &Type<'_>, bytes: &[u8], heap: Option<&Heap>, target: Target<'_>) -> Result<()> {
    let limits = match kind {
        Type::Bytes(limits) => limits.map(|limits| (limits.minByteCount, limits.maxByteCount)),
        Type::ByteArray(limits) => limits.map(|limits| (limits.minByteCount, limits.maxByteCount)),
        _ => None,
    };
    let (bytes, length) = store_bytes(heap, bytes, limits)?;
    match kind {
        Type::Bytes(_) => target.place.store(0, WS_BYTES { length, bytes }),
        _ => store_counted(target, bytes, length),
    }
}

fn store_bytes(heap: Option<&Heap>, bytes: &[u8], limits: Option<(u32, u32)>) -> Result<(*mut u8, u32)> {
    let length = u32::try_from(bytes.len()).map_err(|_| Fault::overflow("A value has 2^32 bytes or more."))?;
    if let Some((least, most)) = limits {
        length_in_range(length, least, most)?;
    }
    Ok((store_slice(required(heap)?, bytes)?, length))
}

fn store_counted<T>(target: Target<'_>, pointer: *mut T, length: u32) -> Result<()>
where
    *mut T: Plain,
{
    target.place.store(0, pointer)?;
    match target.count {
        Some(count) => count.store(0, length),
        None => Err(Fault::invalid_arg("A type with its length elsewhere can only be a field.")),
    }
}

/// The characters of a value, whatever its form.
#[inline]
pub(super) fn with_characters<T>(value: Value<'_>, convert: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
    match value {
        Value::Characters(text) => convert(text),
        Value::Typed(text) => {
            let mut characters = Vec::new();
            write_text(&mut characters, text, Places::default())?;
            convert(&characters)
        }
    }
}

#[inline]
fn in_range<T: PartialOrd + Debug>(value: &T, least: &T, most: &T) -> Result<()> {
    if value >= least && value <= most { Ok(()) } else { Err(out_of_range(value, least, most)) }
}

#[cold]
fn out_of_range<T: Debug>(value: &T, least: &T, most: &T) -> Fault {
    Fault::invalid_format(format!("The value {value:?} is not in the range from {least:?} to {most:?}."))
}

#[inline]
pub(super) fn length_in_range(length: u32, least: u32, most: u32) -> Result<()> {
    if length >= least && length <= most {
        return Ok(());
    }
    Err(Fault::invalid_format(format!("The length {length} of a value is not in the range from {least} to {most}.")))
}

/// Compares by value: 1.0 and 1.00 are equal, and so are 0 and -0.
fn compare_decimals(a: DECIMAL, b: DECIMAL) -> Ordering {
    // What stands before the point, and after it in units of 10^-28, which both fit 96 bits.
    let parts = |value: DECIMAL| {
        let integer = u128::from(value.Hi32) << 64 | u128::from(value.Lo64);
        let scale = u32::from(value.scale).min(28);
        let unit = 10u128.pow(scale);
        let parts = (integer / unit, (integer % unit) * 10u128.pow(28 - scale));
        (value.sign & 0x80 != 0 && parts != (0, 0), parts)
    };
    match (parts(a), parts(b)) {
        ((false, a), (false, b)) => a.cmp(&b),
        ((true, a), (true, b)) => b.cmp(&a),
        ((negative, _), _) => {
            if negative {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
    }
}

/// Compares durations where that does not depend on how long a month is; see WS_DURATION_DESCRIPTION.
pub(super) fn compare_durations(a: &WS_DURATION, b: &WS_DURATION) -> Result<Ordering> {
    let parts = |value: &WS_DURATION| {
        let months = i128::from(value.years) * 12 + i128::from(value.months);
        let seconds = ((i128::from(value.days) * 24 + i128::from(value.hours)) * 60 + i128::from(value.minutes)) * 60
            + i128::from(value.seconds);
        let ticks = (seconds * 1000 + i128::from(value.milliseconds)) * 10_000 + i128::from(value.ticks);
        if value.negative != 0 { (-months, -ticks) } else { (months, ticks) }
    };
    match (parts(a), parts(b)) {
        ((a, 0), (b, 0)) | ((0, a), (0, b)) => Ok(a.cmp(&b)),
        _ => Err(Fault::invalid_format(
            "A duration cannot be compared with its limits, since a month has no fixed length in days.",
        )),
    }
}
