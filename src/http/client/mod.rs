//! HTTP clients: requests over connections that the process keeps and shares.
//!
//! A request with a body that is known goes out in one send, and comes back in one receive where it fits. What fails on
//! a kept connection is repeated once on a new one, but only where the server cannot have acted on it.

mod authentication;
mod bypass;
mod call;
mod cookies;
mod proxy;
mod redirect;
mod response;
#[cfg(test)]
mod secure_tests;
mod sending;
mod site;
#[cfg(test)]
mod tests;
mod tunnel;

pub(crate) use authentication::{Attempt, Authentication, Carrier, Dialogue, Target, Verdict};
pub(crate) use proxy::ProxySetting;
pub(crate) use response::Response;
pub(crate) use sending::Sending;

use crate::abi::{WS_E_INVALID_ENDPOINT_URL, WS_E_OPERATION_TIMED_OUT, WS_E_PROXY_FAILURE};
use crate::http::{Headers, Url, limits};
use crate::runtime::fault::{Fault, Result};
use crate::tls;
use cookies::Jar;
use proxy::Proxies;
use site::{Lease, Means, SITES_OF_PROCESS, Site};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a client is told when it is made.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) proxy: ProxySetting,
    /// Connections that may be open to one server; `u32::MAX` is no limit.
    pub(crate) most_connections: u32,
    /// Keep the cookies that servers set, and send them.
    pub(crate) keeps_cookies: bool,
    /// The most bytes of a response's head.
    pub(crate) head_size: usize,
    /// For https URLs, and then for no others.
    pub(crate) tls: Option<Arc<tls::Client>>,
    /// To the services.
    pub(crate) authentication: Option<Arc<dyn Authentication>>,
    pub(crate) proxy_authentication: Option<Arc<dyn Authentication>>,
}

impl Default for Settings {
    fn default() -> Self {
        let (most_connections, head_size) = (u32::MAX, limits::HEAD_SIZE);
        Settings {
            proxy: ProxySetting::None,
            most_connections,
            keeps_cookies: true,
            head_size,
            tls: None,
            authentication: None,
            proxy_authentication: None,
        }
    }
}

/// The time that each phase of a request may take, in milliseconds; `u32::MAX` is no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Timeouts {
    /// Looking up the name of the server.
    pub(crate) resolve: u32,
    pub(crate) connect: u32,
    /// Sending header and body.
    pub(crate) send: u32,
    /// From the end of the request to the end of the response's header.
    pub(crate) response: u32,
    /// Receiving the body of the response; where it is streamed, each piece.
    pub(crate) receive: u32,
}

impl Default for Timeouts {
    /// The defaults of channels.
    fn default() -> Self {
        Timeouts { resolve: u32::MAX, connect: 30_000, send: 30_000, response: 30_000, receive: 30_000 }
    }
}

/// A request but for its body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a Url,
    pub(crate) headers: &'a Headers,
    pub(crate) timeouts: Timeouts,
}

/// Decides whether a request may go from one URL to another; `None` follows no redirects, and gives the response that
/// asks for one.
pub(crate) type Redirects<'a> = Option<&'a (dyn Fn(&Url, &Url) -> bool + Send + Sync)>;

/// Settings and cookies of one channel. Clones are the same.
#[derive(Clone)]
pub(crate) struct Client(Arc<Inner>);

struct Inner {
    settings: Settings,
    means: Means,
    /// Where our credentials are not for: a connection that they have opened would speak for us there.
    means_elsewhere: Means,
    proxies: Proxies,
    jar: Mutex<Jar>,
    /// The server that was used last, with its connections.
    last: Mutex<Option<Arc<Site>>>,
}

impl Client {
    /// Looks the system's proxy up, if it is to be used.
    pub(crate) fn new(settings: Settings) -> Result<Self> {
        let proxies = Proxies::new(&settings.proxy)?;
        let identity = |of: &Option<Arc<dyn Authentication>>| of.as_ref().map(|of| of.identity());
        let means = Means {
            profile: settings.tls.as_ref().map(|tls| tls.profile().clone()),
            identities: [identity(&settings.proxy_authentication), identity(&settings.authentication)],
        };
        let [to_proxy, _] = means.identities;
        let means_elsewhere = Means { identities: [to_proxy, None], ..means.clone() };
        let (jar, last) = (Mutex::default(), Mutex::default());
        Ok(Client(Arc::new(Inner { settings, means, means_elsewhere, proxies, jar, last })))
    }

    fn jar(&self) -> MutexGuard<'_, Jar> {
        self.0.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connections to where a URL is reached: its server, or a proxy.
    fn site(&self, url: &Url, proxy: Option<&proxy::Server>, is_foreign: bool) -> Arc<Site> {
        let means = if is_foreign { &self.0.means_elsewhere } else { &self.0.means };
        let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(present) = last.as_ref().filter(|present| present.is_for(url, proxy, means)) {
            return present.clone();
        }
        let found = SITES_OF_PROCESS.site(url, proxy, means);
        *last = Some(found.clone());
        found
    }

    /// A connection on which a request to the URL can be sent, and whether it was in use before. Proxies are tried one
    /// after the other. `is_foreign`: it was redirected to a server that our credentials are not for.
    async fn lease(&self, url: &Url, timeouts: Timeouts, is_fresh: bool, is_foreign: bool) -> Result<Lease> {
        let tls = self.0.settings.tls.as_ref();
        if url.is_secure != tls.is_some() {
            let text = if url.is_secure { "has no" } else { "has a" };
            return Err(Fault::new(
                WS_E_INVALID_ENDPOINT_URL,
                format!("The channel {text} WS_SSL_TRANSPORT_SECURITY_BINDING, so it sends nothing to {}.", url.text()),
            ));
        }
        let lease = self.lease_somewhere(url, timeouts, is_fresh, is_foreign).await?;
        if let (Some(tls), Some(connection)) = (tls, &lease.connection)
            && let Some(stream) = connection.link.stream().tls()
        {
            // Before anything is sent, be it only the header: who is refused is told nothing.
            tls.validate(stream)?;
        }
        Ok(lease)
    }

    /// What ties a message to the connection that the next request to a URL goes over (tls-server-end-point of RFC 5929).
    /// Connects, if nothing is kept. That request may meet with another connection all the same; one to the same server
    /// has the same end point.
    pub(crate) async fn end_point(&self, url: &Url, timeouts: Timeouts) -> Result<Option<Vec<u8>>> {
        if !url.is_secure {
            return Ok(None);
        }
        let lease = self.lease(url, timeouts, false, false).await?;
        let other_side = lease.connection.as_ref().and_then(|connection| connection.link.stream().other_side());
        let end_point = other_side.and_then(|peer| peer.channel_binding());
        lease.end();
        Ok(end_point)
    }

    async fn lease_somewhere(&self, url: &Url, timeouts: Timeouts, is_fresh: bool, is_foreign: bool) -> Result<Lease> {
        let Settings { most_connections: most, proxy_authentication, .. } = &self.0.settings;
        let (most, through) = (*most, proxy_authentication.as_ref());
        let servers = self.0.proxies.servers(url)?;
        if servers.is_empty() {
            return self.site(url, None, is_foreign).lease(most, timeouts, is_fresh, through).await;
        }
        let mut problem = None;
        for server in servers {
            match self.site(url, Some(server), is_foreign).lease(most, timeouts, is_fresh, through).await {
                Ok(lease) => return Ok(lease),
                Err(fault) if matches!(fault.code(), WS_E_PROXY_FAILURE | WS_E_OPERATION_TIMED_OUT) => {
                    problem.get_or_insert(fault);
                }
                // The proxy is there; what is wrong is something else, and asking others would not change it.
                Err(fault) => return Err(fault),
            }
        }
        Err(problem.unwrap_or_else(|| Fault::invalid_operation("There is no proxy.")))
    }

    /// Sends a request with its body, and reads the head of the response.
    pub(crate) async fn request(
        &self,
        request: Request<'_>,
        body: &[u8],
        redirects: Redirects<'_>,
    ) -> Result<Response> {
        let response = self.call(request, body, false).await?;
        match redirects {
            Some(allows) if redirect::is_redirect(response.status()) => {
                self.follow(request, body, response, allows).await
            }
            _ => Ok(response),
        }
    }

    async fn follow(
        &self,
        request: Request<'_>,
        body: &[u8],
        mut response: Response,
        allows: &(dyn Fn(&Url, &Url) -> bool + Send + Sync),
    ) -> Result<Response> {
        let mut url = request.url.clone();
        for _ in 0..limits::REDIRECTS {
            let next = redirect::target(&url, response.headers())?;
            if !allows(&url, &next) {
                return Err(redirect::refused(&url, &next));
            }
            let is_foreign = !next.has_origin_of(request.url);
            url = next;
            // The connection is free for the next request where the body is short.
            response.discard().await;
            drop(response);
            response = self.call(Request { url: &url, ..request }, body, is_foreign).await?;
            if !redirect::is_redirect(response.status()) {
                return Ok(response);
            }
        }
        Err(redirect::too_many(&url))
    }

    /// Begins a request whose body is streamed. It is not repeated and follows no redirects: the body is gone.
    pub(crate) async fn begin(&self, request: Request<'_>) -> Result<Sending> {
        Sending::begin(self.clone(), request).await
    }
}
