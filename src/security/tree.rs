//! The nodes of a header or token, kept: elements that are referred to from elsewhere.
//!
//! Only headers, tokens and what was decrypted in them come here, never a body. Text stays where it was read (the
//! *source*), and every element knows which bytes of the source it is. What is digested are these same nodes.

mod canonical;
mod doc;
#[cfg(test)]
mod tests;

pub(crate) use canonical::Form;
pub(crate) use doc::Ids;

use super::names::Ns;
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::{append, same};
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Span, Text};
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use core::ops::Range;

/// Most elements, ends of elements and texts that the header of a secured message may have.
const MAX_NODES: usize = 16 * 1024;

/// Bindings that are looked through before one is stored again: more would take time that grows with their square. As many
/// as a set of them has bits.
const RECENT: usize = u64::BITS as usize;
/// No namespace, no parent.
const NONE: u32 = u32::MAX;

/// See the module. Nodes, attributes and what had to be copied each lie in one run, so that a node takes no memory of
/// its own.
///
/// While elements are read, it is found out which of them the canonical form has as they lie there, so that what is
/// signed is digested as one run of bytes and not node by node: see [`Doc::is_plain`].
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Stored>,
    attributes: Vec<StoredAttribute>,
    bytes: Vec<u8>,
    open: Vec<Open>,
    bindings: Vec<Binding>,
    /// How many of them were there from the beginning, and stay.
    around: usize,
    /// The one that was used last: most names have one that was there before.
    last: usize,
    /// Nodes with the ends of elements, for the limit.
    count: usize,
    /// Where the last one ends.
    position: u32,
}

/// Bytes of the source, or of what was copied.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: u32,
    len: u32,
    is_own: bool,
}

/// An element, a text or a comment.
#[derive(Clone, Copy, Debug)]
struct Stored {
    kind: NodeKind,
    ns: Ns,
    is_empty: bool,
    /// It has an Id, or an attribute that is called like one.
    is_identified: bool,
    /// See [`Document::is_canonical`](crate::xml::reader::document::Document::is_canonical); of an element its start tag's.
    is_canonical: bool,
    /// Of an element: the same of its end tag, if that was read.
    end_tag: Option<bool>,
    /// Of an element: the canonical form has what follows the start tag as it lies.
    is_content_plain: bool,
    /// Of an element: which binding its name has, or `NONE`.
    binding: u32,
    /// The local name, or the characters.
    text: Part,
    /// Which ones of the tree's.
    attributes: (u32, u32),
    /// Of an element: the bindings that its own names use.
    used: u64,
    /// The node behind it and what is in it.
    end: u32,
    parent: u32,
    whole: (u32, u32),
    content: (u32, u32),
}

/// See [`Attribute`]. A declaration has the binding that it makes.
#[derive(Clone, Copy, Debug)]
struct StoredAttribute {
    is_xmlns: bool,
    ns: Ns,
    binding: u32,
    local: Part,
    value: Part,
}

/// What a prefix stands for, from its declaration on.
#[derive(Clone, Copy, Debug)]
struct Binding {
    prefix: Part,
    uri: Part,
    ns: Ns,
    /// The element that declares it has not ended.
    is_open: bool,
    /// Where the reader has the URI, as long as that is so; empty where that is not known.
    place: Span,
    /// As a set: itself; nothing for what is never rendered. `None`: the canonical form of its declaration is not known.
    set: Option<u64>,
}

/// An element whose end was not read.
#[derive(Clone, Copy, Debug)]
struct Open {
    index: u32,
    /// The bindings that it declares.
    bindings: (u32, u32),
    declared: u64,
    used: u64,
    /// Bindings that are used in its content, and declared around that.
    used_inside: u64,
    /// In an element that renders what it inherits, its start tag is canonical as it lies.
    is_plain: bool,
    /// The canonical form is known of the declarations of all that its own names use.
    is_known: bool,
    is_content_plain: bool,
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
        // Of headers: an element takes some 80 bytes, and half of them have an attribute.
        let nodes = (size / 64).clamp(16, 96);
        Tree {
            nodes: Vec::with_capacity(nodes),
            attributes: Vec::with_capacity(nodes),
            bytes: Vec::with_capacity(1024),
            open: Vec::with_capacity(12),
            bindings: Vec::with_capacity(16),
            ..Tree::default()
        }
    }

    /// What follows is in an element that declares namespaces and is not read itself, but for its end.
    pub(crate) fn begin_around(&mut self, name: &[u8], declarations: &[(&[u8], &[u8])]) -> El {
        let first = self.attributes.len() as u32;
        for (prefix, uri) in declarations {
            let kept = self.keep(prefix);
            self.bind(b"", (prefix, kept), uri, Span::default(), is_plain_value(uri));
            self.attributes.push(StoredAttribute::declaration(self.bindings.len() as u32 - 1));
        }
        self.count += 1;
        let text = self.keep(name);
        let index = self.nodes.len() as u32;
        self.nodes.push(Stored {
            attributes: (first, self.attributes.len() as u32),
            text,
            ..Stored::new(NodeKind::Element, index, (0, 0))
        });
        // What it declares is in force as long as anything is read.
        self.around = self.bindings.len();
        self.open.push(Open { bindings: (0, self.around as u32), ..Open::new(index) });
        El(index)
    }

    /// Keeps the present node of a reader. A comment is part of nothing but a canonical form that has comments.
    pub(crate) fn push(&mut self, reader: &mut Reader) -> Result<()> {
        let document = reader.document();
        let whole = (document.node_start as u32, document.input.position as u32);
        let is_canonical = document.is_canonical;
        let from = reader.node();
        let kind = from.node.kind;
        if !matches!(kind, NodeKind::Element | NodeKind::EndElement | NodeKind::Text | NodeKind::Comment) {
            return Ok(());
        }
        if self.count >= MAX_NODES {
            return Err(Fault::quota("nodes in the header of a secured message", MAX_NODES));
        }
        self.count += 1;
        let is_next = core::mem::replace(&mut self.position, whole.1) == whole.0;
        let parent = self.open.last_mut().map_or(NONE, |open| {
            // Nothing was left out, and nothing is to be.
            let stays = is_canonical && kind != NodeKind::Comment;
            open.is_content_plain &= is_next && (stays || kind == NodeKind::EndElement);
            open.index
        });
        let index = self.nodes.len() as u32;
        match kind {
            NodeKind::Element => self.begin(from, whole, is_canonical, parent),
            NodeKind::EndElement => self.end(whole, is_canonical),
            _ => {
                let text = self.text(from, &from.node.text);
                self.nodes.push(Stored { is_canonical, parent, text, ..Stored::new(kind, index, whole) });
            }
        }
        Ok(())
    }

    fn begin(&mut self, from: NodeRef<'_>, whole: (u32, u32), is_canonical: bool, parent: u32) {
        let Node { name, attributes, is_empty, .. } = from.node;
        let mut open = Open::new(self.nodes.len() as u32);
        let (first, first_binding) = (self.attributes.len() as u32, self.bindings.len() as u32);
        open.is_plain = is_canonical && !is_empty;
        // What is declared is of use before and behind its declaration.
        for Attribute { name, .. } in attributes.iter().filter(|attribute| attribute.is_xmlns) {
            let prefix = self.part(from, name.prefix);
            // What is canonical as it lies has nothing in it that is escaped.
            let is_plain = is_canonical || is_plain_value(from.get(name.ns));
            match self.bind(from.places.input, (from.get(name.prefix), prefix), from.get(name.ns), name.ns, is_plain) {
                Some(set) => open.declared |= set,
                None => open.is_plain = false,
            }
        }
        open.bindings = (first_binding, self.bindings.len() as u32);
        self.open.push(open);
        let mut uses = |tree: &Self, binding: u32| match tree.bindings.get(binding as usize) {
            None => Ns::None,
            Some(used) => {
                match used.set {
                    Some(set) => open.used |= set,
                    None => open.is_known = false,
                }
                used.ns
            }
        };
        let binding = self.binding(from, name);
        let ns = uses(self, binding);
        let text = self.part(from, name.local);
        let mut is_identified = false;
        let mut declared = first_binding;
        for attribute in attributes {
            let kept = if attribute.is_xmlns {
                declared += 1;
                StoredAttribute::declaration(declared - 1)
            } else {
                let binding = self.binding(from, &attribute.name);
                let ns = uses(self, binding);
                is_identified |= is_id(from.get(attribute.name.local));
                let (local, value) = (self.part(from, attribute.name.local), self.text(from, &attribute.value));
                StoredAttribute { is_xmlns: false, ns, binding, local, value }
            };
            self.attributes.push(kept);
        }
        open.is_plain &= open.declared & !open.used == 0;
        if attributes.len() > 1 && open.is_plain {
            let added = self.attributes.get(first as usize..).unwrap_or_default();
            open.is_plain = added.is_sorted_by(|a, b| self.with(from.places.input).order(a, b).is_lt());
        }
        self.nodes.push(Stored {
            ns,
            is_empty: *is_empty,
            is_identified,
            is_canonical,
            binding,
            text,
            attributes: (first, self.attributes.len() as u32),
            used: open.used,
            parent,
            ..Stored::new(NodeKind::Element, open.index, whole)
        });
        if let Some(last) = self.open.last_mut() {
            *last = open;
        }
    }

    fn end(&mut self, whole: (u32, u32), is_canonical: bool) {
        let end = self.nodes.len() as u32;
        let Some(open) = self.open.pop() else { return };
        if let Some(element) = self.nodes.get_mut(open.index as usize) {
            element.end = end;
            element.end_tag = Some(is_canonical);
            if !element.is_empty {
                (element.content.1, element.whole.1) = whole;
            }
            let is_plain = open.is_content_plain && is_canonical && open.used_inside & !open.used == 0;
            element.is_content_plain = open.is_known && (element.is_empty || is_plain);
        }
        let closed = open.bindings.0 as usize..open.bindings.1 as usize;
        for binding in self.bindings.get_mut(closed).unwrap_or_default() {
            (binding.is_open, binding.place) = (false, Span::default());
        }
        if let Some(outer) = self.open.last_mut() {
            outer.is_content_plain &= open.is_plain && open.is_known && open.is_content_plain && is_canonical;
            outer.used_inside |= (open.used | open.used_inside) & !open.declared;
        }
    }

    fn keep(&mut self, bytes: &[u8]) -> Part {
        let (start, len) = (self.bytes.len() as u32, bytes.len() as u32);
        append(&mut self.bytes, bytes);
        Part { start, len, is_own: true }
    }

    #[inline]
    fn part(&mut self, from: NodeRef<'_>, span: Span) -> Part {
        if span.place == Place::Input {
            Part { start: span.start, len: span.len, is_own: false }
        } else {
            self.keep(from.get(span))
        }
    }

    /// Text documents have no text but characters.
    #[inline]
    fn text(&mut self, from: NodeRef<'_>, text: &Text) -> Part {
        match text {
            Text::Utf8(span) => self.part(from, *span),
            _ => Part::default(),
        }
    }

    /// The bindings that are looked through, and the number of the first of them.
    fn recent(&self) -> (usize, &[Binding]) {
        let first = self.bindings.len().saturating_sub(RECENT);
        (first, self.bindings.get(first..).unwrap_or_default())
    }

    /// Notes what a prefix stands for from now on. Answers that as a set of one, if an element that declares and uses it has
    /// the declaration in its canonical form, whatever is around it.
    fn bind(
        &mut self,
        source: &[u8],
        (prefix, kept): (&[u8], Part),
        uri: &[u8],
        place: Span,
        is_plain: bool,
    ) -> Option<u64> {
        let doc = self.with(source);
        let around = self.recent().1.iter().rev().find(|known| known.is_open && same(doc.get(known.prefix), prefix));
        let is_news = around.is_none_or(|known| doc.get(known.uri) != uri);
        let is_rendered = !uri.is_empty() && prefix != b"xml";
        let set = match self.bindings.len() as u32 {
            _ if !is_rendered => Some(0),
            _ if !is_plain => None,
            index => 1_u64.checked_shl(index),
        };
        let uri_kept = self.keep(uri);
        // What it says again lies in the same place: names in one element must not have the one and the other.
        self.last = self.bindings.len();
        self.bindings.push(Binding { prefix: kept, uri: uri_kept, ns: Ns::of(uri), is_open: true, place, set });
        set.filter(|_| is_rendered && is_news)
    }

    /// The binding of a name.
    #[inline]
    fn binding(&mut self, from: NodeRef<'_>, name: &Name) -> u32 {
        if name.ns.len == 0 {
            return NONE;
        }
        let doc = self.with(from.places.input);
        let prefix = from.get(name.prefix);
        let is = |known: &Binding| known.place == name.ns && same(doc.get(known.prefix), prefix);
        if !self.bindings.get(self.last).is_some_and(is) {
            let (first, recent) = self.recent();
            self.last = match recent.iter().rposition(is) {
                Some(at) => first + at,
                None => self.binding_elsewhere(from, name),
            };
        }
        let found = self.last as u32;
        debug_assert_eq!(self.with(from.places.input).bound(found), (prefix, from.get(name.ns)), "It is another one.");
        found
    }

    /// As [`Tree::binding`], for what was not declared in an element that was kept, or too long ago.
    fn binding_elsewhere(&mut self, from: NodeRef<'_>, name: &Name) -> usize {
        let (prefix, uri) = (from.get(name.prefix), from.get(name.ns));
        let doc = self.with(from.places.input);
        let is = |known: &Binding| known.is_open && same(doc.get(known.prefix), prefix) && doc.get(known.uri) == uri;
        let (first, recent) = self.recent();
        if let Some(at) = recent.iter().rposition(is) {
            // Only what stays may be known by its place: for the others nothing says when something else lies there.
            if let Some(known) = self.bindings.get_mut(first + at).filter(|_| first + at < self.around) {
                known.place = name.ns;
            }
            return first + at;
        }
        // A copy for each of them would take memory that grows with the square of what was read.
        let declared = self.open.iter().rev().flat_map(|open| (open.bindings.0..open.bindings.1).rev());
        let mut declared = declared.map(|index| index as usize);
        if let Some(at) = declared.find(|at| self.bindings.get(*at).is_some_and(is)) {
            return at;
        }
        let kept = self.part(from, name.prefix);
        self.bind(from.places.input, (prefix, kept), uri, Span::default(), is_plain_value(uri));
        self.bindings.len() - 1
    }

    /// The element that was begun last.
    pub(crate) fn last(&self) -> Option<El> {
        self.open.last().map(|open| El(open.index))
    }

    /// The tree with what it was read from.
    pub(crate) fn with<'a>(&'a self, source: &'a [u8]) -> Doc<'a> {
        Doc { tree: self, source }
    }
}

impl Stored {
    #[inline]
    fn new(kind: NodeKind, index: u32, whole: (u32, u32)) -> Self {
        Stored {
            kind,
            ns: Ns::None,
            is_empty: false,
            is_identified: false,
            is_canonical: false,
            end_tag: None,
            is_content_plain: false,
            binding: NONE,
            text: Part::default(),
            attributes: (0, 0),
            used: 0,
            end: index + 1,
            parent: NONE,
            whole,
            content: (whole.1, whole.1),
        }
    }
}

impl Open {
    #[inline]
    fn new(index: u32) -> Self {
        let (is_plain, is_known, is_content_plain) = (false, true, true);
        Open { index, bindings: (0, 0), declared: 0, used: 0, used_inside: 0, is_plain, is_known, is_content_plain }
    }
}

impl Part {
    fn span(self) -> Span {
        Span::new(if self.is_own { Place::Own } else { Place::Input }, self.start as usize, self.len as usize)
    }
}

impl StoredAttribute {
    fn declaration(binding: u32) -> Self {
        let (local, value) = Default::default();
        StoredAttribute { is_xmlns: true, ns: Ns::None, binding, local, value }
    }
}

/// Whether the canonical form of an attribute has these characters as they are.
fn is_plain_value(value: &[u8]) -> bool {
    // Without an early exit the compiler makes vector code of it.
    value.iter().fold(true, |is, byte| is & !matches!(byte, b'&' | b'<' | b'"' | ..b' '))
}

fn range((start, end): (u32, u32)) -> Range<usize> {
    start as usize..end as usize
}

/// Whether an attribute has one of the names that [`Doc::id`] knows.
fn is_id(local: &[u8]) -> bool {
    matches!(local, b"Id" | b"ID" | b"AssertionID")
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
