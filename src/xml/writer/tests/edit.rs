//! Changing what is in an XML buffer already.

use super::*;
use crate::abi::WS_E_INVALID_OPERATION;
use crate::runtime::budget::Budget;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::node::NodeKind;
use std::rc::Rc;

/// `<r xmlns:p="u"><p:x k="1"/><y xmlns="v"><p:z/></y></r>`, and a writer that was moved to the root element.
fn edited(budget: &Rc<Budget>) -> (Buffer, Writer) {
    let buffer = Buffer::new(budget).unwrap();
    let mut w = Writer::default();
    w.set_output_to_buffer(&buffer, Settings::default()).unwrap();
    w.open("r").unwrap();
    w.xmlns(Some(b"p"), s("u"), false).unwrap();
    w.start_element(None, s("x"), s("u")).unwrap();
    w.attribute(None, "k", "", "1").unwrap();
    w.end_element().unwrap();
    w.start_element(None, s("y"), s("v")).unwrap();
    w.start_element(None, s("z"), s("u")).unwrap();
    for _ in 0..3 {
        w.end_element().unwrap();
    }
    w.go(MoveTo::RootElement);
    (buffer, w)
}

impl Writer {
    fn go(&mut self, to: MoveTo) {
        assert!(self.move_to(to).unwrap(), "{to:?}");
    }
}

fn as_text(buffer: &Buffer) -> String {
    let mut w = text_writer();
    w.buffer(buffer).unwrap();
    shown(&w).to_owned()
}

fn budget() -> Rc<Budget> {
    Rc::new(Budget::new(1 << 20))
}

#[test]
fn attributes_are_added_to_what_is_there() {
    let (buffer, mut w) = edited(&budget());
    w.attribute(None, "a", "", "<1>").unwrap();
    w.start_attribute(None, s("b"), s("u"), true).unwrap();
    assert!(w.in_attribute());
    w.value(&Value::Int32(2), Way::Whole).unwrap();
    w.end_attribute().unwrap();
    w.attribute(None, "c", "w", "").unwrap();
    w.xmlns(Some(b"q"), s("urn:q"), false).unwrap();
    let root = r#"<r xmlns:p="u" a="&lt;1>" p:b='2' a:c="" xmlns:a="w" xmlns:q="urn:q">"#;
    let rest = r#"<p:x k="1"/><y xmlns="v"><p:z/></y></r>"#;
    assert_eq!(as_text(&buffer), format!("{root}{rest}"));
    // The writer is before the element still, and in nothing.
    assert_eq!(code(w.end_element()), WS_E_INVALID_FORMAT);
    let (buffer, mut w) = edited(&budget());
    w.go(MoveTo::ChildElement);
    w.attribute(Some("n"), "d", "new", "").unwrap();
    // Nothing is in the element that could mean the other namespace.
    w.attribute(Some("a"), "e", "new", "").unwrap();
    w.xmlns(Some(b""), s("default"), false).unwrap();
    w.go(MoveTo::NextElement);
    w.attribute(None, "f", "u", "").unwrap();
    w.chars("t").unwrap();
    let expected = concat!(
        r#"<r xmlns:p="u"><p:x k="1" n:d="" xmlns:n="new" a:e="" xmlns:a="new" xmlns="default"/>"#,
        r#"t<y xmlns="v" p:f=""><p:z/></y></r>"#
    );
    assert_eq!(as_text(&buffer), expected);
}

#[test]
fn the_rules_of_start_tags_hold_for_what_is_there() {
    let refused = |to: MoveTo, expected: i32, write: &dyn Fn(&mut Writer) -> Result<()>| {
        let (buffer, mut w) = edited(&budget());
        let before = as_text(&buffer);
        w.go(MoveTo::ChildElement);
        if to != MoveTo::ChildElement {
            w.go(to);
        }
        assert_eq!(code(write(&mut w)), expected);
        assert_eq!(as_text(&buffer), before);
    };
    let bad = WS_E_INVALID_FORMAT;
    refused(MoveTo::ChildElement, bad, &|w| w.attribute(None, "k", "", "2"));
    refused(MoveTo::ChildElement, bad, &|w| w.attribute(Some("p"), "l", "v", ""));
    refused(MoveTo::ChildElement, bad, &|w| w.attribute(Some("q"), "l", "", ""));
    refused(MoveTo::ChildElement, bad, &|w| w.attribute(None, "1", "", ""));
    refused(MoveTo::NextElement, bad, &|w| w.xmlns(Some(b""), s("other"), false));
    // The prefix stands for another namespace in the element's content.
    refused(MoveTo::NextElement, bad, &|w| w.xmlns(Some(b"p"), s("other"), false));
    refused(MoveTo::NextElement, bad, &|w| w.attribute(Some("p"), "l", "other", ""));
    refused(MoveTo::EndElement, WS_E_INVALID_OPERATION, &|w| w.attribute(None, "l", "", ""));
    refused(MoveTo::Bof, WS_E_INVALID_OPERATION, &|w| w.xmlns(Some(b"q"), s("other"), false));
}

#[test]
fn an_attribute_that_comes_too_late_is_not_the_next_elements() {
    let (buffer, mut w) = edited(&budget());
    w.go(MoveTo::ChildElement);
    assert!(!w.move_to(MoveTo::PreviousElement).unwrap());
    w.attribute(None, "l", "", "").unwrap();
    w.open("n").unwrap();
    w.end_element().unwrap();
    assert_eq!(code(w.attribute(None, "m", "", "")), WS_E_INVALID_OPERATION);
    assert!(w.move_to(MoveTo::ParentElement).unwrap());
    w.attribute(None, "m", "", "").unwrap();
    assert!(as_text(&buffer).starts_with(r#"<r xmlns:p="u" m=""><n/><p:x k="1" l=""/>"#));
}

#[test]
fn quotas_hold_for_what_is_there() {
    let budget = budget();
    let (buffer, mut w) = edited(&budget);
    let settings = Settings { max_attributes: 3, max_namespaces: 2, ..Settings::default() };
    let again = |w: &mut Writer| {
        w.set_output_to_buffer(&buffer, settings).unwrap();
        w.go(MoveTo::RootElement);
    };
    again(&mut w);
    w.xmlns(Some(b"q"), s("2"), false).unwrap();
    assert_eq!(code(w.xmlns(Some(b"r"), s("3"), false)), WS_E_QUOTA_EXCEEDED);
    again(&mut w);
    w.attribute(None, "a", "", "").unwrap();
    assert_eq!(code(w.attribute(None, "b", "", "")), WS_E_QUOTA_EXCEEDED);
    assert!(as_text(&buffer).starts_with(r#"<r xmlns:p="u" xmlns:q="2" a=""><"#));

    // A reader keeps what it stands on, and what is held is what is charged.
    let mut cursor = Cursor::new(&buffer);
    cursor.read().unwrap();
    w.set_output_to_buffer(&buffer, Settings::default()).unwrap();
    w.go(MoveTo::RootElement);
    let before = budget.used();
    let long = "x".repeat(1000);
    w.attribute(None, "long", "", &long).unwrap();
    assert_eq!(cursor.node().unwrap().node.attributes.len(), 3);
    assert!((1000..1200).contains(&(budget.used() - before)));
    let tight = Rc::new(Budget::new(budget.used()));
    let (buffer, mut w) = edited(&tight);
    let before = (as_text(&buffer), tight.used());
    assert_eq!(code(w.attribute(None, "long", "", &long.repeat(4))), WS_E_QUOTA_EXCEEDED);
    assert_eq!((as_text(&buffer), tight.used()), before);
    drop(buffer);
    assert_eq!(tight.used(), 0);
}

#[test]
fn two_writers_do_not_undo_each_other() {
    let (buffer, mut w) = edited(&budget());
    let mut other = Writer::default();
    other.set_output_to_buffer(&buffer, Settings::default()).unwrap();
    other.go(MoveTo::RootElement);
    w.start_attribute(None, s("a"), s(""), false).unwrap();
    other.attribute(None, "b", "", "").unwrap();
    assert_eq!(code(w.end_attribute()), WS_E_INVALID_OPERATION);
    assert!(!w.in_attribute());
    w.attribute(None, "c", "", "").unwrap();
    w.start_attribute(None, s("d"), s(""), false).unwrap();
    buffer.remove(other.position().unwrap()).unwrap();
    assert_eq!(code(w.end_attribute()), WS_E_INVALID_OPERATION);
    assert_eq!(code(w.attribute(None, "e", "", "")), WS_E_INVALID_OPERATION);
    w.set_output_to_buffer(&buffer, Settings::default()).unwrap();
    w.open("new").unwrap();
    w.end_element().unwrap();
    assert_eq!(as_text(&buffer), "<new/>");
}

#[test]
fn qualified_names_in_attributes_keep_their_meaning() {
    let (buffer, mut w) = edited(&budget());
    w.go(MoveTo::ChildElement);
    let name = |prefix: Option<&'static str>, ns| Value::QName(QName { prefix: prefix.map(s), local: s("n"), ns });
    w.start_attribute(None, s("t"), s(""), false).unwrap();
    w.value(&name(None, Some(s("u"))), Way::Whole).unwrap();
    w.end_attribute().unwrap();
    w.start_attribute(None, s("v"), s(""), false).unwrap();
    w.value(&name(None, Some(s("own"))), Way::Whole).unwrap();
    w.end_attribute().unwrap();
    assert!(as_text(&buffer).contains(r#"<p:x k="1" t="p:n" v="a:n" xmlns:a="own"/>"#));
    assert_eq!(code(w.xmlns(Some(b"a"), s("other"), false)), WS_E_INVALID_FORMAT);
}

#[test]
fn a_declaration_left_to_the_writer_spares_the_default_namespace() {
    let (buffer, mut w) = edited(&budget());
    w.xmlns(None, s("mine"), false).unwrap();
    w.xmlns(None, s("mine"), false).unwrap();
    assert!(as_text(&buffer).starts_with(r#"<r xmlns:p="u" xmlns:a="mine"><p:x"#));
    let mut cursor = Cursor::new(&buffer);
    while cursor.read().unwrap() != NodeKind::Eof {}
    assert_eq!(w.prefix_of(b"mine").unwrap(), None);
}
