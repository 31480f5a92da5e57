//! Notices forks, so that a child process does not wait for threads that it does not have.

use crate::task;
use std::sync::Once;

unsafe extern "C" {
    /// POSIX. Handlers that are not given are NULL.
    fn pthread_atfork(
        prepare: Option<unsafe extern "C" fn()>,
        parent: Option<unsafe extern "C" fn()>,
        child: Option<unsafe extern "C" fn()>,
    ) -> i32;
}

/// Runs in the child, where only async-signal-safe code may run.
unsafe extern "C" fn in_child() {
    task::count_fork();
}

/// From now on forks are noticed. Called before the library starts its first thread.
pub(super) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // It fails only for want of memory; then a child that goes on to use asynchronous calls is on its own.
        // SAFETY: the handler only adds to an atomic.
        let _ = unsafe { pthread_atfork(None, None, Some(in_child)) };
    });
}
