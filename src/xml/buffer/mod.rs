//! The document behind a WS_XML_BUFFER: a tree that readers walk on and writers edit, at the same time.
//!
//! - [`content`]: what a node says. Never changed, so that a reader can lend it to C while a writer edits the tree.
//! - [`tree`]: how nodes hang together. A [`Position`](tree::Position) names a place in it; one whose node was removed is refused.
//! - [`cursor`] for readers, [`point`] for writers.
//!
//! A buffer lives as long as its handle, that is, as its heap is not reset. Cursors and points do not keep it alive:
//! they fail from then on. No borrow of a tree outlives a method, and no method calls out.

#![cfg_attr(not(test), expect(dead_code, reason = "the exports of readers and writers are not there yet"))]

pub(crate) mod bindings;
pub(crate) mod content;
pub(crate) mod cursor;
pub(crate) mod moves;
pub(crate) mod point;
#[cfg(test)]
mod tests;
pub(crate) mod tree;

use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::NodeKind;
use core::cell::RefCell;
use cursor::Cursor;
use point::Point;
use std::rc::{Rc, Weak};
use tree::{At, Position, Tree};

/// A document in memory. Clones are the same document.
#[derive(Clone, Debug)]
pub(crate) struct Buffer {
    tree: Rc<RefCell<Tree>>,
}

impl Buffer {
    /// An empty document, whose memory counts against `budget`.
    pub(crate) fn new(budget: &Rc<Budget>) -> Result<Self> {
        Ok(Buffer { tree: Rc::new(RefCell::new(Tree::new(budget)?)) })
    }

    /// As [`Buffer::new`], for about so many nodes.
    pub(crate) fn with_room(budget: &Rc<Budget>, nodes: usize) -> Result<Self> {
        let buffer = Buffer::new(budget)?;
        buffer.tree.borrow_mut().reserve(nodes);
        Ok(buffer)
    }

    /// A copy of the document that shares nothing with it: the two may go to different threads.
    pub(crate) fn copy(&self, budget: &Rc<Budget>) -> Result<Self> {
        let copy = Buffer::new(budget)?;
        let (mut cursor, mut point) = (Cursor::new(self), Point::new(&copy));
        while cursor.read()? != NodeKind::Eof {
            point.write(cursor.node()?)?;
        }
        Ok(copy)
    }

    /// Removes the node at a position; an element or CDATA section with all that it contains and its end. Refused for
    /// ends, BOF and EOF.
    pub(crate) fn remove(&self, position: Position) -> Result<()> {
        let mut tree = self.tree.borrow_mut();
        let at = tree.find(position)?;
        tree.remove(at)
    }
}

/// A place in a buffer that may have gone.
#[derive(Debug)]
struct Spot {
    tree: Weak<RefCell<Tree>>,
    position: Position,
}

impl Spot {
    fn new(buffer: &Buffer, at: At) -> Self {
        Spot { tree: Rc::downgrade(&buffer.tree), position: buffer.tree.borrow().position(at) }
    }

    #[inline]
    fn tree(&self) -> Result<Rc<RefCell<Tree>>> {
        self.tree.upgrade().ok_or_else(ended)
    }

    #[inline]
    fn at(&self, tree: &Tree) -> Result<At> {
        tree.find(self.position)
    }

    #[inline]
    fn set(&mut self, tree: &Tree, at: At) {
        self.position = tree.position(at);
    }

    fn with<T>(&self, look: impl FnOnce(&Tree, At) -> Result<T>) -> Result<T> {
        let tree = self.tree()?;
        let tree = tree.borrow();
        look(&tree, self.at(&tree)?)
    }

    fn position(&self) -> Result<Position> {
        self.with(|_, _| Ok(self.position))
    }

    fn shares_buffer(&self, other: &Spot) -> bool {
        Weak::ptr_eq(&self.tree, &other.tree)
    }

    fn check_buffer(&self, buffer: &Buffer) -> Result<()> {
        if core::ptr::eq(self.tree.as_ptr(), Rc::as_ptr(&buffer.tree)) {
            return Ok(());
        }
        Err(Fault::invalid_arg("The position is in another XML buffer than the one that is being used."))
    }
}

#[cold]
fn ended() -> Fault {
    Fault::invalid_operation("The XML buffer no longer exists: the heap that it was made in was reset or freed.")
}
