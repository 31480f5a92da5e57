//! Custom channels and listeners (WS_CUSTOM_CHANNEL_BINDING): the callbacks by which an application implements a
//! transport, or a layer over one, behind the ordinary channel and listener functions.

use super::*;

/// The implementation of a custom channel. Value of WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, for WsCreateChannel
/// and WsCreateChannelForListener. Each callback stands behind the function of the same name and has to keep that
/// function's contract. It also has to check its parameters and whether the state of the channel allows the operation;
/// the library does not do that for it.
///
/// Callbacks run on the thread that calls the function. Channels are free threaded, so callbacks may run at the same
/// time, abort during any other. Those with an asyncContext run synchronously if it is NULL; otherwise they may return
/// WS_S_ASYNC and complete later through the callback in it, which must not be invoked on the same thread before they
/// have returned.
///
/// Source: WS_CUSTOM_CHANNEL_CALLBACKS page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CHANNEL_CALLBACKS {
    /// Behind WsCreateChannel.
    pub createChannelCallback: WS_CREATE_CHANNEL_CALLBACK,
    /// Behind WsFreeChannel.
    pub freeChannelCallback: WS_FREE_CHANNEL_CALLBACK,
    /// Behind WsResetChannel.
    pub resetChannelCallback: WS_RESET_CHANNEL_CALLBACK,
    /// Behind WsOpenChannel.
    pub openChannelCallback: WS_OPEN_CHANNEL_CALLBACK,
    /// Behind WsCloseChannel.
    pub closeChannelCallback: WS_CLOSE_CHANNEL_CALLBACK,
    /// Behind WsAbortChannel.
    pub abortChannelCallback: WS_ABORT_CHANNEL_CALLBACK,
    /// Behind WsGetChannelProperty.
    pub getChannelPropertyCallback: WS_GET_CHANNEL_PROPERTY_CALLBACK,
    /// Behind WsSetChannelProperty.
    pub setChannelPropertyCallback: WS_SET_CHANNEL_PROPERTY_CALLBACK,
    /// Behind WsWriteMessageStart.
    pub writeMessageStartCallback: WS_WRITE_MESSAGE_START_CALLBACK,
    /// Behind WsWriteMessageEnd.
    pub writeMessageEndCallback: WS_WRITE_MESSAGE_END_CALLBACK,
    /// Behind WsReadMessageStart.
    pub readMessageStartCallback: WS_READ_MESSAGE_START_CALLBACK,
    /// Behind WsReadMessageEnd.
    pub readMessageEndCallback: WS_READ_MESSAGE_END_CALLBACK,
    /// Behind WsAbandonMessage.
    pub abandonMessageCallback: WS_ABANDON_MESSAGE_CALLBACK,
    /// Behind WsShutdownSessionChannel.
    pub shutdownSessionChannelCallback: WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK,
}

/// The implementation of a custom listener. Value of WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, for
/// WsCreateListener. The rules are those of WS_CUSTOM_CHANNEL_CALLBACKS, with the state of the listener in place of the
/// channel's.
///
/// Source: WS_CUSTOM_LISTENER_CALLBACKS page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_LISTENER_CALLBACKS {
    /// Behind WsCreateListener.
    pub createListenerCallback: WS_CREATE_LISTENER_CALLBACK,
    /// Behind WsFreeListener.
    pub freeListenerCallback: WS_FREE_LISTENER_CALLBACK,
    /// Behind WsResetListener.
    pub resetListenerCallback: WS_RESET_LISTENER_CALLBACK,
    /// Behind WsOpenListener.
    pub openListenerCallback: WS_OPEN_LISTENER_CALLBACK,
    /// Behind WsCloseListener.
    pub closeListenerCallback: WS_CLOSE_LISTENER_CALLBACK,
    /// Behind WsAbortListener.
    pub abortListenerCallback: WS_ABORT_LISTENER_CALLBACK,
    /// Behind WsGetListenerProperty.
    pub getListenerPropertyCallback: WS_GET_LISTENER_PROPERTY_CALLBACK,
    /// Behind WsSetListenerProperty.
    pub setListenerPropertyCallback: WS_SET_LISTENER_PROPERTY_CALLBACK,
    /// Behind WsCreateChannelForListener.
    pub createChannelForListenerCallback: WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK,
    /// Behind WsAcceptChannel.
    pub acceptChannelCallback: WS_ACCEPT_CHANNEL_CALLBACK,
}

/// Gives up the message that is being read or written, so that the next one can follow. It performs no blocking I/O:
/// the unread rest of a streamed message is skipped at the next read or close.
///
/// channelInstance is what the create callback returned. message is the one given to WsReadMessageStart or
/// WsWriteMessageStart. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG if message is not being read or written on this channel, or WS_E_INVALID_OPERATION if the
/// channel is neither open nor faulted; it must not fail for lack of resources.
pub type WS_ABANDON_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(channelInstance: *mut c_void, message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT,
>;

/// Cancels all pending I/O of the channel, without waiting for its completion, and faults the channel if it is open.
/// Allowed in every state and during any other operation; returns S_OK and must not fail for lack of resources.
///
/// channelInstance is what the create callback returned. error may be NULL.
pub type WS_ABORT_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// Cancels all pending I/O of the listener, without waiting for its completion, and faults the listener if it is open.
/// Allowed in every state and during any other operation; returns S_OK and must not fail for lack of resources.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. error may be NULL.
pub type WS_ABORT_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// Waits for the next client and connects the channel to it. The listener must be open, the channel newly created or
/// reset.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. channelInstance is what
/// WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK returned. asyncContext is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OBJECT_FAULTED at once if the listener is faulted, WS_E_OPERATION_ABORTED if listener
/// or channel were aborted, WS_E_INVALID_OPERATION for a wrong state, or another error of WsAcceptChannel.
pub type WS_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Closes an open or faulted channel: gracefully if no message is being read or written, abruptly otherwise. Pending
/// I/O is waited for. The channel counts as closed even if this fails.
///
/// channelInstance is what the create callback returned. asyncContext is NULL for a synchronous call. error may be
/// NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OPERATION_ABORTED if WsAbortChannel came in between, WS_E_INVALID_OPERATION for a
/// wrong state, or another error of WsCloseChannel.
pub type WS_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Stops listening.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. asyncContext is NULL for a synchronous call. error
/// may be NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OPERATION_ABORTED if WsAbortListener came in between, WS_E_INVALID_OPERATION for a
/// wrong state, WS_E_OPERATION_TIMED_OUT or another error.
pub type WS_CLOSE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Makes the instance of a custom channel for WsCreateChannel.
///
/// channelType is the type asked for. channelParameters and channelParametersSize (in bytes) are the value of
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, NULL and 0 if it was not given; the data is valid during the call.
/// *channelInstance receives the instance, which every other callback of this channel gets and which, after success,
/// WS_FREE_CHANNEL_CALLBACK frees. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for a channel type that is not supported, E_OUTOFMEMORY or another error.
pub type WS_CREATE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: WS_CHANNEL_TYPE,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Makes the instance of a custom channel for WsCreateChannelForListener.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. channelParameters and channelParametersSize (in
/// bytes) are the value of WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS, NULL and 0 if it was not given; the data is
/// valid during the call. *channelInstance receives the instance, which every other callback of this channel gets and
/// which, after success, WS_FREE_CHANNEL_CALLBACK frees. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY or another error.
pub type WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Makes the instance of a custom listener for WsCreateListener.
///
/// channelType is the type of the channels to be accepted. listenerParameters and listenerParametersSize (in bytes) are
/// the value of WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS, NULL and 0 if it was not given; the data is valid
/// during the call. *listenerInstance receives the instance, which every other callback of this listener gets and
/// which, after success, WS_FREE_LISTENER_CALLBACK frees. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, WS_E_QUOTA_EXCEEDED or another error.
pub type WS_CREATE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: WS_CHANNEL_TYPE,
        listenerParameters: *const c_void,
        listenerParametersSize: ULONG,
        listenerInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Frees channelInstance, the channel's instance, for WsFreeChannel. The last call for it; cannot fail.
pub type WS_FREE_CHANNEL_CALLBACK = Option<unsafe extern "C" fn(channelInstance: *mut c_void)>;

/// Frees listenerInstance, the listener's instance, for WsFreeListener. The last call for it; cannot fail.
pub type WS_FREE_LISTENER_CALLBACK = Option<unsafe extern "C" fn(listenerInstance: *mut c_void)>;

/// Reads a property of the channel. Each custom channel must know WS_CHANNEL_PROPERTY_ADDRESSING_VERSION,
/// WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, WS_CHANNEL_PROPERTY_TRANSFER_MODE and WS_CHANNEL_PROPERTY_PROTECTION_LEVEL;
/// others as it likes. A service proxy or host uses it only if WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS reads FALSE, which
/// says that the channel runs without timeouts of its own.
///
/// channelInstance is what the create callback returned. id names the property. value, aligned for its type, has room
/// for valueSize bytes. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that is too small, E_OUTOFMEMORY or another
/// error.
pub type WS_GET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: WS_CHANNEL_PROPERTY_ID,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Reads a property of the listener; which ones exist is up to the implementation.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. id names the property. value, aligned for its type,
/// has room for valueSize bytes. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that is too small, or another error.
pub type WS_GET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: WS_LISTENER_PROPERTY_ID,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Connects the channel to an endpoint; whether that causes I/O is up to the implementation.
///
/// channelInstance is what the create callback returned. endpointAddress is the address. It is valid only until the
/// callback returns, even if that returns WS_S_ASYNC: what is needed later must be copied. asyncContext is NULL for a
/// synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
/// WS_E_INVALID_ENDPOINT_URL and the WS_E_PROXY_ and WS_E_SERVER_ codes belong to them as well.
pub type WS_OPEN_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        endpointAddress: *const WS_ENDPOINT_ADDRESS,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Starts listening.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. url is where; its form and meaning are up to the
/// implementation. asyncContext is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_ADDRESS_IN_USE, WS_E_ADDRESS_NOT_AVAILABLE, WS_E_OPERATION_ABORTED if the listener
/// was aborted before or meanwhile, WS_E_INVALID_OPERATION for a wrong state, WS_E_QUOTA_EXCEEDED,
/// WS_E_OPERATION_TIMED_OUT or another error.
pub type WS_OPEN_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        url: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Reads the end of the current message; the next one can follow.
///
/// channelInstance is what the create callback returned. message is the one given to WsReadMessageStart. asyncContext
/// is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
pub type WS_READ_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Reads the start of the next message, up to its body; afterwards the message is in state WS_MESSAGE_STATE_READING,
/// which WsReadEnvelopeStart brings about.
///
/// channelInstance is what the create callback returned. message, empty, receives it. asyncContext is NULL for a
/// synchronous call. error may be NULL.
///
/// Returns S_OK, WS_S_END if no more messages will come, or WS_S_ASYNC. Errors are those of the channel functions:
/// WS_E_INVALID_OPERATION for a wrong state, WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT,
/// WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT, WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes,
/// E_OUTOFMEMORY, E_INVALIDARG.
pub type WS_READ_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Makes a closed channel fit for another open or accept.
///
/// channelInstance is what the create callback returned. error may be NULL.
///
/// Returns S_OK, or WS_E_INVALID_OPERATION if the channel is neither newly created nor closed; must not fail for lack
/// of resources.
pub type WS_RESET_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// Makes a closed listener fit for another open.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. error may be NULL.
///
/// Returns S_OK, or WS_E_INVALID_OPERATION if the listener is neither newly created nor closed; must not fail for lack
/// of resources.
pub type WS_RESET_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// Changes a property of the channel; which ones exist is up to the implementation.
///
/// channelInstance is what the create callback returned. id names the property. value, aligned for its type, is
/// valueSize bytes and valid during the call. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that does not fit, E_OUTOFMEMORY or another
/// error.
pub type WS_SET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: WS_CHANNEL_PROPERTY_ID,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Changes a property of the listener; which ones exist is up to the implementation.
///
/// listenerInstance is what WS_CREATE_LISTENER_CALLBACK returned. id names the property. value, aligned for its type,
/// is valueSize bytes and valid during the call. error may be NULL.
///
/// Returns S_OK, E_INVALIDARG for an id that is not supported or a size that does not fit, E_OUTOFMEMORY or another
/// error.
pub type WS_SET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: WS_LISTENER_PROPERTY_ID,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Tells the other side that no more messages will be sent in the session; receiving goes on. Later sends, and another
/// shutdown, must fail with WS_E_INVALID_OPERATION. Only for types with a session that can send.
///
/// channelInstance is what the create callback returned. asyncContext is NULL for a synchronous call. error may be
/// NULL.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION if the channel is not open, or another error.
pub type WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Writes the end of the current message, and all of it where output is buffered; the next one can follow.
///
/// channelInstance is what the create callback returned. message is the one given to WsWriteMessageStart. asyncContext
/// is NULL for a synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
pub type WS_WRITE_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Writes the start of a message, up to its body; afterwards the message is in state WS_MESSAGE_STATE_WRITING, which
/// WsWriteEnvelopeStart brings about.
///
/// channelInstance is what the create callback returned. message, initialized, is to be written. asyncContext is NULL
/// for a synchronous call. error may be NULL.
///
/// Returns S_OK or WS_S_ASYNC. Errors are those of the channel functions: WS_E_INVALID_OPERATION for a wrong state,
/// WS_E_OPERATION_ABORTED after an abort, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT,
/// WS_E_ENDPOINT_ codes for failures of the peer, WS_E_SECURITY_ codes, E_OUTOFMEMORY, E_INVALIDARG.
pub type WS_WRITE_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
