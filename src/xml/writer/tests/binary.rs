//! The binary encoding, against the examples of \[MC-NBFX\] and \[MC-NBFS\].

use super::*;
use crate::abi::{DECIMAL, GUID, WS_DATETIME, WS_DATETIME_FORMAT_NONE};

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn id(id: u32) -> Str<'static> {
    Str { bytes: b"dictionary", id: Some(id) }
}

const BYTES: [u8; 8] = [0, 1, 2, 3, 4, 5, 6, 7];
const COUNTED: GUID = GUID { Data1: 0x0302_0100, Data2: 0x0504, Data3: 0x0706, Data4: [8, 9, 10, 11, 12, 13, 14, 15] };
const DOUBLED: GUID =
    GUID { Data1: 0x3322_1100, Data2: 0x5544, Data3: 0x7766, Data4: [0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF] };

#[test]
fn values_take_the_shortest_record() {
    let utf16: Vec<u16> = "uni".encode_utf16().collect();
    let date = |ticks| Value::DateTime(WS_DATETIME { ticks, format: WS_DATETIME_FORMAT_NONE });
    let five = DECIMAL { wReserved: 0, scale: 6, sign: 0x80, Hi32: 0, Lo64: 5_123_456 };
    let list = [Value::Int32(123), Value::Utf8(s("hello")), Value::Bool(true)];
    let cases = [
        (Value::Int32(0), "80"),
        (Value::Int64(1), "82"),
        (Value::Bool(false), "84"),
        (Value::Bool(true), "86"),
        (Value::Int32(-34), "88 DE"),
        (Value::UInt64(127), "88 7F"),
        (Value::Int64(-32768), "8A 00 80"),
        (Value::Int32(123_456_789), "8C 15 CD 5B 07"),
        (Value::UInt64(2_147_483_648), "8E 00 00 00 80 00 00 00 00"),
        (Value::UInt64(u64::MAX), "B2 FF FF FF FF FF FF FF FF"),
        (Value::Float(1.1), "90 CD CC 8C 3F"),
        (Value::Double(-2.5), "92 00 00 00 00 00 00 04 C0"),
        (Value::Double(-7.0), "88 F9"),
        (Value::Double(-0.0), "92 00 00 00 00 00 00 00 80"),
        (Value::Float(-0.0), "90 00 00 00 80"),
        (Value::Double(f64::INFINITY), "92 00 00 00 00 00 00 F0 7F"),
        (Value::Double(1e15), "92 00 00 34 26 F5 6B 0C 43"),
        (Value::Decimal(five), "94 00 00 06 80 00 00 00 00 80 2D 4E 00 00 00 00 00"),
        (date(3_155_378_975_999_999_999), "96 FF 3F 37 F4 75 28 CA 2B"),
        (Value::Utf8(s("hello")), "98 05 68 65 6C 6C 6F"),
        (Value::Utf16(&utf16), "98 03 75 6E 69"),
        (Value::Utf8(s("")), "A8"),
        (Value::Base64(&BYTES), "9E 08 00 01 02 03 04 05 06 07"),
        (Value::Base64(&[]), "9E 00"),
        (Value::List(&list), "A4 88 7B 98 05 68 65 6C 6C 6F 86 A6"),
        (Value::Utf8(id(56)), "AA 38"),
        (Value::UniqueId(DOUBLED), "AC 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF"),
        (Value::TimeSpan(-3_440_000_000), "AE 00 C4 F5 32 FF FF FF FF"),
        (Value::Guid(COUNTED), "B0 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F"),
    ];
    for (value, record) in cases {
        let record = hex(record);
        let way = if matches!(value, Value::Base64(_)) { Way::Bytes } else { Way::Whole };
        let mut w = writer(Encoding::Binary, |_| ());
        w.open("d").unwrap();
        w.start_attribute(None, s("a"), s(""), false).unwrap();
        w.value(&value, way).unwrap();
        w.end_attribute().unwrap();
        w.end_element().unwrap();
        assert_eq!(w.bytes(), [&hex("40 01 64 04 01 61")[..], &record, &[0x01]].concat());

        let mut w = writer(Encoding::Binary, |_| ());
        w.open("d").unwrap();
        w.value(&value, way).unwrap();
        w.end_element().unwrap();
        let mut expected = [&hex("40 01 64")[..], &record].concat();
        if matches!(value, Value::List(_)) {
            expected.push(0x01)
        } else {
            expected[3] |= 1
        }
        assert_eq!(w.bytes(), expected);
    }
}

#[test]
fn lengths_take_the_bytes_they_need() {
    for (len, start) in [(255, "98 FF"), (256, "9A 00 01"), (65535, "9A FF FF"), (65536, "9C 00 00 01 00")] {
        let text = "x".repeat(len);
        let mut w = writer(Encoding::Binary, |settings| settings.buffer_max_size = 1 << 20);
        w.open(&text).unwrap();
        w.chars(&text).unwrap();
        let name = if len < 256 {
            "40 FF 01"
        } else if len == 256 {
            "40 80 02"
        } else if len == 65535 {
            "40 FF FF 03"
        } else {
            "40 80 80 04"
        };
        assert_eq!(w.bytes(), [&hex(name)[..], text.as_bytes(), &hex(start), text.as_bytes()].concat());
    }
}

#[test]
fn names_have_their_records() {
    type Steps = fn(&mut Writer) -> Result<()>;
    let cases: &[(&str, Steps)] = &[
        ("40 03 64 6F 63 01", |w| w.open("doc")),
        ("42 0E 01", |w| w.start_element(Some(b""), id(14), s(""))),
        ("41 03 70 72 65 03 64 6F 63 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 01", |w| {
            w.start_element(Some(b"pre"), s("doc"), s("http://abc"))
        }),
        ("43 03 70 72 65 0E 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 01", |w| {
            w.start_element(Some(b"pre"), id(14), s("http://abc"))
        }),
        ("44 0A 09 01 61 0A 68 74 74 70 3A 2F 2F 61 62 63 01", |w| {
            w.start_element(Some(b"a"), id(10), s("http://abc"))
        }),
        ("70 09 4D 79 4D 65 73 73 61 67 65 09 01 73 0A 68 74 74 70 3A 2F 2F 61 62 63 01", |w| {
            w.start_element(Some(b"s"), s("MyMessage"), s("http://abc"))
        }),
        ("40 03 64 6F 63 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 05 03 70 72 65 04 61 74 74 72 84 01", |w| {
            w.open("doc")?;
            w.xmlns(Some(b"pre"), s("http://abc"), false)?;
            w.start_attribute(Some(b"pre"), s("attr"), s("http://abc"), false)?;
            w.value(&Value::Bool(false), Way::Whole)?;
            w.end_attribute()
        }),
        ("40 03 64 6F 63 06 08 86 01", |w| {
            w.open("doc")?;
            w.start_attribute(None, id(8), s(""), false)?;
            w.value(&Value::Bool(true), Way::Whole)?;
            w.end_attribute()
        }),
        ("40 03 64 6F 63 09 01 66 0A 68 74 74 70 3A 2F 2F 61 62 63 11 0B 98 05 68 65 6C 6C 6F 01", |w| {
            w.open("doc")?;
            w.xmlns(Some(b"f"), s("http://abc"), false)?;
            w.start_attribute(Some(b"f"), id(11), s("http://abc"), false)?;
            w.chars("hel")?;
            w.chars("lo")?;
            w.end_attribute()
        }),
        ("40 03 64 6F 63 09 01 6B 0A 68 74 74 70 3A 2F 2F 61 62 63 30 04 61 74 74 72 86 01", |w| {
            w.open("doc")?;
            w.xmlns(Some(b"k"), s("http://abc"), false)?;
            w.start_attribute(Some(b"k"), s("attr"), s("http://abc"), false)?;
            w.value(&Value::Bool(true), Way::Whole)?;
            w.end_attribute()
        }),
        ("40 03 64 6F 63 08 0A 68 74 74 70 3A 2F 2F 61 62 63 01", |w| w.open_in("doc", "http://abc")),
        ("40 03 64 6F 63 0A 04 01", |w| w.start_element(Some(b""), s("doc"), id(4))),
        ("40 03 64 6F 63 0B 01 70 04 01", |w| w.open("doc").and_then(|()| w.xmlns(Some(b"p"), id(4), false))),
        ("40 03 64 6F 63 06 F0 06 BC 08 8E 07 01", |w| {
            w.open("doc")?;
            w.start_attribute(None, id(880), s(""), false)?;
            w.value(&Value::QName(QName { prefix: Some(s("i")), local: id(910), ns: None }), Way::Whole)?;
            w.end_attribute()
        }),
        ("40 03 64 6F 63 02 07 63 6F 6D 6D 65 6E 74 01", |w| w.open("doc").and_then(|()| w.comment(b"comment"))),
        ("40 03 64 6F 63 04 02 6E 73 AA 38 01", |w| {
            w.open("doc")?;
            w.start_attribute(None, s("ns"), s(""), false)?;
            w.utf8(id(56), Way::Utf8Text)?;
            w.end_attribute()
        }),
    ];
    for (bytes, steps) in cases {
        let mut w = writer(Encoding::Binary, |_| ());
        steps(&mut w).unwrap();
        w.end_element().unwrap();
        assert_eq!(w.bytes(), hex(bytes), "{bytes}");
    }
}

#[test]
fn an_envelope() {
    let (envelope, header, action, body) = (id(2), id(8), id(10), id(14));
    let soap = Str { bytes: b"http://www.w3.org/2003/05/soap-envelope", id: Some(4) };
    let addressing = Str { bytes: b"http://www.w3.org/2005/08/addressing", id: Some(6) };
    let mut w = writer(Encoding::Binary, |_| ());
    w.start_element(Some(b"s"), envelope, soap).unwrap();
    w.xmlns(Some(b"a"), addressing, false).unwrap();
    w.xmlns(Some(b"s"), soap, false).unwrap();
    w.start_element(Some(b"s"), header, soap).unwrap();
    w.start_element(Some(b"a"), action, addressing).unwrap();
    w.start_attribute(Some(b"s"), id(0), soap, false).unwrap();
    w.value(&Value::Int32(1), Way::Whole).unwrap();
    w.end_attribute().unwrap();
    w.chars("action").unwrap();
    w.end_element().unwrap();
    w.end_element().unwrap();
    w.start_element(Some(b"s"), body, soap).unwrap();
    w.open("Inventory").unwrap();
    w.value(&Value::Int32(0), Way::Whole).unwrap();
    for _ in 0..3 {
        w.end_element().unwrap();
    }
    let expected = "56 02 0B 01 61 06 0B 01 73 04 56 08 44 0A 1E 00 82 99 06 61 63 74 69 6F 6E 01 56 0E 40 09 49 6E 76 65 \
                    6E 74 6F 72 79 81 01 01";
    assert_eq!(w.bytes(), hex(expected));
}

#[test]
fn arrays_are_one_record() {
    let mut w = writer(Encoding::Binary, |settings| settings.allow_fragment = true);
    let bools = [true, false, true, false, true];
    w.array(s("arr"), s(""), Some(ItemKind::Bool), bools.iter().map(|&item| Value::Bool(item))).unwrap();
    let shorts = [13107_i16, -30584, -8739];
    w.array(s("arr"), s(""), Some(ItemKind::Int16), shorts.iter().map(|&item| Value::Int32(item.into()))).unwrap();
    let expected = "03 40 03 61 72 72 01 B5 05 01 00 01 00 01 03 40 03 61 72 72 01 8B 03 33 33 88 88 DD DD";
    assert_eq!(w.bytes(), hex(expected));

    let mut w = writer(Encoding::Binary, |_| ());
    w.open("d").unwrap();
    w.array(s("a"), s("u"), Some(ItemKind::Int32), [7].iter().map(|&item| Value::Int32(item))).unwrap();
    w.array(s("b"), s(""), None, [7_i32; 2].iter().map(|&item| Value::Int32(item))).unwrap();
    w.array(s("c"), s(""), Some(ItemKind::Int32), [0_i32; 0].iter().map(|&item| Value::Int32(item))).unwrap();
    w.end_element().unwrap();
    assert_eq!(w.bytes(), hex("40 01 64 03 40 01 61 08 01 75 01 8D 01 07 00 00 00 40 01 62 89 07 40 01 62 89 07 01"));
    assert_eq!(code(w.end_element()), WS_E_INVALID_FORMAT);
}
