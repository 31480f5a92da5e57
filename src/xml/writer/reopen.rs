//! Attributes for an element that is in an XML buffer already, which the writer was moved to.
//!
//! What a node says never changes, because readers lend it to C. So the element's tag is taken up again for one attribute
//! or declaration, and what it says then takes the place of what it said.

use super::{State, Writer, quoted};
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::content::Content;
use std::sync::Arc;

/// The element whose tag was taken up again.
#[derive(Debug)]
pub(super) struct Reopened {
    /// What it said before.
    content: Arc<Content>,
    /// How many prefixes it used and declared before.
    prefixes: usize,
}

impl Writer {
    /// Takes up the tag of the element that the writer was moved to, if it was, and wrote nothing since: then an
    /// attribute is meant for this element, and not one that came too late for another.
    #[cold]
    pub(super) fn reopen(&mut self) -> Result<()> {
        let may_be = self.state == State::Content;
        let Some(nodes) = self.nodes.as_deref_mut().filter(|nodes| may_be && nodes.on_element) else {
            return Err(self.misuse());
        };
        let Some(content) = nodes.point.as_ref().map_or(Ok(None), |point| point.element())? else {
            return Err(self.misuse());
        };
        nodes.builder.take_up(content.node_ref());
        self.scope.open(b"")?;
        self.tag.take_up(&self.scope, content.node_ref())?;
        nodes.reopened = Some(Reopened { content, prefixes: self.tag.prefix_count() });
        self.state = State::Tag;
        Ok(())
    }

    /// What an element contains was written with the bindings around it: they stay as they are.
    pub(super) fn check_rebinding(&self) -> Result<()> {
        let Some(nodes) = self.nodes.as_deref() else { return Ok(()) };
        let (Some(reopened), Some(point)) = (&nodes.reopened, &nodes.point) else { return Ok(()) };
        match self.tag.rebound(&self.scope, reopened.prefixes) {
            Some(prefix) if point.has_children()? => Err(Fault::invalid_format(format!(
                "The prefix \"{}\" stands for another namespace around this element of the XML buffer, which has content \
                 that may use it: the element cannot declare it any more.",
                quoted(prefix)
            ))),
            _ => Ok(()),
        }
    }

    pub(super) fn is_reopened(&self) -> bool {
        self.nodes.as_ref().is_some_and(|nodes| nodes.reopened.is_some())
    }

    /// Puts the element with its new attribute in its place, if a tag was taken up; the writer stays before it.
    pub(super) fn close_again(&mut self) -> Result<()> {
        if !self.is_reopened() {
            return Ok(());
        }
        let replaced = self.replace_element();
        if let Some(nodes) = &mut self.nodes {
            nodes.reopened = None;
        }
        self.close_scope();
        self.tag.reset();
        self.state = State::Content;
        replaced
    }

    fn replace_element(&mut self) -> Result<()> {
        self.check_rebinding()?;
        let Some(nodes) = self.nodes.as_deref_mut() else { return Ok(()) };
        let (Some(reopened), Some(point)) = (&nodes.reopened, &mut nodes.point) else { return Ok(()) };
        if self.tag.prefix_count() > reopened.prefixes {
            // Only for the quota: the scope ends with the tag.
            self.tag.bind(&mut self.scope, self.settings.max_namespaces)?;
        }
        for missing in self.tag.missing_declarations() {
            nodes.builder.xmlns(missing.prefix, missing.ns.bytes, false)?;
        }
        point.replace(&reopened.content, nodes.builder.node())
    }
}
