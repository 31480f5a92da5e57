//! Properties of WS_MESSAGE: those that one is created with, and those that it is asked for.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::identity;
use crate::ffi::message::MessageObject;
use crate::ffi::place;
use crate::ffi::property::{self, Property, PropertyOut, Record};
use crate::ffi::store;
use crate::ffi::xml_buffer;
use crate::ffi::{xml_reader, xml_writer};
use crate::message::version::{Addressing, Envelope};
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::xml::reader;
use crate::xml::reader::settings::MESSAGE_NAMESPACE;
use crate::xml::writer;
use core::ptr::null_mut;

/// What a message is created with. Channels, proxies and hosts keep one for the messages that they make.
#[derive(Clone, Copy, Debug)]
pub(super) struct MessageSettings {
    pub(super) heap_max_size: SIZE_T,
    pub(super) heap_trim_size: SIZE_T,
    pub(super) max_processed_headers: ULONG,
    pub(super) reader: reader::settings::Settings,
    pub(super) writer: writer::Settings,
    /// Versions, where the properties may say them and do.
    pub(super) envelope: Option<Envelope>,
    pub(super) addressing: Option<Addressing>,
}

impl Default for MessageSettings {
    fn default() -> Self {
        MessageSettings {
            heap_max_size: 65536,
            heap_trim_size: 4096,
            max_processed_headers: 64,
            reader: reader::settings::Settings { max_namespace_size: MESSAGE_NAMESPACE, ..Default::default() },
            writer: writer::Settings::default(),
            envelope: None,
            addressing: None,
        }
    }
}

/// Whether properties may say the versions of the message: in WS_MESSAGE_PROPERTIES structures, not where they are
/// parameters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Versions {
    Allowed,
    Refused,
}

impl MessageSettings {
    /// Reads properties over these.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn read(
        &mut self,
        properties: *const WS_MESSAGE_PROPERTY,
        count: ULONG,
        versions: Versions,
        function: &str,
    ) -> Result<()> {
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties, count)? } {
            // SAFETY: passed on.
            unsafe { self.read_one(&property, versions, function)? };
        }
        Ok(())
    }

    unsafe fn read_one(
        &mut self,
        property: &Property<'_, WS_MESSAGE_PROPERTY_ID>,
        versions: Versions,
        function: &str,
    ) -> Result<()> {
        // SAFETY: passed on, in each case.
        unsafe {
            match property.id {
                WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS => self.max_processed_headers = property.read()?,
                WS_MESSAGE_PROPERTY_HEAP_PROPERTIES => self.read_heap(&property.read()?, function)?,
                WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES => self.read_reader(&property.read()?, function)?,
                WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES => self.read_writer(&property.read()?, function)?,
                WS_MESSAGE_PROPERTY_ENVELOPE_VERSION if versions == Versions::Allowed => {
                    self.envelope = Some(Envelope::from_c(property.read()?)?);
                }
                WS_MESSAGE_PROPERTY_ADDRESSING_VERSION if versions == Versions::Allowed => {
                    self.addressing = Some(Addressing::from_c(property.read()?)?);
                }
                _ => return Err(property.refused(function)),
            }
        }
        Ok(())
    }

    unsafe fn read_heap(&mut self, properties: &WS_HEAP_PROPERTIES, function: &str) -> Result<()> {
        // SAFETY: passed on.
        for property in unsafe { property::bag(properties.properties.cast_const(), properties.propertyCount)? } {
            let size = match property.id {
                WS_HEAP_PROPERTY_MAX_SIZE => &mut self.heap_max_size,
                WS_HEAP_PROPERTY_TRIM_SIZE => &mut self.heap_trim_size,
                _ => return Err(property.refused(function)),
            };
            // SAFETY: passed on.
            *size = unsafe { property.read()? };
        }
        Ok(())
    }

    unsafe fn read_reader(&mut self, properties: &WS_XML_READER_PROPERTIES, function: &str) -> Result<()> {
        let (list, count) = (properties.properties.cast_const(), properties.propertyCount);
        // SAFETY: passed on.
        for property in unsafe { property::bag(list, count)? } {
            if property.id == WS_XML_READER_PROPERTY_ALLOW_FRAGMENT {
                return Err(property.refused(function));
            }
        }
        // SAFETY: passed on.
        self.reader = unsafe { xml_reader::settings(self.reader, list, count, function)? };
        Ok(())
    }

    unsafe fn read_writer(&mut self, properties: &WS_XML_WRITER_PROPERTIES, function: &str) -> Result<()> {
        let (list, count) = (properties.properties.cast_const(), properties.propertyCount);
        // SAFETY: passed on.
        for property in unsafe { property::bag(list, count)? } {
            match property.id {
                WS_XML_WRITER_PROPERTY_MAX_DEPTH
                | WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES
                | WS_XML_WRITER_PROPERTY_WRITE_DECLARATION
                | WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE
                | WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE
                | WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES
                | WS_XML_WRITER_PROPERTY_MAX_NAMESPACES => {}
                _ => return Err(property.refused(function)),
            }
        }
        // SAFETY: passed on.
        self.writer = unsafe { xml_writer::settings(self.writer, list, count, function)? };
        Ok(())
    }
}

impl Record for WS_MESSAGE_PROPERTY {
    type Id = WS_MESSAGE_PROPERTY_ID;
    fn parts(&self) -> (WS_MESSAGE_PROPERTY_ID, *const c_void, ULONG) {
        (self.id, self.value, self.valueSize)
    }
}

/// Who sent a message: set by a custom channel, or made of what security found out. Copies in the message's heap.
#[derive(Clone, Copy)]
pub(super) struct Sender {
    pub(super) user_name: Option<WS_STRING>,
    pub(super) encoded_cert: Option<WS_BYTES>,
    /// Handles of identities: of the transport, of HTTP headers, of message security.
    pub(super) tokens: [*mut c_void; 3],
    pub(super) saml_assertion: *mut WS_XML_BUFFER,
    pub(super) security_context: *mut WS_SECURITY_CONTEXT,
    pub(super) protection_level: Option<WS_PROTECTION_LEVEL>,
}

impl Default for Sender {
    fn default() -> Self {
        Sender {
            user_name: None,
            encoded_cert: None,
            tokens: [null_mut(); 3],
            saml_assertion: null_mut(),
            security_context: null_mut(),
            protection_level: None,
        }
    }
}

impl Sender {
    fn token(&mut self, id: WS_MESSAGE_PROPERTY_ID) -> Option<&mut *mut c_void> {
        let [transport, http, message] = &mut self.tokens;
        match id {
            WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN => Some(transport),
            WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN => Some(http),
            WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN => Some(message),
            _ => None,
        }
    }

    /// Takes over a property, as a copy in the heap.
    unsafe fn set(&mut self, property: &Property<'_, WS_MESSAGE_PROPERTY_ID>, heap: &Heap) -> Result<()> {
        // SAFETY: passed on, in each case.
        unsafe {
            match property.id {
                WS_MESSAGE_PROPERTY_USERNAME => {
                    let WS_STRING { length, chars } = property.read()?;
                    let chars = place::slice(chars.cast_const(), length, "chars of the WS_STRING")?;
                    let chars = store::slice(heap, chars)?.as_ptr();
                    self.user_name = Some(WS_STRING { length, chars });
                }
                WS_MESSAGE_PROPERTY_ENCODED_CERT => {
                    let WS_BYTES { length, bytes } = property.read()?;
                    let bytes = place::slice(bytes.cast_const(), length, "bytes of the WS_BYTES")?;
                    let bytes = store::slice(heap, bytes)?.as_ptr();
                    self.encoded_cert = Some(WS_BYTES { length, bytes });
                }
                WS_MESSAGE_PROPERTY_PROTECTION_LEVEL => {
                    let level: WS_PROTECTION_LEVEL = property.read()?;
                    if !matches!(
                        level,
                        WS_PROTECTION_LEVEL_NONE | WS_PROTECTION_LEVEL_SIGN | WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT
                    ) {
                        return Err(Fault::invalid_arg(format!("The protection level {level:?} is not known.")));
                    }
                    self.protection_level = Some(level);
                }
                WS_MESSAGE_PROPERTY_SAML_ASSERTION => {
                    let given: *mut WS_XML_BUFFER = property.read()?;
                    let copy = xml_buffer::get(given)?.copy(heap.budget())?;
                    self.saml_assertion = xml_buffer::create(heap, copy)?;
                }
                id => match self.token(id) {
                    Some(token) => *token = property.read()?,
                    None => return Err(property.refused("WsSetMessageProperty")),
                },
            }
        }
        Ok(())
    }
}

impl MessageObject {
    fn heap(&self) -> Result<&Heap> {
        // SAFETY: this object's own heap, which is there as long as it is.
        unsafe { handle::get(self.heap) }
    }

    fn uri(&self, uri: &str) -> Result<WS_XML_STRING> {
        store::xml_strings(self.heap()?, [uri.as_bytes()]).map(|[uri]| uri)
    }

    fn user_name(&mut self) -> Result<Option<WS_STRING>> {
        if self.sender.user_name.is_none()
            && let Some(name) = &self.results.user_name
        {
            let chars: Vec<u16> = name.encode_utf16().collect();
            let length = ULONG::try_from(chars.len()).map_err(|_| Fault::overflow("The user name is too long."))?;
            let chars = store::slice(self.heap()?, &chars)?.as_ptr();
            self.sender.user_name = Some(WS_STRING { length, chars });
        }
        Ok(self.sender.user_name)
    }

    fn encoded_cert(&mut self) -> Result<Option<WS_BYTES>> {
        if self.sender.encoded_cert.is_none()
            && let Some(certificate) = &self.results.certificate
        {
            let der = certificate.der();
            let length = ULONG::try_from(der.len()).map_err(|_| Fault::overflow("The certificate is too long."))?;
            // A copy: a program that writes into it must not change the certificate of other messages.
            let bytes = store::slice(self.heap()?, der)?.as_ptr();
            self.sender.encoded_cert = Some(WS_BYTES { length, bytes });
        }
        Ok(self.sender.encoded_cert)
    }

    /// The handle of an identity, NULL if there is none. `None`: the property is no such handle.
    fn token(&mut self, id: WS_MESSAGE_PROPERTY_ID) -> Result<Option<*mut c_void>> {
        let identity = match id {
            WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN => &self.results.transport,
            WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN => &self.results.http_header,
            WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN => &self.results.message,
            _ => return Ok(None),
        }
        .clone();
        let present = self.sender.token(id).map_or(null_mut(), |token| *token);
        let Some(identity) = identity.filter(|_| present.is_null()) else { return Ok(Some(present)) };
        let made = identity::create(self.heap()?, identity)?;
        if let Some(token) = self.sender.token(id) {
            *token = made;
        }
        Ok(Some(made))
    }
}

#[cold]
fn absent(id: WS_MESSAGE_PROPERTY_ID) -> Fault {
    Fault::invalid_operation(format!("The message has no {id:?}: nothing said so about its sender."))
}

/// Gets a property of a message.
///
/// id: any WS_MESSAGE_PROPERTY_ID that says get. WS_MESSAGE_PROPERTY_STATE is there in every state, the others in all
/// but WS_MESSAGE_STATE_EMPTY, the reader and the writer of the body in their states only. What is about the sender is
/// there if the security of the channel, or a custom channel, has set it; only the protection level is always there.
/// value, valueSize: receive the value, of the type that the id names. Objects and memory belong to the message and are
/// valid until it is reset or freed.
///
/// Returns S_OK, E_INVALIDARG (unknown id, wrong size or pointer), WS_E_INVALID_OPERATION (not in this state, or not
/// there) or WS_E_QUOTA_EXCEEDED (the header buffer, which is made when it is asked for, does not fit into the heap).
/// Source: WsGetMessageProperty and WS_MESSAGE_PROPERTY_ID pages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetMessageProperty(
    message: *mut WS_MESSAGE,
    id: WS_MESSAGE_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        let out = PropertyOut::new(id, value, valueSize);
        let is_gettable = (WS_MESSAGE_PROPERTY_STATE.0..=WS_MESSAGE_PROPERTY_PROTECTION_LEVEL.0).contains(&id.0)
            || (WSX_MESSAGE_PROPERTY_SIGNED_PARTS.0..=WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND.0).contains(&id.0);
        if !is_gettable {
            return Err(out.refused("WsGetMessageProperty"));
        }
        if id != WS_MESSAGE_PROPERTY_STATE {
            object.message.check_not_empty()?;
        }
        // SAFETY: as above, in each case.
        unsafe {
            match id {
                WS_MESSAGE_PROPERTY_STATE => out.set(object.message.state.to_c()),
                WS_MESSAGE_PROPERTY_HEAP => out.set(object.heap),
                WS_MESSAGE_PROPERTY_ENVELOPE_VERSION => out.set(object.message.version.envelope.to_c()),
                WS_MESSAGE_PROPERTY_ADDRESSING_VERSION => out.set(object.message.version.addressing.to_c()),
                WS_MESSAGE_PROPERTY_HEADER_BUFFER => out.set(object.header_buffer()?),
                WS_MESSAGE_PROPERTY_HEADER_POSITION => {
                    let buffer = object.header_buffer()?;
                    out.set(xml_buffer::position_to_c(buffer, object.message.headers.position()?))
                }
                WS_MESSAGE_PROPERTY_BODY_READER => out.set(object.body_reader()?),
                WS_MESSAGE_PROPERTY_BODY_WRITER => out.set(object.body_writer()?),
                WS_MESSAGE_PROPERTY_IS_ADDRESSED => out.set(BOOL::from(object.message.is_addressed)),
                WS_MESSAGE_PROPERTY_IS_FAULT => out.set(BOOL::from(object.message.is_fault)),
                WS_MESSAGE_PROPERTY_USERNAME => out.set(object.user_name()?.ok_or_else(|| absent(id))?),
                WS_MESSAGE_PROPERTY_ENCODED_CERT => out.set(object.encoded_cert()?.ok_or_else(|| absent(id))?),
                WS_MESSAGE_PROPERTY_PROTECTION_LEVEL => {
                    out.set(object.sender.protection_level.unwrap_or(object.results.protection_level))
                }
                WS_MESSAGE_PROPERTY_SAML_ASSERTION if !object.sender.saml_assertion.is_null() => {
                    out.set(object.sender.saml_assertion)
                }
                WS_MESSAGE_PROPERTY_SECURITY_CONTEXT if !object.sender.security_context.is_null() => {
                    out.set(object.sender.security_context)
                }
                WS_MESSAGE_PROPERTY_SAML_ASSERTION | WS_MESSAGE_PROPERTY_SECURITY_CONTEXT => Err(absent(id)),
                WSX_MESSAGE_PROPERTY_SIGNED_PARTS => out.set(object.results.signed_parts),
                WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS => out.set(object.results.encrypted_parts),
                WSX_MESSAGE_PROPERTY_SIGNATURE_ALGORITHM => {
                    let uri = object.results.signature_algorithm.ok_or_else(|| absent(id))?;
                    out.set(object.uri(uri)?)
                }
                WSX_MESSAGE_PROPERTY_ENCRYPTION_ALGORITHM => {
                    let uri = object.results.encryption_algorithm.ok_or_else(|| absent(id))?;
                    out.set(object.uri(uri)?)
                }
                WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND => out.set(object.results.token_kind),
                _ => match object.token(id)? {
                    Some(token) if token.is_null() => Err(absent(id)),
                    Some(token) => out.set(token),
                    None => Err(out.refused("WsGetMessageProperty")),
                },
            }
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Sets a property of a message, in any state but WS_MESSAGE_STATE_EMPTY.
///
/// id: WS_MESSAGE_PROPERTY_IS_FAULT, or, for custom channels, one of those about the sender: USERNAME, ENCODED_CERT, the
/// WINDOWS_TOKENs, SAML_ASSERTION, PROTECTION_LEVEL.
/// value, valueSize: the value, of the type that the id names. Strings, bytes and buffers are copied into the heap of the
/// message; a token is kept as it is.
///
/// Returns S_OK, E_INVALIDARG (an id that cannot be set, a wrong size or value), WS_E_INVALID_OPERATION or
/// WS_E_QUOTA_EXCEEDED. Source: WsSetMessageProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetMessageProperty(
    message: *mut WS_MESSAGE,
    id: WS_MESSAGE_PROPERTY_ID,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut object = unsafe { handle::borrow(message)? };
        let property = Property::new(id, value, valueSize);
        object.message.check_not_empty()?;
        if id == WS_MESSAGE_PROPERTY_IS_FAULT {
            // SAFETY: as above.
            object.message.is_fault = unsafe { property.read::<BOOL>()? } != 0;
            return Ok(());
        }
        // SAFETY: the message's own heap.
        let heap = unsafe { handle::get(object.heap)? };
        // SAFETY: as above.
        unsafe { object.sender.set(&property, heap) }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
