//! What is copied from one encoding to another must mean the same there: same nodes, same canonical form.

use super::choices::Choices;
use super::events::{Events, Format, canonical_form, events, roomy, shown, with_reader};
use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::c14n::Options;
use crate::xml::node::{NodeKind, NodeRef, Text};
use crate::xml::reader::{Reader, settings};
use crate::xml::writer::{Charset, Encoding, Settings, Writer};
use std::rc::Rc;

/// Binary, to text, to binary; and to an XML buffer and from there to text.
pub fn binary_copies(data: &[u8]) {
    copies(data, &Format::Binary);
}

/// Text, to binary, to text; and to an XML buffer and from there to text.
pub fn text_copies(data: &[u8]) {
    copies(data, &Format::Text);
}

fn copies(data: &[u8], format: &Format) {
    let mut choices = Choices::new(data);
    let choice = choices.byte();
    let charset = choices.pick(&[Some(Charset::Utf8), Some(Charset::Utf16Le), Some(Charset::Utf16Be)]);
    let document = choices.rest();
    let settings = roomy(choice & 1 != 0, false);
    let options = Options { exclusive: choice & 2 != 0, with_comments: choice & 4 != 0, ..Options::default() };
    let settings_out = Settings {
        compress_empty_elements: choice & 8 != 0,
        emit_uncompressed_empty_elements: choice & 16 != 0,
        ..roomy_output(settings.allow_fragment)
    };
    let read = events(document, format, settings);
    if read.outcome.is_err() || must(with_reader(document, format, settings, has_no_text_form), document) {
        return;
    }
    let text = Encoding::Text(charset.unwrap_or(Charset::Utf8));
    let ways: [&[Encoding]; 2] = match format {
        Format::Binary => [&[text, Encoding::Binary], &[Encoding::Binary, text]],
        _ => [&[Encoding::Binary, text], &[text, Encoding::Binary]],
    };
    let expected = canonical(document, format, settings, &options);
    for way in ways {
        let (mut copy, mut copy_format) = (document.to_vec(), format.clone());
        for encoding in way {
            copy = must(copied(&copy, &copy_format, settings, *encoding, settings_out), &copy);
            copy_format = if let Encoding::Binary = encoding { Format::Binary } else { Format::Text };
            assert_eq!(shown(&canonical(&copy, &copy_format, settings, &options)), shown(&expected), "{copy:x?}");
        }
    }
    let (of_buffer, canonical_of_buffer, copy) =
        must(through_buffer(document, format, settings, text, settings_out, &options), document);
    assert_eq!(shown(&of_buffer), shown(&read.text));
    assert_eq!(shown(&canonical_of_buffer), shown(&expected));
    assert_eq!(shown(&canonical(&copy, &Format::Text, settings, &options)), shown(&expected), "{}", shown(&copy));
    let Events { text: again, outcome, .. } = events(&copy, &Format::Text, settings);
    assert_eq!(outcome, Ok(()));
    // The form of an empty element is no event, and a document of text comes back as it was.
    if let Format::Text = format {
        assert_eq!(shown(&again), shown(&read.text));
    }
}

/// Limits that no input of a fuzzer reaches.
pub(super) fn roomy_output(allow_fragment: bool) -> Settings {
    Settings {
        allow_fragment,
        max_depth: 1 << 20,
        max_attributes: 1 << 20,
        max_namespaces: 1 << 20,
        buffer_max_size: 1 << 24,
        max_mime_parts_buffer_size: 1 << 24,
        ..Settings::default()
    }
}

/// Whether there is what text has no form for: bytes that follow bytes whose base64 form has padding, which become one
/// run, and comments with carriage returns.
fn has_no_text_form(reader: &mut Reader) -> Result<bool> {
    let mut before = false;
    while reader.kind() != NodeKind::Eof {
        reader.run(Reader::read_node)?;
        let NodeRef { node, places } = reader.node();
        match (node.kind, &node.text) {
            // Writers refuse these: they would be read as line feeds.
            (NodeKind::Comment, Text::Utf8(span)) if places.get(*span).contains(&b'\r') => return Ok(true),
            (NodeKind::Text, Text::Base64(_)) if before => return Ok(true),
            (NodeKind::Text, Text::Base64(span)) => before = span.len % 3 != 0,
            _ => before = false,
        }
    }
    Ok(false)
}

#[track_caller]
pub(super) fn must<T>(result: Result<T>, document: &[u8]) -> T {
    match result {
        Ok(value) => value,
        Err(fault) => fail(&fault, document),
    }
}

#[track_caller]
#[allow(clippy::panic, reason = "what a fuzzer looks for")]
fn fail(fault: &Fault, document: &[u8]) -> ! {
    panic!("{fault:?} for {}", shown(document))
}

fn canonical(document: &[u8], format: &Format, settings: settings::Settings, options: &Options) -> Vec<u8> {
    must(with_reader(document, format, settings, |reader| canonical_form(reader, options.clone())), document)
}

fn copied(
    document: &[u8],
    format: &Format,
    settings: settings::Settings,
    encoding: Encoding,
    settings_out: Settings,
) -> Result<Vec<u8>> {
    with_reader(document, format, settings, |reader| {
        let mut writer = Writer::default();
        writer.set_output(Some(encoding), settings_out);
        while reader.kind() != NodeKind::Eof {
            reader.run(Reader::read_node)?;
            writer.node(reader.node())?;
        }
        writer.complete()?;
        Ok(writer.bytes().to_vec())
    })
}

/// What a buffer into which the document is read reads as, its canonical form, and what is written from it.
fn through_buffer(
    document: &[u8],
    format: &Format,
    settings: settings::Settings,
    encoding: Encoding,
    settings_out: Settings,
    options: &Options,
) -> Result<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let buffer = Buffer::new(&Rc::new(Budget::new(1 << 26)))?;
    let target = buffer.clone();
    with_reader(document, format, settings, move |reader| {
        reader.run(|reader| reader.copy_to(&mut Point::new(&target)))
    })?;
    let events = buffer_events(&buffer, settings)?;
    let mut reader = Reader::new(settings);
    reader.set_buffer(&buffer, settings);
    let canonical = canonical_form(&mut reader, options.clone())?;
    Ok((events, canonical, from_buffer(&buffer, encoding, settings_out)?))
}

/// What a buffer reads as.
pub(super) fn buffer_events(buffer: &Buffer, settings: settings::Settings) -> Result<Vec<u8>> {
    let mut reader = Reader::new(settings);
    reader.set_buffer(buffer, settings);
    let mut printer = super::events::Printer::default();
    while reader.kind() != NodeKind::Eof {
        reader.run(Reader::read_node)?;
        printer.node(reader.node());
    }
    Ok(printer.out)
}

/// What is written from a buffer.
pub(super) fn from_buffer(buffer: &Buffer, encoding: Encoding, settings: Settings) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    writer.set_output(Some(encoding), settings);
    writer.buffer(buffer)?;
    writer.complete()?;
    Ok(writer.bytes().to_vec())
}
