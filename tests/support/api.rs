//! The API as facts: `tests/surface/webservices-api.json`, which owes nothing to `src/abi`.

use serde_json::{Map, Value};

/// The facts as they are checked in.
pub(crate) const JSON: &str = include_str!("../surface/webservices-api.json");

/// All of the API, in the order of the file.
pub(crate) struct Api {
    pub(crate) handles: Vec<String>,
    pub(crate) constants: Vec<(String, i64)>,
    pub(crate) errors: Vec<(String, i64)>,
    pub(crate) enums: Vec<Enum>,
    /// Nested structures stand before the one that holds them.
    pub(crate) structs: Vec<Struct>,
    pub(crate) callbacks: Vec<Function>,
    pub(crate) functions: Vec<Function>,
}

pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) values: Vec<(String, i64)>,
}

pub(crate) struct Struct {
    pub(crate) name: String,
    /// The structure in whose field `out` this one has its only use; Windows gives such a structure no name.
    pub(crate) inside: Option<String>,
    pub(crate) fields: Vec<Variable>,
}

/// A field or a parameter, with its type as C writes it.
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// A function or a callback type.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) returns: String,
    pub(crate) parameters: Vec<Variable>,
}

impl Function {
    /// The type of a pointer to it.
    pub(crate) fn pointer_type(&self) -> String {
        let types: Vec<&str> = self.parameters.iter().map(|parameter| parameter.kind.as_str()).collect();
        let list = if types.is_empty() { "void".to_owned() } else { types.join(", ") };
        format!("{} (*)({list})", self.returns)
    }
}

impl Api {
    pub(crate) fn load() -> Self {
        Self::read(JSON)
    }

    /// Reads the facts. A key that this does not know is refused: a fact that nobody looks at proves nothing.
    pub(crate) fn read(json: &str) -> Self {
        let value: Value = serde_json::from_str(json).expect("the facts are JSON");
        let root = object(&value, &["handles", "constants", "errors", "enums", "structs", "callbacks", "functions"]);
        Self {
            handles: array(&root["handles"]).iter().map(text).collect(),
            constants: numbers(&root["constants"]),
            errors: object_of(&root["errors"]).iter().map(|(name, code)| (name.clone(), result_code(code))).collect(),
            enums: array(&root["enums"]).iter().map(enumeration).collect(),
            structs: array(&root["structs"]).iter().flat_map(structures).collect(),
            callbacks: array(&root["callbacks"]).iter().map(function).collect(),
            functions: array(&root["functions"]).iter().map(function).collect(),
        }
    }

    /// Every number that has a name: constants, error codes, enumerators.
    pub(crate) fn values(&self) -> impl Iterator<Item = &(String, i64)> {
        self.constants.iter().chain(&self.errors).chain(self.enums.iter().flat_map(|e| &e.values))
    }
}

fn enumeration(value: &Value) -> Enum {
    let value = object(value, &["name", "values"]);
    Enum { name: text(&value["name"]), values: numbers(&value["values"]) }
}

fn structures(value: &Value) -> Vec<Struct> {
    let value = object(value, &["name", "fields", "nested"]);
    let name = text(&value["name"]);
    let mut all = Vec::new();
    if let Some(nested) = value.get("nested") {
        for (inner, fields) in object_of(nested) {
            all.push(Struct { name: inner.clone(), inside: Some(name.clone()), fields: variables(fields) });
        }
    }
    all.push(Struct { name, inside: None, fields: variables(&value["fields"]) });
    all
}

fn function(value: &Value) -> Function {
    let value = object(value, &["name", "returns", "parameters"]);
    Function {
        name: text(&value["name"]),
        returns: text(&value["returns"]),
        parameters: variables(&value["parameters"]),
    }
}

fn variables(value: &Value) -> Vec<Variable> {
    let known = ["name", "type", "direction", "optional", "length"];
    let read = |value| {
        let value = object(value, &known);
        Variable { name: text(&value["name"]), kind: text(&value["type"]) }
    };
    array(value).iter().map(read).collect()
}

fn numbers(value: &Value) -> Vec<(String, i64)> {
    let number = |(name, value): (&String, &Value)| (name.clone(), value.as_i64().expect("an integer"));
    object_of(value).iter().map(number).collect()
}

/// An HRESULT, which the file has as unsigned hexadecimal text.
fn result_code(value: &Value) -> i64 {
    let written = text(value);
    let digits = written.strip_prefix("0x").expect("a code in hexadecimal");
    i64::from(u32::from_str_radix(digits, 16).expect("a code of 32 bits").cast_signed())
}

fn object<'a>(value: &'a Value, known: &[&str]) -> &'a Map<String, Value> {
    let map = object_of(value);
    if let Some(key) = map.keys().find(|key| !known.contains(&key.as_str())) {
        panic!("the facts have a key that no test reads: {key}");
    }
    map
}

fn object_of(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
