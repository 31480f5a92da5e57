//! Fields that are elements or text.

use super::simple::{Target, required};
use super::{Engine, ReadHost};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::serialize::description::Type;
use crate::serialize::place::{Items, Place};
use crate::serialize::plan::Field;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::node::NodeKind;
use crate::xml::reader::Wanted;

/// Where the value of a field goes: its part of the structure.
#[inline]
pub(super) fn target<'m>(field: &Field<'_>, place: Place<'m>) -> Result<Target<'m>> {
    let count = match field.count_offset {
        Some(offset) => Some(place.part(offset, size_of::<u32>())?),
        None => None,
    };
    Ok(Target { place: place.part(field.offset, field.size_in_struct())?, count })
}

/// What an outer step was doing when a field failed.
#[cold]
pub(super) fn in_field(field: &Field<'_>) -> String {
    format!("while reading {}", field.label())
}

impl<'c, H: ReadHost> Engine<'_, 'c, H> {
    /// Reads what a field describes, if it is there, and sets the field.
    pub(super) fn read_field(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        match field.mapping {
            WS_ELEMENT_FIELD_MAPPING => {
                let name = Wanted { local: field.local, ns: field.ns };
                if self.host.reader()?.read_to_start_element(name)? {
                    return self.read_element_field(field, target(field, place)?);
                }
                if field.has(WS_FIELD_OPTIONAL) {
                    return self.store_absent(field, place);
                }
                Err(self.not_found(name))
            }
            WS_REPEATING_ELEMENT_FIELD_MAPPING
            | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
            | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING => self.read_repeating(field, place),
            WS_TEXT_FIELD_MAPPING => self.read_text_field(field, place),
            WS_ELEMENT_CHOICE_FIELD_MAPPING => {
                let Type::Union(composite) = &field.kind else { return Err(wrong_plan()) };
                let plan = self.plans.union(composite)?;
                let part = place.part(field.offset, field.size_in_struct())?;
                if self.nested(|engine| engine.read_union(&plan, part))? {
                    return Ok(());
                }
                if field.has(WS_FIELD_OPTIONAL) {
                    return self.store_absent(field, place);
                }
                Err(self.unexpected(&plan.choices()))
            }
            WS_ANY_ELEMENT_FIELD_MAPPING => {
                if self.is_any_element(field)? {
                    return self.read_any_element(field, place);
                }
                if field.has(WS_FIELD_OPTIONAL) {
                    return self.store_absent(field, place);
                }
                Err(self.unexpected("An element of a namespace that the description allows"))
            }
            WS_ANY_CONTENT_FIELD_MAPPING => self.read_any_content(field, place),
            _ => Err(wrong_plan()),
        }
    }

    #[cold]
    fn not_found(&mut self, name: Wanted<'_>) -> Fault {
        match self.host.reader() {
            Ok(reader) => reader.not_found(name),
            Err(fault) => fault,
        }
    }

    /// Reads the element that the reader is on as the value of a field or of an item.
    #[inline]
    fn read_element_field(&mut self, field: &Field<'c>, target: Target<'_>) -> Result<()> {
        if self.skip_nil(field.has(WS_FIELD_NILLABLE) && !field.is_repeating())? {
            target.place.zero();
            return match target.count {
                Some(count) => count.store(0, 0u32),
                None => Ok(()),
            };
        }
        if field.has(WS_FIELD_POINTER) {
            let pointer = self.read_pointed(WS_ELEMENT_TYPE_MAPPING, &field.kind)?;
            return target.place.store(0, pointer);
        }
        self.read_element_value(&field.kind, target)
    }

    fn read_text_field(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        let target = target(field, place)?;
        match &field.kind {
            Type::Struct(composite) => {
                let plan = self.plans.structure(composite)?;
                self.read_struct_content(&plan, target.place, WS_ELEMENT_CONTENT_TYPE_MAPPING)
            }
            Type::Custom(description) => self.custom(description, WS_ELEMENT_CONTENT_TYPE_MAPPING, target.place),
            kind => self.read_text(kind, target),
        }
    }

    /// Reads an array, in its wrapper if it has one.
    fn read_repeating(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        let Some(local) = field.local else { return self.read_items(field, place, false) };
        let name = Wanted { local: Some(local), ns: field.ns };
        if !self.host.reader()?.read_to_start_element(name)? {
            check_count(field, 0)?;
            return self.store_absent(field, place);
        }
        if self.skip_nil(field.has(WS_FIELD_NILLABLE))? {
            return self.store_absent(field, place);
        }
        let read = (|| {
            self.refuse_attributes()?;
            self.host.reader()?.read_node()?;
            self.read_items(field, place, true)?;
            self.read_end()
        })();
        read.map_err(|fault| fault.context(format!("while reading the wrapper '{}'", quoted(local))))
    }

    /// Reads items as long as there are some, and puts them into the heap as one array.
    fn read_items(&mut self, field: &Field<'c>, place: Place<'_>, has_wrapper: bool) -> Result<()> {
        let is_pointer = field.has(WS_FIELD_POINTER);
        let mut items = self.spare.pop().unwrap_or_default();
        items.begin(if is_pointer { size_of::<*mut c_void>() } else { field.size });
        let mut count = 0;
        while self.is_item(field)? {
            if count == field.range.1 {
                return Err(too_many(field));
            }
            if let Err(fault) = self.read_item(field, &mut items) {
                return Err(fault.context(format!("while reading the item of index {count}")));
            }
            count += 1;
        }
        check_count(field, count)?;
        if let Some(offset) = field.count_offset {
            let array = match self.heap {
                _ if count == 0 && !has_wrapper => core::ptr::null_mut(),
                heap => items.store(required(heap)?)?,
            };
            place.store(field.offset, array)?;
            place.store(offset, count)?;
        }
        self.spare.push(items);
        Ok(())
    }

    /// Whether the next element is an item of the array.
    #[inline]
    fn is_item(&mut self, field: &Field<'c>) -> Result<bool> {
        match field.mapping {
            WS_REPEATING_ELEMENT_FIELD_MAPPING => {
                let name = Wanted { local: Some(field.item_local), ns: Some(field.item_ns) };
                self.host.reader()?.read_to_start_element(name)
            }
            WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING => {
                let Type::Union(composite) = &field.kind else { return Err(wrong_plan()) };
                let plan = self.plans.union(composite)?;
                let reader = self.host.reader()?;
                if !reader.read_to_start_element(Wanted::default())? {
                    return Ok(false);
                }
                let node = reader.node();
                let name = &node.node.name;
                Ok(plan.choice_of_element(node.get(name.local), node.get(name.ns)).is_some())
            }
            _ => self.is_any_element(field),
        }
    }

    fn read_item(&mut self, field: &Field<'c>, items: &mut Items) -> Result<()> {
        if field.is_discarded() {
            return self.host.reader()?.skip_node();
        }
        let place = items.push(self.heap)?;
        if field.mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING && self.skip_nil(field.has(WS_FIELD_NILLABLE_ITEM))? {
            place.zero();
            return Ok(());
        }
        if field.has(WS_FIELD_POINTER) {
            let pointer = self.read_pointed(WS_ELEMENT_TYPE_MAPPING, &field.kind)?;
            return place.store(0, pointer);
        }
        match (&field.kind, field.mapping) {
            (Type::Union(composite), _) => {
                let plan = self.plans.union(composite)?;
                self.nested(|engine| engine.read_union(&plan, place)).map(|_| ())
            }
            (kind, _) => self.read_element_value(kind, Target::new(place)),
        }
    }

    /// Whether the next node is an element that a field for elements of any name takes.
    fn is_any_element(&mut self, field: &Field<'c>) -> Result<bool> {
        let reader = self.host.reader()?;
        if !reader.read_to_start_element(Wanted::default())? {
            return Ok(false);
        }
        let node = reader.node();
        Ok(field.admits_namespace(node.get(node.node.name.ns)))
    }

    fn read_any_element(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        if field.is_discarded() {
            return self.host.reader()?.skip_node();
        }
        let part = place.part(field.offset, field.size_in_struct())?;
        if field.has(WS_FIELD_POINTER) {
            let pointer = self.read_pointed(WS_ANY_ELEMENT_TYPE_MAPPING, &field.kind)?;
            return part.store(0, pointer);
        }
        self.read_mapped(WS_ANY_ELEMENT_TYPE_MAPPING, &field.kind, part)
    }

    /// Reads all that is left of the element into one buffer.
    fn read_any_content(&mut self, field: &Field<'c>, place: Place<'_>) -> Result<()> {
        if field.is_discarded() {
            return self.skip_content();
        }
        let heap = required(self.heap)?;
        let buffer = Buffer::new(heap.budget())?;
        let mut point = Point::new(&buffer);
        let reader = self.host.reader()?;
        loop {
            match reader.kind() {
                NodeKind::EndElement | NodeKind::Eof => break,
                NodeKind::Element => reader.copy_to(&mut point)?,
                _ => {
                    point.write(reader.node())?;
                    reader.read_node()?;
                }
            }
        }
        let handle = self.host.buffer(heap, buffer)?;
        place.part(field.offset, field.size_in_struct())?.store(0, handle)
    }
}

fn check_count(field: &Field<'_>, count: u32) -> Result<()> {
    if count >= field.range.0 {
        return Ok(());
    }
    Err(Fault::invalid_format(format!("There are {count} items, fewer than the {} of itemRange.", field.range.0)))
}

#[cold]
fn too_many(field: &Field<'_>) -> Fault {
    Fault::invalid_format(format!("There are more items than the {} of itemRange.", field.range.1))
}

#[cold]
fn wrong_plan() -> Fault {
    Fault::invalid_arg("The mapping of a field does not go with its type.")
}
