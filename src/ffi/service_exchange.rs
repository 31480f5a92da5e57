//! One message of a client: who may send it, which operation it is for, the call, and the answer.

use crate::abi::*;
use crate::ffi::channel::{self, Transport};
use crate::ffi::fault_message::send_fault;
use crate::ffi::operation_context::Callee;
use crate::ffi::service_station::{After, Call};
use crate::ffi::{channel_message, handle, parameters, place, service_metadata};
use crate::message::address::Start;
use crate::message::fault::known::{self, SecurityFault, Versions};
use crate::message::version::Header;
use crate::runtime::fault::{Fault, Result};
use crate::service::contract::Choice;
use crate::service::parameters::{Direction, Operation, Values};
use crate::task;
use crate::xml::node::NodeKind;
use std::sync::Arc;

/// What keeps a message from being served.
pub(super) enum Failure {
    /// The client is told.
    Answer(Fault),
    /// The program failed, and has said all that there is to say in the error object.
    AnswerOf(HRESULT),
    /// What came is no HTTP, which the channel answers by itself when it is closed.
    Malformed,
    /// The channel is of no use any more.
    Abort,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Answer(fault)
    }
}

/// The reason of the fault for a message that could not be read.
const UNREADABLE: &str = "The message could not be read: it is not what the service expects.";

pub(super) type Served<T = After> = Result<T, Failure>;

impl Call {
    /// Serves the next message of the channel.
    pub(super) async fn serve_message(&mut self) -> After {
        if self.kit.reset().is_err() {
            return After::Abort;
        }
        let (channel, input) = (self.channel(), self.kit.input.get());
        // SAFETY: the call owns both.
        let served = match unsafe { channel_message::read_message_start(channel, input) }.await {
            Ok(WS_S_END) => return After::Close,
            Ok(_) => self.serve_started().await,
            Err(fault) => Err(self.unreadable(fault)),
        };
        match served {
            Ok(after) => after,
            Err(_) if self.site.is_aborted() => After::Abort,
            Err(Failure::Abort) => After::Abort,
            Err(Failure::Malformed) => {
                // What was begun is given up, or closing would cut the client off. A start that failed began nothing.
                // SAFETY: the call owns both.
                let _ = unsafe { channel_message::abandon_message(channel, input) };
                After::Close
            }
            Err(Failure::Answer(fault)) => {
                let code = fault.code();
                // SAFETY: the call owns the error object.
                if let Ok(mut error) = unsafe { handle::borrow(self.kit.error.get()) } {
                    error.record(&fault);
                }
                self.answer_with_fault(code).await
            }
            Err(Failure::AnswerOf(code)) => self.answer_with_fault(code).await,
        }
    }

    async fn serve_started(&mut self) -> Served {
        self.authorize()?;
        if self.endpoint().settings.check_must_understand {
            self.check_headers()?;
        }
        // SAFETY: as above.
        let action = unsafe { handle::borrow(self.kit.input.get())? }.message.header_text(Header::Action)?;
        let action = action.unwrap_or_default();
        if service_metadata::is_request(self, &action)? {
            return service_metadata::answer(self).await;
        }
        let contract = &self.endpoint().contract;
        let operation = match contract.operations.choose(&action) {
            Choice::Operation(operation) => Some(operation),
            Choice::Body(bodies) if !contract.entries.is_empty() => {
                self.with_body_element(|element| bodies.find(element))?
            }
            Choice::Body(_) | Choice::Unknown => None,
        };
        match (operation, contract.handler) {
            (Some(index), _) => {
                let endpoint = Arc::clone(self.endpoint());
                let mut operation = self.kit.operation(&endpoint, index)?;
                let served = self.serve_operation(index, &mut operation).await;
                self.kit.keep(index, operation);
                served
            }
            (None, Some(handler)) => {
                let values = self.values();
                // SAFETY: the program's callback.
                let code = self
                    .call_program(Callee::Messages, values, move |context, asynchronous, error| unsafe {
                        handler(context, asynchronous, error)
                    })
                    .await;
                match code {
                    WS_S_END => Ok(After::Close),
                    code if code < 0 => Err(Failure::Abort),
                    _ => Ok(After::More),
                }
            }
            (None, None) => Err(known::action_not_supported(self.versions()?, &action)?.into()),
        }
    }

    /// The versions of the messages.
    fn versions(&self) -> Result<Versions> {
        // SAFETY: the call owns the message.
        let version = unsafe { handle::borrow(self.kit.input.get())? }.message.version;
        Ok(Versions { envelope: version.envelope.to_c(), addressing: version.addressing.to_c() })
    }

    /// Refuses a message with mandatory headers that nobody has dealt with.
    fn check_headers(&self) -> Result<()> {
        // SAFETY: the call owns the message.
        let names = unsafe { handle::borrow(self.kit.input.get())? }.message.not_understood()?;
        if names.is_empty() {
            return Ok(());
        }
        let names: Vec<(&[u8], &[u8])> = names.iter().map(|name| (&*name.local, &*name.ns)).collect();
        Err(known::must_understand(self.versions()?, &names)?)
    }

    /// What a client is told whose message cannot be read: that it is the message that is wrong, and with
    /// WS_FULL_FAULT_DISCLOSURE what is wrong with it.
    fn unreadable(&self, fault: Fault) -> Failure {
        if fault.info().is_some() {
            return Failure::Answer(fault);
        }
        // SAFETY: the call owns the channel.
        if let Ok(channel) = unsafe { channel::get(self.channel()) }
            && let Transport::Reply(side) = &channel.transport
            && side.is_malformed()
        {
            return Failure::Malformed;
        }
        if !matches!(fault.code(), WS_E_INVALID_FORMAT | WS_E_QUOTA_EXCEEDED | WS_E_NUMERIC_OVERFLOW) {
            // Not the message, but the way that it came.
            return Failure::Abort;
        }
        let reason = match self.host().settings.disclosure {
            WS_FULL_FAULT_DISCLOSURE => fault.texts().iter().rev().map(String::as_str).collect::<Vec<_>>().join(" "),
            _ => UNREADABLE.to_owned(),
        };
        Failure::Answer(known::sender(fault, &reason))
    }

    /// Asks the program whether the message may be served. Without a clear yes it may not.
    fn authorize(&self) -> Served<()> {
        let Some(callback) = self.endpoint().authorization else { return Ok(()) };
        let context = self.kit.context.get();
        // SAFETY: the call owns the context.
        let engine = unsafe { handle::get(context)? };
        engine.begin(Callee::Security, self.values());
        let mut authorized: BOOL = 0;
        let error = self.kit.error.get();
        // SAFETY: the program's callback; `authorized` is there to be written.
        let code = task::long(|| unsafe { callback(context, &raw mut authorized, error) });
        engine.end();
        match code {
            code if code < 0 => Err(Failure::Abort),
            S_OK if authorized != 0 => Ok(()),
            _ => {
                let refusal = "The message was refused by the authorization callback of the service endpoint.";
                let refusal = Fault::new(WS_E_ENDPOINT_ACCESS_DENIED, refusal);
                let envelope = self.versions()?.envelope;
                Err(Failure::Answer(known::security(envelope, SecurityFault::FailedAuthentication, refusal)))
            }
        }
    }

    /// The first element of the body: local name and namespace.
    fn with_body_element<T>(&self, look: impl FnOnce(Option<(&[u8], &[u8])>) -> T) -> Result<T> {
        // SAFETY: the call owns the message, and the message its reader.
        let reader = unsafe { handle::borrow(self.kit.input.get())? }.body_reader()?;
        // SAFETY: as above.
        let mut reader = unsafe { handle::borrow(reader)? };
        let reader = &mut reader.reader;
        let is_there = reader.run(|reader| reader.read_to_start_element(Default::default()))?;
        if !is_there || reader.kind() != NodeKind::Element {
            return Ok(look(None));
        }
        let node = reader.node();
        let name = node.node.name;
        Ok(look(Some((node.get(name.local), node.get(name.ns)))))
    }

    async fn serve_operation(&mut self, index: usize, operation: &mut Operation<'static>) -> Served {
        let (channel, input, output) = (self.channel(), self.kit.input.get(), self.kit.output.get());
        let mut memory = core::mem::take(&mut self.kit.frame);
        let frame = operation.frame(&mut memory)?;
        let (heap, error) = (self.kit.heap.get(), self.kit.error.get());
        // SAFETY: the call owns all of these handles, and the message its reader; descriptions are the program's.
        unsafe {
            let reader = handle::borrow(input)?.body_reader()?;
            parameters::read_body(operation, Direction::Input, reader, heap, Values::Frame(frame), error)
                .map_err(|fault| self.unreadable(fault))?;
        }
        // SAFETY: as above.
        unsafe { channel_message::read_message_end(channel, input) }.await.map_err(|fault| self.unreadable(fault))?;
        self.was_read();
        if !operation.is_one_way() {
            // Before the call, which may add headers.
            // SAFETY: as above.
            unsafe { begin_reply(output, input, operation)? };
        }
        let Some(entry) = self.endpoint().contract.entries.get(index) else {
            return Err(Fault::invalid_arg(format!("The contract has no operation {index}.")).into());
        };
        let (stub, method, start) = (entry.stub, entry.method, frame.start());
        let values = self.values();
        let code = self
            // SAFETY: the program's stub, with the frame that it expects, which stays until it has completed.
            .call_program(Callee::Operation, values, move |context, asynchronous, error| unsafe {
                stub(context, start, method, asynchronous, error)
            })
            .await;
        if self.site.is_aborted() {
            return Err(Failure::Abort);
        }
        if code < 0 {
            return Err(Failure::AnswerOf(code));
        }
        if !operation.is_one_way() {
            let _turn = self.site.turn().await;
            // SAFETY: as above.
            unsafe { channel_message::write_message_start(channel, output) }.await.map_err(|_| Failure::Abort)?;
            // SAFETY: as above.
            let written = unsafe {
                let writer = handle::borrow(output)?.body_writer()?;
                parameters::write_body(operation, Direction::Output, writer, Values::Frame(frame), error)
            };
            if let Err(fault) = written {
                // SAFETY: as above.
                unsafe { channel_message::abandon_message(channel, output) }.map_err(|_| Failure::Abort)?;
                return Err(Failure::Answer(fault));
            }
            // SAFETY: as above.
            unsafe { channel_message::write_message_end(channel, output) }.await.map_err(|_| Failure::Abort)?;
        }
        self.kit.frame = memory;
        Ok(if code == WS_S_END { After::Close } else { After::More })
    }

    /// Sends a fault for what the error object says.
    async fn answer_with_fault(&mut self, code: HRESULT) -> After {
        if !self.endpoint().has_replies() {
            // Nobody can be told. What is left of the message is of no use.
            return After::Abort;
        }
        let (channel, input, output) = (self.channel(), self.kit.input.get(), self.kit.output.get());
        let disclosure = self.host().settings.disclosure;
        let error = self.kit.error.get();
        if !self.kit.is_input_done() {
            // What is left of it is skipped; if that fails, nothing can follow it.
            // SAFETY: the call owns both.
            let _ = unsafe { channel_message::read_message_end(channel, input) }.await;
        }
        if self.kit.renew_output().is_err() {
            return After::Abort;
        }
        let _turn = self.site.turn().await;
        // SAFETY: the call owns all of these.
        let sent = unsafe { send_fault(channel, output, error, code, disclosure, input) }.await;
        match sent {
            // What follows on a session cannot be told from what was not read.
            Ok(_) if self.kit.is_input_done() => After::More,
            Ok(_) => After::Close,
            // Closing tells what the transport can tell without a message.
            Err(_) if self.endpoint().has_sessions() => After::Abort,
            Err(_) => After::Close,
        }
    }
}

/// Makes the output message a reply, with the action of the operation.
unsafe fn begin_reply(output: *mut WS_MESSAGE, input: *mut WS_MESSAGE, operation: &Operation<'_>) -> Result<()> {
    // SAFETY: passed on.
    let (mut output, mut input) = unsafe { (handle::borrow(output)?, handle::borrow(input)?) };
    output.message.initialize(Start::Reply, Some(&mut input.message))?;
    let Some(description) = operation.message(Direction::Output) else { return Ok(()) };
    // SAFETY: as above.
    if let Some(action) = unsafe { place::optional_xml_string(description.action, "action")? } {
        output.message.set_header_text(Header::Action, action)?;
    }
    Ok(())
}
