//! The raw encoding, whose bytes must pass as they are.

use super::choices::Choices;
use super::events::{Format, events, events_in_pieces, roomy, with_reader};
use crate::runtime::fault::Result;
use crate::xml::node::NodeKind;
use crate::xml::reader::Reader;
use crate::xml::value::base64::write_base64;
use crate::xml::writer::{Encoding, Settings, Value, Way, Writer};

/// Reads bytes in pieces, copies them to a writer, and writes them as the base64 text that they stand for.
pub fn raw(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (piece, ahead) = (usize::from(choices.byte()).max(1), usize::from(choices.byte()));
    let (bytes, settings) = (choices.rest(), roomy(false, false));
    let whole = events(bytes, &Format::Raw, settings);
    assert_eq!(whole.outcome, Ok(()));
    let expected = if bytes.is_empty() { b"$".to_vec() } else { [b"b'", bytes, b"'$"].concat() };
    assert_eq!(whole.text, expected);
    let pieces = events_in_pieces(bytes, &Format::Raw, settings, piece, ahead.max(1));
    assert_eq!((pieces.outcome, pieces.text), (Ok(()), expected));

    let copied = with_reader(bytes, &Format::Raw, settings, |reader| {
        let mut writer = writer();
        while reader.kind() != NodeKind::Eof {
            writer.node(reader.node())?;
            reader.run(Reader::read_node)?;
        }
        Ok(writer.bytes().to_vec())
    });
    assert!(copied.is_ok_and(|copy| copy == bytes));

    let mut text = Vec::new();
    let decoded = write_base64(&mut text, bytes).and_then(|()| decode(&text, piece));
    assert!(decoded.is_ok_and(|copy| copy == bytes));
    // Any characters at all, which need not be base64.
    let _ = decode(bytes, piece);
}

fn decode(text: &[u8], piece: usize) -> Result<Vec<u8>> {
    let mut writer = writer();
    for piece in text.chunks(piece) {
        writer.value(&Value::Utf8(piece.into()), Way::CharsUtf8)?;
    }
    writer.complete()?;
    Ok(writer.bytes().to_vec())
}

fn writer() -> Writer {
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Raw), Settings { buffer_max_size: 1 << 24, ..Settings::default() });
    writer
}
