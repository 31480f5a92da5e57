//! A connection to a server through a proxy, which passes on what it cannot read (RFC 9110, 9.3.6).

use super::call::line;
use super::proxy;
use crate::abi::{WS_E_PROXY_ACCESS_DENIED, WS_E_PROXY_FAILURE};
use crate::http::connection::{Connection, Trouble};
use crate::http::head::ResponseHead;
use crate::http::link::Link;
use crate::http::stream::Stream;
use crate::http::{limits, status};
use crate::net::{Place, TcpStream};
use crate::runtime::fault::{Fault, Result};
use std::sync::Arc;

/// Asks the proxy for a connection to the server.
pub(super) async fn open(
    tcp: TcpStream,
    place: &Place,
    server: &Place,
    authorization: Option<&str>,
) -> Result<TcpStream> {
    let link = Arc::new(Link::new(Stream::Tcp(tcp), None));
    let mut connection = Connection::new(link.clone());
    let head = ask(&mut connection, server, authorization).await;
    let head = head.map_err(|fault| fault.context(format!("The proxy {place} made no connection to {server}.")))?;
    if !(200..300).contains(&head.status()) {
        return Err(refused(&head).context(format!("The proxy {place} made no connection to {server}.")));
    }
    if !connection.pending().is_empty() {
        // In TLS the client speaks first, so these are the proxy's words in the name of the server.
        let text = format!("The proxy {place} sent something before the server could.");
        return Err(Fault::new(WS_E_PROXY_FAILURE, text));
    }
    drop(connection);
    match Arc::try_unwrap(link).map(Link::into_stream) {
        Ok(Stream::Tcp(tcp)) => Ok(tcp),
        _ => Err(Fault::invalid_operation("The connection to the proxy is in use.")),
    }
}

/// Sends the request, and reads the head of the response; a response that refuses may have a body.
pub(super) async fn ask(
    connection: &mut Connection,
    server: &Place,
    authorization: Option<&str>,
) -> Result<ResponseHead> {
    let mut out = format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n").into_bytes();
    if let Some(authorization) = authorization {
        line(&mut out, "Proxy-Authorization", authorization.as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    connection.write(&out, b"").await.map_err(proxy::failed)?;
    for _ in 0..limits::INTERIM_RESPONSES {
        let length = match connection.head(limits::HEAD_SIZE, false).await {
            Ok(Some(length)) => length,
            Ok(None) => return Err(failed("It closed the connection.")),
            Err(Trouble::Fault(fault)) => return Err(proxy::failed(fault)),
            Err(Trouble::Violation(violation)) => return Err(failed(&violation.fault().texts().join(" "))),
        };
        let mut head = ResponseHead::default();
        let bytes = connection.pending().get(..length).unwrap_or_default();
        head.parse(bytes, "CONNECT").map_err(|violation| failed(&violation.fault().texts().join(" ")))?;
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
