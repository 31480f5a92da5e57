//! The strings that binary documents name by number.

use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::find_non_char_utf8;
use crate::xml::dictionary::STRINGS;
use crate::xml::ncname::is_ncname_utf8;
use std::sync::{Arc, LazyLock};

/// A dictionary as the decoder sees it. Cloning shares the strings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    strings: Arc<Strings>,
}

static BUILTIN: LazyLock<Arc<Strings>> = LazyLock::new(|| {
    let mut strings = Strings::default();
    for string in STRINGS {
        strings.push(string.as_bytes());
    }
    Arc::new(strings)
});

impl Dictionary {
    /// A dictionary with these strings.
    pub(crate) fn new(strings: Arc<Strings>) -> Self {
        Dictionary { strings }
    }

    /// The dictionary that both binary encodings start with.
    pub(crate) fn builtin() -> Self {
        Dictionary { strings: Arc::clone(&BUILTIN) }
    }

    /// The string at an index.
    #[inline]
    pub(super) fn get(&self, index: u32) -> Option<Entry<'_>> {
        self.strings.get(index)
    }
}

/// A list of strings, each found by its index in one step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    bytes: Vec<u8>,
    places: Vec<Place>,
    /// Bytes of all strings, with one for each empty string, so that a limit on them limits their number.
    size: u64,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    len: u32,
    is_text: bool,
    is_name: bool,
}

/// A string and what it can be used for, found out once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    pub(super) bytes: &'a [u8],
    /// It is UTF-8 with no characters but those of XML.
    pub(super) is_text: bool,
    /// It is an NCName.
    pub(super) is_name: bool,
}

impl Strings {
    /// Adds a string, a copy of what is given. Its index is the number of strings before it. One that is not XML text
    /// takes its place and is refused where a document uses it. Strings end at 4 GiB, as all that spans point into.
    pub(crate) fn push(&mut self, string: &[u8]) {
        let len = u32::try_from(string.len()).unwrap_or(0);
        let is_text = find_non_char_utf8(string).is_none() && len as usize == string.len();
        let start = self.bytes.len();
        self.places.push(Place { start, len, is_text, is_name: is_ncname_utf8(string) });
        self.bytes.extend_from_slice(string);
        self.size += u64::from(len.max(1));
    }

    /// Number of strings.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The bytes of a string.
    #[cfg(test)]
    pub(crate) fn string(&self, index: u32) -> Option<&[u8]> {
        self.get(index).map(|entry| entry.bytes)
    }

    #[inline]
    fn get(&self, index: u32) -> Option<Entry<'_>> {
        let Place { start, len, is_text, is_name } = *self.places.get(index as usize)?;
        Some(Entry { bytes: self.bytes.get(start..start + len as usize)?, is_text, is_name })
    }

    /// Reads the table of strings that precedes a document in the session encoding (MC-NBFSE 2.1) and adds its strings.
    /// Answers how many bytes the table took. `limit` bounds the bytes of all strings of the session
    /// (WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE). After a failure the strings are those of before.
    ///
    /// The table is not part of the XML, so that the reader does not see it: whoever takes a message from the session
    /// reads it first and lends the strings to the reader as its dynamic dictionary.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the channels of the session encoding"))]
    pub(crate) fn read_session_table(&mut self, message: &[u8], limit: u32) -> Result<usize> {
        let (places, bytes, size) = (self.places.len(), self.bytes.len(), self.size);
        let result = self.read_table(message, limit);
        if result.is_err() {
            self.places.truncate(places);
            self.bytes.truncate(bytes);
            self.size = size;
        }
        result
    }

    fn read_table(&mut self, message: &[u8], limit: u32) -> Result<usize> {
        let (size, start) = table_int(message, 0)?;
        let Some(table) = message.get(start..).and_then(|rest| rest.get(..size)) else {
            return Err(bad_table(0, format!("its size of {size} bytes is more than the message has")));
        };
        let mut at = 0;
        while at < table.len() {
            let (len, next) = table_int(table, at)?;
            let Some(string) = table.get(next..).and_then(|rest| rest.get(..len)) else {
                return Err(bad_table(at, format!("a string of {len} bytes is longer than the rest of the table")));
            };
            if self.size + len.max(1) as u64 > u64::from(limit) {
                return Err(Fault::quota("WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE", limit));
            }
            if let Some(bad) = find_non_char_utf8(string) {
                return Err(bad_table(next + bad, "a string is not UTF-8 text with the characters of XML"));
            }
            self.push(string);
            at = next + len;
        }
        Ok(start + size)
    }
}

fn table_int(bytes: &[u8], at: usize) -> Result<(usize, usize)> {
    match int31(bytes, at) {
        Int31::Value(value, next) => Ok((value as usize, next)),
        Int31::Short => Err(bad_table(at, "it ends inside a length")),
        Int31::Bad => Err(bad_table(at, "a length is more than 31 bits")),
    }
}

#[cold]
fn bad_table(at: usize, why: impl core::fmt::Display) -> Fault {
    Fault::invalid_format(format!("The string table of the binary session is malformed at byte {at}: {why}."))
}

/// An attempt to read a MultiByteInt31.
pub(super) enum Int31 {
    /// The value, and the index of what follows.
    Value(u32, usize),
    /// The bytes end too early.
    Short,
    /// The value does not fit 31 bits, or is written with more bytes than any value takes.
    Bad,
}

/// Reads a number of up to 31 bits, seven to a byte, the lowest first (MC-NBFX 2.1.2).
#[inline]
pub(super) fn int31(bytes: &[u8], at: usize) -> Int31 {
    let mut value = 0;
    for (index, byte) in bytes.get(at..).unwrap_or_default().iter().enumerate() {
        // The fifth byte has the three highest bits and no successor.
        if index == 4 && *byte > 7 {
            return Int31::Bad;
        }
        value |= u32::from(byte & 0x7F) << (7 * index);
        if *byte < 0x80 {
            return Int31::Value(value, at + index + 1);
        }
    }
    Int31::Short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED};

    #[test]
    fn lengths_have_31_bits() {
        for (bytes, value) in [
            (&[0x00][..], 0),
            (&[0x7F], 127),
            (&[0x80, 0x01], 128),
            (&[0xFF, 0xFF, 0xFF, 0xFF, 0x07], 0x7FFF_FFFF),
            (&[0x81, 0x80, 0x80, 0x80, 0x00], 1),
        ] {
            assert!(matches!(int31(bytes, 0), Int31::Value(v, n) if v == value && n == bytes.len()), "{bytes:x?}");
            assert!(matches!(int31(&bytes[..bytes.len() - 1], 0), Int31::Short));
        }
        for bytes in [&[0xFF, 0xFF, 0xFF, 0xFF, 0x08][..], &[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]] {
            assert!(matches!(int31(bytes, 0), Int31::Bad), "{bytes:x?}");
        }
    }

    #[test]
    fn session_tables_extend_the_session() {
        let mut strings = Strings::default();
        assert_eq!(strings.read_session_table(b"\x05\x01a\x02bc<", 8).unwrap(), 6);
        assert_eq!(strings.read_session_table(b"\x00<", 8).unwrap(), 1);
        assert_eq!(strings.read_session_table(b"\x01\x00<", 8).unwrap(), 2);
        assert_eq!((strings.len(), strings.string(1), strings.string(2)), (3, Some(&b"bc"[..]), Some(&b""[..])));
        for (table, code) in [
            (&b""[..], WS_E_INVALID_FORMAT),
            (b"\x80", WS_E_INVALID_FORMAT),
            (b"\x02\x01", WS_E_INVALID_FORMAT),
            (b"\x02\x02a", WS_E_INVALID_FORMAT),
            (b"\x04\x01d\x01\xFF", WS_E_INVALID_FORMAT),
            (b"\xFF\xFF\xFF\xFF\x0F", WS_E_INVALID_FORMAT),
            (b"\x06\x05abcde", WS_E_QUOTA_EXCEEDED),
            (b"\x05\x00\x00\x00\x00\x00", WS_E_QUOTA_EXCEEDED),
        ] {
            assert_eq!(strings.read_session_table(table, 8).unwrap_err().code(), code, "{table:x?}");
            assert_eq!((strings.len(), strings.size, strings.bytes.len()), (3, 4, 3));
        }
    }

    #[test]
    fn the_built_in_strings_are_all_there() {
        let dictionary = Dictionary::builtin();
        assert_eq!(dictionary.get(1).unwrap().bytes, b"Envelope");
        assert!(dictionary.get(1).unwrap().is_name && !dictionary.get(2).unwrap().is_name);
        assert!((0..487).all(|index| dictionary.get(index).unwrap().is_text));
        assert!(dictionary.get(487).is_none());
    }
}
