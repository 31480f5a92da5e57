//! The nonces of a Digest server. They tell themselves when they were made and that they were made here, so that giving
//! one out costs no memory; what has been used with them is remembered, so that nothing can be used twice.

use crate::abi::WS_E_SECURITY_SYSTEM_FAILURE;
use crate::runtime::fault::{Fault, Result};
use base64_simd::URL_SAFE_NO_PAD;
use core::time::Duration;
use openssl::hash::MessageDigest;
use openssl::memcmp;
use openssl::pkey::{PKey, Private};
use openssl::rand::rand_bytes;
use openssl::sign::Signer;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How long a nonce is good.
pub(super) const LIFETIME: Duration = Duration::from_secs(300);
/// The most nonces whose use is remembered. When there are more, the oldest count as stale.
const MOST: usize = 20_000;
/// How far behind the highest count another may come: requests on several connections overtake each other.
const WINDOW: u32 = 64;

/// Time, random bytes, authentication.
const SIZE: usize = 8 + 16 + 16;

pub(super) struct Nonces {
    key: PKey<Private>,
    start: Instant,
    lifetime: Duration,
    most: usize,
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    counts: HashMap<[u8; 16], Counts>,
    /// In the order in which they were first used, with the times when they were made.
    order: VecDeque<([u8; 16], u64)>,
    /// What was made up to then and is not known any more may have been used.
    forgotten: u64,
}

/// Which counts have come with a nonce.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    highest: u32,
    /// Bit n: highest - n has come.
    seen: u64,
}

impl Counts {
    /// Whether it is the first time.
    fn take(&mut self, count: u32) -> bool {
        if count > self.highest {
            let step = count - self.highest;
            self.seen = if step < WINDOW { self.seen << step | 1 } else { 1 };
            self.highest = count;
            return true;
        }
        let behind = self.highest - count;
        let bit = 1_u64.checked_shl(behind).unwrap_or(0);
        if behind >= WINDOW || self.seen & bit != 0 {
            return false;
        }
        self.seen |= bit;
        true
    }
}

/// What a nonce of a client is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    Fresh,
    /// It was made here, and is too old.
    Stale,
    Foreign,
}

impl Nonces {
    pub(super) fn new() -> Result<Self> {
        Self::with(LIFETIME, MOST)
    }

    fn with(lifetime: Duration, most: usize) -> Result<Self> {
        let mut key = [0; 32];
        rand_bytes(&mut key).map_err(failed)?;
        let key = PKey::hmac(&key).map_err(failed)?;
        Ok(Nonces { key, start: Instant::now(), lifetime, most, used: Mutex::default() })
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn seal(&self, open: &[u8]) -> Result<[u8; 16]> {
        let mut full = [0; 32];
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key).map_err(failed)?;
        signer.sign_oneshot(&mut full, open).map_err(failed)?;
        Ok(full.first_chunk().copied().unwrap_or_default())
    }

    pub(super) fn make(&self) -> Result<String> {
        let mut bytes = Vec::with_capacity(SIZE);
        bytes.extend_from_slice(&self.now().to_be_bytes());
        let mut random = [0; 16];
        rand_bytes(&mut random).map_err(failed)?;
        bytes.extend_from_slice(&random);
        let seal = self.seal(&bytes)?;
        bytes.extend_from_slice(&seal);
        Ok(URL_SAFE_NO_PAD.encode_to_string(bytes))
    }

    /// The time and the random part, if it was made here.
    fn open(&self, nonce: &str) -> Option<(u64, [u8; 16])> {
        if nonce.len() > 2 * SIZE {
            return None;
        }
        let bytes: [u8; SIZE] = URL_SAFE_NO_PAD.decode_to_vec(nonce).ok()?.try_into().ok()?;
        let (open, seal) = bytes.split_at(SIZE - 16);
        let (time, random) = open.split_first_chunk()?;
        if !memcmp::eq(&self.seal(open).ok()?, seal) {
            return None;
        }
        Some((u64::from_be_bytes(*time), random.try_into().ok()?))
    }

    pub(super) fn origin(&self, nonce: &str) -> Origin {
        match self.open(nonce) {
            None => Origin::Foreign,
            Some((time, _)) if self.is_old(time, self.now()) => Origin::Stale,
            Some(_) => Origin::Fresh,
        }
    }

    fn is_old(&self, time: u64, now: u64) -> bool {
        now.saturating_sub(time) > u64::try_from(self.lifetime.as_millis()).unwrap_or(u64::MAX)
    }

    /// Uses a count of a nonce. Only for a request that has proved to be a user's: others must not take memory. `false`:
    /// it was used before, or that is not known any more.
    pub(super) fn use_up(&self, nonce: &str, count: u32) -> bool {
        let Some((time, name)) = self.open(nonce) else { return false };
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // One time for all that is asked: what somebody else has just taken out for being old would come in as new.
        let now = self.now();
        if count == 0 || self.is_old(time, now) {
            return false;
        }
        if let Some(counts) = used.counts.get_mut(&name) {
            return counts.take(count);
        }
        if time <= used.forgotten && used.forgotten != 0 {
            return false;
        }
        while let Some((oldest, time)) = used.order.front().copied() {
            let is_old = self.is_old(time, now);
            if !is_old && used.order.len() < self.most {
                break;
            }
            used.order.pop_front();
            used.counts.remove(&oldest);
            if !is_old {
                used.forgotten = used.forgotten.max(time).max(1);
            }
        }
        // Those that were made just now may have been forgotten just now.
        if time <= used.forgotten && used.forgotten != 0 {
            return false;
        }
        let mut counts = Counts::default();
        let is_first = counts.take(count);
        used.counts.insert(name, counts);
        used.order.push_back((name, time));
        is_first
    }
}

#[cold]
fn failed(error: openssl::error::ErrorStack) -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, format!("OpenSSL makes no nonce: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_known_again() {
        let (nonces, other) = (Nonces::new().unwrap(), Nonces::new().unwrap());
        let nonce = nonces.make().unwrap();
        assert_ne!(nonce, nonces.make().unwrap());
        assert_eq!(nonces.origin(&nonce), Origin::Fresh);
        assert_eq!(other.origin(&nonce), Origin::Foreign);
        for at in 0..nonce.len() {
            let mut changed = nonce.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(nonces.origin(str::from_utf8(&changed).unwrap()), Origin::Foreign, "{at}");
        }
        for wrong in ["", "x", &nonce[1..], &"A".repeat(10_000)] {
            assert_eq!(nonces.origin(wrong), Origin::Foreign);
            assert!(!nonces.use_up(wrong, 1));
        }
    }

    #[test]
    fn nonces_get_old() {
        let nonces = Nonces::with(Duration::ZERO, 10).unwrap();
        let nonce = nonces.make().unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(3) {
            std::hint::spin_loop();
        }
        assert_eq!(nonces.origin(&nonce), Origin::Stale);
        assert!(!nonces.use_up(&nonce, 1));
    }

    #[test]
    fn counts_are_used_once() {
        let nonces = Nonces::new().unwrap();
        let nonce = nonces.make().unwrap();
        for (count, expected) in [
            (0, false),
            (1, true),
            (1, false),
            (3, true),
            (2, true),
            (2, false),
            (3, false),
            (70, true),
            (7, true),
            (6, false),
            (7, false),
            (u32::MAX, true),
            (70, false),
            (u32::MAX, false),
        ] {
            assert_eq!(nonces.use_up(&nonce, count), expected, "{count}");
        }
    }

    /// Others may look for old ones just when it gets old.
    #[test]
    fn what_gets_old_is_not_new() {
        for _ in 0..300 {
            let nonces = Nonces::with(Duration::from_millis(2), MOST).unwrap();
            let nonce = nonces.make().unwrap();
            assert!(nonces.use_up(&nonce, 1));
            std::thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        while nonces.origin(&nonce) != Origin::Stale {
                            assert!(!nonces.use_up(&nonce, 1), "twice");
                        }
                    });
                    scope.spawn(|| {
                        while nonces.origin(&nonce) != Origin::Stale {
                            nonces.use_up(&nonces.make().unwrap(), 1);
                        }
                    });
                }
            });
        }
    }

    #[test]
    fn what_is_forgotten_is_not_new() {
        let nonces = Nonces::with(LIFETIME, 2).unwrap();
        let first = nonces.make().unwrap();
        assert!(nonces.use_up(&first, 1));
        let later = || {
            let begun = nonces.now();
            while nonces.now() == begun {
                std::hint::spin_loop();
            }
            nonces.make().unwrap()
        };
        let (second, third) = (later(), later());
        assert!(nonces.use_up(&second, 1) && nonces.use_up(&third, 1));
        // Its use is not known any more.
        assert!(!nonces.use_up(&first, 1));
        assert!(!nonces.use_up(&second, 1) && nonces.use_up(&second, 2));
        assert!(nonces.used.lock().unwrap().counts.len() <= 2);
    }
}
