//! The nodes of a header or token, kept: elements that are referred to from elsewhere.
//!
//! Only headers, tokens and what was decrypted in them come here, never a body. Text stays where it was read (the
//! *source*), and every element knows which bytes of the source it is. What is digested are these same nodes.

use super::names::Ns;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::refused;
use crate::xml::bytes::append;
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

/// Namespaces that are looked through before one is stored again: more would take time that grows with their square.
const RECENT: usize = 16;

/// See the module. Nodes, attributes and what had to be copied each lie in one run, so that a node takes no memory of
/// its own.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Stored>,
    attributes: Vec<StoredAttribute>,
    bytes: Vec<u8>,
    open: Vec<u32>,
    /// The namespaces in `bytes`, and which one was the last: most names have one that was there before.
    namespaces: Vec<(Span, Ns)>,
    last_namespace: usize,
    /// Elements that have an Id, or an attribute that is called like one.
    identified: Vec<El>,
}

#[derive(Clone, Debug)]
struct Stored {
    kind: NodeKind,
    is_empty: bool,
    ns: Ns,
    name: Name,
    /// Of a text or comment.
    text: Span,
    /// Which ones of the tree's.
    attributes: Range<u32>,
    /// Of an element: the index of its end.
    end: u32,
    parent: Option<u32>,
    whole: Range<u32>,
    content: Range<u32>,
    /// See [`Document::is_canonical`](crate::xml::reader::document::Document::is_canonical).
    is_canonical: bool,
}

/// See [`Attribute`].
#[derive(Clone, Copy, Debug)]
struct StoredAttribute {
    is_xmlns: bool,
    ns: Ns,
    name: Name,
    value: Span,
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
    /// For what is in so many bytes, or only begins there.
    pub(crate) fn for_source(size: usize) -> Self {
        // Of headers: a node takes some 40 bytes, and half of the nodes are elements with one attribute.
        let nodes = (size / 32).clamp(16, 160);
        Tree {
            nodes: Vec::with_capacity(nodes),
            attributes: Vec::with_capacity(nodes / 2),
            bytes: Vec::with_capacity(1024),
            open: Vec::with_capacity(16),
            namespaces: Vec::with_capacity(RECENT),
            last_namespace: 0,
            identified: Vec::with_capacity(16),
        }
    }

    /// What follows is in an element that declares namespaces and is not read itself, but for its end.
    pub(crate) fn begin_around(&mut self, name: &[u8], declarations: &[(&[u8], &[u8])]) -> El {
        let index = self.nodes.len() as u32;
        let first = self.attributes.len() as u32;
        for (prefix, uri) in declarations {
            let ns = (self.keep(uri), Ns::of(uri));
            self.namespaces.push(ns);
            let name = Name { prefix: self.keep(prefix), local: Span::default(), ns: ns.0 };
            self.attributes.push(StoredAttribute { is_xmlns: true, ns: ns.1, name, value: Span::default() });
        }
        let name = Name { local: self.keep(name), ..Name::default() };
        self.nodes.push(Stored {
            kind: NodeKind::Element,
            is_empty: false,
            ns: Ns::None,
            name,
            text: Span::default(),
            attributes: first..self.attributes.len() as u32,
            end: index,
            parent: None,
            whole: 0..0,
            content: 0..0,
            is_canonical: false,
        });
        self.open.push(index);
        El(index)
    }

    /// Keeps the present node of a reader. A comment is part of nothing but a canonical form that has comments.
    pub(crate) fn push(&mut self, reader: &mut Reader) -> Result<()> {
        let document = reader.document();
        let (start, stop) = (document.node_start as u32, document.input.position as u32);
        let is_canonical = document.is_canonical;
        let from = reader.node();
        let kind = from.node.kind;
        let index = self.nodes.len() as u32;
        let attributes = self.attributes.len() as u32;
        let mut stored = Stored {
            kind,
            is_empty: false,
            ns: Ns::None,
            name: Name::default(),
            text: Span::default(),
            attributes: attributes..attributes,
            end: index,
            parent: None,
            whole: start..stop,
            content: stop..stop,
            is_canonical,
        };
        match kind {
            NodeKind::Element => {
                (stored.name, stored.ns) = self.name(from, &from.node.name);
                stored.is_empty = from.node.is_empty;
                let mut is_identified = false;
                for attribute in &from.node.attributes {
                    self.keep_attribute(from, attribute);
                    is_identified |= is_id(from.get(attribute.name.local));
                }
                if is_identified {
                    self.identified.push(El(index));
                }
                stored.attributes.end = self.attributes.len() as u32;
                stored.parent = self.open.last().copied();
                self.open.push(index);
            }
            NodeKind::EndElement => {
                if let Some(element) = self.open.pop().and_then(|index| self.nodes.get_mut(index as usize)) {
                    element.end = index;
                    if !element.is_empty {
                        element.whole.end = stop;
                        element.content.end = start;
                    }
                }
            }
            NodeKind::Text | NodeKind::Comment => stored.text = self.text(from, &from.node.text),
            _ => return Ok(()),
        }
        if self.nodes.len() >= MAX_NODES {
            return Err(Fault::quota("nodes in the header of a secured message", MAX_NODES));
        }
        self.nodes.push(stored);
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Span {
        let span = Span::new(Place::Own, self.bytes.len(), bytes.len());
        append(&mut self.bytes, bytes);
        span
    }

    #[inline]
    fn span(&mut self, from: NodeRef<'_>, span: Span) -> Span {
        if span.place == Place::Input {
            Span::new(Place::Input, span.start as usize, span.len as usize)
        } else {
            self.keep(from.get(span))
        }
    }

    /// Namespaces lie in the reader's scope, which changes.
    #[inline]
    fn namespace(&mut self, from: NodeRef<'_>, span: Span) -> (Span, Ns) {
        if span.len == 0 {
            return (Span::new(Place::Own, 0, 0), Ns::None);
        }
        let uri = from.get(span);
        let own = Places { own: &self.bytes, ..Places::default() };
        match self.namespaces.get(self.last_namespace) {
            Some(known) if own.get(known.0) == uri => *known,
            _ => self.other_namespace(uri),
        }
    }

    fn other_namespace(&mut self, uri: &[u8]) -> (Span, Ns) {
        let own = Places { own: &self.bytes, ..Places::default() };
        let first = self.namespaces.len().saturating_sub(RECENT);
        let recent = self.namespaces.get(first..).unwrap_or_default();
        if let Some((index, known)) = recent.iter().enumerate().find(|(_, known)| own.get(known.0) == uri) {
            self.last_namespace = first + index;
            return *known;
        }
        let kept = (self.keep(uri), Ns::of(uri));
        self.last_namespace = self.namespaces.len();
        self.namespaces.push(kept);
        kept
    }

    #[inline]
    fn name(&mut self, from: NodeRef<'_>, name: &Name) -> (Name, Ns) {
        let (uri, ns) = self.namespace(from, name.ns);
        (Name { prefix: self.span(from, name.prefix), local: self.span(from, name.local), ns: uri }, ns)
    }

    fn keep_attribute(&mut self, from: NodeRef<'_>, attribute: &Attribute) {
        let (name, ns) = self.name(from, &attribute.name);
        let value = self.text(from, &attribute.value);
        self.attributes.push(StoredAttribute { is_xmlns: attribute.is_xmlns, ns, name, value });
    }

    /// Text documents have no text but characters.
    #[inline]
    fn text(&mut self, from: NodeRef<'_>, text: &Text) -> Span {
        match text {
            Text::Utf8(span) => self.span(from, *span),
            _ => Span::default(),
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

    fn attributes_of(self, stored: &Stored) -> &'a [StoredAttribute] {
        self.tree.attributes.get(stored.attributes.start as usize..stored.attributes.end as usize).unwrap_or_default()
    }

    fn places(self) -> Places<'a> {
        Places { input: self.source, own: &self.tree.bytes, ..Places::default() }
    }

    fn get(self, span: Span) -> &'a [u8] {
        self.places().get(span)
    }

    /// The first element.
    pub(crate) fn root(self) -> Option<El> {
        self.tree.nodes.iter().position(|stored| stored.kind == NodeKind::Element).map(|index| El(index as u32))
    }

    pub(crate) fn ns(self, el: El) -> Ns {
        self.stored(el).map_or(Ns::None, |stored| stored.ns)
    }

    pub(crate) fn uri(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.name.ns))
    }

    pub(crate) fn local(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.name.local))
    }

    pub(crate) fn prefix(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.name.prefix))
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
        self.stored(el).is_some_and(|stored| stored.is_empty)
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
                if stored.kind == NodeKind::Element {
                    return Some(El(index));
                }
            }
            None
        })
    }

    /// The elements that may have an Id: [`Doc::id`] is nothing for all others.
    pub(crate) fn identified(self) -> impl Iterator<Item = El> + use<'a> {
        self.tree.identified.iter().copied()
    }

    /// All elements, in document order.
    pub(crate) fn all(self) -> impl Iterator<Item = El> + use<'a> {
        let elements = self.tree.nodes.iter().enumerate().filter(|(_, stored)| stored.kind == NodeKind::Element);
        elements.map(|(index, _)| El(index as u32))
    }

    /// Refuses characters between the elements in it.
    pub(crate) fn check_only_elements(self, el: El) -> Result<()> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at < end) {
            if stored.kind == NodeKind::Text && !self.get(stored.text).iter().copied().all(is_space_byte) {
                return Err(refused(format!("There is text between the elements in '{}'.", self.name(el))));
            }
            at = stored.end + 1;
        }
        Ok(())
    }

    /// Whether there is a comment between the elements in it.
    pub(crate) fn has_comment(self, el: El) -> bool {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at < end) {
            if stored.kind == NodeKind::Comment {
                return true;
            }
            at = stored.end + 1;
        }
        false
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
            match stored.kind {
                NodeKind::Text if text.is_empty() => text = Cow::Borrowed(self.get(stored.text)),
                NodeKind::Text => text.to_mut().extend_from_slice(self.get(stored.text)),
                NodeKind::Comment => {}
                _ => return Err(refused(format!("There is an element in '{}', where text has to be.", self.name(el)))),
            }
        }
        Ok(text)
    }

    /// An attribute's value.
    pub(crate) fn attribute(self, el: El, ns: Ns, local: &[u8]) -> Option<&'a [u8]> {
        let is = |attribute: &&StoredAttribute| {
            attribute.ns == ns && !attribute.is_xmlns && self.get(attribute.name.local) == local
        };
        self.attributes_of(self.stored(el)?).iter().find(is).map(|attribute| self.get(attribute.value))
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
            for attribute in self.attributes_of(stored).iter().filter(|attribute| attribute.is_xmlns) {
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
        let mut node = Node::default();
        self.show(first, &mut node);
        if form.is_inclusive {
            self.add_context(&mut node, el, &around);
        }
        canonicalizer.node(NodeRef { node: &node, places: self.places() }, sink)?;
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at <= first.end) {
            if without == Some(El(at)) {
                at = stored.end + 1;
                continue;
            }
            self.show(stored, &mut node);
            // Of an element it is the start tag.
            let end = if stored.kind == NodeKind::Element { stored.content.start } else { stored.whole.end };
            let place = stored.whole.start as usize..end as usize;
            let node = NodeRef { node: &node, places: self.places() };
            canonicalizer.node_in_text(node, place, stored.is_canonical, sink)?;
            at += 1;
        }
        canonicalizer.settle(self.source, sink)?;
        canonicalizer.finish(sink)
    }

    /// Makes a node what was stored.
    fn show(self, stored: &Stored, node: &mut Node) {
        node.kind = stored.kind;
        node.name = stored.name;
        node.is_empty = stored.is_empty;
        node.text = Text::Utf8(stored.text);
        node.attributes.clear();
        node.attributes.extend(self.attributes_of(stored).iter().map(StoredAttribute::shown));
    }

    /// Gives an element the declarations and the `xml:` attributes that it inherits.
    fn add_context(self, node: &mut Node, el: El, around: &[Name]) {
        for name in around {
            let is =
                |attribute: &Attribute| attribute.is_xmlns && self.get(attribute.name.prefix) == self.get(name.prefix);
            if !node.attributes.iter().any(is) {
                node.attributes.push(Attribute { is_xmlns: true, name: *name, ..Attribute::default() });
            }
        }
        let mut next = self.parent(el);
        while let Some(outer) = next.and_then(|el| self.stored(el)) {
            for attribute in self.attributes_of(outer).iter().filter(|attribute| !attribute.is_xmlns) {
                let is = |own: &Attribute| {
                    self.get(own.name.prefix) == b"xml" && self.get(own.name.local) == self.get(attribute.name.local)
                };
                if self.get(attribute.name.prefix) == b"xml" && !node.attributes.iter().any(is) {
                    node.attributes.push(attribute.shown());
                }
            }
            next = outer.parent.map(El);
        }
    }
}

impl StoredAttribute {
    fn shown(&self) -> Attribute {
        Attribute { is_xmlns: self.is_xmlns, name: self.name, value: Text::Utf8(self.value), ..Attribute::default() }
    }
}

/// Whether an attribute has one of the names that [`Doc::id`] knows.
fn is_id(local: &[u8]) -> bool {
    matches!(local, b"Id" | b"ID" | b"AssertionID")
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
        for el in doc.identified() {
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
        let size = bytes.len();
        Input::check_size(size)?;
        let mut reader = Reader::new(settings);
        reader.set_input(Decoder::Text(TextDecoder::default()), Input::owned(bytes), settings);
        let mut tree = Tree::for_source(size);
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
