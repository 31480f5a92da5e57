//! What the document needs to know of descriptions.

use crate::abi::*;

/// What the document needs to know of a structure.
#[derive(Debug)]
pub(in crate::fuzzing::typed) struct Shape {
    pub(in crate::fuzzing::typed) description: *mut WS_STRUCT_DESCRIPTION,
    pub(in crate::fuzzing::typed) fields: Vec<FieldShape>,
    /// Of a type that is derived from it, if there is one: the fields that the derived type adds.
    pub(in crate::fuzzing::typed) derived: Option<Vec<FieldShape>>,
}

#[derive(Debug)]
pub(in crate::fuzzing::typed) struct FieldShape {
    pub(in crate::fuzzing::typed) mapping: WS_FIELD_MAPPING,
    pub(in crate::fuzzing::typed) name: String,
    pub(in crate::fuzzing::typed) ns: usize,
    pub(in crate::fuzzing::typed) has_wrapper: bool,
    pub(in crate::fuzzing::typed) options: ULONG,
    pub(in crate::fuzzing::typed) kind: Kind,
}

#[derive(Debug)]
pub(in crate::fuzzing::typed) enum Kind {
    /// Text of this type.
    Simple(WS_TYPE),
    Struct(Box<Shape>),
    /// The structure that the field is in.
    Again,
    /// One of these.
    Union(Vec<FieldShape>),
    /// Anything.
    Any,
}

impl Shape {
    /// Whether pieces of XML are kept as they are.
    pub(in crate::fuzzing::typed) fn has_buffers(&self) -> bool {
        self.all().any(FieldShape::has_buffers)
    }

    /// Whether an element that is left out, as defaults are, lets its place be taken by one of the same name that a
    /// field for any element holds.
    pub(in crate::fuzzing::typed) fn is_ambiguous(&self) -> bool {
        let takes_any = self.all().any(|field| {
            matches!(
                field.mapping,
                WS_ANY_ELEMENT_FIELD_MAPPING | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING | WS_ANY_CONTENT_FIELD_MAPPING
            )
        });
        takes_any && self.all().any(|field| field.options & WS_FIELD_OPTIONAL != 0)
            || self.all().any(FieldShape::is_ambiguous)
    }

    fn all(&self) -> impl Iterator<Item = &FieldShape> {
        self.fields.iter().chain(self.derived.iter().flatten())
    }
}

impl FieldShape {
    fn is_ambiguous(&self) -> bool {
        match &self.kind {
            Kind::Struct(shape) => shape.is_ambiguous(),
            Kind::Union(choices) => choices.iter().any(FieldShape::is_ambiguous),
            Kind::Simple(_) | Kind::Again | Kind::Any => false,
        }
    }

    fn has_buffers(&self) -> bool {
        match &self.kind {
            Kind::Any => true,
            Kind::Struct(shape) => shape.has_buffers(),
            Kind::Union(choices) => choices.iter().any(FieldShape::has_buffers),
            Kind::Simple(_) | Kind::Again => false,
        }
    }

    pub(super) fn new(field: &WS_FIELD_DESCRIPTION, name: String, ns: usize) -> Self {
        FieldShape {
            mapping: field.mapping,
            name,
            ns,
            has_wrapper: false,
            options: field.options,
            kind: Kind::Simple(field.r#type),
        }
    }
}
