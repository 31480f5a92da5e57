//! Where a message goes and what it answers: the headers of requests, replies and faults.

use super::version::{Addressing, Envelope, Header};
use super::{Message, State};
use crate::abi::GUID;
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::tree::Position;
use crate::xml::node::NodeKind;
use crate::xml::reader::Reader;
use crate::xml::reader::settings::Settings;
use crate::xml::value::guid::guid_of_unique_id;
use rustix::rand::{GetRandomFlags, getrandom};

/// Which headers a message starts with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Start {
    Blank,
    /// Those of the source.
    Duplicate,
    /// A message id.
    Request,
    /// Those of an answer to the source.
    Reply,
    /// Those of a fault that answers the source.
    Fault,
}

impl Start {
    /// Whether there has to be another message to start from.
    pub(crate) fn has_source(self) -> bool {
        !matches!(self, Start::Blank | Start::Request)
    }
}

/// An endpoint address in the headers of a message.
struct Endpoint {
    address: Vec<u8>,
    /// Elements in the same buffer that have to be sent along.
    parameters: Vec<Position>,
}

impl Message {
    /// Makes an empty message one to be sent. On failure it is empty, as it was.
    pub(crate) fn initialize(&mut self, start: Start, source: Option<&mut Message>) -> Result<()> {
        self.check_state(State::Empty)?;
        let done = match (start, source) {
            (Start::Blank, None) => Ok(()),
            (Start::Request, None) => self.start_request(),
            (Start::Duplicate, Some(source)) => self.start_duplicate(source),
            (Start::Reply | Start::Fault, Some(source)) => self.start_answer(start == Start::Fault, source),
            (_, None) => Err(Fault::invalid_arg("The sourceMessage is NULL, but there is nothing to start from else.")),
            (_, Some(_)) => Err(Fault::invalid_arg("The sourceMessage has to be NULL for a message that needs none.")),
        };
        if let Err(fault) = done {
            self.reset();
            return Err(fault);
        }
        self.state = State::Initialized;
        Ok(())
    }

    fn start_request(&mut self) -> Result<()> {
        match self.version.addressing {
            Addressing::V0_9 | Addressing::V1_0 => self.set_header_id(Header::MessageId, new_id()?),
            Addressing::Transport => Ok(()),
        }
    }

    fn start_duplicate(&mut self, source: &mut Message) -> Result<()> {
        source.check_not_empty()?;
        if source.version != self.version {
            return Err(Fault::invalid_arg(format!(
                "The headers of a message of {:?} and {:?} cannot be copied into one of {:?} and {:?}.",
                source.version.envelope.to_c(),
                source.version.addressing.to_c(),
                self.version.envelope.to_c(),
                self.version.addressing.to_c()
            )));
        }
        self.headers.copy_from(&mut source.headers)?;
        for (to, from) in self.transport.iter_mut().zip(&source.transport) {
            to.clone_from(from);
        }
        for (name, value) in source.mapped.iter() {
            self.mapped.add(name, value)?;
        }
        Ok(())
    }

    fn start_answer(&mut self, is_fault: bool, source: &mut Message) -> Result<()> {
        source.check_not_empty()?;
        self.is_fault = is_fault;
        if self.version.addressing != Addressing::Transport && source.version.addressing != Addressing::Transport {
            let mut endpoint = if is_fault { source.endpoint(Header::FaultTo)? } else { None };
            if endpoint.is_none() {
                endpoint = source.endpoint(Header::ReplyTo)?;
            }
            let theirs = source.version.addressing.anonymous();
            match endpoint {
                Some(endpoint) if endpoint.address != theirs => {
                    self.set_header_text(Header::To, &endpoint.address)?;
                    self.add_parameters(source, &endpoint.parameters)?;
                }
                other => {
                    self.set_header_text(Header::To, self.version.addressing.anonymous())?;
                    self.add_parameters(source, &other.map(|endpoint| endpoint.parameters).unwrap_or_default())?;
                }
            }
            if let Some(id) = source.header_text(Header::MessageId)? {
                match guid_of_unique_id(&id) {
                    Some(id) => self.set_header_id(Header::RelatesTo, id)?,
                    None => self.set_header_text(Header::RelatesTo, &id)?,
                }
            }
        }
        self.is_addressed = true;
        Ok(())
    }

    /// Addresses the message: To, and the elements that are to be sent along. An empty address is the anonymous one. On
    /// failure nothing has changed.
    pub(crate) fn address(&mut self, address: &[u8], parameters: Option<&Buffer>) -> Result<()> {
        self.check_addressable()?;
        let before = match parameters {
            Some(_) if self.version.envelope == Envelope::None => {
                return Err(Fault::invalid_arg(
                    "The address has headers, for which WS_ENVELOPE_VERSION_NONE has no place.",
                ));
            }
            Some(parameters) => {
                let before = self.headers.last()?;
                self.add_elements(parameters)?;
                Some(before)
            }
            None => None,
        };
        if self.version.addressing == Addressing::Transport {
            if let Some(to) = self.transport_slot(Header::To)? {
                to.clear();
                if !address.is_empty() {
                    to.set(address);
                }
            }
        } else {
            let address = if address.is_empty() { self.version.addressing.anonymous() } else { address };
            if let Err(fault) = self.set_header_text(Header::To, address) {
                if let Some(before) = before {
                    self.headers.undo(before)?;
                }
                return Err(fault);
            }
        }
        self.is_addressed = true;
        Ok(())
    }

    /// Refuses a message that cannot be addressed.
    pub(crate) fn check_addressable(&self) -> Result<()> {
        if self.is_addressed {
            return Err(Fault::invalid_operation("The message has been addressed already."));
        }
        self.check_state(State::Initialized)
    }

    /// The endpoint address in a header.
    fn endpoint(&mut self, header: Header) -> Result<Option<Endpoint>> {
        let ns = self.version.addressing.ns();
        let Some(position) = self.headers.standard(header)? else { return Ok(None) };
        let (mut address, mut parameters) = (None, Vec::new());
        let tree = self.headers.tree()?;
        tree.cursor.set_position(&tree.buffer, position)?;
        let mut found = tree.cursor.move_to(MoveTo::ChildElement)?;
        while found {
            let node = tree.cursor.present();
            let local = node.get(node.node.name.local);
            let is_addressing = node.get(node.node.name.ns) == ns;
            if is_addressing && local == b"Address" {
                address = Some(tree.cursor.position()?);
            } else if is_addressing && matches!(local, b"ReferenceParameters" | b"ReferenceProperties") {
                let back = tree.cursor.position()?;
                let mut found = tree.cursor.move_to(MoveTo::ChildElement)?;
                while found {
                    parameters.push(tree.cursor.position()?);
                    found = tree.cursor.move_to(MoveTo::NextElement)?;
                }
                tree.cursor.set_position(&tree.buffer, back)?;
            }
            found = tree.cursor.move_to(MoveTo::NextElement)?;
        }
        let Some(address) = address else {
            return Err(Fault::invalid_format(format!("The header {:?} has no Address.", header.to_c())));
        };
        Ok(Some(Endpoint { address: self.headers.text_of(address)?, parameters }))
    }

    /// Adds elements of another message's headers.
    fn add_parameters(&mut self, source: &mut Message, parameters: &[Position]) -> Result<()> {
        if parameters.is_empty() {
            return Ok(());
        }
        let buffer = source.headers.buffer()?.clone();
        self.add_all(&buffer, parameters)
    }

    /// Adds all elements of a buffer, all or none of them.
    fn add_elements(&mut self, buffer: &Buffer) -> Result<()> {
        let mut cursor = Cursor::new(buffer);
        let mut elements = Vec::new();
        let mut found = cursor.move_to(MoveTo::RootElement)?;
        while found {
            elements.push(cursor.position()?);
            found = cursor.move_to(MoveTo::NextElement)?;
        }
        if elements.is_empty() { Ok(()) } else { self.add_all(buffer, &elements) }
    }

    fn add_all(&mut self, buffer: &Buffer, elements: &[Position]) -> Result<()> {
        let before = self.headers.last()?;
        let ns = self.version.addressing.ns();
        let mut add = || {
            // What is in a buffer was allowed when it came there.
            let mut reader = Reader::new(Settings { max_depth: u32::MAX, ..Settings::default() });
            reader.set_buffer(buffer, reader.defaults);
            for element in elements {
                reader.movable()?.set_position(buffer, *element)?;
                if reader.kind() != NodeKind::Element {
                    continue;
                }
                reader.copy_to(self.headers.insert_at_end()?)?;
                if self.version.addressing == Addressing::V1_0
                    && let Some(added) = self.headers.last()?
                {
                    self.headers.add_attribute(added, b"IsReferenceParameter", ns, b"true")?;
                }
            }
            Ok(())
        };
        let added = add();
        if added.is_err() {
            self.headers.undo(before)?;
        }
        added
    }
}

/// A new id: 122 bits of chance, the version 4 of RFC 9562. From the system each time, so that a process and its fork do
/// not share any.
pub(crate) fn new_id() -> Result<GUID> {
    let mut bytes = [0; 16];
    let mut filled = 0;
    while filled < bytes.len() {
        let rest = bytes.get_mut(filled..).unwrap_or_default();
        filled += match getrandom(rest, GetRandomFlags::empty()) {
            Ok(count) => count,
            Err(rustix::io::Errno::INTR) => 0,
            Err(errno) => {
                return Err(Fault::new(crate::abi::WS_E_OTHER, format!("The system gave no random bytes: {errno}.")));
            }
        };
    }
    let number = u128::from_be_bytes(bytes) & !(0xF << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    Ok(GUID {
        Data1: (number >> 96) as u32,
        Data2: (number >> 80) as u16,
        Data3: (number >> 64) as u16,
        Data4: (number as u64).to_be_bytes(),
    })
}
