//! Files of a trace. They are opened for each line and closed again: then it does not matter who renames them, which
//! files a daemon closes, and what a child process inherits.

use core::sync::atomic::{AtomicU64, Ordering};
use rustix::fs::{FlockOperation, OFlags, flock};
use std::ffi::OsString;
use std::fs::{File, OpenOptions, rename};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Where lines go.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    /// The path is that of a folder, in which each process has a file.
    is_folder: bool,
    program: String,
    limit: u64,
    /// Lines that could not be written since the last one that could.
    lost: AtomicU64,
}

impl Log {
    pub(super) fn new(path: OsString, program: &str, limit: u64) -> Self {
        let path = absolute(path);
        let is_folder = path.is_dir();
        Log { path, is_folder, program: program.to_owned(), limit, lost: AtomicU64::new(0) }
    }

    pub(super) fn program(&self) -> &str {
        &self.program
    }

    /// Appends a line, if that is possible at once.
    pub(super) fn append(&self, line: &[u8]) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        let note = if lost > 0 { format!("({lost} lines could not be written)\n") } else { String::new() };
        if self.try_append(&[note.as_bytes(), line].concat()).is_err() {
            self.lost.fetch_add(lost + 1, Ordering::Relaxed);
        }
    }

    fn try_append(&self, line: &[u8]) -> io::Result<()> {
        let own;
        let path = match self.is_folder {
            true => {
                own = self.path.join(format!("{}-{}.trace", self.program, std::process::id()));
                &own
            }
            false => &self.path,
        };
        let mut file = self.open(path)?;
        let metadata = file.metadata()?;
        let is_full = metadata.len() > 0 && metadata.len() + line.len() as u64 > self.limit;
        if is_full && metadata.is_file() && rotate(path, &file)? {
            file = self.open(path)?;
        }
        // All at once, so that lines of several threads and processes do not mix.
        let written = file.write(line)?;
        if written == line.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
    }

    /// For reading as well: a pipe that is its own reader never sends this process the signal that nobody reads.
    fn open(&self, path: &Path) -> io::Result<File> {
        let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        if self.is_folder {
            flags |= OFlags::NOFOLLOW;
        }
        let flags = flags.bits().cast_signed();
        OpenOptions::new().read(true).append(true).create(true).mode(0o600).custom_flags(flags).open(path)
    }
}

/// Gives a full file another name, unless somebody else is about to. Answers whether there is room now.
fn rotate(path: &Path, file: &File) -> io::Result<bool> {
    if flock(file, FlockOperation::NonBlockingLockExclusive).is_err() {
        return Ok(false);
    }
    let (found, opened) = (std::fs::metadata(path)?, file.metadata()?);
    if (found.dev(), found.ino()) == (opened.dev(), opened.ino()) {
        let mut old = path.as_os_str().to_owned();
        old.push(".1");
        rename(path, old)?;
    }
    Ok(true)
}

/// Makes a file that is not there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(flags).open(path);
    file?.write_all(bytes)
}

/// The program may change its folder later.
pub(super) fn absolute(path: OsString) -> PathBuf {
    std::path::absolute(&path).unwrap_or_else(|_| path.into())
}

/// What this program is called, by letters that file names may have.
pub(super) fn program() -> String {
    let name = std::fs::read_to_string("/proc/self/comm").unwrap_or_default();
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name: String = name.trim().chars().filter(is_plain).collect();
    if name.is_empty() { "program".to_owned() } else { name }
}

/// Whether the process has rights that whoever started it has not: what the system tells programs in AT_SECURE.
pub(super) fn has_more_rights() -> bool {
    use rustix::process::{getegid, geteuid, getgid, getuid};
    const AT_SECURE: u64 = 23;
    let differ = getuid() != geteuid() || getgid() != getegid();
    let Ok(told) = std::fs::read("/proc/self/auxv") else { return differ };
    let (words, _) = told.as_chunks::<8>();
    let (pairs, _) = words.as_chunks::<2>();
    let secure = pairs.iter().find(|[key, _]| u64::from_ne_bytes(*key) == AT_SECURE);
    differ || secure.is_none_or(|[_, value]| u64::from_ne_bytes(*value) != 0)
}

/// A number of bytes, or of units of 1024 (`K`) or 1024 times that (`M`).
pub(super) fn size(text: &str) -> Option<u64> {
    let (digits, unit) = match text.strip_suffix(['k', 'K']) {
        Some(digits) => (digits, 1024),
        None => match text.strip_suffix(['m', 'M']) {
            Some(digits) => (digits, 1024 * 1024),
            None => (text, 1),
        },
    };
    digits.parse::<u64>().ok()?.checked_mul(unit).filter(|size| *size > 0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A folder that goes when it is dropped.
    pub(in super::super) struct Folder(PathBuf);

    impl Folder {
        pub(in super::super) fn new() -> Self {
            static COUNT: AtomicU64 = AtomicU64::new(0);
            let name = format!("ws-trace-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let path = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        pub(in super::super) fn path(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_full_file_gets_another_name() {
        let folder = Folder::new();
        let path = folder.path().join("trace");
        let log = Log::new(path.clone().into(), "program", 10);
        log.append(b"123456\n");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        log.append(b"89\n");
        log.append(b"more\n");
        log.append(b"again\n");
        assert_eq!(std::fs::read(&path).unwrap(), b"again\n");
        assert_eq!(std::fs::read(folder.path().join("trace.1")).unwrap(), b"more\n");
    }

    #[test]
    fn a_folder_has_a_file_for_each_process() {
        let folder = Folder::new();
        Log::new(folder.path().into(), "program", 100).append(b"line\n");
        let path = folder.path().join(format!("program-{}.trace", std::process::id()));
        assert_eq!(std::fs::read(path).unwrap(), b"line\n");
    }

    #[test]
    fn lines_of_many_threads_do_not_mix_and_none_is_lost_while_files_change() {
        let folder = Folder::new();
        let path = folder.path().join("trace");
        let log = Log::new(path.clone().into(), "program", 4000);
        std::thread::scope(|scope| {
            for thread in 0..4_u8 {
                let log = &log;
                let line = [vec![b'a' + thread; 30], b"\n".to_vec()].concat();
                scope.spawn(move || (0..60).for_each(|_| log.append(&line)));
            }
        });
        let mut text = std::fs::read_to_string(folder.path().join("trace.1")).unwrap();
        text.push_str(&std::fs::read_to_string(&path).unwrap());
        for line in text.lines() {
            assert!(line.len() == 30 && line.bytes().all(|byte| Some(byte) == line.bytes().next()), "{line}");
        }
        assert_eq!(text.lines().count(), 240);
    }

    #[test]
    fn what_cannot_be_written_is_counted_and_fails_nothing() {
        let folder = Folder::new();
        let inner = folder.path().join("inner");
        let log = Log::new(inner.join("trace").into(), "program", 1000);
        log.append(b"one\n");
        log.append(b"two\n");
        std::fs::create_dir(&inner).unwrap();
        log.append(b"three\n");
        assert_eq!(std::fs::read(inner.join("trace")).unwrap(), b"(2 lines could not be written)\nthree\n");
    }

    #[test]
    fn nobody_is_led_elsewhere_in_a_folder() {
        let folder = Folder::new();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(create(&link, b"x").is_err());
        let own = folder.path().join(format!("program-{}.trace", std::process::id()));
        std::os::unix::fs::symlink(&target, &own).unwrap();
        Log::new(folder.path().into(), "program", 100).append(b"line\n");
        assert!(!target.exists());
    }

    #[test]
    fn tests_have_the_rights_of_who_runs_them() {
        assert!(!has_more_rights());
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("1000"), Some(1000));
        assert_eq!(size("2K"), Some(2048));
        assert_eq!(size("3m"), Some(3 * 1024 * 1024));
        for bad in ["", "0", "K", "-1", "1G", "99999999999999999999M"] {
            assert_eq!(size(bad), None, "{bad}");
        }
    }
}
