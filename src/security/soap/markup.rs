//! The elements of a Security header that is sent. Each is written in its canonical form, with all namespaces that it
//! uses, so that what is digested is what is written.

use super::names::{
    BASE64_BINARY, DSIG, ENCRYPTED_KEY, ENCRYPTED_KEY_SHA1, EXC_C14N, SC_13, SC_2005, STR_TRANSFORM, THUMBPRINT_SHA1,
    WSSE, WSSE11, WSU, X509_SKI, X509_V3, XENC, XENC_CONTENT, XENC_ELEMENT, XENC11,
};
use super::party::Party;
use crate::message::fault::write_xml;
use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::{Algorithm, Cipher, Digest, KeyTransport, KeyWrap};
use crate::security::crypto::keys::Transport;
use crate::security::settings::{CertReference, Secret};
use crate::security::xmlenc::write;
use crate::xml::value::base64::write_base64;
use crate::xml::writer::{Charset, Encoding, Settings, Writer};

/// Text in the making.
#[derive(Debug, Default)]
pub(super) struct Markup(pub(super) Vec<u8>);

impl Markup {
    pub(super) fn put(&mut self, text: impl AsRef<[u8]>) -> &mut Self {
        self.0.extend_from_slice(text.as_ref());
        self
    }

    /// Text that is not ours.
    pub(super) fn escaped(&mut self, text: &str) -> &mut Self {
        for c in text.bytes() {
            match c {
                b'&' => self.put(b"&amp;"),
                b'<' => self.put(b"&lt;"),
                b'>' => self.put(b"&gt;"),
                b'\r' => self.put(b"&#xD;"),
                other => self.put([other]),
            };
        }
        self
    }

    pub(super) fn base64(&mut self, bytes: &[u8]) -> Result<&mut Self> {
        write_base64(&mut self.0, bytes)?;
        Ok(self)
    }

    /// An element that has nothing but an Algorithm.
    fn algorithm(&mut self, name: &str, uri: impl AsRef<[u8]>) -> &mut Self {
        self.put(b"<").put(name).put(b" Algorithm=\"").put(uri).put(b"\"></").put(name).put(b">")
    }
}

/// How a key is referred to: a wsse:SecurityTokenReference, with its namespaces.
#[derive(Clone, Debug)]
pub(super) struct Str(Vec<u8>);

impl Str {
    fn new(content: &[u8]) -> Self {
        let mut xml = Markup::default();
        xml.put(b"<o:SecurityTokenReference xmlns:o=\"").put(WSSE).put(b"\">").put(content);
        xml.put(b"</o:SecurityTokenReference>");
        Str(xml.0)
    }

    /// To a token of this message.
    fn local(id: &str, value_type: &[u8]) -> Self {
        let mut xml = Markup::default();
        xml.put(b"<o:Reference URI=\"#").put(id).put(b"\" ValueType=\"").put(value_type).put(b"\"></o:Reference>");
        Self::new(&xml.0)
    }

    pub(super) fn encrypted_key(id: &str) -> Self {
        Self::local(id, ENCRYPTED_KEY)
    }

    /// Without a type, which WS-SecureConversation leaves open: Mono's WCF takes no reference that says it.
    pub(super) fn derived_key(id: &str) -> Self {
        let mut xml = Markup::default();
        xml.put(b"<o:Reference URI=\"#").put(id).put(b"\"></o:Reference>");
        Self::new(&xml.0)
    }

    pub(super) fn token(id: &str) -> Self {
        Self::local(id, X509_V3)
    }

    fn identifier(value_type: &[u8], value: &[u8]) -> Result<Self> {
        let mut xml = Markup::default();
        xml.put(b"<o:KeyIdentifier EncodingType=\"").put(BASE64_BINARY).put(b"\" ValueType=\"").put(value_type);
        xml.put(b"\">").base64(value)?.put(b"</o:KeyIdentifier>");
        Ok(Self::new(&xml.0))
    }

    /// To the key of the request.
    pub(super) fn encrypted_key_sha1(sha1: &[u8]) -> Result<Self> {
        Self::identifier(ENCRYPTED_KEY_SHA1, sha1)
    }

    /// To a certificate that the receiver has.
    pub(super) fn certificate(party: &Party, style: CertReference) -> Result<Self> {
        match (style, party.subject_key_identifier()) {
            (CertReference::Auto | CertReference::SubjectKeyIdentifier, Some(id)) => Self::identifier(X509_SKI, id),
            (CertReference::Thumbprint, _) => Self::identifier(THUMBPRINT_SHA1, party.certificate().thumbprint()),
            _ => {
                let (issuer, serial) = party.issuer_serial();
                let mut xml = Markup::default();
                xml.put(b"<X509Data xmlns=\"").put(DSIG).put(b"\"><X509IssuerSerial><X509IssuerName>").escaped(&issuer);
                xml.put(b"</X509IssuerName><X509SerialNumber>").put(serial);
                xml.put(b"</X509SerialNumber></X509IssuerSerial></X509Data>");
                Ok(Self::new(&xml.0))
            }
        }
    }

    /// With an Id, for an STR-Transform.
    pub(super) fn with_id(&self, id: &str) -> Self {
        let start = [b"<o:SecurityTokenReference xmlns:o=\"", WSSE, b"\""].concat();
        let mut xml = Markup(start.clone());
        xml.put(b" xmlns:u=\"").put(WSU).put(b"\" u:Id=\"").put(id).put(b"\"");
        xml.put(self.0.strip_prefix(&start[..]).unwrap_or_default());
        Str(xml.0)
    }

    pub(super) fn xml(&self) -> &[u8] {
        &self.0
    }

    fn key_info(&self, out: &mut Markup) {
        out.put(b"<KeyInfo xmlns=\"").put(DSIG).put(b"\">").put(&self.0).put(b"</KeyInfo>");
    }
}

/// wsse:BinarySecurityToken of a certificate.
pub(super) fn token(id: &str, party: &Party) -> Result<Vec<u8>> {
    let mut xml = Markup::default();
    xml.put(b"<o:BinarySecurityToken xmlns:o=\"").put(WSSE).put(b"\" xmlns:u=\"").put(WSU);
    xml.put(b"\" EncodingType=\"").put(BASE64_BINARY).put(b"\" ValueType=\"").put(X509_V3).put(b"\" u:Id=\"").put(id);
    xml.put(b"\">").base64(party.certificate().der())?.put(b"</o:BinarySecurityToken>");
    Ok(xml.0)
}

/// xenc:EncryptedKey, with the parts that are encrypted with it if they are listed there.
pub(super) fn encrypted_key(
    id: &str,
    transport: &Transport,
    recipient: &Str,
    encrypted: &[u8],
    parts: Option<&[String]>,
) -> Result<Vec<u8>> {
    let mut xml = Markup::default();
    xml.put(b"<e:EncryptedKey xmlns:e=\"").put(XENC).put(b"\" Id=\"").put(id);
    xml.put(b"\"><e:EncryptionMethod Algorithm=\"").put(Algorithm::KeyTransport(transport.algorithm).uri()).put(b"\">");
    if transport.algorithm != KeyTransport::Rsa15 {
        xml.put(b"<DigestMethod xmlns=\"").put(DSIG).put(b"\" Algorithm=\"");
        xml.put(Algorithm::Digest(transport.digest).uri()).put(b"\"></DigestMethod>");
    }
    if transport.algorithm == KeyTransport::RsaOaep {
        xml.put(b"<MGF xmlns=\"").put(XENC11).put(b"\" Algorithm=\"");
        xml.put(Algorithm::Mgf1(transport.mgf).uri()).put(b"\"></MGF>");
    }
    xml.put(b"</e:EncryptionMethod>");
    recipient.key_info(&mut xml);
    xml.put(b"<e:CipherData><e:CipherValue>").base64(encrypted)?.put(b"</e:CipherValue></e:CipherData>");
    if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
        put_list(&mut xml, parts, b"");
    }
    xml.put(b"</e:EncryptedKey>");
    Ok(xml.0)
}

/// As [`encrypted_key`], with a key that is agreed on with the owner of a key of an elliptic curve.
pub(super) fn agreed_key(
    id: &str,
    wrap: KeyWrap,
    recipient: (&Party, &Str),
    key: &Secret,
    parts: Option<&[String]>,
) -> Result<(Vec<u8>, Vec<u8>)> {
    let (party, str) = recipient;
    let parts: Vec<&[u8]> = parts.unwrap_or_default().iter().map(String::as_bytes).collect();
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), Settings::default());
    let way = (wrap, party.public());
    let mut whom = |writer: &mut Writer| write_xml(writer, str.xml());
    let encrypted = write::agreed_key(&mut writer, id.as_bytes(), key, way, &mut whom, &parts)?;
    writer.complete()?;
    Ok((writer.bytes().to_vec(), encrypted))
}

fn put_list(xml: &mut Markup, parts: &[String], declaration: &[u8]) {
    xml.put(b"<e:ReferenceList").put(declaration).put(b">");
    for id in parts {
        xml.put(b"<e:DataReference URI=\"#").put(id).put(b"\"></e:DataReference>");
    }
    xml.put(b"</e:ReferenceList>");
}

/// xenc:ReferenceList.
pub(super) fn reference_list(parts: &[String]) -> Vec<u8> {
    let mut xml = Markup::default();
    put_list(&mut xml, parts, &[b" xmlns:e=\"", XENC, b"\""].concat());
    xml.0
}

/// A DerivedKeyToken of WS-SecureConversation.
pub(super) fn derived_key(id: &str, is_sc_13: bool, base: &Str, length: usize, nonce: &[u8]) -> Result<Vec<u8>> {
    let mut xml = Markup::default();
    xml.put(b"<c:DerivedKeyToken xmlns:c=\"").put(if is_sc_13 { SC_13 } else { SC_2005 });
    xml.put(b"\" xmlns:u=\"").put(WSU).put(b"\" u:Id=\"").put(id).put(b"\">").put(&base.0);
    // WCF's way: what is not the default says both.
    if length != 32 {
        xml.put(b"<c:Offset>0</c:Offset><c:Length>").put(length.to_string()).put(b"</c:Length>");
    }
    xml.put(b"<c:Nonce>").base64(nonce)?.put(b"</c:Nonce></c:DerivedKeyToken>");
    Ok(xml.0)
}

/// wsse11:SignatureConfirmation.
pub(super) fn confirmation(id: &str, value: &[u8]) -> Result<Vec<u8>> {
    let mut xml = Markup::default();
    xml.put(b"<k:SignatureConfirmation xmlns:k=\"").put(WSSE11).put(b"\" xmlns:u=\"").put(WSU).put(b"\" Value=\"");
    xml.base64(value)?.put(b"\" u:Id=\"").put(id).put(b"\"></k:SignatureConfirmation>");
    Ok(xml.0)
}

/// What stands around the ciphertext of an xenc:EncryptedData.
pub(super) fn data(id: &str, is_content: bool, cipher: Cipher, key: Option<&Str>) -> (Vec<u8>, &'static [u8]) {
    let mut xml = Markup::default();
    xml.put(b"<e:EncryptedData xmlns:e=\"").put(XENC).put(b"\" Id=\"").put(id).put(b"\" Type=\"");
    xml.put(if is_content { XENC_CONTENT } else { XENC_ELEMENT }).put(b"\">");
    xml.algorithm("e:EncryptionMethod", Algorithm::Cipher(cipher).uri());
    if let Some(key) = key {
        key.key_info(&mut xml);
    }
    xml.put(b"<e:CipherData><e:CipherValue>");
    (xml.0, b"</e:CipherValue></e:CipherData></e:EncryptedData>")
}

/// Something that is signed: its Id and its digest.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) digest: Vec<u8>,
    /// The Id is a reference's, and the digest that of the token that it means.
    pub(super) is_str: bool,
}

impl Part {
    pub(super) fn new(id: impl Into<String>, digest: &[u8]) -> Self {
        Part { id: id.into(), digest: digest.to_vec(), is_str: false }
    }
}

/// ds:SignedInfo.
pub(super) fn signed_info(method: Algorithm, digest: Digest, parts: &[Part]) -> Result<Vec<u8>> {
    let mut xml = Markup(Vec::with_capacity(256 + parts.len() * 320));
    xml.put(b"<SignedInfo xmlns=\"").put(DSIG).put(b"\">");
    xml.algorithm("CanonicalizationMethod", EXC_C14N).algorithm("SignatureMethod", method.uri());
    for part in parts {
        xml.put(b"<Reference URI=\"#").put(&part.id).put(b"\"><Transforms>");
        if part.is_str {
            xml.put(b"<Transform Algorithm=\"").put(STR_TRANSFORM).put(b"\"><o:TransformationParameters xmlns:o=\"");
            xml.put(WSSE).put(b"\">").algorithm("CanonicalizationMethod", EXC_C14N);
            xml.put(b"</o:TransformationParameters></Transform>");
        } else {
            xml.algorithm("Transform", EXC_C14N);
        }
        xml.put(b"</Transforms>").algorithm("DigestMethod", Algorithm::Digest(digest).uri());
        xml.put(b"<DigestValue>").base64(&part.digest)?.put(b"</DigestValue></Reference>");
    }
    xml.put(b"</SignedInfo>");
    Ok(xml.0)
}

/// ds:Signature around a SignedInfo.
pub(super) fn signature(id: &str, signed_info: &[u8], value: &[u8], key: &Str) -> Result<Vec<u8>> {
    let mut xml = Markup(Vec::with_capacity(signed_info.len() + key.0.len() + value.len() * 2 + 256));
    let start = [b"<SignedInfo xmlns=\"", DSIG, b"\""].concat();
    xml.put(b"<Signature xmlns=\"").put(DSIG).put(b"\" Id=\"").put(id).put(b"\"><SignedInfo");
    xml.put(signed_info.strip_prefix(&start[..]).unwrap_or_default()).put(b"<SignatureValue>").base64(value)?;
    xml.put(b"</SignatureValue><KeyInfo>").put(&key.0).put(b"</KeyInfo></Signature>");
    Ok(xml.0)
}
