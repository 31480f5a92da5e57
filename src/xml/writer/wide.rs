//! UTF-16 output: what the text encoding makes in UTF-8, converted once it is complete.

use super::output::Output;
use crate::runtime::fault::{Fault, Result};

/// The character encodings of XML text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Charset {
    Utf8,
    /// Low byte first.
    Utf16Le,
    /// High byte first.
    Utf16Be,
}

impl Charset {
    /// The byte order, where there is one.
    pub(super) fn is_big_endian(self) -> Option<bool> {
        match self {
            Charset::Utf8 => None,
            Charset::Utf16Le => Some(false),
            Charset::Utf16Be => Some(true),
        }
    }
}

/// The converted output.
#[derive(Debug)]
pub(super) struct Wide {
    pub(super) output: Output,
    pub(super) charset: Charset,
    big_endian: bool,
}

impl Wide {
    pub(super) fn new(charset: Charset, big_endian: bool, limit: usize) -> Self {
        let mut output = Output::default();
        output.reset(limit, 0);
        Wide { output, charset, big_endian }
    }

    /// Writes the byte order mark, which XML 1.0 section 4.3.3 demands of documents in UTF-16.
    pub(super) fn mark(&mut self) -> Result<()> {
        self.convert("\u{FEFF}".as_bytes())
    }

    /// Appends UTF-8 text, all of it or nothing.
    pub(super) fn convert(&mut self, utf8: &[u8]) -> Result<()> {
        let start = self.output.len();
        let converted = self.convert_some(utf8);
        if converted.is_err() {
            self.output.truncate(start);
        }
        converted
    }

    fn convert_some(&mut self, utf8: &[u8]) -> Result<()> {
        let text = core::str::from_utf8(utf8)
            .map_err(|_| Fault::invalid_format("The text in front of the conversion is not UTF-8."))?;
        let mut buffer = [[0; 2]; 256];
        let mut units = text.encode_utf16();
        loop {
            let mut used = 0;
            for (place, unit) in buffer.iter_mut().zip(&mut units) {
                *place = if self.big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
                used += 1;
            }
            if used == 0 {
                return Ok(());
            }
            self.output.put(buffer.get(..used).unwrap_or_default().as_flattened())?;
        }
    }
}
