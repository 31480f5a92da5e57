//! Makes `include/WebServices.h` and `include/WebServicesX.h` from the declarations in `src/abi` and `src/ffi`, and sets
//! the SONAME.
//!
//! The headers are checked in, so that C programmers and reviewers see them; a build rewrites one only when its text
//! changes.

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The files that a header is made of, in the order in which a reader meets them.
struct Header {
    name: &'static str,
    guard: &'static str,
    include: &'static str,
    abi: &'static [&'static str],
    ffi: &'static [&'static str],
}

const HEADERS: [Header; 2] = [
    Header { name: "WebServices.h", guard: "WEBSERVICES_H", include: "wws_base.h", abi: ABI, ffi: FFI },
    // What Windows does not have.
    Header { name: "WebServicesX.h", guard: "WEBSERVICES_X_H", include: "WebServices.h", abi: ABI_X, ffi: FFI_X },
];

const ABI: &[&str] = &[
    "error",
    "heap",
    "xml_string",
    "asynchronous",
    "xml_text",
    "xml_node",
    "xml_canonicalization",
    "xml_reader",
    "xml_writer",
    "schema",
    "type_description",
    "url",
    "fault",
    "address",
    "message",
    "http",
    "channel",
    "channel_codec",
    "channel_custom",
    "listener",
    "credential",
    "token",
    "security_binding",
    "security",
    "contract",
    "service_proxy",
    "service_host",
    "policy",
    "policy_template",
    "metadata",
    "trace",
];
const FFI: &[&str] = &[
    "error",
    "heap",
    "async_execute",
    "time",
    "xml_string",
    "url",
    "xml_buffer",
    "xml_reader",
    "xml_reader_input",
    "xml_reader_nodes",
    "xml_reader_content",
    "xml_reader_canonical",
    "xml_reader_buffer",
    "typed_read",
    "xml_writer",
    "xml_writer_buffer",
    "xml_writer_canonical",
    "xml_writer_flush",
    "xml_writer_nodes",
    "xml_writer_text",
    "typed_write",
    "fault_error",
    "endpoint_address",
    "message",
    "message_property",
    "message_header",
    "message_mapped",
    "message_body",
    "channel",
    "channel_property",
    "channel_send",
    "channel_message",
    "fault_message",
    "listener",
    "service_proxy",
    "service_call",
    "operation_context",
    "service_host",
    "cert_context",
    "security_token",
];
const ABI_X: &[&str] = &["x_certificate", "x_security_binding", "x_security", "x_message", "x_identity"];
const FFI_X: &[&str] = &["cert_find", "identity"];

/// Major number of the shared library: changes only when a program that was linked before would no longer work.
const SONAME: &str = "libwebservices.so.1";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=cbindgen.toml");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,{SONAME}");
    // The library has threads of its own, which must not find their code gone when a plug-in that used it is closed.
    println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
    for header in HEADERS {
        println!("cargo::rerun-if-changed=include/{}", header.name);
        if let Err(problem) = write_header(&header) {
            // Not an error: code that cbindgen cannot read is code that rustc rejects next, and rustc says where.
            println!("cargo::warning=include/{} was not renewed: {problem}", header.name);
        }
    }
}

fn write_header(made: &Header) -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml"))?;
    config.include_guard = Some(made.guard.into());
    config.includes = vec![made.include.into()];

    let mut sources = Vec::new();
    for (folder, areas) in [("abi", made.abi), ("ffi", made.ffi)] {
        for area in areas {
            let path = root.join("src").join(folder).join(format!("{area}.rs"));
            println!("cargo::rerun-if-changed={}", path.display());
            let text = plain_constants(&plain_enums(&fs::read_to_string(&path)?));
            if folder == "abi" {
                // A type that is reached only through void* would be left out otherwise.
                config.export.include.extend(public_names(&text));
            }
            let copy = out.join(format!("{folder}_{area}.rs"));
            write_if_changed(&copy, &text)?;
            sources.push(copy);
        }
    }

    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in sources {
        builder = builder.with_src(source);
    }
    let mut header = Vec::new();
    builder.generate()?.write(&mut header);
    let header = whole_casts(&open_enums(&String::from_utf8(header)?));
    write_if_changed(&root.join("include").join(made.name), &header)?;
    Ok(())
}

/// Turns `ws_enum! { pub enum … }`, which cbindgen does not expand, into the enum that stands inside. Lines keep their
/// numbers.
fn plain_enums(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    let mut inside = false;
    for line in source.lines() {
        match line {
            "ws_enum! {" => inside = true,
            "}" if inside => inside = false,
            _ if inside && line.trim_start().starts_with("pub enum ") => {
                plain.push_str("#[repr(C)] ");
                plain.push_str(line);
            }
            _ => plain.push_str(line),
        }
        plain.push('\n');
    }
    plain
}

/// Turns `= NAME(0x10001);`, the value of a constant that extends an enumeration, into the cast that cbindgen renders: it
/// leaves constants of structures out. Lines keep their numbers.
fn plain_constants(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    for line in source.lines() {
        let value = line.rsplit_once("= ").unwrap_or((" ", line.trim_start()));
        match value.1.strip_suffix(");").and_then(|value| value.split_once("(0x")) {
            Some((name, digits)) if name.starts_with("WS_") => {
                let before = line.strip_suffix(value.1).unwrap_or_default();
                plain.push_str(&format!("{before}0x{digits} as {name};"));
            }
            _ => plain.push_str(line),
        }
        plain.push('\n');
    }
    plain
}

/// The names of all public types of a file.
fn public_names(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in source.lines() {
        let line = line.trim_start().trim_start_matches("#[repr(C)]").trim_start();
        for keyword in ["pub struct ", "pub enum ", "pub type "] {
            if let Some(rest) = line.strip_prefix(keyword) {
                names.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    names
}

/// Gives C++ enums the whole range of `int`, so that a value which this version does not name is not undefined there.
fn open_enums(header: &str) -> String {
    let mut open = String::with_capacity(header.len());
    for line in header.lines() {
        match line.strip_prefix("typedef enum ").and_then(|rest| rest.strip_suffix(" {")) {
            Some(name) => open.push_str(&format!("typedef enum {name} WWS_ENUM_INT {{")),
            None => open.push_str(line),
        }
        open.push('\n');
    }
    open
}

/// Puts casts of numbers in parentheses, and extension numbers in the form in which they are given out.
fn whole_casts(header: &str) -> String {
    let mut whole = String::with_capacity(header.len());
    for line in header.lines() {
        let cast =
            line.strip_prefix("#define WSX_").and_then(|rest| rest.split_once(" (")).and_then(|(name, value)| {
                let (kind, number) = value.split_once(')')?;
                Some((name, kind, number.parse::<u32>().ok()?))
            });
        match cast {
            Some((name, kind, number)) => whole.push_str(&format!("#define WSX_{name} (({kind})0x{number:X})")),
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    whole
}

fn write_if_changed(path: &Path, text: &str) -> std::io::Result<()> {
    match fs::read_to_string(path) {
        Ok(present) if present == text => Ok(()),
        _ => fs::write(path, text),
    }
}
