//! Handles: what C holds is a pointer to an [`Object`], whose first word says of which kind it is.

use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::trace;
use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicU32, Ordering};
use std::alloc::alloc;

/// Ties an opaque C type to the engine behind it.
pub(super) trait Handle {
    /// What the handle stands for.
    type Engine;
    /// The first word of the object in memory: different for each kind.
    const TAG: u32;
    /// What error texts call it.
    const NAME: &'static str;
    /// A trace names it as what a call is about. Not those that are used so often that looking would be felt, nor those
    /// that nearly every call has.
    const IS_SUBJECT: bool = true;
}

/// A handle whose engine is made for shared access: it locks, or uses cells, where it has to.
pub(super) trait Shared: Handle {}

/// A handle that one call at a time uses. The API says so ("not thread safe"); a callback that uses the handle of the
/// call that it runs in is refused.
pub(super) trait Exclusive: Handle {}

#[repr(C)]
struct Object<E> {
    tag: AtomicU32,
    state: AtomicU32,
    engine: UnsafeCell<E>,
}

const FREE: u32 = 0;
const BUSY: u32 = 1;
const FAULTED: u32 = 2;
/// Overwrites the tag of a freed object.
const FREED: u32 = 0;

/// Makes a handle that [`free`] ends.
pub(super) fn create<H: Handle>(engine: H::Engine) -> Result<*mut H> {
    let layout = Layout::new::<Object<H::Engine>>();
    // Not `Box::new`, which ends the process when there is no memory.
    // SAFETY: the layout has the size of the tag at least.
    let place = unsafe { alloc(layout) }.cast::<Object<H::Engine>>();
    if place.is_null() {
        return Err(Fault::out_of_memory(layout.size()));
    }
    let object = Object { tag: AtomicU32::new(H::TAG), state: AtomicU32::new(FREE), engine: UnsafeCell::new(engine) };
    // SAFETY: just allocated with the object's layout.
    unsafe { place.write(object) };
    Ok(place.cast())
}

/// Makes a handle that ends with a heap; its memory counts against the heap's quota. There is no other way to end it,
/// and a heap may be reset by a callback of a call that uses the handle: so only what such a call does not hold on to,
/// a `Shared` engine that is copied out of the handle at once, may live in a heap.
pub(super) fn create_in<H: Shared + 'static>(heap: &Heap, engine: H::Engine) -> Result<*mut H> {
    /// The heap's end of a handle.
    struct Owner<H: Shared>(*mut H);

    impl<H: Shared> Drop for Owner<H> {
        fn drop(&mut self) {
            // SAFETY: `create` made the handle, and only this owner frees it.
            unsafe { free(self.0) }
        }
    }

    heap.budget().charge(size_of::<Object<H::Engine>>())?;
    let made = create::<H>(engine).and_then(|handle| {
        let owner = Owner(handle);
        heap.adopt(|| owner).map(|()| handle)
    });
    if made.is_err() {
        heap.budget().refund(size_of::<Object<H::Engine>>());
    }
    made
}

/// Refuses what is not a live handle of this kind.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
#[inline]
pub(super) unsafe fn check<H: Handle>(handle: *mut H) -> Result<()> {
    // SAFETY: passed on.
    unsafe { object(handle) }.map(|_| ())
}

/// The engine of a handle that may be used from several calls at once.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the reference must not outlive the call.
#[inline]
pub(super) unsafe fn get<'a, H: Shared>(handle: *mut H) -> Result<&'a H::Engine> {
    // SAFETY: passed on.
    let object = unsafe { object(handle)? };
    // SAFETY: nobody takes `&mut` of the engine of a `Shared` handle but `free`.
    Ok(unsafe { &*object.engine.get() })
}

/// The engine of a handle that one call at a time uses, for the time that the guard lives.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the guard must not outlive the call.
#[inline]
pub(super) unsafe fn borrow<'a, H: Exclusive>(handle: *mut H) -> Result<Guard<'a, H>> {
    // SAFETY: passed on.
    let object = unsafe { object(handle)? };
    // Not a swap: it costs a locked instruction, and only calls of one thread can meet here by contract.
    match object.state.load(Ordering::Relaxed) {
        FREE => {
            object.state.store(BUSY, Ordering::Relaxed);
            Ok(Guard { object })
        }
        state => Err(not_free::<H>(state)),
    }
}

/// Why a handle cannot be used now. Out of line, as the other refusals, so that calls that succeed do not pay for them.
#[cold]
#[inline(never)]
fn not_free<H: Handle>(state: u32) -> Fault {
    if state == FAULTED {
        Fault::object_faulted(format!("An earlier internal failure left the {} unusable.", H::NAME))
    } else {
        Fault::invalid_operation(format!("The {} is in use by a call that has not returned.", H::NAME))
    }
}

/// Ends a handle. NULL, a handle of another kind and one that a call is using are left alone.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the handle is not used again.
pub(super) unsafe fn free<H: Handle>(handle: *mut H) {
    // SAFETY: passed on.
    let Ok(object) = (unsafe { object(handle) }) else { return };
    if object.state.load(Ordering::Relaxed) == BUSY {
        return;
    }
    let object = handle.cast::<Object<H::Engine>>();
    // A volatile write, since the compiler may drop a plain one to memory that is freed next.
    // SAFETY: `object` was checked above.
    unsafe { object.cast::<u32>().write_volatile(FREED) };
    // SAFETY: `create` allocated it as a box is, and the tag said that it was not freed before.
    drop(unsafe { Box::from_raw(object) });
}

#[inline]
unsafe fn object<'a, H: Handle>(handle: *mut H) -> Result<&'a Object<H::Engine>> {
    let object = handle.cast::<Object<H::Engine>>();
    if object.is_null() {
        return Err(not_a_handle::<H>(true));
    }
    if !object.is_aligned() {
        return Err(not_a_handle::<H>(false));
    }
    // SAFETY: aligned, not NULL, and readable by contract whatever its kind: every object starts with its tag.
    let tag = unsafe { &*object.cast::<AtomicU32>() };
    if tag.load(Ordering::Relaxed) != H::TAG {
        return Err(not_a_handle::<H>(false));
    }
    if H::IS_SUBJECT && trace::is_on() {
        trace::note_object(H::NAME, object.addr());
    }
    // SAFETY: the tag says that `create::<H>` made it.
    Ok(unsafe { &*object })
}

#[cold]
#[inline(never)]
fn not_a_handle<H: Handle>(null: bool) -> Fault {
    let what = if null { "is NULL" } else { "is not one, or has been freed" };
    Fault::invalid_arg(format!("The {} handle {what}.", H::NAME))
}

/// Exclusive use of an engine until dropped.
pub(super) struct Guard<'a, H: Handle> {
    object: &'a Object<H::Engine>,
}

impl<H: Exclusive> Guard<'_, H> {
    /// Leaves the handle in use when the call returns: an operation goes on and ends with [`resume`].
    pub(super) fn stay_busy(self) {
        let _ = core::mem::ManuallyDrop::new(self);
    }
}

/// Takes up the use of a handle that [`Guard::stay_busy`] left.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the handle is in use on behalf of the caller alone.
pub(super) unsafe fn resume<'a, H: Exclusive>(handle: *mut H) -> Result<Guard<'a, H>> {
    // SAFETY: passed on.
    Ok(Guard { object: unsafe { object(handle)? } })
}

impl<H: Handle> Deref for Guard<'_, H> {
    type Target = H::Engine;

    #[inline]
    fn deref(&self) -> &H::Engine {
        // SAFETY: the object is BUSY on behalf of this guard alone.
        unsafe { &*self.object.engine.get() }
    }
}

impl<H: Handle> DerefMut for Guard<'_, H> {
    #[inline]
    fn deref_mut(&mut self) -> &mut H::Engine {
        // SAFETY: the object is BUSY on behalf of this guard alone.
        unsafe { &mut *self.object.engine.get() }
    }
}

impl<H: Handle> Drop for Guard<'_, H> {
    #[inline]
    fn drop(&mut self) {
        let state = if std::thread::panicking() { FAULTED } else { FREE };
        self.object.state.store(state, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_OBJECT_FAULTED};

    struct Counter;
    impl Handle for Counter {
        type Engine = u64;
        const TAG: u32 = 0x7465_7374;
        const NAME: &'static str = "counter";
    }
    impl Exclusive for Counter {}

    struct Other;
    impl Handle for Other {
        type Engine = u64;
        const TAG: u32 = 0x6f74_6872;
        const NAME: &'static str = "other";
    }
    impl Exclusive for Other {}

    fn code<T>(result: Result<T>) -> i32 {
        result.err().map_or(0, |fault| fault.code())
    }

    #[test]
    fn other_kinds_and_null_are_refused() {
        let handle = create::<Counter>(1).unwrap();
        // SAFETY: `handle` is live; the others are NULL, misaligned, or live objects of another kind.
        unsafe {
            assert_eq!(code(borrow(handle.cast::<Other>())), E_INVALIDARG);
            assert_eq!(code(borrow(core::ptr::null_mut::<Counter>())), E_INVALIDARG);
            assert_eq!(code(borrow(handle.wrapping_byte_add(1))), E_INVALIDARG);
            free(handle.cast::<Other>());
            assert_eq!(*borrow(handle).unwrap(), 1);
            free(handle);
            free(core::ptr::null_mut::<Counter>());
        }
    }

    struct Guest;
    impl Handle for Guest {
        type Engine = std::rc::Rc<u64>;
        const TAG: u32 = 0x6775_6573;
        const NAME: &'static str = "guest";
    }
    impl Shared for Guest {}

    #[test]
    fn a_handle_in_a_heap_ends_with_it() {
        let engine = std::rc::Rc::new(7);
        let heap = Heap::new(100, 0);
        let handle = create_in::<Guest>(&heap, engine.clone()).unwrap();
        let used = heap.requested_size();
        assert!(used > size_of::<Object<std::rc::Rc<u64>>>());
        // SAFETY: `handle` is live.
        assert_eq!(**unsafe { get(handle) }.unwrap(), 7);
        heap.reset();
        assert_eq!((std::rc::Rc::strong_count(&engine), heap.requested_size()), (1, 0));

        heap.alloc(100 - used + 1).unwrap();
        let fault = create_in::<Guest>(&heap, engine.clone()).unwrap_err();
        assert_eq!((fault.code(), std::rc::Rc::strong_count(&engine)), (crate::abi::WS_E_QUOTA_EXCEEDED, 1));
        assert_eq!(heap.requested_size(), 100 - used + 1);
    }

    #[test]
    fn one_use_at_a_time() {
        let handle = create::<Counter>(1).unwrap();
        // SAFETY: `handle` is live until the last line.
        unsafe {
            let mut guard = borrow(handle).unwrap();
            *guard += 1;
            assert_eq!(code(borrow(handle)), WS_E_INVALID_OPERATION);
            free(handle);
            drop(guard);
            assert_eq!(*borrow(handle).unwrap(), 2);
            free(handle);
        }
    }

    #[test]
    fn a_panic_faults_the_object() {
        let handle = create::<Counter>(1).unwrap();
        // SAFETY: `handle` is live until the last line.
        unsafe {
            let panicked = std::panic::catch_unwind(|| {
                let _guard = borrow(handle).unwrap();
                panic!("on purpose");
            });
            assert!(panicked.is_err());
            assert_eq!(code(borrow(handle)), WS_E_OBJECT_FAULTED);
            free(handle);
        }
    }
}
