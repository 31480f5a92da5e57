//! Canonicalisation of what a WS_XML_WRITER writes. See `xml-canonicalization` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::xml_canonicalization::{CallbackSink, options};
use crate::runtime::fault::Fault;

/// Starts to pass the canonical form of all that is written to a callback, at the same time as it is written.
///
/// writeCallback, writeCallbackState: called with canonical octets, always synchronously, from within the functions that
/// write and from WsEndWriterCanonicalization. It must not use the writer.
/// properties, propertyCount: optional, of WS_XML_CANONICALIZATION_PROPERTY_ID; copied.
///
/// A start tag that is open is completed first and is not part of the canonical form. WsEndWriterCanonicalization must
/// follow at the same depth; the element in which this was called cannot be ended before.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is on already, the writer is in an attribute or has
/// no output, or an inclusive algorithm is to start after the beginning of the document), WS_E_QUOTA_EXCEEDED or
/// WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsStartWriterCanonicalization(
    writer: *mut WS_XML_WRITER,
    writeCallback: WS_WRITE_CALLBACK,
    writeCallbackState: *mut c_void,
    properties: *const WS_XML_CANONICALIZATION_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let Some(callback) = writeCallback else {
            return Err(Fault::invalid_arg("The parameter writeCallback is NULL."));
        };
        // SAFETY: as above.
        let options = unsafe { options(properties, propertyCount, "WsStartWriterCanonicalization")? };
        let sink = CallbackSink { callback, state: writeCallbackState };
        writer.engine.start_canonicalization(options, Box::new(sink))
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Passes the last canonical octets to the callback of WsStartWriterCanonicalization, and ends canonicalization.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is not on, or was started at another depth), an
/// error of the callback, which faults the writer, or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsEndWriterCanonicalization(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::borrow(writer)? }.engine.end_canonicalization()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
