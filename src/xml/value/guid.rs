//! GUIDs, as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, and unique ids, which are URIs and often `urn:uuid:` with a GUID
//! (RFC 9562, 4).

use super::{malformed, trim};
use crate::abi::GUID;
use crate::runtime::fault::Result;

const NAME: &str = "a GUID (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)";
/// What a unique id starts with that is a GUID.
const PREFIX: &[u8] = b"urn:uuid:";
/// The bytes of the text of a GUID.
const LENGTH: usize = 36;

/// Reads a GUID in lower or upper case, without braces.
#[inline]
pub(crate) fn parse_guid(text: &[u8]) -> Result<GUID> {
    match trim(text).try_into().ok().and_then(parse) {
        Some(guid) => Ok(guid),
        None => Err(malformed(text, NAME)),
    }
}

fn parse(text: &[u8; LENGTH]) -> Option<GUID> {
    if [text[8], text[13], text[18], text[23]] != [b'-'; 4] {
        return None;
    }
    let mut digits = [0; 32];
    digits[..8].copy_from_slice(&text[..8]);
    digits[8..12].copy_from_slice(&text[9..13]);
    digits[12..16].copy_from_slice(&text[14..18]);
    digits[16..20].copy_from_slice(&text[19..23]);
    digits[20..].copy_from_slice(&text[24..]);
    // No branch for a digit, and one for all of them at the end: the compiler makes few wide instructions of this.
    let mut valid = true;
    let nibbles = digits.map(|byte| {
        let (digit, letter) = (byte.wrapping_sub(b'0'), (byte | 0x20).wrapping_sub(b'a'));
        valid &= (digit < 10) | (letter < 6);
        if digit < 10 { digit } else { letter.wrapping_add(10) }
    });
    let mut bytes = [0; 16];
    for (byte, [high, low]) in bytes.iter_mut().zip(nibbles.as_chunks().0) {
        *byte = high << 4 | low;
    }
    let [a0, a1, a2, a3, b0, b1, c0, c1, data4 @ ..] = bytes;
    valid.then_some(GUID {
        Data1: u32::from_be_bytes([a0, a1, a2, a3]),
        Data2: u16::from_be_bytes([b0, b1]),
        Data3: u16::from_be_bytes([c0, c1]),
        Data4: data4,
    })
}

/// Appends a GUID in lower case.
#[inline]
pub(crate) fn write_guid(out: &mut Vec<u8>, value: GUID) {
    // In place: a text that is put together elsewhere would be read back before its bytes have left the store buffer.
    out.extend_from_slice(&[b'-'; LENGTH]);
    if let Some(text) = out.last_chunk_mut() {
        fill(text, value);
    }
}

/// Writes the digits between the hyphens that are there.
#[inline]
fn fill(text: &mut [u8; LENGTH], value: GUID) {
    let data = u64::from(value.Data1) << 32 | u64::from(value.Data2) << 16 | u64::from(value.Data3);
    let mut digits = [0; 32];
    let bytes = u128::from(data) << 64 | u128::from(u64::from_be_bytes(value.Data4));
    for ([high, low], byte) in digits.as_chunks_mut().0.iter_mut().zip(bytes.to_be_bytes()) {
        (*high, *low) = (byte >> 4, byte & 0xF);
    }
    let digits = digits.map(|nibble| nibble + if nibble < 10 { b'0' } else { b'a' - 10 });
    text[..8].copy_from_slice(&digits[..8]);
    text[9..13].copy_from_slice(&digits[8..12]);
    text[14..18].copy_from_slice(&digits[12..16]);
    text[19..23].copy_from_slice(&digits[16..20]);
    text[24..].copy_from_slice(&digits[20..]);
}

/// A unique id as text means it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UniqueId<'a> {
    /// `urn:uuid:` and this GUID.
    Guid(GUID),
    /// Any other URI; it may be empty.
    Uri(&'a [u8]),
}

/// Recognises a unique id. Only the form that [`write_unique_id`] gives counts as a GUID: peers compare such ids byte by
/// byte (a RelatesTo with the MessageID that it answers), so an id that had upper case digits must be sent back with them.
pub(crate) fn parse_unique_id(text: &[u8]) -> UniqueId<'_> {
    let text = trim(text);
    let digits = text.strip_prefix(PREFIX).filter(|digits| !digits.iter().any(u8::is_ascii_uppercase));
    match digits.and_then(|digits| parse(digits.try_into().ok()?)) {
        Some(guid) => UniqueId::Guid(guid),
        None => UniqueId::Uri(text),
    }
}

/// The GUID of a unique id in whatever case it is written; `None` if it has none. For those who look for an id of their
/// own in what a peer sent.
pub(crate) fn guid_of_unique_id(text: &[u8]) -> Option<GUID> {
    let (prefix, guid) = trim(text).split_at_checked(PREFIX.len())?;
    if prefix.eq_ignore_ascii_case(PREFIX) { parse(guid.try_into().ok()?) } else { None }
}

/// Appends the unique id of a GUID.
pub(crate) fn write_unique_id(out: &mut Vec<u8>, guid: GUID) {
    out.extend_from_slice(PREFIX);
    write_guid(out, guid);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WS_E_INVALID_FORMAT;
    use proptest::prelude::*;

    const TEXT: &str = "00112233-4455-6677-8899-aabbccddeeff";
    const VALUE: GUID = GUID {
        Data1: 0x0011_2233,
        Data2: 0x4455,
        Data3: 0x6677,
        Data4: [0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF],
    };

    #[test]
    fn both_ways() {
        for text in [TEXT, &TEXT.to_uppercase(), "00112233-4455-6677-8899-AabBcCDdEeFf", &format!(" \r\n{TEXT}\t")] {
            assert_eq!(parse_guid(text.as_bytes()).unwrap(), VALUE, "{text}");
        }
        let mut out = b"<".to_vec();
        write_guid(&mut out, VALUE);
        assert_eq!(out, format!("<{TEXT}").as_bytes());
    }

    #[test]
    fn every_byte_in_every_place() {
        for place in 0..LENGTH {
            for byte in 0..=0xFF {
                let mut text = TEXT.as_bytes().to_vec();
                text[place] = byte;
                let good = if TEXT.as_bytes()[place] == b'-' { byte == b'-' } else { byte.is_ascii_hexdigit() };
                // A blank at an end is trimmed and leaves too few digits.
                assert_eq!(parse_guid(&text).is_ok(), good, "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            " ",
            "{00112233-4455-6677-8899-aabbccddeeff}",
            "00112233445566778899aabbccddeeff",
            "00112233-4455-6677-8899-aabbccddeef",
            "00112233-4455-6677-8899-aabbccddeefff",
            "0011223-34455-6677-8899-aabbccddeeff",
            "urn:uuid:00112233-4455-6677-8899-aabbccddeeff",
        ] {
            assert_eq!(parse_guid(text.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{text}");
        }
    }

    #[test]
    fn unique_ids_with_a_guid_are_told_from_others() {
        let id = format!("urn:uuid:{TEXT}");
        assert_eq!(parse_unique_id(id.as_bytes()), UniqueId::Guid(VALUE));
        assert_eq!(parse_unique_id(format!("\n {id} ").as_bytes()), UniqueId::Guid(VALUE));
        for (other, guid) in [
            (id.to_uppercase(), Some(VALUE)),
            (format!("URN:UUID:{TEXT}"), Some(VALUE)),
            (format!("urn:uuid:{}", TEXT.to_uppercase()), Some(VALUE)),
            (format!("uuid:{TEXT}"), None),
            (format!("urn:uuid:{TEXT};id=1"), None),
            (format!("urn:uuid: {TEXT}"), None),
            (format!("urn:uuid:{{{TEXT}}}"), None),
            (TEXT.to_owned(), None),
            ("urn:uuid:".to_owned(), None),
            ("http://example.org/1".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(parse_unique_id(other.as_bytes()), UniqueId::Uri(other.as_bytes()));
            assert_eq!(guid_of_unique_id(other.as_bytes()), guid, "{other}");
        }
    }

    proptest! {
        #[test]
        fn guids_round_trip(bytes in any::<u128>()) {
            let value = GUID {
                Data1: (bytes >> 96) as u32,
                Data2: (bytes >> 80) as u16,
                Data3: (bytes >> 64) as u16,
                Data4: (bytes as u64).to_be_bytes(),
            };
            let mut out = Vec::new();
            write_guid(&mut out, value);
            prop_assert_eq!(parse_guid(&out).unwrap(), value);
            prop_assert_eq!(core::str::from_utf8(&out).unwrap().replace('-', ""), format!("{bytes:032x}"));
            out.clear();
            write_unique_id(&mut out, value);
            prop_assert_eq!(parse_unique_id(&out), UniqueId::Guid(value));
            prop_assert_eq!(guid_of_unique_id(&out), Some(value));
        }

        #[test]
        fn any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            let _ = (parse_guid(&bytes), parse_unique_id(&bytes), guid_of_unique_id(&bytes));
        }
    }
}
