//! What comes back.

use super::site::Lease;
use crate::http::connection::Quota;
use crate::http::head::ResponseHead;
use crate::http::pool::Pool;
use crate::http::{Headers, status};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::task::{Deadline, within};
use crate::tls::Peer;
use std::sync::Arc;

/// What a request needs besides its connection; used again for the next one.
#[derive(Default)]
pub(super) struct Work {
    pub(super) head: ResponseHead,
    pub(super) out: Vec<u8>,
}

static WORKS: Pool<Box<Work>> = Pool::new();

/// More memory than this is not kept for the next request.
const KEPT: usize = 16 * 1024;

/// The longest rest of a body that is read so that its connection can be used again.
const DISCARDED: u64 = 16 * 1024;

impl Work {
    pub(super) fn take() -> Box<Self> {
        WORKS.take().unwrap_or_default()
    }

    pub(super) fn give(mut self: Box<Self>) {
        if self.head.headers().capacity() > KEPT || self.out.capacity() > 2 * KEPT {
            *self = Work::default();
        }
        WORKS.give(self);
    }
}

/// A response whose body is read as it comes. Read to its end, its connection serves the next request; dropped before,
/// it closes it.
pub(crate) struct Response {
    /// Until the end of the body.
    lease: Option<Lease>,
    work: Option<Box<Work>>,
    is_by_proxy: bool,
    /// Of a session, also when the connection has gone to the next one.
    other_side: Option<Arc<Peer>>,
    receive_timeout: u32,
}

impl Response {
    pub(super) fn new(lease: Lease, work: Box<Work>, receive_timeout: u32) -> Self {
        let is_by_proxy = lease.site.is_proxy();
        let other_side =
            lease.connection.as_ref().and_then(|connection| connection.link.stream().other_side()).cloned();
        let mut response = Response { lease: Some(lease), work: Some(work), is_by_proxy, other_side, receive_timeout };
        response.end_if_over();
        response
    }

    fn head(&self) -> &ResponseHead {
        static NONE: ResponseHead = ResponseHead::NONE;
        self.work.as_ref().map_or(&NONE, |work| &work.head)
    }

    pub(crate) fn status(&self) -> u16 {
        self.head().status()
    }

    /// Without control characters but the tab; its encoding is not known.
    pub(crate) fn reason(&self) -> &[u8] {
        self.head().reason()
    }

    pub(crate) fn headers(&self) -> &Headers {
        self.head().headers()
    }

    /// The length of what is left of the body, where that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match &self.lease {
            Some(lease) => lease.connection.as_ref().and_then(|connection| connection.body().length()),
            None => Some(0),
        }
    }

    /// The fault that the status is where no message says more; none for 2xx.
    pub(crate) fn fault(&self) -> Option<Fault> {
        status::fault(self.status(), self.reason(), self.headers(), self.is_by_proxy)
    }

    /// Whether it came over TLS, from the server that was meant.
    pub(crate) fn is_secure(&self) -> bool {
        self.other_side.is_some()
    }

    /// The server's certificate.
    pub(crate) fn peer_certificate(&self) -> Option<&Certificate> {
        self.other_side.as_ref().and_then(|peer| peer.certificate())
    }

    /// What ties other authentication to this connection: tls-server-end-point.
    pub(crate) fn channel_binding(&self) -> Option<Vec<u8>> {
        self.other_side.as_ref().and_then(|peer| peer.channel_binding())
    }

    /// Changes how long reading may take.
    pub(crate) fn set_receive_timeout(&mut self, milliseconds: u32) {
        self.receive_timeout = milliseconds;
    }

    /// Reads something of the body; 0 at its end.
    pub(crate) async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let Some(connection) = self.lease.as_mut().and_then(|lease| lease.connection.as_mut()) else { return Ok(0) };
        let deadline = Deadline::after(self.receive_timeout);
        let outcome = within(deadline, "Receiving the HTTP response", connection.read(buffer)).await;
        self.check(outcome)
    }

    /// Reads the body to its end, and appends it.
    pub(crate) async fn read_to_end(&mut self, out: &mut Vec<u8>, quota: Quota) -> Result<()> {
        let Some(connection) = self.lease.as_mut().and_then(|lease| lease.connection.as_mut()) else { return Ok(()) };
        let deadline = Deadline::after(self.receive_timeout);
        let outcome = within(deadline, "Receiving the HTTP response", connection.read_to_end(out, quota)).await;
        self.check(outcome)
    }

    /// Reads over what is left of the body, if that is worth a connection.
    pub(super) async fn discard(&mut self) {
        if self.length().is_some_and(|length| length <= DISCARDED) {
            let _ = self.read_to_end(&mut Vec::new(), Quota { name: "", limit: DISCARDED }).await;
        }
    }

    fn check<T>(&mut self, outcome: Result<T>) -> Result<T> {
        match outcome {
            Ok(value) => {
                self.end_if_over();
                Ok(value)
            }
            Err(fault) => {
                self.lease = None;
                Err(fault)
            }
        }
    }

    /// Gives the connection back as soon as the body is over.
    fn end_if_over(&mut self) {
        let is_over = |lease: &Lease| lease.connection.as_ref().is_none_or(|connection| connection.body().is_ended());
        if let Some(lease) = self.lease.take_if(|lease| is_over(lease))
            && self.head().persists()
        {
            lease.end();
        }
    }
}

impl Drop for Response {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            work.give();
        }
    }
}
