//! Making connections.

use crate::net::error::{Doing, Place, fault};
use crate::net::stream::{TcpStream, connected};
use crate::runtime::fault::Result;
use crate::task::{Deadline, Source, sleep};
use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect as start, ipproto, socket_with};
use std::net::SocketAddr;
use std::sync::Arc;

/// How long an address has a start before the next one is tried beside it (RFC 8305).
const HEAD_START: Duration = Duration::from_millis(250);

type Attempt<'a> = Pin<Box<dyn Future<Output = rustix::io::Result<TcpStream>> + Send + 'a>>;

/// Connects to the first of the addresses of `place` that answers. All are tried, in their order, each a little after the
/// one before it, or as soon as that has failed. Limits of time and aborts are the caller's: `within` and `Abort::run`.
pub(crate) async fn connect_first(place: &Place, addresses: &[SocketAddr]) -> Result<TcpStream> {
    let outcome = if let [address] = addresses { attempt(*address).await } else { race(addresses).await };
    match outcome {
        Ok(stream) => Ok(stream.named(place)),
        Err(errno) => Err(fault(Doing::Connecting, errno, format_args!("Connecting to {place}"))),
    }
}

async fn race(addresses: &[SocketAddr]) -> rustix::io::Result<TcpStream> {
    let mut left = addresses.iter();
    let mut attempts: Vec<Attempt<'_>> = Vec::new();
    // What the first address said counts: the system put it first.
    let mut first_problem: Option<Errno> = None;
    loop {
        let next = left.next();
        if let Some(address) = next {
            attempts.push(Box::pin(attempt(*address)));
        }
        let has_more = !left.as_slice().is_empty();
        let start = if has_more { Deadline::after_duration(HEAD_START) } else { Deadline::NEVER };
        let mut pause = pin!(sleep(start));
        let connected = poll_fn(|context| {
            let mut index = 0;
            while let Some(one) = attempts.get_mut(index) {
                match one.as_mut().poll(context) {
                    Poll::Ready(Ok(stream)) => return Poll::Ready(Some(stream)),
                    Poll::Ready(Err(errno)) => {
                        first_problem.get_or_insert(errno);
                        drop(attempts.remove(index));
                        if attempts.is_empty() || has_more {
                            return Poll::Ready(None);
                        }
                    }
                    Poll::Pending => index += 1,
                }
            }
            pause.as_mut().poll(context).map(|()| None)
        })
        .await;
        if let Some(stream) = connected {
            return Ok(stream);
        }
        if attempts.is_empty() && !has_more {
            return Err(first_problem.unwrap_or(Errno::HOSTUNREACH));
        }
    }
}

/// Connects to one address.
async fn attempt(address: SocketAddr) -> rustix::io::Result<TcpStream> {
    let family = if address.is_ipv6() { AddressFamily::INET6 } else { AddressFamily::INET };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let fd = socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))?;
    let source: Arc<Source> = Source::new(fd);
    match start(source.fd(), &address) {
        Ok(()) => {}
        // A signal does not stop it either.
        Err(Errno::INPROGRESS | Errno::INTR) => connected(&source).await?,
        Err(errno) => return Err(errno),
    }
    Ok(TcpStream::from_source(source, address))
}
