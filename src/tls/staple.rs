//! What a server's authority says about its certificate, sent along in the handshake (OCSP stapling): clients need not
//! ask, and some certificates demand it. The answer is in a file beside the certificate, and somebody renews it there.

use crate::security::certificate::Certificate;
use crate::security::trust;
use openssl::ssl::{SslContextBuilder, SslRef};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// How long the file is not looked at again.
const FRESH: Duration = Duration::from_secs(1);
/// How long an answer is good without another look at its dates. Clients allow minutes.
const GOOD: Duration = Duration::from_secs(60);
/// No answer about one certificate is longer.
const MAX_ANSWER: u64 = 64 * 1024;

/// Whether a file is still the same.
type Stamp = Option<(SystemTime, u64)>;

#[derive(Clone)]
struct Known {
    looked: Instant,
    checked: Instant,
    stamp: Stamp,
    /// `None`: there is none that can be sent.
    answer: Option<Arc<[u8]>>,
}

/// Has the answer sent to clients that ask for it, while there is one that is good.
pub(super) fn set(
    context: &mut SslContextBuilder,
    certificate: &Certificate,
) -> Result<(), openssl::error::ErrorStack> {
    let Some(path) = certificate.answer().map(Path::to_owned) else { return Ok(()) };
    let (certificate, known) = (certificate.clone(), Mutex::new(None));
    context.set_status_callback(move |ssl: &mut SslRef| match now(&path, &certificate, &known) {
        Some(answer) => ssl.set_ocsp_status(&answer).map(|()| true),
        None => Ok(false),
    })
}

fn now(path: &Path, certificate: &Certificate, known: &Mutex<Option<Known>>) -> Option<Arc<[u8]>> {
    let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
    let before: Option<Known> = lock().clone();
    if let Some(before) = before.as_ref().filter(|before| before.looked.elapsed() < FRESH) {
        return before.answer.clone();
    }
    // Without the lock; two handshakes may do it at once, which harms nothing.
    let stamp: Stamp = fs::metadata(path).ok().and_then(|file| Some((file.modified().ok()?, file.len())));
    let is_same = |before: &Known| before.stamp == stamp && before.checked.elapsed() < GOOD;
    let known = match before {
        Some(before) if is_same(&before) => Known { looked: Instant::now(), ..before },
        _ => {
            let answer = stamp.and_then(|_| read(path)).filter(|answer| trust::is_answer_about(answer, certificate));
            let now = Instant::now();
            Known { looked: now, checked: now, stamp, answer: answer.map(Arc::from) }
        }
    };
    let answer = known.answer.clone();
    *lock() = Some(known);
    answer
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|metadata| metadata.is_file()))?;
    let mut bytes = Vec::new();
    file.take(MAX_ANSWER + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MAX_ANSWER).then_some(bytes)
}
