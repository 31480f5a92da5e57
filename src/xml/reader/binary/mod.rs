//! The binary encoding: [MC-NBFX] records with the strings of a static dictionary ([MC-NBFS]) and of the session's
//! ([MC-NBFSE]), one node a step.
//!
//! The format has more freedom than XML: names and characters are checked here to be what XML allows, so that whatever
//! is read can be written as text. Lengths from the document are compared with the bytes that are there and never
//! allocated. Text that has no characters makes no node, as in the text encoding.

mod array;
mod cursor;
mod dictionary;
mod element;
mod value;

#[cfg(test)]
pub(in crate::xml::reader) mod tests;

use crate::runtime::fault::Result;
use crate::xml::chars::is_space_byte;
use crate::xml::node::{NodeKind, Place, Span, Text};
use crate::xml::reader::document::Document;
use array::Array;
use cursor::{Dictionaries, Use, bad_character, find_bad_character};
use value::{Form, code};

pub(crate) use array::{ArrayItems, ItemType};
pub(crate) use dictionary::{Dictionary, Strings};

const END_ELEMENT: u8 = 0x01;
const COMMENT: u8 = 0x02;
const ARRAY: u8 = 0x03;

/// What the binary encoding has to remember between nodes.
#[derive(Debug, Default)]
pub(crate) struct BinaryDecoder {
    dictionaries: Dictionaries,
    started: bool,
    state: State,
    /// Inside a list in an element's content.
    list: Option<List>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// A record.
    #[default]
    Record,
    /// The end of the element, which the last record said along with its text.
    EndElement,
    /// The rest of a text that was not in the window as a whole.
    Run(Run),
    /// The next part of an array's element.
    Array(Array),
}

#[derive(Clone, Copy, Debug)]
struct Run {
    form: Form,
    left: u32,
    ends_element: bool,
}

/// A list in content is given out item by item, so that it takes no memory.
#[derive(Clone, Copy, Debug)]
struct List {
    /// An item came last: a space comes before the next one.
    separate: bool,
}

impl BinaryDecoder {
    /// A decoder for one document. The session's table of strings, where there is one, has been read by the owner of the
    /// session: see [`Strings::read_session_table`].
    pub(crate) fn new(static_dictionary: Dictionary, dynamic_dictionary: Option<Dictionary>) -> Self {
        let dictionaries = Dictionaries { fixed: static_dictionary, dynamic: dynamic_dictionary };
        BinaryDecoder { dictionaries, ..Self::default() }
    }

    /// Reads the next node.
    #[inline]
    pub(crate) fn next(&mut self, document: &mut Document) -> Result<()> {
        if document.leave_node() {
            return Ok(());
        }
        if !self.started {
            self.started = true;
            document.input.set_binary();
        }
        loop {
            document.node_start = document.input.position;
            let is_node = match self.state {
                State::Record => self.record(document)?,
                State::EndElement => {
                    self.state = State::Record;
                    document.end_element();
                    true
                }
                State::Run(run) => self.run(document, run)?,
                State::Array(array) => {
                    self.state = array.next(&self.dictionaries, document)?;
                    true
                }
            };
            if is_node && self.is_allowed(document)? {
                return Ok(());
            }
            document.scratch.clear();
        }
    }

    /// The items of an array record from the present node on, when that is the start tag of one of them. Its name and
    /// attributes are those of all of them. `None` anywhere else.
    pub(crate) fn array_items<'a>(&self, document: &'a Document) -> Option<ArrayItems<'a>> {
        match self.state {
            State::Array(array) => array.items(document),
            _ => None,
        }
    }

    /// Passes over `count` items, which [`BinaryDecoder::array_items`] has shown. The end tag of the last of them
    /// becomes the present node.
    pub(crate) fn skip_array_items(&mut self, document: &mut Document, count: u32) {
        if let State::Array(array) = self.state
            && let Some(state) = array.skip(document, count)
        {
            self.state = state;
        }
    }

    /// Reads one record. Answers whether it made a node.
    #[inline]
    fn record(&mut self, document: &mut Document) -> Result<bool> {
        let input = &document.input;
        let at = input.position;
        let Some(&kind) = input.bytes().get(at) else {
            return self.end(document).map(|()| true);
        };
        if kind >= code::ZERO {
            return self.text(document, kind, at);
        }
        if self.list.is_some() {
            return Err(value::bad_kind(input, at, kind));
        }
        match kind {
            END_ELEMENT => {
                if document.scope.depth() == 0 {
                    return Err(input.bad_format(at, "An element ends that has not begun."));
                }
                document.input.position = at + 1;
                document.end_element();
            }
            _ if element::is_element(kind) => {
                document.input.position = element::read(&self.dictionaries, document, at)?;
            }
            COMMENT => comment(document, at)?,
            ARRAY => self.state = array::start(&self.dictionaries, document, at)?,
            _ => return Err(value::bad_kind(input, at, kind)),
        }
        Ok(true)
    }

    /// A text record.
    #[inline]
    fn text(&mut self, document: &mut Document, kind: u8, at: usize) -> Result<bool> {
        let input = &document.input;
        let ends_element = !kind.is_multiple_of(2);
        if self.list.is_none()
            && document.scope.depth() > 0
            && let Some((span, next)) = value::short(input, kind & !1, at + 1)
        {
            document.node.kind = NodeKind::Text;
            document.node.text = Text::Utf8(span);
            document.input.position = next;
            self.state = if ends_element { State::EndElement } else { State::Record };
            return Ok(span.len > 0);
        }
        if kind > code::QNAME_DICTIONARY + 1
            || ends_element && (self.list.is_some() || matches!(kind - 1, code::START_LIST | code::END_LIST))
        {
            return Err(value::bad_kind(input, at, kind));
        }
        if ends_element && document.scope.depth() == 0 {
            return Err(input.bad_format(at, "A text ends an element that has not begun."));
        }
        if let Some(list) = &mut self.list {
            if kind == code::END_LIST {
                document.input.position = at + 1;
                self.list = None;
                return Ok(false);
            }
            if list.separate {
                list.separate = false;
                document.node.kind = NodeKind::Text;
                document.node.text = Text::Utf8(Span::new(Place::Scratch, document.scratch.len(), 1));
                document.scratch.push(b' ');
                return Ok(true);
            }
        }
        if kind == code::START_LIST {
            if self.list.is_some() {
                return Err(value::bad_kind(input, at, kind));
            }
            document.input.position = at + 1;
            self.list = Some(List { separate: false });
            return Ok(false);
        }
        let kind = kind & !1;
        if let Some((form, left, start)) = value::run(input, kind, at + 1)? {
            document.input.position = start;
            if let Some(list) = &mut self.list {
                list.separate = true;
            }
            return self.run(document, Run { form, left, ends_element });
        }
        let (text, next) = value::scalar(&self.dictionaries, document, kind, at + 1)?;
        if let Some(list) = &mut self.list {
            list.separate = true;
        }
        document.node.kind = NodeKind::Text;
        document.node.text = text;
        if kind == code::QNAME_DICTIONARY {
            value::resolve_qname(&mut document.node.text, &document.scope, &document.scratch);
        }
        document.input.position = next;
        self.state = if ends_element { State::EndElement } else { State::Record };
        Ok(!matches!(document.node.text, Text::Utf8(Span { len: 0, .. })))
    }

    /// As much of a text as is in the window: all of it, if it can be.
    #[inline]
    fn run(&mut self, document: &mut Document, run: Run) -> Result<bool> {
        let start = document.input.position;
        let left = run.left as usize;
        let there = document.input.rest().len();
        let taken = if there >= left {
            document.node.text = value::whole(document, run.form, start, left)?;
            left
        } else {
            piece(document, run.form)?
        };
        document.input.position = start + taken;
        document.node.kind = NodeKind::Text;
        self.state = if taken < left {
            State::Run(Run { left: (left - taken) as u32, ..run })
        } else if run.ends_element {
            State::EndElement
        } else {
            State::Record
        };
        Ok(taken > 0)
    }

    /// Whether the node that was just read may stand where it does; white space outside the root element is passed over.
    #[inline]
    fn is_allowed(&self, document: &Document) -> Result<bool> {
        if document.node.kind != NodeKind::Text || document.scope.depth() > 0 || document.settings.allow_fragment {
            return Ok(true);
        }
        match document.node.text {
            Text::Utf8(span) if document.places().get(span).iter().all(|&byte| is_space_byte(byte)) => Ok(false),
            _ => Err(document.input.bad_format(document.node_start, "Text stands outside the root element.")),
        }
    }

    /// The document is at the end of the window.
    #[cold]
    fn end(&self, document: &mut Document) -> Result<()> {
        let input = &document.input;
        if self.list.is_some() {
            return Err(input.exhausted("a list"));
        }
        if document.scope.depth() > 0 || !input.is_complete() {
            return Err(input.exhausted("an element"));
        }
        if !document.has_root && !document.settings.allow_fragment {
            return Err(input.exhausted("a document without a root element"));
        }
        document.node.kind = NodeKind::Eof;
        Ok(())
    }
}

/// A comment. Two hyphens, which the binary form could hold, are refused as in text.
fn comment(document: &mut Document, at: usize) -> Result<()> {
    let (span, next) = cursor::string(&document.input, at + 1, Use::Text)?;
    let bytes = document.input.bytes().get(span.start as usize..next).unwrap_or_default();
    if bytes.ends_with(b"-") || bytes.windows(2).any(|pair| pair == b"--") {
        return Err(document.input.bad_format(at, "A comment must not contain '--' or end with '-'."));
    }
    document.input.position = next;
    document.node.kind = NodeKind::Comment;
    document.node.text = Text::Utf8(span);
    Ok(())
}

/// What the window has of a text that goes on beyond it, up to the last whole character. Binary data are cut where their
/// base64 form can be. Answers the number of bytes, which is more than none.
#[cold]
fn piece(document: &mut Document, form: Form) -> Result<usize> {
    let input = &document.input;
    let start = input.position;
    let rest = input.rest();
    if input.is_complete() {
        return Err(input.exhausted("a text"));
    }
    let taken = match form {
        Form::Base64 => rest.len() - rest.len() % 3,
        Form::Utf8 => match find_bad_character(rest) {
            None => rest.len(),
            Some(bad) if is_cut_off(rest.get(bad..).unwrap_or_default()) => bad,
            Some(bad) => return Err(bad_character(input, start + bad)),
        },
        Form::Utf16 => {
            let good = value::utf16_prefix(rest);
            match rest.get(good..).unwrap_or_default() {
                // Half a unit, or the first of two and no more than half of the second.
                [] | [_] => good,
                [_, high] | [_, high, _] if (0xD8..0xDC).contains(high) => good,
                _ => return Err(value::bad_utf16(input, start + good)),
            }
        }
    };
    if taken == 0 {
        return Err(input.exhausted("a text"));
    }
    let span = Span::new(Place::Input, start, taken);
    document.node.text = match form {
        Form::Base64 => Text::Base64(span),
        Form::Utf8 => Text::Utf8(span),
        Form::Utf16 => Text::Utf16(value::host_order(document, span)),
    };
    Ok(taken)
}

/// Whether bytes are the beginning of a character, and nothing is wrong with them but that there are too few.
fn is_cut_off(bytes: &[u8]) -> bool {
    matches!(core::str::from_utf8(bytes), Err(error) if error.valid_up_to() == 0 && error.error_len().is_none())
}
