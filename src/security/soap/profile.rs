//! What the messages of a channel have to be like, and who they are from and for.

use super::party::{Party, Reference};
use super::refused;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::crypto::suite::Suite;
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Decoded certificates that are kept.
const KEPT: usize = 256;
/// For so long a certificate that was found good is not checked again.
const TRUSTED_FOR: Duration = Duration::from_secs(300);

/// Which certificates of peers are good.
pub(crate) trait Peers: Send + Sync + core::fmt::Debug {
    /// An error refuses the certificate.
    fn check(&self, certificate: &Certificate) -> Result<()>;

    /// A certificate of a peer that a message refers to and does not bring along.
    fn find(&self, is: &dyn Fn(&Certificate) -> bool) -> Result<Option<Certificate>>;
}

/// See the module. Shared by all messages of a channel, proxy, listener or host.
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) role: Role,
    pub(crate) mode: CertMode,
    pub(crate) suite: Suite,
    /// The protection level is WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT.
    pub(crate) encrypts: bool,
    pub(crate) order: ProtectionOrder,
    pub(crate) derives_keys: bool,
    /// Each signature signs the token of its key, too.
    pub(crate) protects_tokens: bool,
    /// Derived keys that are sent are of WS-SecureConversation 1.3.
    pub(crate) is_sc_13: bool,
    /// Replies confirm the signatures of requests.
    pub(crate) confirms: bool,
    /// A user name goes with requests.
    pub(crate) has_user_name: bool,
    pub(crate) client_certificate: Requirement,
    /// Timestamps in requests and in replies.
    pub(crate) timestamps: (bool, bool),
    pub(crate) own_reference: CertReference,
    pub(crate) recipient_reference: CertReference,
    pub(crate) own: Option<Party>,
    /// Of a client: the service's certificate.
    pub(crate) service: Option<Party>,
    pub(crate) peers: Arc<dyn Peers>,
    pub(crate) cache: Cache,
}

/// What was found out about certificates.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<HashMap<Vec<u8>, Known>>);

#[derive(Debug)]
struct Known {
    party: Party,
    trusted: Option<Instant>,
}

impl Profile {
    /// Whether messages are signed as a whole, and not only a timestamp.
    pub(crate) fn protects(&self) -> bool {
        self.mode != CertMode::Endorsing
    }

    /// Whether the primary signature and its own are in the same message.
    pub(crate) fn encrypts_signatures(&self) -> bool {
        self.encrypts && self.protects() && self.order == ProtectionOrder::SignBeforeEncryptAndEncryptSignature
    }

    pub(crate) fn is_timestamped(&self, is_reply: bool) -> bool {
        if is_reply { self.timestamps.1 } else { self.timestamps.0 }
    }

    /// The certificate that others encrypt keys for.
    pub(super) fn own_for_decryption(&self) -> Result<&Party> {
        self.own.as_ref().ok_or_else(|| refused("A key is encrypted for this side, which has no certificate."))
    }

    /// Certificates that are known whatever a message says.
    pub(super) fn certificates(&self) -> impl Iterator<Item = &Party> {
        self.own.iter().chain(&self.service)
    }

    /// A certificate of a peer that is not in the message.
    pub(super) fn find(&self, reference: &Reference) -> Result<Option<Party>> {
        let is =
            |certificate: &Certificate| Party::new(certificate.clone()).is_ok_and(|party| party.matches(reference));
        self.peers.find(&is)?.map(Party::new).transpose()
    }

    /// A certificate in DER, decoded once while it is used.
    pub(super) fn decoded(&self, der: &[u8]) -> Result<Party> {
        if let Some(party) = self.certificates().find(|party| party.certificate().der() == der) {
            return Ok(party.clone());
        }
        let lock = || self.cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(der) {
            return Ok(known.party.clone());
        }
        let certificate =
            Certificate::from_der(der).map_err(|_| refused("A BinarySecurityToken is no certificate."))?;
        let party = Party::new(certificate)?;
        let mut known = lock();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(der.to_vec(), Known { party: party.clone(), trusted: None });
        Ok(party)
    }

    /// Refuses the certificate of a peer that is not to be trusted.
    pub(super) fn check_peer(&self, party: &Party) -> Result<()> {
        self.suite.check_public_key(party.public().kind())?;
        // The service's was checked before anything was sent to it.
        if self.role == Role::Client {
            return match &self.service {
                Some(service) if service.is(party) => Ok(()),
                _ => Err(refused("The reply is signed with another certificate than the service's.")),
            };
        }
        let now = Instant::now();
        let der = party.certificate().der();
        let lock = || self.cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Known { trusted: Some(until), .. }) = lock().get(der)
            && *until > now
        {
            return Ok(());
        }
        // Not while the lock is held: it may ask the program.
        self.peers.check(party.certificate())?;
        if let Some(known) = lock().get_mut(der) {
            known.trusted = Some(now + TRUSTED_FOR);
        }
        Ok(())
    }

    /// Refuses a shared key that is not used as agreed on.
    pub(super) fn check_use(&self, is_derived: bool, size: usize, signs: bool) -> Result<()> {
        if is_derived {
            if !self.derives_keys {
                return Err(refused("A derived key is used, which the security description does not have."));
            }
            return self.suite.check_derived_size(size, signs);
        }
        if self.derives_keys {
            return Err(refused("A key is used that is not derived."));
        }
        if !signs && size != self.suite.key_size() {
            return Err(refused(format!("A key has {size} bytes, and {} are needed.", self.suite.key_size())));
        }
        Ok(())
    }

    /// The service's certificate, of a client.
    pub(super) fn service(&self) -> Result<&Party> {
        self.service.as_ref().ok_or_else(|| Fault::invalid_arg("The certificate of the service is not known."))
    }
}
