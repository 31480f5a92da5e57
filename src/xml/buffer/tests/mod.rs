use super::bindings::Uri;
use super::content::Content;
use super::cursor::{Cursor, Event};
use super::moves::MoveTo;
use super::point::{Container, Point};
use super::tree::{Position, Side};
use super::*;
use crate::abi::{E_INVALIDARG, GUID, WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED};
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::scope::Scope;
use std::sync::Arc;

mod content;
mod model;

fn budget() -> Rc<Budget> {
    Rc::new(Budget::new(1 << 30))
}

/// A buffer with what a text says.
fn parse(xml: &str) -> Buffer {
    parse_into(xml, &budget())
}

fn parse_into(xml: &str, budget: &Rc<Budget>) -> Buffer {
    let buffer = Buffer::new(budget).unwrap();
    let mut point = Point::new(&buffer);
    each_node(xml, |node| point.write(node).unwrap());
    buffer
}

fn each_node(xml: &str, mut node: impl FnMut(NodeRef<'_>)) {
    let settings = Settings { allow_fragment: true, ..Settings::default() };
    let mut document = Document::new(Input::owned(xml.as_bytes().to_vec()), settings);
    let mut decoder = TextDecoder::default();
    loop {
        decoder.next(&mut document).unwrap();
        node(document.node());
        if document.node().node.kind == NodeKind::Eof {
            return;
        }
    }
}

/// All that a node says.
fn show(node: NodeRef<'_>) -> String {
    let get = |span| String::from_utf8_lossy(node.get(span)).into_owned();
    let name = |name: Name| format!("{}:{}{{{}}}", get(name.prefix), get(name.local), get(name.ns));
    let text = |text: &Text| match text {
        Text::Utf8(span) => get(*span),
        other => format!("{other:?}"),
    };
    let Node { kind, is_empty, .. } = *node.node;
    match kind {
        NodeKind::Element => {
            let attribute = |attribute: &Attribute| {
                let Attribute { single_quote, is_xmlns, .. } = *attribute;
                format!(" {}={} {single_quote} {is_xmlns}", name(attribute.name), text(&attribute.value))
            };
            let attributes: String = node.node.attributes.iter().map(attribute).collect();
            format!("<{}{attributes} {is_empty}>", name(node.node.name))
        }
        NodeKind::Text | NodeKind::Comment => format!("{kind:?}({})", text(&node.node.text)),
        _ => format!("{kind:?}"),
    }
}

/// All nodes from BOF to EOF.
fn show_all(buffer: &Buffer) -> Vec<String> {
    let mut cursor = Cursor::new(buffer);
    let mut shown = vec![show(cursor.node().unwrap())];
    while cursor.kind() != NodeKind::Eof {
        cursor.read().unwrap();
        shown.push(show(cursor.node().unwrap()));
    }
    shown
}

/// A node with one name or text.
fn bare(kind: NodeKind, name: &str) -> Arc<Content> {
    let span = Span::new(Place::Input, 0, name.len());
    let name_of_element = Name { prefix: Span::default(), local: span, ns: Span::default() };
    let node = Node { kind, name: name_of_element, text: Text::Utf8(span), ..Node::default() };
    let places = Places { input: name.as_bytes(), ..Places::default() };
    Arc::new(Content::copy(NodeRef { node: &node, places }).unwrap())
}

fn find(buffer: &Buffer, local: &str) -> Position {
    let mut cursor = Cursor::new(buffer);
    loop {
        assert_ne!(cursor.read().unwrap(), NodeKind::Eof, "no {local}");
        let node = cursor.node().unwrap();
        if node.node.kind == NodeKind::Element && node.get(node.node.name.local) == local.as_bytes() {
            return cursor.position().unwrap();
        }
    }
}

const SAMPLE: &str = "<!--1--><a x='1' p:y=\"2\" xmlns:p='urn:p'>t<p:b xmlns='urn:d'><c/><d>u</d></p:b>\
                      <![CDATA[v]]><!--2--><e/><![CDATA[]]></a><!--3-->";

#[test]
fn a_document_comes_out_as_it_went_in() {
    let mut expected = vec![String::from("Bof")];
    each_node(SAMPLE, |node| expected.push(show(node)));
    let buffer = parse(SAMPLE);
    assert_eq!(show_all(&buffer), expected);

    let mut cursor = Cursor::new(&buffer);
    assert!(cursor.move_to(MoveTo::Eof).unwrap());
    assert_eq!(cursor.read().unwrap(), NodeKind::Eof);
}

#[test]
fn skipping_leaves_out_what_is_in_elements_only() {
    let buffer = parse("<a><b><c/>t</b><![CDATA[v]]></a><!--1-->");
    let mut cursor = Cursor::new(&buffer);
    cursor.set_position(&buffer, find(&buffer, "b")).unwrap();
    for kind in [NodeKind::CData, NodeKind::Text, NodeKind::EndCData, NodeKind::EndElement, NodeKind::Comment] {
        assert_eq!(cursor.skip().unwrap(), kind);
    }
    cursor.move_to(MoveTo::RootElement).unwrap();
    assert_eq!(cursor.skip().unwrap(), NodeKind::Comment);
    cursor.move_to(MoveTo::Bof).unwrap();
    assert_eq!(cursor.skip().unwrap(), NodeKind::Element);
}

#[test]
fn a_writer_comes_back_to_the_end_of_an_open_element() {
    let buffer = Buffer::new(&budget()).unwrap();
    let mut writer = Point::new(&buffer);
    writer.insert(bare(NodeKind::Element, "envelope")).unwrap();
    writer.insert(bare(NodeKind::Element, "security")).unwrap();
    assert_eq!((writer.depth().unwrap(), writer.container().unwrap()), (2, Container::Element));
    let end_of_security = writer.position().unwrap();
    writer.close().unwrap();
    writer.insert(bare(NodeKind::Text, "t")).unwrap();
    writer.close().unwrap();
    assert_eq!((writer.depth().unwrap(), writer.container().unwrap()), (0, Container::Document));
    assert_eq!(writer.roots().unwrap(), 1);
    assert_eq!(writer.close().unwrap_err().code(), WS_E_INVALID_OPERATION);

    writer.set_position(&buffer, end_of_security).unwrap();
    writer.insert(bare(NodeKind::Element, "signature")).unwrap();
    writer.close().unwrap();
    assert_eq!(writer.position().unwrap(), end_of_security);
    let names = ["envelope", "security", "signature"].map(|name| format!("<:{name}{{}} false>"));
    let [envelope, security, signature] = names;
    let end = || String::from("EndElement");
    let (text, bof, eof) = (String::from("Text(t)"), String::from("Bof"), String::from("Eof"));
    assert_eq!(show_all(&buffer), [bof, envelope, security, signature, end(), end(), text, end(), eof]);

    // In the middle of an element there is nothing to end.
    writer.set_position(&buffer, find(&buffer, "signature")).unwrap();
    let fault = writer.close().unwrap_err();
    assert!(fault.code() == WS_E_INVALID_OPERATION && fault.texts()[0].contains("Element"), "{fault:?}");
    assert!(writer.move_to(MoveTo::Bof).unwrap());
    assert_eq!(writer.insert(bare(NodeKind::Comment, "")).unwrap_err().code(), WS_E_INVALID_OPERATION);
}

#[test]
fn a_cdata_section_holds_text_only_and_goes_as_a_whole() {
    let buffer = parse("<a><![CDATA[x]]></a>");
    let mut writer = Point::new(&buffer);
    writer.move_to(MoveTo::RootElement).unwrap();
    writer.move_to(MoveTo::ChildNode).unwrap();
    let section = writer.position().unwrap();
    writer.move_to(MoveTo::ChildNode).unwrap();
    assert_eq!((writer.container().unwrap(), writer.depth().unwrap()), (Container::CData, 1));
    for kind in [NodeKind::Element, NodeKind::Comment, NodeKind::CData] {
        assert_eq!(writer.insert(bare(kind, "y")).unwrap_err().code(), WS_E_INVALID_OPERATION);
    }
    writer.insert(bare(NodeKind::Text, "y")).unwrap();
    assert_eq!(show_all(&buffer)[2..6], ["CData", "Text(y)", "Text(x)", "EndCData"]);
    let end = Position::from_bits(section.to_bits() | 1);
    assert_eq!(buffer.remove(end).unwrap_err().code(), WS_E_INVALID_OPERATION);
    buffer.remove(section).unwrap();
    assert_eq!(show_all(&buffer), ["Bof", "<:a{} false>", "EndElement", "Eof"]);
}

#[test]
fn an_empty_element_that_gets_a_child_is_no_longer_written_as_empty() {
    let buffer = parse("<a xmlns='urn:d' b='1'/>");
    let mut reader = Cursor::new(&buffer);
    reader.read().unwrap();
    let mut writer = Point::new(&buffer);
    writer.move_to(MoveTo::RootElement).unwrap();
    writer.move_to(MoveTo::EndElement).unwrap();
    let before = show_all(&buffer);
    writer.insert(bare(NodeKind::Text, "t")).unwrap();
    // The reader keeps what it lent.
    assert_eq!(show(reader.node().unwrap()), before[1]);
    let opened = before[1].replace("true>", "false>");
    assert!(opened != before[1] && opened.ends_with("false>"));
    assert_eq!(show_all(&buffer), ["Bof", opened.as_str(), "Text(t)", "EndElement", "Eof"]);
}

#[test]
fn positions_of_removed_nodes_are_refused_for_good() {
    let buffer = parse("<a><b><c/></b><d/></a>");
    let (a, b, c, d) = (find(&buffer, "a"), find(&buffer, "b"), find(&buffer, "c"), find(&buffer, "d"));
    let mut reader = Cursor::new(&buffer);
    reader.set_position(&buffer, c).unwrap();
    let mut writer = Point::new(&buffer);
    writer.set_position(&buffer, c).unwrap();
    let lent = reader.content().unwrap().clone();

    buffer.remove(b).unwrap();
    let mut faults = vec![
        reader.read().unwrap_err(),
        reader.node().unwrap_err(),
        reader.move_to(MoveTo::Bof).unwrap_err(),
        reader.position().unwrap_err(),
        reader.depth().unwrap_err(),
        reader.set_position(&buffer, b).unwrap_err(),
        writer.insert(bare(NodeKind::Text, "")).unwrap_err(),
        writer.set_position(&buffer, Position::from_bits(b.to_bits() | 1)).unwrap_err(),
        buffer.remove(c).unwrap_err(),
    ];
    assert_eq!(show(lent.node_ref()), "<:c{} true>");

    // Their slots are used again; the positions still mean what is gone.
    writer.set_position(&buffer, d).unwrap();
    for name in ["x", "y", "z"] {
        writer.insert(bare(NodeKind::Element, name)).unwrap();
    }
    faults.push(reader.read().unwrap_err());
    faults.push(reader.set_position(&buffer, c).unwrap_err());
    for fault in faults {
        assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
        assert!(fault.texts()[0].contains("removed"), "{fault:?}");
    }
    reader.set_position(&buffer, d).unwrap();
    assert!(reader.move_to(MoveTo::PreviousNode).unwrap());
    assert_eq!(show(reader.node().unwrap()), "<:x{} false>");

    for position in [Position::from_bits(a.to_bits() | 1), Cursor::new(&buffer).position().unwrap()] {
        assert_eq!(buffer.remove(position).unwrap_err().code(), WS_E_INVALID_OPERATION);
    }
}

#[test]
fn positions_that_never_were_are_refused() {
    let buffer = parse("<a>t</a>");
    let mut reader = Cursor::new(&buffer);
    reader.move_to(MoveTo::RootElement).unwrap();
    let element = reader.position().unwrap();
    reader.read().unwrap();
    let text = reader.position().unwrap().to_bits();
    for bits in [0, 1, u64::MAX, 7, text | 1, text + (1 << 32), text + 2, u64::MAX >> 1, 1 << 32 | 0xFFFF_FFFF] {
        let fault = reader.set_position(&buffer, Position::from_bits(bits)).unwrap_err();
        assert_eq!(fault.code(), E_INVALIDARG, "{bits:x}");
        assert!(fault.texts()[0].contains(&format!("0x{bits:X}")), "{fault:?}");
    }
    let other = parse("<a>t</a>");
    assert_eq!(reader.set_position(&other, element).unwrap_err().code(), E_INVALIDARG);
    assert_eq!(Point::new(&other).set_position(&buffer, element).unwrap_err().code(), E_INVALIDARG);
    assert_eq!(reader.kind(), NodeKind::Text);
}

#[test]
fn a_buffer_ends_with_its_last_owner() {
    let budget = budget();
    let buffer = parse_into(SAMPLE, &budget);
    let (mut reader, mut writer) = (Cursor::new(&buffer), Point::new(&buffer));
    reader.read().unwrap();
    drop(buffer);
    assert_eq!(budget.used(), 0);
    for fault in [reader.read().unwrap_err(), reader.node().unwrap_err(), writer.close().unwrap_err()] {
        assert_eq!(fault.code(), WS_E_INVALID_OPERATION);
    }
}

#[test]
fn nodes_count_against_the_quota_while_they_are_there() {
    let budget = Rc::new(Budget::new(10_000));
    let buffer = Buffer::new(&budget).unwrap();
    let mut writer = Point::new(&buffer);
    writer.insert(bare(NodeKind::Element, "a")).unwrap();
    let base = budget.used();
    let mut positions = Vec::new();
    let fault = loop {
        let before = (budget.used(), show_all(&buffer));
        if let Err(fault) = writer.insert(bare(NodeKind::Text, &"x".repeat(1000))) {
            assert_eq!((budget.used(), show_all(&buffer)), before);
            break fault;
        }
        assert!(budget.used() >= before.0 + 1000);
        writer.move_to(MoveTo::PreviousNode).unwrap();
        positions.push(writer.position().unwrap());
    };
    assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
    assert!(fault.texts()[0].contains("WS_HEAP_PROPERTY_MAX_SIZE (10000)"), "{fault:?}");
    let count = positions.len();
    for position in positions {
        buffer.remove(position).unwrap();
    }
    writer.move_to(MoveTo::RootElement).unwrap_err();
    // What is left is the slots, which the next nodes get.
    let slots = budget.used() - base;
    assert!(slots <= count * 64, "{slots}");
    let mut writer = Point::new(&buffer);
    for _ in 0..count {
        writer.insert(bare(NodeKind::Text, &"x".repeat(1000))).unwrap();
    }
    drop(buffer);
    assert_eq!(budget.used(), 0);
}

#[test]
fn a_small_envelope_fits_in_two_kilobytes() {
    // Programs ask for heaps of this size for such a document and its octets.
    let budget = Rc::new(Budget::new(2048));
    let soap = "http://schemas.xmlsoap.org/soap/envelope/";
    let wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    let dsig = "http://www.w3.org/2000/09/xmldsig#";
    let xml = format!(
        "<Envelope xmlns='{soap}'><Header><Security xmlns='{wsse}'><Signature xmlns='{dsig}'/></Security></Header>\
         </Envelope>"
    );
    let _buffer = parse_into(&xml, &budget);
    assert!(budget.used() + xml.len() + 200 <= 2048, "{}", budget.used());
}

#[test]
fn a_million_levels() {
    const LEVELS: usize = 1_000_000;
    let budget = Rc::new(Budget::new(usize::MAX));
    let buffer = Buffer::new(&budget).unwrap();
    let mut writer = Point::new(&buffer);
    let root = parse("<a xmlns:p='urn:p'/>").tree.borrow().slot(1).content.clone().unwrap();
    writer.insert(root).unwrap();
    let element = bare(NodeKind::Element, "a");
    for _ in 1..LEVELS {
        writer.insert(element.clone()).unwrap();
    }
    assert_eq!(writer.depth().unwrap() as usize, LEVELS);
    let mut scope = Scope::default();
    writer.enter_scope(&mut scope, 1).unwrap();
    assert_eq!(scope.depth(), LEVELS);
    let mut reader = Cursor::new(&buffer);
    reader.set_position(&buffer, writer.position().unwrap()).unwrap();
    assert_eq!(reader.namespace(b"p").unwrap().unwrap().bytes(), b"urn:p");
    for _ in 0..LEVELS {
        assert_eq!(reader.read().unwrap(), if writer.close().is_ok() { reader.kind() } else { NodeKind::Bof });
    }
    assert_eq!(reader.kind(), NodeKind::Eof);
    reader.move_to(MoveTo::Bof).unwrap();
    assert_eq!(reader.subtree().unwrap().len(), 2 * LEVELS);
    let copy = Buffer::new(&budget).unwrap();
    let mut writer = Point::new(&copy);
    for event in reader.subtree().unwrap() {
        match event {
            Event::Node(content) => writer.insert(content).unwrap(),
            Event::End => writer.close().unwrap(),
        }
    }
    buffer.remove(find(&buffer, "a")).unwrap();
    assert_eq!(show_all(&buffer), ["Bof", "Eof"]);
    drop((buffer, copy));
    assert_eq!(budget.used(), 0);
}

#[test]
fn namespaces_in_scope() {
    let buffer =
        parse("<a xmlns:p='urn:1' xmlns='urn:d'><p:b xmlns:p='urn:2'>t<![CDATA[u]]></p:b><c xmlns=''><xml:d/></c></a>");
    let seen = |reader: &Cursor, prefix: &[u8]| {
        let uri = reader.namespace(prefix).unwrap();
        uri.map(|uri| String::from_utf8(uri.bytes().to_vec()).unwrap())
    };
    let mut reader = Cursor::new(&buffer);
    let mut writer = Point::new(&buffer);
    let mut scope = Scope::default();
    let mut shown = Vec::new();
    loop {
        let (p, d) = (seen(&reader, b"p").unwrap_or("-".into()), seen(&reader, b"").unwrap_or("-".into()));
        reader.enter_scope(&mut scope, 8).unwrap();
        let same = |prefix: &[u8]| {
            let places = Places { scope: scope.bytes(), ..Places::default() };
            scope.lookup(prefix).map(|span| String::from_utf8(places.get(span).to_vec()).unwrap())
        };
        assert_eq!((same(b"p").unwrap_or("-".into()), same(b"").unwrap_or("-".into())), (p.clone(), d.clone()));
        assert_eq!(scope.depth(), reader.depth().unwrap() as usize);

        writer.set_position(&buffer, reader.position().unwrap()).unwrap();
        writer.enter_scope(&mut scope, 8).unwrap();
        let name = String::from_utf8_lossy(scope.name().unwrap_or_default()).into_owned();
        shown.push(format!("{:?} p={p} d={d} in {name}", reader.kind()));
        assert_eq!(scope.depth(), writer.depth().unwrap() as usize);
        if reader.kind() == NodeKind::Eof {
            break;
        }
        reader.read().unwrap();
    }
    assert_eq!(
        shown,
        [
            "Bof p=- d= in ",
            "Element p=urn:1 d=urn:d in ",
            "Element p=urn:2 d=urn:d in a",
            "Text p=urn:2 d=urn:d in p:b",
            "CData p=urn:2 d=urn:d in p:b",
            "Text p=urn:2 d=urn:d in p:b",
            "EndCData p=urn:2 d=urn:d in p:b",
            "EndElement p=urn:2 d=urn:d in p:b",
            "Element p=urn:1 d= in a",
            "Element p=urn:1 d= in c",
            "EndElement p=urn:1 d= in xml:d",
            "EndElement p=urn:1 d= in c",
            "EndElement p=urn:1 d=urn:d in a",
            "Eof p=- d= in ",
        ]
    );
    reader.move_to(MoveTo::RootElement).unwrap();
    let Some(uri @ Uri::Declared(..)) = reader.namespace(b"p").unwrap() else { panic!() };
    assert_eq!(reader.namespace(b"xml").unwrap().unwrap().bytes(), crate::xml::scope::XML_NAMESPACE);
    assert_eq!(reader.enter_scope(&mut scope, 1).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
    // What was found outlives the node and the buffer.
    buffer.remove(find(&buffer, "a")).unwrap();
    drop(buffer);
    assert_eq!(uri.bytes(), b"urn:1");
}

#[test]
fn a_node_can_be_copied_into_itself() {
    let buffer = parse("<a><b/></a>");
    let mut reader = Cursor::new(&buffer);
    reader.set_position(&buffer, find(&buffer, "a")).unwrap();
    let mut writer = Point::new(&buffer);
    writer.set_position(&buffer, find(&buffer, "b")).unwrap();
    assert!(writer.shares_buffer(&reader));
    assert!(!Point::new(&parse("<a/>")).shares_buffer(&reader));
    for event in reader.subtree().unwrap() {
        match event {
            Event::Node(content) => writer.insert(content).unwrap(),
            Event::End => writer.close().unwrap(),
        }
    }
    let nodes = show_all(&buffer).join(" ");
    assert_eq!(
        nodes,
        "Bof <:a{} false> <:a{} false> <:b{} true> EndElement EndElement <:b{} true> EndElement EndElement Eof"
    );
}
