//! A certificate, with its private key where that is known.

pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod principal;

use crate::runtime::fault::{Fault, Result};
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::sha::sha256;
use openssl::x509::{X509, X509Ref};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A certificate that was decoded once; clones are the same.
#[derive(Clone)]
pub(crate) struct Certificate(Arc<Inner>);

struct Inner {
    x509: X509,
    der: Box<[u8]>,
    thumbprint: [u8; 20],
    key: Option<PKey<Private>>,
    /// Certificates of issuers that came with it, the nearest first. Sent along, never trusted for that.
    chain: Vec<X509>,
    /// Where the answer of the authority about it is, if it is anywhere (OCSP). For TLS servers.
    answer: Option<PathBuf>,
}

impl Certificate {
    /// A certificate in DER, and nothing behind it.
    pub(crate) fn from_der(der: &[u8]) -> Result<Self> {
        let unusable = || Fault::invalid_format("The bytes are no certificate in DER.");
        let x509 = X509::from_der(der).map_err(|_| unusable())?;
        let certificate = Self::new(x509, None, Vec::new())?;
        // OpenSSL takes BER as well, and ignores what follows: a certificate shall have one form only.
        if certificate.der() == der { Ok(certificate) } else { Err(unusable()) }
    }

    /// A certificate in DER that a peer sent, as peers send the same one again and again: decoded once, and only looked
    /// up from then on.
    pub(crate) fn received(der: &[u8]) -> Result<Self> {
        /// More peers than that at a time have theirs decoded anew.
        const MAX_REMEMBERED: usize = 1024;
        static DECODED: Mutex<BTreeMap<[u8; 32], Certificate>> = Mutex::new(BTreeMap::new());
        let lock = || DECODED.lock().unwrap_or_else(PoisonError::into_inner);
        let key = sha256(der);
        if let Some(known) = lock().get(&key) {
            return Ok(known.clone());
        }
        let certificate = Self::from_der(der)?;
        let mut decoded = lock();
        if decoded.len() >= MAX_REMEMBERED {
            decoded.clear();
        }
        decoded.insert(key, certificate.clone());
        Ok(certificate)
    }

    /// A certificate with what belongs to it. The key has to be that of the certificate.
    pub(crate) fn new(x509: X509, key: Option<PKey<Private>>, chain: Vec<X509>) -> Result<Self> {
        let unusable = |_| Fault::invalid_format("The certificate cannot be encoded.");
        let der = x509.to_der().map_err(unusable)?.into_boxed_slice();
        let digest = hash(MessageDigest::sha1(), &der).map_err(unusable)?;
        let mut thumbprint = [0; 20];
        thumbprint.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        if let Some(key) = &key
            && !x509.public_key().is_ok_and(|public| public.public_eq(key))
        {
            return Err(Fault::invalid_arg("The private key does not belong to the certificate."));
        }
        Ok(Certificate(Arc::new(Inner { x509, der, thumbprint, key, chain, answer: None })))
    }

    /// The same with another chain.
    pub(crate) fn with_chain(&self, chain: impl FnOnce(&X509) -> Vec<X509>) -> Result<Self> {
        let x509 = self.0.x509.clone();
        let chain = chain(&x509);
        let made = Self::new(x509, self.0.key.clone(), chain)?;
        Ok(match self.answer() {
            Some(path) => made.with_answer(path.to_owned()),
            None => made,
        })
    }

    /// The same; what its authority says about it is in a file, or will be.
    pub(crate) fn with_answer(&self, path: PathBuf) -> Self {
        let Inner { x509, der, thumbprint, key, chain, .. } = &*self.0;
        let (x509, der, key, chain) = (x509.clone(), der.clone(), key.clone(), chain.clone());
        Certificate(Arc::new(Inner { x509, der, thumbprint: *thumbprint, key, chain, answer: Some(path) }))
    }

    pub(crate) fn x509(&self) -> &X509Ref {
        &self.0.x509
    }

    pub(crate) fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-1 of the DER form: a name, and no protection of anything.
    pub(crate) fn thumbprint(&self) -> &[u8; 20] {
        &self.0.thumbprint
    }

    /// The thumbprint as people write it.
    pub(crate) fn thumbprint_text(&self) -> String {
        hex(self.thumbprint())
    }

    pub(crate) fn key(&self) -> Option<&PKeyRef<Private>> {
        self.0.key.as_deref()
    }

    pub(crate) fn chain(&self) -> &[X509] {
        &self.0.chain
    }

    /// See [`with_answer`](Self::with_answer).
    pub(crate) fn answer(&self) -> Option<&Path> {
        self.0.answer.as_deref()
    }
}

impl PartialEq for Certificate {
    /// The same certificate, whether or not the key is known.
    fn eq(&self, other: &Self) -> bool {
        self.der() == other.der()
    }
}

impl Eq for Certificate {}

/// Digits as a thumbprint has them.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // A string takes everything.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl core::fmt::Debug for Certificate {
    /// Never the key.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Certificate({:?})", self.0.x509.subject_name())
    }
}
