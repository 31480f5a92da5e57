//! C structures into XML.
//!
//! Values go from the caller's memory straight into the writer's output. What is nested waits on a stack of frames and
//! not on that of the thread, so data may be as deep as the writer's own limits allow, and an error can say where it
//! was: each frame knows the field or item that it is at.

mod address;
mod default;
mod element;
mod fault;
mod text;
mod value;

pub(crate) use text::{Characters, text_of};

use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::{Nil, Type};
use crate::serialize::place::{Memory, Place};
use crate::serialize::plan::{Field, Plans, StructPlan, UnionPlan};
use crate::xml::buffer::Buffer;
use crate::xml::writer::{Str, Way, Writer};
use std::rc::Rc;

/// What the engine needs of those who have handles and callbacks.
pub(crate) trait WriteHost {
    /// The writer; an error when a callback has made it unusable.
    fn writer(&mut self) -> Result<&mut Writer>;

    /// Whether strings may have numbers, which only the binary encoding has a use for.
    fn has_numbers(&self) -> bool;

    /// The number of a string, if it has one. `is_name`: it is a name, which may have one wherever it comes from.
    fn number(&mut self, string: &WS_XML_STRING, is_name: bool) -> Result<Option<u32>>;

    /// The engine of a buffer's handle.
    fn buffer(&mut self, buffer: *mut WS_XML_BUFFER) -> Result<Buffer>;

    /// Writes a text of any type as the value of the open attribute.
    fn text(&mut self, text: *const WS_XML_TEXT) -> Result<()>;

    /// Lets the application write a value. It uses the writer's handle, so that nothing of it can be held here.
    fn custom(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        mapping: WS_TYPE_MAPPING,
        value: Place<'_>,
    ) -> Result<()>;

    /// Asks the application whether a value is the default one; false if it has no answer.
    fn is_default(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        value: Place<'_>,
        default: Option<Place<'_>>,
    ) -> Result<bool>;
}

/// What to write, as the parameters of the exported functions say it.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) option: WS_WRITE_OPTION,
    pub(crate) value: *const c_void,
    pub(crate) size: u32,
}

/// Writes one value, in one call.
pub(crate) struct Engine<'c, 'h, H> {
    host: &'h mut H,
    memory: Memory<'c>,
    plans: Plans<'c>,
    stack: Vec<Frame<'c>>,
    has_numbers: bool,
}

/// A structure or an array that is being written.
struct Frame<'c> {
    owner: Owner<'c>,
    work: Work,
    /// The structure, or all items.
    place: Place<'c>,
    /// The field or item that comes next, and where they end.
    next: usize,
    end: usize,
    /// An element was started for it.
    closes: bool,
    /// Where text goes: into an attribute, or between tags.
    mapping: WS_TYPE_MAPPING,
}

#[derive(Clone, Copy)]
enum Work {
    Fields,
    /// Of the field with this index.
    Items(usize),
}

/// Whose fields they are.
#[derive(Clone)]
enum Owner<'c> {
    Struct(Rc<StructPlan<'c>>),
    Union(Rc<UnionPlan<'c>>),
}

impl<'c> Owner<'c> {
    #[inline]
    fn field(&self, index: usize) -> Option<&Field<'c>> {
        match self {
            Owner::Struct(plan) => plan.fields.get(index),
            Owner::Union(plan) => plan.fields.get(index),
        }
    }
}

impl<'c, 'h, H: WriteHost> Engine<'c, 'h, H> {
    pub(crate) fn new(host: &'h mut H, memory: Memory<'c>) -> Self {
        Self::with_plans(host, Plans::new(memory))
    }

    /// With plans that were made before; [`Engine::into_plans`] gives them back.
    pub(crate) fn with_plans(host: &'h mut H, plans: Plans<'c>) -> Self {
        let has_numbers = host.has_numbers();
        Engine { host, memory: plans.memory.unwatched(), plans, stack: Vec::new(), has_numbers }
    }

    /// All plans that were made so far.
    pub(crate) fn into_plans(self) -> Plans<'c> {
        self.plans
    }

    /// WsWriteType.
    pub(crate) fn write_type(&mut self, mapping: WS_TYPE_MAPPING, kind: &Type<'c>, source: Source) -> Result<()> {
        kind.check_mapping(mapping)?;
        if !matches!(source.option, WS_WRITE_REQUIRED_VALUE | WS_WRITE_REQUIRED_POINTER) {
            return Err(refused_option(source.option, "WsWriteType"));
        }
        let Some(place) = self.locate(kind, source)? else { return Err(null_value()) };
        let writer = self.host.writer()?;
        writer.check_usable()?;
        if writer.in_attribute() != (mapping == WS_ATTRIBUTE_TYPE_MAPPING) {
            return Err(Fault::invalid_operation(format!(
                "The writer is {} an attribute, where {mapping:?} cannot be used.",
                if writer.in_attribute() { "in" } else { "not in" }
            )));
        }
        let written = self.value_as(mapping, kind, place).and_then(|()| self.run());
        self.finish(written, None)
    }

    /// WsWriteElement.
    pub(crate) fn write_element(&mut self, description: &'c WS_ELEMENT_DESCRIPTION, source: Source) -> Result<()> {
        let kind = Type::of(self.memory, description.r#type, description.typeDescription)?;
        kind.check_mapping(WS_ELEMENT_TYPE_MAPPING)?;
        let (local, ns) = self.element_name(description, &kind)?;
        let place = self.locate(&kind, source)?;
        let writer = self.host.writer()?;
        writer.check_usable()?;
        if let (Type::XmlQName(_), Some(place)) = (&kind, place) {
            let written = self.element(local, ns, &kind, place, None);
            return self.finish(written, Some(local.bytes));
        }
        match (&kind, place) {
            (Type::Struct(composite), Some(place)) => {
                let plan = self.plans.structure(composite)?;
                self.start_struct(local, ns, &plan, place)?;
            }
            _ => writer.start_element(None, local, ns)?,
        }
        let written = match place {
            Some(place) => self.value_as(WS_ELEMENT_TYPE_MAPPING, &kind, place).and_then(|()| self.run()),
            None => self.host.writer().and_then(Writer::nil),
        };
        let written = written.and_then(|()| self.host.writer()?.end_element());
        self.finish(written, Some(local.bytes))
    }

    /// WsWriteAttribute.
    pub(crate) fn write_attribute(&mut self, description: &'c WS_ATTRIBUTE_DESCRIPTION, source: Source) -> Result<()> {
        let kind = Type::of(self.memory, description.r#type, description.typeDescription)?;
        kind.check_mapping(WS_ATTRIBUTE_TYPE_MAPPING)?;
        if !matches!(source.option, WS_WRITE_REQUIRED_VALUE | WS_WRITE_REQUIRED_POINTER) {
            return Err(refused_option(source.option, "WsWriteAttribute, since an attribute cannot be nil"));
        }
        let local = self.required_name(description.attributeLocalName, "attributeLocalName")?;
        let ns = self.required_name(description.attributeNs, "attributeNs")?;
        let Some(place) = self.locate(&kind, source)? else { return Err(null_value()) };
        let writer = self.host.writer()?;
        writer.check_usable()?;
        writer.start_attribute(None, local, ns, false)?;
        let written = self.value_as(WS_ATTRIBUTE_TYPE_MAPPING, &kind, place).and_then(|()| self.run());
        let written = written.and_then(|()| self.host.writer()?.end_attribute());
        self.finish(written, Some(local.bytes))
    }

    /// A failure half way leaves output that cannot be gone on with, so that it faults the writer.
    fn finish(&mut self, written: Result<()>, root: Option<&[u8]>) -> Result<()> {
        let Err(fault) = written else { return Ok(()) };
        if let Ok(writer) = self.host.writer() {
            writer.fault();
        }
        let path = self.path(root);
        self.stack.clear();
        if path.is_empty() {
            Err(fault)
        } else {
            Err(fault.context(format!("This happened while {path} was written.")))
        }
    }

    /// Where the engine is: names of elements and attributes, and indices of items.
    #[cold]
    fn path(&self, root: Option<&[u8]>) -> String {
        let mut path = root.map(|root| String::from_utf8_lossy(root).into_owned()).unwrap_or_default();
        for frame in &self.stack {
            let at = frame.next.saturating_sub(1);
            match frame.work {
                Work::Items(_) => path.push_str(&format!("[{at}]")),
                Work::Fields => {
                    let Some(field) = frame.owner.field(at) else { continue };
                    let is_item = field.mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING;
                    for name in [field.local, is_item.then_some(field.item_local)].into_iter().flatten() {
                        path.push('/');
                        path.push_str(&String::from_utf8_lossy(name));
                    }
                    if field.local.is_none() && !is_item {
                        path.push_str(&format!("/({})", field.label()));
                    }
                }
            }
        }
        path
    }

    /// The memory that holds the value; `None` for nil.
    fn locate(&self, kind: &Type<'c>, source: Source) -> Result<Option<Place<'c>>> {
        let Source { option, value, size: given } = source;
        let (size, align) = kind.layout();
        let nil = kind.rules().nil;
        let is_pointer = match option {
            WS_WRITE_REQUIRED_VALUE if nil == Nil::Natural => {
                return Err(Fault::invalid_arg(format!(
                    "{:?} is a pointer, so that it goes with WS_WRITE_REQUIRED_POINTER and not with {option:?}.",
                    kind.kind()
                )));
            }
            WS_WRITE_NILLABLE_VALUE if nil != Nil::Value => {
                return Err(Fault::invalid_arg(format!(
                    "{:?} has no nil value, so that it cannot be used with {option:?}.",
                    kind.kind()
                )));
            }
            WS_WRITE_REQUIRED_VALUE | WS_WRITE_NILLABLE_VALUE => false,
            WS_WRITE_REQUIRED_POINTER | WS_WRITE_NILLABLE_POINTER => true,
            _ => return Err(Fault::invalid_arg(format!("The write option {option:?} is not known."))),
        };
        let needed = if is_pointer { size_of::<*const c_void>() } else { size };
        if value.is_null() && given == 0 {
            // Nothing at all is given, which stands for a NULL pointer or a structure without fields.
            return match option {
                WS_WRITE_NILLABLE_POINTER | WS_WRITE_NILLABLE_VALUE => Ok(None),
                _ if needed == 0 => {
                    let nowhere = core::ptr::NonNull::<u64>::dangling().as_ptr().cast();
                    self.memory.place(nowhere, 0, 1, "value").map(Some)
                }
                _ => Err(null_value()),
            };
        }
        if given as usize != needed {
            // A value of a derived type, with its own size and the description of its base.
            if !is_pointer && given as usize > needed && matches!(kind, Type::Struct(_)) {
                let place = self.pointed(kind, value)?;
                if place.size() == given as usize {
                    return Ok(Some(place));
                }
            }
            return Err(Fault::invalid_arg(format!(
                "The valueSize for {:?} with {option:?} is {needed}, not {given}.",
                kind.kind()
            )));
        }
        if !is_pointer {
            let place = self.memory.place(value, size, align, "value")?;
            let is_nil = option == WS_WRITE_NILLABLE_VALUE && value::is_nil_value(kind, place, None)?;
            return Ok((!is_nil).then_some(place));
        }
        let storage = self.memory.place(value, needed, align_of::<*const c_void>(), "value")?;
        let pointer: *const c_void = storage.load(0)?;
        match option {
            _ if pointer.is_null() && option == WS_WRITE_NILLABLE_POINTER => Ok(None),
            _ if pointer.is_null() => Err(null_value()),
            // It is the pointer that is the value.
            _ if nil == Nil::Natural => Ok(Some(storage)),
            _ => self.pointed(kind, pointer).map(Some),
        }
    }

    /// The names of an element; a fault may leave them to its version.
    fn element_name(&mut self, description: &'c WS_ELEMENT_DESCRIPTION, kind: &Type<'c>) -> Result<(Str<'c>, Str<'c>)> {
        if let Type::Fault(of) = kind
            && description.elementLocalName.is_null()
            && description.elementNs.is_null()
        {
            return Ok((Str::from(&b"Fault"[..]), Str::from(crate::serialize::fault::namespace(of.envelopeVersion)?)));
        }
        let local = self.required_name(description.elementLocalName, "elementLocalName")?;
        Ok((local, self.required_name(description.elementNs, "elementNs")?))
    }

    fn required_name(&mut self, string: *const WS_XML_STRING, name: &str) -> Result<Str<'c>> {
        let bytes = self.memory.xml_string(string, name)?;
        self.name(bytes, string)
    }

    /// A name that the plan has looked at, with its number.
    #[inline]
    fn name(&mut self, bytes: &'c [u8], string: *const WS_XML_STRING) -> Result<Str<'c>> {
        let id = if self.has_numbers { self.number(string)? } else { None };
        Ok(Str { bytes, id })
    }

    #[cold]
    fn number(&mut self, string: *const WS_XML_STRING) -> Result<Option<u32>> {
        match self.memory.optional(string, "A name")? {
            Some(string) => self.host.number(string, true),
            None => Ok(None),
        }
    }

    /// Writes a value into the element or attribute that is open, or begins to; [`Engine::run`] completes it.
    fn value_as(&mut self, mapping: WS_TYPE_MAPPING, kind: &Type<'c>, place: Place<'c>) -> Result<()> {
        match kind {
            Type::Struct(composite) => {
                let plan = self.plans.structure(composite)?;
                self.begin_struct(plan, place, mapping, false)
            }
            Type::Union(composite) => {
                let plan = self.plans.union(composite)?;
                self.choice(&plan, place, false)
            }
            Type::Custom(description) => self.custom(description, mapping, place),
            Type::XmlBuffer => {
                let buffer = self.buffer_at(place)?;
                let writer = self.host.writer()?;
                if mapping == WS_ANY_ELEMENT_TYPE_MAPPING {
                    writer.element_of(&buffer)
                } else {
                    writer.inside_of(&buffer)
                }
            }
            Type::EndpointAddress(description) => self.endpoint_address(description, place),
            Type::Fault(description) => self.fault(description, place),
            _ => {
                let value = self.simple(kind, place, None)?;
                self.host.writer()?.value(&value, Way::Whole)
            }
        }
    }

    fn custom(
        &mut self,
        description: &'c WS_CUSTOM_TYPE_DESCRIPTION,
        mapping: WS_TYPE_MAPPING,
        place: Place<'c>,
    ) -> Result<()> {
        let before = self.host.writer()?.depth();
        self.host.custom(description, mapping, place)?;
        let after = self.host.writer()?.depth();
        if before != after {
            return Err(Fault::invalid_operation(format!(
                "The WS_WRITE_TYPE_CALLBACK began with {before} open elements and left {after}."
            )));
        }
        Ok(())
    }

    /// The buffer of a handle that is not NULL.
    fn buffer_at(&mut self, place: Place<'c>) -> Result<Buffer> {
        let handle: *mut WS_XML_BUFFER = place.load(0)?;
        self.host.buffer(handle)
    }
}

#[cold]
fn refused_option(option: WS_WRITE_OPTION, function: &str) -> Fault {
    Fault::invalid_arg(format!("The write option {option:?} cannot be used with {function}."))
}

#[cold]
fn null_value() -> Fault {
    Fault::invalid_arg("The value is NULL, and must not be.")
}
