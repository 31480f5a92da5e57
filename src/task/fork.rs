//! Which process this is. Threads do not survive a fork, so a child starts anew; `ffi::process` counts for it.

use core::sync::atomic::{AtomicU32, Ordering};

static GENERATION: AtomicU32 = AtomicU32::new(0);

/// How many forks lie between the first process that used the library and this one. What the process shares between
/// its threads (the pool, kept connections) belongs to one generation.
pub(crate) fn generation() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

/// This is the child of a fork. Allowed where only async-signal-safe code is.
pub(crate) fn count() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
}
