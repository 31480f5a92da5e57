//! Endpoint addresses: where a service is, the reference parameters to send to it, and the identity that security
//! checks it against.

use super::*;

ws_enum! {
    /// Version of the addressing headers of messages and of endpoint addresses in XML.
    pub enum WS_ADDRESSING_VERSION {
        /// WS-Addressing of August 2004.
        WS_ADDRESSING_VERSION_0_9 = 1,
        /// WS-Addressing 1.0 of May 2006.
        WS_ADDRESSING_VERSION_1_0 = 2,
        /// No addressing headers in the envelope: To and Action are carried as the transport carries them, and the
        /// other headers of WS_HEADER_TYPE cannot be used. WS_HTTP_CHANNEL_BINDING only; since HTTP has no place for
        /// the action of a reply, that one is not transmitted.
        WS_ADDRESSING_VERSION_TRANSPORT = 3,
    }
}

ws_enum! {
    /// Extension of an endpoint address that WsReadEndpointAddressExtension reads; of several of one type it reads the
    /// first.
    pub enum WS_ENDPOINT_ADDRESS_EXTENSION_TYPE {
        /// WS_ENDPOINT_ADDRESS: where the metadata of the endpoint can be fetched.
        WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS = 1,
    }
}

ws_enum! {
    /// Selects the struct that follows a WS_ENDPOINT_IDENTITY.
    pub enum WS_ENDPOINT_IDENTITY_TYPE {
        /// WS_DNS_ENDPOINT_IDENTITY.
        WS_DNS_ENDPOINT_IDENTITY_TYPE = 1,
        /// WS_UPN_ENDPOINT_IDENTITY.
        WS_UPN_ENDPOINT_IDENTITY_TYPE = 2,
        /// WS_SPN_ENDPOINT_IDENTITY.
        WS_SPN_ENDPOINT_IDENTITY_TYPE = 3,
        /// WS_RSA_ENDPOINT_IDENTITY.
        WS_RSA_ENDPOINT_IDENTITY_TYPE = 4,
        /// WS_CERT_ENDPOINT_IDENTITY.
        WS_CERT_ENDPOINT_IDENTITY_TYPE = 5,
        /// WS_UNKNOWN_ENDPOINT_IDENTITY.
        WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE = 6,
    }
}

/// The service has this certificate. With WSX_CERT_MESSAGE_SECURITY_BINDING it must match the service's certificate,
/// and it is the certificate used where the binding names none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_ENDPOINT_IDENTITY {
    /// The base; identityType must be WS_CERT_ENDPOINT_IDENTITY_TYPE.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// The certificate in DER form.
    pub rawCertificateData: WS_BYTES,
}

/// The service has this DNS name: checked against the certificate where there is one, and made into the service
/// principal host/name by WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DNS_ENDPOINT_IDENTITY {
    /// The base; identityType must be WS_DNS_ENDPOINT_IDENTITY_TYPE.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// The name as in RFC 1035: a machine's simple name or a fully qualified one.
    pub dns: WS_STRING,
}

/// Where a service is and how it is recognised. Only the URL is required; the other members may be NULL. WsOpenChannel
/// and WsOpenServiceProxy copy the address, which is limited to 65536 bytes there; WsAddressMessage does not copy it
/// and has no such limit. Addresses are read and written as XML with WS_ENDPOINT_ADDRESS_TYPE and an addressing
/// version; the parts of one that was read belong to the heap it was read into.
///
/// Source: WS_ENDPOINT_ADDRESS and Endpoint Address pages.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS {
    /// The URL, always in escaped form; becomes the To header of messages. Length 0 is the anonymous address, which is
    /// mapped to and from the anonymous URI of the addressing version when XML is written or read. The Address element
    /// of WS-Addressing.
    pub url: WS_STRING,
    /// Reference parameters: header elements that every message to this address must carry, opaque to the client. NULL
    /// for none. The content of the ReferenceParameters element.
    pub headers: *mut WS_XML_BUFFER,
    /// Further elements of the address, such as metadata, first those that WS-Addressing defines, in its order, then
    /// others; not sent with messages. Contains no Address, ReferenceParameters or Identity element. A
    /// ReferenceProperties element of version 0.9 must be the first. NULL for none.
    pub extensions: *mut WS_XML_BUFFER,
    /// Who the service is; used to get tokens for it and to check it, and not sent with messages. NULL for none, in
    /// which case the host of the URL counts. The Identity element.
    pub identity: *mut WS_ENDPOINT_IDENTITY,
}

/// Base of the identities of a service and first member of each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_IDENTITY {
    /// Which struct this is.
    pub identityType: WS_ENDPOINT_IDENTITY_TYPE,
}

/// The service has this RSA public key.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_RSA_ENDPOINT_IDENTITY {
    /// The base; identityType must be WS_RSA_ENDPOINT_IDENTITY_TYPE.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// Modulus of the key.
    pub modulus: WS_BYTES,
    /// Public exponent of the key.
    pub exponent: WS_BYTES,
}

/// The service runs under this service principal name, to which tickets are requested as it stands.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SPN_ENDPOINT_IDENTITY {
    /// The base; identityType must be WS_SPN_ENDPOINT_IDENTITY_TYPE.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// The name, such as host/server.example.com.
    pub spn: WS_STRING,
}

/// An identity that was read from XML and is of none of the known kinds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNKNOWN_ENDPOINT_IDENTITY {
    /// The base; identityType must be WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// Buffer with the one element that was not understood; never NULL.
    pub element: *mut WS_XML_BUFFER,
}

/// The service runs under the account with this user principal name, to which tickets are requested as it stands.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UPN_ENDPOINT_IDENTITY {
    /// The base; identityType must be WS_UPN_ENDPOINT_IDENTITY_TYPE.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// The name, such as user@example.com.
    pub upn: WS_STRING,
}
