//! Operations: how the parameters of a C function and the bodies of two messages go together.
//!
//! The body of a message is an element, mostly of a structure whose fields are the parameters. A client's values are
//! behind the pointers that WsCall gets ([`Values::Arguments`]); on the server they are the members of a structure that
//! the generated stub takes apart ([`Values::Frame`]). Here values move between those and the structure of the body,
//! which the engines of `serialize` write and read. Nothing of it waits, and nothing is copied but the fields themselves.

mod plan;

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::runtime::heap::Heap;
use crate::serialize::place::{Items, Memory, Place};
use crate::serialize::plan::Plans;
use crate::serialize::write::{Source, WriteHost};
use crate::serialize::{read, write};
use crate::xml::reader::Wanted;
use plan::{Body, Element, Message};
use read::ReadHost;

/// Which of the two messages of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// The request.
    Input,
    /// The reply.
    Output,
}

/// A checked operation: one call, or more if its description stays unchanged for as long.
pub(crate) struct Operation<'c> {
    pub(crate) description: &'c WS_OPERATION_DESCRIPTION,
    input: Message<'c>,
    /// None: a one-way operation.
    output: Option<Message<'c>>,
    parameters: Vec<Parameter>,
    frame_size: usize,
    memory: Memory<'c>,
    plans: Plans<'c>,
}

/// One parameter of the C function.
struct Parameter {
    /// Of the value itself; an out-parameter is a pointer to it.
    size: usize,
    align: usize,
    /// Where it is in the frame of a stub.
    frame_offset: usize,
    /// Where it is in the structures of the two bodies; 0 where it is the whole body.
    input: Option<usize>,
    output: Option<usize>,
}

impl Parameter {
    fn place_in(&self, direction: Direction) -> Option<usize> {
        match direction {
            Direction::Input => self.input,
            Direction::Output => self.output,
        }
    }
}

/// Where the values of all parameters are.
#[derive(Clone, Copy)]
pub(crate) enum Values<'v> {
    /// WsCall's arguments: pointers to the values of in-parameters, and to pointers to the values of all others.
    Arguments(&'v [*const c_void]),
    /// What a stub gets: all values, one after the other as members of a structure.
    Frame(Place<'v>),
}

impl<'c> Operation<'c> {
    /// Whether there is no reply.
    pub(crate) fn is_one_way(&self) -> bool {
        self.output.is_none()
    }

    /// The description of a message; `None` for the reply of a one-way operation.
    pub(crate) fn message(&self, direction: Direction) -> Option<&'c WS_MESSAGE_DESCRIPTION> {
        self.find(direction).ok().map(|message| message.description)
    }

    fn find(&self, direction: Direction) -> Result<&Message<'c>> {
        match direction {
            Direction::Input => Ok(&self.input),
            Direction::Output => {
                self.output.as_ref().ok_or_else(|| Fault::invalid_operation("A one-way operation has no reply."))
            }
        }
    }

    /// The frame of a stub: zeros so far.
    pub(crate) fn frame<'f>(&self, memory: &'f mut Items) -> Result<Place<'f>> {
        zeroed(memory, self.frame_size)
    }

    /// The arguments of WsCall, all of which have to be there before anything is sent.
    pub(crate) fn arguments(&self, arguments: *const *const c_void) -> Result<Values<'c>> {
        let count = self.parameters.len() as u32;
        let values = Values::Arguments(self.memory.slice(arguments, count, "The parameter arguments")?);
        for (index, parameter) in self.parameters.iter().enumerate() {
            self.value(values, index, parameter)?;
        }
        Ok(values)
    }

    /// Where the value of a parameter is.
    fn value<'v>(&self, values: Values<'v>, index: usize, parameter: &Parameter) -> Result<Place<'v>>
    where
        'c: 'v,
    {
        let named = |fault: Fault| fault.context(format!("The argument of index {index} cannot be used."));
        match values {
            Values::Frame(frame) => frame.part(parameter.frame_offset, parameter.size),
            Values::Arguments(arguments) => {
                let pointer = arguments.get(index).copied().unwrap_or_default();
                let target = if parameter.output.is_none() {
                    pointer
                } else {
                    let (size, align) = (size_of::<*const c_void>(), align_of::<*const c_void>());
                    self.memory
                        .place(pointer, size, align, "The pointer to an out-parameter")
                        .map_err(named)?
                        .load(0)?
                };
                self.memory.place(target, parameter.size, parameter.align, "The pointer to its value").map_err(named)
            }
        }
    }

    /// Writes the body of a message into a writer that is within the Body element.
    pub(crate) fn write_body<H: WriteHost>(
        &mut self,
        direction: Direction,
        host: &mut H,
        values: Values<'_>,
    ) -> Result<()> {
        let mut memory = Items::default();
        let message = self.find(direction)?;
        let (element, source) = match &message.body {
            Body::Empty => return Ok(()),
            Body::Fields(element, plan) => {
                let place = zeroed(&mut memory, plan.size)?;
                if let Some(field) = plan.type_attribute.and_then(|index| plan.fields.get(index)) {
                    place.store(field.offset, core::ptr::from_ref(plan.description))?;
                }
                for (index, parameter) in self.parameters.iter().enumerate() {
                    if let Some(offset) = parameter.place_in(direction) {
                        place.part(offset, parameter.size)?.copy_from(self.value(values, index, parameter)?)?;
                    }
                }
                let source = Source { option: WS_WRITE_REQUIRED_VALUE, value: place.start(), size: plan.size as u32 };
                (element, source)
            }
            Body::Whole(element, form, index) => {
                let Some(parameter) = self.parameters.get(*index) else { return Ok(()) };
                let place = self.value(values, *index, parameter)?;
                let source = Source { option: form.write_option(), value: place.start(), size: parameter.size as u32 };
                (element, source)
            }
        };
        let (description, is_named, kind) = (element.description, element.name.is_some(), element.kind.clone());
        let plans = core::mem::replace(&mut self.plans, Plans::new(self.memory));
        let mut engine = write::Engine::with_plans(host, plans);
        let written = if is_named {
            engine.write_element(description, source)
        } else {
            engine.write_type(plan::unnamed(&kind), &kind, source)
        };
        self.plans = engine.into_plans();
        written
    }

    /// Reads the body of a message from a reader that is within the Body element. The values of parameters change only
    /// when all of it is there.
    pub(crate) fn read_body<H: ReadHost>(
        &mut self,
        direction: Direction,
        host: &mut H,
        heap: Option<&Heap>,
        values: Values<'_>,
    ) -> Result<()> {
        let mut memory = Items::default();
        let (element, option, size) = match &self.find(direction)?.body {
            Body::Empty => {
                let reader = host.reader()?;
                return match reader.read_to_start_element(Wanted::default())? {
                    true => Err(reader.unexpected("The end of the body, which is described as empty")),
                    false => Ok(()),
                };
            }
            Body::Fields(element, plan) => (element.clone(), WS_READ_REQUIRED_VALUE, plan.size),
            Body::Whole(element, form, index) => {
                let size = self.parameters.get(*index).map_or(0, |parameter| parameter.size);
                (element.clone(), form.read_option(), size)
            }
        };
        let place = zeroed(&mut memory, size)?;
        let plans = core::mem::replace(&mut self.plans, Plans::new(self.memory));
        let mut engine = read::Engine::with_plans(host, heap, plans);
        let done = read_element(&mut engine, &element, option, place);
        let has_begun = engine.has_begun();
        self.plans = engine.into_plans();
        if let Err(fault) = done {
            if has_begun && let Ok(reader) = host.reader() {
                reader.fault();
            }
            return Err(fault);
        }
        for (index, parameter) in self.parameters.iter().enumerate() {
            if let Some(offset) = parameter.place_in(direction) {
                self.value(values, index, parameter)?.copy_from(place.part(offset, parameter.size)?)?;
            }
        }
        Ok(())
    }
}

fn read_element<'c, H: ReadHost>(
    engine: &mut read::Engine<'_, 'c, H>,
    element: &Element<'c>,
    option: WS_READ_OPTION,
    place: Place<'_>,
) -> Result<()> {
    match element.name {
        // The name of an RPC reply's wrapper is nobody's business: the pages say that it is ignored.
        Some(_) if element.has_any_name => engine.read_type(WS_ELEMENT_TYPE_MAPPING, &element.kind, option, place),
        Some((local, ns)) => {
            engine.read_element(Wanted { local: Some(local), ns: Some(ns) }, &element.kind, option, place)
        }
        None => engine.read_type(plan::unnamed(&element.kind), &element.kind, option, place),
    }
}

fn zeroed(memory: &mut Items, size: usize) -> Result<Place<'_>> {
    memory.begin(size);
    let place = memory.push(None)?;
    place.zero();
    Ok(place)
}
