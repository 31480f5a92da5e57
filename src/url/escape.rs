//! Percent-encoding (RFC 3986, section 2.1) of text as UTF-8, both ways.

use crate::runtime::fault::{Fault, Result};
use crate::url::Output;
use crate::url::syntax::{Component, Part, shown};

/// Gives the characters that a component stands for to `put`.
pub(super) fn unescape(part: Part<'_>, component: Component, mut put: impl FnMut(char)) -> Result<()> {
    let mut rest = part.chars;
    while let [unit, tail @ ..] = rest {
        let at = part.start + (part.chars.len() - rest.len());
        let name = component.name();
        if *unit != u16::from(b'%') {
            if !component.allows(*unit) {
                return Err(Fault::invalid_format(format!(
                    "The {name} of the URL holds {} at index {at}, which cannot stand there unescaped.",
                    shown(*unit)
                )));
            }
            put(char::from_u32(u32::from(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = tail;
            continue;
        }
        let (character, tail) = match escaped_char(rest) {
            Ok(found) => found,
            Err(what) => {
                return Err(Fault::invalid_format(format!("The {name} of the URL has {what} at index {at}.")));
            }
        };
        // A zero cuts a text short for whoever takes it for a C string (RFC 3986, 7.3). In a host, what has to be
        // escaped is a delimiter in disguise: a@b, a:1, a/b.
        let reason = match character {
            '\0' => "the escape of a zero character",
            c if component == Component::Host && c.is_ascii() && !component.allows(c as u16) => {
                "the escape of a character that no host has"
            }
            _ => {
                put(character);
                rest = tail;
                continue;
            }
        };
        return Err(Fault::invalid_format(format!("The {name} of the URL has {reason} at index {at}.")));
    }
    Ok(())
}

/// Appends the characters of a component, escaped where they have to be.
pub(super) fn escape(chars: &[u16], component: Component, out: &mut Output) -> Result<()> {
    let name = component.name();
    let mut next = 0;
    for character in char::decode_utf16(chars.iter().copied()) {
        let at = next;
        let character = character.map_err(|surrogate| {
            let unit = surrogate.unpaired_surrogate();
            Fault::invalid_format(format!("The {name} has the surrogate U+{unit:04X} without its pair at index {at}."))
        })?;
        next += character.len_utf16();
        match character {
            '\0' => return Err(Fault::invalid_format(format!("The {name} has a zero character at index {at}."))),
            c if c.is_ascii() && component.allows(c as u16) => out.push(c as u8)?,
            // Escaped, it would still be a delimiter to whoever reads the decoded host.
            c if c.is_ascii() && component == Component::Host => {
                let shown = shown(c as u16);
                return Err(Fault::invalid_format(format!("The host holds {shown} at index {at}, which no host has.")));
            }
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    out.text(&[b'%', hex_digit(byte >> 4), hex_digit(byte & 0xF)])?;
                }
            }
        }
    }
    Ok(())
}

fn hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'A' + (nibble - 10) }
}

/// The character that one to four escapes stand for, and what follows them; or what is wrong with them.
fn escaped_char(text: &[u16]) -> Result<(char, &[u16]), &'static str> {
    const NOT_UTF8: &str = "escapes that are not UTF-8";
    const NOT_HEX: &str = "a '%' without two hexadecimal digits";
    let (lead, mut rest) = escaped_byte(text).ok_or(NOT_HEX)?;
    let length = match lead {
        0..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return Err(NOT_UTF8),
    };
    let mut bytes = [lead, 0, 0, 0];
    for slot in bytes.iter_mut().take(length).skip(1) {
        let byte;
        (byte, rest) = escaped_byte(rest).ok_or(NOT_UTF8)?;
        *slot = byte;
    }
    // The table above sets the length only; overlong forms, surrogates and stray bytes are found here.
    let text = bytes.get(..length).and_then(|bytes| core::str::from_utf8(bytes).ok());
    text.and_then(|text| text.chars().next()).map(|character| (character, rest)).ok_or(NOT_UTF8)
}

fn escaped_byte(text: &[u16]) -> Option<(u8, &[u16])> {
    let [percent, high, low, rest @ ..] = text else { return None };
    let digit = |unit: &u16| char::from_u32(u32::from(*unit)).and_then(|c| c.to_digit(16));
    let value = digit(high)? << 4 | digit(low)?;
    u8::try_from(value).ok().filter(|_| *percent == u16::from(b'%')).map(|byte| (byte, rest))
}
