//! Random bytes.

use crate::runtime::fault::Result;
use crate::security::crypto::system_failed;
use crate::security::settings::Secret;
use core::hint::black_box;

/// Fills a buffer.
pub(crate) fn randomize(bytes: &mut [u8]) -> Result<()> {
    openssl::rand::rand_bytes(bytes).map_err(|errors| system_failed("make random bytes", &errors))
}

/// A new random key.
pub(crate) fn random_key(size: usize) -> Result<Secret> {
    let mut bytes = vec![0; size];
    randomize(&mut bytes)?;
    Ok(Secret::new(bytes))
}

/// As many as a message takes: a key, a few nonces and initialisation vectors.
const DRAWN: usize = 160;

/// Random bytes for one message, drawn at once: each draw takes as long as encrypting what is short. Not kept any longer
/// than the message is made: a process that forks must not have them twice.
pub(crate) struct Random {
    bytes: [u8; DRAWN],
    used: usize,
}

impl Random {
    pub(crate) fn new() -> Self {
        Random { bytes: [0; DRAWN], used: DRAWN }
    }

    /// Fills a buffer with bytes that nobody else gets.
    pub(crate) fn fill(&mut self, to: &mut [u8]) -> Result<()> {
        if to.len() > DRAWN {
            return randomize(to);
        }
        if to.len() > DRAWN - self.used {
            randomize(&mut self.bytes)?;
            self.used = 0;
        }
        let end = self.used + to.len();
        if let Some(from) = self.bytes.get_mut(self.used..end) {
            to.copy_from_slice(from);
            from.fill(0);
        }
        self.used = end;
        Ok(())
    }

    /// A new key.
    pub(crate) fn key(&mut self, size: usize) -> Result<Secret> {
        let mut bytes = vec![0; size];
        self.fill(&mut bytes)?;
        Ok(Secret::new(bytes))
    }
}

impl Drop for Random {
    fn drop(&mut self) {
        self.bytes.fill(0);
        black_box(&self.bytes);
    }
}
