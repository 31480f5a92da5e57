//! The characters that a text stands for, whatever form the encoding holds it in.

use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Places, Text};
use crate::xml::value::{base64, boolean, datetime, decimal, float, guid, integer, qname, timespan};

/// Appends the characters of a text in UTF-8.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &Text, places: Places<'_>) -> Result<()> {
    match text {
        Text::Utf8(span) => out.extend_from_slice(places.get(*span)),
        Text::Utf16(span) => write_utf16(out, places.get(*span))?,
        Text::Base64(span) => base64::write_base64(out, places.get(*span))?,
        Text::Bool(value) => boolean::write_bool(out, *value),
        Text::Int32(value) => integer::write_integer(out, *value),
        Text::Int64(value) => integer::write_integer(out, *value),
        Text::UInt64(value) => integer::write_integer(out, *value),
        Text::Float(value) => float::write_float(out, *value),
        Text::Double(value) => float::write_float(out, *value),
        Text::Decimal(value) => decimal::write_decimal(out, *value)?,
        Text::Guid(value) => guid::write_guid(out, *value),
        Text::UniqueId(value) => guid::write_unique_id(out, *value),
        Text::DateTime(value) => datetime::write_datetime(out, *value)?,
        Text::TimeSpan(ticks) => timespan::write_timespan(out, crate::abi::WS_TIMESPAN { ticks: *ticks }),
        Text::QName(name) => {
            let (prefix, local) = (places.get(name.prefix), places.get(name.local));
            qname::write_qname(out, qname::QName { prefix, local });
        }
        Text::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write_text(out, item, places)?;
            }
        }
    }
    Ok(())
}

/// Appends UTF-16 in host byte order as UTF-8.
fn write_utf16(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    let (units, rest) = bytes.as_chunks::<2>();
    debug_assert!(rest.is_empty());
    for c in char::decode_utf16(units.iter().map(|unit| u16::from_ne_bytes(*unit))) {
        let c = c.map_err(|_| Fault::invalid_format("UTF-16 text has a surrogate without its partner."))?;
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(())
}
