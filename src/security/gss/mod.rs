//! GSSAPI: Kerberos, NTLM, and Negotiate (SPNEGO), which picks one of both.
//!
//! The library is found at run time (`libgssapi_krb5.so.2`, MIT Kerberos; NTLM is a plug-in of it, gss-ntlmssp), so that
//! programs which use none of this need not have it. Calls may ask a KDC over the network: they run as what may take
//! long does. Keytab, tickets and realms are found as MIT's own programs find them (KRB5_KTNAME, KRB5CCNAME,
//! KRB5_CONFIG).

mod kept;
mod ntlm;
#[allow(unsafe_code, reason = "the functions of a C library")]
mod sys;

pub(crate) use kept::Kept;
pub(crate) use ntlm::begins_ntlm;

use crate::abi::{WS_E_SECURITY_SYSTEM_FAILURE, WS_E_SECURITY_TOKEN_EXPIRED, WS_E_SECURITY_VERIFICATION_FAILURE};
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::{Secret, WindowsCredential};
use crate::task;
use std::sync::Arc;
use sys::{Failure, Oid, Stepped, Usage};

const KERBEROS: Oid = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
const SPNEGO: Oid = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
const NTLM: Oid = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
/// `service@host`.
const SERVICE_NAME: Oid = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x04];
/// What the mechanism takes for a user.
const USER_NAME: Oid = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x01, 0x01];
/// `name/instance@REALM`.
const PRINCIPAL_NAME: Oid = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x01];
/// The key of a context.
const SESSION_KEY: Oid = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02, 0x05, 0x05];

/// How peers authenticate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mechanism {
    Kerberos,
    Ntlm,
    /// Picks one of the others.
    Negotiate,
}

impl Mechanism {
    fn oid(self) -> Oid {
        match self {
            Mechanism::Kerberos => KERBEROS,
            Mechanism::Ntlm => NTLM,
            Mechanism::Negotiate => SPNEGO,
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Mechanism::Kerberos => "Kerberos",
            Mechanism::Ntlm => "NTLM",
            Mechanism::Negotiate => "Negotiate",
        }
    }

    /// Whether this machine can do it; a fault says why not.
    pub(crate) fn check(self) -> Result<()> {
        match sys::has_mechanism(self.oid()) {
            Ok(true) => Ok(()),
            Ok(false) if self == Mechanism::Ntlm => Err(system("NTLM needs gss-ntlmssp, which is not installed.")),
            Ok(false) => Err(system(&format!("GSSAPI does not know {}.", self.text()))),
            Err(failure) => Err(system(&failure.text)),
        }
    }
}

/// What a context is to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Flags(u32);

impl Flags {
    pub(crate) const DELEGATE: Flags = Flags(1);
    /// The service proves who it is.
    pub(crate) const MUTUAL: Flags = Flags(2);
    pub(crate) const REPLAY: Flags = Flags(4);
    pub(crate) const SEQUENCE: Flags = Flags(8);
    pub(crate) const ENCRYPT: Flags = Flags(16);
    pub(crate) const SIGN: Flags = Flags(32);
    pub(crate) const ANONYMOUS: Flags = Flags(64);
    /// The service learns who the client is, and may not act as it.
    pub(crate) const IDENTIFY: Flags = Flags(0x2000);
    /// The client has bound its token to the channel; said by the acceptor's side only.
    pub(crate) const CHANNEL_BOUND: Flags = Flags(0x800);

    pub(crate) const fn and(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    pub(crate) const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The binding to a TLS connection: `hash` is that of the server's certificate (RFC 5929, 4).
pub(crate) fn end_point(hash: &[u8]) -> Vec<u8> {
    [b"tls-server-end-point:", hash].concat()
}

/// The name of a user or a service.
#[derive(Debug)]
pub(crate) struct Name(sys::Name);

impl Name {
    /// The service of a kind, such as HTTP, on a host.
    pub(crate) fn service(kind: &str, host: &str) -> Result<Self> {
        Self::import(&format!("{kind}@{host}"), SERVICE_NAME)
    }

    /// A service principal name (`HTTP/host`, perhaps with `:port` and `/name`, perhaps with `@REALM`), or a user
    /// principal name (`name@realm`).
    pub(crate) fn principal(text: &str) -> Result<Self> {
        Self::import(text, PRINCIPAL_NAME)
    }

    fn import(text: &str, kind: Oid) -> Result<Self> {
        // The library would end a name there.
        if text.is_empty() || text.contains('\0') {
            return Err(Fault::invalid_arg("The name of a user or service is empty or has a null character."));
        }
        sys::Name::import(text.as_bytes(), kind).map(Name).map_err(|failure| {
            fault(&failure, || format!("\"{}\" is not a name that GSSAPI takes.", text.escape_default()))
        })
    }

    /// As the mechanism shows it.
    pub(crate) fn text(&self) -> Result<String> {
        self.0.text().map_err(|failure| fault(&failure, || "A name cannot be shown.".to_owned()))
    }
}

/// What one side authenticates with. `Default` of a client is what the process has: its tickets.
#[derive(Debug)]
pub(crate) struct Credentials(Option<sys::Credentials>);

impl Credentials {
    /// Of a client.
    pub(crate) fn of(credential: &WindowsCredential, mechanism: Mechanism) -> Result<Self> {
        mechanism.check()?;
        match credential {
            WindowsCredential::Default => Ok(Credentials(None)),
            WindowsCredential::Name { user, password, domain } => {
                Self::with_password(user, domain, password, mechanism)
            }
        }
    }

    fn with_password(user: &str, domain: &str, password: &Secret, mechanism: Mechanism) -> Result<Self> {
        let (text, kind) = match (mechanism, domain.is_empty()) {
            (_, true) => (user.to_owned(), USER_NAME),
            // Names of realms are in capitals by convention; names of domains may come in any case.
            (Mechanism::Kerberos, false) => (format!("{user}@{}", domain.to_ascii_uppercase()), PRINCIPAL_NAME),
            (Mechanism::Ntlm, false) => (format!("{domain}\\{user}"), USER_NAME),
            (Mechanism::Negotiate, false) => (format!("{user}@{}", domain.to_ascii_uppercase()), USER_NAME),
        };
        let name = Name::import(&text, kind)?;
        let acquired = task::long(|| {
            let password = Some(password.bytes());
            sys::Credentials::acquire(Some(&name.0), password, &[mechanism.oid()], Usage::Initiate)
        });
        let acquired = acquired.map_err(|failure| {
            fault(&failure, || format!("No {} credentials could be got for {text}.", mechanism.text()))
        })?;
        Ok(Credentials(Some(acquired)))
    }

    /// Of a service, from the keytab: for one name, or for all that are there.
    pub(crate) fn of_service(name: Option<&Name>, mechanism: Mechanism) -> Result<Self> {
        mechanism.check()?;
        let name = name.map(|name| &name.0);
        let acquired = task::long(|| sys::Credentials::acquire(name, None, &[mechanism.oid()], Usage::Accept));
        let acquired = acquired
            .map_err(|failure| fault(&failure, || format!("The service has no {} credentials.", mechanism.text())))?;
        Ok(Credentials(Some(acquired)))
    }

    /// Lets [`Mechanism::Negotiate`] pick only one of these.
    pub(crate) fn negotiates(mut self, mechanisms: &[Mechanism]) -> Result<Self> {
        let oids: Vec<Oid> = mechanisms.iter().map(|mechanism| mechanism.oid()).collect();
        if let Some(credentials) = &mut self.0 {
            let set = credentials.negotiates(&oids);
            set.map_err(|failure| fault(&failure, || "The mechanisms cannot be negotiated.".to_owned()))?;
        }
        Ok(self)
    }
}

/// What is sent to the other side, and whether that is all.
#[derive(Debug)]
pub(crate) struct Step {
    /// Empty where there is nothing to tell.
    pub(crate) token: Vec<u8>,
    /// This side has all that it needs.
    pub(crate) is_complete: bool,
}

/// The client's side of a conversation.
#[derive(Debug)]
pub(crate) struct Initiator {
    context: Context,
    credentials: Arc<Credentials>,
    target: Name,
    mechanism: Mechanism,
    wanted: Flags,
    binding: Option<Vec<u8>>,
}

impl Initiator {
    /// `binding`: what ties the conversation to the channel below, as RFC 5929 has it.
    pub(crate) fn new(
        credentials: impl Into<Arc<Credentials>>,
        target: Name,
        mechanism: Mechanism,
        wanted: Flags,
        binding: Option<Vec<u8>>,
    ) -> Self {
        let credentials = credentials.into();
        Initiator { context: Context::new(), credentials, target, mechanism, wanted, binding }
    }

    /// Takes a token of the service, none at first.
    pub(crate) fn step(&mut self, token: Option<&[u8]>) -> Result<Step> {
        let Initiator { context, credentials, target, mechanism, wanted, binding } = self;
        let stepped = task::long(|| {
            let credentials = credentials.0.as_ref();
            context.raw.init(credentials, &target.0, mechanism.oid(), wanted.0, binding.as_deref(), token)
        });
        match stepped {
            Ok(stepped) => Ok(context.take(stepped)),
            Err(failure) => {
                let target = target.text().unwrap_or_default();
                let text = || format!("{} authentication to {target} failed.", mechanism.text());
                Err(fault(&failure, text))
            }
        }
    }

    pub(crate) fn context(&mut self) -> &mut Context {
        &mut self.context
    }
}

/// The service's side of a conversation.
#[derive(Debug)]
pub(crate) struct Acceptor {
    context: Context,
    credentials: Arc<Credentials>,
    binding: Option<Vec<u8>>,
}

impl Acceptor {
    /// `binding`: as with [`Initiator`]; `None` looks at none.
    pub(crate) fn new(credentials: impl Into<Arc<Credentials>>, binding: Option<Vec<u8>>) -> Self {
        Acceptor { context: Context::new(), credentials: credentials.into(), binding }
    }

    /// Takes a token of the client.
    pub(crate) fn step(&mut self, token: &[u8]) -> Result<Step> {
        let Acceptor { context, credentials, binding } = self;
        let Some(credentials) = credentials.0.as_ref() else {
            return Err(system("A service needs credentials."));
        };
        let token = ntlm::with_version(token);
        let stepped = task::long(|| context.raw.accept(credentials, binding.as_deref(), &token));
        match stepped {
            Ok(stepped) => Ok(context.take(stepped)),
            Err(failure) => Err(fault(&failure, || "The client's token was not accepted.".to_owned())),
        }
    }

    pub(crate) fn context(&mut self) -> &mut Context {
        &mut self.context
    }
}

/// What a conversation established.
#[derive(Debug)]
pub(crate) struct Context {
    raw: sys::Context,
    flags: Flags,
}

/// Who talks to whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Peers {
    /// `name@REALM` with Kerberos, `DOMAIN\name` with NTLM.
    pub(crate) client: String,
    /// The principal that the client asked for; not every mechanism tells.
    pub(crate) service: Option<String>,
    /// Never [`Mechanism::Negotiate`].
    pub(crate) mechanism: Mechanism,
}

impl Context {
    fn new() -> Self {
        Context { raw: sys::Context::new(), flags: Flags::default() }
    }

    fn take(&mut self, stepped: Stepped) -> Step {
        self.flags = Flags(stepped.flags);
        Step { token: stepped.token, is_complete: stepped.is_complete }
    }

    pub(crate) fn flags(&self) -> Flags {
        self.flags
    }

    /// Only of a complete conversation.
    pub(crate) fn peers(&self) -> Result<Peers> {
        let inquired = self.raw.inquire(|mechanism| mechanism == KERBEROS);
        let inquired = inquired.map_err(|failure| fault(&failure, || "The peers are not known.".to_owned()))?;
        let mechanism = match inquired.mechanism.as_slice() {
            KERBEROS => Mechanism::Kerberos,
            NTLM => Mechanism::Ntlm,
            _ => return Err(unverified("The peers agreed on a mechanism that is neither Kerberos nor NTLM.")),
        };
        let client = inquired.initiator.ok_or_else(|| unverified("The client has no name."))?;
        Ok(Peers { client, service: inquired.acceptor, mechanism })
    }

    /// The key that both sides have.
    pub(crate) fn session_key(&self) -> Result<Secret> {
        let key = self.raw.data(SESSION_KEY);
        key.map(Secret::new).map_err(|failure| fault(&failure, || "There is no session key.".to_owned()))
    }

    /// Protects a message for the other side: signs it, and encrypts it if that is wanted.
    pub(crate) fn wrap(&mut self, message: &[u8], encrypts: bool) -> Result<Vec<u8>> {
        self.raw.wrap(message, encrypts).map_err(|failure| fault(&failure, || "A message cannot be sent.".to_owned()))
    }

    /// Takes the protection of a message off; it must be encrypted if that is `required`.
    pub(crate) fn unwrap(&mut self, message: &[u8], is_encryption_required: bool) -> Result<Vec<u8>> {
        let failed = |failure: Failure| fault(&failure, || "A message was not accepted.".to_owned());
        let (message, is_encrypted) = self.raw.unwrap(message).map_err(failed)?;
        if is_encryption_required && !is_encrypted {
            return Err(unverified("A message was signed only, and has to be encrypted."));
        }
        Ok(message)
    }

    pub(crate) fn sign(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        self.raw.sign(message).map_err(|failure| fault(&failure, || "A message cannot be signed.".to_owned()))
    }

    pub(crate) fn verify(&mut self, message: &[u8], signature: &[u8]) -> Result<()> {
        let verified = self.raw.verify(message, signature);
        verified.map_err(|failure| fault(&failure, || "The signature of a message is wrong.".to_owned()))
    }
}

#[cold]
fn system(text: &str) -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, text)
}

#[cold]
fn unverified(text: &str) -> Fault {
    Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text)
}

/// The fault of a failed call: whose fault it is decides the code.
#[cold]
fn fault(failure: &Failure, what: impl FnOnce() -> String) -> Fault {
    const BAD_BINDINGS: u32 = 4;
    const BAD_SIGNATURE: u32 = 6;
    const DEFECTIVE_TOKEN: u32 = 9;
    const DEFECTIVE_CREDENTIAL: u32 = 10;
    const CREDENTIALS_EXPIRED: u32 = 11;
    const CONTEXT_EXPIRED: u32 = 12;
    let code = match failure.major >> 16 & 0xFF {
        // What came out of place.
        0 | BAD_BINDINGS | BAD_SIGNATURE | DEFECTIVE_TOKEN | DEFECTIVE_CREDENTIAL => WS_E_SECURITY_VERIFICATION_FAILURE,
        CREDENTIALS_EXPIRED | CONTEXT_EXPIRED => WS_E_SECURITY_TOKEN_EXPIRED,
        _ => WS_E_SECURITY_SYSTEM_FAILURE,
    };
    Fault::new(code, failure.text.clone()).context(what())
}

#[cfg(test)]
pub(crate) mod tests;
