//! Heads as peers send them, and as they must not.

use super::*;

fn request(head: &str) -> Result<RequestHead, Violation> {
    let mut request = RequestHead::default();
    request.parse(head.as_bytes()).map(|()| request)
}

fn response(head: &str, method: &str) -> Result<ResponseHead, Violation> {
    let mut response = ResponseHead::default();
    response.parse(head.as_bytes(), method).map(|()| response)
}

#[test]
fn requests() {
    let head = request(
        "POST /a/b?c HTTP/1.1\r\nHost: h:80\r\nContent-Type:  text/xml ;x\t\r\nContent-Length: 5\r\nEmpty:\r\n\r\n",
    )
    .unwrap();
    assert_eq!((head.method(), head.target(), head.path(), head.host()), ("POST", "/a/b?c", "/a/b?c", "h:80"));
    assert_eq!(head.headers().get("content-type"), Some(&b"text/xml ;x"[..]));
    assert_eq!(head.headers().get("EMPTY"), Some(&b""[..]));
    assert_eq!(head.headers().len(), 4);
    assert_eq!((head.framing(), head.persists(), head.expects_continue()), (Framing::Length(5), true, false));

    let head = request("GET HTTP://other:8/x HTTP/1.1\r\nHost: h\r\nConnection: a, Close\r\n\r\n").unwrap();
    assert_eq!((head.path(), head.host(), head.persists()), ("/x", "other:8", false));
    let head = request("GET http://[::1] HTTP/1.0\r\nConnection: keep-alive\r\nExpect: 100-continue\r\n\r\n").unwrap();
    assert_eq!((head.path(), head.host(), head.persists()), ("/", "[::1]", true));
    assert!(!head.expects_continue());
    let head = request("GET / HTTP/1.0\r\n\r\n").unwrap();
    assert_eq!((head.host(), head.persists(), head.framing()), ("", false, Framing::Length(0)));
    let head =
        request("PUT / HTTP/1.1\r\nhost:h\r\ntransfer-encoding: CHUNKED\r\nExpect: 100-Continue\r\n\r\n").unwrap();
    assert_eq!((head.framing(), head.expects_continue()), (Framing::Chunked, true));
    assert_eq!(request("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").unwrap().path(), "*");
}

#[test]
fn a_head_is_used_again() {
    let mut head = RequestHead::default();
    head.parse(b"POST http://a/long/path HTTP/1.1\r\nHost: b\r\nX: y\r\nContent-Length: 4\r\n\r\n").unwrap();
    head.parse(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    assert_eq!((head.method(), head.path(), head.host(), head.headers().len()), ("GET", "/", "", 0));
    assert_eq!(head.framing(), Framing::Length(0));
}

#[test]
fn a_head_is_known_again() {
    const HEAD: &str = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
    let mut head = RequestHead::default();
    assert_eq!(head.repeats(b""), None);
    assert_eq!(head.repeats(HEAD.as_bytes()), None);
    head.parse(HEAD.as_bytes()).unwrap();
    let length = HEAD.len();
    assert_eq!(head.repeats(format!("{HEAD}12345").as_bytes()), Some(length));
    assert_eq!(head.repeats(&HEAD.as_bytes()[..length - 1]), None);
    assert_eq!(head.repeats(HEAD.replace(": 5", ": 6").as_bytes()), None);
    assert_eq!(head.repeats(format!("\r\n{HEAD}").as_bytes()), None);
    // One that is refused, wherever that is found, leaves nothing behind.
    for bad in ["Host: g\r\nExpect: it\r\n", "Host: g\r\nContent-Length: x\r\n", "Host: @\r\n", ": \r\n"] {
        head.parse(format!("GET /b HTTP/1.0\r\n{bad}\r\n").as_bytes()).unwrap_err();
        assert_eq!(head.repeats(HEAD.as_bytes()), Some(length), "{bad}");
        assert_eq!((head.method(), head.path(), head.host(), head.minor()), ("POST", "/a", "h", 1));
        assert_eq!((head.framing(), head.persists(), head.expects_continue()), (Framing::Length(5), true, false));
    }
    assert!(head.has_method("POST") && !head.has_method("post") && !head.has_method("POS"));
}

#[test]
fn a_response_is_known_again_for_a_request_of_the_same_kind() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    let mut head = ResponseHead::default();
    assert_eq!(head.repeats(b"", "GET"), None);
    assert_eq!(head.repeats(HEAD.as_bytes(), "GET"), None);
    head.parse(HEAD.as_bytes(), "GET").unwrap();
    let length = HEAD.len();
    assert_eq!(head.repeats(format!("{HEAD}12345").as_bytes(), "POST"), Some(length));
    assert_eq!(head.repeats(&HEAD.as_bytes()[..length - 1], "GET"), None);
    assert_eq!(head.repeats(HEAD.replace(": 5", ": 6").as_bytes(), "GET"), None);
    // To this one there is no body, whatever its length is said to be.
    assert_eq!(head.repeats(HEAD.as_bytes(), "HEAD"), None);
    for bad in ["Content-Length: x\r\n", ": \r\n", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"] {
        head.parse(format!("HTTP/1.1 500 No\r\n{bad}\r\n").as_bytes(), "HEAD").unwrap_err();
        assert_eq!(head.repeats(HEAD.as_bytes(), "GET"), Some(length), "{bad}");
        assert_eq!((head.status(), head.framing(), head.persists()), (200, Framing::Length(5), true));
    }
    head.parse(HEAD.as_bytes(), "HEAD").unwrap();
    assert_eq!((head.repeats(HEAD.as_bytes(), "HEAD"), head.repeats(HEAD.as_bytes(), "GET")), (Some(length), None));
}

#[test]
fn requests_that_two_readers_understand_differently() {
    let host = "Host: h\r\n";
    for (line, fields, status) in [
        ("POST / HTTP/1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: 5, 5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: +5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: -5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: 0x5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: 5 5\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length:\r\n", 400),
        ("POST / HTTP/1.1", "Content-Length: 18446744073709551616\r\n", 413),
        ("POST / HTTP/1.1", "Content-Length : 5\r\n", 400),
        ("POST / HTTP/1.1", " Content-Length: 5\r\n", 400),
        ("POST / HTTP/1.1", "X: a\r\n Content-Length: 5\r\n", 400),
        ("POST / HTTP/1.1", "X: a\r\n\tb\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: gzip\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: chunked, identity\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: xchunked\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: \"chunked\"\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding:\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding\u{b}: chunked\r\n", 400),
        ("POST / HTTP/1.1", "Transfer-Encoding: \u{b}chunked\r\n", 400),
        ("POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n", 400),
        ("POST / HTTP/1.1", "Host: h\r\n", 400),
        ("POST / HTTP/1.1", "X\0: a\r\n", 400),
        ("POST / HTTP/1.1", "X: a\0b\r\n", 400),
        ("POST / HTTP/1.1", "X: a\rb\r\n", 400),
        ("POST / HTTP/1.1", "X: \u{7f}\r\n", 400),
        ("POST / HTTP/1.1", "X\r\n", 400),
        ("POST / HTTP/1.1", ": a\r\n", 400),
        ("POST / HTTP/1.1", "X(: a\r\n", 400),
        ("POST / HTTP/1.1", "Expect: 200-ok\r\n", 417),
        ("POST / HTTP/1.1", "Expect: 100-continue, x\r\n", 417),
        ("POST / HTTP/1.2", "", 505),
        ("POST / HTTP/2.0", "", 505),
        ("POST / HTTP/0.9", "", 505),
        ("POST / http/1.1", "", 505),
        ("POST / HTTP/1.1 ", "", 400),
        ("POST  / HTTP/1.1", "", 400),
        ("POST /  HTTP/1.1", "", 505),
        (" POST / HTTP/1.1", "", 400),
        ("POST\t/ HTTP/1.1", "", 400),
        ("POST /a b HTTP/1.1", "", 400),
        ("POST /\0 HTTP/1.1", "", 400),
        ("POST /\u{e4} HTTP/1.1", "", 400),
        ("POST /#a HTTP/1.1", "", 400),
        ("POST a HTTP/1.1", "", 400),
        ("POST * HTTP/1.1", "", 400),
        ("POST ftp://h/ HTTP/1.1", "", 400),
        ("POST http:///a HTTP/1.1", "", 400),
        ("POST http://u@h/a HTTP/1.1", "", 400),
        ("POST http://h?a HTTP/1.1", "", 400),
        ("CONNECT h:443 HTTP/1.1", "", 400),
        ("PO(ST / HTTP/1.1", "", 400),
        ("POST /", "", 400),
        ("", "", 400),
    ] {
        let head = format!("{line}\r\n{host}{fields}\r\n");
        match request(&head) {
            Ok(_) => panic!("{head:?}"),
            Err(violation) if status == 400 => assert!(matches!(violation.status, 400 | 505), "{head:?} {violation:?}"),
            Err(violation) => assert_eq!(violation.status, status, "{head:?} {violation:?}"),
        }
    }
    for host in
        ["", "Host: a b\r\n", "Host: u@h\r\n", "Host: h:1:2\r\n", "Host: h:x\r\n", "Host: [::1\r\n", "Host: a/b\r\n"]
    {
        assert_eq!(request(&format!("GET / HTTP/1.1\r\n{host}\r\n")).unwrap_err().status, 400, "{host}");
    }
    for host in ["Host:\r\n", "Host: h:\r\n", "Host: h:65535\r\n", "Host: [::1]:1\r\n", "Host: [::1]\r\n"] {
        request(&format!("GET / HTTP/1.1\r\n{host}\r\n")).unwrap();
    }
}

#[test]
fn the_number_of_fields_has_a_limit() {
    let head = |count| format!("GET / HTTP/1.1\r\nHost: h\r\n{}\r\n", "A: b\r\n".repeat(count));
    assert_eq!(request(&head(limits::HEADER_COUNT - 1)).unwrap().headers().len(), limits::HEADER_COUNT);
    let violation = request(&head(limits::HEADER_COUNT)).unwrap_err();
    assert_eq!(violation.status, 431);
    assert!(violation.what.contains("128"));
}

#[test]
fn responses() {
    let head = response("HTTP/1.1 200 All right\r\nContent-Length: 7\r\n\r\n", "POST").unwrap();
    assert_eq!((head.status(), head.reason(), head.framing()), (200, &b"All right"[..], Framing::Length(7)));
    assert!(head.persists());
    for (head, method, framing, persists) in [
        ("HTTP/1.1 200\r\nContent-Length: 7\r\n\r\n", "GET", Framing::Length(7), true),
        ("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n", "GET", Framing::Chunked, true),
        ("HTTP/1.1 200 OK\r\n\r\n", "GET", Framing::Close, false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", "HEAD", Framing::Length(0), true),
        ("HTTP/1.1 200 OK\r\n\r\n", "HEAD", Framing::Length(0), true),
        ("HTTP/1.1 204 OK\r\n\r\n", "POST", Framing::Length(0), true),
        ("HTTP/1.1 204 OK\r\nContent-Length: 7\r\n\r\n", "POST", Framing::Length(0), false),
        ("HTTP/1.1 304 OK\r\nContent-Length: 7\r\n\r\n", "GET", Framing::Length(0), true),
        ("HTTP/1.1 202 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "POST", Framing::Length(0), false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\n", "POST", Framing::Length(7), false),
        ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 7\r\n\r\n", "POST", Framing::Length(7), true),
        ("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", "POST", Framing::Close, false),
    ] {
        let parsed = response(head, method).unwrap();
        assert_eq!((parsed.framing(), parsed.persists()), (framing, persists), "{head:?}");
    }
}

#[test]
fn responses_that_two_readers_understand_differently() {
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5,5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\0\r\n\r\n",
        "HTTP/1.1 200 O\0K\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "\r\n\r\n",
    ] {
        assert!(response(head, "POST").is_err(), "{head:?}");
    }
}

#[test]
fn the_end_of_a_head_wherever_it_is_cut() {
    let head = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    let all = [&head[..], b"\r\n\r\nrest"].concat();
    for first in 0..all.len() {
        let mut end = End::default();
        let found = end.find(&all[..first], 1000).unwrap();
        assert_eq!(found, (first >= head.len()).then_some(head.len()));
        if found.is_none() {
            assert_eq!(end.find(&all, 1000).unwrap(), Some(head.len()));
        }
    }
    let mut end = End::default();
    for length in 0..head.len() {
        assert_eq!(end.find(&all[..length], 1000), Ok(None));
    }
    assert_eq!(end.find(&all, 1000), Ok(Some(head.len())));
}

#[test]
fn heads_without_a_sound_end() {
    for head in [
        "GET / HTTP/1.1\nHost: h\n\n",
        "GET / HTTP/1.1\r\nHost: h\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\n",
        "\n",
        "\r\n",
    ] {
        assert_eq!(End::default().find(head.as_bytes(), 1000).unwrap_err().status, 400, "{head:?}");
    }
    let long = "GET / HTTP/1.1\r\nX: ".to_owned() + &"y".repeat(1000);
    for limit in [1, 10, 1000, long.len()] {
        let violation = End::default().find(long.as_bytes(), limit).unwrap_err();
        assert_eq!(violation.status, 431);
        assert!(violation.what.contains(&limit.to_string()));
    }
    assert_eq!(End::default().find(long.as_bytes(), long.len() + 1), Ok(None));
    assert_eq!(End::default().find(b"A\r\n\r\n", 5), Ok(Some(5)));
    assert_eq!(End::default().find(b"A\r\n\r\n", 4).unwrap_err().status, 431);
    assert_eq!(
        (End::skip(b""), End::skip(b"\r"), End::skip(b"\r\n\r\n"), End::skip(b"G")),
        (None, None, Some(2), Some(0))
    );
}
