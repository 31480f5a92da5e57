use super::*;
use crate::abi::{WS_DATETIME, WS_DATETIME_FORMAT_UTC};

fn span(start: usize, len: usize) -> Span {
    Span::new(Place::Input, start, len)
}

fn copy_text(text: Text, input: &[u8]) -> Content {
    let node = Node { kind: NodeKind::Text, text, ..Node::default() };
    Content::copy(NodeRef { node: &node, places: Places { input, ..Places::default() } }).unwrap()
}

#[test]
fn every_type_of_text_stays_what_it_is() {
    let input = b"nameU+FE\0\xFFurn:";
    let name = Name { prefix: span(0, 1), local: span(0, 4), ns: span(10, 4) };
    let guid = GUID { Data1: 1, Data2: 2, Data3: 3, Data4: [4; 8] };
    let time = WS_DATETIME { ticks: 5, format: WS_DATETIME_FORMAT_UTC };
    for text in [
        Text::Bool(true),
        Text::Int32(-1),
        Text::Int64(i64::MIN),
        Text::UInt64(u64::MAX),
        Text::Float(1.5),
        Text::Double(-0.0),
        Text::Guid(guid),
        Text::UniqueId(guid),
        Text::DateTime(time),
        Text::TimeSpan(-7),
    ] {
        let expected = format!("{text:?}");
        assert_eq!(format!("{:?}", copy_text(text, input).node_ref().node.text), expected);
    }
    for (text, bytes) in [
        (Text::Utf8(span(0, 4)), &b"name"[..]),
        (Text::Utf16(span(4, 2)), b"U+"),
        (Text::Base64(span(8, 2)), b"\0\xFF"),
    ] {
        let tag = core::mem::discriminant(&text);
        let copy = copy_text(text, input);
        let node = copy.node_ref();
        assert_eq!(core::mem::discriminant(&node.node.text), tag);
        let (Text::Utf8(span) | Text::Utf16(span) | Text::Base64(span)) = &node.node.text else { panic!() };
        assert_eq!((node.get(*span), span.place), (bytes, Place::Own));
    }
    let copy = copy_text(Text::QName(name.into()), input);
    let Text::QName(copied) = &copy.node_ref().node.text else { panic!() };
    let parts = [copied.prefix, copied.local, copied.ns].map(|span| copy.node_ref().get(span));
    assert_eq!(parts, [&b"n"[..], b"name", b"urn:"]);
}

#[test]
fn lists_come_out_flat_and_16_bit_units_aligned() {
    let input = b"xab";
    let mut list = Text::List(Box::new([Text::Utf8(span(0, 1)), Text::Utf16(span(1, 2)), Text::Int32(1)]));
    for depth in 0..1000 {
        list = Text::List(Box::new([list, Text::Int32(depth)]));
    }
    let copy = copy_text(list, input);
    let node = copy.node_ref();
    let Text::List(items) = &node.node.text else { panic!() };
    assert_eq!(items.len(), 1003);
    let [Text::Utf8(x), Text::Utf16(ab), Text::Int32(1), Text::Int32(0), .., Text::Int32(999)] = &**items else {
        panic!("{items:?}")
    };
    assert_eq!((node.get(*x), node.get(*ab), ab.start % 2), (&b"x"[..], &b"ab"[..], 0));
    assert!(copy.size() > items.len() * size_of::<Text>());
}

#[test]
fn a_long_namespace_is_stored_once() {
    let uri = "u".repeat(10_000);
    let attributes: String = (0..100).map(|index| format!(" p:a{index}=''")).collect();
    let mut size = 0;
    each_node(&format!("<p:a xmlns:p='{uri}'{attributes}/>"), |node| {
        if node.node.kind == NodeKind::Element {
            let copy = Content::copy(node).unwrap();
            assert_eq!(show(copy.node_ref()), show(node));
            size = copy.size();
        }
    });
    assert!((10_000..30_000).contains(&size), "{size}");
}

#[test]
fn declarations_can_be_added() {
    each_node("<p:a xmlns:p='urn:p' b=\"1\"/>", |node| {
        if node.node.kind == NodeKind::Element {
            let copy = Content::copy_declaring(node, &[(b"q", b"urn:p"), (b"", b"urn:d")]).unwrap();
            let [.., q, default] = &copy.node_ref().node.attributes[..] else { panic!() };
            assert!(q.is_xmlns && default.is_xmlns);
            let parts = [q.name.prefix, q.name.ns, default.name.prefix, default.name.ns];
            let parts = parts.map(|span| copy.node_ref().get(span));
            assert_eq!(parts, [&b"q"[..], b"urn:p", b"", b"urn:d"]);
            assert_eq!(copy.node_ref().node.attributes.len(), 4);
            assert_eq!(q.name.ns, copy.node_ref().node.name.ns);
        }
    });
}
