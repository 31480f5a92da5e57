//! The tree: nodes in an arena, linked by index. No step recurses, so no depth is too deep.

use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::content::Content;
use crate::xml::node::NodeKind;
use core::num::NonZeroU32;
use std::rc::Rc;
use std::sync::Arc;

/// Index of the document itself, whose start is BOF and whose end is EOF.
pub(super) const DOCUMENT: u32 = 0;
/// Positions keep one bit of 32 for the side.
const LAST_INDEX: u32 = u32::MAX >> 1;

/// Which of a node's two ends. Elements, CDATA sections and the document have both; other nodes only start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Start,
    End,
}

/// A place in a tree that is known to be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct At {
    pub(super) node: u32,
    pub(super) side: Side,
}

impl At {
    pub(super) fn start(node: u32) -> Self {
        At { node, side: Side::Start }
    }

    pub(super) fn end(node: u32) -> Self {
        At { node, side: Side::End }
    }
}

/// A place in a tree that may have gone since.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Position {
    at: At,
    generation: u32,
}

impl Position {
    /// The position as a number, never 0.
    pub(crate) fn to_bits(self) -> u64 {
        u64::from(self.generation) << 32 | u64::from(self.at.node) << 1 | u64::from(self.at.side == Side::End)
    }

    /// The position that a number stands for. Every number is one, though perhaps of no tree.
    pub(crate) fn from_bits(bits: u64) -> Self {
        let side = if bits & 1 == 0 { Side::Start } else { Side::End };
        Position { at: At { node: (bits as u32) >> 1, side }, generation: (bits >> 32) as u32 }
    }
}

/// Links to children and siblings; the document is neither.
pub(super) type Link = Option<NonZeroU32>;

#[derive(Debug)]
pub(super) struct Slot {
    /// None for the document, and while the slot is free.
    pub(super) content: Option<Arc<Content>>,
    /// Changes when the slot is freed, so that positions of the node that was in it are known as stale. Never 0.
    generation: u32,
    /// Elements that contain the node, itself included if it is one.
    pub(super) depth: u32,
    pub(super) parent: u32,
    pub(super) first: Link,
    pub(super) last: Link,
    /// The next sibling, or the next free slot.
    pub(super) next: Link,
    pub(super) previous: Link,
}

impl Slot {
    fn new(content: Option<Arc<Content>>, depth: u32, parent: u32) -> Self {
        Slot { content, generation: 1, depth, parent, first: None, last: None, next: None, previous: None }
    }
}

/// A document that can be edited.
#[derive(Debug)]
pub(super) struct Tree {
    document: Slot,
    /// Node `n` is at index `n - 1`.
    slots: Vec<Slot>,
    free: Link,
    /// Elements at the top level.
    roots: u32,
    budget: Rc<Budget>,
    /// What this tree holds of the budget.
    charged: usize,
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.budget.refund(self.charged);
    }
}

impl Tree {
    /// An empty document. What it takes of memory is charged to `budget` as long as it is held.
    pub(super) fn new(budget: &Rc<Budget>) -> Result<Self> {
        let charged = size_of::<Self>();
        budget.charge(charged)?;
        let document = Slot::new(None, 0, DOCUMENT);
        Ok(Tree { document, slots: Vec::new(), free: None, roots: 0, budget: budget.clone(), charged })
    }

    /// Makes room, as far as there is memory: it is charged for when it is used.
    pub(super) fn reserve(&mut self, nodes: usize) {
        let _ = self.slots.try_reserve(nodes);
    }

    /// A node's slot. Indexes come from links and from [`Tree::find`], and are there.
    #[inline]
    pub(super) fn slot(&self, node: u32) -> &Slot {
        self.slots.get((node as usize).wrapping_sub(1)).unwrap_or(&self.document)
    }

    fn slot_mut(&mut self, node: u32) -> &mut Slot {
        self.slots.get_mut((node as usize).wrapping_sub(1)).unwrap_or(&mut self.document)
    }

    /// What a reader sees at a place.
    #[inline]
    pub(super) fn kind(&self, at: At) -> NodeKind {
        let start = self.slot(at.node).content.as_ref().map_or(NodeKind::Bof, |content| content.kind());
        match (at.side, start) {
            (Side::Start, kind) => kind,
            (Side::End, NodeKind::Bof) => NodeKind::Eof,
            (Side::End, NodeKind::CData) => NodeKind::EndCData,
            (Side::End, _) => NodeKind::EndElement,
        }
    }

    /// Whether a node can have children, and so has an end.
    #[inline]
    pub(super) fn is_container(&self, node: u32) -> bool {
        matches!(self.kind(At::start(node)), NodeKind::Bof | NodeKind::Element | NodeKind::CData)
    }

    pub(super) fn is_element(&self, node: u32) -> bool {
        self.kind(At::start(node)) == NodeKind::Element
    }

    /// Elements at the top level.
    pub(super) fn roots(&self) -> u32 {
        self.roots
    }

    /// The node that something inserted before `at` is a child of, and the sibling that it comes before.
    pub(super) fn gap(&self, at: At) -> (u32, Link) {
        match at.side {
            Side::Start => (self.slot(at.node).parent, NonZeroU32::new(at.node)),
            Side::End => (at.node, None),
        }
    }

    /// Names a place, so that it can be found again as long as its node is in the tree.
    #[inline]
    pub(super) fn position(&self, at: At) -> Position {
        Position { at, generation: self.slot(at.node).generation }
    }

    /// The place of a position.
    #[inline]
    pub(super) fn find(&self, position: Position) -> Result<At> {
        let Position { at, generation } = position;
        if at.node as usize > self.slots.len() {
            return Err(no_position(position));
        }
        let slot = self.slot(at.node);
        let there = at.node == DOCUMENT || slot.content.is_some();
        if slot.generation != generation || !there {
            return Err(if generation == 0 || slot.generation < generation {
                no_position(position)
            } else {
                removed()
            });
        }
        if at.side == Side::End && !self.is_container(at.node) {
            return Err(no_position(position));
        }
        Ok(at)
    }

    /// Inserts a node before a place and answers the place to go on at: inside of an element or a CDATA section, else
    /// behind the node. On failure nothing has changed.
    pub(super) fn insert(&mut self, at: At, content: Arc<Content>) -> Result<At> {
        if at == At::start(DOCUMENT) {
            return Err(Fault::invalid_operation(
                "Nothing can be inserted before the beginning of an XML buffer (WS_XML_NODE_TYPE_BOF).",
            ));
        }
        let (parent, before) = self.gap(at);
        let kind = content.kind();
        let allowed = match self.kind(At::start(parent)) {
            NodeKind::CData => kind == NodeKind::Text,
            _ => matches!(kind, NodeKind::Element | NodeKind::CData | NodeKind::Text | NodeKind::Comment),
        };
        if !allowed {
            return Err(Fault::invalid_operation(format!("A node of kind {kind:?} cannot be inserted here.")));
        }
        let opened = match &self.slot(parent).content {
            Some(parent) if parent.node_ref().node.is_empty => Some(Arc::new(parent.not_empty()?)),
            _ => None,
        };
        let node = self.take_slot(content, parent, kind == NodeKind::Element)?;
        if opened.is_some() {
            self.slot_mut(parent).content = opened;
        }
        self.link(node, parent, before);
        self.roots += u32::from(parent == DOCUMENT && kind == NodeKind::Element);
        Ok(if self.is_container(node.get()) { At::end(node.get()) } else { at })
    }

    /// Lets a node say something else. Readers that stand on it keep what it said. On failure nothing has changed.
    pub(super) fn replace(&mut self, node: u32, content: Arc<Content>) -> Result<()> {
        let before = self.slot(node).content.as_ref().map_or(0, |content| content.size());
        let size = content.size();
        self.charge(size.saturating_sub(before))?;
        self.refund(before.saturating_sub(size));
        self.slot_mut(node).content = Some(content);
        Ok(())
    }

    /// A slot with `content` in it, charged for.
    fn take_slot(&mut self, content: Arc<Content>, parent: u32, is_element: bool) -> Result<NonZeroU32> {
        let depth = self.slot(parent).depth.saturating_add(u32::from(is_element));
        let size = content.size();
        if let Some(node) = self.free {
            self.charge(size)?;
            let slot = self.slot_mut(node.get());
            let next = slot.next.take();
            (slot.content, slot.depth, slot.parent) = (Some(content), depth, parent);
            self.free = next;
            return Ok(node);
        }
        let node = u32::try_from(self.slots.len() + 1).ok().filter(|&node| node <= LAST_INDEX);
        let Some(node) = node.and_then(NonZeroU32::new) else {
            return Err(Fault::quota("number of nodes in an XML buffer", LAST_INDEX));
        };
        self.slots.try_reserve(1).map_err(|_| Fault::out_of_memory(size_of::<Slot>()))?;
        self.charge(size + size_of::<Slot>())?;
        self.slots.push(Slot::new(Some(content), depth, parent));
        Ok(node)
    }

    fn link(&mut self, node: NonZeroU32, parent: u32, next: Link) {
        let previous = match next {
            Some(next) => self.slot(next.get()).previous,
            None => self.slot(parent).last,
        };
        let slot = self.slot_mut(node.get());
        (slot.next, slot.previous) = (next, previous);
        self.point_at(parent, previous, next, Some(node), Some(node));
    }

    /// Makes the siblings on both sides of a gap, or the parent's ends where there is none, point at what is there now.
    fn point_at(&mut self, parent: u32, previous: Link, next: Link, forward: Link, backward: Link) {
        match previous {
            Some(previous) => self.slot_mut(previous.get()).next = forward,
            None => self.slot_mut(parent).first = forward,
        }
        match next {
            Some(next) => self.slot_mut(next.get()).previous = backward,
            None => self.slot_mut(parent).last = backward,
        }
    }

    /// Takes a node out with all that it contains. Its memory stays with readers that stand on it.
    pub(super) fn remove(&mut self, at: At) -> Result<()> {
        if at.node == DOCUMENT || at.side == Side::End {
            return Err(Fault::invalid_operation(format!("A node of kind {:?} cannot be removed.", self.kind(at))));
        }
        let is_element = self.is_element(at.node);
        let &Slot { parent, previous, next, .. } = self.slot(at.node);
        self.point_at(parent, previous, next, next, previous);
        self.roots -= u32::from(parent == DOCUMENT && is_element);

        // Children go before their parent, which forgets each of them in turn: this needs no stack.
        let mut node = at.node;
        loop {
            if let Some(child) = self.slot(node).first {
                let next = self.slot(child.get()).next;
                self.slot_mut(node).first = next;
                node = child.get();
                continue;
            }
            let parent = self.slot(node).parent;
            self.release(node);
            if node == at.node {
                return Ok(());
            }
            node = parent;
        }
    }

    /// Frees the slot of a node without links to it.
    fn release(&mut self, node: u32) {
        let free = self.free;
        let slot = self.slot_mut(node);
        let size = slot.content.take().map_or(0, |content| content.size());
        let generation = slot.generation.checked_add(1);
        *slot = Slot { generation: u32::MAX, ..Slot::new(None, 0, DOCUMENT) };
        // A slot that has no generation left is not used again.
        if let Some(generation) = generation {
            (slot.generation, slot.next) = (generation, free);
            self.free = NonZeroU32::new(node);
        }
        self.refund(size);
    }

    fn charge(&mut self, size: usize) -> Result<()> {
        self.budget.charge(size)?;
        self.charged += size;
        Ok(())
    }

    fn refund(&mut self, size: usize) {
        self.charged -= size;
        self.budget.refund(size);
    }
}

#[cold]
fn no_position(position: Position) -> Fault {
    Fault::invalid_arg(format!("The position 0x{:X} is not one of this XML buffer.", position.to_bits()))
}

#[cold]
fn removed() -> Fault {
    Fault::invalid_operation("The node at this position was removed from the XML buffer.")
}
