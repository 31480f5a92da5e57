//! WS_ENDPOINT_IDENTITY: who a service is, copied from its address.

use crate::abi::*;
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use crate::security::identity::Identity;

/// The most bytes that an address may have: Windows' limit.
const MAX_SIZE: ULONG = 65536;

/// The identity of an address, if it has one.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn read(identity: *const WS_ENDPOINT_IDENTITY) -> Result<Option<Identity>> {
    const NAME: &str = "identity of the endpointAddress";
    if identity.is_null() {
        return Ok(None);
    }
    // SAFETY: in each case: passed on; the type says which structure it is.
    let found = unsafe {
        match place::required(identity, NAME)?.identityType {
            WS_DNS_ENDPOINT_IDENTITY_TYPE => {
                Identity::Dns(text(&place::derived::<WS_DNS_ENDPOINT_IDENTITY>(identity, NAME)?.dns, "dns")?)
            }
            WS_UPN_ENDPOINT_IDENTITY_TYPE => {
                Identity::Upn(text(&place::derived::<WS_UPN_ENDPOINT_IDENTITY>(identity, NAME)?.upn, "upn")?)
            }
            WS_SPN_ENDPOINT_IDENTITY_TYPE => {
                Identity::Spn(text(&place::derived::<WS_SPN_ENDPOINT_IDENTITY>(identity, NAME)?.spn, "spn")?)
            }
            WS_RSA_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_RSA_ENDPOINT_IDENTITY = place::derived(identity, NAME)?;
                Identity::Rsa {
                    modulus: bytes(&given.modulus, "modulus")?,
                    exponent: bytes(&given.exponent, "exponent")?,
                }
            }
            WS_CERT_ENDPOINT_IDENTITY_TYPE => {
                let given: &WS_CERT_ENDPOINT_IDENTITY = place::derived(identity, NAME)?;
                Identity::Certificate(bytes(&given.rawCertificateData, "rawCertificateData")?)
            }
            WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE => Identity::Unknown,
            other => return Err(Fault::invalid_arg(format!("The endpoint identity type {other:?} does not exist."))),
        }
    };
    Ok(Some(found))
}

unsafe fn text(string: &WS_STRING, name: &str) -> Result<String> {
    check_size(string.length)?;
    // SAFETY: passed on.
    let chars = unsafe { place::string(string, name)? };
    // What is empty names nobody, and must not be taken for anybody.
    if chars.is_empty() {
        return Err(Fault::invalid_arg(format!("The {name} of the endpoint identity is empty.")));
    }
    String::from_utf16(chars)
        .map_err(|_| Fault::invalid_arg(format!("The {name} of the endpoint identity is not valid UTF-16.")))
}

unsafe fn bytes(bytes: &WS_BYTES, name: &str) -> Result<Vec<u8>> {
    check_size(bytes.length)?;
    // SAFETY: passed on.
    let bytes = unsafe { place::slice(bytes.bytes.cast_const(), bytes.length, name)? };
    match bytes.is_empty() {
        true => Err(Fault::invalid_arg(format!("The {name} of the endpoint identity is empty."))),
        false => Ok(bytes.to_vec()),
    }
}

fn check_size(length: ULONG) -> Result<()> {
    if length > MAX_SIZE { Err(Fault::quota("size of an endpoint address", MAX_SIZE)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::ptr::{from_mut, from_ref, null};

    fn string(chars: &mut [u16]) -> WS_STRING {
        WS_STRING { length: chars.len() as ULONG, chars: chars.as_mut_ptr() }
    }

    fn base(identityType: WS_ENDPOINT_IDENTITY_TYPE) -> WS_ENDPOINT_IDENTITY {
        WS_ENDPOINT_IDENTITY { identityType }
    }

    #[test]
    fn each_kind_is_copied() {
        let mut chars: Vec<u16> = "host".encode_utf16().collect();
        let mut raw = [1u8, 2, 3];
        let data = WS_BYTES { length: 3, bytes: from_mut(&mut raw).cast() };
        let dns = WS_DNS_ENDPOINT_IDENTITY { identity: base(WS_DNS_ENDPOINT_IDENTITY_TYPE), dns: string(&mut chars) };
        let spn = WS_SPN_ENDPOINT_IDENTITY { identity: base(WS_SPN_ENDPOINT_IDENTITY_TYPE), spn: string(&mut chars) };
        let upn = WS_UPN_ENDPOINT_IDENTITY { identity: base(WS_UPN_ENDPOINT_IDENTITY_TYPE), upn: string(&mut chars) };
        let rsa =
            WS_RSA_ENDPOINT_IDENTITY { identity: base(WS_RSA_ENDPOINT_IDENTITY_TYPE), modulus: data, exponent: data };
        let cert =
            WS_CERT_ENDPOINT_IDENTITY { identity: base(WS_CERT_ENDPOINT_IDENTITY_TYPE), rawCertificateData: data };
        let host = || "host".to_owned();
        // SAFETY: the structures are those that their types say, and live.
        unsafe {
            assert_eq!(read(null()).unwrap(), None);
            assert_eq!(read(from_ref(&dns).cast()).unwrap(), Some(Identity::Dns(host())));
            assert_eq!(read(from_ref(&spn).cast()).unwrap(), Some(Identity::Spn(host())));
            assert_eq!(read(from_ref(&upn).cast()).unwrap(), Some(Identity::Upn(host())));
            let key = Identity::Rsa { modulus: raw.to_vec(), exponent: raw.to_vec() };
            assert_eq!(read(from_ref(&rsa).cast()).unwrap(), Some(key));
            assert_eq!(read(from_ref(&cert).cast()).unwrap(), Some(Identity::Certificate(raw.to_vec())));
        }
    }

    #[test]
    fn what_names_nobody_is_refused() {
        let none = WS_STRING { length: 0, chars: core::ptr::null_mut() };
        let long = WS_STRING { length: MAX_SIZE + 1, chars: core::ptr::dangling_mut() };
        for (dns, code) in [(none, E_INVALIDARG), (long, WS_E_QUOTA_EXCEEDED)] {
            let identity = WS_DNS_ENDPOINT_IDENTITY { identity: base(WS_DNS_ENDPOINT_IDENTITY_TYPE), dns };
            // SAFETY: the structure is the one that its type says; its string is not read.
            assert_eq!(unsafe { read(from_ref(&identity).cast()) }.unwrap_err().code(), code);
        }
        let unknown = base(WS_ENDPOINT_IDENTITY_TYPE(7));
        // SAFETY: only the base is looked at.
        assert_eq!(unsafe { read(from_ref(&unknown)) }.unwrap_err().code(), E_INVALIDARG);
    }
}
