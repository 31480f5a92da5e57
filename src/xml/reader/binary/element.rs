//! Start tags: an element record and the attribute records after it.

use super::cursor::{Dictionaries, Use, byte, dictionary_string, letter_prefix, string};
use super::value::{self, code};
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Attribute, Name, Span, Text};
use crate::xml::reader::document::Document;

/// The first and last code of element records.
const SHORT_ELEMENT: u8 = 0x40;
const PREFIX_ELEMENT_Z: u8 = 0x77;
/// Items of all lists in the attributes of an element: an item takes one byte in the document, or two where it is a string
/// of a dictionary, and many in memory.
const MAX_LIST_ITEMS: usize = 4_096;

/// Whether a record begins an element.
#[inline]
pub(super) fn is_element(kind: u8) -> bool {
    (SHORT_ELEMENT..=PREFIX_ELEMENT_Z).contains(&kind)
}

/// Where the names of a record come from.
struct Names {
    prefix: Span,
    local: Span,
    next: usize,
}

/// What is counted over the attributes of an element.
#[derive(Default)]
struct Counts {
    plain: u32,
    declarations: u32,
    list_items: usize,
    /// There is a qualified name among the values, whose prefix may be declared later in the tag.
    has_qname: bool,
}

/// Reads the element record at `at` and its attributes into the present node. Answers the index of what follows.
#[inline]
pub(super) fn read(dictionaries: &Dictionaries, document: &mut Document, at: usize) -> Result<usize> {
    let kind = byte(&document.input, at, "an element")?;
    document.open_element(Span::default())?;
    let name = names(dictionaries, document, kind, at + 1)?;
    let mut at = name.next;
    let mut counts = Counts::default();
    loop {
        let kind = match document.input.bytes().get(at) {
            Some(&kind) => kind,
            None if document.input.is_complete() => break,
            None => return Err(document.input.exhausted("a start tag")),
        };
        at = match kind {
            0x08..=0x0B => declaration(dictionaries, document, kind, at + 1, &mut counts)?,
            0x04..=0x3F => attribute(dictionaries, document, kind, at + 1, &mut counts)?,
            _ => break,
        };
    }
    if counts.has_qname {
        let (scope, scratch) = (&document.scope, &document.scratch);
        for attribute in &mut document.node.attributes {
            value::resolve_qname(&mut attribute.value, scope, scratch);
        }
    }
    document.resolve(name.prefix, name.local, false)?;
    Ok(at)
}

/// The names of an element or attribute record. Both kinds have the same forms: short, with prefix, each with a string or
/// a dictionary's, and one form per letter.
#[inline(always)]
fn names(dictionaries: &Dictionaries, document: &mut Document, kind: u8, at: usize) -> Result<Names> {
    let (prefix, at) = match kind {
        0x05 | 0x07 | 0x41 | 0x43 => string(&document.input, at, Use::Name)?,
        0x0C..=0x25 => (letter_prefix(document, kind - 0x0C), at),
        0x26..=0x3F => (letter_prefix(document, kind - 0x26), at),
        0x44..=0x5D => (letter_prefix(document, kind - 0x44), at),
        0x5E..=0x77 => (letter_prefix(document, kind - 0x5E), at),
        _ => (Span::default(), at),
    };
    let (local, next) = match kind {
        0x06 | 0x07 | 0x0C..=0x25 | 0x42 | 0x43 | 0x44..=0x5D => {
            dictionary_string(dictionaries, document, at, Use::Name)?
        }
        _ => string(&document.input, at, Use::Name)?,
    };
    Ok(Names { prefix, local, next })
}

/// An attribute record that is not a namespace declaration.
#[inline(always)]
fn attribute(
    dictionaries: &Dictionaries,
    document: &mut Document,
    kind: u8,
    at: usize,
    counts: &mut Counts,
) -> Result<usize> {
    counts.plain += 1;
    document.check_attribute_count(counts.plain)?;
    let Names { prefix, local, next } = names(dictionaries, document, kind, at)?;
    if prefix.len == 0 && document.places().get(local) == b"xmlns" {
        return Err(document.input.bad_format(at, "A namespace declaration stands in a record for other attributes."));
    }
    let (value, next) = attribute_value(dictionaries, document, next, counts)?;
    let name = Name { prefix, local, ns: Span::default() };
    document.node.attributes.push(Attribute { single_quote: false, is_xmlns: false, name, value });
    Ok(next)
}

/// A namespace declaration.
fn declaration(
    dictionaries: &Dictionaries,
    document: &mut Document,
    kind: u8,
    at: usize,
    counts: &mut Counts,
) -> Result<usize> {
    // Each prefix is either new in scope, or repeats one that is; more than that cannot be without a prefix twice.
    let limit = document.settings.max_namespaces;
    counts.declarations += 1;
    if counts.declarations > limit.saturating_mul(2).saturating_add(1) {
        return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_NAMESPACES", limit));
    }
    let (prefix, at) = match kind {
        0x09 | 0x0B => string(&document.input, at, Use::Name)?,
        _ => (Span::default(), at),
    };
    let (uri, next) = match kind {
        0x08 | 0x09 => string(&document.input, at, Use::Text)?,
        _ => dictionary_string(dictionaries, document, at, Use::Text)?,
    };
    document.declare(prefix, uri, false)?;
    Ok(next)
}

/// A text record as the value of an attribute. Forms that end an element have no meaning here.
fn attribute_value(
    dictionaries: &Dictionaries,
    document: &mut Document,
    at: usize,
    counts: &mut Counts,
) -> Result<(Text, usize)> {
    let kind = byte(&document.input, at, "an attribute's value")?;
    if kind != code::START_LIST {
        return single(dictionaries, document, kind, at, counts);
    }
    let mut items = Vec::new();
    let mut at = at + 1;
    loop {
        let kind = byte(&document.input, at, "a list")?;
        if kind == code::END_LIST {
            return Ok((Text::List(items.into_boxed_slice()), at + 1));
        }
        counts.list_items += 1;
        if counts.list_items > MAX_LIST_ITEMS {
            return Err(Fault::quota("of list items in the attributes of an element", MAX_LIST_ITEMS));
        }
        let (item, next) = single(dictionaries, document, kind, at, counts)?;
        items.push(item);
        at = next;
    }
}

/// One text record of an attribute that is not a list.
#[inline(always)]
fn single(
    dictionaries: &Dictionaries,
    document: &mut Document,
    kind: u8,
    at: usize,
    counts: &mut Counts,
) -> Result<(Text, usize)> {
    if !(0x80..=code::QNAME_DICTIONARY).contains(&kind) || !kind.is_multiple_of(2) || kind == code::START_LIST {
        return Err(value::bad_kind(&document.input, at, kind));
    }
    if let Some((span, next)) = value::short(&document.input, kind, at + 1) {
        return Ok((Text::Utf8(span), next));
    }
    match value::run(&document.input, kind, at + 1)? {
        Some((form, len, start)) => {
            let text = value::whole(document, form, start, len as usize)?;
            Ok((text, start + len as usize))
        }
        None => {
            counts.has_qname |= kind == code::QNAME_DICTIONARY;
            value::scalar(dictionaries, document, kind, at + 1)
        }
    }
}
