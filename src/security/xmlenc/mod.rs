//! XML Encryption: EncryptedData and EncryptedKey, as messages and tokens have them.
//!
//! The ciphertext is in the element itself, never elsewhere; keys come from the caller, who looks at the KeyInfo.

pub(crate) mod agreement;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
pub(crate) mod write;

use crate::runtime::fault::{Result, quoted};
use crate::security::crypto::algorithm::{Algorithm, Cipher, Digest, KeyTransport, KeyWrap};
use crate::security::crypto::cipher::decrypt_in_place;
use crate::security::crypto::keys::{PrivateKey, Transport};
use crate::security::crypto::suite::Suite;
use crate::security::crypto::{refused, wrap};
use crate::security::names::{Ns, XENC_CONTENT, XENC_ELEMENT};
use crate::security::settings::Secret;
use crate::security::tree::{Doc, El};
use crate::security::xmldsig::{algorithm, bytes, fragment};

/// Characters of an encrypted key: RSA of 16384 bits, with white space.
const MAX_KEY_TEXT: usize = 8192;
/// Characters of what else is in base64.
const MAX_PARAMETER_TEXT: usize = 1024;
/// Parts that one key may be said to have encrypted.
const MAX_REFERENCES: usize = 64;

/// Which algorithms may be used.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Rules<'a> {
    /// `None`: all, and legacy ones as the next member says.
    pub(crate) suite: Option<&'a Suite>,
    pub(crate) allows_legacy: bool,
}

impl Rules<'_> {
    fn check(&self, algorithm: Algorithm, what: &str) -> Result<()> {
        match self.suite {
            Some(suite) => suite.check(algorithm, what),
            None if algorithm.is_legacy() && !self.allows_legacy => Err(refused(format!(
                "The algorithm '{}' for {what} is a legacy one, which is not allowed.",
                algorithm.uri()
            ))),
            None => Ok(()),
        }
    }
}

/// What was encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Plain {
    Element,
    /// The content of an element.
    Content,
    /// No XML, or not said to be.
    Octets,
}

/// What an xenc:EncryptedData says.
#[derive(Debug)]
pub(crate) struct EncryptedData {
    pub(crate) plain: Plain,
    pub(crate) cipher: Cipher,
    pub(crate) key_info: Option<El>,
    /// The text of it is the ciphertext in base64.
    pub(crate) value: El,
}

/// How a key is encrypted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum KeyMethod {
    Transport(Transport),
    Wrap(KeyWrap),
}

/// What an xenc:EncryptedKey says.
#[derive(Debug)]
pub(crate) struct EncryptedKey {
    pub(crate) method: KeyMethod,
    pub(crate) key_info: Option<El>,
    /// Which parts it says that it encrypts; empty if it says nothing.
    pub(crate) references: Vec<Vec<u8>>,
    pub(crate) encrypted: Vec<u8>,
}

/// What a key is decrypted with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KeyKey<'a> {
    Private(&'a PrivateKey),
    Secret(&'a Secret),
}

/// The children that an EncryptedData and an EncryptedKey have in common, in their order.
struct Common {
    method: El,
    key_info: Option<El>,
    value: El,
    /// Those that follow.
    rest: Vec<El>,
}

fn read_common(doc: Doc<'_>, el: El) -> Result<Common> {
    doc.check_only_elements(el)?;
    let name = || doc.name(el);
    let mut children = doc.children(el).peekable();
    let method = children.next_if(|child| doc.is(*child, Ns::Xenc, b"EncryptionMethod"));
    let method = method.ok_or_else(|| refused(format!("An {} does not begin with an EncryptionMethod.", name())))?;
    let key_info = children.next_if(|child| doc.is(*child, Ns::Dsig, b"KeyInfo"));
    let data = children.next_if(|child| doc.is(*child, Ns::Xenc, b"CipherData"));
    let data = data.ok_or_else(|| refused(format!("An {} has no CipherData where it has to be.", name())))?;
    doc.check_only_elements(data)?;
    let mut values = doc.children(data);
    let value = match (values.next(), values.next()) {
        (Some(value), None) if doc.is(value, Ns::Xenc, b"CipherValue") => value,
        (Some(value), None) if doc.is(value, Ns::Xenc, b"CipherReference") => {
            return Err(refused(format!("The ciphertext of an {} is outside of it.", name())));
        }
        _ => return Err(refused(format!("The CipherData of an {} is not exactly one CipherValue.", name()))),
    };
    children.next_if(|child| doc.is(*child, Ns::Xenc, b"EncryptionProperties"));
    Ok(Common { method, key_info, value, rest: children.collect() })
}

/// Reads an EncryptedData.
pub(crate) fn read_data(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<EncryptedData> {
    if !doc.is(el, Ns::Xenc, b"EncryptedData") {
        return Err(refused(format!("The element '{}' is no EncryptedData.", doc.name(el))));
    }
    let Common { method, key_info, value, rest } = read_common(doc, el)?;
    if let Some(child) = rest.first() {
        return Err(refused(format!("An EncryptedData has an element '{}' where it must not.", doc.name(*child))));
    }
    let plain = match doc.attribute(el, Ns::None, b"Type") {
        Some(XENC_ELEMENT) => Plain::Element,
        Some(XENC_CONTENT) => Plain::Content,
        _ => Plain::Octets,
    };
    let cipher = Algorithm::of_kind(algorithm(doc, method)?, "encryption", |named| match named {
        Algorithm::Cipher(cipher) => Some(cipher),
        _ => None,
    })?;
    rules.check(Algorithm::Cipher(cipher), "encryption")?;
    if let Some(child) = doc.children(method).find(|child| !is_key_size(doc, *child)) {
        return Err(refused(format!("An encryption has the parameter '{}'.", doc.name(child))));
    }
    Ok(EncryptedData { plain, cipher, key_info, value })
}

/// What algorithms with one size of keys may say once more.
fn is_key_size(doc: Doc<'_>, el: El) -> bool {
    doc.is(el, Ns::Xenc, b"KeySize")
}

impl EncryptedData {
    /// Decrypts. Without authentication the result is whatever it is: see [`decrypt_in_place`].
    pub(crate) fn decrypt(&self, doc: Doc<'_>, key: &Secret) -> Result<Vec<u8>> {
        let mut data = bytes(doc, self.value, usize::MAX)?;
        let plain = decrypt_in_place(self.cipher, key, &mut data)?;
        data.truncate(plain.end);
        data.drain(..plain.start);
        Ok(data)
    }
}

/// Reads an EncryptedKey.
pub(crate) fn read_key(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<EncryptedKey> {
    if !doc.is(el, Ns::Xenc, b"EncryptedKey") {
        return Err(refused(format!("The element '{}' is no EncryptedKey.", doc.name(el))));
    }
    let Common { method, key_info, value, rest } = read_common(doc, el)?;
    let method = read_key_method(doc, method, rules)?;
    let mut references = Vec::new();
    for child in rest {
        if doc.is(child, Ns::Xenc, b"CarriedKeyName") {
            continue;
        }
        if !doc.is(child, Ns::Xenc, b"ReferenceList") || !references.is_empty() {
            return Err(refused(format!("An EncryptedKey has an element '{}' where it must not.", doc.name(child))));
        }
        references = read_references(doc, child)?;
    }
    Ok(EncryptedKey { method, key_info, references, encrypted: bytes(doc, value, MAX_KEY_TEXT)? })
}

/// Reads a ReferenceList: the Ids of encrypted parts.
pub(crate) fn read_references(doc: Doc<'_>, el: El) -> Result<Vec<Vec<u8>>> {
    doc.check_only_elements(el)?;
    let mut references: Vec<Vec<u8>> = Vec::new();
    for child in doc.children(el) {
        if !doc.is(child, Ns::Xenc, b"DataReference") {
            return Err(refused(format!("A ReferenceList has an element '{}'.", doc.name(child))));
        }
        let id = fragment(doc.attribute(child, Ns::None, b"URI"))?;
        if references.iter().any(|known| known == id) {
            return Err(refused(format!("The encrypted part '{}' is listed twice.", quoted(id))));
        }
        if references.len() >= MAX_REFERENCES {
            return Err(refused(format!("A ReferenceList has more than {MAX_REFERENCES} parts.")));
        }
        references.push(id.to_vec());
    }
    if references.is_empty() {
        return Err(refused("A ReferenceList is empty."));
    }
    Ok(references)
}

fn read_key_method(doc: Doc<'_>, el: El, rules: &Rules<'_>) -> Result<KeyMethod> {
    doc.check_only_elements(el)?;
    let (method, named) = Algorithm::of_kind(algorithm(doc, el)?, "encryption of keys", |named| match named {
        Algorithm::KeyTransport(transport) => Some((KeyMethod::Transport(Transport::new(transport)), named)),
        Algorithm::KeyWrap(wrap) => Some((KeyMethod::Wrap(wrap), named)),
        _ => None,
    })?;
    rules.check(named, "encryption of keys")?;
    let KeyMethod::Transport(mut transport) = method else {
        if let Some(child) = doc.children(el).find(|child| !is_key_size(doc, *child)) {
            return Err(refused(format!("A key wrap has the parameter '{}'.", doc.name(child))));
        }
        return Ok(method);
    };
    let is_oaep = transport.algorithm != KeyTransport::Rsa15;
    let (mut has_digest, mut has_mgf, mut has_label) = (false, false, false);
    for child in doc.children(el).filter(|child| !is_key_size(doc, *child)) {
        let seen = if doc.is(child, Ns::Dsig, b"DigestMethod") {
            // RSA 1.5 has none; Mono's WCF says one there all the same. The suite's table of what is tolerated has it.
            let digest = Algorithm::digest(algorithm(doc, child)?)?;
            if is_oaep {
                transport.digest = digest;
            }
            &mut has_digest
        } else if transport.algorithm == KeyTransport::RsaOaep && doc.is(child, Ns::Xenc11, b"MGF") {
            transport.mgf = mgf(algorithm(doc, child)?)?;
            &mut has_mgf
        } else if is_oaep && doc.is(child, Ns::Xenc, b"OAEPparams") {
            transport.label = bytes(doc, child, MAX_PARAMETER_TEXT)?;
            &mut has_label
        } else {
            return Err(refused(format!("A key transport has the parameter '{}'.", doc.name(child))));
        };
        if core::mem::replace(seen, true) {
            return Err(refused(format!("A key transport has the parameter '{}' twice.", doc.name(child))));
        }
    }
    Ok(KeyMethod::Transport(transport))
}

fn mgf(uri: &[u8]) -> Result<Digest> {
    Algorithm::of_kind(uri, "mask generation", |named| match named {
        Algorithm::Mgf1(digest) => Some(digest),
        _ => None,
    })
}

impl EncryptedKey {
    /// Decrypts; `sizes` are the bytes that the key may have.
    pub(crate) fn decrypt(&self, with: KeyKey<'_>, sizes: &[usize]) -> Result<Secret> {
        let key = match (&self.method, with) {
            (KeyMethod::Transport(transport), KeyKey::Private(key)) => {
                return key.decrypt_key(transport, &self.encrypted, sizes);
            }
            (KeyMethod::Wrap(wrap), KeyKey::Secret(key)) => wrap::unwrap(*wrap, key, &self.encrypted)?,
            (KeyMethod::Transport(_), KeyKey::Secret(_)) => {
                return Err(refused("A key is encrypted with a public key, and with a shared key it has to be."));
            }
            (KeyMethod::Wrap(_), KeyKey::Private(_)) => {
                return Err(refused("A key is encrypted with a shared key, and with a public key it has to be."));
            }
        };
        if !sizes.contains(&key.bytes().len()) {
            return Err(refused(format!("A key of {} bytes was sent; {sizes:?} are allowed.", key.bytes().len())));
        }
        Ok(key)
    }
}
