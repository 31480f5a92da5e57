//! Messages on a channel, in steps: their starts and ends, and giving them up.

use crate::abi::*;
use crate::channel::state::{Side, Step};
use crate::ffi::call::call;
use crate::ffi::channel::{self, Transport, Under};
use crate::ffi::channel_flow::end_arrival;
use crate::ffi::channel_property::get_channel_property;
use crate::ffi::handle;
use crate::ffi::message;
use crate::ffi::message_property::{MessageSettings, Versions};
use crate::ffi::operation::{operate, with_error_now};
use crate::ffi::place::Out;
use crate::message::version::Version;
use crate::runtime::fault::Result;
use core::ops::ControlFlow;

/// Creates a message that goes with a channel: of its envelope and addressing version.
///
/// properties, propertyCount: optional; as for WsCreateMessage.
/// message: receives the message, which the caller owns and frees with WsFreeMessage. It may also be used with other
/// channels of the same versions, and longer than the channel.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a custom channel returned when it was asked for the
/// versions. Source: WsCreateMessageForChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateMessageForChannel(
    channel: *mut WS_CHANNEL,
    properties: *const WS_MESSAGE_PROPERTY,
    propertyCount: ULONG,
    message: *mut *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(message, "message")? };
        // SAFETY: as above.
        let create = || unsafe { create_message_for_channel(channel, properties, propertyCount) };
        out.set(with_error_now(error, create)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// The work of WsCreateMessageForChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn create_message_for_channel(
    channel: *mut WS_CHANNEL,
    properties: *const WS_MESSAGE_PROPERTY,
    propertyCount: ULONG,
) -> Result<*mut WS_MESSAGE> {
    let mut settings = MessageSettings::default();
    // SAFETY: passed on.
    unsafe {
        settings.read(properties, propertyCount, Versions::Refused, "WsCreateMessageForChannel")?;
        create_message(channel, settings)
    }
}

/// A message of a channel's versions, made with properties that were read before.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn create_message(channel: *mut WS_CHANNEL, settings: MessageSettings) -> Result<*mut WS_MESSAGE> {
    const SIZE: ULONG = size_of::<WS_ENVELOPE_VERSION>() as ULONG;
    let (mut envelope, mut addressing) = (WS_ENVELOPE_VERSION(0), WS_ADDRESSING_VERSION(0));
    let (to_envelope, to_addressing) = ((&raw mut envelope).cast(), (&raw mut addressing).cast());
    // SAFETY: passed on; the versions are there to be written, and both are of that size.
    unsafe {
        get_channel_property(channel, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, to_envelope, SIZE)?;
        get_channel_property(channel, WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, to_addressing, SIZE)?;
    }
    message::create(Version::new(envelope, addressing)?, settings)
}

/// Writes the start of a message: the envelope with all headers up to the start of the body. The body is written with
/// WsWriteBody or the writer of WS_MESSAGE_PROPERTY_BODY_WRITER, then WsWriteMessageEnd ends the message. Where output is
/// streamed, the start is sent now; otherwise all is sent at the end.
///
/// message: in WS_MESSAGE_STATE_INITIALIZED, of the channel's envelope and addressing version. It is in
/// WS_MESSAGE_STATE_WRITING afterwards, and belongs to the channel until its end or WsAbandonMessage. One that has not
/// been addressed is addressed to the endpoint that the channel was opened to.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// A request channel writes one message, then reads its reply; a reply channel writes one after it has begun to read the
/// request.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message, or the order), E_INVALIDARG,
/// WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED, WS_E_INVALID_FORMAT (a
/// header that cannot be sent), and the WS_E_ENDPOINT_, WS_E_PROXY_ and WS_E_SERVER_ codes. Source: WsWriteMessageStart
/// page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteMessageStart(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, write_message_start(channel, message)) }
}

/// The work of WsWriteMessageStart.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn write_message_start(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE) -> Result<HRESULT> {
    // SAFETY: passed on.
    if let Some(code) = unsafe { write_message_start_now(channel, message)? } {
        return Ok(code);
    }
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    match &channel.transport {
        // SAFETY: passed on.
        Transport::Custom(custom) => unsafe { custom.write_message_start(message).await },
        transport => {
            let under = Under::write(&channel, Step::Start, message, "WsWriteMessageStart")?;
            let id = message.addr();
            // Futures are made where they are awaited, here and below: a variable would hold room for them twice.
            let started = under
                .abort
                .run(async {
                    // SAFETY: passed on.
                    let mut object = unsafe { handle::borrow(message)? };
                    match transport {
                        Transport::Request(side) => side.write_start(&channel, &mut object, id).await,
                        Transport::Reply(side) => side.write_start(&channel, &mut object, id).await,
                        Transport::Custom(_) => Ok(()),
                    }
                })
                .await;
            under.end(started.map(|()| S_OK))
        }
    }
}

/// [`write_message_start`] where there is nothing to wait for: on the library's channels without streamed output, where no
/// request has to be tied to a connection. `None`: this is another one.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn write_message_start_now(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
) -> Result<Option<HRESULT>> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    // SAFETY: passed on.
    unsafe { handle::check(message)? };
    let waits = match &channel.transport {
        Transport::Custom(_) => true,
        Transport::Request(_) => channel.security.as_ref().is_some_and(|security| security.binds_messages()),
        Transport::Reply(_) => false,
    };
    if waits || channel.numbers.streams_output() {
        return Ok(None);
    }
    let under = Under::write_now(&channel, Step::Start, message.addr(), "WsWriteMessageStart")?;
    // SAFETY: passed on.
    let started = unsafe { handle::borrow(message) }.and_then(|mut object| match &channel.transport {
        Transport::Request(side) => side.write_start_now(&channel, &mut object),
        Transport::Reply(side) => side.write_start_now(&channel, &mut object),
        Transport::Custom(_) => Ok(()),
    });
    under.end(started.map(|()| Some(S_OK)))
}

/// Writes the end of a message and sends what has not been sent yet. On a request channel it also waits for the start of
/// the response, so what the server says by its status (not found, too busy, access denied) is returned here.
///
/// message: the one given to WsWriteMessageStart, in WS_MESSAGE_STATE_WRITING with all elements in the body ended; it is
/// in WS_MESSAGE_STATE_DONE afterwards. After a failure it may be abandoned, and the next one can follow.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message), E_INVALIDARG,
/// WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED (the message is larger than
/// the channel allows), and the WS_E_ENDPOINT_, WS_E_PROXY_ and WS_E_SERVER_ codes. Source: WsWriteMessageEnd page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteMessageEnd(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, write_message_end(channel, message)) }
}

/// The work of WsWriteMessageEnd.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn write_message_end(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE) -> Result<HRESULT> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    // SAFETY: passed on.
    unsafe { handle::check(message)? };
    match &channel.transport {
        // SAFETY: passed on.
        Transport::Custom(custom) => unsafe { custom.write_message_end(message).await },
        transport => {
            let under = Under::write(&channel, Step::End, message, "WsWriteMessageEnd")?;
            let written = under
                .abort
                .run(async {
                    // SAFETY: passed on.
                    let mut object = unsafe { handle::borrow(message)? };
                    match transport {
                        Transport::Request(side) => {
                            let has_message = side.write_end(&channel, &mut object).await?;
                            channel.life(|life| life.answered(has_message));
                        }
                        Transport::Reply(side) => side.write_end(&channel, &mut object).await?,
                        Transport::Custom(_) => {}
                    }
                    Ok(S_OK)
                })
                .await;
            under.end(written)
        }
    }
}

/// Reads the start of the next message: the envelope with all headers up to the start of the body. The body is read with
/// WsReadBody or the reader of WS_MESSAGE_PROPERTY_BODY_READER, then WsReadMessageEnd ends the message. Where input is
/// streamed, WsFillBody has to be called before each piece of the body is read; otherwise all of the message is in
/// memory.
///
/// message: in WS_MESSAGE_STATE_EMPTY, of the channel's envelope and addressing version. On S_OK it is in
/// WS_MESSAGE_STATE_READING, and belongs to the channel until its end or WsAbandonMessage; otherwise it is empty.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// On a client with WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS (the default) a fault makes this fail; its details are in the
/// error object. Without it a fault is a message like others, and WS_MESSAGE_PROPERTY_IS_FAULT tells.
///
/// Returns S_OK, WS_S_END (there is no message, and will be none in this exchange: the other side sent no reply, or a
/// reply channel has received its one request), WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message, or
/// no request was sent), E_INVALIDARG, WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT,
/// WS_E_QUOTA_EXCEEDED (the message is larger than the channel allows), WS_E_INVALID_FORMAT (it is none of the channel's
/// encoding and versions), WS_E_ENDPOINT_FAULT_RECEIVED, and the other WS_E_ENDPOINT_ codes. Source: WsReadMessageStart
/// page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadMessageStart(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, read_message_start(channel, message)) }
}

/// The work of WsReadMessageStart.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn read_message_start(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE) -> Result<HRESULT> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    // SAFETY: passed on.
    unsafe { handle::check(message)? };
    match &channel.transport {
        // SAFETY: passed on.
        Transport::Custom(custom) => unsafe { custom.read_message_start(message).await },
        transport => {
            let Some(under) = Under::read(&channel, Step::Start, message, "WsReadMessageStart")? else {
                return Ok(WS_S_END);
            };
            let id = message.addr();
            let read = under
                .abort
                .run(async {
                    // SAFETY: passed on.
                    let mut object = unsafe { handle::borrow(message)? };
                    match transport {
                        Transport::Request(side) => side.read_start(&channel, &mut object, id).await,
                        Transport::Reply(side) => {
                            side.read_start(&channel, &mut object, id).await.map(ControlFlow::Continue)
                        }
                        Transport::Custom(_) => Ok(ControlFlow::Continue(())),
                    }
                })
                .await;
            match read {
                Ok(ControlFlow::Break(())) => Ok(under.end_without_message()),
                outcome => under.end(outcome.map(|_| S_OK)),
            }
        }
    }
}

/// Reads the end of a message, the end tags of body and envelope, and over what is left of the body, which has to be
/// well-formed. With streamed input it receives all of the message for that, in little memory, within
/// WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE; WsAbandonMessage does not.
///
/// message: the one given to WsReadMessageStart, in WS_MESSAGE_STATE_READING; it is in WS_MESSAGE_STATE_DONE afterwards.
/// After a failure it may be abandoned, and the next one can follow.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the state of channel or message), E_INVALIDARG,
/// WS_E_OPERATION_ABORTED, WS_E_OBJECT_FAULTED, WS_E_OPERATION_TIMED_OUT, WS_E_QUOTA_EXCEEDED (the rest of the message is
/// too large), WS_E_INVALID_FORMAT (the rest of the body, or what follows it, is not right), WS_E_ENDPOINT_DISCONNECTED.
/// Source: WsReadMessageEnd page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadMessageEnd(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, read_message_end(channel, message)) }
}

/// The work of WsReadMessageEnd.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn read_message_end(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE) -> Result<HRESULT> {
    // SAFETY: passed on.
    if let Some(code) = unsafe { read_message_end_now(channel, message)? } {
        return Ok(code);
    }
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    match &channel.transport {
        // SAFETY: passed on.
        Transport::Custom(custom) => unsafe { custom.read_message_end(message).await },
        _ => {
            let Some(under) = Under::read(&channel, Step::End, message, "WsReadMessageEnd")? else {
                return Ok(WS_S_END);
            };
            let ended = under
                .abort
                .run(async {
                    // SAFETY: passed on.
                    let mut object = unsafe { handle::borrow(message)? };
                    end_arrival(&channel, &mut object).await
                })
                .await;
            under.end(ended.map(|()| S_OK))
        }
    }
}

/// [`read_message_end`] where all of the message is there, so that there is nothing to wait for: on the library's
/// channels without streamed input. `None`: this is another one.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn read_message_end_now(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
) -> Result<Option<HRESULT>> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    // SAFETY: passed on.
    unsafe { handle::check(message)? };
    if matches!(channel.transport, Transport::Custom(_)) || channel.numbers.streams_input() {
        return Ok(None);
    }
    let Some(under) = Under::read_now(&channel, Step::End, message.addr(), "WsReadMessageEnd")? else {
        return Ok(Some(WS_S_END));
    };
    // SAFETY: passed on.
    let ended = unsafe { handle::borrow(message) }.and_then(|mut object| object.finish_reading());
    under.end(ended.map(|()| Some(S_OK)))
}

/// Gives up a message that is being read or written, so that the channel can be used on: the next message can be read,
/// or another one, such as a fault, be sent in its place. It does not wait for anything.
///
/// message: the one given to WsReadMessageStart or WsWriteMessageStart; its own state stays as it is, so it has to be
/// reset before it is used again. What is left of a message that was being read is skipped, with streamed input when the
/// next one is read or the channel is closed. What has been sent of a streamed message cannot be taken back: the other
/// side sees it cut.
///
/// Returns S_OK, E_INVALIDARG (the message is neither being read nor being written on this channel),
/// WS_E_INVALID_OPERATION (the channel is neither in WS_CHANNEL_STATE_OPEN nor in WS_CHANNEL_STATE_FAULTED, or an
/// operation on the message is under way), or what the callback of a custom channel returned. Source: WsAbandonMessage
/// page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbandonMessage(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || abandon_message(channel, message))) }
}

/// The work of WsAbandonMessage.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn abandon_message(channel: *mut WS_CHANNEL, message: *mut WS_MESSAGE) -> Result<()> {
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    // SAFETY: passed on.
    unsafe { handle::check(message)? };
    match &channel.transport {
        // SAFETY: passed on.
        Transport::Custom(custom) => unsafe { custom.abandon(message) },
        transport => {
            let sides = channel.life(|life| life.abandon(message.addr()))?;
            if sides.contains(&Side::Write) {
                drop(channel.outflow.take());
            }
            if sides.contains(&Side::Read) {
                drop(channel.inflow.take());
            }
            if let Transport::Request(side) = transport {
                side.abandon(&sides);
            }
            Ok(())
        }
    }
}
