//! What is told of a message's protection.

use super::header::{Header, Sorted, Target};
use crate::abi::*;
use crate::security::certificate::Certificate;
use crate::security::results::Results;
use crate::security::soap::names::Ns;
use crate::security::soap::signature::SignatureSaid;

/// What was found out about a message's protection.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Facts {
    /// WSX_MESSAGE_PART bits.
    pub(crate) signed_parts: u32,
    pub(crate) encrypted_parts: u32,
    pub(crate) signature: Option<&'static str>,
    pub(crate) encryption: Option<&'static str>,
}

impl Facts {
    pub(crate) fn is_encrypted(&self) -> bool {
        self.encryption.is_some()
    }

    /// Shows it to the program.
    pub(crate) fn tell(self, peer: Option<Certificate>, results: &mut Results) {
        results.is_unsealed = true;
        if peer.is_some() {
            results.token_kind = WSX_SECURITY_TOKEN_KIND_CERT;
            results.certificate = peer;
        }
        let is_body_signed = self.signed_parts & bits(WSX_MESSAGE_PART_BODY) != 0;
        if is_body_signed {
            let is_encrypted = self.is_encrypted();
            let level = if is_encrypted { WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT } else { WS_PROTECTION_LEVEL_SIGN };
            // TLS may have protected more.
            results.protection_level = WS_PROTECTION_LEVEL(results.protection_level.0.max(level.0));
        }
        results.signed_parts |= self.signed_parts;
        results.encrypted_parts |= self.encrypted_parts;
        results.signature_algorithm = self.signature;
        results.encryption_algorithm = self.encryption;
    }
}

pub(super) fn bits(part: WSX_MESSAGE_PART) -> u32 {
    part.0.cast_unsigned()
}

impl Header<'_> {
    pub(super) fn facts(&self, sorted: &Sorted, primary: &SignatureSaid, signed: &[Target]) -> Facts {
        let is_encrypted = |index: &usize| self.items.get(*index).is_some_and(|item| item.carrier.is_some());
        let has = |index: Option<usize>| index.is_some_and(|index| signed.contains(&Target::Item(index)));
        let is_hidden_address = |index: usize| self.hidden(index).is_ok_and(|(doc, el)| doc.ns(el) == Ns::Addressing);
        let is_header = |target: &Target| match target {
            Target::Block(el) => self.doc.ns(*el) == Ns::Addressing,
            Target::Hidden(index) => is_hidden_address(*index),
            _ => false,
        };
        let of = |is: bool, part| if is { bits(part) } else { 0 };
        Facts {
            signed_parts: of(signed.contains(&Target::Body), WSX_MESSAGE_PART_BODY)
                | of(signed.iter().any(is_header), WSX_MESSAGE_PART_ADDRESSING)
                | of(has(sorted.timestamp), WSX_MESSAGE_PART_TIMESTAMP)
                | of(has(sorted.user_name), WSX_MESSAGE_PART_TOKEN)
                | of(sorted.signatures.len() > 1, WSX_MESSAGE_PART_SIGNATURE),
            encrypted_parts: of(sorted.user_name.as_ref().is_some_and(is_encrypted), WSX_MESSAGE_PART_TOKEN)
                | of(sorted.signatures.iter().any(is_encrypted), WSX_MESSAGE_PART_SIGNATURE)
                | of((0..self.hidden.len()).any(is_hidden_address), WSX_MESSAGE_PART_ADDRESSING),
            signature: Some(primary.algorithm()),
            encryption: None,
        }
    }
}
