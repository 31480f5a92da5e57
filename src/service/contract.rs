//! Which operation of a contract a message is for: by its action, and where that does not decide, by the element in its
//! body.

use crate::runtime::fault::{Fault, Result};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, btree_map};

/// What one operation waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The action of the request. None, or empty, if it has none.
    pub(crate) action: Option<Box<[u8]>>,
    /// Local name and namespace of the element in the body; `None` for an empty body.
    pub(crate) element: Option<Element>,
}

/// Local name and namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Element {
    pub(crate) local: Box<[u8]>,
    pub(crate) ns: Box<[u8]>,
}

/// Several operations that only the body can tell apart.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    elements: HashMap<Element, Entries>,
    empty: Option<Entries>,
}

/// The operations that wait for one body. More than one cannot be told apart by it.
#[derive(Clone, Copy, Debug)]
struct Entries {
    first: usize,
    /// Another one that waits for the same.
    second: Option<usize>,
}

impl Bodies {
    fn add(&mut self, element: Option<&Element>, operation: usize) -> Entries {
        let entry = match element {
            Some(element) => match self.elements.entry(element.clone()) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => return *entry.insert(Entries { first: operation, second: None }),
            },
            None => match &mut self.empty {
                Some(entry) => entry,
                None => return *self.empty.insert(Entries { first: operation, second: None }),
            },
        };
        entry.second = Some(operation);
        *entry
    }

    /// The one operation that waits for a body; a body without an element is `None`.
    pub(crate) fn find(&self, body: Option<(&[u8], &[u8])>) -> Option<usize> {
        let entries = match body {
            Some((local, ns)) => self.elements.get(&Element { local: local.into(), ns: ns.into() })?,
            None => self.empty.as_ref()?,
        };
        entries.second.is_none().then_some(entries.first)
    }
}

/// What an action says.
#[derive(Debug)]
pub(crate) enum Choice<'a> {
    /// It is this operation.
    Operation(usize),
    /// The body decides.
    Body(&'a Bodies),
    /// No operation has the action.
    Unknown,
}

#[derive(Debug)]
enum Target {
    One(usize),
    Several(Bodies),
}

/// The operations of a contract. Actions come from the network, so the order of a tree and no guessable hash. Most
/// contracts have few, and are found sooner than they are hashed.
#[derive(Debug, Default)]
pub(crate) struct Operations {
    by_action: BTreeMap<Box<[u8]>, Target>,
    by_body: Bodies,
}

impl Operations {
    /// Refuses operations that no message can be told apart for.
    pub(crate) fn new(signatures: &[Signature]) -> Result<Self> {
        let mut operations = Operations::default();
        // Without an action, only the body counts: whoever waits for none must not share its body with another one.
        let mut without_action = Bodies::default();
        for (index, Signature { action, element }) in signatures.iter().enumerate() {
            operations.by_body.add(element.as_ref(), index);
            let action = action.as_deref().unwrap_or_default();
            if action.is_empty() {
                if let Entries { first, second: Some(second) } = without_action.add(element.as_ref(), index) {
                    return Err(ambiguous(first, second, action, element.as_ref()));
                }
                continue;
            }
            let target = match operations.by_action.entry(action.into()) {
                btree_map::Entry::Vacant(entry) => {
                    entry.insert(Target::One(index));
                    continue;
                }
                btree_map::Entry::Occupied(entry) => entry.into_mut(),
            };
            if let Target::One(other) = *target {
                let mut bodies = Bodies::default();
                bodies.add(signatures.get(other).and_then(|other| other.element.as_ref()), other);
                *target = Target::Several(bodies);
            }
            if let Target::Several(bodies) = target
                && let Entries { first, second: Some(second) } = bodies.add(element.as_ref(), index)
            {
                return Err(ambiguous(first, second, action, element.as_ref()));
            }
        }
        Ok(operations)
    }

    /// What is known once the headers of a message are. A message without an action is one that a client of a basic
    /// profile sends with `SOAPAction: ""`.
    pub(crate) fn choose(&self, action: &[u8]) -> Choice<'_> {
        if action.is_empty() {
            return Choice::Body(&self.by_body);
        }
        match self.by_action.get(action) {
            Some(Target::One(operation)) => Choice::Operation(*operation),
            Some(Target::Several(bodies)) => Choice::Body(bodies),
            None => Choice::Unknown,
        }
    }
}

#[cold]
fn ambiguous(first: usize, second: usize, action: &[u8], element: Option<&Element>) -> Fault {
    let action = String::from_utf8_lossy(action);
    let body = match element {
        Some(Element { local, ns }) => {
            format!("the body element {} of {}", String::from_utf8_lossy(local), String::from_utf8_lossy(ns))
        }
        None => "an empty body".to_owned(),
    };
    Fault::invalid_arg(format!(
        "The operations {first} and {second} of the contract have the same action \"{action}\" and {body}: no request \
         could be told to be for one of them."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::E_INVALIDARG;

    fn signature(action: &str, element: &str) -> Signature {
        Signature {
            action: (!action.is_empty()).then(|| action.as_bytes().into()),
            element: (!element.is_empty())
                .then(|| Element { local: element.as_bytes().into(), ns: b"urn:x".as_slice().into() }),
        }
    }

    fn chosen(operations: &Operations, action: &str, body: Option<&str>) -> Option<usize> {
        match operations.choose(action.as_bytes()) {
            Choice::Operation(operation) => Some(operation),
            Choice::Body(bodies) => bodies.find(body.map(|local| (local.as_bytes(), b"urn:x".as_slice()))),
            Choice::Unknown => None,
        }
    }

    #[test]
    fn the_action_decides_then_the_body() {
        let all =
            [signature("a", "A"), signature("b", "B"), signature("b", "C"), signature("b", ""), signature("", "D")];
        let operations = Operations::new(&all).unwrap();
        for (action, body, expected) in [
            ("a", Some("anything"), Some(0)),
            ("b", Some("B"), Some(1)),
            ("b", Some("C"), Some(2)),
            ("b", None, Some(3)),
            ("b", Some("D"), None),
            ("c", Some("A"), None),
            ("", Some("A"), Some(0)),
            ("", Some("D"), Some(4)),
            ("", None, Some(3)),
            ("", Some("E"), None),
        ] {
            assert_eq!(chosen(&operations, action, body), expected, "{action} {body:?}");
        }
        assert!(matches!(operations.choose(b"c"), Choice::Unknown));
    }

    #[test]
    fn a_namespace_counts() {
        let operations = Operations::new(&[signature("", "A")]).unwrap();
        let Choice::Body(bodies) = operations.choose(b"") else { panic!("the body decides") };
        assert_eq!(bodies.find(Some((b"A", b"urn:x"))), Some(0));
        assert_eq!(bodies.find(Some((b"A", b"urn:y"))), None);
    }

    #[test]
    fn one_body_of_two_actions_is_no_guess() {
        let operations = Operations::new(&[signature("a", "A"), signature("b", "A")]).unwrap();
        assert_eq!(chosen(&operations, "", Some("A")), None);
        assert_eq!(chosen(&operations, "b", Some("A")), Some(1));
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        for (second, words) in [("A", "body element A of urn:x"), ("", "empty body")] {
            for action in ["a", ""] {
                let all = [signature(action, second), signature("other", "x"), signature(action, second)];
                let fault = Operations::new(&all).unwrap_err();
                assert_eq!(fault.code(), E_INVALIDARG);
                assert!(fault.texts()[0].contains(words) && fault.texts()[0].contains("0 and 2"), "{fault:?}");
            }
        }
    }
}
