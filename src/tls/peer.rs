//! What a session has found out about the other side.

use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::soap::steps;
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use openssl::ssl::SslRef;
use openssl::x509::X509;
use std::sync::OnceLock;

/// What is known after the handshake. That the certificate's key is the peer's is proved; whom the certificate names,
/// and whether that is to be believed, is not said by this.
pub(crate) struct Peer {
    certificate: Option<Certificate>,
    /// The server's, whichever side that is.
    of_server: Option<X509>,
    /// What the server's authority says about the certificate, which the server has sent along (OCSP).
    stapled: Option<Vec<u8>>,
    /// TLS 1.2 or 1.3, by OpenSSL's name.
    pub(crate) protocol: &'static str,
    /// The keys of an earlier session were used.
    pub(crate) is_resumed: bool,
    /// See [`Peer::channel_binding`]: made when it is first asked for.
    binding: OnceLock<Option<Vec<u8>>>,
}

impl Peer {
    pub(super) fn new(ssl: &SslRef) -> Result<Self> {
        let found = ssl.peer_certificate();
        let of_server = if ssl.is_server() { ssl.certificate().map(|own| own.to_owned()) } else { found.clone() };
        let certificate = match found {
            None => None,
            Some(certificate) => {
                let chain = ssl.peer_cert_chain().map(|chain| chain.iter().map(|one| one.to_owned()).collect());
                let mut chain: Vec<X509> = chain.unwrap_or_default();
                // A client sees the server's own certificate in it, a server does not see the client's.
                if !ssl.is_server() && !chain.is_empty() {
                    drop(chain.remove(0));
                }
                let unusable = |fault: Fault| fault.context("The certificate of the other side cannot be used.");
                Some(Certificate::new(certificate, None, chain).map_err(unusable)?)
            }
        };
        let stapled = ssl.ocsp_status().filter(|_| !ssl.is_server()).map(<[u8]>::to_vec);
        let (protocol, is_resumed, binding) = (ssl.version_str(), ssl.session_reused(), OnceLock::new());
        Ok(Peer { certificate, of_server, stapled, protocol, is_resumed, binding })
    }

    pub(crate) fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// For a trace.
    pub(super) fn described(&self, ssl: &SslRef) -> String {
        let cipher = ssl.current_cipher().map_or("no cipher", |cipher| cipher.name());
        let resumed = if self.is_resumed { ", resumed" } else { "" };
        let who = match &self.certificate {
            Some(certificate) => steps::certificate(certificate),
            None => "it has shown no certificate".to_owned(),
        };
        format!("{}, {cipher}{resumed}; {who}", self.protocol)
    }

    pub(super) fn stapled(&self) -> Option<&[u8]> {
        self.stapled.as_deref()
    }

    /// What ties other authentication to this connection: the hash of the server's certificate with the hash function of
    /// its signature, or SHA-256 where that is weak (RFC 5929, 4: tls-server-end-point). `None` where the signature has
    /// no single hash function.
    pub(crate) fn channel_binding(&self) -> Option<Vec<u8>> {
        self.binding.get_or_init(|| self.make_binding()).clone()
    }

    fn make_binding(&self) -> Option<Vec<u8>> {
        let certificate = self.of_server.as_ref()?;
        let signature = certificate.signature_algorithm().object().nid();
        let digest = match signature.signature_algorithms()?.digest {
            Nid::MD5 | Nid::SHA1 => MessageDigest::sha256(),
            Nid::UNDEF => return None,
            other => MessageDigest::from_nid(other)?,
        };
        hash(digest, &certificate.to_der().ok()?).ok().map(|hash| hash.to_vec())
    }
}
