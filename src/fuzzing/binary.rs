//! The binary reader.

use super::choices::Choices;
use super::events::{Format, compare, events, events_in_pieces};
use crate::xml::reader::settings::Settings;

/// Reads a binary document from memory and in pieces, which must be the same.
pub fn binary_reader(data: &[u8]) {
    let mut choices = Choices::new(data);
    let options = choices.byte();
    let (piece, ahead) = (usize::from(options >> 1).max(1), usize::from(choices.byte()).max(1));
    let settings = Settings { allow_fragment: options & 1 != 0, ..Settings::default() };
    let document = choices.rest();
    let whole = events(document, &Format::Binary, settings);
    compare(&whole, &events_in_pieces(document, &Format::Binary, settings, piece, ahead));
    compare(&whole, &events_in_pieces(document, &Format::Binary, settings, piece, usize::MAX));
}
