//! From UTF-16 to the UTF-8 that the text decoder reads, in pieces of any size.

use crate::runtime::fault::{Fault, Result};
use crate::xml::reader::text::Charset;

/// Turns UTF-16 in either byte order into UTF-8. Keeps the bytes of a character that is not whole yet.
#[derive(Debug)]
pub(crate) struct Transcoder {
    charset: Charset,
    /// At most one byte less than a surrogate pair.
    carry: Vec<u8>,
    /// UTF-16 units read, for error texts.
    units: u64,
}

impl Transcoder {
    pub(crate) fn new(charset: Charset) -> Self {
        Transcoder { charset, carry: Vec::new(), units: 0 }
    }

    pub(crate) fn charset(&self) -> Charset {
        self.charset
    }

    /// Appends what `raw` means to `out`. UTF-8 is passed through: its decoder checks it.
    pub(crate) fn feed(&mut self, raw: &[u8], out: &mut Vec<u8>) -> Result<()> {
        if self.charset == Charset::Utf8 {
            out.extend_from_slice(raw);
            return Ok(());
        }
        let mut rest = raw;
        while !self.carry.is_empty() {
            let Some((byte, after)) = rest.split_first() else { return Ok(()) };
            self.carry.push(*byte);
            rest = after;
            let carry = core::mem::take(&mut self.carry);
            let taken = self.convert(&carry, out)?;
            self.carry.extend_from_slice(carry.get(taken..).unwrap_or_default());
        }
        let taken = self.convert(rest, out)?;
        self.carry.extend_from_slice(rest.get(taken..).unwrap_or_default());
        Ok(())
    }

    /// No more bytes follow.
    pub(crate) fn finish(&self) -> Result<()> {
        if self.carry.is_empty() { Ok(()) } else { Err(self.bad("ends inside a character")) }
    }

    /// Converts whole characters and answers how many bytes they were.
    fn convert(&mut self, raw: &[u8], out: &mut Vec<u8>) -> Result<usize> {
        let (pairs, _) = raw.as_chunks::<2>();
        let unit = match self.charset {
            Charset::Utf16Be => u16::from_be_bytes,
            _ => u16::from_le_bytes,
        };
        out.reserve(raw.len());
        let mut taken = 0;
        let mut units = pairs.iter().map(|pair| unit(*pair));
        while let Some(first) = units.next() {
            let c = match first {
                0xD800..=0xDBFF => match units.next() {
                    Some(second @ 0xDC00..=0xDFFF) => {
                        let code = 0x1_0000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(second) - 0xDC00);
                        char::from_u32(code)
                    }
                    Some(_) => None,
                    None => return Ok(taken),
                },
                unit => char::from_u32(u32::from(unit)),
            };
            let c = c.ok_or_else(|| self.bad("has a surrogate without its partner"))?;
            if c.is_ascii() {
                out.push(first as u8);
            } else {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            taken += c.len_utf16() * 2;
            self.units += c.len_utf16() as u64;
        }
        Ok(taken)
    }

    #[cold]
    fn bad(&self, what: &str) -> Fault {
        Fault::invalid_format(format!("The UTF-16 text {what} at unit {}.", self.units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(text: &str, charset: Charset) -> Vec<u8> {
        let bytes = |unit: u16| if charset == Charset::Utf16Be { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn broken_text_is_refused() {
        for units in [&[0xD800, 0x41][..], &[0xDC00], &[0x41, 0xDFFF, 0x41]] {
            let raw: Vec<u8> = units.iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
            assert!(Transcoder::new(Charset::Utf16Le).feed(&raw, &mut Vec::new()).is_err(), "{units:x?}");
        }
        for raw in [&b"a"[..], b"a\0\0\xD8", b"a\0\0\xD8\x01"] {
            let mut transcoder = Transcoder::new(Charset::Utf16Le);
            transcoder.feed(raw, &mut Vec::new()).unwrap();
            assert!(transcoder.finish().is_err());
        }
    }

    proptest! {
        #[test]
        fn any_text_in_any_pieces(text in ".{0,40}", piece in 1usize..7, big_endian: bool) {
            let charset = if big_endian { Charset::Utf16Be } else { Charset::Utf16Le };
            let mut transcoder = Transcoder::new(charset);
            let mut out = Vec::new();
            for raw in encode(&text, charset).chunks(piece) {
                transcoder.feed(raw, &mut out).unwrap();
            }
            transcoder.finish().unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }
}
