//! Headers that the transport carries: name and text, apart from the envelope.
//!
//! Windows keeps them among the headers of the envelope, as elements without a namespace. There, whoever writes an
//! envelope could make a program believe that a header came from the transport, and one that is not mapped would
//! travel in the envelope, where SOAP does not allow it.

use crate::runtime::budget::Budget;
use crate::runtime::fault::{Fault, Result};
use std::rc::Rc;

/// Name and value.
type Pair = (Box<[u8]>, Box<[u8]>);

/// The mapped headers of a message, in their order.
#[derive(Debug)]
pub(crate) struct Mapped {
    list: Vec<Pair>,
    budget: Rc<Budget>,
    charged: usize,
    limit: u32,
}

impl Mapped {
    pub(crate) fn new(budget: &Rc<Budget>, limit: u32) -> Self {
        Mapped { list: Vec::new(), budget: budget.clone(), charged: 0, limit }
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.budget.refund(core::mem::take(&mut self.charged));
    }

    /// Adds a header; what it takes counts against the heap of the message.
    pub(crate) fn add(&mut self, name: &[u8], value: &[u8]) -> Result<()> {
        let size = name.len() + value.len() + size_of::<Pair>();
        self.budget.charge(size)?;
        self.charged += size;
        self.list.push((name.into(), value.into()));
        Ok(())
    }

    /// Removes all headers of a name.
    pub(crate) fn remove(&mut self, name: &[u8]) {
        self.list.retain(|(known, value)| {
            let goes = **known == *name;
            if goes {
                let size = known.len() + value.len() + size_of::<Pair>();
                self.charged -= size;
                self.budget.refund(size);
            }
            !goes
        });
    }

    /// The values of a name.
    pub(crate) fn values(&self, name: &[u8]) -> Result<impl Iterator<Item = &[u8]>> {
        if self.list.len() > self.limit as usize {
            return Err(Fault::quota("WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS", self.limit));
        }
        Ok(self.list.iter().filter(move |(known, _)| **known == *name).map(|(_, value)| &**value))
    }

    /// All of them: name and value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.list.iter().map(|(name, value)| (&**name, &**value))
    }
}
