//! The service model: which operation a message is for, the life of a host, and the documents that it gives out.

pub(crate) mod cancel;
pub(crate) mod contract;
pub(crate) mod drain;
pub(crate) mod lifecycle;
pub(crate) mod metadata;
