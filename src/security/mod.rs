//! Security: what a description asks for, and the engines that do it. No sockets, no handles, no callers' pointers.
//!
//! [`settings`] is what all of it works from. All cryptography is OpenSSL's.

#![allow(dead_code, reason = "parts of it are not used yet")]

pub(crate) mod cert_source;
pub(crate) mod certificate;
pub(crate) mod crypto;
pub(crate) mod extended_protection;
pub(crate) mod gss;
pub(crate) mod header;
pub(crate) mod host_name;
pub(crate) mod http_auth;
pub(crate) mod identity;
#[cfg(test)]
mod measure;
pub(crate) mod name;
pub(crate) mod names;
pub(crate) mod replay;
pub(crate) mod results;
pub(crate) mod rules;
pub(crate) mod settings;
pub(crate) mod soap;
pub(crate) mod ssl_cert;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod test_certs;
pub(crate) mod tree;
pub(crate) mod trust;
pub(crate) mod xmldsig;
pub(crate) mod xmlenc;
