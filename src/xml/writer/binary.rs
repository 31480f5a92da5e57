//! .NET binary XML: the records of \[MC-NBFX\], with dictionary strings as \[MC-NBFS\] and \[MC-NBFSE\] number them.

use super::escape;
use super::format;
use super::output::Output;
use super::value::{QName, Str, Value};
use crate::abi::{DECIMAL, GUID, WS_DATETIME, WS_DATETIME_FORMAT_LOCAL, WS_DATETIME_FORMAT_UTC};
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::append;

/// Bytes of the records. Text records are even; the odd one after it also ends the element.
mod record {
    pub(super) const END_ELEMENT: u8 = 0x01;
    pub(super) const COMMENT: u8 = 0x02;
    pub(super) const ARRAY: u8 = 0x03;
    pub(super) const ATTRIBUTE: Names = Names { short: 0x04, long: 0x05, a: 0x26, dictionary_a: 0x0C };
    pub(super) const ELEMENT: Names = Names { short: 0x40, long: 0x41, a: 0x5E, dictionary_a: 0x44 };
    pub(super) const XMLNS: u8 = 0x08;
    pub(super) const ZERO: u8 = 0x80;
    pub(super) const ONE: u8 = 0x82;
    pub(super) const FALSE: u8 = 0x84;
    pub(super) const TRUE: u8 = 0x86;
    pub(super) const INT8: u8 = 0x88;
    pub(super) const INT16: u8 = 0x8A;
    pub(super) const INT32: u8 = 0x8C;
    pub(super) const INT64: u8 = 0x8E;
    pub(super) const FLOAT: u8 = 0x90;
    pub(super) const DOUBLE: u8 = 0x92;
    pub(super) const DECIMAL: u8 = 0x94;
    pub(super) const DATETIME: u8 = 0x96;
    /// Of 8, 16 and 32 bits of length, two apart.
    pub(super) const CHARS8: u8 = 0x98;
    pub(super) const BYTES8: u8 = 0x9E;
    pub(super) const START_LIST: u8 = 0xA4;
    pub(super) const END_LIST: u8 = 0xA6;
    pub(super) const EMPTY: u8 = 0xA8;
    pub(super) const DICTIONARY: u8 = 0xAA;
    pub(super) const UNIQUE_ID: u8 = 0xAC;
    pub(super) const TIMESPAN: u8 = 0xAE;
    pub(super) const UUID: u8 = 0xB0;
    pub(super) const UINT64: u8 = 0xB2;
    pub(super) const BOOL: u8 = 0xB4;
    pub(super) const QNAME_DICTIONARY: u8 = 0xBC;
    /// Makes a text record end its element too.
    pub(super) const WITH_END_ELEMENT: u8 = 0x01;

    /// The records of one kind of name; those with a dictionary string come two after those without.
    pub(super) struct Names {
        /// Without prefix.
        pub(super) short: u8,
        /// With a prefix in full.
        pub(super) long: u8,
        /// With the prefix a; 25 more follow.
        pub(super) a: u8,
        /// With the prefix a and a dictionary string; 25 more follow.
        pub(super) dictionary_a: u8,
    }
    pub(super) const DICTIONARY_NAME: u8 = 2;
}

/// What the binary encoding has to remember.
#[derive(Debug, Default)]
pub(super) struct Binary {
    /// Where the text record starts that the element's content ends with so far.
    last_text: Option<usize>,
    /// The value of the attribute that is open: it has to be one record, and may be written in pieces.
    value: Vec<u8>,
    attribute: Attribute,
    /// Characters on their way.
    scratch: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Attribute {
    /// Nothing was written of the value.
    #[default]
    Empty,
    /// `Binary::value` has characters.
    Chars,
    /// `Binary::value` has the characters of a dictionary string and nothing else.
    Dictionary(u32),
    /// `Binary::value` has bytes.
    Bytes,
    /// The record is written.
    Done,
    /// As many characters are written in a record, which is taken back if there are more.
    Written(u8),
}

impl Binary {
    pub(super) fn start_element(&mut self, out: &mut Output, prefix: &[u8], local: Str<'_>) -> Result<()> {
        self.last_text = None;
        put_name(out, &record::ELEMENT, prefix, local)
    }

    pub(super) fn end_element(&mut self, out: &mut Output) -> Result<()> {
        match self.last_text.take() {
            Some(at) => {
                out.set_bits(at, record::WITH_END_ELEMENT);
                Ok(())
            }
            None => out.push(record::END_ELEMENT),
        }
    }

    pub(super) fn start_attribute(&mut self, out: &mut Output, prefix: &[u8], local: Str<'_>) -> Result<()> {
        self.value.clear();
        self.attribute = Attribute::Empty;
        put_name(out, &record::ATTRIBUTE, prefix, local)
    }

    /// At most how many bytes the end of the open attribute writes.
    pub(super) fn pending(&self) -> usize {
        const HEAD: usize = 5;
        self.value.len() + HEAD
    }

    pub(super) fn end_attribute(&mut self, out: &mut Output) -> Result<()> {
        match self.attribute {
            Attribute::Empty => out.push(record::EMPTY),
            Attribute::Chars => put_run(out, record::CHARS8, &self.value),
            Attribute::Bytes => put_run(out, record::BYTES8, &self.value),
            Attribute::Dictionary(id) => {
                out.push(record::DICTIONARY)?;
                put_int31(out, id)
            }
            Attribute::Done | Attribute::Written(_) => Ok(()),
        }
    }

    pub(super) fn xmlns(&mut self, out: &mut Output, prefix: &[u8], ns: Str<'_>) -> Result<()> {
        let kind = record::XMLNS + if ns.id.is_some() { record::DICTIONARY_NAME } else { 0 };
        if prefix.is_empty() {
            out.push(kind)?;
        } else {
            out.push(kind + 1)?;
            put_string(out, prefix)?;
        }
        if ns.id.is_none() {
            escape::check(ns.bytes)?;
        }
        put_string_or_id(out, ns)
    }

    pub(super) fn comment(&mut self, out: &mut Output, text: &[u8]) -> Result<()> {
        self.last_text = None;
        escape::check(text)?;
        out.push(record::COMMENT)?;
        put_string(out, text)
    }

    /// Forgets where records are, since the bytes leave the buffer.
    pub(super) fn flushed(&mut self) {
        self.last_text = None;
    }

    /// Writes text as content.
    pub(super) fn content(&mut self, out: &mut Output, value: &Value<'_>) -> Result<()> {
        let at = out.len();
        self.record(out, value)?;
        // The end of a list has no form that ends the element.
        self.last_text = if matches!(value, Value::List(_)) { None } else { Some(at) };
        Ok(())
    }

    /// Writes text as an attribute's value, or a part of it.
    pub(super) fn attribute_value(&mut self, out: &mut Output, value: &Value<'_>) -> Result<()> {
        if let Attribute::Written(len) = self.attribute {
            self.take_back(out, len);
        }
        match value {
            Value::Utf8(Str { bytes, id: None }) => {
                escape::check(bytes)?;
                self.gather(out, Attribute::Chars, bytes)
            }
            Value::Utf16(units) => escape::utf16_as_utf8(units, |piece| {
                escape::check(piece)?;
                self.gather(out, Attribute::Chars, piece)
            }),
            Value::Base64(bytes) => self.gather(out, Attribute::Bytes, bytes),
            Value::Utf8(Str { bytes, id: Some(id) }) => {
                let alone = self.attribute == Attribute::Empty;
                self.gather(out, if alone { Attribute::Dictionary(*id) } else { Attribute::Chars }, bytes)
            }
            _ => {
                self.attribute = Attribute::Done;
                self.record(out, value)
            }
        }
    }

    /// Goes back to gathering a value that seemed to be complete.
    fn take_back(&mut self, out: &mut Output, len: u8) {
        const HEAD: usize = 2;
        let start = out.len().saturating_sub(len.into());
        append(&mut self.value, out.bytes().get(start..).unwrap_or_default());
        self.attribute = Attribute::Chars;
        out.truncate(start.saturating_sub(HEAD));
    }

    fn gather(&mut self, out: &mut Output, kind: Attribute, bytes: &[u8]) -> Result<()> {
        // The quota counts before the memory is taken.
        out.room(self.value.len() + bytes.len())?;
        self.attribute = kind;
        append(&mut self.value, bytes);
        Ok(())
    }

    /// Writes the shortest record that gives the value back, and the same characters for it.
    fn record(&mut self, out: &mut Output, value: &Value<'_>) -> Result<()> {
        match *value {
            Value::Utf8(Str { id: Some(id), .. }) => {
                out.push(record::DICTIONARY)?;
                put_int31(out, id)
            }
            Value::Utf8(Str { bytes, .. }) => {
                escape::check(bytes)?;
                put_run(out, record::CHARS8, bytes)
            }
            Value::Utf16(units) => {
                let scratch = &mut self.scratch;
                scratch.clear();
                escape::utf16_as_utf8(units, |piece| {
                    escape::check(piece)?;
                    scratch.extend_from_slice(piece);
                    Ok(())
                })?;
                put_run(out, record::CHARS8, scratch)
            }
            Value::Base64(bytes) => put_run(out, record::BYTES8, bytes),
            Value::Bool(value) => out.push(if value { record::TRUE } else { record::FALSE }),
            Value::Int32(value) => put_integer(out, value.into()),
            Value::Int64(value) => put_integer(out, value),
            Value::UInt64(value) => match i64::try_from(value) {
                Ok(value) => put_integer(out, value),
                Err(_) => put(out, record::UINT64, &value.to_le_bytes()),
            },
            Value::Float(value) => match whole_float(value) {
                Some(whole) => put_integer(out, whole),
                None => put(out, record::FLOAT, &value.to_le_bytes()),
            },
            Value::Double(value) => match whole_double(value) {
                Some(whole) => put_integer(out, whole),
                None => put(out, record::DOUBLE, &value.to_le_bytes()),
            },
            Value::Decimal(value) => put(out, record::DECIMAL, &decimal_bytes(&value)),
            Value::Guid(value) => put(out, record::UUID, &guid_bytes(&value)),
            Value::UniqueId(value) => put(out, record::UNIQUE_ID, &guid_bytes(&value)),
            Value::DateTime(value) => put(out, record::DATETIME, &datetime_bytes(&value)),
            Value::TimeSpan(value) => put(out, record::TIMESPAN, &value.to_le_bytes()),
            Value::Duration(_) => {
                self.scratch.clear();
                format::typed(&mut self.scratch, value)?;
                put_run(out, record::CHARS8, &self.scratch)
            }
            Value::QName(QName { prefix, local, .. }) => {
                let prefix = prefix.map_or(&[][..], |prefix| prefix.bytes);
                self.qname(out, prefix, local)
            }
            Value::List(items) => {
                out.push(record::START_LIST)?;
                for item in items {
                    self.record(out, item)?;
                }
                out.push(record::END_LIST)
            }
        }
    }

    fn qname(&mut self, out: &mut Output, prefix: &[u8], local: Str<'_>) -> Result<()> {
        match (prefix, local.id) {
            (&[letter @ b'a'..=b'z'], Some(id)) => {
                out.put(&[record::QNAME_DICTIONARY, letter - b'a'])?;
                put_int31(out, id)
            }
            (&[], _) => self.record(out, &Value::Utf8(local)),
            _ => {
                self.scratch.clear();
                self.scratch.extend_from_slice(prefix);
                self.scratch.push(b':');
                self.scratch.extend_from_slice(local.bytes);
                put_run(out, record::CHARS8, &self.scratch)
            }
        }
    }

    /// Starts an array: its element, without content, is what is written next.
    pub(super) fn start_array(&mut self, out: &mut Output) -> Result<()> {
        self.last_text = None;
        out.push(record::ARRAY)
    }

    /// Goes on from the array's element to its items.
    pub(super) fn start_items(&mut self, out: &mut Output, kind: ItemKind, count: u32) -> Result<()> {
        out.put(&[record::END_ELEMENT, kind.record() | record::WITH_END_ELEMENT])?;
        put_int31(out, count)
    }

    /// Writes one item of an array; of another kind than the array's, nothing.
    pub(super) fn item(&mut self, out: &mut Output, kind: ItemKind, value: &Value<'_>) -> Result<()> {
        match (kind, *value) {
            (ItemKind::Bool, Value::Bool(value)) => out.push(u8::from(value)),
            // The caller's type is INT16, so nothing is cut off.
            (ItemKind::Int16, Value::Int32(value)) => out.put(&(value as i16).to_le_bytes()),
            (ItemKind::Int32, Value::Int32(value)) => out.put(&value.to_le_bytes()),
            (ItemKind::Int64, Value::Int64(value)) => out.put(&value.to_le_bytes()),
            (ItemKind::Float, Value::Float(value)) => out.put(&value.to_le_bytes()),
            (ItemKind::Double, Value::Double(value)) => out.put(&value.to_le_bytes()),
            (ItemKind::Decimal, Value::Decimal(value)) => out.put(&decimal_bytes(&value)),
            (ItemKind::DateTime, Value::DateTime(value)) => out.put(&datetime_bytes(&value)),
            (ItemKind::TimeSpan, Value::TimeSpan(value)) => out.put(&value.to_le_bytes()),
            (ItemKind::Guid, Value::Guid(value)) => out.put(&guid_bytes(&value)),
            _ => Ok(()),
        }
    }
}

/// For [`super::short`]: those that answer say whether they did what they are for, and changed nothing where they did not.
impl Binary {
    /// Makes the record of a start tag, of a name of `len` bytes.
    #[inline(always)]
    pub(super) fn start_shortly(&mut self, place: &mut [u8; 18], name: u128, len: usize) {
        self.last_text = None;
        make_short(place, record::ELEMENT.short, name, len);
    }

    #[inline(always)]
    pub(super) fn ends_shortly(&mut self, out: &mut Output) -> bool {
        match self.last_text {
            Some(at) => out.set_bits(at, record::WITH_END_ELEMENT),
            None => return out.put_if_room([&[record::END_ELEMENT]]),
        }
        self.last_text = None;
        true
    }

    /// Makes the record of an attribute, of a name of `len` bytes.
    #[inline(always)]
    pub(super) fn start_attribute_shortly(&mut self, place: &mut [u8; 18], name: u128, len: usize) {
        self.value.clear();
        self.attribute = Attribute::Empty;
        make_short(place, record::ATTRIBUTE.short, name, len);
    }

    /// Whether the open attribute has its record.
    #[inline(always)]
    pub(super) fn attribute_is_complete(&self) -> bool {
        matches!(self.attribute, Attribute::Written(_))
    }

    /// Writes characters that were checked, as content.
    #[inline(always)]
    pub(super) fn writes_shortly(&mut self, out: &mut Output, text: &[u8]) -> bool {
        let Ok(len @ 1..) = u8::try_from(text.len()) else { return false };
        let at = out.len();
        let written = out.put_if_room([&[record::CHARS8, len], text]);
        if written {
            self.last_text = Some(at);
        }
        written
    }

    /// Writes characters that were checked, as the first of an attribute's value.
    #[inline(always)]
    pub(super) fn writes_attribute_shortly(&mut self, out: &mut Output, text: &[u8]) -> bool {
        let Ok(len @ 1..) = u8::try_from(text.len()) else { return false };
        let written = self.attribute == Attribute::Empty && out.put_if_room([&[record::CHARS8, len], text]);
        if written {
            self.attribute = Attribute::Written(len);
        }
        written
    }
}

/// Makes a record of a name that has up to 16 bytes.
#[inline(always)]
fn make_short(place: &mut [u8; 18], record: u8, name: u128, len: usize) {
    let [first, second, place @ ..] = place;
    (*first, *second) = (record, len as u8);
    *place = name.to_le_bytes();
}

/// The types that an array record can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ItemKind {
    Bool,
    Int16,
    Int32,
    Int64,
    Float,
    Double,
    Decimal,
    DateTime,
    TimeSpan,
    Guid,
}

impl ItemKind {
    fn record(self) -> u8 {
        match self {
            ItemKind::Bool => record::BOOL,
            ItemKind::Int16 => record::INT16,
            ItemKind::Int32 => record::INT32,
            ItemKind::Int64 => record::INT64,
            ItemKind::Float => record::FLOAT,
            ItemKind::Double => record::DOUBLE,
            ItemKind::Decimal => record::DECIMAL,
            ItemKind::DateTime => record::DATETIME,
            ItemKind::TimeSpan => record::TIMESPAN,
            ItemKind::Guid => record::UUID,
        }
    }
}

fn put(out: &mut Output, record: u8, payload: &[u8]) -> Result<()> {
    out.put_all([&[record], payload])
}

/// Writes the length of a run of characters or bytes in as few bytes as it takes, and the run.
fn put_run(out: &mut Output, record8: u8, run: &[u8]) -> Result<()> {
    if run.is_empty() && record8 == record::CHARS8 {
        return out.push(record::EMPTY);
    }
    if let Ok(len) = u8::try_from(run.len()) {
        out.put_all([&[record8, len], run])
    } else if let Ok(len) = u16::try_from(run.len()) {
        out.put_all([&[record8 + 2], &len.to_le_bytes(), run])
    } else {
        let len = i32::try_from(run.len()).map_err(|_| too_long(run.len()))?;
        out.put_all([&[record8 + 4], &len.to_le_bytes(), run])
    }
}

fn put_integer(out: &mut Output, value: i64) -> Result<()> {
    match value {
        0 => out.push(record::ZERO),
        1 => out.push(record::ONE),
        _ => {
            if let Ok(value) = i8::try_from(value) {
                put(out, record::INT8, &value.to_le_bytes())
            } else if let Ok(value) = i16::try_from(value) {
                put(out, record::INT16, &value.to_le_bytes())
            } else if let Ok(value) = i32::try_from(value) {
                put(out, record::INT32, &value.to_le_bytes())
            } else {
                put(out, record::INT64, &value.to_le_bytes())
            }
        }
    }
}

/// The integer whose characters are those of the number. A reader that canonicalises must see the same ones as this
/// writer, so numbers that a float writes in another way than an integer stay floats; so does -0.
fn whole_float(value: f32) -> Option<i64> {
    const EXACT: f32 = 16_777_216.0;
    let whole = value as i64;
    (value.abs() <= EXACT && whole as f32 == value && (whole != 0 || value.is_sign_positive())).then_some(whole)
}

/// As [`whole_float`].
fn whole_double(value: f64) -> Option<i64> {
    const PLAIN: f64 = 1e15;
    let whole = value as i64;
    (value.abs() < PLAIN && whole as f64 == value && (whole != 0 || value.is_sign_positive())).then_some(whole)
}

#[inline]
fn put_name(out: &mut Output, names: &record::Names, prefix: &[u8], local: Str<'_>) -> Result<()> {
    if prefix.is_empty()
        && local.id.is_none()
        && let Ok(len @ 0..0x80) = u8::try_from(local.bytes.len())
    {
        return out.put_all([&[names.short, len], local.bytes]);
    }
    put_any_name(out, names, prefix, local)
}

fn put_any_name(out: &mut Output, names: &record::Names, prefix: &[u8], local: Str<'_>) -> Result<()> {
    let dictionary = if local.id.is_some() { record::DICTIONARY_NAME } else { 0 };
    match prefix {
        [] => out.push(names.short + dictionary)?,
        &[letter @ b'a'..=b'z'] => {
            out.push(letter - b'a' + if local.id.is_some() { names.dictionary_a } else { names.a })?;
        }
        _ => {
            out.push(names.long + dictionary)?;
            put_string(out, prefix)?;
        }
    }
    put_string_or_id(out, local)
}

fn put_string_or_id(out: &mut Output, string: Str<'_>) -> Result<()> {
    match string.id {
        Some(id) => put_int31(out, id),
        None => put_string(out, string.bytes),
    }
}

fn put_string(out: &mut Output, string: &[u8]) -> Result<()> {
    if let Ok(len @ 0..0x80) = u8::try_from(string.len()) {
        return out.put_all([&[len], string]);
    }
    let len = i32::try_from(string.len()).map_err(|_| too_long(string.len()))?;
    put_int31(out, len.cast_unsigned())?;
    out.put(string)
}

/// Seven bits a byte, the low ones first; the highest bit says that more follow.
#[inline]
fn put_int31(out: &mut Output, value: u32) -> Result<()> {
    if let Ok(value @ 0..0x80) = u8::try_from(value) {
        return out.push(value);
    }
    let mut left = value;
    while left >= 0x80 {
        out.push(left as u8 | 0x80)?;
        left >>= 7;
    }
    out.push(left as u8)
}

fn guid_bytes(guid: &GUID) -> [u8; 16] {
    let mut bytes = [0; 16];
    let fields = guid.Data1.to_le_bytes().into_iter().chain(guid.Data2.to_le_bytes()).chain(guid.Data3.to_le_bytes());
    for (place, byte) in bytes.iter_mut().zip(fields.chain(guid.Data4)) {
        *place = byte;
    }
    bytes
}

fn decimal_bytes(value: &DECIMAL) -> [u8; 16] {
    let mut bytes = [0; 16];
    let fields = [0, 0, value.scale, value.sign].into_iter();
    for (place, byte) in bytes.iter_mut().zip(fields.chain(value.Hi32.to_le_bytes()).chain(value.Lo64.to_le_bytes())) {
        *place = byte;
    }
    bytes
}

/// The ticks take 62 bits at most, which was checked.
fn datetime_bytes(value: &WS_DATETIME) -> [u8; 8] {
    let zone: u64 = match value.format {
        WS_DATETIME_FORMAT_UTC => 1,
        WS_DATETIME_FORMAT_LOCAL => 2,
        _ => 0,
    };
    (value.ticks | zone << 62).to_le_bytes()
}

#[cold]
fn too_long(len: usize) -> Fault {
    Fault::quota("length of a string in binary XML", i32::MAX).context(format!("The string has {len} bytes."))
}
