//! Clients: what connections are made with, and whether a server is the one that was meant.

use super::peer::Peer;
use super::resume::{self, Servers};
use super::stream::TlsStream;
use super::{context, problem, verify};
use crate::abi::WS_CERT_FAILURE_REVOCATION_OFFLINE;
use crate::net::TcpStream;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::{Certificate, features};
use crate::security::identity::Identity;
use crate::security::settings::{PeerCheck, Ssl as Settings, ValidateCertificate};
use crate::task::long;
use core::net::IpAddr;
use core::sync::atomic::{AtomicU64, Ordering};
use openssl::ssl::{Ssl, SslContext, SslMethod, StatusType};
use std::sync::{Arc, Mutex, PoisonError};

/// How many profiles the process keeps. Each has a context and the sessions of its servers.
const PROFILES: usize = 32;

/// What a channel connects with.
pub(crate) struct Client {
    profile: Arc<Profile>,
    /// Asked for each request, so that connections may be shared with those who ask somebody else.
    callback: Option<Arc<dyn ValidateCertificate>>,
}

/// All that a connection depends on. Channels with the same settings share one, and with it connections and sessions.
pub(crate) struct Profile {
    id: u64,
    own: Option<Certificate>,
    check: PeerCheck,
    disallowed: u32,
    expected: Option<Identity>,
    context: SslContext,
    servers: Servers,
}

impl Profile {
    fn is_of(&self, settings: &Settings, own: Option<&Certificate>, expected: Option<&Identity>) -> bool {
        let der = |certificate: &Certificate| certificate.der().to_vec();
        let ders = |list: &Option<Vec<Certificate>>| list.as_ref().map(|list| list.iter().map(der).collect::<Vec<_>>());
        self.check.failures_to_ignore == settings.peer.failures_to_ignore
            && self.check.checks_revocation == settings.peer.checks_revocation
            && self.disallowed == settings.disallowed_protocols
            && self.own.as_ref().map(der) == own.map(der)
            && self.expected.as_ref() == expected
            && ders(&self.check.trust_anchors) == ders(&settings.peer.trust_anchors)
    }

    /// The profile of these settings: the one that there is, or a new one.
    fn of(settings: &Settings, own: Option<&Certificate>, expected: Option<Identity>) -> Result<Arc<Self>> {
        static ALL: Mutex<Vec<Arc<Profile>>> = Mutex::new(Vec::new());
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = all.iter().position(|profile| profile.is_of(settings, own, expected.as_ref())) {
            let profile = all.remove(index);
            all.push(profile.clone());
            return Ok(profile);
        }
        let mut builder = context::builder(SslMethod::tls_client(), settings.disallowed_protocols)?;
        builder.set_alpn_protos(context::HTTP).map_err(|errors| problem::system("TLS", &errors))?;
        if let Some(own) = own {
            context::set_certificate(&mut builder, own)?;
        }
        resume::keep(&mut builder);
        let profile = Arc::new(Profile {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            own: own.cloned(),
            // The callback stays with who set it.
            check: PeerCheck { callback: None, ..settings.peer.clone() },
            disallowed: settings.disallowed_protocols,
            expected,
            context: builder.build(),
            servers: Servers::default(),
        });
        if all.len() >= PROFILES {
            all.remove(0);
        }
        all.push(profile.clone());
        Ok(profile)
    }

    /// Whether a server is to be believed only with an answer of its authority in the same handshake.
    fn needs_answer(&self, peer: &Peer) -> bool {
        let is_strict = self.check.failures_to_ignore & WS_CERT_FAILURE_REVOCATION_OFFLINE == 0;
        let demands = || peer.certificate().is_some_and(|certificate| features::must_staple(certificate.der()));
        self.check.checks_revocation && ((is_strict && peer.stapled().is_some()) || demands())
    }

    /// The same for those whose connections may be shared.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Makes a session on a new connection to a host, which is named as it is in the URL, and makes sure that the other
    /// side is who it should be.
    pub(crate) async fn connect(&self, tcp: TcpStream, host: &str, port: u16) -> Result<Box<TlsStream>> {
        let sessions = self.servers.of(host, port);
        // The dot at the end of a name stands in no certificate, nor in what the server is asked for (RFC 6066, 3).
        let name = host.strip_suffix('.').unwrap_or(host);
        let start = || {
            let mut ssl = Ssl::new(&self.context)?;
            ssl.set_connect_state();
            // Addresses have no place in this extension.
            if name.parse::<IpAddr>().is_err() {
                ssl.set_hostname(name)?;
            }
            if self.check.checks_revocation {
                ssl.set_status_type(StatusType::OCSP)?;
            }
            resume::offer(&mut ssl, sessions.clone())?;
            Ok(ssl)
        };
        let stream = TlsStream::new(tcp, start().map_err(|errors| problem::system("The TLS session", &errors))?)?;
        let handshake = stream.handshake().await;
        let issuers = stream.issuers();
        if !issuers.is_empty() {
            sessions.set_issuers(issuers);
        }
        handshake?;
        let peer = stream.other_side().map(|peer| &**peer);
        let outcome = verify::server(peer, &self.check, self.expected.as_ref(), name);
        if let Err(fault) = outcome {
            sessions.clear();
            stream.cut();
            let place = stream.place();
            return Err(fault.context(format!("The certificate of {place} was refused.")));
        }
        if peer.is_some_and(|peer| self.needs_answer(peer)) {
            sessions.close();
        }
        stream.keep_session(&sessions);
        Ok(stream)
    }
}

impl Client {
    /// What `settings` say, with the certificate that was loaded for them, and whom the address of the service names.
    pub(crate) fn new(settings: &Settings, own: Option<&Certificate>, expected: Option<Identity>) -> Result<Arc<Self>> {
        let profile = Profile::of(settings, own, expected)?;
        Ok(Arc::new(Client { profile, callback: settings.peer.callback.clone() }))
    }

    /// What connections are made with.
    pub(crate) fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// The issuers whose certificates a server wants to see, as it last said; names in DER.
    pub(crate) fn issuers(&self, host: &str, port: u16) -> Arc<[Vec<u8>]> {
        self.profile.servers.of(host, port).issuers()
    }

    /// Asks the program about the server's certificate, before each request. It may take its time.
    pub(crate) fn validate(&self, stream: &TlsStream) -> Result<()> {
        let Some(callback) = &self.callback else { return Ok(()) };
        let certificate = stream.other_side().and_then(|peer| peer.certificate());
        let certificate =
            certificate.ok_or_else(|| Fault::invalid_operation("The server has shown no certificate."))?;
        long(|| callback.validate(certificate)).inspect_err(|_| stream.cut())
    }
}

impl core::fmt::Debug for Client {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Client({:?})", self.profile)
    }
}

impl core::fmt::Debug for Profile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Profile({}, {:?})", self.id, self.own)
    }
}
