//! What security found out about the sender of a message.

use crate::abi::{
    WS_PROTECTION_LEVEL, WS_PROTECTION_LEVEL_NONE, WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT, WS_STRING,
    WSX_IDENTITY_MECHANISM, WSX_SECURITY_TOKEN_KIND, WSX_SECURITY_TOKEN_KIND_NONE,
};
use crate::security::certificate::Certificate;
use std::sync::Arc;

/// The properties of a received message that are about its sender. The transport, HTTP authentication and the code of
/// the security header each fill in what they have verified, and nothing else; a message without security has none.
#[derive(Clone, Debug)]
pub(crate) struct Results {
    /// WS_MESSAGE_PROPERTY_USERNAME.
    pub(crate) user_name: Option<Arc<str>>,
    /// WS_MESSAGE_PROPERTY_ENCODED_CERT: of a TLS client, or of message security.
    pub(crate) certificate: Option<Certificate>,
    /// WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN.
    pub(crate) transport: Option<Arc<Identity>>,
    /// WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN.
    pub(crate) http_header: Option<Arc<Identity>>,
    /// WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN.
    pub(crate) message: Option<Arc<Identity>>,
    /// The message was protected with certificates, as its channel demands.
    pub(crate) is_unsealed: bool,
    /// WS_MESSAGE_PROPERTY_PROTECTION_LEVEL: how the message was protected on its way here.
    pub(crate) protection_level: WS_PROTECTION_LEVEL,
    /// What the sender authenticated itself with in the message.
    pub(crate) token_kind: WSX_SECURITY_TOKEN_KIND,
    /// WSX_MESSAGE_PART bits: what a verified signature of the sender covers.
    pub(crate) signed_parts: u32,
    /// WSX_MESSAGE_PART bits: what was encrypted.
    pub(crate) encrypted_parts: u32,
    /// URI, where the message has a signature.
    pub(crate) signature_algorithm: Option<&'static str>,
    /// URI, where the body was encrypted.
    pub(crate) encryption_algorithm: Option<&'static str>,
}

impl Default for Results {
    fn default() -> Self {
        Results {
            user_name: None,
            certificate: None,
            transport: None,
            http_header: None,
            message: None,
            is_unsealed: false,
            protection_level: WS_PROTECTION_LEVEL_NONE,
            token_kind: WSX_SECURITY_TOKEN_KIND_NONE,
            signed_parts: 0,
            encrypted_parts: 0,
            signature_algorithm: None,
            encryption_algorithm: None,
        }
    }
}

impl Results {
    /// What the transport has verified: of whom a message is, and that nobody else could read or change it.
    pub(crate) fn of_transport(is_secure: bool, certificate: Option<Certificate>) -> Self {
        match is_secure {
            true => {
                Results { certificate, protection_level: WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT, ..Results::default() }
            }
            false => Results::default(),
        }
    }
}

/// Who a peer is, as an authentication mechanism told: what a Windows token is on Windows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Identity {
    pub(crate) mechanism: WSX_IDENTITY_MECHANISM,
    /// The name as the mechanism has it, without the realm.
    pub(crate) name: Text,
    /// Realm or domain; empty where there is none.
    pub(crate) realm: Text,
    /// Groups that the mechanism told, if it tells any.
    pub(crate) groups: Vec<Text>,
}

impl Identity {
    pub(crate) fn new(mechanism: WSX_IDENTITY_MECHANISM, name: &str, realm: &str, groups: &[String]) -> Self {
        Identity {
            mechanism,
            name: Text::new(name),
            realm: Text::new(realm),
            groups: groups.iter().map(|group| Text::new(group)).collect(),
        }
    }
}

/// A text in the form in which programs get it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Text(Box<[u16]>);

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        Text(text.encode_utf16().collect())
    }

    /// Lent: valid as long as this is where it is.
    pub(crate) fn as_c(&self) -> WS_STRING {
        WS_STRING { length: u32::try_from(self.0.len()).unwrap_or(u32::MAX), chars: self.0.as_ptr().cast_mut() }
    }
}

impl core::fmt::Debug for Text {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:?}", String::from_utf16_lossy(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::WSX_IDENTITY_MECHANISM_BASIC;

    #[test]
    fn nothing_is_known_of_a_message_without_security() {
        let results = Results::default();
        assert!(results.user_name.is_none() && results.certificate.is_none());
        assert!(results.transport.is_none() && results.http_header.is_none() && results.message.is_none());
        assert_eq!(results.protection_level, WS_PROTECTION_LEVEL_NONE);
    }

    #[test]
    fn texts_are_utf_16() {
        let identity = Identity::new(WSX_IDENTITY_MECHANISM_BASIC, "J\u{fc}rgen \u{1f600}", "", &["staff".to_owned()]);
        let name = identity.name.as_c();
        assert_eq!(name.length, 9);
        assert_eq!(name.chars.cast_const(), identity.name.0.as_ptr());
        assert_eq!(identity.groups, [Text::new("staff")]);
        assert_eq!(identity.realm.as_c().length, 0);
    }
}
