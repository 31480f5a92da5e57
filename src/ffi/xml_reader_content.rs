//! Reading the content of elements and attributes: characters, bytes, values, names.

use crate::abi::*;
use crate::ffi::call::call;
use crate::ffi::handle;
use crate::ffi::place::{self, Out};
use crate::ffi::store;
use crate::ffi::xml_reader::with_reader;
use crate::runtime::fault::{Fault, Result};
use crate::xml::reader::value::{FromValue, Truth};
use crate::xml::reader::{Reader, Value, Wanted};
use crate::xml::value::qname;

/// Reads characters of the content as UTF-16, up to the next start or end element. Comments are passed over, CDATA
/// sections and references count as the characters that they stand for.
///
/// chars, maxCharCount: where the characters go, not zero-terminated, and how many fit. A surrogate pair is not split,
/// so at least 2 must fit.
/// actualCharCount: receives how many were read, possibly fewer than fit and than are there; 0 when there are no more.
///
/// Returns what WsReadNode returns; E_INVALIDARG also if the next character does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadChars(
    reader: *mut WS_XML_READER,
    chars: *mut WCHAR,
    maxCharCount: ULONG,
    actualCharCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let room = unsafe { place::slice_mut(chars, maxCharCount, "chars")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(actualCharCount, "actualCharCount")? };
        // SAFETY: as above.
        let count = unsafe { with_reader(reader, |reader| read_utf16(reader, room))? };
        out.set(count as ULONG);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

fn read_utf16(reader: &mut Reader, room: &mut [u16]) -> Result<usize> {
    if room.is_empty() {
        return Ok(0);
    }
    let characters = reader.characters()?;
    let (mut read, mut written) = (0, 0);
    while let Some((c, length)) = characters.get(read..).and_then(crate::xml::chars::decode_utf8) {
        let Some(place) = room.get_mut(written..written + c.len_utf16()) else { break };
        c.encode_utf16(place);
        written += c.len_utf16();
        read += length;
    }
    if written == 0 && !characters.is_empty() {
        return Err(Fault::invalid_arg("The next character takes two units of UTF-16, and there is room for one."));
    }
    reader.take(read);
    Ok(written)
}

/// Reads characters of the content as UTF-8, up to the next start or end element. Comments are passed over, CDATA
/// sections and references count as the characters that they stand for.
///
/// bytes, maxByteCount: where the bytes go, not zero-terminated, and how many fit. A character is not split, so at least
/// 4 must fit.
/// actualByteCount: receives how many were read, possibly fewer than fit and than are there; 0 when there are no more.
///
/// Returns what WsReadNode returns; E_INVALIDARG also if the next character does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadCharsUtf8(
    reader: *mut WS_XML_READER,
    bytes: *mut BYTE,
    maxByteCount: ULONG,
    actualByteCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let room = unsafe { place::slice_mut(bytes, maxByteCount, "bytes")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(actualByteCount, "actualByteCount")? };
        // SAFETY: as above.
        let count = unsafe { with_reader(reader, |reader| read_utf8(reader, room))? };
        out.set(count as ULONG);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

fn read_utf8(reader: &mut Reader, room: &mut [u8]) -> Result<usize> {
    if room.is_empty() {
        return Ok(0);
    }
    let characters = reader.characters()?;
    let mut count = characters.len().min(room.len());
    // Back to where a character begins.
    while count > 0 && characters.get(count).is_some_and(|byte| byte & 0xC0 == 0x80) {
        count -= 1;
    }
    if count == 0 && !characters.is_empty() {
        return Err(Fault::invalid_arg("There is too little room for the next character."));
    }
    if let (Some(from), Some(to)) = (characters.get(..count), room.get_mut(..count)) {
        to.copy_from_slice(from);
    }
    reader.take(count);
    Ok(count)
}

/// Reads bytes whose base64 form is the content, up to the next start or end element. White space between the
/// characters is ignored. Where the encoding holds the bytes as they are (binary, MTOM), nothing is decoded.
///
/// bytes, maxByteCount: where the bytes go, and how many fit.
/// actualByteCount: receives how many were read, possibly fewer than are there; 0 when there are no more.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if the content is not base64.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadBytes(
    reader: *mut WS_XML_READER,
    bytes: *mut c_void,
    maxByteCount: ULONG,
    actualByteCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let room = unsafe { place::slice_mut(bytes.cast::<u8>(), maxByteCount, "bytes")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(actualByteCount, "actualByteCount")? };
        // SAFETY: as above.
        let count = unsafe { with_reader(reader, |reader| reader.read_bytes(room))? };
        out.set(count as ULONG);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// Puts a value where C wants it.
trait Deliver: FromValue {
    /// The type that C has room for.
    type Native;
    fn native(self) -> Self::Native;
}

impl Deliver for Truth {
    type Native = BOOL;
    fn native(self) -> BOOL {
        BOOL::from(self.0)
    }
}

macro_rules! deliver {
    ($($type:ty)*) => {
        $(impl Deliver for $type {
            type Native = $type;
            fn native(self) -> $type {
                self
            }
        })*
    };
}

deliver!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 DECIMAL WS_DATETIME WS_TIMESPAN GUID WS_DURATION);

/// Calls `$function::<T>` for the type that a WS_VALUE_TYPE stands for.
macro_rules! by_value_type {
    ($value_type:expr, $function:ident ( $($argument:expr),* )) => {
        match $value_type {
            WS_BOOL_VALUE_TYPE => $function::<Truth>($($argument),*),
            WS_INT8_VALUE_TYPE => $function::<i8>($($argument),*),
            WS_INT16_VALUE_TYPE => $function::<i16>($($argument),*),
            WS_INT32_VALUE_TYPE => $function::<i32>($($argument),*),
            WS_INT64_VALUE_TYPE => $function::<i64>($($argument),*),
            WS_UINT8_VALUE_TYPE => $function::<u8>($($argument),*),
            WS_UINT16_VALUE_TYPE => $function::<u16>($($argument),*),
            WS_UINT32_VALUE_TYPE => $function::<u32>($($argument),*),
            WS_UINT64_VALUE_TYPE => $function::<u64>($($argument),*),
            WS_FLOAT_VALUE_TYPE => $function::<f32>($($argument),*),
            WS_DOUBLE_VALUE_TYPE => $function::<f64>($($argument),*),
            WS_DECIMAL_VALUE_TYPE => $function::<DECIMAL>($($argument),*),
            WS_DATETIME_VALUE_TYPE => $function::<WS_DATETIME>($($argument),*),
            WS_TIMESPAN_VALUE_TYPE => $function::<WS_TIMESPAN>($($argument),*),
            WS_GUID_VALUE_TYPE => $function::<GUID>($($argument),*),
            WS_DURATION_VALUE_TYPE => $function::<WS_DURATION>($($argument),*),
            unknown => Err(Fault::invalid_arg(format!("The value type {unknown:?} is not known."))),
        }
    };
}

/// Reads the content, up to the next start or end element, as a value. Comments are passed over, CDATA sections count
/// as text, white space around the value is ignored. Inside an attribute its value is read.
///
/// valueType: the type; see WS_VALUE_TYPE for what C structure it is.
/// value, valueSize: receive the value; the size is that of the type, the pointer aligned for it.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if the text is no such value, WS_E_NUMERIC_OVERFLOW if it
/// is a number that the type cannot hold. Then the reader is faulted and value untouched.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadValue(
    reader: *mut WS_XML_READER,
    valueType: WS_VALUE_TYPE,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, || by_value_type!(valueType, read_value(reader, value, valueSize))) }
}

/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn read_value<T: Deliver>(reader: *mut WS_XML_READER, value: *mut c_void, size: ULONG) -> Result<()> {
    let needed = size_of::<T::Native>();
    if size as usize != needed {
        return Err(Fault::invalid_arg(format!("The value has {needed} bytes, but the size given is {size}.")));
    }
    // SAFETY: passed on.
    let out = unsafe { Out::new(value.cast::<T::Native>(), "value")? };
    // SAFETY: passed on.
    out.set(unsafe { with_reader(reader, |reader| reader.read_value(T::from_value))? }.native());
    Ok(())
}

/// Reads a run of elements of one name, each with one value, into an array: the same as WsReadToStartElement,
/// WsReadStartElement, WsReadValue and WsReadEndElement for each.
///
/// localName, ns: the name of the elements; required.
/// valueType: the type of the values. array, arraySize: the array and its size in bytes, aligned for the type.
/// itemOffset, itemCount: at which item of the array to begin, and how many to read at most; both must lie in the array.
/// actualItemCount: receives how many were read; fewer than itemCount where another node than such an element follows,
/// 0 where none is left.
///
/// Returns what WsReadNode and WsReadValue return. When it fails, items before the failing one may have been written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadArray(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    valueType: WS_VALUE_TYPE,
    array: *mut c_void,
    arraySize: ULONG,
    itemOffset: ULONG,
    itemCount: ULONG,
    actualItemCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let local = unsafe { place::xml_string(localName, "localName")? };
        // SAFETY: as above.
        let ns = unsafe { place::xml_string(ns, "ns")? };
        // SAFETY: as above.
        let out = unsafe { Out::new(actualItemCount, "actualItemCount")? };
        let wanted = Wanted { local: Some(local), ns: Some(ns) };
        // SAFETY: as above.
        let count =
            unsafe { by_value_type!(valueType, read_array(reader, wanted, array, arraySize, itemOffset, itemCount)) }?;
        out.set(count);
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}

/// # Safety
/// See the contract at the top of [`crate::ffi`].
unsafe fn read_array<T: Deliver>(
    reader: *mut WS_XML_READER,
    wanted: Wanted<'_>,
    array: *mut c_void,
    array_size: ULONG,
    offset: ULONG,
    count: ULONG,
) -> Result<ULONG> {
    let items = array_size / size_of::<T::Native>() as ULONG;
    if offset.checked_add(count).is_none_or(|end| end > items) {
        return Err(Fault::invalid_arg(format!("The array has {items} items, fewer than {offset} and {count}.")));
    }
    let array = array.cast::<T::Native>();
    if count > 0 {
        // SAFETY: passed on; only the pointer is checked.
        unsafe { place::slice(array.cast_const(), items, "array")? };
    }
    let operation = |reader: &mut Reader| {
        reader.read_array(wanted, count, |index, value: T| {
            // SAFETY: `offset + index` is below the number of items, all of which are writable by contract.
            unsafe { array.add((offset + index) as usize).write(value.native()) }
        })
    };
    // SAFETY: passed on.
    unsafe { with_reader(reader, operation) }
}

/// Reads the content, up to the next start or end element, as a qualified name: prefix:local or local. White space
/// around it is ignored. A name without prefix is in the default namespace.
///
/// heap: where the strings are put.
/// prefix, ns: optional; receive the prefix, which may be empty, and the namespace that it is bound to where the reader
/// is. localName: receives the local name; required.
///
/// Returns what WsReadNode returns; WS_E_INVALID_FORMAT also if the content is no such name, or if ns is given and the
/// prefix is not bound; WS_E_QUOTA_EXCEEDED also for the heap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadQualifiedName(
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    prefix: *mut WS_XML_STRING,
    localName: *mut WS_XML_STRING,
    ns: *mut WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    let body = || {
        // SAFETY: see the contract at the top of `ffi`.
        let heap = unsafe { handle::get(heap)? };
        // SAFETY: as above.
        let out_local = unsafe { Out::new(localName, "localName")? };
        // SAFETY: as above.
        let out_prefix = if prefix.is_null() { None } else { Some(unsafe { Out::new(prefix, "prefix")? }) };
        // SAFETY: as above.
        let out_ns = if ns.is_null() { None } else { Some(unsafe { Out::new(ns, "ns")? }) };
        let wants_ns = out_ns.is_some();
        let operation = |reader: &mut Reader| {
            let (prefix, local) = reader.read_value(|value| match value {
                Value::Characters(text) => {
                    let name = qname::parse_qname(text)?;
                    Ok((name.prefix.to_vec(), name.local.to_vec()))
                }
                Value::Typed(_) => Err(Fault::invalid_format("A typed value is not a qualified name.")),
            })?;
            let ns = if wants_ns {
                let uri = reader.namespace_of(&prefix)?.ok_or_else(|| {
                    let prefix = String::from_utf8_lossy(&prefix);
                    Fault::invalid_format(format!("The prefix '{prefix}' is not bound to a namespace."))
                })?;
                uri.to_vec()
            } else {
                Vec::new()
            };
            store::xml_strings(heap, [&prefix, &local, &ns])
        };
        // SAFETY: as above.
        let [prefix, local, ns] = unsafe { with_reader(reader, operation)? };
        out_local.set(local);
        if let Some(out) = out_prefix {
            out.set(prefix);
        }
        if let Some(out) = out_ns {
            out.set(ns);
        }
        Ok(())
    };
    // SAFETY: see the contract at the top of `ffi`.
    unsafe { call(error, body) }
}
