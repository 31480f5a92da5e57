//! Credentials that security bindings carry: certificates, user names with passwords, and integrated (Kerberos, NTLM)
//! identities, with the callbacks that supply or check them. Certificate stores are folders here; see
//! WS_SUBJECT_NAME_CERT_CREDENTIAL.

use super::*;

/// The names in the certificate do not include the host. The WS_CERT_FAILURE constants are bits for
/// WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE.
pub const WS_CERT_FAILURE_CN_MISMATCH: ULONG = 1;

/// The certificate is not yet valid or has expired.
pub const WS_CERT_FAILURE_INVALID_DATE: ULONG = 2;

/// Whether the certificate is revoked could not be found out, because the source of that information was out of reach.
/// Ignored by default.
pub const WS_CERT_FAILURE_REVOCATION_OFFLINE: ULONG = 16;

/// The chain ends at a root that is not trusted.
pub const WS_CERT_FAILURE_UNTRUSTED_ROOT: ULONG = 4;

/// The certificate is not meant for this usage, such as server authentication.
pub const WS_CERT_FAILURE_WRONG_USAGE: ULONG = 8;

ws_enum! {
    /// Selects the struct that follows a WS_CERT_CREDENTIAL.
    pub enum WS_CERT_CREDENTIAL_TYPE {
        /// WS_SUBJECT_NAME_CERT_CREDENTIAL.
        WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE = 1,
        /// WS_THUMBPRINT_CERT_CREDENTIAL.
        WS_THUMBPRINT_CERT_CREDENTIAL_TYPE = 2,
        /// WS_CUSTOM_CERT_CREDENTIAL.
        WS_CUSTOM_CERT_CREDENTIAL_TYPE = 3,
    }
}

ws_enum! {
    /// Selects the struct that follows a WS_USERNAME_CREDENTIAL.
    pub enum WS_USERNAME_CREDENTIAL_TYPE {
        /// WS_STRING_USERNAME_CREDENTIAL.
        WS_STRING_USERNAME_CREDENTIAL_TYPE = 1,
    }
}

ws_enum! {
    /// Selects the struct that follows a WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
    pub enum WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE {
        /// WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
        WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 1,
        /// WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
        WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 2,
        /// WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
        WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 3,
    }
}

ws_enum! {
    /// Mechanism of integrated authentication; an SSPI package on Windows, a GSSAPI mechanism here. Value of
    /// WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE.
    pub enum WS_WINDOWS_INTEGRATED_AUTH_PACKAGE {
        /// Kerberos 5 (MIT krb5).
        WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS = 1,
        /// NTLM, where gss-ntlmssp is installed. It does not authenticate the server, so the client must set
        /// WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH to FALSE on TCP.
        WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_NTLM = 2,
        /// SPNEGO, which chooses among the mechanisms both sides have. Default.
        WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO = 3,
    }
}

/// Value of WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT {
    /// Checks the certificate of an HTTP connection.
    pub callback: WS_CERTIFICATE_VALIDATION_CALLBACK,
    /// Handed to the callback; may be NULL. Must stay valid until the channel or proxy is freed.
    pub state: *mut c_void,
}

/// Base of all certificate credentials and first member of each. Every kind must yield a certificate with its private
/// key where it is one's own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_CREDENTIAL {
    /// Which struct this is.
    pub credentialType: WS_CERT_CREDENTIAL_TYPE,
}

/// A certificate that the application hands over in a callback. The callback runs during WsOpenChannel on clients and
/// during WsOpenListener on servers, always short (WS_SHORT_CALLBACK).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CERT_CREDENTIAL {
    /// The base; credentialType must be WS_CUSTOM_CERT_CREDENTIAL_TYPE.
    pub credential: WS_CERT_CREDENTIAL,
    /// Gives the certificate.
    pub getCertCallback: WS_GET_CERT_CALLBACK,
    /// Handed to getCertCallback; may be NULL. Must stay valid until the channel or listener is freed.
    pub getCertCallbackState: *mut c_void,
    /// Told which issuers the server accepts when it refuses the certificate; clients only, may be NULL.
    pub certIssuerListNotificationCallback: WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK,
    /// Handed to certIssuerListNotificationCallback; may be NULL. Must stay valid until the channel is freed.
    pub certIssuerListNotificationCallbackState: *mut c_void,
}

/// The identity under which the caller runs. On Windows that is the token of the thread that calls WsOpenChannel or
/// WsOpenServiceProxy; here it is the default GSSAPI credential of the process at that time, such as its Kerberos
/// credential cache. Windows does not support it in WsAcceptChannel and WsOpenServiceHost on an impersonating thread.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// The base; credentialType must be WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE.
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// An identity as Windows' SspiPromptForCredentials family of functions returns it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// The base; credentialType must be WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE.
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    /// A PSEC_WINNT_AUTH_IDENTITY_OPAQUE. SSPI makes these values; Linux has no function that does.
    pub opaqueAuthIdentity: *mut c_void,
}

/// A name and a password for WS_USERNAME_MESSAGE_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_USERNAME_CREDENTIAL {
    /// The base; credentialType must be WS_STRING_USERNAME_CREDENTIAL_TYPE.
    pub credential: WS_USERNAME_CREDENTIAL,
    /// The name, as it is sent.
    pub username: WS_STRING,
    /// The password.
    pub password: WS_STRING,
}

/// A name, a password and a domain for integrated authentication, and for Basic and Digest in HTTP headers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// The base; credentialType must be WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE.
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    /// The name; must not be empty. For the identity of the process use WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL.
    pub username: WS_STRING,
    /// The password; length 0 is an empty password.
    pub password: WS_STRING,
    /// Domain or workgroup; for Kerberos the realm.
    pub domain: WS_STRING,
}

/// A certificate found by its subject name in a certificate store, with its private key, when the channel or listener
/// is opened. Stores are folders of PEM files, certificates with key files beside them, and PKCS #12 files, one
/// sub-folder per store (My, Root, CA, TrustedPeople, Disallowed), in any case. The current user's are in
/// $WEBSERVICES_CERT_STORE or $XDG_DATA_HOME/webservices/certs, then in .NET's .dotnet/corefx/cryptography/x509stores
/// below the home folder; the machine's are in /etc/webservices/certs.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SUBJECT_NAME_CERT_CREDENTIAL {
    /// The base; credentialType must be WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE.
    pub credential: WS_CERT_CREDENTIAL,
    /// CERT_SYSTEM_STORE_CURRENT_USER (0x10000) or CERT_SYSTEM_STORE_LOCAL_MACHINE (0x20000).
    pub storeLocation: ULONG,
    /// Name of the store, such as My; its sub-folder, in upper or lower case.
    pub storeName: WS_STRING,
    /// Subject name to find, such as CN=service.com, in the form in which Windows' CERT_FIND_SUBJECT_NAME search takes
    /// it. Where several certificates may match, use the thumbprint instead.
    pub subjectName: WS_STRING,
}

/// A certificate found by its thumbprint in a certificate store, with its private key, when the channel or listener is
/// opened; unlike a subject name it cannot be ambiguous. The stores are those of WS_SUBJECT_NAME_CERT_CREDENTIAL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_THUMBPRINT_CERT_CREDENTIAL {
    /// The base; credentialType must be WS_THUMBPRINT_CERT_CREDENTIAL_TYPE.
    pub credential: WS_CERT_CREDENTIAL,
    /// CERT_SYSTEM_STORE_CURRENT_USER (0x10000) or CERT_SYSTEM_STORE_LOCAL_MACHINE (0x20000).
    pub storeLocation: ULONG,
    /// Name of the store, such as My; its sub-folder, in upper or lower case.
    pub storeName: WS_STRING,
    /// SHA-1 of the DER form as 40 hexadecimal digits, without spaces and without 0x.
    pub thumbprint: WS_STRING,
}

/// Base of the credentials for WS_USERNAME_MESSAGE_SECURITY_BINDING and first member of each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_CREDENTIAL {
    /// Which struct this is.
    pub credentialType: WS_USERNAME_CREDENTIAL_TYPE,
}

/// Base of the credentials for integrated and HTTP header authentication and first member of each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// Which struct this is.
    pub credentialType: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
}

/// Checks the server's certificate of an HTTP connection; called for each request sent, when the connection is made and
/// the headers have been sent. certContext is the certificate; the callback owns that reference and must release it
/// with CertFreeCertificateContext. state is the pointer that was registered with the callback. S_OK accepts; any other
/// value aborts the channel, and the service proxy too where the setting was given to WsCreateServiceProxy. The
/// callback must return quickly and must not block.
///
/// Source: WS_CERTIFICATE_VALIDATION_CALLBACK page.
pub type WS_CERTIFICATE_VALIDATION_CALLBACK =
    Option<unsafe extern "C" fn(certContext: *const CERT_CONTEXT, state: *mut c_void) -> HRESULT>;

/// Tells a client which certificate issuers the server accepts, as TLS servers may list them. Called only when the
/// server refused the certificate (or the lack of one) that WS_GET_CERT_CALLBACK gave and sent a list. The client can
/// then choose another and give it in WS_GET_CERT_CALLBACK when the channel is opened the next time. The parameters are
/// valid during the call only: the state registered with the callback, the issuers as DER-encoded names, and an error
/// object, which may be NULL, for the reason of a failure.
pub type WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK = Option<
    unsafe extern "C" fn(
        certIssuerListNotificationCallbackState: *mut c_void,
        issuerList: *const SecPkgContext_IssuerListInfoEx,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Gives the certificate of a WS_CUSTOM_CERT_CREDENTIAL; called when the channel (client) or listener (server) is
/// opened, always short. getCertCallbackState is the registered state. targetAddress, on clients, is the address of
/// the service to which the certificate will be shown, as the channel was opened to it, and viaUri where it is reached,
/// which is its url; on servers both are NULL. cert takes the result, with its private key; NULL means no certificate.
/// error, which may be NULL, takes the reason of a failure.
///
/// On success the library owns the certificate and frees it when the channel or listener no longer needs it, so hand
/// over a reference of your own (CertDuplicateCertificateContext). On failure cert is not looked at and stays the
/// callback's. WsxCertFromPem, WsxCertFromPkcs12 and WsxCertFind make certificates that have their key.
///
/// Source: WS_GET_CERT_CALLBACK page.
pub type WS_GET_CERT_CALLBACK = Option<
    unsafe extern "C" fn(
        getCertCallbackState: *mut c_void,
        targetAddress: *const WS_ENDPOINT_ADDRESS,
        viaUri: *const WS_STRING,
        cert: *mut *const CERT_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Checks the user name and password of a received message; called on the server for each message. Returns S_OK if the
/// pair is right, S_FALSE if it is not, and an error code if the check itself failed; anything but S_OK makes the
/// receive fail with a security error. It can be called at any time between open and close of the channel or listener,
/// never outside.
///
/// The parameters are the registered state, the name, the password, asyncContext (NULL when called synchronously) and
/// an error object, which may be NULL. The strings are valid until the callback completes. Called asynchronously it is
/// always short and may return WS_S_ASYNC and complete later as WS_ASYNC_CONTEXT describes. It sees text passwords
/// only: a password digest is checked with the secret that WSX_SECURITY_BINDING_PROPERTY_PASSWORD_SECRET_CALLBACK
/// gives.
///
/// Source: WS_VALIDATE_PASSWORD_CALLBACK page.
pub type WS_VALIDATE_PASSWORD_CALLBACK = Option<
    unsafe extern "C" fn(
        passwordValidatorCallbackState: *mut c_void,
        username: *const WS_STRING,
        password: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
