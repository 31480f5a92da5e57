//! Tests of the engine through its own interface.

use super::*;

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

#[test]
fn a_document() {
    let mut w = text_writer();
    w.start_element(Some(b"p"), s("a"), s("urn:a")).unwrap();
    w.start_attribute(None, s("x"), s(""), false).unwrap();
    w.value(&Value::Utf8(s("<1>")), Way::CharsUtf8).unwrap();
    w.end_attribute().unwrap();
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
