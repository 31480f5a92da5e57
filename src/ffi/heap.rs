//! WS_HEAP: memory that is freed as a whole. See `heap` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Handle, Shared};
use crate::ffi::place::Out;
use crate::ffi::property::{self, PropertyOut};
use crate::runtime::heap::Heap;

impl Handle for WS_HEAP {
    type Engine = Heap;
    const TAG: u32 = u32::from_be_bytes(*b"WShp");
    const NAME: &'static str = "heap";
    const IS_SUBJECT: bool = false;
}
/// Not for threads: a callback may allocate from the heap of the call that it runs in.
impl Shared for WS_HEAP {}

/// Creates a heap. It takes no memory until the first allocation.
///
/// maxSize: how many bytes may be requested in all until WsResetHeap; what callers ask for counts, not what the heap
/// takes from the system for it. An XML buffer that is made in the heap counts with what it holds at the time.
/// trimSize: how many bytes of memory WsResetHeap keeps at most for later allocations. If it is larger than maxSize,
/// nothing is given back.
/// properties, propertyCount: reserved; NULL and 0.
/// heap: receives the heap, which the caller owns and frees with WsFreeHeap.
///
/// Not thread safe: one thread at a time uses a heap and what is given one to allocate from.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateHeap(
    maxSize: SIZE_T,
    trimSize: SIZE_T,
    properties: *const WS_HEAP_PROPERTY,
    propertyCount: ULONG,
    heap: *mut *mut WS_HEAP,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(heap, "heap")? };
        // SAFETY: as above.
        if let Some(property) = unsafe { property::bag(properties, propertyCount)? }.next() {
            return Err(property.refused("WsCreateHeap"));
        }
        out.set(handle::create(Heap::new(maxSize, trimSize))?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Allocates memory from a heap.
///
/// size: bytes; may be 0.
/// ptr: receives the memory, never NULL, not initialised. It is aligned to 8 bytes, and to 16 when size is a multiple
/// of 16, so that an object of any type fits. It stays until WsResetHeap or WsFreeHeap.
///
/// Returns S_OK, WS_E_QUOTA_EXCEEDED (maxSize of the heap is reached; what was allocated stays), E_OUTOFMEMORY or
/// E_INVALIDARG.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAlloc(
    heap: *mut WS_HEAP,
    size: SIZE_T,
    ptr: *mut *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let engine = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(ptr, "ptr")? };
        out.set(engine.alloc(size)?.as_ptr().cast());
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a property of a heap.
///
/// id: any WS_HEAP_PROPERTY_ID.
/// value, valueSize: receive a SIZE_T.
///
/// Returns S_OK, or E_INVALIDARG for an unknown id, a wrong size or a wrong pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetHeapProperty(
    heap: *mut WS_HEAP,
    id: WS_HEAP_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let engine = unsafe { handle::get(heap)? };
        let out = PropertyOut::new(id, value, valueSize);
        let size: SIZE_T = match id {
            WS_HEAP_PROPERTY_MAX_SIZE => engine.max_size(),
            WS_HEAP_PROPERTY_TRIM_SIZE => engine.trim_size(),
            WS_HEAP_PROPERTY_REQUESTED_SIZE => engine.requested_size(),
            WS_HEAP_PROPERTY_ACTUAL_SIZE => engine.actual_size(),
            _ => return Err(out.refused("WsGetHeapProperty")),
        };
        // SAFETY: as above.
        unsafe { out.set(size) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Takes back all allocations of a heap at once; pointers into it are no longer valid. The heap may be used again.
/// Every WS_XML_BUFFER that was made in the heap ends: a reader or writer that is set to one fails with
/// WS_E_INVALID_OPERATION until it is given another input or output.
///
/// Memory up to the trim size is kept for later allocations, the rest goes back to the system.
///
/// Returns S_OK or E_INVALIDARG.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetHeap(heap: *mut WS_HEAP, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::get(heap)? }.reset();
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Frees a heap and all memory that was allocated from it, the XML buffers that were made in it included. NULL is
/// allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeHeap(heap: *mut WS_HEAP) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { handle::free(heap) });
}
