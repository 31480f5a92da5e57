//! The XML layer: everything above reads and writes XML only through it, and it knows neither C's structures nor
//! messages.
//!
//! One node model ([`node`]) for all encodings; readers make nodes, writers and the canonicaliser take them. All input
//! counts as written by an attacker: time is linear in it, and memory is bounded by what the settings allow.

pub(crate) mod buffer;
pub(crate) mod bytes;
pub(crate) mod c14n;
pub(crate) mod characters;
pub(crate) mod chars;
pub(crate) mod dictionary;
pub(crate) mod ncname;
pub(crate) mod node;
pub(crate) mod reader;
pub(crate) mod scope;
pub(crate) mod value;
pub(crate) mod writer;
