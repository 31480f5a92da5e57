//! Messages in files, as they went over the wire.

use super::file;
use core::sync::atomic::{AtomicU64, Ordering};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, TryLockError};

/// What is recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Sent,
    Received,
    /// The message as it was before it was encrypted.
    SentPlain,
    /// The message when it was decrypted.
    ReceivedPlain,
}

impl Kind {
    pub(super) fn is_plaintext(self) -> bool {
        matches!(self, Kind::SentPlain | Kind::ReceivedPlain)
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Sent => "sent",
            Kind::Received => "received",
            Kind::SentPlain => "sent-plain",
            Kind::ReceivedPlain => "received-plain",
        }
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Kind::Sent => "as it is sent",
            Kind::Received => "as it was received",
            Kind::SentPlain => "without its protection, before it is sent",
            Kind::ReceivedPlain => "without its protection, as it was received",
        }
    }
}

/// See [`super::MESSAGES`].
#[derive(Debug)]
pub(super) struct Recorder {
    folder: PathBuf,
    program: String,
    /// The most bytes that there are of this process; the oldest messages make room.
    limit: u64,
    count: AtomicU64,
    kept: Mutex<Kept>,
}

#[derive(Default, Debug)]
struct Kept {
    files: VecDeque<(PathBuf, u64)>,
    size: u64,
}

/// How often it is tried to get a lock that is held for a moment only. In a child process it may be held for ever, by a
/// thread that is not there.
const TRIES: usize = 1000;

impl Recorder {
    pub(super) fn new(folder: OsString, program: &str, limit: u64) -> Self {
        let folder = file::absolute(folder);
        Recorder { folder, program: program.to_owned(), limit, count: AtomicU64::new(0), kept: Mutex::default() }
    }

    /// Answers the file's path.
    pub(super) fn record(&self, kind: Kind, bytes: &[u8]) -> Option<String> {
        let size = bytes.len() as u64;
        if size > self.limit {
            return None;
        }
        let is_xml = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| *byte == b'<');
        let name = format!(
            "{}-{}-{}-{:06}-{}.{}",
            super::now().replace([':', '-'], ""),
            self.program,
            std::process::id(),
            self.count.fetch_add(1, Ordering::Relaxed),
            kind.name(),
            if is_xml { "xml" } else { "bin" }
        );
        let path = self.folder.join(name);
        // First, so that no more is there than there may be.
        self.make_room(path.clone(), size)?.into_iter().for_each(|old| drop(std::fs::remove_file(old)));
        file::create(&path, bytes).ok()?;
        Some(path.display().to_string())
    }

    /// Counts a file. Answers those that have to go.
    fn make_room(&self, path: PathBuf, size: u64) -> Option<Vec<PathBuf>> {
        let mut kept = (0..TRIES).find_map(|_| match self.kept.try_lock() {
            Ok(kept) => Some(kept),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                std::thread::yield_now();
                None
            }
        })?;
        let mut old = Vec::new();
        while kept.size + size > self.limit {
            let (path, size) = kept.files.pop_front()?;
            kept.size = kept.size.saturating_sub(size);
            old.push(path);
        }
        kept.size += size;
        kept.files.push_back((path, size));
        Some(old)
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::tests::Folder;
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_oldest_messages_make_room() {
        let folder = Folder::new();
        let recorder = Recorder::new(folder.path().into(), "program", 10);
        let first = recorder.record(Kind::Sent, b"<aaaa/>").unwrap();
        assert!(first.ends_with("-000000-sent.xml") && first.contains("program"), "{first}");
        assert_eq!(std::fs::read(&first).unwrap(), b"<aaaa/>");
        assert_eq!(std::fs::metadata(&first).unwrap().permissions().mode() & 0o777, 0o600);
        let second = recorder.record(Kind::Received, b"abc").unwrap();
        assert!(second.ends_with("-000001-received.bin"));
        assert!(std::fs::exists(&first).unwrap());
        let third = recorder.record(Kind::SentPlain, b"abcd").unwrap();
        assert!(!std::fs::exists(&first).unwrap());
        assert!(std::fs::exists(&second).unwrap() && std::fs::exists(&third).unwrap());
        assert!(recorder.record(Kind::Sent, b"eleven bytes").is_none());
    }
}
