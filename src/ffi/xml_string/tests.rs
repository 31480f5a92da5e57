use super::*;
use crate::ffi::error::{WsCreateError, WsFreeError, WsGetErrorString};
use crate::xml::dictionary::STRINGS;
use core::ptr::{null, null_mut};
use proptest::prelude::*;

/// Runs a call with an error object and returns its code and its newest text.
fn with_error(call: impl FnOnce(*mut WS_ERROR) -> HRESULT) -> (HRESULT, String) {
    let mut error = null_mut();
    let mut text = WS_STRING { length: 0, chars: null_mut() };
    // SAFETY: pointers to locals; the error object is live until the last line.
    unsafe {
        assert_eq!(WsCreateError(null(), 0, &mut error), S_OK);
        let code = call(error);
        let found = WsGetErrorString(error, 0, &mut text) == S_OK;
        let text = if found { place::slice(text.chars, text.length, "text").unwrap() } else { &[] };
        let text = String::from_utf16(text).unwrap();
        WsFreeError(error);
        (code, text)
    }
}

fn xml_string(text: &[u8]) -> WS_XML_STRING {
    WS_XML_STRING { length: text.len() as ULONG, bytes: text.as_ptr().cast_mut(), dictionary: null_mut(), id: 0 }
}

fn equals(first: &WS_XML_STRING, second: &WS_XML_STRING) -> HRESULT {
    // SAFETY: references to strings whose bytes are live, or NULL.
    unsafe { WsXmlStringEquals(first, second, null_mut()) }
}

#[test]
fn equality_is_of_octets() {
    let copy = b"Envelope".to_vec();
    assert_eq!(equals(&xml_string(b"Envelope"), &xml_string(&copy)), S_OK);
    assert_eq!(equals(&xml_string(b"Envelope"), &xml_string(b"envelope")), S_FALSE);
    assert_eq!(equals(&xml_string(b"Envelope"), &xml_string(b"Envelop")), S_FALSE);
    assert_eq!(equals(&xml_string(b"Envelope"), &xml_string(b" Envelope")), S_FALSE);
    assert_eq!(equals(&xml_string("\u{E9}".as_bytes()), &xml_string("e\u{301}".as_bytes())), S_FALSE);
    assert_eq!(equals(&xml_string(b"a\0b"), &xml_string(b"a\0c")), S_FALSE);
    let null_string = WS_XML_STRING { bytes: null_mut(), ..xml_string(b"") };
    assert_eq!(equals(&null_string, &xml_string(b"")), S_OK);
    assert_eq!(equals(&null_string, &null_string), S_OK);
    assert_eq!(equals(&null_string, &xml_string(b"a")), S_FALSE);
}

/// A dictionary that lies must not make two names equal, nor one name two.
#[test]
fn dictionaries_do_not_decide() {
    let dictionary = dictionary::builtin();
    let in_dictionary = |text: &'static [u8], id| WS_XML_STRING { dictionary, id, ..xml_string(text) };
    assert_eq!(equals(&in_dictionary(b"admin", 7), &in_dictionary(b"guest", 7)), S_FALSE);
    assert_eq!(equals(&in_dictionary(b"admin", 7), &in_dictionary(b"admin", 8)), S_OK);
    assert_eq!(equals(&in_dictionary(b"admin", u32::MAX), &xml_string(b"admin")), S_OK);
    let nowhere = WS_XML_STRING { dictionary: core::ptr::without_provenance_mut(3), ..xml_string(b"a") };
    assert_eq!(equals(&nowhere, &xml_string(b"a")), S_OK);
}

#[test]
fn strings_that_are_not_there() {
    let good = xml_string(b"a");
    let no_bytes = WS_XML_STRING { bytes: null_mut(), ..good };
    let skewed = (&raw const good).wrapping_byte_add(4);
    // SAFETY: locals, NULL, and misaligned pointers, which are not followed.
    unsafe {
        for (first, second, text) in [
            (null(), &raw const good, "The parameter string1 is NULL."),
            (&raw const good, null(), "The parameter string2 is NULL."),
            (&raw const no_bytes, &raw const good, "The parameter string1 is NULL."),
            (&raw const good, &raw const no_bytes, "The parameter string2 is NULL."),
            (skewed, &raw const good, "The parameter string1 is not aligned for its type."),
            (&raw const good, skewed, "The parameter string2 is not aligned for its type."),
        ] {
            let expected = (E_INVALIDARG, text.to_owned());
            assert_eq!(with_error(|error| WsXmlStringEquals(first, second, error)), expected);
            assert_eq!(WsXmlStringEquals(first, second, null_mut()), E_INVALIDARG);
        }
    }
}

/// Trims through the export; returns where the content starts, in units, and its length.
fn trim(units: &mut [u16]) -> (usize, usize) {
    let (mut chars, mut count) = (null_mut(), 0);
    // SAFETY: pointers to locals and to the slice.
    let code =
        unsafe { WsTrimXmlWhitespace(units.as_mut_ptr(), units.len() as ULONG, &mut chars, &mut count, null_mut()) };
    assert_eq!(code, S_OK);
    ((chars as usize - units.as_ptr() as usize) / 2, count as usize)
}

#[test]
fn trimming_nothing_and_trimming_all() {
    let (mut chars, mut count) = (core::ptr::dangling_mut(), 7);
    // SAFETY: pointers to locals, and NULL with length 0.
    unsafe {
        assert_eq!(WsTrimXmlWhitespace(null_mut(), 0, &mut chars, &mut count, null_mut()), S_OK);
    }
    assert_eq!((chars, count), (null_mut(), 0));
    assert_eq!(trim(&mut []), (0, 0));
    assert_eq!(trim(&mut [32, 9, 10, 13]), (4, 0));
}

#[test]
fn trimming_with_wrong_pointers() {
    let mut text = [32, 97, 32];
    let untouched = core::ptr::dangling_mut::<WCHAR>();
    let (mut chars, mut count) = (untouched, 7);
    let (text, out, out_count) = (text.as_mut_ptr(), &raw mut chars, &raw mut count);
    for (text, out, out_count, name) in [
        (null_mut(), out, out_count, "chars is NULL"),
        (text.wrapping_byte_add(1), out, out_count, "chars is not aligned"),
        (text, null_mut(), out_count, "trimmedChars is NULL"),
        (text, out.wrapping_byte_add(4), out_count, "trimmedChars is not aligned"),
        (text, out, null_mut(), "trimmedCount is NULL"),
        (text, out, out_count.wrapping_byte_add(2), "trimmedCount is not aligned"),
    ] {
        // SAFETY: locals, NULL, and misaligned pointers, which are not followed.
        let (code, message) = with_error(|error| unsafe { WsTrimXmlWhitespace(text, 3, out, out_count, error) });
        assert_eq!(code, E_INVALIDARG);
        assert!(message.contains(name), "{message}");
        assert_eq!((chars, count), (untouched, 7));
    }
}

#[test]
fn names() {
    let verify = |units: &[u16]| {
        // SAFETY: the slice lives through the call.
        with_error(|error| unsafe { WsVerifyXmlNCName(units.as_ptr(), units.len() as ULONG, error) })
    };
    assert_eq!(verify(&[0xD840, 0xDC00, 0x61]), (S_OK, String::new()));
    assert_eq!(
        verify(&[0x61, 0x3A, 0x62]),
        (
            WS_E_INVALID_FORMAT,
            "The string is not an XML NCName: the character U+003A (:) at index 1 cannot be in one.".into()
        )
    );
    assert_eq!(verify(&[0xDC00]).0, WS_E_INVALID_FORMAT);
    assert_eq!(verify(&[]).0, WS_E_INVALID_FORMAT);
    let units = [0x61_u16, 0x62];
    // SAFETY: NULL and misaligned pointers, which are not followed.
    unsafe {
        assert_eq!(WsVerifyXmlNCName(null(), 0, null_mut()), WS_E_INVALID_FORMAT);
        let null = with_error(|error| WsVerifyXmlNCName(null(), 1, error));
        assert_eq!(null, (E_INVALIDARG, "The parameter ncNameChars is NULL.".into()));
        assert_eq!(WsVerifyXmlNCName(units.as_ptr().wrapping_byte_add(1), 1, null_mut()), E_INVALIDARG);
    }
}

#[test]
fn the_dictionary_is_one_and_knows_itself() {
    let get = |encoding| {
        let mut dictionary = null_mut();
        // SAFETY: pointers to locals.
        assert_eq!(unsafe { WsGetDictionary(encoding, &mut dictionary, null_mut()) }, S_OK);
        dictionary
    };
    let pointer = get(WS_ENCODING_XML_BINARY_1);
    assert_eq!(pointer, get(WS_ENCODING_XML_BINARY_SESSION_1));
    assert_eq!(pointer, std::thread::spawn(move || get(WS_ENCODING_XML_BINARY_1) as usize).join().unwrap() as *mut _);
    // SAFETY: the dictionary is valid for ever and never written.
    unsafe {
        let dictionary = &*pointer;
        assert_ne!(dictionary.guid, GUID::default());
        assert_eq!((dictionary.stringCount, dictionary.isConst), (487, 1));
        let strings = place::slice(dictionary.strings, dictionary.stringCount, "strings").unwrap();
        for (index, (string, expected)) in strings.iter().zip(STRINGS).enumerate() {
            assert_eq!((string.dictionary, string.id as usize), (pointer, index));
            assert_eq!(place::slice(string.bytes, string.length, "bytes").unwrap(), expected.as_bytes());
            assert!(!string.bytes.is_null());
        }
    }
}

#[test]
fn encodings_without_a_dictionary() {
    let untouched = core::ptr::dangling_mut();
    let mut out = untouched;
    for (encoding, name) in [
        (WS_ENCODING_XML_UTF8, "WS_ENCODING_XML_UTF8"),
        (WS_ENCODING_XML_MTOM_UTF16LE, "WS_ENCODING_XML_MTOM_UTF16LE"),
        (WS_ENCODING_RAW, "WS_ENCODING_RAW"),
        (WS_ENCODING(4711), "WS_ENCODING(4711)"),
        (WS_ENCODING(-1), "WS_ENCODING(-1)"),
    ] {
        // SAFETY: pointers to locals.
        let answer = with_error(|error| unsafe { WsGetDictionary(encoding, &mut out, error) });
        assert_eq!(answer, (E_INVALIDARG, format!("The encoding {name} has no dictionary.")));
        assert_eq!(out, untouched);
    }
    // SAFETY: NULL and misaligned pointers, which are not followed.
    unsafe {
        assert_eq!(WsGetDictionary(WS_ENCODING_XML_BINARY_1, null_mut(), null_mut()), E_INVALIDARG);
        let skewed = (&raw mut out).wrapping_byte_add(1);
        assert_eq!(WsGetDictionary(WS_ENCODING_XML_BINARY_1, skewed, null_mut()), E_INVALIDARG);
    }
}

proptest! {
    #[test]
    fn trimmed_text_is_within_the_text(
        mut units in prop::collection::vec(prop::sample::select(vec![9, 10, 13, 32, 97, 0xA0]), 0..12),
    ) {
        let (start, count) = trim(&mut units);
        let space = |unit: &u16| [9, 10, 13, 32].contains(unit);
        prop_assert!(units[..start].iter().all(space));
        prop_assert!(units[start + count..].iter().all(space));
        let content = &units[start..start + count];
        prop_assert!(!content.first().is_some_and(space) && !content.last().is_some_and(space));
    }
}
