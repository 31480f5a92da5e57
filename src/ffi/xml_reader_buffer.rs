//! Readers and XML buffers: reading a buffer in any order, and reading into one.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::place::{self, Out};
use crate::ffi::xml_buffer;
use crate::ffi::xml_reader::{self, ReaderObject, with_reader};
use crate::ffi::xml_reader_input;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::reader::Reader;
use crate::xml::reader::settings::Settings;

/// Makes a reader read an XML buffer, from before its first node. Besides moving forward, WsMoveReader,
/// WsGetReaderPosition and WsSetReaderPosition can be used then. Several readers and writers may be set to one buffer.
///
/// buffer: not changed by the reader. When its heap is reset or freed, the reader can no longer read.
/// properties, propertyCount: optional; for this input, over those of WsCreateReader. The limits on depth and attributes
/// hold for buffers, too.
///
/// Returns S_OK or E_INVALIDARG; when it fails, the reader keeps the input it had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetInputToBuffer(
    reader: *mut WS_XML_READER,
    buffer: *mut WS_XML_BUFFER,
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(reader)? };
        // SAFETY: as above.
        let engine = unsafe { xml_buffer::get(buffer)? };
        let defaults = object.reader.defaults;
        // SAFETY: as above.
        let settings = unsafe { xml_reader::settings(defaults, properties, propertyCount, "WsSetInputToBuffer")? };
        set_buffer(&mut object, buffer, &engine, settings);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Sets a reader to a buffer, of which C has the handle.
pub(super) fn set_buffer(object: &mut ReaderObject, buffer: *mut WS_XML_BUFFER, engine: &Buffer, settings: Settings) {
    object.reader.set_buffer(engine, settings);
    object.view.dictionaries = [core::ptr::null_mut(); 2];
    object.buffer = buffer;
    (object.feed, object.charset) = (None, None);
}

/// Moves a reader that is set to an XML buffer.
///
/// moveTo: where to; see WS_MOVE_TO.
/// found: optional. If given, receives whether there is such a node, and the reader stays where it was if there is none.
/// Otherwise that is an error, which faults the reader.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (no such node, and found is NULL); WS_E_INVALID_OPERATION (the reader is not set to
/// an XML buffer or the buffer has ended, is in an attribute or canonicalizes, or its node was removed); E_INVALIDARG or
/// WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsMoveReader(
    reader: *mut WS_XML_READER,
    moveTo: WS_MOVE_TO,
    found: *mut BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = if found.is_null() { None } else { Some(unsafe { Out::new(found, "found")? }) };
        let to = xml_buffer::move_to(moveTo)?;
        let operation = |reader: &mut Reader| {
            let moved = reader.movable()?.move_to(to)?;
            if !moved && out.is_none() {
                return Err(reader.unexpected(&format!("A node to move to by {moveTo:?}")));
            }
            Ok(moved)
        };
        // SAFETY: as above.
        let moved = unsafe { with_reader(reader, operation)? };
        if let Some(out) = out {
            out.set(BOOL::from(moved));
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets where a reader that is set to an XML buffer is, to come back there with WsSetReaderPosition or
/// WsSetWriterPosition, or for WsRemoveNode.
///
/// nodePosition: receives the position. It is good as long as its node is in the buffer.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (as WsMoveReader), E_INVALIDARG or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetReaderPosition(
    reader: *mut WS_XML_READER,
    nodePosition: *mut WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(reader)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(nodePosition, "nodePosition")? };
        let position = object.reader.run(|reader| match reader.cursor() {
            Some(cursor) => cursor.position(),
            None => Err(Fault::invalid_operation("The reader is not set to an XML buffer.")),
        })?;
        out.set(xml_buffer::position_to_c(object.buffer, position));
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Puts a reader that is set to an XML buffer on a node of it.
///
/// nodePosition: from WsGetReaderPosition or WsGetWriterPosition, of the same buffer.
///
/// Returns S_OK; WS_E_INVALID_OPERATION (as WsMoveReader, or the position's node was removed); E_INVALIDARG (also for a
/// position of another buffer, or one that was not gotten from this library) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetReaderPosition(
    reader: *mut WS_XML_READER,
    nodePosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let position = unsafe { place::required(nodePosition, "nodePosition")? };
        // SAFETY: as above.
        let (buffer, position) = unsafe { xml_buffer::position_from_c(position)? };
        // SAFETY: as above.
        unsafe { with_reader(reader, |reader| reader.movable()?.set_position(&buffer, position)) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Reads into a new XML buffer: from the start of an element, the element with all its content; from the beginning of a
/// document (WS_XML_NODE_TYPE_BOF), all of it. The reader goes past what was read. An element takes the namespaces along
/// that are in scope where it stood.
///
/// heap: what the buffer holds counts against its maximum size.
/// xmlBuffer: receives the buffer, which ends when the heap is reset or freed.
///
/// Returns what WsReadNode returns; WS_E_INVALID_OPERATION also if the reader is on another node; WS_E_QUOTA_EXCEEDED
/// also for the heap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadXmlBuffer(
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    xmlBuffer: *mut *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(xmlBuffer, "xmlBuffer")? };
        // SAFETY: as above.
        let buffer = unsafe { with_reader(reader, |reader| read_into_new(reader, heap))? };
        out.set(xml_buffer::create(heap, buffer)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

fn read_into_new(reader: &mut Reader, heap: &Heap) -> Result<Buffer> {
    let buffer = Buffer::new(heap.budget())?;
    reader.copy_to(&mut Point::new(&buffer))?;
    Ok(buffer)
}

/// Reads a whole encoded document into a new XML buffer.
///
/// reader: does the work. Whatever it was reading ends; afterwards it has no input, and nothing refers to the bytes.
/// encoding: optional; text in any character set if NULL.
/// properties, propertyCount: optional; for this document, over those of WsCreateReader.
/// bytes, byteCount: the document.
/// heap: what the buffer holds counts against its maximum size.
/// xmlBuffer: receives the buffer, which ends when the heap is reset or freed.
///
/// Returns S_OK, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED (of the reader or the heap) or E_INVALIDARG.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadXmlBufferFromBytes(
    reader: *mut WS_XML_READER,
    encoding: *const WS_XML_READER_ENCODING,
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    bytes: *const c_void,
    byteCount: ULONG,
    heap: *mut WS_HEAP,
    xmlBuffer: *mut *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(reader)? };
        // SAFETY: as above.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(xmlBuffer, "xmlBuffer")? };
        let defaults = object.reader.defaults;
        // SAFETY: as above.
        let settings =
            unsafe { xml_reader::settings(defaults, properties, propertyCount, "WsReadXmlBufferFromBytes")? };
        let text = WS_XML_READER_TEXT_ENCODING {
            encoding: WS_XML_READER_ENCODING { encodingType: WS_XML_READER_ENCODING_TYPE_TEXT },
            charSet: WS_CHARSET_AUTO,
        };
        let encoding = if encoding.is_null() { (&raw const text).cast() } else { encoding };
        let input = WS_XML_READER_BUFFER_INPUT {
            input: WS_XML_READER_INPUT { inputType: WS_XML_READER_INPUT_TYPE_BUFFER },
            encodedData: bytes.cast_mut(),
            encodedDataSize: byteCount,
        };
        // SAFETY: as above; the reader lets go of the bytes below, before the caller may.
        unsafe { xml_reader_input::set(&mut object, encoding, (&raw const input).cast(), settings)? };
        let buffer = object.reader.run(|reader| read_into_new(reader, heap));
        object.reader.end_input();
        object.charset = None;
        out.set(xml_buffer::create(heap, buffer?)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
