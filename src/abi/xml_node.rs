//!

use super::*;

pub struct WS_XML_BUFFER {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_MOVE_TO {
        WS_MOVE_TO_ROOT_ELEMENT = 0,
        WS_MOVE_TO_NEXT_ELEMENT = 1,
        WS_MOVE_TO_PREVIOUS_ELEMENT = 2,
        WS_MOVE_TO_CHILD_ELEMENT = 3,
        WS_MOVE_TO_END_ELEMENT = 4,
        WS_MOVE_TO_PARENT_ELEMENT = 5,
        WS_MOVE_TO_NEXT_NODE = 6,
        WS_MOVE_TO_PREVIOUS_NODE = 7,
        WS_MOVE_TO_FIRST_NODE = 8,
        WS_MOVE_TO_BOF = 9,
        WS_MOVE_TO_EOF = 10,
        WS_MOVE_TO_CHILD_NODE = 11,
    }
}

ws_enum! {
    pub enum WS_XML_BUFFER_PROPERTY_ID {
        WSX_XML_BUFFER_PROPERTY_ID_RESERVED = 0,
    }
}

ws_enum! {
    pub enum WS_XML_NODE_TYPE {
        WS_XML_NODE_TYPE_ELEMENT = 1,
        WS_XML_NODE_TYPE_TEXT = 2,
        WS_XML_NODE_TYPE_END_ELEMENT = 3,
        WS_XML_NODE_TYPE_COMMENT = 4,
        WS_XML_NODE_TYPE_CDATA = 6,
        WS_XML_NODE_TYPE_END_CDATA = 7,
        WS_XML_NODE_TYPE_EOF = 8,
        WS_XML_NODE_TYPE_BOF = 9,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ATTRIBUTE {
    pub singleQuote: BYTE,
    pub isXmlNs: BYTE,
    pub prefix: *mut WS_XML_STRING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
    pub value: *mut WS_XML_TEXT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BUFFER_PROPERTY {
    pub id: WS_XML_BUFFER_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_COMMENT_NODE {
    pub node: WS_XML_NODE,
    pub value: WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ELEMENT_NODE {
    pub node: WS_XML_NODE,
    pub prefix: *mut WS_XML_STRING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
    pub attributeCount: ULONG,
    pub attributes: *mut *mut WS_XML_ATTRIBUTE,
    pub isEmpty: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE {
    pub nodeType: WS_XML_NODE_TYPE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE_POSITION {
    pub buffer: *mut WS_XML_BUFFER,
    pub node: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT_NODE {
    pub node: WS_XML_NODE,
    pub text: *mut WS_XML_TEXT,
}
