//! Protected messages in other encodings than UTF-8.
//!
//! What is signed are canonical forms, which are text whatever a message is encoded as: a message is protected as text,
//! and then written as binary XML, MTOM or UTF-16; one that arrives becomes text first. Ciphertext goes as bytes then,
//! as WCF sends it: a record of binary XML, a part of a MIME package.

use super::scan;
use crate::runtime::fault::Result;
use crate::security::names::XENC;
use crate::xml::dictionary::STRINGS;
use crate::xml::node::{Name, NodeKind, NodeRef, Text};
use crate::xml::reader::settings::Settings;
use crate::xml::reader::{Reader, Wanted};
use crate::xml::value::base64::parse_base64;
use crate::xml::writer::{self, Charset, Encoding, Str, Value, Way, Writer};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A message as text; `max_size`: bytes that it may have.
pub(crate) fn to_text(reader: &mut Reader, max_size: u32) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: max_size, ..writer::Settings::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    if !reader.read_to_start_element(Wanted::default())? {
        return Err(reader.unexpected("An envelope"));
    }
    reader.copy_to_writer(&mut writer)?;
    reader.read_to_start_element(Wanted::default())?;
    if reader.kind() != NodeKind::Eof {
        return Err(reader.unexpected("The end of the message"));
    }
    writer.complete()?;
    Ok(writer.bytes().to_vec())
}

/// Writes a message that is text, in the encoding that a writer has.
pub(crate) fn from_text(text: Vec<u8>, writer: &mut Writer) -> Result<()> {
    // It is our own, and may be as deep as the program has made it.
    let settings =
        Settings { max_depth: u32::MAX, max_attributes: u32::MAX, max_namespaces: u32::MAX, ..Settings::default() };
    let mut reader = scan::open(text, settings)?;
    let mut ciphertext: Option<Vec<u8>> = None;
    loop {
        reader.read_node()?;
        let node = reader.node();
        match (node.node.kind, &mut ciphertext) {
            (NodeKind::Eof, _) => return Ok(()),
            (NodeKind::Text, Some(kept)) => {
                if let Text::Utf8(span) = node.node.text {
                    kept.extend_from_slice(node.get(span));
                }
            }
            (NodeKind::EndElement, Some(kept)) => {
                let mut bytes = Vec::new();
                parse_base64(&mut bytes, kept)?;
                writer.value(&Value::Base64(&bytes), Way::Whole)?;
                writer.node(node)?;
                ciphertext = None;
            }
            (NodeKind::Element, _) => {
                let name = node.node.name;
                if node.get(name.local) == b"CipherValue" && node.get(name.ns) == XENC {
                    ciphertext = Some(Vec::new());
                }
                put_element(writer, node)?;
            }
            _ => writer.node(node)?,
        }
    }
}

/// The string as binary XML writes it: those of the built-in dictionary are numbers.
fn known(bytes: &[u8]) -> Str<'_> {
    static IDS: LazyLock<HashMap<&[u8], u32>> =
        LazyLock::new(|| STRINGS.iter().zip((0..).step_by(2)).map(|(text, id)| (text.as_bytes(), id)).collect());
    Str { bytes, id: IDS.get(bytes).copied() }
}

/// Writes a start tag; in text, values of attributes are characters.
fn put_element(writer: &mut Writer, node: NodeRef<'_>) -> Result<()> {
    let name = node.node.name;
    writer.start_element(Some(node.get(name.prefix)), known(node.get(name.local)), known(node.get(name.ns)))?;
    for attribute in &node.node.attributes {
        let Name { prefix, local, ns } = attribute.name;
        let (prefix, ns) = (Some(node.get(prefix)), known(node.get(ns)));
        if attribute.is_xmlns {
            writer.xmlns(prefix, ns, attribute.single_quote)?;
            continue;
        }
        writer.start_attribute(prefix, known(node.get(local)), ns, attribute.single_quote)?;
        if let Text::Utf8(span) = attribute.value {
            writer.value(&Value::Utf8(known(node.get(span))), Way::Utf8Text)?;
        }
        writer.end_attribute()?;
    }
    if node.node.is_empty { Ok(()) } else { writer.end_start_element() }
}
