//! Messages of Mono's WCF: `../shared/vectors/wcf-mono`, where that folder is there.

use super::*;
use std::path::{Path, PathBuf};

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

fn profile_of(folder: &Path, role: Role, mode: CertMode) -> Profile {
    let (own, other) = if role == Role::Server { ("service", "client") } else { ("client", "service") };
    profile(party(folder, own), party(folder, other), role, mode)
}

fn message(folder: &Path, case: &str, name: &str) -> String {
    std::fs::read_to_string(folder.join(case).join(format!("{name}.xml"))).unwrap()
}

/// The body's plaintext as the analysis has it.
fn plain_body(folder: &Path, case: &str, name: &str) -> String {
    let analysis = std::fs::read(folder.join(case).join("analysis.json")).unwrap();
    let analysis: serde_json::Value = serde_json::from_slice(&analysis).unwrap();
    let data = analysis[name]["encrypted_data"].as_array().unwrap();
    data.iter().find(|data| data["type"] == "Content").unwrap()["plain"].as_str().unwrap().to_owned()
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
        let server = Profile { order, ..profile_of(&folder, Role::Server, mode) };
        let client = Profile { order, ..profile_of(&folder, Role::Client, mode) };
        for number in ["01", "02"] {
            let name = format!("{number}-request");
            let request =
                open(&server, &message(&folder, case, &name), None).unwrap_or_else(|f| panic!("{case} {name} {f:?}"));
            check_opened(&request, &plain_body(&folder, case, &name), &["Timestamp"]);
            assert!(request.facts.is_encrypted());
            assert!(request.peer.as_ref().unwrap().is(&party(&folder, "client")));
            let name = format!("{number}-response");
            let reply = open(&client, &message(&folder, case, &name), Some(&request.exchange))
                .unwrap_or_else(|f| panic!("{case} {name} {f:?}"));
            check_opened(&reply, &plain_body(&folder, case, &name), &["Timestamp"]);
            assert!(reply.peer.as_ref().unwrap().is(&party(&folder, "service")));
        }
    }
}
