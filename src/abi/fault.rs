//!

use super::*;

ws_enum! {
    pub enum WS_EXCEPTION_CODE {
        WS_EXCEPTION_CODE_USAGE_FAILURE = -1069744128,
        WS_EXCEPTION_CODE_INTERNAL_FAILURE = -1069744127,
    }
}

ws_enum! {
    pub enum WS_FAULT_DISCLOSURE {
        WS_MINIMAL_FAULT_DISCLOSURE = 0,
        WS_FULL_FAULT_DISCLOSURE = 1,
    }
}

ws_enum! {
    pub enum WS_FAULT_ERROR_PROPERTY_ID {
        WS_FAULT_ERROR_PROPERTY_FAULT = 0,
        WS_FAULT_ERROR_PROPERTY_ACTION = 1,
        WS_FAULT_ERROR_PROPERTY_HEADER = 2,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT {
    pub code: *mut WS_FAULT_CODE,
    pub reasons: *mut WS_FAULT_REASON,
    pub reasonCount: ULONG,
    pub actor: WS_STRING,
    pub node: WS_STRING,
    pub detail: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_CODE {
    pub value: WS_XML_QNAME,
    pub subCode: *mut WS_FAULT_CODE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DETAIL_DESCRIPTION {
    pub action: *mut WS_XML_STRING,
    pub detailElementDescription: *mut WS_ELEMENT_DESCRIPTION,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_REASON {
    pub text: WS_STRING,
    pub lang: WS_STRING,
}
