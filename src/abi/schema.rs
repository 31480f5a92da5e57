//! Descriptions that tie C types to XML: how a structure's fields map to elements, attributes and text, the types that
//! can be serialized, and the options of the functions that read and write them. All descriptions are plain data that
//! the library only reads; they must stay valid and unchanged for as long as anything uses them.

use super::*;

/// Option of WS_FIELD_DESCRIPTION: the value may be nil, which is written and read as xsi:nil="true". Only with
/// WS_ELEMENT_FIELD_MAPPING, where the element carries the attribute, and WS_REPEATING_ELEMENT_FIELD_MAPPING, where the
/// wrapper element does; a nil array has a NULL pointer, an empty one does not, and the count is 0 in both. How one
/// value shows that it is nil depends on its WS_TYPE.
pub const WS_FIELD_NILLABLE: ULONG = 4;

/// Option of WS_FIELD_DESCRIPTION: single items of an array may be nil (xsi:nil="true"). Only with
/// WS_REPEATING_ELEMENT_FIELD_MAPPING; independent of WS_FIELD_NILLABLE, which is about the array as a whole. How an
/// item shows that it is nil depends on its WS_TYPE.
pub const WS_FIELD_NILLABLE_ITEM: ULONG = 8;

/// Option of WS_FIELD_DESCRIPTION: the XML need not contain the field. What the field is set to when it is absent
/// depends on the mapping; see WS_FIELD_MAPPING. In the other direction, a value equal to the default is left out.
pub const WS_FIELD_OPTIONAL: ULONG = 2;

/// Option of WS_FIELD_DESCRIPTION: accept only names from another namespace than the one in the field's ns, as
/// "##other" does in XML Schema. With WS_ANY_ELEMENT_FIELD_MAPPING and WS_ANY_ATTRIBUTES_FIELD_MAPPING; ns must not be
/// NULL then.
pub const WS_FIELD_OTHER_NAMESPACE: ULONG = 16;

/// Option of WS_FIELD_DESCRIPTION: the structure holds a pointer to the value; without it the value is embedded. With
/// WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING (the array holds pointers),
/// WS_ANY_ELEMENT_FIELD_MAPPING and WS_NO_FIELD_MAPPING. Types that are pointers by nature, WS_WSZ_TYPE and
/// WS_XML_BUFFER_TYPE, must not have it; WS_TYPE says which types can.
pub const WS_FIELD_POINTER: ULONG = 1;

/// Option of WS_STRUCT_DESCRIPTION: the type is only a base of others and is never read or written itself. The
/// description must contain a field with WS_TYPE_ATTRIBUTE_FIELD_MAPPING, which names the actual type.
pub const WS_STRUCT_ABSTRACT: ULONG = 1;

/// Option of WS_STRUCT_DESCRIPTION: when reading, whatever follows the last described field up to the end of the
/// element is skipped, so that a later version of the type can add fields at its end. Without it such content is an
/// error. Has an effect with WS_ELEMENT_TYPE_MAPPING only.
pub const WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT: ULONG = 2;

/// Option of WS_STRUCT_DESCRIPTION: when reading, attributes that no field describes are skipped. Without it they are
/// an error. Has an effect with WS_ELEMENT_TYPE_MAPPING only.
pub const WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES: ULONG = 4;

ws_enum! {
    /// Which part of the XML one field of a structure stands for. The order in which the fields of a structure must be
    /// described follows from their mappings; see WS_STRUCT_DESCRIPTION. Content that no field describes fails the read
    /// with WS_E_INVALID_FORMAT.
    ///
    /// Where a mapping takes WS_FIELD_OPTIONAL, an absent field is set to the WS_DEFAULT_VALUE of its description, or
    /// to zeros without one. To read and forget an attribute, an element or other content, describe it with
    /// WS_VOID_TYPE; the structure then needs no field. Source: WS_FIELD_MAPPING page.
    pub enum WS_FIELD_MAPPING {
        /// The xsi:type attribute, which tells the actual type of a derived structure. The field is a
        /// WS_STRUCT_DESCRIPTION* with type WS_DESCRIPTION_TYPE: the writer takes the type to write from it, the reader
        /// sets it. No default value.
        WS_TYPE_ATTRIBUTE_FIELD_MAPPING = 0,
        /// One attribute, named by localName and ns. Required unless WS_FIELD_OPTIONAL.
        WS_ATTRIBUTE_FIELD_MAPPING = 1,
        /// One child element, named by localName and ns. Required unless WS_FIELD_OPTIONAL.
        WS_ELEMENT_FIELD_MAPPING = 2,
        /// An array of elements, each named by itemLocalName and itemNs. The field is a pointer to the items and
        /// countOffset leads to their number. localName and ns name a wrapper element around the items, which must
        /// appear unless there are none; both NULL means no wrapper. itemRange limits the number of items. No default
        /// value.
        WS_REPEATING_ELEMENT_FIELD_MAPPING = 3,
        /// The whole text of the element, which then has no child elements; usually next to attribute fields. No
        /// default value.
        WS_TEXT_FIELD_MAPPING = 4,
        /// Nothing in the XML: the writer passes over the field, the reader sets it to the default value, or zeros
        /// without one. Use WS_VOID_TYPE if the field's C type is none of the others. No options but WS_FIELD_POINTER.
        WS_NO_FIELD_MAPPING = 5,
        /// One attribute of the reserved xml prefix, such as xml:lang or xml:space, named by localName alone. Required
        /// unless WS_FIELD_OPTIONAL.
        WS_XML_ATTRIBUTE_FIELD_MAPPING = 6,
        /// One element out of several. The type must be WS_UNION_TYPE, whose WS_UNION_DESCRIPTION names the elements;
        /// localName and ns are NULL. With WS_FIELD_OPTIONAL none needs to appear, and the selector is then set to
        /// noneEnumValue. Members of the union that the selector does not choose are left uninitialized by the reader.
        /// No default value.
        WS_ELEMENT_CHOICE_FIELD_MAPPING = 7,
        /// An array of element choices; each item is a union with its selector (WS_UNION_TYPE). Pointer, count, wrapper
        /// element and itemRange are as with WS_REPEATING_ELEMENT_FIELD_MAPPING, but itemLocalName and itemNs are NULL,
        /// because the WS_UNION_DESCRIPTION names the elements. No default value.
        WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING = 8,
        /// One element of any name, kept in a WS_XML_BUFFER* (WS_XML_BUFFER_TYPE), in a custom type, or discarded
        /// (WS_VOID_TYPE). If ns is not NULL it restricts the namespace, WS_FIELD_OTHER_NAMESPACE turning that into any
        /// other namespace.
        WS_ANY_ELEMENT_FIELD_MAPPING = 9,
        /// A sequence of elements of any name, kept as an array of WS_XML_BUFFER* with its count at countOffset, or
        /// discarded (WS_VOID_TYPE). itemRange limits their number. No default value.
        WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING = 10,
        /// All text and elements that are left before the end of the element, kept in one WS_XML_BUFFER*
        /// (WS_XML_BUFFER_TYPE) or discarded (WS_VOID_TYPE). No default value.
        WS_ANY_CONTENT_FIELD_MAPPING = 11,
        /// The attributes that no other field describes, kept in a WS_ANY_ATTRIBUTES (WS_ANY_ATTRIBUTES_TYPE) or
        /// discarded (WS_VOID_TYPE). localName must be NULL. A NULL ns admits every namespace; otherwise only that
        /// namespace, or, with WS_FIELD_OTHER_NAMESPACE, every one but that. No default value.
        WS_ANY_ATTRIBUTES_FIELD_MAPPING = 12,
    }
}

ws_enum! {
    /// Whether a value must be there when it is read, and where it goes. The value itself (the ..._VALUE options) or a
    /// pointer to it (the ..._POINTER options) is stored in the caller's buffer, whose size must match exactly. What a
    /// value points to, and the value itself with the ..._POINTER options, is allocated on the WS_HEAP given to the
    /// function, stays valid until that heap is reset or freed, and adds to what is there already. Memory taken before
    /// a failure is not given back. The heap's maximum size bounds what a hostile document can make a reader allocate.
    /// Source: WS_READ_OPTION page.
    pub enum WS_READ_OPTION {
        /// The value must be present, else WS_E_INVALID_FORMAT; it is stored in the caller's buffer, whose size is that
        /// of the C type. The heap may be NULL if the value points to nothing. Not for WS_WSZ_TYPE and
        /// WS_XML_BUFFER_TYPE, which take WS_READ_REQUIRED_POINTER.
        WS_READ_REQUIRED_VALUE = 1,
        /// The value must be present, else WS_E_INVALID_FORMAT; it is allocated on the heap. The buffer is one pointer,
        /// which is never NULL after success.
        WS_READ_REQUIRED_POINTER = 2,
        /// The value may be absent, and the pointer is then set to NULL; otherwise it is allocated on the heap. The
        /// buffer is one pointer.
        WS_READ_OPTIONAL_POINTER = 3,
        /// The element may be nil or absent, and the pointer is then set to NULL; otherwise the value is allocated on
        /// the heap. The buffer is one pointer. Not for functions that take a WS_TYPE_MAPPING, nor for WsReadElement.
        WS_READ_NILLABLE_POINTER = 4,
        /// The element may be nil or absent, and a nil value is then stored in the caller's buffer. Only for
        /// WS_STRING_TYPE, WS_XML_STRING_TYPE and WS_BYTES_TYPE, which have such a value. Not for functions that take a
        /// WS_TYPE_MAPPING, nor for WsReadElement.
        WS_READ_NILLABLE_VALUE = 5,
    }
}

ws_enum! {
    /// The C types that can be serialized. A type description, whose structure depends on the type, goes with each:
    /// where it is optional, NULL means no restriction; where it is required, NULL is an error; where the type has
    /// none, it must be NULL.
    ///
    /// Simple values (WS_BOOL_TYPE to WS_UNIQUE_ID_TYPE, WS_XML_QNAME_TYPE, WS_ENUM_TYPE, WS_DURATION_TYPE) map to an
    /// element, an attribute or element content (WS_TYPE_MAPPING), and in a structure to WS_ELEMENT_FIELD_MAPPING,
    /// WS_REPEATING_ELEMENT_FIELD_MAPPING, WS_ATTRIBUTE_FIELD_MAPPING, WS_TEXT_FIELD_MAPPING and WS_NO_FIELD_MAPPING.
    /// They take a default value and WS_FIELD_OPTIONAL; nil is a NULL pointer, so WS_FIELD_NILLABLE and
    /// WS_FIELD_NILLABLE_ITEM need WS_FIELD_POINTER with them.
    ///
    /// Strings and byte blocks (WS_STRING_TYPE, WS_WSZ_TYPE, WS_BYTES_TYPE, WS_XML_STRING_TYPE) map the same way, but
    /// have a nil value of their own and so take the two nillable options without WS_FIELD_POINTER. Source: WS_TYPE
    /// page.
    pub enum WS_TYPE {
        /// BOOL. Optional WS_BOOL_DESCRIPTION.
        WS_BOOL_TYPE = 0,
        /// Signed 8-bit integer (CHAR). Optional WS_INT8_DESCRIPTION.
        WS_INT8_TYPE = 1,
        /// Signed 16-bit integer (SHORT). Optional WS_INT16_DESCRIPTION.
        WS_INT16_TYPE = 2,
        /// Signed 32-bit integer (INT). Optional WS_INT32_DESCRIPTION.
        WS_INT32_TYPE = 3,
        /// Signed 64-bit integer (LONGLONG). Optional WS_INT64_DESCRIPTION.
        WS_INT64_TYPE = 4,
        /// Unsigned 8-bit integer (BYTE). Optional WS_UINT8_DESCRIPTION.
        WS_UINT8_TYPE = 5,
        /// Unsigned 16-bit integer (USHORT). Optional WS_UINT16_DESCRIPTION.
        WS_UINT16_TYPE = 6,
        /// Unsigned 32-bit integer (ULONG). Optional WS_UINT32_DESCRIPTION.
        WS_UINT32_TYPE = 7,
        /// Unsigned 64-bit integer (ULONGLONG). Optional WS_UINT64_DESCRIPTION.
        WS_UINT64_TYPE = 8,
        /// C float. Optional WS_FLOAT_DESCRIPTION.
        WS_FLOAT_TYPE = 9,
        /// C double. Optional WS_DOUBLE_DESCRIPTION.
        WS_DOUBLE_TYPE = 10,
        /// DECIMAL. Optional WS_DECIMAL_DESCRIPTION.
        WS_DECIMAL_TYPE = 11,
        /// WS_DATETIME. Optional WS_DATETIME_DESCRIPTION.
        WS_DATETIME_TYPE = 12,
        /// WS_TIMESPAN. Optional WS_TIMESPAN_DESCRIPTION.
        WS_TIMESPAN_TYPE = 13,
        /// GUID. Optional WS_GUID_DESCRIPTION.
        WS_GUID_TYPE = 14,
        /// WS_UNIQUE_ID. Optional WS_UNIQUE_ID_DESCRIPTION.
        WS_UNIQUE_ID_TYPE = 15,
        /// WS_STRING. Optional WS_STRING_DESCRIPTION. Nil is chars NULL and length 0; an empty string has chars not
        /// NULL. Zero characters inside the string are kept. Also with WS_XML_ATTRIBUTE_FIELD_MAPPING.
        WS_STRING_TYPE = 16,
        /// WCHAR*, zero-terminated. Optional WS_WSZ_DESCRIPTION. Nil is a NULL pointer. A zero character inside the
        /// text is an error when reading. A default value points to a WCHAR* and has the size of a pointer. Also with
        /// WS_XML_ATTRIBUTE_FIELD_MAPPING.
        WS_WSZ_TYPE = 17,
        /// WS_BYTES, as base64 in text XML. Optional WS_BYTES_DESCRIPTION. Nil is bytes NULL and length 0; an empty
        /// block has bytes not NULL.
        WS_BYTES_TYPE = 18,
        /// WS_XML_STRING (UTF-8). Optional WS_XML_STRING_DESCRIPTION. Nil is bytes NULL and length 0; an empty string
        /// has bytes not NULL. Zero bytes inside the string are kept.
        WS_XML_STRING_TYPE = 19,
        /// WS_XML_QNAME, written as a prefixed name. Optional WS_XML_QNAME_DESCRIPTION.
        WS_XML_QNAME_TYPE = 20,
        /// WS_XML_BUFFER*, a piece of XML as it is; nil is NULL. It has no type description and takes no default value.
        /// Type mappings: WS_ELEMENT_TYPE_MAPPING and WS_ANY_ELEMENT_TYPE_MAPPING. Field mappings:
        /// WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING, WS_ANY_ELEMENT_FIELD_MAPPING,
        /// WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, WS_ANY_CONTENT_FIELD_MAPPING and WS_NO_FIELD_MAPPING.
        ///
        /// The buffer holds one element, but any number of elements and text with WS_ANY_CONTENT_FIELD_MAPPING. With
        /// the element and repeating element mappings, the element that is written gets the name and namespace of the
        /// mapping and only the attributes and content of the one in the buffer, which should use either that namespace
        /// or one that nothing else in the buffer uses, and not the empty one; when reading, the buffer's element has
        /// the name that was read.
        WS_XML_BUFFER_TYPE = 21,
        /// WCHAR* at the field's offset and its length in characters, a ULONG, at countOffset; embedded zeros are
        /// allowed. Optional WS_CHAR_ARRAY_DESCRIPTION. Only in a WS_FIELD_DESCRIPTION, with WS_ELEMENT_FIELD_MAPPING,
        /// WS_ATTRIBUTE_FIELD_MAPPING, WS_TEXT_FIELD_MAPPING, WS_XML_ATTRIBUTE_FIELD_MAPPING or WS_NO_FIELD_MAPPING; not
        /// repeated, since there is one countOffset only. Nil is a NULL pointer and length 0; an empty string
        /// has a pointer that is not NULL. No default value.
        WS_CHAR_ARRAY_TYPE = 22,
        /// BYTE* to UTF-8 text at the field's offset and its length in bytes, a ULONG, at countOffset; embedded zeros
        /// are allowed. Optional WS_UTF8_ARRAY_DESCRIPTION. Only in a WS_FIELD_DESCRIPTION, with
        /// WS_ELEMENT_FIELD_MAPPING, WS_ATTRIBUTE_FIELD_MAPPING, WS_TEXT_FIELD_MAPPING or WS_NO_FIELD_MAPPING. Nil is a
        /// NULL pointer and length 0; an empty string has a pointer that is not NULL. No default value.
        WS_UTF8_ARRAY_TYPE = 23,
        /// BYTE* at the field's offset and its length in bytes, a ULONG, at countOffset; base64 in text XML. Optional
        /// WS_BYTE_ARRAY_DESCRIPTION. Only in a WS_FIELD_DESCRIPTION, with the same mappings, nil value and lack of a
        /// default value as WS_UTF8_ARRAY_TYPE.
        WS_BYTE_ARRAY_TYPE = 24,
        /// WS_STRUCT_DESCRIPTION*, the actual type of a structure that has derived types; on the wire xsi:type. After
        /// reading it points into the descriptions that the caller gave. It has no type description, takes no options
        /// and no default value, and goes only with WS_TYPE_ATTRIBUTE_FIELD_MAPPING.
        WS_DESCRIPTION_TYPE = 25,
        /// A structure of the application. Required WS_STRUCT_DESCRIPTION. With WS_ELEMENT_TYPE_MAPPING its fields may
        /// have any mapping, with WS_ATTRIBUTE_TYPE_MAPPING only text and unmapped fields, with
        /// WS_ELEMENT_CONTENT_TYPE_MAPPING only WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING,
        /// WS_TEXT_FIELD_MAPPING and WS_NO_FIELD_MAPPING. As a field it maps to those four; WS_FIELD_OPTIONAL and the
        /// nillable options need WS_FIELD_POINTER, and nil is a NULL pointer. No default value.
        WS_STRUCT_TYPE = 26,
        /// A type that the application reads and writes by callbacks. Required WS_CUSTOM_TYPE_DESCRIPTION. The
        /// callbacks decide which WS_TYPE_MAPPING values they support, and the field mappings follow from that:
        /// WS_ELEMENT_TYPE_MAPPING allows WS_ELEMENT_FIELD_MAPPING and WS_REPEATING_ELEMENT_FIELD_MAPPING,
        /// WS_ATTRIBUTE_TYPE_MAPPING allows WS_ATTRIBUTE_FIELD_MAPPING, WS_ELEMENT_CONTENT_TYPE_MAPPING allows
        /// WS_TEXT_FIELD_MAPPING, WS_ANY_ELEMENT_TYPE_MAPPING allows WS_ANY_ELEMENT_FIELD_MAPPING; WS_NO_FIELD_MAPPING
        /// always works. The nillable options need WS_FIELD_POINTER, and nil is a NULL pointer. Takes a default value.
        WS_CUSTOM_TYPE = 27,
        /// WS_ENDPOINT_ADDRESS. Required WS_ENDPOINT_ADDRESS_DESCRIPTION. Only WS_ELEMENT_TYPE_MAPPING; as a field
        /// WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING or WS_NO_FIELD_MAPPING. WS_FIELD_OPTIONAL and
        /// the nillable options need WS_FIELD_POINTER, and nil is a NULL pointer. No default value.
        WS_ENDPOINT_ADDRESS_TYPE = 28,
        /// WS_FAULT. Required WS_FAULT_DESCRIPTION. Mappings and options are those of WS_ENDPOINT_ADDRESS_TYPE.
        WS_FAULT_TYPE = 29,
        /// A field of any C type and size that is not serialized; only in a WS_FIELD_DESCRIPTION. Optional
        /// WS_VOID_DESCRIPTION with the size; none means size 0.
        ///
        /// With WS_NO_FIELD_MAPPING the reader initializes the field: to NULL with WS_FIELD_POINTER, otherwise to the
        /// default value or zeros. With WS_ELEMENT_FIELD_MAPPING, WS_ATTRIBUTE_FIELD_MAPPING,
        /// WS_ANY_ELEMENT_FIELD_MAPPING, WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, WS_ANY_CONTENT_FIELD_MAPPING and
        /// WS_ANY_ATTRIBUTES_FIELD_MAPPING the content is discarded when reading and nothing is written; offset and
        /// size are then 0 and WS_FIELD_POINTER is not used.
        WS_VOID_TYPE = 30,
        /// A C enum, as a signed 32-bit integer (INT); on the wire the name of the value. Required WS_ENUM_DESCRIPTION.
        WS_ENUM_TYPE = 31,
        /// WS_DURATION (xs:duration). Optional WS_DURATION_DESCRIPTION.
        WS_DURATION_TYPE = 32,
        /// A structure of a selector and a union, one element for each choice. Required WS_UNION_DESCRIPTION. Type
        /// mappings: WS_ELEMENT_TYPE_MAPPING and WS_ELEMENT_CONTENT_TYPE_MAPPING; field mappings:
        /// WS_ELEMENT_CHOICE_FIELD_MAPPING and WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING. The only option is
        /// WS_FIELD_OPTIONAL, where noneEnumValue of the description is the default; no nil and no default value
        /// otherwise.
        WS_UNION_TYPE = 33,
        /// WS_ANY_ATTRIBUTES. It has no type description, no options, no nil and no default value. Only in a
        /// WS_FIELD_DESCRIPTION with WS_ANY_ATTRIBUTES_FIELD_MAPPING.
        WS_ANY_ATTRIBUTES_TYPE = 34,
    }
}

ws_enum! {
    /// What part of the XML a value stands for when it is read or written on its own; also given to the callbacks of a
    /// custom type. WS_TYPE says which types support which. Source: WS_TYPE_MAPPING page.
    pub enum WS_TYPE_MAPPING {
        /// The attributes and content of an element whose name somebody else deals with. Writing: between
        /// WsWriteStartElement and WsWriteEndElement. Reading: on the start element, which is consumed up to and
        /// including its end.
        WS_ELEMENT_TYPE_MAPPING = 1,
        /// The value of one attribute. Writing: between WsWriteStartAttribute and WsWriteEndAttribute. Reading: between
        /// WsReadStartAttribute and WsReadEndAttribute. The type must not contain attributes or elements.
        WS_ATTRIBUTE_TYPE_MAPPING = 2,
        /// All or part of the text and child elements of an element, but no attributes. Writing: after the attributes,
        /// before WsWriteEndElement. Reading: between WsReadStartElement and WsReadEndElement. Other content may stand
        /// before and after.
        WS_ELEMENT_CONTENT_TYPE_MAPPING = 3,
        /// A whole element with its name and namespace; no start or end calls around it.
        WS_ANY_ELEMENT_TYPE_MAPPING = 4,
    }
}

ws_enum! {
    /// Whether the caller's buffer holds the value or a pointer to it, and how nil is written. The buffer's size must
    /// be that of the C type, or of a pointer, exactly. Source: WS_WRITE_OPTION page.
    pub enum WS_WRITE_OPTION {
        /// The buffer holds the value, which is always written. Not for WS_WSZ_TYPE and WS_XML_BUFFER_TYPE, which take
        /// WS_WRITE_REQUIRED_POINTER.
        WS_WRITE_REQUIRED_VALUE = 1,
        /// The buffer holds a pointer to the value, which is always written. A NULL pointer is refused with
        /// E_INVALIDARG.
        WS_WRITE_REQUIRED_POINTER = 2,
        /// The buffer holds the value; a nil value is written as an element with xsi:nil="true". Only for
        /// WS_STRING_TYPE, WS_XML_STRING_TYPE and WS_BYTES_TYPE, which have such a value.
        WS_WRITE_NILLABLE_VALUE = 3,
        /// The buffer holds a pointer to the value; a NULL pointer is written as an element with xsi:nil="true".
        WS_WRITE_NILLABLE_POINTER = 4,
    }
}

/// One attribute that no field describes; an item of WS_ANY_ATTRIBUTES.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ANY_ATTRIBUTE {
    /// Local name of the attribute.
    pub localName: WS_XML_STRING,
    /// Namespace of the attribute; empty for none.
    pub ns: WS_XML_STRING,
    /// Value of the attribute; must not be NULL.
    pub value: *mut WS_XML_TEXT,
}

/// The attributes of an element that no field describes (WS_ANY_ATTRIBUTES_TYPE). After reading, everything that it
/// points to is on the heap of the read.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ANY_ATTRIBUTES {
    /// Array of the attributes; may be NULL if there are none.
    pub attributes: *mut WS_ANY_ATTRIBUTE,
    /// Number of attributes in the array.
    pub attributeCount: ULONG,
}

/// An XML attribute and the C type of its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ATTRIBUTE_DESCRIPTION {
    /// Local name of the attribute.
    pub attributeLocalName: *mut WS_XML_STRING,
    /// Namespace of the attribute; an empty string for none.
    pub attributeNs: *mut WS_XML_STRING,
    /// Type of the value; one that supports WS_ATTRIBUTE_TYPE_MAPPING.
    pub r#type: WS_TYPE,
    /// The description that goes with the type, or NULL where WS_TYPE allows that.
    pub typeDescription: *mut c_void,
}

/// The value of a field that the XML does not contain; see WS_FIELD_DESCRIPTION.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DEFAULT_VALUE {
    /// The default, in the form in which the field holds it.
    pub value: *mut c_void,
    /// Size of the default in bytes, which is the size of the field.
    pub valueSize: ULONG,
}

/// An XML element and the C type of its content, for reading and writing elements, headers, message bodies and fault
/// details.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ELEMENT_DESCRIPTION {
    /// Local name of the element.
    pub elementLocalName: *mut WS_XML_STRING,
    /// Namespace of the element; an empty string for none.
    pub elementNs: *mut WS_XML_STRING,
    /// Type of the content; one that supports WS_ELEMENT_TYPE_MAPPING.
    pub r#type: WS_TYPE,
    /// The description that goes with the type, or NULL where WS_TYPE allows that.
    pub typeDescription: *mut c_void,
}

/// The values and names of an enumeration; required with WS_ENUM_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENUM_DESCRIPTION {
    /// Array of values with their names, without duplicates of either. Must ascend by value if nameIndices is given.
    pub values: *mut WS_ENUM_VALUE,
    /// Number of items in values, and in nameIndices.
    pub valueCount: ULONG,
    /// Length of the longest name in bytes of UTF-8.
    pub maxByteCount: ULONG,
    /// Indices into values, in ascending order of the names compared byte by byte; makes look-up by name and by value a
    /// binary search. NULL means a search from the start to the end, which is fine for few values.
    pub nameIndices: *mut ULONG,
}

/// One value of an enumeration.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENUM_VALUE {
    /// The number in C.
    pub value: INT,
    /// The name in XML.
    pub name: *mut WS_XML_STRING,
}

/// One field of a structure and the XML that it stands for. Source: WS_FIELD_DESCRIPTION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FIELD_DESCRIPTION {
    /// What part of the XML the field stands for.
    pub mapping: WS_FIELD_MAPPING,
    /// Local name of the attribute or element; of the wrapper element with the repeating mappings. NULL where the
    /// mapping has no name, and with the repeating mappings for no wrapper.
    pub localName: *mut WS_XML_STRING,
    /// Namespace of the attribute or element; an empty string for none. NULL where localName is NULL, except that
    /// WS_ANY_ELEMENT_FIELD_MAPPING and WS_ANY_ATTRIBUTES_FIELD_MAPPING may restrict the namespace without a name.
    pub ns: *mut WS_XML_STRING,
    /// Type of the field, or of one item of an array.
    pub r#type: WS_TYPE,
    /// The description that goes with the type, or NULL where WS_TYPE allows that.
    pub typeDescription: *mut c_void,
    /// Offset of the field in the structure, in bytes.
    pub offset: ULONG,
    /// WS_FIELD_POINTER, WS_FIELD_OPTIONAL, WS_FIELD_NILLABLE, WS_FIELD_NILLABLE_ITEM and WS_FIELD_OTHER_NAMESPACE as
    /// mapping and type allow, or 0.
    pub options: ULONG,
    /// Value to set when an optional field is absent or the field has WS_NO_FIELD_MAPPING. NULL means all zeros.
    /// WS_TYPE and WS_FIELD_MAPPING say where a default is allowed.
    pub defaultValue: *mut WS_DEFAULT_VALUE,
    /// Offset in bytes of the ULONG with the number of items, for the repeating mappings and for WS_CHAR_ARRAY_TYPE,
    /// WS_UTF8_ARRAY_TYPE and WS_BYTE_ARRAY_TYPE; 0 otherwise.
    pub countOffset: ULONG,
    /// Local name of the items with WS_REPEATING_ELEMENT_FIELD_MAPPING; NULL otherwise.
    pub itemLocalName: *mut WS_XML_STRING,
    /// Namespace of the items with WS_REPEATING_ELEMENT_FIELD_MAPPING; NULL otherwise.
    pub itemNs: *mut WS_XML_STRING,
    /// How many items the reader accepts, for the repeating mappings; NULL means 0 to the largest ULONG.
    pub itemRange: *mut WS_ITEM_RANGE,
}

/// Limits on the number of repeated elements, checked when reading only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ITEM_RANGE {
    /// Least number of items.
    pub minItemCount: ULONG,
    /// Greatest number of items.
    pub maxItemCount: ULONG,
}

/// A C structure and its XML; required with WS_STRUCT_TYPE. Bytes that no field describes are left uninitialized by the
/// reader, and no two fields may have the same offset.
///
/// Fields are read and written in the order in which they are described, which need not be that of the C structure. It
/// is: the WS_TYPE_ATTRIBUTE_FIELD_MAPPING field if any; then attributes; then either one WS_TEXT_FIELD_MAPPING field
/// or the element fields; last the WS_NO_FIELD_MAPPING fields. Element fields are the single, repeating and choice
/// elements in their order in the XML, and content of any name at the end. Reading is greedy: a field takes all content
/// that fits it before the next one is considered. Content and attributes that fit no field fail the read with
/// WS_E_INVALID_FORMAT, unless structOptions says otherwise.
///
/// A derived type describes the fields of its base as well, in the same overall order: type attribute, attributes of
/// base and derived type, elements of base and derived type. Source: WS_STRUCT_DESCRIPTION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRUCT_DESCRIPTION {
    /// Size of the structure in bytes.
    pub size: ULONG,
    /// Alignment of the structure: 1, 2, 4 or 8.
    pub alignment: ULONG,
    /// Array of pointers to the field descriptions, ordered as described above.
    pub fields: *mut *mut WS_FIELD_DESCRIPTION,
    /// Number of fields in the array.
    pub fieldCount: ULONG,
    /// Local name of the XML type, for xsi:type; NULL unless the type takes part in inheritance.
    pub typeLocalName: *mut WS_XML_STRING,
    /// Namespace of the XML type, for xsi:type; NULL unless the type takes part in inheritance.
    pub typeNs: *mut WS_XML_STRING,
    /// Description of the base type; NULL if there is none.
    pub parentType: *mut WS_STRUCT_DESCRIPTION,
    /// Array of pointers to the types derived from this one; NULL if there are none.
    pub subTypes: *mut *mut WS_STRUCT_DESCRIPTION,
    /// Number of types in subTypes.
    pub subTypeCount: ULONG,
    /// WS_STRUCT_ABSTRACT, WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT and WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES, or 0.
    pub structOptions: ULONG,
}

/// A C structure that consists of a selector and a union, and the elements of its choices; required with WS_UNION_TYPE.
/// The fields are described in this order: WS_ELEMENT_FIELD_MAPPING and WS_REPEATING_ELEMENT_FIELD_MAPPING (with a
/// wrapper element only), then at most one WS_ANY_ELEMENT_FIELD_MAPPING, which takes an element that none of the others
/// is. WS_FIELD_OPTIONAL is not allowed in them. Source: WS_UNION_DESCRIPTION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNION_DESCRIPTION {
    /// Size in bytes of the structure with the selector and the union.
    pub size: ULONG,
    /// Alignment of the structure: 1, 2, 4 or 8.
    pub alignment: ULONG,
    /// Array of pointers to the choices. Several may have the same offset. Must ascend by namespace, then local name,
    /// compared byte by byte, if valueIndices is given; the field for any element stays last.
    pub fields: *mut *mut WS_UNION_FIELD_DESCRIPTION,
    /// Number of choices in fields, and in valueIndices. Bytes that no choice describes are left uninitialized.
    pub fieldCount: ULONG,
    /// Offset in bytes of the selector, a signed 32-bit integer.
    pub enumOffset: ULONG,
    /// Value of the selector when no choice is set; used only where the field has WS_FIELD_OPTIONAL.
    pub noneEnumValue: INT,
    /// Indices into fields, in ascending order of the choices' values; makes look-up by element and by value a binary
    /// search. NULL means a search from the start to the end, which is fine for few choices.
    pub valueIndices: *mut ULONG,
}

/// One choice of a union.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNION_FIELD_DESCRIPTION {
    /// Value of the selector that stands for this choice.
    pub value: INT,
    /// The field and its element; offsets count from the start of the structure that holds the union.
    pub field: WS_FIELD_DESCRIPTION,
}
