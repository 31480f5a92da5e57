//! The algorithms of message security, as XML Signature, XML Encryption and WS-SecureConversation name them. All
//! primitives are OpenSSL's; what is here is how they are put together.
//!
//! [`algorithm`] has the names, [`suite`] which of them belong together, [`keys`] the keys of certificates.

pub(crate) mod agree;
pub(crate) mod algorithm;
pub(crate) mod cipher;
pub(crate) mod derive;
pub(crate) mod digest;
pub(crate) mod keys;
mod pool;
pub(crate) mod random;
pub(crate) mod suite;
#[cfg(test)]
mod tests;
pub(crate) mod wrap;

use crate::abi::{WS_E_SECURITY_SYSTEM_FAILURE, WS_E_SECURITY_VERIFICATION_FAILURE};
use crate::runtime::fault::Fault;
use openssl::error::ErrorStack;

/// What was received is refused. The text is for the local error only: a peer is told nothing that depends on it.
#[cold]
pub(crate) fn refused(text: impl Into<String>) -> Fault {
    Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text)
}

/// OpenSSL could not do what it can do with all valid keys and data: a lack of memory, or of an algorithm.
#[cold]
pub(crate) fn system_failed(what: &str, errors: &ErrorStack) -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, format!("OpenSSL could not {what}: {errors}."))
}

/// Compares in a time that does not depend on where the bytes differ. Lengths are no secret.
pub(crate) fn is_equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && openssl::memcmp::eq(a, b)
}
