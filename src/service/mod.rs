//! The service model: functions as messages.
//!
//! [`parameters`] is what both sides share: the description of an operation, checked, and what it says of how parameters
//! of a C function lie in the bodies of messages. The others are parts of a host: which operation a message is for, the
//! life of the host, and the documents that it gives out.

pub(crate) mod cancel;
pub(crate) mod contract;
pub(crate) mod crew;
pub(crate) mod drain;
pub(crate) mod lifecycle;
pub(crate) mod metadata;
pub(crate) mod parameters;
pub(crate) mod proxy;
