//! Whether the other side's certificate is to be believed, and whether it is the one that was meant.

use super::peer::Peer;
use crate::abi::WS_E_SECURITY_VERIFICATION_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::PeerCheck;
use core::net::IpAddr;
use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::X509VerifyParam;
use openssl::x509::{X509PurposeId, X509StoreContext};
use std::sync::Arc;

/// What the certificate is to be good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    Server,
    Client,
}

/// Whom the certificate has to name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Expected {
    /// The host of the URL.
    Host,
    /// WS_DNS_ENDPOINT_IDENTITY of the address.
    Dns(String),
    /// Any name that a trusted issuer has given: clients are told apart by the program.
    Anyone,
}

/// Checks the certificate of the other side.
pub(super) fn verify(
    peer: Option<&Arc<Peer>>,
    check: &PeerCheck,
    purpose: Purpose,
    expected: &Expected,
    host: &str,
) -> Result<()> {
    let refused = |why: &str| Fault::new(WS_E_SECURITY_VERIFICATION_FAILURE, why);
    let certificate = peer.and_then(|peer| peer.certificate()).ok_or_else(|| refused("There is no certificate."))?;
    let name = match expected {
        Expected::Host => Some(host),
        Expected::Dns(name) => Some(name.as_str()),
        Expected::Anyone => None,
    };
    let run = || -> Result<(bool, String), ErrorStack> {
        let mut store = X509StoreBuilder::new()?;
        match &check.trust_anchors {
            Some(anchors) => {
                for anchor in anchors {
                    store.add_cert(anchor.x509().to_owned())?;
                }
            }
            None => store.set_default_paths()?,
        }
        let mut param = X509VerifyParam::new()?;
        param.set_purpose(match purpose {
            Purpose::Server => X509PurposeId::SSL_SERVER,
            Purpose::Client => X509PurposeId::SSL_CLIENT,
        })?;
        param.set_auth_level(2);
        if let Some(name) = name {
            match name.parse::<IpAddr>() {
                Ok(address) => param.set_ip(address)?,
                Err(_) => param.set_host(name)?,
            }
        }
        store.set_param(&param)?;
        let mut untrusted = Stack::new()?;
        for issuer in certificate.chain() {
            untrusted.push(issuer.clone())?;
        }
        let mut context = X509StoreContext::new()?;
        context.init(&store.build(), certificate.x509(), &untrusted, |context| {
            let is_sound = context.verify_cert()?;
            Ok((is_sound, context.error().error_string().to_owned()))
        })
    };
    let outcome = run();
    super::session::clear_errors();
    match outcome {
        Ok((true, _)) => Ok(()),
        Ok((false, why)) => Err(refused(&format!("The certificate does not hold: {why}."))),
        Err(errors) => Err(super::problem::system("The check of the certificate", &errors)),
    }
}
