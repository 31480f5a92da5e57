//! Runs C and C++ compilers over generated files, two at a time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;

/// Set to go without a compiler that is not installed.
pub(crate) const ALLOW_MISSING: &str = "WEBSERVICES_ALLOW_MISSING_TOOLS";

const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
/// The machines that this is made for have two cores.
const THREADS: usize = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    C,
    Cxx,
}

pub(crate) struct Compiler {
    pub(crate) program: &'static str,
    /// The Debian package that brings it.
    pub(crate) package: &'static str,
    pub(crate) language: Language,
    standards: &'static [&'static str],
}

pub(crate) const COMPILERS: &[Compiler] = &[
    Compiler { program: "gcc", package: "gcc", language: Language::C, standards: &["gnu99", "c11", "c17"] },
    Compiler { program: "clang", package: "clang", language: Language::C, standards: &["gnu99", "c11", "c17"] },
    Compiler { program: "g++", package: "g++", language: Language::Cxx, standards: &["c++11", "c++20"] },
    Compiler { program: "clang++", package: "clang", language: Language::Cxx, standards: &["c++11", "c++20"] },
];

impl Compiler {
    pub(crate) fn is_there(&self) -> bool {
        static THERE: LazyLock<Vec<&str>> = LazyLock::new(|| {
            COMPILERS.iter().filter(|compiler| compiler.answers()).map(|compiler| compiler.program).collect()
        });
        THERE.contains(&self.program)
    }

    fn answers(&self) -> bool {
        Command::new(self.program).arg("--version").output().is_ok_and(|output| output.status.success())
    }
}

/// One way in which a program may be compiled.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) compiler: &'static Compiler,
    pub(crate) standard: &'static str,
    pub(crate) short_wchar: bool,
}

impl Dialect {
    /// All that the header promises, of compilers that are there; `all_compilers_are_there` speaks of the others.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        COMPILERS.iter().filter(|compiler| compiler.is_there()).flat_map(|compiler| {
            compiler
                .standards
                .iter()
                .flat_map(move |standard| [false, true].map(|short_wchar| Self { compiler, standard, short_wchar }))
        })
    }

    fn command(&self, source: &Path, include: &[PathBuf]) -> Command {
        let mut command = Command::new(self.compiler.program);
        // Messages are looked at: they must be English ones.
        command.env("LC_ALL", "C").args(["-x", if self.compiler.language == Language::C { "c" } else { "c++" }]);
        command.arg(format!("-std={}", self.standard)).args(WARNINGS);
        if self.short_wchar {
            command.arg("-fshort-wchar");
        }
        for folder in include {
            command.arg("-I").arg(folder);
        }
        command.arg(source);
        command
    }
}

/// How a compilation must end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Without an error or a warning.
    Success,
    /// By a static assertion that failed, and no other error.
    Refused,
}

/// A compilation, and the run of what it makes.
pub(crate) struct Job {
    what: String,
    command: Mutex<Command>,
    outcome: Outcome,
    program: Option<PathBuf>,
}

impl Job {
    /// Compiles without making a program.
    pub(crate) fn check(dialect: Dialect, source: &Path, include: &[PathBuf], outcome: Outcome) -> Self {
        let mut command = dialect.command(source, include);
        command.arg("-fsyntax-only");
        Self { what: describe(dialect, source), command: Mutex::new(command), outcome, program: None }
    }

    /// Makes a program, which must then exit with 0.
    pub(crate) fn build_and_run(dialect: Dialect, source: &Path, include: &[PathBuf], program: PathBuf) -> Self {
        let mut command = dialect.command(source, include);
        command.arg("-o").arg(&program);
        let what = describe(dialect, source);
        Self { what, command: Mutex::new(command), outcome: Outcome::Success, program: Some(program) }
    }

    /// Nothing when all is as it should be, otherwise what is wrong.
    fn run(&self) -> Option<String> {
        let output = match self.command.lock().unwrap_or_else(PoisonError::into_inner).output() {
            Ok(output) => output,
            Err(problem) => return Some(format!("{}: {problem}", self.what)),
        };
        let messages = String::from_utf8_lossy(&output.stderr);
        match self.outcome {
            Outcome::Success if !output.status.success() => {
                return Some(format!("{}:\n{}", self.what, errors(&messages)));
            }
            Outcome::Success => {}
            Outcome::Refused => {
                let (errors_found, assertions) = count_errors(&messages);
                let right = !output.status.success() && errors_found == 1 && assertions == 1;
                return (!right).then(|| format!("{}: one failed assertion was expected:\n{messages}", self.what));
            }
        }
        let program = self.program.as_ref()?;
        match Command::new(program).status() {
            Ok(status) if status.success() => None,
            Ok(status) => Some(format!("{}: the program ended with {status}", self.what)),
            Err(problem) => Some(format!("{}: the program did not run: {problem}", self.what)),
        }
    }
}

fn describe(dialect: Dialect, source: &Path) -> String {
    let short = if dialect.short_wchar { " -fshort-wchar" } else { "" };
    let file = source.file_name().unwrap_or_default().to_string_lossy();
    format!("{} -std={}{short} {file}", dialect.compiler.program, dialect.standard)
}

/// The first messages: one mistake can have thousands.
fn errors(messages: &str) -> String {
    let lines: Vec<&str> = messages.lines().filter(|line| line.contains("error")).take(8).collect();
    if lines.is_empty() { messages.chars().take(2000).collect() } else { lines.join("\n") }
}

/// How many errors there are, and how many of them are failed assertions.
fn count_errors(messages: &str) -> (usize, usize) {
    let errors = messages.lines().filter(|line| line.contains(" error: "));
    errors.fold((0, 0), |(all, assertions), line| {
        // gcc: static assertion failed; clang: static_assert failed, or _Static_assert failed, or as gcc.
        let assertion = line.contains("assertion failed") || line.contains("tatic_assert failed");
        (all + 1, assertions + usize::from(assertion))
    })
}

/// Tests run side by side, their compilers do not.
static TURN: Mutex<()> = Mutex::new(());

/// Runs all jobs; the answers are in the order of the jobs.
pub(crate) fn run(jobs: &[Job]) -> Vec<Option<String>> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicUsize::new(0);
    let answers: Vec<Mutex<Option<String>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some((job, answer)) = take(&next, jobs, &answers) {
                    *answer.lock().unwrap_or_else(PoisonError::into_inner) = job.run();
                }
            });
        }
    });
    answers.into_iter().map(|answer| answer.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

fn take<'a, T>(next: &AtomicUsize, jobs: &'a [Job], answers: &'a [T]) -> Option<(&'a Job, &'a T)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    Some((jobs.get(number)?, answers.get(number)?))
}
