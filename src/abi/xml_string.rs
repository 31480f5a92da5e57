//! The value types that every other area builds on: strings in UTF-16 and UTF-8, dictionaries, qualified names, bytes,
//! dates, time spans and unique ids. None of them owns memory; who frees what a pointer refers to is said where the
//! structure is used.

use super::*;

ws_enum! {
    /// How the time of a WS_DATETIME is written as text. Reading sets it from the text that was found.
    pub enum WS_DATETIME_FORMAT {
        /// Coordinated universal time, marked with a Z, as in 2007-09-25T01:30:00Z.
        WS_DATETIME_FORMAT_UTC = 0,
        /// The machine's time zone, with the offset from UTC after the time, as in 2007-09-27T10:30:00-07:00. Where no
        /// time zone data cover that time it is written as WS_DATETIME_FORMAT_UTC.
        WS_DATETIME_FORMAT_LOCAL = 1,
        /// No time zone is written or implied, as in 2007-09-27T10:30:00.
        WS_DATETIME_FORMAT_NONE = 2,
    }
}

/// A run of bytes and its length.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES {
    /// Number of bytes.
    pub length: ULONG,
    /// The first byte. Unused, and may be NULL, when length is 0.
    pub bytes: *mut BYTE,
}

/// A date and time of the Gregorian calendar, from the start of year 1 to the end of year 9999, exact to 100
/// nanoseconds. WsDateTimeToFileTime and WsFileTimeToDateTime convert it to and from FILETIME, which counts the same
/// unit from the start of 1601.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WS_DATETIME {
    /// 100 ns units since midnight at the start of 1 January of year 1; at most 3155378975999999999, the last unit of
    /// year 9999. UTC when format is WS_DATETIME_FORMAT_UTC or WS_DATETIME_FORMAT_LOCAL; the clock time as written when
    /// it is WS_DATETIME_FORMAT_NONE.
    pub ticks: ULONGLONG,
    /// Which textual form, and so which time zone, the value has in XML.
    pub format: WS_DATETIME_FORMAT,
}

/// An xsd:duration. Its parts are kept apart because months and years have no fixed length; the value is their sum,
/// negated as a whole when negative is TRUE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION {
    /// TRUE for a duration that goes back in time.
    pub negative: BOOL,
    /// Years.
    pub years: ULONG,
    /// Months.
    pub months: ULONG,
    /// Days.
    pub days: ULONG,
    /// Hours.
    pub hours: ULONG,
    /// Minutes.
    pub minutes: ULONG,
    /// Whole seconds.
    pub seconds: ULONG,
    /// Milliseconds beyond the seconds, 0 to 999.
    pub milliseconds: ULONG,
    /// 100 ns units beyond the milliseconds, 0 to 9999.
    pub ticks: ULONG,
}

/// A string of UTF-16 code units and its length. It need not be zero terminated; a terminator, if there is one, is not
/// counted. WS_STRING_VALUE initialises one from a constant.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING {
    /// Number of WCHAR units, not bytes, without a terminator.
    pub length: ULONG,
    /// The first unit. Unused, and may be NULL, when length is 0.
    pub chars: *mut WCHAR,
}

/// A signed length of time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN {
    /// The length in units of 100 ns; negative goes back in time.
    pub ticks: LONGLONG,
}

/// A URI that serves as a unique id, such as a message id. The common form, urn:uuid: and a GUID, is kept as the GUID
/// itself; any other URI is kept as a string.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNIQUE_ID {
    /// The URI. Length 0 means that the id is the GUID in guid.
    pub uri: WS_STRING,
    /// The GUID when uri has length 0; otherwise its content is undefined.
    pub guid: GUID,
}

/// A set of strings that XML refers to by number. The binary encoding writes such a string as a short id; the text
/// encodings write it in full. All strings must differ and each must point back at this dictionary with its own index
/// as id; the API takes that for granted and does not check it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DICTIONARY {
    /// Tells this set of strings from all others in the process. It is never sent or stored, so it only has to be
    /// unique while the process runs.
    pub guid: GUID,
    /// The strings. A string's id is its index here.
    pub strings: *mut WS_XML_STRING,
    /// Number of strings.
    pub stringCount: ULONG,
    /// TRUE promises that the dictionary and its strings stay unchanged and valid for as long as any object with which
    /// one of the strings was used; the strings are then referred to in place instead of being copied.
    pub isConst: BOOL,
}

/// The name of an element, attribute or type: a local name in a namespace.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME {
    /// The part of the name after the prefix.
    pub localName: WS_XML_STRING,
    /// The namespace URI; length 0 for no namespace.
    pub ns: WS_XML_STRING,
}

/// A UTF-8 string, optionally with its place in a dictionary; the XML functions take names, prefixes and namespaces in
/// this form. It need not be zero terminated. WS_XML_STRING_VALUE, WS_XML_STRING_DICTIONARY_VALUE and
/// WS_XML_STRING_NULL initialise one.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING {
    /// Number of bytes of the UTF-8 form, without a terminator.
    pub length: ULONG,
    /// The first byte. Unused, and may be NULL, when length is 0.
    pub bytes: *mut BYTE,
    /// The dictionary that holds this string, or NULL. The bytes must be right in either case.
    pub dictionary: *mut WS_XML_DICTIONARY,
    /// Index of this string in the strings of dictionary; not used when dictionary is NULL.
    pub id: ULONG,
}
