//! How the messages before began. Nearly all envelopes that come and go in one place are the same up to the Body
//! element: then what was read or written of the one before holds again.

use super::Message;
use crate::runtime::fault::Result;
use crate::xml::reader::{self, Reader};
use crate::xml::writer::{self, Writer};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Beginnings {
    read: reader::Beginning,
    /// Messages since one last began like the one that is remembered.
    others: u32,
    /// Elements around the content of the body.
    depth: usize,
    written: writer::Beginning,
}

impl Message {
    /// Reads up to the Body element, which the reader is on then, if the message begins like one before.
    pub(super) fn reads_known_start(&mut self, reader: &mut Reader) -> bool {
        let known = &mut self.beginnings;
        if !reader.read_beginning(&known.read) {
            return false;
        }
        known.others = 0;
        self.body_depth = known.depth;
        true
    }

    /// Remembers what was read up to the Body element, which the reader is on, if nothing of it has to be kept for this
    /// message.
    pub(super) fn remember_start(&mut self, reader: &mut Reader) {
        let known = &mut self.beginnings;
        // Where each message begins otherwise, it would cost more than it saves.
        known.others = known.others.wrapping_add(1);
        if known.others.is_power_of_two() && self.headers.are_none() {
            reader.remember_beginning(&mut known.read);
            known.depth = self.body_depth;
        }
    }

    /// Writes envelope and body as the message before, neither of which has headers.
    pub(super) fn writes_known_start(&mut self, writer: &mut Writer) -> Result<bool> {
        writer.write_beginning(&self.beginnings.written)
    }

    /// Remembers what was written up to the Body element, whose start tag is open.
    pub(super) fn remember_written(&mut self, writer: &Writer) {
        writer.remember_beginning(&mut self.beginnings.written);
    }
}
