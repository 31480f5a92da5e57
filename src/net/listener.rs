//! Accepting TCP connections.

use crate::net::error::{Doing, fault};
use crate::net::stream::TcpStream;
use crate::runtime::fault::Result;
use crate::task::{Deadline, Direction, Done, Source, sleep};
use core::future::poll_fn;
use core::time::Duration;
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, SocketFlags, SocketType, acceptfrom_with, bind, getsockname, ipproto, listen, socket_with, sockopt,
};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// Connections that wait to be accepted; the system may allow fewer.
const BACKLOG: i32 = 1024;
/// For how long nothing is accepted when the process has no descriptors or memory left.
const BREAK: Duration = Duration::from_millis(50);

/// A socket that others connect to. Dropped, it closes.
pub(crate) struct TcpListener {
    source: Arc<Source>,
    address: SocketAddr,
}

impl TcpListener {
    /// Listens at an address; port 0 takes a free one.
    pub(crate) fn bind(address: SocketAddr) -> Result<Self> {
        Self::open(address, true)
            .map_err(|errno| fault(Doing::Listening, errno, format_args!("Listening at {address}")))
    }

    /// Listens on all addresses of the machine, of both families where it has both.
    pub(crate) fn bind_all(port: u16) -> Result<Self> {
        let v6 = SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), port);
        match Self::open(v6, false) {
            Err(Errno::AFNOSUPPORT | Errno::ADDRNOTAVAIL) => {
                Self::bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), port))
            }
            outcome => {
                outcome.map_err(|errno| fault(Doing::Listening, errno, format_args!("Listening at port {port}")))
            }
        }
    }

    fn open(address: SocketAddr, is_v6_only: bool) -> rustix::io::Result<Self> {
        let family = if address.is_ipv6() { AddressFamily::INET6 } else { AddressFamily::INET };
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let fd = socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))?;
        // Connections of a server that ended a moment ago do not keep the port.
        sockopt::set_socket_reuseaddr(&fd, true)?;
        if address.is_ipv6() {
            sockopt::set_ipv6_v6only(&fd, is_v6_only)?;
        }
        bind(&fd, &address)?;
        listen(&fd, BACKLOG)?;
        let address = SocketAddr::try_from(getsockname(&fd)?)?;
        Ok(Self { source: Source::new(fd), address })
    }

    /// The address, with the port that was taken.
    #[cfg(test)]
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next connection. One task at a time may wait for it. Connections that end before they are accepted, and a
    /// lack of descriptors or memory, do not end the wait.
    pub(crate) async fn accept(&self) -> Result<TcpStream> {
        loop {
            let accepted = poll_fn(|context| {
                self.source.poll(Direction::Read, false, context, |fd| {
                    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
                    let (fd, peer) = acceptfrom_with(fd, flags)?;
                    let peer = peer.and_then(|peer| SocketAddr::try_from(peer).ok());
                    Ok(Done { value: (fd, peer), is_dry: false })
                })
            });
            match accepted.await {
                Ok((fd, Some(peer))) => return Ok(TcpStream::new(fd, canonical(peer))),
                Ok((_, None)) => {}
                Err(Errno::MFILE | Errno::NFILE | Errno::NOBUFS | Errno::NOMEM) => {
                    sleep(Deadline::after_duration(BREAK)).await;
                }
                // Errors of the connection, which accept(2) reports; the listener goes on.
                Err(
                    Errno::CONNABORTED
                    | Errno::PROTO
                    | Errno::NETDOWN
                    | Errno::NOPROTOOPT
                    | Errno::HOSTDOWN
                    | Errno::NONET
                    | Errno::HOSTUNREACH
                    | Errno::NETUNREACH
                    | Errno::OPNOTSUPP
                    | Errno::PERM,
                ) => {}
                Err(errno) => {
                    return Err(fault(Doing::Transferring, errno, format_args!("Accepting at {}", self.address)));
                }
            }
        }
    }
}

/// IPv4 in its own form, where a socket of both families shows it as IPv6.
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

impl core::fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "TcpListener({})", self.address)
    }
}
