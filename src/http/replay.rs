//! What a connection makes of bytes, for tests and fuzzers: the same must come out wherever the bytes are cut.

use super::connection::{Connection, Quota, Trouble};
use super::head::{Framing, RequestHead, ResponseHead};
use super::link::Link;
use super::stream::Stream;
use super::stream::script::Script;
use super::{Headers, Violation};
use crate::runtime::fault::Fault;
use crate::task::block_on;
use core::fmt::Write;
use std::sync::Arc;

/// Which side the bytes come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Client,
    /// The answers to requests with this method.
    Server(&'static str),
}

/// The most bytes of a head.
const HEAD: usize = 1000;

/// Reads messages until the bytes end or one is wrong, and says what they were. The bytes come in pieces of so many; the
/// bodies are read into buffers of so many, or at once.
pub(crate) fn messages(side: Side, bytes: &[u8], piece: usize, buffer: Option<usize>) -> String {
    let link = Arc::new(Link::new(Stream::Script(Script::new(bytes, piece)), None));
    let mut connection = Connection::new(link);
    let mut said = String::new();
    while block_on(message(side, &mut connection, buffer, &mut said)).is_some() {}
    said
}

async fn message(side: Side, connection: &mut Connection, buffer: Option<usize>, said: &mut String) -> Option<()> {
    let length = match connection.head(HEAD, side == Side::Client).await {
        Ok(Some(length)) => length,
        Ok(None) => return None,
        Err(Trouble::Violation(violation)) => return wrong(said, violation),
        Err(Trouble::Fault(fault)) => return failed(said, fault),
    };
    let bytes = connection.pending().get(..length).unwrap_or_default();
    let framing = match side {
        Side::Client => {
            let mut head = RequestHead::default();
            if let Err(violation) = head.parse(bytes) {
                return wrong(said, violation);
            }
            let _ = writeln!(said, "{} {} {} {}", head.method(), head.target(), head.host(), head.path());
            let _ = writeln!(said, "{:?} {} {}", head.framing(), head.persists(), head.expects_continue());
            fields(said, head.headers());
            head.framing()
        }
        Side::Server(method) => {
            let mut head = ResponseHead::default();
            if let Err(violation) = head.parse(bytes, method) {
                return wrong(said, violation);
            }
            let _ = writeln!(said, "{} {}", head.status(), head.reason().escape_ascii());
            let _ = writeln!(said, "{:?} {}", head.framing(), head.persists());
            fields(said, head.headers());
            head.framing()
        }
    };
    connection.use_up(length);
    connection.begin_body(framing);
    let mut body = Vec::new();
    let outcome = match buffer {
        None => connection.read_to_end(&mut body, Quota { name: "", limit: u64::MAX }).await,
        Some(size) => {
            let mut buffer = vec![0; size.max(1)];
            loop {
                match connection.read(&mut buffer).await {
                    Ok(0) => break Ok(()),
                    Ok(count) => body.extend_from_slice(buffer.get(..count).unwrap_or_default()),
                    Err(fault) => break Err(fault),
                }
            }
        }
    };
    let _ = writeln!(said, "[{}]", body.escape_ascii());
    match outcome {
        Err(fault) => failed(said, fault),
        Ok(()) if framing == Framing::Close => None,
        Ok(()) => Some(()),
    }
}

fn fields(said: &mut String, headers: &Headers) {
    for (name, value) in headers.iter() {
        assert!(!value.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)), "a value that would end its line");
        let _ = writeln!(said, "{name}: {}", value.escape_ascii());
    }
}

fn wrong(said: &mut String, violation: Violation) -> Option<()> {
    let _ = writeln!(said, "{violation:?}");
    None
}

fn failed(said: &mut String, fault: Fault) -> Option<()> {
    let _ = writeln!(said, "{fault:?}");
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let requests =
            b"\r\nPOST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcPOST /b HTTP/1.1\r\nHost: h\r\n\
            Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n\r\nGET / HTTP/1.0\r\n\r\nGET";
        let responses =
            b"HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 200 OK\r\n\r\nrest";
        for (side, bytes, expected) in
            [(Side::Client, &requests[..], "[abc]"), (Side::Server("GET"), responses, "[rest]")]
        {
            let whole = messages(side, bytes, usize::MAX, None);
            assert!(whole.contains(expected), "{whole}");
            for piece in 1..bytes.len() {
                assert_eq!(messages(side, bytes, piece, None), whole, "{piece}");
                assert_eq!(messages(side, bytes, piece, Some(1 + piece % 7)), whole, "{piece}");
            }
        }
    }

    #[test]
    fn large_bodies_in_pieces_of_all_sizes() {
        let mut bytes = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 70000\r\n\r\n".to_vec();
        bytes.extend((0..70_000_u32).map(|n| b'a' + (n % 23) as u8));
        bytes.extend_from_slice(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        for size in [1, 5000, 3, 40_000, 2048, 2047] {
            bytes.extend_from_slice(format!("{size:x}\r\n").as_bytes());
            bytes.extend((0..size).map(|n: u32| b'A' + (n % 23) as u8));
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\nGET /last HTTP/1.1\r\nHost: h\r\n\r\n");
        let whole = messages(Side::Client, &bytes, usize::MAX, None);
        assert!(whole.contains("GET /last"), "{}", whole.len());
        for piece in [13, 1000, 2048, 16_384, 20_000, 69_999] {
            assert!(messages(Side::Client, &bytes, piece, None) == whole, "{piece}");
            assert!(messages(Side::Client, &bytes, piece, Some(3000)) == whole, "{piece}");
            assert!(messages(Side::Client, &bytes, piece, Some(100_000)) == whole, "{piece}");
        }
    }
}
