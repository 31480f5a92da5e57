mod composite;

use crate::abi::*;
use crate::ffi::*;
use core::ptr::{null, null_mut};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Text,
    Binary,
    Mtom,
}

const ENCODINGS: [Encoding; 3] = [Encoding::Text, Encoding::Binary, Encoding::Mtom];

fn xml_string(text: &'static [u8]) -> WS_XML_STRING {
    WS_XML_STRING { length: text.len() as u32, bytes: text.as_ptr().cast_mut(), dictionary: null_mut(), id: 0 }
}

/// Handles for one value after the other.
struct Bench {
    heap: *mut WS_HEAP,
    reader: *mut WS_XML_READER,
    writer: *mut WS_XML_WRITER,
}

impl Bench {
    fn new() -> Self {
        let mut bench = Bench { heap: null_mut(), reader: null_mut(), writer: null_mut() };
        // SAFETY: valid pointers, or NULL where that is allowed.
        unsafe {
            assert_eq!(WsCreateHeap(1 << 24, 0, null(), 0, &mut bench.heap, null_mut()), S_OK);
            assert_eq!(WsCreateReader(null(), 0, &mut bench.reader, null_mut()), S_OK);
            assert_eq!(WsCreateWriter(null(), 0, &mut bench.writer, null_mut()), S_OK);
        }
        bench
    }

    /// Writes a value as an element and reads it back; what it points to is in the heap then. `T` is C's type.
    fn round_trip<T: Copy>(&self, kind: WS_TYPE, value: T, encoding: Encoding) -> T {
        let (read, code) = self.round_trip_as(kind, null_mut(), value, encoding);
        assert_eq!(code, S_OK, "{kind:?} in {encoding:?}");
        read
    }

    /// The same with a type description, and with what WsReadElement returns.
    fn round_trip_as<T: Copy>(
        &self,
        kind: WS_TYPE,
        typeDescription: *mut c_void,
        value: T,
        encoding: Encoding,
    ) -> (T, HRESULT) {
        let is_natural = kind == WS_WSZ_TYPE;
        let (write, read) = match is_natural {
            true => (WS_WRITE_REQUIRED_POINTER, WS_READ_REQUIRED_POINTER),
            false => (WS_WRITE_REQUIRED_VALUE, WS_READ_REQUIRED_VALUE),
        };
        let (mut local, mut ns) = (xml_string(b"value"), xml_string(b"urn:t"));
        let description =
            WS_ELEMENT_DESCRIPTION { elementLocalName: &mut local, elementNs: &mut ns, r#type: kind, typeDescription };
        let mut result = value;
        let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
        let size = size_of::<T>() as u32;
        // SAFETY: valid pointers, or NULL where that is allowed; the bytes stay until the writer gets another output.
        unsafe {
            self.set_output(encoding);
            let value = (&raw const value).cast();
            assert_eq!(WsWriteElement(self.writer, &description, write, value, size, null_mut()), S_OK, "{kind:?}");
            let bytes_size = size_of::<WS_BYTES>() as u32;
            let property = WS_XML_WRITER_PROPERTY_BYTES;
            let place = (&raw mut bytes).cast();
            assert_eq!(WsGetWriterProperty(self.writer, property, place, bytes_size, null_mut()), S_OK);
            self.set_input(encoding, bytes);
            let place = (&raw mut result).cast();
            let code = WsReadElement(self.reader, &description, read, self.heap, place, size, null_mut());
            (result, code)
        }
    }

    unsafe fn set_output(&self, encoding: Encoding) {
        let output = WS_XML_WRITER_BUFFER_OUTPUT {
            output: WS_XML_WRITER_OUTPUT { outputType: WS_XML_WRITER_OUTPUT_TYPE_BUFFER },
        };
        let base = |encodingType| WS_XML_WRITER_ENCODING { encodingType };
        let text =
            WS_XML_WRITER_TEXT_ENCODING { encoding: base(WS_XML_WRITER_ENCODING_TYPE_TEXT), charSet: WS_CHARSET_UTF8 };
        let binary = WS_XML_WRITER_BINARY_ENCODING {
            encoding: base(WS_XML_WRITER_ENCODING_TYPE_BINARY),
            staticDictionary: null_mut(),
            dynamicStringCallback: None,
            dynamicStringCallbackState: null_mut(),
        };
        let string = |text: &'static [u16]| WS_STRING { length: text.len() as u32, chars: text.as_ptr().cast_mut() };
        const BOUNDARY: [u16; 1] = [b'b' as u16];
        const TYPE: [u16; 8] = [116, 101, 120, 116, 47, 120, 109, 108];
        const URI: [u16; 3] = [b'r' as u16, b'@' as u16, b'x' as u16];
        let mtom = WS_XML_WRITER_MTOM_ENCODING {
            encoding: base(WS_XML_WRITER_ENCODING_TYPE_MTOM),
            textEncoding: &raw const text as *mut _,
            writeMimeHeader: 1,
            boundary: string(&BOUNDARY),
            startInfo: string(&TYPE),
            startUri: string(&URI),
            maxInlineByteCount: 16,
        };
        let encoding: *const WS_XML_WRITER_ENCODING = match encoding {
            Encoding::Text => (&raw const text).cast(),
            Encoding::Binary => (&raw const binary).cast(),
            Encoding::Mtom => (&raw const mtom).cast(),
        };
        // SAFETY: valid pointers, of the types that their first fields say.
        let code = unsafe { WsSetOutput(self.writer, encoding, (&raw const output).cast(), null(), 0, null_mut()) };
        assert_eq!(code, S_OK);
    }

    unsafe fn set_input(&self, encoding: Encoding, bytes: WS_BYTES) {
        let input = WS_XML_READER_BUFFER_INPUT {
            input: WS_XML_READER_INPUT { inputType: WS_XML_READER_INPUT_TYPE_BUFFER },
            encodedData: bytes.bytes.cast(),
            encodedDataSize: bytes.length,
        };
        let base = |encodingType| WS_XML_READER_ENCODING { encodingType };
        let text =
            WS_XML_READER_TEXT_ENCODING { encoding: base(WS_XML_READER_ENCODING_TYPE_TEXT), charSet: WS_CHARSET_AUTO };
        let binary = WS_XML_READER_BINARY_ENCODING {
            encoding: base(WS_XML_READER_ENCODING_TYPE_BINARY),
            staticDictionary: null_mut(),
            dynamicDictionary: null_mut(),
        };
        let none = WS_STRING { length: 0, chars: null_mut() };
        let mtom = WS_XML_READER_MTOM_ENCODING {
            encoding: base(WS_XML_READER_ENCODING_TYPE_MTOM),
            textEncoding: &raw const text as *mut _,
            readMimeHeader: 1,
            startInfo: none,
            boundary: none,
            startUri: none,
        };
        let encoding: *const WS_XML_READER_ENCODING = match encoding {
            Encoding::Text => (&raw const text).cast(),
            Encoding::Binary => (&raw const binary).cast(),
            Encoding::Mtom => (&raw const mtom).cast(),
        };
        // SAFETY: valid pointers, of the types that their first fields say.
        let code = unsafe { WsSetInput(self.reader, encoding, (&raw const input).cast(), null(), 0, null_mut()) };
        assert_eq!(code, S_OK);
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // SAFETY: live handles, not used again.
        unsafe {
            WsFreeReader(self.reader);
            WsFreeWriter(self.writer);
            WsFreeHeap(self.heap);
        }
    }
}

macro_rules! same {
    ($bench:expr, $kind:expr, $value:expr) => {
        for encoding in ENCODINGS {
            prop_assert_eq!($bench.round_trip($kind, $value, encoding), $value, "{:?}", encoding);
        }
    };
}

/// Characters that XML can hold, those among them that need care.
fn characters() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~\t\n\r<&>\"']{0,40}", "[\u{20}-\u{D7FF}\u{10000}-\u{10FFFF}]{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn numbers_are_read_as_they_were_written(
        (bool, i8, i16, i32, i64) in any::<(bool, i8, i16, i32, i64)>(),
        (u8, u16, u32, u64) in any::<(u8, u16, u32, u64)>(),
        (f32, f64) in any::<(f32, f64)>(),
    ) {
        let bench = Bench::new();
        same!(bench, WS_BOOL_TYPE, BOOL::from(bool));
        same!(bench, WS_INT8_TYPE, i8);
        same!(bench, WS_INT16_TYPE, i16);
        same!(bench, WS_INT32_TYPE, i32);
        same!(bench, WS_INT64_TYPE, i64);
        same!(bench, WS_UINT8_TYPE, u8);
        same!(bench, WS_UINT16_TYPE, u16);
        same!(bench, WS_UINT32_TYPE, u32);
        same!(bench, WS_UINT64_TYPE, u64);
        same!(bench, WS_FLOAT_TYPE, f32);
        same!(bench, WS_DOUBLE_TYPE, f64);
    }

    #[test]
    fn structures_of_numbers_are_read_as_they_were_written(
        (sign, scale, Hi32, Lo64) in (any::<bool>(), 0u8..=28, any::<u32>(), any::<u64>()),
        (ticks, is_utc, span) in (0u64..3_155_378_975_999_999_999, any::<bool>(), any::<i64>()),
        (Data1, Data2, Data3, Data4) in any::<(u32, u16, u16, [u8; 8])>(),
    ) {
        let bench = Bench::new();
        let value = DECIMAL { wReserved: 0, scale, sign: if sign { 0x80 } else { 0 }, Hi32, Lo64: Lo64 | 1 };
        for encoding in ENCODINGS {
            let read = bench.round_trip(WS_DECIMAL_TYPE, value, encoding);
            prop_assert_eq!((read.sign, read.scale, read.Hi32, read.Lo64), (value.sign, scale, Hi32, Lo64 | 1));
        }
        let format = if is_utc { WS_DATETIME_FORMAT_UTC } else { WS_DATETIME_FORMAT_NONE };
        same!(bench, WS_DATETIME_TYPE, WS_DATETIME { ticks, format });
        for encoding in ENCODINGS {
            let read = bench.round_trip(WS_TIMESPAN_TYPE, WS_TIMESPAN { ticks: span }, encoding);
            prop_assert_eq!(read.ticks, span);
        }
        same!(bench, WS_GUID_TYPE, GUID { Data1, Data2, Data3, Data4 });
    }

    #[test]
    fn texts_and_bytes_are_read_as_they_were_written(text in characters(), bytes in any::<Vec<u8>>()) {
        let bench = Bench::new();
        let mut units: Vec<u16> = text.encode_utf16().collect();
        let length = units.len();
        units.push(0);
        let mut utf8 = text.clone().into_bytes();
        let mut bytes = bytes;
        for encoding in ENCODINGS {
            let value = WS_STRING { length: length as u32, chars: units.as_mut_ptr() };
            let read = bench.round_trip(WS_STRING_TYPE, value, encoding);
            let wsz = bench.round_trip(WS_WSZ_TYPE, units.as_mut_ptr(), encoding);
            let value = WS_XML_STRING { length: utf8.len() as u32, bytes: utf8.as_mut_ptr(), dictionary: null_mut(), id: 0 };
            let xml = bench.round_trip(WS_XML_STRING_TYPE, value, encoding);
            let value = WS_BYTES { length: bytes.len() as u32, bytes: bytes.as_mut_ptr() };
            let block = bench.round_trip(WS_BYTES_TYPE, value, encoding);
            prop_assert!(!read.chars.is_null() && !xml.bytes.is_null() && !block.bytes.is_null());
            // SAFETY: all were just read into the heap, which is live.
            unsafe {
                prop_assert_eq!(core::slice::from_raw_parts(read.chars, read.length as usize), &units[..length]);
                prop_assert_eq!(core::slice::from_raw_parts(wsz, length + 1), &units[..]);
                prop_assert_eq!(core::slice::from_raw_parts(xml.bytes, xml.length as usize), &utf8[..]);
                prop_assert_eq!(core::slice::from_raw_parts(block.bytes, block.length as usize), &bytes[..]);
            }
        }
    }
}
