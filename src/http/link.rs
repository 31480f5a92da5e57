//! The part of a connection that others may hold as well: they can end it, and see what it waits for.

use crate::http::stream::Stream;
use crate::runtime::fault::Result;
use core::future::Future;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use core::task::{Context, Poll, ready};
use core::time::Duration;
use pin_project_lite::pin_project;
use std::sync::LazyLock;
use std::time::Instant;

/// How slow a peer may be. A server's sweeper cuts connections that are slower; a client has deadlines for each call
/// instead, so its links have no patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Patience {
    /// Without a request on the connection.
    pub(crate) idle: Duration,
    /// From the first byte of a head to its last one.
    pub(crate) head: Duration,
    /// How long in all may be waited for a body or for a response to be taken, beyond what the rate allows.
    pub(crate) transfer: Duration,
    /// Bytes in a second; more of them give more time. Without it, one byte now and then would hold a connection for
    /// ever.
    pub(crate) rate: u64,
}

impl Default for Patience {
    /// The numbers of http.sys.
    fn default() -> Self {
        let most = Duration::from_secs(120);
        Patience { idle: most, head: most, transfer: most, rate: 150 }
    }
}

#[derive(Debug)]
pub(crate) struct Link {
    stream: Stream,
    /// When what is waited for has to have come, in milliseconds of [`now`]; [`NEVER`] while nothing is.
    due: AtomicU64,
    /// What is left of the time for the present message.
    credit: AtomicU64,
    patience: Option<Patience>,
    has_timed_out: AtomicBool,
    /// No request is under way.
    is_idle: AtomicBool,
}

const NEVER: u64 = u64::MAX;

/// Nothing is waited for any more when it is dropped, even if the wait was given up.
struct Clear<'a>(&'a AtomicU64);

impl Drop for Clear<'_> {
    fn drop(&mut self) {
        self.0.store(NEVER, Ordering::Relaxed);
    }
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Milliseconds since some time before.
pub(super) fn now() -> u64 {
    milliseconds(START.elapsed())
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(NEVER - 1)
}

impl Link {
    pub(super) fn new(stream: Stream, patience: Option<Patience>) -> Self {
        Link {
            stream,
            due: AtomicU64::new(NEVER),
            credit: AtomicU64::new(0),
            patience,
            has_timed_out: AtomicBool::new(false),
            is_idle: AtomicBool::new(false),
        }
    }

    /// The stream, for another protocol on it.
    pub(super) fn into_stream(self) -> Stream {
        self.stream
    }

    pub(crate) fn stream(&self) -> &Stream {
        &self.stream
    }

    pub(crate) fn has_timed_out(&self) -> bool {
        self.has_timed_out.load(Ordering::Relaxed)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.is_idle.load(Ordering::SeqCst)
    }

    /// From now on, a request is waited for.
    pub(super) fn begin_idle(&self) {
        self.is_idle.store(true, Ordering::SeqCst);
        if let Some(patience) = self.patience {
            self.due.store(now().saturating_add(milliseconds(patience.idle)), Ordering::Relaxed);
        }
    }

    /// Something of a request has come, and the rest of the head is waited for.
    pub(super) fn begin_head(&self) {
        self.is_idle.store(false, Ordering::SeqCst);
        if let Some(patience) = self.patience {
            self.due.store(NEVER, Ordering::Relaxed);
            self.credit.store(milliseconds(patience.head), Ordering::Relaxed);
        }
    }

    /// A body or a response comes next.
    pub(super) fn begin_transfer(&self) {
        if let Some(patience) = self.patience {
            self.credit.store(milliseconds(patience.transfer), Ordering::Relaxed);
        }
    }

    /// Runs a read that may wait, on the time of the present message.
    pub(super) fn wait<F: Future<Output = Result<usize>>>(&self, read: F) -> Receiving<'_, F> {
        Receiving { link: self, begun: None, read }
    }

    /// Runs a write of so many bytes.
    pub(super) fn wait_for_sending<F: Future<Output = Result<()>>>(&self, count: usize, write: F) -> Transfer<'_, F> {
        Transfer { link: self, count, clear: None, write }
    }

    /// For the sweeper: ends the connection if what it waits for should have come.
    pub(super) fn sweep(&self, now: u64) {
        if self.due.load(Ordering::Relaxed) < now {
            self.has_timed_out.store(true, Ordering::Relaxed);
            self.stream.cut();
        }
    }
}

pin_project! {
    /// See [`Link::wait`].
    pub(super) struct Receiving<'a, F> {
        link: &'a Link,
        // The time that there was, and since when it is used.
        begun: Option<(u64, u64, Clear<'a>)>,
        #[pin]
        read: F,
    }
}

impl<F: Future<Output = Result<usize>>> Future for Receiving<'_, F> {
    type Output = Result<usize>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<usize>> {
        let this = self.project();
        let link = *this.link;
        let Some(patience) = link.patience else { return this.read.poll(context) };
        if this.begun.is_none() {
            let (credit, before) = (link.credit.load(Ordering::Relaxed), now());
            link.due.store(before.saturating_add(credit), Ordering::Relaxed);
            *this.begun = Some((credit, before, Clear(&link.due)));
        }
        let outcome = ready!(this.read.poll(context));
        if let Some((credit, before, clear)) = this.begun.take() {
            drop(clear);
            let count = *outcome.as_ref().unwrap_or(&0) as u64;
            let earned = count.saturating_mul(1000) / patience.rate.max(1);
            let left = credit.saturating_sub(now() - before).saturating_add(earned);
            link.credit.store(left.min(milliseconds(patience.transfer)), Ordering::Relaxed);
        }
        Poll::Ready(outcome)
    }
}

pin_project! {
    /// See [`Link::wait_for_sending`].
    pub(super) struct Transfer<'a, F> {
        link: &'a Link,
        count: usize,
        clear: Option<Clear<'a>>,
        #[pin]
        write: F,
    }
}

impl<F: Future<Output = Result<()>>> Future for Transfer<'_, F> {
    type Output = Result<()>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let this = self.project();
        let link = *this.link;
        if let Some(patience) = link.patience
            && this.clear.is_none()
        {
            let earned = (*this.count as u64).saturating_mul(1000) / patience.rate.max(1);
            let time = milliseconds(patience.transfer).saturating_add(earned);
            link.due.store(now().saturating_add(time), Ordering::Relaxed);
            *this.clear = Some(Clear(&link.due));
        }
        let outcome = ready!(this.write.poll(context));
        *this.clear = None;
        Poll::Ready(outcome)
    }
}
