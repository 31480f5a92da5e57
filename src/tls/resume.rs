//! Sessions that a client may resume: one handshake with signatures serves for many connections.

use core::sync::atomic::{AtomicBool, Ordering};
use openssl::error::ErrorStack;
use openssl::ex_data::Index;
use openssl::ssl::{Ssl, SslContextBuilder, SslRef, SslSession, SslSessionCacheMode};
use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// For how many servers sessions are kept under one set of credentials. Those of others are forgotten.
const SERVERS: usize = 64;
/// How many are kept for one server. With TLS 1.3 each serves once, and as many connections may be made at a time.
const SESSIONS: usize = 4;

/// The sessions with one server.
#[derive(Default)]
pub(super) struct Sessions {
    list: Mutex<VecDeque<SslSession>>,
    /// Whose certificates it wants: it says so in full handshakes only.
    issuers: Mutex<Arc<[Vec<u8>]>>,
    /// None are kept.
    is_closed: AtomicBool,
}

impl Sessions {
    fn list(&self) -> MutexGuard<'_, VecDeque<SslSession>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn issuers(&self) -> Arc<[Vec<u8>]> {
        self.issuers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_issuers(&self, issuers: Vec<Vec<u8>>) {
        *self.issuers.lock().unwrap_or_else(PoisonError::into_inner) = issuers.into();
    }

    pub(super) fn put(&self, session: SslSession) {
        let mut list = self.list();
        if self.is_closed.load(Ordering::Relaxed) {
            return;
        }
        if list.len() >= SESSIONS {
            list.pop_front();
        }
        list.push_back(session);
    }

    /// Keeps none from now on: what the server's authority says about it comes in full handshakes only.
    pub(super) fn close(&self) {
        let mut list = self.list();
        self.is_closed.store(true, Ordering::Relaxed);
        list.clear();
    }

    /// Forgets them: a server that was refused must not come back by them.
    pub(super) fn clear(&self) {
        self.list().clear();
    }
}

/// The sessions with all servers, the one used last at the end.
#[derive(Default)]
pub(super) struct Servers(Mutex<Vec<OfServer>>);

struct OfServer {
    host: Box<str>,
    port: u16,
    sessions: Arc<Sessions>,
}

impl Servers {
    pub(super) fn of(&self, host: &str, port: u16) -> Arc<Sessions> {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = list.iter().position(|known| *known.host == *host && known.port == port);
        let entry = match found {
            Some(index) => list.remove(index),
            None => OfServer { host: host.into(), port, sessions: Arc::default() },
        };
        let sessions = entry.sessions.clone();
        if list.len() >= SERVERS {
            list.remove(0);
        }
        list.push(entry);
        sessions
    }
}

/// Where the sessions of a connection are kept. `None`: OpenSSL has no room for it, so nothing is kept.
fn place() -> Option<Index<Ssl, Arc<Sessions>>> {
    static PLACE: LazyLock<Option<Index<Ssl, Arc<Sessions>>>> = LazyLock::new(|| Ssl::new_ex_index().ok());
    *PLACE
}

/// Has the sessions of all connections kept where [`offer`] said.
pub(super) fn keep(context: &mut SslContextBuilder) {
    context.set_session_cache_mode(SslSessionCacheMode::CLIENT | SslSessionCacheMode::NO_INTERNAL);
    context.set_new_session_callback(|ssl: &mut SslRef, session| {
        if let Some(sessions) = place().and_then(|place| ssl.ex_data(place)) {
            sessions.put(session);
        }
    });
}

/// Offers to resume one of the sessions, and keeps those that come of it. `ssl` must be of the same context as all that
/// used these before.
pub(super) fn offer(ssl: &mut Ssl, sessions: Arc<Sessions>) -> Result<(), ErrorStack> {
    let Some(place) = place() else { return Ok(()) };
    // Used once: an observer could tell two connections with the same ticket to be of one client (RFC 8446, C.4).
    let session = sessions.list().pop_back();
    ssl.set_ex_data(place, sessions);
    match session {
        Some(session) => set(ssl, &session),
        None => Ok(()),
    }
}

#[allow(unsafe_code, reason = "the crate has no other function for it")]
fn set(ssl: &mut Ssl, session: &SslSession) -> Result<(), ErrorStack> {
    // SAFETY: The session has to be of the context of `ssl`. It was put into its list by a connection that offer() was
    // called for; a list belongs to one profile (`Servers`), which makes all its connections of its one context.
    unsafe { ssl.set_session(session) }
}
