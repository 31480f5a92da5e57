//! Descriptions that the data choose: right ones, and right ones with something changed.

mod content;
mod damage;
mod shape;

use super::super::choices::Choices;
use super::Heap;
use crate::abi::*;
use core::ptr::null_mut;
pub(super) use shape::{FieldShape, Kind, Shape};

/// The namespaces of names; the last one is none.
pub(super) const NAMESPACES: [&str; 3] = ["urn:a", "urn:b", ""];
const MAX_DEPTH: u8 = 3;

pub(super) struct Maker<'h> {
    heap: &'h Heap,
    fields: Vec<*mut WS_FIELD_DESCRIPTION>,
    structs: Vec<*mut WS_STRUCT_DESCRIPTION>,
    unions: Vec<*mut WS_UNION_DESCRIPTION>,
}

/// Types with a text form, by value.
const SIMPLE: [WS_TYPE; 23] = [
    WS_BOOL_TYPE,
    WS_INT8_TYPE,
    WS_INT16_TYPE,
    WS_INT32_TYPE,
    WS_INT64_TYPE,
    WS_UINT8_TYPE,
    WS_UINT16_TYPE,
    WS_UINT32_TYPE,
    WS_UINT64_TYPE,
    WS_FLOAT_TYPE,
    WS_DOUBLE_TYPE,
    WS_DECIMAL_TYPE,
    WS_DATETIME_TYPE,
    WS_TIMESPAN_TYPE,
    WS_GUID_TYPE,
    WS_UNIQUE_ID_TYPE,
    WS_STRING_TYPE,
    WS_WSZ_TYPE,
    WS_BYTES_TYPE,
    WS_XML_STRING_TYPE,
    WS_XML_QNAME_TYPE,
    WS_ENUM_TYPE,
    WS_DURATION_TYPE,
];

const COUNTED: [WS_TYPE; 3] = [WS_CHAR_ARRAY_TYPE, WS_UTF8_ARRAY_TYPE, WS_BYTE_ARRAY_TYPE];

fn layout(kind: WS_TYPE) -> (usize, usize) {
    fn of<T>() -> (usize, usize) {
        (size_of::<T>(), align_of::<T>())
    }
    match kind {
        WS_BOOL_TYPE | WS_INT32_TYPE | WS_UINT32_TYPE | WS_FLOAT_TYPE | WS_ENUM_TYPE => of::<i32>(),
        WS_INT8_TYPE | WS_UINT8_TYPE => of::<u8>(),
        WS_INT16_TYPE | WS_UINT16_TYPE => of::<u16>(),
        WS_INT64_TYPE | WS_UINT64_TYPE | WS_DOUBLE_TYPE => of::<u64>(),
        WS_DECIMAL_TYPE => of::<DECIMAL>(),
        WS_DATETIME_TYPE => of::<WS_DATETIME>(),
        WS_TIMESPAN_TYPE => of::<WS_TIMESPAN>(),
        WS_GUID_TYPE => of::<GUID>(),
        WS_UNIQUE_ID_TYPE => of::<WS_UNIQUE_ID>(),
        WS_STRING_TYPE => of::<WS_STRING>(),
        WS_BYTES_TYPE => of::<WS_BYTES>(),
        WS_XML_STRING_TYPE => of::<WS_XML_STRING>(),
        WS_XML_QNAME_TYPE => of::<WS_XML_QNAME>(),
        WS_DURATION_TYPE => of::<WS_DURATION>(),
        WS_ANY_ATTRIBUTES_TYPE => of::<WS_ANY_ATTRIBUTES>(),
        _ => of::<*mut c_void>(),
    }
}

fn has_nil(kind: WS_TYPE) -> bool {
    matches!(
        kind,
        WS_STRING_TYPE
            | WS_WSZ_TYPE
            | WS_BYTES_TYPE
            | WS_XML_STRING_TYPE
            | WS_XML_BUFFER_TYPE
            | WS_CHAR_ARRAY_TYPE
            | WS_UTF8_ARRAY_TYPE
            | WS_BYTE_ARRAY_TYPE
    )
}

/// Places in a structure, one after the other.
#[derive(Default)]
struct Layout {
    size: usize,
}

impl Layout {
    fn place(&mut self, (size, alignment): (usize, usize)) -> ULONG {
        let offset = self.size.next_multiple_of(alignment);
        self.size = offset + size;
        offset as ULONG
    }
}

/// The fields of a structure in their order.
#[derive(Default)]
struct Parts {
    attributes: Vec<*mut WS_FIELD_DESCRIPTION>,
    /// There can be one field for all others.
    has_any_attributes: bool,
    content: Vec<*mut WS_FIELD_DESCRIPTION>,
    unmapped: Vec<*mut WS_FIELD_DESCRIPTION>,
}

fn no_field() -> WS_FIELD_DESCRIPTION {
    WS_FIELD_DESCRIPTION {
        mapping: WS_NO_FIELD_MAPPING,
        localName: null_mut(),
        ns: null_mut(),
        r#type: WS_VOID_TYPE,
        typeDescription: null_mut(),
        offset: 0,
        options: 0,
        defaultValue: null_mut(),
        countOffset: 0,
        itemLocalName: null_mut(),
        itemNs: null_mut(),
        itemRange: null_mut(),
    }
}

impl<'h> Maker<'h> {
    pub(super) fn new(heap: &'h Heap) -> Self {
        Maker { heap, fields: Vec::new(), structs: Vec::new(), unions: Vec::new() }
    }

    fn name(&self, text: &str) -> *mut WS_XML_STRING {
        let bytes = self.heap.put_all(text.as_bytes());
        self.heap.put(WS_XML_STRING { length: text.len() as ULONG, bytes, dictionary: null_mut(), id: 0 })
    }

    fn ns(&self, index: usize) -> *mut WS_XML_STRING {
        self.name(NAMESPACES.get(index).copied().unwrap_or_default())
    }

    fn keep(&mut self, field: WS_FIELD_DESCRIPTION) -> *mut WS_FIELD_DESCRIPTION {
        let field = self.heap.put(field);
        self.fields.push(field);
        field
    }

    /// The root element of a structure.
    pub(super) fn element(&self, shape: &Shape) -> WS_ELEMENT_DESCRIPTION {
        WS_ELEMENT_DESCRIPTION {
            elementLocalName: self.name("r"),
            elementNs: self.ns(0),
            r#type: WS_STRUCT_TYPE,
            typeDescription: shape.description.cast(),
        }
    }

    pub(super) fn structure(&mut self, choices: &mut Choices<'_>, depth: u8) -> Shape {
        let style = choices.byte();
        let description =
            self.heap.put(WS_STRUCT_DESCRIPTION { structOptions: ULONG::from(style >> 4 & 6), ..no_struct() });
        let has_type = style & 1 != 0 && style & 2 == 0;
        let (mut layout, mut parts, mut fields) = (Layout::default(), Parts::default(), Vec::new());
        let mut head = Vec::new();
        if has_type {
            let offset = layout.place(pointer());
            head.push(self.keep(WS_FIELD_DESCRIPTION {
                mapping: WS_TYPE_ATTRIBUTE_FIELD_MAPPING,
                r#type: WS_DESCRIPTION_TYPE,
                offset,
                ..no_field()
            }));
        }
        self.attributes(choices, &mut layout, &mut parts, &mut fields, "a");
        if style & 2 != 0 {
            self.text(choices, &mut layout, &mut parts, &mut fields);
        } else {
            for index in 0..choices.byte() % 6 {
                let name = format!("e{depth}{index}");
                self.content(choices, depth, &name, description, &mut layout, &mut parts, &mut fields);
            }
            // A derived type adds elements after those of its base, which must not take them all.
            if style & 8 != 0 && !has_type {
                self.rest_of_content(choices, &mut layout, &mut parts, &mut fields);
            }
        }
        if style & 4 != 0 {
            self.unmapped(choices, &mut layout, &mut parts);
        }
        self.set_fields(description, &head, &parts, &layout);
        let mut derived = None;
        if has_type {
            let kind = self.heap.put(no_struct());
            let (mut added, mut own) = (Vec::new(), parts);
            // What a derived type adds comes after the whole base.
            layout.size = layout.size.next_multiple_of(8);
            self.attributes(choices, &mut layout, &mut own, &mut added, "b");
            self.content(choices, MAX_DEPTH, "x", kind, &mut layout, &mut own, &mut added);
            self.set_fields(kind, &head, &own, &layout);
            let (base_name, kind_name, ns) = (self.name("base"), self.name("kind"), self.ns(1));
            let kinds = self.heap.put(kind);
            // SAFETY: both were put into the heap above.
            unsafe {
                (*kind).typeLocalName = kind_name;
                (*kind).typeNs = ns;
                (*kind).parentType = description;
                (*description).typeLocalName = base_name;
                (*description).typeNs = ns;
                (*description).subTypes = kinds;
                (*description).subTypeCount = 1;
            }
            derived = Some(added);
        }
        Shape { description, fields, derived }
    }

    fn set_fields(
        &mut self,
        description: *mut WS_STRUCT_DESCRIPTION,
        head: &[*mut WS_FIELD_DESCRIPTION],
        parts: &Parts,
        layout: &Layout,
    ) {
        let all = [head, parts.attributes.as_slice(), parts.content.as_slice(), parts.unmapped.as_slice()].concat();
        let fields = self.heap.put_all(&all);
        // SAFETY: it was put into the heap by the caller.
        unsafe {
            (*description).fields = fields;
            (*description).fieldCount = all.len() as ULONG;
            (*description).size = layout.size.max(1).next_multiple_of(8) as ULONG;
        }
        self.structs.push(description);
    }

    fn attributes(
        &mut self,
        choices: &mut Choices<'_>,
        layout: &mut Layout,
        parts: &mut Parts,
        fields: &mut Vec<FieldShape>,
        prefix: &str,
    ) {
        let which = choices.byte();
        for index in 0..which % 3 {
            let ns = usize::from(choices.byte()) % NAMESPACES.len();
            let name = format!("{prefix}{index}");
            let mut field = WS_FIELD_DESCRIPTION {
                mapping: WS_ATTRIBUTE_FIELD_MAPPING,
                localName: self.name(&name),
                ns: self.ns(ns),
                ..no_field()
            };
            self.simple(choices, layout, &mut field, false);
            parts.attributes.push(self.keep(field));
            fields.push(FieldShape::new(&field, name, ns));
        }
        if prefix == "a" && which & 16 != 0 {
            let mut field = WS_FIELD_DESCRIPTION {
                mapping: WS_XML_ATTRIBUTE_FIELD_MAPPING,
                localName: self.name("lang"),
                r#type: WS_WSZ_TYPE,
                options: ULONG::from(which >> 5 & 1) * WS_FIELD_OPTIONAL,
                ..no_field()
            };
            field.offset = layout.place(pointer());
            parts.attributes.push(self.keep(field));
            fields.push(FieldShape::new(&field, "lang".into(), 0));
        }
        if which & 8 != 0 && !parts.has_any_attributes {
            parts.has_any_attributes = true;
            let is_void = which & 0x80 != 0;
            let kind = if is_void { WS_VOID_TYPE } else { WS_ANY_ATTRIBUTES_TYPE };
            let offset = if is_void { 0 } else { layout.place(self::layout(kind)) };
            parts.attributes.push(self.keep(WS_FIELD_DESCRIPTION {
                mapping: WS_ANY_ATTRIBUTES_FIELD_MAPPING,
                r#type: kind,
                offset,
                ..no_field()
            }));
        }
    }

    /// A type with a text form, with the options and the default that go with it.
    fn simple(
        &mut self,
        choices: &mut Choices<'_>,
        layout: &mut Layout,
        field: &mut WS_FIELD_DESCRIPTION,
        may_point: bool,
    ) {
        let choice = choices.byte();
        let kind = one_of(choices, &SIMPLE);
        let is_repeating = field.mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING;
        let is_counted = choice & 0x60 == 0x60 && !is_repeating;
        field.r#type = if is_counted { one_of(choices, &COUNTED) } else { kind };
        if field.r#type == WS_ENUM_TYPE {
            field.typeDescription = self.enumeration();
        }
        let may_be_nil = matches!(field.mapping, WS_ELEMENT_FIELD_MAPPING | WS_REPEATING_ELEMENT_FIELD_MAPPING);
        let is_pointer = may_point && choice & 1 != 0 && kind != WS_WSZ_TYPE && !is_counted;
        if is_pointer {
            field.options |= WS_FIELD_POINTER;
        }
        if !is_repeating && field.mapping != WS_TEXT_FIELD_MAPPING && choice & 2 != 0 {
            field.options |= WS_FIELD_OPTIONAL;
            if choice & 16 != 0 && !is_pointer && !is_counted {
                field.defaultValue = self.default_value(field.r#type);
            }
        }
        if may_be_nil && choice & 4 != 0 && (is_pointer || has_nil(field.r#type)) {
            field.options |= if is_repeating { WS_FIELD_NILLABLE_ITEM } else { WS_FIELD_NILLABLE };
        }
        let is_behind = is_pointer || is_repeating;
        field.offset = layout.place(if is_behind { pointer() } else { self::layout(field.r#type) });
        if is_counted || is_repeating {
            field.countOffset = layout.place((4, 4));
        }
    }

    fn enumeration(&self) -> *mut c_void {
        let value = |value, name| WS_ENUM_VALUE { value, name: self.name(name) };
        let values = self.heap.put_all(&[value(-5, "minus"), value(0, "zero"), value(7, "a seven")]);
        let indices = self.heap.put_all(&[2_u32, 0, 1]);
        self.heap.put(WS_ENUM_DESCRIPTION { values, valueCount: 3, maxByteCount: 7, nameIndices: indices }).cast()
    }

    fn default_value(&self, kind: WS_TYPE) -> *mut WS_DEFAULT_VALUE {
        let (value, size): (*mut c_void, usize) = match kind {
            WS_WSZ_TYPE => (self.heap.put(self.heap.put_all(&[b'd' as u16, 0])).cast(), 8),
            WS_BOOL_TYPE => (self.heap.put(1_i32).cast(), 4),
            WS_INT32_TYPE | WS_UINT32_TYPE | WS_ENUM_TYPE => (self.heap.put(7_i32).cast(), 4),
            WS_UINT8_TYPE => (self.heap.put(255_u8).cast(), 1),
            WS_DOUBLE_TYPE => (self.heap.put(-0.0_f64).cast(), 8),
            _ => return null_mut(),
        };
        self.heap.put(WS_DEFAULT_VALUE { value, valueSize: size as ULONG })
    }

    fn text(
        &mut self,
        choices: &mut Choices<'_>,
        layout: &mut Layout,
        parts: &mut Parts,
        fields: &mut Vec<FieldShape>,
    ) {
        let mut field = WS_FIELD_DESCRIPTION { mapping: WS_TEXT_FIELD_MAPPING, ..no_field() };
        self.simple(choices, layout, &mut field, false);
        parts.content.push(self.keep(field));
        fields.push(FieldShape::new(&field, String::new(), 0));
    }

    fn unmapped(&mut self, choices: &mut Choices<'_>, layout: &mut Layout, parts: &mut Parts) {
        let kind = one_of(choices, &SIMPLE);
        let mut field = WS_FIELD_DESCRIPTION { r#type: kind, ..no_field() };
        if kind == WS_ENUM_TYPE {
            field.typeDescription = self.enumeration();
        }
        field.defaultValue = self.default_value(kind);
        field.offset = layout.place(self::layout(kind));
        parts.unmapped.push(self.keep(field));
    }
}

fn pointer() -> (usize, usize) {
    (size_of::<*mut c_void>(), align_of::<*mut c_void>())
}

/// An item of an array that is not empty.
fn one_of<T: Copy, const N: usize>(choices: &mut Choices<'_>, from: &[T; N]) -> T {
    const { assert!(N > 0, "there is nothing to choose from") }
    let index = usize::from(choices.byte()) % N;
    from.get(index).copied().unwrap_or(from[0])
}

fn no_struct() -> WS_STRUCT_DESCRIPTION {
    WS_STRUCT_DESCRIPTION {
        size: 0,
        alignment: 8,
        fields: null_mut(),
        fieldCount: 0,
        typeLocalName: null_mut(),
        typeNs: null_mut(),
        parentType: null_mut(),
        subTypes: null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    }
}
