//! XML Signature and XML Encryption of any document, with keys that whoever wrote it does not have.

use super::choices::Choices;
use super::events::Octets;
use crate::security::crypto::refused;
use crate::security::settings::Secret;
use crate::security::tree::{Doc, El, Form, Ids, Parsed};
use crate::security::xmldsig::verify::Key;
use crate::security::xmldsig::{self, Rules};
use crate::security::xmlenc;
use crate::security::xmlenc::agreement::read_agreement;
use crate::xml::c14n::Canonicalizer;
use crate::xml::reader::settings::Settings;

/// What the signatures of the seeds are by.
const KEY: &[u8] = b"a key that both sides know";
/// What they have signed, where that is text. Nothing else may ever be found signed.
const SIGNED: [&[u8]; 2] = [b"what <is> signed", b"AAAA"];
/// No name, so that nothing is bound to it.
const NO_PREFIX: &[u8] = b"*";
/// Elements whose canonical form is looked at: all of a long document would take long.
const LOOKED_AT: usize = 16;

/// Reads whatever is a signature, an encrypted element or an encrypted key. Nothing is right but what the seeds have
/// signed; a canonical form is its own canonical form.
pub fn signature(data: &[u8]) {
    let mut choices = Choices::new(data);
    let bits = choices.byte();
    let rules = Rules {
        suite: None,
        allows_enveloped: bits & 1 != 0,
        allows_str: bits & 2 != 0,
        allows_objects: bits & 4 != 0,
        allows_inclusive: bits & 8 != 0,
    };
    let Ok(parsed) = Parsed::new(choices.rest().to_vec(), Settings::default()) else { return };
    let doc = parsed.doc();
    let ids = Ids::new(doc);
    for el in doc.all() {
        if let Ok(ids) = &ids {
            check_signature(doc, el, &rules, ids);
        }
        check_encryption(doc, el, bits & 16 != 0);
    }
    for el in doc.all().take(LOOKED_AT) {
        check_canonical_form(doc, el, bits & 32 != 0);
    }
}

fn check_signature(doc: Doc<'_>, el: El, rules: &Rules<'_>, ids: &Ids<'_>) {
    let Ok(signature) = xmldsig::read(doc, el, rules) else { return };
    let key = Secret::new(KEY.to_vec());
    let token_of = |el: El| doc.children(el).next().ok_or_else(|| refused("There is no token."));
    let Ok(signed) = signature.verify(doc, ids, Key::Secret(&key), &token_of) else { return };
    assert_eq!(signed.len(), signature.references.len());
    for part in signed {
        if let Ok(text) = doc.text(part.el) {
            assert!(SIGNED.contains(&&*text), "{} was never signed", text.escape_ascii());
        }
    }
}

fn check_encryption(doc: Doc<'_>, el: El, allows_legacy: bool) {
    let rules = xmlenc::Rules { suite: None, allows_legacy };
    let secret = |size: usize| Secret::new(vec![7; size]);
    if let Ok(data) = xmlenc::read_data(doc, el, &rules)
        && let Ok(plain) = data.decrypt(doc, &secret(data.cipher.key_size()))
    {
        assert!(plain.len() <= doc.content(data.value).len());
    }
    if let Ok(key) = xmlenc::read_key(doc, el, &rules)
        && let xmlenc::KeyMethod::Wrap(wrap) = key.method
        && let Ok(secret) = key.decrypt(xmlenc::KeyKey::Secret(&secret(wrap.key_size())), &[16, 24, 32])
    {
        assert!([16, 24, 32].contains(&secret.bytes().len()));
    }
    let _ = read_agreement(doc, el);
    let _ = xmlenc::read_references(doc, el);
}

fn check_canonical_form(doc: Doc<'_>, el: El, has_comments: bool) {
    let form = Form { has_comments, ..Form::default() };
    // Looked at node by node, since a prefix might be rendered that is none.
    let by_nodes = Form { has_comments, inclusive_prefixes: vec![NO_PREFIX.into()], ..Form::default() };
    let canonical_as = |doc: Doc<'_>, el: El, form: &Form| {
        let mut octets = Octets::default();
        let done = doc.canonicalize_as(&mut Canonicalizer::default(), el, form, None, &mut octets);
        done.map(|()| octets.take())
    };
    let canonical = |doc: Doc<'_>, el: El| canonical_as(doc, el, &form);
    let Ok(first) = canonical(doc, el) else { return };
    assert!(canonical_as(doc, el, &by_nodes).is_ok_and(|same| same == first), "{}", first.escape_ascii());
    let again = Parsed::new(first.clone(), Settings::default());
    assert!(again.is_ok(), "{} is no XML: {:?}", first.escape_ascii(), again.as_ref().err());
    let Ok(again) = again else { return };
    let root = again.doc().root();
    assert!(root.is_some_and(|root| canonical(again.doc(), root).is_ok_and(|second| second == first)));
}
