//! What a station needs to serve a call, used for one after the other.

use crate::abi::*;
use crate::ffi::handle;
use crate::ffi::operation_context::{ContextValues, OperationContext};
use crate::ffi::service_endpoint::Endpoint;
use crate::ffi::service_handles::{Own, OwnChannel, OwnMessage};
use crate::ffi::service_host::Host;
use crate::ffi::{channel_message, message};
use crate::message::State;
use crate::runtime::error::Error;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::serialize::place::Items;
use crate::service::parameters::Operation;

/// Messages, heap, error object and context of a call.
pub(super) struct Kit {
    /// None of the handles leaves the station but for the time of a callback.
    pub(super) input: OwnMessage,
    pub(super) output: OwnMessage,
    pub(super) heap: Own<WS_HEAP>,
    pub(super) error: Own<WS_ERROR>,
    pub(super) context: Own<WS_OPERATION_CONTEXT>,
    /// Operations that were called before, by their index in the contract.
    operations: Vec<Option<Box<Operation<'static>>>>,
    /// Memory for the frame of a stub.
    pub(super) frame: Items,
}

// SAFETY: the handles and what they hold are used by one call at a time, on whichever thread that is; nothing in them
// depends on the thread that made them.
unsafe impl Send for Kit {}

impl Kit {
    pub(super) fn new(host: &Host, endpoint: &Endpoint, channel: &OwnChannel) -> Result<Self> {
        let WS_MESSAGE_PROPERTIES { properties, propertyCount } = endpoint.settings.messages;
        let message = || {
            // SAFETY: the program's properties stay until the host is freed; the channel is live.
            let made = unsafe {
                channel_message::create_message_for_channel(channel.get(), properties.cast_const(), propertyCount)?
            };
            Ok(OwnMessage::new(made))
        };
        let error = Own::<WS_ERROR>::new(Error::default())?;
        if host.settings.language != 0 {
            // SAFETY: just made.
            unsafe { handle::borrow(error.get())? }.set_language(host.settings.language)?;
        }
        Ok(Kit {
            input: message()?,
            output: message()?,
            heap: Own::new(Heap::new(endpoint.settings.heap_max, endpoint.settings.heap_trim))?,
            error,
            context: Own::new(OperationContext::new(host.registry.clone(), ContextValues::default()))?,
            operations: endpoint.contract.entries.iter().map(|_| None).collect(),
            frame: Items::default(),
        })
    }

    /// Ready for the next call.
    pub(super) fn reset(&mut self) -> Result<()> {
        for message in [&self.input, &self.output] {
            // SAFETY: this kit's own message.
            unsafe { message::reset_message(message.get())? };
        }
        // SAFETY: this kit's own handles.
        unsafe {
            handle::get(self.heap.get())?.reset();
            handle::borrow(self.error.get())?.reset();
        }
        Ok(())
    }

    /// Makes the output message empty, whatever it was made for.
    pub(super) fn renew_output(&mut self) -> Result<()> {
        // SAFETY: this kit's own message.
        unsafe { message::reset_message(self.output.get()) }
    }

    /// Whether the request has been read to its end.
    pub(super) fn is_input_done(&self) -> bool {
        // SAFETY: this kit's own message.
        unsafe { handle::borrow(self.input.get()) }.is_ok_and(|input| input.message.state == State::Done)
    }

    /// The operation of an index, to be given back after the call.
    pub(super) fn operation(&mut self, endpoint: &Endpoint, index: usize) -> Result<Box<Operation<'static>>> {
        if let Some(operation) = self.operations.get_mut(index).and_then(Option::take) {
            return Ok(operation);
        }
        match endpoint.contract.entries.get(index) {
            Some(entry) => entry.operation().map(Box::new),
            None => Err(Fault::invalid_arg(format!("The contract has no operation {index}."))),
        }
    }

    /// Takes an operation back.
    pub(super) fn keep(&mut self, index: usize, operation: Box<Operation<'static>>) {
        if let Some(place) = self.operations.get_mut(index) {
            *place = Some(operation);
        }
    }
}
