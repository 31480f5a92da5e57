//! WS_ENDPOINT_ADDRESS: the content of an element of the type EndpointReferenceType of WS-Addressing.

use super::simple::{Target, required};
use super::{Engine, ReadHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::{Items, Place, Plain, store_slice};
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::node::NodeKind;
use crate::xml::reader::{Reader, Wanted};

const ADDRESSING_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";
const ADDRESSING_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";
const ANONYMOUS_0_9: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
const ANONYMOUS_1_0: &str = "http://www.w3.org/2005/08/addressing/anonymous";
const IDENTITY: &[u8] = b"http://schemas.xmlsoap.org/ws/2006/02/addressingidentity";
const SIGNATURE: &[u8] = b"http://www.w3.org/2000/09/xmldsig#";

const NO_STRING: WS_STRING = WS_STRING { length: 0, chars: core::ptr::null_mut() };

impl<'c, H: ReadHost> Engine<'_, 'c, H> {
    /// Reads an element, from its start to behind its end, as an endpoint address.
    pub(super) fn read_address(
        &mut self,
        description: &WS_ENDPOINT_ADDRESS_DESCRIPTION,
        place: Place<'_>,
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
        // The schema allows attributes of any kind; they have no place in the structure.
        self.skip_nil(false)?;
        self.host.reader()?.read_node()?;
        let address = Wanted { local: Some(b"Address"), ns: Some(ns) };
        let reader = self.host.reader()?;
        if !reader.read_to_start_element(address)? {
            return Err(reader.not_found(address));
        }
        let mut url = self.read_leaf_string()?;
        url = self.without_space(url)?;
        if self.is_text_of(url, anonymous) {
            url = NO_STRING;
        }
        let mut headers: *mut WS_XML_BUFFER = core::ptr::null_mut();
        let mut extensions: Option<(Buffer, Point)> = None;
        let mut identity: *mut WS_ENDPOINT_IDENTITY = core::ptr::null_mut();
        loop {
            let reader = self.host.reader()?;
            if is_at(reader, b"ReferenceParameters", ns)? {
                if !headers.is_null() {
                    return Err(reader.unexpected("One ReferenceParameters element"));
                }
                headers = self.read_children()?;
            } else if is_at(reader, b"Identity", IDENTITY)? {
                if !identity.is_null() {
                    return Err(reader.unexpected("One Identity element"));
                }
                identity = self.read_identity()?;
            } else if is_at(reader, b"Address", ns)? {
                return Err(reader.unexpected("One Address element"));
            } else if reader.kind() == NodeKind::Element {
                let heap = required(self.heap)?;
                let (_, point) = match &mut extensions {
                    Some(extensions) => extensions,
                    none => {
                        let buffer = Buffer::new(heap.budget())?;
                        let point = Point::new(&buffer);
                        none.insert((buffer, point))
                    }
                };
                reader.copy_to(point)?;
            } else {
                break;
            }
        }
        let extensions = match extensions {
            Some((buffer, _)) => self.host.buffer(required(self.heap)?, buffer)?,
            None => core::ptr::null_mut(),
        };
        self.read_end()?;
        place.store(0, WS_ENDPOINT_ADDRESS { url, headers, extensions, identity })
    }

    /// Reads a child element that holds a string.
    pub(super) fn read_leaf_string(&mut self) -> Result<WS_STRING> {
        self.read_leaf(&Type::String(None), NO_STRING)
    }

    /// Reads a child element that holds a value. Attributes on it are passed over.
    pub(super) fn read_leaf<T: Plain>(&mut self, kind: &Type<'c>, none: T) -> Result<T> {
        self.host.reader()?.read_node()?;
        let mut memory = Items::default();
        memory.begin(size_of::<T>());
        let place = memory.push(None)?;
        place.store(0, none)?;
        self.read_text(kind, Target::new(place))?;
        self.read_end()?;
        place.load(0)
    }

    /// White space around a URI is none of it: xs:anyURI collapses it, and documents that were indented have it.
    fn without_space(&self, string: WS_STRING) -> Result<WS_STRING> {
        let units = self.plans.memory.slice(string.chars.cast_const(), string.length, "url")?;
        let is_space = |unit: &&u16| matches!(**unit, 0x20 | 0x9 | 0xA | 0xD);
        let before = units.iter().take_while(is_space).count();
        let behind = units.iter().skip(before).rev().take_while(is_space).count();
        let length = string.length - u32::try_from(before + behind).unwrap_or(0);
        Ok(WS_STRING { length, chars: string.chars.wrapping_add(before) })
    }

    fn is_text_of(&self, string: WS_STRING, text: &str) -> bool {
        let Ok(units) = self.plans.memory.slice(string.chars.cast_const(), string.length, "url") else { return false };
        units.iter().copied().eq(text.encode_utf16())
    }

    /// Reads what is in the present element into a new buffer, and goes past its end.
    fn read_children(&mut self) -> Result<*mut WS_XML_BUFFER> {
        let heap = required(self.heap)?;
        let buffer = Buffer::new(heap.budget())?;
        let mut point = Point::new(&buffer);
        let reader = self.host.reader()?;
        reader.read_node()?;
        while reader.read_to_start_element(Wanted::default())? {
            reader.copy_to(&mut point)?;
        }
        reader.read_end_element()?;
        self.host.buffer(heap, buffer)
    }

    fn read_identity(&mut self) -> Result<*mut WS_ENDPOINT_IDENTITY> {
        self.host.reader()?.read_node()?;
        let base = |kind| WS_ENDPOINT_IDENTITY { identityType: kind };
        let reader = self.host.reader()?;
        let identity = if is_at(reader, b"Dns", IDENTITY)? {
            let dns = self.read_leaf_string()?;
            self.store_identity(WS_DNS_ENDPOINT_IDENTITY { identity: base(WS_DNS_ENDPOINT_IDENTITY_TYPE), dns })?
        } else if is_at(reader, b"Upn", IDENTITY)? {
            let upn = self.read_leaf_string()?;
            self.store_identity(WS_UPN_ENDPOINT_IDENTITY { identity: base(WS_UPN_ENDPOINT_IDENTITY_TYPE), upn })?
        } else if is_at(reader, b"Spn", IDENTITY)? {
            let spn = self.read_leaf_string()?;
            self.store_identity(WS_SPN_ENDPOINT_IDENTITY { identity: base(WS_SPN_ENDPOINT_IDENTITY_TYPE), spn })?
        } else if is_at(reader, b"KeyInfo", SIGNATURE)? {
            self.read_key_info()?
        } else if reader.kind() == NodeKind::Element {
            let heap = required(self.heap)?;
            let buffer = Buffer::new(heap.budget())?;
            reader.copy_to(&mut Point::new(&buffer))?;
            let element = self.host.buffer(heap, buffer)?;
            let identity = base(WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE);
            self.store_identity(WS_UNKNOWN_ENDPOINT_IDENTITY { identity, element })?
        } else {
            return Err(reader.unexpected("An element in the Identity of an endpoint address"));
        };
        self.read_end()?;
        Ok(identity)
    }

    /// A key in the form of XML Signature, as WCF has it in addresses.
    fn read_key_info(&mut self) -> Result<*mut WS_ENDPOINT_IDENTITY> {
        self.host.reader()?.read_node()?;
        let reader = self.host.reader()?;
        let identity = if is_at(reader, b"X509Data", SIGNATURE)? {
            reader.read_node()?;
            let certificate = self.read_key_part(b"X509Certificate")?;
            let identity = WS_ENDPOINT_IDENTITY { identityType: WS_CERT_ENDPOINT_IDENTITY_TYPE };
            // Further certificates are those that signed the first one.
            self.skip_content()?;
            self.read_end()?;
            self.store_identity(WS_CERT_ENDPOINT_IDENTITY { identity, rawCertificateData: certificate })?
        } else {
            // WCF writes the key with its envelope KeyValue, or without.
            let is_enveloped = is_at(reader, b"KeyValue", SIGNATURE)?;
            if is_enveloped {
                reader.read_node()?;
            }
            if !is_at(reader, b"RSAKeyValue", SIGNATURE)? {
                return Err(reader.unexpected("RSAKeyValue or X509Data in the KeyInfo of an endpoint address"));
            }
            reader.read_node()?;
            let modulus = self.read_key_part(b"Modulus")?;
            let exponent = self.read_key_part(b"Exponent")?;
            self.read_end()?;
            if is_enveloped {
                self.read_end()?;
            }
            let identity = WS_ENDPOINT_IDENTITY { identityType: WS_RSA_ENDPOINT_IDENTITY_TYPE };
            self.store_identity(WS_RSA_ENDPOINT_IDENTITY { identity, modulus, exponent })?
        };
        self.read_end()?;
        Ok(identity)
    }

    fn read_key_part(&mut self, local: &[u8]) -> Result<WS_BYTES> {
        let name = Wanted { local: Some(local), ns: Some(SIGNATURE) };
        let reader = self.host.reader()?;
        if !reader.read_to_start_element(name)? {
            return Err(reader.not_found(name));
        }
        self.read_leaf(&Type::Bytes(None), WS_BYTES { length: 0, bytes: core::ptr::null_mut() })
    }

    fn store_identity<T: Plain>(&self, identity: T) -> Result<*mut WS_ENDPOINT_IDENTITY> {
        Ok(store_slice(required(self.heap)?, &[identity])?.cast())
    }
}

fn is_at(reader: &mut Reader, local: &[u8], ns: &[u8]) -> Result<bool> {
    reader.read_to_start_element(Wanted { local: Some(local), ns: Some(ns) })
}
