//! Certificates that were found to be good a moment ago: peers that put their certificate into every message would
//! otherwise have its whole chain verified each time. What was refused is not remembered.

use super::Purpose;
use super::anchors::Anchors;
use crate::security::certificate::Certificate;
use crate::security::settings::{PeerCheck, PeerTrust};
use openssl::hash::MessageDigest;
use openssl::sha::{Sha256, sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A certificate that runs out is accepted for so long after that.
const FRESH: Duration = Duration::from_secs(30);
const MAX_REMEMBERED: usize = 4096;

/// Everything that the answer depends on, but for the time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Question([u8; 32]);

static GOOD: Mutex<BTreeMap<Question, Instant>> = Mutex::new(BTreeMap::new());

impl Question {
    /// `None` where a certificate cannot be encoded, which then is verified each time.
    pub(super) fn new(
        anchors: &Anchors,
        peer: &Certificate,
        check: &PeerCheck,
        trust: PeerTrust,
        purpose: Purpose,
        name: Option<&str>,
    ) -> Option<Self> {
        let mut hash = Sha256::new();
        // Every part has a fixed length, so that no two questions look the same.
        hash.update(&anchors.number.to_le_bytes());
        hash.update(&check.failures_to_ignore.to_le_bytes());
        let trust = match trust {
            PeerTrust::Chain => 0,
            PeerTrust::Peer => 1,
            PeerTrust::PeerOrChain => 2,
        };
        hash.update(&[u8::from(check.checks_revocation), purpose as u8, trust, u8::from(name.is_some())]);
        hash.update(&sha256(name.unwrap_or_default().as_bytes()));
        hash.update(&sha256(peer.der()));
        for other in peer.chain() {
            hash.update(&other.digest(MessageDigest::sha256()).ok()?);
        }
        Some(Question(hash.finish()))
    }

    pub(super) fn was_answered(&self) -> bool {
        let good = GOOD.lock().unwrap_or_else(PoisonError::into_inner);
        good.get(self).is_some_and(|then| then.elapsed() < FRESH)
    }

    /// Remembers that the answer was yes.
    pub(super) fn remember(self) {
        let mut good = GOOD.lock().unwrap_or_else(PoisonError::into_inner);
        if good.len() >= MAX_REMEMBERED {
            good.retain(|_, then| then.elapsed() < FRESH);
        }
        if good.len() >= MAX_REMEMBERED {
            good.clear();
        }
        good.insert(self, Instant::now());
    }
}
