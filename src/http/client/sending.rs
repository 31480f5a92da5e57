//! A request whose body is sent piece by piece.

use super::call::{Framed, send};
use super::response::{Response, Work};
use super::site::Lease;
use super::{Client, Request, Timeouts};
use crate::http::head::is_method;
use crate::http::{Headers, Url, chunked};
use crate::runtime::fault::{Fault, Result};
use crate::task::{Deadline, within};

/// A request that has been begun. Dropped before [`finish`](Self::finish), it closes its connection.
pub(crate) struct Sending {
    client: Client,
    lease: Lease,
    work: Box<Work>,
    method: String,
    url: Url,
    timeouts: Timeouts,
    /// A chunk has been sent, and its end goes with what follows.
    has_chunk: bool,
    /// Nothing can be sent any more; the server may have said why.
    problem: Option<Fault>,
}

impl Sending {
    pub(super) async fn begin(client: Client, request: Request<'_>) -> Result<Self> {
        if !is_method(request.method) {
            return Err(Fault::invalid_arg("The HTTP method has characters that methods cannot have."));
        }
        // A body that is gone cannot be repeated, so a kept connection has to be looked at in any case.
        let mut lease = client.lease(request.url, request.timeouts, false).await?;
        if lease.is_kept && lease.connection.as_ref().is_some_and(|connection| connection.link.stream().is_stale()) {
            drop(lease);
            lease = client.lease(request.url, request.timeouts, true).await?;
        }
        let mut work = Work::take();
        client.write_head(&mut work.out, request, &lease.site, Framed::Chunked, false);
        let (method, url) = (request.method.to_owned(), request.url.clone());
        let timeouts = request.timeouts;
        Ok(Sending { client, lease, work, method, url, timeouts, has_chunk: false, problem: None })
    }

    /// Changes how long what follows may take.
    pub(crate) fn set_timeouts(&mut self, timeouts: Timeouts) {
        self.timeouts = timeouts;
    }

    /// Sends a piece of the body. The first one takes the head with it.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() || self.problem.is_some() {
            return Ok(());
        }
        if self.has_chunk {
            self.work.out.extend_from_slice(b"\r\n");
        }
        chunked::size(bytes.len(), &mut self.work.out);
        self.has_chunk = true;
        self.send(bytes).await
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(connection) = self.lease.connection.as_mut() else { return Ok(()) };
        let sending = send(connection, &self.work.out, bytes);
        let deadline = Deadline::after(self.timeouts.send);
        let outcome = within(deadline, "Sending the HTTP request", sending).await;
        self.work.out.clear();
        let is_over = !connection.is_written();
        match outcome {
            Err(fault) if fault.code() == crate::abi::WS_E_OPERATION_TIMED_OUT => Err(fault),
            // What the server has said is read in the end, and says more.
            Err(fault) => {
                self.problem = Some(fault);
                Ok(())
            }
            Ok(()) => {
                if is_over {
                    self.problem = Some(Fault::new(
                        crate::abi::WS_E_ENDPOINT_DISCONNECTED,
                        format!("{} answered before it had the whole request.", self.url.text()),
                    ));
                }
                Ok(())
            }
        }
    }

    /// Ends the body, and reads the head of the response.
    pub(crate) async fn finish(mut self) -> Result<Response> {
        if self.problem.is_none() {
            self.work.out.extend_from_slice(if self.has_chunk { b"\r\n0\r\n\r\n" } else { chunked::LAST });
            self.send(b"").await?;
        }
        let headers = Headers::new();
        let Sending { client, lease, work, method, url, timeouts, problem, .. } = self;
        let request = Request { method: &method, url: &url, headers: &headers, timeouts };
        let outcome = client.read_head(lease, work, request).await;
        outcome.map_err(|(fault, _)| problem.unwrap_or(fault))
    }
}
