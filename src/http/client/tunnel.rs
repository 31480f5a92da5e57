//! A connection to a server through a proxy, which passes on what it cannot read (RFC 9110, 9.3.6).

use super::authentication::{ATTEMPTS, Authentication, Carrier, Dialogue, Target, Verdict};
use super::call::line;
use super::proxy;
use crate::abi::{WS_E_PROXY_ACCESS_DENIED, WS_E_PROXY_FAILURE};
use crate::http::connection::{Connection, Quota, Trouble};
use crate::http::head::ResponseHead;
use crate::http::link::Link;
use crate::http::stream::Stream;
use crate::http::{limits, status};
use crate::net::{Place, TcpStream};
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::Secret;
use std::sync::Arc;

/// The longest body of a refusal that is read so that its connection can be used again.
const DISCARDED: u64 = 64 * 1024;

/// The way to one server through a proxy: as many attempts as it takes to be let through.
pub(super) struct Tunnel<'a> {
    place: &'a Place,
    server: &'a Place,
    /// What the environment has for the proxy.
    authorization: Option<&'a str>,
    dialogue: Option<Box<dyn Dialogue>>,
    attempts: usize,
}

/// What came of an attempt.
pub(super) enum Passage {
    /// What is written from now on goes to the server.
    Open(TcpStream),
    /// Another attempt is needed, on a new connection.
    Again,
}

impl<'a> Tunnel<'a> {
    pub(super) fn new(
        place: &'a Place,
        server: &'a Place,
        authorization: Option<&'a str>,
        authentication: Option<&Arc<dyn Authentication>>,
    ) -> Result<Self> {
        let target = Target {
            method: "CONNECT".into(),
            uri: server.to_string(),
            host: place.host.to_string(),
            is_secure: false,
            is_streamed: false,
        };
        let dialogue = authentication.map(|authentication| authentication.clone().begin(target)).transpose()?;
        Ok(Tunnel { place, server, authorization, dialogue, attempts: 0 })
    }

    /// Asks the proxy for a connection to the server.
    pub(super) async fn open(&mut self, tcp: TcpStream) -> Result<Passage> {
        let outcome = self.attempt(tcp).await;
        let (place, server) = (self.place, self.server);
        outcome.map_err(|fault| fault.context(format!("The proxy {place} made no connection to {server}.")))
    }

    async fn attempt(&mut self, tcp: TcpStream) -> Result<Passage> {
        let link = Arc::new(Link::new(Stream::Tcp(tcp), None));
        let mut connection = Connection::new(link.clone());
        loop {
            self.attempts += 1;
            if self.attempts > ATTEMPTS {
                return Err(failed("It asked for authentication again and again."));
            }
            let carrier = Carrier { is_authenticated: false, binding: None };
            let attempt = self.dialogue.as_mut().map(|dialogue| dialogue.next(carrier)).transpose()?;
            let own = attempt.as_ref().and_then(|attempt| attempt.authorization.as_ref()).map(Secret::bytes);
            let authorization = own.or(self.authorization.map(str::as_bytes));
            let head = ask(&mut connection, self.server, authorization).await?;
            let is_open = (200..300).contains(&head.status());
            let verdict = match (&mut self.dialogue, attempt) {
                // A proxy that lets us through without having seen who we are did not want to know.
                (Some(dialogue), Some(attempt)) if attempt.is_whole || !is_open => {
                    dialogue.answered(head.status(), head.reason(), head.headers())?
                }
                _ => Verdict::Final { authenticates_connection: false },
            };
            if is_open {
                break;
            }
            if verdict != Verdict::Again {
                return Err(refused(&head));
            }
            // The next one goes over the same connection, if that can be; some schemes want it so.
            connection.begin_body(head.framing());
            let quota = Quota { name: "", limit: DISCARDED };
            let is_read = head.persists() && connection.read_to_end(&mut Vec::new(), quota).await.is_ok();
            if !is_read || !connection.is_between() {
                if let Some(dialogue) = &mut self.dialogue {
                    dialogue.lost()?;
                }
                return Ok(Passage::Again);
            }
        }
        if !connection.pending().is_empty() {
            // In TLS the client speaks first, so these are the proxy's words in the name of the server.
            return Err(failed("It sent something before the server could."));
        }
        drop(connection);
        match Arc::try_unwrap(link).map(Link::into_stream) {
            Ok(Stream::Tcp(tcp)) => Ok(Passage::Open(tcp)),
            _ => Err(Fault::invalid_operation("The connection to the proxy is in use.")),
        }
    }
}

/// Sends the request, and reads the head of the response; a response that refuses may have a body.
async fn ask(connection: &mut Connection, server: &Place, authorization: Option<&[u8]>) -> Result<ResponseHead> {
    let mut out = format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n").into_bytes();
    if let Some(authorization) = authorization {
        line(&mut out, "Proxy-Authorization", authorization);
    }
    out.extend_from_slice(b"\r\n");
    let written = connection.write(&out, b"").await;
    // It may have been a password.
    out.fill(0);
    written.map_err(proxy::failed)?;
    for _ in 0..limits::INTERIM_RESPONSES {
        let length = match connection.head(limits::HEAD_SIZE, false).await {
            Ok(Some(length)) => length,
            Ok(None) => return Err(failed("It closed the connection.")),
            Err(Trouble::Fault(fault)) => return Err(proxy::failed(fault)),
            Err(Trouble::Violation(violation)) => return Err(failed(&violation.fault().texts().join(" "))),
        };
        let mut head = ResponseHead::default();
        let bytes = connection.pending().get(..length).unwrap_or_default();
        head.parse(bytes, "GET").map_err(|violation| failed(&violation.fault().texts().join(" ")))?;
        connection.use_up(length);
        if head.status() >= 200 {
            return Ok(head);
        }
    }
    Err(failed("It sent provisional HTTP responses and no final one."))
}

#[cold]
fn failed(why: &str) -> Fault {
    Fault::new(WS_E_PROXY_FAILURE, why)
}

/// The fault that the proxy's refusal is. Whatever it says is about the proxy: the server has not been asked.
fn refused(head: &ResponseHead) -> Fault {
    match head.status() {
        407 => {}
        401 | 403 => return Fault::new(WS_E_PROXY_ACCESS_DENIED, said(head)),
        _ => return Fault::new(WS_E_PROXY_FAILURE, said(head)),
    }
    status::fault(407, head.reason(), head.headers(), true).unwrap_or_else(|| failed("It wants to be let through."))
}

fn said(head: &ResponseHead) -> String {
    format!("The proxy answered with the HTTP status {} ({}).", head.status(), status::shown(head.reason()))
}
