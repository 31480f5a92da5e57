//! Ways through a tree: document order, and the moves of the API.
//!
//! The end of an element counts as the last child of it, and the document as the element that BOF starts and EOF ends:
//! so says the documentation about parents, and here it holds for siblings and children too.

use crate::xml::buffer::tree::{At, DOCUMENT, Link, Side, Slot, Tree};
use crate::xml::node::NodeKind;

/// Where to move, by the API's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MoveTo {
    RootElement,
    NextElement,
    PreviousElement,
    ChildElement,
    EndElement,
    ParentElement,
    NextNode,
    PreviousNode,
    FirstNode,
    Bof,
    Eof,
    ChildNode,
}

impl Tree {
    /// The next place in document order; none behind EOF.
    #[inline]
    pub(super) fn step(&self, at: At) -> Option<At> {
        if at.side == Side::Start && self.is_container(at.node) {
            return Some(self.child(at.node));
        }
        self.behind(at.node)
    }

    /// The place behind a node and all that it contains.
    #[inline]
    pub(super) fn behind(&self, node: u32) -> Option<At> {
        if node == DOCUMENT {
            return None;
        }
        let slot = self.slot(node);
        Some(slot.next.map_or(At::end(slot.parent), |next| At::start(next.get())))
    }

    /// Where a move leads; none if there is no such node.
    pub(super) fn moved(&self, at: At, to: MoveTo) -> Option<At> {
        let slot = self.slot(at.node);
        let starts = at.side == Side::Start;
        match to {
            MoveTo::Bof => Some(At::start(DOCUMENT)),
            MoveTo::Eof => Some(At::end(DOCUMENT)),
            MoveTo::RootElement => self.element(self.slot(DOCUMENT).first, |slot| slot.next),
            MoveTo::NextElement => starts.then(|| self.element(slot.next, |slot| slot.next)).flatten(),
            MoveTo::PreviousElement => {
                let previous = if starts { slot.previous } else { slot.last };
                self.element(previous, |slot| slot.previous)
            }
            MoveTo::ChildElement => starts.then(|| self.element(slot.first, |slot| slot.next)).flatten(),
            MoveTo::EndElement => (self.kind(at) == NodeKind::Element).then(|| At::end(at.node)),
            MoveTo::ParentElement => self.parent_element(at),
            MoveTo::NextNode => starts.then(|| self.behind(at.node)).flatten(),
            MoveTo::PreviousNode => {
                let previous = if starts { slot.previous } else { slot.last };
                previous.map(|previous| At::start(previous.get()))
            }
            MoveTo::FirstNode => self.parent(at).map(|parent| self.child(parent)),
            MoveTo::ChildNode => (starts && self.is_container(at.node)).then(|| self.child(at.node)),
        }
    }

    /// The first place inside of a container: its first child, or its end.
    #[inline]
    fn child(&self, node: u32) -> At {
        self.slot(node).first.map_or(At::end(node), |first| At::start(first.get()))
    }

    /// The node that a place is directly in.
    fn parent(&self, at: At) -> Option<u32> {
        match at.side {
            Side::End => Some(at.node),
            Side::Start => (at.node != DOCUMENT).then(|| self.slot(at.node).parent),
        }
    }

    fn parent_element(&self, at: At) -> Option<At> {
        let parent = self.parent(at)?;
        let is_cdata = self.kind(At::start(parent)) == NodeKind::CData;
        Some(At::start(if is_cdata { self.slot(parent).parent } else { parent }))
    }

    /// The first element among a node and those that follow it by `next`.
    fn element(&self, mut node: Link, next: impl Fn(&Slot) -> Link) -> Option<At> {
        while let Some(candidate) = node {
            if self.is_element(candidate.get()) {
                return Some(At::start(candidate.get()));
            }
            node = next(self.slot(candidate.get()));
        }
        None
    }
}
