//!

use super::*;

pub struct WS_HEAP {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_HEAP_PROPERTY_ID {
        WS_HEAP_PROPERTY_MAX_SIZE = 0,
        WS_HEAP_PROPERTY_TRIM_SIZE = 1,
        WS_HEAP_PROPERTY_REQUESTED_SIZE = 2,
        WS_HEAP_PROPERTY_ACTUAL_SIZE = 3,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTIES {
    pub properties: *mut WS_HEAP_PROPERTY,
    pub propertyCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTY {
    pub id: WS_HEAP_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}
