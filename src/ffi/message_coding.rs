//! The encodings that channels write and read messages in, as settings of the message's own reader and writer.

use crate::abi::*;
use crate::ffi::dictionary;
use crate::ffi::xml_reader::ReaderObject;
use crate::ffi::xml_reader_input;
use crate::ffi::xml_writer::{self, Encoded};
use crate::runtime::fault::{Fault, Result};
use crate::xml::reader::settings::Settings;
use core::ptr::null_mut;

/// An encoding of messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Coding {
    /// Text in one of WS_CHARSET; WS_CHARSET_AUTO for reading only.
    Text(WS_CHARSET),
    /// WS_ENCODING_XML_BINARY_1: with the built-in dictionary.
    Binary,
    /// A MIME package, whose headers the transport carries.
    Mtom { charset: WS_CHARSET, boundary: Vec<u16>, start: Vec<u16>, start_info: Vec<u16> },
    /// Bytes.
    Raw,
}

/// Bytes of a value from which it gets a MIME part of its own: what WCF has, too.
const MAX_INLINE: ULONG = 766;

fn string(text: &[u16]) -> WS_STRING {
    WS_STRING { length: text.len() as ULONG, chars: text.as_ptr().cast_mut() }
}

impl Coding {
    /// How a writer takes it.
    pub(super) fn for_writer(&self) -> Result<Encoded> {
        let text = |charset| WS_XML_WRITER_TEXT_ENCODING {
            encoding: WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_TEXT },
            charSet: charset,
        };
        match self {
            Coding::Text(charset) => {
                let text = text(*charset);
                // SAFETY: the structure is what its first field says, and all that it points to is there.
                unsafe { xml_writer::read_encoding((&raw const text).cast()) }
            }
            Coding::Binary => {
                let binary = WS_XML_WRITER_BINARY_ENCODING {
                    encoding: WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_BINARY },
                    staticDictionary: dictionary::builtin(),
                    dynamicStringCallback: None,
                    dynamicStringCallbackState: null_mut(),
                };
                // SAFETY: as above.
                unsafe { xml_writer::read_encoding((&raw const binary).cast()) }
            }
            Coding::Mtom { charset, boundary, start, start_info } => {
                let mut text = text(*charset);
                let mtom = WS_XML_WRITER_MTOM_ENCODING {
                    encoding: WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_MTOM },
                    textEncoding: (&raw mut text).cast(),
                    writeMimeHeader: 0,
                    boundary: string(boundary),
                    startInfo: string(start_info),
                    startUri: string(start),
                    maxInlineByteCount: MAX_INLINE,
                };
                // SAFETY: as above.
                unsafe { xml_writer::read_encoding((&raw const mtom).cast()) }
            }
            Coding::Raw => {
                let raw = WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_RAW };
                // SAFETY: as above.
                unsafe { xml_writer::read_encoding(&raw const raw) }
            }
        }
    }

    /// Lets a reader read bytes.
    ///
    /// # Safety
    /// The bytes stay where they are until the reader has another input.
    pub(super) unsafe fn set_input(&self, reader: &mut ReaderObject, bytes: &[u8], settings: Settings) -> Result<()> {
        let Ok(size) = ULONG::try_from(bytes.len()) else {
            return Err(Fault::quota("size of a message", u32::MAX));
        };
        let input = WS_XML_READER_BUFFER_INPUT {
            input: WS_XML_READER_INPUT { inputType: WS_XML_READER_INPUT_TYPE_BUFFER },
            encodedData: bytes.as_ptr().cast_mut().cast(),
            encodedDataSize: size,
        };
        // SAFETY: the structure is what its first field says; the bytes are there by contract.
        unsafe { self.set(reader, &raw const input.input, settings) }
    }

    /// Lets a reader read a stream.
    ///
    /// # Safety
    /// The callback and its state are there until the reader has another input.
    pub(super) unsafe fn set_stream(
        &self,
        reader: &mut ReaderObject,
        input: &WS_XML_READER_STREAM_INPUT,
        settings: Settings,
    ) -> Result<()> {
        // SAFETY: the structure is what its first field says; the rest is the caller's.
        unsafe { self.set(reader, (&raw const *input).cast(), settings) }
    }

    unsafe fn set(
        &self,
        reader: &mut ReaderObject,
        input: *const WS_XML_READER_INPUT,
        settings: Settings,
    ) -> Result<()> {
        let mut text = WS_XML_READER_TEXT_ENCODING {
            encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_TEXT },
            charSet: WS_CHARSET_AUTO,
        };
        match self {
            Coding::Text(charset) => {
                text.charSet = *charset;
                // SAFETY: the structures are what their first fields say; the input is the caller's.
                unsafe { xml_reader_input::set(reader, (&raw const text).cast(), input, settings) }
            }
            Coding::Binary => {
                let binary = WS_XML_READER_BINARY_ENCODING {
                    encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_BINARY },
                    staticDictionary: dictionary::builtin(),
                    dynamicDictionary: null_mut(),
                };
                // SAFETY: as above.
                unsafe { xml_reader_input::set(reader, (&raw const binary).cast(), input, settings) }
            }
            Coding::Mtom { charset, boundary, start, start_info } => {
                text.charSet = *charset;
                let mtom = WS_XML_READER_MTOM_ENCODING {
                    encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_MTOM },
                    textEncoding: (&raw mut text).cast(),
                    readMimeHeader: 0,
                    startInfo: string(start_info),
                    boundary: string(boundary),
                    startUri: string(start),
                };
                // SAFETY: as above.
                unsafe { xml_reader_input::set(reader, (&raw const mtom).cast(), input, settings) }
            }
            Coding::Raw => {
                let raw = WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_RAW };
                // SAFETY: as above.
                unsafe { xml_reader_input::set(reader, &raw const raw, input, settings) }
            }
        }
    }
}
