//! The facts as static assertions of a file that C and C++ compilers of all dialects read.
//!
//! How exact a type can be compared depends on the language. C++ compares types as they are. In C an enum is
//! compatible with its integer type, so that C++ alone tells these two apart; a pointer to the field is compared and
//! not its value, so that const is seen in C too.

use std::fmt;

use crate::support::api::{Api, Variable};
use crate::support::layout::{BASE_STRUCTS, Layouts, SCALARS};

/// What the assertions are written with, in each language.
const PRELUDE: &str = r#"#include <WebServices.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#define WWS_EXPECTED_WCHAR wchar_t
#else
#define WWS_EXPECTED_WCHAR char16_t
#endif

#if defined(__cplusplus)
#include <type_traits>
#define FACT(condition, text) static_assert(condition, text)
#define SAME(one, other) (std::is_same<one, other>::value)
#define FIELD(owner, field, type, pointer) SAME(decltype(owner::field), type)
#define POINTEE(one, other) SAME(one, other)
#define OBJECT(name, type) SAME(decltype(name), type)
#define ADDRESS(name, type) SAME(decltype(&name), type)
#define INTEGER_ENUM(name) (IntegerEnum<name>::value)
template <class T, bool = std::is_enum<T>::value> struct IntegerEnum : std::false_type {};
template <class T> struct IntegerEnum<T, true> : std::is_same<typename std::underlying_type<T>::type, int> {};
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define FACT(condition, text) _Static_assert(condition, text)
#define SAME(one, other) _Generic((one)0, other: 1, default: 0)
#define FIELD(owner, field, type, pointer) _Generic(&((owner *)0)->field, pointer: 1, default: 0)
#define POINTEE(one, other) _Generic((one *)0, other *: 1, default: 0)
#define OBJECT(name, type) _Generic((name), type: 1, default: 0)
#define ADDRESS(name, type) _Generic(&name, type: 1, default: 0)
#define INTEGER_ENUM(name) _Generic((name)0, int: 1, unsigned: 1, default: 0)
#else
#define FACT(condition, text) __extension__ _Static_assert(condition, text)
#define SAME(one, other) __builtin_types_compatible_p(one, other)
#define FIELD(owner, field, type, pointer) __builtin_types_compatible_p(__typeof__(&((owner *)0)->field), pointer)
#define POINTEE(one, other) __builtin_types_compatible_p(one *, other *)
#define OBJECT(name, type) __builtin_types_compatible_p(__typeof__(name), type)
#define ADDRESS(name, type) __builtin_types_compatible_p(__typeof__(&name), type)
#define INTEGER_ENUM(name) (SAME(name, int) || SAME(name, unsigned))
#endif

#define VALUE(name, number) FACT((name) == (number), #name " must be " #number)
#define ERROR_TYPE(name) FACT(OBJECT(name, HRESULT), #name " must be an HRESULT")
#if defined(__cplusplus)
#define ENUMERATOR_TYPE(name, type) FACT(OBJECT(name, type), #name " must be of the type " #type)
#else
#define ENUMERATOR_TYPE(name, type) FACT(OBJECT(name, int), #name " must be an enumerator")
#endif
#define ENUM(name) FACT(INTEGER_ENUM(name) && sizeof(name) == 4, #name " must be an enum of 4 bytes")
#define HANDLE(name, tag) FACT(POINTEE(name, struct tag), #name " must be struct " #tag)
#define BASE(name, type, size) FACT(SAME(name, type) && sizeof(name) == (size), #name " must be " #type)
#define SIZE(name, size, alignment) \
    FACT(sizeof(name) == (size) && __alignof__(name) == (alignment), \
         #name " must have " #size " bytes, aligned to " #alignment)
#define OFFSET(owner, field, offset) FACT(offsetof(owner, field) == (offset), #owner "." #field " must be at " #offset)
#define FIELD_TYPE(owner, field, type, pointer) \
    FACT(FIELD(owner, field, type, pointer), #owner "." #field " must be of the type " #type)
#define CALLBACK_TYPE(name, type) FACT(SAME(name, type), #name " must be " #type)
#define FUNCTION_TYPE(name, type) FACT(ADDRESS(name, type), "a pointer to " #name " must be " #type)

"#;

/// Fields of DECIMAL that C sees beside those of Rust: the unions that Windows has there.
pub(crate) const DECIMAL_PARTS: &[(&str, usize, &str)] =
    &[("signscale", 2, "uint16_t"), ("Lo32", 8, "uint32_t"), ("Mid32", 12, "uint32_t")];

/// One statement about the header.
pub(crate) enum Fact {
    Value { name: String, number: i64 },
    ErrorType { name: String },
    EnumeratorType { name: String, of: String },
    Enum { name: String },
    Handle { name: String, tag: String },
    Base { name: String, is: String, size: usize },
    Size { name: String, size: usize, align: usize },
    Offset { owner: String, field: String, offset: usize },
    FieldType { owner: String, field: String, is: String },
    CallbackType { name: String, is: String },
    FunctionType { name: String, is: String },
}

impl Fact {
    /// What it is counted under.
    pub(crate) fn topic(&self) -> &'static str {
        match self {
            Self::Value { .. } => "values",
            Self::ErrorType { .. } => "types of error codes",
            Self::EnumeratorType { .. } => "types of enumerators",
            Self::Enum { .. } => "enums",
            Self::Handle { .. } => "handles",
            Self::Base { .. } => "base types",
            Self::Size { .. } => "sizes",
            Self::Offset { .. } => "offsets",
            Self::FieldType { .. } => "types of fields",
            Self::CallbackType { .. } => "types of callbacks",
            Self::FunctionType { .. } => "types of functions",
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { name, number } => write!(f, "VALUE({name}, {number});"),
            Self::ErrorType { name } => write!(f, "ERROR_TYPE({name});"),
            Self::EnumeratorType { name, of } => write!(f, "ENUMERATOR_TYPE({name}, {of});"),
            Self::Enum { name } => write!(f, "ENUM({name});"),
            Self::Handle { name, tag } => write!(f, "HANDLE({name}, {tag});"),
            Self::Base { name, is, size } => write!(f, "BASE({name}, {is}, {size});"),
            Self::Size { name, size, align } => write!(f, "SIZE({name}, {size}, {align});"),
            Self::Offset { owner, field, offset } => write!(f, "OFFSET({owner}, {field}, {offset});"),
            Self::FieldType { owner, field, is } => {
                write!(f, "FIELD_TYPE({owner}, {field}, {is}, {});", pointer_to(is))
            }
            Self::CallbackType { name, is } => write!(f, "CALLBACK_TYPE({name}, {is});"),
            Self::FunctionType { name, is } => write!(f, "FUNCTION_TYPE({name}, {is});"),
        }
    }
}

fn pointer_to(kind: &str) -> String {
    match kind.split_once('[') {
        Some((element, length)) => format!("{element} (*)[{length}"),
        None => format!("{kind} *"),
    }
}

/// All facts of the API; of the functions those which are exported.
pub(crate) fn all(api: &Api, layouts: &Layouts<'_>, exported: &[String]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for &(name, is, size) in SCALARS {
        facts.push(Fact::Base { name: name.into(), is: is.into(), size });
    }
    for base in BASE_STRUCTS {
        facts.push(Fact::Size { name: base.name.into(), size: base.size, align: base.align });
        let parts: &[_] = if base.name == "DECIMAL" { DECIMAL_PARTS } else { &[] };
        for &(field, offset, is) in base.fields.iter().chain(parts) {
            push_field(&mut facts, base.name, field, is, offset);
        }
    }
    for (name, number) in api.values() {
        facts.push(Fact::Value { name: name.clone(), number: *number });
    }
    facts.extend(api.errors.iter().map(|(name, _)| Fact::ErrorType { name: name.clone() }));
    for e in &api.enums {
        facts.push(Fact::Enum { name: e.name.clone() });
        for (name, _) in &e.values {
            facts.push(Fact::EnumeratorType { name: name.clone(), of: e.name.clone() });
        }
    }
    facts.extend(api.handles.iter().map(|name| Fact::Handle { name: name.clone(), tag: name.clone() }));
    for composite in &api.structs {
        let (layout, offsets) = layouts.of_struct(composite);
        facts.push(Fact::Size { name: composite.name.clone(), size: layout.size, align: layout.align });
        for (Variable { name, kind }, offset) in composite.fields.iter().zip(offsets) {
            push_field(&mut facts, &composite.name, name, kind, offset);
        }
    }
    for callback in &api.callbacks {
        facts.push(Fact::CallbackType { name: callback.name.clone(), is: callback.pointer_type() });
    }
    for function in api.functions.iter().filter(|function| exported.contains(&function.name)) {
        facts.push(Fact::FunctionType { name: function.name.clone(), is: function.pointer_type() });
    }
    facts
}

fn push_field(facts: &mut Vec<Fact>, owner: &str, field: &str, is: &str, offset: usize) {
    facts.push(Fact::Offset { owner: owner.into(), field: field.into(), offset });
    facts.push(Fact::FieldType { owner: owner.into(), field: field.into(), is: is.into() });
}

/// The file that states the facts.
pub(crate) fn program(facts: &[Fact]) -> String {
    let mut text = String::from(PRELUDE);
    for fact in facts {
        text.push_str(&fact.to_string());
        text.push('\n');
    }
    text
}

/// Statements that are wrong by as little as possible, one or more of each kind.
pub(crate) fn wrong() -> Vec<(&'static str, Fact)> {
    let field =
        |field: &str, is: &str| Fact::FieldType { owner: "WS_XML_STRING".into(), field: field.into(), is: is.into() };
    let function = |is: &str| Fact::FunctionType { name: "WsAddErrorString".into(), is: is.into() };
    let callback = |is: &str| Fact::CallbackType { name: "WS_ASYNC_CALLBACK".into(), is: is.into() };
    vec![
        ("constant", Fact::Value { name: "WS_FIELD_NILLABLE".into(), number: 5 }),
        ("error_code", Fact::Value { name: "WS_E_INVALID_FORMAT".into(), number: -2_143_485_951 }),
        ("enumerator", Fact::Value { name: "WS_CHANNEL_STATE_OPEN".into(), number: 4 }),
        ("error_type", Fact::ErrorType { name: "1u".into() }),
        (
            "enumerator_type",
            Fact::EnumeratorType { name: "WS_CHANNEL_STATE_OPEN".into(), of: "WS_LISTENER_STATE".into() },
        ),
        ("enum", Fact::Enum { name: "LONGLONG".into() }),
        ("handle", Fact::Handle { name: "WS_HEAP".into(), tag: "WS_ERROR".into() }),
        ("base", Fact::Base { name: "ULONG".into(), is: "int32_t".into(), size: 4 }),
        ("base_size", Fact::Base { name: "WCHAR".into(), is: "WWS_EXPECTED_WCHAR".into(), size: 4 }),
        ("size", Fact::Size { name: "WS_XML_STRING".into(), size: 40, align: 8 }),
        ("align", Fact::Size { name: "WS_XML_STRING".into(), size: 32, align: 4 }),
        ("offset", Fact::Offset { owner: "WS_XML_STRING".into(), field: "id".into(), offset: 28 }),
        ("field_sign", field("length", "INT")),
        ("field_pointee", field("bytes", "CHAR*")),
        ("field_const", field("bytes", "const BYTE*")),
        ("field_pointer", field("dictionary", "WS_XML_DICTIONARY")),
        ("callback_result", callback("HRESULT (*)(HRESULT, WS_CALLBACK_MODEL, void*)")),
        ("callback_parameter", callback("void (*)(HRESULT, WS_CALLBACK_MODEL, const void*)")),
        ("function_result", function("void (*)(WS_ERROR*, const WS_STRING*)")),
        ("function_const", function("HRESULT (*)(WS_ERROR*, WS_STRING*)")),
        ("function_count", function("HRESULT (*)(WS_ERROR*, const WS_STRING*, ULONG)")),
        ("function_handle", function("HRESULT (*)(WS_HEAP*, const WS_STRING*)")),
    ]
}
