//! Tests of the engine through its own interface.

use super::mtom::XOP_NAMESPACE;
use super::*;
use crate::abi::{WS_E_INVALID_FORMAT, WS_E_OBJECT_FAULTED, WS_E_QUOTA_EXCEEDED};
use crate::xml::c14n::{Options, Sink};

mod binary;
mod edit;
mod roundtrip;
mod typed;

fn s(text: &str) -> Str<'_> {
    Str::from(text.as_bytes())
}

fn writer(encoding: Encoding, change: impl FnOnce(&mut Settings)) -> Writer {
    let mut settings = Settings::default();
    change(&mut settings);
    let mut writer = Writer::default();
    writer.set_output(Some(encoding), settings);
    writer
}

fn text_writer() -> Writer {
    writer(Encoding::Text(Charset::Utf8), |_| ())
}

fn shown(writer: &Writer) -> &str {
    core::str::from_utf8(writer.bytes()).unwrap()
}

fn code<T>(result: Result<T>) -> i32 {
    result.err().map_or(0, |fault| fault.code())
}

impl Writer {
    fn chars(&mut self, text: &str) -> Result<()> {
        self.utf8(s(text), Way::CharsUtf8)
    }

    fn open(&mut self, local: &str) -> Result<()> {
        self.start_element(Some(b""), s(local), s(""))
    }

    fn attribute(&mut self, prefix: Option<&str>, local: &str, ns: &str, value: &str) -> Result<()> {
        self.start_attribute(prefix.map(str::as_bytes), s(local), s(ns), false)?;
        self.chars(value)?;
        self.end_attribute()
    }
}

#[test]
fn elements_within_go_on_with_what_a_tag_declares() {
    let mut w = text_writer();
    w.start_element(Some(b"p"), s("a"), s("u")).unwrap();
    w.start_element(None, s("b"), s("u")).unwrap();
    w.xmlns(Some(b"q"), s("v"), false).unwrap();
    w.start_element(None, s("c"), s("u")).unwrap();
    w.start_element(None, s("d"), s("v")).unwrap();
    (0..3).for_each(|_| w.end_element().unwrap());
    w.start_element(None, s("e"), s("v")).unwrap();
    (0..2).for_each(|_| w.end_element().unwrap());
    let expected = r#"<p:a xmlns:p="u"><p:b xmlns:q="v"><p:c><q:d/></p:c></p:b><e xmlns="v"/></p:a>"#;
    assert_eq!(shown(&w), expected);

    // The nearer one of two prefixes.
    let mut w = text_writer();
    w.start_element(Some(b"p"), s("a"), s("u")).unwrap();
    w.xmlns(Some(b""), s("u"), false).unwrap();
    w.start_element(None, s("b"), s("u")).unwrap();
    (0..2).for_each(|_| w.end_element().unwrap());
    assert_eq!(shown(&w), r#"<p:a xmlns="u" xmlns:p="u"><b/></p:a>"#);

    let mut w = text_writer();
    w.start_element(None, s("r"), s("u")).unwrap();
    for (index, (local, ns)) in [("a", "u"), ("b", "w"), ("c", "u")].into_iter().enumerate() {
        w.leaf(s(local), s(ns), &Value::Int32(index as i32)).unwrap();
    }
    w.end_element().unwrap();
    assert_eq!(shown(&w), r#"<r xmlns="u"><a>0</a><b xmlns="w">1</b><c>2</c></r>"#);
}

#[test]
fn a_document() {
    let mut w = text_writer();
    w.start_element(Some(b"p"), s("a"), s("urn:a")).unwrap();
    w.attribute(None, "x", "", "<1>").unwrap();
    w.start_attribute(None, s("y"), s("urn:b"), true).unwrap();
    w.end_attribute().unwrap();
    assert_eq!(shown(&w), "");
    w.value(&Value::Base64(b"a"), Way::Bytes).unwrap();
    w.value(&Value::Base64(b"bcd"), Way::Bytes).unwrap();
    w.start_element(None, s("c"), s("urn:a")).unwrap();
    w.end_element().unwrap();
    w.end_element().unwrap();
    let expected = "<p:a x=\"&lt;1>\" a:y='' xmlns:p=\"urn:a\" xmlns:a=\"urn:b\">YWJjZA==<p:c/></p:a>";
    assert_eq!(shown(&w), expected);
}

#[test]
fn namespaces_are_declared_where_they_are_missing() {
    let mut w = writer(Encoding::Text(Charset::Utf8), |settings| settings.allow_fragment = true);
    let mut next = |expected: &str, write: &dyn Fn(&mut Writer) -> Result<()>| {
        let start = w.bytes().len();
        write(&mut w).unwrap();
        assert_eq!(&shown(&w)[start..], expected);
    };
    next("<a xmlns=\"u\"><b/><c xmlns=\"\"><d/></c></a>", &|w| {
        w.start_element(None, s("a"), s("u"))?;
        w.start_element(None, s("b"), s("u"))?;
        w.end_element()?;
        w.start_element(None, s("c"), s(""))?;
        w.start_element(Some(b""), s("d"), s(""))?;
        w.end_element()?;
        w.end_element()?;
        w.end_element()
    });
    next("<a xmlns=\"u\"><a:b xmlns=\"v\" xmlns:a=\"u\" a:x=\"\"/></a>", &|w| {
        w.start_element(None, s("a"), s("u"))?;
        w.start_element(Some(b"a"), s("b"), s("u"))?;
        w.xmlns(Some(b""), s("v"), false)?;
        w.xmlns(Some(b"a"), s("u"), false)?;
        w.attribute(None, "x", "u", "")?;
        w.end_element()?;
        w.end_element()
    });
    next("<a xmlns='u&amp;\"'/>", &|w| {
        w.open_in("a", "u&\"")?;
        w.xmlns(Some(b""), s("u&\""), true)?;
        w.end_element()
    });
    next("<a xml:lang=\"en\"/>", &|w| {
        w.open("a")?;
        w.attribute(None, "lang", "http://www.w3.org/XML/1998/namespace", "en")?;
        w.end_element()
    });
    next("<a xmlns:a=\"u\" a:x=\"\" b:y=\"\" xmlns:b=\"v\">a:n</a>", &|w| {
        w.open("a")?;
        w.xmlns(None, s("u"), false)?;
        w.xmlns(None, s("u"), false)?;
        w.attribute(None, "x", "u", "")?;
        w.attribute(None, "y", "v", "")?;
        w.value(&Value::QName(QName { prefix: None, local: s("n"), ns: Some(s("u")) }), Way::Whole)?;
        w.end_element()
    });
}

impl Writer {
    fn open_in(&mut self, local: &str, ns: &str) -> Result<()> {
        self.start_element(Some(b""), s(local), s(ns))
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    type Steps = fn(&mut Writer) -> Result<()>;
    let cases: &[(&str, Steps)] = &[
        ("local name", |w| w.open("a:b")),
        ("local name", |w| w.open("")),
        ("local name", |w| w.open("1a")),
        ("prefix is not valid", |w| w.start_element(Some(b"a b"), s("a"), s("u"))),
        ("cannot stand for no namespace", |w| w.start_element(Some(b"p"), s("a"), s(""))),
        ("XML reserves", |w| w.start_element(Some(b"xml"), s("a"), s("u"))),
        ("XML reserves", |w| w.start_element(Some(b"xmlns"), s("a"), s("u"))),
        ("XML reserves", |w| w.start_element(Some(b"p"), s("a"), s("http://www.w3.org/2000/xmlns/"))),
        ("XML reserves", |w| w.start_element(Some(b"p"), s("a"), s("http://www.w3.org/XML/1998/namespace"))),
        ("name xmlns", |w| w.open("a").and_then(|()| w.attribute(None, "xmlns", "", ""))),
        ("needs a prefix", |w| w.open("a").and_then(|()| w.attribute(Some(""), "x", "u", ""))),
        ("already", |w| {
            w.open("a")?;
            w.attribute(Some("p"), "x", "u", "")?;
            w.attribute(Some("q"), "x", "u", "")
        }),
        ("already", |w| {
            w.open("a")?;
            w.xmlns(Some(b"p"), s("u"), false)?;
            w.xmlns(Some(b"p"), s("u"), false)
        }),
        ("cannot stand for both", |w| {
            w.open("a")?;
            w.attribute(Some("p"), "x", "u", "")?;
            w.attribute(Some("p"), "y", "v", "")
        }),
        ("cannot stand for both", |w| w.open("a").and_then(|()| w.xmlns(Some(b""), s("u"), false))),
        ("U+0000", |w| w.open("a").and_then(|()| w.chars("\0"))),
        ("U+FFFF", |w| w.open("a").and_then(|()| w.attribute(None, "x", "", "\u{FFFF}"))),
        ("only white space", |w| w.chars(" x")),
        ("only white space", |w| w.value(&Value::Bool(true), Way::Whole)),
        ("one root", |w| {
            w.open("a")?;
            w.end_element()?;
            w.open("b")
        }),
        ("no open element", |w| w.end_element()),
        ("hyphen", |w| w.comment(b"a--b")),
        ("hyphen", |w| w.comment(b"a-")),
        ("carriage return", |w| w.comment(b"\r")),
        ("does not stand for", |w| {
            w.open("a")?;
            w.value(&Value::QName(QName { prefix: Some(s("p")), local: s("n"), ns: Some(s("u")) }), Way::Whole)
        }),
        ("no open start tag", |w| {
            w.open("a")?;
            w.end_start_element()?;
            w.value(&Value::QName(QName { prefix: None, local: s("n"), ns: Some(s("u")) }), Way::Whole)
        }),
    ];
    for encoding in [Encoding::Text(Charset::Utf8), Encoding::Text(Charset::Utf16Le), Encoding::Binary] {
        for (part, steps) in cases {
            let mut w = writer(encoding, |_| ());
            let fault = steps(&mut w).unwrap_err();
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT, "{part} {fault:?}");
            assert!(fault.texts().iter().any(|text| text.contains(part)), "{part}: {fault:?}");
            let written = w.bytes().to_vec();
            assert_eq!(code(w.open("z")), WS_E_OBJECT_FAULTED);
            assert_eq!(code(w.end_element()), WS_E_OBJECT_FAULTED);
            assert_eq!(w.bytes(), written);
        }
    }
}

#[test]
fn a_prefix_of_the_writers_own_is_not_given_up() {
    for encoding in [Encoding::Text(Charset::Utf8), Encoding::Binary] {
        let mut w = writer(encoding, |_| ());
        w.open("r").unwrap();
        w.attribute(None, "x", "u", "").unwrap();
        let fault = w.xmlns(Some(b"a"), s("v"), false).unwrap_err();
        assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
        let mut w = writer(encoding, |_| ());
        w.start_element(None, s("r"), s("u")).unwrap();
        assert_eq!(code(w.xmlns(Some(b""), s("v"), false)), WS_E_INVALID_FORMAT);
    }
    let mut w = text_writer();
    w.open("r").unwrap();
    w.xmlns(Some(b"a"), s("v"), false).unwrap();
    w.attribute(None, "x", "u", "").unwrap();
    w.attribute(None, "y", "w", "").unwrap();
    w.xmlns(Some(b"b"), s("u"), false).unwrap();
    w.end_element().unwrap();
    assert_eq!(shown(&w), r#"<r xmlns:a="v" b:x="" c:y="" xmlns:b="u" xmlns:c="w"/>"#);
}

#[test]
fn misuse_changes_nothing() {
    let mut w = Writer::default();
    assert_eq!(code(w.open("a")), WS_E_INVALID_OPERATION);
    w = text_writer();
    for result in
        [w.end_attribute(), w.end_start_element(), w.attribute(None, "a", "", ""), w.xmlns(None, s("u"), false)]
    {
        assert_eq!(code(result), WS_E_INVALID_OPERATION);
    }
    assert_eq!(code(w.start_cdata()), WS_E_INVALID_OPERATION);
    w.open("a").unwrap();
    w.start_attribute(None, s("x"), s(""), false).unwrap();
    for result in [w.open("b"), w.end_element(), w.xmlns(None, s("u"), false), w.start_cdata(), w.comment(b"")] {
        assert_eq!(code(result), WS_E_INVALID_OPERATION);
    }
    w.chars("1").unwrap();
    assert_eq!(code(w.value(&Value::Int32(2), Way::Whole)), WS_E_INVALID_OPERATION);
    assert_eq!(code(w.utf8(s("2"), Way::Utf8Text)), WS_E_INVALID_OPERATION);
    w.chars("3").unwrap();
    w.end_attribute().unwrap();
    w.start_attribute(None, s("y"), s(""), false).unwrap();
    w.value(&Value::Int32(4), Way::Whole).unwrap();
    assert_eq!(code(w.value(&Value::Int32(5), Way::Whole)), WS_E_INVALID_OPERATION);
    w.end_attribute().unwrap();
    w.start_cdata().unwrap();
    for result in [w.open("b"), w.end_element(), w.start_cdata(), w.comment(b""), w.end_attribute()] {
        assert_eq!(code(result), WS_E_INVALID_OPERATION);
    }
    w.end_cdata().unwrap();
    w.end_element().unwrap();
    assert_eq!(shown(&w), "<a x=\"13\" y=\"4\"><![CDATA[]]></a>");
}

#[test]
fn sections_hold_anything() {
    for (pieces, expected) in [
        (&["a<b>&"][..], "a<b>&"),
        (&["]]>"], "]]]]><![CDATA[>"),
        (&["]", "]", ">"], "]]]]><![CDATA[>"),
        (&["]]]]", ">"], "]]]]]]><![CDATA[>"),
        (&["]x]>"], "]x]>"),
        (&["a\rb"], "a]]>&#xD;<![CDATA[b"),
    ] {
        let mut w = text_writer();
        w.open("a").unwrap();
        w.start_cdata().unwrap();
        for piece in pieces {
            w.chars(piece).unwrap();
        }
        w.end_cdata().unwrap();
        w.end_element().unwrap();
        assert_eq!(shown(&w), format!("<a><![CDATA[{expected}]]></a>"));
    }
}

#[test]
fn empty_bytes_do_not_part_what_ends_a_section() {
    let mut w = text_writer();
    w.open("a").unwrap();
    w.start_cdata().unwrap();
    w.chars("]]").unwrap();
    w.value(&Value::Base64(b""), Way::Bytes).unwrap();
    w.chars(">").unwrap();
    w.end_cdata().unwrap();
    w.end_element().unwrap();
    assert_eq!(shown(&w), "<a><![CDATA[]]]]><![CDATA[>]]></a>");
}

#[test]
fn quotas_are_exact() {
    let mut w = writer(Encoding::Text(Charset::Utf8), |settings| settings.max_depth = 2);
    w.open("a").unwrap();
    w.open("b").unwrap();
    assert_eq!(code(w.open("c")), WS_E_QUOTA_EXCEEDED);
    assert_eq!(shown(&w), "<a>");

    let mut w = writer(Encoding::Text(Charset::Utf8), |settings| settings.max_attributes = 2);
    w.start_element(Some(b"p"), s("a"), s("u")).unwrap();
    w.attribute(None, "x", "", "").unwrap();
    assert_eq!(code(w.start_attribute(None, s("y"), s(""), false)), WS_E_QUOTA_EXCEEDED);

    let mut w = writer(Encoding::Binary, |settings| settings.max_namespaces = 1);
    w.start_element(Some(b"p"), s("a"), s("u")).unwrap();
    w.start_element(Some(b"p"), s("a"), s("u")).unwrap();
    w.start_element(Some(b"q"), s("a"), s("u")).unwrap();
    assert_eq!(code(w.end_start_element()), WS_E_QUOTA_EXCEEDED);

    for (charset, size) in [(Charset::Utf8, 7), (Charset::Utf16Be, 16)] {
        for limit in 0..=size {
            let mut w = writer(Encoding::Text(charset), |settings| settings.buffer_max_size = limit);
            let done = w.open("a").and_then(|()| w.end_start_element()).and_then(|()| w.end_element());
            assert_eq!(code(done), if limit < size { WS_E_QUOTA_EXCEEDED } else { 0 }, "{charset:?} {limit}");
            assert!(w.bytes().len() <= limit as usize);
        }
    }
}

#[test]
fn declaration_and_indentation() {
    let write = |change: fn(&mut Settings), encoding| {
        let mut w = writer(encoding, change);
        w.comment(b"c").unwrap();
        w.open("a").unwrap();
        w.open("b").unwrap();
        w.chars("t").unwrap();
        w.open("c").unwrap();
        w.end_element().unwrap();
        w.end_element().unwrap();
        w.open("d").unwrap();
        w.end_element().unwrap();
        w.open("e").unwrap();
        w.end_start_element().unwrap();
        assert!(w.bytes_to_close() >= "\n</e></a>".len());
        w.end_element().unwrap();
        w.end_element().unwrap();
        w
    };
    let plain = "<?xml version=\"1.0\" encoding=\"utf-8\"?><!--c--><a><b>t<c/></b><d/><e></e></a>";
    let w = write(|settings| settings.write_declaration = true, Encoding::Text(Charset::Utf8));
    assert_eq!(shown(&w), plain);
    let w = write(|settings| settings.indent = 2, Encoding::Text(Charset::Utf8));
    assert_eq!(shown(&w), "<!--c-->\n<a>\n  <b>t<c/></b>\n  <d/>\n  <e></e>\n</a>");
    let uncompressed = |settings: &mut Settings| settings.emit_uncompressed_empty_elements = true;
    let w = write(uncompressed, Encoding::Text(Charset::Utf8));
    assert_eq!(shown(&w), "<!--c--><a><b>t<c></c></b><d></d><e></e></a>");

    for (charset, bytes) in
        [(Charset::Utf16Le, u16::to_le_bytes as fn(u16) -> [u8; 2]), (Charset::Utf16Be, u16::to_be_bytes)]
    {
        let w = write(|settings| settings.write_declaration = true, Encoding::Text(charset));
        let expected = format!("\u{FEFF}{}", plain.replace("utf-8", "utf-16"));
        let expected: Vec<u8> = expected.encode_utf16().flat_map(bytes).collect();
        assert_eq!(w.bytes(), expected);
    }
}

#[test]
fn flushing_leaves_the_open_tag() {
    for encoding in [Encoding::Text(Charset::Utf8), Encoding::Text(Charset::Utf16Le), Encoding::Binary] {
        let write = |flush: bool| {
            let mut w = writer(encoding, |_| ());
            let mut flushed = Vec::new();
            let mut flush = |w: &mut Writer| {
                if flush {
                    flushed.extend_from_slice(w.bytes());
                    w.flushed(w.bytes().len());
                    assert!(w.bytes().is_empty());
                }
            };
            flush(&mut w);
            w.start_element(Some(b"p"), s("a"), s("u")).unwrap();
            flush(&mut w);
            w.attribute(None, "x", "", "v").unwrap();
            flush(&mut w);
            w.start_element(Some(b"p"), s("b"), s("u")).unwrap();
            flush(&mut w);
            w.chars("t").unwrap();
            w.chars("u").unwrap();
            if encoding != Encoding::Binary {
                flush(&mut w);
            }
            w.end_element().unwrap();
            flush(&mut w);
            w.end_element().unwrap();
            flushed.extend_from_slice(w.bytes());
            flushed
        };
        assert_eq!(write(true), write(false), "{encoding:?}");
    }
}

#[test]
fn raw_takes_bytes_and_base64() {
    let mut w = writer(Encoding::Raw, |_| ());
    assert_eq!(code(w.open("a")), WS_E_INVALID_OPERATION);
    assert_eq!(code(w.comment(b"a")), WS_E_INVALID_OPERATION);
    w.value(&Value::Base64(b"<\0>"), Way::Bytes).unwrap();
    w.chars("YW").unwrap();
    w.chars("J\n j").unwrap();
    w.value(&Value::Utf16(&[0x59, 0x51, 0x3D, 0x3D]), Way::Chars).unwrap();
    w.value(&Value::Base64(b"z"), Way::Bytes).unwrap();
    assert_eq!(w.bytes(), b"<\0>abcaz");
    assert_eq!(code(w.chars("!")), WS_E_INVALID_FORMAT);
}

#[test]
fn canonical_form_is_passed_on() {
    use std::cell::RefCell;
    use std::rc::Rc;
    struct Gather(Rc<RefCell<Vec<u8>>>);
    impl Sink for Gather {
        fn write(&mut self, bytes: &[u8]) -> Result<()> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(())
        }
    }
    for (encoding, indent, expected) in [
        (Encoding::Text(Charset::Utf8), 0, "<b xmlns=\"u\" x=\"1\">&amp;YWJj<p:c xmlns:p=\"v\"></p:c></b>"),
        (Encoding::Binary, 0, "<b xmlns=\"u\" x=\"1\">&amp;YWJj<p:c xmlns:p=\"v\"></p:c></b>"),
        (Encoding::Text(Charset::Utf8), 1, "\n <b xmlns=\"u\" x=\"1\">&amp;YWJj<p:c xmlns:p=\"v\"></p:c></b>"),
    ] {
        let octets = Rc::new(RefCell::new(Vec::new()));
        let mut w = writer(encoding, |settings| settings.indent = indent);
        w.start_element(None, s("a"), s("u")).unwrap();
        w.start_canonicalization(Options::default(), Box::new(Gather(octets.clone()))).unwrap();
        assert_eq!(code(w.end_element()), WS_E_INVALID_OPERATION);
        w.start_element(None, s("b"), s("u")).unwrap();
        w.attribute(None, "x", "", "1").unwrap();
        w.chars("&").unwrap();
        w.value(&Value::Base64(b"abc"), Way::Bytes).unwrap();
        w.start_element(Some(b"p"), s("c"), s("v")).unwrap();
        assert_eq!(code(w.end_canonicalization()), WS_E_INVALID_OPERATION);
        w.end_element().unwrap();
        w.end_element().unwrap();
        w.end_canonicalization().unwrap();
        w.end_element().unwrap();
        assert_eq!(String::from_utf8(octets.take()).unwrap(), expected);
    }
}

fn package() -> Package {
    Package {
        write_header: true,
        boundary: b"b".to_vec(),
        start_info: b"text/xml".to_vec(),
        start_uri: b"root".to_vec(),
        max_inline: 4,
    }
}

#[test]
fn bytes_become_mime_parts() {
    let mut w = Writer::default();
    w.set_mtom_output(package(), Charset::Utf8, Settings::default());
    w.open("a").unwrap();
    w.open("b").unwrap();
    w.attribute(Some("m"), "contentType", "http://www.w3.org/2004/11/xmlmime", "image/png").unwrap();
    w.value(&Value::Base64(b"12345"), Way::Bytes).unwrap();
    w.value(&Value::Base64(b"6"), Way::Bytes).unwrap();
    assert_eq!(code(w.chars("x")), WS_E_INVALID_OPERATION);
    assert_eq!(code(w.comment(b"x")), WS_E_INVALID_OPERATION);
    assert_eq!(code(w.open("x")), WS_E_INVALID_OPERATION);
    w.end_element().unwrap();
    w.open("c").unwrap();
    w.value(&Value::Base64(b"1234"), Way::Bytes).unwrap();
    w.value(&Value::Base64(b"56789"), Way::Bytes).unwrap();
    w.end_element().unwrap();
    w.open("d").unwrap();
    w.start_bytes().unwrap();
    w.value(&Value::Base64(b"z"), Way::Bytes).unwrap();
    w.end_element().unwrap();
    assert!(w.is_package_incomplete());
    let to_close = w.bytes_to_close();
    let written = w.bytes().len();
    w.end_element().unwrap();
    w.complete_package().unwrap();
    assert!(w.bytes().len() - written <= to_close);
    let expected = "MIME-Version: 1.0\r\nContent-Type: multipart/related;type=\"application/xop+xml\";boundary=\"b\";\
                    start=\"<root>\";start-info=\"text/xml\"\r\n\r\n--b\r\nContent-ID: <root>\r\n\
                    Content-Transfer-Encoding: 8bit\r\nContent-Type: application/xop+xml;charset=utf-8;type=\"text/xml\"\
                    \r\n\r\n<a><b m:contentType=\"image/png\" xmlns:m=\"http://www.w3.org/2004/11/xmlmime\">\
                    <xop:Include href=\"cid:1@webservices\" xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/></b>\
                    <c>MTIzNDU2Nzg5</c><d><xop:Include href=\"cid:2@webservices\" \
                    xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"/></d></a>\
                    \r\n--b\r\nContent-ID: <1@webservices>\r\nContent-Transfer-Encoding: binary\r\n\
                    Content-Type: image/png\r\n\r\n123456\r\n--b\r\nContent-ID: <2@webservices>\r\n\
                    Content-Transfer-Encoding: binary\r\nContent-Type: application/octet-stream\r\n\r\nz\r\n--b--\r\n";
    assert_eq!(shown(&w), expected);
    assert_eq!(code(w.comment(b"x")), WS_E_INVALID_OPERATION);
    w.complete_package().unwrap();
    assert_eq!(shown(&w), expected);
}

#[test]
fn pushed_parts_have_another_quota() {
    let mut w = Writer::default();
    let settings = Settings { max_mime_parts_buffer_size: 10, buffer_max_size: 1000, ..Settings::default() };
    w.set_mtom_output(package(), Charset::Utf8, settings);
    w.open("a").unwrap();
    let bytes = [0; 1000];
    let bytes = |count: usize| Value::Base64(&bytes[..count]);
    w.open("pushed").unwrap();
    w.start_pushing().unwrap();
    w.value(&bytes(995), Way::Bytes).unwrap();
    w.end_pushing();
    w.end_element().unwrap();
    w.open("pulled").unwrap();
    w.start_bytes().unwrap();
    w.value(&bytes(10), Way::Bytes).unwrap();
    w.end_element().unwrap();
    w.open("pushed").unwrap();
    w.start_pushing().unwrap();
    let fault = w.value(&bytes(6), Way::Bytes).unwrap_err();
    assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
    assert!(format!("{fault:?}").contains("BUFFER_MAX_SIZE"));
}

#[test]
fn packages_cannot_be_broken() {
    let mut w = Writer::default();
    let mut open = |limit| {
        let settings = Settings { max_mime_parts_buffer_size: limit, ..Settings::default() };
        w.set_mtom_output(package(), Charset::Utf8, settings);
        w.open("a").unwrap();
        core::mem::take(&mut w)
    };
    let include = Str::from(&b"Include"[..]);
    assert_eq!(code(open(9).start_element(None, include, XOP_NAMESPACE.into())), WS_E_INVALID_FORMAT);
    assert_eq!(code(open(9).value(&Value::Base64(b"1234567890"), Way::Bytes)), WS_E_QUOTA_EXCEEDED);
    for bytes in [&b"--b--"[..], b"abc\r\n--b"] {
        let mut w = open(9);
        w.value(&Value::Base64(bytes), Way::Bytes).unwrap();
        w.end_element().unwrap();
        let written = w.bytes().to_vec();
        assert_eq!(code(w.complete_package()), WS_E_INVALID_FORMAT);
        assert_eq!(w.bytes(), written);
    }
    for change in [
        (|package| package.boundary = b"a\r\n".to_vec()) as fn(&mut Package),
        |package| package.boundary = b"a ".to_vec(),
        |package| package.boundary.clear(),
        |package| package.boundary = vec![b'a'; 71],
        |package| package.start_info = b"a\"".to_vec(),
        |package| package.start_uri = b"a>".to_vec(),
    ] {
        let mut package = package();
        package.check().unwrap();
        change(&mut package);
        assert_eq!(code(package.check()), E_INVALIDARG);
    }
}

/// The byte order mark and the declaration come with the first call.
#[test]
fn the_start_of_utf16_counts() {
    let utf16 = || writer(Encoding::Text(Charset::Utf16Le), |settings| settings.write_declaration = true);
    let mut w = utf16();
    assert_eq!(
        code(w.start_element(Some(b"p"), s("a"), s("http://www.w3.org/XML/1998/namespace"))),
        WS_E_INVALID_FORMAT
    );
    assert_eq!(w.bytes(), b"");

    let mut w = utf16();
    w.open("a").unwrap();
    let (written, to_close) = (w.bytes().len(), w.bytes_to_close());
    w.end_element().unwrap();
    assert!(w.bytes().len() - written <= to_close);
}

/// A reader of the buffer gets what is in it as it is.
#[test]
fn buffers_take_no_characters_that_are_not_allowed() {
    let write = |allow: bool, write: fn(&mut Writer) -> Result<()>| {
        let budget = std::rc::Rc::new(crate::runtime::budget::Budget::new(1 << 16));
        let buffer = crate::xml::buffer::Buffer::new(&budget).unwrap();
        let mut w = Writer::default();
        let settings = Settings { allow_invalid_character_references: allow, ..Settings::default() };
        w.set_output_to_buffer(&buffer, settings).unwrap();
        w.open("a").unwrap();
        code(write(&mut w))
    };
    let calls: [fn(&mut Writer) -> Result<()>; 7] = [
        |w| w.chars("\u{F}"),
        |w| w.value(&Value::Utf16(&[0xF]), Way::Chars),
        |w| w.attribute(None, "b", "", "\u{F}"),
        |w| w.utf8(Str::from(&b"\xFF"[..]), Way::CharsUtf8),
        |w| w.value(&Value::Utf16(&[0xD800]), Way::Chars),
        |w| w.xmlns(Some(b"p"), s("\u{F}"), false),
        |w| w.start_element(Some(b""), s("b"), s("\u{F}")).and_then(|()| w.end_element()),
    ];
    for (index, call) in calls.into_iter().enumerate() {
        assert_eq!(write(false, call), WS_E_INVALID_FORMAT, "{index}");
        // Text can be written as references then, if it is text at all.
        assert_eq!(write(true, call), if index < 3 { 0 } else { WS_E_INVALID_FORMAT }, "{index}");
    }
}

/// Readers skip it, and would find another canonical form.
#[test]
fn space_around_the_root_is_not_canonicalized() {
    use std::{cell::RefCell, rc::Rc};
    struct Octets(Rc<RefCell<Vec<u8>>>);
    impl Sink for Octets {
        fn write(&mut self, bytes: &[u8]) -> Result<()> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(())
        }
    }
    for (fragment, expected) in [(false, "<a>\n  <b></b>\n</a>"), (true, "\t<a>\n  <b></b>\n</a> ")] {
        let octets = Rc::new(RefCell::new(Vec::new()));
        let mut w = writer(Encoding::Text(Charset::Utf8), |settings| {
            (settings.indent, settings.write_declaration, settings.allow_fragment) = (2, true, fragment);
        });
        w.start_canonicalization(Options::default(), Box::new(Octets(Rc::clone(&octets)))).unwrap();
        w.chars("\t").unwrap();
        w.open("a").unwrap();
        w.open("b").unwrap();
        w.end_element().unwrap();
        w.end_element().unwrap();
        w.chars(" ").unwrap();
        w.end_canonicalization().unwrap();
        assert_eq!(String::from_utf8(octets.take()).unwrap(), expected);
    }
}

/// Text that starts with U+FEFF would lose it to whoever looks for a byte order mark.
#[test]
fn a_fragment_keeps_its_first_character() {
    let mut w = writer(Encoding::Text(Charset::Utf8), |settings| settings.allow_fragment = true);
    w.chars("").unwrap();
    w.chars("\u{FEFF}a").unwrap();
    w.chars("\u{FEFF}b").unwrap();
    assert_eq!(shown(&w), "\u{FEFF}\u{FEFF}a\u{FEFF}b");
}

#[test]
fn a_buffer_keeps_a_prefix_without_its_namespace() {
    let budget = std::rc::Rc::new(crate::runtime::budget::Budget::new(1 << 16));
    let buffer = crate::xml::buffer::Buffer::new(&budget).unwrap();
    let mut w = Writer::default();
    w.set_output_to_buffer(&buffer, Settings::default()).unwrap();
    w.open("a").unwrap();
    w.value(&Value::QName(QName { prefix: Some(s("p")), local: s("b"), ns: None }), Way::Whole).unwrap();
    w.end_element().unwrap();
    let mut copy = text_writer();
    copy.buffer(&buffer).unwrap();
    assert_eq!(shown(&copy), "<a>p:b</a>");
}
