//! Metadata: reading WSDL and policy documents to learn how an endpoint wants to be called, publishing them from a
//! service endpoint, and the flags that decide which URLs a listener takes as its own.

use super::*;

/// The host of the incoming URL may be the machine's DNS name with its domain, if it is in one. Applies when the
/// listener was opened with the wildcard + or * as host.
pub const WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST: ULONG = 2;

/// The host of the incoming URL may be the machine's DNS name without the domain, if it is in one. Applies when the
/// listener was opened with the wildcard + or * as host.
pub const WS_MATCH_URL_DNS_HOST: ULONG = 1;

/// The path of the incoming URL must equal the path of the listener's URL. Not together with WS_MATCH_URL_PREFIX_PATH.
pub const WS_MATCH_URL_EXACT_PATH: ULONG = 64;

/// The host of the incoming URL may be an address of one of the machine's network interfaces. Applies when the listener
/// was opened with the wildcard + or * as host.
pub const WS_MATCH_URL_HOST_ADDRESSES: ULONG = 16;

/// The host of the incoming URL may be localhost. Applies when the listener was opened with the wildcard + or * as
/// host.
pub const WS_MATCH_URL_LOCAL_HOST: ULONG = 8;

/// The host of the incoming URL may be the machine's NetBIOS name, if it has one. Applies when the listener was opened
/// with the wildcard + or * as host.
pub const WS_MATCH_URL_NETBIOS_HOST: ULONG = 4;

/// The incoming URL must have no query.
pub const WS_MATCH_URL_NO_QUERY: ULONG = 256;

/// The port of the incoming URL must equal the port of the listener's URL.
pub const WS_MATCH_URL_PORT: ULONG = 32;

/// The path of the incoming URL must begin with the path of the listener's URL. Not together with
/// WS_MATCH_URL_EXACT_PATH.
pub const WS_MATCH_URL_PREFIX_PATH: ULONG = 128;

/// Every way to name this machine: all five host flags together.
/// The flags with WS_MATCH_URL_ in their name are the ULONG value of the listener properties
/// WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS (the URL of the HTTP request or of the connection) and
/// WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS (the To header of a message). A URL matches if its host, port, path
/// and query all do; a part for which no flag is set always matches, and of several host flags one is enough. A
/// listener that was opened with a real host name or address compares with that instead of the host flags. A message
/// whose URL does not match is rejected. The default of both properties is WS_MATCH_URL_THIS_HOST, WS_MATCH_URL_PORT,
/// WS_MATCH_URL_EXACT_PATH and WS_MATCH_URL_NO_QUERY.
pub const WS_MATCH_URL_THIS_HOST: ULONG = 31;

/// Handle of a metadata object, made by WsCreateMetadata and freed by WsFreeMetadata: a set of WSDL 1.1 and WS-Policy
/// documents. Add documents with WsReadMetadata, learn which are missing with WsGetMissingMetadataDocumentAddress, then
/// call WsGetMetadataEndpoints, which resolves the references between them and ends the adding. WsResetMetadata empties
/// the object. Whatever it returned belongs to it and is valid until it is reset or freed. Metadata is only as
/// trustworthy as the way it was fetched.
/// Thread rule: single threaded, together with the policies that it returned.
pub struct WS_METADATA {
    _private: [u8; 0],
}

ws_enum! {
    /// How a service endpoint hands out its metadata: the value of WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE.
    pub enum WS_METADATA_EXCHANGE_TYPE {
        /// Not at all; the default.
        WS_METADATA_EXCHANGE_TYPE_NONE = 0,
        /// Answers WS-MetadataExchange 1.1 requests. WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX can give
        /// them a URL of their own.
        WS_METADATA_EXCHANGE_TYPE_MEX = 1,
        /// Answers HTTP GET requests. Both URL matching options of the listener then default to
        /// WS_MATCH_URL_PREFIX_PATH and must not have WS_MATCH_URL_EXACT_PATH.
        WS_METADATA_EXCHANGE_TYPE_HTTP_GET = 2,
    }
}

ws_enum! {
    /// Properties of a metadata object: given to WsCreateMetadata, or read with WsGetMetadataProperty, as said for
    /// each.
    /// Source: WS_METADATA_PROPERTY_ID page.
    pub enum WS_METADATA_PROPERTY_ID {
        /// WS_METADATA_STATE, read only: the present state.
        WS_METADATA_PROPERTY_STATE = 1,
        /// WS_HEAP_PROPERTIES, at creation: limits of the heap in which the object keeps what it has read. Accepted are
        /// WS_HEAP_PROPERTY_MAX_SIZE (default 262,144 bytes) and WS_HEAP_PROPERTY_TRIM_SIZE (default 32,768 bytes). In
        /// binary encoding a small document can grow to a much larger one, so a limit on messages does not replace this
        /// one.
        WS_METADATA_PROPERTY_HEAP_PROPERTIES = 2,
        /// WS_POLICY_PROPERTIES, at creation: limits for every policy of the object.
        WS_METADATA_PROPERTY_POLICY_PROPERTIES = 3,
        /// SIZE_T, bytes, read only: how much has been allocated from the object's heap.
        WS_METADATA_PROPERTY_HEAP_REQUESTED_SIZE = 4,
        /// ULONG, at creation, default 32: how many documents WsReadMetadata accepts; the next one gives
        /// WS_E_QUOTA_EXCEEDED.
        WS_METADATA_PROPERTY_MAX_DOCUMENTS = 5,
        /// WS_HOST_NAMES, at creation, default none: hosts from which documents may come, besides those of the URLs
        /// given to WsReadMetadata. Only with WS_METADATA_PROPERTY_VERIFY_HOST_NAMES TRUE.
        WS_METADATA_PROPERTY_HOST_NAMES = 6,
        /// BOOL, at creation, default TRUE: WsGetMissingMetadataDocumentAddress fails when the host of the missing
        /// document is not among the expected ones, so that a document cannot send the application to a foreign host
        /// unnoticed. With FALSE the application must check the address itself.
        WS_METADATA_PROPERTY_VERIFY_HOST_NAMES = 7,
    }
}

ws_enum! {
    /// States of a metadata object.
    pub enum WS_METADATA_STATE {
        /// New or reset: documents can be added.
        WS_METADATA_STATE_CREATED = 1,
        /// WsGetMetadataEndpoints has succeeded: references are resolved, and no document can be added.
        WS_METADATA_STATE_RESOLVED = 2,
        /// WsReadMetadata or WsGetMetadataEndpoints has failed; only resetting or freeing the object is left.
        WS_METADATA_STATE_FAULTED = 3,
    }
}

/// A list of host names.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HOST_NAMES {
    /// The names: DNS names or IPv4 or IPv6 addresses, the latter in brackets.
    pub hostNames: *mut WS_STRING,
    /// Number of names.
    pub hostNameCount: ULONG,
}

/// One endpoint that the documents describe (a WSDL port). It belongs to the metadata object, must not be changed, and
/// is valid until that is reset or freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINT {
    /// Address, from the SOAP 1.1 or 1.2 address element or from the endpoint reference inside the port.
    pub endpointAddress: WS_ENDPOINT_ADDRESS,
    /// Policy of the endpoint, for WsGetPolicyAlternativeCount and WsMatchPolicyAlternative. It is not freed
    /// separately.
    pub endpointPolicy: *mut WS_POLICY,
    /// Name of the WSDL port, if known.
    pub portName: *mut WS_XML_STRING,
    /// Name of the WSDL service, if known.
    pub serviceName: *mut WS_XML_STRING,
    /// Namespace of the WSDL service, if known.
    pub serviceNs: *mut WS_XML_STRING,
    /// Name of the WSDL binding, if known.
    pub bindingName: *mut WS_XML_STRING,
    /// Namespace of the WSDL binding, if known.
    pub bindingNs: *mut WS_XML_STRING,
    /// Name of the WSDL port type, if known.
    pub portTypeName: *mut WS_XML_STRING,
    /// Namespace of the WSDL port type, if known.
    pub portTypeNs: *mut WS_XML_STRING,
}

/// The endpoints that WsGetMetadataEndpoints found. Only the structure itself is the caller's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINTS {
    /// The endpoints; they belong to the metadata object.
    pub endpoints: *mut WS_METADATA_ENDPOINT,
    /// Number of endpoints.
    pub endpointCount: ULONG,
}

/// One property of a metadata object.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_PROPERTY {
    /// Which property.
    pub id: WS_METADATA_PROPERTY_ID,
    /// Pointer to the value, of the type that the id asks for and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
