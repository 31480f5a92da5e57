//! Moving a WS_XML_READER through its document.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::place::{self, Out};
use crate::ffi::store;
use crate::ffi::xml_reader::with_reader;
use crate::runtime::fault::Fault;
use crate::xml::reader::Wanted;

/// Moves a reader to the next node of the document. An empty element is followed by its end, like any other element.
/// White space between the XML declaration, comments and the root element is not a node, unless fragments are allowed.
/// Within an attribute (WsReadStartAttribute) its value is followed by WS_XML_NODE_TYPE_EOF.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (the input is not well-formed, or the reader is at the end already);
/// WS_E_QUOTA_EXCEEDED (a limit of the reader, or too little has been filled in from a stream); E_INVALIDARG,
/// WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadNode(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.read_node())) }
}

/// Moves a reader past the node that it is on: past all children and the end where that is an element, else as
/// WsReadNode does.
///
/// Returns what WsReadNode returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSkipNode(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.skip_node())) }
}

/// Moves a reader, past white space and comments, to a start element and from there to what follows it: the first child,
/// or the element's end.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if something else than a start element was found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadStartElement(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.read_start_element())) }
}

/// Moves a reader past white space and comments to a start element, and can check that it is the one that is wanted.
///
/// localName, ns: what the element must be called; NULL for any.
/// found: optional. If given, receives whether the reader is on such an element; otherwise it is an error if it is not.
/// The reader stays on whatever it found.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if found is NULL and the element was not found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadToStartElement(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    found: *mut BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let local = unsafe { place::optional_xml_string(localName, "localName")? };
        // SAFETY: as above.
        let ns = unsafe { place::optional_xml_string(ns, "ns")? };
        // SAFETY: as above.
        let out = if found.is_null() { None } else { Some(unsafe { Out::new(found, "found")? }) };
        let wanted = Wanted { local, ns };
        let operation = |reader: &mut crate::xml::reader::Reader| {
            let is_there = reader.read_to_start_element(wanted)?;
            if !is_there && out.is_none() {
                return Err(reader.not_found(wanted));
            }
            Ok(is_there)
        };
        // SAFETY: as above.
        let is_there = unsafe { with_reader(reader, operation)? };
        if let Some(out) = out {
            out.set(BOOL::from(is_there));
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Moves a reader, past white space and comments, to the end of an element and from there to the next node.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if something else than the end of an element was found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEndElement(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.read_end_element())) }
}

/// Makes the value of an attribute the content that WsReadValue, WsReadChars, WsReadCharsUtf8, WsReadBytes,
/// WsReadQualifiedName and WsReadNode read, until WsReadEndAttribute.
///
/// attributeIndex: index in the attributes of the WS_XML_ELEMENT_NODE that the reader is on; see WsFindAttribute. The
/// value of a namespace declaration is its namespace.
///
/// Returns S_OK, E_INVALIDARG (no such attribute), WS_E_INVALID_FORMAT (the reader is not on a start element),
/// WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadStartAttribute(
    reader: *mut WS_XML_READER,
    attributeIndex: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.read_start_attribute(attributeIndex))) }
}

/// Goes back from an attribute's value to the element that it belongs to.
///
/// Returns S_OK, WS_E_INVALID_OPERATION (the reader is not in an attribute), E_INVALIDARG or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEndAttribute(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || with_reader(reader, |reader| reader.read_end_attribute())) }
}

/// Finds an attribute of the element that the reader is on.
///
/// localName, ns: required; an attribute without prefix has the empty namespace. Namespace declarations are not found.
/// required: TRUE makes it an error that there is no such attribute.
/// attributeIndex: receives its index for WsReadStartAttribute, if there is one.
///
/// Returns S_OK, S_FALSE (there is none, and it is not required), WS_E_INVALID_FORMAT (there is none), E_INVALIDARG,
/// WS_E_INVALID_OPERATION (the reader is not on a start element) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFindAttribute(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    required: BOOL,
    attributeIndex: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let local = unsafe { place::xml_string(localName, "localName")? };
        // SAFETY: as above.
        let ns = unsafe { place::xml_string(ns, "ns")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(attributeIndex, "attributeIndex")? };
        let operation = |reader: &mut crate::xml::reader::Reader| match reader.find_attribute(local, ns)? {
            None if required != 0 => {
                let (local, ns) = (String::from_utf8_lossy(local), String::from_utf8_lossy(ns));
                Err(Fault::invalid_format(format!("The element has no attribute '{local}' of the namespace '{ns}'.")))
            }
            found => Ok(found),
        };
        // SAFETY: as above.
        match unsafe { with_reader(reader, operation)? } {
            Some(index) => {
                out.set(index);
                Ok(S_OK)
            }
            None => Ok(S_FALSE),
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Finds the value of the nearest attribute with the prefix xml (xml:lang, xml:space and the like) in scope: on the
/// element that the reader is on or in, or on the nearest one around it.
///
/// localName: what follows the prefix; required.
/// heap: where the value is put. valueChars, valueCharCount: receive it in UTF-16, not zero-terminated, and its length;
/// an empty text if there is none.
///
/// Returns S_OK, S_FALSE (there is none), WS_E_QUOTA_EXCEEDED (of the heap; the reader is not faulted), E_INVALIDARG,
/// WS_E_INVALID_OPERATION (no input) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetXmlAttribute(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    heap: *mut WS_HEAP,
    valueChars: *mut *mut WCHAR,
    valueCharCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let local = unsafe { place::xml_string(localName, "localName")? };
        // SAFETY: as above.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out_chars = unsafe { Out::new(valueChars, "valueChars")? };
        // SAFETY: as above.
        let out_count = unsafe { Out::new(valueCharCount, "valueCharCount")? };
        let operation = |reader: &mut crate::xml::reader::Reader| {
            Ok(reader
                .xml_attribute(local)?
                .map(|value| String::from_utf8_lossy(&value).encode_utf16().collect::<Vec<u16>>()))
        };
        // SAFETY: as above.
        let value = unsafe { with_reader(reader, operation)? };
        let chars = value.as_deref().unwrap_or_default();
        out_chars.set(store::slice(heap, chars)?.as_ptr());
        out_count.set(chars.len() as ULONG);
        Ok(if value.is_some() { S_OK } else { S_FALSE })
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
