//! Where HTTP listeners take their requests from.

use crate::abi::*;
use crate::channel::listener::Numbers;
use crate::channel::property::INFINITE;
use crate::channel::secure;
use crate::channel::url_match::Matcher;
use crate::ffi::channel::Channel;
use crate::ffi::channel_reply::ReplySide;
use crate::http::Headers;
use crate::http::server::{self, Exchange};
use crate::runtime::fault::{Fault, Result};
use crate::security::http_auth::{Authenticator, Connection, Seen, Verdict};
use crate::security::results::Identity;
use crate::security::settings::Security;
use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an HTTP listener has beside its state.
pub(super) struct HttpSource {
    /// Parts of user agents that are kept out, in small letters.
    disallowed_agents: Vec<Vec<u8>>,
    /// The largest head that a channel of this listener takes.
    head_size: AtomicU32,
    open: Mutex<Option<Arc<Open>>>,
    pages: Mutex<Option<Pages>>,
}

/// What opening makes.
struct Open {
    listener: server::Listener,
    url_matcher: Matcher,
    to_matcher: Arc<Matcher>,
    /// Asks clients who they are.
    authenticator: Option<Authenticator>,
    /// URLs of this listener that clients have used, so that they are not taken apart for each request.
    known: Mutex<Vec<Arc<ClientUrl>>>,
}

/// How many URLs are remembered. Clients that use others cost more and nothing else.
const KNOWN: usize = 8;

/// A URL that a client used.
#[derive(Debug, Default)]
pub(super) struct ClientUrl {
    pub(super) text: String,
    pub(super) utf16: Box<[u16]>,
}

impl ClientUrl {
    fn new(text: String) -> Self {
        let utf16 = text.encode_utf16().collect();
        ClientUrl { text, utf16 }
    }
}

/// How a listener asks its clients who they are, if it does.
fn authenticator(security: &Security) -> Result<Option<Authenticator>> {
    let machine = rustix::system::uname();
    let machine = machine.nodename().to_string_lossy();
    let auth = security.http_auth.iter().find(|auth| auth.target == WS_HTTP_HEADER_AUTH_TARGET_SERVICE);
    auth.map(|auth| Authenticator::new(auth, &security.properties, &machine)).transpose()
}

impl Open {
    /// Who sent a request, where that is asked; otherwise what it is answered with.
    fn authenticate(&self, exchange: &mut Exchange) -> Result<Option<Arc<Identity>>, (u16, Headers)> {
        let Some(authenticator) = &self.authenticator else { return Ok(None) };
        let taken = exchange.client().and_then(Option::take).and_then(|client| client.downcast().ok());
        let mut connection: Box<Connection> = taken.unwrap_or_default();
        let binding = if authenticator.looks_at_bindings() { exchange.channel_binding() } else { None };
        let (is_secure, binding, head) = (exchange.is_secure(), binding.as_deref(), exchange.head());
        let (method, target, path, headers) = (head.method(), head.target(), head.path(), head.headers());
        let seen = Seen { method, target, path, headers, is_secure, binding };
        let verdict = authenticator.check(&seen, &mut connection);
        if let Some(client) = exchange.client() {
            *client = Some(connection);
        }
        match verdict {
            Verdict::Accept(identity, headers) => {
                exchange.add_headers(headers);
                Ok(Some(identity))
            }
            Verdict::Refuse(status, headers) => Err((status, headers)),
        }
    }

    fn known(&self) -> MutexGuard<'_, Vec<Arc<ClientUrl>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The URL of a request, if it is known to be one of this listener's.
    fn find(&self, exchange: &Exchange) -> Option<Arc<ClientUrl>> {
        self.known().iter().find(|url| exchange.is_for(&url.text)).cloned()
    }

    /// Whether a URL is one of this listener's. Only that it is, is remembered: addresses of the machine come and go.
    fn takes(&self, url: &Arc<ClientUrl>) -> bool {
        let takes = self.url_matcher.matches(&url.utf16);
        let mut known = self.known();
        if takes && known.len() < KNOWN {
            known.push(url.clone());
        }
        takes
    }
}

/// What a listener answers to GET and HEAD requests by itself, for the URL that the client used: nothing for those that
/// it knows no page for.
pub(super) type Pages = Arc<dyn Fn(&str) -> Option<Page> + Send + Sync>;

/// An answer that no channel is needed for.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
}

impl Page {
    fn of(status: u16) -> Self {
        Page { status, headers: Headers::new(), body: Vec::new() }
    }
}

/// Smaller heads than this are not worth a limit of a channel's own.
const DEFAULT_HEAD_SIZE: u32 = 65536;

impl HttpSource {
    pub(super) fn new(disallowed_agents: Vec<Vec<u8>>) -> Self {
        HttpSource {
            disallowed_agents,
            head_size: AtomicU32::new(DEFAULT_HEAD_SIZE),
            open: Mutex::new(None),
            pages: Mutex::new(None),
        }
    }

    /// From now on the listener answers with these pages.
    pub(super) fn publish(&self, pages: Option<Pages>) {
        *self.pages.lock().unwrap_or_else(PoisonError::into_inner) = pages;
    }

    /// A channel is made that takes heads of this size.
    pub(super) fn take_heads_of(&self, size: u32) {
        let before = self.head_size.fetch_max(size, Ordering::SeqCst);
        if size > before
            && let Ok(open) = self.opened()
        {
            open.listener.take_heads_of(size as usize);
        }
    }

    fn set(&self, open: Option<Arc<Open>>) -> Option<Arc<Open>> {
        core::mem::replace(&mut *self.open.lock().unwrap_or_else(PoisonError::into_inner), open)
    }

    fn opened(&self) -> Result<Arc<Open>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
        open.ok_or_else(|| Fault::invalid_operation("The listener is not open."))
    }

    pub(super) async fn open(&self, url: &[u16], numbers: &Numbers, security: Option<&Security>) -> Result<()> {
        let url_matcher = Matcher::new(url, numbers.url_matching).map_err(not_a_url)?;
        let to_matcher = Arc::new(Matcher::new(url, numbers.to_matching)?);
        let authenticator = security.map(authenticator).transpose()?.flatten();
        let head_size = self.head_size.load(Ordering::SeqCst) as usize;
        let tls = secure::server(security, url)?;
        let settings = server::Settings { head_size, tls, ..server::Settings::default() };
        let listener = server::Listener::open(url, settings).await?;
        let known = Mutex::default();
        let open = Arc::new(Open { listener, url_matcher, to_matcher, authenticator, known });
        self.set(Some(open.clone()));
        // A channel may have been made meanwhile.
        open.listener.take_heads_of(self.head_size.load(Ordering::SeqCst) as usize);
        Ok(())
    }

    /// Waits for the next request that is for a channel.
    pub(super) async fn accept(&self, channel: &Channel, side: &ReplySide) -> Result<()> {
        let open = self.opened()?;
        loop {
            let mut exchange = open.listener.accept().await?;
            let client = match open.authenticate(&mut exchange) {
                Ok(client) => client,
                Err((status, headers)) => {
                    exchange.refuse(status, headers);
                    continue;
                }
            };
            let known = open.find(&exchange);
            let is_known = known.is_some();
            let url = known.unwrap_or_else(|| Arc::new(ClientUrl::new(exchange.url())));
            let Some(page) = self.answer(&open, channel, &exchange, &url, is_known) else {
                side.accept(exchange, url, open.to_matcher.clone(), client);
                return Ok(());
            };
            // A client that is not there any more has no part in what the next one gets.
            let _ = exchange.respond(page.status, b"", &page.headers, &page.body).await;
        }
    }

    /// What is answered to a request that is not for a channel. `is_known`: its URL is one of the listener's.
    fn answer(
        &self,
        open: &Open,
        channel: &Channel,
        exchange: &Exchange,
        url: &Arc<ClientUrl>,
        is_known: bool,
    ) -> Option<Page> {
        let head = exchange.head();
        let is_raw = channel.numbers.encoding() == WS_ENCODING_RAW;
        if head.has_method("GET") || head.has_method("HEAD") {
            let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(page) = pages.and_then(|pages| pages(&url.text)) {
                return Some(page);
            }
        }
        if !is_known && !open.takes(url) {
            return Some(Page::of(404));
        }
        let limit = channel.numbers.number(WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE);
        // What all channels take needs no second look.
        if limit < self.head_size.load(Ordering::Relaxed) && head_size(exchange) > limit as usize {
            return Some(Page::of(431));
        }
        if is_raw {
            return None;
        }
        if self.is_disallowed(head.headers()) {
            return Some(Page::of(403));
        }
        if !head.has_method("POST") {
            let mut page = Page::of(405);
            page.headers.push_line(b"Allow", b"POST");
            return Some(page);
        }
        None
    }

    fn is_disallowed(&self, headers: &Headers) -> bool {
        headers.all("User-Agent").any(|agent| {
            let agent = agent.to_ascii_lowercase();
            self.disallowed_agents.iter().any(|part| agent.windows(part.len()).any(|window| window == part))
        })
    }

    /// Ends what is under way, from any thread. Closing is still to be done.
    pub(super) fn abort(&self) {
        if let Ok(open) = self.opened() {
            open.listener.abort();
        }
    }

    /// Takes no more requests. Closing is still to be done.
    pub(super) fn stop(&self) {
        if let Ok(open) = self.opened() {
            open.listener.stop();
        }
    }

    /// Ends listening. Clients get `milliseconds` to take their responses.
    pub(super) async fn close(&self, milliseconds: u32) {
        let Some(open) = self.set(None) else { return };
        // An abort drops this, and the port with it.
        let cut = Cut(&open);
        let grace = if milliseconds == INFINITE { Duration::MAX } else { Duration::from_millis(milliseconds.into()) };
        open.listener.close(grace).await;
        drop(cut);
    }
}

/// Cuts what is left of a listener.
struct Cut<'a>(&'a Open);

impl Drop for Cut<'_> {
    fn drop(&mut self) {
        self.0.listener.abort();
    }
}

/// A URL that does not parse is one that cannot be listened at.
fn not_a_url(fault: Fault) -> Fault {
    Fault::new(WS_E_INVALID_ENDPOINT_URL, fault.texts().join(" "))
}

/// The bytes of a request's fields.
fn head_size(exchange: &Exchange) -> usize {
    exchange.head().headers().iter().map(|(name, value)| name.len() + value.len() + ": \r\n".len()).sum()
}
