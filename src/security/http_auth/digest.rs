//! Digest authentication (RFC 7616): what both sides calculate.

use crate::abi::WS_E_SECURITY_SYSTEM_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::Secret;
use openssl::hash::{Hasher, MessageDigest};
use openssl::memcmp;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Algorithm {
    pub(super) hash: Hash,
    /// The key is made of nonce and cnonce as well.
    pub(super) is_session: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Hash {
    Md5,
    Sha256,
}

impl Algorithm {
    /// By its name; none is MD5. `None`: not known here.
    pub(super) fn of(name: Option<&str>) -> Option<Self> {
        let name = name.unwrap_or("MD5").to_ascii_lowercase();
        let (base, is_session) = name.strip_suffix("-sess").map_or((name.as_str(), false), |base| (base, true));
        let hash = match base {
            "md5" => Hash::Md5,
            "sha-256" => Hash::Sha256,
            _ => return None,
        };
        Some(Algorithm { hash, is_session })
    }

    pub(super) fn name(self) -> &'static str {
        match (self.hash, self.is_session) {
            (Hash::Md5, false) => "MD5",
            (Hash::Md5, true) => "MD5-sess",
            (Hash::Sha256, false) => "SHA-256",
            (Hash::Sha256, true) => "SHA-256-sess",
        }
    }

    /// The hash of parts with colons between them, in hexadecimal digits.
    fn hash(self, parts: &[&[u8]]) -> Result<Secret> {
        let digest = match self.hash {
            Hash::Md5 => MessageDigest::md5(),
            Hash::Sha256 => MessageDigest::sha256(),
        };
        let hashed = Hasher::new(digest).and_then(|mut hasher| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    hasher.update(b":")?;
                }
                hasher.update(part)?;
            }
            hasher.finish()
        });
        let hashed = hashed.map_err(|error| {
            let text = format!("{} is not to be had from OpenSSL: {error}", self.name());
            Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, text)
        })?;
        let digits = |byte: &u8| {
            [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef".get(usize::from(digit)).copied().unwrap_or(0))
        };
        Ok(Secret::new(hashed.iter().flat_map(digits).collect()))
    }
}

/// What a response is calculated of, beside name and password.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchange<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) nonce: &'a str,
    /// Eight digits.
    pub(super) count: &'a str,
    pub(super) cnonce: &'a str,
    pub(super) uri: &'a str,
}

/// What stands for name and password: as good as the password for this realm.
pub(super) fn key(algorithm: Algorithm, user: &str, realm: &str, password: &Secret) -> Result<Secret> {
    algorithm.hash(&[user.as_bytes(), realm.as_bytes(), password.bytes()])
}

impl Exchange<'_> {
    /// The response of a client, or, without a method, of the server.
    pub(super) fn response(&self, key: &Secret, method: &str) -> Result<Secret> {
        let Exchange { algorithm, nonce, count, cnonce, uri } = *self;
        let of_session;
        let key = if algorithm.is_session {
            of_session = algorithm.hash(&[key.bytes(), nonce.as_bytes(), cnonce.as_bytes()])?;
            &of_session
        } else {
            key
        };
        let request = algorithm.hash(&[method.as_bytes(), uri.as_bytes()])?;
        let parts = [key.bytes(), nonce.as_bytes(), count.as_bytes(), cnonce.as_bytes(), b"auth", request.bytes()];
        algorithm.hash(&parts)
    }
}

/// Compares without telling by the time where they differ.
pub(super) fn is_same(secret: &[u8], other: &[u8]) -> bool {
    secret.len() == other.len() && memcmp::eq(secret, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MD5: Algorithm = Algorithm { hash: Hash::Md5, is_session: false };
    const SHA_256: Algorithm = Algorithm { hash: Hash::Sha256, is_session: false };

    fn response(exchange: Exchange<'_>, realm: &str, password: &str) -> String {
        let key = key(exchange.algorithm, "Mufasa", realm, &Secret::new(password.into())).unwrap();
        String::from_utf8(exchange.response(&key, "GET").unwrap().bytes().to_vec()).unwrap()
    }

    #[test]
    fn the_examples_of_the_specifications() {
        // RFC 2617, 3.5.
        let exchange = Exchange {
            algorithm: MD5,
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            count: "00000001",
            cnonce: "0a4f113b",
            uri: "/dir/index.html",
        };
        let answer = response(exchange, "testrealm@host.com", "Circle Of Life");
        assert_eq!(answer, "6629fae49393a05397450978507c4ef1");
        // RFC 7616, 3.9.1.
        let exchange = Exchange {
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            ..exchange
        };
        let answer = response(exchange, "http-auth@example.org", "Circle of Life");
        assert_eq!(answer, "8ca523f5e9506fed4657c9700eebdbec");
        let exchange = Exchange { algorithm: SHA_256, ..exchange };
        let answer = response(exchange, "http-auth@example.org", "Circle of Life");
        assert_eq!(answer, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    #[test]
    fn sessions() {
        let algorithm = Algorithm { is_session: true, ..MD5 };
        let exchange = Exchange { algorithm, nonce: "n", count: "00000001", cnonce: "c", uri: "/" };
        // md5(md5("Mufasa:r:p") ":n:c") and so on, by openssl dgst.
        assert_eq!(response(exchange, "r", "p"), SESSION);
    }

    const SESSION: &str = "116d72042b1af15756be6d603b36e7e7";

    #[test]
    fn names_of_algorithms() {
        for name in ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess"] {
            assert_eq!(Algorithm::of(Some(name)).unwrap().name(), name);
            assert_eq!(Algorithm::of(Some(&name.to_ascii_lowercase())).unwrap().name(), name);
        }
        assert_eq!(Algorithm::of(None), Some(MD5));
        assert_eq!(Algorithm::of(Some("SHA-512-256")), None);
        assert_eq!(Algorithm::of(Some("")), None);
    }

    #[test]
    fn comparing() {
        assert!(is_same(b"ab", b"ab"));
        assert!(!is_same(b"ab", b"ac") && !is_same(b"ab", b"abc") && !is_same(b"ab", b""));
    }
}
