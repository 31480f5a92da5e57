//! Credentials that are used for a while: getting them reads a keytab, or asks a KDC.

use super::{Credentials, Mechanism};
use crate::runtime::fault::Result;
use crate::security::settings::WindowsCredential;
use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// How long they are used: the account, or where the keytab is, may change. The keytab itself is read for each ticket.
const LIFE: Duration = Duration::from_secs(300);

/// Those of one client or one service, for each mechanism.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Vec<(Mechanism, Instant, Arc<Credentials>)>>);

impl Kept {
    /// Of a client. Those of the process are looked for each time, and cost nothing.
    pub(crate) fn of(&self, credential: &WindowsCredential, mechanism: Mechanism) -> Result<Arc<Credentials>> {
        let get = || Credentials::of(credential, mechanism);
        match credential {
            WindowsCredential::Default => get().map(Arc::new),
            WindowsCredential::Name { .. } => self.get(mechanism, get),
        }
    }

    /// Of a service, for all names in the keytab.
    pub(crate) fn of_service(&self, mechanism: Mechanism) -> Result<Arc<Credentials>> {
        self.get(mechanism, || Credentials::of_service(None, mechanism))
    }

    /// They were of no use.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn get(&self, mechanism: Mechanism, get: impl FnOnce() -> Result<Credentials>) -> Result<Arc<Credentials>> {
        let mut kept = self.lock();
        kept.retain(|(_, since, _)| since.elapsed() < LIFE);
        if let Some((_, _, credentials)) = kept.iter().find(|(same, ..)| *same == mechanism) {
            return Ok(credentials.clone());
        }
        // May take long; others get their own then.
        drop(kept);
        let credentials = Arc::new(get()?);
        let mut kept = self.lock();
        kept.retain(|(same, ..)| *same != mechanism);
        kept.push((mechanism, Instant::now(), credentials.clone()));
        Ok(credentials)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Mechanism, Instant, Arc<Credentials>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
