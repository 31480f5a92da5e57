//! The start of a document: which charset it is in, and the XML declaration.

use crate::runtime::fault::{Fault, Result};
use crate::xml::chars::is_space_byte;
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;

/// The charsets that the API reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// The charset that the first bytes tell, and the length of the byte order mark. Without a mark, a document begins with
/// an ASCII character (appendix F of XML 1.0), so that its zero byte tells. `None` where more bytes are needed.
pub(crate) fn charset_of(bytes: &[u8], is_complete: bool) -> Option<(Charset, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Charset::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Charset::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Charset::Utf16Be, 2)),
        [0, _, ..] => Some((Charset::Utf16Be, 0)),
        [_, 0, ..] => Some((Charset::Utf16Le, 0)),
        [0xEF, 0xBB] | [_] | [] if !is_complete => None,
        _ => Some((Charset::Utf8, 0)),
    }
}

/// Reads the XML declaration, if there is one (productions 23 to 26, 32, 80). The document is in UTF-8 by now; what it
/// was in before is in `document.charset`, and the declared encoding must agree.
pub(super) fn read(document: &mut Document) -> Result<()> {
    const START: &[u8] = b"<?xml";
    let input = &document.input;
    let rest = input.rest();
    if !input.is_complete() && START.starts_with(rest) {
        return Err(input.exhausted("the XML declaration"));
    }
    let Some(after) = rest.strip_prefix(START).filter(|after| after.first().is_none_or(|&byte| is_space_byte(byte)))
    else {
        return Ok(());
    };
    if !document.settings.read_declaration {
        let what = "An XML declaration is not allowed (WS_XML_READER_PROPERTY_READ_DECLARATION).";
        return Err(input.bad_format(input.position, what));
    }
    let Some(length) = after.windows(2).take(LONGEST).position(|pair| pair == b"?>") else {
        if after.len() >= LONGEST {
            return Err(bad(input));
        }
        return Err(input.exhausted("the XML declaration"));
    };
    let mut parts = Parts(after.get(..length).unwrap_or_default());
    let version = parts.next(b"version").ok_or_else(|| bad(input))?;
    if !matches!(version, [b'1', b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)) {
        return Err(input.bad_format(input.position, "The XML version is not 1.0."));
    }
    if let Some(encoding) = parts.next(b"encoding")
        && !document.charset.is_named(encoding)
    {
        let encoding = String::from_utf8_lossy(encoding);
        let what = format!("The declared encoding '{encoding}' is not the one that the document is in.");
        return Err(input.bad_format(input.position, what));
    }
    if parts.next(b"standalone").is_some_and(|value| value != b"yes" && value != b"no") || !parts.is_at_end() {
        return Err(bad(input));
    }
    document.input.position += START.len() + length + 2;
    Ok(())
}

/// A declaration is short: this bounds the search for its end.
const LONGEST: usize = 1024;

impl Charset {
    /// The byte order mark.
    pub(crate) fn mark(self) -> &'static [u8] {
        match self {
            Charset::Utf8 => b"\xEF\xBB\xBF",
            Charset::Utf16Le => b"\xFF\xFE",
            Charset::Utf16Be => b"\xFE\xFF",
        }
    }

    fn is_named(self, name: &[u8]) -> bool {
        match self {
            Charset::Utf8 => name.eq_ignore_ascii_case(b"utf-8"),
            Charset::Utf16Le => name.eq_ignore_ascii_case(b"utf-16") || name.eq_ignore_ascii_case(b"utf-16le"),
            Charset::Utf16Be => name.eq_ignore_ascii_case(b"utf-16") || name.eq_ignore_ascii_case(b"utf-16be"),
        }
    }
}

/// The pseudo-attributes of a declaration.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    /// The value of the next one, if it has this name; otherwise nothing is consumed.
    fn next(&mut self, name: &[u8]) -> Option<&'a [u8]> {
        let rest = skip_space(self.0);
        if rest.len() == self.0.len() {
            return None;
        }
        let rest = skip_space(skip_space(rest.strip_prefix(name)?).strip_prefix(b"=")?);
        let (&quote, rest) = rest.split_first()?;
        if quote != b'"' && quote != b'\'' {
            return None;
        }
        let length = rest.iter().position(|&byte| byte == quote)?;
        self.0 = rest.get(length + 1..)?;
        rest.get(..length)
    }

    fn is_at_end(&self) -> bool {
        skip_space(self.0).is_empty()
    }
}

/// White space as XML has it: ASCII's has the form feed, too.
fn skip_space(bytes: &[u8]) -> &[u8] {
    let space = bytes.iter().take_while(|&&byte| is_space_byte(byte)).count();
    bytes.get(space..).unwrap_or_default()
}

#[cold]
fn bad(input: &Input) -> Fault {
    input.bad_format(input.position, "The XML declaration is malformed.")
}

/// The answer to `<?`.
#[cold]
pub(super) fn refuse_instruction(input: &Input) -> Fault {
    let what = match input.rest() {
        [_, _, b'x', b'm', b'l', byte, ..] if is_space_byte(*byte) => {
            "An XML declaration stands elsewhere than at the start of the document."
        }
        _ => "Processing instructions are not supported.",
    };
    input.bad_format(input.position, what)
}
