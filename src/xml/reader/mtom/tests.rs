//! Packages as the stacks of other vendors write them, and packages that are none.

use super::*;
use crate::abi::{E_INVALIDARG, WS_E_QUOTA_EXCEEDED};
use crate::xml::reader::binary::tests::print::Printer;
use proptest::prelude::*;

/// As WCF writes one, with the header of the package in the content: identifiers are URLs, and quoted in references.
const WCF: &str = "MIME-Version: 1.0\r\n\
    Content-Type: multipart/related;type=\"application/xop+xml\";boundary=\"uuid:1+id=1\";\
    start=\"<http://tempuri.org/0>\";start-info=\"application/soap+xml\"\r\n\r\n\
    --uuid:1+id=1\r\n\
    Content-ID: <http://tempuri.org/0>\r\n\
    Content-Transfer-Encoding: 8bit\r\n\
    Content-Type: application/xop+xml;charset=utf-8;type=\"application/soap+xml\"\r\n\r\n\
    <s:E xmlns:s=\"u\"><a><xop:Include href=\"cid:http%3A%2F%2Ftempuri.org%2F1%2F2\" \
    xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/></a><b>x</b></s:E>\r\n\
    --uuid:1+id=1\r\n\
    Content-ID: <http://tempuri.org/1/2>\r\n\
    Content-Transfer-Encoding: binary\r\n\
    Content-Type: application/octet-stream\r\n\r\n\
    \r\n--uuid:1+id=\r\n\r\n--uuid:1+id=12\r\n\
    --uuid:1+id=1--\r\n";
const WCF_XML: &str = "<s:E xmlns:s=\"u\"><a>DQotLXV1aWQ6MStpZD0NCg0KLS11dWlkOjEraWQ9MTI=</a><b>x</b></s:E>";

/// As CXF writes one: the header is HTTP's, an empty line comes first, fields are in another order, two parts.
const CXF: &str = "\r\n--uuid:c\r\n\
    Content-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\n\
    Content-Transfer-Encoding: binary\r\n\
    Content-ID: <root.message@cxf.apache.org>\r\n\r\n\
    <a xmlns:x=\"http://www.w3.org/2004/08/xop/include\"><b><x:Include href=\"cid:1@cxf\"></x:Include></b>\
    <c d=\"\"><x:Include href=\"cid:2@cxf\"><e xmlns=\"v\">f</e></x:Include></c></a>\r\n\
    --uuid:c\r\n\
    Content-Type: image/png\r\n\
    Content-ID: <1@cxf>\r\n\r\n\
    \u{1}\u{2}\r\n\
    --uuid:c \r\n\
    Content-ID: <2@cxf>\r\n\r\n\
    \r\n--uuid:c--";
const CXF_XML: &str = "<a xmlns:x=\"http://www.w3.org/2004/08/xop/include\"><b>AQI=</b><c d=\"\"></c></a>";

fn cxf() -> Option<PackageType> {
    Some(PackageType {
        boundary: b"uuid:c".to_vec(),
        start: b"<root.message@cxf.apache.org>".to_vec(),
        start_info: b"text/xml; charset=utf-8".to_vec(),
    })
}

/// A package of a root part and others, without the header.
fn package(root: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let root = format!("--b\r\nContent-Type: application/xop+xml\r\n\r\n{root}");
    let mut bytes = root.into_bytes();
    for (header, body) in parts {
        bytes.extend_from_slice(format!("\r\n--b\r\n{header}\r\n\r\n").as_bytes());
        bytes.extend_from_slice(body);
    }
    bytes.extend_from_slice(b"\r\n--b--\r\n");
    bytes
}

fn plain() -> Option<PackageType> {
    Some(PackageType { boundary: b"b".to_vec(), ..PackageType::default() })
}

fn include(id: &str) -> String {
    format!("<i:Include xmlns:i=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:{id}\"/>")
}

fn read_from(input: Input, package_type: Option<PackageType>, settings: Settings) -> Result<String> {
    let mut decoder = MtomDecoder::new(None, package_type, &settings)?;
    let mut document = Document::new(input, settings);
    let mut printer = Printer::default();
    loop {
        decoder.next(&mut document)?;
        if document.node.kind == NodeKind::Eof {
            return Ok(printer.out);
        }
        printer.print(document.node());
    }
}

fn large() -> Settings {
    Settings { max_mime_headers_size: 400, ..Settings::default() }
}

/// From memory.
fn read(bytes: &[u8], package_type: Option<PackageType>) -> Result<String> {
    read_from(Input::lent(bytes.to_vec().leak()), package_type, Settings::default())
}

/// From a stream that has come to its end.
fn read_stream(bytes: &[u8], package_type: Option<PackageType>) -> Result<String> {
    read_from(Input::owned(bytes.to_vec()), package_type, large())
}

/// From a stream, as much as there is after each piece.
fn read_in_pieces(bytes: &[u8], package_type: Option<PackageType>, piece: usize) -> Result<String> {
    let mut script: Vec<usize> = Vec::new();
    let pieces = bytes.len().div_ceil(piece);
    loop {
        let mut decoder = MtomDecoder::new(None, package_type.clone(), &large())?;
        let mut document = Document::new(Input::stream(), large());
        let mut printer = Printer::default();
        for (index, piece) in bytes.chunks(piece).enumerate().take(script.len() + 1) {
            document.window().extend_from_slice(piece);
            for _ in 0..script.get(index).copied().unwrap_or(0) {
                decoder.next(&mut document)?;
                printer.print(document.node());
            }
        }
        if script.len() == pieces {
            document.source().set_complete();
        }
        let mut count = 0;
        let fault = loop {
            if let Err(fault) = decoder.next(&mut document) {
                break fault;
            }
            if document.node.kind == NodeKind::Eof {
                return Ok(printer.out);
            }
            printer.print(document.node());
            count += 1;
        };
        if !fault.texts().concat().contains("WsFillReader") {
            return Err(fault);
        }
        script.push(count);
    }
}

#[test]
fn packages_of_other_stacks() {
    for (bytes, package_type, xml) in [(WCF, None, WCF_XML), (CXF, cxf(), CXF_XML)] {
        let bytes = bytes.as_bytes();
        assert_eq!(read(bytes, package_type.clone()).unwrap(), xml);
        assert_eq!(read_stream(bytes, package_type.clone()).unwrap(), xml);
        for piece in [1, 2, 5, 64] {
            assert_eq!(read_in_pieces(bytes, package_type.clone(), piece).unwrap(), xml, "{piece}");
        }
    }
}

#[test]
fn parts_are_not_copied_from_memory() {
    let bytes: &'static [u8] = package(&format!("<a>{}</a>", include("x")), &[("Content-ID: <x>", &[0; 100])]).leak();
    let mut decoder = MtomDecoder::new(None, plain(), &Settings::default()).unwrap();
    let mut document = Document::new(Input::lent(bytes), Settings::default());
    decoder.next(&mut document).unwrap();
    decoder.next(&mut document).unwrap();
    let Text::Base64(span) = document.node.text else { panic!() };
    assert!(bytes.as_ptr_range().contains(&document.node().get(span).as_ptr()));
    assert_eq!(document.node().get(span), [0; 100]);
    assert_eq!(document.row_and_column(), (0, 3));
}

#[test]
fn parts_in_memory_may_be_in_any_order() {
    let root = format!("<a><b>{}</b><c>{}</c></a>", include("y"), include("x"));
    let parts = [("Content-ID: <x>", &b"x"[..]), ("Content-ID: <z>", b"z"), ("Content-ID: <y>", b"y")];
    let bytes = package(&root, &parts);
    assert_eq!(read(&bytes, plain()).unwrap(), "<a><b>eQ==</b><c>eA==</c></a>");
    assert!(read_stream(&bytes, plain()).unwrap_err().texts()[0].contains("not the next one"));
    let start = Some(PackageType { start: b"r".to_vec(), ..plain().unwrap() });
    let last = [("Content-ID: <x>", &b"x"[..]), ("Content-ID: <r>\r\nContent-Type: application/xop+xml", b"<a/>")];
    assert_eq!(read(&package("", &last), start.clone()).unwrap(), "<a></a>");
    assert!(read_stream(&package("", &last), start).unwrap_err().texts()[0].contains("must be the first"));
}

#[test]
fn utf_16_is_read_too() {
    let xml = format!("<a>\u{e4}<b>{}</b></a>", include("x"));
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let root: Vec<u8> = xml.encode_utf16().flat_map(bytes).collect();
        let whole = package("!", &[("Content-ID: <x>", b"xyz")]);
        let at = whole.iter().position(|&byte| byte == b'!').unwrap();
        let whole = [&whole[..at], &root, &whole[at + 1..]].concat();
        assert_eq!(read(&whole, plain()).unwrap(), "<a>\u{e4}<b>eHl6</b></a>");
        assert_eq!(read_stream(&whole, plain()).unwrap(), "<a>\u{e4}<b>eHl6</b></a>");
    }
}

#[test]
fn misplaced_includes_are_refused() {
    let x = include("x");
    for (root, text) in [
        (format!("<a>{x}{x}</a>"), "not the only"),
        (format!("<a> {x}</a>"), "not the only"),
        (format!("<a>{x} </a>"), "not the only"),
        (format!("<a><!--c-->{x}</a>"), "not the only"),
        (x.clone(), "not the only"),
        (format!("<a><b>{x}</b><c>{x}</c></a>"), "used before"),
        (format!("<a>{}</a>", include("z")), "is not there"),
        (format!("<a>{}</a>", include("q")), "Content-Transfer-Encoding"),
        (format!("<a>{}</a>", include("x").replace("cid:", "http:")), "no href"),
        (format!("<a>{}</a>", include("x").replace("href", "href2")), "no href"),
        (format!("<a>{}</a>", include("x").replace("/>", ">")), "expected"),
    ] {
        let parts = [("Content-ID: <x>", &b"x"[..]), ("Content-ID: <q>\r\nContent-Transfer-Encoding: base64", b"x")];
        let fault = read(&package(&root, &parts), plain()).unwrap_err();
        assert!(fault.texts()[0].contains(text), "{root}: {fault:?}");
        assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
        assert!(read_stream(&package(&root, &parts), plain()).is_err());
    }
}

#[test]
fn malformed_packages() {
    let ok = |from: &str, to: &str| {
        assert!(WCF.contains(from), "{from}");
        WCF.replacen(from, to, 1)
    };
    for (bytes, text) in [
        (String::new(), "ends inside the MIME header"),
        (ok("multipart/related", "multipart/mixed"), "not multipart/related"),
        (ok("type=\"application/xop+xml\"", "type=\"text/xml\""), "not application/xop+xml"),
        (ok("MIME-Version: 1.0", "MIME-Version: 3"), "version"),
        (ok(";boundary=\"uuid:1+id=1\"", ""), "boundary"),
        (ok("<http://tempuri.org/0>\";", "<http://tempuri.org/9>\";"), "part"),
        (ok("Content-Type: application/xop+xml", "Content-Type: text/xml"), "not application/xop+xml"),
        (ok("8bit", "quoted-printable"), "Content-Transfer-Encoding"),
        (ok(";type=\"application/soap+xml\"", ";type=\"text/xml\""), "start-info"),
        (ok("--uuid:1+id=1--\r\n", ""), "ends inside a MIME part"),
        (ok("<http://tempuri.org/1/2>", "<http://tempuri.org/0>"), ""),
    ] {
        for fault in [read(bytes.as_bytes(), None).unwrap_err(), read_stream(bytes.as_bytes(), None).unwrap_err()] {
            assert!(fault.texts()[0].contains(text), "{bytes}: {fault:?}");
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
        }
    }
    for bytes in [&b"--b--"[..], b"--b\r\n\r\n", b"--b\r\n", b"--b", b"x", b"--b\r\n--b--"] {
        assert_eq!(read(bytes, plain()).unwrap_err().code(), WS_E_INVALID_FORMAT);
        assert_eq!(read_stream(bytes, plain()).unwrap_err().code(), WS_E_INVALID_FORMAT);
    }
}

#[test]
fn quotas() {
    let quota = |result: Result<String>, name: &str| {
        let fault = result.unwrap_err();
        assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
        assert!(fault.texts()[0].contains(name), "{fault:?}");
    };
    let streamed = |bytes: &[u8]| read_from(Input::owned(bytes.to_vec()), plain(), Settings::default());
    let parts = vec![("", &b"x"[..]); 4096];
    quota(read(&package("<a/>", &parts), plain()), "MAX_MIME_PARTS");
    assert!(read(&package("<a/>", &parts[1..]), plain()).is_ok());
    let long = format!("X: {}", "y".repeat(300));
    let bytes = package(&format!("<a>{}</a>", include("x")), &[(&format!("{long}\r\nContent-ID: <x>"), b"x")]);
    assert!(read(&bytes, plain()).is_ok());
    quota(streamed(&bytes), "STREAM_MAX_MIME_HEADERS_SIZE");
    quota(streamed(format!("--b\r\n{}", "X".repeat(1000)).as_bytes()), "STREAM_MAX_MIME_HEADERS_SIZE");
    quota(streamed("X".repeat(1000).as_bytes()), "STREAM_MAX_MIME_HEADERS_SIZE");
    let bytes = package(&format!("<a>{}</a>", "x".repeat(70_000)), &[]);
    assert!(read(&bytes, plain()).is_ok());
    quota(streamed(&bytes), "STREAM_MAX_ROOT_MIME_PART_SIZE");
    quota(streamed(&bytes[..69_000]), "STREAM_MAX_ROOT_MIME_PART_SIZE");
    let includes: String = (0..3).map(|index| format!("<b>{}</b>", include(&index.to_string()))).collect();
    let ids: Vec<String> = (0..3).map(|index| format!("Content-ID: {index}")).collect();
    let parts: Vec<(&str, &[u8])> = ids.iter().map(|id| (id.as_str(), &b"x"[..])).collect();
    let bytes = package(&format!("<a>{includes}</a>"), &parts);
    assert!(streamed(&bytes).is_ok());
    let settings = Settings { max_mime_parts: 3, ..Settings::default() };
    quota(read_from(Input::owned(bytes), plain(), settings), "MAX_MIME_PARTS");
}

#[test]
fn arguments_are_checked() {
    let fragments = Settings { allow_fragment: true, ..Settings::default() };
    assert_eq!(MtomDecoder::new(None, None, &fragments).unwrap_err().code(), E_INVALIDARG);
    let package_type = Some(PackageType::default());
    assert_eq!(MtomDecoder::new(None, package_type, &Settings::default()).unwrap_err().code(), E_INVALIDARG);
}

#[test]
fn cut_off_and_changed_packages_do_no_harm() {
    for (text, package_type) in [(WCF, None), (CXF, cxf())] {
        let text = text.as_bytes();
        let last = text.windows(2).rposition(|pair| pair == b"--").unwrap() + 2;
        for length in 0..text.len() {
            assert_eq!(read(&text[..length], package_type.clone()).is_ok(), length >= last, "{length}");
            assert_eq!(read_stream(&text[..length], package_type.clone()).is_ok(), length >= last, "{length}");
        }
        let mut bytes = text.to_vec();
        for index in 0..bytes.len() {
            for byte in [0, b'\r', b'\n', b'-', b'<', b'>', b'"', b';', b':', b'%', b' ', b'a', 0x80, 0xFF] {
                bytes[index] = byte;
                let whole = read(&bytes, package_type.clone());
                let streamed = read_stream(&bytes, package_type.clone());
                if let (Ok(whole), Ok(streamed)) = (whole, streamed) {
                    assert_eq!(whole, streamed);
                }
            }
            bytes[index] = text[index];
        }
    }
}

proptest! {
    #[test]
    fn any_data_arrive_as_they_are(data in "([xy\r\n]|\r\n--|--|b|\r\n--b){0,12}", piece in 1usize..30) {
        let bytes = package(&format!("<a>{}</a>", include("x")), &[("Content-ID: <x>", data.as_bytes())]);
        let delimiter = Delimiter::new(b"b").unwrap();
        // What contains a delimiter cannot be in a package.
        let found = delimiter.find(format!("\r\n{data}\r\n--b--").as_bytes(), 0, true);
        prop_assume!(matches!(found, Found::Delimiter { end, .. } if end == data.len() + 2));
        let expected = format!("<a>{}</a>", crate::xml::reader::binary::tests::print::base64(data.as_bytes()));
        prop_assert_eq!(&read(&bytes, plain()).unwrap(), &expected);
        prop_assert_eq!(&read_in_pieces(&bytes, plain(), piece).unwrap(), &expected);
    }

    #[test]
    fn any_bytes_are_taken_without_harm(
        bytes in "(--b|\r\n|Content-ID: <x>|Content-Type: application/xop\\+xml|<a>|</a>|--|x|:){0,20}",
    ) {
        let _ = read(bytes.as_bytes(), plain());
        let _ = read_stream(bytes.as_bytes(), None);
    }
}
