//!

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CHANNEL_CALLBACKS {
    pub createChannelCallback: WS_CREATE_CHANNEL_CALLBACK,
    pub freeChannelCallback: WS_FREE_CHANNEL_CALLBACK,
    pub resetChannelCallback: WS_RESET_CHANNEL_CALLBACK,
    pub openChannelCallback: WS_OPEN_CHANNEL_CALLBACK,
    pub closeChannelCallback: WS_CLOSE_CHANNEL_CALLBACK,
    pub abortChannelCallback: WS_ABORT_CHANNEL_CALLBACK,
    pub getChannelPropertyCallback: WS_GET_CHANNEL_PROPERTY_CALLBACK,
    pub setChannelPropertyCallback: WS_SET_CHANNEL_PROPERTY_CALLBACK,
    pub writeMessageStartCallback: WS_WRITE_MESSAGE_START_CALLBACK,
    pub writeMessageEndCallback: WS_WRITE_MESSAGE_END_CALLBACK,
    pub readMessageStartCallback: WS_READ_MESSAGE_START_CALLBACK,
    pub readMessageEndCallback: WS_READ_MESSAGE_END_CALLBACK,
    pub abandonMessageCallback: WS_ABANDON_MESSAGE_CALLBACK,
    pub shutdownSessionChannelCallback: WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_LISTENER_CALLBACKS {
    pub createListenerCallback: WS_CREATE_LISTENER_CALLBACK,
    pub freeListenerCallback: WS_FREE_LISTENER_CALLBACK,
    pub resetListenerCallback: WS_RESET_LISTENER_CALLBACK,
    pub openListenerCallback: WS_OPEN_LISTENER_CALLBACK,
    pub closeListenerCallback: WS_CLOSE_LISTENER_CALLBACK,
    pub abortListenerCallback: WS_ABORT_LISTENER_CALLBACK,
    pub getListenerPropertyCallback: WS_GET_LISTENER_PROPERTY_CALLBACK,
    pub setListenerPropertyCallback: WS_SET_LISTENER_PROPERTY_CALLBACK,
    pub createChannelForListenerCallback: WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK,
    pub acceptChannelCallback: WS_ACCEPT_CHANNEL_CALLBACK,
}

pub type WS_ABANDON_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(channelInstance: *mut c_void, message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT,
>;

pub type WS_ABORT_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_ABORT_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CLOSE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CREATE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: WS_CHANNEL_TYPE,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CREATE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: WS_CHANNEL_TYPE,
        listenerParameters: *const c_void,
        listenerParametersSize: ULONG,
        listenerInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_FREE_CHANNEL_CALLBACK = Option<unsafe extern "C" fn(channelInstance: *mut c_void)>;

pub type WS_FREE_LISTENER_CALLBACK = Option<unsafe extern "C" fn(listenerInstance: *mut c_void)>;

pub type WS_GET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: WS_CHANNEL_PROPERTY_ID,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_GET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: WS_LISTENER_PROPERTY_ID,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_OPEN_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        endpointAddress: *const WS_ENDPOINT_ADDRESS,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_OPEN_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        url: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_READ_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_READ_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_RESET_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_RESET_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_SET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: WS_CHANNEL_PROPERTY_ID,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: WS_LISTENER_PROPERTY_ID,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_WRITE_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_WRITE_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
