//! Makes the tables of `facts.rs`.

use std::fmt::Display;

use crate::support::api::{Api, Struct};
use crate::support::layout::{BASE_STRUCTS, Layout, Layouts};

const HEAD: &str = "\
//! Every name with what the facts of the API give, what we have, and what `windows-sys` has.
//!
//! Generated from `tests/surface/webservices-api.json`: renew with `UPDATE_FACTS=1 cargo test --test surface`.

use std::mem::{align_of, offset_of, size_of};

use webservices::abi as ours;
use windows_sys::Win32::Foundation;
use windows_sys::Win32::Networking::WindowsWebServices as theirs;
use windows_sys::Win32::Security::Authentication::Identity;
use windows_sys::Win32::Security::Cryptography;
use windows_sys::core;

/// Size and alignment.
type Layout = (usize, usize);
";

/// Ours of this base structure is only the beginning of Windows': its offsets can be compared, its size cannot.
const SHORTENED: &str = "CERT_CONTEXT";

/// The one value that `windows-sys` does not have.
const LACKING: &str = "WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS_PER_IP";

/// The text of `facts.rs`.
pub(crate) fn tables(api: &Api, layouts: &Layouts<'_>) -> String {
    let mut values = Table::new("VALUES", "i64");
    for (name, number) in &api.constants {
        values.row(name, number, format!("ours::{name} as i64"), format!("theirs::{name} as i64"));
    }
    for (name, code) in &api.errors {
        values.row(name, code, format!("ours::{name} as i64"), format!("Foundation::{name} as i64"));
    }
    for (name, number) in api.enums.iter().flat_map(|e| &e.values).filter(|(name, _)| name != LACKING) {
        values.row(name, number, format!("ours::{name}.0 as i64"), format!("theirs::{name} as i64"));
    }

    let mut sizes = Table::new("LAYOUTS", "Layout");
    let mut offsets = Table::new("OFFSETS", "usize");
    for base in BASE_STRUCTS {
        let (ours, theirs) = (format!("ours::{}", base.name), base_struct(base.name));
        if base.name != SHORTENED {
            let layout = Layout { size: base.size, align: base.align };
            sizes.row(base.name, &size_and_alignment(layout), layout_of(&ours), layout_of(theirs));
        }
        for &(field, offset, _) in base.fields {
            let theirs = offset_of(theirs, base_field(base.name, field));
            offsets.row(&format!("{}.{field}", base.name), &offset, offset_of(&ours, field), theirs);
        }
    }
    for composite in &api.structs {
        let (ours, theirs) = (format!("ours::{}", composite.name), format!("theirs::{}", windows_name(composite)));
        let (layout, field_offsets) = layouts.of_struct(composite);
        sizes.row(&composite.name, &size_and_alignment(layout), layout_of(&ours), layout_of(&theirs));
        for (field, offset) in composite.fields.iter().zip(field_offsets) {
            let name = if field.name == "type" { "r#type" } else { &field.name };
            let label = format!("{}.{}", composite.name, field.name);
            offsets.row(&label, &offset, offset_of(&ours, name), offset_of(&theirs, name));
        }
    }
    [HEAD, &values.end(), &sizes.end(), &offsets.end()].join("\n")
}

/// A constant with an array of (name, fact, ours, theirs).
struct Table {
    text: String,
}

impl Table {
    fn new(name: &str, kind: &str) -> Self {
        Self { text: format!("pub(crate) const {name}: &[(&str, {kind}, {kind}, {kind})] = &[\n") }
    }

    fn row(&mut self, name: &str, fact: &impl Display, ours: String, theirs: String) {
        self.text.push_str(&format!("    (\"{name}\", {fact}, {ours}, {theirs}),\n"));
    }

    fn end(self) -> String {
        self.text + "];\n"
    }
}

fn size_and_alignment(layout: Layout) -> String {
    format!("({}, {})", layout.size, layout.align)
}

fn layout_of(path: &str) -> String {
    format!("(size_of::<{path}>(), align_of::<{path}>())")
}

fn offset_of(path: &str, field: &str) -> String {
    format!("offset_of!({path}, {field})")
}

/// `windows-sys` numbers structures without a name as they come; each holder has one, so all are number 0.
fn windows_name(composite: &Struct) -> String {
    composite.inside.as_ref().map_or_else(|| composite.name.clone(), |holder| format!("{holder}_0"))
}

fn base_struct(name: &str) -> &'static str {
    match name {
        "GUID" => "core::GUID",
        "FILETIME" => "Foundation::FILETIME",
        "DECIMAL" => "Foundation::DECIMAL",
        "CERT_CONTEXT" => "Cryptography::CERT_CONTEXT",
        // One structure with many names in Windows; the metadata keep one of them.
        "CERT_NAME_BLOB" => "Cryptography::CRYPT_INTEGER_BLOB",
        "SecPkgContext_IssuerListInfoEx" => "Identity::SecPkgContext_IssuerListInfoEx",
        _ => panic!("where does windows-sys have {name}?"),
    }
}

/// The fields that `windows-sys` has in a union, or spells in its own way.
fn base_field<'a>(owner: &str, field: &'a str) -> &'a str {
    match (owner, field) {
        ("GUID", "Data1") => "data1",
        ("GUID", "Data2") => "data2",
        ("GUID", "Data3") => "data3",
        ("GUID", "Data4") => "data4",
        ("DECIMAL", "scale") => "Anonymous1.Anonymous.scale",
        ("DECIMAL", "sign") => "Anonymous1.Anonymous.sign",
        ("DECIMAL", "Lo64") => "Anonymous2.Lo64",
        _ => field,
    }
}
