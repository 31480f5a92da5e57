//! Whether a signature is right.

use super::{Method, Reference, Signature};
use crate::runtime::fault::{Result, quoted};
use crate::security::crypto::digest::{Digester, HmacKey};
use crate::security::crypto::keys::PublicKey;
use crate::security::crypto::refused;
use crate::security::settings::Secret;
use crate::security::tree::{Doc, El, Ids};
use crate::xml::c14n::Canonicalizer;

/// With what a signature has to be right. Which it is never depends on what the signature says: a certificate's public
/// bytes are no key of HMAC.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    Secret(&'a Secret),
    Public(&'a PublicKey),
}

/// What a signature that is right has signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Signed {
    /// The element itself: what is to be used has to be this one, and not another that looks like it.
    pub(crate) el: El,
    /// The signature that is in it was left out.
    pub(crate) is_enveloped: bool,
}

impl Signature {
    /// Checks the value, then all parts. `token_of`: the token that a reference to one stands for.
    pub(crate) fn verify(
        &self,
        doc: Doc<'_>,
        ids: &Ids<'_>,
        key: Key<'_>,
        token_of: &dyn Fn(El) -> Result<El>,
    ) -> Result<Vec<Signed>> {
        let mut canonicalizer = Canonicalizer::default();
        self.verify_value(doc, key, &mut canonicalizer)?;
        let parts = self.references.iter();
        parts.map(|reference| self.verify_part(doc, ids, reference, token_of, &mut canonicalizer)).collect()
    }

    /// Checks the value, that is, who signed; not yet what.
    pub(crate) fn verify_value(&self, doc: Doc<'_>, key: Key<'_>, canonicalizer: &mut Canonicalizer) -> Result<()> {
        match (self.method, key) {
            (Method::Hmac(digest), Key::Secret(secret)) => {
                let key = HmacKey::new(digest, secret.bytes())?;
                let mut mac = key.start();
                doc.canonicalize_as(canonicalizer, self.signed_info, &self.form, None, &mut mac)?;
                if mac.finish().is(&self.value) {
                    return Ok(());
                }
                Err(refused("A signature value is wrong: what was signed was changed, or by another key."))
            }
            (Method::Key(algorithm), Key::Public(key)) => {
                let mut digester = Digester::new(algorithm.digest());
                doc.canonicalize_as(canonicalizer, self.signed_info, &self.form, None, &mut digester)?;
                key.verify(algorithm, digester.finish().bytes(), &self.value)
            }
            (Method::Hmac(_), Key::Public(_)) => {
                Err(refused("A signature is by a shared key, and one by a private key has to be there."))
            }
            (Method::Key(_), Key::Secret(_)) => {
                Err(refused("A signature is by a private key, and one by a shared key has to be there."))
            }
        }
    }

    /// Checks the digest of one part.
    fn verify_part(
        &self,
        doc: Doc<'_>,
        ids: &Ids<'_>,
        reference: &Reference,
        token_of: &dyn Fn(El) -> Result<El>,
        canonicalizer: &mut Canonicalizer,
    ) -> Result<Signed> {
        let mut el = ids.find(&reference.id)?;
        if reference.is_str {
            el = token_of(el)?;
        }
        let holds_signature = self.is_in(doc, el);
        if reference.is_enveloped && !holds_signature {
            return Err(refused(format!(
                "The part '{}' is said to be around its signature, and is not.",
                quoted(&reference.id)
            )));
        }
        let mut digester = Digester::new(reference.digest);
        let without = reference.is_enveloped.then_some(self.el);
        doc.canonicalize_as(canonicalizer, el, &reference.form, without, &mut digester)?;
        if !digester.finish().is(&reference.expected) {
            return Err(refused(format!("The digest of the signed part '{}' is wrong.", quoted(&reference.id))));
        }
        Ok(Signed { el, is_enveloped: reference.is_enveloped })
    }

    /// Whether the signature is in an element.
    fn is_in(&self, doc: Doc<'_>, el: El) -> bool {
        let mut next = doc.parent(self.el);
        while let Some(outer) = next {
            if outer == el {
                return true;
            }
            next = doc.parent(outer);
        }
        false
    }
}
