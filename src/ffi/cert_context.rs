//! Certificate contexts: what a program holds of a certificate. See `wincrypt` in Microsoft's documentation; how to get
//! one with its private key is in cert_find.rs.

use crate::abi::*;
use crate::ffi::call::call_void;
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use core::ptr::null;
use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
use std::panic::catch_unwind;

/// What is behind a CERT_CONTEXT of this library.
#[repr(C)]
struct Context {
    public: CERT_CONTEXT,
    tag: AtomicU64,
    references: AtomicUsize,
    certificate: Certificate,
}

const TAG: u64 = 0x5753_5843_4552_5431;
/// X509_ASN_ENCODING.
const ENCODING: u32 = 1;
/// Above this something counts up without end; the context then stays for good.
const MAX_REFERENCES: usize = isize::MAX as usize;

/// A context with one reference, which the program owns.
pub(super) fn create(certificate: Certificate) -> Result<*const CERT_CONTEXT> {
    let der = certificate.der();
    let length = u32::try_from(der.len()).map_err(|_| Fault::overflow("The certificate is too long."))?;
    // The certificate keeps the bytes where they are.
    let public =
        CERT_CONTEXT { dwCertEncodingType: ENCODING, pbCertEncoded: der.as_ptr().cast_mut(), cbCertEncoded: length };
    let context = Context { public, tag: AtomicU64::new(TAG), references: AtomicUsize::new(1), certificate };
    Ok(Box::into_raw(Box::new(context)).cast_const().cast())
}

/// The certificate of a required context.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn get(context: *const CERT_CONTEXT, name: &str) -> Result<Certificate> {
    // SAFETY: passed on.
    Ok(unsafe { object(context, name)? }.certificate.clone())
}

/// The certificate of a required context whose reference the library takes over.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`].
pub(super) unsafe fn take(context: *const CERT_CONTEXT, name: &str) -> Result<Certificate> {
    // SAFETY: passed on, in both cases.
    unsafe {
        let certificate = get(context, name)?;
        release(context);
        Ok(certificate)
    }
}

unsafe fn object<'a>(context: *const CERT_CONTEXT, name: &str) -> Result<&'a Context> {
    // SAFETY: passed on: a context of this library is the whole of it.
    let object: &Context = unsafe { place::required(context.cast(), name)? };
    if object.tag.load(Ordering::Relaxed) == TAG {
        Ok(object)
    } else {
        Err(Fault::invalid_arg(format!("The parameter {name} is no certificate context of this library.")))
    }
}

/// Gives a reference back.
unsafe fn release(context: *const CERT_CONTEXT) {
    // SAFETY: passed on.
    let Ok(object) = (unsafe { object(context, "pCertContext") }) else { return };
    if object.references.load(Ordering::Relaxed) > MAX_REFERENCES
        || object.references.fetch_sub(1, Ordering::Release) != 1
    {
        return;
    }
    // What others did with the certificate is over before it goes.
    fence(Ordering::Acquire);
    object.tag.store(0, Ordering::Relaxed);
    // SAFETY: made by `create`, and this was the last reference.
    drop(unsafe { Box::from_raw(context.cast::<Context>().cast_mut()) });
}

/// Makes a certificate context of a certificate in DER form, without a private key.
///
/// dwCertEncodingType: X509_ASN_ENCODING; PKCS_7_ASN_ENCODING beside it is ignored.
/// pbCertEncoded, cbCertEncoded: the bytes, which are copied.
///
/// Returns the context, which CertFreeCertificateContext releases, or NULL if the bytes are no certificate.
///
/// Thread safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CertCreateCertificateContext(
    dwCertEncodingType: ULONG,
    pbCertEncoded: *const BYTE,
    cbCertEncoded: ULONG,
) -> *const CERT_CONTEXT {
    let made = catch_unwind(|| {
        if dwCertEncodingType & 0xFFFF != ENCODING {
            return Err(Fault::invalid_arg("The encoding of the certificate is not X509_ASN_ENCODING."));
        }
        // SAFETY: pointers obey the contract at the top of `ffi`.
        let der = unsafe { place::slice(pbCertEncoded, cbCertEncoded, "pbCertEncoded")? };
        create(Certificate::from_der(der)?)
    });
    match made {
        Ok(Ok(context)) => context,
        _ => null(),
    }
}

/// Takes another reference to a certificate context.
///
/// pCertContext: the context; NULL gives NULL.
///
/// Returns the same pointer. Each reference is given back with CertFreeCertificateContext.
///
/// Thread safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CertDuplicateCertificateContext(pCertContext: *const CERT_CONTEXT) -> *const CERT_CONTEXT {
    // SAFETY: pointers obey the contract at the top of `ffi`.
    match catch_unwind(|| unsafe { object(pCertContext, "pCertContext") }) {
        Ok(Ok(object)) => {
            object.references.fetch_add(1, Ordering::Relaxed);
            pCertContext
        }
        _ => null(),
    }
}

/// Gives a reference to a certificate context back; with the last one the certificate and its key are released.
///
/// pCertContext: the context, or NULL.
///
/// Returns TRUE.
///
/// Thread safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CertFreeCertificateContext(pCertContext: *const CERT_CONTEXT) -> BOOL {
    // SAFETY: pointers obey the contract at the top of `ffi`.
    call_void(|| unsafe { release(pCertContext) });
    1
}
