//! Where encoded bytes gather until they are fetched or flushed.

use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::copy;

/// Bytes with a quota. A piece either fits as a whole or leaves no trace.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// Initialised beyond what is in use, so that a short piece can be stored without a call.
    space: Vec<u8>,
    /// How many bytes there are. Never more than `space` has.
    len: usize,
    limit: usize,
}

/// Allocated at first.
const LEAST: usize = 1024;
/// Initialised in one go.
const STEP: usize = 16 * 1024;

impl Output {
    /// Starts over with a quota, keeping at most `trim` bytes of memory.
    pub(super) fn reset(&mut self, limit: usize, trim: usize) {
        self.len = 0;
        self.limit = limit;
        self.space.truncate(limit);
        self.trim(trim);
    }

    /// Gives memory back that exceeds `trim` bytes and is not in use.
    pub(super) fn trim(&mut self, trim: usize) {
        if self.space.capacity() <= trim {
            return;
        }
        if self.len == 0 {
            // As a whole: an allocator that sees only what is left of a large block does not learn that such blocks come
            // again, and asks the system for each of them.
            self.space = Vec::new();
        } else {
            self.space.truncate(trim.max(self.len));
            self.space.shrink_to(trim);
        }
    }

    /// All bytes.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        self.space.get(..self.len).unwrap_or_default()
    }

    /// Number of bytes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Makes sure that `more` bytes will fit.
    #[inline(always)]
    pub(super) fn room(&mut self, more: usize) -> Result<()> {
        if more <= self.space.len() - self.len { Ok(()) } else { self.grow(more) }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) -> Result<()> {
        if more > self.limit - self.len {
            return Err(Fault::quota("WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE", self.limit));
        }
        let needed = self.len + more;
        let present = self.space.capacity();
        if needed > present {
            let target = present.saturating_mul(2).max(LEAST).max(needed).min(self.limit);
            let added = target - self.space.len();
            self.space.try_reserve_exact(added).map_err(|_| Fault::out_of_memory(added))?;
        }
        // Not all of it at once: what is initialised just before it is written to is in the processor's cache then.
        let target = needed.max(self.space.len().saturating_add(STEP)).min(self.space.capacity()).min(self.limit);
        self.space.resize(target, 0);
        Ok(())
    }

    /// Adds to the quota.
    pub(super) fn raise(&mut self, more: usize) {
        self.limit = self.limit.saturating_add(more);
    }

    /// Appends bytes.
    #[inline(always)]
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.room(bytes.len())?;
        self.store(bytes);
        Ok(())
    }

    /// Appends bytes that there is room for.
    #[inline(always)]
    fn store(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(place) = self.space.get_mut(self.len..end) {
            copy(place, bytes);
            self.len = end;
        }
    }

    /// Appends pieces as one.
    #[inline(always)]
    pub(super) fn put_all<const N: usize>(&mut self, pieces: [&[u8]; N]) -> Result<()> {
        self.room(pieces.iter().map(|piece| piece.len()).sum())?;
        for piece in pieces {
            self.store(piece);
        }
        Ok(())
    }

    /// Whether `more` bytes fit without a call for memory.
    #[inline(always)]
    pub(super) fn has_room(&self, more: usize) -> bool {
        more <= self.space.len() - self.len
    }

    /// The next bytes to be written, if there is room for them without a call for memory.
    #[inline(always)]
    pub(super) fn next_block<const N: usize>(&mut self) -> Option<&mut [u8; N]> {
        self.space.get_mut(self.len..)?.first_chunk_mut()
    }

    /// Appends what was written at the start of [`Output::next_block`].
    #[inline(always)]
    pub(super) fn take_from_block(&mut self, len: usize) {
        debug_assert!(self.has_room(len));
        self.len += len;
    }

    /// Appends pieces as one where [`Output::has_room`] says so, and says whether it did.
    #[inline(always)]
    pub(super) fn put_if_room<const N: usize>(&mut self, pieces: [&[u8]; N]) -> bool {
        let end = self.len + pieces.iter().map(|piece| piece.len()).sum::<usize>();
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

    /// Appends one byte.
    #[inline(always)]
    pub(super) fn push(&mut self, byte: u8) -> Result<()> {
        self.room(1)?;
        if let Some(place) = self.space.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
        Ok(())
    }

    /// Appends a byte `count` times.
    pub(super) fn fill(&mut self, byte: u8, count: usize) -> Result<()> {
        self.room(count)?;
        if let Some(place) = self.space.get_mut(self.len..self.len + count) {
            place.fill(byte);
            self.len += count;
        }
        Ok(())
    }

    /// Sets bits of a byte that was written before.
    pub(super) fn set_bits(&mut self, at: usize, bits: u8) {
        if let Some(byte) = self.space.get_mut(at) {
            *byte |= bits;
        }
    }

    /// Takes back what was written after the first `len` bytes.
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Lets all bytes be changed where they are. On failure there are none.
    pub(super) fn edit(&mut self, edit: impl FnOnce(&mut Vec<u8>) -> Result<()>) -> Result<()> {
        let mut bytes = core::mem::take(&mut self.space);
        bytes.truncate(core::mem::take(&mut self.len));
        edit(&mut bytes)?;
        if bytes.len() > self.limit {
            return Err(Fault::quota("WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE", self.limit));
        }
        self.len = bytes.len();
        self.space = bytes;
        Ok(())
    }

    /// Takes the first `count` bytes away.
    pub(super) fn consume(&mut self, count: usize) {
        let count = count.min(self.len);
        self.space.copy_within(count..self.len, 0);
        self.len -= count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_QUOTA_EXCEEDED;

    #[test]
    fn bytes_are_changed_within_the_quota() {
        let mut output = Output::default();
        output.reset(8, 0);
        output.put(b"abc").unwrap();
        let add = |text: &'static [u8]| {
            move |bytes: &mut Vec<u8>| {
                bytes.extend_from_slice(text);
                Ok(())
            }
        };
        output.edit(add(b"de")).unwrap();
        output.put(b"fg").unwrap();
        assert_eq!(output.bytes(), b"abcdefg");
        let fault = output.edit(add(b"hi")).unwrap_err();
        assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(output.bytes(), b"");
    }

    #[test]
    fn the_quota_is_exact_and_pieces_are_whole() {
        let mut output = Output::default();
        output.reset(10, 0);
        output.put_all([b"abc", b"", b"def"]).unwrap();
        for fault in [output.put(b"12345").unwrap_err(), output.put_all([b"1", b"2345"]).unwrap_err()] {
            assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
            assert!(fault.texts()[0].contains("BUFFER_MAX_SIZE (10)"), "{fault:?}");
        }
        assert_eq!(output.bytes(), b"abcdef");
        output.put(b"ghij").unwrap();
        assert!(output.push(b'k').is_err() && output.fill(0, usize::MAX).is_err());
        output.consume(4);
        output.push(b'k').unwrap();
        output.set_bits(0, 0x80);
        assert_eq!(output.bytes(), b"\xE5fghijk");
        output.reset(4, 0);
        assert!(output.put(b"12345").is_err());
        output.put(b"1234").unwrap();
    }
}
