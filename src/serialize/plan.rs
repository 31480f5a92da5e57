//! Descriptions, checked once per call. A plan is made when the engine first meets a description, so what a call does
//! not need costs nothing, and types may lead back to themselves through pointers.

mod check;
mod look;

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::{Composite, Type, field_bit};
use crate::serialize::place::{Memory, Place, Plain, Seen, watch};
use check::{check_layout, check_name, check_options, check_part};
use core::cell::RefCell;
use core::ops::Range;
use std::rc::Rc;

/// More fields than this in one description are taken for a mistake: so many are never written by hand or by wsutil.
const MAX_FIELDS: u32 = 65_536;
/// What a search from the start costs less for than one by halves.
const FEW: usize = 16;
/// How deep types may be derived from each other, and how many of one size may lie in each other. What is longer is taken
/// for a cycle or a mistake.
const MAX_DERIVATION: usize = 64;

/// The plans of one call.
pub(crate) struct Plans<'c> {
    pub(crate) memory: Memory<'c>,
    structs: Store<'c, WS_STRUCT_DESCRIPTION, StructPlan<'c>>,
    unions: Store<'c, WS_UNION_DESCRIPTION, UnionPlan<'c>>,
    enums: Store<'c, WS_ENUM_DESCRIPTION, EnumPlan<'c>>,
    /// What the plans were made of, where the memory is watched.
    seen: RefCell<Seen>,
}

/// Plans by description; the index of one never changes.
struct Store<'c, D, P> {
    made: RefCell<Vec<(&'c D, Rc<P>)>>,
}

impl<'c, D, P> Store<'c, D, P> {
    fn get(&self, composite: &Composite<'c, D>, make: impl FnOnce(&'c D) -> Result<P>) -> Result<Rc<P>> {
        if let Some((_, plan)) = self.made.borrow().get(composite.plan.get() as usize) {
            return Ok(plan.clone());
        }
        self.find(composite, make)
    }

    #[cold]
    fn find(&self, composite: &Composite<'c, D>, make: impl FnOnce(&'c D) -> Result<P>) -> Result<Rc<P>> {
        let found = self.made.borrow().iter().position(|(made, _)| core::ptr::eq(*made, composite.description));
        let index = match found {
            Some(index) => index,
            None => {
                let plan = Rc::new(make(composite.description)?);
                let mut made = self.made.borrow_mut();
                made.push((composite.description, plan));
                made.len() - 1
            }
        };
        composite.plan.set(index as u32);
        match self.made.borrow().get(index) {
            Some((_, plan)) => Ok(plan.clone()),
            None => Err(Fault::invalid_arg("A description has no plan.")),
        }
    }
}

/// A structure.
pub(crate) struct StructPlan<'c> {
    pub(crate) description: &'c WS_STRUCT_DESCRIPTION,
    pub(crate) size: usize,
    /// As described: the type attribute, attributes, text or elements, unmapped.
    pub(crate) fields: Vec<Field<'c>>,
    /// Index of the field with WS_TYPE_ATTRIBUTE_FIELD_MAPPING.
    pub(crate) type_attribute: Option<usize>,
    /// Fields that are attributes.
    pub(crate) attributes: Range<usize>,
    /// The field that is the whole text, or the fields that are elements.
    pub(crate) content: Range<usize>,
    /// Whether `content` is one field of text.
    pub(crate) is_text: bool,
    /// Fields with WS_NO_FIELD_MAPPING.
    pub(crate) unmapped: Range<usize>,
    /// WS_STRUCT_...
    pub(crate) options: u32,
    /// Whether the start tag or the text can hold qualified names, by fields or as xsi:type.
    pub(crate) has_names: bool,
}

/// A union with its selector.
pub(crate) struct UnionPlan<'c> {
    pub(crate) size: usize,
    pub(crate) selector: usize,
    pub(crate) none: i32,
    /// The values of the selector, beside the fields of the choices.
    pub(crate) values: Vec<i32>,
    pub(crate) fields: Vec<Field<'c>>,
    /// Order of the values.
    indices: Option<&'c [u32]>,
}

/// An enumeration.
pub(crate) struct EnumPlan<'c> {
    memory: Memory<'c>,
    values: &'c [WS_ENUM_VALUE],
    indices: Option<&'c [u32]>,
}

/// One field.
pub(crate) struct Field<'c> {
    pub(crate) description: &'c WS_FIELD_DESCRIPTION,
    pub(crate) mapping: WS_FIELD_MAPPING,
    /// The name, or that of the wrapper; `None` where the description has none.
    pub(crate) local: Option<&'c [u8]>,
    pub(crate) ns: Option<&'c [u8]>,
    /// The name of the items of WS_REPEATING_ELEMENT_FIELD_MAPPING.
    pub(crate) item_local: &'c [u8],
    pub(crate) item_ns: &'c [u8],
    /// Of the field, or of an item.
    pub(crate) kind: Type<'c>,
    pub(crate) offset: usize,
    /// Size of the value itself, which is behind a pointer with WS_FIELD_POINTER; of an item's with repeating mappings.
    pub(crate) size: usize,
    /// Where the number of items or units goes, if there is one.
    pub(crate) count_offset: Option<usize>,
    /// WS_FIELD_...
    pub(crate) options: u32,
    /// The value of an absent field, in the form in which the field holds it; zeros without one.
    pub(crate) default: Option<Place<'c>>,
    /// How many items the reader accepts.
    pub(crate) range: (u32, u32),
}

impl Field<'_> {
    #[inline]
    pub(crate) fn has(&self, option: u32) -> bool {
        self.options & option != 0
    }

    /// Whether it is an array of elements.
    pub(crate) fn is_repeating(&self) -> bool {
        is_repeating(self.mapping)
    }

    /// What the field itself takes in the structure.
    #[inline]
    pub(crate) fn size_in_struct(&self) -> usize {
        if self.is_discarded() {
            0
        } else if self.has(WS_FIELD_POINTER) || self.is_repeating() {
            size_of::<*mut c_void>()
        } else {
            self.size
        }
    }

    /// The offsets of what it has in the structure.
    fn places(&self) -> impl Iterator<Item = usize> {
        [(self.size_in_struct() > 0).then_some(self.offset), self.count_offset].into_iter().flatten()
    }

    /// Read and forgotten: there is nothing in the structure.
    pub(crate) fn is_discarded(&self) -> bool {
        matches!(self.kind, Type::Void(_)) && self.mapping != WS_NO_FIELD_MAPPING
    }

    /// What error texts call it.
    pub(crate) fn label(&self) -> String {
        let what = match self.mapping {
            WS_ATTRIBUTE_FIELD_MAPPING | WS_XML_ATTRIBUTE_FIELD_MAPPING => "attribute",
            WS_REPEATING_ELEMENT_FIELD_MAPPING => "repeated element",
            WS_ELEMENT_FIELD_MAPPING => "element",
            WS_TEXT_FIELD_MAPPING => "text",
            _ => return format!("the field at offset {} ({:?})", self.offset, self.mapping),
        };
        let name = if self.mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING { Some(self.item_local) } else { self.local };
        match name {
            Some(name) => format!("the {what} '{}' (field at offset {})", String::from_utf8_lossy(name), self.offset),
            None => format!("the {what} (field at offset {})", self.offset),
        }
    }
}

fn wrong_field(index: usize) -> String {
    format!("The field description of index {index} is wrong.")
}

/// A field that has something at the offset of an earlier one, and that offset.
fn shared_offset(fields: &[Field<'_>]) -> Option<(usize, usize)> {
    if fields.len() <= FEW {
        return fields.iter().enumerate().find_map(|(index, field)| {
            let mut earlier = fields.iter().take(index).flat_map(Field::places);
            earlier.find(|offset| field.places().any(|own| own == *offset)).map(|offset| (index, offset))
        });
    }
    // Every pair of a large description would be looked at in every call.
    let places =
        |(index, field): (usize, &Field<'_>)| field.places().map(move |offset| (offset, index)).collect::<Vec<_>>();
    let mut all: Vec<(usize, usize)> = fields.iter().enumerate().flat_map(places).collect();
    all.sort_unstable();
    let pairs = all.iter().zip(all.iter().skip(1));
    pairs.filter(|(one, next)| one.0 == next.0).map(|(_, next)| (next.1, next.0)).min()
}

fn is_repeating(mapping: WS_FIELD_MAPPING) -> bool {
    matches!(
        mapping,
        WS_REPEATING_ELEMENT_FIELD_MAPPING
            | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
            | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING
    )
}

impl<'c> Plans<'c> {
    pub(crate) fn new(memory: Memory<'c>) -> Self {
        Plans {
            memory,
            structs: Store { made: RefCell::default() },
            unions: Store { made: RefCell::default() },
            enums: Store { made: RefCell::default() },
            seen: RefCell::default(),
        }
    }

    /// Makes a plan, and remembers of what.
    fn make<P>(&self, make: impl FnOnce() -> Result<P>) -> Result<P> {
        if !self.memory.is_watched() {
            return make();
        }
        let (made, seen) = watch(make);
        seen.into_iter().for_each(|seen| self.saw(seen));
        made
    }

    /// Remembers what else was looked at.
    pub(crate) fn saw(&self, seen: Seen) {
        self.seen.borrow_mut().append(seen);
    }

    /// Whether all that the plans were made of is as it was, so that they still hold. False where that is not known.
    pub(crate) fn still_hold<T: Plain>(&self, first: *const T) -> bool {
        self.memory.is_watched() && self.seen.borrow().is_unchanged(self.memory, first)
    }

    #[inline]
    pub(crate) fn structure(&self, composite: &Composite<'c, WS_STRUCT_DESCRIPTION>) -> Result<Rc<StructPlan<'c>>> {
        self.structs.get(composite, |description| self.make(|| self.plan_struct(description)))
    }

    /// The plan of a description that no field names, such as one that xsi:type led to.
    pub(crate) fn structure_of(&self, description: &'c WS_STRUCT_DESCRIPTION) -> Result<Rc<StructPlan<'c>>> {
        // Nobody has seen what led to it.
        self.seen.borrow_mut().give_up();
        self.structure(&Composite::new(description))
    }

    #[inline]
    pub(crate) fn union(&self, composite: &Composite<'c, WS_UNION_DESCRIPTION>) -> Result<Rc<UnionPlan<'c>>> {
        self.unions.get(composite, |description| self.make(|| self.plan_union(description)))
    }

    #[inline]
    pub(crate) fn enumeration(&self, composite: &Composite<'c, WS_ENUM_DESCRIPTION>) -> Result<Rc<EnumPlan<'c>>> {
        self.enums.get(composite, |description| self.make(|| self.plan_enum(description)))
    }

    /// The description that `name` stands for among one and all that are derived from it.
    pub(crate) fn derived(
        &self,
        base: &'c WS_STRUCT_DESCRIPTION,
        local: &[u8],
        ns: &[u8],
    ) -> Result<Option<&'c WS_STRUCT_DESCRIPTION>> {
        let mut open = vec![(base, 0)];
        while let Some((candidate, depth)) = open.pop() {
            if depth > MAX_DERIVATION {
                return Err(Fault::invalid_arg("The subTypes of a WS_STRUCT_DESCRIPTION lead back to itself."));
            }
            if self.type_name(candidate)? == Some((local, ns)) {
                return Ok(Some(candidate));
            }
            let types = self.memory.slice(candidate.subTypes.cast_const(), candidate.subTypeCount, "subTypes")?;
            for sub_type in types {
                open.push((self.memory.at(sub_type.cast_const(), "An item of subTypes")?, depth + 1));
            }
        }
        Ok(None)
    }

    /// Whether `actual` is `base` or derived from it.
    pub(crate) fn is_derived(&self, actual: &'c WS_STRUCT_DESCRIPTION, base: &WS_STRUCT_DESCRIPTION) -> Result<bool> {
        let mut candidate = actual;
        for _ in 0..=MAX_DERIVATION {
            if core::ptr::eq(candidate, base) {
                return Ok(true);
            }
            match self.memory.optional(candidate.parentType.cast_const(), "parentType")? {
                Some(parent) => candidate = parent,
                None => return Ok(false),
            }
        }
        Err(Fault::invalid_arg("The parentType of a WS_STRUCT_DESCRIPTION leads back to itself."))
    }

    /// The local name and the namespace that xsi:type says for a type, if it has a name.
    pub(crate) fn type_name(&self, description: &'c WS_STRUCT_DESCRIPTION) -> Result<Option<(&'c [u8], &'c [u8])>> {
        if description.typeLocalName.is_null() {
            return Ok(None);
        }
        let local = self.memory.xml_string(description.typeLocalName, "typeLocalName")?;
        Ok(Some((local, optional_xml_string(self.memory, description.typeNs, "typeNs")?.unwrap_or_default())))
    }

    fn plan_struct(&self, description: &'c WS_STRUCT_DESCRIPTION) -> Result<StructPlan<'c>> {
        let label = || self.label_struct(description);
        self.try_plan_struct(description).map_err(|fault| fault.context(label()))
    }

    fn label_struct(&self, description: &'c WS_STRUCT_DESCRIPTION) -> String {
        match self.type_name(description) {
            Ok(Some((local, _))) => {
                format!("The description of the type '{}' is wrong.", String::from_utf8_lossy(local))
            }
            _ => format!("A WS_STRUCT_DESCRIPTION of size {} is wrong.", description.size),
        }
    }

    fn try_plan_struct(&self, description: &'c WS_STRUCT_DESCRIPTION) -> Result<StructPlan<'c>> {
        const KNOWN: u32 =
            WS_STRUCT_ABSTRACT | WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT | WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES;
        let size = description.size as usize;
        check_layout(size, description.alignment as usize)?;
        if description.structOptions & !KNOWN != 0 {
            return Err(Fault::invalid_arg(format!(
                "The structOptions {:#x} are not known.",
                description.structOptions
            )));
        }
        let pointers = self.fields(description.fields.cast_const(), description.fieldCount)?;
        let mut fields = Vec::with_capacity(pointers.len());
        // How many fields there are of each step of the order that they have to be in.
        let mut counts = [0; 4];
        let mut reached = 0;
        let mut is_text = false;
        for (index, field) in pointers.iter().enumerate() {
            let context = |fault: Fault| fault.context(wrong_field(index));
            let field = self.memory.at(field.cast_const(), "A field description").map_err(context)?;
            let field = self.plan_field(field, size).map_err(context)?;
            let step = match field.mapping {
                WS_TYPE_ATTRIBUTE_FIELD_MAPPING => 0,
                WS_ATTRIBUTE_FIELD_MAPPING | WS_XML_ATTRIBUTE_FIELD_MAPPING | WS_ANY_ATTRIBUTES_FIELD_MAPPING => 1,
                WS_NO_FIELD_MAPPING => 3,
                _ => 2,
            };
            if step < reached {
                return Err(context(Fault::invalid_arg(format!(
                    "A field with {:?} cannot come that late: fields are the type attribute, attributes, text or \
                     elements, and unmapped ones, in this order.",
                    field.mapping
                ))));
            }
            let is_any = |field: &Field<'_>| field.mapping == WS_ANY_ATTRIBUTES_FIELD_MAPPING;
            if is_any(&field) && fields.iter().any(is_any) {
                return Err(context(Fault::invalid_arg(
                    "A structure has one field for any attributes: a second one would be left without a value.",
                )));
            }
            reached = step;
            is_text |= field.mapping == WS_TEXT_FIELD_MAPPING;
            if let Some(count) = counts.get_mut(step) {
                *count += 1;
            }
            fields.push(field);
        }
        if let Some((index, offset)) = shared_offset(&fields) {
            let fault = Fault::invalid_arg(format!(
                "The offset {offset} is that of an earlier field or its number of items, too."
            ));
            return Err(fault.context(wrong_field(index)));
        }
        let [types, attributes, content, unmapped] = counts;
        if types > 1 || (is_text && content > 1) {
            return Err(Fault::invalid_arg("A structure has one type attribute and either one text or elements."));
        }
        if description.structOptions & WS_STRUCT_ABSTRACT != 0 && types == 0 {
            return Err(Fault::invalid_arg(
                "A structure with WS_STRUCT_ABSTRACT needs a field for the type attribute.",
            ));
        }
        let tags_and_text = fields.get(..types + attributes + usize::from(is_text)).unwrap_or_default();
        let has_names = types == 1 || tags_and_text.iter().any(|field| matches!(field.kind, Type::XmlQName(_)));
        let plan = StructPlan {
            description,
            size,
            has_names,
            type_attribute: (types == 1).then_some(0),
            attributes: types..types + attributes,
            content: types + attributes..types + attributes + content,
            is_text,
            unmapped: types + attributes + content..types + attributes + content + unmapped,
            options: description.structOptions,
            fields,
        };
        self.refuse_itself(description.size, Node::Struct(description), &plan.fields)?;
        Ok(plan)
    }

    fn plan_union(&self, description: &'c WS_UNION_DESCRIPTION) -> Result<UnionPlan<'c>> {
        self.try_plan_union(description)
            .map_err(|fault| fault.context(format!("A WS_UNION_DESCRIPTION of size {} is wrong.", description.size)))
    }

    fn try_plan_union(&self, description: &'c WS_UNION_DESCRIPTION) -> Result<UnionPlan<'c>> {
        let size = description.size as usize;
        check_layout(size, description.alignment as usize)?;
        let selector = description.enumOffset as usize;
        check_part("enumOffset", selector, size_of::<i32>(), align_of::<i32>(), size)?;
        let pointers = self.fields(description.fields.cast_const(), description.fieldCount)?;
        let (mut fields, mut values) = (Vec::with_capacity(pointers.len()), Vec::with_capacity(pointers.len()));
        for (index, choice) in pointers.iter().enumerate() {
            let context = |fault: Fault| fault.context(format!("The choice of index {index} is wrong."));
            let choice = self.memory.at(choice.cast_const(), "A choice").map_err(context)?;
            let field = self.plan_field(&choice.field, size).map_err(context)?;
            let is_allowed = match field.mapping {
                WS_ELEMENT_FIELD_MAPPING | WS_ANY_ELEMENT_FIELD_MAPPING => true,
                WS_REPEATING_ELEMENT_FIELD_MAPPING => field.local.is_some(),
                _ => false,
            };
            if !is_allowed || field.has(WS_FIELD_OPTIONAL) {
                return Err(context(Fault::invalid_arg(format!(
                    "A choice of a union is an element, repeated elements in a wrapper or one element of any name, and \
                     not optional, but it has {:?} and the options {:#x}.",
                    field.mapping, field.options
                ))));
            }
            if field.count_offset == Some(selector) || (field.offset == selector && field.size_in_struct() > 0) {
                return Err(context(Fault::invalid_arg(format!("The choice is at the enumOffset {selector}."))));
            }
            if index + 1 < pointers.len() && field.mapping == WS_ANY_ELEMENT_FIELD_MAPPING {
                return Err(context(Fault::invalid_arg("The choice for an element of any name has to be the last.")));
            }
            fields.push(field);
            values.push(choice.value);
        }
        let indices = self.indices(description.valueIndices, description.fieldCount, "valueIndices")?;
        self.refuse_itself(description.size, Node::Union(description), &fields)?;
        Ok(UnionPlan { size, selector, none: description.noneEnumValue, values, fields, indices })
    }

    fn plan_enum(&self, description: &'c WS_ENUM_DESCRIPTION) -> Result<EnumPlan<'c>> {
        let values = self.memory.slice(description.values.cast_const(), description.valueCount, "values")?;
        let indices = self.indices(description.nameIndices, description.valueCount, "nameIndices")?;
        Ok(EnumPlan { memory: self.memory, values, indices })
    }

    fn indices(&self, indices: *const u32, count: u32, name: &str) -> Result<Option<&'c [u32]>> {
        if indices.is_null() { Ok(None) } else { self.memory.slice(indices, count, name).map(Some) }
    }

    fn fields<T>(&self, fields: *const *mut T, count: u32) -> Result<&'c [*mut T]> {
        if count > MAX_FIELDS {
            return Err(Fault::invalid_arg(format!("A description with {count} fields is taken for a mistake.")));
        }
        self.memory.slice(fields, count, "fields")
    }

    /// Checks a field of a structure of `whole` bytes.
    fn plan_field(&self, description: &'c WS_FIELD_DESCRIPTION, whole: usize) -> Result<Field<'c>> {
        let memory = self.memory;
        let kind = Type::of(memory, description.r#type, description.typeDescription)?;
        let mapping = description.mapping;
        if mapping.name().is_none() {
            return Err(Fault::invalid_arg(format!("The mapping {mapping:?} is not known.")));
        }
        let rules = kind.rules();
        if is_repeating(mapping) && matches!(kind, Type::CharArray(_) | Type::Utf8Array(_) | Type::ByteArray(_)) {
            return Err(Fault::invalid_arg(format!(
                "{:?} cannot be repeated: countOffset is for the number of items, and there is no place for the length \
                 of each.",
                kind.kind()
            )));
        }
        if rules.field_mappings & field_bit(mapping) == 0 {
            return Err(Fault::invalid_arg(format!("{:?} cannot be used with {mapping:?}.", kind.kind())));
        }
        check_options(&kind, mapping, description)?;
        let (size, align) = kind.layout();
        let is_sized = !matches!(kind, Type::Void(_));
        if is_sized {
            check_layout(size, align)?;
        }
        let local = optional_xml_string(memory, description.localName, "localName")?;
        let ns = optional_xml_string(memory, description.ns, "ns")?;
        check_name(mapping, local.is_some(), ns.is_some())?;
        let is_item_named = mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING;
        let (item_local, item_ns) = if is_item_named {
            let item_local = memory.xml_string(description.itemLocalName, "itemLocalName")?;
            (item_local, memory.xml_string(description.itemNs, "itemNs")?)
        } else if description.itemLocalName.is_null() && description.itemNs.is_null() {
            Default::default()
        } else {
            return Err(Fault::invalid_arg(format!("itemLocalName and itemNs must be NULL with {mapping:?}.")));
        };
        let is_counted = matches!(kind, Type::CharArray(_) | Type::Utf8Array(_) | Type::ByteArray(_));
        let has_count = (is_counted || is_repeating(mapping)) && is_sized;
        let range = match memory.optional(description.itemRange.cast_const(), "itemRange")? {
            Some(range) => (range.minItemCount, range.maxItemCount),
            None => (0, u32::MAX),
        };
        let mut field = Field {
            description,
            mapping,
            local,
            ns,
            item_local,
            item_ns,
            kind,
            offset: description.offset as usize,
            size,
            count_offset: has_count.then_some(description.countOffset as usize),
            options: description.options,
            default: None,
            range,
        };
        let taken = field.size_in_struct();
        let taken_align =
            if field.has(WS_FIELD_POINTER) || field.is_repeating() { align_of::<*mut c_void>() } else { align };
        check_part("offset", field.offset, taken, taken_align, whole)?;
        if let Some(offset) = field.count_offset {
            check_part("countOffset", offset, size_of::<u32>(), align_of::<u32>(), whole)?;
            if offset == field.offset {
                return Err(Fault::invalid_arg(format!("The countOffset {offset} is the offset of the field itself.")));
            }
        }
        if let Some(default) = memory.optional(description.defaultValue.cast_const(), "defaultValue")? {
            if !rules.has_default || is_repeating(mapping) || field.is_discarded() {
                return Err(Fault::invalid_arg(format!("{:?} takes no default value here.", field.kind.kind())));
            }
            if default.valueSize as usize != size {
                return Err(Fault::invalid_arg(format!(
                    "The default value has {} bytes, but {:?} has {size}.",
                    default.valueSize,
                    field.kind.kind()
                )));
            }
            if size > 0 {
                field.default = Some(memory.place(default.value, size, align, "The value of defaultValue")?);
            }
        }
        Ok(field)
    }

    /// Refuses a type that contains itself without a pointer between. It would have to be at offset 0 all the way, with
    /// one size, since the parts were found to lie within the whole.
    fn refuse_itself(&self, size: u32, whole: Node<'c>, fields: &[Field<'c>]) -> Result<()> {
        let mut seen: Vec<Node<'c>> = Vec::new();
        let mut open: Vec<Node<'c>> = fields.iter().filter_map(|field| embedded(field, size)).collect();
        while let Some(part) = open.pop() {
            if part.is(whole) {
                return Err(Fault::invalid_arg("A structure contains itself without a pointer between."));
            }
            if seen.iter().any(|seen| seen.is(part)) {
                continue;
            }
            if seen.len() >= MAX_DERIVATION {
                return Err(Fault::invalid_arg(format!(
                    "More than {MAX_DERIVATION} structures of one size that lie in each other are taken for a mistake."
                )));
            }
            seen.push(part);
            let descriptions: Vec<&'c WS_FIELD_DESCRIPTION> = match part {
                Node::Struct(part) => self
                    .fields(part.fields.cast_const(), part.fieldCount)?
                    .iter()
                    .map(|field| self.memory.at(field.cast_const(), "A field description"))
                    .collect::<Result<_>>()?,
                Node::Union(part) => self
                    .fields(part.fields.cast_const(), part.fieldCount)?
                    .iter()
                    .map(|choice| Ok(&self.memory.at(choice.cast_const(), "A choice")?.field))
                    .collect::<Result<_>>()?,
            };
            for description in descriptions {
                if is_repeating(description.mapping) || description.options & WS_FIELD_POINTER != 0 {
                    continue;
                }
                let kind = Type::of(self.memory, description.r#type, description.typeDescription)?;
                open.extend(Node::of(&kind).filter(|node| node.size() == size));
            }
        }
        Ok(())
    }
}

/// A type that has fields.
#[derive(Clone, Copy)]
enum Node<'c> {
    Struct(&'c WS_STRUCT_DESCRIPTION),
    Union(&'c WS_UNION_DESCRIPTION),
}

impl<'c> Node<'c> {
    fn of(kind: &Type<'c>) -> Option<Self> {
        match kind {
            Type::Struct(part) => Some(Node::Struct(part.description)),
            Type::Union(part) => Some(Node::Union(part.description)),
            _ => None,
        }
    }

    fn size(self) -> u32 {
        match self {
            Node::Struct(part) => part.size,
            Node::Union(part) => part.size,
        }
    }

    fn is(self, other: Node<'_>) -> bool {
        match (self, other) {
            (Node::Struct(a), Node::Struct(b)) => core::ptr::eq(a, b),
            (Node::Union(a), Node::Union(b)) => core::ptr::eq(a, b),
            _ => false,
        }
    }
}

fn embedded<'c>(field: &Field<'c>, size: u32) -> Option<Node<'c>> {
    if field.is_repeating() || field.has(WS_FIELD_POINTER) {
        return None;
    }
    Node::of(&field.kind).filter(|node| node.size() == size)
}

impl Field<'_> {
    /// Whether an element or attribute of any name may be of this namespace.
    pub(crate) fn admits_namespace(&self, ns: &[u8]) -> bool {
        match self.ns {
            None => true,
            Some(own) => (own == ns) != self.has(WS_FIELD_OTHER_NAMESPACE),
        }
    }
}

fn optional_xml_string<'c>(memory: Memory<'c>, string: *const WS_XML_STRING, name: &str) -> Result<Option<&'c [u8]>> {
    if string.is_null() { Ok(None) } else { memory.xml_string(string, name).map(Some) }
}
