//! The Windows Web Services API (WWSAPI, `webservices.dll`) for Linux.
//!
//! C and C++ programs include `<WebServices.h>` and link `libwebservices.so`; this crate is what they call.
//! Layers, each using only those to its right:
//! [`ffi`] (pointers in, HRESULT out) → engines (safe Rust) → `runtime` (faults, arena,
//! time) and [`abi`] (plain C data).
//! `docs/architecture.md` has the map and the reasons.

#[cfg(not(panic = "unwind"))]
compile_error!("A panic must not end the caller's process: build with panic = \"unwind\".");

#[allow(non_camel_case_types, non_snake_case, non_upper_case_globals, reason = "the names are the API's")]
pub mod abi;
#[allow(dead_code, reason = "the exports on channels come next")]
mod channel;
#[allow(unsafe_code, reason = "the boundary: the only place that sees the caller's pointers")]
#[allow(non_snake_case, non_upper_case_globals, reason = "the names are the API's")]
#[allow(clippy::missing_safety_doc, reason = "its comments are the C manual; the contract is at the top of the module")]
pub mod ffi;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
#[allow(dead_code, reason = "channels are its first user")]
mod http;
mod message;
mod net;
mod runtime;
mod security;
mod serialize;
mod service;
mod task;
#[allow(dead_code, reason = "channels with a security description are its first user")]
mod tls;
mod trace;
mod url;
mod xml;
