//! Sizes and offsets by the rules of the x86-64 System V ABI, computed from the facts alone: neither our Rust nor a
//! compiler's reading of our header has a say. Windows' 64-bit ABI gives the same numbers for these types.

use std::collections::HashMap;

use super::api::{Api, Struct};

/// The scalar types that Windows' headers bring, with what they must be in C and their size. Each is aligned to its
/// size.
pub(crate) const SCALARS: &[(&str, &str, usize)] = &[
    ("BOOL", "int32_t", 4),
    ("BYTE", "uint8_t", 1),
    ("CHAR", "char", 1),
    ("HCRYPTPROV", "uintptr_t", 8),
    ("HRESULT", "int32_t", 4),
    ("INT", "int32_t", 4),
    ("LANGID", "uint16_t", 2),
    ("LONG", "int32_t", 4),
    ("LONGLONG", "int64_t", 8),
    ("NCRYPT_KEY_HANDLE", "uintptr_t", 8),
    ("SHORT", "int16_t", 2),
    ("SIZE_T", "size_t", 8),
    ("ULONG", "uint32_t", 4),
    ("ULONGLONG", "uint64_t", 8),
    ("USHORT", "uint16_t", 2),
    ("WCHAR", "WWS_EXPECTED_WCHAR", 2),
];

/// A structure of Windows' headers that the API uses: name, size, alignment, and (field, offset, type).
pub(crate) struct BaseStruct {
    pub(crate) name: &'static str,
    pub(crate) size: usize,
    pub(crate) align: usize,
    pub(crate) fields: &'static [(&'static str, usize, &'static str)],
}

/// Of CERT_CONTEXT only the first three fields exist here, and no program holds one by value.
pub(crate) const BASE_STRUCTS: &[BaseStruct] = &[
    BaseStruct {
        name: "GUID",
        size: 16,
        align: 4,
        fields: &[
            ("Data1", 0, "uint32_t"),
            ("Data2", 4, "uint16_t"),
            ("Data3", 6, "uint16_t"),
            ("Data4", 8, "uint8_t[8]"),
        ],
    },
    BaseStruct {
        name: "FILETIME",
        size: 8,
        align: 4,
        fields: &[("dwLowDateTime", 0, "uint32_t"), ("dwHighDateTime", 4, "uint32_t")],
    },
    BaseStruct {
        name: "DECIMAL",
        size: 16,
        align: 8,
        fields: &[
            ("wReserved", 0, "uint16_t"),
            ("scale", 2, "uint8_t"),
            ("sign", 3, "uint8_t"),
            ("Hi32", 4, "uint32_t"),
            ("Lo64", 8, "uint64_t"),
        ],
    },
    BaseStruct {
        name: "CERT_CONTEXT",
        size: 24,
        align: 8,
        fields: &[
            ("dwCertEncodingType", 0, "uint32_t"),
            ("pbCertEncoded", 8, "uint8_t *"),
            ("cbCertEncoded", 16, "uint32_t"),
        ],
    },
    BaseStruct {
        name: "CERT_NAME_BLOB",
        size: 16,
        align: 8,
        fields: &[("cbData", 0, "uint32_t"), ("pbData", 8, "uint8_t *")],
    },
    BaseStruct {
        name: "SecPkgContext_IssuerListInfoEx",
        size: 16,
        align: 8,
        fields: &[("aIssuers", 0, "CERT_NAME_BLOB *"), ("cIssuers", 8, "uint32_t")],
    },
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Layout {
    pub(crate) size: usize,
    pub(crate) align: usize,
}

/// Answers for every type that a field of the API has.
pub(crate) struct Layouts<'a> {
    structs: HashMap<&'a str, &'a Struct>,
    simple: HashMap<&'a str, Layout>,
}

impl<'a> Layouts<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let mut simple: HashMap<&str, Layout> = HashMap::new();
        simple.insert("float", Layout { size: 4, align: 4 });
        simple.insert("double", Layout { size: 8, align: 8 });
        simple.extend(SCALARS.iter().map(|&(name, _, size)| (name, Layout { size, align: size })));
        simple.extend(BASE_STRUCTS.iter().map(|base| (base.name, Layout { size: base.size, align: base.align })));
        simple.extend(api.enums.iter().map(|e| (e.name.as_str(), Layout { size: 4, align: 4 })));
        simple.extend(api.callbacks.iter().map(|callback| (callback.name.as_str(), Layout { size: 8, align: 8 })));
        Self { structs: api.structs.iter().map(|s| (s.name.as_str(), s)).collect(), simple }
    }

    pub(crate) fn of_type(&self, kind: &str) -> Layout {
        if kind.ends_with('*') {
            return Layout { size: 8, align: 8 };
        }
        if let Some(&layout) = self.simple.get(kind) {
            return layout;
        }
        let composite = self.structs.get(kind).unwrap_or_else(|| panic!("no layout is known for the type {kind}"));
        self.of_struct(composite).0
    }

    /// The layout of a structure and the offset of each of its fields.
    pub(crate) fn of_struct(&self, composite: &Struct) -> (Layout, Vec<usize>) {
        let (mut end, mut align, mut offsets) = (0_usize, 1, Vec::new());
        for field in &composite.fields {
            let layout = self.of_type(&field.kind);
            let offset = end.next_multiple_of(layout.align);
            offsets.push(offset);
            end = offset + layout.size;
            align = align.max(layout.align);
        }
        (Layout { size: end.next_multiple_of(align), align }, offsets)
    }
}
