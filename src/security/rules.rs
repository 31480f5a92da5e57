//! Which bindings and settings of security there are, where each may stand, and which go together.
//!
//! The tables follow the pages of the bindings; what is ours alone is said in docs/security.md.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::suite::Suite;
use crate::security::settings::{CertMode, HttpAuth, MessageBinding, PasswordType, Role, Security};

/// Sides that may have something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sides {
    Both,
    Client,
    Server,
}

impl Sides {
    fn contain(self, role: Role) -> bool {
        match self {
            Sides::Both => true,
            Sides::Client => role == Role::Client,
            Sides::Server => role == Role::Server,
        }
    }
}

fn side(role: Role) -> &'static str {
    match role {
        Role::Client => "client",
        Role::Server => "server",
    }
}

/// A kind of security binding.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) id: WS_SECURITY_BINDING_TYPE,
    pub(crate) name: &'static str,
    channels: &'static [WS_CHANNEL_BINDING],
    sides: Sides,
    /// Not there yet.
    pub(crate) is_later: bool,
}

const HTTP: &[WS_CHANNEL_BINDING] = &[WS_HTTP_CHANNEL_BINDING];
const HTTP_AND_TCP: &[WS_CHANNEL_BINDING] = &[WS_HTTP_CHANNEL_BINDING, WS_TCP_CHANNEL_BINDING];

const SSL: WS_SECURITY_BINDING_TYPE = WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE;
const TCP_SSPI: WS_SECURITY_BINDING_TYPE = WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE;
const PIPE_SSPI: WS_SECURITY_BINDING_TYPE = WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE;
const HEADER_AUTH: WS_SECURITY_BINDING_TYPE = WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE;
const USER_NAME: WS_SECURITY_BINDING_TYPE = WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE;
const KERBEROS: WS_SECURITY_BINDING_TYPE = WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE;
const XML_TOKEN: WS_SECURITY_BINDING_TYPE = WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE;
const SAML: WS_SECURITY_BINDING_TYPE = WS_SAML_MESSAGE_SECURITY_BINDING_TYPE;
const CONTEXT: WS_SECURITY_BINDING_TYPE = WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE;
const CERT: WS_SECURITY_BINDING_TYPE = WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE;

#[rustfmt::skip]
static KINDS: &[Kind] = &[
    Kind { id: SSL, name: "WS_SSL_TRANSPORT_SECURITY_BINDING", channels: HTTP, sides: Sides::Both, is_later: false },
    Kind { id: TCP_SSPI, name: "WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING", channels: &[WS_TCP_CHANNEL_BINDING],
           sides: Sides::Both, is_later: true },
    Kind { id: HEADER_AUTH, name: "WS_HTTP_HEADER_AUTH_SECURITY_BINDING", channels: HTTP, sides: Sides::Both,
           is_later: false },
    Kind { id: USER_NAME, name: "WS_USERNAME_MESSAGE_SECURITY_BINDING", channels: HTTP_AND_TCP, sides: Sides::Both,
           is_later: false },
    Kind { id: KERBEROS, name: "WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING", channels: HTTP_AND_TCP,
           sides: Sides::Both, is_later: false },
    Kind { id: XML_TOKEN, name: "WS_XML_TOKEN_MESSAGE_SECURITY_BINDING", channels: HTTP_AND_TCP,
           sides: Sides::Client, is_later: false },
    Kind { id: SAML, name: "WS_SAML_MESSAGE_SECURITY_BINDING", channels: HTTP_AND_TCP, sides: Sides::Server,
           is_later: true },
    Kind { id: CONTEXT, name: "WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING", channels: HTTP_AND_TCP,
           sides: Sides::Both, is_later: true },
    Kind { id: PIPE_SSPI, name: "WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING",
           channels: &[WS_NAMEDPIPE_CHANNEL_BINDING], sides: Sides::Both, is_later: true },
    Kind { id: CERT, name: "WSX_CERT_MESSAGE_SECURITY_BINDING", channels: HTTP_AND_TCP, sides: Sides::Both,
           is_later: false },
];

/// The kind of a binding that a description for a channel holds.
pub(crate) fn kind(id: WS_SECURITY_BINDING_TYPE, role: Role, channel: WS_CHANNEL_BINDING) -> Result<&'static Kind> {
    let Some(kind) = KINDS.iter().find(|kind| kind.id == id) else {
        return Err(Fault::invalid_arg(format!("The security binding type {id:?} does not exist.")));
    };
    if !kind.channels.contains(&channel) {
        return Err(Fault::invalid_arg(format!("{} cannot be used with {channel:?}.", kind.name)));
    }
    if !kind.sides.contain(role) {
        return Err(Fault::invalid_arg(format!("{} cannot be used on the {}.", kind.name, side(role))));
    }
    Ok(kind)
}

/// A setting of a binding.
struct BindingProperty {
    id: WS_SECURITY_BINDING_PROPERTY_ID,
    name: &'static str,
    on: &'static [(WS_SECURITY_BINDING_TYPE, Sides)],
}

macro_rules! binding_properties {
    ($($id:ident: $($kind:ident $sides:ident),+;)*) => {
        &[$(BindingProperty { id: $id, name: stringify!($id), on: &[$(($kind, Sides::$sides)),+] }),*]
    };
}

#[rustfmt::skip]
static BINDING_PROPERTIES: &[BindingProperty] = binding_properties! {
    WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT: SSL Server;
    WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE: TCP_SSPI Both, PIPE_SSPI Both;
    WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH: TCP_SSPI Client, PIPE_SSPI Client;
    WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS: TCP_SSPI Server, PIPE_SSPI Server, KERBEROS Server;
    WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL: TCP_SSPI Client, PIPE_SSPI Client, KERBEROS Client;
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME: HEADER_AUTH Both;
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET: HEADER_AUTH Client;
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM: HEADER_AUTH Server;
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM: HEADER_AUTH Server;
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_DOMAIN: HEADER_AUTH Server;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_SIZE: CONTEXT Both;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE: CONTEXT Both;
    WS_SECURITY_BINDING_PROPERTY_MESSAGE_PROPERTIES: CONTEXT Both;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_PENDING_CONTEXTS: CONTEXT Server;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS: CONTEXT Server;
    WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION: CONTEXT Both, CERT Both;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_SUPPORT_RENEW: CONTEXT Both;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_RENEWAL_INTERVAL: CONTEXT Both;
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_ROLLOVER_INTERVAL: CONTEXT Both;
    WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE: SSL Client, CERT Both;
    WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK: SSL Client, CERT Both;
    WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS: SSL Both;
    WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT: SSL Client, CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_CERT_MODE: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT: SSL Server, CERT Server;
    WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS: CERT Both;
    WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE: USER_NAME Both;
    WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK: USER_NAME Server;
    WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET: USER_NAME Client;
    WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED: USER_NAME Client;
    WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS: SSL Both;
    WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR: HEADER_AUTH Server;
};

/// The name of a setting that a binding has.
pub(crate) fn binding_property(kind: &Kind, id: WS_SECURITY_BINDING_PROPERTY_ID, role: Role) -> Result<&'static str> {
    let Some(property) = BINDING_PROPERTIES.iter().find(|property| property.id == id) else {
        return Err(Fault::invalid_arg(format!("The security binding property {id:?} does not exist.")));
    };
    let name = property.name;
    let Some((_, sides)) = property.on.iter().find(|(on, _)| *on == kind.id) else {
        return Err(Fault::invalid_arg(format!("{} has no property {name}.", kind.name)));
    };
    if !sides.contain(role) {
        return Err(Fault::invalid_arg(format!("{} has no property {name} on the {}.", kind.name, side(role))));
    }
    Ok(name)
}

macro_rules! names {
    ($id:expr; $($name:ident)*) => {
        match $id {
            $($name => Some(stringify!($name)),)*
            _ => None,
        }
    };
}

/// The name of a setting of a description.
pub(crate) fn property(id: WS_SECURITY_PROPERTY_ID) -> Result<&'static str> {
    let name = names! { id;
        WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL
        WS_SECURITY_PROPERTY_ALGORITHM_SUITE
        WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME
        WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY
        WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION
        WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW
        WS_SECURITY_PROPERTY_TIMESTAMP_USAGE
        WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT
        WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION
        WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY
        WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO
        WS_SECURITY_PROPERTY_SERVICE_IDENTITIES
        WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL
        WSX_SECURITY_PROPERTY_DETECT_REPLAYS
        WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE
        WSX_SECURITY_PROPERTY_REPLAY_WINDOW
        WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS
        WSX_SECURITY_PROPERTY_ALGORITHM_SUITE
    };
    name.ok_or_else(|| Fault::invalid_arg(format!("The security property {id:?} does not exist.")))
}

/// Refuses a second binding of a kind. HTTP header authentication has one for each target, which
/// [`check_targets`] looks at.
pub(crate) fn check_once(kinds: &[&Kind]) -> Result<()> {
    for (index, kind) in kinds.iter().enumerate() {
        let is_again = kinds.iter().take(index).any(|other| other.id == kind.id);
        if is_again && kind.id != HEADER_AUTH {
            return Err(Fault::invalid_arg(format!("A security description takes one {} only.", kind.name)));
        }
    }
    Ok(())
}

/// The settings of a description as a whole, and which of them were given and do not have their default.
pub(crate) struct Whole<'a> {
    pub(crate) channel: WS_CHANNEL_BINDING,
    pub(crate) security: &'a Security,
    pub(crate) given: &'a [WS_SECURITY_PROPERTY_ID],
}

impl Whole<'_> {
    fn gives(&self, id: WS_SECURITY_PROPERTY_ID) -> bool {
        self.given.contains(&id)
    }

    fn has(&self, is_it: impl Fn(&MessageBinding) -> bool) -> bool {
        self.security.message.iter().any(is_it)
    }

    fn has_kerberos(&self) -> bool {
        self.has(|binding| matches!(binding, MessageBinding::KerberosApReq(_)))
    }

    fn protecting(&self) -> Option<&crate::security::settings::CertMessage> {
        self.security.message.iter().find_map(|binding| match binding {
            MessageBinding::Cert(cert) if cert.protects => Some(cert),
            _ => None,
        })
    }

    /// Whether the program said that the transport does not protect.
    fn waives_protection(&self) -> bool {
        self.gives(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL)
            && self.security.properties.transport_protection_level == WS_PROTECTION_LEVEL_NONE
    }
}

/// The name of the structure that a binding came in.
fn name(binding: &MessageBinding) -> &'static str {
    match binding {
        MessageBinding::UserName(_) => "WS_USERNAME_MESSAGE_SECURITY_BINDING",
        MessageBinding::KerberosApReq(_) => "WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING",
        MessageBinding::XmlToken(_) => "WS_XML_TOKEN_MESSAGE_SECURITY_BINDING",
        MessageBinding::Cert(_) => "WSX_CERT_MESSAGE_SECURITY_BINDING",
    }
}

/// Checks what bindings and settings of a description have to do with each other.
pub(crate) fn check(whole: &Whole<'_>) -> Result<()> {
    check_protection(whole)?;
    check_message_settings(whole)?;
    check_timestamps(whole)?;
    check_extended_protection(whole)
}

/// Refuses a second header authentication for a target.
pub(crate) fn check_targets(auth: &[HttpAuth]) -> Result<()> {
    for target in [WS_HTTP_HEADER_AUTH_TARGET_SERVICE, WS_HTTP_HEADER_AUTH_TARGET_PROXY] {
        if auth.iter().filter(|auth| auth.target == target).count() > 1 {
            return Err(Fault::invalid_arg(format!(
                "A security description takes one WS_HTTP_HEADER_AUTH_SECURITY_BINDING for {target:?} only."
            )));
        }
    }
    Ok(())
}

/// No token and no password travels without protection, unless the program says so.
fn check_protection(whole: &Whole<'_>) -> Result<()> {
    const LEVEL: &str = "WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL";
    let security = whole.security;
    if security.ssl.is_some() {
        return Ok(());
    }
    let level = security.properties.transport_protection_level;
    if whole.gives(WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL) && level != WS_PROTECTION_LEVEL_NONE {
        return Err(Fault::invalid_arg(format!(
            "{LEVEL} is {level:?}, but there is no transport security binding that could do it."
        )));
    }
    if !security.http_auth.is_empty() && !whole.waives_protection() {
        return Err(Fault::invalid_arg(format!(
            "WS_HTTP_HEADER_AUTH_SECURITY_BINDING without WS_SSL_TRANSPORT_SECURITY_BINDING needs {LEVEL} to be \
             WS_PROTECTION_LEVEL_NONE."
        )));
    }
    if whole.protecting().is_some() {
        return Ok(());
    }
    for binding in &security.message {
        let name = name(binding);
        match (security.role, binding) {
            (Role::Server, _) if whole.waives_protection() && whole.channel == WS_HTTP_CHANNEL_BINDING => {}
            (Role::Server, _) => {
                return Err(Fault::invalid_arg(format!(
                    "{name} without a binding that protects, such as WS_SSL_TRANSPORT_SECURITY_BINDING, needs {LEVEL} \
                     to be WS_PROTECTION_LEVEL_NONE, on WS_HTTP_CHANNEL_BINDING."
                )));
            }
            (Role::Client, MessageBinding::UserName(user)) if user.allows_unprotected => {}
            (Role::Client, _) => {
                return Err(Fault::invalid_arg(format!(
                    "{name} on the client needs a binding that protects, such as WS_SSL_TRANSPORT_SECURITY_BINDING."
                )));
            }
        }
    }
    Ok(())
}

/// Settings that only message security has.
const OF_MESSAGES: &[WS_SECURITY_PROPERTY_ID] = &[
    WS_SECURITY_PROPERTY_ALGORITHM_SUITE,
    WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME,
    WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY,
    WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION,
    WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW,
    WS_SECURITY_PROPERTY_TIMESTAMP_USAGE,
    WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT,
    WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION,
    WSX_SECURITY_PROPERTY_DETECT_REPLAYS,
    WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE,
    WSX_SECURITY_PROPERTY_REPLAY_WINDOW,
    WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS,
    WSX_SECURITY_PROPERTY_ALGORITHM_SUITE,
];

fn check_message_settings(whole: &Whole<'_>) -> Result<()> {
    let security = whole.security;
    let properties = &security.properties;
    if security.message.is_empty()
        && let Some(id) = OF_MESSAGES.iter().find(|id| whole.gives(**id))
    {
        return Err(Fault::invalid_arg(format!("{} needs a message security binding.", property(*id)?)));
    }
    let suites = [
        WS_SECURITY_PROPERTY_ALGORITHM_SUITE,
        WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME,
        WSX_SECURITY_PROPERTY_ALGORITHM_SUITE,
    ];
    if let [first, second, ..] = *suites.into_iter().filter(|id| whole.gives(*id)).collect::<Vec<_>>() {
        let (first, second) = (property(first)?, property(second)?);
        return Err(Fault::invalid_arg(format!("{first} and {second} cannot be given together.")));
    }
    let protecting = whole.protecting();
    if whole.gives(WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL) {
        if protecting.is_none() {
            return Err(Fault::invalid_arg(
                "WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL needs WSX_CERT_MESSAGE_SECURITY_BINDING with \
                 WSX_PROTECTION_MESSAGE_SECURITY_USAGE.",
            ));
        }
        if properties.message_protection_level == WS_PROTECTION_LEVEL_NONE {
            return Err(Fault::invalid_arg(
                "WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL cannot be WS_PROTECTION_LEVEL_NONE: leave the binding \
                 out where messages are not to be protected.",
            ));
        }
    }
    if protecting.is_some()
        && let Some(other) = security
            .message
            .iter()
            .find(|binding| matches!(binding, MessageBinding::KerberosApReq(_) | MessageBinding::XmlToken(_)))
    {
        return Err(Fault::not_supported(format!(
            "{} together with WSX_CERT_MESSAGE_SECURITY_BINDING and WSX_PROTECTION_MESSAGE_SECURITY_USAGE is not \
             there.",
            name(other)
        )));
    }
    if !security.message.is_empty() {
        let given = suites.into_iter().find(|id| whole.gives(*id));
        let suite = property(given.unwrap_or(WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME))?;
        // Where nothing is encrypted, what would encrypt it does no harm.
        Suite::new(&properties.algorithms, protecting.is_none() || properties.allows_legacy_algorithms)
            .map_err(|fault| fault.context(format!("This concerns {suite}.")))?;
    }
    Ok(())
}

/// A signature over transport security covers the timestamp; and replays are told by it.
fn check_timestamps(whole: &Whole<'_>) -> Result<()> {
    let properties = &whole.security.properties;
    let replays = properties.detects_replays.unwrap_or(whole.protecting().is_some());
    if replays && properties.replay_cache_size == 0 {
        return Err(Fault::invalid_arg(
            "WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE cannot be 0 where replays are detected.",
        ));
    }
    if properties.timestamp_usage != WS_SECURITY_TIMESTAMP_USAGE_NEVER {
        return Ok(());
    }
    for binding in &whole.security.message {
        let signs = match binding {
            MessageBinding::UserName(_) => false,
            MessageBinding::KerberosApReq(_) => true,
            MessageBinding::XmlToken(token) => token.key.is_some(),
            MessageBinding::Cert(cert) => cert.mode == CertMode::Endorsing,
        };
        if signs {
            return Err(Fault::invalid_arg(format!(
                "WS_SECURITY_PROPERTY_TIMESTAMP_USAGE cannot be WS_SECURITY_TIMESTAMP_USAGE_NEVER: the signature of {} \
                 covers the timestamp.",
                name(binding)
            )));
        }
    }
    if whole.protecting().is_some() && replays {
        return Err(Fault::invalid_arg(
            "WS_SECURITY_PROPERTY_TIMESTAMP_USAGE cannot be WS_SECURITY_TIMESTAMP_USAGE_NEVER where replays are \
             detected: without a timestamp an old message looks like a new one. \
             WSX_SECURITY_PROPERTY_DETECT_REPLAYS set to FALSE allows it.",
        ));
    }
    Ok(())
}

fn check_extended_protection(whole: &Whole<'_>) -> Result<()> {
    let security = whole.security;
    let properties = &security.properties;
    let has_auth = !security.http_auth.is_empty();
    let ids = [
        WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY,
        WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO,
        WS_SECURITY_PROPERTY_SERVICE_IDENTITIES,
    ];
    for id in ids.into_iter().filter(|id| whole.gives(*id)) {
        let name = property(id)?;
        if security.role == Role::Client {
            return Err(Fault::invalid_arg(format!("{name} cannot be used on the client.")));
        }
        if !has_auth && !whole.has_kerberos() {
            return Err(Fault::invalid_arg(format!(
                "{name} needs WS_HTTP_HEADER_AUTH_SECURITY_BINDING or WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING."
            )));
        }
    }
    let is_terminated = properties.extended_protection_scenario == WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL;
    let takes_names = is_terminated || (has_auth && security.ssl.is_none());
    let has_names = properties.service_identities.is_some();
    if has_names && !takes_names {
        return Err(Fault::invalid_arg(
            "WS_SECURITY_PROPERTY_SERVICE_IDENTITIES goes with WS_HTTP_HEADER_AUTH_SECURITY_BINDING without \
             WS_SSL_TRANSPORT_SECURITY_BINDING, or with WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL, only.",
        ));
    }
    if has_names || !takes_names || properties.extended_protection_policy == WS_EXTENDED_PROTECTION_POLICY_NEVER {
        return Ok(());
    }
    if is_terminated {
        return Err(Fault::invalid_arg(
            "WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL needs WS_SECURITY_PROPERTY_SERVICE_IDENTITIES.",
        ));
    }
    // Nothing is checked without names, which must not be what a program gets that asked for checks.
    if properties.extended_protection_policy == WS_EXTENDED_PROTECTION_POLICY_ALWAYS {
        return Err(Fault::invalid_arg(
            "WS_EXTENDED_PROTECTION_POLICY_ALWAYS without WS_SSL_TRANSPORT_SECURITY_BINDING needs \
             WS_SECURITY_PROPERTY_SERVICE_IDENTITIES.",
        ));
    }
    Ok(())
}

/// Whether messages of a channel can be secured as its security asks.
pub(crate) fn check_messages(
    security: &Security,
    encoding: WS_ENCODING,
    envelope: WS_ENVELOPE_VERSION,
    is_streamed: bool,
) -> Result<()> {
    let Some(binding) = security.message.first() else { return Ok(()) };
    if encoding == WS_ENCODING_RAW || envelope == WS_ENVELOPE_VERSION_NONE {
        return Err(Fault::invalid_arg(format!(
            "{} needs SOAP envelopes: it cannot be used with WS_ENCODING_RAW or WS_ENVELOPE_VERSION_NONE.",
            name(binding)
        )));
    }
    if !security.message.iter().any(|binding| matches!(binding, MessageBinding::Cert(_))) {
        return Ok(());
    }
    if is_streamed {
        return Err(Fault::invalid_arg(
            "WSX_CERT_MESSAGE_SECURITY_BINDING needs WS_BUFFERED_TRANSFER_MODE: the security header precedes the body \
             that it protects.",
        ));
    }
    Ok(())
}

/// Whether a server that takes password digests can check them, and a client may send what it was told to.
pub(crate) fn check_password_type(
    role: Role,
    password_type: PasswordType,
    has_validator: bool,
    has_secrets: bool,
    allows_unprotected: bool,
) -> Result<()> {
    let problem = match (role, password_type) {
        (Role::Server, PasswordType::Text) if !has_validator => "needs a passwordValidator on the server.",
        (Role::Server, PasswordType::Text) if has_secrets => {
            "takes WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK with WSX_PASSWORD_TYPE_DIGEST only."
        }
        (Role::Server, PasswordType::Digest) if !has_secrets => {
            "needs WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK with WSX_PASSWORD_TYPE_DIGEST."
        }
        (Role::Client, _) if has_validator => "takes a passwordValidator on the server only.",
        (Role::Client, PasswordType::Text) if allows_unprotected => {
            "takes WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED with WSX_PASSWORD_TYPE_DIGEST only."
        }
        _ => return Ok(()),
    };
    Err(Fault::invalid_arg(format!("WS_USERNAME_MESSAGE_SECURITY_BINDING {problem}")))
}

/// HTTP authentication schemes, as far as that does not depend on credentials.
pub(crate) fn check_schemes(role: Role, schemes: ULONG, target: WS_HTTP_HEADER_AUTH_TARGET) -> Result<()> {
    const KNOWN: ULONG = WS_HTTP_HEADER_AUTH_SCHEME_NONE
        | WS_HTTP_HEADER_AUTH_SCHEME_BASIC
        | WS_HTTP_HEADER_AUTH_SCHEME_DIGEST
        | WS_HTTP_HEADER_AUTH_SCHEME_NTLM
        | WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE
        | WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT;
    let has = |scheme: ULONG| schemes & scheme != 0;
    let problem = if schemes == 0 || schemes & !KNOWN != 0 {
        "holds no scheme, or one that is not known"
    } else if has(WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT) && schemes != WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT {
        "combines WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT, which stands alone"
    } else if role == Role::Server && has(WS_HTTP_HEADER_AUTH_SCHEME_NONE) {
        "holds WS_HTTP_HEADER_AUTH_SCHEME_NONE, which is for clients"
    } else if target == WS_HTTP_HEADER_AUTH_TARGET_PROXY
        && (schemes.count_ones() != 1 || has(WS_HTTP_HEADER_AUTH_SCHEME_NONE | WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT))
    {
        "has to be one scheme, and neither NONE nor PASSPORT, with WS_HTTP_HEADER_AUTH_TARGET_PROXY"
    } else if has(WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT) {
        return Err(Fault::not_supported("WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT is not there: no such service is left."));
    } else {
        return Ok(());
    };
    Err(Fault::invalid_arg(format!("WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME (0x{schemes:X}) {problem}.")))
}
