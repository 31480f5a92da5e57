//! The signatures of a message: which there are, whether they are right, and what they sign.

use super::Opened;
use super::header::{Header, Item, Target};
use crate::runtime::fault::{Result, quoted};
use crate::security::crypto::algorithm::Transform;
use crate::security::crypto::digest::Digester;
use crate::security::crypto::is_equal;
use crate::security::settings::{CertMode, Requirement, Role};
use crate::security::soap::keys::{Key, Referred};
use crate::security::soap::names::Ns;
use crate::security::soap::party::Party;
use crate::security::soap::signature::{self, SignatureSaid, SignedPart};
use crate::security::soap::str_transform;
use crate::security::soap::tree::{Doc, El};
use crate::security::soap::{Exchange, SignatureMade, refused, steps};
use crate::trace::{self, trace};
use crate::xml::c14n::Canonicalizer;

impl Header<'_> {
    pub(super) fn verify(
        &self,
        targets: &[(&[u8], Target)],
        request: Option<&Exchange>,
        result: &mut Opened<'_>,
    ) -> Result<()> {
        let sorted = self.sort()?;
        if trace::is_on() {
            self.tell_decrypted();
        }
        let mut canonicalizer = Canonicalizer::default();
        let said: Vec<SignatureSaid> = sorted
            .signatures
            .iter()
            .map(|index| {
                let item = self.item(*index)?;
                signature::read(self.profile, self.doc_of(item), item.el)
            })
            .collect::<Result<_>>()?;
        // The one that signs the other endorses it; the other is the primary one.
        let refers_to = |said: &SignatureSaid, index: usize| {
            said.parts.iter().any(|part| targets.contains(&(&part.id, Target::Item(index))))
        };
        let (primary, endorsing) = match (&said[..], &sorted.signatures[..]) {
            ([only], [index]) => ((only, *index), None),
            ([first, second], [i, j]) if refers_to(second, *i) => ((first, *i), Some((second, *j))),
            ([first, second], [i, j]) if refers_to(first, *j) => ((second, *j), Some((first, *i))),
            ([_, _], _) => return Err(refused("There are two signatures, and none of them signs the other.")),
            _ if result.failed.is_some() => return Ok(()),
            _ => return Err(refused("The Security header has no signature.")),
        };
        let mut signed = Vec::new();
        self.verify_one(primary, targets, &mut canonicalizer, &mut signed, result)?;
        if let Some(endorsing) = endorsing {
            self.endorse(endorsing, primary.1, targets, &mut canonicalizer, result)?;
        }
        let made = |(said, index): (&SignatureSaid, usize)| SignatureMade {
            value: said.value.clone(),
            is_encrypted: self.items.get(index).is_some_and(|item| item.carrier.is_some()),
        };
        result.exchange.signatures = core::iter::once(primary).chain(endorsing).map(made).collect();
        result.exchange.unrepeatable = primary.0.unrepeatable().to_vec();
        let sent = request.map_or(&[][..], |request| &request.signatures);
        if result.exchange.signatures.iter().any(|made| sent.iter().any(|sent| is_equal(&sent.value, &made.value))) {
            return Err(refused("The reply has a signature of its request: the request came back."));
        }
        result.exchange.key = result.keys.sent();
        result.facts = self.facts(&sorted, primary.0, &signed);
        // What has failed before is what is told.
        let checked = self
            .check_signer(primary.0, primary.1, endorsing.is_some(), result)
            .and_then(|()| self.check_parts(&sorted, &signed, result))
            .and_then(|()| self.check_confirmations(&sorted, request));
        result.exchange.peer = result.peer.clone();
        if let Err(fault) = checked {
            result.failed.get_or_insert(fault);
        }
        Ok(())
    }

    /// Verifies a signature and the digests of what it signs in the headers. Answers by what it was made.
    fn verify_one(
        &self,
        (said, index): (&SignatureSaid, usize),
        targets: &[(&[u8], Target)],
        canonicalizer: &mut Canonicalizer,
        signed: &mut Vec<Target>,
        result: &mut Opened<'_>,
    ) -> Result<Key> {
        let item = self.item(index)?;
        let doc = self.doc_of(item);
        let key = result.keys.resolve(doc, said.key_info)?;
        match &key {
            Key::Secret(shared) => self.profile.check_use(shared.is_derived(), shared.secret.bytes().len(), true)?,
            // Before anything is computed with a key that anybody may have sent.
            Key::Certificate(party) => self.profile.suite.check_public_key(party.public().kind())?,
        }
        let has_failed = result.failed.is_some();
        if let Err(fault) = said.verify(doc, canonicalizer, &key) {
            result.failed.get_or_insert(fault);
        }
        let mut certificates = Vec::new();
        for part in &said.parts {
            if part.transform == Transform::Str {
                self.verify_token(part, canonicalizer, signed, &mut certificates, result)?;
                continue;
            }
            let Some((_, target)) = targets.iter().find(|(id, _)| *id == part.id) else {
                // What could not be decrypted cannot be found.
                let fault = refused(format!(
                    "A signature refers to '{}', and no header, no element of the Security header and not the body has \
                     that Id.",
                    quoted(&part.id)
                ));
                result.failed.get_or_insert(fault);
                continue;
            };
            let (doc, el) = match *target {
                Target::Body => {
                    signed.push(Target::Body);
                    result.signed_body = Some(part.clone());
                    continue;
                }
                Target::Block(el) => (self.doc, el),
                Target::Item(signed) if signed == index => return Err(refused("A signature signs itself.")),
                Target::Item(signed) => {
                    let item = self.item(signed)?;
                    (self.doc_of(item), item.el)
                }
                Target::Hidden(index) => self.hidden(index)?,
            };
            let mut digester = Digester::new(part.digest);
            doc.canonicalize(canonicalizer, el, &part.prefixes, &mut digester)?;
            if !digester.finish().is(&part.expected) {
                let fault = refused(format!(
                    "The digest of '{}' ('{}') is wrong: it was changed after it was signed.",
                    doc.name(el),
                    quoted(&part.id)
                ));
                result.failed.get_or_insert(fault);
            }
            signed.push(*target);
        }
        if self.profile.protects_tokens && !is_token_signed(&key, signed, &certificates, result) {
            result.failed.get_or_insert_with(|| refused("A signature does not sign the token that it is made with."));
        }
        if trace::is_on() {
            let parts: Vec<_> = said.parts.iter().map(|part| self.name_of(targets, &part.id)).collect();
            steps::verified(said, &key, &parts, result.failed.as_ref().filter(|_| !has_failed));
        }
        Ok(key)
    }

    /// Verifies the digest of the token that a reference means: the very one that the reference means as a key.
    fn verify_token(
        &self,
        part: &SignedPart,
        canonicalizer: &mut Canonicalizer,
        signed: &mut Vec<Target>,
        certificates: &mut Vec<Party>,
        result: &mut Opened<'_>,
    ) -> Result<()> {
        let Some((doc, str)) = self.token_reference(&part.id)? else {
            // The signature that it may be in could not be decrypted.
            let fault = refused(format!(
                "An STR-Transform is of '{}', which is no SecurityTokenReference of this message.",
                quoted(&part.id)
            ));
            result.failed.get_or_insert(fault);
            return Ok(());
        };
        let expected = (part.digest, &part.expected[..]);
        let is_right = match result.keys.referred(doc, str)? {
            Referred::Token(token) => {
                signed.push(Target::Block(token));
                str_transform::is_token(self.doc, token, &part.prefixes, canonicalizer, expected)?
            }
            Referred::Certificate(party) => {
                let is_right = str_transform::is_certificate(&party, doc.prefix(str), expected)?;
                certificates.push(party);
                is_right
            }
        };
        if !is_right {
            let fault = refused(format!("The digest of the token that '{}' refers to is wrong.", quoted(&part.id)));
            result.failed.get_or_insert(fault);
        }
        Ok(())
    }

    /// A SecurityTokenReference where there can be one: in the Security header, or in the KeyInfo of a signature there.
    fn token_reference(&self, id: &[u8]) -> Result<Option<(Doc<'_>, El)>> {
        let is_str = |doc: Doc<'_>, el: El| -> Result<bool> {
            Ok(doc.is(el, Ns::Wsse, b"SecurityTokenReference") && doc.id(el)? == Some(id))
        };
        for el in self.doc.children(self.places.security) {
            if is_str(self.doc, el)? {
                return Ok(Some((self.doc, el)));
            }
        }
        for item in &self.items {
            let doc = self.doc_of(item);
            if !doc.is(item.el, Ns::Dsig, b"Signature") {
                continue;
            }
            let info = doc.children(item.el).find(|child| doc.is(*child, Ns::Dsig, b"KeyInfo"));
            for el in info.into_iter().flat_map(|info| doc.children(info)) {
                if is_str(doc, el)? {
                    return Ok(Some((doc, el)));
                }
            }
        }
        Ok(None)
    }

    /// Tells a trace what was encrypted in the Security header.
    #[cold]
    fn tell_decrypted(&self) {
        let names: Vec<_> =
            self.items.iter().filter(|item| item.carrier.is_some()).map(|item| self.name(item)).collect();
        if !names.is_empty() {
            trace!(Security, "decrypted {} of the Security header", names.join(", "));
        }
    }

    fn name(&self, item: &Item) -> String {
        String::from_utf8_lossy(self.doc_of(item).local(item.el)).into_owned()
    }

    /// What a signature refers to by an Id.
    fn name_of(&self, targets: &[(&[u8], Target)], id: &[u8]) -> String {
        match targets.iter().find(|(known, _)| *known == id) {
            Some((_, Target::Body)) => "Body".to_owned(),
            Some((_, Target::Block(el))) => String::from_utf8_lossy(self.doc.local(*el)).into_owned(),
            Some((_, Target::Hidden(index))) => self
                .hidden(*index)
                .map(|(doc, el)| String::from_utf8_lossy(doc.local(el)).into_owned())
                .unwrap_or_default(),
            Some((_, Target::Item(index))) => self.items.get(*index).map(|item| self.name(item)).unwrap_or_default(),
            None => "something that is not there".to_owned(),
        }
    }

    /// The signature of a client's certificate over the primary signature.
    fn endorse(
        &self,
        endorsing: (&SignatureSaid, usize),
        primary: usize,
        targets: &[(&[u8], Target)],
        canonicalizer: &mut Canonicalizer,
        result: &mut Opened<'_>,
    ) -> Result<()> {
        let mut signed = Vec::new();
        let key = self.verify_one(endorsing, targets, canonicalizer, &mut signed, result)?;
        // And its own token, if it likes.
        let is_own = |target: &Target| matches!(target, Target::Block(el) if result.keys.is_token_of(*el, &key));
        let is_only = signed.iter().all(|target| *target == Target::Item(primary) || is_own(target));
        if !is_only || !signed.contains(&Target::Item(primary)) {
            return Err(refused("The endorsing signature does not sign exactly the primary signature."));
        }
        let profile = self.profile;
        if profile.mode != CertMode::Symmetric
            || profile.role != Role::Server
            || profile.client_certificate == Requirement::None
        {
            return Err(refused("There is an endorsing signature, which the security description does not have."));
        }
        match key {
            Key::Certificate(party) => {
                if result.failed.is_none() {
                    profile.check_peer(&party)?;
                }
                result.peer = Some(party);
                Ok(())
            }
            Key::Secret(_) => Err(refused("The endorsing signature is not by a certificate.")),
        }
    }
}

/// Whether a signature signs the token of its key. A key of the request has none in this message.
fn is_token_signed(key: &Key, signed: &[Target], certificates: &[Party], result: &Opened<'_>) -> bool {
    let is_named = matches!(key, Key::Certificate(party) if certificates.iter().any(|known| known.is(party)));
    let is_token = |target: &Target| matches!(target, Target::Block(el) if result.keys.is_token_of(*el, key));
    is_named || signed.iter().any(is_token) || result.keys.is_of_request(key)
}
