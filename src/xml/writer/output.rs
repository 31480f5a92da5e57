//! Where encoded bytes gather until they are fetched or flushed.

use crate::runtime::fault::{Fault, Result};

/// Bytes with a quota. A piece either fits as a whole or leaves no trace.
#[derive(Debug, Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    /// How many bytes there may be without a look at the quota: what is allocated, or the quota where that is less.
    end: usize,
    limit: usize,
}

impl Output {
    /// Starts over with a quota, keeping at most `trim` bytes of memory.
    pub(super) fn reset(&mut self, limit: usize, trim: usize) {
        self.bytes.clear();
        self.limit = limit;
        self.trim(trim);
    }

    /// Gives memory back that exceeds `trim` bytes and is not in use.
    pub(super) fn trim(&mut self, trim: usize) {
        if self.bytes.capacity() > trim {
            self.bytes.shrink_to(trim);
        }
        self.end = self.bytes.capacity().min(self.limit);
    }

    /// All bytes.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number of bytes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Makes sure that `more` bytes will fit.
    #[inline]
    pub(super) fn room(&mut self, more: usize) -> Result<()> {
        if more <= self.end - self.bytes.len() { Ok(()) } else { self.grow(more) }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) -> Result<()> {
        if more > self.limit - self.bytes.len() {
            return Err(Fault::quota("WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE", self.limit));
        }
        self.bytes.try_reserve(more).map_err(|_| Fault::out_of_memory(more))?;
        self.end = self.bytes.capacity().min(self.limit);
        Ok(())
    }

    /// Appends bytes.
    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.room(bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Appends pieces as one.
    #[inline]
    pub(super) fn put_all<const N: usize>(&mut self, pieces: [&[u8]; N]) -> Result<()> {
        self.room(pieces.iter().map(|piece| piece.len()).sum())?;
        for piece in pieces {
            self.bytes.extend_from_slice(piece);
        }
        Ok(())
    }

    /// Appends one byte.
    #[inline]
    pub(super) fn push(&mut self, byte: u8) -> Result<()> {
        self.room(1)?;
        self.bytes.push(byte);
        Ok(())
    }

    /// Appends a byte `count` times.
    pub(super) fn fill(&mut self, byte: u8, count: usize) -> Result<()> {
        self.room(count)?;
        self.bytes.resize(self.bytes.len() + count, byte);
        Ok(())
    }

    /// Sets bits of a byte that was written before.
    pub(super) fn set_bits(&mut self, at: usize, bits: u8) {
        if let Some(byte) = self.bytes.get_mut(at) {
            *byte |= bits;
        }
    }

    /// Takes back what was written after the first `len` bytes.
    pub(super) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    /// Takes the first `count` bytes away.
    pub(super) fn consume(&mut self, count: usize) {
        self.bytes.drain(..count.min(self.bytes.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_QUOTA_EXCEEDED;

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
