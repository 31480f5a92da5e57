//! A ds:Signature of a message that was received: what it says, and whether its value is right.

use super::keys::Key;
use super::names::Ns;
use super::profile::Profile;
use super::refused;
use super::tree::{Doc, El};
use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::{Algorithm, Digest, Signature, Transform};
use crate::security::xmldsig::{self, Method, Reference, Rules, verify};
use crate::xml::c14n::Canonicalizer;

/// One ds:Reference.
#[derive(Clone, Debug)]
pub(super) struct SignedPart {
    pub(super) id: Vec<u8>,
    pub(super) digest: Digest,
    pub(super) expected: Vec<u8>,
    pub(super) transform: Transform,
    pub(super) prefixes: Vec<Box<[u8]>>,
}

impl SignedPart {
    /// Nothing signed: to digest something as if.
    pub(super) fn stand_in(digest: Digest) -> Self {
        SignedPart {
            id: Vec::new(),
            digest,
            expected: Vec::new(),
            transform: Transform::ExclusiveC14n,
            prefixes: Vec::new(),
        }
    }
}

/// What a Signature says.
#[derive(Debug)]
pub(super) struct SignatureSaid {
    pub(super) parts: Vec<SignedPart>,
    pub(super) value: Vec<u8>,
    pub(super) key_info: El,
    signature: xmldsig::Signature,
}

/// Reads a Signature: of messages, it has a KeyInfo, nothing behind that, and parts that are canonicalised exclusively.
pub(super) fn read(profile: &Profile, doc: Doc<'_>, el: El) -> Result<SignatureSaid> {
    let rules = Rules { suite: Some(&profile.suite), allows_str: true, ..Rules::default() };
    let mut signature = xmldsig::read(doc, el, &rules)?;
    let Some(key_info) = signature.key_info.filter(|info| doc.is(*info, Ns::Dsig, b"KeyInfo")) else {
        return Err(refused("A Signature does not have exactly SignedInfo, SignatureValue and KeyInfo."));
    };
    let part = |reference: Reference| {
        if reference.form.has_comments {
            return Err(refused(
                "A Reference has a transform that is not accepted in messages: comments are no part of them.",
            ));
        }
        Ok(SignedPart {
            id: reference.id,
            digest: reference.digest,
            expected: reference.expected,
            transform: if reference.is_str { Transform::Str } else { Transform::ExclusiveC14n },
            prefixes: reference.form.inclusive_prefixes,
        })
    };
    let parts = core::mem::take(&mut signature.references).into_iter().map(part).collect::<Result<_>>()?;
    Ok(SignatureSaid { parts, value: signature.value.clone(), key_info, signature })
}

impl SignatureSaid {
    /// The name of the algorithm.
    pub(super) fn algorithm(&self) -> &'static str {
        match self.signature.method {
            Method::Hmac(digest) => Algorithm::Hmac(digest).uri(),
            Method::Key(signature) => Algorithm::Signature(signature).uri(),
        }
    }

    /// What each value that is right for this very signature begins with. Of ECDSA it is the first number: where (r, s) is
    /// right (r, -s) is, too, which anybody can compute. Other values are as they are.
    pub(super) fn unrepeatable(&self) -> &[u8] {
        match self.signature.method {
            Method::Key(Signature::Ecdsa(_)) => self.value.get(..self.value.len() / 2).unwrap_or(&self.value),
            Method::Key(Signature::Rsa(_)) | Method::Hmac(_) => &self.value,
        }
    }

    /// Whether the value is right for this key.
    pub(super) fn verify(&self, doc: Doc<'_>, canonicalizer: &mut Canonicalizer, key: &Key) -> Result<()> {
        let key = match (self.signature.method, key) {
            (Method::Hmac(_), Key::Secret(shared)) => verify::Key::Secret(&shared.secret),
            (Method::Key(_), Key::Certificate(party)) => verify::Key::Public(party.public()),
            // The bytes of a certificate are public: as a key of HMAC anybody could have them.
            (Method::Hmac(_), Key::Certificate(_)) => {
                return Err(refused("A signature by a shared key refers to a certificate."));
            }
            (Method::Key(_), Key::Secret(_)) => {
                return Err(refused("A signature by a private key refers to a shared key."));
            }
        };
        self.signature.verify_value(doc, key, canonicalizer)
    }
}
