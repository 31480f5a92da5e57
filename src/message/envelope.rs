//! What is around the body: writing it, and reading it without trust.

use super::draft::{Characters, Draft};
use super::fault::known::version_mismatch;
use super::headers::{self, Headers, attribute, is_for_receiver, is_named, is_true};
use super::protection::{Guard, Part, TextHeader, WSU, check_foreign, write_id};
use super::slots::{Slot, Slots};
use super::version::{Addressing, Envelope, Header, Version};
use super::{Message, State};
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::characters::write_text;
use crate::xml::node::{NodeKind, NodeRef};
use crate::xml::reader::{Reader, Wanted};
use crate::xml::value::trim;
use crate::xml::writer::{Value, Way, Writer};
use std::borrow::Cow;

impl Message {
    /// Writes the envelope up to the content of the body, with the headers that there are.
    pub(crate) fn write_start(&mut self, writer: &mut Writer) -> Result<()> {
        let started = self.write_to_body(writer);
        if started.is_err() {
            // It is for one attempt of one channel.
            self.guard = None;
        }
        started
    }

    fn write_to_body(&mut self, writer: &mut Writer) -> Result<()> {
        self.check_state(State::Initialized)?;
        writer.check_usable()?;
        let envelope = self.version.envelope;
        let mut guard = self.guard.as_mut();
        if envelope != Envelope::None && !self.headers.write(self.version, writer, guard.as_deref_mut())? {
            return self.write_usual(writer);
        }
        if let Some(guard) = guard.filter(|_| envelope != Envelope::None) {
            guard.body_start(writer)?;
        }
        self.body_depth = writer.depth();
        self.state = State::Writing;
        Ok(())
    }

    /// [`Message::write_to_body`] where there is nothing to say but the usual.
    fn write_usual(&mut self, writer: &mut Writer) -> Result<()> {
        let is_new = writer.is_before_text();
        if !is_new || !self.writes_known_start(writer)? {
            let envelope = self.version.envelope;
            let (prefix, ns) = (Some(envelope.prefix()), envelope.ns());
            writer.start_element(prefix, b"Envelope"[..].into(), ns.into())?;
            writer.start_element(prefix, b"Body"[..].into(), ns.into())?;
            if is_new {
                self.remember_written(writer);
            }
        }
        self.body_depth = writer.depth();
        self.state = State::Writing;
        Ok(())
    }

    /// Writes the rest of the envelope. The message is done, whatever comes of it.
    pub(crate) fn write_end(&mut self, writer: &mut Writer) -> Result<()> {
        self.check_state(State::Writing)?;
        self.state = State::Done;
        if self.version.envelope == Envelope::None {
            return writer.check_usable();
        }
        let depth = writer.depth();
        if depth != self.body_depth {
            return Err(Fault::invalid_operation(format!(
                "The writer is in {depth} elements, but at the end of the body it is in {}.",
                self.body_depth
            )));
        }
        if let Some(guard) = &mut self.guard {
            return guard.body_end(writer);
        }
        writer.end_element()?;
        writer.end_element()
    }

    /// Reads the envelope up to the content of the body. On failure the message is empty, as it was.
    pub(crate) fn read_start(&mut self, reader: &mut Reader) -> Result<()> {
        self.check_state(State::Empty)?;
        let read = reader.run(|reader| self.read_to_body(reader));
        match read {
            Ok(()) => {
                self.state = State::Reading;
                self.is_addressed = true;
                Ok(())
            }
            Err(fault) => {
                self.reset();
                Err(fault.context("The start of a message could not be read."))
            }
        }
    }

    fn read_to_body(&mut self, reader: &mut Reader) -> Result<()> {
        let envelope = self.version.envelope;
        if envelope == Envelope::None {
            self.body_depth = reader.depth()?;
            return Ok(());
        }
        if self.reads_known_content(reader) {
            return Ok(());
        }
        if !self.reads_known_body(reader) {
            self.read_to_body_element(reader)?;
            self.remember_body(reader);
        }
        reader.read_node()?;
        self.is_fault = reader.read_to_start_element(Wanted { local: Some(b"Fault"), ns: Some(envelope.ns()) })?;
        self.remember_content(reader);
        Ok(())
    }

    /// Reads what is before the Body element, and goes to that.
    fn read_to_body_element(&mut self, reader: &mut Reader) -> Result<()> {
        let envelope = self.version.envelope;
        let ns = envelope.ns();
        if !reader.read_to_start_element(Wanted { local: Some(b"Envelope"), ns: Some(ns) })? {
            return Err(no_envelope(reader, envelope));
        }
        check_part(reader.node(), envelope, "Envelope")?;
        self.headers.hold(headers::Part::Envelope, reader.node())?;
        reader.read_node()?;
        if reader.read_to_start_element(Wanted { local: Some(b"Header"), ns: Some(ns) })? {
            check_part(reader.node(), envelope, "Header")?;
            self.headers.hold(headers::Part::Header, reader.node())?;
            reader.read_node()?;
            self.read_headers(reader)?;
        }
        let body = Wanted { local: Some(b"Body"), ns: Some(ns) };
        if !reader.read_to_start_element(body)? {
            return Err(reader.not_found(body).context("The envelope has no body where it has to be."));
        }
        check_part(reader.node(), envelope, "Body")?;
        self.headers.read_body(reader.node())?;
        self.body_depth = reader.depth()?;
        Ok(())
    }

    /// Reads what is in the Header element, and its end.
    fn read_headers(&mut self, reader: &mut Reader) -> Result<()> {
        let mut is_first = true;
        let version = self.version;
        loop {
            reader.read_to_start_element(Wanted::default())?;
            match reader.kind() {
                NodeKind::Element => {}
                NodeKind::EndElement => return reader.read_node(),
                _ => return Err(reader.unexpected("A header or the end of the Header element")),
            }
            if is_first && self.headers.read_slot(reader, version)? {
                continue;
            }
            if core::mem::take(&mut is_first) {
                self.headers.insert_at_end()?;
            }
            // One header: up to its end, whose depth is that of its start.
            let inner = reader.depth()?;
            self.headers.read_rest(reader, inner)?;
        }
    }

    /// Reads the rest of the envelope, and over what is left of the body. The message is done, whatever comes of it.
    pub(crate) fn read_end(&mut self, reader: &mut Reader) -> Result<()> {
        self.check_state(State::Reading)?;
        self.state = State::Done;
        let done = reader.run(|reader| self.read_to_end(reader));
        done.map_err(|fault| fault.context("The end of a message could not be read."))
    }

    /// Reads over what is left of the body as long as more than `enough` bytes are there. What a node takes is less, so
    /// that none is cut. Answers whether that was all of the body.
    pub(crate) fn pass_over_body(&mut self, reader: &mut Reader, enough: usize) -> Result<bool> {
        self.check_state(State::Reading)?;
        let passed = reader.run(|reader| {
            while !self.is_at_end_of_body(reader)? {
                if reader.unread() <= enough {
                    return Ok(false);
                }
                reader.read_node()?;
            }
            Ok(true)
        });
        passed.map_err(|fault| {
            self.state = State::Done;
            fault.context("What was left of the body of a message could not be read.")
        })
    }

    pub(super) fn is_at_end_of_body(&self, reader: &Reader) -> Result<bool> {
        let depth = reader.depth()?;
        if reader.kind() == NodeKind::EndElement && depth == self.body_depth {
            return Ok(true);
        }
        if depth < self.body_depth || reader.kind() == NodeKind::Eof {
            return Err(Fault::invalid_operation("The reader was moved out of the body of the message."));
        }
        Ok(false)
    }

    fn read_to_end(&mut self, reader: &mut Reader) -> Result<()> {
        if self.version.envelope == Envelope::None {
            return Ok(());
        }
        if reader.in_attribute() {
            return Err(Fault::invalid_operation("The reader is in an attribute."));
        }
        let depth = self.body_depth;
        while !self.is_at_end_of_body(reader)? {
            reader.read_node()?;
        }
        reader.read_node()?;
        reader.read_to_start_element(Wanted::default())?;
        if reader.kind() != NodeKind::EndElement {
            return Err(reader.unexpected("The end of the envelope"));
        }
        // A stream may not have been filled beyond this, and need not be.
        if !reader.has_all() {
            return Ok(());
        }
        reader.read_node()?;
        if depth == 2 {
            reader.read_to_start_element(Wanted::default())?;
            if reader.kind() != NodeKind::Eof {
                return Err(reader.unexpected("The end of the message"));
            }
        }
        Ok(())
    }
}

impl Headers {
    /// Reads nodes into the tree up to the end of an element of this depth.
    fn read_rest(&mut self, reader: &mut Reader, depth: usize) -> Result<()> {
        loop {
            self.insert(reader.node())?;
            let is_end = reader.kind() == NodeKind::EndElement && reader.depth()? == depth;
            reader.read_node()?;
            if is_end {
                return Ok(());
            }
        }
    }

    /// Reads a header without a tree, if it is a standard one that is text, the first of its kind, and has no attributes
    /// but mustUnderstand. Answers false, and has read nothing, if it is another.
    fn read_slot(&mut self, reader: &mut Reader, version: Version) -> Result<bool> {
        let Version { envelope, addressing } = version;
        let Some(slots) = self.slots() else { return Ok(false) };
        let node = reader.node();
        let name = &node.node.name;
        if addressing == Addressing::Transport || node.get(name.ns) != addressing.ns() {
            return Ok(false);
        }
        let local = node.get(name.local);
        let known = Header::ALL.into_iter().find(|header| !header.is_address() && header.local() == local);
        let Some(header) = known else { return Ok(false) };
        let is_plain = node.node.attributes.iter().all(|attribute| {
            let name = &attribute.name;
            attribute.is_xmlns || node.get(name.local) == b"mustUnderstand" && node.get(name.ns) == envelope.ns()
        });
        if !is_plain || slots.get(header).is_some() {
            return Ok(false);
        }
        // What is no boolean is found when somebody asks.
        let Ok(must_understand) = is_true(node, b"mustUnderstand", envelope.ns()) else { return Ok(false) };
        let depth = reader.depth()?;
        let mut text = self.take_room();
        let read = loop {
            reader.read_node()?;
            let node = reader.node();
            match node.node.kind {
                NodeKind::Text => {
                    // A short header is copied once; the quota holds for a long one while it is gathered.
                    if let Err(fault) =
                        write_text(&mut text, &node.node.text, node.places).and_then(|()| self.check_room(text.len()))
                    {
                        break Err(fault);
                    }
                }
                NodeKind::Comment | NodeKind::CData | NodeKind::EndCData => {}
                NodeKind::EndElement => break Ok(true),
                _ => break Ok(false),
            }
        };
        let done = match read {
            Ok(true) => {
                let Some(slots) = self.slots() else { return Ok(false) };
                let set = slots.set(header, Characters::Utf8(trim(&text)), must_understand);
                set.and_then(|()| reader.read_node())
            }
            // An element where there should be text: kept as it is, for the error of whoever asks.
            Ok(false) => self.add_standard(header, Characters::Utf8(&text), must_understand).and_then(|()| {
                self.reopen_last()?;
                self.read_rest(reader, depth)
            }),
            Err(fault) => Err(fault),
        };
        self.give_room(text);
        done.map(|()| true)
    }

    /// Writes envelope, headers and the start of the body. Answers false where there is nothing to say but the usual.
    fn write(&mut self, version: Version, writer: &mut Writer, guard: Option<&mut Guard>) -> Result<bool> {
        if self.is_held() {
            self.tree()?;
        }
        if self.tree.is_none() && (guard.is_some() || !self.slots_are_empty()) {
            let mut room = self.take_room();
            let written = match self.slots() {
                Some(slots) => write_slots(slots, version, writer, guard, &mut room),
                None => Ok(()),
            };
            self.give_room(room);
            return written.map(|()| true);
        }
        if let Some(guard) = guard {
            return self.write_guarded(version, writer, guard).map(|()| true);
        }
        let Some(tree) = self.existing() else { return Ok(false) };
        tree.cursor.set_position(&tree.buffer, tree.header)?;
        let is_empty = {
            let header = tree.cursor.present();
            let has_attributes = header.node.attributes.iter().any(|attribute| !attribute.is_xmlns);
            !has_attributes && tree.cursor.move_to(MoveTo::ChildNode)? && tree.cursor.kind() == NodeKind::EndElement
        };
        tree.cursor.move_to(MoveTo::Bof)?;
        loop {
            tree.cursor.read()?;
            let position = tree.cursor.position()?;
            if is_empty && position == tree.header {
                tree.cursor.move_to(MoveTo::EndElement)?;
                continue;
            }
            if tree.cursor.kind() == NodeKind::Eof {
                return Err(no_body());
            }
            writer.node(tree.cursor.present())?;
            if position == tree.body {
                return Ok(true);
            }
        }
    }

    /// [`Headers::write`] of a tree, with protection.
    fn write_guarded(&mut self, version: Version, writer: &mut Writer, guard: &mut Guard) -> Result<()> {
        let Headers { tree: Some(tree), draft, .. } = self else { return Ok(()) };
        tree.cursor.set_position(&tree.buffer, tree.header)?;
        let depth = tree.cursor.depth()?;
        tree.cursor.move_to(MoveTo::Bof)?;
        let mut in_header = false;
        // The name of the header that is a part.
        let mut part: Option<(Vec<u8>, Vec<u8>)> = None;
        loop {
            let kind = tree.cursor.read()?;
            let position = tree.cursor.position()?;
            let node = tree.cursor.present();
            if kind == NodeKind::Eof {
                return Err(no_body());
            }
            if position == tree.body {
                let id = guard.start(Part::Body, id_of(node)?.as_deref(), writer)?;
                return write_part(writer, draft, &tree.cursor, id);
            }
            let at = tree.cursor.depth()?;
            if in_header && kind == NodeKind::EndElement && at == depth {
                guard.headers_end(version, writer)?;
                in_header = false;
            }
            if in_header && kind == NodeKind::Element && at == depth + 1 {
                if is_for_receiver(node, version.envelope)? {
                    check_foreign(node)?;
                }
                let name = &node.node.name;
                let (local, ns) = (node.get(name.local), node.get(name.ns));
                let id = guard.start(Part::Header { local, ns }, id_of(node)?.as_deref(), writer)?;
                part = id.is_some().then(|| (local.to_vec(), ns.to_vec()));
                write_part(writer, draft, &tree.cursor, id)?;
                continue;
            }
            writer.node(node)?;
            in_header |= position == tree.header;
            if kind == NodeKind::EndElement
                && at == depth + 1
                && let Some((local, ns)) = part.take()
            {
                guard.end(Part::Header { local: &local, ns: &ns }, writer)?;
            }
        }
    }

    /// Takes up the Body element of a message that is read.
    fn read_body(&mut self, body: NodeRef<'_>) -> Result<()> {
        match self.existing() {
            Some(tree) => tree.replace_body(body),
            None => self.hold(headers::Part::Body, body),
        }
    }
}

/// Writes an envelope whose headers are not in a tree. `room` is to gather them in.
fn write_slots(
    slots: &Slots,
    version: Version,
    writer: &mut Writer,
    mut guard: Option<&mut Guard>,
    room: &mut Vec<u8>,
) -> Result<()> {
    let Version { envelope, addressing } = version;
    let (prefix, ns, addressing) = (Some(envelope.prefix()), envelope.ns(), addressing.ns());
    writer.start_element(prefix, b"Envelope"[..].into(), ns.into())?;
    writer.xmlns(prefix, ns.into(), false)?;
    if !addressing.is_empty() {
        writer.xmlns(Some(b"a"), addressing.into(), false)?;
    }
    writer.start_element(prefix, b"Header"[..].into(), ns.into())?;
    let gathered = guard.as_mut().map_or(Ok(false), |guard| gather_slots(slots, version, writer, guard, room))?;
    if gathered {
        writer.put_elements(room)?;
    }
    for (header, slot) in slots.iter().filter(|_| !gathered) {
        let part = Part::Header { local: header.local(), ns: addressing };
        let id = guard.as_mut().map_or(Ok(None), |guard| guard.start(part, None, writer))?;
        writer.start_element(Some(b"a"), header.local().into(), addressing.into())?;
        if slot.must_understand {
            writer.start_attribute(prefix, b"mustUnderstand"[..].into(), ns.into(), false)?;
            writer.utf8(b"1"[..].into(), Way::CharsUtf8)?;
            writer.end_attribute()?;
        }
        write_id(id.as_deref(), writer)?;
        match slot.characters() {
            Characters::Utf8(text) => writer.utf8(text.into(), Way::CharsUtf8)?,
            Characters::UniqueId(id) => writer.value(&Value::UniqueId(id), Way::Whole)?,
        }
        writer.end_element()?;
        if let Some(guard) = guard.as_mut().filter(|_| id.is_some()) {
            guard.end(part, writer)?;
        }
    }
    let Some(guard) = guard else {
        writer.end_element()?;
        return writer.start_element(prefix, b"Body"[..].into(), ns.into());
    };
    guard.headers_end(version, writer)?;
    writer.end_element()?;
    let id = guard.start(Part::Body, None, writer)?;
    writer.start_element(prefix, b"Body"[..].into(), ns.into())?;
    write_id(id.as_deref(), writer)
}

/// Gathers all headers, to be written as a whole, if they are as they are usually: each is known to its last character
/// then. Answers false where they are not.
fn gather_slots(
    slots: &Slots,
    version: Version,
    writer: &Writer,
    guard: &mut Guard,
    room: &mut Vec<u8>,
) -> Result<bool> {
    let Version { envelope, addressing } = version;
    let is_usual = |slot: &Slot| !slot.text().is_empty() && slot.text().iter().all(stands_for_itself);
    if slots.is_empty()
        || addressing == Addressing::Transport
        || !writer.takes_elements(1, TextHeader::ATTRIBUTES)
        || !slots.iter().all(|(_, slot)| is_usual(slot))
    {
        return Ok(false);
    }
    for (header, slot) in slots.iter() {
        let must_understand = slot.must_understand.then_some((envelope.prefix(), envelope.ns()));
        let header = TextHeader { local: header.local(), ns: addressing.ns(), text: slot.text(), must_understand };
        guard.put_text(&header, room)?;
    }
    Ok(true)
}

/// Whether a character is the same in any text, whoever writes it: what addresses consist of.
fn stands_for_itself(byte: &u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>')
}

/// The Id that an element has.
fn id_of(node: NodeRef<'_>) -> Result<Option<Cow<'_, [u8]>>> {
    if node.node.attributes.is_empty() { Ok(None) } else { attribute(node, b"Id", WSU) }
}

/// Writes the start tag of a part, with an Id if it has to get one.
fn write_part(writer: &mut Writer, draft: &mut Draft, cursor: &Cursor, id: Option<Vec<u8>>) -> Result<()> {
    let node = cursor.present();
    let Some(id) = id.filter(|_| !matches!(id_of(node), Ok(Some(_)))) else { return writer.node(node) };
    // Few candidates are needed: a document that binds all of them to something else is made for it.
    let candidates: [&[u8]; 4] = [b"u", b"u1", b"u2", b"u3"];
    draft.copy(node);
    for prefix in candidates {
        match cursor.namespace(prefix)? {
            Some(uri) if uri.bytes() != WSU => continue,
            Some(_) => {}
            None => draft.declare(prefix, WSU),
        }
        draft.attribute(prefix, b"Id", WSU, &id);
        return writer.node(draft.node());
    }
    Err(Fault::invalid_format("There is no prefix left for the Id of a header that is to be signed."))
}

#[cold]
fn no_body() -> Fault {
    Fault::invalid_operation("The Body element was removed from the header buffer.")
}

/// What stands where the envelope should.
#[cold]
fn no_envelope(reader: &Reader, envelope: Envelope) -> Fault {
    let node = reader.node();
    let name = &node.node.name;
    if node.node.kind == NodeKind::Element && node.get(name.local) == b"Envelope" {
        let found = String::from_utf8_lossy(node.get(name.ns)).into_owned();
        let known = match found.as_bytes() {
            super::version::SOAP_1_1 => " (SOAP 1.1)",
            super::version::SOAP_1_2 => " (SOAP 1.2)",
            _ => "",
        };
        let found: String = found.chars().take(100).collect();
        let supported = envelope.to_c();
        return match version_mismatch(&[supported]) {
            Ok(fault) => fault.context(format!(
                "The envelope is of the version '{}'{known}, but the message is of {supported:?}.",
                found.escape_default()
            )),
            Err(fault) => fault,
        };
    }
    reader.not_found(Wanted { local: Some(b"Envelope"), ns: Some(envelope.ns()) })
}

/// SOAP 1.2 allows no encodingStyle on the elements of the envelope itself.
fn check_part(node: NodeRef<'_>, envelope: Envelope, name: &str) -> Result<()> {
    debug_assert!(is_named(node, name.as_bytes(), envelope.ns()));
    if envelope == Envelope::Soap12 && attribute(node, b"encodingStyle", envelope.ns())?.is_some() {
        return Err(Fault::invalid_format(format!(
            "The attribute encodingStyle is not allowed on the element '{name}' of SOAP 1.2."
        )));
    }
    Ok(())
}
