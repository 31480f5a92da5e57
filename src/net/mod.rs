//! TCP for blocking and asynchronous operations alike; names; what the system's errors mean in the API's.

mod connect;
mod error;
mod listener;
pub(crate) mod pool;
mod resolve;
mod stream;
#[cfg(test)]
mod tests;

pub(crate) use connect::connect_first;
pub(crate) use error::Place;
pub(crate) use listener::TcpListener;
pub(crate) use resolve::resolve;
pub(crate) use stream::TcpStream;
