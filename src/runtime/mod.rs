//! What every engine stands on: faults, error objects, the arena with its quota, and time. Nothing here knows XML, SOAP
//! or sockets.

pub(crate) mod budget;
pub(crate) mod datetime;
pub(crate) mod error;
pub(crate) mod fault;
#[allow(unsafe_code, reason = "an arena hands out memory whose lifetime the API rules, not Rust")]
pub(crate) mod heap;
pub(crate) mod language;
pub(crate) mod soap_fault;
