//! What several test programs share: the facts of the API, and files that a test writes and a person checks in.

#![allow(dead_code, reason = "each test program uses its part")]

pub(crate) mod api;
pub(crate) mod checked_in;
pub(crate) mod layout;
pub(crate) mod symbols;

use std::io::Write;

/// Prints a line that the test harness does not swallow: a skipped check must be seen in a run that passes.
pub(crate) fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("stderr can be written to");
}
