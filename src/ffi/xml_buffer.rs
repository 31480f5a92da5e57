//! WS_XML_BUFFER: XML in memory, which readers and writers are set to. See `xml-buffer` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::place::Out;
use crate::ffi::property;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::moves::MoveTo;
use crate::xml::buffer::tree::Position;

impl Handle for WS_XML_BUFFER {
    type Engine = Buffer;
    const TAG: u32 = u32::from_be_bytes(*b"WSxb");
    const NAME: &'static str = "XML buffer";
    const IS_SUBJECT: bool = false;
}
/// Not for threads: several readers and writers may be set to it. What they share is the engine's clone, see [`get`].
impl Shared for WS_XML_BUFFER {}

// A position is a 64-bit number in the place of a pointer.
const _: () = assert!(size_of::<*mut c_void>() == size_of::<u64>());

/// Creates an empty XML buffer in a heap.
///
/// heap: what the buffer holds counts against its maximum size, and is given back when nodes are removed.
/// properties, propertyCount: NULL and 0, since there are no properties of XML buffers.
/// buffer: receives the buffer. It ends when its heap is reset or freed, and there is no other way to free it. From
/// then on it must not be used, and a reader or writer that is still set to it fails with WS_E_INVALID_OPERATION.
///
/// Not thread safe: one thread at a time uses a buffer, its heap, and the readers and writers that are set to it.
///
/// Returns S_OK, E_INVALIDARG, WS_E_QUOTA_EXCEEDED (maxSize of the heap is reached) or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateXmlBuffer(
    heap: *mut WS_HEAP,
    properties: *const WS_XML_BUFFER_PROPERTY,
    propertyCount: ULONG,
    buffer: *mut *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(buffer, "buffer")? };
        // SAFETY: as above.
        if let Some(property) = unsafe { property::bag(properties, propertyCount)? }.next() {
            return Err(property.refused("WsCreateXmlBuffer"));
        }
        out.set(create(heap, Buffer::new(heap.budget())?)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Makes the handle of a buffer; the heap is the one whose budget the buffer was made with.
pub(super) fn create(heap: &Heap, buffer: Buffer) -> Result<*mut WS_XML_BUFFER> {
    handle::create_in(heap, buffer)
}

/// The engine of a buffer's handle. A clone, so that nothing of the handle is held when a callback resets its heap.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get(buffer: *mut WS_XML_BUFFER) -> Result<Buffer> {
    // SAFETY: passed on.
    unsafe { handle::get(buffer) }.cloned()
}

/// A position as C keeps it.
pub(super) fn position_to_c(buffer: *mut WS_XML_BUFFER, position: Position) -> WS_XML_NODE_POSITION {
    WS_XML_NODE_POSITION { buffer, node: core::ptr::without_provenance_mut(position.to_bits() as usize) }
}

/// The buffer and the position that C gave; whether the position is still good is seen when it is used.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn position_from_c(position: &WS_XML_NODE_POSITION) -> Result<(Buffer, Position)> {
    // SAFETY: passed on.
    let buffer = unsafe { get(position.buffer)? };
    Ok((buffer, Position::from_bits(position.node.addr() as u64)))
}

/// The move that a number stands for.
pub(super) fn move_to(to: WS_MOVE_TO) -> Result<MoveTo> {
    Ok(match to {
        WS_MOVE_TO_ROOT_ELEMENT => MoveTo::RootElement,
        WS_MOVE_TO_NEXT_ELEMENT => MoveTo::NextElement,
        WS_MOVE_TO_PREVIOUS_ELEMENT => MoveTo::PreviousElement,
        WS_MOVE_TO_CHILD_ELEMENT => MoveTo::ChildElement,
        WS_MOVE_TO_END_ELEMENT => MoveTo::EndElement,
        WS_MOVE_TO_PARENT_ELEMENT => MoveTo::ParentElement,
        WS_MOVE_TO_NEXT_NODE => MoveTo::NextNode,
        WS_MOVE_TO_PREVIOUS_NODE => MoveTo::PreviousNode,
        WS_MOVE_TO_FIRST_NODE => MoveTo::FirstNode,
        WS_MOVE_TO_BOF => MoveTo::Bof,
        WS_MOVE_TO_EOF => MoveTo::Eof,
        WS_MOVE_TO_CHILD_NODE => MoveTo::ChildNode,
        _ => return Err(Fault::invalid_arg(format!("The value {} of moveTo is not one of WS_MOVE_TO.", to.0))),
    })
}

#[cfg(test)]
mod tests;
