//! Certificates and keys in the forms in which people keep them: PEM, DER and PKCS #12.

use super::Certificate;
use crate::abi::WS_E_SECURITY_SYSTEM_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::Secret;
use core::cell::Cell;
use openssl::error::ErrorStack;
use openssl::pkcs12::{ParsedPkcs12_2, Pkcs12};
use openssl::pkey::{PKey, Private};
use openssl::provider::Provider;
use openssl::x509::{X509, X509VerifyResult};
use std::sync::{Mutex, PoisonError};

/// More certificates in one file or chain are a mistake or an attack; a bundle of all roots has some 150.
const MAX_CERTIFICATES: usize = 1000;
/// Above this, no key or chain is what it seems to be.
pub(crate) const MAX_SIZE: usize = 4 * 1024 * 1024;

/// What a file in PEM or DER has.
pub(crate) struct Found {
    pub(crate) certificates: Vec<X509>,
    pub(crate) has_key: bool,
}

/// The certificates of a file in PEM or DER, without its key.
pub(crate) fn certificates(bytes: &[u8]) -> Result<Found> {
    if bytes.len() > MAX_SIZE {
        return Err(Fault::quota("size of a certificate file", MAX_SIZE));
    }
    if !is_pem(bytes) {
        let certificate = Certificate::from_der(bytes)?;
        return Ok(Found { certificates: vec![certificate.x509().to_owned()], has_key: false });
    }
    let certificates = X509::stack_from_pem(bytes)
        .map_err(|problem| Fault::invalid_format(format!("A certificate in PEM is damaged: {}.", reason(&problem))))?;
    if certificates.len() > MAX_CERTIFICATES {
        return Err(Fault::quota("certificates in a file", MAX_CERTIFICATES));
    }
    Ok(Found { certificates, has_key: contains(bytes, b"PRIVATE KEY-----") })
}

/// A certificate in PEM, with the key that is in the same text or in one of its own, if there is any.
pub(crate) fn pem(certificate: &[u8], key: Option<&[u8]>, password: Option<&Secret>) -> Result<Certificate> {
    let found = certificates(certificate)?;
    let key = match key {
        Some(key) => Some(private_key(key, password)?),
        None if found.has_key => Some(private_key(certificate, password)?),
        None => None,
    };
    together(found.certificates, key)
}

/// A private key in PEM or DER.
pub(crate) fn private_key(bytes: &[u8], password: Option<&Secret>) -> Result<PKey<Private>> {
    if bytes.len() > MAX_SIZE {
        return Err(Fault::quota("size of a key file", MAX_SIZE));
    }
    // Without a callback, OpenSSL would ask at the terminal.
    let asked = Cell::new(false);
    let answer = |place: &mut [u8]| {
        asked.set(true);
        let Some(password) = password else { return Ok(0) };
        match place.get_mut(..password.bytes().len()) {
            Some(place) => place.copy_from_slice(password.bytes()),
            None => return Ok(0),
        }
        Ok(password.bytes().len())
    };
    let key = if is_pem(bytes) {
        PKey::private_key_from_pem_callback(bytes, answer)
    } else {
        PKey::private_key_from_der(bytes).or_else(|_| PKey::private_key_from_pkcs8_callback(bytes, answer))
    };
    key.map_err(|problem| match (asked.get(), password) {
        (true, None) => Fault::invalid_arg("The private key is encrypted, and there is no password for it."),
        (true, Some(_)) => Fault::invalid_arg(format!(
            "The private key cannot be decrypted; is the password right? ({})",
            reason(&problem)
        )),
        (false, _) => Fault::invalid_format(format!("The private key cannot be read: {}.", reason(&problem))),
    })
}

/// A certificate with its key and chain in PKCS #12. `None` is no password, which some files tell from an empty one.
pub(crate) fn pkcs12(der: &[u8], password: Option<&Secret>) -> Result<Certificate> {
    let parsed = open_pkcs12(der, password)?;
    let Some(x509) = parsed.cert else {
        return match parsed.ca.and_then(|others| others.into_iter().next()) {
            // Made without a key, so that nothing says which is meant.
            Some(first) => Certificate::new(first, None, Vec::new()),
            None => Err(Fault::invalid_format("The PKCS #12 file has no certificate.")),
        };
    };
    let mut all = vec![x509];
    all.extend(parsed.ca.into_iter().flatten().take(MAX_CERTIFICATES));
    together(all, parsed.pkey)
}

fn open_pkcs12(der: &[u8], password: Option<&Secret>) -> Result<ParsedPkcs12_2> {
    if der.len() > MAX_SIZE {
        return Err(Fault::quota("size of a PKCS #12 file", MAX_SIZE));
    }
    let password = match password.map(|password| str::from_utf8(password.bytes())) {
        None => "",
        // What is for C must not have zeros.
        Some(Ok(password)) if !password.contains('\0') => password,
        Some(_) => {
            return Err(Fault::invalid_arg("The password of the PKCS #12 file has a character that none can have."));
        }
    };
    let unreadable =
        |problem: ErrorStack| Fault::invalid_format(format!("The bytes are no PKCS #12 file: {}.", reason(&problem)));
    let file = Pkcs12::from_der(der).map_err(unreadable)?;
    let problem = match file.parse2(password) {
        Ok(parsed) => return Ok(parsed),
        Err(problem) => problem,
    };
    if says(&problem, "mac verify failure") {
        return Err(Fault::invalid_arg("The password of the PKCS #12 file is wrong."));
    }
    if !says(&problem, "unsupported") {
        return Err(unreadable(problem));
    }
    // RC2 and 40-bit keys, as Windows and Java wrote them for years, are in OpenSSL's legacy provider only. It is loaded
    // for just this file, so that nothing else of the process finds weak algorithms.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let legacy = Provider::try_load(None, "legacy", true).map_err(|missing| {
        Fault::new(
            WS_E_SECURITY_SYSTEM_FAILURE,
            format!(
                "The PKCS #12 file is encrypted with an algorithm (such as RC2) that needs OpenSSL's legacy provider, \
                 which cannot be loaded: {}. Export the file again with AES.",
                reason(&missing)
            ),
        )
    })?;
    let parsed = file.parse2(password).map_err(unreadable);
    drop(legacy);
    parsed
}

/// The certificate that the key belongs to, or else the first one, with the others as its chain.
pub(crate) fn together(certificates: Vec<X509>, key: Option<PKey<Private>>) -> Result<Certificate> {
    let own = match &key {
        None => 0,
        Some(key) => certificates
            .iter()
            .position(|x509| x509.public_key().is_ok_and(|public| public.public_eq(key)))
            .ok_or_else(|| match certificates.is_empty() {
            true => Fault::invalid_format("There is a private key, but no certificate."),
            false => Fault::invalid_arg("The private key does not belong to the certificate."),
        })?,
    };
    let mut others = certificates;
    if own >= others.len() {
        return Err(Fault::invalid_format("There is no certificate."));
    }
    let x509 = others.swap_remove(own);
    let chain = chain_of(&x509, others);
    Certificate::new(x509, key, chain)
}

/// Those of some certificates that lead away from one, the nearest first, without a root, which nobody has to be sent.
pub(crate) fn chain_of(x509: &X509, mut others: Vec<X509>) -> Vec<X509> {
    let mut chain: Vec<X509> = Vec::new();
    loop {
        let last = chain.last().unwrap_or(x509);
        let issuer = others.iter().position(|other| {
            other.issued(last) == X509VerifyResult::OK && other.issued(other) != X509VerifyResult::OK
        });
        match issuer {
            Some(issuer) => chain.push(others.swap_remove(issuer)),
            None => return chain,
        }
    }
}

fn is_pem(bytes: &[u8]) -> bool {
    contains(bytes, b"-----BEGIN ")
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn says(problem: &ErrorStack, what: &str) -> bool {
    problem.errors().iter().any(|error| error.reason().is_some_and(|reason| reason.contains(what)))
}

/// What OpenSSL says, in short: the first error is the cause.
pub(crate) fn reason(problem: &ErrorStack) -> String {
    match problem.errors().first() {
        Some(error) => error.reason().unwrap_or("unknown").to_owned(),
        None => "no reason is given".to_owned(),
    }
}

#[cfg(test)]
mod tests;
