//! The body of a message: digested where it is, and its ciphertext replaced by what it says.

use super::encryption::{Encrypted, decode_in_place, read_data};
use super::keys::Keys;
use super::names::{Ns, WSU};
use super::profile::Profile;
use super::refused;
use super::scan::{self, Scan};
use super::signature::SignedPart;
use super::tree::{El, Tree};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::algorithm::Digest;
use crate::security::crypto::digest::{Digester, Value};
use crate::security::settings::ProtectionOrder;
use crate::xml::c14n::{Canonicalizer, Options, Sink};
use crate::xml::node::{NodeKind, Text};
use crate::xml::reader::settings::Settings;
use crate::xml::reader::{Around, Reader, Wanted};
use core::ops::Range;
use std::cell::RefCell;
use std::rc::Rc;

/// Ids that must not be there again, in order: both a header and a body may have thousands of them.
#[derive(Default)]
pub(super) struct Ids {
    bytes: Vec<u8>,
    /// Where each is in `bytes`.
    places: Vec<Range<usize>>,
}

impl<'a> FromIterator<&'a [u8]> for Ids {
    fn from_iter<T: IntoIterator<Item = &'a [u8]>>(ids: T) -> Self {
        let mut all = Ids { bytes: Vec::with_capacity(256), places: Vec::with_capacity(16) };
        for id in ids {
            let start = all.bytes.len();
            all.bytes.extend_from_slice(id);
            all.places.push(start..all.bytes.len());
        }
        let Ids { bytes, places } = &mut all;
        places.sort_unstable_by(|a, b| bytes.get(a.clone()).cmp(&bytes.get(b.clone())));
        all
    }
}

impl Ids {
    fn has(&self, id: &[u8]) -> bool {
        self.places.binary_search_by(|place| self.bytes.get(place.clone()).cmp(&Some(id))).is_ok()
    }

    fn check(&self, reader: &Reader) -> Result<()> {
        let node = reader.node();
        for attribute in node.node.attributes.iter().filter(|attribute| !attribute.is_xmlns) {
            if node.get(attribute.name.local) != b"Id" || node.get(attribute.name.ns) != WSU {
                continue;
            }
            if let Text::Utf8(span) = attribute.value
                && self.has(node.get(span))
            {
                return Err(refused(format!("The Id '{}' is there again in the body.", quoted(node.get(span)))));
            }
        }
        Ok(())
    }
}

/// A digester that a reader's canonicaliser writes to.
struct Shared(Rc<RefCell<Digester>>);

impl Sink for Shared {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.borrow_mut().write(bytes)
    }
}

/// Begins to digest from the present element on.
fn begin(reader: &mut Reader, part: Option<&SignedPart>) -> Result<Option<Rc<RefCell<Digester>>>> {
    let Some(part) = part else { return Ok(None) };
    let digester = Rc::new(RefCell::new(Digester::new(part.digest)));
    let options = Options { inclusive_prefixes: part.prefixes.clone(), output_buffer_size: 4096, ..Options::default() };
    reader.start_canonicalization(options, Box::new(Shared(digester.clone())))?;
    Ok(Some(digester))
}

/// From the Body element to its end, which the reader is on then. Answers where that is.
fn through_body(reader: &mut Reader, ids: &Ids) -> Result<Range<usize>> {
    let depth = reader.depth()?;
    loop {
        reader.read_node()?;
        match reader.kind() {
            NodeKind::Element if !reader.node().node.attributes.is_empty() => ids.check(reader)?,
            NodeKind::EndElement if reader.depth()? == depth => {
                let document = reader.document();
                return Ok(document.node_start..document.input.position);
            }
            _ => {}
        }
    }
}

/// Leaves the body and compares its digest.
fn end(
    reader: &mut Reader,
    part: Option<&SignedPart>,
    digester: Option<Rc<RefCell<Digester>>>,
) -> Result<Option<Fault>> {
    reader.read_node()?;
    let Some((part, digester)) = part.zip(digester) else { return Ok(None) };
    reader.end_canonicalization()?;
    let digest: Value = digester.borrow_mut().finish();
    Ok((!digest.is(&part.expected))
        .then(|| refused("The digest of the body is wrong: it was changed after it was signed.")))
}

pub(super) fn clear_body(
    scan: Scan,
    part: Option<&SignedPart>,
    head: &[u8],
    ids: &Ids,
    failed: &mut Option<Fault>,
) -> Result<Vec<u8>> {
    let Scan { mut reader, tree, body, .. } = scan;
    let content = tree.with(&[]).whole(body).end;
    let digester = begin(&mut reader, part)?;
    through_body(&mut reader, ids)?;
    if let Some(fault) = end(&mut reader, part, digester)? {
        failed.get_or_insert(fault);
    }
    scan::finish(&mut reader)?;
    let mut bytes = scan::take(reader);
    let Some(place) = bytes.get_mut(..head.len()).filter(|_| head.len() <= content) else {
        return Err(refused("The headers of the message grew when they were decrypted."));
    };
    place.copy_from_slice(head);
    bytes.copy_within(content.., head.len());
    bytes.truncate(bytes.len() - (content - head.len()));
    Ok(bytes)
}

#[allow(clippy::too_many_arguments, reason = "what was found in the headers")]
pub(super) fn encrypted_body(
    profile: &Profile,
    scan: Scan,
    keys: &Keys<'_>,
    cipher: &Encrypted,
    part: Option<&SignedPart>,
    head: &[u8],
    ids: &Ids,
    failed: &mut Option<Fault>,
) -> Result<Vec<u8>> {
    let Scan { mut reader, mut tree, body, .. } = scan;
    let is_before = profile.order == ProtectionOrder::EncryptBeforeSign;
    let (sealed_part, plain_part) = if is_before { (part, None) } else { (None, part) };
    let digester = begin(&mut reader, sealed_part)?;
    read_sealed(&mut reader, &mut tree, ids)?;
    let tail = reader.document().node_start;
    let around = reader.around()?;
    if let Some(fault) = end(&mut reader, sealed_part, digester)? {
        failed.get_or_insert(fault);
    }
    scan::finish(&mut reader)?;
    let mut bytes = scan::take_back(&mut reader);
    let doc = tree.with(&bytes);
    let start_tag = doc.whole(body).start..doc.content(body).start;
    doc.check_only_elements(body)?;
    let children: Vec<El> = doc.children(body).take(2).collect();
    let [el] = children[..] else {
        return Err(refused("The content of the body is not exactly one EncryptedData."));
    };
    // It would be dropped without a word.
    if doc.has_comment(body) {
        return Err(refused("There is a comment beside the EncryptedData of the body."));
    }
    if doc.id(el)? != Some(&cipher.id) {
        return Err(refused(format!(
            "The encrypted part '{}' is neither in the Security header nor the content of the body.",
            quoted(&cipher.id)
        )));
    }
    let sealed = read_data(profile, keys, doc, el, cipher.key.as_ref())?;
    let tail = bytes.get(tail..).unwrap_or_default().to_vec();
    let to = head.len().saturating_sub(sealed.iv_size());
    if to > sealed.text.start {
        return Err(refused("The headers of the message grew when they were decrypted."));
    }
    let opened = decode_in_place(&mut bytes, sealed.text.clone(), to).and_then(|data| {
        let plain = sealed.decrypt(bytes.get_mut(data.clone()).unwrap_or_default())?;
        Ok(data.start + plain.start..data.start + plain.end)
    });
    let plain = match opened {
        Ok(plain) => plain,
        Err(fault) => {
            spend(bytes.len().saturating_sub(head.len()) / 4 * 3, plain_part);
            return Err(failed.take().unwrap_or(fault));
        }
    };
    let Some(place) = bytes.get_mut(..head.len()) else { return Err(refused("The message is too short.")) };
    place.copy_from_slice(head);
    bytes.truncate(plain.end);
    bytes.extend_from_slice(&tail);
    let start = head.len().saturating_sub(start_tag.len());
    match check_plain(reader, &around, bytes, start..plain.end, plain_part, ids) {
        Ok((bytes, fault)) => {
            if let Some(fault) = fault {
                failed.get_or_insert(fault);
            }
            Ok(bytes)
        }
        Err(fault) => Err(failed.take().unwrap_or(fault)),
    }
}

/// Reads and digests something else in the place of so many bytes of a body: the same kind of work, so that how far a body
/// was decrypted shows as little as possible in how long it took.
#[cold]
fn spend(size: usize, part: Option<&SignedPart>) {
    const ITEM: &[u8] = b"<i a=\"1\">some text</i>";
    const MOST: usize = 64 * 1024 / ITEM.len();
    let mut left = size / ITEM.len();
    while left > 0 {
        let count = left.min(MOST);
        left -= count;
        let xml = [b"<x>", &*ITEM.repeat(count), b"</x>"].concat();
        let read = || {
            let mut reader = scan::open(xml, Settings::default())?;
            reader.read_node()?;
            let digester = begin(&mut reader, part)?;
            while reader.kind() != NodeKind::Eof {
                reader.read_node()?;
            }
            end(&mut reader, part, digester)
        };
        let _ = core::hint::black_box(read());
    }
}

/// Keeps the EncryptedData in the body, but for the ciphertext. The reader goes from the Body element to its end.
fn read_sealed(reader: &mut Reader, tree: &mut Tree, ids: &Ids) -> Result<()> {
    let depth = reader.depth()?;
    let mut in_value = false;
    loop {
        reader.read_node()?;
        let node = reader.node();
        match node.node.kind {
            NodeKind::Element => {
                ids.check(reader)?;
                if in_value {
                    return Err(refused("There is an element in the CipherValue of the body."));
                }
                let name = &node.node.name;
                in_value = node.get(name.local) == b"CipherValue" && Ns::of(node.get(name.ns)) == Ns::Xenc;
                tree.push(reader)?;
            }
            NodeKind::EndElement => {
                in_value = false;
                tree.push(reader)?;
                if reader.depth()? == depth {
                    break;
                }
            }
            NodeKind::Text | NodeKind::Comment if !in_value => tree.push(reader)?,
            NodeKind::Text => {}
            _ if in_value => return Err(refused("There is something but text in the CipherValue of the body.")),
            _ => {}
        }
    }
    Ok(())
}

/// Moves to the Body element of an envelope that was looked at before.
fn to_body(reader: &mut Reader) -> Result<()> {
    reader.read_to_start_element(Wanted::default())?;
    reader.read_node()?;
    if reader.read_to_start_element(Wanted { local: Some(b"Header"), ns: None })? {
        reader.skip_node()?;
        reader.read_to_start_element(Wanted::default())?;
    }
    Ok(())
}

/// Reads the body as the application will, and digests it. What is before the body was read where it came from: of all that
/// depends on it only what is in scope around the body.
///
/// plain: from the start tag of the body to the end of its content.
fn check_plain(
    mut reader: Reader,
    around: &Around,
    bytes: Vec<u8>,
    plain: Range<usize>,
    part: Option<&SignedPart>,
    ids: &Ids,
) -> Result<(Vec<u8>, Option<Fault>)> {
    let content_end = plain.end;
    reader.read_within(around, bytes, plain.start);
    match read_plain(&mut reader, content_end, part, ids) {
        Ok(fault) => Ok((scan::take(reader), fault)),
        Err(fault) => {
            // Where it went wrong is nobody's business either.
            let at = reader.document().input.position;
            drop(reader);
            spend(content_end.saturating_sub(at), part);
            Err(fault)
        }
    }
}

fn read_plain(reader: &mut Reader, content_end: usize, part: Option<&SignedPart>, ids: &Ids) -> Result<Option<Fault>> {
    reader.read_node()?;
    let digester = begin(reader, part)?;
    let last = through_body(reader, ids)?;
    // Nothing in the plaintext ended the body.
    if last.start != content_end {
        return Err(refused("The body was decrypted to something that is not well-formed."));
    }
    let fault = end(reader, part, digester)?;
    scan::finish(reader)?;
    Ok(fault)
}

/// The digest of an element that is a document of its own.
pub(super) fn digest_element(xml: &[u8], digest: Digest) -> Result<Value> {
    let mut reader = scan::open(xml.to_vec(), Settings::default())?;
    let mut tree = Tree::default();
    loop {
        reader.read_node()?;
        if reader.kind() == NodeKind::Eof {
            break;
        }
        tree.push(&mut reader)?;
    }
    let doc = tree.with(scan::source(&mut reader));
    let mut digester = Digester::new(digest);
    if let Some(root) = doc.root() {
        doc.canonicalize(&mut Canonicalizer::default(), root, &[], &mut digester)?;
    }
    Ok(digester.finish())
}

/// The digest of a message's body.
pub(super) fn digest_body(message: &mut Vec<u8>, digest: Digest) -> Result<Value> {
    let part = SignedPart::stand_in(digest);
    let settings =
        Settings { max_depth: u32::MAX, max_attributes: u32::MAX, max_namespaces: u32::MAX, ..Settings::default() };
    let mut reader = scan::open(core::mem::take(message), settings)?;
    to_body(&mut reader)?;
    let digester = begin(&mut reader, Some(&part))?;
    through_body(&mut reader, &Ids::default())?;
    reader.read_node()?;
    reader.end_canonicalization()?;
    *message = scan::take(reader);
    Ok(digester.map_or_else(|| digest.of(&[]), |digester| digester.borrow_mut().finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ids_are_known_and_no_others() {
        let known = [&b"_3"[..], b"", b"_0", b"_10", b"_1", b"ab", b"a", b"\xc3\xa4"];
        for count in 0..=known.len() {
            let ids: Ids = known[..count].iter().copied().collect();
            for (index, id) in known.iter().enumerate() {
                assert_eq!(ids.has(id), index < count, "{index} of {count}");
            }
            assert!(!ids.has(b"_") && !ids.has(b"_2") && !ids.has(b"_11") && !ids.has(b"b"));
        }
    }
}
