//! Nodes that stand in the text they were read from as their canonical form has them: those bytes go on as they are, as
//! many at a time as there are in a row. Most of what is signed was written by programs, whose output is canonical but
//! for declarations and the order of attributes.

use super::{Canonicalizer, lost, output, sort_attributes};
use crate::runtime::fault::Result;
use crate::xml::c14n::Sink;
use crate::xml::chars::is_space_byte;
use crate::xml::node::{Attribute, NodeKind, NodeRef, Place, Text};
use core::ops::Range;

impl Canonicalizer {
    /// As [`Canonicalizer::node`], for a node that is the bytes `whole` of `places.input`. `is_canonical` says that they
    /// are its canonical form, if that has the same namespace declarations, attributes in the same order, and for an
    /// empty element an end tag. Once an element came this way, its end has to, and the input stays as it is until
    /// [`Canonicalizer::settle`].
    #[inline]
    pub(crate) fn node_in_text(
        &mut self,
        node: NodeRef<'_>,
        whole: Range<usize>,
        is_canonical: bool,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = node.places.input;
        match node.node.kind {
            NodeKind::Text if is_canonical && self.omitted_depth == 0 => self.pass(text, whole, sink),
            NodeKind::EndElement if self.passed_depth > 0 && !self.is_at_passed_end => {
                self.passed_depth -= 1;
                if is_canonical { self.pass(text, whole, sink) } else { self.pass_end_with_space(text, whole, sink) }
            }
            NodeKind::Element if is_canonical && self.renders_nothing(node) => self.pass_tag(node, whole, sink),
            _ => self.node(node, sink),
        }
    }

    /// Passes on octets of the canonical form, of nodes that need not be known.
    pub(crate) fn octets(&mut self, octets: &[u8], sink: &mut dyn Sink) -> Result<()> {
        if self.has_failed {
            return Err(lost());
        }
        self.put([octets, b"", b""], sink)
    }

    /// Passes on what waits in a text that the nodes before were in.
    #[inline]
    pub(crate) fn settle(&mut self, text: &[u8], sink: &mut dyn Sink) -> Result<()> {
        if self.has_failed {
            return Err(lost());
        }
        if self.pending.is_empty() { Ok(()) } else { self.put_pending(text, sink) }
    }

    fn put_pending(&mut self, text: &[u8], sink: &mut dyn Sink) -> Result<()> {
        let pending = core::mem::take(&mut self.pending);
        let bytes = text.get(pending).ok_or_else(lost);
        let done = bytes.and_then(|bytes| output(&mut self.block, &self.options, sink).put(bytes));
        self.has_failed |= done.is_err();
        done
    }

    /// Adds bytes to those that wait, or begins anew with them. They wait for as many as the sink is to get at a time.
    #[inline]
    fn pass(&mut self, text: &[u8], more: Range<usize>, sink: &mut dyn Sink) -> Result<()> {
        if self.pending.end == more.start {
            self.pending.end = more.end;
        } else {
            self.settle(text, sink)?;
            self.pending = more;
        }
        if self.pending.len() < self.options.output_buffer_size as usize { Ok(()) } else { self.settle(text, sink) }
    }

    /// Passes bytes on that something else may follow.
    fn put(&mut self, pieces: [&[u8]; 3], sink: &mut dyn Sink) -> Result<()> {
        let done = output(&mut self.block, &self.options, sink).put_all(pieces);
        self.has_failed |= done.is_err();
        done
    }

    /// Whether a start tag has no declarations, and its canonical form has none either. Not the outermost, which may
    /// inherit some.
    #[inline]
    fn renders_nothing(&self, node: NodeRef<'_>) -> bool {
        if self.open.is_empty() || self.options.omitted.is_some() {
            return false;
        }
        let is_known = |name: &crate::xml::node::Name| {
            let prefix = node.get(name.prefix);
            !self.options.exclusive || prefix == b"xml" || self.rendered.has(prefix, node.get(name.ns), name.ns)
        };
        is_known(&node.node.name)
            && node
                .node
                .attributes
                .iter()
                .all(|attribute| !attribute.is_xmlns && (attribute.name.prefix.len == 0 || is_known(&attribute.name)))
    }

    #[inline]
    fn pass_tag(&mut self, node: NodeRef<'_>, whole: Range<usize>, sink: &mut dyn Sink) -> Result<()> {
        if node.node.attributes.len() < 2 && !node.node.is_empty {
            self.passed_depth += 1;
            return self.pass(node.places.input, whole, sink);
        }
        self.pass_long_tag(node, whole, sink)
    }

    fn pass_long_tag(&mut self, node: NodeRef<'_>, whole: Range<usize>, sink: &mut dyn Sink) -> Result<()> {
        let text = node.places.input;
        let mut rest = whole.clone();
        sort_attributes(node, &mut self.order);
        if !self.order.is_sorted() {
            // By their places, since what lies between the names and the values is canonical.
            let attributes = &node.node.attributes;
            let (Some(first), Some(last)) =
                (attributes.first().and_then(place_of), attributes.last().and_then(place_of))
            else {
                return self.node(node, sink);
            };
            self.pass(text, whole.start..first.start, sink)?;
            self.settle(text, sink)?;
            let order = core::mem::take(&mut self.order);
            for attribute in order.iter().filter_map(|index| attributes.get(*index as usize)) {
                let bytes = place_of(attribute).and_then(|place| text.get(place)).ok_or_else(lost);
                let done = bytes.and_then(|bytes| self.put([bytes, b"", b""], sink));
                self.has_failed |= done.is_err();
                done?;
            }
            self.order = order;
            rest.start = last.end;
        }
        if !node.node.is_empty {
            self.passed_depth += 1;
            return self.pass(text, rest, sink);
        }
        // Instead of its slash.
        self.pass(text, rest.start..rest.end.saturating_sub(2), sink)?;
        self.settle(text, sink)?;
        let local = node.node.name.local;
        let name = text.get(whole.start + 1..local.start as usize + local.len as usize).unwrap_or_default();
        self.is_at_passed_end = true;
        self.put([b"></", name, b">"], sink)
    }

    #[cold]
    fn pass_end_with_space(&mut self, text: &[u8], whole: Range<usize>, sink: &mut dyn Sink) -> Result<()> {
        let tag = text.get(whole.clone()).and_then(|tag| tag.strip_suffix(b">")).unwrap_or_default();
        let space = tag.iter().rev().take_while(|byte| is_space_byte(**byte)).count();
        self.pass(text, whole.start..whole.start + tag.len() - space, sink)?;
        self.settle(text, sink)?;
        self.put([b">", b"", b""], sink)
    }
}

/// Where an attribute is in the text, with the blank before it, if all of it is there.
#[inline]
fn place_of(attribute: &Attribute) -> Option<Range<usize>> {
    let name = if attribute.name.prefix.len == 0 { attribute.name.local } else { attribute.name.prefix };
    match attribute.value {
        Text::Utf8(value) if value.place == Place::Input && name.place == Place::Input => {
            Some((name.start as usize).checked_sub(1)?..(value.start + value.len) as usize + 1)
        }
        _ => None,
    }
}
