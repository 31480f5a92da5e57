//! What a call leaves in the caller's heap. Each function allocates once, after everything that can fail, so that a
//! failed call takes nothing from the heap's quota.

use crate::abi::{ULONG, WS_XML_STRING};
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use core::ptr::NonNull;

/// What the heap aligns every allocation to; types that need more have to be placed differently.
const HEAP_ALIGN: usize = 8;

/// Copies an array into the heap. The pointer is not NULL even where the array is empty.
pub(super) fn slice<T: Copy>(heap: &Heap, items: &[T]) -> Result<NonNull<T>> {
    const { assert!(align_of::<T>() <= HEAP_ALIGN, "the heap aligns to 8 bytes") }
    let place = heap.alloc(size_of_val(items))?.cast::<T>();
    // SAFETY: the heap just gave room for the items, aligned, which nobody else has a pointer to.
    unsafe { place.as_ptr().copy_from_nonoverlapping(items.as_ptr(), items.len()) };
    Ok(place)
}

/// Puts a structure and an array that its pointers lead into next to each other in the heap. `make` gets the address
/// of the array, whose elements are there already.
pub(super) fn with_array<S, T: Copy>(
    heap: &Heap,
    items: &[T],
    make: impl FnOnce(NonNull<T>) -> S,
) -> Result<NonNull<S>> {
    const {
        assert!(align_of::<S>() <= HEAP_ALIGN, "the heap aligns to 8 bytes");
        assert!(size_of::<S>().is_multiple_of(align_of::<T>()), "the array follows the structure at once");
    }
    // No overflow: `items` is in memory, hence below isize::MAX bytes, and a structure is far below that.
    let block = heap.alloc(size_of::<S>() + size_of_val(items))?;
    let structure = block.cast::<S>();
    // SAFETY: the block has room for the structure, then the items; the assertions above align both.
    unsafe {
        let array = structure.add(1).cast::<T>();
        array.as_ptr().copy_from_nonoverlapping(items.as_ptr(), items.len());
        structure.write(make(array));
    }
    Ok(structure)
}

/// Copies texts of XML into the heap, all or none of them. One without characters takes nothing.
pub(super) fn xml_strings<const N: usize>(heap: &Heap, texts: [&[u8]; N]) -> Result<[WS_XML_STRING; N]> {
    let all = texts.concat();
    if ULONG::try_from(all.len()).is_err() {
        return Err(Fault::overflow("A text is longer than a WS_XML_STRING."));
    }
    let mut next = slice(heap, &all)?.as_ptr();
    Ok(texts.map(|text| {
        let bytes = if text.is_empty() { core::ptr::null_mut() } else { next };
        next = next.wrapping_add(text.len());
        WS_XML_STRING { length: text.len() as ULONG, bytes, dictionary: core::ptr::null_mut(), id: 0 }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{WS_E_QUOTA_EXCEEDED, WS_STRING};

    #[test]
    fn one_allocation_of_the_exact_size() {
        let heap = Heap::new(100, 0);
        let text: Vec<u16> = "text".encode_utf16().collect();
        let copy = slice(&heap, &text).unwrap();
        assert_eq!(heap.requested_size(), 8);
        let both = with_array(&heap, &text, |chars| WS_STRING { length: 4, chars: chars.as_ptr() }).unwrap();
        assert_eq!(heap.requested_size(), 8 + size_of::<WS_STRING>() + 8);
        // SAFETY: both were just written, and the heap is still there.
        unsafe {
            assert_eq!(core::slice::from_raw_parts(copy.as_ptr(), 4), text);
            let string = both.read();
            assert_eq!(core::slice::from_raw_parts(string.chars, string.length as usize), text);
        }
        slice::<u16>(&heap, &[]).unwrap();
    }

    #[test]
    fn texts_of_xml_are_stored_together() {
        let heap = Heap::new(4, 0);
        let fault = xml_strings(&heap, [b"a", b"bcd", b"e"]).err().unwrap();
        assert_eq!((fault.code(), heap.requested_size()), (WS_E_QUOTA_EXCEEDED, 0));
        let [first, none, last] = xml_strings(&heap, [b"a", b"", b"bcd"]).unwrap();
        assert!(none.bytes.is_null() && none.length == 0);
        // SAFETY: both were just written, and the heap is still there.
        unsafe {
            assert_eq!(core::slice::from_raw_parts(first.bytes, first.length as usize), b"a");
            assert_eq!(core::slice::from_raw_parts(last.bytes, last.length as usize), b"bcd");
        }
        assert_eq!(heap.requested_size(), 4);
    }

    #[test]
    fn a_heap_that_is_too_small_loses_nothing() {
        let heap = Heap::new(20, 0);
        let fault = with_array(&heap, &[0u16; 4], |_| [0u64; 2]).unwrap_err();
        assert_eq!((fault.code(), heap.requested_size()), (WS_E_QUOTA_EXCEEDED, 0));
        slice(&heap, &[0u16; 10]).unwrap();
    }
}
