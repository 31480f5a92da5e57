//! What a reader that is set to a buffer stands on.

use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::bindings::Uri;
use crate::xml::buffer::content::Content;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::tree::{At, DOCUMENT, Position, Side, Tree};
use crate::xml::buffer::{Buffer, Spot};
use crate::xml::characters::write_text;
use crate::xml::node::{Name, Node, NodeKind, NodeRef, Origin, Place, Places, Span, Text};
use crate::xml::scope::Scope;
use std::sync::Arc;

/// A place in a buffer that goes from node to node. It fails when the buffer has ended, and when its node was removed
/// until it is put on another.
#[derive(Debug)]
pub(crate) struct Cursor {
    spot: Spot,
    kind: NodeKind,
    /// Kept alive for C, which has pointers into it; none at a node that says nothing but its kind.
    content: Option<Arc<Content>>,
}

/// One step of [`Cursor::subtree`].
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Node(Arc<Content>),
    /// The end of the innermost element or CDATA section.
    End,
}

impl Cursor {
    /// Before the first node.
    pub(crate) fn new(buffer: &Buffer) -> Self {
        let spot = Spot::new(buffer, At::start(DOCUMENT));
        Cursor { spot, kind: NodeKind::Bof, content: None }
    }

    /// The kind of the node that the cursor was put on.
    #[inline]
    pub(crate) fn kind(&self) -> NodeKind {
        self.kind
    }

    /// The present node.
    pub(crate) fn node(&self) -> Result<NodeRef<'_>> {
        self.spot.with(|_, _| Ok(()))?;
        Ok(self.content.as_ref().map_or_else(|| bare(self.kind), |content| content.node_ref()))
    }

    /// The present node as it was when the cursor came there, whatever has become of the buffer.
    #[inline]
    pub(crate) fn present(&self) -> NodeRef<'_> {
        self.content.as_ref().map_or_else(|| bare(self.kind), |content| content.node_ref())
    }

    /// The value of the nearest attribute with the prefix `xml` in scope, in UTF-8.
    pub(crate) fn xml_attribute(&self, local: &[u8]) -> Result<Option<Vec<u8>>> {
        self.spot.with(|tree, at| {
            let mut node = at.node;
            while node != DOCUMENT {
                let slot = tree.slot(node);
                if let Some(content) = &slot.content {
                    let element = content.node_ref();
                    let found = element.node.attributes.iter().find(|attribute| {
                        !attribute.is_xmlns
                            && element.get(attribute.name.prefix) == b"xml"
                            && element.get(attribute.name.local) == local
                    });
                    if let Some(attribute) = found {
                        let mut value = Vec::new();
                        write_text(&mut value, &attribute.value, element.places)?;
                        return Ok(Some(value));
                    }
                }
                node = slot.parent;
            }
            Ok(None)
        })
    }

    /// The present node's content, to be inserted elsewhere without a copy; none for ends, BOF and EOF.
    pub(crate) fn content(&self) -> Option<&Arc<Content>> {
        self.content.as_ref()
    }

    /// Goes to the next node in document order and answers its kind. At EOF it stays.
    #[inline]
    pub(crate) fn read(&mut self) -> Result<NodeKind> {
        self.go(|tree, at| tree.step(at))?;
        Ok(self.kind)
    }

    /// Goes to the node behind the present one: for an element, the one behind its end.
    pub(crate) fn skip(&mut self) -> Result<NodeKind> {
        let is_element = self.kind == NodeKind::Element;
        self.go(|tree, at| if is_element { tree.behind(at.node) } else { tree.step(at) })?;
        Ok(self.kind)
    }

    /// Moves and answers whether there was such a node; if not, the cursor stays.
    pub(crate) fn move_to(&mut self, to: MoveTo) -> Result<bool> {
        self.go(|tree, at| tree.moved(at, to))
    }

    /// The present position.
    pub(crate) fn position(&self) -> Result<Position> {
        self.spot.position()
    }

    /// Goes to a position in `buffer`, which has to be the one that the cursor is in.
    pub(crate) fn set_position(&mut self, buffer: &Buffer, position: Position) -> Result<()> {
        let tree = self.spot.tree()?;
        self.spot.check_buffer(buffer)?;
        let tree = tree.borrow();
        let at = tree.find(position)?;
        self.stand_on(&tree, at);
        Ok(())
    }

    /// Number of elements that the present node is in; a start or end tag is in its element.
    pub(crate) fn depth(&self) -> Result<u32> {
        self.spot.with(|tree, at| Ok(tree.slot(at.node).depth))
    }

    /// The URI that a prefix is bound to at the present node, declarations of a start tag that it is included.
    pub(crate) fn namespace(&self, prefix: &[u8]) -> Result<Option<Uri>> {
        self.spot.with(|tree, at| Ok(tree.namespace(at.node, prefix)))
    }

    /// Makes `scope` say which elements and bindings are open at the present node, a start or end tag's included.
    pub(crate) fn enter_scope(&self, scope: &mut Scope, limit: u32) -> Result<()> {
        self.spot.with(|tree, at| tree.enter_scope(at.node, scope, limit))
    }

    /// The present node with all that it contains, at BOF the whole document, in document order; the cursor stays. For
    /// copies into the same buffer, which a cursor that goes along would never see the end of.
    pub(crate) fn subtree(&self) -> Result<Vec<Event>> {
        self.spot.with(|tree, at| {
            let mut events = Vec::new();
            let last = if at.side == Side::Start && tree.is_container(at.node) { At::end(at.node) } else { at };
            let mut next = Some(at);
            while let Some(at) = next {
                let event = match (at.side, &tree.slot(at.node).content) {
                    (Side::Start, Some(content)) => Some(Event::Node(content.clone())),
                    (Side::End, Some(_)) => Some(Event::End),
                    (_, None) => None,
                };
                if let Some(event) = event {
                    events.try_reserve(1).map_err(|_| Fault::out_of_memory(size_of::<Event>()))?;
                    events.push(event);
                }
                next = tree.step(at).filter(|_| at != last);
            }
            Ok(events)
        })
    }

    /// The present node as a step of [`Cursor::subtree`]; none at BOF and EOF.
    pub(crate) fn event(&self) -> Option<Event> {
        match (&self.content, self.kind) {
            (Some(content), _) => Some(Event::Node(content.clone())),
            (None, NodeKind::EndElement | NodeKind::EndCData) => Some(Event::End),
            (None, _) => None,
        }
    }

    pub(super) fn spot(&self) -> &Spot {
        &self.spot
    }

    #[inline]
    fn go(&mut self, way: impl FnOnce(&Tree, At) -> Option<At>) -> Result<bool> {
        let tree = self.spot.tree()?;
        let tree = tree.borrow();
        let Some(at) = way(&tree, self.spot.at(&tree)?) else { return Ok(false) };
        self.stand_on(&tree, at);
        Ok(true)
    }

    #[inline]
    fn stand_on(&mut self, tree: &Tree, at: At) {
        self.spot.set(tree, at);
        self.kind = tree.kind(at);
        self.content = if at.side == Side::Start { tree.slot(at.node).content.clone() } else { None };
    }
}

/// A node of which there is nothing to say but its kind.
fn bare(kind: NodeKind) -> NodeRef<'static> {
    const fn of(kind: NodeKind) -> Node {
        const NONE: Span = Span { start: 0, len: 0, id: 0, place: Place::Own, origin: Origin::Inline };
        let name = Name { prefix: NONE, local: NONE, ns: NONE };
        Node { kind, name, is_empty: false, attributes: Vec::new(), text: Text::Utf8(NONE) }
    }
    static BOF: Node = of(NodeKind::Bof);
    static END_ELEMENT: Node = of(NodeKind::EndElement);
    static END_CDATA: Node = of(NodeKind::EndCData);
    static EOF: Node = of(NodeKind::Eof);
    let node = match kind {
        NodeKind::Bof => &BOF,
        NodeKind::EndElement => &END_ELEMENT,
        NodeKind::EndCData => &END_CDATA,
        _ => &EOF,
    };
    NodeRef { node, places: Places::default() }
}
