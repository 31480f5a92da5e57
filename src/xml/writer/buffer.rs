//! Writing into XML buffers, moving about in them, and writing nodes that are there already.

use super::nodes::Nodes;
use super::{Encoder, QName, Settings, State, Str, Value, Way, Writer};
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::{Cursor, Event};
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::point::{Container, Point};
use crate::xml::buffer::tree::Position;
use crate::xml::node::{Attribute, Name, NodeKind, NodeRef, Text};

impl Writer {
    /// Goes to the end of a buffer, to write into it.
    pub(crate) fn set_output_to_buffer(&mut self, buffer: &Buffer, settings: Settings) -> Result<()> {
        self.set_output(None, settings);
        self.encoder = Encoder::Tree;
        self.nodes = Some(Box::new(Nodes::at(Point::new(buffer))));
        self.enter()
    }

    /// Takes up the state that the place in the buffer has.
    fn enter(&mut self) -> Result<()> {
        let Some(nodes) = self.nodes.as_deref_mut() else { return Ok(()) };
        let Some(point) = &nodes.point else { return Ok(()) };
        self.scope.clear();
        self.scope_version += 1;
        // What is there was allowed when it was written.
        point.enter_scope(&mut self.scope, u32::MAX)?;
        self.state = if point.container()? == Container::CData { State::CData } else { State::Content };
        self.at_start = self.scope.depth() == 0 && point.roots()? == 0;
        nodes.on_element = point.element()?.is_some();
        self.tag.reset();
        Ok(())
    }

    /// Completes what is open, before the place in the buffer is looked at or changed.
    fn settle(&mut self) -> Result<()> {
        match self.state {
            _ if !matches!(self.encoder, Encoder::Tree) || self.state == State::Closed => {
                Err(Fault::invalid_operation("The writer is not set to an XML buffer, so that it has no position."))
            }
            State::Tag => self.end_tag(),
            State::Content | State::CData => Ok(()),
            _ => Err(self.misuse()),
        }
    }

    fn check_not_canonicalizing(&self) -> Result<()> {
        if self.nodes.as_ref().is_some_and(|nodes| nodes.run_depth().is_some()) {
            return Err(Fault::invalid_operation("The writer cannot be moved while it canonicalizes."));
        }
        Ok(())
    }

    /// Moves, and answers whether there was such a node; if not, the writer stays.
    pub(crate) fn move_to(&mut self, to: MoveTo) -> Result<bool> {
        self.step(|writer| {
            writer.check_not_canonicalizing()?;
            writer.settle()?;
            let Some(nodes) = writer.nodes.as_deref_mut() else { return Ok(false) };
            let Some(point) = &mut nodes.point else { return Ok(false) };
            let was_on_element = nodes.on_element;
            let found = point.move_to(to)?;
            writer.enter()?;
            if let Some(nodes) = writer.nodes.as_mut().filter(|_| !found) {
                nodes.on_element = was_on_element;
            }
            Ok(found)
        })
    }

    /// The position of the node that the writer writes before.
    pub(crate) fn position(&mut self) -> Result<Position> {
        self.step(|writer| {
            writer.settle()?;
            match writer.nodes.as_ref().and_then(|nodes| nodes.point.as_ref()) {
                Some(point) => point.position(),
                None => Err(writer.misuse()),
            }
        })
    }

    /// Goes before the node at a position of the same buffer.
    pub(crate) fn set_position(&mut self, buffer: &Buffer, position: Position) -> Result<()> {
        self.step(|writer| {
            writer.check_not_canonicalizing()?;
            writer.settle()?;
            let Some(point) = writer.nodes.as_mut().and_then(|nodes| nodes.point.as_mut()) else { return Ok(()) };
            point.set_position(buffer, position)?;
            writer.enter()
        })
    }

    /// Writes all that a buffer holds.
    pub(crate) fn buffer(&mut self, buffer: &Buffer) -> Result<()> {
        let mut cursor = Cursor::new(buffer);
        if !self.copies_within(&cursor)? {
            // One node at a time, which takes no memory.
            while cursor.read()? != NodeKind::Eof {
                self.node(cursor.node()?)?;
            }
            return Ok(());
        }
        self.events(&cursor.subtree()?)
    }

    /// Whether a cursor is in the buffer that is written to, so that what is copied from there has to be gathered before
    /// the first of it is written. An open start tag is completed then, and is there to be copied.
    pub(crate) fn copies_within(&mut self, cursor: &Cursor) -> Result<bool> {
        self.check_usable()?;
        let point = self.nodes.as_ref().and_then(|nodes| nodes.point.as_ref());
        let within = point.is_some_and(|point| point.shares_buffer(cursor));
        if within && self.state == State::Tag {
            self.end_start_element()?;
        }
        Ok(within)
    }

    /// Writes what was gathered: whole nodes.
    pub(crate) fn events(&mut self, events: &[Event]) -> Result<()> {
        let mut open = Vec::new();
        for event in events {
            match event {
                Event::Node(content) => {
                    if matches!(content.kind(), NodeKind::Element | NodeKind::CData) {
                        open.push(content.kind());
                    }
                    self.node(content.node_ref())?;
                }
                Event::End if open.pop() == Some(NodeKind::CData) => self.end_cdata()?,
                Event::End => self.end_element()?,
            }
        }
        Ok(())
    }

    /// Writes a node as it is. What fails after the beginning of a start tag faults the writer.
    pub(crate) fn node(&mut self, node: NodeRef<'_>) -> Result<()> {
        match node.node.kind {
            NodeKind::Element => self.element(node),
            NodeKind::EndElement => self.end_element(),
            NodeKind::Text => self.with_value(node, &node.node.text, |writer, value| {
                let way = way_of(&node.node.text);
                writer.value(value, way)
            }),
            NodeKind::Comment => match node.node.text {
                Text::Utf8(text) => self.comment(node.get(text)),
                _ => Ok(()),
            },
            NodeKind::CData => self.start_cdata(),
            NodeKind::EndCData => self.end_cdata(),
            NodeKind::Bof | NodeKind::Eof => Ok(()),
        }
    }

    fn element(&mut self, node: NodeRef<'_>) -> Result<()> {
        let Name { prefix, local, ns } = node.node.name;
        self.start_element(Some(node.get(prefix)), node.get(local).into(), node.get(ns).into())?;
        let mut written = Ok(());
        for attribute in &node.node.attributes {
            if written.is_ok() {
                written = self.attribute_of(node, attribute);
            }
        }
        if written.is_ok() && !node.node.is_empty && !self.settings.compress_empty_elements {
            written = self.end_start_element();
        }
        if written.is_err() {
            self.fault();
        }
        written
    }

    pub(super) fn attribute_of(&mut self, node: NodeRef<'_>, attribute: &Attribute) -> Result<()> {
        let Name { prefix, ns, .. } = attribute.name;
        if attribute.is_xmlns {
            return self.xmlns(Some(node.get(prefix)), node.get(ns).into(), attribute.single_quote);
        }
        self.attribute_as(node, attribute, Some(node.get(prefix)))
    }

    /// Writes an attribute that is no declaration. `None` as prefix leaves the choice to the writer.
    pub(super) fn attribute_as(
        &mut self,
        node: NodeRef<'_>,
        attribute: &Attribute,
        prefix: Option<&[u8]>,
    ) -> Result<()> {
        let Name { local, ns, .. } = attribute.name;
        self.start_attribute(prefix, node.get(local).into(), node.get(ns).into(), attribute.single_quote)?;
        self.foresee(node, &attribute.value)?;
        self.with_value(node, &attribute.value, |writer, value| writer.value(value, way_of(&attribute.value)))?;
        self.end_attribute()
    }

    /// Lets qualified names in a value use the prefixes that the same tag declares further on.
    fn foresee(&mut self, element: NodeRef<'_>, value: &Text) -> Result<()> {
        let values = match value {
            Text::List(items) => items,
            single => core::slice::from_ref(single),
        };
        for value in values {
            let Text::QName(name) = value else { continue };
            let Name { prefix, ns, .. } = **name;
            let (prefix, ns) = (element.get(prefix), element.get(ns));
            let mut declarations = element.node.attributes.iter().filter(|attribute| attribute.is_xmlns);
            if declarations.any(|it| element.get(it.name.prefix) == prefix && element.get(it.name.ns) == ns) {
                self.tag.use_prefix(&self.scope, prefix, ns.into())?;
            }
        }
        Ok(())
    }

    fn with_value(
        &mut self,
        node: NodeRef<'_>,
        text: &Text,
        write: impl FnOnce(&mut Self, &Value<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut units = Vec::new();
        match text {
            Text::List(items) => {
                // Spaces for all that is not UTF-8 already, made first so that the values can refer to them.
                let wide: Vec<Vec<u16>> = items.iter().map(|item| utf16_of(node, item)).collect();
                let values: Vec<Value<'_>> =
                    items.iter().zip(&wide).map(|(item, wide)| value_of(node, item, wide)).collect();
                write(self, &Value::List(&values))
            }
            _ => {
                units.extend(utf16_of(node, text));
                write(self, &value_of(node, text, &units))
            }
        }
    }
}

fn way_of(text: &Text) -> Way {
    match text {
        Text::Utf8(_) => Way::Utf8Text,
        Text::Utf16(_) => Way::Utf16Text,
        Text::Base64(_) => Way::Base64Text,
        _ => Way::Whole,
    }
}

fn utf16_of(node: NodeRef<'_>, text: &Text) -> Vec<u16> {
    match text {
        Text::Utf16(span) => node.get(*span).as_chunks::<2>().0.iter().map(|unit| u16::from_ne_bytes(*unit)).collect(),
        _ => Vec::new(),
    }
}

fn value_of<'a>(node: NodeRef<'a>, text: &Text, utf16: &'a [u16]) -> Value<'a> {
    match *text {
        Text::Utf8(span) => Value::Utf8(node.get(span).into()),
        Text::Utf16(_) => Value::Utf16(utf16),
        Text::Base64(span) => Value::Base64(node.get(span)),
        Text::Bool(value) => Value::Bool(value),
        Text::Int32(value) => Value::Int32(value),
        Text::Int64(value) => Value::Int64(value),
        Text::UInt64(value) => Value::UInt64(value),
        Text::Float(value) => Value::Float(value),
        Text::Double(value) => Value::Double(value),
        Text::Decimal(value) => Value::Decimal(value),
        Text::Guid(value) => Value::Guid(value),
        Text::UniqueId(value) => Value::UniqueId(value),
        Text::DateTime(value) => Value::DateTime(value),
        Text::TimeSpan(value) => Value::TimeSpan(value),
        Text::QName(ref name) => Value::QName(QName {
            prefix: Some(node.get(name.prefix).into()),
            local: node.get(name.local).into(),
            // The namespace may not have been said when it was written: the prefix is kept then, whatever it stands for.
            ns: (name.ns.len != 0).then(|| node.get(name.ns).into()),
        }),
        // Lists are not nested.
        Text::List(_) => Value::Utf8(Str::default()),
    }
}
