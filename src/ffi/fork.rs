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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::*;
    use crate::ffi::operation::operate;
    use crate::task::{Deadline, block_on, sleep};

    unsafe extern "C" {
        fn fork() -> i32;
        fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
        fn _exit(code: i32) -> !;
        fn alarm(seconds: u32) -> u32;
    }

    /// An operation in the background, waited for by its callback.
    fn wait_in_background() -> bool {
        unsafe extern "C" fn called(code: HRESULT, _: WS_CALLBACK_MODEL, state: *mut c_void) {
            // SAFETY: the sender that the operation was given, used once.
            let sender = unsafe { Box::from_raw(state.cast::<task::OneSender<HRESULT>>()) };
            let _ = sender.send(code);
        }
        let (sender, receiver) = task::oneshot();
        let state = Box::into_raw(Box::new(sender)).cast();
        let context = WS_ASYNC_CONTEXT { callback: Some(called), callbackState: state };
        let future = async {
            sleep(Deadline::after(5)).await;
            Ok(S_FALSE)
        };
        // SAFETY: the context is live during the call, and the future owns all it has.
        let hr = unsafe { operate(&raw const context, core::ptr::null_mut(), future) };
        hr == WS_S_ASYNC && block_on(receiver) == Some(S_FALSE)
    }

    #[test]
    fn a_child_starts_threads_of_its_own() {
        assert!(wait_in_background());
        let generation = task::generation();
        // SAFETY: the child calls what the library allows there, and ends without running what belongs to the parent.
        let child = unsafe { fork() };
        if child == 0 {
            // SAFETY: ends the child if it hangs.
            unsafe { alarm(20) };
            let works = task::generation() == generation + 1 && wait_in_background() && wait_in_background();
            // SAFETY: as above.
            unsafe { _exit(if works { 0 } else { 1 }) };
        }
        assert!(child > 0);
        let mut status = -1;
        // SAFETY: our own child.
        assert_eq!(unsafe { waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
        assert_eq!(task::generation(), generation);
        assert!(wait_in_background());
    }
}
