//! The Content-Type of messages: what is sent for an encoding and an envelope, and what a received one says.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};

/// The media type that the root part of an MTOM package says to be.
const XOP: &str = "application/xop+xml";

/// The Content-Type that a message is sent with, without what differs per message: the boundary of a package and the
/// action. WS_ENCODING_RAW has none, and MTOM gets its own from [`package`].
pub(crate) fn sent(encoding: WS_ENCODING, envelope: WS_ENVELOPE_VERSION) -> &'static str {
    let soap_1_2 = envelope == WS_ENVELOPE_VERSION_SOAP_1_2;
    match encoding {
        WS_ENCODING_XML_BINARY_1 => "application/soap+msbin1",
        WS_ENCODING_XML_BINARY_SESSION_1 => "application/soap+msbinsession1",
        WS_ENCODING_XML_UTF8 if soap_1_2 => "application/soap+xml; charset=utf-8",
        WS_ENCODING_XML_UTF8 => "text/xml; charset=utf-8",
        WS_ENCODING_XML_UTF16BE if soap_1_2 => "application/soap+xml; charset=utf-16BE",
        WS_ENCODING_XML_UTF16BE => "text/xml; charset=utf-16BE",
        WS_ENCODING_XML_UTF16LE if soap_1_2 => "application/soap+xml; charset=utf-16LE",
        WS_ENCODING_XML_UTF16LE => "text/xml; charset=utf-16LE",
        _ => "",
    }
}

/// What the root part of a package holds, which its Content-Type tells as `start-info`.
pub(crate) fn start_info(envelope: WS_ENVELOPE_VERSION) -> &'static str {
    if envelope == WS_ENVELOPE_VERSION_SOAP_1_2 { "application/soap+xml" } else { "text/xml" }
}

/// The Content-Type of an MTOM package.
pub(crate) fn package(boundary: &str, start: &str, envelope: WS_ENVELOPE_VERSION) -> String {
    let start_info = start_info(envelope);
    format!(
        "multipart/related; type=\"{XOP}\"; start=\"<{start}>\"; boundary=\"{boundary}\"; start-info=\"{start_info}\""
    )
}

/// Whether a Content-Type is what nearly all peers send for text: then there is no need to take it apart.
pub(crate) fn is_usual(value: &str, encoding: WS_ENCODING, envelope: WS_ENVELOPE_VERSION) -> bool {
    let is_text = (WS_ENCODING_XML_MTOM_UTF8.0..=WS_ENCODING_XML_UTF16LE.0).contains(&encoding.0);
    let usual: [&str; 2] = match envelope {
        WS_ENVELOPE_VERSION_SOAP_1_2 => ["application/soap+xml; charset=utf-8", "application/soap+xml;charset=utf-8"],
        _ => ["text/xml; charset=utf-8", "text/xml;charset=utf-8"],
    };
    is_text && (usual.contains(&value) || usual.iter().any(|usual| value.eq_ignore_ascii_case(usual)))
}

/// A Content-Type in its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ContentType {
    /// In small letters.
    pub(crate) media: String,
    parameters: Vec<(String, String)>,
}

impl ContentType {
    /// Takes a header value apart (RFC 9110, 8.3.1). `None` when it is not of that form.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let (media, mut rest) = value.split_at(value.find(';').unwrap_or(value.len()));
        let media = media.trim_matches([' ', '\t']);
        let (kind, subtype) = media.split_once('/')?;
        if !is_token(kind) || !is_token(subtype) {
            return None;
        }
        let mut parameters = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\t', ';']);
            if rest.is_empty() {
                return Some(ContentType { media: media.to_ascii_lowercase(), parameters });
            }
            let (name, after) = rest.split_once('=')?;
            let name = name.trim_matches([' ', '\t']);
            if !is_token(name) || parameters.len() == MAX_PARAMETERS {
                return None;
            }
            let (text, after) = parameter_value(after.trim_start_matches([' ', '\t']))?;
            let after = after.trim_start_matches([' ', '\t']);
            if !after.is_empty() && !after.starts_with(';') {
                return None;
            }
            let name = name.to_ascii_lowercase();
            // Of two values each reader on the way could take another one: of an action, or a charset.
            if parameters.iter().any(|(known, _)| *known == name) {
                return None;
            }
            parameters.push((name, text));
            rest = after;
        }
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// How a message with this type is to be read on a channel with this encoding and envelope.
    pub(crate) fn reading(&self, encoding: WS_ENCODING, envelope: WS_ENVELOPE_VERSION) -> Result<Reading> {
        let text_type = start_info(envelope);
        let is_text = |media: &str| match envelope {
            WS_ENVELOPE_VERSION_NONE => media == "text/xml" || media == "application/xml" || media.ends_with("+xml"),
            _ => media == text_type,
        };
        match encoding {
            WS_ENCODING_RAW => return Ok(Reading::Raw),
            WS_ENCODING_XML_BINARY_1 | WS_ENCODING_XML_BINARY_SESSION_1 if self.media == sent(encoding, envelope) => {
                return Ok(Reading::Binary);
            }
            // Who takes packages takes plain messages too: peers answer a package without one when they have no need.
            WS_ENCODING_XML_UTF8
            | WS_ENCODING_XML_UTF16BE
            | WS_ENCODING_XML_UTF16LE
            | WS_ENCODING_XML_MTOM_UTF8
            | WS_ENCODING_XML_MTOM_UTF16BE
            | WS_ENCODING_XML_MTOM_UTF16LE
                if is_text(&self.media) =>
            {
                return Ok(Reading::Text(self.charset()?));
            }
            WS_ENCODING_XML_MTOM_UTF8 | WS_ENCODING_XML_MTOM_UTF16BE | WS_ENCODING_XML_MTOM_UTF16LE
                if self.media == "multipart/related" =>
            {
                return self.package(envelope);
            }
            _ => {}
        }
        Err(Fault::invalid_format(format!(
            "The message has the content type \"{}\", which does not go with {encoding:?} and {envelope:?}.",
            printable(&self.media)
        )))
    }

    fn package(&self, envelope: WS_ENVELOPE_VERSION) -> Result<Reading> {
        let parameter = |name: &str| {
            self.parameter(name).ok_or_else(|| {
                Fault::invalid_format(format!("The content type of the MTOM message lacks the parameter \"{name}\"."))
            })
        };
        let expect = |name: &str, expected: &str| match parameter(name)? {
            found if media_of(found).eq_ignore_ascii_case(expected) => Ok(()),
            found => Err(Fault::invalid_format(format!(
                "The parameter \"{name}\" of the MTOM message's content type is \"{}\" and not \"{expected}\".",
                printable(found)
            ))),
        };
        expect("type", XOP)?;
        if envelope != WS_ENVELOPE_VERSION_NONE {
            expect("start-info", start_info(envelope))?;
        }
        let start = self.parameter("start").unwrap_or("");
        let start = start.strip_prefix('<').and_then(|start| start.strip_suffix('>')).unwrap_or(start);
        Ok(Reading::Package {
            boundary: parameter("boundary")?.to_owned(),
            start: start.to_owned(),
            start_info: self.parameter("start-info").unwrap_or("").to_owned(),
        })
    }

    fn charset(&self) -> Result<WS_CHARSET> {
        let Some(name) = self.parameter("charset") else { return Ok(WS_CHARSET_AUTO) };
        match name.to_ascii_lowercase().as_str() {
            "utf-8" => Ok(WS_CHARSET_UTF8),
            // Which of the two is told by the byte order mark.
            "utf-16" => Ok(WS_CHARSET_AUTO),
            "utf-16le" => Ok(WS_CHARSET_UTF16LE),
            "utf-16be" => Ok(WS_CHARSET_UTF16BE),
            // A part of UTF-8.
            "us-ascii" => Ok(WS_CHARSET_UTF8),
            _ => Err(Fault::invalid_format(format!(
                "The charset \"{}\" of the message is none that can be read: UTF-8 and UTF-16 are.",
                printable(name)
            ))),
        }
    }
}

/// How the bytes of a received message are to be understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    Text(WS_CHARSET),
    Binary,
    Package { boundary: String, start: String, start_info: String },
    Raw,
}

/// The action in a SOAPAction header: a string in quotes, by SOAP 1.1; without them by peers that forget them. Empty
/// means that the URL says all.
pub(crate) fn soap_action(value: &str) -> &str {
    let value = value.trim_matches([' ', '\t']);
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

/// A text as an HTTP quoted-string, or nothing if it cannot be one.
pub(crate) fn quoted(text: &str, into: &mut Vec<u8>) -> Result<()> {
    let is_bad = |byte: u8| (byte < b' ' && byte != b'\t') || byte == 0x7F;
    // All bytes without a branch, which goes many at a time; few texts have anything to be found.
    let (bad, escaped) = text
        .bytes()
        .fold((false, false), |(bad, escaped), byte| (bad | is_bad(byte), escaped | (byte == b'"') | (byte == b'\\')));
    if bad && let Some(bad) = text.bytes().find(|byte| is_bad(*byte)) {
        return Err(Fault::invalid_format(format!(
            "\"{}\" cannot stand in an HTTP header: it has the control character 0x{bad:02X}.",
            printable(text)
        )));
    }
    into.push(b'"');
    if escaped {
        for byte in text.bytes() {
            if byte == b'"' || byte == b'\\' {
                into.push(b'\\');
            }
            into.push(byte);
        }
    } else {
        into.extend_from_slice(text.as_bytes());
    }
    into.push(b'"');
    Ok(())
}

/// What a fault may quote of a text from the network.
pub(crate) fn printable(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown: String =
        text.chars().take(LONGEST).map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { '?' }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push_str("...");
    }
    shown
}

/// More than any type has that is in use.
const MAX_PARAMETERS: usize = 16;

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// A token or a quoted string, and what follows it.
fn parameter_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ' ', '\t']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        // Not only tokens: boundaries with "=" or "/" that forgot their quotes are in use.
        return (!value.is_empty() && !value.contains('"')).then(|| (value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return quoted.get(at + 1..).map(|rest| (value, rest)),
            '\\' => value.push(characters.next()?.1),
            _ => value.push(character),
        }
    }
    None
}

/// A media type without its parameters: some peers put an action into `start-info`.
fn media_of(text: &str) -> &str {
    text.split(';').next().unwrap_or(text).trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOAP_1_1: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION_SOAP_1_1;
    const SOAP_1_2: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION_SOAP_1_2;

    fn parsed(value: &str) -> ContentType {
        ContentType::parse(value).unwrap()
    }

    #[test]
    fn parameters_and_quotes() {
        let found = parsed("Application/SOAP+xml ; charset=\"UTF-8\";; action = \"urn:a\\\"b;c\" ;x=1");
        assert_eq!(found.media, "application/soap+xml");
        assert_eq!(found.parameter("charset"), Some("UTF-8"));
        assert_eq!(found.parameter("action"), Some("urn:a\"b;c"));
        assert_eq!(found.parameter("x"), Some("1"));
        assert_eq!(found.parameter("y"), None);
    }

    #[test]
    fn what_is_not_a_content_type() {
        for bad in [
            "",
            "text",
            "text/",
            "/xml",
            "text/xml; a",
            "text/xml; a=",
            "text/xml; a=\"b",
            "text/xml; a=\"b\"c",
            "text/xml; a=b; A=b",
        ] {
            assert_eq!(ContentType::parse(bad), None, "{bad}");
        }
        let many: String = (0..=MAX_PARAMETERS).map(|i| format!(";p{i}=1")).collect();
        assert_eq!(ContentType::parse(&format!("text/xml{many}")), None);
    }

    #[test]
    fn what_was_sent_can_be_read() {
        for encoding in [WS_ENCODING_XML_UTF8, WS_ENCODING_XML_UTF16BE, WS_ENCODING_XML_UTF16LE] {
            for envelope in [SOAP_1_1, SOAP_1_2] {
                let reading = parsed(sent(encoding, envelope)).reading(WS_ENCODING_XML_UTF8, envelope).unwrap();
                assert_eq!(
                    reading,
                    Reading::Text(match encoding {
                        WS_ENCODING_XML_UTF8 => WS_CHARSET_UTF8,
                        WS_ENCODING_XML_UTF16BE => WS_CHARSET_UTF16BE,
                        _ => WS_CHARSET_UTF16LE,
                    })
                );
            }
        }
        let package = parsed(&package("b-1", "root@x", SOAP_1_1));
        let reading = package.reading(WS_ENCODING_XML_MTOM_UTF8, SOAP_1_1).unwrap();
        let (boundary, start, start_info) = ("b-1".to_owned(), "root@x".to_owned(), "text/xml".to_owned());
        assert_eq!(reading, Reading::Package { boundary, start, start_info });
        assert!(package.reading(WS_ENCODING_XML_MTOM_UTF8, SOAP_1_2).is_err());
        assert!(package.reading(WS_ENCODING_XML_UTF8, SOAP_1_1).is_err());
    }

    #[test]
    fn the_wrong_kind_is_refused() {
        for (value, encoding, envelope) in [
            ("text/xml", WS_ENCODING_XML_UTF8, SOAP_1_2),
            ("application/soap+xml", WS_ENCODING_XML_UTF8, SOAP_1_1),
            ("text/html", WS_ENCODING_XML_UTF8, SOAP_1_1),
            ("text/xml; charset=latin1", WS_ENCODING_XML_UTF8, SOAP_1_1),
            ("text/xml", WS_ENCODING_XML_BINARY_1, SOAP_1_2),
            ("application/soap+msbin1", WS_ENCODING_XML_UTF8, SOAP_1_2),
            ("multipart/related; boundary=x; type=\"application/xop+xml\"", WS_ENCODING_XML_MTOM_UTF8, SOAP_1_1),
        ] {
            let fault = parsed(value).reading(encoding, envelope).unwrap_err();
            assert_eq!(fault.code(), WS_E_INVALID_FORMAT, "{value}");
        }
    }

    #[test]
    fn the_usual_types_are_read_as_the_long_way_reads_them() {
        for value in ["text/xml; charset=utf-8", "Text/XML;charset=UTF-8", "application/soap+xml; charset=utf-8"] {
            for encoding in 0..=WS_ENCODING_RAW.0 {
                let encoding = WS_ENCODING(encoding);
                for envelope in [SOAP_1_1, SOAP_1_2, WS_ENVELOPE_VERSION_NONE] {
                    if is_usual(value, encoding, envelope) {
                        let reading = parsed(value).reading(encoding, envelope).unwrap();
                        assert_eq!(reading, Reading::Text(WS_CHARSET_UTF8), "{value} {encoding:?} {envelope:?}");
                    }
                }
            }
        }
        assert!(is_usual("Text/XML;charset=UTF-8", WS_ENCODING_XML_UTF8, SOAP_1_1));
        assert!(!is_usual("text/xml; charset=utf-16", WS_ENCODING_XML_UTF8, SOAP_1_1));
    }

    #[test]
    fn actions_with_and_without_quotes() {
        assert_eq!(soap_action("\"urn:a\""), "urn:a");
        assert_eq!(soap_action(" urn:a "), "urn:a");
        assert_eq!(soap_action("\"\""), "");
        let mut into = Vec::new();
        quoted("a\"\\b", &mut into).unwrap();
        assert_eq!(into, b"\"a\\\"\\\\b\"");
        assert!(quoted("a\r\nb", &mut into).is_err());
    }
}
