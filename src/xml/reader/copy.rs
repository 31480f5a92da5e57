//! Copying what a reader stands on into an XML buffer, or to a writer.

use super::Reader;
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::content::Content;
use crate::xml::buffer::point::Point;
use crate::xml::node::{Node, NodeKind};
use crate::xml::scope::Scope;
use crate::xml::writer::Writer;
use std::sync::Arc;

impl Reader {
    /// Copies the element that the reader is on with all that it contains, or from the beginning the whole document, and
    /// moves past it. An element takes the namespaces along that are in scope around it, since names in its text may
    /// need them.
    pub(crate) fn copy_to(&mut self, point: &mut Point) -> Result<()> {
        match self.kind() {
            _ if self.attribute.is_some() => Err(Fault::invalid_operation("The reader is in an attribute.")),
            NodeKind::Bof => {
                while self.kind() != NodeKind::Eof {
                    self.read_node()?;
                    point.write(self.node())?;
                }
                Ok(())
            }
            NodeKind::Element => {
                let depth = self.depth()?;
                point.insert(Arc::new(self.copy_element()?))?;
                loop {
                    self.read_node()?;
                    point.write(self.node())?;
                    if self.kind() == NodeKind::EndElement && self.depth()? == depth {
                        return self.read_node();
                    }
                }
            }
            kind => Err(Fault::invalid_operation(format!(
                "The reader is on a node of kind {kind:?}; it must be on an element or at the beginning of the document."
            ))),
        }
    }

    /// Writes the element that the reader is on as [`Reader::copy_to`] copies it, with no tree in between.
    pub(crate) fn copy_to_writer(&mut self, writer: &mut Writer) -> Result<()> {
        self.copy_to_writer_within(writer, u32::MAX)
    }

    /// As [`Reader::copy_to_writer`], for names whose namespaces have no more than so many bytes. What is declared and not
    /// used may be longer.
    pub(crate) fn copy_to_writer_within(&mut self, writer: &mut Writer, max_namespace_size: u32) -> Result<()> {
        if self.attribute.is_some() || self.kind() != NodeKind::Element {
            return Err(Fault::invalid_operation("The reader is not on a start element."));
        }
        let depth = self.depth()?;
        check_namespaces(self.node().node, max_namespace_size)?;
        writer.node(self.copy_element()?.node_ref())?;
        loop {
            self.read_node()?;
            check_namespaces(self.node().node, max_namespace_size)?;
            writer.node(self.node())?;
            if self.kind() == NodeKind::EndElement && self.depth()? == depth {
                return self.read_node();
            }
        }
    }

    /// Writes the attributes and the content of the element that the reader is on into the element whose start tag is
    /// open, as [`Writer::inside_of`] does of a buffer, with no tree in between.
    pub(crate) fn copy_inside_to_writer(&mut self, writer: &mut Writer) -> Result<()> {
        if self.attribute.is_some() || self.kind() != NodeKind::Element {
            return Err(Fault::invalid_operation("The reader is not on a start element."));
        }
        let depth = self.depth()?;
        writer.attributes_inside(self.node())?;
        loop {
            self.read_node()?;
            if self.kind() == NodeKind::EndElement && self.depth()? == depth {
                return self.read_node();
            }
            writer.node(self.node())?;
        }
    }

    /// The element, with what it needs from around it.
    fn copy_element(&self) -> Result<Content> {
        let mut of_buffer = Scope::default();
        let scope = match self.cursor() {
            Some(cursor) => {
                cursor.enter_scope(&mut of_buffer, u32::MAX)?;
                &of_buffer
            }
            None => &self.document.scope,
        };
        let mut declarations: Vec<(&[u8], &[u8])> = Vec::new();
        for (prefix, uri) in scope.bindings().rev() {
            // The innermost binding of a prefix counts; the element's own are among its attributes.
            let is_hidden = scope.declares(prefix) || declarations.iter().any(|(inner, _)| *inner == prefix);
            if !is_hidden && prefix != b"xml" {
                declarations.push((prefix, uri));
            }
        }
        // That there is no default namespace needs no saying at the top of a document.
        declarations.retain(|(_, uri)| !uri.is_empty());
        Content::copy_declaring(self.node(), &declarations)
    }
}

/// Refuses an element that uses a namespace with a longer name.
fn check_namespaces(node: &Node, max_size: u32) -> Result<()> {
    if node.kind != NodeKind::Element {
        return Ok(());
    }
    let attributes = node.attributes.iter().filter(|attribute| !attribute.is_xmlns);
    let longest = attributes.map(|attribute| attribute.name.ns.len).fold(node.name.ns.len, u32::max);
    if longest > max_size { Err(Fault::quota("size of the name of a namespace", max_size)) } else { Ok(()) }
}
