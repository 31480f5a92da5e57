//! The server's side: who sent a request, or what it is challenged with.

use super::basic;
use super::digest::{self, Algorithm, Exchange, Hash, is_same};
use super::field::{self, Field, Parameters, quote};
use super::nonce::{Nonces, Origin};
use crate::abi::*;
use crate::http::Headers;
use crate::runtime::fault::{Fault, Result};
use crate::security::extended_protection::ExtendedProtection;
use crate::security::gss::{Acceptor, Flags, Kept, Mechanism, Peers};
use crate::security::results::Identity;
use crate::security::settings::{HttpAuth, HttpPasswords, Properties, Secret};
use crate::task;
use base64_simd::STANDARD;
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use openssl::rand::rand_bytes;
use std::sync::Arc;
use std::time::Instant;

/// Authenticates the requests to one listener.
pub(crate) struct Authenticator {
    /// Unique in the process: a connection that several listeners share is authenticated for one of them.
    number: u64,
    schemes: u32,
    basic_realm: String,
    digest_realm: String,
    digest_domain: Option<String>,
    validator: Option<Arc<dyn HttpPasswords>>,
    nonces: Nonces,
    /// The password of those whom nobody knows.
    decoy: Secret,
    protection: ExtendedProtection,
    /// Of the service.
    credentials: Kept,
}

/// What is looked at of a request.
pub(crate) struct Seen<'a> {
    pub(crate) method: &'a str,
    /// As the client wrote it.
    pub(crate) target: &'a str,
    /// Without scheme and authority.
    pub(crate) path: &'a str,
    pub(crate) headers: &'a Headers,
    /// It came over TLS.
    pub(crate) is_secure: bool,
    /// The end point of the TLS connection (tls-server-end-point of RFC 5929); not every certificate has one.
    pub(crate) binding: Option<&'a [u8]>,
}

/// What a connection knows of its client. Nothing but the connection has it.
#[derive(Default)]
pub(crate) struct Connection {
    /// Whose it is.
    number: u64,
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Nobody,
    /// The client's next token is awaited.
    Talking {
        acceptor: Box<Acceptor>,
        scheme: &'static str,
        since: Instant,
    },
    Known(Arc<Identity>),
}

/// How long the next token of a conversation may take.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) enum Verdict {
    /// The request is who's. The header fields go with the response.
    Accept(Arc<Identity>, Headers),
    /// This is the response.
    Refuse(u16, Headers),
}

/// Why a request is not let in.
enum Refusal {
    /// Once more, with a new challenge; whether only the nonce was too old.
    Challenge {
        is_stale: bool,
    },
    /// A conversation goes on with this.
    Continue(&'static str, Vec<u8>),
    Status(u16),
}

const AGAIN: Refusal = Refusal::Challenge { is_stale: false };

type Outcome = core::result::Result<(Arc<Identity>, Headers), Refusal>;

impl Authenticator {
    /// `machine`: the realm where none was given.
    pub(crate) fn new(auth: &HttpAuth, properties: &Properties, machine: &str) -> Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        if auth.schemes & WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT != 0 {
            return Err(Fault::not_supported("WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT is not supported."));
        }
        let lacks = |scheme: &str, what: &str| {
            Fault::invalid_arg(format!("{scheme} authentication needs {what} of a WSX_HTTP_AUTH_VALIDATOR."))
        };
        let (has_validate, has_secret) = auth.validator.as_ref().map_or((false, false), |validator| validator.kinds());
        if auth.schemes & WS_HTTP_HEADER_AUTH_SCHEME_BASIC != 0 && !has_validate && !has_secret {
            return Err(lacks("Basic", "the callback that validates passwords"));
        }
        if auth.schemes & WS_HTTP_HEADER_AUTH_SCHEME_DIGEST != 0 && !has_secret {
            return Err(lacks("Digest", "the callback that gives passwords"));
        }
        let mut decoy = vec![0; 24];
        rand_bytes(&mut decoy)
            .map_err(|_| Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, "OpenSSL gives no random bytes."))?;
        let realm = |given: &Option<String>| given.clone().unwrap_or_else(|| machine.to_owned());
        Ok(Authenticator {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            schemes: auth.schemes,
            basic_realm: realm(&auth.basic_realm),
            digest_realm: realm(&auth.digest_realm),
            digest_domain: auth.digest_domain.clone(),
            validator: auth.validator.clone(),
            nonces: Nonces::new()?,
            decoy: Secret::new(decoy),
            protection: ExtendedProtection::new(properties),
            credentials: Kept::default(),
        })
    }

    /// Whether it matters what connection a request comes over.
    pub(crate) fn looks_at_bindings(&self) -> bool {
        self.has(WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE) || self.has(WS_HTTP_HEADER_AUTH_SCHEME_NTLM)
    }

    fn has(&self, scheme: u32) -> bool {
        self.schemes & scheme != 0
    }

    /// Who sent a request. `connection` is that on which it came. May call the program and wait for it.
    pub(crate) fn check(&self, request: &Seen<'_>, connection: &mut Connection) -> Verdict {
        if connection.number != self.number {
            *connection = Connection { number: self.number, state: State::Nobody };
        }
        let outcome = match field::credentials(request.headers, "Authorization") {
            // Two of them, or what nobody understands: another server might have taken what this one does not.
            Err(()) => Err(Refusal::Status(400)),
            Ok(None) => self.without(request, connection),
            Ok(Some(credentials)) => self.with(request, &credentials, connection),
        };
        match outcome {
            Ok((identity, headers)) => Verdict::Accept(identity, headers),
            Err(refusal) => match self.refuse(&refusal) {
                Ok((status, headers)) => Verdict::Refuse(status, headers),
                Err(_) => Verdict::Refuse(500, Headers::new()),
            },
        }
    }

    /// A request that says nothing: its connection may speak for it.
    fn without(&self, request: &Seen<'_>, connection: &mut Connection) -> Outcome {
        // What comes through a proxy may be anybody's.
        let is_direct = ["Via", "Forwarded", "X-Forwarded-For"].iter().all(|name| request.headers.get(name).is_none());
        match &connection.state {
            State::Known(identity) if is_direct => Ok((identity.clone(), Headers::new())),
            _ => {
                connection.state = State::Nobody;
                Err(AGAIN)
            }
        }
    }

    fn with(&self, request: &Seen<'_>, credentials: &Field, connection: &mut Connection) -> Outcome {
        let scheme = credentials.scheme.as_str();
        match scheme {
            "negotiate" if self.has(WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE) => {
                self.talk(request, credentials, connection, Mechanism::Negotiate)
            }
            "ntlm" if self.has(WS_HTTP_HEADER_AUTH_SCHEME_NTLM) => {
                self.talk(request, credentials, connection, Mechanism::Ntlm)
            }
            _ => {
                // Whoever was known on the connection is not the one who speaks now.
                connection.state = State::Nobody;
                match (scheme, &credentials.value) {
                    ("basic", field::Value::Token(token)) if self.has(WS_HTTP_HEADER_AUTH_SCHEME_BASIC) => {
                        self.basic(token)
                    }
                    ("digest", field::Value::Parameters(parameters)) if self.has(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST) => {
                        self.digest(request, parameters)
                    }
                    _ => Err(AGAIN),
                }
            }
        }
    }

    fn basic(&self, token: &str) -> Outcome {
        let (user, password) = basic::credentials(token).ok_or(Refusal::Status(400))?;
        let validator = self.validator.as_ref().ok_or(Refusal::Status(500))?;
        let (has_validate, _) = validator.kinds();
        let is_right = if has_validate {
            let text = str::from_utf8(password.bytes()).map_err(|_| Refusal::Status(400))?;
            task::long(|| validator.validate(&user, text, &self.basic_realm)).map_err(|_| Refusal::Status(500))?
        } else {
            self.is_password(&user, &password)?
        };
        match is_right {
            true => Ok((known(WSX_IDENTITY_MECHANISM_BASIC, &user, &self.basic_realm), Headers::new())),
            false => Err(AGAIN),
        }
    }

    /// Compares with what the program has, in a time that says nothing about either.
    fn is_password(&self, user: &str, password: &Secret) -> core::result::Result<bool, Refusal> {
        let failed = |_| Refusal::Status(500);
        let (secret, is_known) = self.secret(user, &self.basic_realm)?;
        // Digests have one length, whatever the passwords are.
        let algorithm = Algorithm { hash: Hash::Sha256, is_session: false };
        let ours = digest::key(algorithm, "", "", &secret).map_err(failed)?;
        let theirs = digest::key(algorithm, "", "", password).map_err(failed)?;
        Ok(is_same(ours.bytes(), theirs.bytes()) & is_known)
    }

    /// The password of a user; one that nobody can know where there is none.
    fn secret(&self, user: &str, realm: &str) -> core::result::Result<(Secret, bool), Refusal> {
        let validator = self.validator.as_ref().ok_or(Refusal::Status(500))?;
        let found = task::long(|| validator.secret(user, realm)).map_err(|_| Refusal::Status(500))?;
        let is_known = found.is_some();
        Ok((found.unwrap_or_else(|| self.decoy.clone()), is_known))
    }

    fn digest(&self, request: &Seen<'_>, parameters: &Parameters) -> Outcome {
        let failed = |_| Refusal::Status(500);
        let get = |name: &str| parameters.get(name).ok_or(Refusal::Status(400));
        let user = user_name(parameters).ok_or(Refusal::Status(400))?;
        let (nonce, cnonce, uri, theirs) = (get("nonce")?, get("cnonce")?, get("uri")?, get("response")?);
        let count = get("nc")?;
        let number = Some(count).filter(|count| count.len() == 8 && count.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let number = number.and_then(|count| u32::from_str_radix(count, 16).ok()).ok_or(Refusal::Status(400))?;
        let algorithm = Algorithm::of(parameters.get("algorithm")).ok_or(Refusal::Status(400))?;
        if !get("qop")?.eq_ignore_ascii_case("auth") || get("realm")? != self.digest_realm {
            return Err(AGAIN);
        }
        // Otherwise what was said for one resource would open another.
        if uri != request.target && uri != request.path {
            return Err(Refusal::Status(400));
        }
        if parameters.get("userhash").is_some_and(|is_hashed| is_hashed.eq_ignore_ascii_case("true")) {
            return Err(AGAIN);
        }
        let origin = self.nonces.origin(nonce);
        if origin == Origin::Foreign {
            // Perhaps of this program before it was started anew.
            return Err(Refusal::Challenge { is_stale: true });
        }
        let (secret, is_known) = self.secret(&user, &self.digest_realm)?;
        let key = digest::key(algorithm, &user, &self.digest_realm, &secret).map_err(failed)?;
        let exchange = Exchange { algorithm, nonce, count, cnonce, uri };
        let expected = exchange.response(&key, request.method).map_err(failed)?;
        let is_right = is_same(expected.bytes(), theirs.to_ascii_lowercase().as_bytes()) & is_known;
        if !is_right {
            return Err(AGAIN);
        }
        // The password is right; whether it was said now is another question.
        if origin == Origin::Stale || !self.nonces.use_up(nonce, number) {
            return Err(Refusal::Challenge { is_stale: true });
        }
        let proof = exchange.response(&key, "").map_err(failed)?;
        let mut value =
            format!("rspauth=\"{}\", qop=auth, nc={count}, cnonce=", String::from_utf8_lossy(proof.bytes()));
        quote(&mut value, cnonce);
        let mut headers = Headers::new();
        headers.push("Authentication-Info", value.as_bytes()).map_err(|_| Refusal::Status(400))?;
        Ok((known(WSX_IDENTITY_MECHANISM_DIGEST, &user, &self.digest_realm), headers))
    }

    fn talk(
        &self,
        request: &Seen<'_>,
        credentials: &Field,
        connection: &mut Connection,
        mechanism: Mechanism,
    ) -> Outcome {
        let scheme = if mechanism == Mechanism::Ntlm { "NTLM" } else { "Negotiate" };
        // What comes now replaces what was known before, whatever becomes of it.
        let before = core::mem::take(&mut connection.state);
        let token = credentials.token().filter(|token| !token.is_empty()).ok_or(Refusal::Status(400))?;
        let token = STANDARD.decode_to_vec(token).map_err(|_| Refusal::Status(400))?;
        let mut acceptor = match before {
            State::Talking { acceptor, scheme: same, since } if same == scheme && since.elapsed() < PATIENCE => {
                acceptor
            }
            _ => {
                let service = self.credentials.of_service(mechanism).map_err(|_| Refusal::Status(500))?;
                Box::new(Acceptor::new(service, self.protection.binding(request.binding)))
            }
        };
        let step = acceptor.step(&token).map_err(|_| AGAIN)?;
        if !step.is_complete {
            connection.state = State::Talking { acceptor, scheme, since: Instant::now() };
            return Err(Refusal::Continue(scheme, step.token));
        }
        let context = acceptor.context();
        let (peers, flags) = (context.peers().map_err(|_| AGAIN)?, context.flags());
        if flags.has(Flags::ANONYMOUS) || peers.client.is_empty() {
            return Err(AGAIN);
        }
        let service = peers.service.as_deref();
        self.protection.check(request.is_secure, service, Some("http/"), flags).map_err(|_| AGAIN)?;
        let (name, realm) = split(&peers);
        let identity = known(
            match peers.mechanism {
                Mechanism::Ntlm => WSX_IDENTITY_MECHANISM_NTLM,
                _ => WSX_IDENTITY_MECHANISM_KERBEROS,
            },
            name,
            realm,
        );
        connection.state = State::Known(identity.clone());
        let mut headers = Headers::new();
        if !step.token.is_empty() {
            let value = format!("{scheme} {}", STANDARD.encode_to_string(&step.token));
            headers.push("WWW-Authenticate", value.as_bytes()).map_err(|_| Refusal::Status(500))?;
        }
        Ok((identity, headers))
    }

    /// The response to who is not let in.
    fn refuse(&self, refusal: &Refusal) -> Result<(u16, Headers)> {
        let mut headers = Headers::new();
        let is_stale = match refusal {
            Refusal::Status(status) => return Ok((*status, headers)),
            Refusal::Continue(scheme, token) => {
                let value = format!("{scheme} {}", STANDARD.encode_to_string(token));
                headers.push("WWW-Authenticate", value.as_bytes())?;
                return Ok((401, headers));
            }
            Refusal::Challenge { is_stale } => *is_stale,
        };
        let mut challenge = |value: &str| headers.push("WWW-Authenticate", value.as_bytes());
        for (scheme, bit) in
            [("Negotiate", WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE), ("NTLM", WS_HTTP_HEADER_AUTH_SCHEME_NTLM)]
        {
            if self.has(bit) {
                challenge(scheme)?;
            }
        }
        if self.has(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST) {
            for hash in [Hash::Sha256, Hash::Md5] {
                challenge(&self.digest_challenge(Algorithm { hash, is_session: false }, is_stale)?)?;
            }
        }
        if self.has(WS_HTTP_HEADER_AUTH_SCHEME_BASIC) {
            challenge(&basic::challenge(&self.basic_realm))?;
        }
        Ok((401, headers))
    }

    fn digest_challenge(&self, algorithm: Algorithm, is_stale: bool) -> Result<String> {
        let mut out = "Digest realm=".to_owned();
        quote(&mut out, &self.digest_realm);
        if let Some(domain) = &self.digest_domain {
            out.push_str(", domain=");
            quote(&mut out, domain);
        }
        out.push_str(", nonce=");
        quote(&mut out, &self.nonces.make()?);
        out.push_str(", qop=\"auth\", algorithm=");
        out.push_str(algorithm.name());
        out.push_str(", charset=UTF-8");
        if is_stale {
            out.push_str(", stale=true");
        }
        Ok(out)
    }
}

fn known(mechanism: WSX_IDENTITY_MECHANISM, user: &str, realm: &str) -> Arc<Identity> {
    Arc::new(Identity::new(mechanism, user, realm, &[]))
}

/// The name and the realm of a client.
fn split(peers: &Peers) -> (&str, &str) {
    let name = peers.client.as_str();
    match peers.mechanism {
        Mechanism::Ntlm => name.split_once('\\').map_or((name, ""), |(domain, name)| (name, domain)),
        _ => name.rsplit_once('@').unwrap_or((name, "")),
    }
}

/// The name of a Digest user, perhaps in the form that has characters beyond ASCII.
fn user_name(parameters: &Parameters) -> Option<String> {
    let user = match (parameters.get("username"), parameters.get("username*")) {
        (Some(user), None) => user.to_owned(),
        (None, Some(extended)) => {
            let (charset, rest) = extended.split_once('\'')?;
            let (_, escaped) = rest.split_once('\'')?;
            charset.eq_ignore_ascii_case("utf-8").then_some(())?;
            let mut bytes = Vec::with_capacity(escaped.len());
            let mut rest = escaped.as_bytes();
            while let Some((first, after)) = rest.split_first() {
                rest = after;
                bytes.push(match first {
                    b'%' => {
                        let (digits, after) = rest.split_first_chunk::<2>()?;
                        rest = after;
                        digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                        u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?
                    }
                    other => *other,
                });
            }
            String::from_utf8(bytes).ok()?
        }
        _ => return None,
    };
    (!user.chars().any(char::is_control)).then_some(user)
}
