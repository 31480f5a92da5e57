//! The client's side: which scheme, with what, and whether the other side has answered as it must.

mod conversation;
mod digest;

use super::basic;
use super::field::{self, Field};
use crate::abi::*;
use crate::http::client::{Attempt, Authentication, Carrier, Dialogue, Target, Verdict};
use crate::http::{Headers, status};
use crate::runtime::fault::{Fault, Result};
use crate::security::gss::Kept;
use crate::security::settings::{HttpAuth, Properties, Secret, WindowsCredential};
use conversation::Conversation;
use digest::{Digested, Session, session};
use openssl::rand::rand_bytes;
use openssl::sha::Sha256;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// The schemes, the strongest first: in this order the client chooses.
const SCHEMES: [(Scheme, u32); 4] = [
    (Scheme::Negotiate, WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE),
    (Scheme::Ntlm, WS_HTTP_HEADER_AUTH_SCHEME_NTLM),
    (Scheme::Digest, WS_HTTP_HEADER_AUTH_SCHEME_DIGEST),
    (Scheme::Basic, WS_HTTP_HEADER_AUTH_SCHEME_BASIC),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Scheme {
    Negotiate,
    Ntlm,
    Digest,
    Basic,
    /// Goes on without.
    None,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Scheme::Negotiate => "Negotiate",
            Scheme::Ntlm => "NTLM",
            Scheme::Digest => "Digest",
            Scheme::Basic => "Basic",
            Scheme::None => "none",
        }
    }
}

/// The authentication of one channel to the service or to the proxy.
pub(crate) struct ClientAuth {
    is_proxy: bool,
    /// In the order of preference.
    schemes: Vec<Scheme>,
    /// WS_HTTP_HEADER_AUTH_SCHEME_NONE is among them.
    allows_none: bool,
    credential: WindowsCredential,
    /// The protection level says that nothing protects what is sent.
    allows_clear: bool,
    identity: [u8; 32],
    state: Mutex<State>,
    /// What conversations are held with.
    credentials: Kept,
}

/// What has been found out about the other side.
#[derive(Default)]
struct State {
    /// Of several, which is used.
    chosen: Option<Scheme>,
    digest: Option<Session>,
    /// Authenticated connections are not authenticated for the next request.
    asks_each_time: bool,
    /// Negotiate took more than one request: the other side does not take what the client has to say first.
    negotiates_long: bool,
}

impl core::fmt::Debug for ClientAuth {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ClientAuth({:?}, {:?})", self.schemes, self.credential)
    }
}

impl ClientAuth {
    /// `None`: there is nothing to do.
    pub(crate) fn new(auth: &HttpAuth, properties: &Properties) -> Result<Option<Arc<Self>>> {
        if auth.schemes & WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT != 0 {
            return Err(Fault::not_supported(
                "WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT is not supported: the service is no more.",
            ));
        }
        let is_wanted = |(_, bit): &&(Scheme, u32)| auth.schemes & bit != 0;
        let schemes: Vec<Scheme> = SCHEMES.iter().filter(is_wanted).map(|(scheme, _)| *scheme).collect();
        if schemes.is_empty() {
            return Ok(None);
        }
        let Some(credential) = auth.credential.clone() else {
            return Err(Fault::invalid_arg("WS_HTTP_HEADER_AUTH_SECURITY_BINDING has no clientCredential."));
        };
        Ok(Some(Arc::new(ClientAuth {
            is_proxy: auth.target == WS_HTTP_HEADER_AUTH_TARGET_PROXY,
            identity: identity(&credential, &schemes)?,
            schemes,
            allows_none: auth.schemes & WS_HTTP_HEADER_AUTH_SCHEME_NONE != 0,
            credential,
            allows_clear: properties.transport_protection_level == WS_PROTECTION_LEVEL_NONE,
            state: Mutex::default(),
            credentials: Kept::default(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Name and password, for the schemes that need them here.
    fn password(&self) -> Result<(&str, &str, &Secret)> {
        match &self.credential {
            WindowsCredential::Name { user, password, domain } => Ok((user, domain, password)),
            WindowsCredential::Default => Err(Fault::invalid_arg(
                "Basic and Digest authentication need a WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.",
            )),
        }
    }

    fn whom(&self) -> &'static str {
        if self.is_proxy { "proxy" } else { "server" }
    }

    fn code_of_refusal(&self) -> HRESULT {
        if self.is_proxy { WS_E_PROXY_ACCESS_DENIED } else { WS_E_ENDPOINT_ACCESS_DENIED }
    }
}

/// Names credentials, without telling anything about them: connections are found by it.
fn identity(credential: &WindowsCredential, schemes: &[Scheme]) -> Result<[u8; 32]> {
    static KEY: LazyLock<Option<[u8; 32]>> = LazyLock::new(|| {
        let mut key = [0; 32];
        rand_bytes(&mut key).ok().map(|()| key)
    });
    let Some(key) = &*KEY else { return Err(no_random()) };
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    add(key);
    for scheme in schemes {
        add(scheme.name().as_bytes());
    }
    match credential {
        WindowsCredential::Default => {
            add(b"default");
            // Where the tickets of the process are found.
            add(std::env::var_os("KRB5CCNAME").unwrap_or_default().as_encoded_bytes());
        }
        WindowsCredential::Name { user, password, domain } => {
            add(b"name");
            add(user.as_bytes());
            add(domain.as_bytes());
            add(password.bytes());
        }
    }
    Ok(hash.finish())
}

impl Authentication for ClientAuth {
    fn identity(&self) -> [u8; 32] {
        self.identity
    }

    fn begin(self: Arc<Self>, target: Target) -> Result<Box<dyn Dialogue>> {
        // A proxy is always reached in the clear; what it learns is not the service's.
        if !target.is_secure && !self.allows_clear && !self.is_proxy {
            let text = format!(
                "HTTP authentication to {} needs TLS, or the property WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL \
                 with WS_PROTECTION_LEVEL_NONE.",
                target.host
            );
            return Err(Fault::new(WS_E_INVALID_OPERATION, text));
        }
        Ok(Box::new(Talk { auth: self, target, stage: Stage::Begin, pending: None, retries: 0 }))
    }
}

/// The attempts at one request.
struct Talk {
    auth: Arc<ClientAuth>,
    target: Target,
    stage: Stage,
    /// The attempt that has not been answered yet; given again while it has not.
    pending: Option<(Option<Secret>, bool)>,
    retries: u32,
}

enum Stage {
    Begin,
    /// The other side is asked what it wants.
    Asked,
    /// The request has gone without anything.
    Plain,
    Basic,
    Digest(Box<Digested>),
    /// The connection speaks for us.
    Rides(Scheme),
    Conversation(Box<Conversation>),
}

impl Dialogue for Talk {
    fn next(&mut self, connection: Carrier<'_>) -> Result<Attempt> {
        if self.pending.is_none() {
            self.pending = Some(self.make(connection)?);
        }
        let Some((authorization, is_whole)) = &self.pending else { return Err(out_of_order()) };
        Ok(Attempt { authorization: authorization.clone(), is_whole: *is_whole })
    }

    fn answered(&mut self, status: u16, reason: &[u8], headers: &Headers) -> Result<Verdict> {
        // A status of another party: this side was not asked.
        self.pending = None;
        let answer = Answer { status, reason, headers };
        match core::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => Err(out_of_order()),
            Stage::Asked => self.was_asked(&answer),
            Stage::Plain => self.had_none(&answer),
            Stage::Basic => self.had_basic(&answer),
            Stage::Digest(sent) => self.had_digest(*sent, &answer),
            Stage::Rides(scheme) => self.rode(scheme, &answer),
            Stage::Conversation(conversation) => self.conversed(conversation, &answer),
        }
    }

    fn lost(&mut self) -> Result<()> {
        self.pending = None;
        match core::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Conversation(conversation) if conversation.has_begun => {
                let whom = self.auth.whom();
                let text = format!(
                    "The {whom} {} closed the connection in the middle of {} authentication, which is bound to one.",
                    self.target.host,
                    conversation.scheme.name()
                );
                Err(Fault::new(WS_E_ENDPOINT_DISCONNECTED, text))
            }
            _ => Ok(()),
        }
    }
}

/// A response as it is looked at here.
struct Answer<'a> {
    status: u16,
    reason: &'a [u8],
    headers: &'a Headers,
}

impl Answer<'_> {
    /// To a request that only asked: what is wrong there is wrong for the request as well.
    fn fault_of_all(&self) -> Option<Fault> {
        let is_of_all = matches!(self.status, 403 | 404 | 407 | 410 | 429 | 502..=504);
        is_of_all.then(|| status::fault(self.status, self.reason, self.headers, false)).flatten()
    }
}

impl Talk {
    fn refusal(&self) -> u16 {
        if self.auth.is_proxy { 407 } else { 401 }
    }

    fn is_refused(&self, answer: &Answer<'_>) -> bool {
        answer.status == self.refusal()
    }

    fn challenges(&self, answer: &Answer<'_>) -> Result<Vec<Field>> {
        let name = if self.auth.is_proxy { "Proxy-Authenticate" } else { "WWW-Authenticate" };
        field::challenges(answer.headers, name).ok_or_else(|| {
            let text = format!("The {} {} sent a malformed {name} header.", self.auth.whom(), self.target.host);
            Fault::invalid_format(text)
        })
    }

    /// The next attempt: what is sent, and whether the request goes whole.
    fn make(&mut self, connection: Carrier<'_>) -> Result<(Option<Secret>, bool)> {
        let chosen = self.auth.state().chosen;
        let scheme = match (chosen, self.auth.schemes.as_slice()) {
            (Some(chosen), _) => chosen,
            (None, [only]) if !self.auth.allows_none => *only,
            (None, _) => return Ok(self.ask()),
        };
        match scheme {
            Scheme::None => {
                self.stage = Stage::Plain;
                Ok((None, true))
            }
            Scheme::Basic => {
                let (user, domain, password) = self.auth.password()?;
                let authorization = basic::authorization(user, domain, password)?;
                self.stage = Stage::Basic;
                Ok((Some(authorization), true))
            }
            Scheme::Digest => self.digest(),
            Scheme::Negotiate | Scheme::Ntlm => self.converse(scheme, connection),
        }
    }

    fn ask(&mut self) -> (Option<Secret>, bool) {
        self.stage = Stage::Asked;
        (None, false)
    }

    /// The answer to a request that only asks.
    fn was_asked(&mut self, answer: &Answer<'_>) -> Result<Verdict> {
        let auth = self.auth.clone();
        if !self.is_refused(answer) {
            return self.was_let_in(answer);
        }
        let challenges = self.challenges(answer)?;
        let is_offered = |scheme: Scheme| {
            let name = scheme.name().to_ascii_lowercase();
            challenges.iter().any(|challenge| challenge.scheme == name)
        };
        let Some(scheme) = auth.schemes.iter().copied().find(|scheme| is_offered(*scheme)) else {
            return Err(self.wrong_scheme(answer));
        };
        let session = match scheme {
            Scheme::Digest => Some(session(&challenges).ok_or_else(|| self.unknown_digest())?),
            _ => None,
        };
        let mut state = auth.state();
        state.chosen = Some(scheme);
        if session.is_some() {
            state.digest = session;
        }
        Ok(Verdict::Again)
    }

    /// Who asked was not refused: no authentication is wanted.
    fn was_let_in(&mut self, answer: &Answer<'_>) -> Result<Verdict> {
        let is_single = self.auth.schemes.len() == 1;
        if self.auth.allows_none || is_single || self.auth.is_proxy {
            self.auth.state().chosen = Some(Scheme::None);
            return Ok(Verdict::Again);
        }
        if let Some(fault) = answer.fault_of_all() {
            return Err(fault);
        }
        Err(Fault::new(
            self.auth.code_of_refusal(),
            format!(
                "The server {} asks for no authentication. With several schemes that is a failure unless \
                 WS_HTTP_HEADER_AUTH_SCHEME_NONE is one of them.",
                self.target.host
            ),
        ))
    }

    fn had_none(&mut self, answer: &Answer<'_>) -> Result<Verdict> {
        if !self.is_refused(answer) {
            return Ok(done(false));
        }
        // It does want it after all.
        self.again(answer)?;
        self.auth.state().chosen = None;
        Ok(Verdict::Again)
    }

    fn had_basic(&mut self, answer: &Answer<'_>) -> Result<Verdict> {
        if !self.is_refused(answer) {
            return Ok(done(false));
        }
        Err(self.refused(Scheme::Basic, answer))
    }

    /// Once more from the beginning, but not for ever.
    fn again(&mut self, answer: &Answer<'_>) -> Result<()> {
        self.retries += 1;
        if self.retries > 2 {
            return Err(self.refused(Scheme::None, answer));
        }
        Ok(())
    }

    /// The other side does not take what it got.
    #[cold]
    fn refused(&self, scheme: Scheme, answer: &Answer<'_>) -> Fault {
        let name = scheme.name().to_ascii_lowercase();
        let is_offered = self.challenges(answer).is_ok_and(|all| all.iter().any(|challenge| challenge.scheme == name));
        // It was not the credentials but the way they were given.
        if !is_offered && scheme != Scheme::Negotiate && scheme != Scheme::Ntlm {
            return self.wrong_scheme(answer);
        }
        self.auth.state().chosen = None;
        self.auth.credentials.forget();
        let text = format!(
            "The {} {} refused the credentials ({} authentication).",
            self.auth.whom(),
            self.target.host,
            scheme.name()
        );
        Fault::new(self.auth.code_of_refusal(), text)
    }

    /// The other side wants another scheme than any of ours.
    #[cold]
    fn wrong_scheme(&self, answer: &Answer<'_>) -> Fault {
        let ours: Vec<&str> = self.auth.schemes.iter().map(|scheme| scheme.name()).collect();
        let fault = status::fault(answer.status, answer.reason, answer.headers, self.auth.is_proxy);
        let code = fault.map_or(self.auth.code_of_refusal(), |fault| fault.code());
        let text = format!(
            "The {} {} takes none of the schemes that the client is set to use ({}).",
            self.auth.whom(),
            self.target.host,
            ours.join(", ")
        );
        Fault::new(code, text)
    }
}

fn done(authenticates_connection: bool) -> Verdict {
    Verdict::Final { authenticates_connection }
}

#[cold]
fn no_random() -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, "OpenSSL gives no random bytes.")
}

#[cold]
fn out_of_order() -> Fault {
    Fault::invalid_operation("HTTP authentication is out of order.")
}
