//! Values with descriptions: what is read is what was written, in every encoding.

use super::*;
use core::mem::offset_of;
use std::ffi::c_void;

fn keep<T>(value: T) -> *mut T {
    Box::leak(Box::new(value))
}

/// Lives as long as the tests, as descriptions do.
fn name(text: &str) -> *mut WS_XML_STRING {
    keep(xml_string(text.to_owned().leak().as_bytes()))
}

/// A string that the vector holds.
fn string(units: &mut Vec<u16>) -> WS_STRING {
    WS_STRING { length: units.len() as u32, chars: units.as_mut_ptr() }
}

/// # Safety
/// The string is in memory that is still there.
unsafe fn text_of(string: WS_STRING) -> String {
    if string.length == 0 {
        return String::new();
    }
    // SAFETY: passed on.
    String::from_utf16(unsafe { core::slice::from_raw_parts(string.chars, string.length as usize) }).unwrap()
}

/// # Safety
/// The string is in memory that is still there.
unsafe fn bytes_of(string: WS_XML_STRING) -> Vec<u8> {
    if string.length == 0 {
        return Vec::new();
    }
    // SAFETY: passed on.
    unsafe { core::slice::from_raw_parts(string.bytes, string.length as usize) }.to_vec()
}

macro_rules! limited {
    ($bench:expr, $kind:expr, $description:ident, $a:expr, $b:expr, $value:expr) => {
        let (least, most) = (($a).min($b), ($a).max($b));
        let mut limits = $description { minValue: least, maxValue: most };
        let expected = if (least..=most).contains(&$value) { S_OK } else { WS_E_INVALID_FORMAT };
        for encoding in ENCODINGS {
            let (read, code) = $bench.round_trip_as($kind, (&raw mut limits).cast(), $value, encoding);
            prop_assert_eq!(code, expected, "{:?} {} in {}..={}", encoding, $value, least, most);
            prop_assert_eq!(read, $value);
        }
    };
}

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    None,
    Number(i32),
    Text(String),
}

#[derive(Clone, Debug, PartialEq)]
struct Model {
    flag: bool,
    inner: (i64, String),
    maybe: Option<i32>,
    many: Vec<i64>,
    choice: Choice,
    choices: Vec<Choice>,
    custom: (u32, u32),
    rest: (u64, bool),
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Inner {
    number: i64,
    text: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
union Value {
    number: i32,
    text: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Union {
    which: i32,
    value: Value,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Outer {
    flag: BOOL,
    inner: Inner,
    maybe: *mut i32,
    many: *mut i64,
    many_count: u32,
    choice: Union,
    choices: *mut Union,
    choices_count: u32,
    custom: [u32; 2],
    rest_is_set: BOOL,
    rest: u64,
}

/// What a model points to while it is written.
struct Made {
    outer: Outer,
    _maybe: Option<Box<i32>>,
    _many: Vec<i64>,
    _choices: Vec<Union>,
    _texts: Vec<Vec<u16>>,
}

impl Model {
    fn make(&self) -> Made {
        let mut texts = Vec::new();
        let mut text = |text: &str| {
            let mut units: Vec<u16> = text.encode_utf16().collect();
            let made = string(&mut units);
            texts.push(units);
            made
        };
        let mut union = |choice: &Choice| match choice {
            Choice::None => Union { which: 0, value: Value { number: 0 } },
            Choice::Number(number) => Union { which: 7, value: Value { number: *number } },
            Choice::Text(value) => Union { which: -3, value: Value { text: text(value) } },
        };
        let (choice, mut choices): (_, Vec<Union>) =
            (union(&self.choice), self.choices.iter().map(&mut union).collect());
        let inner = Inner { number: self.inner.0, text: text(&self.inner.1) };
        let mut maybe = self.maybe.map(Box::new);
        let mut many = self.many.clone();
        let outer = Outer {
            flag: BOOL::from(self.flag),
            inner,
            maybe: maybe.as_mut().map_or(null_mut(), |maybe| &raw mut **maybe),
            many: many.as_mut_ptr(),
            many_count: many.len() as u32,
            choice,
            choices: choices.as_mut_ptr(),
            choices_count: choices.len() as u32,
            custom: [self.custom.0, self.custom.1],
            rest_is_set: BOOL::from(self.rest.1),
            rest: self.rest.0,
        };
        Made { outer, _maybe: maybe, _many: many, _choices: choices, _texts: texts }
    }

    /// # Safety
    /// The structure was read into a heap that is still there.
    unsafe fn of(outer: &Outer) -> Self {
        // SAFETY: passed on; the selectors say which fields are set.
        unsafe {
            let choice = |union: &Union| match union.which {
                7 => Choice::Number(union.value.number),
                -3 => Choice::Text(text_of(union.value.text)),
                which => {
                    assert_eq!(which, 0);
                    Choice::None
                }
            };
            let slice = |count: u32| count as usize;
            Model {
                flag: outer.flag != 0,
                inner: (outer.inner.number, text_of(outer.inner.text)),
                maybe: outer.maybe.as_ref().copied(),
                many: if outer.many_count == 0 {
                    Vec::new()
                } else {
                    core::slice::from_raw_parts(outer.many, slice(outer.many_count)).to_vec()
                },
                choice: choice(&outer.choice),
                choices: if outer.choices_count == 0 {
                    Vec::new()
                } else {
                    core::slice::from_raw_parts(outer.choices, slice(outer.choices_count)).iter().map(choice).collect()
                },
                custom: (outer.custom[0], outer.custom[1]),
                rest: (outer.rest, outer.rest_is_set != 0),
            }
        }
    }
}

unsafe extern "C" fn write_custom(
    writer: *mut WS_XML_WRITER,
    _: WS_TYPE_MAPPING,
    _: *const c_void,
    value: *const c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    assert_eq!(size, 8);
    let (one, none) = (name("one"), name("urn:c"));
    for index in 0..2 {
        // SAFETY: the value is two numbers, the writer stands in the element of the value.
        unsafe {
            let number = value.cast::<u32>().add(index);
            for code in [
                WsWriteStartElement(writer, null_mut(), one, none, error),
                WsWriteValue(writer, WS_UINT32_VALUE_TYPE, number.cast(), 4, error),
                WsWriteEndElement(writer, error),
            ] {
                assert_eq!(code, S_OK);
            }
        }
    }
    S_OK
}

unsafe extern "C" fn read_custom(
    reader: *mut WS_XML_READER,
    _: WS_TYPE_MAPPING,
    _: *const c_void,
    _: *mut WS_HEAP,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    assert_eq!(size, 8);
    // SAFETY: the value has room for two numbers, the reader stands on the element of the value.
    unsafe {
        assert_eq!(WsReadStartElement(reader, error), S_OK);
        for index in 0..2 {
            let number = value.cast::<u32>().add(index);
            for code in [
                WsReadToStartElement(reader, null(), null(), null_mut(), error),
                WsReadStartElement(reader, error),
                WsReadValue(reader, WS_UINT32_VALUE_TYPE, number.cast(), 4, error),
                WsReadEndElement(reader, error),
            ] {
                assert_eq!(code, S_OK);
            }
        }
        WsReadEndElement(reader, error)
    }
}

fn field(mapping: WS_FIELD_MAPPING, local: &str, kind: WS_TYPE, offset: usize) -> WS_FIELD_DESCRIPTION {
    let (local, ns) = if local.is_empty() { (null_mut(), null_mut()) } else { (name(local), name("urn:t")) };
    let is_item = mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING;
    WS_FIELD_DESCRIPTION {
        mapping,
        localName: if is_item { null_mut() } else { local },
        ns: if is_item { null_mut() } else { ns },
        r#type: kind,
        typeDescription: null_mut(),
        offset: offset as u32,
        options: 0,
        defaultValue: null_mut(),
        countOffset: 0,
        itemLocalName: if is_item { local } else { null_mut() },
        itemNs: if is_item { ns } else { null_mut() },
        itemRange: null_mut(),
    }
}

fn structure<T>(fields: Vec<WS_FIELD_DESCRIPTION>) -> *mut c_void {
    let fields: Vec<_> = fields.into_iter().map(keep).collect();
    keep(WS_STRUCT_DESCRIPTION {
        size: size_of::<T>() as u32,
        alignment: align_of::<T>() as u32,
        fieldCount: fields.len() as u32,
        fields: fields.leak().as_mut_ptr(),
        typeLocalName: null_mut(),
        typeNs: null_mut(),
        parentType: null_mut(),
        subTypes: null_mut(),
        subTypeCount: 0,
        structOptions: 0,
    })
    .cast()
}

/// The description of [`Outer`].
fn outer() -> *mut c_void {
    let inner = structure::<Inner>(vec![
        field(WS_ATTRIBUTE_FIELD_MAPPING, "number", WS_INT64_TYPE, offset_of!(Inner, number)),
        field(WS_TEXT_FIELD_MAPPING, "", WS_STRING_TYPE, offset_of!(Inner, text)),
    ]);
    let value = offset_of!(Union, value);
    let choices = [
        (7, field(WS_ELEMENT_FIELD_MAPPING, "number", WS_INT32_TYPE, value)),
        (-3, field(WS_ELEMENT_FIELD_MAPPING, "text", WS_STRING_TYPE, value)),
    ];
    let choices: Vec<_> =
        choices.into_iter().map(|(value, field)| keep(WS_UNION_FIELD_DESCRIPTION { value, field })).collect();
    let union: *mut c_void = keep(WS_UNION_DESCRIPTION {
        size: size_of::<Union>() as u32,
        alignment: align_of::<Union>() as u32,
        fieldCount: choices.len() as u32,
        fields: choices.leak().as_mut_ptr(),
        enumOffset: offset_of!(Union, which) as u32,
        noneEnumValue: 0,
        valueIndices: [1, 0].to_vec().leak().as_mut_ptr(),
    })
    .cast();
    let custom: *mut c_void = keep(WS_CUSTOM_TYPE_DESCRIPTION {
        size: 8,
        alignment: 4,
        readCallback: Some(read_custom),
        writeCallback: Some(write_custom),
        descriptionData: null_mut(),
        isDefaultValueCallback: None,
    })
    .cast();
    structure::<Outer>(vec![
        field(WS_ATTRIBUTE_FIELD_MAPPING, "flag", WS_BOOL_TYPE, offset_of!(Outer, flag)),
        WS_FIELD_DESCRIPTION {
            typeDescription: inner,
            ..field(WS_ELEMENT_FIELD_MAPPING, "inner", WS_STRUCT_TYPE, offset_of!(Outer, inner))
        },
        WS_FIELD_DESCRIPTION {
            options: WS_FIELD_POINTER | WS_FIELD_OPTIONAL,
            ..field(WS_ELEMENT_FIELD_MAPPING, "maybe", WS_INT32_TYPE, offset_of!(Outer, maybe))
        },
        WS_FIELD_DESCRIPTION {
            countOffset: offset_of!(Outer, many_count) as u32,
            ..field(WS_REPEATING_ELEMENT_FIELD_MAPPING, "many", WS_INT64_TYPE, offset_of!(Outer, many))
        },
        WS_FIELD_DESCRIPTION {
            typeDescription: custom,
            ..field(WS_ELEMENT_FIELD_MAPPING, "custom", WS_CUSTOM_TYPE, offset_of!(Outer, custom))
        },
        WS_FIELD_DESCRIPTION {
            typeDescription: union,
            options: WS_FIELD_OPTIONAL,
            ..field(WS_ELEMENT_CHOICE_FIELD_MAPPING, "", WS_UNION_TYPE, offset_of!(Outer, choice))
        },
        field(WS_ELEMENT_FIELD_MAPPING, "set", WS_BOOL_TYPE, offset_of!(Outer, rest_is_set)),
        WS_FIELD_DESCRIPTION {
            typeDescription: union,
            countOffset: offset_of!(Outer, choices_count) as u32,
            ..field(WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING, "", WS_UNION_TYPE, offset_of!(Outer, choices))
        },
        field(WS_ELEMENT_FIELD_MAPPING, "rest", WS_UINT64_TYPE, offset_of!(Outer, rest)),
    ])
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![any::<i32>().prop_map(Choice::Number), characters().prop_map(Choice::Text)]
}

fn model() -> impl Strategy<Value = Model> {
    let many = prop::collection::vec(any::<i64>(), 0..5);
    let choices = prop::collection::vec(choice(), 0..5);
    let one = prop_oneof![Just(Choice::None), choice()];
    (
        any::<bool>(),
        (any::<i64>(), characters()),
        any::<Option<i32>>(),
        many,
        one,
        choices,
        any::<(u32, u32)>(),
        any::<(u64, bool)>(),
    )
        .prop_map(|(flag, inner, maybe, many, choice, choices, custom, rest)| Model {
            flag,
            inner,
            maybe,
            many,
            choice,
            choices,
            custom,
            rest,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn limits_of_integers_are_inclusive(
        (a8, b8, v8) in any::<(i8, i8, i8)>(), (a16, b16, v16) in any::<(i16, i16, i16)>(),
        (a32, b32, v32) in any::<(i32, i32, i32)>(), (a64, b64, v64) in any::<(i64, i64, i64)>(),
        (c8, d8, w8) in any::<(u8, u8, u8)>(), (c16, d16, w16) in any::<(u16, u16, u16)>(),
        (c32, d32, w32) in any::<(u32, u32, u32)>(), (c64, d64, w64) in any::<(u64, u64, u64)>(),
        at_limit in any::<bool>(),
    ) {
        let bench = Bench::new();
        limited!(bench, WS_INT8_TYPE, WS_INT8_DESCRIPTION, a8, b8, if at_limit { a8 } else { v8 });
        limited!(bench, WS_INT16_TYPE, WS_INT16_DESCRIPTION, a16, b16, if at_limit { b16 } else { v16 });
        limited!(bench, WS_INT32_TYPE, WS_INT32_DESCRIPTION, a32, b32, if at_limit { a32 } else { v32 });
        limited!(bench, WS_INT64_TYPE, WS_INT64_DESCRIPTION, a64, b64, if at_limit { b64 } else { v64 });
        limited!(bench, WS_UINT8_TYPE, WS_UINT8_DESCRIPTION, c8, d8, if at_limit { c8 } else { w8 });
        limited!(bench, WS_UINT16_TYPE, WS_UINT16_DESCRIPTION, c16, d16, if at_limit { d16 } else { w16 });
        limited!(bench, WS_UINT32_TYPE, WS_UINT32_DESCRIPTION, c32, d32, if at_limit { c32 } else { w32 });
        limited!(bench, WS_UINT64_TYPE, WS_UINT64_DESCRIPTION, c64, d64, if at_limit { d64 } else { w64 });
    }

    #[test]
    fn durations_are_read_as_they_were_written(
        negative in any::<bool>(),
        (years, months, days, hours, minutes, seconds) in any::<(u32, u32, u32, u32, u32, u32)>(),
        (milliseconds, ticks) in (0u32..1000, 0u32..10_000),
        present in any::<[bool; 8]>(),
    ) {
        let bench = Bench::new();
        let parts = [years, months, days, hours, minutes, seconds, milliseconds, ticks];
        let mut kept = [0; 8];
        for ((kept, part), present) in kept.iter_mut().zip(parts).zip(present) {
            *kept = if present { part } else { 0 };
        }
        let [years, months, days, hours, minutes, seconds, milliseconds, ticks] = kept;
        let negative = BOOL::from(negative && kept != [0; 8]);
        let value = WS_DURATION { negative, years, months, days, hours, minutes, seconds, milliseconds, ticks };
        for encoding in ENCODINGS {
            let read = bench.round_trip(WS_DURATION_TYPE, value, encoding);
            let got = [read.years, read.months, read.days, read.hours, read.minutes, read.seconds, read.milliseconds, read.ticks];
            prop_assert_eq!((read.negative, got), (negative, kept), "{:?}", encoding);
        }
    }

    #[test]
    fn unique_ids_are_read_as_they_were_written(
        (Data1, Data2, Data3, Data4) in any::<(u32, u16, u16, [u8; 8])>(),
        uri in "(urn:|http://)[a-z0-9:/?<&\u{e9}]{1,30}",
    ) {
        let bench = Bench::new();
        let guid = GUID { Data1, Data2, Data3, Data4 };
        let mut units: Vec<u16> = uri.encode_utf16().collect();
        for encoding in ENCODINGS {
            let none = WS_STRING { length: 0, chars: null_mut() };
            let read = bench.round_trip(WS_UNIQUE_ID_TYPE, WS_UNIQUE_ID { uri: none, guid }, encoding);
            prop_assert_eq!(read.uri.length, 0);
            prop_assert_eq!(read.guid, guid);
            let read = bench.round_trip(WS_UNIQUE_ID_TYPE, WS_UNIQUE_ID { uri: string(&mut units), guid }, encoding);
            // SAFETY: just read into the heap, which is live.
            prop_assert_eq!(unsafe { text_of(read.uri) }, &uri[..]);
        }
    }

    #[test]
    fn names_are_read_as_they_were_written(local in "[a-zA-Z_\u{e9}][a-zA-Z0-9.\u{b7}-]{0,20}", ns in "(urn:[a-z<&\"']{1,9}|urn:t|)") {
        let bench = Bench::new();
        let (mut local, mut ns) = (local.into_bytes(), ns.into_bytes());
        let text = |bytes: &mut Vec<u8>| WS_XML_STRING { length: bytes.len() as u32, bytes: bytes.as_mut_ptr(), dictionary: null_mut(), id: 0 };
        for encoding in ENCODINGS {
            let read = bench.round_trip(WS_XML_QNAME_TYPE, WS_XML_QNAME { localName: text(&mut local), ns: text(&mut ns) }, encoding);
            // SAFETY: just read into the heap, which is live.
            let read = unsafe { (bytes_of(read.localName), bytes_of(read.ns)) };
            prop_assert_eq!(read, (local.clone(), ns.clone()), "{:?}", encoding);
        }
    }

    #[test]
    fn enumerations_are_read_as_they_were_written(
        names in prop::collection::btree_set("[a-z]{1,6}", 1..40),
        values in prop::collection::btree_set(any::<i32>(), 40),
        chosen in any::<prop::sample::Index>(),
        is_indexed in any::<bool>(),
    ) {
        let bench = Bench::new();
        // Values ascend; the names that go with them are in another order, which the indices undo.
        let sorted: Vec<String> = names.into_iter().collect();
        let count = sorted.len();
        let at = |index: usize| (index * 7 + 3) % count;
        let order: Vec<usize> = if count.is_multiple_of(7) { (0..count).rev().collect() } else { (0..count).map(at).collect() };
        let mut strings: Vec<WS_XML_STRING> = sorted.iter().map(|text| WS_XML_STRING { length: text.len() as u32, bytes: text.as_ptr().cast_mut(), dictionary: null_mut(), id: 0 }).collect();
        let strings = strings.as_mut_ptr();
        let mut list: Vec<WS_ENUM_VALUE> = order.iter().zip(&values).map(|(&index, &value)| WS_ENUM_VALUE { value, name: strings.wrapping_add(index) }).collect();
        let mut indices: Vec<u32> = (0..count).map(|name| order.iter().position(|&index| index == name).unwrap() as u32).collect();
        let mut description = WS_ENUM_DESCRIPTION {
            values: list.as_mut_ptr(),
            valueCount: count as u32,
            maxByteCount: 6,
            nameIndices: if is_indexed { indices.as_mut_ptr() } else { null_mut() },
        };
        let value = list[chosen.index(count)].value;
        for encoding in ENCODINGS {
            let (read, code) = bench.round_trip_as(WS_ENUM_TYPE, (&raw mut description).cast(), value, encoding);
            prop_assert_eq!((read, code), (value, S_OK), "{:?}", encoding);
        }
    }

    #[test]
    fn structures_are_read_as_they_were_written(model in model()) {
        thread_local! {
            static DESCRIPTION: *mut c_void = outer();
        }
        let bench = Bench::new();
        let made = model.make();
        for encoding in ENCODINGS {
            let (read, code) = DESCRIPTION.with(|description| bench.round_trip_as(WS_STRUCT_TYPE, *description, made.outer, encoding));
            prop_assert_eq!(code, S_OK, "{:?}", encoding);
            // SAFETY: just read into the heap, which is live.
            prop_assert_eq!(&unsafe { Model::of(&read) }, &model, "{:?}", encoding);
        }
    }
}
