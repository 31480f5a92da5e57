//! The arena behind WS_HEAP: allocation moves a pointer, freeing happens for all at once.
//!
//! One of the three places of the crate with `unsafe`: it hands out memory whose lifetime the API, not Rust, rules
//! (until WsResetHeap or WsFreeHeap). Not thread safe, but re-entrant: a callback may allocate from the heap that the
//! call above it is using, so all state is in `Cell`s and no borrow outlives a method.
//!
//! Objects that end with a heap but are not bytes of it (an XML buffer has an editable tree) are adopted: the heap
//! drops them, the latest first, before its memory goes, and they charge what they hold to the heap's quota.

use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use core::alloc::Layout;
use core::any::Any;
use core::cell::{Cell, RefCell};
use core::ptr::NonNull;
use std::alloc::{alloc, dealloc};
use std::rc::Rc;

/// Alignment of every allocation (WsAlloc's documented 8 bytes).
const MIN_ALIGN: usize = 8;
/// Alignment of every chunk, and of allocations whose size is a multiple of it: only such a size can hold a type that
/// needs it, since a type's size is a multiple of its alignment.
const MAX_ALIGN: usize = 16;
/// The smallest and the largest chunk that allocations share. Between them, chunks grow with the heap by this part of
/// what it holds, so that what is not used yet stays below that part too.
const FIRST_CHUNK: usize = 4 * 1024;
const LARGEST_CHUNK: usize = 1024 * 1024;
const GROWTH_FRACTION: usize = 4;
/// An allocation that would take more than this part of the next chunk gets a chunk of its own.
const OWN_CHUNK_FRACTION: usize = 4;

/// A bump-pointer arena with a quota.
#[derive(Debug)]
pub(crate) struct Heap {
    /// Free space of the current chunk: `cursor` is a multiple of [`MIN_ALIGN`], `cursor <= end`.
    cursor: Cell<*mut u8>,
    end: Cell<*mut u8>,
    budget: Rc<Budget>,
    trim_size: usize,
    chunks: RefCell<Chunks>,
    /// What was adopted. No borrow is held while one is dropped: it may use the heap.
    objects: RefCell<Vec<Box<dyn Any>>>,
}

#[derive(Debug, Default)]
struct Chunks {
    /// Those in use first, then those that a reset kept.
    list: Vec<Chunk>,
    /// How many are in use.
    used: usize,
    /// Sum of all chunk sizes.
    bytes: usize,
}

#[derive(Debug)]
struct Chunk {
    start: NonNull<u8>,
    layout: Layout,
}

impl Chunk {
    fn new(size: usize) -> Result<Self> {
        let layout = Layout::from_size_align(size, MAX_ALIGN).map_err(|_| Fault::out_of_memory(size))?;
        debug_assert!(layout.size() > 0);
        // SAFETY: the size is not zero: callers round up to at least MAX_ALIGN.
        let start = unsafe { alloc(layout) };
        Ok(Chunk { start: NonNull::new(start).ok_or_else(|| Fault::out_of_memory(size))?, layout })
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: `start` came from `alloc` with this layout and is freed once, here.
        unsafe { dealloc(self.start.as_ptr(), self.layout) }
    }
}

impl Heap {
    /// An empty heap, which owns no memory yet. `max_size` is the sum of all requests until a reset; `trim_size` is
    /// how much memory a reset keeps.
    pub(crate) fn new(max_size: usize, trim_size: usize) -> Self {
        Heap {
            cursor: Cell::new(core::ptr::null_mut()),
            end: Cell::new(core::ptr::null_mut()),
            budget: Rc::new(Budget::new(max_size)),
            trim_size,
            chunks: RefCell::default(),
            objects: RefCell::default(),
        }
    }

    /// `size` bytes, not initialised, aligned for any type of that size; never NULL, also for 0 bytes.
    #[inline]
    pub(crate) fn alloc(&self, size: usize) -> Result<NonNull<u8>> {
        let remaining = self.budget.remaining_after(size)?;
        let start = self.place(size)?;
        self.budget.set_remaining(remaining);
        Ok(start)
    }

    /// Takes an object that ends when the heap is reset or dropped. `make` is called only when there is room for it.
    pub(crate) fn adopt<T: Any>(&self, make: impl FnOnce() -> T) -> Result<()> {
        let size = size_of::<T>() + size_of::<Box<dyn Any>>();
        self.objects.borrow_mut().try_reserve(1).map_err(|_| Fault::out_of_memory(size))?;
        self.budget.charge(size)?;
        let object = Box::new(make());
        self.objects.borrow_mut().push(object);
        Ok(())
    }

    /// What adopted objects charge what they hold to.
    pub(crate) fn budget(&self) -> &Rc<Budget> {
        &self.budget
    }

    /// Drops what was adopted, and what is adopted meanwhile.
    fn end_objects(&self) {
        loop {
            let Some(object) = self.objects.borrow_mut().pop() else { break };
            drop(object);
        }
        self.objects.borrow_mut().shrink_to_fit();
    }

    #[inline]
    fn place(&self, size: usize) -> Result<NonNull<u8>> {
        let cursor = self.cursor.get();
        let free = self.end.get() as usize - cursor as usize;
        let padding = if size.is_multiple_of(MAX_ALIGN) { cursor as usize % MAX_ALIGN } else { 0 };
        // Neither sum overflows when the comparison holds: both operands are below the size of a chunk.
        if size <= free
            && let taken = padding + size.next_multiple_of(MIN_ALIGN)
            && taken <= free
        {
            // SAFETY: `taken` bytes of the current chunk follow the cursor, of which `padding` are the first.
            let (start, next) = unsafe { (cursor.add(padding), cursor.add(taken)) };
            if let Some(start) = NonNull::new(start) {
                self.cursor.set(next);
                return Ok(start);
            }
        }
        self.place_in_new_chunk(size)
    }

    #[cold]
    fn place_in_new_chunk(&self, size: usize) -> Result<NonNull<u8>> {
        if size == 0 {
            // No byte may be touched, so any aligned address that is not NULL will do.
            return Ok(NonNull::<u128>::dangling().cast());
        }
        let rounded = size.checked_next_multiple_of(MAX_ALIGN).ok_or_else(|| Fault::out_of_memory(size))?;
        let taken = size.next_multiple_of(MIN_ALIGN);
        let mut chunks = self.chunks.borrow_mut();
        let chunks = &mut *chunks;
        if let Some(kept) = chunks.list.get(chunks.used).filter(|kept| rounded <= kept.layout.size()) {
            chunks.used += 1;
            self.use_chunk(kept, taken);
            return Ok(kept.start);
        }
        let next_size =
            (chunks.bytes / GROWTH_FRACTION).next_multiple_of(FIRST_CHUNK).clamp(FIRST_CHUNK, LARGEST_CHUNK);
        let own = rounded > next_size / OWN_CHUNK_FRACTION;
        let chunk = Chunk::new(if own { rounded } else { next_size })?;
        chunks.list.try_reserve(1).map_err(|_| Fault::out_of_memory(size))?;
        let start = chunk.start;
        chunks.bytes += chunk.layout.size();
        if !own {
            self.use_chunk(&chunk, taken);
        }
        chunks.list.push(chunk);
        let last = chunks.list.len() - 1;
        chunks.list.swap(chunks.used, last);
        chunks.used += 1;
        Ok(start)
    }

    /// Makes `chunk` the current one, its first `taken` bytes being in use.
    fn use_chunk(&self, chunk: &Chunk, taken: usize) {
        let start = chunk.start.as_ptr();
        // SAFETY: `taken` is at most the chunk's size.
        let (cursor, end) = unsafe { (start.add(taken), start.add(chunk.layout.size())) };
        self.cursor.set(cursor);
        self.end.set(end);
    }

    /// Ends what was adopted and takes all allocations back, keeping at most `trim_size` bytes for the next ones (all,
    /// when that is more than the heap may hold).
    pub(crate) fn reset(&self) {
        self.end_objects();
        let mut chunks = self.chunks.borrow_mut();
        self.budget.reset();
        self.cursor.set(core::ptr::null_mut());
        self.end.set(core::ptr::null_mut());
        let mut kept = 0;
        chunks.list.retain(|chunk| {
            let fits = self.trim_size > self.max_size() || chunk.layout.size() <= self.trim_size - kept;
            kept += if fits { chunk.layout.size() } else { 0 };
            fits
        });
        chunks.bytes = kept;
        chunks.used = 0;
    }

    /// The quota.
    pub(crate) fn max_size(&self) -> usize {
        self.budget.limit()
    }

    /// What a reset keeps at most.
    pub(crate) fn trim_size(&self) -> usize {
        self.trim_size
    }

    /// Sum of all requests since the heap was made or reset, and of what adopted objects hold.
    pub(crate) fn requested_size(&self) -> usize {
        self.budget.used()
    }

    /// Bytes taken from the system.
    pub(crate) fn actual_size(&self) -> usize {
        self.chunks.borrow().bytes + self.budget.charged()
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // Before the chunks, which the objects may have pointers into.
        self.end_objects();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{E_OUTOFMEMORY, WS_E_QUOTA_EXCEEDED};
    use proptest::prelude::*;

    #[test]
    fn quota_counts_requests_to_the_byte() {
        let heap = Heap::new(100, 0);
        heap.alloc(60).unwrap();
        let fault = heap.alloc(41).unwrap_err();
        assert_eq!(fault.code(), WS_E_QUOTA_EXCEEDED);
        assert!(fault.texts()[0].contains("WS_HEAP_PROPERTY_MAX_SIZE (100)"), "{fault:?}");
        assert_eq!(heap.requested_size(), 60);
        heap.alloc(40).unwrap();
        heap.alloc(0).unwrap();
        heap.alloc(1).unwrap_err();
        heap.reset();
        heap.alloc(100).unwrap();
    }

    #[test]
    fn impossible_sizes_are_refused_and_cost_nothing() {
        let heap = Heap::new(usize::MAX, 0);
        for size in [usize::MAX, usize::MAX - 7, usize::MAX / 2 + 1, isize::MAX as usize, isize::MAX as usize - 64] {
            assert_eq!(heap.alloc(size).unwrap_err().code(), E_OUTOFMEMORY, "{size}");
        }
        assert_eq!((heap.requested_size(), heap.actual_size()), (0, 0));
    }

    #[test]
    fn reset_keeps_no_more_than_the_trim_size() {
        for (trim, kept) in [(0, 0), (FIRST_CHUNK - 1, 0), (FIRST_CHUNK, FIRST_CHUNK), (10_000, 2 * FIRST_CHUNK)] {
            let heap = Heap::new(1 << 20, trim);
            for _ in 0..1000 {
                heap.alloc(100).unwrap();
            }
            heap.reset();
            assert_eq!(heap.actual_size(), kept, "trim size {trim}");
            heap.alloc(100).unwrap();
        }
    }

    #[test]
    fn small_allocations_take_little_memory() {
        let heap = Heap::new(usize::MAX, 0);
        for _ in 0..1_000_000 {
            heap.alloc(24).unwrap();
        }
        assert!(heap.actual_size() <= 32 * 1_000_000, "{}", heap.actual_size());
    }

    /// Says when it ends; `last_words` runs first.
    struct Object<F: FnMut()> {
        name: u8,
        ended: Rc<RefCell<Vec<u8>>>,
        last_words: F,
    }

    impl<F: FnMut()> Drop for Object<F> {
        fn drop(&mut self) {
            (self.last_words)();
            self.ended.borrow_mut().push(self.name);
        }
    }

    #[test]
    fn objects_end_with_the_heap_the_latest_first() {
        let ended = Rc::new(RefCell::new(Vec::new()));
        let heap = Heap::new(1000, 0);
        for round in 0..2 {
            for name in 0..3 {
                heap.adopt(|| Object { name, ended: ended.clone(), last_words: || () }).unwrap();
            }
            heap.budget().charge(500).unwrap();
            assert_eq!(heap.actual_size(), heap.requested_size());
            assert!(heap.requested_size() > 500);
            assert!(ended.borrow().is_empty());
            if round == 0 {
                heap.reset();
                assert_eq!((heap.requested_size(), heap.actual_size()), (0, 0));
                assert_eq!(core::mem::take(&mut *ended.borrow_mut()), [2, 1, 0]);
            }
        }
        drop(heap);
        assert_eq!(*ended.borrow(), [2, 1, 0]);
    }

    #[test]
    fn an_object_that_finds_no_room_is_not_made() {
        let heap = Heap::new(100, 0);
        heap.alloc(90).unwrap();
        let fault = heap.adopt::<[u8; 16]>(|| panic!("made")).unwrap_err();
        assert_eq!((fault.code(), heap.requested_size()), (WS_E_QUOTA_EXCEEDED, 90));
        let budget = heap.budget().clone();
        drop(heap);
        budget.refund(7);
        assert_eq!(budget.used(), 90);
    }

    #[test]
    fn an_object_may_use_the_heap_while_it_ends() {
        let ended = Rc::new(RefCell::new(Vec::new()));
        let heap = Rc::new(Heap::new(1000, 0));
        for (name, nested) in [(1, false), (2, true)] {
            let (weak, late) = (Rc::downgrade(&heap), ended.clone());
            let last_words = move || {
                let Some(heap) = weak.upgrade() else { return };
                heap.alloc(16).unwrap();
                if nested {
                    heap.adopt(|| Object { name: 3, ended: late.clone(), last_words: || () }).unwrap();
                    heap.reset();
                }
            };
            heap.adopt(|| Object { name, ended: ended.clone(), last_words }).unwrap();
        }
        heap.reset();
        assert_eq!(*ended.borrow(), [3, 1, 2]);
        assert_eq!((heap.requested_size(), heap.actual_size()), (0, 0));
        heap.alloc(1000).unwrap();
    }

    proptest! {
        #[test]
        fn allocations_are_aligned_and_apart(sizes in prop::collection::vec(0usize..6000, 1..400)) {
            let heap = Heap::new(usize::MAX, 0);
            let mut blocks = Vec::new();
            for &size in &sizes {
                let start = heap.alloc(size).unwrap();
                prop_assert_eq!(start.as_ptr() as usize % if size % 16 == 0 { 16 } else { 8 }, 0);
                // SAFETY: the heap just gave these bytes.
                unsafe { start.as_ptr().write_bytes(blocks.len() as u8, size) };
                blocks.push((start, size));
            }
            prop_assert_eq!(heap.requested_size(), sizes.iter().sum::<usize>());
            for (index, (start, size)) in blocks.into_iter().enumerate() {
                // SAFETY: written above, and the heap was not reset since.
                let bytes = unsafe { core::slice::from_raw_parts(start.as_ptr(), size) };
                prop_assert!(bytes.iter().all(|&byte| byte == index as u8));
            }
        }
    }
}
