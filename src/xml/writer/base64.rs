//! Base64 in pieces, both ways.

use super::output::Output;
use crate::runtime::fault::{Fault, Result};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes that wait for the rest of their group of three.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Encoder {
    waiting: [u8; 2],
    count: usize,
}

impl Encoder {
    /// Whether [`Encoder::finish`] has something to write.
    #[inline]
    pub(super) fn is_waiting(&self) -> bool {
        self.count != 0
    }

    /// Appends the characters of all whole groups.
    pub(super) fn put(&mut self, output: &mut Output, bytes: &[u8]) -> Result<()> {
        let mut bytes = bytes;
        while self.count != 0 {
            let [first, rest @ ..] = bytes else { return Ok(()) };
            bytes = rest;
            match self.waiting {
                [a, b] if self.count == 2 => {
                    output.put(&group([a, b, *first]))?;
                    self.count = 0;
                }
                [a, _] => (self.waiting, self.count) = ([a, *first], 2),
            }
        }
        let (groups, rest) = bytes.as_chunks::<3>();
        let mut buffer = [[0; 4]; 128];
        for some in groups.chunks(buffer.len()) {
            for (place, bytes) in buffer.iter_mut().zip(some) {
                *place = group(*bytes);
            }
            output.put(buffer.get(..some.len()).unwrap_or_default().as_flattened())?;
        }
        match *rest {
            [a] => (self.waiting, self.count) = ([a, 0], 1),
            [a, b] => (self.waiting, self.count) = ([a, b], 2),
            _ => {}
        }
        Ok(())
    }

    /// Appends the last group, padded.
    pub(super) fn finish(&mut self, output: &mut Output) -> Result<()> {
        let [a, b] = self.waiting;
        let [first, second, third, _] = group([a, if self.count == 2 { b } else { 0 }, 0]);
        match self.count {
            1 => output.put(&[first, second, b'=', b'='])?,
            2 => output.put(&[first, second, third, b'='])?,
            _ => {}
        }
        self.count = 0;
        Ok(())
    }
}

fn group([a, b, c]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    let letter = |shift: u32| ALPHABET.get((bits >> shift & 0x3F) as usize).copied().unwrap_or_default();
    [letter(18), letter(12), letter(6), letter(0)]
}

/// Characters that wait for the rest of their group of four.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Decoder {
    bits: u32,
    /// Characters of the group, `=` among them.
    count: u32,
    padding: u32,
}

impl Decoder {
    /// Appends the bytes of all whole groups. White space may stand anywhere; nothing else may follow the padding.
    pub(super) fn put(&mut self, output: &mut Output, text: &[u8]) -> Result<()> {
        for &byte in text {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' if self.count >= 2 => 0,
                b' ' | b'\t' | b'\r' | b'\n' => continue,
                _ => return Err(misplaced(byte)),
            };
            if byte == b'=' {
                self.padding += 1;
            } else if self.padding != 0 {
                return Err(misplaced(byte));
            }
            self.bits = self.bits << 6 | u32::from(value);
            self.count += 1;
            if self.count == 4 {
                let [_, bytes @ ..] = self.bits.to_be_bytes();
                let len = bytes.len() - self.padding as usize;
                let (kept, lost) = bytes.split_at_checked(len).unwrap_or_default();
                if lost.iter().any(|&byte| byte != 0) {
                    return Err(Fault::invalid_format("The base64 text has bits that belong to no byte."));
                }
                output.put(kept)?;
                // A complete padding ends the text: only white space is left to be skipped.
                (self.bits, self.count) = (0, if self.padding == 0 { 0 } else { ENDED });
            } else if self.count > ENDED {
                return Err(misplaced(byte));
            }
        }
        Ok(())
    }

    /// Whether all characters so far make whole groups.
    pub(super) fn is_complete(&self) -> bool {
        self.count == 0 || self.count == ENDED
    }
}

/// A count that means that the padding was seen.
const ENDED: u32 = 8;

#[cold]
fn misplaced(byte: u8) -> Fault {
    Fault::invalid_format(format!("The text is not base64: the byte 0x{byte:02X} is out of place."))
}
