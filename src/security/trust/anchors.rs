//! What is trusted: the Root stores with OpenSSL's default trust, or certificates that the program names; with the
//! issuers, revocation lists and refused certificates of the other stores.

use crate::runtime::fault::{Fault, Result};
use crate::security::certificate::{Certificate, decode};
use crate::security::store::{self, StoreFolder};
use openssl::error::ErrorStack;
use openssl::sha::sha256;
use openssl::ssl::SslFiletype;
use openssl::x509::store::{X509Lookup, X509Store, X509StoreBuilder};
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509Ref};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Certificates between the peer's and the anchor's.
const MAX_DEPTH: i32 = 10;
/// OpenSSL's level of 112 bits: RSA from 2048 bits, no SHA-1 and no MD5 in signatures.
const STRENGTH: i32 = 2;
/// How long folders are not looked at again.
const FRESH: Duration = Duration::from_secs(1);
/// More sets of anchors than that are made anew each time.
const MAX_SETS: usize = 32;
/// Larger revocation lists are not read.
const MAX_LIST: u64 = 64 * 1024 * 1024;

pub(super) struct Anchors {
    /// Another one for each set that is made.
    pub(super) number: u64,
    /// For chains as such; dates are looked at apart.
    pub(super) untimed: X509Store,
    /// With dates.
    pub(super) timed: X509Store,
    /// With dates, and with revocation lists that the first certificate of a chain is checked against; `None` where
    /// there are no lists.
    pub(super) listed: Option<X509Store>,
    /// Of the CA stores: they help to find a way to an anchor.
    pub(super) issuers: Vec<X509>,
    /// Files with revocation lists.
    pub(super) lists: Vec<PathBuf>,
    /// SHA-256 of certificates that are always refused.
    refused: BTreeSet<[u8; 32]>,
    seen: Folders,
}

/// The folders that anchors were made of.
#[derive(Default)]
struct Folders {
    roots: Vec<Arc<StoreFolder>>,
    issuers: Vec<Arc<StoreFolder>>,
    refused: Vec<Arc<StoreFolder>>,
    people: Vec<Arc<StoreFolder>>,
}

impl Folders {
    fn look(places: &[PathBuf]) -> Self {
        let all = |store| store::all(places, store);
        Folders { roots: all("Root"), issuers: all("CA"), refused: all("Disallowed"), people: all("TrustedPeople") }
    }

    fn is_same(&self, other: &Folders) -> bool {
        store::same(&self.roots, &other.roots)
            && store::same(&self.issuers, &other.issuers)
            && store::same(&self.refused, &other.refused)
            && store::same(&self.people, &other.people)
    }
}

/// A set of anchors that was used before, and when its folders were looked at.
struct Known {
    anchors: Arc<Anchors>,
    looked: Instant,
}

impl Anchors {
    /// Those of the Root stores, or the given ones.
    pub(super) fn get(given: Option<&[Certificate]>) -> Result<Arc<Self>> {
        /// By the certificates that were given: 0 is for those of the Root stores.
        static SETS: LazyLock<Mutex<BTreeMap<[u8; 32], Known>>> = LazyLock::new(Mutex::default);
        let key = given.map_or([0; 32], |given| {
            sha256(&given.iter().flat_map(|certificate| sha256(certificate.der())).collect::<Vec<_>>())
        });
        let lock = || SETS.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match lock().get(&key) {
            Some(known) if known.looked.elapsed() < FRESH => return Ok(known.anchors.clone()),
            known => known.map(|known| known.anchors.clone()),
        };
        // Files are read without the lock; two threads may do it at once, which harms nothing.
        let seen = Folders::look(&store::places());
        let anchors = match before {
            Some(before) if before.seen.is_same(&seen) => before,
            _ => Arc::new(Self::new(given, seen)?),
        };
        let mut sets = lock();
        if sets.len() >= MAX_SETS && !sets.contains_key(&key) {
            sets.clear();
        }
        sets.insert(key, Known { anchors: anchors.clone(), looked: Instant::now() });
        Ok(anchors)
    }

    /// One certificate that is trusted for the moment.
    pub(super) fn only(x509: &X509Ref) -> Result<Self> {
        Self::of(vec![x509.to_owned()], false, Folders::default())
    }

    /// Those of some places, as they are now.
    #[cfg(test)]
    pub(super) fn at(places: &[PathBuf], given: Option<&[Certificate]>) -> Result<Self> {
        Self::new(given, Folders::look(places))
    }

    /// Whether a certificate is in a TrustedPeople store.
    pub(super) fn knows(&self, peer: &Certificate) -> bool {
        store::certificates(&self.seen.people).any(|(x509, thumbprint)| {
            thumbprint == peer.thumbprint() && x509.to_der().is_ok_and(|der| der == peer.der())
        })
    }

    fn new(given: Option<&[Certificate]>, seen: Folders) -> Result<Self> {
        match given {
            Some(given) => Self::of(given.iter().map(|anchor| anchor.x509().to_owned()).collect(), false, seen),
            None => {
                let roots = store::certificates(&seen.roots).map(|(x509, _)| x509.clone()).collect();
                Self::of(roots, true, seen)
            }
        }
    }

    fn of(roots: Vec<X509>, has_system: bool, seen: Folders) -> Result<Self> {
        let lists: Vec<PathBuf> = store::revocation_lists(&seen.issuers).map(Path::to_owned).collect();
        let make = |flags, lists: &[PathBuf]| {
            store_of(&roots, has_system, flags, lists).map_err(|problem| {
                Fault::invalid_format(format!("The trusted certificates cannot be used: {}.", decode::reason(&problem)))
            })
        };
        let refused = store::certificates(&seen.refused)
            .map(|(x509, _)| x509.to_der().map(|der| sha256(&der)))
            .collect::<Result<_, _>>()
            .map_err(|_| Fault::invalid_format("A certificate of the Disallowed store cannot be encoded."))?;
        // A file that should keep a certificate out, and cannot be read, must not let it in.
        if let Some(complaint) = seen.refused.iter().flat_map(|folder| folder.complaints()).next() {
            return Err(Fault::invalid_format(format!("The Disallowed store cannot be used: {complaint}")));
        }
        let listed = match lists.is_empty() {
            true => None,
            false => Some(make(X509VerifyFlags::CRL_CHECK, &lists)?),
        };
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        Ok(Anchors {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            untimed: make(X509VerifyFlags::NO_CHECK_TIME, &[])?,
            timed: make(X509VerifyFlags::empty(), &[])?,
            listed,
            issuers: store::certificates(&seen.issuers).map(|(x509, _)| x509.clone()).collect(),
            lists,
            refused,
            seen,
        })
    }

    /// The same lists for one certificate that is trusted for the moment.
    pub(super) fn listed_under(&self, anchor: &X509Ref) -> Option<X509Store> {
        if self.lists.is_empty() {
            return None;
        }
        store_of(&[anchor.to_owned()], false, X509VerifyFlags::CRL_CHECK, &self.lists).ok()
    }

    pub(super) fn is_disallowed(&self, x509: &X509Ref) -> bool {
        !self.refused.is_empty() && x509.to_der().map_or(true, |der| self.refused.contains(&sha256(&der)))
    }
}

fn store_of(
    roots: &[X509],
    has_system: bool,
    flags: X509VerifyFlags,
    lists: &[PathBuf],
) -> Result<X509Store, ErrorStack> {
    let mut builder = X509StoreBuilder::new()?;
    for root in roots {
        builder.add_cert(root.clone())?;
    }
    if has_system {
        builder.set_default_paths()?;
    }
    let mut param = X509VerifyParam::new()?;
    // Whatever is in the store is trusted, whether it signed itself or not.
    param.set_flags(flags | X509VerifyFlags::PARTIAL_CHAIN | X509VerifyFlags::TRUSTED_FIRST)?;
    param.set_depth(MAX_DEPTH);
    param.set_auth_level(STRENGTH);
    builder.set_param(&param)?;
    if !lists.is_empty() {
        let lookup = builder.add_lookup(X509Lookup::file())?;
        for list in lists {
            // One that cannot be read leaves its certificates unknown, which is then said of them.
            if let Some(kind) = kind_of(list) {
                let _ = lookup.load_crl_file(list, kind);
            }
        }
    }
    Ok(builder.build())
}

/// In which form a revocation list is; `None` for a file that OpenSSL cannot be given.
fn kind_of(path: &Path) -> Option<SslFiletype> {
    use std::io::Read;
    path.to_str()?;
    let mut file = std::fs::File::open(path).ok()?;
    if file.metadata().ok()?.len() > MAX_LIST {
        return None;
    }
    let mut start = [0];
    file.read_exact(&mut start).ok()?;
    // A sequence in DER.
    Some(if start == [0x30] { SslFiletype::ASN1 } else { SslFiletype::PEM })
}
