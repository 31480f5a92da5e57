//! The issuers whose certificates a server wants to see: names that it sends when it asks a client for a certificate.

use core::ffi::c_void;
use core::ptr::from_ref;
use openssl::ssl::SslRef;
use openssl::stack::StackRef;
use openssl::x509::X509Name;

/// More than any server needs; what is beyond is not told.
const MOST: usize = 1024;

/// The names that the server of a session sent, in DER; none if it asked for no certificate, or for anybody's.
#[allow(unsafe_code, reason = "the crate has no function for it")]
pub(super) fn of(ssl: &SslRef) -> Vec<Vec<u8>> {
    unsafe extern "C" {
        /// Of libssl since 1.1.1. What it answers belongs to the session; NULL for nothing.
        fn SSL_get0_peer_CA_list(ssl: *const c_void) -> *const c_void;
    }
    // SAFETY: a reference to an SslRef is the pointer to OpenSSL's object.
    let list = unsafe { SSL_get0_peer_CA_list(from_ref(ssl).cast()) };
    if list.is_null() {
        return Vec::new();
    }
    // SAFETY: a stack of names, of which a reference is the pointer; it lives as long as the session, and nothing here
    // changes that.
    let names: &StackRef<X509Name> = unsafe { &*list.cast() };
    names.iter().take(MOST).filter_map(|name| name.to_der().ok()).collect()
}
