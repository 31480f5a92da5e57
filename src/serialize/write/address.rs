//! WS_ENDPOINT_ADDRESS: the content of an element of the type EndpointReferenceType of WS-Addressing.

use super::{Engine, WriteHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::place::{Place, Plain};
use crate::xml::buffer::cursor::{Cursor, Event};
use crate::xml::writer::{Value, Way};

const ADDRESSING_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";
const ADDRESSING_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";
const ANONYMOUS_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
const ANONYMOUS_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing/anonymous";
const IDENTITY: &[u8] = b"http://schemas.xmlsoap.org/ws/2006/02/addressingidentity";
const SIGNATURE: &[u8] = b"http://www.w3.org/2000/09/xmldsig#";

impl<'c, H: WriteHost> Engine<'c, '_, H> {
    pub(super) fn endpoint_address(
        &mut self,
        description: &WS_ENDPOINT_ADDRESS_DESCRIPTION,
        place: Place<'c>,
    ) -> Result<()> {
        let (ns, anonymous) = match description.addressingVersion {
            WS_ADDRESSING_VERSION_0_9 => (ADDRESSING_0_9, ANONYMOUS_0_9),
            WS_ADDRESSING_VERSION_1_0 => (ADDRESSING_1_0, ANONYMOUS_1_0),
            other => {
                return Err(Fault::invalid_arg(format!(
                    "The addressing version {other:?} has no form for endpoint addresses in XML."
                )));
            }
        };
        let address: WS_ENDPOINT_ADDRESS = place.load(0)?;
        let url = match address.url.length {
            0 => Value::Utf8(anonymous.into()),
            _ => self.utf16(address.url).map_err(|fault| fault.context("This concerns the url of the address."))?,
        };
        self.host.writer()?.leaf(b"Address"[..].into(), ns.into(), &url)?;
        let mut extensions = match address.extensions.is_null() {
            true => Vec::new(),
            false => Cursor::new(&self.host.buffer(address.extensions)?).subtree()?,
        };
        if description.addressingVersion == WS_ADDRESSING_VERSION_0_9 {
            // Its schema has this one before the parameters.
            let rest = extensions.split_off(size_of_first(&extensions, b"ReferenceProperties", ns));
            self.host.writer()?.events(&extensions)?;
            extensions = rest;
        }
        if !address.headers.is_null() {
            let headers = self.host.buffer(address.headers)?;
            let writer = self.host.writer()?;
            writer.start_element(None, b"ReferenceParameters"[..].into(), ns.into())?;
            writer.buffer(&headers)?;
            writer.end_element()?;
        }
        self.host.writer()?.events(&extensions)?;
        if address.identity.is_null() { Ok(()) } else { self.identity(address.identity) }
    }

    fn identity(&mut self, identity: *const WS_ENDPOINT_IDENTITY) -> Result<()> {
        let name = "The identity of the address";
        let kind = self.memory.at(identity, name)?.identityType;
        self.host.writer()?.start_element(None, b"Identity"[..].into(), IDENTITY.into())?;
        match kind {
            WS_DNS_ENDPOINT_IDENTITY_TYPE => {
                let dns = self.derived::<WS_DNS_ENDPOINT_IDENTITY>(identity)?.dns;
                self.named(b"Dns", dns)?;
            }
            WS_UPN_ENDPOINT_IDENTITY_TYPE => {
                let upn = self.derived::<WS_UPN_ENDPOINT_IDENTITY>(identity)?.upn;
                self.named(b"Upn", upn)?;
            }
            WS_SPN_ENDPOINT_IDENTITY_TYPE => {
                let spn = self.derived::<WS_SPN_ENDPOINT_IDENTITY>(identity)?.spn;
                self.named(b"Spn", spn)?;
            }
            WS_RSA_ENDPOINT_IDENTITY_TYPE => {
                let rsa = self.derived::<WS_RSA_ENDPOINT_IDENTITY>(identity)?;
                self.key_info(b"RSAKeyValue", &[(b"Modulus", rsa.modulus), (b"Exponent", rsa.exponent)])?;
            }
            WS_CERT_ENDPOINT_IDENTITY_TYPE => {
                let certificate = self.derived::<WS_CERT_ENDPOINT_IDENTITY>(identity)?;
                self.key_info(b"X509Data", &[(b"X509Certificate", certificate.rawCertificateData)])?;
            }
            WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE => {
                let unknown = self.derived::<WS_UNKNOWN_ENDPOINT_IDENTITY>(identity)?;
                let buffer = self.host.buffer(unknown.element)?;
                self.host.writer()?.element_of(&buffer)?;
            }
            other => return Err(Fault::invalid_arg(format!("The identityType {other:?} is not known."))),
        }
        self.host.writer()?.end_element()
    }

    fn derived<T: Plain>(&self, identity: *const WS_ENDPOINT_IDENTITY) -> Result<&'c T> {
        self.memory.at(identity.cast(), "The identity of the address")
    }

    fn named(&mut self, local: &[u8], name: WS_STRING) -> Result<()> {
        let name = self.utf16(name)?;
        self.host.writer()?.leaf(local.into(), IDENTITY.into(), &name)
    }

    /// A key in the form of XML Signature, as WCF has it in addresses.
    fn key_info(&mut self, kind: &[u8], parts: &[(&[u8], WS_BYTES)]) -> Result<()> {
        self.host.writer()?.start_element(None, b"KeyInfo"[..].into(), SIGNATURE.into())?;
        self.host.writer()?.start_element(None, kind.into(), SIGNATURE.into())?;
        for (local, bytes) in parts {
            let bytes = self.memory.slice(bytes.bytes.cast_const(), bytes.length, "The pointer of the WS_BYTES")?;
            let writer = self.host.writer()?;
            writer.start_element(None, (*local).into(), SIGNATURE.into())?;
            writer.value(&Value::Base64(bytes), Way::Whole)?;
            writer.end_element()?;
        }
        let writer = self.host.writer()?;
        writer.end_element()?;
        writer.end_element()
    }
}

/// How many events the first element takes, if it has this name.
fn size_of_first(events: &[Event], local: &[u8], ns: &[u8]) -> usize {
    let is_it = matches!(events.first(), Some(Event::Node(content)) if {
        let node = content.node_ref();
        node.get(node.node.name.local) == local && node.get(node.node.name.ns) == ns
    });
    if !is_it {
        return 0;
    }
    let mut depth = 0_usize;
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Node(content) if content.is_container() => depth += 1,
            Event::Node(_) => {}
            Event::End => depth = depth.saturating_sub(1),
        }
        if depth == 0 {
            return index + 1;
        }
    }
    events.len()
}
