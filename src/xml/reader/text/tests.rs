//! What the text decoder makes of documents, well-formed and not.

use super::super::document::Document;
use super::super::input::{Input, is_exhausted};
use super::super::settings::Settings;
use super::TextDecoder;
use crate::xml::node::{NodeKind, Text};

fn events(xml: &[u8], fragment: bool) -> Result<String, String> {
    let settings = Settings { allow_fragment: fragment, ..Settings::default() };
    let mut document = Document::new(Input::owned(xml.to_vec()), settings);
    let mut decoder = TextDecoder::default();
    let mut out = String::new();
    loop {
        decoder.next(&mut document).map_err(|fault| fault.texts().join(" / "))?;
        let node = document.node();
        let get = |span| String::from_utf8(node.get(span).to_vec()).unwrap();
        match node.node.kind {
            NodeKind::Element => {
                let name = node.node.name;
                out += &format!("<{}|{}|{}", get(name.prefix), get(name.local), get(name.ns));
                for attribute in &node.node.attributes {
                    let name = attribute.name;
                    let Text::Utf8(value) = attribute.value else { panic!() };
                    if attribute.is_xmlns {
                        out += &format!(" xmlns:{}={}", get(name.prefix), get(name.ns));
                    } else {
                        out += &format!(" {}|{}|{}={}", get(name.prefix), get(name.local), get(name.ns), get(value));
                    }
                }
                out += ">";
            }
            NodeKind::EndElement => out += "</>",
            NodeKind::Text | NodeKind::Comment => {
                let Text::Utf8(value) = node.node.text else { panic!() };
                let (open, close) = if node.node.kind == NodeKind::Text { ("'", "'") } else { ("<!--", "-->") };
                out += &format!("{open}{}{close}", get(value));
            }
            NodeKind::CData => out += "[",
            NodeKind::EndCData => out += "]",
            NodeKind::Eof => return Ok(out),
            NodeKind::Bof => panic!(),
        }
    }
}

#[test]
fn documents() {
    for (xml, expected) in [
        ("<a/>", "<|a|></>"),
        ("<?xml version='1.0' encoding=\"UTF-8\"?>\r\n<a>x</a>\n", "<|a|>'x'</>"),
        ("<a b='1' c=\"x&lt;&#65;\ty\"/>", "<|a| |b|=1 |c|=x<A y></>"),
        (
            "<p:a xmlns:p='urn:p' xmlns='urn:d' p:b=''><b/></p:a>",
            "<p|a|urn:p xmlns:p=urn:p xmlns:=urn:d p|b|urn:p=><|b|urn:d></></>",
        ),
        ("<a>x &amp; y\r\nz</a>", "<|a|>'x & y\nz'</>"),
        ("<a><![CDATA[<&]]]]><!--c--></a>", "<|a|>['<&]]']<!--c--></>"),
        ("<a><![CDATA[]]></a>", "<|a|>[]</>"),
        ("<a>\u{e4}\u{6771}\u{1F600}</a >", "<|a|>'\u{e4}\u{6771}\u{1F600}'</>"),
        (
            "<\u{e4}:b xmlns:\u{e4}='u' xml:lang='de'/>",
            "<\u{e4}|b|u xmlns:\u{e4}=u xml|lang|http://www.w3.org/XML/1998/namespace=de></>",
        ),
        ("<a xmlns='u'><b xmlns=''/></a>", "<|a|u xmlns:=u><|b| xmlns:=></></>"),
    ] {
        assert_eq!(events(xml.as_bytes(), false).as_deref(), Ok(expected), "{xml}");
    }
    assert_eq!(events(b"a<b/>c<d/>", true).as_deref(), Ok("'a'<|b|></>'c'<|d|></>"));
    assert_eq!(events(b"", true).as_deref(), Ok(""));
}

#[test]
fn malformed() {
    for xml in [
        "",
        " ",
        "a",
        "<a>",
        "<a",
        "<a/",
        "<a b>",
        "<a b=>",
        "<a b=1/>",
        "<a b='1'c='2'/>",
        "<a b='1' b='2'/>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>x",
        "x<a/>",
        "<a>&x;</a>",
        "<a>&#0;</a>",
        "<a>&#x110000;</a>",
        "<a>&lt</a>",
        "<a>]]></a>",
        "<a>\u{1}</a>",
        "<a>\u{FFFE}</a>",
        "<a b='<'/>",
        "<a><!-- -- --></a>",
        "<a><!----->",
        "<p:a/>",
        "<a p:b=''/>",
        "<a xmlns:p=''/>",
        "<a xmlns:xml='u'/>",
        "<a xmlns:xmlns='u'/>",
        "<xmlns:a/>",
        "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>",
        "<a xmlns='u' xmlns='v'/>",
        "<!DOCTYPE a><a/>",
        "<?pi?><a/>",
        " <?xml version='1.0'?><a/>",
        "<?xml version='2.0'?><a/>",
        "<?xml version='1.0' encoding='latin1'?><a/>",
        "<?xml encoding='utf-8'?><a/>",
        "<a><![CDATA[x]]</a>",
        "<![CDATA[x]]><a/>",
        "<a:/>",
        "<:a/>",
        "<a:b:c xmlns:a='u'/>",
        "<1/>",
        "<a><!x></a>",
        "< a/>",
        "<a/ >",
        "<a b = '1' c/>",
    ] {
        let result = events(xml.as_bytes(), false);
        assert!(result.is_err(), "{xml}: {result:?}");
    }
    for xml in [&b"<a>\xff</a>"[..], b"<a>\xc0\x80</a>", b"<a>\xed\xa0\x80</a>", b"<a b='\x80'/>", b"<\xc3/>"] {
        assert!(events(xml, false).is_err());
    }
}

#[test]
fn duplicates_among_many_attributes() {
    let many: String = (0..100).map(|index| format!(" a{index}=''")).collect();
    assert!(events(format!("<a{many}/>").as_bytes(), false).is_ok());
    let error = events(format!("<a{many} a50=''/>").as_bytes(), false).unwrap_err();
    assert!(error.contains("'a50' appears twice"), "{error}");
    let error = events(format!("<a{}/>", " a=''".repeat(129)).as_bytes(), false).unwrap_err();
    assert!(error.contains("MAX_ATTRIBUTES"), "{error}");
}

#[test]
fn errors_say_where() {
    let error = events("<a>\n  \u{e4}<b></c></a>".as_bytes(), false).unwrap_err();
    assert!(error.contains("line 2, column 7"), "{error}");
}

#[test]
fn what_has_not_arrived_is_waited_for_wherever_the_window_ends() {
    let xml = "<?xml version='1.0'?>\r\n<!--\u{1F600}--><\u{e9}:b xmlns:\u{e9}='\u{6771}' a=\"\u{e9}&#233;\u{1F600}\" \
               \u{6771} = '\u{6771}\u{e9}'>\u{e9}]]\u{6771}&amp;\r\n<![CDATA[\u{1F600}]]]]><c d=\"\u{1F600}\" /></\u{e9}:b >";
    assert!(events(xml.as_bytes(), false).is_ok());
    for end in 0..xml.len() {
        let mut document = Document::new(Input::stream(), Settings::default());
        document.window().extend_from_slice(&xml.as_bytes()[..end]);
        let mut decoder = TextDecoder::default();
        let fault = loop {
            if let Err(fault) = decoder.next(&mut document) {
                break fault;
            }
        };
        assert!(is_exhausted(&fault), "{}: {:?}", String::from_utf8_lossy(&xml.as_bytes()[..end]), fault.texts());
    }
}
