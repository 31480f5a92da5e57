//! The elements of a Security header, out of the tree of a message's headers. Everything in it was written by a peer
//! that nobody knows yet: what the profile does not have is refused, and the number of parts is bounded; the sizes are
//! bounded by the heap of the message, which the tree is in.

use super::timestamp::Timestamp;
use super::username::UserNameToken;
use super::{WSSE, WSU};
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::names::DSIG;
use crate::security::settings::Secret;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::characters::write_text;
use crate::xml::node::{NodeKind, NodeRef};
use crate::xml::value::trim;

/// What a header has in it. Each of these may be there once.
#[derive(Default)]
pub(super) struct Parsed {
    pub(super) timestamp: Option<Timestamp>,
    pub(super) user_name: Option<UserNameToken>,
    pub(super) binary: Option<Leaf>,
    /// The kinds of all children, in their order.
    pub(super) order: Vec<Kind>,
}

/// The children that the profile knows and this library reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Timestamp,
    UserNameToken,
    BinaryToken,
    Signature,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Timestamp, Kind::UserNameToken, Kind::BinaryToken, Kind::Signature];

    pub(super) fn name(self) -> (&'static [u8], &'static [u8]) {
        match self {
            Kind::Timestamp => (b"Timestamp", WSU),
            Kind::UserNameToken => (b"UsernameToken", WSSE),
            Kind::BinaryToken => (b"BinarySecurityToken", WSSE),
            Kind::Signature => (b"Signature", DSIG),
        }
    }
}

/// Reads the Security element that a cursor is on.
pub(super) fn parse(cursor: &mut Cursor) -> Result<Parsed> {
    let mut parsed = Parsed::default();
    while let Some(node) = next_child(cursor, "Security")? {
        let name = &node.node.name;
        let (local, ns) = (node.get(name.local), node.get(name.ns));
        let known = Kind::ALL.into_iter().find(|kind| kind.name() == (local, ns));
        let Some(kind) = known else {
            return Err(Fault::invalid_format(format!(
                "The element '{}' (namespace '{}') is not allowed in the Security header.",
                quoted(local),
                quoted(ns)
            )));
        };
        if parsed.order.contains(&kind) {
            return Err(Fault::invalid_format(format!("The Security header has more than one '{}'.", quoted(local))));
        }
        parsed.order.push(kind);
        match kind {
            Kind::Timestamp => parsed.timestamp = Some(Timestamp::parse(cursor)?),
            Kind::UserNameToken => parsed.user_name = Some(UserNameToken::parse(cursor)?),
            Kind::BinaryToken => parsed.binary = Some(leaf(cursor)?),
            // Read when there is a token whose key it could be by.
            Kind::Signature => drop(cursor.move_to(MoveTo::EndElement)?),
        }
    }
    Ok(parsed)
}

/// An element with text and nothing else in it.
pub(super) struct Leaf {
    pub(super) local: Vec<u8>,
    pub(super) ns: Vec<u8>,
    /// Namespace, local name and value.
    attributes: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)>,
    /// It may be a password.
    pub(super) text: Secret,
}

impl Leaf {
    /// An attribute without a namespace.
    pub(super) fn attribute(&self, local: &[u8]) -> Option<&[u8]> {
        let found = self.attributes.iter().find(|(ns, known, _)| ns.is_empty() && known == local);
        found.map(|(_, _, value)| trim(value))
    }

    /// Refuses attributes without a namespace that are not in a list: they would say something of the element that is
    /// not known here.
    pub(super) fn check_attributes(&self, known: &[&[u8]]) -> Result<()> {
        let foreign = self.attributes.iter().find(|(ns, local, _)| ns.is_empty() && !known.contains(&&local[..]));
        match foreign {
            None => Ok(()),
            Some((_, local, _)) => Err(Fault::invalid_format(format!(
                "The attribute '{}' is not allowed on the element '{}'.",
                quoted(local),
                quoted(&self.local)
            ))),
        }
    }

    pub(super) fn is(&self, local: &[u8], ns: &[u8]) -> bool {
        self.local == local && self.ns == ns
    }
}

/// Reads an element that has leaves only; the cursor goes from its start to its end. No two of them have one name.
pub(super) fn leaves(cursor: &mut Cursor, what: &str) -> Result<Vec<Leaf>> {
    /// No element of the profile has so many.
    const MOST: usize = 8;
    let mut leaves: Vec<Leaf> = Vec::new();
    while let Some(node) = next_child(cursor, what)? {
        let name = &node.node.name;
        let (local, ns) = (node.get(name.local), node.get(name.ns));
        if leaves.len() == MOST || leaves.iter().any(|leaf| leaf.is(local, ns)) {
            return Err(Fault::invalid_format(format!(
                "The element '{what}' has more than one '{}', or too many others.",
                quoted(local)
            )));
        }
        leaves.push(leaf(cursor)?);
    }
    Ok(leaves)
}

/// Goes on to the next element in an element, or to the end of that; there may be no text between them.
fn next_child<'a>(cursor: &'a mut Cursor, what: &str) -> Result<Option<NodeRef<'a>>> {
    loop {
        match cursor.read()? {
            NodeKind::Element => return Ok(Some(cursor.present())),
            NodeKind::EndElement => return Ok(None),
            NodeKind::Comment | NodeKind::CData | NodeKind::EndCData => {}
            NodeKind::Text if is_space(cursor.present())? => {}
            _ => return Err(Fault::invalid_format(format!("The element '{what}' has text beside its elements."))),
        }
    }
}

fn is_space(node: NodeRef<'_>) -> Result<bool> {
    let mut text = Vec::new();
    write_text(&mut text, &node.node.text, node.places)?;
    Ok(trim(&text).is_empty())
}

/// Reads the element that a cursor is on, to its end.
pub(super) fn leaf(cursor: &mut Cursor) -> Result<Leaf> {
    let node = cursor.present();
    let name = &node.node.name;
    let (local, ns) = (node.get(name.local).to_vec(), node.get(name.ns).to_vec());
    let mut attributes = Vec::new();
    for attribute in node.node.attributes.iter().filter(|attribute| !attribute.is_xmlns) {
        let mut value = Vec::new();
        write_text(&mut value, &attribute.value, node.places)?;
        let name = &attribute.name;
        attributes.push((node.get(name.ns).to_vec(), node.get(name.local).to_vec(), value));
    }
    let mut text = Vec::new();
    loop {
        match cursor.read()? {
            NodeKind::Text => {
                let node = cursor.present();
                write_text(&mut text, &node.node.text, node.places)?;
            }
            NodeKind::Comment | NodeKind::CData | NodeKind::EndCData => {}
            NodeKind::EndElement => return Ok(Leaf { local, ns, attributes, text: Secret::new(text) }),
            _ => {
                return Err(Fault::invalid_format(format!(
                    "The element '{}' has an element in it, and may have text only.",
                    quoted(&local)
                )));
            }
        }
    }
}
