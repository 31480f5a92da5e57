//! Arrays: one record that stands for a run of elements of the same name, each with a value of the same type.
//!
//! The tag is decoded once and its strings are put into the scope, where they stay while it is shown again and again, so
//! that an item costs the same however long the tag is.

use super::cursor::{self, Dictionaries, multi_byte_int31};
use super::value::{self, code};
use super::{END_ELEMENT, State, element};
use crate::runtime::fault::Result;
use crate::xml::node::{Name, NodeKind, Place, Span, Text};
use crate::xml::reader::document::Document;

/// The type of an array's items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ItemType {
    /// One byte, 0 or 1, which is not checked before the item is read.
    Bool,
    Int16,
    Int32,
    Int64,
    Float,
    Double,
    /// 16 bytes in the layout of DECIMAL, not checked either.
    Decimal,
    /// Ticks and two bits of zone, not checked either.
    DateTime,
    /// 100 ns.
    TimeSpan,
    Guid,
}

impl ItemType {
    /// The type that the code of a text record with an end tag stands for.
    fn of(kind: u8) -> Option<Self> {
        Some(match kind.checked_sub(1)? {
            code::BOOL => ItemType::Bool,
            code::INT16 => ItemType::Int16,
            code::INT32 => ItemType::Int32,
            code::INT64 => ItemType::Int64,
            code::FLOAT => ItemType::Float,
            code::DOUBLE => ItemType::Double,
            code::DECIMAL => ItemType::Decimal,
            code::DATE_TIME => ItemType::DateTime,
            code::TIME_SPAN => ItemType::TimeSpan,
            code::UUID => ItemType::Guid,
            _ => return None,
        })
    }

    fn code(self) -> u8 {
        match self {
            ItemType::Bool => code::BOOL,
            ItemType::Int16 => code::INT16,
            ItemType::Int32 => code::INT32,
            ItemType::Int64 => code::INT64,
            ItemType::Float => code::FLOAT,
            ItemType::Double => code::DOUBLE,
            ItemType::Decimal => code::DECIMAL,
            ItemType::DateTime => code::DATE_TIME,
            ItemType::TimeSpan => code::TIME_SPAN,
            ItemType::Guid => code::UUID,
        }
    }

    /// Bytes of an item; its numbers are little-endian.
    pub(crate) fn size(self) -> usize {
        match self {
            ItemType::Bool => 1,
            ItemType::Int16 => 2,
            ItemType::Int32 | ItemType::Float => 4,
            ItemType::Int64 | ItemType::Double | ItemType::DateTime | ItemType::TimeSpan => 8,
            ItemType::Decimal | ItemType::Guid => 16,
        }
    }
}

/// What an array has from the present element on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArrayItems<'a> {
    pub(crate) item: ItemType,
    /// The items that are in the window, as they stand in the document.
    pub(crate) bytes: &'a [u8],
}

/// Where in an array the decoder is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Array {
    item: ItemType,
    /// Items whose value has not been read.
    left: u32,
    next: Part,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Start,
    Value,
    End,
}

/// Reads the head of the array record at `at`. The first item's start tag becomes the present node.
#[cold]
pub(super) fn start(dictionaries: &Dictionaries, document: &mut Document, at: usize) -> Result<State> {
    let input = &document.input;
    let kind = cursor::byte(input, at + 1, "an array")?;
    if !element::is_element(kind) {
        return Err(value::bad_kind(input, at + 1, kind));
    }
    let end = element::read(dictionaries, document, at + 1)?;
    let input = &document.input;
    let kind = cursor::byte(input, end, "an array")?;
    if kind != END_ELEMENT {
        return Err(value::bad_kind(input, end, kind));
    }
    let kind = cursor::byte(input, end + 1, "an array")?;
    let Some(item) = ItemType::of(kind) else {
        return Err(input.bad_format(end + 1, format!("An array has items of the record 0x{kind:02X}.")));
    };
    let (left, next) = multi_byte_int31(input, end + 2)?;
    if left == 0 {
        return Err(input.bad_format(end + 2, "An array has no items."));
    }
    if left > 1 && document.scope.depth() == 1 && !document.settings.allow_fragment {
        return Err(input.bad_format(end + 2, "An array makes more than one root element."));
    }
    document.input.position = next;
    keep_tag(document)?;
    Ok(State::Array(Array { item, left, next: Part::Value }))
}

impl Array {
    /// Makes the next node and answers what comes after it.
    pub(super) fn next(self, dictionaries: &Dictionaries, document: &mut Document) -> Result<State> {
        match self.next {
            Part::Start => {
                document.node.kind = NodeKind::Element;
                Ok(State::Array(Array { next: Part::Value, ..self }))
            }
            Part::Value => {
                let at = document.input.position;
                let (text, next) = value::scalar(dictionaries, document, self.item.code(), at)?;
                document.node.kind = NodeKind::Text;
                document.node.text = text;
                document.input.position = next;
                Ok(State::Array(Array { left: self.left.saturating_sub(1), next: Part::End, ..self }))
            }
            Part::End => Ok(self.end(document)),
        }
    }

    /// The end tag of an item. The element stays open for the next one.
    fn end(self, document: &mut Document) -> State {
        if self.left == 0 {
            document.end_element();
            return State::Record;
        }
        document.node.kind = NodeKind::EndElement;
        State::Array(Array { next: Part::Start, ..self })
    }

    pub(super) fn items(self, document: &Document) -> Option<ArrayItems<'_>> {
        if self.next != Part::Value {
            return None;
        }
        let rest = document.input.rest();
        let size = self.item.size();
        let there = (rest.len() / size).min(self.left as usize) * size;
        Some(ArrayItems { item: self.item, bytes: rest.get(..there)? })
    }

    pub(super) fn skip(self, document: &mut Document, count: u32) -> Option<State> {
        let items = self.items(document)?;
        let there = (items.bytes.len() / self.item.size()) as u32;
        let count = count.min(there);
        if count == 0 {
            return None;
        }
        document.input.position += count as usize * self.item.size();
        Some(Array { left: self.left - count, ..self }.end(document))
    }
}

/// Moves what the tag points at into the scope.
fn keep_tag(document: &mut Document) -> Result<()> {
    let mut node = core::mem::take(&mut document.node);
    keep_name(document, &mut node.name)?;
    for attribute in &mut node.attributes {
        keep_name(document, &mut attribute.name)?;
        keep_text(document, &mut attribute.value)?;
    }
    document.node = node;
    Ok(())
}

fn keep_name(document: &mut Document, name: &mut Name) -> Result<()> {
    keep(document, &mut name.prefix)?;
    keep(document, &mut name.local)?;
    keep(document, &mut name.ns)
}

fn keep_text(document: &mut Document, text: &mut Text) -> Result<()> {
    match text {
        Text::Utf8(span) | Text::Utf16(span) | Text::Base64(span) => keep(document, span),
        Text::QName(name) => keep_name(document, name),
        Text::List(items) => items.iter_mut().try_for_each(|item| keep_text(document, item)),
        _ => Ok(()),
    }
}

fn keep(document: &mut Document, span: &mut Span) -> Result<()> {
    let store = match span.place {
        Place::Input => document.input.bytes(),
        Place::Scratch => &document.scratch,
        Place::Scope | Place::Own => return Ok(()),
    };
    let (start, len) = (span.start as usize, span.len as usize);
    let kept = document.scope.keep(store.get(start..start + len).unwrap_or_default())?;
    *span = Span { id: span.id, origin: span.origin, ..kept };
    Ok(())
}
