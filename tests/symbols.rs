//! One list of functions, three witnesses: `include/webservices.symbols`, the headers, and the shared library. A
//! function that is missing from one of them, or is in one of them only, cannot be used or was not meant to be there.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::api::Api;
use support::{checked_in, symbols};

/// What programs that were linked before look for at their start.
const SONAME: &str = "libwebservices.so.1";
/// Exported by builds with the feature `test-hooks`, which are never installed; in no header and not in the list.
const TEST_HOOK: &str = "WsxTestPanic";
/// Set to make the list from the library.
const RENEW: &str = "UPDATE_SYMBOLS";

/// The shared library of this very build: Cargo makes it together with the one that test programs are linked with, in
/// their folder. A copy one folder up may be that of an earlier build.
fn library() -> PathBuf {
    let program = std::env::current_exe().expect("a test program knows where it is");
    let folder = program.parent().expect("a test program is in a folder");
    let library = folder.join("libwebservices.so");
    assert!(library.is_file(), "{} is not there: is cdylib still in crate-type?", library.display());
    library
}

fn output_of(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).env("LC_ALL", "C").args(arguments).arg(file).output();
    let output = output.unwrap_or_else(|problem| panic!("{program}: {problem}; Debian has it in the package binutils"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("symbol names are ASCII")
}

/// What the dynamic linker finds in the library. Data are not part of the API, so all of it must be code.
fn functions_of_library() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in output_of("nm", &["-D", "--defined-only"], &library()).lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_address, kind, name] = words.as_slice() else { panic!("nm says: {line}") };
        assert_eq!(*kind, "T", "the library exports {name}, which is not a function");
        names.insert((*name).to_owned());
    }
    let hook = names.remove(TEST_HOOK);
    assert_eq!(hook, cfg!(feature = "test-hooks"), "{TEST_HOOK} belongs to builds with the feature test-hooks only");
    names
}

/// What the headers declare.
fn functions_of_headers() -> BTreeSet<String> {
    let folder = checked_in::path("include");
    let mut names = BTreeSet::new();
    for entry in folder.read_dir().expect("include can be read") {
        let file = entry.expect("include can be read").file_name();
        let file = file.to_str().expect("header names are ASCII");
        // wws_base.h has macros that look like functions, and no functions.
        if file.starts_with("WebServices") && file.ends_with(".h") {
            names.extend(declared_functions(&checked_in::read(&format!("include/{file}"))));
        }
    }
    names
}

/// The functions that C text declares: the name before the first parenthesis of every statement that is not in braces,
/// not a typedef and not of the preprocessor.
fn declared_functions(header: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut statement, mut depth, mut commented) = (String::new(), 0_usize, false);
    for line in header.lines() {
        let line = line.split("//").next().unwrap_or_default();
        if line.starts_with('#') || line == "extern \"C\" {" || (line.starts_with('}') && depth == 0) {
            continue;
        }
        let mut rest = line;
        while !rest.is_empty() {
            if commented {
                let Some((_, after)) = rest.split_once("*/") else { break };
                (rest, commented) = (after, false);
                continue;
            }
            let code = match rest.split_once("/*") {
                Some((before, after)) => {
                    (rest, commented) = (after, true);
                    before
                }
                None => std::mem::take(&mut rest),
            };
            for c in code.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.checked_sub(1).expect("braces are in pairs"),
                    ';' if depth == 0 => names.extend(function_name(&std::mem::take(&mut statement))),
                    _ if depth == 0 => statement.push(c),
                    _ => {}
                }
            }
        }
        statement.push(' ');
    }
    names
}

fn function_name(statement: &str) -> Option<String> {
    let statement = statement.trim();
    let (before, _) = statement.split_once('(')?;
    let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    (!statement.starts_with("typedef")).then(|| name.to_owned())
}

fn require_same(one: (&str, &BTreeSet<String>), other: (&str, &BTreeSet<String>)) {
    let only = |a: &BTreeSet<String>, b| a.difference(b).cloned().collect::<Vec<_>>().join(", ");
    assert!(
        one.1 == other.1,
        "only {}: [{}]; only {}: [{}]. When the change is wanted, run the tests with {RENEW}=1 and check in {}.",
        one.0,
        only(one.1, other.1),
        other.0,
        only(other.1, one.1),
        symbols::LIST
    );
}

#[test]
fn the_list_is_what_the_library_exports_and_the_headers_declare() {
    let library = functions_of_library();
    let lines: String = library.iter().map(|name| format!("{name}\n")).collect();
    checked_in::compare_or_renew(symbols::LIST, &lines, RENEW);

    let list: BTreeSet<String> = symbols::exported().into_iter().collect();
    require_same(("in the library", &library), ("in the list", &list));
    require_same(("in the headers", &functions_of_headers()), ("in the list", &list));
}

/// Names of others must not be taken: programs link many libraries.
#[test]
fn every_function_is_one_of_the_api() {
    let api = Api::load();
    for name in functions_of_library() {
        let windows = api.functions.iter().any(|function| function.name == name);
        let extension = EXTENSIONS.contains(&name.as_str()) || name.starts_with("Wsx");
        assert!(windows || extension, "{name} is neither a function of the API nor an extension");
    }
}

/// Functions of Windows' CryptoAPI without which a program cannot hold a certificate.
const EXTENSIONS: &[&str] =
    &["CertCreateCertificateContext", "CertDuplicateCertificateContext", "CertFreeCertificateContext"];

#[test]
fn the_library_has_its_soname() {
    let dynamic = output_of("readelf", &["-d", "-W"], &library());
    let names: Vec<&str> = dynamic.lines().filter(|line| line.contains("(SONAME)")).collect();
    assert!(names.len() == 1 && names[0].ends_with(&format!("[{SONAME}]")), "{SONAME} was expected: {names:?}");
}

#[test]
fn declarations_are_told_from_the_rest_of_a_header() {
    let header = "#define WsMacro(a) a\n\
        /* void WsCommented(void); */ // void WsCommentedToo(void);\n\
        /* void WsOne(void);\n   void WsTwo(void); */\n\
        typedef void (*WS_CALLBACK)(int a);\n\
        typedef struct WS_X {\n  void (*function)(void);\n} WS_X;\n\
        extern \"C\" {\n\
        HRESULT WsFirst(struct WS_ERROR *error,\n                ULONG (*f)(void));\n\
        void WsSecond(void); const WS_XML_STRING *WsThird(void);\n\
        }  // extern \"C\"\n";
    assert_eq!(declared_functions(header), ["WsFirst", "WsSecond", "WsThird"]);
}
