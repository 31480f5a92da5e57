//!

use super::*;

pub struct WS_SERVICE_PROXY {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_CALL_PROPERTY_ID {
        WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND = 0,
        WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT = 1,
        WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT = 2,
        WS_CALL_PROPERTY_CALL_ID = 3,
    }
}

ws_enum! {
    pub enum WS_PROXY_PROPERTY_ID {
        WS_PROXY_PROPERTY_CALL_TIMEOUT = 0,
        WS_PROXY_PROPERTY_MESSAGE_PROPERTIES = 1,
        WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE = 2,
        WS_PROXY_PROPERTY_STATE = 3,
        WS_PROXY_PROPERTY_MAX_PENDING_CALLS = 4,
        WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT = 5,
        WS_PROXY_FAULT_LANG_ID = 6,
    }
}

ws_enum! {
    pub enum WS_SERVICE_PROXY_STATE {
        WS_SERVICE_PROXY_STATE_CREATED = 0,
        WS_SERVICE_PROXY_STATE_OPENING = 1,
        WS_SERVICE_PROXY_STATE_OPEN = 2,
        WS_SERVICE_PROXY_STATE_CLOSING = 3,
        WS_SERVICE_PROXY_STATE_CLOSED = 4,
        WS_SERVICE_PROXY_STATE_FAULTED = 5,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CALL_PROPERTY {
    pub id: WS_CALL_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PROXY_MESSAGE_CALLBACK_CONTEXT {
    pub callback: WS_PROXY_MESSAGE_CALLBACK,
    pub state: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PROXY_PROPERTY {
    pub id: WS_PROXY_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

pub type WS_PROXY_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(
        message: *mut WS_MESSAGE,
        heap: *mut WS_HEAP,
        state: *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
