//! The open elements and the namespace bindings in scope: a stack that readers and writers of every encoding share.

use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::{append, same};
use crate::xml::node::{Place, Span};

/// Bound to the prefix `xml` in every document.
pub(crate) const XML_NAMESPACE: &[u8] = b"http://www.w3.org/XML/1998/namespace";
/// The namespace of namespace declarations, which no prefix may be bound to.
pub(crate) const XMLNS_NAMESPACE: &[u8] = b"http://www.w3.org/2000/xmlns/";

/// The open elements, each with the name it was opened by and the bindings it declares.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Names, prefixes and URIs, one after the other; an element that closes takes its own away. Empty until there is
    /// one, which many scopes never have: it stands for [`XML_BYTES`].
    bytes: Vec<u8>,
    /// Empty as long as `bytes` is: it stands for [`XML_BINDING`].
    bindings: Vec<Binding>,
    elements: Vec<Element>,
    /// How many bindings count for the quota.
    counted: u32,
    /// What the empty prefix is bound to: most names have none.
    default: Part,
    /// The binding that [`Scope::lookup_next`] found last, as long as no other can hide it. Of a prefix that is all in
    /// its key.
    recent: Option<Binding>,
}

#[derive(Clone, Copy, Debug)]
struct Binding {
    /// See [`key`].
    key: u64,
    prefix: Part,
    uri: Part,
    /// It says something that no outer binding says: the quota is of these.
    is_new: bool,
}

#[derive(Clone, Copy, Debug)]
struct Element {
    /// What the caller of [`Scope::open`] wants to know when the element closes.
    name: Part,
    /// The name is not in `Scope::bytes`: see [`Scope::open_outside`].
    is_outside: bool,
    /// The default namespace around it.
    default: Part,
    /// What to go back to.
    bytes: u32,
    bindings: u32,
}

/// A run of `Scope::bytes`.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: u32,
    len: u32,
}

/// Names are kept this many bytes at a time where that is faster.
pub(crate) const BLOCK: usize = 32;
const NOTHING: Part = Part { start: 0, len: 0 };
/// What a scope begins with.
const XML_BYTES: &[u8] = b"xmlhttp://www.w3.org/XML/1998/namespace";
const XML_BINDING: Binding = Binding {
    key: u64::from_le_bytes(*b"xml\0\0\0\0\0"),
    prefix: Part { start: 0, len: 3 },
    uri: Part { start: 3, len: XML_NAMESPACE.len() as u32 },
    is_new: false,
};

impl Part {
    #[inline]
    fn span(self) -> Span {
        Span::new(Place::Scope, self.start as usize, self.len as usize)
    }
}

impl Scope {
    /// Back to a document without elements. Keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.bindings.clear();
        self.elements.clear();
        self.counted = 0;
        self.default = NOTHING;
        self.recent = None;
    }

    /// Before anything is stored.
    #[inline(always)]
    fn begin(&mut self) {
        if self.bindings.is_empty() {
            self.begin_first();
        }
    }

    #[cold]
    #[inline(never)]
    fn begin_first(&mut self) {
        self.make_room();
        self.bytes.extend_from_slice(XML_BYTES);
        self.bindings.push(XML_BINDING);
    }

    /// What is open in most documents has room in this.
    fn make_room(&mut self) {
        self.bytes.reserve(512);
        self.bindings.reserve(16);
        self.elements.reserve(8);
    }

    /// Makes this what another one is. Keeps its memory.
    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.clear();
        if !other.bindings.is_empty() {
            self.make_room();
        }
        self.bytes.clone_from(&other.bytes);
        self.bindings.clone_from(&other.bindings);
        self.elements.clone_from(&other.elements);
        self.counted = other.counted;
        self.default = other.default;
    }

    /// As [`Scope::copy_from`], with the names that are kept in `outside` as well. What was kept otherwise is not copied.
    pub(crate) fn copy_with_names(&mut self, other: &Self, outside: &[u8]) -> Result<()> {
        self.clear();
        let ends = other.elements.iter().skip(1).map(|element| element.bindings as usize);
        for (element, end) in other.elements.iter().zip(ends.chain([other.bindings.len()])) {
            self.open(other.name_of(element, outside).unwrap_or_default())?;
            for binding in other.bindings.get(element.bindings as usize..end).unwrap_or_default() {
                self.declare(other.part(binding.prefix), other.part(binding.uri), u32::MAX)?;
            }
        }
        Ok(())
    }

    /// What spans of [`Place::Scope`] are resolved against.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        if self.bytes.is_empty() { XML_BYTES } else { &self.bytes }
    }

    #[inline]
    fn all_bindings(&self) -> &[Binding] {
        if self.bindings.is_empty() { &[XML_BINDING] } else { &self.bindings }
    }

    /// The bytes of a span that this scope gave out, as long as the element is open.
    #[inline]
    pub(crate) fn get(&self, span: Span) -> &[u8] {
        let start = span.start as usize;
        self.bytes().get(start..start + span.len as usize).unwrap_or_default()
    }

    /// Number of bindings in scope, hidden ones included.
    #[inline]
    pub(crate) fn binding_count(&self) -> usize {
        self.all_bindings().len()
    }

    /// Number of open elements.
    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.elements.len()
    }

    /// Opens an element; `name` is kept for [`Scope::name`]. Declarations that follow are the element's.
    #[inline]
    pub(crate) fn open(&mut self, name: &[u8]) -> Result<()> {
        self.begin();
        self.check_room(name.len())?;
        let (bytes, bindings) = (self.bytes.len() as u32, self.bindings.len() as u32);
        let name = store(&mut self.bytes, name);
        self.elements.push(Element { name, is_outside: false, default: self.default, bytes, bindings });
        Ok(())
    }

    /// As [`Scope::open`], for a name with a prefix.
    pub(crate) fn open_qualified(&mut self, prefix: &[u8], local: &[u8]) -> Result<()> {
        self.check_room(prefix.len() + 1 + local.len())?;
        self.open(prefix)?;
        self.bytes.push(b':');
        append(&mut self.bytes, local);
        if let Some(element) = self.elements.last_mut() {
            element.name.len += 1 + local.len() as u32;
        }
        Ok(())
    }

    /// Opens an element whose name is kept by the caller, in bytes that stay as they are: see [`Scope::name_in`].
    #[inline(always)]
    pub(crate) fn open_outside(&mut self, start: u32, len: u32) {
        self.begin();
        let (bytes, bindings) = (self.bytes.len() as u32, self.bindings.len() as u32);
        let name = Part { start, len };
        self.elements.push(Element { name, is_outside: true, default: self.default, bytes, bindings });
    }

    /// The name that the innermost element was opened with. `outside` is where those are that are kept outside.
    #[inline(always)]
    pub(crate) fn name_in<'a>(&'a self, outside: &'a [u8]) -> Option<&'a [u8]> {
        self.name_of(self.elements.last()?, outside)
    }

    #[inline(always)]
    fn name_of<'a>(&'a self, element: &Element, outside: &'a [u8]) -> Option<&'a [u8]> {
        let store = if element.is_outside { outside } else { &self.bytes };
        let start = element.name.start as usize;
        store.get(start..start + element.name.len as usize)
    }

    /// As [`Scope::name_in`], where no names are kept outside.
    #[inline]
    pub(crate) fn name(&self) -> Option<&[u8]> {
        self.name_in(b"")
    }

    /// As [`Scope::open`], with the name at the start of a block that has its room.
    #[inline(never)]
    pub(crate) fn open_block(&mut self, block: &[u8; BLOCK], len: usize) -> bool {
        self.begin();
        let (start, bindings) = (self.bytes.len(), self.bindings.len() as u32);
        if len > BLOCK || start > u32::MAX as usize - BLOCK {
            return false;
        }
        // Of a length that the compiler knows, and then cut.
        self.bytes.extend_from_slice(block);
        self.bytes.truncate(start + len);
        let name = Part { start: start as u32, len: len as u32 };
        let (is_outside, default, bytes) = (false, self.default, start as u32);
        self.elements.push(Element { name, is_outside, default, bytes, bindings });
        true
    }

    /// The name of the innermost element, if that has no bindings of its own.
    #[inline(always)]
    pub(crate) fn name_without_bindings(&self) -> Option<&[u8]> {
        let element = self.elements.last()?;
        if self.bindings.len() > element.bindings as usize {
            return None;
        }
        self.bytes.get(element.name.start as usize..(element.name.start + element.name.len) as usize)
    }

    /// As [`Scope::close`], where [`Scope::name_without_bindings`] has a name.
    #[inline(always)]
    pub(crate) fn close_without_bindings(&mut self) {
        if let Some(element) = self.elements.pop() {
            self.bytes.truncate(element.bytes as usize);
        }
    }

    /// Keeps bytes until the innermost element closes, beyond the time of one node.
    pub(crate) fn keep(&mut self, bytes: &[u8]) -> Result<Span> {
        self.begin();
        self.check_room(bytes.len())?;
        Ok(store(&mut self.bytes, bytes).span())
    }

    /// Closes the innermost element and forgets its bindings.
    #[inline(always)]
    pub(crate) fn close(&mut self) {
        if let Some(element) = self.elements.pop() {
            self.bytes.truncate(element.bytes as usize);
            if self.bindings.len() > element.bindings as usize {
                self.default = element.default;
                self.forget_bindings(element.bindings);
            }
        }
    }

    fn forget_bindings(&mut self, keep: u32) {
        let gone = self.bindings.get(keep as usize..).unwrap_or_default();
        self.counted -= gone.iter().map(|binding| u32::from(binding.is_new)).sum::<u32>();
        self.bindings.truncate(keep as usize);
        self.recent = None;
    }

    /// Binds a prefix (empty: the default namespace) for the innermost element. `limit` is the quota of unique bindings
    /// in scope: one that repeats what is in scope already does not count. The caller has checked that the binding is
    /// allowed and sees to it that it is the element's only one for this prefix.
    ///
    /// A URI is kept once, whatever is bound to it: in one scope, other spans are other URIs. That way names are compared
    /// in a time that does not depend on how long the URIs are.
    pub(crate) fn declare(&mut self, prefix: &[u8], uri: &[u8], limit: u32) -> Result<Span> {
        self.begin();
        let outer = self.bound(prefix).filter(|outer| same(self.part(outer.uri), uri));
        let binding = match outer {
            // What an outer binding says is there for as long as that is.
            Some(outer) => Binding { is_new: false, ..outer },
            None if self.counted >= limit => return Err(Fault::quota("MAX_NAMESPACES", limit)),
            None => {
                self.check_room(prefix.len() + uri.len())?;
                self.counted += 1;
                let is_it = |known: &&Binding| known.uri.len as usize == uri.len() && same(self.part(known.uri), uri);
                let known = self.all_bindings().iter().find(is_it).map(|known| known.uri);
                let prefix_part = store(&mut self.bytes, prefix);
                let uri = known.unwrap_or_else(|| store(&mut self.bytes, uri));
                Binding { key: key(prefix), prefix: prefix_part, uri, is_new: true }
            }
        };
        self.bindings.push(binding);
        self.recent = None;
        if prefix.is_empty() {
            self.default = binding.uri;
        }
        Ok(binding.uri.span())
    }

    /// The default namespace.
    #[inline]
    pub(crate) fn default_namespace(&self) -> Span {
        self.default.span()
    }

    /// The URI that a prefix is bound to. The default namespace is always bound, if only to none.
    #[inline]
    pub(crate) fn lookup(&self, prefix: &[u8]) -> Option<Span> {
        self.bound(prefix).map(|binding| binding.uri.span())
    }

    /// As [`Scope::lookup`], for names one after the other: most have the prefix of the one before.
    #[inline(always)]
    pub(crate) fn lookup_next(&mut self, prefix: &[u8]) -> Option<Span> {
        match self.recent {
            Some(recent) if recent.key == key(prefix) && recent.prefix.len as usize == prefix.len() => {
                Some(recent.uri.span())
            }
            _ => self.lookup_and_remember(prefix),
        }
    }

    #[inline(never)]
    fn lookup_and_remember(&mut self, prefix: &[u8]) -> Option<Span> {
        let found = self.bound(prefix)?;
        self.recent = Some(found).filter(|found| prefix.len() <= size_of_val(&found.key));
        Some(found.uri.span())
    }

    /// The binding of a prefix. That of the empty one has no more than its URI.
    #[inline]
    fn bound(&self, prefix: &[u8]) -> Option<Binding> {
        if prefix.is_empty() {
            return Some(Binding { key: 0, prefix: NOTHING, uri: self.default, is_new: false });
        }
        let (key, len) = (key(prefix), prefix.len() as u32);
        let is_bound = |binding: &&Binding| {
            binding.key == key
                && binding.prefix.len == len
                && (len as usize <= size_of_val(&key) || same(self.part(binding.prefix), prefix))
        };
        self.all_bindings().iter().rev().find(is_bound).copied()
    }

    /// As [`Scope::lookup`], without what the innermost element itself declares.
    pub(crate) fn lookup_outside(&self, prefix: &[u8]) -> Option<Span> {
        let all = self.all_bindings();
        let own = self.elements.last().map_or(all.len(), |element| element.bindings as usize);
        let outer = all.iter().take(own).rev().find(|binding| self.part(binding.prefix) == prefix);
        let none = || prefix.is_empty().then(|| Span::new(Place::Scope, 0, 0));
        outer.map(|binding| binding.uri.span()).or_else(none)
    }

    /// A prefix that is bound to `uri` and not hidden by an inner binding. `with_default` says whether the empty
    /// prefix may be the answer.
    pub(crate) fn prefix_of(&self, uri: &[u8], with_default: bool) -> Option<Span> {
        let all = self.all_bindings();
        let found = all.iter().enumerate().rev().find(|(index, binding)| {
            (with_default || binding.prefix.len != 0)
                && self.part(binding.uri) == uri
                && !all.iter().skip(index + 1).any(|inner| self.part(inner.prefix) == self.part(binding.prefix))
        });
        match found {
            Some((_, binding)) => Some(binding.prefix.span()),
            None if uri.is_empty() && with_default && self.lookup(b"").is_some_and(|span| span.len == 0) => {
                Some(Span::new(Place::Scope, 0, 0))
            }
            None => None,
        }
    }

    /// Whether the innermost element itself declares `prefix`.
    pub(crate) fn declares(&self, prefix: &[u8]) -> bool {
        let first = self.elements.last().map_or(0, |element| element.bindings as usize);
        self.bindings.iter().skip(first).any(|binding| self.part(binding.prefix) == prefix)
    }

    /// All bindings in scope as (prefix, URI), the outermost first; an inner one hides an outer one of the same prefix.
    pub(crate) fn bindings(&self) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> {
        self.all_bindings().iter().map(|binding| (self.part(binding.prefix), self.part(binding.uri)))
    }

    #[inline]
    fn part(&self, part: Part) -> &[u8] {
        self.bytes().get(part.start as usize..(part.start + part.len) as usize).unwrap_or_default()
    }

    #[inline]
    fn check_room(&self, more: usize) -> Result<()> {
        if self.bytes.len() + more > u32::MAX as usize {
            return Err(Fault::quota("size of names and namespaces in scope", u32::MAX));
        }
        Ok(())
    }
}

#[inline]
fn store(bytes: &mut Vec<u8>, part: &[u8]) -> Part {
    let start = bytes.len() as u32;
    append(bytes, part);
    Part { start, len: part.len() as u32 }
}

/// The first eight bytes of a prefix, with zeros after them: what is compared first, and enough for most.
#[inline(always)]
fn key(prefix: &[u8]) -> u64 {
    // Both ends of it, which overlap unless it has twice their size.
    let len = prefix.len() as u32;
    if let Some(first) = prefix.first_chunk::<8>() {
        return u64::from_le_bytes(*first);
    }
    if let (Some(first), Some(last)) = (prefix.first_chunk::<4>(), prefix.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (len - 4));
    }
    if let (Some(first), Some(last)) = (prefix.first_chunk::<2>(), prefix.last_chunk::<2>()) {
        return u64::from(u16::from_le_bytes(*first)) | u64::from(u16::from_le_bytes(*last)) << (8 * (len - 2));
    }
    prefix.first().copied().map_or(0, u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uri<'a>(scope: &'a Scope, prefix: &[u8]) -> Option<&'a [u8]> {
        scope.lookup(prefix).map(|span| &scope.bytes()[span.start as usize..(span.start + span.len) as usize])
    }

    #[test]
    fn inner_bindings_hide_outer_ones_until_closed() {
        let mut scope = Scope::default();
        assert_eq!(uri(&scope, b"xml"), Some(XML_NAMESPACE));
        assert_eq!(uri(&scope, b""), Some(&b""[..]));
        assert_eq!(uri(&scope, b"p"), None);
        scope.open(b"p:a").unwrap();
        scope.declare(b"p", b"urn:1", 8).unwrap();
        scope.declare(b"", b"urn:d", 8).unwrap();
        scope.open(b"b").unwrap();
        scope.declare(b"p", b"urn:2", 8).unwrap();
        assert!(scope.declares(b"p") && !scope.declares(b""));
        assert_eq!(uri(&scope, b"p"), Some(&b"urn:2"[..]));
        assert_eq!(scope.lookup_outside(b"p").map(|span| span.len), Some(5));
        assert_ne!(scope.lookup_outside(b"p"), scope.lookup(b"p"));
        assert_eq!(scope.lookup_outside(b"q"), None);
        assert_eq!(scope.prefix_of(b"urn:1", true), None);
        assert_eq!(scope.prefix_of(b"urn:d", false), None);
        assert!(scope.prefix_of(b"urn:d", true).is_some());
        assert_eq!(scope.prefix_of(b"", true), None);
        scope.close();
        assert_eq!(uri(&scope, b"p"), Some(&b"urn:1"[..]));
        assert_eq!(scope.name(), Some(&b"p:a"[..]));
        scope.close();
        assert_eq!((uri(&scope, b"p"), scope.depth()), (None, 0));
        assert!(scope.prefix_of(b"", true).is_some());
    }

    #[test]
    fn a_uri_lies_at_one_place() {
        let mut scope = Scope::default();
        scope.open(b"a").unwrap();
        scope.declare(b"p", b"urn:1", 8).unwrap();
        scope.open(b"b").unwrap();
        scope.declare(b"p", b"urn:2", 8).unwrap();
        scope.declare(b"q", b"urn:2", 8).unwrap();
        scope.declare(b"r", b"urn:3", 8).unwrap();
        // That of the outermost element is hidden and not forgotten.
        scope.declare(b"s", b"urn:1", 8).unwrap();
        assert_eq!(scope.lookup(b"p"), scope.lookup(b"q"));
        assert_ne!(scope.lookup(b"p"), scope.lookup(b"r"));
        assert_eq!((uri(&scope, b"q"), uri(&scope, b"s")), (Some(&b"urn:2"[..]), Some(&b"urn:1"[..])));
        scope.close();
        assert_eq!(scope.lookup(b"q"), None);
        scope.open(b"c").unwrap();
        scope.declare(b"s", b"urn:2", 8).unwrap();
        assert_ne!(scope.lookup(b"p"), scope.lookup(b"s"));
        assert_eq!(uri(&scope, b"s"), Some(&b"urn:2"[..]));
    }

    #[test]
    fn keys_are_the_first_eight_bytes() {
        let prefix = b"abcdefghijkl";
        for len in 0..=prefix.len() {
            let padded = [&prefix[..len], &[0; 8]].concat();
            assert_eq!(key(&prefix[..len]).to_le_bytes(), padded[..8], "{len}");
        }
        assert_eq!(XML_BINDING.key, key(b"xml"));
        assert_eq!(XML_BYTES, [b"xml", XML_NAMESPACE].concat());
    }

    #[test]
    fn names_that_are_kept_outside_are_copied() {
        let outside = b"<p:a><b>";
        let mut scope = Scope::default();
        scope.open_outside(1, 3);
        scope.declare(b"p", b"urn:1", 8).unwrap();
        scope.declare(b"", b"urn:d", 8).unwrap();
        scope.open(b"inside").unwrap();
        scope.declare(b"p", b"urn:1", 8).unwrap();
        scope.open_outside(6, 1);
        scope.declare(b"", b"", 8).unwrap();
        let mut copy = Scope::default();
        copy.copy_with_names(&scope, outside).unwrap();
        for depth in (1..4).rev() {
            assert_eq!((copy.depth(), copy.counted), (depth, scope.counted));
            assert_eq!(copy.name(), scope.name_in(outside));
            assert!(copy.bindings().eq(scope.bindings()));
            assert_eq!(uri(&copy, b""), uri(&scope, b""));
            copy.close();
            scope.close();
        }
        assert!(copy.name().is_none() && copy.bindings().eq(scope.bindings()));
    }

    proptest! {
        /// Against a list of all that was declared and not closed.
        #[test]
        fn prefixes_are_bound_as_in_a_list(
            steps in prop::collection::vec((0..4_u8, "(xml|a|ab|abcdefgh|abcdefghi|abcdefghj|)", "(|u|urn:2)"), 0..40),
        ) {
            let mut scope = Scope::default();
            let xml = (b"xml".to_vec(), XML_NAMESPACE.to_vec());
            let mut levels = vec![vec![xml]];
            for (step, prefix, uri) in steps {
                let prefix = prefix.into_bytes();
                match step {
                    0 => {
                        scope.open(b"name").unwrap();
                        levels.push(Vec::new());
                    }
                    1 if levels.len() > 1 => {
                        scope.close();
                        levels.pop();
                    }
                    _ if levels.len() > 1 && !scope.declares(&prefix) => {
                        scope.declare(&prefix, uri.as_bytes(), 100).unwrap();
                        levels.last_mut().unwrap().push((prefix, uri.into_bytes()));
                    }
                    _ => {}
                }
                let all: Vec<_> = levels.iter().flatten().map(|(prefix, uri)| (&prefix[..], &uri[..])).collect();
                prop_assert!(scope.bindings().eq(all.iter().copied()));
                prop_assert_eq!(scope.binding_count(), all.len());
                for prefix in [&b""[..], b"xml", b"a", b"ab", b"abcdefgh", b"abcdefghi", b"abcdefghj", b"b"] {
                    let expected = all.iter().rev().find(|bound| bound.0 == prefix).map(|bound| bound.1);
                    let expected = expected.or(prefix.is_empty().then_some(b""));
                    prop_assert_eq!(scope.lookup(prefix).map(|span| scope.get(span)), expected);
                    for _ in 0..2 {
                        let found = scope.lookup_next(prefix);
                        prop_assert_eq!(found.map(|span| scope.get(span)), expected);
                    }
                }
                if let Some(prefix) = levels.last().and_then(|level| level.first()) {
                    // What the next step may hide or take away.
                    scope.lookup_next(&prefix.0);
                }
            }
        }
    }

    #[test]
    fn bindings_have_a_quota() {
        let mut scope = Scope::default();
        scope.open(b"a").unwrap();
        scope.declare(b"p", b"u", 1).unwrap();
        let fault = scope.declare(b"q", b"u", 1).unwrap_err();
        assert_eq!(fault.code(), crate::abi::WS_E_QUOTA_EXCEEDED);
        scope.open(b"b").unwrap();
        scope.declare(b"p", b"u", 1).unwrap();
        scope.close();
        scope.close();
        scope.open(b"a").unwrap();
        scope.declare(b"q", b"u", 1).unwrap();
    }
}
