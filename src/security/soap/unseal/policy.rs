//! Whether a message is signed and encrypted as it has to be, and by whom.

use super::Opened;
use super::header::{Header, Sorted, Target, is_addressing};
use crate::runtime::fault::Result;
use crate::security::crypto::is_equal;
use crate::security::settings::{CertMode, Requirement, Role};
use crate::security::soap::keys::Key;
use crate::security::soap::names::Ns;
use crate::security::soap::signature::SignatureSaid;
use crate::security::soap::{Exchange, SignatureMade, refused};

impl Header<'_> {
    /// Whether the primary signature is by whom it has to be.
    pub(super) fn check_signer(
        &self,
        said: &SignatureSaid,
        index: usize,
        is_endorsed: bool,
        result: &mut Opened<'_>,
    ) -> Result<()> {
        let profile = self.profile;
        let item = self.item(index)?;
        match (profile.mode, result.keys.resolve(self.doc_of(item), said.key_info)?) {
            (CertMode::Symmetric, Key::Secret(_)) => {
                let is_needed = profile.role == Role::Server && profile.client_certificate == Requirement::Required;
                if is_needed && !is_endorsed {
                    return Err(refused("The message has no endorsing signature by a certificate of the client."));
                }
                // Keys are of this message or of the request: whoever made the one or decrypted the other.
                if profile.role == Role::Client {
                    result.peer = profile.service.clone();
                }
                Ok(())
            }
            (CertMode::Symmetric, Key::Certificate(_)) => {
                Err(refused("The primary signature is by a certificate, and a shared key was agreed on."))
            }
            (CertMode::Asymmetric | CertMode::Endorsing, Key::Certificate(party)) => {
                if is_endorsed {
                    return Err(refused(
                        "There is an endorsing signature, which the security description does not have.",
                    ));
                }
                if profile.own.as_ref().is_some_and(|own| own.is(&party)) {
                    return Err(refused("The message is signed with the certificate of this side: it came back."));
                }
                if result.failed.is_none() {
                    profile.check_peer(&party)?;
                }
                result.peer = Some(party);
                Ok(())
            }
            (CertMode::Asymmetric | CertMode::Endorsing, Key::Secret(_)) => {
                Err(refused("The signature is by a shared key, and a certificate was agreed on."))
            }
        }
    }

    /// Whether all is signed and encrypted that has to be.
    pub(super) fn check_parts(&self, sorted: &Sorted, signed: &[Target], result: &mut Opened<'_>) -> Result<()> {
        let profile = self.profile;
        let doc = self.doc;
        let is_signed = |index: usize| {
            let carrier = self.items.get(index).and_then(|item| item.carrier);
            signed.contains(&Target::Item(index)) || carrier.is_some_and(|el| signed.contains(&Target::Block(el)))
        };
        match sorted.timestamp {
            Some(index) if !is_signed(index) => return Err(refused("The Timestamp is not signed.")),
            None if profile.is_timestamped(self.is_reply) => {
                return Err(refused("The Security header has no Timestamp."));
            }
            _ => {}
        }
        for block in self.blocks() {
            let local = doc.local(block);
            let has_to = self.places.is_addressed
                && doc.ns(block) == Ns::Addressing
                && if profile.protects() { is_addressing(local) } else { local == b"To" };
            if has_to && !signed.contains(&Target::Block(block)) {
                return Err(refused(format!("The header '{}' is not signed.", doc.name(block))));
            }
        }
        for (index, hidden) in self.hidden.iter().enumerate() {
            if !signed.contains(&Target::Hidden(index)) && !signed.contains(&Target::Block(hidden.carrier)) {
                return Err(refused("An encrypted header is not signed."));
            }
        }
        let is_encrypted = |index: usize| self.items.get(index).is_some_and(|item| item.carrier.is_some());
        match sorted.user_name {
            Some(_) if profile.role == Role::Client || !profile.has_user_name => {
                return Err(refused("There is a UsernameToken, which the security description does not have."));
            }
            Some(index) if profile.protects() && !(is_signed(index) && is_encrypted(index)) => {
                return Err(refused("The UsernameToken is not signed and encrypted."));
            }
            None if profile.role == Role::Server && profile.has_user_name && result.failed.is_none() => {
                return Err(refused("The Security header has no UsernameToken."));
            }
            _ => {}
        }
        if let Some(index) = sorted.confirmations.iter().find(|index| !is_signed(**index)) {
            return Err(refused(format!("A SignatureConfirmation ({index}) is not signed.")));
        }
        if !profile.protects() {
            return Ok(());
        }
        if !signed.contains(&Target::Body) {
            return Err(refused("The body is not signed."));
        }
        if profile.encrypts && result.cipher.is_none() && !doc.is_empty(self.places.body) {
            return Err(refused("The body is not encrypted."));
        }
        if profile.encrypts_signatures() && !sorted.signatures.iter().all(|index| is_encrypted(*index)) {
            return Err(refused("A signature is not encrypted."));
        }
        Ok(())
    }

    /// Whether a reply confirms exactly the signatures of its request, as secretly as they were sent.
    pub(super) fn check_confirmations(&self, sorted: &Sorted, request: Option<&Exchange>) -> Result<()> {
        let expected = request.filter(|_| self.profile.confirms).map_or(&[][..], |request| &request.signatures);
        let mut left: Vec<&SignatureMade> = expected.iter().collect();
        for index in &sorted.confirmations {
            let item = self.item(*index)?;
            let doc = self.doc_of(item);
            let mut value = Vec::new();
            let text = doc.attribute(item.el, Ns::None, b"Value").unwrap_or_default();
            crate::xml::value::base64::parse_base64(&mut value, text)
                .map_err(|_| refused("The value of a SignatureConfirmation is no base64."))?;
            let found = left.iter().position(|made| is_equal(&made.value, &value));
            let Some(found) = found else {
                return Err(refused("A SignatureConfirmation confirms something that the request did not have."));
            };
            if left.swap_remove(found).is_encrypted && item.carrier.is_none() {
                return Err(refused("A SignatureConfirmation is not encrypted, but the signature was."));
            }
        }
        if left.is_empty() { Ok(()) } else { Err(refused("A signature of the request is not confirmed.")) }
    }
}
