//! What a WS_TYPE and the description that goes with it say, and what may stand where: which type goes with which
//! mapping and which option. WS_TYPE and WS_FIELD_MAPPING document that; here is the one table of it.

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::place::Memory;
use core::cell::Cell;

/// A description of a composite type, and where its plan is once there is one.
#[derive(Clone, Debug)]
pub(crate) struct Composite<'c, D> {
    pub(crate) description: &'c D,
    /// Index of the plan; `u32::MAX` as long as there is none.
    pub(super) plan: Cell<u32>,
}

impl<'c, D> Composite<'c, D> {
    pub(crate) fn new(description: &'c D) -> Self {
        Composite { description, plan: Cell::new(u32::MAX) }
    }
}

/// A type with its description.
#[derive(Clone)]
pub(crate) enum Type<'c> {
    Bool(Option<&'c WS_BOOL_DESCRIPTION>),
    Int8(Option<&'c WS_INT8_DESCRIPTION>),
    Int16(Option<&'c WS_INT16_DESCRIPTION>),
    Int32(Option<&'c WS_INT32_DESCRIPTION>),
    Int64(Option<&'c WS_INT64_DESCRIPTION>),
    UInt8(Option<&'c WS_UINT8_DESCRIPTION>),
    UInt16(Option<&'c WS_UINT16_DESCRIPTION>),
    UInt32(Option<&'c WS_UINT32_DESCRIPTION>),
    UInt64(Option<&'c WS_UINT64_DESCRIPTION>),
    Float(Option<&'c WS_FLOAT_DESCRIPTION>),
    Double(Option<&'c WS_DOUBLE_DESCRIPTION>),
    Decimal(Option<&'c WS_DECIMAL_DESCRIPTION>),
    DateTime(Option<&'c WS_DATETIME_DESCRIPTION>),
    TimeSpan(Option<&'c WS_TIMESPAN_DESCRIPTION>),
    Guid(Option<&'c WS_GUID_DESCRIPTION>),
    UniqueId(Option<&'c WS_UNIQUE_ID_DESCRIPTION>),
    String(Option<&'c WS_STRING_DESCRIPTION>),
    Wsz(Option<&'c WS_WSZ_DESCRIPTION>),
    Bytes(Option<&'c WS_BYTES_DESCRIPTION>),
    XmlString(Option<&'c WS_XML_STRING_DESCRIPTION>),
    XmlQName(Option<&'c WS_XML_QNAME_DESCRIPTION>),
    XmlBuffer,
    CharArray(Option<&'c WS_CHAR_ARRAY_DESCRIPTION>),
    Utf8Array(Option<&'c WS_UTF8_ARRAY_DESCRIPTION>),
    ByteArray(Option<&'c WS_BYTE_ARRAY_DESCRIPTION>),
    Description,
    Struct(Composite<'c, WS_STRUCT_DESCRIPTION>),
    Custom(&'c WS_CUSTOM_TYPE_DESCRIPTION),
    EndpointAddress(&'c WS_ENDPOINT_ADDRESS_DESCRIPTION),
    Fault(&'c WS_FAULT_DESCRIPTION),
    Void(Option<&'c WS_VOID_DESCRIPTION>),
    Enum(Composite<'c, WS_ENUM_DESCRIPTION>),
    Duration(Option<&'c WS_DURATION_DESCRIPTION>),
    Union(Composite<'c, WS_UNION_DESCRIPTION>),
    AnyAttributes,
}

/// How a value says that it is nil, or absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Nil {
    /// Only where it is behind a pointer: that is NULL.
    Pointer,
    /// It is a pointer by nature (WCHAR*, WS_XML_BUFFER*).
    Natural,
    /// It has a pointer and a length: NULL and 0.
    Value,
    /// Not at all.
    None,
}

/// Sets of mappings and options, one bit each.
pub(crate) type Mask = u32;

pub(crate) const fn type_bit(mapping: WS_TYPE_MAPPING) -> Mask {
    1 << mapping.0
}

pub(crate) const fn field_bit(mapping: WS_FIELD_MAPPING) -> Mask {
    1 << mapping.0
}

/// What may be done with a type.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    /// [`type_bit`]s that it can be read and written with on its own; 0 for types of fields only.
    pub(crate) type_mappings: Mask,
    /// [`field_bit`]s that a field of it can have.
    pub(crate) field_mappings: Mask,
    pub(crate) nil: Nil,
    /// WS_FIELD_OPTIONAL goes without WS_FIELD_POINTER.
    pub(crate) optional_by_value: bool,
    /// A WS_DEFAULT_VALUE may be given.
    pub(crate) has_default: bool,
}

const ELEMENT: Mask = type_bit(WS_ELEMENT_TYPE_MAPPING);
const ATTRIBUTE: Mask = type_bit(WS_ATTRIBUTE_TYPE_MAPPING);
const CONTENT: Mask = type_bit(WS_ELEMENT_CONTENT_TYPE_MAPPING);
const ANY_ELEMENT: Mask = type_bit(WS_ANY_ELEMENT_TYPE_MAPPING);

const UNMAPPED: Mask = field_bit(WS_NO_FIELD_MAPPING);
const IN_ELEMENTS: Mask =
    field_bit(WS_ELEMENT_FIELD_MAPPING) | field_bit(WS_REPEATING_ELEMENT_FIELD_MAPPING) | UNMAPPED;
const IN_TEXT: Mask = field_bit(WS_ATTRIBUTE_FIELD_MAPPING)
    | field_bit(WS_XML_ATTRIBUTE_FIELD_MAPPING)
    | field_bit(WS_TEXT_FIELD_MAPPING);
const ANY_CONTENT: Mask = field_bit(WS_ANY_ELEMENT_FIELD_MAPPING)
    | field_bit(WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING)
    | field_bit(WS_ANY_CONTENT_FIELD_MAPPING);

const SIMPLE: Rules = Rules {
    type_mappings: ELEMENT | ATTRIBUTE | CONTENT,
    field_mappings: IN_ELEMENTS | IN_TEXT,
    nil: Nil::Pointer,
    optional_by_value: true,
    has_default: true,
};
const STRING: Rules = Rules { nil: Nil::Value, ..SIMPLE };
const COUNTED: Rules = Rules {
    type_mappings: 0,
    // Not repeating: an item would have no place for its length.
    field_mappings: field_bit(WS_ELEMENT_FIELD_MAPPING) | IN_TEXT | UNMAPPED,
    has_default: false,
    ..STRING
};
const COMPOSITE: Rules = Rules {
    type_mappings: ELEMENT,
    field_mappings: IN_ELEMENTS,
    nil: Nil::Pointer,
    optional_by_value: false,
    has_default: false,
};

impl<'c> Type<'c> {
    /// The type that a caller named, with its description where one is given.
    pub(crate) fn of(memory: Memory<'c>, kind: WS_TYPE, description: *const c_void) -> Result<Self> {
        let name = "typeDescription";
        macro_rules! optional {
            ($variant:ident) => {
                Type::$variant(memory.optional(description.cast(), name)?)
            };
        }
        let none = |found: Type<'c>| {
            if !description.is_null() {
                return Err(Fault::invalid_arg(format!("{kind:?} has no type description, but one is given.")));
            }
            Ok(found)
        };
        if description.is_null() && is_description_required(kind) {
            return Err(Fault::invalid_arg(format!("{kind:?} needs a type description, but it is NULL.")));
        }
        Ok(match kind {
            WS_BOOL_TYPE => optional!(Bool),
            WS_INT8_TYPE => optional!(Int8),
            WS_INT16_TYPE => optional!(Int16),
            WS_INT32_TYPE => optional!(Int32),
            WS_INT64_TYPE => optional!(Int64),
            WS_UINT8_TYPE => optional!(UInt8),
            WS_UINT16_TYPE => optional!(UInt16),
            WS_UINT32_TYPE => optional!(UInt32),
            WS_UINT64_TYPE => optional!(UInt64),
            WS_FLOAT_TYPE => optional!(Float),
            WS_DOUBLE_TYPE => optional!(Double),
            WS_DECIMAL_TYPE => optional!(Decimal),
            WS_DATETIME_TYPE => optional!(DateTime),
            WS_TIMESPAN_TYPE => optional!(TimeSpan),
            WS_GUID_TYPE => optional!(Guid),
            WS_UNIQUE_ID_TYPE => optional!(UniqueId),
            WS_STRING_TYPE => optional!(String),
            WS_WSZ_TYPE => optional!(Wsz),
            WS_BYTES_TYPE => optional!(Bytes),
            WS_XML_STRING_TYPE => optional!(XmlString),
            WS_XML_QNAME_TYPE => optional!(XmlQName),
            WS_XML_BUFFER_TYPE => none(Type::XmlBuffer)?,
            WS_CHAR_ARRAY_TYPE => optional!(CharArray),
            WS_UTF8_ARRAY_TYPE => optional!(Utf8Array),
            WS_BYTE_ARRAY_TYPE => optional!(ByteArray),
            WS_DESCRIPTION_TYPE => none(Type::Description)?,
            WS_STRUCT_TYPE => Type::Struct(Composite::new(memory.at(description.cast(), name)?)),
            WS_CUSTOM_TYPE => Type::Custom(memory.at(description.cast(), name)?),
            WS_ENDPOINT_ADDRESS_TYPE => Type::EndpointAddress(memory.at(description.cast(), name)?),
            WS_FAULT_TYPE => Type::Fault(memory.at(description.cast(), name)?),
            WS_VOID_TYPE => optional!(Void),
            WS_ENUM_TYPE => Type::Enum(Composite::new(memory.at(description.cast(), name)?)),
            WS_DURATION_TYPE => optional!(Duration),
            WS_UNION_TYPE => Type::Union(Composite::new(memory.at(description.cast(), name)?)),
            WS_ANY_ATTRIBUTES_TYPE => none(Type::AnyAttributes)?,
            unknown => return Err(Fault::invalid_arg(format!("The type {unknown:?} is not known."))),
        })
    }

    /// What C calls it.
    pub(crate) fn kind(&self) -> WS_TYPE {
        match self {
            Type::Bool(_) => WS_BOOL_TYPE,
            Type::Int8(_) => WS_INT8_TYPE,
            Type::Int16(_) => WS_INT16_TYPE,
            Type::Int32(_) => WS_INT32_TYPE,
            Type::Int64(_) => WS_INT64_TYPE,
            Type::UInt8(_) => WS_UINT8_TYPE,
            Type::UInt16(_) => WS_UINT16_TYPE,
            Type::UInt32(_) => WS_UINT32_TYPE,
            Type::UInt64(_) => WS_UINT64_TYPE,
            Type::Float(_) => WS_FLOAT_TYPE,
            Type::Double(_) => WS_DOUBLE_TYPE,
            Type::Decimal(_) => WS_DECIMAL_TYPE,
            Type::DateTime(_) => WS_DATETIME_TYPE,
            Type::TimeSpan(_) => WS_TIMESPAN_TYPE,
            Type::Guid(_) => WS_GUID_TYPE,
            Type::UniqueId(_) => WS_UNIQUE_ID_TYPE,
            Type::String(_) => WS_STRING_TYPE,
            Type::Wsz(_) => WS_WSZ_TYPE,
            Type::Bytes(_) => WS_BYTES_TYPE,
            Type::XmlString(_) => WS_XML_STRING_TYPE,
            Type::XmlQName(_) => WS_XML_QNAME_TYPE,
            Type::XmlBuffer => WS_XML_BUFFER_TYPE,
            Type::CharArray(_) => WS_CHAR_ARRAY_TYPE,
            Type::Utf8Array(_) => WS_UTF8_ARRAY_TYPE,
            Type::ByteArray(_) => WS_BYTE_ARRAY_TYPE,
            Type::Description => WS_DESCRIPTION_TYPE,
            Type::Struct(_) => WS_STRUCT_TYPE,
            Type::Custom(_) => WS_CUSTOM_TYPE,
            Type::EndpointAddress(_) => WS_ENDPOINT_ADDRESS_TYPE,
            Type::Fault(_) => WS_FAULT_TYPE,
            Type::Void(_) => WS_VOID_TYPE,
            Type::Enum(_) => WS_ENUM_TYPE,
            Type::Duration(_) => WS_DURATION_TYPE,
            Type::Union(_) => WS_UNION_TYPE,
            Type::AnyAttributes => WS_ANY_ATTRIBUTES_TYPE,
        }
    }

    /// Size and alignment of the C type. Of the types with their length elsewhere (WS_CHAR_ARRAY_TYPE and the like),
    /// those of the pointer.
    pub(crate) fn layout(&self) -> (usize, usize) {
        fn of<T>() -> (usize, usize) {
            (size_of::<T>(), align_of::<T>())
        }
        match self {
            Type::Bool(_) | Type::Int32(_) | Type::UInt32(_) | Type::Float(_) | Type::Enum(_) => of::<i32>(),
            Type::Int8(_) | Type::UInt8(_) => of::<u8>(),
            Type::Int16(_) | Type::UInt16(_) => of::<u16>(),
            Type::Int64(_) | Type::UInt64(_) | Type::Double(_) => of::<u64>(),
            Type::Decimal(_) => of::<DECIMAL>(),
            Type::DateTime(_) => of::<WS_DATETIME>(),
            Type::TimeSpan(_) => of::<WS_TIMESPAN>(),
            Type::Guid(_) => of::<GUID>(),
            Type::UniqueId(_) => of::<WS_UNIQUE_ID>(),
            Type::String(_) => of::<WS_STRING>(),
            Type::Bytes(_) => of::<WS_BYTES>(),
            Type::XmlString(_) => of::<WS_XML_STRING>(),
            Type::XmlQName(_) => of::<WS_XML_QNAME>(),
            Type::Wsz(_)
            | Type::XmlBuffer
            | Type::CharArray(_)
            | Type::Utf8Array(_)
            | Type::ByteArray(_)
            | Type::Description => of::<*mut c_void>(),
            Type::Struct(composite) => described(composite.description.size, composite.description.alignment),
            Type::Union(composite) => described(composite.description.size, composite.description.alignment),
            Type::Custom(description) => described(description.size, description.alignment),
            Type::EndpointAddress(_) => of::<WS_ENDPOINT_ADDRESS>(),
            Type::Fault(_) => of::<WS_FAULT>(),
            Type::Void(description) => (description.map_or(0, |description| description.size as usize), 1),
            Type::Duration(_) => of::<WS_DURATION>(),
            Type::AnyAttributes => of::<WS_ANY_ATTRIBUTES>(),
        }
    }

    /// What may be done with it.
    pub(crate) fn rules(&self) -> Rules {
        match self {
            Type::String(_) | Type::Bytes(_) | Type::XmlString(_) => STRING,
            Type::Wsz(_) => Rules { nil: Nil::Natural, ..SIMPLE },
            Type::XmlBuffer => Rules {
                type_mappings: ELEMENT | ANY_ELEMENT,
                field_mappings: IN_ELEMENTS | ANY_CONTENT,
                nil: Nil::Natural,
                optional_by_value: true,
                has_default: false,
            },
            Type::CharArray(_) | Type::Utf8Array(_) | Type::ByteArray(_) => COUNTED,
            Type::Description => Rules {
                type_mappings: 0,
                field_mappings: field_bit(WS_TYPE_ATTRIBUTE_FIELD_MAPPING),
                nil: Nil::None,
                optional_by_value: false,
                has_default: false,
            },
            Type::Struct(_) => Rules {
                type_mappings: ELEMENT | ATTRIBUTE | CONTENT,
                field_mappings: IN_ELEMENTS | field_bit(WS_TEXT_FIELD_MAPPING),
                ..COMPOSITE
            },
            Type::Custom(_) => Rules {
                type_mappings: ELEMENT | ATTRIBUTE | CONTENT | ANY_ELEMENT,
                field_mappings: IN_ELEMENTS | IN_TEXT | field_bit(WS_ANY_ELEMENT_FIELD_MAPPING),
                nil: Nil::Pointer,
                optional_by_value: true,
                has_default: true,
            },
            Type::EndpointAddress(_) | Type::Fault(_) => COMPOSITE,
            Type::Void(_) => Rules {
                type_mappings: 0,
                field_mappings: UNMAPPED
                    | ANY_CONTENT
                    | field_bit(WS_ELEMENT_FIELD_MAPPING)
                    | field_bit(WS_ATTRIBUTE_FIELD_MAPPING)
                    | field_bit(WS_ANY_ATTRIBUTES_FIELD_MAPPING),
                nil: Nil::Pointer,
                optional_by_value: true,
                has_default: true,
            },
            Type::Union(_) => Rules {
                type_mappings: ELEMENT | CONTENT,
                field_mappings: field_bit(WS_ELEMENT_CHOICE_FIELD_MAPPING)
                    | field_bit(WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING),
                nil: Nil::None,
                optional_by_value: true,
                has_default: false,
            },
            Type::AnyAttributes => Rules {
                type_mappings: 0,
                field_mappings: field_bit(WS_ANY_ATTRIBUTES_FIELD_MAPPING),
                nil: Nil::None,
                optional_by_value: false,
                has_default: false,
            },
            _ => SIMPLE,
        }
    }

    /// Refuses a mapping that the type cannot be read or written with.
    pub(crate) fn check_mapping(&self, mapping: WS_TYPE_MAPPING) -> Result<()> {
        if mapping.name().is_none() {
            return Err(Fault::invalid_arg(format!("The type mapping {mapping:?} is not known.")));
        }
        if self.rules().type_mappings & type_bit(mapping) == 0 {
            return Err(Fault::invalid_arg(format!("{:?} cannot be used with {mapping:?}.", self.kind())));
        }
        Ok(())
    }
}

fn described(size: u32, alignment: u32) -> (usize, usize) {
    (size as usize, alignment as usize)
}

fn is_description_required(kind: WS_TYPE) -> bool {
    matches!(
        kind,
        WS_STRUCT_TYPE | WS_CUSTOM_TYPE | WS_ENDPOINT_ADDRESS_TYPE | WS_FAULT_TYPE | WS_ENUM_TYPE | WS_UNION_TYPE
    )
}
