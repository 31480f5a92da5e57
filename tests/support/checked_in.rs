//! Files that are made by a test and checked in, so that reviewers see what changes in them.

use std::path::{Path, PathBuf};
use std::{env, fs};

pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

pub(crate) fn read(relative: &str) -> String {
    let path = path(relative);
    fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// Requires a checked-in file to have this text, or gives it this text when the environment variable is set.
pub(crate) fn compare_or_renew(relative: &str, expected: &str, variable: &str) {
    if env::var_os(variable).is_some_and(|value| !value.is_empty() && value != "0") {
        fs::write(path(relative), expected).unwrap_or_else(|problem| panic!("{relative}: {problem}"));
        return;
    }
    let present = fs::read_to_string(path(relative)).unwrap_or_default();
    if present == expected {
        return;
    }
    let same = present.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(the end of the file)").to_owned();
    panic!(
        "{relative} is not what the test makes; first difference in line {}:\n  there: {}\n  made:  {}\n\
         When the change is wanted, run the tests with {variable}=1 and check in the file.",
        same + 1,
        line(&present),
        line(expected)
    );
}
