//! The XML writer: checks every step against XML 1.0 and Namespaces in XML 1.0, and hands it to an encoding.
//!
//! A start tag stays open for attributes until something else is written; it goes straight into the output all the
//! same, and counts as written only when it ends. A call that fails writes nothing: the state is checked before anything
//! changes, and what fails after that faults the writer, whose output then ends where it ended before the call.

mod binary;
mod buffer;
mod bytes;
mod content;
mod escape;
mod format;
mod mtom;
mod nodes;
mod output;
mod raw;
mod settings;
mod tag;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod wide;

pub(crate) use binary::ItemKind;
pub(crate) use mtom::Package;
pub(crate) use settings::Settings;
pub(crate) use value::{QName, Str, Value, Way};
pub(crate) use wide::Charset;

use crate::abi::{E_INVALIDARG, WS_E_INVALID_OPERATION};
use crate::runtime::fault::{Fault, Result};
use crate::xml::c14n::{Options, Sink};
use crate::xml::ncname;
use crate::xml::node::NodeKind;
use crate::xml::scope::Scope;
use binary::Binary;
use escape::{DOUBLE_QUOTED, SINGLE_QUOTED};
use mtom::{Mtom, XOP_NAMESPACE};
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
    /// Bytes of all end tags that are due.
    end_tags: usize,
    /// The name that is being written.
    name: Vec<u8>,
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
            end_tags: 0,
            name: Vec::new(),
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
    }

    /// Starts a new document as the root part of a MIME package. Fragments must not be allowed.
    pub(crate) fn set_mtom_output(&mut self, package: Package, charset: Charset, settings: Settings) {
        self.set_output(Some(Encoding::Text(charset)), settings);
        self.mtom = Some(Box::new(Mtom::new(package, settings.max_mime_parts_buffer_size)));
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
            self.out.len() - start + self.tag.missing_size() + 3
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

    /// Takes note of a failure outside, after which the output is incomplete.
    pub(crate) fn fault(&mut self) {
        self.faulted = true;
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
        let converted = self.wide.as_ref().map_or(0, |wide| wide.output.len());
        let done = match body(self) {
            Ok(done) if self.wide.is_none() => return Ok(done),
            Ok(done) => self.widen().map(|()| done),
            Err(fault) => Err(fault),
        };
        done.map_err(|fault| self.failed(fault, committed, converted))
    }

    #[cold]
    fn failed(&mut self, fault: Fault, committed: usize, converted: usize) -> Fault {
        if !matches!(fault.code(), E_INVALIDARG | WS_E_INVALID_OPERATION) {
            self.faulted = true;
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

    /// Starts an element. `None` as prefix leaves the choice to the writer.
    #[inline]
    pub(crate) fn start_element(&mut self, prefix: Option<&[u8]>, local: Str<'_>, ns: Str<'_>) -> Result<()> {
        self.step(|writer| writer.start_element_step(prefix, local, ns))
    }

    #[inline]
    fn start_element_step(&mut self, prefix: Option<&[u8]>, local: Str<'_>, ns: Str<'_>) -> Result<()> {
        if !matches!(self.state, State::Content | State::Tag) || matches!(self.encoder, Encoder::Raw(_)) {
            return Err(self.misuse());
        }
        if self.scope.depth() >= self.settings.max_depth as usize {
            return Err(Fault::quota("WS_XML_WRITER_PROPERTY_MAX_DEPTH", self.settings.max_depth));
        }
        check_local_name(local.bytes)?;
        if self.mtom.is_some() {
            self.check_mtom_element(local.bytes, ns.bytes)?;
        }
        if self.state == State::Tag {
            self.end_tag()?;
        } else if self.scope.depth() == 0 {
            self.start_root()?;
        }
        match prefix {
            Some(prefix) => self.start_tag(prefix, local, ns),
            None => {
                let mut chosen = core::mem::take(&mut self.prefix);
                match self.tag.previous_prefix(self.scope_version, ns.bytes) {
                    Some(prefix) => {
                        chosen.clear();
                        chosen.extend_from_slice(prefix);
                    }
                    None => {
                        self.tag.reset();
                        self.tag.choose_prefix(&self.scope, ns.bytes, true, &mut chosen);
                    }
                }
                let started = self.start_tag(&chosen, local, ns);
                self.prefix = chosen;
                started
            }
        }
    }

    #[inline]
    fn start_tag(&mut self, prefix: &[u8], local: Str<'_>, ns: Str<'_>) -> Result<()> {
        self.tag.start(&self.scope, self.scope_version, prefix, ns)?;
        match &mut self.encoder {
            Encoder::Text(text) => {
                let start = self.out.len();
                text.finish_base64(&mut self.out)?;
                text.before_node(&mut self.out)?;
                text.open();
                if self.nodes.is_some() && self.has_text_nodes() {
                    let space = self.out.bytes().get(start..).unwrap_or_default();
                    self.nodes.as_mut().map_or(Ok(()), |nodes| nodes.pass_characters(space))?;
                }
                self.tag_start = self.out.len();
                if prefix.is_empty() {
                    self.out.put_all([b"<", local.bytes])?;
                    self.scope.open(local.bytes)?;
                } else {
                    self.out.put_all([b"<", prefix, b":", local.bytes])?;
                    self.name.clear();
                    self.name.extend_from_slice(prefix);
                    self.name.push(b':');
                    self.name.extend_from_slice(local.bytes);
                    self.scope.open(&self.name)?;
                }
                self.end_tags += end_tag_size(self.scope.name());
            }
            Encoder::Binary(binary) => {
                self.tag_start = self.out.len();
                binary.start_element(&mut self.out, prefix, local)?;
                self.scope.open(b"")?;
                self.end_tags += 1;
            }
            Encoder::Tree => self.scope.open(b"")?,
            Encoder::Raw(_) => {}
        }
        if let Some(nodes) = &mut self.nodes {
            nodes.builder.start_element(prefix, local.bytes, ns.bytes)?;
        }
        self.state = State::Tag;
        Ok(())
    }

    #[cold]
    fn check_mtom_element(&mut self, local: &[u8], ns: &[u8]) -> Result<()> {
        if local == b"Include" && ns == XOP_NAMESPACE {
            return Err(Fault::invalid_format("Elements xop:Include are written by the MTOM encoding only."));
        }
        self.start_mtom_content()?;
        if let Some(mtom) = &mut self.mtom {
            mtom.start_element();
        }
        Ok(())
    }

    /// Something other than bytes comes into the open element, where they would not be alone any more.
    #[inline]
    fn start_mtom_content(&mut self) -> Result<()> {
        match &mut self.mtom {
            Some(mtom) if mtom.in_part => Err(Fault::invalid_operation(
                "The bytes of this element are in a MIME part of their own: it can have no other content.",
            )),
            Some(mtom) => {
                mtom.is_fresh = false;
                Ok(())
            }
            None => Ok(()),
        }
    }

    #[cold]
    fn start_root(&mut self) -> Result<()> {
        // Roots come and go in a buffer that others edit too.
        let has_root = match self.nodes.as_ref().and_then(|nodes| nodes.point.as_ref()) {
            Some(point) => point.roots()? != 0,
            None => self.has_root,
        };
        if has_root && !self.settings.allow_fragment {
            return Err(Fault::invalid_format(
                "A document has one root element, and it is complete: WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is FALSE.",
            ));
        }
        self.has_root = true;
        self.begin()
    }

    /// Ends the open start tag: no more attributes.
    pub(crate) fn end_start_element(&mut self) -> Result<()> {
        self.step(|writer| {
            if writer.state != State::Tag {
                return Err(writer.misuse());
            }
            writer.end_tag()
        })
    }

    /// Completes the open start tag.
    #[inline]
    fn end_tag(&mut self) -> Result<()> {
        self.complete_tag(false)?;
        if let Encoder::Text(_) = self.encoder {
            self.out.push(b'>')?;
        }
        if let Some(mtom) = &mut self.mtom {
            mtom.is_fresh = true;
        }
        self.state = State::Content;
        Ok(())
    }

    /// Adds the declarations that are missing.
    #[inline]
    fn complete_tag(&mut self, is_empty: bool) -> Result<()> {
        if self.tag.declares() {
            self.declare_missing()?;
        }
        if self.nodes.is_some() { self.pass_tag(is_empty) } else { Ok(()) }
    }

    #[cold]
    fn pass_tag(&mut self, is_empty: bool) -> Result<()> {
        let Some(nodes) = &mut self.nodes else { return Ok(()) };
        for missing in self.tag.missing_declarations() {
            nodes.builder.xmlns(missing.prefix, missing.ns.bytes, false)?;
        }
        if is_empty {
            nodes.builder.set_empty();
        }
        nodes.pass()
    }

    fn declare_missing(&mut self) -> Result<()> {
        if self.tag.missing() != 0 {
            for declaration in self.tag.missing_declarations() {
                match &mut self.encoder {
                    Encoder::Text(_) => {
                        put_xmlns(&mut self.out, declaration.prefix, b"\"")?;
                        escape::put::<DOUBLE_QUOTED>(&mut self.out, declaration.ns.bytes, false)?;
                        self.out.push(b'"')?;
                    }
                    Encoder::Binary(binary) => binary.xmlns(&mut self.out, declaration.prefix, declaration.ns)?,
                    Encoder::Tree => escape::check(declaration.ns.bytes)?,
                    Encoder::Raw(_) => {}
                }
            }
        }
        self.scope_version += 1;
        self.tag.bind(&mut self.scope, self.settings.max_namespaces)
    }

    /// Ends the innermost element.
    #[inline]
    pub(crate) fn end_element(&mut self) -> Result<()> {
        self.step(Self::end_element_step)
    }

    #[inline]
    fn end_element_step(&mut self) -> Result<()> {
        if !matches!(self.state, State::Content | State::Tag) {
            return Err(self.misuse());
        }
        if self.scope.depth() == 0 {
            return Err(Fault::invalid_format("There is no open element to end."));
        }
        let depth = self.scope.depth();
        if self.nodes.as_ref().and_then(|nodes| nodes.run_depth()).is_some_and(|start| start >= depth) {
            return Err(Fault::invalid_operation(
                "The element in which canonicalization was started cannot be ended before canonicalization is.",
            ));
        }
        match &mut self.encoder {
            Encoder::Text(text) => {
                let empty = self.state == State::Tag;
                if empty {
                    let uncompressed = self.settings.emit_uncompressed_empty_elements;
                    if !uncompressed {
                        text.forget();
                    }
                    self.complete_tag(!uncompressed)?;
                    self.out.put(if uncompressed { b">" } else { b"/>" })?;
                }
                if let Encoder::Text(text) = &mut self.encoder
                    && (!empty || self.settings.emit_uncompressed_empty_elements)
                {
                    let start = self.out.len();
                    text.finish_base64(&mut self.out)?;
                    text.close(&mut self.out)?;
                    if let Some(nodes) = &mut self.nodes {
                        match &self.mtom {
                            Some(mtom) if mtom.in_part => nodes.pass_bytes(mtom.part())?,
                            _ => nodes.pass_characters(self.out.bytes().get(start..).unwrap_or_default())?,
                        }
                    }
                    self.out.put_all([b"</", self.scope.name().unwrap_or_default(), b">"])?;
                }
                self.end_tags -= end_tag_size(self.scope.name());
            }
            Encoder::Binary(_) => {
                if self.state == State::Tag {
                    self.complete_tag(false)?;
                }
                if let Encoder::Binary(binary) = &mut self.encoder {
                    binary.end_element(&mut self.out)?;
                }
                self.end_tags -= 1;
            }
            Encoder::Tree => {
                if self.state == State::Tag {
                    self.complete_tag(!self.settings.emit_uncompressed_empty_elements)?;
                }
            }
            Encoder::Raw(_) => {}
        }
        if let Some(mtom) = &mut self.mtom {
            (mtom.is_fresh, mtom.in_part) = (false, false);
        }
        if let Some(nodes) = &mut self.nodes {
            nodes.builder.bare(NodeKind::EndElement);
            nodes.pass()?;
        }
        self.close_scope();
        self.state = State::Content;
        Ok(())
    }

    #[inline]
    fn close_scope(&mut self) {
        let bindings = self.scope.binding_count();
        self.scope.close();
        if self.scope.binding_count() != bindings {
            self.scope_version += 1;
        }
    }

    /// Starts an attribute of the open start tag. `None` as prefix leaves the choice to the writer.
    #[inline]
    pub(crate) fn start_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local: Str<'_>,
        ns: Str<'_>,
        single_quote: bool,
    ) -> Result<()> {
        self.step(|writer| writer.start_attribute_step(prefix, local, ns, single_quote))
    }

    #[inline]
    fn start_attribute_step(
        &mut self,
        prefix: Option<&[u8]>,
        local: Str<'_>,
        ns: Str<'_>,
        single_quote: bool,
    ) -> Result<()> {
        if self.state != State::Tag {
            return Err(self.misuse());
        }
        check_local_name(local.bytes)?;
        let mut chosen = core::mem::take(&mut self.prefix);
        let prefix = match prefix {
            Some(prefix) => prefix,
            None if ns.bytes.is_empty() => b"",
            None => {
                self.tag.choose_prefix(&self.scope, ns.bytes, false, &mut chosen);
                &chosen
            }
        };
        if !prefix.is_empty() || !ns.bytes.is_empty() {
            self.use_attribute_prefix(prefix, ns)?;
        } else if local.bytes == b"xmlns" {
            return Err(Fault::invalid_format("An attribute cannot have the name xmlns, which declares a namespace."));
        }
        self.tag.add_attribute(local.bytes, ns.bytes)?;
        self.tag.count(self.settings.max_attributes)?;
        match &mut self.encoder {
            Encoder::Text(_) => {
                let equals: &[u8] = if single_quote { b"='" } else { b"=\"" };
                if prefix.is_empty() {
                    self.out.put_all([b" ", local.bytes, equals])?;
                } else {
                    self.out.put_all([b" ", prefix, b":", local.bytes, equals])?;
                }
            }
            Encoder::Binary(binary) => binary.start_attribute(&mut self.out, prefix, local)?,
            Encoder::Raw(_) | Encoder::Tree => {}
        }
        if let Some(mtom) = &mut self.mtom {
            mtom.start_attribute(local.bytes, ns.bytes, self.out.len());
        }
        if let Some(nodes) = &mut self.nodes {
            nodes.builder.attribute(prefix, local.bytes, ns.bytes, single_quote)?;
        }
        self.prefix = chosen;
        self.state = State::Attribute { single_quote, way: None };
        Ok(())
    }

    fn use_attribute_prefix(&mut self, prefix: &[u8], ns: Str<'_>) -> Result<()> {
        if prefix.is_empty() {
            return Err(Fault::invalid_format(format!(
                "An attribute in the namespace \"{}\" needs a prefix: the empty one was given.",
                quoted(ns.bytes)
            )));
        }
        tag::check_binding(prefix, ns.bytes)?;
        self.tag.use_prefix(&self.scope, prefix, ns)
    }

    /// Ends the open attribute.
    #[inline]
    pub(crate) fn end_attribute(&mut self) -> Result<()> {
        self.step(|writer| {
            let State::Attribute { single_quote, .. } = writer.state else { return Err(writer.misuse()) };
            match &mut writer.encoder {
                Encoder::Text(text) => {
                    text.finish_base64(&mut writer.out)?;
                    if let Some(mtom) = &mut writer.mtom {
                        mtom.end_attribute(writer.out.bytes());
                    }
                    writer.out.push(if single_quote { b'\'' } else { b'"' })?;
                }
                Encoder::Binary(binary) => binary.end_attribute(&mut writer.out)?,
                Encoder::Raw(_) | Encoder::Tree => {}
            }
            writer.state = State::Tag;
            Ok(())
        })
    }

    /// Declares a prefix in the open start tag. `None` as prefix: the writer chooses one, and writes nothing when the
    /// namespace has one already.
    pub(crate) fn xmlns(&mut self, prefix: Option<&[u8]>, ns: Str<'_>, single_quote: bool) -> Result<()> {
        self.step(|writer| writer.xmlns_step(prefix, ns, single_quote))
    }

    fn xmlns_step(&mut self, prefix: Option<&[u8]>, ns: Str<'_>, single_quote: bool) -> Result<()> {
        if self.state != State::Tag {
            return Err(self.misuse());
        }
        let mut chosen = core::mem::take(&mut self.prefix);
        let prefix = match prefix {
            Some(prefix) => prefix,
            None => {
                self.tag.choose_prefix(&self.scope, ns.bytes, true, &mut chosen);
                if self.tag.lookup(&self.scope, &chosen) == Some(ns.bytes) {
                    self.prefix = chosen;
                    return Ok(());
                }
                &chosen
            }
        };
        tag::check_binding(prefix, ns.bytes)?;
        // What XML itself declares needs no declaration.
        if prefix != b"xml" {
            self.tag.declare(prefix, ns)?;
            self.tag.count(self.settings.max_attributes)?;
            match &mut self.encoder {
                Encoder::Text(_) => {
                    let quote: &[u8] = if single_quote { b"'" } else { b"\"" };
                    put_xmlns(&mut self.out, prefix, quote)?;
                    if single_quote {
                        escape::put::<SINGLE_QUOTED>(&mut self.out, ns.bytes, false)?;
                    } else {
                        escape::put::<DOUBLE_QUOTED>(&mut self.out, ns.bytes, false)?;
                    }
                    self.out.put(quote)?;
                }
                Encoder::Binary(binary) => binary.xmlns(&mut self.out, prefix, ns)?,
                Encoder::Tree => escape::check(ns.bytes)?,
                Encoder::Raw(_) => {}
            }
            if let Some(nodes) = &mut self.nodes {
                nodes.builder.xmlns(prefix, ns.bytes, single_quote)?;
            }
        }
        self.prefix = chosen;
        Ok(())
    }

    /// Starts to pass the canonical form of what is written to `sink`. An open start tag is completed: it is not part
    /// of that.
    pub(crate) fn start_canonicalization(&mut self, options: Options, sink: Box<dyn Sink>) -> Result<()> {
        self.step(|writer| {
            if writer.nodes.as_ref().is_some_and(|nodes| nodes.run_depth().is_some()) {
                return Err(Fault::invalid_operation("Canonicalization is on already."));
            }
            if !matches!(writer.state, State::Content | State::Tag) || matches!(writer.encoder, Encoder::Raw(_)) {
                return Err(writer.misuse());
            }
            let mut nodes = Nodes::default();
            nodes.start_run(options, sink, &writer.scope, writer.at_start)?;
            if writer.state == State::Tag {
                writer.end_tag()?;
            }
            writer.finish_base64()?;
            if let Some(present) = writer.nodes.take() {
                nodes.point = present.point;
            }
            writer.nodes = Some(Box::new(nodes));
            Ok(())
        })
    }

    /// Passes the last octets on, and stops.
    pub(crate) fn end_canonicalization(&mut self) -> Result<()> {
        self.step(|writer| {
            let Some(depth) = writer.nodes.as_ref().and_then(|nodes| nodes.run_depth()) else {
                return Err(Fault::invalid_operation("Canonicalization is not on."));
            };
            if !matches!(writer.state, State::Content | State::Tag) {
                return Err(writer.misuse());
            }
            if writer.scope.depth() != depth {
                let more = writer.scope.depth() - depth;
                return Err(Fault::invalid_operation(format!(
                    "Canonicalization must end at the depth at which it started, {more} elements further out."
                )));
            }
            writer.finish_base64()?;
            let Some(nodes) = &mut writer.nodes else { return Ok(()) };
            let ended = nodes.end_run();
            if nodes.point.is_none() {
                writer.nodes = None;
            }
            ended
        })
    }

    /// Completes base64 text.
    pub(super) fn finish_base64(&mut self) -> Result<()> {
        if let Encoder::Text(text) = &mut self.encoder {
            let start = self.out.len();
            text.finish_base64(&mut self.out)?;
            if let Some(nodes) = &mut self.nodes {
                nodes.pass_characters(self.out.bytes().get(start..).unwrap_or_default())?;
            }
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

/// `</` and `>` around the name.
#[inline]
fn end_tag_size(name: Option<&[u8]>) -> usize {
    name.map_or(0, |name| name.len() + 3)
}

#[inline]
fn put_xmlns(out: &mut Output, prefix: &[u8], quote: &[u8]) -> Result<()> {
    if prefix.is_empty() { out.put_all([b" xmlns=", quote]) } else { out.put_all([b" xmlns:", prefix, b"=", quote]) }
}

#[inline]
fn check_local_name(local: &[u8]) -> Result<()> {
    if bytes::is_short_and_letters(local) || ncname::is_ncname_utf8(local) {
        Ok(())
    } else {
        Err(bad_local_name(local))
    }
}

#[cold]
fn bad_local_name(local: &[u8]) -> Fault {
    match ncname::verify_utf8(local) {
        Err(fault) => fault.context("The local name is not valid."),
        Ok(()) => Fault::invalid_format("The local name is not valid."),
    }
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
