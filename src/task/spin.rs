//! Waiting awake for a moment, before a thread sleeps: what comes at once need not wake it.
//!
//! To wake a thread costs both sides: the one that sends, which has to interrupt another processor, and the one that
//! waits, which has to be brought back. On a machine with two processors that is more than the whole of a small call.
//! So a thread that waits for a socket looks again for some microseconds, if that has been worth it lately, and lets
//! other threads go first each time. Where it is not worth it, for the answers take longer, it is tried seldom.

use core::time::Duration;
use std::time::Instant;

/// How long a thread waits awake: less than it takes to sleep and be woken twice.
const LIMIT: Duration = Duration::from_micros(50);
/// How much a thread trusts in waiting awake. Each wait that was worth it adds one.
const MOST: u8 = 8;
/// What one that was not takes: more than two of three have to be worth it.
const LOSS: u8 = 2;
/// How many waits sleep at once, after too many were not worth it, until the next one tries.
const PAUSE: u16 = 256;
/// A thread that gets the processor back so late has lost it to one that has much to do. One that sleeps is preferred to
/// those when it wakes; one that lets others go first is not.
const CROWDED: Duration = Duration::from_micros(500);
/// How many waits sleep at once then: what is lost is milliseconds.
const LONG_PAUSE: u16 = 16384;

/// What one thread has learned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spin {
    credit: u8,
    pause: u16,
}

impl Spin {
    pub(super) const fn new() -> Self {
        Spin { credit: LOSS, pause: 0 }
    }

    /// A wait begins. Until when it is to be awake; `None`: not at all.
    pub(super) fn begin(&mut self) -> Option<Instant> {
        if self.credit == 0 {
            self.pause = self.pause.saturating_sub(1);
            if self.pause > 0 {
                return None;
            }
            // The next one that is not worth it ends it again.
            self.credit = 1;
        }
        Instant::now().checked_add(LIMIT)
    }

    /// The wait ended while the thread was awake.
    pub(super) fn won(&mut self) {
        self.credit = (self.credit + 1).min(MOST);
    }

    /// The time was over, so long ago, and the thread sleeps.
    pub(super) fn lost(&mut self, ago: Duration) {
        self.credit = if ago < CROWDED { self.credit.saturating_sub(LOSS) } else { 0 };
        if self.credit == 0 {
            self.pause = if ago < CROWDED { PAUSE } else { LONG_PAUSE };
        }
    }

    /// Lets others go on. Whether the wait is to go on awake after it.
    pub(super) fn goes_on(until: Instant) -> bool {
        std::thread::yield_now();
        Instant::now() < until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(spin: &mut Spin) -> bool {
        spin.begin().is_some()
    }

    #[test]
    fn what_is_not_worth_it_is_tried_seldom() {
        for (ago, pause) in [(Duration::ZERO, PAUSE), (CROWDED, LONG_PAUSE)] {
            let mut spin = Spin::new();
            assert!(begins(&mut spin));
            spin.lost(ago);
            for _ in 0..3 {
                for _ in 1..pause {
                    assert!(!begins(&mut spin));
                }
                assert!(begins(&mut spin));
                spin.lost(ago);
            }
        }
    }

    #[test]
    fn what_is_worth_it_is_forgiven_a_miss() {
        let mut spin = Spin::new();
        for _ in 0..300 {
            assert!(begins(&mut spin));
            spin.won();
        }
        for _ in 0..MOST / LOSS {
            assert!(begins(&mut spin));
            spin.lost(Duration::ZERO);
        }
        assert!(!begins(&mut spin));
        // One of two is too few.
        let mut spin = Spin::new();
        let tries = (0..100).filter(|round| {
            let begins = begins(&mut spin);
            match begins {
                true if round % 2 == 0 => spin.won(),
                true => spin.lost(Duration::ZERO),
                false => {}
            }
            begins
        });
        assert!(tries.count() < 10);
    }

    #[test]
    fn a_crowded_processor_ends_it_at_once() {
        let mut spin = Spin::new();
        for _ in 0..300 {
            assert!(begins(&mut spin));
            spin.won();
        }
        spin.lost(CROWDED);
        assert!(!begins(&mut spin));
    }
}
