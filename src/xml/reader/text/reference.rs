//! Character and entity references: the five predefined entities and the numeric forms.

use crate::runtime::fault::Result;
use crate::xml::chars::is_char;
use crate::xml::reader::input::Input;

/// The longest reference that means anything is `&#x10FFFF;`; leading zeros are allowed up to this many bytes.
const LONGEST: usize = 64;

/// Reads the reference at `at`, which is the index of its ampersand: the character and the index of what follows.
/// `None` where the window ends within it and more may follow.
pub(super) fn read(input: &Input, at: usize, allow_invalid: bool) -> Result<Option<(char, usize)>> {
    let rest = input.bytes().get(at + 1..).unwrap_or_default();
    let Some(length) = rest.iter().take(LONGEST).position(|&byte| byte == b';') else {
        if rest.len() < LONGEST {
            return if input.is_complete() { Err(bad(input, at)) } else { Ok(None) };
        }
        return Err(bad(input, at));
    };
    let c = match rest.get(..length).unwrap_or_default() {
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"amp" => Some('&'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x', digits @ ..] => number(digits, 16),
        [b'#', digits @ ..] => number(digits, 10),
        _ => None,
    };
    match c {
        Some(c) if allow_invalid || is_char(c) => Ok(Some((c, at + 1 + length + 1))),
        Some(c) => Err(input.bad_format(at, format!("The character U+{:04X} is not allowed in XML.", u32::from(c)))),
        None => Err(bad(input, at)),
    }
}

/// Whether the canonical form of a text has the same reference for this character.
pub(super) fn is_canonical(reference: Option<&[u8]>) -> bool {
    matches!(reference, Some(b"&amp;" | b"&lt;" | b"&gt;" | b"&#xD;"))
}

fn number(digits: &[u8], radix: u32) -> Option<char> {
    if digits.is_empty() {
        return None;
    }
    let code = digits
        .iter()
        .try_fold(0u32, |code, &digit| code.checked_mul(radix)?.checked_add(char::from(digit).to_digit(radix)?))?;
    char::from_u32(code)
}

#[cold]
fn bad(input: &Input, at: usize) -> crate::runtime::fault::Fault {
    input.bad_format(at, "An ampersand does not begin one of the references that XML knows without a DTD.")
}
