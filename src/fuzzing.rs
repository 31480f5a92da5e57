//! The engines as fuzzers call them: one function per target of `fuzz/`, which takes any bytes and panics if they show
//! a defect. Not part of the API; exists only in tests and with the feature `fuzzing`.
//!
//! The first bytes of an input choose how, the rest is a document or a sequence of calls.

mod binary;
mod canonical;
mod choices;
mod copies;
mod edits;
mod events;
mod http;
mod insider;
mod markup;
mod message;
mod mtom;
mod raw;
mod sealed;
mod security;
mod signature;
#[cfg(test)]
mod tests;
mod text;
#[allow(unsafe_code, reason = "it calls the exports as a C program does, with structures that it describes")]
mod typed;
mod writer;

pub use binary::binary_reader;
pub use canonical::canonicalizer;
pub use copies::{binary_copies, text_copies};
pub use edits::buffer_calls;
pub use http::http;
pub use insider::insider;
pub use message::message;
pub use mtom::mtom_reader;
pub use raw::raw;
pub use sealed::sealed;
pub use security::security_header;
pub use signature::signature;
pub use text::{text_reader, text_reader_calls};
pub use typed::typed;
pub use writer::writer_calls;
