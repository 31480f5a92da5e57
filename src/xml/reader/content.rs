//! Text as content: characters, bytes and values, which may run over several text nodes, CDATA sections and comments.

use super::Reader;
use crate::runtime::fault::Result;
use crate::xml::characters::write_text;
use crate::xml::node::{NodeKind, Place, Text};
use crate::xml::value::base64;

/// How far the present text has been read.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Bytes of the present text that were taken.
    taken: usize,
    /// The characters of the present text, when it is typed and was asked for them.
    typed: Vec<u8>,
    has_typed: bool,
    /// A base64 text that is read in pieces.
    base64: base64::Decoder,
    /// Some of a base64 text was read, but not its end.
    in_base64: bool,
    /// A whole value, when it is not in one piece.
    gathered: Vec<u8>,
}

impl Content {
    /// Forgets what was read of the last node.
    #[inline]
    pub(super) fn begin_node(&mut self) {
        self.taken = 0;
        self.has_typed = false;
    }

    /// Forgets what was read of a content that the reader leaves.
    #[inline]
    pub(super) fn begin_content(&mut self) {
        self.begin_node();
        if self.in_base64 {
            self.in_base64 = false;
            self.base64 = base64::Decoder::default();
        }
    }

    /// Whether there is anything to forget.
    #[inline]
    pub(super) fn is_touched(&self) -> bool {
        self.taken != 0 || self.has_typed || self.in_base64
    }

    /// What has not been taken of the present text.
    #[inline]
    pub(super) fn rest<'a>(&self, characters: &'a [u8]) -> &'a [u8] {
        characters.get(self.taken..).unwrap_or_default()
    }
}

/// All the text up to the next element, as one value.
pub(crate) enum Value<'a> {
    /// Its characters.
    Characters(&'a [u8]),
    /// What the encoding holds: never [`Text::Utf8`], and no spans that are resolved by the document.
    Typed(&'a Text),
}

impl Reader {
    /// Moves to the next text that has something left, past comments and the borders of CDATA sections. Answers
    /// whether there is one before the next element.
    fn find_text(&mut self) -> Result<bool> {
        loop {
            let node = self.node();
            match node.node.kind {
                NodeKind::Text if !self.is_used_up() => return Ok(true),
                NodeKind::Text | NodeKind::Bof | NodeKind::Comment | NodeKind::CData | NodeKind::EndCData => {}
                NodeKind::Element | NodeKind::EndElement | NodeKind::Eof => return Ok(false),
            }
            self.read_node()?;
        }
    }

    /// Whether nothing is left of the present text.
    #[inline]
    fn is_used_up(&self) -> bool {
        match &self.node().node.text {
            Text::Utf8(span) | Text::Base64(span) if !self.content.has_typed => self.content.taken >= span.len as usize,
            _ => self.content.has_typed && self.content.taken >= self.content.typed.len(),
        }
    }

    /// The next characters, in UTF-8; none before an element. [`Reader::take`] says how many were used.
    pub(crate) fn characters(&mut self) -> Result<&[u8]> {
        if !self.find_text()? {
            return Ok(&[]);
        }
        let is_utf8 = matches!(self.node().node.text, Text::Utf8(_));
        if !is_utf8 && !self.content.has_typed {
            let mut typed = core::mem::take(&mut self.content.typed);
            typed.clear();
            let node = self.node();
            write_text(&mut typed, &node.node.text, node.places)?;
            self.content.typed = typed;
            self.content.has_typed = true;
        }
        let node = self.node();
        Ok(match &node.node.text {
            _ if self.content.has_typed => self.content.rest(&self.content.typed),
            Text::Utf8(span) => self.content.rest(node.get(*span)),
            _ => &[],
        })
    }

    /// Takes some of what [`Reader::characters`] gave.
    #[inline]
    pub(crate) fn take(&mut self, count: usize) {
        self.content.taken += count;
    }

    /// Decodes base64 text (or passes binary data on) into `out`. Answers how many bytes; 0 means that there are no
    /// more, unless `out` is empty.
    pub(crate) fn read_bytes(&mut self, out: &mut [u8]) -> Result<usize> {
        let mut written = 0;
        while let Some(room) = out.get_mut(written..).filter(|room| !room.is_empty()) {
            // What was decoded before comes before whatever is next, which may not be decoded at all.
            if self.content.base64.has_held() {
                written += self.content.base64.decode(&[], room)?.written;
                continue;
            }
            // What comes next may not be filled in yet, which would fault the reader and lose what there is.
            if written > 0 && !self.document.source().is_complete() && self.is_used_up() {
                break;
            }
            let found = self.find_text()?;
            let node = self.node();
            // Bytes in the middle of a group of characters, or behind the padding, are what their own characters are there.
            let as_bytes = !self.content.has_typed && self.content.base64.is_between_groups();
            if let (true, Text::Base64(span), true) = (found, &node.node.text, as_bytes) {
                let bytes = self.content.rest(node.get(*span));
                let count = bytes.len().min(room.len());
                for (to, from) in room.iter_mut().zip(bytes) {
                    *to = *from;
                }
                written += count;
                self.take(count);
                continue;
            }
            let mut decoder = self.content.base64;
            let text = if found { self.characters()? } else { &[] };
            let progress = decoder.decode(text, room)?;
            if !found && progress.written == 0 {
                decoder.finish()?;
                self.content.base64 = base64::Decoder::default();
                self.content.in_base64 = false;
                break;
            }
            self.content.base64 = decoder;
            self.content.in_base64 = true;
            written += progress.written;
            self.take(progress.read);
        }
        Ok(written)
    }

    /// Reads all text up to the next element and hands it to `convert`: in place if it is in one piece.
    pub(crate) fn read_value<T>(&mut self, convert: impl FnOnce(Value<'_>) -> Result<T>) -> Result<T> {
        if !self.find_text()? {
            return convert(Value::Characters(&[]));
        }
        // A text in the input stays where it is when the reader moves on; so does a typed one that was copied out.
        let text = self.node().node.text.clone();
        let taken = self.content.taken;
        match text {
            // Not so when the window that it is in will go with it.
            Text::Utf8(span)
                if span.place == Place::Input && !self.content.has_typed && !self.document.is_retired() =>
            {
                self.read_node()?;
                if self.find_text()? {
                    let mut gathered = core::mem::take(&mut self.content.gathered);
                    gathered.clear();
                    let first = self.document.input.bytes();
                    let first = first.get(span.start as usize..(span.start + span.len) as usize).unwrap_or_default();
                    gathered.extend_from_slice(first.get(taken..).unwrap_or_default());
                    return self.gather(gathered, convert);
                }
                let bytes = self.document.input.bytes();
                let text = bytes.get(span.start as usize..(span.start + span.len) as usize).unwrap_or_default();
                convert(Value::Characters(text.get(taken..).unwrap_or_default()))
            }
            Text::Utf8(_) | Text::Utf16(_) | Text::Base64(_) | Text::QName(_) | Text::List(_) => {
                let mut gathered = core::mem::take(&mut self.content.gathered);
                gathered.clear();
                self.gather(gathered, convert)
            }
            typed => {
                let mut gathered = core::mem::take(&mut self.content.gathered);
                gathered.clear();
                gathered.extend_from_slice(self.characters()?);
                self.read_node()?;
                if taken > 0 || self.find_text()? {
                    return self.gather(gathered, convert);
                }
                self.content.gathered = gathered;
                convert(Value::Typed(&typed))
            }
        }
    }

    /// Appends what text there is up to the next element.
    fn gather<T>(&mut self, mut gathered: Vec<u8>, convert: impl FnOnce(Value<'_>) -> Result<T>) -> Result<T> {
        loop {
            let characters = self.characters()?;
            if characters.is_empty() {
                break;
            }
            gathered.extend_from_slice(characters);
            let count = characters.len();
            self.take(count);
        }
        let result = convert(Value::Characters(&gathered));
        self.content.gathered = gathered;
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::reader::binary::{BinaryDecoder, Dictionary};
    use crate::xml::reader::input::Input;
    use crate::xml::reader::settings::Settings;
    use crate::xml::reader::{Decoder, Reader};

    /// The bytes that are read of an element of the binary encoding, so many at a time.
    fn bytes_of(records: &[&[u8]], at_a_time: usize) -> Result<Vec<u8>> {
        let mut reader = Reader::new(Settings::default());
        let decoder = Decoder::Binary(Box::new(BinaryDecoder::new(Dictionary::default(), None)));
        let document = [b"\x40\x01r", &*records.concat(), b"\x01"].concat();
        reader.set_input(decoder, Input::owned(document), Settings::default());
        reader.read_start_element()?;
        let mut all = Vec::new();
        loop {
            let mut room = vec![0xFF; at_a_time];
            let count = reader.read_bytes(&mut room)?;
            if count == 0 {
                return Ok(all);
            }
            all.extend_from_slice(&room[..count]);
        }
    }

    #[test]
    fn bytes_come_in_their_order_however_they_are_written_and_read() {
        const BYTES: &[u8] = b"\x9E\x03\x01\x02\x03";
        for at_a_time in 1..8 {
            for (records, expected) in [
                (&[&b"\x98\x04QUJD"[..], BYTES][..], &b"ABC\x01\x02\x03"[..]),
                (&[BYTES, b"\x98\x04QUJD", BYTES], b"\x01\x02\x03ABC\x01\x02\x03"),
                (&[BYTES, BYTES, b"\x98\x01 "], b"\x01\x02\x03\x01\x02\x03"),
                (&[b"\x98\x01 ", BYTES], b"\x01\x02\x03"),
                // In a group of characters they are what their own characters are.
                (&[b"\x98\x02QU", BYTES, b"\x98\x02JD"], b"A@\x10 2C"),
                (&[BYTES, b"\x98\x04QQ=="], b"\x01\x02\x03A"),
            ] {
                assert_eq!(bytes_of(records, at_a_time).unwrap(), expected, "{records:x?}, {at_a_time} at a time");
            }
            for records in [&[&b"\x98\x04QQ=="[..], BYTES][..], &[b"\x98\x01Q", BYTES], &[b"\x98\x03QQ=", BYTES]] {
                assert!(bytes_of(records, at_a_time).is_err(), "{records:x?}, {at_a_time} at a time");
            }
        }
    }
}
