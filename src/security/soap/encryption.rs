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
use crate::xml::value::base64::Decoder;
use crate::xml::value::trim;
use core::ops::Range;

/// Parts that one message may have encrypted.
const MAX_PARTS: usize = 64;

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
    const CHUNK: usize = 16 * 1024;
    debug_assert!(to <= text.start);
    let mut room = [0; CHUNK];
    let mut decoder = Decoder::default();
    let (mut from, mut at) = (text.start, to);
    while from < text.end {
        let end = text.end.min(from + CHUNK);
        let piece = bytes.get(from..end).unwrap_or_default();
        let piece = piece.split(|&byte| byte == b'&').next().unwrap_or_default();
        if piece.is_empty() {
            let rest = bytes.get(from..text.end).unwrap_or_default();
            let space = [&b"&#13;"[..], b"&#xD;", b"&#xd;", b"&#10;", b"&#xA;", b"&#xa;"];
            let found = space.into_iter().find(|space| rest.starts_with(space));
            from += found.ok_or_else(|| refused("A CipherValue has something in it that is no base64."))?.len();
            continue;
        }
        let progress = decoder
            .decode(piece, &mut room)
            .map_err(|_| refused("A CipherValue has something in it that is no base64."))?;
        from += progress.read;
        let decoded = room.get(..progress.written).unwrap_or_default();
        let Some(place) = bytes.get_mut(at..at + decoded.len()) else { return Err(too_small()) };
        place.copy_from_slice(decoded);
        at += decoded.len();
    }
    while decoder.has_held() {
        let progress = decoder.decode(&[], &mut room)?;
        let decoded = room.get(..progress.written).unwrap_or_default();
        let Some(place) = bytes.get_mut(at..at + decoded.len()) else { return Err(too_small()) };
        place.copy_from_slice(decoded);
        at += decoded.len();
    }
    decoder.finish().map_err(|_| refused("A CipherValue is no complete base64."))?;
    Ok(to..at)
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

/// Decrypts an element of a header. It is read where it will stand: with the namespaces that are in scope in `parent`.
pub(super) fn decrypt_element(doc: Doc<'_>, parent: El, sealed: &Sealed, settings: Settings) -> Result<Fragment> {
    if sealed.is_content {
        return Err(refused("The content of an element of the header is encrypted, and not the whole element."));
    }
    let mut bytes = doc.bytes(sealed.text.clone()).to_vec();
    let all = bytes.len();
    let decoded = decode_in_place(&mut bytes, 0..all, 0)?;
    let data = bytes.get_mut(decoded).unwrap_or_default();
    let plain = sealed.decrypt(data)?;
    let plain = data.get(plain).unwrap_or_default();
    let mut source = b"<x".to_vec();
    let bound = doc.in_scope(parent);
    for (prefix, uri) in &bound {
        source.extend_from_slice(b" xmlns");
        if !prefix.is_empty() {
            source.push(b':');
            source.extend_from_slice(prefix);
        }
        source.extend_from_slice(b"=\"");
        for &byte in *uri {
            match byte {
                b'&' => source.extend_from_slice(b"&amp;"),
                b'<' => source.extend_from_slice(b"&lt;"),
                b'"' => source.extend_from_slice(b"&quot;"),
                _ => source.push(byte),
            }
        }
        source.push(b'"');
    }
    source.push(b'>');
    let start = source.len();
    source.extend_from_slice(plain);
    let end = source.len();
    source.extend_from_slice(b"</x>");
    let mut reader = scan::open(source, settings)?;
    let mut tree = Tree::default();
    let mut root = None;
    loop {
        reader.read_node()?;
        match reader.kind() {
            NodeKind::Eof => break,
            NodeKind::Element if reader.depth()? == 2 && root.is_some() => {
                return Err(refused("An encrypted element was decrypted to more than one element."));
            }
            _ => {}
        }
        tree.push(&mut reader)?;
        if reader.kind() == NodeKind::Element && reader.depth()? == 2 {
            root = tree.last();
        }
    }
    let source = scan::take(reader);
    let doc = tree.with(&source);
    let wrapper = doc.root();
    let Some((root, wrapper)) = root.zip(wrapper) else {
        return Err(refused("An encrypted element was decrypted to something that is no element."));
    };
    doc.check_only_elements(wrapper)?;
    // Nothing in it ended the element around it.
    if doc.content(wrapper) != (start..end) {
        return Err(refused("An encrypted element was decrypted to something that is not well-formed."));
    }
    // A comment would be dropped without a word.
    if trim(doc.bytes(start..end)) != doc.raw(root) {
        return Err(refused("An encrypted element was decrypted to something beside an element."));
    }
    Ok(Fragment { tree, source, root, plain: start..end })
}
