//! Random documents against libxml2, whose command xmllint prints the canonical form of a document with comments.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What xmllint makes of a document; none if there is no xmllint.
fn xmllint(option: &str, xml: &str) -> Option<String> {
    let spawned = Command::new("xmllint")
        .args([option, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn();
    let Ok(mut child) = spawned else {
        eprintln!("skipped: xmllint (libxml2) is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{xml}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[derive(Clone, Debug)]
pub(super) enum Item {
    Element(Element),
    Text(String),
    CData(String),
    Comment(String),
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Index of a prefix; the empty one is always in scope.
    pub(super) prefix: usize,
    pub(super) local: usize,
    /// Index of prefix and URI.
    pub(super) declarations: Vec<(usize, usize)>,
    pub(super) attributes: Vec<(usize, usize, String)>,
    pub(super) content: Vec<Item>,
}

pub(super) const PREFIXES: [&str; 6] = ["", "a", "b", "ab", "\u{e4}", "z"];
/// Only absolute ones, since libxml2 refuses the others, and none that needs escaping, which libxml2 2.9 forgets.
pub(super) const URIS: [&str; 5] = ["", "urn:b", "urn:a", "http://example.org/?q=1", "urn:ab"];
pub(super) const LOCALS: [&str; 6] = ["x", "a", "a1", "A", "\u{e4}", "xy"];

/// Characters with all that has to be escaped, written as they may stand in a document.
pub(super) fn characters() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ a-z\"'>]{0,20}".prop_map(|text| text.replace("]]>", "")),
        1 => Just("&amp;".to_owned()),
        1 => Just("&lt;".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("&#xD;".to_owned()),
        1 => Just("&#9;&#10;".to_owned()),
        1 => Just("\u{e4}\u{6771}\u{1F600}".to_owned()),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

pub(super) fn tree() -> impl Strategy<Value = Element> {
    let leaf = prop_oneof![
        characters().prop_map(Item::Text),
        "[ a-z<&>\"\n]{0,12}".prop_map(Item::CData),
        "[ a-z<&>\"\n]{0,12}".prop_map(Item::Comment),
        element_of(Just(Vec::new())).prop_map(Item::Element),
    ];
    let item =
        leaf.prop_recursive(5, 40, 5, |inner| element_of(prop::collection::vec(inner, 0..5)).prop_map(Item::Element));
    element_of(prop::collection::vec(item, 0..5))
}

fn element_of(content: impl Strategy<Value = Vec<Item>>) -> impl Strategy<Value = Element> {
    let declarations = prop::collection::vec((0..PREFIXES.len(), 0..URIS.len()), 0..4);
    let attributes = prop::collection::vec((0..PREFIXES.len(), 0..LOCALS.len(), characters()), 0..4);
    (0..PREFIXES.len(), 0..LOCALS.len(), declarations, attributes, content).prop_map(
        |(prefix, local, declarations, attributes, content)| Element {
            prefix,
            local,
            declarations,
            attributes,
            content,
        },
    )
}

/// Writes an element, leaving out what would not be well-formed. `scope` has the URI of each prefix.
fn write(out: &mut String, element: &Element, scope: [usize; 6], inherited: bool) {
    let mut scope = scope;
    let mut tag = String::new();
    let mut declared = [false; 6];
    for &(prefix, uri) in &element.declarations {
        if !declared[prefix] && (prefix == 0 || uri != 0) {
            (declared[prefix], scope[prefix]) = (true, uri);
        }
    }
    let shown = |prefix: usize| declared[prefix] || (inherited && (prefix == 0 || scope[prefix] != 0));
    // The last first: order in the document must not matter.
    for prefix in (0..6).rev().filter(|prefix| shown(*prefix)) {
        let colon = if prefix == 0 { "" } else { ":" };
        write!(tag, " xmlns{colon}{}=\"{}\"", PREFIXES[prefix], URIS[scope[prefix]]).unwrap();
    }
    let is_usable = |prefix: usize| prefix == 0 || scope[prefix] != 0;
    let mut used = Vec::new();
    for (prefix, local, value) in &element.attributes {
        let key = (if *prefix == 0 { 0 } else { scope[*prefix] }, local);
        if is_usable(*prefix) && !used.contains(&key) {
            used.push(key);
            let value = value.replace('"', "'");
            write!(tag, " {}=\"{value}\"", qualified(*prefix, *local)).unwrap();
        }
    }
    let name = qualified(if is_usable(element.prefix) { element.prefix } else { 0 }, element.local);
    if element.content.is_empty() {
        write!(out, "<{name}{tag}/>").unwrap();
        return;
    }
    write!(out, "<{name}{tag}>").unwrap();
    for item in &element.content {
        match item {
            Item::Element(element) => write(out, element, scope, false),
            Item::Text(text) => out.push_str(text),
            Item::CData(text) => write!(out, "<![CDATA[{text}]]>").unwrap(),
            Item::Comment(text) => write!(out, "<!--{text}-->").unwrap(),
        }
    }
    write!(out, "</{name}>").unwrap();
}

fn qualified(prefix: usize, local: usize) -> String {
    let colon = if prefix == 0 { "" } else { ":" };
    format!("{}{colon}{}", PREFIXES[prefix], LOCALS[local])
}

/// An element that is number `index` in document order, with the scope around it.
fn nth<'a>(element: &'a Element, scope: [usize; 6], index: &mut usize) -> Option<(&'a Element, [usize; 6])> {
    if *index == 0 {
        return Some((element, scope));
    }
    *index -= 1;
    let mut inner = scope;
    let mut declared = [false; 6];
    for &(prefix, uri) in &element.declarations {
        if !declared[prefix] && (prefix == 0 || uri != 0) {
            (declared[prefix], inner[prefix]) = (true, uri);
        }
    }
    element.content.iter().find_map(|item| match item {
        Item::Element(element) => nth(element, inner, index),
        _ => None,
    })
}

#[test]
fn documents_and_elements_agree_with_libxml2() {
    if xmllint("--c14n", "<a/>").is_none() {
        return;
    }
    let mut runner = TestRunner::new(Config { cases: 200, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(tree(), 0_usize..8), |(root, index)| {
        let mut xml = "<?xml version='1.0'?><!-- before -->\n".to_owned();
        write(&mut xml, &root, [0; 6], false);
        xml.push_str("\n<!--after-->");
        let ours = |options| document(&xml, with_comments(options));
        prop_assert_eq!(ours(inclusive()), xmllint("--c14n", &xml).unwrap(), "{}", xml);
        prop_assert_eq!(ours(Options::default()), xmllint("--exc-c14n", &xml).unwrap(), "{}", xml);

        // An element inside has the exclusive form of a document that declares on its root all that was in scope.
        if let Some((inner, scope)) = nth(&root, [0; 6], &mut { index }) {
            let mut alone = String::new();
            write(&mut alone, inner, scope, true);
            let ours = element(&xml, index, with_comments(Options::default())).unwrap();
            prop_assert_eq!(&ours, &xmllint("--exc-c14n", &alone).unwrap(), "{}", xml);
            // The same with all prefixes listed is the inclusive form.
            let all = element(&xml, index, with_comments(listing(&PREFIXES))).unwrap();
            prop_assert_eq!(&all, &xmllint("--c14n", &alone).unwrap(), "{}", xml);
            // And a canonical form is its own.
            prop_assert_eq!(&document(&ours, with_comments(Options::default())), &ours);
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn blocks_of_any_size_carry_the_same_octets() {
    let xml = "<a xmlns='urn:x' b='&lt;&#9;'>text &amp; more<c/><!--d--></a>";
    let whole = document(xml, Options::default());
    for output_buffer_size in [0, 1, 2, 3, 10, 1000] {
        assert_eq!(document(xml, Options { output_buffer_size, ..Options::default() }), whole);
    }
}
