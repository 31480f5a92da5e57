//! Calls through a service proxy.
//!
//! A call is made of steps of two kinds. The caller's steps use its arguments, its heap and its error object: the body is
//! written, the reply's body is read. They wait for nothing. The steps of the exchange wait for the network and use what
//! belongs to the call alone ([`Exchange`]). So a caller can be let go at any point where it waits: what is left of the
//! present step goes on in the background and touches nothing of the caller's, and the caller's next step never comes.
//! No reply is copied for that: it stays in the message until the caller reads it.

use crate::abi::*;
use crate::ffi::callback::succeeded;
use crate::ffi::channel;
use crate::ffi::channel_message::{
    abandon_message, create_message, read_message_end, read_message_end_now, read_message_start, write_message_end,
    write_message_start, write_message_start_now,
};
use crate::ffi::channel_send::{check_reply, received_fault, request_id};
use crate::ffi::handle;
use crate::ffi::message;
use crate::ffi::message_header::check_must_understand;
use crate::ffi::operation::{self, operate_with, with_error};
use crate::ffi::parameters::{read_body_apart, write_gathered};
use crate::ffi::property::{self, Record};
use crate::ffi::service_operations::Prepared;
use crate::ffi::service_proxy::{self, Line, ServiceProxy};
use crate::ffi::service_session::Session;
use crate::message::address::Start;
use crate::message::version::Header;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::language;
use crate::serialize::place::{Items, Memory, Place};
use crate::service::parameters::{Direction, Operation, Values, action};
use crate::service::proxy::{Leaving, Ticket};
use crate::task::{self, Deadline, Permit};
use core::fmt::{self, Display, Formatter};
use core::future::Future;
use core::pin::Pin;
use core::ptr::null_mut;
use core::task::{Context, Poll};
use std::sync::Arc;

/// Calls an operation of a service: writes the arguments into a message, sends it, and reads the reply into the
/// arguments that come back. The functions that wsutil generates call it; programs need not.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_OPEN.
/// operation: the operation; needed until the call ends.
/// arguments: one pointer for each parameter of the operation. For one that goes in only it leads to the value; for all
/// others to a pointer to the value, which must not be NULL. The value of WS_PARAMETER_TYPE_NORMAL, _ARRAY and
/// _ARRAY_COUNT is what the field of the message's structure holds. That of WS_PARAMETER_TYPE_MESSAGES is a pointer for
/// structures, unions, custom types and where the element may be nil, and the value itself for other types. May be NULL
/// without parameters. On failure nothing that comes back has changed.
/// heap: required; gets what values that come back point to. Memory that a failed call took is not given back before
/// the heap is reset.
/// callProperties, callPropertyCount: optional; see WS_CALL_PROPERTY_ID. The array is needed during the call only, what
/// its values point to until the call ends.
/// asyncContext: NULL to wait; otherwise the call may return WS_S_ASYNC and complete later. The array of arguments and
/// what its pointers lead to are looked at before the function returns; what values that go in point to, the variables
/// that values come back into, the heap and the error object belong to the call until it completes.
///
/// When the call is abandoned (WsAbandonCall) or takes longer than WS_PROXY_PROPERTY_CALL_TIMEOUT, it ends at once. What
/// it has on the network goes on in the background, without the caller's memory, and counts as pending until that ends.
///
/// Returns S_OK, WS_S_ASYNC, WS_E_INVALID_OPERATION (the proxy is not open), WS_E_QUOTA_EXCEEDED
/// (WS_PROXY_PROPERTY_MAX_PENDING_CALLS calls are pending, among others), WS_E_OPERATION_ABANDONED,
/// WS_E_OPERATION_TIMED_OUT, WS_E_OPERATION_ABORTED (WsAbortServiceProxy), WS_E_ENDPOINT_FAULT_RECEIVED (the service
/// answered with a fault: WsGetFaultErrorProperty and WsGetFaultErrorDetail take it from the error object) or the
/// WS_E_ENDPOINT_ code of a known fault, WS_E_INVALID_FORMAT (the reply is not what the operation says, or has a header
/// that must be understood and is not), E_INVALIDARG, E_OUTOFMEMORY, what a callback returned, and what the channel
/// returns. Source: WsCall page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCall(
    serviceProxy: *mut WS_SERVICE_PROXY,
    operation: *const WS_OPERATION_DESCRIPTION,
    arguments: *mut *const c_void,
    heap: *mut WS_HEAP,
    callProperties: *const WS_CALL_PROPERTY,
    callPropertyCount: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let call = Call { operation, arguments, heap, error };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { operate_with(asyncContext, error, || call.run(serviceProxy, callProperties, callPropertyCount)) }
}

/// Abandons calls: whoever waits for them gets WS_E_OPERATION_ABANDONED without waiting for the network. What they have
/// on the network is not cancelled, and they count as pending until it ends: a program that abandons calls again and
/// again while a service is slow reaches WS_PROXY_PROPERTY_MAX_PENDING_CALLS. A call that is reading its reply at this
/// moment may succeed all the same.
///
/// serviceProxy: in WS_SERVICE_PROXY_STATE_OPEN, WS_SERVICE_PROXY_STATE_CLOSING or WS_SERVICE_PROXY_STATE_FAULTED.
/// callId: the WS_CALL_PROPERTY_CALL_ID of the calls; 0 is all calls. If there is no such call, nothing happens.
///
/// May be called on any thread. Returns S_OK, WS_E_INVALID_OPERATION (wrong state) or E_INVALIDARG.
/// Source: WsAbandonCall page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbandonCall(
    serviceProxy: *mut WS_SERVICE_PROXY,
    callId: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { crate::ffi::call::call(error, || service_proxy::get(serviceProxy)?.core.abandon(callId)) }
}

impl Record for WS_CALL_PROPERTY {
    type Id = WS_CALL_PROPERTY_ID;
    fn parts(&self) -> (WS_CALL_PROPERTY_ID, *const c_void, ULONG) {
        (self.id, self.value, self.valueSize)
    }
}

impl Record for WS_PROXY_PROPERTY {
    type Id = WS_PROXY_PROPERTY_ID;
    fn parts(&self) -> (WS_PROXY_PROPERTY_ID, *const c_void, ULONG) {
        (self.id, self.value, self.valueSize)
    }
}

/// WS_CALL_PROPERTY values.
struct CallProperties {
    checks_must_understand: bool,
    send: Option<WS_PROXY_MESSAGE_CALLBACK_CONTEXT>,
    receive: Option<WS_PROXY_MESSAGE_CALLBACK_CONTEXT>,
    id: u32,
}

impl CallProperties {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn read(properties: *const WS_CALL_PROPERTY, count: ULONG) -> Result<Self> {
        let mut given = CallProperties { checks_must_understand: true, send: None, receive: None, id: 0 };
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties, count)? } {
            // SAFETY: passed on, in each case.
            unsafe {
                match property.id {
                    WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND => {
                        given.checks_must_understand = property.read::<BOOL>()? != 0;
                    }
                    WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT => given.send = Some(property.read()?),
                    WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT => given.receive = Some(property.read()?),
                    WS_CALL_PROPERTY_CALL_ID => given.id = property.read()?,
                    _ => return Err(property.refused("WsCall")),
                }
            }
        }
        for context in [given.send, given.receive].into_iter().flatten() {
            if context.callback.is_none() {
                return Err(Fault::invalid_arg("The callback of a WS_PROXY_MESSAGE_CALLBACK_CONTEXT is NULL."));
            }
        }
        Ok(given)
    }
}

/// A message of the proxy's own.
pub(super) struct OwnMessage(pub(super) *mut WS_MESSAGE);

// SAFETY: a message does not depend on the thread that made it, and one call at a time has it.
unsafe impl Send for OwnMessage {}

impl Drop for OwnMessage {
    fn drop(&mut self) {
        // SAFETY: nobody else frees it.
        unsafe { handle::free(self.0) }
    }
}

/// The two messages of a call, used again for the next one.
pub(super) struct Messages {
    pub(super) request: OwnMessage,
    pub(super) reply: OwnMessage,
}

impl Messages {
    fn create(proxy: &ServiceProxy, line: &Line) -> Result<Self> {
        // SAFETY: the line keeps the channel.
        let create = || unsafe { create_message(line.handle(), proxy.messages) };
        Ok(Messages { request: OwnMessage(create()?), reply: OwnMessage(create()?) })
    }

    fn reset(&self) -> Result<()> {
        // SAFETY: this object's own messages.
        unsafe {
            message::reset_message(self.request.0)?;
            message::reset_message(self.reply.0)
        }
    }
}

/// What a call has on the network.
pub(super) struct Exchange {
    line: Line,
    pub(super) messages: Messages,
    ticket: Ticket<Line, Messages>,
    progress: Progress,
    /// In a session: the turn to write, or to read, that the call has.
    pub(super) turn: Option<Permit>,
}

/// Which message the channel is in the middle of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    None,
    Writing,
    Reading,
}

/// A future that may go to another thread.
struct Moved<F>(F);

// SAFETY: what an exchange points to belongs to it, and one thread at a time polls it.
unsafe impl<F> Send for Moved<F> {}

impl<F: Future> Future for Moved<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future stays where it is.
        unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll(context)
    }
}

impl Exchange {
    pub(super) fn channel(&self) -> *mut WS_CHANNEL {
        self.line.handle()
    }

    /// Runs a step for as long as the caller waits for it. What is left of it goes on in the background, and all that
    /// the call holds ends with it. `then`: what the channel is in the middle of after it.
    async fn step(
        self,
        then: Progress,
        step: impl AsyncFnOnce(&mut Exchange) -> Result<HRESULT> + 'static,
    ) -> Result<(Self, HRESULT)> {
        let signal = Arc::clone(self.ticket.signal());
        let mut exchange = self;
        // Futures are made where they are kept: what an async function moves, it holds room for twice.
        let place = Box::new_uninit();
        let work = Box::into_pin(Box::write(
            place,
            Moved(async move {
                // The caller's error object is nothing for what may outlive the call.
                let outcome = with_error(null_mut(), step(&mut exchange)).await;
                exchange.progress = match outcome {
                    Ok(WS_S_END) | Err(_) => Progress::None,
                    Ok(_) => then,
                };
                (exchange, outcome)
            }),
        ));
        let mut work = Leaving::new(work, |work| {
            let rest = async move {
                let (exchange, _) = work.await;
                exchange.give_up();
            };
            // Without a thread for it, it ends here and now.
            // SAFETY: the exchange owns what the future points to.
            let _ = unsafe { operation::spawn(rest) };
        });
        match signal.or(&mut work).await {
            Some((exchange, Ok(code))) => Ok((exchange, code)),
            Some((exchange, Err(fault))) => {
                exchange.give_up();
                Err(fault)
            }
            None => Err(abandoned()),
        }
    }

    /// As [`Exchange::step`] for a step that mostly has nothing to wait for: then `now` makes it, and nothing has to be
    /// kept of it. Where that answers `None`, `step` makes it.
    async fn quick_step(
        mut self,
        then: Progress,
        now: impl FnOnce(&Exchange) -> Result<Option<HRESULT>>,
        step: impl AsyncFnOnce(&mut Exchange) -> Result<HRESULT> + 'static,
    ) -> Result<Self> {
        match now(&self) {
            Ok(None) => self.step(then, step).await.map(|(exchange, _)| exchange),
            Ok(Some(_)) => {
                self.progress = then;
                Ok(self)
            }
            Err(fault) => {
                self.progress = Progress::None;
                self.give_up();
                Err(fault)
            }
        }
    }

    /// A step of the caller.
    fn caller_step<T>(self, step: impl FnOnce(&Messages) -> Result<T>) -> Result<(Self, T)> {
        let done = if self.ticket.signal().is_abandoned() { Err(abandoned()) } else { step(&self.messages) };
        match done {
            Ok(done) => Ok((self, done)),
            Err(fault) => {
                self.give_up();
                Err(fault)
            }
        }
    }

    /// Ends a call that goes no further. Whatever is left of its messages is skipped, so that the channel can be used
    /// on, if it can.
    fn give_up(self) {
        let Exchange { line, messages, ticket, progress, turn } = self;
        let message = match progress {
            Progress::None => null_mut(),
            Progress::Writing => messages.request.0,
            Progress::Reading => messages.reply.0,
        };
        let is_usable = line.is_usable();
        if !is_usable {
            ticket.channel_failed();
            // The program wants nothing to do with the server, and that is the server of all channels.
            if line.is_server_refused() {
                ticket.abort_proxy().iter().for_each(Line::abort);
            }
        }
        let is_free = is_usable
            // SAFETY: the line keeps the channel, and the messages are those that it was given.
            && (message.is_null() || unsafe { abandon_message(line.handle(), message) }.is_ok());
        // Only now may another call of the session use the channel.
        drop(turn);
        if is_free && messages.reset().is_ok() {
            ticket.end(Some(line), Some(messages));
        }
    }

    /// Ends a call that has all that it wants.
    fn complete(self) {
        let Exchange { line, messages, ticket, turn, .. } = self;
        drop(turn);
        if messages.reset().is_ok() {
            ticket.end(Some(line), Some(messages));
        }
    }
}

/// Makes an error of a fault. The library's channels have done so before; custom ones need not.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn refuse_fault(reply: *mut WS_MESSAGE) -> Result<()> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(reply)? };
    if object.message.is_fault { Err(received_fault(&mut object, true)) } else { Ok(()) }
}

#[cold]
fn abandoned() -> Fault {
    Fault::new(WS_E_OPERATION_ABANDONED, "The call was abandoned: WsAbandonCall was called.")
}

/// Adds the reasons of a received fault in the proxy's language (WS_PROXY_FAULT_LANG_ID) to the texts, unless they are
/// there anyway because the error object is of that language.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
#[cold]
unsafe fn in_language(fault: Fault, proxy: LANGID, error: *mut WS_ERROR) -> Fault {
    let Some(received) = fault.info().and_then(|info| info.fault.as_ref()).filter(|_| proxy != 0) else {
        return fault;
    };
    // SAFETY: passed on.
    let own = unsafe { handle::borrow(error) }.map(|error| error.language()).unwrap_or_default();
    let is_missing = |tag: &str| language::matches(proxy, tag) && !language::matches(own, tag);
    let missing = received.reasons.iter().filter(|reason| is_missing(&reason.lang));
    let texts: Vec<String> = missing.map(|reason| reason.text.clone()).collect();
    texts.into_iter().fold(fault, Fault::context)
}

/// What the caller gave for the time of the call.
#[derive(Clone, Copy)]
struct Call {
    operation: *const WS_OPERATION_DESCRIPTION,
    arguments: *mut *const c_void,
    heap: *mut WS_HEAP,
    error: *mut WS_ERROR,
}

/// What error texts call a call.
struct Name(Option<&'static [u8]>);

impl Display for Name {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(action) => write!(formatter, "The call of '{}'", String::from_utf8_lossy(action)),
            None => formatter.write_str("The call"),
        }
    }
}

impl Call {
    /// The work of WsCall.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    async unsafe fn run(
        self,
        serviceProxy: *mut WS_SERVICE_PROXY,
        callProperties: *const WS_CALL_PROPERTY,
        callPropertyCount: ULONG,
    ) -> Result<()> {
        // SAFETY: passed on.
        let (proxy, given) =
            unsafe { (service_proxy::get(serviceProxy)?, CallProperties::read(callProperties, callPropertyCount)?) };
        // SAFETY: what the caller gave is there until the call ends, and nothing of this outlives that.
        let memory: Memory<'static> = unsafe { Memory::promised() };
        let mut prepared = proxy.operations.take(memory, self.operation)?;
        let Prepared { operation, body } = &mut *prepared;
        // The arguments are looked at here and not again: those that go in are copied, and of those that come back it is
        // known where they go.
        let values = operation.arguments(self.arguments.cast_const())?;
        operation.gather(Direction::Input, Values::Apart(&values), body)?;
        // SAFETY: passed on.
        unsafe { handle::check(self.heap)? };
        let action = match operation.message(Direction::Input) {
            Some(description) => action(memory, description)?,
            None => None,
        };
        let deadline = Deadline::after(proxy.core.settings.call_timeout);
        let (ticket, line, messages) = proxy.core.begin_call(given.id)?;
        let outcome = task::within(deadline, Name(action), async {
            let exchange = begin(&proxy, ticket, line, messages).await?;
            let session = proxy.session.as_ref();
            // SAFETY: passed on.
            unsafe { self.exchange(exchange, session, &given, operation, (body, &values), action).await }
        })
        .await;
        proxy.operations.keep(self.operation, prepared);
        // SAFETY: passed on.
        outcome.map_err(|fault| unsafe { in_language(fault, proxy.language, self.error) })
    }

    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    async unsafe fn exchange(
        self,
        exchange: Exchange,
        session: Option<&Arc<Session>>,
        given: &CallProperties,
        operation: &mut Operation<'static>,
        (memory, values): (&mut Items, &[Place<'_>]),
        action: Option<&[u8]>,
    ) -> Result<()> {
        let (exchange, id) = exchange.caller_step(|messages| {
            // SAFETY: the call's own message.
            let mut request = unsafe { handle::borrow(messages.request.0)? };
            request.message.initialize(Start::Request, None)?;
            if let Some(action) = action {
                request.message.set_header_text(Header::Action, action)?;
            }
            drop(request);
            // SAFETY: passed on.
            unsafe { self.call_back(given.send, messages.request.0, "WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT")? };
            // SAFETY: the call's own message. What the program may have put there stays.
            request_id(&mut *unsafe { handle::borrow(messages.request.0)? })
        })?;
        let session = session.cloned();
        let own = session.clone();
        let is_alone = session.is_none();
        let exchange = exchange
            .quick_step(
                Progress::Writing,
                |exchange| match is_alone {
                    // SAFETY: the channel and the messages are the exchange's, here and below.
                    true => unsafe { write_message_start_now(exchange.channel(), exchange.messages.request.0) },
                    false => Ok(None),
                },
                async move |exchange: &mut Exchange| match own {
                    // SAFETY: as above.
                    None => unsafe { write_message_start(exchange.channel(), exchange.messages.request.0).await },
                    // SAFETY: as above.
                    Some(session) => unsafe { session.begin(exchange).await },
                },
            )
            .await?;
        let (exchange, ()) = exchange.caller_step(|messages| {
            // SAFETY: the call's own message.
            let writer = unsafe { handle::borrow(messages.request.0)? }.body_writer()?;
            // SAFETY: passed on.
            unsafe { write_gathered(operation, Direction::Input, writer, memory.first()?, self.error) }
        })?;
        let is_one_way = operation.is_one_way();
        let own_id = id.clone();
        let (exchange, code) = exchange
            .step(Progress::Reading, async move |exchange: &mut Exchange| {
                if let Some(session) = session {
                    // SAFETY: as above.
                    return unsafe { session.finish(exchange, own_id.as_deref(), is_one_way).await };
                }
                // SAFETY: as above.
                unsafe {
                    write_message_end(exchange.channel(), exchange.messages.request.0).await?;
                    read_message_start(exchange.channel(), exchange.messages.reply.0).await
                }
            })
            .await?;
        if operation.is_one_way() {
            let (exchange, outcome) = exchange.caller_step(|messages| match code {
                WS_S_END => Ok(()),
                // SAFETY: the call's own message.
                _ => unsafe { refuse_fault(messages.reply.0) },
            })?;
            // Any other reply that nobody asked for is skipped.
            exchange.give_up();
            return Ok(outcome);
        }
        if code == WS_S_END {
            exchange.complete();
            return Err(Fault::invalid_format(
                "The service has sent no reply, but the operation is described with one.",
            ));
        }
        let (exchange, reply) = exchange.caller_step(|messages| {
            // SAFETY: passed on.
            unsafe { self.read_reply(messages.reply.0, id.as_deref(), given, operation, memory) }
        })?;
        let exchange = exchange
            .quick_step(
                Progress::None,
                // SAFETY: as above.
                |exchange| unsafe { read_message_end_now(exchange.channel(), exchange.messages.reply.0) },
                async |exchange: &mut Exchange| {
                    // SAFETY: as above.
                    unsafe { read_message_end(exchange.channel(), exchange.messages.reply.0).await }
                },
            )
            .await?;
        operation.store(Direction::Output, reply, Values::Apart(values))?;
        exchange.complete();
        Ok(())
    }

    /// Reads what the caller wants of the reply, up to the end of its body.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn read_reply<'m>(
        self,
        reply: *mut WS_MESSAGE,
        request: Option<&[u8]>,
        given: &CallProperties,
        operation: &mut Operation<'static>,
        memory: &'m mut Items,
    ) -> Result<Place<'m>> {
        // SAFETY: the call's own message.
        unsafe { refuse_fault(reply)? };
        // SAFETY: as above.
        let reader = unsafe { handle::borrow(reply)? }.body_reader()?;
        if let Some(description) = operation.message(Direction::Output) {
            // SAFETY: as above; the description is the caller's.
            unsafe { check_reply(reply, request, description)? };
        }
        // SAFETY: passed on.
        unsafe { self.call_back(given.receive, reply, "WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT")? };
        if given.checks_must_understand {
            // SAFETY: the call's own message.
            unsafe { check_must_understand(reply)? };
        }
        // SAFETY: passed on.
        unsafe { read_body_apart(operation, Direction::Output, reader, self.heap, memory, self.error) }
    }

    /// Lets the program see the headers of a message.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn call_back(
        self,
        context: Option<WS_PROXY_MESSAGE_CALLBACK_CONTEXT>,
        message: *mut WS_MESSAGE,
        name: &str,
    ) -> Result<()> {
        let Some(WS_PROXY_MESSAGE_CALLBACK_CONTEXT { callback: Some(callback), state }) = context else {
            return Ok(());
        };
        // SAFETY: the program's callback with its own state.
        let code = task::long(|| unsafe { callback(message, self.heap, state, self.error) });
        succeeded(code, &format!("callback of {name}")).map(drop)
    }
}

/// A channel and messages for a call: those of an earlier one, or new ones.
async fn begin(
    proxy: &ServiceProxy,
    ticket: Ticket<Line, Messages>,
    line: Option<Line>,
    messages: Option<Messages>,
) -> Result<Exchange> {
    let (line, address) = match line {
        Some(line) => (line, None),
        None => {
            let (line, address) = proxy.line_for_call()?;
            ticket.attach(&line)?;
            (line, Some(address))
        }
    };
    let messages = match messages {
        Some(messages) => messages,
        None => Messages::create(proxy, &line)?,
    };
    let exchange = Exchange { line, messages, ticket, progress: Progress::None, turn: None };
    let Some(address) = address else { return Ok(exchange) };
    let open = async move |exchange: &mut Exchange| {
        // SAFETY: the exchange keeps the channel, and this future the address.
        unsafe { channel::open_channel(exchange.channel(), address.get()).await }
    };
    exchange.step(Progress::None, open).await.map(|(exchange, _)| exchange)
}
