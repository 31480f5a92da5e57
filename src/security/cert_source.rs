//! Certificates that credentials name: own ones with their keys, and those of services that are known in advance.

use crate::abi::{CERT_E_EXPIRED, WS_E_SECURITY_SYSTEM_FAILURE};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::Certificate;
use crate::security::name::{self, SubjectPattern};
use crate::security::settings::CertSource;
use crate::security::store::{self, Find};
use crate::security::trust;

impl CertSource {
    /// An own certificate, with its key, for the service at an address, reached through a URI. Blocks while files are
    /// read and while the program's callback runs. `None` where the program has no certificate.
    pub(crate) fn load(&self, target: Option<&[u16]>, via: Option<&[u16]>) -> Result<Option<Certificate>> {
        let Some(certificate) = self.load_public(target, via)? else { return Ok(None) };
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
    pub(crate) fn load_public(&self, target: Option<&[u16]>, via: Option<&[u16]>) -> Result<Option<Certificate>> {
        match self {
            CertSource::Subject { location, store, subject } => {
                store::find(*location, store, &Find::Subject(SubjectPattern::parse(subject)?)).map(Some)
            }
            CertSource::Thumbprint { location, store, thumbprint } => {
                store::find(*location, store, &Find::Thumbprint(*thumbprint)).map(Some)
            }
            CertSource::Callback(callback) => callback.get(target, via),
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
