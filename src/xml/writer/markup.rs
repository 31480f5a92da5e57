//! Markup: elements, attributes and namespace declarations.

use super::escape::{self, DOUBLE_QUOTED, SINGLE_QUOTED};
use super::mtom::XOP_NAMESPACE;
use super::output::Output;
use super::{Encoder, State, Str, Writer, quoted, tag};
use crate::runtime::fault::{Fault, Result};
use crate::xml::bytes::is_short_and_letters;
use crate::xml::ncname;
use crate::xml::node::NodeKind;

impl Writer {
    /// Starts an element. `None` as prefix leaves the choice to the writer.
    #[inline(always)]
    pub(crate) fn start_element(&mut self, prefix: Option<&[u8]>, local: Str<'_>, ns: Str<'_>) -> Result<()> {
        if self.starts_shortly(prefix, local, ns) { Ok(()) } else { self.start_element_at_length(prefix, local, ns) }
    }

    #[inline(never)]
    fn start_element_at_length(&mut self, prefix: Option<&[u8]>, local: Str<'_>, ns: Str<'_>) -> Result<()> {
        self.step(|writer| writer.start_element_step(prefix, local, ns))
    }

    #[inline]
    pub(super) fn start_element_step(&mut self, prefix: Option<&[u8]>, local: Str<'_>, ns: Str<'_>) -> Result<()> {
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
        let is_direct = self.is_tag_direct() && self.tag.goes_on(self.scope_version, Some(prefix), ns);
        self.tag.start(&self.scope, self.scope_version, prefix, ns)?;
        match &mut self.encoder {
            Encoder::Text(text) => {
                let start = self.out.len();
                text.finish_base64(&mut self.out)?;
                text.before_node(&mut self.out)?;
                text.open();
                if self.nodes.is_some() && self.has_text_nodes() && !self.is_direct() {
                    let space = self.out.bytes().get(start..).unwrap_or_default();
                    self.nodes.as_mut().map_or(Ok(()), |nodes| nodes.pass_characters(space))?;
                }
                self.tag_start = self.out.len();
                if prefix.is_empty() {
                    self.out.put_all([b"<", local.bytes])?;
                    self.scope.open(local.bytes)?;
                } else {
                    self.out.put_all([b"<", prefix, b":", local.bytes])?;
                    self.scope.open_qualified(prefix, local.bytes)?;
                }
                self.end_tags += prefix.len() + usize::from(!prefix.is_empty()) + local.bytes.len() + END_TAG;
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
        if let Some(nodes) = self.nodes.as_mut().filter(|_| !is_direct) {
            nodes.builder.start_element(prefix, local.bytes, ns.bytes)?;
            self.plain = false;
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
    pub(super) fn start_mtom_content(&mut self) -> Result<()> {
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
    pub(super) fn end_tag(&mut self) -> Result<()> {
        self.complete_tag(false)?;
        if let Encoder::Text(_) = self.encoder {
            self.out.push(b'>')?;
        }
        if self.nodes.is_some() {
            self.end_tag_of_node();
        }
        if let Some(mtom) = &mut self.mtom {
            mtom.is_fresh = true;
        }
        self.state = State::Content;
        Ok(())
    }

    /// A tag that was passed on as a node is complete in the output: what follows can be direct again.
    fn end_tag_of_node(&mut self) {
        if !self.plain && self.is_direct() {
            self.resume();
            self.plain = true;
        }
    }

    /// Adds the declarations that are missing.
    #[inline]
    fn complete_tag(&mut self, is_empty: bool) -> Result<()> {
        if self.nodes.is_some() {
            return self.pass_tag(is_empty);
        }
        if self.tag.declares() {
            self.declare_missing()?;
            self.tag.stands_within(self.scope_version);
        }
        Ok(())
    }

    /// [`Writer::complete_tag`] for those who take nodes.
    #[inline(never)]
    fn pass_tag(&mut self, is_empty: bool) -> Result<()> {
        let is_direct = self.is_direct();
        let declares = self.tag.declares();
        if self.is_tag_direct() {
            if !declares {
                return if self.tag.is_unsorted() { self.pass_sorted() } else { Ok(()) };
            }
            // A qualified name in a value wants a declaration.
            self.build_tag()?;
        }
        if declares {
            self.declare_missing()?;
        }
        let Some(nodes) = &mut self.nodes else { return Ok(()) };
        if is_direct {
            nodes.pass_ready(self.out.bytes(), self.tag_start)?;
            self.node_depth = self.scope.depth();
            nodes.open_as_node(self.node_depth);
        }
        for missing in self.tag.missing_declarations() {
            nodes.builder.xmlns(missing.prefix, missing.ns.bytes, false)?;
        }
        if is_empty {
            nodes.builder.set_empty();
        }
        nodes.pass()?;
        // A tree gets what is missing later.
        if is_direct && declares {
            self.tag.stands_within(self.scope_version);
        }
        Ok(())
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
    #[inline(always)]
    pub(crate) fn end_element(&mut self) -> Result<()> {
        if self.ends_shortly() { Ok(()) } else { self.end_element_at_length() }
    }

    #[inline(never)]
    fn end_element_at_length(&mut self) -> Result<()> {
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
                    if !uncompressed && self.is_tag_direct() {
                        self.pass_empty_tag()?;
                    } else {
                        self.out.put(if uncompressed { b">" } else { b"/>" })?;
                    }
                    self.end_tag_of_node();
                }
                if let Encoder::Text(text) = &mut self.encoder
                    && (!empty || self.settings.emit_uncompressed_empty_elements)
                {
                    let start = self.out.len();
                    text.finish_base64(&mut self.out)?;
                    text.close(&mut self.out)?;
                    if let Some(nodes) = &mut self.nodes {
                        match &self.mtom {
                            _ if nodes.is_direct() => {
                                if depth == self.node_depth {
                                    nodes.pass_ready(self.out.bytes(), self.out.len())?;
                                }
                            }
                            Some(mtom) if mtom.in_part => nodes.pass_bytes(mtom.part())?,
                            _ => nodes.pass_characters(self.out.bytes().get(start..).unwrap_or_default())?,
                        }
                    }
                    self.out.put_all([b"</", self.scope.name().unwrap_or_default(), b">"])?;
                }
                self.end_tags -= self.scope.name().map_or(0, <[u8]>::len) + END_TAG;
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
        if let Some(nodes) = self.nodes.as_mut().filter(|nodes| !nodes.is_direct() || depth == self.node_depth) {
            nodes.builder.bare(NodeKind::EndElement);
            nodes.pass()?;
            if nodes.is_direct() {
                nodes.resume(self.out.len());
                self.node_depth = nodes.close_as_node();
                // What it declared in canonical form has to be declared again.
                self.tag.forget_version();
            }
        }
        self.close_scope();
        self.state = State::Content;
        Ok(())
    }

    /// Ends the open start tag of an empty element that is passed on as it is, but for its end.
    fn pass_empty_tag(&mut self) -> Result<()> {
        self.pass_ready()?;
        self.out.put(b"/>")?;
        if let Some(nodes) = &mut self.nodes {
            nodes.octets(b"></")?;
            nodes.octets(self.scope.name().unwrap_or_default())?;
            nodes.octets(b">")?;
        }
        self.resume();
        Ok(())
    }

    #[inline]
    pub(super) fn close_scope(&mut self) {
        let bindings = self.scope.binding_count();
        self.scope.close();
        if self.scope.binding_count() != bindings {
            self.scope_version += 1;
        }
    }

    /// Starts an attribute of the open start tag. `None` as prefix leaves the choice to the writer.
    #[inline(always)]
    pub(crate) fn start_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local: Str<'_>,
        ns: Str<'_>,
        single_quote: bool,
    ) -> Result<()> {
        if self.starts_attribute_shortly(prefix, local, ns, single_quote) {
            return Ok(());
        }
        self.start_attribute_at_length(prefix, local, ns, single_quote)
    }

    #[inline(never)]
    fn start_attribute_at_length(
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
            self.reopen()?;
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
        if (single_quote || !prefix.is_empty()) && self.is_tag_direct() {
            self.build_tag()?;
        }
        self.tag.add_attribute(local.bytes, ns.bytes, self.out.len() - self.tag_start)?;
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
        let is_direct = self.is_tag_direct();
        if let Some(nodes) = self.nodes.as_mut().filter(|_| !is_direct) {
            nodes.builder.attribute(prefix, local.bytes, ns.bytes, single_quote)?;
            self.check_rebinding()?;
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
    #[inline(always)]
    pub(crate) fn end_attribute(&mut self) -> Result<()> {
        if self.ends_attribute_shortly() { Ok(()) } else { self.end_attribute_at_length() }
    }

    #[inline(never)]
    fn end_attribute_at_length(&mut self) -> Result<()> {
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
            if writer.nodes.is_some() { writer.close_again() } else { Ok(()) }
        })
    }

    /// Declares a prefix in the open start tag. `None` as prefix: the writer chooses one, and writes nothing when the
    /// namespace has one already.
    pub(crate) fn xmlns(&mut self, prefix: Option<&[u8]>, ns: Str<'_>, single_quote: bool) -> Result<()> {
        self.step(|writer| {
            writer.xmlns_step(prefix, ns, single_quote)?;
            writer.close_again()
        })
    }

    fn xmlns_step(&mut self, prefix: Option<&[u8]>, ns: Str<'_>, single_quote: bool) -> Result<()> {
        if self.state != State::Tag {
            self.reopen()?;
        }
        let mut chosen = core::mem::take(&mut self.prefix);
        let prefix = match prefix {
            Some(prefix) => prefix,
            None => {
                if self.is_reopened() {
                    // Its content may rely on the default namespace.
                    self.tag.choose_prefix_of_content(&self.scope, ns.bytes, &mut chosen);
                } else {
                    self.tag.choose_prefix(&self.scope, ns.bytes, true, &mut chosen);
                }
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
            if self.is_tag_direct() {
                self.build_tag()?;
            }
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
}

/// `</` and `>` around the name.
pub(super) const END_TAG: usize = 3;

#[inline]
fn put_xmlns(out: &mut Output, prefix: &[u8], quote: &[u8]) -> Result<()> {
    if prefix.is_empty() { out.put_all([b" xmlns=", quote]) } else { out.put_all([b" xmlns:", prefix, b"=", quote]) }
}

#[inline]
pub(super) fn check_local_name(local: &[u8]) -> Result<()> {
    if is_short_and_letters(local) || ncname::is_ncname_utf8(local) { Ok(()) } else { Err(bad_local_name(local)) }
}

#[cold]
fn bad_local_name(local: &[u8]) -> Fault {
    match ncname::verify_utf8(local) {
        Err(fault) => fault.context("The local name is not valid."),
        Ok(()) => Fault::invalid_format("The local name is not valid."),
    }
}
