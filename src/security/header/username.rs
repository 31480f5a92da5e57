//! User names with passwords, or with digests of passwords (UsernameToken Profile).
//!
//! A digest is Base64(SHA-1(nonce + created + password)). The server has to know the password for it, and to remember
//! nonces, or whoever sees one could send it again.

use super::parse::leaves;
use super::timestamp::{Age, check_created, text, time};
use super::{BASE64_BINARY, WSSE, WSU};
use crate::runtime::datetime::DateTime;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::security::replay::{ReplayCache, Seen};
use crate::security::settings::{PasswordType, Properties, Secret, UserName, UserPasswords};
use crate::task;
use crate::xml::buffer::cursor::Cursor;
use crate::xml::value::base64::{parse_base64, write_base64};
use crate::xml::value::trim;
use crate::xml::writer::{Charset, Encoding, Way, Writer};
use openssl::sha::Sha1;

const PASSWORD_TEXT: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
const PASSWORD_DIGEST: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";

/// Bytes of a nonce that is received at most.
const MAX_NONCE: usize = 256;

/// A token as it was received.
#[derive(Debug)]
pub(crate) struct UserNameToken {
    name: String,
    kind: PasswordType,
    /// The password, or the digest in base64.
    password: Secret,
    nonce: Option<Vec<u8>>,
    /// The text as it stands, which goes into the digest, and what it says.
    created: Option<(Vec<u8>, DateTime)>,
}

impl UserNameToken {
    /// Reads the element that a cursor is on, to its end.
    pub(super) fn parse(cursor: &mut Cursor) -> Result<Self> {
        let (mut name, mut password, mut nonce, mut created) = (None, None, None, None);
        for leaf in leaves(cursor, "UsernameToken")? {
            match (&*leaf.local, &*leaf.ns) {
                (b"Username", WSSE) => {
                    leaf.check_attributes(&[])?;
                    let text = core::str::from_utf8(leaf.text.bytes());
                    name = Some(text.map_err(|_| Fault::invalid_format("The user name is not in UTF-8."))?.to_owned());
                }
                (b"Password", WSSE) => {
                    leaf.check_attributes(&[b"Type"])?;
                    let kind = match leaf.attribute(b"Type") {
                        None | Some(PASSWORD_TEXT) => PasswordType::Text,
                        Some(PASSWORD_DIGEST) => PasswordType::Digest,
                        Some(other) => {
                            let fragment = other.rsplit(|byte| *byte == b'#').next().unwrap_or(other);
                            let other = quoted(fragment);
                            return Err(Fault::invalid_format(format!("The password type '{other}' is not known.")));
                        }
                    };
                    password = Some((kind, leaf.text));
                }
                (b"Nonce", WSSE) => {
                    leaf.check_attributes(&[b"EncodingType"])?;
                    if let Some(other) = leaf.attribute(b"EncodingType").filter(|it| *it != BASE64_BINARY) {
                        let other = quoted(other);
                        return Err(Fault::invalid_format(format!(
                            "The nonce is encoded as '{other}', not in Base64."
                        )));
                    }
                    nonce = Some(decoded(leaf.text.bytes())?);
                }
                (b"Created", WSU) => created = Some((trim(leaf.text.bytes()).to_vec(), time(&leaf)?)),
                (other, _) => {
                    let other = quoted(other);
                    return Err(Fault::invalid_format(format!(
                        "The element '{other}' is not allowed in a UsernameToken."
                    )));
                }
            }
        }
        let name = name.filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| Fault::invalid_format("The UsernameToken has no user name."))?;
        let (kind, password) =
            password.ok_or_else(|| Fault::invalid_format("The UsernameToken has no element 'Password'."))?;
        if kind == PasswordType::Digest && (nonce.is_none() || created.is_none()) {
            return Err(Fault::invalid_format("A password digest has to come with a Nonce and a Created."));
        }
        Ok(UserNameToken { name, kind, password, nonce, created })
    }

    /// Checks the token against what the server knows. Answers the name of the user.
    ///
    /// A failure is one of the credentials, whatever it is about: a peer that could tell an old digest from a wrong one
    /// would know that the password is right.
    pub(super) async fn authenticate(
        self,
        binding: &UserName,
        properties: &Properties,
        replays: &ReplayCache,
        now: DateTime,
    ) -> Result<String> {
        if self.kind != binding.password_type {
            return Err(Fault::invalid_format(match binding.password_type {
                PasswordType::Text => "The UsernameToken has a password digest, and a password in text is demanded.",
                PasswordType::Digest => "The UsernameToken has a password in text, and a digest is demanded.",
            }));
        }
        let Some(passwords) = &binding.validator else {
            return Err(Fault::invalid_operation("There is nobody who could check a password."));
        };
        let is_right = match self.kind {
            PasswordType::Text => {
                let password = core::str::from_utf8(self.password.bytes());
                let password = password.map_err(|_| Fault::invalid_format("The password is not in UTF-8."))?;
                passwords.validate(&self.name, password).await?
            }
            PasswordType::Digest => self.has_right_digest(&**passwords)?,
        };
        if !is_right {
            return Err(Fault::invalid_format(format!(
                "The user '{}' is not known, or the password is wrong.",
                quoted(self.name.as_bytes())
            )));
        }
        self.check_fresh(properties, replays, now)?;
        Ok(self.name)
    }

    fn has_right_digest(&self, passwords: &dyn UserPasswords) -> Result<bool> {
        let secret = task::long(|| passwords.secret(&self.name))?;
        // The same work for nobody as for a user.
        let (secret, is_user) = match secret {
            Some(secret) => (secret, true),
            None => (Secret::new(b"nobody".to_vec()), false),
        };
        let nonce = self.nonce.as_deref().unwrap_or_default();
        let created = self.created.as_ref().map_or(&[][..], |(text, _)| text);
        let digest = digest(nonce, created, secret.bytes());
        let mut given = Vec::new();
        if parse_base64(&mut given, self.password.bytes()).is_err() || given.len() != digest.len() {
            given = vec![0; digest.len()];
        }
        let is_equal = openssl::memcmp::eq(&given, &digest);
        Ok(is_equal & is_user)
    }

    /// Refuses a token that is old, or that was received before. With a password in text, both is the sender's choice.
    fn check_fresh(&self, properties: &Properties, replays: &ReplayCache, now: DateTime) -> Result<()> {
        let created = self.created.as_ref().map(|(_, time)| *time);
        let mut age = Age::of(properties);
        if self.nonce.is_some() {
            // Whatever is longer, nonces are not remembered for.
            age.latency = age.latency.min(properties.replay_window);
        }
        if let Some(created) = created {
            check_created("The UsernameToken", created, now, age)?;
        }
        let Some(nonce) = &self.nonce else { return Ok(()) };
        // As long as a message with it would be accepted.
        let expires = age.last_of(created.unwrap_or(now));
        // Without the name, which is not in the digest: who has seen a token could send it under another name that the
        // program takes for the same user, or for one with the same password.
        match replays.remember("nonce", &[nonce], now.ticks(), expires, properties.replay_cache_size) {
            Seen::First => Ok(()),
            Seen::Again => Err(Fault::invalid_format(format!(
                "The nonce of the UsernameToken of '{}' was received before: the message is a replay.",
                quoted(self.name.as_bytes())
            ))),
            Seen::NoRoom => Err(Fault::quota("WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE", properties.replay_cache_size)),
        }
    }
}

fn decoded(nonce: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if nonce.len() <= 2 * MAX_NONCE {
        parse_base64(&mut bytes, nonce)
            .map_err(|fault| fault.context("This concerns the Nonce of a UsernameToken."))?;
    }
    if bytes.is_empty() || bytes.len() > MAX_NONCE {
        return Err(Fault::invalid_format(format!("The nonce has to have 1 to {MAX_NONCE} bytes.")));
    }
    Ok(bytes)
}

fn digest(nonce: &[u8], created: &[u8], password: &[u8]) -> [u8; 20] {
    let mut sha = Sha1::new();
    sha.update(nonce);
    sha.update(created);
    sha.update(password);
    sha.finish()
}

/// Writes a client's token.
pub(super) fn write(writer: &mut Writer, user: &UserName, id: &str, now: DateTime) -> Result<()> {
    let Some((name, password)) = &user.credential else {
        return Err(Fault::invalid_operation("There is no user name to be sent."));
    };
    let mut nonce = [0; 16];
    if user.password_type == PasswordType::Digest {
        openssl::rand::rand_bytes(&mut nonce).map_err(|_| super::outgoing::no_random())?;
    }
    let created = now.ticks().saturating_add_signed(user.clock_offset);
    write_token(writer, user.password_type, name, password, id, &nonce, DateTime::from_ticks(created)?)
}

/// A client's token as text.
pub(crate) fn token(user: &UserName, id: &str, now: DateTime) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    let settings = crate::xml::writer::Settings { buffer_max_size: 1 << 20, ..Default::default() };
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), settings);
    write(&mut writer, user, id, now)?;
    writer.complete()?;
    Ok(writer.bytes().to_vec())
}

/// [`write`] with a nonce and a time, for digests.
pub(super) fn write_token(
    writer: &mut Writer,
    kind: PasswordType,
    name: &str,
    password: &Secret,
    id: &str,
    nonce: &[u8],
    created: DateTime,
) -> Result<()> {
    writer.start_element(Some(b"o"), b"UsernameToken"[..].into(), WSSE.into())?;
    writer.xmlns(Some(b"u"), WSU.into(), false)?;
    writer.start_attribute(Some(b"u"), b"Id"[..].into(), WSU.into(), false)?;
    writer.utf8(id.as_bytes().into(), Way::CharsUtf8)?;
    writer.end_attribute()?;
    leaf(writer, b"o", b"Username", WSSE, None, name.as_bytes())?;
    match kind {
        PasswordType::Text => {
            leaf(writer, b"o", b"Password", WSSE, Some((b"Type", PASSWORD_TEXT)), password.bytes())?;
        }
        PasswordType::Digest => {
            let created = text(created);
            let mut encoded = Vec::new();
            write_base64(&mut encoded, &digest(nonce, &created, password.bytes()))?;
            leaf(writer, b"o", b"Password", WSSE, Some((b"Type", PASSWORD_DIGEST)), &encoded)?;
            encoded.clear();
            write_base64(&mut encoded, nonce)?;
            leaf(writer, b"o", b"Nonce", WSSE, Some((b"EncodingType", BASE64_BINARY)), &encoded)?;
            leaf(writer, b"u", b"Created", WSU, None, &created)?;
        }
    }
    writer.end_element()
}

/// Writes an element with text, whose prefix is declared around it.
fn leaf(
    writer: &mut Writer,
    prefix: &[u8],
    local: &[u8],
    ns: &[u8],
    attribute: Option<(&[u8], &[u8])>,
    text: &[u8],
) -> Result<()> {
    writer.start_element(Some(prefix), local.into(), ns.into())?;
    if let Some((name, value)) = attribute {
        writer.start_attribute(Some(b""), name.into(), b""[..].into(), false)?;
        writer.utf8(value.into(), Way::CharsUtf8)?;
        writer.end_attribute()?;
    }
    writer.utf8(text.into(), Way::CharsUtf8)?;
    writer.end_element()
}
