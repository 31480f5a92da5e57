//! From the host of a URL to addresses.

use crate::abi::{E_OUTOFMEMORY, WS_E_ENDPOINT_NOT_FOUND};
use crate::net::error::Place;
use crate::runtime::fault::{Fault, Result};
use crate::task;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6, ToSocketAddrs};
use std::sync::LazyLock;

/// Look-ups of names at a time: each has a thread of its own, which may hang in the system for long.
static LOOKUPS: LazyLock<task::Semaphore> = LazyLock::new(|| task::Semaphore::new(64));

/// The addresses of a host in the order in which they are to be tried.
pub(crate) async fn resolve(place: &Place) -> Result<Vec<SocketAddr>> {
    if let Some(addresses) = without_lookup(place) {
        return Ok(addresses);
    }
    // The system's look-up cannot be interrupted. On its own thread it can be left alone when the caller is aborted
    // or out of time; next to what it costs, the thread does not count.
    let permit = LOOKUPS.acquire().await;
    let (sender, receiver) = task::oneshot();
    let name = place.host.clone();
    let port = place.port;
    let started = task::start_thread("ws-lookup", move || {
        let found = (&*name, port).to_socket_addrs().map(Vec::from_iter);
        drop(permit);
        let _ = sender.send(found);
    });
    if let Err(problem) = started {
        let text = format!("The thread that looks up {place} could not be started: {problem}.");
        return Err(Fault::new(E_OUTOFMEMORY, text));
    }
    match receiver.await {
        Some(Ok(addresses)) if !addresses.is_empty() => Ok(interleave(addresses)),
        Some(Err(problem)) => Err(not_found(place, &problem.to_string())),
        _ => Err(not_found(place, "no addresses")),
    }
}

#[cold]
fn not_found(place: &Place, problem: &str) -> Fault {
    Fault::new(WS_E_ENDPOINT_NOT_FOUND, format!("The host name of {place} was not found: {problem}."))
}

/// Addresses in numbers, and the names that always mean this machine (RFC 6761).
pub(super) fn without_lookup(place: &Place) -> Option<Vec<SocketAddr>> {
    let port = place.port;
    let host = place.host.trim_end_matches('.');
    if host.eq_ignore_ascii_case("localhost") {
        let both = [IpAddr::V6(Ipv6Addr::LOCALHOST), IpAddr::V4(Ipv4Addr::LOCALHOST)];
        return Some(both.into_iter().map(|address| SocketAddr::new(address, port)).collect());
    }
    literal(&place.host).map(|address| vec![with_port(address, port)])
}

fn with_port(mut address: SocketAddr, port: u16) -> SocketAddr {
    address.set_port(port);
    address
}

/// An address in numbers, with or without the brackets of a URL; an IPv6 one may have a zone in numbers.
fn literal(host: &str) -> Option<SocketAddr> {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = inner.parse::<IpAddr>() {
        return Some(SocketAddr::new(address, 0));
    }
    let (address, zone) = inner.split_once('%')?;
    let zone = zone.strip_prefix("25").filter(|rest| !rest.is_empty()).unwrap_or(zone);
    Some(SocketAddrV6::new(address.parse().ok()?, 0, 0, zone.parse().ok()?).into())
}

/// One family after the other, beginning with the one that the system put first: when one family does not work, the
/// other is tried next.
fn interleave(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|a| a.is_ipv6() == first_is_v6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut mixed = Vec::new();
    loop {
        let (a, b) = (first.next(), second.next());
        if a.is_none() && b.is_none() {
            return mixed;
        }
        mixed.extend(a);
        mixed.extend(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_need_no_lookup() {
        let of = |host: &str| {
            without_lookup(&Place::new(host, 80)).map(|a| a.iter().map(SocketAddr::to_string).collect::<Vec<_>>())
        };
        assert_eq!(of("127.0.0.1").unwrap(), ["127.0.0.1:80"]);
        assert_eq!(of("[::1]").unwrap(), ["[::1]:80"]);
        assert_eq!(of("::1").unwrap(), ["[::1]:80"]);
        assert_eq!(of("[fe80::1%252]").unwrap(), ["[fe80::1%2]:80"]);
        assert_eq!(of("LocalHost").unwrap(), ["[::1]:80", "127.0.0.1:80"]);
        assert_eq!(of("localhost.").unwrap(), ["[::1]:80", "127.0.0.1:80"]);
        for name in ["example.org", "127.0.0", "1", "localhost.example", "[::1", ""] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn families_take_turns() {
        let mixed = interleave(["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"].map(|a| a.parse().unwrap()).into());
        assert_eq!(
            mixed.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"]
        );
    }
}
