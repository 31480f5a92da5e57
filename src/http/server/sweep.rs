//! Cuts connections whose peers are too slow. One task looks at all of them now and then: a timer for each would cost
//! every request more than the whole sweep does.

use super::port;
use crate::http::link::{Patience, now};
use crate::runtime::fault::Result;
use crate::task::{Deadline, sleep, spawn};
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

/// How long the sweeper sleeps, in milliseconds; 0 while there is none.
static PERIOD: AtomicU64 = AtomicU64::new(0);

/// Connections live longer than their patience by this part of it at most.
const PART: u32 = 16;
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_secs(5);

/// Makes sure that connections with this patience are swept.
pub(super) fn start(patience: Patience) -> Result<()> {
    let shortest = patience.idle.min(patience.head).min(patience.transfer);
    let period = (shortest / PART).clamp(SHORTEST, LONGEST);
    let period = u64::try_from(period.as_millis()).unwrap_or(1).max(1);
    let keep_shorter = |present: u64| Some(if present == 0 { period } else { present.min(period) });
    let before = PERIOD.fetch_update(Ordering::SeqCst, Ordering::SeqCst, keep_shorter).unwrap_or_default();
    if before == 0 {
        // Without it there is none, and the next listener tries again.
        return spawn(run()).inspect_err(|_| PERIOD.store(0, Ordering::SeqCst));
    }
    if before > period {
        // The one that runs may sleep for long; a second one ends with it.
        return spawn(run());
    }
    Ok(())
}

async fn run() {
    loop {
        let period = PERIOD.load(Ordering::SeqCst);
        if period == 0 {
            return;
        }
        sleep(Deadline::after_duration(Duration::from_millis(period))).await;
        let ports = port::all();
        if ports.is_empty() {
            PERIOD.store(0, Ordering::SeqCst);
            // A port that was opened just now may have seen the old value.
            if port::all().is_empty() {
                return;
            }
            let _ = PERIOD.compare_exchange(0, period, Ordering::SeqCst, Ordering::SeqCst);
        }
        let now = now();
        ports.iter().for_each(|port| port.sweep(now));
    }
}
