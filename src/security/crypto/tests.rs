//! Against vectors of the specifications, and against OpenSSL's other ways to the same results.

use super::agree::ConcatKdf;
use super::algorithm::{Cipher, Digest, KeyTransport, KeyWrap, Signature};
use super::cipher::{Encryptor, decrypt_in_place, encrypt};
use super::derive::{Derivation, DerivationKey, combine_entropy};
use super::digest::{Digester, HmacKey};
use super::keys::{Curve, Kind, PrivateKey, PublicKey, Transport};
use super::random::{Random, random_key};
use super::wrap::{unwrap, wrap};
use super::*;
use crate::runtime::fault::Fault;
use crate::security::settings::Secret;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::sign::Signer;
use openssl::symm;
use std::sync::OnceLock;

const DIGESTS: [Digest; 4] = [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];
const CIPHERS: [Cipher; 7] = [
    Cipher::Aes128Cbc,
    Cipher::Aes192Cbc,
    Cipher::Aes256Cbc,
    Cipher::TripleDesCbc,
    Cipher::Aes128Gcm,
    Cipher::Aes192Gcm,
    Cipher::Aes256Gcm,
];

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn secret(text: &str) -> Secret {
    Secret::new(hex(text))
}

fn rsa() -> &'static PKey<Private> {
    static KEY: OnceLock<PKey<Private>> = OnceLock::new();
    KEY.get_or_init(|| PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap())
}

fn pair(key: PKey<Private>) -> (PrivateKey, PublicKey) {
    let public = PKey::public_key_from_der(&key.public_key_to_der().unwrap()).unwrap();
    (PrivateKey::new(key).unwrap(), PublicKey::new(public).unwrap())
}

fn text(fault: &Fault) -> &str {
    &fault.texts()[0]
}

#[test]
fn digests_in_pieces_and_again() {
    for digest in DIGESTS {
        let mut digester = Digester::new(digest);
        for _ in 0..2 {
            digester.update(b"ab");
            digester.update(b"c");
            let value = digester.finish();
            let expected = openssl::hash::hash(digest.openssl(), b"abc").unwrap();
            assert!(value.is(&expected) && !value.is(&expected[1..]) && !value.is(&[0; 20]));
            assert_eq!(value.bytes().len(), digest.size());
        }
    }
}

#[test]
fn hmac_is_that_of_openssl_for_keys_of_all_lengths() {
    for digest in DIGESTS {
        for length in [1, 16, 20, 63, 64, 65, 127, 128, 129, 500] {
            let key: Vec<u8> = (0..length).map(|index| index as u8).collect();
            let openssl_key = PKey::hmac(&key).unwrap();
            let mut signer = Signer::new(digest.openssl(), &openssl_key).unwrap();
            let ours = HmacKey::new(digest, &key).unwrap();
            signer.update(b"what is signed").unwrap();
            let expected = signer.sign_to_vec().unwrap();
            for _ in 0..2 {
                assert_eq!(ours.of(&[b"what is", b" signed"]).bytes(), expected);
            }
        }
    }
}

#[test]
fn an_empty_key_is_none() {
    assert!(text(&HmacKey::new(Digest::Sha1, &[]).map(|_| ()).unwrap_err()).contains("is empty"));
    assert!(DerivationKey::new(&Secret::new(Vec::new())).is_err());
}

/// P_hash as RFC 2246 has it, with OpenSSL's own HMAC.
fn p_sha1(key: &[u8], seed: &[u8], length: usize) -> Vec<u8> {
    let key = PKey::hmac(key).unwrap();
    let hmac = |data: &[u8]| {
        let mut signer = Signer::new(Digest::Sha1.openssl(), &key).unwrap();
        signer.update(data).unwrap();
        signer.sign_to_vec().unwrap()
    };
    let (mut a, mut out) = (seed.to_vec(), Vec::new());
    while out.len() < length {
        a = hmac(&a);
        out.extend(hmac(&[&a[..], seed].concat()));
    }
    out.truncate(length);
    out
}

#[test]
fn derived_keys_are_pieces_of_p_sha1() {
    let (key, nonce) = (secret("000102030405060708090a0b0c0d0e0f"), [7; 16]);
    let whole = p_sha1(key.bytes(), &[derive::DEFAULT_LABEL, &nonce].concat(), 200);
    let prepared = DerivationKey::new(&key).unwrap();
    for (offset, length) in [(0, 24), (0, 32), (24, 32), (19, 1), (20, 20), (100, 64)] {
        let derivation = Derivation { label: derive::DEFAULT_LABEL, nonce: &nonce, offset, length };
        assert_eq!(prepared.derive(&derivation).unwrap().bytes(), &whole[offset..offset + length]);
    }
    let both = combine_entropy(&key, &nonce, 256).unwrap();
    assert_eq!(both.bytes(), p_sha1(key.bytes(), &nonce, 32));
}

#[test]
fn derivations_are_bounded() {
    let key = DerivationKey::new(&Secret::new(vec![1; 32])).unwrap();
    let right = Derivation { label: b"l", nonce: &[1; 16], offset: 0, length: 32 };
    assert!(key.derive(&right).is_ok());
    for wrong in [
        Derivation { length: 0, ..right },
        Derivation { length: 1 << 30, ..right },
        Derivation { offset: 1 << 30, ..right },
        Derivation { nonce: &[], ..right },
        Derivation { label: &[0; 2000], ..right },
    ] {
        assert_eq!(key.derive(&wrong).unwrap_err().code(), WS_E_SECURITY_VERIFICATION_FAILURE);
    }
    for bits in [0, 7, 4096] {
        assert!(combine_entropy(&Secret::new(vec![1]), &[1], bits).is_err());
    }
    assert!(combine_entropy(&Secret::new(Vec::new()), &[1], 256).is_err());
}

#[test]
fn what_is_encrypted_decrypts_and_openssl_agrees() {
    for cipher in CIPHERS {
        let key = random_key(cipher.key_size()).unwrap();
        for size in [0, 1, 7, 8, 15, 16, 17, 31, 32, 100, 5000] {
            let plain: Vec<u8> = (0..size).map(|index| index as u8).collect();
            let mut data = Vec::new();
            encrypt(cipher, &key, &plain, &mut data).unwrap();
            assert_eq!(data.len(), cipher.encrypted_size(size));
            if let Some(block) = cipher.block_size() {
                let other = match cipher {
                    Cipher::Aes128Cbc => symm::Cipher::aes_128_cbc(),
                    Cipher::Aes192Cbc => symm::Cipher::aes_192_cbc(),
                    Cipher::Aes256Cbc => symm::Cipher::aes_256_cbc(),
                    _ => symm::Cipher::des_ede3_cbc(),
                };
                let (iv, body) = data.split_at(block);
                assert_eq!(symm::decrypt(other, key.bytes(), Some(iv), body).unwrap(), plain);
            }
            let range = decrypt_in_place(cipher, &key, &mut data).unwrap();
            assert_eq!(&data[range], plain);
        }
        let mut data = Vec::new();
        let mut encryptor = Encryptor::new(cipher, &key, &mut Random::new(), &mut data).unwrap();
        for part in [&b"a"[..], b"", b"bcdefghijklmnopqrst", b"u"] {
            encryptor.update(part, &mut data).unwrap();
        }
        encryptor.finish(&mut data).unwrap();
        let range = decrypt_in_place(cipher, &key, &mut data).unwrap();
        assert_eq!(&data[range], b"abcdefghijklmnopqrstu");
    }
}

#[test]
fn random_padding_of_other_implementations_is_taken() {
    let (key, iv) = ([1; 32], [2; 16]);
    let mut plain = *b"0123456789\xaa\xbb\xcc\xdd\xee\x06";
    let mut crypter = symm::Crypter::new(symm::Cipher::aes_256_cbc(), symm::Mode::Encrypt, &key, Some(&iv)).unwrap();
    crypter.pad(false);
    let mut body = vec![0; 32];
    let count = crypter.update(&plain, &mut body).unwrap();
    let mut data = [&iv[..], &body[..count]].concat();
    let key = Secret::new(key.to_vec());
    let range = decrypt_in_place(Cipher::Aes256Cbc, &key, &mut data).unwrap();
    assert_eq!(&data[range], b"0123456789");
    for padding in [0, 17, 255] {
        plain[15] = padding;
        let mut crypter =
            symm::Crypter::new(symm::Cipher::aes_256_cbc(), symm::Mode::Encrypt, key.bytes(), Some(&iv)).unwrap();
        crypter.pad(false);
        let count = crypter.update(&plain, &mut body).unwrap();
        let mut data = [&iv[..], &body[..count]].concat();
        let fault = decrypt_in_place(Cipher::Aes256Cbc, &key, &mut data).unwrap_err();
        assert!(text(&fault).contains("padding"));
        assert!(data.iter().all(|byte| *byte == 0));
    }
}

#[test]
fn changed_or_short_ciphertext_is_refused() {
    for cipher in CIPHERS {
        let key = random_key(cipher.key_size()).unwrap();
        let mut data = Vec::new();
        encrypt(cipher, &key, b"0123456789abcdef0123456789", &mut data).unwrap();
        for length in 0..data.len() {
            let decrypted = decrypt_in_place(cipher, &key, &mut data[..length].to_vec());
            // Without authentication, shorter data by whole blocks may look padded.
            assert!(
                decrypted.is_err() || !cipher.is_authenticated() && length > cipher.iv_size(),
                "{cipher:?} {length}"
            );
        }
        if cipher.is_authenticated() {
            for at in 0..data.len() {
                let mut changed = data.clone();
                changed[at] ^= 1;
                assert!(decrypt_in_place(cipher, &key, &mut changed).is_err(), "{cipher:?} {at}");
                assert!(changed.iter().all(|byte| *byte == 0));
            }
        }
        let short = Secret::new(key.bytes()[1..].to_vec());
        assert!(text(&decrypt_in_place(cipher, &short, &mut data).unwrap_err()).contains("needs"));
    }
}

#[test]
fn key_wrap_of_rfc_3394() {
    let (kek, key) = ("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF");
    let wrapped = hex("1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5");
    assert_eq!(wrap(KeyWrap::Aes128, &secret(kek), &secret(key)).unwrap(), wrapped);
    assert_eq!(unwrap(KeyWrap::Aes128, &secret(kek), &wrapped).unwrap().bytes(), hex(key));
    let kek = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
    let wrapped = hex("28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21");
    let key = "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F";
    assert_eq!(unwrap(KeyWrap::Aes256, &secret(kek), &wrapped).unwrap().bytes(), hex(key));
}

#[test]
fn changed_wrapped_keys_are_refused() {
    for way in [KeyWrap::Aes128, KeyWrap::Aes192, KeyWrap::Aes256, KeyWrap::TripleDes] {
        let kek = random_key(way.key_size()).unwrap();
        for size in [16, 24, 32] {
            let key = random_key(size).unwrap();
            let wrapped = wrap(way, &kek, &key).unwrap();
            assert_eq!(unwrap(way, &kek, &wrapped).unwrap().bytes(), key.bytes());
            for at in 0..wrapped.len() {
                let mut changed = wrapped.clone();
                changed[at] ^= 0x10;
                assert!(unwrap(way, &kek, &changed).is_err(), "{way:?} {at}");
            }
            for length in 0..wrapped.len() {
                assert!(unwrap(way, &kek, &wrapped[..length]).is_err());
            }
        }
    }
}

#[test]
fn signatures_of_all_keys_and_digests() {
    let mut keys = vec![pair(rsa().clone())];
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        keys.push(pair(agree::generate(curve).unwrap().pkey().to_owned()));
    }
    for (private, public) in &keys {
        for of in DIGESTS {
            let algorithm = match private.kind() {
                Kind::Rsa { .. } => Signature::Rsa(of),
                Kind::Ec(_) => Signature::Ecdsa(of),
            };
            let value = of.of(&[b"what is signed"]);
            // Twice: the second time with the context of the first.
            for _ in 0..2 {
                let mut signature = private.sign(algorithm, value.bytes()).unwrap();
                public.verify(algorithm, value.bytes(), &signature).unwrap();
                let other = of.of(&[b"something else"]);
                assert!(public.verify(algorithm, other.bytes(), &signature).is_err());
                signature.push(0);
                assert!(public.verify(algorithm, value.bytes(), &signature).is_err());
                signature.pop();
                signature[5] ^= 1;
                assert!(public.verify(algorithm, value.bytes(), &signature).is_err());
                assert!(public.verify(algorithm, value.bytes(), &[]).is_err());
            }
        }
    }
    let [rsa, ec, ..] = &keys[..] else { panic!() };
    let value = Digest::Sha256.of(&[b"x"]);
    for fault in [
        rsa.0.sign(Signature::Ecdsa(Digest::Sha256), value.bytes()).unwrap_err(),
        ec.1.verify(Signature::Rsa(Digest::Sha256), value.bytes(), &[0; 64]).unwrap_err(),
    ] {
        assert!(text(&fault).contains("cannot be by a key"));
    }
}

#[test]
fn keys_that_are_too_small_or_of_other_kinds_are_refused() {
    let small = PKey::from_rsa(Rsa::generate(512).unwrap()).unwrap();
    assert!(text(&PrivateKey::new(small).unwrap_err()).contains("512 bits"));
    assert!(text(&PrivateKey::new(PKey::generate_ed25519().unwrap()).unwrap_err()).contains("neither"));
    let koblitz = openssl::ec::EcGroup::from_curve_name(openssl::nid::Nid::SECP256K1).unwrap();
    let koblitz = PKey::from_ec_key(openssl::ec::EcKey::generate(&koblitz).unwrap()).unwrap();
    assert!(text(&PrivateKey::new(koblitz).unwrap_err()).contains("curve"));
}

#[test]
fn key_transport_and_what_it_refuses() {
    let (private, public) = pair(rsa().clone());
    let mut ways = vec![Transport::new(KeyTransport::RsaOaepMgf1p), Transport::new(KeyTransport::Rsa15)];
    for digest in DIGESTS {
        for mgf in DIGESTS {
            ways.push(Transport { algorithm: KeyTransport::RsaOaep, digest, mgf, label: Vec::new() });
        }
    }
    ways.push(Transport { label: b"label".to_vec(), ..Transport::new(KeyTransport::RsaOaepMgf1p) });
    let key = random_key(32).unwrap();
    for way in &ways {
        for _ in 0..2 {
            let mut encrypted = public.encrypt_key(way, &key).unwrap();
            assert_eq!(private.decrypt_key(way, &encrypted, &[16, 32]).unwrap().bytes(), key.bytes());
            assert!(private.decrypt_key(way, &encrypted[1..], &[32]).is_err());
            let is_silent = way.algorithm == KeyTransport::Rsa15;
            let other_size = private.decrypt_key(way, &encrypted, &[24]);
            encrypted[9] ^= 1;
            let changed = private.decrypt_key(way, &encrypted, &[32]);
            if is_silent {
                assert_eq!(other_size.unwrap().bytes().len(), 24);
                assert_ne!(changed.unwrap().bytes(), key.bytes());
            } else {
                assert!(text(&other_size.unwrap_err()).contains("32 bytes"));
                assert!(text(&changed.unwrap_err()).contains("changed"));
            }
        }
    }
    let encrypted = public.encrypt_key(&ways[0], &key).unwrap();
    let other = Transport { label: b"label".to_vec(), ..ways[0].clone() };
    assert!(private.decrypt_key(&other, &encrypted, &[32]).is_err());
    let ec = agree::generate(Curve::P256).unwrap();
    assert!(ec.decrypt_key(&ways[0], &encrypted, &[32]).is_err());
}

#[test]
fn both_sides_agree_on_a_key() {
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let (own, peer) = (agree::generate(curve).unwrap(), agree::generate(curve).unwrap());
        let public = |key: &PrivateKey| agree::from_point(curve, &agree::point_of(key).unwrap()).unwrap();
        for digest in DIGESTS {
            let kdf = ConcatKdf { digest, other_info: b"info".to_vec() };
            let one = agree::agree(&own, &public(&peer), &kdf, 100).unwrap();
            let other = agree::agree(&peer, &public(&own), &kdf, 100).unwrap();
            assert_eq!(one.bytes(), other.bytes());
            let kdf = ConcatKdf { digest, other_info: b"other".to_vec() };
            assert_ne!(agree::agree(&own, &public(&peer), &kdf, 100).unwrap().bytes(), one.bytes());
        }
    }
    let point = agree::point_of(&agree::generate(Curve::P256).unwrap()).unwrap();
    assert!(agree::from_point(Curve::P384, &point).is_err());
    let mut off_curve = point;
    off_curve[64] ^= 1;
    assert!(agree::from_point(Curve::P256, &off_curve).is_err());
    assert!(agree::from_point(Curve::P256, &[0]).is_err());
}

#[test]
fn random_bytes_are_given_once() {
    let mut random = Random::new();
    let mut given: Vec<[u8; 16]> = Vec::new();
    for _ in 0..1000 {
        let mut bytes = [0; 16];
        random.fill(&mut bytes).unwrap();
        assert!(!given.contains(&bytes));
        given.push(bytes);
    }
    // More than is drawn at a time.
    let (one, other) = (random.key(1000).unwrap(), random.key(1000).unwrap());
    assert!(one.bytes() != other.bytes() && one.bytes().len() == 1000);
    assert!(one.bytes().iter().any(|byte| *byte != 0));
}
