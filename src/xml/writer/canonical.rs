//! Canonicalisation of what is written, on the way.

use super::{Encoder, State, Str, Value, Writer, escape};
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
            if writer.state == State::Tag && options.exclusive {
                // What it declares is in scope.
                writer.end_tag()?;
            }
            let mut nodes = writer.spare_nodes.take().unwrap_or_default();
            let is_direct = writer.is_text_as_read() && writer.nodes.is_none();
            nodes.start_run(options, sink, &writer.scope, writer.at_start, is_direct)?;
            writer.finish_base64()?;
            if let Some(present) = writer.nodes.take() {
                nodes.point = present.point;
            }
            nodes.resume(writer.out.len());
            writer.tag.set_sorting(nodes.is_direct());
            writer.nodes = Some(nodes);
            writer.node_depth = writer.scope.depth();
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
            let ended = nodes.pass_ready(writer.out.bytes(), writer.out.len()).and_then(|()| nodes.end_run());
            if nodes.point.is_none() {
                writer.spare_nodes = writer.nodes.take();
            }
            writer.tag.set_sorting(false);
            writer.node_depth = 0;
            writer.look_for_short_way();
            ended
        })
    }

    /// Completes base64 text.
    pub(super) fn finish_base64(&mut self) -> Result<()> {
        if let Encoder::Text(text) = &mut self.encoder {
            let start = self.out.len();
            text.finish_base64(&mut self.out)?;
            if let Some(nodes) = self.nodes.as_mut().filter(|nodes| !nodes.is_direct()) {
                nodes.pass_characters(self.out.bytes().get(start..).unwrap_or_default())?;
            }
        }
        Ok(())
    }

    /// Whether the output is text in UTF-8 that is read as it was written, so that it is canonical but for some tags.
    fn is_text_as_read(&self) -> bool {
        let is_plain_text = matches!(&self.encoder, Encoder::Text(text) if text.indent == 0);
        is_plain_text && self.wide.is_none() && self.mtom.is_none() && !self.settings.allow_invalid_character_references
    }

    /// Whether what is written is passed on as it is in the output.
    #[inline]
    pub(super) fn is_direct(&self) -> bool {
        self.nodes.as_ref().is_some_and(|nodes| nodes.is_direct())
    }

    /// Whether the open start tag is one of those: it has no declarations, nor does its canonical form. Then nothing of it
    /// was given to the builder of nodes.
    #[inline]
    pub(super) fn is_tag_direct(&self) -> bool {
        self.plain && self.is_direct()
    }

    /// Passes on what is ready in the output, because something else comes next.
    pub(super) fn pass_ready(&mut self) -> Result<()> {
        match &mut self.nodes {
            Some(nodes) => nodes.pass_ready(self.out.bytes(), self.out.len()),
            None => Ok(()),
        }
    }

    /// What is in the output now was passed on, or is no part of the canonical form.
    pub(super) fn resume(&mut self) {
        if let Some(nodes) = &mut self.nodes {
            nodes.resume(self.out.len());
        }
    }

    /// Passes the open start tag on with its attributes in the canonical order. None of them has a namespace.
    pub(super) fn pass_sorted(&mut self) -> Result<()> {
        let Some(nodes) = &mut self.nodes else { return Ok(()) };
        let output = self.out.bytes();
        let (first, order) = self.tag.in_order(output.get(self.tag_start..).unwrap_or_default());
        nodes.pass_ready(output, self.tag_start + first)?;
        for piece in order {
            nodes.octets(output.get(self.tag_start + piece.start..self.tag_start + piece.end).unwrap_or_default())?;
        }
        nodes.resume(output.len());
        Ok(())
    }

    /// Makes a node of the open start tag, since what comes next is not written in canonical form.
    #[cold]
    pub(super) fn build_tag(&mut self) -> Result<()> {
        self.plain = false;
        let Some(nodes) = &mut self.nodes else { return Ok(()) };
        let tag = self.out.bytes().get(self.tag_start..).unwrap_or_default();
        let name = self.scope.name().unwrap_or_default();
        let prefix = self.tag.prefix();
        let local = if prefix.is_empty() { name } else { name.get(prefix.len() + 1..).unwrap_or_default() };
        nodes.builder.start_element(prefix, local, self.tag.namespace())?;
        let mut rest = tag.get(1 + name.len()..).unwrap_or_default();
        // As direct tags are: a blank, the name, the value between double quotes.
        while let Some(equals) = rest.iter().position(|byte| *byte == b'=') {
            let (name, value) = (rest.get(1..equals).unwrap_or_default(), rest.get(equals + 2..).unwrap_or_default());
            let end = value.iter().position(|byte| *byte == b'"').unwrap_or(value.len());
            nodes.builder.attribute(b"", name, b"", false)?;
            let characters = escape::unescaped(value.get(..end).unwrap_or_default());
            nodes.builder.attribute_value(&Value::Utf8(Str::from(&*characters)))?;
            rest = value.get(end + 1..).unwrap_or_default();
        }
        Ok(())
    }
}
