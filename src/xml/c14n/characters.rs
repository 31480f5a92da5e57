//! The characters that a text stands for, in whatever form its encoding holds them.

use super::output::Output;
use crate::abi::GUID;
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Name, Places, Text};
use core::fmt::Write;

/// Binary data that is turned into characters at a time, whole groups of three bytes: memory must not follow its length.
const BASE64_PIECE: usize = 48;
/// The same for UTF-16, in bytes.
const UTF16_PIECE: usize = 64;

/// Puts the characters of `text`, escaped for a text node or an attribute value. `scratch` is for one value.
#[inline]
pub(super) fn put<const ATTRIBUTE: bool>(
    output: &mut Output<'_>,
    text: &Text,
    places: &Places<'_>,
    scratch: &mut Vec<u8>,
) -> Result<()> {
    match text {
        Text::Utf8(span) => output.escaped::<ATTRIBUTE>(places.get(*span)),
        _ => put_other::<ATTRIBUTE>(output, text, places, scratch),
    }
}

fn put_other<const ATTRIBUTE: bool>(
    output: &mut Output<'_>,
    text: &Text,
    places: &Places<'_>,
    scratch: &mut Vec<u8>,
) -> Result<()> {
    scratch.clear();
    match text {
        Text::Utf8(span) => return output.escaped::<ATTRIBUTE>(places.get(*span)),
        Text::Utf16(span) => return put_utf16::<ATTRIBUTE>(output, places.get(*span), scratch),
        Text::Base64(span) => return put_base64(output, places.get(*span)),
        Text::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    output.byte(b' ')?;
                }
                put::<ATTRIBUTE>(output, item, places, scratch)?;
            }
            return Ok(());
        }
        Text::Bool(value) => scratch.extend_from_slice(if *value { b"true" } else { b"false" }),
        Text::Int32(value) => write_integer(scratch, value),
        Text::Int64(value) => write_integer(scratch, value),
        Text::UInt64(value) => write_integer(scratch, value),
        Text::Guid(value) => write_guid(scratch, value),
        Text::UniqueId(value) => {
            scratch.extend_from_slice(b"urn:uuid:");
            write_guid(scratch, value);
        }
        Text::QName(name) => write_qname(scratch, name, places),
        Text::Float(_) | Text::Double(_) | Text::Decimal(_) | Text::DateTime(_) | Text::TimeSpan(_) => {
            return Err(Fault::not_supported("Canonicalization of a floating point, decimal or time value."));
        }
    }
    output.escaped::<ATTRIBUTE>(scratch)
}

fn put_utf16<const ATTRIBUTE: bool>(output: &mut Output<'_>, bytes: &[u8], scratch: &mut Vec<u8>) -> Result<()> {
    let (units, _) = bytes.as_chunks::<2>();
    for decoded in char::decode_utf16(units.iter().map(|unit| u16::from_ne_bytes(*unit))) {
        let Ok(character) = decoded else {
            return Err(Fault::invalid_format("UTF-16 text has half of a surrogate pair alone."));
        };
        scratch.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        if scratch.len() > UTF16_PIECE {
            output.escaped::<ATTRIBUTE>(scratch)?;
            scratch.clear();
        }
    }
    output.escaped::<ATTRIBUTE>(scratch)
}

fn put_base64(output: &mut Output<'_>, bytes: &[u8]) -> Result<()> {
    let digit = |value: u32| match value & 63 {
        value @ 0..26 => b'A' + value as u8,
        value @ 26..52 => b'a' + (value - 26) as u8,
        value @ 52..62 => b'0' + (value - 52) as u8,
        62 => b'+',
        _ => b'/',
    };
    let group = |bytes: [u8; 3]| {
        let bits = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)]
    };
    for piece in bytes.chunks(BASE64_PIECE) {
        let (groups, rest) = piece.as_chunks::<3>();
        for bytes in groups {
            output.put(&group(*bytes))?;
        }
        match *rest {
            [a] => {
                let [first, second, ..] = group([a, 0, 0]);
                output.put(&[first, second, b'=', b'='])?;
            }
            [a, b] => {
                let [first, second, third, _] = group([a, b, 0]);
                output.put(&[first, second, third, b'='])?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn write_integer(out: &mut Vec<u8>, value: impl core::fmt::Display) {
    out.extend_from_slice(value.to_string().as_bytes());
}

fn write_guid(out: &mut Vec<u8>, guid: &GUID) {
    let mut text = String::with_capacity(36);
    let [a, b, tail @ ..] = guid.Data4;
    // Writing to a string cannot fail.
    let _ = write!(text, "{:08x}-{:04x}-{:04x}-{a:02x}{b:02x}-", guid.Data1, guid.Data2, guid.Data3);
    for byte in tail {
        let _ = write!(text, "{byte:02x}");
    }
    out.extend_from_slice(text.as_bytes());
}

fn write_qname(out: &mut Vec<u8>, name: &Name, places: &Places<'_>) {
    let prefix = places.get(name.prefix);
    if !prefix.is_empty() {
        out.extend_from_slice(prefix);
        out.push(b':');
    }
    out.extend_from_slice(places.get(name.local));
}
