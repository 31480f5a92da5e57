//! Descriptions that go with one WS_TYPE each: limits on simple values, the SOAP and addressing versions of faults and
//! addresses, and the callbacks of custom types. The composite ones (structures, unions, enumerations) are in the
//! schema part. Limits are inclusive and checked when reading only; a value outside them fails the read with
//! WS_E_INVALID_FORMAT.

use super::*;

/// The one value that is accepted. Optional with WS_BOOL_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BOOL_DESCRIPTION {
    /// TRUE or FALSE.
    pub value: BOOL,
}

/// Limits on the length of a WS_BYTES. Optional with WS_BYTES_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES_DESCRIPTION {
    /// Least number of bytes, after decoding.
    pub minByteCount: ULONG,
    /// Greatest number of bytes, after decoding.
    pub maxByteCount: ULONG,
}

/// Limits on the length of a byte array. Optional with WS_BYTE_ARRAY_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTE_ARRAY_DESCRIPTION {
    /// Least number of bytes, after decoding.
    pub minByteCount: ULONG,
    /// Greatest number of bytes, after decoding.
    pub maxByteCount: ULONG,
}

/// Limits on the length of a character array. Optional with WS_CHAR_ARRAY_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHAR_ARRAY_DESCRIPTION {
    /// Least number of WCHARs.
    pub minCharCount: ULONG,
    /// Greatest number of WCHARs.
    pub maxCharCount: ULONG,
}

/// A type that the application reads and writes itself; required with WS_CUSTOM_TYPE. Source:
/// WS_CUSTOM_TYPE_DESCRIPTION page.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_TYPE_DESCRIPTION {
    /// Size of the C type in bytes.
    pub size: ULONG,
    /// Alignment of the C type: 1, 2, 4 or 8.
    pub alignment: ULONG,
    /// Called to read a value.
    pub readCallback: WS_READ_TYPE_CALLBACK,
    /// Called to write a value.
    pub writeCallback: WS_WRITE_TYPE_CALLBACK,
    /// Passed to the callbacks as it is, so that one callback can serve several descriptions; may be NULL.
    pub descriptionData: *mut c_void,
    /// Called before a value in a field with WS_FIELD_OPTIONAL is written, to find out whether it can be left out.
    pub isDefaultValueCallback: WS_IS_DEFAULT_VALUE_CALLBACK,
}

/// Limits on a WS_DATETIME. Optional with WS_DATETIME_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DATETIME_DESCRIPTION {
    /// Earliest value.
    pub minValue: WS_DATETIME,
    /// Latest value.
    pub maxValue: WS_DATETIME,
}

/// Limits on a DECIMAL. Optional with WS_DECIMAL_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DECIMAL_DESCRIPTION {
    /// Least value.
    pub minValue: DECIMAL,
    /// Greatest value.
    pub maxValue: DECIMAL,
}

/// Limits on a double. Optional with WS_DOUBLE_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DOUBLE_DESCRIPTION {
    /// Least value.
    pub minValue: f64,
    /// Greatest value.
    pub maxValue: f64,
}

/// Limits on a WS_DURATION. Optional with WS_DURATION_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION_DESCRIPTION {
    /// Shortest duration.
    pub minValue: WS_DURATION,
    /// Longest duration.
    pub maxValue: WS_DURATION,
    /// Compares the value with the limits. NULL means the library's comparison, which can only compare two durations of
    /// years and months with each other, or two that have neither: one month is not known to be more or less than 30
    /// days.
    pub comparer: WS_DURATION_COMPARISON_CALLBACK,
}

/// The form of an endpoint address in XML. Required with WS_ENDPOINT_ADDRESS_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS_DESCRIPTION {
    /// Version of WS-Addressing.
    pub addressingVersion: WS_ADDRESSING_VERSION,
}

/// The form of a fault in XML. Required with WS_FAULT_TYPE, but for WsWriteBody and WsReadBody.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DESCRIPTION {
    /// Version of SOAP.
    pub envelopeVersion: WS_ENVELOPE_VERSION,
}

/// Limits on a float. Optional with WS_FLOAT_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FLOAT_DESCRIPTION {
    /// Least value.
    pub minValue: f32,
    /// Greatest value.
    pub maxValue: f32,
}

/// The one value that is accepted. Optional with WS_GUID_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_GUID_DESCRIPTION {
    /// The value.
    pub value: GUID,
}

/// Limits on a signed 16-bit integer. Optional with WS_INT16_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT16_DESCRIPTION {
    /// Least value.
    pub minValue: SHORT,
    /// Greatest value.
    pub maxValue: SHORT,
}

/// Limits on a signed 32-bit integer. Optional with WS_INT32_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT32_DESCRIPTION {
    /// Least value.
    pub minValue: INT,
    /// Greatest value.
    pub maxValue: INT,
}

/// Limits on a signed 64-bit integer. Optional with WS_INT64_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT64_DESCRIPTION {
    /// Least value.
    pub minValue: LONGLONG,
    /// Greatest value.
    pub maxValue: LONGLONG,
}

/// Limits on a signed 8-bit integer. Optional with WS_INT8_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT8_DESCRIPTION {
    /// Least value.
    pub minValue: CHAR,
    /// Greatest value.
    pub maxValue: CHAR,
}

/// Limits on the length of a WS_STRING. Optional with WS_STRING_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_DESCRIPTION {
    /// Least number of WCHARs.
    pub minCharCount: ULONG,
    /// Greatest number of WCHARs.
    pub maxCharCount: ULONG,
}

/// Limits on a WS_TIMESPAN, in ticks of 100 ns. Optional with WS_TIMESPAN_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN_DESCRIPTION {
    /// Least value.
    pub minValue: WS_TIMESPAN,
    /// Greatest value.
    pub maxValue: WS_TIMESPAN,
}

/// Limits on an unsigned 16-bit integer. Optional with WS_UINT16_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT16_DESCRIPTION {
    /// Least value.
    pub minValue: USHORT,
    /// Greatest value.
    pub maxValue: USHORT,
}

/// Limits on an unsigned 32-bit integer. Optional with WS_UINT32_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT32_DESCRIPTION {
    /// Least value.
    pub minValue: ULONG,
    /// Greatest value.
    pub maxValue: ULONG,
}

/// Limits on an unsigned 64-bit integer. Optional with WS_UINT64_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT64_DESCRIPTION {
    /// Least value.
    pub minValue: ULONGLONG,
    /// Greatest value.
    pub maxValue: ULONGLONG,
}

/// Limits on an unsigned 8-bit integer. Optional with WS_UINT8_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT8_DESCRIPTION {
    /// Least value.
    pub minValue: BYTE,
    /// Greatest value.
    pub maxValue: BYTE,
}

/// Limits on the length of the text of a WS_UNIQUE_ID. Optional with WS_UNIQUE_ID_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNIQUE_ID_DESCRIPTION {
    /// Least number of WCHARs.
    pub minCharCount: ULONG,
    /// Greatest number of WCHARs.
    pub maxCharCount: ULONG,
}

/// Limits on the length of a UTF-8 array. Optional with WS_UTF8_ARRAY_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UTF8_ARRAY_DESCRIPTION {
    /// Least number of bytes of UTF-8.
    pub minByteCount: ULONG,
    /// Greatest number of bytes of UTF-8.
    pub maxByteCount: ULONG,
}

/// Size of a field that is neither written nor read. Used with WS_VOID_TYPE and WS_NO_FIELD_MAPPING, and needed there
/// unless the field has WS_FIELD_POINTER.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_VOID_DESCRIPTION {
    /// Size of the field in bytes.
    pub size: ULONG,
}

/// Limits on the length of a zero-terminated string. Optional with WS_WSZ_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_WSZ_DESCRIPTION {
    /// Least number of WCHARs, without the terminating zero.
    pub minCharCount: ULONG,
    /// Greatest number of WCHARs, without the terminating zero.
    pub maxCharCount: ULONG,
}

/// Limits on the two parts of a WS_XML_QNAME. Optional with WS_XML_QNAME_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_DESCRIPTION {
    /// Least length of the local name, in bytes of UTF-8.
    pub minLocalNameByteCount: ULONG,
    /// Greatest length of the local name, in bytes of UTF-8.
    pub maxLocalNameByteCount: ULONG,
    /// Least length of the namespace, in bytes of UTF-8.
    pub minNsByteCount: ULONG,
    /// Greatest length of the namespace, in bytes of UTF-8.
    pub maxNsByteCount: ULONG,
}

/// Limits on the length of a WS_XML_STRING. Optional with WS_XML_STRING_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING_DESCRIPTION {
    /// Least number of bytes of UTF-8.
    pub minByteCount: ULONG,
    /// Greatest number of bytes of UTF-8.
    pub maxByteCount: ULONG,
}

/// Compares duration1 with duration2 and sets result to -1 if it is shorter, 0 if equal, 1 if longer. Runs inside the
/// call that reads the duration. Returns S_OK, or WS_E_INVALID_FORMAT if the two cannot be compared, which fails that
/// call; error takes texts about a failure and may be NULL.
pub type WS_DURATION_COMPARISON_CALLBACK = Option<
    unsafe extern "C" fn(
        duration1: *const WS_DURATION,
        duration2: *const WS_DURATION,
        result: *mut INT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Tells whether a value of a custom type is its default, before the library writes a field that has WS_FIELD_OPTIONAL.
/// descriptionData comes from the WS_CUSTOM_TYPE_DESCRIPTION, value points to the value and valueSize is its size in
/// bytes. defaultValue is the default of the field, to be compared member by member; where it is NULL, the members are
/// compared with zero. Sets isDefault to TRUE if all are equal, to FALSE otherwise. Runs inside the writing call.
/// Returns S_OK or a failure, which fails that call; error takes texts about a failure and may be NULL.
pub type WS_IS_DEFAULT_VALUE_CALLBACK = Option<
    unsafe extern "C" fn(
        descriptionData: *const c_void,
        value: *const c_void,
        defaultValue: *const c_void,
        valueSize: ULONG,
        isDefault: *mut BOOL,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Reads a value of a custom type. reader stands where WS_TYPE_MAPPING says that WsReadType is called for typeMapping,
/// and the callback must consume exactly what WsReadType would. descriptionData comes from the
/// WS_CUSTOM_TYPE_DESCRIPTION. value points to storage of valueSize bytes, the size in that description, which the
/// callback fills; anything that the value points to is allocated on heap, which is NULL if the caller of the reading
/// function gave none.
///
/// Runs inside the reading call, on its thread; reader, heap and error are valid until it returns. Returns S_OK, or a
/// failure, which fails that call; WS_E_INVALID_OPERATION for every typeMapping that the type does not support, unknown
/// ones included. error takes texts about a failure and may be NULL. Source: WS_READ_TYPE_CALLBACK page.
pub type WS_READ_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        reader: *mut WS_XML_READER,
        typeMapping: WS_TYPE_MAPPING,
        descriptionData: *const c_void,
        heap: *mut WS_HEAP,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Writes a value of a custom type. writer stands where WS_TYPE_MAPPING says that WsWriteType is called for
/// typeMapping, and the callback must write exactly what WsWriteType would. descriptionData comes from the
/// WS_CUSTOM_TYPE_DESCRIPTION. value points to the value and valueSize is its size in bytes.
///
/// Runs inside the writing call, on its thread; writer and error are valid until it returns. Returns S_OK, or a
/// failure, which fails that call; WS_E_INVALID_OPERATION for every typeMapping that the type does not support, unknown
/// ones included. error takes texts about a failure and may be NULL. Source: WS_WRITE_TYPE_CALLBACK page.
pub type WS_WRITE_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        writer: *mut WS_XML_WRITER,
        typeMapping: WS_TYPE_MAPPING,
        descriptionData: *const c_void,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
