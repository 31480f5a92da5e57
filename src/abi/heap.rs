//! The heap object: a set of allocations that are freed together. Messages own one, and calls that return variable-size
//! data take one, so that its lifetime is the caller's choice.

use super::*;

/// Handle of a heap, made by WsCreateHeap and freed by WsFreeHeap. WsAlloc takes memory from it, aligned to at least 8
/// bytes; a request for 0 bytes returns a non-NULL pointer. WsResetHeap frees everything allocated so far at once;
/// there is no call that frees one allocation. Creating a heap takes no memory beyond the object itself.
/// Thread rule: single threaded. Only one call may use a heap at a time; an asynchronous call uses it until its
/// callback has been invoked.
pub struct WS_HEAP {
    _private: [u8; 0],
}

ws_enum! {
    /// Properties of a heap. All can be read with WsGetHeapProperty. WsCreateHeap takes the two limits as parameters
    /// and no properties (NULL and 0); where a heap belongs to another object (WS_MESSAGE_PROPERTY_HEAP_PROPERTIES,
    /// WS_METADATA_PROPERTY_HEAP_PROPERTIES), the two limits are given as properties.
    pub enum WS_HEAP_PROPERTY_ID {
        /// SIZE_T, bytes: the limit on the sum of all sizes asked for with WsAlloc since the heap was created or last
        /// reset. An allocation that would pass it fails with WS_E_QUOTA_EXCEEDED. The value is the maxSize given to
        /// WsCreateHeap.
        WS_HEAP_PROPERTY_MAX_SIZE = 0,
        /// SIZE_T, bytes: how much memory the heap keeps for reuse when it is reset; the rest goes back to the system.
        /// Approximate, because of the heap's own overhead. If it is larger than the maximum size, nothing is given
        /// back. The value is the trimSize given to WsCreateHeap.
        WS_HEAP_PROPERTY_TRIM_SIZE = 1,
        /// SIZE_T, bytes, read only: the sum of the sizes asked for since the heap was created or last reset, and what
        /// the XML buffers that were made in the heap hold at present.
        WS_HEAP_PROPERTY_REQUESTED_SIZE = 2,
        /// SIZE_T, bytes, read only: the memory that the heap holds from the system at present.
        WS_HEAP_PROPERTY_ACTUAL_SIZE = 3,
    }
}

/// A list of heap properties, for objects that create a heap of their own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTIES {
    /// The properties; may be NULL if the count is 0. Only WS_HEAP_PROPERTY_MAX_SIZE and WS_HEAP_PROPERTY_TRIM_SIZE are
    /// accepted.
    pub properties: *mut WS_HEAP_PROPERTY,
    /// Number of properties.
    pub propertyCount: ULONG,
}

/// One heap property.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTY {
    /// Which property.
    pub id: WS_HEAP_PROPERTY_ID,
    /// Pointer to the value, of the type that the id asks for and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
