//! The engines as fuzzers call them: one function per target of `fuzz/`, which takes any bytes and panics if they show
//! a defect. Not part of the API; exists only in tests and with the feature `fuzzing`.

use crate::abi::{DECIMAL, GUID, HRESULT, WS_DATETIME, WS_DURATION, WS_E_QUOTA_EXCEEDED, WS_TIMESPAN};
use crate::runtime::fault::Result;
use crate::xml::node::{NodeKind, NodeRef, Text};
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
    let whole = events(document, settings, document.len().max(1), usize::MAX);
    let pieces = events(document, settings, usize::from(options >> 2).max(1), usize::from(ahead).max(1));
    match (&whole.outcome, &pieces.outcome) {
        (Ok(()), Ok(())) => assert_eq!(whole.text, pieces.text),
        // Too little was filled in: what was read up to there is the same, but for a text that was cut.
        (_, Err(WS_E_QUOTA_EXCEEDED)) if !pieces.is_complete => {
            if whole.outcome.is_ok() {
                let cut = pieces.text.strip_suffix(b"'").unwrap_or(&pieces.text);
                assert!(whole.text.starts_with(cut));
            }
        }
        (Err(one), Err(other)) => assert_eq!(one, other),
        (one, other) => assert_eq!(one, other),
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
                write_node(&mut Vec::new(), reader.node(), &mut false);
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

/// What a document reads as.
pub(crate) struct Events {
    /// The nodes in a form of their own, texts that follow each other as one.
    pub(crate) text: Vec<u8>,
    /// How it ended.
    pub(crate) outcome: core::result::Result<(), HRESULT>,
    /// All of the document had been filled in by then.
    pub(crate) is_complete: bool,
}

/// Reads a document that arrives in pieces, filling in at least `ahead` bytes before each node.
pub(crate) fn events(document: &[u8], settings: Settings, piece: usize, ahead: usize) -> Events {
    let mut reader = Reader::new(settings);
    reader.set_input(Decoder::Text(TextDecoder::default()), Input::stream(), settings);
    let mut stream = Stream::text(None);
    let mut pieces = document.chunks(piece);
    let mut text = Vec::new();
    let mut is_joined = false;
    let outcome = loop {
        let step = reader.run(|reader| {
            let document = reader.document();
            while !document.input.is_complete() && document.input.rest().len() < ahead {
                match pieces.next() {
                    Some(piece) => stream.receive(piece, document)?,
                    None => stream.finish(document)?,
                }
            }
            reader.read_node()
        });
        if let Err(fault) = step {
            break Err(fault.code());
        }
        write_node(&mut text, reader.node(), &mut is_joined);
        if reader.kind() == NodeKind::Eof {
            break Ok(());
        }
    };
    let is_complete = reader.document().input.is_complete();
    Events { text, outcome, is_complete }
}

fn write_node(out: &mut Vec<u8>, node: NodeRef<'_>, is_joined: &mut bool) {
    let was_text = core::mem::take(is_joined);
    let characters = |text: &Text| match text {
        Text::Utf8(span) => node.get(*span),
        _ => b"",
    };
    match node.node.kind {
        NodeKind::Text => {
            if was_text {
                out.pop();
            } else {
                out.push(b'\'');
            }
            out.extend_from_slice(characters(&node.node.text));
            out.push(b'\'');
            *is_joined = true;
        }
        NodeKind::Comment => {
            out.extend_from_slice(b"<!--");
            out.extend_from_slice(characters(&node.node.text));
            out.extend_from_slice(b"-->");
        }
        NodeKind::Element => {
            out.push(b'<');
            let name = node.node.name;
            out.extend_from_slice(&[node.get(name.prefix), node.get(name.local), node.get(name.ns)].join(&b'|'));
            for attribute in &node.node.attributes {
                let name = attribute.name;
                out.push(if attribute.is_xmlns { b'\n' } else { b' ' });
                out.extend_from_slice(&[node.get(name.prefix), node.get(name.local), node.get(name.ns)].join(&b'|'));
                out.push(b'=');
                out.extend_from_slice(characters(&attribute.value));
            }
            out.push(b'>');
        }
        NodeKind::EndElement => out.extend_from_slice(b"</>"),
        NodeKind::CData => out.push(b'['),
        NodeKind::EndCData => out.push(b']'),
        NodeKind::Bof => out.push(b'^'),
        NodeKind::Eof => out.push(b'$'),
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
        let expected = events(xml.as_bytes(), Settings::default(), 1, usize::MAX);
        assert_eq!(expected.outcome, Ok(()));
        let orders: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
        for bytes in orders {
            for mark in [&[][..], &[0xFEFF]] {
                let units = mark.iter().copied().chain(xml.encode_utf16());
                let wide: Vec<u8> = units.flat_map(bytes).collect();
                for piece in 1..9 {
                    let read = events(&wide, Settings::default(), piece, usize::MAX);
                    assert_eq!((read.outcome, read.text), (Ok(()), expected.text.clone()));
                }
            }
        }
    }
}
