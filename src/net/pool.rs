//! Memory that connections use while something happens on them, and give back when nothing does.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many of a kind are kept: as many as threads can use at a time, by a good margin.
const KEPT: usize = 64;

/// Things that are used again.
pub(crate) struct Pool<T> {
    items: Mutex<Vec<T>>,
}

impl<T> Pool<T> {
    pub(crate) const fn new() -> Self {
        Pool { items: Mutex::new(Vec::new()) }
    }

    fn items(&self) -> MutexGuard<'_, Vec<T>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn take(&self) -> Option<T> {
        self.items().pop()
    }

    pub(crate) fn give(&self, item: T) {
        let mut items = self.items();
        if items.len() < KEPT {
            items.push(item);
        }
    }
}

/// Room for what is received.
static BUFFERS: Pool<Vec<u8>> = Pool::new();

/// Enough for the head and the body of most messages.
pub(crate) const BUFFER: usize = 16 * 1024;

/// An empty buffer with room for [`BUFFER`] bytes.
pub(crate) fn buffer() -> Vec<u8> {
    BUFFERS.take().unwrap_or_else(|| Vec::with_capacity(BUFFER))
}

/// Gives a buffer back. One that has grown is given to the system.
pub(crate) fn recycle(mut buffer: Vec<u8>) {
    if (BUFFER..=BUFFER * 2).contains(&buffer.capacity()) {
        buffer.clear();
        BUFFERS.give(buffer);
    }
}
