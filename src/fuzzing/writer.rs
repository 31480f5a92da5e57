//! The writer, called in any order with anything.

use super::choices::Choices;
use super::copies::{buffer_events, from_buffer, must, roomy_output};
use super::events::{Format, Octets, SESSION, canonical_form_of_nodes, events, roomy, shown, with_reader};
use crate::abi::{
    DECIMAL, E_INVALIDARG, GUID, WS_DATETIME, WS_DATETIME_FORMAT, WS_DURATION, WS_E_INVALID_FORMAT,
    WS_E_INVALID_OPERATION,
};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::xml::buffer::Buffer;
use crate::xml::c14n::Options;
use crate::xml::dictionary::STRINGS;
use crate::xml::reader::mtom::PackageType;
use crate::xml::reader::{Reader, settings};
use crate::xml::writer::{Charset, Encoding, ItemKind, Package, QName, Settings, Str, Value, Way, Writer};
use std::rc::Rc;

/// Calls the functions of a writer in an order that the data choose. Whatever was refused, a document that was completed
/// can be read, and its canonical form is the one that was made while it was written.
pub fn writer_calls(data: &[u8]) {
    let mut choices = Choices::new(data);
    let target = Target::choose(&mut choices);
    let choice = choices.byte();
    let canonical = choices.byte();
    let settings = Settings {
        write_declaration: choice & 1 != 0,
        indent: if choice & 2 != 0 { 2 } else { 0 },
        allow_invalid_character_references: choice & 4 != 0,
        compress_empty_elements: choice & 8 != 0,
        emit_uncompressed_empty_elements: choice & 16 != 0,
        buffer_max_size: if choice & 32 != 0 { u32::from(choices.byte()) * 4 } else { 1 << 24 },
        max_namespaces: if choice & 64 != 0 { 4 } else { 1 << 20 },
        ..roomy_output(choice & 128 != 0 && !matches!(target, Target::Mtom(..)))
    };
    let mut session = Session { writer: Writer::default(), flushed: Vec::new(), depth: 0, has_root: false };
    must(target.set(&mut session.writer, settings), data);
    let octets = Octets::default();
    let options = Options { exclusive: canonical & 2 != 0, with_comments: canonical & 4 != 0, ..Options::default() };
    let mut canonical_on =
        canonical & 1 != 0 && session.writer.start_canonicalization(options.clone(), Box::new(octets.clone())).is_ok();
    while !choices.is_empty() {
        let has_failed = session.call(&mut choices, &target, &settings);
        if has_failed {
            return;
        }
    }
    let Some(canonical_made) = session.finish(&settings) else { return };
    canonical_on &= canonical_made;
    let document = session.flushed;
    if !session.has_root && !settings.allow_fragment {
        return;
    }
    let read_settings = roomy(settings.allow_fragment, settings.allow_invalid_character_references);
    let form = match target {
        Target::Tree(buffer) => {
            let read = must(buffer_events(&buffer, read_settings), data);
            // Like the binary encoding's, its characters need no references: text has them, if any does.
            let to = Settings { allow_invalid_character_references: choice & 4 != 0, ..roomy_output(true) };
            let copy = must(from_buffer(&buffer, Encoding::Text(Charset::Utf8), to), data);
            let read_settings = settings::Settings { allow_fragment: true, ..read_settings };
            assert_eq!(events(&copy, &Format::Text, read_settings).outcome, Ok(()), "{}", shown(&read));
            let mut reader = Reader::new(read_settings);
            reader.set_buffer(&buffer, read_settings);
            canonical_form_of_nodes(&mut reader, options)
        }
        Target::Stream(_, format) | Target::Mtom(_, _, format) => {
            let read = events(&document, &format, read_settings);
            assert_eq!(read.outcome, Ok(()), "{}", shown(&document));
            with_reader(&document, &format, read_settings, |reader| canonical_form_of_nodes(reader, options))
        }
    };
    if canonical_on {
        assert_eq!(shown(&must(form, &document)), shown(&octets.take()), "{}", shown(&document));
    }
}

enum Target {
    Stream(Encoding, Format),
    Mtom(Package, Charset, Format),
    Tree(Buffer),
}

impl Target {
    fn choose(choices: &mut Choices<'_>) -> Self {
        let charsets = [Charset::Utf8, Charset::Utf16Le, Charset::Utf16Be];
        let choice = choices.byte();
        let charset = charsets.get(usize::from(choice >> 4) % 3).copied().unwrap_or(Charset::Utf8);
        match choice % 5 {
            0 => Target::Stream(Encoding::Text(charset), Format::Text),
            1 => Target::Stream(Encoding::Binary, Format::Binary),
            2 => Target::Stream(Encoding::Raw, Format::Raw),
            3 => {
                let package = Package {
                    write_header: choice & 0x80 != 0,
                    boundary: b"b".to_vec(),
                    start_info: b"text/xml".to_vec(),
                    start_uri: b"0".to_vec(),
                    max_inline: 2,
                };
                let known = PackageType { boundary: b"b".to_vec(), start: b"0".to_vec(), start_info: Vec::new() };
                let format = Format::Mtom((!package.write_header).then_some(known));
                Target::Mtom(package, charset, format)
            }
            _ => match Buffer::new(&Rc::new(Budget::new(1 << 24))) {
                Ok(buffer) => Target::Tree(buffer),
                Err(_) => Target::Stream(Encoding::Raw, Format::Raw),
            },
        }
    }

    fn set(&self, writer: &mut Writer, settings: Settings) -> Result<()> {
        match self {
            Target::Stream(encoding, _) => writer.set_output(Some(*encoding), settings),
            Target::Mtom(package, charset, _) => {
                package.check()?;
                writer.set_mtom_output(package.clone(), *charset, settings);
            }
            Target::Tree(buffer) => writer.set_output_to_buffer(buffer, settings)?,
        }
        Ok(())
    }
}

struct Session {
    writer: Writer,
    /// What was passed on.
    flushed: Vec<u8>,
    depth: usize,
    has_root: bool,
}

impl Session {
    /// Makes one call. Answers whether the writer is faulted by it.
    fn call(&mut self, choices: &mut Choices<'_>, target: &Target, settings: &Settings) -> bool {
        let before = self.writer.bytes().to_vec();
        let call = choices.byte() % 24;
        if call >= 22 {
            self.flush();
            return self.writer.check_usable().is_err();
        }
        let has_ids = matches!(target, Target::Stream(Encoding::Binary, _));
        let depth = self.depth;
        let done = self.make(call, choices, has_ids);
        let after = self.writer.bytes();
        assert!(after.len() <= settings.buffer_max_size as usize || matches!(target, Target::Mtom(..)));
        let Err(fault) = done else {
            assert!(self.writer.check_usable().is_ok());
            return false;
        };
        let is_misuse = matches!(fault.code(), E_INVALIDARG | WS_E_INVALID_OPERATION);
        // Calls that write several elements may have written some.
        if self.depth == depth && call != 16 {
            assert_eq!(shown(after), shown(&before), "{fault:?} in call {call}");
        }
        assert!(is_misuse || self.writer.check_usable().is_err() || call == 16, "{fault:?} in call {call}");
        self.writer.check_usable().is_err()
    }

    fn make(&mut self, call: u8, choices: &mut Choices<'_>, has_ids: bool) -> Result<()> {
        let w = &mut self.writer;
        match call {
            0..=3 => {
                let (prefix, local, ns) = (prefix(choices), name(choices, has_ids), namespace(choices, has_ids));
                w.start_element(prefix, local, ns)?;
                self.depth += 1;
                self.has_root = true;
                Ok(())
            }
            4 => w.end_start_element(),
            5 | 6 => {
                w.end_element()?;
                self.depth -= 1;
                Ok(())
            }
            7..=9 => {
                let (prefix, local, ns) = (prefix(choices), name(choices, has_ids), namespace(choices, has_ids));
                w.start_attribute(prefix, local, ns, choices.flag())
            }
            10 => w.end_attribute(),
            11 => {
                let (prefix, ns) = (prefix(choices), namespace(choices, has_ids));
                w.xmlns(prefix, ns, choices.flag())
            }
            12 => w.utf8(
                text(choices, has_ids),
                choices.pick(&[Some(Way::CharsUtf8), Some(Way::Utf8Text)]).unwrap_or(Way::Chars),
            ),
            13 => {
                let units: Vec<u16> = units(choices);
                w.value(
                    &Value::Utf16(&units),
                    choices.pick(&[Some(Way::Chars), Some(Way::Utf16Text)]).unwrap_or(Way::Chars),
                )
            }
            14 => {
                let bytes = bytes(choices);
                w.value(
                    &Value::Base64(bytes),
                    choices.pick(&[Some(Way::Bytes), Some(Way::Base64Text)]).unwrap_or(Way::Bytes),
                )
            }
            15 => {
                let value = value(choices);
                w.value(&value, Way::Whole)
            }
            16 => {
                let count = usize::from(choices.byte() % 4);
                let (local, ns) = (name(choices, has_ids), namespace(choices, has_ids));
                let kind = choices.pick(&[None, Some(ItemKind::Int32), Some(ItemKind::Bool), Some(ItemKind::Double)]);
                let seed = i32::from_le_bytes(choices.array());
                let values: Vec<Value<'_>> = (0..count)
                    .map(|_| match kind {
                        Some(ItemKind::Bool) => Value::Bool(seed & 1 != 0),
                        Some(ItemKind::Double) => Value::Double(f64::from(seed) / 3.0),
                        _ => Value::Int32(seed),
                    })
                    .collect();
                w.array(local, ns, kind, values.iter().copied())?;
                self.has_root |= count != 0;
                Ok(())
            }
            17 => {
                let prefix = prefix(choices).map(Str::from);
                let ns = choices.flag().then(|| namespace(choices, has_ids));
                w.value(&Value::QName(QName { prefix, local: name(choices, has_ids), ns }), Way::Whole)
            }
            18 => w.start_cdata(),
            19 => w.end_cdata(),
            20 => w.comment(text(choices, false).bytes),
            _ => match choices.byte() % 4 {
                0 => w.start_bytes(),
                1 => {
                    let items = [value(choices), value(choices)];
                    w.value(&Value::List(&items), Way::Whole)
                }
                2 => w.start_canonicalization(Options::default(), Box::new(Octets::default())),
                _ => w.prefix_of(namespace(choices, false).bytes).map(drop),
            },
        }
    }

    fn flush(&mut self) {
        // As WsFlushWriter does.
        let completed = self.writer.complete().and_then(|()| self.writer.complete_package());
        if completed.is_ok() && !self.writer.is_package_incomplete() {
            let bytes = self.writer.bytes();
            self.flushed.extend_from_slice(bytes);
            let count = bytes.len();
            self.writer.flushed(count);
        }
    }

    /// Ends all that is open. Answers whether canonicalisation was on to the end; none if the document could not be
    /// completed, which only limits prevent.
    fn finish(&mut self, settings: &Settings) -> Option<bool> {
        let is_limited = settings.buffer_max_size != 1 << 24 || settings.max_namespaces < 1 << 20;
        let (most, written) = (self.writer.bytes_to_close(), self.writer.bytes().len());
        let _ = self.writer.end_attribute();
        let _ = self.writer.end_cdata();
        let mut canonical = self.writer.end_canonicalization().is_ok();
        while self.depth > 0 {
            let ended = self.writer.end_element();
            if let Err(fault) = ended {
                // A namespace is looked at when the tag that declares it is completed.
                assert!(is_limited || fault.code() == WS_E_INVALID_FORMAT, "{fault:?}");
                return None;
            }
            self.depth -= 1;
            canonical = self.writer.end_canonicalization().is_ok();
        }
        if self.writer.check_usable().is_err() {
            // The end of a CDATA section at the top level had no room.
            assert!(is_limited);
            return None;
        }
        if self.writer.complete().and_then(|()| self.writer.complete_package()).is_err() {
            // Bytes that contain the boundary cannot be in a package.
            assert!(is_limited || self.writer.is_package_incomplete() || self.writer.check_usable().is_err());
            return None;
        }
        let now = self.writer.bytes().len();
        assert!(now <= written + most, "{written} and at most {most} more, but there are {now}");
        self.flush();
        Some(canonical)
    }
}

const PREFIXES: [&[u8]; 6] = [b"", b"p", b"q", b"a", b"xml", b"xmlns"];
const NAMES: [&[u8]; 8] = [
    b"a",
    b"b",
    b"item",
    b"averyveryverylongnamethatisnotshort",
    "\u{E9}l".as_bytes(),
    b"Include",
    b"contentType",
    b"xmlns",
];
const SPACES: [&[u8]; 9] = [
    b"",
    b"u",
    b"urn:a",
    b"urn:b<&'\">\t\r\n",
    b"http://www.w3.org/XML/1998/namespace",
    b"http://www.w3.org/2000/xmlns/",
    b"http://www.w3.org/2004/08/xop/include",
    b"http://www.w3.org/2005/05/xmlmime",
    "\u{E4}".as_bytes(),
];
const TEXTS: [&[u8]; 14] = [
    b"",
    b"x",
    b" ",
    b"\r\n--b\r\n",
    b"]]>",
    b"]]",
    b">",
    b"--",
    b"&<>\"'\t\r\n",
    "\u{E4}\u{1F600}".as_bytes(),
    b"\0",
    "\u{FFFE}".as_bytes(),
    b"text/plain",
    b"a long text that is not much of anything but long enough not to be short, as most texts are",
];

fn prefix<'a>(choices: &mut Choices<'a>) -> Option<&'a [u8]> {
    let choice = choices.byte();
    match choice {
        0..0x60 => None,
        0x60..0xF0 => Some(PREFIXES.get(usize::from(choice) % PREFIXES.len()).copied().unwrap_or_default()),
        _ => Some(choices.bytes(usize::from(choice & 7))),
    }
}

/// A string of a table, of the dictionaries, or of the data.
fn string<'a>(choices: &mut Choices<'a>, table: &'static [&'static [u8]], has_ids: bool) -> Str<'a> {
    let choice = choices.byte();
    match choice {
        0..0xC0 => Str::from(table.get(usize::from(choice) % table.len().max(1)).copied().unwrap_or_default()),
        0xC0..0xE0 => {
            let index = usize::from(choice & 0x1F);
            let string = STRINGS.get(index).copied().unwrap_or_default();
            Str { bytes: string.as_bytes(), id: has_ids.then_some(index as u32 * 2) }
        }
        0xE0..0xE8 => {
            let index = usize::from(choice) % SESSION.len();
            let bytes = SESSION.get(index).copied().unwrap_or_default();
            Str { bytes, id: has_ids.then_some(index as u32 * 2 + 1) }
        }
        _ => Str::from(choices.bytes(usize::from(choice & 7))),
    }
}

fn name<'a>(choices: &mut Choices<'a>, has_ids: bool) -> Str<'a> {
    string(choices, &NAMES, has_ids)
}

fn namespace<'a>(choices: &mut Choices<'a>, has_ids: bool) -> Str<'a> {
    string(choices, &SPACES, has_ids)
}

fn text<'a>(choices: &mut Choices<'a>, has_ids: bool) -> Str<'a> {
    string(choices, &TEXTS, has_ids)
}

fn bytes<'a>(choices: &mut Choices<'a>) -> &'a [u8] {
    string(choices, &TEXTS, false).bytes
}

fn units(choices: &mut Choices<'_>) -> Vec<u16> {
    let text = bytes(choices);
    match core::str::from_utf8(text) {
        Ok(text) => text.encode_utf16().collect(),
        Err(_) => text.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect(),
    }
}

fn value(choices: &mut Choices<'_>) -> Value<'static> {
    match choices.byte() % 12 {
        0 => Value::Bool(choices.flag()),
        1 => Value::Int32(i32::from_le_bytes(choices.array())),
        2 => Value::Int64(i64::from_le_bytes(choices.array())),
        3 => Value::UInt64(u64::from_le_bytes(choices.array())),
        4 => Value::Float(f32::from_le_bytes(choices.array())),
        5 => Value::Double(f64::from_le_bytes(choices.array())),
        6 => {
            let (scale, sign) = (choices.byte(), choices.byte());
            let (hi, lo) = (u32::from_le_bytes(choices.array()), u64::from_le_bytes(choices.array()));
            Value::Decimal(DECIMAL { wReserved: 0, scale, sign, Hi32: hi, Lo64: lo })
        }
        7 => Value::Guid(guid(choices)),
        8 => Value::UniqueId(guid(choices)),
        9 => {
            let format = WS_DATETIME_FORMAT(choices.byte().into());
            Value::DateTime(WS_DATETIME { ticks: u64::from_le_bytes(choices.array()) >> (choices.byte() % 64), format })
        }
        10 => Value::TimeSpan(i64::from_le_bytes(choices.array())),
        _ => {
            let [years, months, days, hours, minutes, seconds, milliseconds, ticks] =
                choices.array::<8>().map(u32::from);
            Value::Duration(WS_DURATION {
                negative: choices.byte().into(),
                years,
                months,
                days,
                hours,
                minutes,
                seconds,
                milliseconds,
                ticks,
            })
        }
    }
}

fn guid(choices: &mut Choices<'_>) -> GUID {
    GUID {
        Data1: u32::from_le_bytes(choices.array()),
        Data2: u16::from_le_bytes(choices.array()),
        Data3: u16::from_le_bytes(choices.array()),
        Data4: choices.array(),
    }
}
