//! How a client proves who it is. What is proved and how is the business of [`Authentication`]; here is what goes over
//! the wire for it: attempts at a request, on one connection where the scheme is bound to one.

use super::response::Work;
use super::site::Lease;
use super::{Client, Request, Response};
use crate::abi::WS_E_ENDPOINT_ACCESS_DENIED;
use crate::http::Headers;
use crate::http::connection::Quota;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::Secret;
use crate::task::{Deadline, within};
use std::sync::Arc;

/// Authenticates the requests of a client to a service, or to a proxy.
pub(crate) trait Authentication: Send + Sync + core::fmt::Debug {
    /// Names the credentials, as long as the process runs: connections are shared with nobody who has others.
    fn identity(&self) -> [u8; 32];

    /// Begins with one request.
    fn begin(self: Arc<Self>, target: Target) -> Result<Box<dyn Dialogue>>;
}

/// What is to be authenticated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    pub(crate) method: String,
    /// What is asked for.
    pub(crate) uri: String,
    /// The host that authenticates us.
    pub(crate) host: String,
    /// What is sent cannot be read on the way.
    pub(crate) is_secure: bool,
    /// The body cannot be sent twice.
    pub(crate) is_streamed: bool,
}

/// The attempts at one request.
pub(crate) trait Dialogue: Send {
    /// What the next attempt carries.
    fn next(&mut self, connection: Carrier<'_>) -> Result<Attempt>;

    /// Looks at the response to it.
    fn answered(&mut self, status: u16, reason: &[u8], headers: &Headers) -> Result<Verdict>;

    /// The connection of the attempt before is lost.
    fn lost(&mut self) -> Result<()>;
}

/// The connection that an attempt goes over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carrier<'a> {
    /// It was authenticated before, with the same credentials.
    pub(crate) is_authenticated: bool,
    /// The end point of the TLS connection (tls-server-end-point of RFC 5929).
    pub(crate) binding: Option<&'a [u8]>,
}

#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) authorization: Option<Secret>,
    /// Otherwise the request goes without its body and the program's headers: it is refused in any case, or asks what
    /// is demanded. The response to such a one is never final.
    pub(crate) is_whole: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// The response is that to the request. Whether the connection is authenticated from now on.
    Final { authenticates_connection: bool },
    /// Another attempt is needed.
    Again,
}

/// More attempts than any scheme takes, with a proxy and a service to be satisfied.
pub(super) const ATTEMPTS: usize = 16;

/// The longest body of a refusal that is read so that its connection can be used again.
const DISCARDED: u64 = 64 * 1024;

/// The dialogues of one request: with the proxy, and with the service.
pub(super) struct Talks {
    proxy: Option<Box<dyn Dialogue>>,
    service: Option<Box<dyn Dialogue>>,
    /// The present attempt is between the proxy and us.
    is_for_proxy: bool,
}

impl Client {
    /// Whether requests are authenticated.
    pub(super) fn has_talks(&self) -> bool {
        self.0.settings.authentication.is_some() || self.0.settings.proxy_authentication.is_some()
    }

    /// Begins the dialogues of a request. `is_foreign`: it was redirected to a server that our credentials are not for.
    pub(super) fn talks(&self, request: Request<'_>, is_foreign: bool, is_streamed: bool) -> Result<Talks> {
        let settings = &self.0.settings;
        let url = request.url;
        let mut target = Target {
            method: request.method.to_owned(),
            uri: url.target(),
            host: url.host.clone(),
            is_secure: url.is_secure,
            is_streamed,
        };
        let service = match &settings.authentication {
            Some(authentication) if !is_foreign => Some(authentication.clone().begin(target.clone())?),
            _ => None,
        };
        // Inside of a tunnel there is no proxy any more: it was dealt with when the tunnel was made.
        let proxy = match (&settings.proxy_authentication, self.0.proxies.servers(url)?.first()) {
            (Some(authentication), Some(server)) if !url.is_secure => {
                target.host = server.place.host.to_string();
                let mut uri = Vec::new();
                url.write_absolute(&mut uri);
                target.uri = String::from_utf8_lossy(&uri).into_owned();
                Some(authentication.clone().begin(target)?)
            }
            _ => None,
        };
        Ok(Talks { proxy, service, is_for_proxy: false })
    }

    /// Sends a request as often as it takes to be let in.
    pub(super) async fn call_authenticated(
        &self,
        request: Request<'_>,
        body: &[u8],
        is_foreign: bool,
    ) -> Result<Response> {
        let mut talks = self.talks(request, is_foreign, false)?;
        let (mut kept, mut repeats) = (None, 0);
        for _ in 0..ATTEMPTS {
            let lease = match kept.take() {
                Some(lease) => lease,
                None => self.lease(request.url, request.timeouts, repeats > 0, is_foreign).await?,
            };
            let is_kept = lease.is_kept;
            let fields = talks.next(&lease)?;
            let outcome = match fields.is_whole {
                true => self.exchange(lease, request, body, is_foreign, fields.lines).await,
                false => self.blank(lease, request, fields.lines).await,
            };
            let (mut lease, work) = match outcome {
                Ok(exchanged) => exchanged,
                Err(failure) if failure.may_repeat && is_kept && repeats == 0 => {
                    repeats += 1;
                    talks.lost()?;
                    continue;
                }
                Err(failure) => return Err(failure.fault),
            };
            match talks.answered(&mut lease, &work)? {
                Verdict::Final { .. } => return Ok(Response::new(lease, work, request.timeouts.receive)),
                Verdict::Again => kept = self.clear(lease, work, request, &mut talks).await?,
            }
        }
        Err(too_many(request))
    }

    /// A request that asks only, on the way to one that counts.
    pub(super) async fn blank(
        &self,
        lease: Lease,
        request: Request<'_>,
        lines: Headers,
    ) -> Result<(Lease, Box<Work>), super::call::Failure> {
        let none = Headers::new();
        self.exchange(lease, Request { headers: &none, ..request }, b"", false, lines).await
    }

    /// Reads over the body of a refusal, and gives the connection back for the next attempt.
    pub(super) async fn clear(
        &self,
        mut lease: Lease,
        work: Box<Work>,
        request: Request<'_>,
        talks: &mut Talks,
    ) -> Result<Option<Lease>> {
        let persists = work.head.persists();
        let is_clear = match lease.connection.as_mut() {
            Some(connection) if persists && connection.body().length().is_none_or(|length| length <= DISCARDED) => {
                let quota = Quota { name: "", limit: DISCARDED };
                let mut rest = Vec::new();
                let deadline = Deadline::after(request.timeouts.receive);
                let read = within(deadline, "Receiving the HTTP response", connection.read_to_end(&mut rest, quota));
                let is_read = read.await.is_ok() && connection.is_between() && connection.pending().is_empty();
                // Some servers close without having said so.
                is_read && !connection.link.stream().is_stale()
            }
            _ => false,
        };
        work.give();
        if is_clear {
            // It has answered a request; what fails from here on may be due to its age.
            lease.is_kept = true;
            return Ok(Some(lease));
        }
        talks.lost()?;
        Ok(None)
    }
}

/// What an attempt carries, for both.
pub(super) struct Fields {
    pub(super) lines: Headers,
    pub(super) is_whole: bool,
}

impl Fields {
    fn add(&mut self, name: &str, attempt: Attempt) -> Result<()> {
        self.is_whole &= attempt.is_whole;
        match attempt.authorization {
            Some(authorization) => self.lines.push(name, authorization.bytes()),
            None => Ok(()),
        }
    }
}

impl Talks {
    pub(super) fn next(&mut self, lease: &Lease) -> Result<Fields> {
        let connection = lease.connection.as_ref();
        let other_side = connection.and_then(|connection| connection.link.stream().other_side());
        let binding = other_side.and_then(|peer| peer.channel_binding());
        let carrier = Carrier {
            is_authenticated: connection.is_some_and(|connection| connection.is_authenticated),
            binding: binding.as_deref(),
        };
        let mut fields = Fields { lines: Headers::new(), is_whole: true };
        self.is_for_proxy = false;
        if let Some(proxy) = &mut self.proxy {
            let attempt = proxy.next(carrier)?;
            fields.add("Proxy-Authorization", attempt)?;
            // The service is to hear nothing before the proxy is content.
            self.is_for_proxy = !fields.is_whole;
        }
        if let (Some(service), false) = (&mut self.service, self.is_for_proxy) {
            let attempt = service.next(carrier)?;
            fields.add("Authorization", attempt)?;
        }
        Ok(fields)
    }

    pub(super) fn answered(&mut self, lease: &mut Lease, work: &Work) -> Result<Verdict> {
        let head = &work.head;
        let mut authenticates = false;
        let service = if self.is_for_proxy { None } else { self.service.as_mut() };
        // What the proxy refuses has not come to the service.
        for dialogue in [self.proxy.as_mut(), service].into_iter().flatten() {
            match dialogue.answered(head.status(), head.reason(), head.headers())? {
                Verdict::Final { authenticates_connection } => authenticates |= authenticates_connection,
                Verdict::Again => return Ok(Verdict::Again),
            }
        }
        if let (true, Some(connection)) = (authenticates, lease.connection.as_mut()) {
            connection.is_authenticated = true;
        }
        Ok(Verdict::Final { authenticates_connection: authenticates })
    }

    pub(super) fn lost(&mut self) -> Result<()> {
        [&mut self.proxy, &mut self.service].into_iter().flatten().try_for_each(|dialogue| dialogue.lost())
    }
}

#[cold]
pub(super) fn gone(request: Request<'_>) -> Fault {
    let url = request.url.text();
    let text = format!(
        "{url} asked once more for authentication when it had the request. It was sent in pieces \
         (WS_STREAMED_OUTPUT_TRANSFER_MODE), and is gone."
    );
    Fault::new(WS_E_ENDPOINT_ACCESS_DENIED, text)
}

#[cold]
pub(super) fn too_many(request: Request<'_>) -> Fault {
    let text = format!("{} asked for authentication {ATTEMPTS} times in a row.", request.url.text());
    Fault::new(WS_E_ENDPOINT_ACCESS_DENIED, text)
}
