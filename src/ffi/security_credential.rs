//! Credentials of security bindings, copied.

use crate::abi::*;
use crate::ffi::place;
use crate::ffi::security_callback::CertCallback;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{CertSource, Role, Secret, WindowsCredential};
use std::sync::Arc;

/// A string of the program's as text.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn text(string: &WS_STRING, name: &str) -> Result<String> {
    // SAFETY: passed on.
    let chars = unsafe { place::string(string, name)? };
    String::from_utf16(chars).map_err(|_| Fault::invalid_arg(format!("The {name} is not valid UTF-16.")))
}

/// As [`text`], leaving no copy anywhere else.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn secret(string: &WS_STRING, name: &str) -> Result<Secret> {
    // SAFETY: passed on.
    let chars = unsafe { place::string(string, name)? };
    // Never moved while it grows: no character takes more than three bytes for each of its units.
    let mut bytes = Vec::with_capacity(chars.len().saturating_mul(3));
    for unit in char::decode_utf16(chars.iter().copied()) {
        let Ok(c) = unit else {
            drop(Secret::new(bytes));
            return Err(Fault::invalid_arg(format!("The {name} is not valid UTF-16.")));
        };
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(Secret::new(bytes))
}

/// Certificates are in two places.
const LOCATIONS: [ULONG; 2] = [0x10000, 0x20000];

unsafe fn store(location: ULONG, name: &WS_STRING) -> Result<String> {
    if !LOCATIONS.contains(&location) {
        return Err(Fault::invalid_arg(format!(
            "The storeLocation 0x{location:X} is neither CERT_SYSTEM_STORE_CURRENT_USER (0x10000) nor \
             CERT_SYSTEM_STORE_LOCAL_MACHINE (0x20000)."
        )));
    }
    // SAFETY: passed on.
    let name = unsafe { text(name, "storeName")? };
    // It names a folder, and must not lead anywhere else.
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    if name.is_empty() || !name.chars().all(is_name) {
        return Err(Fault::invalid_arg("The storeName is not the name of a certificate store, such as My."));
    }
    Ok(name)
}

/// WS_CERT_CREDENTIAL, NULL for none.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; states of callbacks live as long as what the security is for.
pub(super) unsafe fn certificate(
    credential: *const WS_CERT_CREDENTIAL,
    role: Role,
    field: &str,
) -> Result<Option<CertSource>> {
    if credential.is_null() {
        return Ok(None);
    }
    // SAFETY: passed on.
    let source = unsafe { cert_source(credential, role, field) };
    source.map(Some).map_err(|fault| fault.context(format!("This concerns the {field}.")))
}

unsafe fn cert_source(credential: *const WS_CERT_CREDENTIAL, role: Role, field: &str) -> Result<CertSource> {
    // SAFETY: in each case: passed on; the type says which structure it is.
    unsafe {
        match place::required(credential, field)?.credentialType {
            WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE => {
                let given: &WS_SUBJECT_NAME_CERT_CREDENTIAL = place::derived(credential, field)?;
                let subject = text(&given.subjectName, "subjectName")?;
                if subject.trim().is_empty() {
                    return Err(Fault::invalid_arg("The subjectName is empty."));
                }
                let (location, store) = (given.storeLocation, store(given.storeLocation, &given.storeName)?);
                Ok(CertSource::Subject { location, store, subject })
            }
            WS_THUMBPRINT_CERT_CREDENTIAL_TYPE => {
                let given: &WS_THUMBPRINT_CERT_CREDENTIAL = place::derived(credential, field)?;
                let (location, store) = (given.storeLocation, store(given.storeLocation, &given.storeName)?);
                let thumbprint = thumbprint(&text(&given.thumbprint, "thumbprint")?)?;
                Ok(CertSource::Thumbprint { location, store, thumbprint })
            }
            WS_CUSTOM_CERT_CREDENTIAL_TYPE => {
                let given: &WS_CUSTOM_CERT_CREDENTIAL = place::derived(credential, field)?;
                Ok(CertSource::Callback(Arc::new(CertCallback::new(given, role)?)))
            }
            other => Err(Fault::invalid_arg(format!("The certificate credential type {other:?} does not exist."))),
        }
    }
}

fn thumbprint(text: &str) -> Result<[u8; 20]> {
    let mut bytes = [0; 20];
    let is_hex = text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = text.as_bytes().chunks(2).filter_map(|pair| str::from_utf8(pair).ok());
    for (byte, pair) in bytes.iter_mut().zip(digits) {
        *byte = u8::from_str_radix(pair, 16).unwrap_or_default();
    }
    match is_hex {
        true => Ok(bytes),
        false => Err(Fault::invalid_arg("The thumbprint is not 40 hexadecimal digits, without spaces.")),
    }
}

/// Whether there is a clientCredential to be read, which clients have to have and servers must not.
fn is_given(role: Role, is_null: bool) -> Result<bool> {
    match (role, is_null) {
        (Role::Client, true) => Err(Fault::invalid_arg("The clientCredential is NULL, but required on the client.")),
        (Role::Server, false) => Err(Fault::invalid_arg("The clientCredential has to be NULL on the server.")),
        (role, _) => Ok(role == Role::Client),
    }
}

/// A WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL, which clients need and servers must not have.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn windows(
    credential: *const WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    role: Role,
) -> Result<Option<WindowsCredential>> {
    const FIELD: &str = "clientCredential";
    if !is_given(role, credential.is_null())? {
        return Ok(None);
    }
    // SAFETY: in each case: passed on; the type says which structure it is.
    unsafe {
        match place::required(credential, FIELD)?.credentialType {
            WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE => {
                let given: &WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL = place::derived(credential, FIELD)?;
                let user = text(&given.username, "username of the clientCredential")?;
                if user.is_empty() {
                    return Err(Fault::invalid_arg(
                        "The username of the clientCredential is empty; the identity of the process is \
                         WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.",
                    ));
                }
                let password = secret(&given.password, "password of the clientCredential")?;
                let domain = text(&given.domain, "domain of the clientCredential")?;
                Ok(Some(WindowsCredential::Name { user, password, domain }))
            }
            WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE => Ok(Some(WindowsCredential::Default)),
            WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE => Err(Fault::not_supported(
                "WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL is not there: only Windows makes such credentials.",
            )),
            other => Err(Fault::invalid_arg(format!("The type {other:?} of the clientCredential does not exist."))),
        }
    }
}

/// The WS_USERNAME_CREDENTIAL of a client.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn user_name(
    credential: *const WS_USERNAME_CREDENTIAL,
    role: Role,
) -> Result<Option<(String, Secret)>> {
    const FIELD: &str = "clientCredential";
    if !is_given(role, credential.is_null())? {
        return Ok(None);
    }
    // SAFETY: in each case: passed on; the type says which structure it is.
    unsafe {
        match place::required(credential, FIELD)?.credentialType {
            WS_STRING_USERNAME_CREDENTIAL_TYPE => {
                let given: &WS_STRING_USERNAME_CREDENTIAL = place::derived(credential, FIELD)?;
                let name = text(&given.username, "username of the clientCredential")?;
                Ok(Some((name, secret(&given.password, "password of the clientCredential")?)))
            }
            other => Err(Fault::invalid_arg(format!("The type {other:?} of the clientCredential does not exist."))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbprints_are_forty_digits() {
        let good = "00112233445566778899aAbBcCdDeEfF01020304";
        assert_eq!(thumbprint(good).unwrap()[..4], [0x00, 0x11, 0x22, 0x33]);
        assert_eq!(thumbprint(good).unwrap()[19], 0x04);
        for bad in ["", "00", "0011 2233445566778899aabbccddeeff0102030", "+0112233445566778899aabbccddeeff01020304"] {
            assert!(thumbprint(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn secrets_become_utf_8() {
        let chars: Vec<u16> = "p\u{e4}\u{20ac}\u{1f600}".encode_utf16().collect();
        let string = WS_STRING { length: chars.len() as ULONG, chars: chars.as_ptr().cast_mut() };
        // SAFETY: the string is there.
        assert_eq!(unsafe { secret(&string, "password") }.unwrap().bytes(), "p\u{e4}\u{20ac}\u{1f600}".as_bytes());
        let half = [0xD800u16];
        let string = WS_STRING { length: 1, chars: half.as_ptr().cast_mut() };
        // SAFETY: as above.
        assert!(unsafe { secret(&string, "password") }.is_err());
    }
}
