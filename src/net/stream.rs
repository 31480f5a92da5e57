//! A TCP connection.

use crate::abi::WS_E_ENDPOINT_DISCONNECTED;
use crate::net::error::{Doing, Place, fault};
use crate::runtime::fault::{Fault, Result};
use crate::task::{self, Direction, Done, Source};
use core::future::poll_fn;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll};
use rustix::buffer::spare_capacity;
use rustix::fd::{BorrowedFd, OwnedFd};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendAncillaryBuffer, SendFlags, Shutdown, recv, send, sendmsg, sockopt};
use std::io::IoSlice;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

/// A connection: one operation may read while another one writes. Dropped, it closes.
pub(crate) struct TcpStream {
    source: Arc<Source>,
    peer: SocketAddr,
    /// This side, once somebody has asked: it does not change.
    local: OnceLock<SocketAddr>,
    /// What the other side was called when it was connected to: for error texts.
    asked_for: Option<Box<Place>>,
    /// Something was sent since the last read, so that an answer cannot be there yet.
    has_asked: AtomicBool,
}

impl TcpStream {
    /// The descriptor is a connected socket in non-blocking mode.
    pub(super) fn new(fd: OwnedFd, peer: SocketAddr) -> Self {
        Self::from_source(Source::new(fd), peer)
    }

    pub(super) fn from_source(source: Arc<Source>, peer: SocketAddr) -> Self {
        // Each message is sent as a whole, so there is nothing to gather. A socket that refuses only answers later.
        let _ = sockopt::set_tcp_nodelay(source.fd(), true);
        Self { source, peer, local: OnceLock::new(), asked_for: None, has_asked: AtomicBool::new(false) }
    }

    /// Calls the other side what the program called it.
    pub(super) fn named(mut self, place: &Place) -> Self {
        self.asked_for = Some(Box::new(place.clone()));
        self
    }

    /// The other side.
    pub(crate) fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// This side.
    pub(crate) fn local(&self) -> Result<SocketAddr> {
        if let Some(known) = self.local.get() {
            return Ok(*known);
        }
        let address = rustix::net::getsockname(self.source.fd()).and_then(SocketAddr::try_from);
        let address = address.map_err(|errno| self.failed("Asking for the local address of", errno))?;
        Ok(*self.local.get_or_init(|| address))
    }

    /// Reads what is there, waiting until there is something; 0 when the other side has ended.
    pub(crate) async fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        let length = buffer.len();
        self.receive(|fd| {
            let (count, _) = recv(fd, &mut *buffer, RecvFlags::empty())?;
            Ok(Done { value: count, is_dry: count < length })
        })
        .await
    }

    /// Appends what is there to `bytes`, up to its spare capacity, which must not be empty; 0 when the other side has
    /// ended.
    pub(crate) async fn read_to(&self, bytes: &mut Vec<u8>) -> Result<usize> {
        let length = bytes.capacity() - bytes.len();
        self.receive(|fd| {
            let (count, _) = recv(fd, spare_capacity(bytes), RecvFlags::empty())?;
            Ok(Done { value: count, is_dry: count < length })
        })
        .await
    }

    /// Reads into memory that `take` gives only when there may be something to read, and that `give` gets back when
    /// there is nothing: so that who waits for long holds none. Nothing read means that the other side has ended.
    pub(crate) async fn read_lent(
        &self,
        mut take: impl FnMut() -> Vec<u8>,
        mut give: impl FnMut(Vec<u8>),
    ) -> Result<Vec<u8>> {
        let mut lent = Vec::new();
        self.receive(|fd| {
            let mut bytes = take();
            let length = bytes.capacity() - bytes.len();
            match recv(fd, spare_capacity(&mut bytes), RecvFlags::empty()) {
                Ok((count, _)) => {
                    lent = bytes;
                    Ok(Done { value: count, is_dry: count < length })
                }
                Err(errno) => {
                    give(bytes);
                    Err(errno)
                }
            }
        })
        .await?;
        Ok(lent)
    }

    async fn receive(&self, mut call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<Done<usize>>) -> Result<usize> {
        let mut is_hopeless = self.has_asked.swap(false, Ordering::Relaxed);
        let count = poll_fn(|context| {
            let is_hopeless = core::mem::take(&mut is_hopeless);
            self.source.poll(Direction::Read, is_hopeless, context, &mut call)
        })
        .await;
        count.map_err(|errno| self.failed("Receiving from", errno))
    }

    /// Writes some of the bytes and says how many.
    pub(crate) async fn write(&self, bytes: &[u8]) -> Result<usize> {
        self.transmit(|fd| {
            let count = send(fd, bytes, SendFlags::NOSIGNAL)?;
            Ok(Done { value: count, is_dry: count < bytes.len() })
        })
        .await
    }

    /// Writes all of the bytes.
    pub(crate) async fn write_all(&self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let count = self.write(bytes).await?;
            bytes = bytes.get(count..).unwrap_or_default();
        }
        Ok(())
    }

    /// Writes both pieces as one: one segment on the wire where they fit.
    pub(crate) async fn write_both(&self, first: &[u8], second: &[u8]) -> Result<()> {
        if first.is_empty() || second.is_empty() {
            self.write_all(first).await?;
            return self.write_all(second).await;
        }
        let all = first.len() + second.len();
        let count = self
            .transmit(|fd| {
                let pieces = [IoSlice::new(first), IoSlice::new(second)];
                let count = sendmsg(fd, &pieces, &mut SendAncillaryBuffer::default(), SendFlags::NOSIGNAL)?;
                Ok(Done { value: count, is_dry: count < all })
            })
            .await?;
        match first.get(count..) {
            Some(rest) => {
                self.write_all(rest).await?;
                self.write_all(second).await
            }
            None => self.write_all(second.get(count - first.len()..).unwrap_or_default()).await,
        }
    }

    async fn transmit(&self, mut call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<Done<usize>>) -> Result<usize> {
        let count = poll_fn(|context| self.source.poll(Direction::Write, false, context, &mut call)).await;
        self.has_asked.store(true, Ordering::Relaxed);
        match count {
            Ok(0) => {
                Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, format!("The connection to {} takes no data.", self.name())))
            }
            outcome => outcome.map_err(|errno| self.failed("Sending to", errno)),
        }
    }

    /// Whether something was sent since the last read, so that an answer cannot be there yet. For who reads by
    /// [`poll_call`](Self::poll_call): to be asked once for each read.
    pub(crate) fn take_asked(&self) -> bool {
        self.has_asked.swap(false, Ordering::Relaxed)
    }

    /// Something was sent by [`poll_call`](Self::poll_call).
    pub(crate) fn set_asked(&self) {
        self.has_asked.store(true, Ordering::Relaxed);
    }

    /// Tries a call on the socket; if it would block, the task is polled again when it may not. For protocols over the
    /// connection, which have buffers of their own. `is_hopeless` has a blocked thread wait first.
    pub(crate) fn poll_call<T>(
        &self,
        direction: Direction,
        is_hopeless: bool,
        context: &mut Context<'_>,
        call: impl FnMut(BorrowedFd<'_>) -> rustix::io::Result<Done<T>>,
    ) -> Poll<Result<T>> {
        let doing = if direction == Direction::Read { "Receiving from" } else { "Sending to" };
        self.source.poll(direction, is_hopeless, context, call).map_err(|errno| self.failed(doing, errno))
    }

    /// The socket, for a call that does not wait.
    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.source.fd()
    }

    /// Ends this side: the other one reads an end.
    pub(crate) fn finish(&self) {
        // It fails when the connection has gone already.
        let _ = rustix::net::shutdown(self.source.fd(), Shutdown::Write);
    }

    /// Ends both sides: whoever waits on this connection, on whichever thread, goes on with an error or an end.
    pub(crate) fn cut(&self) {
        let _ = rustix::net::shutdown(self.source.fd(), Shutdown::Both);
    }

    /// Makes closing reset the connection at once instead of sending what is left.
    #[cfg(test)]
    pub(crate) fn reset_on_close(&self) {
        let _ = sockopt::set_socket_linger(self.source.fd(), Some(core::time::Duration::ZERO));
    }

    /// Whether a connection that should be silent is of no use any more: the other side has ended it, or sent something
    /// that nobody asked for. Does not wait.
    pub(crate) fn is_stale(&self) -> bool {
        let mut byte = [0_u8; 1];
        loop {
            match recv(self.source.fd(), &mut byte, RecvFlags::PEEK | RecvFlags::DONTWAIT) {
                Err(Errno::WOULDBLOCK) => return false,
                Err(Errno::INTR) => {}
                _ => return true,
            }
        }
    }

    /// Waits until there is something to read, or an end, without reading it: who waits needs no buffer. Now and then it
    /// ends before there is anything.
    pub(crate) async fn readable(&self) -> Result<()> {
        let ready = poll_fn(|context| {
            if !task::blocking() {
                return self.source.poll_ready(Direction::Read, context);
            }
            self.source.poll(Direction::Read, false, context, |fd| {
                recv(fd, &mut [0_u8; 1], RecvFlags::PEEK).map(|_| Done { value: (), is_dry: false })
            })
        });
        ready.await.map_err(|errno| self.failed("Waiting for", errno))
    }

    /// Whether the other side has ended, or broken, the connection: ready when that is known, or when there is something
    /// to read, which means that it has not. Counts as a read: no other one may wait at the same time.
    pub(crate) fn poll_ended(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut byte = [0_u8; 1];
        let peeked = self.source.poll(Direction::Read, false, context, |fd| {
            let (count, _) = recv(fd, &mut byte, RecvFlags::PEEK)?;
            Ok(Done { value: count, is_dry: false })
        });
        peeked.map(|count| !matches!(count, Ok(1..)))
    }

    /// The other side as the program called it.
    pub(crate) fn name(&self) -> Place {
        match &self.asked_for {
            Some(place) => Place::clone(place),
            None => Place::new(&self.peer.ip().to_string(), self.peer.port()),
        }
    }

    #[cold]
    fn failed(&self, what: &str, errno: Errno) -> Fault {
        fault(Doing::Transferring, errno, format_args!("{what} {}", self.name()))
    }
}

impl core::fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TcpStream({})", self.peer)
    }
}

/// A future that is ready when the source is writable, with the socket's error: the end of a connect.
pub(super) async fn connected(source: &Arc<Source>) -> rustix::io::Result<()> {
    let mut has_waited = false;
    poll_fn(|context| {
        let is_first = !core::mem::replace(&mut has_waited, true);
        source.poll(Direction::Write, is_first, context, |fd| {
            sockopt::socket_error(fd)??;
            match rustix::net::getpeername(fd) {
                Ok(_) => Ok(Done { value: (), is_dry: false }),
                Err(Errno::NOTCONN) => Err(Errno::WOULDBLOCK),
                Err(errno) => Err(errno),
            }
        })
    })
    .await
}
