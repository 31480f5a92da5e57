//! One request on one connection: writing it, and reading the head of the response.

use super::redirect::PRIVATE;
use super::response::{Response, Work};
use super::site::{Lease, Site};
use super::{Client, Request};
use crate::abi::WS_E_ENDPOINT_DISCONNECTED;
use crate::http::connection::{Connection, Trouble};
use crate::http::head::is_method;
use crate::http::{Headers, date, limits};
use crate::runtime::fault::{Fault, Result};
use crate::task::{Deadline, within};
use crate::trace::trace;
use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;

/// How much of a body is sent together with the head: copying it costs less than a second piece.
const TOGETHER: usize = 8 * 1024;

/// What a socket without anything in its buffer takes at once, or not at all.
const AT_ONCE: usize = 16 * 1024;

/// Why there is no response, and whether the request may be sent once more.
pub(super) struct Failure {
    pub(super) fault: Fault,
    pub(super) may_repeat: bool,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure { fault, may_repeat: false }
    }
}

impl Client {
    /// Sends a request, and reads the head of the response. On a kept connection it may fail because the server has
    /// closed that in the meantime; then a new one is tried.
    pub(super) async fn call(&self, request: Request<'_>, body: &[u8], is_foreign: bool) -> Result<Response> {
        if !is_method(request.method) {
            return Err(Fault::invalid_arg("The HTTP method has characters that methods cannot have."));
        }
        if self.has_talks() {
            // What seldom happens is in a box: each request would have room for it.
            return Box::pin(self.call_authenticated(request, body, is_foreign)).await;
        }
        let lease = self.lease(request.url, request.timeouts, false, is_foreign).await?;
        let is_kept = lease.is_kept;
        match self.call_on(lease, request, body, is_foreign).await {
            Err(failure) if failure.may_repeat && is_kept => {}
            outcome => return outcome.map_err(|failure| failure.fault),
        }
        let lease = self.lease(request.url, request.timeouts, true, is_foreign).await?;
        self.call_on(lease, request, body, is_foreign).await.map_err(|failure| failure.fault)
    }

    async fn call_on(
        &self,
        lease: Lease,
        request: Request<'_>,
        body: &[u8],
        is_foreign: bool,
    ) -> Result<Response, Failure> {
        let (lease, work) = self.exchange(lease, request, body, is_foreign, Headers::new()).await?;
        Ok(Response::new(lease, work, request.timeouts.receive))
    }

    /// Sends a request, with more header fields than the program's, and reads the head of the response.
    pub(super) async fn exchange(
        &self,
        mut lease: Lease,
        request: Request<'_>,
        body: &[u8],
        is_foreign: bool,
        more: Headers,
    ) -> Result<(Lease, Box<Work>), Failure> {
        let mut work = Work::take();
        let has_length = !body.is_empty() || !matches!(request.method, "GET" | "HEAD" | "DELETE" | "OPTIONS" | "TRACE");
        let length = has_length.then_some(body.len() as u64);
        self.write_head(&mut work.out, request, &lease.site, Framed::Length(length), is_foreign, &more);
        trace!(
            Http,
            "sends {} {} with {} bytes on a {} connection",
            request.method,
            request.url.text(),
            body.len(),
            if lease.is_kept { "kept" } else { "new" }
        );
        let rest = if body.len() <= TOGETHER {
            work.out.extend_from_slice(body);
            &[]
        } else {
            body
        };
        let Some(connection) = lease.connection.as_mut() else {
            return Err(Fault::invalid_operation("There is no connection.").into());
        };
        let is_idempotent = matches!(request.method, "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE");
        let deadline = Deadline::after(request.timeouts.send);
        let sent = within(deadline, "Sending the HTTP request", send(connection, &work.out, rest)).await;
        if let Err(fault) = sent {
            // A small request that was refused as a whole has not been seen by anyone. Of a large one the server may
            // have seen enough to answer; that answer says more than the failure to send the rest.
            let may_repeat = is_idempotent || work.out.len() + rest.len() <= AT_ONCE;
            if fault.code() == WS_E_ENDPOINT_DISCONNECTED && lease.is_kept && may_repeat {
                return Err(Failure { fault, may_repeat });
            }
            if fault.code() != WS_E_ENDPOINT_DISCONNECTED {
                return Err(fault.into());
            }
            return self.read_head(lease, work, request).await.map_err(|_| fault.into());
        }
        self.read_head(lease, work, request).await.map_err(|(fault, has_answered)| Failure {
            fault,
            // The server may have acted on it and died before the answer: only what can be done twice is repeated.
            may_repeat: is_idempotent && !has_answered,
        })
    }

    /// Reads the head of the response to what has been sent. On failure also says whether anything has come.
    pub(super) async fn read_head(
        &self,
        mut lease: Lease,
        mut work: Box<Work>,
        request: Request<'_>,
    ) -> Result<(Lease, Box<Work>), (Fault, bool)> {
        let Some(connection) = lease.connection.as_mut() else {
            return Err((Fault::invalid_operation("There is no connection."), false));
        };
        let size = self.0.settings.head_size;
        let mut has_answered = false;
        let read = within(
            Deadline::after(request.timeouts.response),
            "Waiting for the HTTP response",
            head(connection, &mut work, request.method, size, &mut has_answered),
        )
        .await;
        if let Err(fault) = read {
            let fault = fault.context(format!("No HTTP response came from {}.", request.url.text()));
            trace!(Http, "no response: {}", fault.texts().join(" "));
            return Err((fault, has_answered));
        }
        trace!(Http, "receives the status {} of {}", work.head.status(), request.url.text());
        if self.0.settings.keeps_cookies {
            let set: Vec<&[u8]> = work.head.headers().all("Set-Cookie").collect();
            if !set.is_empty() {
                let mut jar = self.jar();
                set.into_iter().for_each(|value| jar.set(request.url, value, date::now()));
            }
        }
        Ok((lease, work))
    }

    pub(super) fn write_head(
        &self,
        out: &mut Vec<u8>,
        request: Request<'_>,
        site: &Site,
        framed: Framed,
        is_foreign: bool,
        more: &Headers,
    ) {
        out.clear();
        out.reserve(256 + request.headers.lines().len());
        out.extend_from_slice(request.method.as_bytes());
        out.push(b' ');
        if site.is_proxy() {
            request.url.write_absolute(out);
        } else {
            request.url.write_target(out);
        }
        out.extend_from_slice(b" HTTP/1.1\r\nHost: ");
        out.extend_from_slice(request.url.authority().as_bytes());
        out.extend_from_slice(b"\r\n");
        if is_foreign && PRIVATE.iter().any(|name| request.headers.get(name).is_some()) {
            for (name, value) in request.headers.iter() {
                if !PRIVATE.iter().any(|private| private.eq_ignore_ascii_case(name)) {
                    line(out, name, value);
                }
            }
        } else {
            out.extend_from_slice(request.headers.lines());
        }
        if self.0.settings.keeps_cookies && request.headers.get("Cookie").is_none() {
            self.jar().write(request.url, date::now, out);
        }
        out.extend_from_slice(more.lines());
        if let Some(authorization) = site.authorization().filter(|_| more.get("Proxy-Authorization").is_none()) {
            line(out, "Proxy-Authorization", authorization.as_bytes());
        }
        match framed {
            Framed::Length(None) => {}
            Framed::Length(Some(length)) => {
                line(out, "Content-Length", itoa::Buffer::new().format(length).as_bytes());
            }
            Framed::Chunked => line(out, "Transfer-Encoding", b"chunked"),
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// How the body of a request is delimited.
#[derive(Clone, Copy)]
pub(super) enum Framed {
    /// `None`: there is no body, and the method does not expect one.
    Length(Option<u64>),
    Chunked,
}

pub(super) fn line(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

/// Sends both pieces. While that has to wait, an early answer ends it: the server has heard enough, and may not read
/// the rest before we have read what it says.
pub(super) async fn send(connection: &mut Connection, first: &[u8], second: &[u8]) -> Result<()> {
    let link = connection.link.clone();
    let mut writing = pin!(connection.write(first, second));
    let mut answer = pin!(link.stream().readable());
    poll_fn(|context| {
        if let Poll::Ready(outcome) = writing.as_mut().poll(context) {
            return Poll::Ready(outcome);
        }
        // The connection counts as broken then, since the request is not complete; it is not used again.
        answer.as_mut().poll(context)
    })
    .await
}

/// Reads heads until one is that of the real response.
async fn head(
    connection: &mut Connection,
    work: &mut Work,
    method: &str,
    size: usize,
    has_answered: &mut bool,
) -> Result<()> {
    for _ in 0..limits::INTERIM_RESPONSES {
        connection.begin_head().await?;
        let known = work.head.repeats(connection.pending(), method).filter(|length| *length <= size);
        if let Some(length) = known {
            *has_answered = true;
            connection.use_up(length);
        } else {
            let outcome = connection.head(size, false).await;
            *has_answered |= !connection.pending().is_empty();
            let length = match outcome {
                Ok(Some(length)) => length,
                Ok(None) => return Err(connection.ended("the wait for the header of a response")),
                Err(Trouble::Fault(fault)) => return Err(fault),
                Err(Trouble::Violation(violation)) => return Err(violation.fault()),
            };
            let head = connection.pending().get(..length).unwrap_or_default();
            work.head.parse(head, method).map_err(|violation| violation.fault())?;
            connection.use_up(length);
        }
        match work.head.status() {
            101 => return Err(Fault::invalid_format("The server changed the protocol, which it was not asked for.")),
            100..=199 => {}
            _ => {
                connection.begin_body(work.head.framing());
                return Ok(());
            }
        }
    }
    let most = limits::INTERIM_RESPONSES;
    Err(Fault::invalid_format(format!("The server sent {most} provisional HTTP responses and no final one.")))
}
