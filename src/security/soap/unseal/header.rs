//! The headers of a message that is being opened: what is in its Security header, and what a signature can refer to.

use crate::message::version::Envelope;
use crate::runtime::fault::{Result, quoted};
use crate::security::soap::encryption::Fragment;
use crate::security::soap::names::Ns;
use crate::security::soap::profile::Profile;
use crate::security::soap::refused;
use crate::security::soap::tree::{Doc, El};

/// Something in the Security header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// The fragment that it was decrypted to; else it is in the message's own tree.
    pub(super) fragment: Option<usize>,
    pub(super) el: El,
    /// The EncryptedData that it was.
    pub(super) carrier: Option<El>,
}

/// A header that came as a wsse11:EncryptedHeader.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hidden {
    /// The fragment that it was decrypted to, and the element there.
    pub(super) fragment: usize,
    pub(super) el: El,
    /// The EncryptedHeader.
    pub(super) carrier: El,
}

/// What a signature can refer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// A header, or an element of the Security header as it was sent.
    Block(El),
    /// An element of the Security header, by its number.
    Item(usize),
    /// A header that was encrypted, by its number.
    Hidden(usize),
    Body,
}

#[derive(Clone, Copy)]
pub(super) struct Places {
    pub(super) version: Envelope,
    pub(super) envelope: El,
    pub(super) header: Option<El>,
    pub(super) security: El,
    pub(super) body: El,
    /// Headers of WS-Addressing are acted upon.
    pub(super) is_addressed: bool,
}

/// The headers of a message.
pub(super) struct Header<'a> {
    pub(super) profile: &'a Profile,
    pub(super) doc: Doc<'a>,
    pub(super) places: Places,
    pub(super) fragments: Vec<Fragment>,
    pub(super) items: Vec<Item>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) is_reply: bool,
}

/// The Security header's items by what they are.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) timestamp: Option<usize>,
    pub(super) user_name: Option<usize>,
    pub(super) confirmations: Vec<usize>,
    pub(super) signatures: Vec<usize>,
}

impl Header<'_> {
    pub(super) fn doc_of(&self, item: &Item) -> Doc<'_> {
        match item.fragment.and_then(|index| self.fragments.get(index)) {
            Some(fragment) => fragment.doc(),
            None => self.doc,
        }
    }

    /// Which headers there are, without the Security header.
    pub(super) fn blocks(&self) -> impl Iterator<Item = El> {
        let blocks = self.places.header.into_iter().flat_map(|header| self.doc.children(header));
        blocks.filter(|block| *block != self.places.security)
    }

    /// A header that was encrypted, where it is now.
    pub(super) fn hidden(&self, index: usize) -> Result<(Doc<'_>, El)> {
        let hidden = self.hidden.get(index);
        let found = hidden.and_then(|hidden| Some((self.fragments.get(hidden.fragment)?.doc(), hidden.el)));
        found.ok_or_else(|| refused("An encrypted header is missing."))
    }

    pub(super) fn item(&self, index: usize) -> Result<&Item> {
        self.items.get(index).ok_or_else(|| refused("An element of the Security header is missing."))
    }

    /// What can be referred to. All Ids of the headers have to be different.
    pub(super) fn targets(&self) -> Result<Vec<(&[u8], Target)>> {
        let mut ids: Vec<&[u8]> = Vec::with_capacity(16);
        for doc in core::iter::once(self.doc).chain(self.fragments.iter().map(Fragment::doc)) {
            for el in doc.identified() {
                ids.extend(doc.id(el)?);
            }
        }
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair.first() == pair.get(1)).and_then(|pair| pair.first()) {
            return Err(refused(format!("The Id '{}' is there twice.", quoted(twice))));
        }
        let mut targets = Vec::with_capacity(ids.len());
        for el in self.blocks().chain(self.doc.children(self.places.security)) {
            let is_item = || self.items.iter().any(|item| item.fragment.is_none() && item.el == el);
            if let Some(id) = self.doc.id(el)?.filter(|_| !is_item()) {
                targets.push((id, Target::Block(el)));
            }
        }
        for (index, item) in self.items.iter().enumerate() {
            if let Some(id) = self.doc_of(item).id(item.el)? {
                targets.push((id, Target::Item(index)));
            }
        }
        for (index, hidden) in self.hidden.iter().enumerate() {
            let Some(fragment) = self.fragments.get(hidden.fragment) else { continue };
            if let Some(id) = fragment.doc().id(hidden.el)? {
                targets.push((id, Target::Hidden(index)));
            }
        }
        if let Some(id) = self.doc.id(self.places.body)? {
            targets.push((id, Target::Body));
        }
        Ok(targets)
    }

    pub(super) fn sort(&self) -> Result<Sorted> {
        let mut sorted = Sorted::default();
        for (index, item) in self.items.iter().enumerate() {
            let doc = self.doc_of(item);
            let again = match (doc.ns(item.el), doc.local(item.el)) {
                (Ns::Wsu, b"Timestamp") => sorted.timestamp.replace(index).is_some(),
                (Ns::Wsse, b"UsernameToken") => sorted.user_name.replace(index).is_some(),
                (Ns::Wsse11, b"SignatureConfirmation") => {
                    sorted.confirmations.push(index);
                    false
                }
                (Ns::Dsig, b"Signature") => {
                    sorted.signatures.push(index);
                    sorted.signatures.len() > 2
                }
                _ => {
                    return Err(refused(format!(
                        "The Security header has an element '{}' (namespace '{}'), which is not expected.",
                        doc.name(item.el),
                        quoted(doc.uri(item.el))
                    )));
                }
            };
            if again {
                return Err(refused(format!("The Security header has too many '{}'.", doc.name(item.el))));
            }
        }
        Ok(sorted)
    }

    /// What the message begins with when its protection is gone.
    pub(super) fn head(&self) -> Vec<u8> {
        let doc = self.doc;
        let Places { envelope, security, body, .. } = self.places;
        let mut kept = Vec::new();
        for item in &self.items {
            let doc = self.doc_of(item);
            if doc.is(item.el, Ns::Wsu, b"Timestamp") || doc.is(item.el, Ns::Wsse, b"UsernameToken") {
                kept.extend_from_slice(doc.raw(item.el));
            }
        }
        // What is replaced, in the order of the document: each is read where it was encrypted.
        let mut changes = vec![(doc.content(security), kept)];
        for hidden in &self.hidden {
            let fragment = self.fragments.get(hidden.fragment);
            let plain = fragment.map_or(&b""[..], |fragment| fragment.doc().raw(hidden.el));
            changes.push((doc.whole(hidden.carrier), plain.to_vec()));
        }
        changes.sort_by_key(|(place, _)| place.start);
        let mut at = doc.whole(envelope).start;
        // Encrypted or in a signature, what is there takes more room.
        let mut head = Vec::with_capacity(doc.whole(body).end.saturating_sub(at));
        for (place, plain) in changes {
            head.extend_from_slice(doc.bytes(at..place.start));
            head.extend_from_slice(&plain);
            at = place.end;
        }
        head.extend_from_slice(doc.bytes(at..doc.whole(body).end));
        head
    }
}

/// The headers that are signed in every message that has them.
pub(in crate::security::soap) fn is_addressing(local: &[u8]) -> bool {
    matches!(local, b"To" | b"From" | b"FaultTo" | b"ReplyTo" | b"MessageID" | b"RelatesTo" | b"Action")
}
