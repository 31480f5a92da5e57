//! The ports that this process listens at, and who of its listeners gets what comes there.

use super::listener::Shared;
use super::prefix::{Host, Prefix, select};
use super::serve::{Served, greet, resume};
use super::sweep;
use crate::abi::WS_E_ADDRESS_IN_USE;
use crate::http::head::RequestHead;
use crate::http::limits;
use crate::http::link::{Link, Patience};
use crate::http::stream::Stream;
use crate::net::TcpListener;
use crate::runtime::fault::{Fault, Result};
use crate::task::{Abort, Deadline, OneReceiver, OneSender, Semaphore, oneshot, spawn, within};
use crate::tls;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::sync::atomic::{AtomicU64, Ordering};
use slab::Slab;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// One port of this process. Exists while a listener has it.
pub(super) struct Port {
    pub(super) number: u16,
    patience: Patience,
    /// Where its URLs begin with https.
    tls: Option<tls::Port>,
    state: Mutex<State>,
    links: Mutex<Links>,
}

/// The connections of a port.
#[derive(Default)]
struct Links {
    slab: Slab<Arc<Link>>,
    /// Who waits for them to end.
    waiting: Vec<OneSender<()>>,
}

#[derive(Default)]
struct State {
    routes: Vec<Arc<Shared>>,
    /// Of these routes, and of none that this or another port had before.
    number: u64,
    sockets: Vec<Bound>,
}

/// Where a request went: the next one with the same head goes there too, as long as the routes are the same.
pub(super) struct Routed {
    number: u64,
    local: Option<SocketAddr>,
    index: usize,
}

impl State {
    /// Changes the routes.
    fn change(&mut self, change: impl FnOnce(&mut Vec<Arc<Shared>>)) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        change(&mut self.routes);
        self.number = NEXT.fetch_add(1, Ordering::Relaxed);
    }
}

/// A socket that accepts, and the task that does it.
struct Bound {
    /// `None`: all addresses of the machine.
    address: Option<IpAddr>,
    abort: Abort,
    ended: OneReceiver<()>,
}

fn ports() -> MutexGuard<'static, BTreeMap<u16, Arc<Port>>> {
    static PORTS: LazyLock<Mutex<BTreeMap<u16, Arc<Port>>>> = LazyLock::new(Mutex::default);
    PORTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The ports that there are.
pub(super) fn all() -> Vec<Arc<Port>> {
    ports().values().cloned().collect()
}

/// Sockets are opened and closed by one at a time: a port may have to change what it is bound to.
fn changes() -> &'static Semaphore {
    static CHANGES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));
    &CHANGES
}

/// Gives a listener its place among those of its port, and opens the port where that is needed.
pub(super) async fn open(shared: &Arc<Shared>) -> Result<Arc<Port>> {
    let _change = changes().acquire().await;
    let number = shared.prefix.port;
    let found = ports().get(&number).cloned();
    let port = match found {
        Some(port) => port,
        None => Port::new(shared)?,
    };
    port.check(shared)?;
    if port.state().routes.iter().any(|route| route.prefix.is_same(&shared.prefix)) {
        let text = "Another listener of this process has the same URL.";
        return Err(Fault::new(WS_E_ADDRESS_IN_USE, text));
    }
    port.bind(&shared.prefix).await?;
    port.change(|routes| routes.push(shared.clone()));
    ports().insert(number, port.clone());
    sweep::start(port.patience)?;
    Ok(port)
}

/// Takes a listener's place away: nothing comes to it any more. The last one closes the port and its idle connections;
/// whether it was that one.
pub(super) async fn close(port: &Arc<Port>, shared: &Arc<Shared>) -> bool {
    let _change = changes().acquire().await;
    port.leave(shared);
    if !port.state().routes.is_empty() {
        return false;
    }
    port.unbind().await;
    ports().retain(|_, other| !Arc::ptr_eq(other, port));
    port.cut(|link| {
        let is_idle = link.is_idle();
        if is_idle {
            link.stream().say_end();
        }
        is_idle
    });
    true
}

/// Waits for the last connections of a port that is closed, whose requests have ended: those that lead to nothing are
/// cut when they have had the time that others get to read a response, or when the deadline has come.
pub(super) async fn drain(port: &Arc<Port>, deadline: Deadline) {
    let ended = {
        let (sender, ended) = oneshot();
        let mut links = port.links();
        if !links.slab.is_empty() {
            links.waiting.push(sender);
        }
        ended
    };
    let wait = async {
        ended.await;
        Result::Ok(())
    };
    let soon = within(Deadline::after_duration(limits::LINGER), "The last connections", wait);
    if within(deadline, "The last connections", soon).await.is_err() {
        port.cut(|_| true);
    }
}

impl Port {
    fn new(first: &Shared) -> Result<Arc<Self>> {
        let (number, patience) = (first.prefix.port, first.patience);
        let tls = if first.prefix.is_secure { Some(tls::Port::new()?) } else { None };
        Ok(Arc::new(Port { number, patience, tls, state: Mutex::default(), links: Mutex::default() }))
    }

    /// Whether a listener can have a place beside those that there are.
    fn check(&self, shared: &Shared) -> Result<()> {
        let refused = |what: &str| {
            let number = self.number;
            Err(Fault::new(WS_E_ADDRESS_IN_USE, format!("The port {number} is in use {what}.")))
        };
        match (&self.tls, &shared.tls) {
            (None, None) => {}
            (None, Some(_)) => return refused("for http URLs, so it cannot be for https URLs as well"),
            (Some(_), None) => return refused("for https URLs, so it cannot be for http URLs as well"),
            (Some(_), Some(server)) => {
                // A client says which host it wants before it says which path.
                let is_other = |route: &Arc<Shared>| {
                    let tls = route.tls.as_ref();
                    route.prefix.host == shared.prefix.host && tls.is_some_and(|tls| !tls.has_certificate_of(server))
                };
                if self.state().routes.iter().any(is_other) {
                    return refused("for the same host with another certificate");
                }
            }
        }
        Ok(())
    }

    /// Changes which listeners there are, and with it whose certificates clients are shown.
    fn change(&self, change: impl FnOnce(&mut Vec<Arc<Shared>>)) {
        let mut state = self.state();
        state.change(change);
        if let Some(tls) = &self.tls {
            let entry = |route: &Arc<Shared>| {
                let listener = match &route.prefix.host {
                    Host::Name(name) => tls::For::Name(name.clone()),
                    Host::Strong => tls::For::Others(0),
                    Host::Address(_) => tls::For::Others(1),
                    Host::Weak => tls::For::Others(2),
                };
                route.tls.clone().map(|server| (listener, server))
            };
            tls.set(state.routes.iter().filter_map(entry).collect());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn links(&self) -> MutexGuard<'_, Links> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cuts connections.
    fn cut(&self, is_wanted: impl Fn(&Link) -> bool) {
        // Not under the lock: whoever is woken may end its connection at once.
        let links: Vec<_> = self.links().slab.iter().map(|(_, link)| link.clone()).collect();
        links.iter().filter(|link| is_wanted(link)).for_each(|link| link.stream().cut());
    }

    /// No request goes to this listener from now on.
    pub(super) fn leave(&self, shared: &Arc<Shared>) {
        self.change(|routes| routes.retain(|route| !Arc::ptr_eq(route, shared)));
    }

    /// Whether there are listeners: otherwise connections end after their present request.
    pub(super) fn is_open(&self) -> bool {
        !self.state().routes.is_empty()
    }

    /// The most bytes of a head that one of the listeners takes.
    pub(super) fn head_size(&self) -> usize {
        self.state().routes.iter().map(|route| route.head_size()).max().unwrap_or(limits::HEAD_SIZE)
    }

    /// The listener for a request that came to `local`. `known`: where the last one with this head went.
    pub(super) fn route(
        &self,
        head: &RequestHead,
        local: Option<SocketAddr>,
        known: &mut Option<Routed>,
    ) -> Option<Arc<Shared>> {
        let state = self.state();
        let is_same = |known: &&Routed| known.number == state.number && known.local == local;
        if let Some(known) = known.as_ref().filter(is_same) {
            return state.routes.get(known.index).cloned();
        }
        let routes = state.routes.iter().enumerate().map(|(index, route)| (&route.prefix, (index, route)));
        let (index, route) = select(routes, head.host(), head.path(), || local)?;
        *known = Some(Routed { number: state.number, local, index });
        Some(route.clone())
    }

    pub(super) fn remove(&self, key: usize) {
        let mut links = self.links();
        links.slab.try_remove(key);
        let waiting = if links.slab.is_empty() { core::mem::take(&mut links.waiting) } else { Vec::new() };
        drop(links);
        drop(waiting);
    }

    pub(super) fn sweep(&self, now: u64) {
        // The cut of a connection may wake its task, but never runs it here.
        self.links().slab.iter().for_each(|(_, link)| link.sweep(now));
    }

    /// Makes sure that connections for the host of a listener are accepted.
    async fn bind(self: &Arc<Self>, prefix: &Prefix) -> Result<()> {
        let wanted = addresses(&prefix.host);
        let bound: Vec<Option<IpAddr>> = self.state().sockets.iter().map(|socket| socket.address).collect();
        let is_bound = |address: &Option<IpAddr>| bound.contains(&None) || bound.contains(address);
        if wanted.iter().all(is_bound) {
            return Ok(());
        }
        if wanted == [None] && !bound.is_empty() {
            // One socket for all addresses cannot be beside those for single ones.
            self.unbind().await;
            let outcome = self.listen(&wanted);
            if outcome.is_err() {
                self.listen(&bound)?;
            }
            return outcome;
        }
        let missing: Vec<_> = wanted.into_iter().filter(|address| !is_bound(address)).collect();
        self.listen(&missing)
    }

    /// Opens sockets and begins to accept. Where several addresses mean one host, those that the machine has.
    fn listen(self: &Arc<Self>, addresses: &[Option<IpAddr>]) -> Result<()> {
        let open = |address: &Option<IpAddr>| match address {
            None => TcpListener::bind_all(self.number),
            Some(ip) => TcpListener::bind(SocketAddr::new(*ip, self.number)),
        };
        let (mut opened, mut problem) = (Vec::new(), None);
        for address in addresses {
            match open(address) {
                Ok(listener) => opened.push((*address, listener)),
                Err(fault) if fault.code() == WS_E_ADDRESS_IN_USE => return Err(fault),
                Err(fault) => problem = Some(fault),
            }
        }
        if let (true, Some(fault)) = (opened.is_empty(), problem) {
            return Err(fault);
        }
        for (address, listener) in opened {
            let (abort, (sender, ended)) = (Abort::new(), oneshot());
            let (port, stop) = (self.clone(), abort.clone());
            spawn(async move {
                port.accept(listener, stop).await;
                let _ = sender.send(());
            })?;
            self.state().sockets.push(Bound { address, abort, ended });
        }
        Ok(())
    }

    /// Closes the sockets, and waits until they are.
    async fn unbind(&self) {
        let sockets = core::mem::take(&mut self.state().sockets);
        sockets.iter().for_each(|socket| socket.abort.abort());
        for socket in sockets {
            socket.ended.await;
        }
    }

    async fn accept(self: &Arc<Self>, listener: TcpListener, stop: Abort) {
        // The errors that end this are those of the socket itself.
        while let Ok(stream) = stop.run(listener.accept()).await {
            let stream = match &self.tls {
                None => Stream::Tcp(stream),
                // Without memory for it, the connection closes.
                Some(tls) => match tls.stream(stream) {
                    Ok(stream) => Stream::Tls(stream),
                    Err(_) => continue,
                },
            };
            self.serve(stream);
        }
    }

    /// Begins to serve a connection.
    pub(super) fn serve(self: &Arc<Self>, stream: Stream) {
        // Unique in the process, so while the listener is open as well.
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let link = Arc::new(Link::new(stream, Some(self.patience)));
        let key = self.links().slab.insert(link.clone());
        let served = Served::new(link, self.clone(), key, id);
        if self.tls.is_some() {
            // A handshake is work, and others want to be accepted.
            let _ = spawn(greet(served));
        } else {
            resume(served);
        }
    }
}

/// Where to listen for a host: an address is that one only, localhost is this machine only, and any other name may be
/// any of its addresses, of which the Host field then decides.
fn addresses(host: &Host) -> Vec<Option<IpAddr>> {
    match host {
        Host::Address(address) => vec![Some(*address)],
        Host::Name(name) if name == "localhost" => {
            vec![Some(Ipv4Addr::LOCALHOST.into()), Some(Ipv6Addr::LOCALHOST.into())]
        }
        Host::Strong | Host::Weak | Host::Name(_) => vec![None],
    }
}
