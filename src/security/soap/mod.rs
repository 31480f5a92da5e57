//! Protection of SOAP messages with certificates: WS-Security 1.0 and 1.1 as WCF does them. An engine without sockets: the
//! bytes of a message in, the bytes of a message out.
//!
//! Receiving ([`unseal`]): [`scan`] reads the envelope up to the body into a [`tree`]; [`keys`], [`encryption`] and
//! [`signature`] read what the Security header says; what it refers to are elements at places where there can be one of
//! their kind: a header, a child of the Security header, the body. Then the body's ciphertext is replaced by its
//! plaintext in the same buffer, and the body is digested there. What comes out is the message as it would be without
//! protection: the application's reader reads the same bytes, in the same buffer, by the same rules, that were digested.
//!
//! Sending ([`seal`]): headers and body are digested while they are written; the Security header is made at the end and
//! put before the body, whose plaintext is replaced in the same buffer.
//!
//! [`profile`] says what messages have to be like. Whatever else is found refuses a message, with a text that says what
//! for the local error; a peer is told nothing but that.

mod body;
pub(crate) mod encryption;
pub(crate) mod establish;
pub(crate) mod keys;
mod markup;
pub(crate) mod party;
pub(crate) mod profile;
pub(crate) mod recode;
pub(crate) mod scan;
pub(crate) mod seal;
pub(crate) mod signature;
pub(crate) mod steps;
mod str_transform;
#[cfg(test)]
mod tests;
pub(crate) mod unseal;

use crate::abi::WS_E_SECURITY_VERIFICATION_FAILURE;
use crate::runtime::fault::Fault;
pub(crate) use crate::security::crypto::refused;
use crate::security::settings::Secret;
use crate::security::{names, tree};
use party::Party;

/// The message has no security at all: the one failure that callers may want to treat in their own way, for faults.
#[cold]
pub(crate) fn not_secured() -> Fault {
    Fault::new(
        WS_E_SECURITY_VERIFICATION_FAILURE,
        "The message has no Security header for the ultimate receiver: it is not secured.",
    )
}

/// What the two messages of a request and its reply share. The client keeps it from what it sent, the server from what it
/// received.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    /// Symmetric mode: the key that was sent, and its EncryptedKeySHA1.
    pub(crate) key: Option<(Secret, Vec<u8>)>,
    /// The request's signatures, which a reply confirms.
    pub(crate) signatures: Vec<SignatureMade>,
    /// Of a message that was received: that of its primary signature which nobody can make again.
    pub(crate) unrepeatable: Vec<u8>,
    /// On a server in asymmetric mode: whose reply it is.
    pub(crate) peer: Option<Party>,
}

/// A signature of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SignatureMade {
    pub(crate) value: Vec<u8>,
    pub(crate) is_encrypted: bool,
}
