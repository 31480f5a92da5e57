//! Canonicalisation in the same pass: each node goes to the canonicaliser when the reader leaves it.

use super::{Decoder, Reader};
use crate::runtime::fault::{Fault, Result};
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::node::{NodeKind, Places};
use crate::xml::scope::Scope;

/// A run of canonicalisation and where its octets go.
pub(super) struct Canonical {
    canonicalizer: Canonicalizer,
    sink: Box<dyn Sink>,
    /// What is read is text, so that a node may stand in the input as its canonical form has it.
    is_text: bool,
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
        let is_text = self.cursor.is_none() && matches!(self.decoder, Decoder::Text(_));
        self.canonical = Some(Box::new(Canonical { canonicalizer, sink, is_text }));
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
        canonical.canonicalizer.settle(self.document.places().input, &mut *canonical.sink)?;
        canonical.canonicalizer.finish(&mut *canonical.sink)?;
        self.canonical = None;
        Ok(())
    }

    /// Gives the present node to the canonicaliser: the reader is about to leave it.
    #[inline(never)]
    pub(super) fn canonicalize_node(&mut self) -> Result<()> {
        let Some(canonical) = &mut self.canonical else { return Ok(()) };
        let Canonical { canonicalizer, sink, is_text } = &mut **canonical;
        let document = &self.document;
        match &self.cursor {
            Some(cursor) => canonicalizer.node(cursor.present(), &mut **sink),
            // Until all of the input is there, the window moves, and what is in it with it.
            None if *is_text && document.input.is_complete() && !document.is_retired() => {
                let whole = document.node_start..document.input.position;
                canonicalizer.node_in_text(document.node(), whole, document.is_canonical, &mut **sink)
            }
            None => canonicalizer.node(document.node(), &mut **sink),
        }
    }
}
