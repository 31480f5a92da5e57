//! The connections of this process to one server, or to one proxy for the requests to one server.
//!
//! They are shared by all clients: a connection that one has finished with is the next one's. The one used last is taken
//! first, so that those which are too many get old and are closed.

use super::Timeouts;
use super::authentication::Authentication;
use super::proxy::{self, Server};
use super::tunnel::{Passage, Tunnel};
use crate::http::connection::Connection;
use crate::http::link::Link;
use crate::http::stream::Stream;
use crate::http::{Url, limits};
use crate::net::{Place, TcpStream, connect_first, resolve};
use crate::runtime::fault::Result;
use crate::task::{Deadline, OneSender, generation, oneshot, within};
use crate::tls::Profile;
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
    /// The profile of TLS: connections that were made with other credentials, or for which a server was looked at in
    /// another way, are not for others.
    tls: Option<u64>,
    /// Whoever has other credentials has other connections: what comes on one that is authenticated is taken as its
    /// owner's.
    identities: Identities,
}

/// Who authenticates itself to the proxy and to the server.
pub(super) type Identities = [Option<[u8; 32]>; 2];

/// What connections are made with.
#[derive(Clone, Debug, Default)]
pub(super) struct Means {
    /// With TLS.
    pub(super) profile: Option<Arc<Profile>>,
    pub(super) identities: Identities,
}

pub(super) struct Site {
    sites: &'static Sites,
    key: Key,
    /// What is connected to.
    place: Place,
    /// What is sent to the proxy to be let through.
    authorization: Option<String>,
    means: Means,
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

impl Idle {
    /// Whether it can serve another request. The server may have closed it without a word, even right after the response
    /// before: a request that is sent all the same is lost, and most cannot be sent twice.
    fn is_of_use(&self) -> bool {
        self.generation == generation()
            && self.since.elapsed() < limits::IDLE_TIME
            && !self.connection.link.stream().is_stale()
    }
}

/// Sites are forgotten when there are so many, and they have no connections.
const SITES: usize = 256;

/// The sites that share one limit on connections that nobody uses.
pub(super) struct Sites {
    all: LazyLock<Mutex<HashMap<Key, Arc<Site>>>>,
    idle: AtomicUsize,
    most: usize,
}

/// Those of the process.
pub(super) static SITES_OF_PROCESS: Sites = Sites::new(limits::IDLE_CONNECTIONS);

impl Sites {
    const fn new(most: usize) -> Self {
        Sites { all: LazyLock::new(Mutex::default), idle: AtomicUsize::new(0), most }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Key, Arc<Site>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The site of a server.
    pub(super) fn site(&'static self, url: &Url, proxy: Option<&Server>, means: &Means) -> Arc<Site> {
        let key = Key {
            is_secure: url.is_secure,
            host: url.host.as_str().into(),
            port: url.port,
            proxy: proxy.map(|server| server.place.clone()),
            tls: means.profile.as_ref().map(|profile| profile.id()),
            identities: means.identities,
        };
        let mut all = self.all();
        if let Some(present) = all.get(&key).filter(|present| present.is_for(url, proxy, means)) {
            return present.clone();
        }
        if all.len() >= SITES {
            all.retain(|_, site| Arc::strong_count(site) > 1 || site.state().open > 0);
        }
        let place = proxy.map_or_else(|| Place::new(&url.host, url.port), |server| server.place.clone());
        let authorization = proxy.and_then(|server| server.authorization.clone());
        let (key_of_site, means) = (key.clone(), means.clone());
        let site =
            Arc::new(Site { sites: self, key: key_of_site, place, authorization, means, state: Mutex::default() });
        all.insert(key, site.clone());
        site
    }

    /// Too many connections are kept: closes those that are of no use, of all sites, and if that is not enough those that
    /// have rested longest, some more than has to be, so that this is not done again at once.
    #[cold]
    fn close_some(&self) {
        let sites: Vec<Arc<Site>> = self.all().values().cloned().collect();
        sites.iter().for_each(|site| site.close_idle(None));
        let mut rested: Vec<Instant> = Vec::new();
        sites.iter().for_each(|site| rested.extend(site.state().idle.iter().map(|idle| idle.since)));
        if rested.len() <= self.most {
            return;
        }
        rested.sort_unstable();
        let surplus = rested.len().saturating_sub(self.most / 8 * 7);
        if let Some(since) = surplus.checked_sub(1).and_then(|last| rested.get(last)) {
            sites.iter().for_each(|site| site.close_idle(Some(*since)));
        }
    }
}

impl Site {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_for(&self, url: &Url, proxy: Option<&Server>, means: &Means) -> bool {
        self.key.is_secure == url.is_secure
            && self.key.port == url.port
            && *self.key.host == *url.host
            && self.key.proxy.as_ref() == proxy.map(|server| &server.place)
            && self.key.tls == means.profile.as_ref().map(|profile| profile.id())
            && self.key.identities == means.identities
            && self.authorization.as_ref() == proxy.and_then(|server| server.authorization.as_ref())
    }

    /// Whether the one who reads the header of a request is a proxy. What goes through a tunnel is the server's alone.
    pub(super) fn is_proxy(&self) -> bool {
        self.key.proxy.is_some() && self.means.profile.is_none()
    }

    /// What the header of a request says to the proxy.
    pub(super) fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref().filter(|_| self.is_proxy())
    }

    /// A connection, kept or new. Where `most` are open already, waits for one of them. `is_fresh`: a new one, since a
    /// kept one was of no use.
    ///
    /// `through`: what a proxy is told that leads through to the server. It is not kept here: sites outlive the channels
    /// whose passwords it has.
    pub(super) async fn lease(
        self: &Arc<Self>,
        most: u32,
        timeouts: Timeouts,
        is_fresh: bool,
        through: Option<&Arc<dyn Authentication>>,
    ) -> Result<Lease> {
        loop {
            let ended = match self.try_lease(most, is_fresh) {
                Found::Kept(lease) => return Ok(lease),
                // The place is held already, so it is given back if connecting fails or is given up.
                Found::Place(mut lease) => {
                    lease.connection = Some(self.connect(timeouts, through).await?);
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
        let lease = |connection, is_kept| Lease { site: self.clone(), connection, is_kept, is_free: false };
        let mut state = self.state();
        while !is_fresh && let Some(idle) = state.idle.pop_back() {
            self.sites.idle.fetch_sub(1, Ordering::Relaxed);
            // To look and to close are calls of the system, and others may go on meanwhile.
            drop(state);
            if idle.is_of_use() {
                return Found::Kept(lease(Some(idle.connection), true));
            }
            drop(idle);
            state = self.state();
            state.open = state.open.saturating_sub(1);
        }
        if state.open >= most.max(1) && state.idle.pop_front().is_some() {
            // A kept one gives its place to the new one that is asked for.
            self.sites.idle.fetch_sub(1, Ordering::Relaxed);
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

    async fn connect(&self, timeouts: Timeouts, through: Option<&Arc<dyn Authentication>>) -> Result<Connection> {
        let deadline = Deadline::after(timeouts.connect);
        let tcp = self.connect_tcp(timeouts, deadline).await?;
        let stream = match &self.means.profile {
            None => Stream::Tcp(tcp),
            // What seldom happens is in a box: each request would have room for it.
            Some(profile) => Box::pin(self.connect_tls(profile, tcp, timeouts, deadline, through)).await?,
        };
        Ok(Connection::new(Arc::new(Link::new(stream, None))))
    }

    async fn connect_tcp(&self, timeouts: Timeouts, deadline: Deadline) -> Result<TcpStream> {
        let place = &self.place;
        let connect = async {
            let addresses =
                within(Deadline::after(timeouts.resolve), format_args!("Looking up {place}"), resolve(place)).await?;
            within(deadline, format_args!("Connecting to {place}"), connect_first(place, &addresses)).await
        };
        let is_by_proxy = self.key.proxy.is_some();
        connect.await.map_err(|fault| if is_by_proxy { proxy::failed(fault) } else { fault })
    }

    async fn connect_tls(
        &self,
        profile: &Profile,
        mut tcp: TcpStream,
        timeouts: Timeouts,
        deadline: Deadline,
        through: Option<&Arc<dyn Authentication>>,
    ) -> Result<Stream> {
        let (host, port) = (&self.key.host, self.key.port);
        if let Some(proxy) = &self.key.proxy {
            let server = Place::new(host, port);
            let mut tunnel = Tunnel::new(proxy, &server, self.authorization.as_deref(), through)?;
            tcp = loop {
                let passage = tunnel.open(tcp);
                match within(deadline, format_args!("Connecting through the proxy {proxy}"), passage).await? {
                    Passage::Open(tcp) => break tcp,
                    Passage::Again => tcp = self.connect_tcp(timeouts, deadline).await?,
                }
            };
        }
        let session = profile.connect(tcp, host, port);
        within(deadline, format_args!("The TLS handshake with {host}:{port}"), session).await.map(Stream::Tls)
    }

    /// A connection ends, or is free.
    fn leave(&self, connection: Option<Connection>) {
        let mut is_too_many = false;
        let mut state = self.state();
        match connection {
            Some(connection) => {
                state.idle.push_back(Idle { connection, since: Instant::now(), generation: generation() });
                is_too_many = self.sites.idle.fetch_add(1, Ordering::Relaxed) >= self.sites.most;
            }
            None => state.open = state.open.saturating_sub(1),
        }
        drop(state);
        self.call_next();
        if is_too_many {
            self.sites.close_some();
        }
    }

    /// Closes those kept connections that are of no use, and those that have rested since before `since`.
    fn close_idle(&self, since: Option<Instant>) {
        let mut state = self.state();
        let all = core::mem::take(&mut state.idle);
        let is_kept = |idle: &Idle| since.is_none_or(|since| idle.since > since) && idle.is_of_use();
        let (kept, closed): (VecDeque<Idle>, VecDeque<Idle>) = all.into_iter().partition(is_kept);
        state.idle = kept;
        state.open = state.open.saturating_sub(u32::try_from(closed.len()).unwrap_or(u32::MAX));
        self.sites.idle.fetch_sub(closed.len(), Ordering::Relaxed);
        drop(state);
        // Those who wait for a place; each of them looks again.
        closed.iter().for_each(|_| self.call_next());
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

impl Drop for Site {
    fn drop(&mut self) {
        let idle = self.state().idle.len();
        self.sites.idle.fetch_sub(idle, Ordering::Relaxed);
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

#[cfg(test)]
mod tests;
