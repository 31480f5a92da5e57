//! What endpoint addresses hold beside the address. See `endpoint-address` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::xml_reader_buffer::set_buffer;
use crate::ffi::{handle, place, typed_read, xml_buffer};
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::xml::buffer::Buffer;
use crate::xml::node::NodeKind;
use crate::xml::reader::input::Input;
use crate::xml::reader::{Decoder, Reader, Wanted};

const ADDRESSING_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";
const ADDRESSING_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";
/// WS-MetadataExchange of September 2004.
const METADATA_EXCHANGE: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/09/mex";

/// Reads an extension of an endpoint address: the first one of the type that is wanted.
///
/// reader: any reader; it is set to the extensions of the address, or to nothing if there are none, and where it stands
/// afterwards does not matter.
/// extensionType: WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS for a WS_ENDPOINT_ADDRESS: where the metadata of the
/// endpoint can be fetched. That is the reference in a MetadataSection of WS-MetadataExchange, which stands in the
/// Metadata element of WS-Addressing 1.0 or, with addressing 0.9, alone. Its addressing version is that of its Address
/// element.
/// readOption: WS_READ_REQUIRED_VALUE, WS_READ_REQUIRED_POINTER, or WS_READ_OPTIONAL_POINTER, with which the pointer is
/// set to NULL if the address has no such extension.
/// heap: where everything goes that the value points to. What was read stays valid until the heap is reset or freed.
/// value, valueSize: receive the value or the pointer to it; the size is that of the type, or of a pointer.
///
/// Returns S_OK; WS_E_INVALID_FORMAT (there is no such extension, or it is not in the form that it must have);
/// E_INVALIDARG; WS_E_QUOTA_EXCEEDED (of the reader or the heap); E_OUTOFMEMORY.
///
/// Source: WsReadEndpointAddressExtension page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEndpointAddressExtension(
    reader: *mut WS_XML_READER,
    endpointAddress: *mut WS_ENDPOINT_ADDRESS,
    extensionType: WS_ENDPOINT_ADDRESS_EXTENSION_TYPE,
    readOption: WS_READ_OPTION,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        unsafe { handle::check(heap)? };
        // SAFETY: as above.
        let address = unsafe { place::required(endpointAddress.cast_const(), "endpointAddress")? };
        if extensionType != WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS {
            return Err(Fault::invalid_arg(format!("The extension type {extensionType:?} is not known.")));
        }
        if !matches!(readOption, WS_READ_REQUIRED_VALUE | WS_READ_REQUIRED_POINTER | WS_READ_OPTIONAL_POINTER) {
            return Err(Fault::invalid_arg(format!(
                "WsReadEndpointAddressExtension does not take the read option {readOption:?}."
            )));
        }
        // SAFETY: as above.
        let version = unsafe { find(reader, address.extensions)? };
        // Where there is no extension, there is nothing that the version would be used for.
        let version = version.unwrap_or(WS_ADDRESSING_VERSION_1_0);
        let description = WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion: version };
        // SAFETY: as above.
        unsafe {
            typed_read::with_engine(reader, heap, error, |engine, memory| {
                let description = (&raw const description).cast();
                let kind = Type::of(memory, WS_ENDPOINT_ADDRESS_TYPE, description)?;
                let name = Wanted { local: Some(b"MetadataReference"), ns: Some(METADATA_EXCHANGE) };
                let out = memory.place(value, valueSize as usize, 1, "The parameter value")?;
                engine.read_element(name, &kind, readOption, out)
            })
        }
        .map_err(|fault| fault.context("The metadata address of the endpoint address could not be read."))
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Puts a reader on the first reference to metadata among extensions, and answers its version; or at the end.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn find(reader: *mut WS_XML_READER, extensions: *mut WS_XML_BUFFER) -> Result<Option<WS_ADDRESSING_VERSION>> {
    // SAFETY: passed on.
    let mut object = unsafe { handle::borrow(reader)? };
    let settings = object.reader.defaults;
    if extensions.is_null() {
        object.reader.set_input(Decoder::Nothing, Input::owned(Vec::new()), settings);
        (object.feed, object.charset) = (None, None);
        return Ok(None);
    }
    // SAFETY: passed on.
    let buffer = unsafe { xml_buffer::get(extensions)? };
    set_buffer(&mut object, extensions, &buffer, settings);
    object.reader.run(|reader| if find_reference(reader)? { version(reader, &buffer).map(Some) } else { Ok(None) })
}

/// What a reader that looks for a reference is in.
#[derive(Clone, Copy)]
enum Level {
    Extensions,
    /// The Metadata element of WS-Addressing.
    Metadata,
    /// The Metadata element of WS-MetadataExchange.
    Exchange,
    Section,
}

fn find_reference(reader: &mut Reader) -> Result<bool> {
    let mut outer = Vec::new();
    let mut level = Level::Extensions;
    loop {
        if !reader.read_to_start_element(Wanted::default())? {
            match reader.kind() {
                NodeKind::Eof => return Ok(false),
                NodeKind::EndElement => level = outer.pop().unwrap_or(Level::Extensions),
                _ => {}
            }
            reader.read_node()?;
            continue;
        }
        let node = reader.node();
        let inner = match (level, node.get(node.node.name.local), node.get(node.node.name.ns)) {
            (Level::Extensions, b"Metadata", ADDRESSING_1_0 | ADDRESSING_0_9) => Level::Metadata,
            (Level::Extensions | Level::Metadata, b"Metadata", METADATA_EXCHANGE) => Level::Exchange,
            (Level::Exchange, b"MetadataSection", METADATA_EXCHANGE) => Level::Section,
            (Level::Section, b"MetadataReference", METADATA_EXCHANGE) => return Ok(true),
            _ => {
                reader.skip_node()?;
                continue;
            }
        };
        outer.push(level);
        level = inner;
        reader.read_node()?;
    }
}

/// The version of the address that the reader is on, which it stays on.
fn version(reader: &mut Reader, buffer: &Buffer) -> Result<WS_ADDRESSING_VERSION> {
    let start = reader.movable()?.position()?;
    reader.read_node()?;
    let address = Wanted { local: Some(b"Address"), ns: None };
    if !reader.read_to_start_element(address)? {
        return Err(reader.not_found(address));
    }
    let node = reader.node();
    let version = match node.get(node.node.name.ns) {
        ADDRESSING_1_0 => WS_ADDRESSING_VERSION_1_0,
        ADDRESSING_0_9 => WS_ADDRESSING_VERSION_0_9,
        _ => return Err(reader.unexpected("The element Address of a version of WS-Addressing")),
    };
    reader.movable()?.set_position(buffer, start)?;
    Ok(version)
}
