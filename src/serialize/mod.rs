//! Typed data: C structures in and out of XML by description.
//!
//! [`place`] is the only code that follows the caller's pointers, [`description`] says what may stand where, [`plan`]
//! checks each description once per call. The engines work on plans, so that they check nothing again per value.

pub(crate) mod description;
pub(crate) mod fault;
#[allow(unsafe_code, reason = "the one place that loads and stores callers' structures by description")]
pub(crate) mod place;
pub(crate) mod plan;
pub(crate) mod read;
pub(crate) mod write;
