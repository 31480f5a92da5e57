//! Sessions over loopback connections, against each other and against OpenSSL's own blocking streams.

use super::test_certificates::{Authority, Wanted};
use super::*;
use crate::abi::*;
use crate::net::{self, Place, TcpListener};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::identity::Identity;
use crate::security::settings::{PeerCheck, Requirement, Ssl as Settings, ValidateCertificate};
use crate::task::{block_on, oneshot, spawn};
use openssl::ssl::{ErrorCode, Ssl, SslContext, SslMethod, SslStream, SslVerifyMode, SslVersion};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

mod staple;

static ROOT: LazyLock<Authority> = LazyLock::new(|| Authority::new("Test Root"));
static OTHER: LazyLock<Authority> = LazyLock::new(|| Authority::new("Another Root"));

fn settings(trusted: &Authority) -> Settings {
    let peer = PeerCheck {
        failures_to_ignore: WS_CERT_FAILURE_REVOCATION_OFFLINE,
        checks_revocation: false,
        trust_anchors: Some(vec![trusted.certificate.clone()]),
        callback: None,
    };
    Settings { own: None, peer, client_certificate: Requirement::None, disallowed_protocols: 0 }
}

fn client() -> Arc<Client> {
    Client::new(&settings(&ROOT), None, None).unwrap()
}

fn server_of(certificate: &Certificate) -> Port {
    let port = Port::new().unwrap();
    port.set(vec![(For::Others(0), Server::new(&settings(&ROOT), certificate).unwrap())]);
    port
}

fn server() -> Port {
    server_of(&ROOT.issue(Wanted::default()))
}

fn listener() -> (TcpListener, Place) {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let place = Place::new("127.0.0.1", listener.address().port());
    (listener, place)
}

async fn connect(place: &Place) -> net::TcpStream {
    let addresses = net::resolve(place).await.unwrap();
    net::connect_first(place, &addresses).await.unwrap()
}

/// Both sides of a new session, or why each of them has none.
fn pair(client: &Arc<Client>, port: &Port, host: &str) -> (Result<Box<TlsStream>>, Result<Box<TlsStream>>) {
    let (listener, place) = listener();
    let (client, host, number) = (client.clone(), host.to_owned(), place.port);
    let connecting = std::thread::spawn(move || {
        block_on(async { client.profile().connect(connect(&place).await, &host, number).await })
    });
    let served = block_on(async {
        let stream = port.stream(listener.accept().await.unwrap()).unwrap();
        accept(&stream).await.map(|()| stream)
    });
    (connecting.join().unwrap(), served)
}

fn both(client: &Arc<Client>, port: &Port) -> (Box<TlsStream>, Box<TlsStream>) {
    let (ours, theirs) = pair(client, port, "localhost");
    (ours.unwrap(), theirs.unwrap())
}

fn read(stream: &TlsStream, count: usize) -> Vec<u8> {
    block_on(async {
        let mut bytes = Vec::with_capacity(count.max(1));
        while bytes.len() < count {
            assert_ne!(stream.read_to(&mut bytes).await.unwrap(), 0);
        }
        bytes
    })
}

#[test]
fn bytes_of_all_sizes_go_both_ways() {
    let (ours, theirs) = both(&client(), &server());
    assert_eq!(ours.other_side().unwrap().protocol, "TLSv1.3");
    for size in [1, 2, 100, 16_383, 16_384, 16_385, 40_000, 100_000] {
        let bytes: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
        for (from, to) in [(&ours, &theirs), (&theirs, &ours)] {
            for cut in [0, 1, size / 2, size] {
                block_on(from.write_both(&bytes[..cut], &bytes[cut..])).unwrap();
                assert!(read(to, size) == bytes, "{size} {cut}");
            }
        }
    }
    // Into buffers that are smaller than records.
    block_on(async {
        ours.write_both(b"hello ", b"world").await.unwrap();
        let (mut got, mut buffer) = (Vec::new(), [0; 3]);
        while got.len() < 11 {
            let count = theirs.read(&mut buffer).await.unwrap();
            got.extend_from_slice(&buffer[..count]);
        }
        assert_eq!(got, b"hello world");
        ours.write_both(b"again", b"").await.unwrap();
        let lent = theirs.read_lent(|| Vec::with_capacity(100), |_| ()).await.unwrap();
        assert_eq!(lent, b"again");
    });
}

#[test]
fn one_side_reads_while_it_writes() {
    let (ours, theirs) = both(&client(), &server());
    let (ours, theirs) = (Arc::new(ours), Arc::new(theirs));
    const SIZE: usize = 5_000_000;
    let mut threads = Vec::new();
    for stream in [&ours, &theirs] {
        let writer = Arc::clone(stream);
        threads.push(std::thread::spawn(move || block_on(writer.write_both(&[7; 100], &vec![7; SIZE - 100])).unwrap()));
        let reader = Arc::clone(stream);
        threads.push(std::thread::spawn(move || assert!(read(&reader, SIZE) == vec![7; SIZE])));
    }
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn in_the_background() {
    let (ours, theirs) = both(&client(), &server());
    let (sender, receiver) = oneshot();
    spawn(async move {
        // An echo, without a blocked thread.
        let mut bytes = Vec::with_capacity(4096);
        while theirs.read_to(&mut bytes).await.unwrap() > 0 {
            theirs.write_both(&bytes, b"").await.unwrap();
            bytes.clear();
        }
        theirs.finish();
        let _ = sender.send(());
    })
    .unwrap();
    for size in [1, 4096, 100_000] {
        let bytes = vec![b'x'; size];
        std::thread::scope(|scope| {
            scope.spawn(|| block_on(ours.write_both(&bytes, b"")).unwrap());
            assert!(read(&ours, size) == bytes);
        });
    }
    ours.finish();
    assert_eq!(block_on(ours.read(&mut [0; 9])).unwrap(), 0, "the other side has ended as well");
    block_on(receiver).unwrap();
}

#[test]
fn an_end_is_told_from_a_cut() {
    let (ours, theirs) = both(&client(), &server());
    block_on(theirs.write_both(b"all", b"")).unwrap();
    theirs.finish();
    assert_eq!(read(&ours, 3), b"all");
    assert_eq!(block_on(ours.read(&mut [0; 9])).unwrap(), 0);
    assert_eq!(block_on(ours.read(&mut [0; 9])).unwrap(), 0, "an end stays one");

    let (ours, theirs) = both(&client(), &server());
    block_on(theirs.write_both(b"some", b"")).unwrap();
    theirs.cut();
    drop(theirs);
    assert_eq!(read(&ours, 4), b"some");
    let fault = block_on(ours.read(&mut [0; 9])).unwrap_err();
    assert_eq!(fault.code(), WS_E_ENDPOINT_DISCONNECTED);
    assert!(fault.texts()[0].contains("without the notification"), "{fault:?}");

    // What is dropped says its end, unless it was in the middle of something.
    let (ours, theirs) = both(&client(), &server());
    drop(theirs);
    assert_eq!(block_on(ours.read(&mut [0; 9])).unwrap(), 0);
}

#[test]
fn tickets_make_no_connection_stale() {
    let (ours, theirs) = both(&client(), &server());
    // The ticket of TLS 1.3 has come with the server's last words, and nothing was read since.
    assert!(!ours.is_stale());
    assert!(!theirs.is_stale());
    block_on(theirs.write_both(b"x", b"")).unwrap();
    block_on(ours.readable()).unwrap();
    assert!(ours.is_stale(), "data that nobody asked for");
    assert_eq!(read(&ours, 1), b"x");
    assert!(!ours.is_stale());
    theirs.finish();
    block_on(ours.readable()).unwrap();
    assert!(ours.is_stale());
}

#[test]
fn sessions_are_resumed() {
    for version in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        let old = if version == SslVersion::TLS1_2 { 0x10000 } else { 0 };
        let mut wanted = settings(&ROOT);
        wanted.disallowed_protocols = old;
        // A profile of its own: sessions of other tests are not offered.
        let client = Client::new(&wanted, None, Some(Identity::Dns("localhost".into()))).unwrap();
        let port = server();
        for round in 0..3 {
            let (listener, _) = listener();
            let address = listener.address();
            let (client, place) = (client.clone(), Place::new("127.0.0.1", address.port()));
            // The same name and port for all, as for one server.
            let connecting = std::thread::spawn(move || {
                block_on(async {
                    let stream = client.profile().connect(connect(&place).await, "localhost", 1).await.unwrap();
                    assert_eq!(stream.read(&mut [0; 9]).await.unwrap(), 2);
                    let peer = stream.other_side().unwrap();
                    assert!(peer.certificate().is_some(), "also in a session that was resumed");
                    peer.is_resumed
                })
            });
            block_on(async {
                let stream = port.stream(listener.accept().await.unwrap()).unwrap();
                accept(&stream).await.unwrap();
                stream.write_both(b"hi", b"").await.unwrap();
            });
            assert_eq!(connecting.join().unwrap(), round > 0, "{version:?} {round}");
        }
    }
}

#[test]
fn servers_that_are_not_the_right_one() {
    let sound = Wanted::default();
    let below = ROOT.below("Test Intermediate");
    for (what, certificate, host, is_refused) in [
        ("sound", ROOT.issue(sound), "localhost", false),
        ("by address", ROOT.issue(sound), "127.0.0.1", false),
        ("through an intermediate", below.issue(sound), "localhost", false),
        ("wrong authority", OTHER.issue(sound), "localhost", true),
        ("wrong name", ROOT.issue(Wanted { dns: &["example.org"], ip: &[], ..sound }), "localhost", true),
        ("wrong address", ROOT.issue(Wanted { ip: &["127.0.0.2"], ..sound }), "127.0.0.1", true),
        ("expired", ROOT.issue(Wanted { days: (-9, -1), ..sound }), "localhost", true),
        ("not yet", ROOT.issue(Wanted { days: (1, 9), ..sound }), "localhost", true),
        ("of a client", ROOT.issue(Wanted { is_for_servers: false, ..sound }), "localhost", true),
        ("not of the authority that is trusted", OTHER.certificate.clone(), "localhost", true),
    ] {
        let (ours, _theirs) = pair(&client(), &server_of(&certificate), host);
        assert_eq!(ours.is_err(), is_refused, "{what}: {ours:?}");
        if let Err(fault) = ours {
            assert!(fault.texts().iter().any(|text| text.contains("was refused")), "{fault:?}");
        }
    }
    // The address of the service names somebody else than the URL does.
    let named = |name: &str| Client::new(&settings(&ROOT), None, Some(Identity::Dns(name.into()))).unwrap();
    let port = server_of(&ROOT.issue(Wanted { dns: &["service.example"], ..sound }));
    assert!(pair(&named("service.example"), &port, "localhost").0.is_ok());
    assert!(pair(&named("localhost"), &port, "localhost").0.is_err());
}

#[test]
fn client_certificates() {
    let mine = ROOT.issue(Wanted { subject: "me", ..Wanted::default() });
    let foreign = OTHER.issue(Wanted { subject: "me", ..Wanted::default() });
    let for_servers = ROOT.issue(Wanted { is_for_clients: false, ..Wanted::default() });
    let expired = ROOT.issue(Wanted { days: (-2, -1), ..Wanted::default() });
    let certificate = ROOT.issue(Wanted::default());
    for (requirement, own, expected) in [
        (Requirement::None, None, Ok(false)),
        (Requirement::None, Some(&mine), Ok(false)),
        (Requirement::Optional, None, Ok(false)),
        (Requirement::Optional, Some(&mine), Ok(true)),
        (Requirement::Optional, Some(&foreign), Err(())),
        (Requirement::Required, None, Err(())),
        (Requirement::Required, Some(&mine), Ok(true)),
        (Requirement::Required, Some(&foreign), Err(())),
        (Requirement::Required, Some(&for_servers), Err(())),
        (Requirement::Required, Some(&expired), Err(())),
    ] {
        let mut wanted = settings(&ROOT);
        wanted.client_certificate = requirement;
        let server = Server::new(&wanted, &certificate).unwrap();
        let port = Port::new().unwrap();
        port.set(vec![(For::Others(0), server.clone())]);
        let client = Client::new(&settings(&ROOT), own, None).unwrap();
        // The second session is resumed: what was refused must not be admitted by a ticket.
        for round in 0..2 {
            let (ours, theirs) = both(&client, &port);
            let admitted = server.admit(&theirs).map(|found| found.is_some()).map_err(|_| ());
            assert_eq!(admitted, expected, "{requirement:?} {own:?} {round}");
            assert!(server.admit(&theirs).is_ok() == expected.is_ok(), "asked again");
            if expected == Ok(true) {
                assert_eq!(server.admit(&theirs).unwrap().unwrap().der(), mine.der());
            }
            drop((ours, theirs));
        }
    }
}

#[test]
fn certificates_by_host() {
    let certificate = |name: &'static str| ROOT.issue(Wanted { subject: name, dns: &[name], ..Wanted::default() });
    let (a, b, others) = (certificate("a.test"), certificate("b.test"), certificate("others.test"));
    let server = |certificate: &Certificate| Server::new(&settings(&ROOT), certificate).unwrap();
    let port = Port::new().unwrap();
    port.set(vec![
        (For::Others(2), server(&others)),
        (For::Name("a.test".into()), server(&a)),
        (For::Name("b.test".into()), server(&b)),
    ]);
    for (host, shown) in [("a.test", &a), ("B.TEST", &b), ("b.test.", &b), ("others.test", &others)] {
        let (ours, _theirs) = pair(&client(), &port, host);
        let ours = ours.unwrap_or_else(|fault| panic!("{host}: {fault:?}"));
        assert_eq!(ours.other_side().unwrap().certificate().unwrap().der(), shown.der(), "{host}");
    }
    assert!(pair(&client(), &port, "c.test").0.is_err());
    // A listener of all hosts has certificates for some of them, and one for the others, or none.
    let named = [("a.test".to_owned(), a.clone()), ("b.test".to_owned(), b.clone())];
    for default in [Some(&others), None] {
        let port = Port::new().unwrap();
        port.set(vec![(For::Others(0), Server::with_names(&settings(&ROOT), default, &named).unwrap())]);
        for (host, shown) in [("a.test", Some(&a)), ("B.test", Some(&b)), ("others.test", default)] {
            match (pair(&client(), &port, host).0, shown) {
                (Ok(ours), Some(shown)) => {
                    assert_eq!(ours.other_side().unwrap().certificate().unwrap().der(), shown.der(), "{host}");
                }
                (Err(fault), None) => assert!(fault.texts()[0].contains("unrecognized_name"), "{fault:?}"),
                (outcome, _) => panic!("{host}: {outcome:?}"),
            }
        }
    }
    let nobody = Port::new().unwrap();
    let fault = pair(&client(), &nobody, "a.test").0.unwrap_err();
    assert!(fault.texts()[0].contains("unrecognized_name"), "{fault:?}");
}

#[test]
fn both_sides_know_the_same_channel_binding() {
    let (ours, theirs) = both(&client(), &server());
    let binding = ours.other_side().unwrap().channel_binding().unwrap();
    assert_eq!(binding.len(), 32);
    assert_eq!(theirs.other_side().unwrap().channel_binding().unwrap(), binding);
}

#[derive(Debug)]
struct Refuses;

impl ValidateCertificate for Refuses {
    fn validate(&self, certificate: &Certificate) -> Result<()> {
        assert!(!certificate.der().is_empty());
        Err(Fault::new(WS_E_ENDPOINT_ACCESS_DENIED, "not this one"))
    }
}

#[test]
fn the_program_has_the_last_word() {
    let mut wanted = settings(&ROOT);
    wanted.peer.callback = Some(Arc::new(Refuses));
    let client = Client::new(&wanted, None, None).unwrap();
    let (ours, _theirs) = both(&client, &server());
    assert_eq!(client.validate(&ours).unwrap_err().code(), WS_E_ENDPOINT_ACCESS_DENIED);
    assert!(block_on(ours.write_both(b"x", b"")).is_err());
}

#[test]
fn profiles_are_shared_by_those_who_want_the_same() {
    let id = |settings: &Settings, own: Option<&Certificate>, expected: Option<Identity>| {
        Client::new(settings, own, expected).unwrap().profile().id()
    };
    let plain = settings(&ROOT);
    let first = id(&plain, None, None);
    assert_eq!(id(&settings(&ROOT), None, None), first);
    let mine = ROOT.issue(Wanted::default());
    let mut others = vec![
        id(&settings(&OTHER), None, None),
        id(&plain, None, Some(Identity::Dns("localhost".into()))),
        id(&plain, Some(&mine), None),
    ];
    let mut changed = plain.clone();
    changed.peer.failures_to_ignore = 0;
    others.push(id(&changed, None, None));
    let mut changed = plain.clone();
    changed.peer.checks_revocation = true;
    others.push(id(&changed, None, None));
    let mut changed = plain.clone();
    changed.disallowed_protocols = 16;
    others.push(id(&changed, None, None));
    let mut changed = plain.clone();
    changed.peer.callback = Some(Arc::new(Refuses));
    assert_eq!(id(&changed, None, None), first, "the callback is asked for each request");
    others.push(first);
    let count = others.len();
    others.sort_unstable();
    others.dedup();
    assert_eq!(others.len(), count);
    changed.disallowed_protocols = 0x10000 | 16;
    assert_eq!(Client::new(&changed, None, None).unwrap_err().code(), E_INVALIDARG);
}

/// A client of OpenSSL's own, with what `change` does to it.
fn foreign_client(
    place: &Place,
    change: impl FnOnce(&mut openssl::ssl::SslContextBuilder),
) -> core::result::Result<SslStream<std::net::TcpStream>, openssl::ssl::HandshakeError<std::net::TcpStream>> {
    let mut builder = SslContext::builder(SslMethod::tls_client()).unwrap();
    builder.set_verify(SslVerifyMode::NONE);
    change(&mut builder);
    let mut ssl = Ssl::new(&builder.build()).unwrap();
    ssl.set_hostname("localhost").unwrap();
    ssl.connect(std::net::TcpStream::connect(("127.0.0.1", place.port)).unwrap())
}

/// Serves one connection, and says what came of its handshake.
fn serve_one(port: Port) -> (Place, std::thread::JoinHandle<Result<Box<TlsStream>>>) {
    let (listener, place) = listener();
    let serving = std::thread::spawn(move || {
        block_on(async {
            let stream = port.stream(listener.accept().await.unwrap()).unwrap();
            accept(&stream).await.map(|()| stream)
        })
    });
    (place, serving)
}

#[test]
fn old_versions_are_refused() {
    for version in [SslVersion::TLS1, SslVersion::TLS1_1] {
        let (place, serving) = serve_one(server());
        let outcome = foreign_client(&place, |builder| {
            builder.set_security_level(0);
            builder.set_min_proto_version(Some(version)).unwrap();
            builder.set_max_proto_version(Some(version)).unwrap();
        });
        assert!(outcome.is_err(), "{version:?}");
        let fault = serving.join().unwrap().unwrap_err();
        assert_eq!(fault.code(), WS_E_SECURITY_SYSTEM_FAILURE, "{fault:?}");
    }
    // What a listener disallows is refused as well.
    for (bits, version, is_refused) in [
        (16, SslVersion::TLS1_2, true),
        (16, SslVersion::TLS1_3, false),
        (0x10000, SslVersion::TLS1_3, true),
        (0x10000, SslVersion::TLS1_2, false),
    ] {
        let mut wanted = settings(&ROOT);
        wanted.disallowed_protocols = bits;
        let port = Port::new().unwrap();
        port.set(vec![(For::Others(0), Server::new(&wanted, &ROOT.issue(Wanted::default())).unwrap())]);
        let (place, serving) = serve_one(port);
        let outcome = foreign_client(&place, |builder| {
            builder.set_min_proto_version(Some(version)).unwrap();
            builder.set_max_proto_version(Some(version)).unwrap();
        });
        assert_eq!(outcome.is_err(), is_refused, "{bits:#x} {version:?}");
        assert_eq!(serving.join().unwrap().is_err(), is_refused);
    }
}

#[test]
fn a_server_of_an_old_version_is_refused() {
    let certificate = ROOT.issue(Wanted::default());
    let tcp = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = Place::new("127.0.0.1", tcp.local_addr().unwrap().port());
    let serving = std::thread::spawn(move || {
        let mut builder = SslContext::builder(SslMethod::tls_server()).unwrap();
        builder.set_security_level(0);
        builder.set_min_proto_version(Some(SslVersion::TLS1)).unwrap();
        builder.set_max_proto_version(Some(SslVersion::TLS1_1)).unwrap();
        builder.set_certificate(certificate.x509()).unwrap();
        builder.set_private_key(certificate.key().unwrap()).unwrap();
        Ssl::new(&builder.build()).unwrap().accept(tcp.accept().unwrap().0).is_err()
    });
    let outcome = block_on(async { client().profile().connect(connect(&place).await, "localhost", 1).await });
    assert_eq!(outcome.unwrap_err().code(), WS_E_SECURITY_SYSTEM_FAILURE);
    assert!(serving.join().unwrap());
}

#[test]
fn protocols_other_than_http_are_refused() {
    for (offered, is_refused) in [(&b"\x02h2\x08http/1.1"[..], false), (b"\x02h2", true), (b"\x04smtp", true)] {
        let (place, serving) = serve_one(server());
        let outcome = foreign_client(&place, |builder| builder.set_alpn_protos(offered).unwrap());
        assert_eq!(outcome.is_err(), is_refused);
        assert_eq!(serving.join().unwrap().is_err(), is_refused);
        if let Ok(stream) = outcome {
            assert_eq!(stream.ssl().selected_alpn_protocol(), Some(&b"http/1.1"[..]));
        }
    }
}

#[test]
fn who_does_not_speak_tls_is_told_so_or_let_go() {
    let get: &[u8] = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    for (said, answer) in [
        (get, &b"HTTP/1.1 400 Bad Request\r\n"[..]),
        (b"\x16\x03\x01\xff\xff\x00\x00\x00\x00\x00", b""),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07", b""),
        (b"\x16\x03\x01", b""),
        (b"", b""),
    ] {
        let (place, serving) = serve_one(server());
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", place.port)).unwrap();
        stream.write_all(said).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        assert!(serving.join().unwrap().is_err());
        let mut got = Vec::new();
        let _ = stream.read_to_end(&mut got);
        if answer.is_empty() {
            // An alert, or nothing at all: never HTTP.
            assert!(!got.starts_with(b"HTTP"), "{:?}", got.escape_ascii().to_string());
        } else {
            assert!(got.starts_with(answer), "{:?}", got.escape_ascii().to_string());
        }
    }
}

/// A stream that passes on so many bytes and then ends.
struct Short(std::net::TcpStream, usize);

impl Read for Short {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Short {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = bytes.len().min(self.1);
        self.0.write_all(&bytes[..count])?;
        self.1 -= count;
        if self.1 == 0 {
            self.0.shutdown(std::net::Shutdown::Write)?;
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn half_a_handshake_is_none() {
    let certificate = ROOT.issue(Wanted::default());
    for cut in [1, 5, 6, 50, 200, 300, 350] {
        let (place, serving) = serve_one(server_of(&certificate));
        let mut builder = SslContext::builder(SslMethod::tls_client()).unwrap();
        builder.set_verify(SslVerifyMode::NONE);
        let stream = Short(std::net::TcpStream::connect(("127.0.0.1", place.port)).unwrap(), cut);
        assert!(Ssl::new(&builder.build()).unwrap().connect(stream).is_err());
        let fault = serving.join().unwrap().unwrap_err();
        assert_eq!(fault.code(), WS_E_ENDPOINT_DISCONNECTED, "{cut}: {fault:?}");
    }
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
    let (place, serving) = serve_one(server());
    let mut stream = foreign_client(&place, |_| ()).unwrap();
    stream.write_all(b"hello").unwrap();
    let theirs = serving.join().unwrap().unwrap();
    assert_eq!(read(&theirs, 5), b"hello");
    // A record that nobody with the keys has made.
    stream.get_mut().write_all(b"\x17\x03\x03\x00\x20abcdefghijklmnopabcdefghijklmnop").unwrap();
    let fault = block_on(theirs.read(&mut [0; 9])).unwrap_err();
    assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE, "{fault:?}");
    assert_eq!(block_on(theirs.read(&mut [0; 9])).unwrap_err().code(), WS_E_SECURITY_VERIFICATION_FAILURE);
    assert!(block_on(theirs.write_both(b"x", b"")).is_err());
    // The client learns that it was refused.
    let error = stream.ssl_read(&mut [0; 9]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::SSL);
}
