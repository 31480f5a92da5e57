//! Certificates that credentials name: own ones with their keys, and those of services that are known in advance.

use crate::abi::{CERT_E_EXPIRED, WS_E_SECURITY_SYSTEM_FAILURE, WS_ENDPOINT_ADDRESS};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::name::{self, SubjectPattern};
use crate::security::settings::CertSource;
use crate::security::store::{self, Find};
use crate::security::trust;

impl CertSource {
    /// An own certificate, with its key; of a client, for the service at an address. Blocks while files are read and while
    /// the program's callback runs. `None` where the program has no certificate.
    pub(crate) fn load(&self, target: Option<&WS_ENDPOINT_ADDRESS>) -> Result<Option<Certificate>> {
        let Some(certificate) = self.load_public(target)? else { return Ok(None) };
        if certificate.key().is_none() {
            return Err(Fault::new(
                WS_E_SECURITY_SYSTEM_FAILURE,
                format!("The certificate {} has no private key.", shown(&certificate)),
            ));
        }
        usable(&certificate)?;
        Ok(Some(certificate))
    }

    /// A certificate whose key may be somebody else's, as [`load`](Self::load) otherwise. It is not checked.
    pub(crate) fn load_public(&self, target: Option<&WS_ENDPOINT_ADDRESS>) -> Result<Option<Certificate>> {
        match self {
            CertSource::Subject { location, store, subject } => {
                store::find(*location, store, &Find::Subject(SubjectPattern::parse(subject)?)).map(Some)
            }
            CertSource::Thumbprint { location, store, thumbprint } => {
                store::find(*location, store, &Find::Thumbprint(*thumbprint)).map(Some)
            }
            CertSource::Callback(callback) => callback.get(target),
        }
    }
}

/// Refuses an own certificate that is out of its dates: peers would, and the reason is clearer here.
pub(crate) fn usable(certificate: &Certificate) -> Result<()> {
    trust::within_dates(certificate.x509()).map_err(|what| {
        Fault::new(CERT_E_EXPIRED, format!("The certificate {} cannot be used: it {what}.", shown(certificate)))
    })
}

fn shown(certificate: &Certificate) -> String {
    format!("{} ({})", name::shown(certificate.x509().subject_name()), certificate.thumbprint_text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{CRYPT_E_NOT_FOUND, E_INVALIDARG};
    use crate::security::settings::GetCertificate;
    use crate::security::store::CURRENT_USER;
    use crate::security::test_certs::certificate;
    use std::sync::Arc;

    #[derive(Debug)]
    struct Give(Option<Certificate>);

    impl GetCertificate for Give {
        fn get(&self, target: Option<&WS_ENDPOINT_ADDRESS>) -> Result<Option<Certificate>> {
            assert!(target.is_none());
            Ok(self.0.clone())
        }

        fn tell_issuers(&self, _: &[Vec<u8>]) -> Result<()> {
            Ok(())
        }
    }

    fn given(certificate: Option<Certificate>) -> CertSource {
        CertSource::Callback(Arc::new(Give(certificate)))
    }

    #[test]
    fn own_certificates_have_their_key_and_their_time() {
        let load = |certificate| given(certificate).load(None);
        assert!(load(None).unwrap().is_none());
        assert_eq!(load(Some(certificate("client"))).unwrap(), Some(certificate("client")));
        for (name, part) in [("expired", "it was valid until Jan  1"), ("future", "it is not valid before")] {
            let fault = load(Some(certificate(name))).unwrap_err();
            assert!(fault.code() == CERT_E_EXPIRED && fault.texts()[0].contains(part), "{fault:?}");
        }
        let alone = Certificate::from_der(certificate("client").der()).unwrap();
        let fault = load(Some(alone.clone())).unwrap_err();
        assert_eq!(fault.code(), WS_E_SECURITY_SYSTEM_FAILURE);
        assert!(fault.texts()[0].contains("has no private key"), "{fault:?}");
        // The certificate of somebody else is not ours to judge here.
        assert_eq!(given(Some(alone.clone())).load_public(None).unwrap(), Some(alone));
    }

    #[test]
    fn certificates_that_are_not_there_are_said() {
        let store = || "No such store of the tests".to_owned();
        let subject = |subject: &str| {
            let source = CertSource::Subject { location: CURRENT_USER, store: store(), subject: subject.to_owned() };
            source.load(None).unwrap_err().code()
        };
        assert_eq!(subject("CN=nobody"), CRYPT_E_NOT_FOUND);
        assert_eq!(subject("CN="), CRYPT_E_NOT_FOUND);
        assert_eq!(subject("=nobody"), E_INVALIDARG);
        let source = CertSource::Thumbprint { location: CURRENT_USER, store: store(), thumbprint: [1; 20] };
        assert_eq!(source.load(None).unwrap_err().code(), CRYPT_E_NOT_FOUND);
    }
}
