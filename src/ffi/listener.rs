//! WS_LISTENER: its life, and accepting channels. See `listener` in Microsoft's documentation.

use crate::abi::*;
use crate::channel::gate::Gate;
use crate::channel::listener::{self, Access, Life, Numbers};
use crate::channel::url_match;
use crate::ffi::call::{call, call_void};
use crate::ffi::channel::{self, Channel, check_pattern, no_such_binding};
use crate::ffi::channel_property;
use crate::ffi::channel_reply::ReplySide;
use crate::ffi::channel_security;
use crate::ffi::custom_channel::{Custom, Parameters};
use crate::ffi::custom_listener::CustomListener;
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::http_source::HttpSource;
use crate::ffi::operation::{operate, with_error_now};
use crate::ffi::place::{self, Out};
use crate::ffi::property::{self, Property, PropertyOut};
use crate::ffi::security_description;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{Role, Security};
use crate::task::Abort;
use core::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

impl Handle for WS_LISTENER {
    /// Counted, so that an operation in the background has what it needs whatever becomes of the handle.
    type Engine = Arc<Listener>;
    const TAG: u32 = u32::from_be_bytes(*b"WSln");
    const NAME: &'static str = "listener";
}
impl Shared for WS_LISTENER {}

/// A listener: what it was made with, where it is in its life, and where it listens.
pub(super) struct Listener {
    pub(super) numbers: Numbers,
    life: Gate<Life>,
    /// Ends what is under way; a new one for each life.
    abort: Mutex<Abort>,
    /// Also of the channels that it accepts.
    security: Option<Arc<Security>>,
    pub(super) source: Source,
}

/// Where channels come from.
pub(super) enum Source {
    Custom(CustomListener),
    Http(HttpSource),
}

/// The listener of a handle.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get(listener: *mut WS_LISTENER) -> Result<Arc<Listener>> {
    // SAFETY: passed on.
    Ok(unsafe { handle::get(listener)? }.clone())
}

impl Listener {
    fn life<T>(&self, question: impl FnOnce(&mut Life) -> T) -> T {
        self.life.ask(question)
    }

    fn abort(&self) -> Abort {
        self.abort.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn renew_abort(&self) -> Abort {
        core::mem::replace(&mut *self.abort.lock().unwrap_or_else(PoisonError::into_inner), Abort::new())
    }
}

/// An operation that the state knows of. Dropped before its end, it has failed.
struct Under<'a, T> {
    listener: &'a Listener,
    end: Option<fn(&mut Life, bool) -> T>,
}

impl<T> Under<'_, T> {
    fn end(mut self, succeeded: bool) -> T
    where
        T: Default,
    {
        self.end.take().map(|end| self.listener.life(|life| end(life, succeeded))).unwrap_or_default()
    }
}

impl<T> Drop for Under<'_, T> {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            self.listener.life(|life| end(life, false));
        }
    }
}

/// The end of an accept, however it went.
fn accepted(life: &mut Life, _: bool) {
    life.accepted();
}

/// A listener that is being closed: it is closed when this goes, whatever happened.
struct Closing<'a>(&'a Listener);

impl Closing<'_> {
    fn end(self, outcome: Result<()>) -> Result<HRESULT> {
        let aborted = self.0.life(Life::closed);
        let _ = core::mem::ManuallyDrop::new(self);
        outcome?;
        if aborted { Err(listener::aborted()) } else { Ok(S_OK) }
    }
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.life(Life::closed);
    }
}

/// Creates a listener. It is in WS_LISTENER_STATE_CREATED; WsOpenListener lets it listen.
///
/// channelType, channelBinding: of the channels that will be accepted: WS_CHANNEL_TYPE_REPLY with
/// WS_HTTP_CHANNEL_BINDING; with WS_CUSTOM_CHANNEL_BINDING what the custom listener takes. The other bindings are not
/// there yet.
/// properties, propertyCount: optional; see WS_LISTENER_PROPERTY_ID. With WS_CUSTOM_CHANNEL_BINDING only
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, which is required, and
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS.
/// securityDescription: NULL for no security; see WS_SECURITY_DESCRIPTION. It counts for all channels of the listener,
/// and is copied, with all that it points to but the states of callbacks. With WS_CUSTOM_CHANNEL_BINDING it must be
/// NULL.
/// listener: receives the listener, which the caller owns and frees with WsFreeListener.
///
/// Free threaded; see WS_LISTENER.
///
/// Returns S_OK, E_INVALIDARG, WS_E_NOT_SUPPORTED (what is not there yet), WS_E_QUOTA_EXCEEDED, E_OUTOFMEMORY, or what
/// the create callback of a custom listener returned. Source: WsCreateListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateListener(
    channelType: WS_CHANNEL_TYPE,
    channelBinding: WS_CHANNEL_BINDING,
    properties: *const WS_LISTENER_PROPERTY,
    propertyCount: ULONG,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
    listener: *mut *mut WS_LISTENER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(listener, "listener")? };
        let create =
            // SAFETY: as above.
            || unsafe { create_listener(channelType, channelBinding, properties, propertyCount, securityDescription) };
        out.set(with_error_now(error, create)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// The work of WsCreateListener.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn create_listener(
    channelType: WS_CHANNEL_TYPE,
    channelBinding: WS_CHANNEL_BINDING,
    properties: *const WS_LISTENER_PROPERTY,
    propertyCount: ULONG,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
) -> Result<*mut WS_LISTENER> {
    check_pattern(channelType, channelBinding, true)?;
    // SAFETY: passed on.
    let security = unsafe { security_description::read(securityDescription, Role::Server, channelBinding)? };
    let mut given = Given::new(Numbers::new(channelType, channelBinding));
    // SAFETY: passed on.
    unsafe { given.read(properties, propertyCount)? };
    let source = match channelBinding {
        WS_CUSTOM_CHANNEL_BINDING => {
            let callbacks = given.callbacks.ok_or_else(|| {
                Fault::invalid_arg(format!(
                    "The property {WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS:?} is required with \
                     {WS_CUSTOM_CHANNEL_BINDING:?}."
                ))
            })?;
            // SAFETY: passed on; the callbacks are the program's.
            Source::Custom(unsafe { CustomListener::create(callbacks, channelType, given.parameters)? })
        }
        WS_HTTP_CHANNEL_BINDING => Source::Http(HttpSource::new(given.disallowed_agents)),
        _ => return Err(no_such_binding(channelBinding)),
    };
    let life = Gate::new(Life::new());
    let abort = Mutex::new(Abort::new());
    handle::create(Arc::new(Listener { numbers: given.numbers, life, abort, security, source }))
}

/// What a listener is made with.
struct Given {
    numbers: Numbers,
    callbacks: Option<WS_CUSTOM_LISTENER_CALLBACKS>,
    parameters: Parameters,
    /// In small letters.
    disallowed_agents: Vec<Vec<u8>>,
}

impl Given {
    fn new(numbers: Numbers) -> Self {
        let parameters = Parameters { data: core::ptr::null(), size: 0 };
        Given { numbers, callbacks: None, parameters, disallowed_agents: vec![b"mozilla".to_vec()] }
    }

    unsafe fn read(&mut self, properties: *const WS_LISTENER_PROPERTY, count: ULONG) -> Result<()> {
        // SAFETY: in each case: passed on; the structures are plain C data.
        unsafe {
            for property in property::bag(properties, count)? {
                self.numbers.check(property.id, Access::Create)?;
                match property.id {
                    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS => self.callbacks = Some(property.read()?),
                    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS => {
                        let (data, size) = property.raw();
                        self.parameters = Parameters { data, size };
                    }
                    WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL => {
                        let model: WS_CALLBACK_MODEL = property.read()?;
                        if model != WS_SHORT_CALLBACK && model != WS_LONG_CALLBACK {
                            return Err(Fault::invalid_arg(format!("The callback model {model:?} does not exist.")));
                        }
                        self.numbers.callback_model = model;
                    }
                    WS_LISTENER_PROPERTY_CLOSE_TIMEOUT => self.numbers.close_timeout = property.read()?,
                    WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS => {
                        self.numbers.to_matching = property.read()?;
                        url_match::check_options(self.numbers.to_matching)?;
                    }
                    WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS => {
                        self.numbers.url_matching = property.read()?;
                        url_match::check_options(self.numbers.url_matching)?;
                    }
                    WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT => {
                        self.disallowed_agents = agents(&property)?;
                    }
                    _ => return Err(property.refused("WsCreateListener")),
                }
            }
        }
        Ok(())
    }
}

unsafe fn agents(property: &Property<'_, WS_LISTENER_PROPERTY_ID>) -> Result<Vec<Vec<u8>>> {
    const NAME: &str = "subStrings";
    // SAFETY: passed on; plain C data.
    let list: WS_DISALLOWED_USER_AGENT_SUBSTRINGS = unsafe { property.read()? };
    // SAFETY: passed on.
    let strings = unsafe { place::slice(list.subStrings.cast_const(), list.subStringCount, NAME)? };
    let lower = |string: &*mut WS_STRING| {
        // SAFETY: passed on.
        let chars = unsafe { place::string(string.cast_const(), NAME)? };
        if chars.is_empty() {
            return Err(Fault::invalid_arg(
                "An empty entry of WS_DISALLOWED_USER_AGENT_SUBSTRINGS would keep all out.",
            ));
        }
        Ok(String::from_utf16_lossy(chars).to_ascii_lowercase().into_bytes())
    };
    strings.iter().map(lower).collect()
}

/// Lets a listener listen at a URL.
///
/// url: an absolute URL in escaped form, without query and fragment. The host may be + or * (any name and address of
/// this machine), a name, or an address, one of IPv6 in brackets. Listeners of this process may share a port: a request
/// goes to the one whose URL is the longest prefix of its own, a named host before +, and that before *. Copied. With
/// WS_SSL_TRANSPORT_SECURITY_BINDING an https URL, otherwise an http URL; credentials of the security description are
/// loaded now.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The listener must be in WS_LISTENER_STATE_CREATED. On success it is in WS_LISTENER_STATE_OPEN and has to be closed
/// before it is freed; on failure it is in WS_LISTENER_STATE_CREATED again.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (WsAbortListener was called
/// meanwhile, or before since the last reset), WS_E_ADDRESS_IN_USE (by another process, or the URL by another listener),
/// WS_E_ADDRESS_NOT_AVAILABLE, WS_E_INVALID_ENDPOINT_URL, E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a custom
/// listener returned. Source: WsOpenListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenListener(
    listener: *mut WS_LISTENER,
    url: *const WS_STRING,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, open_listener(listener, url)) }
}

/// The work of WsOpenListener. The URL is needed until the future has first been polled.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn open_listener(listener: *mut WS_LISTENER, url: *const WS_STRING) -> Result<HRESULT> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    // SAFETY: passed on.
    let chars = unsafe { place::string(url, "url")? }.to_vec();
    let source = match &listener.source {
        // SAFETY: passed on.
        Source::Custom(custom) => return unsafe { custom.open(url).await },
        Source::Http(source) => source,
    };
    listener.life(Life::begin_open)?;
    let under = Under { listener: &listener, end: Some(Life::opened) };
    let listening = listener.security.as_deref().map_or(Ok(()), channel_security::listen);
    let outcome = match listening {
        Ok(()) => listener.abort().run(source.open(&chars, &listener.numbers, listener.security.as_deref())).await,
        Err(fault) => Err(fault),
    };
    let is_open = under.end(outcome.is_ok());
    outcome?;
    if !is_open {
        source.close(0).await;
        return Err(listener::aborted());
    }
    Ok(S_OK)
}

/// Makes a channel into which a client can be accepted, by this listener only. It is in WS_CHANNEL_STATE_CREATED.
///
/// listener: in any state. Security is the listener's. It has to live as long as the channel is used to accept.
/// properties, propertyCount: optional; see WS_CHANNEL_PROPERTY_ID. With WS_CUSTOM_CHANNEL_BINDING only
/// WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, which is required, and WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS.
/// channel: receives the channel, which the caller owns and frees with WsFreeChannel.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a custom listener returned. Source:
/// WsCreateChannelForListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateChannelForListener(
    listener: *mut WS_LISTENER,
    properties: *const WS_CHANNEL_PROPERTY,
    propertyCount: ULONG,
    channel: *mut *mut WS_CHANNEL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(channel, "channel")? };
        // SAFETY: as above.
        let create = || unsafe { create_channel_for_listener(listener, properties, propertyCount) };
        out.set(with_error_now(error, create)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// The work of WsCreateChannelForListener.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn create_channel_for_listener(
    listener: *mut WS_LISTENER,
    properties: *const WS_CHANNEL_PROPERTY,
    propertyCount: ULONG,
) -> Result<*mut WS_CHANNEL> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    let Numbers { kind, binding, .. } = listener.numbers;
    // SAFETY: passed on.
    let mut given = unsafe {
        channel_property::Given::read(kind, binding, true, properties, propertyCount, listener.security.clone())?
    };
    let transport = match &listener.source {
        Source::Custom(custom) => {
            let callbacks = given.custom_callbacks()?;
            // SAFETY: passed on; the callbacks are the program's.
            let instance = unsafe { custom.create_channel(given.parameters)? };
            channel::Transport::Custom(Custom::with_instance(callbacks, instance))
        }
        Source::Http(source) => {
            let numbers = &given.numbers;
            source.take_heads_of(numbers.number(WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE));
            channel::Transport::Reply(Box::new(ReplySide::new(&mut given, Arc::downgrade(&listener))))
        }
    };
    handle::create(Arc::new(Channel::new(given, transport)?))
}

/// Waits for the next client and connects it with a channel. With WS_HTTP_CHANNEL_BINDING that is the next request; a
/// channel serves one.
///
/// listener: must be in WS_LISTENER_STATE_OPEN. Any number of accepts may wait at the same time; there is no limit to
/// how long.
/// channel: one that was made for this listener, in WS_CHANNEL_STATE_CREATED. On success it is in
/// WS_CHANNEL_STATE_OPEN and has to be closed with WsCloseChannel before it is reset or freed; on failure it is in
/// WS_CHANNEL_STATE_CREATED again.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// Requests that the listener does not take (a URL that does not match, a user agent that is not allowed) are answered
/// by the library and not accepted.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_OBJECT_FAULTED (the listener was aborted: a loop of accepts should end),
/// WS_E_OPERATION_ABORTED (listener or channel were aborted meanwhile, or the listener closed),
/// WS_E_INVALID_OPERATION (listener or channel in a wrong state), E_INVALIDARG, E_OUTOFMEMORY, or what the callback of a
/// custom listener returned. Source: WsAcceptChannel page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAcceptChannel(
    listener: *mut WS_LISTENER,
    channel: *mut WS_CHANNEL,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, accept_channel(listener, channel)) }
}

/// The work of WsAcceptChannel.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn accept_channel(listener: *mut WS_LISTENER, channel: *mut WS_CHANNEL) -> Result<HRESULT> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    // SAFETY: passed on.
    let channel = unsafe { channel::get(channel)? };
    let (source, side) = match (&listener.source, &channel.transport) {
        // SAFETY: passed on.
        (Source::Custom(source), channel::Transport::Custom(custom)) => unsafe {
            return source.accept(custom.instance).await;
        },
        (Source::Http(source), channel::Transport::Reply(side)) if side.is_of(&listener) => (source, side),
        _ => return Err(Fault::invalid_arg("The channel was not made for this listener.")),
    };
    // Before the state is looked at: closing changes the state, and then ends what runs under the present one.
    let of_listener = listener.abort();
    listener.life(Life::begin_accept)?;
    let accepting = Under { listener: &listener, end: Some(accepted) };
    let under = channel::Under::open(&channel, WS_CHANNEL_STATE_ACCEPTING, "WsAcceptChannel")?;
    let accept = pin!(source.accept(&channel, side));
    let outcome = of_listener.run(under.abort.run(accept)).await;
    accepting.end(outcome.is_ok());
    under.end(outcome.map(|()| S_OK))
}

/// Stops listening. Pending accepts end with WS_E_OPERATION_ABORTED and are waited for. Clients that have not read their
/// responses get WS_LISTENER_PROPERTY_CLOSE_TIMEOUT for it. Channels that were accepted can be used on.
///
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later.
///
/// The listener must be in WS_LISTENER_STATE_OPEN or WS_LISTENER_STATE_FAULTED. It is in WS_LISTENER_STATE_CLOSED
/// afterwards, whatever is returned (but for WS_E_INVALID_OPERATION).
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (wrong state), WS_E_OPERATION_ABORTED (WsAbortListener was called
/// meanwhile), E_INVALIDARG, or what the callback of a custom listener returned. Source: WsCloseListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseListener(
    listener: *mut WS_LISTENER,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate(asyncContext, error, close_listener(listener)) }
}

/// The work of WsCloseListener.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn close_listener(listener: *mut WS_LISTENER) -> Result<HRESULT> {
    // SAFETY: passed on.
    unsafe { close_within(listener, |own| own) }.await
}

/// [`close_listener`] for an owner that has a limit of its own. `grace` makes the milliseconds that clients get of those
/// that the listener would give them.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) async unsafe fn close_within(listener: *mut WS_LISTENER, grace: impl FnOnce(u32) -> u32) -> Result<HRESULT> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    let source = match &listener.source {
        // SAFETY: passed on.
        Source::Custom(custom) => return unsafe { custom.close().await },
        Source::Http(source) => source,
    };
    let graceful = listener.life(Life::begin_close)?;
    let closing = Closing(&listener);
    // Accepts that wait get nothing more.
    listener.renew_abort().abort();
    listener.life.idle().await;
    let close = async {
        source.close(if graceful { grace(listener.numbers.close_timeout) } else { 0 }).await;
        Ok(())
    };
    let outcome = listener.abort().run(close).await;
    closing.end(outcome)
}

/// Takes no more requests; closing is still to be done.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn stop_listener(listener: *mut WS_LISTENER) -> Result<()> {
    // SAFETY: passed on.
    if let Source::Http(source) = &unsafe { get(listener)? }.source {
        source.stop();
    }
    Ok(())
}

/// Cancels all that is under way on a listener, without waiting for it: pending accepts and opens end with
/// WS_E_OPERATION_ABORTED.
///
/// May be called in any state and at any time between creation and freeing. A listener in WS_LISTENER_STATE_OPEN goes to
/// WS_LISTENER_STATE_FAULTED, and can then only be closed. One that has not been opened yet cannot be until it is reset.
///
/// Returns S_OK, E_INVALIDARG, or what the callback of a custom listener returned. Source: WsAbortListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortListener(listener: *mut WS_LISTENER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || abort_listener(listener))) }
}

/// The work of WsAbortListener.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn abort_listener(listener: *mut WS_LISTENER) -> Result<()> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    match &listener.source {
        Source::Custom(custom) => custom.abort(),
        Source::Http(source) => {
            listener.life(Life::abort);
            listener.abort().abort();
            source.abort();
            Ok(())
        }
    }
}

/// Makes a closed listener fit to be opened again, at the same URL or another one. Its properties stay as they are.
///
/// The listener must be in WS_LISTENER_STATE_CREATED or WS_LISTENER_STATE_CLOSED, and is in WS_LISTENER_STATE_CREATED
/// afterwards.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (wrong state), E_INVALIDARG, or what the callback of a custom listener returned.
/// Source: WsResetListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetListener(listener: *mut WS_LISTENER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || reset_listener(listener))) }
}

/// The work of WsResetListener.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn reset_listener(listener: *mut WS_LISTENER) -> Result<()> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    match &listener.source {
        Source::Custom(custom) => custom.reset(),
        Source::Http(_) => {
            listener.life(Life::reset)?;
            listener.renew_abort();
            Ok(())
        }
    }
}

/// Frees a listener. NULL is allowed. An open listener has to be closed before; nothing may be under way. While something
/// is, this does nothing; a listener that was not closed stops listening. Channels that were made for it can be used on,
/// but no longer be accepted.
///
/// Source: WsFreeListener page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeListener(listener: *mut WS_LISTENER) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { free_listener(listener) });
}

/// The work of WsFreeListener.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the handle is not used again.
pub(super) unsafe fn free_listener(listener: *mut WS_LISTENER) {
    // SAFETY: passed on.
    let Ok(engine) = (unsafe { handle::get(listener) }) else { return };
    if engine.life(|life| life.is_busy()) {
        return;
    }
    // SAFETY: passed on.
    unsafe { handle::free(listener) }
}

/// Gets a property of a listener.
///
/// id: see WS_LISTENER_PROPERTY_ID for which can be read. Custom listeners answer for themselves, but for
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE.
/// value, valueSize: receive the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG (an id that is not known, or not for this listener, a wrong size or pointer), or what the
/// callback of a custom listener returned. Source: WsGetListenerProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetListenerProperty(
    listener: *mut WS_LISTENER,
    id: WS_LISTENER_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || get_listener_property(listener, id, value, valueSize))) }
}

/// The work of WsGetListenerProperty.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get_listener_property(
    listener: *mut WS_LISTENER,
    id: WS_LISTENER_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
) -> Result<()> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    let out = PropertyOut::new(id, value, valueSize);
    if let Source::Custom(custom) = &listener.source {
        return match id {
            // SAFETY: passed on.
            WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE => unsafe { out.set(custom.instance.0) },
            // SAFETY: passed on.
            _ => unsafe { custom.get(id, value, valueSize) },
        };
    }
    let numbers = &listener.numbers;
    numbers.check(id, Access::Get)?;
    // SAFETY: in each case: passed on.
    unsafe {
        match id {
            WS_LISTENER_PROPERTY_STATE => out.set(listener.life(|life| life.state())),
            WS_LISTENER_PROPERTY_CHANNEL_TYPE => out.set(numbers.kind),
            WS_LISTENER_PROPERTY_CHANNEL_BINDING => out.set(numbers.binding),
            WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL => out.set(numbers.callback_model),
            WS_LISTENER_PROPERTY_CLOSE_TIMEOUT => out.set(numbers.close_timeout),
            _ => Err(out.refused("WsGetListenerProperty")),
        }
    }
}

/// Sets a property of a listener. There is none that HTTP listeners have; custom listeners answer for themselves.
///
/// value, valueSize: the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG, or what the callback of a custom listener returned. Source: WsSetListenerProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetListenerProperty(
    listener: *mut WS_LISTENER,
    id: WS_LISTENER_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_error_now(error, || set_listener_property(listener, id, value, valueSize))) }
}

/// The work of WsSetListenerProperty.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn set_listener_property(
    listener: *mut WS_LISTENER,
    id: WS_LISTENER_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
) -> Result<()> {
    // SAFETY: passed on.
    let listener = unsafe { get(listener)? };
    match &listener.source {
        // SAFETY: passed on.
        Source::Custom(custom) => unsafe { custom.set(id, value, valueSize) },
        // None can be set.
        Source::Http(_) => listener.numbers.check(id, Access::Set),
    }
}
