//! `include/webservices.symbols`: the functions that programs can link against.

use super::checked_in;

pub(crate) const LIST: &str = "include/webservices.symbols";

/// The checked-in list.
pub(crate) fn exported() -> Vec<String> {
    checked_in::read(LIST).lines().map(str::to_owned).collect()
}
