//! What a security description says: checked, with all defaults, and free of callers' pointers.
//!
//! `ffi` makes it when a channel, listener, proxy or host is created; transports, HTTP and messages work from it. What
//! the program does in callbacks is behind traits that `ffi` implements.

use crate::abi::*;
use crate::runtime::fault::Result;
use crate::security::certificate::Certificate;
use crate::security::gss::Kept;
use crate::security::replay::ReplayCache;
use crate::security::soap::establish::Holder;
use core::future::Future;
use core::pin::Pin;
use std::sync::Arc;

/// Whose security it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Client,
    Server,
}

/// The security of a channel or listener. What it says is never changed, and it is shared by all channels of a proxy,
/// listener or host.
#[derive(Debug)]
pub(crate) struct Security {
    pub(crate) role: Role,
    pub(crate) properties: Properties,
    pub(crate) ssl: Option<Ssl>,
    /// At most one for each target.
    pub(crate) http_auth: Vec<HttpAuth>,
    pub(crate) message: Vec<MessageBinding>,
    /// What was received once. This and what follows are all that changes here.
    pub(crate) replays: ReplayCache,
    /// What messages are protected by, of an open listener.
    pub(crate) protection: Holder,
}

impl Security {
    /// Whether what a client's messages say of it is tied to the connection that they go over.
    pub(crate) fn binds_messages(&self) -> bool {
        let is_kerberos = |binding: &MessageBinding| matches!(binding, MessageBinding::KerberosApReq(_));
        self.role == Role::Client && self.ssl.is_some() && self.message.iter().any(is_kerberos)
    }
}

/// WS_SECURITY_PROPERTY_ID.
#[derive(Clone, Debug)]
pub(crate) struct Properties {
    pub(crate) transport_protection_level: WS_PROTECTION_LEVEL,
    pub(crate) algorithms: Algorithms,
    /// In ticks of 100 ns, as are the others.
    pub(crate) max_allowed_latency: u64,
    pub(crate) timestamp_validity: u64,
    pub(crate) max_clock_skew: u64,
    pub(crate) timestamp_usage: WS_SECURITY_TIMESTAMP_USAGE,
    pub(crate) header_layout: WS_SECURITY_HEADER_LAYOUT,
    pub(crate) header_version: WS_SECURITY_HEADER_VERSION,
    pub(crate) extended_protection_policy: WS_EXTENDED_PROTECTION_POLICY,
    pub(crate) extended_protection_scenario: WS_EXTENDED_PROTECTION_SCENARIO,
    /// Service principal names; `None` where they were not given.
    pub(crate) service_identities: Option<Vec<String>>,
    pub(crate) message_protection_level: WS_PROTECTION_LEVEL,
    /// `None`: as the binding has it.
    pub(crate) detects_replays: Option<bool>,
    pub(crate) replay_cache_size: u32,
    pub(crate) replay_window: u64,
    pub(crate) allows_legacy_algorithms: bool,
}

impl Default for Properties {
    /// The documented ones, of a description with TLS and without Kerberos.
    fn default() -> Self {
        const FIVE_MINUTES: u64 = 5 * 60 * 10_000_000;
        Properties {
            transport_protection_level: WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT,
            algorithms: Algorithms::Suite(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256),
            max_allowed_latency: FIVE_MINUTES,
            timestamp_validity: FIVE_MINUTES,
            max_clock_skew: FIVE_MINUTES,
            timestamp_usage: WS_SECURITY_TIMESTAMP_USAGE_ALWAYS,
            header_layout: WS_SECURITY_HEADER_LAYOUT_STRICT,
            header_version: WS_SECURITY_HEADER_VERSION_1_1,
            extended_protection_policy: WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED,
            extended_protection_scenario: WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER,
            service_identities: None,
            message_protection_level: WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT,
            detects_replays: None,
            replay_cache_size: 900_000,
            replay_window: FIVE_MINUTES,
            allows_legacy_algorithms: false,
        }
    }
}

/// The algorithms of message security: a suite by its name, or one by one.
#[derive(Clone, Debug)]
pub(crate) enum Algorithms {
    Suite(WS_SECURITY_ALGORITHM_SUITE_NAME),
    /// Members that are WS_SECURITY_ALGORITHM_DEFAULT or 0 have been filled in.
    Each {
        canonicalization: WS_SECURITY_ALGORITHM_ID,
        digest: WS_SECURITY_ALGORITHM_ID,
        symmetric_signature: WS_SECURITY_ALGORITHM_ID,
        asymmetric_signature: WS_SECURITY_ALGORITHM_ID,
        asymmetric_key_wrap: WS_SECURITY_ALGORITHM_ID,
        /// In bits, the least and the most.
        symmetric_key_length: (u32, u32),
        asymmetric_key_length: (u32, u32),
    },
    /// WSX_SECURITY_PROPERTY_ALGORITHM_SUITE: URIs.
    Extended {
        signature: String,
        digest: String,
        encryption: String,
        key_transport: String,
        key_wrap: String,
    },
}

/// Where a certificate comes from. It is asked for when the channel or listener is opened.
#[derive(Clone, Debug)]
pub(crate) enum CertSource {
    Subject { location: u32, store: String, subject: String },
    Thumbprint { location: u32, store: String, thumbprint: [u8; 20] },
    Callback(Arc<dyn GetCertificate>),
}

/// WS_CUSTOM_CERT_CREDENTIAL.
pub(crate) trait GetCertificate: Send + Sync + core::fmt::Debug {
    /// The certificate to be shown to the service at an address, which a server does not have; `None` for no certificate.
    fn get(&self, target: Option<&WS_ENDPOINT_ADDRESS>) -> Result<Option<Certificate>>;

    /// Tells which issuers the server accepts: names in DER.
    fn tell_issuers(&self, issuers: &[Vec<u8>]) -> Result<()>;
}

/// WS_CERTIFICATE_VALIDATION_CALLBACK: an error refuses the certificate.
pub(crate) trait ValidateCertificate: Send + Sync + core::fmt::Debug {
    fn validate(&self, certificate: &Certificate) -> Result<()>;
}

/// How the peer's certificate is checked.
#[derive(Clone, Debug)]
pub(crate) struct PeerCheck {
    /// WS_CERT_FAILURE bits.
    pub(crate) failures_to_ignore: u32,
    pub(crate) checks_revocation: bool,
    /// Instead of the Root store.
    pub(crate) trust_anchors: Option<Vec<Certificate>>,
    pub(crate) callback: Option<Arc<dyn ValidateCertificate>>,
}

/// Whether a server wants a client's certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Requirement {
    Required,
    Optional,
    None,
}

/// WS_SSL_TRANSPORT_SECURITY_BINDING.
#[derive(Clone, Debug)]
pub(crate) struct Ssl {
    pub(crate) own: Option<CertSource>,
    pub(crate) peer: PeerCheck,
    pub(crate) client_certificate: Requirement,
    /// WS_SECURE_PROTOCOL bits, and 0x10000 for TLS 1.3.
    pub(crate) disallowed_protocols: u32,
}

/// WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
#[derive(Clone, Debug)]
pub(crate) struct HttpAuth {
    /// WS_HTTP_HEADER_AUTH_SCHEME bits.
    pub(crate) schemes: u32,
    pub(crate) target: WS_HTTP_HEADER_AUTH_TARGET,
    /// Of a client.
    pub(crate) credential: Option<WindowsCredential>,
    /// Of a server.
    pub(crate) basic_realm: Option<String>,
    pub(crate) digest_realm: Option<String>,
    pub(crate) digest_domain: Option<String>,
    pub(crate) validator: Option<Arc<dyn HttpPasswords>>,
}

/// WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
#[derive(Clone)]
pub(crate) enum WindowsCredential {
    Name {
        user: String,
        password: Secret,
        domain: String,
    },
    /// The identity of the process.
    Default,
}

impl core::fmt::Debug for WindowsCredential {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            WindowsCredential::Name { user, domain, .. } => write!(f, "Name({domain}\\{user})"),
            WindowsCredential::Default => f.write_str("Default"),
        }
    }
}

/// A password or key: never shown, and overwritten when it goes.
#[derive(Clone)]
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Secret(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
        // Otherwise what nobody reads any more need not be written.
        core::hint::black_box(&self.0);
    }
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret")
    }
}

/// What may take time and is the program's.
pub(crate) type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// WSX_HTTP_AUTH_VALIDATOR: the accounts of HTTP authentication on a server.
pub(crate) trait HttpPasswords: Send + Sync + core::fmt::Debug {
    /// Whether the password is the user's; for Basic.
    fn validate(&self, user: &str, password: &str, realm: &str) -> Result<bool>;

    /// The password of a user, for Digest; `None` for nobody.
    fn secret(&self, user: &str, realm: &str) -> Result<Option<Secret>>;

    /// Which of both the program has: Basic, Digest.
    fn kinds(&self) -> (bool, bool);
}

/// Security in the header of messages.
#[derive(Clone, Debug)]
pub(crate) enum MessageBinding {
    UserName(UserName),
    KerberosApReq(KerberosApReq),
    XmlToken(XmlToken),
    /// WSX_CERT_MESSAGE_SECURITY_BINDING.
    Cert(CertMessage),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PasswordType {
    Text,
    Digest,
}

/// WS_USERNAME_MESSAGE_SECURITY_BINDING.
#[derive(Clone, Debug)]
pub(crate) struct UserName {
    /// Of a client: name and password.
    pub(crate) credential: Option<(String, Secret)>,
    /// Of a server.
    pub(crate) validator: Option<Arc<dyn UserPasswords>>,
    pub(crate) password_type: PasswordType,
    /// Added to Created, in ticks of 100 ns.
    pub(crate) clock_offset: i64,
    /// A digest may go over plain HTTP.
    pub(crate) allows_unprotected: bool,
}

/// WS_VALIDATE_PASSWORD_CALLBACK, and WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK.
pub(crate) trait UserPasswords: Send + Sync + core::fmt::Debug {
    /// Whether the password is the user's: for each message with a password in text.
    fn validate<'a>(&'a self, user: &'a str, password: &'a str) -> Asked<'a, bool>;

    /// The password of a user, for a digest; `None` for nobody, or where the program gives no passwords.
    fn secret(&self, user: &str) -> Result<Option<Secret>>;

    /// Whether the program can answer [`secret`](Self::secret).
    fn has_secrets(&self) -> bool;
}

/// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
#[derive(Clone, Debug)]
pub(crate) struct KerberosApReq {
    /// Of a client.
    pub(crate) credential: Option<WindowsCredential>,
    /// SECURITY_IMPERSONATION_LEVEL; of a client.
    pub(crate) impersonation_level: i32,
    /// Of a server.
    pub(crate) allows_anonymous: bool,
    /// What messages are made and accepted with.
    pub(crate) credentials: Arc<Kept>,
}

/// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING: the token as XML in UTF-8, complete with all namespaces that it uses.
#[derive(Clone, Debug)]
pub(crate) struct XmlToken {
    pub(crate) xml: Arc<[u8]>,
    pub(crate) key: Option<ProofKey>,
    /// How the signature refers to the token when it is in the message.
    pub(crate) attached_reference: Option<Arc<[u8]>>,
    pub(crate) unattached_reference: Option<Arc<[u8]>>,
}

/// The key that a token proves to be the sender's.
#[derive(Clone, Debug)]
pub(crate) enum ProofKey {
    Symmetric(Secret),
    Asymmetric(Certificate),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CertMode {
    Symmetric,
    Asymmetric,
    Endorsing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ProtectionOrder {
    SignBeforeEncrypt,
    SignBeforeEncryptAndEncryptSignature,
    EncryptBeforeSign,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CertReference {
    Auto,
    IssuerSerial,
    SubjectKeyIdentifier,
    Thumbprint,
    BinarySecurityToken,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PeerTrust {
    Chain,
    /// In TrustedPeople.
    Peer,
    PeerOrChain,
}

/// WSX_CERT_MESSAGE_SECURITY_BINDING.
#[derive(Clone, Debug)]
pub(crate) struct CertMessage {
    /// WSX_PROTECTION_MESSAGE_SECURITY_USAGE; otherwise it endorses over a transport binding.
    pub(crate) protects: bool,
    pub(crate) own: Option<CertSource>,
    /// Of the service; of a client.
    pub(crate) service: Option<CertSource>,
    pub(crate) mode: CertMode,
    pub(crate) client_certificate: Requirement,
    pub(crate) order: ProtectionOrder,
    pub(crate) derives_keys: bool,
    pub(crate) protects_tokens: bool,
    /// `None`: as WCF has it.
    pub(crate) confirms_signatures: Option<bool>,
    pub(crate) own_reference: CertReference,
    pub(crate) recipient_reference: CertReference,
    pub(crate) trust: PeerTrust,
    pub(crate) peer: PeerCheck,
    pub(crate) secure_conversation: WS_SECURE_CONVERSATION_VERSION,
}
