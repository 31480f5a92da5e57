//! Text content of XML as typed values, so that a number or a block of bytes passes through reader and writer without a
//! detour over characters: the WS_XML_TEXT structures and the types of values that WsReadValue and WsWriteValue take.

use super::*;

ws_enum! {
    /// The primitive types of fixed size that WsReadValue, WsWriteValue, WsReadArray and WsWriteArray convert from and
    /// to text. The size passed along must be that of the C type named here.
    pub enum WS_VALUE_TYPE {
        /// BOOL, 4 bytes; text true or false.
        WS_BOOL_VALUE_TYPE = 0,
        /// Signed 8 bit integer.
        WS_INT8_VALUE_TYPE = 1,
        /// Signed 16 bit integer.
        WS_INT16_VALUE_TYPE = 2,
        /// Signed 32 bit integer.
        WS_INT32_VALUE_TYPE = 3,
        /// Signed 64 bit integer.
        WS_INT64_VALUE_TYPE = 4,
        /// Unsigned 8 bit integer.
        WS_UINT8_VALUE_TYPE = 5,
        /// Unsigned 16 bit integer.
        WS_UINT16_VALUE_TYPE = 6,
        /// Unsigned 32 bit integer.
        WS_UINT32_VALUE_TYPE = 7,
        /// Unsigned 64 bit integer.
        WS_UINT64_VALUE_TYPE = 8,
        /// float, 4 bytes.
        WS_FLOAT_VALUE_TYPE = 9,
        /// double, 8 bytes.
        WS_DOUBLE_VALUE_TYPE = 10,
        /// DECIMAL: a 96 bit integer with sign and decimal scale.
        WS_DECIMAL_VALUE_TYPE = 11,
        /// WS_DATETIME.
        WS_DATETIME_VALUE_TYPE = 12,
        /// WS_TIMESPAN.
        WS_TIMESPAN_VALUE_TYPE = 13,
        /// GUID.
        WS_GUID_VALUE_TYPE = 14,
        /// WS_DURATION.
        WS_DURATION_VALUE_TYPE = 15,
    }
}

ws_enum! {
    /// Says which structure a WS_XML_TEXT is the start of. Whatever the type, the value stands for characters of the
    /// document: a writer may emit them, or the value itself where the encoding has a form for it, and a reader chooses
    /// the type from the encoding. A program that inspects nodes must therefore accept any type, or read the content
    /// with WsReadValue, WsReadChars and the like, which convert.
    pub enum WS_XML_TEXT_TYPE {
        /// WS_XML_UTF8_TEXT: characters as UTF-8.
        WS_XML_TEXT_TYPE_UTF8 = 1,
        /// WS_XML_UTF16_TEXT: characters as UTF-16.
        WS_XML_TEXT_TYPE_UTF16 = 2,
        /// WS_XML_BASE64_TEXT: bytes, standing for their base64 form.
        WS_XML_TEXT_TYPE_BASE64 = 3,
        /// WS_XML_BOOL_TEXT: true or false.
        WS_XML_TEXT_TYPE_BOOL = 4,
        /// WS_XML_INT32_TEXT: signed 32 bit integer, in base 10.
        WS_XML_TEXT_TYPE_INT32 = 5,
        /// WS_XML_INT64_TEXT: signed 64 bit integer, in base 10.
        WS_XML_TEXT_TYPE_INT64 = 6,
        /// WS_XML_UINT64_TEXT: unsigned 64 bit integer, in base 10.
        WS_XML_TEXT_TYPE_UINT64 = 7,
        /// WS_XML_FLOAT_TEXT: 4 byte floating point number.
        WS_XML_TEXT_TYPE_FLOAT = 8,
        /// WS_XML_DOUBLE_TEXT: 8 byte floating point number.
        WS_XML_TEXT_TYPE_DOUBLE = 9,
        /// WS_XML_DECIMAL_TEXT: fixed point number with 96 significant bits.
        WS_XML_TEXT_TYPE_DECIMAL = 10,
        /// WS_XML_GUID_TEXT: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.
        WS_XML_TEXT_TYPE_GUID = 11,
        /// WS_XML_UNIQUE_ID_TEXT: urn:uuid: and a GUID.
        WS_XML_TEXT_TYPE_UNIQUE_ID = 12,
        /// WS_XML_DATETIME_TEXT: xsd:dateTime.
        WS_XML_TEXT_TYPE_DATETIME = 13,
        /// WS_XML_TIMESPAN_TEXT: days, hours, minutes and seconds.
        WS_XML_TEXT_TYPE_TIMESPAN = 14,
        /// WS_XML_QNAME_TEXT: prefix:localName.
        WS_XML_TEXT_TYPE_QNAME = 15,
        /// WS_XML_LIST_TEXT: values with one space between them.
        WS_XML_TEXT_TYPE_LIST = 16,
    }
}

/// Bytes whose text is their base64 form; nothing is converted until the characters are needed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BASE64_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_BASE64.
    pub text: WS_XML_TEXT,
    /// The bytes themselves, not base64 characters.
    pub bytes: *mut BYTE,
    /// Number of bytes.
    pub length: ULONG,
}

/// The text true or false.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BOOL_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_BOOL.
    pub text: WS_XML_TEXT,
    /// FALSE for false, otherwise true.
    pub value: BOOL,
}

/// A time written as xsd:dateTime. Times before year 1 (negative years) are not supported.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DATETIME_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_DATETIME.
    pub text: WS_XML_TEXT,
    /// The time; its format selects the time zone of the text.
    pub value: WS_DATETIME,
}

/// A fixed point number, such as 1.23.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DECIMAL_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_DECIMAL.
    pub text: WS_XML_TEXT,
    /// The number.
    pub value: DECIMAL,
}

/// An 8 byte floating point number. The text has enough digits to give the same value back; special values are INF,
/// -INF, NaN and -0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DOUBLE_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_DOUBLE.
    pub text: WS_XML_TEXT,
    /// The number.
    pub value: f64,
}

/// A 4 byte floating point number. The text has enough digits to give the same value back; special values are INF,
/// -INF, NaN and -0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_FLOAT_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_FLOAT.
    pub text: WS_XML_TEXT,
    /// The number.
    pub value: f32,
}

/// A GUID written as xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, without braces.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_GUID_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_GUID.
    pub text: WS_XML_TEXT,
    /// The GUID.
    pub value: GUID,
}

/// A signed 32 bit integer in base 10.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT32_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_INT32.
    pub text: WS_XML_TEXT,
    /// The number.
    pub value: INT,
}

/// A signed 64 bit integer in base 10.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT64_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_INT64.
    pub text: WS_XML_TEXT,
    /// The number.
    pub value: LONGLONG,
}

/// Several values written with one space between each two; the integer 123 and the boolean TRUE give 123 true.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_LIST_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_LIST.
    pub text: WS_XML_TEXT,
    /// Number of items.
    pub itemCount: ULONG,
    /// Pointers to the values, in order; none may be NULL.
    pub items: *mut *mut WS_XML_TEXT,
}

/// A qualified name as content, written prefix:localName.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_QNAME.
    pub text: WS_XML_TEXT,
    /// The prefix; length 0 for none.
    pub prefix: *mut WS_XML_STRING,
    /// The name after the prefix.
    pub localName: *mut WS_XML_STRING,
    /// The namespace that the prefix stands for.
    pub ns: *mut WS_XML_STRING,
}

/// Common start of the text structures. Look at textType, then cast the pointer to the structure of that type.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT {
    /// Which structure this is.
    pub textType: WS_XML_TEXT_TYPE,
}

/// A length of time written as an optional sign, days and a dot if there are days, hours (00 to 23), minutes and
/// seconds (00 to 59) of two digits with colons between, and a fraction of up to seven digits, as in -1.02:03:04.5. For
/// the xsd:duration form see WS_DURATION.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TIMESPAN_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_TIMESPAN.
    pub text: WS_XML_TEXT,
    /// The length of time.
    pub value: WS_TIMESPAN,
}

/// An unsigned 64 bit integer in base 10.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UINT64_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_UINT64.
    pub text: WS_XML_TEXT,
    /// The number.
    pub value: ULONGLONG,
}

/// A GUID written as urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx. A unique id of another form is plain text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UNIQUE_ID_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_UNIQUE_ID.
    pub text: WS_XML_TEXT,
    /// The GUID.
    pub value: GUID,
}

/// Characters as UTF-16.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF16_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_UTF16.
    pub text: WS_XML_TEXT,
    /// The UTF-16 code units, in the machine's byte order.
    pub bytes: *mut BYTE,
    /// Length in bytes, not code units, and so even.
    pub byteCount: ULONG,
}

/// Characters as UTF-8, with references and entities already resolved.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF8_TEXT {
    /// Base; textType is WS_XML_TEXT_TYPE_UTF8.
    pub text: WS_XML_TEXT,
    /// The characters.
    pub value: WS_XML_STRING,
}
