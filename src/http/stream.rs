//! What connections run over: TCP, and TLS over it. Whoever uses a [`Stream`] does not see which.

#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod script;

use crate::net::TcpStream;
use crate::runtime::fault::Result;
use crate::tls::{Peer, TlsStream};
use core::task::{Context, Poll};
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Debug)]
pub(crate) enum Stream {
    Tcp(TcpStream),
    Tls(Box<TlsStream>),
    /// A peer that says what it was told to.
    #[cfg(any(test, feature = "fuzzing"))]
    Script(script::Script),
}

/// One body for each kind.
macro_rules! each {
    ($self:expr, $stream:ident => $body:expr) => {
        match $self {
            Stream::Tcp($stream) => $body,
            Stream::Tls($stream) => $body,
            #[cfg(any(test, feature = "fuzzing"))]
            Stream::Script($stream) => $body,
        }
    };
}

impl Stream {
    /// Reads what is there, waiting until there is something; 0 when the peer has ended its side.
    pub(crate) async fn read(&self, buffer: &mut [u8]) -> Result<usize> {
        each!(self, stream => stream.read(buffer).await)
    }

    /// Appends what is there, within the spare capacity.
    pub(crate) async fn read_to(&self, bytes: &mut Vec<u8>) -> Result<usize> {
        each!(self, stream => stream.read_to(bytes).await)
    }

    /// As [`read_to`](Self::read_to), with memory that `take` gives only when there may be something to read, and
    /// `give` gets back when there is nothing: who waits for long holds none.
    pub(crate) async fn read_lent(
        &self,
        take: impl FnMut() -> Vec<u8> + Send,
        give: impl FnMut(Vec<u8>) + Send,
    ) -> Result<Vec<u8>> {
        each!(self, stream => stream.read_lent(take, give).await)
    }

    /// Writes all of both pieces, as one where they fit.
    pub(crate) async fn write_both(&self, first: &[u8], second: &[u8]) -> Result<()> {
        each!(self, stream => stream.write_both(first, second).await)
    }

    /// Waits until there is something to read, or an end, and leaves it.
    pub(crate) async fn readable(&self) -> Result<()> {
        each!(self, stream => stream.readable().await)
    }

    /// Whether the peer has ended a connection that should be silent, or has sent something on it.
    pub(crate) fn is_stale(&self) -> bool {
        each!(self, stream => stream.is_stale())
    }

    /// Ready when the peer is known to have ended or broken the connection, or to have sent something, which is no end.
    /// Counts as a read.
    pub(crate) fn poll_ended(&self, context: &mut Context<'_>) -> Poll<bool> {
        match self {
            Stream::Tcp(stream) => stream.poll_ended(context),
            Stream::Tls(stream) => stream.poll_ended(context),
            #[cfg(any(test, feature = "fuzzing"))]
            Stream::Script(_) => Poll::Ready(false),
        }
    }

    /// The session, where there is one.
    pub(crate) fn tls(&self) -> Option<&TlsStream> {
        match self {
            Stream::Tls(stream) => Some(stream),
            _ => None,
        }
    }

    /// What is known about the other side of a session, once it is made.
    pub(crate) fn other_side(&self) -> Option<&Arc<Peer>> {
        self.tls().and_then(TlsStream::other_side)
    }

    /// Tells the peer that it has all, where the kind of stream has a way to say so without ending the connection.
    pub(crate) fn say_end(&self) {
        if let Some(stream) = self.tls() {
            stream.say_end();
        }
    }

    /// Ends this side.
    pub(crate) fn finish(&self) {
        each!(self, stream => stream.finish());
    }

    /// Ends both sides; who waits on them, on whichever thread, goes on.
    pub(crate) fn cut(&self) {
        each!(self, stream => stream.cut());
    }

    pub(crate) fn peer(&self) -> SocketAddr {
        each!(self, stream => stream.peer())
    }

    pub(crate) fn local(&self) -> Result<SocketAddr> {
        each!(self, stream => stream.local())
    }
}
