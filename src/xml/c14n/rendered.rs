//! The namespace declarations that the canonical form has at the present place: a stack, searched by prefix.

use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Place, Span};
use std::hash::{BuildHasher, RandomState};

/// From this many declarations on, they are found through a hash table instead of one by one: documents have a handful,
/// but whoever raised the reader's quotas must not get time that grows with their square.
const HASH_FROM: usize = 16;
/// And down to this many, so that elements around the limit do not build the table each time.
const HASH_TO: usize = 8;
const NONE: u32 = u32::MAX;

/// The declarations in force, the innermost last.
#[derive(Default)]
pub(super) struct Rendered {
    /// Prefix and URI of each entry, one after the other.
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// For each hash the innermost entry, or `NONE`; empty while there are few. A power of two long.
    heads: Vec<u32>,
    /// Keyed, so that nobody can choose prefixes that meet in one chain.
    hasher: RandomState,
}

#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    prefix_len: u32,
    uri_len: u32,
    /// Where the URI stood when it came, to know it again without comparing.
    source: Span,
    hash: u32,
    /// The next entry outwards with the same place in `heads`. Entries come and go in order, so the head of a chain is
    /// always its innermost.
    next: u32,
}

impl Rendered {
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.entries.clear();
        self.heads.clear();
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds a declaration, unless the one in force says the same. An empty URI is in force where nothing else is.
    #[inline]
    pub(super) fn declare(&mut self, prefix: &[u8], uri: &[u8], source: Span) -> Result<()> {
        if self.has(prefix, uri, source) { Ok(()) } else { self.push(prefix, uri, source) }
    }

    /// Whether the declaration in force says this.
    #[inline]
    pub(super) fn has(&self, prefix: &[u8], uri: &[u8], source: Span) -> bool {
        match self.find(prefix) {
            Some(entry) => {
                // A scope is a stack, and the element that rendered this entry is still open: the same place in it
                // holds the same bytes. This keeps a long URI from being compared for each element that uses it.
                if source.place == Place::Scope
                    && (entry.source.place, entry.source.start, entry.source.len)
                        == (source.place, source.start, source.len)
                {
                    debug_assert_eq!(self.uri(entry), uri);
                    return true;
                }
                entry.uri_len as usize == uri.len() && self.uri(entry) == uri
            }
            None => uri.is_empty(),
        }
    }

    /// Forgets all but the first `count` declarations.
    #[inline]
    pub(super) fn truncate(&mut self, count: usize) {
        while self.entries.len() > count {
            let Some(entry) = self.entries.pop() else { return };
            self.bytes.truncate(entry.start as usize);
            if !self.heads.is_empty() {
                let slot = self.slot(entry.hash);
                if let Some(head) = self.heads.get_mut(slot) {
                    *head = entry.next;
                }
            }
        }
        if self.entries.len() <= HASH_TO {
            self.heads.clear();
        }
    }

    /// Prefix and URI of a declaration.
    #[inline]
    pub(super) fn get(&self, index: usize) -> (&[u8], &[u8]) {
        self.entries.get(index).map_or((&[], &[]), |entry| (self.prefix(entry), self.uri(entry)))
    }

    fn push(&mut self, prefix: &[u8], uri: &[u8], source: Span) -> Result<()> {
        let start = self.bytes.len();
        if start + prefix.len() + uri.len() >= NONE as usize {
            return Err(Fault::quota("size of namespaces in canonical form", NONE));
        }
        self.bytes.extend_from_slice(prefix);
        self.bytes.extend_from_slice(uri);
        let (prefix_len, uri_len) = (prefix.len() as u32, uri.len() as u32);
        self.entries.push(Entry { start: start as u32, prefix_len, uri_len, source, hash: 0, next: NONE });
        if self.heads.is_empty() {
            if self.entries.len() > HASH_FROM {
                self.rehash(HASH_FROM * 4);
            }
        } else if self.entries.len() > self.heads.len() {
            self.rehash(self.heads.len() * 2);
        } else {
            self.link(self.entries.len() - 1);
        }
        Ok(())
    }

    #[cold]
    fn rehash(&mut self, slots: usize) {
        self.heads.clear();
        self.heads.resize(slots, NONE);
        for index in 0..self.entries.len() {
            self.link(index);
        }
    }

    fn link(&mut self, index: usize) {
        let hash = self.hasher.hash_one(self.get(index).0) as u32;
        let slot = self.slot(hash);
        if let (Some(entry), Some(head)) = (self.entries.get_mut(index), self.heads.get_mut(slot)) {
            entry.hash = hash;
            entry.next = *head;
            *head = index as u32;
        }
    }

    #[inline]
    fn find(&self, prefix: &[u8]) -> Option<&Entry> {
        if self.heads.is_empty() {
            return self.entries.iter().rev().find(|entry| self.is(entry, prefix));
        }
        let mut index = *self.heads.get(self.slot(self.hasher.hash_one(prefix) as u32))?;
        loop {
            let entry = self.entries.get(index as usize)?;
            if self.is(entry, prefix) {
                return Some(entry);
            }
            index = entry.next;
        }
    }

    #[inline]
    fn slot(&self, hash: u32) -> usize {
        hash as usize & self.heads.len().wrapping_sub(1)
    }

    #[inline]
    fn is(&self, entry: &Entry, prefix: &[u8]) -> bool {
        // Prefixes are so short that calling memcmp would cost more than comparing.
        entry.prefix_len as usize == prefix.len()
            && if prefix.len() <= 8 {
                self.prefix(entry).iter().zip(prefix).all(|(a, b)| a == b)
            } else {
                self.prefix(entry) == prefix
            }
    }

    #[inline]
    fn prefix(&self, entry: &Entry) -> &[u8] {
        let start = entry.start as usize;
        self.bytes.get(start..start + entry.prefix_len as usize).unwrap_or_default()
    }

    #[inline]
    fn uri(&self, entry: &Entry) -> &[u8] {
        let start = entry.start as usize + entry.prefix_len as usize;
        self.bytes.get(start..start + entry.uri_len as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn declare(rendered: &mut Rendered, prefix: &str, uri: &str) -> bool {
        let before = rendered.len();
        rendered.declare(prefix.as_bytes(), uri.as_bytes(), Span::default()).unwrap();
        rendered.len() > before
    }

    #[test]
    fn an_empty_uri_is_only_news_after_another() {
        let mut rendered = Rendered::default();
        assert!(!declare(&mut rendered, "", ""));
        assert!(declare(&mut rendered, "", "urn:a"));
        assert!(!declare(&mut rendered, "", "urn:a"));
        assert!(declare(&mut rendered, "", ""));
        rendered.truncate(1);
        assert!(!declare(&mut rendered, "", "urn:a"));
    }

    proptest! {
        // Few and many declarations, over both limits of the table in both directions.
        #[test]
        fn agrees_with_a_plain_list(steps in prop::collection::vec((0_u8..6, 0_u8..40, 0_u8..3), 0..400)) {
            let mut rendered = Rendered::default();
            let mut list: Vec<(String, String)> = Vec::new();
            for (what, prefix, uri) in steps {
                if what == 0 {
                    let keep = list.len().saturating_sub(usize::from(prefix));
                    rendered.truncate(keep);
                    list.truncate(keep);
                } else {
                    let (prefix, uri) = (format!("p{prefix}"), format!("urn:{uri}"));
                    let known = list.iter().rev().find(|entry| entry.0 == prefix).is_some_and(|entry| entry.1 == uri);
                    prop_assert_eq!(declare(&mut rendered, &prefix, &uri), !known);
                    if !known {
                        list.push((prefix, uri));
                    }
                }
                prop_assert_eq!(rendered.len(), list.len());
            }
        }
    }
}
