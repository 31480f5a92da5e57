//! Our declarations against those of the crate `windows-sys`, which Microsoft makes from its own metadata: every value,
//! size, alignment and offset, and both against the facts of the API.
//!
//! Rust cannot list the items of a crate, so the comparison is a checked-in file of tables that the facts generate,
//! `tests/windows_sys/facts.rs`. `tests/surface.rs` requires it to be up to date: a program that includes the file
//! could not make a new one when the old one no longer compiles.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[rustfmt::skip] // as it was generated
#[path = "windows_sys/facts.rs"]
mod facts;
mod support;

use support::api::Api;
use support::layout::BASE_STRUCTS;

/// The one value that `windows-sys` does not have.
const LACKING: &str = "WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP";

#[test]
fn every_value_is_that_of_windows() {
    assert_eq!(facts::VALUES.len(), 41 + 38 + 829 - 1, "all values but {LACKING}");
    for (name, fact, ours, theirs) in facts::VALUES {
        assert!(fact == ours && ours == theirs, "{name}: fact {fact}, ours {ours}, Windows {theirs}");
    }
}

#[test]
fn every_size_and_alignment_is_that_of_windows() {
    assert_eq!(facts::LAYOUTS.len(), 262 + BASE_STRUCTS.len() - 1, "all structures, of the base types all but one");
    for (name, fact, ours, theirs) in facts::LAYOUTS {
        assert!(fact == ours && ours == theirs, "{name}: fact {fact:?}, ours {ours:?}, Windows {theirs:?}");
    }
}

#[test]
fn every_offset_is_that_of_windows() {
    let base: usize = BASE_STRUCTS.iter().map(|base| base.fields.len()).sum();
    assert_eq!(facts::OFFSETS.len(), 786 + base, "all fields");
    for (name, fact, ours, theirs) in facts::OFFSETS {
        assert!(fact == ours && ours == theirs, "{name}: fact {fact}, ours {ours}, Windows {theirs}");
    }
}

/// The value that only the facts and we have: what can be said of it without a second source.
#[test]
fn the_value_that_windows_sys_lacks_fits_in() {
    let api = Api::load();
    let holder = api.enums.iter().find(|e| e.values.iter().any(|(name, _)| name == LACKING));
    let values = &holder.expect("an enum has it").values;
    let fact = values.iter().find(|(name, _)| name == LACKING).expect("it is there").1;
    let ours = webservices::abi::WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP.0;
    assert_eq!(fact, 15);
    assert_eq!(i64::from(ours), fact);
    let mut numbers: Vec<i64> = values.iter().map(|(_, number)| *number).collect();
    numbers.sort_unstable();
    let expected: Vec<i64> = (0..).take(numbers.len()).collect();
    assert_eq!(numbers, expected, "with it, the ids are without gaps and without doubles");
}
