//! Whole messages on a channel: sending and receiving in one call, with the body as a value.

use crate::abi::*;
use crate::channel::content_type;
use crate::ffi::channel;
use crate::ffi::channel_flow::fill_all;
use crate::ffi::channel_message::{
    abandon_message, read_message_end, read_message_start, write_message_end, write_message_start,
};
use crate::ffi::handle;
use crate::ffi::message::{MessageObject, initialize_message};
use crate::ffi::message_body::{read_body, write_body};
use crate::ffi::message_header::check_characters;
use crate::ffi::operation::{current_error, operate};
use crate::ffi::place::{self, Out};
use crate::message::State;
use crate::message::address::new_id;
use crate::message::fault;
use crate::message::fault::known::{self, Versions};
use crate::message::version::{Addressing, Envelope, Header};
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::NodeKind;
use crate::xml::reader::Wanted;
use core::mem::MaybeUninit;

/// The value that a message's body is written from.
#[derive(Clone, Copy)]
struct Value {
    option: WS_WRITE_OPTION,
    value: *const c_void,
    size: ULONG,
}

/// Where the value of a body goes to.
#[derive(Clone, Copy)]
struct Target {
    option: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    size: ULONG,
}

/// Sends a message whose body is one element.
///
/// message: in WS_MESSAGE_STATE_EMPTY, when it is initialised as WS_BLANK_MESSAGE, or in WS_MESSAGE_STATE_INITIALIZED,
/// for instance with headers of its own; it is in WS_MESSAGE_STATE_DONE afterwards. After a failure it has to be reset.
/// messageDescription: the action, which becomes the header unless it is NULL, and the element of the body, which is
/// empty where that is NULL.
/// writeOption, bodyValue, bodyValueSize: as for WsWriteBody.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by
/// pointer has to stay until then.
///
/// Returns what WsWriteMessageStart, WsWriteBody and WsWriteMessageEnd return. After a failure the message has been
/// abandoned. Source: WsSendMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSendMessage(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    messageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    bodyValue: *const c_void,
    bodyValueSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let send =
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { send_message(channel, message, messageDescription, writeOption, bodyValue, bodyValueSize) };
    // SAFETY: as above.
    unsafe { operate(asyncContext, error, send) }
}

/// The work of WsSendMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn send_message(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    messageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    bodyValue: *const c_void,
    bodyValueSize: ULONG,
) -> Result<HRESULT> {
    let value = Value { option: writeOption, value: bodyValue, size: bodyValueSize };
    // SAFETY: passed on.
    unsafe {
        let description = place::required(messageDescription, "messageDescription")?;
        prepare(message, WS_BLANK_MESSAGE, core::ptr::null_mut(), description)?;
        write_whole(channel, message, description, value).await
    }
}

/// Receives a message whose body is one element of several that are expected.
///
/// message: in WS_MESSAGE_STATE_EMPTY; it is in WS_MESSAGE_STATE_DONE afterwards, and its headers can be looked at.
/// messageDescriptions, messageDescriptionCount: what is expected; none of the pointers is NULL. The first that has the
/// action of the message, or none at all, counts.
/// receiveOption: WS_RECEIVE_REQUIRED_MESSAGE makes it an error if there is no message (WS_E_INVALID_FORMAT),
/// WS_RECEIVE_OPTIONAL_MESSAGE the result WS_S_END, when value and index are left alone.
/// readBodyOption, heap, value, valueSize: as for WsReadBody, with the element of the description; where that is NULL
/// the body must be empty, and value is left alone.
/// index: optional; receives the index of the description that was used.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// A fault makes this fail; its details are in the error object.
///
/// Returns what WsReadMessageStart, WsReadBody and WsReadMessageEnd return; WS_E_ENDPOINT_FAULT_RECEIVED or the code of a
/// known fault; WS_E_INVALID_FORMAT also where no description has the action of the message. After a failure the message
/// has been abandoned. Source: WsReceiveMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReceiveMessage(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    messageDescriptions: *mut *const WS_MESSAGE_DESCRIPTION,
    messageDescriptionCount: ULONG,
    receiveOption: WS_RECEIVE_OPTION,
    readBodyOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    index: *mut ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    let receive = unsafe {
        receive_message(
            channel,
            message,
            messageDescriptions,
            messageDescriptionCount,
            receiveOption,
            readBodyOption,
            heap,
            value,
            valueSize,
            index,
        )
    };
    // SAFETY: as above.
    unsafe { operate(asyncContext, error, receive) }
}

/// The work of WsReceiveMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
#[allow(clippy::too_many_arguments, reason = "the parameters of the export")]
pub(super) async unsafe fn receive_message(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    messageDescriptions: *mut *const WS_MESSAGE_DESCRIPTION,
    messageDescriptionCount: ULONG,
    receiveOption: WS_RECEIVE_OPTION,
    readBodyOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    index: *mut ULONG,
) -> Result<HRESULT> {
    let target = Target { option: readBodyOption, heap, value, size: valueSize };
    // SAFETY: passed on.
    unsafe {
        let is_optional = match receiveOption {
            WS_RECEIVE_REQUIRED_MESSAGE => false,
            WS_RECEIVE_OPTIONAL_MESSAGE => true,
            other => return Err(Fault::invalid_arg(format!("The receive option {other:?} does not exist."))),
        };
        let list = place::slice(messageDescriptions.cast_const(), messageDescriptionCount, "messageDescriptions")?;
        if list.is_empty() {
            return Err(Fault::invalid_arg("The parameter messageDescriptions has no descriptions."));
        }
        for description in list {
            place::required(*description, "messageDescriptions")?;
        }
        let out = if index.is_null() { None } else { Some(Out::new(index, "index")?) };
        if read_message_start(channel, message).await? == WS_S_END {
            return if is_optional { Ok(WS_S_END) } else { Err(no_message()) };
        }
        let rest = async {
            let chosen = choose(channel, message, list)?;
            let description = list.get(chosen).copied().unwrap_or(core::ptr::null());
            read_rest(channel, message, place::required(description, "messageDescriptions")?, target).await?;
            Ok(chosen)
        };
        match rest.await {
            Ok(chosen) => {
                if let Some(out) = out {
                    // No overflow: the count came as a ULONG.
                    out.set(chosen as ULONG);
                }
                Ok(S_OK)
            }
            Err(fault) => Err(give_up(channel, message, fault)),
        }
    }
}

/// Sends a request and receives its reply.
///
/// requestMessage: in WS_MESSAGE_STATE_EMPTY, when it is initialised as WS_REQUEST_MESSAGE, or in
/// WS_MESSAGE_STATE_INITIALIZED. requestMessageDescription, writeOption, requestBodyValue, requestBodyValueSize: as for
/// WsSendMessage.
/// replyMessage: another message, in WS_MESSAGE_STATE_EMPTY. replyMessageDescription: the action, which is compared with
/// that of the reply unless it is NULL (or not transmitted, with WS_ADDRESSING_VERSION_TRANSPORT), and the element of its
/// body. readOption, heap, value, valueSize: as for WsReadBody; value is left alone where that element is NULL.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by
/// pointer has to stay until then.
///
/// With WS_ADDRESSING_VERSION_0_9 and WS_ADDRESSING_VERSION_1_0 the request has a MessageID, a new one unless it was set,
/// and the reply's RelatesTo must be the same. With WS_ADDRESSING_VERSION_TRANSPORT the response to the HTTP request is
/// the reply. Both messages are in WS_MESSAGE_STATE_DONE afterwards; after a failure they have to be reset.
///
/// A fault makes this fail; its details are in the error object.
///
/// Returns what WsSendMessage and WsReceiveMessage return. Source: WsRequestReply page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRequestReply(
    channel: *mut WS_CHANNEL,
    requestMessage: *mut WS_MESSAGE,
    requestMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    requestBodyValue: *const c_void,
    requestBodyValueSize: ULONG,
    replyMessage: *mut WS_MESSAGE,
    replyMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    let exchange = unsafe {
        request_reply(
            channel,
            requestMessage,
            requestMessageDescription,
            writeOption,
            requestBodyValue,
            requestBodyValueSize,
            replyMessage,
            replyMessageDescription,
            readOption,
            heap,
            value,
            valueSize,
        )
    };
    // SAFETY: as above.
    unsafe { operate(asyncContext, error, exchange) }
}

/// The work of WsRequestReply.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
#[allow(clippy::too_many_arguments, reason = "the parameters of the export")]
pub(super) async unsafe fn request_reply(
    channel: *mut WS_CHANNEL,
    requestMessage: *mut WS_MESSAGE,
    requestMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    requestBodyValue: *const c_void,
    requestBodyValueSize: ULONG,
    replyMessage: *mut WS_MESSAGE,
    replyMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
) -> Result<HRESULT> {
    let request_value = Value { option: writeOption, value: requestBodyValue, size: requestBodyValueSize };
    let target = Target { option: readOption, heap, value, size: valueSize };
    // SAFETY: passed on.
    unsafe {
        let request_description = place::required(requestMessageDescription, "requestMessageDescription")?;
        let reply_description = place::required(replyMessageDescription, "replyMessageDescription")?;
        if core::ptr::eq(requestMessage, replyMessage) {
            return Err(Fault::invalid_arg("The parameters requestMessage and replyMessage are the same message."));
        }
        handle::borrow(replyMessage)?.message.check_state(State::Empty)?;
        prepare(requestMessage, WS_REQUEST_MESSAGE, core::ptr::null_mut(), request_description)?;
        let id = request_id(&mut *handle::borrow(requestMessage)?)?;
        write_whole(channel, requestMessage, request_description, request_value).await?;
        if read_message_start(channel, replyMessage).await? == WS_S_END {
            return Err(no_message());
        }
        let rest = async {
            check_reply(replyMessage, id.as_deref(), reply_description)?;
            read_rest(channel, replyMessage, reply_description, target).await
        };
        rest.await.map_err(|fault| give_up(channel, replyMessage, fault))
    }
}

/// Sends the reply to a request that was received.
///
/// replyMessage: in WS_MESSAGE_STATE_EMPTY, when it is initialised as WS_REPLY_MESSAGE, or initialised before as
/// WS_REPLY_MESSAGE or WS_FAULT_MESSAGE, with requestMessage as source.
/// replyMessageDescription, writeOption, replyBodyValue, replyBodyValueSize: as for WsSendMessage.
/// requestMessage: the message that is answered, in any state but WS_MESSAGE_STATE_EMPTY. With
/// WS_ADDRESSING_VERSION_0_9 and WS_ADDRESSING_VERSION_1_0 its MessageID becomes the reply's RelatesTo.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by
/// pointer has to stay until then.
///
/// Returns what WsInitializeMessage and WsSendMessage return. Source: WsSendReplyMessage page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSendReplyMessage(
    channel: *mut WS_CHANNEL,
    replyMessage: *mut WS_MESSAGE,
    replyMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    replyBodyValue: *const c_void,
    replyBodyValueSize: ULONG,
    requestMessage: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    let reply = unsafe {
        send_reply_message(
            channel,
            replyMessage,
            replyMessageDescription,
            writeOption,
            replyBodyValue,
            replyBodyValueSize,
            requestMessage,
        )
    };
    // SAFETY: as above.
    unsafe { operate(asyncContext, error, reply) }
}

/// The work of WsSendReplyMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn send_reply_message(
    channel: *mut WS_CHANNEL,
    replyMessage: *mut WS_MESSAGE,
    replyMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: WS_WRITE_OPTION,
    replyBodyValue: *const c_void,
    replyBodyValueSize: ULONG,
    requestMessage: *mut WS_MESSAGE,
) -> Result<HRESULT> {
    let value = Value { option: writeOption, value: replyBodyValue, size: replyBodyValueSize };
    // SAFETY: passed on.
    unsafe {
        let description = place::required(replyMessageDescription, "replyMessageDescription")?;
        handle::borrow(requestMessage)
            .and_then(|request| request.message.check_not_empty())
            .map_err(|fault| fault.context("The parameter requestMessage cannot be used."))?;
        prepare(replyMessage, WS_REPLY_MESSAGE, requestMessage, description)?;
        write_whole(channel, replyMessage, description, value).await
    }
}

/// Makes a message one that can be sent: initialised, with the action of its description.
unsafe fn prepare(
    message: *mut WS_MESSAGE,
    initialization: WS_MESSAGE_INITIALIZATION,
    source: *mut WS_MESSAGE,
    description: &WS_MESSAGE_DESCRIPTION,
) -> Result<()> {
    // SAFETY: passed on.
    unsafe {
        let is_empty = handle::borrow(message)?.message.state == State::Empty;
        if is_empty {
            initialize_message(message, initialization, source)?;
        }
        let mut object = handle::borrow(message)?;
        object.message.check_state(State::Initialized)?;
        if let Some(action) = place::optional_xml_string(description.action, "action")? {
            check_characters(action)?;
            object.message.set_header_text(Header::Action, action)?;
        }
    }
    Ok(())
}

/// The MessageID of a request; one that has none gets a new one. `None` where the version of addressing has none.
pub(super) fn request_id(object: &mut MessageObject) -> Result<Option<Vec<u8>>> {
    if object.message.version.addressing == Addressing::Transport {
        return Ok(None);
    }
    if let Some(id) = object.message.header_text(Header::MessageId)? {
        return Ok(Some(id));
    }
    object.message.set_header_id(Header::MessageId, new_id()?)?;
    object.message.header_text(Header::MessageId)
}

/// Writes a message that has been prepared, from its start to its end.
async unsafe fn write_whole(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    description: &WS_MESSAGE_DESCRIPTION,
    value: Value,
) -> Result<HRESULT> {
    // SAFETY: passed on.
    unsafe {
        write_message_start(channel, message).await?;
        let rest = async {
            if !description.bodyElementDescription.is_null() {
                let element = description.bodyElementDescription;
                write_body(message, element, value.option, value.value, value.size, current_error())?;
            }
            write_message_end(channel, message).await
        };
        rest.await.map_err(|fault| give_up(channel, message, fault))
    }
}

/// Reads what follows the start of a message.
async unsafe fn read_rest(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    description: &WS_MESSAGE_DESCRIPTION,
    target: Target,
) -> Result<HRESULT> {
    // SAFETY: passed on.
    let before = unsafe { Before::of(description, target)? };
    // SAFETY: passed on.
    let outcome = unsafe { read_body_and_end(channel, message, description, target).await };
    if outcome.is_err() {
        // SAFETY: passed on.
        unsafe { before.restore() };
    }
    outcome
}

/// What the caller's value was before the call: a failure after the body was read must not leave half an answer.
struct Before {
    place: *mut c_void,
    /// Most values are small.
    small: [MaybeUninit<u8>; SMALL],
    large: Vec<MaybeUninit<u8>>,
    size: usize,
}

const SMALL: usize = 32;

impl Before {
    unsafe fn of(description: &WS_MESSAGE_DESCRIPTION, target: Target) -> Result<Self> {
        let is_written = !description.bodyElementDescription.is_null();
        let size = if is_written { target.size } else { 0 };
        // SAFETY: the caller's room for the value, which need not be initialised.
        let bytes = unsafe { place::slice(target.value.cast_const().cast::<MaybeUninit<u8>>(), size, "value")? };
        let mut small = [MaybeUninit::uninit(); SMALL];
        let fits = bytes.len() <= SMALL;
        small.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        let large = if fits { Vec::new() } else { bytes.to_vec() };
        Ok(Before { place: target.value, small, large, size: bytes.len() })
    }

    unsafe fn restore(self) {
        let bytes = if self.large.is_empty() { self.small.as_ptr() } else { self.large.as_ptr() };
        // SAFETY: as many bytes as there were, which were read from there.
        unsafe { self.place.cast::<MaybeUninit<u8>>().copy_from(bytes, self.size) }
    }
}

async unsafe fn read_body_and_end(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    description: &WS_MESSAGE_DESCRIPTION,
    target: Target,
) -> Result<HRESULT> {
    // SAFETY: passed on.
    unsafe {
        fill(channel, message).await?;
        if !description.bodyElementDescription.is_null() {
            let element = description.bodyElementDescription;
            read_body(message, element, target.option, target.heap, target.value, target.size, current_error())?;
        }
        check_nothing_follows(message)?;
        read_message_end(channel, message).await
    }
}

/// Refuses what follows the element in the body: it would be lost without a word.
unsafe fn check_nothing_follows(message: *mut WS_MESSAGE) -> Result<()> {
    // SAFETY: passed on.
    let object = unsafe { handle::borrow(message)? };
    if object.message.version.envelope == Envelope::None {
        return Ok(());
    }
    // SAFETY: the body's reader, which lives as long as the message uses it.
    let mut reader = unsafe { handle::borrow(object.body_reader()?)? };
    reader.reader.run(|reader| {
        reader.read_to_start_element(Wanted::default())?;
        if reader.kind() == NodeKind::EndElement { Ok(()) } else { Err(reader.unexpected("The end of the body")) }
    })
}

/// Receives the rest of a message that is streamed.
async unsafe fn fill(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE) -> Result<()> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    if let channel::Transport::Custom(_) = &channel.transport {
        return Ok(());
    }
    // SAFETY: passed on.
    let object = unsafe { handle::borrow(message)? };
    channel.abort().run(fill_all(&channel, &object)).await
}

/// Abandons a message after a failure, which is what the caller is told of.
unsafe fn give_up(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE, fault: Fault) -> Fault {
    // SAFETY: passed on. A message that is no longer the channel's need not be abandoned.
    let _ = unsafe { abandon_message(channel, message) };
    fault
}

/// The index of the description that a received message has.
unsafe fn choose(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    descriptions: &[*const WS_MESSAGE_DESCRIPTION],
) -> Result<usize> {
    // SAFETY: passed on.
    unsafe {
        let sends_requests = channel::get(channel)?.numbers.kind() == WS_CHANNEL_TYPE_REQUEST;
        let mut object = handle::borrow(message)?;
        if object.message.is_fault {
            return Err(received_fault(&mut object, false));
        }
        let version = object.message.version;
        // HTTP has no place for the action of a reply.
        let is_action_known = !(sends_requests && version.addressing == Addressing::Transport);
        let action = object.message.header_text(Header::Action)?;
        for (index, description) in descriptions.iter().enumerate() {
            let description = place::required(*description, "messageDescriptions")?;
            let expected = place::optional_xml_string(description.action, "action")?;
            if !is_action_known || expected.is_none_or(|expected| action.as_deref() == Some(expected)) {
                return Ok(index);
            }
        }
        let versions = Versions { envelope: version.envelope.to_c(), addressing: version.addressing.to_c() };
        known::action_not_supported(versions, action.as_deref().unwrap_or_default()).and_then(Err)
    }
}

/// Refuses a reply that is a fault, that answers another request, or that has another action.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn check_reply(
    message: *mut WS_MESSAGE,
    request: Option<&[u8]>,
    description: &WS_MESSAGE_DESCRIPTION,
) -> Result<()> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(message)? };
    if object.message.is_fault {
        return Err(received_fault(&mut object, false));
    }
    let Some(request) = request else { return Ok(()) };
    let relates_to = object.message.header_text(Header::RelatesTo)?;
    if relates_to.as_deref() != Some(request) {
        return Err(Fault::invalid_format(match relates_to {
            Some(other) => format!(
                "The reply relates to \"{}\" and not to the request, \"{}\".",
                printable(&other),
                printable(request)
            ),
            None => format!("The reply has no RelatesTo header; the request was \"{}\".", printable(request)),
        }));
    }
    // SAFETY: passed on.
    let Some(expected) = (unsafe { place::optional_xml_string(description.action, "action")? }) else { return Ok(()) };
    let action = object.message.header_text(Header::Action)?;
    if action.as_deref() != Some(expected) {
        return Err(Fault::invalid_format(format!(
            "The action of the reply is \"{}\" and not \"{}\".",
            printable(action.as_deref().unwrap_or_default()),
            printable(expected)
        )));
    }
    Ok(())
}

fn printable(text: &[u8]) -> String {
    content_type::printable(&String::from_utf8_lossy(text))
}

/// The failure that a received fault is. `maps_known`: WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS.
pub(super) fn received_fault(object: &mut MessageObject, maps_known: bool) -> Fault {
    let read = |object: &mut MessageObject| {
        let action = object.message.header_text(Header::Action)?.unwrap_or_default();
        let envelope = object.message.version.envelope.to_c();
        // SAFETY: the body's reader, which lives as long as the message uses it.
        let mut reader = unsafe { handle::borrow(object.body_reader()?)? };
        Ok(fault::received(fault::read(&mut reader.reader, envelope)?, &action, maps_known))
    };
    read(object).unwrap_or_else(|failure: Fault| failure.context("A fault was received that could not be read."))
}

#[cold]
fn no_message() -> Fault {
    Fault::invalid_format("There is no message where one is required: the other side sent none.")
}
