//!

use super::*;

pub struct WS_XML_READER {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_CHARSET {
        WS_CHARSET_AUTO = 0,
        WS_CHARSET_UTF8 = 1,
        WS_CHARSET_UTF16LE = 2,
        WS_CHARSET_UTF16BE = 3,
    }
}

ws_enum! {
    pub enum WS_XML_READER_ENCODING_TYPE {
        WS_XML_READER_ENCODING_TYPE_TEXT = 1,
        WS_XML_READER_ENCODING_TYPE_BINARY = 2,
        WS_XML_READER_ENCODING_TYPE_MTOM = 3,
        WS_XML_READER_ENCODING_TYPE_RAW = 4,
    }
}

ws_enum! {
    pub enum WS_XML_READER_INPUT_TYPE {
        WS_XML_READER_INPUT_TYPE_BUFFER = 1,
        WS_XML_READER_INPUT_TYPE_STREAM = 2,
    }
}

ws_enum! {
    pub enum WS_XML_READER_PROPERTY_ID {
        WS_XML_READER_PROPERTY_MAX_DEPTH = 0,
        WS_XML_READER_PROPERTY_ALLOW_FRAGMENT = 1,
        WS_XML_READER_PROPERTY_MAX_ATTRIBUTES = 2,
        WS_XML_READER_PROPERTY_READ_DECLARATION = 3,
        WS_XML_READER_PROPERTY_CHARSET = 4,
        WS_XML_READER_PROPERTY_ROW = 5,
        WS_XML_READER_PROPERTY_COLUMN = 6,
        WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE = 7,
        WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE = 8,
        WS_XML_READER_PROPERTY_IN_ATTRIBUTE = 9,
        WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE = 10,
        WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE = 11,
        WS_XML_READER_PROPERTY_MAX_MIME_PARTS = 12,
        WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
        WS_XML_READER_PROPERTY_MAX_NAMESPACES = 14,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_BINARY_ENCODING {
    pub encoding: WS_XML_READER_ENCODING,
    pub staticDictionary: *mut WS_XML_DICTIONARY,
    pub dynamicDictionary: *mut WS_XML_DICTIONARY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_BUFFER_INPUT {
    pub input: WS_XML_READER_INPUT,
    pub encodedData: *mut c_void,
    pub encodedDataSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_ENCODING {
    pub encodingType: WS_XML_READER_ENCODING_TYPE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_INPUT {
    pub inputType: WS_XML_READER_INPUT_TYPE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_MTOM_ENCODING {
    pub encoding: WS_XML_READER_ENCODING,
    pub textEncoding: *mut WS_XML_READER_ENCODING,
    pub readMimeHeader: BOOL,
    pub startInfo: WS_STRING,
    pub boundary: WS_STRING,
    pub startUri: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_PROPERTIES {
    pub properties: *mut WS_XML_READER_PROPERTY,
    pub propertyCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_PROPERTY {
    pub id: WS_XML_READER_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_RAW_ENCODING {
    pub encoding: WS_XML_READER_ENCODING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_STREAM_INPUT {
    pub input: WS_XML_READER_INPUT,
    pub readCallback: WS_READ_CALLBACK,
    pub readCallbackState: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_TEXT_ENCODING {
    pub encoding: WS_XML_READER_ENCODING,
    pub charSet: WS_CHARSET,
}

pub type WS_READ_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        bytes: *mut c_void,
        maxSize: ULONG,
        actualSize: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
