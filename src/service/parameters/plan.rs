//! The checks of a WS_OPERATION_DESCRIPTION. It comes from the program and is trusted to be memory, but not to be right.

use super::{Direction, Operation, Parameter};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::{Nil, Type};
use crate::serialize::place::{Memory, watch};
use crate::serialize::plan::{Plans, StructPlan};
use std::rc::Rc;

/// Stands for "not in this message" in a WS_PARAMETER_DESCRIPTION.
const ABSENT: USHORT = USHORT::MAX;
/// The only version of WS_OPERATION_DESCRIPTION.
const VERSION: ULONG = 1;

/// One of an operation's messages.
pub(super) struct Message<'c> {
    pub(super) description: &'c WS_MESSAGE_DESCRIPTION,
    pub(super) body: Body<'c>,
}

/// What is in the body.
pub(super) enum Body<'c> {
    Empty,
    /// An element of a structure, whose fields are parameters.
    Fields(Element<'c>, Rc<StructPlan<'c>>),
    /// An element that is one parameter: how its value is held, and the parameter's index.
    Whole(Element<'c>, Form, usize),
}

/// The element of a body.
#[derive(Clone)]
pub(super) struct Element<'c> {
    pub(super) description: &'c WS_ELEMENT_DESCRIPTION,
    /// Local name and namespace. None: there is no such element, and the fields of the structure are the elements of the
    /// body, one for each part of the WSDL message; or the element is in a WS_XML_BUFFER.
    pub(super) name: Option<(&'c [u8], &'c [u8])>,
    /// Readers accept any name.
    pub(super) has_any_name: bool,
    pub(super) kind: Type<'c>,
}

/// How a parameter holds the value of a whole element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Form {
    /// A pointer: structures are always passed by reference, what may be nil is where its type has no other way to say
    /// so, and some types are pointers by nature.
    is_pointer: bool,
    is_nillable: bool,
}

impl Form {
    fn of(kind: &Type<'_>, is_nillable: bool) -> Self {
        let is_pointer = match kind.rules().nil {
            Nil::Natural => true,
            Nil::Value => false,
            Nil::Pointer | Nil::None => is_nillable || is_composite(kind),
        };
        Form { is_pointer, is_nillable }
    }

    pub(super) fn write_option(self) -> WS_WRITE_OPTION {
        match (self.is_pointer, self.is_nillable) {
            (false, false) => WS_WRITE_REQUIRED_VALUE,
            (false, true) => WS_WRITE_NILLABLE_VALUE,
            (true, false) => WS_WRITE_REQUIRED_POINTER,
            (true, true) => WS_WRITE_NILLABLE_POINTER,
        }
    }

    pub(super) fn read_option(self) -> WS_READ_OPTION {
        match (self.is_pointer, self.is_nillable) {
            (false, false) => WS_READ_REQUIRED_VALUE,
            (false, true) => WS_READ_NILLABLE_VALUE,
            (true, false) => WS_READ_REQUIRED_POINTER,
            (true, true) => WS_READ_NILLABLE_POINTER,
        }
    }

    fn layout(self, kind: &Type<'_>) -> (usize, usize) {
        if self.is_pointer { (size_of::<*const c_void>(), align_of::<*const c_void>()) } else { kind.layout() }
    }
}

fn is_composite(kind: &Type<'_>) -> bool {
    matches!(
        kind,
        Type::Struct(_) | Type::Union(_) | Type::Custom(_) | Type::EndpointAddress(_) | Type::Fault(_) | Type::Void(_)
    )
}

/// How a body is read and written whose element has no name.
pub(super) fn unnamed(kind: &Type<'_>) -> WS_TYPE_MAPPING {
    match kind {
        Type::XmlBuffer => WS_ANY_ELEMENT_TYPE_MAPPING,
        _ => WS_ELEMENT_CONTENT_TYPE_MAPPING,
    }
}

impl<'c> Operation<'c> {
    /// As [`Operation::new`], to be used again as long as it [still holds](Operation::still_holds).
    pub(crate) fn watched(memory: Memory<'c>, description: *const WS_OPERATION_DESCRIPTION) -> Result<Self> {
        let (operation, seen) = watch(|| Self::new(memory.watched(), description));
        if let (Ok(operation), Some(seen)) = (&operation, seen) {
            operation.plans.saw(seen);
        }
        operation
    }

    /// Whether the description is there unchanged, with all that was looked at of what it leads to.
    pub(crate) fn still_holds(&self, description: *const WS_OPERATION_DESCRIPTION) -> bool {
        self.plans.still_hold(description)
    }

    /// Checks the description of an operation.
    pub(crate) fn new(memory: Memory<'c>, description: *const WS_OPERATION_DESCRIPTION) -> Result<Self> {
        let description = memory.at(description, "The parameter operation")?;
        Self::check(memory, description).map_err(|fault| {
            let action = memory
                .optional(description.inputMessageDescription.cast_const(), "inputMessageDescription")
                .and_then(|message| message.map_or(Ok(None), |message| action(memory, message)));
            let name = match action {
                Ok(Some(action)) => format!("of the action '{}' ", String::from_utf8_lossy(action)),
                _ => String::new(),
            };
            fault.context(format!("The WS_OPERATION_DESCRIPTION {name}is wrong."))
        })
    }

    fn check(memory: Memory<'c>, description: &'c WS_OPERATION_DESCRIPTION) -> Result<Self> {
        if description.versionInfo != VERSION {
            return Err(Fault::invalid_arg(format!(
                "The versionInfo is {}, and only version {VERSION} is known.",
                description.versionInfo
            )));
        }
        if !matches!(description.style, WS_NON_RPC_LITERAL_OPERATION | WS_RPC_LITERAL_OPERATION) {
            return Err(Fault::invalid_arg(format!("The style {:?} is not known.", description.style)));
        }
        let parameters = memory.slice(
            description.parameterDescription.cast_const(),
            u32::from(description.parameterCount),
            "parameterDescription",
        )?;
        let plans = Plans::new(memory);
        let message = |direction, pointer: *mut WS_MESSAGE_DESCRIPTION, options| {
            let name = description_of(direction);
            let message = memory.at(pointer.cast_const(), name)?;
            plan_message(&plans, description.style, direction, message, options, parameters)
                .map_err(|fault| fault.context(format!("The {name} is wrong.")))
        };
        let options = description.inputMessageOptions;
        let input = message(Direction::Input, description.inputMessageDescription, options)?;
        let options = description.outputMessageOptions;
        let output = if description.outputMessageDescription.is_null() {
            if options != 0 || parameters.iter().any(|parameter| parameter.outputMessageIndex != ABSENT) {
                return Err(Fault::invalid_arg(
                    "There are options or parameters of the reply, but outputMessageDescription is NULL.",
                ));
            }
            None
        } else {
            Some(message(Direction::Output, description.outputMessageDescription, options)?)
        };
        let (parameters, frame_size) = plan_parameters(parameters, &input, output.as_ref())?;
        Ok(Operation { input, output, parameters, frame_size, memory, plans })
    }
}

fn description_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Input => "inputMessageDescription",
        Direction::Output => "outputMessageDescription",
    }
}

fn options_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Input => "inputMessageOptions",
        Direction::Output => "outputMessageOptions",
    }
}

/// The action of a message, if it has one.
pub(crate) fn action<'c>(memory: Memory<'c>, message: &WS_MESSAGE_DESCRIPTION) -> Result<Option<&'c [u8]>> {
    if message.action.is_null() { Ok(None) } else { memory.xml_string(message.action, "action").map(Some) }
}

fn index_in(parameter: &WS_PARAMETER_DESCRIPTION, direction: Direction) -> Option<usize> {
    let index = match direction {
        Direction::Input => parameter.inputMessageIndex,
        Direction::Output => parameter.outputMessageIndex,
    };
    (index != ABSENT).then_some(usize::from(index))
}

fn plan_message<'c>(
    plans: &Plans<'c>,
    style: WS_OPERATION_STYLE,
    direction: Direction,
    description: &'c WS_MESSAGE_DESCRIPTION,
    options: ULONG,
    parameters: &[WS_PARAMETER_DESCRIPTION],
) -> Result<Message<'c>> {
    let memory = plans.memory;
    action(memory, description)?;
    if options & !WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT != 0 {
        return Err(Fault::invalid_arg(format!("The {} {options:#x} are not known.", options_of(direction))));
    }
    let is_nillable = options != 0;
    let is_rpc = style == WS_RPC_LITERAL_OPERATION;
    if is_nillable && is_rpc {
        return Err(Fault::invalid_arg(
            "WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT cannot be used with WS_RPC_LITERAL_OPERATION.",
        ));
    }
    let mut own = parameters.iter().enumerate().filter(|(_, parameter)| index_in(parameter, direction).is_some());
    let Some(element) = memory.optional(description.bodyElementDescription.cast_const(), "bodyElementDescription")?
    else {
        return match own.next() {
            Some((index, _)) => Err(Fault::invalid_arg(format!(
                "The parameter of index {index} is in this message, but bodyElementDescription is NULL."
            ))),
            None => Ok(Message { description, body: Body::Empty }),
        };
    };
    let whole = own.find(|(_, parameter)| parameter.parameterType == WS_PARAMETER_TYPE_MESSAGES);
    let element = plan_element(memory, element, is_rpc && direction == Direction::Output)?;
    let Some((index, _)) = whole else {
        if is_nillable {
            return Err(Fault::invalid_arg(
                "A message with WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT is one parameter of the type \
                 WS_PARAMETER_TYPE_MESSAGES.",
            ));
        }
        let Type::Struct(composite) = &element.kind else {
            return Err(Fault::invalid_arg(format!(
                "The body is of {:?}: it has to be one parameter of the type WS_PARAMETER_TYPE_MESSAGES, or of \
                 WS_STRUCT_TYPE with the parameters as fields.",
                element.kind.kind()
            )));
        };
        let plan = plans.structure(composite)?;
        return Ok(Message { description, body: Body::Fields(element, plan) });
    };
    let others = parameters.iter().filter(|parameter| index_in(parameter, direction).is_some()).count();
    if others != 1 {
        return Err(Fault::invalid_arg(format!(
            "The parameter of index {index} is the whole message, but {} others are in it, too.",
            others - 1
        )));
    }
    if element.name.is_none() && is_nillable {
        return Err(Fault::invalid_arg("An element without a name cannot be nil."));
    }
    let form = Form::of(&element.kind, is_nillable);
    if let Type::Struct(composite) = &element.kind {
        plans.structure(composite)?;
    }
    Ok(Message { description, body: Body::Whole(element, form, index) })
}

fn plan_element<'c>(
    memory: Memory<'c>,
    description: &'c WS_ELEMENT_DESCRIPTION,
    has_any_name: bool,
) -> Result<Element<'c>> {
    let kind = Type::of(memory, description.r#type, description.typeDescription)?;
    let name = if description.elementLocalName.is_null() && description.elementNs.is_null() {
        None
    } else {
        let local = memory.xml_string(description.elementLocalName, "elementLocalName")?;
        Some((local, memory.xml_string(description.elementNs, "elementNs")?))
    };
    kind.check_mapping(if name.is_some() { WS_ELEMENT_TYPE_MAPPING } else { unnamed(&kind) })?;
    Ok(Element { description, name, has_any_name, kind })
}

/// Where a parameter is in the two bodies, and where in the frame.
fn plan_parameters(
    descriptions: &[WS_PARAMETER_DESCRIPTION],
    input: &Message<'_>,
    output: Option<&Message<'_>>,
) -> Result<(Vec<Parameter>, usize)> {
    let mut taken_in = Taken::of(input);
    let mut taken_out = output.map(Taken::of).unwrap_or_default();
    let mut parameters = Vec::with_capacity(descriptions.len());
    let (mut end, mut whole_align) = (0usize, 1usize);
    for (index, description) in descriptions.iter().enumerate() {
        let context = |fault: Fault| fault.context(format!("The parameter of index {index} is wrong."));
        let place = |direction, message: Option<&Message<'_>>, taken: &mut Taken| match (
            index_in(description, direction),
            message,
        ) {
            (Some(field), Some(message)) => {
                locate(description.parameterType, field, message, taken).map(Some).map_err(context)
            }
            _ => Ok(None),
        };
        let input = place(Direction::Input, Some(input), &mut taken_in)?;
        let output = place(Direction::Output, output, &mut taken_out)?;
        let Some(value) = input.or(output) else {
            return Err(context(Fault::invalid_arg("It is in neither of the two messages.")));
        };
        if let (Some(input), Some(output)) = (input, output)
            && (input.size, input.align) != (output.size, output.align)
        {
            return Err(context(Fault::invalid_arg(format!(
                "It has {} bytes in the request and {} in the reply.",
                input.size, output.size
            ))));
        }
        let frame_offset = end.next_multiple_of(value.align.max(1));
        end = frame_offset.saturating_add(value.size);
        whole_align = whole_align.max(value.align);
        parameters.push(Parameter {
            size: value.size,
            align: value.align,
            frame_offset,
            input: input.map(|part| part.offset),
            output: output.map(|part| part.offset),
        });
    }
    taken_in.check(Direction::Input)?;
    taken_out.check(Direction::Output)?;
    Ok((parameters, end.next_multiple_of(whole_align)))
}

/// A value within a body.
#[derive(Clone, Copy)]
struct Part {
    offset: usize,
    size: usize,
    align: usize,
}

const VALUE: u8 = 1;
const COUNT: u8 = 2;
const ARRAY: u8 = 4;

/// Which fields of a body are parameters already.
#[derive(Default)]
struct Taken {
    /// For each field, [`VALUE`] and [`COUNT`], and [`ARRAY`] where it has to have both.
    fields: [u8; Self::FEW],
    /// The same where there are more.
    many: Vec<u8>,
    has_arrays: bool,
}

impl Taken {
    const FEW: usize = 32;

    fn of(message: &Message<'_>) -> Self {
        match &message.body {
            Body::Fields(_, plan) => Self::of_fields(plan.fields.len()),
            _ => Taken::default(),
        }
    }

    fn of_fields(count: usize) -> Self {
        let many = if count > Self::FEW { vec![0; count] } else { Vec::new() };
        Taken { many, ..Taken::default() }
    }

    fn fields(&mut self) -> &mut [u8] {
        if self.many.is_empty() { &mut self.fields } else { &mut self.many }
    }

    fn take(&mut self, field: usize, what: u8, is_array: bool) -> Result<()> {
        let Some(taken) = self.fields().get_mut(field) else { return Ok(()) };
        if *taken & what != 0 {
            return Err(Fault::invalid_arg(format!("The field of index {field} is another parameter already.")));
        }
        *taken |= if is_array { what | ARRAY } else { what };
        self.has_arrays |= is_array;
        Ok(())
    }

    /// An array and the number of its items go together.
    fn check(&mut self, direction: Direction) -> Result<()> {
        if !self.has_arrays {
            return Ok(());
        }
        match self.fields().iter().position(|taken| matches!(*taken ^ ARRAY, VALUE | COUNT)) {
            Some(field) => Err(Fault::invalid_arg(format!(
                "The array of the field of index {field} in {} needs two parameters: WS_PARAMETER_TYPE_ARRAY and \
                 WS_PARAMETER_TYPE_ARRAY_COUNT.",
                description_of(direction)
            ))),
            None => Ok(()),
        }
    }
}

/// Finds the value of a parameter in a body.
fn locate(kind: WS_PARAMETER_TYPE, index: usize, message: &Message<'_>, taken: &mut Taken) -> Result<Part> {
    let plan = match &message.body {
        Body::Whole(element, form, _) => {
            let (size, align) = form.layout(&element.kind);
            return Ok(Part { offset: 0, size, align });
        }
        Body::Fields(_, plan) => plan,
        Body::Empty => return Err(Fault::invalid_arg("The message has no body.")),
    };
    let Some(field) = plan.fields.get(index) else {
        return Err(Fault::invalid_arg(format!(
            "The index {index} is beyond the {} fields of the structure.",
            plan.fields.len()
        )));
    };
    let pointer = (size_of::<*const c_void>(), align_of::<*const c_void>());
    let array = field.count_offset;
    let (offset, (size, align), what) = match (kind, array) {
        (WS_PARAMETER_TYPE_NORMAL, None) => {
            let is_pointer = field.has(WS_FIELD_POINTER) || field.is_repeating();
            let layout = if is_pointer { pointer } else { (field.size_in_struct(), field.kind.layout().1) };
            (field.offset, layout, VALUE)
        }
        (WS_PARAMETER_TYPE_ARRAY, Some(_)) => (field.offset, pointer, VALUE),
        (WS_PARAMETER_TYPE_ARRAY_COUNT, Some(count)) => (count, (size_of::<ULONG>(), align_of::<ULONG>()), COUNT),
        (WS_PARAMETER_TYPE_NORMAL | WS_PARAMETER_TYPE_ARRAY | WS_PARAMETER_TYPE_ARRAY_COUNT, _) => {
            let is_array = if array.is_some() { "an array" } else { "no array" };
            return Err(Fault::invalid_arg(format!(
                "{kind:?} does not go with {}, which is {is_array}.",
                field.label()
            )));
        }
        _ => return Err(Fault::invalid_arg(format!("The parameterType {kind:?} is not known."))),
    };
    taken.take(index, what, array.is_some())?;
    Ok(Part { offset, size, align })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_one_parameter_and_an_array_two() {
        for count in [1, Taken::FEW, Taken::FEW + 1, 1000] {
            let mut taken = Taken::of_fields(count);
            let last = count - 1;
            taken.take(last, VALUE, true).unwrap();
            let half = taken.check(Direction::Input).unwrap_err();
            assert!(half.texts()[0].contains(&format!("index {last} ")), "{half:?}");
            taken.take(last, COUNT, true).unwrap();
            taken.check(Direction::Input).unwrap();
            assert!(taken.take(last, COUNT, true).is_err(), "{count}");
            if last > 0 {
                taken.take(0, VALUE, false).unwrap();
                taken.check(Direction::Output).unwrap();
                assert!(taken.take(0, VALUE, false).is_err(), "{count}");
            }
        }
    }
}
