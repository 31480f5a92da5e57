//!

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BOOL_DESCRIPTION {
    pub value: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES_DESCRIPTION {
    pub minByteCount: ULONG,
    pub maxByteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTE_ARRAY_DESCRIPTION {
    pub minByteCount: ULONG,
    pub maxByteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHAR_ARRAY_DESCRIPTION {
    pub minCharCount: ULONG,
    pub maxCharCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_TYPE_DESCRIPTION {
    pub size: ULONG,
    pub alignment: ULONG,
    pub readCallback: WS_READ_TYPE_CALLBACK,
    pub writeCallback: WS_WRITE_TYPE_CALLBACK,
    pub descriptionData: *mut c_void,
    pub isDefaultValueCallback: WS_IS_DEFAULT_VALUE_CALLBACK,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DATETIME_DESCRIPTION {
    pub minValue: WS_DATETIME,
    pub maxValue: WS_DATETIME,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DECIMAL_DESCRIPTION {
    pub minValue: DECIMAL,
    pub maxValue: DECIMAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DOUBLE_DESCRIPTION {
    pub minValue: f64,
    pub maxValue: f64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION_DESCRIPTION {
    pub minValue: WS_DURATION,
    pub maxValue: WS_DURATION,
    pub comparer: WS_DURATION_COMPARISON_CALLBACK,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS_DESCRIPTION {
    pub addressingVersion: WS_ADDRESSING_VERSION,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DESCRIPTION {
    pub envelopeVersion: WS_ENVELOPE_VERSION,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FLOAT_DESCRIPTION {
    pub minValue: f32,
    pub maxValue: f32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_GUID_DESCRIPTION {
    pub value: GUID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT16_DESCRIPTION {
    pub minValue: SHORT,
    pub maxValue: SHORT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT32_DESCRIPTION {
    pub minValue: INT,
    pub maxValue: INT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT64_DESCRIPTION {
    pub minValue: LONGLONG,
    pub maxValue: LONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT8_DESCRIPTION {
    pub minValue: CHAR,
    pub maxValue: CHAR,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_DESCRIPTION {
    pub minCharCount: ULONG,
    pub maxCharCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN_DESCRIPTION {
    pub minValue: WS_TIMESPAN,
    pub maxValue: WS_TIMESPAN,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT16_DESCRIPTION {
    pub minValue: USHORT,
    pub maxValue: USHORT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT32_DESCRIPTION {
    pub minValue: ULONG,
    pub maxValue: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT64_DESCRIPTION {
    pub minValue: ULONGLONG,
    pub maxValue: ULONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT8_DESCRIPTION {
    pub minValue: BYTE,
    pub maxValue: BYTE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNIQUE_ID_DESCRIPTION {
    pub minCharCount: ULONG,
    pub maxCharCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UTF8_ARRAY_DESCRIPTION {
    pub minByteCount: ULONG,
    pub maxByteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_VOID_DESCRIPTION {
    pub size: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_WSZ_DESCRIPTION {
    pub minCharCount: ULONG,
    pub maxCharCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_DESCRIPTION {
    pub minLocalNameByteCount: ULONG,
    pub maxLocalNameByteCount: ULONG,
    pub minNsByteCount: ULONG,
    pub maxNsByteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING_DESCRIPTION {
    pub minByteCount: ULONG,
    pub maxByteCount: ULONG,
}

pub type WS_DURATION_COMPARISON_CALLBACK = Option<
    unsafe extern "C" fn(
        duration1: *const WS_DURATION,
        duration2: *const WS_DURATION,
        result: *mut INT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

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
