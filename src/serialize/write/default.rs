//! Values that need not be written, since a reader that does not find them sets them.

use super::{Engine, WriteHost, value};
use crate::abi::*;
use crate::runtime::fault::Result;
use crate::serialize::description::Type;
use crate::serialize::place::{Place, Plain};

impl<'c, H: WriteHost> Engine<'c, '_, H> {
    /// Whether a value is the default one: zeros where none is given.
    pub(super) fn is_default(
        &mut self,
        kind: &Type<'c>,
        place: Place<'c>,
        count: Option<u32>,
        default: Option<Place<'c>>,
    ) -> Result<bool> {
        fn same<T: Plain + PartialEq>(place: Place<'_>, default: Option<Place<'_>>, zero: T) -> Result<bool> {
            let default = default.map_or(Ok(zero), |default| default.load(0))?;
            Ok(place.load::<T>(0)? == default)
        }
        /// Of structures without padding, whose size is a multiple of 4. Numbers are the same only if they are
        /// written the same: not 0 and -0.
        fn same_words(place: Place<'_>, default: Option<Place<'_>>) -> Result<bool> {
            for offset in (0..place.size()).step_by(4) {
                let expected = default.map_or(Ok(0), |default| default.load::<u32>(offset))?;
                if place.load::<u32>(offset)? != expected {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        match kind {
            Type::Bool(_) => {
                let default = default.map_or(Ok(0), |default| default.load::<BOOL>(0))?;
                Ok((place.load::<BOOL>(0)? != 0) == (default != 0))
            }
            Type::Int8(_) | Type::UInt8(_) => same(place, default, 0_u8),
            Type::Int16(_) | Type::UInt16(_) => same(place, default, 0_u16),
            Type::Int32(_) | Type::UInt32(_) | Type::Float(_) | Type::Enum(_) => same(place, default, 0_u32),
            Type::Int64(_) | Type::UInt64(_) | Type::Double(_) | Type::TimeSpan(_) => same(place, default, 0_u64),
            Type::DateTime(_) => same(place, default, WS_DATETIME { ticks: 0, format: WS_DATETIME_FORMAT(0) }),
            Type::Decimal(_) | Type::Guid(_) | Type::Duration(_) => same_words(place, default),
            Type::UniqueId(_) => self.is_default_id(place, default),
            Type::XmlQName(_) => {
                let name: WS_XML_QNAME = place.load(0)?;
                let Some(default) = default else { return Ok(name.localName.length == 0 && name.ns.length == 0) };
                let default: WS_XML_QNAME = default.load(0)?;
                Ok(self.xml_string(&name.localName, false)? == self.xml_string(&default.localName, false)?
                    && self.xml_string(&name.ns, false)? == self.xml_string(&default.ns, false)?)
            }
            Type::Custom(description) => self.host.is_default(description, place, default),
            _ => self.is_default_string(kind, place, count, default),
        }
    }

    fn is_default_id(&self, place: Place<'c>, default: Option<Place<'c>>) -> Result<bool> {
        let id: WS_UNIQUE_ID = place.load(0)?;
        let nil = WS_UNIQUE_ID { uri: WS_STRING { length: 0, chars: core::ptr::null_mut() }, guid: GUID::default() };
        let default = default.map_or(Ok(nil), |default| default.load(0))?;
        if id.uri.length != default.uri.length {
            return Ok(false);
        }
        if id.uri.length == 0 {
            return Ok(id.guid == default.guid);
        }
        self.same_units(id.uri, default.uri)
    }

    fn is_default_string(
        &mut self,
        kind: &Type<'c>,
        place: Place<'c>,
        count: Option<u32>,
        default: Option<Place<'c>>,
    ) -> Result<bool> {
        let is_nil = value::is_nil_value(kind, place, count)?;
        let Some(default) = default else { return Ok(is_nil) };
        if is_nil || value::is_nil_value(kind, default, None)? {
            return Ok(is_nil == value::is_nil_value(kind, default, None)?);
        }
        match kind {
            Type::String(_) => self.same_units(place.load(0)?, default.load(0)?),
            Type::Wsz(_) => {
                let name = "The zero-terminated string";
                Ok(self.memory.wsz(place.load(0)?, name)? == self.memory.wsz(default.load(0)?, name)?)
            }
            Type::Bytes(_) => {
                let (bytes, default): (WS_BYTES, WS_BYTES) = (place.load(0)?, default.load(0)?);
                let name = "The pointer of the WS_BYTES";
                Ok(self.memory.slice(bytes.bytes.cast_const(), bytes.length, name)?
                    == self.memory.slice(default.bytes.cast_const(), default.length, name)?)
            }
            Type::XmlString(_) => {
                let (string, default): (WS_XML_STRING, WS_XML_STRING) = (place.load(0)?, default.load(0)?);
                Ok(self.xml_string(&string, false)?.bytes == self.xml_string(&default, false)?.bytes)
            }
            // The others take no default.
            _ => Ok(false),
        }
    }

    fn same_units(&self, a: WS_STRING, b: WS_STRING) -> Result<bool> {
        let name = "The pointer of the WS_STRING";
        Ok(self.memory.slice(a.chars.cast_const(), a.length, name)?
            == self.memory.slice(b.chars.cast_const(), b.length, name)?)
    }
}
