//! Algorithm suites: what is sent, and what is accepted.
//!
//! The twelve that Windows names are those of WS-SecurityPolicy, with one difference that is WCF's and not the
//! specification's: in the Sha256 suites, WCF signs with HMAC-SHA256 and RSA-SHA256, where the specification leaves
//! SHA-1. What is sent is WCF's; either is accepted.

#[cfg(test)]
mod tests;

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::security::crypto::algorithm::{Algorithm, Cipher, Digest, KeyTransport, KeyWrap, Signature, Transform};
use crate::security::crypto::keys::{Kind, Transport};
use crate::security::crypto::refused;
use crate::security::settings::Algorithms;

/// What is sent, and from which the rules of what is accepted follow.
#[derive(Clone, Debug)]
pub(crate) struct Suite {
    pub(crate) canonicalization: Transform,
    pub(crate) digest: Digest,
    /// The digest of HMAC.
    pub(crate) mac: Digest,
    pub(crate) signature: Signature,
    pub(crate) cipher: Cipher,
    pub(crate) key_wrap: KeyWrap,
    pub(crate) transport: Transport,
    /// Bytes of a key that is derived for a signature.
    pub(crate) signature_key_size: usize,
    /// Bits, the least and the most.
    pub(crate) symmetric_bits: (u32, u32),
    pub(crate) asymmetric_bits: (u32, u32),
    tolerated: Tolerated,
}

/// The keys of certificates in all suites that have a name; WCF's limits.
const ASYMMETRIC_BITS: (u32, u32) = (1024, 4096);

/// What is accepted beyond the suite. It is never weaker than what the suite has, with one exception: the
/// specification's reading of the Sha256 suites.
///
/// | suite | accepted | who sends it |
/// |---|---|---|
/// | with SHA-1 | SHA-256, HMAC-SHA256, RSA-SHA256 | Mono endorses with RSA-SHA256 in Basic256 |
/// | Sha256 | HMAC-SHA1, RSA-SHA1 | whoever follows WS-SecurityPolicy to the letter |
/// | all | a derived key for signatures as long as that for encryption | Mono, which has one for both |
/// | with RSA 1.5 | a DigestMethod in the EncryptionMethod of a key, which means nothing there | Mono |
#[derive(Clone, Copy, Default, Debug)]
struct Tolerated {
    /// Of parts.
    digest: Option<Digest>,
    /// Of HMAC and RSA signatures.
    signing: Option<Digest>,
}

impl Suite {
    /// The suite of a description. Legacy algorithms are refused unless they are allowed.
    pub(crate) fn new(algorithms: &Algorithms, allows_legacy: bool) -> Result<Self> {
        let suite = match algorithms {
            Algorithms::Suite(name) => Self::named(*name)?,
            Algorithms::Each {
                canonicalization,
                digest,
                symmetric_signature,
                asymmetric_signature,
                asymmetric_key_wrap,
                symmetric_key_length,
                asymmetric_key_length,
            } => Suite {
                canonicalization: canonicalization_of(*canonicalization)?,
                mac: mac_of(*symmetric_signature)?,
                signature: signature_of(*asymmetric_signature)?,
                transport: Transport::new(transport_of(*asymmetric_key_wrap)?),
                symmetric_bits: *symmetric_key_length,
                asymmetric_bits: *asymmetric_key_length,
                tolerated: Tolerated::default(),
                ..Self::with_cipher(digest_of(*digest)?, cipher_within(*symmetric_key_length)?)
            },
            Algorithms::Extended { signature, digest, encryption, key_transport, key_wrap } => {
                Self::extended(signature, digest, encryption, key_transport, key_wrap)?
            }
        };
        if !allows_legacy {
            let used = [
                Algorithm::Cipher(suite.cipher),
                Algorithm::KeyTransport(suite.transport.algorithm),
                Algorithm::KeyWrap(suite.key_wrap),
            ];
            if let Some(legacy) = used.into_iter().find(|algorithm| algorithm.is_legacy()) {
                return Err(Fault::invalid_arg(format!(
                    "The algorithm '{}' needs WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS.",
                    legacy.uri()
                )));
            }
        }
        Ok(suite)
    }

    /// One that Windows names.
    pub(crate) fn named(name: WS_SECURITY_ALGORITHM_SUITE_NAME) -> Result<Self> {
        use KeyTransport::{Rsa15, RsaOaepMgf1p};
        let (cipher, digest, transport) = match name {
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256 => (Cipher::Aes256Cbc, Digest::Sha1, RsaOaepMgf1p),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192 => (Cipher::Aes192Cbc, Digest::Sha1, RsaOaepMgf1p),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128 => (Cipher::Aes128Cbc, Digest::Sha1, RsaOaepMgf1p),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15 => (Cipher::Aes256Cbc, Digest::Sha1, Rsa15),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_RSA15 => (Cipher::Aes192Cbc, Digest::Sha1, Rsa15),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_RSA15 => (Cipher::Aes128Cbc, Digest::Sha1, Rsa15),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256 => (Cipher::Aes256Cbc, Digest::Sha256, RsaOaepMgf1p),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256 => (Cipher::Aes192Cbc, Digest::Sha256, RsaOaepMgf1p),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256 => (Cipher::Aes128Cbc, Digest::Sha256, RsaOaepMgf1p),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256_RSA15 => (Cipher::Aes256Cbc, Digest::Sha256, Rsa15),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256_RSA15 => (Cipher::Aes192Cbc, Digest::Sha256, Rsa15),
            WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15 => (Cipher::Aes128Cbc, Digest::Sha256, Rsa15),
            other => return Err(Fault::invalid_arg(format!("There is no algorithm suite {other:?}."))),
        };
        Ok(Suite { transport: Transport::new(transport), ..Self::with_cipher(digest, cipher) })
    }

    fn with_cipher(digest: Digest, cipher: Cipher) -> Self {
        let bits = cipher.key_size() as u32 * 8;
        Suite {
            canonicalization: Transform::ExclusiveC14n,
            digest,
            mac: digest,
            signature: Signature::Rsa(digest),
            cipher,
            key_wrap: match cipher {
                Cipher::Aes128Cbc | Cipher::Aes128Gcm => KeyWrap::Aes128,
                Cipher::Aes192Cbc | Cipher::Aes192Gcm => KeyWrap::Aes192,
                Cipher::Aes256Cbc | Cipher::Aes256Gcm => KeyWrap::Aes256,
                Cipher::TripleDesCbc => KeyWrap::TripleDes,
            },
            transport: Transport::new(KeyTransport::RsaOaepMgf1p),
            // WS-SecurityPolicy: 192 bits with keys of 192 and 256.
            signature_key_size: cipher.key_size().min(24),
            symmetric_bits: (bits, 256),
            asymmetric_bits: ASYMMETRIC_BITS,
            tolerated: match digest {
                Digest::Sha1 => Tolerated { digest: Some(Digest::Sha256), signing: Some(Digest::Sha256) },
                Digest::Sha256 => Tolerated { digest: None, signing: Some(Digest::Sha1) },
                Digest::Sha384 | Digest::Sha512 => Tolerated::default(),
            },
        }
    }

    /// WSX_ALGORITHM_SUITE. One name stands for the signatures of both kinds of keys: they have the same digest.
    fn extended(signature: &str, digest: &str, encryption: &str, transport: &str, wrap: &str) -> Result<Self> {
        fn named<T>(uri: &str, member: &str, kind: impl Fn(Algorithm) -> Option<T>) -> Result<T> {
            let found = Algorithm::named(uri.as_bytes()).and_then(kind);
            found.ok_or_else(|| {
                Fault::invalid_arg(format!("WSX_ALGORITHM_SUITE.{member} is '{uri}', which is no such algorithm."))
            })
        }
        use Algorithm as A;
        let digest = named(digest, "digest", |a| if let A::Digest(digest) = a { Some(digest) } else { None })?;
        let cipher = named(encryption, "encryption", |a| if let A::Cipher(cipher) = a { Some(cipher) } else { None })?;
        let (mac, signature) = named(signature, "signature", |a| match a {
            A::Hmac(mac) => Some((mac, Signature::Rsa(mac))),
            A::Signature(signature) => Some((signature.digest(), signature)),
            _ => None,
        })?;
        // ECDH-ES takes the place of key transport where the key is one of an elliptic curve.
        let transport = named(transport, "keyTransport", |a| match a {
            A::KeyTransport(transport) => Some(transport),
            A::EcdhEs => Some(KeyTransport::RsaOaep),
            _ => None,
        })?;
        let key_wrap = named(wrap, "keyWrap", |a| if let A::KeyWrap(wrap) = a { Some(wrap) } else { None })?;
        let mut transport = Transport::new(transport);
        if transport.algorithm == KeyTransport::RsaOaep {
            (transport.digest, transport.mgf) = (Digest::Sha256, Digest::Sha256);
        }
        Ok(Suite {
            mac,
            signature,
            transport,
            key_wrap,
            tolerated: Tolerated::default(),
            ..Self::with_cipher(digest, cipher)
        })
    }

    /// Bytes of a new symmetric key, and of one that is derived for encryption.
    pub(crate) fn key_size(&self) -> usize {
        self.cipher.key_size()
    }

    /// The signature of a private key of this kind: where the suite is of RSA and the key is not, ECDSA with the digest
    /// that belongs to the curve is not implied.
    pub(crate) fn signature_for(&self, kind: Kind) -> Result<Signature> {
        if kind.signs(self.signature) {
            return Ok(self.signature);
        }
        Err(Fault::invalid_arg(format!(
            "The algorithm suite signs with '{}', which a key of the kind {kind:?} cannot do.",
            Algorithm::Signature(self.signature).uri()
        )))
    }

    /// Refuses what is not of this suite; `what` names the use.
    pub(crate) fn check(&self, algorithm: Algorithm, what: &str) -> Result<()> {
        if self.accepts(algorithm) {
            return Ok(());
        }
        Err(refused(format!(
            "The algorithm '{}' for {what} is not of the algorithm suite that was agreed on.",
            algorithm.uri()
        )))
    }

    /// Keys are agreed on (ECDH-ES) with certificates of elliptic curves.
    pub(crate) fn has_agreement(&self) -> bool {
        matches!(self.signature, Signature::Ecdsa(_))
    }

    fn accepts(&self, algorithm: Algorithm) -> bool {
        let signs = |digest: Digest, own: Digest| digest == own || self.tolerated.signing == Some(digest);
        match algorithm {
            Algorithm::Digest(digest) => digest == self.digest || self.tolerated.digest == Some(digest),
            Algorithm::Hmac(digest) => signs(digest, self.mac),
            Algorithm::Signature(Signature::Rsa(digest)) => {
                matches!(self.signature, Signature::Rsa(own) if signs(digest, own))
            }
            Algorithm::Signature(signature) => signature == self.signature,
            Algorithm::Cipher(cipher) => cipher == self.cipher,
            Algorithm::KeyTransport(transport) => transport == self.transport.algorithm,
            Algorithm::KeyWrap(wrap) => wrap == self.key_wrap,
            Algorithm::Mgf1(digest) => digest == self.transport.mgf,
            Algorithm::EcdhEs => self.has_agreement(),
            Algorithm::KeyDerivation(_) => true,
            Algorithm::Transform(transform) => match transform {
                Transform::ExclusiveC14n => true,
                Transform::ExclusiveC14nWithComments => transform == self.canonicalization,
                Transform::Enveloped => false,
                Transform::Str => true,
            },
        }
    }

    /// Refuses a key that was derived with another size than the suite's.
    pub(crate) fn check_derived_size(&self, size: usize, signs: bool) -> Result<()> {
        let own = if signs { self.signature_key_size } else { self.key_size() };
        if size == own || signs && size == self.key_size() {
            return Ok(());
        }
        Err(refused(format!("A derived key has {size} bytes; the algorithm suite has {own}.")))
    }

    /// Refuses a certificate's key that is too small or too large.
    pub(crate) fn check_public_key(&self, kind: Kind) -> Result<()> {
        let (least, most) = self.asymmetric_bits;
        match kind {
            Kind::Rsa { bits } if bits < least || bits > most => Err(refused(format!(
                "A certificate has a key of {bits} bits; the algorithm suite has {least} to {most}."
            ))),
            _ => Ok(()),
        }
    }
}

/// AES with the longest key that is allowed.
fn cipher_within((least, most): (u32, u32)) -> Result<Cipher> {
    [Cipher::Aes256Cbc, Cipher::Aes192Cbc, Cipher::Aes128Cbc]
        .into_iter()
        .find(|cipher| (least..=most).contains(&(cipher.key_size() as u32 * 8)))
        .ok_or_else(|| Fault::invalid_arg(format!("No symmetric key has from {least} to {most} bits.")))
}

#[cold]
fn wrong_member(id: WS_SECURITY_ALGORITHM_ID, member: &str) -> Fault {
    Fault::invalid_arg(format!("WS_SECURITY_ALGORITHM_SUITE.{member} is {id:?}, which is no such algorithm."))
}

type Id = WS_SECURITY_ALGORITHM_ID;

fn canonicalization_of(id: Id) -> Result<Transform> {
    match id {
        WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE => Ok(Transform::ExclusiveC14n),
        WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS => Ok(Transform::ExclusiveC14nWithComments),
        other => Err(wrong_member(other, "canonicalizationAlgorithm")),
    }
}

fn digest_of(id: Id) -> Result<Digest> {
    match id {
        WS_SECURITY_ALGORITHM_DIGEST_SHA1 => Ok(Digest::Sha1),
        WS_SECURITY_ALGORITHM_DIGEST_SHA_256 => Ok(Digest::Sha256),
        WS_SECURITY_ALGORITHM_DIGEST_SHA_384 => Ok(Digest::Sha384),
        WS_SECURITY_ALGORITHM_DIGEST_SHA_512 => Ok(Digest::Sha512),
        other => Err(wrong_member(other, "digestAlgorithm")),
    }
}

fn mac_of(id: Id) -> Result<Digest> {
    match id {
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1 => Ok(Digest::Sha1),
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_256 => Ok(Digest::Sha256),
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_384 => Ok(Digest::Sha384),
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_512 => Ok(Digest::Sha512),
        other => Err(wrong_member(other, "symmetricSignatureAlgorithm")),
    }
}

fn signature_of(id: Id) -> Result<Signature> {
    match id {
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1 => Ok(Signature::Rsa(Digest::Sha1)),
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_256 => Ok(Signature::Rsa(Digest::Sha256)),
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_384 => Ok(Signature::Rsa(Digest::Sha384)),
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512 => Ok(Signature::Rsa(Digest::Sha512)),
        other => Err(wrong_member(other, "asymmetricSignatureAlgorithm")),
    }
}

fn transport_of(id: Id) -> Result<KeyTransport> {
    match id {
        WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_1_5 => Ok(KeyTransport::Rsa15),
        WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP => Ok(KeyTransport::RsaOaepMgf1p),
        other => Err(wrong_member(other, "asymmetricKeyWrapAlgorithm")),
    }
}
