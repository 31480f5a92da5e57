use super::*;

fn suite(name: WS_SECURITY_ALGORITHM_SUITE_NAME) -> Suite {
    Suite::new(&Algorithms::Suite(name), true).unwrap()
}

/// One line for each suite, as WS-SecurityPolicy's table has them.
#[test]
fn the_twelve_suites() {
    let lines: Vec<String> = (1..=12)
        .map(|name| {
            let suite = suite(WS_SECURITY_ALGORITHM_SUITE_NAME(name));
            let end = |algorithm: Algorithm| algorithm.uri().rsplit(['#', '/']).next().unwrap_or_default();
            [
                end(Algorithm::Digest(suite.digest)),
                end(Algorithm::Cipher(suite.cipher)),
                end(Algorithm::KeyWrap(suite.key_wrap)),
                end(Algorithm::KeyTransport(suite.transport.algorithm)),
                end(Algorithm::Hmac(suite.mac)),
                end(Algorithm::Signature(suite.signature)),
                &(suite.signature_key_size * 8).to_string(),
                &format!("{}-{}", suite.symmetric_bits.0, suite.symmetric_bits.1),
            ]
            .join(" ")
        })
        .collect();
    assert_eq!(
        lines,
        [
            "sha1 aes256-cbc kw-aes256 rsa-oaep-mgf1p hmac-sha1 rsa-sha1 192 256-256",
            "sha1 aes192-cbc kw-aes192 rsa-oaep-mgf1p hmac-sha1 rsa-sha1 192 192-256",
            "sha1 aes128-cbc kw-aes128 rsa-oaep-mgf1p hmac-sha1 rsa-sha1 128 128-256",
            "sha1 aes256-cbc kw-aes256 rsa-1_5 hmac-sha1 rsa-sha1 192 256-256",
            "sha1 aes192-cbc kw-aes192 rsa-1_5 hmac-sha1 rsa-sha1 192 192-256",
            "sha1 aes128-cbc kw-aes128 rsa-1_5 hmac-sha1 rsa-sha1 128 128-256",
            "sha256 aes256-cbc kw-aes256 rsa-oaep-mgf1p hmac-sha256 rsa-sha256 192 256-256",
            "sha256 aes192-cbc kw-aes192 rsa-oaep-mgf1p hmac-sha256 rsa-sha256 192 192-256",
            "sha256 aes128-cbc kw-aes128 rsa-oaep-mgf1p hmac-sha256 rsa-sha256 128 128-256",
            "sha256 aes256-cbc kw-aes256 rsa-1_5 hmac-sha256 rsa-sha256 192 256-256",
            "sha256 aes192-cbc kw-aes192 rsa-1_5 hmac-sha256 rsa-sha256 192 192-256",
            "sha256 aes128-cbc kw-aes128 rsa-1_5 hmac-sha256 rsa-sha256 128 128-256",
        ]
    );
    assert!(Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME(13)).is_err());
}

#[test]
fn what_is_accepted_beyond_a_suite() {
    let accepts = |name, algorithm| suite(name).check(algorithm, "this").is_ok();
    let sha1 = WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256;
    let sha256 = WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256;
    for (algorithm, by_sha1, by_sha256) in [
        (Algorithm::Digest(Digest::Sha1), true, false),
        (Algorithm::Digest(Digest::Sha256), true, true),
        (Algorithm::Digest(Digest::Sha512), false, false),
        (Algorithm::Hmac(Digest::Sha1), true, true),
        (Algorithm::Hmac(Digest::Sha256), true, true),
        (Algorithm::Hmac(Digest::Sha384), false, false),
        (Algorithm::Signature(Signature::Rsa(Digest::Sha1)), true, true),
        (Algorithm::Signature(Signature::Rsa(Digest::Sha256)), true, true),
        (Algorithm::Signature(Signature::Rsa(Digest::Sha512)), false, false),
        (Algorithm::Signature(Signature::Ecdsa(Digest::Sha256)), false, false),
        (Algorithm::Cipher(Cipher::Aes256Cbc), true, true),
        (Algorithm::Cipher(Cipher::Aes128Cbc), false, false),
        (Algorithm::Cipher(Cipher::Aes256Gcm), false, false),
        (Algorithm::KeyTransport(KeyTransport::RsaOaepMgf1p), true, true),
        (Algorithm::KeyTransport(KeyTransport::Rsa15), false, false),
        (Algorithm::KeyTransport(KeyTransport::RsaOaep), false, false),
        (Algorithm::KeyWrap(KeyWrap::Aes128), false, false),
        (Algorithm::EcdhEs, false, false),
        (Algorithm::Transform(Transform::ExclusiveC14n), true, true),
        (Algorithm::Transform(Transform::ExclusiveC14nWithComments), false, false),
        (Algorithm::Transform(Transform::Enveloped), false, false),
    ] {
        assert_eq!((accepts(sha1, algorithm), accepts(sha256, algorithm)), (by_sha1, by_sha256), "{algorithm:?}");
    }
    let basic = suite(sha1);
    assert!(basic.check_derived_size(24, true).is_ok() && basic.check_derived_size(32, true).is_ok());
    assert!(basic.check_derived_size(24, false).is_err() && basic.check_derived_size(16, true).is_err());
    assert!(basic.check_public_key(Kind::Rsa { bits: 4096 }).is_ok());
    assert!(basic.check_public_key(Kind::Rsa { bits: 8192 }).is_err());
}

#[test]
fn legacy_algorithms_have_to_be_allowed() {
    let rsa15 = Algorithms::Suite(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15);
    assert!(Suite::new(&rsa15, true).is_ok());
    assert!(Suite::new(&rsa15, false).unwrap_err().texts()[0].contains("rsa-1_5"));
    let extended = |cipher: &str, wrap: &str| Algorithms::Extended {
        signature: Algorithm::Signature(Signature::Ecdsa(Digest::Sha256)).uri().into(),
        digest: Algorithm::Digest(Digest::Sha256).uri().into(),
        encryption: cipher.into(),
        key_transport: Algorithm::KeyTransport(KeyTransport::RsaOaep).uri().into(),
        key_wrap: wrap.into(),
    };
    let des = Algorithm::Cipher(Cipher::TripleDesCbc).uri();
    let (gcm, wrap) = (Algorithm::Cipher(Cipher::Aes256Gcm).uri(), Algorithm::KeyWrap(KeyWrap::Aes256).uri());
    assert!(Suite::new(&extended(des, wrap), false).unwrap_err().texts()[0].contains("tripledes"));
    assert!(Suite::new(&extended(gcm, "urn:x"), true).unwrap_err().texts()[0].contains("keyWrap"));
    let suite = Suite::new(&extended(gcm, wrap), false).unwrap();
    assert_eq!((suite.mac, suite.transport.mgf), (Digest::Sha256, Digest::Sha256));
    assert!(suite.check(Algorithm::EcdhEs, "this").is_ok());
    assert!(suite.check(Algorithm::Signature(Signature::Rsa(Digest::Sha256)), "this").is_err());
}

#[test]
fn algorithms_one_by_one() {
    let each = |digest, key_length| Algorithms::Each {
        canonicalization: WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS,
        digest,
        symmetric_signature: WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_384,
        asymmetric_signature: WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512,
        asymmetric_key_wrap: WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP,
        symmetric_key_length: key_length,
        asymmetric_key_length: (2048, 4096),
    };
    let suite = Suite::new(&each(WS_SECURITY_ALGORITHM_DIGEST_SHA1, (128, 200)), false).unwrap();
    assert_eq!((suite.cipher, suite.mac), (Cipher::Aes192Cbc, Digest::Sha384));
    assert_eq!(suite.canonicalization, Transform::ExclusiveC14nWithComments);
    assert!(suite.check(Algorithm::Hmac(Digest::Sha1), "this").is_err());
    assert!(suite.check(Algorithm::Digest(Digest::Sha256), "this").is_err());
    let wrong = Suite::new(&each(WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1, (128, 256)), false);
    assert!(wrong.unwrap_err().texts()[0].contains("digestAlgorithm"));
    assert!(Suite::new(&each(WS_SECURITY_ALGORITHM_DIGEST_SHA1, (300, 512)), false).is_err());
}
