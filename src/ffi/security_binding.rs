//! The bindings of a WS_SECURITY_DESCRIPTION, each checked by itself and copied.

use crate::abi::*;
use crate::ffi::property::{self, Property};
use crate::ffi::security_callback::{HttpValidator, PasswordCallbacks, ValidationCallback};
use crate::ffi::security_token;
use crate::ffi::{cert_context as certificate, place, security_credential as credential};
use crate::runtime::fault::{Fault, Result};
use crate::security::rules::{self, Kind};
use crate::security::settings::{
    CertMessage, CertMode, CertReference, HttpAuth, KerberosApReq, MessageBinding, PasswordType, PeerCheck, PeerTrust,
    ProtectionOrder, Requirement, Role, Ssl, UserName, ValidateCertificate, WindowsCredential,
};
use std::sync::Arc;

/// What a binding says.
pub(super) enum Binding {
    Ssl(Ssl),
    HttpAuth(HttpAuth),
    Message(MessageBinding),
    /// It is in order, but not there yet.
    Later,
}

/// Reads a binding.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; states of callbacks live as long as what the security is for.
pub(super) unsafe fn read(pointer: *const WS_SECURITY_BINDING, kind: &'static Kind, role: Role) -> Result<Binding> {
    // SAFETY: in each case: passed on; the type says which structure it is.
    let read = || unsafe {
        let bag = Bag::read(place::required(pointer, "securityBindings")?, kind, role)?;
        match kind.id {
            WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE => ssl(place::derived(pointer, kind.name)?, &bag),
            WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE => http_auth(place::derived(pointer, kind.name)?, &bag),
            WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE => user_name(place::derived(pointer, kind.name)?, &bag),
            WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE => kerberos(place::derived(pointer, kind.name)?, &bag),
            WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE => xml_token(place::derived(pointer, kind.name)?),
            WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE => cert(place::derived(pointer, kind.name)?, &bag),
            _ => later(pointer, &bag),
        }
    };
    read().map_err(|fault| fault.context(format!("This concerns the {}.", kind.name)))
}

/// The settings of a binding.
struct Bag<'a> {
    role: Role,
    properties: Vec<(&'static str, Property<'a, WS_SECURITY_BINDING_PROPERTY_ID>)>,
}

impl<'a> Bag<'a> {
    unsafe fn read(binding: &'a WS_SECURITY_BINDING, kind: &Kind, role: Role) -> Result<Self> {
        let mut properties: Vec<(&'static str, Property<'a, _>)> = Vec::new();
        // SAFETY: passed on.
        for property in unsafe { property::bag(binding.properties.cast_const(), binding.propertyCount)? } {
            let name = rules::binding_property(kind, property.id, role)?;
            if properties.iter().any(|(other, _)| *other == name) {
                return Err(Fault::invalid_arg(format!("The property {name} is given more than once.")));
            }
            properties.push((name, property));
        }
        Ok(Bag { role, properties })
    }

    /// The value of a setting that was given.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; any bit pattern is a `T`.
    unsafe fn get<T: Copy>(&self, id: WS_SECURITY_BINDING_PROPERTY_ID) -> Result<Option<T>> {
        let Some((name, property)) = self.properties.iter().find(|(_, property)| property.id == id) else {
            return Ok(None);
        };
        // SAFETY: passed on.
        unsafe { property.read() }.map(Some).map_err(|fault| about(fault, name))
    }

    unsafe fn flag(&self, id: WS_SECURITY_BINDING_PROPERTY_ID) -> Result<Option<bool>> {
        // SAFETY: passed on.
        Ok(unsafe { self.get::<BOOL>(id)? }.map(|flag| flag != 0))
    }

    /// A setting that is one of a few values.
    unsafe fn choice<T: Copy + core::fmt::Debug, U>(
        &self,
        id: WS_SECURITY_BINDING_PROPERTY_ID,
        choose: impl FnOnce(T) -> Option<U>,
    ) -> Result<Option<U>> {
        // SAFETY: passed on.
        let Some(value) = (unsafe { self.get::<T>(id)? }) else { return Ok(None) };
        choose(value)
            .map(Some)
            .ok_or_else(|| Fault::invalid_arg(format!("The property {} cannot be {value:?}.", self.name(id))))
    }

    /// A structure, taken by what may refuse it.
    unsafe fn structure<T: Copy, U>(
        &self,
        id: WS_SECURITY_BINDING_PROPERTY_ID,
        take: impl FnOnce(T) -> Result<U>,
    ) -> Result<Option<U>> {
        // SAFETY: passed on.
        let value = unsafe { self.get::<T>(id)? };
        value.map(take).transpose().map_err(|fault| about(fault, self.name(id)))
    }

    fn name(&self, id: WS_SECURITY_BINDING_PROPERTY_ID) -> &'static str {
        self.properties.iter().find(|(_, property)| property.id == id).map_or("", |(name, _)| name)
    }
}

fn about(fault: Fault, name: &str) -> Fault {
    fault.context(format!("This concerns the property {name}."))
}

/// Tokens of clients that are signed and encrypted by something else.
fn check_supporting(usage: WS_MESSAGE_SECURITY_USAGE) -> Result<()> {
    match usage {
        WS_SUPPORTING_MESSAGE_SECURITY_USAGE => Ok(()),
        _ => Err(Fault::invalid_arg(format!(
            "The bindingUsage is {usage:?}, but has to be WS_SUPPORTING_MESSAGE_SECURITY_USAGE."
        ))),
    }
}

const CERT_FAILURES: ULONG = WS_CERT_FAILURE_CN_MISMATCH
    | WS_CERT_FAILURE_INVALID_DATE
    | WS_CERT_FAILURE_UNTRUSTED_ROOT
    | WS_CERT_FAILURE_WRONG_USAGE
    | WS_CERT_FAILURE_REVOCATION_OFFLINE;

const PROTOCOLS: ULONG = (WS_SECURE_PROTOCOL_SSL2.0
    | WS_SECURE_PROTOCOL_SSL3.0
    | WS_SECURE_PROTOCOL_TLS1_0.0
    | WS_SECURE_PROTOCOL_TLS1_1.0
    | WS_SECURE_PROTOCOL_TLS1_2.0)
    .cast_unsigned()
    | WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3;

fn bits(value: ULONG, known: ULONG) -> Result<ULONG> {
    match value & !known {
        0 => Ok(value),
        unknown => {
            Err(Fault::invalid_arg(format!("The value 0x{value:X} holds bits that are not known: 0x{unknown:X}.")))
        }
    }
}

/// What the peer's certificate has to be like.
unsafe fn peer(bag: &Bag<'_>) -> Result<PeerCheck> {
    // SAFETY: in each case: passed on.
    unsafe {
        let ignored = bag.structure(WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE, |value: ULONG| {
            bits(value, CERT_FAILURES)
        })?;
        let no_revocation = bag.flag(WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK)?;
        let callback = bag
            .structure(WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT, ValidationCallback::new)?;
        let anchors = bag.structure(WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS, |anchors: WSX_TRUST_ANCHORS| {
            let contexts = place::slice(anchors.certs.cast_const(), anchors.certCount, "certs")?;
            contexts.iter().map(|context| certificate::get(*context, "certs")).collect::<Result<Vec<_>>>()
        })?;
        Ok(PeerCheck {
            failures_to_ignore: ignored.unwrap_or(WS_CERT_FAILURE_REVOCATION_OFFLINE),
            checks_revocation: !no_revocation.unwrap_or(false),
            trust_anchors: anchors,
            callback: callback.map(|callback| Arc::new(callback) as Arc<dyn ValidateCertificate>),
        })
    }
}

unsafe fn requirement(bag: &Bag<'_>) -> Result<Option<Requirement>> {
    // SAFETY: passed on.
    unsafe {
        bag.choice(WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT, |value: WSX_REQUIREMENT| match value {
            WSX_REQUIREMENT_REQUIRED => Some(Requirement::Required),
            WSX_REQUIREMENT_OPTIONAL => Some(Requirement::Optional),
            WSX_REQUIREMENT_NONE => Some(Requirement::None),
            _ => None,
        })
    }
}

unsafe fn ssl(given: &WS_SSL_TRANSPORT_SECURITY_BINDING, bag: &Bag<'_>) -> Result<Binding> {
    // SAFETY: in each case: passed on.
    unsafe {
        let required = bag.flag(WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT)?;
        let requirement = requirement(bag)?;
        let client_certificate = match (required, requirement) {
            (Some(_), Some(_)) => {
                return Err(Fault::invalid_arg(
                    "The properties WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT and \
                     WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT cannot be given together.",
                ));
            }
            (Some(true), None) => Requirement::Required,
            (_, requirement) => requirement.unwrap_or(Requirement::None),
        };
        let disallowed = bag
            .structure(WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS, |value: ULONG| bits(value, PROTOCOLS))?
            .unwrap_or(0);
        let left = WS_SECURE_PROTOCOL_TLS1_2.0.cast_unsigned() | WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3;
        if disallowed & left == left {
            return Err(about(
                Fault::invalid_arg("Neither TLS 1.2 nor TLS 1.3 is allowed, and older versions are never used."),
                "WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS",
            ));
        }
        let own = credential::certificate(given.localCertCredential, bag.role, "localCertCredential")?;
        let peer = peer(bag)?;
        Ok(Binding::Ssl(Ssl { own, peer, client_certificate, disallowed_protocols: disallowed }))
    }
}

unsafe fn http_auth(given: &WS_HTTP_HEADER_AUTH_SECURITY_BINDING, bag: &Bag<'_>) -> Result<Binding> {
    // SAFETY: in each case: passed on.
    unsafe {
        let target = bag
            .choice(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET, |value: WS_HTTP_HEADER_AUTH_TARGET| {
                value.name().map(|_| value)
            })?
            .unwrap_or(WS_HTTP_HEADER_AUTH_TARGET_SERVICE);
        let schemes = bag.get::<ULONG>(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME)?;
        let schemes = schemes.unwrap_or(WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE);
        rules::check_schemes(bag.role, schemes, target)?;
        let credential = credential::windows(given.clientCredential, bag.role)?;
        let has = |scheme: ULONG| schemes & scheme != 0;
        let (basic, digest) = (has(WS_HTTP_HEADER_AUTH_SCHEME_BASIC), has(WS_HTTP_HEADER_AUTH_SCHEME_DIGEST));
        if matches!(credential, Some(WindowsCredential::Default)) && (basic || digest) {
            return Err(Fault::invalid_arg(
                "WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL has no password: BASIC and DIGEST need \
                 WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.",
            ));
        }
        let validator = bag
            .structure(WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR, |validator: WSX_HTTP_AUTH_VALIDATOR| {
                Ok(validator)
            })?;
        if bag.role == Role::Server {
            let check = |needed: bool, is_there: bool, scheme: &str, member: &str| match needed && !is_there {
                true => Err(Fault::invalid_arg(format!(
                    "WS_HTTP_HEADER_AUTH_SCHEME_{scheme} on the server needs \
                     WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR with its member {member}."
                ))),
                false => Ok(()),
            };
            check(basic, validator.is_some_and(|given| given.validate.is_some()), "BASIC", "validate")?;
            check(digest, validator.is_some_and(|given| given.secret.is_some()), "DIGEST", "secret")?;
        }
        let text = |id| bag.structure(id, |value: WS_STRING| header_text(&value));
        Ok(Binding::HttpAuth(HttpAuth {
            schemes,
            target,
            credential,
            basic_realm: text(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM)?,
            digest_realm: text(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM)?,
            digest_domain: text(WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_DOMAIN)?,
            validator: validator.map(|given| Arc::new(HttpValidator::new(given)) as Arc<_>),
        }))
    }
}

/// A text that goes into a header of HTTP.
unsafe fn header_text(string: &WS_STRING) -> Result<String> {
    /// Headers hold more than this, but not much.
    const MAX: usize = 1024;
    // SAFETY: passed on.
    let text = unsafe { credential::text(string, "value")? };
    if text.len() > MAX || text.chars().any(char::is_control) {
        return Err(Fault::invalid_arg(format!(
            "The text holds control characters, or is longer than {MAX} bytes: it has to go into a header of HTTP."
        )));
    }
    Ok(text)
}

unsafe fn user_name(given: &WS_USERNAME_MESSAGE_SECURITY_BINDING, bag: &Bag<'_>) -> Result<Binding> {
    /// A hundred years either way: clocks that were never set say 1970 or 2000.
    const MAX_OFFSET: u64 = 100 * 366 * 24 * 3600 * 10_000_000;
    check_supporting(given.bindingUsage)?;
    // SAFETY: in each case: passed on.
    unsafe {
        let password_type = bag
            .choice(WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE, |value: WSX_PASSWORD_TYPE| match value {
                WSX_PASSWORD_TYPE_TEXT => Some(PasswordType::Text),
                WSX_PASSWORD_TYPE_DIGEST => Some(PasswordType::Digest),
                _ => None,
            })?
            .unwrap_or(PasswordType::Text);
        let secret = bag.structure(
            WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK,
            |context: WSX_PASSWORD_SECRET_CALLBACK_CONTEXT| match context.callback {
                Some(_) => Ok(context),
                None => Err(Fault::invalid_arg("The callback is NULL.")),
            },
        )?;
        let clock_offset = bag
            .structure(WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET, |ticks: LONGLONG| {
                match ticks.unsigned_abs() <= MAX_OFFSET {
                    true => Ok(ticks),
                    false => {
                        Err(Fault::invalid_arg(format!("An offset of {ticks} ticks is more than a hundred years.")))
                    }
                }
            })?
            .unwrap_or(0);
        let allows_unprotected = bag.flag(WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED)?.unwrap_or(false);
        let has_validator = given.passwordValidator.is_some();
        rules::check_password_type(bag.role, password_type, has_validator, secret.is_some(), allows_unprotected)?;
        let credential = credential::user_name(given.clientCredential, bag.role)?;
        let callbacks = PasswordCallbacks::new(given.passwordValidator, given.passwordValidatorCallbackState, secret);
        let validator = (bag.role == Role::Server).then(|| Arc::new(callbacks) as Arc<_>);
        let user = UserName { credential, validator, password_type, clock_offset, allows_unprotected };
        Ok(Binding::Message(MessageBinding::UserName(user)))
    }
}

/// SecurityAnonymous to SecurityDelegation.
fn impersonation(level: i32) -> Option<i32> {
    (0..=3).contains(&level).then_some(level)
}

const SECURITY_IDENTIFICATION: i32 = 1;

unsafe fn kerberos(given: &WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING, bag: &Bag<'_>) -> Result<Binding> {
    check_supporting(given.bindingUsage)?;
    // SAFETY: in each case: passed on.
    unsafe {
        let level = bag.choice(WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL, impersonation)?;
        let allows_anonymous = bag.flag(WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS)?;
        let credential = credential::windows(given.clientCredential, bag.role)?;
        Ok(Binding::Message(MessageBinding::KerberosApReq(KerberosApReq {
            credential,
            impersonation_level: level.unwrap_or(SECURITY_IDENTIFICATION),
            allows_anonymous: allows_anonymous.unwrap_or(false),
            credentials: Arc::default(),
        })))
    }
}

unsafe fn xml_token(given: &WS_XML_TOKEN_MESSAGE_SECURITY_BINDING) -> Result<Binding> {
    check_supporting(given.bindingUsage)?;
    // SAFETY: passed on.
    let token = unsafe { security_token::token(given.xmlToken) };
    let token = token.map_err(|fault| fault.context("The xmlToken cannot be used."))?;
    Ok(Binding::Message(MessageBinding::XmlToken(token)))
}

unsafe fn cert(given: &WSX_CERT_MESSAGE_SECURITY_BINDING, bag: &Bag<'_>) -> Result<Binding> {
    let protects = match given.bindingUsage {
        WSX_PROTECTION_MESSAGE_SECURITY_USAGE => true,
        WS_SUPPORTING_MESSAGE_SECURITY_USAGE => false,
        usage => {
            return Err(Fault::invalid_arg(format!(
                "The bindingUsage is {usage:?}, but has to be WSX_PROTECTION_MESSAGE_SECURITY_USAGE or \
                 WS_SUPPORTING_MESSAGE_SECURITY_USAGE."
            )));
        }
    };
    // SAFETY: in each case: passed on.
    unsafe {
        let mode = bag.choice(WSX_SECURITY_BINDING_PROPERTY_CERT_MODE, |mode: WSX_CERT_MODE| match mode {
            WSX_CERT_MODE_SYMMETRIC => Some(CertMode::Symmetric),
            WSX_CERT_MODE_ASYMMETRIC => Some(CertMode::Asymmetric),
            WSX_CERT_MODE_ENDORSING => Some(CertMode::Endorsing),
            _ => None,
        })?;
        let mode = mode.unwrap_or(if protects { CertMode::Symmetric } else { CertMode::Endorsing });
        if protects == (mode == CertMode::Endorsing) {
            return Err(Fault::invalid_arg(
                "WSX_CERT_MODE_ENDORSING goes with WS_SUPPORTING_MESSAGE_SECURITY_USAGE, and the other values of \
                 WSX_SECURITY_BINDING_PROPERTY_CERT_MODE with WSX_PROTECTION_MESSAGE_SECURITY_USAGE.",
            ));
        }
        let order =
            bag.choice(WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER, |order: WSX_PROTECTION_ORDER| match order {
                WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT => Some(ProtectionOrder::SignBeforeEncrypt),
                WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE => {
                    Some(ProtectionOrder::SignBeforeEncryptAndEncryptSignature)
                }
                WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN => Some(ProtectionOrder::EncryptBeforeSign),
                _ => None,
            })?;
        let confirms =
            bag.choice(WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION, |value: WSX_SIGNATURE_CONFIRMATION| {
                match value {
                    WSX_SIGNATURE_CONFIRMATION_AUTO => Some(None),
                    WSX_SIGNATURE_CONFIRMATION_ON => Some(Some(true)),
                    WSX_SIGNATURE_CONFIRMATION_OFF => Some(Some(false)),
                    _ => None,
                }
            })?;
        let trust =
            bag.choice(WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION, |value: WSX_PEER_VALIDATION| match value {
                WSX_PEER_VALIDATION_CHAIN => Some(PeerTrust::Chain),
                WSX_PEER_VALIDATION_PEER => Some(PeerTrust::Peer),
                WSX_PEER_VALIDATION_PEER_OR_CHAIN => Some(PeerTrust::PeerOrChain),
                _ => None,
            })?;
        let version = bag.choice(
            WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION,
            |value: WS_SECURE_CONVERSATION_VERSION| value.name().map(|_| value),
        )?;
        let derives_keys = bag.flag(WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS)?;
        let protects_tokens = bag.flag(WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS)?;
        let own = credential::certificate(given.localCertCredential, bag.role, "localCertCredential")?;
        let service = credential::certificate(given.serviceCertCredential, bag.role, "serviceCertCredential")?;
        match bag.role {
            Role::Client if own.is_none() && mode != CertMode::Symmetric => {
                return Err(Fault::invalid_arg(
                    "The localCertCredential is NULL, but a client without a certificate goes with \
                     WSX_CERT_MODE_SYMMETRIC only.",
                ));
            }
            Role::Server if own.is_none() && mode != CertMode::Endorsing => {
                return Err(Fault::invalid_arg("The localCertCredential is NULL, but required on the server."));
            }
            Role::Server if service.is_some() => {
                return Err(Fault::invalid_arg("The serviceCertCredential has to be NULL on the server."));
            }
            _ => {}
        }
        Ok(Binding::Message(MessageBinding::Cert(CertMessage {
            protects,
            own,
            service,
            mode,
            client_certificate: requirement(bag)?.unwrap_or(Requirement::Required),
            order: order.unwrap_or(ProtectionOrder::SignBeforeEncryptAndEncryptSignature),
            derives_keys: derives_keys.unwrap_or(mode == CertMode::Symmetric),
            protects_tokens: protects_tokens.unwrap_or(false),
            confirms_signatures: confirms.flatten(),
            own_reference: reference(bag, WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE)?,
            recipient_reference: reference(bag, WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE)?,
            trust: trust.unwrap_or(PeerTrust::Chain),
            peer: peer(bag)?,
            secure_conversation: version.unwrap_or(WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005),
        })))
    }
}

unsafe fn reference(bag: &Bag<'_>, id: WS_SECURITY_BINDING_PROPERTY_ID) -> Result<CertReference> {
    let choose = |value: WSX_CERT_REFERENCE| match value {
        WSX_CERT_REFERENCE_AUTO => Some(CertReference::Auto),
        WSX_CERT_REFERENCE_ISSUER_SERIAL => Some(CertReference::IssuerSerial),
        WSX_CERT_REFERENCE_SUBJECT_KEY_IDENTIFIER => Some(CertReference::SubjectKeyIdentifier),
        WSX_CERT_REFERENCE_THUMBPRINT => Some(CertReference::Thumbprint),
        WSX_CERT_REFERENCE_BINARY_SECURITY_TOKEN => Some(CertReference::BinarySecurityToken),
        _ => None,
    };
    // SAFETY: passed on.
    Ok(unsafe { bag.choice(id, choose)? }.unwrap_or(CertReference::Auto))
}

/// Checks a binding that comes later as far as it can be checked.
unsafe fn later(pointer: *const WS_SECURITY_BINDING, bag: &Bag<'_>) -> Result<Binding> {
    use WS_SECURE_CONVERSATION_VERSION as Version;
    use WS_WINDOWS_INTEGRATED_AUTH_PACKAGE as Package;
    // SAFETY: in each case: passed on; the type says which structure it is.
    unsafe {
        match place::required(pointer, "securityBindings")?.bindingType {
            WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE => {
                let given: &WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING = place::derived(pointer, "securityBindings")?;
                credential::windows(given.clientCredential, bag.role)?;
            }
            WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE => {
                let given: &WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING = place::derived(pointer, "securityBindings")?;
                credential::windows(given.clientCredential, bag.role)?;
            }
            WS_SAML_MESSAGE_SECURITY_BINDING_TYPE => {
                let given: &WS_SAML_MESSAGE_SECURITY_BINDING = place::derived(pointer, "securityBindings")?;
                check_supporting(given.bindingUsage)?;
                place::required(given.authenticator.cast_const(), "authenticator")?;
            }
            _ => {
                let given: &WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING = place::derived(pointer, "securityBindings")?;
                check_supporting(given.bindingUsage)?;
                place::required(given.bootstrapSecurityDescription.cast_const(), "bootstrapSecurityDescription")?;
            }
        }
        bag.choice(WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE, |value: Package| value.name())?;
        bag.flag(WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH)?;
        bag.flag(WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS)?;
        bag.choice(WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL, impersonation)?;
        bag.get::<ULONG>(WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_SIZE)?;
        bag.choice(
            WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE,
            |value: WS_SECURITY_KEY_ENTROPY_MODE| value.name(),
        )?;
        bag.get::<WS_MESSAGE_PROPERTIES>(WS_SECURITY_BINDING_PROPERTY_MESSAGE_PROPERTIES)?;
        bag.get::<ULONG>(WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_PENDING_CONTEXTS)?;
        bag.get::<ULONG>(WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS)?;
        bag.choice(WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION, |value: Version| value.name())?;
        bag.flag(WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_SUPPORT_RENEW)?;
        bag.get::<WS_TIMESPAN>(WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_RENEWAL_INTERVAL)?;
        bag.get::<WS_TIMESPAN>(WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_ROLLOVER_INTERVAL)?;
    }
    Ok(Binding::Later)
}
