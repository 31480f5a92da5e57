//! What stands between tags and in attributes: text of all types, CDATA sections, comments, arrays.

use super::binary::ItemKind;
use super::escape::{self, DOUBLE_QUOTED, TEXT};
use super::format;
use super::tag::check_binding;
use super::text::Place;
use super::value::{QName, Str, Value, Way};
use super::{Encoder, State, Writer, quoted};
use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::is_space;
use crate::xml::ncname;
use crate::xml::node::NodeKind;

impl Writer {
    /// Writes characters, as content or as a part of the open attribute's value.
    #[inline(always)]
    pub(crate) fn utf8(&mut self, text: Str<'_>, way: Way) -> Result<()> {
        match self.writes_shortly(text, way) {
            Ok(()) => Ok(()),
            Err(clean) => self.utf8_at_length(text, way, clean),
        }
    }

    /// The first `clean` bytes need no references.
    #[inline(never)]
    fn utf8_at_length(&mut self, text: Str<'_>, way: Way, clean: usize) -> Result<()> {
        if clean == 0 {
            return self.step(|writer| writer.value_step(&Value::Utf8(text), way));
        }
        let allow_invalid = self.settings.allow_invalid_character_references;
        self.step(|writer| match writer.state {
            State::Attribute { single_quote, .. } => {
                writer.state = State::Attribute { single_quote, way: Some(way) };
                escape::put_rest::<DOUBLE_QUOTED>(&mut writer.out, text.bytes, clean, allow_invalid)
            }
            _ => {
                if writer.state == State::Tag {
                    writer.end_tag()?;
                }
                escape::put_rest::<TEXT>(&mut writer.out, text.bytes, clean, allow_invalid)
            }
        })
    }

    /// Writes text of any type, as content or as a part of the open attribute's value.
    pub(crate) fn value(&mut self, value: &Value<'_>, way: Way) -> Result<()> {
        self.step(|writer| match value {
            Value::QName(qname) => writer.qname_step(qname),
            Value::List(items) => {
                writer.check_list(items)?;
                writer.value_step(value, way)
            }
            _ => {
                format::check(&mut writer.scratch, value)?;
                writer.value_step(value, way)
            }
        })
    }

    /// In line, so that what it does to characters is a short way.
    #[inline(always)]
    fn value_step(&mut self, value: &Value<'_>, way: Way) -> Result<()> {
        let place = match self.state {
            State::Attribute { single_quote, way: before } => {
                self.check_for_buffer(value)?;
                if before.is_some_and(|before| before != way || !way.may_repeat()) {
                    return Err(mixed_ways());
                }
                self.state = State::Attribute { single_quote, way: Some(way) };
                let is_direct = self.is_tag_direct();
                if let Some(nodes) = self.nodes.as_mut().filter(|_| !is_direct) {
                    nodes.builder.attribute_value(value)?;
                }
                if let Encoder::Binary(binary) = &mut self.encoder {
                    return binary.attribute_value(&mut self.out, value);
                }
                if single_quote { Place::SingleQuoted } else { Place::DoubleQuoted }
            }
            State::Tag => {
                self.end_tag()?;
                Place::Content
            }
            State::Content => {
                if self.scope.depth() == 0 {
                    self.check_top_level(value)?;
                }
                Place::Content
            }
            State::CData => Place::CData,
            State::Closed | State::Complete => return Err(self.misuse()),
        };
        if self.mtom.is_some() && place == Place::Content && self.mtom_step(value)? {
            return Ok(());
        }
        self.check_for_buffer(value)?;
        let start = self.out.len();
        let as_node = self.nodes.is_some()
            && matches!(place, Place::Content | Place::CData)
            && !self.is_direct_text(place, value);
        if as_node {
            self.pass_ready()?;
            self.pass_text(value)?;
        }
        match &mut self.encoder {
            Encoder::Text(text) => text.value(&mut self.out, place, value)?,
            Encoder::Binary(binary) => binary.content(&mut self.out, value)?,
            Encoder::Raw(raw) => raw.value(&mut self.out, value)?,
            Encoder::Tree => {}
        }
        if !as_node {
            return Ok(());
        }
        self.resume();
        if let Value::Base64(_) = value { self.pass_base64(place, start) } else { Ok(()) }
    }

    /// Whether text is written as its canonical form has it, and passed on so. Not what stands around a document's root.
    #[inline]
    fn is_direct_text(&self, place: Place, value: &Value<'_>) -> bool {
        (place == Place::Content || matches!(value, Value::Base64(_))) && self.scope.depth() != 0 && self.is_direct()
    }

    /// Refuses characters for an XML buffer, which is read as it is: encodings see to theirs as they write them.
    #[inline]
    fn check_for_buffer(&self, value: &Value<'_>) -> Result<()> {
        if matches!(self.encoder, Encoder::Tree) {
            check_characters(value, self.settings.allow_invalid_character_references)
        } else {
            Ok(())
        }
    }

    /// Puts bytes into a MIME part, if they are to go there.
    #[cold]
    fn mtom_step(&mut self, value: &Value<'_>) -> Result<bool> {
        match (value, &mut self.mtom) {
            (Value::Base64(bytes), Some(mtom)) if mtom.takes(bytes) => {
                if !mtom.in_part {
                    mtom.start_part(&mut self.out)?;
                }
                mtom.add(bytes)?;
                Ok(true)
            }
            // Says nothing yet of how many there will be.
            (Value::Base64([]), _) => Ok(false),
            _ => self.start_mtom_content().map(|()| false),
        }
    }

    /// Says that the bytes that follow, until [`Writer::end_pushing`], are pushed.
    pub(crate) fn start_pushing(&mut self) -> Result<()> {
        self.start_bytes()?;
        if let Some(mtom) = &mut self.mtom {
            mtom.is_pushing = true;
        }
        Ok(())
    }

    pub(crate) fn end_pushing(&mut self) {
        if let Some(mtom) = &mut self.mtom {
            mtom.is_pushing = false;
        }
    }

    /// Says that bytes follow, piece by piece and perhaps many: they get a MIME part, where there are any.
    pub(crate) fn start_bytes(&mut self) -> Result<()> {
        self.step(|writer| {
            writer.value_step(&Value::Base64(&[]), Way::Bytes)?;
            match &mut writer.mtom {
                Some(mtom) if mtom.is_fresh && writer.state == State::Content => mtom.start_part(&mut writer.out),
                _ => Ok(()),
            }
        })
    }

    /// Whether text that is written here is a node: white space around the root of a document is none, for readers
    /// neither, and a canonical form that had it would not be that of what they read.
    pub(super) fn has_text_nodes(&self) -> bool {
        self.scope.depth() != 0 || self.settings.allow_fragment
    }

    /// Passes text on to the canonicaliser.
    #[cold]
    fn pass_text(&mut self, value: &Value<'_>) -> Result<()> {
        let in_text = matches!(self.encoder, Encoder::Text(_));
        if in_text && matches!(value, Value::Base64(_)) {
            // Bytes in several calls are one run of base64 text: its characters are passed on as they come about.
            return Ok(());
        }
        self.finish_base64()?;
        self.pass_ready()?;
        if !self.has_text_nodes() {
            return Ok(());
        }
        let Some(nodes) = &mut self.nodes else { return Ok(()) };
        nodes.builder.text_node(value)?;
        nodes.pass()
    }

    #[cold]
    fn pass_base64(&mut self, place: Place, start: usize) -> Result<()> {
        match (&mut self.nodes, &self.encoder) {
            (Some(nodes), Encoder::Text(_)) if matches!(place, Place::Content | Place::CData) => {
                nodes.pass_characters(self.out.bytes().get(start..).unwrap_or_default())
            }
            _ => Ok(()),
        }
    }

    /// At the top level of a document there is white space only.
    #[cold]
    fn check_top_level(&mut self, value: &Value<'_>) -> Result<()> {
        let allowed = self.settings.allow_fragment
            || matches!(self.encoder, Encoder::Raw(_))
            || match value {
                Value::Utf8(text) => text.bytes.iter().all(|&byte| is_space(byte.into())),
                Value::Utf16(units) => units.iter().all(|&unit| is_space(unit.into())),
                _ => false,
            };
        if !allowed {
            return Err(Fault::invalid_format(
                "At the top level of a document only white space may be written: WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is \
                 FALSE.",
            ));
        }
        if matches!(value, Value::Utf8(Str { bytes: [], .. }) | Value::Utf16([])) {
            return Ok(());
        }
        let is_first = self.at_start;
        self.begin()?;
        if is_first && self.out.len() == 0 && self.wide.is_none() && starts_with_mark(value) {
            // A reader takes the first one for a byte order mark, and the second one for the text's.
            if let Encoder::Text(_) = self.encoder {
                self.out.put(MARK)?;
                self.resume();
            }
        }
        Ok(())
    }

    fn qname_step(&mut self, qname: &QName<'_>) -> Result<()> {
        check_qname(qname)?;
        let mut chosen = core::mem::take(&mut self.prefix);
        let prefix = match (qname.prefix, qname.ns) {
            (Some(prefix), None) => prefix,
            (Some(prefix), Some(ns)) => {
                self.check_bound(prefix.bytes, ns.bytes)?;
                prefix
            }
            (None, Some(ns)) => {
                self.choose_qname_prefix(ns, &mut chosen)?;
                Str::from(&*chosen)
            }
            (None, None) => {
                return Err(Fault::invalid_arg(
                    "The parameters prefix and ns of a qualified name cannot both be NULL.",
                ));
            }
        };
        let done = self.value_step(&Value::QName(QName { prefix: Some(prefix), ..*qname }), Way::Whole);
        self.prefix = chosen;
        done
    }

    fn check_list(&mut self, items: &[Value<'_>]) -> Result<()> {
        for item in items {
            format::check(&mut self.scratch, item)?;
            match item {
                Value::List(_) => return Err(Fault::invalid_arg("A list of texts cannot hold another list.")),
                Value::QName(qname) => {
                    check_qname(qname)?;
                    match (qname.prefix, qname.ns) {
                        (Some(prefix), Some(ns)) => self.check_bound(prefix.bytes, ns.bytes)?,
                        (Some(_), None) => {}
                        (None, _) => return Err(Fault::invalid_arg("A qualified name in a list needs a prefix.")),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn in_tag(&self) -> bool {
        matches!(self.state, State::Tag | State::Attribute { .. })
    }

    fn check_bound(&self, prefix: &[u8], ns: &[u8]) -> Result<()> {
        let bound = if self.in_tag() {
            self.tag.lookup(&self.scope, prefix)
        } else {
            self.scope.lookup(prefix).map(|span| self.scope.get(span))
        };
        if bound == Some(ns) {
            return Ok(());
        }
        Err(Fault::invalid_format(format!(
            "The prefix \"{}\" of the qualified name does not stand for the namespace \"{}\" here.",
            quoted(prefix),
            quoted(ns)
        )))
    }

    fn choose_qname_prefix(&mut self, ns: Str<'_>, chosen: &mut Vec<u8>) -> Result<()> {
        if self.in_tag() {
            self.tag.choose_prefix_of_content(&self.scope, ns.bytes, chosen);
            check_binding(chosen, ns.bytes)?;
            return self.tag.use_prefix(&self.scope, chosen, ns);
        }
        chosen.clear();
        match self.scope.prefix_of(ns.bytes, true) {
            Some(span) => chosen.extend_from_slice(self.scope.get(span)),
            None => {
                return Err(Fault::invalid_format(format!(
                    "No prefix stands for the namespace \"{}\" of the qualified name, and there is no open start tag to \
                     declare one in.",
                    quoted(ns.bytes)
                )));
            }
        }
        Ok(())
    }

    /// Starts a CDATA section. Encodings without them write plain text.
    pub(crate) fn start_cdata(&mut self) -> Result<()> {
        self.step(|writer| {
            if !matches!(writer.state, State::Content | State::Tag) || matches!(writer.encoder, Encoder::Raw(_)) {
                return Err(writer.misuse());
            }
            if writer.scope.depth() == 0 && !writer.settings.allow_fragment {
                return Err(Fault::invalid_operation("A CDATA section cannot stand at the top level of a document."));
            }
            if writer.state == State::Tag {
                writer.end_tag()?;
            }
            writer.start_mtom_content()?;
            writer.begin()?;
            writer.finish_base64()?;
            writer.pass_ready()?;
            match (&mut writer.encoder, &mut writer.nodes) {
                (Encoder::Text(text), _) => text.start_cdata(&mut writer.out)?,
                (Encoder::Tree, Some(nodes)) => {
                    nodes.builder.bare(NodeKind::CData);
                    nodes.pass()?;
                }
                _ => {}
            }
            writer.resume();
            writer.state = State::CData;
            Ok(())
        })
    }

    /// Ends the CDATA section.
    pub(crate) fn end_cdata(&mut self) -> Result<()> {
        self.step(|writer| {
            if writer.state != State::CData {
                return Err(Fault::invalid_operation("The writer is not in a CDATA section."));
            }
            writer.finish_base64()?;
            writer.pass_ready()?;
            match (&mut writer.encoder, &mut writer.nodes) {
                (Encoder::Text(text), _) => text.end_cdata(&mut writer.out)?,
                (Encoder::Tree, Some(nodes)) => {
                    nodes.builder.bare(NodeKind::EndCData);
                    nodes.pass()?;
                }
                _ => {}
            }
            writer.resume();
            writer.state = State::Content;
            Ok(())
        })
    }

    /// Writes a comment.
    pub(crate) fn comment(&mut self, comment: &[u8]) -> Result<()> {
        self.step(|writer| {
            if !matches!(writer.state, State::Content | State::Tag) || matches!(writer.encoder, Encoder::Raw(_)) {
                return Err(writer.misuse());
            }
            check_comment(comment)?;
            if writer.state == State::Tag {
                writer.end_tag()?;
            }
            writer.start_mtom_content()?;
            writer.begin()?;
            writer.finish_base64()?;
            let start = writer.out.len();
            if let Encoder::Text(text) = &mut writer.encoder {
                text.before_node(&mut writer.out)?;
            }
            let has_text_nodes = writer.has_text_nodes();
            if let Some(nodes) = &mut writer.nodes {
                if has_text_nodes {
                    nodes.pass_characters(writer.out.bytes().get(start..).unwrap_or_default())?;
                }
                nodes.pass_ready(writer.out.bytes(), writer.out.len())?;
                nodes.builder.comment(comment)?;
                nodes.pass()?;
            }
            match &mut writer.encoder {
                Encoder::Text(_) => writer.out.put_all([b"<!--", comment, b"-->"]),
                Encoder::Binary(binary) => binary.comment(&mut writer.out, comment),
                Encoder::Raw(_) | Encoder::Tree => Ok(()),
            }?;
            writer.resume();
            Ok(())
        })
    }

    /// Writes an element for each value. `kind` is the type of all of them, if an array record can hold it.
    pub(crate) fn array<'a>(
        &mut self,
        local: Str<'_>,
        ns: Str<'_>,
        kind: Option<ItemKind>,
        values: impl ExactSizeIterator<Item = Value<'a>> + Clone,
    ) -> Result<()> {
        let count = u32::try_from(values.len()).map_err(|_| Fault::invalid_arg("The array has too many items."))?;
        for value in values.clone() {
            format::check(&mut self.scratch, &value)?;
        }
        let alone_at_top = self.scope.depth() == 0 && !self.settings.allow_fragment;
        match (&self.encoder, kind) {
            _ if count == 0 || alone_at_top => {}
            (Encoder::Binary(_), Some(kind)) if self.nodes.is_none() => {
                return self.step(|writer| writer.array_step(local, ns, kind, count, values));
            }
            _ => {}
        }
        self.check_usable()?;
        if !matches!(self.state, State::Content | State::Tag) {
            return Err(self.misuse());
        }
        for value in values {
            self.start_element(None, local, ns)?;
            self.value(&value, Way::Whole)?;
            self.end_element()?;
        }
        Ok(())
    }

    fn array_step<'a>(
        &mut self,
        local: Str<'_>,
        ns: Str<'_>,
        kind: ItemKind,
        count: u32,
        values: impl Iterator<Item = Value<'a>>,
    ) -> Result<()> {
        if !matches!(self.state, State::Content | State::Tag) {
            return Err(self.misuse());
        }
        if self.state == State::Tag {
            self.end_tag()?;
        }
        if let Encoder::Binary(binary) = &mut self.encoder {
            binary.start_array(&mut self.out)?;
        }
        self.start_element_step(None, local, ns)?;
        self.end_tag()?;
        self.close_scope();
        self.end_tags -= 1;
        if let Encoder::Binary(binary) = &mut self.encoder {
            binary.start_items(&mut self.out, kind, count)?;
            for value in values {
                binary.item(&mut self.out, kind, &value)?;
            }
        }
        Ok(())
    }

    /// Completes what waits for more, when there is no element left that could be ended.
    pub(crate) fn complete(&mut self) -> Result<()> {
        if self.scope.depth() != 0 || self.state != State::Content || self.faulted {
            return Ok(());
        }
        self.step(Self::finish_base64)
    }
}

#[cold]
fn check_characters(value: &Value<'_>, allow_invalid: bool) -> Result<()> {
    match value {
        Value::Utf8(text) if allow_invalid => escape::check_utf8(text.bytes),
        Value::Utf8(text) => escape::check(text.bytes),
        Value::Utf16(units) => {
            escape::utf16_as_utf8(units, |piece| if allow_invalid { Ok(()) } else { escape::check(piece) })
        }
        Value::List(items) => items.iter().try_for_each(|item| check_characters(item, allow_invalid)),
        _ => Ok(()),
    }
}

/// U+FEFF.
const MARK: &[u8] = b"\xEF\xBB\xBF";

fn starts_with_mark(value: &Value<'_>) -> bool {
    match value {
        Value::Utf8(text) => text.bytes.starts_with(MARK),
        Value::Utf16(units) => units.first() == Some(&0xFEFF),
        Value::QName(QName { prefix, local, .. }) => match prefix {
            Some(Str { bytes: bytes @ [_, ..], .. }) => bytes.starts_with(MARK),
            _ => local.bytes.starts_with(MARK),
        },
        Value::List(items) => items.first().is_some_and(starts_with_mark),
        _ => false,
    }
}

fn check_qname(qname: &QName<'_>) -> Result<()> {
    ncname::verify_utf8(qname.local.bytes).map_err(|fault| fault.context("The local name is not valid."))?;
    match qname.prefix {
        Some(prefix) if !prefix.bytes.is_empty() => {
            ncname::verify_utf8(prefix.bytes).map_err(|fault| fault.context("The prefix is not valid."))
        }
        _ => Ok(()),
    }
}

fn check_comment(comment: &[u8]) -> Result<()> {
    escape::check(comment)?;
    let problem = if comment.windows(2).any(|pair| pair == b"--") || comment.ends_with(b"-") {
        "two hyphens, or a hyphen at the end"
    } else if comment.contains(&b'\r') {
        // It would be read as a line feed, and a signature over the comment would not hold.
        "a carriage return"
    } else {
        return Ok(());
    };
    Err(Fault::invalid_format(format!("A comment cannot contain {problem}.")))
}

#[cold]
fn mixed_ways() -> Fault {
    Fault::invalid_operation(
        "The attribute has a value already: only characters, or bytes, may be written in several calls, and only by the \
         same function and type.",
    )
}
