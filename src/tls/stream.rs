//! A connection with TLS over TCP: the same operations as without, in the same two modes, and no thread of its own.
//!
//! OpenSSL works on memory ([`super::wire`]); sockets are read and written here. The session is under a lock, which is
//! held while bytes are decrypted or encrypted and for calls on the socket that do not wait, and never across a wait:
//! so one task may read while another one writes.

use super::issuers;
use super::peer::Peer;
use super::resume::Sessions;
use super::session::{Got, RECORD, Session};
use crate::abi::WS_E_ENDPOINT_DISCONNECTED;
use crate::net::{Place, TcpStream};
use crate::runtime::fault::{Fault, Result};
use crate::task::{Direction, generation};
use crate::trace::trace;
use core::future::poll_fn;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, ready};
use openssl::ssl::Ssl;
use rustix::fd::BorrowedFd;
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, recv, send};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// How much is encrypted before it is sent.
const BATCH: usize = 4 * RECORD;

/// How often a connection that should be silent is read before it counts as one that is not.
const LOOKS: usize = 8;

pub(crate) struct TlsStream {
    tcp: TcpStream,
    session: Mutex<Session>,
    /// Known after the handshake.
    peer: OnceLock<Arc<Peer>>,
    /// Ended on purpose, in the middle of whatever there was.
    is_cut: AtomicBool,
    /// What the listener that the last request was for has found about the client.
    admitted: Mutex<Option<(u64, bool)>>,
    /// A child process has the sockets of its parent, and must not speak on them.
    generation: u32,
}

impl TlsStream {
    /// The handshake is still to be made.
    pub(super) fn new(tcp: TcpStream, ssl: Ssl) -> Result<Box<Self>> {
        let session = Mutex::new(Session::new(ssl)?);
        let (peer, is_cut, admitted) = (OnceLock::new(), AtomicBool::new(false), Mutex::default());
        Ok(Box::new(TlsStream { tcp, session, peer, is_cut, admitted, generation: generation() }))
    }

    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who the peer is; `None` before the handshake.
    pub(crate) fn other_side(&self) -> Option<&Arc<Peer>> {
        self.peer.get()
    }

    /// Agrees on keys with the peer.
    pub(super) async fn handshake(&self) -> Result<()> {
        let mut is_hopeless = false;
        let outcome = poll_fn(|context| {
            let mut session = self.session();
            loop {
                let is_complete = match session.handshake() {
                    Ok(is_complete) => is_complete,
                    Err(fault) => {
                        // The alert that says why.
                        self.try_send(&mut session);
                        return Poll::Ready(Err(fault));
                    }
                };
                ready!(self.poll_send(&mut session, context))?;
                if is_complete {
                    session.wire().rest();
                    return Poll::Ready(Ok(()));
                }
                is_hopeless |= self.tcp.take_asked();
                ready!(self.poll_fill(&mut session, context, &mut is_hopeless))?;
                if session.wire().is_ended && session.wire().input().is_empty() {
                    let text = "The connection was closed during the TLS handshake.";
                    return Poll::Ready(Err(session.fail(Fault::new(WS_E_ENDPOINT_DISCONNECTED, text))));
                }
            }
        })
        .await;
        outcome.map_err(|fault| {
            let fault = self.named(fault);
            trace!(Tls, "no session with {}: {}", self.tcp.name(), fault.texts().join(" "));
            fault
        })?;
        let peer = Peer::new(self.session().ssl())?;
        trace!(Tls, "a session with {}: {}", self.tcp.name(), peer.described(self.session().ssl()));
        let _ = self.peer.set(Arc::new(peer));
        Ok(())
    }

    /// Whose certificates the server wants to see, as far as the handshake got.
    pub(super) fn issuers(&self) -> Vec<Vec<u8>> {
        issuers::of(self.session().ssl())
    }

    /// What `check` says, which is not asked again as long as the requests are for the same listener.
    pub(super) fn admitted(&self, listener: u64, check: impl FnOnce() -> bool) -> bool {
        let known = |known: &Option<(u64, bool)>| known.filter(|known| known.0 == listener).map(|known| known.1);
        let mut last = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known(&last) {
            return known;
        }
        let is_admitted = check();
        *last = Some((listener, is_admitted));
        is_admitted
    }

    /// Keeps the session for the next connection, where the server gives no new one for it: with TLS 1.2 the old one
    /// holds.
    pub(super) fn keep_session(&self, sessions: &Sessions) {
        let is_old = self.peer.get().is_some_and(|peer| peer.is_resumed && peer.protocol == "TLSv1.2");
        if is_old && let Some(session) = self.session().ssl().session() {
            sessions.put(session.to_owned());
        }
    }

    /// Waits for the first bytes of the peer, and leaves them. Nothing: it has ended the connection.
    pub(super) async fn first_bytes(&self) -> Result<Vec<u8>> {
        let mut is_hopeless = false;
        poll_fn(|context| {
            let mut session = self.session();
            if session.wire().input().is_empty() && !session.wire().is_ended {
                ready!(self.poll_fill(&mut session, context, &mut is_hopeless))?;
            }
            let input = session.wire().input();
            Poll::Ready(Ok(input.get(..8).unwrap_or(input).to_vec()))
        })
        .await
    }

    /// Sends something as it is, without TLS, as far as that is possible at once.
    pub(super) fn say_plainly(&self, bytes: &[u8]) {
        let _ = send(self.tcp.fd(), bytes, SendFlags::NOSIGNAL | SendFlags::DONTWAIT);
        self.tcp.finish();
    }

    /// Reads over what the peer still sends, without looking at it, until it ends or so much has come: closing at once
    /// would reset the connection, and with it what the peer has not read yet.
    pub(crate) async fn hear_out(&self, most: usize) -> Result<()> {
        let mut left = most;
        poll_fn(|context| {
            let mut session = self.session();
            loop {
                let wire = session.wire();
                left = left.saturating_sub(wire.discard());
                if wire.is_ended || left == 0 {
                    return Poll::Ready(Ok(()));
                }
                ready!(self.tcp.poll_call(Direction::Read, false, context, |fd| wire.fill(fd)))?;
            }
        })
        .await
    }

    /// Receives something. The session is not waited for by anybody else who reads.
    fn poll_fill(&self, session: &mut Session, context: &mut Context<'_>, is_hopeless: &mut bool) -> Poll<Result<()>> {
        let is_hopeless = core::mem::take(is_hopeless);
        let received = self.tcp.poll_call(Direction::Read, is_hopeless, context, |fd| session.wire().fill(fd));
        let count = ready!(received)?;
        Poll::Ready(session.received(count))
    }

    /// Sends all of the output.
    fn poll_send(&self, session: &mut Session, context: &mut Context<'_>) -> Poll<Result<()>> {
        while !session.wire().output().is_empty() {
            let sent = self.tcp.poll_call(Direction::Write, false, context, |fd| session.wire().drain(fd));
            self.tcp.set_asked();
            if ready!(sent)? == 0 {
                let text = format!("The connection to {} takes no data.", self.tcp.name());
                return Poll::Ready(Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, text)));
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Sends what can be sent at once: what the session has to say by itself must not wait where somebody else may be
    /// waiting to write. The rest goes with what is written next.
    fn try_send(&self, session: &mut Session) {
        if session.is_writing {
            return;
        }
        while !session.wire().output().is_empty() {
            match session.wire().drain(self.tcp.fd()) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => break,
            }
        }
        session.wire().rest();
    }

    /// Receives until `look` finds something in the session.
    fn poll_until<T>(
        &self,
        context: &mut Context<'_>,
        is_hopeless: &mut bool,
        mut look: impl FnMut(&mut Session) -> Result<Option<T>>,
    ) -> Poll<Result<T>> {
        let mut session = self.session();
        loop {
            // Who waits awake comes here again and again, and mostly nothing has come.
            let found = if session.is_at_rest() { Ok(None) } else { look(&mut session) };
            self.try_send(&mut session);
            if let Some(found) = found? {
                session.wire().release();
                return Poll::Ready(Ok(found));
            }
            ready!(self.poll_fill(&mut session, context, is_hopeless))?;
        }
    }

    /// As [`poll_until`](Self::poll_until), as a future.
    async fn until<T>(&self, mut look: impl FnMut(&mut Session) -> Result<Option<T>>) -> Result<T> {
        let mut is_hopeless = self.tcp.take_asked();
        poll_fn(|context| self.poll_until(context, &mut is_hopeless, &mut look))
            .await
            .map_err(|fault| self.named(fault))
    }

    /// Reads what is there, waiting until there is something; 0 when the peer has ended its side.
    pub(crate) async fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        self.until(|session| Ok(count(session.read(buffer)?))).await
    }

    /// Appends what is there, within the spare capacity.
    pub(crate) async fn read_to(&self, bytes: &mut Vec<u8>) -> Result<usize> {
        self.until(|session| Ok(count(append(session, bytes)?))).await
    }

    /// Reads into memory that `take` gives only when there is something to read.
    pub(crate) async fn read_lent(
        &self,
        mut take: impl FnMut() -> Vec<u8>,
        mut give: impl FnMut(Vec<u8>),
    ) -> Result<Vec<u8>> {
        self.until(|session| {
            if session.most() == 0 && session.peek()? == Got::Nothing {
                return Ok(None);
            }
            let mut bytes = take();
            let got = append(session, &mut bytes);
            if matches!(got, Ok(Got::Data(_) | Got::End)) {
                return Ok(Some(bytes));
            }
            give(bytes);
            got.map(|_| None)
        })
        .await
    }

    /// Writes all of both pieces, as one record where they fit.
    pub(crate) async fn write_both(&self, first: &[u8], second: &[u8]) -> Result<()> {
        // The first piece, a head, takes as much of the second one along as a record has room for.
        let together = RECORD.saturating_sub(first.len()).min(second.len());
        let (mut joined, mut first, mut second) = (Vec::new(), first, second);
        if !first.is_empty() && together > 0 {
            joined.reserve_exact(first.len() + together);
            joined.extend_from_slice(first);
            joined.extend_from_slice(second.get(..together).unwrap_or_default());
            (first, second) = (&joined, second.get(together..).unwrap_or_default());
        }
        let mut has_begun = false;
        let written = poll_fn(|context| {
            let mut session = self.session();
            if !core::mem::replace(&mut has_begun, true) {
                session.is_writing = true;
            }
            loop {
                ready!(self.poll_send(&mut session, context))?;
                if first.is_empty() && second.is_empty() {
                    session.is_writing = false;
                    session.wire().rest();
                    return Poll::Ready(Ok(()));
                }
                while session.wire().output().len() < BATCH && !(first.is_empty() && second.is_empty()) {
                    let piece = if first.is_empty() { &mut second } else { &mut first };
                    let count = session.write(piece)?;
                    *piece = piece.get(count..).unwrap_or_default();
                }
            }
        });
        written.await.map_err(|fault| self.named(fault))
    }

    /// Waits until there is data, or an end, and leaves it. Unlike a socket's, this is never wrong: tickets and the like
    /// are no data.
    pub(crate) async fn readable(&self) -> Result<()> {
        self.until(|session| Ok((session.peek()? != Got::Nothing).then_some(()))).await
    }

    /// Whether a connection that should be silent is of no use any more. Tickets, which a server sends when it likes,
    /// are taken and kept.
    pub(crate) fn is_stale(&self) -> bool {
        let mut session = self.session();
        if session.is_at_rest() && is_silent(self.tcp.fd()) {
            return false;
        }
        for _ in 0..LOOKS {
            match session.peek() {
                Ok(Got::Nothing) => {}
                _ => return true,
            }
            self.try_send(&mut session);
            match session.wire().fill(self.tcp.fd()) {
                Err(Errno::WOULDBLOCK) => return false,
                Err(Errno::INTR) => {}
                Err(_) => return true,
                Ok(done) => {
                    if session.received(done.value).is_err() {
                        return true;
                    }
                }
            }
        }
        true
    }

    /// Ready when the peer is known to have ended or broken the connection, or to have sent data, which is no end.
    /// Counts as a read.
    pub(crate) fn poll_ended(&self, context: &mut Context<'_>) -> Poll<bool> {
        let look = |session: &mut Session| match session.peek()? {
            Got::Nothing => Ok(None),
            got => Ok(Some(got == Got::End)),
        };
        self.poll_until(context, &mut false, look).map(|ended| ended.unwrap_or(true))
    }

    /// Says that nothing more comes, without ending the connection.
    pub(crate) fn say_end(&self) {
        if !self.is_cut.load(Ordering::Relaxed) && self.generation == generation() {
            let mut session = self.session();
            session.say_end();
            self.try_send(&mut session);
        }
    }

    /// Ends this side: the peer knows then that it has all.
    pub(crate) fn finish(&self) {
        self.say_end();
        self.tcp.finish();
    }

    /// Ends both sides; the peer knows that it may not have all. Who waits, on whichever thread, goes on.
    pub(crate) fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
        self.tcp.cut();
    }

    pub(crate) fn peer(&self) -> SocketAddr {
        self.tcp.peer()
    }

    pub(crate) fn local(&self) -> Result<SocketAddr> {
        self.tcp.local()
    }

    pub(super) fn place(&self) -> Place {
        self.tcp.name()
    }

    #[cold]
    fn named(&self, fault: Fault) -> Fault {
        fault.context(format!("The TLS connection with {} failed.", self.tcp.name()))
    }
}

impl Drop for TlsStream {
    fn drop(&mut self) {
        self.say_end();
    }
}

impl core::fmt::Debug for TlsStream {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TlsStream({})", self.tcp.peer())
    }
}

/// Whether nothing has come on a socket, not even an end: mostly so, and found out with one call.
fn is_silent(fd: BorrowedFd<'_>) -> bool {
    matches!(recv(fd, &mut [0_u8; 1], RecvFlags::PEEK | RecvFlags::DONTWAIT), Err(Errno::WOULDBLOCK))
}

/// How many bytes were read; 0 is the end.
fn count(got: Got) -> Option<usize> {
    match got {
        Got::Data(count) => Some(count),
        Got::End => Some(0),
        Got::Nothing => None,
    }
}

/// Decrypts into spare capacity.
fn append(session: &mut Session, bytes: &mut Vec<u8>) -> Result<Got> {
    let before = bytes.len();
    // What has come is longer than what is in it; the rest of the room need not be touched.
    let room = (bytes.capacity() - before).min(session.most().max(1));
    bytes.resize(before + room, 0);
    let got = session.read(bytes.get_mut(before..).unwrap_or_default());
    let count = if let Ok(Got::Data(count)) = got { count } else { 0 };
    bytes.truncate(before + count);
    got
}
