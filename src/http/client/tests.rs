//! Clients as servers meet them: through sockets, with servers that are sound, dead, slow, or hostile.

use super::*;
use crate::abi::*;
use crate::http::server::tests::{ANY, echo, listen};
use crate::http::{Quota, server};
use crate::task::{Abort, block_on};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

fn url(text: &str) -> Url {
    Url::parse(&text.encode_utf16().collect::<Vec<_>>()).unwrap()
}

fn client() -> Client {
    Client::new(Settings::default()).unwrap()
}

fn request<'a>(method: &'a str, url: &'a Url, headers: &'a Headers) -> Request<'a> {
    Request { method, url, headers, timeouts: Timeouts::default() }
}

fn call(client: &Client, method: &str, to: &str, body: &[u8]) -> Result<(u16, String)> {
    let (url, headers) = (url(to), Headers::new());
    block_on(async {
        let mut response = client.request(request(method, &url, &headers), body, None).await?;
        let mut bytes = Vec::new();
        response.read_to_end(&mut bytes, ANY).await?;
        Ok((response.status(), String::from_utf8(bytes).unwrap()))
    })
}

/// A server that runs one function for each connection, on a thread, for so many connections.
fn server(connections: usize, mut serve: impl FnMut(usize, &mut TcpStream) + Send + 'static) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        for number in 0..connections {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(core::time::Duration::from_secs(20))).unwrap();
            serve(number, &mut stream);
        }
    });
    (port, thread)
}

/// Reads a request with its body, if that has a length or chunks.
fn heard(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut byte = [0];
    let mut until = |text: &mut String, done: &dyn Fn(&str) -> bool| {
        while !done(text) && matches!(stream.read(&mut byte), Ok(1)) {
            text.push(char::from(byte[0]));
        }
    };
    until(&mut text, &|text| text.ends_with("\r\n\r\n"));
    let head = text.len();
    if text.contains("chunked\r\n") {
        until(&mut text, &|text| text[head..].ends_with("0\r\n\r\n"));
    } else if let Some((_, length)) = text.split_once("Content-Length: ") {
        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
        until(&mut text, &|text| text.len() == head + length);
    }
    text
}

#[test]
fn a_request_byte_by_byte() {
    let (port, thread) = server(1, |_, stream| {
        let expected = [
            "POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSOAPAction: \"x\"\r\nContent-Length: 5\r\n\r\nhello",
            "GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSOAPAction: \"x\"\r\n\r\n",
            "POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSOAPAction: \"x\"\r\nContent-Length: 0\r\n\r\n",
            "PUT /a?b HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSOAPAction: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n\
             5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
            "PUT /a?b HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSOAPAction: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ];
        let port = stream.local_addr().unwrap().port().to_string();
        for expected in expected {
            assert_eq!(heard(stream), expected.replace("PORT", &port));
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").unwrap();
        }
    });
    let url = url(&format!("http://127.0.0.1:{port}/a?b#c"));
    let mut headers = Headers::new();
    headers.push("SOAPAction", b"\"x\"").unwrap();
    let client = client();
    block_on(async {
        for (method, body) in [("POST", &b"hello"[..]), ("GET", b""), ("POST", b"")] {
            let mut response = client.request(request(method, &url, &headers), body, None).await.unwrap();
            let mut bytes = [0; 9];
            assert_eq!(response.read(&mut bytes).await.unwrap(), 2);
            assert_eq!(response.read(&mut bytes).await.unwrap(), 0);
        }
        for pieces in [&["hello", "", " world"][..], &[]] {
            let mut sending = client.begin(request("PUT", &url, &headers)).await.unwrap();
            for piece in pieces {
                sending.write(piece.as_bytes()).await.unwrap();
            }
            let mut response = sending.finish().await.unwrap();
            assert_eq!(response.length(), Some(2));
            response.read_to_end(&mut Vec::new(), ANY).await.unwrap();
        }
        for method in ["", "A B", "A\r\n", "GET\0"] {
            assert_eq!(
                client.request(request(method, &url, &headers), b"", None).await.err().unwrap().code(),
                E_INVALIDARG
            );
        }
    });
    thread.join().unwrap();
}

#[test]
fn client_and_server_together() {
    let (listener, port) = listen("http://+:{}/", server::Settings::default());
    let listener = echo(listener);
    let client = client();
    let large = "x".repeat(3_000_000);
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let to = format!("http://{host}:{port}/p");
        for body in ["", "hello", &large] {
            assert_eq!(call(&client, "POST", &to, body.as_bytes()).unwrap(), (200, format!("POST /p {body}")));
        }
        assert_eq!(call(&client, "HEAD", &to, b"").unwrap(), (200, String::new()));
    }
    let url = url(&format!("http://127.0.0.1:{port}/"));
    let headers = Headers::new();
    // Both directions streamed, with pieces of all sizes.
    block_on(async {
        let mut sending = client.begin(request("POST", &url, &headers)).await.unwrap();
        let mut expected = b"POST / ".to_vec();
        for size in (0..5000).step_by(97).chain([70_000]) {
            sending.write(&large.as_bytes()[..size]).await.unwrap();
            expected.extend_from_slice(&large.as_bytes()[..size]);
        }
        let mut response = sending.finish().await.unwrap();
        let (mut got, mut buffer) = (Vec::new(), vec![0; 5000]);
        for size in (1..5000).cycle() {
            match response.read(&mut buffer[..size]).await.unwrap() {
                0 => break,
                count => got.extend_from_slice(&buffer[..count]),
            }
        }
        assert_eq!(got, expected);
    });
    block_on(listener.close(core::time::Duration::from_secs(20)));
    let fault = call(&client, "POST", &format!("http://127.0.0.1:{port}/"), b"x").unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_NOT_FOUND, "{fault:?}");
}

const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

#[test]
fn a_response_cut_at_every_byte() {
    let with_length = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    for response in [RESPONSE, with_length] {
        let count = response.len();
        let (port, thread) = server(count, move |cut, stream| {
            heard(stream);
            stream.write_all(&response[..cut]).unwrap();
        });
        for cut in 0..count {
            let fault = call(&client(), "POST", &format!("http://127.0.0.1:{port}/"), b"x").unwrap_err();
            assert_eq!(fault.code(), WS_E_ENDPOINT_DISCONNECTED, "{cut} {fault:?}");
        }
        thread.join().unwrap();
    }
}

#[test]
fn a_response_in_single_bytes() {
    let (port, thread) = server(1, |_, stream| {
        heard(stream);
        stream.set_nodelay(true).unwrap();
        for byte in RESPONSE {
            stream.write_all(&[*byte]).unwrap();
        }
    });
    assert_eq!(call(&client(), "POST", &format!("http://127.0.0.1:{port}/"), b"x").unwrap(), (200, "hello".into()));
    thread.join().unwrap();
}

#[test]
fn hostile_responses() {
    let responses: [(&[u8], HRESULT); 14] = [
        (b"garbage\r\n\r\n", WS_E_INVALID_FORMAT),
        (b"\0\0\0\0\0\n", WS_E_INVALID_FORMAT),
        (b"\x15\x03\x01\x00\x02\x02\x28", WS_E_ENDPOINT_DISCONNECTED),
        (b"HTTP/1.1 200 OK\nContent-Length: 0\n\n", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nx", WS_E_QUOTA_EXCEEDED),
        (b"HTTP/1.1 101 Other\r\nUpgrade: x\r\n\r\n", WS_E_INVALID_FORMAT),
        (b"HTTP/1.1 99 Low\r\n\r\n", WS_E_INVALID_FORMAT),
        (b"", WS_E_ENDPOINT_DISCONNECTED),
    ];
    let (port, thread) = server(responses.len() + 2, move |number, stream| {
        heard(stream);
        match responses.get(number) {
            Some((response, _)) => stream.write_all(response).unwrap(),
            None if number == responses.len() => {
                // The client stops reading when it has had enough.
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ").and_then(|()| stream.write_all(&[b'y'; 100_000]));
            }
            None => {
                let _ = stream.write_all(&b"HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));
            }
        }
        // It fails where the client has gone already.
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let to = format!("http://127.0.0.1:{port}/");
    for (response, code) in responses {
        let fault = call(&client(), "POST", &to, b"x").unwrap_err();
        assert_eq!(fault.code(), code, "{} {fault:?}", response.escape_ascii());
    }
    assert_eq!(call(&client(), "POST", &to, b"x").unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
    assert_eq!(call(&client(), "POST", &to, b"x").unwrap_err().code(), WS_E_INVALID_FORMAT);
    thread.join().unwrap();
}

#[test]
fn a_connection_is_kept_if_nothing_is_left_on_it() {
    // Each of these responses ends the connection: the next request comes on another one.
    let responses: [&[u8]; 5] = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na",
        b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
        b"HTTP/1.1 200 OK\r\n\r\na",
        // What nobody asked for must not become the answer to the next request.
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
    ];
    let (port, thread) = server(responses.len(), move |number, stream| {
        heard(stream);
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
        stream.write_all(responses[number]).unwrap();
        if number == 4 {
            heard(stream);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na").unwrap();
        }
    });
    let client = client();
    for _ in 0..responses.len() + 1 {
        assert_eq!(call(&client, "POST", &format!("http://127.0.0.1:{port}/"), b"x").unwrap(), (200, "a".into()));
    }
    thread.join().unwrap();
}

#[test]
fn what_may_be_repeated_is_repeated_once() {
    // The first connection serves one request, and then takes another one and dies.
    let serve = |number: usize, stream: &mut TcpStream| {
        heard(stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        if number == 0 {
            heard(stream);
        }
    };
    for (method, expected) in [("GET", Ok(200)), ("POST", Err(WS_E_ENDPOINT_DISCONNECTED))] {
        let connections = if expected.is_ok() { 2 } else { 1 };
        let (port, thread) = server(connections, serve);
        let client = client();
        let to = format!("http://127.0.0.1:{port}/");
        assert_eq!(call(&client, "POST", &to, b"x").unwrap().0, 200);
        assert_eq!(call(&client, method, &to, b"").map(|(status, _)| status).map_err(|fault| fault.code()), expected);
        thread.join().unwrap();
    }
    // One that has answered in part is not asked again.
    let (port, thread) = server(1, |_, stream| {
        heard(stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        heard(stream);
        stream.write_all(b"HTTP/1.1 2").unwrap();
    });
    let client = client();
    let to = format!("http://127.0.0.1:{port}/");
    assert_eq!(call(&client, "GET", &to, b"").unwrap().0, 200);
    assert_eq!(call(&client, "GET", &to, b"").unwrap_err().code(), WS_E_ENDPOINT_DISCONNECTED);
    thread.join().unwrap();
}

#[test]
fn a_connection_that_the_server_closed_is_noticed() {
    let (closed, has_closed) = std::sync::mpsc::channel();
    let (port, thread) = server(50, move |_, stream| {
        heard(stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        stream.shutdown(Shutdown::Both).unwrap();
        closed.send(()).unwrap();
    });
    let client = client();
    let to = format!("http://127.0.0.1:{port}/");
    // However soon after the response the next request comes.
    for _ in 0..50 {
        assert_eq!(call(&client, "POST", &to, b"x").unwrap().0, 200);
        has_closed.recv().unwrap();
    }
    thread.join().unwrap();
}

#[test]
fn an_answer_before_the_end_of_the_request() {
    let (port, thread) = server(2, |_, stream| {
        let mut some = [0; 1000];
        stream.read_exact(&mut some).unwrap();
        stream.write_all(b"HTTP/1.1 413 Too much\r\nContent-Length: 4\r\nConnection: close\r\n\r\nstop").unwrap();
        // Nothing more is read until the client has gone.
        stream.shutdown(Shutdown::Write).unwrap();
        while stream.peek(&mut some).is_ok_and(|count| count > 0) && stream.take_error().unwrap().is_none() {
            if stream.read(&mut some).unwrap_or(0) == 0 {
                break;
            }
        }
    });
    let to = format!("http://127.0.0.1:{port}/");
    assert_eq!(call(&client(), "POST", &to, &vec![b'x'; 30_000_000]).unwrap(), (413, "stop".into()));
    let (url, headers) = (url(&to), Headers::new());
    block_on(async {
        let client = client();
        let mut sending = client.begin(request("POST", &url, &headers)).await.unwrap();
        for _ in 0..600 {
            sending.write(&[b'x'; 50_000]).await.unwrap();
        }
        let mut response = sending.finish().await.unwrap();
        let mut body = Vec::new();
        response.read_to_end(&mut body, ANY).await.unwrap();
        assert_eq!((response.status(), &*body), (413, &b"stop"[..]));
    });
    thread.join().unwrap();
}

#[test]
fn quotas_of_responses() {
    let (port, thread) = server(3, |number, stream| {
        heard(stream);
        let _ = match number {
            0 => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"),
            1 => {
                stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nB\r\nhello world\r\n0\r\n\r\n")
            }
            _ => stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhello world"),
        };
    });
    let (url, headers) = (url(&format!("http://127.0.0.1:{port}/")), Headers::new());
    for _ in 0..3 {
        block_on(async {
            let mut response = client().request(request("POST", &url, &headers), b"x", None).await.unwrap();
            let quota = Quota { name: "SIZE", limit: 10 };
            let fault = response.read_to_end(&mut Vec::new(), quota).await.unwrap_err();
            assert_eq!((fault.code(), &*fault.texts()[0]), (WS_E_QUOTA_EXCEEDED, "The quota SIZE (10) was exceeded."));
        });
    }
    thread.join().unwrap();
}

#[test]
fn each_phase_has_its_time() {
    let (is_late, until_late) = std::sync::mpsc::channel::<()>();
    let (port, thread) = server(3, move |number, stream| {
        match number {
            0 => drop(heard(stream)),
            1 => {
                heard(stream);
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello").unwrap();
            }
            _ => {}
        }
        // Says nothing more until the client gives up; reads nothing in the last case.
        while number < 2 && stream.read(&mut [0; 100]).unwrap_or(0) > 0 {}
        if number == 2 {
            let _ = until_late.recv();
        }
    });
    let (url, headers) = (url(&format!("http://127.0.0.1:{port}/")), Headers::new());
    let short = |change: fn(&mut Timeouts)| {
        let mut timeouts = Timeouts::default();
        change(&mut timeouts);
        Request { timeouts, ..request("POST", &url, &headers) }
    };
    block_on(async {
        let client = client();
        let late = client.request(short(|t| t.response = 30), b"x", None).await.err().unwrap();
        assert_eq!(late.code(), WS_E_OPERATION_TIMED_OUT);
        assert!(
            late.texts()[0].contains("Waiting for the HTTP response") && late.texts()[0].contains("30 ms"),
            "{late:?}"
        );
        let mut response = client.request(short(|t| t.receive = 30), b"x", None).await.unwrap();
        let late = response.read_to_end(&mut Vec::new(), ANY).await.unwrap_err();
        assert!(late.texts()[0].contains("Receiving"), "{late:?}");
        let late = client.request(short(|t| t.send = 30), &vec![b'x'; 30_000_000], None).await.err().unwrap();
        assert!(late.texts()[0].contains("Sending"), "{late:?}");
    });
    drop(is_late);
    thread.join().unwrap();
    // Connecting, where the queue of connections that nobody accepts is full.
    use rustix::net::{AddressFamily, SocketType, bind, connect, getsockname, listen, socket};
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let deaf = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&deaf, &address).unwrap();
    listen(&deaf, 0).unwrap();
    let address = std::net::SocketAddr::try_from(getsockname(&deaf).unwrap()).unwrap();
    let first = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    connect(&first, &address).unwrap();
    let full = self::url(&format!("http://{address}/"));
    let request = Request { url: &full, ..short(|t| t.connect = 30) };
    let late = block_on(client().request(request, b"x", None)).err().unwrap();
    assert_eq!(late.code(), WS_E_OPERATION_TIMED_OUT);
    assert!(late.texts()[0].contains("Connecting"), "{late:?}");
}

#[test]
fn an_abort_ends_a_request() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let (port, thread) = server(1, move |_, stream| {
        heard(stream);
        sender.send(()).unwrap();
        while stream.read(&mut [0; 100]).unwrap_or(0) > 0 {}
    });
    let abort = Abort::new();
    let other = abort.clone();
    let aborting = std::thread::spawn(move || {
        receiver.recv().unwrap();
        other.abort();
    });
    let (url, headers, client) = (url(&format!("http://127.0.0.1:{port}/")), Headers::new(), client());
    let outcome = block_on(abort.run(client.request(request("POST", &url, &headers), b"x", None)));
    assert_eq!(outcome.err().unwrap().code(), WS_E_OPERATION_ABORTED);
    aborting.join().unwrap();
    thread.join().unwrap();
}

/// A server for any number of connections; the function sees how many there are.
fn counting(most: &'static AtomicUsize) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let open = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let open = open.clone();
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                while !heard(&mut stream).is_empty() {
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
                }
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    port
}

#[test]
fn connections_have_a_limit() {
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let port = counting(&MOST);
    let threads: Vec<_> = (0..8)
        .map(|_| {
            std::thread::spawn(move || {
                let client = Client::new(Settings { most_connections: 2, ..Settings::default() }).unwrap();
                for _ in 0..50 {
                    assert_eq!(call(&client, "POST", &format!("http://127.0.0.1:{port}/"), b"x").unwrap().0, 200);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(MOST.load(Ordering::SeqCst), 2);
}

#[derive(Debug)]
struct Named(u8);

impl Authentication for Named {
    fn identity(&self) -> [u8; 32] {
        [self.0; 32]
    }

    fn begin(self: Arc<Self>, _: Target) -> Result<Box<dyn Dialogue>> {
        Err(Fault::invalid_arg("nobody"))
    }
}

#[test]
fn connections_are_of_one_identity() {
    let url = url("http://127.0.0.1:9/");
    let of = |service: Option<u8>, proxy: Option<u8>| {
        let make = |name| Arc::new(Named(name)) as Arc<dyn Authentication>;
        let (authentication, proxy_authentication) = (service.map(make), proxy.map(make));
        let settings = Settings { authentication, proxy_authentication, ..Settings::default() };
        Client::new(settings).unwrap().site(&url, None, false)
    };
    let first = of(Some(1), None);
    assert!(Arc::ptr_eq(&first, &of(Some(1), None)));
    for other in [of(Some(2), None), of(None, None), of(None, Some(1)), of(Some(1), Some(1))] {
        assert!(!Arc::ptr_eq(&first, &other));
    }
}

/// Lets itself in with the connection.
#[derive(Debug)]
struct Riding;

impl Authentication for Riding {
    fn identity(&self) -> [u8; 32] {
        [7; 32]
    }

    fn begin(self: Arc<Self>, _: Target) -> Result<Box<dyn Dialogue>> {
        Ok(Box::new(Riding))
    }
}

impl Dialogue for Riding {
    fn next(&mut self, _: Carrier<'_>) -> Result<Attempt> {
        Ok(Attempt { authorization: None, is_whole: true })
    }

    fn answered(&mut self, _: u16, _: &[u8], _: &Headers) -> Result<Verdict> {
        Ok(Verdict::Final { authenticates_connection: true })
    }

    fn lost(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Where a server sends us that our credentials are not for, a connection that they have opened must not speak for us.
#[test]
fn redirected_requests_do_not_ride_on_authenticated_connections() {
    static HEARD: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            std::thread::spawn(move || {
                let mut stream = stream.unwrap();
                while !heard(&mut stream).is_empty() {
                    HEARD.lock().unwrap().push(number);
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
                }
            });
        }
    });
    let (hostile, _) = server(1, move |_, stream| {
        heard(stream);
        let to = format!("HTTP/1.1 307 \r\nLocation: http://127.0.0.1:{port}/\r\nContent-Length: 0\r\n\r\n");
        stream.write_all(to.as_bytes()).unwrap();
    });
    let client = || Client::new(Settings { authentication: Some(Arc::new(Riding)), ..Settings::default() }).unwrap();
    let (own, headers) = (url(&format!("http://127.0.0.1:{port}/")), Headers::new());
    let hostile = url(&format!("http://127.0.0.1:{hostile}/"));
    block_on(async {
        for to in [&own, &own, &hostile, &own] {
            let mut response = client().request(request("POST", to, &headers), b"x", Some(&|_, _| true)).await.unwrap();
            assert_eq!(response.status(), 200);
            response.discard().await;
        }
    });
    assert_eq!(*HEARD.lock().unwrap(), [0, 0, 1, 0]);
}

#[test]
fn the_wait_for_a_connection_ends() {
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let port = counting(&MOST);
    let (url, headers) = (url(&format!("http://127.0.0.1:{port}/")), Headers::new());
    let client = Client::new(Settings { most_connections: 1, ..Settings::default() }).unwrap();
    block_on(async {
        let site = client.site(&url, None, false);
        let lease = site.lease(1, Timeouts::default(), false, None).await.unwrap();
        let timeouts = Timeouts { connect: 30, ..Timeouts::default() };
        let late =
            client.request(Request { timeouts, ..request("POST", &url, &headers) }, b"x", None).await.err().unwrap();
        assert_eq!(late.code(), WS_E_OPERATION_TIMED_OUT);
        assert!(late.texts()[0].contains("free connection"), "{late:?}");
        drop(lease);
        assert_eq!(client.request(request("POST", &url, &headers), b"x", None).await.unwrap().status(), 200);
    });
}

#[test]
fn redirects() {
    let (port, _) = server(100, |_, stream| {
        loop {
            let request = heard(stream);
            let target = request.split(' ').nth(1).unwrap_or_default().to_owned();
            let (status, to) = match &*target {
                "/301" => (301, "/302?a"),
                "/302?a" => (302, "307"),
                "/307" => (307, "//localhost/308"),
                "/303" => (303, "/end"),
                "/loop" => (307, "/loop"),
                "/bad" => (307, "http://a b/"),
                "/ftp" => (307, "ftp://a/"),
                "/none" => (307, ""),
                "/two" => (307, "/a\r\nLocation: /b"),
                "" => break,
                _ => (200, ""),
            };
            let to = to.replace("//localhost/", &format!("http://localhost:{}/", stream.local_addr().unwrap().port()));
            let location = if to.is_empty() { String::new() } else { format!("Location: {to}\r\n") };
            assert!(request.starts_with("POST ") && request.ends_with("\r\n\r\nhello"), "{request}");
            write!(stream, "HTTP/1.1 {status} X\r\n{location}Content-Length: 3\r\n\r\nabc").unwrap();
        }
    });
    let client = client();
    let follow = |path: &str, allows: &(dyn Fn(&Url, &Url) -> bool + Send + Sync)| {
        let (url, headers) = (url(&format!("http://127.0.0.1:{port}{path}")), Headers::new());
        block_on(async {
            let response = client.request(request("POST", &url, &headers), b"hello", Some(allows)).await;
            let mut response = response?;
            response.read_to_end(&mut Vec::new(), ANY).await?;
            Ok(response.status())
        })
    };
    let code = |outcome: Result<u16>| outcome.map_err(|fault| fault.code());
    let same = |_: &Url, to: &Url| to.host == "127.0.0.1";
    assert_eq!(code(follow("/302?a", &|_, to| to.text().ends_with("/307"))), Err(WS_E_ENDPOINT_ACCESS_DENIED));
    assert_eq!(code(follow("/301", &same)), Err(WS_E_ENDPOINT_ACCESS_DENIED));
    assert_eq!(code(follow("/303", &same)), Ok(303));
    assert_eq!(code(follow("/loop", &same)), Err(WS_E_INVALID_FORMAT));
    for path in ["/bad", "/ftp"] {
        assert!(follow(path, &same).is_err(), "{path}");
    }
    assert_eq!(code(follow("/none", &same)), Err(WS_E_INVALID_FORMAT));
    assert_eq!(code(follow("/two", &same)), Err(WS_E_INVALID_FORMAT));
    let (url, headers) = (url(&format!("http://127.0.0.1:{port}/301")), Headers::new());
    let response = block_on(client.request(request("POST", &url, &headers), b"hello", None)).unwrap();
    assert_eq!(response.status(), 301);
    assert_eq!(response.fault().unwrap().code(), WS_E_INVALID_FORMAT);
}

#[test]
fn what_is_private_stays_with_its_server() {
    let (other, second) = server(1, |_, stream| {
        let request = heard(stream);
        assert!(!request.contains("Authorization") && !request.contains("Cookie"), "{request}");
        assert!(request.contains("\r\nX: y\r\n"));
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    let (port, first) = server(1, move |_, stream| {
        assert!(heard(stream).contains("Authorization: secret\r\n"));
        write!(stream, "HTTP/1.1 307 X\r\nLocation: http://localhost:{other}/\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    let (url, mut headers) = (url(&format!("http://127.0.0.1:{port}/")), Headers::new());
    for (name, value) in [("Authorization", "secret"), ("Cookie", "a=b"), ("X", "y")] {
        headers.push(name, value.as_bytes()).unwrap();
    }
    let response = block_on(client().request(request("POST", &url, &headers), b"", Some(&|_, _| true))).unwrap();
    assert_eq!(response.status(), 200);
    first.join().unwrap();
    second.join().unwrap();
}

#[test]
fn cookies_are_kept_if_wanted() {
    for (keeps_cookies, expected) in [(true, "\r\nCookie: a=1; b=2\r\n"), (false, "")] {
        let (port, thread) = server(1, move |_, stream| {
            assert!(!heard(stream).contains("Cookie"));
            stream
                .write_all(
                    b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 0\r\n\r\n",
                )
                .unwrap();
            let second = heard(stream);
            assert!(
                if expected.is_empty() { !second.contains("Cookie") } else { second.contains(expected) },
                "{second}"
            );
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
        });
        let client = Client::new(Settings { keeps_cookies, ..Settings::default() }).unwrap();
        for _ in 0..2 {
            assert_eq!(call(&client, "POST", &format!("http://127.0.0.1:{port}/"), b"").unwrap().0, 200);
        }
        thread.join().unwrap();
    }
}

#[test]
fn requests_through_a_proxy() {
    let (port, thread) = server(1, |_, stream| {
        let request = heard(stream);
        assert_eq!(
            request,
            "POST http://nowhere.invalid:81/a HTTP/1.1\r\nHost: nowhere.invalid:81\r\nContent-Length: 1\r\n\r\nx"
        );
        stream.write_all(b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    // The first of them is dead.
    let dead = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let proxy = |servers: String| {
        let proxy = ProxySetting::Custom { servers, bypass: "<local>".into() };
        Client::new(Settings { proxy, ..Settings::default() }).unwrap()
    };
    let (url, headers) = (url("http://nowhere.invalid:81/a"), Headers::new());
    let client = proxy(format!("127.0.0.1:{dead};127.0.0.1:{port}"));
    let response = block_on(client.request(request("POST", &url, &headers), b"x", None)).unwrap();
    assert_eq!(response.fault().unwrap().code(), WS_E_PROXY_FAILURE);
    thread.join().unwrap();
    let fault = block_on(proxy(format!("127.0.0.1:{dead}")).request(request("POST", &url, &headers), b"x", None))
        .err()
        .unwrap();
    assert_eq!(fault.code(), WS_E_PROXY_FAILURE);
    // What is bypassed does not fail with the proxy's error.
    let fault =
        call(&proxy(format!("127.0.0.1:{dead}")), "POST", &format!("http://127.0.0.1:{dead}/"), b"").unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_NOT_FOUND);
}

#[test]
fn secure_urls_are_not_sent_in_the_clear() {
    let fault = call(&client(), "POST", "https://127.0.0.1:1/", b"x").unwrap_err();
    assert_eq!(fault.code(), WS_E_INVALID_ENDPOINT_URL);
}
