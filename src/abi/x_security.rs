//! Extensions about the security of a channel or listener as a whole.

use super::*;

/// WS_PROTECTION_LEVEL, default WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT: what a WSX_CERT_MESSAGE_SECURITY_BINDING with
/// WSX_PROTECTION_MESSAGE_SECURITY_USAGE does with messages, and demands of those received. Such a binding counts as
/// protection: WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL need not be lowered for it.
pub const WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL: WS_SECURITY_PROPERTY_ID = WS_SECURITY_PROPERTY_ID(0x10001);

/// BOOL, default TRUE in symmetric and asymmetric mode, FALSE over transport security: messages that were received
/// before are refused.
pub const WSX_SECURITY_PROPERTY_DETECT_REPLAYS: WS_SECURITY_PROPERTY_ID = WS_SECURITY_PROPERTY_ID(0x10002);

/// ULONG, default 900,000: how many signatures and nonces are remembered at most. When there is no room, messages are
/// refused until the oldest have expired.
pub const WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE: WS_SECURITY_PROPERTY_ID = WS_SECURITY_PROPERTY_ID(0x10003);

/// WS_TIMESPAN (100 ns ticks), default 5 minutes: for how long after its creation a message may come. Signatures and
/// nonces are remembered so long, and the clock skew.
pub const WSX_SECURITY_PROPERTY_REPLAY_WINDOW: WS_SECURITY_PROPERTY_ID = WS_SECURITY_PROPERTY_ID(0x10004);

/// BOOL, default FALSE: allows RSA-1.5 key transport and 3DES, in both directions.
pub const WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS: WS_SECURITY_PROPERTY_ID = WS_SECURITY_PROPERTY_ID(0x10005);

/// WSX_ALGORITHM_SUITE: algorithms of message security that WS_SECURITY_ALGORITHM_SUITE_NAME cannot say. Not together
/// with WS_SECURITY_PROPERTY_ALGORITHM_SUITE or WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME.
pub const WSX_SECURITY_PROPERTY_ALGORITHM_SUITE: WS_SECURITY_PROPERTY_ID = WS_SECURITY_PROPERTY_ID(0x10006);

/// The algorithms of message security, each by its URI, such as `http://www.w3.org/2009/xmlenc11#aes256-gcm` (written
/// with WS_XML_STRING_VALUE); value of WSX_SECURITY_PROPERTY_ALGORITHM_SUITE. An empty string takes what
/// WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256 has. An unknown URI, or one of another kind of algorithm, is refused at
/// creation. The creating call copies the strings.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_ALGORITHM_SUITE {
    /// Signature with a private key, such as `http://www.w3.org/2001/04/xmldsig-more#rsa-sha512` or `#ecdsa-sha256`.
    /// Signatures with a symmetric key are HMAC with the same hash.
    pub signature: WS_XML_STRING,
    /// Digest of what is signed, such as `http://www.w3.org/2001/04/xmlenc#sha512`.
    pub digest: WS_XML_STRING,
    /// Encryption of the message, such as `http://www.w3.org/2009/xmlenc11#aes128-gcm`.
    pub encryption: WS_XML_STRING,
    /// Encryption of the message's key for a certificate: `http://www.w3.org/2009/xmlenc11#rsa-oaep` is OAEP with
    /// SHA-256 throughout; `#ECDH-ES` is key agreement, for certificates with keys on elliptic curves.
    pub keyTransport: WS_XML_STRING,
    /// Encryption of a key by a symmetric key, such as `http://www.w3.org/2001/04/xmlenc#kw-aes256`.
    pub keyWrap: WS_XML_STRING,
}

/// WSX_CERT_SECURITY_KEY_HANDLE.
pub const WSX_CERT_SECURITY_KEY_HANDLE_TYPE: WS_SECURITY_KEY_HANDLE_TYPE = WS_SECURITY_KEY_HANDLE_TYPE(0x10001);

/// The key pair of a certificate, for WsCreateXmlSecurityToken: what a key in one of Windows' providers is on Windows. The
/// call takes a reference of its own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_CERT_SECURITY_KEY_HANDLE {
    /// The base; keyHandleType must be WSX_CERT_SECURITY_KEY_HANDLE_TYPE.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// The certificate, with its private key: from WsxCertFromPkcs12, WsxCertFromPem or WsxCertFind.
    pub cert: *const CERT_CONTEXT,
}
