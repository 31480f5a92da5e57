//! How a caller is let go while its call goes on.

use atomic_waker::AtomicWaker;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Poll;

/// Says to the caller of one call that it was abandoned.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    is_abandoned: AtomicBool,
    waker: AtomicWaker,
}

impl Signal {
    /// The caller stops to wait.
    pub(crate) fn abandon(&self) {
        self.is_abandoned.store(true, Ordering::Release);
        self.waker.wake();
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.is_abandoned.load(Ordering::Acquire)
    }

    /// Waits for some work, or until the call is abandoned: then there is no outcome.
    pub(crate) async fn or<T>(&self, work: &mut Leaving<T>) -> Option<T> {
        poll_fn(|context| {
            if self.is_abandoned() {
                return Poll::Ready(None);
            }
            if let Poll::Ready(outcome) = work.poll(context) {
                return Poll::Ready(Some(outcome));
            }
            self.waker.register(context.waker());
            // An abandonment that came before the registration has woken nobody.
            if self.is_abandoned() { Poll::Ready(None) } else { Poll::Pending }
        })
        .await
    }
}

type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Work that is done here as long as somebody waits for it. Dropped half way, it goes on elsewhere.
pub(crate) struct Leaving<T> {
    /// None: it is done.
    work: Option<Work<T>>,
    /// Takes over what is left of the work.
    elsewhere: fn(Work<T>),
}

impl<T> Leaving<T> {
    pub(crate) fn new(work: Work<T>, elsewhere: fn(Work<T>)) -> Self {
        Leaving { work: Some(work), elsewhere }
    }

    fn poll(&mut self, context: &mut core::task::Context<'_>) -> Poll<T> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let outcome = work.as_mut().poll(context);
        if outcome.is_ready() {
            self.work = None;
        }
        outcome
    }
}

impl<T> Drop for Leaving<T> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            (self.elsewhere)(work);
        }
    }
}
