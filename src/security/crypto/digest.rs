//! Digests and message authentication codes, in pieces.

use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::Digest;
use crate::security::crypto::{is_equal, refused, system_failed};
use crate::xml::c14n::Sink;
use openssl::error::ErrorStack;
use openssl::hash::{DigestBytes, Hasher, MessageDigest};
use std::sync::OnceLock;

const WHAT: &str = "compute a digest";

impl Digest {
    pub(super) fn openssl(self) -> MessageDigest {
        match self {
            Digest::Sha1 => MessageDigest::sha1(),
            Digest::Sha256 => MessageDigest::sha256(),
            Digest::Sha384 => MessageDigest::sha384(),
            Digest::Sha512 => MessageDigest::sha512(),
        }
    }

    /// Bytes that are digested at a time.
    fn block_size(self) -> usize {
        match self {
            Digest::Sha1 | Digest::Sha256 => 64,
            Digest::Sha384 | Digest::Sha512 => 128,
        }
    }

    /// A digest of nothing yet. It is copied from one that is made once: OpenSSL looks algorithms up by name each time
    /// one is asked for, which takes longer than digesting what signatures refer to.
    fn hasher(self) -> Result<Hasher> {
        static EMPTY: [OnceLock<Hasher>; 4] = [const { OnceLock::new() }; 4];
        let [sha1, sha256, sha384, sha512] = &EMPTY;
        let empty = match self {
            Digest::Sha1 => sha1,
            Digest::Sha256 => sha256,
            Digest::Sha384 => sha384,
            Digest::Sha512 => sha512,
        };
        if let Some(empty) = empty.get() {
            return Ok(empty.clone());
        }
        let made = Hasher::new(self.openssl()).map_err(|errors| system_failed(WHAT, &errors))?;
        Ok(empty.get_or_init(|| made).clone())
    }

    /// The digest of what is there as a whole.
    pub(crate) fn of(self, parts: &[&[u8]]) -> Result<Value> {
        let mut digester = Digester::new(self)?;
        parts.iter().try_for_each(|part| digester.update(part))?;
        digester.finish()
    }
}

/// The result: no longer than the longest digest.
#[derive(Clone)]
pub(crate) struct Value(DigestBytes);

impl Value {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is the value that was expected; takes the same time wherever they differ.
    pub(crate) fn is(&self, expected: &[u8]) -> bool {
        is_equal(&self.0, expected)
    }
}

/// A digest in the making: canonical octets may be written to it.
pub(crate) struct Digester {
    hasher: Hasher,
    algorithm: Digest,
}

impl Digester {
    pub(crate) fn new(algorithm: Digest) -> Result<Self> {
        Ok(Digester { hasher: algorithm.hasher()?, algorithm })
    }

    pub(crate) fn algorithm(&self) -> Digest {
        self.algorithm
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.update(bytes).map_err(|errors| system_failed(WHAT, &errors))
    }

    /// The digest; what is written then begins another.
    pub(crate) fn finish(&mut self) -> Result<Value> {
        self.hasher.finish().map(Value).map_err(|errors| system_failed(WHAT, &errors))
    }
}

impl Sink for Digester {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.update(bytes)
    }
}

/// A key of HMAC (RFC 2104), prepared once for any number of messages.
///
/// OpenSSL's own HMAC looks up and allocates so much for each message that it takes ten times as long as digesting what
/// a signature signs; key derivation needs a dozen for each message.
#[derive(Clone)]
pub(crate) struct HmacKey {
    algorithm: Digest,
    inner: Hasher,
    outer: Hasher,
}

impl HmacKey {
    pub(crate) fn new(algorithm: Digest, key: &[u8]) -> Result<Self> {
        if key.is_empty() {
            // Anybody has it.
            return Err(refused("A shared key is empty."));
        }
        let failed = |errors: ErrorStack| system_failed(WHAT, &errors);
        let size = algorithm.block_size();
        let mut block = [0_u8; 128];
        let fill = |block: &mut [u8; 128], key: &[u8]| block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        if key.len() > size {
            fill(&mut block, algorithm.of(&[key])?.bytes());
        } else {
            fill(&mut block, key);
        }
        let used = block.get_mut(..size).unwrap_or_default();
        let (mut inner, mut outer) = (algorithm.hasher()?, algorithm.hasher()?);
        used.iter_mut().for_each(|byte| *byte ^= 0x36);
        let fed = inner.update(used);
        used.iter_mut().for_each(|byte| *byte ^= 0x36 ^ 0x5c);
        let fed = fed.and_then(|()| outer.update(used));
        block.fill(0);
        core::hint::black_box(&block);
        fed.map_err(failed)?;
        Ok(HmacKey { algorithm, inner, outer })
    }

    pub(crate) fn algorithm(&self) -> Digest {
        self.algorithm
    }

    /// Begins a message.
    pub(crate) fn start(&self) -> Hmac<'_> {
        Hmac { inner: self.inner.clone(), key: self }
    }

    /// The code of what is there as a whole.
    pub(crate) fn of(&self, parts: &[&[u8]]) -> Result<Value> {
        let mut mac = self.start();
        parts.iter().try_for_each(|part| mac.update(part))?;
        mac.finish()
    }
}

/// A message authentication code in the making.
pub(crate) struct Hmac<'a> {
    inner: Hasher,
    key: &'a HmacKey,
}

impl Hmac<'_> {
    pub(crate) fn update(&mut self, bytes: &[u8]) -> Result<()> {
        self.inner.update(bytes).map_err(|errors| system_failed(WHAT, &errors))
    }

    pub(crate) fn finish(mut self) -> Result<Value> {
        let failed = |errors: ErrorStack| system_failed(WHAT, &errors);
        let inner = self.inner.finish().map_err(failed)?;
        let mut outer = self.key.outer.clone();
        outer.update(&inner).map_err(failed)?;
        outer.finish().map(Value).map_err(failed)
    }
}

impl Sink for Hmac<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.update(bytes)
    }
}
