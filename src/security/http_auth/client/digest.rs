//! Digest: which challenge is answered and how, and whether the other side knows the password as well.

use super::{Answer, Scheme, Stage, Talk, done, no_random};
use crate::abi::WS_E_SECURITY_VERIFICATION_FAILURE;
use crate::http::client::Verdict;
use crate::runtime::fault::{Fault, Result};
use crate::security::http_auth::digest::{self, Algorithm, Exchange, is_same};
use crate::security::http_auth::field::{self, Field, Parameters, quote};
use crate::security::settings::Secret;
use core::fmt::Write;
use openssl::rand::rand_bytes;

/// A challenge of Digest, and how often it has been answered.
#[derive(Clone)]
pub(super) struct Session {
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

/// An answer to a challenge of Digest.
pub(super) struct Digested {
    session: Session,
    /// Eight digits.
    count: String,
    cnonce: String,
    key: Secret,
    /// The challenge is from an earlier request.
    is_old: bool,
}

impl Talk {
    pub(super) fn digest(&mut self) -> Result<(Option<Secret>, bool)> {
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

    pub(super) fn had_digest(&mut self, sent: Digested, answer: &Answer<'_>) -> Result<Verdict> {
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

    #[cold]
    pub(super) fn unknown_digest(&self) -> Fault {
        Fault::not_supported(format!(
            "The {} {} asks for a kind of Digest authentication that is not supported: MD5 and SHA-256 with qop auth \
             are.",
            self.auth.whom(),
            self.target.host
        ))
    }
}

/// The strongest challenge of Digest that can be answered.
pub(super) fn session(challenges: &[Field]) -> Option<Session> {
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
