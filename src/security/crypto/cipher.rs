//! Encryption with symmetric keys, as XML Encryption frames it: initialisation vector, ciphertext, and with GCM the tag.

use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::Cipher;
use crate::security::crypto::random::Random;
use crate::security::crypto::{refused, system_failed};
use crate::security::settings::Secret;
use core::ops::Range;
use openssl::cipher as evp;
use openssl::cipher_ctx::CipherCtx;
use openssl::error::ErrorStack;
use std::sync::OnceLock;

const TAG: usize = 16;
/// The largest block of the ciphers.
const MAX_BLOCK: usize = 16;
/// OpenSSL counts bytes in an int.
const CHUNK: usize = 1 << 30;

impl Cipher {
    /// Bytes that are encrypted at a time, where what is encrypted is padded to that; `None`: no padding.
    pub(crate) fn block_size(self) -> Option<usize> {
        match self {
            Cipher::Aes128Cbc | Cipher::Aes192Cbc | Cipher::Aes256Cbc => Some(16),
            Cipher::TripleDesCbc => Some(8),
            Cipher::Aes128Gcm | Cipher::Aes192Gcm | Cipher::Aes256Gcm => None,
        }
    }

    /// Bytes of the initialisation vector.
    pub(crate) fn iv_size(self) -> usize {
        self.block_size().unwrap_or(12)
    }

    /// Bytes that plaintext of this size is encrypted to, with all that is around it.
    pub(crate) fn encrypted_size(self, plain: usize) -> usize {
        match self.block_size() {
            Some(block) => block + (plain / block + 1) * block,
            None => self.iv_size() + plain + TAG,
        }
    }

    /// Looked up once: OpenSSL would do so for each message.
    fn fetched(self) -> Result<&'static evp::CipherRef> {
        static FETCHED: [OnceLock<evp::Cipher>; 7] = [const { OnceLock::new() }; 7];
        let name = match self {
            Cipher::Aes128Cbc => "AES-128-CBC",
            Cipher::Aes192Cbc => "AES-192-CBC",
            Cipher::Aes256Cbc => "AES-256-CBC",
            Cipher::TripleDesCbc => "DES-EDE3-CBC",
            Cipher::Aes128Gcm => "AES-128-GCM",
            Cipher::Aes192Gcm => "AES-192-GCM",
            Cipher::Aes256Gcm => "AES-256-GCM",
        };
        let place = FETCHED.get(self as usize).ok_or_else(|| Fault::not_supported(name))?;
        if let Some(cipher) = place.get() {
            return Ok(cipher);
        }
        let cipher = evp::Cipher::fetch(None, name, None).map_err(|errors| system_failed("find a cipher", &errors))?;
        Ok(place.get_or_init(|| cipher))
    }

    fn check_key(self, key: &Secret) -> Result<()> {
        if key.bytes().len() == self.key_size() {
            return Ok(());
        }
        Err(refused(format!("The key has {} bytes, and {self:?} needs {}.", key.bytes().len(), self.key_size())))
    }
}

#[cold]
fn failed(errors: ErrorStack) -> Fault {
    system_failed("encrypt", &errors)
}

/// Encrypts what is there as a whole and appends it.
pub(crate) fn encrypt(cipher: Cipher, key: &Secret, plain: &[u8], out: &mut Vec<u8>) -> Result<()> {
    out.reserve(cipher.encrypted_size(plain.len()));
    let mut encryptor = Encryptor::new(cipher, key, &mut Random::new(), out)?;
    encryptor.update(plain, out)?;
    encryptor.finish(out)
}

/// Encryption in pieces; ciphertext is appended to what the caller gives.
pub(crate) struct Encryptor {
    context: CipherCtx,
    cipher: Cipher,
    /// Bytes so far.
    plain: usize,
}

impl Encryptor {
    /// Begins with a new random initialisation vector, which is the first that is appended.
    pub(crate) fn new(cipher: Cipher, key: &Secret, random: &mut Random, out: &mut Vec<u8>) -> Result<Self> {
        cipher.check_key(key)?;
        let mut iv = [0; MAX_BLOCK];
        let iv = iv.get_mut(..cipher.iv_size()).unwrap_or_default();
        random.fill(iv)?;
        let mut context = CipherCtx::new().map_err(failed)?;
        context.encrypt_init(Some(cipher.fetched()?), Some(key.bytes()), Some(iv)).map_err(failed)?;
        context.set_padding(false);
        out.extend_from_slice(iv);
        Ok(Encryptor { context, cipher, plain: 0 })
    }

    pub(crate) fn update(&mut self, plain: &[u8], out: &mut Vec<u8>) -> Result<()> {
        self.plain += plain.len();
        for chunk in plain.chunks(CHUNK) {
            self.context.cipher_update_vec(chunk, out).map_err(failed)?;
        }
        Ok(())
    }

    /// Pads (XML Encryption 5.2: the last byte says how much was added) or adds the tag.
    pub(crate) fn finish(mut self, out: &mut Vec<u8>) -> Result<()> {
        if let Some(block) = self.cipher.block_size() {
            let count = block - self.plain % block;
            let padding = [count as u8; MAX_BLOCK];
            self.context
                .cipher_update_vec(padding.get(..count).unwrap_or_default(), out)
                .and_then(|_| self.context.cipher_final_vec(out))
                .map_err(failed)?;
            return Ok(());
        }
        let mut tag = [0; TAG];
        self.context.cipher_final_vec(out).and_then(|_| self.context.tag(&mut tag)).map_err(failed)?;
        out.extend_from_slice(&tag);
        Ok(())
    }
}

/// Decrypts in place and answers where the plaintext is. On failure there is none: the bytes are overwritten.
///
/// Without authentication ([`Cipher::is_authenticated`]), who can ask often enough learns the plaintext from whether
/// this fails. What failed must show neither in what a peer is told nor in how long it takes.
pub(crate) fn decrypt_in_place(cipher: Cipher, key: &Secret, data: &mut [u8]) -> Result<Range<usize>> {
    let decrypted = decrypt(cipher, key, data);
    if decrypted.is_err() {
        data.fill(0);
    }
    decrypted
}

fn decrypt(cipher: Cipher, key: &Secret, data: &mut [u8]) -> Result<Range<usize>> {
    cipher.check_key(key)?;
    let size = data.len();
    let (iv, rest) = data.split_at_mut_checked(cipher.iv_size()).ok_or_else(too_short)?;
    let start = iv.len();
    let mut context = CipherCtx::new().map_err(failed)?;
    context.decrypt_init(Some(cipher.fetched()?), Some(key.bytes()), Some(iv)).map_err(failed)?;
    context.set_padding(false);
    let Some(block) = cipher.block_size() else {
        let Some((body, tag)) = rest.len().checked_sub(TAG).and_then(|at| rest.split_at_mut_checked(at)) else {
            return Err(too_short());
        };
        context.set_tag(tag).map_err(failed)?;
        let end = start + body.len();
        for chunk in body.chunks_mut(CHUNK) {
            let count = chunk.len();
            context.cipher_update_inplace(chunk, count).map_err(failed)?;
        }
        context.cipher_final(&mut []).map_err(|_| refused("Encrypted data was changed: its tag is wrong."))?;
        return Ok(start..end);
    };
    if rest.is_empty() || !rest.len().is_multiple_of(block) {
        return Err(refused(format!("Encrypted data of {size} bytes is not made of whole blocks.")));
    }
    // OpenSSL wants room for one block more than it is given, which the last block does not have.
    let last_at = rest.len() - block;
    let mut at = 0;
    while at < last_at {
        let count = (last_at - at).min(CHUNK);
        let part = rest.get_mut(at..at + count + block).unwrap_or_default();
        context.cipher_update_inplace(part, count).map_err(failed)?;
        at += count;
    }
    let mut last = [0; 2 * MAX_BLOCK];
    let place = rest.get_mut(last_at..).unwrap_or_default();
    context.cipher_update(place, Some(&mut last)).map_err(failed)?;
    place.iter_mut().zip(&last).for_each(|(to, from)| *to = *from);
    let added = place.last().map_or(0, |byte| *byte as usize);
    if added == 0 || added > block {
        return Err(refused("Encrypted data was changed, or is for another key: its padding is wrong."));
    }
    Ok(start..size - added)
}

#[cold]
fn too_short() -> Fault {
    refused("Encrypted data is too short.")
}
