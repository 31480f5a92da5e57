//! What the contexts of clients and servers have in common.

use super::problem;
use crate::abi::{ULONG, WS_SECURE_PROTOCOL_TLS1_2};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use openssl::error::ErrorStack;
use openssl::ssl::{SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslVerifyMode, SslVersion};

/// The one protocol over TLS here, as ALPN names it. It is said so that nobody takes this for another one.
pub(super) const HTTP: &[u8] = b"\x08http/1.1";

/// WSX_SECURE_PROTOCOL_TLS1_3: the bit that WebServicesX.h adds.
const TLS1_3: ULONG = 0x10000;

/// The oldest and the newest version. Older ones than TLS 1.2 are never used, whatever bits are not set.
pub(super) fn versions(disallowed: ULONG) -> Result<(SslVersion, SslVersion)> {
    let no_1_2 = disallowed & WS_SECURE_PROTOCOL_TLS1_2.0.cast_unsigned() != 0;
    let no_1_3 = disallowed & TLS1_3 != 0;
    match (no_1_2, no_1_3) {
        (false, false) => Ok((SslVersion::TLS1_2, SslVersion::TLS1_3)),
        (true, false) => Ok((SslVersion::TLS1_3, SslVersion::TLS1_3)),
        (false, true) => Ok((SslVersion::TLS1_2, SslVersion::TLS1_2)),
        (true, true) => Err(Fault::invalid_arg(
            "WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS leaves no version of TLS: 1.2 and 1.3 are disallowed.",
        )),
    }
}

/// A context with what holds for all.
pub(super) fn builder(method: SslMethod, disallowed: ULONG) -> Result<SslContextBuilder> {
    let (oldest, newest) = versions(disallowed)?;
    let build = || -> Result<SslContextBuilder, ErrorStack> {
        let mut builder = SslContext::builder(method)?;
        builder.set_min_proto_version(Some(oldest))?;
        builder.set_max_proto_version(Some(newest))?;
        // Compression gives secrets away by lengths; renegotiation costs the one who is asked more than the one who asks.
        builder.set_options(SslOptions::NO_COMPRESSION | SslOptions::NO_RENEGOTIATION);
        // A connection that rests has no buffers.
        builder.set_mode(SslMode::RELEASE_BUFFERS);
        // Who the other side is, is looked at when the handshake is over, before anything else is done: see `verify`.
        builder.set_verify(SslVerifyMode::NONE);
        Ok(builder)
    };
    build().map_err(|errors| problem::system("TLS", &errors))
}

/// Gives a context a certificate to show, with its key and the certificates of its issuers.
pub(super) fn set_certificate(builder: &mut SslContextBuilder, certificate: &Certificate) -> Result<()> {
    let Some(key) = certificate.key() else {
        return Err(Fault::invalid_arg("The certificate has no private key, so TLS cannot use it."));
    };
    let mut set = || -> Result<(), ErrorStack> {
        builder.set_certificate(certificate.x509())?;
        builder.set_private_key(key)?;
        for issuer in certificate.chain() {
            builder.add_extra_chain_cert(issuer.clone())?;
        }
        builder.check_private_key()
    };
    set().map_err(|errors| problem::system("TLS with the certificate", &errors))
}
