//! The parts that records are made of: lengths, strings, numbers. Each function takes an index and answers the index of
//! what follows; nothing is taken from the input before its node is whole.
//!
//! The functions of every record are inlined by force: their results are made of many small fields, which are slow to hand
//! over in memory. It makes half as much again of the speed.

use super::dictionary::{Dictionary, Int31, int31};
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::{is_printable, is_short_and_letters};
use crate::xml::chars::{decode_utf8, is_char};
use crate::xml::ncname;
use crate::xml::node::{Origin, Place, Span};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;
use crate::xml::reader::text::scan::find_special;

/// The dictionaries of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionaries {
    pub(super) fixed: Dictionary,
    pub(super) dynamic: Option<Dictionary>,
}

/// What a string is for, and so what it must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// A local name or prefix: an NCName.
    Name,
    /// Characters.
    Text,
}

/// The byte at an index.
#[inline]
pub(super) fn byte(input: &Input, at: usize, what: &str) -> Result<u8> {
    input.bytes().get(at).copied().ok_or_else(|| input.exhausted(what))
}

/// A fixed number of bytes.
#[inline]
pub(super) fn fixed<const N: usize>(input: &Input, at: usize) -> Result<([u8; N], usize)> {
    match input.bytes().get(at..).and_then(|rest| rest.first_chunk::<N>()) {
        Some(bytes) => Ok((*bytes, at + N)),
        None => Err(input.exhausted("a value")),
    }
}

/// A MultiByteInt31.
#[inline(always)]
pub(super) fn multi_byte_int31(input: &Input, at: usize) -> Result<(u32, usize)> {
    // Names and most texts are shorter than 128 bytes.
    if let Some(&byte @ ..0x80) = input.bytes().get(at) {
        return Ok((byte.into(), at + 1));
    }
    match int31(input.bytes(), at) {
        Int31::Value(value, next) => Ok((value, next)),
        Int31::Short => Err(input.exhausted("a number")),
        Int31::Bad => Err(input.bad_format(at, "A number has more than 31 bits.")),
    }
}

/// A string that stands in the document.
#[inline(always)]
pub(super) fn string(input: &Input, at: usize, wanted: Use) -> Result<(Span, usize)> {
    // The usual name, in a few steps.
    if let Some(&len @ 1..=16) = input.bytes().get(at)
        && let Some(name) = input.bytes().get(at + 1..at + 1 + usize::from(len))
        && is_short_and_letters(name)
    {
        return Ok((Span::new(Place::Input, at + 1, len.into()), at + 1 + usize::from(len)));
    }
    any_string(input, at, wanted)
}

fn any_string(input: &Input, at: usize, wanted: Use) -> Result<(Span, usize)> {
    let (len, start) = multi_byte_int31(input, at)?;
    let end = start + len as usize;
    let Some(bytes) = input.bytes().get(start..end) else {
        return Err(input.exhausted("a string"));
    };
    match wanted {
        Use::Name if ncname::prefix_utf8(bytes) == bytes.len() && len > 0 => {}
        Use::Name => return Err(bad_name(input, start, bytes)),
        Use::Text => {
            if let Some(bad) = find_bad_character(bytes) {
                return Err(bad_character(input, start + bad));
            }
        }
    }
    Ok((Span::new(Place::Input, start, len as usize), end))
}

/// A string that is named by its number in a dictionary: even numbers are those of the static one. The bytes are copied
/// to the scratch store, where they are safe from whatever happens to the dictionary.
#[inline]
pub(super) fn dictionary_string(
    dictionaries: &Dictionaries,
    document: &mut Document,
    at: usize,
    wanted: Use,
) -> Result<(Span, usize)> {
    let (number, next) = multi_byte_int31(&document.input, at)?;
    let (id, is_dynamic) = (number >> 1, number & 1 == 1);
    let (dictionary, origin) = if is_dynamic {
        (dictionaries.dynamic.as_ref(), Origin::DynamicDictionary)
    } else {
        (Some(&dictionaries.fixed), Origin::StaticDictionary)
    };
    let Some(entry) = dictionary.and_then(|dictionary| dictionary.get(id)) else {
        return Err(unknown_string(&document.input, at, id, is_dynamic));
    };
    match wanted {
        Use::Name if entry.is_name => {}
        Use::Name => return Err(bad_name(&document.input, at, entry.bytes)),
        Use::Text if entry.is_text => {}
        Use::Text => {
            let what = format!("The string {id} of the dictionary is not UTF-8 text with the characters of XML.");
            return Err(document.input.bad_format(at, what));
        }
    }
    let span = Span { id, origin, ..Span::new(Place::Scratch, document.scratch.len(), entry.bytes.len()) };
    document.scratch.extend_from_slice(entry.bytes);
    Ok((span, next))
}

/// The prefix that a record's code stands for: `a` to `z`.
#[inline]
pub(super) fn letter_prefix(document: &mut Document, index: u8) -> Span {
    let span = Span::new(Place::Scratch, document.scratch.len(), 1);
    document.scratch.push(b'a' + index);
    span
}

/// The index of the first byte that does not begin a character which XML allows, found at eight bytes a step.
#[inline]
pub(super) fn find_bad_character(bytes: &[u8]) -> Option<usize> {
    if is_printable(bytes) { None } else { find_bad_character_slowly(bytes) }
}

fn find_bad_character_slowly(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        // Zero is among the control characters that are looked for anyway.
        at = find_special::<0, 0, 0>(bytes, at);
        match bytes.get(at)? {
            b'\t' | b'\n' | b'\r' => at += 1,
            0x80.. => match decode_utf8(bytes.get(at..)?) {
                Some((c, length)) if is_char(c) => at += length,
                _ => return Some(at),
            },
            _ => return Some(at),
        }
    }
}

#[cold]
pub(super) fn bad_character(input: &Input, at: usize) -> Fault {
    let rest = input.bytes().get(at..).unwrap_or_default();
    let what = match (decode_utf8(rest), rest.first()) {
        (Some((c, _)), _) => format!("The character U+{:04X} is not allowed in XML.", u32::from(c)),
        (None, byte) => format!("The byte 0x{:02X} is not part of UTF-8 text.", byte.copied().unwrap_or(0)),
    };
    input.bad_format(at, what)
}

#[cold]
fn bad_name(input: &Input, at: usize, name: &[u8]) -> Fault {
    match ncname::verify_utf8(name) {
        Err(fault) => input.bad_format(at, fault.texts().concat()),
        Ok(()) => input.bad_format(at, "A name is malformed."),
    }
}

#[cold]
fn unknown_string(input: &Input, at: usize, id: u32, is_dynamic: bool) -> Fault {
    let which = if is_dynamic { "dynamic" } else { "static" };
    input.bad_format(at, format!("The {which} dictionary has no string with the id {id}."))
}
