//! XML documents as sequences of nodes, independent of any encoding, and the XML buffer that keeps such nodes in
//! memory, where readers and writers can move about in them.

use super::*;

/// XML kept in memory. WsCreateXmlBuffer makes an empty one on a WS_HEAP; WsReadXmlBuffer and WsReadXmlBufferFromBytes
/// make filled ones. WsSetInputToBuffer puts a reader at its start; WsSetOutputToBuffer puts a writer at its end, and
/// the writer inserts before the node it stands on. There is no function that frees a buffer: its memory goes when its
/// heap is reset or freed, and readers, writers and positions that refer to it must not be used after that. Single
/// threaded: one operation at a time, and readers and writers set to the buffer count as using it. Sources: XML Buffer
/// and Thread Safety pages.
pub struct WS_XML_BUFFER {
    _private: [u8; 0],
}

ws_enum! {
    /// Where WsMoveReader and WsMoveWriter go. They work only on a reader or writer that is set to a WS_XML_BUFFER, and
    /// not while canonicalization is on (WS_E_INVALID_OPERATION). When there is no such node the position does not
    /// change: with a non-NULL found parameter the call succeeds and stores FALSE there, with NULL it fails with
    /// WS_E_INVALID_FORMAT. Sources: WS_MOVE_TO and WsMoveReader pages.
    pub enum WS_MOVE_TO {
        /// The topmost element of the document.
        WS_MOVE_TO_ROOT_ELEMENT = 0,
        /// The next element with the same parent; text and comments are passed over.
        WS_MOVE_TO_NEXT_ELEMENT = 1,
        /// The previous element with the same parent; text and comments are passed over.
        WS_MOVE_TO_PREVIOUS_ELEMENT = 2,
        /// The first element directly below the current node; text and comments are passed over.
        WS_MOVE_TO_CHILD_ELEMENT = 3,
        /// From an element to its end element. From any other node there is no move.
        WS_MOVE_TO_END_ELEMENT = 4,
        /// The element that contains the current node; an end element counts as the last child of its element. From the
        /// root element this goes to the WS_XML_NODE_TYPE_BOF node, and from there nowhere.
        WS_MOVE_TO_PARENT_ELEMENT = 5,
        /// The next sibling of any type. From an end element there is no move.
        WS_MOVE_TO_NEXT_NODE = 6,
        /// The previous sibling of any type. From the first child of an element there is no move.
        WS_MOVE_TO_PREVIOUS_NODE = 7,
        /// The first child of the current node's parent.
        WS_MOVE_TO_FIRST_NODE = 8,
        /// The position before the first node of the document (WS_XML_NODE_TYPE_BOF).
        WS_MOVE_TO_BOF = 9,
        /// The position after the last node of the document (WS_XML_NODE_TYPE_EOF).
        WS_MOVE_TO_EOF = 10,
        /// The first child of any type.
        WS_MOVE_TO_CHILD_NODE = 11,
    }
}

ws_enum! {
    /// Ids of XML buffer properties. The API defines none: pass NULL and 0 for the properties of WsCreateXmlBuffer. Any
    /// id gives E_INVALIDARG.
    pub enum WS_XML_BUFFER_PROPERTY_ID {
        /// Not a property. It is here because C has no enum without enumerators.
        WSX_XML_BUFFER_PROPERTY_ID_RESERVED = 0,
    }
}

ws_enum! {
    /// Says which structure a WS_XML_NODE is the start of; a type without a structure of its own is a bare WS_XML_NODE.
    /// A document is BOF, one element with whitespace and comments allowed around it, EOF. An element is ELEMENT, then
    /// any number of elements, TEXT, COMMENT and CDATA sections, then END_ELEMENT, which also follows an element in its
    /// empty form. A CDATA section is CDATA, any number of TEXT, END_CDATA. With the allow fragment property, text and
    /// several elements may stand at the top level.
    pub enum WS_XML_NODE_TYPE {
        /// A start tag with its attributes: WS_XML_ELEMENT_NODE.
        WS_XML_NODE_TYPE_ELEMENT = 1,
        /// Content of an element, an attribute or a CDATA section: WS_XML_TEXT_NODE. Neighbouring characters may come
        /// as several nodes.
        WS_XML_NODE_TYPE_TEXT = 2,
        /// The end of an element. No further data.
        WS_XML_NODE_TYPE_END_ELEMENT = 3,
        /// A comment: WS_XML_COMMENT_NODE.
        WS_XML_NODE_TYPE_COMMENT = 4,
        /// The start of a CDATA section; its characters follow as text nodes. No further data.
        WS_XML_NODE_TYPE_CDATA = 6,
        /// The end of a CDATA section. No further data.
        WS_XML_NODE_TYPE_END_CDATA = 7,
        /// The position after the last node of the input. No further data.
        WS_XML_NODE_TYPE_EOF = 8,
        /// The position before the first node of the input, where every reader starts. No further data.
        WS_XML_NODE_TYPE_BOF = 9,
    }
}

/// An attribute or namespace declaration of an element. For an element a:order with xmlns:a set to urn:x and id set to
/// 5, the first attribute has isXmlNs TRUE, prefix a and ns urn:x; the second has an empty prefix, localName id, an
/// empty ns and a value that stands for 5.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ATTRIBUTE {
    /// Not 0 when the value is enclosed in single quotes, 0 for double quotes.
    pub singleQuote: BYTE,
    /// Not 0 for a namespace declaration (xmlns).
    pub isXmlNs: BYTE,
    /// The attribute's prefix; of a declaration, the prefix that it declares. Length 0 for none, and for the
    /// declaration of the default namespace.
    pub prefix: *mut WS_XML_STRING,
    /// The name after the prefix. Not used, and NULL, in a declaration.
    pub localName: *mut WS_XML_STRING,
    /// The attribute's namespace, length 0 for none; of a declaration, the namespace URI that it declares.
    pub ns: *mut WS_XML_STRING,
    /// The attribute's value. Not used, and NULL, in a declaration.
    pub value: *mut WS_XML_TEXT,
}

/// One property for WsCreateXmlBuffer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BUFFER_PROPERTY {
    /// Which property.
    pub id: WS_XML_BUFFER_PROPERTY_ID,
    /// The value; its type depends on id. It is copied.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// A comment.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_COMMENT_NODE {
    /// Base; nodeType is WS_XML_NODE_TYPE_COMMENT.
    pub node: WS_XML_NODE,
    /// The characters between the comment marks.
    pub value: WS_XML_STRING,
}

/// The start of an element, with its attributes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ELEMENT_NODE {
    /// Base; nodeType is WS_XML_NODE_TYPE_ELEMENT.
    pub node: WS_XML_NODE,
    /// The element's prefix; a string of length 0 when it has none.
    pub prefix: *mut WS_XML_STRING,
    /// The name after the prefix.
    pub localName: *mut WS_XML_STRING,
    /// The namespace that the prefix stands for at this element; length 0 for none.
    pub ns: *mut WS_XML_STRING,
    /// Number of attributes, namespace declarations included.
    pub attributeCount: ULONG,
    /// Pointers to the attributes. Do not rely on their order.
    pub attributes: *mut *mut WS_XML_ATTRIBUTE,
    /// TRUE for an element in the empty form, one tag for start and end. An end element node follows it all the same.
    /// The binary encoding has no such form.
    pub isEmpty: BOOL,
}

/// Common start of the node structures. WsGetReaderNode returns the current one: look at nodeType, then cast the
/// pointer. A node that a reader returned belongs to the reader, must not be changed, and is valid until the reader
/// moves. WsWriteNode writes one that the caller made. Source: WsGetReaderNode page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE {
    /// Which structure this is.
    pub nodeType: WS_XML_NODE_TYPE,
}

/// A place in an XML buffer, got from WsGetReaderPosition or WsGetWriterPosition and used with WsSetReaderPosition,
/// WsSetWriterPosition and WsRemoveNode. It is good for as long as its buffer exists; afterwards its use is undefined.
/// Once WsRemoveNode has taken away the node, or one that contains it, every operation that needs the position fails.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE_POSITION {
    /// The buffer that the position is in.
    pub buffer: *mut WS_XML_BUFFER,
    /// Internal reference to the node; do not inspect or change it.
    pub node: *mut c_void,
}

/// Character content.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT_NODE {
    /// Base; nodeType is WS_XML_NODE_TYPE_TEXT.
    pub node: WS_XML_NODE,
    /// The content, of any WS_XML_TEXT type.
    pub text: *mut WS_XML_TEXT,
}
