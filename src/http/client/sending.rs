//! A request whose body is sent piece by piece.

use super::authentication::{self, ATTEMPTS, Talks, Verdict};
use super::call::{Framed, send};
use super::response::{Response, Work};
use super::site::Lease;
use super::{Client, Request, Timeouts};
use crate::http::head::is_method;
use crate::http::{Headers, Url, chunked};
use crate::runtime::fault::{Fault, Result};
use crate::task::{Deadline, within};
use crate::trace::trace;

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
    /// With those whom we have to prove who we are.
    talks: Option<Talks>,
    /// Nothing can be sent any more; the server may have said why.
    problem: Option<Fault>,
}

impl Sending {
    pub(super) async fn begin(client: Client, request: Request<'_>) -> Result<Self> {
        if !is_method(request.method) {
            return Err(Fault::invalid_arg("The HTTP method has characters that methods cannot have."));
        }
        let (lease, talks, more) = match client.has_talks() {
            true => Box::pin(Self::introduce(&client, request)).await?,
            false => (Self::lease(&client, request).await?, None, Headers::new()),
        };
        let connection = if lease.is_kept { "kept" } else { "new" };
        trace!(Http, "sends {} {} in pieces on a {connection} connection", request.method, request.url.text());
        let mut work = Work::take();
        client.write_head(&mut work.out, request, &lease.site, Framed::Chunked, false, &more);
        let (method, url) = (request.method.to_owned(), request.url.clone());
        let timeouts = request.timeouts;
        Ok(Sending { client, lease, work, method, url, timeouts, has_chunk: false, talks, problem: None })
    }

    /// A body that is gone cannot be repeated, so a kept connection has to be looked at in any case.
    async fn lease(client: &Client, request: Request<'_>) -> Result<Lease> {
        let lease = client.lease(request.url, request.timeouts, false, false).await?;
        let is_stale =
            |lease: &Lease| lease.connection.as_ref().is_some_and(|connection| connection.link.stream().is_stale());
        if !lease.is_kept || !is_stale(&lease) {
            return Ok(lease);
        }
        drop(lease);
        client.lease(request.url, request.timeouts, true, false).await
    }

    /// Does without the body what there is to be done before it is sent.
    async fn introduce(client: &Client, request: Request<'_>) -> Result<(Lease, Option<Talks>, Headers)> {
        let mut talks = client.talks(request, false, true)?;
        let mut kept = None;
        for _ in 0..ATTEMPTS {
            let lease = match kept.take() {
                Some(lease) => lease,
                None => Self::lease(client, request).await?,
            };
            let fields = talks.next(&lease)?;
            if fields.is_whole {
                return Ok((lease, Some(talks), fields.lines));
            }
            let (mut lease, work) =
                client.blank(lease, request, fields.lines).await.map_err(|failure| failure.fault)?;
            match talks.answered(&mut lease, &work)? {
                Verdict::Again => kept = client.clear(lease, work, request, &mut talks).await?,
                // What only asks is never the end.
                Verdict::Final { .. } => break,
            }
        }
        Err(authentication::too_many(request))
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
        let Sending { client, lease, work, method, url, timeouts, talks, problem, .. } = self;
        let request = Request { method: &method, url: &url, headers: &headers, timeouts };
        let outcome = client.read_head(lease, work, request).await;
        let (mut lease, work) = outcome.map_err(|(fault, _)| problem.unwrap_or(fault))?;
        if let Some(mut talks) = talks
            && talks.answered(&mut lease, &work)? == Verdict::Again
        {
            return Err(authentication::gone(request));
        }
        Ok(Response::new(lease, work, timeouts.receive))
    }
}
