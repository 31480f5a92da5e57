//! The start tag that is open: its attributes, and which prefix stands for which namespace in it.
//!
//! What a prefix means in a tag is settled when the tag ends, because declarations may follow their use. Until then the
//! scope has the bindings of the outer elements only.

use super::quoted;
use super::value::Str;
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::{append, is_short_and_letters, same, short_letters};
use crate::xml::ncname;
use crate::xml::node::{self, Node, NodeRef, Text};
use crate::xml::scope::{Scope, XML_NAMESPACE, XMLNS_NAMESPACE};
use core::hash::BuildHasher;
use core::ops::Range;
use std::collections::HashSet;
use std::hash::RandomState;

/// Up to here, looking at each attribute is faster than a set.
const FEW: usize = 24;
/// No version of a scope.
const UNKNOWN: u64 = 0;

/// The open start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// The names below, one after the other.
    bytes: Vec<u8>,
    prefixes: Vec<Prefix>,
    attributes: Vec<Attribute>,
    /// Keyed hashes of the attributes, once there are many.
    many: HashSet<u64>,
    keys: RandomState,
    /// Attributes and declarations that the caller wrote.
    written: usize,
    /// Prefixes that nothing declares yet.
    missing: usize,
    /// Prefixes that the tag declares.
    declared: usize,
    /// Of the scope, when the first of the prefixes was found to stand there for its namespace.
    version: u64,
    /// How many generated prefixes were tried: the next one starts there.
    generated: usize,
    /// The canonical form of the tag is wanted.
    is_sorting: bool,
    /// Its attributes may not be in the order that that has. Not said of those with a namespace.
    is_unsorted: bool,
    /// Where the attributes are, in that order.
    order: Vec<Range<usize>>,
}

/// A prefix that the tag uses or declares.
#[derive(Clone, Copy, Debug)]
struct Prefix {
    prefix: Part,
    ns: Part,
    ns_id: Option<u32>,
    binding: Binding,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Binding {
    /// An outer element declares it.
    Outer,
    /// This tag declares it.
    Here,
    /// Nobody does: the writer will, when the tag ends.
    Missing,
}

#[derive(Clone, Copy, Debug)]
struct Attribute {
    /// The local name, where [`short_letters`] has it, else 0.
    short: u128,
    /// The local name otherwise.
    local: Part,
    ns: Part,
    /// Where it begins, from the start of the tag.
    at: usize,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    start: usize,
    len: usize,
}

const NOTHING: Part = Part { start: 0, len: 0 };

/// A declaration that the end of the tag adds.
#[derive(Clone, Copy)]
pub(super) struct Declaration<'a> {
    pub(super) prefix: &'a [u8],
    pub(super) ns: Str<'a>,
}

impl Tag {
    /// Forgets the tag before.
    #[inline]
    pub(super) fn reset(&mut self) {
        self.bytes.clear();
        self.prefixes.clear();
        self.forget_attributes();
        (self.missing, self.declared) = (0, 0);
    }

    #[inline]
    fn forget_attributes(&mut self) {
        self.attributes.clear();
        if !self.many.is_empty() {
            self.many.clear();
        }
        (self.written, self.generated) = (0, 0);
        self.is_unsorted = false;
    }

    /// Says whether the canonical form of tags is wanted. What was found out before does not hold for that.
    pub(super) fn set_sorting(&mut self, is_sorting: bool) {
        self.is_sorting = is_sorting;
        self.is_unsorted = false;
        if is_sorting {
            self.forget_version();
        }
    }

    /// Lets the next element not go on from the one before.
    pub(super) fn forget_version(&mut self) {
        self.version = UNKNOWN;
    }

    /// Whether the attributes may not be in the order of the canonical form, which is wanted.
    #[inline]
    pub(super) fn is_unsorted(&self) -> bool {
        self.is_unsorted
    }

    /// Where the first attribute begins, and where they are in the order of the canonical form. `tag` is what was written
    /// of the tag; no attribute has a namespace.
    pub(super) fn in_order(&mut self, tag: &[u8]) -> (usize, &[Range<usize>]) {
        self.order.clear();
        let ends = self.attributes.iter().skip(1).map(|next| next.at).chain([tag.len()]);
        self.order.extend(self.attributes.iter().zip(ends).map(|(attribute, end)| attribute.at..end));
        let first = self.order.first().map_or(tag.len(), |place| place.start);
        fn name<'a>(tag: &'a [u8], place: &Range<usize>) -> &'a [u8] {
            let written = tag.get(place.clone()).unwrap_or_default();
            let end = written.iter().position(|byte| *byte == b'=').unwrap_or(written.len());
            written.get(1..end).unwrap_or_default()
        }
        self.order.sort_unstable_by(|a, b| name(tag, a).cmp(name(tag, b)));
        (first, &self.order)
    }

    /// Starts the tag of an element whose prefix stands for a namespace that it may stand for. Most elements are in the
    /// namespace of the one before: what was found out about it is used again while `version`, which changes with the
    /// scope, is the same.
    #[inline]
    pub(super) fn start(&mut self, scope: &Scope, version: u64, prefix: &[u8], ns: Str<'_>) -> Result<()> {
        if self.goes_on(version, Some(prefix), ns) {
            self.go_on();
            return Ok(());
        }
        self.start_afresh(scope, version, prefix, ns)
    }

    /// Whether an element with this prefix, or with whichever stands for the namespace, can do with what was found out
    /// about the one before.
    #[inline(always)]
    pub(super) fn goes_on(&self, version: u64, prefix: Option<&[u8]>, ns: Str<'_>) -> bool {
        let Some(first) = self.prefixes.first() else { return false };
        if version != self.version || first.ns_id != ns.id {
            return false;
        }
        let same_prefix = match prefix {
            Some(prefix) => same(self.get(first.prefix), prefix),
            None => true,
        };
        same_prefix && same(self.get(first.ns), ns.bytes)
    }

    /// Starts the tag of such an element.
    #[inline(always)]
    pub(super) fn go_on(&mut self) {
        if let Some(first) = self.prefixes.first() {
            self.bytes.truncate(first.ns.start + first.ns.len);
        }
        self.prefixes.truncate(1);
        self.forget_attributes();
        (self.missing, self.declared) = (0, 0);
    }

    /// Makes this what another one without attributes is. Keeps its memory.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.bytes.clone_from(&other.bytes);
        self.prefixes.clone_from(&other.prefixes);
        self.forget_attributes();
        self.written = other.written;
        (self.missing, self.declared) = (other.missing, other.declared);
        self.version = other.version;
        self.generated = other.generated;
    }

    /// Whether it has attributes.
    pub(super) fn has_attributes(&self) -> bool {
        !self.attributes.is_empty() || !self.many.is_empty()
    }

    /// What the element's prefix stands for.
    pub(super) fn namespace(&self) -> &[u8] {
        self.prefixes.first().map_or(&[], |first| self.get(first.ns))
    }

    /// The element's prefix.
    #[inline(always)]
    pub(super) fn prefix(&self) -> &[u8] {
        self.prefixes.first().map_or(&[], |first| self.get(first.prefix))
    }

    /// The prefix of the element before, if it stands for `ns` outside of the tag too.
    #[inline]
    pub(super) fn previous_prefix(&self, version: u64, ns: &[u8]) -> Option<&[u8]> {
        let first = self.prefixes.first()?;
        let stands = version == self.version && same(self.get(first.ns), ns);
        stands.then(|| self.get(first.prefix))
    }

    #[inline(never)]
    fn start_afresh(&mut self, scope: &Scope, version: u64, prefix: &[u8], ns: Str<'_>) -> Result<()> {
        self.reset();
        self.version = version;
        check_binding(prefix, ns.bytes)?;
        self.use_prefix(scope, prefix, ns)?;
        if self.missing != 0 {
            self.version = UNKNOWN;
        }
        Ok(())
    }

    /// Starts with the tag of an element that is there already, whatever the limits are now.
    pub(super) fn take_up(&mut self, scope: &Scope, element: NodeRef<'_>) -> Result<()> {
        self.reset();
        let Node { name, attributes, .. } = element.node;
        for declared in attributes.iter().filter(|attribute| attribute.is_xmlns) {
            self.declare(element.get(declared.name.prefix), element.get(declared.name.ns).into())?;
        }
        self.use_prefix(scope, element.get(name.prefix), element.get(name.ns).into())?;
        for node::Attribute { name, value, .. } in attributes.iter().filter(|attribute| !attribute.is_xmlns) {
            let (prefix, ns) = (element.get(name.prefix), element.get(name.ns));
            if !prefix.is_empty() {
                self.use_prefix(scope, prefix, ns.into())?;
            }
            self.add_attribute(element.get(name.local), ns, 0)?;
            self.use_prefixes_of(scope, element, value)?;
        }
        self.written = attributes.len();
        Ok(())
    }

    /// Keeps what qualified names in a value stand for.
    fn use_prefixes_of(&mut self, scope: &Scope, element: NodeRef<'_>, value: &Text) -> Result<()> {
        let values = match value {
            Text::List(items) => items,
            single => core::slice::from_ref(single),
        };
        for value in values {
            let Text::QName(name) = value else { continue };
            let prefix = element.get(name.prefix);
            if self.find(prefix).is_none()
                && let Some(ns) = outer(scope, prefix)
            {
                self.use_prefix(scope, prefix, ns.into())?;
            }
        }
        Ok(())
    }

    /// How many prefixes the tag uses or declares.
    pub(super) fn prefix_count(&self) -> usize {
        self.prefixes.len()
    }

    /// A prefix from the one of index `first` on that stands for another namespace outside of the tag.
    pub(super) fn rebound(&self, scope: &Scope, first: usize) -> Option<&[u8]> {
        let mut added = self.prefixes.iter().skip(first).filter(|added| added.binding != Binding::Outer);
        let rebinds = |added: &&Prefix| outer(scope, self.get(added.prefix)).is_some_and(|ns| ns != self.get(added.ns));
        added.find(rebinds).map(|added| self.get(added.prefix))
    }

    #[inline]
    fn get(&self, part: Part) -> &[u8] {
        self.bytes.get(part.start..part.start + part.len).unwrap_or_default()
    }

    #[inline]
    fn keep(&mut self, bytes: &[u8]) -> Part {
        let start = self.bytes.len();
        if !bytes.is_empty() {
            append(&mut self.bytes, bytes);
        }
        Part { start, len: bytes.len() }
    }

    /// Counts one more attribute or declaration.
    #[inline]
    pub(super) fn count(&mut self, limit: u32) -> Result<()> {
        if self.written + self.missing >= limit as usize {
            return Err(Fault::quota("WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES", limit));
        }
        self.written += 1;
        Ok(())
    }

    /// Notes an attribute, unless the tag has it. `at` is where it begins, from the start of the tag.
    #[inline]
    pub(super) fn add_attribute(&mut self, local: &[u8], ns: &[u8], at: usize) -> Result<()> {
        let is_new = if self.attributes.len() < FEW { !self.has(local, ns) } else { self.is_new_of_many(local, ns) };
        if !is_new {
            return Err(duplicate(local, ns));
        }
        let short = short_letters(local).unwrap_or_default();
        let (local, ns) = (self.keep(if short == 0 { local } else { b"" }), self.keep(ns));
        self.is_unsorted |= self.is_sorting && !self.follows(short);
        self.attributes.push(Attribute { short, local, ns, at });
        Ok(())
    }

    /// Notes and counts an attribute without a namespace, and says so, if that is allowed and does not take long. `short`
    /// is its local name as [`short_letters`] has it.
    #[inline(always)]
    pub(super) fn adds_attribute_shortly(&mut self, short: u128, at: usize, limit: u32) -> bool {
        if self.attributes.len() >= FEW
            || self.written + self.missing >= limit as usize
            || self.attributes.iter().any(|known| known.short == short)
        {
            return false;
        }
        self.is_unsorted |= self.is_sorting && !self.follows(short);
        self.attributes.push(Attribute { short, local: NOTHING, ns: NOTHING, at });
        self.written += 1;
        true
    }

    /// Whether an attribute with such a name, or 0, surely comes behind the last one in the canonical form.
    #[inline(always)]
    fn follows(&self, short: u128) -> bool {
        let in_order = |last: &Attribute| last.short != 0 && last.short.swap_bytes() < short.swap_bytes();
        self.attributes.last().is_none_or(in_order)
    }

    #[inline]
    fn has(&self, local: &[u8], ns: &[u8]) -> bool {
        let short = short_letters(local).unwrap_or_default();
        self.attributes.iter().any(|known| {
            known.short == short
                && known.ns.len == ns.len()
                && (short != 0 || same(self.get(known.local), local))
                && same(self.get(known.ns), ns)
        })
    }

    #[cold]
    fn is_new_of_many(&mut self, local: &[u8], ns: &[u8]) -> bool {
        if self.many.is_empty() {
            let hash = |known: &Attribute| self.hash(known.short, self.get(known.local), self.get(known.ns));
            self.many = self.attributes.iter().map(hash).collect();
        }
        let short = short_letters(local).unwrap_or_default();
        let hash = self.hash(short, if short == 0 { local } else { b"" }, ns);
        self.many.insert(hash) || !self.has(local, ns)
    }

    fn hash(&self, short: u128, local: &[u8], ns: &[u8]) -> u64 {
        self.keys.hash_one((short, local, ns))
    }

    /// What the tag itself lets a prefix stand for.
    #[inline]
    fn find(&self, prefix: &[u8]) -> Option<&Prefix> {
        self.prefixes.iter().find(|known| same(self.get(known.prefix), prefix))
    }

    /// The namespace that the tag itself lets a prefix stand for, if it uses or declares it.
    pub(super) fn own(&self, prefix: &[u8]) -> Option<&[u8]> {
        self.find(prefix).map(|known| self.get(known.ns))
    }

    /// Whether nothing stands for a namespace, and a prefix stands for nothing.
    pub(super) fn is_free(&self, scope: &Scope, prefix: &[u8], ns: &[u8]) -> bool {
        self.lookup(scope, prefix).is_none() && !self.find_prefix(scope, ns, false, &mut Vec::new())
    }

    /// The namespace that a prefix stands for, if any.
    pub(super) fn lookup<'a>(&'a self, scope: &'a Scope, prefix: &[u8]) -> Option<&'a [u8]> {
        match self.find(prefix) {
            Some(known) => Some(self.get(known.ns)),
            None => outer(scope, prefix),
        }
    }

    /// Lets a prefix stand for a namespace in this tag; the tag will declare it if nothing else does. The two must have
    /// passed [`check_binding`].
    #[inline]
    pub(super) fn use_prefix(&mut self, scope: &Scope, prefix: &[u8], ns: Str<'_>) -> Result<()> {
        if let Some(known) = self.find(prefix) {
            return if self.get(known.ns) == ns.bytes {
                Ok(())
            } else {
                Err(conflict(prefix, self.get(known.ns), ns.bytes))
            };
        }
        let binding = match outer(scope, prefix) {
            Some(bound) if bound == ns.bytes => Binding::Outer,
            _ => {
                self.missing += 1;
                Binding::Missing
            }
        };
        self.push(prefix, ns, binding);
        Ok(())
    }

    fn push(&mut self, prefix: &[u8], ns: Str<'_>, binding: Binding) {
        let prefix = self.keep(prefix);
        let kept = self.keep(ns.bytes);
        self.prefixes.push(Prefix { prefix, ns: kept, ns_id: ns.id, binding });
    }

    /// Notes a declaration that the caller writes.
    pub(super) fn declare(&mut self, prefix: &[u8], ns: Str<'_>) -> Result<()> {
        let Some(index) = self.prefixes.iter().position(|known| self.get(known.prefix) == prefix) else {
            self.push(prefix, ns, Binding::Here);
            self.declared += 1;
            return Ok(());
        };
        let known = self.prefixes.get(index).map_or(&[][..], |known| self.get(known.ns));
        if known != ns.bytes {
            let advice = "What was written cannot change its prefix: declare prefixes before the names that need one.";
            return Err(conflict(prefix, known, ns.bytes).context(advice));
        }
        if let Some(known) = self.prefixes.get_mut(index) {
            match known.binding {
                Binding::Here => return Err(twice(prefix)),
                Binding::Missing => self.missing -= 1,
                Binding::Outer => {}
            }
            known.binding = Binding::Here;
            self.declared += 1;
            self.version = UNKNOWN;
        }
        Ok(())
    }

    /// The prefix for a name of the element or an attribute in namespace `ns`, when the caller leaves the choice: one
    /// that stands for it already, else a new one. `with_default` allows the empty prefix.
    pub(super) fn choose_prefix(&mut self, scope: &Scope, ns: &[u8], with_default: bool, chosen: &mut Vec<u8>) {
        chosen.clear();
        if self.find_prefix(scope, ns, with_default, chosen)
            || ns.is_empty()
            || (with_default && self.find(b"").is_none())
        {
            return;
        }
        self.generate_prefix(scope, chosen);
    }

    /// As [`Tag::choose_prefix`], for a name in text: a new prefix is never the empty one, which elements want.
    pub(super) fn choose_prefix_of_content(&mut self, scope: &Scope, ns: &[u8], chosen: &mut Vec<u8>) {
        chosen.clear();
        if !self.find_prefix(scope, ns, true, chosen) && !ns.is_empty() {
            self.generate_prefix(scope, chosen);
        }
    }

    fn find_prefix(&self, scope: &Scope, ns: &[u8], with_default: bool, found: &mut Vec<u8>) -> bool {
        let here =
            self.prefixes.iter().find(|known| (with_default || known.prefix.len != 0) && self.get(known.ns) == ns);
        if let Some(known) = here {
            found.extend_from_slice(self.get(known.prefix));
            return true;
        }
        if let Some(outer) = scope.prefix_of(ns, with_default).map(|span| scope.get(span))
            && self.find(outer).is_none()
        {
            found.extend_from_slice(outer);
            return true;
        }
        false
    }

    fn generate_prefix(&mut self, scope: &Scope, prefix: &mut Vec<u8>) {
        loop {
            nth_prefix(self.generated, prefix);
            self.generated += 1;
            if self.find(prefix).is_none() && scope.lookup(prefix).is_none() {
                return;
            }
        }
    }

    /// Whether the end of the tag has declarations to add, or to hand to the scope.
    #[inline]
    pub(super) fn declares(&self) -> bool {
        self.missing + self.declared != 0
    }

    /// Whether the end of the tag has more to do than to say so.
    #[inline]
    pub(super) fn needs_more(&self) -> bool {
        self.declares() || self.is_unsorted
    }

    /// How many declarations the end of the tag has to add.
    #[inline]
    pub(super) fn missing(&self) -> usize {
        self.missing
    }

    /// The declarations that the end of the tag has to add.
    pub(super) fn missing_declarations(&self) -> impl Iterator<Item = Declaration<'_>> {
        self.prefixes.iter().filter(|known| known.binding == Binding::Missing).map(|known| Declaration {
            prefix: self.get(known.prefix),
            ns: Str { bytes: self.get(known.ns), id: known.ns_id },
        })
    }

    /// At most how many bytes those declarations take.
    pub(super) fn missing_size(&self) -> usize {
        const MARKUP: usize = br#" xmlns:="""#.len();
        const LONGEST_REFERENCE: usize = b"&quot;".len();
        self.missing_declarations()
            .map(|missing| MARKUP + missing.prefix.len() + missing.ns.bytes.len() * LONGEST_REFERENCE)
            .sum()
    }

    /// Notes that the scope, which is of `version` now, has the tag's bindings: elements within may go on from it. Not where
    /// another prefix of the tag stands for the same namespace, which then is the nearer one.
    pub(super) fn stands_within(&mut self, version: u64) {
        let Some((first, others)) = self.prefixes.split_first() else { return };
        if others.iter().any(|other| self.get(other.ns) == self.get(first.ns)) {
            return;
        }
        if let Some(first) = self.prefixes.first_mut() {
            first.binding = Binding::Outer;
        }
        self.version = version;
    }

    /// Hands the tag's bindings to the scope, whose innermost element it is.
    pub(super) fn bind(&self, scope: &mut Scope, limit: u32) -> Result<()> {
        for known in self.prefixes.iter().filter(|known| known.binding != Binding::Outer) {
            scope.declare(self.get(known.prefix), self.get(known.ns), limit)?;
        }
        Ok(())
    }
}

#[inline]
fn outer<'a>(scope: &'a Scope, prefix: &[u8]) -> Option<&'a [u8]> {
    scope.lookup(prefix).map(|span| scope.get(span))
}

/// Refuses what Namespaces in XML 1.0 does not let a prefix stand for, by whichever way it comes into a tag.
#[inline]
pub(super) fn check_binding(prefix: &[u8], ns: &[u8]) -> Result<()> {
    if !prefix.is_empty() {
        if ns.is_empty() {
            return Err(Fault::invalid_format(format!("The prefix {} cannot stand for no namespace.", quoted(prefix))));
        }
        if !is_short_and_letters(prefix) {
            ncname::verify_utf8(prefix).map_err(|fault| fault.context("The prefix is not valid."))?;
        }
    }
    if (prefix == b"xml") != (ns == XML_NAMESPACE) || prefix == b"xmlns" || ns == XMLNS_NAMESPACE {
        return Err(reserved(prefix, ns));
    }
    Ok(())
}

/// The names a, b, … z, aa, ab, … in this order.
fn nth_prefix(index: usize, name: &mut Vec<u8>) {
    name.clear();
    let mut left = index;
    loop {
        // At most 25, so it fits.
        name.push(b'a' + (left % 26) as u8);
        if left < 26 {
            break;
        }
        left = left / 26 - 1;
    }
    name.reverse();
}

#[cold]
fn reserved(prefix: &[u8], ns: &[u8]) -> Fault {
    let (prefix, ns) = (quoted(prefix), quoted(ns));
    Fault::invalid_format(format!(
        "The prefix \"{prefix}\" cannot stand for the namespace \"{ns}\": XML reserves one of them."
    ))
}

#[cold]
fn conflict(prefix: &[u8], first: &[u8], second: &[u8]) -> Fault {
    let (prefix, first, second) = (quoted(prefix), quoted(first), quoted(second));
    Fault::invalid_format(format!(
        "In one start tag the prefix \"{prefix}\" cannot stand for both \"{first}\" and \"{second}\"."
    ))
}

#[cold]
fn twice(prefix: &[u8]) -> Fault {
    let prefix = quoted(prefix);
    Fault::invalid_format(format!("The start tag declares the prefix \"{prefix}\" already."))
}

#[cold]
fn duplicate(local: &[u8], ns: &[u8]) -> Fault {
    let (local, ns) = (quoted(local), quoted(ns));
    Fault::invalid_format(format!("The element has an attribute \"{local}\" of the namespace \"{ns}\" already."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_prefixes_go_on_after_z() {
        let mut name = Vec::new();
        for (index, expected) in [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (701, "zz"), (702, "aaa")] {
            nth_prefix(index, &mut name);
            assert_eq!(name, expected.as_bytes(), "{index}");
        }
    }

    #[test]
    fn many_attributes_stay_distinct() {
        let mut tag = Tag::default();
        let name = |index: usize| format!("a{index}").into_bytes();
        for index in 0..5000 {
            tag.add_attribute(&name(index), b"", 0).unwrap();
            tag.add_attribute(&name(index), b"u", 0).unwrap();
        }
        for index in [0, 10, 11, 12, 13, 4999] {
            assert!(tag.add_attribute(&name(index), b"u", 0).is_err(), "{index}");
        }
        tag.reset();
        tag.add_attribute(b"a1", b"", 0).unwrap();
    }
}
