//! The XML writer: checks every step against XML 1.0 and Namespaces in XML 1.0, and hands it to an encoding.
//!
//! A start tag stays open for attributes until something else is written; it goes straight into the output all the
//! same, and counts as written only when it ends. A call that fails writes nothing: the state is checked before anything
//! changes, and what fails after that faults the writer, whose output then ends where it ended before the call.

mod beginning;
mod binary;
mod buffer;
mod canonical;
mod content;
mod escape;
mod format;
mod markup;
mod mtom;
mod nodes;
mod output;
mod raw;
mod reopen;
mod settings;
mod short;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod typed;
mod value;
mod whole;
mod wide;

pub(crate) use beginning::Beginning;
pub(crate) use binary::ItemKind;
pub(crate) use mtom::Package;
pub(crate) use settings::Settings;
pub(crate) use value::{QName, Str, Value, Way};
pub(crate) use wide::Charset;

use crate::abi::{E_INVALIDARG, WS_E_INVALID_OPERATION};
use crate::runtime::fault::{Fault, Result};
use crate::xml::scope::Scope;
use binary::Binary;
use mtom::Mtom;
use nodes::Nodes;
use output::Output;
use raw::Raw;
use tag::Tag;
use text::Text;
use wide::Wide;

/// How a document is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Encoding {
    Text(Charset),
    Binary,
    Raw,
}

/// The engine behind WS_XML_WRITER.
#[derive(Debug)]
pub(crate) struct Writer {
    state: State,
    /// A call failed half way: nothing more until there is a new output.
    faulted: bool,
    /// The document has its root element.
    has_root: bool,
    /// Nothing was written.
    at_start: bool,
    settings: Settings,
    encoder: Encoder,
    scope: Scope,
    /// Changes whenever the bindings in scope do.
    scope_version: u64,
    tag: Tag,
    out: Output,
    /// Where the open start tag begins in `out`.
    tag_start: usize,
    /// For characters in UTF-16, which `out` is converted to.
    wide: Option<Wide>,
    /// Text in UTF-8 or binary, into bytes and nothing else: most calls can take a short way.
    plain: bool,
    /// Bytes of all end tags that are due.
    end_tags: usize,
    /// A prefix that the writer chose.
    prefix: Vec<u8>,
    /// Characters of a value that is looked at before it is written.
    scratch: Vec<u8>,
    /// Those who take nodes, if there are any.
    nodes: Option<Box<Nodes>>,
    mtom: Option<Box<Mtom>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// There is no output.
    Closed,
    /// At the top level or in an element.
    Content,
    /// In a start tag.
    Tag,
    /// In an attribute's value; by which way it was written so far.
    Attribute { single_quote: bool, way: Option<Way> },
    /// In a CDATA section.
    CData,
    /// The MIME parts are written, and nothing can follow.
    Complete,
}

#[derive(Debug)]
enum Encoder {
    Text(Text),
    Binary(Binary),
    Raw(Raw),
    /// None: nodes go into an XML buffer.
    Tree,
}

impl Default for Writer {
    fn default() -> Self {
        Writer {
            state: State::Closed,
            faulted: false,
            has_root: false,
            at_start: true,
            settings: Settings::default(),
            encoder: Encoder::Raw(Raw::default()),
            scope: Scope::default(),
            scope_version: 1,
            tag: Tag::default(),
            out: Output::default(),
            tag_start: 0,
            wide: None,
            plain: false,
            end_tags: 0,
            prefix: Vec::new(),
            scratch: Vec::new(),
            nodes: None,
            mtom: None,
        }
    }
}

impl Writer {
    /// Starts a new document, whatever became of the one before. Without an encoding there is nothing to write to.
    pub(crate) fn set_output(&mut self, encoding: Option<Encoding>, settings: Settings) {
        self.state = if encoding.is_some() { State::Content } else { State::Closed };
        (self.faulted, self.has_root, self.at_start) = (false, false, true);
        self.settings = settings;
        self.scope.clear();
        self.scope_version += 1;
        self.tag.reset();
        (self.tag_start, self.end_tags) = (0, 0);
        (self.nodes, self.mtom) = (None, None);
        let limit = settings.buffer_max_size as usize;
        let mut staging = limit;
        self.wide = None;
        self.encoder = match encoding {
            Some(Encoding::Text(charset)) => {
                if let Some(big_endian) = charset.is_big_endian() {
                    let wide = Wide::new(charset, big_endian, limit);
                    // No character takes more than half as much again in UTF-8.
                    staging = limit.saturating_mul(2);
                    self.wide = Some(wide);
                }
                Encoder::Text(Text::new(settings.allow_invalid_character_references, settings.indent))
            }
            Some(Encoding::Binary) => Encoder::Binary(Binary::default()),
            Some(Encoding::Raw) | None => Encoder::Raw(Raw::default()),
        };
        self.out.reset(staging, settings.buffer_trim_size as usize);
        self.look_for_short_way();
    }

    fn look_for_short_way(&mut self) {
        let plain = match &self.encoder {
            Encoder::Text(text) => text.indent == 0,
            Encoder::Binary(_) => true,
            Encoder::Raw(_) | Encoder::Tree => false,
        };
        let bytes_only = self.wide.is_none() && self.nodes.is_none() && self.mtom.is_none();
        self.plain = plain && bytes_only && !self.faulted;
    }

    /// Starts a new document as the root part of a MIME package. Fragments must not be allowed.
    pub(crate) fn set_mtom_output(&mut self, package: Package, charset: Charset, settings: Settings) {
        self.set_output(Some(Encoding::Text(charset)), settings);
        self.mtom = Some(Box::new(Mtom::new(package, &settings)));
        self.look_for_short_way();
    }

    /// Ends a MIME package once its XML is complete: no more can be written then.
    pub(crate) fn complete_package(&mut self) -> Result<()> {
        if self.faulted || self.mtom.is_none() || self.state != State::Content {
            return Ok(());
        }
        if !self.is_complete() {
            return Ok(());
        }
        self.step(|writer| {
            if let Some(mtom) = &mut writer.mtom {
                let out = match &mut writer.wide {
                    Some(wide) => &mut wide.output,
                    None => &mut writer.out,
                };
                mtom.put_parts(out)?;
            }
            writer.state = State::Complete;
            Ok(())
        })
    }

    /// Whether the document has its root element and that is ended.
    fn is_complete(&self) -> bool {
        self.has_root && self.scope.depth() == 0 && matches!(self.state, State::Content | State::Complete)
    }

    /// Whether all that there is of a MIME package can be had.
    pub(crate) fn is_package_incomplete(&self) -> bool {
        self.mtom.is_some() && !self.is_complete()
    }

    /// The properties of the present output.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether an attribute is open.
    pub(crate) fn in_attribute(&self) -> bool {
        matches!(self.state, State::Attribute { .. })
    }

    /// How the present output is encoded.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        match (&self.encoder, self.state) {
            (_, State::Closed) => None,
            (Encoder::Text(_), _) => {
                let charset = self.wide.as_ref().map_or(Charset::Utf8, |wide| wide.charset);
                Some(Encoding::Text(charset))
            }
            (Encoder::Binary(_), _) => Some(Encoding::Binary),
            (Encoder::Raw(_), _) => Some(Encoding::Raw),
            (Encoder::Tree, _) => None,
        }
    }

    /// All that was written and not flushed, without a start tag that is still open.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.wide {
            Some(wide) => wide.output.bytes(),
            None => self.out.bytes().get(..self.committed()).unwrap_or_default(),
        }
    }

    /// At most how many more bytes it takes to close what is open.
    pub(crate) fn bytes_to_close(&self) -> usize {
        let tag = if matches!(self.state, State::Tag | State::Attribute { .. }) {
            // Nothing of it is converted before the tag ends, nor is a declaration before it.
            let start = if self.wide.is_some() { 0 } else { self.tag_start };
            // A value that is gathered needs a record around it.
            let value = if let Encoder::Binary(binary) = &self.encoder { binary.pending() } else { 0 };
            self.out.len() - start + self.tag.missing_size() + 3 + value
        } else {
            0
        };
        let indent = match &self.encoder {
            // A line break and its blanks before each end tag.
            Encoder::Text(text) if text.indent != 0 => {
                let depth = self.scope.depth();
                depth.saturating_mul(depth.saturating_mul(text.indent as usize) / 2 + 1)
            }
            _ => 0,
        };
        const CDATA_AND_BASE64: usize = 7;
        let parts = self.mtom.as_ref().map_or(0, |mtom| mtom.size_to_close());
        let size = self
            .end_tags
            .saturating_add(parts)
            .saturating_add(tag)
            .saturating_add(indent)
            .saturating_add(CDATA_AND_BASE64);
        if self.wide.is_some() { size.saturating_mul(2) } else { size }
    }

    /// Takes the first `count` of [`Writer::bytes`] away, because they have been passed on.
    pub(crate) fn flushed(&mut self, count: usize) {
        let trim = self.settings.buffer_trim_size as usize;
        if let Some(wide) = &mut self.wide {
            wide.output.consume(count);
            wide.output.trim(trim);
            return;
        }
        self.out.consume(count);
        self.out.trim(trim);
        self.tag_start = self.tag_start.saturating_sub(count);
        if let Encoder::Binary(binary) = &mut self.encoder {
            binary.flushed();
        }
    }

    /// Changes a document in UTF-8 that is complete.
    pub(crate) fn edit_bytes(&mut self, edit: impl FnOnce(&mut Vec<u8>) -> Result<()>) -> Result<()> {
        if !self.is_complete() || self.wide.is_some() || self.mtom.is_some() {
            return Err(Fault::invalid_operation("The document is not complete, or not in UTF-8."));
        }
        self.step(|writer| writer.out.edit(edit))
    }

    /// Takes note of a failure outside, after which the output is incomplete.
    pub(crate) fn fault(&mut self) {
        self.faulted = true;
        self.plain = false;
    }

    /// The prefix that stands for a namespace outside the open start tag.
    pub(crate) fn prefix_of(&mut self, ns: &[u8]) -> Result<Option<&[u8]>> {
        self.check_usable()?;
        if ns == crate::xml::scope::XMLNS_NAMESPACE {
            return Ok(Some(b"xmlns"));
        }
        Ok(self.scope.prefix_of(ns, true).map(|span| self.scope.get(span)))
    }

    /// Refuses a writer that has no output, or that an earlier failure left unusable.
    pub(crate) fn check_usable(&self) -> Result<()> {
        match self.state {
            _ if self.faulted => Err(faulted()),
            State::Closed => Err(misuse(self.state)),
            _ => Ok(()),
        }
    }

    #[inline]
    fn committed(&self) -> usize {
        match self.state {
            State::Tag | State::Attribute { .. } => self.tag_start,
            _ => self.out.len(),
        }
    }

    /// Runs one call. When it fails for another reason than misuse, the writer is faulted and what the call wrote is
    /// taken back.
    #[inline]
    fn step<T>(&mut self, body: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.faulted {
            return Err(faulted());
        }
        let committed = self.committed();
        let converted = self.converted();
        let done = match body(self) {
            Ok(done) if self.wide.is_none() => return Ok(done),
            Ok(done) => self.widen().map(|()| done),
            Err(fault) => Err(fault),
        };
        done.map_err(|fault| self.failed(fault, committed, converted))
    }

    /// How much of the output is in its final charset, where that is another one.
    #[inline]
    fn converted(&self) -> usize {
        self.wide.as_ref().map_or(0, |wide| wide.output.len())
    }

    #[cold]
    fn failed(&mut self, fault: Fault, committed: usize, converted: usize) -> Fault {
        if !matches!(fault.code(), E_INVALIDARG | WS_E_INVALID_OPERATION) {
            self.fault();
            self.state = State::Content;
            self.out.truncate(committed);
            if let Some(wide) = &mut self.wide {
                // The first call puts a byte order mark there, and a package's header.
                wide.output.truncate(converted);
            }
        }
        fault
    }

    /// Converts what is complete.
    #[cold]
    fn widen(&mut self) -> Result<()> {
        if let Some(wide) = &mut self.wide
            && !matches!(self.state, State::Tag | State::Attribute { .. })
        {
            wide.convert(self.out.bytes())?;
            self.out.truncate(0);
        }
        Ok(())
    }

    /// Writes what comes before the first node.
    #[inline]
    fn begin(&mut self) -> Result<()> {
        if self.at_start { self.begin_document() } else { Ok(()) }
    }

    #[cold]
    fn begin_document(&mut self) -> Result<()> {
        self.at_start = false;
        if let Some(mtom) = &self.mtom {
            match &mut self.wide {
                Some(wide) => mtom.put_start(&mut wide.output, wide.charset)?,
                None => mtom.put_start(&mut self.out, Charset::Utf8)?,
            }
        }
        if let Some(wide) = &mut self.wide {
            wide.mark()?;
        }
        if self.settings.write_declaration && matches!(self.encoder, Encoder::Text(_)) {
            let name: &[u8] = if self.wide.is_some() { b"utf-16" } else { b"utf-8" };
            self.out.put_all([b"<?xml version=\"1.0\" encoding=\"", name, b"\"?>"])?;
        }
        Ok(())
    }

    #[cold]
    fn misuse(&self) -> Fault {
        if matches!(self.encoder, Encoder::Raw(_)) && self.state == State::Content {
            return Fault::invalid_operation("The raw encoding has no elements, comments or CDATA sections.");
        }
        misuse(self.state)
    }
}

#[cold]
fn misuse(state: State) -> Fault {
    Fault::invalid_operation(match state {
        State::Closed => "The writer has no output: it was not set, or set without an encoding.",
        State::Content => "The writer is not in a start tag, which this call needs.",
        State::Tag => "The writer is in a start tag, where this call has no place.",
        State::Attribute { .. } => "The writer is in an attribute, which has to be ended first.",
        State::CData => "The writer is in a CDATA section, which has to be ended first.",
        State::Complete => "The MIME parts have been written, and nothing can follow them.",
    })
}

#[cold]
fn faulted() -> Fault {
    Fault::object_faulted("An earlier call failed: the writer cannot be used until it gets a new output.")
}

/// The start of a string for an error text: it may be long, or made to be mistaken for something else.
fn quoted(bytes: &[u8]) -> String {
    const LONGEST: usize = 60;
    let shown = bytes.get(..LONGEST).unwrap_or(bytes);
    let mut text = String::from_utf8_lossy(shown).escape_debug().to_string();
    if shown.len() < bytes.len() {
        text.push('…');
    }
    text
}
