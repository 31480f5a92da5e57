//! Fields that are elements: of a name, choices, and of any name.

use super::*;

impl Maker<'_> {
    /// One field that is an element, several, or a choice.
    #[allow(clippy::too_many_arguments, reason = "the parts of one structure in the making")]
    pub(super) fn content(
        &mut self,
        choices: &mut Choices<'_>,
        depth: u8,
        name: &str,
        within: *mut WS_STRUCT_DESCRIPTION,
        layout: &mut Layout,
        parts: &mut Parts,
        fields: &mut Vec<FieldShape>,
    ) {
        let choice = choices.byte();
        let ns = usize::from(choice >> 6) % NAMESPACES.len();
        let is_repeating = choice & 1 != 0;
        let has_wrapper = is_repeating && choice & 2 != 0;
        let what = if depth >= MAX_DEPTH { 0 } else { choice >> 2 & 7 };
        let (own, space) = (self.name(name), self.ns(ns));
        let wrapper = self.name(&format!("w{name}"));
        let mut field = no_field();
        if has_wrapper {
            (field.localName, field.ns) = (wrapper, space);
        }
        if what != 5 {
            if is_repeating {
                field.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING;
                (field.itemLocalName, field.itemNs) = (own, space);
                if has_wrapper && choice & 32 != 0 {
                    field.options |= WS_FIELD_NILLABLE;
                }
            } else {
                field.mapping = WS_ELEMENT_FIELD_MAPPING;
                (field.localName, field.ns) = (own, space);
            }
        }
        let mut kind = None;
        match what {
            3 | 4 => {
                field.r#type = WS_STRUCT_TYPE;
                let is_again = what == 4 && choice & 32 != 0;
                let shape =
                    if is_again { Kind::Again } else { Kind::Struct(self.structure(choices, depth + 1).into()) };
                let inner = match &shape {
                    Kind::Struct(shape) => shape.description,
                    _ => within,
                };
                field.typeDescription = inner.cast();
                // Where a type may be a derived one, the place must be behind a pointer, and so when it is itself.
                let is_derived = matches!(&shape, Kind::Struct(shape) if shape.derived.is_some());
                if is_again || is_derived || choice & 16 != 0 {
                    field.options |= WS_FIELD_POINTER;
                    if !is_repeating {
                        field.options |= WS_FIELD_OPTIONAL;
                    }
                    if choice & 64 != 0 {
                        field.options |= if is_repeating { WS_FIELD_NILLABLE_ITEM } else { WS_FIELD_NILLABLE };
                    }
                }
                let is_behind = is_repeating || field.options & WS_FIELD_POINTER != 0;
                // SAFETY: a structure that is embedded has been made, and so has its size.
                let size = if is_behind { 8 } else { unsafe { (*inner).size as usize } };
                field.offset = layout.place((size, 8));
                kind = Some(shape);
            }
            5 => {
                let (description, choices_shape) = self.union(choices, depth, name);
                field.mapping = if is_repeating {
                    WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
                } else {
                    WS_ELEMENT_CHOICE_FIELD_MAPPING
                };
                field.r#type = WS_UNION_TYPE;
                field.typeDescription = description.cast();
                if !is_repeating && choice & 16 != 0 {
                    field.options |= WS_FIELD_OPTIONAL;
                }
                // SAFETY: the union has just been made.
                let size = if is_repeating { 8 } else { unsafe { (*description).size as usize } };
                field.offset = layout.place((size, 8));
                kind = Some(Kind::Union(choices_shape));
            }
            6 => {
                field.r#type = WS_XML_BUFFER_TYPE;
                if !is_repeating && choice & 32 != 0 {
                    field.options |= WS_FIELD_OPTIONAL;
                }
                field.offset = layout.place(pointer());
                kind = Some(Kind::Any);
            }
            7 if !is_repeating => {
                field.r#type = WS_VOID_TYPE;
                field.options |= WS_FIELD_OPTIONAL;
                kind = Some(Kind::Any);
            }
            _ => self.simple(choices, layout, &mut field, true),
        }
        if is_repeating && field.countOffset == 0 {
            field.countOffset = layout.place((4, 4));
        }
        if is_repeating && choice & 128 != 0 {
            field.itemRange = self.heap.put(WS_ITEM_RANGE { minItemCount: 0, maxItemCount: 3 });
        }
        parts.content.push(self.keep(field));
        let mut shape = FieldShape::new(&field, name.into(), ns);
        shape.has_wrapper = has_wrapper;
        if let Some(kind) = kind {
            shape.kind = kind;
        }
        fields.push(shape);
    }

    fn union(
        &mut self,
        choices: &mut Choices<'_>,
        depth: u8,
        name: &str,
    ) -> (*mut WS_UNION_DESCRIPTION, Vec<FieldShape>) {
        let (mut fields, mut shapes, mut size) = (Vec::new(), Vec::new(), 0);
        for index in 0..=choices.byte() % 3 {
            // All choices start at the same place.
            let mut layout = Layout { size: 8 };
            let mut parts = Parts::default();
            let own = format!("{name}{index}");
            self.content(choices, depth.max(MAX_DEPTH - 1), &own, null_mut(), &mut layout, &mut parts, &mut shapes);
            let Some(field) = parts.content.pop() else { continue };
            // SAFETY: the field has just been put into the heap.
            let field = unsafe { *field };
            let is_allowed = match field.mapping {
                WS_ELEMENT_FIELD_MAPPING => field.options & WS_FIELD_OPTIONAL == 0,
                WS_REPEATING_ELEMENT_FIELD_MAPPING => !field.localName.is_null(),
                _ => false,
            };
            if !is_allowed
                || field.r#type == WS_VOID_TYPE
                || field.typeDescription.is_null() && field.r#type == WS_STRUCT_TYPE
            {
                shapes.pop();
                continue;
            }
            size = size.max(layout.size);
            fields.push(self.heap.put(WS_UNION_FIELD_DESCRIPTION { value: i32::from(index) + 1, field }));
        }
        let description = self.heap.put(WS_UNION_DESCRIPTION {
            size: size.max(8).next_multiple_of(8) as ULONG,
            alignment: 8,
            fields: self.heap.put_all(&fields),
            fieldCount: fields.len() as ULONG,
            enumOffset: 0,
            noneEnumValue: 0,
            valueIndices: null_mut(),
        });
        self.unions.push(description);
        (description, shapes)
    }

    pub(super) fn rest_of_content(
        &mut self,
        choices: &mut Choices<'_>,
        layout: &mut Layout,
        parts: &mut Parts,
        fields: &mut Vec<FieldShape>,
    ) {
        let choice = choices.byte();
        let mapping =
            [WS_ANY_ELEMENT_FIELD_MAPPING, WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, WS_ANY_CONTENT_FIELD_MAPPING];
        let mapping = one_of(choices, &mapping);
        let mut field = WS_FIELD_DESCRIPTION { mapping, ..no_field() };
        if choice & 1 != 0 {
            field.r#type = WS_VOID_TYPE;
            field.options = if mapping == WS_ANY_ELEMENT_FIELD_MAPPING { WS_FIELD_OPTIONAL } else { 0 };
        } else {
            field.r#type = WS_XML_BUFFER_TYPE;
            field.offset = layout.place(pointer());
            if mapping == WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING {
                field.countOffset = layout.place((4, 4));
            }
            if mapping == WS_ANY_ELEMENT_FIELD_MAPPING && choice & 2 != 0 {
                field.options = WS_FIELD_OPTIONAL;
            }
        }
        parts.content.push(self.keep(field));
        let mut shape = FieldShape::new(&field, "any".into(), 1);
        shape.kind = Kind::Any;
        fields.push(shape);
    }
}
