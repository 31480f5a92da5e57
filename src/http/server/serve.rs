//! A connection between requests: the head of the next one is read here, and given to its listener.

use super::exchange::{Exchange, Work};
use super::port::Port;
use crate::http::connection::{Connection, Trouble};
use crate::http::link::Link;
use crate::http::{Headers, Violation, limits};
use crate::runtime::fault::Result;
use crate::task::{Deadline, begin, within};
use crate::tls;
use crate::trace::trace;
use core::any::Any;
use core::pin::pin;
use std::sync::Arc;

/// A connection of a port.
pub(super) struct Served {
    pub(super) connection: Connection,
    pub(super) port: Arc<Port>,
    key: usize,
    pub(super) id: u64,
    /// What has been found out about the client; of whoever serves its requests.
    pub(super) client: Option<Box<dyn Any + Send>>,
}

impl Served {
    pub(super) fn new(link: Arc<Link>, port: Arc<Port>, key: usize, id: u64) -> Box<Self> {
        Box::new(Served { connection: Connection::new(link), port, key, id, client: None })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if self.connection.is_between() {
            self.connection.link.stream().say_end();
        }
        // Before anybody is told that it has ended.
        self.connection.link.stream().cut();
        self.port.remove(self.key);
    }
}

/// Waits for the next request in the background. What has been received of it already is looked at on this thread.
pub(super) fn resume(served: Box<Served>) {
    // Without threads nobody can wait for the client; its connection closes with the task that was not begun.
    let _ = begin(serve(served));
}

/// Makes the session of a new connection, and waits for the first request on it.
pub(super) async fn greet(served: Box<Served>) {
    // What is needed once is in a box: the task stays as small as that of any other connection.
    if Box::pin(shake_hands(&served.connection.link)).await {
        serve(served).await;
    }
}

/// A client has the time of a header for its part of the handshake.
async fn shake_hands(link: &Link) -> bool {
    let Some(stream) = link.stream().tls() else { return false };
    link.begin_head();
    let handshake = async { tls::accept(stream).await.map(|()| 0) };
    if link.wait(pin!(handshake)).await.is_ok() {
        return true;
    }
    stream.finish();
    let rest = stream.hear_out(limits::LINGER_SIZE);
    let _ = within(Deadline::after_duration(limits::LINGER), "Reading what is left", rest).await;
    false
}

async fn serve(mut served: Box<Served>) {
    while let Some(next) = step(served).await {
        served = next;
    }
}

/// Reads one request. Gives the connection back when the request was answered here and another one may follow.
///
/// What seldom happens is in boxes: the task of each connection has the size of all that it may wait in.
async fn step(mut served: Box<Served>) -> Option<Box<Served>> {
    let link = served.connection.link.clone();
    link.begin_idle();
    // Whoever closed the port may have looked before this connection was idle again.
    if !served.port.is_open() || !served.connection.wait().await.unwrap_or(false) {
        return None;
    }
    link.begin_head();
    let size = served.port.head_size();
    let mut work = Work::take();
    let known = work.head.repeats(served.connection.pending()).filter(|length| *length <= size);
    let length = match known {
        Some(length) => length,
        None => {
            // Who waits for the rest of a head holds no more than its connection.
            work.give();
            let length = match served.connection.head(size, true).await {
                Ok(length) => length?,
                Err(Trouble::Violation(violation)) => {
                    Box::pin(refuse(&mut served, &violation)).await;
                    return None;
                }
                Err(Trouble::Fault(_)) => return None,
            };
            work = Work::take();
            work.routed = None;
            let head = served.connection.pending().get(..length).unwrap_or_default();
            if let Err(violation) = work.head.parse(head) {
                Box::pin(refuse(&mut served, &violation)).await;
                return None;
            }
            length
        }
    };
    if !work.head.is_of_scheme(link.stream().tls().is_some()) {
        let violation = Violation::bad("The scheme of the HTTP request's target is not that of the connection.");
        Box::pin(refuse(&mut served, &violation)).await;
        return None;
    }
    trace!(
        Http,
        "receives {} {} for {} from {} on connection {}",
        work.head.method(),
        work.head.path(),
        work.head.host(),
        link.stream().peer(),
        served.id
    );
    served.connection.use_up(length);
    served.connection.begin_body(work.head.framing());
    link.begin_transfer();
    let Work { head, routed, .. } = &mut *work;
    let Some(listener) = served.port.route(head, link.stream().local().ok(), routed) else {
        let status = if served.port.is_open() { 404 } else { 503 };
        return Box::pin(answer(served, work, status)).await;
    };
    if length > listener.head_size() {
        Box::pin(refuse(&mut served, &Violation::large_head(listener.head_size()))).await;
        return None;
    }
    let client = match (&listener.tls, link.stream().tls()) {
        (Some(tls), Some(stream)) => match tls.admit(stream) {
            Ok(client) => client,
            // Nothing that the client could use to try which certificates there are.
            Err(_) => return Box::pin(answer(served, work, 403)).await,
        },
        (None, None) => None,
        _ => return Box::pin(answer(served, work, 403)).await,
    };
    match listener.offer(Exchange::new(served, work, Some(listener.clone())).with_client(client)) {
        Ok(()) => None,
        // Nobody takes it: there are too many already, or the listener closes.
        Err(exchange) => match exchange.take_back() {
            Some((served, work)) => Box::pin(answer(served, work, 503)).await,
            None => None,
        },
    }
}

/// Answers a request that no listener takes.
async fn answer(served: Box<Served>, work: Box<Work>, status: u16) -> Option<Box<Served>> {
    let mut exchange = Exchange::new(served, work, None);
    exchange.answer(status, b"", &Headers::new(), b"").await.ok()?
}

/// Answers what broke the protocol, and ends the connection: where the next request begins cannot be known.
async fn refuse(served: &mut Served, violation: &Violation) {
    trace!(Http, "refuses what is no request, on connection {}: {}", served.id, violation.what);
    let (status, what) = (violation.status, violation.what.as_bytes());
    let mut headers = Headers::new();
    headers.push_line(b"Content-Type", b"text/plain; charset=us-ascii");
    let mut out = Vec::new();
    super::exchange::write_head(&mut out, status, b"", &headers, Some(what.len() as u64), Some("close"));
    if served.connection.write(&out, what).await.is_ok() {
        linger(served).await;
    }
}

/// Ends this side, and reads over what the client still sends, for a while: closing at once would reset the connection,
/// and with it the response that the client has not read yet.
pub(super) async fn linger(served: &mut Served) {
    let link = served.connection.link.clone();
    link.stream().finish();
    let drain = async {
        let mut buffer = vec![0; 8192];
        let mut left = limits::LINGER_SIZE;
        while left > 0 {
            match link.stream().read(&mut buffer).await? {
                0 => break,
                count => left = left.saturating_sub(count),
            }
        }
        Result::Ok(())
    };
    let _ = within(Deadline::after_duration(limits::LINGER), "Reading what is left", drain).await;
}
