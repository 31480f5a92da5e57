//! OpenSSL's contexts of a key, kept for the next message: setting one up takes longer than verifying with it saves.

use crate::security::crypto::algorithm::Digest;
use openssl::error::ErrorStack;
use openssl::pkey::PKeyRef;
use openssl::pkey_ctx::PkeyCtx;
use std::sync::{Mutex, PoisonError};

/// What a context was set up for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    Sign(Digest),
    Verify(Digest),
    EncryptOaep {
        digest: Digest,
        mgf: Digest,
    },
    DecryptOaep {
        digest: Digest,
        mgf: Digest,
    },
    Encrypt15,
    /// RSA without looking at padding.
    DecryptRaw,
}

/// As many as threads use at a time.
const KEPT: usize = 8;

/// The idle contexts of one key.
pub(super) struct Pool<T>(Mutex<Vec<(Purpose, PkeyCtx<T>)>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Pool(Mutex::new(Vec::new()))
    }
}

impl<T> Pool<T> {
    /// Runs something on a context, which is kept if that succeeds.
    pub(super) fn run<R>(
        &self,
        key: &PKeyRef<T>,
        purpose: Purpose,
        set_up: impl FnOnce(&mut PkeyCtx<T>) -> Result<(), ErrorStack>,
        run: impl FnOnce(&mut PkeyCtx<T>) -> Result<R, ErrorStack>,
    ) -> Result<R, ErrorStack> {
        let kept = {
            let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let place = idle.iter().position(|(of, _)| *of == purpose);
            place.map(|place| idle.swap_remove(place).1)
        };
        let mut context = match kept {
            Some(context) => context,
            None => {
                let mut context = PkeyCtx::new(key)?;
                set_up(&mut context)?;
                context
            }
        };
        let done = run(&mut context)?;
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push((purpose, context));
        }
        Ok(done)
    }
}
