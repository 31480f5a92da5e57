//! Random calls: what they wrote, another parser must read as it was meant.

use super::*;
use crate::xml::value::base64::write_base64;
use proptest::prelude::*;
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Call {
    Start { prefix: Option<usize>, local: usize, ns: usize },
    Attribute { prefix: Option<usize>, local: usize, ns: usize, single: bool, value: Vec<String> },
    Xmlns { prefix: Option<usize>, ns: usize },
    Text(String),
    Bytes(Vec<u8>),
    QName { prefix: Option<usize>, ns: usize },
    Section(Vec<String>),
    Comment(String),
    EndStart,
    End,
}

const PREFIXES: [&str; 5] = ["", "p", "q", "a", "xml"];
const NAMES: [&str; 5] = ["a", "item", "averylongelementname", "\u{E9}l\u{E9}ment", "n-1._"];
const SPACES: [&str; 5] = ["", "urn:a", "urn:b<&'\">\t", "u", "http://www.w3.org/XML/1998/namespace"];

fn call() -> impl Strategy<Value = Call> {
    let prefix = || prop::option::of(0..PREFIXES.len());
    let text = || prop_oneof!["[ -~\t\n\r\\]>]{0,40}", any::<String>()];
    prop_oneof![
        4 => (prefix(), 0..NAMES.len(), 0..SPACES.len()).prop_map(|(prefix, local, ns)| Call::Start { prefix, local, ns }),
        4 => (prefix(), 0..NAMES.len(), 0..SPACES.len(), any::<bool>(), prop::collection::vec(text(), 0..3))
            .prop_map(|(prefix, local, ns, single, value)| Call::Attribute { prefix, local, ns, single, value }),
        2 => (prefix(), 0..SPACES.len()).prop_map(|(prefix, ns)| Call::Xmlns { prefix, ns }),
        2 => text().prop_map(Call::Text),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Call::Bytes),
        1 => (prefix(), 0..SPACES.len()).prop_map(|(prefix, ns)| Call::QName { prefix, ns }),
        1 => prop::collection::vec(text(), 0..3).prop_map(Call::Section),
        1 => text().prop_map(Call::Comment),
        1 => Just(Call::EndStart),
        3 => Just(Call::End),
    ]
}

type Attributes = BTreeMap<(String, String), String>;

/// What a document says.
#[derive(Clone, PartialEq, Debug)]
enum Said {
    Start(String, String, Attributes),
    Text(String),
    Comment(String),
    End,
}

fn say_text(said: &mut Vec<Said>, text: &str) {
    match said.last_mut() {
        _ if text.is_empty() => {}
        Some(Said::Text(before)) => before.push_str(text),
        _ => said.push(Said::Text(text.into())),
    }
}

/// Makes one call; what it does goes into `said` if it succeeds.
fn make(w: &mut Writer, call: &Call, said: &mut Vec<Said>, bytes: &mut Vec<u8>) -> Result<()> {
    let prefix = |prefix: &Option<usize>| prefix.map(|index| PREFIXES[index].as_bytes());
    if let Call::Bytes(more) = call {
        w.value(&Value::Base64(more), Way::Bytes)?;
        bytes.extend_from_slice(more);
        return Ok(());
    }
    let before = core::mem::take(bytes);
    let mut base64 = Vec::new();
    write_base64(&mut base64, &before).unwrap();
    say_text(said, core::str::from_utf8(&base64).unwrap());
    match call {
        Call::Start { prefix: given, local, ns } => {
            w.start_element(prefix(given), s(NAMES[*local]), s(SPACES[*ns]))?;
            said.push(Said::Start(NAMES[*local].into(), SPACES[*ns].into(), Attributes::new()));
        }
        Call::Attribute { prefix: given, local, ns, single, value } => {
            w.start_attribute(prefix(given), s(NAMES[*local]), s(SPACES[*ns]), *single)?;
            for piece in value {
                w.chars(piece)?;
            }
            w.end_attribute()?;
            let Some(Said::Start(_, _, attributes)) = said.last_mut() else { panic!("an attribute of nothing") };
            let known = attributes.insert((NAMES[*local].into(), SPACES[*ns].into()), value.concat());
            assert_eq!(known, None);
        }
        Call::Xmlns { prefix: given, ns } => w.xmlns(prefix(given), s(SPACES[*ns]), false)?,
        Call::Text(text) => {
            w.chars(text)?;
            say_text(said, text);
        }
        Call::Bytes(_) => {}
        Call::QName { prefix: given, ns } => {
            let prefix = given.map(|index| s(PREFIXES[index]));
            w.finish_base64()?;
            let start = w.out.len();
            w.value(&Value::QName(QName { prefix, local: s("n"), ns: Some(s(SPACES[*ns])) }), Way::Whole)?;
            let written = core::str::from_utf8(&w.out.bytes()[start..]).unwrap();
            say_text(said, written.rsplit('>').next().unwrap());
        }
        Call::Section(pieces) => {
            w.start_cdata()?;
            for piece in pieces {
                w.chars(piece)?;
                say_text(said, piece);
            }
            w.end_cdata()?;
        }
        Call::Comment(text) => {
            w.comment(text.as_bytes())?;
            said.push(Said::Comment(text.clone()));
        }
        Call::EndStart => w.end_start_element()?,
        Call::End => {
            w.end_element()?;
            said.push(Said::End);
        }
    }
    Ok(())
}

fn parse(document: &str) -> Vec<Said> {
    let mut reader = NsReader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_comments = true;
    let mut said = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        match event {
            Event::Start(tag) => {
                let ns = |space: ResolveResult<'_>| match space {
                    ResolveResult::Bound(ns) => {
                        let raw = ns.as_ref();
                        quick_xml::escape::unescape(raw).unwrap().into_owned()
                    }
                    ResolveResult::Unbound => String::new(),
                    ResolveResult::Unknown(prefix) => panic!("unbound prefix {prefix:?} in {document}"),
                };
                let (space, _) = reader.resolver().resolve_element(tag.name());
                let name = tag.local_name().as_ref().to_string();
                let mut attributes = Attributes::new();
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    if attribute.key.as_namespace_binding().is_some() {
                        continue;
                    }
                    let (space, local) = reader.resolver().resolve_attribute(attribute.key);
                    let raw = &*attribute.value;
                    assert!(!raw.contains(['\t', '\n', '\r', '<']), "{document}");
                    let value = quick_xml::escape::unescape(raw).unwrap().into_owned();
                    let local = local.as_ref().to_string();
                    assert_eq!(attributes.insert((local, ns(space)), value), None, "{document}");
                }
                said.push(Said::Start(name, ns(space), attributes));
            }
            Event::End(_) => said.push(Said::End),
            Event::Text(text) => say_text(&mut said, &text),
            Event::CData(text) => say_text(&mut said, &text),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", &*name);
                say_text(&mut said, &quick_xml::escape::unescape(&reference).unwrap());
            }
            Event::Comment(text) => said.push(Said::Comment(text.to_string())),
            Event::Eof => return said,
            other => panic!("{other:?} in {document}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn another_parser_reads_what_was_written(calls in prop::collection::vec(call(), 0..40)) {
        let mut w = writer(Encoding::Text(Charset::Utf8), |settings| settings.max_namespaces = 8);
        w.open("root").unwrap();
        let mut said = vec![Said::Start("root".into(), String::new(), Attributes::new())];
        let mut bytes = Vec::new();
        for call in &calls {
            let before = (said.clone(), bytes.clone());
            let state = w.state;
            let depth = w.scope.depth();
            if *call_is_end(call) && depth == 1 {
                continue;
            }
            match make(&mut w, call, &mut said, &mut bytes) {
                Ok(()) => {}
                Err(fault) if fault.code() == WS_E_INVALID_OPERATION && w.state == state => {
                    // A run of bytes goes on over a call that was refused.
                    (said, bytes) = before;
                }
                Err(_) => return Ok(()),
            }
        }
        // The last start tag ends here at the latest, and may declare too much.
        if make(&mut w, &Call::Text(String::new()), &mut said, &mut bytes).is_err() {
            return Ok(());
        }
        while w.scope.depth() != 0 {
            w.end_element().unwrap();
            said.push(Said::End);
        }
        prop_assert_eq!(parse(shown(&w)), said, "{}", shown(&w));
    }

    #[test]
    fn any_calls_are_taken_without_harm(
        calls in prop::collection::vec(call(), 0..40),
        binary in any::<bool>(),
        limit in 0_u32..400,
    ) {
        let encoding = if binary { Encoding::Binary } else { Encoding::Text(Charset::Utf16Le) };
        let mut w = writer(encoding, |settings| settings.buffer_max_size = limit);
        let mut written = Vec::new();
        for call in &calls {
            let mut bytes = Vec::new();
            let done = match call {
                // Reads the output as text.
                Call::QName { .. } => Ok(()),
                _ => make(&mut w, call, &mut vec![Said::Start(String::new(), String::new(), Attributes::new())], &mut bytes),
            };
            if done.is_err() {
                prop_assert!(w.bytes().starts_with(&written[..written.len().min(w.bytes().len())]));
            }
            prop_assert!(w.bytes().len() <= limit as usize);
            written = w.bytes().to_vec();
        }
    }
}

fn call_is_end(call: &Call) -> &bool {
    if matches!(call, Call::End) { &true } else { &false }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_buffer_keeps_every_detail(calls in prop::collection::vec(call(), 0..40)) {
        let budget = std::rc::Rc::new(crate::runtime::budget::Budget::new(1 << 24));
        let buffer = crate::xml::buffer::Buffer::new(&budget).unwrap();
        let settings = Settings { allow_fragment: true, ..Settings::default() };
        let mut tree = Writer::default();
        tree.set_output_to_buffer(&buffer, settings).unwrap();
        let mut direct = writer(Encoding::Text(Charset::Utf8), |to| *to = settings);
        for call in &calls {
            if matches!(call, Call::QName { .. }) {
                // Looks at the output.
                continue;
            }
            let said = || vec![Said::Start(String::new(), String::new(), Attributes::new())];
            let done = make(&mut tree, call, &mut said(), &mut Vec::new());
            let expected = make(&mut direct, call, &mut said(), &mut Vec::new());
            prop_assert_eq!(code(done), code(expected), "{:?}", call);
            if direct.faulted {
                return Ok(());
            }
        }
        while direct.scope.depth() != 0 {
            direct.end_element().unwrap();
            tree.end_element().unwrap();
        }
        direct.complete().unwrap();
        tree.complete().unwrap();
        let mut copy = writer(Encoding::Text(Charset::Utf8), |to| *to = settings);
        copy.buffer(&buffer).unwrap();
        copy.complete().unwrap();
        prop_assert_eq!(shown(&copy), shown(&direct));

        // Into itself, behind what is there.
        let again = crate::xml::buffer::Buffer::new(&budget).unwrap();
        let mut w = Writer::default();
        w.set_output_to_buffer(&again, settings).unwrap();
        w.buffer(&buffer).unwrap();
        w.buffer(&again).unwrap();
        let mut doubled = writer(Encoding::Text(Charset::Utf8), |to| *to = Settings { buffer_max_size: 1 << 20, ..settings });
        doubled.buffer(&again).unwrap();
        doubled.complete().unwrap();
        let mut expected = writer(Encoding::Text(Charset::Utf8), |to| *to = Settings { buffer_max_size: 1 << 20, ..settings });
        expected.buffer(&buffer).unwrap();
        expected.buffer(&buffer).unwrap();
        expected.complete().unwrap();
        prop_assert_eq!(shown(&doubled), shown(&expected));
    }
}
