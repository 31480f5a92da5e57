//! The standard headers that are text, as long as that is all that a message has: most messages have no others, and these
//! need no tree.

use super::draft::Characters;
use super::version::Header;
use crate::abi::GUID;
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::xml::value::guid::write_unique_id;
use std::rc::Rc;

/// See the module.
#[derive(Debug)]
pub(super) struct Slots {
    slots: [Slot; 4],
    budget: Rc<Budget>,
}

/// One header, or room for it.
#[derive(Debug, Default)]
pub(super) struct Slot {
    is_set: bool,
    text: Vec<u8>,
    /// What the text stands for, where it was given so.
    id: Option<GUID>,
    pub(super) must_understand: bool,
}

/// In the order in which they are written.
const HEADERS: [Header; 4] = [Header::Action, Header::MessageId, Header::RelatesTo, Header::To];
/// So much memory is kept for the next message.
const KEPT: usize = 1024;

impl Slot {
    /// The header's text.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The header, as it is to be written.
    pub(super) fn characters(&self) -> Characters<'_> {
        match self.id {
            Some(id) => Characters::UniqueId(id),
            None => Characters::Utf8(&self.text),
        }
    }
}

impl Slots {
    pub(super) fn new(budget: &Rc<Budget>) -> Self {
        Slots { slots: Default::default(), budget: budget.clone() }
    }

    fn slot(&self, header: Header) -> Option<&Slot> {
        HEADERS.iter().zip(&self.slots).find(|(known, _)| **known == header).map(|(_, slot)| slot)
    }

    /// The text of a header.
    pub(super) fn get(&self, header: Header) -> Option<&[u8]> {
        self.slot(header).filter(|slot| slot.is_set).map(|slot| &*slot.text)
    }

    /// Sets a header; on failure nothing has changed.
    pub(super) fn set(&mut self, header: Header, text: Characters<'_>, must_understand: bool) -> Result<()> {
        /// The length of urn:uuid: and a GUID.
        const ID: usize = 45;
        let size = match text {
            Characters::Utf8(text) => text.len(),
            Characters::UniqueId(_) => ID,
        };
        self.budget.charge(size)?;
        self.unset(header);
        let Some(slot) = HEADERS.iter().zip(&mut self.slots).find(|(known, _)| **known == header).map(|(_, slot)| slot)
        else {
            return Ok(());
        };
        (slot.is_set, slot.must_understand, slot.id) = (true, must_understand, None);
        match text {
            Characters::Utf8(text) => slot.text.extend_from_slice(text),
            Characters::UniqueId(id) => {
                slot.id = Some(id);
                write_unique_id(&mut slot.text, id);
            }
        }
        Ok(())
    }

    /// Takes a header away.
    pub(super) fn unset(&mut self, header: Header) {
        if let Some((_, slot)) = HEADERS.iter().zip(&mut self.slots).find(|(known, _)| **known == header) {
            self.budget.refund(slot.text.len());
            slot.is_set = false;
            slot.text.clear();
            slot.text.shrink_to(KEPT);
        }
    }

    /// Takes all headers away.
    pub(super) fn clear(&mut self) {
        if !self.is_empty() {
            HEADERS.into_iter().for_each(|header| self.unset(header));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.iter().all(|slot| !slot.is_set)
    }

    /// Those that are set.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Header, &Slot)> {
        HEADERS.into_iter().zip(&self.slots).filter(|(_, slot)| slot.is_set)
    }

    /// Takes over the headers of another message.
    pub(super) fn copy_from(&mut self, source: &Slots) -> Result<()> {
        for (header, slot) in source.iter() {
            self.set(header, slot.characters(), slot.must_understand)?;
        }
        Ok(())
    }
}
