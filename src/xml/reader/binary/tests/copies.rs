//! The examples of the specifications, written again: as text they must be the XML that they mean, and as records the
//! same bytes, but where the writer has a form of its own for them.

use super::*;
use crate::xml::node::{Node, NodeRef, Span};
use crate::xml::reader::Decoder;
use crate::xml::reader::text::TextDecoder;
use crate::xml::writer::{Charset, Encoding, QName, Settings as OutputSettings, Str, Value, Way, Writer};

/// A string with the number that a document has for it.
fn numbered(node: NodeRef<'_>, span: Span) -> Str<'_> {
    let id = match span.origin {
        Origin::Inline => None,
        Origin::StaticDictionary => Some(span.id * 2),
        Origin::DynamicDictionary => Some(span.id * 2 + 1),
    };
    Str { bytes: node.get(span), id }
}

fn write_text(w: &mut Writer, node: NodeRef<'_>, text: &Text) -> Result<()> {
    match text {
        Text::Utf8(span) if span.origin != Origin::Inline => w.utf8(numbered(node, *span), Way::Utf8Text),
        Text::QName(name) => {
            let (prefix, local) = (Some(node.get(name.prefix).into()), numbered(node, name.local));
            w.value(&Value::QName(QName { prefix, local, ns: None }), Way::Whole)
        }
        _ => {
            let alone = Node { kind: NodeKind::Text, text: text.clone(), ..Node::default() };
            w.node(NodeRef { node: &alone, places: node.places })
        }
    }
}

/// Writes a node with the same dictionaries as it was read with. [`Writer::node`] itself uses none: the document that it
/// writes may be for a peer that has others.
fn write_numbered(w: &mut Writer, node: NodeRef<'_>) -> Result<()> {
    match node.node.kind {
        NodeKind::Text => write_text(w, node, &node.node.text),
        NodeKind::Element => {
            let name = node.node.name;
            w.start_element(Some(node.get(name.prefix)), numbered(node, name.local), numbered(node, name.ns))?;
            for attribute in &node.node.attributes {
                let (prefix, ns) = (Some(node.get(attribute.name.prefix)), numbered(node, attribute.name.ns));
                if attribute.is_xmlns {
                    w.xmlns(prefix, ns, false)?;
                } else {
                    w.start_attribute(prefix, numbered(node, attribute.name.local), ns, false)?;
                    write_text(w, node, &attribute.value)?;
                    w.end_attribute()?;
                }
            }
            w.end_start_element()
        }
        _ => w.node(node),
    }
}

fn copy(
    bytes: &[u8],
    mut decoder: Decoder,
    encoding: Encoding,
    write: fn(&mut Writer, NodeRef<'_>) -> Result<()>,
) -> Vec<u8> {
    let mut document = Document::new(Input::owned(bytes.to_vec()), fragments());
    let mut w = Writer::default();
    w.set_output(Some(encoding), OutputSettings { allow_fragment: true, ..OutputSettings::default() });
    loop {
        decoder.next(&mut document).unwrap();
        if document.node.kind == NodeKind::Eof {
            w.complete().unwrap();
            return w.bytes().to_vec();
        }
        write(&mut w, document.node()).unwrap();
    }
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

const TEXT: Encoding = Encoding::Text(Charset::Utf8);

/// The examples show time spans as durations of XML Schema; what .NET writes for them, and so this library, is another
/// form.
const TIME_SPANS: [(&str, &str); 2] =
    [("<doc>-PT5M44S</doc>", "<doc>-00:05:44</doc>"), ("<str916>PT3H20M</str916>", "<str916>03:20:00</str916>")];

/// Takes a document through all encodings, and answers the records that stand for it with its own dictionaries.
fn through_all(bytes: &str, xml: &str, decoder: fn() -> BinaryDecoder) -> String {
    let records = hex(bytes);
    let binary = || Decoder::Binary(Box::new(decoder()));
    let text = copy(&records, binary(), TEXT, Writer::node);
    let written = TIME_SPANS.iter().find(|(example, _)| *example == xml).map_or(xml, |(_, written)| written);
    assert_eq!(core::str::from_utf8(&text), Ok(written), "{bytes}");
    let text_decoder = Decoder::Text(TextDecoder::default());
    assert_eq!(copy(&text, text_decoder, TEXT, Writer::node), text, "{bytes}");
    for write in [Writer::node, write_numbered] {
        let again = copy(&records, binary(), Encoding::Binary, write);
        assert_eq!(read_with(&again, decoder(), fragments()).unwrap(), xml, "{bytes}: {again:x?}");
        // What the writer wrote it writes in the same way.
        assert_eq!(copy(&again, binary(), Encoding::Binary, write), again, "{bytes}");
    }
    hex_of(&copy(&records, binary(), Encoding::Binary, write_numbered))
}

/// The examples in a form that the writer never chooses: why, what the example is, and what the writer makes of it.
const OTHER_FORMS: &[(&str, &[(&str, &str)])] = &[
    (
        "the record of the content also ends the element",
        &[
            ("4003646F63980568656C6C6F01", "4003646F63990568656C6C6F"),
            ("4003646F639E08000102030405060701", "4003646F639F080001020304050607"),
            ("4003646F63AC00112233445566778899AABBCCDDEEFF01", "4003646F63AD00112233445566778899AABBCCDDEEFF"),
            ("4003646F63AE00C4F532FFFFFFFF01", "4003646F63AF00C4F532FFFFFFFF"),
            ("4003646F63B0000102030405060708090A0B0C0D0E0F01", "4003646F63B1000102030405060708090A0B0C0D0E0F"),
            ("4003646F63B2FFFFFFFFFFFFFFFF01", "4003646F63B3FFFFFFFFFFFFFFFF"),
        ],
    ),
    (
        "a length takes no more bytes than it needs",
        &[
            ("4003646F639A050068656C6C6F01", "4003646F63990568656C6C6F"),
            ("4001619B050068656C6C6F", "400161990568656C6C6F"),
            ("4003646F639C0500000068656C6C6F01", "4003646F63990568656C6C6F"),
            ("4001619D0500000068656C6C6F", "400161990568656C6C6F"),
            ("4003646F63A00800000102030405060701", "4003646F639F080001020304050607"),
            ("4006426173653634A108000001020304050607", "40064261736536349F080001020304050607"),
            ("4003646F63A208000000000102030405060701", "4003646F639F080001020304050607"),
            ("4006426173653634A3080000000001020304050607", "40064261736536349F080001020304050607"),
        ],
    ),
    ("empty text in content is no node", &[("4003646F63A9", "4003646F6301")]),
    ("a boolean has a record for each of its values", &[("4003646F63B40101", "4003646F6387")]),
    (
        "the items of an array are read as elements; WsWriteArray writes arrays",
        &[
            ("034003617272018B0333338888DDDD", "40036172728B333340036172728B888840036172728BDDDD"),
            ("03400361727201B5050100010001", "400361727287400361727285400361727287400361727285400361727287"),
        ],
    ),
    (
        "characters are UTF-8 in the document",
        &[
            ("4003646F63040175B60675006E00690001", "4003646F630401759803756E6901"),
            ("400155B70675006E006900", "4001559903756E69"),
            ("4003646F630403753136B8080075006E006900320001", "4003646F6304037531369804756E693201"),
            ("4003553136B9080075006E0069003200", "40035531369904756E6932"),
            ("4003646F630403753332BA040000003300320001", "4003646F6304037533329802333201"),
            ("4003553332BB0400000033003200", "400355333299023332"),
        ],
    ),
    (
        "a qualified name whose prefix nothing declares is read as characters",
        &[
            ("4003646F6306F006BC088E0701", "4003646F6306F0069808693A73747239313001"),
            ("400454797065BD129007", "4004547970659908733A737472393132"),
        ],
    ),
];

#[test]
fn examples_are_written_as_they_were() {
    let mut others: Vec<(&str, &str)> = OTHER_FORMS.iter().flat_map(|(_, forms)| forms.iter().copied()).collect();
    let soap: fn() -> BinaryDecoder = || BinaryDecoder::new(Dictionary::builtin(), None);
    let session: fn() -> BinaryDecoder = || {
        let mut strings = Strings::default();
        strings.read_session_table(&hex(SOAP_SESSION), 2048).unwrap();
        BinaryDecoder::new(Dictionary::builtin(), Some(Dictionary::new(Arc::new(strings))))
    };
    let table = 2 * Strings::default().read_session_table(&hex(SOAP_SESSION), 2048).unwrap();
    let envelopes = [(SOAP, SOAP_XML, soap), (&SOAP_SESSION[table..], SOAP_XML, session)];
    let mut count = 0;
    for (bytes, xml, decoder) in
        EXAMPLES.map(|(bytes, xml)| (bytes, xml, decoder as fn() -> _)).into_iter().chain(envelopes)
    {
        let written = through_all(bytes, xml, decoder);
        count += 1;
        if written != bytes {
            let known = others.iter().position(|form| *form == (bytes, &*written));
            assert!(known.is_some(), "{bytes} is written as {written}");
            known.map(|known| others.remove(known));
        }
    }
    assert_eq!((count, others), (85, vec![]));
}
