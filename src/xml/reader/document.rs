//! What a reader is working on: the present node and the stores that its spans point into. Decoders of every encoding
//! fill it.

use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::same;
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::Charset;
use crate::xml::scope::{Scope, XML_NAMESPACE, XMLNS_NAMESPACE};

/// How much decoded data a reader keeps memory for between documents.
const KEPT: usize = 64 * 1024;
/// With more attributes than this, duplicates are looked for by sorting instead of by pairs.
const PAIRWISE: usize = 16;

/// The document under the reader.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) input: Input,
    /// Where further bytes go, when the input is the part of a package that has arrived as a whole.
    pub(crate) package: Option<Input>,
    pub(crate) scope: Scope,
    pub(crate) settings: Settings,
    /// The present node.
    pub(crate) node: Node,
    /// What was decoded for the present node.
    pub(crate) scratch: Vec<u8>,
    /// Where the present node begins in the input, for its row and column.
    pub(crate) node_start: usize,
    /// The text encoding: the present node stands in the input as its canonical form has it, if that has the same
    /// namespace declarations, attributes in the same order, and for an empty element an end tag.
    pub(crate) is_canonical: bool,
    /// The window that the present node points into, when the input has moved on to a new one.
    retired: Option<Retired>,
    /// What the next step has to do before it looks at the input.
    pub(crate) pending: Pending,
    /// An element at the top level has begun.
    pub(crate) has_root: bool,
    /// What the text encoding was in, before it was transcoded.
    pub(crate) charset: Charset,
}

/// A window that the input has moved on from.
#[derive(Debug)]
struct Retired {
    window: Vec<u8>,
    /// Row and column of the present node.
    position: (u64, u64),
}

/// See [`Document::pending`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pending {
    Nothing,
    /// An empty element's end node comes next.
    EndOfEmptyElement,
    /// The present node ends an element, whose names and bindings are still there.
    CloseElement,
}

impl Document {
    pub(crate) fn new(input: Input, settings: Settings) -> Self {
        Document {
            input,
            package: None,
            scope: Scope::default(),
            settings,
            node: Node::default(),
            scratch: Vec::new(),
            node_start: 0,
            is_canonical: false,
            retired: None,
            pending: Pending::Nothing,
            has_root: false,
            charset: Charset::Utf8,
        }
    }

    /// Begins another document, keeping the memory of the last one where it is small.
    pub(crate) fn restart(&mut self, input: Input, settings: Settings) {
        self.input = input;
        self.package = None;
        self.settings = settings;
        self.scope.clear();
        self.node.kind = NodeKind::Bof;
        self.node.attributes.clear();
        self.node.text = Text::default();
        self.scratch.clear();
        self.scratch.shrink_to(KEPT);
        self.node_start = 0;
        self.is_canonical = false;
        self.retired = None;
        self.pending = Pending::Nothing;
        self.has_root = false;
        self.charset = Charset::Utf8;
    }

    /// The present node and its bytes.
    #[inline]
    pub(crate) fn node(&self) -> NodeRef<'_> {
        NodeRef { node: &self.node, places: self.places() }
    }

    /// The stores of the present node.
    #[inline]
    pub(crate) fn places(&self) -> Places<'_> {
        let input = match &self.retired {
            Some(retired) => &retired.window,
            None => self.input.stored(),
        };
        Places { input, scratch: &self.scratch, scope: self.scope.bytes(), own: &[] }
    }

    /// What is filled from outside.
    pub(crate) fn source(&mut self) -> &mut Input {
        self.package.as_mut().unwrap_or(&mut self.input)
    }

    /// Gives the window of what is filled from outside to be appended to; the present node keeps what it points into.
    pub(crate) fn window(&mut self) -> &mut Vec<u8> {
        if let Some(package) = &mut self.package {
            // Nodes do not point into it.
            if package.position > 0 {
                package.advance_window();
            }
        } else if self.retired.is_none() {
            // Once for each node: what was not read is not copied again for each piece that arrives.
            let position = self.row_and_column();
            let window = self.input.advance_window();
            self.retired = Some(Retired { window, position });
        }
        self.source().window()
    }

    /// Whether the present node is in a window that the input has moved on from.
    #[inline]
    pub(crate) fn is_retired(&self) -> bool {
        self.retired.is_some()
    }

    /// Row and column of the present node, from 0.
    pub(crate) fn row_and_column(&self) -> (u64, u64) {
        match &self.retired {
            Some(retired) => retired.position,
            None => self.input.row_and_column(self.node_start),
        }
    }

    /// Counts rows up to the present node once and for all, so that asking at every node takes linear time.
    pub(crate) fn remember_position(&mut self) {
        if self.retired.is_none() {
            self.input.remember(self.node_start);
        }
    }

    /// Leaves the present node. Answers whether the next one is already known: the end of an empty element.
    #[inline(always)]
    pub(crate) fn leave_node(&mut self) -> bool {
        self.scratch.clear();
        match self.pending {
            Pending::Nothing => {
                self.drop_retired();
                false
            }
            Pending::CloseElement => {
                self.drop_retired();
                self.scope.close();
                self.pending = Pending::Nothing;
                false
            }
            Pending::EndOfEmptyElement => {
                // Its row and column are those of the tag, and so its window is the tag's.
                self.node.kind = NodeKind::EndElement;
                self.pending = Pending::CloseElement;
                true
            }
        }
    }

    #[inline(always)]
    fn drop_retired(&mut self) {
        if self.retired.is_some() {
            self.retired = None;
        }
    }

    /// Opens an element under the limits; `name` is what its end tag must repeat, if the encoding has one.
    #[inline(always)]
    pub(crate) fn open_element(&mut self, name: Span) -> Result<()> {
        let depth = self.scope.depth();
        if depth >= self.settings.max_depth as usize {
            return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_DEPTH", self.settings.max_depth));
        }
        if depth == 0 {
            if self.has_root && !self.settings.allow_fragment {
                return Err(self.input.bad_format(self.input.position, "A second element follows the root element."));
            }
            self.has_root = true;
        }
        if !self.node.attributes.is_empty() {
            self.node.attributes.clear();
        }
        self.node.kind = NodeKind::Element;
        if self.input.stays() && name.place == Place::Input {
            // For as long as the element is open, so that its name need not be copied.
            self.scope.open_outside(name.start, name.len);
            return Ok(());
        }
        let places = Places { input: self.input.bytes(), scratch: &self.scratch, ..Places::default() };
        self.scope.open(places.get(name))
    }

    /// The name that the innermost element was opened with, if the encoding has names in end tags.
    #[inline(always)]
    pub(crate) fn open_name(&self) -> Option<&[u8]> {
        self.scope.name_in(self.input.bytes())
    }

    /// Declares a namespace on the element being read and records it as an attribute.
    pub(crate) fn declare(&mut self, prefix: Span, uri: Span, single_quote: bool) -> Result<()> {
        let places = Places { input: self.input.bytes(), scratch: &self.scratch, ..Places::default() };
        let (prefix_bytes, uri_bytes) = (places.get(prefix), places.get(uri));
        check_declaration(prefix_bytes, uri_bytes).map_err(|what| self.input.bad_format(self.input.position, what))?;
        if uri.len > self.settings.max_namespace_size {
            return Err(Fault::quota("size of the name of a namespace", self.settings.max_namespace_size));
        }
        let mut ns = self.scope.declare(prefix_bytes, uri_bytes, self.settings.max_namespaces)?;
        (ns.id, ns.origin) = (uri.id, uri.origin);
        let name = Name { prefix, local: Span::default(), ns };
        self.node.attributes.push(Attribute { single_quote, is_xmlns: true, name, ..Attribute::default() });
        Ok(())
    }

    /// Refuses the attribute that exceeds the limit.
    #[inline]
    pub(crate) fn check_attribute_count(&self, count: u32) -> Result<()> {
        if count > self.settings.max_attributes {
            return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_ATTRIBUTES", self.settings.max_attributes));
        }
        Ok(())
    }

    /// Resolves the prefixes of the element and its attributes and refuses attributes that are there twice.
    #[inline(always)]
    pub(crate) fn resolve(&mut self, prefix: Span, local: Span, is_empty: bool) -> Result<()> {
        self.node.is_empty = is_empty;
        if is_empty {
            self.pending = Pending::EndOfEmptyElement;
        }
        let ns = self.scope.default_namespace();
        self.node.name = Name { prefix, local, ns };
        if prefix.len != 0 {
            let places = Places { input: self.input.bytes(), scratch: &self.scratch, ..Places::default() };
            let prefix = places.get(prefix);
            self.node.name.ns = self.scope.lookup_next(prefix).ok_or_else(|| undeclared(&self.input, prefix))?;
        }
        match self.node.attributes.as_slice() {
            [] => Ok(()),
            // Nothing to resolve, and nothing that it could be the same as.
            [only] if only.name.prefix.len == 0 => Ok(()),
            _ => self.resolve_attributes(),
        }
    }

    fn resolve_attributes(&mut self) -> Result<()> {
        let places = Places { input: self.input.bytes(), scratch: &self.scratch, ..Places::default() };
        for attribute in &mut self.node.attributes {
            // Without a prefix there is no namespace, and a declaration has its own already.
            if attribute.name.prefix.len != 0 && !attribute.is_xmlns {
                let prefix = places.get(attribute.name.prefix);
                attribute.name.ns = self.scope.lookup(prefix).ok_or_else(|| undeclared(&self.input, prefix))?;
            }
        }
        if self.node.attributes.len() > 1 {
            self.check_unique()?;
        }
        Ok(())
    }

    fn check_unique(&self) -> Result<()> {
        let attributes = &self.node.attributes;
        let places = self.places();
        let twice = if attributes.len() <= PAIRWISE {
            attributes.iter().enumerate().find_map(|(index, attribute)| {
                let earlier = attributes.get(..index).unwrap_or_default();
                // Declarations have no local name, and so are compared with each other only.
                earlier.iter().find(|earlier| {
                    earlier.name.local.len == attribute.name.local.len && is_same(earlier, attribute, &places)
                })
            })
        } else {
            let mut sorted: Vec<&Attribute> = attributes.iter().collect();
            sorted.sort_unstable_by_key(|attribute| {
                let (first, second) = key(attribute);
                (attribute.is_xmlns, places.get(first), second)
            });
            sorted.windows(2).find_map(|pair| match pair {
                [a, b] if is_same(a, b, &places) => Some(*a),
                _ => None,
            })
        };
        match twice {
            None => Ok(()),
            Some(attribute) => {
                let what = if attribute.is_xmlns { "The namespace declaration of the prefix" } else { "The attribute" };
                let name = String::from_utf8_lossy(places.get(key(attribute).0));
                Err(self
                    .input
                    .bad_format(self.input.position, format!("{what} '{name}' appears twice in one element.")))
            }
        }
    }

    /// The present node becomes the end of the innermost element.
    #[inline]
    pub(crate) fn end_element(&mut self) {
        self.node.kind = NodeKind::EndElement;
        self.pending = Pending::CloseElement;
    }
}

/// What tells attributes of one kind apart: for declarations the prefix, else the local name and the namespace, which is the
/// same where it lies at the same place: see [`Scope::declare`](crate::xml::scope::Scope::declare).
#[inline]
fn key(attribute: &Attribute) -> (Span, (u32, u32)) {
    let Name { prefix, local, ns } = attribute.name;
    if attribute.is_xmlns { (prefix, (0, 0)) } else { (local, (ns.start, ns.len)) }
}

#[inline]
fn is_same(a: &Attribute, b: &Attribute, places: &Places<'_>) -> bool {
    let ((first_a, second_a), (first_b, second_b)) = (key(a), key(b));
    first_a.len == first_b.len
        && second_a == second_b
        && a.is_xmlns == b.is_xmlns
        && same(places.get(first_a), places.get(first_b))
}

#[cold]
fn undeclared(input: &Input, prefix: &[u8]) -> Fault {
    let at = input.position;
    input.bad_format(at, format!("The prefix '{}' is not declared.", String::from_utf8_lossy(prefix)))
}

/// The rules of Namespaces in XML 1.0, section 3, about reserved prefixes and names.
pub(crate) fn check_declaration(prefix: &[u8], uri: &[u8]) -> core::result::Result<(), &'static str> {
    if (prefix == b"xml") != (uri == XML_NAMESPACE) {
        Err("The prefix 'xml' and its namespace belong to each other only.")
    } else if prefix == b"xmlns" {
        Err("The prefix 'xmlns' must not be declared.")
    } else if uri == XMLNS_NAMESPACE {
        Err("The namespace of 'xmlns' must not be bound to a prefix.")
    } else if uri.is_empty() && !prefix.is_empty() {
        Err("A prefix must not be bound to an empty namespace.")
    } else {
        Ok(())
    }
}
