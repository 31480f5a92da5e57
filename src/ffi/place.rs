//! The caller's memory: out-parameters, structures that are read, and (pointer, length) pairs.

use crate::abi::{WS_STRING, WS_XML_STRING, c_void};
use crate::runtime::fault::{Fault, Result};
use core::marker::PhantomData;
use core::ptr::NonNull;

/// An out-parameter, checked but not yet written. Taking it by value in [`Out::set`] makes "once, and last" the only
/// way to use it; it is never a reference, since the caller's memory is not initialised.
pub(super) struct Out<'a, T> {
    place: NonNull<T>,
    call: PhantomData<&'a mut T>,
}

impl<T> Out<'_, T> {
    /// Checks an out-parameter that must be there.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    #[inline]
    pub(super) unsafe fn new(pointer: *mut T, name: &str) -> Result<Self> {
        match NonNull::new(pointer) {
            Some(place) if place.is_aligned() => Ok(Out { place, call: PhantomData }),
            _ => Err(bad_pointer(name, pointer.is_null())),
        }
    }

    /// Writes the result.
    #[inline]
    pub(super) fn set(self, value: T) {
        // SAFETY: not NULL, aligned, and writable by the contract that `new` was given.
        unsafe { self.place.write(value) }
    }
}

/// The structure behind a required pointer.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; `T` is plain C data, and the reference must not outlive the call.
#[inline]
pub(super) unsafe fn required<'a, T>(pointer: *const T, name: &str) -> Result<&'a T> {
    if pointer.is_null() || !pointer.is_aligned() {
        return Err(bad_pointer(name, pointer.is_null()));
    }
    // SAFETY: not NULL, aligned, and readable by contract.
    Ok(unsafe { &*pointer })
}

/// The structure that begins with the one a required pointer names, as a field of that one says.
///
/// # Safety
/// As [`required`], for the whole structure.
#[inline]
pub(super) unsafe fn derived<'a, T>(base: *const impl Sized, name: &str) -> Result<&'a T> {
    // SAFETY: passed on; `required` checks the alignment, which may be stricter than the base's.
    unsafe { required(base.cast::<c_void>().cast::<T>(), name) }
}

/// The array behind a pointer and a length; NULL stands for an array of no elements.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; `T` is plain C data, and the slice must not outlive the call.
#[inline]
pub(super) unsafe fn slice<'a, T>(pointer: *const T, length: u32, name: &str) -> Result<&'a [T]> {
    let length = length as usize;
    if length == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() || !pointer.is_aligned() {
        return Err(bad_pointer(name, pointer.is_null()));
    }
    if length.checked_mul(size_of::<T>()).is_none_or(|bytes| bytes > isize::MAX as usize) {
        return Err(Fault::invalid_arg(format!("The parameter {name} cannot have {length} elements.")));
    }
    // SAFETY: not NULL, aligned, of a possible size, and readable by contract.
    Ok(unsafe { core::slice::from_raw_parts(pointer, length) })
}

/// The characters of a required WS_STRING.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the slice must not outlive the call.
#[inline]
pub(super) unsafe fn string<'a>(pointer: *const WS_STRING, name: &str) -> Result<&'a [u16]> {
    // Copied, since a caller may let the result of the call replace the structure.
    // SAFETY: passed on.
    let WS_STRING { length, chars } = *unsafe { required(pointer, name)? };
    // SAFETY: passed on.
    unsafe { slice(chars, length, name) }
}

/// The bytes of a required WS_XML_STRING.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the slice must not outlive the call.
#[inline]
pub(super) unsafe fn xml_string<'a>(pointer: *const WS_XML_STRING, name: &str) -> Result<&'a [u8]> {
    // SAFETY: passed on.
    let string = unsafe { required(pointer, name)? };
    // SAFETY: passed on.
    unsafe { slice(string.bytes, string.length, name) }
}

/// The bytes of an optional WS_XML_STRING.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the slice must not outlive the call.
#[inline]
pub(super) unsafe fn optional_xml_string<'a>(pointer: *const WS_XML_STRING, name: &str) -> Result<Option<&'a [u8]>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: passed on.
    unsafe { xml_string(pointer, name) }.map(Some)
}

/// An array that the caller wants filled. The bytes are the caller's, and whatever they are is a value of `T`.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; `T` is a plain number, and the slice must not outlive the call.
#[inline]
pub(super) unsafe fn slice_mut<'a, T>(pointer: *mut T, length: u32, name: &str) -> Result<&'a mut [T]> {
    // SAFETY: passed on.
    let length = unsafe { slice(pointer.cast_const(), length, name)? }.len();
    if length == 0 {
        return Ok(&mut []);
    }
    // SAFETY: `slice` checked the pointer, and it is writable by contract.
    Ok(unsafe { core::slice::from_raw_parts_mut(pointer, length) })
}

#[cold]
fn bad_pointer(name: &str, null: bool) -> Fault {
    let what = if null { "is NULL" } else { "is not aligned for its type" };
    Fault::invalid_arg(format!("The parameter {name} {what}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::E_INVALIDARG;

    #[test]
    fn null_with_length_zero_is_an_empty_slice() {
        // SAFETY: only NULL, dangling with length 0, and misaligned pointers, none of which may be read.
        unsafe {
            assert!(slice::<u32>(core::ptr::null(), 0, "p").unwrap().is_empty());
            assert!(slice::<u32>(core::ptr::dangling(), 0, "p").unwrap().is_empty());
            assert_eq!(slice::<u32>(core::ptr::null(), 1, "p").unwrap_err().code(), E_INVALIDARG);
            assert_eq!(slice::<u32>(core::ptr::without_provenance(5), 1, "p").unwrap_err().code(), E_INVALIDARG);
            assert!(Out::<u32>::new(core::ptr::without_provenance_mut(6), "p").is_err());
            assert!(required::<u32>(core::ptr::without_provenance(6), "p").is_err());
        }
    }
}
