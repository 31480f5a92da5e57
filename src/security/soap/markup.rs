//! The elements of a Security header that is sent. Each is written in its canonical form, with all namespaces that it
//! uses, so that what is digested is what is written.

use super::names::{
    BASE64_BINARY, DSIG, ENCRYPTED_KEY, ENCRYPTED_KEY_SHA1, EXC_C14N, SC_13, SC_2005, STR_TRANSFORM, THUMBPRINT_SHA1,
    WSSE, WSSE11, WSU, X509_SKI, X509_V3, XENC, XENC_CONTENT, XENC_ELEMENT, XENC11,
};
use super::party::{Party, Written};
use crate::message::fault::write_xml;
use crate::runtime::fault::Result;
use crate::security::crypto::algorithm::{Algorithm, Cipher, Digest, KeyTransport, KeyWrap};
use crate::security::crypto::digest::Value;
use crate::security::crypto::keys::Transport;
use crate::security::settings::{CertReference, Secret};
use crate::security::xmlenc::write;
use crate::xml::value::base64::write_base64;
use crate::xml::writer::{Charset, Encoding, Settings, Writer};
use std::borrow::Cow;

/// The bytes of all pieces, put together by the compiler.
macro_rules! fixed {
    ($($piece:expr),+ $(,)?) => {{
        const PIECES: &[&[u8]] = &[$($piece),+];
        const ALL: [u8; total(PIECES)] = joined(PIECES);
        &ALL as &'static [u8]
    }};
}

const fn total(mut pieces: &[&[u8]]) -> usize {
    let mut total = 0;
    while let Some((piece, others)) = pieces.split_first() {
        total += piece.len();
        pieces = others;
    }
    total
}

const fn joined<const N: usize>(mut pieces: &[&[u8]]) -> [u8; N] {
    let mut all = [0; N];
    let mut place: &mut [u8] = &mut all;
    while let Some((piece, others)) = pieces.split_first()
        && let Some((to, rest)) = place.split_at_mut_checked(piece.len())
    {
        to.copy_from_slice(piece);
        (place, pieces) = (rest, others);
    }
    all
}

/// An Id that is made here: a letter for what it is of, and a number where there can be more of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id {
    text: [u8; 16],
    size: usize,
}

/// What all Ids begin with that are made here.
pub(super) const PREFIX: &[u8] = b"_wsx-";
/// Of the key that is sent, of those that are derived for encryption and for signing, of the token of a signature, of a
/// reference to that, of the primary signature and of one that endorses it.
pub(super) const KEY: &[u8] = fixed!(PREFIX, b"k");
pub(super) const ENCRYPTING: &[u8] = fixed!(PREFIX, b"e");
pub(super) const SIGNING: &[u8] = fixed!(PREFIX, b"h");
pub(super) const TOKEN: &[u8] = fixed!(PREFIX, b"t");
pub(super) const REFERENCE: &[u8] = fixed!(PREFIX, b"r");
pub(super) const PRIMARY: &[u8] = fixed!(PREFIX, b"s");
pub(super) const ENDORSING: &[u8] = fixed!(PREFIX, b"n");

impl Id {
    fn new(kind: &[u8], number: usize) -> Self {
        let mut id = Id { text: [0; 16], size: 0 };
        // The least one of up to ten digits, of which there is one at least; nothing that is numbered has more.
        let mut scale = 1;
        while number / scale >= 10 {
            scale *= 10;
        }
        PREFIX.iter().chain(kind).for_each(|byte| id.push(*byte));
        while scale != 0 {
            id.push(b'0' + (number / scale % 10) as u8);
            scale /= 10;
        }
        id
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.text.get_mut(self.size) {
            *place = byte;
            self.size += 1;
        }
    }

    /// Of a part of the message: a header or the body.
    pub(super) fn part(number: usize) -> Self {
        Self::new(b"", number)
    }

    /// Of an EncryptedData.
    pub(super) fn data(number: usize) -> Self {
        Self::new(b"d", number)
    }

    /// Of a SignatureConfirmation.
    pub(super) fn confirmation(number: usize) -> Self {
        Self::new(b"c", number)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.text.get(..self.size).unwrap_or_default()
    }
}

/// Text in the making.
#[derive(Debug, Default)]
pub(super) struct Markup(pub(super) Vec<u8>);

impl Markup {
    pub(super) fn with_capacity(size: usize) -> Self {
        Markup(Vec::with_capacity(size))
    }

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

    /// As [`escaped`](Self::escaped), in an attribute's value.
    fn escaped_value(&mut self, text: &[u8]) -> &mut Self {
        for c in text {
            match c {
                b'&' => self.put(b"&amp;"),
                b'<' => self.put(b"&lt;"),
                b'"' => self.put(b"&quot;"),
                b'\t' => self.put(b"&#x9;"),
                b'\n' => self.put(b"&#xA;"),
                b'\r' => self.put(b"&#xD;"),
                other => self.put([*other]),
            };
        }
        self
    }

    pub(super) fn base64(&mut self, bytes: &[u8]) -> Result<&mut Self> {
        write_base64(&mut self.0, bytes)?;
        Ok(self)
    }

    /// What was written from a place on.
    pub(super) fn since(&self, start: usize) -> &[u8] {
        self.0.get(start..).unwrap_or_default()
    }
}

/// How a key is referred to: a wsse:SecurityTokenReference, with its namespaces.
#[derive(Clone, Debug)]
pub(super) struct Str<'a>(Cow<'a, [u8]>);

const STR: &[u8] = fixed!(b"<o:SecurityTokenReference xmlns:o=\"", WSSE, b"\"");
const STR_END: &[u8] = b"</o:SecurityTokenReference>";

impl<'a> Str<'a> {
    /// To the key that is sent in this message.
    pub(super) const ENCRYPTED_KEY: Str<'static> = Self::fixed(fixed!(
        STR,
        b"><o:Reference URI=\"#",
        KEY,
        b"\" ValueType=\"",
        ENCRYPTED_KEY,
        b"\"></o:Reference>",
        STR_END
    ));
    /// To the two that are derived. Without a type, which WS-SecureConversation leaves open: Mono's WCF takes no reference
    /// that says it.
    pub(super) const SIGNING: Str<'static> =
        Self::fixed(fixed!(STR, b"><o:Reference URI=\"#", SIGNING, b"\"></o:Reference>", STR_END));
    pub(super) const ENCRYPTING: Str<'static> =
        Self::fixed(fixed!(STR, b"><o:Reference URI=\"#", ENCRYPTING, b"\"></o:Reference>", STR_END));
    /// To the certificate of this message.
    pub(super) const TOKEN: Str<'static> = Self::fixed(fixed!(
        STR,
        b"><o:Reference URI=\"#",
        TOKEN,
        b"\" ValueType=\"",
        X509_V3,
        b"\"></o:Reference>",
        STR_END
    ));

    const fn fixed(xml: &'static [u8]) -> Str<'static> {
        Str(Cow::Borrowed(xml))
    }

    fn identifier(value_type: &[u8], value: &[u8]) -> Result<Vec<u8>> {
        let mut xml = Markup::with_capacity(512);
        xml.put(fixed!(STR, b"><o:KeyIdentifier EncodingType=\"", BASE64_BINARY, b"\" ValueType=\"")).put(value_type);
        xml.put(b"\">").base64(value)?.put(fixed!(b"</o:KeyIdentifier>", STR_END));
        Ok(xml.0)
    }

    /// To the key of the request.
    pub(super) fn encrypted_key_sha1(sha1: &[u8]) -> Result<Self> {
        Self::identifier(ENCRYPTED_KEY_SHA1, sha1).map(|xml| Str(Cow::Owned(xml)))
    }

    /// To a certificate that the receiver has.
    pub(super) fn certificate(party: &'a Party, style: CertReference) -> Result<Self> {
        let xml = match (style, party.subject_key_identifier()) {
            (CertReference::Auto | CertReference::SubjectKeyIdentifier, Some(id)) => {
                party.written(Written::SubjectKeyIdentifier, || Self::identifier(X509_SKI, id))
            }
            (CertReference::Thumbprint, _) => party
                .written(Written::Thumbprint, || Self::identifier(THUMBPRINT_SHA1, party.certificate().thumbprint())),
            _ => party.written(Written::IssuerSerial, || {
                let (issuer, serial) = party.issuer_serial();
                let mut xml = Markup::default();
                xml.put(fixed!(STR, b"><X509Data xmlns=\"", DSIG, b"\"><X509IssuerSerial><X509IssuerName>"));
                xml.escaped(&issuer).put(b"</X509IssuerName><X509SerialNumber>").put(serial);
                xml.put(fixed!(b"</X509SerialNumber></X509IssuerSerial></X509Data>", STR_END));
                Ok(xml.0)
            }),
        }?;
        Ok(Str(Cow::Borrowed(xml)))
    }

    /// With an Id, for an STR-Transform.
    pub(super) fn with_id(&self) -> Str<'static> {
        let mut xml = Markup::with_capacity(self.0.len() + 160);
        xml.put(fixed!(STR, b" xmlns:u=\"", WSU, b"\" u:Id=\"", REFERENCE, b"\""));
        xml.put(self.0.strip_prefix(STR).unwrap_or_default());
        Str(Cow::Owned(xml.0))
    }

    pub(super) fn xml(&self) -> &[u8] {
        &self.0
    }
}

/// Around a reference that says which key something is encrypted with.
const KEY_INFO: &[u8] = fixed!(b"<KeyInfo xmlns=\"", DSIG, b"\">");
const KEY_INFO_END: &[u8] = b"</KeyInfo>";

/// wsse:BinarySecurityToken of a certificate, with the Id of [`TOKEN`].
pub(super) fn token(party: &Party) -> Result<&[u8]> {
    party.written(Written::Token, || {
        let der = party.certificate().der();
        let mut xml = Markup::with_capacity(1024 + der.len() * 2);
        xml.put(fixed!(b"<o:BinarySecurityToken xmlns:o=\"", WSSE, b"\" xmlns:u=\"", WSU, b"\" EncodingType=\""));
        xml.put(fixed!(BASE64_BINARY, b"\" ValueType=\"", X509_V3, b"\" u:Id=\"", TOKEN, b"\">"));
        xml.base64(der)?.put(b"</o:BinarySecurityToken>");
        Ok(xml.0)
    })
}

/// xenc:EncryptedKey, with the parts that are encrypted with it if they are listed there: their number.
pub(super) fn encrypted_key(
    xml: &mut Markup,
    transport: &Transport,
    recipient: &Str<'_>,
    encrypted: &[u8],
    parts: usize,
) -> Result<()> {
    xml.put(fixed!(b"<e:EncryptedKey xmlns:e=\"", XENC, b"\" Id=\"", KEY, b"\"><e:EncryptionMethod Algorithm=\""));
    xml.put(Algorithm::KeyTransport(transport.algorithm).uri()).put(b"\">");
    if transport.algorithm != KeyTransport::Rsa15 {
        xml.put(fixed!(b"<DigestMethod xmlns=\"", DSIG, b"\" Algorithm=\""));
        xml.put(Algorithm::Digest(transport.digest).uri()).put(b"\"></DigestMethod>");
    }
    if transport.algorithm == KeyTransport::RsaOaep {
        xml.put(fixed!(b"<MGF xmlns=\"", XENC11, b"\" Algorithm=\""));
        xml.put(Algorithm::Mgf1(transport.mgf).uri()).put(b"\"></MGF>");
    }
    xml.put(fixed!(b"</e:EncryptionMethod>", KEY_INFO)).put(recipient.xml());
    xml.put(fixed!(KEY_INFO_END, b"<e:CipherData><e:CipherValue>")).base64(encrypted)?;
    xml.put(b"</e:CipherValue></e:CipherData>");
    if parts != 0 {
        put_list(xml, parts, b"");
    }
    xml.put(b"</e:EncryptedKey>");
    Ok(())
}

/// As [`encrypted_key`], with a key that is agreed on with the owner of a key of an elliptic curve. Answers what it is
/// encrypted to.
pub(super) fn agreed_key(
    xml: &mut Markup,
    wrap: KeyWrap,
    recipient: (&Party, &Str<'_>),
    key: &Secret,
    parts: usize,
) -> Result<Vec<u8>> {
    let (party, str) = recipient;
    let parts: Vec<Id> = (0..parts).map(Id::data).collect();
    let parts: Vec<&[u8]> = parts.iter().map(Id::bytes).collect();
    let mut writer = Writer::default();
    writer.set_output(Some(Encoding::Text(Charset::Utf8)), Settings::default());
    let way = (wrap, party.public());
    let mut whom = |writer: &mut Writer| write_xml(writer, str.xml());
    let encrypted = write::agreed_key(&mut writer, KEY, key, way, &mut whom, &parts)?;
    writer.complete()?;
    xml.put(writer.bytes());
    Ok(encrypted)
}

fn put_list(xml: &mut Markup, parts: usize, declaration: &[u8]) {
    xml.put(b"<e:ReferenceList").put(declaration).put(b">");
    for number in 0..parts {
        xml.put(b"<e:DataReference URI=\"#").put(Id::data(number).bytes()).put(b"\"></e:DataReference>");
    }
    xml.put(b"</e:ReferenceList>");
}

/// xenc:ReferenceList of so many parts.
pub(super) fn reference_list(xml: &mut Markup, parts: usize) {
    put_list(xml, parts, fixed!(b" xmlns:e=\"", XENC, b"\""));
}

/// A DerivedKeyToken of WS-SecureConversation.
pub(super) fn derived_key(
    xml: &mut Markup,
    id: &[u8],
    is_sc_13: bool,
    base: &Str<'_>,
    length: usize,
    nonce: &[u8],
) -> Result<()> {
    xml.put(if is_sc_13 {
        fixed!(b"<c:DerivedKeyToken xmlns:c=\"", SC_13, b"\" xmlns:u=\"", WSU, b"\" u:Id=\"")
    } else {
        fixed!(b"<c:DerivedKeyToken xmlns:c=\"", SC_2005, b"\" xmlns:u=\"", WSU, b"\" u:Id=\"")
    });
    xml.put(id).put(b"\">").put(base.xml());
    // WCF's way: what is not the default says both.
    if length != 32 {
        xml.put(b"<c:Offset>0</c:Offset><c:Length>").put(length.to_string()).put(b"</c:Length>");
    }
    xml.put(b"<c:Nonce>").base64(nonce)?.put(b"</c:Nonce></c:DerivedKeyToken>");
    Ok(())
}

/// wsse11:SignatureConfirmation.
pub(super) fn confirmation(xml: &mut Markup, id: Id, value: &[u8]) -> Result<()> {
    xml.put(fixed!(b"<k:SignatureConfirmation xmlns:k=\"", WSSE11, b"\" xmlns:u=\"", WSU, b"\" Value=\""));
    xml.base64(value)?.put(b"\" u:Id=\"").put(id.bytes()).put(b"\"></k:SignatureConfirmation>");
    Ok(())
}

/// What stands before the ciphertext of an xenc:EncryptedData: pieces.
pub(super) fn data_start<'a>(id: &'a Id, is_content: bool, cipher: Cipher, key: Option<&'a Str<'_>>) -> [&'a [u8]; 7] {
    let what = if is_content {
        fixed!(b"\" Type=\"", XENC_CONTENT, b"\"><e:EncryptionMethod Algorithm=\"")
    } else {
        fixed!(b"\" Type=\"", XENC_ELEMENT, b"\"><e:EncryptionMethod Algorithm=\"")
    };
    let (reference, [before, behind]): (_, [&[u8]; 2]) = match key {
        Some(key) => (
            key.xml(),
            [fixed!(b"\"></e:EncryptionMethod>", KEY_INFO), fixed!(KEY_INFO_END, b"<e:CipherData><e:CipherValue>")],
        ),
        None => (b"", [b"\"></e:EncryptionMethod>", b"<e:CipherData><e:CipherValue>"]),
    };
    let start = fixed!(b"<e:EncryptedData xmlns:e=\"", XENC, b"\" Id=\"");
    [start, id.bytes(), what, Algorithm::Cipher(cipher).uri().as_bytes(), before, reference, behind]
}

/// What stands behind it.
pub(super) const DATA_END: &[u8] = b"</e:CipherValue></e:CipherData></e:EncryptedData>";

/// Between the Id and the algorithm of a ds:Reference.
const TRANSFORMS: &[u8] = fixed!(
    b"\"><Transforms><Transform Algorithm=\"",
    EXC_C14N,
    b"\"></Transform></Transforms><DigestMethod Algorithm=\""
);
/// Room for one of them.
const REFERENCE_SIZE: usize = 384;

/// The ds:References of a SignedInfo that is to be written.
#[derive(Debug)]
pub(super) struct References {
    xml: Markup,
    algorithm: &'static str,
}

impl References {
    /// With room for so many.
    pub(super) fn new(digest: Digest, count: usize) -> Self {
        References { xml: Markup::with_capacity(count * REFERENCE_SIZE), algorithm: Algorithm::Digest(digest).uri() }
    }

    /// Adds one to what has an Id, in exclusive canonical form.
    pub(super) fn add(&mut self, id: &[u8], digest: &Value) -> Result<()> {
        self.xml.put(b"<Reference URI=\"#").put(id);
        self.put_rest(TRANSFORMS, digest)
    }

    /// As [`add`](Self::add), with an Id that is the program's.
    pub(super) fn add_given(&mut self, id: &[u8], digest: &Value) -> Result<()> {
        self.xml.put(b"<Reference URI=\"#").escaped_value(id);
        self.put_rest(TRANSFORMS, digest)
    }

    /// Adds one to the token that the reference with the Id of [`REFERENCE`] means.
    pub(super) fn add_token(&mut self, digest: &Value) -> Result<()> {
        self.put_rest(
            fixed!(
                b"<Reference URI=\"#",
                REFERENCE,
                b"\"><Transforms><Transform Algorithm=\"",
                STR_TRANSFORM,
                b"\"><o:TransformationParameters xmlns:o=\"",
                WSSE,
                b"\"><CanonicalizationMethod Algorithm=\"",
                EXC_C14N,
                b"\"></CanonicalizationMethod></o:TransformationParameters></Transform></Transforms>",
                b"<DigestMethod Algorithm=\""
            ),
            digest,
        )
    }

    fn put_rest(&mut self, transforms: &[u8], digest: &Value) -> Result<()> {
        self.xml.put(transforms).put(self.algorithm).put(b"\"></DigestMethod><DigestValue>");
        self.xml.base64(digest.bytes())?.put(b"</DigestValue></Reference>");
        Ok(())
    }
}

/// Writes a ds:Signature. `sign` gets the canonical form of its SignedInfo in pieces. Answers the signature value.
pub(super) fn signature(
    xml: &mut Markup,
    id: &[u8],
    method: Algorithm,
    references: &References,
    key: &Str<'_>,
    sign: impl FnOnce(&[&[u8]]) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    xml.put(fixed!(b"<Signature xmlns=\"", DSIG, b"\" Id=\"")).put(id).put(b"\"><SignedInfo");
    let start = xml.0.len();
    xml.put(fixed!(
        b"><CanonicalizationMethod Algorithm=\"",
        EXC_C14N,
        b"\"></CanonicalizationMethod><SignatureMethod Algorithm=\""
    ));
    xml.put(method.uri()).put(b"\"></SignatureMethod>").put(&references.xml.0).put(b"</SignedInfo>");
    // By itself it has to say what the Signature says for it.
    let value = sign(&[fixed!(b"<SignedInfo xmlns=\"", DSIG, b"\""), xml.since(start)])?;
    xml.put(b"<SignatureValue>").base64(&value)?.put(b"</SignatureValue><KeyInfo>").put(key.xml());
    xml.put(fixed!(KEY_INFO_END, b"</Signature>"));
    Ok(value)
}
