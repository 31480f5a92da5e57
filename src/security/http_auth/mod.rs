//! HTTP authentication (RFC 9110, 11): Basic, Digest, and NTLM and Negotiate through GSSAPI. Both sides, without
//! sockets: what is sent is given, and what came is taken.

mod basic;
mod client;
mod digest;
mod field;
mod nonce;
mod server;
#[cfg(test)]
mod tests;

pub(crate) use client::ClientAuth;
pub(crate) use server::{Authenticator, Connection, Seen, Verdict};
