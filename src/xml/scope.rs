//! The open elements and the namespace bindings in scope: a stack that readers and writers of every encoding share.

use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::{append, same};
use crate::xml::node::{Place, Span};

/// Bound to the prefix `xml` in every document.
pub(crate) const XML_NAMESPACE: &[u8] = b"http://www.w3.org/XML/1998/namespace";
/// The namespace of namespace declarations, which no prefix may be bound to.
pub(crate) const XMLNS_NAMESPACE: &[u8] = b"http://www.w3.org/2000/xmlns/";

/// The open elements, each with the name it was opened by and the bindings it declares.
#[derive(Debug)]
pub(crate) struct Scope {
    /// Names, prefixes and URIs, one after the other; an element that closes takes its own away.
    bytes: Vec<u8>,
    bindings: Vec<Binding>,
    elements: Vec<Element>,
    /// How many bindings count for the quota.
    counted: u32,
    /// What the empty prefix is bound to: most names have none.
    default: Part,
}

#[derive(Clone, Copy, Debug)]
struct Binding {
    prefix: Part,
    uri: Part,
    /// It says something that no outer binding says: the quota is of these.
    is_new: bool,
}

#[derive(Clone, Copy, Debug)]
struct Element {
    /// What the caller of [`Scope::open`] wants to know when the element closes.
    name: Part,
    /// The default namespace around it.
    default: Part,
    /// What to go back to.
    bytes: u32,
    bindings: u32,
}

/// A run of `Scope::bytes`.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: u32,
    len: u32,
}

/// Names are kept this many bytes at a time where that is faster.
pub(crate) const BLOCK: usize = 32;
const NOTHING: Part = Part { start: 0, len: 0 };

impl Part {
    #[inline]
    fn span(self) -> Span {
        Span::new(Place::Scope, self.start as usize, self.len as usize)
    }
}

impl Default for Scope {
    fn default() -> Self {
        // What is open in most documents has room in these.
        let mut scope = Scope {
            bytes: Vec::with_capacity(512),
            bindings: Vec::with_capacity(16),
            elements: Vec::with_capacity(8),
            counted: 0,
            default: NOTHING,
        };
        scope.clear();
        scope
    }
}

impl Scope {
    /// Back to a document without elements. Keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.bindings.clear();
        self.elements.clear();
        let bytes = &mut self.bytes;
        self.counted = 0;
        self.default = NOTHING;
        self.bindings.push(Binding { prefix: store(bytes, b"xml"), uri: store(bytes, XML_NAMESPACE), is_new: false });
    }

    /// Makes this what another one is. Keeps its memory.
    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.bytes.clone_from(&other.bytes);
        self.bindings.clone_from(&other.bindings);
        self.elements.clone_from(&other.elements);
        self.counted = other.counted;
        self.default = other.default;
    }

    /// What spans of [`Place::Scope`] are resolved against.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of a span that this scope gave out, as long as the element is open.
    #[inline]
    pub(crate) fn get(&self, span: Span) -> &[u8] {
        let start = span.start as usize;
        self.bytes.get(start..start + span.len as usize).unwrap_or_default()
    }

    /// Number of bindings in scope, hidden ones included.
    #[inline]
    pub(crate) fn binding_count(&self) -> usize {
        self.bindings.len()
    }

    /// Number of open elements.
    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.elements.len()
    }

    /// Opens an element; `name` is kept for [`Scope::name`]. Declarations that follow are the element's.
    #[inline]
    pub(crate) fn open(&mut self, name: &[u8]) -> Result<()> {
        self.check_room(name.len())?;
        let (bytes, bindings) = (self.bytes.len() as u32, self.bindings.len() as u32);
        let name = store(&mut self.bytes, name);
        self.elements.push(Element { name, default: self.default, bytes, bindings });
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

    /// Opens an element whose name is kept by the caller, who finds it by these numbers: see [`Scope::kept_outside`].
    #[inline(always)]
    pub(crate) fn open_outside(&mut self, start: u32, len: u32) {
        let (bytes, bindings) = (self.bytes.len() as u32, self.bindings.len() as u32);
        self.elements.push(Element { name: Part { start, len }, default: self.default, bytes, bindings });
    }

    /// Start and length that [`Scope::open_outside`] was given for the innermost element. Not for others.
    #[inline(always)]
    pub(crate) fn kept_outside(&self) -> Option<(u32, u32)> {
        self.elements.last().map(|element| (element.name.start, element.name.len))
    }

    /// The name that the innermost element was opened with; not where it is kept outside.
    #[inline]
    pub(crate) fn name(&self) -> Option<&[u8]> {
        let part = self.elements.last()?.name;
        self.bytes.get(part.start as usize..(part.start + part.len) as usize)
    }

    /// As [`Scope::open`], with the name at the start of a block that has its room.
    #[inline(never)]
    pub(crate) fn open_block(&mut self, block: &[u8; BLOCK], len: usize) -> bool {
        let (start, bindings) = (self.bytes.len(), self.bindings.len() as u32);
        if len > BLOCK || start > u32::MAX as usize - BLOCK {
            return false;
        }
        // Of a length that the compiler knows, and then cut.
        self.bytes.extend_from_slice(block);
        self.bytes.truncate(start + len);
        let name = Part { start: start as u32, len: len as u32 };
        self.elements.push(Element { name, default: self.default, bytes: start as u32, bindings });
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
        let gone = self.bindings.drain(keep as usize..);
        self.counted -= gone.filter(|binding| binding.is_new).count() as u32;
    }

    /// Binds a prefix (empty: the default namespace) for the innermost element. `limit` is the quota of unique bindings
    /// in scope: one that repeats what is in scope already does not count. The caller has checked that the binding is
    /// allowed and sees to it that it is the element's only one for this prefix.
    pub(crate) fn declare(&mut self, prefix: &[u8], uri: &[u8], limit: u32) -> Result<Span> {
        let is_new = self.lookup(prefix).is_none_or(|span| self.part(Part { start: span.start, len: span.len }) != uri);
        if is_new && self.counted >= limit {
            return Err(Fault::quota("MAX_NAMESPACES", limit));
        }
        self.check_room(prefix.len() + uri.len())?;
        let binding = Binding { prefix: store(&mut self.bytes, prefix), uri: store(&mut self.bytes, uri), is_new };
        self.counted += u32::from(is_new);
        self.bindings.push(binding);
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
        if prefix.is_empty() {
            return Some(self.default.span());
        }
        let found = self
            .bindings
            .iter()
            .rev()
            .find(|binding| binding.prefix.len as usize == prefix.len() && same(self.part(binding.prefix), prefix));
        found.map(|binding| binding.uri.span())
    }

    /// As [`Scope::lookup`], without what the innermost element itself declares.
    pub(crate) fn lookup_outside(&self, prefix: &[u8]) -> Option<Span> {
        let own = self.elements.last().map_or(self.bindings.len(), |element| element.bindings as usize);
        let outer = self.bindings.iter().take(own).rev().find(|binding| self.part(binding.prefix) == prefix);
        let none = || prefix.is_empty().then(|| Span::new(Place::Scope, 0, 0));
        outer.map(|binding| binding.uri.span()).or_else(none)
    }

    /// A prefix that is bound to `uri` and not hidden by an inner binding. `with_default` says whether the empty
    /// prefix may be the answer.
    pub(crate) fn prefix_of(&self, uri: &[u8], with_default: bool) -> Option<Span> {
        let found = self.bindings.iter().enumerate().rev().find(|(index, binding)| {
            (with_default || binding.prefix.len != 0)
                && self.part(binding.uri) == uri
                && !self
                    .bindings
                    .iter()
                    .skip(index + 1)
                    .any(|inner| self.part(inner.prefix) == self.part(binding.prefix))
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
        self.bindings.iter().map(|binding| (self.part(binding.prefix), self.part(binding.uri)))
    }

    #[inline]
    fn part(&self, part: Part) -> &[u8] {
        self.bytes.get(part.start as usize..(part.start + part.len) as usize).unwrap_or_default()
    }

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

#[cfg(test)]
mod tests {
    use super::*;

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
