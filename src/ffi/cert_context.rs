//! Certificates in the form in which programs have them.

use crate::abi::CERT_CONTEXT;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;

fn later<T>() -> Result<T> {
    Err(Fault::not_supported("Certificates of programs are not there yet."))
}

/// The certificate of a context.
pub(super) unsafe fn get(_context: *const CERT_CONTEXT) -> Result<Certificate> {
    later()
}

/// The certificate of a context, whose reference is given up.
pub(super) unsafe fn take(_context: *const CERT_CONTEXT) -> Result<Certificate> {
    later()
}

/// A context with a reference of its own.
pub(super) fn create(_certificate: Certificate) -> Result<*const CERT_CONTEXT> {
    later()
}
