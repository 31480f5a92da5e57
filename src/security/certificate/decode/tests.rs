use super::*;
use crate::abi::{E_INVALIDARG, WS_E_INVALID_FORMAT};
use crate::security::test_certs::file;

fn secret(password: &str) -> Option<Secret> {
    Some(Secret::new(password.as_bytes().to_vec()))
}

#[test]
fn pem_has_certificate_key_and_chain() {
    let both = [file("server.key"), file("server.pem"), file("ca.pem")].concat();
    let certificate = pem(&both, None, None).unwrap();
    assert!(certificate.key().is_some());
    assert_eq!(certificate.chain().len(), 1, "the issuer, and not the root");
    // The order does not matter: the key says which certificate is meant.
    let reversed = [file("ca.pem"), file("inter.pem"), file("server.pem"), file("server.key")].concat();
    let same = pem(&reversed, None, None).unwrap();
    assert_eq!(same, certificate);
    assert_eq!(same.chain().len(), 1);
    assert!(pem(&file("server.pem"), None, None).unwrap().key().is_none());
    assert!(pem(&file("server.pem"), Some(&file("server.key")), None).unwrap().key().is_some());
}

#[test]
fn keys_that_do_not_fit_are_refused() {
    let fault = pem(&file("server.pem"), Some(&file("client.key")), None).unwrap_err();
    assert_eq!(fault.code(), E_INVALIDARG);
    assert!(fault.texts()[0].contains("does not belong"), "{fault:?}");
    assert_eq!(pem(&file("server.key"), None, None).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(pem(b"-----BEGIN CERTIFICATE-----\nAAAA", None, None).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(pem(b"", None, None).unwrap_err().code(), WS_E_INVALID_FORMAT);
}

#[test]
fn encrypted_keys_need_their_password() {
    let (certificate, key) = (file("server.pem"), file("encrypted.key"));
    assert!(pem(&certificate, Some(&key), secret("secret").as_ref()).unwrap().key().is_some());
    let fault = pem(&certificate, Some(&key), None).unwrap_err();
    assert!(fault.texts()[0].contains("there is no password"), "{fault:?}");
    for wrong in ["Secret", "", "a\0b", &"x".repeat(5000)] {
        let fault = pem(&certificate, Some(&key), secret(wrong).as_ref()).unwrap_err();
        assert!(fault.texts()[0].contains("is the password right?"), "{fault:?}");
    }
}

#[test]
fn der_has_one_form() {
    let certificate = pem(&file("server.pem"), None, None).unwrap();
    let der = certificate.der().to_vec();
    assert_eq!(Certificate::from_der(&der).unwrap(), certificate);
    assert_eq!(Certificate::from_der(&[&der[..], b"\0"].concat()).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(Certificate::from_der(&der[..der.len() - 1]).unwrap_err().code(), WS_E_INVALID_FORMAT);
    let (first, second) = (Certificate::received(&der).unwrap(), Certificate::received(&der).unwrap());
    assert!(first == certificate && core::ptr::eq(first.x509(), second.x509()), "decoded once");
    assert!(Certificate::received(&der[1..]).is_err());
    let key = private_key(&file("server.key"), None).unwrap().private_key_to_der().unwrap();
    assert!(pem(&der, Some(&key), None).unwrap().key().is_some());
}

#[test]
fn pkcs12_of_today() {
    let certificate = pkcs12(&file("server.p12"), secret("secret").as_ref()).unwrap();
    assert!(certificate.key().is_some());
    assert_eq!(certificate, pem(&file("server.pem"), None, None).unwrap());
    assert_eq!(certificate.chain().len(), 1);
    for wrong in [None, secret(""), secret("Secret")] {
        let fault = pkcs12(&file("server.p12"), wrong.as_ref()).unwrap_err();
        assert!(fault.texts()[0].contains("password of the PKCS #12 file is wrong"), "{fault:?}");
    }
    assert_eq!(pkcs12(&file("server.p12"), secret("a\0").as_ref()).unwrap_err().code(), E_INVALIDARG);
    assert_eq!(pkcs12(&file("server.pem"), secret("secret").as_ref()).unwrap_err().code(), WS_E_INVALID_FORMAT);
}

/// RC2 and 3DES: where this OpenSSL has its legacy provider it opens, otherwise the error says what is missing.
#[test]
fn pkcs12_of_old() {
    let old = crate::security::test_certs::folder().join("old.p12");
    let Ok(bytes) = std::fs::read(old) else { return };
    match pkcs12(&bytes, secret("secret").as_ref()) {
        Ok(certificate) => assert!(certificate.key().is_some()),
        Err(fault) => assert!(fault.texts()[0].contains("legacy provider"), "{fault:?}"),
    }
    assert!(pkcs12(&bytes, secret("wrong").as_ref()).is_err());
}
