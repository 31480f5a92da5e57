//! The raw encoding: bytes as they are, given as such or as base64 text.

use super::escape;
use super::output::Output;
use super::value::Value;
use crate::runtime::fault::{Fault, Result};
use crate::xml::value::base64::Decoder;

/// What the raw encoding has to remember.
#[derive(Debug, Default)]
pub(super) struct Raw {
    decoder: Decoder,
}

impl Raw {
    /// Writes the bytes that a value stands for.
    pub(super) fn value(&mut self, out: &mut Output, value: &Value<'_>) -> Result<()> {
        match value {
            Value::Base64(bytes) => {
                self.decoder.finish()?;
                self.decoder = Decoder::default();
                out.put(bytes)
            }
            Value::Utf8(text) => self.decode(out, text.bytes),
            Value::Utf16(units) => escape::utf16_as_utf8(units, |piece| self.decode(out, piece)),
            _ => Err(Fault::invalid_operation("The raw encoding takes bytes and base64 text only.")),
        }
    }

    fn decode(&mut self, out: &mut Output, text: &[u8]) -> Result<()> {
        let mut rest = text;
        let mut buffer = [0; 3 * 1024];
        loop {
            let progress = self.decoder.decode(rest, &mut buffer)?;
            out.put(buffer.get(..progress.written).unwrap_or_default())?;
            rest = rest.get(progress.read..).unwrap_or_default();
            if rest.is_empty() && !self.decoder.has_held() {
                return Ok(());
            }
        }
    }
}
