//! Security bindings: each says which security token or transport protection a channel uses and where it comes from.
//! Here are the binding structs, their settings (WS_SECURITY_BINDING_PROPERTY_ID) and the enums and flags that the
//! settings take. Credentials are in credential.rs, the description that holds the bindings is in security.rs.

use super::*;

/// Basic authentication (RFC 2617): the password travels in the clear inside the HTTP header. Clients need a
/// WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
pub const WS_HTTP_HEADER_AUTH_SCHEME_BASIC: ULONG = 2;

/// Digest authentication (RFC 2617). Clients need a WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
pub const WS_HTTP_HEADER_AUTH_SCHEME_DIGEST: ULONG = 4;

/// Negotiate (SPNEGO, RFC 4559): Kerberos where possible. The service principal comes from the DNS name of the server;
/// an identity in the endpoint address is ignored. Runs over GSSAPI here.
pub const WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE: ULONG = 16;

/// No header authentication; clients only. Alone it switches header authentication off. Together with other schemes it
/// lets the client go on when the server asks for nothing, which otherwise is a failure.
pub const WS_HTTP_HEADER_AUTH_SCHEME_NONE: ULONG = 1;

/// NTLM. Here it runs over GSSAPI and needs gss-ntlmssp on the machine. Naming the server as localhost or by a loopback
/// address may fail; use the machine's name.
pub const WS_HTTP_HEADER_AUTH_SCHEME_NTLM: ULONG = 8;

/// Microsoft Passport. Stands alone, never combined with another scheme, and not for proxies.
pub const WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT: ULONG = 32;

ws_enum! {
    /// Whether a server checks the extended protection data of its clients, which ties an inner authentication (HTTP
    /// header or Kerberos AP_REQ) to the TLS connection or the service name around it. Value of
    /// WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY; servers only.
    pub enum WS_EXTENDED_PROTECTION_POLICY {
        /// The data is not looked at.
        WS_EXTENDED_PROTECTION_POLICY_NEVER = 1,
        /// Default. A client whose system is known to support extended protection must send valid data or is refused; a
        /// client whose system does not support it is let through.
        WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED = 2,
        /// Valid data must be present; clients without it cannot authenticate.
        WS_EXTENDED_PROTECTION_POLICY_ALWAYS = 3,
    }
}

ws_enum! {
    /// Where TLS ends in front of a server, which decides what extended protection is checked against. Value of
    /// WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO; servers only.
    pub enum WS_EXTENDED_PROTECTION_SCENARIO {
        /// Default. TLS ends at this server, or there is no TLS.
        WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER = 1,
        /// TLS ends at an intermediary such as a proxy; between it and the server there may or may not be TLS.
        /// WS_SECURITY_PROPERTY_SERVICE_IDENTITIES must be set too.
        WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL = 2,
    }
}

ws_enum! {
    /// Whom HTTP header authentication addresses. Value of WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET;
    /// clients only.
    pub enum WS_HTTP_HEADER_AUTH_TARGET {
        /// Default. The service itself.
        WS_HTTP_HEADER_AUTH_TARGET_SERVICE = 1,
        /// The HTTP proxy on the way; takes exactly one scheme, and neither NONE nor PASSPORT.
        WS_HTTP_HEADER_AUTH_TARGET_PROXY = 2,
    }
}

ws_enum! {
    /// How the token of a message security binding is attached to a message. WebServicesX.h adds
    /// WSX_PROTECTION_MESSAGE_SECURITY_USAGE, for a binding that protects the message itself.
    pub enum WS_MESSAGE_SECURITY_USAGE {
        /// The token authenticates the client. Signing, encryption and replay detection must come from another binding,
        /// as a rule a transport security binding.
        WS_SUPPORTING_MESSAGE_SECURITY_USAGE = 1,
    }
}

ws_enum! {
    /// SSL and TLS versions as bits, combined into the ULONG of
    /// WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS. WebServicesX.h adds a bit, 0x10000, for TLS 1.3.
    pub enum WS_SECURE_PROTOCOL {
        /// SSL 2.0.
        WS_SECURE_PROTOCOL_SSL2 = 1,
        /// SSL 3.0.
        WS_SECURE_PROTOCOL_SSL3 = 2,
        /// TLS 1.0.
        WS_SECURE_PROTOCOL_TLS1_0 = 4,
        /// TLS 1.1.
        WS_SECURE_PROTOCOL_TLS1_1 = 8,
        /// TLS 1.2.
        WS_SECURE_PROTOCOL_TLS1_2 = 16,
    }
}

ws_enum! {
    /// Settings of one security binding. They are given in WS_SECURITY_BINDING.properties when a channel, listener,
    /// service proxy or service host is created and cannot be changed later; none is required. Each may be given only
    /// on the bindings and sides (client, server) named with it. WebServicesX.h adds ids from 0x10001 up, among them
    /// some for the user name binding, which takes none on Windows.
    ///
    /// Source: WS_SECURITY_BINDING_PROPERTY_ID page; each binding's own page for where a setting is allowed.
    pub enum WS_SECURITY_BINDING_PROPERTY_ID {
        /// BOOL, default FALSE: TLS clients must present a certificate. Server-side WS_SSL_TRANSPORT_SECURITY_BINDING.
        /// TRUE equals WSX_SECURITY_BINDING_PROPERTY_CLIENT_CERT_REQUIREMENT set to REQUIRED.
        WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT = 1,
        /// WS_WINDOWS_INTEGRATED_AUTH_PACKAGE, default WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO: the mechanism to use.
        /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING and WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING, both sides.
        WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE = 2,
        /// BOOL: the server must prove who it is. Default TRUE with WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING, FALSE with
        /// WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING; client side of these two. NTLM cannot authenticate a server
        /// and needs FALSE; with FALSE an impostor goes unnoticed.
        WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH = 3,
        /// BOOL, default FALSE: accept clients that authenticated as anonymous. Server side of
        /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING, WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING and
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS = 4,
        /// SECURITY_IMPERSONATION_LEVEL (32 bits: anonymous 0, identification 1, impersonation 2, delegation 3),
        /// default 1: what the client lets the service do in its name. Client side of
        /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING, WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING and
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL = 5,
        /// ULONG, default WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE: bits WS_HTTP_HEADER_AUTH_SCHEME_NONE, BASIC, DIGEST,
        /// NTLM and NEGOTIATE combined, or PASSPORT alone. WS_HTTP_HEADER_AUTH_SECURITY_BINDING, both sides; NONE on
        /// clients only; one scheme only, and not NONE or PASSPORT, towards a proxy. With one bit the client uses that
        /// scheme at once. With several it first sends an empty request without authentication to learn what the server
        /// offers, and takes the first shared scheme of NEGOTIATE, NTLM, DIGEST, BASIC.
        WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME = 6,
        /// WS_HTTP_HEADER_AUTH_TARGET, default WS_HTTP_HEADER_AUTH_TARGET_SERVICE: authenticate to the service or to
        /// the proxy. Client-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET = 7,
        /// WS_STRING, no default: realm sent in Basic challenges. Server-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM = 8,
        /// WS_STRING, no default: realm sent in Digest challenges. Server-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM = 9,
        /// WS_STRING, no default: domain sent in Digest challenges. Server-side WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_DOMAIN = 10,
        /// ULONG, in bits: key size to ask for in the security context token. Without it the issuer decides.
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_SIZE = 11,
        /// WS_SECURITY_KEY_ENTROPY_MODE, default WS_SECURITY_KEY_ENTROPY_MODE_COMBINED: who contributes randomness to
        /// the key of the context. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE = 12,
        /// WS_MESSAGE_PROPERTIES: properties with which the request and reply messages of the token exchange are
        /// created; default message properties without it. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_MESSAGE_PROPERTIES = 13,
        /// ULONG, default 100: contexts that may exist on a server before the application or service host has accepted
        /// them as channels. Server-side WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_PENDING_CONTEXTS = 14,
        /// ULONG, default 1000: contexts that may be active on a server at a time. Server-side
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS = 15,
        /// WS_SECURE_CONVERSATION_VERSION, default WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005.
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING. On WSX_CERT_MESSAGE_SECURITY_BINDING it chooses the version of
        /// the derived key tokens that are sent; both are accepted there.
        WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION = 16,
        /// BOOL, default TRUE: renew contexts. With FALSE a client makes a new context instead, and a server rejects
        /// requests to renew. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_SUPPORT_RENEW = 17,
        /// WS_TIMESPAN (100 ns ticks). Client, default 10 hours: age at which it renews the context of its own accord.
        /// Server, default 15 hours: life of a context, within which it must be renewed.
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_RENEWAL_INTERVAL = 18,
        /// WS_TIMESPAN (100 ns ticks), default 5 minutes: how long the old context token is still accepted after a
        /// renewal, for messages under way. WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_ROLLOVER_INTERVAL = 19,
        /// ULONG, default WS_CERT_FAILURE_REVOCATION_OFFLINE: the WS_CERT_FAILURE bits that do not make the check of
        /// the peer's certificate fail, or 0 for none. Client-side WS_SSL_TRANSPORT_SECURITY_BINDING, and
        /// WSX_CERT_MESSAGE_SECURITY_BINDING. Every bit weakens the protection.
        WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE = 20,
        /// BOOL, default FALSE: TRUE leaves out the revocation check of the peer's certificate. Client-side
        /// WS_SSL_TRANSPORT_SECURITY_BINDING, and WSX_CERT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK = 21,
        /// ULONG: the WS_SECURE_PROTOCOL bits of the protocol versions that must not be used.
        /// WS_SSL_TRANSPORT_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS = 22,
        /// WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT: a callback that checks the certificate of the connection for
        /// every request sent. No callback by default. Client-side WS_SSL_TRANSPORT_SECURITY_BINDING, and
        /// WSX_CERT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT = 23,
    }
}

ws_enum! {
    /// Selects the struct that follows a WS_SECURITY_BINDING. The transport types protect the connection, the message
    /// types put a token into the WS-Security header. WebServicesX.h adds WSX_CERT_MESSAGE_SECURITY_BINDING_TYPE, X.509
    /// message security.
    pub enum WS_SECURITY_BINDING_TYPE {
        /// WS_SSL_TRANSPORT_SECURITY_BINDING.
        WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE = 1,
        /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING.
        WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE = 2,
        /// WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
        WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE = 3,
        /// WS_USERNAME_MESSAGE_SECURITY_BINDING.
        WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE = 4,
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
        WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE = 5,
        /// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING.
        WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE = 6,
        /// WS_SAML_MESSAGE_SECURITY_BINDING.
        WS_SAML_MESSAGE_SECURITY_BINDING_TYPE = 7,
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
        WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE = 8,
        /// WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING.
        WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE = 9,
    }
}

/// Authentication of the client in HTTP headers (Basic, Digest, NTLM, Negotiate), towards the service or towards a
/// proxy. WS_HTTP_CHANNEL_BINDING only. It does not protect the HTTP body: use it together with
/// WS_SSL_TRANSPORT_SECURITY_BINDING, or, without TLS, set WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL to
/// WS_PROTECTION_LEVEL_NONE. Properties: HTTP_HEADER_AUTH_SCHEME; on clients HTTP_HEADER_AUTH_TARGET; on servers
/// HTTP_HEADER_AUTH_BASIC_REALM, HTTP_HEADER_AUTH_DIGEST_REALM and HTTP_HEADER_AUTH_DIGEST_DOMAIN.
///
/// On Linux no system account is consulted: the server's binding carries a WSX_HTTP_AUTH_VALIDATOR, which checks
/// passwords for Basic and supplies secrets for Digest, and a listener without one is refused at creation. NTLM and
/// Negotiate run over GSSAPI. The authenticated client is read from WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING {
    /// The base; bindingType must be WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// The client's credential: required on clients, NULL on servers. A WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL
    /// goes only with the schemes NONE, NTLM, NEGOTIATE and PASSPORT; BASIC and DIGEST need a
    /// WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// A Kerberos AP_REQ ticket in the WS-Security header of each request, without a session. One per security description,
/// and not with WS_NAMEDPIPE_CHANNEL_BINDING. Where no algorithm suite is set, its presence makes Basic128 the default.
/// Clients on HTTP with TLS bind the ticket to the connection. Properties: on clients ALLOWED_IMPERSONATION_LEVEL, on servers
/// ALLOW_ANONYMOUS_CLIENTS. Tickets come from and are checked by GSSAPI (MIT krb5) on Linux; the server reads the
/// client from WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING {
    /// The base; bindingType must be WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
    /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
    /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
    /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// Credential with which the client gets its ticket: required on clients, NULL on servers.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// Integrated authentication (Kerberos, NTLM or SPNEGO) for WS_NAMEDPIPE_CHANNEL_BINDING, which takes this transport
/// binding only and no message security binding. On the wire it is NegotiateStream inside .NET message framing. The
/// client names the server by the identity in the WS_ENDPOINT_ADDRESS that it opens. On Linux the pipe is a Unix-domain
/// socket under $XDG_RUNTIME_DIR and the authentication is GSSAPI. Properties: WINDOWS_INTEGRATED_AUTH_PACKAGE; on
/// clients REQUIRE_SERVER_AUTH (default FALSE here) and ALLOWED_IMPERSONATION_LEVEL; on servers
/// ALLOW_ANONYMOUS_CLIENTS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING {
    /// The base; bindingType must be WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// Credential that authenticates the client: required on clients, NULL on servers.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// Demands a SAML 1.1 assertion in the WS-Security header; servers only (clients present theirs with
/// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING). One per security description, not with WS_NAMEDPIPE_CHANNEL_BINDING, and no
/// properties. How much is checked depends on the authenticator; the service reads the assertion from
/// WS_MESSAGE_PROPERTY_SAML_ASSERTION for anything more.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SAML_MESSAGE_SECURITY_BINDING {
    /// The base; bindingType must be WS_SAML_MESSAGE_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
    /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
    /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
    /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// How received assertions are validated. Required; points to a WS_CERT_SIGNED_SAML_AUTHENTICATOR.
    pub authenticator: *mut WS_SAML_AUTHENTICATOR,
}

/// Base of all security bindings and first member of each. A binding stands for one security token: how it is obtained
/// and how it is used on the channel. Pointers to bindings go into a WS_SECURITY_DESCRIPTION. The call that creates the
/// channel, listener, proxy or host reads the binding, and keeps its own copies of what it points to, except callback
/// state, which must live as long as the object.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING {
    /// Which struct this is.
    pub bindingType: WS_SECURITY_BINDING_TYPE,
    /// Array of settings. NULL means that every setting has its default.
    pub properties: *mut WS_SECURITY_BINDING_PROPERTY,
    /// Number of elements in properties.
    pub propertyCount: ULONG,
}

/// An array of settings of one security binding, as binding templates pass it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTIES {
    /// The array; may be NULL when the count is 0.
    pub properties: *mut WS_SECURITY_BINDING_PROPERTY,
    /// Number of elements in properties.
    pub propertyCount: ULONG,
}

/// One setting of a security binding.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY {
    /// Which setting.
    pub id: WS_SECURITY_BINDING_PROPERTY_ID,
    /// The value, of the type that the id prescribes; belongs to the caller.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// A WS-SecureConversation session: client and server agree on a security context token once, secured by the bootstrap
/// description, and the following messages use that token. One per security description, and not with
/// WS_NAMEDPIPE_CHANNEL_BINDING. On the client the context belongs to the channel: the first message sent establishes
/// it, it is renewed in time or when the server asks for it by a fault, and closing an open channel cancels it. On the
/// server contexts belong to the listener: any of its channels accepts messages with any of its contexts, and can send
/// only after it has received one message completely. WS_MESSAGE_PROPERTY_SECURITY_CONTEXT gives the context of a
/// received message.
///
/// Properties: SECURITY_CONTEXT_KEY_SIZE, SECURITY_CONTEXT_KEY_ENTROPY_MODE, MESSAGE_PROPERTIES,
/// SECURE_CONVERSATION_VERSION, SECURITY_CONTEXT_SUPPORT_RENEW, SECURITY_CONTEXT_RENEWAL_INTERVAL,
/// SECURITY_CONTEXT_ROLLOVER_INTERVAL; on servers also SECURITY_CONTEXT_MAX_PENDING_CONTEXTS and
/// SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING {
    /// The base; bindingType must be WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
    /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
    /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
    /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// Security of the messages that obtain, renew and cancel the context token. Its bindings authenticate the client:
    /// user name, Kerberos AP_REQ, an XML token on the client or SAML on the server, beside the transport binding.
    pub bootstrapSecurityDescription: *mut WS_SECURITY_DESCRIPTION,
}

/// TLS, for WS_HTTP_CHANNEL_BINDING only. The server's certificate must bear the DNS name of a WS_DNS_ENDPOINT_IDENTITY
/// in the address, or else the host of the URL, and chain to a trusted root: the Root store with OpenSSL's default
/// trust. Properties: on servers REQUIRE_SSL_CLIENT_CERT; on clients CERT_FAILURES_TO_IGNORE,
/// DISABLE_CERT_REVOCATION_CHECK and CERTIFICATE_VALIDATION_CALLBACK_CONTEXT; on either DISALLOWED_SECURE_PROTOCOLS.
/// WebServicesX.h adds a client certificate requirement with an optional mode, and trust anchors that replace the Root
/// store. The peer's certificate is read from WS_MESSAGE_PROPERTY_ENCODED_CERT.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING {
    /// The base; bindingType must be WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// Own certificate with its private key. Client: NULL for no client certificate. Server: NULL, as on Windows, takes
    /// the certificate bound to the host and port in the file named by $WEBSERVICES_SSLCERT or in
    /// /etc/webservices/sslcert.conf; a credential, which Windows refuses here, is used as given.
    pub localCertCredential: *mut WS_CERT_CREDENTIAL,
}

/// Integrated authentication (Kerberos, NTLM or SPNEGO) and protection of the connection for WS_TCP_CHANNEL_BINDING. On
/// the wire it is NegotiateStream inside .NET message framing; on Linux the mechanisms come from GSSAPI. The client
/// names the server by the identity in the WS_ENDPOINT_ADDRESS that it opens: the string of a WS_SPN_ENDPOINT_IDENTITY
/// or WS_UPN_ENDPOINT_IDENTITY is used as it is; a WS_DNS_ENDPOINT_IDENTITY, or the host of the URL where there is no
/// identity, becomes the service principal host/name; any other kind makes WsOpenChannel fail. Properties:
/// WINDOWS_INTEGRATED_AUTH_PACKAGE; on clients REQUIRE_SERVER_AUTH (default TRUE here; NTLM needs FALSE) and
/// ALLOWED_IMPERSONATION_LEVEL; on servers ALLOW_ANONYMOUS_CLIENTS. The server reads the client from
/// WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING {
    /// The base; bindingType must be WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// Credential that authenticates the client: required on clients, NULL on servers.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// A user name and password in the WS-Security header of each request. One per security description, and not with
/// WS_NAMEDPIPE_CHANNEL_BINDING. The password is sent as text. Windows takes no properties here; WebServicesX.h adds
/// some: digest passwords, the callback that gives a server the secret a digest needs, a clock offset, and digests over
/// plain HTTP. The server reads the name from WS_MESSAGE_PROPERTY_USERNAME.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING {
    /// The base; bindingType must be WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
    /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING. A
    /// server on HTTP without TLS can take it when WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL is set to
    /// WS_PROTECTION_LEVEL_NONE; clients and TCP channels cannot. The extension
    /// WSX_SECURITY_BINDING_PROPERTY_ALLOW_UNPROTECTED lifts this for a client that sends digests.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// Name and password that the client sends. Required on clients.
    pub clientCredential: *mut WS_USERNAME_CREDENTIAL,
    /// Checks the pair of each received message. Required on servers.
    pub passwordValidator: WS_VALIDATE_PASSWORD_CALLBACK,
    /// Handed to passwordValidator; may be NULL. Must stay valid until the listener or host is freed.
    pub passwordValidatorCallbackState: *mut c_void,
}

/// Presents a token that the application already has in XML form, such as an assertion issued by a security token
/// service; clients only (a server takes SAML assertions with WS_SAML_MESSAGE_SECURITY_BINDING). Not with
/// WS_NAMEDPIPE_CHANNEL_BINDING, and no properties. Think about what the service could do with the token elsewhere: a
/// token without a key can be replayed to others; a symmetric key limits it to services that share the key; with an
/// asymmetric key the timestamp and the To header are signed, which ties the message to one address and a short time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TOKEN_MESSAGE_SECURITY_BINDING {
    /// The base; bindingType must be WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE.
    pub binding: WS_SECURITY_BINDING,
    /// WS_SUPPORTING_MESSAGE_SECURITY_USAGE: the token authenticates the client and protects nothing, so the
    /// description must also hold a binding that protects the traffic, such as WS_SSL_TRANSPORT_SECURITY_BINDING.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// Token from WsCreateXmlSecurityToken or WsRequestSecurityToken. Creating the channel copies it; the caller still
    /// owns it and may call WsFreeSecurityToken as soon as the creating call has returned.
    pub xmlToken: *mut WS_SECURITY_TOKEN,
}
