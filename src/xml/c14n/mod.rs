//! XML canonicalisation as a stream: the nodes that a reader or writer passes go in, octets come out, to be digested.
//! There are no node sets, no tree and no second copy of what is canonicalised.
//!
//! Canonical XML 1.0 (<http://www.w3.org/TR/2001/REC-xml-c14n-20010315>) for whole documents, and Exclusive XML
//! Canonicalization 1.0 (<http://www.w3.org/2001/10/xml-exc-c14n#>) for any run of sibling nodes. Memory is bounded by
//! the open elements and the namespaces in scope, time by n log n in an element's attributes.
//!
//! A relative namespace URI is an opaque string here, as everywhere else in the crate. Canonical XML 1.0 wants such
//! documents refused, because it was not clear what they mean; but services in the field use such names, .NET signs
//! them as they stand, and the octets are unambiguous.

mod characters;
mod in_text;
mod output;
mod rendered;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use output::Sink;

use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Attribute, Node, NodeKind, NodeRef, Span, Text};
use core::ops::Range;
use output::{Block, Output};
use rendered::Rendered;

/// The block size when the caller does not say one.
pub(crate) const DEFAULT_OUTPUT_BUFFER_SIZE: u32 = 1024;

/// What to produce.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Exclusive canonicalisation, else inclusive.
    pub(crate) exclusive: bool,
    pub(crate) with_comments: bool,
    /// Exclusive: the prefixes that are treated as inclusive canonicalisation treats all; empty or `#default` is the
    /// default namespace. Inclusive: no meaning.
    pub(crate) inclusive_prefixes: Vec<Box<[u8]>>,
    /// Elements with this name are left out with all they contain.
    pub(crate) omitted: Option<OmittedElement>,
    /// The sink gets at least this many octets at a time, but for the last ones.
    pub(crate) output_buffer_size: u32,
}

/// The name of the elements that are left out.
#[derive(Clone, Debug)]
pub(crate) struct OmittedElement {
    pub(crate) local: Box<[u8]>,
    pub(crate) ns: Box<[u8]>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            exclusive: true,
            with_comments: false,
            inclusive_prefixes: Vec::new(),
            omitted: None,
            output_buffer_size: DEFAULT_OUTPUT_BUFFER_SIZE,
        }
    }
}

/// Where canonicalisation starts.
#[derive(Clone, Copy)]
pub(crate) struct Start<'a> {
    /// The present node, which is the first that will be advanced over.
    pub(crate) kind: NodeKind,
    /// Whether it is inside an element.
    pub(crate) in_element: bool,
    /// The URI that a prefix is bound to in the element around it: without what it declares itself.
    pub(crate) outer_namespace: &'a dyn Fn(&[u8]) -> Option<Vec<u8>>,
}

/// One run of canonicalisation, which can be restarted to keep its memory.
#[derive(Default)]
pub(crate) struct Canonicalizer {
    options: Options,
    /// Nodes outside all elements are those of a document, not an element's content.
    at_document_level: bool,
    /// The root element has begun.
    has_root: bool,
    /// Inclusive prefixes, sorted.
    listed: Vec<Box<[u8]>>,
    /// Those of them that are bound where canonicalisation started, with their URIs.
    inherited: Vec<(Box<[u8]>, Vec<u8>)>,
    /// The open elements that were put out.
    open: Vec<OpenElement>,
    /// Their end tags.
    names: Vec<u8>,
    rendered: Rendered,
    /// Open elements that were left out.
    omitted_depth: u64,
    /// Open elements that were passed on as they stood in the text, in the innermost of `open`.
    passed_depth: u64,
    /// An empty element was, and its end comes next.
    is_at_passed_end: bool,
    /// Bytes of the text that are octets of the canonical form, to be passed on in one piece.
    pending: Range<usize>,
    /// The order of an element's declarations or attributes.
    order: Vec<u32>,
    block: Block,
    scratch: Vec<u8>,
    /// Octets were lost: there is no result any more.
    has_failed: bool,
}

#[derive(Clone, Copy)]
struct OpenElement {
    /// Start of its end tag in `names`.
    name: u32,
    /// Number of declarations in force outside it.
    rendered: u32,
    /// `passed_depth` outside it.
    passed_depth: u64,
}

impl Canonicalizer {
    /// Starts a run.
    pub(crate) fn new(options: Options, start: Start<'_>) -> Result<Self> {
        let mut canonicalizer = Canonicalizer::default();
        canonicalizer.restart(options, start)?;
        Ok(canonicalizer)
    }

    /// Starts another run. On failure the state is as before.
    pub(crate) fn restart(&mut self, options: Options, start: Start<'_>) -> Result<()> {
        if !options.exclusive && start.kind != NodeKind::Bof {
            return Err(Fault::invalid_operation(
                "Inclusive canonicalization covers whole documents: it must be started at the beginning of the document.",
            ));
        }
        self.listed.clear();
        self.inherited.clear();
        if options.exclusive {
            self.listed.extend(options.inclusive_prefixes.iter().map(|prefix| match &**prefix {
                b"#default" => Box::default(),
                prefix => prefix.into(),
            }));
            self.listed.sort_unstable();
            self.listed.dedup();
            for prefix in &self.listed {
                if let Some(uri) = (start.outer_namespace)(prefix).filter(|uri| !uri.is_empty()) {
                    self.inherited.push((prefix.clone(), uri));
                }
            }
        }
        self.options = options;
        self.at_document_level = !start.in_element;
        self.has_root = false;
        self.open.clear();
        self.names.clear();
        self.rendered.clear();
        self.omitted_depth = 0;
        self.passed_depth = 0;
        self.is_at_passed_end = false;
        self.pending = 0..0;
        self.block.clear();
        self.has_failed = false;
        Ok(())
    }

    /// Room for what a caller makes by itself, kept for the next one.
    pub(crate) fn scratch(&mut self) -> &mut Vec<u8> {
        &mut self.scratch
    }

    /// Takes the next node that is advanced over. If an end tag would leave the element in which canonicalisation
    /// started, nothing changes; after all other failures there is no result.
    #[inline]
    pub(crate) fn node(&mut self, node: NodeRef<'_>, sink: &mut dyn Sink) -> Result<()> {
        self.settle(node.places.input, sink)?;
        let done = match node.node.kind {
            NodeKind::Element => self.element(node, sink),
            NodeKind::EndElement => {
                if core::mem::take(&mut self.is_at_passed_end) {
                    return Ok(());
                }
                if self.open.is_empty() && self.omitted_depth == 0 {
                    return Err(Fault::invalid_operation(
                        "The element in which canonicalization was started cannot be left before canonicalization ends.",
                    ));
                }
                self.end_element(sink)
            }
            NodeKind::Text if self.omitted_depth == 0 => {
                let output = &mut output(&mut self.block, &self.options, sink);
                characters::put::<false>(output, &node.node.text, &node.places, &mut self.scratch)
            }
            NodeKind::Comment if self.omitted_depth == 0 && self.options.with_comments => self.comment(node, sink),
            _ => Ok(()),
        };
        if done.is_err() {
            self.has_failed = true;
        }
        done
    }

    /// Hands the last octets on. All elements that were begun must have ended; if not, nothing changes.
    pub(crate) fn finish(&mut self, sink: &mut dyn Sink) -> Result<()> {
        // What is pending is in bytes that are not here.
        if self.has_failed || !self.pending.is_empty() {
            return Err(lost());
        }
        let passed = self.passed_depth + self.open.iter().map(|element| element.passed_depth).sum::<u64>();
        let depth = self.open.len() as u64 + self.omitted_depth + passed;
        if depth > 0 {
            return Err(Fault::invalid_operation(format!(
                "Canonicalization must end at the depth at which it started, {depth} elements further out."
            )));
        }
        let flushed = output(&mut self.block, &self.options, sink).flush();
        self.has_failed = flushed.is_err();
        flushed
    }

    fn element(&mut self, node: NodeRef<'_>, sink: &mut dyn Sink) -> Result<()> {
        let Node { name, attributes, .. } = node.node;
        let is_outermost = self.open.is_empty() && self.omitted_depth == 0;
        self.has_root |= is_outermost;
        if self.omitted_depth > 0 || self.is_omitted(node) {
            self.omitted_depth += 1;
            return Ok(());
        }
        let start = self.names.len();
        let outer = self.rendered.len();
        self.names.extend_from_slice(b"</");
        let prefix = node.get(name.prefix);
        if !prefix.is_empty() {
            self.names.extend_from_slice(prefix);
            self.names.push(b':');
        }
        self.names.extend_from_slice(node.get(name.local));
        self.names.push(b'>');
        if self.names.len() > u32::MAX as usize {
            return Err(Fault::quota("size of the names of open elements", u32::MAX));
        }
        let passed_depth = core::mem::take(&mut self.passed_depth);
        self.open.push(OpenElement { name: start as u32, rendered: outer as u32, passed_depth });
        self.declare(node, is_outermost)?;

        let output = &mut output(&mut self.block, &self.options, sink);
        let tag = self.names.get(start + 2..).unwrap_or_default();
        if attributes.is_empty() && self.rendered.len() == outer {
            return output.put_all([b"<", tag]);
        }
        output.put_all([b"<", tag.strip_suffix(b">").unwrap_or(tag)])?;
        if self.rendered.len() > outer {
            put_declarations(output, &self.rendered, outer, &mut self.order)?;
        }
        if let [only] = attributes.as_slice()
            && !only.is_xmlns
        {
            put_attribute(output, node, only, &mut self.scratch)?;
        } else if !attributes.is_empty() {
            sort_attributes(node, &mut self.order);
            for attribute in self.order.iter().filter_map(|index| attributes.get(*index as usize)) {
                put_attribute(output, node, attribute, &mut self.scratch)?;
            }
        }
        output.byte(b'>')
    }

    fn is_omitted(&self, node: NodeRef<'_>) -> bool {
        let name = &node.node.name;
        self.options
            .omitted
            .as_ref()
            .is_some_and(|omitted| node.get(name.local) == &*omitted.local && node.get(name.ns) == &*omitted.ns)
    }

    /// Adds the declarations that the canonical form has at this element to `rendered`.
    #[inline]
    fn declare(&mut self, node: NodeRef<'_>, is_outermost: bool) -> Result<()> {
        let Node { name, attributes, .. } = node.node;
        let rendered = &mut self.rendered;
        let mut declare = |prefix: Span, ns: Span| {
            // Canonical XML 1.0, 2.3: the namespace of `xml` is never declared.
            let prefix = node.get(prefix);
            if prefix == b"xml" { Ok(()) } else { rendered.declare(prefix, node.get(ns), ns) }
        };
        if !self.options.exclusive {
            for attribute in attributes.iter().filter(|attribute| attribute.is_xmlns) {
                declare(attribute.name.prefix, attribute.name.ns)?;
            }
            return Ok(());
        }
        // What the element uses visibly: its own prefix and those of its attributes, for which none is no namespace.
        declare(name.prefix, name.ns)?;
        for Attribute { name, is_xmlns, .. } in attributes {
            if !is_xmlns && name.prefix.len != 0 {
                declare(name.prefix, name.ns)?;
            }
        }
        if self.listed.is_empty() {
            return Ok(());
        }
        for Attribute { name, is_xmlns, .. } in attributes {
            if *is_xmlns && self.listed.binary_search_by(|prefix| (**prefix).cmp(node.get(name.prefix))).is_ok() {
                declare(name.prefix, name.ns)?;
            }
        }
        // Without an ancestor in the output, what it inherits counts as its own.
        for (prefix, uri) in self.inherited.iter().filter(|_| is_outermost) {
            let is_hidden =
                attributes.iter().any(|attribute| attribute.is_xmlns && node.get(attribute.name.prefix) == &**prefix);
            if !is_hidden && &**prefix != b"xml" {
                rendered.declare(prefix, uri, Span::default())?;
            }
        }
        Ok(())
    }

    #[inline]
    fn end_element(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if self.omitted_depth > 0 {
            self.omitted_depth -= 1;
            return Ok(());
        }
        if self.passed_depth > 0 {
            // Its name is in the text only: who passed its start on so has to do so with its end.
            return Err(lost());
        }
        let Some(element) = self.open.pop() else { return Ok(()) };
        self.passed_depth = element.passed_depth;
        let tag = self.names.get(element.name as usize..).unwrap_or_default();
        output(&mut self.block, &self.options, sink).put(tag)?;
        self.names.truncate(element.name as usize);
        self.rendered.truncate(element.rendered as usize);
        Ok(())
    }

    fn comment(&mut self, node: NodeRef<'_>, sink: &mut dyn Sink) -> Result<()> {
        let Text::Utf8(text) = node.node.text else { return Ok(()) };
        // A document has no characters outside its root element; the canonical form has a line end between the root
        // and each comment there.
        let is_outside = self.at_document_level && self.open.is_empty();
        let output = &mut output(&mut self.block, &self.options, sink);
        if is_outside && self.has_root {
            output.byte(b'\n')?;
        }
        output.put(b"<!--")?;
        output.put(node.get(text))?;
        output.put(b"-->")?;
        if is_outside && !self.has_root {
            output.byte(b'\n')?;
        }
        Ok(())
    }
}

#[inline]
fn output<'a>(block: &'a mut Block, options: &Options, sink: &'a mut dyn Sink) -> Output<'a> {
    Output { block, size: (options.output_buffer_size as usize).max(1), sink }
}

#[cold]
fn lost() -> Fault {
    Fault::object_faulted("Canonicalization failed before, and part of the canonical form is lost.")
}

/// The declarations from `first` on, ordered by prefix; the default namespace, whose prefix is empty, comes first.
fn put_declarations(output: &mut Output<'_>, rendered: &Rendered, first: usize, order: &mut Vec<u32>) -> Result<()> {
    order.clear();
    order.extend(first as u32..rendered.len() as u32);
    if order.len() > 1 {
        order.sort_unstable_by_key(|index| rendered.get(*index as usize).0);
    }
    for index in order {
        let (prefix, uri) = rendered.get(*index as usize);
        output.put(b" xmlns")?;
        if !prefix.is_empty() {
            output.byte(b':')?;
            output.put(prefix)?;
        }
        output.put(b"=\"")?;
        output.escaped::<true>(uri)?;
        output.byte(b'"')?;
    }
    Ok(())
}

#[inline]
fn put_attribute(
    output: &mut Output<'_>,
    node: NodeRef<'_>,
    attribute: &Attribute,
    scratch: &mut Vec<u8>,
) -> Result<()> {
    let (prefix, local) = (node.get(attribute.name.prefix), node.get(attribute.name.local));
    if prefix.is_empty() {
        if let Text::Utf8(value) = attribute.value
            && output.plain_attribute(local, node.get(value))
        {
            return Ok(());
        }
        output.put_all([b" ", local, b"=\""])?;
    } else {
        output.put_all([b" ", prefix, b":", local, b"=\""])?;
    }
    characters::put::<true>(output, &attribute.value, &node.places, scratch)?;
    output.byte(b'"')
}

/// Leaves in `order` the indices of the attributes that are not declarations, by namespace and local name: octet order
/// of UTF-8, which is the order of code points that the specification asks for.
fn sort_attributes(node: NodeRef<'_>, order: &mut Vec<u32>) {
    let attributes = &node.node.attributes;
    order.clear();
    order.extend((0..attributes.len() as u32).zip(attributes).filter_map(|(index, a)| (!a.is_xmlns).then_some(index)));
    if order.len() > 1 {
        order.sort_unstable_by(|a, b| {
            let (Some(a), Some(b)) = (attributes.get(*a as usize), attributes.get(*b as usize)) else {
                return core::cmp::Ordering::Equal;
            };
            // The same span holds the same URI, however long it is.
            let by_ns = if a.name.ns == b.name.ns {
                core::cmp::Ordering::Equal
            } else {
                node.get(a.name.ns).cmp(node.get(b.name.ns))
            };
            by_ns.then_with(|| node.get(a.name.local).cmp(node.get(b.name.local)))
        });
    }
}
