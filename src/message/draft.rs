//! Nodes in the making, before they go into the tree of the headers.

use crate::abi::GUID;
use crate::runtime::fault::Result;
use crate::xml::buffer::content::Content;
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};
use std::sync::Arc;

/// Text of a header.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Characters<'a> {
    Utf8(&'a [u8]),
    UniqueId(GUID),
}

/// One node, with its bytes. Used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Draft {
    node: Node,
    bytes: Vec<u8>,
}

impl Draft {
    fn keep(&mut self, bytes: &[u8]) -> Span {
        // Names and addresses; what a program gives is bounded by the 32 bits of a string's length, and the copy into
        // the tree by the heap's quota.
        let span = Span::new(Place::Own, self.bytes.len(), bytes.len());
        self.bytes.extend_from_slice(bytes);
        span
    }

    fn begin(&mut self, kind: NodeKind) {
        self.bytes.clear();
        self.node.kind = kind;
        self.node.is_empty = false;
        self.node.attributes.clear();
        self.node.text = Text::default();
    }

    /// Begins an element.
    pub(super) fn element(&mut self, prefix: &[u8], local: &[u8], ns: &[u8]) {
        self.begin(NodeKind::Element);
        self.node.name = Name { prefix: self.keep(prefix), local: self.keep(local), ns: self.keep(ns) };
    }

    /// Begins with an element that is there.
    pub(super) fn copy(&mut self, element: NodeRef<'_>) {
        self.node.clone_from(element.node);
        self.bytes.clear();
        self.bytes.extend_from_slice(element.places.own);
    }

    /// Adds a namespace declaration.
    pub(super) fn declare(&mut self, prefix: &[u8], ns: &[u8]) {
        let name = Name { prefix: self.keep(prefix), local: self.keep(b""), ns: self.keep(ns) };
        self.node.attributes.push(Attribute { single_quote: false, is_xmlns: true, name, value: Text::default() });
    }

    /// Adds an attribute.
    pub(super) fn attribute(&mut self, prefix: &[u8], local: &[u8], ns: &[u8], value: &[u8]) {
        let name = Name { prefix: self.keep(prefix), local: self.keep(local), ns: self.keep(ns) };
        let value = Text::Utf8(self.keep(value));
        self.node.attributes.push(Attribute { single_quote: false, is_xmlns: false, name, value });
    }

    /// Begins a text.
    pub(super) fn text(&mut self, text: Characters<'_>) {
        self.begin(NodeKind::Text);
        self.node.text = match text {
            Characters::Utf8(text) => Text::Utf8(self.keep(text)),
            Characters::UniqueId(id) => Text::UniqueId(id),
        };
    }

    /// The node as it is.
    pub(super) fn node(&self) -> NodeRef<'_> {
        NodeRef { node: &self.node, places: Places { own: &self.bytes, ..Places::default() } }
    }

    /// A copy to be kept.
    pub(super) fn content(&self) -> Result<Arc<Content>> {
        Content::copy(self.node()).map(Arc::new)
    }
}
