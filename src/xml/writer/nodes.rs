//! Nodes of what is written, for those who take nodes: built only while there is somebody.

use super::escape;
use super::reopen::Reopened;
use super::value::{QName, Str, Value};
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::point::Point;
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};
use crate::xml::scope::Scope;
use core::fmt;

/// The node in the making.
#[derive(Debug, Default)]
pub(super) struct Builder {
    node: Node,
    /// What its spans refer to.
    bytes: Vec<u8>,
}

impl Builder {
    fn keep(&mut self, bytes: &[u8]) -> Result<Span> {
        let start = self.bytes.len();
        if start + bytes.len() > u32::MAX as usize {
            return Err(Fault::quota("size of a node", u32::MAX));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(Span::new(Place::Own, start, bytes.len()))
    }

    fn name(&mut self, prefix: &[u8], local: &[u8], ns: &[u8]) -> Result<Name> {
        Ok(Name { prefix: self.keep(prefix)?, local: self.keep(local)?, ns: self.keep(ns)? })
    }

    fn reset(&mut self, kind: NodeKind) {
        self.bytes.clear();
        self.node.kind = kind;
        self.node.attributes.clear();
        self.node.text = Text::default();
    }

    pub(super) fn start_element(&mut self, prefix: &[u8], local: &[u8], ns: &[u8]) -> Result<()> {
        self.reset(NodeKind::Element);
        self.node.is_empty = false;
        self.node.name = self.name(prefix, local, ns)?;
        Ok(())
    }

    pub(super) fn set_empty(&mut self) {
        self.node.is_empty = true;
    }

    pub(super) fn attribute(&mut self, prefix: &[u8], local: &[u8], ns: &[u8], single_quote: bool) -> Result<()> {
        let name = self.name(prefix, local, ns)?;
        self.node.attributes.push(Attribute { single_quote, is_xmlns: false, name, value: Text::default() });
        Ok(())
    }

    pub(super) fn xmlns(&mut self, prefix: &[u8], ns: &[u8], single_quote: bool) -> Result<()> {
        let name = self.name(prefix, b"", ns)?;
        self.node.attributes.push(Attribute { single_quote, is_xmlns: true, name, value: Text::default() });
        Ok(())
    }

    /// Adds to the value of the last attribute.
    pub(super) fn attribute_value(&mut self, value: &Value<'_>) -> Result<()> {
        let added = self.text(value)?;
        let Some(attribute) = self.node.attributes.last_mut() else { return Ok(()) };
        match (&mut attribute.value, added) {
            // Values in pieces are of one type, and nothing else comes between the pieces' bytes.
            (Text::Utf8(span), Text::Utf8(more)) | (Text::Base64(span), Text::Base64(more)) if span.len != 0 => {
                span.len += more.len;
            }
            (value, added) => *value = added,
        }
        Ok(())
    }

    /// Makes the element that is there already, to be given more attributes. All its spans are of [`Place::Own`].
    pub(super) fn take_up(&mut self, element: NodeRef<'_>) {
        self.node.clone_from(element.node);
        self.bytes.clear();
        self.bytes.extend_from_slice(element.places.own);
    }

    /// Makes a text node.
    pub(super) fn text_node(&mut self, value: &Value<'_>) -> Result<()> {
        self.reset(NodeKind::Text);
        self.node.text = self.text(value)?;
        Ok(())
    }

    /// Makes a comment.
    pub(super) fn comment(&mut self, comment: &[u8]) -> Result<()> {
        self.reset(NodeKind::Comment);
        self.node.text = Text::Utf8(self.keep(comment)?);
        Ok(())
    }

    /// Makes a node that is nothing but its kind.
    pub(super) fn bare(&mut self, kind: NodeKind) {
        self.reset(kind);
    }

    fn text(&mut self, value: &Value<'_>) -> Result<Text> {
        Ok(match *value {
            Value::Utf8(text) => Text::Utf8(self.keep(text.bytes)?),
            Value::Utf16(units) => {
                let mut span = self.keep(b"")?;
                escape::utf16_as_utf8(units, |piece| {
                    span.len += self.keep(piece)?.len;
                    Ok(())
                })?;
                Text::Utf8(span)
            }
            Value::Base64(bytes) => Text::Base64(self.keep(bytes)?),
            Value::Bool(value) => Text::Bool(value),
            Value::Int32(value) => Text::Int32(value),
            Value::Int64(value) => Text::Int64(value),
            Value::UInt64(value) => Text::UInt64(value),
            Value::Float(value) => Text::Float(value),
            Value::Double(value) => Text::Double(value),
            Value::Decimal(value) => Text::Decimal(value),
            Value::Guid(value) => Text::Guid(value),
            Value::UniqueId(value) => Text::UniqueId(value),
            Value::DateTime(value) => Text::DateTime(value),
            Value::TimeSpan(value) => Text::TimeSpan(value),
            Value::Duration(_) => {
                let mut characters = Vec::new();
                super::format::typed(&mut characters, value)?;
                Text::Utf8(self.keep(&characters)?)
            }
            Value::QName(QName { prefix, local, ns }) => {
                let bytes = |string: Option<Str<'_>>| string.map(|string| string.bytes).unwrap_or_default().to_vec();
                Text::QName(Box::new(self.name(&bytes(prefix), local.bytes, &bytes(ns))?))
            }
            Value::List(items) => {
                let mut texts = Vec::new();
                for item in items {
                    texts.push(self.text(item)?);
                }
                Text::List(texts.into())
            }
        })
    }

    pub(super) fn node(&self) -> NodeRef<'_> {
        NodeRef { node: &self.node, places: Places { own: &self.bytes, ..Places::default() } }
    }
}

/// Those who take nodes.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) builder: Builder,
    canonicalizer: Canonicalizer,
    run: Option<Run>,
    /// The depths of the open elements that the canonicaliser got as nodes.
    as_nodes: Vec<usize>,
    /// Where nodes go in an XML buffer.
    pub(super) point: Option<Point>,
    /// The writer was moved to an element in the buffer, and wrote nothing since.
    pub(super) on_element: bool,
    /// That element, while it gets an attribute.
    pub(super) reopened: Option<Reopened>,
}

/// Canonicalisation of what is written.
struct Run {
    sink: Box<dyn Sink>,
    /// Depth at which it started, and has to end.
    depth: usize,
    /// Where the output has octets of the canonical form that were not passed on yet, up to its end or to an open start
    /// tag. None: the output is in another form, and all goes as nodes.
    ready: Option<usize>,
}

impl fmt::Debug for Nodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nodes").field("builder", &self.builder).field("point", &self.point).finish_non_exhaustive()
    }
}

impl Nodes {
    /// Nodes that go into an XML buffer.
    pub(super) fn at(point: Point) -> Self {
        Nodes { point: Some(point), ..Nodes::default() }
    }

    /// Starts to canonicalise. `is_direct` says that the output is text in UTF-8.
    pub(super) fn start_run(
        &mut self,
        options: Options,
        sink: Box<dyn Sink>,
        scope: &Scope,
        at_start: bool,
        is_direct: bool,
    ) -> Result<()> {
        let depth = scope.depth();
        let ready = (is_direct && options.omitted.is_none()).then_some(0);
        self.canonicalizer.restart(
            options,
            Start {
                kind: if at_start { NodeKind::Bof } else { NodeKind::Text },
                in_element: depth != 0,
                outer_namespace: &|prefix| scope.lookup(prefix).map(|span| scope.get(span).to_vec()),
            },
        )?;
        self.run = Some(Run { sink, depth, ready });
        self.as_nodes.clear();
        Ok(())
    }

    /// Whether what is written is passed on as it is in the output, but for what its canonical form has in another way.
    #[inline]
    pub(super) fn is_direct(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.ready.is_some())
    }

    /// Passes on what is ready in the first `end` bytes of the output.
    pub(super) fn pass_ready(&mut self, output: &[u8], end: usize) -> Result<()> {
        let Some(Run { sink, ready: Some(ready), .. }) = &mut self.run else { return Ok(()) };
        let octets = output.get(*ready..end).unwrap_or_default();
        *ready = end;
        self.canonicalizer.octets(octets, &mut **sink)
    }

    /// Passes on octets that are not in the output.
    pub(super) fn octets(&mut self, octets: &[u8]) -> Result<()> {
        match &mut self.run {
            Some(run) => self.canonicalizer.octets(octets, &mut *run.sink),
            None => Ok(()),
        }
    }

    /// What is in the output before `start` was passed on in another way, or is no part of the canonical form.
    #[inline]
    pub(super) fn resume(&mut self, start: usize) {
        if let Some(Run { ready: Some(ready), .. }) = &mut self.run {
            *ready = start;
        }
    }

    /// The first `count` bytes of the output are taken away.
    pub(super) fn flushed(&mut self, count: usize) {
        if let Some(Run { ready: Some(ready), .. }) = &mut self.run {
            *ready = ready.saturating_sub(count);
        }
    }

    /// An element begins that the canonicaliser gets as a node.
    pub(super) fn open_as_node(&mut self, depth: usize) {
        self.as_nodes.push(depth);
    }

    /// It ends. Answers the depth of the next one outwards, or where canonicalisation started.
    pub(super) fn close_as_node(&mut self) -> usize {
        self.as_nodes.pop();
        self.as_nodes.last().copied().or(self.run_depth()).unwrap_or_default()
    }

    /// At which depth canonicalisation started, if it is on.
    pub(super) fn run_depth(&self) -> Option<usize> {
        self.run.as_ref().map(|run| run.depth)
    }

    /// Passes the last octets on, and stops to canonicalise.
    pub(super) fn end_run(&mut self) -> Result<()> {
        match self.run.take() {
            Some(mut run) => self.canonicalizer.finish(&mut *run.sink),
            None => Ok(()),
        }
    }

    /// Passes the node on. The buffer comes first: it may refuse.
    pub(super) fn pass(&mut self) -> Result<()> {
        if let Some(point) = &mut self.point {
            self.on_element = false;
            point.write(self.builder.node())?;
        }
        match &mut self.run {
            Some(run) => self.canonicalizer.node(self.builder.node(), &mut *run.sink),
            None => Ok(()),
        }
    }

    /// Passes characters on.
    pub(super) fn pass_characters(&mut self, characters: &[u8]) -> Result<()> {
        if characters.is_empty() {
            return Ok(());
        }
        self.builder.text_node(&Value::Utf8(Str::from(characters)))?;
        self.pass()
    }

    /// Passes bytes on, as the base64 text that they stand for.
    pub(super) fn pass_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.builder.text_node(&Value::Base64(bytes))?;
        self.pass()
    }
}
