//! SOAP messages: envelopes, headers, faults.

#[allow(dead_code, reason = "channels and service hosts will use all of it")]
pub(crate) mod fault;
