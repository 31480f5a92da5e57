//! The threads of the library.

use std::io;
use std::sync::OnceLock;

/// As much as threads of programs have, since callbacks of programs run here; what is not touched costs nothing.
const STACK: usize = 8 * 1024 * 1024;

/// What each thread does first. Set by `ffi`, which may call the system where no safe function is.
static PREPARE: OnceLock<fn()> = OnceLock::new();

/// From now on, threads of the library begin with this.
pub(crate) fn prepare_threads(prepare: fn()) {
    let _ = PREPARE.set(prepare);
}

/// Starts a thread; names have 15 bytes at most.
pub(crate) fn start_thread(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let prepared = || {
        if let Some(prepare) = PREPARE.get() {
            prepare();
        }
        body();
    };
    std::thread::Builder::new().name(name.into()).stack_size(STACK).spawn(prepared).map(|_| ())
}
