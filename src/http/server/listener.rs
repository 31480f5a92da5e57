//! Listeners: a URL, the requests that wait there, and those under way.

use super::exchange::Exchange;
use super::port::{self, Port};
use super::prefix::Prefix;
use crate::abi::{WS_E_INVALID_ENDPOINT_URL, WS_E_OPERATION_ABORTED};
use crate::http::link::{Link, Patience};
use crate::http::{Headers, limits};
use crate::runtime::fault::{Fault, Result};
use crate::task::{Deadline, OneSender, Queue, Refused, oneshot, spawn, within};
use crate::tls;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use slab::Slab;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a listener can be told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The most bytes of a request's head.
    pub(crate) head_size: usize,
    /// The most requests that wait to be accepted.
    pub(crate) queue: usize,
    /// How slow clients may be. That of the first listener of a port holds for its connections.
    pub(crate) patience: Patience,
    /// For https URLs, and then for no others.
    pub(crate) tls: Option<Arc<tls::Server>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { head_size: limits::HEAD_SIZE, queue: limits::QUEUE, patience: Patience::default(), tls: None }
    }
}

pub(super) struct Shared {
    pub(super) prefix: Prefix,
    pub(super) patience: Patience,
    /// The most bytes of a request's head. Grows while the listener is open.
    head_size: AtomicUsize,
    pub(super) tls: Option<Arc<tls::Server>>,
    queue: Queue<Exchange>,
    live: Mutex<Live>,
}

/// The exchanges that have begun and not ended.
#[derive(Default)]
struct Live {
    links: Slab<Arc<Link>>,
    /// Who waits for them to end.
    waiting: Vec<OneSender<()>>,
}

impl Shared {
    pub(super) fn new(prefix: Prefix, settings: Settings) -> Arc<Self> {
        let queue = Queue::new(settings.queue);
        let head_size = AtomicUsize::new(settings.head_size);
        let Settings { patience, tls, .. } = settings;
        Arc::new(Shared { prefix, patience, head_size, tls, queue, live: Mutex::default() })
    }

    pub(super) fn head_size(&self) -> usize {
        self.head_size.load(Ordering::Relaxed)
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An exchange begins; the number is for [`leave`](Self::leave).
    pub(super) fn enter(&self, link: &Arc<Link>) -> usize {
        self.live().links.insert(link.clone())
    }

    pub(super) fn leave(&self, key: usize) {
        let mut live = self.live();
        live.links.try_remove(key);
        let waiting = if live.links.is_empty() { core::mem::take(&mut live.waiting) } else { Vec::new() };
        drop(live);
        drop(waiting);
    }

    /// Puts a request where it can be accepted.
    pub(super) fn offer(&self, exchange: Exchange) -> core::result::Result<(), Exchange> {
        self.queue.try_push(exchange).map_err(|refused| match refused {
            Refused::Full(exchange) | Refused::Closed(exchange) => exchange,
        })
    }

    fn cut(&self) {
        // Not under the lock: whoever is woken may end its exchange at once.
        let links: Vec<_> = self.live().links.iter().map(|(_, link)| link.clone()).collect();
        links.iter().for_each(|link| link.stream().cut());
    }
}

/// A URL at which requests are accepted. Dropped without being closed, it aborts.
pub(crate) struct Listener {
    shared: Arc<Shared>,
    port: Arc<Port>,
}

impl Listener {
    /// Begins to listen at a URL in escaped form. Its host may be `+`, which takes requests for any host, `*`, which
    /// takes those that no other listener takes, a name, or an address.
    pub(crate) async fn open(url: &[u16], settings: Settings) -> Result<Self> {
        let prefix = Prefix::parse(url)?;
        if prefix.is_secure != settings.tls.is_some() {
            let text = if prefix.is_secure { "no" } else { "a" };
            let text = format!("The listener at {} has {text} WS_SSL_TRANSPORT_SECURITY_BINDING.", shown(url));
            return Err(Fault::new(WS_E_INVALID_ENDPOINT_URL, text));
        }
        let shared = Shared::new(prefix, settings);
        let port = port::open(&shared)
            .await
            .map_err(|fault| fault.context(format!("The listener could not be opened at {}.", shown(url))))?;
        Ok(Listener { shared, port })
    }

    /// From now on requests with heads of this size are taken as well.
    pub(crate) fn take_heads_of(&self, size: usize) {
        self.shared.head_size.fetch_max(size, Ordering::Relaxed);
    }

    /// The next request. Any number of operations may wait here, and are served in their order.
    pub(crate) async fn accept(&self) -> Result<Exchange> {
        self.shared.queue.pop().await.ok_or_else(|| Fault::new(WS_E_OPERATION_ABORTED, "The listener was closed."))
    }

    /// Ends: no more requests come, those that nobody has accepted are refused, those under way have the time `grace`
    /// to end, and then are cut. Returns when the port is free, if no other listener has it.
    pub(crate) async fn close(&self, grace: Duration) {
        let deadline = Deadline::after_duration(grace);
        self.stop();
        let ended = {
            let mut live = self.shared.live();
            let (sender, ended) = oneshot();
            if !live.links.is_empty() {
                live.waiting.push(sender);
            }
            ended
        };
        let is_last = port::close(&self.port, &self.shared).await;
        let wait = async {
            ended.await;
            Result::Ok(())
        };
        let _ = within(deadline, "The last requests", wait).await;
        self.shared.cut();
        // Others may have the port, and then its connections go on.
        if is_last {
            port::drain(&self.port, deadline).await;
        }
    }

    /// Ends at once, from any thread: who waits in [`accept`](Self::accept) fails, and connections with requests under
    /// way are cut. [`close`](Self::close) is still to be called, to free the port.
    pub(crate) fn abort(&self) {
        self.stop();
        self.shared.cut();
    }

    /// Nothing comes any more, and what has come and was not accepted is refused. [`close`](Self::close) does this first.
    pub(crate) fn stop(&self) {
        self.port.leave(&self.shared);
        self.shared.queue.close();
        let shared = self.shared.clone();
        let refuse = async move {
            while let Some(mut exchange) = shared.queue.pop().await {
                let _ = exchange.respond(503, b"", &Headers::new(), b"").await;
            }
        };
        // Where there are no threads, they are cut.
        let _ = spawn(refuse);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.abort();
        let (port, shared) = (self.port.clone(), self.shared.clone());
        let end = async move {
            if port::close(&port, &shared).await {
                port::drain(&port, Deadline::after(0)).await;
            }
        };
        let _ = spawn(end);
    }
}

fn shown(url: &[u16]) -> String {
    let plain = |unit: &u16| u8::try_from(*unit).ok().filter(u8::is_ascii_graphic).map_or('?', char::from);
    url.iter().take(200).map(plain).collect()
}
