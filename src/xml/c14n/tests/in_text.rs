//! What readers and writers pass on as it stands in the text, against the same nodes one by one.

use super::differential::{Element, Item, LOCALS, PREFIXES, URIS, characters, tree};
use super::*;
use crate::xml::reader::stream::Stream;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::writer::{self, Encoding, Str, Value, Way, Writer};
use proptest::prelude::*;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Sink for Shared {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }
}

impl Shared {
    fn take(&self) -> String {
        String::from_utf8(self.0.take()).unwrap()
    }
}

fn roomy() -> Settings {
    Settings { max_depth: 1000, max_namespaces: 1000, allow_fragment: false, ..Settings::default() }
}

/// What a reader passes on from its first element, or that of a number, to the end of that.
fn passed(
    reader: &mut Reader,
    element: Option<usize>,
    options: Options,
    mut next: impl FnMut(&mut Reader),
) -> Option<String> {
    let octets = Shared::default();
    let mut left = element.map_or(0, |index| index + 1);
    while left > 0 {
        next(reader);
        match reader.kind() {
            NodeKind::Element => left -= 1,
            NodeKind::Eof => return None,
            _ => {}
        }
    }
    reader.start_canonicalization(options, Box::new(octets.clone())).unwrap();
    let depth = reader.depth().unwrap();
    loop {
        let is_last = match element {
            Some(_) => reader.kind() == NodeKind::EndElement && reader.depth().unwrap() == depth,
            None => reader.kind() == NodeKind::Eof,
        };
        if is_last && element.is_none() {
            break;
        }
        next(reader);
        if is_last {
            break;
        }
    }
    reader.end_canonicalization().unwrap();
    Some(octets.take())
}

fn in_memory(xml: &str, element: Option<usize>, options: Options) -> Option<String> {
    let mut reader = Reader::new(roomy());
    let input = Input::owned(xml.as_bytes().to_vec());
    reader.set_input(Decoder::Text(TextDecoder::default()), input, roomy());
    passed(&mut reader, element, options, |reader| reader.read_node().unwrap())
}

/// The same where the input arrives a few bytes at a time, all of it only after `late` of its bytes were waited for.
fn in_pieces(xml: &str, element: Option<usize>, options: Options, late: usize) -> Option<String> {
    let mut reader = Reader::new(roomy());
    reader.set_input(Decoder::Text(TextDecoder::default()), Input::stream(), roomy());
    let mut stream = Stream::text(Some(crate::xml::reader::text::Charset::Utf8));
    let mut rest = xml.as_bytes();
    let mut is_complete = false;
    passed(&mut reader, element, options, |reader| {
        // One node needs the bytes up to the end of what follows it, at most.
        let mut wanted = if xml.len() - rest.len() < late { 7 } else { rest.len() };
        while reader.unread() < 1000 && !is_complete {
            let (piece, after) = rest.split_at(wanted.min(rest.len()));
            stream.receive(piece, reader.document()).unwrap();
            rest = after;
            if rest.is_empty() {
                stream.finish(reader.document()).unwrap();
                is_complete = true;
            }
            wanted = 7;
        }
        reader.read_node().unwrap();
    })
}

/// Writes a document in all ways in which it can be written; `style` says which.
fn untidy(out: &mut String, element: &Element, scope: [usize; 6], style: &mut impl FnMut(u8) -> u8) {
    const SPACES: [&str; 8] = [" ", " ", " ", " ", "  ", "\n", "\t", "\r\n"];
    let mut scope = scope;
    let mut pieces = Vec::new();
    let mut declared = [false; 6];
    for &(prefix, uri) in &element.declarations {
        if !declared[prefix] && (prefix == 0 || uri != 0) && style(3) != 0 {
            (declared[prefix], scope[prefix]) = (true, uri);
            let colon = if prefix == 0 { "" } else { ":" };
            pieces.push((format!("xmlns{colon}{}", PREFIXES[prefix]), URIS[uri].to_owned()));
        }
    }
    let is_usable = |prefix: usize| prefix == 0 || scope[prefix] != 0;
    let qualified = |prefix: usize, local: usize| match prefix {
        0 => LOCALS[local].to_owned(),
        _ => format!("{}:{}", PREFIXES[prefix], LOCALS[local]),
    };
    let mut used = Vec::new();
    for (prefix, local, value) in &element.attributes {
        let prefix = if style(2) == 0 { 0 } else { *prefix };
        let key = (if prefix == 0 { 0 } else { scope[prefix] }, local);
        if is_usable(prefix) && !used.contains(&key) {
            used.push(key);
            let value = if style(2) == 0 { "plain".to_owned() } else { value.clone() };
            let at = if style(3) == 0 { 0 } else { pieces.len() };
            pieces.insert(at, (qualified(prefix, *local), value));
        }
    }
    let name = qualified(if is_usable(element.prefix) { element.prefix } else { 0 }, element.local);
    write!(out, "<{name}").unwrap();
    for (name, value) in pieces {
        let equals = if style(8) == 0 { " = " } else { "=" };
        let quote = if style(6) == 0 { '\'' } else { '"' };
        let value = if quote == '"' { value.replace('"', "&quot;") } else { value.replace('\'', "&apos;") };
        write!(out, "{}{name}{equals}{quote}{value}{quote}", SPACES[usize::from(style(8))]).unwrap();
    }
    if style(8) == 0 {
        out.push(' ');
    }
    if element.content.is_empty() && style(3) != 0 {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for item in &element.content {
        match item {
            Item::Element(element) => untidy(out, element, scope, style),
            Item::Text(text) if style(2) == 0 => out.push_str(&text.replace('>', "&gt;")),
            Item::Text(text) => out.push_str(text),
            Item::CData(text) => write!(out, "<![CDATA[{text}]]>").unwrap(),
            Item::Comment(text) => write!(out, "<!--{text}-->").unwrap(),
        }
    }
    write!(out, "</{name}{}>", if style(8) == 0 { " \n" } else { "" }).unwrap();
}

/// Documents as somebody may have written them, three of ten with nothing unusual.
pub(crate) fn written() -> impl Strategy<Value = String> {
    (tree(), any::<u64>(), prop::bool::weighted(0.3)).prop_map(|(root, seed, is_tidy)| {
        let mut state = seed | 1;
        let mut style = |limit: u8| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if is_tidy { 1 } else { (state >> 32) as u8 % limit }
        };
        let mut xml = "<!--before-->".to_owned();
        untidy(&mut xml, &root, [0; 6], &mut style);
        xml
    })
}

fn all_options() -> impl Strategy<Value = Options> {
    let listed = prop_oneof![2 => Just(vec![]), 1 => Just(vec!["a", "#default"])];
    (listed, any::<bool>(), prop_oneof![Just(1_u32), Just(20), Just(1024)]).prop_map(|(prefixes, comments, size)| {
        Options { with_comments: comments, output_buffer_size: size, ..listing(&prefixes) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_passed_on_is_what_the_nodes_say(
        xml in written(),
        index in 0_usize..8,
        options in all_options(),
        late in 0_usize..400,
    ) {
        let inclusive = Options { exclusive: false, ..options.clone() };
        let expected = Some(document(&xml, inclusive.clone()));
        prop_assert_eq!(&in_memory(&xml, None, inclusive.clone()), &expected, "{}", xml);
        prop_assert_eq!(&in_pieces(&xml, None, inclusive, late), &expected, "{}", xml);
        for at in [None, Some(index)] {
            let expected = match at {
                None => Some(document(&xml, options.clone())),
                Some(index) => element(&xml, index, options.clone()),
            };
            prop_assert_eq!(&in_memory(&xml, at, options.clone()), &expected, "{}", xml);
            prop_assert_eq!(&in_pieces(&xml, at, options.clone(), late), &expected, "{}", xml);
        }
    }

    #[test]
    fn what_a_writer_passes_on_is_what_a_reader_finds(
        root in tree(),
        seed in any::<u64>(),
        uncompressed: bool,
        flushes: bool,
        options in all_options(),
        values in prop::collection::vec(characters(), 4),
    ) {
        let mut state = seed | 1;
        let mut style = |limit: u8| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8 % limit
        };
        let (around, bound) = ("urn:around", "urn:z");
        let mut w = Writer::default();
        let settings = writer::Settings { emit_uncompressed_empty_elements: uncompressed, ..writer::Settings::default() };
        w.set_output(Some(Encoding::Text(writer::Charset::Utf8)), settings);
        // Around what is canonicalised, so that there is something to inherit.
        w.start_element(Some(b"a"), Str::from(bytes("around")), Str::from(bytes(around))).unwrap();
        w.xmlns(Some(b"z"), Str::from(bytes(bound)), false).unwrap();
        let octets = Shared::default();
        let mut all = Vec::new();
        w.start_canonicalization(options.clone(), Box::new(octets.clone())).unwrap();
        put(&mut w, &root, &mut style, &values, flushes.then_some(&mut all));
        w.end_canonicalization().unwrap();
        w.end_element().unwrap();
        all.extend_from_slice(w.bytes());
        let xml = String::from_utf8(all).unwrap();
        prop_assert_eq!(Some(octets.take()), element(&xml, 1, options), "{}", xml);
    }
}

fn bytes(text: &str) -> &[u8] {
    text.as_bytes()
}

/// Writes an element by all kinds of calls.
fn put(
    w: &mut Writer,
    element: &Element,
    style: &mut impl FnMut(u8) -> u8,
    values: &[String],
    mut flushed: Option<&mut Vec<u8>>,
) {
    let str = |text: &'static str| Str::from(text.as_bytes());
    // Often the same, so that one element goes on from the one before.
    let (prefix, ns) = match style(4) {
        0 => (None, URIS[usize::from(style(5))]),
        1 => (Some(&b"a"[..]), "urn:around"),
        2 => (Some(&b"b"[..]), "urn:b"),
        _ => (None, "urn:b"),
    };
    w.start_element(prefix, str(LOCALS[element.local]), str(ns)).unwrap();
    let mut used = Vec::new();
    for (index, (prefix, local, value)) in element.attributes.iter().enumerate() {
        let (ns, single_quote) = if style(4) == 0 { (URIS[*prefix % 5], style(2) == 0) } else { ("", style(6) == 0) };
        if used.contains(&(ns, local)) {
            continue;
        }
        used.push((ns, local));
        w.start_attribute(None, str(LOCALS[*local]), str(ns), single_quote).unwrap();
        match style(6) {
            0 => w.value(&Value::Int32(index as i32), Way::Whole).unwrap(),
            1 => {
                let name = writer::QName { prefix: None, local: str("n"), ns: Some(str("urn:q")) };
                w.value(&Value::QName(name), Way::Whole).unwrap();
            }
            2 => w.value(&Value::Base64(value.as_bytes()), Way::Bytes).unwrap(),
            3 => w.utf8(Str::from(&b"plain"[..]), Way::CharsUtf8).unwrap(),
            _ => {
                w.utf8(Str::from(value.as_bytes()), Way::CharsUtf8).unwrap();
                w.utf8(Str::from(values[index % 4].as_bytes()), Way::CharsUtf8).unwrap();
            }
        }
        w.end_attribute().unwrap();
    }
    let mut declared = Vec::new();
    for (prefix, uri) in &element.declarations {
        if style(3) == 0 {
            let known = declared.iter().any(|known| known == prefix);
            if !known && *prefix != 0 && *uri != 0 {
                declared.push(*prefix);
                // None that the names above may use.
                let prefix = format!("k{}_{prefix}", w.depth());
                w.xmlns(Some(prefix.as_bytes()), str(URIS[*uri]), style(3) == 0).unwrap();
            }
        }
    }
    if let Some(all) = flushed.as_deref_mut().filter(|_| style(3) == 0) {
        all.extend_from_slice(w.bytes());
        let count = w.bytes().len();
        w.flushed(count);
    }
    for item in &element.content {
        match item {
            Item::Element(inner) if style(5) == 0 => {
                w.leaf(str(LOCALS[inner.local]), str("urn:b"), &Value::Int64(7)).unwrap();
            }
            Item::Element(inner) => put(w, inner, style, values, flushed.as_deref_mut()),
            Item::Text(text) => match style(5) {
                0 => w.value(&Value::Base64(text.as_bytes()), Way::Bytes).unwrap(),
                1 => w.value(&Value::Utf16(&text.encode_utf16().collect::<Vec<u16>>()), Way::Chars).unwrap(),
                2 => w.value(&Value::List(&[Value::Bool(true), Value::Int32(-1)]), Way::Whole).unwrap(),
                _ => w.utf8(Str::from(text.as_bytes()), Way::CharsUtf8).unwrap(),
            },
            Item::CData(text) => {
                w.start_cdata().unwrap();
                w.utf8(Str::from(text.as_bytes()), Way::CharsUtf8).unwrap();
                if style(2) == 0 {
                    w.value(&Value::Base64(b"bytes"), Way::Bytes).unwrap();
                }
                w.end_cdata().unwrap();
            }
            Item::Comment(text) => w.comment(text.replace('-', "").as_bytes()).unwrap(),
        }
    }
    w.end_element().unwrap();
}

/// That there is such a way at all: all nodes of a record go on as they are, each in one piece where no more is asked for.
#[test]
fn records_go_on_as_they_are() {
    let nodes =
        ["<n:r>", "<n:id a=\"1\" b=\"x>\">", "1 &amp; 2", "</n:id>", "<n:text>", "\u{e4}&gt;", "</n:text>", "</n:r>"];
    let record = nodes.concat();
    let xml = format!("<n:all xmlns:n=\"urn:n\">{record}</n:all>");
    #[derive(Clone, Default)]
    struct Pieces(Rc<RefCell<Vec<Vec<u8>>>>);
    impl Sink for Pieces {
        fn write(&mut self, bytes: &[u8]) -> Result<()> {
            self.0.borrow_mut().push(bytes.to_vec());
            Ok(())
        }
    }
    let pieces = Pieces::default();
    let options = Options { output_buffer_size: 1, ..Options::default() };
    let mut reader = Reader::new(roomy());
    reader.set_input(Decoder::Text(TextDecoder::default()), Input::owned(xml.clone().into_bytes()), roomy());
    reader.start_canonicalization(options, Box::new(pieces.clone())).unwrap();
    while reader.kind() != NodeKind::Eof {
        reader.read_node().unwrap();
    }
    reader.end_canonicalization().unwrap();
    let pieces: Vec<String> = pieces.0.take().into_iter().map(|piece| String::from_utf8(piece).unwrap()).collect();
    assert_eq!(pieces.concat(), xml);
    assert!(pieces.windows(nodes.len()).any(|pieces| pieces == nodes), "{pieces:?}");
}
