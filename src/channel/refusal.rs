//! When a refused message is answered.
//!
//! How long it takes to refuse a message says how far it came: whether a key could be decrypted, whether padding was right,
//! how much of a plaintext is XML, which of several digests was compared last. Who can ask often enough decrypts by that
//! what was not meant for him. So no refusal of a message of a channel with message security is given out, to the peer or
//! to the program, when it is found, but at a time that anybody could have computed: the receipt of the message plus a
//! step that depends on its size alone, or, where a machine is too busy for that, plus the next multiple of the step.
//!
//! Nothing is held while a refusal waits but the channel that the message came by, so that there are no more of them than
//! channels.

use crate::task::{Deadline, sleep};
use core::future::Future;
use core::time::Duration;
use std::time::Instant;

/// The step of a message without size. Work on one of a kilobyte takes 1 to 2 ms.
const LEAST: Duration = Duration::from_millis(100);
/// What each byte adds to the step, in nanoseconds. Work on it takes 5 to 10.
const PER_BYTE: u64 = 100;

/// That a message has been received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    at: Instant,
    step: Duration,
}

impl Receipt {
    /// A message of that size has just been received.
    pub(crate) fn new(size: usize) -> Self {
        Receipt { at: Instant::now(), step: step(size) }
    }

    /// When its refusal is given out, if it is found now: the first multiple of the step that is not over.
    fn due(self, now: Instant) -> Instant {
        let (since, step) = (now.saturating_duration_since(self.at).as_nanos(), self.step.as_nanos());
        let over = step - since % step;
        let wait = if over == step && since > 0 { 0 } else { over };
        // A step of a message as large as memory is some hours.
        now + Duration::from_nanos(u64::try_from(wait).unwrap_or(u64::MAX))
    }
}

fn step(size: usize) -> Duration {
    LEAST + Duration::from_nanos(PER_BYTE.saturating_mul(size as u64))
}

/// What tells the time and waits.
trait Clock {
    fn now(&self) -> Instant;
    fn wait_until(&self, at: Instant) -> impl Future<Output = ()> + Send;
}

/// The machine's.
struct Machine;

impl Clock for Machine {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wait_until(&self, at: Instant) -> impl Future<Output = ()> + Send {
        sleep(Deadline::at(at))
    }
}

/// Waits until the refusal of a message may be given out, without a thread that waits in the background.
pub(crate) async fn hold_back(receipt: Option<Receipt>) {
    if let Some(receipt) = receipt {
        hold(receipt, &Machine).await;
    }
}

async fn hold(receipt: Receipt, clock: &(impl Clock + Sync)) {
    clock.wait_until(receipt.due(clock.now())).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::block_on;
    use std::sync::Mutex;

    /// Is told what the time is, and waits by going on.
    struct Told(Mutex<Instant>);

    impl Clock for Told {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }

        async fn wait_until(&self, at: Instant) {
            let mut now = self.0.lock().unwrap();
            *now = at.max(*now);
        }
    }

    /// How long after its receipt a message is refused that is found wrong after so many microseconds.
    fn refused_after(size: usize, found_after: u64) -> Duration {
        let receipt = Receipt::new(size);
        let clock = Told(Mutex::new(receipt.at + Duration::from_micros(found_after)));
        block_on(hold(receipt, &clock));
        clock.now() - receipt.at
    }

    #[test]
    fn a_refusal_says_nothing_of_the_work_before_it() {
        for size in [0, 1_000, 100_000, 10_000_000] {
            let step = step(size);
            let most = u64::try_from(step.as_micros()).unwrap();
            for found_after in [0, 1, 500, 30_000, most / 2, most] {
                assert_eq!(refused_after(size, found_after), step, "{size} bytes, {found_after} us");
            }
            // Under load.
            for found_after in [most + 1, most + 40_000, 2 * most] {
                assert_eq!(refused_after(size, found_after), 2 * step, "{size} bytes, {found_after} us");
            }
            assert_eq!(refused_after(size, 7 * most - 3), 7 * step);
        }
    }

    #[test]
    fn the_step_depends_on_the_size() {
        assert_eq!(step(0), Duration::from_millis(100));
        assert_eq!(step(1 << 20), Duration::from_nanos(100_000_000 + 104_857_600));
        // The size of a message can be anything.
        let receipt = Receipt::new(usize::MAX);
        assert!(receipt.due(receipt.at) > receipt.at);
    }
}
