use super::*;
use crate::abi::WS_E_SECURITY_SYSTEM_FAILURE;
use crate::security::test_certs::{certificate, file, folder as certs};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A location of its own, gone at the end.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("wws-store-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("my")).unwrap();
        Place(path)
    }

    /// Writes a file of the store with a mode.
    fn put(&self, name: &str, mode: u32, parts: &[&str]) {
        let bytes: Vec<u8> = parts.iter().flat_map(|part| file(part)).collect();
        self.write(name, mode, &bytes);
    }

    fn write(&self, name: &str, mode: u32, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn find(&self, wanted: &Find) -> Result<Certificate> {
        find_in(std::slice::from_ref(&self.0), "My", wanted)
    }

    fn subject(&self, subject: &str) -> Result<Certificate> {
        self.find(&Find::Subject(SubjectPattern::parse(subject).unwrap()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn every_form_is_found_with_its_key() {
    for (name, parts) in [
        ("forms-pem", &[("my/a.pem", &["server.key", "server.pem"][..])][..]),
        ("forms-crt", &[("my/a.CRT", &["server.pem"]), ("my/a.key", &["server.key"])]),
        ("forms-p12", &[("my/a.p12", &["server.p12"])]),
    ] {
        let place = Place::new(name);
        for (path, parts) in parts {
            place.put(path, 0o600, parts);
        }
        if name == "forms-p12" {
            place.write("my/a.password", 0o600, b"secret\r\n");
        }
        let found = place.subject("CN=localhost,O=Test").unwrap();
        assert!(found.key().is_some() && found == certificate("server"), "{name}");
        assert_eq!(found.chain().len(), 1, "{name}");
        assert_eq!(place.find(&Find::Thumbprint(*found.thumbprint())).unwrap(), found);
        let identifier = found.x509().subject_key_id().unwrap().as_slice().to_vec();
        assert_eq!(place.find(&Find::KeyIdentifier(identifier)).unwrap(), found);
    }
}

#[test]
fn issuers_come_from_the_ca_store() {
    let place = Place::new("issuers");
    let leaf = certificate("client").x509().to_pem().unwrap();
    place.write("my/client.pem", 0o600, &[leaf, file("client.key")].concat());
    assert_eq!(place.subject("Alice").unwrap().chain().len(), 0);
    place.put("CA/all.pem", 0o644, &["ca.pem", "other-ca.pem", "inter.pem"]);
    assert_eq!(place.subject("Alice").unwrap().chain().len(), 1);
}

#[test]
fn two_of_one_subject_are_an_error() {
    let place = Place::new("two");
    place.put("my/1.pem", 0o600, &["alice1.pem", "alice1.key"]);
    // The same one again is no second one, and the one with the key is meant.
    place.put("my/0.pem", 0o644, &["alice1.pem"]);
    assert!(place.subject("Alice Twice").unwrap().key().is_some());
    place.put("my/2.pem", 0o600, &["alice2.pem", "alice2.key"]);
    let fault = place.subject("Alice Twice").unwrap_err();
    assert_eq!(fault.code(), E_INVALIDARG);
    for name in ["alice1", "alice2"] {
        assert!(fault.texts()[0].contains(&certificate(name).thumbprint_text()), "{fault:?}");
        let found = place.find(&Find::Thumbprint(*certificate(name).thumbprint())).unwrap();
        assert!(found.key().is_some() && found == certificate(name));
    }
}

#[test]
fn what_is_not_there_is_said() {
    let place = Place::new("nothing");
    place.put("my/server.pem", 0o600, &["server.pem", "server.key"]);
    place.write("my/broken.pem", 0o600, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for wrong in ["local", "ocalhost", "localhost.", "CN=localhost", "CN=localhost,O=Tes"] {
        let fault = place.subject(wrong).unwrap_err();
        assert_eq!(fault.code(), CRYPT_E_NOT_FOUND, "{wrong}");
        assert!(fault.texts()[0].contains("broken.pem was not used"), "{fault:?}");
    }
    let fault = place.find(&Find::Thumbprint([7; 20])).unwrap_err();
    assert!(fault.texts()[0].contains("0707070707"), "{fault:?}");
    let nowhere = [place.0.join("missing")];
    let wanted = Find::Thumbprint([7; 20]);
    assert_eq!(find_in(&nowhere, "My", &wanted).unwrap_err().code(), CRYPT_E_NOT_FOUND);
    for bad in ["", ".", "..", "a/b", "../my", "a\0"] {
        assert_eq!(find_in(std::slice::from_ref(&place.0), bad, &wanted).unwrap_err().code(), E_INVALIDARG, "{bad}");
    }
    assert_eq!(find(3, "My", &wanted).unwrap_err().code(), E_INVALIDARG);
}

#[test]
fn keys_are_nobody_elses() {
    let place = Place::new("open");
    place.put("my/server.crt", 0o644, &["server.pem"]);
    place.put("my/server.key", 0o604, &["server.key"]);
    let refused = |part: &str| {
        let fault = place.subject("localhost").unwrap_err();
        assert_eq!(fault.code(), WS_E_SECURITY_SYSTEM_FAILURE, "{fault:?}");
        assert!(fault.texts().join(" ").contains(part), "{fault:?}");
    };
    refused("server.key has a private key and is open to everyone (mode 604)");
    place.put("my/server.key", 0o602, &["server.key"]);
    refused("(mode 602)");
    place.put("my/server.key", 0o640, &["server.key"]);
    assert!(place.subject("localhost").unwrap().key().is_some(), "a group may have it");
    fs::remove_file(place.0.join("my/server.key")).unwrap();
    std::os::unix::fs::symlink("/nowhere", place.0.join("my/server.key")).unwrap();
    refused("cannot be read");
    fs::remove_file(place.0.join("my/server.key")).unwrap();
    fs::create_dir(place.0.join("my/server.key")).unwrap();
    fs::set_permissions(place.0.join("my/server.key"), fs::Permissions::from_mode(0o700)).unwrap();
    refused("it is no regular file");
    fs::remove_dir(place.0.join("my/server.key")).unwrap();
    assert!(place.subject("localhost").unwrap().key().is_none());
}

#[test]
fn keys_that_cannot_be_had_are_said() {
    let place = Place::new("keys");
    place.put("my/server.crt", 0o644, &["server.pem"]);
    place.put("my/server.key", 0o600, &["client.key"]);
    let refused = |part: &str| {
        let texts = place.subject("localhost").unwrap_err().texts().join(" ");
        assert!(texts.contains(part) && texts.contains("server."), "{texts}");
    };
    refused("does not belong");
    place.put("my/server.key", 0o600, &["encrypted.key"]);
    refused("there is no password");
    place.write("my/server.password", 0o600, b"wrong\n");
    refused("is the password right?");
    place.write("my/server.password", 0o644, b"secret\n");
    refused("server.password has a private key and is open to everyone");
    place.write("my/server.password", 0o600, b"secret\nand more");
    assert!(place.subject("localhost").unwrap().key().is_some());
}

#[test]
fn changes_are_seen_and_nothing_else_is_read_again() {
    let place = Place::new("changes");
    place.put("my/server.pem", 0o600, &["server.pem", "server.key"]);
    let before = folder::of_store(&place.0, "My");
    assert!(same(&before, &folder::of_store(&place.0, "MY")));
    place.put("my/client.pem", 0o600, &["client.pem", "client.key"]);
    let after = folder::of_store(&place.0, "My");
    assert!(!same(&before, &after));
    assert_eq!(certificates(&after).count(), 2);
    place.put("my/list.crl", 0o600, &["crl.pem"]);
    let with_list = folder::of_store(&place.0, "My");
    assert!(!same(&after, &with_list));
    assert_eq!(revocation_lists(&with_list).count(), 1);
    fs::remove_file(place.0.join("my/server.pem")).unwrap();
    assert!(place.subject("localhost").is_err());
    // Of the same length, in place: the times say it.
    place.put("my/client.pem", 0o600, &["ec.pem", "ec.key"]);
    assert!(place.subject("localhost").is_ok());
}

#[test]
fn the_script_makes_a_store() {
    let stores = [certs().join("stores")];
    for name in ["localhost", "Alice"] {
        let wanted = Find::Subject(SubjectPattern::parse(name).unwrap());
        assert!(find_in(&stores, "My", &wanted).unwrap().key().is_some());
    }
}
