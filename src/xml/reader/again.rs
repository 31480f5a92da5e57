//! Reading on in other bytes: an element is read again, or another one in its place, without what is before it.

use super::{Decoder, Input, Reader, Settings, TextDecoder};
use crate::runtime::fault::Result;
use crate::xml::scope::Scope;

/// What is in scope around an element.
#[derive(Debug)]
pub(crate) struct Around {
    scope: Scope,
    settings: Settings,
}

impl Around {
    /// An element that declares namespaces, each of them once and as it is allowed.
    pub(crate) fn element<'a>(
        name: &[u8],
        declarations: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
        settings: Settings,
    ) -> Result<Self> {
        let mut scope = Scope::default();
        scope.open(name)?;
        for (prefix, uri) in declarations {
            scope.declare(prefix, uri, settings.max_namespaces)?;
        }
        Ok(Around { scope, settings })
    }
}

impl Reader {
    /// What is in scope around the element whose end the reader is on.
    pub(crate) fn around(&self) -> Result<Around> {
        let mut scope = Scope::default();
        // The names, too: it is of use with other bytes.
        scope.copy_with_names(&self.document.scope, self.document.input.bytes())?;
        scope.close();
        Ok(Around { scope, settings: self.document.settings })
    }

    /// Goes before an element of a document in UTF-8 where the same elements are open as were around another one, however
    /// they are written there.
    pub(crate) fn read_within(&mut self, around: &Around, bytes: Vec<u8>, position: usize) {
        let mut input = Input::owned(bytes);
        input.position = position;
        self.set_input(Decoder::Text(TextDecoder::in_content()), input, around.settings);
        self.document.scope.copy_from(&around.scope);
        self.document.has_root = true;
    }
}
