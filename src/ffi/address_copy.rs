//! Copies of WS_ENDPOINT_ADDRESS, for objects that keep the address that they were opened with.

use crate::abi::*;
use crate::ffi::handle;
use crate::ffi::{place, store, xml_buffer};
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::buffer::point::Point;
use crate::xml::node::NodeKind;
use core::ptr::null_mut;

/// The bytes that a copied address may have, as the pages of WsOpenChannel and WsOpenServiceProxy say.
const MAX_SIZE: usize = 65536;

/// A copy of an address, of which nothing is shared with the original: so the two may be on different threads.
pub(super) struct OwnedAddress {
    heap: *mut WS_HEAP,
    address: WS_ENDPOINT_ADDRESS,
}

// SAFETY: nobody else has anything of the heap, and it does not depend on the thread that made it.
unsafe impl Send for OwnedAddress {}

impl Drop for OwnedAddress {
    fn drop(&mut self) {
        // SAFETY: made by `copy`, and nobody else frees it.
        unsafe { handle::free(self.heap) }
    }
}

impl OwnedAddress {
    /// Copies an address that must be there.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn copy(address: *const WS_ENDPOINT_ADDRESS) -> Result<Self> {
        // SAFETY: passed on.
        let original = unsafe { place::required(address, "address")? };
        let url = WS_STRING { length: 0, chars: null_mut() };
        let mut copy = OwnedAddress {
            heap: handle::create(Heap::new(MAX_SIZE, 0))?,
            address: WS_ENDPOINT_ADDRESS { url, headers: null_mut(), extensions: null_mut(), identity: null_mut() },
        };
        // SAFETY: passed on.
        unsafe { copy.fill(original) }.map_err(|fault| match fault.code() {
            WS_E_QUOTA_EXCEEDED => fault.context(format!("An endpoint address may have {MAX_SIZE} bytes at most.")),
            _ => fault.context("The endpoint address cannot be used."),
        })?;
        Ok(copy)
    }

    /// Another copy, for another thread.
    pub(super) fn duplicate(&self) -> Result<Self> {
        // SAFETY: all of it is in the own heap.
        unsafe { OwnedAddress::copy(&raw const self.address) }
    }

    pub(super) fn get(&self) -> *const WS_ENDPOINT_ADDRESS {
        &raw const self.address
    }

    unsafe fn fill(&mut self, original: &WS_ENDPOINT_ADDRESS) -> Result<()> {
        // SAFETY: the own heap.
        let heap = unsafe { handle::get(self.heap)? };
        // SAFETY: passed on, in each case.
        unsafe {
            self.address.url = string(heap, &original.url, "url of the address")?;
            self.address.headers = buffer(heap, original.headers)?;
            self.address.extensions = buffer(heap, original.extensions)?;
            self.address.identity = identity(heap, original.identity)?;
        }
        Ok(())
    }
}

unsafe fn string(heap: &Heap, original: &WS_STRING, name: &str) -> Result<WS_STRING> {
    // SAFETY: passed on.
    let chars = unsafe { place::slice(original.chars.cast_const(), original.length, name)? };
    Ok(WS_STRING { length: original.length, chars: store::slice(heap, chars)?.as_ptr() })
}

unsafe fn bytes(heap: &Heap, original: &WS_BYTES, name: &str) -> Result<WS_BYTES> {
    // SAFETY: passed on.
    let bytes = unsafe { place::slice(original.bytes.cast_const(), original.length, name)? };
    Ok(WS_BYTES { length: original.length, bytes: store::slice(heap, bytes)?.as_ptr() })
}

unsafe fn buffer(heap: &Heap, original: *mut WS_XML_BUFFER) -> Result<*mut WS_XML_BUFFER> {
    if original.is_null() {
        return Ok(null_mut());
    }
    // SAFETY: passed on.
    let original = unsafe { xml_buffer::get(original)? };
    let copy = Buffer::new(heap.budget())?;
    let (mut from, mut to) = (Cursor::new(&original), Point::new(&copy));
    while from.read()? != NodeKind::Eof {
        // A copy of each node: the content of a node that two buffers share is for one thread.
        to.write(from.present())?;
    }
    xml_buffer::create(heap, copy)
}

/// Puts a structure into the heap; the address of its first member is that of the identity.
fn put<T: Copy>(heap: &Heap, identity: T) -> Result<*mut WS_ENDPOINT_IDENTITY> {
    Ok(store::slice(heap, &[identity])?.as_ptr().cast())
}

unsafe fn identity(heap: &Heap, original: *mut WS_ENDPOINT_IDENTITY) -> Result<*mut WS_ENDPOINT_IDENTITY> {
    if original.is_null() {
        return Ok(null_mut());
    }
    let base = original.cast_const();
    // SAFETY: passed on, in each case; the type says which structure it is the first member of.
    unsafe {
        match place::required(base, "identity of the address")?.identityType {
            WS_DNS_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_DNS_ENDPOINT_IDENTITY = place::derived(base, "identity of the address")?;
                put(heap, WS_DNS_ENDPOINT_IDENTITY { dns: string(heap, &given.dns, "dns")?, ..*given })
            }
            WS_UPN_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_UPN_ENDPOINT_IDENTITY = place::derived(base, "identity of the address")?;
                put(heap, WS_UPN_ENDPOINT_IDENTITY { upn: string(heap, &given.upn, "upn")?, ..*given })
            }
            WS_SPN_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_SPN_ENDPOINT_IDENTITY = place::derived(base, "identity of the address")?;
                put(heap, WS_SPN_ENDPOINT_IDENTITY { spn: string(heap, &given.spn, "spn")?, ..*given })
            }
            WS_RSA_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_RSA_ENDPOINT_IDENTITY = place::derived(base, "identity of the address")?;
                let modulus = bytes(heap, &given.modulus, "modulus")?;
                put(
                    heap,
                    WS_RSA_ENDPOINT_IDENTITY { modulus, exponent: bytes(heap, &given.exponent, "exponent")?, ..*given },
                )
            }
            WS_CERT_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_CERT_ENDPOINT_IDENTITY = place::derived(base, "identity of the address")?;
                let rawCertificateData = bytes(heap, &given.rawCertificateData, "rawCertificateData")?;
                put(heap, WS_CERT_ENDPOINT_IDENTITY { rawCertificateData, ..*given })
            }
            WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_UNKNOWN_ENDPOINT_IDENTITY = place::derived(base, "identity of the address")?;
                put(heap, WS_UNKNOWN_ENDPOINT_IDENTITY { element: buffer(heap, given.element)?, ..*given })
            }
            unknown => Err(Fault::invalid_arg(format!("The identityType {unknown:?} of the address is not known."))),
        }
    }
}
