//! Headers that must be understood: the mandatory ones that are for this node, and those that the program has not
//! dealt with.

use super::fault::known::{Versions, must_understand};
use super::headers::{Headers, is_true};
use super::version::{Addressing, Header, Version};
use super::{Message, State};
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::tree::Position;
use crate::xml::value::trim;

/// The name of a header that was not understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HeaderName {
    pub(crate) local: Vec<u8>,
    pub(crate) ns: Vec<u8>,
}

/// So many names are told; a fault with more helps nobody.
const TOLD: usize = 8;

impl Message {
    /// The mandatory headers for this node that nobody has understood. Those of WS-Addressing are understood always.
    ///
    /// A node is the ultimate receiver, and also acts in the role `next`, as SOAP has it.
    pub(crate) fn not_understood(&mut self) -> Result<Vec<HeaderName>> {
        self.check_state(State::Reading)?;
        let Version { envelope, addressing } = self.version;
        let understood = self.headers.understood().to_vec();
        let mut names = Vec::new();
        self.headers.each(|node, position| {
            if node.node.attributes.is_empty() || !is_true(node, b"mustUnderstand", envelope.ns())? {
                return Ok(true);
            }
            let role = super::headers::attribute(node, envelope.role_attribute(), envelope.ns())?;
            let is_ours = role.is_none_or(|role| {
                let role = trim(&role);
                envelope.is_ultimate_receiver(role) || envelope.is_next(role)
            });
            let name = &node.node.name;
            let (local, ns) = (node.get(name.local), node.get(name.ns));
            let is_standard = addressing != Addressing::Transport
                && ns == addressing.ns()
                && Header::ALL.iter().any(|header| header.local() == local);
            if is_ours && !is_standard && !understood.contains(&position) {
                names.push(HeaderName { local: local.to_vec(), ns: ns.to_vec() });
            }
            Ok(true)
        })?;
        Ok(names)
    }
}

/// What to say about headers that were not understood, with what a fault for the sender is made from.
#[cold]
pub(crate) fn refusal(version: Version, names: &[HeaderName]) -> Fault {
    let versions = Versions { envelope: version.envelope.to_c(), addressing: version.addressing.to_c() };
    let told: Vec<_> = names.iter().take(TOLD).map(|name| (&name.local[..], &name.ns[..])).collect();
    match must_understand(versions, &told) {
        Ok(fault) if names.len() > TOLD => fault.context(format!("There are {} more of them.", names.len() - TOLD)),
        Ok(fault) => fault,
        Err(fault) => fault,
    }
}

impl Headers {
    /// Marks a header as understood. The position is that of an element directly in the Header element.
    pub(crate) fn understand(&mut self, position: Position) -> Result<()> {
        let tree = self.tree()?;
        tree.cursor.set_position(&tree.buffer, position)?;
        let is_header = tree.cursor.kind() == crate::xml::node::NodeKind::Element
            && tree.cursor.move_to(MoveTo::ParentElement)?
            && tree.cursor.position()? == tree.header;
        if !is_header {
            return Err(Fault::invalid_arg(
                "The headerPosition is not that of an element directly in the Header element of the message.",
            ));
        }
        if !self.is_marked(position) {
            self.mark(position);
        }
        Ok(())
    }
}
