//! Certificates with their private keys, as certificate contexts: from files in memory, and from certificate stores.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::cert_context;
use crate::ffi::place::{self, Out};
use crate::ffi::security_credential::{secret, text};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::decode;
use crate::security::name::SubjectPattern;
use crate::security::settings::Secret;
use crate::security::store::{self, Find};

/// Finds a certificate in a certificate store, with its private key if it has one there. The stores are folders; see
/// WS_SUBJECT_NAME_CERT_CREDENTIAL. Several certificates that fit are an error, which names their thumbprints.
///
/// storeLocation: CERT_SYSTEM_STORE_CURRENT_USER or CERT_SYSTEM_STORE_LOCAL_MACHINE.
/// storeName: the store, such as My, in upper or lower case.
/// findType, value: what to look for.
/// cert: receives the certificate, which CertFreeCertificateContext releases. Its chain is what its file has, or else
/// the issuers in the CA store.
///
/// A key has to be in the same file as its certificate, or in one of the same name that ends in .key; its password may
/// be in one that ends in .password. Files with keys and passwords must not be open to others. Files are read when they
/// have changed; the call blocks meanwhile.
///
/// Returns S_OK; CRYPT_E_NOT_FOUND; WS_E_SECURITY_SYSTEM_FAILURE (a file that cannot be read, or a key that is open to
/// others); E_INVALIDARG (a parameter, several that fit, a wrong password, or a key that is not that of its
/// certificate); WS_E_INVALID_FORMAT (a damaged file). Thread safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsxCertFind(
    storeLocation: ULONG,
    storeName: *const WS_STRING,
    findType: WSX_CERT_FIND_TYPE,
    value: *const WS_STRING,
    cert: *mut *const CERT_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: pointers obey the contract at the top of `ffi`, in all cases.
        let (out, name, value) = unsafe {
            let name = text(place::required(storeName, "storeName")?, "storeName")?;
            (Out::new(cert, "cert")?, name, text(place::required(value, "value")?, "value")?)
        };
        let wanted = wanted(findType, &value)?;
        out.set(cert_context::create(store::find(storeLocation, &name, &wanted)?)?);
        Ok(())
    };
    // SAFETY: as above.
    unsafe { call(error, body) }
}

fn wanted(kind: WSX_CERT_FIND_TYPE, value: &str) -> Result<Find> {
    let digits = || {
        store::digits(value)
            .ok_or_else(|| Fault::invalid_arg("The value is not of hexadecimal digits, two for each byte."))
    };
    match kind {
        WSX_CERT_FIND_SUBJECT_NAME => Ok(Find::Subject(SubjectPattern::parse(value)?)),
        WSX_CERT_FIND_THUMBPRINT => match digits()?.try_into() {
            Ok(thumbprint) => Ok(Find::Thumbprint(thumbprint)),
            Err(_) => Err(Fault::invalid_arg("A thumbprint has 40 hexadecimal digits.")),
        },
        WSX_CERT_FIND_SUBJECT_KEY_IDENTIFIER => match digits()? {
            identifier if identifier.is_empty() => Err(Fault::invalid_arg("The subject key identifier is empty.")),
            identifier => Ok(Find::KeyIdentifier(identifier)),
        },
        other => Err(Fault::invalid_arg(format!("The findType {other:?} is not known."))),
    }
}

/// Makes a certificate context of texts in PEM (or bytes in DER): a certificate, the certificates of its issuers behind
/// it if there are any, and its private key.
///
/// certificate: the text with the certificates. The private key may be in the same text.
/// privateKey: the private key, where it has a text of its own, in any of OpenSSL's forms; NULL otherwise.
/// password: of an encrypted key; NULL for none.
/// cert: receives the certificate, which CertFreeCertificateContext releases. Of several certificates it is the one that
/// the key belongs to, and without a key the first.
///
/// The parameters are copied. Returns S_OK; WS_E_INVALID_FORMAT (no certificate, or a damaged one or key); E_INVALIDARG
/// (a parameter, a key that does not belong to the certificate, a missing or wrong password). Thread safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsxCertFromPem(
    certificate: *const WS_BYTES,
    privateKey: *const WS_BYTES,
    password: *const WS_STRING,
    cert: *mut *const CERT_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: pointers obey the contract at the top of `ffi`, in all cases.
        let (out, certificate, key, password) = unsafe {
            let out = Out::new(cert, "cert")?;
            let key = if privateKey.is_null() { None } else { Some(bytes(privateKey, "privateKey")?) };
            (out, bytes(certificate, "certificate")?, key, optional(password)?)
        };
        out.set(cert_context::create(decode::pem(certificate, key, password.as_ref())?)?);
        Ok(())
    };
    // SAFETY: as above.
    unsafe { call(error, body) }
}

/// Makes a certificate context of a PKCS #12 file (.pfx, .p12), with its private key and its chain.
///
/// pkcs12: the bytes of the file.
/// password: its password; NULL for none.
/// cert: receives the certificate, which CertFreeCertificateContext releases.
///
/// Files of older programs are encrypted with RC2, which needs OpenSSL's legacy provider on the machine. The parameters
/// are copied. Returns S_OK; WS_E_INVALID_FORMAT (no PKCS #12 file, or no certificate in it); E_INVALIDARG (a parameter,
/// or a wrong password); WS_E_SECURITY_SYSTEM_FAILURE (the legacy provider is not there). Thread safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsxCertFromPkcs12(
    pkcs12: *const WS_BYTES,
    password: *const WS_STRING,
    cert: *mut *const CERT_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: pointers obey the contract at the top of `ffi`, in all cases.
        let (out, pkcs12, password) =
            unsafe { (Out::new(cert, "cert")?, bytes(pkcs12, "pkcs12")?, optional(password)?) };
        out.set(cert_context::create(decode::pkcs12(pkcs12, password.as_ref())?)?);
        Ok(())
    };
    // SAFETY: as above.
    unsafe { call(error, body) }
}

unsafe fn bytes<'a>(bytes: *const WS_BYTES, name: &str) -> Result<&'a [u8]> {
    // SAFETY: passed on, in both cases.
    unsafe {
        let WS_BYTES { length, bytes } = *place::required(bytes, name)?;
        place::slice(bytes.cast_const(), length, name)
    }
}

unsafe fn optional(password: *const WS_STRING) -> Result<Option<Secret>> {
    if password.is_null() {
        return Ok(None);
    }
    // SAFETY: passed on.
    unsafe { secret(place::required(password, "password")?, "password").map(Some) }
}
