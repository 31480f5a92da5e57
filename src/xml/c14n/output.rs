//! Where canonical octets go: gathered, escaped, handed on in blocks.

use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::copy;

/// Takes canonical octets, in order: a digest, or the caller's callback.
pub(crate) trait Sink {
    /// Takes the next octets. After a failure the octets are lost and canonicalisation cannot go on.
    fn write(&mut self, bytes: &[u8]) -> Result<()>;
}

/// Octets that wait for the sink.
#[derive(Default)]
pub(super) struct Block {
    /// Initialised beyond what is in use, so that a short piece can be stored without a call.
    space: Vec<u8>,
    len: usize,
}

/// Initialised in one go.
const STEP: usize = 4096;

impl Block {
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    /// Appends pieces as one if there is space for them already, and fewer than `size` bytes remain.
    #[inline(always)]
    fn store_all<const N: usize>(&mut self, pieces: [&[u8]; N], size: usize) -> bool {
        let end = self.len + pieces.iter().map(|piece| piece.len()).sum::<usize>();
        if end >= size {
            return false;
        }
        // One slice for all of them, so that nothing has to be loaded again after each.
        let Some(mut place) = self.space.get_mut(self.len..end) else { return false };
        for piece in pieces {
            let Some((part, rest)) = place.split_at_mut_checked(piece.len()) else { return false };
            copy(part, piece);
            place = rest;
        }
        self.len = end;
        true
    }

    /// Appends bytes.
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        let needed = (self.len + bytes.len()).next_multiple_of(STEP);
        if let Some(added) = needed.checked_sub(self.space.len()) {
            self.space.try_reserve(added).map_err(|_| Fault::out_of_memory(added))?;
            self.space.resize(needed, 0);
        }
        self.store_all([bytes], usize::MAX);
        Ok(())
    }
}

/// The canonicaliser's block of octets and the sink behind it, for the time of one node.
pub(super) struct Output<'a> {
    /// Less than `size` bytes between calls.
    pub(super) block: &'a mut Block,
    /// The sink gets at least this many bytes at a time.
    pub(super) size: usize,
    pub(super) sink: &'a mut dyn Sink,
}

impl Output<'_> {
    #[inline]
    pub(super) fn byte(&mut self, byte: u8) -> Result<()> {
        self.put(&[byte])
    }

    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        if self.block.store_all([bytes], self.size) { Ok(()) } else { self.put_slowly(bytes) }
    }

    /// As [`Output::put`] for each piece.
    #[inline]
    pub(super) fn put_all<const N: usize>(&mut self, pieces: [&[u8]; N]) -> Result<()> {
        if self.block.store_all(pieces, self.size) { Ok(()) } else { self.put_each(&pieces) }
    }

    #[cold]
    fn put_each(&mut self, pieces: &[&[u8]]) -> Result<()> {
        pieces.iter().try_for_each(|piece| self.put(piece))
    }

    /// A name and a value in quotes, as an attribute has them, if nothing in the value needs escaping.
    #[inline]
    pub(super) fn plain_attribute(&mut self, name: &[u8], value: &[u8]) -> bool {
        plain_run::<true>(value) == value.len() && self.block.store_all([b" ", name, b"=\"", value, b"\""], self.size)
    }

    /// Fills the block, and lets what is long pass without a copy: the block never grows beyond its size.
    #[inline(never)]
    fn put_slowly(&mut self, bytes: &[u8]) -> Result<()> {
        if self.block.len == 0 && bytes.len() >= self.size {
            return self.sink.write(bytes);
        }
        let room = self.size.saturating_sub(self.block.len);
        let (head, tail) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
        self.block.append(head)?;
        if self.block.len < self.size {
            return Ok(());
        }
        self.flush()?;
        if tail.len() >= self.size {
            return self.sink.write(tail);
        }
        self.block.append(tail)
    }

    /// Hands the block on, whatever is in it.
    pub(super) fn flush(&mut self) -> Result<()> {
        let bytes = self.block.space.get(..self.block.len).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        let written = self.sink.write(bytes);
        self.block.clear();
        written
    }

    /// Characters of a text node, or of an attribute's value or a namespace URI.
    #[inline]
    pub(super) fn escaped<const ATTRIBUTE: bool>(&mut self, bytes: &[u8]) -> Result<()> {
        let mut rest = bytes;
        loop {
            let (plain, tail) = rest.split_at_checked(plain_run::<ATTRIBUTE>(rest)).unwrap_or((rest, &[]));
            self.put(plain)?;
            let Some((&byte, after)) = tail.split_first() else { return Ok(()) };
            // Canonical XML 1.0, 2.3 "Text Nodes" and "Attribute Nodes"; the hexadecimal digits are capitals.
            self.put(match byte {
                b'&' => b"&amp;",
                b'<' => b"&lt;",
                b'>' => b"&gt;",
                b'"' => b"&quot;",
                b'\t' => b"&#x9;",
                b'\n' => b"&#xA;",
                _ => b"&#xD;",
            })?;
            rest = after;
        }
    }
}

#[inline]
fn is_special<const ATTRIBUTE: bool>(byte: u8) -> bool {
    if ATTRIBUTE {
        matches!(byte, b'&' | b'<' | b'"' | b'\t' | b'\n' | b'\r')
    } else {
        matches!(byte, b'&' | b'<' | b'>' | b'\r')
    }
}

/// Number of bytes before the first one that needs escaping.
#[inline]
fn plain_run<const ATTRIBUTE: bool>(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut rest = bytes;
    // Without an early exit inside, the compiler makes vector code of the inner loop.
    while let Some((block, after)) = rest.split_first_chunk::<32>() {
        if block.iter().fold(false, |found, &byte| found | is_special::<ATTRIBUTE>(byte)) {
            break;
        }
        at += 32;
        rest = after;
    }
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        let found = special_mask::<ATTRIBUTE>(u64::from_le_bytes(*word));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
        rest = after;
    }
    match bytes.last_chunk::<8>() {
        // Its first bytes were looked at already, and found plain.
        Some(last) if !rest.is_empty() => match special_mask::<ATTRIBUTE>(u64::from_le_bytes(*last)) {
            0 => bytes.len(),
            found => bytes.len() - last.len() + (found.trailing_zeros() / 8) as usize,
        },
        _ => at + rest.iter().position(|&byte| is_special::<ATTRIBUTE>(byte)).unwrap_or(rest.len()),
    }
}

/// The high bit of each byte that needs escaping. Right up to the lowest such byte; bytes above it may be marked by
/// the borrow of the subtraction.
#[inline]
fn special_mask<const ATTRIBUTE: bool>(word: u64) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let equal = |word: u64, byte: u8| {
        let zero = word ^ (LOW * u64::from(byte));
        zero.wrapping_sub(LOW) & !zero & HIGH
    };
    if ATTRIBUTE {
        // '"' and '&' differ in one bit only.
        equal(word | (LOW * 4), b'&') | equal(word, b'<') | equal(word, b'\t') | equal(word, b'\n') | equal(word, b'\r')
    } else {
        // So do '<' and '>'.
        equal(word, b'&') | equal(word | (LOW * 2), b'>') | equal(word, b'\r')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Blocks(Vec<Vec<u8>>);

    impl Sink for Blocks {
        fn write(&mut self, bytes: &[u8]) -> Result<()> {
            self.0.push(bytes.to_vec());
            Ok(())
        }
    }

    #[test]
    fn runs_end_at_the_first_special_byte_wherever_it_is() {
        for length in 0..70_usize {
            for at in 0..=length {
                for byte in 0..=255_u8 {
                    let mut bytes = vec![b'x'; length];
                    if let Some(place) = bytes.get_mut(at) {
                        *place = byte;
                    }
                    let naive = |attribute: bool| {
                        let special: &[u8] = if attribute { b"&<\"\t\n\r" } else { b"&<>\r" };
                        bytes.iter().position(|byte| special.contains(byte)).unwrap_or(length)
                    };
                    assert_eq!(plain_run::<true>(&bytes), naive(true), "{length} {at} {byte}");
                    assert_eq!(plain_run::<false>(&bytes), naive(false), "{length} {at} {byte}");
                }
            }
        }
    }

    #[test]
    fn the_sink_gets_full_blocks_and_the_block_does_not_grow() {
        for size in [1, 2, 7, 64] {
            let mut blocks = Blocks(Vec::new());
            let mut block = Block::default();
            let mut all = Vec::new();
            let mut output = Output { block: &mut block, size, sink: &mut blocks };
            for length in [0_usize, 1, 3, 6, 7, 8, 63, 64, 65, 200, 1, 1] {
                let bytes: Vec<u8> = (0..length).map(|index| index as u8).collect();
                output.put(&bytes).unwrap();
                assert!(output.block.len < size);
                output.byte(0xff).unwrap();
                all.extend(bytes);
                all.push(0xff);
            }
            output.flush().unwrap();
            assert_eq!(blocks.0.concat(), all);
            let (_last, full) = blocks.0.split_last().unwrap();
            assert!(full.iter().all(|block| block.len() >= size), "{size}");
        }
    }
}
