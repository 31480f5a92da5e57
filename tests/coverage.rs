//! `docs/coverage.md`: which functions of the API there are, made from the facts and the list of exported functions.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "coverage/areas.rs"]
mod areas;
mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use areas::AREAS;
use support::api::Api;
use support::{checked_in, symbols};

/// What is missing beside functions, written by hand and taken over as it is.
const NOTES: &str = "docs/coverage-notes.md";

#[test]
fn every_function_is_in_one_area() {
    let api = Api::load();
    let named: Vec<&str> = AREAS.iter().flat_map(|(_, functions)| functions.iter().copied()).collect();
    let once: BTreeSet<&str> = named.iter().copied().collect();
    let facts: BTreeSet<&str> = api.functions.iter().map(|function| function.name.as_str()).collect();
    assert_eq!(named.len(), once.len(), "a function is in two areas");
    assert_eq!(once, facts, "the areas must have the functions of the API, no more and no fewer");
}

#[test]
fn the_page_is_up_to_date() {
    let exported: BTreeSet<String> = symbols::exported().into_iter().collect();
    checked_in::compare_or_renew("docs/coverage.md", &page(&exported, &checked_in::read(NOTES)), "UPDATE_COVERAGE");
}

#[test]
fn the_page_counts_what_is_there() {
    let some = BTreeSet::from(["WsAlloc".to_owned(), "WsxNotOfWindows".to_owned()]);
    let page = page(&some, "Some notes.\n");
    assert!(page.contains("\n1 of 193 functions of the API are there."), "{page}");
    assert!(page.contains("| WsAlloc | yes |") && page.contains("| WsCall | not yet |"), "{page}");
    assert!(page.contains("\n- WsxNotOfWindows\n") && page.ends_with("\nSome notes.\n"), "{page}");
}

fn page(exported: &BTreeSet<String>, notes: &str) -> String {
    let of_windows: BTreeSet<&str> = AREAS.iter().flat_map(|(_, functions)| functions.iter().copied()).collect();
    let there = |functions: &[&str]| functions.iter().filter(|name| exported.contains(**name)).count();
    let total: usize = AREAS.iter().map(|(_, functions)| there(functions)).sum();

    let mut page = String::from("# Coverage\n\n");
    page += "<!-- Generated from the list of exported functions: run `UPDATE_COVERAGE=1 cargo test --test coverage`. -->\n\n";
    writeln!(
        page,
        "{total} of {} functions of the API are there. A function that does not work is not exported, so a program that \
         links has all that it calls.\n",
        of_windows.len()
    )
    .expect("a string can be written to");

    page += "| area | there | of |\n|---|---|---|\n";
    for (area, functions) in AREAS {
        writeln!(page, "| {area} | {} | {} |", there(functions), functions.len()).expect("a string can be written to");
    }
    for (area, functions) in AREAS {
        write!(page, "\n## {area}\n\n| function | exported |\n|---|---|\n").expect("a string can be written to");
        for name in *functions {
            let state = if exported.contains(*name) { "yes" } else { "not yet" };
            writeln!(page, "| {name} | {state} |").expect("a string can be written to");
        }
    }

    let own: Vec<&String> = exported.iter().filter(|name| !of_windows.contains(name.as_str())).collect();
    if !own.is_empty() {
        page += "\n## Functions beyond the API\n\n";
        for name in own {
            writeln!(page, "- {name}").expect("a string can be written to");
        }
    }
    page + "\n" + notes
}
