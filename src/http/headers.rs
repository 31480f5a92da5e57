//! Header fields: one text as it goes over the wire, and where the fields are in it. One allocation for all names and
//! values, which is kept for the next message.

use crate::runtime::fault::{Fault, Result};

/// Header fields in the order in which they came or were set.
#[derive(Clone, Default, Debug)]
pub(crate) struct Headers {
    text: Vec<u8>,
    fields: Vec<Field>,
}

/// Where a field is in the text: the name, and the value without the white space around it.
#[derive(Clone, Copy, Debug)]
struct Field {
    name: (u32, u32),
    value: (u32, u32),
}

/// Fields that say where a message ends and what becomes of the connection. The library writes them itself: a program
/// that could would open its own connections to request smuggling.
const OWN: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl Headers {
    pub(crate) const fn new() -> Self {
        Headers { text: Vec::new(), fields: Vec::new() }
    }

    /// Forgets the fields and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.fields.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }

    /// How much memory it holds.
    pub(crate) fn capacity(&self) -> usize {
        self.text.capacity() + self.fields.capacity() * size_of::<Field>()
    }

    /// Adds a field that is to be sent. Names have to be tokens; values must not have control characters, so that none
    /// can end its line and begin another field or message.
    pub(crate) fn push(&mut self, name: &str, value: &[u8]) -> Result<()> {
        if name.is_empty() || !name.bytes().all(is_token) {
            let shown = name.escape_default().take(60).collect::<String>();
            return Err(Fault::invalid_arg(format!("\"{shown}\" cannot be the name of an HTTP header.")));
        }
        if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            return Err(Fault::invalid_arg(format!(
                "The HTTP header {name} cannot be set: the library writes it, because it decides where messages end."
            )));
        }
        self.push_value(name, value)
    }

    /// As [`Headers::push`], for a name that is known to be sound.
    pub(crate) fn push_value(&mut self, name: &str, value: &[u8]) -> Result<()> {
        // All bytes without a branch, which goes many at a time.
        let is_bad = value.iter().fold(false, |is_bad, byte| is_bad | !is_value(*byte));
        if is_bad && let Some(at) = value.iter().position(|byte| !is_value(*byte)) {
            let byte = value.get(at).copied().unwrap_or_default();
            return Err(Fault::invalid_arg(format!(
                "The value of the HTTP header {name} has the control character 0x{byte:02X} at index {at}."
            )));
        }
        self.push_line(name.as_bytes(), value.trim_ascii());
        Ok(())
    }

    /// Adds a field that is known to be sound.
    pub(crate) fn push_line(&mut self, name: &[u8], value: &[u8]) {
        let start = self.text.len();
        self.text.reserve(name.len() + value.len() + 4);
        self.text.extend_from_slice(name);
        self.text.extend_from_slice(b": ");
        self.text.extend_from_slice(value);
        self.text.extend_from_slice(b"\r\n");
        let begin = start + name.len() + 2;
        self.fields.push(Field { name: span(start, name.len()), value: span(begin, value.len()) });
    }

    /// Adds a field of a sound name whose value `write` appends, without control characters.
    pub(crate) fn push_written(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>) -> Result<()>) -> Result<()> {
        let start = self.text.len();
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b": ");
        let begin = self.text.len();
        if let Err(fault) = write(&mut self.text) {
            self.text.truncate(start);
            return Err(fault);
        }
        let length = self.text.len() - begin;
        self.text.extend_from_slice(b"\r\n");
        self.fields.push(Field { name: span(start, name.len()), value: span(begin, length) });
        Ok(())
    }

    /// Takes the fields that httparse found in `head`, which is copied as a whole.
    pub(super) fn take(&mut self, head: &[u8], found: &[httparse::Header<'_>]) {
        self.clear();
        self.text.extend_from_slice(head);
        let base = head.as_ptr().addr();
        let place = |part: &[u8]| span(part.as_ptr().addr().wrapping_sub(base), part.len());
        let fields = found.iter().map(|f| Field { name: place(f.name.as_bytes()), value: place(f.value.trim_ascii()) });
        self.fields.extend(fields);
    }

    /// The head that fields were taken from.
    pub(super) fn source(&self) -> &[u8] {
        &self.text
    }

    /// A part of the text that was taken.
    pub(super) fn text(&self, (start, length): (u32, u32)) -> &[u8] {
        self.text.get(start as usize..start as usize + length as usize).unwrap_or_default()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.fields
            .iter()
            .map(|field| (str::from_utf8(self.text(field.name)).unwrap_or_default(), self.text(field.value)))
    }

    /// The values of all fields of a name, in their order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.fields
            .iter()
            .filter(|field| field.name.1 as usize == name.len())
            .filter(|field| is_same(self.text(field.name), name.as_bytes()))
            .map(|field| self.text(field.value))
    }

    /// The value of the first field of a name.
    pub(crate) fn get<'a>(&'a self, name: &'a str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// The members of all fields of a name as a list separated by commas, without the empty ones (RFC 9110, 5.6.1).
    pub(crate) fn members<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let split = |value: &'a [u8]| value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        self.all(name).flat_map(split).filter(|member| !member.is_empty())
    }

    /// The lines of fields that were pushed, as they are sent.
    pub(crate) fn lines(&self) -> &[u8] {
        &self.text
    }
}

/// Whether a name is another one, which mostly is written the same.
fn is_same(name: &[u8], other: &[u8]) -> bool {
    name == other || name.eq_ignore_ascii_case(other)
}

/// 32 bits are enough: heads end at a limit far below.
fn span(start: usize, length: usize) -> (u32, u32) {
    (start as u32, length as u32)
}

/// Characters of names and methods (RFC 9110, 5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.')
        || matches!(byte, b'^' | b'_' | b'`' | b'|' | b'~')
}

/// Bytes of values: all but control characters; the tab is allowed.
fn is_value(byte: u8) -> bool {
    byte == b'\t' || !byte.is_ascii_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_and_found() {
        let mut headers = Headers::new();
        headers.push("SOAPAction", b"\"urn:a\"").unwrap();
        headers.push("Accept", b" a, ,b ").unwrap();
        headers.push("accept", b"c").unwrap();
        assert_eq!(headers.lines(), b"SOAPAction: \"urn:a\"\r\nAccept: a, ,b\r\naccept: c\r\n");
        assert_eq!(headers.get("soapaction"), Some(&b"\"urn:a\""[..]));
        assert_eq!(headers.get("soapactio"), None);
        assert_eq!(headers.members("ACCEPT").collect::<Vec<_>>(), [&b"a"[..], b"b", b"c"]);
        assert_eq!(headers.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["SOAPAction", "Accept", "accept"]);
        headers.clear();
        assert!(headers.is_empty() && headers.lines().is_empty());
        let write = |text: &mut Vec<u8>| {
            text.push(b'b');
            Ok(())
        };
        headers.push_written("A", write).unwrap();
        let refused = headers.push_written("B", |text| {
            text.push(b'c');
            Err(Fault::invalid_arg("no"))
        });
        assert!(refused.is_err());
        assert_eq!((headers.lines(), headers.get("a"), headers.len()), (&b"A: b\r\n"[..], Some(&b"b"[..]), 1));
    }

    #[test]
    fn values_cannot_end_their_line() {
        let mut headers = Headers::new();
        for value in [&b"a\r\nX: b"[..], b"a\nb", b"a\rb", b"a\0b", b"a\r\n", b"\x7F", b"a\x1Bb"] {
            let fault = headers.push("X-Name", value).unwrap_err();
            assert_eq!(fault.code(), crate::abi::E_INVALIDARG);
            assert!(fault.texts()[0].contains("X-Name"), "{fault:?}");
        }
        for name in ["", "a b", "a:", "a\r\nb", "ä", "a\0"] {
            assert!(headers.push(name, b"x").is_err(), "{name}");
        }
        for name in ["Content-Length", "TRANSFER-ENCODING", "connection", "Host"] {
            assert!(headers.push(name, b"x").unwrap_err().texts()[0].contains(name));
        }
        assert!(headers.is_empty());
        headers.push("X", "tab\there, \u{e4}".as_bytes()).unwrap();
    }
}
