//! An input of a fuzzer as a sequence of choices. Where it ends, the rest of the choices is 0.

pub(super) struct Choices<'a> {
    rest: &'a [u8],
}

impl<'a> Choices<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Choices { rest: data }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *byte
    }

    pub(super) fn flag(&mut self) -> bool {
        self.byte() & 1 != 0
    }

    /// Up to `count` bytes.
    pub(super) fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (bytes, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, &[]));
        self.rest = rest;
        bytes
    }

    /// Exactly as many bytes.
    pub(super) fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        for (to, from) in array.iter_mut().zip(self.bytes(N)) {
            *to = *from;
        }
        array
    }

    /// One of these.
    pub(super) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let index = usize::from(self.byte()) % from.len().max(1);
        from.get(index).copied().unwrap_or_default()
    }

    /// What has not been chosen from.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}
