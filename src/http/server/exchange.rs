//! One request and its response.

use super::listener::Shared;
use super::port::Routed;
use super::serve::{Served, linger, resume};
use crate::http::chunked;
use crate::http::connection::Quota;
use crate::http::head::RequestHead;
use crate::http::link::Link;
use crate::http::pool::Pool;
use crate::http::{Headers, date, default_port, limits, status};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::task::begin;
use crate::trace::trace;
use core::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;

/// What a request needs besides its connection; used again for the next one.
#[derive(Default)]
pub(super) struct Work {
    pub(super) head: RequestHead,
    /// Where requests with this head go.
    pub(super) routed: Option<Routed>,
    /// What is to be sent: the head of the response, the framing of a chunk.
    out: Vec<u8>,
}

static WORKS: Pool<Box<Work>> = Pool::new();

/// More memory than this is not kept for the next request.
const KEPT: usize = 16 * 1024;

/// A body up to this size is sent from one piece of memory with the head: copying it costs less than what the system
/// takes for two pieces.
const JOINED: usize = 2048;

impl Work {
    pub(super) fn take() -> Box<Self> {
        WORKS.take().unwrap_or_default()
    }

    pub(super) fn give(mut self: Box<Self>) {
        self.head.trim();
        if self.out.capacity() > KEPT {
            self.out = Vec::new();
        }
        WORKS.give(self);
    }
}

/// A request that was accepted from a listener. It has the connection: the body is read from it and the response
/// written to it on whatever thread does so. Dropped without a complete response, it closes the connection.
pub(crate) struct Exchange {
    /// Until the response has been sent.
    served: Option<Box<Served>>,
    work: Option<Box<Work>>,
    /// Where it is counted, and under which number.
    listener: Option<(Arc<Shared>, usize)>,
    response: Response,
    /// Header fields that the response has beside those of its sender.
    more: Headers,
    /// `100 Continue` has been sent, or is not to be.
    has_continued: bool,
    /// The certificate of the client, if the listener wanted one and believes it.
    client: Option<Certificate>,
}

/// How far the response is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Response {
    None,
    /// The head is made, and goes with the first piece of the body.
    Begun(Form),
    Streaming(Form),
}

/// How the body of a streamed response is delimited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Chunked,
    Close,
    /// None is sent.
    Nothing,
}

impl Exchange {
    pub(super) fn new(served: Box<Served>, work: Box<Work>, listener: Option<Arc<Shared>>) -> Self {
        let listener = listener.map(|listener| {
            let key = listener.enter(&served.connection.link);
            (listener, key)
        });
        let (served, work) = (Some(served), Some(work));
        let (more, client) = (Headers::new(), None);
        Exchange { served, work, listener, response: Response::None, more, has_continued: false, client }
    }

    pub(super) fn with_client(mut self, client: Option<Certificate>) -> Self {
        self.client = client;
        self
    }

    /// Whether the request came over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.served.as_ref().is_some_and(|served| served.connection.link.stream().tls().is_some())
    }

    /// The certificate of the client, which has been verified.
    pub(crate) fn peer_certificate(&self) -> Option<&Certificate> {
        self.client.as_ref()
    }

    /// What ties other authentication to this connection: tls-server-end-point.
    pub(crate) fn channel_binding(&self) -> Option<Vec<u8>> {
        let served = self.served.as_ref()?;
        served.connection.link.stream().other_side().and_then(|peer| peer.channel_binding())
    }

    /// Takes the exchange apart again.
    pub(super) fn take_back(mut self) -> Option<(Box<Served>, Box<Work>)> {
        Some((self.served.take()?, self.work.take()?))
    }

    /// The request but for its body.
    pub(crate) fn head(&self) -> &RequestHead {
        static NONE: RequestHead = RequestHead::NONE;
        self.work.as_ref().map_or(&NONE, |work| &work.head)
    }

    /// The URL that the client used. Where it named a host without a port, that is the one it came to, as with http.sys:
    /// it may have been another one before something on the way.
    pub(crate) fn url(&self) -> String {
        let head = self.head();
        let path = head.path();
        let scheme = if self.is_secure() { "https" } else { "http" };
        match (head.host(), self.port()) {
            ("", _) => format!("{scheme}://{}{path}", self.local().map_or_else(String::new, |local| local.to_string())),
            (host, port) if head.names_port() || port == default_port(self.is_secure()) => {
                format!("{scheme}://{host}{path}")
            }
            (host, port) => format!("{scheme}://{}:{port}{path}", host.strip_suffix(':').unwrap_or(host)),
        }
    }

    /// The port that the request came to.
    fn port(&self) -> u16 {
        self.served.as_ref().map_or(default_port(self.is_secure()), |served| served.port.number)
    }

    /// Whether [`Exchange::url`] is this one.
    pub(crate) fn is_for(&self, url: &str) -> bool {
        self.head().is_for(url, self.is_secure(), self.port())
    }

    /// Names the connection, as long as the process runs.
    pub(crate) fn connection_id(&self) -> u64 {
        self.served.as_ref().map_or(0, |served| served.id)
    }

    /// The client's address.
    pub(crate) fn peer(&self) -> Option<SocketAddr> {
        self.served.as_ref().map(|served| served.connection.link.stream().peer())
    }

    /// The connection, for those who watch it while a response is being made.
    pub(crate) fn link(&self) -> Option<Arc<Link>> {
        self.served.as_ref().map(|served| served.connection.link.clone())
    }

    /// The address that the client connected to.
    pub(crate) fn local(&self) -> Option<SocketAddr> {
        self.served.as_ref().and_then(|served| served.connection.link.stream().local().ok())
    }

    /// What is known of the client as long as the connection lasts.
    pub(crate) fn client(&mut self) -> Option<&mut Option<Box<dyn Any + Send>>> {
        self.served.as_deref_mut().map(|served| &mut served.client)
    }

    /// Adds to the header of the response, whoever sends it.
    pub(crate) fn add_headers(&mut self, more: Headers) {
        self.more = more;
    }

    /// Answers in the background, so that nobody waits for this client. Something of the body is read over, if it comes
    /// by itself: only then may the client speak once more on this connection.
    pub(crate) fn refuse(mut self, status: u16, headers: Headers) {
        let refuse = async move {
            if !self.head().expects_continue() {
                let quota = Quota { name: "", limit: limits::REFUSED_BODY };
                let _ = self.read_to_end(&mut Vec::new(), quota).await;
            }
            let _ = self.respond(status, b"", &headers, b"").await;
        };
        // Where there are no threads, the connection closes.
        let _ = begin(refuse);
    }

    fn served(&mut self) -> Result<&mut Served> {
        self.served.as_deref_mut().ok_or_else(|| Fault::invalid_operation("The HTTP request has been answered."))
    }

    /// Tells a client that waits with its body to send it.
    async fn before_body(&mut self) -> Result<()> {
        if core::mem::replace(&mut self.has_continued, true) || !self.head().expects_continue() {
            return Ok(());
        }
        let served = self.served()?;
        if served.connection.pending().is_empty() && !served.connection.body().is_ended() {
            served.connection.write(b"HTTP/1.1 100 Continue\r\n\r\n", b"").await?;
        }
        Ok(())
    }

    /// Reads something of the request's body; 0 at its end.
    pub(crate) async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.before_body().await?;
        self.served()?.connection.read(buffer).await
    }

    /// Reads the request's body to its end and appends it.
    pub(crate) async fn read_to_end(&mut self, out: &mut Vec<u8>, quota: Quota) -> Result<()> {
        self.before_body().await?;
        self.served()?.connection.read_to_end(out, quota).await
    }

    /// Sends a whole response. An empty reason is the usual one.
    pub(crate) async fn respond(&mut self, status: u16, reason: &[u8], headers: &Headers, body: &[u8]) -> Result<()> {
        if let Some(served) = self.answer(status, reason, headers, body).await? {
            resume(served);
        }
        Ok(())
    }

    /// Sends a whole response, and gives the connection back if another request may follow on it.
    pub(super) async fn answer(
        &mut self,
        status: u16,
        reason: &[u8],
        headers: &Headers,
        body: &[u8],
    ) -> Result<Option<Box<Served>>> {
        self.check(status, reason)?;
        if is_bodiless(status) && !body.is_empty() {
            return Err(Fault::invalid_arg(format!("A response with the HTTP status {status} cannot have a body.")));
        }
        let persists = self.persists()?;
        let is_head = self.head().has_method("HEAD");
        let connection = self.connection_option(persists);
        let length = (!is_bodiless(status)).then_some(body.len() as u64);
        let (Some(served), Some(work)) = (self.served.as_deref_mut(), self.work.as_deref_mut()) else {
            return Ok(None);
        };
        work.out.clear();
        write_head(&mut work.out, status, reason, headers, length, connection);
        add_lines(&mut work.out, &self.more);
        let mut body = if is_head { b"" } else { body };
        if body.len() <= JOINED {
            work.out.extend_from_slice(body);
            body = b"";
        }
        served.connection.write(&work.out, body).await?;
        Ok(self.end(persists))
    }

    /// Begins a response whose body is streamed.
    pub(crate) async fn begin(&mut self, status: u16, reason: &[u8], headers: &Headers) -> Result<()> {
        self.check(status, reason)?;
        let head = self.head();
        let form = match head.minor() {
            _ if is_bodiless(status) || head.has_method("HEAD") => Form::Nothing,
            0 => Form::Close,
            _ => Form::Chunked,
        };
        // The body of the request may still be read, so whether the connection persists is known only at the end; what
        // is said here is a promise to keep if possible.
        let may_persist = head.persists() && form != Form::Close;
        let connection = self.connection_option(may_persist);
        let Some(work) = self.work.as_deref_mut() else { return Ok(()) };
        work.out.clear();
        write_head(&mut work.out, status, reason, headers, None, connection);
        add_lines(&mut work.out, &self.more);
        if form == Form::Chunked {
            work.out.truncate(work.out.len().saturating_sub(2));
            work.out.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
        }
        self.response = Response::Begun(form);
        Ok(())
    }

    /// Sends a piece of a streamed response.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let form = match self.response {
            Response::None => return Err(Fault::invalid_operation("The HTTP response has not been begun.")),
            Response::Begun(form) | Response::Streaming(form) => form,
        };
        if bytes.is_empty() || form == Form::Nothing {
            return Ok(());
        }
        let is_first = matches!(self.response, Response::Begun(_));
        self.response = Response::Streaming(form);
        let (Some(served), Some(work)) = (self.served.as_deref_mut(), self.work.as_deref_mut()) else { return Ok(()) };
        if form == Form::Chunked {
            // The end of the chunk before goes with the next one.
            if !is_first {
                work.out.extend_from_slice(b"\r\n");
            }
            chunked::size(bytes.len(), &mut work.out);
        }
        served.connection.write(&work.out, bytes).await?;
        work.out.clear();
        Ok(())
    }

    /// Ends a streamed response.
    pub(crate) async fn finish(&mut self) -> Result<()> {
        let form = match self.response {
            Response::None => return Err(Fault::invalid_operation("The HTTP response has not been begun.")),
            Response::Begun(form) | Response::Streaming(form) => form,
        };
        let persists = form != Form::Close && self.persists()?;
        let is_first = matches!(self.response, Response::Begun(_));
        let (Some(served), Some(work)) = (self.served.as_deref_mut(), self.work.as_deref_mut()) else { return Ok(()) };
        let end: &[u8] = match form {
            Form::Chunked if is_first => chunked::LAST,
            Form::Chunked => b"\r\n0\r\n\r\n",
            Form::Close | Form::Nothing => b"",
        };
        served.connection.write(&work.out, end).await?;
        if let Some(served) = self.end(persists) {
            resume(served);
        }
        Ok(())
    }

    /// What can be said of a response before anything of it is sent.
    fn check(&mut self, status: u16, reason: &[u8]) -> Result<()> {
        if self.response != Response::None {
            return Err(Fault::invalid_operation("The HTTP response has been begun already."));
        }
        self.served()?;
        if !(200..1000).contains(&status) {
            return Err(Fault::invalid_arg(format!("A response cannot have the HTTP status {status}.")));
        }
        if reason.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t') {
            return Err(Fault::invalid_arg("The reason of an HTTP response cannot have control characters."));
        }
        Ok(())
    }

    /// Whether another request may follow on the connection.
    fn persists(&mut self) -> Result<bool> {
        let persists = self.head().persists();
        let may_have_body = self.has_continued || !self.head().expects_continue();
        let served = self.served()?;
        // A body that nobody has read is in the way of the next request, unless it is here already.
        let is_read = served.connection.is_between() || (may_have_body && served.connection.skip_received());
        Ok(persists && is_read && served.port.is_open())
    }

    fn connection_option(&self, persists: bool) -> Option<&'static str> {
        match (persists, self.head().minor()) {
            (false, _) => Some("close"),
            (true, 0) => Some("keep-alive"),
            (true, _) => None,
        }
    }

    /// The response has been sent.
    fn end(&mut self, persists: bool) -> Option<Box<Served>> {
        let mut served = self.served.take()?;
        self.leave();
        if persists {
            return Some(served);
        }
        if !served.connection.is_between() {
            let _ = begin(async move { linger(&mut served).await });
        }
        None
    }

    fn leave(&mut self) {
        if let Some((listener, key)) = self.listener.take() {
            listener.leave(key);
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if let Some(served) = &self.served {
            served.connection.link.stream().cut();
        }
        self.leave();
        if let Some(work) = self.work.take() {
            work.give();
        }
    }
}

/// Whether responses with the status have neither a body nor a length (RFC 9110, 8.6).
fn is_bodiless(status: u16) -> bool {
    matches!(status, 204 | 304)
}

/// Adds fields at the end of a head.
fn add_lines(out: &mut Vec<u8>, more: &Headers) {
    if !more.is_empty() {
        out.truncate(out.len().saturating_sub(2));
        out.extend_from_slice(more.lines());
        out.extend_from_slice(b"\r\n");
    }
}

/// Writes the head of a response.
pub(super) fn write_head(
    out: &mut Vec<u8>,
    status: u16,
    reason: &[u8],
    headers: &Headers,
    length: Option<u64>,
    connection: Option<&str>,
) {
    trace!(Http, "answers with the status {status}");
    let mut number = itoa::Buffer::new();
    out.reserve(128 + reason.len() + headers.lines().len());
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(number.format(status).as_bytes());
    out.push(b' ');
    out.extend_from_slice(if reason.is_empty() { status::reason(status).as_bytes() } else { reason });
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(headers.lines());
    if headers.get("date").is_none() {
        out.extend_from_slice(b"Date: ");
        out.extend_from_slice(&date::text());
        out.extend_from_slice(b"\r\n");
    }
    if let Some(length) = length {
        out.extend_from_slice(b"Content-Length: ");
        out.extend_from_slice(number.format(length).as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    if let Some(connection) = connection {
        out.extend_from_slice(b"Connection: ");
        out.extend_from_slice(connection.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"\r\n");
}
