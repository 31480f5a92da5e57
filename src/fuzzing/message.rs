//! Messages: any bytes as an envelope, and any order of calls on headers.

use super::choices::Choices;
use crate::message::address::Start;
use crate::message::understood::HeaderName;
use crate::message::version::{Addressing, Envelope, Header, Version};
use crate::message::{Message, State};
use crate::runtime::budget::Budget;
use crate::runtime::fault::Result;
use crate::xml::reader::binary::{BinaryDecoder, Dictionary};
use crate::xml::reader::input::Input;
use crate::xml::reader::raw::RawDecoder;
use crate::xml::reader::settings::Settings;
use crate::xml::reader::text::TextDecoder;
use crate::xml::reader::{Decoder, Reader};
use crate::xml::writer::{self, Charset, Encoding, Writer};
use std::rc::Rc;

const QUOTA: usize = 65536;
const TEXTS: [&[u8]; 5] = [b"", b"urn:a", b"urn:uuid:12345678-9abc-def0-0102-030405060708", b"a&b <c>", b"\xC3\xA9"];

/// Reads the document that the data end with as a message, does with its headers what the first bytes say, and writes
/// them in each encoding: what is read back must be what was written.
pub fn message(data: &[u8]) {
    let mut choices = Choices::new(data);
    let options = choices.byte();
    let version = Version {
        envelope: if options & 1 == 0 { Envelope::Soap12 } else { Envelope::Soap11 },
        addressing: match options >> 1 & 3 {
            0 | 3 => Addressing::V1_0,
            1 => Addressing::V0_9,
            _ => Addressing::Transport,
        },
    };
    let count = usize::from(choices.byte());
    let calls = choices.bytes(count);
    let document = choices.rest();
    let decoder = match options >> 3 & 3 {
        0 | 1 => Decoder::Text(TextDecoder::default()),
        2 => Decoder::Binary(Box::new(BinaryDecoder::new(Dictionary::builtin(), None))),
        _ => Decoder::Raw(RawDecoder),
    };
    let budget = Rc::new(Budget::new(QUOTA));
    let mut message = Message::new(version, 64, &budget);
    let mut reader = reader(decoder, document);
    if let Err(fault) = message.read_start(&mut reader) {
        assert_eq!(message.state, State::Empty);
        assert!(!fault.texts().is_empty());
        assert_eq!(budget.used(), 0, "what was read is gone");
        // The message is as good as new: the calls are for one that is to be sent.
        let _ = message.initialize(Start::Request, None);
    }
    edit(&mut message, calls);
    assert!(budget.used() <= QUOTA);
    copy(&mut message);
    if message.state == State::Reading {
        let _ = message.read_end(&mut reader);
        assert_eq!(message.state, State::Done);
    }
    message.reset();
    assert_eq!((message.state, budget.used()), (State::Empty, 0));
}

fn reader(decoder: Decoder, document: &[u8]) -> Reader {
    let mut reader = Reader::new(Settings::default());
    reader.set_input(decoder, Input::owned(document.to_vec()), Settings::default());
    reader
}

/// Calls on headers, each of which must do what it says or nothing.
fn edit(message: &mut Message, calls: &[u8]) {
    for call in calls {
        let header = Header::ALL.get(usize::from(call >> 5)).copied().unwrap_or(Header::To);
        let text = TEXTS.get(usize::from(call >> 3 & 3)).copied().unwrap_or_default();
        let before = message.header_text(header).ok();
        match call & 7 {
            0 | 1 if !header.is_address() => match message.set_header_text(header, text) {
                Ok(()) => assert_eq!(message.header_text(header).ok(), Some(Some(text.to_vec()))),
                Err(_) => assert_eq!(message.header_text(header).ok(), before),
            },
            2 => {
                if message.remove_header(header).is_ok() {
                    assert_eq!(message.header_text(header).ok(), Some(None));
                }
            }
            3 => {
                let _ = message.address(text, None);
            }
            4 => {
                if message.mapped.add(text, b"value").is_ok() {
                    assert!(message.mapped.values(text).is_ok_and(|mut values| values.next().is_some()));
                    message.mapped.remove(text);
                    assert!(message.mapped.values(text).is_ok_and(|mut values| values.next().is_none()));
                }
            }
            5 => {
                if let Ok(Some(position)) = message.headers.last() {
                    let _ = message.headers.set_attributes(position, 3);
                    let _ = message.headers.attributes_of(position);
                    if message.headers.understand(position).is_ok() {
                        assert!(message.headers.remove(Some(position)).is_ok());
                        assert!(message.headers.understand(position).is_err());
                    }
                }
            }
            _ => {
                let mut answer = Message::new(message.version, 64, &Rc::new(Budget::new(QUOTA)));
                let is_fault = call & 1 != 0;
                match answer.initialize(if is_fault { Start::Fault } else { Start::Reply }, Some(message)) {
                    Ok(()) => assert!(answer.is_addressed && answer.is_fault == is_fault),
                    Err(_) => assert_eq!(answer.state, State::Empty),
                }
            }
        }
    }
}

/// What a message says.
#[derive(PartialEq, Eq, Debug)]
struct Said {
    headers: Vec<Option<Vec<u8>>>,
    names: Option<Vec<HeaderName>>,
}

fn said(message: &mut Message) -> Said {
    let headers = Header::ALL.map(|header| message.header_text(header).ok().flatten()).to_vec();
    let state = core::mem::replace(&mut message.state, State::Reading);
    let names = message.not_understood().ok();
    message.state = state;
    Said { headers, names }
}

/// Duplicates a message, writes and reads the duplicate.
fn copy(source: &mut Message) {
    if source.state == State::Empty {
        return;
    }
    let mut expected = said(source);
    for encoding in [Encoding::Text(Charset::Utf8), Encoding::Text(Charset::Utf16Le), Encoding::Binary] {
        let budget = Rc::new(Budget::new(4 * QUOTA));
        let mut message = Message::new(source.version, 64, &budget);
        if message.initialize(Start::Duplicate, Some(source)).is_err() {
            return;
        }
        assert_eq!(said(&mut message).headers, expected.headers);
        let Ok(bytes) = write(&mut message, encoding) else { return };
        let decoder = match encoding {
            Encoding::Binary => Decoder::Binary(Box::new(BinaryDecoder::new(Dictionary::default(), None))),
            _ => Decoder::Text(TextDecoder::default()),
        };
        let text = match encoding {
            Encoding::Text(Charset::Utf16Le) => {
                let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
                String::from_utf16_lossy(units.get(1..).unwrap_or_default()).into_bytes()
            }
            _ => bytes,
        };
        let mut reader = reader(decoder, &text);
        message.reset();
        if let Err(fault) = message.read_start(&mut reader) {
            // A binary document may need more declarations in scope than a reader allows by default, and so may text.
            assert_eq!(fault.code(), crate::abi::WS_E_QUOTA_EXCEEDED, "{fault:?} {}", text.escape_ascii());
            return;
        }
        if source.version.addressing == Addressing::Transport {
            // Not in the envelope.
            expected.headers = vec![None; Header::ALL.len()];
            // The duplicate has them all the same, for the next round.
            let read = said(&mut message);
            assert_eq!(read.names, expected.names);
            expected = said(source);
        } else {
            // Who has understood what does not travel.
            assert_eq!(said(&mut message).headers, expected.headers, "{}", text.escape_ascii());
        }
        assert!(message.read_end(&mut reader).is_ok());
    }
}

fn write(message: &mut Message, encoding: Encoding) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    let settings = writer::Settings { buffer_max_size: 1 << 24, ..writer::Settings::default() };
    writer.set_output(Some(encoding), settings);
    message.write_start(&mut writer)?;
    message.write_end(&mut writer)?;
    writer.complete()?;
    Ok(writer.bytes().to_vec())
}
