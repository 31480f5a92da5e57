//! Distinguished names as people write them, against those in certificates.

use crate::runtime::fault::{Fault, Result};
use openssl::asn1::{Asn1Object, Asn1StringRef};
use openssl::x509::X509NameRef;

/// What a subject has to be.
#[derive(Debug)]
pub(crate) enum SubjectPattern {
    /// All attributes of the name, in its order or the reverse: what OpenSSL calls the attribute, and the folded value.
    Whole(Vec<(String, String)>),
    /// The folded value of any one attribute.
    Value(String),
}

/// Longer names are not looked at.
const MAX_LENGTH: usize = 4096;

impl SubjectPattern {
    /// `CN=service.com,O=Example` is a whole name, `service.com` a whole value.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        if text.len() > MAX_LENGTH {
            return Err(Fault::quota("length of a subject name", MAX_LENGTH));
        }
        if text.trim().is_empty() {
            return Err(Fault::invalid_arg("The subject name is empty."));
        }
        if !text.contains('=') {
            return Ok(SubjectPattern::Value(fold(text)));
        }
        let mut rest = text;
        let mut attributes = Vec::new();
        loop {
            let wrong =
                || Fault::invalid_arg(format!("The subject name \"{text}\" is not of the form CN=name,O=name."));
            let (name, after) = rest.split_once('=').ok_or_else(wrong)?;
            let (value, after) = value(after).ok_or_else(wrong)?;
            attributes.push((object(name.trim()).ok_or_else(wrong)?, fold(&value)));
            match after {
                Some(after) => rest = after,
                None => return Ok(SubjectPattern::Whole(attributes)),
            }
        }
    }

    /// Whether a name is the one that is meant.
    pub(crate) fn matches(&self, name: &X509NameRef) -> bool {
        let mut present = name.entries().map(|entry| (entry.object().to_string(), text(entry.data())));
        match self {
            SubjectPattern::Value(value) => present.any(|(_, text)| text.is_some_and(|text| fold(&text) == *value)),
            SubjectPattern::Whole(wanted) => {
                let present: Vec<_> = present.map(|(object, text)| (object, text.map(|text| fold(&text)))).collect();
                let same = |(present, wanted): (&(String, Option<String>), &(String, String))| {
                    present.0 == wanted.0 && present.1.as_ref() == Some(&wanted.1)
                };
                present.len() == wanted.len()
                    && (present.iter().zip(wanted).all(same) || present.iter().rev().zip(wanted).all(same))
            }
        }
    }
}

/// A name for error texts.
pub(crate) fn shown(name: &X509NameRef) -> String {
    let mut shown = String::new();
    for entry in name.entries() {
        if !shown.is_empty() {
            shown.push_str(", ");
        }
        let kind = entry.object().nid().short_name().unwrap_or("?");
        shown.push_str(kind);
        shown.push('=');
        shown.push_str(&text(entry.data()).unwrap_or_default());
    }
    let shown: String = shown.chars().map(|c| if c.is_control() { '?' } else { c }).take(200).collect();
    if shown.is_empty() { "(no subject)".to_owned() } else { shown }
}

/// An attribute's value; one with zeros in it is no text.
pub(crate) fn text(data: &Asn1StringRef) -> Option<String> {
    let text = data.to_string().ok()?;
    (!text.contains(['\0', char::REPLACEMENT_CHARACTER])).then_some(text)
}

/// Case and white space as X.520 has them for comparison.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What OpenSSL calls an attribute: by its short or long name, or its object identifier in digits.
fn object(name: &str) -> Option<String> {
    let name = match name.to_ascii_uppercase().as_str() {
        // As Windows names them.
        "E" | "EMAIL" => "emailAddress".to_owned(),
        "S" => "ST".to_owned(),
        "STREET" => "street".to_owned(),
        "T" => "title".to_owned(),
        "G" => "GN".to_owned(),
        "I" => "initials".to_owned(),
        "SERIALNUMBER" => "serialNumber".to_owned(),
        upper @ ("CN" | "O" | "OU" | "L" | "ST" | "C" | "DC" | "GN" | "SN" | "UID") => upper.to_owned(),
        upper => upper.strip_prefix("OID.").unwrap_or(name).to_owned(),
    };
    if name.is_empty() || name.contains('\0') {
        return None;
    }
    Asn1Object::from_str(&name).ok().map(|object| object.to_string())
}

/// The value at the start of a text, and what follows its separator, if anything does.
fn value(text: &str) -> Option<(String, Option<&str>)> {
    let trimmed = text.trim_start();
    let mut value = Vec::new();
    let mut chars = trimmed.char_indices().peekable();
    let quoted = chars.next_if(|(_, c)| *c == '"').is_some();
    let mut buffer = [0; 4];
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if quoted && chars.next_if(|(_, c)| *c == '"').is_some() => value.push(b'"'),
            '"' if quoted => {
                let rest = trimmed.get(at + 1..)?.trim_start();
                let rest = match rest.chars().next() {
                    None => None,
                    Some(',' | ';' | '+') => Some(rest.get(1..)?),
                    Some(_) => return None,
                };
                return Some((String::from_utf8(value).ok()?, rest));
            }
            ',' | ';' | '+' if !quoted => return Some((String::from_utf8(value).ok()?, trimmed.get(at + 1..))),
            '\\' => {
                let (at, escaped) = chars.next()?;
                match trimmed.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    Some(byte) if escaped.is_ascii_hexdigit() => {
                        value.push(byte);
                        chars.next();
                    }
                    _ => value.extend_from_slice(escaped.encode_utf8(&mut buffer).as_bytes()),
                }
            }
            _ => value.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        }
    }
    if quoted { None } else { Some((String::from_utf8(value).ok()?, None)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use openssl::x509::{X509Name, X509NameBuilder};

    fn name(entries: &[(&str, &str)]) -> X509Name {
        let mut builder = X509NameBuilder::new().unwrap();
        for (kind, value) in entries {
            builder.append_entry_by_text(kind, value).unwrap();
        }
        builder.build()
    }

    fn matches(pattern: &str, name: &X509Name) -> bool {
        SubjectPattern::parse(pattern).unwrap().matches(name)
    }

    #[test]
    fn whole_names_match_whole_names() {
        let one = name(&[("CN", "service.com")]);
        for pattern in ["CN=service.com", "cn = Service.COM", "2.5.4.3=service.com", "OID.2.5.4.3=\"service.com\""] {
            assert!(matches(pattern, &one), "{pattern}");
        }
        for pattern in
            ["CN=service", "CN=ervice.com", "CN=service.com.evil", "CN=service.com,O=x", "O=service.com", "CN="]
        {
            assert!(!matches(pattern, &one), "{pattern}");
        }
        let two = name(&[("O", "Ex, Ample"), ("CN", "service.com")]);
        for pattern in
            ["O=\"Ex, Ample\",CN=service.com", "CN=service.com, O=Ex\\, Ample", "CN=service.com+O=Ex\\2C  Ample"]
        {
            assert!(matches(pattern, &two), "{pattern}");
        }
        assert!(!matches("CN=service.com", &two), "a part of a name is not the name");
    }

    #[test]
    fn whole_values_match_whole_values() {
        let two = name(&[("O", "Example"), ("CN", "service.com")]);
        assert!(matches("service.com", &two) && matches(" EXAMPLE ", &two));
        assert!(!matches("service", &two) && !matches("Example service.com", &two) && !matches("com", &two));
        assert!(matches("stra\u{df}e \u{c4}", &name(&[("CN", "Stra\u{df}e \u{e4}")])));
        // The zero ends a C string, and nothing else.
        assert!(!matches("service.com", &name(&[("CN", "service.com\0.evil")])));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for bad in
            ["", "  ", "CN=a,", "CN=a,b", "=a", "CN=\"a", "CN=\"a\"b", "NoSuchThing=a", "CN=a\\", "CN=\\FF", "C\0N=a"]
        {
            assert!(SubjectPattern::parse(bad).is_err(), "{bad}");
        }
        assert!(SubjectPattern::parse(&"a".repeat(MAX_LENGTH + 1)).is_err());
    }

    #[test]
    fn names_are_shown() {
        assert_eq!(shown(&name(&[("O", "Test"), ("CN", "a\nb")])), "O=Test, CN=a?b");
        assert_eq!(shown(&name(&[])), "(no subject)");
    }
}
