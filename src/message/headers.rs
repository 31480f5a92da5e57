//! The headers of a message: an XML buffer with the envelope, its headers and the start of the body, in which programs may
//! move about, too.
//!
//! A message without headers has none as long as nobody asks for it.

use super::draft::{Characters, Draft};
use super::slots::Slots;
use super::version::{Envelope, Header, Version};
use crate::abi::{ULONG, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE, WS_RELAY_HEADER_ATTRIBUTE};
use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::content::Content;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::point::Point;
use crate::xml::buffer::tree::Position;
use crate::xml::characters::write_text;
use crate::xml::node::{NodeKind, NodeRef, Text};
use crate::xml::value::trim;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// See the module.
#[derive(Debug)]
pub(crate) struct Headers {
    version: Version,
    /// How many headers are looked at in one search.
    limit: u32,
    budget: Rc<Budget>,
    pub(super) tree: Option<Tree>,
    /// Headers that are not in the tree, which is not there then.
    slots: Slots,
    /// Envelope, Header and Body of a message that was read, as they were.
    held: [Option<Arc<Content>>; 3],
    /// Headers that the program said, or showed, that it understands.
    understood: Vec<Position>,
    pub(super) draft: Draft,
    /// For text that is gathered.
    room: Vec<u8>,
}

/// What there is once it is needed.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) buffer: Buffer,
    pub(super) cursor: Cursor,
    point: Point,
    pub(super) envelope: Position,
    pub(super) header: Position,
    pub(super) body: Position,
    /// The prefixes are those that are usual, for both versions.
    has_usual_prefixes: bool,
}

/// So much memory to gather text in is kept for the next message.
const KEPT: usize = 4096;

/// So many nodes have an envelope and the headers of a request.
const USUAL_NODES: usize = 12;

impl Tree {
    /// Lets the Body element say what it said in the message that is read.
    pub(super) fn replace_body(&mut self, body: NodeRef<'_>) -> Result<()> {
        self.point.set_position(&self.buffer, self.body)?;
        match self.point.element()? {
            Some(old) => self.point.replace(&old, body),
            None => Ok(()),
        }
    }
}

/// The three elements of an envelope.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Envelope,
    Header,
    Body,
}

impl Headers {
    pub(crate) fn new(version: Version, limit: u32, budget: &Rc<Budget>) -> Self {
        Headers {
            version,
            limit,
            budget: budget.clone(),
            tree: None,
            slots: Slots::new(budget),
            held: [None, None, None],
            understood: Vec::new(),
            draft: Draft::default(),
            room: Vec::new(),
        }
    }

    /// No headers.
    pub(crate) fn clear(&mut self) {
        self.tree = None;
        self.slots.clear();
        self.held = [None, None, None];
        self.understood.clear();
    }

    /// Remembers how an element of the envelope that is being read was written.
    pub(super) fn hold(&mut self, part: Part, node: NodeRef<'_>) -> Result<()> {
        if self.is_usual(node) {
            return Ok(());
        }
        let content = Arc::new(Content::copy(node)?);
        let [envelope, header, body] = &mut self.held;
        let place = match part {
            Part::Envelope => envelope,
            Part::Header => header,
            Part::Body => body,
        };
        *place = Some(content);
        Ok(())
    }

    /// Whether an element of the envelope says no more than the one that the tree has by itself.
    fn is_usual(&self, node: NodeRef<'_>) -> bool {
        let Version { envelope, addressing } = self.version;
        node.get(node.node.name.prefix) == envelope.prefix()
            && node.node.attributes.iter().all(|attribute| {
                let (prefix, ns) = (node.get(attribute.name.prefix), node.get(attribute.name.ns));
                attribute.is_xmlns
                    && (prefix == envelope.prefix() && ns == envelope.ns()
                        || prefix == b"a" && ns == addressing.ns() && !ns.is_empty())
            })
    }

    /// The tree, if there is one.
    pub(super) fn existing(&mut self) -> Option<&mut Tree> {
        self.tree.as_mut()
    }

    /// The tree, made now if it is not there.
    pub(super) fn tree(&mut self) -> Result<&mut Tree> {
        if self.tree.is_none() {
            self.tree = Some(self.make()?);
            if let Err(fault) = self.move_slots() {
                self.tree = None;
                return Err(fault);
            }
            self.held = [None, None, None];
        }
        self.tree.as_mut().ok_or_else(|| Fault::invalid_operation("The message has no headers."))
    }

    /// Puts into the tree what was apart from it.
    fn move_slots(&mut self) -> Result<()> {
        let slots = core::mem::replace(&mut self.slots, Slots::new(&self.budget));
        let mut moved = Ok(());
        for (header, slot) in slots.iter() {
            moved = self.add_standard(header, slot.characters(), slot.must_understand);
            if moved.is_err() {
                break;
            }
        }
        self.slots = slots;
        if moved.is_ok() {
            self.slots.clear();
        }
        moved
    }

    /// The standard headers that are text, while they are apart from the tree.
    pub(super) fn slots(&mut self) -> Option<&mut Slots> {
        if self.tree.is_none() { Some(&mut self.slots) } else { None }
    }

    /// Whether none of them is there.
    pub(super) fn slots_are_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Memory to gather text in, to be given back.
    pub(super) fn take_room(&mut self) -> Vec<u8> {
        let mut room = core::mem::take(&mut self.room);
        room.clear();
        room
    }

    pub(super) fn give_room(&mut self, mut room: Vec<u8>) {
        room.clear();
        room.shrink_to(KEPT);
        self.room = room;
    }

    /// Refuses what the heap could not hold.
    pub(super) fn check_room(&self, size: usize) -> Result<()> {
        self.budget.remaining_after(size).map(drop)
    }

    /// Goes on to insert at the end of the last header.
    pub(super) fn reopen_last(&mut self) -> Result<()> {
        let Some(last) = self.last()? else { return Ok(()) };
        let tree = self.tree()?;
        tree.cursor.set_position(&tree.buffer, last)?;
        tree.cursor.move_to(MoveTo::EndElement)?;
        tree.point.set_position(&tree.buffer, tree.cursor.position()?)
    }

    /// Whether there is no header, and nothing is kept of the envelope either.
    pub(super) fn are_none(&self) -> bool {
        self.tree.is_none() && self.slots.is_empty() && !self.is_held()
    }

    /// Whether an element of a message that is read was written in a way that is worth to be kept.
    pub(super) fn is_held(&self) -> bool {
        self.held.iter().any(Option::is_some)
    }

    fn make(&mut self) -> Result<Tree> {
        let Version { envelope, addressing } = self.version;
        let buffer = Buffer::with_room(&self.budget, USUAL_NODES)?;
        let has_usual_prefixes = self.held.iter().all(Option::is_none);
        let mut point = Point::new(&buffer);
        let names: [&[u8]; 3] = [b"Envelope", b"Header", b"Body"];
        for (index, (name, held)) in names.into_iter().zip(self.held.iter_mut()).enumerate() {
            let content = match held {
                Some(content) => content.clone(),
                None => {
                    self.draft.element(envelope.prefix(), name, envelope.ns());
                    if index == 0 && envelope != Envelope::None {
                        self.draft.declare(envelope.prefix(), envelope.ns());
                        if !addressing.ns().is_empty() {
                            self.draft.declare(b"a", addressing.ns());
                        }
                    }
                    self.draft.content()?
                }
            };
            point.insert(content)?;
            if index == 1 {
                point.close()?;
            }
        }
        let mut cursor = Cursor::new(&buffer);
        let mut next = |to| {
            cursor.move_to(to)?;
            cursor.position()
        };
        let envelope = next(MoveTo::RootElement)?;
        let header = next(MoveTo::ChildElement)?;
        let body = next(MoveTo::NextElement)?;
        Ok(Tree { buffer, cursor, point, envelope, header, body, has_usual_prefixes })
    }

    /// The buffer with the headers, for programs.
    pub(crate) fn buffer(&mut self) -> Result<&Buffer> {
        self.tree().map(|tree| &tree.buffer)
    }

    /// The Header element.
    pub(crate) fn position(&mut self) -> Result<Position> {
        self.tree().map(|tree| tree.header)
    }

    /// Where the next header goes.
    pub(crate) fn end(&mut self) -> Result<(Buffer, Position)> {
        if self.version.envelope == Envelope::None {
            return Err(Fault::invalid_operation("A message with WS_ENVELOPE_VERSION_NONE has no headers."));
        }
        let tree = self.tree()?;
        tree.cursor.set_position(&tree.buffer, tree.header)?;
        tree.cursor.move_to(MoveTo::EndElement)?;
        Ok((tree.buffer.clone(), tree.cursor.position()?))
    }

    /// The last node in the Header element.
    pub(crate) fn last(&mut self) -> Result<Option<Position>> {
        self.end()?;
        let tree = self.tree()?;
        if tree.cursor.move_to(MoveTo::PreviousNode)? { tree.cursor.position().map(Some) } else { Ok(None) }
    }

    /// Takes away what was added at the end since [`Headers::last`] answered `before`.
    pub(crate) fn undo(&mut self, before: Option<Position>) -> Result<()> {
        while let Some(last) = self.last()? {
            if Some(last) == before {
                break;
            }
            self.remove(Some(last))?;
        }
        Ok(())
    }

    /// Removes a header, if it is there.
    pub(crate) fn remove(&mut self, header: Option<Position>) -> Result<()> {
        let (Some(header), Some(tree)) = (header, &self.tree) else { return Ok(()) };
        tree.buffer.remove(header)?;
        self.understood.retain(|understood| *understood != header);
        Ok(())
    }

    /// Goes over the headers until `visit` answers false.
    pub(super) fn each(&mut self, mut visit: impl FnMut(NodeRef<'_>, Position) -> Result<bool>) -> Result<()> {
        let limit = self.limit;
        let Some(tree) = &mut self.tree else { return Ok(()) };
        tree.cursor.set_position(&tree.buffer, tree.header)?;
        let mut found = tree.cursor.move_to(MoveTo::ChildElement)?;
        let mut seen = 0;
        while found {
            if seen == limit {
                return Err(Fault::quota("WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS", limit));
            }
            seen += 1;
            let position = tree.cursor.position()?;
            if !visit(tree.cursor.present(), position)? {
                break;
            }
            found = tree.cursor.move_to(MoveTo::NextElement)?;
        }
        Ok(())
    }

    /// The header of a name that is for the ultimate receiver; more than one of it is an error.
    pub(crate) fn single(&mut self, local: &[u8], ns: &[u8]) -> Result<Option<Position>> {
        let envelope = self.version.envelope;
        self.see(ns)?;
        self.only(local, |node| Ok(is_named(node, local, ns) && is_for_receiver(node, envelope)?))
    }

    /// Makes sure that all headers of a namespace are in the tree.
    fn see(&mut self, ns: &[u8]) -> Result<()> {
        if !self.slots.is_empty() && ns == self.version.addressing.ns() {
            self.tree()?;
        }
        Ok(())
    }

    fn only(&mut self, local: &[u8], is_it: impl Fn(NodeRef<'_>) -> Result<bool>) -> Result<Option<Position>> {
        let mut found = None;
        self.each(|node, position| {
            if !is_it(node)? {
                return Ok(true);
            }
            if found.is_some() {
                return Err(Fault::invalid_format(format!(
                    "The message has more than one header '{}', which may be there once only.",
                    String::from_utf8_lossy(local)
                )));
            }
            found = Some(position);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The header of a name that is for the ultimate receiver, with `index` of its kind before it.
    pub(crate) fn nth(&mut self, local: &[u8], ns: &[u8], index: u32) -> Result<Option<Position>> {
        let envelope = self.version.envelope;
        self.see(ns)?;
        let (mut before, mut found) = (index, None);
        self.each(|node, position| {
            if !is_named(node, local, ns) || !is_for_receiver(node, envelope)? {
                return Ok(true);
            }
            if before == 0 {
                found = Some(position);
                return Ok(false);
            }
            before -= 1;
            Ok(true)
        })?;
        Ok(found)
    }

    /// A standard header; more than one of it is an error. Of RelatesTo, only what says which request a reply is for
    /// counts: other relationships may be there, too.
    pub(crate) fn standard(&mut self, header: Header) -> Result<Option<Position>> {
        let Version { envelope, addressing } = self.version;
        let (local, ns) = (header.local(), addressing.ns());
        self.only(local, |node| {
            if !is_named(node, local, ns) || !is_for_receiver(node, envelope)? {
                return Ok(false);
            }
            if header != Header::RelatesTo {
                return Ok(true);
            }
            let relationship = attribute(node, b"RelationshipType", b"")?;
            // In the older version it is a qualified name.
            Ok(relationship
                .is_none_or(|kind| trim(&kind) == addressing.reply_relationship() || trim(&kind).ends_with(b":Reply")))
        })
    }

    /// The characters of a header without white space around them. An element within is an error.
    pub(crate) fn text_of(&mut self, header: Position) -> Result<Vec<u8>> {
        let tree = self.tree()?;
        tree.cursor.set_position(&tree.buffer, header)?;
        let mut text = Vec::new();
        loop {
            match tree.cursor.read()? {
                NodeKind::Text => {
                    let node = tree.cursor.present();
                    write_text(&mut text, &node.node.text, node.places)?;
                }
                NodeKind::Comment | NodeKind::CData | NodeKind::EndCData => {}
                NodeKind::EndElement => break,
                _ => {
                    let element = tree.cursor.present();
                    let name = String::from_utf8_lossy(element.get(element.node.name.local)).into_owned();
                    return Err(Fault::invalid_format(format!("A header with text has the element '{name}' in it.")));
                }
            }
        }
        let trimmed = trim(&text);
        if trimmed.len() != text.len() {
            return Ok(trimmed.to_vec());
        }
        Ok(text)
    }

    /// Adds a header of the addressing version.
    pub(super) fn add_standard(&mut self, header: Header, text: Characters<'_>, must_understand: bool) -> Result<()> {
        let Version { envelope, addressing } = self.version;
        self.insert_at_end()?;
        let Headers { tree: Some(tree), draft, .. } = self else { return Ok(()) };
        let is_usual = tree.has_usual_prefixes;
        // The cursor is at the end of the Header element, where the same prefixes are bound as in it.
        draft.element(b"a", header.local(), addressing.ns());
        if !is_usual && !binds(&tree.cursor, b"a", addressing.ns())? {
            draft.declare(b"a", addressing.ns());
        }
        if must_understand {
            if !is_usual && !binds(&tree.cursor, envelope.prefix(), envelope.ns())? {
                draft.declare(envelope.prefix(), envelope.ns());
            }
            draft.attribute(envelope.prefix(), b"mustUnderstand", envelope.ns(), b"1");
        }
        tree.point.insert(draft.content()?)?;
        draft.text(text);
        let added = draft.content().and_then(|text| tree.point.insert(text));
        if added.is_err() {
            // The element without its text.
            let last = self.last()?;
            self.remove(last)?;
        }
        added
    }

    /// Adds an attribute to a header; its prefix is declared if it stands for nothing there.
    pub(crate) fn add_attribute(&mut self, header: Position, local: &[u8], ns: &[u8], value: &[u8]) -> Result<()> {
        let Headers { tree: Some(tree), draft, .. } = self else { return Ok(()) };
        tree.cursor.set_position(&tree.buffer, header)?;
        tree.point.set_position(&tree.buffer, header)?;
        let Some(old) = tree.point.element()? else { return Ok(()) };
        draft.copy(old.node_ref());
        // Few candidates are needed: a document that binds all of them to something else is made for it.
        let candidates: [&[u8]; 6] = [b"s", b"a", b"s1", b"s2", b"s3", b"s4"];
        let mut free = None;
        let mut bound = None;
        for prefix in candidates {
            match tree.cursor.namespace(prefix)? {
                Some(uri) if uri.bytes() == ns => bound = bound.or(Some(prefix)),
                Some(_) => {}
                None => free = free.or(Some(prefix)),
            }
        }
        let prefix = match (bound, free) {
            (Some(prefix), _) => prefix,
            (None, Some(prefix)) => {
                draft.declare(prefix, ns);
                prefix
            }
            (None, None) => return Err(Fault::invalid_format("There is no prefix left for an attribute of a header.")),
        };
        draft.attribute(prefix, local, ns, value);
        tree.point.replace(&old, draft.node())
    }

    /// The WS_HEADER_ATTRIBUTES of a header.
    pub(crate) fn attributes_of(&mut self, header: Position) -> Result<ULONG> {
        let envelope = self.version.envelope;
        let tree = self.tree()?;
        tree.cursor.set_position(&tree.buffer, header)?;
        attributes(tree.cursor.present(), envelope)
    }

    /// Gives a header the WS_HEADER_ATTRIBUTES.
    pub(crate) fn set_attributes(&mut self, header: Position, flags: ULONG) -> Result<()> {
        let ns = self.version.envelope.ns();
        if flags & WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE != 0 {
            self.add_attribute(header, b"mustUnderstand", ns, b"1")?;
        }
        if flags & WS_RELAY_HEADER_ATTRIBUTE != 0 {
            self.add_attribute(header, b"relay", ns, b"1")?;
        }
        Ok(())
    }

    /// Copies nodes into the Header element. They come as a reader has them: whole elements.
    pub(super) fn insert(&mut self, node: NodeRef<'_>) -> Result<()> {
        self.tree()?.point.write(node)
    }

    /// Begins to insert at the end.
    pub(super) fn insert_at_end(&mut self) -> Result<&mut Point> {
        if self.version.envelope == Envelope::None {
            self.end()?;
        }
        let tree = self.tree()?;
        tree.cursor.set_position(&tree.buffer, tree.header)?;
        tree.cursor.move_to(MoveTo::EndElement)?;
        tree.point.set_position(&tree.buffer, tree.cursor.position()?)?;
        Ok(&mut tree.point)
    }

    pub(super) fn mark(&mut self, header: Position) {
        if !self.understood.contains(&header) {
            self.understood.push(header);
        }
    }

    pub(super) fn is_marked(&self, header: Position) -> bool {
        self.understood.contains(&header)
    }

    pub(super) fn understood(&self) -> &[Position] {
        &self.understood
    }

    /// Takes over all headers of another message of the same version: copies, since the two may go to different
    /// threads.
    pub(crate) fn copy_from(&mut self, source: &mut Headers) -> Result<()> {
        self.clear();
        let Some(from) = &mut source.tree else {
            for (to, from) in self.held.iter_mut().zip(&source.held) {
                *to = from.as_ref().map(|from| Content::copy(from.node_ref()).map(Arc::new)).transpose()?;
            }
            return self.slots.copy_from(&source.slots);
        };
        for (to, position) in self.held.iter_mut().zip([from.envelope, from.header, from.body]) {
            from.cursor.set_position(&from.buffer, position)?;
            *to = Some(Arc::new(Content::copy(from.cursor.present())?));
        }
        self.insert_at_end()?;
        from.cursor.set_position(&from.buffer, from.header)?;
        let end = from.cursor.depth()?;
        loop {
            let kind = from.cursor.read()?;
            if kind == NodeKind::EndElement && from.cursor.depth()? == end {
                return Ok(());
            }
            self.insert(from.cursor.present())?;
        }
    }
}

/// Whether a prefix stands for a namespace where a cursor is.
fn binds(cursor: &Cursor, prefix: &[u8], ns: &[u8]) -> Result<bool> {
    Ok(cursor.namespace(prefix)?.is_some_and(|uri| uri.bytes() == ns))
}

/// Whether an element has this name.
pub(super) fn is_named(node: NodeRef<'_>, local: &[u8], ns: &[u8]) -> bool {
    let name = &node.node.name;
    node.get(name.local) == local && node.get(name.ns) == ns
}

/// The value of an attribute.
pub(crate) fn attribute<'a>(node: NodeRef<'a>, local: &[u8], ns: &[u8]) -> Result<Option<Cow<'a, [u8]>>> {
    let found = node.node.attributes.iter().find(|attribute| {
        !attribute.is_xmlns && node.get(attribute.name.local) == local && node.get(attribute.name.ns) == ns
    });
    let Some(found) = found else { return Ok(None) };
    if let Text::Utf8(span) = found.value {
        return Ok(Some(Cow::Borrowed(node.get(span))));
    }
    let mut value = Vec::new();
    write_text(&mut value, &found.value, node.places)?;
    Ok(Some(Cow::Owned(value)))
}

/// Whether a header is for the ultimate receiver.
pub(super) fn is_for_receiver(node: NodeRef<'_>, envelope: Envelope) -> Result<bool> {
    if node.node.attributes.is_empty() {
        return Ok(true);
    }
    let role = attribute(node, envelope.role_attribute(), envelope.ns())?;
    Ok(role.is_none_or(|role| envelope.is_ultimate_receiver(trim(&role))))
}

/// The WS_HEADER_ATTRIBUTES that an element has in an envelope version.
pub(crate) fn attributes(node: NodeRef<'_>, envelope: Envelope) -> Result<ULONG> {
    let mut flags = 0;
    if is_true(node, b"mustUnderstand", envelope.ns())? {
        flags |= WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE;
    }
    if envelope == Envelope::Soap12 && is_true(node, b"relay", envelope.ns())? {
        flags |= WS_RELAY_HEADER_ATTRIBUTE;
    }
    Ok(flags)
}

/// Whether an attribute is there and true. What is no value of its type is an error and not false: it may have been
/// meant to bind the receiver.
pub(super) fn is_true(node: NodeRef<'_>, local: &[u8], ns: &[u8]) -> Result<bool> {
    let Some(value) = attribute(node, local, ns)? else { return Ok(false) };
    match trim(&value) {
        b"1" | b"true" => Ok(true),
        b"0" | b"false" => Ok(false),
        other => Err(Fault::invalid_format(format!(
            "The attribute '{}' of the header '{}' is '{}', which is none of 0, 1, false, true.",
            String::from_utf8_lossy(local),
            String::from_utf8_lossy(node.get(node.node.name.local)).escape_debug(),
            String::from_utf8_lossy(other.get(..other.len().min(40)).unwrap_or_default()).escape_debug()
        ))),
    }
}
