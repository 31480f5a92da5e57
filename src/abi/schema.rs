//!

use super::*;

pub const WS_FIELD_NILLABLE: ULONG = 4;

pub const WS_FIELD_NILLABLE_ITEM: ULONG = 8;

pub const WS_FIELD_OPTIONAL: ULONG = 2;

pub const WS_FIELD_OTHER_NAMESPACE: ULONG = 16;

pub const WS_FIELD_POINTER: ULONG = 1;

pub const WS_STRUCT_ABSTRACT: ULONG = 1;

pub const WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT: ULONG = 2;

pub const WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES: ULONG = 4;

ws_enum! {
    pub enum WS_FIELD_MAPPING {
        WS_TYPE_ATTRIBUTE_FIELD_MAPPING = 0,
        WS_ATTRIBUTE_FIELD_MAPPING = 1,
        WS_ELEMENT_FIELD_MAPPING = 2,
        WS_REPEATING_ELEMENT_FIELD_MAPPING = 3,
        WS_TEXT_FIELD_MAPPING = 4,
        WS_NO_FIELD_MAPPING = 5,
        WS_XML_ATTRIBUTE_FIELD_MAPPING = 6,
        WS_ELEMENT_CHOICE_FIELD_MAPPING = 7,
        WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING = 8,
        WS_ANY_ELEMENT_FIELD_MAPPING = 9,
        WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING = 10,
        WS_ANY_CONTENT_FIELD_MAPPING = 11,
        WS_ANY_ATTRIBUTES_FIELD_MAPPING = 12,
    }
}

ws_enum! {
    pub enum WS_READ_OPTION {
        WS_READ_REQUIRED_VALUE = 1,
        WS_READ_REQUIRED_POINTER = 2,
        WS_READ_OPTIONAL_POINTER = 3,
        WS_READ_NILLABLE_POINTER = 4,
        WS_READ_NILLABLE_VALUE = 5,
    }
}

ws_enum! {
    pub enum WS_TYPE {
        WS_BOOL_TYPE = 0,
        WS_INT8_TYPE = 1,
        WS_INT16_TYPE = 2,
        WS_INT32_TYPE = 3,
        WS_INT64_TYPE = 4,
        WS_UINT8_TYPE = 5,
        WS_UINT16_TYPE = 6,
        WS_UINT32_TYPE = 7,
        WS_UINT64_TYPE = 8,
        WS_FLOAT_TYPE = 9,
        WS_DOUBLE_TYPE = 10,
        WS_DECIMAL_TYPE = 11,
        WS_DATETIME_TYPE = 12,
        WS_TIMESPAN_TYPE = 13,
        WS_GUID_TYPE = 14,
        WS_UNIQUE_ID_TYPE = 15,
        WS_STRING_TYPE = 16,
        WS_WSZ_TYPE = 17,
        WS_BYTES_TYPE = 18,
        WS_XML_STRING_TYPE = 19,
        WS_XML_QNAME_TYPE = 20,
        WS_XML_BUFFER_TYPE = 21,
        WS_CHAR_ARRAY_TYPE = 22,
        WS_UTF8_ARRAY_TYPE = 23,
        WS_BYTE_ARRAY_TYPE = 24,
        WS_DESCRIPTION_TYPE = 25,
        WS_STRUCT_TYPE = 26,
        WS_CUSTOM_TYPE = 27,
        WS_ENDPOINT_ADDRESS_TYPE = 28,
        WS_FAULT_TYPE = 29,
        WS_VOID_TYPE = 30,
        WS_ENUM_TYPE = 31,
        WS_DURATION_TYPE = 32,
        WS_UNION_TYPE = 33,
        WS_ANY_ATTRIBUTES_TYPE = 34,
    }
}

ws_enum! {
    pub enum WS_TYPE_MAPPING {
        WS_ELEMENT_TYPE_MAPPING = 1,
        WS_ATTRIBUTE_TYPE_MAPPING = 2,
        WS_ELEMENT_CONTENT_TYPE_MAPPING = 3,
        WS_ANY_ELEMENT_TYPE_MAPPING = 4,
    }
}

ws_enum! {
    pub enum WS_WRITE_OPTION {
        WS_WRITE_REQUIRED_VALUE = 1,
        WS_WRITE_REQUIRED_POINTER = 2,
        WS_WRITE_NILLABLE_VALUE = 3,
        WS_WRITE_NILLABLE_POINTER = 4,
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ANY_ATTRIBUTE {
    pub localName: WS_XML_STRING,
    pub ns: WS_XML_STRING,
    pub value: *mut WS_XML_TEXT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ANY_ATTRIBUTES {
    pub attributes: *mut WS_ANY_ATTRIBUTE,
    pub attributeCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ATTRIBUTE_DESCRIPTION {
    pub attributeLocalName: *mut WS_XML_STRING,
    pub attributeNs: *mut WS_XML_STRING,
    pub r#type: WS_TYPE,
    pub typeDescription: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DEFAULT_VALUE {
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ELEMENT_DESCRIPTION {
    pub elementLocalName: *mut WS_XML_STRING,
    pub elementNs: *mut WS_XML_STRING,
    pub r#type: WS_TYPE,
    pub typeDescription: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENUM_DESCRIPTION {
    pub values: *mut WS_ENUM_VALUE,
    pub valueCount: ULONG,
    pub maxByteCount: ULONG,
    pub nameIndices: *mut ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENUM_VALUE {
    pub value: INT,
    pub name: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FIELD_DESCRIPTION {
    pub mapping: WS_FIELD_MAPPING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
    pub r#type: WS_TYPE,
    pub typeDescription: *mut c_void,
    pub offset: ULONG,
    pub options: ULONG,
    pub defaultValue: *mut WS_DEFAULT_VALUE,
    pub countOffset: ULONG,
    pub itemLocalName: *mut WS_XML_STRING,
    pub itemNs: *mut WS_XML_STRING,
    pub itemRange: *mut WS_ITEM_RANGE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ITEM_RANGE {
    pub minItemCount: ULONG,
    pub maxItemCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRUCT_DESCRIPTION {
    pub size: ULONG,
    pub alignment: ULONG,
    pub fields: *mut *mut WS_FIELD_DESCRIPTION,
    pub fieldCount: ULONG,
    pub typeLocalName: *mut WS_XML_STRING,
    pub typeNs: *mut WS_XML_STRING,
    pub parentType: *mut WS_STRUCT_DESCRIPTION,
    pub subTypes: *mut *mut WS_STRUCT_DESCRIPTION,
    pub subTypeCount: ULONG,
    pub structOptions: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNION_DESCRIPTION {
    pub size: ULONG,
    pub alignment: ULONG,
    pub fields: *mut *mut WS_UNION_FIELD_DESCRIPTION,
    pub fieldCount: ULONG,
    pub enumOffset: ULONG,
    pub noneEnumValue: INT,
    pub valueIndices: *mut ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNION_FIELD_DESCRIPTION {
    pub value: INT,
    pub field: WS_FIELD_DESCRIPTION,
}
