//! A node of the engine as C sees it: WS_XML_NODE with everything that it points to.
//!
//! The structures are kept from node to node, so that showing one allocates nothing after a while. Their pointers lead
//! into the reader's stores and into this view, both of which stay as they are until the reader moves.

use crate::abi::*;
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Origin, Place, Places, Span, Text};
use crate::xml::reader::document::Document;

/// The C form of one node.
pub(super) struct View {
    simple: WS_XML_NODE,
    element: WS_XML_ELEMENT_NODE,
    text: WS_XML_TEXT_NODE,
    comment: WS_XML_COMMENT_NODE,
    /// The element's prefix, local name and namespace.
    name: [WS_XML_STRING; 3],
    /// The node's own text.
    cell: TextCell,
    attributes: Vec<AttributeCell>,
    attribute_pointers: Vec<*mut WS_XML_ATTRIBUTE>,
    /// What texts that have parts consist of.
    strings: Vec<WS_XML_STRING>,
    texts: Vec<TextCell>,
    items: Vec<*mut WS_XML_TEXT>,
    /// The answer to WsGetNamespaceFromPrefix.
    pub(super) namespace: WS_XML_STRING,
    /// The dictionaries of the encoding, static and dynamic.
    pub(super) dictionaries: [*mut WS_XML_DICTIONARY; 2],
}

/// Any of the WS_XML_…_TEXT structures. Only C reads it, through the type that its first field names.
#[repr(C)]
#[derive(Clone, Copy)]
union TextCell {
    utf8: WS_XML_UTF8_TEXT,
    utf16: WS_XML_UTF16_TEXT,
    base64: WS_XML_BASE64_TEXT,
    bool: WS_XML_BOOL_TEXT,
    int32: WS_XML_INT32_TEXT,
    int64: WS_XML_INT64_TEXT,
    uint64: WS_XML_UINT64_TEXT,
    float: WS_XML_FLOAT_TEXT,
    double: WS_XML_DOUBLE_TEXT,
    decimal: WS_XML_DECIMAL_TEXT,
    guid: WS_XML_GUID_TEXT,
    unique_id: WS_XML_UNIQUE_ID_TEXT,
    datetime: WS_XML_DATETIME_TEXT,
    timespan: WS_XML_TIMESPAN_TEXT,
    qname: WS_XML_QNAME_TEXT,
    list: WS_XML_LIST_TEXT,
}

/// An attribute and what it points to.
#[derive(Clone, Copy)]
struct AttributeCell {
    attribute: WS_XML_ATTRIBUTE,
    name: [WS_XML_STRING; 3],
    value: TextCell,
}

const NO_STRING: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: core::ptr::null_mut(), dictionary: core::ptr::null_mut(), id: 0 };

/// An empty text, with an address as C programs may expect one.
const NO_CHARACTERS: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: b"".as_ptr().cast_mut(), dictionary: core::ptr::null_mut(), id: 0 };

/// A cell whose attribute does not point into it yet.
const NO_ATTRIBUTE: AttributeCell = AttributeCell {
    attribute: WS_XML_ATTRIBUTE {
        singleQuote: 0,
        isXmlNs: 0,
        prefix: core::ptr::null_mut(),
        localName: core::ptr::null_mut(),
        ns: core::ptr::null_mut(),
        value: core::ptr::null_mut(),
    },
    name: [NO_CHARACTERS; 3],
    value: NO_TEXT,
};

const NO_TEXT: TextCell =
    TextCell { utf8: WS_XML_UTF8_TEXT { text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE_UTF8 }, value: NO_STRING } };

const fn node_of(node_type: WS_XML_NODE_TYPE) -> WS_XML_NODE {
    WS_XML_NODE { nodeType: node_type }
}

impl Default for View {
    fn default() -> Self {
        View {
            simple: node_of(WS_XML_NODE_TYPE_BOF),
            element: WS_XML_ELEMENT_NODE {
                node: node_of(WS_XML_NODE_TYPE_ELEMENT),
                prefix: core::ptr::null_mut(),
                localName: core::ptr::null_mut(),
                ns: core::ptr::null_mut(),
                attributeCount: 0,
                attributes: core::ptr::null_mut(),
                isEmpty: 0,
            },
            text: WS_XML_TEXT_NODE { node: node_of(WS_XML_NODE_TYPE_TEXT), text: core::ptr::null_mut() },
            comment: WS_XML_COMMENT_NODE { node: node_of(WS_XML_NODE_TYPE_COMMENT), value: NO_STRING },
            name: [NO_CHARACTERS; 3],
            cell: NO_TEXT,
            attributes: Vec::new(),
            attribute_pointers: Vec::new(),
            strings: Vec::new(),
            texts: Vec::new(),
            items: Vec::new(),
            namespace: NO_STRING,
            dictionaries: [core::ptr::null_mut(); 2],
        }
    }
}

impl View {
    /// [`View::show`] for the present node of a document: nearly every node that is shown.
    #[inline(always)]
    pub(super) fn show_plain(&mut self, document: &Document) -> *const WS_XML_NODE {
        match document.node.kind {
            NodeKind::EndElement => {
                self.simple.nodeType = WS_XML_NODE_TYPE_END_ELEMENT;
                &raw const self.simple
            }
            NodeKind::Element => self.show_element(document.node()).cast(),
            NodeKind::Text if let Text::Utf8(span) = document.node.text => {
                self.cell.utf8 = self.stores(document.places()).utf8_cell(span);
                self.text.text = (&raw mut self.cell).cast();
                (&raw const self.text).cast()
            }
            _ => self.show(document.node()),
        }
    }

    /// Makes the C form of a node. It is valid until the next call, and as long as the node's stores are.
    #[inline(never)]
    pub(super) fn show(&mut self, node: NodeRef<'_>) -> *const WS_XML_NODE {
        let stores = self.stores(node.places);
        let simple = match node.node.kind {
            NodeKind::Element => return self.show_element(node).cast(),
            NodeKind::Text => {
                if let Text::Utf8(span) = &node.node.text {
                    self.cell.utf8 = stores.utf8_cell(*span);
                } else {
                    self.reserve_parts(core::iter::once(&node.node.text));
                    self.cell = self.typed_cell(&stores, &node.node.text);
                }
                self.text.text = (&raw mut self.cell).cast();
                return (&raw const self.text).cast();
            }
            NodeKind::Comment => {
                self.comment.value = match node.node.text {
                    Text::Utf8(span) => stores.string(span),
                    _ => NO_STRING,
                };
                return (&raw const self.comment).cast();
            }
            NodeKind::EndElement => WS_XML_NODE_TYPE_END_ELEMENT,
            NodeKind::CData => WS_XML_NODE_TYPE_CDATA,
            NodeKind::EndCData => WS_XML_NODE_TYPE_END_CDATA,
            NodeKind::Bof => WS_XML_NODE_TYPE_BOF,
            NodeKind::Eof => WS_XML_NODE_TYPE_EOF,
        };
        self.simple.nodeType = simple;
        &raw const self.simple
    }

    #[inline(always)]
    fn show_element(&mut self, node: NodeRef<'_>) -> *const WS_XML_ELEMENT_NODE {
        let Node { name, attributes, is_empty, .. } = node.node;
        let stores = self.stores(node.places);
        let [prefix, local, ns] = pointers(&raw mut self.name);
        self.element.prefix = prefix;
        self.element.localName = local;
        self.element.ns = ns;
        self.name[1] = stores.string(name.local);
        self.name[2] = stores.string(name.ns);
        // Most are empty, and that of the element before was, too.
        if name.prefix.len != 0 || self.name[0].length != 0 {
            self.name[0] = stores.string(name.prefix);
        }
        self.element.isEmpty = BOOL::from(*is_empty);
        self.element.attributeCount = attributes.len() as ULONG;
        if !attributes.is_empty() {
            self.show_attributes(attributes, &stores);
        }
        self.element.attributes = self.attribute_pointers.as_mut_ptr();
        &raw const self.element
    }

    #[inline(always)]
    fn show_attributes(&mut self, attributes: &[Attribute], stores: &Stores<'_>) {
        if attributes.len() > self.attributes.len() {
            self.make_cells(attributes.len());
        }
        let first = self.attributes.as_mut_ptr();
        let mut has_room = false;
        for (index, Attribute { single_quote, is_xmlns, name, value }) in attributes.iter().enumerate() {
            let cell = first.wrapping_add(index);
            // SAFETY: `make_cells` has seen to it that there are as many cells as attributes, and nothing moves them
            // here. No reference to a cell is made: C has pointers into them.
            let (attribute, [prefix, local, ns], text) =
                unsafe { (&raw mut (*cell).attribute, pointers(&raw mut (*cell).name), &raw mut (*cell).value) };
            let typed = match value {
                Text::Utf8(_) => None,
                _ => {
                    if !has_room {
                        self.reserve_parts(attributes.iter().map(|attribute| &attribute.value));
                        has_room = true;
                    }
                    Some(self.typed_cell(stores, value))
                }
            };
            // SAFETY: as above.
            unsafe {
                (*attribute).singleQuote = u8::from(*single_quote);
                (*attribute).isXmlNs = u8::from(*is_xmlns);
                stores.put_name_part(prefix, name.prefix);
                stores.put_name_part(local, name.local);
                stores.put_name_part(ns, name.ns);
                (*attribute).localName = if *is_xmlns { core::ptr::null_mut() } else { local };
                (*attribute).value = if *is_xmlns { core::ptr::null_mut() } else { text.cast() };
                match (value, typed) {
                    (Text::Utf8(span), _) => (*text).utf8 = stores.utf8_cell(*span),
                    (_, Some(typed)) => text.write(typed),
                    _ => {}
                }
            }
        }
    }

    /// Makes a cell for each attribute. What they point to of their own is the same for all nodes that they show.
    #[cold]
    #[inline(never)]
    fn make_cells(&mut self, count: usize) {
        self.attributes.resize(count, NO_ATTRIBUTE);
        let first = self.attributes.as_mut_ptr();
        self.attribute_pointers.clear();
        for index in 0..count {
            let cell = first.wrapping_add(index);
            // SAFETY: there are `count` cells.
            unsafe {
                let [prefix, _, ns] = pointers(&raw mut (*cell).name);
                (*cell).attribute.prefix = prefix;
                (*cell).attribute.ns = ns;
                self.attribute_pointers.push(&raw mut (*cell).attribute);
            }
        }
    }

    #[inline(always)]
    fn stores<'a>(&self, places: Places<'a>) -> Stores<'a> {
        let [fixed, dynamic] = self.dictionaries;
        Stores {
            bytes: [places.input, places.scratch, places.scope, places.own],
            dictionaries: [core::ptr::null_mut(), fixed, dynamic],
        }
    }

    /// Makes room for all the parts of some texts, so that nothing moves once it is pointed to.
    #[inline(never)]
    fn reserve_parts<'a>(&mut self, texts: impl Iterator<Item = &'a Text>) {
        let mut need = Need::default();
        texts.for_each(|text| need.count(text));
        if need.has_parts {
            self.strings.clear();
            self.texts.clear();
            self.items.clear();
            self.strings.reserve(need.strings);
            self.texts.reserve(need.items);
            self.items.reserve(need.items);
        }
    }

    /// The C form of a text; its parts are put where [`View::reserve_parts`] made room.
    #[inline(never)]
    fn typed_cell(&mut self, stores: &Stores<'_>, text: &Text) -> TextCell {
        let of = |text_type| WS_XML_TEXT { textType: text_type };
        match text {
            Text::Utf8(span) => TextCell { utf8: stores.utf8_cell(*span) },
            Text::Utf16(span) => {
                let bytes = stores.get(*span);
                let (text, byteCount) = (of(WS_XML_TEXT_TYPE_UTF16), bytes.len() as ULONG);
                TextCell { utf16: WS_XML_UTF16_TEXT { text, bytes: bytes.as_ptr().cast_mut(), byteCount } }
            }
            Text::Base64(span) => {
                let bytes = stores.get(*span);
                let (text, length) = (of(WS_XML_TEXT_TYPE_BASE64), bytes.len() as ULONG);
                TextCell { base64: WS_XML_BASE64_TEXT { text, bytes: bytes.as_ptr().cast_mut(), length } }
            }
            Text::Bool(value) => {
                TextCell { bool: WS_XML_BOOL_TEXT { text: of(WS_XML_TEXT_TYPE_BOOL), value: BOOL::from(*value) } }
            }
            Text::Int32(value) => {
                TextCell { int32: WS_XML_INT32_TEXT { text: of(WS_XML_TEXT_TYPE_INT32), value: *value } }
            }
            Text::Int64(value) => {
                TextCell { int64: WS_XML_INT64_TEXT { text: of(WS_XML_TEXT_TYPE_INT64), value: *value } }
            }
            Text::UInt64(value) => {
                TextCell { uint64: WS_XML_UINT64_TEXT { text: of(WS_XML_TEXT_TYPE_UINT64), value: *value } }
            }
            Text::Float(value) => {
                TextCell { float: WS_XML_FLOAT_TEXT { text: of(WS_XML_TEXT_TYPE_FLOAT), value: *value } }
            }
            Text::Double(value) => {
                TextCell { double: WS_XML_DOUBLE_TEXT { text: of(WS_XML_TEXT_TYPE_DOUBLE), value: *value } }
            }
            Text::Decimal(value) => {
                TextCell { decimal: WS_XML_DECIMAL_TEXT { text: of(WS_XML_TEXT_TYPE_DECIMAL), value: *value } }
            }
            Text::Guid(value) => TextCell { guid: WS_XML_GUID_TEXT { text: of(WS_XML_TEXT_TYPE_GUID), value: *value } },
            Text::UniqueId(value) => {
                TextCell { unique_id: WS_XML_UNIQUE_ID_TEXT { text: of(WS_XML_TEXT_TYPE_UNIQUE_ID), value: *value } }
            }
            Text::DateTime(value) => {
                TextCell { datetime: WS_XML_DATETIME_TEXT { text: of(WS_XML_TEXT_TYPE_DATETIME), value: *value } }
            }
            Text::TimeSpan(ticks) => {
                let value = WS_TIMESPAN { ticks: *ticks };
                TextCell { timespan: WS_XML_TIMESPAN_TEXT { text: of(WS_XML_TEXT_TYPE_TIMESPAN), value } }
            }
            Text::QName(name) => {
                let [prefix, localName, ns] = stores.names(name).map(|string| put(&mut self.strings, string));
                TextCell { qname: WS_XML_QNAME_TEXT { text: of(WS_XML_TEXT_TYPE_QNAME), prefix, localName, ns } }
            }
            Text::List(list) => {
                let start = self.items.len();
                // The items' places are taken before an item that is a list takes its own.
                self.items.extend(list.iter().map(|_| core::ptr::null_mut::<WS_XML_TEXT>()));
                for (index, item) in list.iter().enumerate() {
                    let cell = self.typed_cell(stores, item);
                    let shown = put(&mut self.texts, cell).cast();
                    if let Some(place) = self.items.get_mut(start + index) {
                        *place = shown;
                    }
                }
                let items = self.items.as_mut_ptr().wrapping_add(start);
                let itemCount = list.len() as ULONG;
                TextCell { list: WS_XML_LIST_TEXT { text: of(WS_XML_TEXT_TYPE_LIST), itemCount, items } }
            }
        }
    }

    /// Remembers a namespace that is lent to the caller.
    pub(super) fn show_namespace(&mut self, uri: &[u8]) -> *const WS_XML_STRING {
        self.namespace = WS_XML_STRING { length: uri.len() as ULONG, bytes: uri.as_ptr().cast_mut(), ..NO_STRING };
        &raw const self.namespace
    }
}

/// The bytes of one node, in a form from which C's strings are made without a branch.
struct Stores<'a> {
    /// By [`Place`].
    bytes: [&'a [u8]; 4],
    /// By [`Origin`].
    dictionaries: [*mut WS_XML_DICTIONARY; 3],
}

// What `Stores` is indexed by.
const _: () = assert!(Place::Input as usize == 0 && Place::Scratch as usize == 1);
const _: () = assert!(Place::Scope as usize == 2 && Place::Own as usize == 3);
const _: () = assert!(Origin::Inline as usize == 0 && Origin::StaticDictionary as usize == 1);
const _: () = assert!(Origin::DynamicDictionary as usize == 2);

impl<'a> Stores<'a> {
    /// The bytes of a span, as `Places::get` has them.
    #[inline(always)]
    fn get(&self, span: Span) -> &'a [u8] {
        let store = self.bytes.get(span.place as usize).copied().unwrap_or_default();
        let start = span.start as usize;
        store.get(start..start + span.len as usize).unwrap_or_default()
    }

    #[inline(always)]
    fn string(&self, span: Span) -> WS_XML_STRING {
        if span.len == 0 {
            return NO_CHARACTERS;
        }
        let bytes = self.get(span);
        let dictionary = self.dictionaries.get(span.origin as usize).copied().unwrap_or(core::ptr::null_mut());
        WS_XML_STRING { length: bytes.len() as ULONG, bytes: bytes.as_ptr().cast_mut(), dictionary, id: span.id }
    }

    #[inline]
    fn names(&self, name: &Name) -> [WS_XML_STRING; 3] {
        [self.string(name.prefix), self.string(name.local), self.string(name.ns)]
    }

    #[inline(always)]
    fn utf8_cell(&self, span: Span) -> WS_XML_UTF8_TEXT {
        WS_XML_UTF8_TEXT { text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE_UTF8 }, value: self.string(span) }
    }

    /// Makes a string of an attribute's name what a span says. Most are empty, and were so for the attribute before.
    ///
    /// # Safety
    /// `place` is a string of a cell's name, to which there is no reference.
    #[inline(always)]
    unsafe fn put_name_part(&self, place: *mut WS_XML_STRING, span: Span) {
        // SAFETY: passed on; `make_cells` has initialised it.
        unsafe {
            if span.len != 0 || (*place).length != 0 {
                place.write(self.string(span));
            }
        }
    }
}

/// Where the three strings of a name are.
#[inline]
fn pointers(name: *mut [WS_XML_STRING; 3]) -> [*mut WS_XML_STRING; 3] {
    let first = name.cast::<WS_XML_STRING>();
    [first, first.wrapping_add(1), first.wrapping_add(2)]
}

/// How many cells of each kind the parts of texts take.
#[derive(Default)]
struct Need {
    has_parts: bool,
    strings: usize,
    items: usize,
}

impl Need {
    #[inline]
    fn count(&mut self, text: &Text) {
        match text {
            Text::QName(_) => {
                self.has_parts = true;
                self.strings += 3;
            }
            Text::List(items) => {
                self.has_parts = true;
                self.items += items.len();
                items.iter().for_each(|item| self.count(item));
            }
            _ => {}
        }
    }
}

/// Appends within the reserved room and answers where the item is.
#[inline]
fn put<T>(list: &mut Vec<T>, item: T) -> *mut T {
    debug_assert!(list.len() < list.capacity());
    let place = list.as_mut_ptr().wrapping_add(list.len());
    list.push(item);
    place
}
