//! Servers as clients meet them: through sockets, byte by byte.

use super::*;
use crate::abi::{WS_E_ADDRESS_IN_USE, WS_E_ENDPOINT_DISCONNECTED, WS_E_OPERATION_ABORTED, WS_E_QUOTA_EXCEEDED};
use crate::http::{Headers, Patience, Quota};
use crate::runtime::fault::Result;
use crate::task::{Abort, block_on, spawn};
use core::sync::atomic::{AtomicU16, Ordering};
use core::time::Duration;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

pub(in crate::http) const ANY: Quota = Quota { name: "TEST", limit: 1 << 40 };

/// Opens a listener at a port that is free; `{}` in the URL stands for it.
pub(in crate::http) fn listen(url: &str, settings: Settings) -> (Listener, u16) {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let start = 20_000 + (std::process::id() % 100) as u16 * 100;
        let port = start + NEXT.fetch_add(1, Ordering::Relaxed) % 10_000;
        match open(&url.replace("{}", &port.to_string()), settings.clone()) {
            Ok(listener) => return (listener, port),
            Err(fault) => assert_eq!(fault.code(), WS_E_ADDRESS_IN_USE, "{fault:?}"),
        }
    }
}

fn open(url: &str, settings: Settings) -> Result<Listener> {
    block_on(Listener::open(&url.encode_utf16().collect::<Vec<_>>(), settings))
}

/// Answers each request with its method, target and body, in the background, until the listener is closed.
pub(in crate::http) fn echo(listener: Listener) -> Arc<Listener> {
    let listener = Arc::new(listener);
    let server = listener.clone();
    spawn(async move {
        while let Ok(exchange) = server.accept().await {
            spawn(async move { drop(respond(exchange).await) }).unwrap();
        }
    })
    .unwrap();
    listener
}

async fn respond(mut exchange: Exchange) -> Result<()> {
    let mut body = format!("{} {} ", exchange.head().method(), exchange.head().target()).into_bytes();
    if exchange.read_to_end(&mut body, ANY).await.is_err() {
        return Ok(());
    }
    exchange.respond(200, b"", &Headers::new(), &body).await
}

fn echoing(url: &str) -> (Arc<Listener>, u16) {
    let (listener, port) = listen(url, Settings::default());
    (echo(listener), port)
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// All that comes until the server closes.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8(bytes).unwrap()
}

/// Sends bytes and this side's end, and gives what comes back.
fn told(port: u16, bytes: impl AsRef<[u8]>) -> String {
    let mut stream = connect(port);
    stream.write_all(bytes.as_ref()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    rest(&mut stream)
}

/// The response without what changes: its date.
fn plain(response: &str) -> String {
    response.split("\r\n").filter(|line| !line.starts_with("Date: ")).collect::<Vec<_>>().join("\r\n")
}

fn statuses(responses: &str) -> Vec<&str> {
    responses.split("HTTP/1.1 ").skip(1).map(|response| &response[..3]).collect()
}

#[test]
fn a_response_byte_by_byte() {
    let (_listener, port) = echoing("http://+:{}/");
    let response = told(port, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    assert_eq!(plain(&response), "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nPOST /a hello");
    assert!(response.contains("\r\nDate: "));
    let response = told(port, "GET /a HTTP/1.0\r\n\r\n");
    assert_eq!(plain(&response), "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nGET /a ");
    let response = told(port, "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assert!(response.contains("Connection: keep-alive\r\n"));
    let response = told(port, "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(plain(&response), "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let (_listener, port) = echoing("http://+:{}/");
    let mut requests = String::new();
    for number in 0..50 {
        requests +=
            &format!("POST /{number} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        requests += &format!("POST /x{number} HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nde\r\n");
    }
    let responses = told(port, &requests);
    let bodies: Vec<_> = responses.split("\r\n\r\n").skip(1).map(|part| part.split("HTTP").next().unwrap()).collect();
    let expected: Vec<_> = (0..50).flat_map(|n| [format!("POST /{n} abc"), format!("POST /x{n} de")]).collect();
    assert_eq!(bodies, expected);
}

#[test]
fn a_request_in_single_bytes() {
    let (_listener, port) = echoing("http://+:{}/");
    let mut stream = connect(port);
    stream.set_nodelay(true).unwrap();
    for byte in
        b"\r\nPOST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nT: u\r\n\r\n"
    {
        stream.write_all(&[*byte]).unwrap();
    }
    stream.shutdown(Shutdown::Write).unwrap();
    assert!(rest(&mut stream).ends_with("POST /a hello"));
}

#[test]
fn what_cannot_be_trusted_ends_the_connection() {
    let (_listener, port) = echoing("http://+:{}/");
    let next = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
    for (request, status) in [
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX", "400"),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nX", "400"),
        ("POST / HTTP/1.1\r\nHost: h\nContent-Length: 1\r\n\r\nX", "400"),
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
        ("\x16\x03\x01\x02\x00\x01\n", "400"),
        ("GET / HTTP/3.0\r\nHost: h\r\n\r\n", "505"),
        ("GET https://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: h\r\nExpect: x\r\n\r\n", "417"),
    ] {
        let response = told(port, format!("{request}{next}"));
        assert_eq!(statuses(&response), [status], "{request:?}");
        assert!(response.contains("\r\nConnection: close\r\n"), "{response}");
    }
    let long = format!("GET / HTTP/1.1\r\nHost: h\r\nX: {}\r\n\r\n", "y".repeat(70_000));
    assert_eq!(statuses(&told(port, long)), ["431"]);
    let many = format!("GET / HTTP/1.1\r\nHost: h\r\n{}\r\n", "X: y\r\n".repeat(200));
    assert_eq!(statuses(&told(port, many)), ["431"]);
}

#[test]
fn half_a_request_gets_no_response() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let request = b"POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    let head = 57;
    assert_eq!(&request[head - 4..head], b"\r\n\r\n");
    for cut in 0..head {
        assert_eq!(told(port, &request[..cut]), "", "{cut}");
    }
    for cut in head..request.len() {
        let mut stream = connect(port);
        stream.write_all(&request[..cut]).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        block_on(async {
            let mut exchange = listener.accept().await.unwrap();
            let fault = exchange.read_to_end(&mut Vec::new(), ANY).await.unwrap_err();
            assert_eq!(fault.code(), WS_E_ENDPOINT_DISCONNECTED, "{cut}");
        });
        assert_eq!(rest(&mut stream), "");
    }
}

#[test]
fn bodies_that_are_malformed_or_too_large() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let mut stream = connect(port);
    stream.write_all(b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nX\r\n").unwrap();
    block_on(async {
        let mut exchange = listener.accept().await.unwrap();
        let fault = exchange.read_to_end(&mut Vec::new(), ANY).await.unwrap_err();
        assert_eq!(fault.code(), crate::abi::WS_E_INVALID_FORMAT);
        exchange.respond(400, b"No", &Headers::new(), b"").await.unwrap();
    });
    stream.shutdown(Shutdown::Write).unwrap();
    assert!(rest(&mut stream).starts_with("HTTP/1.1 400 No\r\n"));
    for (fields, body) in [("Content-Length: 11", "hello"), ("Transfer-Encoding: chunked", "B\r\nhello world\r\n")] {
        let mut stream = connect(port);
        write!(stream, "POST / HTTP/1.1\r\nHost: h\r\n{fields}\r\n\r\n{body}").unwrap();
        block_on(async {
            let mut exchange = listener.accept().await.unwrap();
            let fault = exchange.read_to_end(&mut Vec::new(), Quota { name: "SIZE", limit: 10 }).await.unwrap_err();
            assert_eq!((fault.code(), &*fault.texts()[0]), (WS_E_QUOTA_EXCEEDED, "The quota SIZE (10) was exceeded."));
            exchange.respond(413, b"", &Headers::new(), b"").await.unwrap();
        });
        // The client goes on to send, and still sees the answer and not a reset.
        stream.write_all(b" world and more").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let response = rest(&mut stream);
        assert_eq!(statuses(&response), ["413"]);
        assert!(response.contains("Connection: close\r\n"));
    }
}

#[test]
fn a_body_that_is_awaited() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let mut stream = connect(port);
    let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let reading = std::thread::spawn(move || {
        block_on(async {
            let mut exchange = listener.accept().await.unwrap();
            let mut body = Vec::new();
            exchange.read_to_end(&mut body, ANY).await.unwrap();
            exchange.respond(200, b"", &Headers::new(), &body).await.unwrap();
            // One that refuses without reading does not ask for the body, and has to close.
            let mut exchange = listener.accept().await.unwrap();
            exchange.respond(403, b"", &Headers::new(), b"").await.unwrap();
        });
    });
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"hello").unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    reading.join().unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let responses = rest(&mut stream);
    assert_eq!(statuses(&responses), ["200", "403"]);
    assert!(responses.contains("hello") && responses.contains("Connection: close"));
}

#[test]
fn streamed_responses() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    for (version, expected) in [
        ("1.1", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
        ("1.0", "Connection: close\r\n\r\nhello world"),
    ] {
        let mut stream = connect(port);
        write!(stream, "GET / HTTP/{version}\r\nHost: h\r\n\r\n").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        block_on(async {
            let mut exchange = listener.accept().await.unwrap();
            assert!(exchange.write(b"x").await.is_err());
            exchange.begin(200, b"", &Headers::new()).await.unwrap();
            assert!(exchange.respond(200, b"", &Headers::new(), b"").await.is_err());
            for piece in ["hello", "", " world"] {
                exchange.write(piece.as_bytes()).await.unwrap();
            }
            exchange.finish().await.unwrap();
        });
        assert_eq!(plain(&rest(&mut stream)), format!("HTTP/1.1 200 OK\r\n{expected}"));
    }
    // One that is not finished must not look as if it were.
    let mut stream = connect(port);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    block_on(async {
        let mut exchange = listener.accept().await.unwrap();
        exchange.begin(200, b"", &Headers::new()).await.unwrap();
        exchange.write(b"hello").await.unwrap();
    });
    assert!(rest(&mut stream).ends_with("5\r\nhello"));
}

#[test]
fn responses_cannot_be_split() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let mut stream = connect(port);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
    block_on(async {
        let mut exchange = listener.accept().await.unwrap();
        for (status, reason) in [(200, &b"a\r\nX: y"[..]), (100, b""), (1000, b""), (0, b"")] {
            let fault = exchange.respond(status, reason, &Headers::new(), b"").await.unwrap_err();
            assert_eq!(fault.code(), crate::abi::E_INVALIDARG);
        }
        assert!(exchange.respond(204, b"", &Headers::new(), b"x").await.is_err());
        exchange.respond(204, b"", &Headers::new(), b"").await.unwrap();
        assert!(exchange.respond(200, b"", &Headers::new(), b"").await.is_err());
    });
    assert_eq!(plain(&rest(&mut stream)), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

#[test]
fn listeners_share_a_port() {
    let (root, port) = listen("http://+:{}/", Settings::default());
    let first = open(&format!("http://+:{port}/a"), Settings::default()).unwrap();
    let second = open(&format!("http://localhost:{port}/"), Settings::default()).unwrap();
    let fault = open(&format!("http://+:{port}/A/"), Settings::default()).map(drop).unwrap_err();
    assert_eq!(fault.code(), WS_E_ADDRESS_IN_USE);
    let ask = |target: &str, host: &str, listener: &Listener| {
        let mut stream = connect(port);
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        block_on(async {
            let mut exchange = listener.accept().await.unwrap();
            assert_eq!(exchange.url(), format!("http://{host}{target}"));
            exchange.respond(200, b"", &Headers::new(), b"").await.unwrap();
        });
        assert_eq!(statuses(&rest(&mut stream)), ["200"]);
    };
    ask("/a/b?c", "h", &first);
    ask("/b", "localhost", &root);
    block_on(root.close(Duration::ZERO));
    ask("/b", "localhost", &second);
    assert_eq!(statuses(&told(port, "GET /b HTTP/1.1\r\nHost: h\r\n\r\n")), ["404"]);
    // A body that nobody takes is read over where it is there.
    let unknown = "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET /c HTTP/1.1\r\nHost: h\r\n\r\n";
    assert_eq!(statuses(&told(port, unknown)), ["404", "404"]);
    block_on(first.close(Duration::ZERO));
    block_on(second.close(Duration::ZERO));
    // The port is free again, for anyone.
    drop(std::net::TcpListener::bind(("0.0.0.0", port)).unwrap());
}

#[test]
fn a_port_for_this_machine_becomes_one_for_all() {
    let (local, port) = listen("http://127.0.0.1:{}/a", Settings::default());
    assert!(TcpStream::connect(("::1", port)).is_err());
    let all = open(&format!("http://*:{port}/"), Settings::default()).unwrap();
    drop(TcpStream::connect(("::1", port)).unwrap());
    for (listener, host) in [(&local, format!("127.0.0.1:{port}")), (&all, "other".into())] {
        let mut stream = connect(port);
        write!(stream, "GET /a HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        block_on(async { listener.accept().await.unwrap().respond(200, b"", &Headers::new(), b"").await.unwrap() });
        assert_eq!(statuses(&rest(&mut stream)), ["200"]);
    }
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://127.0.0.1:{}/", taken.local_addr().unwrap().port());
    assert_eq!(open(&url, Settings::default()).map(drop).unwrap_err().code(), WS_E_ADDRESS_IN_USE);
    let elsewhere = open("http://192.0.2.1:9/", Settings::default()).map(drop).unwrap_err();
    assert_eq!(elsewhere.code(), crate::abi::WS_E_ADDRESS_NOT_AVAILABLE);
}

#[test]
fn connections_have_numbers() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let ask = |stream: &mut TcpStream| {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
        block_on(async {
            let mut exchange = listener.accept().await.unwrap();
            assert_eq!(exchange.peer().unwrap(), stream.local_addr().unwrap());
            let id = exchange.connection_id();
            exchange.respond(202, b"", &Headers::new(), b"").await.unwrap();
            id
        })
    };
    let (mut first, mut second) = (connect(port), connect(port));
    let (a, b) = (ask(&mut first), ask(&mut second));
    assert!(a != b && a != 0);
    assert_eq!((ask(&mut first), ask(&mut second)), (a, b));
}

#[test]
fn a_full_queue_refuses() {
    let (listener, port) = listen("http://+:{}/", Settings { queue: 2, ..Settings::default() });
    let ask = || {
        let mut stream = connect(port);
        stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
        stream
    };
    // Only one of three that came first is answered before anybody accepts.
    let mut streams = [ask(), ask(), ask()];
    let refused = streams.iter_mut().position(|stream| {
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        stream.read(&mut [0; 1]).is_ok()
    });
    assert!(refused.is_some());
    for _ in 0..2 {
        block_on(async { listener.accept().await.unwrap().respond(200, b"", &Headers::new(), b"").await.unwrap() });
    }
    let mut all: Vec<_> = streams.iter_mut().map(rest).collect();
    all.sort();
    assert!(all[0].starts_with("HTTP/1.1 200") && all[1].starts_with("HTTP/1.1 200"), "{all:?}");
    assert!(all[2].starts_with("TTP/1.1 503"), "{all:?}");
}

#[test]
fn closing_waits_for_what_is_under_way() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let mut idle = connect(port);
    idle.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    block_on(async { listener.accept().await.unwrap().respond(200, b"", &Headers::new(), b"").await.unwrap() });
    let mut busy = connect(port);
    busy.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let mut exchange = block_on(listener.accept()).unwrap();
    let mut waiting = connect(port);
    waiting.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let closing = std::thread::spawn(move || block_on(listener.close(Duration::from_secs(20))));
    // The idle connection ends, and who was not accepted is refused; that nobody else can connect follows.
    assert_eq!(statuses(&rest(&mut idle)), ["200"]);
    assert!(matches!(statuses(&rest(&mut waiting)).as_slice(), ["503"] | []));
    assert!(!closing.is_finished());
    block_on(exchange.respond(200, b"", &Headers::new(), b"late")).unwrap();
    closing.join().unwrap();
    let late = rest(&mut busy);
    assert!(late.contains("Connection: close\r\n") && late.ends_with("late"), "{late}");
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn closing_cuts_what_does_not_end() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let mut stream = connect(port);
    stream.write_all(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n").unwrap();
    let mut exchange = block_on(listener.accept()).unwrap();
    let reading = std::thread::spawn(move || block_on(exchange.read_to_end(&mut Vec::new(), ANY)).unwrap_err().code());
    block_on(listener.close(Duration::from_millis(50)));
    assert_eq!(reading.join().unwrap(), WS_E_ENDPOINT_DISCONNECTED);
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn aborting_ends_everything() {
    let (listener, port) = listen("http://+:{}/", Settings::default());
    let listener = Arc::new(listener);
    let mut stream = connect(port);
    stream.write_all(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n").unwrap();
    let mut exchange = block_on(listener.accept()).unwrap();
    let reading = std::thread::spawn(move || block_on(exchange.read_to_end(&mut Vec::new(), ANY)).unwrap_err().code());
    let other = listener.clone();
    let accepting = std::thread::spawn(move || block_on(other.accept()).map(drop).unwrap_err().code());
    listener.abort();
    assert_eq!(reading.join().unwrap(), WS_E_ENDPOINT_DISCONNECTED);
    assert_eq!(accepting.join().unwrap(), WS_E_OPERATION_ABORTED);
    assert_eq!(rest(&mut stream), "");
    block_on(listener.close(Duration::ZERO));
    // An accept can be given up without the listener.
    let (listener, _) = listen("http://+:{}/", Settings::default());
    let abort = Abort::new();
    abort.abort();
    assert_eq!(block_on(abort.run(listener.accept())).map(drop).unwrap_err().code(), WS_E_OPERATION_ABORTED);
}

#[test]
fn slow_clients_are_cut() {
    let short = Duration::from_millis(60);
    let patience = Patience { idle: short, head: short, transfer: short, rate: 1_000_000 };
    let (listener, port) = listen("http://+:{}/", Settings { patience, ..Settings::default() });
    for begun in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: h\r\n"] {
        let mut stream = connect(port);
        stream.write_all(begun.as_bytes()).unwrap();
        assert_eq!(rest(&mut stream), "", "{begun}");
    }
    // Bytes that come now and then do not help: the time is for all of them.
    let mut stream = connect(port);
    let start = std::time::Instant::now();
    let mut drip = stream.try_clone().unwrap();
    let dripping = std::thread::spawn(move || {
        while start.elapsed() < Duration::from_secs(20) && drip.write_all(b"G").is_ok() {
            std::thread::park_timeout(Duration::from_millis(5));
        }
    });
    assert_eq!(rest(&mut stream), "");
    dripping.join().unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
    let mut stream = connect(port);
    stream.write_all(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell").unwrap();
    let mut exchange = block_on(listener.accept()).unwrap();
    let fault = block_on(exchange.read_to_end(&mut Vec::new(), ANY)).unwrap_err();
    assert_eq!(fault.code(), crate::abi::WS_E_OPERATION_TIMED_OUT);
    assert!(fault.texts()[0].contains("4 bytes"), "{fault:?}");
    // One that takes no response.
    let mut stream = connect(port);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let mut exchange = block_on(listener.accept()).unwrap();
    let body = vec![b'x'; 50_000_000];
    block_on(exchange.begin(200, b"", &Headers::new())).unwrap();
    let mut outcome = Ok(());
    for piece in body.chunks(50_000) {
        outcome = block_on(exchange.write(piece));
        if outcome.is_err() {
            break;
        }
    }
    assert!(outcome.is_err());
}
