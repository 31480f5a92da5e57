//! TLS by OpenSSL over this library's own sockets: no thread, and no wait, that the same connection without TLS would not
//! have.
//!
//! A [`TlsStream`] is one connection of either side. A [`Client`] makes them for channels, and a [`Port`] for the
//! listeners of a port, of which each is a [`Server`]. Nothing here knows HTTP, but for its name in ALPN.

mod client;
mod context;
mod issuers;
mod peer;
mod problem;
mod resume;
mod server;
mod session;
mod staple;
mod stream;
#[cfg(test)]
pub(crate) mod test_certificates;
#[cfg(test)]
mod tests;
mod verify;
mod wire;

pub(crate) use client::{Client, Profile};
pub(crate) use peer::Peer;
pub(crate) use server::{For, Port, Server, accept};
pub(crate) use stream::TlsStream;
