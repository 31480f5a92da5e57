//! Encrypted parts of a message that was received: which there are, with which keys, and what they were.

use super::keys::{Key, Keys};
use super::profile::Profile;
use super::tree::{Doc, El, Tree};
use super::{refused, scan};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::algorithm::Cipher;
use crate::security::crypto::cipher::decrypt_in_place;
use crate::security::settings::Secret;
use crate::security::xmlenc::{self, Plain};
use crate::xml::node::NodeKind;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::{Around, Reader};
use crate::xml::value::base64::{Decoder, parse_base64};
use crate::xml::value::trim;
use core::ops::Range;

/// Parts that one message may have encrypted.
const MAX_PARTS: usize = 64;
/// Bytes of the namespaces in scope around encrypted elements: each of these is a document that keeps them.
const MAX_SCOPE: usize = 16 * 1024;

/// What a ReferenceList says.
#[derive(Debug)]
pub(super) struct Encrypted {
    pub(super) id: Vec<u8>,
    /// Of the EncryptedKey that the list is in.
    pub(super) key: Option<Key>,
}

/// Reads a ReferenceList.
pub(super) fn read_list(doc: Doc<'_>, el: El, key: Option<&Key>, parts: &mut Vec<Encrypted>) -> Result<()> {
    for id in xmlenc::read_references(doc, el)? {
        if parts.iter().any(|part| part.id == id) {
            return Err(refused(format!("The encrypted part '{}' is listed twice.", quoted(&id))));
        }
        if parts.len() >= MAX_PARTS {
            return Err(refused(format!("More than {MAX_PARTS} parts are encrypted.")));
        }
        parts.push(Encrypted { id, key: key.cloned() });
    }
    Ok(())
}

/// What an EncryptedData says, but for the ciphertext.
#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) is_content: bool,
    cipher: Cipher,
    key: Key,
    /// Where in the source the base64 text is.
    pub(super) text: Range<usize>,
}

impl Sealed {
    fn secret(&self) -> Result<&Secret> {
        match &self.key {
            Key::Secret(shared) => Ok(&shared.secret),
            Key::Certificate(_) => Err(refused("An EncryptedData is said to be encrypted with a certificate.")),
        }
    }

    pub(super) fn iv_size(&self) -> usize {
        self.cipher.iv_size()
    }

    /// Decrypts where it is: the initialisation vector and what follows it.
    pub(super) fn decrypt(&self, bytes: &mut [u8]) -> Result<Range<usize>> {
        decrypt_in_place(self.cipher, self.secret()?, bytes)
    }

    pub(super) fn cipher(&self) -> Cipher {
        self.cipher
    }
}

/// Reads an EncryptedData. `listed`: the key of the list that it is in.
pub(super) fn read_data(
    profile: &Profile,
    keys: &Keys<'_>,
    doc: Doc<'_>,
    el: El,
    listed: Option<&Key>,
) -> Result<Sealed> {
    let rules = xmlenc::Rules { suite: Some(&profile.suite), allows_legacy: false };
    let said = xmlenc::read_data(doc, el, &rules)?;
    let is_content = match said.plain {
        Plain::Element => false,
        Plain::Content => true,
        Plain::Octets => {
            return Err(refused(
                "An EncryptedData is of an unknown type; only an element or the content of one can be encrypted.",
            ));
        }
    };
    let info = said.key_info.map(|info| keys.resolve(doc, info)).transpose()?;
    let key = match (info, listed) {
        (Some(info), None) => info,
        (None, Some(listed)) => listed.clone(),
        (Some(Key::Secret(info)), Some(Key::Secret(listed))) if std::rc::Rc::ptr_eq(&info, listed) => Key::Secret(info),
        (Some(_), Some(_)) => {
            return Err(refused("An EncryptedData names another key than the EncryptedKey that lists it."));
        }
        (None, None) => return Err(refused("An EncryptedData does not say with which key it is encrypted.")),
    };
    match &key {
        Key::Secret(shared) => profile.check_use(shared.is_derived(), shared.secret.bytes().len(), false)?,
        Key::Certificate(_) => return Err(refused("An EncryptedData is said to be encrypted with a certificate.")),
    }
    Ok(Sealed { is_content, cipher: said.cipher, key, text: doc.content(said.value) })
}

/// Decodes base64 text from one place of a buffer to another that is not behind it. Answers where the bytes are.
///
/// White space may be written as a character reference: some signers wrap lines, and their serialisers escape that.
pub(super) fn decode_in_place(bytes: &mut [u8], text: Range<usize>, to: usize) -> Result<Range<usize>> {
    /// Characters at a time.
    const PIECE: usize = 32 * 1024;
    /// Where less than this is between the text and its bytes, they go another way.
    const LEAST: usize = 48;
    debug_assert!(to <= text.start);
    let refused_byte = |_| refused("A CipherValue has something in it that is no base64.");
    let mut decoder = Decoder::default();
    let mut has_references = false;
    let (mut from, mut at) = (text.start, to);
    while from < text.end || decoder.has_held() {
        let (before, rest) = bytes.split_at_mut_checked(from).ok_or_else(too_small)?;
        let rest = rest.get(..text.end - from).unwrap_or_default();
        let mut piece = rest.get(..PIECE).unwrap_or(rest);
        if has_references {
            piece = piece.split(|&byte| byte == b'&').next().unwrap_or_default();
            if piece.is_empty() && !rest.is_empty() {
                let space = [&b"&#13;"[..], b"&#xD;", b"&#xd;", b"&#10;", b"&#xA;", b"&#xa;"];
                let found = space.into_iter().find(|space| rest.starts_with(space));
                from += found.ok_or_else(|| refused_byte(()))?.len();
                continue;
            }
        }
        let mut near = [0; LEAST];
        let gap = before.get_mut(at..).unwrap_or_default();
        let is_near = gap.len() < LEAST;
        let room = if is_near { &mut near } else { gap };
        let start = decoder;
        let progress = match decoder.decode(piece, room) {
            Err(_) if !has_references && piece.contains(&b'&') => {
                (decoder, has_references) = (start, true);
                continue;
            }
            decoded => decoded.map_err(|_| refused_byte(()))?,
        };
        if is_near {
            let decoded = near.get(..progress.written).unwrap_or_default();
            bytes.get_mut(at..at + decoded.len()).ok_or_else(too_small)?.copy_from_slice(decoded);
        }
        (from, at) = (from + progress.read, at + progress.written);
    }
    decoder.finish().map_err(|_| refused("A CipherValue is no complete base64."))?;
    Ok(to..at)
}

/// Appends what base64 text stands for.
fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<()> {
    if parse_base64(out, text).is_ok() {
        return Ok(());
    }
    // Or it has references in it.
    let mut bytes = text.to_vec();
    let decoded = decode_in_place(&mut bytes, 0..text.len(), 0)?;
    out.extend_from_slice(bytes.get(decoded).unwrap_or_default());
    Ok(())
}

#[cold]
fn too_small() -> Fault {
    refused("A CipherValue does not fit where it was.")
}

/// An element that was decrypted, as a document of its own.
#[derive(Debug)]
pub(super) struct Fragment {
    pub(super) tree: Tree,
    pub(super) source: Vec<u8>,
    pub(super) root: El,
    /// Where in the source it is.
    pub(super) plain: Range<usize>,
}

impl Fragment {
    pub(super) fn doc(&self) -> Doc<'_> {
        self.tree.with(&self.source)
    }
}

/// Decrypts elements of a header. Each is read where it will stand: with the namespaces that are in scope in `parent`.
pub(super) struct Elements<'a> {
    doc: Doc<'a>,
    /// Keeps its memory from element to element.
    reader: Reader,
    /// What an element is put in: another one, whose start tag is not written.
    around: Around,
    in_scope: Vec<(&'a [u8], &'a [u8])>,
}

/// The name of the element around one that was encrypted.
const AROUND: &[u8] = b"x";
const END: &[u8] = b"</x>";

impl<'a> Elements<'a> {
    pub(super) fn new(doc: Doc<'a>, parent: El, settings: Settings) -> Result<Self> {
        let in_scope = doc.in_scope(parent);
        if in_scope.iter().map(|(prefix, uri)| prefix.len() + uri.len()).sum::<usize>() > MAX_SCOPE {
            return Err(refused(format!(
                "The namespaces around an encrypted element have more than {MAX_SCOPE} bytes."
            )));
        }
        let around = Around::element(AROUND, in_scope.iter().copied(), settings)?;
        Ok(Elements { doc, reader: Reader::new(settings), around, in_scope })
    }

    pub(super) fn decrypt(&mut self, sealed: &Sealed) -> Result<Fragment> {
        if sealed.is_content {
            return Err(refused("The content of an element of the header is encrypted, and not the whole element."));
        }
        let text = self.doc.bytes(sealed.text.clone());
        let mut source = Vec::with_capacity(text.len() / 4 * 3 + END.len());
        decode(text, &mut source)?;
        let plain = sealed.decrypt(&mut source)?;
        let end = plain.len();
        source.copy_within(plain, 0);
        source.truncate(end);
        source.extend_from_slice(END);
        self.read(source, end)
    }

    fn read(&mut self, source: Vec<u8>, end: usize) -> Result<Fragment> {
        let reader = &mut self.reader;
        let mut tree = Tree::for_source(source.len());
        let wrapper = tree.begin_around(AROUND, &self.in_scope);
        reader.read_within(&self.around, source, 0);
        let mut root = None;
        loop {
            reader.read_node()?;
            let is_outermost = match reader.kind() {
                NodeKind::Eof => break,
                NodeKind::Element => reader.depth()? == 2,
                _ => false,
            };
            if is_outermost && root.is_some() {
                return Err(refused("An encrypted element was decrypted to more than one element."));
            }
            tree.push(reader)?;
            if is_outermost {
                root = tree.last();
            }
        }
        let source = scan::take_back(reader);
        let doc = tree.with(&source);
        let Some(root) = root else {
            return Err(refused("An encrypted element was decrypted to something that is no element."));
        };
        doc.check_only_elements(wrapper)?;
        // Nothing in it ended the element around it.
        if doc.content(wrapper) != (0..end) {
            return Err(refused("An encrypted element was decrypted to something that is not well-formed."));
        }
        // A comment would be dropped without a word.
        if trim(doc.bytes(0..end)) != doc.raw(root) {
            return Err(refused("An encrypted element was decrypted to something beside an element."));
        }
        Ok(Fragment { tree, source, root, plain: 0..end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::value::base64::write_base64;

    /// The text, and where it is in a buffer behind so many bytes.
    fn placed(gap: usize, text: &[u8]) -> (Vec<u8>, Range<usize>) {
        let start = 3 + gap;
        let mut buffer = vec![b'-'; start];
        buffer.extend_from_slice(text);
        buffer.extend_from_slice(b"</CipherValue>");
        (buffer, start..start + text.len())
    }

    #[test]
    fn base64_is_decoded_wherever_it_is_and_however_it_is_wrapped() {
        let sizes = [0, 1, 2, 3, 35, 36, 37, 100, 1000, 30_000, 100_000];
        for (size, gap) in sizes.into_iter().flat_map(|size| [0, 1, 47, 48, 49, 50, 4000].map(|gap| (size, gap))) {
            let bytes: Vec<u8> = (0..size).map(|index: usize| ((index * 37) >> 3) as u8).collect();
            let mut text = Vec::new();
            write_base64(&mut text, &bytes).unwrap();
            for end in [&b""[..], b"\n", b"&#13;\n", b"&#xA;"] {
                let text = text.chunks(76).collect::<Vec<_>>().join(end);
                let (mut buffer, place) = placed(gap, &text);
                let found = decode_in_place(&mut buffer, place.clone(), 3).unwrap();
                assert_eq!(buffer[found], bytes, "{size} bytes, {gap} before them");
                assert!(buffer.starts_with(b"---") && buffer[place.end..] == *b"</CipherValue>");
                let mut appended = b"-".to_vec();
                decode(&text, &mut appended).unwrap();
                assert_eq!(appended, [b"-", &bytes[..]].concat());
            }
        }
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        let long = "QUJD".repeat(5000);
        for (bad, why) in [
            ("&#9;", "something in it"),
            ("&", "something in it"),
            ("&#13", "something in it"),
            ("<", "something in it"),
            ("QQ==QUJD", "something in it"),
            ("Q", "no complete base64"),
            ("QQ=", "no complete base64"),
        ] {
            for (text, gap) in [(bad.to_owned(), 0), (format!("{long}{bad}"), 0), (format!("{long}{bad}"), 900)] {
                let (mut buffer, place) = placed(gap, text.as_bytes());
                let refusal = decode_in_place(&mut buffer, place, 3).unwrap_err();
                assert!(refusal.texts().join(" ").contains(why), "{bad}");
                assert!(decode(text.as_bytes(), &mut Vec::new()).is_err(), "{bad}");
            }
        }
    }
}
