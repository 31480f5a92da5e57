//! Digests that others computed: signatures of the merlin sets, which the XML Security Library collects.

use super::*;
use openssl::{base64, sha};
use std::{fs, path::Path};

fn vector(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/xmlsec").join(name);
    match fs::read_to_string(&path) {
        Ok(xml) => Some(xml),
        Err(error) => {
            eprintln!("skipped: {} cannot be read: {error}", path.display());
            None
        }
    }
}

/// The DigestValue elements of a signature.
fn digests(xml: &str) -> Vec<&str> {
    xml.split("DigestValue>").skip(1).step_by(2).filter_map(|rest| rest.split('<').next()).collect()
}

fn digest(octets: &str) -> String {
    base64::encode_block(&sha::sha1(octets.as_bytes()))
}

/// The number of the first element whose tag begins so, counted by its canonical form.
fn find(xml: &str, tag: &str) -> usize {
    (0..).find(|index| element(xml, *index, Options::default()).unwrap().starts_with(tag)).unwrap()
}

#[test]
fn exclusive_with_and_without_comments_and_prefixes() {
    let Some(xml) = vector("merlin-exc-c14n-one/exc-signature.xml") else { return };
    let object = find(&xml, "<dsig:Object");
    let listed = listing(&["bar", "#default"]);
    let all = [Options::default(), listed.clone(), with_comments(Options::default()), with_comments(listed)];
    let ours: Vec<String> = all.into_iter().map(|options| digest(&element(&xml, object, options).unwrap())).collect();
    assert_eq!(ours, digests(&xml));
    assert_eq!(ours.len(), 4);
}

#[test]
fn inclusive_enveloped() {
    let Some(xml) = vector("merlin-xmldsig-twenty-three/signature-enveloped-dsa.xml") else { return };
    let omitted = omitting("http://www.w3.org/2000/09/xmldsig#", "Signature");
    let form = document(&xml, Options { omitted, ..inclusive() });
    assert_eq!(vec![digest(&form)], digests(&xml));
}
