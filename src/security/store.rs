//! Certificate stores: folders of files. Which folders they are, and what is in them, is said at
//! WS_SUBJECT_NAME_CERT_CREDENTIAL.

mod folder;

use crate::abi::{CRYPT_E_NOT_FOUND, E_INVALIDARG};
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::{Certificate, decode, hex};
use crate::security::name::{self, SubjectPattern};
use folder::{Folder, Item};
use openssl::x509::X509;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// CERT_SYSTEM_STORE_CURRENT_USER.
pub(crate) const CURRENT_USER: u32 = 0x1_0000;
/// CERT_SYSTEM_STORE_LOCAL_MACHINE.
pub(crate) const LOCAL_MACHINE: u32 = 0x2_0000;

/// What to look for.
#[derive(Debug)]
pub(crate) enum Find {
    Subject(SubjectPattern),
    Thumbprint([u8; 20]),
    KeyIdentifier(Vec<u8>),
}

impl Find {
    fn matches(&self, x509: &X509, thumbprint: &[u8; 20]) -> bool {
        match self {
            Find::Subject(pattern) => pattern.matches(x509.subject_name()),
            Find::Thumbprint(wanted) => thumbprint == wanted,
            Find::KeyIdentifier(wanted) => x509.subject_key_id().is_some_and(|id| id.as_slice() == wanted),
        }
    }
}

/// The folders of a location, the first to be looked at first. Each has a sub-folder for each store.
fn locations(location: u32) -> Result<Vec<PathBuf>> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    match location {
        CURRENT_USER => {
            let home = set("HOME");
            let data = set("XDG_DATA_HOME")
                // As the specification of these folders says.
                .filter(|path| path.is_absolute())
                .or_else(|| home.as_deref().map(|home| home.join(".local/share")));
            let own = set("WEBSERVICES_CERT_STORE").or_else(|| data.map(|data| data.join("webservices/certs")));
            let dotnet = home.map(|home| home.join(".dotnet/corefx/cryptography/x509stores"));
            Ok(own.into_iter().chain(dotnet).collect())
        }
        LOCAL_MACHINE => Ok(vec![PathBuf::from("/etc/webservices/certs")]),
        _ => Err(Fault::invalid_arg(format!(
            "The store location {location:#x} is neither CERT_SYSTEM_STORE_CURRENT_USER (0x10000) nor \
             CERT_SYSTEM_STORE_LOCAL_MACHINE (0x20000)."
        ))),
    }
}

/// The one certificate of a store that fits, with its key and the issuers that are known. Several that fit are an error.
pub(crate) fn find(location: u32, store: &str, wanted: &Find) -> Result<Certificate> {
    find_in(&locations(location)?, store, wanted)
}

fn find_in(locations: &[PathBuf], store: &str, wanted: &Find) -> Result<Certificate> {
    check_name(store)?;
    let mut bad = Vec::new();
    let mut looked = Vec::new();
    for place in locations {
        let folders = folder::of_store(place, store);
        let items: Vec<&Item> = folders.iter().flat_map(|folder| folder.items()).collect();
        let mut found: Option<&Item> = None;
        for item in items.iter().filter(|item| wanted.matches(&item.x509, &item.thumbprint)) {
            match found {
                Some(other) if other.thumbprint != item.thumbprint => return Err(ambiguous(place, store, other, item)),
                // The same certificate twice: the one with a key is meant.
                Some(other) if other.has_key() || !item.has_key() => {}
                _ => found = Some(*item),
            }
        }
        if let Some(item) = found {
            return with_issuers(item.load()?, locations);
        }
        bad.extend(folders.iter().flat_map(|folder| folder.complaints().cloned()));
        looked.push(format!("{} (of {} there)", place.join(store).display(), items.len()));
    }
    let what = match wanted {
        Find::Subject(_) => "subject name".to_owned(),
        Find::Thumbprint(thumbprint) => format!("thumbprint {}", hex(thumbprint)),
        Find::KeyIdentifier(identifier) => format!("subject key identifier {}", hex(identifier)),
    };
    let mut text = format!("No certificate has this {what}. Looked in: {}.", looked.join("; "));
    for complaint in bad.iter().take(5) {
        text.push(' ');
        text.push_str(complaint);
    }
    Err(Fault::new(CRYPT_E_NOT_FOUND, text))
}

#[cold]
fn ambiguous(place: &Path, store: &str, one: &Item, other: &Item) -> Fault {
    let show = |item: &Item| format!("{} ({})", hex(&item.thumbprint), item.path().display());
    Fault::new(
        E_INVALIDARG,
        format!(
            "Two certificates in {} have the subject {}: {} and {}. Name one by its thumbprint.",
            place.join(store).display(),
            name::shown(one.x509.subject_name()),
            show(one),
            show(other)
        ),
    )
}

/// Adds the issuers that the CA stores have to a certificate whose file has none.
fn with_issuers(certificate: Certificate, locations: &[PathBuf]) -> Result<Certificate> {
    if !certificate.chain().is_empty() {
        return Ok(certificate);
    }
    let folders = all(locations, "CA");
    let issuers = folders.iter().flat_map(|folder| folder.items()).map(|item| item.x509.clone()).collect();
    certificate.with_chain(|x509| decode::chain_of(x509, issuers))
}

/// The folders of both locations.
pub(crate) fn places() -> Vec<PathBuf> {
    [CURRENT_USER, LOCAL_MACHINE].into_iter().filter_map(|location| locations(location).ok()).flatten().collect()
}

/// All of a store, wherever it is: the same folders are the same certificates.
pub(crate) fn all(places: &[PathBuf], store: &str) -> Vec<Arc<Folder>> {
    places.iter().flat_map(|place| folder::of_store(place, store)).collect()
}

/// Where the certificates of a folder are.
pub(crate) fn certificates(folders: &[Arc<Folder>]) -> impl Iterator<Item = (&X509, &[u8; 20])> {
    folders.iter().flat_map(|folder| folder.items()).map(|item| (&item.x509, &item.thumbprint))
}

/// The files with revocation lists.
pub(crate) fn revocation_lists(folders: &[Arc<Folder>]) -> impl Iterator<Item = &Path> {
    folders.iter().flat_map(|folder| folder.revocation_lists())
}

/// Whether two looks at folders saw the same files.
pub(crate) fn same(one: &[Arc<Folder>], other: &[Arc<Folder>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
}

pub(crate) use folder::{Folder as StoreFolder, read_key_file};

fn check_name(store: &str) -> Result<()> {
    if store.is_empty() || store.len() > 100 || store.contains(['/', '\\', '\0']) || store.starts_with('.') {
        return Err(Fault::invalid_arg(format!("\"{}\" is no name of a store.", store.escape_debug())));
    }
    Ok(())
}

/// Hexadecimal digits, as thumbprints and key identifiers are written.
pub(crate) fn digits(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect()
}

#[cfg(test)]
mod tests;
