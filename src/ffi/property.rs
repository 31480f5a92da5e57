//! Property bags, `{id, value, valueSize}`: one typed reader and one typed writer for all kinds.

use crate::abi::{
    ULONG, WS_CHANNEL_PROPERTY, WS_CHANNEL_PROPERTY_ID, WS_ERROR_PROPERTY, WS_ERROR_PROPERTY_ID, WS_HEAP_PROPERTY,
    WS_HEAP_PROPERTY_ID, WS_LISTENER_PROPERTY, WS_LISTENER_PROPERTY_ID, WS_SECURITY_BINDING_PROPERTY,
    WS_SECURITY_BINDING_PROPERTY_ID, WS_SECURITY_PROPERTY, WS_SECURITY_PROPERTY_ID, WS_SERVICE_ENDPOINT_PROPERTY,
    WS_SERVICE_ENDPOINT_PROPERTY_ID, WS_SERVICE_PROPERTY, WS_SERVICE_PROPERTY_ID, WS_XML_BUFFER_PROPERTY,
    WS_XML_BUFFER_PROPERTY_ID, WS_XML_READER_PROPERTY, WS_XML_READER_PROPERTY_ID, WS_XML_SECURITY_TOKEN_PROPERTY,
    WS_XML_SECURITY_TOKEN_PROPERTY_ID, c_void,
};
use crate::ffi::place;
use crate::runtime::fault::{Fault, Result};
use core::fmt::Debug;
use core::marker::PhantomData;

/// One of the API's property structures.
pub(super) trait Record {
    /// Its id type.
    type Id: Copy + Debug;
    /// Its fields: id, value, size of the value.
    fn parts(&self) -> (Self::Id, *const c_void, ULONG);
}

macro_rules! records {
    ($($record:ident $id:ident,)*) => {
        $(impl Record for $record {
            type Id = $id;
            fn parts(&self) -> ($id, *const c_void, ULONG) {
                (self.id, self.value, self.valueSize)
            }
        })*
    };
}

records! {
    WS_ERROR_PROPERTY WS_ERROR_PROPERTY_ID,
    WS_HEAP_PROPERTY WS_HEAP_PROPERTY_ID,
    WS_SERVICE_ENDPOINT_PROPERTY WS_SERVICE_ENDPOINT_PROPERTY_ID,
    WS_SERVICE_PROPERTY WS_SERVICE_PROPERTY_ID,
    WS_XML_BUFFER_PROPERTY WS_XML_BUFFER_PROPERTY_ID,
    WS_XML_READER_PROPERTY WS_XML_READER_PROPERTY_ID,
    WS_CHANNEL_PROPERTY WS_CHANNEL_PROPERTY_ID,
    WS_LISTENER_PROPERTY WS_LISTENER_PROPERTY_ID,
    WS_XML_SECURITY_TOKEN_PROPERTY WS_XML_SECURITY_TOKEN_PROPERTY_ID,
    WS_SECURITY_PROPERTY WS_SECURITY_PROPERTY_ID,
    WS_SECURITY_BINDING_PROPERTY WS_SECURITY_BINDING_PROPERTY_ID,
}

/// A property as the caller gave it.
pub(super) struct Property<'a, Id> {
    pub(super) id: Id,
    value: *const c_void,
    size: ULONG,
    call: PhantomData<&'a c_void>,
}

impl<Id: Copy + Debug> Property<'_, Id> {
    /// A single property that came as separate parameters.
    pub(super) fn new(id: Id, value: *const c_void, size: ULONG) -> Self {
        Property { id, value, size, call: PhantomData }
    }

    /// The value, if it has the size and alignment of `T`.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`]; any bit pattern is a `T`.
    pub(super) unsafe fn read<T: Copy>(&self) -> Result<T> {
        self.check_size::<T>()?;
        // SAFETY: passed on.
        unsafe { place::required(self.value.cast::<T>(), "value") }
            .copied()
            .map_err(|fault| fault.context(format!("The property {:?} could not be read.", self.id)))
    }

    /// The value as it was given, whatever it is, with its size.
    pub(super) fn raw(&self) -> (*const c_void, ULONG) {
        (self.value, self.size)
    }

    /// The answer to an id that the function does not take.
    #[cold]
    pub(super) fn refused(&self, function: &str) -> Fault {
        Fault::invalid_arg(format!("The property {:?} cannot be used with {function}.", self.id))
    }

    fn check_size<T>(&self) -> Result<()> {
        if self.size as usize == size_of::<T>() {
            return Ok(());
        }
        let (id, size, needed) = (self.id, self.size, size_of::<T>());
        Err(Fault::invalid_arg(format!("The property {id:?} has {needed} bytes, but the size given is {size}.")))
    }
}

/// The properties of a bag.
///
/// # Safety
/// See the contract at the top of [`crate::ffi`]; the iterator must not outlive the call.
pub(super) unsafe fn bag<'a, R: Record + 'a>(
    properties: *const R,
    count: ULONG,
) -> Result<impl Iterator<Item = Property<'a, R::Id>>> {
    // SAFETY: passed on.
    let records = unsafe { place::slice(properties, count, "properties")? };
    Ok(records.iter().map(|record| {
        let (id, value, size) = record.parts();
        Property::new(id, value, size)
    }))
}

/// Where a getter puts a property's value.
pub(super) struct PropertyOut<'a, Id> {
    property: Property<'a, Id>,
}

impl<Id: Copy + Debug> PropertyOut<'_, Id> {
    /// The value parameters of a getter.
    pub(super) fn new(id: Id, value: *mut c_void, size: ULONG) -> Self {
        PropertyOut { property: Property::new(id, value, size) }
    }

    /// Writes the value, if there is room for exactly a `T`.
    ///
    /// # Safety
    /// See the contract at the top of [`crate::ffi`].
    pub(super) unsafe fn set<T>(self, value: T) -> Result<()> {
        self.property.check_size::<T>()?;
        // SAFETY: passed on.
        let out = unsafe { place::Out::new(self.property.value.cast_mut().cast::<T>(), "value")? };
        out.set(value);
        Ok(())
    }

    /// The answer to an id that the function does not know.
    #[cold]
    pub(super) fn refused(&self, function: &str) -> Fault {
        self.property.refused(function)
    }
}
