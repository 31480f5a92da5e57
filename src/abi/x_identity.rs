//! Extensions about the authenticated identities that stand where Windows has tokens.

use super::*;

ws_enum! {
    /// How a sender was authenticated; value of WSX_IDENTITY_PROPERTY_MECHANISM.
    pub enum WSX_IDENTITY_MECHANISM {
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
    }
}

ws_enum! {
    /// Properties of an authenticated identity, which WsxGetIdentityProperty reads.
    pub enum WSX_IDENTITY_PROPERTY_ID {
        /// WSX_IDENTITY_MECHANISM. How the sender was authenticated.
        WSX_IDENTITY_PROPERTY_MECHANISM = 1,
        /// WS_STRING. The name, without the realm.
        WSX_IDENTITY_PROPERTY_NAME = 2,
        /// WS_STRING. Realm of Kerberos, domain of NTLM, realm of HTTP authentication; empty where there is none.
        WSX_IDENTITY_PROPERTY_REALM = 3,
        /// WSX_IDENTITY_GROUPS. The groups of the sender where the mechanism tells them, otherwise none.
        WSX_IDENTITY_PROPERTY_GROUPS = 4,
    }
}

/// The groups of an identity; value of WSX_IDENTITY_PROPERTY_GROUPS. Belongs to the identity.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WSX_IDENTITY_GROUPS {
    /// Array of names; NULL when there is none.
    pub groups: *const WS_STRING,
    /// Number of elements in groups.
    pub groupCount: ULONG,
}
