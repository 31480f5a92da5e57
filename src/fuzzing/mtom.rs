//! The MTOM reader.

use super::choices::Choices;
use super::events::{Format, events, events_in_pieces, shown};
use crate::xml::reader::mtom::PackageType;
use crate::xml::reader::settings::Settings;

/// Reads a package from memory, where parts may be in any order, and from a stream, where they have to come as they are
/// needed. If both can be read they must be the same.
pub fn mtom_reader(data: &[u8]) {
    let mut choices = Choices::new(data);
    let options = choices.byte();
    let (piece, ahead) = (usize::from(options >> 1).max(1), usize::from(choices.byte()).max(1));
    let package = PackageType { boundary: b"b".to_vec(), ..PackageType::default() };
    let format = Format::Mtom((options & 1 == 0).then_some(package));
    let settings = Settings { max_mime_headers_size: 400, ..Settings::default() };
    let document = choices.rest();
    let whole = events(document, &format, settings);
    for ahead in [ahead, usize::MAX] {
        let pieces = events_in_pieces(document, &format, settings, piece, ahead);
        if whole.outcome.is_ok() && pieces.outcome.is_ok() {
            assert_eq!(shown(&whole.text), shown(&pieces.text));
        }
    }
}
