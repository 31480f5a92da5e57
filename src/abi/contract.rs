//! Contracts of the service model: which operations a service has, which messages they exchange, and how message fields
//! become C parameters. wsutil generates all of it from WSDL, as constant data that proxies and hosts share. Also the
//! callbacks with which an operation learns that it is cancelled.

use super::*;

/// Option of WS_OPERATION_DESCRIPTION: the element in the message body may be nil (xsi:nil="true"). The message must
/// then be one parameter, with WS_PARAMETER_TYPE_MESSAGES, and nil is shown the way its WS_TYPE has for it. Not with
/// WS_RPC_LITERAL_OPERATION.
pub const WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT: ULONG = 1;

ws_enum! {
    /// How the body of an operation's messages is laid out, as the WSDL binding says.
    pub enum WS_OPERATION_STYLE {
        /// Document/literal, or an encoded style, whose body is passed as an opaque WS_XML_BUFFER.
        WS_NON_RPC_LITERAL_OPERATION = 0,
        /// RPC/literal: the body is a wrapper element with one child per message part.
        WS_RPC_LITERAL_OPERATION = 1,
    }
}

ws_enum! {
    /// What one parameter of an operation is.
    pub enum WS_PARAMETER_TYPE {
        /// A single value: one field of the message.
        WS_PARAMETER_TYPE_NORMAL = 0,
        /// The items of a repeating field.
        WS_PARAMETER_TYPE_ARRAY = 1,
        /// The number of items of a repeating field, a ULONG.
        WS_PARAMETER_TYPE_ARRAY_COUNT = 2,
        /// The whole body element of the message rather than one of its fields.
        WS_PARAMETER_TYPE_MESSAGES = 3,
    }
}

ws_enum! {
    /// Why a service operation or callback is cancelled.
    pub enum WS_SERVICE_CANCEL_REASON {
        /// The host is being aborted, by WsAbortServiceHost or because closing took too long.
        WS_SERVICE_HOST_ABORT = 0,
        /// The channel of the call faulted, as when the client closes the connection early.
        WS_SERVICE_CHANNEL_FAULTED = 1,
    }
}

/// The operations of a service; one wsdl:portType. Must stay valid for as long as a host uses it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CONTRACT_DESCRIPTION {
    /// Number of operations in the array.
    pub operationCount: ULONG,
    /// Array of pointers to the operations.
    pub operations: *mut *mut WS_OPERATION_DESCRIPTION,
}

/// One operation; one wsdl:operation. Both WsCall and a service host work from it. The actions in the two message
/// descriptions tell which operation a message belongs to. Source: WS_OPERATION_DESCRIPTION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPERATION_DESCRIPTION {
    /// Version of this structure: 1.
    pub versionInfo: ULONG,
    /// The request: its action and body element.
    pub inputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    /// The reply: its action and body element. NULL for a one-way operation.
    pub outputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    /// WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT or 0, for the request.
    pub inputMessageOptions: ULONG,
    /// WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT or 0, for the reply; 0 if there is none.
    pub outputMessageOptions: ULONG,
    /// Number of parameters between the fixed first and last ones of the C function.
    pub parameterCount: USHORT,
    /// Array of the parameters, in the order of the C function.
    pub parameterDescription: *mut WS_PARAMETER_DESCRIPTION,
    /// The generated function that calls the application's function on the service side; NULL on the client side.
    pub stubCallback: WS_SERVICE_STUB_CALLBACK,
    /// Layout of the message bodies.
    pub style: WS_OPERATION_STYLE,
}

/// Ties a parameter of an operation to fields of its messages. A parameter with both indices is passed in and out.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PARAMETER_DESCRIPTION {
    /// What the parameter is.
    pub parameterType: WS_PARAMETER_TYPE,
    /// Index into the fields of the request's body structure, 0 to 32766; 65535 if the request does not have it.
    pub inputMessageIndex: USHORT,
    /// Index into the fields of the reply's body structure, 0 to 32766; 65535 if the reply does not have it.
    pub outputMessageIndex: USHORT,
}

/// Tells a service operation or callback of a host that it should end early; registered with
/// WsRegisterOperationForCancel, once per call. reason says why and state is what was registered with it. Called at
/// most once per call, in general on another thread than that of the operation, and possibly before
/// WsRegisterOperationForCancel has returned or inside it. It only passes the word, such as by setting an event: the
/// operation is over when it completes, synchronously or not, and the host waits for that.
pub type WS_OPERATION_CANCEL_CALLBACK =
    Option<unsafe extern "C" fn(reason: WS_SERVICE_CANCEL_REASON, state: *mut c_void)>;

/// Frees the state that was registered with WsRegisterOperationForCancel; called once, when the call is complete,
/// whether it was cancelled or not. state is the pointer that was registered.
pub type WS_OPERATION_FREE_STATE_CALLBACK = Option<unsafe extern "C" fn(state: *mut c_void)>;

/// Calls the application's function for one operation. wsutil generates one per operation; applications need not write
/// their own. context is the call's context, frame a structure with one member per parameter, in the order of the
/// WS_OPERATION_DESCRIPTION, and callback the function from the method table of the WS_SERVICE_CONTRACT. asyncContext
/// is NULL if the call must complete before the stub returns. error takes texts and a fault and may be NULL.
///
/// Returns what the application's function returns. S_OK, or another success, sends the reply. WS_S_ASYNC, only with an
/// asyncContext, means that the result follows through its callback. WS_S_END is success after which no more messages
/// are expected from the client. A failure sends a fault, the one in error if there is one, otherwise one whose detail
/// depends on WS_SERVICE_PROPERTY_FAULT_DISCLOSURE. Memory for out parameters comes from
/// WS_OPERATION_CONTEXT_PROPERTY_HEAP.
pub type WS_SERVICE_STUB_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        frame: *mut c_void,
        callback: *const c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
