//! The short way of elements with one value must not differ from the long one.

use super::*;
use crate::abi::{DECIMAL, E_INVALIDARG, GUID};
use crate::runtime::heap::Heap;
use crate::xml::buffer::Buffer;

const BAD_SCALE: DECIMAL = DECIMAL { wReserved: 0, scale: 99, sign: 0, Hi32: 0, Lo64: 1 };

fn values() -> Vec<Value<'static>> {
    vec![
        Value::Utf8(s("a <b> & \"c\" \r\u{E9}")),
        Value::Utf8(s("")),
        Value::Utf16(&[0x61, 0x26, 0xD83D, 0xDE00]),
        Value::Int32(-12),
        Value::Double(1.5),
        Value::Bool(true),
        Value::Guid(GUID::default()),
        Value::Base64(b"abcd"),
    ]
}

/// Writes a value in several elements of a document, and answers the codes and the output.
fn written(
    encoding: Encoding,
    limit: u32,
    write: impl Fn(&mut Writer, &str) -> Result<()>,
) -> (Vec<i32>, Vec<u8>, usize) {
    let mut w = writer(encoding, |settings| {
        settings.max_depth = 3;
        settings.buffer_max_size = limit;
    });
    let mut codes = vec![code(w.start_element(Some(b"p"), s("list"), s("urn:x")))];
    for ns in ["urn:x", "urn:x", "urn:y", "urn:x", ""] {
        codes.push(code(write(&mut w, ns)));
    }
    for _ in 0..2 {
        codes.push(code(w.start_element(Some(b"p"), s("inner"), s("urn:x"))));
        codes.push(code(write(&mut w, "urn:x")));
    }
    codes.push(code(w.end_element()));
    codes.push(code(w.end_element()));
    let to_close = w.bytes_to_close();
    (codes, w.bytes().to_vec(), to_close)
}

#[test]
fn an_element_with_one_value_is_the_same_at_once_and_in_steps() {
    for encoding in [Encoding::Text(Charset::Utf8), Encoding::Text(Charset::Utf16Le), Encoding::Binary] {
        for value in values() {
            for limit in (0..400).step_by(7).chain([65_536]) {
                let at_once = written(encoding, limit, |w, ns| w.leaf(s("item"), s(ns), &value));
                let in_steps = written(encoding, limit, |w, ns| {
                    w.start_element(None, s("item"), s(ns))?;
                    w.value(&value, Way::Whole)?;
                    w.end_element()
                });
                assert_eq!(at_once.0, in_steps.0, "{encoding:?} {limit}");
                // What is left of a call that ran out of room differs by the steps that were complete before; one that
                // is too deep leaves nothing.
                if limit == 65_536 {
                    assert!(at_once.0.contains(&WS_E_QUOTA_EXCEEDED), "the depth is exceeded at the end");
                    assert_eq!(at_once, in_steps);
                }
            }
        }
    }
}

#[test]
fn a_value_that_is_refused_leaves_the_short_way_as_it_was() {
    let mut w = text_writer();
    w.start_element(None, s("a"), s("urn:x")).unwrap();
    w.leaf(s("b"), s("urn:x"), &Value::Int32(1)).unwrap();
    w.leaf(s("b"), s("urn:x"), &Value::Int32(2)).unwrap();
    assert_eq!(code(w.leaf(s("b"), s("urn:x"), &Value::Decimal(BAD_SCALE))), E_INVALIDARG);
    assert_eq!(code(w.leaf(s("1b"), s("urn:x"), &Value::Int32(2))), WS_E_INVALID_FORMAT);
    let mut w = text_writer();
    w.start_element(None, s("a"), s("urn:x")).unwrap();
    w.leaf(s("b"), s("urn:x"), &Value::Int32(1)).unwrap();
    w.leaf(s("b"), s("urn:x"), &Value::Int32(2)).unwrap();
    assert_eq!(code(w.leaf(s("b"), s("urn:x"), &Value::Utf16(&[0xD800]))), WS_E_INVALID_FORMAT);
    assert_eq!(shown(&w), "<a xmlns=\"urn:x\"><b>1</b><b>2</b>");
    assert_eq!(code(w.leaf(s("b"), s("urn:x"), &Value::Int32(3))), WS_E_OBJECT_FAULTED);
}

#[test]
fn nil_takes_the_usual_prefix_unless_it_is_taken() {
    let nil = |prepare: &dyn Fn(&mut Writer)| {
        let mut w = text_writer();
        prepare(&mut w);
        w.nil().unwrap();
        w.end_element().unwrap();
        shown(&w).to_owned()
    };
    let xsi = "http://www.w3.org/2001/XMLSchema-instance";
    assert_eq!(nil(&|w| w.open("a").unwrap()), format!("<a xsi:nil=\"true\" xmlns:xsi=\"{xsi}\"/>"));
    assert_eq!(
        nil(&|w| w.start_element(Some(b"xsi"), s("a"), s("urn:x")).unwrap()),
        format!("<xsi:a a:nil=\"true\" xmlns:xsi=\"urn:x\" xmlns:a=\"{xsi}\"/>")
    );
    assert_eq!(
        nil(&|w| {
            w.open("a").unwrap();
            w.xmlns(Some(b"i"), s(xsi), false).unwrap();
        }),
        format!("<a xmlns:i=\"{xsi}\" i:nil=\"true\"/>")
    );
}

#[test]
fn an_element_of_a_buffer_gets_another_name() {
    let heap = Heap::new(1 << 16, 0);
    let buffer = Buffer::new(heap.budget()).unwrap();
    let mut into = Writer::default();
    into.set_output_to_buffer(&buffer, Settings { allow_fragment: true, ..Settings::default() }).unwrap();
    into.start_element(Some(b"p"), s("old"), s("urn:p")).unwrap();
    into.xmlns(Some(b""), s("urn:d"), false).unwrap();
    into.attribute(Some("p"), "x", "urn:p", "1").unwrap();
    into.start_element(Some(b""), s("in"), s("urn:d")).unwrap();
    into.end_element().unwrap();
    into.end_element().unwrap();

    let mut w = text_writer();
    w.start_element(Some(b""), s("new"), s("urn:n")).unwrap();
    w.inside_of(&buffer).unwrap();
    w.end_element().unwrap();
    assert_eq!(shown(&w), "<new p:x=\"1\" xmlns=\"urn:n\" xmlns:p=\"urn:p\"><in xmlns=\"urn:d\"/></new>");

    let mut w = text_writer();
    w.start_element(Some(b"p"), s("new"), s("urn:n")).unwrap();
    w.inside_of(&buffer).unwrap();
    w.end_element().unwrap();
    assert!(shown(&w).starts_with("<p:new "), "{}", shown(&w));
    assert!(shown(&w).ends_with(":x=\"1\" xmlns:p=\"urn:n\" xmlns:a=\"urn:p\"><in/></p:new>"), "{}", shown(&w));

    into.open("second").unwrap();
    into.end_element().unwrap();
    let mut w = text_writer();
    assert_eq!(code(w.element_of(&buffer)), WS_E_INVALID_FORMAT);
}
