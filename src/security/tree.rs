//! The nodes of a header or token, kept: elements that are referred to from elsewhere.
//!
//! Only headers, tokens and what was decrypted in them come here, never a body. Text stays where it was read (the
//! *source*), and every element knows which bytes of the source it is. What is digested are these same nodes.

#[cfg(test)]
mod tests;

use super::names::Ns;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::crypto::refused;
use crate::xml::bytes::{append, same};
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::chars::is_space_byte;
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use core::cmp::Ordering;
use core::ops::Range;
use std::borrow::Cow;
use std::collections::HashMap;

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
        self.open.push(Open::new(index));
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
        self.open.push(open);
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

    /// As [`Tree::binding`], for what was not declared in an element that was kept or too long ago, or not used since.
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

impl<'a> Doc<'a> {
    fn stored(self, el: El) -> Option<&'a Stored> {
        self.tree.nodes.get(el.0 as usize)
    }

    fn attributes_of(self, stored: &Stored) -> &'a [StoredAttribute] {
        self.tree.attributes.get(range(stored.attributes)).unwrap_or_default()
    }

    fn places(self) -> Places<'a> {
        Places { input: self.source, own: &self.tree.bytes, ..Places::default() }
    }

    #[inline]
    fn get(self, part: Part) -> &'a [u8] {
        let store = if part.is_own { &*self.tree.bytes } else { self.source };
        let start = part.start as usize;
        store.get(start..start + part.len as usize).unwrap_or_default()
    }

    fn binding(self, binding: u32) -> Option<&'a Binding> {
        self.tree.bindings.get(binding as usize)
    }

    /// The prefix and the URI of a binding.
    fn bound(self, binding: u32) -> (&'a [u8], &'a [u8]) {
        self.binding(binding).map_or((b"", b""), |binding| (self.get(binding.prefix), self.get(binding.uri)))
    }

    /// The first element.
    pub(crate) fn root(self) -> Option<El> {
        self.tree.nodes.iter().position(|stored| stored.kind == NodeKind::Element).map(|index| El(index as u32))
    }

    pub(crate) fn ns(self, el: El) -> Ns {
        self.stored(el).map_or(Ns::None, |stored| stored.ns)
    }

    pub(crate) fn uri(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.bound(stored.binding).1)
    }

    pub(crate) fn local(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.text))
    }

    pub(crate) fn prefix(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.bound(stored.binding).0)
    }

    pub(crate) fn is(self, el: El, ns: Ns, local: &[u8]) -> bool {
        self.ns(el) == ns && same(self.local(el), local)
    }

    /// For texts of errors.
    pub(crate) fn name(self, el: El) -> String {
        quoted(self.local(el))
    }

    /// Which bytes of the source it is.
    pub(crate) fn whole(self, el: El) -> Range<usize> {
        self.stored(el).map_or(0..0, |stored| range(stored.whole))
    }

    /// Which bytes of the source are between its tags.
    pub(crate) fn content(self, el: El) -> Range<usize> {
        self.stored(el).map_or(0..0, |stored| range(stored.content))
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
        self.stored(el).filter(|stored| stored.parent != NONE).map(|stored| El(stored.parent))
    }

    /// The elements in it.
    pub(crate) fn children(self, el: El) -> impl Iterator<Item = El> + use<'a> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        core::iter::from_fn(move || {
            while at < end {
                let index = at;
                let stored = self.tree.nodes.get(index as usize)?;
                at = stored.end;
                if stored.kind == NodeKind::Element {
                    return Some(El(index));
                }
            }
            None
        })
    }

    /// The elements that may have an Id: [`Doc::id`] is nothing for all others.
    pub(crate) fn identified(self) -> impl Iterator<Item = El> + use<'a> {
        let elements = self.tree.nodes.iter().enumerate().filter(|(_, stored)| stored.is_identified);
        elements.map(|(index, _)| El(index as u32))
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
            at = stored.end;
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
            at = stored.end;
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
            attribute.ns == ns && !attribute.is_xmlns && same(self.get(attribute.local), local)
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
        self.bindings_in(el).into_iter().map(|binding| self.bound(binding)).collect()
    }

    fn bindings_in(self, el: El) -> Vec<u32> {
        let mut bindings: Vec<u32> = Vec::with_capacity(8);
        let mut next = Some(el);
        while let Some(stored) = next.and_then(|el| self.stored(el)) {
            for attribute in self.attributes_of(stored).iter().filter(|attribute| attribute.is_xmlns) {
                let prefix = self.bound(attribute.binding).0;
                if !bindings.iter().any(|known| same(self.bound(*known).0, prefix)) {
                    bindings.push(attribute.binding);
                }
            }
            next = Some(El(stored.parent));
        }
        bindings
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
        if !form.is_inclusive && form.inclusive_prefixes.is_empty() && without.is_none() && self.is_plain(first) {
            return self.put_plain(first, canonicalizer.scratch(), sink);
        }
        let needs_scope = form.is_inclusive || !form.inclusive_prefixes.is_empty();
        let around = if needs_scope { self.bindings_in(El(first.parent)) } else { Vec::new() };
        let outer = |prefix: &[u8]| {
            let mut around = around.iter().map(|binding| self.bound(*binding));
            around.find(|bound| bound.0 == prefix).map(|bound| bound.1.to_vec())
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
        let (mut at, mut inner) = (el.0 + 1, (el, first));
        loop {
            let (open, element) = inner;
            if at >= element.end {
                let Some(is_canonical) = element.end_tag else { break };
                node.kind = NodeKind::EndElement;
                let tag = if element.is_empty { element.whole } else { (element.content.1, element.whole.1) };
                let end = NodeRef { node: &node, places: self.places() };
                canonicalizer.node_in_text(end, range(tag), is_canonical, sink)?;
                let outer = El(element.parent);
                match self.stored(outer) {
                    Some(stored) if open != el => inner = (outer, stored),
                    _ => break,
                }
                continue;
            }
            let Some(stored) = self.stored(El(at)) else { break };
            if without == Some(El(at)) {
                at = stored.end;
                continue;
            }
            self.show(stored, &mut node);
            let mut place = stored.whole;
            if stored.kind == NodeKind::Element {
                // It is the start tag.
                place.1 = stored.content.0;
                inner = (El(at), stored);
            }
            let node = NodeRef { node: &node, places: self.places() };
            canonicalizer.node_in_text(node, range(place), stored.is_canonical, sink)?;
            at += 1;
        }
        canonicalizer.settle(self.source, sink)?;
        canonicalizer.finish(sink)
    }

    /// Whether the exclusive canonical form of an element, with or without comments, is that of its start tag and what
    /// follows it as it lies. Then each element in it lies there as the canonical form has it: what it declares it uses,
    /// and it says nothing again that is said around it; what it uses of what is declared outside, the element that is
    /// canonicalised uses as well, and so it is that one which declares it.
    fn is_plain(self, stored: &Stored) -> bool {
        stored.is_content_plain && stored.is_canonical && !stored.text.is_own
    }

    /// Puts out the canonical form of an element of which that is so. `tag` is for its start tag.
    fn put_plain(self, stored: &Stored, tag: &mut Vec<u8>, sink: &mut dyn Sink) -> Result<()> {
        let name = self.bytes(stored.whole.0 as usize + 1..(stored.text.start + stored.text.len) as usize);
        tag.clear();
        tag.push(b'<');
        append(tag, name);
        let mut left = stored.used;
        while let Some((set, binding)) = self.first_declared(left) {
            left &= !set;
            append(tag, b" xmlns");
            let prefix = self.get(binding.prefix);
            if !prefix.is_empty() {
                tag.push(b':');
                append(tag, prefix);
            }
            append(tag, b"=\"");
            append(tag, self.get(binding.uri));
            tag.push(b'"');
        }
        let attributes = self.attributes_of(stored);
        let others = attributes.iter().filter(|attribute| !attribute.is_xmlns);
        let mut put = |attribute: &StoredAttribute| {
            let end = attribute.value.start + attribute.value.len + 1;
            tag.push(b' ');
            append(tag, self.bytes(self.name_start(attribute.binding, attribute.local)..end as usize));
        };
        if attributes.is_sorted_by(|a, b| self.order(a, b).is_lt()) {
            others.for_each(put);
        } else {
            let mut others: Vec<&StoredAttribute> = others.collect();
            others.sort_unstable_by(|a, b| self.order(a, b));
            others.into_iter().for_each(&mut put);
        }
        tag.push(b'>');
        if stored.is_empty {
            append(tag, b"</");
            append(tag, name);
            tag.push(b'>');
        }
        sink.write(tag)?;
        match self.bytes(stored.content.0 as usize..stored.whole.1 as usize) {
            b"" => Ok(()),
            rest => sink.write(rest),
        }
    }

    /// Of a set of bindings the one whose prefix comes first.
    fn first_declared(self, set: u64) -> Option<(u64, &'a Binding)> {
        let (mut left, mut first) = (set, None);
        while left != 0 {
            let binding = self.binding(left.trailing_zeros())?;
            if first.is_none_or(|(_, first): (u64, &Binding)| self.get(binding.prefix) < self.get(first.prefix)) {
                first = Some((left & left.wrapping_neg(), binding));
            }
            left &= left - 1;
        }
        first
    }

    /// The order that attributes have in the canonical form: declarations by prefix, then by namespace and local name.
    fn order(self, a: &StoredAttribute, b: &StoredAttribute) -> Ordering {
        b.is_xmlns.cmp(&a.is_xmlns).then_with(|| match (a.is_xmlns, self.bound(a.binding), self.bound(b.binding)) {
            (true, a, b) => a.0.cmp(b.0),
            (false, one, two) => one.1.cmp(two.1).then_with(|| self.get(a.local).cmp(self.get(b.local))),
        })
    }

    /// Where a name that was not copied begins: in text its prefix is before it.
    fn name_start(self, binding: u32, local: Part) -> usize {
        let prefix = self.binding(binding).map_or(0, |binding| binding.prefix.len as usize);
        (local.start as usize).saturating_sub(if prefix == 0 { 0 } else { prefix + 1 })
    }

    /// Makes a node what was stored.
    fn show(self, stored: &Stored, node: &mut Node) {
        node.kind = stored.kind;
        node.name = self.shown_name(stored.binding, stored.text);
        node.is_empty = stored.is_empty;
        node.text = Text::Utf8(stored.text.span());
        node.attributes.clear();
        node.attributes.extend(self.attributes_of(stored).iter().map(|attribute| self.shown(attribute)));
    }

    fn shown_name(self, binding: u32, local: Part) -> Name {
        let (mut prefix, ns) =
            self.binding(binding).map_or_else(Default::default, |binding| (binding.prefix.span(), binding.uri.span()));
        if prefix.len != 0 && !local.is_own {
            prefix = Span::new(Place::Input, self.name_start(binding, local), prefix.len as usize);
        }
        Name { prefix, local: local.span(), ns }
    }

    fn shown(self, attribute: &StoredAttribute) -> Attribute {
        if attribute.is_xmlns {
            return self.declaration(attribute.binding);
        }
        let name = self.shown_name(attribute.binding, attribute.local);
        Attribute { name, value: Text::Utf8(attribute.value.span()), ..Attribute::default() }
    }

    fn declaration(self, binding: u32) -> Attribute {
        let bound = self.binding(binding);
        let (prefix, ns) = bound.map_or_else(Default::default, |bound| (bound.prefix.span(), bound.uri.span()));
        Attribute { is_xmlns: true, name: Name { prefix, ns, ..Name::default() }, ..Attribute::default() }
    }

    /// Gives an element the declarations and the `xml:` attributes that it inherits.
    fn add_context(self, node: &mut Node, el: El, around: &[u32]) {
        for &binding in around {
            let prefix = self.bound(binding).0;
            let is = |attribute: &Attribute| attribute.is_xmlns && self.places().get(attribute.name.prefix) == prefix;
            if !node.attributes.iter().any(is) {
                node.attributes.push(self.declaration(binding));
            }
        }
        let mut next = self.parent(el);
        while let Some(outer) = next.and_then(|el| self.stored(el)) {
            for attribute in self.attributes_of(outer).iter().filter(|attribute| !attribute.is_xmlns) {
                let places = self.places();
                let is = |own: &Attribute| {
                    places.get(own.name.prefix) == b"xml" && places.get(own.name.local) == self.get(attribute.local)
                };
                if self.bound(attribute.binding).0 == b"xml" && !node.attributes.iter().any(is) {
                    node.attributes.push(self.shown(attribute));
                }
            }
            next = (outer.parent != NONE).then_some(El(outer.parent));
        }
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
