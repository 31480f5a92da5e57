//! Messages of Mono's WCF: `../shared/vectors/wcf-mono`, where that folder is there.

use super::names::Ns;
use super::party::Party;
use super::profile::{Cache, Peers, Profile};
use super::unseal::{Unsealed, unseal};
use super::{refused, scan};
use crate::abi::*;
use crate::runtime::fault::Result;
use crate::security::certificate::Certificate;
use crate::security::crypto::suite::Suite;
use crate::security::settings::{CertMode, CertReference, ProtectionOrder, Requirement, Role};
use crate::xml::reader::settings::Settings;
use openssl::pkey::PKey;
use openssl::x509::X509;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn vectors() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/wcf-mono");
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// Who is called so in the vectors.
fn party(folder: &Path, name: &str) -> Party {
    let read = |ext: &str| std::fs::read(folder.join("certs").join(format!("{name}.{ext}"))).unwrap();
    let key = PKey::private_key_from_pem(&read("key")).unwrap();
    Party::new(Certificate::new(X509::from_pem(&read("pem")).unwrap(), Some(key), Vec::new()).unwrap()).unwrap()
}

/// Trusts some certificates, and no others.
#[derive(Debug)]
struct Only(Vec<Party>);

impl Peers for Only {
    fn check(&self, certificate: &Certificate) -> Result<()> {
        let is = self.0.iter().any(|party| party.certificate().der() == certificate.der());
        if is { Ok(()) } else { Err(refused("The certificate is not trusted.")) }
    }

    fn find(&self, is: &dyn Fn(&Certificate) -> bool) -> Result<Option<Certificate>> {
        Ok(self.0.iter().map(|party| party.certificate().clone()).find(|certificate| is(certificate)))
    }
}

fn profile(folder: &Path, role: Role, mode: CertMode) -> Profile {
    let (own, other) = if role == Role::Server { ("service", "client") } else { ("client", "service") };
    let other = party(folder, other);
    Profile {
        role,
        mode,
        suite: Suite::named(WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256).unwrap(),
        encrypts: true,
        order: ProtectionOrder::SignBeforeEncryptAndEncryptSignature,
        derives_keys: mode == CertMode::Symmetric,
        is_sc_13: false,
        confirms: mode == CertMode::Symmetric,
        has_user_name: false,
        client_certificate: Requirement::Required,
        timestamps: (true, true),
        own_reference: CertReference::Auto,
        recipient_reference: CertReference::Auto,
        own: Some(party(folder, own)),
        service: (role == Role::Client).then(|| other.clone()),
        peers: Arc::new(Only(vec![other])),
        settings: Settings::default(),
        cache: Cache::default(),
    }
}

fn message(folder: &Path, case: &str, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(case).join(format!("{name}.xml"))).unwrap()
}

/// The body's plaintext as the analysis has it.
fn plain_body(folder: &Path, case: &str, name: &str) -> String {
    let analysis = std::fs::read(folder.join(case).join("analysis.json")).unwrap();
    let analysis: serde_json::Value = serde_json::from_slice(&analysis).unwrap();
    let data = analysis[name]["encrypted_data"].as_array().unwrap();
    data.iter().find(|data| data["type"] == "Content").unwrap()["plain"].as_str().unwrap().to_owned()
}

fn check(unsealed: &Unsealed, plain: &str) {
    let text = std::str::from_utf8(&unsealed.bytes).unwrap();
    let (_, body) = text.split_once(plain).unwrap_or_else(|| panic!("{plain} is not in {text}"));
    assert_eq!(body, "</s:Body></s:Envelope>");
    assert!(unsealed.was_encrypted);
    let mut scan = scan::scan(unsealed.bytes.clone(), Settings::default()).unwrap();
    let security = scan.security().unwrap();
    let doc = scan.doc();
    let left: Vec<String> = doc.children(security).map(|el| doc.name(el)).collect();
    assert_eq!(left, ["Timestamp"]);
    assert_eq!(doc.ns(security), Ns::Wsse);
}

const CASES: [(&str, CertMode, ProtectionOrder); 4] = [
    ("ws-cert", CertMode::Symmetric, ProtectionOrder::SignBeforeEncryptAndEncryptSignature),
    ("ws2007-cert", CertMode::Symmetric, ProtectionOrder::SignBeforeEncryptAndEncryptSignature),
    ("cu-asym", CertMode::Asymmetric, ProtectionOrder::SignBeforeEncryptAndEncryptSignature),
    ("cu-asym+sbe", CertMode::Asymmetric, ProtectionOrder::SignBeforeEncrypt),
];

#[test]
fn messages_of_wcf_are_opened() {
    let Some(folder) = vectors() else { return };
    for (case, mode, order) in CASES {
        let server = Profile { order, ..profile(&folder, Role::Server, mode) };
        let client = Profile { order, ..profile(&folder, Role::Client, mode) };
        for number in ["01", "02"] {
            let name = format!("{number}-request");
            let request =
                unseal(&server, message(&folder, case, &name), None).unwrap_or_else(|f| panic!("{case} {name} {f:?}"));
            check(&request, &plain_body(&folder, case, &name));
            assert!(request.peer.as_ref().unwrap().is(&party(&folder, "client")));
            let name = format!("{number}-response");
            let reply = unseal(&client, message(&folder, case, &name), Some(&request.exchange))
                .unwrap_or_else(|f| panic!("{case} {name} {f:?}"));
            check(&reply, &plain_body(&folder, case, &name));
            assert!(reply.peer.as_ref().unwrap().is(&party(&folder, "service")));
        }
    }
}
