use super::*;
use crate::abi::{E_INVALIDARG, WS_E_INVALID_FORMAT};

const BARE: &str = "<w:definitions xmlns:w='http://schemas.xmlsoap.org/wsdl/' \
    xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:t='urn:t' targetNamespace='urn:t'>\
    <!-- kept --><w:binding name='B' type='t:P'><s:binding transport='x'/></w:binding></w:definitions>";
const SCHEMA: &str = "<x:schema xmlns:x='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:s'/>";

fn source<'a>(content: &'a str, name: Option<&'a [u16]>) -> Source<'a> {
    Source { content: content.as_bytes(), name }
}

fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn service(ns: &'static str, urls: &[&str]) -> Service<'static> {
    let ports = urls.iter().map(|url| Port {
        name: b"Port",
        binding: b"B",
        binding_ns: b"urn:t",
        location: Location::of(url),
        soap11: false,
    });
    Service { name: b"S&<", ns: ns.as_bytes(), ports: ports.collect() }
}

fn text(document: &Document) -> String {
    String::from_utf8(document.text("here")).unwrap()
}

#[test]
fn a_service_is_added_to_the_document_of_its_namespace() {
    let name = utf16("a.wsdl");
    let all = [source(SCHEMA, None), source(BARE, Some(&name))];
    let service = service("urn:t", &["http://+:81/x?a&b", "http://host/y"]);
    let documents = prepare(&all, Some(&service)).unwrap();
    assert_eq!(text(&documents[0]), SCHEMA);
    assert_eq!(documents[0].dialect(), b"http://www.w3.org/2001/XMLSchema");
    assert_eq!(documents[0].target(), Some(&b"urn:s"[..]));
    let added = text(&documents[1]);
    assert!(added.starts_with("<?xml") && added.contains("<!-- kept -->"), "{added}");
    let service = "<w:service name=\"S&amp;&lt;\"><w:port name=\"Port\" binding=\"t:B\">\
        <s:address location=\"http://here:81/x?a&amp;b\"/></w:port>\
        <w:port name=\"Port\" binding=\"t:B\"><s:address location=\"http://host/y\"/></w:port></w:service>\
        </w:definitions>";
    assert!(added.ends_with(service), "{added}");
    assert!(documents[1].text("a\"b<c>[::1]").windows(16).any(|part| part == b"http://abc[::1]:"));
}

#[test]
fn a_service_that_is_there_is_left_alone() {
    let there = BARE.replace("</w:definitions>", "<w:service name='mine'/></w:definitions>");
    let documents = prepare(&[source(&there, None)], Some(&service("urn:t", &["http://h/"]))).unwrap();
    assert_eq!(text(&documents[0]), there);
    let other = prepare(&[source(&there, None), source(BARE, None)], Some(&service("urn:none", &[]))).unwrap();
    assert_eq!(text(&other[1]), BARE);
}

#[test]
fn a_root_without_content_gets_some() {
    let empty = "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:t'/>";
    let documents = prepare(&[source(empty, None)], Some(&service("urn:t", &["http://h/"]))).unwrap();
    let added = text(&documents[0]);
    assert!(added.contains("><service name=") && added.ends_with("</service></definitions>"), "{added}");
    assert!(added.contains("http://schemas.xmlsoap.org/wsdl/soap12/"), "{added}");
}

#[test]
fn wrong_documents_are_refused() {
    for (content, ns, code, words) in [
        (BARE, "urn:other", E_INVALIDARG, "urn:other"),
        (SCHEMA, "urn:s", E_INVALIDARG, "urn:s"),
        ("<a", "urn:s", WS_E_INVALID_FORMAT, "document 0"),
        ("", "urn:s", WS_E_INVALID_FORMAT, "document 0"),
    ] {
        let name = utf16("one");
        let fault = prepare(&[source(content, Some(&name))], Some(&service(ns, &[]))).unwrap_err();
        assert_eq!(fault.code(), code, "{fault:?}");
        assert!(fault.texts().last().unwrap().contains(words), "{fault:?}");
    }
}

#[test]
fn locations() {
    let any = |before: &str, after: &str| Location::AnyHost(before.into(), after.into());
    for (url, expected) in [
        ("http://+:80/a", any("http://", ":80/a")),
        ("https://*/", any("https://", "/")),
        ("http://+", any("http://", "")),
        ("http://+a/", Location::Fixed("http://+a/".into())),
        ("http://host/+", Location::Fixed("http://host/+".into())),
        ("nonsense", Location::Fixed("nonsense".into())),
    ] {
        assert_eq!(Location::of(url), expected);
    }
}

#[test]
fn names_are_found_behind_the_path() {
    let (wsdl, schema) = (utf16("a.wsdl"), utf16("s"));
    let all = [source(SCHEMA, Some(&schema)), source(BARE, Some(&wsdl)), source(BARE, None)];
    let documents = prepare(&all, None).unwrap();
    let index = |path: &str, query: &str| {
        let found = asked_for(&documents, "/base", path, query)?;
        documents.iter().position(|document| core::ptr::eq(document, found))
    };
    for (path, query, expected) in [
        ("/basea.wsdl", "", Some(1)),
        ("/base/a.wsdl", "", Some(1)),
        ("/base", "a.wsdl", Some(1)),
        ("/base/", "a.wsdl", Some(1)),
        ("/base/s", "", Some(0)),
        ("/base", "wsdl", Some(1)),
        ("/base", "WSDL", Some(1)),
        ("/base", "", None),
        ("/base/", "", None),
        ("/base//s", "", None),
        ("/base/s", "wsdl", None),
        ("/base/../s", "", None),
        ("/other/s", "", None),
        ("/base/A.WSDL", "", None),
    ] {
        assert_eq!(index(path, query), expected, "{path}?{query}");
    }
}

#[test]
fn the_wsdl_with_the_service_comes_first() {
    let with = BARE.replace("</w:definitions>", "<w:service name='mine'/></w:definitions>");
    let documents = prepare(&[source(BARE, None), source(&with, None)], None).unwrap();
    let found = asked_for(&documents, "/b/", "/b/", "wsdl").unwrap();
    assert_eq!(text(found), with);
}
