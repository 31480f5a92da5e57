//! Typed data: structures of any description, read from documents that fit it more or less.
//!
//! It calls the exports as C does, and so has the pointers and the `unsafe` of a C program; it is no part of the library.

mod describe;
mod document;

use super::choices::Choices;
use crate::abi::*;
use crate::ffi::*;
use core::ptr::{null, null_mut};
use describe::{Maker, Shape};

/// Describes a structure, makes a document, and reads it.
///
/// If the description is a right one, then what was read can be written and read again, and is written as the same
/// bytes then. If it was damaged, reading must end, one way or the other.
pub fn typed(data: &[u8]) {
    let mut choices = Choices::new(data);
    let is_damaged = choices.byte() % 4 == 3;
    let how = choices.byte();
    let heap = Heap::new();
    let mut maker = Maker::new(&heap);
    let shape = maker.structure(&mut choices, 0);
    let element = maker.element(&shape);
    if is_damaged {
        maker.damage(&mut choices);
    }
    let xml = if how & 1 == 0 { document::fitting(&mut choices, &shape) } else { choices.rest().to_vec() };
    if is_damaged {
        let _ = read(&Input { bytes: &xml, is_binary: false }, &heap, &element, &shape, choices.byte());
        return;
    }
    let Ok(first) = read(&Input { bytes: &xml, is_binary: false }, &heap, &element, &shape, 0) else { return };
    let is_binary = how & 2 != 0;
    let from = Input { bytes: &xml, is_binary: false };
    let once = match write(&first, &element, is_binary) {
        // In an element that has a default namespace there is no qualified name without a namespace.
        Err(why) if why.contains(r#"The prefix "" of the qualified name"#) => return,
        result => written(result, &from, is_binary, &shape),
    };
    if shape.is_ambiguous() {
        return;
    }
    let twice = read_again(&once, &xml, &heap, &element, &shape);
    if !shape.has_buffers() {
        check_same(&once, &twice, &xml, &shape);
        return;
    }
    // A buffer takes with it what prefixes stand for around it, which then is declared in it.
    let thrice = read_again(&twice, &xml, &heap, &element, &shape);
    check_same(&twice, &thrice, &xml, &shape);
}

/// What was written, and how.
struct Written {
    bytes: Vec<u8>,
    is_binary: bool,
}

fn written(result: Result<Vec<u8>, String>, from: &Input<'_>, is_binary: bool, shape: &Shape) -> Written {
    let why = result.as_ref().err();
    assert!(why.is_none(), "what was read cannot be written: {why:?}; {}; {shape:?}", from.bytes.escape_ascii());
    Written { bytes: result.unwrap_or_default(), is_binary }
}

fn read_again(once: &Written, xml: &[u8], heap: &Heap, element: &WS_ELEMENT_DESCRIPTION, shape: &Shape) -> Written {
    let input = Input { bytes: &once.bytes, is_binary: once.is_binary };
    let value = read(&input, heap, element, shape, 0);
    let why = value.as_ref().err();
    assert!(
        why.is_none(),
        "what was written cannot be read: {why:?}; {}; of {}; {shape:?}",
        once.bytes.escape_ascii(),
        xml.escape_ascii()
    );
    let again = write(&value.unwrap_or(Value(null_mut())), element, once.is_binary);
    written(again, &input, once.is_binary, shape)
}

fn check_same(one: &Written, other: &Written, xml: &[u8], shape: &Shape) {
    assert!(
        one.bytes == other.bytes,
        "{} is written again as {}, both of {}; {shape:?}",
        one.bytes.escape_ascii(),
        other.bytes.escape_ascii(),
        xml.escape_ascii()
    );
}

/// A heap of the API, freed at the end.
pub(super) struct Heap(*mut WS_HEAP);

impl Heap {
    fn new() -> Self {
        let mut heap = null_mut();
        // SAFETY: the pointer receives the heap; all else is optional.
        let hr = unsafe { WsCreateHeap(4 << 20, 0, null(), 0, &raw mut heap, null_mut()) };
        assert_eq!(hr, S_OK);
        Heap(heap)
    }

    /// A value that stays as long as the heap.
    pub(super) fn put<T: Copy>(&self, value: T) -> *mut T {
        self.put_all(&[value])
    }

    /// An array that stays as long as the heap.
    pub(super) fn put_all<T: Copy>(&self, values: &[T]) -> *mut T {
        let mut memory = null_mut();
        // SAFETY: a live heap, and a pointer that receives the memory.
        let hr = unsafe { WsAlloc(self.0, size_of_val(values).max(8), &raw mut memory, null_mut()) };
        assert_eq!(hr, S_OK);
        let memory = memory.cast::<T>();
        // SAFETY: the heap just gave room for the values, aligned to 8 bytes, which no type here goes beyond.
        unsafe { memory.copy_from_nonoverlapping(values.as_ptr(), values.len()) };
        memory
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // SAFETY: a live heap, freed once.
        unsafe { WsFreeHeap(self.0) };
    }
}

struct Input<'a> {
    bytes: &'a [u8],
    is_binary: bool,
}

/// What was read: a pointer to the structure, which is in the heap.
struct Value(*mut c_void);

/// Reads the root element. `way` 0 is WsReadElement, others are what a damaged description is read with.
fn read(
    input: &Input<'_>,
    heap: &Heap,
    element: &WS_ELEMENT_DESCRIPTION,
    shape: &Shape,
    way: u8,
) -> Result<Value, String> {
    let error = Failure::new();
    let mut reader = null_mut();
    // SAFETY: the pointer receives the reader.
    assert_eq!(unsafe { WsCreateReader(null(), 0, &raw mut reader, null_mut()) }, S_OK);
    let text = WS_XML_READER_TEXT_ENCODING {
        encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_TEXT },
        charSet: WS_CHARSET_UTF8,
    };
    let binary = WS_XML_READER_BINARY_ENCODING {
        encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_BINARY },
        staticDictionary: null_mut(),
        dynamicDictionary: null_mut(),
    };
    let encoding = if input.is_binary { (&raw const binary).cast() } else { (&raw const text).cast() };
    let buffer = WS_XML_READER_BUFFER_INPUT {
        input: WS_XML_READER_INPUT { inputType: WS_XML_READER_INPUT_TYPE_BUFFER },
        encodedData: input.bytes.as_ptr().cast_mut().cast(),
        encodedDataSize: input.bytes.len() as ULONG,
    };
    let mut value: *mut c_void = null_mut();
    let out = (&raw mut value).cast::<c_void>();
    let pointer_size = size_of::<*mut c_void>() as ULONG;
    // SAFETY: a live reader; the encoding and the input are structures of the types that they name.
    let mut hr = unsafe { WsSetInput(reader, encoding, (&raw const buffer).cast(), null(), 0, null_mut()) };
    if hr == S_OK {
        hr = if way & 1 == 0 {
            // SAFETY: all that the description leads to is in the heap or static, and `out` has room for a pointer.
            unsafe { WsReadElement(reader, element, WS_READ_REQUIRED_POINTER, heap.0, out, pointer_size, error.0) }
        } else {
            read_type(reader, heap, element, shape, way, out)
        };
    }
    // SAFETY: a live reader, freed once.
    unsafe { WsFreeReader(reader) };
    assert!(hr <= S_OK, "{hr:x}");
    if hr == S_OK && !value.is_null() { Ok(Value(value)) } else { Err(error.texts(hr)) }
}

/// WsReadType with any mapping and option.
fn read_type(
    reader: *mut WS_XML_READER,
    heap: &Heap,
    element: &WS_ELEMENT_DESCRIPTION,
    shape: &Shape,
    way: u8,
    out: *mut c_void,
) -> HRESULT {
    // SAFETY: a live reader; the names may be NULL.
    let hr = unsafe { WsReadToStartElement(reader, null(), null(), null_mut(), null_mut()) };
    if hr != S_OK {
        return hr;
    }
    let mapping = WS_TYPE_MAPPING(i32::from(way >> 1 & 7));
    if mapping == WS_ELEMENT_CONTENT_TYPE_MAPPING {
        // SAFETY: a live reader.
        let _ = unsafe { WsReadStartElement(reader, null_mut()) };
    }
    let option = WS_READ_OPTION(i32::from(way >> 4 & 7));
    let is_value = matches!(option, WS_READ_REQUIRED_VALUE | WS_READ_NILLABLE_VALUE);
    // SAFETY: the description lives as long as the heap.
    let size = unsafe { (*shape.description).size };
    let room = if is_value && size <= 1 << 16 { size as usize } else { size_of::<*mut c_void>() };
    let memory = vec![0_u64; room.div_ceil(8)];
    let target = if is_value { memory.as_ptr().cast_mut().cast() } else { out };
    // SAFETY: as in `read`; where a value is asked for, `memory` has the size that is said.
    unsafe {
        WsReadType(
            reader,
            mapping,
            element.r#type,
            element.typeDescription,
            option,
            heap.0,
            target,
            room as ULONG,
            null_mut(),
        )
    }
}

/// An error object of the API, freed at the end.
struct Failure(*mut WS_ERROR);

impl Failure {
    fn new() -> Self {
        let mut error = null_mut();
        // SAFETY: the pointer receives the error object.
        assert_eq!(unsafe { WsCreateError(null(), 0, &raw mut error) }, S_OK);
        Failure(error)
    }

    /// The code, and the texts, outermost first.
    fn texts(&self, hr: HRESULT) -> String {
        let mut all = format!("{hr:x}: ");
        for index in 0..16 {
            let mut text = WS_STRING { length: 0, chars: null_mut() };
            // SAFETY: a live error object, and a string that receives a text.
            if unsafe { WsGetErrorString(self.0, index, &raw mut text) } != S_OK || text.chars.is_null() {
                break;
            }
            // SAFETY: a text of the error object, which is not changed here.
            let units = unsafe { core::slice::from_raw_parts(text.chars, text.length as usize) };
            all.push_str(&String::from_utf16_lossy(units));
            all.push_str("; ");
        }
        all
    }
}

impl Drop for Failure {
    fn drop(&mut self) {
        // SAFETY: a live error object, freed once.
        unsafe { WsFreeError(self.0) };
    }
}

/// The bytes of the root element, or why there are none.
fn write(value: &Value, element: &WS_ELEMENT_DESCRIPTION, is_binary: bool) -> Result<Vec<u8>, String> {
    let error = Failure::new();
    let mut writer = null_mut();
    // SAFETY: the pointer receives the writer.
    assert_eq!(unsafe { WsCreateWriter(null(), 0, &raw mut writer, null_mut()) }, S_OK);
    let text = WS_XML_WRITER_TEXT_ENCODING {
        encoding: WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_TEXT },
        charSet: WS_CHARSET_UTF8,
    };
    let binary = WS_XML_WRITER_BINARY_ENCODING {
        encoding: WS_XML_WRITER_ENCODING { encodingType: WS_XML_WRITER_ENCODING_TYPE_BINARY },
        staticDictionary: null_mut(),
        dynamicStringCallback: None,
        dynamicStringCallbackState: null_mut(),
    };
    let encoding = if is_binary { (&raw const binary).cast() } else { (&raw const text).cast() };
    let output =
        WS_XML_WRITER_BUFFER_OUTPUT { output: WS_XML_WRITER_OUTPUT { outputType: WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    let mut room: ULONG = 1 << 24;
    let property = WS_XML_WRITER_PROPERTY {
        id: WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE,
        value: (&raw mut room).cast(),
        valueSize: size_of::<ULONG>() as ULONG,
    };
    let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
    // SAFETY: a live writer; encoding, output and property are structures of the types that they name.
    let mut hr =
        unsafe { WsSetOutput(writer, encoding, (&raw const output).cast(), &raw const property, 1, null_mut()) };
    if hr == S_OK {
        let pointer_size = size_of::<*mut c_void>() as ULONG;
        // SAFETY: the pointer is to a value of the description, as reading made it.
        hr = unsafe {
            WsWriteElement(
                writer,
                element,
                WS_WRITE_REQUIRED_POINTER,
                (&raw const value.0).cast(),
                pointer_size,
                error.0,
            )
        };
    }
    if hr == S_OK {
        let size = size_of::<WS_BYTES>() as ULONG;
        // SAFETY: the property is a WS_BYTES.
        hr = unsafe {
            WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, (&raw mut bytes).cast(), size, null_mut())
        };
    }
    let result = if hr == S_OK {
        // SAFETY: these bytes belong to the writer, which is not freed yet; an element is never written as nothing.
        Ok(unsafe { core::slice::from_raw_parts(bytes.bytes, bytes.length as usize) }.to_vec())
    } else {
        Err(error.texts(hr))
    };
    // SAFETY: a live writer, freed once.
    unsafe { WsFreeWriter(writer) };
    result
}
