//! The raw encoding: the input is not XML at all. The reader shows it as base64 text at the top level.

use crate::runtime::fault::Result;
use crate::xml::node::{NodeKind, Place, Span, Text};
use crate::xml::reader::document::Document;

/// Reads what there is as binary text, in as many pieces as the input arrives in.
#[derive(Debug, Default)]
pub(crate) struct RawDecoder;

impl RawDecoder {
    /// Reads the next node.
    pub(crate) fn next(&mut self, document: &mut Document) -> Result<()> {
        document.leave_node();
        let input = &mut document.input;
        document.node_start = input.position;
        let count = input.rest().len();
        if count == 0 {
            if !input.is_complete() {
                return Err(input.exhausted("raw data"));
            }
            document.node.kind = NodeKind::Eof;
            return Ok(());
        }
        document.node.kind = NodeKind::Text;
        document.node.text = Text::Base64(Span::new(Place::Input, input.position, count));
        input.position += count;
        Ok(())
    }
}
