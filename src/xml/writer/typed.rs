//! Steps that typed data takes: an element with one value at once, the attributes of XML Schema instances, and elements
//! that come out of an XML buffer under another name.

use super::escape::{self, TEXT};
use super::markup::check_local_name;
use super::{Encoder, State, Str, Value, Way, Writer, format};
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::{Cursor, Event};
use crate::xml::node::{NodeKind, NodeRef};
use core::ops::Range;

/// The namespace of xsi:nil and xsi:type.
const XSI_NAMESPACE: &[u8] = b"http://www.w3.org/2001/XMLSchema-instance";

impl Writer {
    /// Writes an element that has one value and nothing else; the writer chooses its prefix.
    #[inline]
    pub(crate) fn leaf(&mut self, local: Str<'_>, ns: Str<'_>, value: &Value<'_>) -> Result<()> {
        if self.plain && self.state == State::Tag && self.tag.needs_more() {
            check_local_name(local.bytes)?;
            // Then what the tag declares counts for this element, too.
            self.end_start_element()?;
        }
        if self.plain
            && matches!(&self.encoder, Encoder::Text(text) if !text.is_in_base64())
            && self.scope.depth() != 0
            && self.scope.depth() < self.settings.max_depth as usize
            && !matches!(value, Value::Base64(_) | Value::QName(_) | Value::List(_))
            && let Some(prefix) = self.tag.previous_prefix(self.scope_version, ns.bytes)
        {
            let before: &[u8] = match self.state {
                State::Content => b"<",
                State::Tag => b"><",
                _ => return self.leaf_in_steps(local, ns, value),
            };
            check_local_name(local.bytes)?;
            let colon: &[u8] = if prefix.is_empty() { b"" } else { b":" };
            let committed = self.committed();
            self.scratch.clear();
            // Before anything is written: a structure of the caller may hold what no text stands for.
            format::typed(&mut self.scratch, value)?;
            let allow_invalid = self.settings.allow_invalid_character_references;
            let (out, scratch) = (&mut self.out, &self.scratch);
            let written = out.put_all([before, prefix, colon, local.bytes, b">"]).and_then(|()| match value {
                Value::Utf8(text) => escape::put::<TEXT>(out, text.bytes, allow_invalid),
                Value::Utf16(units) => {
                    escape::utf16_as_utf8(units, |piece| escape::put::<TEXT>(out, piece, allow_invalid))
                }
                _ => out.put(scratch),
            });
            return match written.and_then(|()| self.out.put_all([b"</", prefix, colon, local.bytes, b">"])) {
                Ok(()) => {
                    self.state = State::Content;
                    Ok(())
                }
                Err(fault) => Err(self.failed(fault, committed, self.converted())),
            };
        }
        self.leaf_in_steps(local, ns, value)
    }

    #[inline(never)]
    fn leaf_in_steps(&mut self, local: Str<'_>, ns: Str<'_>, value: &Value<'_>) -> Result<()> {
        self.start_element(None, local, ns)?;
        self.value(value, Way::Whole)?;
        self.end_element()
    }

    /// Starts an element that has a namespace, with a prefix and without a default namespace in scope: for qualified names
    /// without a namespace in it, since only no prefix stands for none.
    #[cold]
    pub(crate) fn start_without_default(&mut self, local: Str<'_>, ns: Str<'_>) -> Result<()> {
        self.start_element(Some(b"q"), local, ns)?;
        let declared = self.xmlns(Some(b""), Str::default(), false);
        if declared.is_err() {
            self.fault();
        }
        declared
    }

    /// Writes an element whose value is a qualified name without a namespace.
    #[cold]
    pub(crate) fn leaf_with_bare_name(&mut self, local: Str<'_>, ns: Str<'_>, name: &Value<'_>) -> Result<()> {
        if ns.bytes.is_empty() {
            return self.leaf_in_steps(local, ns, name);
        }
        self.start_without_default(local, ns)?;
        self.value(name, Way::Whole)?;
        self.end_element()
    }

    /// Starts an attribute of XML Schema instances, such as nil: with the prefix that is usual, unless there is another
    /// one for its namespace already.
    pub(crate) fn start_instance_attribute(&mut self, local: &[u8]) -> Result<()> {
        const USUAL: &[u8] = b"xsi";
        let is_open = self.state == State::Tag;
        let prefix = (is_open && self.tag.is_free(&self.scope, USUAL, XSI_NAMESPACE)).then_some(USUAL);
        self.start_attribute(prefix, local.into(), XSI_NAMESPACE.into(), false)
    }

    /// Writes xsi:nil="true" into the open start tag.
    pub(crate) fn nil(&mut self) -> Result<()> {
        self.start_instance_attribute(b"nil")?;
        self.value(&Value::Bool(true), Way::Whole)?;
        self.end_attribute()
    }

    /// Writes the one element that a buffer holds.
    pub(crate) fn element_of(&mut self, buffer: &Buffer) -> Result<()> {
        let (events, root) = the_element_of(buffer)?;
        self.check_usable()?;
        self.events(events.get(root).unwrap_or_default())
    }

    /// Writes the attributes and the content of the one element that a buffer holds, into the element whose start tag is
    /// open. Prefixes that the tag uses for other namespaces are left out: names that need them declare them again.
    pub(crate) fn inside_of(&mut self, buffer: &Buffer) -> Result<()> {
        let (events, root) = the_element_of(buffer)?;
        let Some(Event::Node(element)) = events.get(root.start) else { return Ok(()) };
        self.attributes_inside(element.node_ref())?;
        self.events(events.get(root.start + 1..root.end.saturating_sub(1)).unwrap_or_default())
    }

    /// Writes the attributes of an element into the element whose start tag is open: see [`Writer::inside_of`].
    pub(crate) fn attributes_inside(&mut self, node: NodeRef<'_>) -> Result<()> {
        for attribute in &node.node.attributes {
            let (prefix, ns) = (node.get(attribute.name.prefix), node.get(attribute.name.ns));
            match self.tag.own(prefix) {
                Some(_) if attribute.is_xmlns => {}
                Some(bound) if bound != ns => self.attribute_as(node, attribute, None)?,
                _ => self.attribute_of(node, attribute)?,
            }
        }
        if !node.node.is_empty && !self.settings.compress_empty_elements {
            self.end_start_element()?;
        }
        Ok(())
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.scope.depth()
    }
}

/// What a buffer holds, and where in that its one element is. Gathered first, because it may be the buffer that is
/// written to.
fn the_element_of(buffer: &Buffer) -> Result<(Vec<Event>, Range<usize>)> {
    let events = Cursor::new(buffer).subtree()?;
    let mut depth = 0_usize;
    let mut root = None;
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Node(content) => {
                if depth == 0 && content.kind() == NodeKind::Element {
                    if root.is_some() {
                        return Err(Fault::invalid_format("The XML buffer holds more than the one element it should."));
                    }
                    root = Some(index..events.len());
                }
                depth += usize::from(content.is_container());
            }
            Event::End => {
                depth = depth.saturating_sub(1);
                if let (0, Some(root)) = (depth, &mut root)
                    && root.end == events.len()
                {
                    root.end = index + 1;
                }
            }
        }
    }
    match root {
        Some(root) => Ok((events, root)),
        None => Err(Fault::invalid_format("The XML buffer holds no element.")),
    }
}
