//! The security description of a channel or listener and the settings that hold for the whole of it. What each binding
//! adds is in security_binding.rs.

use super::*;

ws_enum! {
    /// Integrity and confidentiality of messages. Transport security applies it to whole messages.
    pub enum WS_PROTECTION_LEVEL {
        /// Neither signed nor encrypted.
        WS_PROTECTION_LEVEL_NONE = 1,
        /// Signed, not encrypted.
        WS_PROTECTION_LEVEL_SIGN = 2,
        /// Signed and encrypted.
        WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT = 3,
    }
}

ws_enum! {
    /// Order of the elements in the WS-Security header; value of WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT.
    pub enum WS_SECURITY_HEADER_LAYOUT {
        /// Default. Whatever is referred to, tokens above all, stands before what refers to it.
        WS_SECURITY_HEADER_LAYOUT_STRICT = 1,
        /// Any order.
        WS_SECURITY_HEADER_LAYOUT_LAX = 2,
        /// Any order after the timestamp, which is the first element.
        WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST = 3,
        /// Any order before the timestamp, which is the last element.
        WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST = 4,
    }
}

ws_enum! {
    /// Version of WS-Security; value of WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION.
    pub enum WS_SECURITY_HEADER_VERSION {
        /// WS-Security 1.0.
        WS_SECURITY_HEADER_VERSION_1_0 = 1,
        /// WS-Security 1.1. Default.
        WS_SECURITY_HEADER_VERSION_1_1 = 2,
    }
}

ws_enum! {
    /// Settings for a whole channel or listener, given in WS_SECURITY_DESCRIPTION.properties when the channel,
    /// listener, service proxy or service host is created and fixed from then on. All have defaults. Those about
    /// algorithms, timestamps and the header count where tokens travel in messages: over a transport binding, or with
    /// WSX_CERT_MESSAGE_SECURITY_BINDING. WebServicesX.h adds ids from 0x10001 up: protection level of messages, replay
    /// detection, legacy algorithms, and suites that the Windows names cannot say.
    ///
    /// Source: WS_SECURITY_PROPERTY_ID page.
    pub enum WS_SECURITY_PROPERTY_ID {
        /// WS_PROTECTION_LEVEL: protection of the connection. Default WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT with a
        /// transport security binding. HTTP header authentication without TLS, and on servers a message security
        /// binding on HTTP without TLS, need it set to WS_PROTECTION_LEVEL_NONE; a WSX binding that protects messages
        /// does not.
        WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL = 1,
        /// WS_SECURITY_ALGORITHM_SUITE: the algorithms one by one. Not together with
        /// WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME, whose default counts when neither is set.
        WS_SECURITY_PROPERTY_ALGORITHM_SUITE = 2,
        /// WS_SECURITY_ALGORITHM_SUITE_NAME. Default WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256, and BASIC128 with
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. Not together with WS_SECURITY_PROPERTY_ALGORITHM_SUITE.
        WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME = 3,
        /// WS_TIMESPAN (100 ns ticks), default 5 minutes: how old a received timestamp may be.
        WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY = 4,
        /// WS_TIMESPAN (100 ns ticks), default 5 minutes: time from Created to Expires in a sent timestamp.
        WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION = 5,
        /// WS_TIMESPAN (100 ns ticks), default 5 minutes: difference between the two clocks that checks of time, such
        /// as the maximum latency, make allowance for.
        WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW = 6,
        /// WS_SECURITY_TIMESTAMP_USAGE, default WS_SECURITY_TIMESTAMP_USAGE_ALWAYS.
        WS_SECURITY_PROPERTY_TIMESTAMP_USAGE = 7,
        /// WS_SECURITY_HEADER_LAYOUT, default WS_SECURITY_HEADER_LAYOUT_STRICT.
        WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT = 8,
        /// WS_SECURITY_HEADER_VERSION, default WS_SECURITY_HEADER_VERSION_1_1.
        WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION = 9,
        /// WS_EXTENDED_PROTECTION_POLICY, default WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED. Servers only, on
        /// WS_HTTP_CHANNEL_BINDING with WS_HTTP_HEADER_AUTH_SECURITY_BINDING or
        /// WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING. Clients send the data by themselves.
        WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY = 10,
        /// WS_EXTENDED_PROTECTION_SCENARIO, default WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER. Where
        /// WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY is allowed.
        WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO = 11,
        /// WS_SERVICE_SECURITY_IDENTITIES: the service principal names that extended protection accepts, compared
        /// exactly. Servers only, on WS_HTTP_CHANNEL_BINDING. Set it when header authentication runs without TLS
        /// (without it nothing is checked there, as with WS_EXTENDED_PROTECTION_POLICY_NEVER) and when the scenario is
        /// WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL; it must not be set otherwise.
        WS_SECURITY_PROPERTY_SERVICE_IDENTITIES = 12,
    }
}

ws_enum! {
    /// Which messages carry a timestamp in the WS-Security header; value of WS_SECURITY_PROPERTY_TIMESTAMP_USAGE.
    pub enum WS_SECURITY_TIMESTAMP_USAGE {
        /// Default. Sent in every message and demanded in every message received, requests and replies.
        WS_SECURITY_TIMESTAMP_USAGE_ALWAYS = 1,
        /// Neither sent nor demanded. An error where the header must carry a signature over transport security, since
        /// that signature covers the timestamp.
        WS_SECURITY_TIMESTAMP_USAGE_NEVER = 2,
        /// In requests from client to server only.
        WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY = 3,
    }
}

/// The security of a channel, listener, service proxy or service host. Which bindings it holds decides what security
/// there is; on both sides they must correspond. The creating call copies what it needs, so the description and what it
/// points to may be released when that call returns; state pointers of callbacks must live as long as the object.
/// Custom channels take no description.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_DESCRIPTION {
    /// Array of pointers to the bindings, each of the struct that its bindingType names.
    pub securityBindings: *mut *mut WS_SECURITY_BINDING,
    /// Number of elements in securityBindings.
    pub securityBindingCount: ULONG,
    /// Array of settings. NULL means that every setting has its default.
    pub properties: *mut WS_SECURITY_PROPERTY,
    /// Number of elements in properties.
    pub propertyCount: ULONG,
}

/// An array of channel-wide security settings, as binding templates pass it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTIES {
    /// The array; may be NULL when the count is 0.
    pub properties: *mut WS_SECURITY_PROPERTY,
    /// Number of elements in properties.
    pub propertyCount: ULONG,
}

/// One channel-wide security setting.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY {
    /// Which setting.
    pub id: WS_SECURITY_PROPERTY_ID,
    /// The value, of the type that the id prescribes; belongs to the caller.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
