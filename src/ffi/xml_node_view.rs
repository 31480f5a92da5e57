//! A node of the engine as C sees it: WS_XML_NODE with everything that it points to.
//!
//! The structures are kept from node to node, so that showing one allocates nothing after a while. Their pointers lead
//! into the reader's stores and into this view, both of which stay as they are until the reader moves.

use crate::abi::*;
use crate::xml::node::{Attribute, Name, Node, NodeKind, NodeRef, Origin, Span, Text};

/// The C form of one node.
pub(super) struct View {
    simple: WS_XML_NODE,
    element: WS_XML_ELEMENT_NODE,
    text: WS_XML_TEXT_NODE,
    comment: WS_XML_COMMENT_NODE,
    attributes: Vec<WS_XML_ATTRIBUTE>,
    attribute_pointers: Vec<*mut WS_XML_ATTRIBUTE>,
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

const NO_STRING: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: core::ptr::null_mut(), dictionary: core::ptr::null_mut(), id: 0 };

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
    /// Makes the C form of a node. It is valid until the next call, and as long as the node's stores are.
    pub(super) fn show(&mut self, node: NodeRef<'_>) -> *const WS_XML_NODE {
        let simple = match node.node.kind {
            NodeKind::Element => return self.show_element(node).cast(),
            NodeKind::Text => {
                self.reserve(node.node);
                self.text.text = self.put_text(node, &node.node.text);
                return (&raw const self.text).cast();
            }
            NodeKind::Comment => {
                self.comment.value = match node.node.text {
                    Text::Utf8(span) => self.string(node, span),
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

    fn show_element(&mut self, node: NodeRef<'_>) -> *const WS_XML_ELEMENT_NODE {
        self.reserve(node.node);
        let Node { name, attributes, is_empty, .. } = node.node;
        let (prefix, local, ns) = self.put_name(node, name);
        for attribute in attributes {
            let Attribute { single_quote, is_xmlns, name, value } = attribute;
            let (prefix, local, ns) = self.put_name(node, name);
            let shown = WS_XML_ATTRIBUTE {
                singleQuote: u8::from(*single_quote),
                isXmlNs: u8::from(*is_xmlns),
                prefix,
                localName: if *is_xmlns { core::ptr::null_mut() } else { local },
                ns,
                value: if *is_xmlns { core::ptr::null_mut() } else { self.put_text(node, value) },
            };
            self.attribute_pointers.push(put(&mut self.attributes, shown));
        }
        self.element = WS_XML_ELEMENT_NODE {
            prefix,
            localName: local,
            ns,
            attributeCount: self.attribute_pointers.len() as ULONG,
            attributes: self.attribute_pointers.as_mut_ptr(),
            isEmpty: BOOL::from(*is_empty),
            ..self.element
        };
        &raw const self.element
    }

    /// Makes room for all that the node needs, so that nothing moves once it is pointed to.
    fn reserve(&mut self, node: &Node) {
        self.attributes.clear();
        self.attribute_pointers.clear();
        self.strings.clear();
        self.texts.clear();
        self.items.clear();
        let mut need = Need::default();
        if node.kind == NodeKind::Element {
            need.strings = 3 * (1 + node.attributes.len());
            for attribute in &node.attributes {
                need.count(&attribute.value);
            }
            self.attributes.reserve(node.attributes.len());
            self.attribute_pointers.reserve(node.attributes.len());
        } else {
            need.count(&node.text);
        }
        self.strings.reserve(need.strings);
        self.texts.reserve(need.texts);
        self.items.reserve(need.items);
    }

    #[inline]
    fn string(&self, node: NodeRef<'_>, span: Span) -> WS_XML_STRING {
        let bytes = node.get(span);
        let dictionary = match span.origin {
            Origin::Inline => core::ptr::null_mut(),
            Origin::StaticDictionary => self.dictionaries[0],
            Origin::DynamicDictionary => self.dictionaries[1],
        };
        WS_XML_STRING { length: bytes.len() as ULONG, bytes: bytes.as_ptr().cast_mut(), dictionary, id: span.id }
    }

    #[inline]
    fn put_name(
        &mut self,
        node: NodeRef<'_>,
        name: &Name,
    ) -> (*mut WS_XML_STRING, *mut WS_XML_STRING, *mut WS_XML_STRING) {
        let prefix = self.string(node, name.prefix);
        let local = self.string(node, name.local);
        let ns = self.string(node, name.ns);
        (put(&mut self.strings, prefix), put(&mut self.strings, local), put(&mut self.strings, ns))
    }

    fn put_text(&mut self, node: NodeRef<'_>, text: &Text) -> *mut WS_XML_TEXT {
        let of = |text_type| WS_XML_TEXT { textType: text_type };
        let cell = match text {
            Text::Utf8(span) => {
                TextCell { utf8: WS_XML_UTF8_TEXT { text: of(WS_XML_TEXT_TYPE_UTF8), value: self.string(node, *span) } }
            }
            Text::Utf16(span) => {
                let bytes = node.get(*span);
                let (text, byteCount) = (of(WS_XML_TEXT_TYPE_UTF16), bytes.len() as ULONG);
                TextCell { utf16: WS_XML_UTF16_TEXT { text, bytes: bytes.as_ptr().cast_mut(), byteCount } }
            }
            Text::Base64(span) => {
                let bytes = node.get(*span);
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
                let (prefix, localName, ns) = self.put_name(node, name);
                TextCell { qname: WS_XML_QNAME_TEXT { text: of(WS_XML_TEXT_TYPE_QNAME), prefix, localName, ns } }
            }
            Text::List(list) => {
                let start = self.items.len();
                // The items' places are taken before an item that is a list takes its own.
                self.items.extend(list.iter().map(|_| core::ptr::null_mut::<WS_XML_TEXT>()));
                for (index, item) in list.iter().enumerate() {
                    let shown = self.put_text(node, item);
                    if let Some(place) = self.items.get_mut(start + index) {
                        *place = shown;
                    }
                }
                let items = self.items.as_mut_ptr().wrapping_add(start);
                let itemCount = list.len() as ULONG;
                TextCell { list: WS_XML_LIST_TEXT { text: of(WS_XML_TEXT_TYPE_LIST), itemCount, items } }
            }
        };
        put(&mut self.texts, cell).cast()
    }

    /// Remembers a namespace that is lent to the caller.
    pub(super) fn show_namespace(&mut self, uri: &[u8]) -> *const WS_XML_STRING {
        self.namespace = WS_XML_STRING { length: uri.len() as ULONG, bytes: uri.as_ptr().cast_mut(), ..NO_STRING };
        &raw const self.namespace
    }
}

/// How many cells of each kind a text takes.
#[derive(Default)]
struct Need {
    strings: usize,
    texts: usize,
    items: usize,
}

impl Need {
    fn count(&mut self, text: &Text) {
        self.texts += 1;
        match text {
            Text::QName(_) => self.strings += 3,
            Text::List(items) => {
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
