//! Canonical forms of the nodes that were kept.

use super::{Binding, Doc, El, NONE, Part, Stored, StoredAttribute, range};
use crate::runtime::fault::Result;
use crate::xml::bytes::append;
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Span, Text};
use core::cmp::Ordering;

/// A canonical form.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Form {
    /// Canonical XML 1.0, which depends on what is around the element; else the exclusive form.
    pub(crate) is_inclusive: bool,
    pub(crate) has_comments: bool,
    /// Prefixes that the exclusive form treats as the inclusive one does.
    pub(crate) inclusive_prefixes: Vec<Box<[u8]>>,
}

impl<'a> Doc<'a> {
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
    pub(super) fn is_plain(self, stored: &Stored) -> bool {
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
    pub(super) fn order(self, a: &StoredAttribute, b: &StoredAttribute) -> Ordering {
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
