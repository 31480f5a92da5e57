//! What HTTP request and reply channels have in common: encodings, the headers that go with a message, and those that
//! are mapped.

use crate::abi::*;
use crate::channel::content_type::{self, ContentType, Reading, printable};
use crate::channel::mapping::Header as MappedHeader;
use crate::channel::property::Numbers;
use crate::ffi::message::MessageObject;
use crate::ffi::message_coding::Coding;
use crate::http::Headers;
use crate::message::address::new_id;
use crate::message::version::{Addressing, Envelope, Header};
use crate::runtime::fault::{Fault, Result};
use std::borrow::Cow;

/// How a message is written, and what its Content-Type is; empty for bytes without a type.
pub(super) struct Writing {
    pub(super) coding: Coding,
    pub(super) content_type: Cow<'static, str>,
}

/// Refuses a message of other versions than the channel's.
pub(super) fn check_version(numbers: &Numbers, object: &MessageObject) -> Result<()> {
    let version = object.message.version;
    let (envelope, addressing) = (numbers.envelope_version(), numbers.addressing_version());
    if version.envelope.to_c() == envelope && version.addressing.to_c() == addressing {
        return Ok(());
    }
    Err(Fault::invalid_arg(format!(
        "The message is of {:?} and {:?}, and the channel of {envelope:?} and {addressing:?}.",
        version.envelope.to_c(),
        version.addressing.to_c()
    )))
}

/// How the channel writes its next message.
pub(super) fn writing(numbers: &Numbers) -> Result<Writing> {
    let (encoding, envelope) = (numbers.encoding(), numbers.envelope_version());
    let package = |charset| -> Result<Writing> {
        // New for each message, so that nobody can know it and put it into the text.
        let GUID { Data1, Data2, Data3, Data4 } = new_id()?;
        let id = format!("{Data1:08x}{Data2:04x}{Data3:04x}{:016x}", u64::from_be_bytes(Data4));
        let (boundary, start) = (format!("mime-{id}"), format!("root-{id}@webservices"));
        let utf16 = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
        Ok(Writing {
            content_type: content_type::package(&boundary, &start, envelope).into(),
            coding: Coding::Mtom {
                charset,
                boundary: utf16(&boundary),
                start: utf16(&start),
                start_info: utf16(content_type::start_info(envelope)),
            },
        })
    };
    let coding = match encoding {
        WS_ENCODING_XML_BINARY_1 => Coding::Binary,
        WS_ENCODING_XML_UTF8 => Coding::Text(WS_CHARSET_UTF8),
        WS_ENCODING_XML_UTF16BE => Coding::Text(WS_CHARSET_UTF16BE),
        WS_ENCODING_XML_UTF16LE => Coding::Text(WS_CHARSET_UTF16LE),
        WS_ENCODING_XML_MTOM_UTF8 => return package(WS_CHARSET_UTF8),
        WS_ENCODING_XML_MTOM_UTF16BE => return package(WS_CHARSET_UTF16BE),
        WS_ENCODING_XML_MTOM_UTF16LE => return package(WS_CHARSET_UTF16LE),
        WS_ENCODING_RAW => Coding::Raw,
        other => return Err(Fault::not_supported(format!("{other:?} cannot be used over HTTP."))),
    };
    Ok(Writing { coding, content_type: content_type::sent(encoding, envelope).into() })
}

/// Adds the headers that a message has over HTTP: its content type, its action, and those that are mapped, which may
/// replace the others. `content_encoding` may be empty. `is_request`: only requests have an action.
pub(super) fn add_headers(
    headers: &mut Headers,
    object: &mut MessageObject,
    content_type: &str,
    content_encoding: &str,
    mapped: &[MappedHeader],
    is_request: bool,
) -> Result<()> {
    for header in mapped {
        let values: Vec<String> = object
            .message
            .mapped
            .values(header.name.as_bytes())?
            .map(|value| String::from_utf8_lossy(value).into_owned())
            .collect();
        if let Some(line) = header.line(&values)? {
            headers.push(&header.name, line.as_bytes())?;
        }
    }
    let is_soap_1_1 = object.message.version.envelope == Envelope::Soap11;
    let has_action = is_request && object.message.version.envelope != Envelope::None;
    let addressing = object.message.version.addressing;
    let action: Cow<'_, [u8]> = match (has_action, addressing) {
        (false, _) => Cow::Borrowed(b""),
        (true, Addressing::Transport) => carried(object, Header::Action)?.unwrap_or_default().into(),
        (true, _) => object.message.header_text(Header::Action)?.unwrap_or_default().into(),
    };
    if !content_type.is_empty() && headers.get("Content-Type").is_none() {
        let in_type = has_action && !is_soap_1_1 && !action.is_empty() && addressing == Addressing::Transport;
        if in_type {
            let mut value = content_type.as_bytes().to_vec();
            value.extend_from_slice(b"; action=");
            content_type::quoted(&text(&action), &mut value)?;
            headers.push_value("Content-Type", &value)?;
        } else {
            headers.push_value("Content-Type", content_type.as_bytes())?;
        }
    }
    if !content_encoding.is_empty() {
        headers.push_value("Content-Encoding", content_encoding.as_bytes())?;
    }
    if has_action && is_soap_1_1 && headers.get("SOAPAction").is_none() {
        headers.push_written("SOAPAction", |value| content_type::quoted(&text(&action), value))?;
    }
    Ok(())
}

/// Mostly it is UTF-8, which looking for what is not would find out more slowly.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// A header that is not in the envelope.
pub(super) fn carried(object: &mut MessageObject, header: Header) -> Result<Option<&[u8]>> {
    Ok(object.message.transport_slot(header)?.and_then(|slot| slot.get()))
}

/// The value that a mapped header has in a message to be sent, for what is no header of HTTP.
pub(super) fn mapped_text(object: &MessageObject, name: &str) -> Result<Option<String>> {
    let mut values = object.message.mapped.values(name.as_bytes())?;
    let first = values.next().map(|value| String::from_utf8_lossy(value).into_owned());
    if first.is_some() && values.next().is_some() {
        return Err(Fault::invalid_arg(format!("The message has the mapped header {name} more than once.")));
    }
    Ok(first)
}

/// Puts headers that were received into the message.
pub(super) fn take_mapped(object: &mut MessageObject, headers: &Headers, mapped: &[MappedHeader]) -> Result<()> {
    for header in mapped {
        for value in headers.all(&header.name) {
            for part in header.values(&latin_1(value)) {
                object.message.mapped.add(header.name.as_bytes(), part.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// The text of a header: ASCII as a rule; what is beyond, in whatever charset it was meant, stays tellable.
pub(super) fn latin_1(value: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(value) {
        Ok(text) => text.into(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect::<String>().into(),
    }
}

/// The one value of a header; two of them could be understood differently by two readers.
pub(super) fn single<'a>(headers: &'a Headers, name: &'a str) -> Result<Option<Cow<'a, str>>> {
    let mut values = headers.all(name);
    let first = values.next();
    if values.next().is_some() {
        return Err(Fault::invalid_format(format!("The HTTP header {name} is there more than once.")));
    }
    Ok(first.map(latin_1))
}

/// What is known of a message before anything of it is received.
pub(super) enum Types {
    Known(Content),
    /// Content-Type and Content-Encoding, which the channel's decoder has to look at.
    Encoded(Option<String>, Option<String>),
}

/// Looks at the types that came with a message.
pub(super) fn types(numbers: &Numbers, headers: &Headers, has_decoder: bool) -> Result<Types> {
    let content_type = single(headers, "Content-Type")?;
    if !has_decoder {
        return content(numbers, content_type.as_deref()).map(Types::Known);
    }
    let content_encoding = single(headers, "Content-Encoding")?;
    Ok(Types::Encoded(content_type.map(Cow::into_owned), content_encoding.map(Cow::into_owned)))
}

/// What the headers of a received message say about its content.
pub(super) struct Content {
    pub(super) coding: Coding,
    /// The `action` parameter of its type.
    pub(super) action: Option<String>,
}

/// Takes the type of a received message apart.
pub(super) fn content(numbers: &Numbers, value: Option<&str>) -> Result<Content> {
    let encoding = numbers.encoding();
    if encoding == WS_ENCODING_RAW {
        return Ok(Content { coding: Coding::Raw, action: None });
    }
    if value.is_some_and(|value| content_type::is_usual(value, encoding, numbers.envelope_version())) {
        return Ok(Content { coding: Coding::Text(WS_CHARSET_UTF8), action: None });
    }
    let Some(value) = value else { return Err(Fault::invalid_format("The message has no content type.")) };
    let parsed = ContentType::parse(value)
        .ok_or_else(|| Fault::invalid_format(format!("The content type \"{}\" is not one.", printable(value))))?;
    let utf16 = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let coding = match parsed.reading(encoding, numbers.envelope_version())? {
        Reading::Text(charset) => Coding::Text(charset),
        Reading::Binary => Coding::Binary,
        Reading::Raw => Coding::Raw,
        Reading::Package { boundary, start, start_info } => Coding::Mtom {
            charset: WS_CHARSET_AUTO,
            boundary: utf16(&boundary),
            start: utf16(&start),
            start_info: utf16(&start_info),
        },
    };
    Ok(Content { coding, action: parsed.parameter("action").map(str::to_owned) })
}

/// Memory for a message to be received: what the message had for the last one, unless that is more than the channel
/// keeps.
pub(super) fn input_buffer(numbers: &Numbers, object: &mut MessageObject) -> Vec<u8> {
    let buffer = object.take_input();
    match buffer.capacity() <= numbers.number(WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE) as usize {
        true => buffer,
        false => Vec::new(),
    }
}
