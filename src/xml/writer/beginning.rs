//! Documents that begin with the same calls as one before: what those wrote is copied.

use super::tag::Tag;
use super::{Encoder, Settings, State, Writer};
use crate::runtime::fault::Result;
use crate::xml::scope::Scope;

/// The longest beginning that is remembered.
const LONGEST: usize = 1024;

/// What a document begins with up to an open start tag, and what a writer is that has just written it.
#[derive(Debug, Default)]
pub(crate) struct Beginning {
    /// None: nothing is remembered.
    bytes: Vec<u8>,
    settings: Settings,
    scope: Scope,
    scope_version: u64,
    tag: Tag,
    tag_start: usize,
    end_tags: usize,
}

impl Writer {
    /// Whether this is the beginning of text in UTF-8, which goes into bytes and nowhere else.
    pub(crate) fn is_before_text(&self) -> bool {
        self.plain
            && self.at_start
            && !self.has_root
            && self.state == State::Content
            && self.out.len() == 0
            && matches!(&self.encoder, Encoder::Text(text) if !text.is_in_base64())
    }

    /// Writes what was remembered, if that was under the same settings. For a writer of which
    /// [`Writer::is_before_text`] is true; otherwise nothing is written, and the answer is false.
    pub(crate) fn write_beginning(&mut self, known: &Beginning) -> Result<bool> {
        if known.bytes.is_empty() || !self.is_before_text() || self.settings != known.settings {
            return Ok(false);
        }
        self.step(|writer| {
            writer.out.put(&known.bytes)?;
            (writer.at_start, writer.has_root) = (false, true);
            writer.scope.copy_from(&known.scope);
            writer.scope_version = known.scope_version;
            writer.tag.copy_from(&known.tag);
            writer.tag_start = known.tag_start;
            writer.end_tags = known.end_tags;
            writer.state = State::Tag;
            Ok(true)
        })
    }

    /// Remembers what has been written since [`Writer::is_before_text`] was true, if that was elements in start tags of
    /// which the last is still open.
    pub(crate) fn remember_beginning(&self, known: &mut Beginning) {
        known.bytes.clear();
        let bytes = self.out.bytes();
        if !self.plain
            || self.nodes.is_some()
            || self.state != State::Tag
            || bytes.len() > LONGEST
            || self.tag.has_attributes()
        {
            return;
        }
        known.bytes.extend_from_slice(bytes);
        known.settings = self.settings;
        known.scope.copy_from(&self.scope);
        known.scope_version = self.scope_version;
        known.tag.copy_from(&self.tag);
        known.tag_start = self.tag_start;
        known.end_tags = self.end_tags;
    }
}
