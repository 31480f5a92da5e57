//! The nodes of a header or token, kept: elements that are referred to from elsewhere.
//!
//! Only headers, tokens and what was decrypted in them come here, never a body. Text stays where it was read (the
//! *source*), and every element knows which bytes of the source it is. What is digested are these same nodes.

use super::names::Ns;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::refused;
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::chars::is_space_byte;
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use core::ops::Range;
use std::borrow::Cow;
use std::collections::HashMap;

/// Most elements and texts that the header of a secured message may have.
const MAX_NODES: usize = 16 * 1024;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Stored>,
    bytes: Vec<u8>,
    open: Vec<u32>,
    /// The namespace that was stored last: most names have it again.
    last_ns: (Span, Option<Ns>),
}

#[derive(Debug)]
struct Stored {
    node: Node,
    ns: Ns,
    /// Of an element: the index of its end.
    end: u32,
    parent: Option<u32>,
    whole: Range<u32>,
    content: Range<u32>,
}

/// An element of a [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct El(u32);

/// A tree with the bytes that it was read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doc<'a> {
    tree: &'a Tree,
    source: &'a [u8],
}

impl Tree {
    /// Keeps the present node of a reader. A comment is part of nothing but a canonical form that has comments.
    pub(crate) fn push(&mut self, reader: &mut Reader) -> Result<()> {
        let document = reader.document();
        let (start, stop) = (document.node_start as u32, document.input.position as u32);
        let from = reader.node();
        match from.node.kind {
            NodeKind::Element => {
                let node = Node {
                    kind: NodeKind::Element,
                    name: self.name(from, &from.node.name),
                    is_empty: from.node.is_empty,
                    attributes: from.node.attributes.iter().map(|attribute| self.attribute(from, attribute)).collect(),
                    text: Text::default(),
                };
                let index = self.nodes.len() as u32;
                let ns = self.ns(node.name.ns);
                let parent = self.open.last().copied();
                self.open.push(index);
                self.add(Stored { node, ns, end: index, parent, whole: start..stop, content: stop..stop })
            }
            NodeKind::EndElement => {
                let end = self.nodes.len() as u32;
                if let Some(element) = self.open.pop().and_then(|index| self.nodes.get_mut(index as usize)) {
                    element.end = end;
                    if !element.node.is_empty {
                        element.whole.end = stop;
                        element.content.end = start;
                    }
                }
                let node = Node { kind: NodeKind::EndElement, ..Node::default() };
                self.add(Stored { node, ns: Ns::None, end, parent: None, whole: start..stop, content: stop..stop })
            }
            kind @ (NodeKind::Text | NodeKind::Comment) => {
                let node = Node { kind, text: self.text(from, &from.node.text), ..Node::default() };
                let end = self.nodes.len() as u32;
                self.add(Stored { node, ns: Ns::None, end, parent: None, whole: start..stop, content: stop..stop })
            }
            _ => Ok(()),
        }
    }

    fn add(&mut self, stored: Stored) -> Result<()> {
        if self.nodes.len() >= MAX_NODES {
            return Err(Fault::quota("nodes in the header of a secured message", MAX_NODES));
        }
        self.nodes.push(stored);
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Span {
        let span = Span::new(Place::Own, self.bytes.len(), bytes.len());
        self.bytes.extend_from_slice(bytes);
        span
    }

    fn span(&mut self, from: NodeRef<'_>, span: Span) -> Span {
        if span.place == Place::Input {
            Span::new(Place::Input, span.start as usize, span.len as usize)
        } else {
            self.keep(from.get(span))
        }
    }

    /// Namespaces lie in the reader's scope, which changes; each is stored once in a row.
    fn uri(&mut self, from: NodeRef<'_>, span: Span) -> Span {
        let uri = from.get(span);
        let last = self.last_ns.0;
        let range = last.start as usize..(last.start + last.len) as usize;
        if self.last_ns.1.is_some() && self.bytes.get(range) == Some(uri) {
            return last;
        }
        let kept = self.keep(uri);
        self.last_ns = (kept, Some(Ns::of(uri)));
        kept
    }

    fn ns(&mut self, span: Span) -> Ns {
        match self.last_ns {
            (last, Some(ns)) if last == span => ns,
            _ => Ns::of(self.bytes.get(span.start as usize..(span.start + span.len) as usize).unwrap_or_default()),
        }
    }

    fn name(&mut self, from: NodeRef<'_>, name: &Name) -> Name {
        Name { prefix: self.span(from, name.prefix), local: self.span(from, name.local), ns: self.uri(from, name.ns) }
    }

    fn attribute(&mut self, from: NodeRef<'_>, attribute: &Attribute) -> Attribute {
        Attribute {
            single_quote: attribute.single_quote,
            is_xmlns: attribute.is_xmlns,
            name: self.name(from, &attribute.name),
            value: self.text(from, &attribute.value),
        }
    }

    /// Text documents have no text but characters.
    fn text(&mut self, from: NodeRef<'_>, text: &Text) -> Text {
        match text {
            Text::Utf8(span) => Text::Utf8(self.span(from, *span)),
            _ => Text::default(),
        }
    }

    /// The element that was begun last.
    pub(crate) fn last(&self) -> Option<El> {
        self.open.last().copied().map(El)
    }

    /// The tree with what it was read from.
    pub(crate) fn with<'a>(&'a self, source: &'a [u8]) -> Doc<'a> {
        Doc { tree: self, source }
    }
}

impl<'a> Doc<'a> {
    fn stored(self, el: El) -> Option<&'a Stored> {
        self.tree.nodes.get(el.0 as usize)
    }

    fn places(self) -> Places<'a> {
        Places { input: self.source, own: &self.tree.bytes, ..Places::default() }
    }

    fn get(self, span: Span) -> &'a [u8] {
        self.places().get(span)
    }

    /// The first element.
    pub(crate) fn root(self) -> Option<El> {
        self.tree.nodes.iter().position(|stored| stored.node.kind == NodeKind::Element).map(|index| El(index as u32))
    }

    pub(crate) fn ns(self, el: El) -> Ns {
        self.stored(el).map_or(Ns::None, |stored| stored.ns)
    }

    pub(crate) fn uri(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.node.name.ns))
    }

    pub(crate) fn local(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.node.name.local))
    }

    pub(crate) fn prefix(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.node.name.prefix))
    }

    pub(crate) fn is(self, el: El, ns: Ns, local: &[u8]) -> bool {
        self.ns(el) == ns && self.local(el) == local
    }

    /// For texts of errors.
    pub(crate) fn name(self, el: El) -> String {
        quoted(self.local(el))
    }

    /// Which bytes of the source it is.
    pub(crate) fn whole(self, el: El) -> Range<usize> {
        self.stored(el).map_or(0..0, |stored| stored.whole.start as usize..stored.whole.end as usize)
    }

    /// Which bytes of the source are between its tags.
    pub(crate) fn content(self, el: El) -> Range<usize> {
        self.stored(el).map_or(0..0, |stored| stored.content.start as usize..stored.content.end as usize)
    }

    /// The bytes of the source that it is.
    pub(crate) fn raw(self, el: El) -> &'a [u8] {
        self.source.get(self.whole(el)).unwrap_or_default()
    }

    /// Bytes of the source.
    pub(crate) fn bytes(self, range: Range<usize>) -> &'a [u8] {
        self.source.get(range).unwrap_or_default()
    }

    /// Whether it was written as an empty element.
    pub(crate) fn is_empty(self, el: El) -> bool {
        self.stored(el).is_some_and(|stored| stored.node.is_empty)
    }

    pub(crate) fn parent(self, el: El) -> Option<El> {
        self.stored(el).and_then(|stored| stored.parent).map(El)
    }

    /// The elements in it.
    pub(crate) fn children(self, el: El) -> impl Iterator<Item = El> + use<'a> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        core::iter::from_fn(move || {
            while at < end {
                let index = at;
                let stored = self.tree.nodes.get(index as usize)?;
                at = stored.end + 1;
                if stored.node.kind == NodeKind::Element {
                    return Some(El(index));
                }
            }
            None
        })
    }

    /// All elements, in document order.
    pub(crate) fn all(self) -> impl Iterator<Item = El> + use<'a> {
        let elements = self.tree.nodes.iter().enumerate().filter(|(_, stored)| stored.node.kind == NodeKind::Element);
        elements.map(|(index, _)| El(index as u32))
    }

    /// Refuses characters between the elements in it.
    pub(crate) fn check_only_elements(self, el: El) -> Result<()> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at < end) {
            if let (NodeKind::Text, Text::Utf8(span)) = (stored.node.kind, &stored.node.text)
                && !self.get(*span).iter().copied().all(is_space_byte)
            {
                return Err(refused(format!("There is text between the elements in '{}'.", self.name(el))));
            }
            at = stored.end + 1;
        }
        Ok(())
    }

    /// The one element in it with a name; refused if there are more.
    pub(crate) fn child(self, el: El, ns: Ns, local: &[u8]) -> Result<Option<El>> {
        let mut found = self.children(el).filter(|child| self.is(*child, ns, local));
        let first = found.next();
        if found.next().is_some() {
            return Err(refused(format!("There is more than one '{}' in '{}'.", quoted(local), self.name(el))));
        }
        Ok(first)
    }

    /// As [`Doc::child`], but it has to be there.
    pub(crate) fn needed(self, el: El, ns: Ns, local: &[u8]) -> Result<El> {
        self.child(el, ns, local)?
            .ok_or_else(|| refused(format!("There is no '{}' in '{}'.", quoted(local), self.name(el))))
    }

    /// Its characters; elements in it are refused.
    pub(crate) fn text(self, el: El) -> Result<Cow<'a, [u8]>> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut text = Cow::Borrowed(&b""[..]);
        for stored in self.tree.nodes.get(el.0 as usize + 1..end as usize).unwrap_or_default() {
            match (stored.node.kind, &stored.node.text) {
                (NodeKind::Text, Text::Utf8(span)) if text.is_empty() => text = Cow::Borrowed(self.get(*span)),
                (NodeKind::Text, Text::Utf8(span)) => text.to_mut().extend_from_slice(self.get(*span)),
                (NodeKind::Comment, _) => {}
                _ => return Err(refused(format!("There is an element in '{}', where text has to be.", self.name(el)))),
            }
        }
        Ok(text)
    }

    /// An attribute's value.
    pub(crate) fn attribute(self, el: El, ns: Ns, local: &[u8]) -> Option<&'a [u8]> {
        let attributes = &self.stored(el)?.node.attributes;
        attributes.iter().find_map(|attribute| {
            let is = !attribute.is_xmlns
                && self.get(attribute.name.local) == local
                && Ns::of(self.get(attribute.name.ns)) == ns;
            match (&attribute.value, is) {
                (Text::Utf8(span), true) => Some(self.get(*span)),
                _ => None,
            }
        })
    }

    /// What it can be referred to by: wsu:Id, or the Id that XML Signature, XML Encryption and SAML have. node-soap writes
    /// that of a wsu:Timestamp without a prefix.
    pub(crate) fn id(self, el: El) -> Result<Option<&'a [u8]>> {
        let wsu = self.attribute(el, Ns::Wsu, b"Id");
        let own = match self.ns(el) {
            Ns::Dsig | Ns::Xenc | Ns::Wsu => self.attribute(el, Ns::None, b"Id"),
            Ns::Saml1 => self.attribute(el, Ns::None, b"AssertionID"),
            Ns::Saml2 => self.attribute(el, Ns::None, b"ID"),
            _ => None,
        };
        match (wsu, own) {
            (Some(_), Some(_)) => Err(refused(format!("The element '{}' has two Ids.", self.name(el)))),
            (wsu, own) => Ok(wsu.or(own)),
        }
    }

    /// The namespaces that are in scope in the content of an element, the innermost of each prefix.
    pub(crate) fn in_scope(self, el: El) -> Vec<(&'a [u8], &'a [u8])> {
        self.bound(el).iter().map(|name| (self.get(name.prefix), self.get(name.ns))).collect()
    }

    fn bound(self, el: El) -> Vec<Name> {
        let mut bound: Vec<Name> = Vec::new();
        let mut next = Some(el);
        while let Some(stored) = next.and_then(|el| self.stored(el)) {
            for attribute in stored.node.attributes.iter().filter(|attribute| attribute.is_xmlns) {
                let prefix = self.get(attribute.name.prefix);
                if !bound.iter().any(|known| self.get(known.prefix) == prefix) {
                    bound.push(attribute.name);
                }
            }
            next = stored.parent.map(El);
        }
        bound
    }

    /// Exclusive canonical form of an element, without comments.
    pub(crate) fn canonicalize(
        self,
        canonicalizer: &mut Canonicalizer,
        el: El,
        inclusive_prefixes: &[Box<[u8]>],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let form = Form { inclusive_prefixes: inclusive_prefixes.to_vec(), ..Form::default() };
        self.canonicalize_as(canonicalizer, el, &form, None, sink)
    }

    /// A canonical form of an element, without another that may be in it.
    pub(crate) fn canonicalize_as(
        self,
        canonicalizer: &mut Canonicalizer,
        el: El,
        form: &Form,
        without: Option<El>,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let Some(first) = self.stored(el) else { return Ok(()) };
        let needs_scope = form.is_inclusive || !form.inclusive_prefixes.is_empty();
        let around =
            if needs_scope { self.parent(el).map_or_else(Vec::new, |outer| self.bound(outer)) } else { Vec::new() };
        let outer = |prefix: &[u8]| {
            let found = around.iter().find(|name| self.get(name.prefix) == prefix);
            found.map(|name| self.get(name.ns).to_vec())
        };
        let options = Options {
            exclusive: !form.is_inclusive,
            with_comments: form.has_comments,
            inclusive_prefixes: form.inclusive_prefixes.clone(),
            ..Options::default()
        };
        // Inclusive canonical form is that of a document which begins here and says itself what is said around it.
        let kind = if form.is_inclusive { NodeKind::Bof } else { NodeKind::Element };
        canonicalizer.restart(options, Start { kind, in_element: true, outer_namespace: &outer })?;
        let complete;
        let start = if form.is_inclusive {
            complete = self.with_context(first, el, &around);
            &complete
        } else {
            &first.node
        };
        canonicalizer.node(NodeRef { node: start, places: self.places() }, sink)?;
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at <= first.end) {
            if without == Some(El(at)) {
                at = stored.end + 1;
                continue;
            }
            canonicalizer.node(NodeRef { node: &stored.node, places: self.places() }, sink)?;
            at += 1;
        }
        canonicalizer.finish(sink)
    }

    /// An element with the declarations and the `xml:` attributes that it inherits.
    fn with_context(self, stored: &Stored, el: El, around: &[Name]) -> Node {
        let mut node = stored.node.clone();
        for name in around {
            let is =
                |attribute: &Attribute| attribute.is_xmlns && self.get(attribute.name.prefix) == self.get(name.prefix);
            if !node.attributes.iter().any(is) {
                node.attributes.push(Attribute { is_xmlns: true, name: *name, ..Attribute::default() });
            }
        }
        let mut next = self.parent(el);
        while let Some(outer) = next.and_then(|el| self.stored(el)) {
            for attribute in outer.node.attributes.iter().filter(|attribute| !attribute.is_xmlns) {
                let is = |own: &Attribute| {
                    self.get(own.name.prefix) == b"xml" && self.get(own.name.local) == self.get(attribute.name.local)
                };
                if self.get(attribute.name.prefix) == b"xml" && !node.attributes.iter().any(is) {
                    node.attributes.push(attribute.clone());
                }
            }
            next = outer.parent.map(El);
        }
        node
    }
}

/// A canonical form.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Form {
    /// Canonical XML 1.0, which depends on what is around the element; else the exclusive form.
    pub(crate) is_inclusive: bool,
    pub(crate) has_comments: bool,
    /// Prefixes that the exclusive form treats as the inclusive one does.
    pub(crate) inclusive_prefixes: Vec<Box<[u8]>>,
}

/// What can be referred to: the elements with an Id. No two have the same one.
pub(crate) struct Ids<'a>(HashMap<&'a [u8], El>);

impl<'a> Ids<'a> {
    pub(crate) fn new(doc: Doc<'a>) -> Result<Self> {
        let mut ids = HashMap::new();
        for el in doc.all() {
            if let Some(id) = doc.id(el)?
                && ids.insert(id, el).is_some()
            {
                return Err(refused(format!("Two elements have the Id '{}'.", quoted(id))));
            }
        }
        Ok(Ids(ids))
    }

    pub(crate) fn find(&self, id: &[u8]) -> Result<El> {
        let found = self.0.get(id).copied();
        found.ok_or_else(|| refused(format!("There is no element with the Id '{}' that is referred to.", quoted(id))))
    }
}

/// A document of its own: a token, or what was decrypted.
pub(crate) struct Parsed {
    tree: Tree,
    source: Vec<u8>,
}

impl Parsed {
    /// Reads text in UTF-8 as a whole.
    pub(crate) fn new(bytes: Vec<u8>, settings: Settings) -> Result<Self> {
        Input::check_size(bytes.len())?;
        let mut reader = Reader::new(settings);
        reader.set_input(Decoder::Text(TextDecoder::default()), Input::owned(bytes), settings);
        let mut tree = Tree::default();
        loop {
            reader.read_node()?;
            if reader.kind() == NodeKind::Eof {
                break;
            }
            tree.push(&mut reader)?;
        }
        Ok(Parsed { tree, source: core::mem::take(reader.document().input.window()) })
    }

    pub(crate) fn doc(&self) -> Doc<'_> {
        self.tree.with(&self.source)
    }
}
