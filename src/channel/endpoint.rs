//! The address that a channel was opened to, in a form that any thread can use.

use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use crate::security::identity::Identity;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::point::Point;
use crate::xml::node::NodeKind;
use crate::xml::reader::input::Input;
use crate::xml::reader::settings::Settings as ReaderSettings;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::value::utf;
use crate::xml::writer::{Charset, Encoding, Settings as WriterSettings, Writer};
use std::rc::Rc;

/// The most bytes that an address may have: Windows' limit.
const MAX_SIZE: usize = 65536;

/// A copy of an endpoint address: what messages get of it.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// In escaped form.
    pub(crate) url: Vec<u8>,
    /// The elements that messages to the endpoint carry as headers, as text: a tree could not go to other threads.
    parameters: Vec<u8>,
    /// Who the service is, if the address says it.
    pub(crate) identity: Option<Identity>,
}

impl Endpoint {
    pub(crate) fn new(url: &[u16], parameters: Option<&Buffer>) -> Result<Self> {
        let mut text = Vec::with_capacity(url.len());
        utf::utf16_to_utf8(&mut text, url)?;
        let parameters = parameters.map(text_of).transpose()?.unwrap_or_default();
        if text.len().saturating_add(parameters.len()) > MAX_SIZE {
            return Err(Fault::quota("size of an endpoint address", MAX_SIZE));
        }
        Ok(Endpoint { url: text, parameters, identity: None })
    }

    /// The elements for the headers of a message, if there are any.
    pub(crate) fn parameters(&self) -> Result<Option<Buffer>> {
        if self.parameters.is_empty() {
            return Ok(None);
        }
        let settings = ReaderSettings {
            max_depth: u32::MAX,
            max_attributes: u32::MAX,
            max_namespaces: u32::MAX,
            allow_fragment: true,
            ..ReaderSettings::default()
        };
        let mut reader = Reader::new(settings);
        reader.set_input(Decoder::Text(Default::default()), Input::owned(self.parameters.clone()), settings);
        let buffer = Buffer::new(&Rc::new(Budget::new(usize::MAX)))?;
        reader.run(|reader| reader.copy_to(&mut Point::new(&buffer)))?;
        Ok(Some(buffer))
    }
}

/// The elements at the top of a buffer, one after the other, each with the declarations that it needs.
fn text_of(buffer: &Buffer) -> Result<Vec<u8>> {
    let settings = WriterSettings {
        max_depth: u32::MAX,
        max_attributes: u32::MAX,
        max_namespaces: u32::MAX,
        // A writer stops here instead of filling memory with what is refused afterwards.
        buffer_max_size: MAX_SIZE as u32,
        allow_fragment: true,
        ..WriterSettings::default()
    };
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    let mut reader = Reader::new(ReaderSettings { max_depth: u32::MAX, ..ReaderSettings::default() });
    reader.set_buffer(buffer, reader.defaults);
    let mut cursor = Cursor::new(buffer);
    let mut found = cursor.move_to(MoveTo::RootElement)?;
    while found {
        reader.movable()?.set_position(buffer, cursor.position()?)?;
        if reader.kind() == NodeKind::Element {
            reader.copy_to_writer(&mut writer)?;
        }
        found = cursor.move_to(MoveTo::NextElement)?;
    }
    Ok(writer.bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED};

    fn utf16(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn parameters_survive() {
        let text = b"<a xmlns=\"urn:x\">1</a><p:b xmlns:p=\"urn:y\" q=\"p:z\"/>";
        let first = Endpoint { url: Vec::new(), parameters: text.to_vec(), identity: None };
        let buffer = first.parameters().unwrap().unwrap();
        let second = Endpoint::new(&utf16("http://h/"), Some(&buffer)).unwrap();
        assert_eq!(second.url, b"http://h/");
        assert_eq!(String::from_utf8(second.parameters).unwrap(), String::from_utf8(text.to_vec()).unwrap());
        assert!(Endpoint::new(&utf16("http://h/"), None).unwrap().parameters().unwrap().is_none());
    }

    #[test]
    fn limits() {
        let long = utf16(&"u".repeat(MAX_SIZE + 1));
        assert_eq!(Endpoint::new(&long, None).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(Endpoint::new(&[0xD800], None).unwrap_err().code(), WS_E_INVALID_FORMAT);
    }
}
