//! Extensions about security bindings: X.509 message security, and settings that Windows' bindings do not have.

use super::*;

/// Bit for the ULONG of WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS, beside those of WS_SECURE_PROTOCOL: TLS
/// 1.3 must not be used.
pub const WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3: ULONG = 0x10000;

/// Selects WSX_CERT_MESSAGE_SECURITY_BINDING.
pub const WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE: WS_SECURITY_BINDING_TYPE = WS_SECURITY_BINDING_TYPE(0x10001);

/// The binding protects the message: it signs and encrypts it, and no transport security is needed for that.
pub const WSX_PROTECTION_MESSAGE_SECURITY_USAGE: WS_MESSAGE_SECURITY_USAGE = WS_MESSAGE_SECURITY_USAGE(0x10001);

/// WSX_CERT_MODE, default WSX_CERT_MODE_SYMMETRIC: how messages are protected. WSX_CERT_MESSAGE_SECURITY_BINDING, both
/// sides; both must have the same. WSX_CERT_MODE_ENDORSING goes with WS_SUPPORTING_MESSAGE_SECURITY_USAGE, where it is
/// the default and the only one; the others go with WSX_PROTECTION_MESSAGE_SECURITY_USAGE.
pub const WSX_SECURITY_BINDING_PROPERTY_CERT_MODE: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10001);

/// WSX_REQUIREMENT, default WSX_REQUIREMENT_REQUIRED on WSX_CERT_MESSAGE_SECURITY_BINDING and WSX_REQUIREMENT_NONE on
/// WS_SSL_TRANSPORT_SECURITY_BINDING: whether clients show a certificate. Server side of both. On the TLS binding it
/// stands instead of WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT, whose TRUE is WSX_REQUIREMENT_REQUIRED; both
/// together are refused.
pub const WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10002);

/// WSX_PROTECTION_ORDER, default WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE.
/// WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
pub const WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10003);

/// BOOL, default TRUE in symmetric mode and FALSE otherwise: signatures and encryption use keys derived from the shared
/// one. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
pub const WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10004);

/// WSX_SIGNATURE_CONFIRMATION, default WSX_SIGNATURE_CONFIRMATION_AUTO: replies confirm the signatures of their
/// requests. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
pub const WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10005);

/// WSX_CERT_REFERENCE, default WSX_CERT_REFERENCE_AUTO: how sent messages refer to the own certificate. Whatever the
/// peer uses is accepted. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides.
pub const WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10006);

/// WSX_CERT_REFERENCE, default WSX_CERT_REFERENCE_AUTO: how sent messages refer to the peer's certificate.
/// WSX_CERT_MESSAGE_SECURITY_BINDING, both sides.
pub const WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10007);

/// WSX_PEER_VALIDATION, default WSX_PEER_VALIDATION_CHAIN: which certificates of the peer are trusted. On
/// WSX_CERT_MESSAGE_SECURITY_BINDING, both sides, which also takes Windows'
/// WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE, DISABLE_CERT_REVOCATION_CHECK,
/// CERTIFICATE_VALIDATION_CALLBACK_CONTEXT and SECURE_CONVERSATION_VERSION.
pub const WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10008);

/// BOOL, default FALSE: a signature signs the token of its key, too: the certificate that it is made with by an
/// STR-Transform, whether or not it is in the message, and in symmetric mode the encrypted key. Received messages have
/// to do so. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
pub const WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10009);

/// WSX_PASSWORD_TYPE, default WSX_PASSWORD_TYPE_TEXT: in which form a client sends its password, and which form a server
/// demands. WS_USERNAME_MESSAGE_SECURITY_BINDING, both sides.
pub const WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10101);

/// WSX_PASSWORD_SECRET_CALLBACK_CONTEXT: gives the password of a user, without which no digest can be checked; required
/// with WSX_PASSWORD_TYPE_DIGEST. Server-side WS_USERNAME_MESSAGE_SECURITY_BINDING, whose passwordValidator may be NULL
/// then.
pub const WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10102);

/// LONGLONG in ticks of 100 ns, default 0: added to the time in Created, for services whose clock is wrong and cannot be
/// set. Client-side WS_USERNAME_MESSAGE_SECURITY_BINDING.
pub const WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10103);

/// BOOL, default FALSE: a password digest may be sent without transport security, which Windows refuses on clients. Only
/// with WSX_PASSWORD_TYPE_DIGEST. Client-side WS_USERNAME_MESSAGE_SECURITY_BINDING.
pub const WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10104);

/// WSX_TRUST_ANCHORS: the certificates that the peer's chain may end at, instead of the Root stores. An anchor may be
/// the peer's certificate itself. WS_SSL_TRANSPORT_SECURITY_BINDING, both sides.
pub const WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10105);

/// WSX_HTTP_AUTH_VALIDATOR: the accounts that Basic and Digest are checked against. Server-side
/// WS_HTTP_HEADER_AUTH_SECURITY_BINDING, which needs it for these two schemes.
pub const WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR: WS_SECURITY_BINDING_PROPERTY_ID =
    WS_SECURITY_BINDING_PROPERTY_ID(0x10106);

ws_enum! {
    /// How WSX_CERT_MESSAGE_SECURITY_BINDING protects messages; value of WSX_SECURITY_BINDING_PROPERTY_CERT_MODE.
    pub enum WSX_CERT_MODE {
        /// WS-Security 1.1: a key encrypted for the service's certificate protects request and reply; a client with a
        /// certificate signs as well. What WCF's WSHttpBinding does without a session.
        WSX_CERT_MODE_SYMMETRIC = 1,
        /// WS-Security 1.0, mutual certificates: each side signs with its own key and encrypts for the other's
        /// certificate.
        WSX_CERT_MODE_ASYMMETRIC = 2,
        /// The client signs the timestamp, and To, over a transport security binding.
        WSX_CERT_MODE_ENDORSING = 3,
    }
}

ws_enum! {
    /// How a message refers to a certificate.
    pub enum WSX_CERT_REFERENCE {
        /// As WCF does in the same mode.
        WSX_CERT_REFERENCE_AUTO = 0,
        /// By the name of its issuer and its serial number.
        WSX_CERT_REFERENCE_ISSUER_SERIAL = 1,
        /// By its subject key identifier.
        WSX_CERT_REFERENCE_SUBJECT_KEY_IDENTIFIER = 2,
        /// By the SHA-1 of its DER form.
        WSX_CERT_REFERENCE_THUMBPRINT = 3,
        /// The certificate is in the message.
        WSX_CERT_REFERENCE_BINARY_SECURITY_TOKEN = 4,
    }
}

ws_enum! {
    /// In which form a password travels; value of WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE.
    pub enum WSX_PASSWORD_TYPE {
        /// As text.
        WSX_PASSWORD_TYPE_TEXT = 1,
        /// As the SHA-1 of nonce, time and password.
        WSX_PASSWORD_TYPE_DIGEST = 2,
    }
}

ws_enum! {
    /// Which certificates of the peer are trusted; value of WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION. One that is in
    /// a Disallowed store never is.
    pub enum WSX_PEER_VALIDATION {
        /// Those with a chain to a trusted root.
        WSX_PEER_VALIDATION_CHAIN = 1,
        /// Those that are in a TrustedPeople store and within their dates.
        WSX_PEER_VALIDATION_PEER = 2,
        /// Either.
        WSX_PEER_VALIDATION_PEER_OR_CHAIN = 3,
    }
}

ws_enum! {
    /// The order of signing and encrypting; value of WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER.
    pub enum WSX_PROTECTION_ORDER {
        /// The plain text is signed, then encrypted.
        WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT = 1,
        /// The plain text is signed, then encrypted, and so is the signature.
        WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE = 2,
        /// What was encrypted is signed.
        WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN = 3,
    }
}

ws_enum! {
    /// Whether something must be there; value of WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT.
    pub enum WSX_REQUIREMENT {
        /// Clients without it are refused.
        WSX_REQUIREMENT_REQUIRED = 1,
        /// It is asked for, and checked where a client has it.
        WSX_REQUIREMENT_OPTIONAL = 2,
        /// It is not asked for.
        WSX_REQUIREMENT_NONE = 3,
    }
}

ws_enum! {
    /// Whether replies confirm the signatures of their requests; value of
    /// WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION.
    pub enum WSX_SIGNATURE_CONFIRMATION {
        /// As WCF: in symmetric mode they do, unless the client has a user name.
        WSX_SIGNATURE_CONFIRMATION_AUTO = 0,
        /// They do, and a client refuses replies that do not.
        WSX_SIGNATURE_CONFIRMATION_ON = 1,
        /// They do not.
        WSX_SIGNATURE_CONFIRMATION_OFF = 2,
    }
}

/// X.509 message security: messages are signed and encrypted with certificates, whatever carries them. What each side
/// needs follows from WSX_SECURITY_BINDING_PROPERTY_CERT_MODE. It needs buffered transfer, since the header precedes what
/// it covers: with streaming it is refused at creation.
///
/// Before anything is sent, the client checks the service's certificate against the address: an identity in the
/// WS_ENDPOINT_ADDRESS (certificate, DNS, RSA) must match; without one, the certificate must be for the host of the URL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_CERT_MESSAGE_SECURITY_BINDING {
    /// The base; bindingType must be WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// WSX_PROTECTION_MESSAGE_SECURITY_USAGE, or WS_SUPPORTING_MESSAGE_SECURITY_USAGE to endorse messages over a
    /// transport security binding.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// Own certificate with its private key. Client: NULL is an anonymous client, in symmetric mode only. Server:
    /// required, except when it is endorsing.
    pub localCertCredential: *mut WS_CERT_CREDENTIAL,
    /// Client: the certificate of the service, known in advance; NULL takes it from the WS_CERT_ENDPOINT_IDENTITY of the
    /// address. Server: NULL.
    pub serviceCertCredential: *mut WS_CERT_CREDENTIAL,
}

/// The accounts of HTTP authentication on a server; value of WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR. Windows
/// asks the accounts of the system; here the program has them. The creating call copies it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_HTTP_AUTH_VALIDATOR {
    /// Checks a name and a password; required for WS_HTTP_HEADER_AUTH_SCHEME_BASIC.
    pub validate: WSX_VALIDATE_HTTP_PASSWORD_CALLBACK,
    /// Gives the password of a user; required for WS_HTTP_HEADER_AUTH_SCHEME_DIGEST.
    pub secret: WSX_HTTP_PASSWORD_SECRET_CALLBACK,
    /// Handed to both; may be NULL. Must stay valid until the listener or host is freed.
    pub callbackState: *mut c_void,
}

/// A callback and its state; value of WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK. The creating call copies
/// it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_PASSWORD_SECRET_CALLBACK_CONTEXT {
    /// The callback; required.
    pub callback: WSX_PASSWORD_SECRET_CALLBACK,
    /// Handed to callback; may be NULL. Must stay valid until the listener or host is freed.
    pub state: *mut c_void,
}

/// Certificates that chains may end at; value of WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS. The creating call takes
/// references of its own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_TRUST_ANCHORS {
    /// Array of certificates; no element may be NULL.
    pub certs: *mut *const CERT_CONTEXT,
    /// Number of elements in certs. With 0, nothing is trusted.
    pub certCount: ULONG,
}

/// Checks the name and password of an HTTP request with Basic authentication; called on the server for each request, on
/// any thread, also on several at a time. It may block. Returns S_OK if the pair is right, S_FALSE if it is not, and an
/// error code if the check itself failed. The parameters are the registered state, the name, the password, the realm of
/// the binding (the name of the machine if there is none) and an error object, which may be NULL. The strings are valid
/// during the call.
pub type WSX_VALIDATE_HTTP_PASSWORD_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        username: *const WS_STRING,
        password: *const WS_STRING,
        realm: *const WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Gives the password of a user for Digest authentication; called on the server, on any thread, also on several at a
/// time. It may block. Returns S_OK with the password in secret, S_FALSE if there is no such user (the peer is not told
/// the difference), and an error code if it failed. The characters of secret belong to the program, which may allocate
/// them from heap (freed after the call); they are read as soon as the callback returns. The other parameters are the
/// registered state, the name, the realm of the binding (the name of the machine if there is none), and an error object,
/// which may be NULL. The strings are valid during the call.
pub type WSX_HTTP_PASSWORD_SECRET_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        username: *const WS_STRING,
        realm: *const WS_STRING,
        heap: *mut WS_HEAP,
        secret: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Gives the password of a user whose message has a password digest; called on the server for each such message, on any
/// thread, also on several at a time. Returns S_OK with the password in secret, S_FALSE if there is no such user (the
/// peer is not told the difference), and an error code if it failed. The characters of secret belong to the program,
/// which may allocate them from heap (freed after the call); they are read as soon as the callback returns. The other
/// parameters are the registered state, the name, and an error object, which may be NULL. The name is valid during the
/// call.
pub type WSX_PASSWORD_SECRET_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        username: *const WS_STRING,
        heap: *mut WS_HEAP,
        secret: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
