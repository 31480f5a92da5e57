//! The decoder against the examples of the specifications, and against everything that is not one.

mod copies;
mod examples;
pub(in crate::xml::reader) mod print;

use super::*;
use crate::abi::{WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED};
use crate::xml::node::Origin;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use examples::{EXAMPLES, SOAP, SOAP_SESSION, SOAP_XML};
use print::Printer;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// `strN` for every number N: even ones in the static dictionary, odd ones in the dynamic one.
fn decoder() -> BinaryDecoder {
    static STRINGS: LazyLock<[Arc<Strings>; 2]> = LazyLock::new(|| {
        [0, 1].map(|first| {
            let mut strings = Strings::default();
            (0..512).for_each(|index| strings.push(format!("str{}", first + 2 * index).as_bytes()));
            Arc::new(strings)
        })
    });
    let [even, odd] = &*STRINGS;
    BinaryDecoder::new(Dictionary::new(Arc::clone(even)), Some(Dictionary::new(Arc::clone(odd))))
}

fn fragments() -> Settings {
    Settings { allow_fragment: true, ..Settings::default() }
}

/// The XML that a document means. Every node is looked at.
fn read_with(bytes: &[u8], mut decoder: BinaryDecoder, settings: Settings) -> Result<String> {
    let mut document = Document::new(Input::owned(bytes.to_vec()), settings);
    let mut printer = Printer::default();
    // Each byte makes three nodes at most: an array's item.
    for _ in 0..bytes.len() * 3 + 2 {
        decoder.next(&mut document)?;
        if document.node.kind == NodeKind::Eof {
            return Ok(printer.out);
        }
        printer.print(document.node());
    }
    panic!("the decoder does not come to an end: {bytes:x?}");
}

fn read(bytes: &[u8]) -> Result<String> {
    read_with(bytes, decoder(), fragments())
}

#[track_caller]
fn refused(bytes: &str, settings: Settings, text: &str) {
    let fault = read_with(&hex(bytes), decoder(), settings).unwrap_err();
    assert!(fault.texts().concat().contains(text), "{bytes}: {fault:?}");
}

#[test]
fn examples_of_the_specification() {
    for (bytes, xml) in EXAMPLES {
        assert_eq!(read(&hex(bytes)).map_err(|fault| fault.texts().concat()).as_deref(), Ok(xml), "{bytes}");
    }
}

#[test]
fn soap_with_the_built_in_dictionary() {
    let decoder = BinaryDecoder::new(Dictionary::builtin(), None);
    assert_eq!(read_with(&hex(SOAP), decoder, Settings::default()).unwrap(), SOAP_XML);
    let message = hex(SOAP_SESSION);
    let mut strings = Strings::default();
    let table = strings.read_session_table(&message, 2048).unwrap();
    let decoder = BinaryDecoder::new(Dictionary::builtin(), Some(Dictionary::new(Arc::new(strings))));
    assert_eq!(read_with(&message[table..], decoder, Settings::default()).unwrap(), SOAP_XML);
}

#[test]
fn strings_know_their_dictionary() {
    let mut decoder = decoder();
    let mut document = Document::new(Input::owned(hex("420E 0605 AA38 01")), Settings::default());
    decoder.next(&mut document).unwrap();
    let node = &document.node;
    assert_eq!((node.name.local.origin, node.name.local.id), (Origin::StaticDictionary, 7));
    assert_eq!(
        (node.attributes[0].name.local.origin, node.attributes[0].name.local.id),
        (Origin::DynamicDictionary, 2)
    );
    let Text::Utf8(value) = node.attributes[0].value else { panic!() };
    assert_eq!((value.origin, value.id), (Origin::StaticDictionary, 28));
}

#[test]
fn lists_and_empty_texts_in_content() {
    for (bytes, xml) in [
        ("400161 A4 887B 980568656C6C6F 86 A6 01", "<a>123 hello true</a>"),
        ("400161 A4 A6 01", "<a></a>"),
        ("400161 A4 A8 9800 80 A6 01", "<a>  0</a>"),
        ("400161 A8 9800 B600 9E00 AA01 01", "<a>str1</a>"),
        ("400161 A4 A6 9900", "<a></a>"),
        ("400161 08 0175 BC 0801 01", "<a xmlns=\"u\">i:str1</a>"),
        ("980120 400161 01 980120 020163 A8", "<a></a><!--c-->"),
        ("400161 0401 62 BC0801 0901 69 0175 01", "<a b=\"i:str1\" xmlns:i=\"u\"></a>"),
    ] {
        let result = read_with(&hex(bytes), decoder(), Settings::default());
        assert_eq!(result.map_err(|fault| fault.texts().concat()).as_deref(), Ok(xml), "{bytes}");
    }
}

#[test]
fn qualified_names_have_the_namespace_of_their_prefix() {
    let mut document =
        Document::new(Input::owned(hex("400161 0401 62 A4 BC0801 BC0901 A6 090169 0175 BD0801")), fragments());
    let mut decoder = decoder();
    decoder.next(&mut document).unwrap();
    let Text::List(items) = &document.node.attributes[0].value else { panic!() };
    let Text::QName(name) = &items[0] else { panic!() };
    assert_eq!((document.node().get(name.ns), document.node().get(name.local)), (&b"u"[..], &b"str1"[..]));
    assert!(matches!(items[1], Text::Utf8(span) if document.node().get(span) == b"j:str1"));
    decoder.next(&mut document).unwrap();
    assert!(matches!(&document.node.text, Text::QName(name) if document.node().get(name.ns) == b"u"));
}

#[test]
fn malformed() {
    let plain = Settings::default();
    for (bytes, text) in [
        ("", "ends inside a document without a root"),
        ("01", "ends that has not begun"),
        ("9901 20", "ends an element that has not begun"),
        ("400161", "ends inside an element"),
        ("400161 01 01", "ends that has not begun"),
        ("400161 01 400161 01", "second element"),
        ("980161 400161 01", "outside the root"),
        ("80 400161 01", "outside the root"),
        ("400161 00", "0x00 is not allowed"),
        ("400161 78", "0x78 is not allowed"),
        ("400161 A5", "0xA5 is not allowed"),
        ("400161 A7", "0xA7 is not allowed"),
        ("400161 A6 01", "list ends that has not begun"),
        ("400161 A4 A4 A6 A6 01", "0xA4 is not allowed"),
        ("400161 A4 81 A6", "0x81 is not allowed"),
        ("400161 A4 400162 01 A6 01", "0x40 is not allowed"),
        ("400161 A4 80", "ends inside a list"),
        ("400161 BE 01", "0xBE is not allowed"),
        ("400161 FF 01", "0xFF is not allowed"),
        ("400161 04 0162 81", "0x81 is not allowed"),
        ("400161 04 0162 A4 A4", "0xA4 is not allowed"),
        ("400161 04 0162 40", "0x40 is not allowed"),
        ("400161 01 04 0162 80", "0x04 is not allowed"),
        ("4000 01", "empty"),
        ("4003 613A62 01", "U+003A"),
        ("4001 31 01", "U+0031"),
        ("4001 FF 01", "byte 0xFF"),
        ("41 00 0161 01", "empty"),
        ("41 0170 0161 01", "'p' is not declared"),
        ("5E 0161 01", "'a' is not declared"),
        ("400161 26 0162 80 01", "'a' is not declared"),
        ("400161 0401 62 80 0401 62 82 01", "'b' appears twice"),
        ("400161 0801 75 0801 75 01", "appears twice"),
        ("400161 0901 62 0175 0901 63 0175 27 0178 80 28 0178 80 01", "'x' appears twice"),
        ("400161 04 05786D6C6E73 80 01", "namespace declaration"),
        ("400161 09 05786D6C6E73 0175 01", "must not be declared"),
        ("400161 09 0170 00 01", "empty namespace"),
        ("400161 08 01 01 01", "U+0001"),
        ("42 8008 01", "static dictionary has no string with the id 512"),
        ("42 8108 01", "dynamic dictionary has no string with the id 512"),
        ("42 FFFFFFFF07 01", "no string"),
        ("42 FFFFFFFF08 01", "31 bits"),
        ("40 808080808000 01", "31 bits"),
        ("40 FFFFFFFF07 61", "ends inside a string"),
        ("400161 98 05 61", "ends inside a text"),
        ("400161 9C FFFFFFFF 61", "negative"),
        ("400161 A2 00000080 61", "negative"),
        ("400161 9C FFFFFF7F 61", "ends inside a text"),
        ("400161 98 01 FF 01", "byte 0xFF"),
        ("400161 98 02 C3 28 01", "byte 0xC3"),
        ("400161 98 01 00 01", "U+0000"),
        ("400161 98 03 EFBFBE 01", "U+FFFE"),
        ("400161 B6 01 61 01", "odd"),
        ("400161 B6 02 00D8 01", "0xD800"),
        ("400161 B6 02 0000 01", "U+0000"),
        ("400161 B4 02 01", "boolean"),
        ("400161 BC 1A00 01", "code 26"),
        ("400161 94 00001D00 00000000 0000000000000000 01", "scale 29"),
        ("400161 94 00000001 00000000 0000000000000000 01", "sign 0x01"),
        ("400161 94 01000000 00000000 0000000000000000 01", "reserved"),
        ("400161 96 00000000000000C0 01", "zone 3"),
        ("400161 96 004037F47528CA2B 01", "9999"),
        ("400161 96 FFFFFFFFFFFFFF3F 01", "9999"),
        ("400161 02 02 2D2D 01", "--"),
        ("400161 02 01 2D 01", "end with"),
        ("400161 03 80", "0x80 is not allowed"),
        ("400161 03 400162 80", "0x80 is not allowed"),
        ("400161 03 400162 01 99 01", "items of the record 0x99"),
        ("400161 03 400162 01 8C 01", "items of the record 0x8C"),
        ("400161 03 400162 01 8B 00", "no items"),
        ("400161 03 400162 01 8B 02 0000 00", "ends inside a value"),
        ("400161 03 400162 01 B5 01 02 01", "boolean"),
        ("03 400162 01 B5 02 01 00", "more than one root"),
        ("400161 03 03 400162", "0x03 is not allowed"),
    ] {
        refused(bytes, plain, text);
    }
    assert_eq!(read_with(&hex("03 400162 01 B5 01 01"), decoder(), plain).unwrap(), "<b>true</b>");
    let error = read(&hex("400161 400162 00")).unwrap_err();
    assert!(error.texts()[1].contains("at byte 6"), "{error:?}");
    let decoder = BinaryDecoder::new(Dictionary::builtin(), None);
    assert_eq!(read_with(&hex("4204 01"), decoder, plain).unwrap_err().code(), WS_E_INVALID_FORMAT);
}

#[test]
fn quotas() {
    let code = |bytes: &[u8]| read_with(bytes, decoder(), Settings::default()).unwrap_err().code();
    assert_eq!(code(&b"\x40\x01a".repeat(33)), WS_E_QUOTA_EXCEEDED);
    assert_eq!(code(&b"\x40\x01a".repeat(1_000_000)), WS_E_QUOTA_EXCEEDED);
    let attributes: Vec<u8> = (0..129u16).flat_map(|id| [6, (id & 0x7F) as u8 | 0x80, (id >> 7) as u8, 0x80]).collect();
    assert_eq!(code(&[b"\x40\x01a", &attributes[..]].concat()), WS_E_QUOTA_EXCEEDED);
    let declarations: Vec<u8> = (0..33).flat_map(|id| [9, 3, b'p', b'A' + id % 26, b'A' + id / 26, 1, b'u']).collect();
    assert_eq!(code(&[b"\x40\x01a", &declarations[..]].concat()), WS_E_QUOTA_EXCEEDED);
    assert_eq!(code(&[b"\x40\x01a", &b"\x0A\x00".repeat(1_000_000)[..]].concat()), WS_E_QUOTA_EXCEEDED);
    assert_eq!(code(&[b"\x40\x01a\x04\x01b\xA4", &[0x80; 5000][..]].concat()), WS_E_QUOTA_EXCEEDED);
}

#[test]
fn arrays_are_given_out_as_bytes_too() {
    let bytes = hex("400161 03 44 0D 090161 0175 0401 62 9E 0101 01 8B 04 0100 0200 0300 0400 01");
    let xml = |n: u8| format!("<a:str13 xmlns:a=\"u\" b=\"AQ==\">{n}</a:str13>");
    let whole = format!("<a>{}{}{}{}</a>", xml(1), xml(2), xml(3), xml(4));
    assert_eq!(read(&bytes).unwrap(), whole);
    for take in [1, 3, 4] {
        let mut document = Document::new(Input::owned(bytes.clone()), Settings::default());
        let mut decoder = decoder();
        decoder.next(&mut document).unwrap();
        assert!(decoder.array_items(&document).is_none());
        decoder.next(&mut document).unwrap();
        let items = decoder.array_items(&document).unwrap();
        assert_eq!((items.item, items.bytes), (ItemType::Int16, &hex("0100020003000400")[..]));
        decoder.skip_array_items(&mut document, take);
        assert_eq!(document.node.kind, NodeKind::EndElement);
        let mut printer = Printer::default();
        printer.skipped("a");
        while document.node.kind != NodeKind::Eof {
            decoder.next(&mut document).unwrap();
            printer.print(document.node());
        }
        let expected: String = (take as u8 + 1..5).map(xml).collect();
        assert_eq!(printer.out, expected + "</a>");
    }
}

/// An array's tag may be long and its items short: time must not follow the product.
#[test]
fn long_tags_of_arrays_cost_once() {
    let mut bytes = hex("400161 03 400162 0401 63 9C A0860100");
    bytes.extend(vec![b'x'; 100_000]);
    bytes.extend(hex("01 B5 C0843D"));
    bytes.extend(vec![1; 1_000_000]);
    bytes.push(1);
    let mut document = Document::new(Input::owned(bytes), Settings::default());
    let mut decoder = decoder();
    let mut nodes = 0;
    while document.node.kind != NodeKind::Eof {
        decoder.next(&mut document).unwrap();
        nodes += 1;
    }
    assert_eq!(nodes, 3_000_003);
    assert!(document.scope.bytes().len() < 1_000);
}

#[test]
fn cut_off_examples_are_refused_or_shorter() {
    for (bytes, _) in EXAMPLES {
        let bytes = hex(bytes);
        for length in 0..bytes.len() {
            // Where the fragments' top level was reached again, a part is a document of its own.
            let _ = read(&bytes[..length]);
            let plain = read_with(&bytes[..length], decoder(), Settings::default());
            assert!(plain.is_err() || bytes[0] == 2, "{length} of {bytes:x?}: {plain:?}");
        }
    }
}

#[test]
fn changed_examples_do_no_harm() {
    for (bytes, _) in EXAMPLES.into_iter().chain([(SOAP, SOAP_XML)]) {
        let mut bytes = hex(bytes);
        for index in 0..bytes.len() {
            let right = bytes[index];
            for byte in 0..=255 {
                bytes[index] = byte;
                let _ = read(&bytes);
            }
            bytes[index] = right;
        }
    }
}

/// Feeds the bytes in pieces and answers the same as [`read`], with all text that stands together as one. After each
/// piece as many nodes are read as there are; which that are is tried out beforehand, since a failure is final.
fn read_in_pieces(bytes: &[u8], piece: usize) -> Result<String> {
    let mut script: Vec<usize> = Vec::new();
    let pieces = bytes.len().div_ceil(piece);
    loop {
        let mut document = Document::new(Input::stream(), fragments());
        let mut decoder = decoder();
        let mut printer = Printer::default();
        for (index, piece) in bytes.chunks(piece).enumerate().take(script.len() + 1) {
            document.window().extend_from_slice(piece);
            for _ in 0..script.get(index).copied().unwrap_or(0) {
                decoder.next(&mut document)?;
                printer.print(document.node());
            }
        }
        if script.len() == pieces {
            document.input.set_complete();
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
        if fault.code() != WS_E_QUOTA_EXCEEDED {
            return Err(fault);
        }
        script.push(count);
    }
}

#[test]
fn examples_in_pieces() {
    let more = [
        ("400161 98 0B C3A4E69DB1F09F9880C3A4 01", "<a>\u{e4}\u{6771}\u{1F600}\u{e4}</a>"),
        ("400161 B7 08 61003DD800DE6200", "<a>a\u{1F600}b</a>"),
        ("400161 9F 04 01020304", "<a>AQIDBA==</a>"),
        ("400161 A4 98026162 B4 01 9E 020102 A6 01", "<a>ab true AQI=</a>"),
    ];
    for (bytes, xml) in EXAMPLES.into_iter().chain(more) {
        for piece in [1, 2, 3, 7] {
            let result = read_in_pieces(&hex(bytes), piece);
            assert_eq!(result.map_err(|fault| fault.texts().concat()).as_deref(), Ok(xml), "{bytes} by {piece}");
        }
    }
}

/// Bytes that are records more often than not.
fn records() -> impl Strategy<Value = Vec<u8>> {
    let record = prop_oneof![
        4 => Just(b"\x40\x01a".to_vec()),
        4 => Just(vec![END_ELEMENT]),
        1 => Just(b"\x03\x40\x01b\x01\x8B\x02\x01\x02\x03\x04".to_vec()),
        1 => Just(b"\x09\x01p\x01u".to_vec()),
        2 => (4u8..0x40).prop_map(|kind| vec![kind, 1, b'b', 0x98, 1, b'c']),
        2 => (0x80u8..0xBE, prop::collection::vec(any::<u8>(), 0..20)).prop_map(|(kind, rest)| [vec![kind], rest].concat()),
        2 => prop::sample::select(&EXAMPLES[..]).prop_map(|(bytes, _)| hex(bytes)),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(record, 0..12).prop_map(|records| records.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read_with(&bytes, decoder(), Settings::default());
    }

    #[test]
    fn any_records_mean_the_same_in_pieces(bytes in records(), piece in 1usize..9) {
        let whole = read(&bytes).map_err(|fault| fault.texts().to_vec());
        let pieces = read_in_pieces(&bytes, piece).map_err(|fault| fault.texts().to_vec());
        if whole.is_ok() {
            prop_assert_eq!(pieces, whole);
        } else {
            prop_assert!(pieces.is_err());
        }
    }
}
