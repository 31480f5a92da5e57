//! What is digested as it lies, against the canonical form of the same nodes.

use super::*;
use crate::xml::c14n::tests::in_text::written;
use crate::xml::c14n::tests::{document, element, inclusive};
use crate::xml::c14n::{Canonicalizer, Options};
use proptest::prelude::*;

fn parsed(xml: &str) -> Parsed {
    let settings = Settings { max_depth: 1000, max_namespaces: 1000, ..Settings::default() };
    Parsed::new(xml.as_bytes().to_vec(), settings).unwrap()
}

/// The exclusive canonical form, and whether it was put out as it lies.
fn canonical(doc: Doc<'_>, el: El) -> (String, bool) {
    let mut octets = Vec::new();
    doc.canonicalize(&mut Canonicalizer::default(), el, &[], &mut octets).unwrap();
    (String::from_utf8(octets).unwrap(), doc.is_plain(doc.stored(el).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_digested_as_it_lies_is_the_canonical_form(xml in written()) {
        // One namespace has to be escaped.
        let xml = xml.replace("urn:ab", "urn:a&amp;b");
        // And what programs write: canonical but for declarations.
        let texts = [document(&xml, Options::default()), document(&xml, inclusive()), xml];
        for xml in texts {
            let parsed = parsed(&xml);
            let doc = parsed.doc();
            for (index, el) in doc.all().enumerate() {
                let (octets, is_plain) = canonical(doc, el);
                prop_assert_eq!(Some(octets), element(&xml, index, Options::default()), "{} {} {}", xml, index, is_plain);
            }
        }
    }
}

#[test]
fn what_programs_write_is_digested_as_it_lies() {
    // Each is in an element that declares what it inherits.
    for (xml, is_plain) in [
        ("<e>text</e>", true),
        ("<e/>", true),
        ("<p:e q:b=\"1\" p:a=\"2\" c=\"3\"/>", true),
        ("<e><f a=\"1\" b=\"2\">x &amp; y</f><f></f></e>", true),
        ("<p:e><p:f p:a=\"1\"></p:f></p:e>", true),
        ("<e><r:f xmlns:r=\"urn:r\"><r:g></r:g></r:f><s:f xmlns:s=\"urn:r\"></s:f></e>", true),
        ("<p:e><p:f xmlns:p=\"urn:r\"></p:f><p:f></p:f></p:e>", true),
        ("<e><f xmlns=\"urn:f\"><g></g></f></e>", true),
        ("<e xml:lang=\"en\"><f xml:lang=\"de\"></f></e>", true),
        ("<e xmlns:p=\"urn:p\"></e>", true),
        // Declared where it is used, and not where it is inherited.
        ("<e><p:f></p:f></e>", false),
        ("<e><p:f></p:f><p:f></p:f></e>", false),
        // Said again, or not used.
        ("<p:e><p:f xmlns:p=\"urn:p\"></p:f></p:e>", false),
        ("<e><f xmlns=\"urn:d\"></f></e>", false),
        ("<e><f xmlns:r=\"urn:r\"></f></e>", false),
        ("<e xmlns:r=\"urn:r\"><r:f></r:f></e>", false),
        ("<e><f xmlns=\"\"></f></e>", false),
        ("<e><r:f xmlns:r=\"urn:&amp;\"></r:f></e>", false),
        // With a declaration that is not written as it is read.
        ("<z:e></z:e>", false),
        ("<z:e/>", false),
        ("<e z:a=\"1\"/>", false),
        ("<z:e><z:f></z:f></z:e>", false),
        // In another order.
        ("<e><f b=\"1\" a=\"2\"></f></e>", false),
        ("<e><r:f a=\"1\" xmlns:r=\"urn:r\"></r:f></e>", false),
        ("<e><s:f xmlns:s=\"urn:s\" xmlns:r=\"urn:r\" r:a=\"1\"></s:f></e>", false),
        // Written otherwise.
        ("<e><f/></e>", false),
        ("<e ></e>", false),
        ("<e></e >", false),
        ("<e><f></f ></e>", false),
        ("<e><f a='1'></f></e>", false),
        ("<e a=\"x &amp; y\"></e>", false),
        ("<e><f a=\"x &amp; y\"></f></e>", false),
        ("<e>></e>", false),
        ("<e>&#65;</e>", false),
        ("<e><!--c--></e>", false),
        ("<e><![CDATA[]]></e>", false),
        ("<e><![CDATA[x]]></e>", false),
        ("<e><f><![CDATA[]]></f></e>", false),
    ] {
        let xml = format!("<x xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xmlns:z=\"urn:&amp;\">{xml}</x>");
        let parsed = parsed(&xml);
        let doc = parsed.doc();
        let el = doc.children(doc.root().unwrap()).next().unwrap();
        let expected = element(&xml, 1, Options::default()).unwrap();
        assert_eq!(canonical(doc, el), (expected, is_plain), "{xml}");
    }
}

#[test]
fn namespaces_that_no_set_has_are_not_lost() {
    let declarations: String = (0..200).map(|index| format!(" xmlns:p{index:03}=\"urn:{index}\"")).collect();
    let inside: String = (0..200).map(|index| format!("<p{index:03}:e></p{index:03}:e>")).collect();
    let xml = format!("<x{declarations}>{inside}<y>{inside}</y></x>");
    let parsed = parsed(&xml);
    let doc = parsed.doc();
    for (index, el) in doc.all().enumerate() {
        assert_eq!(Some(canonical(doc, el).0), element(&xml, index, Options::default()));
        let ns = format!("urn:{}", (index + 199) % 200);
        assert!(doc.local(el) != b"e" || index > 200 || doc.uri(el) == ns.as_bytes(), "{index}");
    }
}

/// A namespace lies where one lay that an element declared which has ended, after more declarations than are looked through.
#[test]
fn a_namespace_is_not_taken_for_one_that_lay_there_before() {
    for count in [0, RECENT - 1, RECENT, 2 * RECENT] {
        let more = "<q:n xmlns:q=\"urn:q\"/>".repeat(count);
        let xml = format!(
            "<x><a xmlns:p=\"urn:1\">{more}<p:b/><p:b p:c=\"\"/></a><p:d xmlns:p=\"urn:2\" p:e=\"\"/><p:d \
             xmlns:p=\"urn:3\"/></x>"
        );
        let parsed = parsed(&xml);
        let doc = parsed.doc();
        let uris: Vec<&[u8]> = doc.all().filter(|el| doc.prefix(*el) == b"p").map(|el| doc.uri(el)).collect();
        assert_eq!(uris, [&b"urn:1"[..], b"urn:1", b"urn:2", b"urn:3"], "{count}");
        for (index, el) in doc.all().enumerate() {
            assert_eq!(Some(canonical(doc, el).0), element(&xml, index, Options::default()), "{count}");
        }
    }
}

/// An element that declares what is declared around it, and was used there last.
#[test]
fn what_is_declared_again_is_put_out_once() {
    for xml in [
        "<p:x xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><p:e xmlns:p=\"urn:p\" q:b=\"\" p:a=\"\"></p:e></p:x>",
        // Further in it was another one.
        "<p:x xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><e xmlns:p=\"urn:e\"><p:f xmlns:p=\"urn:p\" q:b=\"\" p:a=\"\"></p:f></e></p:x>",
        "<x xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><q:y p:a=\"\"/><p:e xmlns:p=\"urn:p\" q:b=\"\" p:a=\"\"/><p:f/></x>",
    ] {
        let parsed = parsed(xml);
        let doc = parsed.doc();
        for (index, el) in doc.all().enumerate() {
            assert_eq!(Some(canonical(doc, el).0), element(xml, index, Options::default()));
        }
    }
}

/// What is used again and again after more declarations than are looked through.
#[test]
fn what_is_kept_is_no_more_than_what_was_read() {
    let uri = format!("urn:{}", "x".repeat(10_000));
    let more = format!("{}<p:e p:a=\"\"/>", "<n xmlns:q=\"urn:q\"/>".repeat(RECENT)).repeat(100);
    let many: String = (0..RECENT + 1).map(|index| format!(" xmlns:p{index}=\"urn:p\"")).collect();
    let uses: String = (0..RECENT + 1).map(|index| format!(" p{index}:a{index}=\"\"")).collect();
    for xml in [format!("<x xmlns:p=\"{uri}\">{more}</x>"), format!("<x{many}><y{many}{uses}/></x>")] {
        let parsed = parsed(&xml);
        assert!(parsed.tree.bytes.len() <= xml.len(), "{} of {}", parsed.tree.bytes.len(), xml.len());
        let doc = parsed.doc();
        assert!(doc.all().filter(|el| doc.prefix(*el) == b"p").all(|el| doc.uri(el) == uri.as_bytes()));
    }
}
