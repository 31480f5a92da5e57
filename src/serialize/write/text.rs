//! The text of a value that goes elsewhere than into XML.

use super::{Engine, Source, WriteHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::{Memory, Place};
use crate::xml::buffer::Buffer;
use crate::xml::characters::write_text;
use crate::xml::node::{Places, Text};
use crate::xml::value::utf;
use crate::xml::writer::{Value, Writer};

/// Text, where an id that is a GUID is kept as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Characters {
    Utf8(Vec<u8>),
    UniqueId(GUID),
}

/// The text of a value of a simple type.
pub(crate) fn text_of<'c>(memory: Memory<'c>, kind: &Type<'c>, source: Source) -> Result<Characters> {
    kind.check_mapping(WS_ELEMENT_TYPE_MAPPING)?;
    let mut host = Nowhere;
    let mut engine = Engine::new(&mut host, memory);
    let Some(place) = engine.locate(kind, source)? else {
        return Err(Fault::invalid_arg("The value is NULL, for which there is no text."));
    };
    let mut out = Vec::new();
    let text = match engine.simple(kind, place, None)? {
        Value::Utf8(text) => {
            utf::verify_utf8(text.bytes)?;
            return Ok(Characters::Utf8(text.bytes.to_vec()));
        }
        Value::Utf16(units) => {
            utf::utf16_to_utf8(&mut out, units)?;
            return Ok(Characters::Utf8(out));
        }
        Value::UniqueId(id) => return Ok(Characters::UniqueId(id)),
        Value::Bool(value) => Text::Bool(value),
        Value::Int32(value) => Text::Int32(value),
        Value::Int64(value) => Text::Int64(value),
        Value::UInt64(value) => Text::UInt64(value),
        Value::Float(value) => Text::Float(value),
        Value::Double(value) => Text::Double(value),
        Value::Decimal(value) => Text::Decimal(value),
        Value::Guid(value) => Text::Guid(value),
        Value::DateTime(value) => Text::DateTime(value),
        Value::TimeSpan(value) => Text::TimeSpan(value),
        Value::Base64(_) | Value::Duration(_) | Value::QName(_) | Value::List(_) => {
            return Err(Fault::invalid_arg(format!("{:?} cannot be used for text without XML.", kind.kind())));
        }
    };
    write_text(&mut out, &text, Places::default())?;
    Ok(Characters::Utf8(out))
}

/// Stands for the writer that there is not.
struct Nowhere;

fn nowhere<T>() -> Result<T> {
    Err(Fault::invalid_arg("A value of this type has no text without XML around it."))
}

impl WriteHost for Nowhere {
    fn writer(&mut self) -> Result<&mut Writer> {
        nowhere()
    }

    fn has_numbers(&self) -> bool {
        false
    }

    fn number(&mut self, _: &WS_XML_STRING, _: bool) -> Result<Option<u32>> {
        Ok(None)
    }

    fn buffer(&mut self, _: *mut WS_XML_BUFFER) -> Result<Buffer> {
        nowhere()
    }

    fn text(&mut self, _: *const WS_XML_TEXT) -> Result<()> {
        nowhere()
    }

    fn custom(&mut self, _: &WS_CUSTOM_TYPE_DESCRIPTION, _: WS_TYPE_MAPPING, _: Place<'_>) -> Result<()> {
        nowhere()
    }

    fn is_default(&mut self, _: &WS_CUSTOM_TYPE_DESCRIPTION, _: Place<'_>, _: Option<Place<'_>>) -> Result<bool> {
        nowhere()
    }
}
