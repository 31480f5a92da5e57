//! The XML engine: what is common to reading, writing and canonicalising, whatever the encoding.
//!
//! Safe Rust over bytes, UTF-16 units and characters; it knows neither C's structures nor messages. All input counts as
//! written by an attacker: each function here is linear in its input and allocates nothing, but for error texts.

pub(crate) mod chars;
pub(crate) mod dictionary;
pub(crate) mod ncname;
