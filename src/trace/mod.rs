//! What the library does, written down for whoever looks for a mistake: WEBSERVICES_TRACE and what goes with it. For
//! those who use it, `docs/tracing.md`.
//!
//! It is off unless the environment says otherwise, and then costs one load from memory. Nothing here fails a call or
//! waits for anybody: what cannot be written is left out. Nothing here has a thread or keeps a file open, so that a child
//! process goes on with a trace of its own.
//!
//! Never in it: keys, passwords, and what was encrypted where others could see it, but for those who ask for that by the
//! name WEBSERVICES_TRACE_PLAINTEXT. Whoever adds a step decides by that rule what is in its text.

mod calls;
mod file;
mod mask;
mod names;
mod record;

pub(crate) use calls::{Began, begin, begins, ended, note_object};
pub(crate) use record::Kind;

use crate::runtime::datetime::DateTime;
use crate::runtime::fault::Fault;
use core::cell::RefCell;
use core::fmt::{Arguments, Write};
use core::sync::atomic::{AtomicU8, Ordering};
use file::Log;
use record::Recorder;
use std::ffi::OsString;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

/// A file or a folder for the lines.
const TRACE: &str = "WEBSERVICES_TRACE";
/// A folder for messages.
const MESSAGES: &str = "WEBSERVICES_TRACE_MESSAGES";
/// The most bytes of a file of lines, and of the messages of a process.
const LIMIT: &str = "WEBSERVICES_TRACE_LIMIT";
/// "1": what was encrypted is shown as well.
const PLAINTEXT: &str = "WEBSERVICES_TRACE_PLAINTEXT";

const DEFAULT_LIMIT: u64 = 16 * 1024 * 1024;
/// A line that is longer is cut: pipes take no more at once.
const MAX_LINE: usize = 4096;

const UNKNOWN: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;

static STATE: AtomicU8 = AtomicU8::new(UNKNOWN);
static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// Which layer a step belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Call,
    Message,
    Http,
    Tls,
    Security,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Call => "call",
            Step::Message => "message",
            Step::Http => "http",
            Step::Tls => "tls",
            Step::Security => "security",
        }
    }
}

/// What the environment says.
#[derive(Debug)]
struct Settings {
    log: Option<Log>,
    recorder: Option<Recorder>,
    shows_plaintext: bool,
}

impl Settings {
    fn new(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let given = |name| variable(name).filter(|value| !value.is_empty());
        let limit = given(LIMIT).and_then(|value| file::size(value.to_str()?)).unwrap_or(DEFAULT_LIMIT);
        let program = file::program();
        Settings {
            log: given(TRACE).map(|path| Log::new(path, &program, limit)),
            recorder: given(MESSAGES).map(|path| Recorder::new(path, &program, limit)),
            shows_plaintext: given(PLAINTEXT).is_some_and(|value| value == "1"),
        }
    }

    fn is_on(&self) -> bool {
        self.log.is_some() || self.recorder.is_some()
    }
}

/// Read when it is first asked for. A program that runs with more rights than its user has is not told by that user's
/// environment where to write.
fn settings() -> &'static Settings {
    SETTINGS.get_or_init(|| Settings::new(|name| std::env::var_os(name).filter(|_| !file::has_more_rights())))
}

/// Whether anything is to be traced. Ask before making what a step's text needs.
#[inline]
pub(crate) fn is_on() -> bool {
    STATE.load(Ordering::Relaxed) != OFF && is_set()
}

#[cold]
#[inline(never)]
fn is_set() -> bool {
    let is_on = settings().is_on();
    STATE.store(if is_on { ON } else { OFF }, Ordering::Relaxed);
    is_on
}

/// Whether messages are recorded.
pub(crate) fn records() -> bool {
    is_on() && settings().recorder.is_some()
}

/// Whether what was encrypted may be shown.
pub(crate) fn shows_plaintext() -> bool {
    is_on() && settings().shows_plaintext
}

/// Writes one step, if there is a trace: `trace!(Http, "...")`.
macro_rules! trace {
    ($step:ident, $($text:tt)+) => {
        if $crate::trace::is_on() {
            $crate::trace::line($crate::trace::Step::$step, format_args!($($text)+));
        }
    };
}
pub(crate) use trace;

thread_local! {
    /// What the steps on this thread are about.
    static SUBJECT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Until it is dropped, the steps on this thread are said to be about something.
pub(crate) struct Subject(String);

impl Drop for Subject {
    fn drop(&mut self) {
        let outer = core::mem::take(&mut self.0);
        let _ = SUBJECT.try_with(|subject| subject.replace(outer));
    }
}

/// Names what the next steps are about, for code that does not wait in between.
pub(crate) fn about(name: impl FnOnce() -> String) -> Option<Subject> {
    if !is_on() {
        return None;
    }
    SUBJECT.try_with(|subject| Subject(subject.replace(name()))).ok()
}

/// Writes one line.
#[cold]
#[inline(never)]
pub(crate) fn line(step: Step, text: Arguments<'_>) {
    let Some(log) = &settings().log else { return };
    let mut line = format!(
        "{} {}[{}/{}] {:<8} ",
        now(),
        log.program(),
        std::process::id(),
        rustix::thread::gettid().as_raw_nonzero(),
        step.name()
    );
    let _ = SUBJECT.try_with(|subject| {
        let subject = subject.borrow();
        if !subject.is_empty() {
            line.push_str(&subject);
            line.push_str(": ");
        }
    });
    let start = line.len();
    // A string takes everything.
    let _ = line.write_fmt(text);
    if line.len() >= MAX_LINE || line.get(start..).is_some_and(|text| text.chars().any(char::is_control)) {
        // One step is one line, whatever a peer has sent: nobody writes lines of his own into it.
        let mut safe = line.get(..start).unwrap_or_default().to_owned();
        for c in line.get(start..).unwrap_or_default().chars() {
            if safe.len() + 16 > MAX_LINE {
                safe.push_str("...");
                break;
            }
            if c.is_control() { safe.extend(c.escape_default()) } else { safe.push(c) }
        }
        line = safe;
    }
    line.push('\n');
    log.append(line.as_bytes());
}

/// The time in UTC, with microseconds.
fn now() -> String {
    /// 0001-01-01 to 1970-01-01.
    const EPOCH: u64 = 621_355_968_000_000_000;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos() / 100;
    let ticks = EPOCH.saturating_add(u64::try_from(since).unwrap_or_default());
    let Ok(time) = DateTime::from_ticks(ticks) else { return String::new() };
    let civil = time.civil();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
        civil.year,
        civil.month,
        civil.day,
        civil.hour,
        civil.minute,
        civil.second,
        civil.fraction / 10
    )
}

/// Keeps a message, if messages are recorded: `bytes` is what others could see on its way.
pub(crate) fn record(kind: Kind, bytes: &[u8]) {
    let Some(recorder) = &settings().recorder else { return };
    if kind.is_plaintext() && !shows_plaintext() {
        return;
    }
    if let Some(name) = recorder.record(kind, bytes) {
        line(Step::Message, format_args!("{} in the file {name}", kind.description()));
    }
}

/// Why a step failed. What the texts quote is shown if it stood in `wire`, where others could see it.
pub(crate) fn refusal(fault: &Fault, wire: &[u8]) -> String {
    let is_known = |quoted: &str| {
        let is_it = |place: &[u8]| place == quoted.as_bytes();
        shows_plaintext() || quoted.is_empty() || wire.windows(quoted.len()).any(is_it)
    };
    let texts: Vec<_> = fault.texts().iter().map(|text| mask::masked(text, is_known)).collect();
    format!("{}: {}", names::result(fault.code()), texts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_traced_unless_it_is_asked_for() {
        assert!(!Settings::new(|_| None).is_on());
        assert!(!Settings::new(|_| Some(OsString::new())).is_on());
        let of = |wanted: &'static str, value: &'static str| {
            Settings::new(move |name| Some(OsString::from(value)).filter(|_| name == wanted))
        };
        assert!(of(TRACE, "/tmp/trace").is_on() && of(MESSAGES, "/tmp").is_on());
        assert!(!of(PLAINTEXT, "1").is_on());
        assert!(of(PLAINTEXT, "1").shows_plaintext && !of(PLAINTEXT, "0").shows_plaintext);
    }

    #[test]
    fn times_are_in_utc() {
        let text = now();
        assert_eq!(text.len(), "2026-01-01T00:00:00.000000Z".len());
        assert!(text.starts_with("20") && text.ends_with('Z'), "{text}");
    }

    #[test]
    fn refusals_quote_what_others_could_see_only() {
        let fault =
            Fault::invalid_format("The header 'To' is not signed.").context("The element 'salary' is too much.");
        let text = refusal(&fault, b"<Envelope><To>x</To></Envelope>");
        assert_eq!(text, "WS_E_INVALID_FORMAT: The header 'To' is not signed. The element '\u{2026}' is too much.");
    }
}
