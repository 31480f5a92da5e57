//! How operations that wait are run.
//!
//! Such an operation is written once, as a future. [`block_on`] runs it on the caller's thread, which itself waits for
//! the sockets; [`spawn`] and what `ffi::operation` makes of asynchronous calls run on the pool, whose threads wait for
//! all sockets together. The futures at the bottom ask [`blocking`] which of the two it is; nothing else has to know.

mod abort;
mod block;
mod deadline;
mod fork;
mod mode;
mod pool;
mod source;
mod spin;
mod sync;
#[cfg(test)]
mod tests;
mod thread;
mod timer;

pub(crate) use abort::Abort;
pub(crate) use block::block_on;
pub(crate) use deadline::{Deadline, sleep, within};
pub(crate) use fork::{count as count_fork, generation};
pub(crate) use mode::blocking;
pub(crate) use pool::{begin, long, spawn};
pub(crate) use source::{Direction, Done, Source};
pub(crate) use sync::{OneReceiver, OneSender, Permit, Queue, Refused, Semaphore, Waiters, oneshot};
pub(crate) use thread::{prepare_threads, start_thread};
