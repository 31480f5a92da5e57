//! Values that are one piece of text.

use super::{Engine, WriteHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::Place;
use crate::xml::writer::{QName, Str, Value};

impl<'c, H: WriteHost> Engine<'c, '_, H> {
    /// The value of a type that is text. `count`: the number of units, of those types that have it elsewhere.
    #[inline]
    pub(super) fn simple(&mut self, kind: &Type<'c>, place: Place<'c>, count: Option<u32>) -> Result<Value<'c>> {
        Ok(match kind {
            Type::Bool(_) => Value::Bool(place.load::<BOOL>(0)? != 0),
            Type::Int8(_) => Value::Int32(place.load::<i8>(0)?.into()),
            Type::Int16(_) => Value::Int32(place.load::<i16>(0)?.into()),
            Type::Int32(_) => Value::Int32(place.load(0)?),
            Type::Int64(_) => Value::Int64(place.load(0)?),
            Type::UInt8(_) => Value::Int32(place.load::<u8>(0)?.into()),
            Type::UInt16(_) => Value::Int32(place.load::<u16>(0)?.into()),
            Type::UInt32(_) => Value::Int64(place.load::<u32>(0)?.into()),
            Type::UInt64(_) => Value::UInt64(place.load(0)?),
            Type::Float(_) => Value::Float(place.load(0)?),
            Type::Double(_) => Value::Double(place.load(0)?),
            Type::Decimal(_) => Value::Decimal(place.load(0)?),
            Type::DateTime(_) => Value::DateTime(place.load(0)?),
            Type::TimeSpan(_) => Value::TimeSpan(place.load::<WS_TIMESPAN>(0)?.ticks),
            Type::Guid(_) => Value::Guid(place.load(0)?),
            Type::Duration(_) => Value::Duration(place.load(0)?),
            Type::String(_) => self.utf16(place.load(0)?)?,
            Type::Wsz(_) => Value::Utf16(self.memory.wsz(place.load(0)?, "The zero-terminated string")?),
            _ => return self.rarer(kind, place, count),
        })
    }

    fn rarer(&mut self, kind: &Type<'c>, place: Place<'c>, count: Option<u32>) -> Result<Value<'c>> {
        let count = count.unwrap_or_default();
        Ok(match kind {
            Type::UniqueId(_) => {
                let id: WS_UNIQUE_ID = place.load(0)?;
                if id.uri.length == 0 { Value::UniqueId(id.guid) } else { self.utf16(id.uri)? }
            }
            Type::Bytes(_) => {
                let bytes: WS_BYTES = place.load(0)?;
                Value::Base64(self.memory.slice(
                    bytes.bytes.cast_const(),
                    bytes.length,
                    "The pointer of the WS_BYTES",
                )?)
            }
            Type::XmlString(_) => Value::Utf8(self.xml_string(&place.load(0)?, false)?),
            Type::XmlQName(_) => {
                let name: WS_XML_QNAME = place.load(0)?;
                Value::QName(self.qname(&name)?)
            }
            Type::CharArray(_) => {
                Value::Utf16(self.memory.slice(place.load::<*const u16>(0)?, count, "The array of characters")?)
            }
            Type::Utf8Array(_) => {
                let bytes = self.memory.slice(place.load::<*const u8>(0)?, count, "The array of UTF-8")?;
                Value::Utf8(Str::from(bytes))
            }
            Type::ByteArray(_) => {
                Value::Base64(self.memory.slice(place.load::<*const u8>(0)?, count, "The array of bytes")?)
            }
            Type::Enum(composite) => {
                let value: i32 = place.load(0)?;
                match self.plans.enumeration(composite)?.name_of(value)? {
                    Some(name) => Value::Utf8(Str::from(name)),
                    None => {
                        return Err(Fault::invalid_format(format!(
                            "The value {value} is none of those in the WS_ENUM_DESCRIPTION."
                        )));
                    }
                }
            }
            _ => return Err(Fault::invalid_arg(format!("{:?} cannot be written as text.", kind.kind()))),
        })
    }

    /// The characters of a WS_STRING.
    pub(super) fn utf16(&self, string: WS_STRING) -> Result<Value<'c>> {
        Ok(Value::Utf16(self.memory.slice(string.chars.cast_const(), string.length, "The pointer of the WS_STRING")?))
    }

    /// A string with its number.
    pub(super) fn xml_string(&mut self, string: &WS_XML_STRING, is_name: bool) -> Result<Str<'c>> {
        let bytes = self.memory.slice(string.bytes.cast_const(), string.length, "The pointer of the WS_XML_STRING")?;
        let id = if self.has_numbers { self.host.number(string, is_name)? } else { None };
        Ok(Str { bytes, id })
    }

    /// A qualified name, whose prefix the writer chooses.
    pub(super) fn qname(&mut self, name: &WS_XML_QNAME) -> Result<QName<'c>> {
        let local = self.xml_string(&name.localName, true)?;
        let ns = self.xml_string(&name.ns, true)?;
        // A name without a namespace has no prefix.
        let prefix = ns.bytes.is_empty().then_some(Str::default());
        Ok(QName { prefix, local, ns: Some(ns) })
    }
}

/// Whether a value that has a pointer and a length is nil.
pub(super) fn is_nil_value(kind: &Type<'_>, place: Place<'_>, count: Option<u32>) -> Result<bool> {
    Ok(match kind {
        Type::String(_) => {
            let string: WS_STRING = place.load(0)?;
            string.length == 0 && string.chars.is_null()
        }
        Type::Bytes(_) => {
            let bytes: WS_BYTES = place.load(0)?;
            bytes.length == 0 && bytes.bytes.is_null()
        }
        Type::XmlString(_) => {
            let string: WS_XML_STRING = place.load(0)?;
            string.length == 0 && string.bytes.is_null()
        }
        Type::CharArray(_) | Type::Utf8Array(_) | Type::ByteArray(_) => {
            count.unwrap_or_default() == 0 && place.load::<*const c_void>(0)?.is_null()
        }
        Type::Wsz(_) | Type::XmlBuffer => place.load::<*const c_void>(0)?.is_null(),
        _ => false,
    })
}
