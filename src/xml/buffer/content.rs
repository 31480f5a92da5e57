//! What one node of a buffer says, with its bytes: made once, never changed, shared by reference.

use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Place, Places, Span, Text};

/// A node that owns its bytes. A reader that stands on it keeps it alive, so that what C was lent stays readable while
/// a writer edits the buffer.
#[derive(Debug)]
pub(crate) struct Content {
    node: Node,
    /// Its capacity may be a little more than what it holds: giving that back would cost more than it is worth.
    bytes: Vec<u8>,
    size: usize,
}

impl Content {
    /// A copy of a node of any encoding. Text stays of its type; which dictionary a string came from is dropped.
    pub(crate) fn copy(from: NodeRef<'_>) -> Result<Self> {
        Self::copy_declaring(from, &[])
    }

    /// Like [`Content::copy`], with more namespace declarations at the end of the attributes: what an element that is
    /// taken out of its document has to declare itself. The caller has left out those that it declares already.
    pub(crate) fn copy_declaring(from: NodeRef<'_>, declarations: &[(&[u8], &[u8])]) -> Result<Self> {
        let mut copier =
            Copier { from: from.places, bytes: Vec::new(), lists: 0, uris: [Span::new(Place::Own, 0, 0); 2] };
        let room = room_for(from.node);
        copier.bytes.try_reserve_exact(room).map_err(|_| Fault::out_of_memory(room))?;
        let mut node = Node { kind: from.node.kind, ..Node::default() };
        match node.kind {
            NodeKind::Element => {
                node.is_empty = from.node.is_empty;
                node.name = copier.name(&from.node.name)?;
                copier.uris = [node.name.ns; 2];
                node.attributes = copier.attributes(&from.node.attributes, declarations)?;
            }
            NodeKind::Text | NodeKind::Comment => node.text = copier.text(&from.node.text)?,
            NodeKind::Bof | NodeKind::EndElement | NodeKind::CData | NodeKind::EndCData | NodeKind::Eof => {}
        }
        let mut bytes = copier.bytes;
        if bytes.capacity() - bytes.len() > SPARE {
            bytes.shrink_to_fit();
        }
        let attributes = node.attributes.capacity() * size_of::<Attribute>();
        // The two counters of the Rc that it will be in are part of what it takes.
        let size = size_of::<Self>() + 2 * size_of::<usize>() + bytes.capacity() + attributes + copier.lists;
        Ok(Content { node, bytes, size })
    }

    /// The same element written with a start and an end tag.
    pub(super) fn not_empty(&self) -> Result<Self> {
        let Content { mut node, bytes, .. } = Self::copy(self.node_ref())?;
        node.is_empty = false;
        // It is charged as what it replaces.
        Ok(Content { node, bytes, size: self.size })
    }

    /// The node with its bytes.
    #[inline]
    pub(crate) fn node_ref(&self) -> NodeRef<'_> {
        NodeRef { node: &self.node, places: Places { own: &self.bytes, ..Places::default() } }
    }

    #[inline]
    pub(crate) fn kind(&self) -> NodeKind {
        self.node.kind
    }

    /// Whether an end follows it.
    pub(crate) fn is_container(&self) -> bool {
        matches!(self.node.kind, NodeKind::Element | NodeKind::CData)
    }

    /// What it takes of memory.
    pub(super) fn size(&self) -> usize {
        self.size
    }
}

/// So much memory may be reserved in vain for a node.
const SPARE: usize = 64;

/// About how many bytes a node's copy has: a guess, which saves that they move while they are gathered.
fn room_for(node: &Node) -> usize {
    let text = |text: &Text| match text {
        Text::Utf8(span) | Text::Utf16(span) | Text::Base64(span) => span.len as usize,
        _ => 0,
    };
    let name = |name: &Name| name.prefix.len as usize + name.local.len as usize;
    match node.kind {
        NodeKind::Element => {
            let attributes = node.attributes.iter().map(|attribute| {
                let uri = if attribute.is_xmlns { attribute.name.ns.len as usize } else { 0 };
                name(&attribute.name) + uri + text(&attribute.value)
            });
            name(&node.name) + node.name.ns.len as usize + attributes.sum::<usize>()
        }
        NodeKind::Text | NodeKind::Comment => text(&node.text),
        _ => 0,
    }
}

/// Moves bytes from a node's stores into one.
struct Copier<'a> {
    from: Places<'a>,
    bytes: Vec<u8>,
    /// What lists and qualified names take of memory.
    lists: usize,
    /// Namespaces that were copied: the element's and the latest attribute's. Most attributes have one of them, or the
    /// start tag declares it, and it is stored once: else one long URI times many attributes would take much memory.
    uris: [Span; 2],
}

impl Copier<'_> {
    fn span(&mut self, span: Span) -> Result<Span> {
        let from = self.from.get(span);
        self.store(from)
    }

    fn store(&mut self, from: &[u8]) -> Result<Span> {
        let start = self.bytes.len();
        if start.checked_add(from.len()).is_none_or(|end| u32::try_from(end).is_err()) {
            return Err(Fault::quota("size of an XML node in bytes", u32::MAX));
        }
        self.bytes.try_reserve(from.len()).map_err(|_| Fault::out_of_memory(from.len()))?;
        self.bytes.extend_from_slice(from);
        Ok(Span::new(Place::Own, start, from.len()))
    }

    fn uri(&mut self, from: &[u8]) -> Result<Span> {
        let places = Places { own: &self.bytes, ..Places::default() };
        if let Some(known) = self.uris.into_iter().find(|&known| places.get(known) == from) {
            return Ok(known);
        }
        let uri = self.store(from)?;
        self.uris[1] = uri;
        Ok(uri)
    }

    fn name(&mut self, name: &Name) -> Result<Name> {
        let uri = self.from.get(name.ns);
        Ok(Name { prefix: self.span(name.prefix)?, local: self.span(name.local)?, ns: self.uri(uri)? })
    }

    fn attributes(&mut self, from: &[Attribute], declarations: &[(&[u8], &[u8])]) -> Result<Vec<Attribute>> {
        let mut attributes = Vec::new();
        let count = from.len() + declarations.len();
        let no_memory = |_| Fault::out_of_memory(count.saturating_mul(size_of::<Attribute>()));
        attributes.try_reserve_exact(count).map_err(no_memory)?;
        for attribute in from {
            let Attribute { single_quote, is_xmlns, .. } = *attribute;
            let name = self.name(&attribute.name)?;
            let value = self.text(&attribute.value)?;
            attributes.push(Attribute { single_quote, is_xmlns, name, value });
        }
        for (prefix, uri) in declarations {
            let name = Name { prefix: self.store(prefix)?, local: Span::default(), ns: self.uri(uri)? };
            attributes.push(Attribute { single_quote: false, is_xmlns: true, name, value: Text::default() });
        }
        Ok(attributes)
    }

    fn text(&mut self, text: &Text) -> Result<Text> {
        match text {
            Text::List(items) => self.list(items),
            single => self.single(single),
        }
    }

    fn single(&mut self, text: &Text) -> Result<Text> {
        Ok(match text {
            Text::Utf8(span) => Text::Utf8(self.span(*span)?),
            Text::Utf16(span) => {
                // C reads it as 16-bit units.
                if !self.bytes.len().is_multiple_of(2) {
                    self.store(b"\0")?;
                }
                Text::Utf16(self.span(*span)?)
            }
            Text::Base64(span) => Text::Base64(self.span(*span)?),
            Text::QName(name) => {
                self.lists += size_of::<Name>();
                Text::QName(Box::new(self.name(name)?))
            }
            value => value.clone(),
        })
    }

    /// A list in a list reads the same without the inner one, and so no depth of lists is too deep.
    fn list(&mut self, items: &[Text]) -> Result<Text> {
        let mut copies = Vec::new();
        let mut rest = vec![items.iter()];
        while let Some(items) = rest.last_mut() {
            match items.next() {
                Some(Text::List(inner)) => rest.push(inner.iter()),
                Some(item) => {
                    copies.try_reserve(1).map_err(|_| Fault::out_of_memory(size_of::<Text>()))?;
                    copies.push(self.single(item)?);
                }
                None => {
                    rest.pop();
                }
            }
        }
        self.lists += copies.len() * size_of::<Text>();
        Ok(Text::List(copies.into_boxed_slice()))
    }
}
