//! Namespace bindings at a place in a tree, found by walking up: the tree keeps none beside the attributes.

use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::content::Content;
use crate::xml::buffer::tree::{DOCUMENT, Tree};
use crate::xml::node::Span;
use crate::xml::scope::{Scope, XML_NAMESPACE};
use std::sync::Arc;

/// A namespace URI, and the node that keeps it alive.
#[derive(Clone, Debug)]
pub(crate) enum Uri {
    /// The default namespace is not bound.
    None,
    /// The one of the prefix `xml`.
    Xml,
    /// Declared by an element.
    Declared(Arc<Content>, Span),
}

impl Uri {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Uri::None => b"",
            Uri::Xml => XML_NAMESPACE,
            Uri::Declared(content, uri) => content.node_ref().get(*uri),
        }
    }
}

impl Tree {
    /// The URI that `prefix` (empty: the default namespace) is bound to inside of a node.
    pub(super) fn namespace(&self, mut node: u32, prefix: &[u8]) -> Option<Uri> {
        if prefix == b"xml" {
            return Some(Uri::Xml);
        }
        while node != DOCUMENT {
            let slot = self.slot(node);
            if let Some(content) = &slot.content {
                let element = content.node_ref();
                let mut declarations = element.node.attributes.iter().filter(|attribute| attribute.is_xmlns);
                if let Some(found) = declarations.find(|attribute| element.get(attribute.name.prefix) == prefix) {
                    return Some(Uri::Declared(content.clone(), found.name.ns));
                }
            }
            node = slot.parent;
        }
        prefix.is_empty().then_some(Uri::None)
    }

    /// Makes `scope` say which elements and bindings are open inside of a node. `limit` is the quota of bindings.
    pub(super) fn enter_scope(&self, mut node: u32, scope: &mut Scope, limit: u32) -> Result<()> {
        scope.clear();
        let mut path = Vec::new();
        let depth = self.slot(node).depth as usize;
        path.try_reserve_exact(depth).map_err(|_| Fault::out_of_memory(depth.saturating_mul(size_of::<u32>())))?;
        while node != DOCUMENT {
            if self.is_element(node) {
                path.push(node);
            }
            node = self.slot(node).parent;
        }
        let mut name = Vec::new();
        for node in path.into_iter().rev() {
            let Some(content) = &self.slot(node).content else { continue };
            let element = content.node_ref();
            let prefix = element.get(element.node.name.prefix);
            name.clear();
            name.extend_from_slice(prefix);
            if !prefix.is_empty() {
                name.push(b':');
            }
            name.extend_from_slice(element.get(element.node.name.local));
            scope.open(&name)?;
            for attribute in element.node.attributes.iter().filter(|attribute| attribute.is_xmlns) {
                scope.declare(element.get(attribute.name.prefix), element.get(attribute.name.ns), limit)?;
            }
        }
        Ok(())
    }
}
