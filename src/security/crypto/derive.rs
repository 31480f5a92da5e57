//! Keys from keys: P_SHA1 of WS-SecureConversation, the combined entropy of WS-Trust.

use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::Digest;
use crate::security::crypto::digest::HmacKey;
use crate::security::crypto::refused;
use crate::security::settings::Secret;

/// The label of both sides where a DerivedKeyToken has none: "WS-SecureConversation" of each.
pub(crate) const DEFAULT_LABEL: &[u8] = b"WS-SecureConversationWS-SecureConversation";
/// Longest key that may be derived, and farthest place that it may begin at: the function makes all that is before it.
const MAX_KEY: usize = 128;
const MAX_OFFSET: usize = 4096;
/// Labels and nonces are short; WCF's nonces have 16 bytes.
const MAX_SEED: usize = 1024;

/// What a DerivedKeyToken says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Derivation<'a> {
    pub(crate) label: &'a [u8],
    pub(crate) nonce: &'a [u8],
    pub(crate) offset: usize,
    pub(crate) length: usize,
}

/// A key that others are derived from, prepared once.
#[derive(Clone)]
pub(crate) struct DerivationKey(HmacKey);

impl DerivationKey {
    pub(crate) fn new(secret: &Secret) -> Result<Self> {
        Ok(DerivationKey(HmacKey::new(Digest::Sha1, secret.bytes())?))
    }

    /// P_SHA1 of the label and the nonce.
    pub(crate) fn derive(&self, from: &Derivation<'_>) -> Result<Secret> {
        if from.length == 0 || from.length > MAX_KEY {
            return Err(refused(format!("A derived key has {} bytes; 1 to {MAX_KEY} are allowed.", from.length)));
        }
        if from.offset > MAX_OFFSET {
            return Err(refused(format!(
                "A derived key begins at byte {}; {MAX_OFFSET} at most are allowed.",
                from.offset
            )));
        }
        if from.nonce.is_empty() || from.nonce.len() + from.label.len() > MAX_SEED {
            return Err(refused(format!(
                "The nonce of a derived key has {} bytes and its label {}; the nonce must not be empty, and both together must not exceed {MAX_SEED}.",
                from.nonce.len(),
                from.label.len()
            )));
        }
        p_hash(&self.0, &[from.label, from.nonce], from.offset, from.length)
    }
}

/// The key of both sides' entropy, as WS-Trust computes it by P_SHA1.
pub(crate) fn combine_entropy(client: &Secret, server: &[u8], bits: u32) -> Result<Secret> {
    let length = bits as usize / 8;
    if !bits.is_multiple_of(8) || length == 0 || length > MAX_KEY {
        return Err(Fault::invalid_arg(format!("A computed key of {bits} bits is not possible.")));
    }
    if client.bytes().is_empty() || server.is_empty() || server.len() > MAX_SEED {
        return Err(refused(format!("The entropy of one side has 0 bytes or more than {MAX_SEED}.")));
    }
    p_hash(&HmacKey::new(Digest::Sha1, client.bytes())?, &[server], 0, length)
}

/// P_hash of TLS (RFC 2246, section 5): bytes `offset` to `offset + length` of it.
fn p_hash(key: &HmacKey, seed: &[&[u8]], offset: usize, length: usize) -> Result<Secret> {
    let end = offset + length;
    let mut made = Vec::with_capacity(end + key.algorithm().size());
    let mut a = key.of(seed);
    loop {
        let mut mac = key.start();
        mac.update(a.bytes());
        seed.iter().for_each(|part| mac.update(part));
        made.extend_from_slice(mac.finish().bytes());
        if made.len() >= end {
            break;
        }
        a = key.of(&[a.bytes()]);
    }
    // Overwritten when it goes.
    let made = Secret::new(made);
    Ok(Secret::new(made.bytes().get(offset..end).unwrap_or_default().to_vec()))
}
