//! Negotiate and NTLM: conversations, after which the connection speaks for the client.

use super::{Answer, Scheme, Stage, Talk, done};
use crate::abi::WS_E_SECURITY_VERIFICATION_FAILURE;
use crate::http::client::{Carrier, Verdict};
use crate::runtime::fault::{Fault, Result};
use crate::security::gss::{Flags, Initiator, Mechanism, Name, begins_ntlm, end_point};
use crate::security::settings::Secret;
use base64_simd::STANDARD;

/// Of Negotiate or NTLM.
pub(super) struct Conversation {
    pub(super) scheme: Scheme,
    initiator: Initiator,
    /// This side has all that it needs.
    is_complete: bool,
    /// What it says now goes without the request: the first message of NTLM is always refused.
    is_blank: bool,
    /// At least one token has been answered.
    pub(super) has_begun: bool,
}

impl Talk {
    /// Begins a conversation, unless the connection speaks for us already.
    pub(super) fn converse(&mut self, scheme: Scheme, connection: Carrier<'_>) -> Result<(Option<Secret>, bool)> {
        let auth = &self.auth;
        if connection.is_authenticated && !self.target.is_streamed && self.retries == 0 && !auth.state().asks_each_time
        {
            self.stage = Stage::Rides(scheme);
            return Ok((None, true));
        }
        let mechanism = if scheme == Scheme::Ntlm { Mechanism::Ntlm } else { Mechanism::Negotiate };
        let credentials = auth.credentials.of(&auth.credential, mechanism)?;
        let name = Name::service("HTTP", &self.target.host)?;
        let wanted = match scheme {
            // NTLM cannot, and refuses to be asked for it.
            Scheme::Ntlm => Flags::SIGN,
            _ => Flags::MUTUAL,
        };
        let binding = connection.binding.map(end_point);
        let initiator = Initiator::new(credentials, name, mechanism, wanted, binding);
        let mut conversation =
            Box::new(Conversation { scheme, initiator, is_complete: false, has_begun: false, is_blank: false });
        let authorization = conversation.token(None)?;
        // What Kerberos says first is all there is to say, unless the other side picks NTLM then; a body that goes once
        // must not be on the way by that time.
        conversation.is_blank |= self.target.is_streamed && auth.state().negotiates_long;
        let is_whole = !conversation.is_blank;
        self.stage = Stage::Conversation(conversation);
        Ok((authorization, is_whole))
    }

    pub(super) fn rode(&mut self, scheme: Scheme, answer: &Answer<'_>) -> Result<Verdict> {
        if !self.is_refused(answer) {
            return Ok(done(true));
        }
        self.again(answer)?;
        if scheme == Scheme::Negotiate {
            self.auth.state().asks_each_time = true;
        }
        Ok(Verdict::Again)
    }

    pub(super) fn conversed(&mut self, mut conversation: Box<Conversation>, answer: &Answer<'_>) -> Result<Verdict> {
        let scheme = conversation.scheme;
        let name = scheme.name().to_ascii_lowercase();
        let is_first = !conversation.has_begun;
        let challenges = self.challenges(answer)?;
        let theirs = challenges.iter().filter(|challenge| challenge.scheme == name);
        let tokens: Vec<&str> =
            theirs.filter_map(|challenge| challenge.token()).filter(|token| !token.is_empty()).collect();
        let token = match tokens.as_slice() {
            [] => None,
            [token] => Some(STANDARD.decode_to_vec(token).map_err(|_| self.bad_token(scheme))?),
            _ => return Err(self.bad_token(scheme)),
        };
        if self.is_refused(answer) {
            let Some(token) = token else { return Err(self.refused(scheme, answer)) };
            if conversation.is_complete {
                return Err(self.refused(scheme, answer));
            }
            conversation.has_begun = true;
            if scheme == Scheme::Negotiate {
                self.auth.state().negotiates_long = true;
            }
            let authorization = conversation.token(Some(&token))?;
            if authorization.is_none() {
                return Err(self.refused(scheme, answer));
            }
            self.pending = Some((authorization, !conversation.is_blank));
            self.stage = Stage::Conversation(conversation);
            return Ok(Verdict::Again);
        }
        if is_first && scheme == Scheme::Ntlm {
            // Nobody asked for it.
            return self.was_let_in(answer);
        }
        let is_blank = conversation.is_blank;
        if is_blank && let Some(fault) = answer.fault_of_all() {
            return Err(fault);
        }
        if let Some(token) = token {
            conversation.token(Some(&token))?;
        }
        // An answer that may be taken for the service's must be the service's.
        let counts = is_blank || matches!(answer.status, 200..=399 | 400 | 500);
        if !conversation.is_complete && counts {
            let text = format!(
                "The {} {} did not prove who it is: its last {} token is missing.",
                self.auth.whom(),
                self.target.host,
                scheme.name()
            );
            return Err(Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text));
        }
        if is_blank {
            // It does take what the client has to say first.
            self.again(answer)?;
            self.auth.state().negotiates_long = false;
            return Ok(Verdict::Again);
        }
        // What comes next on the connection is taken as the service's without a proof of its own.
        Ok(done(conversation.is_complete))
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
        self.is_blank = begins_ntlm(&step.token);
        let text = format!("{} {}", self.scheme.name(), STANDARD.encode_to_string(&step.token));
        Ok((!step.token.is_empty()).then(|| Secret::new(text.into_bytes())))
    }
}
