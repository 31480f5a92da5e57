//! One folder of a certificate store, as it was read the last time, and read again where files changed.

use crate::abi::WS_E_SECURITY_SYSTEM_FAILURE;
use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::{Certificate, decode};
use crate::security::settings::Secret;
use openssl::sha::sha1;
use openssl::x509::X509;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// More files than that are not looked at.
const MAX_FILES: usize = 10_000;
/// More folders than that are not remembered; only programs that change their environment have as many.
const MAX_FOLDERS: usize = 64;

/// What says that a file is still the same.
#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    mode: u32,
    changed: (i64, i64),
    modified: (i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Stamp {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            mode: metadata.mode(),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        }
    }
}

/// The files of a store in one place.
pub(crate) struct Folder {
    files: Vec<Arc<StoreFile>>,
    revocation_lists: Vec<(PathBuf, Stamp)>,
}

/// A file with certificates.
struct StoreFile {
    path: PathBuf,
    /// Of the file, the key beside it, and the password beside it.
    stamps: Vec<Option<Stamp>>,
    items: Vec<Item>,
    /// Why there are no certificates.
    complaint: Option<String>,
}

/// A certificate in a store.
pub(crate) struct Item {
    pub(crate) x509: X509,
    pub(crate) thumbprint: [u8; 20],
    source: Source,
}

/// Where the certificate is, and its key.
enum Source {
    /// Without a key.
    Alone(PathBuf),
    /// The file with the certificate, and that with the key, which may be the same.
    WithKey(PathBuf, PathBuf),
    Pkcs12(PathBuf),
}

impl Folder {
    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.files.iter().flat_map(|file| &file.items)
    }

    /// What is wrong with files that could not be used.
    pub(crate) fn complaints(&self) -> impl Iterator<Item = &String> {
        self.files.iter().filter_map(|file| file.complaint.as_ref())
    }

    pub(crate) fn revocation_lists(&self) -> impl Iterator<Item = &Path> {
        self.revocation_lists.iter().map(|(path, _)| path.as_path())
    }
}

impl Item {
    pub(crate) fn path(&self) -> &Path {
        match &self.source {
            Source::Alone(path) | Source::WithKey(path, _) | Source::Pkcs12(path) => path,
        }
    }

    pub(crate) fn has_key(&self) -> bool {
        !matches!(self.source, Source::Alone(_))
    }

    /// The certificate with its key and chain, from its file. Keys do not stay in memory for nothing.
    pub(crate) fn load(&self) -> Result<Certificate> {
        let loaded = match &self.source {
            Source::Alone(_) => Certificate::new(self.x509.clone(), None, Vec::new()),
            Source::WithKey(path, key) => load_pair(path, key),
            Source::Pkcs12(path) => read_key_file(path).and_then(|file| {
                let password = password_beside(path)?;
                decode::pkcs12(file.bytes(), password.as_ref())
            }),
        };
        let loaded = loaded.map(|certificate| certificate.with_answer(self.path().with_extension("ocsp")));
        loaded.map_err(|fault| fault.context(format!("This concerns the certificate in {}.", self.path().display())))
    }
}

fn load_pair(path: &Path, key: &Path) -> Result<Certificate> {
    let key_bytes = read_key_file(key)?;
    let password = password_beside(key)?;
    let key = decode::private_key(key_bytes.bytes(), password.as_ref())
        .map_err(|fault| fault.context(format!("This concerns the private key in {}.", key.display())))?;
    let certificates = decode::certificates(&read(path).map_err(|problem| unreadable(path, &problem))?)?.certificates;
    decode::together(certificates, Some(key))
}

/// The folders of a location whose name is that of the store, in upper or lower case.
pub(crate) fn of_store(location: &Path, store: &str) -> Vec<Arc<Folder>> {
    let Ok(entries) = fs::read_dir(location) else { return Vec::new() };
    let mut names: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .filter(|name| name.to_str().is_some_and(|name| name.eq_ignore_ascii_case(store)))
        .collect();
    names.sort();
    names.iter().filter_map(|name| look(&location.join(name))).collect()
}

static KNOWN: LazyLock<Mutex<BTreeMap<PathBuf, Arc<Folder>>>> = LazyLock::new(Mutex::default);

/// What is in a folder now; the same object as the last time if nothing changed.
fn look(path: &Path) -> Option<Arc<Folder>> {
    let before = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(path).ok()?.take(MAX_FILES).filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();

    let mut now = Folder { files: Vec::new(), revocation_lists: Vec::new() };
    let mut is_new = false;
    for path in paths {
        let extension = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        match extension.as_deref() {
            Some("pem" | "crt" | "cer" | "pfx" | "p12") => {
                let stamps: Vec<_> = [path.clone(), path.with_extension("key"), path.with_extension("password")]
                    .iter()
                    .map(|path| fs::metadata(path).ok().as_ref().map(Stamp::of))
                    .collect();
                let known = before.iter().flat_map(|folder| &folder.files);
                let mut known = known.filter(|file| file.path == path && file.stamps == stamps);
                let file = known.next().cloned().unwrap_or_else(|| {
                    is_new = true;
                    Arc::new(StoreFile::read(&path, stamps))
                });
                now.files.push(file);
            }
            Some("crl") => {
                if let Ok(metadata) = fs::metadata(&path)
                    && metadata.is_file()
                {
                    now.revocation_lists.push((path, Stamp::of(&metadata)));
                }
            }
            _ => {}
        }
    }
    if let Some(before) = before
        && !is_new
        && before.files.len() == now.files.len()
        && before.revocation_lists == now.revocation_lists
    {
        return Some(before);
    }
    let now = Arc::new(now);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MAX_FOLDERS {
        known.clear();
    }
    known.insert(path.to_owned(), now.clone());
    Some(now)
}

impl StoreFile {
    fn read(path: &Path, stamps: Vec<Option<Stamp>>) -> Self {
        let made = match path.extension().and_then(OsStr::to_str) {
            Some(kind) if kind.eq_ignore_ascii_case("pfx") || kind.eq_ignore_ascii_case("p12") => of_pkcs12(path),
            _ => of_certificates(path),
        };
        let (items, complaint) = match made {
            Ok(items) => (items, None),
            Err(fault) => (Vec::new(), Some(format!("{} was not used: {}", path.display(), fault.texts().join(" ")))),
        };
        StoreFile { path: path.to_owned(), stamps, items, complaint }
    }
}

fn of_pkcs12(path: &Path) -> Result<Vec<Item>> {
    let password = password_beside(path)?;
    // Whether others may read the key counts when somebody asks for it.
    let file = Secret::new(read(path).map_err(|problem| unreadable(path, &problem))?);
    let certificate = decode::pkcs12(file.bytes(), password.as_ref())?;
    let path = path.to_owned();
    let source = if certificate.key().is_some() { Source::Pkcs12(path) } else { Source::Alone(path) };
    Ok(vec![Item { x509: certificate.x509().to_owned(), thumbprint: *certificate.thumbprint(), source }])
}

fn of_certificates(path: &Path) -> Result<Vec<Item>> {
    let file = Secret::new(read(path).map_err(|problem| unreadable(path, &problem))?);
    let found = decode::certificates(file.bytes())?;
    let beside = path.with_extension("key");
    let key = if found.has_key {
        Some(path.to_owned())
    } else {
        // One that cannot be read is there all the same; asking for it says why.
        beside.symlink_metadata().is_ok().then_some(beside)
    };
    let Some(key) = key else {
        return found.certificates.into_iter().map(|x509| item(x509, Source::Alone(path.to_owned()))).collect();
    };
    // The key says whose it is. If it cannot be had, the first certificate is the one, as is the custom.
    let own = load_pair(path, &key).ok().map(|certificate| certificate.x509().to_owned());
    let Some(own) = own.or_else(|| found.certificates.into_iter().next()) else { return Ok(Vec::new()) };
    Ok(vec![item(own, Source::WithKey(path.to_owned(), key))?])
}

fn item(x509: X509, source: Source) -> Result<Item> {
    let der = x509.to_der().map_err(|_| Fault::invalid_format("A certificate cannot be encoded."))?;
    Ok(Item { x509, thumbprint: sha1(&der), source })
}

/// The bytes of a file with a private key, which nobody else may be able to read or change.
pub(crate) fn read_key_file(path: &Path) -> Result<Secret> {
    let failed = |text: String| Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, text);
    let metadata = fs::metadata(path).map_err(|problem| unreadable(path, &problem))?;
    if metadata.mode() & 0o007 != 0 {
        return Err(failed(format!(
            "The file {} has a private key and is open to everyone (mode {:o}). Take the rights of others away: chmod \
             o= {0}",
            path.display(),
            metadata.mode() & 0o7777
        )));
    }
    Ok(Secret::new(read(path).map_err(|problem| unreadable(path, &problem))?))
}

/// The password for a file, in a file of its name that ends in .password, without the end of its line.
fn password_beside(path: &Path) -> Result<Option<Secret>> {
    let path = path.with_extension("password");
    match path.symlink_metadata() {
        Err(problem) if problem.kind() == ErrorKind::NotFound => return Ok(None),
        _ => {}
    }
    let file = read_key_file(&path)?;
    let line = file.bytes().split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(Some(Secret::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec())))
}

#[cold]
fn unreadable(path: &Path, problem: &std::io::Error) -> Fault {
    Fault::new(WS_E_SECURITY_SYSTEM_FAILURE, format!("The file {} cannot be read: {problem}.", path.display()))
}

/// A regular file of a sensible size.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    let file = File::open(path)?;
    let mut bytes = Vec::new();
    file.take(decode::MAX_SIZE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
