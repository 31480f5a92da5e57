//! The client's side: which scheme, with what, and whether the other side has answered as it must.

use super::basic;
use super::digest::{self, Algorithm, Exchange, is_same};
use super::field::{self, Field, Parameters, quote};
use crate::abi::*;
use crate::http::client::{Attempt, Authentication, Carrier, Dialogue, Target, Verdict};
use crate::http::{Headers, status};
use crate::runtime::fault::{Fault, Result};
use crate::security::gss::{Credentials, Flags, Initiator, Mechanism, Name, end_point};
use crate::security::settings::{HttpAuth, Properties, Secret, WindowsCredential};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use core::fmt::Write;
use core::time::Duration;
use openssl::rand::rand_bytes;
use openssl::sha::Sha256;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

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
}

/// What has been found out about the other side.
#[derive(Default)]
struct State {
    /// Of several, which is used.
    chosen: Option<Scheme>,
    digest: Option<Session>,
    /// Authenticated connections are not authenticated for the next request.
    asks_each_time: bool,
    /// Got with a password, which takes asking a KDC.
    credentials: Option<(Mechanism, Instant, Arc<Credentials>)>,
}

/// How long credentials are used that were got with a password: the account may change.
const CREDENTIALS: Duration = Duration::from_secs(300);

/// A challenge of Digest, and how often it has been answered.
#[derive(Clone)]
struct Session {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    /// It was named.
    has_algorithm: bool,
    count: u32,
    /// With the algorithms of sessions, the key is made of this one.
    cnonce: String,
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

    /// What conversations are held with.
    fn credentials(&self, mechanism: Mechanism) -> Result<Arc<Credentials>> {
        match &self.state().credentials {
            Some((same, since, credentials)) if *same == mechanism && since.elapsed() < CREDENTIALS => {
                return Ok(credentials.clone());
            }
            _ => {}
        }
        let credentials = Arc::new(Credentials::of(&self.credential, mechanism)?);
        if let WindowsCredential::Name { .. } = self.credential {
            self.state().credentials = Some((mechanism, Instant::now(), credentials.clone()));
        }
        Ok(credentials)
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

/// An answer to a challenge of Digest.
struct Digested {
    session: Session,
    /// Eight digits.
    count: String,
    cnonce: String,
    key: Secret,
    /// The challenge is from an earlier request.
    is_old: bool,
}

/// Of Negotiate or NTLM.
struct Conversation {
    scheme: Scheme,
    initiator: Initiator,
    /// This side has all that it needs.
    is_complete: bool,
    /// At least one token has been answered.
    has_begun: bool,
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
        // What is wrong there is wrong for the request as well.
        if matches!(answer.status, 403 | 404 | 407 | 410 | 429 | 502..=504)
            && let Some(fault) = status::fault(answer.status, answer.reason, answer.headers, false)
        {
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

    fn digest(&mut self) -> Result<(Option<Secret>, bool)> {
        let auth = self.auth.clone();
        let (user, domain, password) = auth.password()?;
        let user = if domain.is_empty() { user.to_owned() } else { format!("{domain}\\{user}") };
        let (session, count, is_old) = {
            let mut state = auth.state();
            // A nonce may be stale, and a streamed request gets no second chance.
            let is_too_old = self.target.is_streamed && self.retries == 0;
            match &mut state.digest {
                Some(session) if !is_too_old && session.count < u32::MAX => {
                    session.count += 1;
                    (session.clone(), format!("{:08x}", session.count), session.count > 1)
                }
                _ => {
                    drop(state);
                    self.retries += 1;
                    return Ok(self.ask());
                }
            }
        };
        let cnonce = if session.algorithm.is_session { session.cnonce.clone() } else { random()? };
        let key = digest::key(session.algorithm, &user, &session.realm, password)?;
        let exchange = Exchange {
            algorithm: session.algorithm,
            nonce: &session.nonce,
            count: &count,
            cnonce: &cnonce,
            uri: &self.target.uri,
        };
        let response = exchange.response(&key, &self.target.method)?;
        let mut out = "Digest ".to_owned();
        if user.is_ascii() && !user.bytes().any(|byte| byte.is_ascii_control()) {
            out.push_str("username=");
            quote(&mut out, &user);
        } else {
            out.push_str("username*=UTF-8''");
            escape(&mut out, &user);
        }
        for (name, value) in [("realm", &session.realm), ("nonce", &session.nonce), ("uri", &self.target.uri)] {
            let _ = write!(out, ", {name}=");
            quote(&mut out, value);
        }
        if session.has_algorithm {
            let _ = write!(out, ", algorithm={}", session.algorithm.name());
        }
        if let Some(opaque) = &session.opaque {
            out.push_str(", opaque=");
            quote(&mut out, opaque);
        }
        let response = String::from_utf8_lossy(response.bytes()).into_owned();
        let _ = write!(out, ", qop=auth, nc={count}, cnonce=\"{cnonce}\", response=\"{response}\"");
        self.stage = Stage::Digest(Box::new(Digested { session, count, cnonce, key, is_old }));
        Ok((Some(Secret::new(out.into_bytes())), true))
    }

    fn had_digest(&mut self, sent: Digested, answer: &Answer<'_>) -> Result<Verdict> {
        let auth = self.auth.clone();
        if self.is_refused(answer) {
            let challenges = self.challenges(answer)?;
            let fresh = session(&challenges);
            let is_stale = challenges.iter().any(|challenge| {
                let stale = challenge.parameters().and_then(|parameters| parameters.get("stale"));
                challenge.scheme == "digest" && stale.is_some_and(|stale| stale.eq_ignore_ascii_case("true"))
            });
            let is_new = fresh.as_ref().is_some_and(|fresh| fresh.nonce != sent.session.nonce);
            auth.state().digest = fresh;
            // Not every server says that an old nonce is stale; a new one it must take.
            if is_new && (is_stale || sent.is_old) && self.retries < 3 {
                self.retries += 1;
                return Ok(Verdict::Again);
            }
            return Err(self.refused(Scheme::Digest, answer));
        }
        let name = if auth.is_proxy { "Proxy-Authentication-Info" } else { "Authentication-Info" };
        let information = field::information(answer.headers, name).map_err(|()| {
            let text = format!("The {} {} sent a malformed {name} header.", auth.whom(), self.target.host);
            Fault::invalid_format(text)
        })?;
        self.check_information(&sent, &information)?;
        if let Some(next) = information.get("nextnonce") {
            let mut state = auth.state();
            let present = state.digest.as_mut().filter(|present| present.nonce == sent.session.nonce);
            if let Some(present) = present {
                present.nonce = next.to_owned();
                present.count = 0;
            }
        }
        Ok(done(false))
    }

    /// A server that knows the password can say so.
    fn check_information(&self, sent: &Digested, information: &Parameters) -> Result<()> {
        let Some(theirs) = information.get("rspauth") else { return Ok(()) };
        let exchange = Exchange {
            algorithm: sent.session.algorithm,
            nonce: &sent.session.nonce,
            count: &sent.count,
            cnonce: &sent.cnonce,
            uri: &self.target.uri,
        };
        let is_ours = |name: &str, value: &str| information.get(name).is_none_or(|theirs| theirs == value);
        let expected = exchange.response(&sent.key, "")?;
        let is_right = is_same(expected.bytes(), theirs.to_ascii_lowercase().as_bytes());
        if is_right && is_ours("nc", &sent.count) && is_ours("cnonce", &sent.cnonce) && is_ours("qop", "auth") {
            return Ok(());
        }
        let text = format!(
            "The {} {} does not know the password: its own response (rspauth) is wrong.",
            self.auth.whom(),
            self.target.host
        );
        Err(Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text))
    }

    /// Begins a conversation, unless the connection speaks for us already.
    fn converse(&mut self, scheme: Scheme, connection: Carrier<'_>) -> Result<(Option<Secret>, bool)> {
        let auth = &self.auth;
        if connection.is_authenticated && !self.target.is_streamed && self.retries == 0 && !auth.state().asks_each_time
        {
            self.stage = Stage::Rides(scheme);
            return Ok((None, true));
        }
        let mechanism = if scheme == Scheme::Ntlm { Mechanism::Ntlm } else { Mechanism::Negotiate };
        let credentials = auth.credentials(mechanism)?;
        let name = Name::service("HTTP", &self.target.host)?;
        let wanted = match scheme {
            // NTLM cannot, and refuses to be asked for it.
            Scheme::Ntlm => Flags::SIGN,
            _ => Flags::MUTUAL,
        };
        let binding = connection.binding.map(end_point);
        let initiator = Initiator::new(credentials, name, mechanism, wanted, binding);
        let mut conversation = Box::new(Conversation { scheme, initiator, is_complete: false, has_begun: false });
        let authorization = conversation.token(None)?;
        self.stage = Stage::Conversation(conversation);
        // The first message of NTLM is always refused. That of Kerberos is all there is to say.
        Ok((authorization, scheme != Scheme::Ntlm))
    }

    fn rode(&mut self, scheme: Scheme, answer: &Answer<'_>) -> Result<Verdict> {
        if !self.is_refused(answer) {
            return Ok(done(true));
        }
        self.again(answer)?;
        if scheme == Scheme::Negotiate {
            self.auth.state().asks_each_time = true;
        }
        Ok(Verdict::Again)
    }

    fn conversed(&mut self, mut conversation: Box<Conversation>, answer: &Answer<'_>) -> Result<Verdict> {
        let scheme = conversation.scheme;
        let name = scheme.name().to_ascii_lowercase();
        let is_first_of_ntlm = scheme == Scheme::Ntlm && !conversation.has_begun;
        let challenges = self.challenges(answer)?;
        let theirs = challenges.iter().filter(|challenge| challenge.scheme == name);
        let tokens: Vec<&str> =
            theirs.filter_map(|challenge| challenge.token()).filter(|token| !token.is_empty()).collect();
        let token = match tokens.as_slice() {
            [] => None,
            [token] => Some(STANDARD.decode(token).map_err(|_| self.bad_token(scheme))?),
            _ => return Err(self.bad_token(scheme)),
        };
        if self.is_refused(answer) {
            let Some(token) = token else { return Err(self.refused(scheme, answer)) };
            if conversation.is_complete {
                return Err(self.refused(scheme, answer));
            }
            conversation.has_begun = true;
            let authorization = conversation.token(Some(&token))?;
            if authorization.is_none() {
                return Err(self.refused(scheme, answer));
            }
            self.pending = Some((authorization, true));
            self.stage = Stage::Conversation(conversation);
            return Ok(Verdict::Again);
        }
        if is_first_of_ntlm {
            // Nobody asked for it.
            return self.was_let_in(answer);
        }
        if let Some(token) = token {
            conversation.token(Some(&token))?;
        }
        // An answer that may be taken for the service's must be the service's.
        let counts = matches!(answer.status, 200..=399 | 400 | 500);
        if !conversation.is_complete && counts {
            let text = format!(
                "The {} {} did not prove who it is: its last {} token is missing.",
                self.auth.whom(),
                self.target.host,
                scheme.name()
            );
            return Err(Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text));
        }
        Ok(done(true))
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
        let mut state = self.auth.state();
        (state.chosen, state.credentials) = (None, None);
        drop(state);
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

    #[cold]
    fn unknown_digest(&self) -> Fault {
        Fault::not_supported(format!(
            "The {} {} asks for a kind of Digest authentication that is not supported: MD5 and SHA-256 with qop auth \
             are.",
            self.auth.whom(),
            self.target.host
        ))
    }

    #[cold]
    fn bad_token(&self, scheme: Scheme) -> Fault {
        Fault::invalid_format(format!(
            "The {} {} sent more than one {} token, or one that is not base64.",
            self.auth.whom(),
            self.target.host,
            scheme.name()
        ))
    }
}

impl Conversation {
    /// Takes a token, and gives what is sent for it.
    fn token(&mut self, theirs: Option<&[u8]>) -> Result<Option<Secret>> {
        let step = self.initiator.step(theirs)?;
        self.is_complete = step.is_complete;
        let text = format!("{} {}", self.scheme.name(), STANDARD.encode(&step.token));
        Ok((!step.token.is_empty()).then(|| Secret::new(text.into_bytes())))
    }
}

fn done(authenticates_connection: bool) -> Verdict {
    Verdict::Final { authenticates_connection }
}

/// The strongest challenge of Digest that can be answered.
fn session(challenges: &[Field]) -> Option<Session> {
    let of = |challenge: &Field| {
        let parameters = challenge.parameters().filter(|_| challenge.scheme == "digest")?;
        let algorithm = Algorithm::of(parameters.get("algorithm"))?;
        let mut qops = parameters.get("qop")?.split(',').map(str::trim);
        qops.any(|qop| qop.eq_ignore_ascii_case("auth")).then_some(())?;
        Some(Session {
            realm: parameters.get("realm")?.to_owned(),
            nonce: parameters.get("nonce")?.to_owned(),
            opaque: parameters.get("opaque").map(str::to_owned),
            algorithm,
            has_algorithm: parameters.get("algorithm").is_some(),
            count: 0,
            cnonce: random().ok()?,
        })
    };
    let mut best: Option<Session> = None;
    for session in challenges.iter().filter_map(of) {
        if best.as_ref().is_none_or(|best| session.algorithm.hash > best.algorithm.hash) {
            best = Some(session);
        }
    }
    best
}

/// As RFC 8187 has it.
fn escape(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

fn random() -> Result<String> {
    let mut bytes = [0; 16];
    rand_bytes(&mut bytes).map_err(|_| no_random())?;
    Ok(bytes.iter().fold(String::with_capacity(32), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    }))
}

#[cold]
fn no_random() -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, "OpenSSL gives no random bytes.")
}

#[cold]
fn out_of_order() -> Fault {
    Fault::invalid_operation("HTTP authentication is out of order.")
}
