//!

use super::*;

ws_enum! {
    pub enum WS_VALUE_TYPE {
        WS_BOOL_VALUE_TYPE = 0,
        WS_INT8_VALUE_TYPE = 1,
        WS_INT16_VALUE_TYPE = 2,
        WS_INT32_VALUE_TYPE = 3,
        WS_INT64_VALUE_TYPE = 4,
        WS_UINT8_VALUE_TYPE = 5,
        WS_UINT16_VALUE_TYPE = 6,
        WS_UINT32_VALUE_TYPE = 7,
        WS_UINT64_VALUE_TYPE = 8,
        WS_FLOAT_VALUE_TYPE = 9,
        WS_DOUBLE_VALUE_TYPE = 10,
        WS_DECIMAL_VALUE_TYPE = 11,
        WS_DATETIME_VALUE_TYPE = 12,
        WS_TIMESPAN_VALUE_TYPE = 13,
        WS_GUID_VALUE_TYPE = 14,
        WS_DURATION_VALUE_TYPE = 15,
    }
}

ws_enum! {
    pub enum WS_XML_TEXT_TYPE {
        WS_XML_TEXT_TYPE_UTF8 = 1,
        WS_XML_TEXT_TYPE_UTF16 = 2,
        WS_XML_TEXT_TYPE_BASE64 = 3,
        WS_XML_TEXT_TYPE_BOOL = 4,
        WS_XML_TEXT_TYPE_INT32 = 5,
        WS_XML_TEXT_TYPE_INT64 = 6,
        WS_XML_TEXT_TYPE_UINT64 = 7,
        WS_XML_TEXT_TYPE_FLOAT = 8,
        WS_XML_TEXT_TYPE_DOUBLE = 9,
        WS_XML_TEXT_TYPE_DECIMAL = 10,
        WS_XML_TEXT_TYPE_GUID = 11,
        WS_XML_TEXT_TYPE_UNIQUE_ID = 12,
        WS_XML_TEXT_TYPE_DATETIME = 13,
        WS_XML_TEXT_TYPE_TIMESPAN = 14,
        WS_XML_TEXT_TYPE_QNAME = 15,
        WS_XML_TEXT_TYPE_LIST = 16,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BASE64_TEXT {
    pub text: WS_XML_TEXT,
    pub bytes: *mut BYTE,
    pub length: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BOOL_TEXT {
    pub text: WS_XML_TEXT,
    pub value: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DATETIME_TEXT {
    pub text: WS_XML_TEXT,
    pub value: WS_DATETIME,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DECIMAL_TEXT {
    pub text: WS_XML_TEXT,
    pub value: DECIMAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DOUBLE_TEXT {
    pub text: WS_XML_TEXT,
    pub value: f64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_FLOAT_TEXT {
    pub text: WS_XML_TEXT,
    pub value: f32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_GUID_TEXT {
    pub text: WS_XML_TEXT,
    pub value: GUID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT32_TEXT {
    pub text: WS_XML_TEXT,
    pub value: INT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT64_TEXT {
    pub text: WS_XML_TEXT,
    pub value: LONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_LIST_TEXT {
    pub text: WS_XML_TEXT,
    pub itemCount: ULONG,
    pub items: *mut *mut WS_XML_TEXT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_TEXT {
    pub text: WS_XML_TEXT,
    pub prefix: *mut WS_XML_STRING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT {
    pub textType: WS_XML_TEXT_TYPE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TIMESPAN_TEXT {
    pub text: WS_XML_TEXT,
    pub value: WS_TIMESPAN,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UINT64_TEXT {
    pub text: WS_XML_TEXT,
    pub value: ULONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UNIQUE_ID_TEXT {
    pub text: WS_XML_TEXT,
    pub value: GUID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF16_TEXT {
    pub text: WS_XML_TEXT,
    pub bytes: *mut BYTE,
    pub byteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF8_TEXT {
    pub text: WS_XML_TEXT,
    pub value: WS_XML_STRING,
}
