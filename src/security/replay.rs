//! What may be received once only: nonces, and values of signatures.
//!
//! An entry is kept until a message with it would be too old anyway. When all room is taken by entries that are not,
//! nothing new is accepted: throwing one out would let it in again.

use openssl::sha::Sha256;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::{Mutex, PoisonError};

/// Shared by all channels of a listener or host.
#[derive(Default)]
pub(crate) struct ReplayCache(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    /// Digests, so that an entry has one size whatever a peer sends; half of a SHA-256 has no collisions to be found.
    known: HashSet<u128>,
    /// When each of them may go, the next one first.
    expiries: BinaryHeap<Reverse<(u64, u128)>>,
}

/// What became of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Seen {
    /// It was not there, and is now.
    First,
    Again,
    /// There is no room for it.
    NoRoom,
}

impl ReplayCache {
    /// Remembers something. To be called for what has been authenticated: whoever is nobody must not fill the cache.
    ///
    /// kind: keeps entries of several kinds apart. parts: what is to be unique together.
    /// now, expires: in ticks. capacity: the most entries.
    pub(crate) fn remember(&self, kind: &str, parts: &[&[u8]], now: u64, expires: u64, capacity: u32) -> Seen {
        let digest = digest(kind, parts);
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Entries { known, expiries } = &mut *entries;
        while let Some(Reverse((expiry, digest))) = expiries.peek()
            && *expiry < now
        {
            known.remove(digest);
            expiries.pop();
        }
        if known.contains(&digest) {
            return Seen::Again;
        }
        if known.len() >= capacity as usize || known.try_reserve(1).is_err() || expiries.try_reserve(1).is_err() {
            return Seen::NoRoom;
        }
        known.insert(digest);
        expiries.push(Reverse((expires, digest)));
        Seen::First
    }
}

impl core::fmt::Debug for ReplayCache {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ReplayCache")
    }
}

fn digest(kind: &str, parts: &[&[u8]]) -> u128 {
    let mut sha = Sha256::new();
    sha.update(kind.as_bytes());
    for part in parts {
        // With lengths, so that parts cannot run into each other.
        sha.update(&(part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    let mut half = [0; 16];
    half.iter_mut().zip(sha.finish()).for_each(|(to, from)| *to = from);
    u128::from_be_bytes(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remember(cache: &ReplayCache, what: &[u8], now: u64, expires: u64) -> Seen {
        cache.remember("nonce", &[what], now, expires, 3)
    }

    #[test]
    fn what_comes_again_is_seen_until_it_expires() {
        let cache = ReplayCache::default();
        assert_eq!(remember(&cache, b"a", 10, 20), Seen::First);
        assert_eq!(remember(&cache, b"a", 11, 21), Seen::Again);
        assert_eq!(remember(&cache, b"a", 20, 30), Seen::Again);
        assert_eq!(remember(&cache, b"a", 21, 30), Seen::First);
    }

    #[test]
    fn kinds_and_parts_are_apart() {
        let cache = ReplayCache::default();
        assert_eq!(cache.remember("x", &[b"ab", b"c"], 0, 9, 9), Seen::First);
        assert_eq!(cache.remember("x", &[b"a", b"bc"], 0, 9, 9), Seen::First);
        assert_eq!(cache.remember("y", &[b"ab", b"c"], 0, 9, 9), Seen::First);
        assert_eq!(cache.remember("x", &[b"ab", b"c"], 0, 9, 9), Seen::Again);
    }

    #[test]
    fn a_full_cache_takes_nothing_new_and_forgets_nothing() {
        let cache = ReplayCache::default();
        for (what, expires) in [(b"a", 30), (b"b", 20), (b"c", 40)] {
            assert_eq!(remember(&cache, what, 10, expires), Seen::First);
        }
        assert_eq!(remember(&cache, b"d", 11, 50), Seen::NoRoom);
        assert_eq!(remember(&cache, b"b", 11, 50), Seen::Again);
        assert_eq!(remember(&cache, b"d", 21, 50), Seen::First);
        assert_eq!(remember(&cache, b"a", 21, 50), Seen::Again);
    }
}
