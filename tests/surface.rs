//! `include/WebServices.h` against the facts of the API, as C and C++ compilers see it: every value, size, offset and
//! type, in every dialect that the header promises.
//!
//! The expectations come from `tests/surface/webservices-api.json` alone; the code that makes the header has no part
//! in them.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;
#[path = "windows_sys/generate.rs"]
mod windows_sys_tables;
mod surface {
    pub(crate) mod compile;
    pub(crate) mod facts;
    pub(crate) mod programs;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use support::api::Api;
use support::{checked_in, layout::Layouts, symbols};
use surface::compile::{self, Compiler, Dialect, Job, Outcome};
use surface::facts::{self, Fact};
use surface::programs;

/// A place for the files of one test: tests run at the same time.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("surface").join(name);
    fs::create_dir_all(&folder).expect("the folder for test files can be made");
    folder
}

fn write(folder: &str, name: &str, text: &str) -> PathBuf {
    let path = self::folder(folder).join(name);
    fs::write(&path, text).expect("a test file can be written");
    path
}

/// A folder that looks like an installed include folder as far as the lower-case alias goes.
fn include_folders(test: &str) -> Vec<PathBuf> {
    let alias = folder(&format!("{test}/include"));
    fs::write(alias.join("webservices.h"), "#include \"WebServices.h\"\n").expect("a test file can be written");
    vec![alias, checked_in::path("include")]
}

/// Runs the jobs and requires all of them to end as they should.
fn require(jobs: &[Job]) {
    let failures: Vec<String> = compile::run(jobs).into_iter().flatten().collect();
    assert!(failures.is_empty(), "{} of {} failed:\n{}", failures.len(), jobs.len(), failures.join("\n"));
}

/// The facts did not lose anything on the way: these are the numbers of the API, and it is finished.
#[test]
fn the_facts_are_complete() {
    let api = Api::load();
    assert_eq!(api.handles.len(), 15);
    assert_eq!(api.constants.len(), 41);
    assert_eq!(api.errors.len(), 38);
    assert_eq!(api.enums.len(), 99);
    assert_eq!(api.enums.iter().map(|e| e.values.len()).sum::<usize>(), 829);
    assert_eq!(api.structs.len(), 255 + 7);
    assert_eq!(api.structs.iter().filter(|s| s.inside.is_some()).count(), 7);
    assert_eq!(api.structs.iter().map(|s| s.fields.len()).sum::<usize>(), 778 + 8);
    assert_eq!(api.callbacks.len(), 62);
    assert_eq!(api.functions.len(), 193);
}

/// A clone that stands beside the place where the facts are kept uses the same ones.
#[test]
fn the_facts_are_those_of_the_shared_copy() {
    let shared = checked_in::path("../shared/api/webservices-api.json");
    if let Ok(text) = fs::read_to_string(&shared) {
        assert!(
            text == support::api::JSON,
            "tests/surface/webservices-api.json differs from {}: one of them is out of date",
            shared.display()
        );
    }
}

/// The tables that `tests/windows_sys.rs` compares.
#[test]
fn the_tables_for_windows_sys_are_up_to_date() {
    let api = Api::load();
    let text = windows_sys_tables::tables(&api, &Layouts::new(&api));
    checked_in::compare_or_renew("tests/windows_sys/facts.rs", &text, "UPDATE_FACTS");
}

#[test]
fn the_header_states_every_fact_in_every_dialect() {
    let api = Api::load();
    let exported = symbols::exported();
    let facts = facts::all(&api, &Layouts::new(&api), &exported);

    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in &facts {
        *counts.entry(fact.topic()).or_default() += 1;
    }
    let list: Vec<String> = counts.iter().map(|(topic, count)| format!("{count} {topic}")).collect();
    support::say(&format!("surface: {} facts ({})", facts.len(), list.join(", ")));

    let base_fields: usize = support::layout::BASE_STRUCTS.iter().map(|base| base.fields.len()).sum();
    let expected = BTreeMap::from([
        ("values", 41 + 38 + 829),
        ("types of error codes", 38),
        ("types of enumerators", 829),
        ("enums", 99),
        ("handles", 15),
        ("base types", support::layout::SCALARS.len()),
        ("sizes", 262 + support::layout::BASE_STRUCTS.len()),
        ("offsets", 786 + base_fields + facts::DECIMAL_PARTS.len()),
        ("types of fields", 786 + base_fields + facts::DECIMAL_PARTS.len()),
        ("types of callbacks", 62),
        ("types of functions", exported.iter().filter(|name| api.functions.iter().any(|f| &f.name == *name)).count()),
    ]);
    assert_eq!(counts, expected, "the generator must state every fact, no more and no less");
    assert!(expected["types of functions"] >= 13, "the library exported 13 functions when this test was written");

    let source = write("facts", "facts.c", &facts::program(&facts));
    let include = include_folders("facts");
    let jobs: Vec<Job> =
        Dialect::all().map(|dialect| Job::check(dialect, &source, &include, Outcome::Success)).collect();
    require(&jobs);
}

/// A wrong expectation of each kind is refused, each on its own, in each family of dialects: otherwise the test above
/// might be green because its assertions say nothing.
#[test]
fn a_wrong_fact_is_refused() {
    let include = include_folders("wrong");
    let mut jobs = Vec::new();
    for (name, fact) in facts::wrong() {
        let source = write("wrong", &format!("{name}.c"), &facts::program(std::slice::from_ref(&fact)));
        for dialect in Dialect::all().filter(|dialect| !dialect.short_wchar) {
            // In C an enumerator is an int, and enums are the same type as their integer: only C++ can tell.
            if matches!(fact, Fact::EnumeratorType { .. }) && dialect.compiler.language != compile::Language::Cxx {
                continue;
            }
            if ["gnu99", "c11", "c++11"].contains(&dialect.standard) {
                jobs.push(Job::check(dialect, &source, &include, Outcome::Refused));
            }
        }
    }
    require(&jobs);
}

#[test]
fn small_programs_compile_without_warnings() {
    let include = include_folders("programs");
    let mut jobs = Vec::new();
    for (name, text) in programs::CHECKED {
        let source = write("programs", &format!("{name}.c"), text);
        jobs.extend(Dialect::all().map(|dialect| Job::check(dialect, &source, &include, Outcome::Success)));
    }
    for (name, text) in programs::RUN {
        let source = write("programs", &format!("{name}.c"), text);
        for (number, dialect) in Dialect::all().enumerate() {
            let program = folder("programs").join(format!("{name}-{number}"));
            jobs.push(Job::build_and_run(dialect, &source, &include, program));
        }
    }
    require(&jobs);
}

/// C and C++ compilers of both families are there, or somebody has said that their absence is known.
#[test]
fn all_compilers_are_there() {
    let missing: Vec<&Compiler> = compile::COMPILERS.iter().filter(|compiler| !compiler.is_there()).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<&str> = missing.iter().map(|compiler| compiler.program).collect();
    let packages: BTreeSet<&str> = missing.iter().map(|compiler| compiler.package).collect();
    let packages: Vec<&str> = packages.into_iter().collect();
    let text = format!("cannot run {}: on Debian, apt-get install {}", names.join(", "), packages.join(" "));
    assert!(
        std::env::var_os(compile::ALLOW_MISSING).is_some(),
        "{text}. Or set {} to go without.",
        compile::ALLOW_MISSING
    );
    support::say(&format!("surface: skipped: {text}"));
}
