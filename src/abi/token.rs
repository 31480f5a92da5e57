//! Security tokens, the keys inside them and the contexts made from them: WS-Trust requests, WS-SecureConversation,
//! algorithm suites and the validation of SAML assertions.

use super::*;

/// An established WS-SecureConversation context on a server, got from WS_MESSAGE_PROPERTY_SECURITY_CONTEXT of a
/// received message; for WsGetSecurityContextProperty and WsRevokeSecurityContext. The message owns it: valid until the
/// message is reset or freed. Single threaded: one operation on an instance at a time.
pub struct WS_SECURITY_CONTEXT {
    _private: [u8; 0],
}

/// A security token, from WsCreateXmlSecurityToken or WsRequestSecurityToken. The caller owns it and frees it with
/// WsFreeSecurityToken; a token extracted from a received message lives until the message is reset or freed. Single
/// threaded: one operation on an instance at a time.
pub struct WS_SECURITY_TOKEN {
    _private: [u8; 0],
}

ws_enum! {
    /// What WsRequestSecurityToken asks the issuer for. Value of WS_REQUEST_SECURITY_TOKEN_PROPERTY_REQUEST_ACTION.
    pub enum WS_REQUEST_SECURITY_TOKEN_ACTION {
        /// Default. A new token, by WS-Trust's issue action.
        WS_REQUEST_SECURITY_TOKEN_ACTION_ISSUE = 1,
        /// A new security context token, by the action that WS-SecureConversation defines.
        WS_REQUEST_SECURITY_TOKEN_ACTION_NEW_CONTEXT = 2,
        /// Renewal of a security context token. Requires WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN.
        WS_REQUEST_SECURITY_TOKEN_ACTION_RENEW_CONTEXT = 3,
    }
}

ws_enum! {
    /// Parameters of the token request of WsRequestSecurityToken; all optional. The caller owns the values, which must
    /// live until the call, or its asynchronous completion, is over.
    ///
    /// Source: WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID page.
    pub enum WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID {
        /// WS_ENDPOINT_ADDRESS: the service (relying party) to which the token will be shown. No default.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_APPLIES_TO = 1,
        /// WS_TRUST_VERSION, default WS_TRUST_VERSION_FEBRUARY_2005.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION = 2,
        /// WS_SECURE_CONVERSATION_VERSION, default WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005. Counts for the actions
        /// NEW_CONTEXT and RENEW_CONTEXT.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_SECURE_CONVERSATION_VERSION = 3,
        /// WS_XML_STRING: the TokenType to ask for. Without it no such element is sent and the issuer is assumed to
        /// know.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_TYPE = 4,
        /// WS_REQUEST_SECURITY_TOKEN_ACTION, default WS_REQUEST_SECURITY_TOKEN_ACTION_ISSUE.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_REQUEST_ACTION = 5,
        /// Pointer to WS_SECURITY_TOKEN: the token to renew, only with WS_REQUEST_SECURITY_TOKEN_ACTION_RENEW_CONTEXT.
        /// Success gives a new token and makes the old one invalid; its handle is still the caller's to free.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN = 6,
        /// WS_SECURITY_KEY_TYPE: WS_SECURITY_KEY_TYPE_NONE for a bearer token, which will sign nothing, or
        /// WS_SECURITY_KEY_TYPE_SYMMETRIC. Without it no KeyType element is sent, which WS-Trust takes as symmetric.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_TYPE = 7,
        /// ULONG, in bits, for symmetric keys only: key size to ask for. Without it no KeySize element is sent.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_SIZE = 8,
        /// WS_SECURITY_KEY_ENTROPY_MODE, default WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY, for symmetric keys only: who
        /// contributes randomness to the key.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_ENTROPY = 9,
        /// Pointer to WS_XML_BUFFER: the client's own additional parameters, as top-level elements that are copied
        /// unchanged into RequestSecurityToken. None by default.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_LOCAL_REQUEST_PARAMETERS = 10,
        /// Pointer to WS_XML_BUFFER: parameters that the service prescribes, as top-level elements; usually
        /// out.RequestSecurityTokenTemplate of WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT after a metadata
        /// import. WS-Trust of February 2005 writes them after the local ones, WS-Trust 1.3 into SecondaryParameters.
        /// None by default.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS = 11,
        /// WS_MESSAGE_PROPERTIES: properties with which the request and reply messages are created; default message
        /// properties without it.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_MESSAGE_PROPERTIES = 12,
        /// WS_SECURITY_BEARER_KEY_TYPE_VERSION: which of the three URIs names a bearer key in a WS-Trust 1.3 request,
        /// where the issuer insists on one.
        WS_REQUEST_SECURITY_TOKEN_PROPERTY_BEARER_KEY_TYPE_VERSION = 13,
    }
}

ws_enum! {
    /// Selects the struct that follows a WS_SAML_AUTHENTICATOR.
    pub enum WS_SAML_AUTHENTICATOR_TYPE {
        /// WS_CERT_SIGNED_SAML_AUTHENTICATOR.
        WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE = 1,
    }
}

ws_enum! {
    /// Version of WS-SecureConversation.
    pub enum WS_SECURE_CONVERSATION_VERSION {
        /// The version of February 2005. Default wherever a version can be chosen.
        WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005 = 1,
        /// OASIS WS-SecureConversation 1.3.
        WS_SECURE_CONVERSATION_VERSION_1_3 = 2,
    }
}

ws_enum! {
    /// Algorithms for the members of WS_SECURITY_ALGORITHM_SUITE; they count for message security over or without
    /// transport security. Each stands for one algorithm URI, whose distinctive end is given. What this list lacks
    /// (AES-GCM, ECDSA and others) is chosen with WSX_SECURITY_PROPERTY_ALGORITHM_SUITE.
    pub enum WS_SECURITY_ALGORITHM_ID {
        /// The default of the member it is given for; see WS_SECURITY_ALGORITHM_SUITE.
        WS_SECURITY_ALGORITHM_DEFAULT = 0,
        /// Exclusive canonicalization without comments: 2001/10/xml-exc-c14n#.
        WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE = 1,
        /// Exclusive canonicalization that keeps comments: 2001/10/xml-exc-c14n#WithComments.
        WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS = 2,
        /// SHA-1: 2000/09/xmldsig#sha1.
        WS_SECURITY_ALGORITHM_DIGEST_SHA1 = 3,
        /// SHA-256: 2001/04/xmlenc#sha256.
        WS_SECURITY_ALGORITHM_DIGEST_SHA_256 = 4,
        /// SHA-384: 2001/04/xmlenc#sha384.
        WS_SECURITY_ALGORITHM_DIGEST_SHA_384 = 5,
        /// SHA-512: 2001/04/xmlenc#sha512.
        WS_SECURITY_ALGORITHM_DIGEST_SHA_512 = 6,
        /// HMAC with SHA-1: 2000/09/xmldsig#hmac-sha1.
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1 = 7,
        /// HMAC with SHA-256: 2001/04/xmldsig-more#hmac-sha256.
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_256 = 8,
        /// HMAC with SHA-384: 2001/04/xmldsig-more#hmac-sha384.
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_384 = 9,
        /// HMAC with SHA-512: 2001/04/xmldsig-more#hmac-sha512.
        WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_512 = 10,
        /// RSA PKCS #1 v1.5 with SHA-1: 2000/09/xmldsig#rsa-sha1.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1 = 11,
        /// DSA with SHA-1: 2000/09/xmldsig#dsa-sha1.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_DSA_SHA1 = 12,
        /// RSA PKCS #1 v1.5 with SHA-256: 2001/04/xmldsig-more#rsa-sha256.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_256 = 13,
        /// RSA PKCS #1 v1.5 with SHA-384: 2001/04/xmldsig-more#rsa-sha384.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_384 = 14,
        /// RSA PKCS #1 v1.5 with SHA-512: 2001/04/xmldsig-more#rsa-sha512.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512 = 15,
        /// RSA PKCS #1 v1.5 key transport: 2001/04/xmlenc#rsa-1_5. Needs WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS
        /// where keys are really wrapped with it.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_1_5 = 16,
        /// RSA-OAEP key transport with SHA-1: 2001/04/xmlenc#rsa-oaep-mgf1p.
        WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP = 17,
        /// P_SHA1 key derivation of WS-SecureConversation: 2005/02/sc/dk/p_sha1.
        WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1 = 18,
    }
}

ws_enum! {
    /// Ids of algorithm properties. Windows defines none; the enumerator exists because C wants one.
    pub enum WS_SECURITY_ALGORITHM_PROPERTY_ID {
        /// Stands for no property; never passed.
        WSX_SECURITY_ALGORITHM_PROPERTY_ID_RESERVED = 0,
    }
}

ws_enum! {
    /// Named algorithm suites of WS-SecurityPolicy 1.1, section 7.1; value of
    /// WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME. All use exclusive canonicalization and AES-CBC with the key size in
    /// the name, and RSA-OAEP key transport unless the name says RSA15. The plain suites use SHA-1, HMAC-SHA1 and
    /// RSA-SHA1. For the SHA256 suites the specification changes the digest only, while WCF also signs with HMAC-SHA256
    /// and RSA-SHA256.
    pub enum WS_SECURITY_ALGORITHM_SUITE_NAME {
        /// Basic256: AES-256, SHA-1, RSA-OAEP. Default, except with Kerberos AP_REQ.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256 = 1,
        /// Basic192: AES-192, SHA-1, RSA-OAEP.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192 = 2,
        /// Basic128: AES-128, SHA-1, RSA-OAEP. Default with WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128 = 3,
        /// Basic256Rsa15: AES-256, SHA-1, RSA 1.5.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15 = 4,
        /// Basic192Rsa15: AES-192, SHA-1, RSA 1.5.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_RSA15 = 5,
        /// Basic128Rsa15: AES-128, SHA-1, RSA 1.5.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_RSA15 = 6,
        /// Basic256Sha256: AES-256, SHA-256, RSA-OAEP.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256 = 7,
        /// Basic192Sha256: AES-192, SHA-256, RSA-OAEP.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256 = 8,
        /// Basic128Sha256: AES-128, SHA-256, RSA-OAEP.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256 = 9,
        /// Basic256Sha256Rsa15: AES-256, SHA-256, RSA 1.5.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256_RSA15 = 10,
        /// Basic192Sha256Rsa15: AES-192, SHA-256, RSA 1.5.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256_RSA15 = 11,
        /// Basic128Sha256Rsa15: AES-128, SHA-256, RSA 1.5.
        WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15 = 12,
    }
}

ws_enum! {
    /// Which URI for the Bearer key type WS-Trust 1.3 means: its first publication gave different ones in the text and
    /// in the schema, and an erratum a third. Value of WS_REQUEST_SECURITY_TOKEN_PROPERTY_BEARER_KEY_TYPE_VERSION. All
    /// are below docs.oasis-open.org; Microsoft does not document which is which, so the paths follow the names.
    pub enum WS_SECURITY_BEARER_KEY_TYPE_VERSION {
        /// ws-sx/wstrust/200512/Bearer, as the original text has it.
        WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SPECIFICATION = 1,
        /// wssx/wstrust/200512/Bearer, as the original schema has it.
        WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SCHEMA = 2,
        /// ws-sx/ws-trust/200512/Bearer, as corrected by errata 01; WCF uses this one.
        WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ERRATA_01 = 3,
    }
}

ws_enum! {
    /// What WsGetSecurityContextProperty tells about a security context. Which of the client's properties exist depends
    /// on the binding in the bootstrap security description. What a value points to belongs to the context and is valid
    /// as long as it.
    pub enum WS_SECURITY_CONTEXT_PROPERTY_ID {
        /// WS_UNIQUE_ID: the absolute URI that names the context in messages.
        WS_SECURITY_CONTEXT_PROPERTY_IDENTIFIER = 1,
        /// WS_STRING: the user name with which the context was established. Bootstrap with
        /// WS_USERNAME_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_CONTEXT_PROPERTY_USERNAME = 2,
        /// HANDLE: the identity with which the context was established. Bootstrap with
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. On Linux it is not a system handle but an opaque one for
        /// WsxGetIdentityProperty (mechanism, name, realm, groups where known); do not close it.
        WS_SECURITY_CONTEXT_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN = 3,
        /// Pointer to WS_XML_BUFFER: the assertion with which the context was established. Bootstrap with
        /// WS_SAML_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_CONTEXT_PROPERTY_SAML_ASSERTION = 4,
    }
}

ws_enum! {
    /// Who contributes the randomness of an issued symmetric key.
    pub enum WS_SECURITY_KEY_ENTROPY_MODE {
        /// The client's random bytes are the key.
        WS_SECURITY_KEY_ENTROPY_MODE_CLIENT_ONLY = 1,
        /// The issuer's random bytes are the key.
        WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY = 2,
        /// Both send random bytes, and the key is derived from the two.
        WS_SECURITY_KEY_ENTROPY_MODE_COMBINED = 3,
    }
}

ws_enum! {
    /// Selects the struct that follows a WS_SECURITY_KEY_HANDLE.
    pub enum WS_SECURITY_KEY_HANDLE_TYPE {
        /// WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE.
        WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 1,
        /// WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE.
        WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 2,
        /// WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE.
        WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 3,
    }
}

ws_enum! {
    /// Kind of key that comes with a token: asked for in token requests, told by WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE.
    pub enum WS_SECURITY_KEY_TYPE {
        /// No key: a bearer token, which proves nothing beyond being sent, like a user name with its password.
        WS_SECURITY_KEY_TYPE_NONE = 1,
        /// A symmetric key that the sender proves to have.
        WS_SECURITY_KEY_TYPE_SYMMETRIC = 2,
        /// A key pair whose private half the sender proves to have.
        WS_SECURITY_KEY_TYPE_ASYMMETRIC = 3,
    }
}

ws_enum! {
    /// What WsGetSecurityTokenProperty tells about a token; not every token has all of it. Values belong to the token
    /// and are valid as long as it, except WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY: that one goes onto the caller's
    /// heap, and the heap parameter must be NULL for all others.
    ///
    /// Source: WS_SECURITY_TOKEN_PROPERTY_ID and WsGetSecurityTokenProperty pages.
    pub enum WS_SECURITY_TOKEN_PROPERTY_ID {
        /// WS_SECURITY_KEY_TYPE: kind of the proof key.
        WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE = 1,
        /// WS_DATETIME: start of validity; ticks is 0 where the token names none.
        WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME = 2,
        /// WS_DATETIME: end of validity; ticks is 0 where the token names none.
        WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME = 3,
        /// Pointer to WS_XML_BUFFER: the token as it is sent.
        WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML = 4,
        /// Pointer to WS_XML_BUFFER: the reference for use, from a signature say, in the message that carries the
        /// token.
        WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML = 5,
        /// Pointer to WS_XML_BUFFER: the reference for use in a message that does not carry the token.
        WS_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE_XML = 6,
        /// WS_BYTES: the key, for tokens whose key type is symmetric; needs a heap. For an issued token it is the
        /// client's, the server's or the combined key material, as
        /// WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_ENTROPY asked for. Wipe the bytes after use.
        WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY = 7,
    }
}

ws_enum! {
    /// How signatures, encrypted parts and derived keys refer to a token. As a rule the library chooses by itself.
    pub enum WS_SECURITY_TOKEN_REFERENCE_MODE {
        /// By the id of the token inside the same message.
        WS_SECURITY_TOKEN_REFERENCE_MODE_LOCAL_ID = 1,
        /// By XML that the application supplies, as for custom tokens.
        WS_SECURITY_TOKEN_REFERENCE_MODE_XML_BUFFER = 2,
        /// By the thumbprint of a certificate.
        WS_SECURITY_TOKEN_REFERENCE_MODE_CERT_THUMBPRINT = 3,
        /// By the identifier of a security context token.
        WS_SECURITY_TOKEN_REFERENCE_MODE_SECURITY_CONTEXT_ID = 4,
        /// By the AssertionID of a SAML assertion.
        WS_SECURITY_TOKEN_REFERENCE_MODE_SAML_ASSERTION_ID = 5,
    }
}

ws_enum! {
    /// Version of WS-Trust.
    pub enum WS_TRUST_VERSION {
        /// The version of February 2005. Default of WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION.
        WS_TRUST_VERSION_FEBRUARY_2005 = 1,
        /// OASIS WS-Trust 1.3.
        WS_TRUST_VERSION_1_3 = 2,
    }
}

ws_enum! {
    /// Optional properties of a token made by WsCreateXmlSecurityToken. A token created with a key is a
    /// proof-of-possession token, one without a key a bearer token. The caller owns the values.
    pub enum WS_XML_SECURITY_TOKEN_PROPERTY_ID {
        /// Pointer to WS_XML_BUFFER with exactly one top-level element: the reference to the token in a message that
        /// carries it. Required for proof-of-possession tokens, and for them only.
        WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE = 1,
        /// Pointer to WS_XML_BUFFER with exactly one top-level element: the reference to the token in a message that
        /// does not carry it. Only for proof-of-possession tokens that are used without being sent.
        WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE = 2,
        /// WS_DATETIME: start of validity. No default.
        WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME = 3,
        /// WS_DATETIME: end of validity. No default.
        WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME = 4,
    }
}

/// A key pair held by a CryptoAPI provider. Windows takes it before Vista only, and provider handles have no meaning on
/// Linux.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE {
    /// The base; keyHandleType must be WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// The provider. On Windows the caller owns it, and it must live as long as the key is in use.
    pub provider: HCRYPTPROV,
    /// Which of the provider's keys.
    pub keySpec: ULONG,
}

/// Accepts a SAML assertion if, and only if, its XML signature is valid and made with one of the listed certificates.
/// The certificates themselves are not checked, neither chain nor revocation: that is up to the application before it
/// lists them. Nor are the statements in the assertion: use samlValidator, or read WS_MESSAGE_PROPERTY_SAML_ASSERTION.
///
/// Source: WS_CERT_SIGNED_SAML_AUTHENTICATOR page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_SIGNED_SAML_AUTHENTICATOR {
    /// The base; authenticatorType must be WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE.
    pub authenticator: WS_SAML_AUTHENTICATOR,
    /// Certificates of the accepted issuers; required. The library takes references of its own; the caller keeps its
    /// certificates and may free them when the call that creates the listener has returned.
    pub trustedIssuerCerts: *mut *const CERT_CONTEXT,
    /// Number of elements in trustedIssuerCerts.
    pub trustedIssuerCertCount: ULONG,
    /// Certificate whose private key decrypts received assertions. Ownership as for trustedIssuerCerts.
    pub decryptionCert: *const CERT_CONTEXT,
    /// Further validation of the assertion after its signature was found valid; may be NULL.
    pub samlValidator: WS_VALIDATE_SAML_CALLBACK,
    /// Handed to samlValidator; may be NULL. Must stay valid until the listener or host is freed.
    pub samlValidatorCallbackState: *mut c_void,
}

/// A key pair held by Windows' CNG. CNG handles have no meaning on Linux.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE {
    /// The base; keyHandleType must be WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// The CNG key. On Windows the caller owns it, and it must live as long as the key is in use.
    pub asymmetricKey: NCRYPT_KEY_HANDLE,
}

/// A symmetric key given as bytes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE {
    /// The base; keyHandleType must be WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// The key. It is copied: wipe these bytes as soon as the call that takes them has returned.
    pub rawKeyBytes: WS_BYTES,
}

/// One parameter of a token request, for WsRequestSecurityToken.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY {
    /// Which parameter.
    pub id: WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID,
    /// The value, of the type that the id prescribes.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Base of the ways to validate SAML assertions and first member of each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SAML_AUTHENTICATOR {
    /// Which struct this is.
    pub authenticatorType: WS_SAML_AUTHENTICATOR_TYPE,
}

/// A property of an algorithm suite; there are none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_ALGORITHM_PROPERTY {
    /// Which property.
    pub id: WS_SECURITY_ALGORITHM_PROPERTY_ID,
    /// The value.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Algorithms and key lengths for WS-Security, chosen one by one; value of WS_SECURITY_PROPERTY_ALGORITHM_SUITE. Each
/// algorithm must be of the kind that its member's name says, or WS_SECURITY_ALGORITHM_DEFAULT. Key lengths are in
/// bits, 0 for the default; where keys are derived, the limits count for the key that the derivation starts from.
///
/// Source: WS_SECURITY_ALGORITHM_SUITE page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_ALGORITHM_SUITE {
    /// Canonicalization. Default WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE.
    pub canonicalizationAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Digest of the signed parts. Default WS_SECURITY_ALGORITHM_DIGEST_SHA1.
    pub digestAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Signature with a symmetric key. Default WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1.
    pub symmetricSignatureAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Signature with a private key. Default WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1.
    pub asymmetricSignatureAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Reserved: WS_SECURITY_ALGORITHM_DEFAULT.
    pub encryptionAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Derivation of keys from a symmetric key. Default WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1.
    pub keyDerivationAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Reserved: WS_SECURITY_ALGORITHM_DEFAULT.
    pub symmetricKeyWrapAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Encryption of symmetric keys with a public key. Default WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP.
    pub asymmetricKeyWrapAlgorithm: WS_SECURITY_ALGORITHM_ID,
    /// Shortest symmetric key of a token. Default 128.
    pub minSymmetricKeyLength: ULONG,
    /// Longest symmetric key of a token. Default 512.
    pub maxSymmetricKeyLength: ULONG,
    /// Shortest asymmetric key of a token. Default 1024.
    pub minAsymmetricKeyLength: ULONG,
    /// Longest asymmetric key of a token. Default 16384.
    pub maxAsymmetricKeyLength: ULONG,
    /// Reserved: NULL.
    pub properties: *mut WS_SECURITY_ALGORITHM_PROPERTY,
    /// Reserved: 0.
    pub propertyCount: ULONG,
}

/// One property of a security context.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_PROPERTY {
    /// Which property.
    pub id: WS_SECURITY_CONTEXT_PROPERTY_ID,
    /// The value, of the type that the id prescribes.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Base of the forms in which an application hands over a key and first member of each; for WsCreateXmlSecurityToken.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_KEY_HANDLE {
    /// Which struct this is.
    pub keyHandleType: WS_SECURITY_KEY_HANDLE_TYPE,
}

/// One property of a token to be made by WsCreateXmlSecurityToken.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_SECURITY_TOKEN_PROPERTY {
    /// Which property.
    pub id: WS_XML_SECURITY_TOKEN_PROPERTY_ID,
    /// The value, of the type that the id prescribes.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Validates a received SAML assertion whose signature has already been found valid and made by a trusted issuer. The
/// parameters are the registered state, the assertion, valid during the call only, and an error object, which may be
/// NULL. Returns S_OK if the assertion is acceptable, S_FALSE if it is not, and an error code if the check itself
/// failed; anything but S_OK makes the receive fail with a security error. It can be called at any time between open
/// and close of the listener, never outside.
///
/// Source: WS_VALIDATE_SAML_CALLBACK page.
pub type WS_VALIDATE_SAML_CALLBACK = Option<
    unsafe extern "C" fn(
        samlValidatorCallbackState: *mut c_void,
        samlAssertion: *mut WS_XML_BUFFER,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
