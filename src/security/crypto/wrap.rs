//! Keys encrypted with symmetric keys (RFC 3394, and RFC 3217 for 3DES): a change is found.

use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::KeyWrap;
use crate::security::crypto::{refused, system_failed};
use crate::security::settings::Secret;
use openssl::cipher as evp;
use openssl::cipher_ctx::{CipherCtx, CipherCtxFlags};
use openssl::error::ErrorStack;

/// Longest key that is wrapped.
const MAX_KEY: usize = 256;

fn context(wrap: KeyWrap, key: &Secret) -> Result<(CipherCtx, evp::Cipher)> {
    if key.bytes().len() != wrap.key_size() {
        return Err(refused(format!(
            "The key has {} bytes, and the key wrap {wrap:?} needs {}.",
            key.bytes().len(),
            wrap.key_size()
        )));
    }
    let name = match wrap {
        KeyWrap::Aes128 => "AES-128-WRAP",
        KeyWrap::Aes192 => "AES-192-WRAP",
        KeyWrap::Aes256 => "AES-256-WRAP",
        KeyWrap::TripleDes => "DES3-WRAP",
    };
    let cipher = evp::Cipher::fetch(None, name, None).map_err(|errors| failed(&errors))?;
    let mut context = CipherCtx::new().map_err(|errors| failed(&errors))?;
    context.set_flags(CipherCtxFlags::FLAG_WRAP_ALLOW);
    Ok((context, cipher))
}

#[cold]
fn failed(errors: &ErrorStack) -> Fault {
    system_failed("wrap a key", errors)
}

/// Encrypts a key.
pub(crate) fn wrap(wrap: KeyWrap, key: &Secret, wrapped: &Secret) -> Result<Vec<u8>> {
    let (mut context, cipher) = context(wrap, key)?;
    let mut out = Vec::new();
    context
        .encrypt_init(Some(&cipher), Some(key.bytes()), None)
        .and_then(|()| context.cipher_update_vec(wrapped.bytes(), &mut out))
        .map_err(|errors| failed(&errors))?;
    Ok(out)
}

/// Decrypts a key.
pub(crate) fn unwrap(wrap: KeyWrap, key: &Secret, wrapped: &[u8]) -> Result<Secret> {
    let (mut context, cipher) = context(wrap, key)?;
    let least = if wrap == KeyWrap::TripleDes { 32 } else { 24 };
    if wrapped.len() < least || wrapped.len() > MAX_KEY || !wrapped.len().is_multiple_of(8) {
        return Err(refused(format!("An encrypted key of {} bytes is not possible.", wrapped.len())));
    }
    let mut out = Vec::with_capacity(wrapped.len() + 16);
    context.decrypt_init(Some(&cipher), Some(key.bytes()), None).map_err(|errors| failed(&errors))?;
    let done = context.cipher_update_vec(wrapped, &mut out);
    let out = Secret::new(out);
    match done {
        Ok(_) => Ok(out),
        Err(_) => Err(refused("An encrypted key was changed, or is for another key.")),
    }
}
