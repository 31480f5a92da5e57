//! What a document reads as, so that two readings can be compared.

use crate::abi::{HRESULT, WS_E_QUOTA_EXCEEDED};
use crate::ffi::lent::with_lent;
use crate::runtime::fault::Result;
use crate::xml::c14n::{Canonicalizer, Options, Sink, Start};
use crate::xml::characters::write_text;
use crate::xml::node::{NodeKind, NodeRef, Text};
use crate::xml::reader::binary::{BinaryDecoder, Dictionary, Strings};
use crate::xml::reader::input::Input;
use crate::xml::reader::mtom::{MtomDecoder, PackageType};
use crate::xml::reader::raw::RawDecoder;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::stream::{Stream, text_in_memory};
use crate::xml::reader::text::{Charset, TextDecoder};
use crate::xml::reader::{Decoder, Reader};
use core::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

/// How a document is encoded.
#[derive(Clone, Debug)]
pub(super) enum Format {
    Text,
    Binary,
    Mtom(Option<PackageType>),
    Raw,
}

/// The strings of the session that binary documents may refer to.
pub(super) const SESSION: [&[u8]; 4] = [b"session", b"urn:session", b"p", b"not a <name>"];

static SESSION_STRINGS: LazyLock<Arc<Strings>> = LazyLock::new(|| {
    let mut strings = Strings::default();
    SESSION.iter().for_each(|string| strings.push(string));
    Arc::new(strings)
});

impl Format {
    fn decoder(&self, settings: &Settings) -> Result<Decoder> {
        Ok(match self {
            Format::Text => Decoder::Text(TextDecoder::default()),
            Format::Binary => {
                let session = Dictionary::new(Arc::clone(&SESSION_STRINGS));
                Decoder::Binary(Box::new(BinaryDecoder::new(Dictionary::builtin(), Some(session))))
            }
            Format::Mtom(package) => Decoder::Mtom(Box::new(MtomDecoder::new(None, package.clone(), settings)?)),
            Format::Raw => Decoder::Raw(RawDecoder),
        })
    }

    fn stream(&self) -> Stream {
        match self {
            Format::Text => Stream::text(None),
            Format::Binary | Format::Mtom(_) | Format::Raw => Stream::Bytes,
        }
    }
}

/// Limits that no input of a fuzzer reaches, so that what was written under others can be read.
pub(super) fn roomy(allow_fragment: bool, allow_invalid_character_references: bool) -> Settings {
    Settings {
        allow_fragment,
        allow_invalid_character_references,
        max_depth: 1 << 20,
        max_attributes: 1 << 20,
        max_namespaces: 1 << 20,
        max_root_mime_part_size: 1 << 24,
        max_mime_headers_size: 1 << 20,
        ..Settings::default()
    }
}

/// Lends a document to a reader, which must not leave `read`.
pub(super) fn with_reader<T: 'static>(
    document: &[u8],
    format: &Format,
    settings: Settings,
    read: impl FnOnce(&mut Reader) -> Result<T>,
) -> Result<T> {
    with_lent(document, |bytes| {
        let mut reader = Reader::new(settings);
        let (input, charset) = match format {
            Format::Text => text_in_memory(bytes, None)?,
            _ => (Input::lent(bytes), Charset::Utf8),
        };
        reader.set_input(format.decoder(&settings)?, input, settings);
        reader.document().charset = charset;
        read(&mut reader)
    })
}

/// What a document reads as.
#[derive(Debug)]
pub(super) struct Events {
    /// The nodes in a form of their own, texts that follow each other as one.
    pub(super) text: Vec<u8>,
    /// How it ended.
    pub(super) outcome: core::result::Result<(), HRESULT>,
    /// All of the document had been filled in by then.
    pub(super) is_complete: bool,
}

/// Reads a document in memory.
pub(super) fn events(document: &[u8], format: &Format, settings: Settings) -> Events {
    let mut limit = limit_of_nodes(document);
    let read = with_reader(document, format, settings, |reader| {
        let mut printer = Printer::default();
        loop {
            if let Err(fault) = reader.run(Reader::read_node) {
                return Ok((printer.out, Err(fault.code())));
            }
            limit -= 1;
            assert!(limit > 0, "the document does not end");
            printer.node(reader.node());
            if reader.kind() == NodeKind::Eof {
                return Ok((printer.out, Ok(())));
            }
        }
    });
    let (text, outcome) = read.unwrap_or_else(|fault| (Vec::new(), Err(fault.code())));
    Events { text, outcome, is_complete: true }
}

/// Reads a document that arrives in pieces, filling in at least `ahead` bytes before each node.
pub(super) fn events_in_pieces(
    document: &[u8],
    format: &Format,
    settings: Settings,
    piece: usize,
    ahead: usize,
) -> Events {
    let mut reader = Reader::new(settings);
    match format.decoder(&settings) {
        Ok(decoder) => reader.set_input(decoder, Input::stream(), settings),
        Err(fault) => return Events { text: Vec::new(), outcome: Err(fault.code()), is_complete: true },
    }
    let mut stream = format.stream();
    let mut pieces = document.chunks(piece);
    let mut printer = Printer::default();
    let mut limit = limit_of_nodes(document);
    let outcome = loop {
        let step = reader.run(|reader| {
            let document = reader.document();
            while !document.source().is_complete() && document.source().rest().len() < ahead {
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
        limit -= 1;
        assert!(limit > 0, "the document does not end");
        printer.node(reader.node());
        if reader.kind() == NodeKind::Eof {
            break Ok(());
        }
    };
    let is_complete = reader.document().source().is_complete();
    Events { text: printer.out, outcome, is_complete }
}

/// No encoding makes more nodes of a byte: an array's item is a start tag, a text and an end tag.
fn limit_of_nodes(document: &[u8]) -> usize {
    document.len() * 3 + 4
}

/// In pieces the document must read as the whole does, as far as the pieces reach.
pub(super) fn compare(whole: &Events, pieces: &Events) {
    match (&whole.outcome, &pieces.outcome) {
        (Ok(()), Ok(())) => assert_eq!(shown(&whole.text), shown(&pieces.text)),
        // Too little was filled in: what was read up to there is the same, but for a text that was cut.
        (_, Err(WS_E_QUOTA_EXCEEDED)) if !pieces.is_complete => {
            if whole.outcome.is_ok() {
                let cut = pieces.text.strip_suffix(b"'").unwrap_or(&pieces.text);
                assert!(whole.text.starts_with(cut), "{} and {}", shown(&whole.text), shown(&pieces.text));
            }
        }
        (one, other) => assert_eq!(one, other),
    }
}

/// Bytes for the text of an assertion.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

/// Writes nodes down.
#[derive(Default)]
pub(super) struct Printer {
    pub(super) out: Vec<u8>,
    /// What the last node was, if the next text goes on with it.
    last: Option<Run>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Characters,
    /// Bytes: pieces of them have no base64 form of their own.
    Bytes,
}

impl Printer {
    pub(super) fn node(&mut self, node: NodeRef<'_>) {
        let last = self.last.take();
        let out = &mut self.out;
        match node.node.kind {
            NodeKind::Text => {
                let run = if let Text::Base64(_) = node.node.text { Run::Bytes } else { Run::Characters };
                if last == Some(run) {
                    out.pop();
                } else {
                    out.extend_from_slice(if run == Run::Bytes { b"b'" } else { b"'" });
                }
                put_text(out, &node.node.text, node);
                out.push(b'\'');
                self.last = Some(run);
            }
            NodeKind::Comment => {
                out.extend_from_slice(b"<!--");
                put_text(out, &node.node.text, node);
                out.extend_from_slice(b"-->");
            }
            NodeKind::Element => {
                out.push(b'<');
                let name = node.node.name;
                out.extend_from_slice(&[node.get(name.prefix), node.get(name.local), node.get(name.ns)].join(&b'|'));
                for attribute in &node.node.attributes {
                    let name = attribute.name;
                    out.push(if attribute.is_xmlns { b'\n' } else { b' ' });
                    out.extend_from_slice(
                        &[node.get(name.prefix), node.get(name.local), node.get(name.ns)].join(&b'|'),
                    );
                    out.push(b'=');
                    put_text(out, &attribute.value, node);
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
}

fn put_text(out: &mut Vec<u8>, text: &Text, node: NodeRef<'_>) {
    if let Text::Base64(span) = text {
        return out.extend_from_slice(node.get(*span));
    }
    let written = write_text(out, text, node.places);
    assert!(written.is_ok(), "a node with a text that has no characters: {text:?}");
}

/// Collects canonical octets.
#[derive(Clone, Default)]
pub(super) struct Octets {
    pub(super) all: Rc<RefCell<Vec<u8>>>,
    /// How many came at a time.
    pub(super) sizes: Rc<RefCell<Vec<usize>>>,
}

impl Octets {
    pub(super) fn take(&self) -> Vec<u8> {
        self.all.take()
    }
}

impl Sink for Octets {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.all.borrow_mut().extend_from_slice(bytes);
        self.sizes.borrow_mut().push(bytes.len());
        Ok(())
    }
}

/// The canonical form of what is left of a document.
pub(super) fn canonical_form(reader: &mut Reader, options: Options) -> Result<Vec<u8>> {
    let octets = Octets::default();
    reader.run(|reader| {
        reader.start_canonicalization(options, Box::new(octets.clone()))?;
        while reader.kind() != NodeKind::Eof {
            reader.read_node()?;
        }
        reader.end_canonicalization()
    })?;
    Ok(octets.take())
}

/// The same, from the nodes one by one: nothing is passed on as it stands in the text.
pub(super) fn canonical_form_of_nodes(reader: &mut Reader, options: Options) -> Result<Vec<u8>> {
    let octets = Octets::default();
    reader.run(|reader| {
        let start = Start { kind: reader.kind(), in_element: false, outer_namespace: &|_| None };
        let mut canonicalizer = Canonicalizer::new(options, start)?;
        loop {
            canonicalizer.node(reader.node(), &mut octets.clone())?;
            if reader.kind() == NodeKind::Eof {
                return canonicalizer.finish(&mut octets.clone());
            }
            reader.read_node()?;
        }
    })?;
    Ok(octets.take())
}
