//! Public and private keys: signatures, and symmetric keys encrypted for the owner of a certificate.

mod pkcs15;

use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::crypto::algorithm::{Digest, KeyTransport, Signature};
use crate::security::crypto::pool::{Pool, Purpose};
use crate::security::crypto::{refused, system_failed};
use crate::security::settings::Secret;
use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::md::{Md, MdRef};
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKey, PKeyRef, Private, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use std::sync::Arc;

/// Smaller keys protect nothing, and with larger ones one message would keep a processor busy. What a suite or the
/// checks of certificates allow is narrower.
const RSA_BITS: core::ops::RangeInclusive<u32> = 1024..=16384;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// Bytes of each of the two numbers of a signature.
    fn size(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }

    pub(super) fn nid(self) -> Nid {
        match self {
            Curve::P256 => Nid::X9_62_PRIME256V1,
            Curve::P384 => Nid::SECP384R1,
            Curve::P521 => Nid::SECP521R1,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Rsa { bits: u32 },
    Ec(Curve),
}

impl Kind {
    fn of<T: HasPublic>(key: &PKeyRef<T>) -> Result<Self> {
        match key.id() {
            Id::RSA if RSA_BITS.contains(&key.bits()) => Ok(Kind::Rsa { bits: key.bits() }),
            Id::RSA => Err(refused(format!(
                "An RSA key has {} bits; {} to {} are allowed.",
                key.bits(),
                RSA_BITS.start(),
                RSA_BITS.end()
            ))),
            Id::EC => {
                let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
                let known =
                    [Curve::P256, Curve::P384, Curve::P521].into_iter().find(|known| Some(known.nid()) == curve);
                known.map(Kind::Ec).ok_or_else(|| refused("A key is on an elliptic curve that is not supported."))
            }
            _ => Err(refused("A key is neither of RSA nor of an elliptic curve.")),
        }
    }

    /// Whether the kind of key can do this signature.
    pub(crate) fn signs(self, signature: Signature) -> bool {
        matches!((self, signature), (Kind::Rsa { .. }, Signature::Rsa(_)) | (Kind::Ec(_), Signature::Ecdsa(_)))
    }

    fn check(self, signature: Signature) -> Result<()> {
        if self.signs(signature) {
            return Ok(());
        }
        Err(refused(format!("A signature {signature:?} cannot be by a key of the kind {self:?}.")))
    }
}

/// How a symmetric key is encrypted with a public one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Transport {
    pub(crate) algorithm: KeyTransport,
    /// Of OAEP.
    pub(crate) digest: Digest,
    /// The digest of OAEP's mask generation.
    pub(crate) mgf: Digest,
    /// OAEPparams.
    pub(crate) label: Vec<u8>,
}

impl Transport {
    /// What the name alone stands for: SHA-1 wherever nothing else is said.
    pub(crate) fn new(algorithm: KeyTransport) -> Self {
        Transport { algorithm, digest: Digest::Sha1, mgf: Digest::Sha1, label: Vec::new() }
    }
}

fn md(digest: Digest) -> &'static MdRef {
    match digest {
        Digest::Sha1 => Md::sha1(),
        Digest::Sha256 => Md::sha256(),
        Digest::Sha384 => Md::sha384(),
        Digest::Sha512 => Md::sha512(),
    }
}

fn set_oaep<T>(context: &mut PkeyCtx<T>, transport: &Transport) -> Result<(), ErrorStack> {
    context.set_rsa_padding(Padding::PKCS1_OAEP)?;
    context.set_rsa_oaep_md(md(transport.digest))?;
    context.set_rsa_mgf1_md(md(transport.mgf))?;
    if !transport.label.is_empty() {
        context.set_rsa_oaep_label(&transport.label)?;
    }
    Ok(())
}

/// A public key, of which clones are the same.
#[derive(Clone)]
pub(crate) struct PublicKey(Arc<PublicInner>);

struct PublicInner {
    key: PKey<Public>,
    kind: Kind,
    contexts: Pool<Public>,
}

impl PublicKey {
    pub(crate) fn new(key: PKey<Public>) -> Result<Self> {
        let kind = Kind::of(&key)?;
        Ok(PublicKey(Arc::new(PublicInner { key, kind, contexts: Pool::default() })))
    }

    pub(crate) fn of(certificate: &Certificate) -> Result<Self> {
        let key = certificate.x509().public_key();
        Self::new(key.map_err(|_| refused("The key of a certificate cannot be decoded."))?)
    }

    pub(crate) fn kind(&self) -> Kind {
        self.0.kind
    }

    pub(crate) fn pkey(&self) -> &PKeyRef<Public> {
        &self.0.key
    }

    /// Checks a signature over what has this digest.
    pub(crate) fn verify(&self, algorithm: Signature, digest: &[u8], signature: &[u8]) -> Result<()> {
        self.0.kind.check(algorithm)?;
        let wrong = || refused("A signature value is wrong: what was signed was changed, or by another key.");
        let encoded;
        let signature = match self.0.kind {
            Kind::Rsa { .. } => signature,
            Kind::Ec(curve) => {
                encoded = encode_ecdsa(signature, curve).ok_or_else(wrong)?;
                &encoded
            }
        };
        let of = algorithm.digest();
        let verified = self.0.contexts.run(
            &self.0.key,
            Purpose::Verify(of),
            |context| {
                context.verify_init()?;
                context.set_signature_md(md(of))
            },
            |context| context.verify(digest, signature),
        );
        // OpenSSL reports some wrong signatures as errors.
        if matches!(verified, Ok(true)) { Ok(()) } else { Err(wrong()) }
    }

    /// Encrypts a key for the owner of this one.
    pub(crate) fn encrypt_key(&self, transport: &Transport, key: &Secret) -> Result<Vec<u8>> {
        self.check_transport()?;
        let (digest, mgf) = (transport.digest, transport.mgf);
        let purpose = match transport.algorithm {
            KeyTransport::Rsa15 => Purpose::Encrypt15,
            KeyTransport::RsaOaep | KeyTransport::RsaOaepMgf1p => Purpose::EncryptOaep { digest, mgf },
        };
        let set_up = |context: &mut PkeyCtx<Public>| {
            context.encrypt_init()?;
            match transport.algorithm {
                KeyTransport::Rsa15 => context.set_rsa_padding(Padding::PKCS1),
                _ => set_oaep(context, transport),
            }
        };
        let run = |context: &mut PkeyCtx<Public>| {
            let mut out = vec![0; self.0.key.size()];
            let count = context.encrypt(key.bytes(), Some(&mut out))?;
            out.truncate(count);
            Ok(out)
        };
        let own = Pool::default();
        let contexts = if transport.label.is_empty() { &self.0.contexts } else { &own };
        contexts.run(&self.0.key, purpose, set_up, run).map_err(|errors| system_failed("encrypt a key", &errors))
    }

    fn check_transport(&self) -> Result<()> {
        match self.0.kind {
            Kind::Rsa { .. } => Ok(()),
            Kind::Ec(_) => Err(refused("A key of an elliptic curve cannot encrypt keys.")),
        }
    }
}

impl core::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PublicKey({:?})", self.0.kind)
    }
}

/// A private key, of which clones are the same.
#[derive(Clone)]
pub(crate) struct PrivateKey(Arc<PrivateInner>);

struct PrivateInner {
    key: PKey<Private>,
    kind: Kind,
    contexts: Pool<Private>,
}

impl PrivateKey {
    pub(crate) fn new(key: PKey<Private>) -> Result<Self> {
        let kind = Kind::of(&key)?;
        Ok(PrivateKey(Arc::new(PrivateInner { key, kind, contexts: Pool::default() })))
    }

    pub(crate) fn of(certificate: &Certificate) -> Result<Self> {
        let key = certificate.key().ok_or_else(|| Fault::invalid_arg("The private key of the certificate is missing."));
        Self::new(key?.to_owned())
    }

    pub(crate) fn kind(&self) -> Kind {
        self.0.kind
    }

    pub(crate) fn pkey(&self) -> &PKeyRef<Private> {
        &self.0.key
    }

    /// Signs what has this digest.
    pub(crate) fn sign(&self, algorithm: Signature, digest: &[u8]) -> Result<Vec<u8>> {
        self.0.kind.check(algorithm)?;
        let of = algorithm.digest();
        let signed = self.0.contexts.run(
            &self.0.key,
            Purpose::Sign(of),
            |context| {
                context.sign_init()?;
                context.set_signature_md(md(of))
            },
            |context| {
                // More than the DER form of any ECDSA signature needs.
                let mut out = vec![0; self.0.key.size().max(160)];
                let count = context.sign(digest, Some(&mut out))?;
                out.truncate(count);
                match self.0.kind {
                    Kind::Rsa { .. } => Ok(out),
                    Kind::Ec(curve) => decode_ecdsa(&out, curve),
                }
            },
        );
        signed.map_err(|errors| system_failed("sign", &errors))
    }

    /// Decrypts a key of one of the sizes, in bytes, that are allowed.
    ///
    /// With RSA 1.5 a wrong padding is no failure: a random key of the first size comes out, in the same time, so that
    /// nobody can decrypt by asking whether the padding was right (Bleichenbacher's attack). Whoever uses that key
    /// finds nothing that it fits.
    pub(crate) fn decrypt_key(&self, transport: &Transport, encrypted: &[u8], sizes: &[usize]) -> Result<Secret> {
        if let Kind::Ec(_) = self.0.kind {
            return Err(refused("A key was encrypted with RSA for a key of an elliptic curve."));
        }
        if encrypted.len() != self.0.key.size() {
            return Err(refused(format!(
                "An encrypted key has {} bytes, and {} belong to the key that it is for.",
                encrypted.len(),
                self.0.key.size()
            )));
        }
        let decrypt = |context: &mut PkeyCtx<Private>| {
            let mut out = vec![0; encrypted.len()];
            let count = context.decrypt(encrypted, Some(&mut out))?;
            out.truncate(count);
            Ok(Secret::new(out))
        };
        let wrong = |_: ErrorStack| refused("An encrypted key was changed, or is for another key.");
        if transport.algorithm == KeyTransport::Rsa15 {
            let set_up = |context: &mut PkeyCtx<Private>| {
                context.decrypt_init()?;
                context.set_rsa_padding(Padding::NONE)
            };
            let raw = self.0.contexts.run(&self.0.key, Purpose::DecryptRaw, set_up, decrypt).map_err(wrong)?;
            return pkcs15::take_key(raw.bytes(), sizes);
        }
        let set_up = |context: &mut PkeyCtx<Private>| {
            context.decrypt_init()?;
            set_oaep(context, transport)
        };
        let purpose = Purpose::DecryptOaep { digest: transport.digest, mgf: transport.mgf };
        let own = Pool::default();
        let contexts = if transport.label.is_empty() { &self.0.contexts } else { &own };
        let key = contexts.run(&self.0.key, purpose, set_up, decrypt).map_err(wrong)?;
        if !sizes.contains(&key.bytes().len()) {
            return Err(refused(format!("A key of {} bytes was sent; {sizes:?} are allowed.", key.bytes().len())));
        }
        Ok(key)
    }
}

impl core::fmt::Debug for PrivateKey {
    /// Never the key.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PrivateKey({:?})", self.0.kind)
    }
}

/// From the two numbers one after the other (XML Signature 1.1, 6.4.3) to OpenSSL's form.
fn encode_ecdsa(signature: &[u8], curve: Curve) -> Option<Vec<u8>> {
    if signature.len() != 2 * curve.size() {
        return None;
    }
    let (r, s) = signature.split_at_checked(curve.size())?;
    let signature = EcdsaSig::from_private_components(BigNum::from_slice(r).ok()?, BigNum::from_slice(s).ok()?);
    signature.ok()?.to_der().ok()
}

fn decode_ecdsa(der: &[u8], curve: Curve) -> Result<Vec<u8>, ErrorStack> {
    let signature = EcdsaSig::from_der(der)?;
    let size = curve.size() as i32;
    let mut out = signature.r().to_vec_padded(size)?;
    out.extend(signature.s().to_vec_padded(size)?);
    Ok(out)
}
