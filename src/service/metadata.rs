//! The documents that a host gives out: WSDL, schemas and policies of the application, to one of which a wsdl:service
//! with a port for each endpoint is added.

pub(crate) mod exchange;

use crate::runtime::fault::{Fault, Result};
use crate::xml::node::{Attribute, NodeKind, NodeRef, Text};
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings as Limits;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::writer::{Charset, Encoding, QName, Settings, Str, Value, Way, Writer};

/// WSDL 1.1.
const WSDL: &[u8] = b"http://schemas.xmlsoap.org/wsdl/";
/// The SOAP 1.1 and 1.2 extensions of WSDL 1.1.
const WSDL_SOAP11: &[u8] = b"http://schemas.xmlsoap.org/wsdl/soap/";
const WSDL_SOAP12: &[u8] = b"http://schemas.xmlsoap.org/wsdl/soap12/";

/// Stands for the host of a URL that listens on all of them, until somebody asks. Neither a name nor a URL has it.
const ANY_HOST: &str = "\u{F8FF}";

/// How deep and wide a document may be. It is the application's own, so this only guards against accidents.
const LIMIT: u32 = 1 << 16;

/// One document as the application gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) content: &'a [u8],
    /// What is appended to an endpoint's URL to ask for it.
    pub(crate) name: Option<&'a [u16]>,
}

/// The wsdl:service to add.
#[derive(Debug)]
pub(crate) struct Service<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) ns: &'a [u8],
    pub(crate) ports: Vec<Port<'a>>,
}

/// The wsdl:port of one endpoint.
#[derive(Debug)]
pub(crate) struct Port<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) binding: &'a [u8],
    pub(crate) binding_ns: &'a [u8],
    pub(crate) location: Location,
    /// The endpoint speaks SOAP 1.1: what counts if no document has the binding.
    pub(crate) soap11: bool,
}

/// The URL of an endpoint, around its host if that is a wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// For everyone the same.
    Fixed(String),
    /// What comes before and after the host that the client knows.
    AnyHost(String, String),
}

impl Location {
    /// The location of an endpoint's URL, whose host may be `+` or `*`.
    pub(crate) fn of(url: &str) -> Self {
        let Some((scheme, rest)) = url.split_once("://") else { return Location::Fixed(url.to_owned()) };
        match rest.strip_prefix(['+', '*']) {
            Some(after) if after.is_empty() || after.starts_with([':', '/', '?', '#']) => {
                Location::AnyHost(format!("{scheme}://"), after.to_owned())
            }
            _ => Location::Fixed(url.to_owned()),
        }
    }
}

/// A document ready to be given out.
#[derive(Debug)]
pub(crate) struct Document {
    /// UTF-8, between them the host.
    pieces: Vec<Vec<u8>>,
    name: Option<Vec<u16>>,
    /// Namespace of the root element: what kind of document it is.
    dialect: Vec<u8>,
    /// The namespace that the document is about.
    target: Option<Vec<u8>>,
    is_wsdl: bool,
    has_service: bool,
}

impl Document {
    /// The text, in UTF-8, for a client that knows this machine as `host`.
    pub(crate) fn text(&self, host: &str) -> Vec<u8> {
        let host = escaped(host);
        self.pieces.join(host.as_bytes())
    }

    /// Namespace of the root element.
    pub(crate) fn dialect(&self) -> &[u8] {
        &self.dialect
    }

    /// The target namespace.
    pub(crate) fn target(&self) -> Option<&[u8]> {
        self.target.as_deref()
    }
}

/// What was found in a document.
#[derive(Default)]
struct Survey {
    dialect: Vec<u8>,
    target: Option<Vec<u8>>,
    is_wsdl: bool,
    has_service: bool,
    /// Names of wsdl:binding elements with the namespace of their SOAP extension.
    bindings: Vec<(Vec<u8>, &'static [u8])>,
}

/// Prepares the documents. One that is not well-formed is refused: it could neither be put into a message, nor would
/// its readers come far with it.
pub(crate) fn prepare(sources: &[Source<'_>], service: Option<&Service<'_>>) -> Result<Vec<Document>> {
    let mut surveys = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        surveys.push(survey(source.content).map_err(|fault| {
            let name = source.name.map(String::from_utf16_lossy).unwrap_or_default();
            fault.context(format!("The metadata document {index} (\"{name}\") could not be read."))
        })?);
    }
    let has_service = surveys.iter().any(|survey| survey.has_service);
    let to_add = service.filter(|_| !has_service);
    let place = match to_add {
        Some(Service { ns, .. }) => {
            let found = surveys.iter().position(|survey| survey.is_wsdl && survey.target.as_deref() == Some(*ns));
            Some(found.ok_or_else(|| {
                let ns = String::from_utf8_lossy(ns);
                Fault::invalid_arg(format!(
                    "No metadata document is a WSDL with the target namespace \"{ns}\" that serviceNs names."
                ))
            })?)
        }
        None => None,
    };
    let mut documents = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let Some(survey) = surveys.get(index) else { continue };
        let mut has_service = survey.has_service;
        let pieces = match to_add {
            Some(service) if place == Some(index) => {
                has_service = true;
                with_service(source.content, service, &surveys)?
            }
            _ => vec![source.content.to_vec()],
        };
        documents.push(Document {
            pieces,
            name: source.name.map(<[u16]>::to_vec),
            dialect: survey.dialect.clone(),
            target: survey.target.clone(),
            is_wsdl: survey.is_wsdl,
            has_service,
        });
    }
    Ok(documents)
}

/// Which document a GET request is for.
///
/// `path` and `query` are those of the request, unescaped; `base` is the path of the endpoint's URL. A name is found
/// right behind the endpoint's path, behind a slash that follows it, and as the query. The query `wsdl`, which many
/// clients expect, stands for the WSDL with the service if no document has that name.
pub(crate) fn asked_for<'a>(documents: &'a [Document], base: &str, path: &str, query: &str) -> Option<&'a Document> {
    let rest = path.strip_prefix(base)?;
    let named = |name: &str| {
        let name: Vec<u16> = name.encode_utf16().collect();
        (!name.is_empty()).then(|| documents.iter().find(|document| document.name.as_ref() == Some(&name))).flatten()
    };
    if query.is_empty() {
        return named(rest).or_else(|| named(rest.strip_prefix('/')?));
    }
    if !matches!(rest, "" | "/") {
        return None;
    }
    named(query).or_else(|| {
        let wsdl = || documents.iter().filter(|document| document.is_wsdl);
        query.eq_ignore_ascii_case("wsdl").then(|| wsdl().find(|one| one.has_service).or_else(|| wsdl().next()))?
    })
}

fn reader(content: &[u8]) -> Reader {
    let limits = Limits { max_depth: LIMIT, max_attributes: LIMIT, max_namespaces: LIMIT, ..Limits::default() };
    let mut reader = Reader::new(limits);
    reader.set_input(Decoder::Text(TextDecoder::default()), Input::owned(content.to_vec()), limits);
    reader
}

fn utf8<'a>(node: NodeRef<'a>, attribute: &Attribute) -> &'a [u8] {
    match attribute.value {
        Text::Utf8(span) => node.get(span),
        _ => &[],
    }
}

/// The value of an attribute without a namespace.
fn attribute<'a>(node: NodeRef<'a>, local: &[u8]) -> Option<&'a [u8]> {
    let mut all = node.node.attributes.iter().filter(|attribute| !attribute.is_xmlns);
    let found = all.find(|attribute| attribute.name.ns.len == 0 && node.get(attribute.name.local) == local)?;
    Some(utf8(node, found))
}

fn survey(content: &[u8]) -> Result<Survey> {
    Input::check_size(content.len())?;
    let mut reader = reader(content);
    let mut survey = Survey::default();
    let mut depth = 0_u32;
    loop {
        reader.run(|reader| reader.read_node())?;
        match reader.kind() {
            NodeKind::Eof => return Ok(survey),
            NodeKind::EndElement => depth = depth.saturating_sub(1),
            NodeKind::Element => {
                depth += 1;
                let node = reader.node();
                let (local, ns) = (node.get(node.node.name.local), node.get(node.node.name.ns));
                match depth {
                    1 => {
                        survey.dialect = ns.to_vec();
                        survey.is_wsdl = (local, ns) == (b"definitions".as_slice(), WSDL);
                        survey.target = attribute(node, b"targetNamespace").map(<[u8]>::to_vec);
                    }
                    2 if survey.is_wsdl && ns == WSDL && local == b"service" => survey.has_service = true,
                    2 if survey.is_wsdl && ns == WSDL && local == b"binding" => {
                        let name = attribute(node, b"name").unwrap_or_default().to_vec();
                        survey.bindings.push((name, &[]));
                    }
                    3 if local == b"binding" => {
                        let version = [WSDL_SOAP11, WSDL_SOAP12].into_iter().find(|version| *version == ns);
                        if let (Some(version), Some((_, last))) = (version, survey.bindings.last_mut()) {
                            *last = version;
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// The document with the service at its end, cut where the host goes.
fn with_service(content: &[u8], service: &Service<'_>, surveys: &[Survey]) -> Result<Vec<Vec<u8>>> {
    let mut reader = reader(content);
    let mut writer = Writer::default();
    let settings = Settings {
        max_depth: LIMIT,
        max_attributes: LIMIT,
        max_namespaces: LIMIT,
        buffer_max_size: u32::MAX,
        write_declaration: true,
        ..Settings::default()
    };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    let mut depth = 0_u32;
    let mut added = 0..0;
    loop {
        reader.run(|reader| reader.read_node())?;
        match reader.kind() {
            NodeKind::Eof => break,
            NodeKind::Element => depth += 1,
            NodeKind::EndElement => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    added.start = writer.bytes().len();
                    write_service(&mut writer, service, surveys)?;
                    added.end = writer.bytes().len();
                }
            }
            _ => {}
        }
        writer.node(reader.node())?;
    }
    writer.complete()?;
    Ok(cut(writer.bytes(), added))
}

fn write_service(writer: &mut Writer, service: &Service<'_>, surveys: &[Survey]) -> Result<()> {
    let name = |name: &'static [u8]| Str::from(name);
    writer.start_element(None, name(b"service"), name(WSDL))?;
    attribute_out(writer, b"name", service.name)?;
    for port in &service.ports {
        writer.start_element(None, name(b"port"), name(WSDL))?;
        attribute_out(writer, b"name", port.name)?;
        writer.start_attribute(None, name(b"binding"), name(b""), false)?;
        let binding = QName { prefix: None, local: port.binding.into(), ns: Some(port.binding_ns.into()) };
        writer.value(&Value::QName(binding), Way::Whole)?;
        writer.end_attribute()?;
        writer.start_element(None, name(b"address"), extension_of(port, surveys).into())?;
        match &port.location {
            Location::Fixed(url) => attribute_out(writer, b"location", url.as_bytes())?,
            Location::AnyHost(before, after) => {
                attribute_out(writer, b"location", [before, ANY_HOST, after].concat().as_bytes())?;
            }
        }
        writer.end_element()?;
        writer.end_element()?;
    }
    writer.end_element()
}

fn attribute_out(writer: &mut Writer, local: &'static [u8], value: &[u8]) -> Result<()> {
    writer.start_attribute(None, local.into(), b"".as_slice().into(), false)?;
    writer.utf8(value.into(), Way::Whole)?;
    writer.end_attribute()
}

/// Which SOAP the port's binding is for.
fn extension_of(port: &Port<'_>, surveys: &[Survey]) -> &'static [u8] {
    let mut in_ns = surveys.iter().filter(|survey| survey.is_wsdl && survey.target.as_deref() == Some(port.binding_ns));
    let found = in_ns.find_map(|survey| survey.bindings.iter().find(|(name, _)| name == port.binding));
    match found {
        Some((_, extension)) if !extension.is_empty() => extension,
        _ if port.soap11 => WSDL_SOAP11,
        _ => WSDL_SOAP12,
    }
}

/// Cuts out the marks of the host, which are in a part of the document only: elsewhere it might be anything.
fn cut(document: &[u8], part: core::ops::Range<usize>) -> Vec<Vec<u8>> {
    let mark = ANY_HOST.as_bytes();
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = part.start;
    while at + mark.len() <= part.end {
        if document.get(at..at + mark.len()) == Some(mark) {
            pieces.push(document.get(from..at).unwrap_or_default().to_vec());
            at += mark.len();
            from = at;
        } else {
            at += 1;
        }
    }
    pieces.push(document.get(from..).unwrap_or_default().to_vec());
    pieces
}

/// A host as it may stand in an attribute. Whoever asks chose it: what is no host is left out.
fn escaped(host: &str) -> String {
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '%' | ':' | '[' | ']');
    host.chars().filter(|c| is_host(*c)).collect()
}

#[cfg(test)]
mod tests;
