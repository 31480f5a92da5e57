//! Parts of HTTP requests and responses that appear as headers of the message: WS_HTTP_MESSAGE_MAPPING.

use crate::abi::*;
use crate::channel::content_type::printable;
use crate::runtime::fault::{Fault, Result};

/// The names under which parts that are not headers appear.
pub(crate) const VERB: &str = "Verb";
pub(crate) const STATUS_CODE: &str = "StatusCode";
pub(crate) const STATUS_TEXT: &str = "StatusText";

/// What is mapped on one channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    pub(crate) verb: bool,
    pub(crate) status_code: bool,
    pub(crate) status_text: bool,
    pub(crate) request: Vec<Header>,
    pub(crate) response: Vec<Header>,
}

/// One header that is mapped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Header {
    pub(crate) name: String,
    quoted: bool,
    separator: Option<char>,
}

/// Headers that the transport makes itself. They can be mapped for reading only: a second one could make two machines
/// on the way read different messages.
const OWN: [&str; 10] = [
    "Connection",
    "Content-Length",
    "Expect",
    "Host",
    "Keep-Alive",
    "Proxy-Connection",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
];

impl Mapping {
    pub(crate) fn is_empty(&self) -> bool {
        !self.verb && !self.status_code && !self.status_text && self.request.is_empty() && self.response.is_empty()
    }

    /// Refuses what only WS_ENCODING_RAW may have.
    pub(crate) fn check(&self, encoding: WS_ENCODING) -> Result<()> {
        if encoding != WS_ENCODING_RAW && (self.verb || self.status_code || self.status_text) {
            return Err(Fault::invalid_arg(format!(
                "The options of WS_HTTP_MESSAGE_MAPPING must be 0 unless the encoding is WS_ENCODING_RAW, and it is \
                 {encoding:?}."
            )));
        }
        Ok(())
    }
}

impl Header {
    /// A header as the program describes it.
    pub(crate) fn new(name: &[u8], options: u32) -> Result<Self> {
        const KNOWN: u32 = WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR
            | WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR
            | WS_HTTP_HEADER_MAPPING_QUOTED_VALUE;
        let text = String::from_utf8_lossy(name);
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
        {
            return Err(Fault::invalid_arg(format!("\"{}\" cannot be the name of an HTTP header.", printable(&text))));
        }
        let comma = options & WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR != 0;
        let semicolon = options & WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR != 0;
        if options & !KNOWN != 0 || (comma && semicolon) {
            return Err(Fault::invalid_arg(format!(
                "The options 0x{options:X} of the mapped header {} are not known, or exclude each other.",
                printable(&text)
            )));
        }
        Ok(Header {
            name: text.into_owned(),
            quoted: options & WS_HTTP_HEADER_MAPPING_QUOTED_VALUE != 0,
            separator: if comma { Some(',') } else { semicolon.then_some(';') },
        })
    }

    /// Whether this is the header of that name; names of HTTP headers do not distinguish case.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The values that the message gets for one HTTP header.
    pub(crate) fn values(&self, value: &str) -> Vec<String> {
        let parts = match self.separator {
            Some(separator) => split(value, separator),
            None => vec![value],
        };
        let trimmed = parts.into_iter().map(|part| part.trim_matches([' ', '\t']));
        trimmed.map(|part| if self.quoted { unquoted(part) } else { part.to_owned() }).collect()
    }

    /// The value of the HTTP header for the values that the message has; nothing if it has none.
    pub(crate) fn line(&self, values: &[String]) -> Result<Option<String>> {
        if values.is_empty() {
            return Ok(None);
        }
        if OWN.iter().any(|own| self.is(own)) {
            return Err(Fault::invalid_arg(format!(
                "The mapped header {} is one that the channel makes itself; it can only be read.",
                self.name
            )));
        }
        if values.len() > 1 && self.separator.is_none() {
            return Err(Fault::invalid_arg(format!(
                "The mapped header {} is there {} times, but its mapping names no separator.",
                self.name,
                values.len()
            )));
        }
        let mut line = String::new();
        for value in values {
            if !line.is_empty() {
                line.extend(self.separator);
                line.push(' ');
            }
            if let Some(bad) = value.chars().find(|c| (c.is_control() && *c != '\t') || !c.is_ascii()) {
                return Err(Fault::invalid_format(format!(
                    "The mapped header {} has the character U+{:04X}, which an HTTP header cannot have.",
                    self.name,
                    u32::from(bad)
                )));
            }
            if self.quoted {
                line.push('"');
                for character in value.chars() {
                    if matches!(character, '"' | '\\') {
                        line.push('\\');
                    }
                    line.push(character);
                }
                line.push('"');
            } else {
                line.push_str(value);
            }
        }
        Ok(Some(line))
    }
}

/// The parts between separators that are not inside quotes.
fn split(value: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, character) in value.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if character == separator && !quoted => {
                parts.extend(value.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(value.get(start..));
    parts
}

/// The text in a quoted string; a value without quotes as it is.
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        text.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(options: u32) -> Header {
        Header::new(b"X-Test", options).unwrap()
    }

    fn texts(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn values_come_back_as_they_were_given() {
        let comma = WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR;
        let semicolon = WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR;
        let quotes = WS_HTTP_HEADER_MAPPING_QUOTED_VALUE;
        for (options, values, line) in [
            (0, texts(&["a, b"]), "a, b"),
            (comma, texts(&["a", "b"]), "a, b"),
            (semicolon, texts(&["a", "b"]), "a; b"),
            (comma | quotes, texts(&["a,\"\\", "b"]), "\"a,\\\"\\\\\", \"b\""),
            (quotes, texts(&[""]), "\"\""),
        ] {
            let header = header(options);
            assert_eq!(header.line(&values).unwrap().unwrap(), line);
            assert_eq!(header.values(line), values, "{line}");
        }
        assert_eq!(header(0).line(&[]).unwrap(), None);
    }

    #[test]
    fn what_would_break_the_head_is_refused() {
        assert_eq!(header(0).line(&texts(&["a\r\nb: c"])).unwrap_err().code(), WS_E_INVALID_FORMAT);
        assert_eq!(header(0).line(&texts(&["a", "b"])).unwrap_err().code(), E_INVALIDARG);
        let length = Header::new(b"content-length", 0).unwrap();
        assert_eq!(length.line(&texts(&["5"])).unwrap_err().code(), E_INVALIDARG);
        assert_eq!(length.values("5"), ["5"]);
        for (name, options) in [(&b"a b"[..], 0), (b"", 0), (b"a:", 0), (b"a", 8), (b"a", 3)] {
            assert!(Header::new(name, options).is_err());
        }
    }

    #[test]
    fn options_are_for_raw_content() {
        let mapping = Mapping { verb: true, ..Mapping::default() };
        assert!(mapping.check(WS_ENCODING_RAW).is_ok());
        assert!(mapping.check(WS_ENCODING_XML_UTF8).is_err());
    }
}
