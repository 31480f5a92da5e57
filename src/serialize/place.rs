//! Callers' memory: descriptions, and the structures that they describe.
//!
//! The only `unsafe` of typed data. Whether memory is really there cannot be checked; that it is, is promised once, by
//! whoever makes a [`Memory`]. Everything else is checked here: NULL, alignment, lengths, and that what is loaded or
//! stored lies within what its description said. Values are moved bytewise, so no load or store depends on alignment.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::xml::bytes::same;
use crate::xml::value::utf;
use core::cell::RefCell;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

/// C data of which any bytes are a value.
///
/// # Safety
/// Every bit pattern of the type's size is a value of it, it has no invariants, and it owns nothing.
pub(crate) unsafe trait Plain: Copy {}

macro_rules! plain {
    ($($type:ty)*) => {
        $(
            // SAFETY: integers, floats and pointers in repr(C); none of them has an invalid bit pattern.
            unsafe impl Plain for $type {}
        )*
    };
}

plain! {
    i8 u8 i16 u16 i32 u32 i64 u64 f32 f64
    GUID DECIMAL WS_BYTES WS_STRING WS_DATETIME WS_TIMESPAN WS_DURATION WS_UNIQUE_ID WS_XML_STRING WS_XML_QNAME
    WS_ANY_ATTRIBUTE WS_ANY_ATTRIBUTES WS_DEFAULT_VALUE WS_ENUM_DESCRIPTION WS_ENUM_VALUE WS_FIELD_DESCRIPTION
    WS_ITEM_RANGE WS_STRUCT_DESCRIPTION WS_UNION_DESCRIPTION WS_UNION_FIELD_DESCRIPTION WS_ELEMENT_DESCRIPTION
    WS_ATTRIBUTE_DESCRIPTION
    WS_BOOL_DESCRIPTION WS_BYTES_DESCRIPTION WS_BYTE_ARRAY_DESCRIPTION WS_CHAR_ARRAY_DESCRIPTION
    WS_CUSTOM_TYPE_DESCRIPTION WS_DATETIME_DESCRIPTION WS_DECIMAL_DESCRIPTION WS_DOUBLE_DESCRIPTION
    WS_DURATION_DESCRIPTION WS_ENDPOINT_ADDRESS_DESCRIPTION WS_FAULT_DESCRIPTION WS_FLOAT_DESCRIPTION
    WS_GUID_DESCRIPTION WS_INT16_DESCRIPTION WS_INT32_DESCRIPTION WS_INT64_DESCRIPTION WS_INT8_DESCRIPTION
    WS_STRING_DESCRIPTION WS_TIMESPAN_DESCRIPTION WS_UINT16_DESCRIPTION WS_UINT32_DESCRIPTION WS_UINT64_DESCRIPTION
    WS_UINT8_DESCRIPTION WS_UNIQUE_ID_DESCRIPTION WS_UTF8_ARRAY_DESCRIPTION WS_VOID_DESCRIPTION WS_WSZ_DESCRIPTION
    WS_XML_QNAME_DESCRIPTION WS_XML_STRING_DESCRIPTION
    WS_ENDPOINT_ADDRESS WS_ENDPOINT_IDENTITY WS_CERT_ENDPOINT_IDENTITY WS_DNS_ENDPOINT_IDENTITY
    WS_RSA_ENDPOINT_IDENTITY WS_SPN_ENDPOINT_IDENTITY WS_UNKNOWN_ENDPOINT_IDENTITY WS_UPN_ENDPOINT_IDENTITY
    WS_FAULT WS_FAULT_CODE WS_FAULT_REASON WS_XML_TEXT WS_XML_UTF8_TEXT
    WS_CONTRACT_DESCRIPTION WS_MESSAGE_DESCRIPTION WS_OPERATION_DESCRIPTION WS_PARAMETER_DESCRIPTION
}

// SAFETY: any address is a pointer; following it is what is unsafe.
unsafe impl<T> Plain for *mut T {}
// SAFETY: as above.
unsafe impl<T> Plain for *const T {}

/// The promise of the caller of an export: the pointers that it gave, and all that they lead to, are NULL or point to
/// memory of their type, valid and unchanged for the call. Only `ffi` can take it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory<'c> {
    of: PhantomData<&'c ()>,
    /// See [`Memory::watched`].
    is_watched: bool,
}

impl<'c> Memory<'c> {
    /// # Safety
    /// For `'c`, every pointer that this is used with is NULL, misaligned, or points to memory of its type and of the
    /// length that goes with it: readable, and writable where a [`Place`] is made of it.
    pub(crate) unsafe fn promised() -> Self {
        Memory { of: PhantomData, is_watched: false }
    }

    /// The same memory; what is looked at through this can be found unchanged later: see [`watch`].
    pub(crate) fn watched(self) -> Self {
        Memory { is_watched: true, ..self }
    }

    /// The same memory, for values.
    pub(crate) fn unwatched(self) -> Self {
        Memory { is_watched: false, ..self }
    }

    /// Whether [`watch`] sees what is looked at.
    pub(crate) fn is_watched(self) -> bool {
        self.is_watched
    }

    /// The structure behind a required pointer.
    #[inline]
    pub(crate) fn at<T: Plain>(self, pointer: *const T, name: &str) -> Result<&'c T> {
        if pointer.is_null() || !pointer.is_aligned() {
            return Err(bad_pointer(name, pointer.is_null()));
        }
        if self.is_watched {
            seen(pointer.cast(), size_of::<T>());
        }
        // SAFETY: not NULL, aligned, and readable for 'c by promise; any bits are a T.
        Ok(unsafe { &*pointer })
    }

    /// The structure behind a pointer that may be NULL.
    #[inline]
    pub(crate) fn optional<T: Plain>(self, pointer: *const T, name: &str) -> Result<Option<&'c T>> {
        if pointer.is_null() { Ok(None) } else { self.at(pointer, name).map(Some) }
    }

    /// The array behind a pointer and a length; NULL stands for an array of no elements.
    #[inline]
    pub(crate) fn slice<T: Plain>(self, pointer: *const T, length: u32, name: &str) -> Result<&'c [T]> {
        let length = length as usize;
        if length == 0 {
            return Ok(&[]);
        }
        if pointer.is_null() || !pointer.is_aligned() {
            return Err(bad_pointer(name, pointer.is_null()));
        }
        if length.checked_mul(size_of::<T>()).is_none_or(|bytes| bytes > isize::MAX as usize) {
            return Err(Fault::invalid_arg(format!("{name} cannot have {length} elements.")));
        }
        if self.is_watched {
            seen(pointer.cast(), length * size_of::<T>());
        }
        // SAFETY: not NULL, aligned, of a possible size, and readable for 'c by promise; any bits are a T.
        Ok(unsafe { core::slice::from_raw_parts(pointer, length) })
    }

    /// The bytes of a required WS_XML_STRING.
    #[inline]
    pub(crate) fn xml_string(self, pointer: *const WS_XML_STRING, name: &str) -> Result<&'c [u8]> {
        let string = self.at(pointer, name)?;
        self.slice(string.bytes, string.length, name)
    }

    /// The units of a zero-terminated string, without the zero.
    pub(crate) fn wsz(self, pointer: *const u16, name: &str) -> Result<&'c [u16]> {
        if pointer.is_null() || !pointer.is_aligned() {
            return Err(bad_pointer(name, pointer.is_null()));
        }
        if self.is_watched {
            // Where it ends is known only once it has been read.
            seen(pointer.cast(), Seen::MOST + 1);
        }
        let mut length = 0;
        // SAFETY: by promise there is a zero, and all units up to it are readable.
        while unsafe { pointer.add(length).read() } != 0 {
            length += 1;
        }
        // SAFETY: the units just read.
        Ok(unsafe { core::slice::from_raw_parts(pointer, length) })
    }

    /// Memory that holds a value, or will.
    #[inline]
    pub(crate) fn place(self, pointer: *const c_void, size: usize, align: usize, name: &str) -> Result<Place<'c>> {
        let start = pointer.cast_mut().cast::<u8>();
        match NonNull::new(start) {
            Some(start) if start.addr().get().is_multiple_of(align.max(1)) => {
                Ok(Place { start, size, memory: PhantomData })
            }
            _ => Err(bad_pointer(name, pointer.is_null())),
        }
    }
}

/// What was looked at, and what was there: whether it still is can be asked later.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// In the order in which they were looked at: each pointer came from one of those before, or from the caller.
    pieces: Vec<Piece>,
    copies: Vec<u8>,
    /// It was too much to be remembered.
    is_too_much: bool,
}

#[derive(Debug)]
struct Piece {
    start: *const u8,
    size: usize,
}

impl Seen {
    /// The most bytes that are remembered.
    const MOST: usize = 64 * 1024;
    /// Names of one namespace lead to one string: so far back it is looked whether a piece was just looked at.
    const RECENT: usize = 32;

    fn add(&mut self, start: *const u8, size: usize) {
        if self.is_too_much || size > Self::MOST - self.copies.len() {
            self.is_too_much = true;
            return;
        }
        let mut recent = self.pieces.iter().rev().take(Self::RECENT);
        if recent.any(|piece| core::ptr::eq(piece.start, start) && piece.size == size) {
            return;
        }
        // SAFETY: whoever says so is about to look at these bytes, which are readable by promise.
        self.copies.extend_from_slice(unsafe { core::slice::from_raw_parts(start, size) });
        self.pieces.push(Piece { start, size });
    }

    /// No more can be told of it.
    pub(crate) fn give_up(&mut self) {
        self.is_too_much = true;
    }

    /// Adds what was looked at after this.
    pub(crate) fn append(&mut self, later: Seen) {
        self.is_too_much |= later.is_too_much || later.copies.len() > Self::MOST - self.copies.len();
        if !self.is_too_much {
            self.pieces.extend(later.pieces);
            self.copies.extend(later.copies);
        }
    }

    /// Whether all of it is there as it was, beginning with what `first` points to. Then the pointers in it are the same,
    /// too, and what they lead to is looked at in its turn: nothing is touched that looking at it anew would not touch.
    pub(crate) fn is_unchanged<T: Plain>(&self, _: Memory<'_>, first: *const T) -> bool {
        let starts = self.pieces.first().is_some_and(|piece| core::ptr::eq(piece.start, first.cast()));
        if self.is_too_much || !starts {
            return false;
        }
        let mut copies = self.copies.as_slice();
        self.pieces.iter().all(|piece| {
            let Some((copy, rest)) = copies.split_at_checked(piece.size) else { return false };
            copies = rest;
            // SAFETY: the pointer and the size are the caller's of now, or stand in what was just found to be as it was;
            // so by promise it is readable.
            same(unsafe { core::slice::from_raw_parts(piece.start, piece.size) }, copy)
        })
    }
}

/// What [`watch`] sees on a thread.
#[derive(Default)]
struct Watch {
    depth: u32,
    seen: Seen,
}

thread_local! {
    static WATCH: RefCell<Watch> = RefCell::default();
}

#[cold]
fn seen(start: *const u8, size: usize) {
    let _ = WATCH.try_with(|watch| {
        let mut watch = watch.borrow_mut();
        if watch.depth > 0 {
            watch.seen.add(start, size);
        }
    });
}

/// Does something, and gives what was looked at meanwhile through [`Memory::watched`]. `None`: that is part of what
/// somebody else watches.
pub(crate) fn watch<T>(body: impl FnOnce() -> T) -> (T, Option<Seen>) {
    /// Ends with the watch, also in a panic.
    struct Depth;
    impl Drop for Depth {
        fn drop(&mut self) {
            let _ = WATCH.try_with(|watch| watch.borrow_mut().depth -= 1);
        }
    }
    let begun = WATCH.try_with(|watch| {
        let mut watch = watch.borrow_mut();
        watch.depth += 1;
        if watch.depth == 1 {
            watch.seen = Seen::default();
        }
        watch.depth == 1
    });
    let Ok(is_outermost) = begun else {
        // A thread that ends sees nothing any more.
        return (body(), Some(Seen { is_too_much: true, ..Seen::default() }));
    };
    let depth = Depth;
    let done = body();
    drop(depth);
    let seen = is_outermost.then(|| WATCH.try_with(|watch| core::mem::take(&mut watch.borrow_mut().seen)));
    (done, seen.and_then(Result::ok))
}

#[cold]
fn bad_pointer(name: &str, null: bool) -> Fault {
    let what = if null { "is NULL" } else { "is not aligned for its type" };
    Fault::invalid_arg(format!("{name} {what}."))
}

/// Memory that holds a value, or will: no reference, since it may not be initialised.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'m> {
    start: NonNull<u8>,
    size: usize,
    memory: PhantomData<&'m ()>,
}

impl<'m> Place<'m> {
    /// The first byte, for callbacks and to be stored as a pointer.
    #[inline]
    pub(crate) fn start(self) -> *mut c_void {
        self.start.as_ptr().cast()
    }

    /// The size in bytes.
    #[inline]
    pub(crate) fn size(self) -> usize {
        self.size
    }

    /// A part of it.
    #[inline]
    pub(crate) fn part(self, offset: usize, size: usize) -> Result<Place<'m>> {
        if offset > self.size || size > self.size - offset {
            return Err(outside(offset, size, self.size));
        }
        // SAFETY: the offset is within the memory that this stands for.
        let start = unsafe { self.start.add(offset) };
        Ok(Place { start, size, memory: PhantomData })
    }

    /// Reads the value of a part. What was never written has no value: plans see to that.
    #[inline]
    pub(crate) fn load<T: Plain>(self, offset: usize) -> Result<T> {
        let part = self.part(offset, size_of::<T>())?;
        // SAFETY: that many bytes are there, and any are a T.
        Ok(unsafe { part.start.cast::<T>().read_unaligned() })
    }

    /// Writes the value of a part.
    #[inline]
    pub(crate) fn store<T: Plain>(self, offset: usize, value: T) -> Result<()> {
        let part = self.part(offset, size_of::<T>())?;
        // SAFETY: that many bytes are there, writable by promise.
        unsafe { part.start.cast::<T>().write_unaligned(value) };
        Ok(())
    }

    /// Sets all bytes to zero.
    #[inline]
    pub(crate) fn zero(self) {
        // SAFETY: that many bytes are there, writable by promise.
        unsafe { self.start.write_bytes(0, self.size) }
    }

    /// Copies a value of the same size.
    pub(crate) fn copy_from(self, value: Place<'_>) -> Result<()> {
        if self.size != value.size {
            return Err(outside(0, value.size, self.size));
        }
        // SAFETY: both have that size; `copy` allows them to overlap.
        unsafe { self.start.copy_from(value.start, self.size) };
        Ok(())
    }

    /// New memory in a heap, not initialised, aligned to 8 bytes.
    #[inline]
    pub(crate) fn in_heap<'h>(heap: &'h Heap, size: usize) -> Result<Place<'h>> {
        Ok(Place { start: heap.alloc(size)?, size, memory: PhantomData })
    }
}

#[cold]
fn outside(offset: usize, size: usize, whole: usize) -> Fault {
    Fault::invalid_arg(format!("{size} bytes at offset {offset} do not lie within a structure of {whole} bytes."))
}

/// Copies an array into a heap. The pointer is not NULL even where the array is empty.
#[inline]
pub(crate) fn store_slice<T: Plain>(heap: &Heap, items: &[T]) -> Result<*mut T> {
    const { assert!(align_of::<T>() <= 8, "the heap aligns to 8 bytes") }
    let place = heap.alloc(size_of_val(items))?.cast::<T>();
    // SAFETY: the heap just gave room for the items, aligned, which nobody else has a pointer to.
    unsafe { place.as_ptr().copy_from_nonoverlapping(items.as_ptr(), items.len()) };
    Ok(place.as_ptr())
}

/// Copies UTF-8 text into a heap as UTF-16, with a zero behind it if wanted. Answers the number of units, without that
/// zero.
pub(crate) fn store_utf16(heap: &Heap, text: &[u8], terminated: bool) -> Result<(*mut u16, u32)> {
    let length = if text.is_ascii() { text.len() } else { utf::utf16_length(text) };
    let count = u32::try_from(length).map_err(|_| Fault::overflow("A string has 2^32 characters or more."))?;
    let units = length + usize::from(terminated);
    let bytes = units.checked_mul(2).ok_or_else(|| Fault::out_of_memory(units))?;
    let place = heap.alloc(bytes)?.cast::<u16>();
    // SAFETY: the heap just gave room for the units, aligned, which nobody else has a pointer to; they are written
    // before they become `u16`s.
    let out = unsafe {
        place.as_ptr().write_bytes(0, units);
        core::slice::from_raw_parts_mut(place.as_ptr(), length)
    };
    let progress = utf::utf8_to_utf16(text, out)?;
    if progress.read != text.len() || progress.written != length {
        return Err(Fault::invalid_format("The text ends inside of a character of UTF-8."));
    }
    Ok((place.as_ptr(), count))
}

/// Items that are read one after the other, before their number is known. A heap would keep each size that was too
/// small; so they grow here and go into the heap once, as they are.
#[derive(Debug, Default)]
pub(crate) struct Items {
    /// In units that align as heaps do.
    memory: Vec<MaybeUninit<u64>>,
    item_size: usize,
    count: usize,
}

impl Items {
    /// Begins an array of items of a size; memory of an earlier one is kept.
    pub(crate) fn begin(&mut self, item_size: usize) {
        self.memory.clear();
        self.item_size = item_size;
        self.count = 0;
    }

    /// How many there are.
    #[inline]
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Room for one more item. The quota of the heap that they are for, if any, bounds what may be collected.
    #[inline]
    pub(crate) fn push(&mut self, heap: Option<&Heap>) -> Result<Place<'_>> {
        let used = self.count * self.item_size;
        let end = used.checked_add(self.item_size).ok_or_else(|| Fault::out_of_memory(used))?;
        let units = end.div_ceil(8);
        if units > self.memory.capacity() {
            self.grow(heap, end)?;
        }
        if units > self.memory.len() {
            // SAFETY: within the capacity, and units need not be initialised.
            unsafe { self.memory.set_len(units) };
        }
        self.count += 1;
        // SAFETY: `end` bytes are there.
        let start = unsafe { NonNull::new_unchecked(self.memory.as_mut_ptr().cast::<u8>().add(used)) };
        Ok(Place { start, size: self.item_size, memory: PhantomData })
    }

    /// The first of them.
    pub(crate) fn first(&mut self) -> Result<Place<'_>> {
        if self.count == 0 {
            return Err(outside(0, self.item_size, 0));
        }
        Ok(Place { start: NonNull::from(self.memory.as_mut_slice()).cast(), size: self.item_size, memory: PhantomData })
    }

    #[cold]
    fn grow(&mut self, heap: Option<&Heap>, end: usize) -> Result<()> {
        if let Some(heap) = heap {
            heap.budget().remaining_after(end)?;
        }
        let units = end.div_ceil(8) - self.memory.len();
        self.memory.try_reserve(units).map_err(|_| Fault::out_of_memory(end))
    }

    /// Copies them into the heap. The pointer is not NULL even where there are none.
    pub(crate) fn store(&self, heap: &Heap) -> Result<*mut c_void> {
        let size = self.count * self.item_size;
        let place = heap.alloc(size)?;
        // SAFETY: that many bytes are here and, just given by the heap, there.
        unsafe { place.copy_from_nonoverlapping(NonNull::from(self.memory.as_slice()).cast::<u8>(), size) };
        Ok(place.as_ptr().cast())
    }
}
