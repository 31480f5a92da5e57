//! Values of text records: everything that has all its bytes in one place.

use super::cursor::{
    Dictionaries, Use, bad_character, byte, dictionary_string, find_bad_character, fixed, letter_prefix,
};
use crate::abi::{
    DECIMAL, GUID, WS_DATETIME, WS_DATETIME_FORMAT_LOCAL, WS_DATETIME_FORMAT_NONE, WS_DATETIME_FORMAT_UTC,
};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::is_printable;
use crate::xml::chars::is_char;
use crate::xml::node::{Name, Place, Span, Text};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;

/// Codes of text records (MC-NBFX 2.2.3). The next higher, odd one also ends the element.
pub(super) mod code {
    pub(in crate::xml::reader::binary) const ZERO: u8 = 0x80;
    pub(in crate::xml::reader::binary) const ONE: u8 = 0x82;
    pub(in crate::xml::reader::binary) const FALSE: u8 = 0x84;
    pub(in crate::xml::reader::binary) const TRUE: u8 = 0x86;
    pub(in crate::xml::reader::binary) const INT8: u8 = 0x88;
    pub(in crate::xml::reader::binary) const INT16: u8 = 0x8A;
    pub(in crate::xml::reader::binary) const INT32: u8 = 0x8C;
    pub(in crate::xml::reader::binary) const INT64: u8 = 0x8E;
    pub(in crate::xml::reader::binary) const FLOAT: u8 = 0x90;
    pub(in crate::xml::reader::binary) const DOUBLE: u8 = 0x92;
    pub(in crate::xml::reader::binary) const DECIMAL: u8 = 0x94;
    pub(in crate::xml::reader::binary) const DATE_TIME: u8 = 0x96;
    pub(in crate::xml::reader::binary) const CHARS8: u8 = 0x98;
    pub(in crate::xml::reader::binary) const CHARS16: u8 = 0x9A;
    pub(in crate::xml::reader::binary) const CHARS32: u8 = 0x9C;
    pub(in crate::xml::reader::binary) const BYTES8: u8 = 0x9E;
    pub(in crate::xml::reader::binary) const BYTES16: u8 = 0xA0;
    pub(in crate::xml::reader::binary) const BYTES32: u8 = 0xA2;
    pub(in crate::xml::reader::binary) const START_LIST: u8 = 0xA4;
    pub(in crate::xml::reader::binary) const END_LIST: u8 = 0xA6;
    pub(in crate::xml::reader::binary) const EMPTY: u8 = 0xA8;
    pub(in crate::xml::reader::binary) const DICTIONARY: u8 = 0xAA;
    pub(in crate::xml::reader::binary) const UNIQUE_ID: u8 = 0xAC;
    pub(in crate::xml::reader::binary) const TIME_SPAN: u8 = 0xAE;
    pub(in crate::xml::reader::binary) const UUID: u8 = 0xB0;
    pub(in crate::xml::reader::binary) const UINT64: u8 = 0xB2;
    pub(in crate::xml::reader::binary) const BOOL: u8 = 0xB4;
    pub(in crate::xml::reader::binary) const UNICODE_CHARS8: u8 = 0xB6;
    pub(in crate::xml::reader::binary) const UNICODE_CHARS16: u8 = 0xB8;
    pub(in crate::xml::reader::binary) const UNICODE_CHARS32: u8 = 0xBA;
    pub(in crate::xml::reader::binary) const QNAME_DICTIONARY: u8 = 0xBC;
}

/// What the bytes of a record of variable length are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    Utf8,
    Utf16,
    Base64,
}

/// The head of a record of variable length: what it holds, how many bytes, and where they begin. `None` for other
/// records.
#[inline(always)]
pub(super) fn run(input: &Input, kind: u8, at: usize) -> Result<Option<(Form, u32, usize)>> {
    let form = match kind {
        code::CHARS8 | code::CHARS16 | code::CHARS32 => Form::Utf8,
        code::BYTES8 | code::BYTES16 | code::BYTES32 => Form::Base64,
        code::UNICODE_CHARS8 | code::UNICODE_CHARS16 | code::UNICODE_CHARS32 => Form::Utf16,
        _ => return Ok(None),
    };
    let (len, next) = match kind {
        code::CHARS8 | code::BYTES8 | code::UNICODE_CHARS8 => {
            (u32::from(byte(input, at, "the length of a text")?), at + 1)
        }
        code::CHARS16 | code::BYTES16 | code::UNICODE_CHARS16 => {
            let (bytes, next) = fixed(input, at)?;
            (u32::from(u16::from_le_bytes(bytes)), next)
        }
        _ => {
            let (bytes, next) = fixed(input, at)?;
            match i32::from_le_bytes(bytes) {
                len @ 0.. => (len.unsigned_abs(), next),
                len => return Err(input.bad_format(at, format!("The length of a text is negative ({len})."))),
            }
        }
    };
    if form == Form::Utf16 && !len.is_multiple_of(2) {
        return Err(input.bad_format(at, format!("UTF-16 text has an odd number of bytes ({len}).")));
    }
    Ok(Some((form, len, next)))
}

/// The bytes of a record of less than 256 characters, if they are all there and printable: most texts are.
#[inline(always)]
pub(super) fn short(input: &Input, kind: u8, at: usize) -> Option<(Span, usize)> {
    if kind != code::CHARS8 {
        return None;
    }
    let bytes = input.bytes();
    let start = at + 1;
    let end = start + usize::from(*bytes.get(at)?);
    let text = bytes.get(start..end)?;
    is_printable(text).then(|| (Span::new(Place::Input, start, text.len()), end))
}

/// The text of bytes that are all there, checked.
#[inline(always)]
pub(super) fn whole(document: &mut Document, form: Form, start: usize, len: usize) -> Result<Text> {
    let Some(bytes) = document.input.bytes().get(start..start + len) else {
        return Err(document.input.exhausted("a text"));
    };
    let span = Span::new(Place::Input, start, len);
    match form {
        Form::Base64 => Ok(Text::Base64(span)),
        Form::Utf8 => match find_bad_character(bytes) {
            None => Ok(Text::Utf8(span)),
            Some(bad) => Err(bad_character(&document.input, start + bad)),
        },
        Form::Utf16 => {
            let good = utf16_prefix(bytes);
            if good < len {
                return Err(bad_utf16(&document.input, start + good));
            }
            Ok(Text::Utf16(host_order(document, span)))
        }
    }
}

/// How many bytes of UTF-16 text are characters that XML allows.
pub(super) fn utf16_prefix(bytes: &[u8]) -> usize {
    let (units, _) = bytes.as_chunks::<2>();
    let mut good = 0;
    for decoded in char::decode_utf16(units.iter().map(|unit| u16::from_le_bytes(*unit))) {
        match decoded {
            Ok(c) if is_char(c) => good += c.len_utf16() * 2,
            _ => break,
        }
    }
    good
}

#[cold]
pub(super) fn bad_utf16(input: &Input, at: usize) -> Fault {
    let (unit, _): ([u8; 2], _) = match fixed(input, at) {
        Ok(found) => found,
        Err(fault) => return fault,
    };
    let what = match u16::from_le_bytes(unit) {
        unit @ 0xD800..=0xDFFF => format!("The surrogate 0x{unit:04X} has no partner."),
        unit => format!("The character U+{unit:04X} is not allowed in XML."),
    };
    input.bad_format(at, what)
}

/// UTF-16 in the order of this machine; the document's is little-endian.
#[inline]
pub(super) fn host_order(document: &mut Document, span: Span) -> Span {
    if cfg!(target_endian = "little") {
        return span;
    }
    let start = document.scratch.len();
    let bytes = document.input.bytes().get(span.start as usize..(span.start + span.len) as usize);
    for [low, high] in bytes.unwrap_or_default().as_chunks::<2>().0 {
        document.scratch.extend_from_slice(&[*high, *low]);
    }
    Span::new(Place::Scratch, start, span.len as usize)
}

/// The value of a record that is neither a run nor a list. `kind` is the even code. Names of [`Text::QName`] have no
/// namespace yet: see [`resolve_qname`].
#[inline]
pub(super) fn scalar(
    dictionaries: &Dictionaries,
    document: &mut Document,
    kind: u8,
    at: usize,
) -> Result<(Text, usize)> {
    let input = &document.input;
    Ok(match kind {
        code::ZERO => (Text::Int32(0), at),
        code::ONE => (Text::Int32(1), at),
        code::FALSE => (Text::Bool(false), at),
        code::TRUE => (Text::Bool(true), at),
        code::INT8 => fixed(input, at).map(|(bytes, next)| (Text::Int32(i8::from_le_bytes(bytes).into()), next))?,
        code::INT16 => fixed(input, at).map(|(bytes, next)| (Text::Int32(i16::from_le_bytes(bytes).into()), next))?,
        code::INT32 => fixed(input, at).map(|(bytes, next)| (Text::Int32(i32::from_le_bytes(bytes)), next))?,
        code::INT64 => fixed(input, at).map(|(bytes, next)| (Text::Int64(i64::from_le_bytes(bytes)), next))?,
        code::UINT64 => fixed(input, at).map(|(bytes, next)| (Text::UInt64(u64::from_le_bytes(bytes)), next))?,
        code::FLOAT => fixed(input, at).map(|(bytes, next)| (Text::Float(f32::from_le_bytes(bytes)), next))?,
        code::DOUBLE => fixed(input, at).map(|(bytes, next)| (Text::Double(f64::from_le_bytes(bytes)), next))?,
        code::TIME_SPAN => fixed(input, at).map(|(bytes, next)| (Text::TimeSpan(i64::from_le_bytes(bytes)), next))?,
        code::UUID => fixed(input, at).map(|(bytes, next)| (Text::Guid(guid(bytes)), next))?,
        code::UNIQUE_ID => fixed(input, at).map(|(bytes, next)| (Text::UniqueId(guid(bytes)), next))?,
        code::EMPTY => (Text::Utf8(Span::new(Place::Input, at, 0)), at),
        code::BOOL => match fixed(input, at)? {
            ([0], next) => (Text::Bool(false), next),
            ([1], next) => (Text::Bool(true), next),
            ([other], _) => return Err(input.bad_format(at, format!("A boolean has the value {other}."))),
        },
        code::DECIMAL => decimal(input, at)?,
        code::DATE_TIME => date_time(input, at)?,
        code::DICTIONARY => {
            let (span, next) = dictionary_string(dictionaries, document, at, Use::Text)?;
            (Text::Utf8(span), next)
        }
        code::QNAME_DICTIONARY => {
            let letter = byte(input, at, "a qualified name")?;
            if letter > 25 {
                return Err(input.bad_format(at, format!("The prefix of a qualified name has the code {letter}.")));
            }
            // As it is written in text, since it is text where the prefix is not declared.
            let prefix = letter_prefix(document, letter);
            document.scratch.push(b':');
            let (local, next) = dictionary_string(dictionaries, document, at + 1, Use::Name)?;
            (Text::QName(Box::new(Name { prefix, local, ns: Span::default() })), next)
        }
        code::END_LIST => return Err(input.bad_format(at.saturating_sub(1), "A list ends that has not begun.")),
        _ => return Err(bad_kind(input, at.saturating_sub(1), kind)),
    })
}

#[cold]
pub(super) fn bad_kind(input: &Input, at: usize, kind: u8) -> Fault {
    let kind = input.bytes().get(at).copied().unwrap_or(kind);
    input.bad_format(at, format!("The record 0x{kind:02X} is not allowed here."))
}

/// Gives a qualified name the namespace of its prefix. Without a declaration, which the format does not ask for, it is
/// text that looks like one.
pub(super) fn resolve_qname(text: &mut Text, scope: &crate::xml::scope::Scope, scratch: &[u8]) {
    match text {
        Text::QName(name) => {
            let prefix = scratch.get(name.prefix.start as usize..).and_then(|rest| rest.get(..1)).unwrap_or_default();
            match scope.lookup(prefix) {
                Some(ns) => name.ns = ns,
                None => {
                    *text =
                        Text::Utf8(Span::new(Place::Scratch, name.prefix.start as usize, 2 + name.local.len as usize))
                }
            }
        }
        Text::List(items) => items.iter_mut().for_each(|item| resolve_qname(item, scope, scratch)),
        _ => {}
    }
}

fn guid([a, b, c, d, e, f, g, h, data4 @ ..]: [u8; 16]) -> GUID {
    GUID {
        Data1: u32::from_le_bytes([a, b, c, d]),
        Data2: u16::from_le_bytes([e, f]),
        Data3: u16::from_le_bytes([g, h]),
        Data4: data4,
    }
}

/// The layout of OLE's DECIMAL.
fn decimal(input: &Input, at: usize) -> Result<(Text, usize)> {
    let ([r0, r1, scale, sign, h0, h1, h2, h3, low @ ..], next): ([u8; 16], _) = fixed(input, at)?;
    if (r0, r1) != (0, 0) || scale > 28 || (sign != 0 && sign != 0x80) {
        let what = format!("A decimal has the scale {scale}, the sign 0x{sign:02X} and the reserved bytes {r0}, {r1}.");
        return Err(input.bad_format(at, what));
    }
    let high = u32::from_le_bytes([h0, h1, h2, h3]);
    let value = DECIMAL { wReserved: 0, scale, sign, Hi32: high, Lo64: u64::from_le_bytes(low) };
    Ok((Text::Decimal(value), next))
}

/// 62 bits of ticks and two of what zone they are in.
fn date_time(input: &Input, at: usize) -> Result<(Text, usize)> {
    let (bytes, next) = fixed(input, at)?;
    let value = u64::from_le_bytes(bytes);
    let format = match value >> 62 {
        0 => WS_DATETIME_FORMAT_NONE,
        1 => WS_DATETIME_FORMAT_UTC,
        2 => WS_DATETIME_FORMAT_LOCAL,
        _ => return Err(input.bad_format(at, "A time has the zone 3, which means nothing.")),
    };
    let ticks = DateTime::from_ticks(value & (u64::MAX >> 2))
        .map_err(|fault| input.bad_format(at, fault.texts().concat()))?
        .ticks();
    Ok((Text::DateTime(WS_DATETIME { ticks, format }), next))
}
