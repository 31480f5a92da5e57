//! The reader: a cursor that makes one [`Node`] at a time from bytes in one of the encodings.
//!
//! [`Reader`] has what all encodings share: where the cursor may go, attributes as content, namespaces, the faulted
//! state. Decoders make the nodes: they fill a [`Document`].

mod again;
mod array;
mod beginning;
pub(crate) mod binary;
mod canonical;
pub(crate) mod charset;
mod content;
mod copy;
pub(crate) mod document;
pub(crate) mod input;
pub(crate) mod mtom;
pub(crate) mod raw;
pub(crate) mod settings;
pub(crate) mod stream;
pub(crate) mod text;
pub(crate) mod value;

use crate::abi::{E_INVALIDARG, WS_E_INVALID_OPERATION};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::bindings::Uri;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::bytes::same;
use crate::xml::characters::write_text;
use crate::xml::chars::is_space_byte;
use crate::xml::node::{Node, NodeKind, NodeRef, Text};
use crate::xml::scope::XMLNS_NAMESPACE;
pub(crate) use again::Around;
pub(crate) use beginning::Beginning;
use binary::BinaryDecoder;
use content::Content;
pub(crate) use content::Value;
use document::Document;
use input::Input;
use mtom::MtomDecoder;
use raw::RawDecoder;
use settings::Settings;
use text::TextDecoder;

/// A cursor over one document after the other.
#[derive(Debug)]
pub(crate) struct Reader {
    /// What the reader was created with; inputs start from these.
    pub(crate) defaults: Settings,
    state: State,
    decoder: Decoder,
    document: Document,
    /// The attribute whose value is being read as content.
    attribute: Option<Node>,
    /// `xml:…` attributes of the open elements.
    xml_attributes: Vec<XmlAttribute>,
    content: Content,
    /// Where the reader is in an XML buffer; then the document and its decoder are not in use.
    cursor: Option<Cursor>,
    /// The namespace that was lent last, where a buffer owns it.
    lent_uri: Option<Uri>,
    /// See [`Reader::look_ahead`].
    is_straight: bool,
    /// Gets each node that the reader leaves.
    canonical: Option<Box<canonical::Canonical>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Nothing to read from.
    NoInput,
    Ready,
    /// A call failed; only a new input helps.
    Faulted,
}

/// Makes nodes from one encoding.
#[derive(Debug)]
pub(crate) enum Decoder {
    /// A document that has ended already.
    Nothing,
    Text(TextDecoder),
    Binary(Box<BinaryDecoder>),
    Mtom(Box<MtomDecoder>),
    Raw(RawDecoder),
}

impl Decoder {
    #[inline]
    fn next(&mut self, document: &mut Document) -> Result<()> {
        match self {
            Decoder::Text(decoder) => decoder.next(document),
            Decoder::Binary(decoder) => decoder.next(document),
            Decoder::Mtom(decoder) => decoder.next(document),
            Decoder::Raw(decoder) => decoder.next(document),
            Decoder::Nothing => {
                document.node.kind = NodeKind::Eof;
                Ok(())
            }
        }
    }
}

/// An attribute of the namespace of `xml` that is in scope.
#[derive(Debug)]
struct XmlAttribute {
    depth: usize,
    local: Box<[u8]>,
    value: Box<[u8]>,
}

/// What [`Reader::read_to_start_element`] compares names with; `None` stands for any.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) local: Option<&'a [u8]>,
    pub(crate) ns: Option<&'a [u8]>,
}

impl Reader {
    pub(crate) fn new(defaults: Settings) -> Self {
        Reader {
            defaults,
            state: State::NoInput,
            decoder: Decoder::Nothing,
            document: Document::new(Input::owned(Vec::new()), defaults),
            attribute: None,
            xml_attributes: Vec::new(),
            content: Content::default(),
            cursor: None,
            lent_uri: None,
            is_straight: false,
            canonical: None,
        }
    }

    /// Begins a new document.
    pub(crate) fn set_input(&mut self, decoder: Decoder, input: Input, settings: Settings) {
        self.document.restart(input, settings);
        if let Decoder::Nothing = decoder {
            self.document.node.kind = NodeKind::Eof;
        }
        self.decoder = decoder;
        self.cursor = None;
        self.begin();
    }

    /// Begins to read an XML buffer.
    pub(crate) fn set_buffer(&mut self, buffer: &Buffer, settings: Settings) {
        self.document.restart(Input::owned(Vec::new()), settings);
        self.decoder = Decoder::Nothing;
        self.cursor = Some(Cursor::new(buffer));
        self.begin();
    }

    /// Lets go of the input.
    pub(crate) fn end_input(&mut self) {
        if self.state == State::NoInput {
            return;
        }
        self.set_input(Decoder::Nothing, Input::owned(Vec::new()), self.defaults);
        self.state = State::NoInput;
    }

    fn begin(&mut self) {
        self.state = State::Ready;
        self.lent_uri = None;
        self.attribute = None;
        self.xml_attributes.clear();
        self.canonical = None;
        self.content.begin_content();
        self.look_ahead();
    }

    /// Number of elements around the present node, itself included.
    pub(crate) fn depth(&self) -> Result<usize> {
        match &self.cursor {
            Some(cursor) => Ok(cursor.depth()? as usize),
            None => Ok(self.document.scope.depth()),
        }
    }

    /// Where the reader is in an XML buffer. Refused for other inputs, in attributes and while canonicalising, where the
    /// reader can only go forward.
    pub(crate) fn movable(&mut self) -> Result<&mut Cursor> {
        if self.attribute.is_some() {
            return Err(Fault::invalid_operation("The reader is in an attribute."));
        }
        if self.canonical.is_some() {
            return Err(Fault::invalid_operation("The reader can only move forward while it canonicalizes."));
        }
        self.content.begin_content();
        self.cursor.as_mut().ok_or_else(|| Fault::invalid_operation("The reader is not set to an XML buffer."))
    }

    /// The reader's place in an XML buffer, if it reads one.
    pub(crate) fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// What is being read.
    pub(crate) fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    /// The settings in force.
    pub(crate) fn settings(&self) -> &Settings {
        &self.document.settings
    }

    /// Whether all of the document is there: a stream that has not ended may still be filled.
    pub(crate) fn has_all(&mut self) -> bool {
        self.cursor.is_some() || self.document.source().is_complete()
    }

    /// How many bytes are there of what follows the present node.
    pub(crate) fn unread(&mut self) -> usize {
        self.document.source().rest().len()
    }

    /// Whether an attribute is being read as content.
    pub(crate) fn in_attribute(&self) -> bool {
        self.attribute.is_some()
    }

    /// Row and column of the present node, from 0.
    pub(crate) fn row_and_column(&mut self) -> (u64, u64) {
        self.document.remember_position();
        self.document.row_and_column()
    }

    /// Runs one operation: refused on a reader that cannot read, and a failure leaves the reader faulted, unless the
    /// caller's arguments or order of calls were wrong, which is found before anything happens.
    #[inline]
    pub(crate) fn run<T>(&mut self, operation: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.state != State::Ready {
            return Err(self.not_ready());
        }
        operation(self).map_err(|fault| self.failed(fault))
    }

    #[cold]
    #[inline(never)]
    fn not_ready(&self) -> Fault {
        match self.state {
            State::NoInput => Fault::invalid_operation("The reader has no input."),
            _ => Fault::object_faulted("An earlier call failed and left the reader faulted."),
        }
    }

    #[cold]
    #[inline(never)]
    fn failed(&mut self, fault: Fault) -> Fault {
        if !matches!(fault.code(), E_INVALIDARG | WS_E_INVALID_OPERATION) {
            self.state = State::Faulted;
        }
        fault
    }

    /// The document, where the present node is simply that of the document.
    #[inline(always)]
    pub(crate) fn plain_document(&self) -> Option<&Document> {
        (self.attribute.is_none() && self.cursor.is_none()).then_some(&self.document)
    }

    /// Refuses a reader that cannot read.
    pub(crate) fn check_ready(&mut self) -> Result<()> {
        self.run(|_| Ok(()))
    }

    /// Leaves the reader faulted: an operation of several steps failed in the middle.
    pub(crate) fn fault(&mut self) {
        self.state = State::Faulted;
    }

    /// The present node.
    #[inline]
    pub(crate) fn node(&self) -> NodeRef<'_> {
        let owner = self.owner();
        match &self.attribute {
            Some(node) => NodeRef { node, ..owner },
            None => owner,
        }
    }

    /// The present node, or in an attribute the element that it belongs to.
    #[inline]
    fn owner(&self) -> NodeRef<'_> {
        match &self.cursor {
            Some(cursor) => cursor.present(),
            None => self.document.node(),
        }
    }

    /// What the present node is.
    #[inline]
    pub(crate) fn kind(&self) -> NodeKind {
        self.node().node.kind
    }

    /// Moves to the next node. Within an attribute, its value is followed by Eof.
    #[inline]
    pub(crate) fn read_node(&mut self) -> Result<()> {
        // Most steps are these: from node to node of a document, with nothing else to see to.
        if self.is_straight && !self.content.is_touched() && self.document.node.kind != NodeKind::Eof {
            match &mut self.decoder {
                Decoder::Text(decoder) => decoder.next(&mut self.document)?,
                Decoder::Binary(decoder) => decoder.next(&mut self.document)?,
                other => other.next(&mut self.document)?,
            }
            if self.document.node.kind == NodeKind::Element && self.document.node.has_xml_attributes() {
                self.remember_xml_attributes();
            }
            return Ok(());
        }
        self.read_any_node()
    }

    #[inline(never)]
    fn read_any_node(&mut self) -> Result<()> {
        match self.kind() {
            // Content goes on over these.
            NodeKind::Text | NodeKind::Comment | NodeKind::CData | NodeKind::EndCData => self.content.begin_node(),
            _ => self.content.begin_content(),
        }
        if let Some(attribute) = &mut self.attribute {
            if attribute.kind == NodeKind::Eof {
                return Err(Fault::invalid_format("There is nothing after the end of an attribute."));
            }
            attribute.kind = NodeKind::Eof;
            return Ok(());
        }
        if self.canonical.is_some() {
            self.canonicalize_node()?;
        }
        if let Some(cursor) = &mut self.cursor {
            return read_buffer(cursor, &self.document.settings);
        }
        if self.document.node.kind == NodeKind::Eof {
            return Err(at_end());
        }
        if !self.xml_attributes.is_empty() && self.document.node.kind == NodeKind::EndElement {
            self.forget_xml_attributes();
        }
        self.decoder.next(&mut self.document)?;
        if self.document.node.kind == NodeKind::Element && self.document.node.has_xml_attributes() {
            self.remember_xml_attributes();
        }
        self.look_ahead();
        Ok(())
    }

    /// Finds out whether the next steps have nothing to see to but the document. Called whenever that may have changed.
    fn look_ahead(&mut self) {
        self.is_straight = self.attribute.is_none()
            && self.canonical.is_none()
            && self.cursor.is_none()
            && self.xml_attributes.is_empty();
    }

    /// The reader leaves the end of an element, which still counts as open.
    fn forget_xml_attributes(&mut self) {
        let depth = self.document.scope.depth();
        while self.xml_attributes.last().is_some_and(|attribute| attribute.depth >= depth) {
            self.xml_attributes.pop();
        }
    }

    #[cold]
    #[inline(never)]
    fn remember_xml_attributes(&mut self) {
        let node = self.document.node();
        for attribute in &node.node.attributes {
            if attribute.is_xmlns || attribute.name.prefix.len != 3 || node.get(attribute.name.prefix) != b"xml" {
                continue;
            }
            let mut value = Vec::new();
            // What cannot be written has been refused by the decoder.
            let _ = write_text(&mut value, &attribute.value, node.places);
            self.is_straight = false;
            self.xml_attributes.push(XmlAttribute {
                depth: self.document.scope.depth(),
                local: node.get(attribute.name.local).into(),
                value: value.into(),
            });
        }
    }

    /// The value of the nearest `xml:…` attribute in scope, in UTF-8.
    pub(crate) fn xml_attribute(&self, local: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(cursor) = &self.cursor {
            return cursor.xml_attribute(local);
        }
        let found = self.xml_attributes.iter().rev().find(|attribute| &*attribute.local == local);
        Ok(found.map(|attribute| attribute.value.to_vec()))
    }

    /// Moves past the present node, and for an element past its content and its end.
    pub(crate) fn skip_node(&mut self) -> Result<()> {
        if self.kind() != NodeKind::Element {
            return self.read_node();
        }
        if let (Some(cursor), None) = (&mut self.cursor, &self.canonical) {
            self.content.begin_content();
            return cursor.skip().map(|_| ());
        }
        let depth = self.depth()?;
        loop {
            self.read_node()?;
            if self.kind() == NodeKind::EndElement && self.depth()? == depth {
                return self.read_node();
            }
        }
    }

    /// Passes white space and comments.
    fn skip_space(&mut self) -> Result<()> {
        loop {
            let node = self.node();
            match node.node.kind {
                NodeKind::Bof | NodeKind::Comment => {}
                NodeKind::Text => match node.node.text {
                    Text::Utf8(span) if self.content.rest(node.get(span)).iter().all(|&byte| is_space_byte(byte)) => {}
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
            self.read_node()?;
        }
    }

    /// Passes white space and comments and answers whether the reader then stands on the element that is wanted.
    pub(crate) fn read_to_start_element(&mut self, wanted: Wanted<'_>) -> Result<bool> {
        if self.kind() != NodeKind::Element {
            self.skip_space()?;
        }
        let node = self.node();
        let is = |name: Option<&[u8]>, span| name.is_none_or(|name| same(name, node.get(span)));
        let name = &node.node.name;
        Ok(node.node.kind == NodeKind::Element && is(wanted.local, name.local) && is(wanted.ns, name.ns))
    }

    /// What to say when an element was required and [`Reader::read_to_start_element`] did not find it.
    #[cold]
    pub(crate) fn not_found(&self, wanted: Wanted<'_>) -> Fault {
        let show = |name: Option<&[u8]>| name.map_or("any".into(), |name| format!("'{}'", quoted(name)));
        let (local, ns) = (show(wanted.local), show(wanted.ns));
        self.unexpected(&format!("the start of an element (local name {local}, namespace {ns})"))
    }

    /// Something else was expected here.
    #[cold]
    pub(crate) fn unexpected(&self, what: &str) -> Fault {
        let node = self.node();
        let found = match node.node.kind {
            NodeKind::Bof => "the start of the document".into(),
            NodeKind::Element => {
                let (local, ns) = (node.get(node.node.name.local), node.get(node.node.name.ns));
                format!("the element '{}' (namespace '{}')", quoted(local), quoted(ns))
            }
            NodeKind::EndElement => "the end of an element".into(),
            NodeKind::Text => "text".into(),
            NodeKind::Comment => "a comment".into(),
            NodeKind::CData => "a CDATA section".into(),
            NodeKind::EndCData => "the end of a CDATA section".into(),
            NodeKind::Eof => "the end of the document".to_string(),
        };
        let (row, column) = self.document.row_and_column();
        Fault::invalid_format(format!("{what} was expected, but {found} was found.")).context(format!(
            "The XML document is not as expected at line {}, column {}.",
            row + 1,
            column + 1
        ))
    }

    /// Moves from a start element, after white space and comments, to what follows it.
    pub(crate) fn read_start_element(&mut self) -> Result<()> {
        if !self.read_to_start_element(Wanted::default())? {
            return Err(self.not_found(Wanted::default()));
        }
        self.read_node()
    }

    /// Moves from an end element, after white space and comments, to what follows it.
    pub(crate) fn read_end_element(&mut self) -> Result<()> {
        self.skip_space()?;
        if self.kind() != NodeKind::EndElement {
            return Err(self.unexpected("The end of an element"));
        }
        self.read_node()
    }

    /// The index of an attribute of the present element.
    pub(crate) fn find_attribute(&self, local: &[u8], ns: &[u8]) -> Result<Option<u32>> {
        let node = self.node();
        if node.node.kind != NodeKind::Element {
            return Err(Fault::invalid_operation("The reader is not on a start element."));
        }
        let found = node.node.attributes.iter().position(|attribute| {
            !attribute.is_xmlns && node.get(attribute.name.local) == local && node.get(attribute.name.ns) == ns
        });
        // Attributes are bounded by a 32-bit quota.
        Ok(found.map(|index| index as u32))
    }

    /// Makes an attribute's value the content to be read.
    pub(crate) fn read_start_attribute(&mut self, index: u32) -> Result<()> {
        if self.kind() != NodeKind::Element {
            return Err(self.unexpected("The start of an element"));
        }
        let Some(attribute) = self.owner().node.attributes.get(index as usize) else {
            return Err(Fault::invalid_arg(format!("The element has no attribute of index {index}.")));
        };
        let text = if attribute.is_xmlns { Text::Utf8(attribute.name.ns) } else { attribute.value.clone() };
        self.content.begin_content();
        self.attribute = Some(Node { kind: NodeKind::Text, text, ..Node::default() });
        self.look_ahead();
        Ok(())
    }

    /// Goes back from an attribute to its element.
    pub(crate) fn read_end_attribute(&mut self) -> Result<()> {
        if self.attribute.take().is_none() {
            return Err(Fault::invalid_operation("The reader is not in an attribute."));
        }
        self.content.begin_content();
        self.look_ahead();
        Ok(())
    }

    /// The namespace that a prefix is bound to. It stays until the reader moves or this is asked again.
    pub(crate) fn namespace_of(&mut self, prefix: &[u8]) -> Result<Option<&[u8]>> {
        if prefix == b"xmlns" {
            return Ok(Some(XMLNS_NAMESPACE));
        }
        if let Some(cursor) = &self.cursor {
            self.lent_uri = cursor.namespace(prefix)?;
            return Ok(self.lent_uri.as_ref().map(Uri::bytes));
        }
        Ok(self.document.scope.lookup(prefix).map(|span| self.document.places().get(span)))
    }
}

/// Goes to the next node of a buffer, under the limits that hold for all encodings.
fn read_buffer(cursor: &mut Cursor, settings: &Settings) -> Result<()> {
    if cursor.kind() == NodeKind::Eof {
        return Err(at_end());
    }
    if cursor.read()? != NodeKind::Element {
        return Ok(());
    }
    if cursor.depth()? > settings.max_depth {
        return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_DEPTH", settings.max_depth));
    }
    let plain = cursor.present().node.attributes.iter().filter(|attribute| !attribute.is_xmlns).count();
    if plain > settings.max_attributes as usize {
        return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_ATTRIBUTES", settings.max_attributes));
    }
    Ok(())
}

#[cold]
fn at_end() -> Fault {
    Fault::invalid_format("There is nothing after the end of the document.")
}
