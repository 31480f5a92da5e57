//! Descriptions of operations as C programs have them, and what writes and reads bodies by them.

use super::super::*;
use super::super::{read_body, write_body};
use crate::ffi::*;
use crate::runtime::fault::Fault;
use crate::serialize::place::Memory;
use core::ptr::{null, null_mut};

/// Descriptions live as long as the tests.
pub(super) fn keep<T>(value: T) -> *mut T {
    Box::leak(Box::new(value))
}

pub(super) fn xml(text: &str) -> *mut WS_XML_STRING {
    let bytes: &'static [u8] = text.to_owned().leak().as_bytes();
    let (length, bytes) = (bytes.len() as u32, bytes.as_ptr().cast_mut());
    keep(WS_XML_STRING { length, bytes, dictionary: null_mut(), id: 0 })
}

pub(super) fn wide(text: &str) -> *mut u16 {
    let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
    units.leak().as_mut_ptr()
}

pub(super) unsafe fn narrow(text: *const u16) -> String {
    if text.is_null() {
        return "NULL".into();
    }
    let mut units = Vec::new();
    // SAFETY: ends with a zero.
    unsafe {
        while *text.add(units.len()) != 0 {
            units.push(*text.add(units.len()));
        }
    }
    String::from_utf16(&units).unwrap()
}

pub(super) fn field(
    mapping: WS_FIELD_MAPPING,
    name: &str,
    kind: WS_TYPE,
    description: *mut c_void,
    offset: usize,
    options: u32,
) -> WS_FIELD_DESCRIPTION {
    let is_array = mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING;
    let (local, ns) = (xml(name), xml("urn:t"));
    let one = |flag: bool, name| if flag { name } else { null_mut() };
    WS_FIELD_DESCRIPTION {
        mapping,
        localName: one(!is_array, local),
        ns: one(!is_array, ns),
        r#type: kind,
        typeDescription: description,
        offset: offset as u32,
        options,
        defaultValue: null_mut(),
        countOffset: offset as u32 + 8,
        itemLocalName: one(is_array, local),
        itemNs: one(is_array, ns),
        itemRange: null_mut(),
    }
}

pub(super) fn structure(
    size: usize,
    alignment: usize,
    fields: Vec<WS_FIELD_DESCRIPTION>,
) -> *mut WS_STRUCT_DESCRIPTION {
    let fields: Vec<*mut WS_FIELD_DESCRIPTION> = fields.into_iter().map(keep).collect();
    keep(WS_STRUCT_DESCRIPTION {
        size: size as u32,
        alignment: alignment as u32,
        fieldCount: fields.len() as u32,
        fields: fields.leak().as_mut_ptr(),
        typeLocalName: null_mut(),
        typeNs: null_mut(),
        parentType: null_mut(),
        subTypes: null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    })
}

pub(super) fn element(name: Option<&str>, kind: WS_TYPE, description: *mut c_void) -> *mut WS_ELEMENT_DESCRIPTION {
    keep(WS_ELEMENT_DESCRIPTION {
        elementLocalName: name.map_or(null_mut(), xml),
        elementNs: name.map_or(null_mut(), |_| xml("urn:t")),
        r#type: kind,
        typeDescription: description,
    })
}

pub(super) fn message(element: *mut WS_ELEMENT_DESCRIPTION) -> *mut WS_MESSAGE_DESCRIPTION {
    keep(WS_MESSAGE_DESCRIPTION { action: xml("urn:action"), bodyElementDescription: element })
}

pub(super) const NO: u16 = u16::MAX;

pub(super) fn parameter(kind: WS_PARAMETER_TYPE, input: u16, output: u16) -> WS_PARAMETER_DESCRIPTION {
    WS_PARAMETER_DESCRIPTION { parameterType: kind, inputMessageIndex: input, outputMessageIndex: output }
}

pub(super) fn operation(
    input: *mut WS_MESSAGE_DESCRIPTION,
    output: *mut WS_MESSAGE_DESCRIPTION,
    parameters: Vec<WS_PARAMETER_DESCRIPTION>,
) -> WS_OPERATION_DESCRIPTION {
    WS_OPERATION_DESCRIPTION {
        versionInfo: 1,
        inputMessageDescription: input,
        outputMessageDescription: output,
        inputMessageOptions: 0,
        outputMessageOptions: 0,
        parameterCount: parameters.len() as u16,
        parameterDescription: parameters.leak().as_mut_ptr(),
        stubCallback: None,
        style: WS_NON_RPC_LITERAL_OPERATION,
    }
}

/// `<name><n/>…</name>` of ints, as C lays them out.
pub(super) fn ints(name: Option<&str>, names: &[&str]) -> *mut WS_MESSAGE_DESCRIPTION {
    let fields =
        |(index, name): (usize, &&str)| field(WS_ELEMENT_FIELD_MAPPING, name, WS_INT32_TYPE, null_mut(), index * 4, 0);
    let fields = names.iter().enumerate().map(fields).collect();
    message(element(name, WS_STRUCT_TYPE, structure(names.len() * 4, 4, fields).cast()))
}

/// Add(a, b, *result).
pub(super) fn add() -> WS_OPERATION_DESCRIPTION {
    operation(
        ints(Some("Add"), &["a", "b"]),
        ints(Some("AddResponse"), &["result"]),
        vec![
            parameter(WS_PARAMETER_TYPE_NORMAL, 0, NO),
            parameter(WS_PARAMETER_TYPE_NORMAL, 1, NO),
            parameter(WS_PARAMETER_TYPE_NORMAL, NO, 0),
        ],
    )
}

pub(super) fn check(description: &WS_OPERATION_DESCRIPTION) -> Result<Operation<'_>> {
    // SAFETY: all descriptions are there to stay.
    Operation::new(unsafe { Memory::promised() }, description)
}

/// A reader, a writer and a heap, for one body after the other.
pub(super) struct Bench {
    heap: *mut WS_HEAP,
    reader: *mut WS_XML_READER,
    writer: *mut WS_XML_WRITER,
}

impl Bench {
    pub(super) fn new() -> Self {
        let mut bench = Bench { heap: null_mut(), reader: null_mut(), writer: null_mut() };
        // SAFETY: valid pointers, or NULL where that is allowed.
        unsafe {
            assert_eq!(WsCreateHeap(1 << 24, 0, null(), 0, &mut bench.heap, null_mut()), S_OK);
            assert_eq!(WsCreateReader(null(), 0, &mut bench.reader, null_mut()), S_OK);
            assert_eq!(WsCreateWriter(null(), 0, &mut bench.writer, null_mut()), S_OK);
        }
        bench
    }

    pub(super) fn write(
        &self,
        operation: &mut Operation<'_>,
        direction: Direction,
        values: Values<'_>,
    ) -> Result<String> {
        let body = xml("Body");
        let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
        let output = WS_XML_WRITER_BUFFER_OUTPUT {
            output: WS_XML_WRITER_OUTPUT { outputType: WS_XML_WRITER_OUTPUT_TYPE_BUFFER },
        };
        // SAFETY: valid pointers, or NULL where that is allowed; the bytes stay until the writer gets another output.
        unsafe {
            let output = (&raw const output).cast();
            let encoding = WS_XML_WRITER_TEXT_ENCODING {
                encoding: WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_TEXT },
                charSet: WS_CHARSET_UTF8,
            };
            let encoding = (&raw const encoding).cast();
            assert_eq!(WsSetOutput(self.writer, encoding, output, null(), 0, null_mut()), S_OK);
            assert_eq!(WsWriteStartElement(self.writer, null(), body, xml(""), null_mut()), S_OK);
            write_body(operation, direction, self.writer, values, null_mut())?;
            assert_eq!(WsWriteEndElement(self.writer, null_mut()), S_OK);
            let (property, size) = (WS_XML_WRITER_PROPERTY_BYTES, size_of::<WS_BYTES>() as u32);
            let place = (&raw mut bytes).cast();
            assert_eq!(WsGetWriterProperty(self.writer, property, place, size, null_mut()), S_OK);
            let bytes = core::slice::from_raw_parts(bytes.bytes, bytes.length as usize);
            Ok(String::from_utf8(bytes.to_vec()).unwrap())
        }
    }

    pub(super) fn read(
        &self,
        operation: &mut Operation<'_>,
        direction: Direction,
        text: &str,
        values: Values<'_>,
    ) -> Result<()> {
        let input = WS_XML_READER_BUFFER_INPUT {
            input: WS_XML_READER_INPUT { inputType: WS_XML_READER_INPUT_TYPE_BUFFER },
            encodedData: text.as_ptr().cast_mut().cast(),
            encodedDataSize: text.len() as u32,
        };
        // SAFETY: valid pointers, or NULL where that is allowed; the text outlives its use.
        unsafe {
            let input = (&raw const input).cast();
            let encoding = WS_XML_READER_TEXT_ENCODING {
                encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_TEXT },
                charSet: WS_CHARSET_UTF8,
            };
            let encoding = (&raw const encoding).cast();
            assert_eq!(WsSetInput(self.reader, encoding, input, null(), 0, null_mut()), S_OK);
            assert_eq!(WsReadToStartElement(self.reader, xml("Body"), xml(""), null_mut(), null_mut()), S_OK);
            assert_eq!(WsReadStartElement(self.reader, null_mut()), S_OK);
            read_body(operation, direction, self.reader, self.heap, values, null_mut())?;
            assert_eq!(WsReadEndElement(self.reader, null_mut()), S_OK);
        }
        Ok(())
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

pub(super) fn at<T>(value: *const T) -> *const c_void {
    value.cast()
}

pub(super) fn text_of(fault: &Fault) -> String {
    fault.texts().join("\n")
}
