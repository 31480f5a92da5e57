//! The short ways: what the calls that documents consist of come to when nothing is out of the ordinary. Each says
//! whether it did all of the call. Where it did not, it changed nothing, and the long way does it or says what is wrong:
//! so nothing here makes an error text, and nothing has to be taken back.

use super::escape::{DOUBLE_QUOTED, PLAIN, TEXT, run};
use super::markup::END_TAG;
use super::value::{Str, Way};
use super::{Encoder, State, Writer};
use crate::xml::bytes::{copy, short_letters};
use crate::xml::scope::BLOCK;

/// Longer names are none of this.
const NAME: usize = 16;

impl Writer {
    /// Starts an element in the namespace of the one before.
    #[inline(always)]
    pub(super) fn starts_shortly(&mut self, prefix: Option<&[u8]>, local: Str<'_>, ns: Str<'_>) -> bool {
        let in_tag = match self.state {
            State::Tag if !self.tag.needs_more() => true,
            State::Content if self.scope.depth() != 0 => false,
            _ => return false,
        };
        if !self.plain
            || self.scope.depth() >= self.settings.max_depth as usize
            || !self.tag.goes_on(self.scope_version, prefix, ns)
        {
            return false;
        }
        let Some(short) = short_letters(local.bytes) else { return false };
        let before = self.out.len();
        match &mut self.encoder {
            Encoder::Text(text) if !text.is_in_base64() => {
                // For `><`, and the name as a block.
                let Some(place) = self.out.next_block::<{ 2 + BLOCK }>() else { return false };
                let head = 1 + usize::from(in_tag);
                let [first, second, ..] = place;
                (*first, *second) = if in_tag { (b'>', b'<') } else { (b'<', 0) };
                let Some(name) = place.get_mut(head..).and_then(|rest| rest.first_chunk_mut::<BLOCK>()) else {
                    return false;
                };
                let prefix = self.tag.prefix();
                let colon = if prefix.is_empty() { 0 } else { prefix.len() + 1 };
                let len = colon + local.bytes.len();
                if colon != 0
                    && !name.split_at_mut_checked(colon).is_some_and(|(place, _)| {
                        place.split_last_mut().is_some_and(|(colon, place)| {
                            *colon = b':';
                            copy(place, prefix);
                            true
                        })
                    })
                {
                    return false;
                }
                let Some(place) = name.get_mut(colon..).and_then(|rest| rest.first_chunk_mut()) else { return false };
                *place = short.to_le_bytes();
                if !self.scope.open_block(name, len) {
                    return false;
                }
                self.out.take_from_block(head + len);
                self.tag_start = before + head - 1;
                self.end_tags += len + END_TAG;
            }
            Encoder::Binary(binary) => {
                if !self.tag.prefix().is_empty()
                    || local.id.is_some()
                    || !self.out.has_room(2 + NAME)
                    || !self.scope.open_block(&[0; BLOCK], 0)
                {
                    return false;
                }
                if let Some(place) = self.out.next_block() {
                    binary.start_shortly(place, short, local.bytes.len());
                    self.out.take_from_block(2 + local.bytes.len());
                }
                self.tag_start = before;
                self.end_tags += 1;
            }
            _ => return false,
        }
        self.tag.go_on();
        self.state = State::Tag;
        true
    }

    /// Ends an element that declares no namespaces.
    #[inline(always)]
    pub(super) fn ends_shortly(&mut self) -> bool {
        let in_tag = match self.state {
            State::Content => false,
            State::Tag if !self.tag.needs_more() && self.nodes.is_none() => true,
            _ => return false,
        };
        if !self.plain || self.scope.depth() <= self.node_depth {
            return false;
        }
        let Some(name) = self.scope.name_without_bindings() else { return false };
        let end_tag = match &mut self.encoder {
            Encoder::Text(text) if !text.is_in_base64() => {
                let written = if !in_tag {
                    self.out.put_if_room([b"</", name, b">"])
                } else if self.settings.emit_uncompressed_empty_elements {
                    false
                } else {
                    self.out.put_if_room([b"/>"])
                };
                if !written {
                    return false;
                }
                name.len() + END_TAG
            }
            Encoder::Binary(binary) => {
                if !binary.ends_shortly(&mut self.out) {
                    return false;
                }
                1
            }
            _ => return false,
        };
        self.end_tags -= end_tag;
        self.scope.close_without_bindings();
        self.state = State::Content;
        true
    }

    /// Starts an attribute without a namespace.
    #[inline(always)]
    pub(super) fn starts_attribute_shortly(
        &mut self,
        prefix: Option<&[u8]>,
        local: Str<'_>,
        ns: Str<'_>,
        single_quote: bool,
    ) -> bool {
        if !self.plain
            || self.state != State::Tag
            || prefix.is_some_and(|prefix| !prefix.is_empty())
            || !ns.bytes.is_empty()
            || local.id.is_some()
            || local.bytes == b"xmlns"
            || single_quote && self.nodes.is_some()
        {
            return false;
        }
        let Some(short) = short_letters(local.bytes) else { return false };
        let is_text = match &self.encoder {
            Encoder::Text(_) => true,
            Encoder::Binary(_) => false,
            Encoder::Raw(_) | Encoder::Tree => return false,
        };
        let at = self.out.len() - self.tag_start;
        // For a blank and `="`, or a record's head.
        let Some(place) = self.out.next_block::<{ 1 + NAME + 2 }>() else { return false };
        if !self.tag.adds_attribute_shortly(short, at, self.settings.max_attributes) {
            return false;
        }
        let len = local.bytes.len();
        let [blank, rest @ ..] = place;
        if is_text {
            *blank = b' ';
            if let Some(name) = rest.first_chunk_mut() {
                *name = short.to_le_bytes();
            }
            if let Some([equals, quote, ..]) = rest.get_mut(len..) {
                (*equals, *quote) = (b'=', if single_quote { b'\'' } else { b'"' });
            }
        } else if let (Encoder::Binary(binary), Some(place)) = (&mut self.encoder, place.first_chunk_mut()) {
            binary.start_attribute_shortly(place, short, len);
        }
        self.out.take_from_block(len + if is_text { 3 } else { 2 });
        self.state = State::Attribute { single_quote, way: None };
        true
    }

    /// Ends an attribute whose value is complete in the output.
    #[inline(always)]
    pub(super) fn ends_attribute_shortly(&mut self) -> bool {
        let State::Attribute { single_quote, .. } = self.state else { return false };
        let written = self.plain
            && match &mut self.encoder {
                Encoder::Text(text) => {
                    !text.is_in_base64() && self.out.put_if_room([if single_quote { b"'" } else { b"\"" }])
                }
                Encoder::Binary(binary) => binary.attribute_is_complete(),
                _ => false,
            };
        if written {
            self.state = State::Tag;
        }
        written
    }

    /// Writes characters all of which stand for themselves. Where it does not, it says how many at the start do, or 0.
    #[inline(always)]
    pub(super) fn writes_shortly(&mut self, text: Str<'_>, way: Way) -> Result<(), usize> {
        let bytes = text.bytes;
        if !self.plain {
            return Err(0);
        }
        match self.state {
            State::Content | State::Tag => {
                let in_tag = self.state == State::Tag;
                if self.scope.depth() == 0 || in_tag && self.tag.needs_more() {
                    return Err(0);
                }
                match &mut self.encoder {
                    Encoder::Text(encoder) if !encoder.is_in_base64() => {
                        let clean = run::<TEXT>(bytes);
                        let end: &[u8] = if in_tag { b">" } else { b"" };
                        if clean != bytes.len() || !self.out.put_if_room([end, bytes]) {
                            return Err(clean);
                        }
                    }
                    Encoder::Binary(binary) if text.id.is_none() => {
                        let clean = run::<PLAIN>(bytes);
                        if clean != bytes.len() || !binary.writes_shortly(&mut self.out, bytes) {
                            return Err(0);
                        }
                    }
                    _ => return Err(0),
                }
                self.state = State::Content;
            }
            State::Attribute { single_quote: false, way: before } if before.is_none_or(|before| before == way) => {
                match &mut self.encoder {
                    Encoder::Text(encoder) if !encoder.is_in_base64() => {
                        let clean = run::<DOUBLE_QUOTED>(bytes);
                        if clean != bytes.len() || !self.out.put_if_room([bytes]) {
                            return Err(clean);
                        }
                    }
                    Encoder::Binary(binary) if text.id.is_none() => {
                        let clean = run::<PLAIN>(bytes);
                        if clean != bytes.len() || !binary.writes_attribute_shortly(&mut self.out, bytes) {
                            return Err(0);
                        }
                    }
                    _ => return Err(0),
                }
                self.state = State::Attribute { single_quote: false, way: Some(way) };
            }
            _ => return Err(0),
        }
        Ok(())
    }
}
