//! Documents that begin with the same bytes as one before. What was read of those holds again: a message's envelope is
//! the same for all messages of a peer, and need be read and checked once only.

use super::{Decoder, NodeKind, Reader, Settings, State, TextDecoder};
use crate::xml::node::Node;
use crate::xml::reader::document::Pending;
use crate::xml::reader::text::Charset;
use crate::xml::scope::Scope;

/// The longest beginning that is remembered.
const LONGEST: usize = 1024;

/// The bytes of a document up to the end of a start tag, and what a reader is that has just read them.
#[derive(Debug, Default)]
pub(crate) struct Beginning {
    /// None: nothing is remembered.
    bytes: Vec<u8>,
    settings: Settings,
    scope: Scope,
    node: Node,
    node_start: usize,
    /// The start tag is that of an empty element.
    is_empty: bool,
}

impl Reader {
    /// Whether the reader is before a document in UTF-8 that is in memory as a whole, and has nothing else to see to.
    fn is_before_text(&self) -> bool {
        let document = &self.document;
        self.state == State::Ready
            && self.is_straight
            && self.canonical.is_none()
            && document.node.kind == NodeKind::Bof
            && document.charset == Charset::Utf8
            && document.input.is_all_lent()
            && document.input.position == 0
            && matches!(&self.decoder, Decoder::Text(decoder) if decoder.is_new())
    }

    /// Goes to where the reader was when `known` was remembered, if the document begins with the same bytes and is read
    /// under the same settings. Otherwise it stays where it is.
    pub(crate) fn read_beginning(&mut self, known: &Beginning) -> bool {
        if known.bytes.is_empty()
            || !self.is_before_text()
            || self.document.settings != known.settings
            || !self.document.input.bytes().starts_with(&known.bytes)
        {
            return false;
        }
        let document = &mut self.document;
        document.input.position = known.bytes.len();
        document.node_start = known.node_start;
        document.is_canonical = false;
        document.scope.copy_from(&known.scope);
        document.node.kind = NodeKind::Element;
        document.node.name = known.node.name;
        document.node.is_empty = known.is_empty;
        document.node.attributes.clone_from(&known.node.attributes);
        document.has_root = true;
        document.pending = if known.is_empty { Pending::EndOfEmptyElement } else { Pending::Nothing };
        self.decoder = Decoder::Text(TextDecoder::in_content());
        true
    }

    /// Remembers where the reader is, if that is a start tag of a document in UTF-8 that is in memory as a whole, and
    /// depends on nothing but the bytes up to it.
    pub(crate) fn remember_beginning(&mut self, known: &mut Beginning) {
        let document = &mut self.document;
        let position = document.input.position;
        let is_known = self.state == State::Ready
            && self.is_straight
            && self.canonical.is_none()
            && !self.content.is_touched()
            && document.node.kind == NodeKind::Element
            && document.charset == Charset::Utf8
            && document.input.is_all_lent()
            && document.scratch.is_empty()
            && position <= LONGEST
            && matches!(&self.decoder, Decoder::Text(decoder) if decoder.is_in_content());
        known.bytes.clear();
        let Some(bytes) = document.input.bytes().get(..position).filter(|_| is_known) else { return };
        known.bytes.extend_from_slice(bytes);
        known.settings = document.settings;
        known.scope.copy_from(&document.scope);
        known.node.clone_from(&document.node);
        known.node_start = document.node_start;
        known.is_empty = document.pending == Pending::EndOfEmptyElement;
    }
}
