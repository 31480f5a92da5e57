//! Basic authentication (RFC 7617): name and password in base64.

use super::field::quote;
use crate::runtime::fault::{Fault, Result};
use crate::security::settings::Secret;
use base64_simd::{Out, STANDARD};

/// What a client sends. A domain stands before the name, as Windows has it.
pub(super) fn authorization(user: &str, domain: &str, password: &Secret) -> Result<Secret> {
    // The first colon ends the name.
    if user.contains(':') || domain.contains(':') {
        return Err(Fault::invalid_arg("Basic authentication cannot send a user name with a colon in it."));
    }
    let is_control = |byte: &u8| byte.is_ascii_control();
    if user.bytes().chain(domain.bytes()).any(|byte| is_control(&byte)) || password.bytes().iter().any(is_control) {
        return Err(Fault::invalid_arg(
            "Basic authentication cannot send a user name or password with control characters in it.",
        ));
    }
    let mut plain = Vec::with_capacity(domain.len() + user.len() + password.bytes().len() + 2);
    if !domain.is_empty() {
        plain.extend_from_slice(domain.as_bytes());
        plain.push(b'\\');
    }
    plain.extend_from_slice(user.as_bytes());
    plain.push(b':');
    plain.extend_from_slice(password.bytes());
    let plain = Secret::new(plain);
    // In place: what a text that grows leaves behind would have the password in it.
    const SCHEME: &[u8] = b"Basic ";
    let mut sent = vec![0; SCHEME.len() + plain.bytes().len().div_ceil(3) * 4];
    let (scheme, token) = sent.split_at_mut(SCHEME.len());
    scheme.copy_from_slice(SCHEME);
    let _ = STANDARD.encode(plain.bytes(), Out::from_slice(token));
    Ok(Secret::new(sent))
}

/// Name and password as a server gets them; `None` if they are malformed.
pub(super) fn credentials(token: &str) -> Option<(String, Secret)> {
    let plain = Secret::new(STANDARD.decode_to_vec(token).ok()?);
    let text = str::from_utf8(plain.bytes()).ok()?;
    let (user, password) = text.split_once(':')?;
    if text.chars().any(char::is_control) {
        return None;
    }
    Some((user.to_owned(), Secret::new(password.as_bytes().to_vec())))
}

pub(super) fn challenge(realm: &str) -> String {
    let mut out = "Basic realm=".to_owned();
    quote(&mut out, realm);
    out.push_str(", charset=\"UTF-8\"");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(user: &str, domain: &str, password: &str) -> Result<String> {
        let sent = authorization(user, domain, &Secret::new(password.into()))?;
        Ok(String::from_utf8(sent.bytes().to_vec()).unwrap())
    }

    #[test]
    fn the_examples_of_rfc_7617() {
        assert_eq!(sent("Aladdin", "", "open sesame").unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(sent("test", "", "123\u{a3}").unwrap(), "Basic dGVzdDoxMjPCow==");
    }

    #[test]
    fn both_sides_agree() {
        for (user, domain, password, name) in
            [("a", "", "b", "a"), ("a", "D", "b:c", "D\\a"), ("", "", "", ""), ("\u{e4}", "", "\u{1f600}", "\u{e4}")]
        {
            let sent = sent(user, domain, password).unwrap();
            let (read, secret) = credentials(sent.strip_prefix("Basic ").unwrap()).unwrap();
            assert_eq!((read.as_str(), secret.bytes()), (name, password.as_bytes()));
        }
    }

    #[test]
    fn what_cannot_be_sent_or_read() {
        assert!(sent("a:b", "", "c").is_err());
        assert!(sent("b", "a:", "c").is_err());
        assert!(sent("a", "", "c\nd").is_err());
        for token in ["", "YQ==", "YTpi\n", "YTpi=", "//86", "YQo6Yg=="] {
            assert!(credentials(token).is_none(), "{token}");
        }
    }
}
