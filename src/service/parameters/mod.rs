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
use crate::xml::reader::{Reader, Wanted};
pub(crate) use plan::action;
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
    /// One by one: see [`Operation::arguments`].
    Apart(&'v [Place<'v>]),
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

    /// The values that WsCall's arguments lead to: pointers to the values of in-parameters, and to pointers to the values
    /// of all others. All have to be there before anything is sent.
    ///
    /// The array and the pointers are on the stack of the function that wsutil made, and gone when that returns because
    /// the call goes on in the background; what comes back is stored through these.
    pub(crate) fn arguments(&self, arguments: *const *const c_void) -> Result<Vec<Place<'c>>> {
        let count = self.parameters.len() as u32;
        let arguments = self.memory.slice(arguments, count, "The parameter arguments")?;
        let place = |(index, (argument, parameter)): (usize, (&*const c_void, &Parameter))| {
            let place = if parameter.output.is_none() {
                Ok(*argument)
            } else {
                let (size, align) = (size_of::<*const c_void>(), align_of::<*const c_void>());
                let pointer = self.memory.place(*argument, size, align, "The pointer to an out-parameter");
                pointer.and_then(|pointer| pointer.load(0))
            };
            place
                .and_then(|start| self.memory.place(start, parameter.size, parameter.align, "The pointer to its value"))
                .map_err(|fault| fault.context(format!("The argument of index {index} cannot be used.")))
        };
        arguments.iter().zip(&self.parameters).enumerate().map(place).collect()
    }

    /// Where the value of a parameter is.
    fn value<'v>(&self, values: Values<'v>, index: usize, parameter: &Parameter) -> Result<Place<'v>> {
        match values {
            Values::Frame(frame) => frame.part(parameter.frame_offset, parameter.size),
            Values::Apart(places) => match places.get(index) {
                Some(place) => Ok(*place),
                None => Err(Fault::invalid_arg(format!("There is no argument of index {index}."))),
            },
        }
    }

    /// Puts the values of a message together as its body.
    pub(crate) fn gather<'m>(
        &self,
        direction: Direction,
        values: Values<'_>,
        memory: &'m mut Items,
    ) -> Result<Place<'m>> {
        let body = match &self.find(direction)?.body {
            Body::Empty => return zeroed(memory, 0),
            Body::Fields(_, plan) => {
                let body = zeroed(memory, plan.size)?;
                if let Some(field) = plan.type_attribute.and_then(|index| plan.fields.get(index)) {
                    body.store(field.offset, core::ptr::from_ref(plan.description))?;
                }
                body
            }
            Body::Whole(_, _, index) => {
                zeroed(memory, self.parameters.get(*index).map_or(0, |parameter| parameter.size))?
            }
        };
        for (index, parameter) in self.parameters.iter().enumerate() {
            if let Some(offset) = parameter.place_in(direction) {
                body.part(offset, parameter.size)?.copy_from(self.value(values, index, parameter)?)?;
            }
        }
        Ok(body)
    }

    /// Writes what [`Operation::gather`] made into a writer that is within the Body element.
    pub(crate) fn write_body<H: WriteHost>(
        &mut self,
        direction: Direction,
        host: &mut H,
        body: Place<'_>,
    ) -> Result<()> {
        let (element, option) = match &self.find(direction)?.body {
            Body::Empty => return Ok(()),
            Body::Fields(element, _) => (element.clone(), WS_WRITE_REQUIRED_VALUE),
            Body::Whole(element, form, _) => (element.clone(), form.write_option()),
        };
        let source = Source { option, value: body.start(), size: body.size() as u32 };
        let plans = core::mem::replace(&mut self.plans, Plans::new(self.memory));
        let mut engine = write::Engine::with_plans(host, plans);
        let written = match element.name {
            Some(_) => engine.write_element(element.description, source),
            None => engine.write_type(plan::unnamed(&element.kind), &element.kind, source),
        };
        self.plans = engine.into_plans();
        written
    }

    /// Reads the body of a message from a reader that is within the Body element. The values of parameters do not change
    /// before [`Operation::store`] gets what this answers.
    pub(crate) fn read_body<'m, H: ReadHost>(
        &mut self,
        direction: Direction,
        host: &mut H,
        heap: Option<&Heap>,
        memory: &'m mut Items,
    ) -> Result<Place<'m>> {
        let (element, option, size) = match &self.find(direction)?.body {
            Body::Empty => {
                check_end(host.reader()?)?;
                return zeroed(memory, 0);
            }
            Body::Fields(element, plan) => (element.clone(), WS_READ_REQUIRED_VALUE, plan.size),
            Body::Whole(element, form, index) => {
                let size = self.parameters.get(*index).map_or(0, |parameter| parameter.size);
                (element.clone(), form.read_option(), size)
            }
        };
        let place = zeroed(memory, size)?;
        let plans = core::mem::replace(&mut self.plans, Plans::new(self.memory));
        let mut engine = read::Engine::with_plans(host, heap, plans);
        engine.read_in_place();
        let done = read_element(&mut engine, &element, option, place);
        let has_begun = engine.has_begun();
        self.plans = engine.into_plans();
        if done.is_err()
            && has_begun
            && let Ok(reader) = host.reader()
        {
            reader.fault();
        }
        done?;
        check_end(host.reader()?)?;
        Ok(place)
    }

    /// Puts what was read where the values of the parameters are.
    pub(crate) fn store(&self, direction: Direction, body: Place<'_>, values: Values<'_>) -> Result<()> {
        for (index, parameter) in self.parameters.iter().enumerate() {
            if let Some(offset) = parameter.place_in(direction) {
                self.value(values, index, parameter)?.copy_from(body.part(offset, parameter.size)?)?;
            }
        }
        Ok(())
    }
}

/// There is nothing in a body but what is described.
fn check_end(reader: &mut Reader) -> Result<()> {
    match reader.read_to_start_element(Wanted::default())? {
        true => Err(reader.unexpected("The end of the body")),
        false => Ok(()),
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
