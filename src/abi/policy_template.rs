//! Binding templates: the two halves of a channel's settings as WsCreateServiceProxyFromTemplate and
//! WsCreateServiceEndpointFromTemplate take them. A policy description is what a WSDL's policy says, written by the
//! wsutil tool; a binding template is what policy cannot say, such as credentials, filled in by the application.

use super::*;

ws_enum! {
    /// Combinations of channel binding and security bindings for which there are templates. The value tells which
    /// binding template and which policy description go with it: for WS_X_BINDING_TEMPLATE_TYPE these are
    /// WS_X_BINDING_TEMPLATE and WS_X_POLICY_DESCRIPTION. The template may be NULL with size 0, which is the same as
    /// one filled with zeros; the description is required. Properties of both are merged.
    /// In the types for a security context, the bootstrap channel, which sets up the conversation, and the service
    /// channel share channel binding, transport security and channel properties; the user name or Kerberos token goes
    /// over the bootstrap channel only.
    /// Source: Policy Support page.
    pub enum WS_BINDING_TEMPLATE_TYPE {
        /// HTTP with no security.
        WS_HTTP_BINDING_TEMPLATE_TYPE = 0,
        /// HTTP with TLS.
        WS_HTTP_SSL_BINDING_TEMPLATE_TYPE = 1,
        /// HTTP with authentication in HTTP headers.
        WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE = 2,
        /// HTTP with TLS and authentication in HTTP headers.
        WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE = 3,
        /// HTTP with TLS and a user name token.
        WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE = 4,
        /// HTTP with TLS and a Kerberos token.
        WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE = 5,
        /// TCP with no security.
        WS_TCP_BINDING_TEMPLATE_TYPE = 6,
        /// TCP with SSPI transport security.
        WS_TCP_SSPI_BINDING_TEMPLATE_TYPE = 7,
        /// TCP with SSPI transport security and a user name token.
        WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE = 8,
        /// TCP with SSPI transport security and a Kerberos token.
        WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE = 9,
        /// HTTP with TLS and a security context that is set up with a user name token.
        WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 10,
        /// HTTP with TLS and a security context that is set up with a Kerberos token.
        WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 11,
        /// TCP with SSPI transport security and a security context that is set up with a user name token.
        WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 12,
        /// TCP with SSPI transport security and a security context that is set up with a Kerberos token.
        WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 13,
    }
}

/// What the application adds to a policy of WS_HTTP_BINDING_TEMPLATE_TYPE: HTTP with no security. Parts filled with
/// zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What the application adds to a policy of WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE: HTTP with authentication in HTTP
/// headers. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Credential and further properties of HTTP header authentication.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE says: HTTP with authentication in HTTP
/// headers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of HTTP header authentication from the policy, such as the scheme.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// Policy's part of WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the security binding as the policy has them.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// Application's part of WS_HTTP_HEADER_AUTH_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE {
    /// Properties of the security binding that policy cannot express.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Client: the credential, required. Server: NULL.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// What the policy of an endpoint of WS_HTTP_BINDING_TEMPLATE_TYPE says: HTTP with no security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What the application adds to a policy of WS_HTTP_SSL_BINDING_TEMPLATE_TYPE: HTTP with TLS. Parts filled with zeros
/// add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Certificate and further properties of TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE: HTTP with TLS and
/// authentication in HTTP headers. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Certificate and further properties of TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential and further properties of HTTP header authentication.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE says: HTTP with TLS and
/// authentication in HTTP headers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_HEADER_AUTH_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of TLS from the policy.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties of HTTP header authentication from the policy, such as the scheme.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the application adds to a policy of WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE: HTTP with TLS and a
/// Kerberos token. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Certificate and further properties of TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential and further properties of the Kerberos token.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE says: HTTP with TLS and a
/// Kerberos token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of TLS from the policy.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the Kerberos token from the policy.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the application adds to a policy of WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: HTTP
/// with TLS and a security context that is set up with a Kerberos token. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Certificate and further properties of TLS. For bootstrap and service channel alike.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential and further properties of the Kerberos token. For the bootstrap channel.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Further properties of the security context, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: HTTP with
/// TLS and a security context that is set up with a Kerberos token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of TLS from the policy. For bootstrap and service channel alike.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the Kerberos token from the policy. For the bootstrap channel.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the security context from the policy, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the policy of an endpoint of WS_HTTP_SSL_BINDING_TEMPLATE_TYPE says: HTTP with TLS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of TLS from the policy.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the application adds to a policy of WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE: HTTP with TLS and a user name
/// token. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Certificate and further properties of TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential or password validator, and further properties of the user name token.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE says: HTTP with TLS and a user name
/// token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of TLS from the policy.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the user name token from the policy.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the application adds to a policy of WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: HTTP with TLS
/// and a security context that is set up with a user name token. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Certificate and further properties of TLS. For bootstrap and service channel alike.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential or password validator, and further properties of the user name token. For the bootstrap channel.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Further properties of the security context, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: HTTP with TLS
/// and a security context that is set up with a user name token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of TLS from the policy. For bootstrap and service channel alike.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the user name token from the policy. For the bootstrap channel.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the security context from the policy, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// Policy's part of WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the security binding as the policy has them.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

/// Application's part of WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING: a Kerberos ticket as a token that is used once,
/// without a session. On Linux the ticket comes from GSSAPI (MIT Kerberos).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE {
    /// Properties of the security binding that policy cannot express.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Client: the credential with which the ticket is obtained, required. Server: NULL.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// Policy's part of WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the security binding as the policy has them.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

/// Application's part of WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE {
    /// Properties of the security binding that policy cannot express.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// Policy's part of the service channel of a secure conversation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// The security context as message security binding.
    pub securityContextMessageSecurityBinding: WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Security properties of the service channel as the policy has them.
    pub securityProperties: WS_SECURITY_PROPERTIES,
}

/// Application's part of the service channel of a secure conversation. It goes with a transport security binding, which
/// protects the messages.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE {
    /// The security context as message security binding.
    pub securityContextMessageSecurityBinding: WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Security properties of the service channel that policy cannot express. If there are none, those from the policy
    /// are used alone.
    pub securityProperties: WS_SECURITY_PROPERTIES,
}

/// Policy's part of WS_SSL_TRANSPORT_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the security binding as the policy has them.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// Application's part of WS_SSL_TRANSPORT_SECURITY_BINDING, for WS_HTTP_CHANNEL_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE {
    /// Properties of the security binding that policy cannot express.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Client: the client certificate; NULL for none. Server: NULL, as on Windows, takes the certificate that is bound
    /// to host and port in /etc/webservices/sslcert.conf or in the file named by $WEBSERVICES_SSLCERT; naming a
    /// certificate here, which Windows refuses, is an extension.
    pub localCertCredential: *mut WS_CERT_CREDENTIAL,
}

/// Policy's part of WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the security binding as the policy has them.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// What the application adds to a policy of WS_TCP_BINDING_TEMPLATE_TYPE: TCP with no security. Parts filled with zeros
/// add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What the policy of an endpoint of WS_TCP_BINDING_TEMPLATE_TYPE says: TCP with no security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What the application adds to a policy of WS_TCP_SSPI_BINDING_TEMPLATE_TYPE: TCP with SSPI transport security. Parts
/// filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Credential and further properties of SSPI transport security.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE: TCP with SSPI transport
/// security and a Kerberos token. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Credential and further properties of SSPI transport security.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential and further properties of the Kerberos token.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE says: TCP with SSPI transport
/// security and a Kerberos token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of SSPI transport security from the policy.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the Kerberos token from the policy.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the application adds to a policy of WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: TCP with
/// SSPI transport security and a security context that is set up with a Kerberos token. Parts filled with zeros add
/// nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Credential and further properties of SSPI transport security. For bootstrap and service channel alike.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential and further properties of the Kerberos token. For the bootstrap channel.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Further properties of the security context, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: TCP with
/// SSPI transport security and a security context that is set up with a Kerberos token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of SSPI transport security from the policy. For bootstrap and service channel alike.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the Kerberos token from the policy. For the bootstrap channel.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the security context from the policy, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the policy of an endpoint of WS_TCP_SSPI_BINDING_TEMPLATE_TYPE says: TCP with SSPI transport security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of SSPI transport security from the policy.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// Application's part of WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING. On Linux GSSAPI takes the place of SSPI: Kerberos with
/// MIT Kerberos, NTLM where gss-ntlmssp is installed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE {
    /// Properties of the security binding that policy cannot express.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Client: the credential, required. Server: NULL.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// What the application adds to a policy of WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE: TCP with SSPI transport
/// security and a user name token. Parts filled with zeros add nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Credential and further properties of SSPI transport security.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential or password validator, and further properties of the user name token.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE says: TCP with SSPI transport security
/// and a user name token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of SSPI transport security from the policy.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the user name token from the policy.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What the application adds to a policy of WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE: TCP with SSPI
/// transport security and a security context that is set up with a user name token. Parts filled with zeros add
/// nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Channel properties that policy cannot express. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties that policy cannot express. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Credential and further properties of SSPI transport security. For bootstrap and service channel alike.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Credential or password validator, and further properties of the user name token. For the bootstrap channel.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Further properties of the security context, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the policy of an endpoint of WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE says: TCP with SSPI
/// transport security and a security context that is set up with a user name token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Encoding, addressing version and envelope version from the policy. For bootstrap and service channel alike.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Security properties from the policy, such as timestamp usage, header layout, header version and transport
    /// protection level. For the bootstrap channel.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Properties of SSPI transport security from the policy. For bootstrap and service channel alike.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the user name token from the policy. For the bootstrap channel.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties and usage of the security context from the policy, for the service channel.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// Policy's part of WS_USERNAME_MESSAGE_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the security binding as the policy has them.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

/// Application's part of WS_USERNAME_MESSAGE_SECURITY_BINDING: a user name and password as a token that is used once.
/// It authenticates the client and protects nothing, so it goes with a binding that protects the message.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE {
    /// Properties of the security binding that policy cannot express.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Client: the user name credential, required. Server: not used.
    pub clientCredential: *mut WS_USERNAME_CREDENTIAL,
    /// Server: the callback that checks a user name and password, required. Client: not used.
    pub passwordValidator: WS_VALIDATE_PASSWORD_CALLBACK,
    /// Passed to the validator; may be NULL. The library does not look at what it points to.
    pub passwordValidatorCallbackState: *mut c_void,
}
