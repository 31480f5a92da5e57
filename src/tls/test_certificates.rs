//! Certificates for tests: a small authority, and what it signs.

use crate::security::certificate::Certificate;
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name, X509NameBuilder};
use std::sync::atomic::{AtomicU32, Ordering};

const DAY: i64 = 86_400;

/// What a certificate is to say.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) subject: &'a str,
    pub(crate) dns: &'a [&'a str],
    pub(crate) ip: &'a [&'a str],
    /// From when until when, in days from now.
    pub(crate) days: (i64, i64),
    pub(crate) is_for_servers: bool,
    pub(crate) is_for_clients: bool,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Wanted {
            subject: "localhost",
            dns: &["localhost"],
            ip: &["127.0.0.1", "::1"],
            days: (-1, 1),
            is_for_servers: true,
            is_for_clients: true,
        }
    }
}

pub(crate) struct Authority {
    pub(crate) certificate: Certificate,
    key: PKey<Private>,
}

pub(crate) fn ec_key() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

pub(crate) fn rsa_key(bits: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

fn common_name(text: &str) -> X509Name {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, text).unwrap();
    name.build()
}

fn begin(subject: &str, key: &PKey<Private>, (from, until): (i64, i64)) -> X509Builder {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let time = |days: i64| Asn1Time::from_unix(now + days * DAY).unwrap();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let serial = BigNum::from_u32(NEXT.fetch_add(1, Ordering::Relaxed)).unwrap();
    builder.set_serial_number(&Asn1Integer::from_bn(&serial).unwrap()).unwrap();
    builder.set_subject_name(&common_name(subject)).unwrap();
    builder.set_not_before(&time(from)).unwrap();
    builder.set_not_after(&time(until)).unwrap();
    builder.set_pubkey(key).unwrap();
    builder
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let key = ec_key();
        Self::of(name, None, key)
    }

    /// One that this one has made.
    pub(crate) fn below(&self, name: &str) -> Self {
        let key = ec_key();
        Self::of(name, Some(self), key)
    }

    fn of(name: &str, above: Option<&Authority>, key: PKey<Private>) -> Self {
        let mut builder = begin(name, &key, (-1, 2));
        builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
        builder.append_extension(KeyUsage::new().critical().key_cert_sign().crl_sign().build().unwrap()).unwrap();
        let (certificate, chain) = match above {
            Some(above) => {
                builder.set_issuer_name(above.certificate.x509().subject_name()).unwrap();
                builder.sign(&above.key, MessageDigest::sha256()).unwrap();
                (builder.build(), vec![above.certificate.x509().to_owned()])
            }
            None => {
                builder.set_issuer_name(&common_name(name)).unwrap();
                builder.sign(&key, MessageDigest::sha256()).unwrap();
                (builder.build(), Vec::new())
            }
        };
        Authority { certificate: Certificate::new(certificate, Some(key.clone()), chain).unwrap(), key }
    }

    /// A certificate with an EC key.
    pub(crate) fn issue(&self, wanted: Wanted<'_>) -> Certificate {
        self.issue_for(wanted, ec_key())
    }

    pub(crate) fn issue_for(&self, wanted: Wanted<'_>, key: PKey<Private>) -> Certificate {
        let mut builder = begin(wanted.subject, &key, wanted.days);
        builder.set_issuer_name(self.certificate.x509().subject_name()).unwrap();
        let mut usage = ExtendedKeyUsage::new();
        if wanted.is_for_servers {
            usage.server_auth();
        }
        if wanted.is_for_clients {
            usage.client_auth();
        }
        if !wanted.is_for_servers && !wanted.is_for_clients {
            usage.code_signing();
        }
        builder.append_extension(usage.build().unwrap()).unwrap();
        let mut names = SubjectAlternativeName::new();
        for name in wanted.dns {
            names.dns(name);
        }
        for address in wanted.ip {
            names.ip(address);
        }
        if !wanted.dns.is_empty() || !wanted.ip.is_empty() {
            let names = names.build(&builder.x509v3_context(None, None)).unwrap();
            builder.append_extension(names).unwrap();
        }
        builder.sign(&self.key, MessageDigest::sha256()).unwrap();
        let chain =
            if self.certificate.chain().is_empty() { Vec::new() } else { vec![self.certificate.x509().to_owned()] };
        Certificate::new(builder.build(), Some(key), chain).unwrap()
    }
}
