//! Canonicalisation in the same pass: each node goes to the canonicaliser when the reader leaves it.

use super::Reader;
use crate::runtime::fault::{Fault, Result};
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::node::{NodeKind, Places};
use crate::xml::scope::Scope;

/// A run of canonicalisation and where its octets go.
pub(super) struct Canonical {
    canonicalizer: Canonicalizer,
    sink: Box<dyn Sink>,
}

impl core::fmt::Debug for Canonical {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Canonical")
    }
}

impl Reader {
    /// Canonicalises from the present node on.
    pub(crate) fn start_canonicalization(&mut self, options: Options, sink: Box<dyn Sink>) -> Result<()> {
        if self.canonical.is_some() {
            return Err(Fault::invalid_operation("The reader canonicalizes already."));
        }
        if self.attribute.is_some() {
            return Err(Fault::invalid_operation("The reader is in an attribute."));
        }
        let kind = self.kind();
        // On its start and on its end, the element itself counts as open.
        let around = self.depth()? - usize::from(kind == NodeKind::Element);
        let mut of_buffer = Scope::default();
        let scope = match self.cursor() {
            Some(cursor) => {
                cursor.enter_scope(&mut of_buffer, u32::MAX)?;
                &of_buffer
            }
            None => &self.document.scope,
        };
        let outer = |prefix: &[u8]| {
            let span = if kind == NodeKind::Element { scope.lookup_outside(prefix) } else { scope.lookup(prefix) };
            let places = Places { scope: scope.bytes(), ..Places::default() };
            span.map(|span| places.get(span).to_vec())
        };
        let start = Start { kind, in_element: around > 0, outer_namespace: &outer };
        let canonicalizer = Canonicalizer::new(options, start)?;
        self.canonical = Some(Box::new(Canonical { canonicalizer, sink }));
        self.look_ahead();
        Ok(())
    }

    /// Ends the run; the present node is not part of it.
    pub(crate) fn end_canonicalization(&mut self) -> Result<()> {
        let Some(canonical) = &mut self.canonical else {
            return Err(Fault::invalid_operation("The reader does not canonicalize."));
        };
        if self.attribute.is_some() {
            return Err(Fault::invalid_operation("The reader is in an attribute."));
        }
        canonical.canonicalizer.finish(&mut *canonical.sink)?;
        self.canonical = None;
        self.look_ahead();
        Ok(())
    }

    /// Gives the present node to the canonicaliser: the reader is about to leave it.
    #[cold]
    pub(super) fn canonicalize_node(&mut self) -> Result<()> {
        let node = match &self.cursor {
            Some(cursor) => cursor.present(),
            None => self.document.node(),
        };
        match &mut self.canonical {
            Some(canonical) => canonical.canonicalizer.node(node, &mut *canonical.sink),
            None => Ok(()),
        }
    }
}
