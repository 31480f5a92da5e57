//! XML 1.0 as characters, in UTF-8 at first: the output is converted where another character encoding was asked for.

use super::escape::{self, CDATA, DOUBLE_QUOTED, SINGLE_QUOTED, TEXT};
use super::format;
use super::output::Output;
use super::value::{QName, Value};
use crate::runtime::fault::Result;
use crate::xml::value::base64;

const CDATA_START: &[u8] = b"<![CDATA[";
const CDATA_END: &[u8] = b"]]>";

/// Where characters go, which decides what has to be written as a reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Content,
    DoubleQuoted,
    SingleQuoted,
    CData,
}

/// What the text encoding has to remember.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) allow_invalid: bool,
    base64: base64::Encoder,
    /// Bytes were given to `base64` whose last group may wait for more.
    in_base64: bool,
    /// How many `]` a CDATA section ends with so far; two are as good as more.
    brackets: u8,
    /// Blanks per level; 0 for no line breaks either.
    pub(super) indent: u32,
    /// With indentation: what each open element has as content, the document first.
    contents: Vec<Content>,
    /// Characters on their way.
    scratch: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Content {
    Nothing,
    Nodes,
    /// White space would change what it says.
    Text,
}

impl Text {
    pub(super) fn new(allow_invalid: bool, indent: u32) -> Self {
        let contents = if indent == 0 { Vec::new() } else { vec![Content::Nothing] };
        Text { allow_invalid, indent, contents, ..Text::default() }
    }

    /// Writes the white space before a node, if any.
    #[inline]
    pub(super) fn before_node(&mut self, out: &mut Output) -> Result<()> {
        if self.indent == 0 { Ok(()) } else { self.break_line(out) }
    }

    #[cold]
    fn break_line(&mut self, out: &mut Output) -> Result<()> {
        let depth = self.contents.len() - 1;
        match self.contents.last_mut() {
            Some(Content::Text) | None => return Ok(()),
            // There is nothing before the first node of a document without a declaration.
            Some(content @ Content::Nothing) if depth == 0 && out.len() == 0 => *content = Content::Nodes,
            Some(content) => {
                *content = Content::Nodes;
                out.push(b'\n')?;
                out.fill(b' ', depth.saturating_mul(self.indent as usize))?;
            }
        }
        Ok(())
    }

    /// Goes into an element.
    #[inline]
    pub(super) fn open(&mut self) {
        if self.indent != 0 {
            self.contents.push(Content::Nothing);
        }
    }

    /// Leaves an element, and writes the white space before its end tag.
    #[inline]
    pub(super) fn close(&mut self, out: &mut Output) -> Result<()> {
        if self.indent == 0 { Ok(()) } else { self.close_line(out) }
    }

    #[cold]
    fn close_line(&mut self, out: &mut Output) -> Result<()> {
        if self.contents.pop() == Some(Content::Nodes) {
            out.push(b'\n')?;
            out.fill(b' ', (self.contents.len() - 1).saturating_mul(self.indent as usize))?;
        }
        Ok(())
    }

    /// Leaves an element that has no end tag.
    #[inline]
    pub(super) fn forget(&mut self) {
        if self.indent != 0 {
            self.contents.pop();
        }
    }

    /// Whether base64 text has to be completed first.
    #[inline]
    pub(super) fn is_in_base64(&self) -> bool {
        self.in_base64
    }

    /// Completes base64 text, before anything else is written.
    #[inline]
    pub(super) fn finish_base64(&mut self, out: &mut Output) -> Result<()> {
        if self.in_base64 { self.end_base64(out) } else { Ok(()) }
    }

    #[cold]
    fn end_base64(&mut self, out: &mut Output) -> Result<()> {
        self.in_base64 = false;
        self.scratch.clear();
        self.base64.finish(&mut self.scratch)?;
        out.put(&self.scratch)
    }

    /// Writes bytes as base64 text, a piece at a time, so that the way over the scratch memory is short.
    fn base64(&mut self, out: &mut Output, bytes: &[u8]) -> Result<()> {
        const PIECE: usize = 3 * 2048;
        self.in_base64 = true;
        for piece in bytes.chunks(PIECE) {
            self.scratch.clear();
            self.base64.encode(&mut self.scratch, piece)?;
            out.put(&self.scratch)?;
        }
        Ok(())
    }

    pub(super) fn start_cdata(&mut self, out: &mut Output) -> Result<()> {
        self.note_text();
        self.brackets = 0;
        out.put(CDATA_START)
    }

    pub(super) fn end_cdata(&mut self, out: &mut Output) -> Result<()> {
        out.put(CDATA_END)
    }

    #[inline]
    fn note_text(&mut self) {
        if let Some(content) = self.contents.last_mut() {
            *content = Content::Text;
        }
    }

    /// Writes a value.
    #[inline(always)]
    pub(super) fn value(&mut self, out: &mut Output, place: Place, value: &Value<'_>) -> Result<()> {
        if matches!(place, Place::Content | Place::CData) {
            self.note_text();
        }
        if let Value::Base64(bytes) = value {
            if !bytes.is_empty() {
                self.brackets = 0;
            }
            return self.base64(out, bytes);
        }
        self.finish_base64(out)?;
        match value {
            Value::Utf8(text) => self.characters(out, place, text.bytes),
            _ => self.item(out, place, value),
        }
    }

    fn item(&mut self, out: &mut Output, place: Place, value: &Value<'_>) -> Result<()> {
        match value {
            Value::Utf8(text) => self.characters(out, place, text.bytes),
            Value::Utf16(units) => escape::utf16_as_utf8(units, |piece| self.characters(out, place, piece)),
            Value::List(items) => self.list(out, place, items),
            Value::QName(QName { prefix, local, .. }) => {
                self.brackets = 0;
                match prefix {
                    Some(prefix) if !prefix.bytes.is_empty() => out.put_all([prefix.bytes, b":", local.bytes]),
                    _ => out.put(local.bytes),
                }
            }
            Value::Base64(bytes) => {
                self.base64(out, bytes)?;
                self.end_base64(out)
            }
            _ => {
                self.brackets = 0;
                self.scratch.clear();
                format::typed(&mut self.scratch, value)?;
                out.put(&self.scratch)
            }
        }
    }

    fn list(&mut self, out: &mut Output, place: Place, items: &[Value<'_>]) -> Result<()> {
        for (index, item) in items.iter().enumerate() {
            if index != 0 {
                self.brackets = 0;
                out.push(b' ')?;
            }
            self.item(out, place, item)?;
        }
        Ok(())
    }

    #[inline(always)]
    fn characters(&mut self, out: &mut Output, place: Place, text: &[u8]) -> Result<()> {
        match place {
            Place::Content => escape::put::<TEXT>(out, text, self.allow_invalid),
            Place::DoubleQuoted => escape::put::<DOUBLE_QUOTED>(out, text, self.allow_invalid),
            Place::SingleQuoted => escape::put::<SINGLE_QUOTED>(out, text, self.allow_invalid),
            Place::CData => self.cdata(out, text),
        }
    }

    /// A section cannot hold its own end, nor references: it is left for them and taken up again.
    fn cdata(&mut self, out: &mut Output, text: &[u8]) -> Result<()> {
        let mut rest = text;
        while let Some(stop) = escape::find::<CDATA>(rest)? {
            let (run, tail) = rest.split_at_checked(stop.at).unwrap_or((rest, &[]));
            out.put(run)?;
            if !run.is_empty() {
                self.brackets = 0;
            }
            match stop.character {
                ']' => {
                    out.push(b']')?;
                    self.brackets = (self.brackets + 1).min(2);
                }
                '>' if self.brackets == 2 => {
                    out.put_all([CDATA_END, CDATA_START, b">"])?;
                    self.brackets = 0;
                }
                '>' => {
                    out.push(b'>')?;
                    self.brackets = 0;
                }
                character => {
                    out.put(CDATA_END)?;
                    escape::put_reference(out, character, self.allow_invalid)?;
                    out.put(CDATA_START)?;
                    self.brackets = 0;
                }
            }
            rest = tail.get(stop.character.len_utf8()..).unwrap_or_default();
        }
        if !rest.is_empty() {
            self.brackets = 0;
        }
        out.put(rest)
    }
}
