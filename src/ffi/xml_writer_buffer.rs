//! A WS_XML_WRITER and XML that is there already: writing into XML buffers, moving about in them, copying from buffers and
//! readers.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::place::{self, Out};
use crate::ffi::store;
use crate::ffi::xml_buffer;
use crate::ffi::xml_reader::ReaderObject;
use crate::ffi::xml_text::Dictionaries;
use crate::ffi::xml_writer::{Destination, Encoded, XmlWriter, read_encoding, settings};
use crate::runtime::fault::{Fault, Result};
use crate::xml::node::NodeKind;
use crate::xml::writer::{Charset, Encoding};

/// Sets a writer to an XML buffer: it goes to the end of the document, and what it writes is inserted before the node
/// that it is on. Takes the writer out of the faulted state too.
///
/// buffer: must not end, by reset of its heap, before the writer gets another output or is freed; calls fail then.
/// properties, propertyCount: optional; for this output they go before those of WsCreateWriter. Those of buffers of bytes
/// have no effect.
///
/// Returns S_OK, E_INVALIDARG, or an error of the buffer, which leaves the writer without an output.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetOutputToBuffer(
    writer: *mut WS_XML_WRITER,
    buffer: *mut WS_XML_BUFFER,
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let tree = unsafe { xml_buffer::get(buffer)? };
        // SAFETY: as above.
        let settings = unsafe { settings(writer.defaults, properties, propertyCount, "WsSetOutputToBuffer")? };
        writer.dictionaries = Dictionaries::default();
        writer.output = Destination::None;
        if let Err(fault) = writer.engine.set_output_to_buffer(&tree, settings) {
            writer.engine.set_output(None, settings);
            return Err(fault);
        }
        writer.output = Destination::Tree(buffer);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets the position of a writer in its XML buffer: of the node that it inserts before.
///
/// nodePosition: receives the position, for WsSetWriterPosition, WsSetReaderPosition or WsRemoveNode. It is good until the
/// node is removed or the buffer ends. An open start tag is completed first.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (the writer is not set to an XML buffer, or in an attribute) or
/// WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetWriterPosition(
    writer: *mut WS_XML_WRITER,
    nodePosition: *mut WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(nodePosition, "nodePosition")? };
        let position = writer.engine.position()?;
        let Destination::Tree(buffer) = writer.output else {
            return Err(Fault::invalid_operation("The writer is not set to an XML buffer."));
        };
        out.set(xml_buffer::position_to_c(buffer, position));
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Puts a writer before the node at a position of its XML buffer, as WsMoveWriter does. An open start tag is completed
/// first.
///
/// nodePosition: from WsGetWriterPosition or WsGetReaderPosition.
///
/// Returns S_OK, E_INVALIDARG (a position of another buffer, among others), WS_E_INVALID_OPERATION (the writer is not set
/// to an XML buffer, in an attribute, or canonicalizes; or the node was removed) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetWriterPosition(
    writer: *mut WS_XML_WRITER,
    nodePosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let position = unsafe { place::required(nodePosition, "nodePosition")? };
        // SAFETY: as above.
        let (buffer, position) = unsafe { xml_buffer::position_from_c(position)? };
        writer.engine.set_position(&buffer, position)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Moves a writer in its XML buffer. An open start tag is completed first. What is written then is inserted before the
/// node; attributes and declarations that come first of all go to the node, if it is an element.
///
/// moveTo: where to.
/// found: optional; receives whether there was such a node. If not, the writer stays. Without it, that is an error.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (the writer is not set to an XML buffer, in an attribute, or
/// canonicalizes), WS_E_INVALID_FORMAT (there is no such node, and found is NULL; the writer stays usable) or
/// WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsMoveWriter(
    writer: *mut WS_XML_WRITER,
    moveTo: WS_MOVE_TO,
    found: *mut BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let out = match found.is_null() {
            true => None,
            // SAFETY: as above.
            false => Some(unsafe { Out::new(found, "found")? }),
        };
        let moved = writer.engine.move_to(xml_buffer::move_to(moveTo)?)?;
        match out {
            Some(out) => out.set(moved.into()),
            None if moved => {}
            None => return Err(Fault::invalid_format(format!("There is no node for the move {moveTo:?}."))),
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Removes the node at a position from its XML buffer: an element with all that it contains, and its end.
///
/// nodePosition: the node. Its position, and those of what it contains, are no longer good; readers and writers that are
/// there fail until they are put elsewhere.
///
/// Returns S_OK, E_INVALIDARG or WS_E_INVALID_OPERATION (an end element, or the beginning or end of the document).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveNode(nodePosition: *const WS_XML_NODE_POSITION, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let position = unsafe { place::required(nodePosition, "nodePosition")? };
        // SAFETY: as above.
        let (buffer, position) = unsafe { xml_buffer::position_from_c(position)? };
        buffer.remove(position)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes all that an XML buffer holds.
///
/// xmlBuffer: the buffer, which stays as it is. It may be the one that the writer writes to.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED, as
/// the functions for the single nodes do. On failure nodes before the one that failed may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteXmlBuffer(
    writer: *mut WS_XML_WRITER,
    xmlBuffer: *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let buffer = unsafe { xml_buffer::get(xmlBuffer)? };
        writer.engine.buffer(&buffer)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Encodes an XML buffer as bytes in a heap.
///
/// writer: what encodes. The output that it has is given up, and it has none afterwards.
/// xmlBuffer: the buffer, which stays as it is.
/// encoding: optional, as in WsSetOutput; NULL for text in UTF-8.
/// properties, propertyCount: optional; they go before those of WsCreateWriter.
/// heap: where the bytes go, which stay until it is reset or freed.
/// bytes, byteCount: receive the bytes and their number.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_FORMAT (the buffer does not hold a document, and
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is FALSE), WS_E_QUOTA_EXCEEDED, E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteXmlBufferToBytes(
    writer: *mut WS_XML_WRITER,
    xmlBuffer: *mut WS_XML_BUFFER,
    encoding: *const WS_XML_WRITER_ENCODING,
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    heap: *mut WS_HEAP,
    bytes: *mut *mut c_void,
    byteCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let (out, out_count) = unsafe { (Out::new(bytes, "bytes")?, Out::new(byteCount, "byteCount")?) };
        // SAFETY: as above.
        let buffer = unsafe { xml_buffer::get(xmlBuffer)? };
        // SAFETY: as above.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let settings = unsafe { settings(writer.defaults, properties, propertyCount, "WsWriteXmlBufferToBytes")? };
        let encoded = match encoding.is_null() {
            true => Encoded::Plain(Encoding::Text(Charset::Utf8)),
            // SAFETY: as above.
            false => unsafe { read_encoding(encoding)? },
        };
        encoded.check(&settings)?;
        let writer = &mut *writer;
        writer.start(encoded, Destination::Buffer, settings);
        let copied = writer.engine.buffer(&buffer).and_then(|()| {
            writer.engine.complete()?;
            writer.engine.complete_package()?;
            let bytes = writer.engine.bytes();
            let count = ULONG::try_from(bytes.len()).map_err(|_| Fault::overflow("There are too many bytes."))?;
            Ok((store::slice(heap, bytes)?, count))
        });
        writer.output = Destination::None;
        writer.dictionaries = Dictionaries::default();
        writer.engine.set_output(None, settings);
        let (copy, count) = copied?;
        out.set(copy.as_ptr().cast());
        out_count.set(count);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes the node that a reader is on, an element with all that it contains and its end, and moves the reader behind it.
///
/// reader: at the beginning of the document, all of it is copied. WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS says
/// what becomes of elements without content.
///
/// Both may be set to one XML buffer: the node is then copied as it was before the call, and the reader comes to the node
/// that followed it then. Should that fail, nothing or a part of the copy was written, and the reader may have moved.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (the reader is at an end, where there is nothing to copy, among
/// others), WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED, of either of them. On failure nodes before the
/// one that failed may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCopyNode(
    writer: *mut WS_XML_WRITER,
    reader: *mut WS_XML_READER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let mut reader = unsafe { handle::borrow(reader)? };
        writer.engine.check_usable()?;
        copy_node(&mut writer, &mut reader)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

fn copy_node(writer: &mut XmlWriter, reader: &mut ReaderObject) -> Result<()> {
    reader.reader.run(|_| Ok(()))?;
    if reader.reader.in_attribute() {
        return Err(Fault::invalid_operation("The reader is in an attribute, which cannot be copied."));
    }
    let whole = match reader.reader.kind() {
        NodeKind::Bof => true,
        NodeKind::EndElement | NodeKind::EndCData | NodeKind::Eof => {
            return Err(Fault::invalid_operation("The reader is at an end, where there is no node to copy."));
        }
        NodeKind::Element | NodeKind::Text | NodeKind::Comment | NodeKind::CData => false,
    };
    let within = match reader.reader.cursor() {
        Some(cursor) => writer.engine.copies_within(cursor)?,
        None => false,
    };
    let mut gathered = Vec::new();
    let mut depth = 0_u64;
    loop {
        match reader.reader.kind() {
            NodeKind::Eof => break,
            NodeKind::Element | NodeKind::CData => depth += 1,
            NodeKind::EndElement | NodeKind::EndCData => depth = depth.saturating_sub(1),
            _ => {}
        }
        if within {
            // Written only when all of it was read: what is inserted would be read too, and there would be no end.
            gathered.extend(reader.reader.cursor().and_then(|cursor| cursor.event()));
        } else {
            writer.engine.node(reader.reader.node())?;
        }
        reader.reader.run(|reader| reader.read_node())?;
        if depth == 0 && !whole {
            break;
        }
    }
    writer.engine.events(&gathered)
}
