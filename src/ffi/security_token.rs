//! WS_SECURITY_TOKEN: tokens that a program has. See `ws-security-token` in Microsoft's documentation.

use crate::abi::*;
use crate::ffi::call::{call, call_void};
use crate::ffi::handle::{self, Exclusive, Handle};
use crate::ffi::place::{self, Out};
use crate::ffi::property::{self, PropertyOut};
use crate::ffi::{cert_context, store, xml_buffer};
use crate::message::fault::{buffer_of, xml_of};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::security::settings::{ProofKey, Secret, XmlToken};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::node::NodeKind;
use core::ptr::null_mut;
use std::sync::Arc;

impl Handle for WS_SECURITY_TOKEN {
    type Engine = SecurityToken;
    const TAG: u32 = u32::from_be_bytes(*b"WSst");
    const NAME: &'static str = "security token";
}
impl Exclusive for WS_SECURITY_TOKEN {}

/// A token with what it has for C.
pub(super) struct SecurityToken {
    token: XmlToken,
    valid_from: Option<WS_DATETIME>,
    valid_till: Option<WS_DATETIME>,
    /// Made when somebody asks for them: the token and both references. They live in the heap.
    buffers: [*mut WS_XML_BUFFER; 3],
    heap: Heap,
}

/// The longest key of a token, in bytes. Those of WS-Trust and Kerberos have 16 to 32; nothing needs more.
const MAX_KEY: u32 = 1024;

/// The token of a handle, for those who make bindings of it.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn token(handle: *mut WS_SECURITY_TOKEN) -> Result<XmlToken> {
    // SAFETY: passed on.
    Ok(unsafe { handle::borrow(handle)? }.token.clone())
}

/// Creates a security token from its XML, to be shown to services with WS_XML_TOKEN_MESSAGE_SECURITY_BINDING.
///
/// tokenXml: the token, as the one element at the top of the buffer. It is copied, with the namespaces that the element
/// declares; prefixes that it does not declare itself are not known.
/// tokenKey: optional; the key that the token is about, which is copied. With it this is a proof-of-possession token,
/// and messages with the token are signed by the key; without it a bearer token, which is sent and no more.
/// WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE gives bytes, WSX_CERT_SECURITY_KEY_HANDLE a certificate with its private key.
/// Keys in Windows' providers (WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE, WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE) do not
/// exist here.
/// properties, propertyCount: optional; see WS_XML_SECURITY_TOKEN_PROPERTY_ID. A token with a key needs
/// WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE; one without takes no references.
/// token: receives the token, which the caller owns and frees with WsFreeSecurityToken.
///
/// Single threaded: one operation at a time.
///
/// Returns S_OK, E_INVALIDARG, E_OUTOFMEMORY, or WS_E_NOT_SUPPORTED (the kind of key). Source: WsCreateXmlSecurityToken
/// page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateXmlSecurityToken(
    tokenXml: *mut WS_XML_BUFFER,
    tokenKey: *mut WS_SECURITY_KEY_HANDLE,
    properties: *const WS_XML_SECURITY_TOKEN_PROPERTY,
    propertyCount: ULONG,
    token: *mut *mut WS_SECURITY_TOKEN,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let out = unsafe { Out::new(token, "token")? };
        // SAFETY: as above.
        let xml = element(&unsafe { xml_buffer::get(tokenXml)? }, "tokenXml")?;
        // SAFETY: as above.
        let key = unsafe { key(tokenKey)? };
        let mut made = SecurityToken {
            token: XmlToken { xml, key, attached_reference: None, unattached_reference: None },
            valid_from: None,
            valid_till: None,
            buffers: [null_mut(); 3],
            heap: Heap::new(usize::MAX, 0),
        };
        // SAFETY: as above.
        for property in unsafe { property::bag(properties, propertyCount)? } {
            // SAFETY: as above.
            unsafe { made.set(&property)? };
        }
        made.check()?;
        out.set(handle::create::<WS_SECURITY_TOKEN>(made)?);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Gets a property of a security token. Properties that the token does not have are refused.
///
/// securityToken: from WsCreateXmlSecurityToken.
/// id: see WS_SECURITY_TOKEN_PROPERTY_ID. What a value points to belongs to the token and is valid as long as it, but for
/// the key.
/// value, valueSize: receive the value; exactly the size of its type.
/// heap: where the key goes for WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY; NULL for all others.
///
/// Returns S_OK, E_INVALIDARG (also for a property that this token has not), WS_E_QUOTA_EXCEEDED (the heap) or
/// E_OUTOFMEMORY. Source: WsGetSecurityTokenProperty page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetSecurityTokenProperty(
    securityToken: *mut WS_SECURITY_TOKEN,
    id: WS_SECURITY_TOKEN_PROPERTY_ID,
    value: *mut c_void,
    valueSize: ULONG,
    heap: *mut WS_HEAP,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let mut token = unsafe { handle::borrow(securityToken)? };
        if !heap.is_null() && id != WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY {
            return Err(Fault::invalid_arg(format!("The property {id:?} needs no heap: it has to be NULL.")));
        }
        let out = PropertyOut::new(id, value, valueSize);
        let none = WS_DATETIME { ticks: 0, format: WS_DATETIME_FORMAT_UTC };
        // SAFETY: as above, also for the other values.
        unsafe {
            match id {
                WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE => out.set(token.key_type()),
                WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME => out.set(token.valid_from.unwrap_or(none)),
                WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME => out.set(token.valid_till.unwrap_or(none)),
                WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML
                | WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML
                | WS_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE_XML => out.set(token.buffer(id)?),
                WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY => {
                    let Some(ProofKey::Symmetric(key)) = &token.token.key else { return Err(lacking(id)) };
                    let bytes = store::slice(handle::get(heap)?, key.bytes())?;
                    // No overflow: the key came as WS_BYTES.
                    out.set(WS_BYTES { length: key.bytes().len() as ULONG, bytes: bytes.as_ptr() })
                }
                _ => Err(out.refused("WsGetSecurityTokenProperty")),
            }
        }
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Frees a security token, and overwrites its key. What was made with it stays as it is.
///
/// token: from WsCreateXmlSecurityToken; NULL does nothing.
///
/// Source: WsFreeSecurityToken page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeSecurityToken(token: *mut WS_SECURITY_TOKEN) {
    // SAFETY: see the contract at the top of `ffi`.
    call_void(|| unsafe { handle::free(token) });
}

impl SecurityToken {
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    unsafe fn set(&mut self, property: &property::Property<'_, WS_XML_SECURITY_TOKEN_PROPERTY_ID>) -> Result<()> {
        // SAFETY: passed on.
        let reference = |name| unsafe { element(&xml_buffer::get(property.read()?)?, name) };
        match property.id {
            WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE => {
                let name = "WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE";
                self.token.attached_reference = Some(reference(name)?);
            }
            WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE => {
                let name = "WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE";
                self.token.unattached_reference = Some(reference(name)?);
            }
            WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME | WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME => {
                // SAFETY: passed on.
                let time: WS_DATETIME = unsafe { property.read()? };
                DateTime::from_ticks(time.ticks)
                    .map_err(|_| Fault::invalid_arg(format!("The property {:?} is no time.", property.id)))?;
                match property.id {
                    WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME => self.valid_from = Some(time),
                    _ => self.valid_till = Some(time),
                }
            }
            _ => return Err(property.refused("WsCreateXmlSecurityToken")),
        }
        Ok(())
    }

    /// References go with a key, which nobody could know what for without them.
    fn check(&self) -> Result<()> {
        let XmlToken { key, attached_reference, unattached_reference, .. } = &self.token;
        match key {
            Some(_) if attached_reference.is_none() => {
                Err(Fault::invalid_arg("A token with a key needs WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE."))
            }
            None if attached_reference.is_some() || unattached_reference.is_some() => {
                Err(Fault::invalid_arg("A token without a key takes no references: nothing would refer to it."))
            }
            _ => Ok(()),
        }
    }

    fn key_type(&self) -> WS_SECURITY_KEY_TYPE {
        match self.token.key {
            None => WS_SECURITY_KEY_TYPE_NONE,
            Some(ProofKey::Symmetric(_)) => WS_SECURITY_KEY_TYPE_SYMMETRIC,
            Some(ProofKey::Asymmetric(_)) => WS_SECURITY_KEY_TYPE_ASYMMETRIC,
        }
    }

    fn buffer(&mut self, id: WS_SECURITY_TOKEN_PROPERTY_ID) -> Result<*mut WS_XML_BUFFER> {
        let [token, attached, unattached] = &mut self.buffers;
        let XmlToken { xml, attached_reference, unattached_reference, .. } = &self.token;
        let (place, xml) = match id {
            WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML => (token, Some(xml)),
            WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML => (attached, attached_reference.as_ref()),
            _ => (unattached, unattached_reference.as_ref()),
        };
        let xml = xml.ok_or_else(|| lacking(id))?;
        if place.is_null() {
            *place = xml_buffer::create(&self.heap, buffer_of(xml, self.heap.budget())?)?;
        }
        Ok(*place)
    }
}

#[cold]
fn lacking(id: WS_SECURITY_TOKEN_PROPERTY_ID) -> Fault {
    Fault::invalid_arg(format!("This security token has no {id:?}."))
}

/// The one element that a buffer has to have, as text.
fn element(buffer: &Buffer, name: &str) -> Result<Arc<[u8]>> {
    let mut cursor = Cursor::new(buffer);
    let mut elements = 0;
    let mut kind = cursor.read()?;
    while kind != NodeKind::Eof {
        elements += u32::from(kind == NodeKind::Element);
        kind = cursor.skip()?;
    }
    if elements != 1 {
        return Err(Fault::invalid_arg(format!(
            "The XML buffer of {name} has {elements} elements at its top, and has to have one."
        )));
    }
    Ok(xml_of(buffer)?.into())
}

/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn key(handle: *const WS_SECURITY_KEY_HANDLE) -> Result<Option<ProofKey>> {
    if handle.is_null() {
        return Ok(None);
    }
    // SAFETY: passed on.
    let kind = unsafe { place::required(handle, "tokenKey")? }.keyHandleType;
    match kind {
        WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE => {
            // SAFETY: passed on; the type says which structure it is.
            let raw: &WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE = unsafe { place::derived(handle, "tokenKey")? };
            let WS_BYTES { length, bytes } = raw.rawKeyBytes;
            if length == 0 || length > MAX_KEY {
                return Err(Fault::invalid_arg(format!(
                    "The rawKeyBytes of tokenKey have {length} bytes; 1 to {MAX_KEY} are allowed."
                )));
            }
            // SAFETY: passed on.
            let bytes = unsafe { place::slice(bytes.cast_const(), length, "rawKeyBytes")? };
            Ok(Some(ProofKey::Symmetric(Secret::new(bytes.to_vec()))))
        }
        WSX_CERT_SECURITY_KEY_HANDLE_TYPE => {
            // SAFETY: passed on; the type says which structure it is.
            let of_cert: &WSX_CERT_SECURITY_KEY_HANDLE = unsafe { place::derived(handle, "tokenKey")? };
            // SAFETY: passed on.
            let certificate = unsafe { cert_context::get(of_cert.cert, "cert of tokenKey")? };
            if certificate.key().is_none() {
                return Err(Fault::invalid_arg("The certificate of tokenKey has no private key."));
            }
            Ok(Some(ProofKey::Asymmetric(certificate)))
        }
        WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE | WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE => Err(
            Fault::not_supported(format!("{kind:?} is a key in a provider of Windows, which there is none of here.")),
        ),
        unknown => Err(Fault::invalid_arg(format!("The key handle type {unknown:?} is not known."))),
    }
}
