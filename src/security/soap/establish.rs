//! From a security description to what the messages of a channel have to be like. Certificates are loaded here, so this
//! may take time.

use super::party::Party;
use super::profile::{Cache, Peers, Profile};
use super::steps;
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::crypto::suite::Suite;
use crate::security::identity::{self, Identity};
use crate::security::settings::{
    CertMessage, CertMode, CertSource, MessageBinding, PeerCheck, PeerTrust, Requirement, Role, Security,
};
use crate::security::store;
use crate::security::trust::{self, Purpose};
use crate::trace::trace;
use std::sync::{Arc, Mutex, PoisonError};

/// Where a listener keeps it for its channels.
#[derive(Debug, Default)]
pub(crate) struct Holder(Mutex<Option<Arc<Profile>>>);

impl Holder {
    pub(crate) fn get(&self) -> Option<Arc<Profile>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, profile: Option<Arc<Profile>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = profile;
    }
}

/// The binding for certificates, if messages have one.
pub(crate) fn binding(security: &Security) -> Option<&CertMessage> {
    security.message.iter().find_map(|binding| match binding {
        MessageBinding::Cert(cert) => Some(cert),
        _ => None,
    })
}

/// Which certificates of peers a description trusts.
#[derive(Debug)]
struct Trust {
    check: PeerCheck,
    trust: PeerTrust,
}

impl Trust {
    fn of(cert: &CertMessage) -> Self {
        Trust { check: cert.peer.clone(), trust: cert.trust }
    }

    fn verify(&self, certificate: &Certificate, purpose: Purpose) -> Result<()> {
        trust::verify_message(certificate, &self.check, self.trust, purpose, None)
            .map_err(|failure| failure.into_fault())?;
        self.check.callback.as_ref().map_or(Ok(()), |callback| callback.validate(certificate))
    }
}

impl Peers for Trust {
    fn check(&self, certificate: &Certificate) -> Result<()> {
        self.verify(certificate, Purpose::Sign)
    }

    fn find(&self, is: &dyn Fn(&Certificate) -> bool) -> Result<Option<Certificate>> {
        let folders = store::all(&store::places(), "TrustedPeople");
        for (x509, _) in store::certificates(&folders) {
            let certificate = Certificate::new(x509.clone(), None, Vec::new())?;
            if is(&certificate) {
                return Ok(Some(certificate));
            }
        }
        Ok(None)
    }
}

/// For a client of the service at an address, whose URL names this host. The service's certificate is checked before
/// anything is sent.
pub(crate) fn client(
    security: &Security,
    address: &WS_ENDPOINT_ADDRESS,
    host: &str,
    identity: Option<&Identity>,
) -> Result<Option<Profile>> {
    let Some(cert) = binding(security) else { return Ok(None) };
    let own = load_own(cert, Some(address))?;
    let mut profile = profile(security, cert, own)?;
    if profile.mode == CertMode::Endorsing {
        return Ok(Some(profile));
    }
    let service = match (&cert.service, identity) {
        (Some(source), _) => source.load_public(Some(address))?,
        (None, Some(Identity::Certificate(der))) => Some(Certificate::from_der(der)?),
        (None, _) => None,
    };
    let service = service.ok_or_else(|| {
        Fault::invalid_arg(
            "The certificate of the service is not known: WSX_CERT_MESSAGE_SECURITY_BINDING has no \
             serviceCertCredential, and the address no identity with a certificate.",
        )
    })?;
    identity::check_message(identity, host, &service)?;
    Trust::of(cert).verify(&service, Purpose::Encrypt)?;
    trace!(Security, "the certificate of the service, {}, is trusted and its own", steps::certificate(&service));
    profile.service = Some(Party::new(service)?);
    Ok(Some(profile))
}

/// For a listener.
pub(crate) fn server(security: &Security) -> Result<Option<Profile>> {
    let Some(cert) = binding(security) else { return Ok(None) };
    let own = load_own(cert, None)?;
    profile(security, cert, own).map(Some)
}

fn load_own(cert: &CertMessage, address: Option<&WS_ENDPOINT_ADDRESS>) -> Result<Option<Party>> {
    let own = cert.own.as_ref().map_or(Ok(None), |source: &CertSource| source.load(address))?;
    own.map(Party::new).transpose()
}

fn profile(security: &Security, cert: &CertMessage, own: Option<Party>) -> Result<Profile> {
    let properties = &security.properties;
    let has_user_name = security.message.iter().any(|binding| matches!(binding, MessageBinding::UserName(_)));
    let encrypts = match properties.message_protection_level {
        WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT => true,
        WS_PROTECTION_LEVEL_SIGN => false,
        level => {
            return Err(Fault::invalid_arg(format!(
                "WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL is {level:?}, but \
                 WSX_CERT_MESSAGE_SECURITY_BINDING signs at least."
            )));
        }
    };
    if cert.derives_keys && cert.mode == CertMode::Endorsing {
        return Err(Fault::invalid_arg(
            "WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS is not for WSX_CERT_MODE_ENDORSING, which has no shared \
             key.",
        ));
    }
    if has_user_name && cert.mode != CertMode::Endorsing && !encrypts {
        return Err(Fault::invalid_arg(
            "A user name needs WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT: it must not be readable on its way.",
        ));
    }
    let client_certificate = match (security.role, &own) {
        (Role::Client, Some(_)) => Requirement::Required,
        (Role::Client, None) => Requirement::None,
        (Role::Server, _) => cert.client_certificate,
    };
    let timestamps = match properties.timestamp_usage {
        WS_SECURITY_TIMESTAMP_USAGE_NEVER => (false, false),
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY => (true, false),
        _ => (true, true),
    };
    Ok(Profile {
        role: security.role,
        mode: cert.mode,
        suite: Suite::new(&properties.algorithms, properties.allows_legacy_algorithms)?,
        encrypts,
        order: cert.order,
        derives_keys: cert.derives_keys,
        protects_tokens: cert.protects_tokens,
        is_sc_13: cert.secure_conversation != WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005,
        // As WCF does: its client takes none when there is a user name.
        confirms: cert.confirms_signatures.unwrap_or(cert.mode == CertMode::Symmetric && !has_user_name),
        has_user_name,
        client_certificate,
        timestamps,
        own_reference: cert.own_reference,
        recipient_reference: cert.recipient_reference,
        own,
        service: None,
        peers: Arc::new(Trust::of(cert)),
        cache: Cache::default(),
    })
}
