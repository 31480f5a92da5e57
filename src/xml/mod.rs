//! The XML layer: everything above reads and writes XML only through it, and it knows nothing of them.
//!
//! One node model ([`node`]) for all encodings; readers make nodes, writers and the canonicaliser take them.

pub(crate) mod node;
pub(crate) mod scope;
