//! Strings of XML: comparison, white space, names, and the dictionary of the binary encodings.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::dictionary;
use crate::ffi::place::{self, Out};
use crate::runtime::fault::Fault;
use crate::xml::{chars, ncname};

/// Compares two strings octet by octet: no case folding, no normalisation, no trimming.
///
/// string1, string2: required; their bytes are UTF-8 and need no terminating zero. A string of length 0 is empty,
/// whether its bytes are NULL or not. The dictionaries and ids of the strings are not looked at, so that what they say
/// cannot make different strings equal.
///
/// Any thread may call this while nobody changes the strings.
///
/// Returns S_OK (equal), S_FALSE (not equal; a success, so that SUCCEEDED does not tell the two apart) or E_INVALIDARG
/// (a string is NULL, or has a length and no bytes).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsXmlStringEquals(
    string1: *const WS_XML_STRING,
    string2: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let first = unsafe { place::required(string1, "string1")? };
        // SAFETY: as above.
        let second = unsafe { place::required(string2, "string2")? };
        // SAFETY: as above.
        let first = unsafe { place::slice(first.bytes, first.length, "string1")? };
        // SAFETY: as above.
        let second = unsafe { place::slice(second.bytes, second.length, "string2")? };
        // Strings of one dictionary are mostly one string, which needs no look at its bytes.
        let equal = core::ptr::eq(first, second) || first == second;
        Ok(if equal { S_OK } else { S_FALSE })
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Finds the part of a text that is left without the white space at its start and end. White space of XML is space,
/// tab, carriage return and line feed; Unicode's other spaces are content.
///
/// chars, charCount: UTF-16 units and their number; NULL is allowed with 0. The text is neither changed nor copied.
/// trimmedChars: receives where the first unit is that is not white space, within the text given. For a text of white
/// space only that is the end of it, for NULL it is NULL.
/// trimmedCount: receives the number of units up to the last one that is not white space; 0 if there is none.
///
/// Any thread may call this while nobody changes the text.
///
/// Returns S_OK or E_INVALIDARG (a parameter is NULL or not aligned).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsTrimXmlWhitespace(
    chars: *mut WCHAR,
    charCount: ULONG,
    trimmedChars: *mut *mut WCHAR,
    trimmedCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out_chars = unsafe { Out::new(trimmedChars, "trimmedChars")? };
        // SAFETY: as above.
        let out_count = unsafe { Out::new(trimmedCount, "trimmedCount")? };
        // SAFETY: as above.
        let content = chars::trim(unsafe { place::slice(chars, charCount, "chars")? });
        let count = ULONG::try_from(content.len()).map_err(|_| Fault::overflow("The text is too long."))?;
        // From the caller's own pointer, so that what the caller could do to the text can be done through the result.
        out_chars.set(chars.wrapping_add(content.start));
        out_count.set(count);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Checks that a text is an NCName, a name without a colon: what a prefix or a local name must be. Namespaces in XML
/// 1.0 defines it over the names of XML 1.0, here those of the fifth edition.
///
/// ncNameChars, ncNameCharCount: UTF-16 units and their number. Characters beyond U+FFFF are surrogate pairs; those up
/// to U+EFFFF are allowed anywhere in a name. NULL with 0 is an empty text, so not a name. No white space is trimmed.
///
/// Any thread may call this while nobody changes the text.
///
/// Returns S_OK, WS_E_INVALID_FORMAT (not an NCName, empty and unpaired surrogates included; the error text names the
/// first character that is wrong and its index in units) or E_INVALIDARG (ncNameChars is NULL or not aligned).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsVerifyXmlNCName(
    ncNameChars: *const WCHAR,
    ncNameCharCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    let body = || ncname::verify_utf16(unsafe { place::slice(ncNameChars, ncNameCharCount, "ncNameChars")? });
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets the dictionary of an encoding: the strings that it writes as a number. To have a name written so, pass the
/// dictionary's own string, for example dictionary->strings[1] for Envelope, where a WS_XML_STRING is asked for.
///
/// encoding: WS_ENCODING_XML_BINARY_1 or WS_ENCODING_XML_BINARY_SESSION_1. Both have the same dictionary, of 487
/// strings; what a session adds as it goes is not in it.
/// dictionary: receives the dictionary, the same one on every call. It belongs to the library and stays until the
/// process ends, so isConst is TRUE; neither it nor its strings may be changed, and they are in read-only memory. The
/// string at strings[n] has the id n; its bytes have no terminating zero.
///
/// Any thread may call this and use the dictionary.
///
/// Returns S_OK or E_INVALIDARG (another encoding, which has no dictionary, or a wrong pointer).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetDictionary(
    encoding: WS_ENCODING,
    dictionary: *mut *mut WS_XML_DICTIONARY,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(dictionary, "dictionary")? };
        match encoding {
            WS_ENCODING_XML_BINARY_1 | WS_ENCODING_XML_BINARY_SESSION_1 => {
                out.set(dictionary::builtin());
                Ok(())
            }
            _ => Err(Fault::invalid_arg(format!("The encoding {encoding:?} has no dictionary."))),
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

#[cfg(test)]
mod tests;
