//! What a certificate demands of the TLS servers that show it (RFC 7633).

use super::principal::{Elements, SEQUENCE, extensions};

/// `1.3.6.1.5.5.7.1.24`
const TLS_FEATURE: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x18];
const INTEGER: u8 = 0x02;
/// The number of the extension of TLS in which the answer of an authority comes along (RFC 6066, 8).
const STATUS_REQUEST: &[u8] = &[5];

/// Whether a server that shows this certificate has to send the answer of its authority along ("must staple"). The
/// certificate is in the DER form that OpenSSL has read.
pub(crate) fn must_staple(certificate: &[u8]) -> bool {
    extensions(certificate).is_some_and(|mut extensions| {
        extensions.any(|(object, value)| {
            object == TLS_FEATURE
                && Elements(value)
                    .inside(SEQUENCE)
                    .is_some_and(|mut numbers| numbers.any(|number| number == (INTEGER, STATUS_REQUEST)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::test_certs::certificate;

    #[test]
    fn who_must_staple() {
        assert!(must_staple(certificate("muststaple").der()));
        for other in ["server", "client", "noname"] {
            assert!(!must_staple(certificate(other).der()), "{other}");
        }
        let der = certificate("muststaple").der().to_vec();
        for length in 0..der.len() {
            // Whatever is missing, it ends.
            let _ = must_staple(&der[..length]);
        }
    }
}
