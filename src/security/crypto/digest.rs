//! Digests and message authentication codes, in pieces.

use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::Digest;
use crate::security::crypto::{is_equal, refused};
use crate::xml::c14n::Sink;
use core::hint::black_box;
use core::mem::replace;
use openssl::hash::MessageDigest;
use openssl::sha::{Sha1, Sha256, Sha384, Sha512};

/// Bytes of the longest digest, and of the longest block that is digested at a time.
const MAX_DIGEST: usize = 64;
const MAX_BLOCK: usize = 128;

/// A digest in the making, where it lies: OpenSSL's contexts of any algorithm are looked up, allocated and copied, which
/// takes longer than digesting what a signature refers to, and key derivation needs dozens for each message.
#[derive(Clone)]
enum State {
    Sha1(Sha1),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl State {
    fn new(algorithm: Digest) -> Self {
        match algorithm {
            Digest::Sha1 => State::Sha1(Sha1::new()),
            Digest::Sha256 => State::Sha256(Sha256::new()),
            Digest::Sha384 => State::Sha384(Sha384::new()),
            Digest::Sha512 => State::Sha512(Sha512::new()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            State::Sha1(state) => state.update(bytes),
            State::Sha256(state) => state.update(bytes),
            State::Sha384(state) => state.update(bytes),
            State::Sha512(state) => state.update(bytes),
        }
    }

    fn finish(self) -> Value {
        match self {
            State::Sha1(state) => Value::new(&state.finish()),
            State::Sha256(state) => Value::new(&state.finish()),
            State::Sha384(state) => Value::new(&state.finish()),
            State::Sha512(state) => Value::new(&state.finish()),
        }
    }

    /// Overwrites what was made of a key.
    fn wipe(&mut self) {
        *self = State::new(Digest::Sha512);
        black_box(self);
    }
}

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
            Digest::Sha384 | Digest::Sha512 => MAX_BLOCK,
        }
    }

    /// The digest of what is there as a whole.
    pub(crate) fn of(self, parts: &[&[u8]]) -> Value {
        let mut state = State::new(self);
        parts.iter().for_each(|part| state.update(part));
        state.finish()
    }
}

/// The result: no longer than the longest digest.
#[derive(Clone)]
pub(crate) struct Value {
    bytes: [u8; MAX_DIGEST],
    size: usize,
}

impl Value {
    fn new(digest: &[u8]) -> Self {
        let mut bytes = [0; MAX_DIGEST];
        bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = *from);
        Value { bytes, size: digest.len() }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.size).unwrap_or_default()
    }

    /// Whether it is the value that was expected; takes the same time wherever they differ.
    pub(crate) fn is(&self, expected: &[u8]) -> bool {
        is_equal(self.bytes(), expected)
    }
}

/// A digest in the making: canonical octets may be written to it.
pub(crate) struct Digester {
    state: State,
    algorithm: Digest,
}

impl Digester {
    pub(crate) fn new(algorithm: Digest) -> Self {
        Digester { state: State::new(algorithm), algorithm }
    }

    pub(crate) fn algorithm(&self) -> Digest {
        self.algorithm
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
    }

    /// The digest; what is written then begins another.
    pub(crate) fn finish(&mut self) -> Value {
        replace(&mut self.state, State::new(self.algorithm)).finish()
    }
}

impl Sink for Digester {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.update(bytes);
        Ok(())
    }
}

/// A key of HMAC (RFC 2104), prepared once for any number of messages.
#[derive(Clone)]
pub(crate) struct HmacKey {
    algorithm: Digest,
    inner: State,
    outer: State,
}

impl HmacKey {
    pub(crate) fn new(algorithm: Digest, key: &[u8]) -> Result<Self> {
        if key.is_empty() {
            // Anybody has it.
            return Err(refused("A shared key is empty."));
        }
        let size = algorithm.block_size();
        let mut block = [0_u8; MAX_BLOCK];
        let fill =
            |block: &mut [u8; MAX_BLOCK], key: &[u8]| block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        if key.len() > size {
            fill(&mut block, algorithm.of(&[key]).bytes());
        } else {
            fill(&mut block, key);
        }
        let used = block.get_mut(..size).unwrap_or_default();
        let (mut inner, mut outer) = (State::new(algorithm), State::new(algorithm));
        used.iter_mut().for_each(|byte| *byte ^= 0x36);
        inner.update(used);
        used.iter_mut().for_each(|byte| *byte ^= 0x36 ^ 0x5c);
        outer.update(used);
        block.fill(0);
        black_box(&block);
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
    pub(crate) fn of(&self, parts: &[&[u8]]) -> Value {
        let mut mac = self.start();
        parts.iter().for_each(|part| mac.update(part));
        mac.finish()
    }
}

impl Drop for HmacKey {
    fn drop(&mut self) {
        self.inner.wipe();
        self.outer.wipe();
    }
}

/// A message authentication code in the making.
pub(crate) struct Hmac<'a> {
    inner: State,
    key: &'a HmacKey,
}

impl Hmac<'_> {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }

    pub(crate) fn finish(self) -> Value {
        let mut outer = self.key.outer.clone();
        outer.update(self.inner.finish().bytes());
        outer.finish()
    }
}

impl Sink for Hmac<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.update(bytes);
        Ok(())
    }
}
