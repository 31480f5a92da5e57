//! Looking at the nodes that were kept.

use super::{Binding, Doc, El, NONE, Part, Stored, StoredAttribute, range};
use crate::runtime::fault::{Result, quoted};
use crate::security::crypto::refused;
use crate::security::names::Ns;
use crate::xml::bytes::same;
use crate::xml::chars::is_space_byte;
use crate::xml::node::{NodeKind, Places};
use core::ops::Range;
use std::borrow::Cow;
use std::collections::HashMap;

impl<'a> Doc<'a> {
    pub(super) fn stored(self, el: El) -> Option<&'a Stored> {
        self.tree.nodes.get(el.0 as usize)
    }

    pub(super) fn attributes_of(self, stored: &Stored) -> &'a [StoredAttribute] {
        self.tree.attributes.get(range(stored.attributes)).unwrap_or_default()
    }

    pub(super) fn places(self) -> Places<'a> {
        Places { input: self.source, own: &self.tree.bytes, ..Places::default() }
    }

    #[inline]
    pub(super) fn get(self, part: Part) -> &'a [u8] {
        let store = if part.is_own { &*self.tree.bytes } else { self.source };
        let start = part.start as usize;
        store.get(start..start + part.len as usize).unwrap_or_default()
    }

    pub(super) fn binding(self, binding: u32) -> Option<&'a Binding> {
        self.tree.bindings.get(binding as usize)
    }

    /// The prefix and the URI of a binding.
    pub(super) fn bound(self, binding: u32) -> (&'a [u8], &'a [u8]) {
        self.binding(binding).map_or((b"", b""), |binding| (self.get(binding.prefix), self.get(binding.uri)))
    }

    /// The first element.
    pub(crate) fn root(self) -> Option<El> {
        self.tree.nodes.iter().position(|stored| stored.kind == NodeKind::Element).map(|index| El(index as u32))
    }

    pub(crate) fn ns(self, el: El) -> Ns {
        self.stored(el).map_or(Ns::None, |stored| stored.ns)
    }

    pub(crate) fn uri(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.bound(stored.binding).1)
    }

    pub(crate) fn local(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.get(stored.text))
    }

    pub(crate) fn prefix(self, el: El) -> &'a [u8] {
        self.stored(el).map_or(b"", |stored| self.bound(stored.binding).0)
    }

    pub(crate) fn is(self, el: El, ns: Ns, local: &[u8]) -> bool {
        self.ns(el) == ns && same(self.local(el), local)
    }

    /// For texts of errors.
    pub(crate) fn name(self, el: El) -> String {
        quoted(self.local(el))
    }

    /// Which bytes of the source it is.
    pub(crate) fn whole(self, el: El) -> Range<usize> {
        self.stored(el).map_or(0..0, |stored| range(stored.whole))
    }

    /// Which bytes of the source are between its tags.
    pub(crate) fn content(self, el: El) -> Range<usize> {
        self.stored(el).map_or(0..0, |stored| range(stored.content))
    }

    /// The bytes of the source that it is.
    pub(crate) fn raw(self, el: El) -> &'a [u8] {
        self.source.get(self.whole(el)).unwrap_or_default()
    }

    /// Bytes of the source.
    pub(crate) fn bytes(self, range: Range<usize>) -> &'a [u8] {
        self.source.get(range).unwrap_or_default()
    }

    /// Whether it was written as an empty element.
    pub(crate) fn is_empty(self, el: El) -> bool {
        self.stored(el).is_some_and(|stored| stored.is_empty)
    }

    pub(crate) fn parent(self, el: El) -> Option<El> {
        self.stored(el).filter(|stored| stored.parent != NONE).map(|stored| El(stored.parent))
    }

    /// The elements in it.
    pub(crate) fn children(self, el: El) -> impl Iterator<Item = El> + use<'a> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        core::iter::from_fn(move || {
            while at < end {
                let index = at;
                let stored = self.tree.nodes.get(index as usize)?;
                at = stored.end;
                if stored.kind == NodeKind::Element {
                    return Some(El(index));
                }
            }
            None
        })
    }

    /// The elements that may have an Id: [`Doc::id`] is nothing for all others.
    pub(crate) fn identified(self) -> impl Iterator<Item = El> + use<'a> {
        let elements = self.tree.nodes.iter().enumerate().filter(|(_, stored)| stored.is_identified);
        elements.map(|(index, _)| El(index as u32))
    }

    /// All elements, in document order.
    pub(crate) fn all(self) -> impl Iterator<Item = El> + use<'a> {
        let elements = self.tree.nodes.iter().enumerate().filter(|(_, stored)| stored.kind == NodeKind::Element);
        elements.map(|(index, _)| El(index as u32))
    }

    /// Refuses characters between the elements in it.
    pub(crate) fn check_only_elements(self, el: El) -> Result<()> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at < end) {
            if stored.kind == NodeKind::Text && !self.get(stored.text).iter().copied().all(is_space_byte) {
                return Err(refused(format!("There is text between the elements in '{}'.", self.name(el))));
            }
            at = stored.end;
        }
        Ok(())
    }

    /// Whether there is a comment between the elements in it.
    pub(crate) fn has_comment(self, el: El) -> bool {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut at = el.0 + 1;
        while let Some(stored) = self.tree.nodes.get(at as usize).filter(|_| at < end) {
            if stored.kind == NodeKind::Comment {
                return true;
            }
            at = stored.end;
        }
        false
    }

    /// The one element in it with a name; refused if there are more.
    pub(crate) fn child(self, el: El, ns: Ns, local: &[u8]) -> Result<Option<El>> {
        let mut found = self.children(el).filter(|child| self.is(*child, ns, local));
        let first = found.next();
        if found.next().is_some() {
            return Err(refused(format!("There is more than one '{}' in '{}'.", quoted(local), self.name(el))));
        }
        Ok(first)
    }

    /// As [`Doc::child`], but it has to be there.
    pub(crate) fn needed(self, el: El, ns: Ns, local: &[u8]) -> Result<El> {
        self.child(el, ns, local)?
            .ok_or_else(|| refused(format!("There is no '{}' in '{}'.", quoted(local), self.name(el))))
    }

    /// Its characters; elements in it are refused.
    pub(crate) fn text(self, el: El) -> Result<Cow<'a, [u8]>> {
        let end = self.stored(el).map_or(0, |stored| stored.end);
        let mut text = Cow::Borrowed(&b""[..]);
        for stored in self.tree.nodes.get(el.0 as usize + 1..end as usize).unwrap_or_default() {
            match stored.kind {
                NodeKind::Text if text.is_empty() => text = Cow::Borrowed(self.get(stored.text)),
                NodeKind::Text => text.to_mut().extend_from_slice(self.get(stored.text)),
                NodeKind::Comment => {}
                _ => return Err(refused(format!("There is an element in '{}', where text has to be.", self.name(el)))),
            }
        }
        Ok(text)
    }

    /// An attribute's value.
    pub(crate) fn attribute(self, el: El, ns: Ns, local: &[u8]) -> Option<&'a [u8]> {
        let is = |attribute: &&StoredAttribute| {
            attribute.ns == ns && !attribute.is_xmlns && same(self.get(attribute.local), local)
        };
        self.attributes_of(self.stored(el)?).iter().find(is).map(|attribute| self.get(attribute.value))
    }

    /// What it can be referred to by: wsu:Id, or the Id that XML Signature, XML Encryption and SAML have. node-soap writes
    /// that of a wsu:Timestamp without a prefix.
    pub(crate) fn id(self, el: El) -> Result<Option<&'a [u8]>> {
        let wsu = self.attribute(el, Ns::Wsu, b"Id");
        let own = match self.ns(el) {
            Ns::Dsig | Ns::Xenc | Ns::Wsu => self.attribute(el, Ns::None, b"Id"),
            Ns::Saml1 => self.attribute(el, Ns::None, b"AssertionID"),
            Ns::Saml2 => self.attribute(el, Ns::None, b"ID"),
            _ => None,
        };
        match (wsu, own) {
            (Some(_), Some(_)) => Err(refused(format!("The element '{}' has two Ids.", self.name(el)))),
            (wsu, own) => Ok(wsu.or(own)),
        }
    }

    /// The namespaces that are in scope in the content of an element, the innermost of each prefix.
    pub(crate) fn in_scope(self, el: El) -> Vec<(&'a [u8], &'a [u8])> {
        self.bindings_in(el).into_iter().map(|binding| self.bound(binding)).collect()
    }

    pub(super) fn bindings_in(self, el: El) -> Vec<u32> {
        let mut bindings: Vec<u32> = Vec::with_capacity(8);
        let mut next = Some(el);
        while let Some(stored) = next.and_then(|el| self.stored(el)) {
            for attribute in self.attributes_of(stored).iter().filter(|attribute| attribute.is_xmlns) {
                let prefix = self.bound(attribute.binding).0;
                if !bindings.iter().any(|known| same(self.bound(*known).0, prefix)) {
                    bindings.push(attribute.binding);
                }
            }
            next = Some(El(stored.parent));
        }
        bindings
    }
}

/// What can be referred to: the elements with an Id. No two have the same one.
pub(crate) struct Ids<'a>(HashMap<&'a [u8], El>);

impl<'a> Ids<'a> {
    pub(crate) fn new(doc: Doc<'a>) -> Result<Self> {
        let mut ids = HashMap::new();
        for el in doc.identified() {
            if let Some(id) = doc.id(el)?
                && ids.insert(id, el).is_some()
            {
                return Err(refused(format!("Two elements have the Id '{}'.", quoted(id))));
            }
        }
        Ok(Ids(ids))
    }

    pub(crate) fn find(&self, id: &[u8]) -> Result<El> {
        let found = self.0.get(id).copied();
        found.ok_or_else(|| refused(format!("There is no element with the Id '{}' that is referred to.", quoted(id))))
    }
}
