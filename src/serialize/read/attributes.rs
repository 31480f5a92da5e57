//! Attributes of elements that are read as values: those of the schema (xsi:type, xsi:nil), those that are fields, and
//! those that nobody expects.

use super::simple::required;
use super::{Engine, ReadHost, not_bound, owned_name};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::serialize::description::Type;
use crate::serialize::place::{Items, Place, store_slice};
use crate::serialize::plan::{Field, StructPlan};
use crate::xml::characters::write_text;
use crate::xml::reader::Reader;
use crate::xml::reader::value::{FromValue, Truth};
use crate::xml::scope::XML_NAMESPACE;
use std::rc::Rc;

/// The namespace of the attributes that XML Schema allows everywhere.
const XSI: &[u8] = b"http://www.w3.org/2001/XMLSchema-instance";

impl<'c, H: ReadHost> Engine<'_, 'c, H> {
    /// Passes an element that is nil, which is an error where it must not be. Answers whether it was.
    #[inline]
    pub(super) fn skip_nil(&mut self, is_nillable: bool) -> Result<bool> {
        let reader = self.host.reader()?;
        if reader.node().node.has_only_declarations() {
            return Ok(false);
        }
        self.skip_marked_nil(is_nillable)
    }

    fn skip_marked_nil(&mut self, is_nillable: bool) -> Result<bool> {
        let reader = self.host.reader()?;
        let Some(index) = reader.find_attribute(b"nil", XSI)? else { return Ok(false) };
        reader.read_start_attribute(index)?;
        let Truth(is_nil) = reader.read_value(Truth::from_value)?;
        reader.read_end_attribute()?;
        if !is_nil {
            return Ok(false);
        }
        if !is_nillable {
            return Err(Fault::invalid_format(
                "The element is nil (xsi:nil), but its description does not allow that.",
            ));
        }
        reader.read_node()?;
        reader.read_end_element()?;
        Ok(true)
    }

    /// Refuses attributes on an element whose type has none.
    pub(super) fn refuse_attributes(&mut self) -> Result<()> {
        if self.skip_nil(false)? {
            return Ok(());
        }
        let ignored = self.ignored_here()?;
        let node = self.host.reader()?.node();
        for attribute in node.node.attributes.iter().filter(|attribute| !attribute.is_xmlns) {
            let ns = node.get(attribute.name.ns);
            if ns != XSI && !ignored.contains(&ns) {
                return Err(unexpected(node.get(attribute.name.local), node.get(attribute.name.ns)));
            }
        }
        Ok(())
    }

    /// Namespaces of attributes that the present element may have beside those of its type.
    fn ignored_here(&mut self) -> Result<&'static [&'static [u8]]> {
        if self.ignored.is_empty() || self.host.reader()?.depth()? != self.root_depth {
            return Ok(&[]);
        }
        Ok(self.ignored)
    }

    /// The type that the present element has by its xsi:type: that of the plan, or one derived from it.
    pub(super) fn actual_type(&mut self, plan: Rc<StructPlan<'c>>) -> Result<Rc<StructPlan<'c>>> {
        let reader = self.host.reader()?;
        let is_plain = reader.node().node.has_only_declarations();
        if is_plain && plan.type_attribute.is_none() {
            return Ok(plan);
        }
        let named = if is_plain { None } else { read_type_name(reader)? };
        let actual = match named {
            None => plan,
            Some((prefix, local)) => {
                // Not copied: it may be long, and there for each of many elements.
                let ns = reader.namespace_of(&prefix)?.ok_or_else(|| not_bound(&prefix))?;
                if plan.type_attribute.is_none() {
                    // Not a base of others: a name that is given can only be its own.
                    let own = self.plans.type_name(plan.description)?;
                    let is_lenient = plan.options & WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES != 0;
                    if !is_lenient && own.is_some_and(|own| own != (&local[..], ns)) {
                        return Err(wrong_type(&local, ns));
                    }
                    plan
                } else {
                    match self.plans.derived(plan.description, &local, ns)? {
                        None => return Err(wrong_type(&local, ns)),
                        Some(found) if core::ptr::eq(found, plan.description) => plan,
                        Some(found) => self.plans.structure_of(found)?,
                    }
                }
            }
        };
        if actual.options & WS_STRUCT_ABSTRACT != 0 {
            return Err(Fault::invalid_format(
                "The type of the element is abstract (WS_STRUCT_ABSTRACT), and no xsi:type names one derived from it.",
            ));
        }
        Ok(actual)
    }

    /// Reads the attributes of the present element into the fields that are attributes.
    pub(super) fn read_attributes(&mut self, plan: &StructPlan<'c>, place: Place<'_>) -> Result<()> {
        let is_plain = self.host.reader()?.node().node.has_only_declarations();
        if is_plain && plan.attributes.is_empty() {
            return Ok(());
        }
        let fields = plan.fields.get(plan.attributes.clone()).unwrap_or_default();
        let mut any = None;
        for field in fields {
            if field.mapping == WS_ANY_ATTRIBUTES_FIELD_MAPPING {
                any = Some(field);
                continue;
            }
            self.read_attribute_field(field, place).map_err(|fault| fault.context(super::elements::in_field(field)))?;
        }
        self.read_other_attributes(plan, fields, any, place)
    }

    fn read_attribute_field(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        let (local, ns) = name_of(field);
        let reader = self.host.reader()?;
        let Some(index) = reader.find_attribute(local, ns)? else {
            if field.has(WS_FIELD_OPTIONAL) {
                return self.store_absent(field, place);
            }
            return Err(Fault::invalid_format("The attribute is missing."));
        };
        if field.is_discarded() {
            return Ok(());
        }
        reader.read_start_attribute(index)?;
        let target = super::elements::target(field, place)?;
        match &field.kind {
            Type::Custom(description) => self.custom(description, WS_ATTRIBUTE_TYPE_MAPPING, target.place)?,
            kind => self.read_text(kind, target)?,
        }
        self.host.reader()?.read_end_attribute()
    }

    /// What no field names: kept, ignored or refused.
    fn read_other_attributes(
        &mut self,
        plan: &StructPlan<'c>,
        fields: &[Field<'c>],
        any: Option<&Field<'c>>,
        place: Place<'_>,
    ) -> Result<()> {
        let kept = any.filter(|any| !any.is_discarded());
        let heap = self.heap;
        let mut items = Items::default();
        items.begin(size_of::<WS_ANY_ATTRIBUTE>());
        let ignored = self.ignored_here()?;
        let node = self.host.reader()?.node();
        for attribute in node.node.attributes.iter().filter(|attribute| !attribute.is_xmlns) {
            let (local, ns) = (node.get(attribute.name.local), node.get(attribute.name.ns));
            if ns == XSI || fields.iter().any(|field| is_named(field, local, ns)) {
                continue;
            }
            match any {
                Some(any) if any.admits_namespace(ns) => {}
                _ if plan.options & WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES != 0 || ignored.contains(&ns) => continue,
                _ => return Err(unexpected(local, ns)),
            }
            if kept.is_none() {
                continue;
            }
            let heap = required(heap)?;
            let mut value = Vec::new();
            write_text(&mut value, &attribute.value, node.places)?;
            let string = |text: &[u8]| -> Result<WS_XML_STRING> {
                let length = u32::try_from(text.len()).map_err(|_| Fault::overflow("An attribute has 2^32 bytes."))?;
                Ok(WS_XML_STRING { length, bytes: store_slice(heap, text)?, dictionary: core::ptr::null_mut(), id: 0 })
            };
            let text =
                WS_XML_UTF8_TEXT { text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE_UTF8 }, value: string(&value)? };
            let text = store_slice(heap, &[text])?;
            let item = WS_ANY_ATTRIBUTE { localName: string(local)?, ns: string(ns)?, value: text.cast() };
            items.push(Some(heap))?.store(0, item)?;
        }
        let Some(kept) = kept else { return Ok(()) };
        let attributes = match items.count() {
            0 => core::ptr::null_mut(),
            _ => items.store(required(heap)?)?.cast(),
        };
        let attributes = WS_ANY_ATTRIBUTES { attributes, attributeCount: items.count() as u32 };
        place.part(kept.offset, kept.size)?.store(0, attributes)
    }
}

/// What xsi:type says on the present element: a prefix and a local name.
fn read_type_name(reader: &mut Reader) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    let Some(index) = reader.find_attribute(b"type", XSI)? else { return Ok(None) };
    reader.read_start_attribute(index)?;
    let name = reader.read_value(owned_name)?;
    reader.read_end_attribute()?;
    Ok(Some(name))
}

fn name_of<'c>(field: &Field<'c>) -> (&'c [u8], &'c [u8]) {
    let ns = match field.mapping {
        WS_XML_ATTRIBUTE_FIELD_MAPPING => XML_NAMESPACE,
        _ => field.ns.unwrap_or_default(),
    };
    (field.local.unwrap_or_default(), ns)
}

fn is_named(field: &Field<'_>, local: &[u8], ns: &[u8]) -> bool {
    field.mapping != WS_ANY_ATTRIBUTES_FIELD_MAPPING && name_of(field) == (local, ns)
}

#[cold]
fn unexpected(local: &[u8], ns: &[u8]) -> Fault {
    Fault::invalid_format(format!(
        "The attribute '{}' (namespace '{}') is not expected here.",
        quoted(local),
        quoted(ns)
    ))
}

#[cold]
fn wrong_type(local: &[u8], ns: &[u8]) -> Fault {
    Fault::invalid_format(format!(
        "The type '{}' (namespace '{}') that xsi:type names is none that the description allows.",
        quoted(local),
        quoted(ns)
    ))
}
