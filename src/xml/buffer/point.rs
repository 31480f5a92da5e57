//! What a writer that is set to a buffer writes at.

use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::content::Content;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::tree::{At, DOCUMENT, Position, Side};
use crate::xml::buffer::{Buffer, Spot};
use crate::xml::node::{NodeKind, NodeRef};
use crate::xml::scope::Scope;
use std::sync::Arc;

/// The place that nodes are inserted before. It fails when the buffer has ended, and when its node was removed until it
/// is put on another.
///
/// It sees to it that the tree stays one: what may stand where in a document (one root, no text beside it, unique
/// attributes) is the writer's to know.
#[derive(Debug)]
pub(crate) struct Point {
    spot: Spot,
}

/// What contains a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Container {
    Document,
    Element,
    CData,
}

impl Point {
    /// At the end of the document.
    pub(crate) fn new(buffer: &Buffer) -> Self {
        Point { spot: Spot::new(buffer, At::end(DOCUMENT)) }
    }

    /// Inserts a node. The point goes behind it, or inside of it if it is an element or the start of a CDATA section.
    pub(crate) fn insert(&mut self, content: Arc<Content>) -> Result<()> {
        let tree = self.spot.tree()?;
        let mut tree = tree.borrow_mut();
        let at = self.spot.at(&tree)?;
        let next = tree.insert(at, content)?;
        self.spot.set(&tree, next);
        Ok(())
    }

    /// Goes behind the element or CDATA section that the point is at the end of.
    pub(crate) fn close(&mut self) -> Result<()> {
        let tree = self.spot.tree()?;
        let tree = tree.borrow();
        let at = self.spot.at(&tree)?;
        let next = if at.side == Side::End { tree.behind(at.node) } else { None };
        let Some(next) = next else {
            let kind = tree.kind(at);
            return Err(Fault::invalid_operation(format!(
                "The writer stands before a node of kind {kind:?} in an XML buffer, where no element can be ended."
            )));
        };
        self.spot.set(&tree, next);
        Ok(())
    }

    /// Inserts a copy of a node of a document, or closes what the node is the end of. BOF and EOF say nothing.
    pub(crate) fn write(&mut self, node: NodeRef<'_>) -> Result<()> {
        match node.node.kind {
            NodeKind::EndElement | NodeKind::EndCData => self.close(),
            NodeKind::Bof | NodeKind::Eof => Ok(()),
            _ => self.insert(Arc::new(Content::copy(node)?)),
        }
    }

    /// What the element says that the point is before; none if that is another node.
    pub(crate) fn element(&self) -> Result<Option<Arc<Content>>> {
        self.spot.with(|tree, at| {
            let content = &tree.slot(at.node).content;
            Ok(content.clone().filter(|content| at.side == Side::Start && content.kind() == NodeKind::Element))
        })
    }

    /// Whether the node that the point is before contains others.
    pub(crate) fn has_children(&self) -> Result<bool> {
        self.spot.with(|tree, at| Ok(tree.slot(at.node).first.is_some()))
    }

    /// Lets the element that the point is before say something else than `old`, which it must still say: somebody else
    /// may have changed it. On failure nothing has changed.
    pub(crate) fn replace(&mut self, old: &Arc<Content>, node: NodeRef<'_>) -> Result<()> {
        let content = Content::copy(node)?;
        let tree = self.spot.tree()?;
        let mut tree = tree.borrow_mut();
        let at = self.spot.at(&tree)?;
        if !tree.slot(at.node).content.as_ref().is_some_and(|present| Arc::ptr_eq(present, old)) {
            return Err(Fault::invalid_operation(
                "The element in the XML buffer was changed by another writer while this one wrote an attribute of it.",
            ));
        }
        tree.replace(at.node, Arc::new(content))
    }

    /// Moves and answers whether there was such a node; if not, the point stays.
    pub(crate) fn move_to(&mut self, to: MoveTo) -> Result<bool> {
        let tree = self.spot.tree()?;
        let tree = tree.borrow();
        let at = self.spot.at(&tree)?;
        let moved = tree.moved(at, to);
        if let Some(at) = moved {
            self.spot.set(&tree, at);
        }
        Ok(moved.is_some())
    }

    /// The position of the node that the point is before.
    pub(crate) fn position(&self) -> Result<Position> {
        self.spot.position()
    }

    /// Goes before the node at a position in `buffer`, which has to be the one that the point is in.
    pub(crate) fn set_position(&mut self, buffer: &Buffer, position: Position) -> Result<()> {
        let tree = self.spot.tree()?;
        self.spot.check_buffer(buffer)?;
        let tree = tree.borrow();
        let at = tree.find(position)?;
        self.spot.set(&tree, at);
        Ok(())
    }

    /// Whether a cursor is in the same buffer: what is copied from there then has to be gathered first, by
    /// [`Cursor::subtree`].
    pub(crate) fn shares_buffer(&self, cursor: &Cursor) -> bool {
        self.spot.shares_buffer(cursor.spot())
    }

    /// What the next node becomes a child of.
    pub(crate) fn container(&self) -> Result<Container> {
        self.spot.with(|tree, at| {
            let (parent, _) = tree.gap(at);
            Ok(match tree.kind(At::start(parent)) {
                NodeKind::Element => Container::Element,
                NodeKind::CData => Container::CData,
                _ => Container::Document,
            })
        })
    }

    /// Number of elements at the top level of the document.
    pub(crate) fn roots(&self) -> Result<u32> {
        self.spot.with(|tree, _| Ok(tree.roots()))
    }

    /// Number of elements that the point is in.
    pub(crate) fn depth(&self) -> Result<u32> {
        self.spot.with(|tree, at| Ok(tree.slot(tree.gap(at).0).depth))
    }

    /// Makes `scope` say which elements and bindings are open at the point.
    pub(crate) fn enter_scope(&self, scope: &mut Scope, limit: u32) -> Result<()> {
        self.spot.with(|tree, at| tree.enter_scope(tree.gap(at).0, scope, limit))
    }
}
