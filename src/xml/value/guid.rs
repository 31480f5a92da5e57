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

/// No hexadecimal digit.
const BAD: u8 = 0xFF;
/// What each byte means as a hexadecimal digit.
static NIBBLES: [u8; 256] = {
    let mut nibbles = [BAD; 256];
    let mut digit = 0;
    #[expect(clippy::indexing_slicing, reason = "the compiler runs this, and checks it")]
    while digit < 16 {
        nibbles[b"0123456789abcdef"[digit] as usize] = digit as u8;
        nibbles[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    nibbles
};

/// Reads a GUID in lower or upper case, without braces.
#[inline]
pub(crate) fn parse_guid(text: &[u8]) -> Result<GUID> {
    match trim(text).try_into().ok().and_then(parse) {
        Some(guid) => Ok(guid),
        None => Err(malformed(text, NAME)),
    }
}

fn parse(text: &[u8; LENGTH]) -> Option<GUID> {
    let [
        a0,
        a1,
        a2,
        a3,
        a4,
        a5,
        a6,
        a7,
        b'-',
        b0,
        b1,
        b2,
        b3,
        b'-',
        c0,
        c1,
        c2,
        c3,
        b'-',
        d0,
        d1,
        d2,
        d3,
        b'-',
        e0,
        e1,
        e2,
        e3,
        e4,
        e5,
        e6,
        e7,
        e8,
        e9,
        ea,
        eb,
    ] = text
    else {
        return None;
    };
    // Any bad digit sets high bits here; looking once is cheaper than 32 times.
    let mut seen = 0;
    let mut byte = |high: &u8, low: &u8| {
        let nibble = |digit: &u8| NIBBLES.get(usize::from(*digit)).copied().unwrap_or(BAD);
        let (high, low) = (nibble(high), nibble(low));
        seen |= high | low;
        high << 4 | low
    };
    let guid = GUID {
        Data1: u32::from_be_bytes([byte(a0, a1), byte(a2, a3), byte(a4, a5), byte(a6, a7)]),
        Data2: u16::from_be_bytes([byte(b0, b1), byte(b2, b3)]),
        Data3: u16::from_be_bytes([byte(c0, c1), byte(c2, c3)]),
        Data4: [
            byte(d0, d1),
            byte(d2, d3),
            byte(e0, e1),
            byte(e2, e3),
            byte(e4, e5),
            byte(e6, e7),
            byte(e8, e9),
            byte(ea, eb),
        ],
    };
    (seen <= 0xF).then_some(guid)
}

/// Appends a GUID in lower case.
#[inline]
pub(crate) fn write_guid(out: &mut Vec<u8>, value: GUID) {
    out.extend_from_slice(&text_of(value));
}

fn text_of(value: GUID) -> [u8; LENGTH] {
    let [a0, a1, a2, a3] = value.Data1.to_be_bytes().map(pair);
    let [b0, b1] = value.Data2.to_be_bytes().map(pair);
    let [c0, c1] = value.Data3.to_be_bytes().map(pair);
    let [d0, d1, e0, e1, e2, e3, e4, e5] = value.Data4.map(pair);
    let hyphen = b'-';
    [
        a0[0], a0[1], a1[0], a1[1], a2[0], a2[1], a3[0], a3[1], hyphen, b0[0], b0[1], b1[0], b1[1], hyphen, c0[0],
        c0[1], c1[0], c1[1], hyphen, d0[0], d0[1], d1[0], d1[1], hyphen, e0[0], e0[1], e1[0], e1[1], e2[0], e2[1],
        e3[0], e3[1], e4[0], e4[1], e5[0], e5[1],
    ]
}

/// The two hexadecimal digits of a byte.
#[inline]
fn pair(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0xF].map(|nibble| nibble + if nibble < 10 { b'0' } else { b'a' - 10 })
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
    let guid = text.strip_prefix(PREFIX).and_then(|guid| parse(guid.try_into().ok()?));
    match guid {
        Some(guid) if text.ends_with(&text_of(guid)) => UniqueId::Guid(guid),
        _ => UniqueId::Uri(text),
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
