//! The header fields of HTTP authentication (RFC 9110, 11): challenges, credentials, and what follows them.

use crate::http::{Headers, is_token};

/// A scheme with what belongs to it: a challenge, or credentials.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Field {
    /// In small letters.
    pub(super) scheme: String,
    pub(super) value: Value,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// Mostly base64; empty where there is nothing beside the scheme.
    Token(String),
    /// Names in small letters, each once.
    Parameters(Parameters),
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

/// More than any scheme has.
const MOST_PARAMETERS: usize = 32;
const MOST_CHALLENGES: usize = 16;

impl Parameters {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn add(&mut self, name: &[u8], value: String) -> Option<()> {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        // Of two values each side could take another one.
        if self.0.len() >= MOST_PARAMETERS || self.get(&name).is_some() {
            return None;
        }
        self.0.push((name, value));
        Some(())
    }
}

impl Field {
    pub(super) fn parameters(&self) -> Option<&Parameters> {
        match &self.value {
            Value::Parameters(parameters) => Some(parameters),
            Value::Token(_) => None,
        }
    }

    pub(super) fn token(&self) -> Option<&str> {
        match &self.value {
            Value::Token(token) => Some(token),
            Value::Parameters(_) => None,
        }
    }
}

/// The challenges of all fields with a name; `None` if one of them is malformed.
pub(super) fn challenges(headers: &Headers, name: &str) -> Option<Vec<Field>> {
    let mut all = Vec::new();
    for value in headers.all(name) {
        let mut rest = Rest(value);
        while rest.skip_commas() {
            if all.len() >= MOST_CHALLENGES {
                return None;
            }
            all.push(rest.field()?);
        }
    }
    Some(all)
}

/// The credentials of a request. `Err`: there are more than one, or they are malformed.
pub(super) fn credentials(headers: &Headers, name: &str) -> Result<Option<Field>, ()> {
    let mut values = headers.all(name);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(());
    }
    let mut rest = Rest(value);
    let field = rest.field().ok_or(())?;
    if rest.0.is_empty() { Ok(Some(field)) } else { Err(()) }
}

/// The parameters of Authentication-Info. `Err`: there are more than one such field, or it is malformed.
pub(super) fn information(headers: &Headers, name: &str) -> Result<Parameters, ()> {
    let mut values = headers.all(name);
    let Some(value) = values.next() else { return Ok(Parameters::default()) };
    if values.next().is_some() {
        return Err(());
    }
    let mut rest = Rest(value);
    rest.skip_commas();
    let parameters = rest.parameters().ok_or(())?;
    if rest.0.is_empty() { Ok(parameters) } else { Err(()) }
}

/// Writes a value in quotation marks.
pub(super) fn quote(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

/// What has not been read of a value.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take_while(&mut self, is_wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.0.iter().position(|byte| !is_wanted(*byte)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn skip_space(&mut self) {
        self.take_while(|byte| matches!(byte, b' ' | b'\t'));
    }

    /// Skips what separates members of a list, empty ones as well. Whether anything is left.
    fn skip_commas(&mut self) -> bool {
        self.take_while(|byte| matches!(byte, b' ' | b'\t' | b','));
        !self.0.is_empty()
    }

    fn skip(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn is_at_end_of_member(&self) -> bool {
        let mut ahead = Rest(self.0);
        ahead.skip_space();
        matches!(ahead.0.first(), None | Some(b','))
    }

    /// A scheme and what belongs to it, to the comma before the next one.
    fn field(&mut self) -> Option<Field> {
        let scheme = self.take_while(is_token);
        if scheme.is_empty() {
            return None;
        }
        let scheme = String::from_utf8_lossy(scheme).to_ascii_lowercase();
        let before = self.0;
        self.skip_space();
        if matches!(self.0.first(), None | Some(b',')) {
            return Some(Field { scheme, value: Value::Token(String::new()) });
        }
        if before.len() == self.0.len() {
            // Something that no scheme has in it, and no space.
            return None;
        }
        let mut ahead = Rest(self.0);
        let is_in_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
        let token = ahead.take_while(is_in_token).len() + ahead.take_while(|byte| byte == b'=').len();
        if token > 0 && ahead.is_at_end_of_member() {
            let (token, _) = self.0.split_at(token);
            ahead.skip_space();
            self.0 = ahead.0;
            return Some(Field { scheme, value: Value::Token(String::from_utf8_lossy(token).into_owned()) });
        }
        let parameters = self.parameters()?;
        Some(Field { scheme, value: Value::Parameters(parameters) })
    }

    /// Parameters, to their end or to the next scheme.
    fn parameters(&mut self) -> Option<Parameters> {
        let mut parameters = Parameters::default();
        loop {
            let mut ahead = Rest(self.0);
            let name = ahead.take_while(is_token);
            ahead.skip_space();
            if name.is_empty() {
                // An empty list, or its end.
                return self.0.is_empty().then_some(parameters);
            }
            if !ahead.skip(b'=') {
                // The next scheme; it cannot be the first thing.
                return (!parameters.0.is_empty()).then_some(parameters);
            }
            ahead.skip_space();
            let value = ahead.value()?;
            ahead.skip_space();
            if !matches!(ahead.0.first(), None | Some(b',')) {
                return None;
            }
            parameters.add(name, value)?;
            ahead.skip_commas();
            self.0 = ahead.0;
        }
    }

    /// A token, or what is in quotation marks.
    fn value(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        if self.skip(b'"') {
            loop {
                let (first, rest) = self.0.split_first()?;
                self.0 = rest;
                match first {
                    b'"' => break,
                    b'\\' => {
                        let (escaped, rest) = self.0.split_first()?;
                        self.0 = rest;
                        bytes.push(*escaped);
                    }
                    byte => bytes.push(*byte),
                }
            }
        } else {
            bytes.extend_from_slice(self.take_while(is_token));
            if bytes.is_empty() {
                return None;
            }
        }
        // What is not UTF-8 is read as ISO 8859-1, which older peers send.
        Some(
            String::from_utf8(bytes)
                .unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Headers {
        let mut headers = Headers::new();
        values.iter().for_each(|value| headers.push("A", value.as_bytes()).unwrap());
        headers
    }

    fn shown(values: &[&str]) -> Option<Vec<String>> {
        let show = |field: &Field| match &field.value {
            Value::Token(token) => format!("{}({token})", field.scheme),
            Value::Parameters(Parameters(list)) => {
                let list: Vec<String> = list.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{}[{}]", field.scheme, list.join("|"))
            }
        };
        challenges(&of(values), "A").map(|all| all.iter().map(show).collect())
    }

    #[test]
    fn lists_of_challenges() {
        for (values, expected) in [
            (&["Basic realm=\"a b\""][..], &["basic[realm=a b]"][..]),
            (&["Negotiate, NTLM"], &["negotiate()", "ntlm()"]),
            (&["NTLM TlRMTVNT+/=="], &["ntlm(TlRMTVNT+/==)"]),
            (
                &["Digest realm=\"a, Basic \\\"b\\\"\", nonce = x ,qop=\"auth,auth-int\", Basic realm=c , , NTLM"],
                &["digest[realm=a, Basic \"b\"|nonce=x|qop=auth,auth-int]", "basic[realm=c]", "ntlm()"],
            ),
            (&["Basic realm=a", "Negotiate YII="], &["basic[realm=a]", "negotiate(YII=)"]),
            (&[" ,, Bearer"], &["bearer()"]),
            (&["Negotiate YII=, Basic realm=\"\""], &["negotiate(YII=)", "basic[realm=]"]),
            (&[""], &[]),
        ] {
            assert_eq!(shown(values).as_deref(), Some(expected.map_or_owned()).as_deref(), "{values:?}");
        }
        for wrong in [
            "Basic realm=\"a",
            "Basic realm=a, realm=b",
            "Basic realm=a Realm=b",
            "Basic realm=",
            "\"Basic\"",
            "Basic realm=\"a\\",
            "Basic =a",
            "Basic realm=a, =b",
            "Basic @",
            "Basic\"x\"",
        ] {
            // One of these is a token by the grammar.
            let expected = (wrong == "Basic realm=").then(|| vec!["basic(realm=)".to_owned()]);
            assert_eq!(shown(&[wrong]), expected, "{wrong}");
        }
        assert_eq!(shown(&[&"A,".repeat(17)]), None);
        let many: Vec<String> = (0..33).map(|number| format!("p{number}=1")).collect();
        assert_eq!(shown(&[&format!("A {}", many.join(","))]), None);
    }

    trait Owned {
        fn map_or_owned(&self) -> Vec<String>;
    }

    impl Owned for &[&str] {
        fn map_or_owned(&self) -> Vec<String> {
            self.iter().map(|text| (*text).to_owned()).collect()
        }
    }

    #[test]
    fn credentials_are_one() {
        assert_eq!(credentials(&Headers::new(), "A"), Ok(None));
        let one = credentials(&of(&["Basic YTpi"]), "A").unwrap().unwrap();
        assert_eq!((one.scheme.as_str(), one.token()), ("basic", Some("YTpi")));
        for wrong in [&["Basic YTpi", "Basic YTpi"][..], &["Basic YTpi, Basic YTpj"], &[""], &["Basic YTpi x"]] {
            assert_eq!(credentials(&of(wrong), "A"), Err(()), "{wrong:?}");
        }
    }

    #[test]
    fn information_is_parameters() {
        let found = information(&of(&["nextnonce=\"a\", nc=00000001"]), "A").unwrap();
        assert_eq!((found.get("nextnonce"), found.get("nc")), (Some("a"), Some("00000001")));
        assert_eq!(information(&Headers::new(), "A"), Ok(Parameters::default()));
        assert_eq!(information(&of(&["a=b", "a=b"]), "A"), Err(()));
        assert_eq!(information(&of(&["Basic a=b"]), "A"), Err(()));
    }

    #[test]
    fn quoted_values_come_back() {
        for value in ["", "a", "a\"b\\c", "\u{e4}\u{1f600}"] {
            let mut out = "A x=".to_owned();
            quote(&mut out, value);
            let read = challenges(&of(&[&out]), "A").unwrap();
            assert_eq!(read[0].parameters().unwrap().get("x"), Some(value));
        }
    }
}
