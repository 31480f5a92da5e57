//! Structures and unions.

use super::simple::required;
use super::{Engine, ReadHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::Type;
use crate::serialize::place::Place;
use crate::serialize::plan::{Field, StructPlan, UnionPlan};
use crate::xml::node::NodeKind;
use crate::xml::reader::Wanted;

impl<'c, H: ReadHost> Engine<'_, 'c, H> {
    /// Reads an element, from its start to behind its end, into a structure.
    pub(super) fn read_struct(&mut self, plan: &StructPlan<'c>, place: Place<'_>) -> Result<()> {
        let place = place.part(0, plan.size)?;
        self.skip_nil(false)?;
        self.store_type(plan, place)?;
        self.read_attributes(plan, place)?;
        self.host.reader()?.read_node()?;
        self.nested(|engine| engine.read_content(plan, place))?;
        self.end_struct(plan)
    }

    /// Reads what stands in an attribute, or between the tags of an element, into a structure.
    pub(super) fn read_struct_content(
        &mut self,
        plan: &StructPlan<'c>,
        place: Place<'_>,
        mapping: WS_TYPE_MAPPING,
    ) -> Result<()> {
        let place = place.part(0, plan.size)?;
        let has_elements = !plan.is_text && !plan.content.is_empty();
        if plan.type_attribute.is_some()
            || !plan.attributes.is_empty()
            || (has_elements && mapping == WS_ATTRIBUTE_TYPE_MAPPING)
        {
            return Err(Fault::invalid_arg(format!(
                "A structure with fields that are attributes or elements cannot be read with {mapping:?}."
            )));
        }
        self.nested(|engine| engine.read_content(plan, place))
    }

    /// The field that says of which type the structure is.
    fn store_type(&mut self, plan: &StructPlan<'c>, place: Place<'_>) -> Result<()> {
        match plan.type_attribute.and_then(|index| plan.fields.get(index)) {
            Some(field) => place.store(field.offset, core::ptr::from_ref(plan.description)),
            None => Ok(()),
        }
    }

    /// Reads the fields that are elements or text, and sets those that are neither.
    fn read_content(&mut self, plan: &StructPlan<'c>, place: Place<'_>) -> Result<()> {
        for field in plan.fields.get(plan.content.clone()).unwrap_or_default() {
            if let Err(fault) = self.read_field(field, place) {
                return Err(fault.context(super::elements::in_field(field)));
            }
        }
        for field in plan.fields.get(plan.unmapped.clone()).unwrap_or_default() {
            self.store_absent(field, place)?;
        }
        Ok(())
    }

    /// Goes past the end of an element, over what follows its last field if that is allowed.
    fn end_struct(&mut self, plan: &StructPlan<'c>) -> Result<()> {
        if plan.options & WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT != 0 {
            self.skip_content()?;
        }
        self.read_end()
    }

    /// Passes all that is left before the end of the element.
    pub(super) fn skip_content(&mut self) -> Result<()> {
        let reader = self.host.reader()?;
        while reader.kind() != NodeKind::EndElement {
            reader.skip_node()?;
        }
        Ok(())
    }

    /// Sets a field that the XML does not contain.
    pub(super) fn store_absent(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        if field.is_discarded() {
            return Ok(());
        }
        let part = place.part(field.offset, field.size_in_struct())?;
        part.zero();
        if let Some(offset) = field.count_offset {
            place.store(offset, 0u32)?;
        }
        match (&field.default, &field.kind) {
            (Some(default), _) if field.has(WS_FIELD_POINTER) => {
                let copy = Place::in_heap(required(self.heap)?, default.size())?;
                copy.copy_from(*default)?;
                part.store(0, copy.start())
            }
            (Some(default), _) => part.copy_from(*default),
            (None, Type::Union(composite)) if !field.is_repeating() => {
                let plan = self.plans.union(composite)?;
                if field.has(WS_FIELD_POINTER) { Ok(()) } else { part.store(plan.selector, plan.none) }
            }
            (None, _) => Ok(()),
        }
    }

    /// Reads one choice of a union, if the next element is one. Answers whether it is.
    pub(super) fn read_union(&mut self, plan: &UnionPlan<'c>, place: Place<'_>) -> Result<bool> {
        let place = place.part(0, plan.size)?;
        let reader = self.host.reader()?;
        if !reader.read_to_start_element(Wanted::default())? {
            return Ok(false);
        }
        let node = reader.node();
        let (local, ns) = (node.get(node.node.name.local), node.get(node.node.name.ns));
        let Some(index) = plan.choice_of_element(local, ns) else { return Ok(false) };
        let (Some(field), Some(value)) = (plan.fields.get(index), plan.values.get(index)) else { return Ok(false) };
        place.store(plan.selector, *value)?;
        if let Err(fault) = self.read_field(field, place) {
            return Err(fault.context(super::elements::in_field(field)));
        }
        Ok(true)
    }
}
