//! Nodes as XML text, for comparison. It is not the writer's and knows no better than the examples need.

use crate::abi::{DECIMAL, GUID, WS_DATETIME_FORMAT_UTC};
use crate::runtime::datetime::DateTime;
use crate::xml::node::{NodeKind, NodeRef, Text};
use core::fmt::Write;

/// What has been printed, and the names of the elements that are open, since end tags have none of their own.
#[derive(Default)]
pub(in crate::xml::reader) struct Printer {
    pub(in crate::xml::reader) out: String,
    open: Vec<String>,
}

impl Printer {
    /// Takes an element as open whose start tag was not printed.
    pub(in crate::xml::reader) fn skipped(&mut self, name: &str) {
        self.open.push(name.into());
    }

    pub(in crate::xml::reader) fn print(&mut self, node: NodeRef<'_>) {
        let Printer { out, open } = self;
        let get = |span| core::str::from_utf8(node.get(span)).unwrap();
        let qname = |prefix, local| match get(prefix) {
            "" => get(local).to_string(),
            prefix => format!("{prefix}:{}", get(local)),
        };
        let name = node.node.name;
        match node.node.kind {
            NodeKind::Element => {
                open.push(qname(name.prefix, name.local));
                write!(out, "<{}", qname(name.prefix, name.local)).unwrap();
                for attribute in &node.node.attributes {
                    let name = attribute.name;
                    if attribute.is_xmlns {
                        let colon = if name.prefix.len == 0 { "" } else { ":" };
                        write!(out, " xmlns{colon}{}=\"{}\"", get(name.prefix), get(name.ns)).unwrap();
                    } else {
                        write!(out, " {}=\"{}\"", qname(name.prefix, name.local), text(&attribute.value, node))
                            .unwrap();
                    }
                }
                out.push('>');
            }
            NodeKind::EndElement => write!(out, "</{}>", open.pop().unwrap()).unwrap(),
            NodeKind::Text => out.push_str(&text(&node.node.text, node)),
            NodeKind::Comment => write!(out, "<!--{}-->", text(&node.node.text, node)).unwrap(),
            NodeKind::Eof => {}
            NodeKind::CData | NodeKind::EndCData | NodeKind::Bof => panic!("{:?}", node.node.kind),
        }
    }
}

fn text(value: &Text, node: NodeRef<'_>) -> String {
    let get = |span| core::str::from_utf8(node.get(span)).unwrap().to_string();
    match value {
        Text::Utf8(span) => get(*span),
        Text::Utf16(span) => {
            let units = node.get(*span).chunks(2).map(|unit| u16::from_ne_bytes(unit.try_into().unwrap()));
            char::decode_utf16(units).map(Result::unwrap).collect()
        }
        Text::Base64(span) => base64(node.get(*span)),
        Text::Bool(value) => value.to_string(),
        Text::Int32(value) => value.to_string(),
        Text::Int64(value) => value.to_string(),
        Text::UInt64(value) => value.to_string(),
        Text::Float(value) => value.to_string(),
        Text::Double(value) => value.to_string(),
        Text::Decimal(value) => decimal(*value),
        Text::Guid(value) => guid(*value),
        Text::UniqueId(value) => format!("urn:uuid:{}", guid(*value)),
        Text::DateTime(value) => {
            let zone = if value.format == WS_DATETIME_FORMAT_UTC { "Z" } else { "" };
            format!("{}{zone}", DateTime::from_ticks(value.ticks).unwrap())
        }
        Text::TimeSpan(value) => duration(*value),
        Text::QName(name) => format!("{}:{}", get(name.prefix), get(name.local)),
        Text::List(items) => items.iter().map(|item| text(item, node)).collect::<Vec<_>>().join(" "),
    }
}

pub(in crate::xml::reader) fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let value = group.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)) << (8 * (3 - group.len()));
        for index in 0..4 {
            out.push(if index > group.len() { '=' } else { digits[value >> (18 - 6 * index) & 63].into() });
        }
    }
    out
}

fn decimal(value: DECIMAL) -> String {
    let digits = (u128::from(value.Hi32) << 64 | u128::from(value.Lo64)).to_string();
    let scale = usize::from(value.scale);
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if value.sign == 0 { "" } else { "-" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn guid(value: GUID) -> String {
    let [a, b, rest @ ..] = value.Data4;
    let rest: String = rest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{:08x}-{:04x}-{:04x}-{a:02x}{b:02x}-{rest}", value.Data1, value.Data2, value.Data3)
}

fn duration(ticks: i64) -> String {
    let seconds = ticks.unsigned_abs() / 10_000_000;
    let mut out = String::from(if ticks < 0 { "-PT" } else { "PT" });
    for (count, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')] {
        if count != 0 {
            write!(out, "{count}{unit}").unwrap();
        }
    }
    out
}
