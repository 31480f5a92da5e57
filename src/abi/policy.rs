//!

use super::*;

pub struct WS_POLICY {
    _private: [u8; 0],
}

ws_enum! {
    pub enum WS_POLICY_EXTENSION_TYPE {
        WS_ENDPOINT_POLICY_EXTENSION_TYPE = 1,
    }
}

ws_enum! {
    pub enum WS_POLICY_PROPERTY_ID {
        WS_POLICY_PROPERTY_STATE = 1,
        WS_POLICY_PROPERTY_MAX_ALTERNATIVES = 2,
        WS_POLICY_PROPERTY_MAX_DEPTH = 3,
        WS_POLICY_PROPERTY_MAX_EXTENSIONS = 4,
    }
}

ws_enum! {
    pub enum WS_POLICY_STATE {
        WS_POLICY_STATE_CREATED = 1,
        WS_POLICY_STATE_FAULTED = 2,
    }
}

ws_enum! {
    pub enum WS_SECURITY_BINDING_CONSTRAINT_TYPE {
        WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 1,
        WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 2,
        WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE = 3,
        WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 4,
        WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 5,
        WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 6,
        WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 7,
        WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 8,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY_CONSTRAINT_3 {
    pub channelProperty: WS_CHANNEL_PROPERTY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY_CONSTRAINT {
    pub id: WS_CHANNEL_PROPERTY_ID,
    pub allowedValues: *mut c_void,
    pub allowedValuesSize: ULONG,
    pub out: WS_CHANNEL_PROPERTY_CONSTRAINT_3,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION_3 {
    pub assertionValue: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION {
    pub policyExtension: WS_POLICY_EXTENSION,
    pub assertionName: *mut WS_XML_STRING,
    pub assertionNs: *mut WS_XML_STRING,
    pub out: WS_ENDPOINT_POLICY_EXTENSION_3,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6 {
    pub issuerAddress: *mut WS_ENDPOINT_ADDRESS,
    pub requestSecurityTokenTemplate: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    pub claimConstraints: *mut WS_XML_STRING,
    pub claimConstraintCount: ULONG,
    pub requestSecurityTokenPropertyConstraints: *mut WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT,
    pub requestSecurityTokenPropertyConstraintCount: ULONG,
    pub out: WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_6,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_CONSTRAINTS {
    pub channelBinding: WS_CHANNEL_BINDING,
    pub channelPropertyConstraints: *mut WS_CHANNEL_PROPERTY_CONSTRAINT,
    pub channelPropertyConstraintCount: ULONG,
    pub securityConstraints: *mut WS_SECURITY_CONSTRAINTS,
    pub policyExtensions: *mut *mut WS_POLICY_EXTENSION,
    pub policyExtensionCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_EXTENSION {
    pub r#type: WS_POLICY_EXTENSION_TYPE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTIES {
    pub properties: *mut WS_POLICY_PROPERTY,
    pub propertyCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTY {
    pub id: WS_POLICY_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3 {
    pub requestSecurityTokenProperty: WS_REQUEST_SECURITY_TOKEN_PROPERTY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT {
    pub id: WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID,
    pub allowedValues: *mut c_void,
    pub allowedValuesSize: ULONG,
    pub out: WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_3,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_CONSTRAINT {
    pub r#type: WS_SECURITY_BINDING_CONSTRAINT_TYPE,
    pub propertyConstraints: *mut WS_SECURITY_BINDING_PROPERTY_CONSTRAINT,
    pub propertyConstraintCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3 {
    pub securityBindingProperty: WS_SECURITY_BINDING_PROPERTY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT {
    pub id: WS_SECURITY_BINDING_PROPERTY_ID,
    pub allowedValues: *mut c_void,
    pub allowedValuesSize: ULONG,
    pub out: WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_3,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONSTRAINTS {
    pub securityPropertyConstraints: *mut WS_SECURITY_PROPERTY_CONSTRAINT,
    pub securityPropertyConstraintCount: ULONG,
    pub securityBindingConstraints: *mut *mut WS_SECURITY_BINDING_CONSTRAINT,
    pub securityBindingConstraintCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
    pub bootstrapSecurityConstraint: *mut WS_SECURITY_CONSTRAINTS,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY_CONSTRAINT_3 {
    pub securityProperty: WS_SECURITY_PROPERTY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY_CONSTRAINT {
    pub id: WS_SECURITY_PROPERTY_ID,
    pub allowedValues: *mut c_void,
    pub allowedValuesSize: ULONG,
    pub out: WS_SECURITY_PROPERTY_CONSTRAINT_3,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1 {
    pub clientCertCredentialRequired: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    pub out: WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_1,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    pub bindingUsage: WS_MESSAGE_SECURITY_USAGE,
}
