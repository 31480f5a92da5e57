mod support;

use super::*;
use crate::serialize::place::Memory;
use core::ptr::{null, null_mut};
use proptest::prelude::*;
use support::*;

#[test]
fn values_pass_through_both_sides() {
    let description = add();
    let (mut client, mut server) = (check(&description).unwrap(), check(&description).unwrap());
    let bench = Bench::new();
    let (a, b) = (-1, 5);
    let mut result = 0;
    let out = &raw mut result;
    let arguments = [at(&raw const a), at(&raw const b), at(&raw const out)];
    let arguments = client.arguments(arguments.as_ptr()).unwrap();
    let arguments = Values::Apart(&arguments);
    let request = bench.write(&mut client, Direction::Input, arguments).unwrap();
    assert_eq!(request, "<Body><Add xmlns=\"urn:t\"><a>-1</a><b>5</b></Add></Body>");

    let mut memory = Items::default();
    let frame = server.frame(&mut memory).unwrap();
    assert_eq!(frame.size(), 12);
    bench.read(&mut server, Direction::Input, &request, Values::Frame(frame)).unwrap();
    assert_eq!(
        (frame.load::<i32>(0).unwrap(), frame.load::<i32>(4).unwrap(), frame.load::<i32>(8).unwrap()),
        (-1, 5, 0)
    );
    frame.store(8, 4i32).unwrap();
    let reply = bench.write(&mut server, Direction::Output, Values::Frame(frame)).unwrap();
    assert_eq!(reply, "<Body><AddResponse xmlns=\"urn:t\"><result>4</result></AddResponse></Body>");
    bench.read(&mut client, Direction::Output, &reply, arguments).unwrap();
    assert_eq!(result, 4);
}

#[test]
fn a_check_holds_until_something_of_the_description_changes() {
    let parts = |of: *mut WS_MESSAGE_DESCRIPTION| {
        // SAFETY: descriptions of the tests, which stay.
        unsafe {
            let element = (*of).bodyElementDescription;
            let structure = (*element).typeDescription.cast::<WS_STRUCT_DESCRIPTION>();
            (element, structure, *(*structure).fields)
        }
    };
    type Change = fn(&mut WS_OPERATION_DESCRIPTION, WS_PARAMETER_DESCRIPTION, [*mut c_void; 3]);
    let changes: [(&str, Change); 6] = [
        ("nothing", |_, _, _| ()),
        ("the style", |operation, _, _| operation.style = WS_RPC_LITERAL_OPERATION),
        ("a parameter", |operation, parameter, _| {
            operation.parameterDescription = vec![parameter; 3].leak().as_mut_ptr();
        }),
        ("the name of an element", |_, _, [element, ..]| {
            // SAFETY: a description of the tests, which stays.
            unsafe { (*element.cast::<WS_ELEMENT_DESCRIPTION>()).elementLocalName = xml("Other") }
        }),
        ("the size of a structure", |_, _, [_, structure, _]| {
            // SAFETY: as above.
            unsafe { (*structure.cast::<WS_STRUCT_DESCRIPTION>()).size += 8 }
        }),
        ("the bytes of a field's name", |_, _, [_, _, field]| {
            // SAFETY: as above.
            unsafe { (*(*field.cast::<WS_FIELD_DESCRIPTION>()).localName).bytes = (*xml("q")).bytes }
        }),
    ];
    for (what, change) in changes {
        for side in [Direction::Input, Direction::Output] {
            let mut description = add();
            let first = &raw const description;
            // SAFETY: as above.
            let memory = unsafe { Memory::promised() };
            let mut operation = Operation::watched(memory, first).unwrap();
            assert!(operation.still_holds(first), "{what}");
            // What is found out about it later counts as well.
            let bench = Bench::new();
            let body = "<Body><Add xmlns='urn:t'><a>3</a><b>1</b></Add></Body>";
            let mut memory = Items::default();
            let frame = operation.frame(&mut memory).unwrap();
            bench.read(&mut operation, Direction::Input, body, Values::Frame(frame)).unwrap();
            assert!(operation.still_holds(first), "{what}");
            let elsewhere = add();
            assert!(!operation.still_holds(&raw const elsewhere), "{what}");
            let of = match side {
                Direction::Input => description.inputMessageDescription,
                Direction::Output => description.outputMessageDescription,
            };
            let (element, structure, field) = parts(of);
            change(
                &mut description,
                parameter(WS_PARAMETER_TYPE_NORMAL, 1, NO),
                [element.cast(), structure.cast(), field.cast()],
            );
            assert_eq!(operation.still_holds(&raw const description), what == "nothing", "{what}");
        }
    }
    // Without being watched nothing is known.
    let description = add();
    assert!(!check(&description).unwrap().still_holds(&raw const description));
}

#[test]
fn a_body_that_is_wrong_changes_nothing() {
    let description = operation(
        ints(Some("In"), &[]),
        ints(Some("Out"), &["x", "y"]),
        vec![parameter(WS_PARAMETER_TYPE_NORMAL, NO, 0), parameter(WS_PARAMETER_TYPE_NORMAL, NO, 1)],
    );
    let mut client = check(&description).unwrap();
    let bench = Bench::new();
    let (mut x, mut y) = (1, 2);
    let (to_x, to_y) = (&raw mut x, &raw mut y);
    let arguments = [at(&raw const to_x), at(&raw const to_y)];
    let arguments = client.arguments(arguments.as_ptr()).unwrap();
    let arguments = Values::Apart(&arguments);
    for body in [
        "<Body/>",
        "<Body><Out xmlns='urn:t'><x>7</x></Out></Body>",
        "<Body><Out xmlns='urn:t'><x>7</x><y>z</y></Out></Body>",
        "<Body><Out><x>7</x><y>8</y></Out></Body>",
        "<Body><In xmlns='urn:t'/></Body>",
        "<Body><Out xmlns='urn:t'><x>7</x><y>8</y><z/></Out></Body>",
        "<Body><Out xmlns='urn:t'><x>7</x><y>8</y></Out><Out xmlns='urn:t'><x>7</x><y>8</y></Out></Body>",
    ] {
        let fault = bench.read(&mut client, Direction::Output, body, arguments).unwrap_err();
        assert_eq!(fault.code(), WS_E_INVALID_FORMAT, "{body}");
    }
    assert_eq!((x, y), (1, 2));
    bench
        .read(&mut client, Direction::Output, "<Body> <Out xmlns='urn:t'><x>7</x><y>8</y></Out></Body>", arguments)
        .unwrap();
    assert_eq!((x, y), (7, 8));
}

#[test]
fn arguments_are_checked_before_anything_is_sent() {
    let description = add();
    let client = check(&description).unwrap();
    let a = 1;
    let null_out: *mut i32 = null_mut();
    let odd: *const c_void = (&raw const a).cast::<u8>().wrapping_add(1).cast();
    let (a, null_out) = (at(&raw const a), at(&raw const null_out));
    for (arguments, index) in
        [([null(), a, null_out], 0), ([a, odd, null_out], 1), ([a, a, null()], 2), ([a, a, null_out], 2)]
    {
        let fault = client.arguments(arguments.as_ptr()).err().unwrap();
        assert_eq!(fault.code(), E_INVALIDARG);
        assert!(text_of(&fault).contains(&format!("index {index}")), "{fault:?}");
    }
    assert_eq!(client.arguments(null()).err().unwrap().code(), E_INVALIDARG);
    let nothing = operation(ints(Some("In"), &[]), null_mut(), vec![]);
    let nothing = check(&nothing).unwrap();
    assert!(nothing.arguments(null()).is_ok() && nothing.is_one_way());
}

#[test]
fn the_wrapper_of_an_rpc_reply_may_have_any_name() {
    let mut description = add();
    description.style = WS_RPC_LITERAL_OPERATION;
    let mut operation = check(&description).unwrap();
    let bench = Bench::new();
    let mut memory = Items::default();
    let frame = operation.frame(&mut memory).unwrap();
    let reply = "<Body><p:Any xmlns:p='urn:x'><result xmlns='urn:t'>3</result></p:Any></Body>";
    bench.read(&mut operation, Direction::Output, reply, Values::Frame(frame)).unwrap();
    assert_eq!(frame.load::<i32>(8).unwrap(), 3);
    let request = "<Body><Sub xmlns='urn:t'><a>3</a><b>1</b></Sub></Body>";
    let fault = bench.read(&mut operation, Direction::Input, request, Values::Frame(frame)).unwrap_err();
    assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
}

#[test]
fn parts_without_a_wrapper_are_the_content_of_the_body() {
    let description =
        operation(ints(None, &["one", "two"]), null_mut(), vec![parameter(WS_PARAMETER_TYPE_NORMAL, 1, NO)]);
    let mut operation = check(&description).unwrap();
    let bench = Bench::new();
    let mut memory = Items::default();
    let frame = operation.frame(&mut memory).unwrap();
    assert_eq!(frame.size(), 4);
    frame.store(0, 9i32).unwrap();
    let body = bench.write(&mut operation, Direction::Input, Values::Frame(frame)).unwrap();
    assert_eq!(body, "<Body><one xmlns=\"urn:t\">0</one><two xmlns=\"urn:t\">9</two></Body>");
    frame.store(0, 0i32).unwrap();
    bench.read(&mut operation, Direction::Input, &body, Values::Frame(frame)).unwrap();
    assert_eq!(frame.load::<i32>(0).unwrap(), 9);
}

#[test]
fn an_empty_body_stays_empty() {
    let description = operation(message(null_mut()), message(null_mut()), vec![]);
    let mut operation = check(&description).unwrap();
    let bench = Bench::new();
    let mut memory = Items::default();
    let frame = operation.frame(&mut memory).unwrap();
    assert_eq!(bench.write(&mut operation, Direction::Input, Values::Frame(frame)).unwrap(), "<Body/>");
    bench.read(&mut operation, Direction::Output, "<Body> <!-- nothing --> </Body>", Values::Frame(frame)).unwrap();
    let fault = bench.read(&mut operation, Direction::Output, "<Body><a/></Body>", Values::Frame(frame)).unwrap_err();
    assert_eq!(fault.code(), WS_E_INVALID_FORMAT);
}

#[test]
fn whole_messages_have_the_form_of_their_type() {
    let whole =
        |index| parameter(WS_PARAMETER_TYPE_MESSAGES, if index == 0 { 0 } else { NO }, if index == 0 { NO } else { 0 });
    let bench = Bench::new();
    // A structure: by reference.
    let description = operation(ints(Some("In"), &["a"]), ints(Some("Out"), &["b"]), vec![whole(0), whole(1)]);
    let mut operation_ = check(&description).unwrap();
    let value = 5i32;
    let (input, mut output): (*const i32, *mut i32) = (&raw const value, null_mut());
    let out = &raw mut output;
    let arguments = [at(&raw const input), at(&raw const out)];
    let arguments = operation_.arguments(arguments.as_ptr()).unwrap();
    let arguments = Values::Apart(&arguments);
    let body = bench.write(&mut operation_, Direction::Input, arguments).unwrap();
    assert_eq!(body, "<Body><In xmlns=\"urn:t\"><a>5</a></In></Body>");
    let reply = "<Body><Out xmlns='urn:t'><b>6</b></Out></Body>";
    bench.read(&mut operation_, Direction::Output, reply, arguments).unwrap();
    // SAFETY: just read into the heap.
    assert_eq!(unsafe { *output }, 6);
    let mut memory = Items::default();
    let frame = operation_.frame(&mut memory).unwrap();
    assert_eq!(frame.size(), 16);
    bench.read(&mut operation_, Direction::Input, &body, Values::Frame(frame)).unwrap();
    // SAFETY: just read into the heap.
    assert_eq!(unsafe { *frame.load::<*const i32>(0).unwrap() }, 5);
    let fault = bench.write(&mut operation_, Direction::Output, Values::Frame(frame)).unwrap_err();
    assert_eq!(fault.code(), E_INVALIDARG, "a reply that must not be NULL");

    // A simple type: by value; behind a pointer where it may be nil. Texts say it themselves.
    for (kind, options, size, nil) in [
        (WS_INT32_TYPE, 0, 4, false),
        (WS_INT32_TYPE, 1, 8, true),
        (WS_WSZ_TYPE, 0, 8, false),
        (WS_WSZ_TYPE, 1, 8, true),
        (WS_STRING_TYPE, 0, 16, false),
        (WS_STRING_TYPE, 1, 16, true),
    ] {
        let mut description =
            operation(message(element(Some("In"), kind, null_mut())), message(null_mut()), vec![whole(0)]);
        description.inputMessageOptions = options;
        let mut operation = check(&description).unwrap();
        let mut memory = Items::default();
        let frame = operation.frame(&mut memory).unwrap();
        assert_eq!(frame.size(), size, "{kind:?} {options}");
        let written = bench.write(&mut operation, Direction::Input, Values::Frame(frame));
        match (kind, nil) {
            (_, true) => {
                let body = written.unwrap();
                assert!(body.contains("nil=\"true\""), "{body}");
                frame.store(0, 7u8).unwrap();
                bench.read(&mut operation, Direction::Input, &body, Values::Frame(frame)).unwrap();
                assert_eq!(frame.load::<u8>(0).unwrap(), 0);
            }
            (WS_WSZ_TYPE, false) => assert_eq!(written.unwrap_err().code(), E_INVALIDARG),
            _ => assert!(written.is_ok()),
        }
        let body = "<Body><In xmlns='urn:t'>42</In></Body>";
        bench.read(&mut operation, Direction::Input, body, Values::Frame(frame)).unwrap();
        let again = bench.write(&mut operation, Direction::Input, Values::Frame(frame)).unwrap();
        assert_eq!(again, "<Body><In xmlns=\"urn:t\">42</In></Body>");
    }
}

#[test]
fn an_opaque_body_is_a_buffer() {
    let description = operation(
        message(element(None, WS_XML_BUFFER_TYPE, null_mut())),
        null_mut(),
        vec![parameter(WS_PARAMETER_TYPE_MESSAGES, 0, NO)],
    );
    let mut operation = check(&description).unwrap();
    let bench = Bench::new();
    let mut memory = Items::default();
    let frame = operation.frame(&mut memory).unwrap();
    let body = "<Body><x:any xmlns:x=\"urn:x\" y=\"1\">z</x:any></Body>";
    bench.read(&mut operation, Direction::Input, body, Values::Frame(frame)).unwrap();
    assert_eq!(bench.write(&mut operation, Direction::Input, Values::Frame(frame)).unwrap(), body);
}

#[test]
fn wrong_descriptions_are_refused() {
    type Change = fn(&mut WS_OPERATION_DESCRIPTION);
    let cases: &[(Change, &str)] = &[
        (|d| d.versionInfo = 2, "versionInfo"),
        (|d| d.style = WS_OPERATION_STYLE(7), "style"),
        (|d| d.inputMessageDescription = null_mut(), "inputMessageDescription"),
        (|d| d.parameterDescription = null_mut(), "parameterDescription"),
        (|d| d.inputMessageOptions = 2, "0x2"),
        (|d| d.inputMessageOptions = 1, "NILLABLE"),
        (|d| (d.outputMessageOptions, d.style) = (1, WS_RPC_LITERAL_OPERATION), "RPC"),
        (|d| d.outputMessageDescription = null_mut(), "outputMessageDescription is NULL"),
        (|d| d.outputMessageDescription = message(null_mut()), "bodyElementDescription is NULL"),
        (
            |d| d.inputMessageDescription = message(element(Some("a"), WS_INT32_TYPE, null_mut())),
            "WS_PARAMETER_TYPE_MESSAGES",
        ),
        (|d| d.inputMessageDescription = message(element(None, WS_INT32_TYPE, null_mut())), "WS_INT32_TYPE"),
        (
            |d| {
                let parameters = vec![parameter(WS_PARAMETER_TYPE_NORMAL, 2, NO)];
                *d = operation(d.inputMessageDescription, d.outputMessageDescription, parameters);
            },
            "beyond the 2 fields",
        ),
        (
            |d| {
                let parameters = vec![parameter(WS_PARAMETER_TYPE_NORMAL, NO, NO)];
                *d = operation(d.inputMessageDescription, d.outputMessageDescription, parameters);
            },
            "neither",
        ),
        (
            |d| {
                let parameters =
                    vec![parameter(WS_PARAMETER_TYPE_NORMAL, 0, NO), parameter(WS_PARAMETER_TYPE_NORMAL, 0, NO)];
                *d = operation(d.inputMessageDescription, d.outputMessageDescription, parameters);
            },
            "another parameter",
        ),
        (
            |d| {
                let parameters = vec![parameter(WS_PARAMETER_TYPE(9), 0, NO)];
                *d = operation(d.inputMessageDescription, d.outputMessageDescription, parameters);
            },
            "9",
        ),
        (
            |d| {
                let parameters = vec![parameter(WS_PARAMETER_TYPE_ARRAY, 0, NO)];
                *d = operation(d.inputMessageDescription, d.outputMessageDescription, parameters);
            },
            "no array",
        ),
        (
            |d| {
                let parameters =
                    vec![parameter(WS_PARAMETER_TYPE_MESSAGES, 0, NO), parameter(WS_PARAMETER_TYPE_NORMAL, 1, NO)];
                *d = operation(d.inputMessageDescription, d.outputMessageDescription, parameters);
            },
            "1 others",
        ),
        (
            |d| {
                let array = field(WS_REPEATING_ELEMENT_FIELD_MAPPING, "i", WS_INT32_TYPE, null_mut(), 0, 0);
                let input = message(element(Some("In"), WS_STRUCT_TYPE, structure(16, 8, vec![array]).cast()));
                *d = operation(input, null_mut(), vec![parameter(WS_PARAMETER_TYPE_ARRAY, 0, NO)]);
            },
            "needs two parameters",
        ),
        (
            |d| {
                let long = field(WS_ELEMENT_FIELD_MAPPING, "a", WS_INT64_TYPE, null_mut(), 0, 0);
                let output = message(element(Some("Out"), WS_STRUCT_TYPE, structure(8, 8, vec![long]).cast()));
                *d = operation(d.inputMessageDescription, output, vec![parameter(WS_PARAMETER_TYPE_NORMAL, 0, 0)]);
            },
            "4 bytes in the request and 8 in the reply",
        ),
    ];
    for (change, text) in cases {
        let mut description = add();
        change(&mut description);
        let fault = check(&description).err().unwrap_or_else(|| panic!("accepted: {text}"));
        assert_eq!(fault.code(), E_INVALIDARG, "{fault:?}");
        assert!(text_of(&fault).contains(text), "{fault:?} lacks {text}");
    }
    // SAFETY: NULL is refused.
    assert_eq!(Operation::new(unsafe { Memory::promised() }, null()).err().unwrap().code(), E_INVALIDARG);
}

/// The kinds of parameters that the property below mixes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Byte,
    Int,
    Double,
    Wsz,
    String,
    Inline,
    Pointer,
    Optional,
    Ints,
    Pointers,
}

const KINDS: [Kind; 10] = [
    Kind::Byte,
    Kind::Int,
    Kind::Double,
    Kind::Wsz,
    Kind::String,
    Kind::Inline,
    Kind::Pointer,
    Kind::Optional,
    Kind::Ints,
    Kind::Pointers,
];

#[repr(C)]
#[derive(Clone, Copy)]
struct Pair {
    small: i8,
    large: i64,
}

fn pair() -> *mut WS_STRUCT_DESCRIPTION {
    let small = field(WS_ELEMENT_FIELD_MAPPING, "s", WS_INT8_TYPE, null_mut(), 0, 0);
    let large = field(WS_ELEMENT_FIELD_MAPPING, "l", WS_INT64_TYPE, null_mut(), 8, 0);
    structure(16, 8, vec![small, large])
}

/// Room for any value, as the function's own parameter.
type Room = [u64; 2];

impl Kind {
    fn layout(self) -> (usize, usize) {
        match self {
            Kind::Byte => (1, 1),
            Kind::Int => (4, 4),
            Kind::Double | Kind::Wsz | Kind::Pointer | Kind::Optional => (8, 8),
            // In the body: the pointer and the number behind it.
            Kind::String | Kind::Inline | Kind::Ints | Kind::Pointers => (16, 8),
        }
    }

    fn field(self, name: &str, offset: usize) -> WS_FIELD_DESCRIPTION {
        let (one, many) = (WS_ELEMENT_FIELD_MAPPING, WS_REPEATING_ELEMENT_FIELD_MAPPING);
        match self {
            Kind::Byte => field(one, name, WS_INT8_TYPE, null_mut(), offset, 0),
            Kind::Int => field(one, name, WS_INT32_TYPE, null_mut(), offset, 0),
            Kind::Double => field(one, name, WS_DOUBLE_TYPE, null_mut(), offset, 0),
            Kind::Wsz => field(one, name, WS_WSZ_TYPE, null_mut(), offset, WS_FIELD_OPTIONAL),
            Kind::String => field(one, name, WS_STRING_TYPE, null_mut(), offset, 0),
            Kind::Inline => field(one, name, WS_STRUCT_TYPE, pair().cast(), offset, 0),
            Kind::Pointer => field(one, name, WS_STRUCT_TYPE, pair().cast(), offset, WS_FIELD_POINTER),
            Kind::Optional => {
                field(one, name, WS_STRUCT_TYPE, pair().cast(), offset, WS_FIELD_POINTER | WS_FIELD_OPTIONAL)
            }
            Kind::Ints => field(many, name, WS_INT32_TYPE, null_mut(), offset, 0),
            Kind::Pointers => field(many, name, WS_STRUCT_TYPE, pair().cast(), offset, WS_FIELD_POINTER),
        }
    }

    fn value(self, seed: i32) -> Room {
        let pair = |seed: i32| Pair { small: seed as i8, large: i64::from(seed) * 1_000_003 };
        let pointer = |pointer: *const c_void| [pointer.expose_provenance() as u64, 0];
        let count = (seed.unsigned_abs() % 4) as usize;
        match self {
            Kind::Byte => [seed as u8 as u64, 0],
            Kind::Int => [seed as u32 as u64, 0],
            Kind::Double => [f64::from(seed).to_bits(), 0],
            Kind::Wsz if seed % 3 == 0 => [0, 0],
            Kind::Wsz => pointer(wide(&format!("t{seed}")).cast()),
            Kind::String => {
                let text = format!("<{seed}>");
                [text.len() as u64, wide(&text).expose_provenance() as u64]
            }
            Kind::Inline => [seed as i8 as u8 as u64, pair(seed).large as u64],
            Kind::Optional if seed % 3 == 0 => [0, 0],
            Kind::Pointer | Kind::Optional => pointer(keep(pair(seed)).cast()),
            Kind::Ints => {
                let items: Vec<i32> = (0..count as i32).map(|index| seed.wrapping_add(index)).collect();
                [pointer(items.leak().as_ptr().cast())[0], count as u64]
            }
            Kind::Pointers => {
                let items: Vec<*mut Pair> = (0..count as i32).map(|index| keep(pair(seed ^ index))).collect();
                [pointer(items.leak().as_ptr().cast())[0], count as u64]
            }
        }
    }

    fn show(self, value: Room) -> String {
        let pointer = |value: u64| core::ptr::with_exposed_provenance::<c_void>(value as usize);
        let count = value[1] as u32 as usize;
        // SAFETY: the values are those of the kind, made above or read from what was made of them.
        unsafe {
            let pair = |pair: *const Pair| match pair.as_ref() {
                Some(pair) => format!("{} {}", pair.small, pair.large),
                None => "NULL".into(),
            };
            match self {
                Kind::Byte => format!("{}", value[0] as i8),
                Kind::Int => format!("{}", value[0] as i32),
                Kind::Double => format!("{}", f64::from_bits(value[0])),
                Kind::Wsz => narrow(pointer(value[0]).cast()),
                Kind::String => {
                    let units = core::slice::from_raw_parts(pointer(value[1]).cast(), value[0] as u32 as usize);
                    String::from_utf16(units).unwrap()
                }
                Kind::Inline => format!("{} {}", value[0] as i8, value[1] as i64),
                Kind::Pointer | Kind::Optional => pair(pointer(value[0]).cast()),
                Kind::Ints if count > 0 => {
                    format!("{:?}", core::slice::from_raw_parts::<i32>(pointer(value[0]).cast(), count))
                }
                Kind::Pointers if count > 0 => {
                    let items = core::slice::from_raw_parts::<*const Pair>(pointer(value[0]).cast(), count);
                    items.iter().map(|item| pair(*item)).collect::<Vec<_>>().join(", ")
                }
                Kind::Ints | Kind::Pointers => "none".into(),
            }
        }
    }

    /// The parameters that it is in C: for each, its type and its part of the value.
    fn parts(self) -> &'static [(WS_PARAMETER_TYPE, usize, usize)] {
        match self {
            Kind::Ints | Kind::Pointers => &[(WS_PARAMETER_TYPE_ARRAY_COUNT, 8, 4), (WS_PARAMETER_TYPE_ARRAY, 0, 8)],
            Kind::Byte => &[(WS_PARAMETER_TYPE_NORMAL, 0, 1)],
            Kind::Int => &[(WS_PARAMETER_TYPE_NORMAL, 0, 4)],
            Kind::String | Kind::Inline => &[(WS_PARAMETER_TYPE_NORMAL, 0, 16)],
            _ => &[(WS_PARAMETER_TYPE_NORMAL, 0, 8)],
        }
    }
}

proptest! {
    /// What a client passes reaches the stub, and what the stub leaves reaches the client, whatever the parameters are
    /// and in whatever order.
    #[test]
    fn parameters_of_all_kinds_pass_through(
        parameters in prop::collection::vec((0..KINDS.len(), 1u8..4, any::<i32>(), any::<i32>()), 0..8),
    ) {
        let parameters: Vec<_> = parameters.into_iter().map(|(kind, way, a, b)| (KINDS[kind], way, a, b)).collect();
        let body = |name: &str, bit: u8| {
            let (mut end, mut fields) = (0usize, Vec::new());
            let mut indices = Vec::new();
            for (index, (kind, way, ..)) in parameters.iter().enumerate() {
                if way & bit == 0 {
                    indices.push(NO);
                    continue;
                }
                let (size, align) = kind.layout();
                let offset = end.next_multiple_of(align);
                end = offset + size;
                indices.push(fields.len() as u16);
                fields.push(kind.field(&format!("f{index}"), offset));
            }
            (message(element(Some(name), WS_STRUCT_TYPE, structure(end.next_multiple_of(8), 8, fields).cast())), indices)
        };
        let ((input, inputs), (output, outputs)) = (body("In", 1), body("Out", 2));
        let mut descriptions = Vec::new();
        let mut locals: Vec<(Room, *mut u8)> = Vec::new();
        for ((kind, way, seed, _), (input, output)) in parameters.iter().zip(inputs.into_iter().zip(outputs)) {
            descriptions.extend(kind.parts().iter().map(|(what, ..)| parameter(*what, input, output)));
            locals.push((if way & 1 != 0 { kind.value(*seed) } else { [u64::MAX; 2] }, null_mut()));
        }
        let description = operation(input, output, descriptions);
        let (mut client, mut server) = (check(&description).unwrap(), check(&description).unwrap());

        // A pointer to each part, and for what comes back a pointer to that pointer.
        let mut pointers: Vec<*mut u8> = Vec::with_capacity(32);
        let mut arguments: Vec<*const c_void> = Vec::new();
        for ((kind, way, ..), (room, _)) in parameters.iter().zip(&mut locals) {
            for (_, offset, _) in kind.parts() {
                let part = room.as_mut_ptr().cast::<u8>().wrapping_add(*offset);
                if way & 2 == 0 {
                    arguments.push(part.cast_const().cast());
                } else {
                    pointers.push(part);
                    arguments.push(at(pointers.last().unwrap()));
                }
            }
        }
        let values = client.arguments(arguments.as_ptr()).unwrap();
        let values = Values::Apart(&values);
        let bench = Bench::new();
        let request = bench.write(&mut client, Direction::Input, values).unwrap();

        let mut memory = Items::default();
        let frame = server.frame(&mut memory).unwrap();
        bench.read(&mut server, Direction::Input, &request, Values::Frame(frame)).unwrap();
        // The frame, as a C compiler lays out its members.
        let mut end = 0usize;
        for (kind, way, seed, answer) in &parameters {
            let (mut got, answer) = ([0u64; 2], kind.value(*answer));
            for (_, offset, size) in kind.parts() {
                let align = if *size == 16 { 8 } else { *size };
                let place = frame.part(end.next_multiple_of(align), *size).unwrap();
                end = end.next_multiple_of(align) + size;
                for byte in 0..*size {
                    let (word, shift) = ((offset + byte) / 8, (offset + byte) % 8 * 8);
                    got[word] |= u64::from(place.load::<u8>(byte).unwrap()) << shift;
                    if way & 2 != 0 {
                        place.store(byte, (answer[word] >> shift) as u8).unwrap();
                    }
                }
            }
            if way & 1 != 0 {
                prop_assert_eq!(kind.show(got), kind.show(kind.value(*seed)));
            } else {
                prop_assert_eq!(got, [0; 2]);
            }
        }
        prop_assert_eq!(frame.size(), end.next_multiple_of(parameters.iter().map(|p| if p.0 == Kind::Byte { 1 } else if p.0 == Kind::Int { 4 } else { 8 }).max().unwrap_or(1)));
        let reply = bench.write(&mut server, Direction::Output, Values::Frame(frame)).unwrap();
        bench.read(&mut client, Direction::Output, &reply, values).unwrap();
        for ((kind, way, seed, answer), (room, _)) in parameters.iter().zip(&locals) {
            let expected = kind.value(if way & 2 != 0 { *answer } else { *seed });
            prop_assert_eq!(kind.show(*room), kind.show(expected));
        }
    }
}
