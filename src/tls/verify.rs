//! Whether the other side's certificate is to be believed, and whether it is the one that was meant.

use super::peer::Peer;
use crate::abi::WS_E_SECURITY_VERIFICATION_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::identity::{self, Identity};
use crate::security::settings::PeerCheck;
use crate::security::trust::{self, Purpose};
use crate::trace::trace;

/// Checks the server's certificate: `host` is that of the URL, and the identity that of the service's address.
pub(super) fn server(peer: Option<&Peer>, check: &PeerCheck, expected: Option<&Identity>, host: &str) -> Result<()> {
    told(check_server(peer, check, expected, host), "server")
}

fn check_server(peer: Option<&Peer>, check: &PeerCheck, expected: Option<&Identity>, host: &str) -> Result<()> {
    let (peer, certificate) = shown(peer)?;
    let name = identity::tls_name(expected, host);
    let outcome = trust::verify(certificate, check, Purpose::TlsServer, Some(name), peer.stapled());
    super::session::clear_errors();
    outcome.map_err(trust::CertFailure::into_fault)?;
    identity::check_tls(expected, certificate)
}

/// Checks the client's certificate. Whom it names is for the program to judge.
pub(super) fn client(peer: Option<&Peer>, check: &PeerCheck) -> Result<()> {
    told(check_client(peer, check), "client")
}

/// Tells a trace what came of it.
fn told(outcome: Result<()>, whose: &str) -> Result<()> {
    match &outcome {
        Ok(()) => trace!(Tls, "the certificate of the {whose} is accepted"),
        Err(fault) => trace!(Tls, "the certificate of the {whose} is refused: {}", fault.texts().join(" ")),
    }
    outcome
}

fn check_client(peer: Option<&Peer>, check: &PeerCheck) -> Result<()> {
    let (peer, certificate) = shown(peer)?;
    let outcome = trust::verify(certificate, check, Purpose::TlsClient, None, peer.stapled());
    super::session::clear_errors();
    outcome.map_err(trust::CertFailure::into_fault)
}

fn shown(peer: Option<&Peer>) -> Result<(&Peer, &Certificate)> {
    peer.and_then(|peer| Some((peer, peer.certificate()?))).ok_or_else(|| {
        Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, "The other side of the TLS connection has shown no certificate.")
    })
}
