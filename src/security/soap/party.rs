//! Certificates of the two sides, with their keys prepared, and how messages refer to them.

use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::crypto::keys::{PrivateKey, PublicKey};
use openssl::x509::X509NameRef;
use std::sync::{Arc, OnceLock};

/// A certificate whose keys were decoded once; clones are the same.
#[derive(Clone, Debug)]
pub(crate) struct Party(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    certificate: Certificate,
    public: PublicKey,
    private: Option<PrivateKey>,
    serial: String,
    /// What messages say of it, by [`Written`], once one has.
    written: [OnceLock<Vec<u8>>; 4],
}

/// What messages that are sent say of a certificate, which is the same in all of them: its token, and references to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Written {
    Token,
    SubjectKeyIdentifier,
    Thumbprint,
    IssuerSerial,
}

/// How a message says which certificate it means, when it does not bring it along.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reference {
    Thumbprint(Vec<u8>),
    SubjectKeyIdentifier(Vec<u8>),
    /// As XML Signature writes them: a name as RFC 4514 has it, and a decimal number.
    IssuerSerial {
        issuer: String,
        serial: String,
    },
}

impl Party {
    pub(crate) fn new(certificate: Certificate) -> Result<Self> {
        let public = PublicKey::of(&certificate)?;
        let private = certificate.key().is_some().then(|| PrivateKey::of(&certificate)).transpose()?;
        let serial = certificate.x509().serial_number().to_bn().and_then(|number| number.to_dec_str());
        let serial = serial.map_err(|_| Fault::invalid_format("The serial number of a certificate cannot be read."))?;
        let (serial, written) = (serial.to_string(), Default::default());
        Ok(Party(Arc::new(Inner { certificate, public, private, serial, written })))
    }

    pub(crate) fn certificate(&self) -> &Certificate {
        &self.0.certificate
    }

    pub(crate) fn public(&self) -> &PublicKey {
        &self.0.public
    }

    pub(crate) fn private(&self) -> Result<&PrivateKey> {
        self.0.private.as_ref().ok_or_else(|| Fault::invalid_arg("The private key of the certificate is missing."))
    }

    /// Whether it is the same certificate.
    pub(crate) fn is(&self, other: &Party) -> bool {
        self.certificate().der() == other.certificate().der()
    }

    /// The extension subjectKeyIdentifier.
    pub(crate) fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.certificate().x509().subject_key_id().map(|id| id.as_slice())
    }

    /// Issuer and serial number as XML Signature writes them.
    pub(crate) fn issuer_serial(&self) -> (String, &str) {
        (write_name(self.certificate().x509().issuer_name()), &self.0.serial)
    }

    /// What messages say of it, made once.
    pub(super) fn written(&self, what: Written, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<&[u8]> {
        let [token, subject_key_identifier, thumbprint, issuer_serial] = &self.0.written;
        let place = match what {
            Written::Token => token,
            Written::SubjectKeyIdentifier => subject_key_identifier,
            Written::Thumbprint => thumbprint,
            Written::IssuerSerial => issuer_serial,
        };
        if let Some(written) = place.get() {
            return Ok(written);
        }
        let made = make()?;
        Ok(place.get_or_init(|| made))
    }

    pub(crate) fn matches(&self, reference: &Reference) -> bool {
        match reference {
            Reference::Thumbprint(value) => self.certificate().thumbprint()[..] == value[..],
            Reference::SubjectKeyIdentifier(value) => self.subject_key_identifier() == Some(&value[..]),
            Reference::IssuerSerial { issuer, serial } => {
                serial.trim_start_matches('0') == self.0.serial.trim_start_matches('0')
                    && is_name(self.certificate().x509().issuer_name(), issuer)
            }
        }
    }
}

/// A distinguished name as RFC 4514 writes it, the last part first.
fn write_name(name: &X509NameRef) -> String {
    let mut parts: Vec<String> = Vec::new();
    for entry in name.entries() {
        let key = entry.object().nid().short_name().unwrap_or("OID").to_owned();
        let value = entry.data().to_string().unwrap_or_default();
        let mut escaped = String::new();
        for (index, c) in value.char_indices() {
            let is_edge = index == 0 || index + c.len_utf8() == value.len();
            if matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';') || is_edge && c == ' ' || index == 0 && c == '#' {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        parts.push(format!("{key}={escaped}"));
    }
    parts.reverse();
    parts.join(",")
}

/// Whether a text is a distinguished name. Its parts may be in either order, for implementations differ there, and what
/// is compared with is a certificate that is trusted for other reasons.
fn is_name(name: &X509NameRef, text: &str) -> bool {
    let Some(said) = split_name(text) else { return false };
    let own: Vec<(String, String)> = name
        .entries()
        .map(|entry| {
            let key = entry.object().nid().short_name().unwrap_or("OID").to_ascii_uppercase();
            (canonical_key(&key).to_owned(), entry.data().to_string().unwrap_or_default())
        })
        .collect();
    let is = |said: &(String, String), own: &(String, String)| said.0 == own.0 && said.1.trim() == own.1.trim();
    said.len() == own.len()
        && (said.iter().zip(&own).all(|(said, own)| is(said, own))
            || said.iter().rev().zip(&own).all(|(said, own)| is(said, own)))
}

/// Names that Windows, OpenSSL and others have for one attribute.
fn canonical_key(key: &str) -> &str {
    match key {
        "S" | "SP" => "ST",
        "E" | "EMAIL" => "EMAILADDRESS",
        "SERIALNUMBER" => "SERIALNUMBER",
        other => other,
    }
}

fn split_name(text: &str) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let (mut key, mut value) = (String::new(), String::new());
    let (mut in_value, mut in_quotes, mut is_escaped) = (false, false, false);
    for c in text.chars().chain([',']) {
        match c {
            _ if is_escaped => {
                value.push(c);
                is_escaped = false;
            }
            '\\' if in_value => is_escaped = true,
            '"' if in_value => in_quotes = !in_quotes,
            ',' | ';' | '+' if !in_quotes => {
                if !in_value {
                    return None;
                }
                let name = key.trim().to_ascii_uppercase();
                parts.push((canonical_key(&name).to_owned(), core::mem::take(&mut value).trim().to_owned()));
                key.clear();
                in_value = false;
            }
            '=' if !in_value => in_value = true,
            _ if in_value => value.push(c),
            _ => key.push(c),
        }
    }
    (!in_value && !in_quotes).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use openssl::x509::X509NameBuilder;

    fn name(parts: &[(&str, &str)]) -> openssl::x509::X509Name {
        let mut builder = X509NameBuilder::new().unwrap();
        for (key, value) in parts {
            builder.append_entry_by_text(key, value).unwrap();
        }
        builder.build()
    }

    #[test]
    fn names_are_known_as_others_write_them() {
        let name = name(&[("C", "DE"), ("ST", "Bayern"), ("O", "A, B \"C\""), ("CN", "CA")]);
        let written = write_name(&name);
        assert_eq!(written, "CN=CA,O=A\\, B \\\"C\\\",ST=Bayern,C=DE");
        assert!(is_name(&name, &written));
        for same in ["CN=CA, O=\"A, B \\\"C\\\"\", S=Bayern, C=DE", "C=DE,ST=Bayern,O=A\\, B \\\"C\\\",CN=CA"] {
            assert!(is_name(&name, same), "{same}");
        }
        for other in ["", "CN=CA", "CN=CA,O=A\\, B \\\"C\\\",ST=Bayern,C=US", "CN", "CN=CA,O=\"A"] {
            assert!(!is_name(&name, other), "{other}");
        }
    }
}
