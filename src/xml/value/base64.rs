//! Base64 (XML Schema Part 2, 3.2.16, on RFC 4648, 4), both ways piece by piece, since text and bytes come in pieces of
//! any size that need not end where groups of four characters or three bytes do.
//!
//! Read strictly: white space may stand anywhere, other characters may not; the last group is padded; nothing follows the
//! padding; the bits that padding leaves over are zero, so that no two texts mean the same bytes.

use super::Progress;
use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::is_space_byte;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

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
    let done = decode_blocks(rest, room);
    let _ = (rest.split_off(..done), room.split_off_mut(..done / 4 * 3));
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
    if groups == 0 {
        return Bulk::Done;
    }
    let Some((target, _)) = room.split_at_mut_checked(groups / 4 * 3) else {
        return Bulk::Done;
    };
    match STANDARD_NO_PAD.decode_slice(text, target) {
        Ok(written) => {
            *rest = behind;
            let _ = room.split_off_mut(..written);
            Bulk::Done
        }
        Err(_) => Bulk::Refused,
    }
}

/// Decodes the blocks that are first in the text, up to one with something in it that stands for no six bits. Answers how
/// many characters that were.
///
/// Written so that the compiler makes operations on 16 characters of it, and on eight where they become six bytes.
fn decode_blocks(text: &[u8], room: &mut [u8]) -> usize {
    const BLOCK: usize = 32;
    let (blocks, _) = text.as_chunks::<BLOCK>();
    let (places, _) = room.as_chunks_mut::<{ BLOCK / 4 * 3 }>();
    let mut done = 0;
    for (block, place) in blocks.iter().zip(places) {
        let mut values = *block;
        values.iter_mut().for_each(|value| *value = six_bits(*value));
        if values.iter().fold(0, |all, value| all | value) > 63 {
            break;
        }
        let ([a, b, c, d], []) = values.as_chunks::<8>() else { break };
        let ([w, x, y, z], []) = place.as_chunks_mut::<6>() else { break };
        (*w, *x, *y, *z) = (joined(*a), joined(*b), joined(*c), joined(*d));
        done += BLOCK;
    }
    done
}

/// The bytes that eight times six bits are.
#[inline(always)]
fn joined(values: [u8; 8]) -> [u8; 6] {
    // Six bits of each eight, then twelve of each sixteen, then 24 of each 32.
    let bits = u64::from_be_bytes(values);
    let bits = bits & 0x003f_003f_003f_003f | (bits & 0x3f00_3f00_3f00_3f00) >> 2;
    let bits = bits & 0x0000_0fff_0000_0fff | (bits & 0x0fff_0000_0fff_0000) >> 4;
    let bits = bits & 0x0000_0000_00ff_ffff | (bits & 0x00ff_ffff_0000_0000) >> 8;
    let [_, _, bytes @ ..] = bits.to_be_bytes();
    bytes
}

/// What a character stands for, without a branch or a table; 255 for what is none.
#[inline(always)]
fn six_bits(byte: u8) -> u8 {
    let from = |first: u8, count: u8, delta: u8| if byte.wrapping_sub(first) < count { delta } else { 0 };
    // None of these is 0.
    let delta = from(b'A', 26, 0_u8.wrapping_sub(b'A'))
        | from(b'a', 26, 26_u8.wrapping_sub(b'a'))
        | from(b'0', 10, 52 - b'0')
        | from(b'+', 1, 62 - b'+')
        | from(b'/', 1, 63 - b'/');
    if delta == 0 { u8::MAX } else { byte.wrapping_add(delta) }
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
    out.resize(start + most, 0);
    // Most texts have no white space, and then this one is as strict.
    let place = out.get_mut(start..).unwrap_or_default();
    let read = decode_blocks(text, place);
    let (end, rest) = (read / 4 * 3, text.get(read..).unwrap_or_default());
    if let Ok(written) = STANDARD.decode_slice(rest, place.get_mut(end..).unwrap_or_default()) {
        out.truncate(start + end + written);
        return Ok(());
    }
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
    if bytes.is_empty() {
        return Ok(());
    }
    let (start, length) = (out.len(), bytes.len().div_ceil(3) * 4);
    out.try_reserve(length).map_err(|_| Fault::out_of_memory(length))?;
    out.resize(start + length, 0);
    encode(out.get_mut(start..).unwrap_or_default(), bytes)?;
    // Without the padding.
    out.truncate(start + (bytes.len() * 4).div_ceil(3));
    Ok(())
}

/// Appends the text of all bytes.
pub(crate) fn write_base64(out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    let (start, length) = (out.len(), bytes.len().div_ceil(3) * 4);
    out.try_reserve(length).map_err(|_| Fault::out_of_memory(length))?;
    out.resize(start + length, 0);
    encode(out.get_mut(start..).unwrap_or_default(), bytes).map(drop)
}

/// The two characters that twelve bits stand for, the first one in the lower byte.
static PAIRS: [u16; 1 << 12] = {
    let mut pairs = [0; 1 << 12];
    let (mut rest, mut bits): (&mut [u16], u16) = (&mut pairs, 0);
    while let Some((pair, others)) = rest.split_first_mut() {
        *pair = u16::from_le_bytes([character(bits >> 6), character(bits & 0x3F)]);
        (rest, bits) = (others, bits + 1);
    }
    pairs
};

/// The character that six bits stand for.
const fn character(bits: u16) -> u8 {
    let bits = bits as u8;
    match bits {
        0..26 => b'A' + bits,
        26..52 => b'a' + bits - 26,
        52..62 => b'0' + bits - 52,
        62 => b'+',
        _ => b'/',
    }
}

/// Writes the text of all bytes to the start of a place that has room for it. Answers its length.
pub(crate) fn encode(place: &mut [u8], bytes: &[u8]) -> Result<usize> {
    let (texts, _) = place.as_chunks_mut::<8>();
    let (blocks, rest) = bytes.as_chunks::<6>();
    for (text, &[a, b, c, d, e, f]) in texts.iter_mut().zip(blocks) {
        let (high, low) = (u32::from_be_bytes([a, b, c, d]), u16::from_be_bytes([e, f]));
        let bits = u64::from(high) << 16 | u64::from(low);
        let pairs = pair(bits >> 36) | pair(bits >> 24) << 16 | pair(bits >> 12) << 32 | pair(bits) << 48;
        *text = pairs.to_le_bytes();
    }
    let done = blocks.len() * 8;
    let place = place.get_mut(done..).ok_or_else(|| Fault::out_of_memory(bytes.len()))?;
    let last = STANDARD.encode_slice(rest, place).map_err(|_| Fault::out_of_memory(bytes.len()))?;
    Ok(done + last)
}

#[inline(always)]
fn pair(bits: u64) -> u64 {
    u64::from(PAIRS.get((bits & 0xFFF) as usize).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests;
