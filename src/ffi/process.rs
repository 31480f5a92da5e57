//! What the library's threads mean to the rest of the process: forks and signals.

use crate::task;
use std::sync::Once;

// POSIX.
unsafe extern "C" {
    /// Handlers that are not given are NULL.
    fn pthread_atfork(
        prepare: Option<unsafe extern "C" fn()>,
        parent: Option<unsafe extern "C" fn()>,
        child: Option<unsafe extern "C" fn()>,
    ) -> i32;
    fn sigfillset(set: *mut Signals) -> i32;
    fn sigdelset(set: *mut Signals, signal: i32) -> i32;
    fn pthread_sigmask(how: i32, set: *const Signals, old: *mut Signals) -> i32;
}

/// A sigset_t: 1024 bits on Linux, whatever the C library.
#[repr(C)]
struct Signals([u64; 16]);

/// Runs in the child, where only async-signal-safe code may run.
unsafe extern "C" fn in_child() {
    task::count_fork();
}

/// SIG_SETMASK of Linux on all architectures but MIPS and SPARC.
const SET_MASK: i32 = 2;
/// What a thread does to itself: SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSEGV and SIGPROF have the numbers that POSIX or
/// custom gives them; SIGBUS and SIGSYS those of most architectures.
const OWN_SIGNALS: [i32; 8] = [4, 5, 6, 7, 8, 11, 27, 31];

/// Leaves signals to the threads of the program, which knows what its handlers may interrupt.
fn leave_signals() {
    let mut signals = Signals([0; 16]);
    // SAFETY: a set of the size of a sigset_t, on the stack.
    unsafe {
        sigfillset(&raw mut signals);
        for signal in OWN_SIGNALS {
            sigdelset(&raw mut signals, signal);
        }
        pthread_sigmask(SET_MASK, &raw const signals, core::ptr::null_mut());
    }
}

/// Called before the library starts its first thread: forks are noticed from now on, so that a child process does not
/// wait for threads that it does not have.
pub(super) fn prepare() {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(|| {
        task::prepare_threads(leave_signals);
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
    fn threads_of_the_library_leave_signals_alone() {
        assert!(wait_in_background());
        let mut seen = 0;
        for thread in std::fs::read_dir("/proc/self/task").unwrap() {
            let path = thread.unwrap().path();
            let Ok(status) = std::fs::read_to_string(path.join("status")) else { continue };
            let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
            if field("Name:").starts_with("ws-timer") {
                let blocked = u64::from_str_radix(&field("SigBlk:"), 16).unwrap();
                let has = |signal: u32| blocked & 1 << (signal - 1) != 0;
                // SIGTERM, SIGINT, SIGCHLD, SIGALRM; SIGSEGV, SIGABRT.
                assert!([15, 2, 17, 14].into_iter().all(has) && ![11, 6].into_iter().any(has), "{blocked:x}");
                seen += 1;
            }
        }
        assert!(seen > 0);
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
