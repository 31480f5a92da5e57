//! Clients and servers over TLS, through sockets.

mod measure;

use super::*;
use crate::abi::*;
use crate::http::Patience;
use crate::http::server::tests::{ANY, echo, listen};
use crate::http::server::{self, Listener};
use crate::security::certificate::Certificate;
use crate::security::settings::{PeerCheck, Requirement, Ssl, ValidateCertificate};
use crate::task::block_on;
use crate::tls::test_certificates::{Authority, Wanted};
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use openssl::ssl::{Ssl as Session, SslContext, SslMethod, SslStream, SslVerifyMode};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::LazyLock;
use std::thread::JoinHandle;

static ROOT: LazyLock<Authority> = LazyLock::new(|| Authority::new("Test Root"));
static OTHER: LazyLock<Authority> = LazyLock::new(|| Authority::new("Another Root"));
static OWN: LazyLock<Certificate> = LazyLock::new(|| ROOT.issue(Wanted::default()));

fn ssl(trusted: &Authority, client_certificate: Requirement) -> Ssl {
    let peer = PeerCheck {
        failures_to_ignore: WS_CERT_FAILURE_REVOCATION_OFFLINE,
        checks_revocation: false,
        trust_anchors: Some(vec![trusted.certificate.clone()]),
        callback: None,
    };
    Ssl { own: None, peer, client_certificate, disallowed_protocols: 0 }
}

fn client_with(own: Option<&Certificate>, change: impl FnOnce(&mut Settings)) -> Client {
    let tls = tls::Client::new(&ssl(&ROOT, Requirement::None), own, None).unwrap();
    let mut settings = Settings { tls: Some(tls), ..Settings::default() };
    change(&mut settings);
    Client::new(settings).unwrap()
}

fn client() -> Client {
    client_with(None, |_| ())
}

fn settings(requirement: Requirement, certificate: &Certificate) -> server::Settings {
    let tls = tls::Server::new(&ssl(&ROOT, requirement), certificate).unwrap();
    server::Settings { tls: Some(tls), ..server::Settings::default() }
}

fn echoing(url: &str, requirement: Requirement) -> (Arc<Listener>, u16) {
    let (listener, port) = listen(url, settings(requirement, &OWN));
    (echo(listener), port)
}

fn url(text: &str) -> Url {
    Url::parse(&text.encode_utf16().collect::<Vec<_>>()).unwrap()
}

fn call(client: &Client, to: &str, body: &[u8]) -> Result<(u16, String)> {
    let (url, headers) = (url(to), Headers::new());
    let request = Request { method: "POST", url: &url, headers: &headers, timeouts: Timeouts::default() };
    block_on(async {
        let mut response = client.request(request, body, None).await?;
        assert!(response.is_secure());
        let mut bytes = Vec::new();
        response.read_to_end(&mut bytes, ANY).await?;
        assert!(response.peer_certificate().is_some() && response.channel_binding().is_some());
        Ok((response.status(), String::from_utf8(bytes).unwrap()))
    })
}

#[test]
fn calls_over_tls() {
    let (_listener, port) = echoing("https://+:{}/", Requirement::None);
    let client = client();
    let large = "x".repeat(3_000_000);
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let to = format!("https://{host}:{port}/p");
        for body in ["", "hello", &large, "again"] {
            assert!(call(&client, &to, body.as_bytes()).unwrap() == (200, format!("POST /p {body}")), "{host}");
        }
    }
    // Streamed both ways.
    let (url, headers) = (url(&format!("https://localhost:{port}/")), Headers::new());
    let request = Request { method: "POST", url: &url, headers: &headers, timeouts: Timeouts::default() };
    block_on(async {
        let mut sending = client.begin(request).await.unwrap();
        let mut expected = b"POST / ".to_vec();
        for size in (0..5000).step_by(97).chain([70_000]) {
            sending.write(&large.as_bytes()[..size]).await.unwrap();
            expected.extend_from_slice(&large.as_bytes()[..size]);
        }
        let mut response = sending.finish().await.unwrap();
        let (mut got, mut buffer) = (Vec::new(), vec![0; 5000]);
        loop {
            match response.read(&mut buffer).await.unwrap() {
                0 => break,
                count => got.extend_from_slice(&buffer[..count]),
            }
        }
        assert!(got == expected);
    });
}

#[test]
fn one_connection_serves_many_calls_and_only_those_who_made_it() {
    let (listener, port) = listen("https://+:{}/", settings(Requirement::Optional, &OWN));
    let to = format!("https://localhost:{port}/");
    let me = ROOT.issue(Wanted { subject: "me", ..Wanted::default() });
    let serving = std::thread::spawn(move || {
        let mut seen = Vec::new();
        for _ in 0..6 {
            block_on(async {
                let mut exchange = listener.accept().await.unwrap();
                assert!(exchange.is_secure() && exchange.channel_binding().is_some());
                assert!(exchange.url().starts_with("https://localhost:"));
                assert!(exchange.is_for(&exchange.url()));
                seen.push((exchange.connection_id(), exchange.peer_certificate().is_some()));
                exchange.respond(200, b"", &Headers::new(), b"x").await.unwrap();
            });
        }
        seen
    });
    let (anonymous, named) = (client(), client_with(Some(&me), |_| ()));
    for client in [&anonymous, &anonymous, &named, &anonymous, &named, &named] {
        call(client, &to, b"").unwrap();
    }
    let seen = serving.join().unwrap();
    let names: Vec<bool> = seen.iter().map(|(_, has_name)| *has_name).collect();
    assert_eq!(names, [false, false, true, false, true, true]);
    let id = |index: usize| seen[index].0;
    assert!(id(0) == id(1) && id(1) == id(3) && id(2) == id(4) && id(4) == id(5) && id(0) != id(2), "{seen:?}");
}

#[test]
fn listeners_of_one_port() {
    let certificate = |name: &'static str| ROOT.issue(Wanted { subject: name, dns: &[name], ..Wanted::default() });
    // Both names are this machine.
    let (_all, port) = listen("https://localhost:{}/", settings(Requirement::None, &certificate("localhost")));
    let open = |url: &str, settings: server::Settings| {
        let url = url.replace("{}", &port.to_string());
        block_on(Listener::open(&url.encode_utf16().collect::<Vec<_>>(), settings))
    };
    // Plain and secure do not go together.
    let plain = open("http://localhost:{}/x/", server::Settings::default());
    assert_eq!(plain.err().unwrap().code(), WS_E_ADDRESS_IN_USE);
    for (url, tls) in [("http://localhost:{}/x/", true), ("https://localhost:{}/x/", false)] {
        let settings = if tls { settings(Requirement::None, &OWN) } else { server::Settings::default() };
        assert_eq!(open(url, settings).err().unwrap().code(), WS_E_INVALID_ENDPOINT_URL);
    }
    // One host has one certificate.
    let other = open("https://localhost:{}/x/", settings(Requirement::None, &certificate("localhost")));
    assert_eq!(other.err().unwrap().code(), WS_E_ADDRESS_IN_USE);
    // Another host has its own one.
    let by_address = open("https://127.0.0.1:{}/", settings(Requirement::None, &OWN)).unwrap();
    let _by_address = echo(by_address);
    assert_eq!(call(&client(), &format!("https://127.0.0.1:{port}/a"), b"").unwrap().0, 200);
    let (_plain, plain_port) = listen("http://localhost:{}/", server::Settings::default());
    let late = format!("https://localhost:{plain_port}/y/");
    let late = block_on(Listener::open(&late.encode_utf16().collect::<Vec<_>>(), settings(Requirement::None, &OWN)));
    assert_eq!(late.err().unwrap().code(), WS_E_ADDRESS_IN_USE);
}

#[test]
fn each_listener_decides_about_clients() {
    let (_open, port) = echoing("https://localhost:{}/open/", Requirement::None);
    let add = |path: &str, requirement: Requirement| {
        let url: Vec<u16> = format!("https://localhost:{port}/{path}/").encode_utf16().collect();
        echo(block_on(Listener::open(&url, settings(requirement, &OWN))).unwrap())
    };
    let _optional = add("optional", Requirement::Optional);
    let required = add("required", Requirement::Required);
    let me = ROOT.issue(Wanted { subject: "me", ..Wanted::default() });
    let stranger = OTHER.issue(Wanted { subject: "me", ..Wanted::default() });
    for (own, expected) in [(None, [200, 200, 403]), (Some(&me), [200, 200, 200]), (Some(&stranger), [200, 403, 403])] {
        let client = client_with(own, |_| ());
        for round in 0..2 {
            for (path, status) in ["open", "optional", "required"].iter().zip(expected) {
                let to = format!("https://localhost:{port}/{path}/");
                assert_eq!(call(&client, &to, b"").unwrap().0, status, "{path} {own:?} {round}");
            }
        }
    }
    // The refusal is the error that the API has for it.
    let (url, headers) = (url(&format!("https://localhost:{port}/required/")), Headers::new());
    let request = Request { method: "POST", url: &url, headers: &headers, timeouts: Timeouts::default() };
    let response = block_on(client().request(request, b"", None)).unwrap();
    assert_eq!(response.fault().unwrap().code(), WS_E_ENDPOINT_ACCESS_DENIED);
    drop(response);
    block_on(required.close(Duration::from_secs(5)));
    assert_eq!(call(&client(), &format!("https://localhost:{port}/open/"), b"").unwrap().0, 200);
}

#[test]
fn servers_that_are_refused_are_told_nothing() {
    let (listener, port) = listen("https://+:{}/", settings(Requirement::None, &OTHER.issue(Wanted::default())));
    let to = format!("https://localhost:{port}/");
    let fault = call(&client(), &to, b"secret").unwrap_err();
    assert!(fault.texts().iter().any(|text| text.contains("was refused")), "{fault:?}");

    #[derive(Debug)]
    struct Counts(AtomicUsize, usize);
    impl ValidateCertificate for Counts {
        fn validate(&self, _: &Certificate) -> Result<()> {
            if self.0.fetch_add(1, Ordering::SeqCst) < self.1 {
                return Ok(());
            }
            Err(Fault::new(WS_E_ENDPOINT_ACCESS_DENIED, "no more"))
        }
    }
    let mut ssl = ssl(&OTHER, Requirement::None);
    let counts = Arc::new(Counts(AtomicUsize::new(0), 2));
    ssl.peer.callback = Some(counts.clone());
    let tls = Some(tls::Client::new(&ssl, None, None).unwrap());
    let client = Client::new(Settings { tls, ..Settings::default() }).unwrap();
    let served = std::thread::spawn(move || {
        block_on(async {
            for _ in 0..2 {
                listener.accept().await.unwrap().respond(200, b"", &Headers::new(), b"").await.unwrap();
            }
            listener
        })
    });
    // For each request, also on a kept connection.
    for expected in [true, true, false] {
        let outcome = call(&client, &to, b"x");
        assert_eq!(outcome.is_ok(), expected, "{outcome:?}");
    }
    assert_eq!(counts.0.load(Ordering::SeqCst), 3);
    block_on(served.join().unwrap().close(Duration::ZERO));
}

#[test]
fn slow_handshakes_are_cut() {
    let short = Duration::from_millis(100);
    let patience = Patience { idle: Duration::from_secs(60), head: short, ..Patience::default() };
    let settings = server::Settings { patience, ..settings(Requirement::None, &OWN) };
    let (_listener, port) = listen("https://+:{}/", settings);
    for said in [&b""[..], b"\x16\x03\x01\x00\x80\x01"] {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(said).unwrap();
        // Far sooner than the twenty seconds, or the read fails.
        assert!(matches!(stream.read(&mut [0; 100]), Ok(0..)), "{said:?}");
    }
}

#[test]
fn a_server_that_stalls_in_the_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let to = url(&format!("https://localhost:{}/", listener.local_addr().unwrap().port()));
    let headers = Headers::new();
    let timeouts = Timeouts { connect: 50, ..Timeouts::default() };
    let request = Request { method: "POST", url: &to, headers: &headers, timeouts };
    let late = block_on(client().request(request, b"x", None)).err().unwrap();
    assert_eq!(late.code(), WS_E_OPERATION_TIMED_OUT);
    assert!(late.texts()[0].contains("TLS handshake"), "{late:?}");
}

#[test]
fn plain_http_on_a_secure_port() {
    let (_listener, port) = echoing("https://+:{}/", Requirement::None);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // More than is read before the answer is sent: the client still sees it.
    write!(stream, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n{}", "x".repeat(200_000)).unwrap();
    let mut answer = String::new();
    stream.shutdown(Shutdown::Write).unwrap();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.ends_with("https URLs only."), "{answer}");
}

/// A client of OpenSSL's own.
fn foreign(port: u16) -> SslStream<TcpStream> {
    let mut builder = SslContext::builder(SslMethod::tls_client()).unwrap();
    builder.set_verify(SslVerifyMode::NONE);
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    Session::new(&builder.build()).unwrap().connect(stream).unwrap()
}

#[test]
fn requests_in_pieces_and_pipelined() {
    let (_listener, port) = echoing("https://+:{}/", Requirement::None);
    let mut stream = foreign(port);
    for byte in b"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" {
        stream.write_all(&[*byte]).unwrap();
    }
    let mut requests = Vec::new();
    for number in 0..50 {
        requests.extend_from_slice(format!("GET /{number} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes());
    }
    requests.extend_from_slice(b"GET /last HTTP/1.0\r\n\r\n");
    stream.write_all(&requests).unwrap();
    let mut answers = Vec::new();
    // The end is one that TLS knows of, otherwise this fails.
    stream.read_to_end(&mut answers).unwrap();
    let answers = String::from_utf8(answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 52, "{answers}");
    assert!(answers.ends_with("GET /last "), "{answers}");
}

#[test]
fn absolute_targets_are_of_the_scheme() {
    let (_listener, port) = echoing("https://+:{}/", Requirement::None);
    for (target, status) in [("https://h/a", "200"), ("HTTPS://h/a", "200"), ("http://h/a", "400")] {
        let mut stream = foreign(port);
        write!(stream, "GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{target}: {answer}");
    }
}

/// A server of OpenSSL's own that answers one request with `answer`, and then ends as `end` has it.
fn answering(answer: &'static [u8], end: fn(&mut SslStream<TcpStream>)) -> (u16, JoinHandle<()>) {
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = tcp.local_addr().unwrap().port();
    let serving = std::thread::spawn(move || {
        let mut builder = SslContext::builder(SslMethod::tls_server()).unwrap();
        builder.set_certificate(OWN.x509()).unwrap();
        builder.set_private_key(OWN.key().unwrap()).unwrap();
        let mut stream = Session::new(&builder.build()).unwrap().accept(tcp.accept().unwrap().0).unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\nx") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        stream.write_all(answer).unwrap();
        end(&mut stream);
    });
    (port, serving)
}

#[test]
fn a_response_that_was_cut_is_no_response() {
    let answer: &[u8] = b"HTTP/1.1 200 OK\r\n\r\nall there is";
    let (port, serving) = answering(answer, |stream| drop(stream.shutdown()));
    let to = format!("https://localhost:{port}/");
    assert_eq!(call(&client(), &to, b"x").unwrap().1, "all there is");
    serving.join().unwrap();
    // Without the notification, it may have been cut by anybody.
    let (port, serving) = answering(answer, |_| ());
    let fault = call(&client(), &format!("https://localhost:{port}/"), b"x").unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_DISCONNECTED);
    serving.join().unwrap();
    // Where the length is known, nothing is missing.
    let (port, serving) = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall", |_| ());
    assert_eq!(call(&client(), &format!("https://localhost:{port}/"), b"x").unwrap().1, "all");
    serving.join().unwrap();
}

/// A proxy for one connection: answers CONNECT with `answer`, and passes on what follows to `to`.
fn proxy(answer: &'static str, to: u16) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || {
        let stream = listener.accept().unwrap().0;
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
        (&stream).write_all(answer.as_bytes()).unwrap();
        if answer.contains(" 200 ") {
            let server = TcpStream::connect(("127.0.0.1", to)).unwrap();
            let (mut from_server, mut to_client) = (server.try_clone().unwrap(), stream.try_clone().unwrap());
            let back = std::thread::spawn(move || {
                let _ = std::io::copy(&mut from_server, &mut to_client);
                let _ = to_client.shutdown(Shutdown::Both);
            });
            let _ = std::io::copy(&mut reader, &mut &server);
            let _ = server.shutdown(Shutdown::Write);
            back.join().unwrap();
        }
        head
    });
    (port, thread)
}

#[test]
fn tunnels_through_proxies() {
    let (listener, port) = echoing("https://+:{}/", Requirement::None);
    let through = |proxy: u16| {
        let proxy = ProxySetting::Custom { servers: format!("127.0.0.1:{proxy}"), bypass: String::new() };
        client_with(None, |settings| settings.proxy = proxy)
    };
    let to = format!("https://localhost:{port}/p");
    let (number, thread) = proxy("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n", port);
    let client = through(number);
    for _ in 0..2 {
        assert_eq!(call(&client, &to, b"hello").unwrap(), (200, "POST /p hello".into()), "one tunnel for both");
    }
    // Ends the connection, so that the proxy ends.
    block_on(listener.close(Duration::from_secs(5)));
    assert_eq!(thread.join().unwrap(), format!("CONNECT localhost:{port} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"));
    for (answer, code) in [
        (
            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
            WS_E_PROXY_REQUIRES_BASIC_AUTH,
        ),
        ("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", WS_E_PROXY_ACCESS_DENIED),
        ("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", WS_E_PROXY_ACCESS_DENIED),
        ("HTTP/1.1 502 No\r\nContent-Length: 3\r\n\r\nabc", WS_E_PROXY_FAILURE),
        ("HTTP/1.1 200 OK\r\n\r\n\x16\x03", WS_E_PROXY_FAILURE),
        ("hello\r\n\r\n", WS_E_PROXY_FAILURE),
        ("", WS_E_PROXY_FAILURE),
    ] {
        let (number, thread) = proxy(answer.trim_end_matches('\0'), port);
        let fault = call(&through(number), &to, b"hello").unwrap_err();
        assert_eq!(fault.code(), code, "{answer}: {fault:?}");
        let _ = thread.join();
    }
    // What the server's certificate is like is not the proxy's fault.
    let other = OTHER.issue(Wanted::default());
    let (_listener, port) = listen("https://+:{}/", settings(Requirement::None, &other));
    let (number, thread) = proxy("HTTP/1.1 200 OK\r\n\r\n", port);
    let fault = call(&through(number), &format!("https://localhost:{port}/"), b"").unwrap_err();
    assert_ne!(fault.code(), WS_E_PROXY_FAILURE, "{fault:?}");
    thread.join().unwrap();
}

#[test]
fn redirects_keep_to_tls() {
    let (listener, port) = listen("https://+:{}/", settings(Requirement::None, &OWN));
    let serving = std::thread::spawn(move || {
        for _ in 0..3 {
            block_on(async {
                let mut exchange = listener.accept().await.unwrap();
                let to = match exchange.head().target() {
                    "/plain" => format!("http://localhost:{port}/"),
                    "/secure" => format!("https://127.0.0.1:{port}/end"),
                    _ => return exchange.respond(200, b"", &Headers::new(), b"end").await.unwrap(),
                };
                let mut headers = Headers::new();
                headers.push("Location", to.as_bytes()).unwrap();
                exchange.respond(307, b"", &headers, b"").await.unwrap();
            });
        }
        listener
    });
    let (client, headers) = (client(), Headers::new());
    let follow = |to: &str| {
        let url = url(to);
        let request = Request { method: "POST", url: &url, headers: &headers, timeouts: Timeouts::default() };
        block_on(async { client.request(request, b"x", Some(&|_, _| true)).await.map(|response| response.status()) })
    };
    let fault = follow(&format!("https://localhost:{port}/plain")).unwrap_err();
    assert!(fault.texts()[0].contains("from https to http"), "{fault:?}");
    assert_eq!(follow(&format!("https://localhost:{port}/secure")).unwrap(), 200);
    drop(serving.join().unwrap());
    // A channel without TLS does not get to it by a redirect, nor does one with it do without.
    let fault = call(&client, "http://localhost:1/", b"").unwrap_err();
    assert_eq!(fault.code(), WS_E_INVALID_ENDPOINT_URL);
}
