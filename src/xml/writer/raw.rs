//! The raw encoding: bytes as they are, given as such or as base64 text.

use super::base64::Decoder;
use super::escape;
use super::output::Output;
use super::value::Value;
use crate::runtime::fault::{Fault, Result};

/// What the raw encoding has to remember.
#[derive(Debug, Default)]
pub(super) struct Raw {
    decoder: Decoder,
}

impl Raw {
    /// Writes the bytes that a value stands for.
    pub(super) fn value(&mut self, out: &mut Output, value: &Value<'_>) -> Result<()> {
        match value {
            Value::Base64(bytes) if self.decoder.is_complete() => {
                self.decoder = Decoder::default();
                out.put(bytes)
            }
            Value::Base64(_) => Err(Fault::invalid_format(
                "Bytes cannot follow base64 text that ends inside a group of four characters.",
            )),
            Value::Utf8(text) => self.decoder.put(out, text.bytes),
            Value::Utf16(units) => escape::utf16_as_utf8(units, |piece| self.decoder.put(out, piece)),
            _ => Err(Fault::invalid_operation("The raw encoding takes bytes and base64 text only.")),
        }
    }
}
