//! The one form in which XML passes through the crate: a [`Node`] whose names and texts are [`Span`]s of bytes that lie
//! elsewhere. Readers of every encoding make nodes, writers and the canonicaliser take them, the XML buffer keeps them.
//!
//! Spans, not slices: a reader reuses one node for the whole document and its bytes move between calls, and offsets
//! make that safe Rust with no allocation per node. A [`NodeRef`] brings both together for the time of one step.

use crate::abi::{DECIMAL, GUID, WS_DATETIME};

/// The store that a span's bytes are in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Place {
    /// The reader's input: what needed no decoding.
    #[default]
    Input,
    /// Decoded for the present node.
    Scratch,
    /// The open elements' names and namespace bindings.
    Scope,
    /// The node's own bytes, in an XML buffer.
    Own,
}

/// The dictionary that a string was found in, if the encoding says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Origin {
    /// None: the bytes stood in the document.
    #[default]
    Inline,
    /// The encoding's static dictionary.
    StaticDictionary,
    /// The session's dictionary.
    DynamicDictionary,
}

/// A run of UTF-8 or binary bytes in one of the stores.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Span {
    /// First byte, from the start of the store.
    pub(crate) start: u32,
    /// Number of bytes.
    pub(crate) len: u32,
    /// Index in the dictionary of `origin`.
    pub(crate) id: u32,
    /// Where the bytes are.
    pub(crate) place: Place,
    /// Where they came from.
    pub(crate) origin: Origin,
}

impl Span {
    /// A span of bytes that stood in the document. Stores hold less than 4 GiB (their filling checks it).
    #[inline]
    pub(crate) fn new(place: Place, start: usize, len: usize) -> Self {
        debug_assert!(u32::try_from(start).is_ok() && u32::try_from(len).is_ok());
        Span { start: start as u32, len: len as u32, id: 0, place, origin: Origin::Inline }
    }
}

/// The stores that spans are resolved against.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Places<'a> {
    pub(crate) input: &'a [u8],
    pub(crate) scratch: &'a [u8],
    pub(crate) scope: &'a [u8],
    pub(crate) own: &'a [u8],
}

impl<'a> Places<'a> {
    /// The bytes of a span; none if it lies outside its store, which would be a defect of the crate.
    #[inline]
    pub(crate) fn get(&self, span: Span) -> &'a [u8] {
        let store = match span.place {
            Place::Input => self.input,
            Place::Scratch => self.scratch,
            Place::Scope => self.scope,
            Place::Own => self.own,
        };
        let start = span.start as usize;
        store.get(start..start + span.len as usize).unwrap_or_default()
    }
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum NodeKind {
    /// Before the first node.
    #[default]
    Bof,
    /// A start tag, or an empty element's only tag.
    Element,
    /// An end tag; also follows an empty element.
    EndElement,
    /// Character data or a typed value.
    Text,
    /// A comment; its text is UTF-8.
    Comment,
    /// The start of a CDATA section, whose text is the next node.
    CData,
    /// The end of a CDATA section.
    EndCData,
    /// After the last node.
    Eof,
}

/// One node. What does not belong to its kind has no meaning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// Element: its name.
    pub(crate) name: Name,
    /// Element: written as an empty element.
    pub(crate) is_empty: bool,
    /// Element: its attributes, namespace declarations among them, in document order.
    pub(crate) attributes: Vec<Attribute>,
    /// Text and comment: the content.
    pub(crate) text: Text,
}

impl Node {
    /// Whether an element has no attributes but namespace declarations.
    #[inline]
    pub(crate) fn has_only_declarations(&self) -> bool {
        self.attributes.iter().all(|attribute| attribute.is_xmlns)
    }

    /// Whether attributes of an element may have the prefix `xml`: a cheap answer, which may be yes for others.
    #[inline]
    pub(crate) fn has_xml_attributes(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.name.prefix.len == 3)
    }
}

/// A resolved name.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Name {
    pub(crate) prefix: Span,
    pub(crate) local: Span,
    /// The namespace URI; empty for none.
    pub(crate) ns: Span,
}

/// One attribute of a start tag.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attribute {
    /// Written between single quotes.
    pub(crate) single_quote: bool,
    /// A namespace declaration: `name.prefix` is bound to `name.ns`; there is no local name and no value.
    pub(crate) is_xmlns: bool,
    pub(crate) name: Name,
    pub(crate) value: Text,
}

/// Character data as the encoding holds it.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// Characters in UTF-8.
    Utf8(Span),
    /// Characters in UTF-16, in host byte order; the length is in bytes and even.
    Utf16(Span),
    /// Binary data whose text is its base64 form.
    Base64(Span),
    Bool(bool),
    Int32(i32),
    Int64(i64),
    UInt64(u64),
    Float(f32),
    Double(f64),
    Decimal(DECIMAL),
    Guid(GUID),
    /// A GUID whose text is its `urn:uuid:` form.
    UniqueId(GUID),
    DateTime(WS_DATETIME),
    /// In 100 ns.
    TimeSpan(i64),
    /// Rare and three times as large as the others, which would take its room in each attribute.
    QName(Box<Name>),
    /// Items separated by single spaces.
    List(Box<[Text]>),
}

impl Default for Text {
    fn default() -> Self {
        Text::Utf8(Span::default())
    }
}

/// A node and its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NodeRef<'a> {
    pub(crate) node: &'a Node,
    pub(crate) places: Places<'a>,
}

impl<'a> NodeRef<'a> {
    /// The bytes of one of the node's spans.
    #[inline]
    pub(crate) fn get(&self, span: Span) -> &'a [u8] {
        self.places.get(span)
    }
}
