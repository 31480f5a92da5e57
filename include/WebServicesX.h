#ifndef WEBSERVICES_X_H
#define WEBSERVICES_X_H

/* Generated from src/abi and src/ffi: edit those. */

#include "WebServices.h"

/// What WsxCertFind looks for. Several certificates that fit are an error, which names their thumbprints.
typedef enum WSX_CERT_FIND_TYPE WWS_ENUM_INT {
  /// The subject: a whole distinguished name, such as CN=service.com,O=Example, in the order of the certificate or
  /// the reverse; or the whole value of one attribute of it, such as service.com. Upper and lower case are not
  /// told apart. Parts of a value never match.
  WSX_CERT_FIND_SUBJECT_NAME = 1,
  /// The SHA-1 of the DER form, as 40 hexadecimal digits.
  WSX_CERT_FIND_THUMBPRINT = 2,
  /// The subject key identifier, in hexadecimal digits.
  WSX_CERT_FIND_SUBJECT_KEY_IDENTIFIER = 3,
} WSX_CERT_FIND_TYPE;

/// Properties of an authenticated identity, which WsxGetIdentityProperty reads.
typedef enum WSX_IDENTITY_PROPERTY_ID WWS_ENUM_INT {
  /// WSX_IDENTITY_MECHANISM. How the sender was authenticated.
  WSX_IDENTITY_PROPERTY_MECHANISM = 1,
  /// WS_STRING. The name, without the realm.
  WSX_IDENTITY_PROPERTY_NAME = 2,
  /// WS_STRING. Realm of Kerberos, domain of NTLM, realm of HTTP authentication; empty where there is none.
  WSX_IDENTITY_PROPERTY_REALM = 3,
  /// WSX_IDENTITY_GROUPS. The groups of the sender where the mechanism tells them, otherwise none.
  WSX_IDENTITY_PROPERTY_GROUPS = 4,
} WSX_IDENTITY_PROPERTY_ID;

/// How WSX_CERT_MESSAGE_SECURITY_BINDING protects messages; value of WSX_SECURITY_BINDING_PROPERTY_CERT_MODE.
typedef enum WSX_CERT_MODE WWS_ENUM_INT {
  /// WS-Security 1.1: a key encrypted for the service's certificate protects request and reply; a client with a
  /// certificate signs as well. What WCF's WSHttpBinding does without a session.
  WSX_CERT_MODE_SYMMETRIC = 1,
  /// WS-Security 1.0, mutual certificates: each side signs with its own key and encrypts for the other's
  /// certificate.
  WSX_CERT_MODE_ASYMMETRIC = 2,
  /// The client signs the timestamp, and To, over a transport security binding.
  WSX_CERT_MODE_ENDORSING = 3,
} WSX_CERT_MODE;

/// How a message refers to a certificate.
typedef enum WSX_CERT_REFERENCE WWS_ENUM_INT {
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
} WSX_CERT_REFERENCE;

/// In which form a password travels; value of WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE.
typedef enum WSX_PASSWORD_TYPE WWS_ENUM_INT {
  /// As text.
  WSX_PASSWORD_TYPE_TEXT = 1,
  /// As the SHA-1 of nonce, time and password.
  WSX_PASSWORD_TYPE_DIGEST = 2,
} WSX_PASSWORD_TYPE;

/// Which certificates of the peer are trusted; value of WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION. One that is in
/// a Disallowed store never is.
typedef enum WSX_PEER_VALIDATION WWS_ENUM_INT {
  /// Those with a chain to a trusted root.
  WSX_PEER_VALIDATION_CHAIN = 1,
  /// Those that are in a TrustedPeople store and within their dates.
  WSX_PEER_VALIDATION_PEER = 2,
  /// Either.
  WSX_PEER_VALIDATION_PEER_OR_CHAIN = 3,
} WSX_PEER_VALIDATION;

/// The order of signing and encrypting; value of WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER.
typedef enum WSX_PROTECTION_ORDER WWS_ENUM_INT {
  /// The plain text is signed, then encrypted.
  WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT = 1,
  /// The plain text is signed, then encrypted, and so is the signature.
  WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE = 2,
  /// What was encrypted is signed.
  WSX_PROTECTION_ORDER_ENCRYPT_BEFORE_SIGN = 3,
} WSX_PROTECTION_ORDER;

/// Whether something must be there; value of WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT.
typedef enum WSX_REQUIREMENT WWS_ENUM_INT {
  /// Clients without it are refused.
  WSX_REQUIREMENT_REQUIRED = 1,
  /// It is asked for, and checked where a client has it.
  WSX_REQUIREMENT_OPTIONAL = 2,
  /// It is not asked for.
  WSX_REQUIREMENT_NONE = 3,
} WSX_REQUIREMENT;

/// Whether replies confirm the signatures of their requests; value of
/// WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION.
typedef enum WSX_SIGNATURE_CONFIRMATION WWS_ENUM_INT {
  /// As WCF: in symmetric mode they do, unless the client has a user name.
  WSX_SIGNATURE_CONFIRMATION_AUTO = 0,
  /// They do, and a client refuses replies that do not.
  WSX_SIGNATURE_CONFIRMATION_ON = 1,
  /// They do not.
  WSX_SIGNATURE_CONFIRMATION_OFF = 2,
} WSX_SIGNATURE_CONFIRMATION;

/// Parts of a message as bits, combined into the ULONG of WSX_MESSAGE_PROPERTY_SIGNED_PARTS and
/// WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS.
typedef enum WSX_MESSAGE_PART WWS_ENUM_INT {
  /// The body.
  WSX_MESSAGE_PART_BODY = 1,
  /// Every header of WS-Addressing that the message has.
  WSX_MESSAGE_PART_ADDRESSING = 2,
  /// The timestamp of the security header.
  WSX_MESSAGE_PART_TIMESTAMP = 4,
  /// The token that the sender authenticated itself with.
  WSX_MESSAGE_PART_TOKEN = 8,
  /// The signature, or its confirmation.
  WSX_MESSAGE_PART_SIGNATURE = 16,
} WSX_MESSAGE_PART;

/// What the sender of a message authenticated itself with; value of WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND.
typedef enum WSX_SECURITY_TOKEN_KIND WWS_ENUM_INT {
  /// Nothing in the message.
  WSX_SECURITY_TOKEN_KIND_NONE = 0,
  /// A certificate: WS_MESSAGE_PROPERTY_ENCODED_CERT.
  WSX_SECURITY_TOKEN_KIND_CERT = 1,
  /// A user name: WS_MESSAGE_PROPERTY_USERNAME.
  WSX_SECURITY_TOKEN_KIND_USERNAME = 2,
  /// A Kerberos ticket: WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN.
  WSX_SECURITY_TOKEN_KIND_KERBEROS = 3,
  /// A SAML assertion: WS_MESSAGE_PROPERTY_SAML_ASSERTION.
  WSX_SECURITY_TOKEN_KIND_SAML = 4,
  /// A security context: WS_MESSAGE_PROPERTY_SECURITY_CONTEXT.
  WSX_SECURITY_TOKEN_KIND_SECURITY_CONTEXT = 5,
} WSX_SECURITY_TOKEN_KIND;

/// How a sender was authenticated; value of WSX_IDENTITY_PROPERTY_MECHANISM.
typedef enum WSX_IDENTITY_MECHANISM WWS_ENUM_INT {
  /// HTTP Basic.
  WSX_IDENTITY_MECHANISM_BASIC = 1,
  /// HTTP Digest.
  WSX_IDENTITY_MECHANISM_DIGEST = 2,
  /// NTLM.
  WSX_IDENTITY_MECHANISM_NTLM = 3,
  /// Kerberos, also as Negotiate chose it.
  WSX_IDENTITY_MECHANISM_KERBEROS = 4,
  /// The sender was let in as anonymous.
  WSX_IDENTITY_MECHANISM_ANONYMOUS = 5,
} WSX_IDENTITY_MECHANISM;

/// X.509 message security: messages are signed and encrypted with certificates, whatever carries them. What each side
/// needs follows from WSX_SECURITY_BINDING_PROPERTY_CERT_MODE. It needs buffered transfer, since the header precedes what
/// it covers: with streaming it is refused at creation.
///
/// Before anything is sent, the client checks the service's certificate against the address: an identity in the
/// WS_ENDPOINT_ADDRESS (certificate, DNS, RSA) must match; without one, the certificate must be for the host of the URL.
typedef struct WSX_CERT_MESSAGE_SECURITY_BINDING {
  /// The base; bindingType must be WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE.
  WS_SECURITY_BINDING binding;
  /// WSX_PROTECTION_MESSAGE_SECURITY_USAGE, or WS_SUPPORTING_MESSAGE_SECURITY_USAGE to endorse messages over a
  /// transport security binding.
  WS_MESSAGE_SECURITY_USAGE bindingUsage;
  /// Own certificate with its private key. Client: NULL is an anonymous client, in symmetric mode only. Server:
  /// required, except when it is endorsing.
  WS_CERT_CREDENTIAL *localCertCredential;
  /// Client: the certificate of the service, known in advance; NULL takes it from the WS_CERT_ENDPOINT_IDENTITY of the
  /// address. Server: NULL.
  WS_CERT_CREDENTIAL *serviceCertCredential;
} WSX_CERT_MESSAGE_SECURITY_BINDING;

/// Checks the name and password of an HTTP request with Basic authentication; called on the server for each request, on
/// any thread, also on several at a time. It may block. Returns S_OK if the pair is right, S_FALSE if it is not, and an
/// error code if the check itself failed. The parameters are the registered state, the name, the password, the realm of
/// the binding (the name of the machine if there is none) and an error object, which may be NULL. The strings are valid
/// during the call.
typedef HRESULT (*WSX_VALIDATE_HTTP_PASSWORD_CALLBACK)(void *callbackState,
                                                       const WS_STRING *username,
                                                       const WS_STRING *password,
                                                       const WS_STRING *realm,
                                                       WS_ERROR *error);

/// Gives the password of a user for Digest authentication; called on the server, on any thread, also on several at a
/// time. It may block. Returns S_OK with the password in secret, S_FALSE if there is no such user (the peer is not told
/// the difference), and an error code if it failed. The characters of secret belong to the program, which may allocate
/// them from heap (freed after the call); they are read as soon as the callback returns. The other parameters are the
/// registered state, the name, the realm of the binding (the name of the machine if there is none), and an error object,
/// which may be NULL. The strings are valid during the call.
typedef HRESULT (*WSX_HTTP_PASSWORD_SECRET_CALLBACK)(void *callbackState,
                                                     const WS_STRING *username,
                                                     const WS_STRING *realm,
                                                     WS_HEAP *heap,
                                                     WS_STRING *secret,
                                                     WS_ERROR *error);

/// The accounts of HTTP authentication on a server; value of WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR. Windows
/// asks the accounts of the system; here the program has them. The creating call copies it.
typedef struct WSX_HTTP_AUTH_VALIDATOR {
  /// Checks a name and a password; required for WS_HTTP_HEADER_AUTH_SCHEME_BASIC.
  WSX_VALIDATE_HTTP_PASSWORD_CALLBACK validate;
  /// Gives the password of a user; required for WS_HTTP_HEADER_AUTH_SCHEME_DIGEST.
  WSX_HTTP_PASSWORD_SECRET_CALLBACK secret;
  /// Handed to both; may be NULL. Must stay valid until the listener or host is freed.
  void *callbackState;
} WSX_HTTP_AUTH_VALIDATOR;

/// Gives the password of a user whose message has a password digest; called on the server for each such message, on any
/// thread, also on several at a time. Returns S_OK with the password in secret, S_FALSE if there is no such user (the
/// peer is not told the difference), and an error code if it failed. The characters of secret belong to the program,
/// which may allocate them from heap (freed after the call); they are read as soon as the callback returns. The other
/// parameters are the registered state, the name, and an error object, which may be NULL. The name is valid during the
/// call.
typedef HRESULT (*WSX_PASSWORD_SECRET_CALLBACK)(void *callbackState,
                                                const WS_STRING *username,
                                                WS_HEAP *heap,
                                                WS_STRING *secret,
                                                WS_ERROR *error);

/// A callback and its state; value of WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK. The creating call copies
/// it.
typedef struct WSX_PASSWORD_SECRET_CALLBACK_CONTEXT {
  /// The callback; required.
  WSX_PASSWORD_SECRET_CALLBACK callback;
  /// Handed to callback; may be NULL. Must stay valid until the listener or host is freed.
  void *state;
} WSX_PASSWORD_SECRET_CALLBACK_CONTEXT;

/// Certificates that chains may end at; value of WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS. The creating call takes
/// references of its own.
typedef struct WSX_TRUST_ANCHORS {
  /// Array of certificates; no element may be NULL.
  const CERT_CONTEXT **certs;
  /// Number of elements in certs. With 0, nothing is trusted.
  ULONG certCount;
} WSX_TRUST_ANCHORS;

/// The algorithms of message security, each by its URI, such as `http://www.w3.org/2009/xmlenc11#aes256-gcm` (written
/// with WS_XML_STRING_VALUE); value of WSX_SECURITY_PROPERTY_ALGORITHM_SUITE. An empty string takes what
/// WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256 has. An unknown URI, or one of another kind of algorithm, is refused at
/// creation. The creating call copies the strings.
typedef struct WSX_ALGORITHM_SUITE {
  /// Signature with a private key, such as `http://www.w3.org/2001/04/xmldsig-more#rsa-sha512` or `#ecdsa-sha256`.
  /// Signatures with a symmetric key are HMAC with the same hash.
  WS_XML_STRING signature;
  /// Digest of what is signed, such as `http://www.w3.org/2001/04/xmlenc#sha512`.
  WS_XML_STRING digest;
  /// Encryption of the message, such as `http://www.w3.org/2009/xmlenc11#aes128-gcm`.
  WS_XML_STRING encryption;
  /// Encryption of the message's key for a certificate: `http://www.w3.org/2009/xmlenc11#rsa-oaep` is OAEP with
  /// SHA-256 throughout; `#ECDH-ES` is key agreement, for certificates with keys on elliptic curves.
  WS_XML_STRING keyTransport;
  /// Encryption of a key by a symmetric key, such as `http://www.w3.org/2001/04/xmlenc#kw-aes256`.
  WS_XML_STRING keyWrap;
} WSX_ALGORITHM_SUITE;

/// The key pair of a certificate, for WsCreateXmlSecurityToken: what a key in one of Windows' providers is on Windows. The
/// call takes a reference of its own.
typedef struct WSX_CERT_SECURITY_KEY_HANDLE {
  /// The base; keyHandleType must be WSX_CERT_SECURITY_KEY_HANDLE_TYPE.
  WS_SECURITY_KEY_HANDLE keyHandle;
  /// The certificate, with its private key: from WsxCertFromPkcs12, WsxCertFromPem or WsxCertFind.
  const CERT_CONTEXT *cert;
} WSX_CERT_SECURITY_KEY_HANDLE;

/// The groups of an identity; value of WSX_IDENTITY_PROPERTY_GROUPS. Belongs to the identity.
typedef struct WSX_IDENTITY_GROUPS {
  /// Array of names; NULL when there is none.
  const WS_STRING *groups;
  /// Number of elements in groups.
  ULONG groupCount;
} WSX_IDENTITY_GROUPS;

/// Bit for the ULONG of WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS, beside those of WS_SECURE_PROTOCOL: TLS
/// 1.3 must not be used.
#define WSX_SECURITY_BINDING_PROPERTY_DISALLOW_TLS_1_3 65536

/// Selects WSX_CERT_MESSAGE_SECURITY_BINDING.
#define WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE ((WS_SECURITY_BINDING_TYPE)0x10001)

/// The binding protects the message: it signs and encrypts it, and no transport security is needed for that.
#define WSX_PROTECTION_MESSAGE_SECURITY_USAGE ((WS_MESSAGE_SECURITY_USAGE)0x10001)

/// WSX_CERT_MODE, default WSX_CERT_MODE_SYMMETRIC: how messages are protected. WSX_CERT_MESSAGE_SECURITY_BINDING, both
/// sides; both must have the same. WSX_CERT_MODE_ENDORSING goes with WS_SUPPORTING_MESSAGE_SECURITY_USAGE, where it is
/// the default and the only one; the others go with WSX_PROTECTION_MESSAGE_SECURITY_USAGE.
#define WSX_SECURITY_BINDING_PROPERTY_CERT_MODE ((WS_SECURITY_BINDING_PROPERTY_ID)0x10001)

/// WSX_REQUIREMENT, default WSX_REQUIREMENT_REQUIRED on WSX_CERT_MESSAGE_SECURITY_BINDING and WSX_REQUIREMENT_NONE on
/// WS_SSL_TRANSPORT_SECURITY_BINDING: whether clients show a certificate. Server side of both. On the TLS binding it
/// stands instead of WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT, whose TRUE is WSX_REQUIREMENT_REQUIRED; both
/// together are refused.
#define WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT ((WS_SECURITY_BINDING_PROPERTY_ID)0x10002)

/// WSX_PROTECTION_ORDER, default WSX_PROTECTION_ORDER_SIGN_BEFORE_ENCRYPT_AND_ENCRYPT_SIGNATURE.
/// WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
#define WSX_SECURITY_BINDING_PROPERTY_PROTECTION_ORDER ((WS_SECURITY_BINDING_PROPERTY_ID)0x10003)

/// BOOL, default TRUE in symmetric mode and FALSE otherwise: signatures and encryption use keys derived from the shared
/// one. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
#define WSX_SECURITY_BINDING_PROPERTY_REQUIRE_DERIVED_KEYS ((WS_SECURITY_BINDING_PROPERTY_ID)0x10004)

/// WSX_SIGNATURE_CONFIRMATION, default WSX_SIGNATURE_CONFIRMATION_AUTO: replies confirm the signatures of their
/// requests. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
#define WSX_SECURITY_BINDING_PROPERTY_SIGNATURE_CONFIRMATION ((WS_SECURITY_BINDING_PROPERTY_ID)0x10005)

/// WSX_CERT_REFERENCE, default WSX_CERT_REFERENCE_AUTO: how sent messages refer to the own certificate. Whatever the
/// peer uses is accepted. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides.
#define WSX_SECURITY_BINDING_PROPERTY_OWN_CERT_REFERENCE ((WS_SECURITY_BINDING_PROPERTY_ID)0x10006)

/// WSX_CERT_REFERENCE, default WSX_CERT_REFERENCE_AUTO: how sent messages refer to the peer's certificate.
/// WSX_CERT_MESSAGE_SECURITY_BINDING, both sides.
#define WSX_SECURITY_BINDING_PROPERTY_RECIPIENT_CERT_REFERENCE ((WS_SECURITY_BINDING_PROPERTY_ID)0x10007)

/// WSX_PEER_VALIDATION, default WSX_PEER_VALIDATION_CHAIN: which certificates of the peer are trusted. On
/// WSX_CERT_MESSAGE_SECURITY_BINDING, both sides, which also takes Windows'
/// WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE, DISABLE_CERT_REVOCATION_CHECK,
/// CERTIFICATE_VALIDATION_CALLBACK_CONTEXT and SECURE_CONVERSATION_VERSION.
#define WSX_SECURITY_BINDING_PROPERTY_PEER_VALIDATION ((WS_SECURITY_BINDING_PROPERTY_ID)0x10008)

/// BOOL, default FALSE: a signature signs the token of its key, too: the certificate that it is made with by an
/// STR-Transform, whether or not it is in the message, and in symmetric mode the encrypted key. Received messages have
/// to do so. WSX_CERT_MESSAGE_SECURITY_BINDING, both sides; both must have the same.
#define WSX_SECURITY_BINDING_PROPERTY_PROTECT_TOKENS ((WS_SECURITY_BINDING_PROPERTY_ID)0x10009)

/// WSX_PASSWORD_TYPE, default WSX_PASSWORD_TYPE_TEXT: in which form a client sends its password, and which form a server
/// demands. WS_USERNAME_MESSAGE_SECURITY_BINDING, both sides.
#define WSX_SECURITY_BINDING_PROPERTY_PASSWORD_TYPE ((WS_SECURITY_BINDING_PROPERTY_ID)0x10101)

/// WSX_PASSWORD_SECRET_CALLBACK_CONTEXT: gives the password of a user, without which no digest can be checked; required
/// with WSX_PASSWORD_TYPE_DIGEST. Server-side WS_USERNAME_MESSAGE_SECURITY_BINDING, whose passwordValidator may be NULL
/// then.
#define WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK ((WS_SECURITY_BINDING_PROPERTY_ID)0x10102)

/// LONGLONG in ticks of 100 ns, default 0: added to the time in Created, for services whose clock is wrong and cannot be
/// set. Client-side WS_USERNAME_MESSAGE_SECURITY_BINDING.
#define WSX_SECURITY_BINDING_PROPERTY_CLOCK_OFFSET ((WS_SECURITY_BINDING_PROPERTY_ID)0x10103)

/// BOOL, default FALSE: a password digest may be sent without transport security, which Windows refuses on clients. Only
/// with WSX_PASSWORD_TYPE_DIGEST. Client-side WS_USERNAME_MESSAGE_SECURITY_BINDING.
#define WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED ((WS_SECURITY_BINDING_PROPERTY_ID)0x10104)

/// WSX_TRUST_ANCHORS: the certificates that the peer's chain may end at, instead of the Root stores. An anchor may be
/// the peer's certificate itself. WS_SSL_TRANSPORT_SECURITY_BINDING, both sides.
#define WSX_SECURITY_BINDING_PROPERTY_TRUST_ANCHORS ((WS_SECURITY_BINDING_PROPERTY_ID)0x10105)

/// WSX_HTTP_AUTH_VALIDATOR: the accounts that Basic and Digest are checked against. Server-side
/// WS_HTTP_HEADER_AUTH_SECURITY_BINDING, which needs it for these two schemes.
#define WSX_SECURITY_BINDING_PROPERTY_HTTP_AUTH_VALIDATOR ((WS_SECURITY_BINDING_PROPERTY_ID)0x10106)

/// WS_PROTECTION_LEVEL, default WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT: what a WSX_CERT_MESSAGE_SECURITY_BINDING with
/// WSX_PROTECTION_MESSAGE_SECURITY_USAGE does with messages, and demands of those received. Such a binding counts as
/// protection: WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL need not be lowered for it.
#define WSX_SECURITY_PROPERTY_MESSAGE_PROTECTION_LEVEL ((WS_SECURITY_PROPERTY_ID)0x10001)

/// BOOL, default TRUE in symmetric and asymmetric mode, FALSE over transport security: messages that were received
/// before are refused.
#define WSX_SECURITY_PROPERTY_DETECT_REPLAYS ((WS_SECURITY_PROPERTY_ID)0x10002)

/// ULONG, default 900,000: how many signatures and nonces are remembered at most. When there is no room, messages are
/// refused until the oldest have expired.
#define WSX_SECURITY_PROPERTY_REPLAY_CACHE_SIZE ((WS_SECURITY_PROPERTY_ID)0x10003)

/// WS_TIMESPAN (100 ns ticks), default 5 minutes: for how long after its creation a message may come. Signatures and
/// nonces are remembered so long, and the clock skew.
#define WSX_SECURITY_PROPERTY_REPLAY_WINDOW ((WS_SECURITY_PROPERTY_ID)0x10004)

/// BOOL, default FALSE: allows RSA-1.5 key transport and 3DES, in both directions.
#define WSX_SECURITY_PROPERTY_ALLOW_LEGACY_ALGORITHMS ((WS_SECURITY_PROPERTY_ID)0x10005)

/// WSX_ALGORITHM_SUITE: algorithms of message security that WS_SECURITY_ALGORITHM_SUITE_NAME cannot say. Not together
/// with WS_SECURITY_PROPERTY_ALGORITHM_SUITE or WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME.
#define WSX_SECURITY_PROPERTY_ALGORITHM_SUITE ((WS_SECURITY_PROPERTY_ID)0x10006)

/// WSX_CERT_SECURITY_KEY_HANDLE.
#define WSX_CERT_SECURITY_KEY_HANDLE_TYPE ((WS_SECURITY_KEY_HANDLE_TYPE)0x10001)

/// ULONG, WSX_MESSAGE_PART bits. Get, on received messages. The parts that a verified signature of the sender covers; 0
/// for none. What only transport security protects is not counted.
#define WSX_MESSAGE_PROPERTY_SIGNED_PARTS ((WS_MESSAGE_PROPERTY_ID)0x10001)

/// ULONG, WSX_MESSAGE_PART bits. Get, on received messages. The parts that were encrypted; 0 for none. What only
/// transport security protects is not counted.
#define WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS ((WS_MESSAGE_PROPERTY_ID)0x10002)

/// WS_XML_STRING. Get, on received messages with a signature. URI of the algorithm of the message's signature.
#define WSX_MESSAGE_PROPERTY_SIGNATURE_ALGORITHM ((WS_MESSAGE_PROPERTY_ID)0x10003)

/// WS_XML_STRING. Get, on received messages with encrypted parts. URI of the algorithm with which the body was
/// encrypted.
#define WSX_MESSAGE_PROPERTY_ENCRYPTION_ALGORITHM ((WS_MESSAGE_PROPERTY_ID)0x10004)

/// WSX_SECURITY_TOKEN_KIND. Get, on received messages. What the sender authenticated itself with in the message.
#define WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND ((WS_MESSAGE_PROPERTY_ID)0x10005)

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// Finds a certificate in a certificate store, with its private key if it has one there. The stores are folders; see
/// WS_SUBJECT_NAME_CERT_CREDENTIAL. Several certificates that fit are an error, which names their thumbprints.
///
/// storeLocation: CERT_SYSTEM_STORE_CURRENT_USER or CERT_SYSTEM_STORE_LOCAL_MACHINE.
/// storeName: the store, such as My, in upper or lower case.
/// findType, value: what to look for.
/// cert: receives the certificate, which CertFreeCertificateContext releases. Its chain is what its file has, or else
/// the issuers in the CA store.
///
/// A key has to be in the same file as its certificate, or in one of the same name that ends in .key; its password may
/// be in one that ends in .password. Files with keys and passwords must not be open to others. Files are read when they
/// have changed; the call blocks meanwhile.
///
/// Returns S_OK; CRYPT_E_NOT_FOUND; WS_E_SECURITY_SYSTEM_FAILURE (a file that cannot be read, or a key that is open to
/// others); E_INVALIDARG (a parameter, several that fit, a wrong password, or a key that is not that of its
/// certificate); WS_E_INVALID_FORMAT (a damaged file). Thread safe.
HRESULT WsxCertFind(ULONG storeLocation,
                    const WS_STRING *storeName,
                    enum WSX_CERT_FIND_TYPE findType,
                    const WS_STRING *value,
                    const CERT_CONTEXT **cert,
                    WS_ERROR *error);

/// Makes a certificate context of texts in PEM (or bytes in DER): a certificate, the certificates of its issuers behind
/// it if there are any, and its private key.
///
/// certificate: the text with the certificates. The private key may be in the same text.
/// privateKey: the private key, where it has a text of its own, in any of OpenSSL's forms; NULL otherwise.
/// password: of an encrypted key; NULL for none.
/// cert: receives the certificate, which CertFreeCertificateContext releases. Of several certificates it is the one that
/// the key belongs to, and without a key the first.
///
/// The parameters are copied. Returns S_OK; WS_E_INVALID_FORMAT (no certificate, or a damaged one or key); E_INVALIDARG
/// (a parameter, a key that does not belong to the certificate, a missing or wrong password). Thread safe.
HRESULT WsxCertFromPem(const WS_BYTES *certificate,
                       const WS_BYTES *privateKey,
                       const WS_STRING *password,
                       const CERT_CONTEXT **cert,
                       WS_ERROR *error);

/// Makes a certificate context of a PKCS #12 file (.pfx, .p12), with its private key and its chain.
///
/// pkcs12: the bytes of the file.
/// password: its password; NULL for none.
/// cert: receives the certificate, which CertFreeCertificateContext releases.
///
/// Files of older programs are encrypted with RC2, which needs OpenSSL's legacy provider on the machine. The parameters
/// are copied. Returns S_OK; WS_E_INVALID_FORMAT (no PKCS #12 file, or no certificate in it); E_INVALIDARG (a parameter,
/// or a wrong password); WS_E_SECURITY_SYSTEM_FAILURE (the legacy provider is not there). Thread safe.
HRESULT WsxCertFromPkcs12(const WS_BYTES *pkcs12,
                          const WS_STRING *password,
                          const CERT_CONTEXT **cert,
                          WS_ERROR *error);

/// Gets a property of an authenticated identity: a HANDLE that WsGetMessageProperty gave for
/// WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN, WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN or
/// WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN. Such a handle belongs to its message and is valid until that is
/// reset or freed; it is never closed.
///
/// id: see WSX_IDENTITY_PROPERTY_ID.
/// value, valueSize: receive the value, of the type that the id names. Strings in it belong to the identity and live as
/// long as it does; they do not end with a null character.
///
/// Any thread may ask, several at the same time.
///
/// Returns S_OK or E_INVALIDARG (not such a handle, an id that does not exist, a wrong size or pointer).
HRESULT WsxGetIdentityProperty(void *identity,
                               enum WSX_IDENTITY_PROPERTY_ID id,
                               void *value,
                               ULONG valueSize,
                               WS_ERROR *error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* WEBSERVICES_X_H */
