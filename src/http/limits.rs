//! Limits: each is a constant or a setting with the attack or accident that it stops.

use core::time::Duration;

/// The most bytes of a head, where no property of the API says it (WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_
/// SIZE has the same default). Otherwise a peer decides how much memory a head takes.
pub(crate) const HEAD_SIZE: usize = 65_536;

/// The most header fields of a head. Each costs 32 bytes of stack while it is parsed, and time each time one is looked
/// for; real messages have fewer than 40.
pub(crate) const HEADER_COUNT: usize = 128;

/// The most bytes of one line that gives a chunk's size, with its extensions, which are read for nothing.
pub(crate) const CHUNK_LINE: usize = 1024;

/// How many bytes of chunk framing a body may have beyond what chunks of a sensible size need. A megabyte of body in
/// chunks of one byte costs six times its size and much time.
pub(crate) const CHUNK_OVERHEAD: u64 = 65_536;

/// The most bytes of trailer fields, which are read for nothing.
pub(crate) const TRAILERS: usize = 8192;

/// How many responses with a status below 200 a server may send before the real one.
pub(crate) const INTERIM_RESPONSES: usize = 16;

/// How many redirects one request follows; what browsers and WinHTTP allow is of the same order.
pub(crate) const REDIRECTS: usize = 10;

/// Requests that wait on a listener to be accepted; more are answered with 503 (http.sys has the same number).
pub(crate) const QUEUE: usize = 1000;

/// How much of a request body that nobody reads is read after all, so that the client, which still sends it, sees the
/// response and not a reset.
pub(crate) const LINGER_SIZE: usize = 1 << 20;

/// How much of the body of a request that is not authenticated is read, so that its client can do better on the same
/// connection.
pub(crate) const REFUSED_BODY: u64 = 64 * 1024;

/// How long reading what nobody wants may take.
pub(crate) const LINGER: Duration = Duration::from_secs(2);

/// Kept client connections without use, in the whole process. More are closed, the longest unused first.
pub(crate) const IDLE_CONNECTIONS: usize = 256;

/// After this time without use a client connection is not used again: servers close theirs after 120 s (http.sys) or
/// less, and a request that crosses with the close is lost.
pub(crate) const IDLE_TIME: Duration = Duration::from_secs(100);
