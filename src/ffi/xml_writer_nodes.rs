//! What a WS_XML_WRITER writes as markup: elements, attributes, CDATA sections, nodes as a whole.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::place;
use crate::ffi::xml_writer::XmlWriter;
use crate::runtime::fault::{Fault, Result};
use crate::xml::writer::{QName, Value, Way};

/// Starts an element. Its start tag stays open for WsWriteStartAttribute and WsWriteXmlnsAttribute, and is complete when
/// something else is written.
///
/// prefix: the prefix, which may be empty. NULL: the writer takes one that stands for the namespace, or makes it the
/// default namespace.
/// localName: the name after the prefix; an XML NCName.
/// ns: the namespace URI; empty for none. If the prefix does not stand for it, and no WsWriteXmlnsAttribute follows that
/// says so, the writer adds a declaration.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (a name is not valid, a prefix without a
/// namespace, a second root element), WS_E_QUOTA_EXCEEDED (WS_XML_WRITER_PROPERTY_MAX_DEPTH, MAX_NAMESPACES or
/// BUFFER_MAX_SIZE) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteStartElement(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let XmlWriter { engine, dictionaries, .. } = &mut *writer;
        // SAFETY: as above.
        let prefix = unsafe { place::optional_xml_string(prefix, "prefix")? };
        // SAFETY: as above.
        let local = unsafe { dictionaries.name(localName, "localName", error)? };
        // SAFETY: as above.
        let ns = unsafe { dictionaries.name(ns, "ns", error)? };
        engine.start_element(prefix, local, ns)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Completes the start tag that is open, so that no more attributes can follow. An element that is then ended without
/// content has a start tag and an end tag.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no start tag is open), WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or
/// WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndStartElement(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::borrow(writer)? }.engine.end_start_element()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Ends the innermost element. One whose start tag is still open is written in the empty form, where the encoding has it
/// and WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS is FALSE.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (there is no open element),
/// WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndElement(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::borrow(writer)? }.engine.end_element()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Starts an attribute of the start tag that is open. The functions that write text then write its value, and
/// WsWriteEndAttribute ends it.
///
/// Where WsMoveWriter or WsSetWriterPosition put the writer on an element of an XML buffer, and nothing else was written
/// since, that element gets the attribute, at WsWriteEndAttribute. Its content keeps its names: where it has any, the
/// element cannot let a prefix that stands for a namespace around it stand for another one.
///
/// prefix: the prefix, which must not be empty when there is a namespace. NULL: the writer takes one that stands for the
/// namespace, or makes one up and declares it.
/// localName: the name after the prefix; an XML NCName.
/// ns: the namespace URI; empty for none. For xml:lang and xml:space pass the prefix xml and
/// http://www.w3.org/XML/1998/namespace.
/// singleQuote: TRUE to write the value between single quotes. Without effect in the binary encoding.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no start tag is open, and the writer was not moved to an element),
/// WS_E_INVALID_FORMAT (a name is not valid, the element has the attribute already, a prefix stands for two namespaces),
/// WS_E_QUOTA_EXCEEDED (WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES or BUFFER_MAX_SIZE) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteStartAttribute(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    singleQuote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let XmlWriter { engine, dictionaries, .. } = &mut *writer;
        // SAFETY: as above.
        let prefix = unsafe { place::optional_xml_string(prefix, "prefix")? };
        // SAFETY: as above.
        let local = unsafe { dictionaries.name(localName, "localName", error)? };
        // SAFETY: as above.
        let ns = unsafe { dictionaries.name(ns, "ns", error)? };
        engine.start_attribute(prefix, local, ns, singleQuote != 0)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Ends the attribute that is open.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no attribute is open; or it was for an element in an XML buffer that
/// was meanwhile removed or changed by another writer, which ends the attribute without effect), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndAttribute(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::borrow(writer)? }.engine.end_attribute()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Declares a prefix in the start tag that is open. It may come before or after the names that use it.
///
/// prefix: the prefix; empty declares the default namespace. NULL: if a prefix stands for the namespace here, nothing is
/// written, else the writer makes the default namespace or a prefix of its own stand for it.
/// ns: the namespace URI; empty takes the default namespace away, and is not allowed with a prefix.
/// singleQuote: TRUE to write the URI between single quotes. Without effect in the binary encoding.
///
/// A declaration that an outer element has as well is written; the one of the prefix xml, which XML makes itself, is not.
/// A prefix that names in the tag have for another namespace cannot be declared any more, also where the writer chose it:
/// declarations that are to have their way come first.
///
/// Where the writer was moved to an element of an XML buffer, that element gets the declaration, as with
/// WsWriteStartAttribute.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no start tag is open, and the writer was not moved to an element),
/// WS_E_INVALID_FORMAT (the tag declares the prefix already or uses it for another namespace, the prefix is reserved, or
/// has no namespace), WS_E_QUOTA_EXCEEDED
/// (WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES, MAX_NAMESPACES or BUFFER_MAX_SIZE) or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteXmlnsAttribute(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    singleQuote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let XmlWriter { engine, dictionaries, .. } = &mut *writer;
        // SAFETY: as above.
        let prefix = unsafe { place::optional_xml_string(prefix, "prefix")? };
        // SAFETY: as above.
        let ns = unsafe { dictionaries.name(ns, "ns", error)? };
        engine.xmlns(prefix, ns, singleQuote != 0)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes a qualified name as text: prefix, colon and local name.
///
/// prefix: the prefix, which may be empty. NULL: the writer takes one that stands for ns, or, where a start tag is open,
/// makes one up and declares it there.
/// localName: the name after the prefix; an XML NCName.
/// ns: the namespace URI; with a prefix it must be what the prefix stands for here. NULL, with a prefix: not checked.
///
/// In an attribute it must be the whole value.
///
/// Returns S_OK, E_INVALIDARG (prefix and ns are both NULL, among others), WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT (the
/// prefix does not stand for the namespace, or none does and none can be declared), WS_E_QUOTA_EXCEEDED or
/// WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteQualifiedName(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let XmlWriter { engine, dictionaries, .. } = &mut *writer;
        // SAFETY: as above.
        let prefix = unsafe { dictionaries.optional_name(prefix, "prefix", error)? };
        // SAFETY: as above.
        let local = unsafe { dictionaries.name(localName, "localName", error)? };
        // SAFETY: as above.
        let ns = unsafe { dictionaries.optional_name(ns, "ns", error)? };
        engine.value(&Value::QName(QName { prefix, local, ns }), Way::Whole)
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Starts a CDATA section. What is written until WsWriteEndCData stands in it as it is; where a section cannot hold it,
/// as with its own end mark, the section is left and taken up again. Encodings without such sections write plain text.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (in an attribute, in a section, or at the top level of a document),
/// WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteStartCData(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::borrow(writer)? }.engine.start_cdata()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Ends the CDATA section that is open.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION (no section is open), WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndCData(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::borrow(writer)? }.engine.end_cdata()
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes a node, for instance one that WsGetReaderNode returned.
///
/// node: the node. An element is written with its attributes, and its start tag stays open as after
/// WsWriteStartElement; a WS_XML_END_ELEMENT node ends it. For WS_XML_NODE_TYPE_BOF and WS_XML_NODE_TYPE_EOF there is
/// nothing to write.
///
/// Returns S_OK, E_INVALIDARG, WS_E_INVALID_OPERATION, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED or WS_E_OBJECT_FAULTED, as
/// the functions for the single parts do.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteNode(
    writer: *mut WS_XML_WRITER,
    node: *const WS_XML_NODE,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut writer = unsafe { handle::borrow(writer)? };
        let writer = &mut *writer;
        // SAFETY: as above.
        match unsafe { place::required(node, "node")? }.nodeType {
            WS_XML_NODE_TYPE_ELEMENT => {
                // SAFETY: the type says what the structure is.
                let element = unsafe { place::derived::<WS_XML_ELEMENT_NODE>(node, "node")? };
                // SAFETY: as above.
                unsafe { write_element(writer, element, error) }
            }
            WS_XML_NODE_TYPE_TEXT => {
                // SAFETY: the type says what the structure is.
                let text = unsafe { place::derived::<WS_XML_TEXT_NODE>(node, "node")? }.text;
                let XmlWriter { engine, dictionaries, .. } = writer;
                // SAFETY: as above.
                unsafe { dictionaries.with_text(text, error, |value, way| engine.value(value, way)) }
            }
            WS_XML_NODE_TYPE_COMMENT => {
                // SAFETY: the type says what the structure is.
                let comment = unsafe { place::derived::<WS_XML_COMMENT_NODE>(node, "node")? };
                // SAFETY: as above.
                let text = unsafe { place::slice(comment.value.bytes, comment.value.length, "node")? };
                writer.engine.comment(text)
            }
            WS_XML_NODE_TYPE_END_ELEMENT => writer.engine.end_element(),
            WS_XML_NODE_TYPE_CDATA => writer.engine.start_cdata(),
            WS_XML_NODE_TYPE_END_CDATA => writer.engine.end_cdata(),
            WS_XML_NODE_TYPE_BOF | WS_XML_NODE_TYPE_EOF => writer.engine.check_usable(),
            other => Err(Fault::invalid_arg(format!("The nodeType {other:?} is not known."))),
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Writes a start tag with all its attributes. What fails after its beginning leaves half a tag, so it faults the writer.
unsafe fn write_element(writer: &mut XmlWriter, element: &WS_XML_ELEMENT_NODE, error: *mut WS_ERROR) -> Result<()> {
    // SAFETY: see the contract at the top of `ffi`.
    let attributes = unsafe { place::slice(element.attributes, element.attributeCount, "attributes")? };
    // SAFETY: as above.
    let prefix = unsafe { place::optional_xml_string(element.prefix, "prefix")? };
    // SAFETY: as above.
    let local = unsafe { writer.dictionaries.name(element.localName, "localName", error)? };
    // SAFETY: as above.
    let ns = unsafe { writer.dictionaries.name(element.ns, "ns", error)? };
    writer.engine.start_element(prefix, local, ns)?;
    for &attribute in attributes {
        // SAFETY: as above.
        let written = unsafe { write_attribute(writer, attribute, error) };
        if written.is_err() {
            writer.engine.fault();
            return written;
        }
    }
    Ok(())
}

unsafe fn write_attribute(
    writer: &mut XmlWriter,
    attribute: *const WS_XML_ATTRIBUTE,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: see the contract at the top of `ffi`.
    let attribute = unsafe { place::required(attribute, "attribute")? };
    let XmlWriter { engine, dictionaries, .. } = writer;
    let single_quote = attribute.singleQuote != 0;
    // SAFETY: as above.
    let prefix = unsafe { place::optional_xml_string(attribute.prefix, "prefix")? };
    // SAFETY: as above.
    let ns = unsafe { dictionaries.name(attribute.ns, "ns", error)? };
    if attribute.isXmlNs != 0 {
        return engine.xmlns(prefix, ns, single_quote);
    }
    // SAFETY: as above.
    let local = unsafe { dictionaries.name(attribute.localName, "localName", error)? };
    engine.start_attribute(prefix, local, ns, single_quote)?;
    if !attribute.value.is_null() {
        // SAFETY: as above.
        unsafe { dictionaries.with_text(attribute.value, error, |value, way| engine.value(value, way))? };
    }
    engine.end_attribute()
}
