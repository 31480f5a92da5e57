//! How the messages before began. Nearly all envelopes that come and go in one place are the same up to the Body
//! element: then what was read or written of the one before holds again.

use super::Message;
use crate::runtime::fault::Result;
use crate::xml::reader::{self, Reader};
use crate::xml::writer::{self, Writer};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Beginnings {
    /// Up to the Body element.
    body: Known,
    /// Up to the first element in it, which is the same for all messages of an operation.
    content: Known,
    written: writer::Beginning,
}

/// One beginning of messages that were read.
#[derive(Debug, Default)]
struct Known {
    beginning: reader::Beginning,
    /// Messages since one last began like this.
    others: u32,
    /// Elements around the content of the body.
    depth: usize,
    is_fault: bool,
}

impl Known {
    fn reads(&mut self, reader: &mut Reader) -> bool {
        let is_known = reader.read_beginning(&self.beginning);
        if is_known {
            self.others = 0;
        }
        is_known
    }

    /// Remembers where the reader is. Where each message begins otherwise it would cost more than it saves, so it is done
    /// less and less often then.
    fn remember(&mut self, reader: &mut Reader, depth: usize, is_fault: bool) {
        self.others = self.others.wrapping_add(1);
        if self.others.is_power_of_two() {
            reader.remember_beginning(&mut self.beginning);
            (self.depth, self.is_fault) = (depth, is_fault);
        }
    }
}

impl Message {
    /// Reads up to the first element in the body if the message begins like one before, up to there.
    pub(super) fn reads_known_content(&mut self, reader: &mut Reader) -> bool {
        let known = &mut self.beginnings.content;
        let is_known = known.reads(reader);
        if is_known {
            (self.body_depth, self.is_fault) = (known.depth, known.is_fault);
        }
        is_known
    }

    /// Reads up to the Body element if the message begins like one before, up to there.
    pub(super) fn reads_known_body(&mut self, reader: &mut Reader) -> bool {
        let known = &mut self.beginnings.body;
        let is_known = known.reads(reader);
        if is_known {
            self.body_depth = known.depth;
        }
        is_known
    }

    /// Remembers what was read up to the Body element, if nothing of it has to be kept for this message.
    pub(super) fn remember_body(&mut self, reader: &mut Reader) {
        if self.headers.are_none() {
            self.beginnings.body.remember(reader, self.body_depth, false);
        }
    }

    /// Remembers what was read up to the first element in the body, in the same way.
    pub(super) fn remember_content(&mut self, reader: &mut Reader) {
        if self.headers.are_none() {
            self.beginnings.content.remember(reader, self.body_depth, self.is_fault);
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
