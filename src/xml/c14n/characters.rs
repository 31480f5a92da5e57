//! The characters that a text stands for, in whatever form its encoding holds them.

use super::output::Output;
use crate::runtime::fault::{Fault, Result};
use crate::xml::characters::write_text;
use crate::xml::node::{Places, Text};
use crate::xml::value::base64::write_base64;

/// Binary data that is turned into characters at a time, whole groups of three bytes: memory must not follow its length.
const BASE64_PIECE: usize = 3 * 256;
/// The same for characters of UTF-16, in bytes of UTF-8.
const UTF16_PIECE: usize = 1024;

/// Puts the characters of `text`, escaped for a text node or an attribute value. `scratch` is for one value.
#[inline]
pub(super) fn put<const ATTRIBUTE: bool>(
    output: &mut Output<'_>,
    text: &Text,
    places: &Places<'_>,
    scratch: &mut Vec<u8>,
) -> Result<()> {
    match text {
        Text::Utf8(span) => output.escaped::<ATTRIBUTE>(places.get(*span)),
        _ => put_other::<ATTRIBUTE>(output, text, places, scratch),
    }
}

fn put_other<const ATTRIBUTE: bool>(
    output: &mut Output<'_>,
    text: &Text,
    places: &Places<'_>,
    scratch: &mut Vec<u8>,
) -> Result<()> {
    scratch.clear();
    match text {
        Text::Utf8(span) => return output.escaped::<ATTRIBUTE>(places.get(*span)),
        Text::Utf16(span) => return put_utf16::<ATTRIBUTE>(output, places.get(*span), scratch),
        Text::Base64(span) => return put_base64(output, places.get(*span), scratch),
        Text::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    output.byte(b' ')?;
                }
                put::<ATTRIBUTE>(output, item, places, scratch)?;
            }
            return Ok(());
        }
        value => write_text(scratch, value, *places)?,
    }
    output.escaped::<ATTRIBUTE>(scratch)
}

fn put_utf16<const ATTRIBUTE: bool>(output: &mut Output<'_>, bytes: &[u8], scratch: &mut Vec<u8>) -> Result<()> {
    let (units, _) = bytes.as_chunks::<2>();
    for decoded in char::decode_utf16(units.iter().map(|unit| u16::from_ne_bytes(*unit))) {
        let Ok(character) = decoded else {
            return Err(Fault::invalid_format("UTF-16 text has half of a surrogate pair alone."));
        };
        scratch.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        if scratch.len() > UTF16_PIECE {
            output.escaped::<ATTRIBUTE>(scratch)?;
            scratch.clear();
        }
    }
    output.escaped::<ATTRIBUTE>(scratch)
}

fn put_base64(output: &mut Output<'_>, bytes: &[u8], scratch: &mut Vec<u8>) -> Result<()> {
    for piece in bytes.chunks(BASE64_PIECE) {
        scratch.clear();
        write_base64(scratch, piece)?;
        // Nothing in base64 needs escaping.
        output.put(scratch)?;
    }
    Ok(())
}
