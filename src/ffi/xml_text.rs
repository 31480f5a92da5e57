//! C's strings, texts and values as the writer's engine takes them.

use crate::abi::*;
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use crate::xml::writer::{ItemKind, QName, Str, Value, Way};
use std::collections::HashMap;

/// How strings become numbers in the binary encoding; with other encodings, not at all.
#[derive(Default)]
pub(super) struct Dictionaries {
    active: bool,
    agreed: Option<Agreed>,
    callback: Option<StringCallback>,
    callback_state: Option<core::ptr::NonNull<c_void>>,
    /// What the callback answered, so that it is asked once for each string.
    answers: HashMap<Box<[u8]>, Option<u32>>,
}

/// The static dictionary: the strings that both sides agreed on.
struct Agreed {
    dictionary: *const WS_XML_DICTIONARY,
    guid: GUID,
}

type StringCallback =
    unsafe extern "C" fn(*mut c_void, *const WS_XML_STRING, *mut BOOL, *mut ULONG, *mut WS_ERROR) -> HRESULT;

/// How many answers are kept: a document may have any number of strings. The callback is asked again for the rest.
const MOST_ANSWERS: usize = 4096;
/// The highest index that a document can hold: it stands in 31 bits, one of which says which dictionary it is for.
const MAX_INDEX: u32 = 0x3FFF_FFFF;

impl Dictionaries {
    /// Those of a binary encoding.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; the dictionary lives as long as this is used.
    pub(super) unsafe fn new(encoding: &WS_XML_WRITER_BINARY_ENCODING) -> Result<Self> {
        let agreed = if encoding.staticDictionary.is_null() {
            None
        } else {
            // SAFETY: passed on.
            let dictionary = unsafe { place::required(encoding.staticDictionary, "staticDictionary")? };
            Some(Agreed { dictionary, guid: dictionary.guid })
        };
        let callback = encoding.dynamicStringCallback;
        Ok(Dictionaries {
            active: agreed.is_some() || callback.is_some(),
            agreed,
            callback,
            callback_state: core::ptr::NonNull::new(encoding.dynamicStringCallbackState),
            answers: HashMap::new(),
        })
    }

    /// A required string, which may be asked for a number.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; the result must not outlive the call.
    #[inline]
    pub(super) unsafe fn name<'a>(
        &mut self,
        string: *const WS_XML_STRING,
        parameter: &str,
        error: *mut WS_ERROR,
    ) -> Result<Str<'a>> {
        // SAFETY: passed on.
        let string = unsafe { place::required(string, parameter)? };
        // SAFETY: passed on.
        let bytes = unsafe { place::slice(string.bytes, string.length, parameter)? };
        // SAFETY: passed on.
        let id = if self.active { unsafe { self.number(string, bytes, true, error)? } } else { None };
        Ok(Str { bytes, id })
    }

    /// Text, which is asked for a number only when it says itself that it is from a dictionary.
    unsafe fn text<'a>(&mut self, string: &WS_XML_STRING, error: *mut WS_ERROR) -> Result<Str<'a>> {
        // SAFETY: passed on.
        let bytes = unsafe { place::slice(string.bytes, string.length, "text")? };
        let ask = !string.dictionary.is_null();
        // SAFETY: passed on.
        let id = if self.active && ask { unsafe { self.number(string, bytes, ask, error)? } } else { None };
        Ok(Str { bytes, id })
    }

    /// Whether there may be numbers at all.
    pub(super) fn is_active(&self) -> bool {
        self.active
    }

    /// The number of a string. Names are asked for one wherever they come from, text only where it says that it is from
    /// a dictionary.
    ///
    /// # Safety
    /// As [`Dictionaries::name`].
    pub(super) unsafe fn number_of(
        &mut self,
        string: &WS_XML_STRING,
        is_name: bool,
        error: *mut WS_ERROR,
    ) -> Result<Option<u32>> {
        let ask = is_name || !string.dictionary.is_null();
        if !self.active || !ask {
            return Ok(None);
        }
        // SAFETY: passed on.
        let bytes = unsafe { place::slice(string.bytes, string.length, "string")? };
        // SAFETY: passed on.
        unsafe { self.number(string, bytes, true, error) }
    }

    #[cold]
    unsafe fn number(
        &mut self,
        string: &WS_XML_STRING,
        bytes: &[u8],
        ask: bool,
        error: *mut WS_ERROR,
    ) -> Result<Option<u32>> {
        if let Some(agreed) = &self.agreed
            && !string.dictionary.is_null()
        {
            // SAFETY: passed on.
            let its_own = unsafe { place::required(string.dictionary, "dictionary")? };
            if core::ptr::eq(its_own, agreed.dictionary) || same_guid(&its_own.guid, &agreed.guid) {
                // SAFETY: the dictionary lives as long as the output, as documented.
                let dictionary = unsafe { place::required(agreed.dictionary, "staticDictionary")? };
                // SAFETY: as above.
                let strings = unsafe { place::slice(dictionary.strings, dictionary.stringCount, "strings")? };
                let Some(entry) = strings.get(string.id as usize).filter(|_| string.id <= MAX_INDEX) else {
                    return Err(Fault::invalid_arg(format!(
                        "The static dictionary has {} strings, and none with the id {}.",
                        dictionary.stringCount, string.id
                    )));
                };
                // SAFETY: as above.
                let same = unsafe { place::slice(entry.bytes, entry.length, "strings")? } == bytes;
                // A string that is not what its id says is written in full: the peer has only the dictionary.
                return Ok(same.then_some(string.id * 2));
            }
        }
        let Some(callback) = self.callback.filter(|_| ask) else { return Ok(None) };
        if let Some(answer) = self.answers.get(bytes) {
            return Ok(*answer);
        }
        let (mut found, mut index) = (0, 0);
        let state = self.callback_state.map_or(core::ptr::null_mut(), core::ptr::NonNull::as_ptr);
        // SAFETY: the callback and its state are the caller's.
        let code = unsafe { callback(state, string, &raw mut found, &raw mut index, error) };
        if code < 0 {
            return Err(Fault::new(code, "The WS_DYNAMIC_STRING_CALLBACK failed."));
        }
        if found != 0 && index > MAX_INDEX {
            return Err(Fault::invalid_arg(format!(
                "The WS_DYNAMIC_STRING_CALLBACK gave the id {index}; a document can hold {MAX_INDEX} at most."
            )));
        }
        let answer = (found != 0).then_some(index * 2 + 1);
        if self.answers.len() < MOST_ANSWERS {
            self.answers.insert(bytes.into(), answer);
        }
        Ok(answer)
    }

    /// An optional string: NULL is `None`.
    ///
    /// # Safety
    /// As [`Dictionaries::name`].
    #[inline]
    pub(super) unsafe fn optional_name<'a>(
        &mut self,
        string: *const WS_XML_STRING,
        parameter: &str,
        error: *mut WS_ERROR,
    ) -> Result<Option<Str<'a>>> {
        // SAFETY: passed on.
        if string.is_null() { Ok(None) } else { unsafe { self.name(string, parameter, error) }.map(Some) }
    }

    /// The characters of a UTF-8 text that has no number, which most are.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; the result must not outlive the call.
    #[inline]
    pub(super) unsafe fn plain_text<'a>(&self, text: *const WS_XML_TEXT) -> Result<Option<Str<'a>>> {
        // SAFETY: passed on.
        if unsafe { place::required(text, "text")? }.textType != WS_XML_TEXT_TYPE_UTF8 {
            return Ok(None);
        }
        // SAFETY: the type says what the structure is.
        let utf8 = unsafe { place::derived::<WS_XML_UTF8_TEXT>(text, "text")? };
        if self.active && !utf8.value.dictionary.is_null() {
            return Ok(None);
        }
        // SAFETY: passed on.
        Ok(Some(Str::from(unsafe { place::slice(utf8.value.bytes, utf8.value.length, "text")? })))
    }

    /// Hands a text of any type to `write`.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    #[inline]
    pub(super) unsafe fn with_text(
        &mut self,
        text: *const WS_XML_TEXT,
        error: *mut WS_ERROR,
        write: impl FnOnce(&Value<'_>, Way) -> Result<()>,
    ) -> Result<()> {
        // SAFETY: passed on.
        let kind = unsafe { place::required(text, "text")? }.textType;
        match kind {
            WS_XML_TEXT_TYPE_UTF8 => {
                // SAFETY: the type says what the structure is.
                let utf8 = unsafe { place::derived::<WS_XML_UTF8_TEXT>(text, "text")? };
                // SAFETY: passed on.
                write(&Value::Utf8(unsafe { self.text(&utf8.value, error)? }), Way::Utf8Text)
            }
            WS_XML_TEXT_TYPE_LIST => {
                // SAFETY: the type says what the structure is.
                let list = unsafe { place::derived::<WS_XML_LIST_TEXT>(text, "text")? };
                // SAFETY: passed on.
                let items = unsafe { place::slice(list.items, list.itemCount, "items")? };
                let mut copies = Vec::new();
                for &item in items {
                    // SAFETY: passed on.
                    copies.extend(unsafe { aligned_copy(item)? });
                }
                let mut copies = copies.iter();
                let mut values = Vec::new();
                values.try_reserve_exact(items.len()).map_err(|_| Fault::out_of_memory(size_of_val(items)))?;
                for &item in items {
                    // SAFETY: passed on.
                    values.push(unsafe { self.value(item, &mut copies, error)? });
                }
                write(&Value::List(&values), Way::Whole)
            }
            _ => {
                // SAFETY: passed on.
                let copy: Vec<Vec<u16>> = unsafe { aligned_copy(text)? }.into_iter().collect();
                // SAFETY: passed on.
                let value = unsafe { self.value(text, &mut copy.iter(), error)? };
                let way = match kind {
                    WS_XML_TEXT_TYPE_UTF16 => Way::Utf16Text,
                    WS_XML_TEXT_TYPE_BASE64 => Way::Base64Text,
                    _ => Way::Whole,
                };
                write(&value, way)
            }
        }
    }

    /// One text that is not a list. `copies` has the units of each UTF-16 text that is not aligned, in order.
    unsafe fn value<'a>(
        &mut self,
        text: *const WS_XML_TEXT,
        copies: &mut core::slice::Iter<'a, Vec<u16>>,
        error: *mut WS_ERROR,
    ) -> Result<Value<'a>> {
        macro_rules! structure {
            ($type:ty) => {
                // SAFETY: the type says what the structure is.
                unsafe { place::derived::<$type>(text, "text")? }
            };
        }
        // SAFETY: passed on.
        let kind = unsafe { place::required(text, "text")? }.textType;
        Ok(match kind {
            WS_XML_TEXT_TYPE_UTF8 => {
                let utf8 = structure!(WS_XML_UTF8_TEXT);
                // SAFETY: passed on.
                Value::Utf8(unsafe { self.text(&utf8.value, error)? })
            }
            WS_XML_TEXT_TYPE_UTF16 => {
                let utf16 = structure!(WS_XML_UTF16_TEXT);
                let units = utf16.bytes.cast::<c_void>().cast::<u16>();
                if units.is_aligned() {
                    // SAFETY: passed on; half as many units as bytes, and aligned.
                    Value::Utf16(unsafe { place::slice(units, utf16.byteCount / 2, "bytes")? })
                } else {
                    Value::Utf16(copies.next().map(Vec::as_slice).unwrap_or_default())
                }
            }
            WS_XML_TEXT_TYPE_BASE64 => {
                let base64 = structure!(WS_XML_BASE64_TEXT);
                // SAFETY: passed on.
                Value::Base64(unsafe { place::slice(base64.bytes, base64.length, "bytes")? })
            }
            WS_XML_TEXT_TYPE_BOOL => Value::Bool(structure!(WS_XML_BOOL_TEXT).value != 0),
            WS_XML_TEXT_TYPE_INT32 => Value::Int32(structure!(WS_XML_INT32_TEXT).value),
            WS_XML_TEXT_TYPE_INT64 => Value::Int64(structure!(WS_XML_INT64_TEXT).value),
            WS_XML_TEXT_TYPE_UINT64 => Value::UInt64(structure!(WS_XML_UINT64_TEXT).value),
            WS_XML_TEXT_TYPE_FLOAT => Value::Float(structure!(WS_XML_FLOAT_TEXT).value),
            WS_XML_TEXT_TYPE_DOUBLE => Value::Double(structure!(WS_XML_DOUBLE_TEXT).value),
            WS_XML_TEXT_TYPE_DECIMAL => Value::Decimal(structure!(WS_XML_DECIMAL_TEXT).value),
            WS_XML_TEXT_TYPE_GUID => Value::Guid(structure!(WS_XML_GUID_TEXT).value),
            WS_XML_TEXT_TYPE_UNIQUE_ID => Value::UniqueId(structure!(WS_XML_UNIQUE_ID_TEXT).value),
            WS_XML_TEXT_TYPE_DATETIME => Value::DateTime(structure!(WS_XML_DATETIME_TEXT).value),
            WS_XML_TEXT_TYPE_TIMESPAN => Value::TimeSpan(structure!(WS_XML_TIMESPAN_TEXT).value.ticks),
            WS_XML_TEXT_TYPE_QNAME => {
                let qname = structure!(WS_XML_QNAME_TEXT);
                // SAFETY: passed on.
                let (prefix, local, ns) = unsafe {
                    (
                        self.optional_name(qname.prefix, "prefix", error)?,
                        self.name(qname.localName, "localName", error)?,
                        self.optional_name(qname.ns, "ns", error)?,
                    )
                };
                Value::QName(QName { prefix, local, ns })
            }
            WS_XML_TEXT_TYPE_LIST => return Err(Fault::invalid_arg("A list of texts cannot hold another list.")),
            other => return Err(Fault::invalid_arg(format!("The textType {other:?} is not known."))),
        })
    }
}

fn same_guid(a: &GUID, b: &GUID) -> bool {
    (a.Data1, a.Data2, a.Data3, a.Data4) == (b.Data1, b.Data2, b.Data3, b.Data4)
}

/// The units of a UTF-16 text whose bytes are not aligned for units, after checks that hold for every UTF-16 text.
unsafe fn aligned_copy(text: *const WS_XML_TEXT) -> Result<Option<Vec<u16>>> {
    // SAFETY: passed on.
    if unsafe { place::required(text, "text")? }.textType != WS_XML_TEXT_TYPE_UTF16 {
        return Ok(None);
    }
    // SAFETY: the type says what the structure is.
    let utf16 = unsafe { place::derived::<WS_XML_UTF16_TEXT>(text, "text")? };
    if utf16.byteCount % 2 != 0 {
        return Err(Fault::invalid_arg(format!("UTF-16 text cannot have {} bytes, an odd number.", utf16.byteCount)));
    }
    if utf16.bytes.cast::<c_void>().cast::<u16>().is_aligned() {
        return Ok(None);
    }
    // SAFETY: passed on.
    let bytes = unsafe { place::slice(utf16.bytes, utf16.byteCount, "bytes")? };
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len() / 2).map_err(|_| Fault::out_of_memory(bytes.len()))?;
    copy.extend(bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_ne_bytes(*unit)));
    Ok(Some(copy))
}

/// A C type of WS_VALUE_TYPE.
pub(super) trait Primitive: Copy {
    fn value(self) -> Value<'static>;
}

macro_rules! primitives {
    ($($type:ty => $value:expr,)*) => {
        $(impl Primitive for $type {
            #[inline]
            fn value(self) -> Value<'static> {
                $value(self)
            }
        })*
    };
}

primitives! {
    i8 => |value: i8| Value::Int32(value.into()),
    i16 => |value: i16| Value::Int32(value.into()),
    i32 => Value::Int32,
    i64 => Value::Int64,
    u8 => |value: u8| Value::Int32(value.into()),
    u16 => |value: u16| Value::Int32(value.into()),
    u32 => |value: u32| Value::Int64(value.into()),
    u64 => Value::UInt64,
    f32 => Value::Float,
    f64 => Value::Double,
    DECIMAL => Value::Decimal,
    WS_DATETIME => Value::DateTime,
    WS_TIMESPAN => |value: WS_TIMESPAN| Value::TimeSpan(value.ticks),
    GUID => Value::Guid,
    WS_DURATION => Value::Duration,
}

/// BOOL is the same C type as INT32.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(super) struct Bool(BOOL);

impl Primitive for Bool {
    #[inline]
    fn value(self) -> Value<'static> {
        Value::Bool(self.0 != 0)
    }
}

/// What to do with values once their C type is known.
pub(super) trait WithType {
    /// Goes on with the type; `kind` is the array record's, if there is one for it.
    ///
    /// # Safety
    /// Whatever the implementation asks for, with values of this type.
    unsafe fn run<T: Primitive>(self, kind: Option<ItemKind>) -> Result<()>;
}

/// Finds the C type that a WS_VALUE_TYPE names.
///
/// # Safety
/// That of [`WithType::run`].
#[inline]
pub(super) unsafe fn with_type(value_type: WS_VALUE_TYPE, with: impl WithType) -> Result<()> {
    // SAFETY: passed on, for all.
    unsafe {
        match value_type {
            WS_BOOL_VALUE_TYPE => with.run::<Bool>(Some(ItemKind::Bool)),
            WS_INT8_VALUE_TYPE => with.run::<i8>(None),
            WS_INT16_VALUE_TYPE => with.run::<i16>(Some(ItemKind::Int16)),
            WS_INT32_VALUE_TYPE => with.run::<i32>(Some(ItemKind::Int32)),
            WS_INT64_VALUE_TYPE => with.run::<i64>(Some(ItemKind::Int64)),
            WS_UINT8_VALUE_TYPE => with.run::<u8>(None),
            WS_UINT16_VALUE_TYPE => with.run::<u16>(None),
            WS_UINT32_VALUE_TYPE => with.run::<u32>(None),
            WS_UINT64_VALUE_TYPE => with.run::<u64>(None),
            WS_FLOAT_VALUE_TYPE => with.run::<f32>(Some(ItemKind::Float)),
            WS_DOUBLE_VALUE_TYPE => with.run::<f64>(Some(ItemKind::Double)),
            WS_DECIMAL_VALUE_TYPE => with.run::<DECIMAL>(Some(ItemKind::Decimal)),
            WS_DATETIME_VALUE_TYPE => with.run::<WS_DATETIME>(Some(ItemKind::DateTime)),
            WS_TIMESPAN_VALUE_TYPE => with.run::<WS_TIMESPAN>(Some(ItemKind::TimeSpan)),
            WS_GUID_VALUE_TYPE => with.run::<GUID>(Some(ItemKind::Guid)),
            WS_DURATION_VALUE_TYPE => with.run::<WS_DURATION>(None),
            other => Err(Fault::invalid_arg(format!("The valueType {other:?} is not known."))),
        }
    }
}
