//! The envelope of a secured message: its headers as a tree, and its body as a place in the bytes.

use super::names::Ns;
use super::refused;
use super::tree::{Doc, El, Tree};
use crate::message::version::Envelope;
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::NodeKind;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::{Charset, TextDecoder};
use crate::xml::reader::{Decoder, Reader, Wanted, stream};
use crate::xml::value::trim;

/// Lets a reader own the bytes of a text document.
pub(super) fn open(bytes: Vec<u8>, settings: Settings) -> Result<Reader> {
    let mut reader = Reader::new(settings);
    reopen(&mut reader, bytes, settings)?;
    Ok(reader)
}

/// Lets a reader own the bytes of another text document.
pub(super) fn reopen(reader: &mut Reader, bytes: Vec<u8>, settings: Settings) -> Result<()> {
    Input::check_size(bytes.len())?;
    let (charset, mark) = stream::charset_and_mark(&bytes, None);
    let input = if charset == Charset::Utf8 {
        let mut input = Input::owned(bytes);
        input.position = mark;
        input
    } else {
        stream::transcoded(bytes.get(mark..).unwrap_or_default(), charset)?
    };
    reader.set_input(Decoder::Text(TextDecoder::default()), input, settings);
    Ok(())
}

/// The bytes that a reader owns.
pub(super) fn source(reader: &mut Reader) -> &[u8] {
    reader.document().places().input
}

/// Takes the bytes back; the reader is of no more use.
pub(super) fn take(mut reader: Reader) -> Vec<u8> {
    take_back(&mut reader)
}

/// Takes the bytes back; the reader is of use for another document only.
pub(super) fn take_back(reader: &mut Reader) -> Vec<u8> {
    core::mem::take(reader.document().input.window())
}

/// See the module. The reader stands on the Body element, whose start is in the tree.
pub(super) struct Scan {
    pub(super) reader: Reader,
    pub(super) tree: Tree,
    pub(super) version: Envelope,
    pub(super) envelope: El,
    pub(super) header: Option<El>,
    pub(super) body: El,
}

/// Reads up to the body.
pub(super) fn scan(bytes: Vec<u8>, settings: Settings) -> Result<Scan> {
    let mut tree = Tree::for_source(bytes.len());
    let mut reader = open(bytes, settings)?;
    if !reader.read_to_start_element(Wanted { local: Some(b"Envelope"), ns: None })? {
        return Err(reader.unexpected("An envelope"));
    }
    tree.push(&mut reader)?;
    let Some(envelope) = tree.last() else { return Err(Fault::invalid_format("There is no envelope.")) };
    let found = reader.node().get(reader.node().node.name.ns);
    let Some(version) = [Envelope::Soap11, Envelope::Soap12].into_iter().find(|known| known.ns() == found) else {
        return Err(reader.unexpected("An envelope of SOAP"));
    };
    let soap = version.ns();
    reader.read_node()?;
    let mut header = None;
    if reader.read_to_start_element(Wanted { local: Some(b"Header"), ns: Some(soap) })? {
        tree.push(&mut reader)?;
        header = tree.last();
        let depth = reader.depth()?;
        loop {
            reader.read_node()?;
            tree.push(&mut reader)?;
            if reader.kind() == NodeKind::EndElement && reader.depth()? == depth {
                break;
            }
        }
        reader.read_node()?;
    }
    let body = Wanted { local: Some(b"Body"), ns: Some(soap) };
    if !reader.read_to_start_element(body)? {
        return Err(reader.not_found(body).context("The envelope has no body where it has to be."));
    }
    tree.push(&mut reader)?;
    let Some(body) = tree.last() else { return Err(Fault::invalid_format("There is no body.")) };
    Ok(Scan { reader, tree, version, envelope, header, body })
}

impl Scan {
    pub(super) fn doc(&mut self) -> Doc<'_> {
        self.tree.with(source(&mut self.reader))
    }

    /// The one Security header for the ultimate receiver.
    pub(super) fn security(&mut self) -> Result<Option<El>> {
        let (header, version) = (self.header, self.version);
        let doc = self.doc();
        let mut found = None;
        for block in header.into_iter().flat_map(|header| doc.children(header)) {
            if !doc.is(block, Ns::Wsse, b"Security") || !is_for_receiver(doc, block, version) {
                continue;
            }
            if found.replace(block).is_some() {
                return Err(refused("The message has more than one Security header for the ultimate receiver."));
            }
        }
        Ok(found)
    }
}

/// As the message has it when it is read: an attribute of the other version of SOAP says nothing here.
pub(super) fn is_for_receiver(doc: Doc<'_>, block: El, envelope: Envelope) -> bool {
    let role = doc.attribute(block, Ns::of(envelope.ns()), envelope.role_attribute());
    role.is_none_or(|role| envelope.is_ultimate_receiver(trim(role)))
}

/// Reads what follows the body: the end of the envelope, and nothing else.
pub(super) fn finish(reader: &mut Reader) -> Result<()> {
    reader.read_to_start_element(Wanted::default())?;
    if reader.kind() != NodeKind::EndElement {
        return Err(reader.unexpected("The end of the envelope"));
    }
    reader.read_node()?;
    reader.read_to_start_element(Wanted::default())?;
    if reader.kind() != NodeKind::Eof {
        return Err(reader.unexpected("The end of the message"));
    }
    Ok(())
}
