//! Looking things up in plans: choices by element or selector, enumerations by name or value.

use super::{EnumPlan, FEW, Field, UnionPlan};
use crate::abi::*;
use crate::runtime::fault::{Fault, Result, quoted};

impl<'c> UnionPlan<'c> {
    /// What may stand there, for error texts.
    #[cold]
    pub(crate) fn choices(&self) -> String {
        let name = |field: &Field<'_>| match (field.mapping, field.local) {
            (WS_ANY_ELEMENT_FIELD_MAPPING, _) | (_, None) => "any other element".to_owned(),
            (_, Some(local)) => format!("'{}'", quoted(local)),
        };
        let mut names: Vec<String> = self.fields.iter().take(FEW).map(name).collect();
        if self.fields.len() > names.len() {
            names.push(format!("{} more", self.fields.len() - names.len()));
        }
        format!("A choice of a union ({})", names.join(", "))
    }

    /// The choice that an element is, by its name, or the one for any element.
    pub(crate) fn choice_of_element(&self, local: &[u8], ns: &[u8]) -> Option<usize> {
        let is_it = |field: &Field<'_>| match field.mapping {
            WS_ANY_ELEMENT_FIELD_MAPPING => field.admits_namespace(ns),
            // The wrapper, with repeated elements.
            _ => field.local == Some(local) && field.ns == Some(ns),
        };
        if self.fields.len() > FEW && self.indices.is_some() {
            let named = match self.fields.last() {
                Some(last) if last.mapping == WS_ANY_ELEMENT_FIELD_MAPPING => self.fields.len() - 1,
                _ => self.fields.len(),
            };
            let named = self.fields.get(..named).unwrap_or_default();
            let found = named.binary_search_by(|field| (field.ns, field.local).cmp(&(Some(ns), Some(local))));
            if let Ok(index) = found {
                return Some(index);
            }
            return self.fields.iter().skip(named.len()).position(is_it).map(|index| index + named.len());
        }
        self.fields.iter().position(is_it)
    }

    /// The choice that a value of the selector stands for.
    pub(crate) fn choice_of_value(&self, value: i32) -> Option<usize> {
        match self.indices.filter(|_| self.values.len() > FEW) {
            Some(indices) => {
                let value_at = |index: &u32| self.values.get(*index as usize).copied();
                let found = indices.binary_search_by(|index| value_at(index).cmp(&Some(value))).ok()?;
                indices.get(found).map(|index| *index as usize).filter(|index| *index < self.fields.len())
            }
            None => self.values.iter().position(|candidate| *candidate == value),
        }
    }
}

impl<'c> EnumPlan<'c> {
    fn name_at(&self, index: usize) -> Result<&'c [u8]> {
        match self.values.get(index) {
            Some(value) => self.memory.xml_string(value.name, "The name of a value of an enumeration"),
            None => Err(Fault::invalid_arg("An item of nameIndices is no index of values.")),
        }
    }

    /// The value that a name stands for.
    pub(crate) fn value_of(&self, name: &[u8]) -> Result<Option<i32>> {
        if let Some(indices) = self.indices.filter(|_| self.values.len() > FEW) {
            let (mut low, mut high) = (0, indices.len());
            while low < high {
                let middle = low.midpoint(high);
                let index = indices.get(middle).copied().unwrap_or_default() as usize;
                match self.name_at(index)?.cmp(name) {
                    core::cmp::Ordering::Less => low = middle + 1,
                    core::cmp::Ordering::Greater => high = middle,
                    core::cmp::Ordering::Equal => return Ok(self.values.get(index).map(|value| value.value)),
                }
            }
            return Ok(None);
        }
        for (index, value) in self.values.iter().enumerate() {
            if self.name_at(index)? == name {
                return Ok(Some(value.value));
            }
        }
        Ok(None)
    }

    /// The name of a value.
    pub(crate) fn name_of(&self, value: i32) -> Result<Option<&'c [u8]>> {
        let found = if self.indices.is_some() && self.values.len() > FEW {
            self.values.binary_search_by_key(&value, |candidate| candidate.value).ok()
        } else {
            self.values.iter().position(|candidate| candidate.value == value)
        };
        found.map(|index| self.name_at(index)).transpose()
    }
}
