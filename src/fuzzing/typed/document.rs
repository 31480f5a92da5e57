//! Documents for a description: what it asks for, mostly.

use super::super::choices::Choices;
use super::describe::{FieldShape, Kind, NAMESPACES, Shape};
use crate::abi::*;

/// Content that is no longer than this gets no more elements, so that structures within themselves end.
const MAX_LENGTH: usize = 4000;

/// A root element for the structure.
pub(super) fn fitting(choices: &mut Choices<'_>, shape: &Shape) -> Vec<u8> {
    let mut out = String::new();
    out.push_str("<r xmlns=\"urn:a\" xmlns:p=\"urn:a\" xmlns:q=\"urn:b\" xmlns:i=\"");
    out.push_str("http://www.w3.org/2001/XMLSchema-instance\"");
    body(choices, shape, "r", 0, &mut out);
    out.into_bytes()
}

/// Attributes, content and end tag of an element whose start tag is open.
fn body(choices: &mut Choices<'_>, shape: &Shape, name: &str, depth: usize, out: &mut String) {
    let is_derived = shape.derived.is_some() && choices.flag();
    let mut fields: Vec<&FieldShape> = shape.fields.iter().collect();
    if let (true, Some(derived)) = (is_derived, &shape.derived) {
        fields.extend(derived);
        out.push_str(" i:type=\"q:kind\"");
    }
    for field in &fields {
        match field.mapping {
            WS_ATTRIBUTE_FIELD_MAPPING if is_there(choices, field) => {
                out.push_str([" p:", " q:", " "].get(field.ns).copied().unwrap_or(" "));
                out.push_str(&field.name);
                quoted_value(choices, field, out);
            }
            WS_XML_ATTRIBUTE_FIELD_MAPPING if is_there(choices, field) => {
                out.push_str(" xml:lang");
                quoted_value(choices, field, out);
            }
            _ => {}
        }
    }
    if choices.byte() > 200 {
        let more = [" more=\"1 &amp; 2\"", " q:more=\"\"", " i:nil=\"0\"", " xml:space=\"preserve\""];
        out.push_str(choices.pick(&more));
    }
    out.push('>');
    for field in &fields {
        noise(choices, out);
        match field.mapping {
            WS_TEXT_FIELD_MAPPING => value(choices, field, out),
            WS_ELEMENT_FIELD_MAPPING | WS_ELEMENT_CHOICE_FIELD_MAPPING if is_there(choices, field) => {
                one(choices, shape, field, depth, out);
            }
            WS_REPEATING_ELEMENT_FIELD_MAPPING | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING => {
                several(choices, shape, field, depth, out);
            }
            WS_ANY_ELEMENT_FIELD_MAPPING | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING | WS_ANY_CONTENT_FIELD_MAPPING => {
                anything(choices, "q:any", out);
            }
            _ => {}
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn is_there(choices: &mut Choices<'_>, field: &FieldShape) -> bool {
    let byte = choices.byte();
    if field.options & WS_FIELD_OPTIONAL != 0 { byte & 1 == 0 } else { byte < 250 }
}

fn several(choices: &mut Choices<'_>, shape: &Shape, field: &FieldShape, depth: usize, out: &mut String) {
    let count = choices.byte();
    if field.has_wrapper {
        if count > 240 {
            return;
        }
        let name = qualified(field.ns, &format!("w{}", field.name));
        out.push_str(&name.start);
        if field.options & WS_FIELD_NILLABLE != 0 && count > 200 {
            out.push_str(" i:nil=\"true\"/>");
            return;
        }
        out.push('>');
        for _ in 0..count % 4 {
            one(choices, shape, field, depth, out);
        }
        out.push_str(&name.end);
    } else {
        for _ in 0..count % 4 {
            one(choices, shape, field, depth, out);
        }
    }
}

struct Tags {
    name: String,
    start: String,
    end: String,
}

/// An element's name with its prefix; in no namespace it has none, and takes the default away.
fn qualified(ns: usize, local: &str) -> Tags {
    let (name, declaration) = match NAMESPACES.get(ns).copied() {
        Some("urn:a") => (format!("p:{local}"), ""),
        Some("urn:b") => (format!("q:{local}"), ""),
        _ => (local.to_owned(), " xmlns=\"\""),
    };
    Tags { start: format!("<{name}{declaration}"), end: format!("</{name}>"), name }
}

/// One element of a field, or one of its choices.
fn one(choices: &mut Choices<'_>, within: &Shape, field: &FieldShape, depth: usize, out: &mut String) {
    if let Kind::Union(fields) = &field.kind {
        let pick = usize::from(choices.byte()) % fields.len().max(1);
        match fields.get(pick) {
            Some(choice) if choice.mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING => {
                several(choices, within, choice, depth, out);
            }
            Some(choice) => one(choices, within, choice, depth, out),
            None => {}
        }
        return;
    }
    if out.len() > MAX_LENGTH {
        return;
    }
    let name = qualified(field.ns, &field.name);
    let nil = WS_FIELD_NILLABLE | WS_FIELD_NILLABLE_ITEM;
    if field.options & nil != 0 && choices.byte() > 170 {
        out.push_str(&name.start);
        out.push_str(" i:nil=\"true\"/>");
        return;
    }
    match &field.kind {
        Kind::Simple(_) => {
            out.push_str(&name.start);
            out.push('>');
            value(choices, field, out);
            out.push_str(&name.end);
        }
        Kind::Struct(inner) => {
            out.push_str(&name.start);
            body(choices, inner, &name.name, depth + 1, out);
        }
        Kind::Again if depth < 8 => {
            out.push_str(&name.start);
            body(choices, within, &name.name, depth + 1, out);
        }
        Kind::Any => anything(choices, &name.name, out),
        Kind::Again | Kind::Union(_) => {}
    }
}

/// What nobody has described.
fn anything(choices: &mut Choices<'_>, name: &str, out: &mut String) {
    let pieces = [
        "<NAME/>",
        "<NAME a=\"1\" q:b='&lt;'>t<c/><!--c--><![CDATA[<]]></NAME>",
        "<NAME><q:any xmlns:q=\"urn:c\"><q:d>&amp;</q:d></q:any> </NAME>",
        "<NAME i:nil=\"true\"/>",
        "<NAME/><NAME>x</NAME>",
        "text <NAME/> text",
        "",
    ];
    let piece = choices.pick(&pieces);
    out.push_str(&piece.replace("NAME", name));
}

/// What may stand anywhere, and a little that may not.
fn noise(choices: &mut Choices<'_>, out: &mut String) {
    match choices.byte() {
        250 => out.push_str("<!--c-->"),
        251 => out.push_str(" \n"),
        252 => out.push_str("<more/>"),
        253 => out.push_str("<![CDATA[]]>"),
        254 => out.push('t'),
        _ => {}
    }
}

fn quoted_value(choices: &mut Choices<'_>, field: &FieldShape, out: &mut String) {
    out.push_str("=\"");
    value(choices, field, out);
    out.push('"');
}

/// The text of a value.
fn value(choices: &mut Choices<'_>, field: &FieldShape, out: &mut String) {
    let Kind::Simple(kind) = field.kind else { return };
    let choice = choices.byte();
    if choice > 240 {
        let bytes = choices.bytes(usize::from(choice & 15));
        for character in String::from_utf8_lossy(bytes).chars() {
            match character {
                '<' => out.push_str("&lt;"),
                '&' => out.push_str("&amp;"),
                '"' => out.push_str("&quot;"),
                '\r' => out.push_str("&#13;"),
                other => out.push(other),
            }
        }
        return;
    }
    let texts: &[&str] = match kind {
        WS_BOOL_TYPE => &["true", "0", " 1\n"],
        WS_INT8_TYPE | WS_INT16_TYPE | WS_INT32_TYPE | WS_INT64_TYPE => {
            &["0", "-1", "127", "-128", "32767", "-2147483648", "9223372036854775807", "+7", " 007 "]
        }
        WS_UINT8_TYPE | WS_UINT16_TYPE | WS_UINT32_TYPE | WS_UINT64_TYPE => {
            &["0", "1", "255", "65535", "4294967295", "18446744073709551615", "-0"]
        }
        WS_FLOAT_TYPE | WS_DOUBLE_TYPE => &["0", "-0", "0.1", "1e300", "-INF", "NaN", "4.9E-324", "16777217", "1.50"],
        WS_DECIMAL_TYPE => &["0.00", "-1.50", "79228162514264337593543950335", "-0", "0.0000000000000000000000000001"],
        WS_DATETIME_TYPE => &[
            "2010-03-04T05:06:07Z",
            "2010-03-04T05:06:07.1234567+02:00",
            "2010-03-04T05:06:07",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999",
            "2010-03-04T24:00:00-14:00",
        ],
        WS_TIMESPAN_TYPE => &["00:00:00", "-1.02:03:04.0000001", "10675199.02:48:05.4775807", "7"],
        WS_GUID_TYPE => &["00112233-4455-6677-8899-aabbccddeeff", "00000000-0000-0000-0000-000000000000"],
        WS_UNIQUE_ID_TYPE => &["urn:uuid:00112233-4455-6677-8899-aabbccddeeff", "x", "urn:uuid:1", ""],
        WS_BYTES_TYPE | WS_BYTE_ARRAY_TYPE => &["", "AA==", " AQ ID ", "AQIDBAUGBwgJ"],
        WS_XML_QNAME_TYPE => &["q:x", "x", " p:y ", "i:z"],
        WS_ENUM_TYPE => &["minus", "zero", "a seven", " zero "],
        WS_DURATION_TYPE => &["P1Y2M3DT4H5M6.789S", "-PT0.0000001S", "PT0S", "P4294967295Y"],
        _ => &["", "a", " b ", "\u{E4}\u{20AC}\u{1F600}", "&amp;&#13;&#10;&#9;", "x\ny"],
    };
    out.push_str(choices.pick(texts));
}
