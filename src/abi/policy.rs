//! Policy import: constraints that say which policies a program can work with, and that take up what a matching policy
//! alternative says. WsMatchPolicyAlternative reads them and fills them.

use super::*;

/// Handle of the policy of one endpoint, found in WS_METADATA_ENDPOINT and owned by the metadata object: it is valid
/// until that is reset or freed, and has no free function. A policy is a choice of alternatives;
/// WsGetPolicyAlternativeCount counts them, and WsMatchPolicyAlternative compares one of them with constraints. Part of
/// the work may be put off until then; if it fails, the policy is faulted.
/// Thread rule: single threaded.
pub struct WS_POLICY {
    _private: [u8; 0],
}

ws_enum! {
    /// Which structure begins with a given WS_POLICY_EXTENSION.
    pub enum WS_POLICY_EXTENSION_TYPE {
        /// WS_ENDPOINT_POLICY_EXTENSION.
        WS_ENDPOINT_POLICY_EXTENSION_TYPE = 1,
    }
}

ws_enum! {
    /// Properties of a policy. The state is read with WsGetPolicyProperty; the limits are given to WsCreateMetadata
    /// inside WS_METADATA_PROPERTY_POLICY_PROPERTIES and hold for every policy of that object. Time and memory grow
    /// with the number of alternatives and not with the size of the document: a small policy can expand to very many.
    /// Source: WS_POLICY_PROPERTY_ID page.
    pub enum WS_POLICY_PROPERTY_ID {
        /// WS_POLICY_STATE, read only: the present state.
        WS_POLICY_PROPERTY_STATE = 1,
        /// ULONG, default 32: how many alternatives a policy may have.
        WS_POLICY_PROPERTY_MAX_ALTERNATIVES = 2,
        /// ULONG, default 32: how deep Policy, All and ExactlyOne elements may be nested, policies that are referenced
        /// included. It also stops references that run in a circle.
        WS_POLICY_PROPERTY_MAX_DEPTH = 3,
        /// ULONG, default 8: how many assertions that the library does not know a policy may have.
        /// WS_ENDPOINT_POLICY_EXTENSION gets at them.
        WS_POLICY_PROPERTY_MAX_EXTENSIONS = 4,
    }
}

ws_enum! {
    /// States of a policy.
    pub enum WS_POLICY_STATE {
        /// Usable; the first state.
        WS_POLICY_STATE_CREATED = 1,
        /// Not usable any more, because processing it has failed.
        WS_POLICY_STATE_FAULTED = 2,
    }
}

ws_enum! {
    /// Which structure begins with a given WS_SECURITY_BINDING_CONSTRAINT.
    pub enum WS_SECURITY_BINDING_CONSTRAINT_TYPE {
        /// WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT.
        WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 1,
        /// WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT.
        WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 2,
        /// WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT.
        WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE = 3,
        /// WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT.
        WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 4,
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT.
        WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 5,
        /// WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT.
        WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 6,
        /// WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT.
        WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 7,
        /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT.
        WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 8,
    }
}

/// Asks for an X.509 certificate as endorsing token (X509Token in EndorsingSupportingTokens). To use such an endpoint
/// on Windows, take the certificate as a token of WS_XML_TOKEN_MESSAGE_SECURITY_BINDING; here the extension
/// WSX_CERT_MESSAGE_SECURITY_BINDING with WS_SUPPORTING_MESSAGE_SECURITY_USAGE serves as well.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints of
    /// its own.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

/// Result part of WS_CHANNEL_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY_CONSTRAINT_3 {
    /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
    /// in the heap given to WsMatchPolicyAlternative.
    pub channelProperty: WS_CHANNEL_PROPERTY,
}

/// Which values of one channel property are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY_CONSTRAINT {
    /// One of these:
    /// WS_CHANNEL_PROPERTY_ENCODING, default WS_ENCODING_XML_UTF8 with WS_HTTP_CHANNEL_BINDING and
    /// WS_ENCODING_XML_BINARY_SESSION_1 with WS_TCP_CHANNEL_BINDING. Policy tells text, MTOM and binary apart, but
    /// neither the character set nor binary with and without a session: these come from the values given here.
    /// WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, default WS_ADDRESSING_VERSION_1_0. A policy that says nothing about
    /// addressing has WS_ADDRESSING_VERSION_TRANSPORT.
    /// WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, default WS_ENVELOPE_VERSION_SOAP_1_2. It follows from the SOAP binding of
    /// the WSDL.
    pub id: WS_CHANNEL_PROPERTY_ID,
    /// Array of acceptable values, each of the property's own type.
    pub allowedValues: *mut c_void,
    /// Size of the array in bytes: a multiple of the size of one value.
    pub allowedValuesSize: ULONG,
    /// What the policy says.
    pub out: WS_CHANNEL_PROPERTY_CONSTRAINT_3,
}

/// Result part of WS_ENDPOINT_POLICY_EXTENSION, filled by WsMatchPolicyAlternative when it returns S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION_3 {
    /// The assertion as XML, or NULL if the alternative does not have it. Read only: it must be neither changed nor
    /// freed.
    pub assertionValue: *mut WS_XML_BUFFER,
}

/// Asks for the XML of one assertion of the endpoint's policy: one that the library does not know, or one that it knows
/// and that the application wants to read itself. In the latter case the constraint that stands for the same assertion
/// must be left out; for example, TransportBinding as an extension excludes
/// WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT. The assertions for addressing (UsingAddressing), binary encoding and
/// MTOM cannot be extensions, as they decide whether channel properties match.
/// Source: WS_ENDPOINT_POLICY_EXTENSION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION {
    /// Common beginning; type is WS_ENDPOINT_POLICY_EXTENSION_TYPE.
    pub policyExtension: WS_POLICY_EXTENSION,
    /// Local name of the assertion.
    pub assertionName: *mut WS_XML_STRING,
    /// Namespace of the assertion.
    pub assertionNs: *mut WS_XML_STRING,
    /// What was found.
    pub out: WS_ENDPOINT_POLICY_EXTENSION_3,
}

/// Asks for authentication in HTTP headers, as WS_HTTP_HEADER_AUTH_SECURITY_BINDING does it (assertions
/// BasicAuthentication, DigestAuthentication, NtlmAuthentication, NegotiateAuthentication).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE.
    /// WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME can be constrained.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
}

/// Result part of WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT, filled by WsMatchPolicyAlternative when it
/// returns S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6 {
    /// Address of the service that issues the token (Issuer element); NULL if the policy names none.
    pub issuerAddress: *mut WS_ENDPOINT_ADDRESS,
    /// Child elements of RequestSecurityTokenTemplate: what the service wants the token request to contain. Give it to
    /// WsRequestSecurityToken as WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS.
    pub requestSecurityTokenTemplate: *mut WS_XML_BUFFER,
}

/// Asks for a token from a third party as endorsing token (IssuedToken in EndorsingSupportingTokens), as in federated
/// security, and tells how to get it: request it with WsRequestSecurityToken, then use it with
/// WS_XML_TOKEN_MESSAGE_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property
    /// constraints of its own.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// URIs of the claim types that the policy may ask for. NULL, with a count of 0, allows any.
    pub claimConstraints: *mut WS_XML_STRING,
    /// Number of claim types.
    pub claimConstraintCount: ULONG,
    /// Constraints on how the token is requested; may be NULL if the count is 0.
    pub requestSecurityTokenPropertyConstraints: *mut WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT,
    /// Number of these constraints.
    pub requestSecurityTokenPropertyConstraintCount: ULONG,
    /// What the policy says, in the heap given to WsMatchPolicyAlternative.
    pub out: WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6,
}

/// Asks for a Kerberos ticket as endorsing token, as WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING sends it (KerberosToken
/// with WssGssKerberosV5ApReqToken11 in EndorsingSupportingTokens).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property
    /// constraints of its own.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

/// Everything that a program demands of a policy alternative, and, in the out parts of what it points to, what it
/// learns from one. Given to WsMatchPolicyAlternative, which returns S_OK for a match; without one it returns S_FALSE,
/// or WS_E_INVALID_FORMAT if a match was required. The structures are the caller's; values found are allocated in the
/// heap given to that call. For several alternatives, try one after the other, and several constraints on each if need
/// be.
/// Source: WS_POLICY_CONSTRAINTS page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_CONSTRAINTS {
    /// WS_HTTP_CHANNEL_BINDING or WS_TCP_CHANNEL_BINDING. It follows from the transport of the SOAP binding.
    pub channelBinding: WS_CHANNEL_BINDING,
    /// Constraints on channel properties, in place of the defaults; may be NULL if the count is 0.
    pub channelPropertyConstraints: *mut WS_CHANNEL_PROPERTY_CONSTRAINT,
    /// Number of channel property constraints.
    pub channelPropertyConstraintCount: ULONG,
    /// Which security is acceptable. NULL: only none at all.
    pub securityConstraints: *mut WS_SECURITY_CONSTRAINTS,
    /// Assertions to return as XML: an array of pointers to structures that begin with WS_POLICY_EXTENSION; may be NULL
    /// if the count is 0.
    pub policyExtensions: *mut *mut WS_POLICY_EXTENSION,
    /// Number of policy extensions.
    pub policyExtensionCount: ULONG,
}

/// Common beginning of all policy extensions.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_EXTENSION {
    /// Which structure this is.
    pub r#type: WS_POLICY_EXTENSION_TYPE,
}

/// A list of policy properties: the value of WS_METADATA_PROPERTY_POLICY_PROPERTIES.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTIES {
    /// The properties; may be NULL if the count is 0.
    pub properties: *mut WS_POLICY_PROPERTY,
    /// Number of properties.
    pub propertyCount: ULONG,
}

/// One property of a policy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTY {
    /// Which property.
    pub id: WS_POLICY_PROPERTY_ID,
    /// Pointer to the value, of the type that the id asks for and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Result part of WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns
/// S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3 {
    /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
    /// in the heap given to WsMatchPolicyAlternative.
    pub requestSecurityTokenProperty: WS_REQUEST_SECURITY_TOKEN_PROPERTY,
}

/// Which values of one property of a token request are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT {
    /// WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION, default WS_TRUST_VERSION_FEBRUARY_2005, which is what the
    /// assertion Trust10 stands for.
    pub id: WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID,
    /// Array of acceptable values, each of the property's own type.
    pub allowedValues: *mut c_void,
    /// Size of the array in bytes: a multiple of the size of one value.
    pub allowedValuesSize: ULONG,
    /// What the policy says.
    pub out: WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3,
}

/// Common beginning of all security binding constraints. Each of them stands for one token, as each WS_SECURITY_BINDING
/// does.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_CONSTRAINT {
    /// Which structure this is.
    pub r#type: WS_SECURITY_BINDING_CONSTRAINT_TYPE,
    /// Constraints on properties of the security binding; may be NULL if the count is 0.
    pub propertyConstraints: *mut WS_SECURITY_BINDING_PROPERTY_CONSTRAINT,
    /// Number of property constraints.
    pub propertyConstraintCount: ULONG,
}

/// Result part of WS_SECURITY_BINDING_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3 {
    /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
    /// in the heap given to WsMatchPolicyAlternative.
    pub securityBindingProperty: WS_SECURITY_BINDING_PROPERTY,
}

/// Which values of one property of a security binding are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT {
    /// One of these:
    /// WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME, in WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT,
    /// default WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE.
    /// WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION and
    /// WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE, in
    /// WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT.
    pub id: WS_SECURITY_BINDING_PROPERTY_ID,
    /// Array of acceptable values, each of the property's own type.
    pub allowedValues: *mut c_void,
    /// Size of the array in bytes: a multiple of the size of one value.
    pub allowedValuesSize: ULONG,
    /// What the policy says.
    pub out: WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3,
}

/// Which security a policy alternative may ask for. The security bindings are matched as a whole: the alternative must
/// ask for exactly these.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONSTRAINTS {
    /// Constraints on security properties, in place of the defaults; may be NULL if the count is 0.
    pub securityPropertyConstraints: *mut WS_SECURITY_PROPERTY_CONSTRAINT,
    /// Number of security property constraints.
    pub securityPropertyConstraintCount: ULONG,
    /// Pointers to structures that begin with WS_SECURITY_BINDING_CONSTRAINT, one for each token; may be NULL if the
    /// count is 0.
    pub securityBindingConstraints: *mut *mut WS_SECURITY_BINDING_CONSTRAINT,
    /// Number of security binding constraints; 0 means no security.
    pub securityBindingConstraintCount: ULONG,
}

/// Asks for a secure conversation, as WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING sets it up (SecureConversationToken
/// in EndorsingSupportingTokens).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE.
    /// WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION and
    /// WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE can be constrained. The assertion
    /// SC10SecurityContextToken stands for WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005, so this value must be allowed
    /// for such a policy to match. The entropy mode follows from RequireClientEntropy and RequireServerEntropy.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    /// Security of the exchange that sets up the conversation (BootstrapPolicy).
    pub bootstrapSecurityConstraint: *mut WS_SECURITY_CONSTRAINTS,
}

/// Result part of WS_SECURITY_PROPERTY_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY_CONSTRAINT_3 {
    /// The property as the policy has it, ready for use when the channel or the token request is made; its value lives
    /// in the heap given to WsMatchPolicyAlternative.
    pub securityProperty: WS_SECURITY_PROPERTY,
}

/// Which values of one security property are acceptable.
/// The values found are valid only after WsMatchPolicyAlternative has returned S_OK; after anything else the out part
/// may be half filled and must not be looked at. A property without a constraint has its default constraint: the one
/// value that the comment of id names, where it names one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY_CONSTRAINT {
    /// WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL, with any of the SSL, TCP SSPI and HTTP header authentication
    /// constraints; default WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT. SSL always has that level, and HTTP header
    /// authentication by itself always WS_PROTECTION_LEVEL_NONE, which therefore must be allowed for it.
    /// The others go with the user name, Kerberos, certificate and security context message security constraints:
    /// WS_SECURITY_PROPERTY_TIMESTAMP_USAGE, default WS_SECURITY_TIMESTAMP_USAGE_ALWAYS. A policy has this value if it
    /// has IncludeTimestamp, else WS_SECURITY_TIMESTAMP_USAGE_NEVER.
    /// WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT, default WS_SECURITY_HEADER_LAYOUT_STRICT.
    /// WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION, default WS_SECURITY_HEADER_VERSION_1_1.
    /// WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME, default WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256.
    pub id: WS_SECURITY_PROPERTY_ID,
    /// Array of acceptable values, each of the property's own type.
    pub allowedValues: *mut c_void,
    /// Size of the array in bytes: a multiple of the size of one value.
    pub allowedValuesSize: ULONG,
    /// What the policy says.
    pub out: WS_SECURITY_PROPERTY_CONSTRAINT_3,
}

/// Result part of WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT, filled by WsMatchPolicyAlternative when it returns
/// S_OK.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1 {
    /// TRUE if the policy demands a client certificate: then give the security binding a localCertCredential.
    pub clientCertCredentialRequired: BOOL,
}

/// Asks for TLS, as WS_SSL_TRANSPORT_SECURITY_BINDING provides it (HttpsToken in TransportBinding).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints of
    /// its own.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// What the policy says.
    pub out: WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1,
}

/// Asks for WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING (WindowsTransportSecurity in TransportBinding). On Linux that
/// binding runs over GSSAPI.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints
    /// of its own.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
}

/// Asks for a user name and password in the message, as WS_USERNAME_MESSAGE_SECURITY_BINDING sends them (UsernameToken
/// in SignedSupportingTokens).
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Common beginning; type is WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE. It has no property constraints
    /// of its own.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// How the token is attached to the message: WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}
