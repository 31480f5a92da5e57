//! What a WS_XML_WRITER writes between tags and in attributes: text, bytes, values, arrays.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::place;
use crate::ffi::xml_text::{Primitive, WithType, with_type};
use crate::ffi::xml_writer::XmlWriter;
use crate::runtime::fault::{Fault, Result};
use crate::xml::writer::{ItemKind, Str, Value, Way};

/// Writes text of any type, as content or as the value of the open attribute.
///
/// text: a structure of one of the types of WS_XML_TEXT_TYPE.
///
/// In an attribute it may be called several times only with WS_XML_TEXT_TYPE_UTF8, WS_XML_TEXT_TYPE_UTF16 or
/// WS_XML_TEXT_TYPE_BASE64, the same one each time. At the top level only white space may be written, unless
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is TRUE. A qualified name is written as WsWriteQualifiedName does.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (characters that XML does not allow, malformed
/// UTF-8 or UTF-16, or text where none may be), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteText(
    writer: *mut WS_XML_WRITER,
    text: *const WS_XML_TEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let XmlWriter { engine, dictionaries, .. } = &mut *writer;
        // SAFETY: as above.
        if let Some(text) = unsafe { dictionaries.plain_text(text)? } {
            return engine.utf8(text, Way::Utf8Text);
        }
        // SAFETY: as above.
        unsafe { dictionaries.with_text(text, error, |value, way| engine.value(value, way)) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes characters in UTF-16, as content or as the value of the open attribute.
///
/// chars, charCount: the characters; a pair of surrogates must come in one call. In an attribute the function may be
/// called several times, and then no other that writes a value. At the top level only white space may be written,
/// unless WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is TRUE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (characters that XML does not allow, malformed
/// UTF-16, or text where none may be), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteChars(
    writer: *mut WS_XML_WRITER,
    chars: *const WCHAR,
    charCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let chars = unsafe { place::slice(chars, charCount, "chars")? };
        writer.engine.value(&Value::Utf16(chars), Way::Chars)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes characters in UTF-8, as content or as the value of the open attribute.
///
/// bytes, byteCount: the characters; all bytes of one must come in one call. In an attribute the function may be called
/// several times, and then no other that writes a value. At the top level only white space may be written, unless
/// WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is TRUE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (characters that XML does not allow, malformed
/// UTF-8, or text where none may be), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteCharsUtf8(
    writer: *mut WS_XML_WRITER,
    bytes: *const BYTE,
    byteCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let bytes = unsafe { place::slice(bytes, byteCount, "bytes")? };
        writer.engine.utf8(Str::from(bytes), Way::CharsUtf8)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes bytes in the form that suits the encoding: as base64 text, or as they are in the binary and raw encodings.
///
/// bytes, byteCount: the bytes. Calls that follow each other in one element or attribute make one run of bytes. In an
/// attribute no other function may add to the value.
///
/// With WS_XML_WRITER_MTOM_ENCODING, an element's content of more than maxInlineByteCount bytes goes into a MIME part,
/// and no other content may follow it. An attribute contentType of the namespace http://www.w3.org/2004/11/xmlmime says
/// what type the part has.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteBytes(
    writer: *mut WS_XML_WRITER,
    bytes: *const c_void,
    byteCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        let bytes = unsafe { place::slice(bytes.cast::<u8>(), byteCount, "bytes")? };
        writer.engine.value(&Value::Base64(bytes), Way::Bytes)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Lets a callback write bytes, which are written as by WsWriteBytes.
///
/// callback: called once, within this call, with a function to pass the bytes to; it must not use the writer itself.
/// callbackState: passed to it.
///
/// With WS_XML_WRITER_MTOM_ENCODING, an element's content goes into a MIME part. The callback is called at once all the
/// same, and the part is kept until the package is complete: not within WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE,
/// but all parts that are pushed within WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, if that is larger.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, or
/// the error of the callback, which faults the writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsPushBytes(
    writer: *mut WS_XML_WRITER,
    callback: WS_PUSH_BYTES_CALLBACK,
    callbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let Some(callback) = callback else {
            return Err(Fault::invalid_arg("The parameter callback is NULL."));
        };
        writer.engine.start_pushing()?;
        let engine: *mut XmlWriter = &raw mut *writer;
        // SAFETY: the callback is the caller's; while it runs, `push` alone uses the writer.
        let code = unsafe { callback(callbackState, Some(push), engine.cast(), core::ptr::null(), error) };
        writer.engine.end_pushing();
        callback_done(&mut writer, code, "WS_PUSH_BYTES_CALLBACK")
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// The WS_WRITE_CALLBACK that a WS_PUSH_BYTES_CALLBACK writes through.
unsafe extern "C" fn push(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    _context: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: WsPushBytes made the state from the writer, which it does not use until the callback returns.
        let writer = unsafe { &mut *state.cast::<XmlWriter>() };
        // SAFETY: see the contract at the top of `ffi`.
        for buffer in unsafe { place::slice(buffers, count, "buffers")? } {
            // SAFETY: as above.
            let bytes = unsafe { place::slice(buffer.bytes, buffer.length, "bytes")? };
            writer.engine.value(&Value::Base64(bytes), Way::Bytes)?;
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Lets a callback fill buffers of the writer with bytes, which are written as by WsWriteBytes.
///
/// callback: called within this call until it gives no more bytes; it must not use the writer.
/// callbackState: passed to it.
///
/// With WS_XML_WRITER_MTOM_ENCODING, an element's content goes into a MIME part, which is kept until the package is complete,
/// within WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED, WS_E_OBJECT_FAULTED, or
/// the error of the callback, which faults the writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsPullBytes(
    writer: *mut WS_XML_WRITER,
    callback: WS_PULL_BYTES_CALLBACK,
    callbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let Some(callback) = callback else {
            return Err(Fault::invalid_arg("The parameter callback is NULL."));
        };
        writer.engine.start_bytes()?;
        let mut buffer = [0_u8; 8192];
        loop {
            let (room, mut count) = (buffer.len() as ULONG, 0);
            let place = buffer.as_mut_ptr().cast();
            // SAFETY: the callback is the caller's; the buffer has the size that it is told.
            let code = unsafe { callback(callbackState, place, room, &raw mut count, core::ptr::null(), error) };
            callback_done(&mut writer, code, "WS_PULL_BYTES_CALLBACK")?;
            let Some(bytes) = buffer.get(..count as usize) else {
                writer.engine.fault();
                return Err(Fault::invalid_arg(format!(
                    "The WS_PULL_BYTES_CALLBACK gave {count} bytes where there was room for {room}."
                )));
            };
            if bytes.is_empty() {
                return Ok(());
            }
            writer.engine.value(&Value::Base64(bytes), Way::Bytes)?;
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

fn callback_done(writer: &mut XmlWriter, code: HRESULT, name: &str) -> Result<()> {
    if code == WS_S_ASYNC {
        writer.engine.fault();
        return Err(Fault::invalid_operation(format!("The {name} returned WS_S_ASYNC to a synchronous call.")));
    }
    if code < 0 {
        writer.engine.fault();
        return Err(Fault::new(code, format!("The {name} failed.")));
    }
    // A write that failed on the way may have been passed over.
    writer.engine.check_usable()
}

/// Writes a primitive value in the form that suits the encoding.
///
/// valueType: which type; value, valueSize: the value, of the C type that valueType names. In an attribute it must be
/// the whole value. At the top level it needs WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT.
///
/// Returns S_OK, E_INVALIDARG (among others, a value that has no text, such as a date after the year 9999),
/// WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteValue(
    writer: *mut WS_XML_WRITER,
    valueType: WS_VALUE_TYPE,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    struct One<'a> {
        writer: &'a mut XmlWriter,
        value: *const c_void,
        size: ULONG,
    }
    impl WithType for One<'_> {
        #[inline]
        unsafe fn run<T: Primitive>(self, _kind: Option<ItemKind>) -> Result<()> {
            if self.size as usize != size_of::<T>() {
                let (size, needed) = (self.size, size_of::<T>());
                return Err(Fault::invalid_arg(format!("A value of this type has {needed} bytes, not {size}.")));
            }
            // SAFETY: the caller's value, of this type.
            let value = unsafe { place::required(self.value.cast::<T>(), "value")? };
            self.writer.engine.value(&value.value(), Way::Whole)
        }
    }
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        // SAFETY: as above.
        unsafe { with_type(valueType, One { writer: &mut writer, value, size: valueSize }) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes an element for each item of an array: the same as WsWriteStartElement, WsWriteValue and WsWriteEndElement in a
/// loop, in less time and, in the binary encoding, less space.
///
/// localName, ns: the name of the elements; the writer chooses the prefix.
/// valueType: the type of the items.
/// array, arraySize: the array and its size in bytes.
/// itemOffset, itemCount: index of the first item to write, and how many to write.
///
/// Returns S_OK, E_INVALIDARG (the array does not have these items, among others), WS_E_INVALID_OPERATION,
/// WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteArray(
    writer: *mut WS_XML_WRITER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    valueType: WS_VALUE_TYPE,
    array: *const c_void,
    arraySize: ULONG,
    itemOffset: ULONG,
    itemCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    struct Many<'a> {
        writer: &'a mut XmlWriter,
        local: Str<'a>,
        ns: Str<'a>,
        array: *const c_void,
        size: ULONG,
        offset: ULONG,
        count: ULONG,
    }
    impl WithType for Many<'_> {
        unsafe fn run<T: Primitive>(self, kind: Option<ItemKind>) -> Result<()> {
            let there = self.size / size_of::<T>() as ULONG;
            if u64::from(self.offset) + u64::from(self.count) > u64::from(there) {
                let (offset, count) = (self.offset, self.count);
                return Err(Fault::invalid_arg(format!(
                    "The array has {there} items; itemOffset {offset} and itemCount {count} go beyond them."
                )));
            }
            // SAFETY: the caller's array, of items of this type.
            let items = unsafe { place::slice(self.array.cast::<T>(), there, "array")? };
            let items = items.get(self.offset as usize..).unwrap_or_default();
            let items = items.get(..self.count as usize).unwrap_or_default();
            self.writer.engine.array(self.local, self.ns, kind, items.iter().map(|item| item.value()))
        }
    }
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let writer = &mut *writer;
        // SAFETY: as above.
        let local = unsafe { writer.dictionaries.name(localName, "localName", error)? };
        // SAFETY: as above.
        let ns = unsafe { writer.dictionaries.name(ns, "ns", error)? };
        let (size, offset, count) = (arraySize, itemOffset, itemCount);
        // SAFETY: as above.
        unsafe { with_type(valueType, Many { writer, local, ns, array, size, offset, count }) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
