//!

use super::*;

pub const WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT: ULONG = 1;

ws_enum! {
    pub enum WS_OPERATION_STYLE {
        WS_NON_RPC_LITERAL_OPERATION = 0,
        WS_RPC_LITERAL_OPERATION = 1,
    }
}

ws_enum! {
    pub enum WS_PARAMETER_TYPE {
        WS_PARAMETER_TYPE_NORMAL = 0,
        WS_PARAMETER_TYPE_ARRAY = 1,
        WS_PARAMETER_TYPE_ARRAY_COUNT = 2,
        WS_PARAMETER_TYPE_MESSAGES = 3,
    }
}

ws_enum! {
    pub enum WS_SERVICE_CANCEL_REASON {
        WS_SERVICE_HOST_ABORT = 0,
        WS_SERVICE_CHANNEL_FAULTED = 1,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CONTRACT_DESCRIPTION {
    pub operationCount: ULONG,
    pub operations: *mut *mut WS_OPERATION_DESCRIPTION,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPERATION_DESCRIPTION {
    pub versionInfo: ULONG,
    pub inputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    pub outputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    pub inputMessageOptions: ULONG,
    pub outputMessageOptions: ULONG,
    pub parameterCount: USHORT,
    pub parameterDescription: *mut WS_PARAMETER_DESCRIPTION,
    pub stubCallback: WS_SERVICE_STUB_CALLBACK,
    pub style: WS_OPERATION_STYLE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PARAMETER_DESCRIPTION {
    pub parameterType: WS_PARAMETER_TYPE,
    pub inputMessageIndex: USHORT,
    pub outputMessageIndex: USHORT,
}

pub type WS_OPERATION_CANCEL_CALLBACK =
    Option<unsafe extern "C" fn(reason: WS_SERVICE_CANCEL_REASON, state: *mut c_void)>;

pub type WS_OPERATION_FREE_STATE_CALLBACK = Option<unsafe extern "C" fn(state: *mut c_void)>;

pub type WS_SERVICE_STUB_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        frame: *mut c_void,
        callback: *const c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
