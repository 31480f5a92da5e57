//! The service model: functions as messages.
//!
//! [`parameters`] is what both sides share: the description of an operation, checked, and what it says of how parameters
//! of a C function lie in the bodies of messages.

pub(crate) mod parameters;
pub(crate) mod proxy;
