//! Extensions about messages: what security found on a received one.

use super::*;

/// ULONG, WSX_MESSAGE_PART bits. Get, on received messages. The parts that a verified signature of the sender covers; 0
/// for none. What only transport security protects is not counted.
pub const WSX_MESSAGE_PROPERTY_SIGNED_PARTS: WS_MESSAGE_PROPERTY_ID = WS_MESSAGE_PROPERTY_ID(0x10001);

/// ULONG, WSX_MESSAGE_PART bits. Get, on received messages. The parts that were encrypted; 0 for none. What only
/// transport security protects is not counted.
pub const WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS: WS_MESSAGE_PROPERTY_ID = WS_MESSAGE_PROPERTY_ID(0x10002);

/// WS_XML_STRING. Get, on received messages with a signature. URI of the algorithm of the message's signature.
pub const WSX_MESSAGE_PROPERTY_SIGNATURE_ALGORITHM: WS_MESSAGE_PROPERTY_ID = WS_MESSAGE_PROPERTY_ID(0x10003);

/// WS_XML_STRING. Get, on received messages with encrypted parts. URI of the algorithm with which the body was
/// encrypted.
pub const WSX_MESSAGE_PROPERTY_ENCRYPTION_ALGORITHM: WS_MESSAGE_PROPERTY_ID = WS_MESSAGE_PROPERTY_ID(0x10004);

/// WSX_SECURITY_TOKEN_KIND. Get, on received messages. What the sender authenticated itself with in the message.
pub const WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND: WS_MESSAGE_PROPERTY_ID = WS_MESSAGE_PROPERTY_ID(0x10005);

ws_enum! {
    /// Parts of a message as bits, combined into the ULONG of WSX_MESSAGE_PROPERTY_SIGNED_PARTS and
    /// WSX_MESSAGE_PROPERTY_ENCRYPTED_PARTS.
    pub enum WSX_MESSAGE_PART {
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
    }
}

ws_enum! {
    /// What the sender of a message authenticated itself with; value of WSX_MESSAGE_PROPERTY_SECURITY_TOKEN_KIND.
    pub enum WSX_SECURITY_TOKEN_KIND {
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
    }
}
