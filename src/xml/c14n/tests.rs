//! The canonicaliser behind the crate's own reader of text.

mod differential;
mod examples;
pub(crate) mod in_text;
mod vectors;

use super::*;
use crate::abi::{DECIMAL, GUID, WS_DATETIME, WS_DATETIME_FORMAT_UTC, WS_E_INVALID_OPERATION, WS_E_OBJECT_FAULTED};
use crate::xml::node::{Name, Place, Places};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;

impl Sink for Vec<u8> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.extend_from_slice(bytes);
        Ok(())
    }
}

fn reader(xml: &str) -> (Document, TextDecoder) {
    let settings = Settings { max_depth: 1000, max_namespaces: 1000, ..Settings::default() };
    (Document::new(Input::owned(xml.as_bytes().to_vec()), settings), TextDecoder::default())
}

fn start_at<'a>(document: &'a Document, outer: &'a dyn Fn(&[u8]) -> Option<Vec<u8>>) -> Start<'a> {
    Start { kind: document.node.kind, in_element: document.scope.depth() > 1, outer_namespace: outer }
}

fn outer_namespace(document: &Document, prefix: &[u8]) -> Option<Vec<u8>> {
    document.scope.lookup_outside(prefix).map(|span| document.places().get(span).to_vec())
}

/// The canonical form of a whole document.
pub(crate) fn document(xml: &str, options: Options) -> String {
    let (mut document, mut decoder) = reader(xml);
    let mut out = Vec::new();
    let outer = |prefix: &[u8]| outer_namespace(&document, prefix);
    let mut canonicalizer = Canonicalizer::new(options, start_at(&document, &outer)).unwrap();
    loop {
        canonicalizer.node(document.node(), &mut out).unwrap();
        if document.node.kind == NodeKind::Eof {
            break;
        }
        decoder.next(&mut document).unwrap();
    }
    canonicalizer.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The canonical form of the element that is number `index` in the document.
pub(crate) fn element(xml: &str, index: usize, options: Options) -> Option<String> {
    let (mut document, mut decoder) = reader(xml);
    let mut seen = 0;
    while seen <= index {
        decoder.next(&mut document).unwrap();
        match document.node.kind {
            NodeKind::Element => seen += 1,
            NodeKind::Eof => return None,
            _ => {}
        }
    }
    let mut out = Vec::new();
    let outer = |prefix: &[u8]| outer_namespace(&document, prefix);
    let mut canonicalizer = Canonicalizer::new(options, start_at(&document, &outer)).unwrap();
    let depth = document.scope.depth();
    loop {
        canonicalizer.node(document.node(), &mut out).unwrap();
        if document.node.kind == NodeKind::EndElement && document.scope.depth() == depth {
            break;
        }
        decoder.next(&mut document).unwrap();
    }
    canonicalizer.finish(&mut out).unwrap();
    Some(String::from_utf8(out).unwrap())
}

pub(crate) fn inclusive() -> Options {
    Options { exclusive: false, ..Options::default() }
}

fn with_comments(options: Options) -> Options {
    Options { with_comments: true, ..options }
}

fn listing(prefixes: &[&str]) -> Options {
    Options {
        inclusive_prefixes: prefixes.iter().map(|prefix| prefix.as_bytes().into()).collect(),
        ..Options::default()
    }
}

fn omitting(ns: &str, local: &str) -> Option<OmittedElement> {
    Some(OmittedElement { local: local.as_bytes().into(), ns: ns.as_bytes().into() })
}

#[test]
fn omitted_elements_go_with_their_contents_and_their_declarations() {
    let xml = "<a xmlns='u'><s:S xmlns:s='sig'><b>x</b><s:S/></s:S><s:T xmlns:s='sig'/><S/>y<s:S xmlns:s='sig'/></a>";
    let options = Options { omitted: omitting("sig", "S"), ..Options::default() };
    let expected = "<a xmlns=\"u\"><s:T xmlns:s=\"sig\"></s:T><S></S>y</a>";
    assert_eq!(document(xml, options.clone()), expected);
    assert_eq!(document(xml, Options { exclusive: false, ..options }), expected);
    let options = Options { omitted: omitting("u", "a"), ..with_comments(inclusive()) };
    assert_eq!(document("<!--1--><a xmlns='u'><!--2--><b/></a><!--3-->", options), "<!--1-->\n\n<!--3-->");
}

#[test]
fn listed_prefixes_are_inherited_by_each_outermost_node() {
    let xml = "<r xmlns='d' xmlns:p='urn:p' xmlns:q='urn:q'><a xmlns:p='own'>x</a></r>";
    let got = |prefixes: &[&str]| element(xml, 1, listing(prefixes)).unwrap();
    assert_eq!(got(&[]), "<a xmlns=\"d\">x</a>");
    assert_eq!(got(&["q", "p"]), "<a xmlns=\"d\" xmlns:p=\"own\" xmlns:q=\"urn:q\">x</a>");
    let xml = "<p:r xmlns='d' xmlns:p='urn:p'><p:a/><p:a xmlns=''><b/></p:a></p:r>";
    for name in ["#default", ""] {
        assert_eq!(element(xml, 1, listing(&[name])).unwrap(), "<p:a xmlns=\"d\" xmlns:p=\"urn:p\"></p:a>");
        // Undeclared by the element itself: not inherited, and nothing to undo.
        assert_eq!(element(xml, 2, listing(&[name])).unwrap(), "<p:a xmlns:p=\"urn:p\"><b></b></p:a>");
        let whole = "<p:r xmlns=\"d\" xmlns:p=\"urn:p\"><p:a></p:a><p:a xmlns=\"\"><b></b></p:a></p:r>";
        assert_eq!(document(xml, listing(&[name])), whole);
    }
}

#[test]
fn siblings_inside_an_element_have_no_line_ends_around_comments() {
    let xml = "<r><!--a-->x<b/><!--c--></r>";
    let (mut document, mut decoder) = reader(xml);
    decoder.next(&mut document).unwrap();
    decoder.next(&mut document).unwrap();
    let options = with_comments(Options::default());
    let start = Start { kind: NodeKind::Comment, in_element: true, outer_namespace: &|_| None };
    let mut canonicalizer = Canonicalizer::new(options, start).unwrap();
    let mut out = Vec::new();
    for _ in 0..5 {
        canonicalizer.node(document.node(), &mut out).unwrap();
        decoder.next(&mut document).unwrap();
    }
    let fault = canonicalizer.node(document.node(), &mut out).unwrap_err();
    assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
    canonicalizer.finish(&mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "<!--a-->x<b></b><!--c-->");
}

#[test]
fn calls_in_the_wrong_place_are_refused_and_change_nothing() {
    let start = Start { kind: NodeKind::Element, in_element: false, outer_namespace: &|_| None };
    let fault = Canonicalizer::new(inclusive(), start).err().unwrap();
    assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
    let mut canonicalizer = Canonicalizer::new(Options::default(), start).unwrap();
    let mut out = Vec::new();
    let (mut document, mut decoder) = reader("<a>x</a>");
    for _ in 0..2 {
        decoder.next(&mut document).unwrap();
        canonicalizer.node(document.node(), &mut out).unwrap();
        assert_eq!(canonicalizer.finish(&mut out).unwrap_err().code(), WS_E_INVALID_OPERATION);
    }
    decoder.next(&mut document).unwrap();
    canonicalizer.node(document.node(), &mut out).unwrap();
    canonicalizer.finish(&mut out).unwrap();
    assert_eq!(out, b"<a>x</a>");
}

#[test]
fn nothing_follows_a_failure_of_the_sink() {
    struct Full;
    impl Sink for Full {
        fn write(&mut self, _: &[u8]) -> Result<()> {
            Err(Fault::quota("test", 0))
        }
    }
    let start = Start { kind: NodeKind::Bof, in_element: false, outer_namespace: &|_| None };
    let options = Options { output_buffer_size: 2, ..Options::default() };
    let mut canonicalizer = Canonicalizer::new(options, start).unwrap();
    let (mut document, mut decoder) = reader("<abc/>");
    decoder.next(&mut document).unwrap();
    assert!(canonicalizer.node(document.node(), &mut Full).is_err());
    let mut out = Vec::new();
    assert_eq!(canonicalizer.node(document.node(), &mut out).unwrap_err().code(), WS_E_OBJECT_FAULTED);
    assert_eq!(canonicalizer.finish(&mut out).unwrap_err().code(), WS_E_OBJECT_FAULTED);
    assert!(out.is_empty());
    canonicalizer.restart(Options::default(), start).unwrap();
    canonicalizer.finish(&mut out).unwrap();
}

#[test]
fn typed_texts_become_their_characters() {
    let utf16: Vec<u8> = "a<\u{e4}\u{1F600}\"".encode_utf16().flat_map(u16::to_ne_bytes).collect();
    let own = [&utf16[..], b"\x00\xff\x10ABpn", &vec![7; 2000]].concat();
    let at = |start, len| Span::new(Place::Own, start, len);
    let base = utf16.len();
    let guid = GUID { Data1: 0x0123_4567, Data2: 0x89ab, Data3: 0xcdef, Data4: [1, 2, 3, 4, 5, 6, 7, 0xfe] };
    let name = Name { prefix: at(base + 5, 1), local: at(base + 6, 1), ns: Span::default() };
    for (text, expected) in [
        (Text::Utf16(at(0, base)), "a&lt;\u{e4}\u{1F600}\"".to_owned()),
        (Text::Base64(at(base, 3)), "AP8Q".to_owned()),
        (Text::Base64(at(base, 4)), "AP8QQQ==".to_owned()),
        (Text::Base64(at(base, 5)), "AP8QQUI=".to_owned()),
        (Text::Base64(at(base + 7, 100)), format!("{}Bw==", "BwcH".repeat(33))),
        (Text::Base64(at(base + 7, 2000)), format!("{}Bwc=", "BwcH".repeat(666))),
        (Text::Base64(at(0, 0)), String::new()),
        (Text::Double(0.01), "1E-2".to_owned()),
        (Text::Float(f32::NEG_INFINITY), "-INF".to_owned()),
        (Text::Decimal(DECIMAL { scale: 2, Lo64: 1250, ..DECIMAL::default() }), "12.50".to_owned()),
        (Text::DateTime(WS_DATETIME { ticks: 0, format: WS_DATETIME_FORMAT_UTC }), "0001-01-01T00:00:00Z".to_owned()),
        (Text::TimeSpan(10_000_000), "00:00:01".to_owned()),
        (Text::Bool(true), "true".to_owned()),
        (Text::List(Box::new([Text::Int32(-7), Text::Int64(i64::MIN), Text::UInt64(u64::MAX)])), {
            "-7 -9223372036854775808 18446744073709551615".to_owned()
        }),
        (Text::Guid(guid), "01234567-89ab-cdef-0102-0304050607fe".to_owned()),
        (Text::UniqueId(guid), "urn:uuid:01234567-89ab-cdef-0102-0304050607fe".to_owned()),
        (Text::QName(name.into()), "p:n".to_owned()),
    ] {
        let node = Node { kind: NodeKind::Text, text, ..Node::default() };
        let start = Start { kind: NodeKind::Text, in_element: true, outer_namespace: &|_| None };
        let mut canonicalizer = Canonicalizer::new(Options::default(), start).unwrap();
        let mut out = Vec::new();
        let places = Places { own: &own, ..Places::default() };
        canonicalizer.node(NodeRef { node: &node, places }, &mut out).unwrap();
        canonicalizer.finish(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected, "{:?}", node.text);
    }
}

#[test]
fn a_million_levels_and_many_names_take_little_time() {
    let start = Start { kind: NodeKind::Bof, in_element: false, outer_namespace: &|_| None };
    let mut canonicalizer = Canonicalizer::new(Options::default(), start).unwrap();
    let at = |start: usize, len| Span::new(Place::Own, start, len);
    // 20,000 attributes, each with a prefix and a namespace of its own, in no order.
    let count = 20_000_usize;
    let own: String = (0..count).map(|index| format!("p{:07}", index * 7919 % count)).collect();
    let attribute = |index: usize| {
        let name = Name { prefix: at(index * 8, 8), local: at(index * 8, 8), ns: at(index * 8, 8) };
        Attribute { name, ..Attribute::default() }
    };
    let name = Name { local: at(0, 1), ..Name::default() };
    let wide =
        Node { kind: NodeKind::Element, name, attributes: (0..count).map(attribute).collect(), ..Node::default() };
    let deep = Node { attributes: Vec::new(), ..wide.clone() };
    let end = Node { kind: NodeKind::EndElement, ..Node::default() };
    let places = Places { own: own.as_bytes(), ..Places::default() };
    let mut out = Vec::new();
    canonicalizer.node(NodeRef { node: &wide, places }, &mut out).unwrap();
    for (node, times) in [(&deep, 1_000_000), (&end, 1_000_001)] {
        for _ in 0..times {
            canonicalizer.node(NodeRef { node, places }, &mut out).unwrap();
        }
    }
    canonicalizer.finish(&mut out).unwrap();
    assert!(out.starts_with(b"<p xmlns:p0000000=\"p0000000\" xmlns:p0000001=\"p0000001\""));
    assert_eq!(out.len(), 7 * 1_000_001 + count * (26 + 21));
}
