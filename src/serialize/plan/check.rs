//! What a description of a field must be, apart from all others.

use super::is_repeating;
use crate::abi::*;
use crate::runtime::fault::{Fault, Result};
use crate::serialize::description::{Nil, Type};

pub(super) fn check_layout(size: usize, align: usize) -> Result<()> {
    if !matches!(align, 1 | 2 | 4 | 8) || !size.is_multiple_of(align) {
        return Err(Fault::invalid_arg(format!(
            "A size of {size} bytes with an alignment of {align} is not possible: the alignment is 1, 2, 4 or 8, and \
             the size a multiple of it."
        )));
    }
    Ok(())
}

pub(super) fn check_part(name: &str, offset: usize, size: usize, align: usize, whole: usize) -> Result<()> {
    if !offset.is_multiple_of(align.max(1)) {
        return Err(Fault::invalid_arg(format!("The {name} {offset} is not a multiple of the alignment {align}.")));
    }
    if offset > whole || size > whole - offset {
        return Err(Fault::invalid_arg(format!(
            "{size} bytes at the {name} {offset} do not lie within the structure of {whole} bytes."
        )));
    }
    Ok(())
}

pub(super) fn check_name(mapping: WS_FIELD_MAPPING, has_local: bool, has_ns: bool) -> Result<()> {
    let is_right = match mapping {
        WS_ATTRIBUTE_FIELD_MAPPING | WS_ELEMENT_FIELD_MAPPING => has_local && has_ns,
        WS_REPEATING_ELEMENT_FIELD_MAPPING | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING => has_local == has_ns,
        WS_XML_ATTRIBUTE_FIELD_MAPPING => has_local,
        WS_ANY_ELEMENT_FIELD_MAPPING | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING | WS_ANY_ATTRIBUTES_FIELD_MAPPING => {
            !has_local
        }
        _ => !has_local && !has_ns,
    };
    if is_right {
        return Ok(());
    }
    let is_given = |given| if given { "given" } else { "NULL" };
    Err(Fault::invalid_arg(format!(
        "With {mapping:?}, localName cannot be {} while ns is {}.",
        is_given(has_local),
        is_given(has_ns)
    )))
}

pub(super) fn check_options(
    kind: &Type<'_>,
    mapping: WS_FIELD_MAPPING,
    description: &WS_FIELD_DESCRIPTION,
) -> Result<()> {
    let options = description.options;
    let has = |option| options & option != 0;
    let refused = |name: &str, why: &str| {
        Err(Fault::invalid_arg(format!("{name} cannot be used with {mapping:?} and {:?}{why}.", kind.kind())))
    };
    let known =
        WS_FIELD_POINTER | WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE | WS_FIELD_NILLABLE_ITEM | WS_FIELD_OTHER_NAMESPACE;
    if options & !known != 0 {
        return Err(Fault::invalid_arg(format!("The field options {:#x} are not known.", options & !known)));
    }
    if options == 0 {
        return Ok(());
    }
    let rules = kind.rules();
    if has(WS_FIELD_POINTER) {
        let is_mapped = matches!(
            mapping,
            WS_ELEMENT_FIELD_MAPPING
                | WS_REPEATING_ELEMENT_FIELD_MAPPING
                | WS_ANY_ELEMENT_FIELD_MAPPING
                | WS_NO_FIELD_MAPPING
        );
        let has_pointer = match kind {
            Type::Wsz(_) | Type::XmlBuffer | Type::CharArray(_) | Type::Utf8Array(_) | Type::ByteArray(_) => false,
            Type::Void(_) => mapping == WS_NO_FIELD_MAPPING,
            _ => true,
        };
        if !is_mapped || !has_pointer {
            return refused("WS_FIELD_POINTER", "");
        }
    }
    if mapping == WS_NO_FIELD_MAPPING && options & !WS_FIELD_POINTER != 0 {
        return refused("Any option but WS_FIELD_POINTER", "");
    }
    let may_be_nil = match rules.nil {
        Nil::Pointer => has(WS_FIELD_POINTER),
        Nil::Natural | Nil::Value => true,
        Nil::None => false,
    };
    if has(WS_FIELD_OPTIONAL) {
        if mapping == WS_TYPE_ATTRIBUTE_FIELD_MAPPING || mapping == WS_ANY_ATTRIBUTES_FIELD_MAPPING {
            return refused("WS_FIELD_OPTIONAL", "");
        }
        if !rules.optional_by_value && !has(WS_FIELD_POINTER) && !is_repeating(mapping) {
            return refused("WS_FIELD_OPTIONAL", " unless WS_FIELD_POINTER is set, too");
        }
    }
    if has(WS_FIELD_NILLABLE) {
        match mapping {
            WS_ELEMENT_FIELD_MAPPING if may_be_nil => {}
            WS_ELEMENT_FIELD_MAPPING => return refused("WS_FIELD_NILLABLE", " unless WS_FIELD_POINTER is set, too"),
            WS_REPEATING_ELEMENT_FIELD_MAPPING if !description.localName.is_null() => {}
            WS_REPEATING_ELEMENT_FIELD_MAPPING => {
                return refused("WS_FIELD_NILLABLE", " without a wrapper element, which says that the array is nil");
            }
            _ => return refused("WS_FIELD_NILLABLE", ""),
        }
    }
    if has(WS_FIELD_NILLABLE_ITEM) && !(mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING && may_be_nil) {
        return refused("WS_FIELD_NILLABLE_ITEM", "");
    }
    if has(WS_FIELD_OTHER_NAMESPACE) {
        let is_any = matches!(
            mapping,
            WS_ANY_ELEMENT_FIELD_MAPPING | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING | WS_ANY_ATTRIBUTES_FIELD_MAPPING
        );
        if !is_any || description.ns.is_null() {
            return refused("WS_FIELD_OTHER_NAMESPACE", " unless ns is given");
        }
    }
    Ok(())
}
