//! Messages: an envelope whose headers are kept in memory, and whose body is read and written as a stream.
//!
//! [`Message`] is the state of one message and what may be done in it; [`headers`] keeps the headers, [`envelope`] reads
//! and writes what is around the body, [`address`] makes the headers of requests, replies and faults.

pub(crate) mod address;
mod beginnings;
mod draft;
pub(crate) mod envelope;
#[allow(dead_code, reason = "channels and service hosts will use all of it")]
pub(crate) mod fault;
pub(crate) mod headers;
pub(crate) mod mapped;
pub(crate) mod protection;
mod slots;
#[cfg(test)]
mod tests;
pub(crate) mod understood;
pub(crate) mod version;

use crate::abi::*;
use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use crate::xml::value::trim;
use beginnings::Beginnings;
use draft::Characters;
use headers::Headers;
use mapped::Mapped;
use protection::{Guard, Protection};
use std::rc::Rc;
use version::{Addressing, Header, Version};

/// Where a message is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Empty,
    Initialized,
    Reading,
    Writing,
    Done,
}

impl State {
    /// The state as C has it.
    pub(crate) fn to_c(self) -> WS_MESSAGE_STATE {
        match self {
            State::Empty => WS_MESSAGE_STATE_EMPTY,
            State::Initialized => WS_MESSAGE_STATE_INITIALIZED,
            State::Reading => WS_MESSAGE_STATE_READING,
            State::Writing => WS_MESSAGE_STATE_WRITING,
            State::Done => WS_MESSAGE_STATE_DONE,
        }
    }
}

/// A text that may be there, whose memory is used again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    is_set: bool,
    text: Vec<u8>,
}

impl Kept {
    /// So much memory is kept for the next text.
    const SIZE: usize = 1024;

    pub(crate) fn get(&self) -> Option<&[u8]> {
        self.is_set.then_some(&*self.text)
    }

    pub(crate) fn set(&mut self, text: &[u8]) {
        self.clear();
        self.text.extend_from_slice(text);
        self.is_set = true;
    }

    pub(crate) fn clear(&mut self) {
        self.is_set = false;
        self.text.clear();
        self.text.shrink_to(Self::SIZE);
    }
}

/// One message, used again for the next one after each reset.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) version: Version,
    pub(crate) state: State,
    pub(crate) headers: Headers,
    /// What the transport carries beside the envelope.
    pub(crate) mapped: Mapped,
    /// Action and To where they are no headers of the envelope ([`Addressing::Transport`]).
    transport: [Kept; 2],
    pub(crate) is_addressed: bool,
    pub(crate) is_fault: bool,
    /// Elements around the content of the body, in the reader or writer that it is in.
    pub(crate) body_depth: usize,
    /// What secures the message while it is written.
    guard: Option<Guard>,
    /// How messages before began: most of those that come and go here begin alike.
    beginnings: Beginnings,
}

impl Message {
    /// An empty message, whose headers count against `budget`.
    pub(crate) fn new(version: Version, max_processed_headers: u32, budget: &Rc<Budget>) -> Self {
        Message {
            version,
            state: State::Empty,
            headers: Headers::new(version, max_processed_headers, budget),
            mapped: Mapped::new(budget, max_processed_headers),
            transport: Default::default(),
            is_addressed: false,
            is_fault: false,
            body_depth: 0,
            guard: None,
            beginnings: Beginnings::default(),
        }
    }

    #[allow(dead_code, reason = "channels will use it")]
    /// Has the message secured when it is written; `None`: no more.
    pub(crate) fn protect(&mut self, protection: Option<Box<dyn Protection>>) {
        self.guard = protection.map(Guard::new);
    }

    /// Whether it has to be written as text in UTF-8, whatever it is sent as.
    pub(crate) fn needs_text(&self) -> bool {
        self.guard.as_ref().is_some_and(Guard::needs_text)
    }

    /// Back to an empty message.
    pub(crate) fn reset(&mut self) {
        self.state = State::Empty;
        self.headers.clear();
        self.mapped.clear();
        self.transport.iter_mut().for_each(Kept::clear);
        self.is_addressed = false;
        self.is_fault = false;
        self.body_depth = 0;
        self.guard = None;
    }

    /// Refuses all states but one.
    pub(crate) fn check_state(&self, state: State) -> Result<()> {
        if self.state == state { Ok(()) } else { Err(self.wrong_state(&format!("{:?} is needed", state.to_c()))) }
    }

    /// Refuses an empty message.
    pub(crate) fn check_not_empty(&self) -> Result<()> {
        if self.state == State::Empty { Err(self.wrong_state("any other is needed")) } else { Ok(()) }
    }

    #[cold]
    fn wrong_state(&self, needed: &str) -> Fault {
        Fault::invalid_operation(format!("The message is in the state {:?}, and {needed}.", self.state.to_c()))
    }

    /// The text of a standard header, without white space around it. `None` where the message does not have it; more
    /// than one of it is an error.
    pub(crate) fn header_text(&mut self, header: Header) -> Result<Option<Vec<u8>>> {
        if let Some(slot) = self.transport_slot(header)? {
            return Ok(slot.get().map(<[u8]>::to_vec));
        }
        if let Some(slots) = self.headers.slots() {
            return Ok(slots.get(header).map(<[u8]>::to_vec));
        }
        match self.headers.standard(header)? {
            Some(position) => self.headers.text_of(position).map(Some),
            None => Ok(None),
        }
    }

    /// Adds a standard header that is text, or replaces the one that is there. The caller has checked the characters.
    pub(crate) fn set_header_text(&mut self, header: Header, text: &[u8]) -> Result<()> {
        if let Some(slot) = self.transport_slot(header)? {
            slot.set(text);
            return Ok(());
        }
        self.set_characters(header, Characters::Utf8(text))
    }

    /// As [`Message::set_header_text`], with a GUID in the form `urn:uuid:…`.
    pub(crate) fn set_header_id(&mut self, header: Header, id: GUID) -> Result<()> {
        self.set_characters(header, Characters::UniqueId(id))
    }

    fn set_characters(&mut self, header: Header, text: Characters<'_>) -> Result<()> {
        let must_understand = header.must_be_understood();
        if let Some(slots) = self.headers.slots() {
            let text = match text {
                Characters::Utf8(text) => Characters::Utf8(trim(text)),
                id => id,
            };
            return slots.set(header, text, must_understand);
        }
        let old = self.headers.standard(header)?;
        self.headers.add_standard(header, text, must_understand)?;
        self.headers.remove(old)
    }

    /// Takes a standard header away, if it is there.
    pub(crate) fn remove_header(&mut self, header: Header) -> Result<()> {
        if let Some(slot) = self.transport_slot(header)? {
            slot.clear();
            return Ok(());
        }
        if let Some(slots) = self.headers.slots() {
            slots.unset(header);
            return Ok(());
        }
        let old = self.headers.standard(header)?;
        self.headers.remove(old)
    }

    /// Where a header is kept that is not in the envelope; an error for those that such a message cannot have.
    pub(crate) fn transport_slot(&mut self, header: Header) -> Result<Option<&mut Kept>> {
        if self.version.addressing != Addressing::Transport {
            return Ok(None);
        }
        let [action, to] = &mut self.transport;
        match header {
            Header::Action => Ok(Some(action)),
            Header::To => Ok(Some(to)),
            other => Err(Fault::invalid_arg(format!(
                "A message with WS_ADDRESSING_VERSION_TRANSPORT has no {:?}: only WS_ACTION_HEADER and WS_TO_HEADER.",
                other.to_c()
            ))),
        }
    }
}
