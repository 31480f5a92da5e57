//! HTTP servers: listeners with URLs, which share the ports of the process, and the requests that come to them.
//!
//! Each connection is a task of the pool until a request is there. Then the request has the connection: whoever takes
//! the request from its listener reads and writes the socket itself, on its own thread, and no other task is involved.
//! When the response has been sent, a new task waits for the next request, and holds no buffers while it does.

mod exchange;
mod listener;
mod port;
mod prefix;
mod serve;
mod sweep;
#[cfg(test)]
pub(super) mod tests;

pub(crate) use exchange::Exchange;
pub(crate) use listener::{Listener, Settings};
pub(crate) use prefix::Place;
