//! The text encoding: XML 1.0 and Namespaces in XML 1.0 in UTF-8, one pass, one node a step.
//!
//! A scanner of our own, not quick-xml's: that one borrows its input per event, knows nothing of rows, quotas and
//! partial windows, and leaves half of the well-formedness rules to its user; see docs/architecture.md for the figures.
//! Processing instructions and DTDs are refused, since the API has no nodes for them.

mod declaration;
mod reference;
pub(crate) mod scan;
mod tag;
#[cfg(test)]
mod tests;

use crate::runtime::fault::Result;
use crate::xml::chars::{decode_utf8, is_char, is_space_byte};
use crate::xml::node::{NodeKind, Place, Span, Text};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;
use scan::find_special;

pub(crate) use declaration::{Charset, charset_of};

/// Text that has to be decoded (references, line ends) is given out in pieces of about this size, so that memory does
/// not follow the length of a text.
const DECODED_PIECE: usize = 32 * 1024;

/// What the text encoding has to remember between nodes.
#[derive(Debug, Default)]
pub(crate) struct TextDecoder {
    /// The declaration has been looked for.
    started: bool,
    /// Inside a CDATA section.
    in_cdata: bool,
    /// The declaration has been looked for, and this is not a CDATA section.
    is_in_content: bool,
}

impl TextDecoder {
    /// Between the nodes of an element's content.
    pub(crate) fn in_content() -> Self {
        TextDecoder { started: true, in_cdata: false, is_in_content: true }
    }

    /// Whether it is between the nodes of an element's content.
    pub(crate) fn is_in_content(&self) -> bool {
        self.started && self.is_in_content && !self.in_cdata
    }

    /// Whether nothing has been read.
    pub(crate) fn is_new(&self) -> bool {
        !self.started
    }

    /// Reads the next node.
    #[inline(always)]
    pub(crate) fn next(&mut self, document: &mut Document) -> Result<()> {
        if document.leave_node() {
            return Ok(());
        }
        let at = document.input.position;
        document.node_start = at;
        // Most nodes are these, and nothing has to be looked at for them but the bytes.
        if self.is_in_content && document.scope.depth() > 0 {
            let bytes = document.input.bytes();
            match bytes.get(at) {
                Some(b'<') => match bytes.get(at + 1) {
                    Some(b'/') => return tag::end_tag(document),
                    Some(b'a'..=b'z' | b'A'..=b'Z') => return tag::start_tag(document),
                    _ => {}
                },
                Some(_) => return text(document),
                None => {}
            }
        }
        self.next_of_any(document)
    }

    /// [`TextDecoder::next`] where the document begins or ends, and for all that is rare.
    #[inline(never)]
    fn next_of_any(&mut self, document: &mut Document) -> Result<()> {
        document.is_canonical = false;
        if self.in_cdata {
            return self.cdata(document);
        }
        if !self.started {
            self.started = true;
            self.is_in_content = true;
            declaration::read(document)?;
        }
        loop {
            let input = &document.input;
            match input.rest() {
                [b'<', b'/', ..] => return tag::end_tag(document),
                [b'<', b'!', ..] => return self.bang(document),
                [b'<', b'?', ..] => return Err(declaration::refuse_instruction(input)),
                [b'<', _, ..] => return tag::start_tag(document),
                [b'<'] => return Err(input.exhausted("a tag")),
                [] => return end(document),
                _ if document.scope.depth() > 0 || document.settings.allow_fragment => return text(document),
                _ => {
                    skip_space(document)?;
                    document.node_start = document.input.position;
                }
            }
        }
    }

    /// `<!-- … -->` and `<![CDATA[`.
    fn bang(&mut self, document: &mut Document) -> Result<()> {
        const CDATA: &[u8] = b"<![CDATA[";
        let input = &document.input;
        let rest = input.rest();
        if rest.starts_with(b"<!--") {
            return comment(document);
        }
        if rest.starts_with(CDATA) {
            if document.scope.depth() == 0 && !document.settings.allow_fragment {
                return Err(input.bad_format(input.position, "A CDATA section stands outside the root element."));
            }
            document.input.position += CDATA.len();
            document.node.kind = NodeKind::CData;
            self.in_cdata = true;
            self.is_in_content = false;
            return Ok(());
        }
        if CDATA.starts_with(rest) || b"<!--".starts_with(rest) {
            return Err(input.exhausted("a markup declaration"));
        }
        let what = if rest.starts_with(b"<!DOCTYPE") {
            "Document type declarations are not supported."
        } else {
            "After '<!' only a comment or a CDATA section can follow."
        };
        Err(input.bad_format(input.position, what))
    }

    /// The content of a CDATA section, and its end.
    fn cdata(&mut self, document: &mut Document) -> Result<()> {
        if document.input.rest().starts_with(b"]]>") {
            document.input.position += 3;
            document.node.kind = NodeKind::EndCData;
            self.in_cdata = false;
            self.is_in_content = true;
            return Ok(());
        }
        let mut run = Run::start(document);
        loop {
            // No '<' or '&' here, so that all three slots look for the bracket.
            let at = find_special::<b']', b']', b']'>(document.input.bytes(), run.at);
            run.at = at;
            match document.input.bytes().get(at..) {
                Some([b']', b']', b'>', ..]) => break,
                Some([b']', b']'] | [b']']) => {
                    if document.input.is_complete() {
                        return Err(document.input.exhausted("a CDATA section"));
                    }
                    break;
                }
                Some([b']', ..]) => run.at += 1,
                None | Some([]) => {
                    if document.input.is_complete() {
                        return Err(document.input.exhausted("a CDATA section"));
                    }
                    break;
                }
                Some([byte, ..]) => {
                    let byte = *byte;
                    if run.step(document, byte)? {
                        break;
                    }
                }
            }
        }
        run.finish(document, "a CDATA section")
    }
}

/// The document is at the end of the window.
#[cold]
fn end(document: &mut Document) -> Result<()> {
    let input = &document.input;
    if document.scope.depth() > 0 || !input.is_complete() {
        return Err(input.exhausted("an element"));
    }
    if !document.has_root && !document.settings.allow_fragment {
        return Err(input.exhausted("a document without a root element"));
    }
    document.node.kind = NodeKind::Eof;
    Ok(())
}

/// White space between the declaration, comments and the root element is not content.
fn skip_space(document: &mut Document) -> Result<()> {
    let input = &mut document.input;
    let space = input.rest().iter().take_while(|&&byte| is_space_byte(byte)).count();
    if space == 0 {
        return Err(input.bad_format(input.position, "Text stands outside the root element."));
    }
    input.position += space;
    Ok(())
}

/// Character data up to the next markup, in one piece where nothing has to be decoded.
#[inline(always)]
fn text(document: &mut Document) -> Result<()> {
    let start = document.input.position;
    let bytes = document.input.bytes();
    let mut at = start;
    if bytes.get(at) == Some(&b'\n') {
        // Indentation is the most frequent text of all.
        at += 1;
    }
    at = find_special::<b'<', b'&', b'>'>(bytes, at);
    if bytes.get(at) == Some(&b'<') {
        // Nothing to decode and nothing to check: most texts.
        document.input.position = at;
        document.node.kind = NodeKind::Text;
        document.node.text = Text::Utf8(Span::new(Place::Input, start, at - start));
        document.is_canonical = true;
        return Ok(());
    }
    other_text(document, Run { start, at, copied: None, is_canonical: true })
}

/// [`text`] from the first byte that needs a closer look.
#[inline(never)]
fn other_text(document: &mut Document, mut run: Run) -> Result<()> {
    loop {
        let bytes = document.input.bytes();
        let at = find_special::<b'<', b'&', b'>'>(bytes, run.at);
        run.at = at;
        match bytes.get(at) {
            Some(b'<') => break,
            None => {
                run.hold_brackets(document);
                break;
            }
            Some(b'&') => {
                if run.decode(document) {
                    break;
                }
                match reference::read(&document.input, at, document.settings.allow_invalid_character_references)? {
                    Some((c, end)) => {
                        run.is_canonical &= reference::is_canonical(document.input.bytes().get(at..end));
                        run.put(document, c, end);
                    }
                    None => break,
                }
                if run.is_full(document) {
                    break;
                }
            }
            Some(b'>') => {
                if bytes.get(..at).is_some_and(|before| before.ends_with(b"]]")) && run.covers(at - 2) {
                    return Err(document.input.bad_format(at - 2, "The text contains ']]>'."));
                }
                run.is_canonical = false;
                run.at = at + 1;
            }
            Some(&byte) => {
                if run.step(document, byte)? {
                    break;
                }
            }
        }
    }
    run.finish(document, "character data")?;
    document.is_canonical = run.is_canonical;
    Ok(())
}

/// `<!-- … -->`: the content is one piece, and it may not contain two hyphens.
fn comment(document: &mut Document) -> Result<()> {
    document.input.position += 4;
    let mut run = Run::start(document);
    loop {
        let bytes = document.input.bytes();
        let at = find_special::<b'-', b'-', b'-'>(bytes, run.at);
        run.at = at;
        match bytes.get(at..) {
            Some([b'-', b'-', b'>', ..]) => break,
            Some([b'-', b'-', _, ..]) => {
                return Err(document.input.bad_format(at, "A comment must not contain '--'."));
            }
            Some([b'-', b'-'] | [b'-'] | []) | None => return Err(document.input.exhausted("a comment")),
            Some([b'-', ..]) => run.at += 1,
            Some([byte, ..]) => {
                let byte = *byte;
                if run.step_whole(document, byte)? {
                    return Err(document.input.exhausted("a comment"));
                }
            }
        }
    }
    let end = run.at + 3;
    run.end(document);
    document.node.kind = NodeKind::Comment;
    document.input.position = end;
    Ok(())
}

/// A stretch of characters: a span of the input as long as nothing has to be decoded, then a copy in the scratch store.
struct Run {
    start: usize,
    /// The next byte to look at.
    at: usize,
    /// The first byte that is not in the scratch store yet, once there is something in it.
    copied: Option<usize>,
    /// All of it stands in the input as the canonical form of a text has it.
    is_canonical: bool,
}

impl Run {
    #[inline]
    fn start(document: &Document) -> Self {
        Run { start: document.input.position, at: document.input.position, copied: None, is_canonical: true }
    }

    /// Whether a byte belongs to this stretch as it stands in the input.
    fn covers(&self, index: usize) -> bool {
        index >= self.copied.unwrap_or(self.start)
    }

    /// Begins or goes on to decode. Answers `true` when what was found so far is long enough to be a node of its own.
    fn decode(&mut self, document: &mut Document) -> bool {
        if self.is_cut() || self.copied.is_none() && self.at - self.start >= DECODED_PIECE {
            return true;
        }
        self.copy(document);
        false
    }

    /// Ends the stretch at its last decoded character if a long plain one follows, which need not be copied.
    fn is_cut(&mut self) -> bool {
        match self.copied {
            Some(copied) if self.at - copied >= DECODED_PIECE => {
                self.at = copied;
                true
            }
            _ => false,
        }
    }

    /// Copies what lies between the last decoded character and the present byte.
    fn copy(&mut self, document: &mut Document) {
        let from = self.copied.unwrap_or(self.start);
        let piece = document.input.bytes().get(from..self.at).unwrap_or_default();
        document.scratch.extend_from_slice(piece);
        self.copied = Some(self.at);
    }

    /// Takes a decoded character in place of the bytes up to `end`.
    fn put(&mut self, document: &mut Document, c: char, end: usize) {
        document.scratch.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        self.at = end;
        self.copied = Some(end);
    }

    /// Leaves brackets at the end of the window for the next piece: what follows could make them ']]>'.
    fn hold_brackets(&mut self, document: &Document) {
        if document.input.is_complete() {
            return;
        }
        let bytes = document.input.bytes();
        for _ in 0..2 {
            if self.at > self.copied.unwrap_or(self.start) && bytes.get(self.at - 1) == Some(&b']') {
                self.at -= 1;
            }
        }
    }

    fn is_full(&self, document: &Document) -> bool {
        document.scratch.len() >= DECODED_PIECE
    }

    /// Passes a byte that is not markup: a control character or the start of one beyond ASCII. Answers `true` when the
    /// stretch ends before it.
    #[inline]
    fn step(&mut self, document: &mut Document, byte: u8) -> Result<bool> {
        if byte == b'\r' && self.decode(document) {
            return Ok(true);
        }
        if self.step_whole(document, byte)? {
            return Ok(true);
        }
        Ok(self.is_full(document))
    }

    /// Like [`Run::step`], for what must stay in one piece. `true` means that the window ends within the character.
    #[inline]
    fn step_whole(&mut self, document: &mut Document, byte: u8) -> Result<bool> {
        let input = &document.input;
        match byte {
            b'\n' | b'\t' => self.at += 1,
            b'\r' => {
                self.is_canonical = false;
                // Section 2.11: both CR LF and CR alone are read as LF.
                match input.bytes().get(self.at + 1) {
                    None if !input.is_complete() => return Ok(true),
                    next => {
                        let end = self.at + 1 + usize::from(next == Some(&b'\n'));
                        self.copy(document);
                        self.put(document, '\n', end);
                    }
                }
            }
            0x80.. => {
                let bytes = input.bytes();
                loop {
                    let rest = bytes.get(self.at..).unwrap_or_default();
                    match decode_utf8(rest) {
                        Some((c, length)) if is_char(c) => self.at += length,
                        None if rest.len() < 4 && !input.is_complete() => return Ok(true),
                        _ => return Err(bad_character(&document.input, self.at)),
                    }
                    if bytes.get(self.at).is_none_or(u8::is_ascii) {
                        break;
                    }
                }
            }
            0x20..0x80 => self.at += 1,
            _ => return Err(bad_character(&document.input, self.at)),
        }
        Ok(false)
    }

    /// Makes the stretch the present node's text.
    #[inline]
    fn end(&mut self, document: &mut Document) {
        let span = if self.copied.is_some() {
            self.copy(document);
            Span::new(Place::Scratch, 0, document.scratch.len())
        } else {
            Span::new(Place::Input, self.start, self.at - self.start)
        };
        document.input.position = self.at;
        document.node.text = Text::Utf8(span);
    }

    /// Makes the stretch a text node, if there is anything in it.
    #[inline]
    fn finish(&mut self, document: &mut Document, what: &str) -> Result<()> {
        self.is_cut();
        if self.at == self.start {
            return Err(document.input.exhausted(what));
        }
        self.end(document);
        document.node.kind = NodeKind::Text;
        Ok(())
    }
}

#[cold]
fn bad_character(input: &Input, at: usize) -> crate::runtime::fault::Fault {
    let rest = input.bytes().get(at..).unwrap_or_default();
    let what = match (decode_utf8(rest), rest.first()) {
        (Some((c, _)), _) => format!("The character U+{:04X} is not allowed in XML.", u32::from(c)),
        (None, Some(byte)) => format!("The byte 0x{byte:02X} is not part of UTF-8 text."),
        (None, None) => "The document ends inside a character.".into(),
    };
    input.bad_format(at, what)
}
