//! The algorithms and their names: one table.

use crate::runtime::fault::{Fault, quoted};
use crate::security::crypto::refused;
use Algorithm as A;
use Digest::{Sha1, Sha256, Sha384, Sha512};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// Size of the result in bytes.
    pub(crate) fn size(self) -> usize {
        match self {
            Sha1 => 20,
            Sha256 => 32,
            Sha384 => 48,
            Sha512 => 64,
        }
    }
}

/// Signatures with private keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Signature {
    /// PKCS #1 v1.5.
    Rsa(Digest),
    /// The two numbers one after the other.
    Ecdsa(Digest),
}

impl Signature {
    pub(crate) fn digest(self) -> Digest {
        match self {
            Signature::Rsa(digest) | Signature::Ecdsa(digest) => digest,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Cipher {
    Aes128Cbc,
    Aes192Cbc,
    Aes256Cbc,
    TripleDesCbc,
    Aes128Gcm,
    Aes192Gcm,
    Aes256Gcm,
}

impl Cipher {
    /// In bytes.
    pub(crate) fn key_size(self) -> usize {
        match self {
            Cipher::Aes128Cbc | Cipher::Aes128Gcm => 16,
            Cipher::Aes192Cbc | Cipher::Aes192Gcm | Cipher::TripleDesCbc => 24,
            Cipher::Aes256Cbc | Cipher::Aes256Gcm => 32,
        }
    }

    /// Whether a change of the ciphertext is found without a signature.
    pub(crate) fn is_authenticated(self) -> bool {
        matches!(self, Cipher::Aes128Gcm | Cipher::Aes192Gcm | Cipher::Aes256Gcm)
    }
}

/// Encryption of a symmetric key with a public one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum KeyTransport {
    /// XML Encryption 1.0: the mask is made with SHA-1 whatever the digest.
    RsaOaepMgf1p,
    /// XML Encryption 1.1: digest and mask are parameters.
    RsaOaep,
    Rsa15,
}

/// Encryption of a symmetric key with another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum KeyWrap {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
}

impl KeyWrap {
    /// In bytes.
    pub(crate) fn key_size(self) -> usize {
        match self {
            KeyWrap::Aes128 => 16,
            KeyWrap::Aes192 | KeyWrap::TripleDes => 24,
            KeyWrap::Aes256 => 32,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Transform {
    ExclusiveC14n,
    ExclusiveC14nWithComments,
    /// Without the signature that it is in.
    Enveloped,
    /// The token that a wsse:SecurityTokenReference refers to, instead of the reference.
    Str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum KeyDerivation {
    /// WS-SecureConversation of February 2005, and 1.3: the same function.
    PSha1Feb2005,
    PSha1,
    /// XML Encryption 1.1.
    ConcatKdf,
}

/// Any of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Algorithm {
    Digest(Digest),
    Hmac(Digest),
    Signature(Signature),
    Cipher(Cipher),
    KeyTransport(KeyTransport),
    KeyWrap(KeyWrap),
    /// Mask generation of RSA-OAEP.
    Mgf1(Digest),
    /// Diffie-Hellman with a new key of the sender.
    EcdhEs,
    KeyDerivation(KeyDerivation),
    Transform(Transform),
}

/// All that there is. Of two names of one algorithm, the first is sent.
#[rustfmt::skip]
const TABLE: [(Algorithm, &str); 46] = [
    (A::Digest(Sha1), "http://www.w3.org/2000/09/xmldsig#sha1"),
    (A::Digest(Sha256), "http://www.w3.org/2001/04/xmlenc#sha256"),
    (A::Digest(Sha384), "http://www.w3.org/2001/04/xmldsig-more#sha384"),
    // No specification has this one, but Windows' profile lists it.
    (A::Digest(Sha384), "http://www.w3.org/2001/04/xmlenc#sha384"),
    (A::Digest(Sha512), "http://www.w3.org/2001/04/xmlenc#sha512"),
    (A::Hmac(Sha1), "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
    (A::Hmac(Sha256), "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
    (A::Hmac(Sha384), "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384"),
    (A::Hmac(Sha512), "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"),
    (A::Signature(Signature::Rsa(Sha1)), "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    (A::Signature(Signature::Rsa(Sha256)), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
    (A::Signature(Signature::Rsa(Sha384)), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
    (A::Signature(Signature::Rsa(Sha512)), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    (A::Signature(Signature::Ecdsa(Sha1)), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"),
    (A::Signature(Signature::Ecdsa(Sha256)), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
    (A::Signature(Signature::Ecdsa(Sha384)), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"),
    (A::Signature(Signature::Ecdsa(Sha512)), "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"),
    (A::Cipher(Cipher::Aes128Cbc), "http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
    (A::Cipher(Cipher::Aes192Cbc), "http://www.w3.org/2001/04/xmlenc#aes192-cbc"),
    (A::Cipher(Cipher::Aes256Cbc), "http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
    (A::Cipher(Cipher::TripleDesCbc), "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"),
    (A::Cipher(Cipher::Aes128Gcm), "http://www.w3.org/2009/xmlenc11#aes128-gcm"),
    (A::Cipher(Cipher::Aes192Gcm), "http://www.w3.org/2009/xmlenc11#aes192-gcm"),
    (A::Cipher(Cipher::Aes256Gcm), "http://www.w3.org/2009/xmlenc11#aes256-gcm"),
    (A::KeyTransport(KeyTransport::RsaOaepMgf1p), "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"),
    (A::KeyTransport(KeyTransport::RsaOaep), "http://www.w3.org/2009/xmlenc11#rsa-oaep"),
    (A::KeyTransport(KeyTransport::Rsa15), "http://www.w3.org/2001/04/xmlenc#rsa-1_5"),
    (A::KeyWrap(KeyWrap::Aes128), "http://www.w3.org/2001/04/xmlenc#kw-aes128"),
    (A::KeyWrap(KeyWrap::Aes192), "http://www.w3.org/2001/04/xmlenc#kw-aes192"),
    (A::KeyWrap(KeyWrap::Aes256), "http://www.w3.org/2001/04/xmlenc#kw-aes256"),
    (A::KeyWrap(KeyWrap::TripleDes), "http://www.w3.org/2001/04/xmlenc#kw-tripledes"),
    (A::Mgf1(Sha1), "http://www.w3.org/2009/xmlenc11#mgf1sha1"),
    (A::Mgf1(Sha256), "http://www.w3.org/2009/xmlenc11#mgf1sha256"),
    (A::Mgf1(Sha384), "http://www.w3.org/2009/xmlenc11#mgf1sha384"),
    (A::Mgf1(Sha512), "http://www.w3.org/2009/xmlenc11#mgf1sha512"),
    (A::EcdhEs, "http://www.w3.org/2009/xmlenc11#ECDH-ES"),
    (A::KeyDerivation(KeyDerivation::PSha1Feb2005), "http://schemas.xmlsoap.org/ws/2005/02/sc/dk/p_sha1"),
    (A::KeyDerivation(KeyDerivation::PSha1), "http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512/dk/p_sha1"),
    (A::KeyDerivation(KeyDerivation::ConcatKdf), "http://www.w3.org/2009/xmlenc11#ConcatKDF"),
    (A::Transform(Transform::ExclusiveC14n), "http://www.w3.org/2001/10/xml-exc-c14n#"),
    (A::Transform(Transform::ExclusiveC14nWithComments), "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
    (A::Transform(Transform::Enveloped), "http://www.w3.org/2000/09/xmldsig#enveloped-signature"),
    (A::Transform(Transform::Str), "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"),
    // Names of XML Security Algorithm Cross-Reference for what has one already.
    (A::Cipher(Cipher::Aes128Gcm), "http://www.w3.org/2009/xmlenc11#AES128-GCM"),
    (A::Cipher(Cipher::Aes192Gcm), "http://www.w3.org/2009/xmlenc11#AES192-GCM"),
    (A::Cipher(Cipher::Aes256Gcm), "http://www.w3.org/2009/xmlenc11#AES256-GCM"),
];

/// What is known and refused on purpose, by the end of its name, and why.
const REFUSED: [(&str, &str); 18] = [
    ("xmldsig#dsa-sha1", "DSA is not supported"),
    ("xmldsig11#dsa-sha256", "DSA is not supported"),
    ("xmldsig-more#md5", "MD5 protects nothing"),
    ("xmldsig-more#rsa-md5", "MD5 protects nothing"),
    ("xmldsig-more#hmac-md5", "MD5 protects nothing"),
    ("xmlenc#des-cbc", "DES protects nothing"),
    ("xmlenc#dh", "Diffie-Hellman of finite fields is not supported"),
    ("REC-xpath-19991116", "XPath is not evaluated on what others sent"),
    ("xmldsig-filter2", "XPath is not evaluated on what others sent"),
    ("REC-xslt-19991116", "style sheets of others are not run"),
    ("xmldsig#base64", "what is signed must be XML of this message"),
    ("xmlenc#decrypt-XML", "decryption is no transform here"),
    ("decrypt#XML", "decryption is no transform here"),
    ("REC-xml-c14n-20010315", "inclusive canonicalization depends on what is around the signed part"),
    ("REC-xml-c14n-20010315#WithComments", "inclusive canonicalization depends on what is around the signed part"),
    ("2006/12/xml-c14n11", "inclusive canonicalization depends on what is around the signed part"),
    ("2006/12/xml-c14n11#WithComments", "inclusive canonicalization depends on what is around the signed part"),
    ("xmlenc#ripemd160", "RIPEMD-160 is not supported"),
];

impl Algorithm {
    /// The algorithm of a name.
    pub(crate) fn named(uri: &[u8]) -> Option<Self> {
        TABLE.iter().find(|(_, name)| name.as_bytes() == uri).map(|(algorithm, _)| *algorithm)
    }

    /// The name, as it is sent.
    pub(crate) fn uri(self) -> &'static str {
        TABLE.iter().find(|(algorithm, _)| *algorithm == self).map_or("", |(_, name)| name)
    }

    /// Whether it is refused unless the program allowed legacy algorithms.
    pub(crate) fn is_legacy(self) -> bool {
        matches!(
            self,
            A::Cipher(Cipher::TripleDesCbc) | A::KeyTransport(KeyTransport::Rsa15) | A::KeyWrap(KeyWrap::TripleDes)
        )
    }

    /// Finds the algorithm of a kind by its name. `what` says what it is to do.
    pub(crate) fn of_kind<T>(uri: &[u8], what: &str, kind: impl Fn(Self) -> Option<T>) -> Result<T, Fault> {
        let Some(algorithm) = Self::named(uri) else { return Err(unknown(uri, what)) };
        kind(algorithm)
            .ok_or_else(|| refused(format!("The algorithm '{}' cannot be used for {what}.", algorithm.uri())))
    }

    pub(crate) fn digest(uri: &[u8]) -> Result<Digest, Fault> {
        Self::of_kind(uri, "digests", |algorithm| if let A::Digest(digest) = algorithm { Some(digest) } else { None })
    }

    pub(crate) fn transform(uri: &[u8]) -> Result<Transform, Fault> {
        Self::of_kind(uri, "transforms", |algorithm| match algorithm {
            A::Transform(transform) => Some(transform),
            _ => None,
        })
    }
}

#[cold]
fn unknown(uri: &[u8], what: &str) -> Fault {
    let name = quoted(uri);
    let why = REFUSED.iter().find(|(end, _)| uri.ends_with(end.as_bytes()));
    refused(match why {
        Some((_, why)) => format!("The algorithm '{name}' for {what} is refused: {why}."),
        None => format!("The algorithm '{name}' for {what} is not known."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_name_is_there_once_and_leads_to_its_algorithm() {
        let names: HashSet<&str> = TABLE.iter().map(|(_, name)| *name).collect();
        assert_eq!(names.len(), TABLE.len());
        for (algorithm, name) in TABLE {
            assert_eq!(Algorithm::named(name.as_bytes()), Some(algorithm));
            assert_eq!(Algorithm::named(algorithm.uri().as_bytes()), Some(algorithm));
        }
    }

    #[test]
    fn refusals_say_why() {
        let why = |uri: &str| Algorithm::transform(uri.as_bytes()).unwrap_err().texts()[0].clone();
        assert!(why("http://www.w3.org/TR/1999/REC-xslt-19991116").contains("style sheets"));
        assert!(why("http://www.w3.org/2000/09/xmldsig#sha1").contains("cannot be used for transforms"));
        assert!(why("urn:x").contains("not known"));
        for (_, name) in TABLE {
            assert!(!REFUSED.iter().any(|(end, _)| name.ends_with(end)), "{name}");
        }
    }
}
