//! The text reader.

use super::events::{Format, Printer, compare, events, events_in_pieces};
use crate::abi::{DECIMAL, GUID, WS_DATETIME, WS_DURATION, WS_TIMESPAN};
use crate::runtime::fault::Result;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::stream::Stream;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::value::{FromValue, Truth};
use crate::xml::reader::{Decoder, Reader, Wanted};

/// Reads a text document whole and in pieces, which must be the same. The first two bytes choose how: fragments,
/// references to invalid characters, the size of the pieces, and how much is filled in before each node.
pub fn text_reader(data: &[u8]) {
    let Some(([options, ahead], document)) = data.split_first_chunk::<2>().map(|(head, rest)| (*head, rest)) else {
        return;
    };
    let settings = Settings {
        allow_fragment: options & 1 != 0,
        allow_invalid_character_references: options & 2 != 0,
        ..Settings::default()
    };
    let whole = events_in_pieces(document, &Format::Text, settings, document.len().max(1), usize::MAX);
    let (piece, ahead) = (usize::from(options >> 2).max(1), usize::from(ahead).max(1));
    compare(&whole, &events_in_pieces(document, &Format::Text, settings, piece, ahead));
    let in_memory = events(document, &Format::Text, settings);
    assert_eq!(whole.outcome, in_memory.outcome);
    if whole.outcome.is_ok() {
        assert_eq!(whole.text, in_memory.text);
    }
}

/// Calls the functions of a reader in an order that the data choose, on the document in their second half.
pub fn text_reader_calls(data: &[u8]) {
    let (calls, document) = data.split_at(data.len() / 2);
    let mut reader = Reader::new(Settings::default());
    let mut stream = Stream::text(None);
    let settings = Settings { allow_fragment: true, ..Settings::default() };
    reader.set_input(Decoder::Text(TextDecoder::default()), Input::stream(), settings);
    let mut pieces = document.chunks(7);
    let mut room = [0; 5];
    for call in calls {
        let argument = usize::from(call >> 4);
        // What fails leaves the reader faulted, and everything else is refused then.
        let _ = reader.run(|reader| match call & 15 {
            0..=2 => match pieces.next() {
                Some(piece) => stream.receive(piece, reader.document()),
                None if reader.document().input.is_complete() => Ok(()),
                None => stream.finish(reader.document()),
            },
            3 | 4 => reader.read_node(),
            5 => reader.skip_node(),
            6 => reader.read_to_start_element(Wanted::default()).map(drop),
            7 => reader.read_start_element(),
            8 => reader.read_end_element(),
            9 => reader.read_start_attribute(argument as u32),
            10 => reader.read_end_attribute(),
            11 => {
                let count = reader.characters()?.len().min(argument);
                reader.take(count);
                Ok(())
            }
            12 => reader.read_bytes(room.get_mut(..argument % 6).unwrap_or_default()).map(drop),
            13 => read_value(reader, argument),
            14 => {
                let _ = (reader.xml_attribute(b"lang"), reader.namespace_of(b"p").is_ok(), reader.row_and_column());
                reader.find_attribute(b"a", b"").map(drop)
            }
            _ => {
                let _ = reader.row_and_column();
                Printer::default().node(reader.node());
                Ok(())
            }
        });
    }
}

fn read_value(reader: &mut Reader, kind: usize) -> Result<()> {
    fn read<T: FromValue>(reader: &mut Reader) -> Result<()> {
        reader.read_value(T::from_value).map(drop)
    }
    match kind {
        0 => read::<Truth>(reader),
        1 => read::<i8>(reader),
        2 => read::<i16>(reader),
        3 => read::<i32>(reader),
        4 => read::<i64>(reader),
        5 => read::<u8>(reader),
        6 => read::<u16>(reader),
        7 => read::<u32>(reader),
        8 => read::<u64>(reader),
        9 => read::<f32>(reader),
        10 => read::<f64>(reader),
        11 => read::<DECIMAL>(reader),
        12 => read::<WS_DATETIME>(reader),
        13 => read::<WS_TIMESPAN>(reader),
        14 => read::<GUID>(reader),
        _ => read::<WS_DURATION>(reader),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of documents, so that random ones are not all refused at their first byte.
    fn documents() -> impl Strategy<Value = Vec<u8>> {
        let parts = prop::sample::select(vec![
            "<a>",
            "</a>",
            "<a/>",
            "<p:b xmlns:p='u' p:c='1'>",
            "</p:b>",
            " ",
            "\r\n",
            "\r",
            "x",
            "&amp;",
            "&#x1F600;",
            "]]",
            ">",
            "]]>",
            "<![CDATA[",
            "<!--",
            "-->",
            "--",
            "\u{e4}",
            "\u{1F600}",
            "QUJD",
            "12",
            "<?xml version='1.0'?>",
            " xml:lang='de'",
            "=",
            "'",
            "\"",
            "<",
            "&",
            "\0",
            "\u{FEFF}",
        ]);
        let known = prop::collection::vec(parts, 0..30).prop_map(|parts| parts.concat().into_bytes());
        let wrapped = known.clone().prop_map(|inner| [b"<a>", &inner[..], b"</a>"].concat());
        prop_oneof![4 => wrapped, 3 => known, 1 => prop::collection::vec(any::<u8>(), 0..200)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn pieces_of_any_size_read_as_the_whole(options: u8, ahead: u8, document in documents()) {
            text_reader(&[&[options, ahead], &document[..]].concat());
        }

        #[test]
        fn calls_in_any_order(calls in prop::collection::vec(any::<u8>(), 200), document in documents()) {
            let mut document = document;
            document.resize(200, b' ');
            text_reader_calls(&[calls, document].concat());
        }
    }

    /// UTF-16 in either byte order reads as the same text in UTF-8 does.
    #[test]
    fn charsets_make_no_difference() {
        let xml = "<?xml version='1.0'?><a b='\u{e4}'>\u{6771}\u{1F600}&amp;<!--x--><![CDATA[y]]></a>";
        let expected = events_in_pieces(xml.as_bytes(), &Format::Text, Settings::default(), 1, usize::MAX);
        assert_eq!(expected.outcome, Ok(()));
        let orders: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
        for bytes in orders {
            for mark in [&[][..], &[0xFEFF]] {
                let units = mark.iter().copied().chain(xml.encode_utf16());
                let wide: Vec<u8> = units.flat_map(bytes).collect();
                for piece in 1..9 {
                    let read = events_in_pieces(&wide, &Format::Text, Settings::default(), piece, usize::MAX);
                    assert_eq!((read.outcome, read.text), (Ok(()), expected.text.clone()));
                }
            }
        }
    }
}
