//! The bodies of messages from and to the parameters of operations: [`Operation`] on handles of readers and writers.

use crate::abi::*;
use crate::ffi::{handle, typed_read, typed_write};
use crate::runtime::fault::Result;
use crate::serialize::place::{Items, Place};
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
    let mut memory = Items::default();
    let body = operation.gather(direction, values, &mut memory)?;
    // SAFETY: passed on.
    unsafe { write_gathered(operation, direction, writer, body, error) }
}

/// As [`write_body`], with what [`Operation::gather`] made before.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the operation, and all that the body leads to.
pub(super) unsafe fn write_gathered(
    operation: &mut Operation<'_>,
    direction: Direction,
    writer: *mut WS_XML_WRITER,
    body: Place<'_>,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: passed on.
    let mut host = unsafe { typed_write::Host::new(writer, error)? };
    operation.write_body(direction, &mut host, body)
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
    let mut memory = Items::default();
    // SAFETY: passed on.
    let body = unsafe { read_body_apart(operation, direction, reader, heap, &mut memory, error)? };
    operation.store(direction, body, values)
}

/// As [`read_body`], but the values are left for [`Operation::store`].
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; it holds for the operation and all that it leads to.
pub(super) unsafe fn read_body_apart<'m>(
    operation: &mut Operation<'_>,
    direction: Direction,
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    memory: &'m mut Items,
    error: *mut WS_ERROR,
) -> Result<Place<'m>> {
    // SAFETY: passed on.
    let arena = if heap.is_null() { None } else { Some(unsafe { handle::get(heap)? }) };
    // SAFETY: passed on.
    let mut host = unsafe { typed_read::Host::new(reader, heap, error)? };
    operation.read_body(direction, &mut host, arena, memory)
}

#[cfg(test)]
mod tests;
