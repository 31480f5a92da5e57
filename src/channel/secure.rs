//! TLS of channels and listeners: what their security says, and the certificates that it names, as they are opened.

use crate::abi::{WS_E_INVALID_ENDPOINT_URL, WS_ENDPOINT_ADDRESS};
use crate::http::Url;
use crate::http::server::Place;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::identity::Identity;
use crate::security::settings::{CertSource, Security, Ssl, ValidateCertificate};
use crate::security::ssl_cert;
use crate::tls;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

/// The program's check of the server's certificate, before each request of an open channel.
#[derive(Debug)]
struct Guard {
    callback: Arc<dyn ValidateCertificate>,
    is_refused: AtomicBool,
}

impl ValidateCertificate for Guard {
    fn validate(&self, certificate: &Certificate) -> Result<()> {
        self.callback.validate(certificate).inspect_err(|_| self.is_refused.store(true, Ordering::Relaxed))
    }
}

/// Tells a program whose certificate was not enough which issuers the server wants to see, where both are so.
pub(crate) fn tell_issuers(security: Option<&Security>, tls: &tls::Client, url: &Url) -> Result<()> {
    let own = security.and_then(|security| security.ssl.as_ref()).and_then(|ssl| ssl.own.as_ref());
    let Some(CertSource::Callback(callback)) = own else { return Ok(()) };
    match &*tls.issuers(&url.host, url.port) {
        [] => Ok(()),
        issuers => callback.tell_issuers(issuers),
    }
}

/// The TLS of a client.
pub(crate) struct ClientTls {
    pub(crate) client: Arc<tls::Client>,
    /// None: nothing more is checked than what the settings say.
    guard: Option<Arc<Guard>>,
}

impl ClientTls {
    /// Whether the program has refused a certificate: the channel cannot be used any more.
    pub(crate) fn is_refused(&self) -> bool {
        self.guard.as_ref().is_some_and(|guard| guard.is_refused.load(Ordering::Relaxed))
    }
}

/// What a channel that is opened to an address, at a URL, connects with. The certificate of the client is loaded, which may ask the
/// program.
pub(crate) fn client(
    security: Option<&Security>,
    url: &Url,
    address: &WS_ENDPOINT_ADDRESS,
    identity: Option<&Identity>,
) -> Result<Option<ClientTls>> {
    let invalid = |text: &str| Err(Fault::new(WS_E_INVALID_ENDPOINT_URL, text));
    let settings = match (security.and_then(|security| security.ssl.as_ref()), url.is_secure) {
        (Some(settings), true) => settings,
        (None, false) => return Ok(None),
        (None, true) => {
            return invalid("The scheme of the URL is https, but there is no WS_SSL_TRANSPORT_SECURITY_BINDING.");
        }
        (Some(_), false) => {
            return invalid("The scheme of the URL is not https, but there is a WS_SSL_TRANSPORT_SECURITY_BINDING.");
        }
    };
    let own = match &settings.own {
        Some(source) => source.load(Some(address)).map_err(own_certificate)?,
        None => None,
    };
    let mut settings = settings.clone();
    let guard = settings.peer.callback.take();
    let guard = guard.map(|callback| Arc::new(Guard { callback, is_refused: AtomicBool::new(false) }));
    settings.peer.callback = guard.clone().map(|guard| guard as Arc<dyn ValidateCertificate>);
    let client = tls::Client::new(&settings, own.as_ref(), identity.cloned())?;
    Ok(Some(ClientTls { client, guard }))
}

/// What a listener that is opened at a URL secures its connections with. Whether the URL fits is for whoever opens it.
pub(crate) fn server(security: Option<&Security>, url: &[u16]) -> Result<Option<Arc<tls::Server>>> {
    let Some(settings) = security.and_then(|security| security.ssl.as_ref()) else { return Ok(None) };
    let place = Place::of(url)?;
    if !place.is_secure {
        return Err(Fault::new(
            WS_E_INVALID_ENDPOINT_URL,
            "The scheme of the listener's URL is not https, but there is a WS_SSL_TRANSPORT_SECURITY_BINDING.",
        ));
    }
    if settings.own.is_none() && place.host.is_none() && place.address.is_none() {
        let found = ssl_cert::find_all(place.port)?;
        return tls::Server::with_names(settings, found.others.as_ref(), &found.named).map(Some);
    }
    let certificate = server_certificate(settings, &place)?;
    tls::Server::new(settings, &certificate).map(Some)
}

fn server_certificate(settings: &Ssl, place: &Place) -> Result<Certificate> {
    match &settings.own {
        Some(source) => source
            .load(None)
            .and_then(|found| found.ok_or_else(|| Fault::invalid_arg("A server cannot do without a certificate.")))
            .map_err(own_certificate),
        None => ssl_cert::find(place.host.as_deref(), place.address, place.port),
    }
}

#[cold]
fn own_certificate(fault: Fault) -> Fault {
    fault.context("This concerns the localCertCredential of WS_SSL_TRANSPORT_SECURITY_BINDING.")
}
