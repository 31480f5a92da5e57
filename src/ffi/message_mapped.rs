//! Mapped headers of WS_MESSAGE: what the transport carries beside the envelope.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::message_body::Destination;
use crate::ffi::message_header::{Repeating, check_repeating, text_from};
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::write::{Characters, Source};
use crate::xml::value::guid;

/// The name of a mapped header.
unsafe fn read_name<'a>(name: *const WS_XML_STRING) -> Result<&'a [u8]> {
    // SAFETY: see the contract at the top of `ffi`.
    let name = unsafe { place::xml_string(name, "headerName")? };
    if name.is_empty() {
        return Err(Fault::invalid_arg("The headerName is empty."));
    }
    Ok(name)
}

/// Adds a header that a transport carries: an HTTP header, if the channel has a mapping for the name (see
/// WS_HTTP_MESSAGE_MAPPING). It is not part of the envelope. Others of its name stay: to replace them, call
/// WsRemoveMappedHeader first.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName: the name by which the channel maps it.
/// valueType, writeOption, value, valueSize: a value of a simple type, which becomes text.
///
/// Returns S_OK, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (the value has no text that XML allows),
/// WS_E_QUOTA_EXCEEDED (the heap of the message) or E_INVALIDARG. Source: WsAddMappedHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddMappedHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    valueType: WS_TYPE,
    writeOption: WS_WRITE_OPTION,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        // SAFETY: as above.
        let name = unsafe { read_name(headerName)? };
        let source = Source { option: writeOption, value, size: valueSize };
        // SAFETY: as above.
        match unsafe { text_from(valueType, source)? } {
            Characters::Utf8(text) => object.message.mapped.add(name, &text),
            Characters::UniqueId(id) => {
                let mut text = Vec::new();
                guid::write_unique_id(&mut text, id);
                object.message.mapped.add(name, &text)
            }
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a header that a transport carried, if the channel has a mapping for it (see WS_HTTP_MESSAGE_MAPPING), or that
/// WsAddMappedHeader added. What stands in the envelope is never one.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName: the name by which the channel maps it.
/// repeatingOption, headerIndex: as with WsGetCustomHeader.
/// valueType: a simple type, that the text is read as.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, or WS_READ_OPTIONAL_POINTER, which stores NULL if there
/// is no such header.
/// heap: optional; where the value goes. NULL stands for the heap of the message.
/// value, valueSize: receive the value or the pointer.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (not there and required, there more than once, or not of the type),
/// WS_E_INVALID_OPERATION, WS_E_QUOTA_EXCEEDED or E_INVALIDARG. Source: WsGetMappedHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetMappedHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    repeatingOption: WS_REPEATING_HEADER_OPTION,
    headerIndex: ULONG,
    valueType: WS_TYPE,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        // SAFETY: as above.
        let name = unsafe { read_name(headerName)? };
        let mut values = object.message.mapped.values(name)?;
        let found = match check_repeating(repeatingOption, headerIndex)? {
            Repeating::Any => values.nth(headerIndex as usize),
            Repeating::Once => {
                let first = values.next();
                if values.next().is_some() {
                    let name = String::from_utf8_lossy(name).escape_default().to_string();
                    return Err(Fault::invalid_format(format!(
                        "The message has more than one mapped header '{name}'."
                    )));
                }
                first
            }
        };
        let out = Destination { option: readOption, heap, value, size: valueSize };
        // SAFETY: as above.
        unsafe { object.store_text(found, valueType, name, &out) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Removes all mapped headers of a name.
///
/// message: in any state but WS_MESSAGE_STATE_EMPTY.
/// headerName: the name by which the channel maps them.
///
/// Returns S_OK, WS_E_INVALID_OPERATION or E_INVALIDARG. Source: WsRemoveMappedHeader page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveMappedHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        object.message.check_not_empty()?;
        // SAFETY: as above.
        let name = unsafe { read_name(headerName)? };
        object.message.mapped.remove(name);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
