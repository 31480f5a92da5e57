//! Base64 (XML Schema Part 2, 3.2.16, on RFC 4648, 4), both ways piece by piece, since text and bytes come in pieces of
//! any size that need not end where groups of four characters or three bytes do.
//!
//! Read strictly: white space may stand anywhere, other characters may not; the last group is padded; nothing follows the
//! padding; the bits that padding leaves over are zero, so that no two texts mean the same bytes.

use super::Progress;
use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::is_space_byte;
use base64_simd::{Out, STANDARD, STANDARD_NO_PAD};

/// Decodes text that comes piece by piece into buffers of any size.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Decoder {
    /// The group of four characters that is being read: six bits each.
    group: u32,
    /// How many characters of it were read, padding included: 0 to 3.
    count: u8,
    /// How many of those are padding.
    padding: u8,
    /// A padded group was complete, so no other may follow.
    ended: bool,
    /// Bytes of a complete group that no buffer had room for, the next one in the highest byte.
    held: u32,
    held_count: u8,
}

impl Decoder {
    /// Decodes as much as there is text and room. When all text was read but `out` is full, a later call, even without
    /// text, may have more to deliver: see [`Decoder::has_held`].
    pub(crate) fn decode(&mut self, text: &[u8], out: &mut [u8]) -> Result<Progress> {
        let mut rest = text;
        let mut room = &mut *out;
        let mut in_bulk = true;
        loop {
            self.deliver(&mut room);
            if self.held_count != 0 || rest.is_empty() {
                break;
            }
            if in_bulk && self.count == 0 && !self.ended && decode_groups(&mut rest, &mut room) == Bulk::Refused {
                // There is something wrong ahead: step up to it, and do not look at the way there again and again.
                in_bulk = false;
            }
            if let [byte, behind @ ..] = rest {
                // Nothing is read that is not delivered, but for the few bytes of one group.
                if room.is_empty() && !is_space_byte(*byte) {
                    break;
                }
                self.step(*byte)?;
                rest = behind;
            }
        }
        let unfilled = room.len();
        Ok(Progress { read: text.len() - rest.len(), written: out.len() - unfilled })
    }

    /// Whether decoded bytes wait for room.
    pub(crate) fn has_held(&self) -> bool {
        self.held_count != 0
    }

    /// Whether a group may begin, and nothing of one before is left.
    pub(crate) fn is_between_groups(&self) -> bool {
        self.count == 0 && !self.ended && self.held_count == 0
    }

    /// Says that there is no more text: it must not have ended inside of a group.
    pub(crate) fn finish(&self) -> Result<()> {
        if self.count != 0 {
            let count = self.count;
            return Err(Fault::invalid_format(format!(
                "The base64 text ends after {count} of the four characters of its last group."
            )));
        }
        Ok(())
    }

    /// Moves held bytes to where there is room.
    #[inline]
    fn deliver(&mut self, room: &mut &mut [u8]) {
        while self.held_count != 0
            && let Some(slot) = room.split_off_first_mut()
        {
            *slot = (self.held >> 24) as u8;
            self.held <<= 8;
            self.held_count -= 1;
        }
    }

    /// Reads one character.
    fn step(&mut self, byte: u8) -> Result<()> {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => return self.pad(),
            _ if is_space_byte(byte) => return Ok(()),
            _ => return Err(Fault::invalid_format(format!("{} cannot be in base64 text.", name(byte)))),
        };
        if self.ended || self.padding != 0 {
            return Err(Fault::invalid_format(format!("{} follows the padding of base64 text.", name(byte))));
        }
        self.group = self.group << 6 | u32::from(value);
        self.count += 1;
        if self.count == 4 {
            (self.held, self.held_count) = (self.group << 8, 3);
            (self.group, self.count) = (0, 0);
        }
        Ok(())
    }

    fn pad(&mut self) -> Result<()> {
        if self.ended || self.count < 2 {
            return Err(Fault::invalid_format(
                "Base64 text has a padding character (=) where there is nothing to be padded.",
            ));
        }
        self.group <<= 6;
        self.count += 1;
        self.padding += 1;
        if self.count == 4 {
            let bytes = 3 - self.padding;
            let (held, left_over) = (self.group << 8, self.group << (8 + 8 * u32::from(bytes)));
            if left_over != 0 {
                return Err(Fault::invalid_format(
                    "The last character before the padding of base64 text has bits that belong to no byte.",
                ));
            }
            (self.held, self.held_count) = (held, bytes);
            (self.group, self.count, self.padding, self.ended) = (0, 0, 0, true);
        }
        Ok(())
    }
}

#[derive(PartialEq, Eq)]
enum Bulk {
    /// As much was decoded as is possible without looking at single characters.
    Done,
    /// There is a character that is not for here.
    Refused,
}

/// Decodes the whole groups that are first in the text, up to white space, the padding or the end of the room.
fn decode_groups(rest: &mut &[u8], room: &mut &mut [u8]) -> Bulk {
    let most = rest.len().min(room.len() / 3 * 4);
    let solid = solid_prefix(rest.get(..most).unwrap_or_default());
    let groups = match rest.get(..solid) {
        Some([.., b'=']) => solid.saturating_sub(1),
        _ => solid,
    } / 4
        * 4;
    let Some((text, behind)) = rest.split_at_checked(groups) else {
        return Bulk::Done;
    };
    let Some(target) = room.get_mut(..groups / 4 * 3) else {
        return Bulk::Done;
    };
    if STANDARD_NO_PAD.decode(text, Out::from_slice(target)).is_err() {
        return Bulk::Refused;
    }
    *rest = behind;
    let _ = room.split_off_mut(..groups / 4 * 3);
    Bulk::Done
}

/// How many bytes there are before the first white space.
fn solid_prefix(text: &[u8]) -> usize {
    const BLOCK: usize = 64;
    // A block is looked at as a whole, which the compiler does with few instructions; no character of base64 is below.
    let blocks = text.chunks_exact(BLOCK).take_while(|block| block.iter().fold(true, |all, byte| all & (*byte > b' ')));
    let start = blocks.count() * BLOCK;
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().position(|byte| is_space_byte(*byte)).unwrap_or(rest.len())
}

/// A character for an error text, by its code where it could do harm.
fn name(byte: u8) -> String {
    match byte {
        b'!'..=b'~' => format!("The character {}", char::from(byte)),
        _ => format!("The byte 0x{byte:02X}"),
    }
}

/// Reads a whole text, appending the bytes. Nothing is appended when the text is refused.
pub(crate) fn parse_base64(out: &mut Vec<u8>, text: &[u8]) -> Result<()> {
    let start = out.len();
    let most = text.len() / 4 * 3;
    out.try_reserve(most).map_err(|_| Fault::out_of_memory(most))?;
    // Most texts have no white space, and then this one is as strict.
    if STANDARD.decode_append(text, out).is_ok() {
        return Ok(());
    }
    out.resize(start + most, 0);
    let mut decoder = Decoder::default();
    let decoded = decoder.decode(text, out.get_mut(start..).unwrap_or_default()).and_then(|progress| {
        // Where there is text beyond the room, it cannot be whole groups.
        let mut beyond = [0; 3];
        decoder.decode(text.get(progress.read..).unwrap_or_default(), &mut beyond)?;
        decoder.finish()?;
        Ok(progress.written)
    });
    out.truncate(start + decoded.as_ref().copied().unwrap_or(0));
    decoded.map(|_| ())
}

/// Encodes bytes that come piece by piece.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Encoder {
    /// The bytes that did not fill a group of three.
    carried: [u8; 2],
    count: u8,
}

impl Encoder {
    /// Appends the text of all whole groups.
    pub(crate) fn encode(&mut self, out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
        let mut rest = bytes;
        let [first, second] = self.carried;
        let group = match (self.count, rest) {
            (1, [b, c, behind @ ..]) => Some(([first, *b, *c], behind)),
            (2, [c, behind @ ..]) => Some(([first, second, *c], behind)),
            _ => None,
        };
        if let Some((group, behind)) = group {
            append(out, &group)?;
            (rest, self.count) = (behind, 0);
        }
        if self.count == 0 {
            let (groups, behind) = rest.split_at_checked(rest.len() / 3 * 3).unwrap_or_default();
            append(out, groups)?;
            rest = behind;
        }
        match (self.count, rest) {
            (0, [a]) => (self.carried, self.count) = ([*a, 0], 1),
            (0, [a, b]) => (self.carried, self.count) = ([*a, *b], 2),
            (1, [b]) => (self.carried, self.count) = ([first, *b], 2),
            _ => {}
        }
        Ok(())
    }

    /// Appends the last group, padded, if there are bytes for one, and starts anew.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let [first, second] = self.carried;
        match core::mem::take(&mut self.count) {
            0 => return Ok(()),
            1 => {
                append(out, &[first])?;
                out.extend_from_slice(b"==");
            }
            _ => {
                append(out, &[first, second])?;
                out.push(b'=');
            }
        }
        Ok(())
    }
}

/// Appends the text of bytes, without padding.
fn append(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    reserve(out, bytes)?;
    STANDARD_NO_PAD.encode_append(bytes, out);
    Ok(())
}

/// Appends the text of all bytes.
pub(crate) fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    reserve(out, bytes)?;
    STANDARD.encode_append(bytes, out);
    Ok(())
}

/// Makes room for the text of bytes.
fn reserve(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    let length = bytes.len().div_ceil(3) * 4;
    out.try_reserve(length).map_err(|_| Fault::out_of_memory(length))
}

/// Writes the text of all bytes to the start of a place that has room for it. Answers its length.
pub(crate) fn encode(place: &mut [u8], bytes: &[u8]) -> Result<usize> {
    let length = bytes.len().div_ceil(3) * 4;
    let place = place.get_mut(..length).ok_or_else(|| Fault::out_of_memory(length))?;
    Ok(STANDARD.encode(bytes, Out::from_slice(place)).len())
}

#[cfg(test)]
mod tests;
