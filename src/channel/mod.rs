//! Channels and listeners: the object that sends and receives messages, apart from C and from sockets. States and what
//! each allows, properties and who may give them, content types, headers of HTTP that are mapped, and which URLs a
//! listener takes as its own.

pub(crate) mod content_type;
pub(crate) mod endpoint;
pub(crate) mod gate;
pub(crate) mod listener;
pub(crate) mod mapping;
pub(crate) mod property;
pub(crate) mod refusal;
pub(crate) mod secure;
pub(crate) mod state;
pub(crate) mod turns;
pub(crate) mod url_match;
