//! Structures, unions and arrays: what is made of several elements and attributes.

use super::{Engine, Frame, Owner, Work, WriteHost, value};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::{Composite, Nil, Type};
use crate::serialize::place::Place;
use crate::serialize::plan::{Field, StructPlan, UnionPlan};
use crate::xml::scope::XML_NAMESPACE;
use crate::xml::writer::{QName, Str, Value, Way};
use std::rc::Rc;

const TYPE_POINTER: &str = "The type of the structure (WS_TYPE_ATTRIBUTE_FIELD_MAPPING)";

impl<'c, H: WriteHost> Engine<'c, '_, H> {
    /// Writes all that has begun.
    pub(super) fn run(&mut self) -> Result<()> {
        while let Some(frame) = self.stack.last_mut() {
            if frame.next >= frame.end {
                let closes = frame.closes;
                self.stack.pop();
                if closes {
                    self.host.writer()?.end_element()?;
                }
                continue;
            }
            match frame.work {
                Work::Items(field) => {
                    let index = frame.next;
                    frame.next += 1;
                    let (owner, items) = (frame.owner.clone(), frame.place);
                    if let Some(field) = owner.field(field) {
                        self.item(field, items, index)?;
                    }
                }
                Work::Fields => self.fields()?,
            }
        }
        Ok(())
    }

    /// Writes the fields of the innermost structure, up to one that is not done with at once.
    fn fields(&mut self) -> Result<()> {
        let depth = self.stack.len();
        let Some(frame) = self.stack.last() else { return Ok(()) };
        let (owner, place, mapping) = (frame.owner.clone(), frame.place, frame.mapping);
        let (mut next, end) = (frame.next, frame.end);
        let mut written = Ok(());
        while next < end && written.is_ok() && self.stack.len() == depth {
            if let Some(field) = owner.field(next) {
                written = self.field(&owner, next, field, place, mapping);
            }
            next += 1;
        }
        if let Some(frame) = self.stack.get_mut(depth - 1) {
            frame.next = next;
        }
        written
    }

    /// Begins a structure in the element or attribute that is open. `closes`: the element ends with it.
    pub(super) fn begin_struct(
        &mut self,
        declared: Rc<StructPlan<'c>>,
        place: Place<'c>,
        mapping: WS_TYPE_MAPPING,
        closes: bool,
    ) -> Result<()> {
        let (plan, place) = match declared.type_attribute {
            None => (declared, place),
            Some(_) => self.actual_type(declared, place, mapping)?,
        };
        if mapping == WS_ELEMENT_TYPE_MAPPING {
            if !plan.attributes.is_empty() {
                self.attributes(&plan, place)?;
            }
        } else {
            check_without_attributes(&plan, mapping)?;
        }
        let (next, end) = (plan.content.start, plan.content.end);
        if next == end {
            return if closes { self.host.writer()?.end_element() } else { Ok(()) };
        }
        self.stack.push(Frame { owner: Owner::Struct(plan), work: Work::Fields, place, next, end, closes, mapping });
        Ok(())
    }

    /// The type that a value says it is of, which is written as xsi:type. The declared one is written too, where it has
    /// a name and a place: Microsoft's DerivedTypeExample says of a value of the base type that it is.
    fn actual_type(
        &mut self,
        declared: Rc<StructPlan<'c>>,
        place: Place<'c>,
        mapping: WS_TYPE_MAPPING,
    ) -> Result<(Rc<StructPlan<'c>>, Place<'c>)> {
        let Some(field) = declared.type_attribute.and_then(|index| declared.fields.get(index)) else {
            return Ok((declared, place));
        };
        let pointer: *const WS_STRUCT_DESCRIPTION = place.load(field.offset)?;
        let description = self.memory.at(pointer, TYPE_POINTER)?;
        let is_declared = core::ptr::eq(description, declared.description);
        let plan = if is_declared {
            declared
        } else {
            if !self.plans.is_derived(description, declared.description)? {
                return Err(Fault::invalid_arg(
                    "The type of the structure is neither the declared one nor derived from it.",
                ));
            }
            self.plans.structure(&Composite::new(description))?
        };
        if plan.options & WS_STRUCT_ABSTRACT != 0 {
            return Err(Fault::invalid_arg(
                "The structure is of a type with WS_STRUCT_ABSTRACT, of which there can be no value: set the field for \
                 the type to one that is derived from it.",
            ));
        }
        if mapping != WS_ELEMENT_TYPE_MAPPING {
            if is_declared {
                return Ok((plan, place));
            }
            return Err(Fault::invalid_operation(format!("There is no place for xsi:type with {mapping:?}.")));
        }
        let Some((local, ns)) = self.plans.type_name(description)? else {
            if is_declared {
                return Ok((plan, place));
            }
            return Err(Fault::invalid_arg("A derived type needs a typeLocalName."));
        };
        let prefix = ns.is_empty().then_some(Str::default());
        let name = QName { prefix, local: Str::from(local), ns: Some(Str::from(ns)) };
        let writer = self.host.writer()?;
        writer.start_instance_attribute(b"type")?;
        writer.value(&Value::QName(name), Way::Whole)?;
        writer.end_attribute()?;
        Ok((plan, place))
    }

    fn attributes(&mut self, plan: &StructPlan<'c>, place: Place<'c>) -> Result<()> {
        for field in plan.fields.get(plan.attributes.clone()).unwrap_or_default() {
            self.attribute(field, place).map_err(|fault| fault.context(format!("This concerns {}.", field.label())))?;
        }
        Ok(())
    }

    fn attribute(&mut self, field: &Field<'c>, structure: Place<'c>) -> Result<()> {
        if field.is_discarded() {
            return Ok(());
        }
        let place = structure.part(field.offset, field.size_in_struct())?;
        if field.mapping == WS_ANY_ATTRIBUTES_FIELD_MAPPING {
            return self.any_attributes(place);
        }
        let count = self.count(field, structure)?;
        if field.has(WS_FIELD_OPTIONAL) && self.is_default(&field.kind, place, count, field.default)? {
            return Ok(());
        }
        let local = self.name(field.local.unwrap_or_default(), field.description.localName)?;
        if field.mapping == WS_XML_ATTRIBUTE_FIELD_MAPPING {
            self.host.writer()?.start_attribute(Some(b"xml"), local, XML_NAMESPACE.into(), false)?;
        } else {
            let ns = self.name(field.ns.unwrap_or_default(), field.description.ns)?;
            self.host.writer()?.start_attribute(None, local, ns, false)?;
        }
        match &field.kind {
            Type::Custom(description) => self.custom(description, WS_ATTRIBUTE_TYPE_MAPPING, place)?,
            kind => {
                let value = self.simple(kind, place, count)?;
                self.host.writer()?.value(&value, Way::Whole)?;
            }
        }
        self.host.writer()?.end_attribute()
    }

    fn any_attributes(&mut self, place: Place<'c>) -> Result<()> {
        let any: WS_ANY_ATTRIBUTES = place.load(0)?;
        let attributes = self.memory.slice(
            any.attributes.cast_const(),
            any.attributeCount,
            "The pointer attributes of the WS_ANY_ATTRIBUTES",
        )?;
        for attribute in attributes {
            let local = self.xml_string(&attribute.localName, true)?;
            let ns = self.xml_string(&attribute.ns, true)?;
            if attribute.value.is_null() {
                return Err(Fault::invalid_arg("The value of a WS_ANY_ATTRIBUTE is NULL."));
            }
            let prefix: Option<&[u8]> = (ns.bytes == XML_NAMESPACE).then_some(b"xml");
            self.host.writer()?.start_attribute(prefix, local, ns, false)?;
            self.host.text(attribute.value)?;
            self.host.writer()?.end_attribute()?;
        }
        Ok(())
    }

    /// The number of units or items of a field, if it has one.
    #[inline]
    fn count(&self, field: &Field<'c>, structure: Place<'c>) -> Result<Option<u32>> {
        field.count_offset.map(|offset| structure.load(offset)).transpose()
    }

    /// Writes a field that is content, or begins to.
    #[inline]
    fn field(
        &mut self,
        owner: &Owner<'c>,
        index: usize,
        field: &Field<'c>,
        structure: Place<'c>,
        mapping: WS_TYPE_MAPPING,
    ) -> Result<()> {
        let size = field.size_in_struct();
        if field.mapping == WS_ELEMENT_FIELD_MAPPING && field.options == 0 && !field.is_discarded() {
            let place = structure.part(field.offset, size)?;
            let count = self.count(field, structure)?;
            let local = self.name(field.local.unwrap_or_default(), field.description.localName)?;
            let ns = self.name(field.ns.unwrap_or_default(), field.description.ns)?;
            return self.element(local, ns, &field.kind, place, count);
        }
        if field.is_discarded() {
            return Ok(());
        }
        let place = structure.part(field.offset, size)?;
        match field.mapping {
            WS_ELEMENT_FIELD_MAPPING => self.element_field(field, structure, place),
            WS_REPEATING_ELEMENT_FIELD_MAPPING
            | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
            | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING => self.array(owner, index, field, structure, place),
            WS_TEXT_FIELD_MAPPING => self.text_field(field, structure, place, mapping),
            WS_ELEMENT_CHOICE_FIELD_MAPPING => match &field.kind {
                Type::Union(composite) => {
                    let plan = self.plans.union(composite)?;
                    self.choice(&plan, place, field.has(WS_FIELD_OPTIONAL))
                }
                kind => Err(Fault::invalid_arg(format!("{:?} is no choice of elements.", kind.kind()))),
            },
            WS_ANY_ELEMENT_FIELD_MAPPING => self.any_element(field, place),
            WS_ANY_CONTENT_FIELD_MAPPING => {
                if place.load::<*const c_void>(0)?.is_null() {
                    return Ok(());
                }
                let buffer = self.buffer_at(place)?;
                self.host.writer()?.buffer(&buffer)
            }
            // WS_NO_FIELD_MAPPING; attributes were written before.
            _ => Ok(()),
        }
    }

    /// A single element of a field with options.
    fn element_field(&mut self, field: &Field<'c>, structure: Place<'c>, place: Place<'c>) -> Result<()> {
        let count = self.count(field, structure)?;
        let target = self.target(field, place, count, field.has(WS_FIELD_NILLABLE))?;
        if field.has(WS_FIELD_OPTIONAL) {
            let is_default = match target {
                None if !field.has(WS_FIELD_POINTER) && !matches!(field.kind.rules().nil, Nil::Pointer) => {
                    self.is_default(&field.kind, place, count, field.default)?
                }
                // What a pointer that is not NULL leads to is left out only if readers put it back.
                Some(target) if !field.has(WS_FIELD_POINTER) || field.default.is_some() => {
                    self.is_default(&field.kind, target, count, field.default)?
                }
                Some(_) => false,
                None => true,
            };
            if is_default {
                return Ok(());
            }
        }
        let local = self.name(field.local.unwrap_or_default(), field.description.localName)?;
        let ns = self.name(field.ns.unwrap_or_default(), field.description.ns)?;
        match target {
            Some(target) => self.element(local, ns, &field.kind, target, count),
            None if field.has(WS_FIELD_NILLABLE) => self.nil_element(local, ns),
            None => Err(null_field()),
        }
    }

    /// The value of a field or an item; `None` where it is NULL, or nil, if it may be.
    #[inline]
    fn target(
        &self,
        field: &Field<'c>,
        place: Place<'c>,
        count: Option<u32>,
        may_be_nil: bool,
    ) -> Result<Option<Place<'c>>> {
        let target = if field.has(WS_FIELD_POINTER) {
            let pointer: *const c_void = place.load(0)?;
            if pointer.is_null() {
                return Ok(None);
            }
            self.pointed(&field.kind, pointer)?
        } else {
            place
        };
        let may_be_nil = may_be_nil || matches!(field.kind, Type::Wsz(_) | Type::XmlBuffer);
        let is_nil = may_be_nil && value::is_nil_value(&field.kind, target, count)?;
        Ok((!is_nil).then_some(target))
    }

    /// The value behind a pointer that is not NULL. A structure says itself of which type it is, and one of a derived
    /// type is larger than what is declared.
    pub(super) fn pointed(&self, kind: &Type<'c>, pointer: *const c_void) -> Result<Place<'c>> {
        let (size, align) = kind.layout();
        let place = self.memory.place(pointer, size, align, "The pointer")?;
        let Type::Struct(composite) = kind else { return Ok(place) };
        let declared = self.plans.structure(composite)?;
        let Some(attribute) = declared.type_attribute.and_then(|index| declared.fields.get(index)) else {
            return Ok(place);
        };
        let actual = self.memory.at(place.load::<*const WS_STRUCT_DESCRIPTION>(attribute.offset)?, TYPE_POINTER)?;
        if self.plans.is_derived(actual, composite.description)? {
            return self.memory.place(pointer, actual.size as usize, align, "The pointer");
        }
        Ok(place)
    }

    /// Writes an element, or begins to.
    #[inline]
    pub(super) fn element(
        &mut self,
        local: Str<'c>,
        ns: Str<'c>,
        kind: &Type<'c>,
        place: Place<'c>,
        count: Option<u32>,
    ) -> Result<()> {
        match kind {
            Type::Struct(composite) => {
                let plan = self.plans.structure(composite)?;
                self.start_struct(local, ns, &plan, place)?;
                self.begin_struct(plan, place, WS_ELEMENT_TYPE_MAPPING, true)
            }
            Type::Custom(_) | Type::XmlBuffer | Type::EndpointAddress(_) | Type::Fault(_) => {
                self.host.writer()?.start_element(None, local, ns)?;
                self.value_as(WS_ELEMENT_TYPE_MAPPING, kind, place)?;
                self.host.writer()?.end_element()
            }
            _ => {
                let value = self.simple(kind, place, count)?;
                match value {
                    Value::QName(name) if name.ns.is_some_and(|ns| ns.bytes.is_empty()) && !ns.bytes.is_empty() => {
                        self.host.writer()?.leaf_with_bare_name(local, ns, &value)
                    }
                    _ => self.host.writer()?.leaf(local, ns, &value),
                }
            }
        }
    }

    /// Starts the element of a structure. Where a name in its tag or text has no namespace, there must be no default one.
    #[inline]
    pub(super) fn start_struct(
        &mut self,
        local: Str<'_>,
        ns: Str<'_>,
        plan: &StructPlan<'c>,
        place: Place<'c>,
    ) -> Result<()> {
        if !plan.has_names || ns.bytes.is_empty() || !self.has_bare_name(plan, place)? {
            return self.host.writer()?.start_element(None, local, ns);
        }
        self.host.writer()?.start_without_default(local, ns)
    }

    /// Whether a name in the tag or the text of a structure's element has no namespace.
    #[cold]
    fn has_bare_name(&self, declared: &StructPlan<'c>, place: Place<'c>) -> Result<bool> {
        let mut actual = None;
        if let Some(field) = declared.type_attribute.and_then(|index| declared.fields.get(index)) {
            let description =
                self.memory.at(place.load::<*const WS_STRUCT_DESCRIPTION>(field.offset)?, TYPE_POINTER)?;
            if matches!(self.plans.type_name(description)?, Some((_, ns)) if ns.is_empty()) {
                return Ok(true);
            }
            if !core::ptr::eq(description, declared.description)
                && self.plans.is_derived(description, declared.description)?
            {
                actual = Some(self.plans.structure(&Composite::new(description))?);
            }
        }
        let plan = actual.as_deref().unwrap_or(declared);
        let text = if plan.is_text { plan.content.clone() } else { 0..0 };
        for field in [plan.attributes.clone(), text].into_iter().flat_map(|range| plan.fields.get(range)).flatten() {
            if !matches!(field.kind, Type::XmlQName(_)) {
                continue;
            }
            let part = place.part(field.offset, field.size_in_struct())?;
            let Some(target) = self.target(field, part, None, false)? else { continue };
            if target.load::<WS_XML_QNAME>(0)?.ns.length == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn nil_element(&mut self, local: Str<'c>, ns: Str<'c>) -> Result<()> {
        let writer = self.host.writer()?;
        writer.start_element(None, local, ns)?;
        writer.nil()?;
        writer.end_element()
    }

    fn text_field(
        &mut self,
        field: &Field<'c>,
        structure: Place<'c>,
        place: Place<'c>,
        mapping: WS_TYPE_MAPPING,
    ) -> Result<()> {
        let count = self.count(field, structure)?;
        // Text is the content of the element, whatever else belongs to the element.
        let mapping = match mapping {
            WS_ATTRIBUTE_TYPE_MAPPING => mapping,
            _ => WS_ELEMENT_CONTENT_TYPE_MAPPING,
        };
        match &field.kind {
            Type::Struct(_) | Type::Custom(_) => self.value_as(mapping, &field.kind, place),
            kind => {
                let may_be_absent = field.has(WS_FIELD_OPTIONAL);
                if may_be_absent && self.is_default(kind, place, count, field.default)? {
                    return Ok(());
                }
                let value = self.simple(kind, place, count)?;
                self.host.writer()?.value(&value, Way::Whole)
            }
        }
    }

    /// An element that brings its name along.
    fn any_element(&mut self, field: &Field<'c>, place: Place<'c>) -> Result<()> {
        let Some(target) = self.target(field, place, None, false)? else {
            return if field.has(WS_FIELD_OPTIONAL) { Ok(()) } else { Err(null_field()) };
        };
        if field.has(WS_FIELD_OPTIONAL) && self.is_default(&field.kind, target, None, field.default)? {
            return Ok(());
        }
        self.value_as(WS_ANY_ELEMENT_TYPE_MAPPING, &field.kind, target)
    }

    /// Writes the element that the selector of a union chooses.
    pub(super) fn choice(&mut self, plan: &Rc<UnionPlan<'c>>, place: Place<'c>, is_optional: bool) -> Result<()> {
        let selector: i32 = place.load(plan.selector)?;
        // First of all, since the members of a union that was read as none are not there.
        if is_optional && selector == plan.none {
            return Ok(());
        }
        let Some(index) = plan.choice_of_value(selector) else {
            return Err(Fault::invalid_format(format!(
                "The selector of the union has the value {selector}, which stands for none of its choices."
            )));
        };
        let owner = Owner::Union(plan.clone());
        match plan.fields.get(index) {
            Some(field) => self
                .field(&owner, index, field, place, WS_ELEMENT_CONTENT_TYPE_MAPPING)
                .map_err(|fault| fault.context(format!("This concerns {}.", field.label()))),
            None => Ok(()),
        }
    }

    /// Writes an array of elements, or begins to.
    fn array(
        &mut self,
        owner: &Owner<'c>,
        index: usize,
        field: &Field<'c>,
        structure: Place<'c>,
        place: Place<'c>,
    ) -> Result<()> {
        let count = self.count(field, structure)?.unwrap_or_default() as usize;
        let pointer: *const c_void = place.load(0)?;
        let has_wrapper = field.local.is_some();
        if has_wrapper {
            let is_nil = pointer.is_null() && count == 0;
            if is_nil && field.has(WS_FIELD_OPTIONAL) {
                return Ok(());
            }
            let local = self.name(field.local.unwrap_or_default(), field.description.localName)?;
            let ns = self.name(field.ns.unwrap_or_default(), field.description.ns)?;
            if is_nil && field.has(WS_FIELD_NILLABLE) {
                return self.nil_element(local, ns);
            }
            self.host.writer()?.start_element(None, local, ns)?;
        }
        if count == 0 {
            return if has_wrapper { self.host.writer()?.end_element() } else { Ok(()) };
        }
        let (size, align) = if field.has(WS_FIELD_POINTER) {
            (size_of::<*const c_void>(), align_of::<*const c_void>())
        } else {
            (field.size, field.kind.layout().1)
        };
        let Some(whole) = size.checked_mul(count).filter(|whole| isize::try_from(*whole).is_ok()) else {
            return Err(Fault::invalid_arg(format!("An array cannot have {count} items.")));
        };
        let items = self.memory.place(pointer, whole, align, "The pointer to the items")?;
        self.stack.push(Frame {
            owner: owner.clone(),
            work: Work::Items(index),
            place: items,
            next: 0,
            end: count,
            closes: has_wrapper,
            mapping: WS_ELEMENT_CONTENT_TYPE_MAPPING,
        });
        Ok(())
    }

    /// Writes an item of an array, or begins to.
    #[inline]
    fn item(&mut self, field: &Field<'c>, items: Place<'c>, index: usize) -> Result<()> {
        let size = if field.has(WS_FIELD_POINTER) { size_of::<*const c_void>() } else { field.size };
        let place = items.part(index * size, size)?;
        match field.mapping {
            WS_REPEATING_ELEMENT_FIELD_MAPPING => {
                let local = self.name(field.item_local, field.description.itemLocalName)?;
                let ns = self.name(field.item_ns, field.description.itemNs)?;
                match self.target(field, place, None, field.has(WS_FIELD_NILLABLE_ITEM))? {
                    Some(target) => self.element(local, ns, &field.kind, target, None),
                    None if field.has(WS_FIELD_NILLABLE_ITEM) => self.nil_element(local, ns),
                    None => Err(null_field()),
                }
            }
            WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING => match &field.kind {
                Type::Union(composite) => {
                    let plan = self.plans.union(composite)?;
                    self.choice(&plan, place, false)
                }
                kind => Err(Fault::invalid_arg(format!("{:?} is no choice of elements.", kind.kind()))),
            },
            _ => match self.target(field, place, None, false)? {
                Some(target) => self.value_as(WS_ANY_ELEMENT_TYPE_MAPPING, &field.kind, target),
                None => Err(null_field()),
            },
        }
    }
}

#[cold]
fn null_field() -> Fault {
    Fault::invalid_arg("The pointer is NULL, and must not be: the value is neither optional nor nillable here.")
}

/// Refuses structures that need a start tag of their own where there is none for them.
fn check_without_attributes(plan: &StructPlan<'_>, mapping: WS_TYPE_MAPPING) -> Result<()> {
    let is_right =
        plan.attributes.is_empty() && (mapping != WS_ATTRIBUTE_TYPE_MAPPING || plan.is_text || plan.content.is_empty());
    if is_right {
        return Ok(());
    }
    let has_attributes = !plan.attributes.is_empty() || plan.type_attribute.is_some();
    let what = if has_attributes { "attributes" } else { "elements" };
    Err(Fault::invalid_arg(format!("A structure with fields that are {what} cannot be used with {mapping:?}.")))
}
