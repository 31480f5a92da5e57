//! HTTP/1.1 as a client and a server on the open network has to speak it (RFC 9110, RFC 9112).
//!
//! Heads are taken apart by the crate httparse; what two readers of one message could understand differently is refused
//! here before and after it ([`head`]). Bodies are delimited by [`body`]. Both know no sockets: bytes in, a step out.
//! [`connection`] joins them to a stream, [`client`] and [`server`] are made of connections.
//!
//! Nothing here knows SOAP. What a program sets arrives as [`Headers`], which take no value that would end a line.

pub(crate) mod body;
pub(crate) mod chunked;
pub(crate) mod head;
pub(crate) mod headers;
pub(crate) mod limits;
pub(crate) mod status;
pub(crate) mod violation;

pub(crate) use headers::Headers;
pub(crate) use violation::Violation;
