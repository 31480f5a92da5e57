//! The connections of this process to one server, or to one proxy for the requests to one server.
//!
//! They are shared by all clients: a connection that one has finished with is the next one's. The one used last is taken
//! first, so that those which are too many get old and are closed.

use super::Timeouts;
use super::proxy::Server;
use crate::http::connection::Connection;
use crate::http::link::Link;
use crate::http::stream::Stream;
use crate::http::{Url, limits};
use crate::net::{Place, connect_first, resolve};
use crate::runtime::fault::Result;
use crate::task::{Deadline, OneSender, generation, oneshot, within};
use core::sync::atomic::{AtomicUsize, Ordering};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Key {
    is_secure: bool,
    host: Box<str>,
    port: u16,
    proxy: Option<Place>,
}

pub(super) struct Site {
    key: Key,
    /// What is connected to.
    place: Place,
    /// What is sent to the proxy to be let through.
    authorization: Option<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Connections that there are, used or not.
    open: u32,
    idle: VecDeque<Idle>,
    /// Who waits for one, the longest first.
    waiting: VecDeque<OneSender<()>>,
}

struct Idle {
    connection: Connection,
    since: Instant,
    /// Connections of the parent process are not the child's.
    generation: u32,
}

/// Connections that nobody uses, of all sites.
static IDLE: AtomicUsize = AtomicUsize::new(0);

/// Sites are forgotten when there are so many, and they have no connections.
const SITES: usize = 256;

/// The site of a server.
pub(super) fn site(url: &Url, proxy: Option<&Server>) -> Arc<Site> {
    static ALL: LazyLock<Mutex<HashMap<Key, Arc<Site>>>> = LazyLock::new(Mutex::default);
    let key = Key {
        is_secure: url.is_secure,
        host: url.host.as_str().into(),
        port: url.port,
        proxy: proxy.map(|server| server.place.clone()),
    };
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(present) = all.get(&key).filter(|present| present.is_for(url, proxy)) {
        return present.clone();
    }
    if all.len() >= SITES {
        all.retain(|_, site| Arc::strong_count(site) > 1 || site.state().open > 0);
    }
    let place = proxy.map_or_else(|| Place::new(&url.host, url.port), |server| server.place.clone());
    let authorization = proxy.and_then(|server| server.authorization.clone());
    let site = Arc::new(Site { key: key.clone(), place, authorization, state: Mutex::default() });
    all.insert(key, site.clone());
    site
}

impl Site {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_for(&self, url: &Url, proxy: Option<&Server>) -> bool {
        self.key.is_secure == url.is_secure
            && self.key.port == url.port
            && *self.key.host == *url.host
            && self.key.proxy.as_ref() == proxy.map(|server| &server.place)
            && self.authorization.as_ref() == proxy.and_then(|server| server.authorization.as_ref())
    }

    pub(super) fn is_proxy(&self) -> bool {
        self.key.proxy.is_some()
    }

    pub(super) fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }

    /// A connection, kept or new. Where `most` are open already, waits for one of them. `is_fresh`: a new one, since a
    /// kept one was of no use.
    pub(super) async fn lease(self: &Arc<Self>, most: u32, timeouts: Timeouts, is_fresh: bool) -> Result<Lease> {
        loop {
            let ended = match self.try_lease(most, is_fresh) {
                Found::Kept(lease) => return Ok(lease),
                // The place is held already, so it is given back if connecting fails or is given up.
                Found::Place(mut lease) => {
                    lease.connection = Some(self.connect(timeouts).await?);
                    return Ok(lease);
                }
                Found::Nothing(ended) => ended,
            };
            // If this is given up just when it is its turn, the turn goes to the next one.
            let mut turn = Turn(self, true);
            // The property that limits connections has no timeout of its own; to who waits, it is part of connecting.
            within(
                Deadline::after(timeouts.connect),
                format_args!("Waiting for a free connection to {}", self.place),
                async {
                    ended.await;
                    Result::Ok(())
                },
            )
            .await?;
            turn.1 = false;
        }
    }

    fn try_lease(self: &Arc<Self>, most: u32, is_fresh: bool) -> Found {
        let mut state = self.state();
        let lease = |connection, is_kept| Lease { site: self.clone(), connection, is_kept, is_free: false };
        while let Some(idle) = state.idle.pop_back() {
            IDLE.fetch_sub(1, Ordering::Relaxed);
            let age = idle.since.elapsed();
            let is_own = idle.generation == generation();
            let is_young =
                age < limits::CHECK_TIME || (age < limits::IDLE_TIME && !idle.connection.link.stream().is_stale());
            if is_own && is_young && !is_fresh {
                return Found::Kept(lease(Some(idle.connection), true));
            }
            state.open = state.open.saturating_sub(1);
        }
        if state.open < most.max(1) {
            state.open += 1;
            return Found::Place(lease(None, false));
        }
        let (sender, ended) = oneshot();
        state.waiting.push_back(sender);
        Found::Nothing(ended)
    }

    async fn connect(&self, timeouts: Timeouts) -> Result<Connection> {
        let place = &self.place;
        let addresses =
            within(Deadline::after(timeouts.resolve), format_args!("Looking up {place}"), resolve(place)).await?;
        let deadline = Deadline::after(timeouts.connect);
        let stream = within(deadline, format_args!("Connecting to {place}"), connect_first(place, &addresses)).await?;
        Ok(Connection::new(Arc::new(Link::new(Stream::Tcp(stream), None))))
    }

    /// A connection ends, or is free.
    fn leave(&self, connection: Option<Connection>) {
        let mut state = self.state();
        let mut dropped = Vec::new();
        match connection {
            Some(connection) => {
                while state.idle.front().is_some_and(|idle| idle.since.elapsed() >= limits::IDLE_TIME) {
                    dropped.extend(state.idle.pop_front());
                }
                if IDLE.load(Ordering::Relaxed) >= limits::IDLE_CONNECTIONS {
                    dropped.extend(state.idle.pop_front());
                }
                let count = u32::try_from(dropped.len()).unwrap_or(u32::MAX);
                state.open = state.open.saturating_sub(count);
                IDLE.fetch_sub(dropped.len(), Ordering::Relaxed);
                state.idle.push_back(Idle { connection, since: Instant::now(), generation: generation() });
                IDLE.fetch_add(1, Ordering::Relaxed);
            }
            None => state.open = state.open.saturating_sub(1),
        }
        drop(state);
        drop(dropped);
        self.call_next();
    }

    /// Lets the one go on who has waited longest. Those who gave up do not take the call.
    fn call_next(&self) {
        loop {
            let waiting = self.state().waiting.pop_front();
            if waiting.is_none_or(|waiting| waiting.send(()).is_ok()) {
                return;
            }
        }
    }
}

/// The wait for a connection; whether it is to be passed on.
struct Turn<'a>(&'a Site, bool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.1 {
            self.0.call_next();
        }
    }
}

enum Found {
    Kept(Lease),
    /// A new connection may be made.
    Place(Lease),
    Nothing(crate::task::OneReceiver<()>),
}

/// A connection in use. Dropped, it closes, unless it was [ended](Self::end).
pub(super) struct Lease {
    pub(super) site: Arc<Site>,
    pub(super) connection: Option<Connection>,
    /// It has served another request before this one.
    pub(super) is_kept: bool,
    /// Another request may use it.
    is_free: bool,
}

impl Lease {
    /// The response has been read to its end. The connection is kept, if nothing is left on it.
    pub(super) fn end(mut self) {
        if let Some(connection) = &mut self.connection
            && connection.is_between()
            && connection.pending().is_empty()
        {
            connection.release();
            self.is_free = true;
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let connection = self.connection.take().filter(|_| self.is_free);
        self.site.leave(connection);
    }
}
