//! The namespaces and identifiers of WS-Security and what it is made of.

pub(crate) const WSSE: &[u8] = b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
pub(crate) const WSU: &[u8] = b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
pub(crate) const WSSE11: &[u8] = b"http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
pub(crate) const DSIG: &[u8] = b"http://www.w3.org/2000/09/xmldsig#";
pub(crate) const DSIG11: &[u8] = b"http://www.w3.org/2009/xmldsig11#";
pub(crate) const XENC: &[u8] = b"http://www.w3.org/2001/04/xmlenc#";
pub(crate) const XENC11: &[u8] = b"http://www.w3.org/2009/xmlenc11#";
pub(crate) const EXC_C14N: &[u8] = b"http://www.w3.org/2001/10/xml-exc-c14n#";
/// WS-SecureConversation of February 2005.
pub(crate) const SC_2005: &[u8] = b"http://schemas.xmlsoap.org/ws/2005/02/sc";
/// WS-SecureConversation 1.3.
pub(crate) const SC_13: &[u8] = b"http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512";
/// Of assertions.
pub(crate) const SAML_1_1: &[u8] = b"urn:oasis:names:tc:SAML:1.0:assertion";
pub(crate) const SAML_2_0: &[u8] = b"urn:oasis:names:tc:SAML:2.0:assertion";
const SOAP_1_1: &[u8] = b"http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_1_2: &[u8] = b"http://www.w3.org/2003/05/soap-envelope";
const WSA_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";
const WSA_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";

pub(crate) const BASE64_BINARY: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
pub(crate) const STR_TRANSFORM: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform";
pub(crate) const THUMBPRINT_SHA1: &[u8] =
    b"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1";
pub(crate) const ENCRYPTED_KEY_SHA1: &[u8] =
    b"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKeySHA1";
pub(crate) const ENCRYPTED_KEY: &[u8] =
    b"http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#EncryptedKey";
pub(crate) const X509_V3: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
pub(crate) const X509_SKI: &[u8] =
    b"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier";
pub(crate) const XENC_ELEMENT: &[u8] = b"http://www.w3.org/2001/04/xmlenc#Element";
pub(crate) const XENC_CONTENT: &[u8] = b"http://www.w3.org/2001/04/xmlenc#Content";

/// A namespace, as far as security has to know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ns {
    None,
    Wsse,
    Wsu,
    Wsse11,
    Dsig,
    Dsig11,
    Xenc,
    Xenc11,
    ExcC14n,
    /// SAML 1.1 and 2.0.
    Saml1,
    Saml2,
    /// Of either version.
    Sc,
    Soap11,
    Soap12,
    /// Of any version.
    Addressing,
    Other,
}

impl Ns {
    pub(crate) fn of(uri: &[u8]) -> Self {
        match uri {
            b"" => Ns::None,
            WSSE => Ns::Wsse,
            WSU => Ns::Wsu,
            WSSE11 => Ns::Wsse11,
            DSIG => Ns::Dsig,
            DSIG11 => Ns::Dsig11,
            XENC => Ns::Xenc,
            XENC11 => Ns::Xenc11,
            EXC_C14N => Ns::ExcC14n,
            SAML_1_1 => Ns::Saml1,
            SAML_2_0 => Ns::Saml2,
            SC_2005 | SC_13 => Ns::Sc,
            SOAP_1_1 => Ns::Soap11,
            SOAP_1_2 => Ns::Soap12,
            WSA_1_0 | WSA_0_9 => Ns::Addressing,
            _ => Ns::Other,
        }
    }
}
