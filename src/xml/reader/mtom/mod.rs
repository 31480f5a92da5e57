//! The MTOM encoding: text XML as the root part of a MIME package (RFC 2387) whose other parts are binary data. Elements
//! of XOP 1.0 in the text say where a part belongs; the reader shows the part there, as text whose form is base64, and
//! no base64 is made unless it is asked for.
//!
//! From memory the package is looked through once and its parts are found by their identifiers. From a stream, the root
//! part is taken in as a whole, under a limit, and the other parts pass by in the order in which they are needed.

mod delimiter;
mod header;
mod memory;

#[cfg(test)]
mod tests;

use crate::abi::WS_E_INVALID_FORMAT;
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{NodeKind, Place, Span, Text};
use crate::xml::reader::document::Document;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::stream;
use crate::xml::reader::text::{Charset, TextDecoder};
use delimiter::{Delimiter, Found};
use header::Fields;
use memory::Parts;

const XOP_NAMESPACE: &[u8] = b"http://www.w3.org/2004/08/xop/include";
const XOP_TYPE: &[u8] = b"application/xop+xml";

/// What the Content-Type of a package says, where it does not stand in the input.
#[derive(Clone, Debug, Default)]
pub(crate) struct PackageType {
    /// What separates the parts.
    pub(crate) boundary: Vec<u8>,
    /// The identifier of the part with the XML, with or without angle brackets; empty for the first part.
    pub(crate) start: Vec<u8>,
    /// The media type of the XML before it was packed; empty if not known.
    pub(crate) start_info: Vec<u8>,
}

/// What the MTOM encoding has to remember between nodes.
#[derive(Debug)]
pub(crate) struct MtomDecoder {
    text: TextDecoder,
    charset: Option<Charset>,
    package_type: Option<PackageType>,
    delimiter: Delimiter,
    state: State,
    parts: Parts,
    /// Parts of a stream that have begun.
    begun: u32,
    /// A part was put in the place of the element that stood for it: its parent's end must follow.
    included: bool,
    href: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Before the package.
    Start,
    /// In the XML; further parts are found in memory.
    Memory,
    /// In the XML; further parts are in the stream.
    Stream,
    /// In a part of the stream. `back`: bytes before the window's position that a delimiter may begin with.
    Part { back: usize },
    /// In the XML; the stream had its last part.
    Last,
}

impl MtomDecoder {
    /// A decoder for one package. `charset`: of the XML, `None` to find it out. `package_type`: `None` if the package
    /// begins with its MIME header.
    pub(crate) fn new(
        charset: Option<Charset>,
        package_type: Option<PackageType>,
        settings: &Settings,
    ) -> Result<Self> {
        if settings.allow_fragment {
            let what = "WS_XML_READER_PROPERTY_ALLOW_FRAGMENT must not be TRUE with the MTOM encoding.";
            return Err(Fault::invalid_arg(what));
        }
        let delimiter = match &package_type {
            None => Delimiter::default(),
            Some(package_type) => Delimiter::new(&package_type.boundary).ok_or_else(|| {
                Fault::invalid_arg(
                    "The boundary of the MTOM encoding is not one of 1 to 70 printable ASCII characters.",
                )
            })?,
        };
        Ok(MtomDecoder {
            text: TextDecoder::default(),
            charset,
            package_type,
            delimiter,
            state: State::Start,
            parts: Parts::default(),
            begun: 0,
            included: false,
            href: Vec::new(),
        })
    }

    /// Reads the next node.
    #[inline]
    pub(crate) fn next(&mut self, document: &mut Document) -> Result<()> {
        match self.state {
            State::Start => self.open(document)?,
            State::Part { back } => {
                document.leave_node();
                if self.piece(document, back)? {
                    return Ok(());
                }
            }
            State::Memory | State::Stream | State::Last => {}
        }
        loop {
            let is_first_child = document.node.kind == NodeKind::Element;
            self.text.next(document)?;
            if self.included {
                self.included = false;
                if document.node.kind != NodeKind::EndElement {
                    return Err(not_alone(document));
                }
                return Ok(());
            }
            if document.node.kind != NodeKind::Element || !is_include(document) {
                return Ok(());
            }
            if !is_first_child {
                return Err(not_alone(document));
            }
            if self.include(document)? {
                return Ok(());
            }
        }
    }

    /// Finds the XML in the package.
    #[cold]
    fn open(&mut self, document: &mut Document) -> Result<()> {
        // What a reader of an earlier document was at says nothing about this one.
        document.node.kind = NodeKind::Bof;
        let is_stream = document.input.as_lent().is_none();
        let limits = if is_stream { document.settings } else { unlimited(document.settings) };
        let mut at = document.input.position;
        if self.package_type.is_none() {
            let (fields, next) = read_header(&document.input, at, &limits, "the MIME header")?;
            let package_type = package_type(fields).map_err(|what| bad_package(&document.input, at, what))?;
            self.delimiter = Delimiter::new(&package_type.boundary)
                .ok_or_else(|| bad_package(&document.input, at, "The boundary of the MIME header is not one."))?;
            self.package_type = Some(package_type);
            at = next;
        }
        let first = self.first_part(&document.input, at, &limits)?;
        if is_stream { self.open_stream(document, first) } else { self.open_memory(document, first) }
    }

    /// The index of the first part's header.
    fn first_part(&self, input: &Input, at: usize, limits: &Settings) -> Result<usize> {
        match self.delimiter.find_first(input.bytes(), at, input.is_complete()) {
            Found::Delimiter { next, is_last: false, .. } => Ok(next),
            Found::Delimiter { end, .. } => Err(bad_package(input, end, "The MIME package has no parts.")),
            Found::Content(end) if end - at > limits.max_mime_headers_size as usize => {
                Err(Fault::quota("WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE", limits.max_mime_headers_size))
            }
            Found::Content(_) => Err(exhausted(input, "the first boundary of a MIME package")),
        }
    }

    fn open_memory(&mut self, document: &mut Document, first: usize) -> Result<()> {
        let Some(package) = document.input.as_lent() else { return Ok(()) };
        self.parts = Parts::find(&document.input, first, &self.delimiter, document.settings.max_mime_parts)?;
        let start = self.start().to_vec();
        let Some((root, fields)) = self.parts.take_root(&start) else {
            let start = String::from_utf8_lossy(&start);
            return Err(bad_package(&document.input, first, format!("There is no MIME part '{start}' with the XML.")));
        };
        self.check_root(&fields).map_err(|what| bad_package(&document.input, root.start, what))?;
        let bytes = package.get(root.clone()).unwrap_or_default();
        let (charset, mark) = stream::charset_and_mark(bytes, self.charset);
        document.charset = charset;
        if charset == Charset::Utf8 {
            document.input.narrow(root.start + mark..root.end);
        } else {
            let root = stream::transcoded(bytes.get(mark..).unwrap_or_default(), charset)?;
            document.package = Some(core::mem::replace(&mut document.input, root));
        }
        self.state = State::Memory;
        Ok(())
    }

    fn open_stream(&mut self, document: &mut Document, first: usize) -> Result<()> {
        let input = &document.input;
        let limits = document.settings;
        self.begin_part(&limits)?;
        let (fields, body) = read_header(input, first, &limits, "the header of a MIME part")?;
        let start = self.start();
        if !start.is_empty() && fields.content_id.as_deref() != Some(start) {
            return Err(bad_package(input, first, "In a stream the MIME part with the XML must be the first."));
        }
        self.check_root(&fields).map_err(|what| bad_package(input, first, what))?;
        let found = self.delimiter.find(input.bytes(), body - 2, input.is_complete());
        let (Found::Delimiter { end, .. } | Found::Content(end)) = found;
        if end.saturating_sub(body) > limits.max_root_mime_part_size as usize {
            let limit = limits.max_root_mime_part_size;
            return Err(Fault::quota("WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE", limit));
        }
        let Found::Delimiter { next, is_last, .. } = found else {
            return Err(exhausted(input, "the MIME part with the XML"));
        };
        let bytes = input.bytes().get(body..end.max(body)).unwrap_or_default();
        let (charset, mark) = stream::charset_and_mark(bytes, self.charset);
        let root = stream::transcoded(bytes.get(mark..).unwrap_or_default(), charset)?;
        document.charset = charset;
        document.input.position = next;
        document.input.set_binary();
        document.package = Some(core::mem::replace(&mut document.input, root));
        self.state = if is_last { State::Last } else { State::Stream };
        Ok(())
    }

    /// The identifier of the part with the XML.
    fn start(&self) -> &[u8] {
        self.package_type.as_ref().map_or(b"", |package_type| header::strip_brackets(&package_type.start))
    }

    /// The root part must say that it is XOP, and of the type that the package says.
    fn check_root(&self, fields: &Fields) -> core::result::Result<(), &'static str> {
        if fields.is_encoded {
            return Err("The Content-Transfer-Encoding of the MIME part with the XML is not supported.");
        }
        let Some(media_type) = fields.content_type.as_ref().filter(|media_type| media_type.essence == XOP_TYPE) else {
            return Err("The Content-Type of the MIME part with the XML is not application/xop+xml.");
        };
        let start_info = self.package_type.as_ref().map_or(&b""[..], |package_type| &package_type.start_info);
        let essence = |value: &[u8]| header::media_type(value).map(|media_type| media_type.essence);
        match media_type.parameter(b"type") {
            Some(inner) if !start_info.is_empty() && essence(inner)? != essence(start_info)? => {
                Err("The type of the MIME part with the XML is not the start-info of the package.")
            }
            _ => Ok(()),
        }
    }

    fn begin_part(&mut self, settings: &Settings) -> Result<()> {
        self.begun += 1;
        if self.begun > settings.max_mime_parts {
            return Err(Fault::quota("WS_XML_READER_PROPERTY_MAX_MIME_PARTS", settings.max_mime_parts));
        }
        Ok(())
    }

    /// Puts the part in the place of the element that stands for it. Answers whether there is anything in it.
    fn include(&mut self, document: &mut Document) -> Result<bool> {
        let node_start = document.node_start;
        self.read_href(document)?;
        // Extensions, which XOP allows within the element, are not for us.
        let depth = document.scope.depth();
        while !(document.node.kind == NodeKind::EndElement && document.scope.depth() == depth) {
            self.text.next(document)?;
        }
        document.node_start = node_start;
        self.included = true;
        let what = match self.state {
            State::Memory => match self.parts.take(&self.href) {
                Ok(range) => return Ok(show(document, range)),
                Err(what) => what,
            },
            State::Stream => {
                let settings = document.settings;
                self.begin_part(&settings)?;
                let package = document.source();
                let (fields, next) = read_header(package, package.position, &settings, "the header of a MIME part")?;
                package.position = next;
                match fields {
                    Fields { is_encoded: true, .. } => memory::ENCODED,
                    Fields { content_id: Some(id), .. } if memory::names(&self.href, &id) => {
                        return self.piece(document, 2);
                    }
                    _ => "is not the next one of the stream",
                }
            }
            State::Last => "is not there: the stream had its last part",
            State::Start | State::Part { .. } => return Ok(false),
        };
        let href = String::from_utf8_lossy(&self.href);
        Err(document.input.bad_format(node_start, format!("The MIME part that '{href}' stands for {what}.")))
    }

    /// Keeps the attribute that says which part.
    fn read_href(&mut self, document: &Document) -> Result<()> {
        let node = document.node();
        let href = node.node.attributes.iter().find_map(|attribute| match attribute.value {
            Text::Utf8(span) if !attribute.is_xmlns && attribute.name.prefix.len == 0 => {
                (node.get(attribute.name.local) == b"href").then(|| node.get(span))
            }
            _ => None,
        });
        let Some(href) = href.filter(|href| href.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"cid:")))
        else {
            return Err(document
                .input
                .bad_format(document.node_start, "An xop:Include has no href that begins with 'cid:'."));
        };
        self.href.clear();
        self.href.extend_from_slice(href);
        Ok(())
    }

    /// As much of a part as is in the stream's window. Answers whether that is anything.
    fn piece(&mut self, document: &mut Document, back: usize) -> Result<bool> {
        let package = document.source();
        let start = package.position;
        let found = self.delimiter.find(package.bytes(), start.saturating_sub(back), package.is_complete());
        let end = match found {
            Found::Delimiter { end, next, is_last } => {
                package.position = next;
                self.state = if is_last { State::Last } else { State::Stream };
                end.max(start)
            }
            Found::Content(end) => {
                let length = end.saturating_sub(start);
                // Cut where base64 can be.
                let length = length - length % 3;
                if package.is_complete() || length == 0 {
                    return Err(exhausted(package, "a MIME part"));
                }
                package.position = start + length;
                self.state = State::Part { back: 0 };
                start + length
            }
        };
        Ok(show(document, start..end))
    }
}

/// Makes bytes of the package the present node's text: in place where spans can point there, else as a copy. Answers
/// whether there are any.
fn show(document: &mut Document, range: core::ops::Range<usize>) -> bool {
    let span = match &document.package {
        None => Span::new(Place::Input, range.start, range.len()),
        Some(package) => {
            let span = Span::new(Place::Scratch, document.scratch.len(), range.len());
            document.scratch.extend_from_slice(package.bytes().get(range).unwrap_or_default());
            span
        }
    };
    if span.len > 0 {
        document.node.kind = NodeKind::Text;
        document.node.text = Text::Base64(span);
    }
    span.len > 0
}

fn is_include(document: &Document) -> bool {
    let node = document.node();
    node.get(node.node.name.local) == b"Include" && node.get(node.node.name.ns) == XOP_NAMESPACE
}

#[cold]
fn not_alone(document: &Document) -> Fault {
    document.input.bad_format(document.node_start, "An xop:Include is not the only content of an element.")
}

/// The limits on streams have no meaning for memory.
fn unlimited(settings: Settings) -> Settings {
    Settings { max_mime_headers_size: u32::MAX, max_root_mime_part_size: u32::MAX, ..settings }
}

/// Reads a block of header lines and the empty line after it.
fn read_header(input: &Input, at: usize, limits: &Settings, what: &str) -> Result<(Fields, usize)> {
    let rest = input.bytes().get(at..).unwrap_or_default();
    let limit = limits.max_mime_headers_size;
    let found = header::block_end(rest.get(..(limit as usize).saturating_add(4)).unwrap_or(rest));
    match found {
        Some((end, next)) if end <= limit as usize => {
            let block = rest.get(..end).unwrap_or_default();
            let fields = header::parse(block).map_err(|refusal| bad_package(input, at, refusal))?;
            Ok((fields, at + next))
        }
        None if rest.len() <= limit as usize => Err(exhausted(input, what)),
        _ => Err(Fault::quota("WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE", limit)),
    }
}

/// What the header of a whole package says.
fn package_type(fields: Fields) -> core::result::Result<PackageType, &'static str> {
    let Some(media_type) = fields.content_type.filter(|media_type| media_type.essence == b"multipart/related") else {
        return Err("The Content-Type of the MIME header is not multipart/related.");
    };
    if media_type.parameter(b"type").is_some_and(|inner| !inner.eq_ignore_ascii_case(XOP_TYPE)) {
        return Err("The type of the MIME package is not application/xop+xml.");
    }
    let parameter = |name| media_type.parameter(name).unwrap_or_default().to_vec();
    Ok(PackageType {
        boundary: parameter(b"boundary"),
        start: parameter(b"start"),
        start_info: parameter(b"start-info"),
    })
}

#[cold]
fn bad_package(input: &Input, at: usize, what: impl Into<String>) -> Fault {
    let at = input.offset_of(at);
    Fault::new(WS_E_INVALID_FORMAT, what).context(format!("The MIME package is malformed at byte {at}."))
}

/// The package ends where more must follow, or its window does.
#[cold]
fn exhausted(input: &Input, what: &str) -> Fault {
    if input.is_complete() {
        return bad_package(input, input.bytes().len(), format!("The MIME package ends inside {what}."));
    }
    input.exhausted(what)
}
