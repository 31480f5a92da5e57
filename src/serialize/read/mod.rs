//! Reading typed data: straight from the reader's bytes into the caller's memory and heap, with no tree between.
//!
//! The engine stands on one node at a time, as every user of [`Reader`] does. A value is read by a function that is
//! given where it goes ([`Place`]); what is behind a pointer gets its place in the heap first. Arrays are collected
//! outside of the heap, which so gets the final data only.

mod address;
mod attributes;
mod elements;
pub(crate) mod fault;
mod simple;
mod structure;

use crate::abi::*;
use crate::runtime::fault::{Fault, Result, quoted};
use crate::runtime::heap::Heap;
use crate::serialize::description::Type;
use crate::serialize::place::{Items, Memory, Place, store_slice};
use crate::serialize::plan::Plans;
use crate::xml::buffer::Buffer;
use crate::xml::buffer::point::Point;
use crate::xml::node::NodeKind;
use crate::xml::reader::value::FromValue;
use crate::xml::reader::{Reader, Value, Wanted};
use crate::xml::value::qname;
use core::cmp::Ordering;
use simple::{Target, required};

/// How deep structures and unions may lie in each other. What nests in XML is bounded by the reader, too, but its limit
/// is the caller's to set. The default one, 32 elements, is within this also where each is a structure in a union. A level
/// takes up to 900 bytes of stack.
const MAX_NESTING: u32 = 96;
/// How much of a block of bytes is read at a time.
const PIECE: usize = 16 * 1024;

/// What the engine needs from the boundary.
pub(crate) trait ReadHost {
    /// The reader, unless a callback has ended it.
    fn reader(&mut self) -> Result<&mut Reader>;
    /// Lets the application read a value of a type of its own.
    fn custom(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        mapping: WS_TYPE_MAPPING,
        place: Place<'_>,
    ) -> Result<()>;
    /// The application's comparison of two durations.
    fn compare(
        &mut self,
        comparer: WS_DURATION_COMPARISON_CALLBACK,
        duration: &WS_DURATION,
        limit: &WS_DURATION,
    ) -> Result<Ordering>;
    /// Makes a handle in the heap.
    fn buffer(&mut self, heap: &Heap, buffer: Buffer) -> Result<*mut WS_XML_BUFFER>;
}

/// One call that reads.
pub(crate) struct Engine<'e, 'c, H> {
    host: &'e mut H,
    heap: Option<&'e Heap>,
    plans: Plans<'c>,
    /// Memory of arrays that are done with, for the next ones.
    spare: Vec<Items>,
    depth: u32,
    has_begun: bool,
    /// See [`Engine::read_in_place`].
    in_place: bool,
    /// Namespaces of attributes that are not the value's, on the one element that is read; and how deep that is.
    ignored: &'static [&'static [u8]],
    root_depth: usize,
}

impl<'e, 'c, H: ReadHost> Engine<'e, 'c, H> {
    pub(crate) fn new(host: &'e mut H, heap: Option<&'e Heap>, memory: Memory<'c>) -> Self {
        Self::with_plans(host, heap, Plans::new(memory))
    }

    /// With plans that were made before; [`Engine::into_plans`] gives them back.
    pub(crate) fn with_plans(host: &'e mut H, heap: Option<&'e Heap>, plans: Plans<'c>) -> Self {
        let (has_begun, in_place) = (false, false);
        Engine { host, heap, plans, spare: Vec::new(), depth: 0, has_begun, in_place, ignored: &[], root_depth: 0 }
    }

    /// All plans that were made so far.
    pub(crate) fn into_plans(self) -> Plans<'c> {
        self.plans
    }

    /// Whether anything of a value was read, so that a failure leaves the reader in its middle.
    pub(crate) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Lets a value be read right where it goes, where nobody looks after a failure.
    pub(crate) fn read_in_place(&mut self) {
        self.in_place = true;
    }

    /// Lets the one element that is read have attributes of these namespaces, which are not part of the value: those that
    /// SOAP and its relatives put on a header.
    pub(crate) fn ignore_on_root(&mut self, namespaces: &'static [&'static [u8]]) {
        self.ignored = namespaces;
    }

    /// WsReadType.
    pub(crate) fn read_type(
        &mut self,
        mapping: WS_TYPE_MAPPING,
        kind: &Type<'c>,
        option: WS_READ_OPTION,
        out: Place<'_>,
    ) -> Result<()> {
        if !matches!(option, WS_READ_REQUIRED_VALUE | WS_READ_REQUIRED_POINTER) {
            return Err(Fault::invalid_arg(format!(
                "The read option is {option:?}, but WsReadType takes WS_READ_REQUIRED_VALUE and \
                 WS_READ_REQUIRED_POINTER."
            )));
        }
        kind.check_mapping(mapping)?;
        check_option(kind, option, out)?;
        let reader = self.host.reader()?;
        if reader.in_attribute() != (mapping == WS_ATTRIBUTE_TYPE_MAPPING) {
            return Err(Fault::invalid_operation(format!(
                "{mapping:?} cannot be used where the reader is: WS_ATTRIBUTE_TYPE_MAPPING is for the value of an \
                 attribute, the other mappings are for elements."
            )));
        }
        if matches!(mapping, WS_ELEMENT_TYPE_MAPPING | WS_ANY_ELEMENT_TYPE_MAPPING)
            && !reader.read_to_start_element(Wanted::default())?
        {
            return Err(reader.not_found(Wanted::default()));
        }
        self.read_present(mapping, kind, option, out)
    }

    /// WsReadElement, and whatever else is an element of a known name.
    pub(crate) fn read_element(
        &mut self,
        name: Wanted<'_>,
        kind: &Type<'c>,
        option: WS_READ_OPTION,
        out: Place<'_>,
    ) -> Result<()> {
        kind.check_mapping(WS_ELEMENT_TYPE_MAPPING)?;
        check_option(kind, option, out)?;
        let reader = self.host.reader()?;
        if reader.in_attribute() {
            return Err(Fault::invalid_operation("The reader is in an attribute."));
        }
        if !reader.read_to_start_element(name)? {
            return match option {
                WS_READ_REQUIRED_VALUE | WS_READ_REQUIRED_POINTER => Err(reader.not_found(name)),
                _ => {
                    out.zero();
                    Ok(())
                }
            };
        }
        if !self.ignored.is_empty() {
            self.root_depth = reader.depth()?;
        }
        let is_nillable = matches!(option, WS_READ_NILLABLE_POINTER | WS_READ_NILLABLE_VALUE);
        if self.skip_nil(is_nillable)? {
            out.zero();
            return Ok(());
        }
        let label = || format!("while reading the element '{}'", quoted(name.local.unwrap_or_default()));
        self.read_present(WS_ELEMENT_TYPE_MAPPING, kind, option, out).map_err(|fault| fault.context(label()))
    }

    /// WsReadAttribute: the attribute is one of the present element.
    pub(crate) fn read_attribute(
        &mut self,
        local: &[u8],
        ns: &[u8],
        kind: &Type<'c>,
        option: WS_READ_OPTION,
        out: Place<'_>,
    ) -> Result<()> {
        if matches!(option, WS_READ_NILLABLE_POINTER | WS_READ_NILLABLE_VALUE) {
            return Err(Fault::invalid_arg(format!("The read option is {option:?}, but an attribute cannot be nil.")));
        }
        kind.check_mapping(WS_ATTRIBUTE_TYPE_MAPPING)?;
        check_option(kind, option, out)?;
        let reader = self.host.reader()?;
        if reader.in_attribute() {
            return Err(Fault::invalid_operation("The reader is in an attribute."));
        }
        let Some(index) = reader.find_attribute(local, ns)? else {
            if option == WS_READ_OPTIONAL_POINTER {
                out.zero();
                return Ok(());
            }
            return Err(Fault::invalid_format(format!("The attribute '{}' is missing.", quoted(local))));
        };
        reader.read_start_attribute(index)?;
        let label = || format!("while reading the attribute '{}'", quoted(local));
        self.read_present(WS_ATTRIBUTE_TYPE_MAPPING, kind, option, out).map_err(|fault| fault.context(label()))?;
        self.host.reader()?.read_end_attribute()
    }

    /// Reads the value that is there, and only then stores what the caller asked for.
    fn read_present(
        &mut self,
        mapping: WS_TYPE_MAPPING,
        kind: &Type<'c>,
        option: WS_READ_OPTION,
        out: Place<'_>,
    ) -> Result<()> {
        self.has_begun = true;
        if is_value(kind, option) {
            if self.in_place {
                return self.read_mapped(mapping, kind, out);
            }
            let mut memory = Items::default();
            memory.begin(kind.layout().0);
            let place = memory.push(None)?;
            self.read_mapped(mapping, kind, place)?;
            out.copy_from(place)
        } else {
            let pointer = self.read_pointed(mapping, kind)?;
            out.store(0, pointer)
        }
    }

    /// Reads a value into new memory of the heap.
    fn read_pointed(&mut self, mapping: WS_TYPE_MAPPING, kind: &Type<'c>) -> Result<*mut c_void> {
        let heap = required(self.heap)?;
        if let (Type::Struct(composite), WS_ELEMENT_TYPE_MAPPING) = (kind, mapping) {
            // What is there may be of a derived, larger type.
            let plan = self.plans.structure(composite)?;
            let plan = self.actual_type(plan)?;
            let place = Place::in_heap(heap, plan.size)?;
            self.read_struct(&plan, place)?;
            return Ok(place.start());
        }
        let place = Place::in_heap(heap, kind.layout().0)?;
        self.read_mapped(mapping, kind, place)?;
        Ok(place.start())
    }

    fn read_mapped(&mut self, mapping: WS_TYPE_MAPPING, kind: &Type<'c>, place: Place<'_>) -> Result<()> {
        match (mapping, kind) {
            (_, Type::Custom(description)) => self.custom(description, mapping, place),
            (WS_ELEMENT_TYPE_MAPPING, _) => self.read_element_value(kind, Target::new(place)),
            (WS_ANY_ELEMENT_TYPE_MAPPING, _) => self.read_buffer(place),
            (_, Type::Struct(composite)) => {
                let plan = self.plans.structure(composite)?;
                self.read_struct_content(&plan, place, mapping)
            }
            (_, Type::Union(composite)) => {
                let plan = self.plans.union(composite)?;
                self.read_union(&plan, place).and_then(|found| match found {
                    true => Ok(()),
                    false => Err(self.unexpected(&plan.choices())),
                })
            }
            _ => self.read_text(kind, Target::new(place)),
        }
    }

    /// Reads an element, from its start to behind its end, as a value.
    fn read_element_value(&mut self, kind: &Type<'c>, target: Target<'_>) -> Result<()> {
        match kind {
            Type::Struct(composite) => {
                let plan = self.plans.structure(composite)?;
                let plan = self.actual_type(plan)?;
                if plan.size > target.place.size() {
                    return Err(Fault::invalid_format(format!(
                        "The type that xsi:type names has {} bytes in C, but there is room for {} only.",
                        plan.size,
                        target.place.size()
                    )));
                }
                self.read_struct(&plan, target.place)
            }
            Type::Union(composite) => {
                let plan = self.plans.union(composite)?;
                self.refuse_attributes()?;
                self.host.reader()?.read_node()?;
                if !self.nested(|engine| engine.read_union(&plan, target.place))? {
                    return Err(self.unexpected(&plan.choices()));
                }
                self.read_end()
            }
            Type::XmlBuffer => self.read_buffer(target.place),
            Type::Custom(description) => self.custom(description, WS_ELEMENT_TYPE_MAPPING, target.place),
            Type::Void(_) => self.host.reader()?.skip_node(),
            Type::EndpointAddress(description) => self.read_address(description, target.place),
            Type::Fault(description) => self.read_fault(description, target.place),
            _ => {
                let reader = self.host.reader()?;
                if !reader.node().node.has_only_declarations() {
                    self.refuse_attributes()?;
                }
                self.host.reader()?.read_node()?;
                self.read_text(kind, target)?;
                self.read_end()
            }
        }
    }

    /// Reads the text up to the next element, or that of the attribute, as a simple value.
    #[inline]
    fn read_text(&mut self, kind: &Type<'c>, target: Target<'_>) -> Result<()> {
        match kind {
            Type::Bytes(_) | Type::ByteArray(_) => self.read_block(kind, target),
            Type::XmlQName(limits) => {
                let name = self.host.reader()?.read_value(owned_name)?;
                self.store_name(*limits, name, target.place)
            }
            Type::Duration(limits) => {
                let duration = self.host.reader()?.read_value(WS_DURATION::from_value)?;
                self.store_duration(*limits, duration, target.place)
            }
            _ => {
                let (heap, plans) = (self.heap, &self.plans);
                self.host.reader()?.read_value(|value| simple::store(kind, value, heap, plans, target))
            }
        }
    }

    /// Reads bytes, which the binary encodings hold as they are.
    fn read_block(&mut self, kind: &Type<'c>, target: Target<'_>) -> Result<()> {
        let heap = required(self.heap)?;
        let reader = self.host.reader()?;
        let mut bytes = Vec::new();
        loop {
            let start = bytes.len();
            // The quota bounds what is collected; beyond it, the heap could not hold it.
            heap.budget().remaining_after(start)?;
            let piece = PIECE.max(start);
            bytes.try_reserve(piece).map_err(|_| Fault::out_of_memory(piece))?;
            bytes.resize(start + piece, 0);
            let count = reader.read_bytes(bytes.get_mut(start..).unwrap_or_default())?;
            bytes.truncate(start + count);
            if count == 0 {
                break;
            }
        }
        simple::store_block(kind, &bytes, self.heap, target)
    }

    fn store_name(
        &mut self,
        limits: Option<&WS_XML_QNAME_DESCRIPTION>,
        (prefix, local): (Vec<u8>, Vec<u8>),
        place: Place<'_>,
    ) -> Result<()> {
        let heap = required(self.heap)?;
        let reader = self.host.reader()?;
        let ns = reader.namespace_of(&prefix)?.ok_or_else(|| not_bound(&prefix))?;
        let length = |text: &[u8]| text.len() as u32;
        if let Some(limits) = limits {
            simple::length_in_range(length(&local), limits.minLocalNameByteCount, limits.maxLocalNameByteCount)?;
            simple::length_in_range(length(ns), limits.minNsByteCount, limits.maxNsByteCount)?;
        }
        let store = |text: &[u8]| {
            let bytes = store_slice(heap, text)?;
            Ok(WS_XML_STRING { length: length(text), bytes, dictionary: core::ptr::null_mut(), id: 0 })
        };
        let name = WS_XML_QNAME { localName: store(&local)?, ns: store(ns)? };
        place.store(0, name)
    }

    fn store_duration(
        &mut self,
        limits: Option<&WS_DURATION_DESCRIPTION>,
        duration: WS_DURATION,
        place: Place<'_>,
    ) -> Result<()> {
        if let Some(limits) = limits {
            for (limit, outside) in [(&limits.minValue, Ordering::Less), (&limits.maxValue, Ordering::Greater)] {
                let order = match limits.comparer {
                    None => simple::compare_durations(&duration, limit)?,
                    comparer => self.host.compare(comparer, &duration, limit)?,
                };
                if order == outside {
                    return Err(Fault::invalid_format("A duration is outside of the limits of its description."));
                }
            }
        }
        place.store(0, duration)
    }

    /// Reads an element into a new buffer.
    fn read_buffer(&mut self, place: Place<'_>) -> Result<()> {
        let heap = required(self.heap)?;
        let buffer = Buffer::new(heap.budget())?;
        self.host.reader()?.copy_to(&mut Point::new(&buffer))?;
        let handle = self.host.buffer(heap, buffer)?;
        place.store(0, handle)
    }

    fn custom(
        &mut self,
        description: &WS_CUSTOM_TYPE_DESCRIPTION,
        mapping: WS_TYPE_MAPPING,
        place: Place<'_>,
    ) -> Result<()> {
        self.host.custom(description, mapping, place)
    }

    /// Runs a step that may lead to others like it.
    fn nested<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= MAX_NESTING {
            return Err(Fault::quota("nesting of values", MAX_NESTING));
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// Goes past the end of the element, whose content has been read.
    #[inline]
    fn read_end(&mut self) -> Result<()> {
        let reader = self.host.reader()?;
        if reader.kind() == NodeKind::EndElement {
            return reader.read_node();
        }
        reader.read_end_element()
    }

    #[cold]
    fn unexpected(&mut self, what: &str) -> Fault {
        match self.host.reader() {
            Ok(reader) => reader.unexpected(what),
            Err(fault) => fault,
        }
    }
}

/// Stores text that does not come from a reader as a value of a simple type, or NULL for none where the option allows it.
/// Answers false where there is no text and there has to be.
pub(crate) fn text_value<'c>(
    memory: Memory<'c>,
    heap: &Heap,
    text: Option<&[u8]>,
    kind: &Type<'c>,
    option: WS_READ_OPTION,
    out: Place<'_>,
) -> Result<bool> {
    kind.check_mapping(WS_ELEMENT_TYPE_MAPPING)?;
    let Some(text) = text else { return absent_value(kind, option, out) };
    check_option(kind, option, out)?;
    let plans = Plans::new(memory);
    let store = |place| simple::store(kind, Value::Characters(text), Some(heap), &plans, Target::new(place));
    if is_value(kind, option) {
        let mut memory = Items::default();
        memory.begin(kind.layout().0);
        let place = memory.push(None)?;
        store(place)?;
        out.copy_from(place)?;
    } else {
        let place = Place::in_heap(heap, kind.layout().0)?;
        store(place)?;
        out.store(0, place.start())?;
    }
    Ok(true)
}

/// Stores NULL for a value that is not there, where the option allows it; answers false where it does not.
pub(crate) fn absent_value(kind: &Type<'_>, option: WS_READ_OPTION, out: Place<'_>) -> Result<bool> {
    check_option(kind, option, out)?;
    if option == WS_READ_OPTIONAL_POINTER {
        out.zero();
        return Ok(true);
    }
    Ok(false)
}

/// Whether the caller's buffer gets the value itself. Of types that are pointers by nature, that is the pointer.
fn is_value(kind: &Type<'_>, option: WS_READ_OPTION) -> bool {
    matches!(option, WS_READ_REQUIRED_VALUE | WS_READ_NILLABLE_VALUE) || matches!(kind, Type::Wsz(_) | Type::XmlBuffer)
}

fn check_option(kind: &Type<'_>, option: WS_READ_OPTION, out: Place<'_>) -> Result<()> {
    let is_natural = matches!(kind, Type::Wsz(_) | Type::XmlBuffer);
    let is_possible = match option {
        WS_READ_REQUIRED_VALUE => !is_natural,
        WS_READ_NILLABLE_VALUE => matches!(kind, Type::String(_) | Type::XmlString(_) | Type::Bytes(_)),
        WS_READ_REQUIRED_POINTER | WS_READ_OPTIONAL_POINTER | WS_READ_NILLABLE_POINTER => true,
        unknown => return Err(Fault::invalid_arg(format!("The read option {unknown:?} is not known."))),
    };
    if !is_possible {
        return Err(Fault::invalid_arg(format!("{option:?} cannot be used with {:?}.", kind.kind())));
    }
    let (size, align) = kind.layout();
    if !matches!(align, 1 | 2 | 4 | 8) {
        return Err(Fault::invalid_arg(format!("The alignment {align} of {:?} is none of 1, 2, 4, 8.", kind.kind())));
    }
    let (needed, align) =
        if is_value(kind, option) { (size, align) } else { (size_of::<*mut c_void>(), align_of::<*mut c_void>()) };
    if out.size() != needed {
        return Err(Fault::invalid_arg(format!(
            "The value has {needed} bytes with {option:?}, but the size given is {}.",
            out.size()
        )));
    }
    if !out.start().addr().is_multiple_of(align) {
        return Err(Fault::invalid_arg("The parameter value is not aligned for its type."));
    }
    Ok(())
}

/// The parts of a qualified name.
fn owned_name(value: Value<'_>) -> Result<(Vec<u8>, Vec<u8>)> {
    simple::with_characters(value, |text| {
        let name = qname::parse_qname(text)?;
        Ok((name.prefix.to_vec(), name.local.to_vec()))
    })
}

#[cold]
fn not_bound(prefix: &[u8]) -> Fault {
    Fault::invalid_format(format!("The prefix '{}' is not bound to a namespace.", quoted(prefix)))
}
