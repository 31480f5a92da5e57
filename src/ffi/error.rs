//! WS_ERROR: rich error information. See `errors` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Exclusive, Handle};
use crate::ffi::place::{self, Out};
use crate::ffi::property::{self, Property, PropertyOut};
use crate::runtime::error::Error;
use crate::runtime::fault::Fault;

impl Handle for WS_ERROR {
    type Engine = Error;
    const TAG: u32 = u32::from_be_bytes(*b"WSer");
    const NAME: &'static str = "error";
    const IS_SUBJECT: bool = false;
}
impl Exclusive for WS_ERROR {}

/// Creates an error object, which any call of this API fills when it fails.
///
/// properties, propertyCount: optional. WS_ERROR_PROPERTY_LANGID (LANGID, not zero) asks for a language; the texts of
/// this library are in English whatever it is, and the number is what WsGetErrorProperty returns.
/// error: receives the object, which the caller owns and frees with WsFreeError.
///
/// The same object may be passed to any number of calls, one at a time: each failure adds its texts to those that are
/// there, a success leaves them alone. Not thread safe.
///
/// Returns S_OK, E_INVALIDARG (a parameter or property is wrong) or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateError(
    properties: *const WS_ERROR_PROPERTY,
    propertyCount: ULONG,
    error: *mut *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(error, "error")? };
        let mut engine = Error::default();
        // SAFETY: as above.
        for property in unsafe { property::bag(properties, propertyCount)? } {
            match property.id {
                // SAFETY: as above.
                WS_ERROR_PROPERTY_LANGID => engine.set_language(unsafe { property.read()? })?,
                _ => return Err(property.refused("WsCreateError")),
            }
        }
        out.set(handle::create(engine)?);
        Ok(())
    };
    // SAFETY: there is no error object yet.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Adds a text to an error object, in front of those that are there: it becomes the one at index 0.
///
/// string: UTF-16 in the language of the object; copied. An empty text counts as one.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddErrorString(error: *mut WS_ERROR, string: *const WS_STRING) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut engine = unsafe { handle::borrow(error)? };
        // SAFETY: as above.
        let string = unsafe { place::required(string, "string")? };
        // SAFETY: as above.
        let chars = unsafe { place::slice(string.chars, string.length, "string")? };
        engine.add(chars)
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Gets one text of an error object.
///
/// index: 0 is the text added last. When WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE is not zero, its text has the last
/// index. The number of texts is WS_ERROR_PROPERTY_STRING_COUNT.
/// string: receives the text, not zero-terminated. Its characters belong to the object and stay until WsResetError,
/// WsFreeError or, with this object as destination, WsCopyError; for the original code's text also until that code is
/// set again.
///
/// Texts may quote data from the network: treat them as untrusted.
///
/// Returns S_OK, or E_INVALIDARG for an index that is too high.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetErrorString(error: *mut WS_ERROR, index: ULONG, string: *mut WS_STRING) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let engine = unsafe { handle::borrow(error)? };
        // SAFETY: as above.
        let out = unsafe { Out::new(string, "string")? };
        let text = engine.text(index as usize).ok_or_else(|| Fault::invalid_arg("The index is too high."))?;
        // `add` takes at most ULONG::MAX characters from C, and the texts of the library are shorter.
        let length = ULONG::try_from(text.len()).map_err(|_| Fault::overflow("The text is too long."))?;
        out.set(WS_STRING { length, chars: text.as_ptr().cast_mut() });
        Ok(())
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Gets a property of an error object.
///
/// id: WS_ERROR_PROPERTY_STRING_COUNT (ULONG), WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE (ULONG) or
/// WS_ERROR_PROPERTY_LANGID (LANGID).
/// buffer, bufferSize: receive the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, or E_INVALIDARG for an unknown id, a wrong size or a wrong pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetErrorProperty(
    error: *mut WS_ERROR,
    id: WS_ERROR_PROPERTY_ID,
    buffer: *mut c_void,
    bufferSize: ULONG,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let engine = unsafe { handle::borrow(error)? };
        let out = PropertyOut::new(id, buffer, bufferSize);
        match id {
            WS_ERROR_PROPERTY_STRING_COUNT => {
                let count = ULONG::try_from(engine.text_count()).unwrap_or(ULONG::MAX);
                // SAFETY: as above.
                unsafe { out.set(count) }
            }
            // SAFETY: as above.
            WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE => unsafe { out.set(engine.original_code()) },
            // SAFETY: as above.
            WS_ERROR_PROPERTY_LANGID => unsafe { out.set(engine.language()) },
            _ => Err(out.refused("WsGetErrorProperty")),
        }
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Sets a property of an error object.
///
/// id: WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE (ULONG; 0 takes the code and its text away), or WS_ERROR_PROPERTY_LANGID
/// (LANGID, not zero; only while the object is new or has been reset).
/// value, valueSize: the value; the size is that of the property's type, the pointer aligned for it.
///
/// Returns S_OK, E_INVALIDARG (unknown or read-only id, wrong size, pointer or value), or WS_E_INVALID_OPERATION (the
/// language of an object that has recorded something).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetErrorProperty(
    error: *mut WS_ERROR,
    id: WS_ERROR_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut engine = unsafe { handle::borrow(error)? };
        let property = Property::new(id, value, valueSize);
        match id {
            WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE => {
                // SAFETY: as above.
                engine.set_original_code(unsafe { property.read()? });
                Ok(())
            }
            // SAFETY: as above.
            WS_ERROR_PROPERTY_LANGID => engine.set_language(unsafe { property.read()? }),
            _ => Err(property.refused("WsSetErrorProperty")),
        }
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Forgets the texts and the original error code of an error object, so that it can be used anew. The language stays
/// and can be set again.
///
/// Returns S_OK or E_INVALIDARG.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetError(error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut engine = unsafe { handle::borrow(error)? };
        engine.reset();
        Ok(())
    };
    // SAFETY: the error object is what the call is about, so nothing is reported into it.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Makes one error object say what another one says: texts, original error code and language replace its own.
///
/// source, destination: both required; the same object as both is allowed and changes nothing. When memory runs out,
/// the destination keeps what it had.
///
/// Returns S_OK, E_INVALIDARG or E_OUTOFMEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCopyError(source: *mut WS_ERROR, destination: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let source_engine = unsafe { handle::borrow(source)? };
        if core::ptr::eq(source, destination) {
            return Ok(());
        }
        // SAFETY: as above.
        let mut destination = unsafe { handle::borrow(destination)? };
        destination.copy_from(&source_engine)
    };
    // SAFETY: the error objects are what the call is about, so nothing is reported into them.
    unsafe { call(core::ptr::null_mut(), body) }
}

/// Frees an error object with its texts. NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeError(error: *mut WS_ERROR) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { handle::free(error) });
}
