//! The identity in an endpoint address (WS_ENDPOINT_IDENTITY) against the certificate of the service.

use crate::abi::WS_E_SECURITY_VERIFICATION_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::{Certificate, hex, principal};
use crate::security::host_name;
use crate::security::name;
use openssl::x509::X509Ref;

/// Who a service is, as its address says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Identity {
    Dns(String),
    /// A user principal name.
    Upn(String),
    /// A service principal name.
    Spn(String),
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// In DER.
    Certificate(Vec<u8>),
    Unknown,
}

/// The name that the certificate of a TLS server has to be for: that of a DNS identity, or else the host of the URL. The
/// other kinds do not name a host, and the host counts beside them.
pub(crate) fn tls_name<'a>(identity: Option<&'a Identity>, host: &'a str) -> &'a str {
    match identity {
        Some(Identity::Dns(name)) => name,
        _ => host,
    }
}

/// Whether the certificate of a TLS server, whose name was checked, is that of the identity. A certificate and an RSA
/// key are compared; principal names are for the tokens of other bindings, and an identity that nobody understands is as
/// good as none: in either case the host of the URL was checked.
pub(crate) fn check_tls(identity: Option<&Identity>, certificate: &Certificate) -> Result<()> {
    match identity {
        Some(identity @ (Identity::Rsa { .. } | Identity::Certificate(_))) => compare(identity, certificate),
        _ => Ok(()),
    }
}

/// Whether the certificate for which messages are encrypted, or that signed them, is that of the service. Without an
/// identity it has to be for the host of the URL; an identity that a certificate cannot have is never its.
pub(crate) fn check_message(identity: Option<&Identity>, host: &str, certificate: &Certificate) -> Result<()> {
    match identity {
        Some(identity) => compare(identity, certificate),
        None if host_name::is_for(certificate.x509(), host) => Ok(()),
        None => Err(is_for_others(certificate.x509(), host)),
    }
}

fn compare(identity: &Identity, certificate: &Certificate) -> Result<()> {
    let what = match identity {
        Identity::Dns(name) if host_name::is_for(certificate.x509(), name) => return Ok(()),
        Identity::Dns(name) => return Err(is_for_others(certificate.x509(), name)),
        Identity::Certificate(der) if certificate.der() == der.as_slice() => return Ok(()),
        Identity::Rsa { modulus, exponent } if has_rsa_key(certificate, modulus, exponent) => return Ok(()),
        // Of domains, which do not tell upper from lower case.
        Identity::Upn(upn) if principal::names(certificate.der()).iter().any(|name| name.eq_ignore_ascii_case(upn)) => {
            return Ok(());
        }
        Identity::Certificate(der) => format!("another certificate ({})", hex(&openssl::sha::sha1(der))),
        Identity::Rsa { .. } => "another RSA key".to_owned(),
        Identity::Upn(upn) => {
            format!("the user principal name {}, which it does not have", upn.escape_debug())
        }
        Identity::Spn(spn) => {
            format!("the service principal name {}, which a certificate does not have", spn.escape_debug())
        }
        Identity::Unknown => "an unknown kind".to_owned(),
    };
    Err(refused(format!(
        "The certificate {} ({}) is not that of the service: the identity of its address is {what}.",
        name::shown(certificate.x509().subject_name()),
        certificate.thumbprint_text()
    )))
}

fn has_rsa_key(certificate: &Certificate, modulus: &[u8], exponent: &[u8]) -> bool {
    // As numbers: leading zeros say nothing.
    let number = |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
    certificate.x509().public_key().and_then(|key| key.rsa()).is_ok_and(|key| {
        !modulus.is_empty() && key.n().to_vec() == number(modulus) && key.e().to_vec() == number(exponent)
    })
}

#[cold]
fn is_for_others(x509: &X509Ref, name: &str) -> Fault {
    refused(format!(
        "The certificate is not that of the service: it is for {}, and not for {}.",
        host_name::shown(x509),
        name.escape_debug()
    ))
}

#[cold]
fn refused(text: String) -> Fault {
    Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::test_certs::certificate;

    fn dns(name: &str) -> Option<Identity> {
        Some(Identity::Dns(name.to_owned()))
    }

    #[test]
    fn names() {
        assert_eq!(tls_name(dns("service.com").as_ref(), "host"), "service.com");
        assert_eq!(tls_name(None, "host"), "host");
        assert_eq!(tls_name(Some(&Identity::Spn("http/other".to_owned())), "host"), "host");
        let server = certificate("server");
        check_message(None, "localhost", &server).unwrap();
        check_message(dns("localhost").as_ref(), "elsewhere", &server).unwrap();
        assert!(check_message(None, "elsewhere", &server).is_err());
        let fault = check_message(dns("elsewhere").as_ref(), "localhost", &server).unwrap_err();
        assert_eq!(fault.code(), WS_E_SECURITY_VERIFICATION_FAILURE);
        assert!(fault.texts()[0].contains("it is for localhost") && fault.texts()[0].contains("not for elsewhere"));
    }

    #[test]
    fn certificates() {
        let server = certificate("server");
        let identity = |name: &str| Some(Identity::Certificate(certificate(name).der().to_vec()));
        check_message(identity("server").as_ref(), "elsewhere", &server).unwrap();
        check_tls(identity("server").as_ref(), &server).unwrap();
        for check in
            [check_message(identity("ec").as_ref(), "localhost", &server), check_tls(identity("ec").as_ref(), &server)]
        {
            assert!(check.unwrap_err().texts()[0].contains("another certificate"));
        }
        let mut longer = certificate("server").der().to_vec();
        longer.push(0);
        assert!(check_message(Some(&Identity::Certificate(longer)), "localhost", &server).is_err());
    }

    #[test]
    fn rsa_keys() {
        let server = certificate("server");
        let key = server.x509().public_key().unwrap().rsa().unwrap();
        let (n, e) = (key.n().to_vec(), key.e().to_vec());
        let identity = |modulus: &[u8], exponent: &[u8]| {
            Some(Identity::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() })
        };
        check_tls(identity(&n, &e).as_ref(), &server).unwrap();
        check_message(identity(&[&[0][..], &n].concat(), &[&[0, 0][..], &e].concat()).as_ref(), "x", &server).unwrap();
        for wrong in [identity(&n[1..], &e), identity(&n, &n), identity(&[], &[]), identity(&[0], &e)] {
            assert!(check_tls(wrong.as_ref(), &server).is_err());
            assert!(check_message(wrong.as_ref(), "localhost", &server).is_err());
        }
        assert!(check_tls(identity(&n, &e).as_ref(), &certificate("ec")).is_err());
    }

    #[test]
    fn user_principal_names() {
        let client = certificate("client");
        let upn = |name: &str| Some(Identity::Upn(name.to_owned()));
        check_message(upn("Alice@example.com").as_ref(), "elsewhere", &client).unwrap();
        for wrong in ["alice@example.co", "alice", "", "bob@example.com"] {
            let fault = check_message(upn(wrong).as_ref(), "elsewhere", &client).unwrap_err();
            assert!(fault.texts()[0].contains("which it does not have"), "{fault:?}");
        }
    }

    #[test]
    fn what_certificates_do_not_have() {
        let server = certificate("server");
        for identity in [Identity::Upn("a@b".to_owned()), Identity::Spn("host/localhost".to_owned()), Identity::Unknown]
        {
            check_tls(Some(&identity), &server).unwrap();
            assert!(check_message(Some(&identity), "localhost", &server).is_err(), "{identity:?}");
        }
    }
}
