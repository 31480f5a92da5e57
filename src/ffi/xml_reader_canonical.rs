//! Canonicalisation of what a WS_XML_READER passes. See `xml-canonicalization` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::xml_canonicalization::{CallbackSink, options};
use crate::ffi::xml_reader::with_reader;
use crate::runtime::fault::Fault;

/// Starts to pass the canonical form of all nodes that the reader moves past to a callback, in the same pass in which
/// they are read, whichever functions read them. The node that the reader is on is the first of them.
///
/// writeCallback, writeCallbackState: called with canonical octets, always synchronously, from within the functions that
/// read and from WsEndReaderCanonicalization. It must not use the reader.
/// properties, propertyCount: optional, of WS_XML_CANONICALIZATION_PROPERTY_ID; copied. Without an algorithm it is
/// WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM. The inclusive algorithms are for whole documents: the reader must be at
/// their beginning (WS_XML_NODE_TYPE_BOF).
///
/// WsEndReaderCanonicalization must follow at the same depth: the reader cannot leave the element in which this was
/// called before.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is on already, the reader has no input or is in
/// an attribute, or an inclusive algorithm is to start after the beginning) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsStartReaderCanonicalization(
    reader: *mut WS_XML_READER,
    writeCallback: WS_WRITE_CALLBACK,
    writeCallbackState: *mut c_void,
    properties: *const WS_XML_CANONICALIZATION_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        let Some(callback) = writeCallback else {
            return Err(Fault::invalid_arg("The parameter writeCallback is NULL."));
        };
        // SAFETY: see the contract at the top of `ffi`.
        let options = unsafe { options(properties, propertyCount, "WsStartReaderCanonicalization")? };
        let sink = CallbackSink { callback, state: writeCallbackState };
        // SAFETY: as above.
        unsafe { with_reader(reader, |reader| reader.start_canonicalization(options, Box::new(sink))) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Passes the last canonical octets to the callback of WsStartReaderCanonicalization, and ends canonicalization. The node
/// that the reader is on is not part of the canonical form.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (canonicalization is not on, or was started at another depth), an
/// error of the callback, which faults the reader, or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsEndReaderCanonicalization(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.end_canonicalization())) }
}
