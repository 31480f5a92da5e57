//! Watching the clients of calls that want to know when theirs has gone.

use crate::abi::{WS_CHANNEL, WS_SERVICE_CHANNEL_FAULTED};
use crate::ffi::channel::{self, Transport};
use crate::http::Link;
use crate::service::cancel::Ticket;
use crate::task;
use core::future::poll_fn;
use core::task::{Context, Poll, Waker};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A connection that is watched while nobody reads from it.
struct Watched {
    inner: Mutex<Inner>,
}

struct Inner {
    /// None when the call is over: others read from the connection then, and this must leave it alone.
    link: Option<Arc<Link>>,
    waker: Option<Waker>,
}

/// Ends the watch when dropped.
pub(super) struct Watch(Arc<Watched>);

impl Watched {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the client has gone, as soon as that is known, or that nobody wants to know it any more.
    fn poll(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut inner = self.inner();
        let Some(link) = &inner.link else { return Poll::Ready(false) };
        let outcome = link.stream().poll_ended(context);
        inner.waker = outcome.is_pending().then(|| context.waker().clone());
        outcome
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let (link, waker) = {
            let mut inner = self.0.inner();
            (inner.link.take(), inner.waker.take())
        };
        drop(link);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// The address of the client of a channel, if it is known.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn peer(channel: *mut WS_CHANNEL) -> Option<IpAddr> {
    // SAFETY: passed on.
    match &unsafe { channel::get(channel) }.ok()?.transport {
        Transport::Reply(side) => side.link().map(|link| link.stream().peer().ip().to_canonical()),
        _ => None,
    }
}

/// Tells a call when its client goes. What is returned has to be dropped before anybody reads from the connection again.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn watch(channel: *mut WS_CHANNEL, ticket: &Ticket) -> Option<Watch> {
    // SAFETY: passed on.
    let link = match &unsafe { channel::get(channel) }.ok()?.transport {
        Transport::Reply(side) => side.link()?,
        _ => return None,
    };
    let watched = Arc::new(Watched { inner: Mutex::new(Inner { link: Some(link), waker: None }) });
    let guard = Watch(watched.clone());
    let cancel = ticket.canceller();
    let watching = async move {
        if poll_fn(|context| watched.poll(context)).await {
            task::long(|| cancel(WS_SERVICE_CHANNEL_FAULTED));
        }
    };
    // Without a thread nobody is told, which is all that comes of it.
    task::spawn(watching).ok()?;
    Some(guard)
}
