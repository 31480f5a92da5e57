//! Headers against a model, and messages against a parser that is not ours.

use super::address::{Start, new_id};
use super::fault::known::Versions;
use super::protection::{self, Part};
use super::version::{Addressing, Envelope, Header, Version};
use super::{Message, State};
use crate::abi::{WS_E_QUOTA_EXCEEDED, WS_ENVELOPE_VERSION_SOAP_1_2};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::xml::c14n::{Options, Sink};
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::writer::{self, Charset, Encoding, Writer};
use proptest::prelude::*;
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

const TEXTS: [Header; 4] = [Header::Action, Header::To, Header::MessageId, Header::RelatesTo];

fn message(version: Version, quota: usize) -> Message {
    Message::new(version, 64, &Rc::new(Budget::new(quota)))
}

fn written(message: &mut Message) -> String {
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 20, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    message.write_start(&mut writer).unwrap();
    message.write_end(&mut writer).unwrap();
    writer.complete().unwrap();
    String::from_utf8(writer.bytes().to_vec()).unwrap()
}

fn read(message: &mut Message, document: &str) {
    let mut reader = Reader::new(Settings::default());
    let input = Input::owned(document.as_bytes().to_vec());
    reader.set_input(Decoder::Text(TextDecoder::default()), input, Settings::default());
    message.read_start(&mut reader).unwrap();
    message.read_end(&mut reader).unwrap();
}

/// The texts of the headers as quick-xml sees them, by namespace and local name.
fn parsed(document: &str) -> BTreeMap<(String, String), (String, bool)> {
    let mut reader = NsReader::from_str(document);
    let (mut path, mut headers) = (Vec::<(String, String)>::new(), BTreeMap::new());
    loop {
        let (ns, event) = reader.read_resolved_event().unwrap();
        let ns = match ns {
            ResolveResult::Bound(ns) => ns.0.to_owned(),
            _ => String::new(),
        };
        match event {
            Event::Start(start) => {
                let local = start.local_name().as_ref().to_owned();
                path.push((ns, local));
                if path.len() == 3 && path[1].1 == "Header" {
                    let mandatory = start.attributes().any(|attribute| {
                        let attribute = attribute.unwrap();
                        attribute.key.local_name().as_ref() == "mustUnderstand" && &*attribute.value == "1"
                    });
                    let before = headers.insert(path[2].clone(), (String::new(), mandatory));
                    assert!(before.is_none(), "a header is there twice");
                }
            }
            Event::Text(text) if path.len() == 3 => {
                headers.get_mut(&path[2]).unwrap().0.push_str(&text);
            }
            Event::GeneralRef(reference) if path.len() == 3 => {
                let text = match reference.resolve_char_ref().unwrap() {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_xml_entity(&reference).unwrap().to_owned(),
                };
                headers.get_mut(&path[2]).unwrap().0.push_str(&text);
            }
            Event::End(_) => drop(path.pop()),
            Event::Empty(start) => assert_eq!(start.local_name().as_ref(), "Body"),
            Event::Eof => return headers,
            _ => {}
        }
    }
}

#[derive(Clone, Debug)]
enum Call {
    Set(usize, String),
    Id(usize),
    Remove(usize),
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let call = prop_oneof![
        (0..4usize, "[ -~\u{e9}\u{1F600}]{0,20}").prop_map(|(header, text)| Call::Set(header, text)),
        (2..4usize).prop_map(Call::Id),
        (0..4usize).prop_map(Call::Remove),
    ];
    prop::collection::vec(call, 0..20)
}

fn versions() -> impl Strategy<Value = Version> {
    let envelopes = prop_oneof![Just(Envelope::Soap11), Just(Envelope::Soap12)];
    let addressings = prop_oneof![Just(Addressing::V0_9), Just(Addressing::V1_0)];
    (envelopes, addressings).prop_map(|(envelope, addressing)| Version { envelope, addressing })
}

proptest! {
    #[test]
    fn headers_are_those_of_the_model(version in versions(), calls in calls()) {
        let mut message = message(version, 1 << 20);
        message.initialize(Start::Blank, None).unwrap();
        let mut model = BTreeMap::new();
        for call in calls {
            match call {
                Call::Set(index, text) => {
                    message.set_header_text(TEXTS[index], text.as_bytes()).unwrap();
                    model.insert(index, text.trim_matches([' ', '\t', '\r', '\n']).to_owned());
                }
                Call::Id(index) => {
                    message.set_header_id(TEXTS[index], new_id().unwrap()).unwrap();
                    let text = message.header_text(TEXTS[index]).unwrap().unwrap();
                    prop_assert!(text.starts_with(b"urn:uuid:") && text.len() == 45);
                    model.insert(index, String::from_utf8(text).unwrap());
                }
                Call::Remove(index) => {
                    message.remove_header(TEXTS[index]).unwrap();
                    model.remove(&index);
                }
            }
        }
        let expect = |message: &mut Message| {
            for (index, header) in TEXTS.into_iter().enumerate() {
                let text = message.header_text(header).unwrap().map(|text| String::from_utf8(text).unwrap());
                assert_eq!(text.as_ref(), model.get(&index));
            }
        };
        expect(&mut message);
        let document = written(&mut message);
        let headers = parsed(&document);
        prop_assert_eq!(headers.len(), model.len());
        let ns = String::from_utf8(version.addressing.ns().to_vec()).unwrap();
        for (index, text) in &model {
            let local = String::from_utf8(TEXTS[*index].local().to_vec()).unwrap();
            let (parsed, mandatory) = &headers[&(ns.clone(), local)];
            prop_assert_eq!(parsed.trim_matches([' ', '\t', '\r', '\n']), text);
            prop_assert_eq!(*mandatory, *index < 2);
        }
        message.reset();
        read(&mut message, &document);
        expect(&mut message);
    }

    /// Whatever the quota is, a header is set or nothing has changed.
    #[test]
    fn too_little_memory_changes_nothing(quota in 0usize..4000, texts in prop::collection::vec("[a-z]{0,300}", 1..8)) {
        let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
        let mut message = message(version, quota);
        message.initialize(Start::Blank, None).unwrap();
        let mut expected = None;
        for text in texts {
            match message.set_header_text(Header::To, text.as_bytes()) {
                Ok(()) => expected = Some(text.into_bytes()),
                Err(fault) => prop_assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED),
            }
            prop_assert_eq!(message.header_text(Header::To).ok().flatten(), expected.clone());
        }
        if expected.is_some() {
            prop_assert_eq!(parsed(&written(&mut message)).len(), 1);
        }
    }
}

#[test]
fn ids_are_random_and_of_version_4() {
    let ids: HashSet<[u8; 16]> = (0..1000)
        .map(|_| {
            let id = new_id().unwrap();
            assert_eq!((id.Data3 >> 12, id.Data4[0] >> 6), (4, 2));
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&id.Data1.to_be_bytes());
            bytes[4..6].copy_from_slice(&id.Data2.to_be_bytes());
            bytes[6..8].copy_from_slice(&id.Data3.to_be_bytes());
            bytes[8..].copy_from_slice(&id.Data4);
            bytes
        })
        .collect();
    assert_eq!(ids.len(), 1000);
    // Each bit that is left to chance is sometimes set and sometimes not.
    for bit in (0..128).filter(|bit| !(48..52).contains(bit) && !(64..66).contains(bit)) {
        let set = ids.iter().filter(|id| id[bit / 8] >> (7 - bit % 8) & 1 != 0).count();
        assert!((300..700).contains(&set), "bit {bit}: {set}");
    }
}

#[test]
fn a_message_without_headers_has_no_tree_until_somebody_asks() {
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    let budget = Rc::new(Budget::new(2000));
    let mut message = Message::new(version, 64, &budget);
    message.initialize(Start::Blank, None).unwrap();
    assert_eq!(message.header_text(Header::To).unwrap(), None);
    let document = written(&mut message);
    assert_eq!(budget.used(), 0);
    message.reset();
    read(&mut message, &document);
    assert_eq!((budget.used(), message.state), (0, State::Done));
    assert!(message.headers.position().is_ok());
    assert!(budget.used() > 0);
}

#[test]
fn what_was_not_understood_makes_a_fault() {
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    let mut message = message(version, 1 << 20);
    let headers: String = (0..20).map(|i| format!("<h{i} xmlns='urn:h' s:mustUnderstand='1'/>")).collect();
    let document = format!(
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header>{headers}</s:Header><s:Body/></s:Envelope>"
    );
    read(&mut message, &document);
    message.state = State::Reading;
    let names = message.not_understood().unwrap();
    assert_eq!(names.len(), 20);
    let fault = super::understood::refusal(version, &names);
    let info = fault.info().unwrap();
    assert_eq!(info.fault.as_ref().unwrap().codes[0].local, b"MustUnderstand");
    // A fault names some, not as many as the sender likes.
    assert_eq!(info.headers.len(), 8);
    assert!(fault.texts().iter().any(|text| text.contains("12 more")), "{fault:?}");
    let versions = Versions { envelope: WS_ENVELOPE_VERSION_SOAP_1_2, addressing: version.addressing.to_c() };
    assert_eq!(versions.envelope, version.envelope.to_c());
}

/// All that can be seen of a message while it is read, and of the reader; the text of what is wrong with it at the end.
fn seen(message: &mut Message, settings: Settings, document: &[u8]) -> Vec<String> {
    let mut reader = Reader::new(settings);
    let input = Input::lent(document.to_vec().leak());
    reader.set_input(Decoder::Text(TextDecoder::default()), input, settings);
    let mut seen = Vec::new();
    let mut read = || -> Result<()> {
        message.read_start(&mut reader)?;
        seen.push(format!("{} {} {:?}", message.is_fault, message.body_depth, message.state));
        loop {
            let namespaces =
                [&b""[..], b"s", b"p"].map(|prefix| reader.namespace_of(prefix).unwrap().map(<[u8]>::to_vec));
            let space = reader.xml_attribute(b"space");
            let (depth, position) = (reader.depth()?, reader.row_and_column());
            let node = reader.node();
            let get = |span| String::from_utf8_lossy(node.get(span));
            let name = node.node.name;
            let mut line = format!("{:?} {depth} {position:?} {namespaces:?} {space:?}", node.node.kind);
            if node.node.kind == crate::xml::node::NodeKind::Element {
                line += &format!(" {}:{} {} {}", get(name.prefix), get(name.local), get(name.ns), node.node.is_empty);
                for attribute in &node.node.attributes {
                    line += &format!(" {}={}", get(attribute.name.local), get(attribute.name.ns));
                }
            }
            seen.push(line);
            if message.is_at_end_of_body(&reader)? {
                return message.read_end(&mut reader);
            }
            reader.run(Reader::read_node)?;
        }
    };
    let outcome = read();
    let header = message.headers.single(b"H", b"urn:p").map(|header| header.is_some());
    seen.push(format!("{outcome:?} {header:?}"));
    message.reset();
    seen
}

const SOAP11: Version = Version { envelope: Envelope::Soap11, addressing: Addressing::Transport };

#[test]
fn messages_that_begin_alike_are_read_like_any_other() {
    const USUAL: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><A xmlns=\"urn:a\"><b>1</b></A></s:Body></s:Envelope>";
    let mut long_lived = message(SOAP11, 1 << 16);
    let mut same = |settings: Settings, document: &str| {
        for _ in 0..2 {
            let alone = seen(&mut message(SOAP11, 1 << 16), settings, document.as_bytes());
            assert_eq!(seen(&mut long_lived, settings, document.as_bytes()), alone, "{document}");
        }
    };
    let settings = Settings::default();
    let variants = [
        USUAL.to_owned(),
        USUAL.replace("<A xmlns=\"urn:a\">", "<A xmlns=\"urn:a\" xmlns:p=\"urn:p\" p:c=\"&amp;\">"),
        USUAL.replace("<A", "<!-- a -->\n <A"),
        USUAL.replace("<s:Body>", "<s:Body xml:space=\"preserve\">"),
        USUAL.replace("<s:Body>", "<s:Header/><s:Body>"),
        USUAL.replace("<s:Body>", "<s:Header><p:H xmlns:p=\"urn:p\"/></s:Header><s:Body>"),
        USUAL.replace("<s:Body>", "<s:Body xmlns:p=\"urn:p\">"),
        USUAL.replace("s:", "e:").replace("xmlns:s", "xmlns:e"),
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{USUAL}"),
        USUAL.replace("<A xmlns=\"urn:a\"><b>1</b></A>", ""),
        USUAL.replace("<A xmlns=\"urn:a\"><b>1</b></A>", "<A/>"),
        USUAL.replace("<s:Body><A xmlns=\"urn:a\"><b>1</b></A></s:Body>", "<s:Body/>"),
        USUAL.replace("<A xmlns=\"urn:a\"><b>1</b></A>", "<s:Fault><faultcode>s:Server</faultcode></s:Fault>"),
        format!("{USUAL}<!-- after -->"),
        format!("{USUAL}<more/>"),
    ];
    for document in &variants {
        same(settings, document);
        same(settings, USUAL);
        // The same bytes under other limits.
        same(Settings { max_depth: 2, ..settings }, document);
        same(Settings { max_namespaces: 1, ..settings }, document);
        same(Settings { allow_fragment: true, ..settings }, document);
    }
    // The same up to the body, and not the same in it: one after the other for a message that has seen nothing else.
    for document in &variants {
        let mut long_lived = message(SOAP11, 1 << 16);
        for value in 0..3 {
            let document = document.replace("<A xmlns=\"urn:a\">", &format!("<A xmlns=\"urn:a\" c=\"{value}\">"));
            let alone = seen(&mut message(SOAP11, 1 << 16), settings, document.as_bytes());
            assert_eq!(seen(&mut long_lived, settings, document.as_bytes()), alone, "{document}");
        }
    }
    for at in 0..USUAL.len() {
        same(settings, USUAL);
        same(settings, &USUAL[..at]);
        for byte in ["<", ">", "x", "\""] {
            same(settings, &format!("{}{byte}{}", &USUAL[..at], &USUAL[at + 1..]));
        }
    }
}

#[test]
fn messages_that_begin_alike_are_written_like_any_other() {
    let mut long_lived = message(SOAP11, 1 << 16);
    let write = |message: &mut Message, settings: writer::Settings, case: usize| {
        let mut writer = Writer::default();
        writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
        message.initialize(Start::Blank, None).unwrap();
        let mut write = || -> Result<()> {
            message.write_start(&mut writer)?;
            let envelope = Envelope::Soap11;
            match case {
                0 => {}
                1 => writer.start_element(None, b"A"[..].into(), b"urn:a"[..].into())?,
                2 => writer.start_element(Some(b"s"), b"A"[..].into(), b"urn:a"[..].into())?,
                3 => writer.start_element(None, b"A"[..].into(), envelope.ns().into())?,
                4 => {
                    writer.xmlns(Some(b"p"), b"urn:p"[..].into(), false)?;
                    writer.start_element(Some(b"p"), b"A"[..].into(), b"urn:p"[..].into())?;
                }
                _ => writer.start_element(Some(b""), b"A"[..].into(), b""[..].into())?,
            }
            if case != 0 {
                writer.start_element(None, b"B"[..].into(), b"urn:a"[..].into())?;
                writer.end_element()?;
                writer.end_element()?;
            }
            message.write_end(&mut writer)?;
            writer.complete()
        };
        let outcome = format!("{:?}", write());
        message.reset();
        (outcome, String::from_utf8(writer.bytes().to_vec()).unwrap())
    };
    let usual = writer::Settings::default();
    let all = [
        usual,
        writer::Settings { write_declaration: true, ..usual },
        writer::Settings { max_depth: 2, ..usual },
        writer::Settings { max_namespaces: 1, ..usual },
        writer::Settings { buffer_max_size: 80, ..usual },
        writer::Settings { indent: 2, ..usual },
        writer::Settings { emit_uncompressed_empty_elements: true, ..usual },
    ];
    for settings in all {
        for case in 0..6 {
            for settings in [usual, settings, settings] {
                let alone = write(&mut message(SOAP11, 1 << 16), settings, case);
                assert_eq!(write(&mut long_lived, settings, case), alone, "{settings:?} {case}");
            }
        }
    }
}

/// Gives Ids to some parts, and keeps their canonical forms.
#[derive(Clone, Debug)]
struct Recorder {
    parts: Vec<&'static [u8]>,
    ids: usize,
    octets: Arc<Mutex<Vec<u8>>>,
    /// Parts that were taken as a whole.
    whole: Arc<Mutex<usize>>,
}

impl Sink for Recorder {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.octets.lock().unwrap().extend_from_slice(bytes);
        Ok(())
    }
}

impl protection::Protection for Recorder {
    fn id(&mut self, part: Part<'_>, _: Option<&[u8]>) -> Option<Vec<u8>> {
        let local = if let Part::Header { local, .. } = part { local } else { b"Body" };
        self.ids += 1;
        self.parts.contains(&local).then(|| format!("id{}", self.ids).into_bytes())
    }

    fn part_start(&mut self, _: Part<'_>, writer: &mut Writer) -> Result<()> {
        writer.start_canonicalization(Options::default(), Box::new(self.clone()))
    }

    fn part_end(&mut self, _: Part<'_>, writer: &mut Writer) -> Result<()> {
        writer.end_canonicalization()
    }

    fn part(&mut self, _: Part<'_>, canonical: &[u8]) -> Result<()> {
        *self.whole.lock().unwrap() += 1;
        self.write(canonical)
    }

    fn headers_end(&mut self, _: Version, _: &mut Writer) -> Result<()> {
        Ok(())
    }
}

/// What is written, what is digested of it, and how many parts were taken as a whole.
fn recorded(
    version: Version,
    headers: &[(Header, String)],
    parts: &[&'static [u8]],
    charset: Charset,
) -> (String, String, usize) {
    let mut message = message(version, 1 << 20);
    message.initialize(Start::Blank, None).unwrap();
    for (header, text) in headers {
        message.set_header_text(*header, text.as_bytes()).unwrap();
    }
    let (octets, whole) = (Arc::default(), Arc::default());
    let recorder = Recorder { parts: parts.to_vec(), ids: 0, octets: Arc::clone(&octets), whole: Arc::clone(&whole) };
    message.protect(Some(Box::new(recorder)));
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 20, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(charset)), settings);
    message.write_start(&mut writer).unwrap();
    message.write_end(&mut writer).unwrap();
    writer.complete().unwrap();
    let text = match charset {
        Charset::Utf8 => String::from_utf8(writer.bytes().to_vec()).unwrap(),
        _ => {
            let units = writer.bytes().as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).skip(1);
            String::from_utf16(&units.collect::<Vec<u16>>()).unwrap()
        }
    };
    let octets = String::from_utf8(octets.lock().unwrap().clone()).unwrap();
    let whole = *whole.lock().unwrap();
    (text, octets, whole)
}

/// Only a writer of text in UTF-8 takes headers as a whole; one of UTF-16 is given them node by node.
#[test]
fn headers_that_are_written_as_a_whole_are_those_that_are_written_in_pieces() {
    let names: [&[u8]; 5] = [b"Action", b"To", b"MessageID", b"RelatesTo", b"Body"];
    let texts = |text: &str| TEXTS.map(|header| (header, format!("{text}{header:?}"))).to_vec();
    for envelope in [Envelope::Soap11, Envelope::Soap12] {
        for addressing in [Addressing::V0_9, Addressing::V1_0] {
            let version = Version { envelope, addressing };
            for chosen in 0..1 << names.len() {
                let parts: Vec<&'static [u8]> =
                    (0..names.len()).filter(|index| chosen >> index & 1 == 1).map(|index| names[index]).collect();
                let signed = parts.iter().filter(|part| **part != b"Body").count();
                for (text, is_whole) in
                    [("http://a/b?c='d'&#e;", false), ("urn:x \"'\\]]", true), ("é", false), (" > ", false)]
                {
                    let whole = recorded(version, &texts(text), &parts, Charset::Utf8);
                    let pieces = recorded(version, &texts(text), &parts, Charset::Utf16Le);
                    assert_eq!((&whole.0, &whole.1), (&pieces.0, &pieces.1), "{version:?} {parts:?}");
                    assert_eq!((whole.2, pieces.2), (if is_whole { signed } else { 0 }, 0), "{text}");
                }
            }
        }
    }
    let version = Version { envelope: Envelope::Soap12, addressing: Addressing::V1_0 };
    for few in [vec![], vec![(Header::To, "urn:x".to_owned())], vec![(Header::RelatesTo, String::new())]] {
        let whole = recorded(version, &few, &names, Charset::Utf8);
        let pieces = recorded(version, &few, &names, Charset::Utf16Le);
        assert_eq!((whole.0, whole.1), (pieces.0, pieces.1), "{few:?}");
    }
}
