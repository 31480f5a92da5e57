//! The bodies of messages from and to the parameters of operations: [`Operation`] on handles of readers and writers.

use crate::abi::*;
use crate::ffi::{handle, typed_read, typed_write};
use crate::runtime::fault::Result;
use crate::service::parameters::{Direction, Operation, Values};

/// Writes the body of a message. The writer is within the Body element.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the operation, the values, and all that they lead to.
pub(super) unsafe fn write_body(
    operation: &mut Operation<'_>,
    direction: Direction,
    writer: *mut WS_XML_WRITER,
    values: Values<'_>,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: passed on.
    let mut host = unsafe { typed_write::Host::new(writer, error)? };
    operation.write_body(direction, &mut host, values)
}

/// Reads the body of a message. The reader is within the Body element.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the operation, the values, and all that they lead to.
pub(super) unsafe fn read_body(
    operation: &mut Operation<'_>,
    direction: Direction,
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    values: Values<'_>,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: passed on.
    let arena = if heap.is_null() { None } else { Some(unsafe { handle::get(heap)? }) };
    // SAFETY: passed on.
    let mut host = unsafe { typed_read::Host::new(reader, heap, error)? };
    operation.read_body(direction, &mut host, arena, values)
}

#[cfg(test)]
mod tests;
