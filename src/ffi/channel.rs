//! WS_CHANNEL: its life. See `channel` in Microsoft's documentation.

use crate::abi::*;
use crate::channel::endpoint::Endpoint;
use crate::channel::gate::Gate;
use crate::channel::property::Numbers;
use crate::channel::state::{self, Farewell, Life, MessageId, Reading, Step};
use crate::channel::turns::Turns;
use crate::ffi::call::{call, call_void};
use crate::ffi::channel_codec::Codecs;
use crate::ffi::channel_flow::{Inflow, Outflow};
use crate::ffi::channel_property::Given;
use crate::ffi::channel_reply::ReplySide;
use crate::ffi::channel_request::RequestSide;
use crate::ffi::channel_security::{self, Protected};
use crate::ffi::custom_channel::Custom;
use crate::ffi::endpoint_identity;
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::operation::{operate, with_error_now};
use crate::ffi::place::{self, Out};
use crate::ffi::security_description;
use crate::ffi::xml_buffer;
use crate::http::Quota;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{Role, Security};
use crate::task::Abort;
use std::sync::{Arc, Mutex, PoisonError};

impl Handle for WS_CHANNEL {
    /// Counted, so that an operation in the background has what it needs whatever becomes of the handle.
    type Engine = Arc<Channel>;
    const TAG: u32 = u32::from_be_bytes(*b"WSch");
    const NAME: &'static str = "channel";
}
impl Shared for WS_CHANNEL {}

/// A channel: what it was made with, where it is in its life, and what carries its messages.
pub(super) struct Channel {
    pub(super) numbers: Numbers,
    life: Gate<Life>,
    /// Ends what is under way; a new one for each life.
    abort: Mutex<Abort>,
    pub(super) transport: Transport,
    pub(super) codecs: Codecs,
    /// None: messages are neither protected nor checked.
    pub(super) security: Option<Arc<Security>>,
    /// What messages are protected by, and the exchange that is under way.
    pub(super) protected: Protected,
    /// See [`Given::is_of_proxy`].
    pub(super) is_of_proxy: bool,
    /// The streamed message that is being received.
    pub(super) inflow: Turns<Inflow>,
    /// The streamed message that is being sent.
    pub(super) outflow: Turns<Outflow>,
}

/// What carries the messages of a channel. Each kind has the same few operations; what they have in common, states
/// above all, is done before they are asked. A custom one does all by itself.
pub(super) enum Transport {
    Custom(Custom),
    Request(Box<RequestSide>),
    Reply(Box<ReplySide>),
}

/// The channel of a handle.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get(channel: *mut WS_CHANNEL) -> Result<Arc<Channel>> {
    // SAFETY: passed on.
    Ok(unsafe { handle::get(channel)? }.clone())
}

impl Channel {
    pub(super) fn new(given: Given, transport: Transport) -> Result<Self> {
        let life = Gate::new(Life::new(given.numbers.kind()));
        Ok(Channel {
            numbers: given.numbers,
            life,
            abort: Mutex::new(Abort::new()),
            transport,
            codecs: Codecs::new(given.encoder, given.decoder)?,
            security: given.security,
            protected: Protected::default(),
            is_of_proxy: given.is_of_proxy,
            inflow: Turns::new(),
            outflow: Turns::new(),
        })
    }

    /// Lets go of the messages that are on their way.
    pub(super) fn drop_flows(&self) {
        drop(self.inflow.take());
        drop(self.outflow.take());
    }

    /// Asks the state something, or changes it.
    pub(super) fn life<T>(&self, question: impl FnOnce(&mut Life) -> T) -> T {
        self.life.ask(question)
    }

    /// What ends the operations that begin now.
    pub(super) fn abort(&self) -> Abort {
        self.abort.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on operations are ended by another one than those before. `None`: there are none before.
    fn renew_abort(&self) -> Option<Abort> {
        let mut present = self.abort.lock().unwrap_or_else(PoisonError::into_inner);
        if present.is_new() {
            return None;
        }
        Some(core::mem::take(&mut *present))
    }
}

/// An operation that the state knows of. Dropped before its end (a panic, or a future that was dropped), it has failed.
pub(super) struct Under<'a, A = Abort> {
    channel: &'a Channel,
    /// What ends it from other threads. Taken before the state is looked at: closing changes the state, and then ends
    /// what runs under the present one. Nothing ends what waits for nothing.
    pub(super) abort: A,
    what: What,
    ended: bool,
}

/// The operations of [`Life`] that begin and end.
#[derive(Clone, Copy)]
enum What {
    Open,
    Read(Step, MessageId),
    Write(Step, MessageId),
    Shutdown,
}

impl<'a> Under<'a> {
    /// WsOpenChannel or WsAcceptChannel; `to` is the state meanwhile.
    pub(super) fn open(channel: &'a Channel, to: WS_CHANNEL_STATE, function: &str) -> Result<Self> {
        let abort = channel.abort();
        channel.life(|life| life.begin_open(to, function))?;
        Ok(Under { channel, abort, what: What::Open, ended: false })
    }

    pub(super) fn write(channel: &'a Channel, step: Step, message: *mut WS_MESSAGE, function: &str) -> Result<Self> {
        Self::write_id(channel, step, message.addr(), function)
    }

    pub(super) fn write_id(channel: &'a Channel, step: Step, id: MessageId, function: &str) -> Result<Self> {
        let abort = channel.abort();
        channel.life(|life| life.begin_write(step, id, function))?;
        Ok(Under { channel, abort, what: What::Write(step, id), ended: false })
    }

    /// `None`: there is no more message to read.
    pub(super) fn read(
        channel: &'a Channel,
        step: Step,
        message: *mut WS_MESSAGE,
        function: &str,
    ) -> Result<Option<Self>> {
        Self::read_id(channel, step, message.addr(), function)
    }

    /// As [`Under::read`].
    pub(super) fn read_id(channel: &'a Channel, step: Step, id: MessageId, function: &str) -> Result<Option<Self>> {
        let abort = channel.abort();
        let reading = channel.life(|life| life.begin_read(step, id, function))?;
        let under = || Under { channel, abort, what: What::Read(step, id), ended: false };
        Ok((reading == Reading::Next).then(under))
    }

    fn shutdown(channel: &'a Channel) -> Result<Self> {
        let abort = channel.abort();
        channel.life(Life::begin_shutdown)?;
        Ok(Under { channel, abort, what: What::Shutdown, ended: false })
    }
}

impl<'a> Under<'a, ()> {
    /// As [`Under::write`], for what waits for nothing.
    pub(super) fn write_now(channel: &'a Channel, step: Step, id: MessageId, function: &str) -> Result<Self> {
        channel.life(|life| life.begin_write(step, id, function))?;
        Ok(Under { channel, abort: (), what: What::Write(step, id), ended: false })
    }

    /// As [`Under::read`], for what waits for nothing.
    pub(super) fn read_now(channel: &'a Channel, step: Step, id: MessageId, function: &str) -> Result<Option<Self>> {
        let reading = channel.life(|life| life.begin_read(step, id, function))?;
        let under = || Under { channel, abort: (), what: What::Read(step, id), ended: false };
        Ok((reading == Reading::Next).then(under))
    }
}

impl<A> Under<'_, A> {
    /// Ends the operation with its outcome. One that succeeded while the channel was being aborted has not, if what it
    /// was for has gone with that.
    pub(super) fn end<T>(mut self, outcome: Result<T>) -> Result<T> {
        let stands = self.finish(outcome.is_ok());
        if stands || outcome.is_err() { outcome } else { Err(state::aborted()) }
    }

    /// Ends the reading of a reply that is not there: the answer is WS_S_END.
    pub(super) fn end_without_message(mut self) -> HRESULT {
        self.ended = true;
        self.channel.life(Life::read_nothing);
        WS_S_END
    }

    fn finish(&mut self, succeeded: bool) -> bool {
        self.ended = true;
        self.channel.life(|life| {
            match self.what {
                What::Open => return life.opened(succeeded),
                What::Read(step, message) => life.read(step, message, succeeded),
                What::Write(step, message) => life.wrote(step, message, succeeded),
                What::Shutdown => life.shutdown_ended(succeeded),
            }
            true
        })
    }
}

impl<A> Drop for Under<'_, A> {
    fn drop(&mut self) {
        if !self.ended {
            self.finish(false);
        }
    }
}

/// Creates a channel for a client. It is in WS_CHANNEL_STATE_CREATED; WsOpenChannel opens it to an endpoint.
///
/// channelType, channelBinding: WS_CHANNEL_TYPE_REQUEST with WS_HTTP_CHANNEL_BINDING; with WS_CUSTOM_CHANNEL_BINDING
/// what the custom channel takes. The other bindings are not there yet.
/// properties, propertyCount: optional; see WS_CHANNEL_PROPERTY_ID for which can be given, and how they depend on each
/// other. With WS_CUSTOM_CHANNEL_BINDING only WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, which is required, and
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS. The array and the values need to live during the call only, but for
/// what the callbacks in them point to.
/// securityDescription: NULL for a channel without security; see WS_SECURITY_DESCRIPTION. It is copied, with all that it
/// points to but the states of callbacks. With WS_CUSTOM_CHANNEL_BINDING it must be NULL.
/// channel: receives the channel, which the caller owns and frees with WsFreeChannel.
///
/// Free threaded; see WS_CHANNEL.
///
/// Returns S_OK, E_INVALIDARG (a type, binding or property that is wrong, or wrong for this channel; the text names it),
/// WS_E_NOT_SUPPORTED (what is not there yet), E_OUTOFMEMORY, or what the create callback of a custom channel returned.
/// Source: WsCreateChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateChannel(
    channelType: WS_CHANNEL_TYPE,
    channelBinding: WS_CHANNEL_BINDING,
    properties: *const WS_CHANNEL_PROPERTY,
    propertyCount: ULONG,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
    channel: *mut *mut WS_CHANNEL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(channel, "channel")? };
        let create =
            // SAFETY: as above.
            || unsafe { create_channel(channelType, channelBinding, properties, propertyCount, securityDescription) };
        out.set(with_error_now(error, create)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// The work of WsCreateChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn create_channel(
    channelType: WS_CHANNEL_TYPE,
    channelBinding: WS_CHANNEL_BINDING,
    properties: *const WS_CHANNEL_PROPERTY,
    propertyCount: ULONG,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
) -> Result<*mut WS_CHANNEL> {
    check_pattern(channelType, channelBinding, false)?;
    // SAFETY: passed on.
    let security = unsafe { security_description::read(securityDescription, Role::Client, channelBinding)? };
    // SAFETY: passed on.
    let given = unsafe { Given::read(channelType, channelBinding, false, properties, propertyCount, security)? };
    // SAFETY: passed on.
    unsafe { create_given(given) }
}

/// Creates a channel from properties that were read and checked before.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the callbacks and the parameters of a custom channel.
pub(super) unsafe fn create_given(mut given: Given) -> Result<*mut WS_CHANNEL> {
    let (kind, binding) = (given.numbers.kind(), given.numbers.binding());
    let transport = match binding {
        WS_CUSTOM_CHANNEL_BINDING => {
            // SAFETY: passed on; the callbacks are the program's.
            Transport::Custom(unsafe { Custom::create(given.custom_callbacks()?, kind, given.parameters)? })
        }
        WS_HTTP_CHANNEL_BINDING => Transport::Request(Box::new(RequestSide::new(&mut given))),
        _ => return Err(no_such_binding(binding)),
    };
    handle::create(Arc::new(Channel::new(given, transport)?))
}

/// Custom channels do all by themselves.
#[cold]
fn not_built_in() -> Fault {
    Fault::invalid_operation("The channel is a custom one.")
}

/// A binding of the API that is not there yet.
#[cold]
pub(super) fn no_such_binding(binding: WS_CHANNEL_BINDING) -> Fault {
    Fault::not_supported(format!("{binding:?} is not there yet."))
}

/// Refuses types and bindings that are none, and pairs that do not exist.
pub(super) fn check_pattern(kind: WS_CHANNEL_TYPE, binding: WS_CHANNEL_BINDING, listens: bool) -> Result<()> {
    let is_type = matches!(
        kind,
        WS_CHANNEL_TYPE_INPUT
            | WS_CHANNEL_TYPE_OUTPUT
            | WS_CHANNEL_TYPE_INPUT_SESSION
            | WS_CHANNEL_TYPE_OUTPUT_SESSION
            | WS_CHANNEL_TYPE_DUPLEX
            | WS_CHANNEL_TYPE_DUPLEX_SESSION
            | WS_CHANNEL_TYPE_REQUEST
            | WS_CHANNEL_TYPE_REPLY
    );
    if !is_type {
        return Err(Fault::invalid_arg(format!("The channel type {kind:?} does not exist.")));
    }
    let fits = match binding {
        WS_HTTP_CHANNEL_BINDING => kind == if listens { WS_CHANNEL_TYPE_REPLY } else { WS_CHANNEL_TYPE_REQUEST },
        WS_TCP_CHANNEL_BINDING | WS_NAMEDPIPE_CHANNEL_BINDING => kind == WS_CHANNEL_TYPE_DUPLEX_SESSION,
        WS_UDP_CHANNEL_BINDING => kind == WS_CHANNEL_TYPE_DUPLEX || (listens && kind == WS_CHANNEL_TYPE_INPUT),
        WS_CUSTOM_CHANNEL_BINDING => true,
        _ => return Err(Fault::invalid_arg(format!("The channel binding {binding:?} does not exist."))),
    };
    if !fits {
        let side = if listens { "server" } else { "client" };
        return Err(Fault::invalid_arg(format!("{binding:?} has no channels of type {kind:?} on the {side}.")));
    }
    Ok(())
}

/// Opens a channel to an endpoint: all messages go there. Nothing is sent yet over HTTP; a host that does not exist or
/// does not answer is found out with the first message.
///
/// endpointAddress: copied. With WS_HTTP_CHANNEL_BINDING its url is an absolute http URL, or with
/// WS_SSL_TRANSPORT_SECURITY_BINDING an absolute https URL. Credentials of the security description are loaded now.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The channel must be in WS_CHANNEL_STATE_CREATED. On success it is in WS_CHANNEL_STATE_OPEN and has to be closed with
/// WsCloseChannel before it is freed; on failure it is in WS_CHANNEL_STATE_CREATED again.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state, or a channel for a listener), WS_E_OPERATION_ABORTED
/// (WsAbortChannel was called meanwhile, or before since the last reset), WS_E_INVALID_ENDPOINT_URL
/// (also where https and the security do not go together), WS_E_QUOTA_EXCEEDED (an address of more than 65536 bytes),
/// E_INVALIDARG, E_OUTOFMEMORY, why a credential could not be loaded, or what the callback of a custom channel or of a
/// WS_CUSTOM_CERT_CREDENTIAL returned. Source: WsOpenChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenChannel(
    channel: *mut WS_CHANNEL,
    endpointAddress: *const WS_ENDPOINT_ADDRESS,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, open_channel(channel, endpointAddress)) }
}

/// The work of WsOpenChannel. The address is needed until the future has first been polled.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn open_channel(
    channel: *mut WS_CHANNEL,
    endpointAddress: *const WS_ENDPOINT_ADDRESS,
) -> Result<HRESULT> {
    // SAFETY: passed on.
    let channel = unsafe { get(channel)? };
    // SAFETY: passed on.
    let address = unsafe { place::required(endpointAddress, "endpointAddress")? };
    let side = match &channel.transport {
        // SAFETY: passed on.
        Transport::Custom(custom) => return unsafe { custom.open(endpointAddress).await },
        Transport::Request(side) => side,
        Transport::Reply(_) => {
            return Err(Fault::invalid_operation(
                "WsOpenChannel cannot be used: the channel was made for a listener, and WsAcceptChannel opens it.",
            ));
        }
    };
    let under = Under::open(&channel, WS_CHANNEL_STATE_OPENING, "WsOpenChannel")?;
    // SAFETY: passed on.
    let outcome = unsafe { copy_address(address) }.and_then(|(endpoint, url)| {
        channel_security::open(&channel, &endpoint, url, address)?;
        side.open(endpoint, url, address)
    });
    under.end(outcome.map(|()| S_OK))
}

/// A copy of an endpoint address, and its URL as it is.
unsafe fn copy_address(address: &WS_ENDPOINT_ADDRESS) -> Result<(Endpoint, &[u16])> {
    // SAFETY: passed on.
    let url =
        unsafe { place::slice(address.url.chars.cast_const(), address.url.length, "url of the endpointAddress")? };
    let headers = match address.headers.is_null() {
        true => None,
        // SAFETY: passed on.
        false => Some(unsafe { xml_buffer::get(address.headers)? }),
    };
    let mut endpoint = Endpoint::new(url, headers.as_ref())?;
    // SAFETY: passed on.
    endpoint.identity = unsafe { endpoint_identity::read(address.identity)? };
    Ok((endpoint, url))
}

/// Closes a channel. Operations under way are waited for. If no message is being read or written, the exchange ends in
/// good order; a reply channel whose request was received tells the client that it was accepted (HTTP status 202) if no
/// reply was sent. Otherwise operations are aborted and the exchange is cut.
///
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The channel must be in WS_CHANNEL_STATE_OPEN or WS_CHANNEL_STATE_FAULTED. It is in WS_CHANNEL_STATE_CLOSED
/// afterwards, whatever is returned (but for WS_E_INVALID_OPERATION), and its messages are no longer connected with it.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (WsAbortChannel was called
/// meanwhile), WS_E_ENDPOINT_DISCONNECTED, WS_E_OPERATION_TIMED_OUT, E_INVALIDARG, or what the callback of a custom
/// channel returned. Source: WsCloseChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseChannel(
    channel: *mut WS_CHANNEL,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, close_channel(channel)) }
}

/// The work of WsCloseChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn close_channel(channel: *mut WS_CHANNEL) -> Result<HRESULT> {
    // SAFETY: passed on.
    let channel = unsafe { get(channel)? };
    if let Transport::Custom(custom) = &channel.transport {
        // SAFETY: passed on.
        return unsafe { custom.close().await };
    }
    let farewell = channel.life(Life::begin_close)?;
    let closing = Closing(&channel);
    let before = channel.renew_abort();
    if let (Farewell::Rude, Some(before)) = (farewell, before) {
        before.abort();
    }
    channel.life.idle().await;
    let can_still_reply = channel.life(|life| life.can_still_reply());
    channel.drop_flows();
    let outcome = channel.abort().run(channel.transport.close(farewell, can_still_reply)).await;
    closing.end(outcome)
}

/// A channel that is being closed: it is closed when this goes, whatever happened.
struct Closing<'a>(&'a Channel);

impl Closing<'_> {
    fn end(self, outcome: Result<()>) -> Result<HRESULT> {
        let aborted = self.0.life(Life::closed);
        let _ = core::mem::ManuallyDrop::new(self);
        outcome?;
        if aborted { Err(state::aborted()) } else { Ok(S_OK) }
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.life(Life::closed);
    }
}

/// Cancels all that is under way on a channel, without waiting for it: pending operations, whichever thread they are
/// on, end with WS_E_OPERATION_ABORTED, asynchronous ones by way of their callbacks.
///
/// May be called in any state and at any time between creation and freeing. A channel in WS_CHANNEL_STATE_OPEN goes to
/// WS_CHANNEL_STATE_FAULTED, and can then only be closed; its current message may be abandoned before. One that has not
/// been opened yet cannot be until it is reset. To skip a message and go on, use WsAbandonMessage.
///
/// Returns S_OK, E_INVALIDARG, or what the callback of a custom channel returned. Source: WsAbortChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortChannel(channel: *mut WS_CHANNEL, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || abort_channel(channel))) }
}

/// The work of WsAbortChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn abort_channel(channel: *mut WS_CHANNEL) -> Result<()> {
    // SAFETY: passed on.
    let channel = unsafe { get(channel)? };
    if let Transport::Custom(custom) = &channel.transport {
        return custom.abort();
    }
    channel.life(Life::abort);
    channel.abort().abort();
    Ok(())
}

/// Makes a closed channel fit to be opened or accepted again. Its properties stay as they are; what
/// WsGetChannelProperty returned by pointer is gone.
///
/// The channel must be in WS_CHANNEL_STATE_CREATED or WS_CHANNEL_STATE_CLOSED, and is in WS_CHANNEL_STATE_CREATED
/// afterwards. Reusing channels, messages and heaps costs less than making new ones.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (wrong state), E_INVALIDARG, or what the callback of a custom channel returned.
/// Source: WsResetChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetChannel(channel: *mut WS_CHANNEL, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || reset_channel(channel))) }
}

/// The work of WsResetChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn reset_channel(channel: *mut WS_CHANNEL) -> Result<()> {
    // SAFETY: passed on.
    let channel = unsafe { get(channel)? };
    if let Transport::Custom(custom) = &channel.transport {
        return custom.reset();
    }
    channel.life(Life::reset)?;
    channel.drop_flows();
    channel.transport.reset();
    channel.renew_abort();
    Ok(())
}

/// Frees a channel. NULL is allowed. An opened or accepted channel has to be closed before; nothing may be under way.
/// While something is, this does nothing; a channel that was not closed is cut off.
///
/// Source: WsFreeChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeChannel(channel: *mut WS_CHANNEL) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { free_channel(channel) });
}

/// The work of WsFreeChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the handle is not used again.
pub(super) unsafe fn free_channel(channel: *mut WS_CHANNEL) {
    // SAFETY: passed on.
    let Ok(engine) = (unsafe { handle::get(channel) }) else { return };
    if engine.life(|life| life.is_busy()) {
        return;
    }
    engine.drop_flows();
    engine.transport.reset();
    // SAFETY: passed on.
    unsafe { handle::free(channel) }
}

/// Tells the other side of a session that no more messages will be sent. Messages can still be received. Closing the
/// channel does it too, where it has not been done.
///
/// Only for WS_CHANNEL_TYPE_OUTPUT_SESSION and WS_CHANNEL_TYPE_DUPLEX_SESSION, hence not over HTTP. The channel must be
/// in WS_CHANNEL_STATE_OPEN. Afterwards WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN is TRUE, and sending, as well as
/// another shutdown, fails with WS_E_INVALID_OPERATION.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state or type, done before, or a message is being written),
/// WS_E_OPERATION_ABORTED, E_INVALIDARG, or what the callback of a custom channel returned. Source:
/// WsShutdownSessionChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsShutdownSessionChannel(
    channel: *mut WS_CHANNEL,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, shutdown_session_channel(channel)) }
}

/// The work of WsShutdownSessionChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn shutdown_session_channel(channel: *mut WS_CHANNEL) -> Result<HRESULT> {
    // SAFETY: passed on.
    let channel = unsafe { get(channel)? };
    if let Transport::Custom(custom) = &channel.transport {
        // SAFETY: passed on.
        return unsafe { custom.shutdown_session().await };
    }
    // No built-in transport has sessions yet, so the state refuses.
    Under::shutdown(&channel)?.end(Ok(S_OK))
}

impl Transport {
    async fn close(&self, farewell: Farewell, can_still_reply: bool) -> Result<()> {
        match self {
            // It closes by itself.
            Transport::Custom(_) => Ok(()),
            Transport::Request(side) => {
                side.drop_response();
                Ok(())
            }
            Transport::Reply(side) => side.close(farewell, can_still_reply).await,
        }
    }

    /// Receives some bytes of the message that is being read; 0 at its end.
    pub(super) async fn receive(&self, channel: &Channel, buffer: &mut [u8]) -> Result<usize> {
        match self {
            Transport::Custom(_) => Err(not_built_in()),
            Transport::Request(side) => side.receive(&channel.numbers, buffer).await,
            Transport::Reply(side) => side.receive(channel, buffer).await,
        }
    }

    /// Appends all of the message that is being read.
    pub(super) async fn receive_all(&self, channel: &Channel, out: &mut Vec<u8>, quota: Quota) -> Result<()> {
        match self {
            Transport::Custom(_) => Err(not_built_in()),
            Transport::Request(side) => side.receive_all(&channel.numbers, out, quota).await,
            Transport::Reply(side) => side.receive_all(channel, out, quota).await,
        }
    }

    /// Sends a piece of the message that is being written in pieces.
    pub(super) async fn send(&self, bytes: &[u8]) -> Result<()> {
        match self {
            Transport::Custom(_) => Err(not_built_in()),
            Transport::Request(side) => side.send(bytes).await,
            Transport::Reply(side) => side.send(bytes).await,
        }
    }

    fn reset(&self) {
        match self {
            // It resets by itself.
            Transport::Custom(_) => {}
            Transport::Request(side) => side.reset(),
            Transport::Reply(side) => side.reset(),
        }
    }
}
