//! Values: what a text means as one of the API's primitive types. Binary encodings hold typed values; one of the right
//! type is taken as it is, and any other one through its characters, so that the encoding makes no difference.

use super::content::Value;
use crate::abi::{DECIMAL, GUID, WS_DATETIME, WS_DURATION, WS_TIMESPAN};
use crate::runtime::fault::{Fault, Result};
use crate::xml::characters::write_text;
use crate::xml::node::{Places, Text};
use crate::xml::reader::binary::ItemType;
use crate::xml::value::{boolean, datetime, decimal, duration, float, guid, integer, timespan};

/// Makes a value of the bytes of an array item.
pub(crate) type FromItem<T> = fn(&[u8]) -> Option<T>;

/// A primitive type that text can be read as.
pub(crate) trait FromValue: Sized {
    /// From characters, with white space around them.
    fn parse(text: &[u8]) -> Result<Self>;

    /// From a typed value, where that is the same type or a number that fits.
    fn exact(text: &Text) -> Option<Result<Self>>;

    /// From an item of an array record of the binary encoding, where that holds this very type and any bits are one.
    fn from_item(_: ItemType) -> Option<FromItem<Self>> {
        None
    }

    /// From either.
    fn from_value(value: Value<'_>) -> Result<Self> {
        match value {
            Value::Characters(text) => Self::parse(text),
            Value::Typed(text) => Self::exact(text).unwrap_or_else(|| {
                let mut characters = Vec::new();
                write_text(&mut characters, text, Places::default())?;
                Self::parse(&characters)
            }),
        }
    }
}

/// A boolean: a type of its own, since the API's BOOL is an integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Truth(pub(crate) bool);

impl FromValue for Truth {
    fn parse(text: &[u8]) -> Result<Self> {
        boolean::parse_bool(text).map(Truth)
    }

    fn exact(text: &Text) -> Option<Result<Self>> {
        match text {
            Text::Bool(value) => Some(Ok(Truth(*value))),
            _ => None,
        }
    }
}

/// The body of [`FromValue::from_item`] for a number.
macro_rules! from_item {
    ($type:ty, $item:ident) => {
        fn from_item(item: ItemType) -> Option<FromItem<Self>> {
            matches!(item, ItemType::$item).then_some(|bytes| bytes.try_into().ok().map(<$type>::from_le_bytes))
        }
    };
}

macro_rules! integers {
    ($($type:ty $(, $item:ident)?;)*) => {
        $(impl FromValue for $type {
            #[inline]
            fn parse(text: &[u8]) -> Result<Self> {
                integer::parse_integer(text)
            }

            $(from_item!($type, $item);)?

            fn exact(text: &Text) -> Option<Result<Self>> {
                let value = match text {
                    Text::Int32(value) => Self::try_from(*value).ok(),
                    Text::Int64(value) => Self::try_from(*value).ok(),
                    Text::UInt64(value) => Self::try_from(*value).ok(),
                    _ => return None,
                };
                Some(value.ok_or_else(|| {
                    Fault::overflow(concat!("A number does not fit the type ", stringify!($type), "."))
                }))
            }
        })*
    };
}

integers! {
    i8;
    i16, Int16;
    i32, Int32;
    i64, Int64;
    u8;
    u16;
    u32;
    u64;
}

macro_rules! others {
    ($($type:ty, $parse:expr, $variant:ident $(, $wrap:expr)? $(=> $item:ident)?;)*) => {
        $(impl FromValue for $type {
            #[inline]
            fn parse(text: &[u8]) -> Result<Self> {
                $parse(text)
            }

            $(from_item!($type, $item);)?

            fn exact(text: &Text) -> Option<Result<Self>> {
                match text {
                    Text::$variant(value) => Some(Ok($($wrap)?(*value))),
                    _ => None,
                }
            }
        })*
    };
}

others! {
    f32, float::parse_float, Float => Float;
    f64, float::parse_float, Double => Double;
    DECIMAL, decimal::parse_decimal, Decimal;
    WS_DATETIME, datetime::parse_datetime, DateTime;
    GUID, guid::parse_guid, Guid;
    WS_TIMESPAN, timespan::parse_timespan, TimeSpan, |ticks| WS_TIMESPAN { ticks };
}

impl FromValue for WS_DURATION {
    fn parse(text: &[u8]) -> Result<Self> {
        duration::parse_duration(text)
    }

    fn exact(_: &Text) -> Option<Result<Self>> {
        None
    }
}
