//! Elements that are text already.

use super::{Encoder, State, Writer};
use crate::runtime::fault::Result;

impl Writer {
    /// Whether elements of this depth, with so many attributes and declarations each, can come next as they are: this is
    /// text in UTF-8 that goes into bytes and nowhere else, and nobody wants to know its nodes.
    pub(crate) fn takes_elements(&self, depth: usize, attributes: usize) -> bool {
        self.plain
            && matches!(self.state, State::Content | State::Tag)
            && self.scope.depth() != 0
            && self.scope.depth() + depth <= self.settings.max_depth as usize
            && attributes <= self.settings.max_attributes as usize
            && matches!(&self.encoder, Encoder::Text(text) if !text.is_in_base64())
    }

    /// Writes elements that are whole and well-formed, and whose prefixes are in scope. For a writer of which
    /// [`Writer::takes_elements`] is true.
    pub(crate) fn put_elements(&mut self, elements: &[u8]) -> Result<()> {
        self.step(|writer| {
            if writer.state == State::Tag {
                writer.end_tag()?;
            }
            writer.out.put(elements)
        })
    }
}
