//! Fault messages that are made from a WS_ERROR.

use crate::abi::*;
use crate::ffi::channel::{self, Transport};
use crate::ffi::channel_message::{abandon_message, write_message_end, write_message_start};
use crate::ffi::handle;
use crate::ffi::operation::operate;
use crate::message::State;
use crate::message::address::Start;
use crate::message::fault;
use crate::message::version::{Addressing, Header};
use crate::runtime::fault::{Fault, Result};

/// Answers a request with a fault that says what an error object holds.
///
/// channel: where the request came from. replyMessage: in WS_MESSAGE_STATE_EMPTY, or initialised with WS_FAULT_MESSAGE,
/// for instance to have headers of its own; it is in WS_MESSAGE_STATE_DONE afterwards, and has to be reset after a failure.
/// faultError: what the fault is made from, with faultErrorCode and faultDisclosure as WsCreateFaultFromError does it. Its
/// WS_FAULT_ERROR_PROPERTY_HEADER becomes a header of the message, and its WS_FAULT_ERROR_PROPERTY_ACTION the action;
/// without one, the action is the one that the version of addressing has for faults. With
/// WS_ADDRESSING_VERSION_TRANSPORT no action is sent. It may be the same object as error.
/// requestMessage: what is answered: where the answer goes, and what it relates to; in any state but
/// WS_MESSAGE_STATE_EMPTY.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. All that was passed by pointer
/// has to stay until then.
///
/// Returns what WsWriteMessageStart and WsWriteMessageEnd return; E_INVALIDARG also for a faultErrorCode that is no
/// failure, and for WS_ENVELOPE_VERSION_NONE, which has no faults. After a failure the message has been abandoned.
///
/// Source: WsSendFaultMessageForError page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSendFaultMessageForError(
    channel: *mut WS_CHANNEL,
    replyMessage: *mut WS_MESSAGE,
    faultError: *mut WS_ERROR,
    faultErrorCode: HRESULT,
    faultDisclosure: WS_FAULT_DISCLOSURE,
    requestMessage: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    let send = unsafe {
        send_fault_message_for_error(channel, replyMessage, faultError, faultErrorCode, faultDisclosure, requestMessage)
    };
    // SAFETY: as above.
    unsafe { operate(asyncContext, error, send) }
}

/// The work of WsSendFaultMessageForError.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn send_fault_message_for_error(
    channel: *mut WS_CHANNEL,
    replyMessage: *mut WS_MESSAGE,
    faultError: *mut WS_ERROR,
    faultErrorCode: HRESULT,
    faultDisclosure: WS_FAULT_DISCLOSURE,
    requestMessage: *mut WS_MESSAGE,
) -> Result<HRESULT> {
    // SAFETY: passed on, for all of it.
    unsafe {
        handle::borrow(requestMessage)
            .and_then(|request| request.message.check_not_empty())
            .map_err(|fault| fault.context("The parameter requestMessage cannot be used."))?;
        send_fault(channel, replyMessage, faultError, faultErrorCode, faultDisclosure, requestMessage).await
    }
}

/// Sends the fault of an error object. Of a request in WS_MESSAGE_STATE_EMPTY nothing is known but its id, if it came so
/// far, so that the fault goes to whoever is at the other end.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn send_fault(
    channel: *mut WS_CHANNEL,
    reply: *mut WS_MESSAGE,
    error: *mut WS_ERROR,
    code: HRESULT,
    disclosure: WS_FAULT_DISCLOSURE,
    request: *mut WS_MESSAGE,
) -> Result<HRESULT> {
    // SAFETY: passed on, for all of it.
    unsafe {
        let (fault, version) = {
            let (mut reply, mut request) = (handle::borrow(reply)?, handle::borrow(request)?);
            let version = reply.message.version;
            let envelope = version.envelope.to_c();
            fault::check_version(envelope)?;
            // The object is let go of before anything is sent: failures may be reported into it.
            let outgoing = fault::outgoing(&*handle::borrow(error)?, code, disclosure, version.addressing.to_c())?;
            match (reply.message.state, request.message.state) {
                (State::Empty, State::Empty) => {
                    reply.message.initialize(Start::Blank, None)?;
                    if version.addressing != Addressing::Transport
                        && let Transport::Reply(side) = &channel::get(channel)?.transport
                        && let Some(id) = side.refused_id()
                    {
                        reply.message.set_header_text(Header::RelatesTo, &id)?;
                    }
                }
                (State::Empty, _) => reply.message.initialize(Start::Fault, Some(&mut request.message))?,
                _ => reply.message.check_state(State::Initialized)?,
            }
            reply.message.become_fault(&outgoing)?;
            (outgoing.fault, envelope)
        };
        write_message_start(channel, reply).await?;
        let rest = async {
            {
                let writer = handle::borrow(reply)?.body_writer()?;
                let mut writer = handle::borrow(writer)?;
                fault::write(&mut writer.engine, version, &fault)?;
            }
            write_message_end(channel, reply).await
        };
        rest.await.inspect_err(|_: &Fault| {
            // A message that is no longer the channel's need not be abandoned.
            let _ = abandon_message(channel, reply);
        })
    }
}
