//! Canonicalisation of what is written, on the way.

use super::nodes::Nodes;
use super::{Encoder, State, Writer};
use crate::runtime::fault::{Fault, Result};
use crate::xml::c14n::{Options, Sink};

impl Writer {
    /// Starts to pass the canonical form of what is written to `sink`. An open start tag is completed: it is not part
    /// of that.
    pub(crate) fn start_canonicalization(&mut self, options: Options, sink: Box<dyn Sink>) -> Result<()> {
        self.step(|writer| {
            if writer.nodes.as_ref().is_some_and(|nodes| nodes.run_depth().is_some()) {
                return Err(Fault::invalid_operation("Canonicalization is on already."));
            }
            if !matches!(writer.state, State::Content | State::Tag) || matches!(writer.encoder, Encoder::Raw(_)) {
                return Err(writer.misuse());
            }
            let mut nodes = Nodes::default();
            nodes.start_run(options, sink, &writer.scope, writer.at_start)?;
            if writer.state == State::Tag {
                writer.end_tag()?;
            }
            writer.finish_base64()?;
            if let Some(present) = writer.nodes.take() {
                nodes.point = present.point;
            }
            writer.nodes = Some(Box::new(nodes));
            writer.look_for_short_way();
            Ok(())
        })
    }

    /// Passes the last octets on, and stops.
    pub(crate) fn end_canonicalization(&mut self) -> Result<()> {
        self.step(|writer| {
            let Some(depth) = writer.nodes.as_ref().and_then(|nodes| nodes.run_depth()) else {
                return Err(Fault::invalid_operation("Canonicalization is not on."));
            };
            if !matches!(writer.state, State::Content | State::Tag) {
                return Err(writer.misuse());
            }
            if writer.scope.depth() != depth {
                let more = writer.scope.depth() - depth;
                return Err(Fault::invalid_operation(format!(
                    "Canonicalization must end at the depth at which it started, {more} elements further out."
                )));
            }
            writer.finish_base64()?;
            let Some(nodes) = &mut writer.nodes else { return Ok(()) };
            let ended = nodes.end_run();
            if nodes.point.is_none() {
                writer.nodes = None;
            }
            writer.look_for_short_way();
            ended
        })
    }

    /// Completes base64 text.
    pub(super) fn finish_base64(&mut self) -> Result<()> {
        if let Encoder::Text(text) = &mut self.encoder {
            let start = self.out.len();
            text.finish_base64(&mut self.out)?;
            if let Some(nodes) = &mut self.nodes {
                nodes.pass_characters(self.out.bytes().get(start..).unwrap_or_default())?;
            }
        }
        Ok(())
    }
}
