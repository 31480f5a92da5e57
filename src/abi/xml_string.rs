//!

use super::*;

ws_enum! {
    pub enum WS_DATETIME_FORMAT {
        WS_DATETIME_FORMAT_UTC = 0,
        WS_DATETIME_FORMAT_LOCAL = 1,
        WS_DATETIME_FORMAT_NONE = 2,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES {
    pub length: ULONG,
    pub bytes: *mut BYTE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DATETIME {
    pub ticks: ULONGLONG,
    pub format: WS_DATETIME_FORMAT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION {
    pub negative: BOOL,
    pub years: ULONG,
    pub months: ULONG,
    pub days: ULONG,
    pub hours: ULONG,
    pub minutes: ULONG,
    pub seconds: ULONG,
    pub milliseconds: ULONG,
    pub ticks: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING {
    pub length: ULONG,
    pub chars: *mut WCHAR,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN {
    pub ticks: LONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNIQUE_ID {
    pub uri: WS_STRING,
    pub guid: GUID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DICTIONARY {
    pub guid: GUID,
    pub strings: *mut WS_XML_STRING,
    pub stringCount: ULONG,
    pub isConst: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME {
    pub localName: WS_XML_STRING,
    pub ns: WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING {
    pub length: ULONG,
    pub bytes: *mut BYTE,
    pub dictionary: *mut WS_XML_DICTIONARY,
    pub id: ULONG,
}
