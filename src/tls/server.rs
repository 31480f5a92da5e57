//! Servers: the certificates of a port's listeners, and which clients they admit.

use super::stream::TlsStream;
use super::{context, problem, staple, verify};
use crate::net::TcpStream;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::settings::{PeerCheck, Requirement, Ssl as Settings};
use core::sync::atomic::{AtomicU64, Ordering};
use openssl::error::ErrorStack;
use openssl::ssl::{
    AlpnError, NameType, SniError, Ssl, SslAlert, SslContext, SslContextBuilder, SslMethod, SslOptions, SslRef,
    SslSessionCacheMode, SslVerifyMode, select_next_proto,
};
use openssl::stack::Stack;
use openssl::x509::X509Name;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Names the sessions of this library among those of the process; OpenSSL demands a name where clients have certificates.
const SESSIONS: &[u8] = b"webservices";

/// Sessions that a port remembers where clients have certificates.
const REMEMBERED: i32 = 1024;

/// TLS 1.2 without forward secrecy or with ciphers that nobody should have to read; the rest is as the system has it.
const CIPHERS: &str = "DEFAULT:!kRSA:!PSK:!SRP:!aNULL:!3DES:!RC4";

/// The security of one listener.
pub(crate) struct Server {
    /// Unlike an address, never that of another one.
    id: u64,
    /// What is shown to clients that ask for none of the names; `None`: they are refused.
    shown: Option<Shown>,
    /// What is shown to those that ask for one of these hosts, in lower case.
    named: Vec<(String, Shown)>,
    requirement: Requirement,
    check: PeerCheck,
    disallowed: u32,
}

/// A certificate, and what sessions with it are made of.
struct Shown {
    certificate: Certificate,
    context: SslContext,
}

impl Shown {
    fn new(settings: &Settings, certificate: &Certificate) -> Result<Self> {
        let mut builder = builder(settings.disallowed_protocols)?;
        context::set_certificate(&mut builder, certificate)?;
        let mut set = || -> Result<(), ErrorStack> {
            let asks = settings.client_certificate != Requirement::None;
            if let Some(anchors) = settings.peer.trust_anchors.as_ref().filter(|_| asks) {
                name_issuers(&mut builder, anchors)?;
            }
            staple::set(&mut builder, certificate)
        };
        set().map_err(|errors| problem::system("TLS", &errors))?;
        Ok(Shown { certificate: certificate.clone(), context: builder.build() })
    }
}

impl Server {
    /// What `settings` say, with the certificate that was loaded for them, or that is bound to host and port.
    pub(crate) fn new(settings: &Settings, certificate: &Certificate) -> Result<Arc<Self>> {
        Self::with_names(settings, Some(certificate), &[])
    }

    /// The same for a listener of all hosts: clients are shown the certificate of the host that they ask for, where
    /// there is one, and otherwise that of all hosts, if there is one.
    pub(crate) fn with_names(
        settings: &Settings,
        certificate: Option<&Certificate>,
        named: &[(String, Certificate)],
    ) -> Result<Arc<Self>> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let named = named.iter().map(|(name, certificate)| Ok((name.clone(), Shown::new(settings, certificate)?)));
        Ok(Arc::new(Server {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            shown: certificate.map(|certificate| Shown::new(settings, certificate)).transpose()?,
            named: named.collect::<Result<_>>()?,
            requirement: settings.client_certificate,
            check: settings.peer.clone(),
            disallowed: settings.disallowed_protocols,
        }))
    }

    /// Whether both show the same certificates.
    pub(crate) fn has_certificate_of(&self, other: &Server) -> bool {
        let default = |server: &Server| server.shown.as_ref().map(|shown| shown.certificate.clone());
        let is_same = |((name, shown), (other, others)): (&(String, Shown), &(String, Shown))| {
            name == other && shown.certificate == others.certificate
        };
        default(self) == default(other)
            && self.named.len() == other.named.len()
            && self.named.iter().zip(&other.named).all(is_same)
    }

    /// What a client that asks for a host, in lower case, is shown.
    fn context(&self, name: Option<&str>) -> Option<&SslContext> {
        let named = self.named.iter().find(|(own, _)| Some(own.as_str()) == name).map(|(_, shown)| shown);
        named.or(self.shown.as_ref()).map(|shown| &shown.context)
    }

    /// Whether the listener takes requests from a client, which has ended its handshake: gives the certificate that
    /// speaks for it, if it has one that was wanted.
    pub(crate) fn admit(&self, stream: &TlsStream) -> Result<Option<Certificate>> {
        let found = stream.other_side().and_then(|peer| peer.certificate());
        match (self.requirement, found) {
            (Requirement::None, _) | (Requirement::Optional, None) => Ok(None),
            (Requirement::Required, None) => {
                Err(Fault::new(crate::abi::WS_E_ENDPOINT_ACCESS_DENIED, "The client has shown no certificate."))
            }
            (_, Some(certificate)) => {
                let is_admitted = stream
                    .admitted(self.id, || verify::client(stream.other_side().map(|peer| &**peer), &self.check).is_ok());
                if is_admitted {
                    return Ok(Some(certificate.clone()));
                }
                Err(Fault::new(crate::abi::WS_E_ENDPOINT_ACCESS_DENIED, "The client's certificate is not valid."))
            }
        }
    }
}

impl core::fmt::Debug for Server {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Server({:?})", self.requirement)
    }
}

fn builder(disallowed: u32) -> Result<SslContextBuilder> {
    let mut builder = context::builder(SslMethod::tls_server(), disallowed)?;
    let mut set = || -> Result<(), ErrorStack> {
        builder.set_cipher_list(CIPHERS)?;
        builder.set_session_id_context(SESSIONS)?;
        // A second one is of use to browsers, which open several connections at once.
        builder.set_num_tickets(1)
    };
    set().map_err(|errors| problem::system("TLS", &errors))?;
    // A client that means another protocol is refused, and one that does not say what it means is not.
    builder
        .set_alpn_select_callback(|_, offered| select_next_proto(context::HTTP, offered).ok_or(AlpnError::ALERT_FATAL));
    Ok(builder)
}

/// Tells clients whose certificates are of use, where that is a list that somebody wrote: the Root stores hold more names
/// than a client should have to read.
fn name_issuers(builder: &mut SslContextBuilder, anchors: &[Certificate]) -> Result<(), ErrorStack> {
    /// All of them are sent in each handshake.
    const MOST: usize = 32;
    if anchors.len() > MOST {
        return Ok(());
    }
    let mut names = Stack::new()?;
    for anchor in anchors {
        names.push(X509Name::from_der(&anchor.x509().subject_name().to_der()?)?)?;
    }
    builder.set_client_ca_list(names);
    Ok(())
}

/// Which listener's certificate a client is shown that asks for a host: the most specific one that there is.
pub(crate) enum For {
    /// Clients that ask for this name, in lower case.
    Name(String),
    /// All others, by order.
    Others(u8),
}

/// The TLS of a port.
pub(crate) struct Port {
    /// For those who are not asked for a certificate. Sessions are kept by the clients, as tickets.
    plain: SslContext,
    /// For those who are. Sessions are kept here, with the certificates of the issuers, which are not in tickets: who
    /// resumes a session is looked at as closely as the first time.
    asking: SslContext,
    table: Arc<Table>,
}

#[derive(Default)]
struct Table(Mutex<Vec<(For, Arc<Server>)>>);

impl Table {
    fn entries(&self) -> MutexGuard<'_, Vec<(For, Arc<Server>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn context(&self, name: Option<&str>) -> Option<SslContext> {
        let name = name.map(str::to_ascii_lowercase);
        let rank = |entry: &For| match entry {
            For::Name(own) => {
                if Some(own) == name.as_ref() {
                    0
                } else {
                    u16::MAX
                }
            }
            For::Others(rank) => u16::from(*rank) + 1,
        };
        let entries = self.entries();
        // Whoever names nobody, or a host that nobody has, is shown some certificate, as the client may be content.
        let shown = entries.iter().filter_map(|(entry, server)| Some((rank(entry), server.context(name.as_deref())?)));
        shown.min_by_key(|(rank, _)| *rank).map(|(_, context)| context.clone())
    }
}

impl Port {
    pub(crate) fn new() -> Result<Self> {
        let table: Arc<Table> = Arc::default();
        let (mut plain, mut asking) = (builder(0)?, builder(0)?);
        plain.set_session_cache_mode(SslSessionCacheMode::OFF);
        asking.set_options(SslOptions::NO_TICKET);
        asking.set_session_cache_mode(SslSessionCacheMode::SERVER);
        asking.set_session_cache_size(REMEMBERED);
        for builder in [&mut plain, &mut asking] {
            let table = table.clone();
            builder.set_servername_callback(move |ssl: &mut SslRef, alert: &mut SslAlert| {
                let context = table.context(ssl.servername(NameType::HOST_NAME));
                let set = context.and_then(|context| ssl.set_ssl_context(&context).ok());
                set.ok_or_else(|| {
                    *alert = SslAlert::UNRECOGNIZED_NAME;
                    SniError::ALERT_FATAL
                })
            });
        }
        Ok(Port { plain: plain.build(), asking: asking.build(), table })
    }

    /// Changes whose certificates there are.
    pub(crate) fn set(&self, listeners: Vec<(For, Arc<Server>)>) {
        *self.table.entries() = listeners;
    }

    /// A connection that a client has made. Its handshake is still to come: [`accept`].
    pub(crate) fn stream(&self, tcp: TcpStream) -> Result<Box<TlsStream>> {
        let (mut asks, mut disallowed) = (false, 0);
        for (_, server) in self.table.entries().iter() {
            asks |= server.requirement != Requirement::None;
            // What one of them does not allow must not happen to the requests of that one.
            disallowed |= server.disallowed;
        }
        let (oldest, newest) = context::versions(disallowed)?;
        let start = || {
            let mut ssl = Ssl::new(if asks { &self.asking } else { &self.plain })?;
            ssl.set_accept_state();
            ssl.set_min_proto_version(Some(oldest))?;
            ssl.set_max_proto_version(Some(newest))?;
            if asks {
                // Looked at by each listener for its requests, as each may trust others.
                ssl.set_verify_callback(SslVerifyMode::PEER, |_, _| true);
            }
            Ok(ssl)
        };
        TlsStream::new(tcp, start().map_err(|errors: ErrorStack| problem::system("The TLS session", &errors))?)
    }
}

/// Said to those who speak HTTP without TLS: the most frequent mistake, which would look like a broken server.
const NOT_PLAIN: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=us-ascii\r\n\
    Content-Length: 33\r\nConnection: close\r\n\r\nThis port is for https URLs only.";

/// Makes the session on a connection that a client has made.
pub(crate) async fn accept(stream: &TlsStream) -> Result<()> {
    // A handshake begins with a byte that no method of HTTP does.
    if stream.first_bytes().await?.first().is_some_and(u8::is_ascii_alphabetic) {
        stream.say_plainly(NOT_PLAIN);
        return Err(Fault::invalid_format("The client does not speak TLS."));
    }
    stream.handshake().await
}
