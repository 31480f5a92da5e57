//! HTTP/1.1 as a client and a server on the open network has to speak it (RFC 9110, RFC 9112).
//!
//! Heads are taken apart by the crate httparse; what two readers of one message could understand differently is refused
//! here before and after it ([`head`]). Bodies are delimited by [`body`]. Both know no sockets: bytes in, a step out.
//! [`connection`] joins them to a stream, [`client`] and [`server`] are made of connections.
//!
//! Nothing here knows SOAP. What a program sets arrives as [`Headers`], which take no value that would end a line.

mod body;
mod chunked;
pub(crate) mod client;
mod connection;
mod date;
mod head;
mod headers;
mod limits;
mod link;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod replay;
pub(crate) mod server;
pub(crate) mod status;
mod stream;
mod url;
mod violation;

use crate::net::pool;

pub(crate) use connection::Quota;
#[allow(unused_imports, reason = "the type of what exchanges have")]
pub(crate) use head::RequestHead;
pub(crate) use headers::{Headers, is_token};
pub(crate) use link::Link;
#[allow(unused_imports, reason = "the type of a setting")]
pub(crate) use link::Patience;
pub(crate) use url::{Url, default_port};
pub(crate) use violation::Violation;
